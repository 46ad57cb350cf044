"""An utterance as a row of clauses: what is told, asked, wished, felt, said to somebody else, or only yes and no.

Facts come from what is told, and from answers; a question stores nothing and a request answers no yes/no question. The rules
are data (``words/clauses.yml``), each with sentences it is for and sentences it must leave alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from mandarin.rules import WORDS, patterns
from mandarin.span import Span

Kind = Literal["statement", "question", "request", "beside", "feeling", "particle", "filler"]

KIND, TOLD, ASIDE = "clause", "told", "aside"
RULES = WORDS / "clauses.yml"

ASIDES = frozenset({"question", "request", "beside"})
"""Kinds of clauses that are no part of what is told; a question and a request are served beside the answer they came with."""

_MARK = re.compile(r"[，。,、；;！!？?：:\s]+")


@dataclass(frozen=True)
class Rules:
    """The compiled rules of ``clauses.yml``."""

    begins: re.Pattern[str]
    tags: re.Pattern[str]
    particles: re.Pattern[str]
    fillers: re.Pattern[str]
    beside: re.Pattern[str]
    statements: re.Pattern[str]
    questions: re.Pattern[str]
    to_us: re.Pattern[str]
    requests: re.Pattern[str]
    feelings: re.Pattern[str]


@cache
def rules() -> Rules:
    """Return the rules, read once."""
    return Rules(**patterns(RULES))


def find_clauses(text: str) -> list[Span]:
    """Return the clauses of an utterance in order; ``value`` is the kind."""
    found: list[Span] = []
    for start, end in _pieces(text):
        words = text[start:end]
        found.append(Span(KIND, start, end, kind_of(words, text[end : end + 1]), words))
    return found


def find_asides(text: str) -> list[Span]:
    """Part an utterance into what is told and what is asked, wished or said to others beside it: "还在，那我能挪车吗".

    Returns:
        One span ``told`` over everything, ``value`` {"text": the words without the asides, "ranges": where they stand},
        where something is told beside them; then a span ``aside`` each, ``value`` {"kind": one of ``ASIDES``, "text"}.
    """
    clauses = find_clauses(text)
    told = [clause for clause in clauses if clause.value not in ASIDES]
    asides = [
        Span(ASIDE, clause.start, clause.end, {"kind": clause.value, "text": clause.text}, clause.text)
        for clause in clauses
        if clause.value in ASIDES
    ]
    if not asides or all(clause.value in ("filler", "feeling") for clause in told):
        return asides
    ranges = [[clause.start, clause.end] for clause in told]
    words = "，".join(clause.text for clause in told)
    return [Span(TOLD, 0, len(text), {"text": words, "ranges": ranges}, text), *asides]


def kind_of(words: str, mark: str = "") -> Kind:
    """Tell what kind of clause some words are; ``mark`` is the punctuation that follows, if any."""
    known = rules()
    if known.fillers.fullmatch(words):
        return "filler"
    if known.particles.fullmatch(words):
        return "particle"
    if known.beside.search(words):
        return "beside"
    if known.requests.search(words):
        return "request"
    if not known.statements.search(words) and (known.questions.search(words) or mark in ("?", "？")):
        return "question"
    if known.feelings.search(words):
        return "feeling"
    return "statement"


def asks_us(text: str) -> bool:
    """Tell whether something is asked of the insurer: not 他说什么都不肯走, 我咋这么倒霉, 我老伴问我几点回去."""
    return any(
        clause.value == "question"
        or (
            clause.value == "statement"
            and rules().to_us.search(clause.text)
            and not rules().statements.search(clause.text)
        )
        for clause in find_clauses(text)
    )


def _pieces(text: str) -> list[tuple[int, int]]:
    """Cut at marks and pauses, and where a clause begins by its words."""
    cuts = [0]
    whole = [tagged.span() for tagged in rules().tags.finditer(text)]
    for mark in _MARK.finditer(text):
        if any(start < mark.start() and mark.end() < end for start, end in whole):
            continue
        cuts += [mark.start(), mark.end()]
    cuts.append(len(text))
    pieces = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        at = opened = start
        for opening in rules().begins.finditer(text, start, end):
            if opening.start() > opened:  # 那 and 请问 before another opening belong to its clause
                pieces.append((at, opening.start()))
                at = opening.start()
            opened = opening.end()
        if end > at:
            pieces.append((at, end))
    return pieces
