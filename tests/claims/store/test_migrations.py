from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from claims.store import Store, models

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
