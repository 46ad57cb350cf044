"""Puts the project's own parts into the Rasa server; the only place that does."""

from __future__ import annotations

import rasa.core.agent
from rasa.core.actions.action import RemoteAction

from runtime import action_endpoint, processor


def install() -> None:
    """Install the mended parts in this process; called by the tracker store, which Rasa builds first."""
    RemoteAction.run = action_endpoint.run  # type: ignore[method-assign]
    rasa.core.agent.MessageProcessor = processor.CallProcessor  # type: ignore[misc]
