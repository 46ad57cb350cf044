"""How rules and reader read what the dev writers wrote, each alone and both: ``python -m bench.reader.measure``.

Every telling is read by itself, under its question, clean and through noise; ``bench.calls`` measures what comes of it in calls.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import mandarin.reader
from bench.calls.scenario import Scenario, load
from bench.reader.kinds import OTHER, OWN, PLACE
from bench.reader.labels import Line, corpus, same_part, words_at
from bench.understanding.__main__ import story_case
from bench.understanding.learnt import training_data
from components import answers, stories
from components.ranking import Ranking
from mandarin.parts import find_parts
from mandarin.place import place_within
from mandarin.read import read
from mandarin.reader import ALPHABET, WEIGHTS, Reader, read_through
from mandarin.span import ASSERTED, Span

YES_NO = frozenset({"yes", "no", "unknown"})
ANSWERED = YES_NO | {"none"}
CORRECTIONS = ("fixes", "right")
"""Tellings that put right what was read back; what they say and not their "no" is what counts."""
Counts = defaultdict[tuple[str, str], list[float]]
Reading = tuple[list[Span], Mapping[str, float]]
"""What was found, and how likely each answer to the open question is."""


def judge(line: Line, scenario: Scenario | None, reading: Reading, counts: Counts) -> None:
    """Count what is right of a reading: how much of how much, by what it is and whether it was noisy.

    Noise has no scenario, and is asked only whether it answers anything.
    """
    spans = [span for span in reading[0] if span.assertion == ASSERTED]
    sound = "noisy" if line.how.endswith("+") else "clean"

    def count(name: str, right: float, of: float = 1.0) -> None:
        counts[name, sound][0] += right
        counts[name, sound][1] += of

    if line.answer and reading[1] and not line.how.startswith(CORRECTIONS):
        heard = max(reading[1], key=lambda answer: reading[1][answer])
        if line.answer in YES_NO:
            count("yes, no, unknown", heard == line.answer)
        elif line.answer == "none":
            row = "noise" if line.how.startswith("noise") else "words out of place"
            count(f"{row}: no answer is heard", heard not in YES_NO)
    if scenario is None:
        return
    asked = "asked for" if line.asked == "place" else "in passing"
    places = [(span.start, span.end) for span in spans if span.kind == "place"]
    for start, end, kind in line.spans:
        if kind != PLACE:
            continue
        words = [
            hit for word in scenario.fact("place_has", []) for hit in words_at(line.text[start:end], word)[:1]
        ]
        best = max(places, key=lambda place: min(place[1], end) - max(place[0], start), default=(0, 0))
        count(
            f"place {asked}: all its words",
            all(best[0] <= start + a and start + b <= best[1] for a, b in words),
        )
        count(f"place {asked}: characters too many", max(0, start - best[0]) + max(0, best[1] - end))
    if (
        line.how.startswith(("beside", "elsewhere", "tells"))
        and not line.unsure
        and PLACE not in {k for *_, k in line.spans}
    ):
        count("no place, and one is found", bool(places))
    damaged = line.asked in ("own_damage", "third_damage")
    for kind, name, truth in ((OWN, "part", _own(scenario)), (OTHER, "third_part", _others(scenario))):
        found = {span.value for span in spans if span.kind == name and (damaged or span.confidence >= 1)}
        of = sum(label == kind for *_, label in line.spans)
        hits = min(of, sum(same_part(str(part), truth) for part in found))
        count(f"{kind} damage {'asked for' if damaged else 'in passing'}: F1", 2 * hits, of + len(found))
    if line.case not in ("", "none"):
        count("case type of stories", story_case(spans) == line.case)


def _own(scenario: Scenario) -> set[str]:
    return set(scenario.fact("own_damage", []))


def _others(scenario: Scenario) -> set[str]:
    return {part for party in scenario.parties() for part in party.get("damage") or ()}


@contextmanager
def rules_alone() -> Iterator[None]:
    """Read as the product does without weights."""
    kept = mandarin.reader._reader
    mandarin.reader._reader = lambda: None  # type: ignore[assignment]
    read_through.cache_clear()
    try:
        yield
    finally:
        mandarin.reader._reader = kept
        read_through.cache_clear()


class Project:
    """The product's reading of an utterance: values, case type, answer to the open question."""

    def __init__(self) -> None:
        examples = training_data()
        self._stories: Ranking | None = stories.learn(examples)
        self._answers: Ranking | None = answers.learn(examples)
        self.questions = (
            {label.rpartition("/")[0] for label in self._answers.labels} if self._answers else set()
        )

    def read(self, line: Line, scenario: Scenario) -> Reading:
        """Read a line as it is read in a call."""
        asked = line.asked or None
        found = read(line.text, scenario.call_time, asked)
        story = stories.told(self._stories, line.text, asked=asked) if line.case else None
        answer = answers.told(self._answers, line.text, asked) if line.answer in ANSWERED else None
        return [*found, *([story] if story else [])], (answer.value.get(line.asked) or {}) if answer else {}


class Alone:
    """The reader without rules: its stretches as they are, its parts by what the finder makes of their words alone."""

    def __init__(self, reader: Reader, questions: Collection[str], asking: bool = True) -> None:
        self._reader, self._questions, self._asking = reader, questions, asking

    def read(self, line: Line, scenario: Scenario) -> Reading:
        """Read a line; without ``asking`` as if no question were open."""
        told = self._reader.read(line.text, line.asked if self._asking else None)
        spans: list[Span] = []
        for one in told.spans:
            if one.kind == PLACE:
                spans.append(place_within(line.text, one.start, one.end))
                continue
            kind = "part" if one.kind == OWN else "third_part"
            named = find_parts(line.text[one.start : one.end], asked=True)
            spans += [Span(kind, one.start, one.end, part.value, part.text) for part in named]
        case = {name: sure for name, sure in told.case.items() if name != "none"}
        spans.append(Span("case_type", 0, len(line.text), case, line.text))
        sure = told.answer if line.asked in self._questions else {}
        return spans, sure


def measured(
    lines: Iterable[Line], scenarios: Mapping[str, Scenario], reads: Callable[[Line, Scenario], Reading]
) -> tuple[Counts, list[float]]:
    """Read all lines; return what was right, and the milliseconds of CPU of each in ascending order."""
    counts: Counts = defaultdict(lambda: [0.0, 0.0])
    took = []
    for line in lines:
        began = time.process_time()
        read_through.cache_clear()
        reading = reads(line, scenarios.get(line.scenario) or next(iter(scenarios.values())))
        took.append(1000 * (time.process_time() - began))
        judge(line, scenarios.get(line.scenario), reading, counts)
    return counts, sorted(took)


def main() -> int:
    """Print one table: a row for what is read, a column for each way of reading."""
    options = argparse.ArgumentParser(prog="python -m bench.reader.measure", description=__doc__)
    options.add_argument("--weights", type=Path, default=WEIGHTS)
    options.add_argument("--alphabet", type=Path, default=ALPHABET)
    options.add_argument("--only", nargs="*", help="of rules, reader, hidden, both")
    options.add_argument("--writer", nargs="*", help="these alone")
    options.add_argument("--every", type=int, default=1, help="one line of so many")
    chosen = options.parse_args()
    lines = [line for line in corpus("dev") if not chosen.writer or line.writer in chosen.writer][
        :: chosen.every
    ]
    scenarios = {scenario.id: scenario for scenario in load(writers={line.writer for line in lines} - {""})}
    reader, project = Reader(chosen.weights, chosen.alphabet), Project()
    columns: dict[str, tuple[Counts, list[float]]] = {}
    for name, title in (
        ("rules", "rules"),
        ("reader", "reader"),
        ("hidden", "reader, question hidden"),
        ("both", "both"),
    ):
        if chosen.only and name not in chosen.only:
            continue
        if name == "rules":
            with rules_alone():
                columns[title] = measured(lines, scenarios, project.read)
        elif name == "both":
            columns[title] = measured(lines, scenarios, project.read)
        else:
            columns[title] = measured(
                lines, scenarios, Alone(reader, project.questions, name == "reader").read
            )
    print(f"| clean / noisy, % | {' | '.join(columns)} | of |\n|---|{'---|' * (len(columns) + 1)}")
    for row in sorted({name for counts, _ in columns.values() for name, _ in counts}):
        cells = [
            " / ".join(_cell(row, counts[row, sound]) for sound in ("clean", "noisy"))
            for counts, _ in columns.values()
        ]
        of = next(counts[row, "clean"][1] for counts, _ in columns.values() if counts[row, "clean"][1])
        print(f"| {row} | {' | '.join(cells)} | {of:.0f} |")
    times = " | ".join(
        f"{ms[len(ms) // 2]:.1f} / {ms[len(ms) * 95 // 100]:.1f}" for _, ms in columns.values()
    )
    print(f"| CPU an utterance, ms, p50 / p95 | {times} | {len(lines)} |")
    return 0


def _cell(row: str, told: list[float]) -> str:
    right, of = told
    if not of:
        return "–"
    return f"{right / of:.1f}" if row.endswith("too many") else f"{100 * right / of:.1f}"


if __name__ == "__main__":
    sys.exit(main())
