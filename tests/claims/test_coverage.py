from __future__ import annotations

import itertools
from datetime import date
from typing import Any, get_args

import pytest

from claims.coverage import (
    OWN_LOSS,
    RULES,
    VERDICTS,
    WEIGHING,
    Verdict,
    assess,
    cover_names,
    spoken_cover,
)
from claims.policy import Policy, Wording
from tests.claims.wording import forbidden_in

DAY = date(2026, 3, 10)
COVERS = (
    "交强险",
    "车损险",
    "三者险",
    "车上人员责任险",
    "玻璃险",
    "盗抢险",
    "自燃险",
    "涉水险",
    "划痕险",
    "车轮单独损失险",
    "发动机进水损坏除外特约",
)


def policy(*covers: str, clause: Wording = "2020", plate: str = "冀A6P72Q") -> Policy:
    start, end = date(2025, 8, 1), date(2026, 7, 31)
    return Policy("P1", plate, "LSVNV4180J2013725", "", "大众朗逸", "刘建民", "", clause, covers, start, end)


def judge(facts: dict[str, Any], *covers: str, clause: Wording = "2020", plate: str = "冀A6P72Q") -> Verdict:
    return assess(policy(*covers, clause=clause, plate=plate), facts, DAY, "found")


SINGLE = {"case_type": "collision_single", "injured": False}
FLOODED = {"case_type": "flood", "own_damage": ["发动机"]}

TABLE: list[tuple[str, dict[str, Any], str, str, str, str | None]] = [
    # what it shows                              facts                                  wording covers held        verdict         cover
    ("own car, alone, with cover", SINGLE, "2020", "交强险 车损险", "covered", "车损险"),
    ("own car, alone, without", SINGLE, "2020", "交强险 三者险", "not_covered", "车损险"),
    (
        "alone, somebody may be hurt",
        {"case_type": "collision_single"},
        "2020",
        "交强险",
        "undetermined",
        "车损险",
    ),
    (
        "alone, other's property",
        {**SINGLE, "property_damage": ["护栏"]},
        "2020",
        "交强险",
        "covered",
        "交强险",
    ),
    ("two cars, compulsory only", {"case_type": "collision_multi"}, "2020", "交强险", "covered", "交强险"),
    ("two cars, all", {"case_type": "collision_multi"}, "2014", "交强险 车损险 三者险", "covered", "车损险"),
    ("pedestrian", {"case_type": "pedestrian", "injured": True}, "2014", "交强险", "covered", "交强险"),
    ("cyclist", {"case_type": "collision_nonmotor"}, "2020", "交强险 三者险", "covered", "交强险"),
    (
        "only our passenger hurt",
        {"case_type": "collision_single", "injured": True, "injured_kind": ["车上人员"]},
        "2020",
        "交强险",
        "not_covered",
        "车损险",
    ),
    (
        "our passenger, with cover",
        {"case_type": "collision_single", "injured": True, "injured_kind": ["车上人员"]},
        "2020",
        "交强险 车上人员责任险",
        "covered",
        "车上人员责任险",
    ),
    ("hit by nobody known", {"case_type": "parked_hit_unknown"}, "2014", "交强险", "not_covered", "车损险"),
    (
        "hit by nobody known, cover",
        {"case_type": "parked_hit_unknown"},
        "2014",
        "车损险",
        "covered",
        "车损险",
    ),
    (
        "parked, other known, no cover",
        {"case_type": "parked_damage"},
        "2020",
        "交强险",
        "undetermined",
        "车损险",
    ),
    ("scratch 2014", {"case_type": "scratch"}, "2014", "交强险 车损险", "not_covered", "划痕险"),
    (
        "scratch 2020 still a rider",
        {"case_type": "scratch"},
        "2020",
        "交强险 车损险",
        "not_covered",
        "划痕险",
    ),
    (
        "scratch 2020 with rider",
        {"case_type": "scratch"},
        "2020",
        "车损险 车身划痕损失险",
        "covered",
        "划痕险",
    ),
    (
        "scratch by a bump",
        {"case_type": "scratch", "events": ["scratch", "hit_fixed"]},
        "2020",
        "车损险",
        "undetermined",
        "车损险",
    ),
    ("glass 2014", {"case_type": "glass"}, "2014", "交强险 车损险", "not_covered", "玻璃险"),
    (
        "glass 2014 with rider",
        {"case_type": "glass", "own_damage": ["前挡风玻璃"]},
        "2014",
        "玻璃险",
        "covered",
        "玻璃险",
    ),
    (
        "sunroof 2014",
        {"case_type": "glass", "own_damage": ["天窗玻璃"]},
        "2014",
        "玻璃险",
        "undetermined",
        None,
    ),
    ("glass 2020", {"case_type": "glass"}, "2020", "车损险", "covered", "车损险"),
    ("theft 2014", {"case_type": "theft"}, "2014", "交强险 车损险", "not_covered", "盗抢险"),
    ("theft 2014 with cover", {"case_type": "theft"}, "2014", "盗抢险", "covered", "盗抢险"),
    ("theft 2020", {"case_type": "theft"}, "2020", "车损险", "covered", "车损险"),
    ("theft 2020 without", {"case_type": "theft"}, "2020", "交强险 三者险", "not_covered", "车损险"),
    (
        "parts 2014",
        {"case_type": "theft", "events": ["parts_theft"]},
        "2014",
        "盗抢险 车损险",
        "excluded",
        None,
    ),
    ("parts 2020", {"case_type": "theft", "events": ["parts_theft"]}, "2020", "车损险", "undetermined", None),
    (
        "parts and a window",
        {"case_type": "theft", "events": ["parts_theft", "glass"]},
        "2014",
        "盗抢险",
        "undetermined",
        "盗抢险",
    ),
    ("tyre 2014", {**SINGLE, "events": ["tyre_only"]}, "2014", "车损险", "excluded", None),
    ("tyre 2020", {**SINGLE, "events": ["tyre_only"]}, "2020", "车损险", "not_covered", "车轮单独损失险"),
    (
        "tyre 2020 with rider",
        {**SINGLE, "events": ["tyre_only"]},
        "2020",
        "车轮单独损失险",
        "covered",
        "车轮单独损失险",
    ),
    (
        "tyres are all that was named",
        {**SINGLE, "own_damage": ["右前轮胎"]},
        "2020",
        "车损险",
        "undetermined",
        "车损险",
    ),
    ("engine 2014", FLOODED, "2014", "车损险", "not_covered", "涉水险"),
    ("engine 2014 with rider", FLOODED, "2014", "车损险 涉水险", "covered", "涉水险"),
    (
        "engine bonnet is no engine",
        {"case_type": "flood", "own_damage": ["发动机盖"]},
        "2014",
        "车损险",
        "undetermined",
        "车损险",
    ),
    ("flood 2014, engine unclear", {"case_type": "flood"}, "2014", "车损险", "undetermined", "车损险"),
    ("flood 2014, nothing", {"case_type": "flood"}, "2014", "交强险", "not_covered", "车损险"),
    ("flood 2020", {"case_type": "flood"}, "2020", "车损险", "covered", "车损险"),
    (
        "engine 2020, rider excludes",
        FLOODED,
        "2020",
        "车损险 发动机进水损坏除外特约",
        "excluded",
        "发动机进水损坏除外特约",
    ),
    (
        "flood 2020, rider, unclear",
        {"case_type": "flood"},
        "2020",
        "车损险 发动机进水损坏除外特约",
        "undetermined",
        "车损险",
    ),
    (
        "started again",
        {"case_type": "flood", "flood_restarted": True},
        "2020",
        "车损险",
        "undetermined",
        "车损险",
    ),
    ("fire 2014, cause unclear", {"case_type": "fire"}, "2014", "车损险", "undetermined", "车损险"),
    ("fire 2014, both covers", {"case_type": "fire"}, "2014", "车损险 自燃险", "covered", "车损险"),
    (
        "fire from outside",
        {"case_type": "fire", "fire_how": "旁边的垃圾桶引燃"},
        "2014",
        "车损险",
        "covered",
        "车损险",
    ),
    (
        "self-ignition 2014",
        {"case_type": "fire", "events": ["self_ignition"]},
        "2014",
        "车损险",
        "not_covered",
        "自燃险",
    ),
    (
        "self-ignition 2020",
        {"case_type": "fire", "events": ["self_ignition"]},
        "2020",
        "车损险",
        "covered",
        "车损险",
    ),
    ("falling", {"case_type": "falling_object"}, "2020", "交强险", "not_covered", "车损险"),
    ("hail", {"case_type": "parked_damage", "events": ["hail_storm"]}, "2014", "车损险", "covered", "车损险"),
]


@pytest.mark.parametrize(
    ("facts", "clause", "covers", "verdict", "cover"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_the_cover_an_accident_needs(
    facts: dict[str, Any], clause: Wording, covers: str, verdict: str, cover: str | None
) -> None:
    found = judge(facts, *covers.split(), clause=clause)
    assert (found.verdict, found.cover) == (verdict, cover), found.reason


def test_a_collision_with_compulsory_cover_only_tells_the_clerk_what_lacks() -> None:
    found = judge({"case_type": "collision_multi"}, "交强险")
    assert found.lacking == ("车损险",)
    assert "车损险" in found.reason


@pytest.mark.parametrize("clause", get_args(Wording))
@pytest.mark.parametrize("case", OWN_LOSS)
def test_every_case_wording_and_choice_of_covers_has_a_grounded_verdict_and_no_promise(
    case: str, clause: Wording
) -> None:
    # No rule looks at more than three covers at once.
    for size in (0, 1, 2, 3, len(COVERS)):
        for covers in itertools.combinations(COVERS, size):
            for injured in (None, False, True):
                found = judge({"case_type": case, "injured": injured}, *covers, clause=clause)
                assert found.verdict in VERDICTS
                assert found.clause
                assert found.reason.endswith("。")
                assert not forbidden_in(found.reason), found.reason
                if found.verdict == "covered":
                    assert found.cover in covers
                if found.verdict == "not_covered":
                    assert found.cover not in covers
                    assert found.cover in found.lacking


def test_a_cover_more_never_makes_a_verdict_worse() -> None:
    rank = {"not_covered": 0, "excluded": 0, "undetermined": 1, "covered": 2}
    usable = [cover for cover in COVERS if "除外" not in cover]
    for case, clause, extra in itertools.product(OWN_LOSS, get_args(Wording), usable):
        for size in range(2):
            for held in itertools.combinations(usable, size):
                facts = {"case_type": case, "injured": False}
                less, more = judge(facts, *held, clause=clause), judge(facts, *held, extra, clause=clause)
                assert rank[more.verdict] >= rank[less.verdict], (case, clause, held, extra)


def test_each_kind_of_loss_has_one_rule_a_wording() -> None:
    keys = [(rule.loss, rule.wording) for rule in RULES]
    assert len(set(keys)) == len(keys)
    assert {loss for loss, _ in keys} == {loss for loss, wording in keys if wording == "2014"}
    assert {loss for loss, _ in keys} == {loss for loss, wording in keys if wording == "2020"}
    assert set(OWN_LOSS.values()) <= {loss for loss, _ in keys}


@pytest.mark.parametrize("flag", WEIGHING)
def test_what_weighs_on_cover_is_left_to_people(flag: str) -> None:
    found = judge({**SINGLE, "flags": [flag]}, "交强险", "车损险")
    assert found.verdict == "undetermined"
    assert "人工" in found.reason


def test_a_missing_cover_stays_missing_whoever_drove() -> None:
    assert judge({**SINGLE, "flags": ["drink"]}, "交强险").verdict == "not_covered"


@pytest.mark.parametrize(
    ("accident", "verdict"),
    [
        (date(2025, 7, 31), "no_policy"),
        (date(2025, 8, 1), "covered"),
        (date(2026, 7, 31), "covered"),
        (date(2026, 8, 1), "expired"),
        (None, "undetermined"),
    ],
)
def test_both_ends_of_the_policy_are_in_force(accident: date | None, verdict: str) -> None:
    assert assess(policy("车损险"), SINGLE, accident, "found").verdict == verdict


def test_the_look_up_decides_when_there_is_no_policy() -> None:
    assert assess(None, SINGLE, DAY, "none").verdict == "no_policy"
    assert assess(None, SINGLE, DAY, "failed").verdict == "undetermined"
    assert assess(None, SINGLE, DAY, "found").verdict == "expired"


def test_an_unclear_case_is_left_open() -> None:
    assert judge({}, "车损险").verdict == "undetermined"
    assert judge({"case_type": "none"}, "车损险").verdict == "undetermined"


@pytest.mark.parametrize("plate", ["粤BDA3058", "京A12345D"])
def test_fire_flood_and_battery_of_a_new_energy_car_are_only_recorded(plate: str) -> None:
    assert judge({"case_type": "fire"}, "车损险", plate=plate).verdict == "undetermined"
    assert judge({**SINGLE, "own_damage": ["动力电池"]}, "车损险", plate=plate).verdict == "undetermined"
    assert judge(SINGLE, "车损险", plate=plate).verdict == "covered"


def test_a_trailer_has_no_compulsory_cover_of_its_own() -> None:
    found = judge({"case_type": "pedestrian", "injured": True}, "车损险", plate="鲁G7S25挂")
    assert found.verdict == "undetermined"
    assert "牵引车" in found.reason


def test_covers_that_are_not_itemised_are_not_called_missing() -> None:
    assert judge(SINGLE, "交强险", "商业险").verdict == "undetermined"


def test_covers_are_known_by_their_printed_names() -> None:
    printed = [
        "机动车损失保险",
        "机动车第三者责任保险",
        "机动车交通事故责任强制保险",
        "玻璃单独破碎险",
        "全车盗抢险",
    ]
    assert cover_names(printed) == {"车损险", "三者险", "交强险", "玻璃险", "盗抢险"}
    assert cover_names(["发动机涉水损失险"]) == {"涉水险"}
    assert cover_names(["发动机进水损坏除外特约条款"]) == {"发动机进水损坏除外特约"}
    assert cover_names(["机动车损失保险无法找到第三方特约险", "医保外医疗费用责任险"]) == frozenset()


def test_the_slot_of_the_sentence_brings_its_own_word() -> None:
    assert spoken_cover("车损险") == "车损"
    assert spoken_cover("车轮单独损失险") == "车轮单独损失"


def test_the_record_holds_the_contracts_fields_only() -> None:
    assert set(judge(SINGLE, "车损险").as_record()) == {"verdict", "cover", "clause", "reason"}
    assert set(assess(None, SINGLE, DAY, "none").as_record()) == {"verdict", "reason"}


def test_a_caller_who_does_not_know_has_not_told_of_a_loss() -> None:
    asked = {"case_type": "collision_single", "injured": "unknown", "own_damage": "unknown"}
    assert judge(asked, "交强险").verdict == "undetermined"
    flooded = {"case_type": "flood", "own_damage": "unknown", "flood_restarted": "unknown"}
    assert judge(flooded, "车损险").verdict == "covered"
