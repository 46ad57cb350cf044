"""Labelled lines become training data: as Rasa reads them, with nobody's name among them, and added to those there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.importers.utils import training_data_from_paths

from bench import taught
from claims.store import Store

NOW = "2026-03-10T10:05:00+08:00"
ROWS = [
    {"text": "没动窝", "label": "at_scene/yes"},
    {"text": "搁原地儿[趴着](呢)", "label": "at_scene/yes"},
    {"text": "咋整啊这", "label": "ask_what_to_do"},
    {"text": "我叫孙婧，电话15800001234", "label": "inform"},
    {"text": "喂喂", "label": "-"},
    {"text": " ", "label": "noise"},
]


def test_what_is_exported_is_nobodys_and_one_line_each() -> None:
    assert taught.labelled(ROWS) == {
        "at_scene/yes": {"没动窝", "搁原地儿 趴着 呢"},
        "ask_what_to_do": {"咋整啊这"},
    }


def test_the_file_is_training_data_and_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "taught.yml"
    examples = taught.labelled(ROWS)
    taught.write(file, examples)
    assert taught.read(file) == examples
    data = training_data_from_paths([str(file)], "zh")
    assert [it.get("text") for it in data.intent_examples] == ["咋整啊这"]
    (table,) = data.lookup_tables
    assert (table["name"], set(table["elements"])) == ("at_scene/yes", examples["at_scene/yes"])


def test_held_back_lines_leave_no_empty_label() -> None:
    examples = taught.labelled(ROWS)
    assert taught.without(examples, ["咋整啊这", "没动窝"]) == {"at_scene/yes": {"搁原地儿 趴着 呢"}}
    assert 0 < sum(taught.is_held_back(f"第{nth}句") for nth in range(100)) < 40


def test_the_command_adds_what_was_labelled_since(
    tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{migrated.parent}/taught.db"
    monkeypatch.setenv("DATABASE_URL", url)
    store, file = Store(url), tmp_path / "taught.yml"
    store.migrate()
    assert taught.main(["--out", str(file), "--no-bench"]) == 0 and not file.exists()
    store.begin_call("c-1", "voice", None, NOW)
    for said, label in (("没动窝", "at_scene/yes"), ("咋整啊这", "ask_what_to_do")):
        store.log_turn("c-1", None, NOW, said, [])
        store.label_line(store.web.lines("c-1")[-1]["seq"], label, "孙立", NOW)
        taught.main(["--out", str(file), "--no-bench"])
    assert taught.read(file) == {"at_scene/yes": {"没动窝"}, "ask_what_to_do": {"咋整啊这"}}
    store.close()
