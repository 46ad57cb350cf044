"""A complaint: taken down by the script of 004, answered by people within 24 hours (K-14)."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import TakeTurn, keep_transcript, utter
from actions.services import in_store, store
from actions.state import call_info, facts_of
from claims.conversation import Line, Progress, has_begun
from claims.interview import COMPLAINT, Ask, told


class ValidateComplaint(TakeTurn):
    """Take a turn of a complaint."""

    form = "complaint"


class RegisterComplaint(Action):
    """Write the complaint as a task, then promise the answer that is due."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_register_complaint"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Commit first, speak after; then go back to what was interrupted."""
        call = call_info(tracker)
        facts = facts_of(tracker)
        detail = {
            step.name: facts[step.name]
            for step in COMPLAINT
            if isinstance(step, Ask) and told(facts, step.name)
        }
        detail |= {"phone": call.caller_phone} if call.caller_phone else {}
        number = detail.get("complaint_report_number") or facts.get("report_number")
        await in_store(store().add_task, "complaint", call.call_id, number, None, detail, call.at)
        progress = Progress.from_slot(tracker.get_slot("progress"))
        back = progress.resume or "after_report"
        if not told(facts, "registered") and not has_begun(facts):
            await in_store(store().set_outcome, call.call_id, "complaint")
            back = "after_report"
        said = utter(dispatcher, [Line("utter_complaint_recorded")], "complaint", facts, call)
        await keep_transcript(call, "", said)
        return [SlotSet("progress", {**progress.as_slot(), "resume": None}), FollowupAction(back)]
