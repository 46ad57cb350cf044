"""A real stand-in on a free port, for tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from sandbox.app import DroppingProtocol, create_app, load_policies

SAMPLES = Path(__file__).parents[2] / "sandbox" / "policies.jsonl"
TOKEN = "test-token"


@contextmanager
def sandbox_server(slow: float = 3.0) -> Iterator[str]:
    """Serve the sample policies; yields the URL."""
    app = create_app(load_policies(SAMPLES), TOKEN, slow=slow)
    config = uvicorn.Config(
        app,
        http=DroppingProtocol,
        ws="none",
        lifespan="off",
        log_level="critical",
        timeout_graceful_shutdown=0,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
