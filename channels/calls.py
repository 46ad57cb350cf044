"""The calls a gateway is talking about: when each began, whether it ended, what was answered; kept in the store."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from channels.turns import Answer, Turn
from claims import telemetry
from claims.store import Store, StoreUnavailable

logger = logging.getLogger(__name__)

CALLS_KEPT = 1024
ANSWERS_KEPT = 16

RECORD_LIMIT_S = 2.0
"""Longest a caller is kept waiting for the transcript, in seconds, when many write to a database that stands still."""

T = TypeVar("T")


@dataclass
class Call:
    """What the channel knows of one call between its turns."""

    call_id: str
    started_at: str
    from_: str | None
    begun: bool = False
    ended: bool = False
    hung_up_by_bot: bool = False
    faults: int = 0
    unheard: list[str] = field(default_factory=list)
    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)


class Calls:
    """Calls in memory over the durable record; a database that fails never ends a call.

    What the channel writes here is the transcript. The report itself is written by the actions, so a line that could
    not be logged costs the line and nothing else.
    """

    def __init__(self, store: Store, channel: str = "voice") -> None:
        """Keep the calls of ``channel`` over ``store``."""
        self.store = store
        self.channel = channel
        self._calls: OrderedDict[str, Call] = OrderedDict()

    async def of(self, turn: Turn) -> Call:
        """Return the call of a turn; one this process has not seen is looked up, one nobody has seen begins now."""
        call = self._calls.get(turn.call_id)
        if call is None:
            call = Call(turn.call_id, turn.at.isoformat(), turn.from_)
            stored, known = await self._try(self.store.call, turn.call_id)
            if known and stored:
                call.started_at = stored["started_at"] or call.started_at
                call.from_ = stored["from"] or call.from_
                call.begun, call.ended = True, bool(stored["ended_at"])
            self._calls[turn.call_id] = call
            while len(self._calls) > CALLS_KEPT:
                self._calls.popitem(last=False)
        self._calls.move_to_end(turn.call_id)
        if not call.begun and (turn.event != "hangup" or turn.order):
            _, call.begun = await self._try(
                self.store.begin_call, call.call_id, self.channel, call.from_, call.started_at
            )
        return call

    async def answer_before(self, call: Call, turn_id: str | None) -> Answer | None:
        """Return the answer first given to a turn that is delivered again, or None.

        Whether the call has ended is asked on the way: another server, or the worker, may have noted so.
        """
        if turn_id is not None and turn_id in call.answers:
            return call.answers[turn_id]
        standing, known = await self._try(self.store.standing, call.call_id, turn_id)
        if not known or standing is None:
            return None
        ended, answer = standing
        call.ended = call.ended or ended
        return answer

    async def log(self, call: Call, turn: Turn, answer: Answer) -> None:
        """Keep a turn: the caller's words, the bot's, and the answer for a repeated delivery."""
        if turn.turn_id is not None:
            call.answers[turn.turn_id] = answer
            while len(call.answers) > ANSWERS_KEPT:
                call.answers.popitem(last=False)
        said = [{"id": line["id"], "text": line["text"]} for line in answer["say"]]
        await self._try(self.store.log_turn, call.call_id, turn.turn_id, turn.at, turn.caller, said, answer)

    async def came_to(self, call: Call, outcome: str) -> None:
        """Note how a call will have ended."""
        await self._try(self.store.set_outcome, call.call_id, outcome)

    async def end(self, call: Call, at: datetime, by_bot: bool = False) -> None:
        """Note that a call has ended; the store makes a call-back of what was left unfinished."""
        _, call.ended = await self._try(self.store.end_call, call.call_id, at)
        call.hung_up_by_bot = by_bot

    async def save_by_hand(self, call: Call, at: datetime, reason: str) -> bool:
        """Keep what is known as a manual record with a call-back, when the dialogue itself is down.

        Returns:
            Whether it is durable; only then may the caller be told so.
        """
        stored, known = await self._try(self.store.call, call.call_id)
        record = dict((stored or {}).get("report") or {})
        if call.unheard:
            record["description"] = "；".join([*filter(None, [record.get("description")]), *call.unheard])
        record.setdefault("channel", self.channel)
        if call.from_:
            record.setdefault("reporter", {"phone": call.from_})
        _, saved = await self._try(self.store.save_manual, call.call_id, record, reason, at)
        if saved:
            call.unheard.clear()
        return known and saved

    async def _try(self, work: Callable[..., T], *arguments: Any) -> tuple[T | None, bool]:
        try:
            return await asyncio.wait_for(asyncio.to_thread(work, *arguments), RECORD_LIMIT_S), True
        except asyncio.TimeoutError:
            logger.error("The record took too long (%s)", work.__name__)
        except StoreUnavailable as error:
            logger.error("The record could not be reached (%s): %s", work.__name__, error)
        except Exception as error:  # a fault in the record must not silence the call
            logger.error("The record failed (%s): %s", work.__name__, type(error).__name__)
        telemetry.STORE_FAULTS.labels(work.__name__).inc()
        return None, False
