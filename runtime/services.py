"""The processes of a running project: four servers, where each listens and how it is asked whether it is well, and a worker."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from honcho.environ import parse_procfile

LOOPBACK = "127.0.0.1"

_local = build_opener(ProxyHandler({}))  # a proxy set for the outside must not be asked for 127.0.0.1


@dataclass(frozen=True)
class Program:
    """A process that is kept running.

    Attributes:
        name: Its line in the Procfile and its prefix in the log.
        title: What people call it.
    """

    name: str
    title: str


@dataclass(frozen=True)
class Service(Program):
    """A server on 127.0.0.1.

    Attributes:
        variable: The setting with its port.
        health: The path that is answered once it can work.
        page: The path of its page, for people, where it has one beside its address.
        page_title: What people call that page.
    """

    variable: str
    health: str
    page: str = ""
    page_title: str = ""

    def port(self, ports: Mapping[str, int]) -> int:
        """Return the port out of ``ports``, which maps variables (``BOT_PORT`` …) to numbers."""
        return ports[self.variable]

    def url(self, ports: Mapping[str, int]) -> str:
        """Return the address, without a trailing slash."""
        return f"http://{LOOPBACK}:{self.port(ports)}"

    def is_well(self, ports: Mapping[str, int], timeout: float = 2.0) -> bool:
        """Ask the health path; any answer that is not a server error counts."""
        try:
            with _local.open(self.url(ports) + self.health, timeout=timeout):
                return True
        except HTTPError as error:
            return error.code < 500
        except OSError:
            return False


SERVICES = (
    Service("sandbox", "sandbox policy system", "SANDBOX_PORT", "/health", "/telephone", "sandbox telephone"),
    Service("desk", "claims desk", "DESK_PORT", "/health", "/desk/", "desk pages"),
    Service("actions", "action server", "ACTIONS_PORT", "/health"),
    Service("bot", "bot", "BOT_PORT", "/", "/chat", "chat page"),
)

WORKER = Program("worker", "worker")
"""Listens nowhere; what it has done stands in the database."""

PROGRAMS: tuple[Program, ...] = (*SERVICES, WORKER)


class PortTaken(RuntimeError):
    """Raised before anything is started; the message names the variable to change."""


def refuse_taken_ports(services: Iterable[Service], ports: Mapping[str, int]) -> None:
    """Make sure that every service can have its port.

    Raises:
        PortTaken: Another process listens there, or two services were given the same port.
    """
    users: dict[int, Service] = {}
    for service in services:
        port = service.port(ports)
        if port in users:
            raise PortTaken(f"{users[port].variable} and {service.variable} are both {port}: change one.")
        users[port] = service
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do, after a restart
            try:
                probe.bind((LOOPBACK, port))
            except OSError as error:
                raise PortTaken(
                    f"port {port} of the {service.title} cannot be used ({error.strerror}): stop what listens there "
                    f"(is `make run` running already?) or set {service.variable} to another port."
                ) from error


def commands(procfile: Path) -> dict[str, str]:
    """Read the Procfile: name of the service to its shell command, in the order of the file."""
    return dict(parse_procfile(procfile.read_text(encoding="utf-8")).processes)
