"""What is said of towing the car: that it is done, or not wished for, and where it is to go. The rules are data, ``words/tow.yml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from mandarin.place import find_places

RULES = Path(__file__).parent / "words" / "tow.yml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(rule["words"] for rule in of_kind)) for kind, of_kind in rules.items()}


def words_of_done() -> str:
    """Return the regular expression of a car that has been brought away already."""
    return _patterns()["done"].pattern


def was_towed(text: str) -> bool:
    """Tell whether the car is said to have been brought away already: 早拖回来了, 让铲车弄出来的."""
    return bool(_patterns()["done"].search(text))


def without_what_towed(text: str) -> str:
    """Return the text, of the same length, without the words of a car that was brought away: who drags it out struck nobody."""
    return _patterns()["done"].sub(lambda said: "，" * len(said[0]), text)


def refuses_a_tow(text: str) -> bool:
    """Tell whether no tow is wished for, in so many words: 不用拖车, 哪来的拖车."""
    return bool(_patterns()["refused"].search(text))


def is_seen_to(text: str) -> bool:
    """Tell whether nobody need be sent: the car has been towed, no tow is wished for, or somebody else sees to it (交警会来拖)."""
    return was_towed(text) or refuses_a_tow(text) or bool(_patterns()["others"].search(text))


_TO = (
    re.compile(
        r"(?P<how>拖|拉|送|弄|运)(?:车)?(?:给我|帮我)?(?:到(?!底)|去|回|往)(?![的了过着])(?P<to>[^，。,\s]{1,24}?)(?P<end>(?:就行|就可以|吧|去|了|啊|呢|呀|哦|嘛)*)(?=$|[，。,\s])"
    ),
    re.compile(
        r"(?:拖车?|救援)(?:的)?(?:目的地|地方|地点|地址)[^，。,\s]{0,4}?(?:改成|改到|换成|换到|应该是|是)\s*(?P<to>[^，。,\s]{2,24}?)(?P<end>(?:吧|啊|呢|呀|哦|嘛)*)(?=$|[，。,\s])"
    ),
    re.compile(
        r"就拖(?P<to>[^，。,\s]{2,20}?(?:店|厂|站|场|家|单位|公司|队))(?P<end>(?:去|吧|啊|呢|呀|哦|嘛)*)(?=$|[，。,\s])"
    ),
)
_BY_OTHERS = re.compile(
    r"(?:交警|警察|他们|人家|已经|都|刚|早|被|让|叫|给)(?:把)?(?:我的?)?车?(?:给)?(?:人|他|交警)?[^，。,\s要]{0,2}$"
)
_ASKS = re.compile(r"时候|什么|哪|多久|几点|怎么|啥|来$|得要|能不能")
"""Words of a question: 拖车到底嘛时候来 names no garage."""
_OF_PEOPLE = re.compile(r"医院|急诊|卫生[院所]|诊所|门诊|手术室|病房")
"""Where people are taken; a car only in so many words: 车拖到医院停车场."""
_WISHED = re.compile(r"(?:赶紧|快|给我|帮我|麻烦|要|想|能不能|你们)[^，。,]{0,12}$")
_HESITATION = re.compile(r"(?<=[到去回往])[,，\s]*(?:那个?啥|那个(?=[,，\s])|嗯|呃|额)+[,，\s]*(?:就是?|叫)?")
_REST_OF_A_VERB = re.compile(
    r"(?:来|去|走|起来?|过[来去])?(?:修(?!理|配)|看|检查|处理|弄|换|定损|说|停|放|再说)?[了的着过得话吗吧啊呢呀哦嘛么]*"
)
"""What goes on about bringing it, and names nowhere: 拖回|来的, 拉去|修."""


def towed_to(text: str) -> str | None:
    """Return where a car is to be towed, as the caller says it ("拖到解放路那个4S店"); None of a tow that is done, or by others."""
    text = _HESITATION.sub("", text)
    for pattern in _TO:
        for found in pattern.finditer(text):
            before, to = text[: found.start()], found["to"].strip()
            people = found.groupdict().get("how") not in ("拖", None) and _OF_PEOPLE.search(to)
            if _ASKS.search(to) or people or not _is_somewhere(to):
                continue
            done = found["end"].endswith("了") or _BY_OTHERS.search(before)
            if not done or (_WISHED.search(before) and not found["end"].endswith("了")):
                return to
    return None


def _is_somewhere(words: str) -> bool:
    """Tell whether words name somewhere, and are not the rest of a verb."""
    return not _REST_OF_A_VERB.fullmatch(words) or bool(find_places(words))
