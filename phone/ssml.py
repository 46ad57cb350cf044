"""What is spoken of a turn's SSML: phrases, each with the pause that follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

COMMA_MS, STOP_MS = 150, 350
"""Pauses after a comma, and after a sentence for which the markup asks none: as long as those the bot asks for."""

SHORTEST = 4
"""Characters a phrase has at least before a comma ends it: short phrases come early, and most of them were spoken before."""

_PIECE = re.compile(r"[^，,、；;：:。.！!？?]*[，,、；;：:。.！!？?]*")
_SPOKEN = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")


@dataclass(frozen=True)
class Phrase:
    """Words spoken in one go, and the pause after them in milliseconds."""

    text: str
    pause_ms: int

    @property
    def characters(self) -> int:
        """Return how many characters are spoken; punctuation is none."""
        return len(_SPOKEN.findall(self.text))


def phrases(ssml: str) -> list[Phrase]:
    """Split W3C SSML 1.1 into phrases: ``<sub alias>`` as its alias, ``<break time>`` as a pause.

    Raises:
        ValueError: It is no XML.
    """
    try:
        root = ElementTree.fromstring(ssml)
    except ElementTree.ParseError as error:
        raise ValueError(f"not SSML: {error}") from error
    spoken: list[Phrase] = []
    words = ""

    def end(pause_ms: int | None) -> None:
        nonlocal words
        for piece in _pieces(words):
            spoken.append(Phrase(piece, STOP_MS if piece[-1] in "。.！!？?；;" else COMMA_MS))
        if pause_ms is not None and spoken:
            spoken[-1] = Phrase(spoken[-1].text, max(pause_ms, spoken[-1].pause_ms if not words else 0))
        words = ""

    def walk(element: ElementTree.Element) -> None:
        nonlocal words
        name = element.tag.rpartition("}")[2]
        if name == "sub":
            words += element.get("alias", "")
        elif name == "break":
            end(_milliseconds(element.get("time", "300ms")))
        else:
            words += element.text or ""
            for child in element:
                walk(child)
        words += element.tail or ""

    walk(root)
    end(None)
    return [phrase for phrase in spoken if phrase.characters]


def plain(text: str) -> str:
    """Return words as SSML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<speak>{escaped}</speak>"


def spoken(ssml: str) -> str:
    """Return the characters that are spoken, without punctuation."""
    return "".join("".join(_SPOKEN.findall(phrase.text)) for phrase in phrases(ssml))


def _pieces(words: str) -> list[str]:
    """Cut at the ends of sentences, and at commas where a piece is long enough."""
    pieces = [""]
    for part in _PIECE.findall(words.strip()):
        if not part:
            continue
        pieces[-1] += part
        if part[-1] in "。.！!？?；;" or len(_SPOKEN.findall(pieces[-1])) >= SHORTEST:
            pieces.append("")
    return [piece for piece in pieces if _SPOKEN.search(piece)]


def _milliseconds(time: str) -> int:
    number = float(re.match(r"[\d.]*", time)[0] or 0)  # type: ignore[index]
    return int(number if time.endswith("ms") else number * 1000)
