"""Reports are found by half of what a clerk remembers: on both databases, at every stage of a report, and without reading them all."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from claims.store import Store
from claims.store.migrate import migrate

NOW = "2026-03-10T10:05:00+08:00"


def found(store, words):
    return [it["call_id"] for it in store.find_reports(words)]


def test_a_report_is_found_by_its_number_whatever_was_put_right(store, record):
    store.begin_call("c-1", "voice", "13900001102", NOW)
    store.save_draft("c-1", record)
    assert found(store, "6P72") == ["c-1"]
    number = store.register("c-1", record, NOW).report_number
    store.end_call("c-1", NOW)
    for words in (number, number[3:9], f"6p7 {number[-5:]}", "刘建 1101"):
        assert found(store, words) == ["c-1"], words
    store.put_right("c-1", "plate", "冀A6P73Q", "王芳", "听错", NOW)
    assert found(store, f"6P73 {number[2:8]}") == ["c-1"]
    assert found(store, "6P72") == []


def test_another_call_about_it_is_found_by_the_same_number(store, record):
    for call in ("c-1", "c-2"):
        store.begin_call(call, "voice", "13900001102", NOW)
        number = store.register(call, record, NOW).report_number
    duplicates = store.find_reports(number[4:10], status="duplicate")
    assert [it["call_id"] for it in duplicates] == ["c-2"]


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request, tmp_path):
    """A database from before the desk had pages, with a report in it."""
    url = f"sqlite:///{tmp_path}/claims.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres")
    migrate(url, "0005")
    store = Store(url)
    with store.engine.begin() as connection:
        for row in (
            "INSERT INTO calls (call_id, started_at) VALUES ('c-1', '2026-02-10 02:05:00')",
            "INSERT INTO reports (call_id, report_number, status, plate, record) VALUES ('c-1', '268898621781', 'registered', '冀A6P72Q',"
            """ '{"plate": "冀A6P72Q", "case_type": "flood", "contact": {"name": "刘建民", "phone": "13900001101"}}')""",
        ):
            connection.exec_driver_sql(row)
    yield store
    store.close()


def test_reports_from_before_the_pages_are_found_like_any_other(old):
    old.migrate()
    for words in ("6P72", "98621", "刘建民", "1101", "建民 8898"):
        assert found(old, words) == ["c-1"], words
    assert [it["call_id"] for it in old.find_reports(case_type="flood")] == ["c-1"]


def test_half_a_word_is_looked_for_in_the_index_alone(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/claims.db")
    store.migrate()
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *about: asked.append(about[2:4]))
    store.find_reports("6P72 1101")
    query, values = next(it for it in asked if "LIKE" in it[0])
    with store.engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
    assert any("COVERING INDEX ix_reports_search" in line for line in plan), plan
    store.close()
