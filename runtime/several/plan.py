"""Several bot and action servers behind one address: which programs run, where each listens, and the balancer's configuration.

Every server is started as a single one is, with a port of its own in the variable a single one reads.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from claims.settings import Settings
from runtime.prepare import NotReady, ports
from runtime.services import LOOPBACK, PROGRAMS, Program, Service

APART = 100
"""Server n listens on the port of its kind's one address and so many times n."""

SOCKET_LIMIT = 100
"""Longest path of a socket, in bytes; Linux allows 107."""

PROGRAMS_DIR = Path("var/programs")
DATABASE_DIR = Path("var/postgresql")

BALANCER = Service("balancer", "bot", "BOT_PORT", "/", "/chat", "chat page")
ACTIONS_ADDRESS = Service("balancer", "action servers", "ACTIONS_PORT", "/health")
REDIS = Program("redis", "Redis")
POSTGRESQL = Program("postgresql", "PostgreSQL")


def of_kind(kind: str, number: int) -> Service:
    """Return server ``number`` (from 1) of ``bot`` or ``actions``."""
    return Service(f"{kind}-{number}", f"{kind} {number}", f"{kind.upper()}_{number}_PORT", "/health/ready")


def servers(settings: Settings) -> list[Service]:
    """Return every single server; none where there is but one of a kind."""
    numbers = range(1, settings.workers + 1) if settings.workers > 1 else ()
    return [of_kind(kind, number) for kind in ("actions", "bot") for number in numbers]


def all_ports(settings: Settings) -> dict[str, int]:
    """Return every port by its variable, those of the single servers too (``BOT_1_PORT`` …) where there are several."""
    known = ports(settings)
    several = servers(settings)
    return known | {
        server.variable: known[address_of(server)] + APART * (index % settings.workers + 1)
        for index, server in enumerate(several)
    }


def bot_ports(settings: Settings) -> list[int]:
    """Return the port of every bot server."""
    known = all_ports(settings)
    several = [server for server in servers(settings) if address_of(server) == "BOT_PORT"]
    return [known[server.variable] for server in several] or [settings.bot_port]


def programs(settings: Settings, lines: Mapping[str, str]) -> dict[Program, str]:
    """Return what runs, each with its shell command, out of the ``lines`` of the two Procfiles."""
    several = servers(settings)
    if not several:
        return {program: lines[program.name] for program in PROGRAMS}
    beside = [it for it in PROGRAMS if it.name not in ("bot", "actions")]
    own = [it for it, wanted in ((POSTGRESQL, own_database), (REDIS, own_redis)) if wanted(settings)]
    return {
        **{program: lines[program.name] for program in (*own, *beside)},
        **{
            server: f"export {address_of(server)}=${server.variable}; {lines[server.name.partition('-')[0]]}"
            for server in several
        },
        BALANCER: lines[BALANCER.name],
    }


def address_of(server: Service) -> str:
    """Return the variable with the port of the one address of its kind, in which a single server has its own."""
    return f"{server.name.partition('-')[0].upper()}_PORT"


def services(settings: Settings, programs: Mapping[Program, str]) -> list[Service]:
    """Return every address that must be free."""
    own = [program for program in programs if isinstance(program, Service)]
    return own if settings.workers == 1 else [*own, ACTIONS_ADDRESS]


def own_redis(settings: Settings) -> bool:
    """Tell whether a Redis of the run's own is started: none was named."""
    return settings.workers > 1 and settings.redis_url in ("", redis_socket(settings)[0])


def redis_socket(settings: Settings) -> tuple[str, Path]:
    """Return URL and path of the own Redis' socket, which only this user reaches."""
    path = Path(f"var/redis.{settings.bot_port}.socket").absolute()
    return f"unix://{path}", path


def own_database(settings: Settings) -> bool:
    """Tell whether a PostgreSQL of the run's own is started: no database was named."""
    return settings.workers > 1 and (
        settings.database_url == Settings.database_url or str(DATABASE_DIR) in settings.database_url
    )


def balancer_file(settings: Settings) -> Path:
    """Return the path of the balancer's configuration, as its Procfile names it."""
    return Path(f"var/haproxy.{settings.bot_port}.cfg")


def balancer(text: str, settings: Settings) -> str:
    """Fill in ``runtime/several/haproxy.cfg``: ports, and a line for each server."""
    known = all_ports(settings)
    for variable in ("BOT_PORT", "ACTIONS_PORT"):
        text = text.replace(f"@{variable}@", str(known[variable]))
    written: list[str] = []
    for line in text.splitlines():
        kind = line.split()[1].partition("-")[0] if line.startswith("    server ") else None
        alike = [server for server in servers(settings) if kind and server.name.startswith(f"{kind}-")]
        written += [
            line.replace("@SERVER@", server.name.partition("-")[2]).replace(
                "@PORT@", str(known[server.variable])
            )
            for server in alike
        ] or [line]
    return "\n".join(written) + "\n"


def prepare_several(root: Path, settings: Settings, environment: MutableMapping[str, str]) -> Settings:
    """Bring HAProxy and Redis, write the balancer's configuration, start PostgreSQL where none was named.

    Args:
        root: The project's folder.
        settings: As they were read.
        environment: Gets ``DATABASE_URL``, ``REDIS_URL`` and ``JAMBONZ_URL`` where they were not set.

    Returns:
        The settings, read anew.

    Raises:
        NotReady: A step failed.
    """
    if settings.workers == 1:
        return settings
    if settings.database_url.startswith("sqlite") and not own_database(settings):
        raise NotReady(
            "several servers share a PostgreSQL, and DATABASE_URL names a file of SQLite: name a PostgreSQL, or unset it "
            f"for one of this run's own, in {DATABASE_DIR}."
        )
    if subprocess.run(["runtime/several/install.sh", str(PROGRAMS_DIR)], cwd=root).returncode:
        raise NotReady("there is no HAProxy or no Redis; the lines above say what to do.")
    (root / "var").mkdir(exist_ok=True)
    (root / balancer_file(settings)).write_text(
        balancer((root / "runtime/several/haproxy.cfg").read_text("utf-8"), settings), "utf-8"
    )
    if own_redis(settings):
        url, path = redis_socket(settings)
        if len(os.fsencode(path)) > SOCKET_LIMIT:
            raise NotReady(
                f"the path {path} is too long for a socket: start Redis yourself and set REDIS_URL."
            )
        environment["REDIS_URL"], environment["REDIS_SOCKET"] = url, str(path)
    if own_database(settings):
        from runtime.several.postgresql import start

        environment["DATABASE_URL"] = start(root / DATABASE_DIR)
    if not settings.jambonz_url:
        environment["JAMBONZ_URL"] = f"http://{LOOPBACK}:{settings.bot_port}"
    return Settings.from_environment(environment)
