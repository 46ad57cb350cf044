"""The sums the figures are made of, counted by hand: on both databases, up to the second."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import moment
from claims.store.figures import Numbered
from desk.pages.figures import figures

NOW = moment("2026-03-10T23:58:30+08:00")
SPAN = (NOW - timedelta(days=1), NOW + timedelta(days=1))


@pytest.fixture
def month(store, record):
    """Five calls about midnight, and one before the time."""

    def call(name, began, lasted, channel="voice"):
        store.begin_call(name, channel, "13900001101", NOW + began)
        if lasted is not None:
            store.end_call(name, NOW + began + lasted)

    def report(nth, began, after, lasted, case="glass"):
        told = {**record, "plate": f"冀A0000{nth}", "policy_no": f"P{nth}", "case_type": case}
        store.begin_call(f"r-{nth}", "voice", f"1390000110{nth}", NOW + began)
        store.register(f"r-{nth}", told, NOW + began + after)
        store.end_call(f"r-{nth}", NOW + began + lasted)

    second, minute = timedelta(seconds=1), timedelta(minutes=1)
    report(1, timedelta(), 3 * minute, 5 * minute)
    report(2, minute, 3 * minute + timedelta(milliseconds=1), 5 * minute + second, "flood")
    report(3, 2 * minute, 29 * second, 2 * minute)
    report(4, -timedelta(days=2), minute, 2 * minute)
    store.begin_call("broke-off", "web", None, NOW)
    store.log_turn("broke-off", None, NOW, "喂", [{"id": "utter_question_place", "text": "在什么地点？"}])
    store.end_call("broke-off", NOW + minute)
    call("goes-on", 3 * minute, None)
    store.put_right("r-1", "place", "中山路", "李敏", "听错", NOW)
    store.put_right("r-2", "place", "中山路", "李敏", "听错", NOW)
    return store


def test_calls_reports_and_corrections(month):
    sums = month.sums(*SPAN, NOW)
    began = NOW.replace(minute=0, second=0)
    assert sums.hours == {began: 3, began + timedelta(hours=1): 2}
    assert sums.channels == {"voice": 4, "web": 1}
    assert sums.outcomes == {"registered": 3, "abandoned": 1}
    assert (sums.ended, sums.short) == (4, 3)
    assert sorted(sums.numbered, key=lambda it: it.seconds) == [
        Numbered("glass", 29.0, True),
        Numbered("glass", 180.0, True),
        Numbered("flood", 180.001, True),
    ]
    assert sums.broke_off == {("在什么地点？", "utter_question_place"): 1}
    assert sums.corrections == {"place": 2}
    shown = figures(sums)
    assert dict(shown["sums"])["3 分钟内给出报案号"] == "67% （2/3）"
    assert shown["days"] == [("03-10", 3), ("03-11", 2)]
    assert shown["seconds"][0] == ("0分", 1)
    assert shown["drop_offs"] == [("出险地点", 1)]


def test_a_report_numbered_after_its_call_is_not_the_bots(store, record):
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.save_manual("c-1", record, "保单系统故障", NOW)
    store.end_call("c-1", NOW + timedelta(minutes=2))
    store.finish_manual("c-1", "李敏", NOW + timedelta(minutes=40))
    assert [it.by_bot for it in store.sums(*SPAN, NOW).numbered] == [False]


@pytest.mark.parametrize(("late", "met"), [(timedelta(), 1), (timedelta(seconds=1), 0)])
@pytest.mark.parametrize(("kind", "within"), [("survey", 3), ("callback", 60)])
def test_a_task_is_done_in_time_up_to_the_last_second(store, kind, within, late, met):
    noon = NOW.replace(hour=12)
    task = store.add_task(kind, None, None, None, {}, noon)
    store.act_on_task(task, "finish", "李敏", noon + timedelta(minutes=within) + late)
    assert store.sums(*SPAN, NOW).deadlines == {kind: (met, 1)}


def test_what_is_open_and_in_time_is_not_judged(store):
    for kind in ("survey", "rescue", "callback"):
        store.add_task(kind, None, None, None, {}, NOW)
    assert store.sums(*SPAN, NOW + timedelta(minutes=4)).deadlines == {"survey": (0, 1)}


def test_messages_sent_as_promised(store, record):
    for nth, after in enumerate((0, 60, 61, None)):
        told = {**record, "plate": f"冀A0000{nth}", "policy_no": f"P{nth}"}
        store.begin_call(f"c-{nth}", "voice", f"1390000110{nth}", NOW)
        store.register(f"c-{nth}", told, NOW)
        if after is not None:
            at = NOW + timedelta(seconds=after)
            (message,) = store.claim_messages("w", NOW, timedelta(seconds=90))
            store.message_sent(message["id"], "w", at)
    sums = store.sums(*SPAN, NOW)
    assert (sums.messages, sums.in_time) == (4, 2)
