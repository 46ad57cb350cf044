"""Tests of the telephone, in its own environment: `make phone-test`, or the short ones within `make test`.

They run in `.venv-phone`, whose libraries are the gateway's and not the bot's: the servers are started as `make phone` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
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


NEED_SERVERS = {"line", "own_line"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what needs no servers: it runs while they start and the calls go on."""
    items.sort(key=lambda item: not NEED_SERVERS.isdisjoint(getattr(item, "fixturenames", ())))


def scenario_of(item: pytest.Item) -> Scenario | None:
    marker = item.get_closest_marker("rings")
    return marker.args[0] if marker else None


Going = Future["tuple[Line, dict[int, Outcome]]"]


@pytest.fixture(scope="session", autouse=True)
def going(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Going | None]:
    """The servers and the calls of all tests: they go on while tests that need no servers run, for calls take time, not work."""
    scenarios = [scenario for item in request.session.items if (scenario := scenario_of(item))]
    if not any("line" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    folder = tmp_path_factory.mktemp("line")
    with ExitStack() as servers, ThreadPoolExecutor(1) as pool:

        def begin() -> tuple[Line, dict[int, Outcome]]:
            running = servers.enter_context(running_line(folder))
            once = list({id(scenario): scenario for scenario in scenarios}.values())
            return running, asyncio.run(play(running, once))

        yield pool.submit(begin)


@pytest.fixture(scope="session")
def line(going: Going | None) -> Line:
    """The bot, the gateway and the exchange, on ports of their own."""
    assert going is not None
    return going.result()[0]


@pytest.fixture(scope="session")
def played(going: Going | None, line: Line) -> dict[int, Outcome]:
    """The calls of all tests, by their scenario's id; tests of one scenario judge one call."""
    assert going is not None
    return going.result()[1]


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
