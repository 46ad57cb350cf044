"""The claim report: greeting, interview, registration."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, EventType, FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import TakeTurn, draft_of, keep_transcript, reopen, started, utter
from actions.services import in_store, store
from actions.state import CallInfo, call_info, facts_of
from claims.conversation import Line
from claims.conversation.outbound import OUTCOME
from claims.duplicates import is_another
from claims.interview import Facts, complete
from claims.outbound import Order, with_file
from claims.report import Record, record_of
from claims.store import StoreUnavailable

logger = logging.getLogger(__name__)


class StartCall(Action):
    """Greet, give the recording notice, and enter the interview."""

    def name(self) -> str:
        """Return Rasa's name for the action that opens a conversation."""
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Begin the call in the store and say A-01 with the notice of domain B6."""
        call = call_info(tracker)
        await in_store(
            store().begin_call, call.call_id, call.channel, call.caller_phone or None, call.started_at
        )
        if call.order:
            return await _placed(call, call.order)
        lines = [Line("utter_greeting"), Line("utter_recording_notice")]
        if call.channel == "web":
            lines.append(Line("utter_emergency_numbers"))
        said = utter(dispatcher, lines, "claim_report", {}, call)
        await keep_transcript(call, "", said)
        return [
            SessionStarted(),
            SlotSet("call", started(call)),
            ActiveLoop("claim_report"),
            ActionExecuted("action_listen"),
        ]


async def _placed(call: CallInfo, order: Order) -> list[EventType]:
    """Begin a call the bot has placed: whom it is for is asked first, with the name on file (004, J-01)."""
    number = order.get("report_number")
    record = await in_store(store().report, number) if number else await draft_of(call)
    await in_store(store().set_outcome, call.call_id, OUTCOME)
    return [
        SessionStarted(),
        SlotSet("call", started(call)),
        SlotSet("order", with_file(order, record)),
        ActiveLoop("outbound"),
        ActionExecuted("action_listen"),
    ]


class ValidateOutbound(TakeTurn):
    """Take a turn of a call the bot has placed, until the right person is on the line."""

    form = "outbound"


class ValidateClaimReport(TakeTurn):
    """Take a turn of the interview."""

    form = "claim_report"


class RegisterReport(Action):
    """Commit the report and say the number it got: the only place where a number is said first."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_register_report"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Register, or keep the record by hand when the policy system was down; say only what is on disk.

        A repetition of the turn, or of the whole call, gets the number of the first time from the store.
        """
        call = call_info(tracker)
        facts = facts_of(tracker)
        if not complete(facts):  # however the form came to its end: no number without the facts it stands for
            logger.error("A report was to be registered before its interview was complete")
            return [FollowupAction("claim_report")]
        record = record_of(facts, call.call_id, call.channel)
        end = _keep_by_hand if facts.get("manual_record") is not None else _register
        try:
            found, line = await end(record, facts, call)
        except StoreUnavailable:
            utter(dispatcher, [Line("utter_not_saved")], "claim_report", facts, call)
            return reopen("claim_report", "recap")
        said = utter(dispatcher, [line], "claim_report", {**facts, **found}, call)
        await keep_transcript(call, "", said)
        return [SlotSet(name, value) for name, value in found.items()]


async def _keep_by_hand(record: Record, facts: Facts, call: CallInfo) -> tuple[dict[str, Any], Line]:
    """Keep a report of a car that could not be looked up, for people to enter."""
    await in_store(store().save_manual, call.call_id, record, "保单系统故障", call.at)
    return {"registered": "manual"}, Line("utter_manual_saved")


async def _register(record: Record, facts: Facts, call: CallInfo) -> tuple[dict[str, Any], Line]:
    """Register the report; another call's of the same accident, or this call's of another, is no new one."""
    registration = await in_store(store().register, call.call_id, record, call.at)
    another = not registration.created and is_another(record, registration.record)
    if another:  # a call holds one report: the second accident of a talk begun anew goes to a person
        detail = {"reason": "客户还有另一起事故要报案", "report": record}
        await in_store(store().add_task, "callback", call.call_id, None, None, detail, call.at)
    if registration.duplicate_of:
        reporter = await _reporter(registration.duplicate_of, bool(facts.get("verified")))
        found = {"duplicate_of": registration.duplicate_of, "registered": "duplicate"}
        told = "utter_duplicate" if registration.sent else "utter_duplicate_unsent"
        return found, Line(told, {"reporter": reporter})
    found = {"report_number": registration.report_number, "registered": "registered"}
    registered = "utter_registered" if registration.sent else "utter_registered_unsent"
    return found, Line("utter_one_report_a_call" if another else registered)


async def _reporter(number: str, verified: bool) -> str:
    """Name who reported first to a verified caller; nobody else learns a name."""
    if not verified:
        return "已有人"
    try:
        first = await in_store(store().report, number)
    except (StoreUnavailable, asyncio.CancelledError):
        return "已有人"
    people = first or {}
    return (people.get("reporter") or {}).get("name") or (people.get("contact") or {}).get("name") or "已有人"


class EndReport(Action):
    """Say goodbye and stay on the line: the caller hangs up first (002)."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_end_report"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say L-22; whatever the caller still says goes on in the last form."""
        call = call_info(tracker)
        facts = facts_of(tracker)
        goodbye = Line("utter_goodbye_of_ours" if facts.get("order") else "utter_goodbye")
        said = utter(dispatcher, [goodbye], "after_report", facts, call)
        await keep_transcript(call, "", said)
        return [ActiveLoop("after_report"), SlotSet("requested_slot", None), FollowupAction("action_listen")]
