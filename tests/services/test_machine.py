"""Membership, places, revisions and read marks hold after any calls by anybody; see ``machine``."""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.builders import thrown_away
from tests.services.machine import Halls

SEEN = {
    "join": "HallNotFound HallArchived changes nothing",
    "leave": "HallNotFound OwnerMayNotLeave changes nothing",
    "remove": "HallNotFound NotAMember OwnerOnly MemberNotFound changes",
    "readmit": "NotAMember changes nothing",
    "invite": "HallNotFound NotAMember HallArchived UserNotFound changes nothing",
    "hand_over": "HallNotFound NotAMember OwnerOnly MemberNotFound changes",
    "appoint": "HallNotFound NotAMember OwnerOnly MemberNotFound OwnerStaysOwner changes nothing",
    "change": "HallNotFound NotAMember OwnerOnly HallArchived changes",
    "post": "HallNotFound NotAMember HallArchived ClientIdReused MessageNotFound ReplyToGone changes nothing",
    "bring_in": "HallNotFound NotAMember HallArchived ClientIdReused changes nothing",
    "edit": "HallNotFound NotAMember HallArchived MessageNotFound NotYourMessage MessageGone changes nothing",
    "versions": "HallNotFound NotAMember MessageNotFound MessageGone nothing",
    "react": "HallNotFound NotAMember HallArchived MessageNotFound MessageGone changes nothing",
    "unreact": "HallNotFound NotAMember MessageNotFound changes nothing",
    "delete": "HallNotFound NotAMember HallArchived MessageNotFound NotYourMessage changes nothing",
    "restore": "HallNotFound NotAMember HallArchived MessageNotFound NotYourMessage changes nothing",
    "mark_read": "HallNotFound NotAMember changes nothing",
    "save": "HallNotFound NotAMember changes nothing",
    "discard": "HallNotFound NotAMember changes nothing",
    "mark_unread": "HallNotFound NotAMember MessageNotFound changes",
    "mark_all_read": "changes nothing",
    "take_up_again": "changes nothing",
    "to": "HallNotFound NotAMember MessageNotFound nothing",
    "search": "some nothing",
    "since": "HallNotFound NotAMember nothing",
}
BOUNDED = settings(
    max_examples=200,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    database=None,
)


@pytest.mark.timeout(420)  # what fails is made as small as it gets first, for five minutes at most
def test_whatever_people_do_the_services_do_what_the_model_says(database_url: str) -> None:
    seen: Counter[str] = Counter()

    class Here(Halls):
        def __init__(self) -> None:
            super().__init__(thrown_away(database_url), seen)

    run_state_machine_as_test(Here, settings=BOUNDED)
    wanted = {f"{service} {outcome}" for service, outcomes in SEEN.items() for outcome in outcomes.split()}
    assert wanted - seen.keys() == set(), "too little was tried"
