"""Tests of the telephone, in its own environment: `make phone-test`, or the short ones within `make test`.

They run in `.venv-phone`, whose libraries are the gateway's and not the bot's: the servers are started as `make phone` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.phone.line import Line, Outcome, Scenario, running_line

AT_ONCE = 6
"""Calls played at the same time."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "rings(scenario): a whole call over SIP, played before the tests are judged"
    )
    config.addinivalue_line("markers", "long: left out of `make test`, done by `make phone-test`")


def scenario_of(item: pytest.Item) -> Scenario | None:
    marker = item.get_closest_marker("rings")
    return marker.args[0] if marker else None


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """The bot, the gateway and the exchange, on ports of their own."""
    with running_line(tmp_path_factory.mktemp("line")) as running:
        yield running


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, line: Line) -> dict[int, Outcome]:
    """The calls of all tests, several at once; tests of one scenario judge one call."""
    scenarios = [scenario for item in request.session.items if (scenario := scenario_of(item))]
    return asyncio.run(play(line, list({id(scenario): scenario for scenario in scenarios}.values())))


async def play(line: Line, scenarios: list[Scenario]) -> dict[int, Outcome]:
    free = asyncio.Semaphore(AT_ONCE)

    async def one(scenario: Scenario) -> Outcome:
        async with free:
            return await line.ring(scenario)

    return dict(zip(map(id, scenarios), await asyncio.gather(*map(one, scenarios)), strict=True))


@pytest.fixture
def call(request: pytest.FixtureRequest, played: dict[int, Outcome]) -> Outcome:
    """This test's call; it went as its script says."""
    outcome = played[id(scenario_of(request.node))]
    assert not outcome.failed, f"{outcome.failed}\n{outcome.story()}"
    return outcome


@pytest.fixture
def recordings(line: Line) -> Path:
    """Where calls were recorded to."""
    return line.folder / "recordings"
