"""How the words stand to what happened, and whose it is; every rule beside what it must leave alone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from mandarin import context
from mandarin.read import read
from mandarin.span import ASSERTED, Span

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))

STANDS = {
    ("这还开得走不咯 高速上要拖车吧", "drivable"): "asked",
    ("你看还能开不", "drivable"): "asked",
    # where the car is now
    ("石子崩了玻璃 我现在停在枝江服务区", "parked"): "other_time",
    ("人没事 我这会儿先停在加油站", "parked"): "other_time",
    ("我停在路边等人 让人撞了", "parked"): ASSERTED,
    ("车现在停在小区里 门让人划了", "parked"): ASSERTED,
    # what is done at other times
    ("我原来老带学生去那儿比赛", "race"): "other_time",
    ("他从前飙车飙惯了", "race"): "other_time",
    ("平时喝点酒 今天没沾", "drink"): "other_time",
    ("俩人在路上飙车撞的", "race"): ASSERTED,
    # dodged by a pronoun
    ("电动车冲出来 我躲他 撞到护栏上了", "非机动车"): "dodged",
    ("电动车冲出来 我躲他没躲开 撞上了", "非机动车"): ASSERTED,
    # passed by, or left untouched
    ("跟一辆货车错车 轮子掉沟里了", "机动车"): "dodged",
    ("跟一辆货车错车没错开 蹭上了", "机动车"): ASSERTED,
    ("面包车倒是没碰着", "机动车"): "denied",
    ("面包车没碰着谁就跑了", "机动车"): "denied",
    # asked whether it is broken, or not known
    ("水箱漏没漏我不懂", "水箱"): "asked",
    ("底盘刮没刮到看不见", "底盘"): "asked",
    ("大灯坏了 别的我不懂", "大灯"): ASSERTED,
    # 不是A，是B
    ("不是追尾是他变道撞的我", "hit_vehicle"): "put_right",
    ("不是喝酒，是对方喝了", "drink"): "put_right",
    ("不是被追尾", "rear_ended"): "denied",
    ("我这不是追尾了嘛", "rear_end"): ASSERTED,
    # 没
    ("没有着火就是冒了点汽", "fire"): "denied",
    ("我从来不喝酒", "drink"): "denied",
    ("他没撞我", "hit_by_vehicle"): "denied",
    ("没看见前面有个电动车就撞上去了", "hit_nonmotor"): ASSERTED,
    ("没碰到别的车", "机动车"): "denied",
    ("没撞着护栏", "护栏"): "denied",
    ("不是电动车，是三轮车", "非机动车"): "put_right",
    ("没刹住撞了护栏", "护栏"): ASSERTED,
    ("没刹住撞了护栏", "hit_fixed"): ASSERTED,
    ("我没停车就走了", "left_scene"): ASSERTED,
    ("我没驾照", "no_licence"): ASSERTED,
    ("别人追尾我", "hit_vehicle"): ASSERTED,
    ("怎么可能酒驾呢", "drink"): "denied",
    ("我哪敢喝酒开车", "drink"): "denied",
    ("怎么喝了酒还开车", "drink"): ASSERTED,
    # whoever drank did not drive
    ("我爸喝了点白的没开 我开的", "drink"): "denied",
    ("兄弟喝了两杯就没敢开车走", "drink"): "denied",
    ("他喝了酒还开", "drink"): ASSERTED,
    # asked
    ("会不会着火啊", "fire"): "asked",
    ("要不要先报警啊", "police_called"): "asked",
    ("我这个算追尾吗", "hit_vehicle"): "asked",
    ("你们报警了没有", "police_called"): "asked",
    ("酒驾赔不赔", "drink"): "asked",
    ("我想问一下追尾一般怎么定责", "hit_vehicle"): "asked",
    ("撞了护栏的话赔多少", "hit_fixed"): "asked",
    ("差点翻沟里还好只是蹭到护栏", "hit_fixed"): ASSERTED,
    ("我报警了", "police_called"): ASSERTED,
    ("我追尾了怎么办", "rear_end"): ASSERTED,
    # supposed
    ("我怕撞到人就打方向了", "hit_pedestrian"): "supposed",
    ("要是大灯坏了能赔多少", "大灯"): "supposed",
    ("我以为他要追尾我", "hit_vehicle"): "supposed",
    ("我怕撞到人就打方向撞了护栏", "hit_fixed"): ASSERTED,
    ("恐怕是撞到人了", "hit_pedestrian"): ASSERTED,
    ("主要是左大灯裂了", "左前大灯"): ASSERTED,
    # dodged
    ("差点撞到一个老太太", "行人"): "dodged",
    ("险些追尾", "hit_vehicle"): "dodged",
    ("差点把后视镜刮掉", "后视镜"): "dodged",
    ("躲电动车撞了护栏", "非机动车"): "dodged",
    ("躲电动车撞了护栏", "hit_nonmotor"): "dodged",
    ("躲电动车撞了护栏", "hit_fixed"): ASSERTED,
    ("避让一个横穿马路的行人撞树上了", "行人"): "dodged",
    ("为了让一个电动车撞树上了", "非机动车"): "dodged",
    ("让一个电动车撞了", "非机动车"): ASSERTED,
    ("为了避让一个骑自行车的撞到护栏", "hit_nonmotor"): "dodged",
    ("避让前车急刹被后车追尾了", "rear_ended"): ASSERTED,
    ("躲电动车没躲开撞上了", "非机动车"): ASSERTED,
    ("躲三轮车没躲过去又撞墙上了", "非机动车"): "dodged",
    ("没躲开对面的车", "机动车"): ASSERTED,
    # another time
    ("上次追尾还没修呢", "hit_vehicle"): "other_time",
    ("去年那回是撞了护栏", "hit_fixed"): "other_time",
    ("上回前杠就裂了这回后杠也坏了", "前保险杠"): "other_time",
    ("上回前杠就裂了这回后杠也坏了", "后保险杠"): ASSERTED,
    ("两天以前追尾的", "hit_vehicle"): ASSERTED,
    ("左后门那个坑是以前就有的", "左后车门"): "other_time",
    ("左后门那个坑是这次撞的", "左后车门"): ASSERTED,
    ("车明天再拖走", "towed"): "other_time",
    ("离远点 那电瓶会炸的", "电瓶"): "supposed",
    ("电瓶炸了", "电瓶"): ASSERTED,
    ("车已经拖走了", "towed"): ASSERTED,
}
"""What was said, and the label or kind of road user in it: how the words stand to it."""

WHOSE = {
    ("对方司机喝酒了", "drink"): "other",
    ("撞我的人没驾照", "no_licence"): "other",
    ("追我尾那个喝多了", "drink"): "other",
    ("被一个酒驾的给撞了", "drink"): "other",
    ("喝酒的是对方", "drink"): "other",
    ("后面那车司机没有驾照", "no_licence"): "other",
    ("那个骑电动车的喝多了", "drink"): "other",
    ("我老公喝酒了，我开的", "drink"): "other",
    ("我们当家的喝酒了 所以我开的", "drink"): "other",
    ("我 陈美玲 开的 我老公坐副驾驶喝了酒", "drink"): "other",
    ("我喝了酒让我媳妇开的", "drink"): "other",
    ("酒后叫代驾", "drink"): "other",
    ("喝了点酒，代驾开的", "drink"): "other",
    ("对方车走不了了", "not_drivable"): "other",
    ("撞我的小伙子是跑滴滴的", "for_hire"): "other",
    ("他先走了", "left_scene"): "other",
    ("我喝了点酒", "drink"): "ours",
    ("我老公喝了酒开的车", "drink"): "ours",
    ("我表弟没驾照，他开我的车", "no_licence"): "ours",
    ("车借给朋友开，他喝多了撞了人跑了", "drink"): "ours",
    ("车借给朋友开，他喝多了撞了人跑了", "left_scene"): "ours",
    ("我撞了他就走了", "left_scene"): "ours",
    ("喝了点酒", "drink"): "",
    ("对方报警了", "police_called"): "",
    ("他那个后杠凹了我们的是前杠裂了", "后保险杠"): "other",
    ("他那个后杠凹了我们的是前杠裂了", "前保险杠"): "ours",
    ("我车前杠裂了，大灯也碎了", "大灯"): "ours",
    ("后保险杠", "后保险杠"): "",
    ("我看就后保险杠瘪了", "后保险杠"): "",
}
"""What was said, and the circumstance or part in it: whose it is."""


def spoken_of(said: str, label: str) -> Span | None:
    """Return the first span of a label, a part or a kind of road user."""
    spans = read(said, NOW)
    return next(
        (s for s in spans if s.value == label or (s.kind == "vehicle" and s.value["kind"] == label)), None
    )


def standing(said: str, label: str) -> str | None:
    span = spoken_of(said, label)
    return span.assertion if span else None


@pytest.mark.parametrize(("said", "label", "assertion"), [(*key, how) for key, how in STANDS.items()])
def test_how_the_words_stand(said: str, label: str, assertion: str) -> None:
    assert standing(said, label) == assertion


@pytest.mark.parametrize("row", range(len(context.RULES)))
def test_no_rule_is_idle(row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = [each for index, each in enumerate(context._COMPILED) if index != row]
    monkeypatch.setattr(context, "_COMPILED", tuple(rest))
    changed = [key for key, how in STANDS.items() if how != ASSERTED and standing(*key) != how]
    assert changed, context.RULES[row]


@pytest.mark.parametrize(("said", "label", "owner"), [(*key, whose) for key, whose in WHOSE.items()])
def test_whose_it_is(said: str, label: str, owner: str) -> None:
    span = spoken_of(said, label)
    assert span is not None
    assert span.owner == owner


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("躲电动车撞了护栏", "vehicle"),
        ("翻到护栏外边了", "property"),
        ("打死方向也没躲过去", "injury"),
        ("路都堵死了", "injury"),
        ("在小区后门蹭的", "part"),
        ("跟对面来车顶上了", "part"),
        ("从后备箱拿三角牌", "part"),
        ("把人家车屁股怼了", "injury"),
        ("在医院门口倒车蹭了一下", "injury"),
    ],
)
def test_words_that_only_look_like_a_value(said: str, kind: str) -> None:
    assert not [span for span in read(said, NOW) if span.kind == kind and span.assertion == ASSERTED]
