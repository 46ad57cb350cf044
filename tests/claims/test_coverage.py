from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from claims.coverage import OWN_LOSS, RULES, VERDICTS, WEIGHING, Verdict, assess, kinds_of, spoken_covers
from claims.coverage.names import covers_of
from claims.coverage.weighing import outside_territory
from claims.interview import WEIGHED
from claims.policy import Policy, Wording
from tests.claims.wording import forbidden_in

DAY = date(2026, 3, 10)
COVERS = (
    "交强险", "车损险", "三者险", "车上人员责任险", "玻璃险", "盗抢险", "自燃险", "涉水险", "划痕险", "车轮单独损失险",
    "发动机进水损坏除外特约",
)  # fmt: skip


def policy(*covers: str, clause: Wording = "2020", **other: Any) -> Policy:
    start, end = date(2025, 8, 1), date(2026, 7, 31)
    sold = Policy(
        "P1", "冀A6P72Q", "LSVNV4180J2013725", "", "大众朗逸", "刘建民", "", clause, covers, start, end
    )
    return replace(sold, **other)


def judge(facts: Mapping[str, Any], *covers: str, clause: Wording = "2020", **other: Any) -> Verdict:
    return assess(policy(*covers, clause=clause, **other), facts, DAY, "found")


def case(name: str, **facts: Any) -> dict[str, Any]:
    """A case in which nobody is hurt."""
    return {"case_type": name, "injured": False, **facts}


SINGLE = case("collision_single")
HURT_INSIDE = case("collision_single", injured=True, injured_kind=["车上人员"])
WINDSCREEN, TYRE, ENGINE = (
    {"own_damage": ["前挡风玻璃"]},
    {"own_damage": ["右前轮胎"]},
    {"own_damage": ["发动机"]},
)
OLD = "交强险 车损险 三者险"

# fmt: off
TABLE: list[tuple[str, dict[str, Any], str, str, str, str | None, str | None]] = [
    # clause and what it shows                     facts                      wording covers held          verdict         cover          what is said
    ("own car, alone",                             SINGLE,                     "2020", "交强险 车损险",      "covered",      "车损险",       None),
    ("own car, alone, without",                    SINGLE,                     "2020", "交强险 三者险",      "not_covered",  "车损险",       "not_covered"),
    ("alone, somebody may be hurt",                {"case_type": "collision_single"}, "2020", "交强险",     "undetermined", "车损险",       None),
    ("alone, another's railing",                   {**SINGLE, "property_damage": ["护栏"]}, "2020", "交强险", "covered",    "交强险",       None),
    ("two cars, compulsory only",                  case("collision_multi"),    "2020", "交强险",             "covered",      "交强险",       None),
    ("two cars, all",                              case("collision_multi"),    "2014", OLD,                  "covered",      "车损险",       None),
    ("two cars, compulsory sold elsewhere",        case("collision_multi"),    "2020", "玻璃险",             "undetermined", "交强险",       "people_decide"),
    ("pedestrian",                                 case("pedestrian", injured=True), "2014", "交强险",       "covered",      "交强险",       None),
    ("cyclist",                                    case("collision_nonmotor"), "2020", "交强险 三者险",      "covered",      "交强险",       None),
    ("our passenger hurt: nothing is denied him",  HURT_INSIDE,                "2020", "交强险",             "undetermined", "车上人员责任险", "people_decide"),
    ("our passenger, with cover",                  HURT_INSIDE,                "2020", "交强险 车上人员责任险", "covered",   "车上人员责任险", None),
    ("our passenger, accident insurance",          HURT_INSIDE,                "2020", "交强险 驾乘人员意外伤害保险", "covered", "驾乘意外险", None),
    ("hurt, in the car or not is open",            {**SINGLE, "injured": True}, "2020", "交强险",            "undetermined", "车上人员责任险", "people_decide"),
    ("hit by nobody known",                        case("parked_hit_unknown"), "2014", "交强险",             "not_covered",  "车损险",       "not_covered"),
    ("hit by nobody known, cover",                 case("parked_hit_unknown"), "2014", "车损险",             "covered",      "车损险",       None),
    ("2014 §18 parked, the other known",           case("parked_damage"),      "2020", "交强险",             "undetermined", "车损险",       "people_decide"),
    ("falling",                                    case("falling_object"),     "2020", "交强险",             "not_covered",  "车损险",       "not_covered"),
    ("2014 §6(4) hail on a parked car",            case("parked_damage", events=["hail_storm"]), "2014", "车损险", "covered", "车损险",     None),

    # Scratches: without a mark of a collision they need their rider under both wordings; a car's scratch is a collision.
    ("2014 §10(7) scratch",                        case("scratch"),            "2014", OLD,                  "undetermined", "划痕险",       "people_decide"),
    ("2020 scratch is still a rider",              case("scratch"),            "2020", OLD,                  "undetermined", "划痕险",       "people_decide"),
    ("2020 scratch with its rider",                case("scratch"),            "2020", "车损险 车身划痕损失险", "covered",   "划痕险",       None),
    ("scratch, neither cover",                     case("scratch"),            "2020", "交强险",             "not_covered",  "划痕险",       "not_covered"),
    ("scratch by an unknown car is a collision",   case("scratch", events=["scratch", "hit_unknown"]), "2014", OLD, "undetermined", "划痕险", "people_decide"),
    ("scratch by a bump",                          case("scratch", events=["scratch", "hit_fixed"]), "2020", "车损险", "undetermined", "划痕险", "people_decide"),

    # 2014 §10(7): panes alone need 玻璃险 whatever broke them, wheels alone are excluded; that nothing else broke is for the survey.
    ("2014 §10(7) glass",                          case("glass"),              "2014", OLD,                  "undetermined", "玻璃险",       "people_decide"),
    ("2014 §10(7) glass with the rider",           case("glass", **WINDSCREEN), "2014", "车损险 玻璃险",     "covered",      "玻璃险",       None),
    ("2014 glass, neither",                        case("glass"),              "2014", "交强险",             "not_covered",  "玻璃险",       "not_covered"),
    ("2014 glass rider: no sunroof",               case("glass", own_damage=["天窗玻璃"]), "2014", "玻璃险", "undetermined", None,           "people_decide"),
    ("2020 glass",                                 case("glass"),              "2020", "车损险",             "covered",      "车损险",       None),
    ("2014 §10(7) windscreen alone by hail",       case("parked_damage", events=["hail_storm"], **WINDSCREEN), "2014", OLD, "undetermined", "玻璃险", "people_decide"),
    ("2014 §10(7) windscreen alone by a branch",   case("falling_object", **WINDSCREEN), "2014", OLD,        "undetermined", "玻璃险",       "people_decide"),
    ("2014 §10(7) windscreen alone by a car",      case("parked_hit_unknown", **WINDSCREEN), "2014", OLD,    "undetermined", "玻璃险",       "people_decide"),
    ("2014 §10(7) windscreen alone by a bird",     {**SINGLE, "events": ["hit_animal"], **WINDSCREEN}, "2014", OLD, "undetermined", "玻璃险", "people_decide"),
    ("2014 §10(7) windscreen by hail, with rider", case("falling_object", **WINDSCREEN), "2014", "车损险 玻璃险", "covered", "玻璃险",       None),
    ("2014 §10(7) a tyre alone",                   {**SINGLE, "events": ["tyre_only"]}, "2014", OLD,         "undetermined", "车损险",       "people_decide"),
    ("2014 §10(7) a rim alone, parked",            case("parked_hit_unknown", own_damage=["轮毂"]), "2014", OLD, "undetermined", "车损险",   "people_decide"),
    ("2014 sunroof alone by a branch",             case("falling_object", own_damage=["天窗"]), "2014", OLD,  "undetermined", "车损险",       "people_decide"),
    ("2020 a tyre alone",                          {**SINGLE, **TYRE},         "2020", "车损险",             "undetermined", "车轮单独损失险", "people_decide"),
    ("2020 a tyre alone with its rider",           {**SINGLE, **TYRE},         "2020", "车损险 车轮单独损失险", "covered",   "车轮单独损失险", None),

    # 2014 §53, §10(6): a car kept by somebody known, and parts, are no theft of the car.
    ("2014 theft",                                 case("theft"),              "2014", OLD,                  "not_covered",  "盗抢险",       "not_covered"),
    ("2014 theft with its cover",                  case("theft"),              "2014", "盗抢险",             "covered",      "盗抢险",       None),
    ("2020 theft",                                 case("theft"),              "2020", "车损险",             "covered",      "车损险",       None),
    ("2020 theft without",                         case("theft"),              "2020", "交强险 三者险",      "not_covered",  "车损险",       "not_covered"),
    ("2014 §53(3) a friend who keeps the car",     case("theft", flags=["withheld"]), "2014", "盗抢险 车损险", "undetermined", None,         "people_decide"),
    ("2014 §53(3) without the cover either",       case("theft", flags=["withheld"]), "2014", OLD,           "undetermined", None,           "people_decide"),
    ("2014 §10(6) stolen parts",                   case("theft", events=["parts_theft"]), "2014", "盗抢险 车损险", "excluded", None,        "excluded"),
    ("2014 §10(6) stolen parts off a parked car",  case("parked_damage", events=["parts_theft", "parked"]), "2014", OLD, "excluded", None,  "excluded"),
    ("2020 stolen parts",                          case("theft", events=["parts_theft"]), "2020", "车损险",  "undetermined", None,           "people_decide"),
    ("2014 stolen parts and a window",             case("theft", events=["parts_theft", "glass"]), "2014", OLD, "undetermined", "车损险",   "people_decide"),
    ("2014 car and parts stolen",                  case("theft", events=["theft", "parts_theft"]), "2014", "盗抢险", "covered", "盗抢险", None),

    # 2014 §10(8): only the engine drops out; flood damage (§6(4)) and rescue (§7) stay.
    ("2014 §10(8) only the engine named",          case("flood", **ENGINE),    "2014", OLD,                  "undetermined", "车损险",       "people_decide"),
    ("2014 §10(8) engine, with 涉水险",            case("flood", **ENGINE),    "2014", "车损险 涉水险",      "covered",      "车损险",       None),
    ("2014 flood, neither",                        case("flood"),              "2014", "交强险",             "not_covered",  "车损险",       "not_covered"),
    ("2014 flood, somebody may be hurt",           {"case_type": "flood"},     "2014", "交强险",             "undetermined", "车损险",       None),
    ("2020 flood",                                 case("flood", **ENGINE),    "2020", "车损险",             "covered",      "车损险",       None),
    ("2020 only the engine named, rider excludes", case("flood", **ENGINE),    "2020", "车损险 发动机进水损坏除外特约", "undetermined", "车损险", "people_decide"),
    ("2014 §10(3) started again",                  case("flood", flood_restarted=True), "2020", "车损险",    "undetermined", "车损险",       "people_decide"),

    # 2014 §6(2): another's fire is a fire. Whether ours ignited by itself is for the fire brigade, whatever the caller says.
    ("2014 §6(2) fire from outside",               case("fire", events=["fire", "fire_from_outside"]), "2014", OLD, "covered", "车损险",    None),
    ("2014 fire from outside, the other is liable", case("fire", events=["fire_from_outside"]), "2014", "交强险", "undetermined", "车损险", "people_decide"),
    ("2014 §9(3) fire, cause unclear",             case("fire"),               "2014", OLD,                  "undetermined", "车损险",       "people_decide"),
    ("2014 self-ignition is only told",            case("fire", events=["fire", "self_ignition"]), "2014", OLD, "undetermined", "车损险",   "people_decide"),
    ("2014 fire, both covers",                     case("fire", events=["self_ignition"]), "2014", "车损险 自燃险", "covered", "车损险",    None),
    ("2014 fire, neither",                         case("fire"),               "2014", "交强险",             "not_covered",  "车损险",       "not_covered"),
    ("2020 self-ignition",                         case("fire", events=["self_ignition"]), "2020", "车损险", "covered",      "车损险",       None),

    # 2014 §26(3): a thing of one's own is no third party's; whose it is is established by people.
    ("2014 §26(3) own garage door",                {**SINGLE, "property_damage": ["门"], "flags": ["own_property"]}, "2014", "交强险", "undetermined", "交强险", "people_decide"),
    ("2014 §26(3) own garage door, own car covered", {**SINGLE, "property_damage": ["门"], "flags": ["own_property"]}, "2014", OLD, "covered", "车损险", None),
]
# fmt: on


@pytest.mark.parametrize(
    ("facts", "clause", "covers", "verdict", "cover", "said"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_the_cover_an_accident_needs(
    facts: dict[str, Any], clause: Wording, covers: str, verdict: str, cover: str | None, said: str | None
) -> None:
    found = judge(facts, *covers.split(), clause=clause)
    assert (found.verdict, found.cover, found.said) == (verdict, cover, said), found.reason


# --- what a denial rests on --------------------------------------------------------------------------------------

UNESTABLISHED: tuple[dict[str, Any], ...] = (
    *({"events": [name]} for name in ("self_ignition", "fire_from_outside", "tyre_only", "scratch", "glass", "hail_storm")),
    *({"events": [name]} for name in ("hit_unknown", "fled_other", "hit_fixed", "rollover", "ran_off", "flood", "fire", "smashed")),
    *({"flags": [name]} for name in (*WEIGHING, "withheld", "own_property", "late", "charging", "highway")),
    *({"own_damage": [part]} for part in ("发动机", "前挡风玻璃", "右前轮胎", "天窗", "动力电池", "左前门")),
    {"flood_restarted": True},
    {"place": {"text": "香港九龙"}},
)  # fmt: skip
"""What a caller tells of cause, extent and circumstances: nothing of it is established on the phone."""


def some_covers() -> Iterable[tuple[str, ...]]:
    # No loss looks at more than two covers at once; 交强险 is on every policy or on none.
    for size in (0, 1, 2, len(COVERS)):
        yield from itertools.combinations(COVERS, size)


@pytest.mark.parametrize("clause", get_args(Wording))
@pytest.mark.parametrize("name", OWN_LOSS)
def test_no_denial_rests_on_a_word_of_the_caller_that_is_not_established(name: str, clause: Wording) -> None:
    for covers in some_covers():
        denied = judge(case(name), *covers, clause=clause).verdict in ("not_covered", "excluded")
        for word in UNESTABLISHED:
            found = judge(case(name, **word), *covers, clause=clause)
            assert denied or found.verdict not in ("not_covered", "excluded"), (covers, word, found)


@pytest.mark.parametrize("clause", get_args(Wording))
@pytest.mark.parametrize("name", OWN_LOSS)
def test_every_case_wording_and_choice_of_covers_has_a_grounded_verdict_and_no_promise(
    name: str, clause: Wording
) -> None:
    for covers, injured in itertools.product(some_covers(), (None, False, True)):
        found = judge({"case_type": name, "injured": injured}, *covers, clause=clause)
        assert found.verdict in VERDICTS
        assert found.clause
        assert found.reason.endswith("。")
        assert not forbidden_in(found.reason), found.reason
        if found.verdict == "covered":
            assert found.cover in covers
        if found.verdict == "not_covered":
            assert found.cover not in covers
            assert found.cover in found.lacking
            assert found.said == "not_covered"
        if injured:
            assert found.said not in ("not_covered", "excluded")


def test_a_cover_more_never_makes_a_verdict_worse() -> None:
    rank = {"not_covered": 0, "excluded": 0, "undetermined": 1, "covered": 2}
    usable = [cover for cover in COVERS if "除外" not in cover]
    for name, clause, extra in itertools.product(OWN_LOSS, get_args(Wording), usable):
        for size in range(2):
            for held in itertools.combinations(usable, size):
                less, more = (
                    judge(case(name), *held, clause=clause),
                    judge(case(name), *held, extra, clause=clause),
                )
                assert rank[more.verdict] >= rank[less.verdict], (name, clause, held, extra)


def test_every_missing_cover_is_named() -> None:
    assert judge(case("flood"), "交强险", clause="2014").lacking == ("车损险", "涉水险")
    assert judge(case("scratch"), "交强险").lacking == ("划痕险", "车损险")
    assert judge(case("fire"), "交强险", clause="2014").lacking == ("车损险", "自燃险")
    found = judge(case("collision_multi"), "交强险")
    assert found.lacking == ("车损险",)
    assert "车损险" in found.reason


def test_each_kind_of_loss_has_one_rule_a_wording() -> None:
    keys = [(rule.loss, rule.wording) for rule in RULES]
    assert len(set(keys)) == len(keys)
    assert {loss for loss, _ in keys} == {loss for loss, wording in keys if wording == "2014"}
    assert {loss for loss, _ in keys} == {loss for loss, wording in keys if wording == "2020"}
    assert set(OWN_LOSS.values()) <= {loss for loss, _ in keys}


def test_articles_have_numbers_only_where_the_wording_was_read() -> None:
    cited = [rule.clause for rule in RULES] + [c for w in WEIGHING.values() for c in w.clauses.values()]
    for clause in (part for whole in cited for part in whole.split("；")):
        assert not ("2020" in clause and "条第" in clause), clause
        assert "2020示范条款第" not in clause, clause


# --- what weighs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "flag", [flag for flag in WEIGHING if flag not in ("outside_territory", "premium_unpaid")]
)
def test_what_weighs_on_cover_is_left_to_people(flag: str) -> None:
    found = judge({**SINGLE, "flags": [flag]}, "交强险", "车损险", clause="2014")
    assert (found.verdict, found.said) == ("undetermined", "people_decide")
    assert "人工" in found.reason


@pytest.mark.parametrize("flag", WEIGHED)
def test_a_circumstance_is_cited_under_the_wording_that_was_sold(flag: str) -> None:
    old = judge({**SINGLE, "flags": [flag]}, "交强险", "车损险", clause="2014").clause
    new = judge({**SINGLE, "flags": [flag]}, "交强险", "车损险", clause="2020").clause
    assert old
    assert "2014示范条款第" in old or "保险法" in old
    assert new
    assert "2014" not in new


def test_the_compulsory_cover_has_no_wording_but_its_regulation() -> None:
    hit = case("pedestrian", injured=True, injured_kind=["行人"])
    assert judge({**hit, "flags": ["drink"]}, "交强险").clause == "交强险条例第22条"
    assert judge({**hit, "flags": ["left_scene"]}, "交强险").verdict == "covered"


def test_what_weighs_is_noted_whatever_the_verdict() -> None:
    for covers in (["交强险"], ["交强险", "车损险", "涉水险"], ["交强险", "车损险"]):
        notes = judge(case("flood", flags=["second_start"]), *covers, clause="2014").notes
        assert any("进水后再次启动" in note for note in notes)


def test_2014_article_8_2_7_is_about_learning_without_an_instructor() -> None:
    found = judge({**SINGLE, "flags": ["learner"]}, "车损险", clause="2014")
    assert found.clause == "2014示范条款第8条第2项第7目"
    assert "教练员" in found.reason


def test_an_inspection_that_ran_out_weighs_under_the_2014_wording_only() -> None:
    told = {**SINGLE, "flags": ["inspection_expired"]}
    assert judge(told, "车损险", clause="2014").verdict == "undetermined"
    assert judge(told, "车损险", clause="2020").verdict == "covered"


def test_a_missing_cover_stays_missing_whoever_drove() -> None:
    assert judge({**SINGLE, "flags": ["drink"]}, "交强险").verdict == "not_covered"


@pytest.mark.parametrize(
    ("place", "outside"),
    [
        ("香港九龙弥敦道", True),
        ("澳门关闸", True),
        ("越南芒街", True),
        ("青岛香港中路", False),
        ("珠海情侣路", False),
        ("澳门路和香港路口", False),
        ("大连俄罗斯风情街", False),
    ],
)
def test_2014_article_2_the_territory(place: str, outside: bool) -> None:
    assert outside_territory({"text": place}) is outside
    found = judge({**SINGLE, "place": {"text": place}}, "车损险", clause="2014")
    assert found.verdict == ("undetermined" if outside else "covered")
    assert ("2014示范条款第2条" in str(found.clause)) is outside


def test_an_unpaid_premium_is_for_people_to_look_into() -> None:
    found = judge(SINGLE, "车损险", premium_paid=False)
    assert found.verdict == "undetermined"
    assert any("保险费" in note for note in found.notes)


# --- the policy ------------------------------------------------------------------------------------------------------


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


NEW_ENERGY = [
    {"plate": "粤BDA3058"},
    {"plate": "京A12345D"},
    {"plate": "", "model": "小米SU7"},
    {"plate": "", "model": "比亚迪唐DM"},
    {"plate": "", "model": "特斯拉Model 3"},
]


@pytest.mark.parametrize("car", NEW_ENERGY)
def test_fire_flood_and_battery_of_a_new_energy_car_are_only_recorded(car: dict[str, Any]) -> None:
    assert judge(case("fire"), "车损险", **car).verdict == "undetermined"
    assert judge({**SINGLE, "own_damage": ["动力电池"]}, "车损险", **car).verdict == "undetermined"
    assert judge(SINGLE, "车损险", **car).verdict == "covered"


@pytest.mark.parametrize("car", NEW_ENERGY)
def test_a_missing_cover_is_missing_of_a_new_energy_car_too(car: dict[str, Any]) -> None:
    assert judge(case("flood"), "交强险", "三者险", **car).verdict == "not_covered"


@pytest.mark.parametrize(
    "car", [{"plate": "", "model": "大众朗逸"}, {"plate": "京AD1024", "model": "别克英朗"}]
)
def test_another_car_is_none_of_them(car: dict[str, Any]) -> None:
    assert judge(case("fire"), "车损险", **car).verdict == "covered"


def test_the_new_energy_wording_is_in_force_from_27_december_2021() -> None:
    for start, verdict in ((date(2021, 12, 26), "covered"), (date(2021, 12, 27), "undetermined")):
        sold = policy("新能源汽车损失保险", plate="粤BDA3058", start=start, end=date(2022, 11, 30))
        assert assess(sold, case("fire"), date(2022, 3, 1), "found").verdict == verdict


def test_a_trailer_has_no_compulsory_cover_of_its_own() -> None:
    found = judge(case("pedestrian", injured=True), "车损险", plate="鲁G7S25挂")
    assert found.verdict == "undetermined"
    assert "牵引车" in found.reason
    assert found.elsewhere is None or found.elsewhere != "商业险"


@pytest.mark.parametrize("unknown", ["商业险", "全险", "机动车综合商业保险", "私家车无忧套餐", "尊享版"])
def test_a_name_no_rule_knows_is_no_missing_cover(unknown: str) -> None:
    for name in OWN_LOSS:
        found = judge(case(name), "交强险", unknown)
        assert found.verdict in ("covered", "undetermined"), name
    assert any(unknown in note for note in judge(SINGLE, "交强险", unknown).notes)


@pytest.mark.parametrize(
    ("printed", "held"),
    [
        ("机动车损失保险", {"车损险"}),
        ("机动车第三者责任保险", {"三者险"}),
        ("机动车交通事故责任强制保险", {"交强险"}),
        ("玻璃单独破碎险", {"玻璃险"}),
        ("全车盗抢险", {"盗抢险"}),
        ("发动机涉水损失险", {"涉水险"}),
        ("发动机进水损坏除外特约条款", {"发动机进水损坏除外特约"}),
        ("机动车损失保险无法找到第三方特约险", {"无法找到第三方特约险"}),
        ("医保外医疗费用责任险", set()),
        ("驾乘人员意外伤害保险", {"驾乘意外险"}),
        ("新能源汽车损失保险", {"车损险"}),
        ("新能源汽车第三者责任保险", {"三者险"}),
        ("新能源汽车车上人员责任保险", {"车上人员责任险"}),
        ("附加自用充电桩损失保险", set()),
        ("附加外部电网故障损失险", set()),
        ("车损险+三者险200万", {"车损险", "三者险"}),
        ("商业三者（100万元）", {"三者险"}),
        ("车损、三者及车上人员（司机）", {"车损险", "三者险", "车上人员责任险"}),
        ("道路救援服务特约条款", set()),
    ],
)
def test_covers_are_known_by_their_printed_names(printed: str, held: set[str]) -> None:
    assert covers_of([printed]).held == held
    assert covers_of([printed]).unknown == ()


def test_the_kinds_of_insurance_are_those_on_the_policy() -> None:
    assert kinds_of(["机动车交通事故责任强制保险"]) == ("交强险",)
    assert kinds_of(["交强险", "车损险"]) == ("交强险", "商业保险")
    assert kinds_of(["全险"]) == ("商业保险",)


@pytest.mark.parametrize(
    ("facts", "covers", "elsewhere"),
    [
        (SINGLE, "交强险", "商业险"),
        (SINGLE, "交强险 三者险", None),
        (case("collision_multi"), "交强险", "商业险"),
        (case("collision_multi"), "车损险 三者险", "交强险"),
        (SINGLE, "车损险 三者险", None),
        (case("collision_multi"), "交强险 车损险", None),
        (case("collision_multi"), "全险", None),
    ],
)
def test_a_policy_that_lies_elsewhere_is_named(
    facts: dict[str, Any], covers: str, elsewhere: str | None
) -> None:
    assert judge(facts, *covers.split()).elsewhere == elsewhere


def test_the_slot_of_the_sentence_brings_its_own_word() -> None:
    assert spoken_covers(["车损险"]) == "车损"
    assert spoken_covers(["车损险", "自燃险"]) == "车损险、自燃"


# --- the record and its notes ----------------------------------------------------------------------------------------


def test_the_record_holds_the_contracts_fields_and_the_notes() -> None:
    assert set(judge(SINGLE, "车损险").as_record()) == {"verdict", "cover", "clause", "reason"}
    assert judge(SINGLE, "交强险").as_record()["notes"] == ["未承保：车损险。"]
    assert set(assess(None, SINGLE, DAY, "none").as_record()) == {"verdict", "reason"}


REAR_ENDED = case("collision_multi", events=["rear_ended"])

# fmt: off
NOTES: list[tuple[str, dict[str, Any], str, str, str | None]] = [
    # what it shows                           facts                                     wording covers              note that must be there, or (None) must not: the word in the id
    ("2014 §11(1) deductible by fault",       SINGLE,                                    "2014", OLD,                "第11条第1项"),
    ("2014 §11(1) waived by its rider",       SINGLE,                                    "2014", OLD + " 不计免赔",  "附不计免赔"),
    ("2014 §11(2) nobody found",              case("parked_hit_unknown"),                "2014", OLD,                "30%"),
    ("2014 §11(2) with its own rider",        case("parked_hit_unknown"),                "2014", OLD + " 无法找到第三方特约险", "附无法找到第三方特约险"),
    ("交强险条例 22 drink",                    case("pedestrian", injured=True, flags=["drink"]), "2020", OLD,         "追偿"),
    ("2014 §26 the layer below",              case("collision_multi"),                   "2014", "车损险 三者险",    "第26条末款"),
    ("2014 §18 subrogation",                  REAR_ENDED,                                "2014", OLD,                "第18条"),
    ("程序规定 21 settled by agreement",       REAR_ENDED,                                "2020", OLD,                "自行协商"),
    ("each his own",                          REAR_ENDED,                                "2020", OLD,                "互碰自赔"),
    ("quickly",                               REAR_ENDED,                                "2020", OLD,                "快处快赔"),
    ("2014 §13 48 hours",                     {**SINGLE, "flags": ["late"]},             "2014", OLD,                "第13条"),
    ("2014 §8(3) inspection",                 {**SINGLE, "flags": ["inspection_expired"]}, "2014", OLD,              "第8条第3项"),
    ("2014 thresholds of the weather",        case("flood"),                             "2014", OLD,                "16毫米"),
    ("2014 §10(8) the engine alone",          case("flood", **ENGINE),                   "2014", OLD,                "仅发动机进水损坏除外"),
    ("2020 rider, the engine alone",          case("flood", **ENGINE),                   "2020", OLD + " 发动机进水损坏除外特约", "仅发动机进水损坏除外"),
    ("2014 §26(3) own property",              {**SINGLE, "property_damage": ["门"], "flags": ["own_property"]}, "2014", OLD, "第26条第3项"),
    ("2014 §2 territory",                     {**SINGLE, "place": {"text": "香港机场"}},  "2014", OLD,                "承保区域"),
    ("a car kept by somebody known",          case("theft", flags=["withheld"]),         "2020", OLD,                "相识的人"),
    ("what is missing",                       case("scratch"),                           "2020", OLD,                "未承保：划痕险"),
]
# fmt: on


@pytest.mark.parametrize(
    ("facts", "clause", "covers", "words"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES]
)
def test_the_clerk_finds_the_note(facts: dict[str, Any], clause: Wording, covers: str, words: str) -> None:
    assert [note for note in judge(facts, *covers.split(), clause=clause).notes if words in note]


@pytest.mark.parametrize("name", OWN_LOSS)
def test_no_deductible_is_told_of_the_2020_wording(name: str) -> None:
    for facts in (case(name), case(name, events=["hit_unknown"]), case(name, injured=True, flags=["drink"])):
        assert not [note for note in judge(facts, *COVERS).notes if "免赔" in note or "2014" in note]


@pytest.mark.parametrize(
    "facts",
    [
        {**REAR_ENDED, "injured": True},
        {"case_type": "collision_multi"},
        {**REAR_ENDED, "flags": ["dispute"]},
        {**REAR_ENDED, "flags": ["not_drivable"]},
    ],
)
def test_nothing_is_settled_quickly_where_people_or_police_are_needed(facts: dict[str, Any]) -> None:
    assert not [n for n in judge(facts, *OLD.split()).notes if "自行协商" in n or "快赔" in n or "自赔" in n]


def test_unit_and_trailer_agreements_and_the_charging_post_are_noted() -> None:
    assert any("主车与挂车" in note for note in judge(SINGLE, "车损险", plate="鲁G7S25挂").notes)
    assert any("主车与挂车" in note for note in judge(SINGLE, "车损险", model="豪沃牵引车").notes)
    agreed = judge(SINGLE, "车损险", agreements=("指定驾驶人",))
    assert any("指定驾驶人" in note for note in agreed.notes)
    charged = judge(case("fire", flags=["charging"]), "车损险", plate="粤BDA3058")
    assert any("充电桩" in note for note in charged.notes)


def test_a_caller_who_does_not_know_has_not_told_of_a_loss() -> None:
    asked = {"case_type": "collision_single", "injured": "unknown", "own_damage": "unknown"}
    assert judge(asked, "交强险").verdict == "undetermined"
    flooded = {"case_type": "flood", "own_damage": "unknown", "flood_restarted": "unknown"}
    assert judge(flooded, "车损险").verdict == "covered"


@pytest.mark.parametrize("kinds", [None, ["行人"], ["车上人员"]])
@pytest.mark.parametrize("name", ["pedestrian", "collision_single"])
@pytest.mark.parametrize("covers", ["交强险", "三者险", "交强险 车损险"])
def test_nothing_is_denied_where_somebody_may_have_been_hurt_on_foot(
    name: str, kinds: list[str] | None, covers: str
) -> None:
    facts = case(name, injured=True, injured_kind=kinds, own_damage=["后保险杠"])
    verdict = judge(facts, *covers.split())
    assert verdict.verdict in ("covered", "undetermined") and verdict.said in (None, "people_decide")


RIDER = {"case_type": "collision_nonmotor", "injured": True, "injured_kind": ["非机动车人员"], "third_parties": [{"kind": "非机动车"}]}  # fmt: skip


@pytest.mark.parametrize("damage", [[], ["前保险杠"]])
def test_both_covers_that_answer_for_a_rider_are_named(damage: list[str]) -> None:
    both = judge({**RIDER, "own_damage": damage}, "交强险", "车损险", "三者险")
    assert "交强险、三者险" in both.reason and both.verdict == "covered"
    one = judge({**RIDER, "own_damage": damage}, "交强险", "车损险")
    assert "三者险" not in one.reason and any("未承保三者险" in note for note in one.notes)


@pytest.mark.parametrize(
    ("relation", "story", "is_third"),
    [
        ("本人", "坡上没拉手刹 车溜下来压到我了", False),
        ("本人", "我老公倒车把我撞倒了 我站在车后面", False),
        ("本人", "让自己的车夹住腿了", False),
        ("配偶", "我倒车撞倒我老婆了", False),
        ("朋友", "倒车撞倒我妈了", True),
        ("本人", "倒车撞倒一个老太太", True),
        ("本人", "他的车溜下来撞到我车了", True),
    ],
)
def test_the_insured_is_no_third_party_to_their_own_car(relation: str, story: str, is_third: bool) -> None:
    told = {"case_type": "pedestrian", "injured": True, "injured_kind": ["行人"]}
    verdict = judge({**told, "relation": relation, "description": story}, "交强险", "三者险")
    assert (verdict.verdict == "covered") is is_third
    assert is_third or ("被保险人" in verdict.reason and verdict.said == "people_decide")
