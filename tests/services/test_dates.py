"""Where in a hall a time is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from hallchat import errors
from hallchat.services import editing, history, messages
from hallchat.transaction import Transaction
from tests.builders import hall, person

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_time_leads_to_the_first_message_since_or_to_the_last(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, empty, attic = hall(tx, ana, bob), hall(tx, ana, bob), hall(tx, ana, kind="private")
    prepared = messages.prepare("hola")
    for day in (0, 0, 1, 4):
        at = NOON + timedelta(days=day)
        messages.bring_in(tx, ana, hall_id=plaza.id, prepared=prepared, client_id=str(uuid4()), at=at)
    editing.delete(tx, ana, hall_id=plaza.id, seq=3)

    def since(days: float, hall_id: int = plaza.id) -> int:
        return history.first_since(tx, bob, hall_id=hall_id, time=NOON + timedelta(days=days))

    wanted = {-9_000: 1, -1: 1, 0: 1, 0.001: 3, 1: 3, 1.001: 4, 4: 4, 4.001: 4, 9_000: 4}
    assert {days: since(days) for days in wanted} == wanted
    assert since(0, empty.id) == 0
    with pytest.raises(errors.HallNotFound):
        since(0, attic.id)
