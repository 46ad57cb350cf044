"""Telephone numbers in spoken Mandarin."""

from __future__ import annotations

import re

from mandarin.corrections import CORRECTION, overlay, settle
from mandarin.digits import Lattice, Reading
from mandarin.span import Span

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}|[48]00\d{7}")

_CUE = re.compile(r"电话|手机|号码|联系|打给|拨|座机|打我|打他|打她|尾号")
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


def is_phone(number: str) -> bool:
    """Tell whether digits are a mobile number, or a landline with its area code."""
    return bool(MOBILE.fullmatch(number) or LANDLINE.fullmatch(number))


def find_phones(text: str, asked: bool = False) -> list[Span]:
    """Find telephone numbers: 幺三九 零零零零 幺幺零幺, 一三九四个零一一零一, 139-0000-1101, 零三幺幺 八六….

    The value is the digits alone, mobile (11) or landline with its area code. ``problem`` is ``"length"`` when
    a number was clearly meant (a mobile's first digits, or ``asked``, or 电话 before it) but has too few or
    too many digits.
    """
    lattice = Lattice(text)
    spans: list[Span] = []
    covered = 0
    for start in _starts(lattice):
        if start < covered:
            continue
        cue = asked or bool(_CUE.search(lattice.text[max(0, start - 12) : start]))
        readings = [(r, _digits(r.symbols)) for r in lattice.read(start, _DIGITS, 14, 6.0, beam=12)]
        whole = [(r, number) for r, number in readings if is_phone(number)]
        other = _OTHER.search(lattice.text[max(0, start - 8) : start])
        if other and (not whole or lattice.solid_after(whole[0][0].end)):
            covered = max((r.end for r, _ in readings), default=start)
            continue
        if whole:
            best, number = min(
                whole, key=lambda w: (w[0].cost + (lattice.solid_after(w[0].end) in _EXCESS), -w[0].end)
            )
            near = tuple(dict.fromkeys(n for r, n in whole if n != number and r.cost <= best.cost + 1))[:5]
            excess = lattice.solid_after(best.end)
            if excess > max(_EXCESS) and excess < 11 and lattice.solid(best.end):
                covered = max(r.end for r, _ in readings)
                continue
            if excess in _EXCESS:
                longer = max(
                    (r for r, _ in readings if r.cost < best.cost + 0.5), key=lambda r: len(r.symbols)
                )
                spans.append(_span(text, start, longer, longer.symbols, (number, *near), "length"))
            elif again := _continued(lattice, best, number):
                spans.append(_span(text, start, *again, (number,)))
            else:
                spans.append(_span(text, start, best, number, near))
        elif lattice.solid(start) and (certain := [r for r, _ in readings if r.cost < 1.0]):
            best = max(certain, key=lambda r: (len(r.symbols), -r.cost))
            size = len(best.symbols)
            if (cue and 7 <= size <= 14) or (re.match("1[3-9]", best.symbols) and size in (9, 10, 12)):
                spans.append(_span(text, start, best, best.symbols, (), "length"))
        if spans:
            covered = max(covered, spans[-1].end)
    return settle(spans, text)


def _continued(lattice: Lattice, head: Reading, number: str) -> tuple[Reading, str] | None:
    """Return a number whose last digits are said again after a slip: …一一零二，不对，一一零三."""
    marker = CORRECTION.match(lattice.text, head.end)
    if not marker or not lattice.solid(marker.end()):
        return None
    tails = lattice.read(marker.end(), _DIGITS, 12, 1.0)
    if not tails or is_phone((tail := max(tails, key=lambda r: (len(r.symbols), -r.cost))).symbols):
        return None
    again = overlay(number, tail.symbols, len(number), is_phone)
    return (
        (Reading(again, tail.end, head.cost + tail.cost + 0.5, head.sound or tail.sound), again)
        if again
        else None
    )


def _digits(symbols: str) -> str:
    return symbols.removeprefix("86") if len(symbols) > 11 else symbols


def _span(
    text: str, start: int, best: Reading, number: str, near: tuple[str, ...], problem: str | None = None
) -> Span:
    confidence = round(max(0.3, 1.0 - 0.15 * best.cost), 2)
    return Span("phone", start, best.end, number, text[start : best.end], confidence, near, problem)
