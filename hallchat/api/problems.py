"""Refusals as ``application/problem+json`` (RFC 9457), in the caller's language."""

import json
import logging
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hallchat import errors, i18n
from hallchat.api import fields
from hallchat.errors import Refusal, _

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="HallChat"'


class NothingHere(Refusal):
    """A path that the API does not have."""

    status, code, text = 404, "not_found", _("There is nothing at this address.")


class MethodNotAllowed(Refusal):
    """A path that exists, but not for this method."""

    status, code, text = 405, "method_not_allowed", _("This address does not take that method.")


def install(api: FastAPI) -> None:
    """Answer all that goes wrong in an API with a problem."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(RequestValidationError, _does_not_fit)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(Exception, unexpected)


def problem(request: Request, refusal: Refusal) -> Response:
    """Answer with a refusal.

    Args:
        request: its ``Accept-Language`` chooses the language.
        refusal: what to say.

    Returns:
        The answer.
    """
    language = i18n.negotiate(request.headers.get("accept-language"))
    headers = {"Content-Language": language, "Cache-Control": "no-store", "Vary": "Accept-Language"}
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = CHALLENGE
    if isinstance(refusal, errors.TooMany):
        headers["Retry-After"] = str(refusal.params["seconds"])
    # A lone surrogate is no character, but JSON can carry one in a field's name.
    content = json.dumps(_body(refusal, language), ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, refusal.status, headers, MEDIA_TYPE)


def _body(refusal: Refusal, language: str) -> dict[str, Any]:
    params = refusal.params
    if isinstance(refusal, fields.DoesNotFit):
        params = {"detail": refusal.explain(language)}
    body: dict[str, Any] = {
        "type": f"urn:hallchat:{refusal.code}",
        "title": refusal.code.replace("_", " ").capitalize(),
        "status": refusal.status,
        "detail": i18n.translate(refusal.text, language, **params),
        "code": refusal.code,
    }
    if isinstance(refusal, fields.DoesNotFit):
        body["errors"] = [{"field": misfit.field, "detail": misfit.sentence(language)} for misfit in refusal.misfits]
    return body


async def _refused(request: Request, error: Exception) -> Response:
    return problem(request, cast(Refusal, error))


async def _does_not_fit(request: Request, error: Exception) -> Response:
    return problem(request, fields.misfits(cast(RequestValidationError, error).errors()))


async def _http(request: Request, error: Exception) -> Response:
    raised = cast(HTTPException, error)
    # What stands before us may refuse while the body is read, and FastAPI makes that a 400.
    cause = raised.__cause__
    answer = problem(request, cause if isinstance(cause, Refusal) else _as_refusal(raised.status_code))
    answer.headers.update(raised.headers or {})
    return answer


def _as_refusal(status: int) -> Refusal:
    match status:
        case 400:  # FastAPI could not read the body
            return fields.DoesNotFit(fields.Misfit("body", fields.NO_JSON))
        case 404:
            return NothingHere()
        case 405:
            return MethodNotAllowed()
        case _:
            logger.error("no refusal for status %d", status)
            return errors.Unexpected()


async def unexpected(request: Request, error: Exception) -> Response:
    """Log what went wrong on our side, and answer that something did."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(request, errors.Unexpected())
