"""Twenty calls, ten at once. The callers are our own telephones and not SIPp's: they answer what they hear, and what each heard is judged."""

from __future__ import annotations

import asyncio

import pytest

from tests.phone.line import Line, Outcome, Scenario

CALLS, AT_ONCE = 20, 10
STEPS = (
    {"hear": "车牌号是多少"},
    {"prompt_end": 0.5},
    {"say": "我要报案刚才倒车碰到柱子上了没人受伤"},
    {"hear": "车牌号"},
    {"prompt_end": 0.5},
    {"say": "{plate}"},
    {"hear": "我们的资料显示"},
    {"prompt_end": 0.8},
    {"press": "1"},
    {"hear": "什么时间"},
    {"hang_up": True},
)


@pytest.mark.long
def test_twenty_calls_ten_at_once_are_each_their_own(line: Line) -> None:
    async def ring() -> list[Outcome]:
        free = asyncio.Semaphore(AT_ONCE)

        async def one() -> Outcome:
            async with free:
                return await line.ring(Scenario(STEPS))

        return list(await asyncio.gather(*(one() for _ in range(CALLS))))

    outcomes = asyncio.run(ring())
    failed = [outcome.story() for outcome in outcomes if outcome.failed]
    assert not failed, failed[0]
    assert len({outcome.call_id for outcome in outcomes}) == CALLS
    for outcome in outcomes:
        assert outcome.desk["report"]["plate"] == outcome.plate, outcome.story()
        assert outcome.desk["report"]["case_type"] == "collision_single"
        assert outcome.turns() == ["start", "speech", "speech", "keys"], outcome.story()
        assert not outcome.of("handed_over")
    assert max(one.of("start")[0]["calls"] for one in outcomes) >= AT_ONCE // 2, "they were made at once"
