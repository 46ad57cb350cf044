"""Telephone numbers in spoken Mandarin."""

from __future__ import annotations

import re
from dataclasses import replace

from mandarin.amend import amended_after
from mandarin.corrections import CORRECTION, INSTEAD, resaid, settle
from mandarin.dictation import assembled, pieces
from mandarin.digits import Lattice, Reading
from mandarin.grammar import LANDLINE, MOBILE, is_phone
from mandarin.holders import INSURED, OURS, THEIR_KIN, holder_beside
from mandarin.span import Span

_CUE = re.compile(r"电话|手机|号码|联系|打给|拨|座机|打我|打他|打她|尾号")
_SAID = "[0-9零幺一二两三四五六七八九洞拐勾]"
_ENDS_IN = re.compile(
    rf"(?:尾[号数巴]|末尾|结尾|最后[两二三四]?位?)(?:不是{_SAID}{{1,4}}[,，\s]*)?(?:就?是)?[,，\s]*{_SAID}{{2,4}}(?=[,，\s]+[1一幺])"
)
"""The end of a number told before the whole of it: 尾号是零六八二 一三七…, 尾巴不是八零 是零八 幺三三…."""
_OTHER = re.compile(r"报案号|案件号|保单|车架|发动机|单号|身份证|尾号")
_NUMBER = r"(?:电话号码|手机号码|联系方式|电话|手机号|手机|号码|号儿|号)"
_OWN = re.compile(
    rf"本机|本号|主叫|来电(?:的)?{_NUMBER}|当前(?:的)?{_NUMBER}|同一个{_NUMBER}"
    rf"|(?<!你)(?<!们)(?<!他)(?<!她)(?<!方)(?:这个|这|现在)(?:打的|打过来的|打进来的|用的|拨的|的|这个)?{_NUMBER}(?!\s*[线楼院路])"
    rf"|(?:打|拨|用)(?:过来|进来)?的(?:就是)?(?:这个|这)"
    rf"|我(?:现在|正在|这会儿)?(?:打|拨|用)(?:过来|进来|着)?的(?:那个)?{_NUMBER}(?!报|跟|给|叫|找)"
    rf"|{_NUMBER}?就(?:是)?(?:我?现在)?(?:这个|这)(?:就行|就可以|就好|就成)?\s*(?:$|[。，,！!吧了呀啊嘛])"
    rf"|(?:跟|和|与)(?:我?来电|我?打的|这个)(?:的|那个|这个)?{_NUMBER}?(?:是)?(?:一样|一致|同一个|一个)"
)
_NOT_OWN = re.compile(
    r"不(?:是|用|要|能|打)[^，,。]{0,4}(?:这个|本机|来电|现在)|(?:这个|本机|来电|现在)[^，,。]{0,8}(?:不行|不通|打不通|不方便|不能|不用|没电|停机|欠费)"
    r"|换(?:一个|个)|另外一个|别的"
)
_DIGITS = "0123456789"
_GLUED = tuple("ABCDEFGHJKLMNPRSTUVWXYZ")  # digits behind a letter belong to a plate, VIN or policy number
_EXCESS = (1, 2, 3)  # digits too many; more are another number
_LONGEST_RUN = 26  # digits of one number with some said before it
_MOST_SLIPS = 2
MOST_STARTS = 60
"""Places in one utterance where a number is looked for: a story has fewer, noise may have hundreds."""
_SIZE = r"[一二三四五六七八1-8](?:个|位)(?:数字?|号码?)?"
_GROUP = re.compile(
    rf"(?:前面?|开头|头|中间|当中|后面?|后边|最后面?|末尾|尾号|尾巴|结尾|再加上?个?|剩下|接着|然后)的?(?:{_SIZE})?(?:就?是)?|{_SIZE}(?:就?是)"
)
_AREA = re.compile(r"区号.{0,8}$")
_AFTER_AREA = re.compile(r"(?:再记|然后|后面|座机|电话|号码|电话号码)(?:号码)?(?:就?是)?")


def says_own_number(text: str) -> bool:
    """Tell whether the caller gives the number being called from (就打这个号, 本机, 现在这个电话就行)."""
    return bool(_OWN.search(text)) and not _NOT_OWN.search(text)


def _starts(lattice: Lattice) -> list[int]:
    """Return where numbers may begin: at a run of certain digits, or up to three homophones of digits before it."""
    starts: list[int] = []
    ready, sounds = True, 0
    for at in range(len(lattice.text)):
        edges = lattice.edges(at)
        if any(e.symbols.isdigit() and e.cost < 0.3 for e in edges):
            if ready and lattice.text[at - 1 : at] not in _GLUED:
                starts += range(at - min(sounds, 3), at + 1)
            ready, sounds = False, 0
        else:
            ready = ready or lattice.text[at] not in "-—"
            sounds = sounds + 1 if any(e.symbols.isdigit() for e in edges) else 0
    return starts


def _aside(text: str, at: int) -> int | None:
    """Return the end of words that only place a group of digits: 中间四位是, 后面是; 电话 after an area code."""
    match = _GROUP.match(text, at) or (
        _AREA.search(text[max(0, at - 12) : at]) and _AFTER_AREA.match(text, at)
    )
    return match.end() if match else None


def find_phones(text: str, asked: bool = False) -> list[Span]:
    """Find telephone numbers: 幺三九 零零零零 幺幺零幺, 一三九四个零一一零一, 139-0000-1101, 零三幺幺 八六….

    Groups may be named (前面是…中间四位…), said again as one dictates (幺三九，幺三九，零零零零…), broken off and begun again, and
    put right (…零二，不对，零三; …最后一位是八). The value is the digits alone, mobile (11) or landline with its area code.
    ``problem`` is ``"length"`` when a number was clearly meant (a mobile's first digits, or ``asked``, or 电话 before it) but
    has too few or too many digits.
    """
    lattice = Lattice(text, _aside)
    spans: list[Span] = []
    covered = 0
    denied = [*INSTEAD.finditer(lattice.text), *_ENDS_IN.finditer(lattice.text)]
    for start in _starts(lattice)[:MOST_STARTS]:
        if start < covered:
            continue
        if end := next((wrong.end() for wrong in denied if wrong.start() < start < wrong.end()), 0):
            covered = end
            continue
        cue = asked or bool(_CUE.search(lattice.text[max(0, start - 12) : start]))
        readings = [(r, _digits(r.symbols)) for r in lattice.read(start, _DIGITS, 15, 6.0, beam=12)]
        whole = [(r, number) for r, number in readings if is_phone(number)]
        other = _OTHER.search(lattice.text[max(0, start - 8) : start])
        begin = lattice.skip(start, 0.3)
        run = _run(lattice, begin) if readings and max(len(r.symbols) for r, _ in readings) > 11 else None
        last = _last_of(run.symbols) if run else None
        if (
            other
            and (not whole or lattice.solid_after(whole[0][0].end))
            and not (last and other[0] == "尾号")
        ):
            covered = max((r.end for r, _ in readings), default=start)
            continue
        if extended := _with_extension(lattice, whole):
            spans.append(_span(text, start, *extended, ()))
            covered = spans[-1].end
            continue
        best, number = min(whole, key=lambda w: _doubt(lattice, *w), default=(None, ""))
        excess = lattice.solid_after(best.end) if best else 0
        certain = [r for r, _ in readings if r.cost < 1.0] if lattice.solid(begin) else []
        said = max(certain, key=lambda r: (len(r.symbols), -r.cost), default=None)
        more = not best or (
            lattice.solid(lattice.skip(best.end, 0.3)) and not _another_follows(lattice, best, number)
        )
        dictated = _dictated(lattice, begin) if more and said else None
        if dictated and (best is None or dictated.end > best.end):
            spans.append(_span(text, start, dictated, dictated.symbols, ()))
        elif run and last and said and not MOBILE.fullmatch(number):
            spans.append(_span(text, start, run, last, ()))
        elif said and (placed := _placed(lattice, begin)):
            spans.append(_span(text, start, placed, placed.symbols, ()))
        elif best and excess in _EXCESS:
            near = _near(whole, best, number)
            longer = max((r for r, _ in readings if r.cost < best.cost + 0.5), key=lambda r: len(r.symbols))
            spans.append(_span(text, start, longer, longer.symbols, (number, *near), "length"))
        elif best and excess and excess < 11 and lattice.solid(best.end):
            covered = max(r.end for r, _ in readings)
            continue
        elif best and (amended := amended_after(lattice.text, best.end, number)):
            spans.append(_span(text, start, replace(best, end=amended[1]), amended[0], (number,)))
        elif best and (again := _continued(lattice, best, number)):
            spans.append(_span(text, start, again, again.symbols, (number,)))
        elif best:
            spans.append(_span(text, start, best, number, _near(whole, best, number)))
        elif said and (again := _continued(lattice, said, said.symbols)):
            spans.append(_span(text, start, again, again.symbols, ()))
        elif said:
            size = len(said.symbols)
            if (cue and 7 <= size <= 14) or (re.match("1[3-9]", said.symbols) and size in (9, 10, 12)):
                spans.append(_span(text, start, said, said.symbols, (), "length"))
        if spans:
            covered = max(covered, spans[-1].end)
    return _owned(settle(spans, text), text)


def _owned(spans: list[Span], text: str) -> list[Span]:
    """Return the numbers with whose they are where the words say so, and a relative's as denied where the caller gives the own for it.

    我的是13900001107 beside 13700001111是我老婆的 is the number to ring.
    """
    held = [replace(span, owner=holder_beside(text[: span.start], text[span.end :])) for span in spans]
    if any(span.owner == OURS for span in held):
        return [
            replace(span, assertion="denied") if span.owner in (THEIR_KIN, INSURED) else span for span in held
        ]
    return held


def _doubt(lattice: Lattice, reading: Reading, number: str) -> tuple[float, int]:
    """Return what speaks against a reading: its cost, digits left over; a landline may go on after a pause."""
    goes_on = number[0] == "0" and lattice.solid(lattice.skip(reading.end, 0.1))
    return reading.cost + (lattice.solid_after(reading.end) in _EXCESS or goes_on), -reading.end


def _near(whole: list[tuple[Reading, str]], best: Reading, number: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for r, n in whole if n != number and r.cost <= best.cost + 1))[:5]


def _continued(lattice: Lattice, head: Reading, number: str, slips: int = _MOST_SLIPS) -> Reading | None:
    """Return a number whose last digits are said again after one slip or more: …一一零二，不对，一一零三."""
    marker = CORRECTION.match(lattice.text, head.end)
    begin = lattice.skip(marker.end(), 0.3) if marker else 0
    if not marker or not lattice.solid(begin):
        return None
    tails = lattice.read(begin, _DIGITS, 12, 1.0)
    tail = max(tails, key=lambda r: (len(r.symbols), -r.cost), default=None)
    if tail is None or is_phone(tail.symbols) or len(tail.symbols) >= len(number) > 9:
        return None  # the whole number comes again
    again = resaid(number, tail.symbols, is_phone, whole=is_phone(number))
    if not again and is_phone(number):
        return None
    said = again or number[: -len(tail.symbols)] + tail.symbols
    so_far = Reading(said, tail.end, head.cost + tail.cost + 0.5, head.sound or tail.sound)
    further = _continued(lattice, so_far, said, slips - 1) if slips else None
    return further or (so_far if again else None)


def _another_follows(lattice: Lattice, best: Reading, number: str) -> bool:
    """Tell whether another number follows, and not the same said again: 13900001107 13700001111."""
    readings = lattice.read(lattice.skip(best.end, 0.3), _DIGITS, 11, 1.0)
    others = (reading.symbols for reading in readings if MOBILE.fullmatch(reading.symbols))
    return bool(MOBILE.fullmatch(number)) and any(
        sum(a != b for a, b in zip(number, other, strict=True)) > 2 for other in others
    )


def _run(lattice: Lattice, begin: int) -> Reading | None:
    """Return the longest run of certain digits from here on."""
    readings = lattice.read(begin, _DIGITS, _LONGEST_RUN, 1.5, beam=4)
    return max(readings, key=lambda r: (len(r.symbols), -r.cost), default=None)


def _dictated(lattice: Lattice, begin: int) -> Reading | None:
    """Return a number said in pieces, some of them again or put right: 一三八六零二，八五，不是八五，五八，…."""
    said = list(pieces(lattice, begin))
    for count in range(len(said), 0, -1):
        whole = assembled(said[:count], lambda number: 0.0 if is_phone(number) else None, 12)
        if whole:
            return Reading(whole[0], said[count - 1].end, whole[1], False)
    return None


_PLACES = re.compile(
    rf"(?:(?P<first>最?前[面边头]|开头)|(?P<middle>[中当]间)|(?P<last>最?后[面边头]|最后|末尾|尾巴|结尾))(?:的?{_SIZE})?(?:就?是)?[，,、\s嗯呃啊]*"
)
_ORDER = ("first", "middle", "last")


def _placed(lattice: Lattice, begin: int) -> Reading | None:
    """Return a mobile number whose groups are told by their places and out of order: 开头一五零，结尾…，中间是…."""
    labels = [m for m in _PLACES.finditer(lattice.text, max(0, begin - 10)) if m.end() >= begin]
    if [m.lastgroup for m in labels] == sorted((m.lastgroup or "" for m in labels), key=_ORDER.index):
        return None
    groups: dict[str, str] = {}
    stops = [m.start() for m in labels[1:]] + [len(lattice.text)]
    for label, stop in zip(labels, stops, strict=True):
        readings = lattice.read(label.end(), _DIGITS, 8, 1.0, stop=stop)
        said = max(readings, key=lambda r: (len(r.symbols), -r.cost), default=None)
        if said is None or label.lastgroup in groups:
            return None
        groups[label.lastgroup or ""] = said.symbols
        end = said.end
    number = "".join(groups.get(place, "") for place in _ORDER)
    return Reading(number, end, 0.5, False) if MOBILE.fullmatch(number) else None


def _last_of(symbols: str) -> str | None:
    """Return the mobile number a longer run of digits ends with: 最后是五四, and then the whole again."""
    last = symbols[-11:]
    return last if len(symbols) > 11 and MOBILE.fullmatch(last) else None


_ABROAD = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)")


def _digits(symbols: str) -> str:
    """Return digits without the code of the country: 86, 0086."""
    return _ABROAD.sub("", symbols, count=1)


_EXTENSION = re.compile(r"[，,\s]*(?:[转轉]|分机号?|内线)(?:就?是|[，,：:\s])*|[-－—](?=\d{2,5}(?!\d))")
EXTENSION = "转"


def _with_extension(lattice: Lattice, whole: list[tuple[Reading, str]]) -> tuple[Reading, str] | None:
    """Return a landline with the extension told behind it: 031160001128转203."""
    for reading, number in sorted(whole, key=lambda one: one[0].cost):
        marker = _EXTENSION.match(lattice.text, reading.end) if LANDLINE.fullmatch(number) else None
        further = lattice.read(marker.end(), _DIGITS, 6, 1.0) if marker else []
        inner = max(further, key=lambda one: (len(one.symbols), -one.cost), default=None)
        if inner and 1 < len(inner.symbols) < 7:
            return replace(reading, end=inner.end, symbols=number), f"{number}{EXTENSION}{inner.symbols}"
    return None


def _span(
    text: str, start: int, best: Reading, number: str, near: tuple[str, ...], problem: str | None = None
) -> Span:
    confidence = round(max(0.3, 1.0 - 0.15 * best.cost), 2)
    return Span("phone", start, best.end, number, text[start : best.end], confidence, near, problem)
