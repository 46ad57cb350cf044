"""Dates the callers' grammar does not know (春节, 大年初二, 去年暑假, 第三季度), read by jionlp."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mandarin.numerals import number
from mandarin.time_words import FESTIVALS

# Only a text with one of these is worth loading jionlp for (1.3 s the first time, some ms a text after that).
_WORTH = re.compile(
    r"年[^轻纪龄审检代]|\d年|季度|世纪|节(?!能|油|骨|奏|约|省|目|流)|除夕|初[一二三四五六七八九十]|大年|元旦|国庆|清明|端午|中秋|重阳|五一(?!路|街|大街|大道|广场|桥|村|北|南|东|西|中)|十一(?:假|长假|那|期间|黄金)|"
    r"双十一|小年|暑假|寒假|农历|阴历|正月|腊月|冬至|旬|周末|工作日|[月年]底|[月年]初|年末|夏天|冬天|春天|秋天|去年|前年"
)


_TOLD_AHEAD = re.compile(r"明[年天日儿早晚]|后|下(?!午)|未来|今|次|\d{4}|[零〇一二三四五六七八九]{2,4}年")


# What jionlp only knows by another name.
_RENAMED = (
    (re.compile("除夕夜?|(?<!大)年三十儿?|大年夜"), "大年三十"),
    (re.compile("(?<!大)年(初[一二三四五六七八九十])"), r"大年\1"),
    (re.compile("破五"), "大年初五"),
)


@dataclass(frozen=True)
class Dated:
    """A stretch of the calendar: where it stands in the text, and its first and last minute."""

    begin: int
    end: int
    first: datetime
    last: datetime

    @property
    def days(self) -> int:
        """Whole days covered, 0 for an instant."""
        return round((self.last - self.first) / timedelta(days=1))


def worth_asking(text: str) -> bool:
    """Return whether the text may hold a date of the calendar that needs the larger grammar."""
    return _WORTH.search(text) is not None


def find_dated(text: str, now: datetime, past: bool = True) -> list[Dated]:
    """Find dates by jionlp, a year back when one without a year would still be to come.

    Works round three faults of jionlp 1.5: banners on import, exceptions on odd input, 'inf' ends.

    Args:
        text: What the caller said, plates and phone numbers masked.
        now: The call's start.
        past: Whether to take a future date for last year's.
    """
    found: list[Dated] = []
    for pattern, name in _RENAMED:
        for word in pattern.finditer(text):
            found += [
                Dated(*word.span(), day.first, day.last) for day in find_dated(word.expand(name), now, past)
            ]
    if not past and (whole := _whole(text, now)):
        return [whole]
    if past:
        found += _of_the_moon(text, now)
    for item in _extract(text, now):
        dated = _dated(item, now)
        if dated is None or any(dated.begin < one.end and one.begin < dated.end for one in found):
            continue
        if past and dated.first > now and not _TOLD_AHEAD.search(item["text"]):
            year_ago = now - timedelta(days=365)
            again = [
                other
                for other in (_dated(each, year_ago) for each in _extract(item["text"], year_ago))
                if other
            ]
            if again and again[0].first <= now:
                dated = Dated(dated.begin, dated.end, again[0].first, min(again[0].last, now))
        if not past or dated.first < now.replace(hour=0, minute=0) or dated.first > now or dated.last <= now:
            found.append(dated)  # what begins today and lasts (15个工作日内) tells of no past
    return found


_DAY_OF_THE_MOON = re.compile(
    r"(?<![年月读上念读级班从])(?:农历|阴历|旧历)?初(?P<day>[一二三四五六七八九十])(?!级|班|中|学|的?课|次|步|年级|生)"
)
_MONTHS_OF_THE_MOON = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")


def _of_the_moon(text: str, now: datetime) -> list[Dated]:
    """Find 初三 told without its month: the last one that has begun. jionlp takes the month of the sun for that of the moon."""
    found: list[Dated] = []
    for match in _DAY_OF_THE_MOON.finditer(text):
        lately = (
            _MONTHS_OF_THE_MOON[(now.month - back) % 12] for back in (1, 2, 3)
        )  # a moon begins up to two months late
        days = [
            day
            for month in lately
            for day in find_dated(f"{month}月初{match['day']}", now)
            if day.first <= now
        ]
        if days:
            last = max(days, key=lambda day: day.first)
            found.append(Dated(*match.span(), last.first, last.last))
    return found


_FIXED = FESTIVALS | {"五一": (5, 1), "六一": (6, 1), "十一": (10, 1), "三八": (3, 8), "国庆": (10, 1)}
_LUNAR = (
    "春节",
    "除夕",
    "大年三十",
    "年三十",
    "大年初一",
    "元宵",
    "正月十五",
    "清明",
    "端午",
    "七夕",
    "中秋",
    "八月十五",
    "重阳",
    "腊八",
    "小年",
    "冬至",
)
_BESIDE_FEAST = re.compile(
    rf"(?P<feast>{'|'.join(sorted((*_FIXED, *_LUNAR), key=len, reverse=True))})节?(?:放假|假期|长假)?的?"
    r"(?:(?:[之以]前|前)的?(?:头)?(?P<before>[一两二三四1234])天|(?:[之以]后|后|过后|完了?|过完?)?的?(?:(?P<after>[一两二三四1234])天|第?(?P<next>[二三四])天|次日)|头(?P<eve>一)?天)"
    r"(?!假)"
)


def beside_feasts(text: str, now: datetime) -> list[Dated]:
    """Find days told by a feast beside them: 端午节前一天, 国庆前两天 (both), 中秋第二天, 元旦头天; the last that has begun."""
    found: list[Dated] = []
    for match in _BESIDE_FEAST.finditer(text):
        before = int(number(match["before"] or ("一" if "头" in match[0] else "")) or 0)
        ahead = int(number(match["after"] or "") or 0) or int(number(match["next"] or "") or 2) - 1
        first, last = (-before, -1) if before else (ahead, ahead)
        for base in (now + timedelta(days=10), now - timedelta(days=355)):
            feast = _feast(match["feast"], base)
            if feast and feast + timedelta(days=first) <= now:
                found.append(
                    Dated(
                        *match.span(),
                        feast + timedelta(days=first),
                        feast + timedelta(days=last, minutes=1439),
                    )
                )
                break
    return found


def _feast(name: str, now: datetime) -> datetime | None:
    """Return the midnight a feast last began at."""
    if name not in _FIXED:
        days = find_dated(name, now)
        return days[0].first.replace(hour=0, minute=0) if days else None
    month, day = _FIXED[name]
    began = now.replace(month=month, day=day, hour=0, minute=0, second=0, microsecond=0)
    return began if began <= now else began.replace(year=now.year - 1)


def _whole(text: str, now: datetime) -> Dated | None:
    """Return the text read as nothing but one date."""
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

        try:
            detail = jionlp.parse_time(text, time_base=_base(now))
        except Exception:  # its grammar raises all kinds on what is no date
            return None
    return _dated({"detail": detail, "offset": (0, len(text))}, now)


def _extract(text: str, now: datetime) -> list[dict[str, Any]]:
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp  # 1.3 s, so only once a call needs it

        try:
            return list(jionlp.ner.extract_time(text, time_base=_base(now), with_parsing=True) or [])
        except Exception:  # as above
            return []


def _base(now: datetime) -> dict[str, int]:
    fields = ("year", "month", "day", "hour", "minute", "second")
    return {field: getattr(now, field) for field in fields}


def _dated(item: dict[str, Any], now: datetime) -> Dated | None:
    detail = item.get("detail") or {}
    if detail.get("type") not in ("time_point", "time_span"):
        return None
    try:
        first, last = (_moment(words, now) for words in detail["time"])
    except (KeyError, TypeError, ValueError):
        return None
    begin, end = item["offset"]
    return Dated(begin, end, first, last)


def _moment(words: str, now: datetime) -> datetime:
    if words in ("inf", "-inf"):
        raise ValueError("an open end is no date")
    return datetime.strptime(words, "%Y-%m-%d %H:%M:%S").replace(tzinfo=now.tzinfo)
