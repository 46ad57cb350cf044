"""What happened in calls, as one JSON object a line: times, counts and names of events; no number and no word of a caller."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Journal:
    """The events of one call."""

    def __init__(self, call_id: str, write: Callable[[dict[str, Any]], None]) -> None:
        """Write this call's events with ``write``."""
        self._call_id, self._write = call_id, write
        self._begun = time.monotonic()

    def note(self, event: str, **values: Any) -> None:
        """Note an event; values are numbers and names, never what was said."""
        after = round(time.monotonic() - self._begun, 3)
        self._write({"call_id": self._call_id, "after_s": after, "event": event, **values})

    def heard(self, took_s: float, voiced_ms: int, understood: bool, under_prompt: bool) -> None:
        """Note an utterance."""
        self.note(
            "heard",
            recognised_ms=_ms(took_s),
            voiced_ms=voiced_ms,
            understood=understood,
            under_prompt=under_prompt,
        )

    def turn(self, event: str, asking: str | None, number: int, took_s: float) -> None:
        """Note a turn that was answered."""
        self.note("turn", turn=event, number=number, asking=asking, answered_ms=_ms(took_s))

    def sound(self, waited_s: float) -> None:
        """Note the first sound of an answer, so long after the caller was done."""
        self.note("sound", waited_ms=_ms(waited_s))


def to_file(path: Path) -> Callable[[dict[str, Any]], None]:
    """Return what appends events to a file that this user alone can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = open(path, "a", encoding="utf-8", buffering=1)  # noqa: SIM115, open as long as the process lives
    path.chmod(0o600)

    def write(event: dict[str, Any]) -> None:
        at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        file.write(json.dumps({"at": at, **event}, ensure_ascii=False) + "\n")

    return write


def _ms(length_s: float) -> int:
    return round(length_s * 1000)
