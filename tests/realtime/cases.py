"""What every service that writes is tried with, in the ``Scene``."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from hallchat.realtime.feed import SIZE
from hallchat.services import direct, drafts, editing, history, memberships, messages, notifications, reacting, reading
from hallchat.services.accounts import Application
from hallchat.services.mentioning import Mentioned
from hallchat.transaction import Transaction
from hallchat.views import MessageView
from tests import builders
from tests.realtime.scene import HOLA, LAST, Scene
from tests.services.listed import Service

Case = Callable[[Service, Transaction, Scene], object]
QUE_TAL = messages.Prepared("¿qué tal?", "<p>¿qué tal?</p>")
MENTION = messages.prepare("@leo, ¿y @hall?")
NEWCOMER = Application("zoe", "Zoe", "")


def restoring(sender: str, *seqs: int) -> Case:
    """Messages are deleted, and the deletions taken back."""

    def case(do: Service, tx: Transaction, on: Scene) -> object:
        for seq in seqs:
            deleted = editing.delete(tx, on.people[sender], hall_id=on.plaza, seq=seq)
            do(tx, on.people[sender], hall_id=on.plaza, seq=seq, deleted=deleted)
        return editing.delete(tx, on.people[sender], hall_id=on.plaza, seq=seqs[0]) if len(seqs) > 1 else None

    return case


def posting(sender: str, hall: str, **reply: int) -> Case:
    return lambda do, tx, on: do(tx, on.people[sender], hall_id=on.halls[hall], prepared=QUE_TAL, client_id=str(uuid4()), **reply)


def bringing_in(sender: str, hall: str) -> Case:
    return lambda do, tx, on: do(
        tx, on.people[sender], hall_id=on.halls[hall], prepared=QUE_TAL, client_id=str(uuid4()), at=datetime.now(UTC)
    )


def changing(hall: str, **changes: object) -> Case:
    return lambda do, tx, on: do(tx, on.ana, hall_id=on.halls[hall], **changes)


def at(actor: str, hall: str, *, user: str | None = None, **arguments: object) -> Case:
    """A service that takes an actor and a hall, and perhaps the id of a user."""

    def case(do: Service, tx: Transaction, on: Scene) -> object:
        whom = {"user_id": on.people[user].user_id} if user else {}
        return do(tx, on.people[actor], hall_id=on.halls[hall], **whom, **arguments)

    return case


def removing_for_a_moment(user: str, hall: str) -> Case:
    """A member is removed, and the removal taken back."""

    def case(do: Service, tx: Transaction, on: Scene) -> object:
        hall_id = on.halls[hall]
        removed = memberships.remove(tx, on.ana, hall_id=hall_id, user_id=on.people[user].user_id)
        return do(tx, on.ana, hall_id=hall_id, removed=removed)

    return case


def editing_twice(sender: str, seq: int) -> Case:
    """A message is edited, and edited back."""
    return lambda do, tx, on: [do(tx, on.people[sender], hall_id=on.plaza, seq=seq, prepared=one) for one in (QUE_TAL, HOLA)]


def after_mentioning(then: Case) -> Case:
    """A message comes to mention people before something else happens to it."""

    def case(do: Service, tx: Transaction, on: Scene) -> object:
        editing.edit(tx, on.bob, hall_id=on.plaza, seq=LAST, prepared=MENTION)
        return then(do, tx, on)

    return case


def said(tx: Transaction, on: Scene) -> MessageView:
    """The newest message of a hall."""
    message = history.at(tx, hall_id=on.plaza, seq=LAST)
    assert message
    return message


def reacted(tx: Transaction, on: Scene) -> MessageView:
    """The same, to which somebody put an emoji."""
    return reacting.react(tx, on.ana, hall_id=on.plaza, seq=LAST, emoji="👍")


CASES: dict[str, dict[str, Case]] = {
    "access.announce": {"as it is": lambda do, tx, on: do(tx, on.plaza)},
    "accounts.register": {"a newcomer": lambda do, tx, on: do(tx, NEWCOMER, password_hash="-", may_be_admin=False)},
    "accounts.reset_password": {"of somebody here": lambda do, tx, on: do(tx, username="ana", password_hash="new")},
    "accounts.set_password": {
        "here": lambda do, tx, on: do(tx, user_id=on.ana.user_id, password_hash="new", keep_session=on.ana.session_id)
    },
    "mentioning.drop": {"of nobody": lambda do, tx, on: do(tx, said(tx, on))},
    "mentioning.keep": {"its sender": lambda do, tx, on: do(tx, said(tx, on), Mentioned("", frozenset({on.bob.user_id})))},
    "direct.hide": {
        "until something is said": at("leo", "talk"),
        "no more": lambda do, tx, on: [
            do(tx, on.leo, hall_id=on.talk),
            direct.open_with(tx, on.leo, usernames=["ana"]),
        ],
    },
    "direct.open_with": {
        "somebody new": lambda do, tx, on: do(tx, on.eva, usernames=["ana", "BOB"]),
        "somebody known": lambda do, tx, on: do(tx, on.leo, usernames=["ana"]),
        "nobody else": lambda do, tx, on: do(tx, on.leo, usernames=[]),
        "what one hid": lambda do, tx, on: [
            memberships.leave(tx, on.ana, hall_id=on.talk),
            do(tx, on.ana, usernames=["leo"]),
        ],
    },
    "drafts.save": {
        "something": at("leo", "plaza", content="hol"),
        "something else": lambda do, tx, on: [do(tx, on.leo, hall_id=on.plaza, content=one) for one in ("hol", "hola")],
        "nothing": lambda do, tx, on: [do(tx, on.leo, hall_id=on.plaza, content=one) for one in ("hol", " ")],
    },
    "drafts.sent": {
        "what was kept": lambda do, tx, on: [
            drafts.save(tx, on.leo, hall_id=on.plaza, content="hola"),
            do(tx, on.leo.user_id, hall_id=on.plaza, typed="hola"),
        ],
        "something else": lambda do, tx, on: [
            drafts.save(tx, on.leo, hall_id=on.plaza, content="hola"),
            do(tx, on.leo.user_id, hall_id=on.plaza, typed="hol"),
        ],
    },
    "drafts.discard": {
        "one": lambda do, tx, on: [
            drafts.save(tx, on.leo, hall_id=on.plaza, content="hol"),
            drafts.save(tx, on.leo, hall_id=on.attic, content="hol"),
            do(tx, on.leo, hall_id=on.plaza),
        ],
        "none": at("leo", "plaza"),
    },
    "editing.delete": {
        "what mentions people": after_mentioning(at("bob", "plaza", seq=LAST)),
        "the newest": at("bob", "plaza", seq=LAST),
        "in the ring": at("ana", "plaza", seq=LAST - 1),
        "the oldest of the ring": at("ana", "plaza", seq=LAST - SIZE + 1),
        "just before the ring": at("ana", "plaza", seq=LAST - SIZE),
        "in the block": at("bob", "plaza", seq=8),
        "in the block, by the owner": at("ana", "plaza", seq=8),
        "again": lambda do, tx, on: [do(tx, on.ana, hall_id=on.plaza, seq=LAST - 1) for _ in range(2)],
    },
    "editing.edit": {
        "to mention people": at("bob", "plaza", seq=LAST, prepared=MENTION),
        "to mention nobody any more": after_mentioning(at("bob", "plaza", seq=LAST, prepared=QUE_TAL)),
        "the newest": at("bob", "plaza", seq=LAST, prepared=QUE_TAL),
        "in the ring, and back": editing_twice("ana", LAST - 1),
        "the oldest of the ring": at("ana", "plaza", seq=LAST - SIZE + 1, prepared=QUE_TAL),
        "just before the ring": at("ana", "plaza", seq=LAST - SIZE, prepared=QUE_TAL),
        "in the block": at("bob", "plaza", seq=8, prepared=QUE_TAL),
        "in the block, and back": editing_twice("bob", 8),
        "the same content": at("bob", "plaza", seq=LAST, prepared=HOLA),
    },
    "editing.restore": {
        "what mentions people": after_mentioning(restoring("bob", LAST)),
        "the newest": restoring("bob", LAST),
        "in the ring, by the owner": restoring("ana", LAST),
        "the oldest of the ring": restoring("ana", LAST - SIZE + 1),
        "just before the ring": restoring("ana", LAST - SIZE),
        "in the block": restoring("bob", 8),
        "twice, and deleted after all": restoring("bob", 8, 8),
        "what was not deleted": lambda do, tx, on: do(
            tx, on.bob, hall_id=on.plaza, seq=LAST, deleted=editing.Deleted(on.bob.user_id, QUE_TAL)
        ),
    },
    "halls.create": {
        "public": lambda do, tx, on: do(tx, on.eva, name="Ágora", topic="sol"),
        "private": lambda do, tx, on: do(tx, on.ana, name="Sótano", kind="private"),
    },
    "halls.change": {
        "a name": changing("plaza", name="zócalo"),
        "a topic": changing("attic", topic="llueve"),
        "archive": changing("plaza", archived=True),
        "bring back": changing("closed", archived=False, name="Open"),
        "nothing": changing("plaza"),
    },
    "entering.enter": {"somebody": lambda do, tx, on: do(tx, on.attic, on.eva.user_id, role="member", read=0)},
    "entering.set_role": {"another": lambda do, tx, on: do(tx, on.plaza, on.bob.user_id, "moderator")},
    "revisions.next_revision": {"of a hall that nobody shows": lambda do, tx, on: do(tx, on.closed)},
    "memberships.admit": {"somebody": lambda do, tx, on: do(tx, on.attic, on.eva.user_id)},
    "memberships.join": {
        "a hall": at("eva", "plaza"),
        "as the owner": at("leo", "empty"),
        "again": at("bob", "plaza"),
    },
    "memberships.leave": {
        "a hall": at("bob", "plaza"),
        "with a draft": lambda do, tx, on: [
            drafts.save(tx, on.bob, hall_id=on.plaza, content="hol"),
            do(tx, on.bob, hall_id=on.plaza),
        ],
        "a direct one": at("leo", "talk"),
        "a private hall": at("leo", "attic"),
        "what is archived": at("leo", "closed"),
        "where one is not": at("eva", "plaza"),
    },
    "memberships.invite": {
        "to a private hall": at("leo", "attic", username="eva"),
        "to a public hall": at("bob", "plaza", username="EVA"),
        "a member": at("bob", "plaza", username="leo"),
    },
    "memberships.remove": {
        "a reader": at("ana", "plaza", user="bob"),
        "from a private hall": at("ana", "attic", user="leo"),
        "oneself": at("leo", "plaza", user="leo"),
    },
    "readmitting.readmit": {
        "with all that was theirs": lambda do, tx, on: [
            memberships.join(tx, on.eva, hall_id=on.plaza),
            editing.edit(tx, on.bob, hall_id=on.plaza, seq=LAST, prepared=MENTION),
            drafts.save(tx, on.eva, hall_id=on.plaza, content="hol"),
            notifications.set_level(tx, on.eva, hall_id=on.plaza, level="mentions"),
            reading.mark_unread(tx, on.eva, hall_id=on.plaza, seq=8),
            removing_for_a_moment("eva", "plaza")(do, tx, on),
        ],
        "where it is archived": lambda do, tx, on: [
            memberships.admit(tx, on.closed, on.eva.user_id),
            removing_for_a_moment("eva", "closed")(do, tx, on),
        ],
        "who came back meanwhile": lambda do, tx, on: [
            memberships.join(tx, on.eva, hall_id=on.plaza),
            memberships.appoint(tx, on.ana, hall_id=on.plaza, user_id=on.eva.user_id, moderator=True),
            removed := memberships.remove(tx, on.ana, hall_id=on.plaza, user_id=on.eva.user_id),
            memberships.join(tx, on.eva, hall_id=on.plaza),
            do(tx, on.ana, hall_id=on.plaza, removed=removed),
        ],
    },
    "memberships.hand_over": {"to a member": at("ana", "plaza", user="bob"), "to oneself": at("ana", "plaza", user="ana")},
    "memberships.appoint": {"a member": at("ana", "plaza", user="bob", moderator=True)},
    "messages.post": {
        "by the owner": posting("ana", "plaza"),
        "by who had not read": posting("leo", "plaza"),
        "mentioning people": lambda do, tx, on: do(tx, on.ana, hall_id=on.plaza, prepared=MENTION, client_id="call"),
        "in a private hall": posting("leo", "attic"),
        "where all are": posting("eva", "general"),
        "to somebody alone": posting("bob", "whisper"),
        "in a direct hall that others hid": lambda do, tx, on: [
            memberships.leave(tx, on.ana, hall_id=on.whisper),
            posting("bob", "whisper")(do, tx, on),
        ],
        "a reply to the newest": posting("ana", "plaza", reply_to=LAST),
        "a reply to the block": posting("ana", "plaza", reply_to=8),
        "again": lambda do, tx, on: do(tx, on.ana, hall_id=on.plaza, prepared=messages.Prepared("hola", ""), client_id="plaza-0"),
    },
    "replies.count": {"one more": lambda do, tx, on: do(tx, said(tx, on), 1)},
    "index.add": {"a message that is new": lambda do, tx, on: do(tx, replace(said(tx, on), id=2**40))},
    "index.change": {"what it says": lambda do, tx, on: do(tx, said(tx, on), replace(said(tx, on), content="adiós"))},
    "messages.bring_in": {
        "by the owner": bringing_in("ana", "plaza"),
        "by who had not read": bringing_in("leo", "plaza"),
        "where all are": bringing_in("eva", "general"),
    },
    "messages.mark_read": {
        "some": at("leo", "plaza", seq=20),
        "all": at("leo", "plaza", seq=2**62),
        "back": at("leo", "plaza", seq=-1),
        "in a private hall": at("leo", "attic", seq=1),
    },
    "messages.store_marks": {
        "of two": lambda do, tx, on: do(tx, [(on.leo.user_id, on.plaza, LAST), (on.leo.user_id, on.attic, 1)])
    },
    "reading.mark_unread": {
        "what was read": lambda do, tx, on: [
            messages.mark_read(tx, on.leo, hall_id=on.plaza, seq=LAST),
            do(tx, on.leo, hall_id=on.plaza, seq=LAST - 3),
        ],
        "what was not": at("leo", "plaza", seq=7),
        "all": at("leo", "attic", seq=1),
    },
    "reading.mark_all_read": {
        "in three halls": lambda do, tx, on: do(tx, on.leo),
        "of who has read all": lambda do, tx, on: do(tx, on.eva),
    },
    "reading.take_up_again": {
        "all of it": lambda do, tx, on: do(tx, on.leo, passed=reading.mark_all_read(tx, on.leo)),
        "where one is no more": lambda do, tx, on: [
            passed := reading.mark_all_read(tx, on.leo),
            memberships.leave(tx, on.leo, hall_id=on.attic),
            do(tx, on.leo, passed=passed),
        ],
    },
    "reacting.react": {
        "the newest": at("leo", "plaza", seq=LAST, emoji="👍"),
        "in the ring, and back": lambda do, tx, on: reacting.unreact(
            tx, on.leo, hall_id=on.plaza, seq=do(tx, on.leo, hall_id=on.plaza, seq=LAST - 1, emoji="👍").seq, emoji="👍"
        ),
        "the oldest of the ring": at("ana", "plaza", seq=LAST - SIZE + 1, emoji="👍"),
        "just before the ring": at("ana", "plaza", seq=LAST - SIZE, emoji="👍"),
        "in the block": at("bob", "plaza", seq=8, emoji="👍"),
        "twice, by two": lambda do, tx, on: [
            do(tx, who, hall_id=on.plaza, seq=8, emoji="👍") for who in (on.ana, on.bob, on.ana)
        ],
    },
    "reacting.unreact": {
        "what there is": lambda do, tx, on: do(tx, on.ana, hall_id=on.plaza, seq=reacted(tx, on).seq, emoji="👍"),
        "what there is not": at("ana", "plaza", seq=LAST, emoji="👍"),
    },
    "reacting.drop": {"put back": lambda do, tx, on: reacting.put_back(tx, reacted(tx, on), do(tx, said(tx, on)))},
    "reacting.put_back": {"dropped": lambda do, tx, on: do(tx, said(tx, on), reacting.drop(tx, reacted(tx, on)))},
    "notifications.set_level": {
        "nothing": at("leo", "plaza", level="nothing"),
        "mentions, and everything again": lambda do, tx, on: [
            do(tx, on.bob, hall_id=on.plaza, level=level) for level in ("mentions", "everything")
        ],
        "what it was": at("ana", "attic", level="everything"),
    },
    "notifications.keep_quiet": {"no longer": lambda do, tx, on: do(tx, on.ana, until=datetime(2020, 1, 1, tzinfo=UTC))},
    "notifications.keep_hours": {"at night": lambda do, tx, on: do(tx, on.ana, hours="22:00-07:00")},
    "sessions.begin": {"of somebody here": lambda do, tx, on: builders.again(tx, on.ana, begin=do)},
    "sessions.end": {
        "with open tabs": lambda do, tx, on: do(tx, session_id=on.ana.session_id),
        "unknown": lambda do, tx, on: do(tx, session_id="0" * 32),
    },
    "sessions.end_all": {
        "of somebody": lambda do, tx, on: do(tx, user_id=on.ana.user_id),
        "but one": lambda do, tx, on: do(tx, user_id=on.ana.user_id, but=on.other),
    },
}
