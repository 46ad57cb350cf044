"""Calls that go to a person, and calls in which something breaks: the caller hears a true sentence, nothing is lost, the next call works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest

from phone import tones
from tests.phone.line import Line, Outcome, Scenario
from tests.phone.telephone import Telephone

TO_A_PERSON = "现在为您转接人工请不要挂机"
OPENING = ({"hear": "车牌号是多少"}, {"prompt_end": 0.5})
WANTS_A_PERSON = (
    *OPENING,
    {"say": "我要找人工"},
    {"hear": "您愿意等待吗"},
    {"prompt_end": 0.5},
    {"say": "愿意"},
)
TELLS = (*OPENING, {"say": "我要报案刚才倒车碰到柱子上了没人受伤"}, {"hear": "车牌号"})


async def call_with_people(
    line: Line, steps: tuple[dict[str, Any], ...], meanwhile: Any = None
) -> tuple[Outcome, Telephone]:
    """Make a call while a person sits by the telephone that calls are handed over to."""
    people = await Telephone("people").open(line.ports["PEOPLE_PORT"])
    try:
        breaking = asyncio.ensure_future(meanwhile) if meanwhile else None
        outcome = await line.ring(Scenario(steps))
        if breaking:
            breaking.cancel()  # what it waited for never came: the call tells
        return outcome, people
    finally:
        people.close()


def heard_by(telephone: Telephone) -> str:
    return tones.decode(np.frombuffer(bytes(telephone.ear), "<i2"))


def test_a_caller_who_wants_a_person_is_handed_over_with_what_is_known(line: Line) -> None:
    steps = (
        *WANTS_A_PERSON,
        {"pause": 8.0},
        {"say": "喂你好"},
        {"press": "5#"},
        {"pause": 1.0},
        {"hang_up": True},
    )
    outcome, people = asyncio.run(call_with_people(line, steps))
    assert not outcome.failed, outcome.story()
    assert people.answered.is_set(), outcome.story()
    assert people.invite["x-call-id"] == outcome.call_id
    assert unquote(people.invite["x-reason"]) == "客户要求人工服务"
    assert "喂你好" in heard_by(people), "caller and person talk to each other"
    assert people.keys_heard == "5#", "keys go through to the person"
    assert people.ended.is_set(), "the person's telephone is let go of with the caller's"
    assert outcome.desk["outcome"] == "transferred"


@pytest.mark.long
def test_when_nobody_answers_the_caller_is_told_so(line: Line) -> None:
    steps = (*WANTS_A_PERSON, {"ended": 60})

    async def busy() -> Outcome:
        people = await Telephone("people").open(line.ports["PEOPLE_PORT"])
        people.busy = "486 Busy Here"
        try:
            return await line.ring(Scenario(steps))
        finally:
            people.close()

    outcome = asyncio.run(busy())
    assert not outcome.failed, outcome.story()
    assert "人工坐席现在都没有接听" in outcome.heard


def broken(line: Line, what: Callable[[], None]) -> tuple[Outcome, Telephone]:
    """Make a call in whose middle something breaks, with a person by the telephone."""

    async def breaks() -> None:
        while not any(
            outcome["event"] == "turn" and outcome["number"] == 2 for outcome in line.events()[since:]
        ):
            await asyncio.sleep(0.1)
        what()

    since = len(line.events())
    steps = (
        *TELLS,
        {"pause": 1.0},
        {"say": "{plate}"},
        {"pause": 25.0},
        {"say": "喂你好"},
        {"pause": 1.0},
        {"hang_up": True},
    )
    return asyncio.run(call_with_people(line, steps, breaks()))


def next_call_works(line: Line) -> None:
    line.wait_until_well()
    outcome = asyncio.run(line.ring(Scenario((*TELLS, {"hang_up": True}))))
    assert not outcome.failed and outcome.desk["report"]["status"] == "draft", outcome.story()


@pytest.mark.long
def test_a_bot_that_is_killed_costs_no_word_or_a_person_takes_over(line: Line) -> None:
    outcome, people = broken(line, lambda: line.kill("bot"))
    assert TO_A_PERSON in outcome.heard and people.answered.is_set(), outcome.story()
    assert "喂你好" in heard_by(people)
    line.wait_until_well()
    assert line.desk_of(outcome.call_id)["report"]["case_type"] == "collision_single", (
        "what was said before is kept"
    )
    next_call_works(line)


@pytest.mark.long
def test_when_the_gateway_is_killed_the_exchange_hands_the_caller_over(line: Line) -> None:
    outcome, people = broken(line, lambda: line.kill("gateway"))
    assert TO_A_PERSON in outcome.heard and people.answered.is_set(), outcome.story()
    assert people.invite["x-call-id"] == outcome.call_id
    assert line.desk_of(outcome.call_id)["report"]["case_type"] == "collision_single", (
        "what was said before is kept"
    )
    next_call_works(line)


@pytest.mark.long
def test_when_the_exchange_is_killed_the_bot_learns_of_the_end_and_calls_back(line: Line) -> None:
    outcome, _ = broken(line, lambda: line.kill("exchange"))
    assert outcome.desk["outcome"] == "abandoned" and outcome.desk["report"]["status"] == "draft"
    tasks = line.get(f"/api/tasks?call_id={outcome.call_id}")["tasks"]
    assert "callback" in [task["kind"] for task in tasks]
    next_call_works(line)
