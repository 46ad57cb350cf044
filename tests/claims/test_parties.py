"""Several other parties keep what is told of each together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import read_answer
from claims.conversation import Progress, Turn, understand
from claims.heard import Value
from claims.interview import MOTOR, NON_MOTOR, UNKNOWN
from claims.parties import (
    answered,
    assign,
    awaiting,
    listed,
    not_alone,
    ours_asked_for,
    ours_told_again,
    seen_from_our_car,
    told,
)
from claims.report import record_of
from claims.volunteered import volunteered
from claims.who import by_third_party

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
MULTI: dict[str, Any] = {"case_type": "collision_multi"}
TWO: dict[str, Any] = MULTI | {"third_parties": [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后"}]}


def told_in(text: str, asked: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts after an answer, and what was told beside it."""
    heard = hear(text, "inform", 0.6, NOW, asked)
    if by_third_party(heard, facts, asked):
        heard = seen_from_our_car(heard, asked)
    answer = read_answer(asked, heard, facts)
    facts = {**facts, **(answer.facts if answer else {})}
    return {**facts, **volunteered(heard, facts, asked)}


def fields(facts: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(party.get(name) for name in names) for party in listed(facts)]


def test_two_parties_told_in_one_breath_are_two() -> None:
    facts = told_in("前车甘A11111 后车甘A22222", "third_plate", MULTI)
    assert fields(facts, "plate") == [("甘A11111",), ("甘A22222",)]
    facts = told_in("前车车主张三 后车车主李四", "third_owner", facts)
    facts = told_in("前车后保险杠 后车前保险杠", "third_damage", facts)
    assert fields(facts, "plate", "owner", "damage") == [
        ("甘A11111", "张三", ["后保险杠"]),
        ("甘A22222", "李四", ["前保险杠"]),
    ]


def test_what_is_told_in_another_order_still_goes_to_its_own() -> None:
    facts = told_in("后面顶我的那个面包车是苏E7K312 前面那辆本田是苏E90B66", "third_plate", TWO)
    assert fields(facts, "plate") == [("苏E90B66",), ("苏E7K312",)]
    facts = told_in("面包车车主叫丁海 本田那个女的姓顾", "third_owner", facts)
    assert fields(facts, "owner") == [("姓顾",), ("丁海",)]
    facts = told_in("本田就后杠裂了 面包车前保险杠跟水箱都撞坏了", "third_damage", facts)
    assert fields(facts, "damage") == [(["后保险杠"],), (["前保险杠", "水箱"],)]


def test_one_answer_at_a_time_goes_to_the_party_asked_about() -> None:
    facts = TWO
    for asked, text in (
        ("third_plate", "苏E90B66"),
        ("third_owner", "顾小英"),
        ("third_plate", "没看清"),
        ("third_owner", "不晓得他叫啥"),
        ("third_damage", "没坏"),
    ):
        assert awaiting(facts, asked) is not None
        facts = told_in(text, asked, facts)
    assert fields(facts, "plate", "owner") == [("苏E90B66", "顾小英"), (UNKNOWN, UNKNOWN)]
    assert awaiting(facts, "third_plate") is None
    assert awaiting(facts, "third_damage") == 1


@pytest.mark.parametrize(
    ("text", "asked", "vehicle"),
    [
        ("后面一辆银色的途观追了我的尾", "description", "银色的途观"),
        ("让一辆黄色出租车给别了一下", "description", "黄色出租车"),
        ("是个骑蓝色小电驴的", "third_party", "蓝色小电驴"),
        ("是辆黑帕萨特 尾号三幺F", "third_plate", "黑帕萨特"),
        ("对方把我撞了", "description", None),
    ],
)
def test_what_another_car_is_stays_in_the_callers_words(text: str, asked: str, vehicle: str | None) -> None:
    known = MULTI | {"third_parties": [{"kind": MOTOR}]} if asked == "third_plate" else MULTI
    record = record_of(told_in(text, asked, known), "c-9", "voice")
    assert [party.get("vehicle") for party in record["third_parties"]] == [vehicle]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("尾号好像三幺F 前头没注意看", "尾号31F"),
        ("只看清了前面是鲁B的", "鲁B"),
        ("就记得里头有个9T", "9T"),
    ],
)
def test_half_a_plate_is_kept_and_not_asked_for_again(text: str, part: str) -> None:
    ours = {"plate": "鲁B5K20D", "policy_confirm": True}
    facts = told_in(text, "third_plate", MULTI | ours | {"third_parties": [{"kind": MOTOR}]})
    assert awaiting(facts, "third_plate") is None
    record = record_of(facts, "c-9", "voice")
    assert [(party.get("plate"), party.get("plate_part")) for party in record["third_parties"]] == [
        (None, part)
    ]
    whole = told_in("想起来了 车牌是鲁B931FT", "third_owner", facts)
    assert fields(whole, "plate", "plate_part") == [("鲁B931FT", None)]


def test_half_a_plate_of_who_fled_is_taken_from_the_story() -> None:
    text = "一辆白色轿车蹭了我就跑了 车牌只看到尾号七七D"
    facts = told_in(text, "description", MULTI)
    assert fields(facts, "plate", "plate_part", "vehicle", "fled") == [(UNKNOWN, "尾号77D", "白色轿车", True)]


def test_a_plate_told_piece_by_piece_is_none_of_it() -> None:
    answer = read_answer("third_plate", hear("鲁B", "inform", 0.6, NOW, "third_plate"), MULTI)
    assert answer is None or not answer.facts


@pytest.mark.parametrize(
    ("text", "theirs", "ours"),
    [
        ("后杠跟右边尾灯 尾灯是我们的 人家的没坏尾灯", ["后保险杠"], ["左前车门", "右后尾灯"]),
        ("引擎盖是他的 大灯是我车上的", ["引擎盖"], ["左前车门", "大灯"]),
        ("前杠和水箱 水箱那个不是她的 是咱的", ["前保险杠"], ["左前车门", "水箱"]),
        ("叶子板 大灯 都是对方的", ["翼子板", "大灯"], ["左前车门"]),
    ],
)
def test_a_part_told_of_two_cars_is_whose_it_is_said_to_be(
    text: str, theirs: list[str], ours: list[str]
) -> None:
    known = MULTI | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66"}], "own_damage": ["左前车门"]}
    facts = told_in(text, "third_damage", known)
    assert fields(facts, "damage") == [(theirs,)]
    assert facts["own_damage"] == ours


def test_what_we_are_only_to_check_is_no_damage_of_another_car() -> None:
    known = MULTI | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66"}], "own_damage": ["左后视镜"]}
    facts = told_in("你们记得核对一下那个镜子就行", "third_damage", known)
    assert (fields(facts, "damage"), facts["own_damage"]) == ([(None,)], ["左后视镜"])


@pytest.mark.parametrize(
    ("text", "owner", "driver"),
    [
        ("开车的叫鲍国平 车是他们厂里的", "他们厂里", "鲍国平"),
        ("车主是他丈人 他姓鲍", "他丈人", "姓鲍"),
        ("他说车是他哥的 师傅姓鲍", "他哥", "姓鲍"),
        ("车挂在老板名下 司机叫鲍国平", "老板", "鲍国平"),
        ("姓鲍的师傅 到底是不是他的车我没问", UNKNOWN, "姓鲍"),
        ("车是谁的不清楚 开车的是个小伙子 叫鲍国平", UNKNOWN, "鲍国平"),
        ("车主就是开车的 叫鲍国平", "鲍国平", "鲍国平"),
        ("开车的就是车主 姓鲍", "姓鲍", "姓鲍"),
        ("开车的姓温 车是他姐的 他姐叫鲍国英", "鲍国英", "姓温"),
        ("那人叫鲍国平 车是嗯他自己的", "鲍国平", "鲍国平"),
        ("车主叫鲍国平 就他", "鲍国平", None),
    ],
)
def test_who_owns_another_car_and_who_drove_it_are_told_apart(
    text: str, owner: str | None, driver: str | None
) -> None:
    facts = told_in(text, "third_owner", MULTI | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66"}]})
    assert fields(facts, "owner", "driver") == [(owner, driver)]
    assert "relation" not in facts


def test_one_car_has_one_owner_and_who_owns_and_drove_it_is_one() -> None:
    cars = [
        {"kind": MOTOR, "at": "前", "make": "捷达", "plate": "苏E90B66"},
        {"kind": MOTOR, "at": "后", "type": "大货", "sorts": ["货车"], "plate": "苏E77C01"},
    ]
    text = "鲍国平是捷达的 开大货那师傅叫柳青 车就是他自己的"
    facts = told_in(text, "third_owner", MULTI | {"third_parties": cars})
    assert fields(facts, "owner", "driver") == [("鲍国平", None), ("柳青", "柳青")]


@pytest.mark.parametrize(
    ("text", "owner", "insurer"),
    [
        ("她不肯说 只说她的车保的太平洋", UNKNOWN, "太平洋"),
        ("不晓得他叫啥", UNKNOWN, None),
        ("我上哪知道去 他就说他在平安买的", UNKNOWN, "平安"),
        ("人家没告诉我", UNKNOWN, None),
        ("银建公司的车", "银建公司", None),
        ("车主不就是通达出租车公司嘛 开车的师傅姓赵", "通达出租车公司", None),
        ("姓柏 大名没问", "姓柏", None),
        ("顺丰的", "顺丰的", None),
        ("我刚说了呀", None, None),
        ("车主是他老婆 叫顾小英 他保的人保", "顾小英", "人保"),
    ],
)
def test_the_owner_of_another_car(text: str, owner: str | None, insurer: str | None) -> None:
    facts = told_in(text, "third_owner", MULTI | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66"}]})
    assert fields(facts, "owner", "insurer") == [(owner, insurer)]


@pytest.mark.parametrize(
    ("text", "present", "insurer"),
    [
        ("对方的保险也还没来", False, None),
        ("他说他保的平安 人还没到", False, "平安"),
        ("来了 太平洋的 在拍照", True, "太平洋"),
        ("平安的", True, "平安"),
        ("他的车是人保的", None, "人保"),
        ("没有 就我俩在这", False, None),
    ],
)
def test_an_insurer_named_has_not_come(text: str, present: bool | None, insurer: str | None) -> None:
    facts = told_in(text, "other_insurer", MULTI)
    assert (facts.get("other_insurer"), fields(facts, "insurer")) == (present, [(insurer,)])


def test_our_damage_told_to_the_question_about_theirs_is_ours() -> None:
    facts = told_in("他那个后保险杠凹进去 我们的是前保险杠 中网烂了", "third_damage", MULTI)
    assert fields(facts, "damage") == [(["后保险杠"],)]
    assert facts["own_damage"] == ["前保险杠", "中网"]


def test_the_own_plate_is_never_the_others() -> None:
    facts = told_in("我的是皖B58F20", "third_plate", MULTI | {"plate": "皖B58F20", "policy_confirm": True})
    assert told(facts, "plate") == []


def test_of_a_bike_the_rider_is_kept_as_its_owner_and_no_plate_is_asked() -> None:
    bike: dict[str, Any] = {"case_type": "collision_nonmotor", "third_parties": [{"kind": NON_MOTOR}]}
    facts = told_in("我陈洪 这个电话 小哥姓蒋 美团的", "contact_name", bike)
    assert fields(facts, "kind", "owner", "driver") == [(NON_MOTOR, "姓蒋", None)]
    assert facts["contact_name"] == facts["reporter_name"] == "陈洪"
    assert awaiting(facts, "third_plate") is None


def test_an_owner_told_of_a_bike_makes_no_car() -> None:
    bike: dict[str, Any] = {"case_type": "collision_nonmotor", "third_parties": [{"kind": NON_MOTOR}]}
    facts = told_in("骑车那个女的叫宋丽娟", "third_owner", bike)
    assert fields(facts, "kind", "owner") == [(NON_MOTOR, "宋丽娟")]


def test_whose_it_is_may_be_told_behind() -> None:
    facts = told_in("我问过了 孙建国 那是后头嘞 前头嘞叫苗雨", "third_owner", TWO)
    assert fields(facts, "at", "owner") == [("前", "苗雨"), ("后", "孙建国")]


def test_a_plate_told_again_is_the_same_car() -> None:
    known = MULTI | {"third_parties": [{"kind": MOTOR, "at": "前", "plate": "苏E90B66"}]}
    facts = told_in("对方是丰田 苏E90B66 车主顾小英", "injured", known)
    assert fields(facts, "plate", "owner") == [("苏E90B66", "顾小英")]


@pytest.mark.parametrize("text", ["左边后面那个门瘪了", "前叉弯了 还有个筐", "前头车灯也碎了"])
def test_a_part_is_no_party(text: str) -> None:
    known: dict[str, Any] = {"case_type": "collision_nonmotor", "third_parties": [{"kind": NON_MOTOR}]}
    assert fields(told_in(text, "third_damage", known), "kind") == [(NON_MOTOR,)]


def test_what_is_known_of_a_party_is_not_told_away() -> None:
    known = MULTI | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66", "owner": "顾小英"}]}
    heard = hear("对方司机姓林", "inform", 0.6, NOW, "injured")
    assert assign(heard, known, None, []) == {}
    facts = told_in("对方司机姓林", "injured", known)
    assert fields(facts, "plate", "owner", "driver") == [("苏E90B66", "顾小英", "姓林")]


def test_an_answer_nobody_asked_for_changes_nothing() -> None:
    assert answered({"case_type": "collision_single"}, "third_plate", "苏E90B66") == {"third_parties": []}


THIRD_CALLS: tuple[tuple[str, str], ...] = (
    ("plate", "你们客户的车撞了我 他的车牌是苏A0V72D 我的是苏A5N83K"),
    ("driver", "他们那边一个小伙子 姓吉"),
    ("own_damage", "他的车前保险杠裂了"),
    ("third_owner", "我自己的呀 我叫丁建军"),
    ("third_damage", "左后门瘪了"),
)


def test_of_a_third_party_who_calls_my_car_is_the_other_car() -> None:
    facts: dict[str, Any] = {}
    for asked, text in THIRD_CALLS:
        facts = told_in(text, asked, facts)
    record = record_of(facts, "c-1", "voice")
    assert record["plate"] == "苏A0V72D"
    assert record["reporter"] == {"name": "丁建军", "relation": "第三者"}
    assert record["driver"] == {"name": "姓吉"}
    assert record["own_damage"] == ["前保险杠"]
    assert record["third_parties"] == [
        {"kind": MOTOR, "plate": "苏A5N83K", "owner": "丁建军", "damage": ["左后车门"]}
    ]


FOUND: dict[str, Any] = MULTI | {
    "plate": "苏A0V72D",
    "lookup": "found",
    "insured": "钱大海",
    "policy_confirm": True,
    "third_parties": [{"kind": MOTOR, "plate": "苏A5N83K"}],
}


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("我 丁建军", "丁建军"),
        ("我自家 丁建军", "丁建军"),
        ("俺自己 丁建军 丁香的丁", "丁建军"),
        ("车主就是我 丁建军 也是我开的", "丁建军"),
        ("就是我呀 古小岚 山字头的岚", "古小岚"),
        ("我自己的 车本上是我名字", "报案人"),
    ],
)
def test_who_says_to_own_the_other_car_is_the_third_party(said: str, owner: str) -> None:
    record = record_of(told_in(said, "third_owner", FOUND), "c-1", "voice")
    assert record["third_parties"][0]["owner"] == owner
    assert record["reporter"]["relation"] == "第三者"
    assert record["third_parties"][0].get("driver") == (owner if "开的" in said else None)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"relation": "本人"}, "我 钱大海"),
        ({}, "车主是我 钱大海"),
        ({"caller_phone": "13900001101", "policy": {"insured_phone": "13900001101"}}, "我自己的"),
        ({"relation": "配偶"}, "我 丁丽"),
        ({}, "他说是他自己的 叫丁建军"),
    ],
)
def test_the_insured_asked_for_the_other_owner_is_no_third_party(known: dict[str, Any], said: str) -> None:
    told = told_in(said, "third_owner", FOUND | known)
    assert told.get("relation") == known.get("relation")


def test_who_tells_the_other_plate_as_their_own_is_the_third_party() -> None:
    open_one = FOUND | {"third_parties": [{"kind": MOTOR}]}
    told = told_in("我的车牌是苏A5N83K 车主就是我 丁建军", "third_plate", open_one)
    assert told["relation"] == "第三者"
    assert fields(told, "plate", "owner") == [("苏A5N83K", "丁建军")]
    assert "relation" not in told_in("苏A5N83K", "third_plate", open_one)


HIT: dict[str, Any] = MULTI | {"third_parties": [{"kind": MOTOR}], "events": ["hit_vehicle"]}


@pytest.mark.parametrize("asked", ["third_plate", "third_owner", "third_damage"])
@pytest.mark.parametrize(
    ("said", "case", "kinds"),
    [
        ("没得车 她走路的", "pedestrian", ["行人"]),
        ("人家是走路的 哪来的车牌", "pedestrian", ["行人"]),
        ("过马路的一个大爷 没有车", "pedestrian", ["行人"]),
        ("冇车 就我一台车", "collision_single", []),
        ("没有别的车 撞的是石墩子", "collision_single", []),
        ("没有对方啊", "collision_single", []),
        ("没有汽车 他骑自行车的", "collision_nonmotor", [NON_MOTOR]),
    ],
)
def test_where_there_is_no_other_car_nothing_more_is_asked_of_it(
    asked: str, said: str, case: str, kinds: list[str]
) -> None:
    known = {"third_plate": {}, "third_owner": {"plate": UNKNOWN}, "third_damage": {"plate": UNKNOWN}}[asked]
    known = known | ({"owner": UNKNOWN} if asked == "third_damage" else {})
    told = told_in(said, asked, HIT | {"third_parties": [{"kind": MOTOR, **known}]})
    assert told["case_type"] == case
    assert [party["kind"] for party in listed(told)] == kinds
    assert all(awaiting(told, question) is None for question in ("third_plate", "third_owner"))


@pytest.mark.parametrize(
    "said", ["没有车牌", "没看到他的车", "他车没上牌", "没注意 车都走了", "没车主的消息", "那车没有牌照"]
)
def test_a_car_without_a_plate_is_one_all_the_same(said: str) -> None:
    told = told_in(said, "third_plate", HIT)
    assert fields(told, "kind", "plate") == [(MOTOR, UNKNOWN)]
    assert told["case_type"] == "collision_multi"


def test_no_further_car_leaves_the_one_told_of() -> None:
    one = HIT | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66", "owner": "顾小英"}]}
    assert fields(told_in("没有别的车了", "third_damage", one), "plate") == [("苏E90B66",)]


def test_the_car_of_whom_the_caller_rings_for_is_none_of_theirs() -> None:
    told = told_in("我是物业的 车主不在 花盆掉下来砸她车上了", "plate", {})
    assert not listed(told)
    struck = told_in("我是他同事 他撞了他的车", "plate", {})
    assert fields(struck, "kind") == [(MOTOR,)]


OPENINGS = [
    "你好 我不是你们客户 我是对方 我车苏A5N83K 昨天被苏A0V72D撞了 开车的叫孔祥",
    "我是被撞的那个 他那车苏A0V72D 钱进开的",
    "撞我的那辆车保在你们这里 他的车牌苏A0V72D 开车的是孔祥",
]


@pytest.mark.parametrize("said", OPENINGS)
def test_the_plate_of_a_third_party_is_never_the_insureds(said: str) -> None:
    told = told_in(said, "plate", {})
    assert told["relation"] == "第三者"
    assert told["plate"] == "苏A0V72D"
    assert told["driver"]["name"] in ("孔祥", "钱进")
    assert all(party.get("driver") is None for party in listed(told))


def test_first_words_of_a_third_party_put_nothing_right() -> None:
    heard = hear(OPENINGS[0], "report_accident", 0.95, NOW, "plate")
    turn = Turn("claim_report", {}, Progress(spoken=True), heard, "plate")
    move = understand(turn, lambda intent, facts, said: None)
    assert "utter_corrected" not in [line.response for line in move.lines]
    assert move.facts["relation"] == "第三者"
    assert move.facts["plate"] == "苏A0V72D"


def test_the_owner_known_by_name_names_the_party() -> None:
    parties = [{"kind": "机动车", "owner": "钱晓"}, {"kind": "机动车", "owner": "贺平"}]
    facts = told_in("贺平那个前杠裂了 钱晓的后杠和尾门", "third_damage", {**MULTI, "third_parties": parties})
    assert fields(facts, "owner", "damage") == [("钱晓", ["后保险杠", "尾门"]), ("贺平", ["前保险杠"])]


def test_only_what_is_said_to_be_ours_is_ours_where_theirs_is_asked() -> None:
    facts = told_in(
        "前杠 机盖 还有他左边那个大灯", "third_damage", {**MULTI, "third_parties": [{"kind": "机动车"}]}
    )
    assert fields(facts, "damage") == [(["前保险杠", "引擎盖", "左前大灯"],)]
    assert "own_damage" not in facts


def test_a_plate_told_again_means_the_same_car() -> None:
    two = [
        {"kind": "机动车", "at": "前", "plate": "皖A7Q26M", "owner": "董小军"},
        {"kind": "机动车", "at": "后"},
    ]
    answer = read_answer(
        "third_plate", hear("皖A7Q26M", "inform", 0.6, NOW, "third_plate"), {**MULTI, "third_parties": two}
    )
    assert answer is not None
    assert [party.get("plate") for party in answer.facts["third_parties"]] == ["皖A7Q26M"]


def test_a_plate_of_another_car_may_come_in_pieces() -> None:
    heard = replace(
        hear("湘F", "inform", 0.6, NOW, "third_plate"),
        values=(Value("plate", {"plate": "湘F"}, problem="part"),),
    )
    answer = read_answer("third_plate", heard, MULTI | {"plate": "湘A90K11"})
    assert answer is not None
    assert (answer.problem, answer.pending) == ("part", {"value": "湘F"})


@pytest.mark.parametrize(
    ("known", "asked", "text", "field", "expected"),
    [
        # A lorry and a car: what is of the same sort is the same one, whatever it is called.
        (
            [{"kind": MOTOR, "type": "半挂", "sorts": ["货车"]}, {"kind": MOTOR, "type": "轿车", "sorts": ["轿车"]}],
            "third_damage", "大车前杠跟驾驶室 小车就后杠还有尾门", "damage",
            [["前保险杠", "驾驶室"], ["后保险杠", "尾门"]],
        ),
        # The one that struck us came from behind.
        (
            [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后"}],
            "third_owner", "撞我那个叫吕平 我撞上的那个叫白小兰", "owner", ["白小兰", "吕平"],
        ),
        # The one before the one in front.
        (
            [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR}],
            "third_plate", "最前面那辆苏E90B66 前面那辆苏E7K312", "plate", ["苏E7K312", "苏E90B66"],
        ),
        # Told behind each.
        (
            [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后"}],
            "third_owner", "姓吕 吕平 撞我那个 姓白 白小兰 是前面宿州的", "owner", ["白小兰", "吕平"],
        ),
        # Told before each, but for the first.
        (
            [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后"}],
            "third_damage", "这个后杠跟尾门 后面那台前杠跟机盖", "damage", [["后保险杠", "尾门"], ["前保险杠", "引擎盖"]],
        ),
        # Two colours.
        (
            [{"kind": MOTOR, "colour": "白"}, {"kind": MOTOR, "colour": "黑"}],
            "third_damage", "黑车后杠 白车左前门", "damage", [["左前车门"], ["后保险杠"]],
        ),
    ],
)  # fmt: skip
def test_what_a_party_is_called_tells_which(
    known: list[dict[str, Any]], asked: str, text: str, field: str, expected: list[Any]
) -> None:
    facts = told_in(text, asked, {**MULTI, "third_parties": known})
    assert [party.get(field) for party in listed(facts)] == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("左边讲错了 是右后门 右后叶子板", {"part"}),
        ("大灯说错了 是右大灯 左后门没错", {"part"}),
        ("左后门 左后叶子板", {"third_part"}),
        ("他右后门 右后叶子板 我讲错了", {"third_part"}),
        ("说错了 是前杠跟中网", {"third_part"}),
    ],
)
def test_ours_may_be_put_right_while_theirs_is_asked_for(text: str, kinds: set[str]) -> None:
    facts = {"own_damage": ["左后车门", "左后翼子板", "左前大灯"]}
    heard = ours_told_again(hear(text, "inform", 0.6, NOW, "third_damage"), facts, "third_damage")
    assert {part.kind for part in heard.all("part", "third_part")} == kinds


@pytest.mark.parametrize(
    "text", ["他的电瓶车前叉歪了 大灯也碎了", "电动车前叉弯了 车灯碎了", "骑手那个车 前叉跟灯"]
)
def test_a_bike_told_of_in_other_words_is_the_same_bike(text: str) -> None:
    bike = {"kind": NON_MOTOR, "said": "送外卖的"}
    facts = told_in(text, "third_damage", {"case_type": "collision_nonmotor", "third_parties": [bike]})
    assert fields(facts, "kind", "damage") == [(NON_MOTOR, ["前叉", "车灯"])]


def test_plates_told_of_each_once_more_go_to_their_own() -> None:
    known = [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后", "plate": "苏E90B66"}]
    facts = told_in("前头的苏E90B66 后头的苏E7K312", "third_plate", {**MULTI, "third_parties": known})
    assert fields(facts, "at", "plate") == [("前", "苏E90B66"), ("后", "苏E7K312")]


def test_a_plate_right_behind_the_place_is_of_the_car_there() -> None:
    facts = told_in("前头苏E90B66", "third_plate", TWO)
    assert fields(facts, "at", "plate") == [("前", "苏E90B66"), ("后", None)]


@pytest.mark.parametrize("text", ["车都没影了 我没法儿看啊", "撞哪儿我可说不上来", "看不着啊"])
def test_who_could_not_see_it_tells_no_damage(text: str) -> None:
    facts = told_in(text, "third_damage", {**MULTI, "third_parties": [{"kind": MOTOR, "at": "前"}]})
    assert fields(facts, "damage") == [(UNKNOWN,)]


def test_a_surname_becomes_a_name() -> None:
    facts = told_in("姓冯", "third_owner", {**MULTI, "third_parties": [{"kind": MOTOR, "plate": "苏E90B66"}]})
    facts = told_in("他那车车主叫冯小兵", "third_damage", facts)
    assert fields(facts, "owner") == [("冯小兵",)]


def test_thin_damage_told_in_passing_is_asked_for_and_then_taken_as_said() -> None:
    facts = {**MULTI, "third_parties": [{"kind": MOTOR, "plate": UNKNOWN, "owner": UNKNOWN}]}
    facts = told_in("他屁股撞瘪了", "injured", facts)
    assert awaiting(facts, "third_damage") == 0
    facts = told_in("就屁股那儿", "third_damage", facts)
    assert awaiting(facts, "third_damage") is None
    assert fields(facts, "damage") == [(["车尾"],)]


def test_damage_of_another_car_told_more_exactly_takes_the_place_of_what_was_told() -> None:
    facts = {**MULTI, "third_parties": [{"kind": MOTOR, "damage": ["车尾"]}]}
    told_later = told_in("他后杠裂了", "injured", facts)
    assert fields(told_later, "damage") == [(["后保险杠"],)]


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("前车是林芝的 后车是高远的", ["林芝", "高远"]),
        ("马丽 马路的马 另一个没问", ["马丽", UNKNOWN]),
        ("前头那男的叫罗成 后头的不知道", ["罗成", UNKNOWN]),
    ],
)
def test_whose_the_others_cars_are(said: str, owners: list[str]) -> None:
    assert fields(told_in(said, "third_owner", TWO), "owner") == [(owner,) for owner in owners]


def test_who_says_that_it_is_his_own_car_drove_it() -> None:
    facts = told_in("他说车是他自己的 叫马骏", "third_owner", MULTI)
    assert fields(facts, "owner", "driver") == [("马骏", "马骏")]


@pytest.mark.parametrize(
    ("said", "asked"),
    [("现场那个司机 周全", "contact_name"), ("他在现场等 车能开", "at_scene"), ("他开的呀", "driver")],
)
def test_our_own_people_are_none_of_theirs(said: str, asked: str) -> None:
    facts = told_in(said, asked, MULTI | {"third_parties": [{"kind": MOTOR, "plate": "甘A11111"}]})
    assert fields(facts, "driver") == [(None,)]


def test_a_rider_named_after_the_callers_father_is_the_riders_name() -> None:
    said = "我爸喝了酒所以我开的 右转一个骑手逆行撞上来 他叫田野"
    facts = told_in(said, "description", {})
    assert fields(facts, "kind", "owner") == [(NON_MOTOR, "田野")]


def test_parts_without_a_party_are_the_ones_of_whom_none_is_named() -> None:
    facts = told_in("后杠和尾门坏了 后面那辆前杠坏了", "third_damage", TWO)
    assert fields(facts, "damage") == [(["后保险杠", "尾门"],), (["前保险杠"],)]


@pytest.mark.parametrize("said", ["明白了", "市场西门", "我跟你说啊"])
def test_words_without_damage_are_none(said: str) -> None:
    facts = MULTI | {"third_parties": [{"kind": MOTOR, "plate": "甘A11111", "owner": "张三"}]}
    assert read_answer("third_damage", hear(said, "inform", 0.6, NOW, "third_damage"), facts) is None
    assert read_answer("own_damage", hear(said, "inform", 0.6, NOW, "own_damage"), facts) is None


@pytest.mark.parametrize(
    ("said", "driver", "kinds"),
    [
        ("半挂结实 就前杠瘪了", {"relation": "本人"}, {"part"}),
        ("货车没大事 后杠凹了一块", {"relation": "本人"}, {"part"}),
        ("他那个前杠裂了 大灯也碎了", {"relation": "子女"}, {"part"}),
        ("他那个后杠裂了", {"relation": "本人"}, {"third_part"}),
        ("对方那货车前杠裂了", {"relation": "子女"}, {"third_part"}),
        ("他那个后杠凹了 我的是前杠", {"relation": "子女"}, {"part", "third_part"}),
    ],
)
def test_the_damage_asked_for_is_ours(said: str, driver: dict[str, Any], kinds: set[str]) -> None:
    words = ours_asked_for(hear(said, "inform", 0.6, NOW, "own_damage"), {"driver": driver}, "own_damage")
    assert {part.kind for part in words.all("part", "third_part")} == kinds


def test_no_other_car_is_damaged_where_none_is_there() -> None:
    facts = MULTI | {"third_parties": [{"kind": MOTOR, "plate": UNKNOWN, "owner": UNKNOWN}]}
    assert fields(told_in("没碰到别的车", "third_damage", facts), "damage") == [([],)]


ROW: dict[str, Any] = MULTI | {
    "events": ["rear_ended", "rear_end"], "description": "后车追我 我又顶上前车", "plate": "苏B7K2M9",
    "third_parties": [
        {"kind": MOTOR, "at": "后", "plate": "苏B12345", "owner": "胡军"},
        {"kind": MOTOR, "at": "前"},
    ],
}  # fmt: skip


def after(said: str, asked: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts after a turn."""
    heard = hear(said, "inform", 0.5, NOW, asked)
    return understand(Turn("claim_report", facts, Progress(spoken=True), heard, asked), lambda *_: None).facts


@pytest.mark.parametrize(
    ("said", "asked", "front", "rear"),
    [
        ("不知道 他后保险杠撞烂了 那个司机姓周", "third_plate", ["后保险杠"], None),
        ("前车牌照没看清 他尾灯碎了", "third_plate", ["尾灯"], None),
        ("没记住 后面那车引擎盖翘了", "third_plate", None, ["引擎盖"]),
        ("在的 他后备箱盖撞瘪了", "at_scene", ["后备箱盖"], None),
        ("在的 他那水箱漏了一地", "at_scene", None, ["水箱"]),
        ("在的 对方后杠裂了", "at_scene", ["后保险杠"], None),
    ],
)
def test_what_is_told_of_one_car_of_a_row_is_not_put_on_the_other(
    said: str, asked: str, front: list[str] | None, rear: list[str] | None
) -> None:
    facts = {**ROW, "at_scene": None if asked == "at_scene" else True}
    assert fields(after(said, asked, facts), "damage") == [(rear,), (front,)]


def test_the_driver_told_with_the_damage_is_of_the_same_car() -> None:
    facts = after("前车牌照没看清 他后保险杠撞烂了 那个司机姓周", "third_plate", ROW)
    assert fields(facts, "plate", "driver", "damage") == [
        ("苏B12345", None, None),
        (UNKNOWN, "姓周", ["后保险杠"]),
    ]


PLATED: dict[str, Any] = MULTI | {
    "plate": "苏B7K2M9",
    "third_parties": [{"kind": MOTOR, "plate": "苏B33333"}],
}


@pytest.mark.parametrize(
    ("said", "driver", "owner"),
    [
        ("那个司机姓周 车就是他自己的", "姓周", "姓周"),
        ("开车的叫邹凯 车子是他自个的", "邹凯", "邹凯"),
        ("是他自己的车", None, "司机本人"),
        ("车主就是司机", None, "司机本人"),
        ("司机姓周", "姓周", None),
        ("开车的姓周", "姓周", None),
    ],
)
def test_a_driver_owns_the_car_only_where_that_is_said(
    said: str, driver: str | None, owner: str | None
) -> None:
    facts = after(said, "third_owner", PLATED)
    assert fields(facts, "driver", "owner") == [(driver, owner)]
    assert facts.get("relation") is None


def test_the_driver_told_before_owns_the_car() -> None:
    known = {**PLATED, "third_parties": [{**PLATED["third_parties"][0], "driver": "邹凯"}]}
    assert fields(after("车就是他自己的", "third_owner", known), "owner") == [("邹凯",)]


BIKE: dict[str, Any] = {
    "case_type": "collision_nonmotor", "plate": "苏B7K2M9", "third_parties": [{"kind": NON_MOTOR, "type": "电动三轮"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("前轮歪了 人姓罗 叫罗小军 四十来岁", "罗小军"),
        ("前轮歪了 没得牌照 骑车的叫罗小军", "罗小军"),
        ("车筐瘪了 那个女的姓邹", "姓邹"),
        ("前叉弯了 她叫王芳", "王芳"),
        ("我叫王芳 他前叉弯了", None),
        ("前叉弯了 我老婆叫王芳", None),
    ],
)
def test_a_rider_named_beside_the_damage_is_kept(said: str, owner: str | None) -> None:
    assert fields(after(said, "third_damage", BIKE), "owner") == [(owner,)]


@pytest.mark.parametrize(
    ("said", "asked", "make"),
    [
        ("黑色奥迪A6", "third_owner", "奥迪"),
        ("黑色比亚迪秦", "other_insurer_name", "比亚迪"),
        ("白色大众朗逸 别的不知道", "third_owner", "大众"),
        ("是辆比亚迪海豚", "other_insurer", "比亚迪"),
    ],
)
def test_a_car_described_in_place_of_an_answer_is_kept_and_insures_nobody(
    said: str, asked: str, make: str
) -> None:
    known = (
        PLATED
        if asked == "third_owner"
        else PLATED | {"third_parties": [{**PLATED["third_parties"][0], "owner": "胡军"}]}
    )
    known = known | ({"other_insurer": True} if asked == "other_insurer_name" else {})
    facts = after(said, asked, known)
    assert fields(facts, "make", "insurer") == [(make, None)]
    assert facts.get("other_insurer_name") in (None, UNKNOWN)


def test_a_car_of_another_make_is_not_the_one_asked_about() -> None:
    known = MULTI | {"third_parties": [{"kind": MOTOR, "make": "本田", "plate": "苏B33333"}]}
    assert fields(after("黑色奥迪A6", "third_owner", known), "make") == [("本田",)]


@pytest.mark.parametrize(
    ("party", "case"),
    [
        ({"plate": "苏B12345", "owner": "胡军"}, "collision_multi"),
        ({"damage": ["左后车门"]}, "collision_multi"),
        ({"plate": "苏B12345"}, None),
        ({"plate": "unknown", "owner": "unknown"}, None),
    ],
)
def test_with_another_car_that_is_known_nobody_crashed_alone(party: dict[str, Any], case: str | None) -> None:
    facts = {"case_type": "collision_single", "third_parties": [{"kind": "机动车", **party}]}
    assert not_alone(facts).get("case_type") == case
    assert not not_alone({**facts, "case_type": "fire"})


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("苏B12345 车主是个孙女士", "孙女士"),
        ("没看清 车主是个孙女士", "孙女士"),
        ("没记住 对方车主叫王建国", "王建国"),
        ("苏B12345 是周先生的车", "周先生"),
        ("苏B12345 车主叫吴大姐", "吴大姐"),
        ("苏B12345 车主是位姓王的先生", "姓王"),
        ("苏B12345 车主是个女士", None),
        ("没看清 我没敢下车", None),
    ],
)
def test_a_surname_with_a_title_is_an_owners_name(said: str, owner: str | None) -> None:
    facts = after(said, "third_plate", {**MULTI, "third_parties": [{"kind": "机动车"}]})
    assert facts["third_parties"][0].get("owner") == owner


def test_who_knows_no_more_than_a_surname_tells_that() -> None:
    one = [{"kind": "机动车", "plate": "苏B12345"}]
    facts = after("不知道叫啥 就知道姓孙", "third_owner", {**MULTI, "third_parties": one})
    assert facts["third_parties"][0]["owner"] == "姓孙"


IN_A_ROW: dict[str, Any] = MULTI | {
    "third_parties": [
        {"kind": MOTOR, "at": "前", "plate": "豫C33G18"},
        {"kind": MOTOR, "at": "后", "plate": "豫A6Y520"},
    ]
}


@pytest.mark.parametrize(
    ("text", "asked", "field", "values"),
    [
        ("后头是冯艳丽 前头是孙国强", "third_owner", "owner", ["孙国强", "冯艳丽"]),
        ("后面的是冯艳丽 前面是孙国强", "third_owner", "owner", ["孙国强", "冯艳丽"]),
        ("豫A那个 机盖子 豫C那个 后备箱盖", "third_damage", "damage", [["后备箱盖"], ["引擎盖"]]),
    ],
)
def test_whose_it_is_may_be_told_by_where_they_stood_or_the_town_of_their_plate(
    text: str, asked: str, field: str, values: list[Any]
) -> None:
    assert [party.get(field) for party in told_in(text, asked, IN_A_ROW)["third_parties"]] == values


def test_plates_with_a_name_behind_are_of_the_car_that_is_named() -> None:
    found = told_in("豫A6Y520是后头冯艳丽的 豫C33G18是前头孙国强的", "third_plate", TWO)["third_parties"]
    assert [party.get("plate") for party in found] == ["豫C33G18", "豫A6Y520"]


def test_what_stood_in_front_is_no_party() -> None:
    assert [one for one in hear("前面是石桥", "inform", 0.6, NOW, "description").who("party")] == []


def test_who_is_named_again_is_called_as_before() -> None:
    said = "苏B12345 车主是个孙女士 孙女士的电话你们记了没有"
    facts = after(said, "third_plate", {**MULTI, "third_parties": [{"kind": "机动车"}]})
    assert facts["third_parties"][0]["owner"] == "孙女士"
