"""Where a device is, as an answer; and a person wanted where nobody can be put through."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import read_answer
from claims.clock import BEIJING
from claims.conversation import Move, Progress, Turn, respond, understand
from claims.conversation.positions import length_of
from claims.heard import Heard, Value
from claims.report import facts_in, record_of
from claims.tasks import follow_ups
from claims.when_and_where import LOCATED

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
HERE = {"latitude": 38.04, "longitude": 114.51, "accuracy_m": 12.0, "datum": "WGS-84"}
TOLD: dict[str, Any] = {
    "plate": "冀A6P72Q",
    "lookup": "found",
    "policy_confirm": True,
    "accident_time": {"start": "2026-03-10T07:30:00+08:00", "told": "clock", "said": "七点半"},
}


def sent(asked: str, of: str, coordinates: Any, facts: dict[str, Any] | None = None) -> Move:
    value = Value("position", {"of": of, "coordinates": coordinates})
    told = Heard("〔手机定位〕", "inform", 1.0, NOW, (value,))
    return understand(
        Turn("claim_report", TOLD if facts is None else facts, Progress(spoken=True), told, asked),
        lambda *_: None,
    )


def test_a_position_answers_its_question_but_for_the_words() -> None:
    move = sent("place", "place", HERE)
    assert move.facts["place_coordinates"] == HERE and "place" not in move.facts
    assert respond("claim_report", move).lines[-1].response == "utter_question_place_located"


@pytest.mark.parametrize("words", ["就用我发的位置", "用这个位置", "不知道这是哪儿", "就这个定位"])
def test_it_does_without_words(words: str) -> None:
    facts = sent("place", "place", HERE).facts
    answer = read_answer("place", hear(words, "inform", 0.4, NOW, "place"), facts)
    assert answer and answer.facts["place"] == {"text": LOCATED}
    without = read_answer("place", hear(words, "inform", 0.4, NOW, "place"), TOLD)
    assert without is None or without.facts["place"]["text"] != LOCATED


def test_words_that_name_the_place_are_its_words() -> None:
    facts = sent("place", "place", HERE).facts
    answer = read_answer("place", hear("石家庄裕华路体育大街路口", "inform", 0.4, NOW, "place"), facts)
    assert answer and answer.facts["place"]["road"] == "裕华路"


def test_accident_and_car_are_two_places() -> None:
    facts = {**sent("place", "place", HERE).facts, "at_scene": False}
    garage = {**HERE, "latitude": 38.1}
    both = sent("car_location", "car_location", garage, facts).facts
    record = record_of(both, "web-1", "web")
    assert (record["place_coordinates"], record["car_coordinates"]) == (HERE, garage)
    for task in follow_ups("registered", {**record, "rescue_requested": True}, NOW):
        if task.kind in ("survey", "rescue"):
            assert (task.detail["place_coordinates"], task.detail["car_coordinates"]) == (HERE, garage)
    again = facts_in(record)
    assert (again["place_coordinates"], again["car_coordinates"]) == (HERE, garage)


def test_a_position_sent_while_something_else_is_asked_is_kept_and_the_question_stands() -> None:
    move = sent("plate", "place", HERE, {})
    assert move.facts == {"place_coordinates": HERE} and move.ask == "plate"


def test_a_position_that_finds_no_car_says_so_and_asks_for_the_words() -> None:
    far = {**HERE, "accuracy_m": 2500.0}
    reply = respond("claim_report", sent("place", "place", far))
    assert (reply.facts["place_coordinates"], reply.ask) == (far, "place")
    assert reply.lines[-1].response == "utter_question_place_inexact"
    assert reply.lines[-1].values["value"] == "2.5公里"
    beside = sent("plate", "place", far, {})
    assert [(line.response, line.values) for line in beside.lines] == [
        ("utter_position_inexact", {"value": "2.5公里"})
    ]
    near = respond("claim_report", sent("car_location", "car_location", {**far, "accuracy_m": 196.0}, TOLD))
    assert near.lines[-1].response == "utter_question_car_location_located"


@pytest.mark.parametrize(
    "metres, text", [(204, "200米"), (996, "1000米"), (1000, "1公里"), (2540, "2.5公里")]
)
def test_a_length_is_read_in_round_numbers(metres: float, text: str) -> None:
    assert length_of(metres) == text


def test_a_position_sent_after_the_number_goes_to_whoever_works_on_the_report() -> None:
    value = Value("position", {"of": "place", "coordinates": HERE})
    told = Heard("〔事故地点的手机定位：北纬38.04000〕", "inform", 1.0, NOW, (value,))
    facts = {**TOLD, "registered": "registered", "report_number": "268898621781"}
    move = understand(Turn("after_report", facts, Progress(spoken=True), told, "guidance"), lambda *_: None)
    assert move.facts == {**facts, "guidance": True}  # as whatever is added there closes its question
    assert [line.response for line in move.lines] == ["utter_addition_noted"]
    assert move.task == ("enquiry", {"addition": told.text})


def test_a_position_taken_back_takes_what_stood_on_it_alone() -> None:
    located = {**TOLD, "place_coordinates": HERE, "place": {"text": LOCATED}}
    assert sent("description", "place", None, located).facts == TOLD
    named = {**located, "place": {"text": "石家庄裕华路"}}
    assert sent("description", "place", None, named).facts == {**TOLD, "place": {"text": "石家庄裕华路"}}


def wants_a_person(facts: dict[str, Any], connects: bool) -> Move:
    told = hear("转人工", "ask_human", 0.9, NOW, "place")
    turn = Turn("claim_report", facts, Progress(spoken=True), told, "place", connects=connects)
    return understand(turn, lambda *_: None)


def test_who_cannot_be_put_through_is_asked_for_a_number_and_then_goes_on() -> None:
    assert wants_a_person(TOLD, connects=True).ask == "transfer"
    move = wants_a_person(TOLD, connects=False)
    assert (move.switch, move.facts["message_kind"]) == ("message", "person")
    assert move.progress.resume == "claim_report"
    asked = respond("message", Move(move.facts, move.progress))
    assert asked.ask == "callback_phone"


def test_who_has_left_a_number_is_rung_on_it() -> None:
    move = wants_a_person({**TOLD, "contact_phone": "13900001101"}, connects=False)
    assert move.task and move.task[0] == "callback" and move.task[1]["phone"] == "13900001101"
    assert [line.response for line in move.lines] == ["utter_nobody_there"] and move.ask == "place"
