"""How a report stands: told from its tasks, to whoever is on its file; what is not known goes to a person."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import TakeTurn, keep_transcript, utter
from actions.services import in_store, store
from actions.state import CallInfo, call_info, facts_of
from claims.complaints import TIP_OFF
from claims.conversation import Line, Progress
from claims.conversation.enquiring import asks_outcome
from claims.interview import Facts
from claims.progress import report_stands, survey_is_done
from claims.wishes import outlived


class ValidateProgressEnquiry(TakeTurn):
    """Take a turn of an enquiry."""

    form = "progress_enquiry"


class TellProgress(Action):
    """Say how the report stands, or have a person answer."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_progress"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Tell it from the files, then go back to what the caller may still want."""
        call, facts = call_info(tracker), facts_of(tracker)
        said = utter(dispatcher, await _lines(facts, call), "progress_enquiry", facts, call)
        await keep_transcript(call, "", said)
        progress = Progress.from_slot(tracker.get_slot("progress"))
        done = SlotSet("progress", {**progress.as_slot(), "resume": None})
        about = facts.get("enquiry_about") if facts.get("enquiry_verified") else None
        return [
            done,
            SlotSet("about_report", about),
            *(SlotSet(name, None) for name in sorted(outlived(facts))),
            FollowupAction("after_report"),
        ]


async def _lines(facts: Facts, call: CallInfo) -> list[Line]:
    number = facts.get("enquiry_about")
    if number and facts.get("enquiry_verified"):
        record = await in_store(store().report, number)
        tasks = await in_store(store().tasks, number)
        told = await in_store(store().complaints_of, call.caller_phone or None, None)
        mine = [one for one in told if one["detail"].get("complaint_kind") != TIP_OFF]
        stands = report_stands(record or {}, tasks, call.at, mine)
        lines = [Line("utter_progress_stands", {"state": stands})]
        if not asks_outcome(str(facts.get("wish_said") or "")):
            return lines
        if not survey_is_done(tasks):
            return [*lines, Line("utter_outcome_later")]
        await _task("enquiry", facts, call, number)
        return [*lines, Line("utter_enquiry_noted")]
    await _task("enquiry", facts, call, number)
    if number:
        return [Line("utter_confidential"), Line("utter_enquiry_by_the_number_on_file")]
    return [Line("utter_progress_not_found"), Line("utter_enquiry_noted")]


async def _task(kind: str, facts: Facts, call: CallInfo, number: str | None) -> None:
    """Hand it to a person, with what was told."""
    told = {
        "question": facts.get("wish_said"),
        "plate": facts.get("complaint_plate"),
        "name": facts.get("enquirer_name"),
    }
    detail = {name: value for name, value in told.items() if value}
    phone = {"phone": call.caller_phone} if call.caller_phone else {}
    await in_store(store().add_task, kind, call.call_id, number, None, {**detail, **phone}, call.at)
