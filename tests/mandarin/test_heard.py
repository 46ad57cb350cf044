"""What recognisers write besides the words is not read, and what is read stays laid on the words as they came."""

import re
from datetime import datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mandarin.heard import DIALECT, as_heard
from mandarin.read import read

NOW = datetime(2026, 3, 10, 23, 5, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("said", "to_read"),
    [
        # Traditional characters; of what simplified texts have too, only where others are traditional.
        ("沒有人受傷 車撞壞了", "没有人受伤 车撞坏了"),
        ("下著雨撞到護欄", "下着雨撞到护栏"),
        ("在著名的乾县大道", "在著名的乾县大道"),
        ("電話幺三九零零零零", "电话幺三九零零零零"),
        ("係嘅 喺天河路", "系嘅 喺天河路"),
        # Blanks between words go, those of pauses stay.
        ("没 人 受伤", "没人受伤"),
        ("我 的 车 在 滨江 路 被 追尾 了", "我的车在滨江路被追尾了"),
        ("车牌 是 苏 A 八 八 K", "车牌是苏A八八K"),
        ("对 我是第三者 你看 怎么办", "对 我是第三者 你看 怎么办"),
        ("喂你好 我要报案", "喂你好 我要报案"),
        ("对 钱勇 我哥", "对 钱勇 我哥"),
        ("我啊 他弟 钱勇", "我啊 他弟 钱勇"),
        ("对 我 在 现场", "对我在现场"),
        ("139 0000 1107", "139 0000 1107"),
        # Tags, emoji and captions.
        ("<|zh|><|ANGRY|><|Speech|>他撞我的😡", "他撞我的"),
        ("[音乐]喂", "喂"),
        ("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", ""),
        ("字幕由 Amara.org 社群提供", ""),
        ("字幕志愿者 杨茜茜", ""),
        ("謝謝觀看", ""),
        ("我在南京路 请不吝点赞、订阅", "我在南京路"),
        ("我把照片转发给你 谢谢", "我把照片转发给你 谢谢"),
        # Numbers half in figures.
        ("10一点", "11点"),
        ("昨晚20 1点", "昨晚21点"),
        ("3月20 8号", "3月28号"),
        ("晚上8点4十", "晚上8点四十"),
        ("二十3分钟", "二十三分钟"),
        ("1万2千", "一万二千"),
        ("2千500", "2500"),
        ("1万2千500", "12500"),
        ("3百六", "三百六"),
        ("1千零5十", "一千零五十"),
        ("3:30p.m.", "下午3:30"),
        ("早上8:05 a.m.", "早上8:05"),
        ("12:10 AM", "凌晨12:10"),
        ("7pm撞的", "下午7点撞的"),
        # Figures that are something else.
        ("苏A8PM12", "苏A8PM12"),
        ("G50 5公里", "G50 5公里"),
        ("139 0020 1107", "139 0020 1107"),
        ("沪A１２３Ｂ５", "沪A123B5"),
    ],
)
def test_text_to_read(said, to_read):
    assert as_heard(said).text == to_read


@given(st.text(alphabet="我在路 没人受傷車20一点千万十百零:.pm13<|zh>😡请不吝点赞订阅A苏", max_size=30))
def test_every_character_knows_where_it_stood_and_reading_again_changes_nothing(said):
    heard = as_heard(said)
    assert len(heard.origins) == len(heard.text)
    assert all(0 <= origin < len(said) for origin in heard.origins)
    assert as_heard(heard.text).text == heard.text


@pytest.mark.parametrize(
    ("said", "kind", "words", "value"),
    [
        ("<|zh|>昨晚20 1点的事", "time", "昨晚20 1点", "2026-03-09T21:00"),
        ("3:30p.m.出的事", "time", "3:30p.m.", "2026-03-10T15:30"),
        ("我🚗在 解 放 路 上 撞 的", "place", "解 放 路 上", "解放路"),
        ("車牌蘇A8K2P5", "plate", "蘇A8K2P5", "苏A8K2P5"),
        ("垫了1万2千块", "money", "1万2千块", "12000"),
    ],
)
def test_a_value_comes_back_in_the_callers_words(said, kind, words, value):
    span = next(span for span in read(said, NOW) if span.kind == kind)
    assert span.text == words == said[span.start : span.end]
    assert value in str(span.value)


def test_a_caption_says_nothing():
    assert read("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", NOW, "description") == []


RULES = yaml.safe_load(DIALECT.read_text("utf-8"))


@pytest.mark.parametrize(("said", "read"), [pair for rule in RULES for pair in rule["for"].items()])
def test_words_of_the_regions_are_read_as_common_ones(said: str, read: str) -> None:
    heard = as_heard(said)
    assert heard.text == read
    assert as_heard(read).text == read
    assert len(heard.origins) == len(read)


@pytest.mark.parametrize(("words", "text"), [(rule["words"], text) for rule in RULES for text in rule["not"]])
def test_and_words_that_only_look_like_them_are_left_alone(words: str, text: str) -> None:
    assert not re.search(words, text)
