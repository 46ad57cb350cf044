"""One labelled utterance."""

from __future__ import annotations

from dataclasses import dataclass

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One labelled utterance.

    Attributes:
        text: What was said.
        asked: The question that was open, "" at the beginning of a call.
        spans: Start, end and kind of what is labelled.
        unsure: Stretches that are neither one nor the other.
        answer: One of ``ANSWERS``, "" where it is not known.
        case: The case type a story tells, ``none`` of what is no story, "" where it is not known.
        hurt: Who was hurt, of ``PEOPLE``, where the words tell that somebody was; None where it is not known.
        writer, scenario: Who wrote it, and where.
        how: Which telling it is (``tells``, ``much``, ``beside`` …).
    """

    text: str
    asked: str
    spans: tuple[tuple[int, int, str], ...] = ()
    unsure: tuple[Stretch, ...] = ()
    answer: str = ""
    case: str = ""
    hurt: tuple[str, ...] | None = None
    writer: str = ""
    scenario: str = ""
    how: str = ""
