from __future__ import annotations

import pytest

START = "2026-03-10T10:00:00+08:00"
END = "2026-03-10T10:04:00+08:00"
SINCE = "2026-03-09T11:00:00+08:00"
CALLER = "13900001101"


@pytest.fixture
def hung_up(store):
    """A call whose caller hung up half way."""
    store.begin_call("c-1", "voice", CALLER, START)
    store.save_draft("c-1", {"channel": "voice", "plate": "冀A6P72Q"})
    store.save_draft("c-1", {"channel": "voice", "plate": "冀A6P72Q", "place": "裕华路"})
    store.end_call("c-1", END)
    return "c-1"


def test_what_was_said_before_hanging_up_is_kept_and_the_caller_called_back(store, hung_up):
    call = store.call(hung_up)
    assert call["outcome"] == "abandoned"
    assert call["report_number"] is None
    assert call["report"]["status"] == "draft"
    assert call["report"]["place"] == "裕华路"
    (task,) = store.tasks(call_id=hung_up)
    assert (task["kind"], task["due_at"]) == ("callback", "2026-03-10T10:54:00+08:00")
    assert task["detail"]["phone"] == CALLER


def test_a_hang_up_at_night_is_called_back_in_the_morning(store):
    store.begin_call("c-1", "voice", CALLER, "2026-03-10T23:00:00+08:00")
    store.save_draft("c-1", {"place": "裕华路"})
    store.end_call("c-1", "2026-03-10T23:01:00+08:00")
    assert store.tasks()[0]["due_at"] == "2026-03-11T09:00:00+08:00"


def test_rescue_and_deaths_do_not_wait_for_the_call_back(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.save_draft(
        "c-1", {"place": "裕华路", "rescue_requested": True, "injuries": {"any": True, "deaths": 1}}
    )
    store.end_call("c-1", END)
    assert {task["kind"] for task in store.tasks()} == {"callback", "rescue", "major_case"}


def test_the_same_caller_finds_the_draft_again(store, hung_up):
    store.begin_call("c-2", "voice", CALLER, "2026-03-10T10:10:00+08:00")
    found = store.draft_of_caller(CALLER, SINCE, but_not="c-2")
    assert found["call_id"] == hung_up
    assert found["started_at"] == START
    assert found["record"]["place"] == "裕华路"


def test_the_draft_of_a_call_that_goes_on_is_its_own(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.save_draft("c-1", {"plate": "冀A6P72Q", "place": "裕华路"})
    assert store.draft_of_caller(CALLER, SINCE, but_not="c-2") is None


def test_nobody_else_finds_it_and_not_after_a_day(store, hung_up):
    assert store.draft_of_caller("13900001102", SINCE) is None
    assert store.draft_of_caller(CALLER, "2026-03-11T10:00:01+08:00") is None
    assert store.draft_of_caller(CALLER, SINCE, but_not=hung_up) is None


def test_a_draft_taken_up_again_is_finished_with_the_new_call(store, hung_up, record):
    store.begin_call("c-2", "voice", CALLER, "2026-03-10T10:10:00+08:00")
    number = store.register("c-2", record, "2026-03-10T10:15:00+08:00").report_number
    assert store.draft_of_caller(CALLER, SINCE) is None
    (old,) = store.tasks(call_id=hung_up)
    assert old["status"] == "done"
    assert {task["status"] for task in store.tasks(report_number=number)} == {"open"}


def test_a_draft_dropped_twice_owes_one_call_back(store, hung_up):
    store.begin_call("c-2", "voice", CALLER, "2026-03-10T10:10:00+08:00")
    store.save_draft("c-2", {"plate": "冀A6P72Q", "place": "裕华路", "description": "追尾"})
    store.end_call("c-2", "2026-03-10T10:12:00+08:00")
    assert [task["call_id"] for task in store.tasks() if task["status"] == "open"] == ["c-2"]
    assert store.draft_of_caller(CALLER, SINCE)["call_id"] == "c-2"


def test_a_draft_about_another_car_stays(store, hung_up, record):
    store.begin_call("c-2", "voice", CALLER, "2026-03-10T10:10:00+08:00")
    store.register("c-2", {**record, "plate": "京B12345"}, "2026-03-10T10:15:00+08:00")
    assert store.tasks(call_id=hung_up)[0]["status"] == "open"


def test_a_draft_never_overwrites_a_registered_report(store, record):
    number = store.register("c-1", record, START).report_number
    store.save_draft("c-1", {"place": "别处"})
    assert store.report(number)["place"] == record["place"]


def test_a_withdrawn_draft_owes_nothing_and_is_not_found_again(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.save_draft("c-1", {"place": "裕华路"})
    store.end_call("c-1", END)
    assert [it["kind"] for it in store.tasks(status="open")] == ["callback"]
    store.withdraw_report("c-1", "王芳", "客户不再报案", END)
    assert store.tasks(status="open") == []
    assert store.draft_of_caller(CALLER, SINCE) is None
    assert store.call("c-1")["report"]["status"] == "withdrawn"


TOW = {"place": "裕华路", "rescue_requested": True}


def test_a_tow_truck_is_on_its_way_before_the_report_is_told_to_its_end(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.save_draft("c-1", TOW)
    store.set_in_motion("c-1", TOW, START)
    (task,) = store.tasks(call_id="c-1")
    assert (task["kind"], task["status"], task["due_at"]) == ("rescue", "open", "2026-03-10T10:05:00+08:00")
    assert task["detail"]["place"] == "裕华路" and task["detail"]["phone"] == CALLER


def test_one_tow_truck_comes_however_often_it_is_told_and_it_learns_where_to(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.set_in_motion("c-1", TOW, START)
    told = TOW | {"plate": "冀A6P72Q", "rescue_to": "南关修理厂", "accident_time": "2026-03-10T09:40+08:00"}
    store.set_in_motion("c-1", told, START)
    number = store.register("c-1", told | {"case_type": "collision_single"}, END).report_number
    (rescue,) = [task for task in store.tasks(report_number=number) if task["kind"] == "rescue"]
    assert rescue["detail"]["rescue_to"] == "南关修理厂"


def test_a_tow_that_is_wanted_later_after_all_is_due_then(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.set_in_motion("c-1", TOW, START)
    later = {"rescue_when": "下午再来", "rescue_not_before": "2026-03-10T15:00+08:00"}
    store.set_in_motion("c-1", TOW | later, START)
    (tow,) = store.tasks(call_id="c-1")
    assert tow["due_at"] == "2026-03-10T15:00:00+08:00"
    assert tow["detail"]["rescue_when"] == "下午再来"


def test_a_tow_truck_that_is_not_wanted_any_more_is_called_off(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.set_in_motion("c-1", TOW, START)
    store.set_in_motion("c-1", TOW | {"rescue_requested": False}, START)
    assert [task["status"] for task in store.tasks(call_id="c-1")] == ["done"]
