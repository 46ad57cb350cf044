"""What nobody would send, to every door: the short form of ``make fuzz``."""

from __future__ import annotations

import pytest

from bench.fuzz import FELL, SHARES, Found, _fault, doors_of, fuzz

INPUTS = 400


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    with doors_of(tmp_path_factory.mktemp("fuzz")) as doors:
        assert list(fuzz(doors, INPUTS, number=1)) == list(SHARES)
    return doors.found


@pytest.mark.parametrize("door", SHARES)
def test_no_door_breaks_over_what_nobody_would_send(found: dict[str, Found], door: str) -> None:
    assert found[door].broken == {}
    assert "5xx" not in found[door].statuses


@pytest.mark.parametrize("door", [door for door in SHARES if door != "the wire"])
def test_some_of_it_is_taken_and_some_refused(found: dict[str, Found], door: str) -> None:
    statuses = found[door].statuses
    assert statuses["2xx"] > 5 and statuses["4xx"] > 5
    assert statuses.total() > INPUTS * SHARES[door][0] / 2


def test_a_fault_is_seen() -> None:
    assert (
        _fault(500, b"") and _fault(200, b'{"say": [{"id": "utter_system_fault"}]}') and not _fault(404, b"")
    )
    assert FELL.search("12:00:00 system | !!! bot ended by itself (code -9); it is started again in 1 s.")
    seen = Found()
    seen.note(500, "a long request", "answered 500")
    seen.note(500, "a request", "answered 500")
    seen.note(200, "a third", None)
    assert seen.broken == {"answered 500": "a request"} and dict(seen.statuses) == {"5xx": 2, "2xx": 1}
