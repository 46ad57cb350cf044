"""Values into speech: read-backs in words, SSML, and how long a text takes to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from xml.sax.saxutils import escape, quoteattr

import cn2an

from mandarin.authorities import PROVINCES
from mandarin.grammar import PLATE

CHARACTERS_PER_MINUTE = 170
SENTENCE_PAUSE = '<break time="350ms"/>'
GROUP_PAUSE = '<break time="300ms"/>'

_NUMERALS = "零一二三四五六七八九"
_SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_PARTS = ((5, "凌晨"), (8, "早上"), (11, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
_DAYS = {0: "今天", 1: "昨天", 2: "前天", -1: "明天", -2: "后天"}
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_digits(number: str) -> str:
    """Return a number digit by digit, 1 as 幺; what is no digit stays."""
    return "".join(_SPOKEN.get(c, c) for c in number)


def read_groups(number: str, size: int = 4) -> str:
    """Return a number digit by digit in groups of ``size``: 202603100001 → 二零二六，零三幺零，零零零幺."""
    return "，".join(read_digits(group) for group in _groups(number, size))


def read_phone(number: str) -> str:
    """Return a phone number as it is said: 13900001101 → 幺三九，零零零零，幺幺零幺."""
    return "，".join(read_digits(group) for group in _phone_groups(re.sub(r"\D", "", number)))


def read_back_plate(plate: str) -> str:
    """Return a plate for reading back: 冀A6P72Q → 冀，河北的冀，A、6、P、7、2、Q."""
    if plate[:1] in PROVINCES:
        return f"{plate[0]}，{PROVINCES[plate[0]]}的{plate[0]}，{'、'.join(plate[1:])}"
    return "、".join(plate)


def read_number(number: float) -> str:
    """Return a number in words: 45 → 四十五, 3000 → 三千, 2.5 → 二点五 (two digits after the point at most)."""
    words = str(cn2an.an2cn(f"{round(number, 2):f}".rstrip("0").rstrip("."), "low"))
    return re.sub(r"^一十", "十", words)


def read_money(yuan: float) -> str:
    """Return an amount in words: 2000 → 两千元, 12.5 → 十二点五元."""
    return re.sub(r"^二(?=[千万亿元])", "两", read_number(yuan) + "元")


def read_clock(hour: int, minute: int) -> str:
    """Return a time of day on the hour dial given: 7, 45 → 七点四十五分; 14, 0 → 十四点."""
    words = "两点" if hour == 2 else read_number(hour) + "点"
    if minute == 30:
        return words + "半"
    if not minute:
        return words
    return f"{words}{'零' if minute < 10 else ''}{read_number(minute)}分"


def read_day(day: datetime, now: datetime) -> str:
    """Return a day seen from ``now``: 今天, 昨天, 前天, 明天, 后天, 三月七号, 去年十二月三十号, 二零二四年五月一号."""
    back = (now.date() - day.date()).days
    if back in _DAYS:
        return _DAYS[back]
    year = {now.year: "", now.year - 1: "去年"}.get(day.year)
    return f"{_year(day.year) if year is None else year}{read_number(day.month)}月{read_number(day.day)}号"


def read_time(start: str | datetime, end: str | datetime | None, precision: str, now: datetime) -> str:
    """Return an instant or interval in words, as exact as it is known: 今天早上七点四十五分.

    Args:
        start: ISO 8601 or datetime; read in the zone of ``now`` when both have one.
        end: The interval's end or None; what both ends share is said once.
        precision: ``"minute"``, ``"quarter"``, ``"hour"`` (said with 前后 rather than as exact), ``"part"``,
            ``"day"`` or ``"month"``.
        now: The moment of speaking, for 今天 and 昨天.
    """
    first = _local(start, now)
    words = _instant(first, precision, now)
    if end is None:
        return words
    last = _local(end, now)
    until = _instant(last, precision, now)
    if until == words:
        return words
    day, part = read_day(last, now), _part(last)
    if last.date() == first.date() and until.startswith(day):
        until = until.removeprefix(day)
        if _part(first) == part and precision not in ("part", "day", "month"):
            until = until.removeprefix(part)
    return f"{words.removesuffix('前后')}到{until.removesuffix('前后')}"


def ssml(text: str, spoken: Mapping[str, str] | None = None) -> str:
    """Return W3C SSML 1.1 for a sentence of the bot.

    Plates, VINs, phones and other numbers of five or more digits, and 110–122, are said character by character with
    1 as 幺 (numbers of twelve or more in groups of four with pauses), times of day and amounts in words, and
    a pause follows each sentence. The text itself stays in the markup (``<sub alias>``); XML's own characters are
    escaped and characters XML cannot hold are dropped.

    Args:
        text: What to say.
        spoken: How to say certain stretches of the text, for example ``{"冀A6P72Q": read_back_plate("冀A6P72Q")}``.
    """
    text = _INVALID.sub("", text)
    marks: list[tuple[re.Pattern[str], Callable[[str], str]]] = [
        (re.compile(re.escape(said)), partial(_sub, alias=alias))
        for said, alias in sorted((spoken or {}).items(), key=lambda item: -len(item[0]))
        if said
    ]
    return f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="zh-CN">{_marked(text, [*marks, *_MARKS])}</speak>'


def seconds(text: str) -> float:
    """Return how long a text takes to say, in seconds, at 170 characters a minute (punctuation is free)."""
    return len(re.findall(r"[\u4e00-\u9fff0-9A-Za-z]", text)) * 60 / CHARACTERS_PER_MINUTE


def _groups(number: str, size: int) -> list[str]:
    return [number[i : i + size] for i in range(0, len(number), size)]


def _phone_groups(digits: str) -> list[str]:
    if len(digits) == 11 and digits[0] == "1":
        cuts = (3, 7)
    elif digits[:1] == "0":
        area = 3 if digits[1:2] in ("1", "2") else 4
        cuts = (area, area + 4)
    else:
        cuts = (4, 8)
    return [group for group in (digits[: cuts[0]], digits[cuts[0] : cuts[1]], digits[cuts[1] :]) if group]


def _year(year: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(year)) + "年"


def _local(moment: str | datetime, now: datetime) -> datetime:
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment.astimezone(now.tzinfo) if moment.tzinfo and now.tzinfo else moment


def _part(moment: datetime) -> str:
    return next(name for hour, name in _PARTS if moment.hour < hour)


def _instant(moment: datetime, precision: str, now: datetime) -> str:
    if precision == "month":
        year = {now.year: "", now.year - 1: "去年"}.get(moment.year)
        return f"{_year(moment.year) if year is None else year}{read_number(moment.month)}月"
    day = read_day(moment, now)
    if precision == "day":
        return day
    if precision == "part":
        return day + _part(moment)
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    clock = read_clock(hour, moment.minute)
    return f"{day}{_part(moment)}{clock}{'' if precision == 'minute' else '前后'}"


def _sub(text: str, alias: str) -> str:
    return f"<sub alias={quoteattr(alias)}>{escape(text)}</sub>"


def _spaced(text: str) -> str:
    return _sub(text, " ".join(read_digits(text)))


def _number(text: str) -> str:
    if len(text) >= 12:
        return GROUP_PAUSE.join(_sub(group, read_digits(group)) for group in _groups(text, 4))
    return _sub(text, read_phone(text) if len(text) in (10, 11) else read_digits(text))


def _clock(text: str) -> str:
    hour, minute = (int(part) for part in re.split("[:：]", text)[:2])
    return _sub(text, read_clock(hour, minute))


def _money(text: str) -> str:
    return _sub(text, read_money(float(text.removesuffix("元").replace(",", ""))))


def _date(text: str) -> str:
    year, month, day = (int(part) for part in text.split("-"))
    return _sub(text, f"{_year(year)}{read_number(month)}月{read_number(day)}号")


_MARKS: list[tuple[re.Pattern[str], Callable[[str], str]]] = [
    (PLATE, _spaced),
    (re.compile(r"(?<![A-Za-z0-9])(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[A-Z0-9]{6,24}(?![A-Za-z0-9])"), _spaced),
    (re.compile(r"(?<!\d)20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"), _date),
    (re.compile(r"(?<![\d:：])(?:[01]?\d|2[0-3])[:：][0-5]\d(?![\d:：])"), _clock),
    (re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?元|(?<![\d.,])\d{1,12}(?:\.\d{1,2})?元"), _money),
    (
        re.compile(
            r"(?<![A-Za-z\d])(?:110|119|120|122|12123|\d{5,})(?![\d.元%]|公里|米|分|天|小时|人|万)", re.ASCII
        ),
        _number,
    ),
    (re.compile(r"[。！？!?；;](?=.)", re.DOTALL), lambda end: escape(end) + SENTENCE_PAUSE),
]


def _marked(text: str, marks: list[tuple[re.Pattern[str], Callable[[str], str]]]) -> str:
    """Mark up a text, the first pattern in the list first, what is marked never marked again."""
    if not marks:
        return escape(text)
    (pattern, mark), rest = marks[0], marks[1:]
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts += [_marked(text[at : match.start()], rest), mark(match[0])]
        at = match.end()
    return "".join([*parts, _marked(text[at:], rest)])
