from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

NOW = "2026-03-10T10:05:00+08:00"
LATER = "2026-03-10T10:06:00+08:00"

FORGERIES = [
    "UPDATE history SET \"by\" = 'nobody'",
    "UPDATE history SET detail = '{}' WHERE action = 'register'",
    "DELETE FROM history",
    "DELETE FROM history WHERE id = 1",
]
OF_SQLITE = [
    "INSERT OR REPLACE INTO history (id, at, \"by\", about, action, detail) SELECT 1, at, 'x', about, action, detail FROM history WHERE id = 1"
]
OF_POSTGRESQL = [
    "TRUNCATE history",
    "INSERT INTO history SELECT * FROM history WHERE id = 1 ON CONFLICT (id) DO UPDATE SET \"by\" = 'x'",
]


def test_nothing_in_the_trail_can_be_changed_or_taken_out(store, record):
    number = store.register("c-1", record, NOW).report_number
    before = store.history(report_number=number)
    assert [(it["by"], it["about"], it["action"]) for it in before] == [("bot", "report", "register")]
    of_this = OF_SQLITE if store.engine.dialect.name == "sqlite" else OF_POSTGRESQL
    for forgery in [*FORGERIES, *of_this]:
        with pytest.raises(SQLAlchemyError, match="only added to"), store.engine.begin() as connection:
            connection.execute(text(forgery))
        assert store.history(report_number=number) == before


def test_of_a_report_also_what_was_done_before_it_had_a_number(store, record):
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.save_manual("c-1", record, "保单系统故障", NOW)
    store.end_call("c-1", NOW)
    store.note_on_report("c-1", "王芳", "客户已补充", NOW)
    store.note_on_report("c-1", "王芳", "再联系", NOW)
    number = store.finish_manual("c-1", "王芳", LATER).report_number
    trail = store.history(report_number=" ".join((number[:4], number[4:])))
    assert [(it["about"], it["action"], it["report_number"]) for it in trail] == [
        ("report", "note", None),
        ("report", "note", None),
        ("task", "finish", None),  # that it be entered
        ("report", "register", number),
    ]
    assert trail == store.history(call_id="c-1")
    assert store.history(call_id="c-2") == []
    assert (trail[0]["at"], trail[0]["detail"]) == (NOW, {"text": "客户已补充"})
