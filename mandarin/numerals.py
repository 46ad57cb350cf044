"""Spoken numbers into values, on the spans the finders cut out.

Only ever used on a number span: running inverse text normalisation over a whole utterance turns
五一路 into 51路 and loses leading zeros.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import cn2an

DIGIT = "0-9零〇一二两三四五六七八九"
# One number as it is said: 3000, 1.5, 三千五, 两万三, 十二, 半 stays with the finders that know its unit.
NUMBER = (
    rf"(?:\d{{1,4}}[百千万]\d(?![\d十百千万.])|\d{{1,12}}(?:[,，]\d{{3}}){{0,3}}(?:\.\d{{1,6}})?[十百千万亿kw]{{0,2}}"
    rf"|[{DIGIT[3:]}十百千万亿廿]{{1,16}}(?:点[{DIGIT[3:]}]{{1,6}}[百千万亿]?)?)"
)
# Inserts and tails that make a number rough: 二十来, 三百多, 两千大几.
ROUGH = r"(?:多|来|余|几|大几|好几|出头|左右|上下)"

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FORMAL = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億俩仨幺點圓兩圆", "一二三四五六七八九十百千万亿两三一点元两元"
)
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000, "w": 10_000}
_ONES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NEIGHBOURS = re.compile(
    r"(?P<head>(?:[一二两三四五六七八九]?[十百千万])*)(?P<low>[一二两三四五六七八九1-9])[、,，]?(?P<high>[二两三四五六七八九2-9])(?P<scale>[十百千万亿]*)"
)


_LONGEST = 24  # characters; longer runs are digits read out, not a number


class Rough(NamedTuple):
    """A number with its play: ``low`` is what was said, ``high`` what it may reach."""

    low: float
    high: float


def plain(text: str) -> str:
    """Return the text in half width and lower case, with formal and traditional figures in common ones, same length."""
    wide = text.translate(_WIDE).translate(_FORMAL)
    return "".join(low if len(low := char.lower()) == 1 else char for char in wide)


@lru_cache(maxsize=4096)
def number(said: str) -> int | float | None:
    """Return the value of one spoken or written number, None when it is not one.

    Accepts 三千五 (3500), 两万三 (23000), 一百零五, 三点五万, 1.2万, 3k, 1w, 3,000, 〇八.
    """
    text = plain(said).replace(",", "").replace("廿", "二十").strip()
    if not text or len(text) > _LONGEST or "三两" in text:  # two or three, not 32
        return None
    if mixed := re.fullmatch(r"(\d{1,4})([百千万])(\d)", text):  # 3千5
        return (10 * int(mixed[1]) + int(mixed[3])) * _SCALE[mixed[2]] // 10
    if pointless := re.fullmatch(
        "([一二三四五六七八九])([一二三四五六七八九])万", text
    ):  # 2.5万 read out without its point
        return (10 * _ONES[pointless[1]] + _ONES[pointless[2]]) * 1000
    scale = 1
    if ("." in text or "点" in text or text[-1] in "kw") and text[-1] in _SCALE:
        scale, text = _SCALE[text[-1]], text[:-1]
    if text in _SCALE:
        return _SCALE[text] * scale if text in "十百千万亿" else None
    try:
        value = float(cn2an.cn2an(text.replace("〇", "零"), "smart")) * scale
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    value = round(value, 4)
    return int(value) if value == int(value) else value


_FIGURES = re.compile(r"[一二两三四五六七八九]?([十百千万亿])|.")


def last_number(said: str) -> str:
    """Return the last of two numbers run together, told by a scale that does not fall: 三千三千三 is 三千三, 八百一千八 is 一千八."""
    start, least = 0, 10**9
    for figure in _FIGURES.finditer(said):
        scale = _SCALE[figure[1]] if figure[1] else 0
        if scale >= 10_000:
            least = scale
        elif scale >= least and figure[0][0] != figure[1]:
            start, least = figure.start(), scale
        elif scale:
            least = scale
    return said[start:]


@lru_cache(maxsize=4096)
def neighbours(said: str) -> Rough | None:
    """Return the two ends of a number said as neighbours: 三四千, 五六, 十七八, 一两百, 三五百, 三两 (2 to 3); None for any other."""
    match = _NEIGHBOURS.fullmatch(plain(said).replace("三两", "二三"))
    if (
        match is None or match[0] == "一二" or (match[0].isdigit() and match[0].isascii())
    ):  # 12: nobody says 一二 for 一两
        return None
    low, high = (_ONES.get(match[name]) or int(match[name]) for name in ("low", "high"))
    if not (high - low == 1 or (low, high) == (3, 5)):
        return None
    head, scale = match["head"], match["scale"]
    if head and not scale:  # 十七八 is 17-18, 一万二三 is 12000-13000, 两百三四 230-240
        unit = _SCALE[head[-1]] // 10
        base = number(head) or 0
        return Rough(base + low * unit, base + high * unit)
    factor = 1
    for char in scale:
        factor *= _SCALE[char]
    base = number(head) or 0
    if head.endswith("十") and scale[0] in "万亿":  # 十二三万
        return Rough((base + low) * factor, (base + high) * factor)
    if head and base < 10 * factor:
        return None
    return Rough(base + low * factor, base + high * factor)


def stretched(said: str, tail: str) -> Rough | None:
    """Return a number with a rough tail: 二十多 (20, 30), 三百来 (300, 350), 一千二百多 (1200, 1300)."""
    value = number(said)
    if value is None:
        return None
    unit = _smallest_unit(said, value)
    if "来" in tail or "左右" in tail or "上下" in tail:
        return Rough(value, value + unit / 2) if "来" in tail else Rough(value, value)
    return Rough(value, value + unit)


def _smallest_unit(said: str, value: float) -> int:
    """Return the unit of the last figure said: 10 for 二十, 100 for 一千二百 and 1200."""
    if value <= 0:
        return 1
    unit = 1
    whole = int(value)
    while whole and whole % (unit * 10) == 0:
        unit *= 10
    return unit
