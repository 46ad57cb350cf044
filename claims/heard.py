"""What was heard in one turn, as the interview sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Value:
    """A value in an utterance; its kinds and shapes are those of the NLU's entities."""

    kind: str
    value: Any
    text: str = ""
    start: int = 0
    end: int = 0
    confidence: float = 1.0
    near: tuple[Any, ...] = ()
    problem: str | None = None
    assertion: str = "asserted"
    owner: str = ""


ROLES = frozenset({"caller", "driver", "owner", "contact", "party"})
"""Kinds that tell who somebody is, or which of the other parties is meant."""


@dataclass(frozen=True)
class Aside:
    """What is asked or wished beside an answer.

    Attributes:
        kind: ``question``, ``request``, or ``beside``: said to somebody beside the telephone or to nobody.
        text: Its words.
        intent: The NLU's label for them.
        sure: Its confidence, 0 to 1.
    """

    kind: str
    text: str
    intent: str = "noise"
    sure: float = 0.0


@dataclass(frozen=True)
class Named:
    """What is said of a fact by its name ("地点是南京的"), whatever question is open.

    Attributes:
        fact: The fact, as its question is called.
        heard: What is said of it, heard as the answer to its question; no words where it is only called wrong.
        denied: What it is said not to be, in words; empty when nothing.
    """

    fact: str
    heard: Heard
    denied: str = ""


@dataclass(frozen=True)
class Heard:
    """One turn of the caller.

    Attributes:
        text: The words, as recognised.
        intent: The NLU's label, or start_call, silence, keys, hangup for what is not speech.
        sure: Confidence of the intent, 0 to 1.
        values: What the utterance contains, in order of the words.
        roles: Who and whose the words are about, of the kinds ``ROLES``: they tell of values and are none themselves.
        heard: The recogniser's confidence, 0 to 1; 1 where the channel gives none.
        keys: Digits pressed.
        now: When the caller says it.
        caller_phone: The calling number, empty when hidden.
        own_number: Whether the caller says "this number here".
        no_damage: Whether the caller says that nothing is damaged.
        half_of_day: Which half of the day the words name: am, pm, night (early or late, as the hour has it), day; "" for none.
        learnt: What the NLU told of the utterance as a whole, by kind: ``case_type`` -> {case type: confidence},
            ``answers`` -> {question: {yes, no, unknown, other: confidence}}.
        told: What is told alone, where something is asked or wished beside it; else None.
        asides: What is asked or wished, in order of the words.
        named: What is said of facts by their names, in order of the words.
        rest: What is said beside them, as if it had been said alone; None where it is nothing.
        taken_back: Start and end of each stretch that is taken back in the same breath (在双龙大道，哦不对 …), in order.
        amended: Known identifiers with the caller's partial correction applied ("最后一位是八"), by fact.
    """

    text: str
    intent: str
    sure: float
    now: datetime
    values: tuple[Value, ...] = ()
    roles: tuple[Value, ...] = ()
    heard: float = 1.0
    keys: str = ""
    caller_phone: str = ""
    own_number: bool = False
    no_damage: bool = False
    half_of_day: str = ""
    learnt: Mapping[str, Any] = field(default_factory=dict)
    told: Heard | None = None
    asides: tuple[Aside, ...] = ()
    named: tuple[Named, ...] = ()
    rest: Heard | None = None
    taken_back: tuple[tuple[int, int], ...] = ()
    amended: Mapping[str, str] = field(default_factory=dict)

    def all(self, *kinds: str) -> list[Value]:
        """Return the asserted values of these kinds, in order of the words: what is denied, asked or supposed is no fact."""
        return [value for value in self.values if value.kind in kinds and value.assertion == "asserted"]

    def who(self, *kinds: str) -> list[Value]:
        """Return the asserted roles of these kinds (``ROLES``), in order of the words."""
        return [role for role in self.roles if role.kind in kinds and role.assertion == "asserted"]

    def spoken_of(self, *kinds: str) -> list[Value]:
        """Return the values of these kinds however they stand in the words: asserted, denied, asked, supposed or put right."""
        return [value for value in self.values if value.kind in kinds]

    def first(self, *kinds: str) -> Value | None:
        """Return the first sound value of these kinds; one with a problem only when there is no other."""
        found = self.all(*kinds)
        return next((value for value in found if value.problem is None), found[0] if found else None)

    @property
    def meant(self) -> str:
        """The words without what is taken back in the same breath, and without what is said to somebody beside the telephone."""
        text = self.text
        for start, end in reversed(self.taken_back):
            text = text[:start] + text[end:]
        for aside in self.asides:
            if aside.kind == "beside":
                text = text.replace(aside.text, "", 1)
        return text.strip(" ，,")

    @property
    def only_asks(self) -> bool:
        """Whether all that is said is a question or a wish: it tells nothing, and answers neither yes nor no."""
        return bool(self.asides) and self.told is None

    def is_intent(self, names: Iterable[str], sure: float = 0.5) -> bool:
        """Tell whether the intent is one of these with at least this confidence."""
        return self.intent in names and self.sure >= sure

    def before(self, value: Value, characters: int = 8) -> str:
        """Return the words just before a value."""
        return self.text[max(0, value.start - characters) : value.start]

    def after(self, value: Value, characters: int = 6) -> str:
        """Return the words just after a value."""
        return self.text[value.end : value.end + characters]


def after(heard: Heard, start: int) -> Heard:
    """Return what was heard from a character on."""

    def moved(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(
            replace(value, start=value.start - start, end=value.end - start)
            for value in values
            if value.start >= start
        )

    return replace(
        heard,
        text=heard.text[start:],
        values=moved(heard.values),
        roles=moved(heard.roles),
        taken_back=tuple((a - start, b - start) for a, b in heard.taken_back if a >= start),
    )


def within(heard: Heard, ranges: Sequence[Sequence[int]], text: str) -> Heard:
    """Return what was heard of some stretches of an utterance.

    Args:
        heard: All of it.
        ranges: Start and end of each stretch, in order.
        text: The stretches, one character between them.
    """

    def kept(values: tuple[Value, ...]) -> tuple[Value, ...]:
        at, found = 0, []
        for start, end in ranges:
            found += [
                replace(value, start=value.start - start + at, end=value.end - start + at)
                for value in values
                if start <= value.start and value.end <= end
            ]
            at += end - start + 1
        return tuple(found)

    at, taken = 0, []
    for start, end in ranges:
        taken += [(a - start + at, b - start + at) for a, b in heard.taken_back if start <= a and b <= end]
        at += end - start + 1
    return replace(
        heard,
        text=text,
        values=kept(heard.values),
        roles=kept(heard.roles),
        taken_back=tuple(taken),
        told=None,
        asides=(),
        named=(),
        rest=None,
    )
