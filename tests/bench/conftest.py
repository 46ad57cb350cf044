"""Three toy scenarios of which every judgement is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.calls.scenario import Scenario, read

TOYS = Path(__file__).parent / "w00.yml"


@pytest.fixture(scope="session")
def toys() -> list[Scenario]:
    return read(TOYS)


@pytest.fixture(scope="session")
def scraped(toys: list[Scenario]) -> Scenario:
    """变道被刮，人没事"""
    return toys[0]


@pytest.fixture(scope="session")
def rear_ended(toys: list[Scenario]) -> Scenario:
    """追尾撞了前车，乘客送医院"""
    return toys[1]


@pytest.fixture(scope="session")
def scratched(toys: list[Scenario]) -> Scenario:
    """停在小区被划"""
    return toys[2]
