"""What a list leaves out when it is too long: never what is newest, and of open tasks never what is due next."""

from __future__ import annotations

from datetime import timedelta

from claims.clock import moment

NOW = moment("2026-03-10T10:05:00+08:00")


def filed(store, record, many):
    """Register so many reports, a minute apart, and return their numbers, the oldest first."""
    numbers = []
    for nth in range(many):
        at = NOW + timedelta(minutes=nth)
        store.begin_call(f"c-{nth}", "voice", f"1390000{nth:04}", at)
        told = {**record, "plate": f"冀A{nth:05}", "policy_no": f"P{nth}"}
        numbers.append(store.register(f"c-{nth}", told, at).report_number)
    return numbers


def test_reports_and_messages_are_cut_to_the_newest(store, record):
    numbers = filed(store, record, 4)
    newest = numbers[:1:-1]
    assert [it["report_number"] for it in store.reports(limit=2)] == newest
    assert [it["report_number"] for it in store.find_reports(limit=2)] == newest
    assert [it["report_number"] for it in store.messages(limit=2)] == newest
    assert [it["report_number"] for it in store.messages(status="queued", skip=2, limit=1)] == [numbers[1]]


def test_a_call_of_whose_beginning_nothing_was_heard_stands_where_it_was_first_heard_of(store, record):
    filed(store, record, 3)
    for call in ("lost", "silent"):
        store.set_outcome(call, "silent")
    store.log_turn("lost", None, NOW + timedelta(seconds=90), "喂", [])
    store.end_call("lost", NOW + timedelta(hours=2))
    store.end_call("silent", NOW + timedelta(seconds=30))
    for listed in (store.calls(), store.ledger()):
        assert [it["call_id"] for it in listed] == ["c-2", "lost", "c-1", "silent", "c-0"]


def test_open_tasks_are_cut_to_those_due_next_and_others_to_the_newest(store):
    due = [NOW + timedelta(hours=hours) for hours in (3, 1, 2)]
    ids = [store.add_task("enquiry", None, None, at, {"nth": str(at)}, NOW) for at in due]
    assert [it["id"] for it in store.tasks(status="open", limit=2)] == [ids[1], ids[2]]
    assert [it["id"] for it in store.tasks(status="open", skip=2, limit=2)] == [ids[0]]
    for task in ids:
        store.act_on_task(task, "finish", "王芳", NOW)
    assert [it["id"] for it in store.tasks(status="done", limit=2)] == ids[:0:-1]
    late = store.add_task("enquiry", None, None, NOW + timedelta(days=9), {}, NOW)
    assert [it["id"] for it in store.tasks()] == [late, *ids[::-1]]


def test_tasks_of_nobody_are_found_behind_those_somebody_has(store):
    mine = [store.add_task("enquiry", None, None, NOW, {"nth": nth}, NOW) for nth in range(3)]
    for task in mine[:2]:
        store.act_on_task(task, "take", "王芳", NOW)
    assert [it["id"] for it in store.tasks(taken=False, limit=1)] == mine[2:]


def test_a_long_history_keeps_its_newest_lines(store, record):
    filed(store, record, 1)
    for nth in range(4):
        store.note_on_report("c-0", "王芳", f"第{nth}条", NOW)
    assert [it["detail"]["text"] for it in store.history(call_id="c-0", limit=2)] == ["第2条", "第3条"]
