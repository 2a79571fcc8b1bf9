"""Which halls a message links to is decided when it is written: public ones alone, each by a name that no other has."""

import pytest

from hallchat import markdown
from hallchat.services import halls, linking, messages
from hallchat.transaction import Transaction
from tests.builders import GENERAL, edit, hall, person, say


def link(hall_id: int, typed: str) -> str:
    return f'<a href="/h/{hall_id}" data-hall="{hall_id}" rel="nofollow noopener noreferrer ugc">{typed}</a>'


def test_the_name_of_a_public_hall_leads_there_without_case_and_accents_and_with_hyphens_for_spaces(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    cafe, pier, here = (hall(tx, bob, name=name) for name in ("Café", "The Old Pier", "Here"))
    halls.change(tx, bob, hall_id=cafe.id, topic="pier")
    talk = hall(tx, ana, name="Talk", kind="private").id
    said = say(tx, ana, talk, "#CAFE, #the-old-pier. #here and @ana")
    links = (link(cafe.id, "#CAFE"), link(pier.id, "#the-old-pier"), link(here.id, "#here"))
    assert said.html == f'<p>{links[0]}, {links[1]}. {links[2]} and <bdi data-user="{ana.user_id}">@ana</bdi></p>'
    assert edit(tx, ana, talk, said.seq, "not #there but #here").html == f"<p>not #there but {links[2]}</p>"


def test_a_name_with_signs_leads_to_its_own_hall_and_never_to_one_of_its_first_letters(tx: Transaction) -> None:
    ana = person(tx, "ana")
    c, research, plus = (hall(tx, ana, name=name).id for name in ("C", "R&D", "C++"))
    for typed, linked in (("#c++", plus), ("#R&D", research), ("#c#", None), ("#c", c)):
        shown = typed.replace("&", "&amp;")
        assert say(tx, ana, c, f"({typed})").html == f"<p>({link(linked, shown) if linked else shown})</p>"


def test_the_hall_of_a_fresh_install_is_linked_too(tx: Transaction) -> None:
    assert say(tx, person(tx, "ana"), GENERAL, "#general").html == f"<p>{link(GENERAL, '#general')}</p>"


def test_what_is_private_archived_or_called_as_another_stays_text_for_its_own_members_too(tx: Transaction) -> None:
    ana = person(tx, "ana")
    hall(tx, ana, name="Cellar", kind="private")
    halls.change(tx, ana, hall_id=hall(tx, ana, name="Old").id, archived=True)
    for name in ("Twice", "twice"):
        hall(tx, ana, name=name)
    mine = hall(tx, ana, name="Mine").id
    typed = "#cellar #old #twice #nowhere #min #mine-"
    assert say(tx, ana, mine, typed).html == f"<p>#cellar #old #twice #nowhere #min {link(mine, '#mine')}-</p>"


@pytest.mark.parametrize("word", ["#mine ", "#nowhere "])
def test_however_many_there_are_the_message_is_sent_and_the_first_are_links(tx: Transaction, word: str) -> None:
    ana = person(tx, "ana")
    mine = hall(tx, ana, name="Mine").id
    said = say(tx, ana, mine, word * 800)
    assert said.html.count("<a ") == (markdown.MAX_HALL_LINKS if "mine" in word else 0)
    assert said.html.count(word.strip()) == 800
    many = [f"#tag{number}" for number in range(linking.MOST)]
    assert link(mine, "#mine") not in say(tx, ana, mine, " ".join([*many, "#mine"])).html
    assert linking.called(tx, []) == {}


@pytest.mark.parametrize("between", [" ", "... ", "!?) "])
def test_as_many_halls_are_linked_whatever_stands_behind_their_names(tx: Transaction, between: str) -> None:
    ana = person(tx, "ana")
    ids = [hall(tx, ana, name=f"Tag {number}").id for number in range(linking.MOST + 1)]
    said = say(tx, ana, ids[0], "".join(f"#tag-{number}{between}" for number in range(len(ids))))
    assert [f'data-hall="{hall_id}"' in said.html for hall_id in ids] == [True] * linking.MOST + [False]


def test_a_name_is_asked_for_once_and_a_message_without_one_asks_nothing(tx: Transaction) -> None:
    assert messages.prepare("# 1 and a#b").names == ()
    assert messages.prepare("#b").names == ("#b",)
