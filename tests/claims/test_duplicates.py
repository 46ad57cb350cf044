from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.duplicates import identities, same_accident, window

CROSSING = "石家庄裕华路往东快到体育大街那个路口"


def report(**facts: Any) -> dict[str, Any]:
    return {
        "plate": "冀A6P72Q",
        "case_type": "collision_multi",
        "accident_time": "2026-03-10T07:45+08:00",
        "place": CROSSING,
        **facts,
    }


def at(clock: str, day: int = 10) -> str:
    return f"2026-03-{day:02d}T{clock}+08:00"


SAME = {
    "told twice": {},
    "ten minutes off": {"accident_time": at("07:55")},
    "half an hour off, at the same crossing": {"accident_time": at("08:15"), "place": "裕华路体育大街路口"},
    "an hour given as an interval": {
        "accident_time": None,
        "accident_time_range": [at("07:00"), at("08:00")],
    },
    "the place not told": {"place": None},
    "the place in other words": {"place": "体育大街和裕华路交叉口"},
    "the kind told otherwise": {"case_type": "collision_single"},
    "the kind not told": {"case_type": None},
    "the plate with a dot and small letters": {"plate": "冀a·6P72q"},
    "the time in another zone": {"accident_time": "2026-03-09T23:45+00:00"},
    "the whole day, same kind and place": {
        "accident_time": None,
        "accident_time_range": [at("00:00"), at("23:59")],
    },
    "no time, same place": {"accident_time": None},
}

ANOTHER = {
    "a landmark that is not the crossing": {"place": "北国商城门口"},
    "an electric bicycle instead of a car": {"case_type": "collision_nonmotor"},
    "in the evening of that day": {"accident_time": at("18:20")},
    "the next morning": {"accident_time": at("07:45", day=11)},
    "half an hour later on another road": {"accident_time": at("08:15"), "place": "石家庄中山路"},
    "half an hour later of another kind": {"accident_time": at("08:15"), "case_type": "scratch"},
    "half an hour later of a kind callers confuse": {"accident_time": at("08:15"), "case_type": "pedestrian"},
    "half an hour later, place not told": {"accident_time": at("08:15"), "place": None},
    "at once on another road": {"place": "石家庄中山路"},
    "at once of another kind": {"case_type": "flood"},
    "another car": {"plate": "冀A6P72O"},
    "no car": {"plate": None},
    "the whole day and another kind": {
        "accident_time": None,
        "accident_time_range": [at("00:00"), at("23:59")],
        "case_type": "collision_single",
    },
    "no time and another place": {"accident_time": None, "place": "北京"},
    "no time and no place": {"accident_time": None, "place": None},
}


@pytest.mark.parametrize("facts", SAME.values(), ids=SAME.keys())
def test_one_accident_told_twice_is_one(facts):
    assert same_accident(report(), report(**facts))
    assert same_accident(report(**facts), report())


@pytest.mark.parametrize("facts", ANOTHER.values(), ids=ANOTHER.keys())
def test_another_accident_is_another(facts):
    assert not same_accident(report(), report(**facts))
    assert not same_accident(report(**facts), report())


@pytest.mark.parametrize("name", ["vin", "engine_no"])
def test_a_car_is_known_by_any_of_its_numbers(name):
    without = report(plate=None, **{name: "LSVAG2180E2100001"})
    assert same_accident(without, report(**{name: "lsvag2180e2100001"}))
    assert not same_accident(without, report(**{name: "LSVAG2180E2100002"}))


@pytest.mark.parametrize("plate", ["新车无牌", "不详", "", "没有"])
def test_a_car_without_a_plate_is_not_every_car_without_a_plate(plate):
    assert not same_accident(report(plate=plate), report(plate=plate))


def test_a_stolen_car_is_stolen_once_whatever_the_hours():
    stolen = report(case_type="theft", accident_time=None, accident_time_range=[at("20:00", 9), at("07:00")])
    found = report(case_type="theft", accident_time=at("12:00", 11), place="地下车库")
    assert same_accident(stolen, found)
    assert not same_accident(stolen, report(case_type="theft", accident_time=at("12:00", 25)))


def test_an_accident_after_the_report_is_not_the_one_reported():
    filed = report(accident_time=None, registered_at=at("08:10"))
    assert not same_accident(filed, report(accident_time=at("09:00")))
    assert same_accident(filed, report(accident_time=at("08:00")))


@pytest.mark.parametrize(
    ("one", "other"),
    [("京沪高速120公里处", "京沪高速356公里处"), ("北京东路", "北京西路"), ("石家庄裕华路", "石家庄槐安路")],
)
def test_the_shared_city_or_road_does_not_make_a_place_the_same(one, other):
    later = at("08:15")
    assert not same_accident(report(place=one), report(place=other, accident_time=later))


def test_the_window_is_what_was_told():
    assert window({"accident_time": "就刚才"}) is None
    assert window({"accident_time_range": ["x", None]}) is None
    start, end = window({"accident_time_range": [at("09:00"), at("08:00")]}) or (None, None)
    assert start and end and start < end


ANY = st.dictionaries(
    st.sampled_from(
        ["plate", "vin", "case_type", "accident_time", "accident_time_range", "place", "registered_at"]
    ),
    st.none() | st.text(max_size=30) | st.integers() | st.lists(st.text(max_size=5), max_size=3),
)


@given(ANY, ANY)
def test_it_answers_whatever_it_is_given_and_both_ways_alike(one, other):
    identities(one)
    assert same_accident(one, other) == same_accident(other, one)
