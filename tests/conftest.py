"""What every test stands on: Beijing time, and generated cases that are the same on every machine."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import settings

from claims.store import Store

os.environ["TZ"] = "Asia/Shanghai"
time.tzset()

settings.register_profile("project", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest tables and nothing in them, to be copied: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "claims.db"
    store = Store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    return file


collect_ignore = ["phone"]
"""The telephone's tests run in its own environment: `make phone-test`, and within `make test`."""
