"""What somebody is who is told of through others."""

from __future__ import annotations

from typing import Any

import pytest

from mandarin.kinship import in_one_word
from mandarin.roles import find_roles


@pytest.mark.parametrize(
    ("said", "drove"),
    [
        ("俺媳妇她二姐开的 叫邢春燕", {"relation": "亲属", "name": "邢春燕"}),
        ("我老公他堂弟 霍志军", {"relation": "亲属", "name": "霍志军"}),
        ("开车的是我妹夫的爸爸 姓邵", {"relation": "亲属", "surname": "邵"}),
        ("我闺女的男朋友开的", {"relation": "朋友"}),
        ("我妈的保姆开的 她叫乔玉兰", {"relation": "雇员", "name": "乔玉兰"}),
        ("我儿子他妈开的", {"relation": "配偶"}),
        ("我经理的儿子开的", {"relation": "关系人"}),
        ("我弟弟的同学他爸开的", {"relation": "关系人"}),
        ("是我丈母娘她弟 大舅子 崔国庆 不是她自己开的", {"relation": "亲属", "name": "崔国庆"}),
    ],
)
def test_the_driver_is_the_one_at_the_end_of_the_chain(said: str, drove: dict[str, Any]) -> None:
    drivers = [one for one in find_roles(said, "driver") if one.kind == "driver"]
    assert [one.assertion for one in drivers] == ["asserted"]
    assert drivers[0].value.items() >= drove.items()
    assert {"name", "surname"} & drivers[0].value.keys() == {"name", "surname"} & drove.keys() | (
        {"surname"} if "name" in drove else set()
    )


@pytest.mark.parametrize(
    "said",
    [
        "我老婆孩子都在车上",
        "我儿子女儿坐后排",
        "我老公的车我弟弟开的",
        "我哥和他媳妇都没事",
        "我爱人 我岳母",
        "我老婆的公司的车",
    ],
)
def test_two_people_beside_each_other_are_no_chain(said: str) -> None:
    assert in_one_word(said) == said


def test_who_is_rung_through_others_is_called_as_the_caller_calls_them() -> None:
    (rung,) = (one for one in find_roles("找我老婆她弟弟吧", "contact_name") if one.kind == "contact")
    assert (rung.value["relation"], rung.value["said"]) == ("亲属", "我老婆她弟弟")


@pytest.mark.parametrize(
    ("said", "relation"),
    [("我是他老婆的妹妹", "亲属"), ("我老公的姐姐的车", "亲属"), ("我是车主女儿的同学", "朋友")],
)
def test_what_the_caller_is_is_told_through_others(said: str, relation: str) -> None:
    told = [one.value.get("relation") for one in find_roles(said, "relation") if one.kind == "caller"]
    assert relation in told
