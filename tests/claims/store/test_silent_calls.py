"""Calls nobody reports the end of, and wishes nobody told to their end."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

START = "2026-03-10T10:00:00+08:00"
LAST = "2026-03-10T10:03:00+08:00"
END = "2026-03-10T10:04:00+08:00"
CALLER = "13900002207"


@pytest.fixture
def call(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.save_draft("c-1", {"channel": "voice", "plate": "鲁B8K31D"})
    store.log_turn("c-1", None, LAST, "鲁B8K31D", [], None)
    return "c-1"


def in_an_hour():
    return datetime.now(timezone.utc) + timedelta(hours=1)


def test_a_call_nobody_ended_is_ended_as_of_its_last_turn_and_its_caller_called_back(store, call):
    assert store.end_silent_calls(in_an_hour()) == 1
    ended = store.call(call)
    assert (ended["ended_at"], ended["outcome"]) == (LAST, "abandoned")
    (task,) = store.tasks(call_id=call)
    assert (task["kind"], task["due_at"]) == ("callback", "2026-03-10T10:53:00+08:00")
    assert store.end_silent_calls(in_an_hour()) == 0


def test_a_call_that_was_heard_of_goes_on(store, call):
    assert store.end_silent_calls(datetime.now(timezone.utc)) == 0
    assert store.call(call)["ended_at"] is None


def test_the_chat_page_ends_its_own(store):
    store.begin_call("w-1", "web", None, START)
    assert store.end_silent_calls(in_an_hour()) == 0


def test_a_complaint_broken_off_is_a_task_and_the_outcome(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.keep_wish("complaint", "c-1", None, {"wish_said": "我要投诉"}, START)
    store.keep_wish("complaint", "c-1", None, {"wish_said": "我要投诉", "complaint_surname": "纪"}, LAST)
    assert store.tasks(call_id="c-1") == []
    store.end_call("c-1", END)
    (task,) = store.tasks(call_id="c-1")
    assert (task["kind"], task["status"], task["detail"]["complaint_surname"]) == ("complaint", "open", "纪")
    assert store.call("c-1")["outcome"] == "complaint"


def test_a_complaint_told_to_its_end_is_one_task(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.keep_wish("complaint", "c-1", None, {"complaint_surname": "纪"}, START)
    store.add_task(
        "complaint", "c-1", None, None, {"complaint_surname": "纪", "complaint_want": "道歉"}, LAST
    )
    store.set_outcome("c-1", "complaint")
    store.end_call("c-1", END)
    (task,) = store.tasks(call_id="c-1")
    assert task["detail"]["complaint_want"] == "道歉"


def test_a_report_and_a_wish_broken_off_together_are_both_kept(store, call):
    store.keep_wish("enquiry", call, None, {"enquiry": "能用别的修理厂吗"}, LAST)
    store.end_call(call, END)
    assert {task["kind"] for task in store.tasks(call_id=call)} == {"callback", "enquiry"}
    assert store.call(call)["outcome"] == "abandoned"


@pytest.mark.parametrize("before", ["wrong_number", "silent", "complaint"])
def test_a_report_begun_after_all_is_what_the_call_became(store, before):
    store.begin_call("c-1", "voice", CALLER, START)
    store.set_outcome("c-1", before)
    store.save_draft("c-1", {"channel": "voice", "plate": "鲁B8K31D"})
    store.end_call("c-1", END)
    assert store.call("c-1")["outcome"] == "abandoned"
    assert [task["kind"] for task in store.tasks(call_id="c-1")] == ["callback"]


def test_what_was_agreed_stays_when_nothing_more_is_told(store, call):
    store.set_outcome(call, "enquiry")
    store.save_draft(call, {"channel": "voice", "plate": "鲁B8K31D"})
    store.end_call(call, END)
    assert store.call(call)["outcome"] == "enquiry"
    assert store.tasks(call_id=call) == []


def test_a_wish_after_a_wrong_number_is_what_the_call_became(store):
    store.begin_call("c-1", "voice", CALLER, START)
    store.set_outcome("c-1", "wrong_number")
    store.keep_wish("callback", "c-1", None, {"contact_name": "纪小北", "phone": CALLER}, LAST)
    store.end_call("c-1", END)
    assert store.call("c-1")["outcome"] == "callback"


def test_a_call_back_to_no_number_is_nobodys_work(store):
    store.begin_call("w-1", "web", None, START)
    store.save_draft("w-1", {"channel": "web", "plate": "鲁B8K31D"})
    store.keep_wish("callback", "w-1", None, {"message_kind": "person"}, LAST)
    store.end_call("w-1", END)
    assert store.tasks(call_id="w-1") == []
    assert store.call("w-1")["report"]["status"] == "draft"


def test_who_left_a_number_is_called_back(store):
    store.begin_call("w-1", "web", None, START)
    store.save_draft("w-1", {"channel": "web", "plate": "鲁B8K31D", "contact": {"phone": CALLER}})
    store.end_call("w-1", END)
    (task,) = store.tasks(call_id="w-1")
    assert (task["kind"], task["detail"]["contact"]["phone"]) == ("callback", CALLER)
