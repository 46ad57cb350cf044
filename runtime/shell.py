"""Talk to the bot in the terminal: ``python -m runtime.shell``, behind ``make shell``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from runtime.prepare import ENDPOINTS, NotReady, ports, prepare, read_settings
from runtime.services import LOOPBACK, PROGRAMS, PortTaken, Program, Service, commands, refuse_taken_ports
from runtime.supervise import die_with_parent
from runtime.train import MODEL

PATIENCE = 60.0
"""Seconds a server beside the shell may take to start."""


@contextmanager
def beside(program: Program, command: str, ports: Mapping[str, int], root: Path) -> Iterator[None]:
    """Run a program in the background, its log in var/log, for as long as the block lasts.

    A server that is running already, under `make run`, is used and left running. A second worker does no harm.

    Raises:
        PortTaken: Something else has its port.
        NotReady: It ended or did not answer in time.
    """
    if isinstance(program, Service):
        if program.is_well(ports):
            yield
            return
        refuse_taken_ports([program], ports)
    log = root / "var/log" / f"{program.name}.log"
    environment = {**os.environ, **{variable: str(port) for variable, port in ports.items()}}
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command,
            shell=True,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the shell is not for it
            preexec_fn=partial(die_with_parent, signal.SIGTERM),
        )
    try:
        if isinstance(program, Service):
            _wait(program, process, ports, log)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(service: Service, process: subprocess.Popen[bytes], ports: Mapping[str, int], log: Path) -> None:
    last = time.monotonic() + PATIENCE
    while not service.is_well(ports):
        if process.poll() is not None or time.monotonic() > last:
            raise NotReady(f"the {service.title} did not start; {log} says why.")
        time.sleep(0.2)


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def talk(root: Path, programs: Iterable[Program], ports: Mapping[str, int]) -> int:
    """Start what is beside the bot, run ``rasa shell`` in the foreground, and return its exit code."""
    lines = commands(root / "Procfile")
    with ExitStack() as background:
        for program in programs:
            background.enter_context(beside(program, lines[program.name], ports, root))
        # Rasa's own server of the shell has no password: on the loopback only, and off the bot's port.
        own = ["--interface", LOOPBACK, "--port", str(free_port())]
        files = [
            "--endpoints",
            ENDPOINTS.replace("$BOT_PORT", str(ports["BOT_PORT"])),
            "--credentials",
            "credentials.yml",
            "--model",
            str(MODEL),
        ]
        shell = subprocess.Popen(
            [sys.executable, "-m", "runtime.quietly", "rasa", "shell", *own, *files], cwd=root
        )
        background.callback(shell.terminate)
        while True:
            try:
                return shell.wait()
            except KeyboardInterrupt:  # the terminal sent it to Rasa too, which ends the talk
                continue


def main() -> int:
    """Prepare, talk, and stop what was started; return the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        settings = read_settings()
        prepare(Path.cwd(), settings)
        return talk(Path.cwd(), [it for it in PROGRAMS if it.name != "bot"], ports(settings))
    except (NotReady, PortTaken) as error:
        print(f"\n!!! Not started: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
