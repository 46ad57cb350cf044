from __future__ import annotations

import pytest

START = "2026-03-10T10:00:00+08:00"
LATER = "2026-03-10T10:00:07+08:00"
END = "2026-03-10T10:04:00+08:00"
ASKED = [{"id": "A-02", "text": "请问您的车牌号是多少？"}]


@pytest.fixture
def call(store):
    store.begin_call("c-1", "voice", "13900001101", START)
    return "c-1"


def test_a_call_has_the_shape_of_the_contract(store, call):
    store.log_turn(call, "t1", START, None, [{"id": "A-01", "text": "您好"}, *ASKED], {"say": []})
    store.log_turn(call, "t2", LATER, "冀A六P七二Q", [], {"say": []})
    assert store.call(call) == {
        "call_id": "c-1",
        "channel": "voice",
        "from": "13900001101",
        "started_at": START,
        "ended_at": None,
        "outcome": None,
        "report_number": None,
        "report": None,
        "transcript": [
            {"who": "bot", "text": "您好", "at": START},
            {"who": "bot", "text": "请问您的车牌号是多少？", "at": START},
            {"who": "caller", "text": "冀A六P七二Q", "at": LATER},
        ],
    }


def test_there_is_nothing_of_a_call_that_never_was(store):
    assert store.call("c-0") is None
    assert store.answer_of("c-0", "t1") is None
    store.end_call("c-0", END)
    assert store.call("c-0") is None


def test_a_repeated_turn_gives_the_first_answer_and_is_written_once(store, call):
    assert store.log_turn(call, "t1", START, "喂", ASKED, {"say": ["first"]}) is True
    assert store.log_turn(call, "t1", LATER, "喂喂", ASKED, {"say": ["second"]}) is False
    assert store.answer_of(call, "t1") == {"say": ["first"]}
    assert [line["text"] for line in store.call(call)["transcript"]] == ["喂", ASKED[0]["text"]]


def test_turns_without_an_id_are_all_kept(store, call):
    for _ in range(2):
        store.log_turn(call, None, LATER, "喂", [], None)
    assert len(store.call(call)["transcript"]) == 2


def test_beginning_again_adds_only_what_was_missing(store, call):
    store.begin_call(call, "web", "13900009999", LATER)
    known = store.call(call)
    assert (known["channel"], known["from"], known["started_at"]) == ("voice", "13900001101", START)
    store.log_turn("c-2", "t1", LATER, "喂", [], None)
    store.begin_call("c-2", "voice", "13900001102", START)
    assert store.call("c-2")["from"] == "13900001102"


def test_the_outcome_is_shown_when_the_call_has_ended(store, call):
    store.set_outcome(call, "transferred")
    assert store.call(call)["outcome"] is None
    assert not store.has_ended(call)
    store.end_call(call, END)
    assert store.has_ended(call)
    assert store.call(call)["outcome"] == "transferred"
    assert store.call(call)["ended_at"] == END


def test_a_call_ends_once(store, call):
    store.save_draft(call, {"plate": "冀A6P72Q"})
    store.end_call(call, END)
    before = store.call(call), store.tasks()
    store.end_call(call, "2026-03-10T11:00:00+08:00")
    store.set_outcome(call, "silent")
    assert (store.call(call), store.tasks()) == before


def test_a_call_with_no_word_about_an_accident_owes_nobody_anything(store, call):
    store.save_draft(
        call, {"channel": "voice", "reporter": {"phone": "13900001101"}, "own_damage": [], "flags": []}
    )
    store.end_call(call, END)
    assert store.call(call)["outcome"] == "abandoned"
    assert store.tasks() == []


def test_a_call_that_came_to_something_owes_no_call_back(store, call):
    store.save_draft(call, {"place": "裕华路"})
    store.set_outcome(call, "transferred")
    store.end_call(call, END)
    assert store.call(call)["outcome"] == "transferred"
    assert store.tasks() == []


def test_an_outcome_the_contract_does_not_know_is_refused(store, call):
    with pytest.raises(ValueError, match="happy"):
        store.set_outcome(call, "happy")


@pytest.mark.parametrize("first", ["registered", "duplicate"])
def test_nothing_said_afterwards_takes_back_a_registration(store, call, first):
    store.set_outcome(call, first)
    store.set_outcome(call, "enquiry")
    store.end_call(call, END)
    assert store.call(call)["outcome"] == first


def test_a_task_repeated_with_its_turn_is_one_task(store, call):
    detail = {"surname": "刘", "want": "尽快查勘"}
    first = store.add_task("complaint", call, None, None, detail, START)
    assert store.add_task("complaint", call, None, None, detail, LATER) == first
    assert store.add_task("enquiry", call, None, None, {"question": "石先生问几点来"}, LATER) != first
    assert store.add_task("callback", call, None, None, {"phone": "1"}, START) == store.add_task(
        "callback", call, None, None, {"phone": "1"}, LATER
    )
    complaint = store.tasks(call_id=call)[-1]
    assert complaint["due_at"] == "2026-03-11T10:00:00+08:00"
    assert len(store.tasks()) == 3


def test_a_task_may_be_given_its_own_time_and_no_call(store):
    store.add_task("callback", None, "268898621781", "2026-03-10T15:00:00+08:00", None, START)
    (task,) = store.tasks(report_number="2688 9862 1781")
    assert (task["due_at"], task["status"], task["call_id"]) == ("2026-03-10T15:00:00+08:00", "open", None)


def test_what_is_told_later_of_one_grievance_is_added_to_its_task(store, call):
    first = store.add_task("complaint", call, None, None, {"complaint_detail": "没人来"}, START)
    again = store.add_task("complaint", call, None, None, {"complaint_detail": "电话也没人打"}, LATER)
    (complaint,) = store.tasks(call_id=call, kind="complaint")
    assert first == again == complaint["id"]
    assert "没人来" in complaint["detail"]["complaint_detail"]
    assert "电话也没人打" in complaint["detail"]["complaint_detail"]
