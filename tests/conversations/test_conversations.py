"""Whole calls over the turn API against the running project, judged by the claims desk."""

from __future__ import annotations

from collections import Counter

import pytest

from claims.interview import CASE_TYPES
from tests.conversations.calls import Call, Conversation, conversations
from tests.conversations.conftest import Played
from tests.conversations.judging import faults

ALL = conversations()


def _cases() -> list[object]:
    """Make a test of each file; one that says what is known to be wrong must fail until that is mended."""
    return [
        pytest.param(
            conversation,
            id=conversation.name,
            marks=pytest.mark.xfail(reason=conversation.known_fault) if conversation.known_fault else (),
        )
        for conversation in ALL
    ]


@pytest.mark.parametrize("conversation", _cases())
def test_a_conversation(conversation: Conversation, played: Played) -> None:
    calls = _calls(played, conversation)
    found = faults(calls)
    if found:
        written = "\n\n".join(call.transcript() for call in calls)
        pytest.fail("\n".join([conversation.about, *found, "", written]), pytrace=False)


def test_no_two_conversations_are_about_one_car(played: Played) -> None:
    plates = Counter(
        plate
        for calls in played.values()
        if not isinstance(calls, Exception)
        for plate in {call.record.get("plate") for call in calls}
        if plate
    )
    assert [plate for plate, times in plates.items() if times > 1] == []


def test_every_kind_of_report_told_again_has_one_number(
    played: Played, told_twice: dict[str, tuple[Call, list[Call] | Exception]]
) -> None:
    numbers = {
        kind: (first.number, again[0].number if isinstance(again, list) else again)
        for kind, (first, again) in told_twice.items()
    }
    if len(played) == len(ALL):
        assert {kind.partition(",")[0] for kind in told_twice} == CASE_TYPES
    assert {kind: given for kind, given in numbers.items() if given[0] != given[1]} == {}


def _calls(played: Played, conversation: Conversation) -> list[Call]:
    calls = played[conversation.name]
    if isinstance(calls, Exception):
        raise calls
    return calls
