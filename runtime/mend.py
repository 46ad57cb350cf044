"""Puts the project's own parts into the Rasa server; the only place that does."""

from __future__ import annotations

import rasa.core.agent
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.channels import console as rasa_console
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from runtime import action_endpoint, console, graph_runner, processor, trackers


def install() -> None:
    """Install the mended parts in this process; called by the tracker store, which Rasa builds first."""
    DialogueStateTracker.applied_events = trackers.applied_events  # type: ignore[method-assign]
    DialogueStateTracker.copy = trackers.copy  # type: ignore[method-assign]
    Slot.__copy__ = trackers.copy_slot  # type: ignore[attr-defined]
    FormAction._temporary_tracker = trackers.temporary_tracker  # type: ignore[method-assign]
    DaskGraphRunner.run = graph_runner.run  # type: ignore[method-assign]
    RemoteAction.run = action_endpoint.run  # type: ignore[method-assign]
    rasa.core.agent.MessageProcessor = processor.CallProcessor  # type: ignore[misc]
    rasa_console.record_messages = console.record_messages
