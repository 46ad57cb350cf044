"""The telephone as `make phone` starts it, over a database of its own, and calls that ring it."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import time
import wave
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

import numpy as np

from phone import tones
from tests.phone.telephone import Failed, Telephone

ROOT = Path(__file__).parents[2]
MISSING = """
!!! {} is missing: run `make phone-setup`, and then the tests again with `make phone-test`."""
PATIENCE_S = 300.0
"""Until everything answers; the model may have to be trained first."""

AT = "2026-03-10T09:05:00+08:00"
"""When the gateway's day begins, whatever the machine's clock says: calls may be placed."""

local = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Scenario:
    """One caller: the steps of ``tests.phone.telephone``, whether the number is shown, and how many characters a minute it speaks.

    Each caller has a telephone, a car and a policy: ``{plate}`` and ``{phone}`` in its steps are these.
    """

    steps: tuple[dict[str, Any], ...]
    hidden: bool = False
    rate: int = 400


@dataclass
class Outcome:
    """What came of a call: what the caller noted, what the desk has of it, and the gateway's events."""

    call_id: str
    phone: str
    plate: str
    failed: str
    telephone: Telephone
    desk: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def heard(self) -> str:
        """Return everything the caller heard."""
        return tones.decode(np.frombuffer(bytes(self.telephone.ear), "<i2"))

    def of(self, event: str) -> list[dict[str, Any]]:
        """Return the gateway's events of one kind."""
        return [one for one in self.events if one["event"] == event]

    def turns(self) -> list[str]:
        """Return the events of the turns the gateway took."""
        return [one["turn"] for one in self.of("turn")]

    def story(self) -> str:
        """Return the call as text, for the reader of a failed test."""
        lines = [*self.telephone.timeline, *self.events]
        return "\n".join(json.dumps(one, ensure_ascii=False) for one in lines)


@dataclass
class Placed:
    """What came of a call that was ordered: the call, the answers to the order and to a second one to the same number, and the result."""

    call: Outcome
    answers: list[tuple[int, dict[str, Any]]]
    stands: dict[str, Any]


class Line:
    """A running telephone."""

    def __init__(self, folder: Path, ports: Mapping[str, int], supervisor: subprocess.Popen[bytes]) -> None:
        self.folder, self.ports, self.supervisor = folder, ports, supervisor
        self.callers = itertools.count(1)

    async def ring(self, scenario: Scenario) -> Outcome:
        """Make one call, to its end."""
        caller = next(self.callers)
        call_id, phone, plate = f"t-{os.getpid()}-{caller}", phone_of(caller), plate_of(caller)
        steps = json.dumps(scenario.steps).replace("{plate}", plate).replace("{phone}", phone)
        telephone = await Telephone("anonymous" if scenario.hidden else phone).open()
        telephone.rate = scenario.rate
        failed = ""
        headers = {"X-Call-Id": call_id}
        if scenario.hidden:  # the carrier's trunk tells the number, and that it is not to be shown (RFC 3325)
            headers["P-Asserted-Identity"] = f"<sip:{phone}@127.0.0.1>"
        try:
            await telephone.ring("95585", self.ports["SIP_PORT"], headers)
            await telephone.follow(json.loads(steps))
        except Failed as failure:
            failed = str(failure)
        finally:
            with suppress(Failed):
                await telephone.hang_up()
            telephone.close()
        desk = await asyncio.to_thread(self.desk_of, call_id)
        return Outcome(call_id, phone, plate, failed, telephone, desk, self.events_of(call_id))

    async def rung(self, order: dict[str, Any], steps: tuple[dict[str, Any], ...], **how: Any) -> Placed:
        """Order a call, and let the person it goes to follow a script; ``how`` sets the telephone's ``busy`` or ``rings_s``."""
        caller = next(self.callers)
        order = {"call_id": f"p-{os.getpid()}-{caller}", "to": phone_of(caller), **order}
        telephone = await Telephone(order["to"]).open(self.ports["CARRIER_PORT"])
        for name, value in how.items():
            setattr(telephone, name, value)
        failed = ""
        try:
            answers = [await asyncio.to_thread(self.order, order)]
            if how:  # nobody takes it
                await asyncio.wait_for(telephone.rung.wait(), 20)
                answers.append(
                    await asyncio.to_thread(self.order, {**order, "call_id": f"{order['call_id']}-2"})
                )
            else:
                await asyncio.wait_for(telephone.answered.wait(), 20)
                answers.append(
                    await asyncio.to_thread(self.order, {**order, "call_id": f"{order['call_id']}-2"})
                )
                await telephone.follow(json.loads(json.dumps(steps).replace("{plate}", plate_of(caller))))
        except (Failed, asyncio.TimeoutError) as failure:
            failed = repr(failure)
        finally:
            if telephone.answered.is_set():
                with suppress(Failed):
                    await telephone.hang_up()
        stands = await asyncio.to_thread(self._stands, order["call_id"])
        telephone.close()
        desk = await asyncio.to_thread(self.desk_of, order["call_id"])
        events = self.events_of(order["call_id"])
        outcome = Outcome(order["call_id"], order["to"], plate_of(caller), failed, telephone, desk, events)
        return Placed(outcome, answers, stands)

    def order(self, order: dict[str, Any], token: str = "local") -> tuple[int, dict[str, Any]]:
        """Order a call of the gateway; return status and answer."""
        url = f"http://127.0.0.1:{self.ports['GATEWAY_PORT']}/calls"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            with local.open(Request(url, json.dumps(order).encode(), headers), timeout=10) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.loads(error.read() or b"{}") if error.code != 401 else {}

    def _stands(self, call_id: str) -> dict[str, Any]:
        """Return what the gateway says of an ordered call, once it has ended."""
        last = time.monotonic() + 25
        while True:
            stands: dict[str, Any] = ask(f"http://127.0.0.1:{self.ports['GATEWAY_PORT']}/calls/{call_id}")
            if stands["status"] == "ended" or time.monotonic() > last:
                return stands
            time.sleep(0.2)

    def desk_of(self, call_id: str) -> dict[str, Any]:
        """Return what the desk has of a call, once the gateway has told of its end; nothing when it never began."""
        last = time.monotonic() + 15
        while True:
            try:
                call: dict[str, Any] = self.get(f"/api/calls/{call_id}")
            except (URLError, OSError):
                call = {}
            if call.get("ended_at") or time.monotonic() > last:
                return call
            time.sleep(0.2)

    def get(self, path: str) -> Any:
        """Ask the claims desk."""
        return ask(f"http://127.0.0.1:{self.ports['DESK_PORT']}{path}")

    def events(self) -> list[dict[str, Any]]:
        """Return the gateway's events of all calls."""
        lines = (self.folder / "calls.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def events_of(self, call_id: str) -> list[dict[str, Any]]:
        """Return the gateway's events of a call."""
        return [event for event in self.events() if event["call_id"] == call_id]

    def pid(self, name: str) -> int:
        """Return the process of a server, as the supervisor's log tells it."""
        log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
        return int(re.findall(rf"{name} started \(pid=(\d+)\)", log)[-1])

    def kill(self, name: str) -> None:
        """Kill a server; its supervisor starts it again."""
        os.kill(self.pid(name), signal.SIGKILL)

    def wait_until_well(self) -> None:
        """Wait until bot, gateway and exchange answer."""
        last = time.monotonic() + PATIENCE_S
        waiting = [
            f"http://127.0.0.1:{self.ports['BOT_PORT']}/webhooks/voice/",
            f"http://127.0.0.1:{self.ports['DESK_PORT']}/health",
            f"http://127.0.0.1:{self.ports['GATEWAY_PORT']}/health",
            f"http://127.0.0.1:{self.ports['EXCHANGE_PORT']}/ari/asterisk/ping",
        ]
        while waiting := [url for url in waiting if not answers(url)]:
            log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            assert self.supervisor.poll() is None and time.monotonic() < last, f"{waiting}\n{log[-6000:]}"
            time.sleep(0.2)


@contextmanager
def running_line(folder: Path, **settings: str) -> Iterator[Line]:
    """Run everything `make phone` runs, on free ports, with voices of tones."""
    for path in (".venv/bin/python", ".venv-phone/bin/python", "var/exchange/programs/complete"):
        if not (ROOT / path).exists() and not (path.startswith("var") and "EXCHANGE_DIR" in os.environ):
            raise RuntimeError(MISSING.format(path))
    names = ("BOT_PORT", "ACTIONS_PORT", "SANDBOX_PORT", "DESK_PORT", "GATEWAY_PORT", "EXCHANGE_PORT")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    ports |= dict(zip(("SIP_PORT", "PEOPLE_PORT", "CARRIER_PORT"), free_ports(3, udp=True), strict=True))
    rtp = free_ports(1, udp=True)[0] // 2 * 2
    rtp = min(rtp, 60000)
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("POLICY_URL", "BOT_URL")},
        **{name: str(port) for name, port in ports.items()},
        "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{folder}/claims.db",
        "SANDBOX_POLICIES": str(folder / "policies.jsonl"),
        "PHOTOS_DIR": str(folder / "photos"),
        "RTP_PORTS": f"{rtp}-{rtp + 200}",
        "PEOPLE_URI": f"people@127.0.0.1:{ports['PEOPLE_PORT']}",
        "CARRIER_URI": f"127.0.0.1:{ports['CARRIER_PORT']}",
        "RING_S": "3",
        "RECORDINGS_DIR": str(folder / "recordings"),
        "EVENTS_FILE": str(folder / "calls.jsonl"),
        "SPEECH_DIR": str(folder / "speech"),
        "RECOGNISER": "tones",
        "SYNTHESISER": "tones",
        "SPEAKING_RATE": "560",
        "FAREWELL_S": "3",
        "CLOCK": AT,
        "TZ": "Asia/Shanghai",
        "OMP_NUM_THREADS": "1",
        "SANIC_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    policies = (json.dumps(policy_of(caller), ensure_ascii=False) for caller in range(1, 100))
    (folder / "policies.jsonl").write_text("\n".join(policies), "utf-8")
    with open(folder / "log", "wb") as output:
        supervisor = subprocess.Popen(
            [str(ROOT / ".venv/bin/python"), "-m", "runtime.phone"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        line = Line(folder, ports, supervisor)
        line.wait_until_well()
        yield line
    finally:
        supervisor.terminate()
        supervisor.wait(30)


def plate_of(caller: int) -> str:
    return f"冀A{10_000 + caller}"


def phone_of(caller: int) -> str:
    return f"139000{10_000 + caller}"


def policy_of(caller: int) -> dict[str, Any]:
    return {
        "policy_no": f"PDAA20251301000{10_000 + caller}",
        "plate": plate_of(caller),
        "vin": None,
        "engine_no": None,
        "model": "大众朗逸",
        "insured": {"name": "周海", "phone": phone_of(caller)},
        "clause": "2020",
        "covers": ["交强险", "车损险", "三者险"],
        "start": "2025-08-01",
        "end": "2026-07-31",
    }


def free_ports(count: int, udp: bool = False) -> list[int]:
    """Return ports of 127.0.0.1 nothing uses."""
    with ExitStack() as open_:
        kind = socket.SOCK_DGRAM if udp else socket.SOCK_STREAM
        probes = [open_.enter_context(closing(socket.socket(socket.AF_INET, kind))) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def ask(url: str) -> Any:
    """Get JSON with the local token."""
    with local.open(Request(url, headers={"Authorization": "Bearer local"}), timeout=10) as answer:
        return json.load(answer)


def answers(url: str) -> bool:
    """Tell whether a server answers, be it with a refusal."""
    try:
        with local.open(url, timeout=2):
            return True
    except URLError as error:
        return getattr(error, "code", 500) < 500
    except OSError:
        return False


def samples(path: Path) -> Any:
    """Return a WAV file's samples."""
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def said_in(path: Path) -> str:
    """Return what was said in a recording, in the language of tones."""
    return tones.decode(samples(path))
