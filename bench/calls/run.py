"""Plays and judges the calls of one or more parts against stacks of its own, and writes what came of it."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.calls.figures import summary
from bench.calls.judge import Judgement, Play, from_json, judge
from bench.calls.line import Line
from bench.calls.scenario import CLAUSES, Scenario
from bench.calls.switches import draw
from bench.servers import ROOT, running_project
from runtime.train import train_if_changed, train_with_rasa

PLAYS = 2
"""How often every scenario is played, each time with other switches.

Each play has a stack and a database of its own: the same accident of the same car told twice to one database is a
duplicate (A-07), and neither its plate nor its days can be changed without rewriting what people wrote.
"""

AT_ONCE = 4
"""Calls at once on each stack."""


def play_all(scenarios: Sequence[Scenario]) -> list[tuple[Play, Judgement]]:
    """Play every scenario ``PLAYS`` times and judge the calls, in the order of the scenarios."""
    train_if_changed(ROOT, train_with_rasa)
    with TemporaryDirectory() as name, ExitStack() as stacks:
        folder = Path(name)
        policies = folder / "policies.jsonl"
        policies.write_text("".join(f"{line}\n" for line in policy_lines(scenarios)), "utf-8")
        lines = []
        for number in range(PLAYS):
            own = folder / f"play-{number}"
            own.mkdir()
            lines.append(Line(stacks.enter_context(running_project(own, policies))))
        began = time.monotonic()
        jobs = [(line, scenario, number) for scenario in scenarios for number, line in enumerate(lines)]
        with ThreadPoolExecutor(AT_ONCE * PLAYS) as pool:
            judged = list(pool.map(_play, *zip(*jobs, strict=True)))
        print(f"{len(judged)} calls in {time.monotonic() - began:.0f} s", flush=True)
        return judged


def _play(line: Line, scenario: Scenario, number: int) -> tuple[Play, Judgement]:
    play = line.play(scenario, draw(scenario, number))
    return play, judge(play)


def policy_lines(scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Yield the scenarios' policies as the sandbox reads them, with the numbers that people did not make up."""
    sold = [(one, policy) for one in scenarios for policy in one.policies]
    cars: dict[tuple[str, str], int] = {}
    for number, (one, policy) in enumerate(sold):
        car = cars.setdefault((one.id, str(policy["plate"])), len(cars))
        made_up = {
            "policy_no": f"PDAA2026{number:011d}",
            "vin": f"LBECFAHB5KZ{car:06d}",
            "engine_no": f"G4FC{car:06d}",
        }
        told = {**policy, "plate": str(policy["plate"]), "clause": CLAUSES[str(policy["clause"])]}
        yield json.dumps({**made_up, **told}, ensure_ascii=False)


def results(judged: Sequence[tuple[Play, Judgement]], parts: Sequence[str], shown: bool) -> dict[str, Any]:
    """Return what is written as JSON; the calls themselves only where they may be looked at."""
    calls = [judgement for _, judgement in judged]
    told: dict[str, Any] = {"parts": list(parts), "commit": _commit(), "figures": summary(calls)}
    if shown:
        told["calls"] = [
            {**judgement.as_json(), "turns_said": list(_turns(play))} for play, judgement in judged
        ]
    return told


def figures_against(path: Path, judged: Sequence[tuple[Play, Judgement]]) -> Mapping[str, Any]:
    """Return the figures of an earlier run, of those calls only that were made now too; all of them where it kept no calls."""
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    made = {(judgement.id, play) for judgement, play in _numbered([pair[1] for pair in judged])}
    before = [from_json(call) for call in told.get("calls", ())]
    common = [judgement for judgement, play in _numbered(before) if (judgement.id, play) in made]
    return summary(common) if common else told["figures"]


def _numbered(calls: Sequence[Judgement]) -> Iterator[tuple[Judgement, int]]:
    """Yield every call with the number of its play."""
    times: Counter[str] = Counter()
    for call in calls:
        yield call, times[call.id]
        times[call.id] += 1


def _turns(play: Play) -> Iterator[Mapping[str, Any]]:
    for turn in play.turns:
        event = turn.event
        yield {
            "event": event.event if event else "start",
            **({"meant": event.meant, "text": event.text, "why": event.why} if event else {}),
            "say": [{"id": name, "text": text} for name, text in turn.answer.say],
            "asking": turn.answer.asking,
        }


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
