"""The learnt reader proposes, the rules normalise; without its weights the rules read alone."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandarin import reader
from mandarin.read import read
from mandarin.reader import ALPHABET, WEIGHTS, Learnt, Proposed, Reader, read_through
from mandarin.reader.joining import Said, bounded, owned
from mandarin.span import Span

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))
LARGEST = 25_000_000


def places(text: str, asked: str | None = None) -> list[str]:
    return [span.text for span in read(text, NOW, asked) if span.kind == "place"]


@pytest.fixture
def without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reader, "_reader", reader._reader.__wrapped__)
    monkeypatch.setattr(Reader.__init__, "__defaults__", (tmp_path / "none.onnx", tmp_path / "none.json"))
    read_through.cache_clear()
    yield
    read_through.cache_clear()


@pytest.mark.parametrize("path", [WEIGHTS, ALPHABET], ids=lambda path: path.name)
def test_the_weights_are_those_of_the_readme_and_small(path: Path) -> None:
    stated = (path.parent / "README.md").read_text("utf-8")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in stated
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize(
    ("asked", "text", "words"),
    [
        ("place", "双龙大道上 挨着一个洗车场 江宁这边的快充站", ("双龙大道", "江宁")),
        (None, "车牌苏A3R90D 我在文昌路跟淮海路那个口 让人给追尾了 人没事", ("文昌路", "淮海路")),
    ],
)
def test_chatter_between_the_parts_of_a_place_does_not_cost_one_of_them(
    asked: str | None, text: str, words: tuple[str, ...]
) -> None:
    (place,) = places(text, asked)
    assert all(word in place for word in words)


@pytest.mark.parametrize("text", ["哎呀今天真倒霉得很", "你别催我 我手还在抖"])
def test_chatter_is_no_place(text: str) -> None:
    assert places(text, "place") == []


def test_without_weights_the_rules_read_and_a_warning_says_so(
    without_weights: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert places("在南京德基广场的停车场 没人受伤") == ["南京德基广场的停车场"]
    assert "hear less" in caplog.text


@given(st.text(max_size=200), st.sampled_from([None, "place", "own_damage", "no_such_question"]))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_spans_lie_within_it(text: str, asked: str | None) -> None:
    learnt = read_through(text, asked)
    if not text:
        assert learnt is None
        return
    assert learnt is not None
    assert all(0 <= one.start < one.end <= len(text) for one in learnt.spans)
    assert sum(learnt.answer.values()) == pytest.approx(1, abs=1e-3)


def learnt(*spans: tuple[int, int, str, float]) -> Learnt:
    return Learnt(tuple(Proposed(*span) for span in spans), {}, {})


def said(text: str, *spans: tuple[int, int, str, float], left: str = "", asked: str | None = None) -> Said:
    return Said(text, left or text, asked, learnt(*spans))


def test_the_rules_place_stays_where_the_reader_sees_none() -> None:
    text = "在文昌路上追尾了"
    rules = [Span("place", 1, 5, {"text": "文昌路上", "road": "文昌路"}, "文昌路上")]
    assert bounded(said(text), rules) == rules


def test_a_place_on_no_map_that_only_the_rules_see_is_none_unless_it_was_asked_for() -> None:
    text = "我打死方向都没让开"
    rules = [Span("place", 1, 5, {"text": "打死方向", "direction": "打死方向"}, "打死方向")]
    assert bounded(said(text), rules) == []
    assert bounded(said(text, asked="place"), rules) == rules


def test_a_place_on_no_map_that_only_the_reader_sees_is_none_unless_it_was_asked_for() -> None:
    text = "下大雨桥底下积水"
    seen = (3, 6, "place", 0.9)
    assert bounded(said(text, seen), []) == []
    assert [place.text for place in bounded(said(text, seen, asked="place"), [])] == ["桥底下"]


def test_two_stretches_of_one_place_are_joined_but_not_across_another_value() -> None:
    text = "文昌路 晚上八点多 淮海路口"
    two = ((0, 3, "place", 0.9), (10, 14, "place", 0.9))
    assert [place.text for place in bounded(said(text, *two), [])] == [text]
    taken = "文昌路       多 淮海路口"
    assert [place.text for place in bounded(said(text, *two, left=taken), [])] == ["淮海路口"]


def test_the_reader_says_whose_a_part_is_and_not_that_it_is_damaged() -> None:
    part = Span("part", 3, 5, "前保险杠", "前杠", confidence=0.5)
    (theirs,) = owned(said("他碎了前杠", (3, 5, "other", 0.95)), [part])
    assert (theirs.kind, theirs.confidence) == ("third_part", 0.5)
    assert owned(said("他碎了前杠"), [part]) == [part]


def test_nothing_is_anothers_in_words_that_speak_of_nobody_else() -> None:
    part = Span("part", 3, 7, "前保险杠", "前保险杠")
    assert owned(said("坏的是前保险杠", (3, 7, "other", 0.95)), [part]) == [part]


def test_words_that_name_the_car_outweigh_the_reader() -> None:
    part = Span("part", 4, 6, "前保险杠", "前杠")
    assert owned(said("我们的是前杠", (4, 6, "other", 0.95)), [part]) == [part]


@pytest.mark.parametrize(
    "text", ["前保险杠碎了 前面一个送啤酒的面包车倒车碰我的", "右大灯裂了 有个货车倒车撞的"]
)
def test_a_part_told_before_anybody_else_is_spoken_of_is_ours(text: str) -> None:
    parts = [span for span in read(text, NOW, "description") if span.kind in ("part", "third_part")]
    assert [part.kind for part in parts] == ["part"]
    assert "rear_ended" not in [span.value for span in read(text, NOW, "description") if span.kind == "event"]
