"""Histories made by hand: a good one, and each way to break the contract."""

from collections.abc import Callable
from dataclasses import replace

from hallchat.markdown import render
from hallchat.realtime.feed import SIZE
from tests.faults.history import Answered, Cut, Edited, Frame, History, Membership, Said, Seen, Stored, StoredHall, Stream

HALL, OTHER = 1, 2
ANA, BEA = 1, 2
LAST = 140  # more than the ring holds


def cid(seq: int, hall: int = HALL) -> str:
    return f"{hall}-{seq}"


def whole(at: float, head: int, *, hall: int = HALL, rev: int | None = None) -> Frame:
    slots: dict[int, Seen | None] = dict.fromkeys(range(SIZE))
    slots |= {seq % SIZE: Seen(seq, cid(seq, hall)) for seq in range(max(1, head - SIZE + 1), head + 1)}
    return Frame(at, hall, 0, head if rev is None else rev, head, slots)


def change(at: float, *seqs: int, rev_from: int | None = None, hall: int = HALL) -> Frame:
    slots: dict[int, Seen | None] = {seq % SIZE: Seen(seq, cid(seq, hall)) for seq in seqs}
    return Frame(at, hall, seqs[0] - 1 if rev_from is None else rev_from, seqs[-1], seqs[-1], slots)


def good() -> History:
    """Ana posts, one message a second; Bea's tab is cut once, gathers once, and looks into another hall."""
    said = [Said(seq, ANA, HALL, cid(seq), f"number {seq}") for seq in range(1, LAST + 1)]
    answered = [Answered(seq + 0.9, ANA, HALL, cid(seq), seq if seq % 2 else None) for seq in range(1, LAST + 1)]
    said.append(Said(0.1, ANA, OTHER, cid(1, OTHER), "elsewhere"))
    frames: list[Frame | Cut] = [whole(1, 0), *(change(seq + 0.5, seq) for seq in range(1, 11)), Cut(11)]
    frames += [whole(20, 19), change(23, 20, 21, 22), whole(30, 1, hall=OTHER), replace(whole(40, 39), asked=39.95)]
    frames += [change(seq + 0.5, seq) for seq in range(40, LAST + 1)]
    stored = tuple(Stored(seq, seq, ANA, cid(seq), f"number {seq}") for seq in range(1, LAST + 1))
    return History(
        said,
        answered,
        [Membership(user, hall) for user in (ANA, BEA) for hall in (HALL, OTHER)],
        [Stream("bea", BEA, frames, HALL)],
        {HALL: StoredHall(LAST, LAST, stored), OTHER: StoredHall(1, 1, (Stored(1, 1, ANA, cid(1, OTHER), "elsewhere"),))},
    )


def frames(history: History) -> list[Frame | Cut]:
    return history.streams[0].frames


def store(history: History, *messages: Stored, last: int = LAST) -> None:
    history.stored[HALL] = StoredHall(last, last, messages)


def kept(history: History) -> tuple[Stored, ...]:
    return history.stored[HALL].messages


def answered_and_not_stored(history: History) -> None:
    history.said.append(Said(150, ANA, HALL, "gone", "gone"))
    history.answered.append(Answered(151, ANA, HALL, "gone"))


def a_gap_in_what_is_stored(history: History) -> None:
    store(history, *kept(history)[:4], *kept(history)[5:])


def stored_as_something_else(history: History) -> None:
    store(history, replace(kept(history)[0], content="number 2"), *kept(history)[1:])


def stored_and_not_shown_in_the_end(history: History) -> None:
    del frames(history)[-1]


def shown_and_never_stored(history: History) -> None:
    history.said.append(Said(LAST + 1, ANA, HALL, cid(LAST + 1), ""))
    frames(history).append(change(LAST + 2, LAST + 1))


def stored_twice(history: History) -> None:
    store(history, *kept(history), replace(kept(history)[-1], seq=LAST + 1, rev=LAST + 1), last=LAST + 1)
    frames(history).append(Frame(150, HALL, LAST, LAST + 1, LAST + 1, {(LAST + 1) % SIZE: Seen(LAST + 1, cid(LAST))}))


def stored_and_never_sent(history: History) -> None:
    del history.said[3], history.answered[3]


def shown_twice(history: History) -> None:
    later = Seen(6, cid(5))
    frames(history)[6] = Frame(6.5, HALL, 5, 6, 6, {6: later})


def a_whole_hall_shows_one_twice(history: History) -> None:
    there = whole(20, 19)
    at = frames(history).index(there)
    frames(history)[at] = replace(there, slots={**there.slots, 7: Seen(7, cid(8))})


def two_in_the_wrong_order(history: History) -> None:
    at = frames(history).index(change(3.5, 3))
    frames(history)[at : at + 2] = [replace(change(3.5, 4), rev_from=2), replace(change(3.6, 3), rev_from=3)]


def answered_for_another_place(history: History) -> None:
    history.answered[2] = replace(history.answered[2], seq=9)


def a_later_one_stored_before(history: History) -> None:
    history.said[10] = replace(history.said[10], at=30)
    history.answered[10] = replace(history.answered[10], at=31)


def a_page_goes_back(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    frames(history).insert(at + 1, replace(change(9.6, 8), rev_from=7))


def another_message_in_its_place(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    taken = Frame(9.6, HALL, 9, 9, 9, {8: Seen(8, cid(3))})
    frames(history).insert(at + 1, taken)


def a_message_in_the_wrong_slot(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    frames(history)[at] = replace(change(9.5, 9), slots={10: Seen(9, cid(9))})


def a_deleted_message_comes_back(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    buried = Frame(9.6, HALL, 9, 10, 9, {9: Seen(9, cid(9), gone=True)})
    back = Frame(9.7, HALL, 10, 10, 9, {9: Seen(9, cid(9))})
    frames(history)[at + 1 : at + 2] = [buried, back, Frame(10.5, HALL, 10, 11, 10, {10: Seen(10, cid(10))})]


def a_revision_is_missing(history: History) -> None:
    at = frames(history).index(change(5.5, 5))
    frames(history)[at] = replace(change(5.5, 5), rev_from=5, rev_to=6)


def a_message_is_passed_over(history: History) -> None:
    at = frames(history).index(change(23, 20, 21, 22))
    frames(history)[at] = replace(change(23, 20, 22), rev_to=22)


def a_hole_in_a_whole_hall(history: History) -> None:
    at = frames(history).index(whole(20, 19))
    frames(history)[at] = replace(whole(20, 19), slots={**whole(20, 19).slots, 7: None})


def a_change_before_the_hall(history: History) -> None:
    frames(history).insert(frames(history).index(Cut(11)) + 1, change(19, 11))


def an_old_hall(history: History) -> None:
    at = frames(history).index(whole(20, 19))
    frames(history)[at] = replace(whole(20, 19), asked=21)


def the_wrong_hall_in_the_end(history: History) -> None:
    history.streams[0].rest = OTHER


def a_deletion_not_seen(history: History) -> None:
    store(history, *kept(history)[:-1], replace(kept(history)[-1], gone=True, content=""))


def edit(history: History, *contents: str, stored: str) -> None:
    """Edit the last message, and say what is stored of it and shown when all is quiet."""
    history.edited += [Edited(cid(LAST), content, answered=True) for content in contents]
    store(history, *kept(history)[:-1], replace(kept(history)[-1], content=stored, html=render(stored)))
    frames(history).append(Frame(150, HALL, LAST, LAST, LAST, {LAST % SIZE: Seen(LAST, cid(LAST), html=render(stored))}))
    frames(history).remove(change(LAST + 0.5, LAST))
    first = Seen(LAST, cid(LAST), html=render(f"number {LAST}"))
    frames(history).insert(-1, Frame(LAST + 0.5, HALL, LAST - 1, LAST, LAST, {LAST % SIZE: first}))


def an_edit_not_seen(history: History) -> None:
    edit(history, "other words", stored="other words")
    del frames(history)[-1]


def an_edit_not_stored(history: History) -> None:
    edit(history, "other words", "better words", stored="other words")


def shown_to_a_stranger(history: History) -> None:
    history.streams.append(Stream("eve", 3, [whole(150, 1, hall=OTHER), whole(151, 0, hall=0)]))


def sent_after_the_membership_ended(history: History) -> None:
    history.memberships[2:] = [Membership(BEA, HALL, 0, 100), Membership(BEA, OTHER)]


def shown_before_the_membership_began(history: History) -> None:
    history.memberships[3] = Membership(BEA, OTHER, 35)


def still_shown_in_the_end(history: History) -> None:
    history.streams[0].rest = None


def a_change_of_another_hall(history: History) -> None:
    at = frames(history).index(whole(30, 1, hall=OTHER))
    frames(history).insert(at + 1, change(31, 23))


def stored_beyond_the_end(history: History) -> None:
    store(history, *kept(history)[:-1], replace(kept(history)[-1], rev=LAST + 1))


def one_long_gone(history: History) -> None:
    frames(history).insert(-1, Frame(139.7, HALL, 139, 139, 139, {3: Seen(3, cid(3))}))


def shown_at_another_place(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    frames(history)[at] = replace(change(9.5, 9), slots={9: Seen(9, cid(3))})


def shown_in_other_words(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    frames(history)[at] = replace(change(9.5, 9), slots={9: Seen(9, cid(9), html="<p>other words</p>")})


def too_much_in_a_whole_hall(history: History) -> None:
    at = frames(history).index(whole(20, 19))
    frames(history)[at] = replace(whole(20, 20), head=19, rev_to=19)


def an_emptied_slot(history: History) -> None:
    at = frames(history).index(change(9.5, 9))
    frames(history).insert(at + 1, Frame(9.6, HALL, 9, 9, 9, {8: None}))


BREACHES: dict[Callable[[History], None], str] = {
    answered_and_not_stored: "lost: answered for, and not stored",
    a_gap_in_what_is_stored: "lost: a gap in what is stored",
    stored_as_something_else: "lost: stored as something else than was sent",
    stored_and_not_shown_in_the_end: "lost: stored, and not shown when all was quiet",
    shown_and_never_stored: "lost: shown, and not stored",
    shown_in_other_words: "lost: shown as something else than is stored",
    stored_twice: "duplicated: stored at",
    stored_and_never_sent: "duplicated: stored although nobody sent it",
    shown_twice: "duplicated: also shown at 5",
    a_whole_hall_shows_one_twice: "duplicated: also shown at 7",
    stored_beyond_the_end: "reordered: stored beyond the hall's end",
    two_in_the_wrong_order: "reordered: came after 4",
    one_long_gone: "reordered: came after 139",
    answered_for_another_place: "reordered: answered for, but stored at",
    a_later_one_stored_before: "reordered: sent after 29 was answered for",
    a_page_goes_back: "reordered: revision 9 and end 9 went back to 8 and 8",
    another_message_in_its_place: "reordered: took the place of 1-8",
    shown_at_another_place: "reordered: shown here, and stored at (1, 3)",
    a_message_in_the_wrong_slot: "reordered: in slot 10",
    too_much_in_a_whole_hall: "reordered: in a whole hall that ends at 19",
    a_deleted_message_comes_back: "reordered: came back after it was deleted",
    a_revision_is_missing: "unobserved: a change from revision 5 came to revision 4",
    a_message_is_passed_over: "unobserved: passed over by a change up to 22",
    a_hole_in_a_whole_hall: "unobserved: missing in a whole hall",
    an_emptied_slot: "unobserved: slot 8 was emptied",
    a_change_before_the_hall: "unobserved: a change came before the hall",
    an_old_hall: "unobserved: asked for after 20 was answered for, the hall came as of 19",
    the_wrong_hall_in_the_end: "unobserved: when all was quiet, the page showed hall 1",
    an_edit_not_seen: "unobserved: edited, and shown as it was before",
    an_edit_not_stored: "lost: stored as something else than was sent: other words",
    a_deletion_not_seen: "unobserved: deleted, and still shown",
    shown_to_a_stranger: "leaked: shown to user 3",
    sent_after_the_membership_ended: "leaked: shown to user 2",
    shown_before_the_membership_began: "leaked: shown to user 2",
    still_shown_in_the_end: "leaked: still shown to somebody who is no member",
    a_change_of_another_hall: "leaked: a change of it came to a page that shows hall 2",
}
