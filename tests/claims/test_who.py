"""What caller, driver and insured are to each other: told, plain, and never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import read_answer
from claims.interview import UNKNOWN
from claims.report import facts_in, record_of
from claims.volunteered import volunteered

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
PHONE = "13900001101"
POLICY: dict[str, Any] = {
    "lookup": "found", "insured": "黄志强", "plate": "粤B3T98H", "policy": {"insured_phone": PHONE}, "caller_phone": PHONE,
    "verified": True,
}  # fmt: skip
STRANGER: dict[str, Any] = POLICY | {"caller_phone": "13700002202", "verified": None}
FIRM: dict[str, Any] = STRANGER | {"insured": "宁波远航贸易有限公司"}
LENT: dict[str, Any] = STRANGER | {"insured": "宁波通达汽车租赁有限公司"}


def report(known: dict[str, Any], *turns: tuple[str, str]) -> dict[str, Any]:
    facts = dict(known)
    for asked, text in turns:
        heard = replace(hear(text, "inform", 0.6, NOW, asked), caller_phone=known.get("caller_phone") or "")
        answer = read_answer(asked, heard, facts)
        facts |= answer.facts if answer else {}
        facts |= volunteered(heard, facts, asked)
    return record_of(facts, "c-1", "voice")


@pytest.mark.parametrize(
    ("known", "asked", "text", "relation"),
    [
        (POLICY, "policy_confirm", "系系系 我系黄志强本人", "本人"),
        (STRANGER, "policy_confirm", "对 我就是黄志强", "本人"),
        (STRANGER, "policy_confirm", "嗯 黄志强", "本人"),
        (STRANGER, "policy_confirm", "是我的车", "本人"),
        (POLICY, "driver", "我自己开的", "本人"),
        (POLICY, "accident_time", "我的车今早被刮了", "本人"),
        (POLICY, "contact_name", "找我 黄志强", "本人"),
        (STRANGER, "driver", "我自己开的", None),
        (STRANGER, "accident_time", "我的车今早被刮了", None),
        (POLICY, "driver", "我老公开的", None),
        (POLICY, "driver", "我开的 我叫孙小军", None),
        (POLICY, "description", "我老公的车 我开出来的", "配偶"),
        (STRANGER, "driver", "我开的 车主是我亲哥", "兄弟姐妹"),
        (STRANGER, "driver", "我开的 黄志强是我亲哥", "兄弟姐妹"),
        (STRANGER, "driver", "王德发是我亲哥", None),
        (STRANGER, "description", "我是他同事", "同事"),
        (FIRM, "policy_confirm", "对 单位的车", "雇员"),
        (FIRM, "plate", "我给公司开车的", "雇员"),
        (STRANGER, "plate", "我租的车", "租车人"),
        (STRANGER, "plate", "你们的客户追了我的尾", "第三者"),
        (STRANGER, "plate", "我是被他撞的那个", "第三者"),
        (POLICY, "plate", "我是被他撞的那个", None),
        (STRANGER, "plate", "我路过看见的", "目击者"),
        (STRANGER, "policy_confirm", "对", None),
        (STRANGER, "policy_confirm", "对 黄志强 是我老公", "配偶"),
        (STRANGER, "policy_confirm", "嗯 黄志强 我爸", "子女"),
        (STRANGER, "policy_confirm", "对 是我姐", "兄弟姐妹"),
        (STRANGER, "policy_confirm", "对 黄志强的", None),
        (STRANGER, "policy_confirm", "不是我老公的车", None),
        (STRANGER, "driver", "黄志强 我老公", "配偶"),
        (STRANGER, "driver", "孙小军 我老公", None),
        (STRANGER, "plate", "我开我舅舅孙国庆的长安", "亲属"),
        (STRANGER, "plate", "借我同学的速腾开出来的", "朋友"),
        (STRANGER, "plate", "撞了我同学的速腾", None),
        (STRANGER, "plate", "我替我们老板报个案", "雇员"),
        (FIRM, "driver", "我开的", "雇员"),
        (LENT, "driver", "我开的", "租车人"),
        (LENT, "at_scene", "还在现场", None),
    ],
)
def test_the_callers_relation_is_told_or_plain(
    known: dict[str, Any], asked: str, text: str, relation: str | None
) -> None:
    assert report(known, (asked, text)).get("reporter", {}).get("relation") == relation


@pytest.mark.parametrize(
    ("turns", "relation"),
    [
        ([("plate", "车是借的 我来报一下"), ("relation", "他是我哥们")], "朋友"),
        ([("plate", "我借我同学的捷达出来的")], "朋友"),
        ([("plate", "车是我借的 我姐的车")], "兄弟姐妹"),
        ([("plate", "车是借的"), ("driver", "我开的 借的车")], "借用人"),
        ([("plate", "车是借的"), ("contact_name", "找我 我是车主")], "借用人"),
    ],
)
def test_of_whom_a_car_is_borrowed_says_more_than_that_it_is(
    turns: list[tuple[str, str]], relation: str
) -> None:
    assert report(STRANGER, *turns)["reporter"]["relation"] == relation


def test_the_relation_told_later_puts_a_yes_right() -> None:
    told = report(STRANGER, ("policy_confirm", "对 是我"), ("description", "这是我老婆的车 我开去接孩子"))
    assert told["reporter"]["relation"] == "配偶"
    assert (
        report(STRANGER, ("plate", "我老婆的车"), ("policy_confirm", "是我的车"))["reporter"]["relation"]
        == "配偶"
    )


@pytest.mark.parametrize(
    ("known", "turns", "driver"),
    [
        (POLICY, [("driver", "我自己揸车")], {"name": "黄志强", "relation": "本人"}),
        (POLICY, [("driver", "我老婆开的 她叫林芳")], {"name": "林芳", "relation": "配偶"}),
        (STRANGER, [("plate", "我帮我老公报案 他开车撞了")], {"name": "黄志强", "relation": "本人"}),
        (STRANGER, [("plate", "开我爸的车"), ("driver", "我开的 我叫黄小明")], {"name": "黄小明", "relation": "子女"}),
        (STRANGER, [("plate", "开我爸的车"), ("driver", "我妈开的")], {"relation": "配偶"}),
        (STRANGER, [("plate", "这是我爸的车"), ("driver", "我老爸自己开的")], {"name": "黄志强", "relation": "本人"}),
        (STRANGER, [("plate", "我哥的车"), ("driver", "车主本人开的")], {"name": "黄志强", "relation": "本人"}),
        (STRANGER, [("plate", "我老公的车"), ("driver", "代驾开的")], {"relation": "代驾"}),
        (STRANGER, [("plate", "我朋友的车"), ("driver", "我老婆开的 叫林芳")], {"name": "林芳"}),
        (FIRM, [("plate", "我给公司开车的"), ("driver", "我开的 我叫韩磊")], {"name": "韩磊", "relation": "雇员"}),
        (POLICY, [("driver", "我朋友借去开的 他叫孙磊")], {"name": "孙磊", "relation": "朋友"}),
        (POLICY, [("driver", "我儿子开的"), ("contact_name", "找我儿子 黄小明")], {"name": "黄小明", "relation": "子女"}),
    ],
)  # fmt: skip
def test_the_drivers_relation_is_to_the_insured(
    known: dict[str, Any], turns: list[tuple[str, str]], driver: dict[str, str]
) -> None:
    assert report(known, *turns)["driver"] == driver


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        ([("driver", "我许春兰开的 前杠掉了")], "许春兰"),
        ([("driver", "我开的 许春兰")], "许春兰"),
        ([("driver", "许春兰 我开嘞")], "许春兰"),
        ([("contact_name", "就找我 许春兰")], "许春兰"),
        ([("contact_name", "就我 姓许 许春兰")], "许春兰"),
        ([("contact_name", "许春兰 不要联系我老公")], None),
        ([("contact_name", "许春兰"), ("contact_phone", "13700002202")], "许春兰"),
        ([("contact_name", "我表哥许春来"), ("contact_phone", "13700002202")], None),
        ([("contact_name", "许春兰"), ("contact_phone", "13911112222")], None),
        ([("policy_confirm", "对 黄志强"), ("driver", "我许春兰开的")], "许春兰"),
        ([("plate", "我是黄志强的老婆")], None),
        ([("plate", "我姓许叫许春"), ("contact_name", "找我 许春兰")], "许春兰"),
        ([("driver", "我开的 许春兰坐副驾")], None),
        ([("third_owner", "他说车是他自己的 叫许春兰")], None),
        ([("plate", "我是武汉这边的")], None),
    ],
)
def test_the_callers_name_is_the_callers(turns: list[tuple[str, str]], name: str | None) -> None:
    assert report(STRANGER, *turns)["reporter"].get("name") == name


NAMED_OWNER: dict[str, Any] = STRANGER | {"verified": True}
"""The insured was named, by who rings from another number."""


@pytest.mark.parametrize(
    ("said", "name", "phone"),
    [
        ("黄志强 车主", "黄志强", None),
        ("联系他本人吧 黄志强 我就是帮他打个电话", "黄志强", None),
        ("找黄志强", "黄志强", None),
        ("我 黄志强", "黄志强", "13700002202"),
        ("我就行", "黄志强", "13700002202"),
        ("黄志强 就这个号", "黄志强", "13700002202"),
    ],
)
def test_the_number_of_the_insured_is_asked_of_who_rings_for_them(
    said: str, name: str, phone: str | None
) -> None:
    contact = report(NAMED_OWNER, ("contact_name", said))["contact"]
    assert contact.get("name") == name
    assert contact.get("phone") == phone


@pytest.mark.parametrize(
    ("turns", "driver"),
    [
        ([("driver", "黄志强开的")], {"name": "黄志强", "relation": "本人"}),
        ([("driver", "我儿子 黄志强")], {"name": "黄志强", "relation": "本人"}),
        ([("driver", "我许春兰开的")], {"name": "许春兰"}),
        ([("driver", "我爸开的 哎说错了 是我开的 许春兰")], {"name": "许春兰"}),
        ([("plate", "我爸爸喝了点酒所以我开的 一个骑手撞了我 他叫刘洋")], {"relation": "子女"}),
        ([("plate", "我妈晚上喝了两口 我开的 我叫许春兰")], {"name": "许春兰", "relation": "子女"}),
        ([("plate", "我的车 我老婆没喝酒 我开的")], {"relation": "本人"}),
        ([("plate", "俺哥开车在路口撞了护栏")], {"name": "黄志强", "relation": "本人"}),
        ([("plate", "我是车主的女儿"), ("driver", "我爸开的")], {"name": "黄志强", "relation": "本人"}),
        ([("plate", "我是车主的同事"), ("driver", "我同事开的")], {"said": "我同事开的"}),
        (
            [("plate", "我妈晚上喝了两口 我开的 我叫许春兰"), ("at_scene", "在 我车没动")],
            {"name": "许春兰", "relation": "子女"},
        ),
        ([("driver", "我朋友开的")], {"relation": "朋友"}),
        (
            [("driver", "我老公就喝了一口 他可没开啊"), ("driver", "许春兰 我开的")],
            {"name": "许春兰", "relation": "配偶"},
        ),
        ([("plate", "那个我老公许长河开的车")], {"name": "许长河", "relation": "配偶"}),
    ],
)
def test_the_driver_is_compared_with_the_insured(
    turns: list[tuple[str, str]], driver: dict[str, str]
) -> None:
    assert report(STRANGER | {"verified": None}, *turns)["driver"] == driver


@pytest.mark.parametrize("text", ["没得人在开", "停起的 没人开", "车停着"])
def test_nobody_drove(text: str) -> None:
    assert "driver" not in report(STRANGER, ("driver", text))


def test_a_report_taken_up_again_keeps_who_drove() -> None:
    kept = report(STRANGER, ("plate", "我哥的车"), ("driver", "我开的 我叫黄志刚"))
    again = record_of(POLICY | facts_in(kept), "c-2", "voice")
    assert again["driver"] == {"name": "黄志刚", "relation": "兄弟姐妹"}


@pytest.mark.parametrize(
    ("known", "text", "name"),
    [
        (POLICY, "找我 这个电话", "黄志强"),
        (POLICY, "打我老婆电话", "我老婆"),
        (STRANGER, "我陈洪 这个电话 小哥姓蒋 美团的", "陈洪"),
        (STRANGER, "找我们公司行政于敏 于姐", "于敏"),
        (STRANGER | {"relation": "朋友"}, "找我", "报案人"),
        (POLICY, "姓连", "姓连"),
        (POLICY, "喊许春兰就行", "许春兰"),
        (POLICY, "联系人写许春来", "许春来"),
        (POLICY, "许春兰 莫打给我老公", "许春兰"),
        (POLICY, "古月胡 亚洲的亚 女字旁那个娣", "胡亚娣"),
    ],
)
def test_whom_to_contact(known: dict[str, Any], text: str, name: str) -> None:
    assert report(known, ("contact_name", text))["contact"]["name"] == name


HERS: dict[str, Any] = POLICY | {"insured": "覃玉莲"}


@pytest.mark.parametrize(
    "turns",
    [
        [("policy_confirm", "对 我就是覃玉莲"), ("contact_name", "我是他姑姑 你联系我侄子覃海")],
        [
            ("policy_confirm", "我叫覃玉莲"),
            ("contact_name", "打给我外甥吧 他现场盯着"),
            ("recap", "我是他舅妈"),
        ],
        [("driver", "我侄子开我的车出去的"), ("contact_name", "就联系我侄子")],
        [("policy_confirm", "嗯 我覃玉莲"), ("relation", "我是车主 联系我侄子")],
    ],
)
@pytest.mark.parametrize("phone", [PHONE, "13700002202"])
def test_whom_to_ring_makes_the_insured_nobodys_aunt(turns: list[tuple[str, str]], phone: str) -> None:
    told = report(HERS | {"caller_phone": phone}, *turns)
    by_words_only = phone != PHONE and "我的车" in turns[0][1]
    assert told["reporter"].get("relation") == (None if by_words_only else "本人")


def test_who_has_the_car_out_is_no_owner() -> None:
    told = report(STRANGER, ("driver", "我外甥开我的车出去的"))
    assert told["driver"]["relation"] == "亲属" and "relation" not in told["reporter"]
    assert report(STRANGER, ("driver", "我侄子覃海的车 我开的"))["reporter"]["relation"] == "亲属"


@pytest.mark.parametrize(
    ("text", "relation"), [("我是他老婆", "配偶"), ("我就是车主", "本人"), ("我是被他撞的那个", "第三者")]
)
def test_a_relation_nobody_would_tell_may_be_told_later(text: str, relation: str) -> None:
    unknown = STRANGER | {"relation": UNKNOWN}
    assert report(unknown, ("recap", text))["reporter"]["relation"] == relation
