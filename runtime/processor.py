"""A turn of a call as a transaction: it happens as a whole, or the call stands where it stood before.

Upstream faults mended here (Rasa 3.6.21, ``rasa.core.processor.MessageProcessor``):

* ``_run_action`` swallows whatever an action raises and lets the next rule speak, so that a caller is told of a
  success that never happened; a failing validation ends in an empty reply.
* ``handle_message`` speaks before the turn is saved, and keeps half a turn when something fails in the middle.
* A session whose start failed is never started again.
* ``FailSafeTrackerStore`` keeps a turn it could not save in memory and forgets it with the next one.
* After ``/restart`` (typed in the shell; the other channels take no commands) no session is begun again, and every
  turn stays unanswered.
* The NLU is handed the words alone: a bare "两个" means nothing without the question it answers.
* A turn that is delivered again, because its server fell after saving it and before answering, is played twice.
* Slots that only actions fill are looked through with every message, a fifth of what a turn costs.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecutionRejected,
    BotUttered,
    Restarted,
    SessionStarted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from claims.store.engine import StoreUnavailable

logger = logging.getLogger(__name__)

TURN_LIMIT_S = 7.0
"""Hard deadline of a turn's work in seconds, leaving a second of the caller's 8 for loading and saving."""

RESTART, START = "/restart", "/start_call"
"""What staff type to begin anew, and what the channels send when a call begins."""

FAULT_RESPONSE = "utter_system_fault"
FAULT_TEXT = "对不起，系统正在调整，请您稍等一下再试一次。"
"""Spoken when even the domain's own sentence cannot be had; the only sentence outside ``domain.yml``."""


class TurnFault(Exception):
    """Raised when a turn came to no answer."""


class TurnOvertaken(StoreUnavailable):
    """Another turn of the call was stored since this one read it; nothing of this one is."""


class HeldBack(OutputChannel):
    """Keeps what the bot would say until it is known that the turn succeeded and is saved."""

    def __init__(self, channel: OutputChannel) -> None:
        """Stand before ``channel``, under its name (responses can differ by channel)."""
        self.channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]
        """Return the name of the channel behind."""
        return str(self.channel.name())

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message."""
        self.messages.append(message)

    async def release(self, recipient_id: str) -> None:
        """Send everything kept, in order."""
        for message in self.messages:
            await self.channel.send_response(recipient_id, message)


class CallProcessor(MessageProcessor):
    """Rasa's message processor with all-or-nothing turns and one true sentence for every failure."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build upstream's processor on the tracker store itself, without its in-memory fallback."""
        super().__init__(*args, **kwargs)
        if isinstance(self.tracker_store, FailSafeTrackerStore):
            self.tracker_store = self.tracker_store._tracker_store
        self.on_circuit_break = _no_way_out  # type: ignore[assignment]

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Play one turn, save it, then speak; on any failure speak ``utter_system_fault`` and change nothing.

        Returns:
            The messages a collecting channel has gathered, as upstream does; None for other channels.
        """
        channel = message.output_channel
        try:
            try:
                held = await self._take(message, channel)
            except TurnOvertaken as error:
                logger.warning("A turn is played again on what came meanwhile: %s", error)
                held = await self._take(message, channel)
        except Exception as error:
            logger.error("A turn failed and is undone: %s", _named(error))
            held = HeldBack(channel)
            held.messages.append(await self._apology(message.sender_id, channel))
        await held.release(message.sender_id)
        return getattr(channel, "messages", None)

    async def _take(self, message: UserMessage, channel: OutputChannel) -> HeldBack:
        message.output_channel = held = HeldBack(channel)
        tracker = await asyncio.wait_for(self._play(message, held), TURN_LIMIT_S)
        if not held.messages:
            raise TurnFault("no reply")
        await self.save_tracker(tracker)
        return held

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Read a message with the call in view: its metadata name the open question and when the call started."""
        if tracker is not None:
            call = tracker.get_slot("call") or {}
            message.metadata = {
                "call_started_at": call.get("started_at"),
                **(message.metadata or {}),
                "open_question": tracker.get_slot(REQUESTED_SLOT),
            }
        return await super().parse_message(message, tracker, only_output_properties)

    async def _play(self, message: UserMessage, held: HeldBack) -> DialogueStateTracker:
        if (message.text or "").strip() == RESTART:
            tracker = await self.get_tracker(message.sender_id)
            tracker.update(Restarted())
            await self.save_tracker(tracker)
            message.text = START
        tracker = await self.fetch_tracker_and_update_session(message.sender_id, held, message.metadata)
        if said := said_to(tracker, message.message_id):
            held.messages = said
            return tracker
        await self._handle_message_with_tracker(message, tracker)
        tracker = await self.run_action_extract_slots(held, tracker)
        await self._run_prediction_loop(held, tracker)
        return tracker

    async def _apology(self, sender_id: str, channel: OutputChannel) -> dict[str, Any]:
        try:
            tracker = await self.get_tracker(sender_id)
            response = await self.nlg.generate(FAULT_RESPONSE, tracker, channel.name())
        except Exception as error:
            logger.error("The sentence for a fault could not be had: %s", _named(error))
            response = None
        utterance = dict(response or {"text": FAULT_TEXT}, utter_action=FAULT_RESPONSE)
        return BotUttered(utterance.pop("text"), metadata=utterance).message()

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill slots from the message, unless actions alone fill them; upstream looks each of them through all the same."""
        if only_actions_fill_slots(self.domain):
            return tracker
        return await super().run_action_extract_slots(output_channel, tracker)

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        started = any(isinstance(event, SessionStarted) for event in tracker.events_after_latest_restart())
        return not started or super()._has_session_expired(tracker)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        before = tracker.copy()  # a rejected action leaves nothing of its prediction behind
        before.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, before, self.domain)
        except ActionExecutionRejection:
            tracker.update(
                ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            )
            return self.should_predict_another_action(action.name())
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return self.should_predict_another_action(action.name())


def said_to(tracker: DialogueStateTracker, message_id: str) -> list[dict[str, Any]]:
    """Return what was said to the message before, if it is this one; nothing otherwise."""
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            said.append(event.message())
        elif isinstance(event, UserUttered):
            return said[::-1] if event.message_id == message_id else []
    return []


def only_actions_fill_slots(domain: Domain) -> bool:
    """Tell whether no slot of the domain is filled from a message, and nothing of the domain's own checks what would be."""
    mappings = (mapping for slot in domain.slots for mapping in slot.mappings)
    custom = all(mapping.get("type") == "custom" and "action" not in mapping for mapping in mappings)
    return custom and ACTION_VALIDATE_SLOT_MAPPINGS not in domain.user_actions


def _no_way_out(*_: Any) -> None:
    raise TurnFault("the dialogue went round in circles")


def _named(error: BaseException) -> str:
    """Name an error without the caller's words, which a foreign message could carry."""
    own = type(error).__module__.partition(".")[0] == "runtime"
    return f"{type(error).__name__}: {error}" if own else type(error).__name__
