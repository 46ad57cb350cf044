from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store import Store
from tests.claims.store.conftest import (  # noqa: F401
    database_url,
    empty_postgres,
    postgres,
    record,
)
from tests.worker.receiver import Receiver, receiving


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    """A store over a fresh SQLite file."""
    store = Store(f"sqlite:///{shutil.copy(migrated, tmp_path / 'claims.db')}")
    yield store
    store.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Whoever takes messages and orders of calls."""
    with receiving() as receiver:
        yield receiver
