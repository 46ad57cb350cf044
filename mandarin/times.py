"""When something happened, told in words, against the start of the call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from mandarin.calendar_words import Dated, beside_feasts, find_dated, worth_asking
from mandarin.corrections import CORRECTION
from mandarin.duration import stretches
from mandarin.measure_sounds import mend_measures
from mandarin.numerals import plain
from mandarin.span import Span
from mandarin.time_meant import meant
from mandarin.time_sounds import mend
from mandarin.time_words import (
    LONG_SINCE,
    Clock,
    Day,
    Part,
    Piece,
    figures,
    gone_by,
    long_ago,
    parts_of_day,
    pieces,
    without_namesakes,
)

# Dropped before reading: sounds of thinking and blanks inside a number; the blank of "03-09 21:30" stays.
_NOISE = re.compile(r"[嗯呃啊]|唔(?![啱系知记识])|那个(?![时月星礼周])|(?<!\d)\s|\s(?!\d)")
_JOINT = re.compile(
    r"(?:[，,、。．.…~\s的啊呀呢吧嘛哦噢哎诶唉额哈了]|那个|这个|就是说?|大概|大约|约|差不多|可能|应该|好像|估计|也就|我?记得|是|在|具体|时间|左右|前后|那会儿?|那时候?|的?时候|当时|那阵子?|"
    r"得有|有个|过后|以后|之后|快要?|将近|接近|刚刚?过|刚到|刚|才|不到|不太到|过一点|早点|晚点|我想想|我看看|怎么说|吧应该|得|我们这|这里|这边|也就是|就|多|不到)*"
)
_LEAP = re.compile(r"[^，,。！!？?；;]{0,8}[，,]?")
_NO_LEAP = re.compile(r"停|放|发现|下雨|下的|下了|雪|买|修|不是|还|没事|好好|保养|再|然后|今|到今|洗")
_TAKE_BACK = re.compile(
    rf"{CORRECTION.pattern}|[哦噢啊诶哎]不|不不|我想起来|应该说|^[吧呢，,]*不(?:是)?[，,]?$|准确(?:地)?[说讲]|哎[，,]?我?[看查翻]|我[看查翻](?:一?下|看)|^[，,。]?[哦噢](?:说了|我)?[，,]?$"
)
_CONCLUDED = re.compile(r"(?:那么?|也|所以|这么算|算下来|应该)就?是$|那应该(?:就)?是$")
_DEPARTED = re.compile(
    r"[点半刻分十][多来]?(?:钟|左右)?(?:就|才|刚|我|俺|(?:从|搁|打|由)[^,，。\s点]{1,4}?)*(?:出的?[门们]|出来|出发|动的?身|起的?床|上的?路|吃完饭?|上的?高速|收的?[工摊]|打烊|下的?班|交的?班)[^停放锁搁撞碰蹭刮追发看见]*$"
    r"|[开走骑]了[^，,]{0,6}(?:分钟|小时|钟头)"
    r"|^[^停放锁搁撞碰蹭刮追发看见]*(?:[走开骑跑]到|到了?(?=这|那|半路|路口))"
)
_SLIP = re.compile(r"^[，,。\s]*(?:[哦噢啊哎呃嗯吧]|不对|错了)")
_SLIPPED = re.compile(
    r"(?<=[点分半刻十多右\d一二三四五六七八九])[，,、 ]不是[，,、 ](?=[\d一二两三四五六七八九十上下早中晚昨今前凌])"
)
"""不是 with a pause on either side takes back the time before it: 五点四十 不是 四点四十; without, it denies the one behind."""
_DENIAL = re.compile(
    r"(?:[不部步布][是事时市式势石使实识始史示世]|唔系|弗是|并非|不在|非)(?:在|说|我说的|那个)?$"
)
_UNTIL = re.compile(
    r"^(?:左右)?(?:一直)?(?:泡|停|放|待|睡|等|堵)?[的了吧，,]?(?:[到倒道导]了?|至|-|~|—+|一直到|直到|不到)(?:第二天|了)?(?:大概|大约|差不多)?$"
)
_SINCE = re.compile(
    r"(?:大概|差不多|已经|都|也|快|得|就|有|过去?了?|该)*[一二两三四五六七八九十半几百\d]+[来多把]?个?半?(?:天|小时|钟头|钟|分钟?|刻钟|礼拜|星期|月)多?(?:左右)?[了咯啦嘞喽哩]"
)
"""How long it has been, behind the moment it is counted up to: 到今天|三天了, 到现在|四十来分钟了. No end of an interval."""
_UP_TO_NOW = re.compile(r"[到至](?:现在|今[天儿]|这会儿?|目前)[^，,。]{0,14}$")
_AND = re.compile(r"^(?:左右)?[的，,]?(?:和|跟|与|或者|还是|、|，|,)(?:大概|是)?$|^$")
_PARKED = re.compile(
    r"停|[听挺庭亭厅][的在那着]|(?<=车)[听挺]|[在再](?:路边|楼下|门口|小区|院里|车[位库])|放(?!学|假)|锁|搁|撂|好好|还在|没事|看过|看了|回家|回来|到家|睡|下班|收车|开回|熄火(?=[了后就，,]*(?:锁|上楼|回家|下车|走))"
)
_FOUND = re.compile(
    r"发现|没了|不见|开车|去开|取车|开走|一看|丢|[看瞧瞅瞭]见|了见(?!面)|看到|被|下楼|起来|起床|出门|出来|过来|回来|来的|去的|取|准备|上班|一[瞅瞧]|(?<!没)看"
)
_LOOSE_FUTURE = timedelta(minutes=10)  # callers round up: 八点十分 at 08:05 means now
_FRESH = timedelta(hours=3)  # an accident is told soon: a reading this young needs no am/pm question


@dataclass
class _Moment:
    """One time as told: the pieces that belong together."""

    start: int
    end: int
    day: Day | None = None
    part: Part | None = None
    clock: Clock | None = None
    ago: tuple[timedelta, timedelta | None, str] | None = None
    now: bool = False
    sure: float = 1.0


@dataclass(frozen=True)
class _Solved:
    start: datetime
    end: datetime | None
    precision: str
    readings: tuple[datetime, ...] = ()
    near: tuple[datetime, ...] = ()
    sure: float = 1.0
    problem: str | None = None
    told: str = "clock"


_Told = tuple[int, int, _Solved]  # first and last character of the compact text, and what they mean


_RING_ROAD = re.compile(r"[ \t](?=[二三四五六七]环)")
"""The pause before a ring road, which is no minute: 六点二十 三环线上."""


def find_times(text: str, now: datetime, past: bool = True, asked: bool = False) -> list[Span]:
    """Find when something happened, leaning to the past of ``now``.

    Accepts instants (刚才, 现在), distances (二十来分钟以前, 半个小时前, 三天前), days (今儿, 昨晚, 大前天, 上周五, 28号, 上个月28号, 3月8号,
    2026年3月9日), parts of the day (凌晨 早上 … 后半夜), clocks (七点四十多, 8:05, 差五分三点, 三点一刻, 三四点), their combinations with words
    between (昨天啊晚上大概九点多), and intervals (从三点到五点, 昨晚八点半停的今早九点来开车就没了). 昨晚两点 is two in the morning of
    today. What the caller takes back (不是昨天是前天; 三点，哦不，四点) is left out, and what the correction leaves unsaid is kept.

    Args:
        text: What the caller said.
        now: The call's start, with its zone; results are in that zone.
        past: False reads as a calendar does, not as an accident report: what jionlp knows is read its way, to come or gone,
            and only the rest by the callers' grammar. For measuring, never for claims.
        asked: True when a time is the open question: 二十分钟 alone is then that long ago, 零六五五 a clock.

    Returns:
        Spans of kind ``time`` in order. Value: ``start`` and ``end`` (ISO to the minute, ``end`` None for a point in time),
        ``precision`` (minute, quarter, hour, part, day, month), ``told`` (clock, ago, ends of an interval, or what is thinner: now,
        part, day), ``said``, and ``readings`` with the morning and the evening
        reading when am/pm is truly open (``start`` is then the likelier). Problem ``"future"`` when the time is still to come.
    """
    said, places = _compact(meant(_SLIPPED.sub("，不对，", _RING_ROAD.sub("，", text))))
    days = [
        Piece("day", one.begin, one.end, Day(one.first.date(), one.last.date()))
        for one in beside_feasts(said, now)
    ]
    told = _read(said, now, days)
    if not past and (dated := find_dated(said, now, past=False)):
        told = [
            (
                each.begin,
                each.end,
                _Solved(each.first, each.last, _grain(each), told="day" if each.days else "clock"),
            )
            for each in dated
        ]
    elif worth_asking(_rest(said, told)):
        told = _with_calendar(said, told, now)
    if asked:
        told = _with_elapsed(said, told, now)
    return [_as_span(text, places[first], places[last - 1] + 1, meant) for first, last, meant in told]


_HALVES = {
    **dict.fromkeys(("凌晨", "早上", "上午", "后半夜"), "am"),
    **dict.fromkeys(("中午", "下午", "傍晚"), "pm"),
    **dict.fromkeys(("晚上", "夜里"), "night"),
}
_BARE_HALF = re.compile(r"(?:是|就是|那|\W)*([早晚])(?:起|的|吧|啊|呀|那个|\W)*")
_BY_DAY = re.compile("大?白天|白日|日头底下|太阳底下|天(?:还|都)?亮着")


def half_of_day(text: str) -> str | None:
    """Return which half of the day the words name, the last of several: the choice between two readings of a clock.

    Returns:
        ``am`` (上午, 后半夜, 头晌 …), ``pm`` (下午, 晏昼, 后晌 …), ``night`` (夜里三点 is three in the morning, 夜里十点 ten in the evening),
        ``day`` (白天), or None. What is denied names the other: 不是早上.
    """
    said, _ = _compact(text)
    bare = _BARE_HALF.fullmatch(said)
    half = ("am" if bare[1] == "早" else "night") if bare else "day" if _BY_DAY.search(said) else None
    for piece in parts_of_day(said):
        named = _HALVES[piece.value.name]
        if not _DENIAL.search(said[: piece.start]):
            half = named
        elif half is None and named != "night":
            half = "am" if named == "pm" else "pm"
    return half


_THIN = frozenset({"now", "part", "day"})
"""What gives way to how long ago it was: 就刚才呗，吵吵二十来分钟了."""
_BARE_CLOCK = re.compile(
    r"\W*(?:就是说?|那个|这个|大概|大约|差不多|是|在)*(?P<hour>[零〇0一二12]?.)(?P<minute>[零〇0-5一二三四五].)(?:左右|吧|啊|的|分)*\W*"
)
_BARE_STRETCH = re.compile(
    r"\W*(?:就是说?|那个|这个|就|有个?|大概|大约|差不多|得|也就|已经|都|快|可能|应该|过了|刚|才)*(?P<stretch>.+?)(?:左右|吧|啊|的样子|了|呢)*\W*"
)


def _answer(said: str, now: datetime) -> list[_Told]:
    """Read what is a time only because one was asked for: 二十分钟 that went by since, 零六五五 on the clock."""
    clock, bare = _BARE_CLOCK.fullmatch(said), _BARE_STRETCH.fullmatch(said)
    hour, minute = (figures(clock[name]) for name in ("hour", "minute")) if clock else (None, None)
    if clock and hour is not None and minute is not None and hour < 24 and minute < 60:
        moment = _Moment(clock.start("hour"), clock.end("minute"), clock=Clock(hour, minute, exact=True))
        return [(moment.start, moment.end, _resolve(moment, now))]
    found = stretches(said)
    if bare and len(found) == 1 and found[0][:2] == bare.span("stretch") and found[0][2][0] < 1440:
        start, end, (low, high), _ = found[0]
        moment = _Moment(start, end, ago=gone_by(low, high, said[start:end]))
        return [(start, end, _resolve(moment, now))]
    return []


_LED = r"(?:差不多|大概|得?有个?|怎么[也着]有|少说|也就|不到|过去|过了|快|都|得|就|才)*"
_DONE = "[了咯啦嘞喽哩]"
_GONE = re.compile(rf"(?:左右|吧|多?啲)?{_DONE}?吧?都?(?=$|[，,。\s吧啊呢嘛呀哦])|(?:左右|吧)?{_DONE}")
_NOT_GONE = re.compile(
    r"(?:[打拨]了?(?:个|通|的?电话|的)?|驾龄|车龄|买.{0,3}|开了?|学了?|跑了?|睡了?|上了?|[加下]班|休息|离.{0,6}|出门|出来|路程|还[要有得]?|再|每.{0,4}|保险|今年)(?:大概|差不多|都|有)*$"
)
"""Before a stretch that is not the time since: 打电话打了十分钟了, 驾龄十年了, 还有十分钟."""
_UNMEASURED = (
    (
        rf"{_LED}(?:好?一?(?:会儿?|阵子?|阵儿|歇|歇歇|些时候|段时间)|老半天|好半天|好久){_DONE}",
        (10, 90),
        "part",
    ),
    (rf"{_LED}(?:好?些日子|些天|日子){_DONE}", (4320, 43200), "day"),
    (
        r"(?:就|刚|才)*(?:没|不|冇)(?:好|太)?(?:多?大一?会儿?|多久|一会儿?|多?长时间|几耐)|(?:就|也就|才)(?:那么)?一会儿?|[一不]大?会儿?[之以]?前",
        (1, 15),
        "part",
    ),
)
"""How long ago in words without a number: pattern, minutes, precision."""


def _with_elapsed(said: str, told: list[_Told], now: datetime) -> list[_Told]:
    """Return the times with how long ago it was, where that tells more: 就刚才呗，吵吵二十来分钟了; 三点多，有两个小时了 settles 三点."""
    elapsed = [
        one
        for one in _elapsed(said, now)
        if not any(one[0] < last and first < one[1] for first, last, _ in told)
    ]
    thin = [one for one in told if one[2].told in _THIN]
    if not told:
        return _answer(said, now) or elapsed
    if not elapsed or elapsed[0][2].told != "ago":
        return told
    at = elapsed[0][2].start
    if thin == told:
        within_days = elapsed[0][2].precision not in ("day", "month") or all(
            one[2].told == "now" for one in thin
        )
        return elapsed if within_days else told
    return [(first, last, _settled(meant, at)) for first, last, meant in told]


def _settled(meant: _Solved, about: datetime) -> _Solved:
    """Return a clock without its half of the day put in the half that lies about a moment, where only one does."""
    fitting = [reading for reading in meant.readings if abs(reading - about) < timedelta(hours=2)]
    return replace(meant, start=fitting[0], readings=()) if len(fitting) == 1 else meant


def _elapsed(said: str, now: datetime) -> list[_Told]:
    """Read how long it has been, told where the time was asked: 差不多半小时了, 有一个礼拜了, 吵吵二十来分钟了, 有一会儿了."""
    found: list[_Told] = []
    for match in LONG_SINCE.finditer(said):
        if _NOT_GONE.search(said[: match.start()]):
            continue
        found += [
            (piece.start, piece.end, _resolve(_Moment(piece.start, piece.end, day=piece.value), now))
            for piece in long_ago(match, now)
        ]
    for start, end, (low, high), sure in stretches(said):
        tail = _GONE.match(said, end)
        if (
            tail
            and low < 1440
            and not _NOT_GONE.search(said[:start])
            and not any(start < last and first < end for first, last, _ in found)
        ):
            meant = _resolve(_Moment(start, end, ago=gone_by(low, high, said[start:end])), now)
            found.append(
                (
                    start,
                    tail.end() if re.search(_DONE, tail[0]) else end,
                    replace(meant, told="ago" if sure > _VAGUE else "part", sure=min(meant.sure, sure)),
                )
            )
    for pattern, (near, far), precision in () if found else _UNMEASURED:
        for match in re.finditer(pattern, said):
            first, last = now - timedelta(minutes=far), now - timedelta(minutes=near)
            found.append((*match.span(), _Solved(first, last, precision, sure=0.4, told="part")))
    exact = [one for one in found if one[2].told == "ago"]
    return sorted(exact or found)[-1:]


_VAGUE = 0.5
"""How sure a stretch must be to tell how long ago it was: 半天 may be ten minutes."""


def _read(said: str, now: datetime, dated: Iterable[Piece] = ()) -> list[_Told]:
    """Return the times of a compact text."""
    return _solve(said, _carry_over(said, _correct(said, _group(said, pieces(said, now, dated)))), now)


def _grain(dated: Dated) -> str:
    """Return the precision of a date read by the larger grammar."""
    return "month" if dated.days > 7 else "day" if dated.days else "minute"


def _rest(said: str, told: list[_Told]) -> str:
    """Return the text with the times read so far blanked out."""
    rest = list(said)
    for first, last, _ in told:
        rest[first:last] = " " * (last - first)
    return "".join(rest)


def _with_calendar(said: str, told: list[_Told], now: datetime) -> list[_Told]:
    """Return the times with the days only the larger grammar knows: 大年初二下午三点, 去年国庆."""
    dated = find_dated(without_namesakes(said), now)
    days = [
        Piece(
            "day",
            each.begin,
            each.end,
            Day(each.first.date(), each.last.date(), _grain(each), 0.8 if each.days < 300 else 0.4),
        )
        for each in dated
        if each.days >= 1
    ]
    if days:
        told = _read(said, now, days)
    for each in dated:
        inside = [one for one in told if one[0] < each.end and each.begin < one[1]]
        if each.days or any(last - first >= each.end - each.begin for first, last, _ in inside):
            continue
        told = [one for one in told if one not in inside]
        problem = "future" if each.first > now else None
        long = each.last - each.first > timedelta(hours=1)
        end = (each.last if problem else min(each.last, now)) if long else None
        told.append(
            (
                each.begin,
                each.end,
                _Solved(
                    each.first,
                    end,
                    "part" if long else "hour",
                    sure=0.8,
                    problem=problem,
                    told="part" if long else "clock",
                ),
            )
        )
    return sorted(told, key=lambda one: one[0])


def _compact(text: str) -> tuple[str, list[int]]:
    """Return the text without noise, homophones mended, and each character's place in the original."""
    wide = plain(text).replace("：", ":").replace("點", "点")
    dropped = {place for match in _NOISE.finditer(wide) for place in range(*match.span())}
    places = [index for index in range(len(wide)) if index not in dropped]
    return mend(mend_measures("".join(wide[index] for index in places))), places


def _group(said: str, found: list[Piece]) -> list[_Moment]:
    """Join the pieces that tell one time together."""
    moments: list[_Moment] = []
    for index, each in enumerate(found):
        last = moments[-1] if moments else None
        piece = each
        if each.kind == "next_day":
            told = next((moment.day for moment in reversed(moments) if moment.day), None)
            if told is None:
                continue
            following = told.last + timedelta(days=1)
            piece = replace(each, kind="day", value=Day(following, following))
        leads = last is not None and last.clock is not None and _leads_clock(said, found, index)
        if last and not leads and _belongs(said[last.end : piece.start], last, piece):
            last.end = piece.end
        else:
            last = _Moment(piece.start, piece.end)
            moments.append(last)
        match piece.kind:
            case "day" if last.day is not None and not _overlap(last.day, piece.value):
                last.sure = 0.6  # 昨天周日, and it was not: the first word stands
            case "day":
                last.day = piece.value
                last.sure = min(last.sure, piece.value.sure)
            case "part":
                last.part = piece.value
            case "clock":
                last.clock = piece.value
            case "ago":
                last.ago = piece.value
            case "now":
                last.now = True
                last.sure = piece.sure
    return moments


def _leads_clock(said: str, found: list[Piece], index: int) -> bool:
    """Tell whether a day or a part of it begins the next clock, with nothing between: 六点半今早上六点半."""
    if found[index].kind not in ("day", "part"):
        return False
    for before, after in pairwise(found[index:]):
        if after.start - before.end > 1:
            return False
        if after.kind == "clock":
            return True
    return False


def _overlap(one: Day, other: Day) -> bool:
    return one.first <= other.last and other.first <= one.last


def _belongs(gap: str, moment: _Moment, piece: Piece) -> bool:
    """Return whether the piece goes on telling the same time."""
    joined = len(gap) <= 12 and _JOINT.fullmatch(gap) is not None
    near = joined or (
        _LEAP.fullmatch(gap) is not None and not _NO_LEAP.search(gap) and not _TAKE_BACK.search(gap)
    )
    match piece.kind:
        case "day":
            if moment.now:
                return joined and moment.day is None and moment.clock is None
            if moment.day is None:
                return (
                    joined
                    and len(gap) <= 2
                    and "的" not in gap
                    and moment.clock is not None
                    and moment.part is None
                )
            same = _overlap(moment.day, piece.value)
            if same and re.search("就是", gap):  # 周一晚上，也就是昨天，八点
                return joined
            return joined and (same or gap == "") and moment.part is None and moment.clock is None
        case "part":
            if moment.clock is not None:
                return gap in ("", "的", "，", ",") and moment.part is None and moment.ago is None
            if moment.part is not None:  # 晚上，半夜两点
                return (
                    joined
                    and "是" not in gap
                    and moment.part.begin < piece.value.finish
                    and piece.value.begin < moment.part.finish
                )
            return near if moment.day is not None else joined and moment.ago is None
        case "clock" if moment.clock is not None:  # 七点多吧，七点四十
            rough = moment.clock.grain == "hour" and moment.clock.until is None
            return joined and rough and moment.clock.hour % 12 == piece.value.hour % 12 and not moment.ago
        case "clock":
            return moment.ago is None and (near if not moment.now else joined)
        case "ago":
            return joined and moment.clock is None and moment.ago is None
        case _:
            return joined and (moment.ago is not None or moment.clock is not None or moment.day is not None)


def _correct(said: str, moments: list[_Moment]) -> list[_Moment]:
    """Drop what the caller denies or takes back; the correction borrows what it does not say again."""
    kept: list[_Moment] = []
    denied: list[_Moment] = []
    wrong: _Moment | None = (
        None  # taken back, and not denied any more: what comes behind its correction is why
    )
    put_right: list[_Moment] = []
    for index, moment in enumerate(moments):
        if wrong is not None and _is_reason(said, moments[:index], moment, wrong):
            continue
        if put_right and any(_same_clock(moment, one) for one in kept):
            continue  # 八点半到七点十分 不是八点半 是九点半 到七点十分
        previous = moments[index - 1] if index else None
        gap = said[previous.end : moment.start] if previous else said[: moment.start]
        if (
            _DENIAL.search(said[max(0, moment.start - 6) : moment.start])
            and not re.search(r"是[不部步布]是(?:在)?$", said[: moment.start])
            and not (previous is not None and _SLIP.match(gap))
            and not _said_again(moment, moments[index + 1 :])
            and not (previous is not None and gap == "不是" and _is_bare_day(previous) and moment.clock)
        ):
            denied.append(moment)
            if previous is not None and kept and kept[-1] is previous and _same_day(previous, moment):
                denied.append(kept.pop())
            continue
        if previous in denied and len(gap) <= 6 and previous is not None:
            former = next((one for one in kept if _same_clock(one, previous)), None)
            if former is not None and moment.clock is not None:
                right = replace(_borrow(moment, former), start=former.start, end=former.end)
                kept[kept.index(former)] = right
                put_right.append(right)
                continue
        if previous in denied and len(gap) <= 6 and "是" in gap and previous is not None:
            kept.append(_borrow(moment, previous))
        elif (
            previous is not None
            and kept
            and kept[-1] is previous
            and (
                (len(gap) <= 14 and _TAKE_BACK.search(gap))
                or (moment.clock is not None and len(gap) <= 24 and _CONCLUDED.search(gap))
                or _says_more(previous, moment)
                or (moment.clock is not None and _DEPARTED.search(said[previous.start : moment.start]))
            )
        ):
            taken_back = len(gap) <= 14 and _TAKE_BACK.search(gap)
            if taken_back and _same_clock(moment, previous) and _told_after_all(said, moments[index:]):
                wrong = moments[index] = previous  # 九点半 不对 九点半电影都演一半了 是八点半
                continue
            wrong = previous if taken_back else wrong
            kept[-1] = moments[index] = _borrow(moment, previous)
        else:
            kept.append(moment)
    return kept


def _same_clock(one: _Moment, other: _Moment) -> bool:
    """Tell whether two moments name one clock."""
    if one.clock is None or other.clock is None:
        return False
    return (one.clock.hour % 12, one.clock.minute) == (other.clock.hour % 12, other.clock.minute)


def _told_after_all(said: str, moments: list[_Moment]) -> bool:
    """Tell whether a clock follows that is led by 是: what the first of these moments is said to be instead."""
    return any(
        later.clock is not None and _IS_SO.search(said[before.end : later.start])
        for before, later in pairwise(moments)
    )


_IS_SO = re.compile(r"(?<![不可要还])(?:应该)?是$")
_UP_TO = re.compile(r"^(?:左右)?(?:[到至~—-]|一直到|和|跟|或者|还是)")


def _is_reason(said: str, before: list[_Moment], moment: _Moment, wrong: _Moment) -> bool:
    """Tell whether a clock behind a correction says why: 是四点一刻，三点一刻他还在家; a further correction or 是 puts it right again."""
    gap = said[before[-1].end : moment.start]
    if _same_clock(moment, wrong):
        return True
    bare = moment.clock is not None and moment.day is None and moment.part is None
    return bare and not _TAKE_BACK.search(gap) and not _IS_SO.search(gap) and not _UP_TO.match(gap)


def _said_again(moment: _Moment, later: list[_Moment]) -> bool:
    """Tell whether a clock comes again, so that 不是 before it took back another: 七点不是八点，昨晚八点."""
    return moment.clock is not None and any(
        other.clock is not None and other.clock.hour == moment.clock.hour for other in later
    )


def _is_bare_day(moment: _Moment) -> bool:
    return moment.day is not None and moment.clock is None and moment.part is None


def _same_day(one: _Moment, other: _Moment) -> bool:
    """Tell whether two moments are nothing but one day: 礼拜二，不是，今天才礼拜二."""
    return (
        one.day is not None
        and other.day is not None
        and _is_bare_day(one)
        and _is_bare_day(other)
        and _overlap(one.day, other.day)
    )


def _says_more(before: _Moment, moment: _Moment) -> bool:
    """Tell whether a moment only says the clock before it again, with its day or more of it: 四点，昨天下午四点."""
    return (
        moment.clock is not None
        and moment.clock == before.clock
        and moment.day is not None
        and (before.day is None or _overlap(before.day, moment.day))
        and before.part in (None, moment.part)
        and moment.start - before.end <= 4
    )


def _carry_over(said: str, moments: list[_Moment]) -> list[_Moment]:
    """Give a bare clock the day and part told shortly before: 昨晚吧，具体几点没看，大概九点."""
    carried: list[_Moment] = []
    for moment in moments:
        before = carried[-1] if carried else None
        bare = moment.clock is not None and moment.day is None and moment.part is None
        if bare and before is not None and _said_twice(said, before, moment):
            carried[-1] = replace(before, end=moment.end)
            continue
        if (
            bare
            and before is not None
            and before.clock is None
            and (before.day or before.part)
            and not before.ago
        ):
            gap = said[before.end : moment.start]
            if (
                len(gap) <= 20
                and not _FOUND.search(gap)
                and not _FOUND.search(said[moment.end : moment.end + 12])
            ):
                carried[-1] = replace(moment, start=before.start, day=before.day, part=before.part, sure=0.8)
                continue
        carried.append(moment)
    return carried


def _said_twice(said: str, before: _Moment, moment: _Moment) -> bool:
    """Tell whether a bare clock only says again, by itself, the one right before it: 昨晚十点四十来分吧，得有十点四十了."""
    gap = said[before.end : moment.start]
    return len(gap) <= 12 and _same_clock(before, moment) and _JOINT.fullmatch(gap) is not None


def _borrow(moment: _Moment, former: _Moment) -> _Moment:
    """Return the correction with what it left unsaid taken from what it corrects."""
    if moment.ago or moment.now:
        return moment
    told = replace(moment)
    if told.day is None and former.day is not None:
        told.day, told.start = former.day, former.start
    if told.part is None and former.part is not None and (told.clock is not None or moment.day is not None):
        told.part, told.start = former.part, former.start
    if told.clock is None and moment.part is None and former.clock is not None:
        told.clock, told.start = former.clock, former.start
    return told


def _solve(said: str, moments: list[_Moment], now: datetime) -> list[_Told]:
    """Resolve every moment, two of them at once where they are the ends of an interval."""
    solved: list[_Told] = []
    clocks = [moment.end for moment in moments if moment.clock is not None]
    moments = [
        moment
        for moment in moments
        if not (
            moment.ago
            and _UP_TO_NOW.search(said[: moment.end])
            and min(clocks, default=moment.start) < moment.start
        )
    ]
    index = 0
    while index < len(moments):
        moment = moments[index]
        after = moments[index + 1] if index + 1 < len(moments) else None
        interval = _interval(said, moment, after, now) if after is not None else None
        if interval is not None and after is not None:
            solved.append((moment.start, after.end, interval))
            index += 2
            continue
        either = (
            after is not None and "还是" in said[moment.end : after.start] and after.start - moment.end < 6
        )
        meant = _resolve(moment, now)
        solved.append(
            (moment.start, moment.end, replace(meant, sure=min(meant.sure, 0.5)) if either else meant)
        )
        index += 1
    return solved


def _interval(said: str, first: _Moment, second: _Moment, now: datetime) -> _Solved | None:
    """Return the interval two moments span: 从三点到五点, or left then and found gone now."""
    if first.now or first.ago or (first.clock is None and first.day is None and first.part is None):
        return None
    gap = said[first.end : second.start]
    if second.clock is None and _SINCE.match(said, second.end):
        return None
    if (
        _UNTIL.match(gap)
        or (_AND.match(gap) and re.match(r"(?:左右)?(?:[之至只][间见]|中间|[这着]段)", said[second.end :]))
        or _near_clocks(gap, first, second)
    ):
        end_told = replace(second)
        if end_told.day is None and not second.now and not second.ago:
            end_told.day = first.day
            if end_told.part is None:
                end_told.part = first.part
        begin_told = replace(first)
        if first.part is None and first.clock is not None and second.part is not None and first.day is None:
            begin_told.part = second.part if second.day is None else None
            begin_told.day = None
        if (
            begin_told.clock
            and end_told.clock
            and end_told.part is begin_told.part
            and end_told.day is begin_told.day
        ):
            return _from_to(begin_told, begin_told.clock, end_told.clock, now)
        begin, end = _resolve(begin_told, now), _resolve(end_told, now)
        finish = end.end or end.start
        if begin.start > finish and end_told.day is first.day and finish + timedelta(days=1) <= now:
            finish += timedelta(days=1)
        if begin.start <= finish:
            shift = finish - begin.start
            readings = begin.readings if shift < timedelta(hours=12) else ()
            sure = min(begin.sure, end.sure)
            return _Solved(begin.start, finish, begin.precision, readings, sure=sure, told="ends")
        return None
    if (
        re.search(r"发现|没了|不见|看见|看到", gap)
        and len(gap) < 20
        and re.match(r".{0,6}[停放锁]", said[second.end :])
    ):
        left, seen = _resolve(second, now), _resolve(first, now)
        finish = seen.end or seen.start
        between = replace(left, end=finish, readings=(), near=(), told="ends")
        return between if left.start < finish else None
    leaving = re.search(_PARKED, gap)
    if not leaving or len(gap) > 30:
        return None
    finding = _FOUND.search(gap[leaving.end() :]) or _FOUND.search(said[second.end : second.end + 14])
    if not finding:
        return None
    end = _resolve(second, now)
    finish = end.start if second.clock or second.ago or second.now else (end.end or end.start)
    begin = _resolve(first, now)
    start = begin.start
    if first.day is None and first.clock is not None:
        start = _left_before(first, end.start, second.day is not None or second.part is not None)
    if start > finish:
        return None
    precision = (
        begin.precision
        if begin.precision == end.precision
        else max(begin.precision, end.precision, key=_GRAINS.index)
    )
    return _Solved(start, finish, precision, sure=min(begin.sure, end.sure, 0.9), told="ends")


def _from_to(told: _Moment, first: Clock, last: Clock, now: datetime) -> _Solved:
    """Return the interval of two clocks of one day: the latest that was over by now."""
    length = timedelta(minutes=(last.hour * 60 + last.minute - first.hour * 60 - first.minute) % 720 or 720)
    begin = _at_clock(replace(told, clock=first), first, now - length)
    if begin.problem and told.day is not None:  # begun, and not over yet
        begin = _at_clock(replace(told, clock=first), first, now)
        length = min(length, max(timedelta(0), now - begin.start))
    return replace(begin, end=begin.start + length, told="ends")


_GRAINS = ("minute", "quarter", "hour", "part", "day", "month")


def _near_clocks(gap: str, first: _Moment, second: _Moment) -> bool:
    """Return whether two clocks said in one breath are one rough time: 十点十点半."""
    if gap not in ("", "、") or second.day or second.part or first.clock is None or second.clock is None:
        return False
    ahead = (second.clock.hour - first.clock.hour) * 60 + second.clock.minute - first.clock.minute
    return 0 < ahead <= 120


def _left_before(first: _Moment, found_at: datetime, overnight: bool) -> datetime:
    """Return when the car was left, said without a day: the evening before when it was found on a named day."""
    assert first.clock is not None
    midnight = datetime.combine(found_at.date(), time(), found_at.tzinfo)
    hours = _hours(first.clock.hour, first.part)
    choices = [midnight + timedelta(days=-1, hours=hour, minutes=first.clock.minute) for hour in hours] + [
        midnight + timedelta(hours=hour, minutes=first.clock.minute) for hour in hours
    ]
    past = [choice for choice in choices if choice < found_at]
    before = (
        [choice for choice in past if choice.date() < found_at.date()]
        if overnight and found_at.hour < 12
        else past
    )
    return max(before or past or [found_at])


def _resolve(moment: _Moment, now: datetime) -> _Solved:
    """Return the instant or stretch one moment means."""
    zone = now.tzinfo
    now = now.replace(second=0, microsecond=0)
    if moment.ago:
        far, near, grain = moment.ago
        return _Solved(now - far, now - near if near else None, grain, sure=moment.sure, told="ago")
    if moment.clock is not None:
        return _at_clock(moment, moment.clock, now)
    if moment.now and moment.part is None:
        return _Solved(now, None, "minute", sure=moment.sure, told="now")
    if moment.part is not None:
        return _in_part(moment, moment.part, now)
    assert moment.day is not None
    start = datetime.combine(moment.day.first, time(), zone)
    end = datetime.combine(moment.day.last, time(23, 59), zone)
    problem = "future" if start > now else None
    told = "ago" if moment.day.ago else "day"
    end = end if problem else min(end, now)
    return _Solved(start, end, moment.day.precision, sure=moment.sure, problem=problem, told=told)


def _in_part(moment: _Moment, part: Part, now: datetime) -> _Solved:
    """Return the part of a day; without a day the latest that has begun."""
    day = moment.day.first if moment.day else now.date()
    begin, finish = part.begin, part.finish
    if part.name == "夜里" and moment.day is None and now.hour < 12:
        day -= timedelta(days=1)
    start = _hour_of(day, begin, now)
    if start > now and moment.day is None:
        day -= timedelta(days=1)
        start = _hour_of(day, begin, now)
    if start > now and part.name in ("夜里", "后半夜"):  # 今天夜里 told in the morning is last night
        day, start = day - timedelta(days=1), start - timedelta(days=1)
    end = _hour_of(day, finish, now) - timedelta(minutes=1)
    problem = "future" if start > now else None
    end = end if problem else min(end, now)
    return _Solved(start, end, "part", sure=moment.sure, problem=problem, told="part")


def _hour_of(day: date, hour: float, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo) + timedelta(hours=hour)


def _hours(hour: int, part: Part | None) -> list[int]:
    """Return the hours of the day a said hour can mean, past 24 for the small hours of a night; the likelier first."""
    if hour == 24:
        return [24]
    if hour > 12:
        return [hour]
    if part is None:
        if hour == 0:
            return [0]
        if hour == 12:
            return [12, 0]
        return [hour + 12, hour] if hour <= 6 else [hour, hour + 12]
    match part.name:
        case "凌晨":
            return [hour % 12]
        case "早上" | "上午":
            return [hour]
        case "中午":
            return [hour + 12 if 0 < hour < 9 else hour]
        case "下午" | "傍晚":
            return [hour % 12 + 12]
        case _:
            return [24 + hour % 12 if hour == 12 or hour < 5 else hour + 12]


def _at_clock(moment: _Moment, clock: Clock, now: datetime) -> _Solved:
    """Return the instant of a clock time, choosing day and half of the day by the past."""
    hours = [clock.hour] if clock.exact and moment.part is None else _hours(clock.hour, moment.part)
    own_day = moment.day is not None and moment.day.first != now.date()
    day = moment.day.first if moment.day else now.date()
    limit = now + _LOOSE_FUTURE
    choices = [_hour_of(day, hour, now) + timedelta(minutes=clock.minute) for hour in hours]
    night = hours[0] >= 24
    if night and not own_day:  # 今晚两点, 半夜两点: the night already behind
        choices = [choice if choice <= limit else choice - timedelta(days=1) for choice in choices]
    past = [choice for choice in choices if choice <= limit]
    problem = None
    if not past and moment.day is None:
        past = [choice - timedelta(days=1) for choice in choices]
    elif not past:
        past, problem = choices, "future"
    readings: list[datetime] = []
    if len(past) > 1 and problem is None:
        nearest = max(past)
        fresh = moment.now or (not own_day and now - nearest <= _FRESH)
        if fresh:
            chosen = nearest
        elif clock.hour == 12:
            chosen = past[0]
        else:
            chosen, readings = past[0], sorted(past)
    else:
        chosen = past[0]
    near = tuple(choice for choice in past if choice != chosen) if not readings else ()
    end = None
    if clock.until:
        ahead = (clock.until[0] - clock.hour) * 60 + clock.until[1] - clock.minute
        end = chosen + timedelta(minutes=ahead)
        end = end if problem else max(chosen, min(end, now))
    if problem is None:
        chosen = min(chosen, now)
    sure = min(moment.sure, 0.6 if readings else 0.85 if near else 1.0) if not moment.now else 0.95
    return _Solved(chosen, end, clock.grain, tuple(readings), near, sure, problem)


def _as_span(text: str, begin: int, end: int, solved: _Solved) -> Span:
    value: dict[str, Any] = {
        "start": _iso(solved.start),
        "end": _iso(solved.end) if solved.end else None,
        "precision": solved.precision,
        "told": solved.told,
        "said": text[begin:end],
        "readings": [_iso(reading) for reading in solved.readings],
    }
    near = tuple({**value, "start": _iso(other), "end": None, "readings": []} for other in solved.near)
    return Span("time", begin, end, value, text[begin:end], round(solved.sure, 2), near, solved.problem)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
