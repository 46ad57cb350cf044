"""Report numbers (报案号): what they look like and how one that was misheard is told.

A number is 12 digits, read aloud as three groups of four: two of the year, eight of the issue, two of check.
The check is ISO 7064 MOD 97-10: purely numeric (MOD 11-2 would need an X, which is awkward to say and to key), it
catches every wrong digit and every swap of two digits, neighbours or not, and 99 % of the rest; the commoner single
check digits (Luhn, Damm) let one mishearing in ten of the rest through, too many over a telephone.
The issue is a shuffled sequence: neighbours in time do not look like neighbours, so that a number does not tell how
many reports the company has had. It is no secret; who may see a report is decided elsewhere.
"""

from __future__ import annotations

import re

LENGTH = 12
GROUP = 4

_ISSUES = 10**8
# Odd and not a multiple of five, so that multiplying permutes 0 … 10**8-1; near the golden section, so that it spreads.
_STRIDE = 61_803_399
_OFFSET = 27_182_818


def compose(sequence: int, year: int) -> str:
    """Return the number of the ``sequence``-th report (from 1) of a year.

    Different sequences of a year, and equal sequences of different years of one century, give different numbers.

    Raises:
        OverflowError: More than 99,999,999 reports in one year.
    """
    if not 0 < sequence < _ISSUES:
        raise OverflowError(f"no report number for sequence {sequence}")
    body = f"{year % 100:02d}{(sequence * _STRIDE + _OFFSET) % _ISSUES:08d}"
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def valid(number: str) -> bool:
    """Tell whether ``number`` is 12 ASCII digits whose check digits hold (blanks between groups allowed)."""
    digits = "".join(number.split())
    return len(digits) == LENGTH and digits.isascii() and digits.isdigit() and int(digits) % 97 == 1


def groups(number: str) -> list[str]:
    """Cut a number into the groups of four it is read in: ``"261234567890"`` → ``["2612", "3456", "7890"]``."""
    return [number[start : start + GROUP] for start in range(0, len(number), GROUP)]


def number_in(text: str) -> str | None:
    """Return the report number among the words, whatever was asked; its check digits tell it from others."""
    found = _DIGITS.finditer(text)
    return next((digits for one in found if valid(digits := re.sub(r"\D", "", one.group()))), None)


_DIGITS = re.compile(rf"(?<!\d)\d(?:[ ，,-]?\d){{{LENGTH - 1}}}(?!\d)")
