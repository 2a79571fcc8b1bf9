"""Who owns something, and who wants to see it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.builders import GENERAL
from tests.rest import MESSAGES, Rest
from tests.server import Server


@pytest.fixture
def ana(server: Server) -> Iterator[Rest]:
    """The owner of what others want to see."""
    ana = Rest(server.url, f"ana{uuid4().hex[:8]}", new=True, name="Ana Núñez")
    yield ana
    ana.close()


@pytest.fixture
def eve(server: Server) -> Iterator[Rest]:
    """Somebody with an account and no business here, who shares no hall with anybody."""
    eve = Rest(server.url, f"eve{uuid4().hex[:8]}", new=True)
    eve.leave(GENERAL)
    yield eve
    eve.close()


@pytest.fixture
def diary(ana: Rest) -> int:
    """A private hall with something in it."""
    hall = ana.make_hall("Diary of Ana", kind="private", topic="Nobody’s business")
    for text in MESSAGES[:5]:
        ana.say(hall, f"secret: {text}")
    return hall
