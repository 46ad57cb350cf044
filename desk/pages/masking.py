"""Personal data, masked until they are opened: names, telephone numbers, the car's and the policy's numbers, health (003: 二级, 三级).

What of a record is personal stands in the table of facts (``facts.Row.secret``); here is what is shown instead, of a value and of
free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mandarin.digits import DIGITS, SKIPS
from mandarin.people import find_people
from mandarin.phone import find_phones

HIDDEN = "（已隐去）"

Secrets = Mapping[str, str] | None
"""What must not be read in free text -> what stands in its place, the longest first; None: all of it may be read."""

_CODE = re.compile(r"(?<![0-9A-Za-z])(?=\d*[A-Za-z])(?=[A-Za-z]*\d)[0-9A-Za-z]{8,}")
"""Of letters and figures, longer than a plate."""
_FIGURE = f"[{''.join(DIGITS)}]"
_BETWEEN = "|".join(map(re.escape, sorted(SKIPS, key=len, reverse=True)))
_RUN = re.compile(rf"{_FIGURE}(?:(?:{_BETWEEN}){{0,2}}{_FIGURE})+")
"""Figures in a row, as they are dictated."""
LONG = 7
"""Figures of the shortest number that is somebody's."""
SHORTEST_PIECE = 3
"""Figures in which a piece of a number is known again."""


def name(text: str) -> str:
    """Return a name with its first character alone."""
    return text[:1] + "＊" * (len(text) - 1)


def phone(text: str) -> str:
    """Return a telephone number with its first three and last four figures."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else f"****{text[-4:]}"


def code(text: str) -> str:
    """Return a VIN, engine or policy number with its last four characters."""
    return f"****{text[-4:]}"


def health(_: str) -> str:
    """Return nothing of what is told of somebody's health."""
    return HIDDEN


MASKS = {"name": name, "phone": phone, "code": code, "health": health}


def mask(kind: str | None, text: str) -> str:
    """Return a value as it is shown before it is opened; ``kind`` is a row's ``secret``."""
    return MASKS[kind](text) if kind and text else text


def spoken(text: str, secrets: Secrets) -> str:
    """Return free text without what a report holds of anybody, without people who name themselves, codes and long numbers."""
    if secrets is None:
        return text
    for secret, shown in secrets.items():
        text = text.replace(secret, shown)
    for person in find_people(text):
        if said := person.value.get("name"):
            text = text.replace(said, name(said))
    text = _CODE.sub(lambda found: code(found[0]), text)
    for phone_said in find_phones(text):
        text = text[: phone_said.start] + _stars(phone_said.text) + text[phone_said.end :]
    hidden = list(_hidden(secrets))

    def masked(run: re.Match[str]) -> str:
        figures = _figures(run[0])
        return _stars(run[0]) if len(figures) >= LONG or _is_piece(figures, hidden) else run[0]

    return _RUN.sub(masked, text)


def talk(lines: Sequence[Mapping[str, Any]], secrets: Secrets) -> list[str]:
    """Return the words of a conversation's lines as ``spoken``, and without a number that is told over several of them."""
    told = _dictated(lines) if secrets is not None else set()
    return [
        spoken(_RUN.sub(lambda run: _stars(run[0]), line["text"]) if nth in told else line["text"], secrets)
        for nth, line in enumerate(lines)
    ]


def by_line(lines: Sequence[Mapping[str, Any]], secrets: Secrets) -> dict[int, str]:
    """Return the words of a conversation's lines as ``talk``, by the number of the line."""
    return {line["seq"]: shown for line, shown in zip(lines, talk(lines, secrets), strict=True)}


def _stars(text: str) -> str:
    return "＊" * len(text)


def _figures(text: str) -> str:
    return "".join(DIGITS.get(it, "") for it in text)


def _hidden(secrets: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Yield the numbers among secrets, and from where to where their figures are not shown."""
    for secret, shown in secrets.items():
        figures = _figures(secret)
        if len(figures) >= LONG and figures == re.sub(r"[\s\-]", "", secret):
            yield figures, len(shown.partition("*")[0]), len(figures) - len(shown.rpartition("*")[2])


def _is_piece(figures: str, hidden: Iterable[tuple[str, int, int]]) -> bool:
    """Tell whether figures are a piece of a number, and more of it than is shown."""
    return len(figures) >= SHORTEST_PIECE and any(
        number.startswith(figures, at)
        for number, begin, end in hidden
        for at in range(max(0, begin - len(figures) + 1), end)
    )


_OF_A_DAY = re.compile(rf"(?<!{_FIGURE}){_FIGURE}{{1,4}}(?=[年月日点分时])")
"""Figures that tell a day or an hour, as the chat page's clock writes them; nobody is rung on them."""


def _dictated(lines: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return which lines tell a long number in pieces: of the caller, one after the other, and what is said back between them."""
    found, piece, figures = set[int](), list[int](), 0
    for nth, line in enumerate(lines):
        said = _figures(_OF_A_DAY.sub("", line["text"]))
        if line["who"] == "caller" and not (len(said) > 1 and 2 * len(said) >= len(line["text"])):
            piece, figures = [], 0
            continue
        if line["who"] == "caller":
            figures += len(said)
        if figures:
            piece.append(nth)
        if figures >= LONG:
            found.update(piece)
    return found
