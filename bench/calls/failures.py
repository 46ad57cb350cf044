"""What went wrong, beside the words it came from, and the kinds of failure by how often they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bench.calls.findings import RIGHT, Finding
from bench.calls.judge import Judgement, Play


def said_of(found: Finding) -> str:
    """Return a finding in words: ``injuries.count wrong: 2, truth 1``."""
    return f"{found.field} {found.verdict}: {shown(found.stored)} | {shown(found.expected)}"


def placed(play: Play, wrong: Sequence[Finding]) -> dict[int, list[Finding]]:
    """Put every finding beside the turn it came from; under -1 those that come from none.

    A fact comes from the last answer to its question; one nobody asked for from the words that hold what is stored or
    true, else from the story.
    """
    marks: dict[int, list[Finding]] = {}
    for found in wrong:
        marks.setdefault(next(_sources(play, found), -1), []).append(found)
    return marks


def _sources(play: Play, found: Finding) -> Iterator[int]:
    answers = [
        (number, play.turns[number - 1].answer.question, turn.event.meant)
        for number, turn in enumerate(play.turns)
        if turn.event and turn.event.meant and number
    ]
    for wanted in (
        found.question,
        "description" if found.question not in {q for _, q, _ in answers} else None,
    ):
        yield from (number for number, asked, _ in reversed(answers) if wanted and asked == wanted)
        for value in (found.stored, found.expected):
            held = str(value or "")
            yield from (number for number, _, words in answers if len(held) > 1 and held in words)
    yield from (number for number, _, _ in answers[:1])


def common(judged: Sequence[tuple[Play, Judgement]], most: int = 15) -> str:
    """Return the most frequent kinds of failure, one a line: how often, what, and one call's words for it."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for play, judgement in judged:
        for number, found in placed(play, [one for one in judgement.final if one.verdict != RIGHT]).items():
            event = play.turns[number].event if number >= 0 else None
            for one in found:
                words = event.meant if event else ""
                kinds[f"{one.field} {one.verdict}"].append(
                    f"{judgement.id}: {words} → {shown(one.stored)} | {shown(one.expected)}"
                )
        for name in ("skipped", "needless", "repeated", "harmed", "unkept"):
            for question in getattr(judgement, name):
                kinds[f"{name} {question}"].append(judgement.id)
    often = sorted(kinds.items(), key=lambda kind: -len(kind[1]))[:most]
    return "\n".join(f"{len(calls):4} {kind} · {calls[len(calls) // 2]}" for kind, calls in often)


def shown(value: Any) -> str:
    """Return a value for people to read."""
    return "–" if value is None else "、".join(map(str, value)) if isinstance(value, list) else str(value)
