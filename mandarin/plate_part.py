"""What was seen of a plate that nobody can tell whole: 尾号82K, 前面是豫A后面没看清, 只记得有个7K. The rules are data, ``words/plate_part.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.authorities import PROVINCES
from mandarin.lexicon import fold
from mandarin.rules import WORDS, written

RULES = WORDS / "plate_part.yml"

_DIGITS = {
    "零": "0", "〇": "0", "洞": "0", "一": "1", "幺": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6",
    "七": "7", "拐": "7", "八": "8", "九": "9", "勾": "9",
}  # fmt: skip
_CHARACTER = rf"[A-Z\d{''.join(_DIGITS)}]\s?"
_UNSEEN = r"(?:没(?:有)?(?:看|记|瞅|瞧|拍)(?:清楚?|到|见|住|全|下来?|得)?|(?:看|记)不(?:清|住|得|全)|不(?:记得|知道|清楚|晓得)|忘了|看不见)"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = {"c": _CHARACTER, "area": rf"[{''.join(PROVINCES)}]\s?[A-Z]\s?", "unseen": _UNSEEN}
    return {kind: re.compile(rule["words"].format(**lists)) for kind, rule in written(RULES).items()}


def plate_part_in(text: str) -> tuple[int, str] | None:
    """Return where a part of a plate is told, and the part: 豫A, 尾号82K, 7K; None where the words tell none.

    What is dictated piece by piece (前面是豫A) is none: something must say that there is no more to come, or that it is the end.
    """
    said = fold(text)
    seen: list[tuple[int, str]] = []
    for kind, words in _patterns().items():
        if (match := words.search(said)) and (kind != "some" or not seen):
            group = "seen" if match["seen"] else "seen2"
            seen.append((match.start(group), "尾号" * (kind == "tail") + _written(match[group])))
    return (min(at for at, _ in seen), "、".join(part for _, part in seen)) if seen else None


def _written(said: str) -> str:
    return "".join(_DIGITS.get(character, character) for character in said if not character.isspace())
