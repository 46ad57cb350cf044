"""Where the bot listens when nobody says so.

Upstream fault (Rasa 3.6.21): plain ``rasa run`` listens on every interface. Here it listens on 127.0.0.1 unless
``-i``/``--interface`` tells otherwise, and then only with secrets of its own (``Settings.refuse_default_secrets``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sanic import Sanic

HOME = "127.0.0.1"

_sanics_own_run = Sanic.run


def listen_at_home(arguments: Sequence[str]) -> None:
    """Make the server of this process listen on 127.0.0.1, unless ``arguments`` (``sys.argv``) name an interface."""
    Sanic.run = _sanics_own_run if names_interface(arguments) else _run_at_home  # type: ignore[method-assign]


def names_interface(arguments: Sequence[str]) -> bool:
    """Tell whether Rasa's command line names the interface to listen on."""
    return any(
        argument.startswith("-i") or ("--interface".startswith(argument.split("=")[0]) and len(argument) > 4)
        for argument in arguments[1:]
    )


def _run_at_home(self: Sanic, host: str | None = None, *arguments: Any, **more: Any) -> None:
    _sanics_own_run(self, HOME, *arguments, **more)
