"""What is said of towing the car: that it is done, or not wished for, and where it is to go. The rules are data, ``words/tow.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from mandarin.corrections import without_slips
from mandarin.place import find_places
from mandarin.rules import WORDS, written
from mandarin.span import Span
from mandarin.times import find_times

RULES = WORDS / "tow.yml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(map(words_of, rules))) for kind, rules in written(RULES).items()}


_TO_COME = (
    r"(?:(?:今天?|明天?|后天|大后天|周[一二三四五六日天])的?(?:一?早|早上|上午|中午|下午|傍晚|晚上?|夜里)?"
    r"|早上|上午|中午|下午|傍晚|晚上|晚[点些]|迟[点些]|过一?会儿?|等一?会儿?|待会儿?)?"
    r"(?:[一二两三四五六七八九十\d]{1,3}点(?:半|多|钟|一刻|三刻|[一二三四五六七八九十\d]+分?)?)?"
)
_A_TIME = rf"(?=[今明后大周早上中下傍晚迟过等待一二两三四五六七八九十\d])(?:{_TO_COME})(?<=[天日早午晚上里儿会点些半多钟刻分\d一二三四五六七八九十])"


def words_of(rule: Mapping[str, str]) -> str:
    """Return the regular expression of a rule, with what it says of times put in."""
    return f"(?:{rule['words'].replace('{time}', _A_TIME)})"


def words_of_done() -> str:
    """Return the regular expression of a car that has been brought away already."""
    return _patterns()["done"].pattern


def was_towed(text: str) -> bool:
    """Tell whether the car is said to have been brought away already: 早拖回来了, 让铲车弄出来的."""
    return bool(_patterns()["done"].search(_PEOPLE_TAKEN.sub("", text)))


_PEOPLE_TAKEN = re.compile(r"(?:120|一二零|(?:救护|急救)车)[^,，。\s]{0,6}?(?:拉|接|抬|送)走?")
"""救护车拉走的 tows no car."""


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
    text = without_slips(_HESITATION.sub("", text))
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


KIND = "tow_when"
_HALF_A_DAY = timedelta(hours=12)
_OPENS = 9
"""Hour from which on somebody is there on a day that is told without one: 明天."""
_POLITE = re.compile(r"[，,\s]*(?:行不行|好不好|可不可以|可以不|可以吗|行吗|好吗|吧|啊|哦|呢|嘛|哈|行|好)+$")
_TALKED_ROUND = re.compile(
    r"^(?:就|是|那|你|您|你们|我|说|写|嗯|呃|对|还有|不过|但是?|能不能|可不可以|能|可以)+(?=[^，。,\s]{3})"
)
_NOT_NOW = re.compile("现在|先别|先不|暂时")


def find_tow_when(text: str, now: datetime, asked: bool = False) -> list[Span]:
    """Find when the tow truck is to come: not at once, or at once after all; at most one span.

    Words that name no tow truck tell it where one was ``asked`` about (等水退了再来, 明天). The value is ``{"text": as said,
    "not_before": ISO or None}``, the latter where the words tell a day, a part of it or a clock; of one that is to come at once
    the text is "".
    """
    if at_once := _patterns()["now"].search(text):
        return [Span(KIND, *at_once.span(), {"text": "", "not_before": None}, at_once[0])]
    if asked and _patterns()["later_alone"].search(text):
        found = [re.compile(_A_TIME).search(text)]
    else:
        found = [one for one in _patterns()["later"].finditer(text) if not _NOT_NOW.search(one[0])]
        found = found or list(_patterns()["later"].finditer(text))
    if not found or found[0] is None or not (asked or _ABOUT_A_TOW.search(text)):
        return []
    start, end = _clause(text, *found[0].span())
    if _OF_OTHERS.search(text, start, end):
        return []
    said = _TALKED_ROUND.sub("", _POLITE.sub("", text[start:end]))
    value = {"text": said, "not_before": _not_before(text[start:end], now)}
    return [Span(KIND, start, end, value, text[start:end])]


_ABOUT_A_TOW = re.compile("拖|救援|吊车|清障")
_OF_OTHERS = re.compile("查勘|定损|打电话")
"""Who comes is not the tow truck: 查勘员下午再来."""


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the whole clauses in which a stretch lies."""
    before = [mark.end() for mark in re.finditer(r"[，。,；;\s]+", text[:start])]
    after = re.search(r"[，。,；;\s]", text[end:])
    return (before[-1] if before else 0), (end + after.start() if after else len(text))


def _not_before(said: str, now: datetime) -> str | None:
    """Return from when on it may come, by the first time told: the next one to come of a clock without its half of the day."""
    told = next(iter(find_times(said, now)), None)
    if told is None or told.value["told"] in ("now", "ago"):
        return None
    start = datetime.fromisoformat(told.value["start"])
    end = datetime.fromisoformat(told.value["end"]) if told.value["end"] else None
    if told.value["precision"] in ("part", "day") and start <= now:
        if (end and end.date() == now.date() and "今" in said) or (end is not None and end > now):
            return None  # it has begun
        start += 2 * _HALF_A_DAY
    while start <= now:
        start += _HALF_A_DAY
    if told.value["precision"] == "day":
        start = start.replace(hour=_OPENS)
    return start.isoformat(timespec="minutes")
