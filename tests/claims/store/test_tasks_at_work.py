from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from claims.store import NotFound, Refused

NOW = "2026-03-10T10:05:00+08:00"
LATER = "2026-03-10T10:06:00+08:00"


@pytest.fixture
def survey(store, record):
    number = store.register("c-1", record, NOW).report_number
    return next(it["id"] for it in store.tasks(report_number=number) if it["kind"] == "survey")


def trail(store, task_id):
    return [(it["by"], it["action"]) for it in store.history(task_id=task_id)]


def test_a_task_is_taken_passed_on_given_back_and_finished_and_each_is_in_the_trail(store, survey):
    def do(action, by, **said):
        return store.act_on_task(survey, action, by, LATER, **said)

    assert do("take", "王芳")["assignee"] == "王芳"
    assert do("reassign", "李强", to="赵敏", reason="王芳下班")["assignee"] == "赵敏"
    assert do("note", "赵敏", text="已联系")["status"] == "open"
    assert do("send_back", "赵敏", reason="不在辖区")["assignee"] is None
    assert do("assign", "李强", to="周明")["assignee"] == "周明"
    done = do("finish", "周明", text="已查勘")
    assert (done["status"], done["assignee"]) == ("done", "周明")
    again = do("send_back", "李强", reason="照片不全")
    assert (again["status"], again["assignee"], bool(again["escalate_at"])) == ("open", None, True)
    assert trail(store, survey) == [
        ("王芳", "take"),
        ("李强", "reassign"),
        ("赵敏", "note"),
        ("赵敏", "send_back"),
        ("李强", "assign"),
        ("周明", "finish"),
        ("李强", "send_back"),
    ]
    moved = store.history(task_id=survey)[1]["detail"]
    assert moved == {"kind": "survey", "old": "王芳", "to": "赵敏", "reason": "王芳下班"}


def test_a_task_that_was_not_to_be_done_is_deleted_with_a_reason_and_stays_in_the_trail(store, survey):
    store.act_on_task(survey, "delete", "李强", LATER, reason="重复派工")
    assert survey not in [it["id"] for it in store.tasks()]
    assert [it["id"] for it in store.tasks(status="deleted")] == [survey]
    with pytest.raises(Refused, match="deleted"):
        store.act_on_task(survey, "note", "李强", LATER, text="x")


@pytest.mark.parametrize(
    ("before", "action", "said", "why"),
    [
        ([], "reassign", {"to": "x", "reason": "y"}, "assign it"),
        ([], "send_back", {"reason": "y"}, "nobody has"),
        ([("take", "王芳")], "take", {}, "王芳 has the task"),
        ([("take", "王芳")], "assign", {"to": "x"}, "王芳 has the task"),
        ([("finish", "王芳")], "take", {}, "done"),
        ([("finish", "王芳")], "finish", {}, "done"),
        ([("finish", "王芳")], "delete", {"reason": "y"}, "done"),
    ],
)
def test_what_does_not_fit_its_state_is_refused_and_leaves_no_trail(store, survey, before, action, said, why):
    for done, by in before:
        store.act_on_task(survey, done, by, NOW)
    trail_before = trail(store, survey)
    with pytest.raises(Refused, match=why):
        store.act_on_task(survey, action, "李强", LATER, **said)
    assert trail(store, survey) == trail_before


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("assign", {}),
        ("reassign", {"to": "x"}),
        ("send_back", {"reason": " "}),
        ("note", {}),
        ("delete", {}),
        ("eat", {}),
    ],
)
def test_what_an_action_needs_is_asked_for_by_name(store, survey, action, said):
    with pytest.raises(ValueError, match=r"needed|one of"):
        store.act_on_task(survey, action, "李强", LATER, **said)


def test_a_task_being_told_is_no_task_yet(store):
    store.keep_wish("enquiry", "c-1", None, {"said": "保费"}, NOW)
    with pytest.raises(NotFound):
        store.act_on_task(1, "take", "王芳", NOW)
    assert store.task(1) is None


def test_a_complaint_is_done_when_it_is_closed_or_all_settled_at_once(store):
    first = store.add_task("complaint", "c-1", None, None, {"detail": "态度"}, NOW)
    second = store.add_task("complaint", "c-2", None, None, {"detail": "态度"}, NOW)
    assert store.task(first)["stage_name"] == "answer"
    stages = [store.act_on_task(first, "finish", "王芳", LATER) for _ in range(3)]
    assert [(it["due_at"][:10], it["status"]) for it in stages] == [
        ("2026-03-13", "open"),
        ("2026-03-17", "open"),
        ("2026-03-17", "done"),
    ]
    assert [it["detail"]["stage"] for it in store.history(task_id=first)] == ["answer", "solution", "closing"]
    assert store.act_on_task(second, "finish", "王芳", LATER, settled=True)["status"] == "done"


def test_of_ten_clerks_who_take_a_task_at_once_one_has_it(store, survey):
    def take(number):
        try:
            return store.act_on_task(survey, "take", f"坐席{number}", NOW)["assignee"]
        except Refused:
            return None

    with ThreadPoolExecutor(10) as clerks:
        taken = [it for it in clerks.map(take, range(10)) if it]
    assert len(taken) == 1
    assert [it["action"] for it in store.history(task_id=survey)] == ["take"]
    store.act_on_task(survey, "take", taken[0], NOW)  # taken twice is taken
    assert len(store.history(task_id=survey)) == 1


def test_what_the_desk_adds_is_in_the_trail_and_what_the_bot_adds_is_not(store):
    by_bot = store.add_task("enquiry", "c-1", None, None, {"said": "保费"}, NOW)
    by_desk = store.add_task("survey", "c-1", None, None, {"reason": "补查"}, NOW, by="李强")
    assert trail(store, by_bot) == []
    assert trail(store, by_desk) == [("李强", "add")]
    assert store.add_task("survey", "c-1", None, None, {"reason": "补查"}, LATER, by="李强") == by_desk
    assert trail(store, by_desk) == [("李强", "add")]


def test_late_tasks_go_up_once_a_level_each_in_the_trail(store, survey):
    def level(at):
        store.escalate(at)
        return store.task(survey)["level"]

    assert not store.late_tasks("2026-03-10T10:07:59+08:00")
    assert level("2026-03-10T10:07:59+08:00") == 0
    assert store.late_tasks("2026-03-10T10:08:00+08:00")
    assert [level(f"2026-03-10T10:{at}:00+08:00") for at in ("08", "09", "12", "13", "20")] == [1, 1, 1, 2, 2]
    assert level("2026-03-12T10:00:00+08:00") == 3
    assert store.task(survey)["escalated_to"] == "management"
    steps = [it["detail"]["to"] for it in store.history(task_id=survey)]
    assert steps == ["supervisor", "head", "management"]
    assert {it["by"] for it in store.history(task_id=survey)} == {"worker"}
    assert store.task(survey)["status"] == "open"


def test_what_was_late_for_days_passes_every_level_at_once_and_what_is_done_none(store, survey):
    callback = next(it["id"] for it in store.tasks() if it["kind"] == "callback")
    store.act_on_task(callback, "finish", "王芳", NOW)
    moved = store.escalate("2026-03-20T10:00:00+08:00")
    assert [(it["id"], it["level"]) for it in moved] == [(survey, 3)]
    assert len(store.history(task_id=survey)) == 3
    assert store.escalate("2026-03-20T10:00:00+08:00") == []


def test_workers_at_once_escalate_each_level_once(store, record):
    for number in range(12):
        store.add_task("chaser", f"c-{number}", None, None, {"n": number}, NOW)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: store.escalate("2026-03-10T11:05:00+08:00", limit=5), range(16)))
    assert {it["level"] for it in store.tasks()} == {3}
    assert len([it for it in store.history() if it["action"] == "escalate"]) == 36


def test_what_a_call_tells_later_of_its_complaint_is_added_to_it_and_a_tip_off_is_one_of_its_own(store):
    def told(call_id, **detail):
        return store.add_task("complaint", call_id, None, None, detail, NOW)

    first = told("c-9", complaint_kind="投诉", complaint_detail="骂人", complaint_level="一般")
    again = told("c-9", complaint_detail="我找记者", complaint_level="紧急", level_because=["媒体"])
    tip = told("c-9", complaint_kind="举报", complaint_detail="收红包", complaint_level="重要")
    other = told("c-8", complaint_kind="投诉", complaint_detail="骂人", complaint_level="一般")
    assert first == again and len({first, tip, other}) == 3
    whole = store.task(first)
    assert (
        whole["detail"]["complaint_detail"] == "骂人；我找记者"
        and whole["due_at"] == "2026-03-10T12:05:00+08:00"
    )
    assert store.task(other)["due_at"] == "2026-03-11T10:05:00+08:00"
