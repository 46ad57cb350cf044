"""Keep the servers running under one supervisor: honcho, which here also starts a fallen server again."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from honcho.manager import Manager
from honcho.printer import Message, Printer
from honcho.process import Process

from runtime.services import Program, Service

MOST_FALLS, FALLS_WITHIN = 5, 300.0
"""A server that ends by itself more often than this, in seconds, is not started again: everything stops."""

PAUSE_S = 0.5
"""Between two lives of a server, in seconds; it grows with every fall."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_PR_SET_PDEATHSIG = 1


def die_with_parent(signum: int) -> None:
    """Have the kernel send ``signum`` to this process when its parent ends, however it ends (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signum)


class Kept(Process):
    """A server that is started again when it ends by itself.

    A server that ends before all were ready once is not tried again: its configuration is wrong, and says so above.
    """

    def __init__(self, *args: Any, ready: Any, stopping: Any, **kwargs: Any) -> None:
        """Take honcho's arguments and two ``multiprocessing.Event``: all were ready; all are to stop."""
        super().__init__(*args, **kwargs)
        self._ready, self._stopping = ready, stopping

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Run the server until it is told to stop or falls too often; runs in a process of its own."""
        for signum in SIGNALS:  # a handler and not SIG_IGN, which the server would inherit
            signal.signal(signum, lambda *_: None)
        die_with_parent(signal.SIGKILL)
        self._events = events
        falls: deque[float] = deque(maxlen=MOST_FALLS)
        while True:
            code = self._run_once()
            if self._stopping.is_set():
                break
            if not self._ready.is_set():
                self._give_up(f"could not start (code {code}); its own lines above say why.", code)
                return
            if code == 0:  # told to end, as in a rolling restart
                self._say("has ended; it is started again.")
                if self._stopping.wait(PAUSE_S):
                    break
                continue
            if len(falls) == MOST_FALLS and time.monotonic() - falls[0] < FALLS_WITHIN:
                self._give_up(f"has fallen {MOST_FALLS + 1} times (code {code}).", code)
                return
            pause = min(PAUSE_S * 2 ** len(falls), 10.0)
            falls.append(time.monotonic())
            self._say(f"ended by itself (code {code}); it is started again in {pause:g} s.")
            if self._stopping.wait(pause):
                break
        self._send_message({"returncode": code}, type="stop")

    def _run_once(self) -> int:
        child = self._child_ctor(
            self.cmd, env=self.env, cwd=self.cwd, preexec_fn=partial(die_with_parent, signal.SIGTERM)
        )
        self._send_message({"pid": child.pid}, type="start")
        if self._stopping.is_set():  # told to stop between two lives: the signal went to the last one
            child.terminate()
        for line in child.stdout or ():
            self._send_message(line)
        child.wait()
        with suppress(ProcessLookupError):  # what it started itself must not outlive it
            os.killpg(child.pid, signal.SIGKILL)
        return int(child.returncode)

    def _give_up(self, why: str, code: int) -> None:
        self._say(f"{why} Everything stops.")
        self._send_message({"returncode": code or 1}, type="stop")

    def _say(self, text: str) -> None:
        self._send_message(f"!!! {self.name} {text}")


class Supervisor(Manager):
    """Start services, say when all are ready, keep them up, and stop them together."""

    def __init__(
        self,
        programs: Mapping[Program, str],
        ports: Mapping[str, int],
        root: Path,
        output: Any = sys.stdout,
        notes: Sequence[str] = (),
    ) -> None:
        """Take the programs with their shell commands, the servers' ports by variable, the folder to run in, and what to say when ready."""
        super().__init__(Printer(output))
        self._services = [program for program in programs if isinstance(program, Service)]
        self._ports, self._notes = ports, notes
        self._ready, self._stopping = multiprocessing.Event(), multiprocessing.Event()
        self._process_ctor: Any = partial(Kept, ready=self._ready, stopping=self._stopping)
        environment = {**os.environ, **{variable: str(port) for variable, port in ports.items()}}
        for program, command in programs.items():
            self.add_process(program.name, command, env=environment, cwd=str(root))

    def run(self) -> int:
        """Run until told to stop, and return 0; or until a server cannot be kept up, and return its code.

        SIGINT, SIGTERM and SIGHUP stop everything. Blocks.
        """
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        self.loop()
        stopped_by_signal = self.returncode in (130, 143)
        return 0 if stopped_by_signal else abs(self.returncode or 1)

    def terminate(self) -> None:
        """Stop everything; called by honcho on a signal or when one server is given up."""
        self._stopping.set()
        super().terminate()

    def _start(self) -> None:
        super()._start()  # forks; threads only after it
        Thread(target=self._announce, daemon=True).start()
        Thread(target=_stop_with_make, daemon=True).start()

    def _announce(self) -> None:
        """Print the addresses once every service answers; every 10 s say which is waited for."""
        started = said = time.monotonic()
        waiting = self._services
        while waiting := [service for service in waiting if not service.is_well(self._ports)]:
            if self._stopping.wait(0.2):
                return
            if time.monotonic() - said > 10:
                said = time.monotonic()
                self._tell(f"waiting for: {', '.join(service.title for service in waiting)}")
        self._ready.set()
        addresses = "  ".join(
            [f"{service.title} {service.url(self._ports)}" for service in self._services]
            + [
                f"{service.page_title} {service.url(self._ports)}{service.page}"
                for service in self._services
                if service.page
            ]
        )
        self._tell(f"ready in {time.monotonic() - started:.0f} s: {addresses}  (Ctrl-C stops)")
        for note in self._notes:
            self._tell(note)

    def _tell(self, text: str) -> None:
        self.events.put(Message("line", text, self._clock.now(), "system", None))


def _stop_with_make() -> None:
    """Stop when the make above us was told to.

    Make passes SIGTERM on to its children but not SIGINT, which it takes to come from a terminal; when it was sent to make
    alone, make waits for us for ever. It then no longer catches SIGINT, which the kernel shows.
    """
    if "MAKELEVEL" not in os.environ:
        return
    make = os.getppid()
    caught = _catches_interrupt(make)
    while caught and _catches_interrupt(make):
        time.sleep(0.5)
    if caught:
        os.kill(os.getpid(), signal.SIGTERM)


def _catches_interrupt(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    masks = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return bool(int(masks.get("SigCgt", "0"), 16) & 1 << (signal.SIGINT - 1))
