"""Taking a turn: whatever fails inside and however often it is delivered, it is answered, and answered once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.trackers import DialogueStateTracker

from channels.calls import Call, Calls
from channels.turns import Answer, Turn, TurnRefused, build_answer, is_waiting
from claims.conversation.outbound import OUTCOME
from mandarin.speech import ssml
from runtime.processor import FAULT_RESPONSE, FAULT_TEXT

logger = logging.getLogger(__name__)

ANSWER_LIMIT_S = 8.0
"""Hard deadline of a turn in seconds: then the caller gets an apology and the call goes on."""

FAULTS_BEFORE_MANUAL = 3
"""Faults in a row after which what was said is recorded by hand (002/L-10)."""

MANUAL_RESPONSE = "utter_manual_record"
NOTED_RESPONSE = "utter_manual_noted"

Handle = Callable[[UserMessage], Awaitable[Any]]
"""Rasa's handler of a message."""


class Collected(OutputChannel):
    """Collects the bot's messages of one turn, with all their metadata."""

    def __init__(self, channel: str) -> None:
        """Begin with nothing said, on the channel of this name: responses can differ by it."""
        self.channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]
        """Return the channel's name."""
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message as it is."""
        self.messages.append(message)


class TurnChannel(InputChannel):
    """A channel whose calls are taken turn by turn; a subclass adds its routes."""

    closes = True
    """Whether a call that has ended takes no more turns."""

    def __init__(self, calls: Calls) -> None:
        """Keep the calls in ``calls``."""
        self.calls = calls

    def now_of(self, call: Call, turn: Turn) -> str:
        """Return what "now" is in what a caller says about time: the start of the call."""
        return call.started_at

    async def take(self, turn: Turn, agent: Agent, handle: Handle) -> Answer:
        """Take one turn: answer it once, whatever fails and however often it is delivered.

        Args:
            turn: The turn, checked.
            agent: The running bot, for its sentences and its locks.
            handle: Rasa's handler of a message.

        Raises:
            TurnRefused: 409, the call has ended.
        """
        # One delivery at a time in a call: a repeat that comes while the first is being answered waits for it.
        async with agent.lock_store.lock(turn.call_id):
            call = await self.calls.of(turn)
            before = await self.calls.answer_before(call, turn.turn_id)
            if before is not None:
                return before
            if turn.event == "hangup":
                return await self._hang_up(call, turn)
            if call.ended and self.closes:
                raise TurnRefused(409, "call_id names a call that has ended")
            answer = await self._answer(call, turn, agent, handle)
            await self.calls.log(call, turn, answer)
            if answer["hangup"]:
                await self.calls.end(call, turn.at, by_bot=True)
            return answer

    async def _hang_up(self, call: Call, turn: Turn) -> Answer:
        # The gateway reports the end of every call, also of one the bot itself has just ended.
        if call.ended and not call.hung_up_by_bot:
            raise TurnRefused(409, "call_id names a call that has ended")
        if turn.order:  # nobody took the call the bot placed: it ends as it began
            await self.calls.came_to(call, OUTCOME)
        if not call.hung_up_by_bot:
            await self.calls.end(call, turn.at)
        call.hung_up_by_bot = False
        answer = build_answer(turn, [{"custom": {"hangup": True}}], None, ssml)
        if turn.turn_id is not None:
            await self.calls.log(call, turn, answer)
        return answer

    async def _answer(self, call: Call, turn: Turn, agent: Agent, handle: Handle) -> Answer:
        channel = Collected(self.name())
        message = UserMessage(
            text=turn.text or turn.digits,
            output_channel=channel,
            sender_id=turn.call_id,
            parse_data=turn.parse_data(),  # type: ignore[arg-type]
            input_channel=self.name(),
            message_id=turn.turn_id,
            metadata=turn.metadata(self.now_of(call, turn), call.from_),
        )
        try:
            await asyncio.wait_for(handle(message), ANSWER_LIMIT_S)
        except Exception as error:  # nothing that fails inside may leave a caller in silence
            logger.error("A turn was not answered: %s", type(error).__name__)
            channel.messages.clear()
        tracker = await tracker_of(agent, turn.call_id)
        spoken = any(message.get("text") for message in channel.messages)
        if _is_fault(channel.messages) or not (spoken or is_waiting(channel.messages)):
            channel.messages = [await self._apology(call, turn, agent, tracker)]
        else:
            call.faults = 0
            call.unheard.clear()
        asking, policy = (tracker.get_slot(name) if tracker else None for name in (REQUESTED_SLOT, "policy"))
        return build_answer(turn, channel.messages, asking, ssml, policy)

    async def _apology(
        self, call: Call, turn: Turn, agent: Agent, tracker: DialogueStateTracker | None
    ) -> dict[str, Any]:
        call.faults += 1
        if turn.caller:
            call.unheard.append(turn.caller)
        wanted = [FAULT_RESPONSE]
        if call.faults >= FAULTS_BEFORE_MANUAL and await self.calls.save_by_hand(
            call, turn.at, "系统故障，来电人已说的内容见通话记录"
        ):
            later = call.faults > FAULTS_BEFORE_MANUAL
            wanted = (
                [NOTED_RESPONSE, MANUAL_RESPONSE, FAULT_RESPONSE]
                if later
                else [MANUAL_RESPONSE, FAULT_RESPONSE]
            )
        for response in wanted:
            sentence = await self._sentence(agent, response, tracker)
            if sentence:
                return sentence
        return {"text": FAULT_TEXT, "utter_action": FAULT_RESPONSE}

    async def _sentence(
        self, agent: Agent, response: str, tracker: DialogueStateTracker | None
    ) -> dict[str, Any] | None:
        """Return one of the domain's sentences as a message; None when it cannot be had."""
        try:
            said = await agent.nlg.generate(response, tracker or DialogueStateTracker("", []), self.name())
        except Exception as error:
            logger.error("A sentence could not be had: %s", type(error).__name__)
            return None
        return {**said, "utter_action": response} if said and said.get("text") else None


async def tracker_of(agent: Agent, call_id: str) -> DialogueStateTracker | None:
    """Return the state of a call; None when it has none or it cannot be read."""
    try:
        return await agent.tracker_store.retrieve(call_id)
    except Exception as error:
        logger.error("The state of a call could not be read: %s", type(error).__name__)
        return None


def _is_fault(messages: list[dict[str, Any]]) -> bool:
    return any(message.get("utter_action") == FAULT_RESPONSE for message in messages)
