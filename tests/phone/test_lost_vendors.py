"""Real calls over vendors' recogniser and synthesiser, which fall in the middle of one: the caller is told, or handed over, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.phone.line import Line, Outcome, Scenario, running_line
from tests.phone.telephone import Telephone
from tests.phone.test_failures import OPENING, TELLS, call_with_people, heard_by
from tests.phone.vendors import ToneVendors

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def vendors() -> Iterator[ToneVendors]:
    made = ToneVendors()
    yield made
    made.close()


@pytest.fixture(scope="module")
def own_line(vendors: ToneVendors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with running_line(tmp_path_factory.mktemp("vendors"), **vendors.settings()) as line:
        yield line


def falls(
    line: Line, vendors: ToneVendors, what: str, steps: tuple[dict[str, Any], ...]
) -> tuple[Outcome, Telephone]:
    """Make a call in which a vendor falls once the story was taken."""

    async def breaks() -> None:
        while not any(e["event"] == "turn" and e["number"] == 2 for e in line.events()[since:]):
            await asyncio.sleep(0.1)
        vendors.kill(what)

    since = len(line.events())
    return asyncio.run(call_with_people(line, steps, breaks()))


def next_call_works(line: Line) -> None:
    outcome = asyncio.run(line.ring(Scenario((*TELLS, {"hang_up": True}))))
    assert not outcome.failed and outcome.desk["report"]["case_type"] == "collision_single", outcome.story()


def test_a_caller_whose_words_are_not_heard_any_more_is_told_and_handed_over(
    own_line: Line, vendors: ToneVendors
) -> None:
    steps = (
        *TELLS,
        {"pause": 1.5},
        {"say": "{plate}"},
        {"pause": 14.0},
        {"say": "喂你好"},
        {"pause": 1.0},
        {"hang_up": True},
    )
    outcome, people = falls(own_line, vendors, "hears", steps)
    assert "抱歉语音识别出现了故障现在为您转接人工请不要挂机" in outcome.heard, outcome.story()
    assert people.answered.is_set() and "喂你好" in heard_by(people)
    assert own_line.desk_of(outcome.call_id)["report"]["case_type"] == "collision_single"
    vendors.hears = True
    next_call_works(own_line)


def test_a_caller_who_cannot_be_spoken_to_any_more_is_handed_over(
    own_line: Line, vendors: ToneVendors
) -> None:
    steps = (
        *TELLS,
        {"pause": 1.5},
        {"say": "{plate}"},
        {"pause": 14.0},
        {"say": "喂你好"},
        {"pause": 1.0},
        {"hang_up": True},
    )
    outcome, people = falls(own_line, vendors, "speaks", steps)
    assert people.answered.is_set() and "喂你好" in heard_by(people), outcome.story()
    assert own_line.desk_of(outcome.call_id)["report"]["case_type"] == "collision_single"
    vendors.speaks = True
    next_call_works(own_line)


def test_the_voice_was_the_vendors(own_line: Line) -> None:
    outcome = asyncio.run(own_line.ring(Scenario((*OPENING, {"hang_up": True}))))
    assert "请问您的车牌号是多少" in outcome.heard
