"""How long something took, as callers say it."""

from __future__ import annotations

import re

from mandarin.numerals import NUMBER, neighbours, number, plain, stretched
from mandarin.span import Span

# Minutes in a unit. 刻钟 counts quarters; 宿 and 夜 are nights, given as ranges below.
_UNITS = {
    "分钟": 1,
    "分": 1,
    "刻钟": 15,
    "刻": 15,
    "小时": 60,
    "钟头": 60,
    "个钟": 60,
    "钟": 60,
    "天": 1440,
    "星期": 10080,
    "礼拜": 10080,
    "周": 10080,
    "个月": 43200,
}
_UNIT = (
    r"(?P<unit>分钟|刻钟|小时|钟头|个钟|星期|礼拜|个月|[天周]|钟(?!头)|分(?![之析别米店公钱手成局期数贝]))"
)
_NAMED: tuple[tuple[str, tuple[float, float], float], ...] = (
    # words that name a quantity without a number, their range in minutes, and how sure that is
    (r"一整?(?:夜|晚上|晚|宿)|整夜|一夜晚|整整一晚|一个晚上|整宿|通宵|过了夜", (480, 720), 0.8),
    (r"大半天|大半日", (300, 720), 0.5),
    (r"一整天|整整一天|整天", (1440, 1440), 0.9),
    (r"(?:一上午|一下午|一个上午|一个下午|一早上)", (180, 300), 0.6),
    (r"半天|半日", (180, 720), 0.5),
    (r"好几个?(?:小时|钟头|钟)", (180, 360), 0.6),
    (r"几个?(?:小时|钟头|钟)", (120, 300), 0.5),
    (r"几十分钟", (20, 60), 0.5),
    (r"十几分钟", (11, 19), 0.9),
    (r"(?:好)?几分钟", (2, 9), 0.6),
    (r"好几天", (4320, 10080), 0.6),
    (r"几天", (2880, 7200), 0.5),
    (r"个把(?:小时|钟头)|个把钟", (60, 90), 0.9),
)
_MEASURED = re.compile(
    rf"(?P<limit>不到|不足|没到|没有|最多|顶多|至多|不超过|超过|至少|起码|最少)?(?:大概|大约|约|差不多|有)?"
    rf"(?:(?P<half>半)个?(?P<half_more>多)?|(?P<number>{NUMBER})(?P<tail>多|来|几|余)?(?P<piece>个)?(?P<tail2>多|来)?(?P<and_half>半)?(?P<tail3>多)?)"
    rf"{_UNIT}(?P<more>多(?!远|大|高|深)|半)?"
)
_WORDS = [(re.compile(pattern), minutes, sure) for pattern, minutes, sure in _NAMED]
_RANGE = re.compile(r"到|至|-|~|或者?")
_VAGUE = 0.7  # confidence of 半天, 好几个小时
# 二十分钟前 is a point in time, 三天两头 a habit, 第三天 an ordinal.
_NOT_AFTER = re.compile(r"(?:之|以)?(?:前(?!后)|后(?!半))|两头|内(?!涝)|以内|左右前|假")
_NOT_BEFORE = re.compile(r"(?:第|每|星期|礼拜|周|[年月号点:.\d])$")


def find_durations(text: str) -> list[Span]:
    """Find stretches of time said as a quantity.

    Accepts 二十分钟, 五六分钟 [5, 6], 半个小时, 一个半小时, 一刻钟, 两个来钟头, 一两个小时, 不到十分钟 [0, 10], 十来分钟 [10, 15],
    二十多分钟 [20, 30], 十几分钟 [11, 19], 一夜 and 一晚上 [480, 720]. 多 on whole hours and open ends (一个多小时, 超过一小时)
    reach half as much again: [60, 90]. 一会儿, 好久 name no quantity and are not found; 二十分钟前 is a point in time.

    Returns:
        Spans of kind ``duration``; value ``[low, high]`` in minutes.
    """
    said = plain(text)
    found: list[Span] = []
    for start, end, (low, high), sure in stretches(said):
        if _NOT_AFTER.match(said, end) or said[start - 1 : start] == "前":
            continue
        last = found[-1] if found else None
        if last and last.end == start and last.value[0] == last.value[1] > low:  # 一小时二十分钟
            found[-1] = _span(text, last.start, end, (last.value[0] + low, last.value[1] + high), sure)
        elif last and _RANGE.fullmatch(said, last.end, start) and last.value[1] < high:  # 一个小时到两个小时
            found[-1] = _span(text, last.start, end, (last.value[0], high), sure)
        elif last and last.confidence < _VAGUE < sure and start - last.end <= 8:  # 半天吧，得有五个小时
            found[-1] = _span(text, start, end, (low, high), sure)
        else:
            found.append(_span(text, start, end, (low, high), sure))
    return found


def stretches(said: str) -> list[tuple[int, int, tuple[float, float], float]]:
    """Return every measured stretch of a plain text, before 前 as well: start, end, (low, high) minutes, confidence."""
    found: list[tuple[int, int, tuple[float, float], float]] = []
    for match in _MEASURED.finditer(said):
        before = said[: match.start()]
        low_high = _minutes(match)
        if (
            low_high is None
            or _NOT_BEFORE.search(before)
            or (match["unit"] == "分" and re.search("点$|(?<!小)时$", before))
        ):
            continue
        found.append((match.start(), match.end(), low_high, 1.0))
    for pattern, minutes, sure in _WORDS:
        for match in pattern.finditer(said):
            if all(match.end() <= start or match.start() >= end for start, end, *_ in found):
                found.append((match.start(), match.end(), minutes, sure))
    return sorted(found)


def _minutes(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the low and high minutes of one measured stretch."""
    unit = _UNITS[match["unit"]]
    if match["half"]:
        if match["unit"] in ("分", "天", "钟"):
            return None
        low, high = unit / 2, unit * (0.75 if match["half_more"] else 0.5)
    else:
        if match["unit"] == "分" and match["piece"]:
            return None
        if match["unit"] == "周" and match["piece"]:
            return None
        said = match["number"]
        if match["tail"]:
            rough = stretched(said, match["tail"])
        else:
            rough = neighbours(said)
            if rough is None and (value := number(said)) is not None:
                rough = stretched(said, "左右")
                assert rough is not None and rough.low == value
        if rough is None:
            return None
        low, high = rough.low * unit, rough.high * unit
        if match["and_half"] or match["more"] == "半":
            low, high = low + unit / 2, high + unit / 2
        elif match["tail2"] == "来":
            high += unit / 4
        elif match["tail2"] or match["tail3"] or match["more"]:
            high += unit / 2
    limit = match["limit"]
    if limit in ("不到", "不足", "没到", "没有", "最多", "顶多", "至多", "不超过"):
        low = 0
    elif limit and low == high:
        high = low * 1.5
    return low, high


def _span(text: str, start: int, end: int, minutes: tuple[float, float], sure: float) -> Span:
    value = [int(edge) if edge == int(edge) else edge for edge in minutes]
    return Span("duration", start, end, value, text[start:end], sure)
