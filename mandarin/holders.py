"""Whose a telephone number is: it belongs to who is named right before it. The words are data, ``words/holders.yml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from mandarin.rules import WORDS, written
from mandarin.sides import CARS, HE, KIN, PEOPLE, I

RULES = WORDS / "holders.yml"

OURS, THEIR_KIN, INSURED, OTHER, OUTSIDE = "ours", "kin", "insured", "other", "outside"
"""The caller; who belongs to the caller; whom the car is registered to; another party of the accident; somebody who is no party."""
POINTED = "pointed"
"""Somebody only pointed at (他的号), whom these words do not name."""

REACH = 28
"""Characters before a number in which its holder is named."""

_NUMBER = r"(?:电话|手机|座机|联系方式|联系电话|号码|号儿|手机号|电话号码|号)"
_NAMED = r"(?:[他她佢伊]?(?:名字)?(?:[姓叫是]|名叫)?[\u4e00-\u9fff]{1,3}?(?:先生|女士|师傅)?(?:[,，\s]|的|(?=[电手他她]))[,，\s]*)"
_LEFT = r"(?:[他她佢伊]?(?:也|就|又|还|刚|刚才|已经)*(?:把)?(?:给|跟|告诉|留|写|报|说|念|发)(?:了|给|过|下)*(?:我|俺|咱)?们?(?:了|的|一?下)?(?:一?个)?)"
_BRIDGE = re.compile(
    rf"(?:的|本人|自己|那边|这边|那头|那个|这个|也|就|呢|吧|啊|嘛|呀|[他她佢伊]|{_LEFT}|{_NUMBER}|了|过|一?个|是|为|[:：,，、\s])*"
    rf"(?:{_NAMED}(?:的|那个|这个|[他她佢伊]|{_LEFT}|{_NUMBER}|了|过|一?个|是|为|给我|[:：,，、\s])*)?"
)
"""What stands between who holds a number and the number: the name, 电话是, 留了个."""
_POINTING = re.compile(rf"(?:{HE})")
_BEHIND = re.compile(
    r"[，,\s]*(?:这个?|那个?)?(?:就|才|那)?(?:就)?是(?P<who>[^,，。\s\d]{1,10}?)的?(?:电话|手机|号码|号)?(?=$|[,，。\s吧啊呀呢])"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = {"i": I, "he": HE, "kin": KIN, "cars": CARS, "people": PEOPLE}
    rules: dict[str, Any] = written(RULES)
    return {kind: re.compile(rule["words"].format(**lists)) for kind, rule in rules.items()}


def _named_in(text: str) -> list[tuple[int, int, str]]:
    """Return who is named, as start, end and kind, in order; of overlapping words the longer ones count."""
    found = [(m.start(), m.end(), kind) for kind, words in _patterns().items() for m in words.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda it: (it[0] - it[1], it[0])):
        if all(one[1] <= start or end <= one[0] for start, end, _ in kept):
            kept.append(one)
    return sorted(kept)


def reaches(words: str) -> bool:
    """Tell whether the words between somebody named and a number leave it theirs: 电话是, 他给我留了个."""
    return bool(_BRIDGE.fullmatch(words))


def holder_before(text: str) -> str:
    """Return whose the number is that follows these words: one of the kinds above; "" when they do not say.

    Who is only pointed at (他电话) is the one named before: of ours after 我弟弟…; where nobody is, ``POINTED``.
    """
    words = text[-REACH:]
    named = _named_in(words)
    last = next((one for one in reversed(named) if _BRIDGE.fullmatch(words, one[1])), None)
    if last is None:
        return ""
    before = [kind for start, end, kind in named if end <= last[0] and kind != OURS]
    pointing = _POINTING.match(words, last[0], last[1])
    if pointing and before and (pointing.end() == last[1] or before[-1] == THEIR_KIN):
        return before[-1]
    return POINTED if pointing and pointing.end() == last[1] else last[2]


def holder_behind(text: str) -> str:
    """Return whose the number is that stands before these words: 是我老婆的; "" when they do not say."""
    behind = _BEHIND.match(text)
    return holder_before(behind["who"]) if behind else ""


def holder_beside(before: str, behind: str) -> str:
    """Return who holds a number; 是她老公 behind one's own tells who they are, and not whose it is."""
    holder = holder_before(before)
    return holder if holder == OURS and not _POSSESSED.match(behind) else holder_behind(behind) or holder


_POSSESSED = re.compile(r"[，,\s]*[这那]?个?(?:就|才)?是[^,，。\s]{1,10}?(?:的|电话|手机|号)")
"""Words by which the number itself is somebody's."""
