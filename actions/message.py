"""A message for a person: a call-back, a rescue, an enquiry; nobody who rings is turned away."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import TakeTurn, keep_transcript, utter
from actions.services import in_store, store
from actions.state import call_info, facts_of
from claims.conversation import Line, Progress, has_begun
from claims.interview import MESSAGE, Ask, told
from claims.tasks import OUTCOME_OF
from claims.wishes import outlived, wish_of

SENTENCES = {"rescue": "utter_rescue_recorded", "chaser": "utter_urged"}
"""Kind of task -> what is said when it is written; else that somebody gets in touch."""

ENDS_THE_REPORT = frozenset({"callback"})
"""Messages after which an interrupted report is left to the person who rings back."""

ASKED_HERE = frozenset(step.name for step in MESSAGE if isinstance(step, Ask))


class ValidateMessage(TakeTurn):
    """Take a turn of leaving a message."""

    form = "message"


class LeaveMessage(Action):
    """Write the message as a task, then say that it is written."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_leave_message"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Commit first, speak after; then ask whether there is anything else."""
        call = call_info(tracker)
        facts = facts_of(tracker)
        wish = wish_of("message", facts)
        await in_store(
            store().add_task, wish.kind, call.call_id, wish.report_number, None, wish.detail, call.at
        )
        progress = Progress.from_slot(tracker.get_slot("progress"))
        kind = facts.get("message_kind") or "callback"
        # Place and name were told for the message: by themselves they are no report to go back to.
        report = {name: value for name, value in facts.items() if name not in ASKED_HERE}
        back = progress.resume if kind not in ENDS_THE_REPORT and has_begun(report) else None
        if not back and not told(facts, "registered"):
            await in_store(store().set_outcome, call.call_id, OUTCOME_OF[wish.kind])
        said = utter(
            dispatcher, [Line(SENTENCES.get(wish.kind, "utter_message_recorded"))], "message", facts, call
        )
        await keep_transcript(call, "", said)
        told_here = [SlotSet(name, None) for name in sorted(outlived(facts))]
        done = [SlotSet("progress", {**progress.as_slot(), "resume": None}), *told_here]
        return [*done, FollowupAction(back or "after_report")]
