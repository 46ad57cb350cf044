"""Values into speech: read-backs in words, SSML, and how long a text takes to say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from mandarin.plate import PROVINCES

CHARACTERS_PER_MINUTE = 170
_NUMERALS = "零一二三四五六七八九"
_SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))


def read_digits(number: str) -> str:
    """Return a number digit by digit, 1 as 幺, letters as they are."""
    return "".join(_SPOKEN.get(c, c) for c in number)


def read_groups(number: str, size: int = 4) -> str:
    """Return a number digit by digit in groups of ``size``: 202603100001 → 二零二六，零三幺零，零零零幺."""
    return "，".join(read_digits(number[i : i + size]) for i in range(0, len(number), size))


def read_phone(number: str) -> str:
    """Return a phone number as it is said: 13900001101 → 幺三九，零零零零，幺幺零幺."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 11 and digits[0] == "1":
        groups = [digits[:3], digits[3:7], digits[7:]]
    elif digits[:1] == "0":
        area = 3 if digits[1:2] in ("1", "2") else 4
        groups = [digits[:area], digits[area : area + 4], digits[area + 4 :]]
    else:
        groups = [digits[i : i + 4] for i in range(0, len(digits), 4)]
    return "，".join(read_digits(group) for group in groups if group)


def read_back_plate(plate: str) -> str:
    """Return a plate for reading back: 冀A6P72Q → 冀，河北的冀，A、6、P、7、2、Q."""
    if plate[:1] in PROVINCES:
        return f"{plate[0]}，{PROVINCES[plate[0]]}的{plate[0]}，{'、'.join(plate[1:])}"
    return "、".join(plate)


def read_number(number: int) -> str:
    """Return an integer from 0 to 99 in words: 45 → 四十五."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def seconds(text: str) -> float:
    """Return how long a text takes to say, in seconds, at 170 characters a minute (punctuation is free)."""
    return len(re.findall(r"[\u4e00-\u9fff0-9A-Za-z]", text)) * 60 / CHARACTERS_PER_MINUTE
