from __future__ import annotations

import json
from pathlib import Path

import pytest

from claims.clock import moment
from claims.messages import TEXTS, number_message

NOW = moment("2026-03-10T08:05:00+08:00")
NUMBER = "268898621781"


def to(record: dict, caller: str | None = None) -> str | None:
    message = number_message("registered", NUMBER, "民安保险", record, caller, NOW)
    return message.to if message else None


def test_it_goes_to_who_was_told_that_it_comes_by_a_mobile_number():
    contact, reporter = {"contact": {"phone": "13900001102"}}, {"reporter": {"phone": "139 0000-1103"}}
    assert to({**contact, **reporter}, "13900001101") == "13900001103"
    assert to(contact, "13900001101") == "13900001101"
    assert to(contact, "02161234567") == "13900001102"
    assert to(contact) == "13900001102"
    assert to({"contact": None}, "+85291234567") == "+85291234567"
    assert to({"contact": None}, "+8613900001101") == "+8613900001101"


@pytest.mark.parametrize(
    "caller",
    [None, "", "anonymous", "123", "9" * 40, "02161234567", "4008001234", "62345678", "+862161234567"],
)
def test_without_a_number_that_takes_messages_there_is_none(caller):
    assert to({}, caller) is None


@pytest.mark.parametrize("case", ["theft", "collision_single"])
@pytest.mark.parametrize("state", ["registered", "duplicate"])
def test_it_carries_the_number_whole_within_one_message_and_a_minute(state, case):
    message = number_message(state, NUMBER, "民安保险", {"case_type": case}, "13900001101", NOW)
    assert message is not None
    assert NUMBER in message.text
    assert "民安保险" in message.text
    assert len(message.text) <= 70
    assert message.send_by == moment("2026-03-10T08:06:00+08:00")


@pytest.mark.parametrize(
    ("record", "repair"),
    [
        ({"case_type": "theft"}, False),
        ({"case_type": "theft", "flags": ["parts_theft"]}, True),
        ({"case_type": "flood"}, True),
    ],
)
def test_nobody_is_told_not_to_repair_a_car_that_is_gone(record, repair):
    message = number_message("registered", NUMBER, "民安保险", record, "13900001101", NOW)
    assert message is not None
    assert ("修车" in message.text) is repair


def test_it_says_no_word_the_bot_may_not_say():
    forbidden = json.loads((Path(__file__).parents[2] / "desk" / "forbidden.json").read_text())
    words = [word for word in _strings(forbidden) if word]
    assert words
    assert not [(word, text) for word in words for text in TEXTS.values() if word in text]
    assert not [text for text in TEXTS.values() if "你" in text]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return [text for item in value for text in _strings(item)] if isinstance(value, list) else []
