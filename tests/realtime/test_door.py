"""A rush is let in one by one."""

import asyncio

from hallchat.realtime.door import Door


async def test_who_comes_alone_does_not_wait() -> None:
    door = Door(pace=60)
    async with asyncio.timeout(5):
        await door.enter()


async def test_a_rush_is_let_in_in_order_and_others_get_their_turns_between() -> None:
    door, came = Door(pace=0.001), list[str | int]()

    async def come(number: int) -> None:
        await door.enter()
        came.append(number)

    async def talk() -> None:
        while 9 not in came:
            came.append("said")
            await asyncio.sleep(0)

    await asyncio.gather(*map(come, range(10)), talk())
    assert [one for one in came if one != "said"] == list(range(10))
    assert all("said" in came[came.index(number) : came.index(number + 1)] for number in range(9))


async def test_who_gives_up_waiting_keeps_nobody_back() -> None:
    door = Door(pace=0.001)
    tasks = [asyncio.ensure_future(door.enter()) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    async with asyncio.timeout(5):
        await asyncio.gather(*tasks, return_exceptions=True)
    assert [task.cancelled() for task in tasks] == [False, True, False]
