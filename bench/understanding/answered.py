"""Yes, no and don't know as the product takes them: by the reader of the question that was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bench.understanding.learnt import RankOf
from claims.answers import gives_up, read_answer, yes_or_no
from claims.heard import Heard, Value
from claims.interview import UNKNOWN
from mandarin.parts import no_damage
from mandarin.phone import says_own_number
from mandarin.read import read


def heard_as(text: str, now: datetime, asked: str | None, best_of: RankOf) -> Heard:
    """Return what the dialogue hears of a text, as ``actions.state`` builds it."""
    intent, sure = best_of(text)
    return Heard(
        text=text,
        intent=intent,
        sure=sure,
        now=now,
        values=tuple(
            Value(
                span.kind,
                span.value,
                span.text,
                span.start,
                span.end,
                span.confidence,
                tuple(span.near),
                span.problem,
            )
            for span in read(text, now, asked)
        ),
        own_number=says_own_number(text),
        no_damage=no_damage(text),
    )


def answered(text: str, now: datetime, asked: str, best_of: RankOf) -> str | None:
    """Return "yes", "no" or "unknown" by what the reader of ``asked`` makes of a text, None when it makes neither."""
    heard = heard_as(text, now, asked, best_of)
    if asked in _OUTSIDE:
        said = _OUTSIDE[asked](heard)
        return "unknown" if said is None and gives_up(heard) else _POLARITY[said]
    answer = read_answer(asked, heard, {})
    if answer is None:
        return None
    value = answer.facts.get(asked)
    last = value[-1] if isinstance(value, list) and value else value
    return "unknown" if last == UNKNOWN else "yes" if value else "no"


_POLARITY = {True: "yes", False: "no", None: None}
_OUTSIDE: dict[str, Callable[[Heard], bool | None]] = {
    "police": lambda heard: yes_or_no("theft_police", heard),
    "recap": lambda heard: yes_or_no("recap", heard),
}
"""What the conversation takes outside the table of readers: the police, of whom it only speaks, and a no to the recap."""
