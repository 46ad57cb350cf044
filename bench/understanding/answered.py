"""Yes, no and don't know as the product takes them: by the reader of the question that was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from actions.hearing import hear
from bench.understanding.learnt import AnswersOf, RankOf
from claims.answers import gives_up, read_answer, yes_or_no
from claims.heard import Heard
from claims.interview import UNKNOWN


def answered(text: str, now: datetime, asked: str, best_of: RankOf, answers_of: AnswersOf) -> str | None:
    """Return "yes", "no" or "unknown" by what the reader of ``asked`` makes of a text, None when it makes neither."""
    heard = hear(text, *best_of(text), now, asked, {"answers": answers_of(text)})
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
