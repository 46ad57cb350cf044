"""Measure calls over real SIP and RTP, with voices of tones: ``.venv-phone/bin/python -m bench.phone [CALLS …]``, by default 1 and 20 at once.

Recogniser and synthesiser take no time here, so what is left is the share of bot, gateway and exchange. ``waited`` is from the
end of speech (the pause that ends it included in none of the figures) to the first sound sent; ``own`` the same without the bot's answer.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.phone.line import Line, Outcome, Scenario, running_line

TARGETS = {
    "own p95, ms": "≤ 120 with 1 call, ≤ 300 with 20",
    "yield p95, ms": "≤ 250",
    "longest gap, ms": "≤ 60",
}
PACE = 170

CALL = Scenario(
    (
        {"hear": "车牌号是多少"},
        {"prompt_end": 0.5},
        {"say": "我要报案刚才倒车碰到柱子上了没人受伤"},
        {"hear": "车牌号"},
        {"prompt_end": 0.5},
        {"say": "{plate}"},
        {"hear": "我们的资料"},
        {"pause": 0.6},
        {"say": "不对我要查一下别的车牌"},
        {"pause": 3.0},
        {"hang_up": True},
    )
)


def share(values: Iterable[float], percent: int) -> float:
    """Return a percentile; the largest of few values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")


def waits(outcomes: list[Outcome]) -> tuple[list[float], list[float]]:
    """Return how long callers waited for the first sound, and how long without the bot's share, in milliseconds."""
    waited, own = [], []
    for outcome in outcomes:
        answered = 0.0
        for event in outcome.events:
            if event["event"] == "turn":
                answered = event["answered_ms"]
            elif event["event"] == "sound":
                waited.append(event["waited_ms"])
                own.append(max(0.0, event["waited_ms"] - answered))
    return waited, own


SILENT_S = 0.3
"""Pause between packets from which the bot counts as having fallen silent, in seconds."""

SLACK_S = 0.3
"""How far the clocks of gateway and telephone are taken to differ, in seconds: each begins with the call."""


def yields(outcome: Outcome) -> list[float]:
    """Return how long after 300 ms of a caller's interruption packets still came, in milliseconds."""
    spoken = [one for one in outcome.telephone.timeline if "say" in one]
    begun = outcome.telephone.begun + spoken[-1]["at"]
    last = begun
    for at, _ in outcome.telephone.arrivals:
        if at > last + SILENT_S and last > begun:
            break
        last = max(last, at)
    return [max(0.0, (last - begun) * 1000 - 300)]


def quiet(outcome: Outcome) -> list[tuple[float, float]]:
    """Return from when to when the gateway played nothing on purpose: between two prompts, or after it had yielded."""
    answered = outcome.telephone.begun + outcome.telephone.rang_s
    spans, since = [], answered
    for event in outcome.events:
        at = answered + event["after_s"]
        if event["event"] in ("prompt_over", "yield"):
            since = since or at
        elif event["event"] in ("sound", "wait") and since:
            spans.append((since - SLACK_S, at + SLACK_S))
            since = 0.0
    return [*spans, (since - SLACK_S, float("inf"))] if since else spans


def gaps(outcome: Outcome) -> list[float]:
    """Return the times between packets of one prompt, in milliseconds. Asterisk sends nothing while there is nothing to play."""
    silences = quiet(outcome)
    times = [at for at, _ in outcome.telephone.arrivals]
    return [
        (after - before) * 1000
        for before, after in pairwise(times)
        if not any(begun <= before and after <= ended for begun, ended in silences)
    ]


def pace(outcome: Outcome) -> float:
    """Return the characters a minute of the greeting, from its first sound to its last."""
    loud = [at for at, loud in outcome.telephone.loudness if loud]
    first = next(one for one in outcome.telephone.timeline if "prompt" in one)
    until = outcome.telephone.begun + first["at"] - 0.5
    spoken = [at for at in loud if at <= until]
    return len(first["prompt"]) / (max(spoken) - min(spoken)) * 60


def resident(pid: int) -> float:
    """Return a process's resident memory in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


async def ring(line: Line, calls: int) -> list[Outcome]:
    """Make so many calls at once."""
    return list(await asyncio.gather(*(line.ring(CALL) for _ in range(calls))))


def measure(line: Line, calls: int) -> dict[str, Any]:
    """Return the figures of so many calls at once."""
    outcomes = asyncio.run(ring(line, calls))
    good = [outcome for outcome in outcomes if not outcome.failed]
    waited, own = waits(good)
    between = [gap for outcome in good for gap in gaps(outcome)]
    return {
        "calls that came to their end": f"{len(good)} of {calls}",
        "waited p50 / p95, ms": f"{share(waited, 50):.0f} / {share(waited, 95):.0f}",
        "own p50, ms": f"{share(own, 50):.0f}",
        "own p95, ms": f"{share(own, 95):.0f}",
        "yield p95, ms": f"{share((value for outcome in good for value in yields(outcome)), 95):.0f}",
        "gap p99, ms": f"{share(between, 99):.0f}",
        "longest gap, ms": f"{max(between, default=0):.0f}",
        "characters a minute": f"{statistics.mean(map(pace, good)):.0f}" if good else "",
        "gateway, MB": f"{resident(line.pid('gateway')):.0f}",
    }


def main() -> None:
    """Print one table."""
    wanted = [int(argument) for argument in sys.argv[1:]] or [1, 20]
    with (
        tempfile.TemporaryDirectory() as folder,
        running_line(Path(folder), SPEAKING_RATE=str(PACE)) as line,
    ):
        measure(line, 1)  # the first call finds everything cold
        columns = {calls: measure(line, calls) for calls in wanted}
    print("| | " + " | ".join(f"{calls} at once" for calls in wanted) + " | target |")
    print("|---" * (len(wanted) + 2) + "|")
    for name in columns[wanted[0]]:
        figures = " | ".join(column[name] for column in columns.values())
        print(f"| {name} | {figures} | {TARGETS.get(name, '')} |")


if __name__ == "__main__":
    main()
