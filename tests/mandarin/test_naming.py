"""What callers call a fact, against the sentences the rules are for, and those they must leave alone."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from mandarin.naming import NAMES, find_named, rest_of

ROWS: dict[str, Any] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))


def sentences(which: str) -> list[tuple[str, str]]:
    return [(fact, text) for fact, row in ROWS.items() for text in row[which]]


@pytest.mark.parametrize(("fact", "marked"), sentences("for"))
def test_a_fact_is_told_by_its_name(fact: str, marked: str) -> None:
    text = marked.replace("|", "")
    (named,) = find_named(text)
    assert (named.fact, rest_of(text, [named])[0]) == (fact, "")
    assert named.denied or marked.endswith(f"|{named.said}")


@pytest.mark.parametrize(("fact", "text"), sentences("not"))
def test_other_words_name_nothing(fact: str, text: str) -> None:
    assert [named for named in find_named(text) if named.fact == fact] == []


@pytest.mark.parametrize(
    ("text", "said", "denied"),
    [
        ("对了时间我也报错了，不是两点，是两点五十", "两点五十", "两点"),
        ("不对，地点应该是解放路不是人民路", "解放路", "人民路"),
        ("开车的不是我，是我爱人", "我爱人", "我"),
    ],
)
def test_what_is_denied_is_told_apart_from_what_is_said(text: str, said: str, denied: str) -> None:
    (named,) = find_named(text)
    assert (named.said, named.denied) == (said, denied)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我老婆开的，对了时间我说错了，是五点十分", "我老婆开的"),
        ("地点是南京的，在小区地下车库呀，你们记下来了没有", ""),
        ("还在，出事地点是人民路", "还在"),
        ("时间不对，是六点二十，前杠也坏了", "前杠也坏了"),
    ],
)
def test_what_is_said_beside_a_fact_is_left(text: str, rest: str) -> None:
    assert rest_of(text, find_named(text))[0] == rest
