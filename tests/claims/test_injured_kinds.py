"""Who the injured are (004/B-10): the script's own words, and what callers say instead."""

from __future__ import annotations

import pytest

from claims.interview import UNKNOWN
from tests.claims.test_answers import answered


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("非机动车人员", ["非机动车人员"]),
        ("是非机动车上的人", ["非机动车人员"]),
        ("第三者车上人员", ["第三者车上人员"]),
        ("第三者的车上人员", ["第三者车上人员"]),
        ("车上人员", ["车上人员"]),
        ("行人", ["行人"]),
        ("车上的 她坐我爸旁边", ["车上人员"]),
        ("就是我们车上坐的", ["车上人员"]),
        ("对方车上的司机", ["第三者车上人员"]),
        ("对方那个骑电动车的", ["非机动车人员"]),
        ("我车上的乘客和一个过马路的", ["车上人员", "行人"]),
        ("副驾上我家人还有对方司机", ["车上人员", "第三者车上人员"]),
        ("第三者车上人员和本车的乘客", ["第三者车上人员", "车上人员"]),
    ],
)
def test_the_injured_are_told_apart(said, kinds):
    assert answered("injured_kind", said, injured=True)["injured_kind"] == kinds


@pytest.mark.parametrize("said", ["还没到医院", "在去医院的路上呢", "刚上救护车，120拉走还在路上"])
@pytest.mark.parametrize("asked", ["sent_hospital", "hospital", "treated", "ward"])
def test_whoever_is_on_the_way_has_no_ward_yet(asked, said):
    facts = answered(asked, said, injured=True)
    assert facts["sent_hospital"] is True
    assert facts["ward"] == UNKNOWN


def test_the_hospital_they_are_driven_to_is_kept():
    assert answered("hospital", "还没到呢，往同仁医院送", injured=True)["hospital"] == "同仁医院"


@pytest.mark.parametrize(
    ("asked", "said", "fact", "value"),
    [
        ("injured", "没有 就蹭了一下 怎么会受伤呢", "injured", False),
        ("injured", "么人受伤 就我一个 好好的", "injured", False),
        ("injury_severity", "不严重 膝盖擦破皮了 他说不去医院", "sent_hospital", False),
        ("injured_count", "就我一个啊 哎我不是说了嘛别人没有", "injured_count", 1),
        ("injured", "当场死亡", "deaths", 1),
    ],
)
def test_the_hurt_are_heard_as_told(asked, said, fact, value):
    assert answered(asked, said)[fact] == value


@pytest.mark.parametrize(
    "said", ["还没呢 一二零在路上", "打算等会儿拉他去中医院瞧瞧", "没有 正等救护车呢", "叫了120了"]
)
@pytest.mark.parametrize("asked", ["sent_hospital", "hospital", "treated", "ward"])
def test_whoever_waits_on_the_kerb_is_asked_nothing_of_a_hospital(asked, said):
    sent = True if asked != "sent_hospital" else None
    facts = answered(asked, said, injured=True, sent_hospital=sent)
    assert facts["sent_hospital"] is False
    assert not any(facts.get(name) for name in ("hospital", "treated", "ward", "fee_paid"))


@pytest.mark.parametrize(
    ("case", "story", "said", "kinds"),
    [
        ("collision_single", "撞树上了 对方没人", "我媳妇额头磕个包", ["车上人员"]),
        ("collision_single", "撞护栏了", "对方司机胸口疼", None),
        ("collision_multi", "追尾了", "对方司机胸口疼", ["第三者车上人员"]),
        ("collision_multi", "让人追尾了", "我妈脖子扭了", ["车上人员"]),
        ("collision_single", "我爱人在后头帮我指挥 给顶墙上了", "我爱人腰伤着了", None),
        ("pedestrian", "倒车撞到我妈了", "我妈腿断了", None),
        ("parked_damage", "车停着自己溜坡了", "我爸脚压断了", None),
        ("pedestrian", "撞了个老头", "老头胯骨疼", ["行人"]),
        ("collision_multi", "跟面包车撞了", "一个老太太脖子疼", None),
        ("pedestrian", "我老婆倒车把我撞了 我在车后头搬东西", "我腰疼", None),
        ("pedestrian", "撞了个老头", "我自己手也划破了 坐副驾的我姨头也磕了", ["车上人员"]),
    ],
)
def test_who_is_hurt_is_taken_where_it_is_plain_and_else_asked(case, story, said, kinds):
    facts = answered("injured", said, case_type=case, description=story)
    assert facts["injured"] is True and facts.get("injured_kind") == kinds


@pytest.mark.parametrize("said", ["他在门口站着呢", "站车旁边的", "没在车上 在路边"])
def test_whoever_stood_outside_is_on_foot(said):
    assert answered("injured_kind", said, injured=True, case_type="pedestrian")["injured_kind"] == ["行人"]
