"""``GET /metrics``: what there is in the record, and how the desk does, as Prometheus reads it. Nothing of anybody's is in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from claims import telemetry
from claims.store import Store

NAMES = {
    "calls": ("channel", "outcome"),
    "reports": ("status", "case_type"),
    "tasks": ("kind", "status"),
    "messages": ("status", "state"),
}


def metrics(store: Store, now: datetime) -> str:
    """Return the text of the exposition format, version 0.0.4."""
    return "".join(f"{line}\n" for line in _lines(store, now)) + telemetry.figures()


def _lines(store: Store, now: datetime) -> Iterator[str]:
    for name, counted in store.counts().items():
        one, other = NAMES[name]
        yield f"# TYPE claims_{name} gauge"
        for (first, second), many in sorted(counted.items()):
            more = f',{other}="{second}"' if name != "messages" else ""
            yield f'claims_{name}{{{one}="{first}"{more}}} {many}'
    for name, many in store.going_wrong(now).items():
        yield f"# TYPE claims_{name} gauge"
        yield f"claims_{name} {many}"
