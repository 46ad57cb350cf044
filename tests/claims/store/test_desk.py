from __future__ import annotations

import pytest

from claims.store import NotFound, Refused

NOW = "2026-03-10T10:05:00+08:00"
LATER = "2026-03-10T10:06:00+08:00"


@pytest.fixture
def number(store, record):
    store.begin_call("c-1", "voice", "13900001102", NOW)
    number = store.register("c-1", record, NOW).report_number
    store.end_call("c-1", NOW)
    return number


def kinds(store):
    return sorted(it["kind"] for it in store.tasks(status="open"))


def test_a_fact_put_right_is_in_the_record_the_trail_and_the_open_tasks(store, number, record):
    changed = store.put_right("c-1", "contact.phone", "13900009999", "王芳", "客户来电更正", LATER)
    assert changed["contact"] == {"name": "刘建民", "phone": "13900009999"}
    assert {k: v for k, v in store.report(number).items() if k in record and k != "contact"} == {
        k: v for k, v in record.items() if k != "contact"
    }
    told = store.history(report_number=number)[-1]
    assert (told["by"], told["action"]) == ("王芳", "correct")
    assert told["detail"] == {
        "field": "contact.phone",
        "old": "13900001101",
        "new": "13900009999",
        "reason": "客户来电更正",
    }
    assert {it["detail"]["contact"]["phone"] for it in store.tasks(report_number=number)} == {"13900009999"}


def test_a_plate_put_right_is_found_by_and_the_wrong_one_is_not(store, number):
    store.put_right("c-1", "plate", "冀A6P72S", "王芳", "听错", LATER)
    assert [it["report_number"] for it in store.reports(plate="冀A6P72S")] == [number]
    assert store.reports(plate="冀A6P72Q") == []


def test_a_fact_that_changes_what_is_owed_adds_it_once(store, number):
    assert kinds(store) == ["callback", "survey"]
    store.put_right("c-1", "injuries.deaths", 1, "王芳", "交警通知", LATER)
    store.put_right("c-1", "rescue_requested", True, "王芳", "客户要求", LATER)
    store.put_right("c-1", "injuries.deaths", 2, "王芳", "交警通知", LATER)
    assert kinds(store) == ["callback", "major_case", "rescue", "survey"]
    survey = next(it["id"] for it in store.tasks() if it["kind"] == "survey")
    store.act_on_task(survey, "finish", "王芳", LATER)
    store.put_right("c-1", "place", "槐安路", "王芳", "听错", LATER)
    assert "survey" not in kinds(store)  # what is done is not owed again


def test_what_two_clerks_put_right_at_once_is_not_lost(store, number):
    store.put_right("c-1", "place", "槐安路", "王芳", "听错", LATER)
    with pytest.raises(Refused, match="place has been changed"):
        store.put_right(
            "c-1", "place", "中山路", "李强", "听错", LATER, was="石家庄裕华路往东快到体育大街那个路口"
        )
    assert store.report(number)["place"] == "槐安路"
    store.put_right("c-1", "place", "槐安路", "王芳", "听错", LATER)
    assert [it["action"] for it in store.history(report_number=number)] == ["register", "correct"]


def test_without_a_reason_or_a_report_nothing_is_put_right(store, number):
    with pytest.raises(ValueError, match="reason"):
        store.put_right("c-1", "place", "槐安路", "王芳", " ", LATER)
    with pytest.raises(NotFound):
        store.put_right("c-9", "place", "槐安路", "王芳", "x", LATER)


def test_a_report_that_is_still_being_told_is_the_callers(store, record):
    store.begin_call("c-2", "voice", "13900001102", NOW)
    store.save_draft("c-2", record)
    for change in (
        lambda: store.put_right("c-2", "place", "槐安路", "王芳", "x", LATER),
        lambda: store.finish_manual("c-2", "王芳", LATER),
        lambda: store.withdraw_report("c-2", "王芳", "x", LATER),
    ):
        with pytest.raises(Refused, match="still telling"):
            change()
    store.note_on_report("c-2", "王芳", "正在通话", LATER)


def test_a_report_kept_by_hand_gets_its_number_its_tasks_and_its_message_once(store, record):
    store.begin_call("c-1", "voice", "13900001102", NOW)
    store.save_manual("c-1", record, "保单系统故障", NOW)
    store.end_call("c-1", NOW)
    assert kinds(store) == ["callback", "manual_entry"]
    done = store.finish_manual("c-1", "王芳", LATER, lambda it: {**it, "coverage": {"verdict": "covered"}})
    again = store.finish_manual("c-1", "李强", LATER)
    assert (done.created, again.created) == (True, False)
    assert done.report_number == again.report_number
    report = store.report(done.report_number)
    assert (report["status"], report["registered_at"], report["coverage"]["verdict"]) == (
        "registered",
        LATER,
        "covered",
    )
    assert kinds(store) == ["callback", "survey"]
    (message,) = store.messages(report_number=done.report_number)
    assert (message["to"], message["status"]) == ("13900001102", "queued")
    assert store.call("c-1")["outcome"] == "registered"
    trail = [(it["by"], it["about"], it["action"]) for it in store.history(report_number=done.report_number)]
    assert trail == [("王芳", "task", "finish"), ("王芳", "report", "register")]


def test_what_a_report_cannot_do_without_is_asked_for_before_it_gets_a_number(store, record):
    store.begin_call("c-1", "voice", "13900001102", NOW)
    store.save_draft("c-1", {"channel": "voice", "case_type": "scratch", "accident_time": NOW})
    store.end_call("c-1", NOW)
    with pytest.raises(Refused, match="lacks place, plate"):
        store.finish_manual("c-1", "王芳", LATER)
    store.put_right("c-1", "place", "裕华路", "王芳", "回电补充", LATER)
    store.put_right("c-1", "plate", "冀A6P72Q", "王芳", "回电补充", LATER)
    assert store.finish_manual("c-1", "王芳", LATER).created


def test_one_entered_by_hand_of_an_accident_on_file_is_a_duplicate(store, number, record):
    store.begin_call("c-2", "voice", "13900001103", NOW)
    store.save_manual("c-2", record, "保单系统故障", NOW)
    store.end_call("c-2", NOW)
    assert store.finish_manual("c-2", "王芳", LATER).duplicate_of == number


def test_a_withdrawn_report_keeps_its_number_and_is_owed_nothing(store, number):
    assert store.withdraw_report("c-1", "王芳", "客户书面撤案", LATER)["status"] == "withdrawn"
    assert store.report(number)["status"] == "withdrawn"
    assert kinds(store) == []
    for change in (
        lambda: store.withdraw_report("c-1", "王芳", "x", LATER),
        lambda: store.put_right("c-1", "place", "槐安路", "王芳", "x", LATER),
        lambda: store.finish_manual("c-1", "王芳", LATER),
    ):
        with pytest.raises(Refused, match="withdrawn"):
            change()
    _, withdrawn, *closed = store.history(report_number=number)
    assert withdrawn["detail"] == {"was": "registered", "reason": "客户书面撤案"}
    assert sorted((it["action"], it["detail"]["kind"]) for it in closed) == [
        ("finish", "callback"),
        ("finish", "survey"),
    ]


def test_somebody_is_rung_back_at_the_number_given_or_the_callers(store, number):
    first = store.ring_back("c-1", "王芳", LATER, reason="核实地点")
    assert store.ring_back("c-1", "王芳", LATER, reason="核实地点") == first
    other = store.ring_back("c-1", "王芳", LATER, to="13900009999")
    phones = {store.task(it)["detail"]["phone"] for it in (first, other)}
    assert phones == {"13900001102", "13900009999"}
    made = store.task(first)
    assert (made["kind"], made["due_at"], made["ring_at"], made["report_number"]) == (
        "callback",
        LATER,
        LATER,
        number,
    )
