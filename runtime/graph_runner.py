"""Running the pipeline's graph without a scheduler.

Upstream fault (Rasa 3.6.21, ``rasa.engine.runner.dask.DaskGraphRunner.run``): every message and every prediction has its
half a dozen nodes planned anew, and handed one by one through dask's queue and futures, to run one after the other.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

upstream_run = DaskGraphRunner.run


def run(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Run the graph as far as its targets need it, each node after those it needs; take the place of upstream's ``run``.

    Raises:
        GraphRunError: An input has the name of a node.
    """
    nodes = self._graph_schema.nodes
    outputs: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    if clash := next(
        (value for _, value in outputs.values() if isinstance(value, str) and value in nodes), None
    ):
        raise GraphRunError(f"Input value '{clash}' clashes with a node name.")

    def output(name: str) -> Any:
        if name not in outputs:
            if name not in nodes:
                return name  # what a node makes of an input nobody gave, upstream
            outputs[name] = self._instantiated_nodes[name](*map(output, nodes[name].needs.values()))
        return outputs[name]

    return dict(output(target) for target in targets or self._graph_schema.target_names)
