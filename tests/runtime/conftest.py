"""The small bot, trained once a test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.small_bot import train_small_bot


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bot's model."""
    return train_small_bot(tmp_path_factory.mktemp("small_bot"))


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """An empty database."""
    return f"sqlite:///{tmp_path}/claims.db"
