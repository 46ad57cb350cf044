"""The graph is run without a scheduler, with the results of upstream's."""

from __future__ import annotations

from typing import Any, ClassVar

import dask
import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from runtime import graph_runner


class Word(GraphComponent):
    """Says its word after the words before it, and counts how often it is asked."""

    said: ClassVar[list[str]] = []

    def __init__(self, word: str) -> None:
        self.word = word

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Word:
        return cls(config["word"])

    def say(self, first: str, second: str = "") -> str:
        Word.said.append(self.word)
        return f"{first}{second}{self.word}"


def node(word: str, is_target: bool = False, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs,
        uses=Word,
        constructor_name="create",
        fn="say",
        config={"word": word},
        eager=True,
        is_target=is_target,
    )


@pytest.fixture
def runner() -> DaskGraphRunner:
    Word.said.clear()
    schema = GraphSchema(
        {
            "b": node("b", first="a"),
            "a": node("a", first="__message__"),
            "d": node("d", is_target=True, first="b", second="c"),
            "c": node("c", first="a"),
            "unused": node("x", first="a"),
        }
    )
    return DaskGraphRunner(schema, None, ExecutionContext(schema))  # type: ignore[arg-type]


@pytest.mark.parametrize("targets", [None, ["b"], ["c", "a"]])
def test_results_are_those_of_upstream(runner: DaskGraphRunner, targets: list[str] | None) -> None:
    upstream = graph_runner.upstream_run(runner, {"__message__": "m"}, targets)
    assert graph_runner.run(runner, {"__message__": "m"}, targets) == upstream


def test_each_node_that_is_needed_runs_once(runner: DaskGraphRunner) -> None:
    assert graph_runner.run(runner, {"__message__": "m"}) == {"d": "mabmacd"}
    assert sorted(Word.said) == ["a", "b", "c", "d"]


def test_missing_and_clashing_inputs_are_refused(runner: DaskGraphRunner) -> None:
    for inputs in ({}, {"__message__": "a"}):
        with pytest.raises(GraphRunError):
            graph_runner.run(runner, inputs)


def test_dask_plans_every_message_anew(runner: DaskGraphRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[Any] = []

    def planned(graph: Any, targets: Any) -> dict[str, Any]:
        plans.append(graph)
        return {}

    monkeypatch.setattr(dask, "get", planned)
    for _ in range(2):
        graph_runner.upstream_run(runner, {"__message__": "m"})
    assert len(plans) == 2, "upstream mended; delete runtime/graph_runner.py"
