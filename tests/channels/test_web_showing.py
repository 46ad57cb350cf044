"""What the page shows: bubbles, stages, and buttons whose words the interview understands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.hearing import hear
from actions.words import responses
from channels.web.choices import CAR, CHOICES, TOOLS, WORDED, choices_for, tool_for
from channels.web.showing import (
    AFTER_OTHERS,
    BEFORE_OTHERS,
    BUBBLE,
    STEPS,
    Row,
    bubbles,
    card,
    picked_time,
    recap_rows,
    stage,
)
from claims.answers import read_answer, yes_or_no
from claims.case_type import case_type
from claims.clock import BEIJING
from claims.conversation import ANEW, CASES, Progress, Turn, understand
from claims.conversation.openings import AFRESH, RESUME
from claims.heard import Heard
from claims.interview import OFFERS, QUESTIONS
from claims.when_and_where import LOCATED
from mandarin.events import find_flags

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
SETTLED_BY_YES_OR_NO = {
    ("recap", "不对"): False,
    ("withdraw", "是，撤销"): True,
    ("withdraw", "不撤销"): False,
}


def heard(question: str, words: str) -> Heard:
    """Return what is heard of a button's words under its question."""
    return hear(words, "inform", 0.4, NOW, question)


@pytest.mark.parametrize(
    "question, says", [(name, it.says) for name, all_ in CHOICES.items() for it in all_ if not it.case]
)
def test_the_interview_understands_every_button(question: str, says: str) -> None:
    if (question, says) in SETTLED_BY_YES_OR_NO:
        assert yes_or_no(question, heard(question, says)) is SETTLED_BY_YES_OR_NO[question, says]
    else:
        answer = read_answer(question, heard(question, says), {"case_type": "collision_multi"})
        assert answer is not None and not answer.problem


def test_every_kind_of_accident_has_its_button_and_is_one_case() -> None:
    assert [it.case for it in CHOICES["description"]] == list(CASES)
    assert None not in {case_type(events) for events in CASES.values()}


def question_of(response: str) -> str:
    """Return the question a response is a wording of."""
    rest = response.removeprefix("utter_question_").removeprefix("message_")
    while rest not in QUESTIONS:
        rest = rest.rpartition("_")[0]
    return rest


SETTLING = {
    "对": lambda told: yes_or_no("confirm", told) is True,
    "不对": lambda told: yes_or_no("confirm", told) is False,
    "上午": lambda told: told.half_of_day == "am",
    "下午": lambda told: told.half_of_day == "pm",
    "接着上次的办": lambda told: RESUME.search(told.text),
    "不用，重新报": lambda told: AFRESH.search(told.text),
}
"""Words that settle what was read back or offered, and answer no question of their own."""

WITH_POSITION: dict[str, Any] = {"place_coordinates": {}, "car_coordinates": {}}


@pytest.mark.parametrize("response, says", [(name, it.says) for name, all_ in WORDED.items() for it in all_])
def test_the_interview_understands_every_button_of_a_wording(response: str, says: str) -> None:
    if says in SETTLING:
        assert SETTLING[says](heard("plate", says))
        return
    question = question_of(response)
    answer = read_answer(question, heard(question, says), WITH_POSITION)
    assert answer is not None and not answer.problem


def test_every_wording_with_buttons_of_its_own_is_one_of_the_domain() -> None:
    assert set(WORDED) <= set(responses())


@pytest.mark.parametrize(
    ("question", "response", "labels"),
    [
        ("recap", "utter_question_recap", ["对", "不对"]),
        ("recap", "utter_question_recap_which", ["都对，不用改"]),
        ("guidance", "utter_question_guidance_short", ["明白", "不明白"]),
        ("plate", "utter_question_plate_confirm", ["对", "不对"]),
        ("contact_name", "utter_question_contact_name", ["我本人"]),
        ("contact_name", "utter_question_message_contact_name", []),
        (None, "utter_goodbye", []),
    ],
)
def test_buttons_go_with_the_question_as_it_was_worded(
    question: str | None, response: str, labels: list[str]
) -> None:
    assert [it.label for it in choices_for(question, response)] == labels


@pytest.mark.parametrize("part", CAR)
def test_the_interview_understands_every_part_of_the_car(part: str) -> None:
    own = read_answer("own_damage", heard("own_damage", f"{part}受损"), {})
    theirs = read_answer(
        "third_damage", heard("third_damage", f"{part}受损"), {"case_type": "collision_multi"}
    )
    assert own and own.facts == {"own_damage": [part]}
    assert theirs and theirs.facts["third_parties"][0]["damage"] == [part]


REPORT: dict[str, Any] = {
    "plate": "冀A6P72Q",
    "accident_time": {
        "start": "2026-03-10T07:30:00+08:00",
        "precision": "minute",
        "told": "clock",
        "said": "七点半",
    },
    "place": {"text": "石家庄裕华路", "city": "石家庄", "road": "裕华路"},
    "description": "我变道的时候和别的车撞了",
    "case_type": "collision_multi",
    "events": ["hit_vehicle"],
    "driver": {"relation": "本人"},
    "own_damage": ["后保险杠"],
    "third_parties": [{"kind": "机动车", "plate": "冀B12345", "owner": "李四", "damage": ["左前车门"]}],
    "injured": True,
    "injured_count": 1,
    "injury_severity": "轻伤",
    "sent_hospital": True,
    "hospital": "市一院",
    "treated": False,
    "ward": "unknown",
    "injured_kind": ["车上人员"],
    "fee_paid": False,
    "other_insurer": False,
    "at_scene": False,
    "car_location": "顺达修理厂",
    "rescue": True,
    "rescue_to": "顺达修理厂",
    "contact_name": "刘建民",
    "contact_phone": "13900001101",
    "lookup": "found",
    "policy_confirm": True,
}


def test_the_recap_has_a_line_for_all_that_costs_money_or_a_trip() -> None:
    shown = {row["label"]: row["text"] for row in recap_rows(REPORT, NOW)}
    others = {"对方": "机动车", "对方车牌": "冀B12345", "对方车主": "李四", "对方车损": "左前车门"}
    assert list(shown) == [
        *("车牌", "时间", "地点", "经过", "驾驶人", "车损"),
        *others,
        *(
            "伤亡",
            "伤者",
            "伤情",
            "医院",
            "抢救",
            "医药费",
            "其他保险公司",
            "拖车",
            "车的位置",
            "联系人",
            "电话",
        ),
    ]
    assert others.items() <= shown.items()
    assert (shown["伤亡"], shown["医院"], shown["拖车"]) == ("1人受伤", "市一院", "需要，拖到顺达修理厂")
    guardrail = {**REPORT, "case_type": "collision_single", "third_parties": [], "property_damage": ["护栏"]}
    (rail,) = [row for row in recap_rows(guardrail, NOW) if row["label"] in ("对方", "财物")]
    assert (rail["label"], rail["text"], rail["opens"]) == ("财物", "护栏", "财物不对，是")
    fled = {
        "kind": "机动车",
        "colour": "白",
        "fled": True,
        "plate_part": "82K",
        "phone": "13911112222",
        "insurer": "人保",
        "plate": "unknown",
        "owner": "unknown",
        "damage": "unknown",
    }
    rows = recap_rows({**REPORT, "third_parties": [fled, {"kind": "非机动车", "damage": []}]}, NOW)
    assert [(row["label"], row["text"], row["anew"]) for row in rows if row["label"].startswith("对方")] == [
        ("对方1", "机动车，白色，车牌只看到82K，电话13911112222，保险公司人保，已离开", ""),
        ("对方1车牌", "不清楚", "third_plate:0"),
        ("对方2", "非机动车", ""),
        ("对方2车损", "没有损失", "third_damage:1"),
    ]
    walker = {**REPORT, "case_type": "pedestrian", "third_parties": [{"kind": "行人"}]}
    assert [row["opens"] for row in recap_rows(walker, NOW) if row["label"] == "对方"] == ["对方不对，是"]
    dead = {row["label"]: row["text"] for row in recap_rows({**REPORT, "deaths": 1}, NOW)}
    assert dead["伤亡"] == "1人死亡"


TOLD: dict[str, tuple[Any, str]] = {
    "late_reason": ("住院", "住院"),
    "flood_duration": ([30, 60], "30到60分钟"),
    "flood_level": ("座椅", "座椅"),
    "flood_restarted": (False, "没有启动过"),
    "theft_police": (True, "已经报了"),
    "theft_parking": (False, "没有停在存车场"),
    "theft_documents": ([], "都没有丢"),
    "fire_how": ("冒烟了", "冒烟了"),
    "fire_origin": ("发动机", "发动机"),
    "fire_charging": ("没在充电", "没在充电"),
    "fire_brigade": (True, "已经报了"),
    "fire_put_out": (False, "没有采取措施"),
    "injured_kind": (["行人", "车上人员"], "行人、车上人员"),
    "injury_severity": ("轻伤", "轻伤"),
    "treated": (True, "抢救了"),
    "ward": ("三病区", "三病区"),
    "police": (True, "已经报了"),
    "also_said": (["一", "二"], "一、二"),
}
"""Fact that stands on a line of its own -> a value, and how the line tells it."""


@pytest.mark.parametrize("name", TOLD)
def test_every_fact_that_was_told_has_its_line_and_one_that_was_not_has_none(name: str) -> None:
    value, text = TOLD[name]
    plain = {key: it for key, it in REPORT.items() if key != name}
    without = recap_rows(plain, NOW)
    (line,) = [row for row in recap_rows({**plain, name: value}, NOW) if row not in without]
    assert line["text"] == text
    assert name in ("police", "also_said") or line["anew"] == name


@pytest.mark.parametrize(
    "facts, label, text",
    [
        ({"fee_paid": True, "fee_amount": 3000}, "医药费", "已支付3000元"),
        ({"fee_paid": True, "fee_amount": "unknown"}, "医药费", "已支付"),
        ({"other_insurer": True, "other_insurer_name": "平安"}, "其他保险公司", "平安"),
        (
            {"other_insurer": True, "other_insurer_name": "unknown", "other_insurer_estimate": 800},
            "其他保险公司",
            "已到场，估损800元",
        ),
        ({"hospital": None, "hospital_awaited": True}, "送医", "还没有送到"),
        ({"hospital": None}, "送医", "已送医院"),
        ({"relation": "配偶"}, "与被保险人", "配偶"),
        ({"plate": "unknown", "vin": "LSVNV4180J2020148"}, "车架号", "LSVNV4180J2020148"),
        ({"place": {"text": LOCATED}, "place_coordinates": {"latitude": 1}}, "地点", "您发来的位置"),
        ({"car_location": LOCATED, "car_coordinates": {"latitude": 1}}, "车的位置", "您发来的位置"),
    ],
)
def test_lines_of_several_facts(facts: dict[str, Any], label: str, text: str) -> None:
    assert {row["label"]: row["text"] for row in recap_rows({**REPORT, **facts}, NOW)}[label] == text


@pytest.mark.parametrize(
    "time, picked",
    [
        (
            {"start": "2026-03-09T14:05:00+08:00", "precision": "minute"},
            {"day": "2026-3-9", "hour": 14, "minute": 5},
        ),
        (
            {"start": "2026-03-09T14:00:00+08:00", "precision": "hour"},
            {"day": "2026-3-9", "hour": 14, "minute": None},
        ),
        (
            {"start": "2026-03-09T00:00:00+08:00", "precision": "day"},
            {"day": "2026-3-9", "hour": None, "minute": None},
        ),
        ({"start": "2026-03-10T08:05:00+08:00", "told": "now", "said": "刚才"}, None),
        (None, None),
    ],
)
def test_the_clock_opens_at_the_time_that_was_told(time: Any, picked: Any) -> None:
    assert picked_time(time) == picked


def test_a_bikes_damage_is_asked_without_the_picture_of_a_car() -> None:
    bike, car = {"kind": "非机动车"}, {"kind": "机动车", "damage": ["左前车门"], "damage_said": True}
    assert tool_for("third_damage", {"third_parties": [bike]}) is None
    assert tool_for("third_damage", {"third_parties": [car, bike]}) is None
    assert tool_for("third_damage", {"third_parties": [{"kind": "机动车"}]}) == "car"
    anew = {"third_parties": [car, bike], "progress": {"changing": "third_damage:0"}}
    assert tool_for("third_damage", anew) == "car"
    assert tool_for("own_damage", {"third_parties": [bike]}) == "car"
    assert tool_for(None, {}) is None


CORRECTED = {
    "车牌": ("冀A6P71Q", "plate"),
    "经过": ("我倒车的时候撞到别人的车了", "description"),
    "驾驶人": ("我老婆", "driver"),
    "财物": ("花坛", "property_damage"),
    "交警": ("已经报交警了", "police"),
    "伤亡": ("没有人受伤", "injured"),
    "医院": ("市二院", "hospital"),
    "联系人": ("王小明", "contact_name"),
    "电话": ("13900002202", "contact_phone"),
}


def at_the_recap(told: Heard, **more: Any) -> dict[str, Any]:
    turn = Turn("claim_report", {**REPORT, **more}, Progress(spoken=True), told, "recap")
    return understand(turn, lambda *_: None).facts


ROWS = (*BEFORE_OTHERS, *AFTER_OTHERS)


@pytest.mark.parametrize("row", [row for row in ROWS if row.opens], ids=lambda row: row.label)
def test_the_words_that_open_a_correction_are_understood(row: Row) -> None:
    value, fact = CORRECTED[row.label]
    others: dict[str, dict[str, Any]] = {
        "property_damage": {"property_damage": ["护栏", "隔离墩"]},
        "police": {"police": False, "police_to": "交警"},
    }
    more = others.get(fact, {})
    after = at_the_recap(heard("recap", row.opens + value), **more)
    assert after.get(fact) != {**REPORT, **more}[fact], after
    assert "also_said" not in after
    untouched = set(REPORT) - {fact, "description", "policy_confirm", "lookup", "events", "case_type"}
    untouched -= {
        name
        for name in REPORT
        if fact == "injured" and name.startswith(("inj", "sent", "hos", "tre", "ward", "fee"))
    }
    assert {name: after.get(name) for name in untouched} == {name: REPORT[name] for name in untouched}


@pytest.mark.parametrize(
    "said, after", [("财物不对，是花坛", ["花坛"]), ("财物不对，没有护栏", ["隔离墩"]), ("财物没有损坏", [])]
)
def test_things_called_by_their_name_are_put_right(said: str, after: list[str]) -> None:
    assert at_the_recap(heard("recap", said), property_damage=["护栏", "隔离墩"])["property_damage"] == after


@pytest.mark.parametrize(
    "said, after",
    [
        ("车损不对，是左前大灯、右前翼子板", ["左前大灯", "右前翼子板"]),
        ("车损写错了，只有引擎盖", ["引擎盖"]),
        ("车损不对，还有左后视镜", ["左前大灯", "引擎盖", "后保险杠", "后备箱盖", "左后视镜"]),
        ("车损不对，没有后备箱盖", ["左前大灯", "引擎盖", "后保险杠"]),
    ],
)
def test_damage_called_by_its_name_is_all_of_it(said: str, after: list[str]) -> None:
    before = ["左前大灯", "引擎盖", "后保险杠", "后备箱盖"]
    assert at_the_recap(heard("recap", said), own_damage=before)["own_damage"] == after


@pytest.mark.parametrize("said", ["对方的车损不对，是右后车门", "他车损不对，没有损失"])
def test_the_others_damage_is_not_ours(said: str) -> None:
    assert at_the_recap(heard("recap", said))["own_damage"] == REPORT["own_damage"]


def test_everything_that_is_asked_anew_has_its_line() -> None:
    told = {**REPORT, **{name: value for name, (value, _) in TOLD.items()}}
    both = (*recap_rows(told, NOW), *recap_rows({**told, "hospital": None, "relation": "配偶"}, NOW))
    shown = {row["anew"].partition(":")[0] for row in both}
    assert shown - {""} == set(ANEW) - {"rescue_to", "car_location"}  # those are asked behind another
    assert set(ANEW) <= set(QUESTIONS)


@pytest.mark.parametrize("says", [it.says for it in CHOICES["at_scene"]])
def test_no_button_accuses_whoever_taps_it(says: str) -> None:
    assert not find_flags(says)


def test_every_question_with_buttons_or_a_tool_exists() -> None:
    assert set(CHOICES) | set(TOOLS) <= {*QUESTIONS, *OFFERS}


@given(st.text(max_size=300))
def test_bubbles_lose_nothing(text: str) -> None:
    assert "".join(bubbles(text)) == text


@given(st.text(alphabet="报案，。、！？号A1", min_size=1, max_size=400))
def test_bubbles_are_short(text: str) -> None:
    assert all(len(bubble) <= BUBBLE / 0.6 for bubble in bubbles(text))


def test_bubbles_end_where_sentences_end() -> None:
    text = (
        "请先拍照，再把车移到不妨碍交通的地方；定损之前请先不要修车。请记下对方的姓名、电话、车牌和保险公司。"
    )
    assert bubbles(text) == [text[:30], text[30:]]


@pytest.mark.parametrize(
    ("asking", "slots", "at"),
    [
        ("plate", {}, 0),
        ("description", {}, 1),
        ("own_damage", {}, 2),
        ("injured", {}, 3),
        ("contact_phone", {}, 4),
        ("recap", {}, 5),
        ("guidance", {"registered": "registered"}, 6),
        (None, {"registered": "registered"}, len(STEPS)),
    ],
)
def test_the_stage_follows_the_question(asking: str | None, slots: dict[str, str], at: int) -> None:
    assert stage(asking, slots) == at


def test_the_card_shows_only_a_number_that_was_given() -> None:
    assert card({"report_number": "268898621781"}) is None
    by_hand = card({"registered": "manual"})
    assert by_hand and by_hand["number"] == ""
    shown = card({"registered": "duplicate", "duplicate_of": "268898621781"})
    assert shown and (shown["groups"], shown["next"]) == (["2688", "9862", "1781"], [])
