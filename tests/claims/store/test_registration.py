from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from claims.numbers import valid
from claims.store import Store

NOW = "2026-03-10T10:05:00+08:00"
CALLER = "13900001102"


def kinds(store, **of):
    return sorted(task["kind"] for task in store.tasks(**of))


def register_once(url, call_id, record):
    """Register in a process of its own and return what became of it."""
    store = Store(url)
    try:
        done = store.register(call_id, record, NOW)
        return done.report_number, done.created, done.duplicate_of
    finally:
        store.close()


def test_a_report_its_number_tasks_and_message_appear_together(store, record):
    store.begin_call("c-1", "voice", CALLER, NOW)
    done = store.register("c-1", record, NOW)
    assert done.created
    assert done.duplicate_of is None
    assert valid(done.report_number)
    assert done.record == {
        **record,
        "report_number": done.report_number,
        "status": "registered",
        "registered_at": NOW,
        "call_id": "c-1",
        "duplicate_of": None,
        "major_case": False,
    }
    assert store.report(done.report_number) == done.record
    assert kinds(store, report_number=done.report_number) == ["callback", "survey"]
    (message,) = store.messages(report_number=done.report_number)
    assert message["to"] == CALLER
    assert done.report_number in message["text"]
    assert (message["status"], message["sent_at"]) == ("queued", None)
    store.end_call("c-1", NOW)
    call = store.call("c-1")
    assert (call["outcome"], call["report_number"]) == ("registered", done.report_number)


def test_the_request_repeated_gives_the_same_number_and_nothing_twice(store, record):
    first = store.register("c-1", record, NOW)
    again = store.register("c-1", {**record, "place": "别处"}, "2026-03-10T10:06:00+08:00")
    assert not again.created
    assert again.report_number == first.report_number
    assert again.record == first.record
    assert len(store.messages()) == 1
    assert kinds(store) == ["callback", "survey"]


def test_the_whole_call_replayed_after_its_end_gives_the_same_number(store, record):
    first = None
    for _ in range(2):
        store.begin_call("c-1", "voice", CALLER, NOW)
        store.log_turn("c-1", "t1", NOW, "撞了", [], {"say": []})
        store.save_draft("c-1", {"place": "裕华路"})
        number = store.register("c-1", record, NOW).report_number
        store.end_call("c-1", NOW)
        first = first or number
        assert number == first
    assert len(store.reports()) == 1


def test_the_same_accident_reported_by_another_call_is_a_duplicate(store, record):
    first = store.register("c-1", record, NOW)
    store.begin_call("c-2", "voice", CALLER, NOW)
    told = {**record, "accident_time": "2026-03-10T09:50+08:00", "contact": {"phone": "13900001103"}}
    assert store.find_duplicate(told, "c-2", NOW) == first.record
    done = store.register("c-2", told, NOW)
    assert not done.created
    assert done.report_number == done.duplicate_of == first.report_number
    assert done.record["status"] == "duplicate"
    assert done.record["report_number"] is None
    assert kinds(store, call_id="c-2") == ["chaser"]
    assert store.messages(report_number=first.report_number)[0]["to"] == CALLER
    assert store.register("c-2", told, NOW) == done
    assert kinds(store, call_id="c-2") == ["chaser"]
    store.end_call("c-2", NOW)
    call = store.call("c-2")
    assert (call["outcome"], call["report_number"]) == ("duplicate", first.report_number)
    assert call["report"]["duplicate_of"] == first.report_number
    assert [it["call_id"] for it in store.reports(plate=record["plate"])] == ["c-1"]
    assert [it["call_id"] for it in store.reports(status="duplicate")] == ["c-2"]


def test_looking_for_a_duplicate_changes_nothing_and_does_not_find_itself(store, record):
    store.register("c-1", record, NOW)
    assert store.find_duplicate(record, "c-1", NOW) is None
    assert store.find_duplicate({}, "c-2", NOW) is None
    assert store.call("c-2") is None


def test_what_the_second_caller_adds_is_acted_on_once(store, record):
    store.register("c-1", {**record, "rescue_requested": True}, NOW)
    worse = {**record, "rescue_requested": True, "injuries": {"any": True, "deaths": 1}}
    store.register("c-2", worse, NOW)
    assert kinds(store) == ["callback", "chaser", "major_case", "rescue", "survey"]


@pytest.mark.parametrize(
    "other",
    [
        {"accident_time": "2026-03-10T18:30+08:00"},
        {"accident_time": "2026-03-10T09:15+08:00", "place": "石家庄槐安路"},
        {"accident_time": "2026-03-10T09:15+08:00", "case_type": "scratch"},
        {"plate": "冀A6P72S"},
    ],
)
def test_another_accident_gets_another_number(store, record, other):
    numbers = {
        store.register(call, it, NOW).report_number
        for call, it in [("c-1", record), ("c-2", {**record, **other})]
    }
    assert len(numbers) == 2


def test_a_car_reported_by_vin_and_then_by_plate_is_one_car(store, record):
    both = {**record, "vin": "LSVAG2180E2100001"}
    first = store.register("c-1", both, NOW)
    by_vin = {**record, "plate": None, "vin": "lsvag2180e2100001"}
    assert store.register("c-2", by_vin, NOW).duplicate_of == first.report_number


def test_withdrawn_and_manual_reports_have_no_number_to_be_a_duplicate_of(store, record):
    store.save_manual("c-1", record, "policy system down", NOW)
    assert store.register("c-2", record, NOW).created


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_twenty_calls_about_one_accident_at_once_give_one_report(database_url, record, pool):
    options = {"mp_context": multiprocessing.get_context("spawn")} if pool is ProcessPoolExecutor else {}
    with pool(3 if options else 20, **options) as workers:
        futures = [workers.submit(register_once, database_url, f"c-{n}", record) for n in range(20)]
        results = [future.result() for future in futures]
    assert len({number for number, _, _ in results}) == 1
    assert [created for _, created, _ in results].count(True) == 1
    store = Store(database_url)
    assert len(store.reports()) == 1
    assert len(store.reports(status="duplicate")) == 19
    assert kinds(store).count("survey") == 1
    store.close()


def test_one_call_repeated_at_once_gives_one_report(database_url, record):
    with ThreadPoolExecutor(8) as workers:
        futures = [workers.submit(register_once, database_url, "c-1", record) for _ in range(8)]
        results = [future.result() for future in futures]
    assert len({number for number, _, _ in results}) == 1
    assert [created for _, created, _ in results].count(True) == 1


def test_many_cars_at_once_get_many_numbers(database_url, record):
    with ThreadPoolExecutor(10) as workers:
        cars = [{**record, "plate": f"京B{n:05d}"} for n in range(40)]
        futures = [workers.submit(register_once, database_url, f"c-{n}", car) for n, car in enumerate(cars)]
        results = [future.result() for future in futures]
    assert len({number for number, _, _ in results}) == 40
    assert all(created for _, created, _ in results)


def test_calls_that_name_one_car_by_different_numbers_do_not_wait_for_each_other_for_ever(
    database_url, record
):
    named = [
        {"plate": "京B12345", "vin": "LSVAG2180E2100001"},
        {"vin": "LSVAG2180E2100001", "engine_no": "CLR123456"},
    ]
    with ThreadPoolExecutor(8) as workers:
        cars = [{**record, "plate": None, **named[n % 2]} for n in range(16)]
        futures = [workers.submit(register_once, database_url, f"c-{n}", car) for n, car in enumerate(cars)]
        results = [future.result() for future in futures]
    assert [created for _, created, _ in results].count(True) == 1


def test_numbers_go_on_over_restarts_and_years(database_url, record):
    made = []
    for n, now in enumerate(
        ["2026-12-31T23:59:59+08:00", "2026-12-31T16:00:01Z", "2026-12-31T23:00:00+08:00"]
    ):
        store = Store(database_url)
        made.append(store.register(f"c-{n}", {**record, "plate": f"京B0000{n}"}, now).report_number)
        store.close()
    assert [number[:2] for number in made] == ["26", "27", "26"]
    assert len(set(made)) == 3


def test_a_manual_record_has_no_number_and_two_tasks(store, record):
    store.begin_call("c-1", "voice", CALLER, NOW)
    for _ in range(2):
        kept = store.save_manual("c-1", record, "policy system down", NOW)
        assert (kept["status"], kept["report_number"]) == ("manual", None)
    assert kinds(store) == ["callback", "manual_entry"]
    assert store.tasks()[0]["detail"]["reason"] == "policy system down"
    assert store.messages() == []
    store.end_call("c-1", NOW)
    call = store.call("c-1")
    assert (call["outcome"], call["report_number"]) == ("manual", None)


def test_a_manual_record_can_still_be_registered_in_its_call(store, record):
    store.save_manual("c-1", record, "policy system down", NOW)
    done = store.register("c-1", record, NOW)
    assert done.created
    open_ = [
        task["kind"] for task in store.tasks(report_number=done.report_number) if task["status"] == "open"
    ]
    assert sorted(open_) == ["callback", "survey"]


def test_a_registered_report_does_not_become_manual(store, record):
    done = store.register("c-1", record, NOW)
    assert store.save_manual("c-1", record, "late fault", NOW) == done.record
    assert kinds(store) == ["callback", "survey"]


def test_reports_are_listed_newest_first_by_plate_time_and_status(store, record):
    for n, day in enumerate([3, 1, 2]):
        car = {**record, "accident_time": f"2026-03-0{day}T09:45+08:00"}
        store.register(f"c-{n}", car, f"2026-03-0{day}T10:00:00+08:00")
    store.begin_call("c-9", "voice", CALLER, "2026-03-04T10:00:00+08:00")
    store.save_draft("c-9", {"plate": "京B12345"})
    assert [it["call_id"] for it in store.reports()] == ["c-9", "c-0", "c-2", "c-1"]
    assert [it["call_id"] for it in store.reports(plate="冀A·6P72Q")] == ["c-0", "c-2", "c-1"]
    assert [it["call_id"] for it in store.reports(since="2026-03-02T10:00:00+08:00")] == ["c-9", "c-0", "c-2"]
    assert [it["call_id"] for it in store.reports(status="draft")] == ["c-9"]
    assert len(store.reports(limit=2)) == 2
