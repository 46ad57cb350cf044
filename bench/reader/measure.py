"""How rules and net read the lines of the dev writers: ``python -m bench.reader.measure --lines var/dev.jsonl``."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.calls.scenario import Scenario, load
from bench.reader.kinds import OTHER, OWN, PLACE
from bench.reader.labels import words_at
from bench.understanding.__main__ import _story_case
from bench.understanding.learnt import story_reader
from mandarin.span import ASSERTED, Span

Counts = defaultdict[tuple[str, str, str], float]


def judged(line: Mapping[str, Any], scenario: Scenario | None, spans: Iterable[Span], counts: Counts) -> None:
    """Count what is right of a reading of a line."""
    spans = [span for span in spans if span.assertion == ASSERTED]
    sound = "noisy" if line["how"].endswith("+") else "clean"

    def count(name: str, right: float, of: float = 1) -> None:
        counts[name, sound, "right"] += right
        counts[name, sound, "of"] += of

    gold = {kind: {(s, e) for s, e, k in line.get("spans", ()) if k == kind} for kind in (PLACE, OWN, OTHER)}
    unsure = line.get("unsure", ())

    def sure(found: set[tuple[int, int]], kind: str) -> set[tuple[int, int]]:
        return {s for s in found if s in gold[kind] or not any(a < s[1] and s[0] < b for a, b in unsure)}

    places = {(s.start, s.end) for s in spans if s.kind == "place"}
    for start, end in gold[PLACE]:
        asked = "asked" if line["asked"] == "place" else "passing"
        overlap = max(places, key=lambda s: min(s[1], end) - max(s[0], start), default=(0, 0))
        count(f"place {asked} covered", overlap[0] <= start + 0 and overlap[1] >= end)
        words = scenario.fact("place_has", []) if scenario else []
        told = [hit for word in words for hit in words_at(line["text"][start:end], word)[:1]]
        count(
            f"place {asked} words",
            all(overlap[0] <= start + s and start + e <= overlap[1] for s, e in told),
        )
        spare = max(0, start - overlap[0]) + max(0, overlap[1] - end)
        count(f"place {asked} spare characters", spare)
    if not gold[PLACE] and not line.get("unsure"):
        count("place where none is", bool(sure(places, PLACE)))
    passing = "asked" if line["asked"] in ("own_damage", "third_damage") else "passing"
    for kind, name in ((OWN, "part"), (OTHER, "third_part")):
        found = {
            (s.start, s.end) for s in spans if s.kind == name and (passing == "asked" or s.confidence >= 1)
        }
        found = sure(found, kind)
        count(f"{kind} {passing}", len(gold[kind] & found), (len(gold[kind]) + len(found)) / 2)
    if line.get("case") not in (None, "none"):
        count("case", _story_case(spans) == line["case"])
    if line["hurt"]:
        kinds = next((s.value.get("kinds") for s in spans if s.kind == "injury"), None)
        count("hurt", set(kinds or ()) == set(line["hurt"]))


def table(counts: Counts) -> str:
    rows = []
    for name in sorted({key[0] for key in counts}):
        cells = []
        for sound in ("clean", "noisy"):
            right, of = counts[name, sound, "right"], counts[name, sound, "of"]
            cells.append(f"{100 * right / of:.1f} of {of:.0f}" if of else "")
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=Path, required=True)
    chosen = options.parse_args()
    lines = [json.loads(line) for line in chosen.lines.read_text("utf-8").splitlines()]
    scenarios = {s.id: s for s in load(writers={line["writer"] for line in lines if line.get("writer")})}
    reader = story_reader()
    counts: Counts = defaultdict(float)
    for line in lines:
        scenario = scenarios.get(line.get("scenario", ""))
        now = scenario.call_time if scenario else datetime.now().astimezone()
        judged(line, scenario, reader(line["text"], now, line["asked"] or None), counts)
    print(table(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
