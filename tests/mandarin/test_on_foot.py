"""Who was outside the cars, and whom of their own people callers struck there."""

from __future__ import annotations

import re

import pytest

from mandarin.events import find_events
from mandarin.injury import find_injuries
from mandarin.on_foot import RULES, struck_on_foot
from tests.mandarin.written import by_words


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "for"))
def test_the_words_of_a_kind_tell_it(words: str, text: str) -> None:
    assert re.search(words, text)


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "not"))
def test_and_leave_others_alone(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    "text",
    [
        "我挪车把俺爹脚给轧了",
        "车没拉手刹溜坡 把在前头站着的我哥挤墙上了",
        "我婆娘下车关门 车一动把她带倒了",
        "我老婆倒车把我撞了 我在车屁股后头搬东西",
        "倒车撞倒我妈了",
    ],
)
def test_own_people_struck_are_on_foot(text: str) -> None:
    assert struck_on_foot(text)
    assert "hit_pedestrian" in {span.value for span in find_events(text) if span.assertion == "asserted"}


@pytest.mark.parametrize(
    "text",
    [
        "我朋友倒车把我撞了",
        "我老公开车让人追尾了",
        "他把我老婆的车撞了",
        "我媳妇坐副驾 撞树上了",
        "差点撞到我妈",
        "我弟把他车撞花了 我在车旁边站着",
    ],
)
def test_nobody_of_theirs_was_struck(text: str) -> None:
    assert "hit_pedestrian" not in {span.value for span in find_events(text) if span.assertion == "asserted"}


@pytest.mark.parametrize(
    ("text", "asked", "kinds"),
    [
        ("他就在车后头站着呢", "injured_kind", ["行人"]),
        ("在路边蹲着 没在车上", "injured_kind", ["行人"]),
        ("把我老公给撞了 他在店门口站着 腿疼", None, ["行人"]),
        ("自己撞墙上了 对方没人 小军头磕破了", None, None),
        ("我自个儿手腕子崴了", None, ["车上人员"]),
        ("他一个人脚踝肿了", None, None),
        ("坐副驾的我侄女鼻子流血了", None, ["车上人员"]),
        ("车里我老婆头砸破了", None, ["车上人员"]),
    ],
)
def test_where_the_hurt_were(text: str, asked: str | None, kinds: list[str] | None) -> None:
    assert find_injuries(text, asked)[0].value.get("kinds") == kinds


@pytest.mark.parametrize(
    ("text", "asked", "count"),
    [
        ("就他自个儿", "injured_count", 1),
        ("俩人都好好的就他 手划破了", None, 1),
        ("别人都好着 就我媳妇脖子疼", None, 1),
        ("没别人 就骑车的那个", "injured_count", 1),
        ("就我跟我妈", "injured_count", 2),
        ("车上四个人 就我爱人脚踝肿了", None, 1),
        ("他脚脖子肿了 家里来了三四个人", None, None),
        ("我就腰有点酸 我妈手也划了", None, None),
        ("我们三个都伤了", None, 3),
    ],
)
def test_how_many_were_hurt_and_not_how_many_there_were(
    text: str, asked: str | None, count: int | None
) -> None:
    assert find_injuries(text, asked)[0].value.get("count") == count


def test_one_who_is_not_well_among_those_who_are() -> None:
    assert find_injuries("俩人都好好的 就他", "injured")[0].value == {"any": True, "count": 1}
    assert find_injuries("没人受伤 就我一个", "injured")[0].value["any"] is False
