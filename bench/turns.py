"""Whole calls against running bots, 1, 8 and 32 at once: this one over its turn API, and a stock Rasa bot beside it.

Nothing is left out of a turn: this bot runs as ``make run`` runs it, with its database, its action server and the policy
system, and every call ends with a report that the desk returns. The stock bot is Rasa's default Chinese pipeline with a
form of as many questions, trained on the same ``data/nlu``; see ``bench/stock``.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bench.servers import ROOT, free_ports, running, running_project, wait_for, weigh
from runtime import train

P95_TARGETS = {1: "p95 ≤ 60", 32: "p95 ≤ 500"}
LEVEL_LIMIT_S = 150.0
"""No call is begun after so many seconds of a level."""

MOST_TURNS = 45
AT = "2026-03-10T08:05:00+08:00"
HEADERS = {"Authorization": "Bearer local"}

ANSWERS = {
    "accident_time": "就刚才 七点四十多",
    "place": "石家庄裕华路往东快到体育大街那个路口",
    "description": "我直行的时候跟前面的车追尾了",
    "driver": "我自己开的",
    "own_damage": "前保险杠和右前大灯",
    "third_party": "有",
    "third_plate": "冀A88888",
    "third_owner": "不知道",
    "third_damage": "后保险杠",
    "injured": "没有人受伤",
    "other_insurer": "没有",
    "at_scene": "在现场",
    "contact_name": "刘建民",
    "contact_phone": "一三九零零零零幺幺零幺",
    "relation": "本人",
    "police": "已经报警了",
    "rescue": "不需要",
    "anything_else": "没有了",
}
"""What the caller says to each open question; 对 to all others."""

STOCK_QUESTIONS = list(ANSWERS)[:-1]
"""The stock form asks these, after the plate, and takes them as they are said."""


@dataclass
class Level:
    """What was measured with so many calls at once.

    Attributes:
        seconds: How long each turn took.
        elapsed: Seconds of the whole level.
        calls, complete: Calls begun, and those that came to their proper end.
        errors, empty, faults: Turns answered with an error, with nothing, with an apology.
    """

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    calls: int = 0
    complete: int = 0
    errors: int = 0
    empty: int = 0
    faults: int = 0

    def percentile(self, share: int) -> float:
        """Return the milliseconds below which ``share`` percent of the turns stayed."""
        if len(self.seconds) < 2:
            return 1000 * sum(self.seconds)
        return 1000 * statistics.quantiles(self.seconds, n=100, method="inclusive")[share - 1]

    @property
    def rate(self) -> float:
        """Return the turns a second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0


@dataclass
class Measured:
    """What was measured of one bot.

    Attributes:
        training, ready: Seconds to train it, and from its start until it answers.
        memory: MB of all its processes after the calls.
        cpu: CPU seconds of all its processes during the calls; unlike the times, other work on the machine leaves it alone.
        levels: What was measured by calls at once.
    """

    training: float
    ready: float = 0.0
    memory: float = 0.0
    cpu: float = 0.0
    levels: dict[int, Level] = field(default_factory=dict)


Turn = Callable[..., Any]
"""An exchange with a bot: ``await turn("text") -> list of answers``."""


def measure_ours(calls: dict[int, int]) -> Measured:
    """Train, start and call this project's bot: ``calls`` in all for each number at once."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder, log = Path(name), Path(name) / "log"
        measured = Measured(_train(["--out", name], log))
        policies = folder / "policies.jsonl"
        plates = [f"冀A{number:05d}" for number in range(10001, 10001 + sum(calls.values()))]
        policies.write_text("\n".join(json.dumps(policy(plate), ensure_ascii=False) for plate in plates))
        began = time.monotonic()
        project = servers.enter_context(running_project(folder, policies))
        measured.ready = time.monotonic() - began
        bot, desk = project.url("BOT_PORT"), project.url("DESK_PORT")
        unused, before = iter(plates), weigh(project.pid)
        for at_once, count in calls.items():
            measured.levels[at_once] = asyncio.run(
                _level(at_once, count, lambda *a: _our_call(bot, desk, unused, *a))
            )
        after = weigh(project.pid)
        measured.memory, measured.cpu = after.megabytes, after.cpu_s - before.cpu_s
        return measured


def measure_stock(calls: dict[int, int], epochs: int) -> Measured:
    """Train, start and call the stock bot, every network for so many ``epochs``."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder, log = Path(name) / "stock", Path(name) / "log"
        bot_port, actions_port = free_ports(2)
        build_stock(folder, epochs, actions_port)
        measured = Measured(_train([], log, folder, ["rasa"]))
        began = time.monotonic()
        actions = servers.enter_context(
            running(
                ["-m", "rasa_sdk", "--port", str(actions_port), "--actions", "actions.actions"], log, folder
            )
        )
        serve = ["-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(bot_port)]
        bot = servers.enter_context(running(serve, log, folder))
        wait_for([f"http://127.0.0.1:{actions_port}/health"], actions, log)
        # The server answers before it has loaded its model.
        wait_for([f"http://127.0.0.1:{bot_port}/webhooks/rest/"], bot, log)
        address = f"http://127.0.0.1:{bot_port}"
        asyncio.run(_until_it_replies(address))
        measured.ready = time.monotonic() - began
        before = weigh(bot.pid, actions.pid)
        for at_once, count in calls.items():
            measured.levels[at_once] = asyncio.run(
                _level(at_once, count, lambda *a: _stock_call(address, *a))
            )
        after = weigh(bot.pid, actions.pid)
        measured.memory, measured.cpu = after.megabytes, after.cpu_s - before.cpu_s
        return measured


def build_stock(folder: Path, epochs: int, actions_port: int) -> None:
    """Write the stock bot into ``folder``: its template, the project's examples, a form of as many questions."""
    shutil.copytree(ROOT / "bench/stock", folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data/nlu", folder / "data/nlu")
    for name, word, value in (
        ("config.yml", "EPOCHS", epochs),
        ("endpoints.yml", "ACTIONS_PORT", actions_port),
    ):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace(word, str(value)), "utf-8")
    slots = ["plate", *STOCK_QUESTIONS]
    mapping = {"type": "from_text", "conditions": [{"active_loop": "report"}]}
    domain = {
        "version": "3.1",
        "intents": yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"],
        "slots": {
            slot: {
                "type": "text",
                "influence_conversation": False,
                "mappings": [{**mapping, "conditions": [{"active_loop": "report", "requested_slot": slot}]}],
            }
            for slot in slots
        },
        "forms": {"report": {"required_slots": slots}},
        "actions": ["validate_report"],
        "responses": {f"utter_ask_{slot}": [{"text": f"请问{slot}？"}] for slot in slots}
        | {"utter_done": [{"text": "好的，已经为您登记。"}]},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    (folder / "domain.yml").write_text(yaml.safe_dump(domain, allow_unicode=True), "utf-8")


def _train(options: list[str], log: Path, cwd: Path = ROOT, through: list[str] | None = None) -> float:
    command = through or ["runtime.quietly", "rasa"]
    began = time.monotonic()
    with running(["-m", *command, "train", "--force", "--skip-validation", *options], log, cwd) as process:
        if process.wait():
            raise RuntimeError(f"training failed:\n{log.read_text()[-2000:]}")
    return time.monotonic() - began


def policy(plate: str) -> dict[str, Any]:
    """Return the policy of the caller's car."""
    return {
        "policy_no": f"PDAA2025{plate[2:]:0>11}",
        "plate": plate,
        "model": "大众朗逸",
        "insured": {"name": "刘建民", "phone": "13900001101"},
        "clause": "2020",
        "covers": ["交强险", "车损险", "三者险"],
        "start": "2025-08-01",
        "end": "2026-07-31",
    }


async def _level(at_once: int, count: int, call: Callable[..., Any]) -> Level:
    """Make ``count`` calls, so many at once, each beginning as one before it ends."""
    level, left = Level(), iter(range(count))
    began = time.monotonic()

    async def caller(http: aiohttp.ClientSession) -> None:
        for _ in left:
            if time.monotonic() - began > LEVEL_LIMIT_S:
                return
            level.calls += 1
            complete = await call(http, level)  # first, as other calls count while this one is awaited
            level.complete += complete

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60), headers=HEADERS) as http:
        await asyncio.gather(*(caller(http) for _ in range(at_once)))
        level.elapsed = time.monotonic() - began
    return level


async def _timed(http: aiohttp.ClientSession, level: Level, url: str, body: dict[str, Any]) -> Any:
    """Send one turn, note how long it took, and return its answer; None after an error."""
    began = time.perf_counter()
    try:
        async with http.post(url, json=body) as response:
            answer = await response.json(content_type=None)
            status = response.status
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError):
        answer, status = None, 0
    level.seconds.append(time.perf_counter() - began)
    level.errors += status != 200
    return answer if status == 200 else None


async def _our_call(
    bot: str, desk: str, plates: Iterator[str], http: aiohttp.ClientSession, level: Level
) -> bool:
    """Make one call over the turn API; return whether the desk has its report, with its transcript in order."""
    plate = next(plates)
    call_id = f"bench-{plate[2:]}"
    said: list[str] = []
    turns = _turns(plate)
    body: dict[str, Any] = {"event": "start", "from": "139000" + plate[2:], "to": "95585"}
    for number in range(MOST_TURNS):
        turn = {"call_id": call_id, "turn_id": f"{number}", "at": AT, **body}
        answer = await _timed(http, level, f"{bot}/webhooks/voice/turn", turn)
        if answer is None:
            return False
        level.empty += not answer["say"] and body["event"] != "hangup"
        level.faults += any(line["id"] == "utter_system_fault" for line in answer["say"])
        said += [line["text"] for line in answer["say"]]
        if body["event"] == "hangup":
            break
        # With nothing left to ask the bot has said goodbye, and the caller hangs up.
        body = (
            {"event": "speech", "text": turns(answer["asking"]), "confidence": 0.9}
            if answer["asking"]
            else {"event": "hangup"}
        )
    async with http.get(f"{desk}/api/calls/{call_id}") as response:
        call = await response.json()
    in_order = [line["text"] for line in call["transcript"] if line["who"] == "bot"] == said
    return in_order and call["outcome"] == "registered" and call["report"]["plate"] == plate


def _turns(plate: str) -> Callable[[str | None], str]:
    return lambda asking: plate if asking == "plate" else ANSWERS.get(asking or "", "对")


async def _stock_call(bot: str, http: aiohttp.ClientSession, level: Level) -> bool:
    """Make one call of the stock bot; return whether its form came to its end."""
    sender = os.urandom(8).hex()
    answer: Any = None
    for text in ("我要报案", "冀A12345", *(ANSWERS[slot] for slot in STOCK_QUESTIONS)):
        answer = await _timed(
            http, level, f"{bot}/webhooks/rest/webhook", {"sender": sender, "message": text}
        )
        level.empty += answer == []
    return bool(answer) and answer[-1].get("text") == "好的，已经为您登记。"


async def _until_it_replies(bot: str) -> None:
    level = Level()
    async with aiohttp.ClientSession() as http:
        for _ in range(600):
            body = {"sender": "ready", "message": "你好"}
            if await _timed(http, level, f"{bot}/webhooks/rest/webhook", body):
                return
            await asyncio.sleep(0.5)


def table(ours: Measured, stock: Measured | None, epochs: int) -> str:
    """Return what was measured as a Markdown table."""
    rows: list[tuple[str, str, Callable[[Measured], str]]] = []
    for at_once in ours.levels:
        calls = f"{at_once} call{'s' * (at_once > 1)} at once"
        rows += [
            (f"{calls}: p50 / p95 / p99, ms", P95_TARGETS.get(at_once, ""), partial(_latency, at_once)),
            (f"{calls}: turns a second", "≥ 8 × stock", partial(_rate, at_once, stock)),
        ]
    rows += [
        (title, target, partial(_by_level, of))
        for title, target, of in (
            ("turns", "", lambda level: len(level.seconds)),
            ("calls that came to their end", "all", lambda level: f"{level.complete} of {level.calls}"),
            ("errors", "0", lambda level: level.errors),
            ("empty replies", "0", lambda level: level.empty),
            ("apologies", "0", lambda level: level.faults),
        )
    ]
    rows += [
        ("CPU of a turn, all processes, ms", "", _cpu),
        ("memory of all processes, GB", "≤ 0.9", lambda bot: f"{bot.memory / 1000:.2f}"),
        ("ready after, s", "≤ 20", lambda bot: f"{bot.ready:.0f}"),
        ("training, s", "≤ 60", lambda bot: f"{bot.training:.0f}" + f" ({epochs} epochs)" * (bot is stock)),
    ]
    lines = [("", "target", "this bot", "stock Rasa"), ("---",) * 4]
    lines += [(title, target, of(ours), of(stock) if stock else "") for title, target, of in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _by_level(of: Callable[[Level], Any], bot: Measured) -> str:
    return " / ".join(str(of(level)) for level in bot.levels.values())


def _latency(at_once: int, bot: Measured) -> str:
    return " / ".join(f"{bot.levels[at_once].percentile(share):.0f}" for share in (50, 95, 99))


def _cpu(bot: Measured) -> str:
    return f"{1000 * bot.cpu / max(1, sum(len(level.seconds) for level in bot.levels.values())):.0f}"


def _rate(at_once: int, stock: Measured | None, bot: Measured) -> str:
    rate = bot.levels[at_once].rate
    if stock is None or bot is stock:
        return f"{rate:.1f}"
    return f"{rate:.1f} ({rate / (stock.levels[at_once].rate or 1):.1f} ×)"


def main(quick: bool = False, stock: bool = True) -> str:
    """Measure and return the table; the stock bot's networks are trained less in a quick run, which its turns do not show."""
    epochs = 3 if quick else 100
    calls = {1: 1, 8: 8, 32: 32} if quick else {1: 4, 8: 24, 32: 96}
    print("==> Measuring this bot", file=sys.stderr, flush=True)
    train.main()  # the model the servers load, before their start is timed
    ours = measure_ours(calls)
    if stock:
        print(table(ours, None, epochs), file=sys.stderr)
        print("==> Measuring the stock bot (training it takes long)", file=sys.stderr, flush=True)
    return table(ours, measure_stock(calls, epochs) if stock else None, epochs)
