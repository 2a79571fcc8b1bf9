"""Search finds what stands in one's halls, newest first, and nothing else, whatever is typed."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from hallchat import errors, models
from hallchat.services import editing, index, memberships, messages, search
from hallchat.services.queries import MAX_QUERY
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView
from tests.builders import GENERAL, edit, hall, person, say

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def ana(tx: Transaction) -> Actor:
    return person(tx, "ana")


@pytest.fixture
def bob(tx: Transaction) -> Actor:
    return person(tx, "bob")


@pytest.fixture
def port(tx: Transaction, ana: Actor, bob: Actor) -> HallView:
    return hall(tx, ana, bob, name="El Puerto", kind="private")


def found(tx: Transaction, actor: Actor, query: str, **options: object) -> list[str]:
    return [one.message.content for one in search.find(tx, actor, query=query, **options).found]  # pyright: ignore[reportArgumentType]


def bring_in(tx: Transaction, actor: Actor, hall_id: int, content: str, at: datetime) -> None:
    messages.bring_in(tx, actor, hall_id=hall_id, prepared=messages.prepare(content), client_id=content, at=at)


def test_words_phrases_and_beginnings_are_found_without_case_and_accents(tx: Transaction, ana: Actor, port: HallView) -> None:
    for content in ("El FARÓ se ve", "faro: el de siempre", "los barcos", "你好吗 🎉", "nada"):
        say(tx, ana, port.id, content)
    assert found(tx, ana, "faro") == found(tx, ana, "el fáro") == ["faro: el de siempre", "El FARÓ se ve"]
    assert found(tx, ana, '"el faro"') == ["El FARÓ se ve"]
    assert found(tx, ana, "barc") == ["los barcos"]
    assert found(tx, ana, '"barc"') == found(tx, ana, "barc los") == []
    assert found(tx, ana, "好吗") == found(tx, ana, "🎉") == ["你好吗 🎉"]
    assert found(tx, ana, "吗好") == []


def test_a_result_comes_with_its_hall_and_where_it_was_found(tx: Transaction, ana: Actor, port: HallView) -> None:
    stored = say(tx, ana, port.id, "Se ve **el faro**")
    page = search.find(tx, ana, query='"el faro"')
    [one] = page.found
    assert (one.message, one.hall.name, one.excerpt, one.marks) == (stored, "El Puerto", "Se ve el faro", ((6, 13),))
    assert (page.has_more, page.unmet) == (False, ())


def test_a_result_shows_what_was_typed_where_only_that_has_what_was_looked_for(
    tx: Transaction, ana: Actor, port: HallView
) -> None:
    say(tx, ana, port.id, "- el [mapa](https://example.org/islas) & `más`\n- de *hoy*")
    shown = {query: search.find(tx, ana, query=query).found[0].excerpt for query in ("mapa", "islas")}
    assert shown == {"mapa": "el mapa & más\nde hoy", "islas": "- el [mapa](https://example.org/islas) & `más`\n- de *hoy*"}


def test_filters_of_sender_and_hall(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    other = hall(tx, ana, bob, name="Puerto Rincón").id
    tx.execute(update(models.users).where(models.users.c.id == bob.user_id).values(folded="roberto nunez\nbob"))
    say(tx, ana, port.id, "faro de ana")
    say(tx, bob, port.id, "faro de bob")
    say(tx, bob, other, "otro faro")
    assert found(tx, ana, "faro from:BOB in:'x'") == []
    assert found(tx, ana, "faro from:bob") == found(tx, ana, "de:@bob") == ["otro faro", "faro de bob"]
    assert found(tx, ana, 'from:"Roberto Núñez"') == found(tx, ana, "from:nuñ") == found(tx, ana, "from:bob")
    assert found(tx, ana, "from:me") == found(tx, ana, "de:mí") == ["faro de ana"]
    assert found(tx, ana, "from:ana from:bob in:#rincon") == ["otro faro"]
    assert found(tx, ana, 'in:"el puerto" faro') == ["faro de bob", "faro de ana"]
    assert found(tx, ana, "en:puerto") == ["otro faro", "faro de bob", "faro de ana"]
    page = search.find(tx, ana, query="faro from:nobody in:Bodega after:ayer")
    assert (page.found, page.unmet) == ((), ("nobody", "bodega", "after:ayer"))


def test_days_begin_where_the_reader_is(tx: Transaction, ana: Actor, port: HallView) -> None:
    for day in range(4):
        bring_in(tx, ana, port.id, f"faro {day}", NOON + timedelta(days=day))
    bring_in(tx, ana, GENERAL, "faro 1 tarde", NOON + timedelta(days=1, hours=11))
    assert found(tx, ana, "faro before:2026-03-02") == ["faro 0"]
    assert found(tx, ana, "faro after:2026-03-02 before:2026-03-03") == ["faro 1 tarde", "faro 1"]
    assert found(tx, ana, "after:2026-03-03") == ["faro 3", "faro 2"]
    assert found(tx, ana, "antes:2026-03-03 después:2026-03-02", zone=timezone(timedelta(hours=2))) == ["faro 1"]
    for day in (date(1970, 1, 1), date(8999, 12, 31)):
        for hours in (-23, 23):
            found(tx, ana, f"faro before:{day} after:{day}", zone=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize("limit", [1, 2, 3, 30])
def test_newest_first_by_time_across_halls_page_by_page(tx: Transaction, ana: Actor, bob: Actor, limit: int) -> None:
    """Halls are brought in one after the other, so that neither places nor ids are in the order of time."""
    places = [hall(tx, ana, name=f"Sala {number}").id for number in range(6)]
    for number, place in enumerate(places[:-1]):
        for turn in range(5):
            bring_in(tx, ana, place, f"faro {turn}.{number}", NOON + timedelta(hours=turn, minutes=0 if turn == 2 else number))
    wanted = [f"faro {turn}.{number}" for turn in reversed(range(5)) for number in reversed(range(5))]
    seen: list[str] = []
    before = None
    while True:
        page = search.find(tx, ana, query="faro", before=before, limit=limit)
        seen += [one.message.content for one in page.found]
        if not page.has_more:
            break
        before = page.found[-1].message.id
    assert seen == wanted
    assert found(tx, ana, "in:general faro") == found(tx, bob, "faro") == []


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_when_a_clock_was_set_back_all_is_still_found_once(tx: Transaction, ana: Actor, port: HallView, limit: int) -> None:
    for number, hours in enumerate([10, 11, 12, 9, 10]):
        message = say(tx, ana, port.id, f"faro {number}")
        at = {"created_at": NOON.replace(hour=hours)}
        tx.execute(update(models.messages).where(models.messages.c.id == message.id).values(at))
    seen, before = [], None
    while len(seen) < 9:
        page = search.find(tx, ana, query="faro", before=before, limit=limit)
        seen += [one.message.seq for one in page.found]
        if not page.has_more:
            break
        before = page.found[-1].message.id
    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("before", [-1, 0, 2**63 - 1, 2**63, 2**80])
def test_before_a_message_that_is_none_there_is_nothing(tx: Transaction, ana: Actor, port: HallView, before: int) -> None:
    say(tx, ana, port.id, "faro")
    assert found(tx, ana, "faro", before=before) == []


def test_nothing_is_found_in_halls_that_one_is_not_in(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    eva = person(tx, "eva")
    public = hall(tx, ana, name="Plaza").id
    for place in (port.id, public):
        say(tx, ana, place, "un secreto")
    assert found(tx, bob, "secreto") == ["un secreto"]
    assert found(tx, eva, "secreto") == found(tx, eva, "from:ana") == found(tx, eva, "in:Plaza") == []
    assert [search.find(tx, eva, query=f"in:{name}").unmet for name in ("puerto", "nada")] == [("puerto",), ("nada",)]
    memberships.leave(tx, bob, hall_id=port.id)
    assert found(tx, bob, "secreto") == []
    memberships.join(tx, bob, hall_id=public)
    assert found(tx, bob, "secreto") == ["un secreto"]


def test_the_index_alone_lets_nobody_in(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    """Even if a message stood in the index under another hall, it would not be found there, nor when it is deleted."""
    message = say(tx, ana, port.id, "faro")
    elsewhere = hall(tx, bob).id
    say(tx, bob, elsewhere, "nada")
    tx.execute(index._ADD, {"message": message.id, "words": f"{elsewhere}.faro"})
    memberships.leave(tx, bob, hall_id=port.id)
    assert found(tx, bob, "faro") == []
    tx.execute(update(models.messages).where(models.messages.c.id == message.id).values(deleted_at=NOON))
    assert found(tx, ana, "faro") == []


def test_a_part_of_a_name_is_of_people_whom_one_shares_a_hall_with(tx: Transaction, ana: Actor, port: HallView) -> None:
    stranger = person(tx, "stranger")
    memberships.leave(tx, stranger, hall_id=GENERAL)
    assert search.find(tx, ana, query="from:stran").unmet == ("stran",)
    memberships.admit(tx, port.id, stranger.user_id)
    say(tx, stranger, port.id, "faro")
    assert found(tx, ana, "from:stran") == ["faro"]
    memberships.leave(tx, stranger, hall_id=port.id)
    assert found(tx, ana, "from:stranger") == ["faro"], "who has a whole name anybody may ask"


def test_what_is_deleted_is_not_found_and_what_comes_back_is(tx: Transaction, ana: Actor, port: HallView) -> None:
    say(tx, ana, port.id, "el faro")
    say(tx, ana, port.id, "otro faro")
    deleted = editing.delete(tx, ana, hall_id=port.id, seq=1)
    assert deleted is not None
    editing.delete(tx, ana, hall_id=port.id, seq=1)
    assert found(tx, ana, "faro") == ["otro faro"]
    for _ in range(2):
        editing.restore(tx, ana, hall_id=port.id, seq=1, deleted=deleted)
    assert found(tx, ana, "faro") == ["otro faro", "el faro"]
    assert found(tx, ana, "in:puerto") == ["otro faro", "el faro"]


def test_what_a_message_no_longer_says_is_not_found(tx: Transaction, ana: Actor, port: HallView) -> None:
    say(tx, ana, port.id, "el faro y el mar")
    edit(tx, ana, port.id, 1, "el puerto y el mar")
    assert found(tx, ana, "faro") == []
    assert found(tx, ana, "puerto") == found(tx, ana, "mar") == ["el puerto y el mar"]


def test_a_message_sent_twice_is_found_once_and_a_refused_one_never(
    tx: Transaction, ana: Actor, bob: Actor, port: HallView
) -> None:
    for _ in range(2):
        say(tx, ana, port.id, "faro", client_id="one")
    with pytest.raises(errors.ClientIdReused):
        say(tx, ana, GENERAL, "faro", client_id="one")
    assert found(tx, ana, "faro") == ["faro"]


HOSTILE = [
    '"', "*", "a*", "NEAR(a b)", "words:x", "^a", "{a b}:c", "a OR", "NOT", "-a", "'", ";--", "%", "\\", "\x00a", "1.@", "@1",
    '"" *', "from:'", 'in:"', "a AND (b", "from:%", "ͺ⒈secreto", "2.secreto", "＂", "\ud800x",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(typed=st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=5).map(" ".join))
def test_whatever_is_typed_nothing_breaks_and_no_foreign_message_comes(tx: Transaction, typed: str) -> None:
    if tx.execute(models.users.select()).first() is None:
        ana, bob = person(tx, "ana"), person(tx, "bob")
        say(tx, ana, hall(tx, ana, kind="private").id, "un secreto a")
        say(tx, bob, GENERAL, "a b 1 x ͺ⒉secreto")
    [ana, bob] = (Actor(row.id, "") for row in tx.execute(models.users.select()))
    for actor in (ana, bob):
        try:
            page = search.find(tx, actor, query=typed[:MAX_QUERY])
        except errors.SearchEmpty:
            continue
        assert {one.message.hall_id for one in page.found} <= {GENERAL, *([2] if actor == ana else [])}
