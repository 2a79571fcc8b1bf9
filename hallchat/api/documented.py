"""The OpenAPI document and its page, which loads nothing from anywhere else."""

import asyncio
from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response

from hallchat.api.outputs import Problem
from hallchat.api.problems import MEDIA_TYPE, NothingHere
from hallchat.errors import Refusal

_ASSETS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css", "favicon.png": "image/png"}
_FOLDER = Path(str(files("fastapi_offline"))) / "static"
_REFERENCE = "#/components/schemas/{model}"

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>HallChat: API</title>
<link rel="icon" href="docs/favicon.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="page"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
"""
# Apart from the page, so that a content security policy need not allow inline scripts. Without
# validatorUrl: null the page would send the document to validator.swagger.io.
_START = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#page", deepLinking: true, validatorUrl: null});\n'


def refusals(*kinds: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """Declare how an endpoint may refuse.

    Args:
        kinds: the refusals.

    Returns:
        Responses for OpenAPI, by status.
    """
    by_status = groupby(sorted(kinds, key=lambda kind: kind.status), key=lambda kind: kind.status)
    return {status: _response(tuple(same)) for status, same in by_status}


def install(api: FastAPI) -> None:
    """Serve ``/docs``, and complete the document with the shape of problems."""
    generate = api.openapi

    def openapi() -> dict[str, Any]:
        """Complete the document."""
        document = generate()
        schema = Problem.model_json_schema(ref_template=_REFERENCE)
        document["components"]["schemas"] |= schema.pop("$defs", {}) | {"Problem": schema}
        return document

    async def document(request: Request) -> Response:
        """Serve the document."""
        return JSONResponse(await asyncio.to_thread(api.openapi))  # the first time it takes a tenth of a second

    api.openapi = openapi
    api.add_route("/openapi.json", document, include_in_schema=False)
    api.add_route("/docs", _page, include_in_schema=False)
    api.add_route("/docs/{asset}", _asset, include_in_schema=False)


async def _page(request: Request) -> Response:
    return HTMLResponse(_PAGE)


async def _asset(request: Request) -> Response:
    name = request.path_params["asset"]
    if name == "start.js":
        return PlainTextResponse(_START, media_type="text/javascript")
    if name not in _ASSETS:
        raise NothingHere
    return FileResponse(_FOLDER / name, media_type=_ASSETS[name])


def _response(kinds: Iterable[type[Refusal]]) -> dict[str, Any]:
    sentences = " ".join(f"`{kind.code}`: {kind.__doc__}" for kind in kinds)
    return {"description": sentences, "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}}
