"""Self-corrections inside one utterance: 冀A6P，不对，冀A8P72Q."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from mandarin.span import Span

_SLIPS = "[错反岔串混漏乱劈拧偏]|颠倒"
# As recognisers write them, too.
_WRONG = "[不部步布][对队兑]"
_IS_NOT = "[不部步布][是事时市式势石使实识始史示世]"


MUDDLED = r"(?:[气急忙吓绕脑]?(?:糊涂|昏头?|懵)|看花(?:眼)?|[说讲]?顺嘴|[哦噢哎啊][，,\s]*是(?=[，,\s]+是))[了啦哒咧嘞]?(?=[，,、\s]*(?:我[说讲]的?)?(?:应该)?是)"
"""Words of who has mixed things up, with what is so right behind: 气糊涂了 是左边."""


def _taking_back(also: str) -> re.Pattern[str]:
    return re.compile(
        r"(?:[，,、。\s]|哦|噢|啊|呃|嗯|唉|哎|诶|哟|哎呀|嗨|(?:让?我)?(?:[嗯呃]|那个)?再?看(?:一?[下眼]|看))*"
        rf"(?:(?:几|啥|什么|多少)?来着|等一?下|等会儿?|慢着|等等|重来|从头来|(?:{_WRONG}|{_IS_NOT}|不){{2,3}}|{_WRONG}{also}|(?:唔|弗|勿)(?:系|啱|是|对)|[不部步布][止只值]|何止"
        rf"|[说讲搞记弄念报看听数写读背打想算按](?:{_SLIPS})了?|[错反]了|(?:[我俺]?[说讲])?(?:嘴[瓢快岔]|顺[嘴口]|秃噜)[了咧嘞]?"
        rf"|{MUDDLED}"
        r"|更正(?:一下)?|纠正(?:一下)?|重说|重新说|口误|应该是|改成|改为|换成|不(?=[，,])|(?<=[啊哦噢哎])不(?![对是]))"
        r"(?:了|哒|咧|嘞|啊|哦|呃|嗯|哎|应该|我|再|重新|说|一遍|就|有)*[，,、。\s]*(?:是|应该是)?[，,、\s]*"
    )


CORRECTION = _taking_back(f"|{_IS_NOT}")
SLIP = _taking_back("")
"""Corrections without 不是, which may also name what is wrong: 不是二八是八二."""
_DENIES = re.compile(rf"[，,、。\s]*{_IS_NOT}")


def denies_what_follows(cue: str) -> bool:
    """Tell whether a cue takes nothing back and denies what is behind it: 五点二十不是五点半, and not 五点二十，不是，五点半."""
    return bool(_DENIES.fullmatch(cue))


INSTEAD = re.compile(r"[，,、\s]*(?:可)?不是(?P<old>[^，,是]{1,6}?)[，,、\s]*(?:而|应该)?是")
"""What is wrong and what leads to the right: 不是七零，是."""
REACH = 14  # characters between a slip and its correction


def corrected(between: str) -> bool:
    """Tell whether the words between two values take the first one back."""
    return len(between) <= REACH and CORRECTION.search(between) is not None


_OR = re.compile("[还孩海害][是事时]")
_IS_NOT_THIS = re.compile("(?<!(?<!就)是)不是$")
_IS = re.compile(r"[，,、\s]*(?:而|应该)?是(?:应该)?[，,、\s]*")


def instead(text: str, start: int, end: int, after: int) -> bool:
    """Tell whether the value from ``start`` to ``end`` is only named to be replaced by the next: 不是三千，是三千三."""
    return bool(_IS_NOT_THIS.search(text[:start]) and _IS.fullmatch(text, end, after))


def chosen(text: str, spans: list[Span]) -> list[Span]:
    """Return the last value alone where the caller wavers between two and settles for one: 一千三还是一千五来着，一千五."""
    if len(spans) < 2:
        return spans
    first, last = text[spans[0].end : spans[1].start], text[spans[0].end : spans[-1].start]
    settled = "来着" in last or (len(spans) > 2 and spans[-1].value in [span.value for span in spans[:2]])
    return spans[-1:] if _OR.search(first) and settled else spans


def settle(spans: list[Span], text: str) -> list[Span]:
    """Drop every span that the next one corrects; the dropped value becomes a near reading of the next."""
    kept: list[Span] = []
    for span in spans:
        if kept and denies_what_follows(text[kept[-1].end : span.start]):
            continue  # 三千不是两千
        between = text[kept[-1].end : span.start + 1] if kept else ""  # 是 of 不是 may be read as a four
        if kept and (corrected(between) or instead(text, kept[-1].start, kept[-1].end, span.start)):
            last = kept.pop()
            reading = last.value["plate"] if isinstance(last.value, dict) else last.value
            if last.problem is None and reading != span.value:
                span = replace(span, near=(reading, *(n for n in span.near if n != reading))[:5])
        kept.append(span)
    return kept


def overlay(whole: str, part: str, size: int, valid: Callable[[str], bool]) -> str | None:
    """Return ``whole`` with its most similar stretch replaced by ``part``, or its end when none is similar.

    ``size`` is the length wanted, ``valid`` decides which results count; None when none does.
    """
    options: list[tuple[int, int, str]] = []
    for at in range(min(len(whole), size - len(part)), -1, -1):
        result = whole[:at] + part + whole[at + len(part) :]
        if len(result) == size and valid(result):
            same = sum(a == b for a, b in zip(whole[at : at + len(part)], part, strict=False))
            options.append((same, at, result))
    return max(options)[2] if options else None


def resaid(said: str, again: str, valid: Callable[[str], bool], whole: bool, first: int = 0) -> str | None:
    """Return ``said`` with ``again`` put where it differs least from what it takes back; None when nothing valid results.

    What was cut short by the slip is only taken up at its end (六七不对六八), what is ``whole`` anywhere from ``first`` on;
    between equals the end wins, then the place where more is the same. The end said the other way round (二八 for 八二) is the end.
    """
    end = said[: -len(again)] + again
    if said != end and sorted(said[-len(again) :]) == sorted(again) and valid(end):
        return end
    best: tuple[int, bool, int, str] | None = None
    for at in range(first, len(said)):
        replaced = said[at : at + len(again)]
        inside = at + len(again) < len(said)
        result = said[:at] + again + said[at + len(again) :]
        if (inside and not whole) or result == said or not valid(result):
            continue
        differing = sum(
            (a != b) + (a.isdigit() != b.isdigit()) for a, b in zip(replaced, again, strict=False)
        )
        if best is None or (differing, inside, -len(replaced)) <= best[:3]:
            best = differing, inside, -len(replaced), result
    return best[3] if best else None


_AGAIN = 2
"""Characters with which what is said anew begins as what it replaces did: 拖去|惠州 不对 拖去|深圳."""
_BREATH = 24
"""Characters before a slip in which what it takes back begins."""
_CALLED = re.compile(
    "时间|地点|地方|位置|地址|车牌|牌照|号码|电话|手机|名字|姓名|医院|保险|司机|车主|联系|受伤|伤者|金额|经过|对方|人数"
)
"""What facts are called: 时间不对 时间是… puts right what was told before."""


def slips(text: str) -> list[tuple[int, int]]:
    """Return what is taken back in the same breath, with the words that do it: |拖到松江 不对 |拖到青浦, |三千 不对 |先交三千.

    What is said anew begins as what it replaces did; a fact put right by its name is none of them.
    """
    found = []
    for cue in SLIP.finditer(text):
        before, behind = text[max(0, cue.start() - _BREATH) : cue.start()], text[cue.end() :]
        anew = behind[:_AGAIN]
        at = before.rfind(anew) if len(anew) == _AGAIN and anew.strip() == anew else -1
        told = before[at + _AGAIN :].strip("，,、。 ") if at >= 0 else ""
        if told and not _CALLED.match(anew):
            found.append((cue.start() - len(before) + at, cue.end()))
    return found


def without_slips(text: str) -> str:
    """Return the text without what is taken back in the same breath."""
    for start, end in reversed(slips(text)):
        text = text[:start] + text[end:]
    return text
