"""What a caller says on the way to the time that is meant, taken out of the words before they are read.

A clock that is begun and said whole (十点 十点过一刻), taken back (九点半 不对 是八点半), rounded first (七点半多一点 三十五), or only named to
measure by (现在都还没到七点, 八点交警才来的, 我六点才下班). What is taken out leaves blanks, so that every character keeps its place.
"""

from __future__ import annotations

import re

from mandarin.corrections import CORRECTION, denies_what_follows

_N = "[零〇一二两三四五六七八九十\\d]"
_MINUTES = f"过?(?:{_N}{{1,3}}分?|半|[一三]刻)"
_PAST_THE_HOUR = f"(?:{_MINUTES}|来?钟|多|过)?"
_CLOCK = f"(?:{_N}{{1,3}}点{_PAST_THE_HOUR})"
_ABOUT = "(?:左右|前后|的?样子|吧|啊|嘛)*"
_DAY = "[昨今前明后][天晚儿日早]|早上?|[上下中]午|晚上?|夜|凌晨|清早|傍晚|[号月]"
_SAYS_SOON = "(?:大概|大约|就|也就|差不多|应该|可能|是|嗯|呃|[,，\\s])*"

_BEGUN = re.compile(
    f"(?P<hour>{_N}{{1,2}})点(?:钟|多|过|敲过|来钟)?(?={_SAYS_SOON}(?<!{_N})(?P=hour)点(?:{_MINUTES}|过|多))"
)
"""十点 十点过一刻: the hour is said again with its minutes."""
_ROUNDED = re.compile(
    f"(?<=点)(?P<round>(?:半|[一三]刻)?(?:多|过)(?:一?点点?儿?)?)(?=[,，\\s]*零?{_N}{{2,3}}(?:分|左右|吧|那样|的样|[,，\\s]|$))"
)
"""七点半多一点 三十五."""
_NOT_QUITE = re.compile(f"{_CLOCK}(?:还)?不到(?=[,，\\s]+{_SAYS_SOON}{_CLOCK})")
"""八点一刻不到 八点十分左右."""
_MEASURES = re.compile(
    f"(?:现在|这会儿?)(?:都|才|还|刚)*(?:没到|不到|是|到)?{_CLOCK}|(?:都|还)+(?:没|不)到{_CLOCK}"
)
_ANOTHER_DEED = re.compile(
    f"{_CLOCK}(?:左右)?(?=(?:我|俺|他|她|[^,，。\\s点]{{1,4}})?(?:还|才|都)(?![是撞碰刮蹭追停])[^,，。\\s])"
)
"""现在才两点, 九点半电影都演一半了: a time that tells which one it cannot have been."""
_PARKED = re.compile("停|发现|[放搁]着|没了|不见|[看瞧瞅][到见]|一看")
"""What makes two clocks the ends of an interval."""
_TAKEN_BACK = re.compile(
    f"(?P<wrong>{_N}{{1,3}}点){_PAST_THE_HOUR}{_ABOUT}(?P<cue>{CORRECTION.pattern})"
    f"(?P<again>(?=(?P=wrong)){_CLOCK}[,，\\s]+(?=(?:应该)?是?{_CLOCK}))?(?:(?!{_DAY}|点).){{0,16}}?(?:是|应该是)?[,，\\s]*(?={_CLOCK})"
)
"""昨天晚上九点半 不对 是八点半: the day and the part of it stay, the clock is another. 九点 不是九点 九点二十 names the wrong one again."""
_SAYINGS = (
    (re.compile("上半[天日]"), "上午 "),
    (re.compile("下半[天日]"), "下午 "),
    (re.compile("夜来黑[天下]"), "昨晚  "),
    (re.compile("夜来(?=[晚后])"), "昨天"),
    (re.compile("(?<=晌午)前儿|(?<=中午)前儿"), "  "),
    (re.compile("(?<=点半)\\s+(?=天)"), "，"),
)
"""Words that other regions say, and a pause that parts 五点半 天刚亮."""


def meant(text: str) -> str:
    """Return the text, same length, without what was only said on the way to the time that is meant."""
    for saying, plain in _SAYINGS:
        text = saying.sub(plain, text)
    for way in (_ROUNDED, _BEGUN, _NOT_QUITE):
        text = way.sub(_blank, text)
    without = _MEASURES.sub(_blank, text)
    without = without if _PARKED.search(text) else _ANOTHER_DEED.sub(_blank, without)
    text = without if re.search(_CLOCK, without) else text
    for found in _TAKEN_BACK.finditer(text):
        if not _stands(found):
            text = (
                text[: found.start()] + _blank(found) + _without_reason(text[found.end() :], found["wrong"])
            )
    return text


def _without_reason(behind: str, wrong: str) -> str:
    """Return the words behind a correction without the clock that was wrong, told of somebody there as the reason: 七点我刚进门."""
    return re.sub(f"(?<!{_N})(?<![是到]){wrong}{_PAST_THE_HOUR}(?=[我俺咱他她你])", _blank, behind)


def _stands(found: re.Match[str]) -> bool:
    return not found["again"] and denies_what_follows(found["cue"])


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
