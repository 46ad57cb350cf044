"""Identifiers told over several turns (苏A / 三R / 九零D), and telephone numbers told by their places (开头是139, 后四位1107, 第三位是9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from mandarin.digits import LETTERS, Lattice
from mandarin.grammar import MOBILE
from mandarin.phone import find_phones
from mandarin.plate import find_plates
from mandarin.span import Span

MOBILE_LENGTH = 11
MOBILE_BEGINS = re.compile("1(?:[3-9]|$)")
UNKNOWN = "?"
"""Stands for a digit not told yet."""
_NTH = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {"十一": 11, "两": 2}
_COUNT = r"(?:的)?(?P<{0}>[一二两三四五六七八1-8](?:个(?![零〇一二三四五六七八九幺\d])|位)(?:数字?|号码?)?)?"
_LABEL = re.compile(
    rf"(?:(?P<first>开头|打头|起头|最?前[面边头]?|头)(?=[的是一二两三四五六七八\d零幺几\s]){_COUNT.format('first_count')}"
    rf"|(?P<middle>[中当]间){_COUNT.format('middle_count')}"
    rf"|(?P<last>最后[面边头]?|末尾?|尾[号数巴]?|结尾|收尾|后[面边头]?){_COUNT.format('last_count')}"
    r"|(?P<back>倒数)?第(?P<nth>十一?|[一二三四五六七八九]|1[01]?|[2-9])(?:个|位)(?:数字?)?)"
    r"(?:应该|那|就)?(?:数字?|号码?)?(?:是|为)?[，,、\s嗯呃啊：:]*"
)
_BEHIND = re.compile(r"[，,\s]*(?:(?P<first>开头|打头|起头|字头)|(?P<last>结尾|收尾|尾号))的?")
_REST = re.compile(
    r"(?:电话|手机|号码|号|是|就|的|那个|这个|嗯|呃|啊|哦|对|好|我|我的|我说|你记|记一下|然后|接着|再|还有|吧|哈|了|完了|没了|，|,|、|。|\s|-)*"
)


def joined(pieces: Sequence[str], kind: str) -> Span | None:
    """Return the plate or phone number that utterances tell together, laid over the last of them.

    Args:
        pieces: What was said since the question was asked, in order, the last included.
        kind: ``plate`` or ``phone``.

    Returns:
        A span in the shape of the finder of its kind. Its problem is None when the identifier is whole, ``part`` when some of it
        was told: a phone's value then has ``?`` for each digit to come where its place is known (139????1107), and is the
        digits so far where not; a plate's is ``{"plate": so far, …}``. None when the pieces tell nothing of one. What is
        whole in the last piece alone stands by itself.
    """
    if not pieces:
        return None
    last = pieces[-1]
    so_far = _plate_so_far(pieces) if kind == "plate" else _phone_so_far(pieces)
    by_place = so_far if kind == "phone" and so_far and so_far.problem is None else None
    found = _whole(kind, last) or by_place or _whole(kind, "，".join(pieces)) or so_far
    return found and replace(found, start=0, end=len(last), text=last)


def find_parts_of_phone(text: str) -> list[Span]:
    """Find part of a mobile number in an answer that is nothing else: 后四位1107, 第三位是9, 开头是139, 幺幺零七."""
    found = _phone_so_far([text])
    return [replace(found, start=0, end=len(text), text=text)] if found else []


_FIND: dict[str, Callable[[str], list[Span]]] = {
    "plate": lambda text: find_plates(text, asked=True),
    "phone": lambda text: find_phones(text, asked=True),
}


def _whole(kind: str, text: str) -> Span | None:
    sound = [span for span in _FIND[kind](text) if span.problem is None]
    return sound[-1] if sound else None


def _plate_so_far(pieces: Sequence[str]) -> Span | None:
    """Return what was told of a plate: the longest beginning of one, else its symbols in order."""
    text = "，".join(pieces)
    broken = max(find_plates(text, asked=True), key=lambda span: len(span.value["plate"]), default=None)
    if broken:
        return replace(broken, problem="part")
    lattice = Lattice(text)
    symbols = re.match(r"[嗯呃啊，,\s是]*(?P<head>[\u4e00-\u9fff]?[A-Z])", lattice.text)
    readings = lattice.read(symbols.end("head"), LETTERS + "0123456789", 8, 1.0) if symbols else []
    said = max((reading.symbols for reading in readings), key=len, default="")
    plate = symbols["head"] + said if symbols else ""
    value = {"plate": plate, "type": None, "by_sound": False}
    return Span("plate", 0, len(text), value, text, 0.5, problem="part") if plate else None


_Place = tuple[str, int]


def _phone_so_far(pieces: Sequence[str]) -> Span | None:
    """Return a mobile number put together from what was told of it, by its places or one piece after the other."""
    told: list[tuple[_Place, str]] = []
    for piece in pieces:
        found = _placed_digits(piece, follows=bool(told))
        told += found or []
    if not told:
        return None
    text = "，".join(pieces)
    pattern = _assembled(told)
    if pattern is None:
        return None
    if MOBILE.fullmatch(pattern):
        return Span("phone", 0, len(text), pattern, text, 0.8)
    return Span("phone", 0, len(text), pattern, text, 0.5, problem="part")


def _placed_digits(text: str, follows: bool) -> list[tuple[_Place, str]] | None:
    """Return the groups of digits in an answer with where in the number each stands; None when it tells something else.

    Places are ``first``, ``middle``, ``last``, ``nth`` and ``back`` (with their number), and ``next``.
    """
    lattice = Lattice(text)
    found: list[tuple[_Place, str]] = []
    at = 0
    while at < len(text):
        at = _REST.match(lattice.text, at).end()  # type: ignore[union-attr]
        label = _LABEL.match(lattice.text, at)
        begin = label.end() if label else at
        readings = lattice.read(begin, "0123456789", MOBILE_LENGTH, 0.7)
        said = max(readings, key=lambda reading: (len(reading.symbols), -reading.cost), default=None)
        if at >= len(text):
            break
        if said is None:
            return None
        at = said.end
        behind = _BEHIND.match(lattice.text, at)
        if behind:
            at = behind.end()
        found.append((_place(label, behind, follows or bool(found), len(said.symbols)), said.symbols))
    lone = len(found) == 1 and found[0][0][0] == "next" and len(found[0][1]) < 2
    return None if lone and not follows else found


def _place(label: re.Match[str] | None, behind: re.Match[str] | None, follows: bool, size: int) -> _Place:
    if behind:
        return (behind.lastgroup or "next"), 0
    if label is None:
        return "next", 0
    if label["nth"]:
        nth = label["nth"]
        return ("back" if label["back"] else "nth"), int(nth) if nth.isdigit() else _NTH[nth]
    if label["first"]:
        return "first", 0
    if label["middle"]:
        return "middle", 0
    loosely = label["last"].startswith("后") and not label["last_count"]
    return ("next" if loosely and follows else "last"), 0


def _assembled(told: list[tuple[_Place, str]]) -> str | None:
    """Return the number so far, ``?`` where a digit is not known; the bare digits when no place is; None when they do not fit."""
    slots: list[str] = [UNKNOWN] * MOBILE_LENGTH
    placed = False
    for (place, nth), digits in told:
        so_far = "".join(slots).partition(UNKNOWN)[0]
        if place == "next" and not so_far and not placed and not MOBILE_BEGINS.match(digits):
            return digits if len(told) == 1 else None
        if place == "next" and len(so_far) >= 3 and digits.startswith(so_far[:3]):
            slots, so_far = [UNKNOWN] * MOBILE_LENGTH, ""  # said again from the beginning
        at = {
            "first": 0,
            "middle": 3 if len(digits) == 4 else len(so_far),
            "last": MOBILE_LENGTH - len(digits),
            "nth": nth - 1,
            "back": MOBILE_LENGTH - nth,
            "next": len(so_far),
        }[place]
        if at < 0 or at + len(digits) > MOBILE_LENGTH:
            return None
        slots[at : at + len(digits)] = digits
        placed = True
    return "".join(slots)
