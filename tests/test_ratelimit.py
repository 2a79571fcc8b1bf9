"""Too often is refused with the time to wait, for whoever it was and nobody else."""

import time

import pytest

from hallchat import errors
from hallchat.ratelimit import RATES, Action, RateLimits


async def test_what_is_done_too_often_is_refused_with_the_seconds_to_wait() -> None:
    limits = RateLimits(on=True)
    for _ in range(RATES["message"].amount):
        await limits.count("message", 1)
    with pytest.raises(errors.TooMany) as refused:
        await limits.count("message", 1)
    assert 1 <= refused.value.params["seconds"] <= RATES["message"].get_expiry()


async def test_others_and_other_actions_are_not_held_up() -> None:
    limits = RateLimits(on=True)
    for _ in range(RATES["sign_in"].amount):
        await limits.count("sign_in", "ana", "10.0.0.1")
    with pytest.raises(errors.TooMany):
        await limits.count("sign_in", "ana", "10.0.0.1")
    await limits.count("sign_in", "ana", "10.0.0.2")
    await limits.count("sign_in", "bob", "10.0.0.1")
    await limits.count("change", "ana", "10.0.0.1")


async def test_after_the_named_seconds_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = RateLimits(on=True)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for _ in range(RATES["message"].amount):
        await limits.count("message", 1)
    with pytest.raises(errors.TooMany) as refused:
        await limits.count("message", 1)
    wait = refused.value.params["seconds"]
    monkeypatch.setattr(time, "time", lambda: now + wait - 1)
    with pytest.raises(errors.TooMany):
        await limits.count("message", 1)
    monkeypatch.setattr(time, "time", lambda: now + wait + 0.001)
    await limits.count("message", 1)


@pytest.mark.parametrize("action", RATES)
async def test_switched_off_nothing_is_counted(action: Action) -> None:
    limits = RateLimits(on=False)
    for _ in range(RATES[action].amount + 1):
        await limits.count(action, "ana")
