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
from claims.interview import told
from claims.wishes import wish_of


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
        wish = wish_of("complaint", facts)
        await in_store(
            store().add_task, wish.kind, call.call_id, wish.report_number, None, wish.detail, call.at
        )
        progress = Progress.from_slot(tracker.get_slot("progress"))
        back = progress.resume or "after_report"
        if not told(facts, "registered") and not has_begun(facts):
            await in_store(store().set_outcome, call.call_id, "complaint")
            back = "after_report"
        said = utter(dispatcher, [Line("utter_complaint_recorded")], "complaint", facts, call)
        await keep_transcript(call, "", said)
        done = [SlotSet("progress", {**progress.as_slot(), "resume": None}), SlotSet("wish_said", None)]
        return [*done, FollowupAction(back)]
