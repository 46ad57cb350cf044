"""Who stood, walked or helped outside the cars, and whom of their own people our car struck there. The words are data, ``words/outside.yml``."""

from __future__ import annotations

import re

from mandarin.rules import WORDS, patterns
from mandarin.sides import FAMILY

RULES = WORDS / "outside.yml"


def stood_outside(text: str) -> bool:
    """Tell whether words say that somebody was outside the cars."""
    return bool(patterns(RULES)["outside"].search(text))


def nobody_there() -> re.Pattern[str]:
    """Return the words that nobody was in a car, or that there was no other."""
    return patterns(RULES)["nobody_there"]


OWN_PEOPLE = re.compile(rf"(?:我|俺|咱)(?:们)?(?:家|的)*{FAMILY}+(?!骑|的?车)")
"""The caller's own people, wherever they were."""

_STRIKES = "(?:撞|轧|碰|压|刮|带|蹭|挤|夹)"
_WE_STRUCK = re.compile(
    rf"(?<![被让叫给他她方]){_STRIKES}(?:到|倒|着|了|伤|死|飞)*(?:我|俺|咱)(?:家|们)?的?{FAMILY}(?!的?车|坐|开|在车)"
    rf"|把(?:在?[^,，。\s车]{{1,6}}的)?(?:我|俺|咱)(?:家|们)?的?(?:{FAMILY}|老头|老太太?)(?!的?车|坐)[^,，。车]{{0,3}}{_STRIKES}"
    rf"|(?:我|俺|咱)?(?:家|们)?的?{FAMILY}(?:走路|过马路)?(?:被|让)[^,，。]{{0,4}}?{_STRIKES}(?:倒|飞|伤|到了|着了)"
)
"""倒车撞倒我妈: our own kin on foot."""
_STRUCK_BY = re.compile(r"[被让叫]|对方|他|她|人家|[前后]车|追尾")
_STRUCK_HIM = re.compile(rf"把(?:他|她)(?:也|给)?[^,，。\s车]{{0,2}}{_STRIKES}(?!花|坏|掉)")
_STRUCK_ME = re.compile(
    rf"{FAMILY}[^,，。\s]{{0,6}}(?:把(?:我|俺)(?!的|们|车)[^,，。车]{{0,3}}{_STRIKES}|{_STRIKES}(?:到|倒|着|了|住|伤)*(?:我|俺)(?!的|们|车|家))"
)


_MY_CAR_STRUCK_ME = re.compile(
    rf"(?:车|它)[^,，。\s]{{0,4}}(?:溜|滑|往[前后]走|自己动|往后退|跑)[^。]{{0,10}}{_STRIKES}(?:到|倒|着|了|住|伤)*(?:我|俺|自己)(?!的|们|车|家)"
    rf"|(?:被|让|叫)(?:我)?自(?:己|家)的?车[^,，。\s]{{0,3}}{_STRIKES}|自(?:己|家)的?车[^,，。\s]{{0,4}}把(?:我|俺|自己)[^,，。车]{{0,3}}{_STRIKES}"
)
"""车没拉手刹 溜下来轧到我了: nobody drove it."""


def struck_on_foot(text: str) -> list[re.Match[str]]:
    """Return where it is told that our car struck our own people on foot: 倒车撞倒我妈; of those told by no name only where somebody stood outside: 我婆娘下车关门 把她带倒了, 我老婆倒车把我撞了 我在车后头."""
    struck = [
        match
        for match in _WE_STRUCK.finditer(text)
        if not _STRUCK_BY.search(text[max(0, match.start() - 8) : match.start()])
    ]
    if struck or not stood_outside(text):
        return struck
    him = list(_STRUCK_HIM.finditer(text)) if OWN_PEOPLE.search(text) else []
    return him or list(_STRUCK_ME.finditer(text))


def struck_the_caller(text: str) -> bool:
    """Tell whether it was the caller who was struck by our car, outside it."""
    by_itself = bool(_MY_CAR_STRUCK_ME.search(text))
    return by_itself or any(match.re is _STRUCK_ME for match in struck_on_foot(text))


def struck_my_spouse(text: str) -> bool:
    """Tell whether it was the caller's spouse: 倒车撞倒我老婆."""
    return any(_SPOUSE.search(match[0]) for match in struck_on_foot(text))


_SPOUSE = re.compile("老婆|媳妇|老公|爱人|丈夫|妻子|婆娘|男人|太太|老伴|婆姨")
