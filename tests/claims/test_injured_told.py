"""What is told of the injured along the call: it grows, is denied and put right, and only questions that make sense are asked of it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.hearing import hear
from actions.recap import changed as words_changed
from actions.recap import recap
from claims.conversation import Move, Turn, respond, understand
from claims.interview import CLAIM, Ask
from tests.claims.test_recap_corrections import NOW, READ, READING, put_right

STITCHED: dict[str, Any] = {
    "injured": True, "injured_count": 1, "injured_kind": ["车上人员"], "injury_severity": "额头缝了四针；脑震荡", "sent_hospital": True,
    "hospital": "市二院", "treated": True, "fee_paid": True, "fee_amount": 900,
}  # fmt: skip
GRAZED: dict[str, Any] = {
    "injured": True, "injured_count": 1, "injured_kind": ["车上人员"], "injury_severity": "膝盖擦破", "sent_hospital": False,
}  # fmt: skip


def at(asked: str, said: str, **more: Any) -> Move:
    """Return the move that words to a question lead to."""
    facts = {name: value for name, value in {**READ, **more}.items() if name != asked and value is not None}
    heard = hear(said, "inform", 0.3, NOW, asked)
    return understand(Turn("claim_report", facts, READING, heard, asked), lambda *_: None)


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("抢救那仨字划了 人没抢救过 脑震荡也没有确诊", "额头缝了四针；脑震荡没有确诊"),
        ("没有脑震荡 片子看了", "额头缝了四针"),
        ("脑震荡还说不准 等做核磁呢", "额头缝了四针；脑震荡还说不准"),
        ("还有右胳膊肘也青了", "额头缝了四针；脑震荡；右胳膊肘也青了"),
        ("不是额头 是下巴缝了四针", "脑震荡；下巴缝了四针"),
    ],
)
def test_how_badly_is_put_right_and_nothing_denied_is_added(said: str, severity: str) -> None:
    assert put_right(said, **STITCHED)[0]["injury_severity"] == severity


def test_what_was_paid_without_a_rescue_is_called_no_rescue_fee() -> None:
    changed, move = put_right("抢救费写得不对 没抢救 那九百是缝针的钱", **STITCHED)
    assert changed == {"treated": False} and move.standing == "recap"
    assert words_changed({**READ, **STITCHED}, move.facts, NOW) == "改为已付医院900元，其他不变"


def test_what_is_in_doubt_is_read_back_as_in_doubt() -> None:
    facts = {**READ, **GRAZED, "injury_severity": "可能是骨裂；膝盖擦破"}
    assert "可能是骨裂、膝盖擦破" in words_changed(READ, facts, NOW)
    assert "不清楚" not in recap({**facts, "injury_severity": "不清楚"}, NOW)


@pytest.mark.parametrize(
    ("said", "hospital"),
    [
        ("医院是军人医院 不是市二院", "军人医院"),
        ("不是市二院 在工人医院", "工人医院"),
        ("医院不是市二院", None),
    ],
)
def test_a_hospital_is_put_right_by_what_it_is_not(said: str, hospital: str | None) -> None:
    changed, move = put_right(said, **STITCHED)
    assert changed == {"hospital": hospital} and not move.lines


@pytest.mark.parametrize("said", ["对 还有等下他闺女拉他去中心医院", "对的 他家里人讲等会儿要送他去骨科医院"])
def test_who_is_yet_to_be_taken_was_not(said: str) -> None:
    move = at("recap", said, **GRAZED)
    assert move.facts["sent_hospital"] is False and not move.facts.get("hospital")


def test_who_is_to_be_moved_on_is_at_a_hospital() -> None:
    assert put_right("说是后天要转到省立医院", **STITCHED)[0].keys() <= {"also_said"}


def test_agreed_and_more_is_hurt() -> None:
    changed, _ = put_right("对 不过她下巴也磕破了 还有右脚踝", **GRAZED)
    assert changed == {"injury_severity": "膝盖擦破；下巴也磕破了,右脚踝"}


@pytest.mark.parametrize(
    ("said", "asked", "before", "severity"),
    [
        ("是左脚踝 前面讲反了", "recap", "右脚踝肿；头疼", "左脚踝肿；头疼"),
        ("没看清 哦我肩膀是左边的 说错了", "third_plate", "右肩膀疼", "左肩膀疼"),
        ("一个大人一个小孩 娃娃额头上个包 我左胳膊肘", "injured_count", "额头磕了个包；胳膊肘有点疼", "额头磕了个包；左胳膊肘有点疼"),
    ],
)  # fmt: skip
def test_a_side_is_put_right_and_no_injury_is_lost(said: str, asked: str, before: str, severity: str) -> None:
    assert at(asked, said, **{**GRAZED, "injury_severity": before}).facts["injury_severity"] == severity


def test_the_others_passengers_are_theirs() -> None:
    told = at("third_damage", "后杠瘪了 他那车上有个阿姨说腰闪了", injured=None)
    assert told.facts["injured_kind"] == ["第三者车上人员"]
    counted = at("injured_count", "就那一个乘客 别人都没事", **{**told.facts, "injured_count": None})
    assert counted.facts["injured_kind"] == ["第三者车上人员"]
    changed, _ = put_right("不是我车上的 是前头出租车里的乘客", **GRAZED)
    assert changed == {"injured_kind": ["第三者车上人员"]}


def test_one_more_who_was_elsewhere_is_one_more() -> None:
    move = at("third_plate", "没看见 他车上还有个老头胳膊擦伤了", **GRAZED)
    assert move.facts["injured_kind"] == ["车上人员", "第三者车上人员"]
    assert move.facts["injured_count"] == 2


@pytest.mark.parametrize("asked", ["own_damage", "at_scene", "contact_name", "police", "recap"])
def test_it_gets_worse_at_any_question(asked: str) -> None:
    move = at(asked, "哎哟他这会儿右脚脖子肿老高 站不起来了", **GRAZED)
    assert move.facts["injury_severity"] == "膝盖擦破；右脚脖子肿,站不起来"


@pytest.mark.parametrize("asked", ["own_damage", "at_scene", "contact_name", "recap"])
def test_who_is_hurt_only_now_hears_of_help_once(asked: str) -> None:
    move = at(asked, "哎呀我这虎口叫玻璃划了个口子")
    assert move.facts["injured"] is True
    reply = respond("claim_report", move)
    assert [line.response for line in reply.lines if line.response.startswith("utter_safety")]
    again = at(asked, "虎口还在流血", **{**reply.facts, asked: None})
    later = respond("claim_report", Move(again.facts, reply.progress))
    assert not [line.response for line in later.lines if line.response.startswith("utter_safety")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("injured", "有 后排我姑妈 罗桂芳 五十八 腰闪了"),
        ("injured_count", "一个 叫郭小满"),
        ("injured_kind", "坐副驾的是我外甥 十七岁"),
        ("recap", "对 她叫郭小满 四十一岁"),
    ],
)
def test_names_and_ages_of_the_injured_are_kept(asked: str, said: str) -> None:
    before = {**GRAZED, asked: None} if asked != "injured" else {"injured": None}
    assert at(asked, said, **before).facts["also_said"] == [said]


@pytest.mark.parametrize("said", ["一个 就我自己", "两个人"])
def test_and_nothing_else_is(said: str) -> None:
    assert not at("injured_count", said, **GRAZED).facts.get("also_said")


ASKS = {step.name: step for step in CLAIM if isinstance(step, Ask)}


@pytest.mark.parametrize("severity", ["脖子有点酸", "膝盖擦破皮", "脚踝肿了", "手背划了一下,腰疼"])
def test_nobody_asks_of_a_bruise_for_a_rescue_a_ward_or_its_fee(severity: str) -> None:
    facts = {"injured": True, "injured_count": 1, "sent_hospital": True, "injury_severity": severity}
    assert not [name for name in ("treated", "ward", "fee_paid") if ASKS[name].when(facts)]


@pytest.mark.parametrize("severity", ["额头缝了五针", "打了石膏"])
def test_who_was_stitched_was_not_rescued_but_may_have_a_ward(severity: str) -> None:
    facts = {"injured": True, "injured_count": 1, "sent_hospital": True, "injury_severity": severity}
    assert [name for name in ("treated", "ward", "fee_paid") if ASKS[name].when(facts)] == [
        "ward",
        "fee_paid",
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"injury_severity": "腿骨折"},
        {"injury_severity": "不知道"},
        {},
        {"injury_severity": "擦伤", "injured_count": 4},
    ],
)
def test_of_all_others_they_are_asked(more: dict[str, Any]) -> None:
    facts = {"injured": True, "injured_count": 1, "sent_hospital": True, **more}
    assert all(ASKS[name].when(facts) for name in ("treated", "ward", "fee_paid"))
    assert not ASKS["treated"].when({**facts, "sent_hospital": False})


TWO: dict[str, Any] = {"injured": True, "injured_count": 2, "injury_severity": "腿断了；额头破了"}


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("骑车的大爷胳膊断了 后座的小孙女膝盖磕破了", 2),
        ("我脖子疼 我媳妇手腕肿了", 2),
        ("对方司机腰扭了 副驾那个女的小腿骨折", 2),
        ("骑车的大姐腿断了 大姐头也磕破了", None),
        ("那小孩额头破了 小孩胳膊也擦破了", None),
        ("我儿子手划破了 这孩子脸也肿了", None),
    ],
)
def test_who_are_told_one_by_one_are_counted(said: str, count: int | None) -> None:
    assert at("injured", said, injured=None, injured_count=None).facts.get("injured_count") == count


@pytest.mark.parametrize(
    ("said", "asked", "known", "hospital"),
    [
        ("大爷拉到市二院 小孙女去的妇幼保健院", "sent_hospital", TWO, "市二院、妇幼保健院"),
        ("一个在市二院 一个在中医院", "hospital", TWO | {"sent_hospital": True}, "市二院、中医院"),
        ("还有一个老太太 拉到中医院了", "ward", TWO | {"sent_hospital": True, "hospital": "市二院"}, "市二院、中医院"),
        ("第二个也送的那家", "ward", TWO | {"sent_hospital": True, "hospital": "市二院"}, "市二院"),
        ("先拉到市二院 后来转到省人民医院了", "hospital", TWO | {"sent_hospital": True}, "省人民医院"),
        ("市二院 就是妇幼保健院旁边那个", "hospital", TWO | {"sent_hospital": True}, "市二院"),
        ("在市第二人民医院", "hospital", TWO | {"sent_hospital": True}, "市第二人民医院"),
    ],
)  # fmt: skip
def test_each_hospital_is_kept_where_the_injured_are_in_several(
    said: str, asked: str, known: dict[str, Any], hospital: str
) -> None:
    assert at(asked, said, **{"hospital": None, **known}).facts["hospital"] == hospital


def test_one_more_is_counted_where_all_counted_were_told_of() -> None:
    said = "还有一个老太太 手腕也摔断了"
    assert at("ward", said, **TWO, sent_hospital=True).facts["injured_count"] == 3
    assert (
        at("ward", said, **TWO | {"injury_severity": "腿断了"}, sent_hospital=True).facts["injured_count"]
        == 2
    )


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("就妞妞一个 啊 对了我自己脖子也有点疼 那算俩吧", 2),
        ("就我老公一个 后面那个车的司机也说头疼", 2),
        ("一个吧 司机也有点晕 算两个", 2),
        ("两个吧 哦还有我自己 三个", 3),
        ("两个 不 三个", 3),
        ("本来说一个 现在两个", 2),
        ("就她一个人受伤 我没事", 1),
        ("一个老头 头破了 胳膊也破了", 1),
        ("就我妈一个 她腰也有点疼", 1),
        ("三个 两个我车上的 一个他车上的", 3),
    ],
)
def test_the_last_number_counts_and_so_does_one_more_who_is_hurt(said: str, count: int) -> None:
    facts = at("injured_count", said, **{**STITCHED, "injury_severity": "头破了"}).facts
    assert facts["injured_count"] == count


@pytest.mark.parametrize(
    ("said", "count"), [("就妞妞一个伤了 我自己脖子也疼", 2), ("后面又上来一个 我脖子也疼", None)]
)
def test_one_more_is_counted_at_any_question_where_the_injured_were(said: str, count: int | None) -> None:
    facts = at("sent_hospital", said, injured=True).facts
    assert facts.get("injured_count") == count


ANOTHER: list[dict[str, Any]] = [
    {"kind": "机动车", "plate": "苏B12345", "owner": "胡军", "damage": ["前保险杠"]}
]


@pytest.mark.parametrize(
    ("asked", "said", "told"),
    [
        ("injured_count", "就一个 哦对了 对方车牌说错了 是苏B12346", {"injured_count": 1}),
        ("injured_count", "对方车牌不对 是苏B12346 伤了一个", {"injured_count": 1}),
        ("third_damage", "对方车牌不对 是苏B12346 他那边伤了两个人", {"injured_count": 2}),
        ("at_scene", "对方车牌说错了 是苏B12346 我们还在现场", {"at_scene": True}),
        (
            "sent_hospital",
            "对方车牌不对 是苏B12346 人送市二院了",
            {"sent_hospital": True, "hospital": "市二院"},
        ),
    ],
)
def test_what_is_told_in_one_breath_with_a_correction_is_taken_as_well(
    asked: str, said: str, told: dict[str, Any]
) -> None:
    facts = at(asked, said, injured=True, third_parties=ANOTHER).facts
    assert facts["third_parties"][0]["plate"] == "苏B12346"
    assert {name: facts.get(name) for name in told} == told


def test_the_words_of_a_correction_answer_no_question() -> None:
    facts = at("at_scene", "不对 对方车牌是苏B12346 不是苏B12345", injured=True, third_parties=ANOTHER).facts
    assert facts["third_parties"][0]["plate"] == "苏B12346" and "at_scene" not in facts


@pytest.mark.parametrize(
    ("asked", "said", "planned"),
    [
        ("sent_hospital", "还没送 一会儿去常州一院", "常州一院"),
        ("sent_hospital", "打算去市中医院", "市中医院"),
        ("at_scene", "还在 等会儿带孩子去儿童医院", "儿童医院"),
        ("sent_hospital", "没去 在家躺着", None),
        ("sent_hospital", "送市二院了", None),
    ],
)
def test_the_hospital_somebody_is_to_be_taken_to_is_kept_as_that(
    asked: str, said: str, planned: str | None
) -> None:
    facts = at(asked, said, injured=True, injured_count=1, injury_severity="头磕破了").facts
    assert facts.get("hospital_planned") == planned
    assert planned is None or not facts.get("hospital")


def test_where_somebody_is_to_be_taken_is_read_back_as_that() -> None:
    facts = {**READ, **GRAZED, "hospital_planned": "常州一院"}
    assert "准备送常州一院" in recap(facts, NOW)
