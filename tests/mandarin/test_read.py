"""No characters are two numbers at once, and the question asked lets bare answers count."""

from datetime import datetime, timedelta, timezone

import pytest

from mandarin import read as reading
from mandarin.read import read
from mandarin.span import Span

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


def kinds(text, asked=None):
    return {span.kind for span in read(text, NOW, asked)}


def value(text, kind, asked=None):
    return next(span.value for span in read(text, NOW, asked) if span.kind == kind)


@pytest.mark.parametrize(
    ("text", "is_", "is_not"),
    [
        ("一三九五五三八三八零一", "phone", {"time", "money", "count", "plate"}),
        ("车牌皖B三八二五零", "plate", {"phone", "time", "money"}),
        ("车架号LSVAM4187C2184847", "vin", {"plate", "phone", "policy_no"}),
        ("在中山路三号门口撞的", "place", {"time"}),
        ("沪渝高速K一三二加五百", "place", {"money", "count", "time"}),
        ("二十分钟前", "time", {"duration"}),
        ("泡了三个多小时", "duration", {"time", "count"}),
        ("垫了五千块", "money", {"count", "time"}),
        ("两个人受伤", "injury", {"money", "time"}),
    ],
)
def test_what_is_one_value_is_no_other(text, is_, is_not):
    found = kinds(text)
    assert is_ in found
    assert not found & is_not


@pytest.mark.parametrize(
    ("asked", "text", "kind", "expected"),
    [
        ("fee_amount", "五千", "money", 5000),
        ("injured_count", "两个", "count", {"count": 2, "of": "个"}),
    ],
)
def test_a_bare_answer_counts_when_it_was_asked_for(asked, text, kind, expected):
    assert kind not in kinds(text)
    assert value(text, kind, asked) == expected


def test_a_whole_utterance_as_a_place_leaves_the_time_out():
    text = "昨天下午三点在花溪大道"
    assert value(text, "time", "place")["start"].startswith("2026-03-09T15:00")
    assert value(text, "place", "place")["text"] == "花溪大道"


def test_spans_keep_the_callers_words():
    text = "皖B七三K九二 昨天下午三点半在合肥芜湖路"
    assert [text[span.start : span.end] == span.text for span in read(text, NOW)].count(False) == 0


def test_a_finder_that_fails_costs_its_own_values_only(monkeypatch, caplog):
    def broken(text: str, now: datetime, asked: str | None) -> list[Span]:
        raise ValueError(text)

    monkeypatch.setitem(reading.FINDERS, "places", reading.Finder(broken, takes=True))
    assert "phone" in kinds("我在芜湖路电话一三九五五零零一一零一")
    assert "芜湖路" not in caplog.text
    assert "places" in caplog.text
