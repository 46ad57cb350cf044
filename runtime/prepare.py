"""Set up what a run needs beside the libraries: settings, folders, endpoints, model, database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from claims.settings import Settings
from runtime import train
from runtime.services import SERVICES

ENDPOINTS = "var/endpoints.$BOT_PORT.yml"
"""As the Procfile names it: a file a port, so that two runs from one checkout keep out of each other's way."""


class NotReady(RuntimeError):
    """Raised when a step failed; the message says what to do."""


def ports(settings: Settings) -> dict[str, int]:
    """Return the port of every service by its variable: ``{"BOT_PORT": 5005, …}``."""
    return {service.variable: getattr(settings, service.variable.lower()) for service in SERVICES}


def endpoints_file(bot_port: int) -> Path:
    """Return the path of the endpoints of the bot on this port, below the project's root."""
    return Path(ENDPOINTS.replace("$BOT_PORT", str(bot_port)))


def endpoints(text: str, settings: Settings) -> str:
    """Return the contents of endpoints.yml with the ports of the settings for the default ones.

    Rasa's own ``${NAME}`` in YAML has no default and fails when the variable is not set, so the file holds literal
    addresses that plain ``rasa run`` can use.
    """
    return text.replace(f":{Settings.actions_port}/", f":{settings.actions_port}/")


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        NotReady: A variable is wrong; the message names it.
    """
    try:
        return Settings.from_environment(os.environ)
    except ValueError as error:
        raise NotReady(str(error)) from error


def prepare(root: Path, settings: Settings, bot_ports: Sequence[int] = ()) -> None:
    """Write the endpoints, train the model if its sources changed, and migrate the database.

    Args:
        root: The project's folder.
        settings: The settings.
        bot_ports: Where the bots listen, when they are several.

    Raises:
        NotReady: A step failed.
    """
    (root / "var/log").mkdir(parents=True, exist_ok=True)
    written = endpoints((root / "endpoints.yml").read_text(encoding="utf-8"), settings)
    for port in bot_ports or [settings.bot_port]:
        (root / endpoints_file(port)).write_text(written, "utf-8")
    if train.main():
        raise NotReady("there is no model to run.")
    print("==> Bringing the database up to date", flush=True)
    if subprocess.run(
        [sys.executable, "-m", "claims.store.migrate"], cwd=root, stdin=subprocess.DEVNULL
    ).returncode:
        raise NotReady(
            "the database could not be brought up to date; the lines above say why. DATABASE_URL names it: it must be "
            "reachable, and its user must be allowed to make tables."
        )


def desk_account(root: Path, settings: Settings) -> list[str]:
    """Make the account of a local run and return what to say of it; nothing where the desk has a token of its own.

    Raises:
        NotReady: The database does not take it.
    """
    if not settings.local_run:
        return []
    made = subprocess.run(
        [sys.executable, "-m", "desk.people", "local"],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    if made.returncode:
        raise NotReady("the desk's account could not be made; the lines above say why.")
    name, password = made.stdout.split()
    return [f"sign in at the desk as {name}, password {password} (of this run alone)"]
