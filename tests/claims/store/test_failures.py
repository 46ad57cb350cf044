from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import event, text

from claims.store import Store, StoreUnavailable

NOW = "2026-03-10T10:05:00+08:00"
ROOT = Path(__file__).parents[3]

DYING = """
    import json, os, sys
    from claims.store import Store

    url, moment, record = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    store = Store(url)
    store.begin_call("c-1", "voice", "13900001101", "2026-03-10T10:00:00+08:00")
    commit = store.engine.dialect.do_commit

    def die(connection):
        if moment == "after":
            commit(connection)
        os._exit(9)

    store.engine.dialect.do_commit = die
    store.register("c-1", record, "2026-03-10T10:05:00+08:00")
"""


@pytest.mark.parametrize(("moment", "kept"), [("before", 0), ("after", 1)])
def test_a_crash_at_the_commit_and_the_call_replayed_give_one_number(
    store, database_url, record, moment, kept
):
    script = [sys.executable, "-c", textwrap.dedent(DYING), database_url, moment, json.dumps(record)]
    assert subprocess.run(script, cwd=ROOT, check=False).returncode == 9
    assert len(store.reports()) == len(store.messages()) == kept
    assert len(store.tasks()) == 2 * kept
    done = store.register("c-1", record, NOW)
    assert done.created is not bool(kept)
    assert [it["report_number"] for it in store.reports()] == [done.report_number]
    assert len(store.messages()) == 1
    assert len(store.tasks()) == 2


@pytest.mark.parametrize("table", ["counters", "tasks", "messages", "calls"])
def test_a_failure_anywhere_in_a_registration_leaves_nothing_of_it(store, record, table):
    store.begin_call("c-1", "voice", None, NOW)

    def fail(connection, cursor, statement, parameters, *_):
        if f"INTO {table}" in statement or f"UPDATE {table}" in statement:
            return "SELECT * FROM no_such_table", ()
        return statement, parameters

    event.listen(store.engine, "before_cursor_execute", fail, retval=True)
    with pytest.raises(StoreUnavailable):
        store.register("c-1", record, NOW)
    event.remove(store.engine, "before_cursor_execute", fail)
    assert (store.reports(), store.tasks(), store.messages()) == ([], [], [])
    assert store.register("c-1", record, NOW).created


def test_a_locked_database_is_told_of_and_works_again_when_free(tmp_path, record):
    url = f"sqlite:///{tmp_path}/claims.db"
    store = Store(url)
    store.migrate()
    holder = sqlite3.connect(tmp_path / "claims.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        store.register("c-1", record, NOW)
    assert store.reports() == []  # reading does not wait for a writer
    holder.execute("ROLLBACK")
    assert store.register("c-1", record, NOW).created
    store.close()


def test_a_report_held_up_on_postgresql_is_told_of_within_seconds(postgres, empty_postgres, record):
    store = Store(empty_postgres)
    store.migrate()
    with store.engine.begin() as holder:
        holder.execute(text("LOCK TABLE counters IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreUnavailable):
            store.register("c-1", record, NOW)
    assert store.register("c-1", record, NOW).created
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:////proc/nowhere/claims.db",
        "mysql://localhost/claims",
        "nonsense",
        "postgresql://nobody@127.0.0.1:1/claims",
    ],
)
def test_a_database_out_of_reach_is_one_kind_of_error(url, record):
    with pytest.raises(StoreUnavailable):
        Store(url).register("c-1", record, NOW)


def test_a_database_without_tables_and_a_file_that_is_none_are_told_of(tmp_path, record):
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path}/empty.db").register("c-1", record, NOW)
    (tmp_path / "corrupt.db").write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path}/corrupt.db").register("c-1", record, NOW)
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path}/corrupt.db").migrate()


def test_an_error_tells_nothing_about_the_caller(tmp_path, record):
    with pytest.raises(StoreUnavailable) as caught:
        Store(f"sqlite:///{tmp_path}/empty.db").register("c-1", record, NOW)
    chain: BaseException | None = caught.value
    while chain is not None:
        assert "冀A6P72Q" not in str(chain)
        assert "13900001101" not in str(chain)
        chain = chain.__cause__ or chain.__context__


NASTY = [
    "a\0b",
    "\ud83d",
    "\ud83d\ude00",
    "😀" * 3,
    "长" * 100_000,
    "'; DROP TABLE reports; --",
    "%s {0} :x",
    "",
]


@pytest.mark.parametrize(
    "said", NASTY, ids=["nul", "half", "pair", "emoji", "long", "sql", "format", "empty"]
)
def test_whatever_is_said_can_be_stored(store, said):
    record = {
        "plate": said,
        "vin": said,
        "policy_no": said,
        "place": said,
        said: {"x": [said, float("nan"), float("inf"), 10**30]},
        "injuries": None,
        "contact": {"phone": said},
    }
    store.begin_call("c-1", said, said, NOW)
    store.log_turn("c-1", said, NOW, said, [{"id": said, "text": said}], {"say": said})
    store.save_draft("c-1", record)
    done = store.register("c-1", record, NOW)
    assert done.created
    store.add_task("enquiry", said or "c-1", said, None, {"question": said}, NOW)
    assert store.report(done.report_number) == done.record
    assert store.reports(plate=said or None)
    assert store.find_duplicate(record, "c-2", NOW) is None or len(said) > 4
    store.report(said)
    store.call(said)
    store.draft_of_caller(said, NOW)
    store.end_call("c-1", NOW)


def test_call_ids_too_long_for_an_index_stay_apart(store):
    for end in "ab":
        store.begin_call("c" * 5000 + end, "voice", None, NOW)
    assert len(store.calls()) == 2
