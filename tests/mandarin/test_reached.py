"""Who takes a call that we place, by their first words."""

from __future__ import annotations

import re

import pytest

from mandarin.reached import RULES, who_took_it
from tests.mandarin.written import by_kind, by_words


@pytest.mark.parametrize(("kind", "text"), by_kind(RULES, "for"))
def test_the_words_of_a_kind_tell_it(kind: str, text: str) -> None:
    assert who_took_it(text) == kind


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "not"))
def test_and_leave_others_alone(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("啊对我就是刘建民", "right"),
        ("是的是的 您说", "right"),
        ("喂 谁呀", "who_rings"),
        ("您好 请问您哪里", "who_rings"),
        ("不是不是 你打错电话了", "wrong"),
        ("这儿没有这个人", "wrong"),
        ("我老公他不在家", "away"),
        ("我这会儿在忙 你下午再打吧", "away"),
        ("是我 什么事", "right"),
        ("我是他同事 您有什么事", "away"),
        ("嗯", None),
        ("喂", None),
    ],
)
def test_people_say_it_in_other_words(text: str, kind: str | None) -> None:
    assert who_took_it(text) == kind
