"""Print how well callers are understood: ``python -m bench.understanding``; see README.md beside this file."""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bench.understanding import outside
from bench.understanding.answered import answered
from bench.understanding.learnt import (
    AnswersOf,
    IntentOf,
    RankOf,
    answer_reader,
    intent_ranking,
    story_reader,
)
from bench.understanding.noise import noisy
from claims.case_type import case_type
from mandarin.span import ASSERTED, Span

SETS = Path(__file__).parent / "sets"
SPELLED = frozenset({"plate", "vin", "engine_no", "policy_no", "report_number", "phone", "person"})
COMPONENTS = frozenset({"place", "person", "injury", "vehicle"})
LISTS = frozenset({"part", "property", "event", "flag"})
COLUMNS = [(half, sound) for half in ("dev", "unseen") for sound in ("clean", "noisy")]


@dataclass(frozen=True)
class Case:
    """One utterance of a set and what is right about it."""

    text: str
    half: str
    now: datetime
    intent: tuple[str, ...] = ()
    kind: str = ""
    expected: Any = None
    asked: str | None = None
    noise: bool = True


@dataclass(frozen=True)
class Score:
    """Right answers out of all; for lists 2·hits out of expected + found, which is F1."""

    right: float
    of: float


Reader = Callable[[str, datetime, str | None], list[Span]]


def cases_of(directory: Path) -> list[Case]:
    """Read the sets of a directory."""
    cases = []
    for path in sorted(directory.glob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        now = datetime.fromisoformat(content["now"])
        for case in content["cases"]:
            intents = case.pop("intent", ())
            cases.append(
                Case(now=now, intent=(intents,) if isinstance(intents, str) else tuple(intents), **case)
            )
    return cases


def _same(expected: Any, value: Any) -> bool:
    if isinstance(expected, dict) and isinstance(value, dict):
        return all(_same(part, value.get(name)) for name, part in expected.items())
    if isinstance(expected, str) and isinstance(value, str) and expected[:2] == "20":
        return value.startswith(expected[:16])  # times to the minute
    if isinstance(expected, list) and isinstance(value, (list, tuple)):
        return list(value) == expected
    return bool(value == expected)


def _comparable(span: Span) -> Any:
    """Return a span's value as sets write it."""
    if span.kind == "plate":
        return span.value["plate"]
    if span.kind == "count":
        return span.value["count"]
    if span.kind == "time":
        return {**span.value, "problem": span.problem}
    return span.value


def story_case(spans: Iterable[Span]) -> str | None:
    def values(kind: str) -> list[Any]:
        return [span.value for span in spans if span.kind == kind]

    told = next(iter(values("case_type")), None)
    return case_type(values("event"), values("vehicle"), values("property"), values("flag"), told)


def score(case: Case, spans: list[Span]) -> Score:
    """Score what was found against what is right, by the rules of README.md; only what is asserted was found."""
    spans = [span for span in spans if span.assertion == ASSERTED]
    if case.kind == "case_type":
        return Score(story_case(spans) == case.expected, 1)
    alike = {case.kind, "third_part"} if case.kind == "part" else {case.kind}
    found = [_comparable(span) for span in spans if span.kind in alike]
    if case.kind in LISTS:
        expected = set(case.expected or ())
        return Score(2 * len(expected & set(found)), len(expected) + len(set(found)))
    if case.expected is None:
        return Score(not found, 1)
    if case.kind in COMPONENTS:
        best = max((_hits(case.expected, value) for value in found), default=0)
        return Score(best, len(case.expected))
    return Score(bool(found) and _same(case.expected, found[0]), 1)


def _hits(expected: dict[str, Any], value: dict[str, Any]) -> int:
    return sum(_same(part, value.get(name)) for name, part in expected.items())


def heard(case: Case, sound: str) -> str:
    """Return the text of a case as it sounds: clean or noisy."""
    return noisy(case.text, case.kind in SPELLED) if sound == "noisy" and case.noise else case.text


class Table:
    """Scores by row and column, printed in percent."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._scores: dict[str, dict[tuple[str, str], list[Score]]] = defaultdict(lambda: defaultdict(list))

    def add(self, row: str, half: str, sound: str, result: Score) -> None:
        """Add one case's score."""
        self._scores[row][half, sound].append(result)

    def show(self) -> None:
        """Print the table, with the number of cases of either half."""
        if not self._scores:
            return
        names = [f"{half} {sound}" for half, sound in COLUMNS]
        print(f"\n{self._title:<24}{'cases':>10}" + "".join(f"{name:>14}" for name in names))
        for row, columns in sorted(
            self._scores.items(), key=lambda item: (item[0].startswith("all"), item[0])
        ):
            sizes = "+".join(str(len(columns[half, "clean"])) for half in ("dev", "unseen"))
            print(f"{row:<24}{sizes:>10}" + "".join(f"{_percent(columns[key]):>14}" for key in COLUMNS))


def _percent(scores: list[Score]) -> str:
    of = sum(result.of for result in scores)
    return f"{100 * sum(result.right for result in scores) / of:.1f}" if of else "–"


def measure_intents(cases: list[Case], intent_of: IntentOf, title: str, errors: bool = False) -> None:
    """Print accuracy an intent and the commonest confusions."""
    table, confusions = Table(title), Counter[tuple[str, str]]()
    for sound in ("clean", "noisy"):
        for case in cases:
            text = heard(case, sound)
            told = intent_of(text)
            table.add(case.intent[0], case.half, sound, Score(told in case.intent, 1))
            table.add("all intents", case.half, sound, Score(told in case.intent, 1))
            if told not in case.intent:
                confusions[case.intent[0], told] += 1
                if errors and case.half == "dev":
                    print(f"  {sound}: {text}  {'/'.join(case.intent)} → {told}")
    table.show()
    if confusions:
        print("Confused: " + ", ".join(f"{a}→{b} {n}" for (a, b), n in confusions.most_common(12)))


def measure_values(cases: list[Case], reader: Reader, title: str, errors: bool = False) -> None:
    """Print accuracy a kind."""
    table = Table(title)
    for sound in ("clean", "noisy"):
        for case in cases:
            text = heard(case, sound)
            spans = reader(text, case.now, case.asked)
            result = score(case, spans)
            table.add(case.kind, case.half, sound, result)
            if errors and case.half == "dev" and result.right < result.of:
                got = [(span.kind, _comparable(span)) for span in spans]
                print(f"  {sound}: {text}  {case.kind} {case.expected} ← {got}")
    table.show()


def measure_answers(cases: list[Case], best_of: RankOf, answers_of: AnswersOf, errors: bool = False) -> None:
    """Print how often a yes/no question gets its answer when its own reader is asked, as in a call."""
    table = Table("answers to the question")
    for sound in ("clean", "noisy"):
        for case in cases:
            text = heard(case, sound)
            told = answered(text, case.now, case.asked or "", best_of, answers_of)
            right = told == case.expected
            table.add("yes-no-unknown", case.half, sound, Score(right, 1))
            if errors and case.half == "dev" and not right:
                print(f"  {sound}: {case.asked}: {text}  {case.expected} ← {told}")
    table.show()


def measure_speed(cases: list[Case], intent_of: IntentOf, read_all: Reader, answers_of: AnswersOf) -> None:
    """Print the time one utterance takes: intent, values, case type and answers together, as in the NLU."""
    milliseconds = []
    for case in cases:
        begin = time.perf_counter()
        intent_of(case.text)
        read_all(case.text, case.now, case.asked)
        answers_of(case.text)
        milliseconds.append(1000 * (time.perf_counter() - begin))
    p50, p95 = np.percentile(milliseconds, [50, 95])
    print(
        f"\nOne utterance (intent, values, case type, answers): p50 {p50:.1f} ms, p95 {p95:.1f} ms, of {len(cases)}"
    )


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.understanding", description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS, help="directory of the frozen sets")
    parser.add_argument("--kind", help="only this kind of value, or 'intent'")
    parser.add_argument("--errors", action="store_true", help="print the misses of the dev half")
    parser.add_argument(
        "--stock", action="store_true", help="also Rasa's stock pipeline and the raw libraries (minutes)"
    )
    parser.add_argument(
        "--outside", type=Path, help="the folder test of JioNLP's repository: its own cases too"
    )
    arguments = parser.parse_args()
    cases = cases_of(arguments.sets)
    with_intent = [case for case in cases if case.intent and arguments.kind in (None, "intent")]
    with_value = [case for case in cases if case.kind and arguments.kind in (None, case.kind)]
    best_of, seconds = intent_ranking()

    def intent_of(text: str) -> str:
        return best_of(text)[0]

    print(f"{len(cases)} utterances, {sum(case.half == 'unseen' for case in cases)} of them unseen.")
    print(f"Learning the intents took {seconds:.1f} s.")
    measure_intents(with_intent, intent_of, "intent", arguments.errors)
    read_all, answers_of = story_reader(), answer_reader()
    measure_values(with_value, read_all, "values", arguments.errors)
    measure_answers(
        [case for case in with_value if case.kind == "answer" and case.asked],
        best_of,
        answers_of,
        arguments.errors,
    )
    measure_speed(with_intent + with_value, intent_of, read_all, answers_of)
    if arguments.stock:
        from bench.understanding import stock

        stock_intent_of, seconds = stock.intent_classifier()
        measure_intents(with_intent, stock_intent_of, f"stock jieba + DIET ({seconds:.0f} s)")
        raw = [case for case in with_value if case.kind in stock.KINDS]
        measure_values(raw, stock.read, "jionlp, cn2an")
    if arguments.outside:
        outside.measure(arguments.outside)


if __name__ == "__main__":
    main()
