"""Who calls, who drove, whose car it is, whom to ring: what an utterance says, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from mandarin.roles import find_roles
from mandarin.sides import side_before, side_of_car


def roles(text: str, kind: str, asked: str | None = None) -> list[tuple[dict[str, Any], str, float]]:
    return [
        (
            {name: told for name, told in one.value.items() if name not in ("word", "surname", "said")},
            one.owner,
            one.confidence,
        )
        for one in find_roles(text, asked)
        if one.kind == kind and one.assertion == "asserted"
    ]


CALLERS: list[tuple[str | None, str, str]] = [
    (None, "这车就是我自己的 刚才蹭了", "本人"),
    (None, "车主就是我本人", "本人"),
    (None, "我就是被保险人 保单在我手上", "本人"),
    (None, "系我嘅车", "本人"),
    ("policy_confirm", "对的对的 是我", "本人"),
    ("policy_confirm", "系我呀", "本人"),
    (None, "开我媳妇的车出来的 让人给怼了", "配偶"),
    (None, "车是我爱人的 她今天没空", "配偶"),
    (None, "我爸那辆车被刮了 我替我爸报一下", "子女"),
    (None, "我替我妈报案 她不会说普通话", "子女"),
    (None, "俺儿的车 他出门打工了", "父母"),
    ("policy_confirm", "对 钱勇 俺孩儿", "父母"),
    ("policy_confirm", "嗯 钱凤英 我妈", "子女"),
    ("policy_confirm", "是我们厂里的", "雇员"),
    ("driver", "我呗 她闺女 吴晓", "子女"),
    (None, "车是借的 我有驾照", "借用人"),
    ("policy_confirm", "钱凤英 我借她的", "借用人"),
    (None, "我借的车去拉货", "借用人"),
    (None, "开的同事许立的车", "同事"),
    (None, "我帮老板钱大海开车的", "雇员"),
    (None, "我儿子的车 他在外地", "父母"),
    (None, "借了我姐的车 把人家碰了", "兄弟姐妹"),
    (None, "车主是我表哥", "亲属"),
    (None, "我帮我同学问一下 他车撞了", "朋友"),
    (None, "我替邻居报个案", "朋友"),
    (None, "我是他同事 他现在在医院", "同事"),
    (None, "我是车主的女儿", "子女"),
    (None, "我系佢老公", "配偶"),
    (None, "我是给老板开车的", "雇员"),
    (None, "这是单位的车 我就是个司机", "雇员"),
    (None, "我们公司的车 今天送货碰了一下", "雇员"),
    (None, "我租的车 从一嗨租的", "租车人"),
    (None, "车是租来的车 我开着去海边", "租车人"),
    (None, "闺女的车 我来帮着报", "父母"),
    (None, "人没事 车险是我闺女买的保险", "父母"),
    ("policy_confirm", "对的 两份都是我的", "本人"),
    (None, "租的四通行的车 在高速上", "租车人"),
    (None, "我们单位的一台面包车 在路口蹭了", "雇员"),
    (None, "你们的客户把我车撞了 他不报案", "第三者"),
    (None, "有辆车追了我的尾 他是你们公司承保的", "第三者"),
    (None, "我是第三者 那个撞我的不管我了", "第三者"),
    (None, "我是让人撞的 对方车在你们这儿买的保险", "第三者"),
    (None, "撞我那个货车是在你们公司投的保险", "第三者"),
    (None, "我的车不在你们这保 是他的在", "第三者"),
    (None, "我不是你们的客户 是人家撞了我", "第三者"),
    (None, "我又不是你们公司的保户", "第三者"),
    (None, "追我尾的那辆皮卡保险买在你们公司", "第三者"),
    (None, "碰我的那个车是你们家的保险", "第三者"),
    (None, "有个人撞我 他买你们保险的 他叫我打", "第三者"),
    (None, "他追我尾了 人家入的是你们家保险", "第三者"),
    (None, "你们保的是他那台 粤D4R681", "第三者"),
    (None, "对方让我走他的保险", "第三者"),
    (None, "我替撞我的那个师傅报一下", "第三者"),
    ("contact_name", "找我就行，我叫周建国，13800138222，是她老公", "配偶"),
    ("contact_name", "我姓周 是车主的老公", "配偶"),
    (None, "我帮对方报个案", "第三者"),
    (None, "我是小区物业的 有个车让树砸了", "目击者"),
    (None, "俺是这儿的保安 车主没在", "目击者"),
    (None, "我是修理厂的 客户的车在我们这", "代办人"),
    (None, "我是他家请的保姆", "雇员"),
    (None, "我是给人家带孩子的", "雇员"),
    (None, "我给她家干活的", "雇员"),
    (None, "我东家的车 我接小孩去了", "雇员"),
    (None, "我男人的车", "配偶"),
    (None, "我借我哥们的捷达", "朋友"),
    (None, "俺女子的车 她上班呢", "父母"),
    (None, "我女儿的卡罗拉泡水了", "父母"),
    (None, "我姐夫的那辆帕萨特停路边", "亲属"),
    (None, "车是钱勇的 我租他的", "租车人"),
    (None, "我替业主报个案", "目击者"),
    (None, "我老板让我打这个电话", "雇员"),
    (None, "我同事钱勇下夜班撞护栏上了 我替他报", "同事"),
    (None, "我弟把车停机场了 他上班去了 让我给报", "兄弟姐妹"),
    (None, "我妈在医院呢 叫我打个电话", "子女"),
    (None, "我路过看到的 前面翻了一辆车", "目击者"),
    (None, "我就是个路人 帮他们打个电话", "目击者"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text", "relation"), CALLERS)
def test_what_callers_say_they_are(asked: str | None, text: str, relation: str) -> None:
    told = [
        value["relation"]
        for value, _, sure in roles(text, "caller", asked)
        if sure == 1 and "relation" in value
    ]
    assert relation in told
    assert set(told) == {relation}


@pytest.mark.parametrize(
    "text",
    [
        "我老公今天加班",
        "撞了我同事的车",
        "我追尾了我朋友的车",
        "对方车主是我同学",
        "对方是租赁公司的车",
        "他是公司的司机",
        "跟一辆公交公司的车撞了",
        "我路过那个路口被撞了",
        "我在路边看见警察了",
        "我是被追尾的",
        "是我不小心撞的",
        "这不是我的车",
        "我又不是车主",
        "网约车司机撞的我",
        "保险公司的车来了没有",
        "他说他是你们的客户",
        "他撞了我 我买的你们保险",
        "你们保的是我这台",
        "他让我打我的保险",
        "我没在你们家买保险",
        "他撞了我的车 你们保险公司赔不赔",
        "撞我的人在你们公司上班",
        "我替前面那位大姐报个案",
        "他不肯报案 我来报",
        "我老婆坐旁边 前车司机让我打个电话",
        "跟我同事的帕萨特蹭了",
        "交警让我打的电话",
        "不要拖车 我就是修车的",
    ],
)
def test_what_says_nothing_certain_of_the_caller(text: str) -> None:
    assert [value for value, _, sure in roles(text, "caller") if sure == 1 and "relation" in value] == []


@pytest.mark.parametrize(
    ("before", "side"),
    [
        ("我的车牌是", "ours"),
        ("他的是", "other"),
        ("人家的牌照是", "other"),
        ("追我的是", ""),
        ("我是钱勇他姐姐 他的", "ours"),
        ("我是钱勇他姐姐 前车把他撞了 他的", "other"),
        ("我老公的车 车牌", ""),
    ],
)
def test_whose_a_value_is_by_the_words_before(before: str, side: str) -> None:
    assert side_before(before) == side


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("我的皮卡", "ours"),
        ("他那车 后来我们的车", "ours"),
        ("我们这边的 还有那辆皮卡", "other"),
        ("一大早", ""),
    ],
)
def test_whose_car_was_spoken_of_last(words: str, side: str) -> None:
    assert side_of_car(words) == side


@pytest.mark.parametrize("text", ["这不是我的车", "我又不是车主", "唔系我嘅车"])
def test_what_the_caller_is_not_is_denied(text: str) -> None:
    assert [one.value for one in find_roles(text) if one.kind == "caller" and one.assertion == "denied"] == [
        {"relation": "本人"}
    ]


NAMES: list[tuple[str | None, str, str]] = [
    (None, "喂 你好 我钱凤英 今早在人民路蹭了", "钱凤英"),
    (None, "你好我叫邓小萍 我要报案", "邓小萍"),
    (None, "我是秦明 车牌尾号三七", "秦明"),
    ("policy_confirm", "对 我是车主田大壮", "田大壮"),
    ("contact_name", "我范春燕 就打这个", "范春燕"),
    ("contact_name", "我姓倪 倪红", "倪红"),
    (None, "俺叫史长河", "史长河"),
    ("policy_confirm", "系 我系梁耀辉本人", "梁耀辉"),
    (None, "我是海川商贸办公室的季芳 我们公司一台车追尾了", "季芳"),
    (None, "我是顺安物流公司的司机卢大海 车走不了", "卢大海"),
    ("driver", "我呀 她爸 钱国栋", "钱国栋"),
    ("driver", "俺呗 公司司机 卢大海 俺开的", "卢大海"),
    ("contact_name", "我吧 我老婆还在缝针 钱勇", "钱勇"),
    ("contact_name", "联系我 他喝多了话都说不清 找钱勇", "钱勇"),
    ("contact_name", "打我电话 勇敢的勇 钱勇", "钱勇"),
    ("contact_name", "找我 阿里的阿 木头的木 阿木尔", "阿木尔"),
    ("contact_name", "俺姓钱大壮", "钱大壮"),
]


@pytest.mark.parametrize(("asked", "text", "name"), NAMES)
def test_callers_introduce_themselves(asked: str | None, text: str, name: str) -> None:
    assert name in [value.get("name") for value, _, sure in roles(text, "caller", asked) if sure == 1]


@pytest.mark.parametrize(
    "text",
    [
        "撞我的叫王磊",
        "我着急 车都坏了",
        "我方便 你说",
        "我钱包丢了 车也没了",
        "他叫我别走",
        "我跟你讲 那人姓高",
        "我想想啊",
        "我应该没责任吧",
        "我高速上呢",
        "我找我老婆孙丽说",
        "我司机叫马强",
        "我是钱勇他妹妹",
        "我是钱勇家的",
        "我是顺安物流公司的老客户",
        "我是学校的老师",
    ],
)
def test_no_name_of_the_caller(text: str) -> None:
    assert [value for value, _, _ in roles(text, "caller") if "name" in value] == []


RELATED: list[tuple[str, str, str | None]] = [
    ("我是他爱人 何秀芳", "配偶", "何秀芳"),
    ("两口子 何秀芳", "配偶", "何秀芳"),
    ("我是钱大海的闺女钱晓", "子女", "钱晓"),
    ("钱大海是我爸 我叫钱晓", "子女", "钱晓"),
    ("他是我男人", "配偶", None),
    ("我就是车主 钱红妹", "本人", "钱红妹"),
    ("我就是钱红妹 本人呀", "本人", "钱红妹"),
    ("就是我自己咯", "本人", None),
    ("车是我呢", "本人", None),
    ("保险是我自己买嘞", "本人", None),
    ("我的车 我爸出的钱 写的我名字", "本人", None),
    ("租车人 车是租赁公司的", "租车人", None),
    ("被保险人是公司嘛 我是打工的", "雇员", None),
    ("我给他们公司打工的 叫高大虎", "雇员", "高大虎"),
    ("我是她家保姆 张翠花", "雇员", "张翠花"),
    ("我是公司调度 程小芳", "雇员", "程小芳"),
    ("不是亲戚 一个科室上班的", "同事", None),
    ("我是物业的 看见了", "目击者", None),
    ("他妹妹 谭小丽", "兄弟姐妹", "谭小丽"),
    ("是我弟弟钱进", "兄弟姐妹", None),
    ("车是俺儿的 钱进", "父母", None),
    ("我是她助理 用不用她本人签字", "雇员", None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "relation", "name"), RELATED)
def test_what_the_caller_is_to_the_insured_is_answered_with_the_name(
    said: str, relation: str, name: str | None
) -> None:
    told = [value for value, _, sure in roles(said, "caller", "relation") if sure == 1]
    assert {value["relation"] for value in told if "relation" in value} == {relation}
    assert {value["name"] for value in told if "name" in value} == ({name} if name else set())


DRIVERS: list[tuple[str | None, str, dict[str, Any]]] = [
    (None, "我开的车", {"relation": "本人"}),
    (None, "我老公喝多了所以是我开的", {"relation": "本人"}),
    (None, "我爸喝了两杯我替他开的", {"relation": "本人"}),
    (None, "那会儿我媳妇在开 我坐旁边", {"relation": "配偶"}),
    (None, "他追我尾的时候我女儿开的车", {"relation": "子女"}),
    (None, "不是我开的 是我小舅子开的", {"relation": "亲属"}),
    (None, "平时我开 今天是我弟弟开的", {"relation": "兄弟姐妹"}),
    (None, "喝了酒叫的代驾 代驾师傅开的", {"relation": "代驾"}),
    (None, "我车借给朋友 他开的车 叫卢伟", {"relation": "朋友", "name": "卢伟"}),
    (None, "开车的是我们单位司机小周", {"relation": "雇员"}),
    (None, "我替我老婆报案 她开车不小心撞了", {"relation": "配偶"}),
    ("driver", "我啊还能是谁", {"relation": "本人"}),
    (None, "我老婆开的 她叫吴晓芬", {"relation": "配偶", "name": "吴晓芬"}),
    (None, "开车的是我弟钱勇", {"relation": "兄弟姐妹", "name": "钱勇"}),
    ("driver", "吴晓 我开的 右倒车镜掉了", {"relation": "本人", "name": "吴晓"}),
    ("driver", "可不就是我自个儿么", {"relation": "本人"}),
    ("driver", "冇人啊 系我自己揸架车", {"relation": "本人"}),
    ("driver", "还不是我 我这倒霉催的", {"relation": "本人"}),
    ("driver", "俺家那口子", {"relation": "配偶"}),
    ("driver", "姚金花", {"name": "姚金花"}),
    ("driver", "我叫苗青 车主是我姐 我开的", {"relation": "本人", "name": "苗青"}),
    ("driver", "车主本人开的呀", {"relation": "本人", "of": "insured"}),
    ("driver", "我同事 姓鲍", {"relation": "同事"}),
    ("driver", "小雨自己开的 我坐后面", {"name": "小雨"}),
    ("driver", "我妹妹吴晓芬开的 哎我说顺嘴了 我开的", {"relation": "本人"}),
    ("driver", "吴晓芬 我们同事 她还在医院", {"name": "吴晓芬", "relation": "同事"}),
    ("driver", "他开的呗 钱小军 我不会开", {"name": "钱小军"}),
    ("driver", "就她自己开的 叫吴晓芬", {"name": "吴晓芬"}),
    ("driver", "老爷爷自己开的 卢大海", {"name": "卢大海"}),
    ("driver", "我自家开的 吴晓芬", {"relation": "本人", "name": "吴晓芬"}),
    ("driver", "俺老汉自家开的 卢大海", {"relation": "配偶", "name": "卢大海"}),
    ("driver", "我男人钱小军开的", {"relation": "配偶", "name": "钱小军"}),
    ("driver", "我妹妹开的 吴晓芬", {"relation": "兄弟姐妹", "name": "吴晓芬"}),
    ("driver", "阿哥开的 钱大海", {"relation": "兄弟姐妹", "name": "钱大海"}),
    ("driver", "我小叔子开的 他叫钱进", {"relation": "亲属", "name": "钱进"}),
    ("driver", "我家保姆开的", {"relation": "雇员"}),
    (None, "我们的车追了他的尾 钱小军开的", {"name": "钱小军"}),
    (None, "车主钱进 他开来上班的 车自己燃了", {"name": "钱进"}),
    (None, "我爸开去买菜的", {"relation": "父母"}),
    ("driver", "钱健本人开的呗", {"name": "钱健"}),
]


@pytest.mark.parametrize(("asked", "text", "driver"), DRIVERS)
def test_who_drove(asked: str | None, text: str, driver: dict[str, Any]) -> None:
    told = [value for value, owner, _ in roles(text, "driver", asked) if owner != "other"]
    assert told[:1] == [driver]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (None, "他开的奥迪撞了我"),
        (None, "对方司机是个女的 开车不看路"),
        (None, "我把双闪打开了"),
        (None, "我老公的车停着呢"),
        (None, "我推开门就撞上了"),
        (None, "不是我开的"),
        (None, "我开不了门"),
        (None, "我没开车 我走路"),
        (None, "我给人家开车十几年了"),
        (None, "对方那车车主叫钱进 开车的孔祥"),
        (None, "我帮老板钱大海开车的"),
        ("driver", "我媳妇就喝了一杯 她可没开"),
        ("driver", "我想想啊"),
        ("driver", "我跟你讲啊"),
        ("driver", "右后门推开的时候碰的"),
        ("driver", "我老婆受伤了你先管这个"),
        ("driver", "对方是个老头"),
        (None, "有个老汉开着三轮过来"),
        (None, "那男人开得飞快"),
        ("driver", "他开的 吴晓芬坐后面"),
        ("driver", "我先说好啊 这个不是我们的责任"),
        (None, "高速开的不快"),
    ],
)
def test_nobody_who_drove_our_car(asked: str | None, text: str) -> None:
    assert [value for value, owner, _ in roles(text, "driver", asked) if owner != "other"] == []


@pytest.mark.parametrize(
    ("asked", "text", "name"),
    [
        (None, "对方司机姓赵", "赵"),
        ("third_owner", "车主是顺达物流公司 开车那师傅姓齐", "齐"),
        (None, "那个外卖小哥姓蒋", "蒋"),
        (None, "那司机说他叫郭涛", "郭"),
        ("third_owner", "车主是个公司 开车的那个女的叫郭小云", "郭"),
        ("third_owner", "金川运输公司 开车的师傅姓郭 郭涛", "郭"),
        (None, "碰了个骑三轮的 人叫郭涛", "郭"),
        (None, "有个骑手逆行撞我 他叫郭涛 人没事", "郭"),
        (None, "老太太叫郭秀英 在医院", "郭"),
        (None, "撞我的是个老汉 叫郭有财", "郭"),
    ],
)
def test_the_others_driver(asked: str | None, text: str, name: str) -> None:
    told = [
        one.value.get("surname")
        for one in find_roles(text, asked)
        if one.kind == "driver" and one.owner == "other"
    ]
    assert told == [name]


@pytest.mark.parametrize(
    ("asked", "text", "owners"),
    [
        (None, "车牌是这个 车主叫毛建国", [("毛建国", "ours")]),
        (None, "他那辆车车主叫尹丽", [("尹丽", "other")]),
        ("third_owner", "尹丽", [("尹丽", "other")]),
        ("third_owner", "前车车主是钱进 后车车主是孔祥", [("钱进", "other"), ("孔祥", "other")]),
        ("third_owner", "车不就是金华出租车公司的嘛", [("金华出租车公司", "other")]),
        ("third_owner", "是金川运输公司 司机叫马龙", [("金川运输公司", "other")]),
        ("third_plate", "车主叫柳春 车牌我看看", [("柳春", "other")]),
        ("third_owner", "我跟你讲他不肯说", []),
        ("third_owner", "前车钱进 后车孔祥", [("钱进", "other"), ("孔祥", "other")]),
        ("third_owner", "前面的钱进 后面的 嗯 孔祥", [("钱进", "other"), ("孔祥", "other")]),
        ("third_owner", "姓钱 单名一个进", [("钱进", "other")]),
        ("third_owner", "那老爷子叫钱进 孔庄的", [("钱进", "other")]),
        ("third_owner", "钱进的", [("钱进", "other")]),
    ],
)
def test_whose_car(asked: str | None, text: str, owners: list[tuple[str, str]]) -> None:
    assert [(value["name"], owner) for value, owner, _ in roles(text, "owner", asked)] == owners


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("还是找我爱人季芳            ", "季芳"),
        ("改成司机 卢大海            ", "卢大海"),
        ("我哥不在 还是打给我钱勇            ", "钱勇"),
        ("卢大海            ", "卢大海"),
        ("联系车队长卢大海            ", "卢大海"),
        ("我看看            对", None),
        ("黄牌子         挂着泥", None),
    ],
)
def test_whom_to_ring_told_with_the_number_unasked(text: str, name: str | None) -> None:
    """A number is taken out before people are read, and leaves blanks."""
    told = [one.value.get("name") for one in find_roles(text, "recap") if one.kind == "contact"]
    assert told[:1] == ([name] if name else [])


@pytest.mark.parametrize(
    "text",
    [
        "我公公还不知道呢 知道了又要骂",
        "我今天连口饭都没吃",
        "我妈急得不行",
        "我都快冻僵了",
        "我媳妇在旁边哭呢",
    ],
)
def test_a_remark_names_nobody_to_ring(text: str) -> None:
    assert [one for one in find_roles(text, "contact_name") if one.kind == "contact"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("联系他本人吧 严伟 我就是帮他打一下", "严伟"),
        ("我是物业的老邢 车主严伟在外地", "严伟"),
        ("我是小区的保安 车主叫严伟", "严伟"),
        ("找我东家 郁芳 我做不了主", "郁芳"),
    ],
)
def test_whom_to_ring_and_the_owner_are_not_the_caller(text: str, name: str) -> None:
    for asked in (None, "contact_name"):
        assert name not in [value.get("name") for value, _, _ in roles(text, "caller", asked)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("找我爱人吧 季芳", "季芳"),
        ("跟我儿子联系 我不会弄手机 他叫季明", "季明"),
        ("打我老婆电话", "我老婆"),
        ("我陈洪 这个电话 小哥姓蒋 美团的", "陈洪"),
        ("找我们车队的调度主管严伟", "严伟"),
        ("联系我就行", "本人"),
        ("跟我说就可以", "本人"),
        ("我本人", "本人"),
        ("找我爸 算了 还是找我", "本人"),
        ("打给我老公 他不接 那就打我妹 叫季芳", "季芳"),
        ("找我姐 算了还是联系我们同事严伟吧", "严伟"),
        ("那个骑车的姓余 你找我", "本人"),
        ("严伟 我们队里管事的 别找我 我在跑车", "严伟"),
        ("我们掌柜的 折大勇", "折大勇"),
        ("联系我 甄大海 甄别的甄", "甄大海"),
        ("甄队长 甄大海", "甄大海"),
        ("寻俺老汉 折大勇", "折大勇"),
        ("找我东家 郁芳", "郁芳"),
        ("联系他本人吧 严伟 我就是帮他打一下", "严伟"),
        ("严伟 车主", "严伟"),
        ("打给严伟好了 我说不清楚", "严伟"),
        ("寻阿妹 钱凤", "钱凤"),
        ("我老婆吧 她在家", "我老婆"),
    ],
)
def test_whom_to_ring(text: str, said: str) -> None:
    contact = next(one for one in find_roles(text, "contact_name") if one.kind == "contact")
    named = next(
        (
            o.value["name"]
            for o in find_roles(text, "contact_name")
            if o.kind == "caller" and "name" in o.value
        ),
        None,
    )
    relation = contact.value.get("relation")
    assert (
        contact.value.get("name")
        or (named if relation == "本人" else None)
        or (relation if relation == "本人" else contact.value["said"])
    ) == said


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("他是我老公", "配偶"),
        ("夫妻", "配偶"),
        ("他儿子", "子女"),
        ("他是我爸爸", "子女"),
        ("我妹夫", "亲属"),
        ("我给他开车的", "雇员"),
        ("她是我们老板", "雇员"),
        ("租的车", "租车人"),
        ("同事", "同事"),
        ("我就是车主", "本人"),
        ("我是本人", "本人"),
        ("没关系 就是路过看见的", "目击者"),
    ],
)
def test_what_the_caller_is_to_the_insured_is_heard_in_answer_to_it(text: str, relation: str) -> None:
    assert {one.value["relation"] for one in find_roles(text, "relation") if one.kind == "caller"} == {
        relation
    }


@pytest.mark.parametrize("text", ["没啥关系", "你管这个干嘛", "等一下"])
def test_and_nothing_in_words_that_do_not_say_it(text: str) -> None:
    assert not [one for one in find_roles(text, "relation") if one.kind == "caller"]
