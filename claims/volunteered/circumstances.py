"""Circumstances that answer a question, wishes and feelings."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import says
from claims.heard import Heard
from claims.interview import Facts
from claims.volunteered.story import circumstances
from claims.volunteered.taking import union
from mandarin.feelings import is_afraid, may_be_upset
from mandarin.tow import is_seen_to, towed_to


def take_flags(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the circumstances told, and the questions they answer."""
    flags = circumstances(heard, asked)
    found: dict[str, Any] = {}
    if flags:
        found["flags"] = union(facts.get("flags"), flags)
    of_police = "theft_police" if facts.get("case_type") == "theft" else "police"
    if "police_called" in flags:
        found[of_police] = True
    elif _NOT_CALLED.search(heard.text):
        found[of_police] = False
    if "second_start" in flags:
        found["flood_restarted"] = True
    if asked == "recap" and facts.get("police_to") == "交警":  # B-16 was said just before
        reported = says("theft_police", heard.text)
        found |= {} if reported is None else {"police": reported}
    if found.get(of_police) is False and facts.get(of_police):
        del found[of_police]  # what was told before is not told away
    if "not_drivable" in flags or "drivable" in flags:
        found["drivable"] = "not_drivable" not in flags
    return found


_NOT_CALLED = re.compile(
    r"(?<![谁有])没(有)?(来得及|去|给|跟)?(报(交?警|110|122|派出所)|[叫喊]交?警|打(110|122))|交警[^，。,\s]{0,3}没(有)?(报|叫|打)"
)
"""Words of police that nobody has called yet."""


def tow_later(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Take when the tow truck is to come, in the caller's words, and from when on; who tells it wants one. At once puts off nothing any more."""
    told = heard.spoken_of("tow_when")
    if not told or facts.get("rescue_when") == (told[-1].value["text"] or None):
        return {}
    if not told[-1].value["text"]:
        return {"rescue": True, "rescue_when": None, "rescue_not_before": None}
    when, not_before = told[-1].value["text"], told[-1].value["not_before"]
    kept = facts.get("rescue_not_before") if not_before is None and facts.get("rescue_when") else None
    return {"rescue": True, "rescue_when": when, "rescue_not_before": not_before or kept}


def take_rescue(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the wish for a tow truck out of a breath in which more is told; by itself it is a wish of its own."""
    if is_seen_to(heard.text):
        return {}
    wanted = (heard.is_intent(("rescue",), 0.5) and _SEND_HELP.search(heard.text)) or _wants_a_tow(heard.text)
    to = towed_to(heard.text)
    found: dict[str, Any] = {"rescue": True} if (wanted or to) and asked != "rescue" else {}
    later = tow_later(heard, facts)
    found |= {name: value for name, value in later.items() if value is not None or facts.get(name)}
    return found | ({"rescue_to": to} if to and asked not in ("rescue", "rescue_to") else {})


_SEND_HELP = re.compile(
    r"(?<!不用)(?<!不要)(?<!不必)(给我|帮我|替我|麻烦|赶紧|快点?|需要|能不能|想|要|得)[^，。,]{0,4}(叫|派|来|安排|找|拖|吊)[^，。,]{0,6}(拖车|救援|吊车|清障|人来拖|搭电)"
)


def _wants_a_tow(text: str) -> bool:
    return any(not _DENIED.search(text[: found.start()]) for found in _TOW_WANTED.finditer(text))


_DENIED = re.compile(r"(不(用|要|必|需要?)|别|没)[^，。, ]{0,4}$")
_TOW_WANTED = re.compile(
    r"(?<![不没别他她要])(要|需要|得|想要|还要|要叫|叫|喊)(你们|人|个|一?[辆台])?(来)?(拖车|拖走|拖一下|拉走|救援)(?!了|走了|费|公司|多少|是|拖|把|来了|已)|(喊|叫|派)人来拖|车得拖"
)
"""Words that want the car towed whatever else is told: "我车开不动了要拖车"."""


def take_feelings(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Note an upset caller; B-01 is due."""
    sure = (
        0.5 if asked is None or not heard.all("answer") else 0.8
    )  # "在 他先走了" answers, and fears nothing
    return {"upset": True} if is_afraid(heard.text) or sounds_upset(heard, sure) else {}


def sounds_upset(heard: Heard, sure: float = 0.5) -> bool:
    """Tell whether fear or grief is heard, and there are words of it: the sound alone may be a slow or broad speaker's."""
    return heard.is_intent(("anxious", "grieving"), sure) and may_be_upset(heard.text)
