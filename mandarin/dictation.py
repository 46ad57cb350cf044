"""Putting together what is dictated in pieces, some of them said again or put right: 苏G，七，七零，七零二，七零二B，B九."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mandarin.corrections import INSTEAD, SLIP
from mandarin.digits import LETTERS, Lattice

MOST_PIECES = 12
MOST_SYMBOLS = 30
_TALK = re.compile(r"(?:[一两][下会位个遍些]|[^A-Z0-9零〇一二三四五六七八九幺]){1,16}")
_NO_TALK = re.compile(
    r"[对前后]方|[他她]|人家|[前后那]车|那辆|撞|追尾|电话|手机|公里|[元块点]|高速|[保报]|(?<![是就])不是$"
)
_SAID_AGAIN, _BRIEFLY, _AFRESH, _CHANGED = 0.3, 0.4, 0.5, 1.0  # what believing in a repetition costs
_BEGINNING = 3  # symbols by which the whole is known to begin again


@dataclass(frozen=True)
class Piece:
    """Symbols said in one go.

    Attributes:
        symbols: What was said.
        end: Where it ends in the utterance.
        pause: Whether a pause or talk stands before it, so that even one symbol may be said again.
        slip: Whether it takes back the end of what stands before it (…不对，…).
        instead: The symbols it puts right (不是七零，是…), "" when none are named.
        afresh: Whether it begins the whole again (赣A，等会啊，赣A…).
    """

    symbols: str
    end: int
    pause: bool
    slip: bool = False
    instead: str = ""
    afresh: bool = False


def pieces(lattice: Lattice, at: int, head: str = "") -> Iterator[Piece]:
    """Yield the certain symbols from a character on, broken where the caller pauses, talks or takes something back.

    ``head`` is what the whole begins with: said again, all of it begins again.
    """
    said, pause, slip, instead, symbols, afresh = 0, False, False, "", "", False
    end = at
    while said < MOST_PIECES and at < len(lattice.text):
        edges = [edge for edge in lattice.edges(at) if edge.symbols and edge.cost < 0.3]
        if edges:
            edge = max(edges, key=lambda e: (e.end, -e.cost))
            symbols, at = symbols + edge.symbols, edge.end
            end = at
            if len(symbols) > MOST_SYMBOLS:
                break
            continue
        stop, slips, old = _gap(lattice, at)
        if symbols and (stop == at or slips or old or lattice.text[at:stop].strip(" -·.")):
            yield Piece(symbols, end, pause, slip, instead, afresh)
            said, symbols, pause, slip, instead, afresh = said + 1, "", True, False, "", False
        if stop == at:
            return
        slip, instead = slip or slips, instead or old
        afresh = afresh or bool(head and lattice.text[at:stop].endswith(head))
        at = stop
    if symbols:
        yield Piece(symbols, end, pause, slip, instead, afresh)


def _gap(lattice: Lattice, at: int) -> tuple[int, bool, str]:
    """Return where what stands between two pieces ends, whether it takes something back, and what it names wrong."""
    text = lattice.text
    if wrong := INSTEAD.match(text, at):
        return wrong.end(), True, _symbols(lattice, wrong.start("old"), wrong.end("old"))
    if slip := SLIP.match(text, at):
        return slip.end(), True, ""
    step = max((e.end for e in lattice.edges(at) if not e.symbols and e.cost <= 0.4), default=at)
    if step > at:
        return step, False, ""
    talk = _TALK.match(text, at)
    if talk and not _NO_TALK.search(talk[0]) and lattice.solid(talk.end()):
        return talk.end(), False, ""
    return at, False, ""


def _symbols(lattice: Lattice, start: int, stop: int) -> str:
    readings = lattice.read(start, LETTERS + "0123456789", 6, 1.0, stop=stop)
    return next((reading.symbols for reading in readings if reading.end == stop), "")


def assembled(
    said: list[Piece], doubt: Callable[[str], float | None], longest: int, head: str = ""
) -> tuple[str, float] | None:
    """Return the identifier that pieces make when some are said again or put right, and what believing it costs.

    ``doubt`` tells what speaks against a result, None when no rule allows it; ``head`` stands before the first piece and
    is never taken back. None when nothing of at most ``longest`` characters results.
    """
    states = {head: 0.0}
    shortest_echo = 1 if len(head) + sum(len(piece.symbols) for piece in said) > longest + 1 else 2
    for piece in said:
        states = _extended(states, piece, len(head), longest, shortest_echo)
    options = [(state, cost + more) for state, cost in states.items() if (more := doubt(state)) is not None]
    return min(options, key=lambda option: option[1], default=None)


def _extended(
    states: dict[str, float], piece: Piece, fixed: int, longest: int, shortest_echo: int
) -> dict[str, float]:
    """Return what may have been said up to the end of a piece, with the cost of each.

    Without a pause 66 is two sixes, unless far too much was said.
    """
    symbols = piece.symbols
    levels: list[dict[str, float]] = [{} for _ in range(len(symbols) + 1)]

    def reach(at: int, state: str, cost: float) -> None:
        if len(state) <= longest and cost < levels[at].get(state, 9.0):
            levels[at][state] = cost

    for state, cost in states.items():
        for at, after, more in _begun(state, piece, fixed):
            reach(at, after, cost + more)
    for at in range(len(symbols)):
        for state, cost in list(levels[at].items()):
            reach(at + 1, state + symbols[at], cost)
            if shortest_echo == 1 and _begins_again(symbols[at:], state[fixed:]):
                reach(at + _BEGINNING, state[: fixed + _BEGINNING], cost + _AFRESH)
            for size in range(shortest_echo, min(len(symbols) - at, len(state) - fixed) + 1):
                again = symbols[at : at + size]
                if state.endswith(again):
                    brief = _BRIEFLY if again.isalpha() else 2 * _SAID_AGAIN
                    reach(at + size, state, cost + (_SAID_AGAIN if size > 1 else brief))
                elif shortest_echo == 1 and size > 2 and state[-size:][:2] == again[:2]:
                    reach(at + size, state[:-size] + again, cost + _CHANGED + _SAID_AGAIN)
    return levels[-1]


def _begins_again(symbols: str, said: str) -> bool:
    return len(said) > _BEGINNING and symbols[:_BEGINNING] == said[:_BEGINNING]


def _begun(state: str, piece: Piece, fixed: int) -> Iterator[tuple[int, str, float]]:
    """Yield how a piece may take up what was said before: symbols of it used, the new state, the cost."""
    symbols, room = piece.symbols, len(state) - fixed
    if piece.afresh:
        yield 0, state[:fixed], _SAID_AGAIN
        if symbols[0] == state[fixed : fixed + 1]:
            yield 1, state, _SAID_AGAIN  # 云C，听清楚没，云C，三零K
        return
    if piece.instead:
        at = state.rfind(piece.instead, fixed)
        size = len(piece.instead)
        if at >= 0 and len(symbols) >= size:
            yield size, state[:at] + symbols[:size] + state[at + size :], 0.2
            yield 0, state[:at], 0.3
        return
    if piece.slip:
        yield 0, state, 0.6  # 等一下, and on it goes
        for size in range(1, room + 1):
            again = symbols[:size]
            changed = sum(a != b for a, b in zip(state[-size:], again, strict=False))
            yield 0, state[:-size], 0.3 + 0.1 * changed + 0.1 * abs(size - len(symbols))
        return
    yield 0, state, 0.0
    if not piece.pause:
        return
    if _begins_again(symbols, state[fixed:]):
        yield 0, state[:fixed], _AFRESH
    for size in range(1, min(room, len(symbols)) + 1):
        before, again = state[-size:], symbols[:size]
        if before == again:
            yield size, state, _BRIEFLY if size == 1 else _SAID_AGAIN
        elif size > 2 and before[:2] == again[:2]:
            yield size, state[:-size] + again, _CHANGED
