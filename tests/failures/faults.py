"""Every way in which a part fails during one turn of many calls at once, by its name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

from tests.failures.stack import Fault, Forward, Stack

Turns = Sequence[tuple[str, str]]
"""(call, action) of each turn that the fault meets."""

PATIENCE_S = 20.0


@contextmanager
def _proxied(stack: Stack, turns: Turns, fault: Fault) -> Iterator[None]:
    stack.proxy.faults.update(dict.fromkeys(turns, fault))
    try:
        yield
    finally:
        stack.proxy.faults.clear()


def _answers(status: int, raw: bytes) -> Fault:
    return lambda forward: (status, raw)


@contextmanager
def down(stack: Stack, turns: Turns) -> Iterator[None]:
    stack.kill("actions")
    try:
        yield
    finally:
        stack.restart("actions")


@contextmanager
def slow(stack: Stack, turns: Turns) -> Iterator[None]:
    """Do the work, and answer when nobody waits any more."""
    over = threading.Event()

    def late(forward: Forward) -> None:
        forward()
        over.wait(PATIENCE_S)

    with _proxied(stack, turns, late):
        try:
            yield
        finally:
            over.set()


@contextmanager
def killed_before(stack: Stack, turns: Turns) -> Iterator[None]:
    """Kill the action server while the actions wait to begin their transactions."""
    locked, begun, dead = ExitStack(), threading.Event(), threading.Event()

    def lock() -> None:
        locked.enter_context(stack.locked())
        begun.set()

    arrived = threading.Barrier(len(turns), action=lock)

    def doomed(forward: Forward) -> None:
        arrived.wait(PATIENCE_S)
        try:
            forward()
        finally:
            dead.wait(PATIENCE_S)

    def kill() -> None:
        begun.wait(PATIENCE_S)
        time.sleep(0.3)
        stack.kill("actions")
        locked.close()
        dead.set()

    yield from _with_killer(stack, turns, doomed, kill)


@contextmanager
def killed_after(stack: Stack, turns: Turns) -> Iterator[None]:
    """Kill the action server once the actions have committed, before their answers are delivered."""
    done, dead = threading.Barrier(len(turns) + 1), threading.Event()

    def doomed(forward: Forward) -> None:
        forward()
        done.wait(PATIENCE_S)
        dead.wait(PATIENCE_S)

    def kill() -> None:
        done.wait(PATIENCE_S)
        stack.kill("actions")
        dead.set()

    yield from _with_killer(stack, turns, doomed, kill)


def _with_killer(stack: Stack, turns: Turns, doomed: Fault, kill: Callable[[], None]) -> Iterator[None]:
    killer = threading.Thread(target=kill)
    with _proxied(stack, turns, doomed):
        killer.start()
        try:
            yield
        finally:
            killer.join()
            stack.restart("actions")


@contextmanager
def locked(stack: Stack, turns: Turns) -> Iterator[None]:
    with stack.locked():
        yield


@contextmanager
def disk_full(stack: Stack, turns: Turns) -> Iterator[None]:
    """Fill the disk once the actions are reached; what their turns wrote before stays written."""
    with ExitStack() as full:
        arrived = threading.Barrier(len(turns), action=lambda: full.enter_context(stack.disk_full("actions")))

        def reached(forward: Forward) -> tuple[int, bytes]:
            arrived.wait(PATIENCE_S)
            return forward()

        with _proxied(stack, turns, reached):
            yield


@contextmanager
def missing(stack: Stack, turns: Turns) -> Iterator[None]:
    """Let the action server find no database where it should be."""
    stack.kill("actions")
    stack.start("actions", DATABASE_URL=f"sqlite:///{stack.folder}/gone/claims.db")
    stack.wait_for("actions")
    try:
        yield
    finally:
        stack.restart("actions")


FAULTS: Mapping[str, Callable[[Stack, Turns], AbstractContextManager[None]]] = {
    "action server down": down,
    "action server slow": slow,
    "action server answers 500": lambda stack, turns: _proxied(stack, turns, _answers(500, b"no")),
    "action server answers garbage": lambda stack, turns: _proxied(stack, turns, _answers(200, b"<html>")),
    "action server killed before the commit": killed_before,
    "action server killed after the commit": killed_after,
    "database locked": locked,
    "database missing": missing,
    "disk full": disk_full,
    "policy system down": lambda stack, turns: stack.policy_system("down"),
    "policy system slow": lambda stack, turns: stack.policy_system("slow"),
    "policy system answers 500": lambda stack, turns: stack.policy_system("error"),
    "policy system answers nonsense": lambda stack, turns: stack.policy_system("nonsense"),
    "policy system hangs up": lambda stack, turns: stack.policy_system("drop"),
}
