"""The API does what its OpenAPI document says, for generated input that fits it, and refuses what does not fit."""

import asyncio
import io
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import httpx
import pytest
import requests
import schemathesis
import urllib3
from hypothesis import HealthCheck, given, settings
from requests.adapters import BaseAdapter, HTTPAdapter
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import APIOperation

from hallchat import api, operations
from hallchat.views import Actor
from tests import builders
from tests.api.conftest import ORIGIN, Person, World

T = TypeVar("T")
SCHEMA = schemathesis.openapi.from_dict(api.build().openapi())
FOUND: list[Any] = list(SCHEMA.get_all_operations())
OPERATIONS: dict[str, APIOperation] = {found.ok().label: found.ok() for found in FOUND}
OPEN = {"POST /auth/register", "POST /auth/login"}
EXAMPLES = 10  # generated for each operation and mode, beside the boundaries
HASHES = {"POST /auth/register", "POST /auth/login", "POST /auth/password"}
HASHING = 3  # the same, where each costs a password hash
load_all_checks()
WANTED: list[Any] = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "missing_required_header",
        "unsupported_method",
    ]
)
# To any other method these are addresses of halls, whose ids fit no better than the method.
NOT_CHECKED: dict[str, list[Any]] = dict.fromkeys(
    ("POST /halls/join", "POST /halls/leave", "POST /halls/read-all"), CHECKS.get_by_names(["unsupported_method"])
)


class Loopback(BaseAdapter):
    """Carries requests of another thread to an application on an event loop."""

    def __init__(self, client: httpx.AsyncClient, loop: asyncio.AbstractEventLoop) -> None:
        """Use a client of the loop's."""
        super().__init__()
        self._client, self._loop = client, loop

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Send a request and wait for its answer."""
        headers: dict[str, Any] = dict(request.headers)
        body: Any = request.body or b""
        asked = self._client.request(str(request.method), str(request.url), headers=headers, content=body)
        answer = asyncio.run_coroutine_threadsafe(asked, self._loop).result(20)
        raw = urllib3.HTTPResponse(io.BytesIO(answer.content), answer.headers, answer.status_code, preload_content=False)
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """Leave the client to its loop."""


class Caller:
    """Somebody who owns a hall with messages, and whose sign-in is a new one for each call: any of them might end it."""

    def __init__(self, world: World, client: httpx.AsyncClient, person: Person, hall_id: int) -> None:
        """Call the API of an installation, from another thread than this one."""
        self.hall_id = hall_id
        self._world, self._person, self._loop = world, person, asyncio.get_running_loop()
        self._session = requests.Session()
        self._session.mount("http://", Loopback(client, self._loop))

    def call(self, case: Case) -> None:
        """Make a call, and check that its answer is one that the document tells of."""
        token = self._wait(self._again()).token
        headers, but = {"Authorization": f"Bearer {token}"}, NOT_CHECKED.get(case.operation.label)
        case.call_and_validate(ORIGIN, self._session, headers=headers, checks=WANTED, excluded_checks=but)

    def call_as_nobody(self, case: Case) -> requests.Response:
        """Make a call without a sign-in."""
        options = case.as_transport_kwargs(base_url=ORIGIN)
        return self._session.request(**options)

    async def _again(self) -> Person:
        return await self._world.again(self._person)

    def _wait(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(20)


@pytest.fixture
async def caller(world: World) -> Caller:
    """Somebody by the name and password of the document's examples."""
    account = {"username": "marina", "password": "el faro de las 7", "display_name": None}
    sign_in = await operations.register(world.app, operations.Caller("192.0.2.1", local=False), **account)
    marina = await world.signed_in(Actor(sign_in.account.id, sign_in.session_id))
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor))
    for _ in range(3):
        await world.write(lambda tx: builders.say(tx, marina.actor, hall.id))
    return Caller(world, await world.client(), marina, hall.id)


def boundaries(operation: APIOperation, mode: GenerationMode, hall_id: int) -> Iterator[Case]:
    """Return the same cases each time: what just fits, or just does not.

    Where the address does not fit, nobody looks at the rest; so all comes once more with the address of what there is.
    """
    for known in ({}, *([{"hall_id": hall_id, "user_id": 1, "seq": 1}] if operation.path_parameters else [])):
        for case in SCHEMA.iter_coverage_cases(operation, generation_modes=[mode], generation_config=SCHEMA.config.generation):
            for name in known.keys() & case.path_parameters.keys():
                case.path_parameters[name] = known[name]
            yield case


def generated(operation: APIOperation, mode: GenerationMode, hall_id: int | None, check: Callable[[Case], None]) -> None:
    """Check cases that are generated alike each time.

    Args:
        operation: what is called.
        mode: whether they fit.
        hall_id: of a hall that there is, for all of them; None for any.
        check: calls and looks at the answer.
    """
    known = {"hall_id": hall_id} if hall_id and "{hall_id}" in operation.path else None
    examples = HASHING if operation.label in HASHES else EXAMPLES
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

    @given(case=operation.as_strategy(mode, path_parameters=known))
    @settings(derandomize=True, database=None, deadline=None, max_examples=examples, suppress_health_check=quiet)
    def each(case: Case) -> None:
        check(case)

    each()


@pytest.mark.parametrize("label", OPERATIONS)
async def test_what_fits_is_answered_as_the_document_says(caller: Caller, label: str) -> None:
    operation = OPERATIONS[label]

    def check() -> None:
        for case in boundaries(operation, GenerationMode.POSITIVE, caller.hall_id):
            caller.call(case)
        generated(operation, GenerationMode.POSITIVE, caller.hall_id, caller.call)

    await asyncio.to_thread(check)


@pytest.mark.parametrize("label", OPERATIONS)
async def test_what_does_not_fit_is_refused_as_the_document_says(caller: Caller, label: str) -> None:
    operation = OPERATIONS[label]

    def check() -> None:
        for case in boundaries(operation, GenerationMode.NEGATIVE, caller.hall_id):
            caller.call(case)
        if operation.path_parameters:
            generated(operation, GenerationMode.NEGATIVE, None, caller.call)
        if operation.body or operation.query:
            generated(operation, GenerationMode.NEGATIVE, caller.hall_id, caller.call)

    await asyncio.to_thread(check)


@pytest.mark.parametrize("label", sorted(OPERATIONS.keys() - OPEN))
async def test_without_a_sign_in_everything_is_refused(caller: Caller, label: str) -> None:
    def check(case: Case) -> None:
        assert caller.call_as_nobody(case).status_code == 401, case.as_curl_command()

    await asyncio.to_thread(generated, OPERATIONS[label], GenerationMode.POSITIVE, caller.hall_id, check)
