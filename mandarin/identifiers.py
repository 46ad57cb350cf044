"""Vehicle identification numbers, engine, policy and report numbers in spoken Mandarin."""

from __future__ import annotations

import re
from dataclasses import replace

from mandarin.amend import amended_after
from mandarin.authorities import PROVINCES
from mandarin.digits import LETTERS, Lattice, Reading
from mandarin.grammar import VIN_LENGTH, vin_problem
from mandarin.span import Span

MOST_STARTS = 30
"""Runs of symbols that are tried in one utterance: a story has fewer, noise may have hundreds."""
_CUES = {
    "vin": re.compile(r"(?:车架|VIN|识别代?[号码]|大架)(?:号码|代码|号|码)?"),
    "engine_no": re.compile(r"发动机|引擎"),
    "report_number": re.compile(r"报案(?:号|编号)|案件?号|案子号|受理号"),
    "policy_no": re.compile(r"保单|保险单|保险(?:合同)?号|单号"),
}
_LENGTHS = {"vin": (15, 19), "engine_no": (5, 17), "policy_no": (10, 24), "report_number": (8, 22)}
FEWEST_DIGITS = 2
"""Digits that every identifier has; a foreign word with a one behind it is none."""
_ALPHABET = LETTERS + "0123456789"


def find_identifiers(text: str, asked: str | None = None) -> list[Span]:
    """Find VINs, engine, policy and report numbers, letters by name or example, digits as words, 杠 as nothing.

    ``asked`` (``"vin"``, ``"engine_no"``, ``"policy_no"``, ``"report_number"``) makes a bare string count as that
    kind; otherwise it needs its name before it (车架号 …), except a VIN, which stands by itself.
    """
    lattice = Lattice(text)
    spans: list[Span] = []
    at = tried = 0
    while at < len(lattice.text) and tried < MOST_STARTS:
        if not lattice.solid(at):
            at += 1
            continue
        tried += 1
        span = _identifier(text, lattice, at, asked)
        if span:
            spans.append(span)
        at = span.end if span else _run_end(lattice, at)
    return spans


def _run_end(lattice: Lattice, at: int) -> int:
    """Return where the unbroken run of certain symbols ends."""
    while ends := [e.end for e in lattice.edges(at) if e.symbols and e.cost < 0.3]:
        at = max(ends)
    return at


def _identifier(text: str, lattice: Lattice, at: int, asked: str | None) -> Span | None:
    cued = {kind: [m.end() for m in cue.finditer(lattice.text, 0, at)] for kind, cue in _CUES.items()}
    kind = max(
        (k for k in cued if cued[k] and at - cued[k][-1] <= 12), key=lambda k: cued[k][-1], default=asked
    )
    if kind in ("vin", None):
        starts = [at] if kind is None else [at, lattice.skip(max([*cued["vin"], at - 8, 0]), 0.3)]
        heard = [
            (i, r)
            for i in dict.fromkeys(starts)
            if i <= at
            for r in lattice.read(i, _ALPHABET, 17, 5.5, beam=16)
        ]
        vins = [(i, r, _without_io(r.symbols)) for i, r in heard if len(r.symbols) == VIN_LENGTH]
        vins = [(i, r, v) for i, r, v in vins if kind or _stands_alone(r, v)]
        if vins:
            start, best, vin = min(vins, key=lambda h: h[1].cost + 1.5 * (vin_problem(h[2]) is not None))
            near = tuple(dict.fromkeys(v for _, r, v in vins if v != vin and r.cost <= best.cost + 1.5))[:5]
            if amended := amended_after(lattice.text, best.end, vin):
                vin, near = amended[0], (vin, *near)[:5]
                best = replace(best, end=amended[1])
            return _span(text, "vin", start, best, vin, near, vin_problem(vin))
    if kind not in _LENGTHS or (lattice.text[:at].rstrip(" ，,的")[-1:] or "-") in PROVINCES:
        return None
    low, high = _LENGTHS[kind]
    read = lattice.read(at, _ALPHABET, 26, 4.5, beam=12)
    whole = [r for r in read if low <= len(r.symbols) <= high and _digits(r.symbols) >= FEWEST_DIGITS]
    if not whole:
        return None
    best = min(whole, key=lambda r: r.cost - 0.9 * len(r.symbols))
    value, problem = best.symbols, None
    if kind == "vin":
        value = _without_io(value)
        problem = vin_problem(value)
    elif amended := amended_after(lattice.text, best.end, value):
        value, best = amended[0], replace(best, end=amended[1])
    return _span(text, kind, at, best, value, (), problem)


def _stands_alone(reading: Reading, vin: str) -> bool:
    """Tell whether a string is a VIN with nobody saying so: a maker's letters, four digits last (GB 16735)."""
    return bool(re.fullmatch(r"[A-Z1-9](?=.*[A-Z])[A-HJ-NPR-Z0-9]{11,12}\d{4,5}", vin)) and (
        vin_problem(vin) is None or (reading.cost < 1 and vin[:3].isalpha())
    )


def _digits(symbols: str) -> int:
    return sum(map(str.isdigit, symbols))


def _without_io(symbols: str) -> str:
    return symbols.replace("I", "1").replace("O", "0")


def _span(
    text: str, kind: str, start: int, best: Reading, value: str, near: tuple[str, ...], problem: str | None
) -> Span:
    confidence = 1.0 - 0.1 * best.cost - 0.2 * (problem == "check_digit")
    return Span(
        kind, start, best.end, value, text[start : best.end], round(max(0.3, confidence), 2), near, problem
    )
