"""Whether the injured were taken to hospital, and what is only planned."""

from __future__ import annotations

import re

import pytest

from mandarin.hospitals import find_hospitals
from mandarin.injury import find_injuries
from mandarin.rules import patterns
from mandarin.span import ASSERTED
from mandarin.taken import HEARSAY, RULES, taken
from tests.mandarin.written import by_kind, by_words


@pytest.mark.parametrize(("kind", "text"), by_kind(RULES, "for"))
def test_the_words_of_a_kind_tell_it(kind: str, text: str) -> None:
    assert taken(text) == kind


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "not"))
def test_and_leave_others_alone(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("人还在马路牙子上坐着 救护车还没到", "awaited"),
        ("我寻思回头拉他上中心医院照个相", "planned"),
        ("说是下午要往儿童医院转", "planned"),
        ("他儿子开车送去医大二院了", "taken"),
        ("已经送骨科医院了 过两天要转到省医院", "taken"),
        ("120刚把人接走", "taken"),
        ("老太太死活不上医院", "not_taken"),
        ("俺婆姨正往县医院赶哩", "on_the_way"),
        ("她坐在台阶上", None),
    ],
)
def test_people_say_it_in_other_words(text: str, kind: str | None) -> None:
    assert taken(text) == kind


@pytest.mark.parametrize(
    "text", ["准备送市二院", "打算等会儿拉她去中医院瞧瞧", "一会儿我陪他去同济医院看看", "正要送协和医院"]
)
@pytest.mark.parametrize("asked", ["sent_hospital", "hospital"])
def test_a_hospital_somebody_is_yet_to_go_to_is_no_hospital(text: str, asked: str) -> None:
    assert not [span for span in find_hospitals(text, asked == "hospital") if span.assertion == ASSERTED]
    assert find_injuries(text, asked)[0].value == {"any": True, "sent_hospital": False}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("多半是医大二附院吧", "医大二附院"),
        ("好像送到市医院了吧", "市医院"),
        ("我老婆陪她去人民医院了", "人民医院"),
        ("先在中医院包扎 后来转到省二院", "省二院"),
        ("马上就送到鼓楼医院去了", "鼓楼医院"),
    ],
)
def test_a_hospital_they_are_at_is_kept(text: str, name: str) -> None:
    assert [span.value for span in find_hospitals(text) if span.assertion == ASSERTED] == [name]


def test_one_of_two_hospitals_is_neither() -> None:
    found = find_hospitals("拉的是延安医院还是市一院我还不晓得")
    assert [span for span in found if span.assertion == "asserted"] == []


@pytest.mark.parametrize(("kind", "text"), by_kind(HEARSAY, "for"))
def test_the_words_of_a_doubt_are_known(kind: str, text: str) -> None:
    assert patterns(HEARSAY)[kind].search(text)


@pytest.mark.parametrize(("words", "text"), by_words(HEARSAY, "not"))
def test_and_no_other_words_are_a_doubt(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("估摸着应该送到医院了吧", None),
        ("俺哪知道他去没去医院呀", None),
        ("我人不在医院 说不好", None),
        ("好像伤得不轻 已经送医院了", "taken"),
        ("哪个说没送 急救车在路上了", "awaited"),
    ],
)
def test_what_is_supposed_or_not_known_is_not_told(text: str, kind: str | None) -> None:
    assert taken(text) == kind
