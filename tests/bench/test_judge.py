"""The judge: every verdict on toy calls is known, and each fault turns it red."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.calls.caller import Answer, Event
from bench.calls.failures import common, placed
from bench.calls.figures import figures, report, summary
from bench.calls.findings import Finding, findings
from bench.calls.judge import Corrected, Play, Turn, judge
from bench.calls.page import page
from bench.calls.run import figures_against, results
from bench.calls.scenario import Scenario
from bench.calls.switches import Switches

SCRAPED: dict[str, Any] = {
    "status": "registered",
    "vin": "LBECFAHB5KZ000000",
    "insured": "周莉",
    "case_type": "collision_multi",
    "plate": "川A8K2P5",
    "accident_time": "2026-03-17T18:25+08:00",
    "place": "成都 二环高架，永丰立交",
    "description": "他变道 把我刮了",
    "driver": {"name": "周莉", "relation": "本人"},
    "reporter": {"name": "周莉", "phone": "13800005501", "relation": "本人"},
    "own_damage": ["右前大灯", "右前翼子板"],
    "third_parties": [{"kind": "机动车", "plate": "川A55D21", "owner": "李强", "damage": ["左后车门"]}],
    "injuries": {"any": False},
    "other_insurer": {"present": False},
    "at_scene": True,
    "contact": {"name": "周莉", "phone": "13800005501"},
    "flags": ["drivable"],
}
HURT: dict[str, Any] = {
    "case_type": "collision_multi",
    "plate": "鲁B62K9T",
    "accident_time": "2026-04-02T08:45+08:00",
    "place": "青岛香港中路家乐福门口",
    "description": "没刹住追尾了",
    "driver": {"name": "孙国强", "relation": "配偶"},
    "reporter": {"name": "王芳", "relation": "配偶"},
    "own_damage": ["前保险杠", "引擎盖"],
    "third_parties": [{"kind": "机动车", "plate": "鲁B0D881", "damage": ["后保险杠"], "insurer": "平安保险"}],
    "injuries": {
        "any": True, "count": 1, "severity": "胳膊骨折", "kinds": ["车上人员"], "sent_hospital": True,
        "hospital": "市立医院", "treated": True, "ward": "急诊", "fee_paid": True, "fee_yuan": 2000,
    },
    "other_insurer": {"present": True, "name": "平安", "estimate_yuan": 3000},
    "at_scene": False,
    "car_location": "交警队停车场",
    "contact": {"name": "王芳", "phone": "13800005502"},
    "police": {"reported": True},
}  # fmt: skip


def changed(record: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the record with another value at a dotted name; None takes it away."""
    record = copy.deepcopy(record)
    *way, last = path.split(".")
    at: Any = record
    for name in way:
        at = at[int(name)] if name.isdigit() else at.setdefault(name, {})
    if value is None:
        at.pop(last, None)
    else:
        at[last] = value
    return record


def told(scenario: Scenario) -> list[str]:
    return [tellings[0] for tellings in scenario.tells.values()]


def not_right(scenario: Scenario, record: dict[str, Any]) -> dict[str, str]:
    found = findings(scenario, record, told(scenario))
    return {one.field: one.verdict for one in found if one.verdict != "right"}


# --- the record ---------------------------------------------------------------------------------------------------


def test_a_right_record_has_nothing_else(scraped: Scenario, rear_ended: Scenario):
    assert not_right(scraped, SCRAPED) == {}
    assert not_right(rear_ended, HURT) == {}


@pytest.mark.parametrize(
    ("path", "value", "verdict"),
    [
        ("accident_time", "2026-03-17T18:31+08:00", {"accident_time": "wrong"}),
        ("accident_time", None, {"accident_time": "missing"}),
        ("plate", "川A8K2P6", {"plate": "wrong"}),
        ("place", "成都二环高架", {"place_has": "wrong"}),
        ("description", "他变道", {"description_has": "wrong"}),
        ("description", "他变道把我蹭了", {}),
        ("case_type", "collision_single", {"case_type": "wrong"}),
        ("driver", {"relation": "配偶"}, {"driver.relation": "wrong", "driver.name": "missing"}),
        ("own_damage", ["右前大灯"], {"own_damage": "wrong"}),
        ("own_damage", None, {"own_damage": "missing"}),
        ("drivable", False, {"drivable": "invented"}),
        ("drivable", True, {}),
        ("injuries.any", True, {"injuries.any": "wrong"}),
        ("injuries.count", 2, {"injuries.count": "invented"}),
        ("injuries.deaths", 1, {"injuries.deaths": "invented"}),
        ("injuries.sent_hospital", False, {}),
        ("police", {"reported": True}, {"police.reported": "invented"}),
        ("police", {"reported": False}, {}),
        ("flags", ["dispute", "towed"], {"flags.dispute": "invented"}),
        ("third_parties.0.plate", "川A55D22", {"third_parties.plate": "wrong"}),
        ("third_parties.0.insurer", "平安", {"third_parties.insurer": "invented"}),
        ("third_parties", [], {f"third_parties.{name}": "missing" for name in ("kind", "plate", "owner", "damage")}),
        ("contact.phone", "13900000000", {"contact.phone": "wrong"}),
        ("other_insurer", {"present": True}, {"other_insurer.present": "wrong"}),
        ("at_scene", None, {"at_scene": "missing"}),
        ("flood", {"level": "座椅", "restarted": False}, {"flood.level_has": "invented"}),
    ],
)  # fmt: skip
def test_each_fault_is_seen_and_no_other(scraped: Scenario, path: str, value: Any, verdict: dict[str, str]):
    assert not_right(scraped, changed(SCRAPED, path, value)) == verdict


@pytest.mark.parametrize(
    ("path", "value", "verdict"),
    [
        ("injuries.any", False, {"injuries.any": "wrong"}),
        ("injuries.count", 2, {"injuries.count": "wrong"}),
        ("injuries.severity", "擦伤", {"injuries.severity_has": "wrong"}),
        ("injuries.kinds", ["行人"], {"injuries.kinds": "wrong"}),
        ("injuries.hospital", "铜仁医院", {"injuries.hospital": "wrong"}),
        ("injuries.fee_yuan", 200, {"injuries.fee_yuan": "wrong"}),
        ("injuries.ward", None, {"injuries.ward": "missing"}),
        ("other_insurer.estimate_yuan", None, {"other_insurer.estimate_yuan": "missing"}),
        ("car_location", "修理厂", {"car_location_has": "wrong"}),
        ("reporter.relation", None, {}),
        ("contact.name", "本人", {}),
    ],
)
def test_each_fault_about_the_hurt_is_seen(
    rear_ended: Scenario, path: str, value: Any, verdict: dict[str, str]
):
    said = [words for words in told(rear_ended) if "王芳" not in words or path != "contact.name"]
    found = findings(rear_ended, changed(HURT, path, value), said)
    assert {one.field: one.verdict for one in found if one.verdict != "right"} == verdict


def test_the_insurer_that_came_is_the_other_cars(rear_ended: Scenario):
    facts = copy.deepcopy(dict(rear_ended.facts))
    del facts["third_parties"][0]["insurer"]
    silent = replace(rear_ended, facts=facts)
    found = findings(silent, HURT, told(silent))
    assert [one for one in found if one.verdict != "right"] == []
    other = findings(silent, changed(HURT, "third_parties.0.insurer", "人保"), told(silent))
    assert [(one.field, one.verdict) for one in other if one.verdict != "right"] == [
        ("third_parties.insurer", "invented")
    ]


def test_of_a_list_part_is_credited(scraped: Scenario):
    found = findings(scraped, changed(SCRAPED, "own_damage", ["右前大灯", "前保险杠"]), told(scraped))
    assert next(one.share for one in found if one.field == "own_damage") == 0.5


def test_parties_are_paired_whatever_their_order(scraped: Scenario):
    other = {"kind": "行人"}
    record = changed(SCRAPED, "third_parties", [other, *SCRAPED["third_parties"]])
    assert not_right(scraped, record) == {"third_parties": "invented"}


def test_a_range_is_right_when_most_of_it_is(scratched: Scenario):
    def verdict(**times: Any) -> str:
        found = findings(scratched, times, told(scratched))
        return next(one.verdict for one in found if one.field == "accident_time")

    assert verdict(accident_time_range=["2026-05-08T20:00+08:00", "2026-05-09T06:00+08:00"]) == "right"
    assert verdict(accident_time="2026-05-09T02:00+08:00") == "right"
    assert verdict(accident_time_range=["2026-05-08T12:00+08:00", "2026-05-08T23:00+08:00"]) == "wrong"
    assert verdict(accident_time="2026-05-09T08:00+08:00") == "wrong"


def test_what_nobody_asks_is_missed_only_when_it_was_told(rear_ended: Scenario):
    record = changed(HURT, "police", None)
    assert findings_of(rear_ended, record, ["车拖走了"], "police.reported") == []
    assert findings_of(rear_ended, record, ["交警来过了"], "police.reported") == ["missing"]


def findings_of(scenario: Scenario, record: dict[str, Any], said: list[str], field: str) -> list[str]:
    return [one.verdict for one in findings(scenario, record, said) if one.field == field]


# --- the interview ------------------------------------------------------------------------------------------------


def call(scenario: Scenario, *steps: tuple[str, str], **more: Any) -> Play:
    """Make a play of ``(what the caller says, what the bot then asks)``."""
    turns = [Turn(None, Answer((("A-02", "请问您的车牌号是多少？"),), "plate"))]
    for words, asked in steps:
        says = (
            ("utter_registered", "报案号2690，短信会在一分钟内发给您")
            if asked == "guidance"
            else (f"utter_{asked}", "？")
        )
        turns.append(Turn(Event("speech", words, words, "plain"), Answer((says,), asked)))
    kept = {"report_number": "2690", "tasks": frozenset({"survey"}), "messages": 1}
    return Play(
        scenario, Switches(), tuple(turns), **{"final": SCRAPED, "outcome": "registered", **kept, **more}
    )


STRAIGHT = (
    ("我要报案 川A8K2P5", "policy_confirm"), ("对", "accident_time"), ("今天下午六点二十", "place"),
    ("成都二环高架永丰立交", "description"), ("他变道把我刮了", "driver"), ("我自己开的", "own_damage"),
    ("右前翼子板和右前大灯", "third_plate"), ("川A五五D二一", "third_owner"), ("李强", "third_damage"),
    ("他左后车门", "injured"), ("没有人受伤", "other_insurer"), ("没有", "at_scene"), ("还在现场", "contact_name"),
    ("联系我 周莉", "contact_phone"), ("就这个号码", "recap"), ("对", "guidance"), ("明白", "anything_else"),
)  # fmt: skip


def test_a_straight_call_has_no_fault(scraped: Scenario):
    judgement = judge(call(scraped, *STRAIGHT, before_recap=SCRAPED))
    assert (judgement.skipped, judgement.needless, judgement.repeated, judgement.harmed) == ([], [], [], [])
    assert judgement.whole
    assert judgement.turns == len(STRAIGHT)
    assert judgement.to_number is not None and judgement.to_number < judgement.seconds


def test_a_question_left_out_is_skipped(scraped: Scenario):
    steps = [(words, "other_insurer" if asked == "injured" else asked) for words, asked in STRAIGHT]
    steps = [(words.replace("没有人受伤", "没有"), asked) for words, asked in steps]
    assert judge(call(scraped, *steps)).skipped == ["injured"]


def test_a_place_half_told_and_never_asked_is_skipped(scraped: Scenario):
    steps = [(words, "description" if asked == "place" else asked) for words, asked in STRAIGHT]
    steps = [(words, asked) for words, asked in steps if not words.startswith("成都")]
    assert judge(call(scraped, ("我在二环上让人刮了", "plate"), *steps)).skipped == ["place"]
    assert judge(call(scraped, ("我在二环高架永丰那儿让人刮了", "plate"), *steps)).skipped == []


def test_a_question_left_out_because_it_was_told_is_not_skipped(scraped: Scenario):
    steps = [(words, "other_insurer" if asked == "injured" else asked) for words, asked in STRAIGHT]
    assert judge(call(scraped, ("我要报案 人没事", "plate"), *steps)).skipped == []


def test_what_was_told_well_enough_is_asked_needlessly(scraped: Scenario):
    opening = "川A8K2P5 今天下午六点二十在成都二环高架永丰立交那儿变道被刮了"
    assert judge(call(scraped, (opening, "policy_confirm"), *STRAIGHT[1:])).needless == [
        "accident_time", "place", "description",
    ]  # fmt: skip


def test_a_thin_mention_leaves_the_question_needed(scraped: Scenario):
    opening = "刚才在二环上被刮了"
    assert judge(call(scraped, (opening, "policy_confirm"), *STRAIGHT[1:])).needless == []


def test_what_the_flow_never_asks_here_is_needless(scraped: Scenario):
    steps = (*STRAIGHT[:11], ("没有", "hospital"), ("没去医院", "at_scene"), *STRAIGHT[12:])
    assert judge(call(scraped, *steps)).needless == ["hospital"]


def test_a_question_twice_in_a_row_is_repeated_unless_the_caller_gave_cause(scraped: Scenario):
    again = (*STRAIGHT[:3], ("成都二环高架", "place"), *STRAIGHT[3:])
    play = call(scraped, *again)
    assert judge(play).repeated == ["place"]
    excused = [
        Turn(Event("speech", "倒霉", "倒霉", "beside", excuses=True), turn.answer)
        if turn.event and turn.event.meant == "成都二环高架"
        else turn
        for turn in play.turns
    ]
    assert judge(Play(scraped, Switches(), tuple(excused), final=SCRAPED)).repeated == []


def test_a_correction_that_harms_another_fact_is_seen(scraped: Scenario):
    def harmed(after: dict[str, Any]) -> list[str]:
        corrected = Corrected(("accident_time",), "fix", "时间不对 是下午六点二十", before, after)
        return judge(call(scraped, *STRAIGHT, corrected=(corrected,))).harmed

    before = changed(SCRAPED, "accident_time", "2026-03-17T06:20+08:00")
    assert harmed(SCRAPED) == []
    assert harmed(changed(SCRAPED, "injuries", None)) == ["accident_time -> injuries.any"]
    assert harmed(changed(SCRAPED, "place", "下午")) == ["accident_time -> place_has"]
    assert harmed(changed(SCRAPED, "accident_time", "2026-03-17T07:20+08:00")) == []


def test_what_was_promised_and_is_not_there_is_seen(scraped: Scenario):
    assert judge(call(scraped, *STRAIGHT)).unkept == []
    assert judge(call(scraped, *STRAIGHT, messages=0)).unkept == ["message"]
    assert judge(call(scraped, *STRAIGHT, report_number="2691")).unkept == ["number"]
    assert judge(call(scraped, *STRAIGHT, tasks=frozenset())).unkept == ["survey task"]


def test_what_the_caller_holds_back_until_the_recap_is_not_judged_before_it(scraped: Scenario):
    correction = next(one for one in scraped.corrects if one.when == "recap")
    wrong = changed(SCRAPED, "contact.phone", "13900007788")
    play = call(scraped, *STRAIGHT, before_recap=wrong)
    assert [one.field for one in judge(play).before if one.verdict != "right"] == ["contact.phone"]
    held = Play(scraped, Switches(corrects=correction), play.turns, before_recap=wrong, final=SCRAPED)
    assert [one.field for one in judge(held).before if one.verdict != "right"] == []


# --- the figures --------------------------------------------------------------------------------------------------


def test_the_sums_are_those_of_the_calls(scraped: Scenario):
    good = judge(call(scraped, *STRAIGHT, before_recap=SCRAPED))
    wrong = changed(changed(SCRAPED, "plate", "川A8K2P6"), "injuries.deaths", 1)
    bad = judge(call(scraped, *STRAIGHT, before_recap=SCRAPED, final=wrong))
    told = figures([good, bad])
    facts = len(good.final)
    assert told["facts"] == 2 * facts
    assert told["before"] == 100.0
    assert told["final"] == round(100 * (2 * facts - 1) / (2 * facts), 1)
    assert told["invented"] == round(100 / (2 * facts), 2)
    assert told["whole"] == 50.0


def test_an_earlier_run_is_set_beside_for_the_calls_both_made(
    tmp_path: Path, scraped: Scenario, rear_ended: Scenario
):
    wrong = call(scraped, *STRAIGHT, before_recap=SCRAPED, final=changed(SCRAPED, "own_damage", ["右前大灯"]))
    other = call(rear_ended, *STRAIGHT, final=HURT)
    path = tmp_path / "before.json"
    path.write_text(
        json.dumps(results([(play, judge(play)) for play in (wrong, other)], ["dev"], shown=True))
    )
    assert figures_against(path, [(wrong, judge(wrong))]) == summary([judge(wrong)])


def test_the_report_sets_two_runs_side_by_side(scraped: Scenario):
    one = summary([judge(call(scraped, *STRAIGHT, before_recap=SCRAPED))])
    other = summary([judge(call(scraped, *STRAIGHT, final=changed(SCRAPED, "plate", "川A8K2P6")))])
    assert "| plate | 1 | 100.0 | 100.0 | 0 | 0 | 0 | 0.0 |" in report(one, other)


def test_a_wrong_fact_stands_beside_the_words_it_came_from(scraped: Scenario):
    play = call(scraped, *STRAIGHT, final=changed(SCRAPED, "place", "成都二环"))
    judgement = judge(play)
    wrong = [found for found in judgement.final if found.verdict != "right"]
    marks = placed(play, wrong)
    (number,) = marks
    event = play.turns[number].event
    assert event and event.meant == "成都二环高架永丰立交"
    assert "place_has wrong: 成都二环 | 二环、高架、永丰" in page(
        summary([judgement]), [(play, judgement)], "toy"
    )


def test_the_most_frequent_failures_come_first_with_words(scraped: Scenario):
    plays = [
        call(scraped, *STRAIGHT, final=changed(SCRAPED, "place", place))
        for place in ("成都", "二环", "永丰高架二环")
    ]
    lines = common([(play, judge(play)) for play in plays]).splitlines()
    assert lines == ["   2 place_has wrong · w00-01: 成都二环高架永丰立交 → 二环 | 二环、高架、永丰"]


def test_an_invented_fact_stands_beside_the_words_that_hold_it(scraped: Scenario):
    play = call(scraped, *STRAIGHT)
    found = Finding("place_has", "place", "nothing", "invented", None, "左后车门")
    (number,) = placed(play, [found])
    event = play.turns[number].event
    assert event and event.meant == "他左后车门"


def test_the_seconds_to_the_number_end_with_it(scraped: Scenario):
    number, after = (
        ("utter_registered", "报案号2690"),
        ("B-17", "下面我给您详细介绍一下办理车险索赔方面的内容"),
    )
    turn = Turn(Event("speech", "对", "对", "plain"), Answer((number, after), "guidance"))
    alone = Turn(turn.event, Answer((number,), "guidance"))
    kept: dict[str, Any] = {"report_number": "2690", "final": SCRAPED, "outcome": "registered"}
    with_more, without = (judge(Play(scraped, Switches(), (one,), **kept)) for one in (turn, alone))
    assert with_more.to_number == without.to_number
    assert with_more.seconds > without.seconds
