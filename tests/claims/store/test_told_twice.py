"""Every kind of report, told twice by one caller in the same words: whatever is open of time, place and car, it has one number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from claims.interview import CASE_TYPES
from claims.store import Store

NOW, LATER = "2026-03-10T10:05:00+08:00", "2026-03-10T10:25:00+08:00"

TIMES: dict[str, dict[str, Any]] = {
    "a moment": {"accident_time": "2026-03-10T09:40+08:00"},
    "an hour": {"accident_time_range": ["2026-03-10T08:00+08:00", "2026-03-10T09:00+08:00"]},
    "a night": {"accident_time_range": ["2026-03-09T18:00+08:00", "2026-03-10T07:00+08:00"]},
    "no time": {},
}
PLACES: dict[str, dict[str, Any]] = {
    "a crossing": {"place": "石家庄裕华路体育大街路口"},
    "a thin place": {"place": "在高速上"},
    "no place": {},
}
CARS: dict[str, dict[str, Any]] = {
    "a plate": {"plate": "冀A{:05d}"},
    "a VIN": {"vin": "LSVAG2180E21{:05d}"},
    "an engine": {"engine_no": "CFB{:05d}"},
    "no plate": {"plate": "新车无牌"},
}
LEFT_TO_A_CLERK = {
    (time, place, "no plate")
    for time, place in product(TIMES, PLACES)
    if time == "no time" or place == "no place"
}
"""Of a car that nothing names both time and place have to be told, or a second car would lose its claim."""

numbers = count(10_001)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{copy(migrated, tmp_path_factory.mktemp('twice') / 'claims.db')}")
    yield store
    store.close()


@pytest.mark.parametrize("case", sorted(CASE_TYPES))
@pytest.mark.parametrize(("time", "place", "car"), list(product(TIMES, PLACES, CARS)))
def test_told_twice_it_has_one_number(store: Store, case: str, time: str, place: str, car: str) -> None:
    number = next(numbers)
    caller = f"138{number:08d}"
    record = {
        "case_type": case,
        "description": "车停在路边回来一看车门被刮了一道",
        "reporter": {"phone": caller},
        **TIMES[time],
        **PLACES[place],
        **{name: text.format(number) for name, text in CARS[car].items()},
    }
    given = []
    for nth, now in enumerate((NOW, LATER)):
        store.begin_call(f"c-{number}-{nth}", "voice", caller, now)
        given.append(store.register(f"c-{number}-{nth}", record, now))
    if (time, place, car) in LEFT_TO_A_CLERK:
        assert given[1].created
    else:
        assert given[0].report_number == given[1].report_number and not given[1].created
        assert [task["kind"] for task in store.tasks(call_id=f"c-{number}-1")] == ["chaser"]
