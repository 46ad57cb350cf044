"""The README's picture is the interview's own."""

from __future__ import annotations

from pathlib import Path

from claims.flow_chart import flow_chart

README = Path(__file__).parents[1] / "README.md"


def test_the_picture_of_the_flow_is_drawn_from_the_table() -> None:
    assert f"```mermaid\n{flow_chart()}\n```" in README.read_text(encoding="utf-8")
