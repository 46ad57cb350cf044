"""Lines that are labelled, to be learnt from."""

from __future__ import annotations

import pytest

from claims.store import NotFound

NOW, LATER = "2026-03-10T10:05:00+08:00", "2026-03-10T10:06:00+08:00"


@pytest.fixture
def lines(store):
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.log_turn("c-1", None, NOW, None, [{"id": "A-02", "text": "请问您的车牌号是多少？"}])
    store.log_turn("c-1", None, NOW, "差不离儿吧", [{"id": "K-08", "text": "对不起，请您再说一遍好吗？"}])
    return [it["seq"] for it in store.web.lines("c-1")]


def test_a_line_has_one_label_which_may_change_or_go(store, lines):
    said = lines[1]
    store.label_line(said, "deny", "孙立", NOW)
    store.label_line(said, "affirm", "吴刚", LATER)
    (row,) = store.labelled()
    assert (row["text"], row["label"], row["by"], row["at"]) == ("差不离儿吧", "affirm", "吴刚", LATER)
    assert store.labels_of(lines) == {said: "affirm"}
    store.label_line(said, None, "吴刚", LATER)
    assert store.labelled() == [] and store.labels_of(lines) == {}
    trail = [(it["by"], it["action"], it["detail"]) for it in store.history(call_id="c-1")]
    assert trail == [
        ("孙立", "label", {"label": "deny"}),
        ("吴刚", "label", {"label": "affirm"}),
        ("吴刚", "label", {}),
    ]


def test_only_what_a_caller_said_is_labelled(store, lines):
    for line in (lines[0], 999_999):
        with pytest.raises(NotFound):
            store.label_line(line, "affirm", "孙立", NOW)
    assert store.line(999_999) is None
    assert store.line(lines[1])["call_id"] == "c-1"


def test_what_people_put_right_is_found_by_call(store, lines, record):
    store.register("c-1", record, NOW)
    store.end_call("c-1", NOW)
    store.put_right("c-1", "place", "中山路", "李敏", "听错", NOW)
    found = store.corrections_of(["c-1", "c-2"])
    assert [(it["field"], it["new"]) for it in found["c-1"]] == [("place", "中山路")]
    assert store.corrections_of([]) == {}
