"""Teach what supervisors have labelled at the desk, and show what it gains: ``python -m bench.taught``.

The labelled lines go to ``data/nlu/taught.yml``, from which the next training learns. Then the gain is shown: how many of
these lines are understood without and with having learnt from them; how many of some that are held back, with having learnt from
the others; and what the frozen sets come to.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from bench.understanding.__main__ import SETS, Case, cases_of
from bench.understanding.answered import answered
from bench.understanding.learnt import DATA, answer_reader, intent_ranking
from claims.settings import Settings
from claims.store import Store
from desk.pages import masking
from desk.training import NOTHING

TAUGHT = DATA / "taught.yml"
HELD_BACK = 5
"""One line in so many is held back to measure by."""

Examples = dict[str, set[str]]
"""Label -> texts."""


@dataclass(frozen=True)
class Gain:
    """What is understood before and after: right ones, of how many."""

    name: str
    before: int
    after: int
    of: int


def fit(text: str) -> str:
    """Return words as an example of them is written: one line, without the brackets that mark entities there."""
    return " ".join(text.translate({ord(it): " " for it in "[](){}"}).split())


def labelled(rows: Iterable[Mapping[str, Any]]) -> Examples:
    """Return what is to be learnt, without lines in which somebody's data stand."""
    found: Examples = defaultdict(set)
    for row in rows:
        text = fit(row["text"])
        if row["label"] != NOTHING and text and masking.spoken(text, {}) == text:
            found[row["label"]].add(text)
    return found


def read(file: Path) -> Examples:
    """Return the examples of a file this command has written; none when there is none."""
    if not file.is_file():
        return defaultdict(set)
    entries = yaml.safe_load(file.read_text("utf-8"))["nlu"]
    return defaultdict(
        set,
        {
            it.get("intent") or it["lookup"]: {line[2:] for line in it["examples"].splitlines()}
            for it in entries
        },
    )


def write(file: Path, examples: Examples) -> None:
    """Write examples as training data of Rasa's; those of answers as lookups, as in ``data/nlu/answers``."""
    lines = [
        "# What supervisors have labelled at the desk: python -m bench.taught writes it.",
        'version: "3.1"',
    ]
    lines += ["", "nlu:"]
    for label in sorted(examples):
        lines += [f"  - {'lookup' if '/' in label else 'intent'}: {label}", "    examples: |"]
        lines += [f"      - {text}" for text in sorted(examples[label])]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def is_held_back(text: str) -> bool:
    """Tell whether a line is one to measure by; the same ones each time."""
    return hashlib.sha256(text.encode()).digest()[0] % HELD_BACK == 0


def without(examples: Examples, texts: Iterable[str]) -> Examples:
    """Return examples without these texts, and without labels of which none is left."""
    left = {label: kept - set(texts) for label, kept in examples.items()}
    return defaultdict(set, {label: kept for label, kept in left.items() if kept})


class Understood:
    """What the project understands that has learnt from some data."""

    def __init__(self, data: TrainingData) -> None:
        """Learn."""
        self._best_of, _ = intent_ranking(data)
        self._answers_of = answer_reader(data)

    def means(self, text: str, label: str) -> bool:
        """Tell whether words are understood as they are labelled."""
        question, _, answer = label.rpartition("/")
        if not question:
            return self._best_of(text)[0] == label
        ranked = self._answers_of(text).get(question) or {}
        return max(ranked, key=lambda it: ranked[it], default=None) == answer

    def right(self, case: Case) -> bool:
        """Tell whether a case of the frozen sets is understood."""
        if case.intent:
            return self._best_of(case.text)[0] in case.intent
        told = answered(case.text, case.now, case.asked or "", self._best_of, self._answers_of)
        return told == case.expected


def learnt_from(more: Path | None) -> Understood:
    """Learn from the training data, and from another file beside them."""
    files = [str(it) for it in sorted(DATA.rglob("*.yml")) if it != TAUGHT]
    return Understood(training_data_from_paths([*files, *([str(more)] if more else [])], "zh"))


def gains(
    lines: Sequence[tuple[str, str]],
    cases: Sequence[Case],
    before: Understood,
    some: Understood,
    all_: Understood,
) -> list[Gain]:
    """Compare, by text and label, labelled lines; and the frozen sets. ``some`` has not learnt from the lines held back."""
    held_back = [it for it in lines if is_held_back(it[0])]
    found = [
        Gain(name, sum(before.means(*it) for it in mine), sum(after.means(*it) for it in mine), len(mine))
        for name, mine, after in (("labelled lines", lines, all_), ("of them held back", held_back, some))
    ]
    for name, asked in (("intents", False), ("answers to the question", True)):
        for half in ("dev", "unseen"):
            mine = [it for it in cases if bool(it.intent) is not asked and it.half == half]
            found.append(
                Gain(f"{name}, {half}", sum(map(before.right, mine)), sum(map(all_.right, mine)), len(mine))
            )
    return found


def main(arguments: list[str] | None = None) -> int:
    """Export, learn, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.taught", description=__doc__)
    parser.add_argument("--out", type=Path, default=TAUGHT, help="the file the lines are added to")
    parser.add_argument("--no-bench", action="store_true", help="write the file and measure nothing")
    said = parser.parse_args(arguments)
    settings = Settings.from_environment(os.environ)
    store = Store(settings.database_url, settings.company)
    try:
        store.migrate()
        examples = labelled(store.labelled())
    finally:
        store.close()
    for label, texts in read(said.out).items():
        examples[label] |= texts
    if not examples:
        print("nothing is labelled yet")
        return 0
    write(said.out, examples)
    print(f"{sum(map(len, examples.values()))} lines in {said.out}")
    if said.no_bench:
        return 0
    lines = [(text, label) for label in sorted(examples) for text in sorted(examples[label])]
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.yml"
        write(part, without(examples, filter(is_held_back, (text for text, _ in lines))))
        some = learnt_from(part)
    cases = [it for it in cases_of(SETS) if it.intent or (it.kind == "answer" and it.asked)]
    print("\n| | cases | before, % | after, % |\n|---|---|---|---|")
    for it in gains(lines, cases, learnt_from(None), some, learnt_from(said.out)):
        share = [f"{100 * right / it.of:.1f}" if it.of else "–" for right in (it.before, it.after)]
        print(f"| {it.name} | {it.of} | {' | '.join(share)} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
