"""A call the bot places: who took it, what they are told, and what it goes on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from claims.answers import read_answer
from claims.conversation import Move, Progress, Turn, respond, understand
from claims.conversation.outbound import with_what_is_open
from claims.heard import Heard
from claims.outbound import AWAY, result_of, wanted_at, with_file

NOW = datetime(2026, 3, 10, 2, tzinfo=timezone.utc)
ORDER = {"purpose": "callback", "report_number": None, "name": "申雪梅", "accident_date": None}


def heard(text: str, intent: str = "inform", keys: str = "") -> Heard:
    return Heard(text, intent, 0.3, NOW, keys=keys)


def said(text: str, progress: Progress | None = None, **more: Any) -> Move:
    turn = Turn("outbound", {"order": ORDER}, progress or Progress(), heard(text, **more), "right_person")
    return understand(turn, lambda intent, facts, words: "an answer")


def responses(move: Move) -> list[str]:
    return [line.response for line in respond("outbound", move).lines]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("对我就是", True),
        ("我是申雪梅", True),
        ("搞错了吧 没这个人", False),
        ("她出差了不在", AWAY),
        ("喂", None),
    ],
)
def test_who_took_the_call_is_read_out_of_their_words(text: str, answer: Any) -> None:
    read = read_answer("right_person", heard(text), {"order": ORDER})
    assert (read and read.facts["right_person"]) == answer


def test_one_is_yes_and_two_is_no() -> None:
    for key, right in (("1", True), ("2", False)):
        read = read_answer("right_person", heard("", "keys", key), {})
        assert read is not None and read.facts["right_person"] is right


def test_the_wrong_person_hears_the_prescribed_words_and_the_call_is_over() -> None:
    move = said("你打错了")
    assert responses(move) == ["utter_wrong_person"]
    assert move.hangup and move.outcome == "wrong_number"


def test_who_answers_for_the_person_is_told_nothing_and_asked_when_the_person_is_there() -> None:
    move = said("我是他儿子 我爸在午休")
    assert responses(move) == ["utter_question_ring_when_away"] and not move.hangup
    assert move.outcome == "callback" and move.facts["right_person"] == AWAY


@pytest.mark.parametrize("text", ["你是谁啊", "有什么事吗 您哪位", "我的车牌是冀A6P72Q什么事"])
def test_who_asks_hears_who_rings_and_nothing_of_the_matter(text: str) -> None:
    move = said(text)
    assert responses(move) == ["utter_who_rings", "utter_question_right_person_short"]
    assert "plate" not in move.facts and not move.hangup


def test_who_says_nothing_of_it_is_asked_again_twice_and_then_left() -> None:
    progress, asked = Progress(), []
    for _ in range(3):
        move = said("", progress, intent="silence")
        asked.append(responses(move)[-1])
        progress = move.progress
    assert asked == [
        "utter_question_right_person",
        "utter_question_right_person_short",
        "utter_another_time",
    ]
    assert move.hangup


def test_a_call_for_which_no_name_is_known_asks_for_the_owner_of_the_number() -> None:
    turn = Turn("outbound", {"order": {**ORDER, "name": None}}, Progress(), heard("", "start_call"), None)
    move = understand(turn, lambda *_: None)
    assert responses(move) == ["utter_question_right_person_nameless"]


def test_the_right_person_goes_on_with_what_is_open() -> None:
    found = said("是我")
    assert found.facts["right_person"] is True and found.outcome == "callback"
    draft = with_what_is_open(found, None, {"plate": "冀A6P72Q"})
    assert (
        draft.switch == "claim_report"
        and draft.facts["plate"] == "冀A6P72Q"
        and draft.facts["resumed"] is True
    )
    report = with_what_is_open(found, {"report_number": "268898621781"}, None)
    assert report.switch == "after_report" and report.facts["guidance"] is True
    nothing = with_what_is_open(found, None, None)
    assert nothing.switch == "after_report"
    for move in (draft, report, nothing):
        assert move.lines[0].response == "utter_recording_notice", (
            "who rings, and that it is recorded, comes first"
        )


def test_what_is_on_file_goes_before_what_was_sent() -> None:
    record = {
        "contact": {"name": "李红"},
        "reporter": {"name": "王五"},
        "accident_time": "2026-03-09T07:45+08:00",
    }
    assert with_file(ORDER, record) == {**ORDER, "name": "李红", "accident_date": "2026-03-09"}
    assert with_file(ORDER, {"reporter": {"name": "王五"}})["name"] == "王五"
    assert with_file(ORDER, None) == ORDER


def test_other_conversations_are_left_alone() -> None:
    turn = Turn("claim_report", {}, Progress(), heard("你打错了"), "plate")
    move = understand(replace(turn), lambda *_: None)
    assert "utter_wrong_person" not in [line.response for line in move.lines]


AT = datetime.fromisoformat("2026-03-10T10:05:00+08:00")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("下午三点吧", "2026-03-10T15:00:00+08:00"),
        ("过半个小时", "2026-03-10T10:35:00+08:00"),
        ("一个半小时以后", "2026-03-10T11:35:00+08:00"),
        ("二十分钟后再打", "2026-03-10T10:25:00+08:00"),
        ("明天上午十点", "2026-03-11T10:00:00+08:00"),
        ("两点半", "2026-03-10T14:30:00+08:00"),
    ],
)
def test_when_to_ring_again_is_a_time_to_come(said: str, at: str) -> None:
    assert wanted_at(said, AT) == datetime.fromisoformat(at)


@pytest.mark.parametrize("said", ["随便", "再说吧", "等会儿"])
def test_words_that_name_no_time_are_left_to_people(said: str) -> None:
    assert wanted_at(said, AT) is None


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ({"right_person": False}, "wrong_person"),
        ({"right_person": AWAY}, "another_time"),
        ({"right_person": True, "busy": True, "ring_when": "下午"}, "another_time"),
        ({"right_person": True, "visit_consent": False}, "declined"),
        ({"right_person": True, "satisfaction": 4}, "reached"),
    ],
)
def test_what_a_call_came_to_follows_from_what_was_answered(facts: dict[str, Any], result: str) -> None:
    kept = result_of({"order": {"purpose": "closing_callback"}, **facts})
    assert kept is not None and kept[0] == result
    assert result_of({"order": {"purpose": "closing_callback"}}) is None


@pytest.mark.parametrize("text", ["我怎么知道你们不是骗子", "真的假的啊", "我不信你"])
def test_who_doubts_us_is_told_how_to_make_sure_and_nothing_else(text: str) -> None:
    assert responses(said(text)) == [
        "utter_who_rings",
        "utter_how_to_verify",
        "utter_question_right_person_short",
    ]


def test_who_has_no_time_is_asked_when_and_who_speaks_for_another_when_the_person_has() -> None:
    assert responses(said("我在开会，没空")) == ["utter_question_ring_when"]
    assert responses(said("他在开会，没空")) == ["utter_question_ring_when_away"]
