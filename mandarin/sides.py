"""Whose the words are about: ours or another's. The one table of the words that tell it is ``words/sides.yml``.

Parts (``mandarin.parts``), circumstances (``mandarin.context``), roles and plates each read it in their own grammar: a part is its
possessor's, a circumstance its subject's.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from mandarin.lexicon import one_of

_WORDS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "words" / "sides.yml").read_text("utf-8"))

I = one_of(_WORDS["i"])  # noqa: E741 - the caller
HE = one_of(_WORDS["he"])
KIN = rf"(?:{one_of(_WORDS['kin'])}(?<!方司机))"
FAMILY = one_of(_WORDS["family"])
OTHERS = one_of(_WORDS["others"])
CARS = one_of(_WORDS["cars"])
PEOPLE = one_of(_WORDS["people"])
"""Regular expressions of the words of the table, for the readers to build on."""

_OURS_BEFORE = rf"(?<!{I}的)(?<!{I})"
_OTHERS_CARS = (
    rf"(?P<other>对方|人家|{HE}(?:的|那|架)?(?:个|辆|台)?(?:车|保单|行驶证)|[前后]车|[前后旁对](?:面|头|边)[^,，。\s]{{0,6}}车"
    rf"|(?:那|另)(?:个|辆|台|部|一辆)车|那车|{_OURS_BEFORE}(?:皮卡|货车|出租车|面包车|特斯拉))"
    rf"|(?P<ours>{I}(?:们|家)?(?:的|这|那)?(?:个|辆|台)?车|{I}(?:们|家)?(?:的(?!时候)|这边)|本车)"
)
_CAR = re.compile(_OTHERS_CARS)
_ANYBODY = re.compile(
    rf"{_OTHERS_CARS}|(?P<they>{HE}(?:们|的|那|家)?|那边|[前后旁对](?:面|头|边)那?(?:个|辆|台))|(?P<we>{I}(?:们|的)?)"
)


def side_of_car(text: str) -> str:
    """Return whose car was spoken of last: ``ours``, ``other``, "" before any word of one."""
    told = [match.lastgroup or "" for match in _CAR.finditer(text)]
    return told[-1] if told else ""


def side_of(text: str) -> str:
    """Return who was spoken of last, with or without a car: ``ours``, ``other`` or ""."""
    told = [match.lastgroup or "" for match in _ANYBODY.finditer(text)]
    return {"they": "other", "we": "ours"}.get(told[-1], told[-1]) if told else ""


_OTHERS_AT_ALL = re.compile(rf"{OTHERS}|{HE}|{CARS}|[前后旁对](?:车|面|边|头)|[那另](?:一|外)?[个辆台部]")


def speaks_of_others(text: str) -> bool:
    """Tell whether anybody or any car but ours is spoken of at all."""
    return bool(_OTHERS_AT_ALL.search(text))


_RIGHT_BEFORE = re.compile(
    rf"(?:(?<![追撞碰刮蹭顶怼别擦尾到了着])(?P<ours>{I}(?:们|自己)?(?:的|这|那)?)|(?P<other>{OTHERS}|(?P<he>{HE})(?:们|的|那)?))(?:的)?(?:个|辆|台)?(?:车子?)?(?:[\s,，]*(?:保险|投保|你们保)的?(?:那[个辆台])?车[\s,，]*)?(?:的)?(?:车?牌号?|牌照|号牌?)?(?:应该|就)?(?:是|叫)?[\s,，:：]*$"
)
_RIGHT_BEHIND = re.compile(
    rf"[\s,，啊哦噢呃嗯]*(?:你们?问(?:的是|的)?(?:{HE}|{OTHERS})的?(?:那[个辆台])?车?[啊呀吗么]?[\s,，]*)?(?:[那这][个辆台]?)?(?:车|车牌|牌子)?(?:才|就)?是(?:(?P<ours>{I}(?:们|自己)?(?:家)?)|(?P<other>{OTHERS}))(?:的|那[个辆台])"
)
"""陕AT2755 那是我的, 苏A12345 是对方的车牌."""
_OF_OUR_PEOPLE = re.compile(
    rf"{I}(?:们|家)?的?(?:{KIN})|{I}(?:就)?(?:是|系)[^,，。\s]{{2,4}}?{HE}?的?(?:{KIN})"
)


_OURS_WAS_WRONG = re.compile(
    rf"(?:{I})(?:的|那|这)?(?:个)?(?:车牌号?|牌照|车号|牌子|号牌)[^,，。]{{0,10}}(?:错|不对|反了|漏)[^,，。]{{0,2}}[\s,，]*(?:应该|就)?(?:是|系|叫)?[\s,，]*$"
)
"""我车牌好像讲错了 是: what follows is ours, whoever's plate is asked for."""


def side_behind(text: str) -> str:
    """Return whose the value is that these words follow: ``ours`` (那是我的), ``other`` (是对方的), else ""."""
    found = _RIGHT_BEHIND.match(text)
    return "" if found is None else "ours" if found["ours"] else "other"


def side_before(text: str) -> str:
    """Return whose the value is that follows these words: ``ours`` (我的车牌是), ``other`` (他的是), else "".

    Of "我是林强他姐姐 他的是…" he is one of ours, as long as nobody else was spoken of.
    """
    if _OURS_WAS_WRONG.search(text):
        return "ours"
    found = _RIGHT_BEFORE.search(text)
    if found is None:
        return ""
    before = text[: found.start()]
    if found["he"] and _OF_OUR_PEOPLE.search(before) and not re.search(rf"{OTHERS}|{CARS}|[前后]车", before):
        return "ours"
    return "other" if found["other"] else "ours"
