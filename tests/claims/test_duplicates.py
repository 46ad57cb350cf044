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


CALLER = {"phone": "13900001101"}
DAY = [at("00:00"), at("23:59")]


def by_caller(**facts: Any) -> dict[str, Any]:
    return report(**{"description": "变道的时候和一辆轿车刮上了", "reporter": CALLER, **facts})


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
    "half an hour later, the kind told otherwise": {
        "accident_time": at("08:15"),
        "case_type": "collision_single",
    },
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


# What time and place leave open: one for who tells it again, two for anybody else.
LEFT_OPEN = {
    "a whole day and a thin place": {"accident_time": None, "accident_time_range": DAY, "place": "在高速上"},
    "a whole day and no place": {"accident_time": None, "accident_time_range": DAY, "place": None},
    "no time and a thin place": {"accident_time": None, "place": "路边"},
    "neither time nor place": {"accident_time": None, "place": None},
}
RETOLD = {
    **LEFT_OPEN,
    "a moment and a thin place": {"place": "在高速上"},
    "a car without a plate": {"plate": None},
    "a car without a plate, at a thin place": {"plate": "新车无牌", "place": "小区里"},
    "a car without a plate, some time that day": {
        "plate": None,
        "accident_time": None,
        "accident_time_range": DAY,
    },
}


@pytest.mark.parametrize("facts", RETOLD.values(), ids=RETOLD.keys())
def test_who_tells_it_again_tells_of_the_same(facts):
    filed = by_caller(**facts, registered_at=at("20:00"))
    assert same_accident(filed, by_caller(**facts), at("20:30"))
    assert same_accident(by_caller(**facts), filed, at("20:30"))
    longer = by_caller(**facts) | {"description": "就是我变道的时候和一辆轿车刮上了，对方是辆白车"}
    assert same_accident(filed, longer, at("20:30"))


@pytest.mark.parametrize("facts", LEFT_OPEN.values(), ids=LEFT_OPEN.keys())
@pytest.mark.parametrize(
    "other",
    [
        {"reporter": {"phone": "13900001102"}},
        {"description": "倒车撞到了石墩"},
        {"description": None},
        {"case_type": "collision_single"},
        {"plate": "冀A6P72O"},
        {"plate": None, "own_damage": ["左前门"]},
    ],
    ids=["another number", "another story", "no story", "a kind callers confuse", "another car", "a car"],
)
def test_what_is_left_open_is_another_when_anything_else_differs(facts, other):
    filed = by_caller(own_damage=["后保险杠"], **facts, registered_at=at("20:00"))
    assert not same_accident(filed, by_caller(own_damage=["后保险杠"], **facts) | other, at("20:30"))


@pytest.mark.parametrize("facts", LEFT_OPEN.values(), ids=LEFT_OPEN.keys())
def test_what_is_left_open_is_another_a_year_later(facts):
    filed = by_caller(**{**facts, "accident_time_range": None}, registered_at=at("20:00"))
    later = by_caller(**{**facts, "accident_time_range": None})
    assert not same_accident(filed, later, "2027-03-10T20:00+08:00")


def test_no_time_and_the_same_place_is_one_today_and_another_next_year():
    filed, again = report(accident_time=None, registered_at=at("20:00")), report(accident_time=None)
    assert same_accident(filed, again, at("21:00"))
    assert not same_accident(filed, again, "2027-03-10T20:00+08:00")


@pytest.mark.parametrize(
    "other",
    [
        {"insured": "李四"},
        {"vehicle": "宝马"},
        {"own_damage": ["左前门"]},
        {"reporter": None},
        {"place": "停车场"},
        {"accident_time": at("12:00")},
        {"accident_time": None},
        {"place": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_car_without_a_plate_is_the_same_only_as_long_as_nothing_differs(other):
    told = {
        "plate": None,
        "insured": "张三",
        "vehicle": "大众",
        "own_damage": ["后保险杠"],
        "place": "小区里",
    }
    filed = by_caller(**told)
    assert same_accident(filed, by_caller(**told))
    assert not same_accident(filed, by_caller(**told) | other)


@pytest.mark.parametrize("place", ["在高速上", None])
def test_just_now_said_again_half_an_hour_later_is_the_same_of_the_same_caller(place):
    filed, later = by_caller(place=place), by_caller(place=place, accident_time=at("08:15"))
    assert same_accident(filed, later)
    assert not same_accident(filed, later | {"reporter": {"phone": "13900001102"}})


def test_thin_places_in_other_words_are_no_place():
    thin = by_caller(place="高速上")
    assert same_accident(thin, by_caller(place="我们在高速上"))
    assert not same_accident(thin, report(place="小区门口"))
    assert same_accident(thin, by_caller(place="小区门口"))


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
        [
            "plate",
            "vin",
            "case_type",
            "accident_time",
            "accident_time_range",
            "place",
            "registered_at",
            "description",
            "reporter",
            "contact",
            "insured",
            "vehicle",
            "own_damage",
        ]
    ),
    st.none()
    | st.text(max_size=30)
    | st.integers()
    | st.lists(st.text(max_size=5), max_size=3)
    | st.just({"phone": "13900001101"}),
)


@given(ANY, ANY)
def test_it_answers_whatever_it_is_given_and_both_ways_alike(one, other):
    identities(one)
    assert same_accident(one, other) == same_accident(other, one)
