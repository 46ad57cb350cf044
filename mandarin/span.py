"""One stretch of an utterance that carries a value."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

ASSERTED, SUPPOSED = "asserted", "supposed"


@dataclass(frozen=True)
class Span:
    """A value heard in an utterance.

    Attributes:
        kind: What was heard: plate, time, phone … (the NLU's entity names).
        start: Index of the first character in the utterance.
        end: Index after the last character.
        value: The value, JSON-serialisable; its shape is given by the finder of its kind.
        text: The caller's own words, ``utterance[start:end]``.
        confidence: 0 to 1; below 1 when the words allow another reading.
        near: Other readings, best first, in the shape of ``value``.
        problem: Why the value breaks the domain's rules (``"length"``, ``"check_digit"``,
            ``"future"`` …), or None when it keeps them.
        assertion: How the words stand to the value: ``asserted``, ``denied``, ``asked``, ``supposed`` (怕, 要是), ``dodged``
            (躲, 差点), ``other_time`` (上次), or ``put_right`` (the A of 不是A，是B). Only what is asserted is a fact.
        owner: Whose it is: "" when the words do not say, ``ours``, ``other``.
    """

    kind: str
    start: int
    end: int
    value: Any
    text: str
    confidence: float = 1.0
    near: tuple[Any, ...] = ()
    problem: str | None = None
    assertion: str = ASSERTED
    owner: str = ""

    def as_entity(self) -> dict[str, Any]:
        """Return the span as a Rasa entity dictionary (``kind`` becomes ``entity``)."""
        fields = asdict(self)
        return {"entity": fields.pop("kind"), **fields, "near": list(self.near)}
