from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from claims.store import Store, models
from claims.store.migrate import migrate

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """A database without tables; of SQLite not even its folder."""
    if request.param == "postgresql":
        return request.getfixturevalue("empty_postgres")
    return f"sqlite:///{tmp_path}/var/of/claims.db"


def test_the_migrations_make_the_tables_the_code_knows(empty_url):
    store = Store(empty_url)
    store.migrate()
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), models.metadata) == []
    assert set(inspect(store.engine).get_table_names()) == {*models.metadata.tables, "alembic_version"}
    store.close()


def test_migrating_again_keeps_what_is_there(store):
    store.begin_call("c-1", "voice", None, "2026-03-10T10:05:00+08:00")
    store.migrate()
    assert store.call("c-1")


def test_four_processes_may_migrate_at_once(empty_url):
    command = [sys.executable, "-m", "claims.store.migrate"]
    environment = {**os.environ, "DATABASE_URL": empty_url}
    started = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(4)]
    assert [process.wait() for process in started] == [0, 0, 0, 0]
    store = Store(empty_url)
    store.ping()
    store.close()


def test_a_sqlite_file_is_read_while_it_is_written(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/claims.db")
    store.migrate()
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_a_database_from_before_the_worker_goes_on_working(empty_url):
    """Nobody is sent a number of last month: what nobody sent until now is a dead letter, for people to decide."""
    # SQLite keeps UTC without an offset.
    at = "2026-02-10 02:05:00" + ("" if empty_url.startswith("sqlite") else "+00")
    store = Store(empty_url)
    migrate(empty_url, "0004")
    with store.engine.begin() as connection:
        for row in (
            f"INSERT INTO calls (call_id, caller, started_at) VALUES ('c-1', '13900001101', '{at}')",
            "INSERT INTO reports (call_id, report_number, status, plate, registered_at, record)"
            f" VALUES ('c-1', '268898621781', 'registered', '冀A6P72Q', '{at}', '{{\"place\": \"裕华路\"}}')",
            'INSERT INTO messages (call_id, report_number, "to", text, status, created_at, send_by)'
            f" VALUES ('c-1', '268898621781', '13900001101', '报案号', 'queued', '{at}', '{at}')",
            "INSERT INTO tasks (kind, call_id, report_number, created_at, due_at, status, detail)"
            f" VALUES ('survey', 'c-1', '268898621781', '{at}', '{at}', 'open', '{{}}')",
        ):
            connection.exec_driver_sql(row)
    migrate(empty_url)
    now = "2026-03-10T10:05:00+08:00"
    (message,) = store.messages(report_number="268898621781")
    assert (message["status"], message["queued_at"]) == ("failed", "2026-02-10T10:05:00+08:00")
    assert store.claim_messages("w", now, timedelta(seconds=30)) == []
    assert store.escalate(now) == []
    assert store.act_on_task(1, "take", "王芳", now)["assignee"] == "王芳"
    assert store.resend(message["id"], "王芳", "仍需发送", now)["status"] == "queued"
    assert [it["place"] for it in store.reports(plate="冀A6P72Q")] == ["裕华路"]
    store.close()
