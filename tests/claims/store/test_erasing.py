"""What is told of people is erased after some years, or when somebody asks: nothing of it is left anywhere, and the figures stay."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from claims import erase
from claims.clock import iso, moment
from claims.store import NotFound, Refused, StoreUnavailable
from claims.store.engine import transaction
from desk.pages.figures import figures

NOW = moment("2026-03-10T10:05:00+08:00")
LATER = NOW + timedelta(days=400)
PERSONAL = (
    *("刘建民", "王秀兰", "13900001101", "13900001102", "6P72", "LSVAB2BR7DN012345", "P2025080100001"),
    *("骨折", "省二院", "裕华路", "老公", "大夫", "差两个字", "123 4567", "喂喂"),
)


@pytest.fixture
def told(store, record):
    """A call whose report names people everywhere a report can, worked off; returns its number."""
    said = {**record, "vin": "LSVAB2BR7DN012345", "description": "我老公倒车"}
    said["injuries"] = {"any": True, "count": 1, "severity": "骨折", "hospital": "省二院"}
    store.begin_call("c-1", "voice", "13900001102", NOW)
    bot = [{"id": "utter_question_place", "text": "王秀兰您好，请问在什么地点？"}]
    store.log_turn("c-1", "1", NOW, "我是王秀兰，喂喂", bot, {"say": ["王秀兰您好"]})
    store.label_line(store.web.lines("c-1")[0]["seq"], "affirm", "孙立", NOW)
    number = store.register("c-1", said, NOW).report_number
    store.end_call("c-1", NOW + timedelta(minutes=4))
    store.put_right("c-1", "insured", "王秀兰", "李敏", "差两个字", NOW)
    answered = {"polite": True, "satisfied": 4, "remarks": ["王秀兰说大夫还没来电话"]}
    store.keep_callback("c-1", "closing_callback", number, "reached", answered, NOW)
    store.note_on_report("c-1", "李敏", "大夫电话 123 4567", NOW)
    store.web.add_photo("c-1", {"name": "p1.jpg", "kind": "image/jpeg", "size": 3}, NOW, 10)
    for message in store.claim_messages("w", NOW, timedelta(seconds=9)):
        store.message_sent(message["id"], "w", NOW)
    for task in store.tasks():
        store.act_on_task(task["id"], "take", "李敏", NOW)
        store.act_on_task(task["id"], "finish", "李敏", NOW, text="刘建民说好了")
    with store.engine.begin() as connection:  # of the dialogue engine, in the same database
        connection.execute(text("CREATE TABLE events (id INTEGER, sender_id VARCHAR(255), data TEXT)"))
        connection.execute(text("INSERT INTO events VALUES (1, 'c-1', '我是王秀兰'), (2, 'c-9', '别人')"))
    yield number
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE events"))


def everything(store):
    """Return all that is in the database, as text."""
    with store.engine.connect() as connection:
        tables = inspect(store.engine).get_table_names()
        rows = {it: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {it}"))] for it in tables}
    return json.dumps(rows, ensure_ascii=False, default=str)


def left(store):
    found = everything(store)
    return [it for it in PERSONAL if it in found]


def test_nothing_of_anybody_is_left(store, told):
    assert left(store) == list(PERSONAL)
    assert store.erase_before(LATER, LATER) == (["c-1"], ["p1.jpg"])
    assert left(store) == []
    assert "别人" in everything(store)
    assert store.find_reports("王秀兰") == store.find_reports("1102") == []


def test_what_is_erased_is_not_learnt_from(store, told):
    assert len(store.labelled()) == 1
    store.erase_before(LATER, LATER)
    assert store.labelled() == []


def test_of_a_call_back_the_figures_stay(store, told):
    store.erase_before(LATER, LATER)
    assert store.call("c-1")["callback"]["answers"] == {"polite": True, "satisfied": 4}


def test_figures_counts_and_numbers_stay(store, told, record):
    span = (NOW - timedelta(days=1), NOW + timedelta(days=1))
    store.begin_call("c-2", "voice", "13900001102", NOW)
    store.save_draft("c-2", {**record, "plate": "冀A00001"})
    store.log_turn("c-2", None, NOW, "喂", [{"id": "utter_question_place", "text": "在什么地点？"}])
    store.end_call("c-2", NOW + timedelta(minutes=1))
    before = figures(store.sums(*span, NOW)), store.counts(), len(store.ledger()), store.ledger()[0]["turns"]
    assert before[0]["drop_offs"]
    for task in store.tasks(status="open"):
        store.act_on_task(task["id"], "finish", "李敏", NOW)
    before = figures(store.sums(*span, NOW)), store.counts(), len(store.ledger()), store.ledger()[0]["turns"]
    store.erase_before(LATER, LATER)
    after = figures(store.sums(*span, NOW)), store.counts(), len(store.ledger()), store.ledger()[0]["turns"]
    assert after == before
    report = store.report(told)
    assert (report["status"], report["case_type"], report["injuries"]) == (
        "registered",
        "collision_multi",
        {"any": True, "count": 1},
    )
    assert [it["case_type"] for it in store.find_reports(told)] == ["collision_multi"]
    another = {**record, "plate": "冀A00002", "policy_no": None}
    assert store.register("c-3", another, LATER).report_number != told


def test_the_trail_says_so_and_still_cannot_be_edited(store, told):
    before = [(it["at"], it["by"], it["about"], it["action"]) for it in store.history(call_id="c-1")]
    store.erase_before(LATER, LATER)
    after = [(it["at"], it["by"], it["about"], it["action"]) for it in store.history(call_id="c-1")]
    assert after == [*before, (iso(LATER), "command", "call", "erase")]
    for change in ("UPDATE history SET detail = NULL", "DELETE FROM history"):
        with pytest.raises(StoreUnavailable), transaction(store.engine, writes=True) as connection:
            connection.execute(text(change))


def test_what_is_young_or_not_done_with_is_kept(store, told, record):
    store.begin_call("c-2", "voice", "13900001102", NOW)  # it goes on
    store.begin_call("c-3", "voice", "13900001103", NOW)
    store.register("c-3", {**record, "plate": "冀A00003", "policy_no": "P3"}, NOW)
    store.end_call("c-3", NOW)  # its tasks are open
    store.begin_call("c-4", "voice", "13900001104", LATER)
    store.end_call("c-4", LATER)
    assert store.erase_before(NOW, LATER) == ([], [])
    assert store.erase_before(LATER, LATER)[0] == ["c-1"]
    assert store.erase_before(LATER, LATER) == ([], [])
    assert {it["from"] for it in store.ledger()} == {"13900001104", "13900001103", "13900001102", None}


def test_one_call_is_erased_when_somebody_asks(store, told):
    with pytest.raises(NotFound):
        store.erase_call("nobody's", "客户要求删除", LATER)
    store.begin_call("c-2", "voice", "13900001102", NOW)
    with pytest.raises(Refused, match="goes on"):
        store.erase_call("c-2", "客户要求删除", LATER)
    with pytest.raises(ValueError, match="reason"):
        store.erase_call("c-1", " ", LATER)
    assert store.erase_call("c-1", "客户要求删除", LATER) == ["p1.jpg"]
    (line,) = [it for it in store.history(call_id="c-1") if it["action"] == "erase"]
    assert line["detail"] == {"reason": "客户要求删除"}
    assert "王秀兰" not in everything(store)


def test_the_command_erases_files_too(store, told, tmp_path, monkeypatch, capsys):
    for folder, name in (
        ("photos", "p1.jpg"),
        ("photos", "p1.jpg.small.jpg"),
        ("photos", "p2.jpg"),
        ("photos", "p2.jpg.small.jpg"),
        ("recordings", "c-1.wav"),
        ("recordings", "c-9.wav"),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_bytes(b"x")
    monkeypatch.setenv("DATABASE_URL", store.database_url)
    monkeypatch.setenv("PHOTOS_DIR", str(tmp_path / "photos"))
    monkeypatch.setenv("RECORDINGS_DIR", str(tmp_path / "recordings"))
    assert erase.main(["old", "--days", "100000"]) == 0
    assert "0 calls" in capsys.readouterr().out
    assert erase.main(["report", told, "--reason", "客户要求删除"]) == 0
    assert "1 call" in capsys.readouterr().out
    assert sorted(it.name for it in tmp_path.rglob("*.*") if it.suffix in (".jpg", ".wav")) == [
        "c-9.wav",
        "p2.jpg",
        "p2.jpg.small.jpg",
    ]
    assert erase.main(["call", "nobody's", "--reason", "x"]) == 1
    assert erase.main(["old", "--days", "0"]) == 2


def in_the_files(folder):
    """Return what of anybody stands in the files of a SQLite database, its log too."""
    found = b"".join(it.read_bytes() for it in folder.glob("claims.db*"))
    return [it for it in PERSONAL if it.encode() in found]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", [["old", "--days", "1"], ["call", "c-1", "--reason", "客户要求删除"]])
def test_nothing_of_anybody_is_left_in_the_file(store, told, command, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", store.database_url)
    monkeypatch.setenv("PHOTOS_DIR", str(tmp_path / "photos"))
    monkeypatch.setenv("RECORDINGS_DIR", str(tmp_path / "recordings"))
    assert in_the_files(tmp_path) == list(PERSONAL)
    assert erase.main(command) == 0
    assert in_the_files(tmp_path) == []
    assert "别人" in everything(store)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_reads_the_file_meanwhile_is_waited_for(store, told):
    store.erase_before(LATER, LATER)
    with store.engine.connect() as reading:
        reading.execute(text("SELECT count(*) FROM calls")).all()
        store.call("c-1")
        with pytest.raises(StoreUnavailable, match="in use"):
            store.sweep(0.2)
    store.sweep(0.2)
