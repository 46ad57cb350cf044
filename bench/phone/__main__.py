"""Measure calls over real SIP and RTP: ``.venv-phone/bin/python -m bench.phone [CALLS …]``, by default 1, 20 and 40 at once, and one heard by Whisper.

With voices of tones recogniser and synthesiser take no time, so what is left is the share of bot, gateway and exchange. ``waited``
is from the end of speech (the pause that ends it included in none of the figures) to the first sound sent; ``own`` the same
without the bot's answer. Gaps are between packets as the kernel took them; the callers, who share the cores, are no part of what is measured.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from phone import audio
from tests.phone.line import Line, Outcome, Scenario, running_line

TARGETS = {
    "own p95, ms": "≤ 120 with 1 call, ≤ 300 with 20",
    "yield p95, ms": "≤ 250",
    "longest gap, ms": "≤ 60",
}
PACE = 170
CALLERS = Path("tests/phone/callers")

CALL = Scenario(
    (
        {"hear": "车牌号是多少"},
        {"prompt_end": 0.5},
        {"say": "我要报案刚才倒车碰到柱子上了没人受伤"},
        {"hear": "车牌号"},
        {"prompt_end": 0.5},
        {"say": "{plate}"},
        {"hear": "我们的资料"},
        {"slowly": "嗯"},
        {"pause": 1.6},
        {"say": "不对我要查一下别的车牌"},
        {"pause": 3.0},
        {"hang_up": True},
    )
)


ANSWERS = (
    ("车牌号是多少", "opening"),
    ("车牌号", "plate"),
    ("车架号", "unknown"),
    ("发动机号", "unknown"),
    ("保单号", "unknown"),
    ("姓名", "insured"),
    ("什么时间", "accident_time"),
    ("什么地点", "place"),
)
SPOKEN = Scenario(
    (
        *(
            step
            for question, recording in ANSWERS
            for step in ({"hear": question}, {"prompt_end": 0.5}, {"play": f"{CALLERS}/{recording}.wav"})
        ),
        {"pause": 8.0},
        {"hang_up": True},
    )
)
"""A recorded voice, for a recogniser of voices."""


def share(values: Iterable[float], percent: int) -> float:
    """Return a percentile; the largest of few values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")


def both(values: Iterable[float]) -> str:
    """Return the median and the 95th percentile."""
    listed = list(values)
    return f"{share(listed, 50):.0f} / {share(listed, 95):.0f}"


def waits(outcomes: list[Outcome]) -> tuple[list[float], list[float]]:
    """Return how long callers waited for the first sound, and how long without recogniser and bot, in milliseconds."""
    waited, own = [], []
    for outcome in outcomes:
        others = {"heard": 0.0, "turn": 0.0}
        for event in outcome.events:
            if event["event"] == "heard":
                others["heard"] = event["recognised_ms"]
            elif event["event"] == "turn":
                others["turn"] = event["answered_ms"]
            elif event["event"] == "sound":
                waited.append(event["waited_ms"])
                own.append(max(0.0, event["waited_ms"] - sum(others.values())))
                others["heard"] = 0.0
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
        elif event["event"] in ("sound", "wait", "back_channel") and since:
            spans.append((since - SLACK_S, at + SLACK_S))
            since = 0.0
    return [*spans, (since - SLACK_S, float("inf"))] if since else spans


def intervals(outcome: Outcome) -> Iterator[tuple[float, float]]:
    """Yield the times between packets of one prompt, and the times of the sound in them, in milliseconds.

    Asterisk sends nothing while there is nothing to play.
    """
    silences = quiet(outcome)
    for (before, first), (after, second) in pairwise(outcome.telephone.arrivals):
        if not any(begun <= before and after <= ended for begun, ended in silences):
            yield (after - before) * 1000, (second - first) / audio.RATE * 1000


def jitter(outcome: Outcome) -> float:
    """Return the worst jitter of a call in milliseconds, as RFC 3550, 6.4.1, counts it."""
    now = worst = 0.0
    for between, sound in intervals(outcome):
        now += (abs(between - sound) - now) / 16
        worst = max(worst, now)
    return worst


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


@contextmanager
def memory(line: Line) -> Iterator[list[float]]:
    """Watch what gateway and exchange take, in MB, while something goes on: first and most."""
    processes = [line.pid("gateway"), line.pid("exchange")]
    taken = [sum(map(resident, processes))] * 2
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            taken[1] = max(taken[1], sum(map(resident, processes)))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield taken
    finally:
        over.set()
        watching.join()


async def ring(line: Line, scenario: Scenario, calls: int) -> list[Outcome]:
    """Make so many calls at once."""
    return list(await asyncio.gather(*(line.ring(scenario) for _ in range(calls))))


def measure(line: Line, calls: int, scenario: Scenario = CALL) -> dict[str, str]:
    """Return the figures of so many calls at once."""
    with memory(line) as taken:
        outcomes = asyncio.run(ring(line, scenario, calls))
    good = [outcome for outcome in outcomes if not outcome.failed]
    for outcome in outcomes:
        if outcome.failed:
            print(f"{outcome.call_id} did not come to its end: {outcome.failed}", file=sys.stderr)
    waited, own = waits(good)
    between = [gap for outcome in good for gap, _ in intervals(outcome)]
    talked = scenario is CALL
    hummed = [outcome for outcome in good if outcome.of("back_channel")]
    return {
        "calls that came to their end": f"{len(good)} of {calls}",
        "waited p50 / p95, ms": both(waited),
        "recogniser p50 / p95, ms": both(e["recognised_ms"] for one in good for e in one.of("heard")),
        "bot p50 / p95, ms": both(e["answered_ms"] for one in good for e in one.of("turn")),
        "own p50, ms": f"{share(own, 50):.0f}",
        "own p95, ms": f"{share(own, 95):.0f}",
        "yield p95, ms": f"{share((v for one in good for v in yields(one)), 95):.0f}" if talked else "",
        "prompts cut off by 嗯": f"{len(good) - len(hummed)} of {len(good)}" if talked else "",
        "gap p99, ms": f"{share(between, 99):.0f}",
        "longest gap, ms": f"{max(between, default=0):.0f}",
        "worst jitter, ms": f"{max(map(jitter, good), default=0):.1f}",
        "characters a minute": f"{statistics.mean(map(pace, good)):.0f}" if good else "",
        "gateway and exchange, MB": f"{taken[1]:.0f}",
        "of that a call, MB": f"{(taken[1] - taken[0]) / calls:.1f}",
    }


def main() -> None:
    """Print one table."""
    wanted = [int(argument) for argument in sys.argv[1:]] or [1, 20, 40]
    columns: dict[str, dict[str, str]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_line(Path(folder), SPEAKING_RATE=str(PACE)) as line,
    ):
        measure(line, 1)  # the first call finds everything cold
        columns |= {f"{calls} at once": measure(line, calls) for calls in wanted}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_line(Path(folder), SPEAKING_RATE=str(PACE), RECOGNISER="whisper") as line,
    ):
        columns["1, heard by Whisper"] = measure(line, 1, SPOKEN)
    print("| | " + " | ".join(columns) + " | target |")
    print("|---" * (len(columns) + 2) + "|")
    for name in next(iter(columns.values())):
        figures = " | ".join(column[name] for column in columns.values())
        print(f"| {name} | {figures} | {TARGETS.get(name, '')} |")


if __name__ == "__main__":
    main()
