"""Card numbers do not stand in the database, and are read by whoever has its key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from claims.level_one import Sealer
from claims.store import Store, models
from claims.store import migrate as migrations
from claims.store.engine import transaction
from claims.store.migrate import migrate

NOW = "2026-03-10T10:05:00+08:00"
ID, CARD = "110105199003071233", "4111 1111 1111 1111"
SAID = f"身份证{ID}，打到{CARD}，我手机13900001101"


def everything(store):
    with store.engine.connect() as connection:
        tables = inspect(store.engine).get_table_names()
        rows = {it: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {it}"))] for it in tables}
    return json.dumps(rows, ensure_ascii=False, default=str)


@pytest.fixture
def told(store, record):
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.log_turn("c-1", "1", NOW, SAID, [{"id": None, "text": "好的"}], {"say": [SAID]})
    store.register("c-1", {**record, "also_said": [SAID]}, NOW)
    store.end_call("c-1", NOW)
    store.add_task("complaint", "c-1", None, None, {"complaint_detail": SAID}, NOW)
    store.note_on_report("c-1", "李敏", SAID, NOW)
    store.keep_callback("c-1", "closing_callback", None, "reached", {"remarks": {"not_good": SAID}}, NOW)
    return store


def read(store):
    """Return what was said, wherever it is kept."""
    call = store.call("c-1")
    answered = [call["callback"]["answers"]["remarks"]["not_good"]] if "callback" in call else []
    return [
        *answered,
        call["transcript"][0]["text"],
        call["report"]["also_said"][0],
        store.answer_of("c-1", "1")["say"][0],
        store.tasks(kind="complaint")[0]["detail"]["complaint_detail"],
        store.history(call_id="c-1")[-1]["detail"]["text"],
    ]


def test_no_card_number_stands_in_the_database(told):
    found = everything(told)
    assert ID not in found and CARD not in found and "13900001101" in found
    assert read(told) == [SAID] * 6


def test_another_key_reads_all_but_the_numbers(told, monkeypatch):
    monkeypatch.setattr(models, "sealer", lambda: Sealer("another"))
    for it in read(told):
        assert "我手机13900001101" in it and ID not in it and CARD not in it


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("empty_postgres")
    return f"sqlite:///{tmp_path}/claims.db"


@pytest.fixture
def old(empty_url):
    """A database from before there was a seal, with card numbers in it."""
    migrate(empty_url, "0006")
    store = Store(empty_url)
    told = json.dumps(
        {"also_said": [SAID], "text": SAID, "complaint_detail": SAID, "say": [SAID]}, ensure_ascii=False
    )
    with store.engine.begin() as connection:
        for row in (
            "CREATE TABLE events (id INTEGER, sender_id VARCHAR(255), data TEXT)",
            f"INSERT INTO events VALUES (1, 'c-1', '{json.dumps({'text': SAID})}')",
            "INSERT INTO calls (call_id) VALUES ('c-1')",
            f"INSERT INTO transcript (call_id, who, text, at) VALUES ('c-1', 'caller', '{SAID}', '2026-03-10 02:05:00')",
            f"INSERT INTO turns (call_id, turn_id, answer) VALUES ('c-1', '1', '{told}'), ('c-1', '2', NULL)",
            f"INSERT INTO reports (call_id, status, record) VALUES ('c-1', 'draft', '{told}')",
            "INSERT INTO tasks (kind, call_id, created_at, due_at, status, detail)"
            f" VALUES ('complaint', 'c-1', '2026-03-10 02:05:00', '2026-03-10 02:05:00', 'open', '{told}')",
            'INSERT INTO history (at, "by", about, action, call_id, detail)'
            f" VALUES ('2026-03-10 02:05:00', '李敏', 'report', 'note', 'c-1', '{told}')",
        ):
            connection.exec_driver_sql(row)
    yield store
    store.close()


def test_what_was_kept_before_is_sealed(old):
    assert ID in everything(old)
    old.migrate()
    found = everything(old)
    assert ID not in found and CARD not in found
    assert read(old) == [SAID] * 5
    with old.engine.connect() as connection:
        (data,) = connection.execute(text("SELECT data FROM events")).one()
    assert models.sealer().open(json.loads(data)) == {"text": SAID}


def test_what_was_answered_before_is_sealed_and_opened_again_by_the_way_back(empty_url):
    migrate(empty_url, "0008")
    store = Store(empty_url)
    told = json.dumps({"polite": True, "remarks": {"not_good": SAID}}, ensure_ascii=False)
    with store.engine.begin() as connection:
        for row in (
            "INSERT INTO calls (call_id) VALUES ('c-1')",
            "INSERT INTO callback_results (call_id, purpose, result, answers, at)"
            f" VALUES ('c-1', 'closing_callback', 'reached', '{told}', '2026-03-10 02:05:00')",
        ):
            connection.exec_driver_sql(row)
    store.migrate()
    found = everything(store)
    assert ID not in found and CARD not in found
    call = store.call("c-1")
    assert call and call["callback"]["answers"] == json.loads(told)
    with transaction(store.engine, writes=True) as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")
    assert ID in everything(store)
    store.close()
