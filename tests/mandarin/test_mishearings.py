"""Words that were once read as what they do not say."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from mandarin.read import read
from mandarin.span import ASSERTED

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


def values(text: str, kind: str, asked: str | None = None) -> list[Any]:
    """Return what is asserted of a kind."""
    return [s.value for s in read(text, NOW, asked) if s.kind == kind and s.assertion == ASSERTED]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("轮胎没气了", "injury"),
        ("刹车不行了", "injury"),
        ("把手也断了", "injury"),
        ("前脸破了", "injury"),
        ("我想把车开走", "event"),
        ("油烧光了", "event"),
        ("两个人受伤送县医院", "place"),
        ("两个人受伤送县医院", "vehicle"),
        ("小朋友别跑", "person"),
        ("没有没敢再打火", "flag"),
        ("没敢再打火", "flag"),
        ("没有再启动", "flag"),
        ("人都是平安的", "insurer"),
    ],
)
def test_says_no_such_thing(text: str, kind: str) -> None:
    assert values(text, kind) == []


@pytest.mark.parametrize(
    ("text", "asked", "kind", "value"),
    [
        ("司机没气了", None, "injury", {"any": True, "deaths": 1}),
        ("我的手也断了", None, "injury", {"any": True, "severity": "手也断了", "kinds": ["车上人员"]}),
        ("车烧光了", None, "event", "fire"),
        ("对方是平安的", None, "insurer", "平安"),
        ("他在太平洋买的", None, "insurer", "太平洋"),
        ("老石", "third_owner", "person", {"surname": "石"}),
        ("覃国富", "contact_name", "person", {"name": "覃国富", "surname": "覃"}),
        ("没打听到", "other_insurer_name", "answer", "unknown"),
        ("又打了一次火", None, "flag", "second_start"),
        ("第三者车上人员", "injured_kind", "injury", {"any": True, "kinds": ["第三者车上人员"]}),
        ("一位非机动车人员", "injured_kind", "injury", {"any": True, "kinds": ["非机动车人员"]}),
        (
            "两个人家车里的一个我车上的",
            "injured_kind",
            "injury",
            {"any": True, "kinds": ["第三者车上人员", "车上人员"]},
        ),
        ("一死三伤", None, "injury", {"any": True, "deaths": 1, "count": 3}),
        ("前天晚上十点停的昨天六点出门就不见了", "accident_time", "event", "theft"),
        ("磕了膝盖", None, "injury", {"any": True, "severity": "磕了膝盖"}),
        ("两个人屁事没有", None, "injury", {"any": False}),
        ("前面那台黑车急刹", None, "vehicle", {"kind": "机动车", "said": "黑车", "count": 1}),
        ("后头那个大卡怼我了", None, "vehicle", {"kind": "机动车", "said": "大卡", "count": 1}),
        ("对方死不承任", None, "flag", "dispute"),
        ("上周就让师傅修好了", None, "flag", "repaired_already"),
        ("送到兰州协和医院了", None, "hospital", "兰州协和医院"),
        ("在市中新医院抢救", None, "hospital", "市中心医院"),
        ("撞到一个人受伤了", None, "vehicle", {"kind": "行人", "said": "一个人", "count": 1}),
    ],
)
def test_says_this(text: str, asked: str | None, kind: str, value: Any) -> None:
    assert value in values(text, kind, asked)


@pytest.mark.parametrize(
    ("text", "asked", "kind", "found"),
    [
        ("世茂广场地下停车场倒车撞墙上了后保险杠蹭掉漆了", None, "event", ["hit_fixed", "scratch"]),
        ("后保险杠和后备箱都撞坏了人都没事", None, "event", []),
        ("我撞上了前保险杠碎了人没事", None, "injury", [{"any": False}]),
        ("车顶和引擎盖砸了好多坑", None, "property", []),
        ("撞路灯杆上了她头磕破了前保险杠和水箱坏了", None, "part", ["前保险杠", "水箱"]),
        ("座椅和地毯都湿了", None, "part", ["座椅", "地毯"]),
        ("对方车牌辽A三三L零八", None, "vehicle", []),
        ("十分钟前车爆胎了", None, "vehicle", []),
        ("三个小时之后车冒烟了", None, "vehicle", []),
        ("我从来不喝白酒", None, "flag", []),
        ("后保险杠擦破点漆", None, "injury", []),
        ("被后边的面包车追尾了", None, "event", ["rear_ended"]),
        ("你们得给我保证全赔", "place", "place", []),
        ("救护车拉走了", "sent_hospital", "answer", ["yes"]),
        ("需要什么材料", "policy_confirm", "answer", []),
        ("烦死了怎么这么慢", "injured", "injury", []),
        ("你们什么破公司", "place", "place", []),
        ("我找一下行驶证", "plate", "place", []),
        ("下大雨桥底下积水我开进去就熄火了", None, "place", []),
    ],
)
def test_holds_no_more_than_was_said(text: str, asked: str | None, kind: str, found: list[Any]) -> None:
    assert values(text, kind, asked) == found


def test_a_relation_told_before_the_name_goes_with_it() -> None:
    [person] = values("我老公开的车他叫李建", "person")
    assert (person["name"], person["relation"]) == ("李建", "配偶")


def test_the_place_inside_a_range_of_time_is_kept() -> None:
    text = "昨天晚上九点停在四平市铁东区万达停车场今天早上六点半去开车发现车被偷了"
    [place] = values(text, "place")
    [time] = values(text, "time")
    assert (place["city"], place["landmark"]) == ("四平市", "万达停车场")
    assert (time["start"][:16], time["end"][:16]) == ("2026-03-09T21:00", "2026-03-10T06:30")


def test_whoever_flees_after_striking_the_caller_has_fled() -> None:
    assert "fled_other" in values("一辆出租车变道把我左前门刮了然后跑了没看清车牌", "event")
    assert "hit_by_vehicle" in values("被一辆倒车的货车给撞了", "event")
    assert len(values("后面一辆车撞上我把我顶到前面那辆车上了", "vehicle")) == 2


@pytest.mark.parametrize(
    ("text", "asked", "kind", "found"),
    [
        ("要拖车", "rescue", "vehicle", []),
        (
            "下大雨地下车库进水把车泡了",
            "description",
            "place",
            [{"text": "地下车库", "landmark": "地下车库"}],
        ),
        ("下暴雨路上积水车被淹了", "description", "place", []),
        ("对公司的车", "policy_confirm", "place", []),
        ("咕噜咕噜", "place", "place", []),
        ("啊啊啊啊啊啊啊啊啊", "policy_confirm", "answer", []),
        ("车停路边早上来发现整车被偷了", "description", "answer", []),
        ("前挡风玻璃被前面大货车溅起的石子崩裂了", "description", "event", ["glass"]),
        ("孩子卡在车里出不来了", None, "flag", ["trapped"]),
    ],
)
def test_holds_just_what_was_said(text: str, asked: str | None, kind: str, found: list[Any]) -> None:
    assert values(text, kind, asked) == found
