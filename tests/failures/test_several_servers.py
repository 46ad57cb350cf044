"""Two servers behind one address, as `make run WORKERS=2` starts them: what fails of them costs no turn, and no number is given twice.

The short form of ``python -m bench.faults``: one installation, several faults in a row under the same callers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.faults import FAULTS, Fault, Site, find, installation, one_after_the_other


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with installation(tmp_path_factory.mktemp("two"), servers=2) as site:
        yield site


def test_a_rolling_restart_under_32_callers_loses_no_turn(site: Site) -> None:
    found = find(site, FAULTS["servers restarted one after the other"])
    assert found.broken == []
    assert set(found.outcomes) == {"registered"} and len(found.calls) >= 32
    assert (
        found.incomplete
        == found.total("handed_over")
        == found.total("again")
        == found.total("apologies")
        == 0
    )


@pytest.mark.parametrize("fault", ["every turn delivered twice at once", "two turns of a call at once"])
def test_turns_at_once_are_taken_once_and_one_after_the_other(site: Site, fault: str) -> None:
    found = find(site, replace(FAULTS[fault], callers=4))
    assert found.broken == []
    assert set(found.outcomes) == {"registered"}
    assert found.incomplete == found.total("again") == found.total("apologies") == 0


def test_whatever_is_killed_of_two_the_other_goes_on(site: Site) -> None:
    found = find(site, Fault(one_after_the_other, callers=4, thinks_s=0.5))
    assert found.broken == []
    assert set(found.outcomes) == {"registered"}
    assert found.incomplete == found.total("handed_over") == 0


@pytest.mark.parametrize(
    "fault",
    [
        "PostgreSQL stopped",
        "PostgreSQL's disk full",
        "PostgreSQL can be read alone",
        "policy system hangs",
        "policy system answers nonsense",
    ],
)
def test_what_both_stand_on_is_missed_and_the_calls_go_on(site: Site, fault: str) -> None:
    found = find(site, replace(FAULTS[fault], callers=4, thinks_s=0.2))
    assert found.broken == []
    assert set(found.outcomes) <= {"registered", "manual", "registered, end not noted"}
    assert not found.total("handed_over")


@pytest.mark.parametrize("fault", ["turns out of order", "clock set back an hour, and right again"])
def test_neither_order_nor_clock_is_relied_on(site: Site, fault: str) -> None:
    found = find(site, replace(FAULTS[fault], callers=4))
    assert found.broken == []
    assert set(found.outcomes) == {"registered"}
    assert found.incomplete == found.total("handed_over") == found.total("apologies") == 0
