"""The turn of a conversation inside Rasa: what the validation actions of all four forms share.

Rasa's form asks for ``requested_slot`` and calls ``validate_<form>`` with every utterance. Here one such call does the
whole turn: it reads what was heard, lets ``claims.conversation`` decide, looks up what has become necessary, utters,
and returns the slots that changed. The form itself then finds the next slot requested and no ``utter_ask_`` response
of that name, so that every word comes from one place.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.checks import check
from actions.files import sought, with_enquiry, with_report
from actions.hearing import heard_in
from actions.services import in_store, settings, store
from actions.state import CallInfo, call_info, changes, facts_of
from actions.words import Speaking, response_for, text_of, values_for
from claims.clock import iso
from claims.conversation import OFFERED, RESUMING, Line, Move, Progress, Reply, Turn, respond, understand
from claims.conversation.outbound import with_what_is_open
from claims.heard import Heard
from claims.interview import CLAIM, Facts, known, plan, told
from claims.knowledge import answer
from claims.outbound import result_of
from claims.report import facts_in, has_facts, record_of
from claims.store import StoreUnavailable
from claims.tasks import brief
from claims.wishes import FORMS, report_of, wish_of
from mandarin.read import read

logger = logging.getLogger(__name__)

RESUMABLE = timedelta(hours=24)
"""How long an unfinished report is taken up again when the same number calls."""

CONNECTING = frozenset({"voice"})
"""Channels with a line on which a caller can be put through to a person."""

KEEP_OWN_TRANSCRIPT = frozenset({"voice", "web"})
"""Channels that log their turns themselves; the others' are logged here."""


class TakeTurn(Action):
    """Take one turn of the conversation ``form``."""

    form = ""

    def name(self) -> str:
        """Return Rasa's name for the form's validation action."""
        return f"validate_{self.form}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Take the turn; see the module."""
        call = call_info(tracker)
        before = facts_of(tracker)
        progress = Progress.from_slot(tracker.get_slot("progress"))
        asked = tracker.get_slot("requested_slot")
        heard = _heard(tracker, progress, before, call)
        progress = replace(progress, taken=tracker.latest_message.get("message_id"))
        turn = Turn(self.form, before, progress, heard, asked, connects=call.channel in CONNECTING)

        move = await sought(turn, understand(turn, _knowledge), call)
        if self.form == "claim_report":
            move = await _taken_up(before, move, call)
            move = _read_back(turn, replace(move, facts=await check(move.facts, call)))
            move = _plate_unknown_to_the_insurer(before, await _offered(move, call))
        if self.form in FORMS or move.switch == "complaint":
            move = await with_report(before, move)
        if self.form == "progress_enquiry" and not move.switch:
            move = await with_enquiry(before, move, call)
        await _keep_result(before, move.facts, call)
        if self.form == "outbound" and move.facts.get("right_person") is True and not move.facts.get("busy"):
            move = await _about_what(move, call)
        await _do_tasks(move, call)
        if move.taken_back:
            await in_store(store().drop_wish, wish_of(self.form, before).kind, call.call_id)
        if move.transfer:
            return await _transfer(dispatcher, before, move, call)
        if move.switch:
            utter(dispatcher, move.lines, self.form, move.facts, call)
            leaving = [SlotSet("requested_slot", None), FollowupAction(move.switch)]
            return [*changes(before, move.facts, move.progress), *leaving]

        reply = respond(self.form, move)
        said = utter(dispatcher, reply.lines, self.form, reply.facts, call, before)
        if move.hangup:
            dispatcher.utter_message(json_message={"hangup": True})
        await self._keep(reply.facts, call)
        await keep_transcript(call, heard.text, said)
        return [*changes(before, reply.facts, reply.progress), SlotSet("requested_slot", _next(reply, asked))]

    async def _keep(self, facts: Facts, call: CallInfo) -> None:
        """Write what is known so far, so that a line that breaks loses nothing."""
        if self.form in FORMS:
            wish = wish_of(self.form, facts)
            await in_store(
                store().keep_wish, wish.kind, call.call_id, wish.report_number, wish.detail, call.at
            )
        await keep_draft(facts, call)


def _next(reply: Reply, asked: str | None) -> str | None:
    """Return the slot to request; None submits the form, so only a conversation that is complete gets it."""
    return None if reply.done else reply.ask or asked or "anything_else"


def _heard(tracker: Tracker, progress: Progress, facts: Facts, call: CallInfo) -> Heard:
    """Return what was heard; nothing when the form has just been entered by another action in the same turn."""
    if progress.taken == tracker.latest_message.get("message_id"):
        return Heard("", "start_call", 1.0, call.started_at, caller_phone=call.caller_phone)
    pending = progress.pending or {}
    if "fact" in pending and "value" in pending:  # what was read back can be put right by a part of it
        return heard_in(tracker, pending["fact"], {**facts, pending["fact"]: pending["value"]}, call)
    return heard_in(tracker, progress.previous, facts, call, progress.pieces)


def _knowledge(intent: str, facts: Facts, said: str) -> str | None:
    found = answer(intent, facts, said)
    return found.text if found else None


def _read_back(turn: Turn, move: Move) -> Move:
    """Read the rest of the policy to a caller who names the insured after its first sentence (A-03)."""
    newly = move.facts.get("verified") and not turn.facts.get("verified")
    if turn.asked != "policy_confirm" or not newly or move.facts.get("plate") != turn.facts.get("plate"):
        return move
    if move.facts.get("policy_confirm") is True:
        return replace(move, lines=(Line("utter_policy_details"), *move.lines))
    return replace(move, ask=None, standing=None) if move.ask in (None, turn.asked) else move


def _plate_unknown_to_the_insurer(before: Facts, move: Move) -> Move:
    """Read a plate back that the insurer does not know: most likely it was misheard."""
    facts = move.facts
    new = facts.get("looked_up") != before.get("looked_up")
    if facts.get("lookup") != "none" or not told(facts, "plate") or facts.get("plate_confirmed") or not new:
        return move
    pending = {"fact": "plate", "value": facts["plate"], "wording": "unfound"}
    return replace(
        move,
        progress=replace(move.progress, pending=pending),
        ask="plate",
        wording="unfound",
        values={"value": facts["plate"]},
    )


async def _keep_result(before: Facts, facts: Facts, call: CallInfo) -> None:
    """Keep what came of a call we placed, as far as it went, whenever this turn has told more of it."""
    result = result_of(facts) if facts.get("order") else None
    if result is None or result == result_of(before):
        return
    order = facts["order"]
    await in_store(
        store().keep_callback, call.call_id, order["purpose"], order.get("report_number"), *result, call.at
    )


async def draft_of(call: CallInfo) -> Mapping[str, Any] | None:
    """Return the record of what the same number left unfinished in the last 24 hours."""
    since = call.started_at - RESUMABLE
    try:
        draft = await in_store(store().draft_of_caller, call.caller_phone, since, call.call_id)
    except StoreUnavailable:
        return None
    return (draft or {}).get("record")


async def _about_what(move: Move, call: CallInfo) -> Move:
    """Look up what a call is about that the bot has placed: a report on file, or what this number left unfinished."""
    number = (move.facts.get("order") or {}).get("report_number")
    record = await in_store(store().report, number) if number else None
    if record is not None:
        report = {**facts_in(record), "registered": "registered", "report_number": number}
        return with_what_is_open(move, report, None)
    draft = await draft_of(call) if call.caller_phone else None
    return with_what_is_open(move, None, _told_earlier(draft, call) if draft else None)


def _told_earlier(record: Mapping[str, Any], call: CallInfo) -> dict[str, Any]:
    """Return the facts of an unfinished report; events are no field of a record, and are read out of its story anew."""
    facts = facts_in(record)
    story = read(str(facts.get("description") or ""), call.started_at)
    events = [span.value for span in story if span.kind == "event"]
    asked_after = told(facts, "plate") and any(known(facts, name) for name in CONFIRMED_BY)
    confirmed = {"policy_confirm": True} if asked_after else {}
    return facts | ({"events": events} if events else {}) | confirmed


async def _draft(facts: Facts, call: CallInfo) -> Mapping[str, Any] | None:
    """Return what the same number left unfinished about the same car, and the same kind of accident, in the last 24 hours."""
    record = await draft_of(call) or {}
    other_kind = known(facts, "case_type") and record.get("case_type") not in (None, facts["case_type"])
    return record if record.get("plate") == facts["plate"] and not other_kind else None


async def _offered(move: Move, call: CallInfo) -> Move:
    """Offer, once, to go on with an unfinished report, in a turn of its own; nothing of it is taken or told before a yes."""
    if not call.caller_phone or not told(move.facts, "plate") or known(move.facts, "resumed") or move.quiet:
        return move
    if await _draft(move.facts, call) is None:
        return replace(move, facts={**move.facts, "resumed": False})
    facts = {**move.facts, "resumed": OFFERED}
    _, question = plan(CLAIM, facts, move.progress.said)
    return replace(
        move, facts=facts, lines=(*move.lines, Line("utter_resume_offer")), ask=question.name if question else move.ask,
        quiet=True, progress=replace(move.progress, pending={"offer": RESUMING}, tries=0),
    )  # fmt: skip


CONFIRMED_BY = ("accident_time", "place", "description")
"""Facts of an unfinished report that were only asked for once its policy was confirmed."""


async def _taken_up(before: Facts, move: Move, call: CallInfo) -> Move:
    """Add the facts of the unfinished report, when the caller has just taken up the offer."""
    if move.facts.get("resumed") is not True or before.get("resumed") is True:
        return move
    earlier = _told_earlier(await _draft(move.facts, call) or {}, call)
    flags = sorted({*(earlier.get("flags") or ()), *(move.facts.get("flags") or ())})
    confirmed = earlier.pop("policy_confirm", None) if move.facts.get("lookup") == "found" else None
    earlier.pop("policy_confirm", None)
    facts = {**earlier, **move.facts, "flags": flags} | ({"policy_confirm": True} if confirmed else {})
    return replace(move, facts=facts, ask=None if move.ask and known(facts, move.ask) else move.ask)


def utter(
    dispatcher: CollectingDispatcher,
    lines: Iterable[Line],
    form: str,
    facts: Facts,
    call: CallInfo,
    before: Facts | None = None,
) -> list[dict[str, str]]:
    """Utter the lines and return them for the transcript, each once, in order; ``before`` is what was known before the turn."""
    said: list[dict[str, str]] = []
    about = Speaking(settings(), call.started_at, before or {}, call.at)
    for line in lines:
        response = response_for(line.response, form)
        values = values_for(response, facts, about, line.values)
        if (text := text_of(response, values)) in (
            one["text"] for one in said
        ):  # an answer may be a statement's words
            continue
        dispatcher.utter_message(response=response, **values)
        said.append({"id": response, "text": text})
    return said


async def _do_tasks(move: Move, call: CallInfo) -> None:
    """Write what the move asks of the staff; a failure is the turn's failure, so that nothing is promised in vain."""
    if move.task:
        kind, detail = move.task
        hidden = not call.caller_phone or move.facts.get("complaint_nameless")
        phone = {} if hidden or "phone" in detail else {"phone": call.caller_phone}
        about = brief(record_of(move.facts, call.call_id, call.channel)) if kind == "callback" else {}
        told_now = {**about, **detail, **phone}
        await in_store(store().add_task, kind, call.call_id, report_of(move.facts), None, told_now, call.at)
    if move.outcome and not known(move.facts, "report_number"):
        await in_store(store().set_outcome, call.call_id, move.outcome)


async def _transfer(
    dispatcher: CollectingDispatcher, before: Facts, move: Move, call: CallInfo
) -> list[EventType]:
    """Put the caller through with all that is known."""
    await keep_draft(move.facts, call)
    transfer = {"to": settings().hotline, "reason": move.transfer, "report_number": report_of(move.facts)}
    dispatcher.utter_message(response="utter_transferring", json_message={"transfer": transfer})
    await in_store(store().set_outcome, call.call_id, "transferred")
    slot = move.ask or "anything_else"  # None would submit the form; the caller may come back
    return [*changes(before, move.facts, move.progress), SlotSet("requested_slot", slot)]


async def keep_draft(facts: Facts, call: CallInfo) -> None:
    """Write the draft as facts arrive; a number once issued closes the record to this path."""
    if known(facts, "report_number") or known(facts, "duplicate_of"):
        return
    record = record_of(facts, call.call_id, call.channel)
    if has_facts(record):
        await in_store(store().save_draft, call.call_id, record)
    if known(facts, "rescue"):
        await in_store(store().set_in_motion, call.call_id, record, call.at)


async def keep_transcript(call: CallInfo, caller: str, said: list[dict[str, str]]) -> None:
    """Log the turn of a channel that keeps no transcript itself."""
    if call.channel in KEEP_OWN_TRANSCRIPT:
        return
    try:
        await in_store(store().log_turn, call.call_id, None, call.at, caller or None, said, None)
    except StoreUnavailable:
        logger.warning("A turn of the %s channel is missing in its transcript", call.channel)


def reopen(form: str, slot: str) -> list[EventType]:
    """Return the events that put the call back to a question of a form that was already complete."""
    return [
        SlotSet(slot, None),
        ActiveLoop(form),
        SlotSet("requested_slot", slot),
        FollowupAction("action_listen"),
    ]


def started(call: CallInfo) -> dict[str, Any]:
    """Return the value of the slot ``call``."""
    return {"started_at": iso(call.started_at), "from": call.caller_phone, "channel": call.channel}


__all__ = ["TakeTurn", "keep_draft", "keep_transcript", "reopen", "started", "utter"]
