"""How a caller behaves in one play of a scenario: independent switches, drawn from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields

from bench.calls.scenario import Correction, Scenario

STYLES = ("plain", "chatty", "dialect")
"""Which of a question's three tellings comes first."""

CHANCES = {
    "two": 0.4,
    "beside": 0.3,
    "asks": 0.4,
    "corrects": 0.5,
    "silence": 0.2,
    "again": 0.2,
    "noise": 0.35,
    "cuts": 0.3,
}
"""How often a switch is on."""
TOGETHER = 0.5
"""How often a caller puts right all at once what is read back wrong; drawn by itself, so that it changes no other switch."""


@dataclass(frozen=True)
class Switches:
    """One caller's manner.

    Attributes:
        opening: ``little`` or ``much``.
        style: One of ``STYLES``.
        two: Answers some questions together with what a later one asks.
        beside: Says something beside some questions first.
        asks: Answers some questions and asks something in the same breath.
        corrects: What is said wrong first and put right, or None.
        silence, again: Is silent once; has a question said again once.
        noise: What is said goes through a bad recogniser.
        cuts: Some answers come in pieces over several turns.
        together: Puts right in one breath all that is read back wrong, with something beside it.
        seed: Of everything else that is drawn in this play.
    """

    opening: str = "little"
    style: str = "plain"
    two: bool = False
    beside: bool = False
    asks: bool = False
    corrects: Correction | None = None
    silence: bool = False
    again: bool = False
    noise: bool = False
    cuts: bool = False
    together: bool = False
    seed: int = 0

    def names(self) -> list[str]:
        """Return the names of what is on: ``["much", "dialect", "two", "corrects later"]``."""
        return list(self._names())

    def _names(self) -> Iterator[str]:
        yield self.opening
        yield self.style
        for field in fields(self):
            if getattr(self, field.name) is True:
                yield field.name
        if self.corrects:
            yield f"corrects {self.corrects.when}"
        if not self.noise:
            yield "clean"


def draw(scenario: Scenario, play: int) -> Switches:
    """Draw the switches of the n-th play of a scenario; of two plays one opens with little and one with much.

    The seed is the scenario's id, so that other scenarios and later writers change nothing.
    """
    both = random.Random(f"{scenario.id}")
    openings = ["little", "much"]
    both.shuffle(openings)
    rng = random.Random(f"{scenario.id} {play}")
    on = {name: rng.random() < chance for name, chance in CHANCES.items()}
    corrects = rng.choice(scenario.corrects) if scenario.corrects else None
    return Switches(
        opening=openings[play % 2],
        style=rng.choice(STYLES),
        corrects=corrects if on.pop("corrects") else None,
        together=random.Random(f"{scenario.id} {play} together").random() < TOGETHER,
        seed=play,
        **on,
    )
