"""A correction: the new value wins, and what it does not speak of stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.hearing import hear
from claims.corrections import contradicts, corrected
from claims.interview import UNKNOWN
from claims.report import record_of

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
LAST_NIGHT = {"start": "2026-03-09T23:20+08:00", "end": None, "precision": "minute", "said": "昨晚十一点二十"}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("时间不对，是前天晚上，不是昨晚", "2026-03-08T23:20"),
        ("不对，是前天", "2026-03-08T23:20"),
        ("不对，是前天早上", "2026-03-08T05:00"),
        ("不对，是前天晚上九点", "2026-03-08T21:00"),
    ],
)
def test_another_day_keeps_the_hour_unless_the_hour_cannot_be(text: str, start: str) -> None:
    facts = corrected(hear(text, "correct", 0.9, NOW, "anything_else"), {"accident_time": LAST_NIGHT}, None)
    assert facts is not None
    assert facts["accident_time"]["start"].startswith(start)


def test_the_part_found_whole_after_all_leaves_the_list() -> None:
    facts = {"own_damage": ["左前车门", "左后车门", "左后视镜"]}
    said = hear("不对，是左前门和左后门，后视镜没事", "correct", 0.9, NOW, "recap")
    changed = corrected(said, facts, None)
    assert changed is not None
    assert changed["own_damage"] == ["左前车门", "左后车门"]


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        # A part told on another side changes alone.
        ("大灯说错了 是左边那个大灯", ["前保险杠", "右前大灯"], ["前保险杠", "左前大灯"]),
        ("右大灯好的 坏的是左大灯 加上中网", ["右前大灯", "中网"], ["左前大灯", "中网"]),
        # What is told as a whole is all of it.
        ("坏的是后杠 尾门 还有左后尾灯", ["后保险杠", "引擎盖"], ["后保险杠", "尾门", "左后尾灯"]),
        ("烧的是发动机 线束", ["轮胎", "发动机"], ["发动机", "线束"]),
        # A denial takes a part out, told more exactly or not.
        ("水箱没坏 我没说水箱坏", ["前保险杠", "水箱"], ["前保险杠"]),
        ("刚才那个大灯说错了 大灯没事 是前杠跟中网", ["右前大灯", "前保险杠"], ["前保险杠", "中网"]),
        # One more beside.
        ("还有左前大灯也碎了", ["右前大灯"], ["右前大灯", "左前大灯"]),
        ("我这边右后门也坏了", ["右前车门"], ["右前车门", "右后车门"]),
    ],
)
def test_damage_put_right_leaves_the_rest(text: str, before: list[str], after: list[str]) -> None:
    changed = corrected(hear(text, "correct", 0.9, NOW, "recap"), {"own_damage": before}, None)
    assert changed is not None
    assert changed["own_damage"] == after


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("ward", "我问了 是左边 左后门和左后叶子板", True),
        ("recap", "发动机没坏", True),
        ("ward", "还有左后门也花了", False),
        ("third_damage", "左后门和左后叶子板", False),
        ("ward", "左后门撞上电线杆了", False),
        ("ward", "骨科三床", False),
    ],
)
def test_the_other_side_needs_no_cue(asked: str, text: str, told: bool) -> None:
    facts = {"own_damage": ["右后车门", "右后翼子板", "发动机"]}
    assert contradicts(hear(text, "inform", 0.6, NOW, asked), facts, asked) is told


TWO_CARS: list[dict[str, Any]] = [
    {"kind": "机动车", "at": "前", "plate": "皖A3T90C", "owner": "吴平"},
    {"kind": "机动车", "at": "后", "plate": "湘F6D27Q", "owner": "白兰"},
]


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("说反了 前面那辆是湘F6D27Q 后面的才是皖A3T90C", ["湘F6D27Q", "皖A3T90C"]),
        ("对方后车车牌不对 是湘F6D27P", ["皖A3T90C", "湘F6D27P"]),
        ("还有辆绿皮卡鲁Q3D05T你没记上", ["皖A3T90C", "湘F6D27Q", "鲁Q3D05T"]),
        ("前面那辆车的车牌不对", [None, "湘F6D27Q"]),
        ("后面那辆没有车牌 你们记错了", ["皖A3T90C", UNKNOWN]),
    ],
)
def test_the_plate_of_the_party_named_is_put_right(text: str, plates: list[str | None]) -> None:
    facts = {
        "plate": "苏A3R90D",
        "policy_confirm": True,
        "case_type": "collision_multi",
        "third_parties": TWO_CARS,
    }
    changed = corrected(hear(text, "correct", 0.9, NOW, "recap"), facts, None)
    assert changed is not None
    assert [party.get("plate") for party in changed["third_parties"]] == plates
    assert [party.get("owner") for party in changed["third_parties"][:2]] == ["吴平", "白兰"]
    assert changed["plate"] == "苏A3R90D"


# --- whatever is put right, the rest of the record stays as it was, to the letter --------------------------------

RIGHT: Mapping[str, tuple[Sequence[str], Mapping[str, Any], frozenset[str]]] = {
    "plate": (
        ["车牌不对，是{}", "不对，我的车牌是{}", "不是这个车牌，应该是{}"],
        {"苏B72K9M": "苏B72K9M", "鲁Q3D05T": "鲁Q3D05T"},
        frozenset({"plate", "insured", "policy_no", "vin", "engine_no", "coverage", "reporter.name", "driver.name"}),
    ),
    "accident_time": (
        ["时间不对，是{}", "不对，是{}", "我说错了，应该是{}"],
        {"昨天下午四点二十": "2026-03-09T16:20+08:00", "今天早上六点半": "2026-03-10T06:30+08:00"},
        frozenset({"accident_time", "accident_time_range", "accident_time_said"}),
    ),
    "place": (
        ["地点不对，是在{}", "不对，地点是{}"],
        {"无锡市滨湖区蠡湖大道二百号": "无锡市滨湖区蠡湖大道二百号", "常州市武进区延政路": "常州市武进区延政路"},
        frozenset({"place", "place_keys"}),
    ),
    "driver.relation": (["不对，是{}开的车", "驾驶人不对，是{}开的"], {"我老婆": "配偶", "我弟弟": "兄弟姐妹"}, frozenset({"driver"})),
    "own_damage": (["损失不对，是{}", "受损的不对，应该是{}"], {"后保险杠": ["后保险杠"], "左后车门": ["左后车门"]}, frozenset({"own_damage"})),
    "injuries.count": (["不对，受伤的是{}", "不对，伤了{}"], {"三个人": 3, "四个人": 4}, frozenset({"injuries.count", "major_case"})),
    "injuries.hospital": (["医院不对，是{}", "不对，送的是{}"], {"市第二人民医院": "市第二人民医院"}, frozenset({"injuries.hospital"})),
    "injuries.fee_yuan": (["不对，垫了{}", "说错了，付了{}"], {"五千块": 5000, "八百块": 800}, frozenset({"injuries.fee_yuan"})),
    "contact.phone": (["电话不对，是{}", "不对，联系电话是{}"], {"13805120047": "13805120047"}, frozenset({"contact.phone"})),
    "contact.name": (["联系人不对，联系人是{}", "不对，联系{}"], {"孙皓": "孙皓", "周立群": "周立群"}, frozenset({"contact.name"})),
}  # fmt: skip
"""Field of the record -> how callers put it right, with what, and the fields that hang on it."""


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    """Make the facts of a report that is read back: an accident with another car and somebody hurt."""
    return {
        "plate": "苏A3R90D", "lookup": "found", "policy": {"covers": [], "insured_phone": "13900001101"}, "policy_confirm": True, "verified": True,
        "insured": draw(st.sampled_from(["刘建民", "邹晓梅"])), "policy_no": "PDAA2025", "caller_phone": "13900001101",
        "accident_time": {"start": "2026-03-10T07:45+08:00", "end": None, "precision": "minute", "told": "clock", "said": "七点四十五"},
        "place": {"text": draw(st.sampled_from(["南京市鼓楼区中山路八号", "苏州市姑苏区人民路三百号"])), "city": draw(st.sampled_from(["南京", "苏州"]))},
        "case_type": "collision_multi", "events": ["rear_ended"],
        "description": draw(st.sampled_from(["我等红灯，后面一辆车追尾了我", "并线的时候跟旁边的车刮上了"])),
        "driver": {"relation": "本人", "of": "insured"}, "own_damage": draw(st.lists(st.sampled_from(["右前大灯", "前保险杠", "右前翼子板"]), min_size=1, unique=True)),
        "third_parties": [{"kind": "机动车", "plate": draw(st.sampled_from(["浙C5H20P", UNKNOWN])), "owner": "钱国栋", "damage": ["尾灯"]}],
        "injured": True, "injured_count": draw(st.integers(1, 2)), "injury_severity": "轻伤", "sent_hospital": True, "hospital": "鼓楼医院",
        "treated": True, "ward": UNKNOWN, "injured_kind": ["行人"], "fee_paid": True, "fee_amount": draw(st.sampled_from([1000, 2600])),
        "other_insurer": draw(st.booleans()), "at_scene": draw(st.booleans()), "police": True, "rescue": draw(st.booleans()),
        "contact_name": draw(st.sampled_from(["本人", "孙浩"])), "contact_phone": "13900001101", "flags": draw(st.sampled_from([[], ["towed"]])),
    }  # fmt: skip


@st.composite
def corrections(draw: st.DrawFn) -> tuple[str, str, Any]:
    field = draw(st.sampled_from(sorted(RIGHT)))
    ways, values, _ = RIGHT[field]
    said = draw(st.sampled_from(sorted(values)))
    return field, draw(st.sampled_from(ways)).format(said), values[said]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(reports(), corrections())
def test_a_correction_leaves_the_rest_of_the_record_as_it_was(
    facts: dict[str, Any], correction: tuple[str, str, Any]
) -> None:
    field, said, value = correction
    after = corrected(hear(said, "correct", 0.9, NOW, "recap"), facts, None)
    assert after is not None, said
    before, now = _flat(record_of(facts, "c", "voice")), _flat(record_of(after, "c", "voice"))
    assert now[field] == value, said
    changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    hangs_on_it = RIGHT[field][2]
    assert {name for name in changed if not {name, name.split(".")[0]} & hangs_on_it} == set(), said


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the sections of a record side by side."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        inner = value if isinstance(value, dict) else None
        flat |= {name: value} if inner is None else {f"{name}.{key}": one for key, one in inner.items()}
    return flat
