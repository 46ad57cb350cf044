"""The README's picture is the interview's own, and its call one that is played."""

from __future__ import annotations

from pathlib import Path

import yaml

from claims.enough import table
from claims.flow_chart import flow_chart

README = Path(__file__).parents[1] / "README.md"


def test_the_picture_of_the_flow_is_drawn_from_the_table() -> None:
    assert f"```mermaid\n{flow_chart()}\n```" in README.read_text(encoding="utf-8")


def test_the_table_of_what_is_enough_is_the_interviews_own() -> None:
    assert table() in README.read_text(encoding="utf-8")


def test_the_call_of_the_readme_is_one_that_is_played() -> None:
    played = Path(__file__).parent / "conversations/happy_path/the_call_of_the_readme.yml"
    turns = yaml.safe_load(played.read_text(encoding="utf-8"))["turns"]
    written = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("客户：")]
    assert written == [f"客户：{turn['caller']}" for turn in turns]
