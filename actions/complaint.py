"""A complaint: taken down by the script of 004, answered by people within 24 hours (K-14)."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import TakeTurn, keep_transcript, utter
from actions.services import in_store, store
from actions.state import CallInfo, call_info, facts_of
from claims.complaints import COMPLAINT, PRAISE, SUGGESTION, TIP_OFF, URGENT
from claims.conversation import Line, Progress, has_begun
from claims.conversation.questions import SADLY
from claims.conversation.turn import is_sad
from claims.interview import Facts, told
from claims.progress import is_long_overdue
from claims.store import StoreUnavailable
from claims.tasks import OUTCOME_OF
from claims.wishes import Wish, outlived, urges_survey, wish_of


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
        wish = await _weighed(facts, call)
        await in_store(
            store().add_task, wish.kind, call.call_id, wish.report_number, None, wish.detail, call.at
        )
        lines = recorded(facts, wish.detail.get("complaint_level"))
        if urges_survey(facts):
            told_of_it = {name: wish.detail[name] for name in URGED_WITH if name in wish.detail}
            await in_store(
                store().add_task, "chaser", call.call_id, wish.report_number, None, told_of_it, call.at
            )
            lines.append(Line("utter_urged"))
        progress = Progress.from_slot(tracker.get_slot("progress"))
        back = progress.resume or "after_report"
        if not told(facts, "registered") and not has_begun(facts):
            await in_store(store().set_outcome, call.call_id, OUTCOME_OF[wish.kind])
            back = "after_report"
        said = utter(dispatcher, lines, "complaint", facts, call)
        await keep_transcript(call, "", said)
        done = SlotSet("progress", {**progress.as_slot(), "resume": None})
        made = {"kind": facts.get("complaint_kind") or COMPLAINT, "level": wish.detail.get("complaint_level")}
        forgotten = [SlotSet(name, None) for name in sorted(outlived(facts))]
        about = SlotSet("about_report", wish.report_number or facts.get("about_report"))
        return [done, *forgotten, about, SlotSet("complaint_made", made), FollowupAction(back)]


URGED_WITH = ("complaint_detail", "complaint_plate", "complaint_surname", "callback_phone", "phone")
"""What of a complaint whoever is urged with it needs."""


async def _weighed(facts: Facts, call: CallInfo) -> Wish:
    """Make the complaint with its level, which earlier complaints and late work raise; without the files, by its words."""
    wish = wish_of("complaint", facts)
    try:
        earlier = await in_store(store().complaints_of, call.caller_phone or None, wish.report_number)
        work = await in_store(store().tasks, wish.report_number) if wish.report_number else []
    except StoreUnavailable:
        return wish
    again = any(task["call_id"] != call.call_id for task in earlier)
    return wish_of("complaint", facts, again, any(is_long_overdue(task, call.at) for task in work))


def recorded(facts: Facts, level: str | None) -> list[Line]:
    """Return what is said when it is written down, by its kind; the time that is said is the task's own."""
    first, *more = RECORDED[facts.get("complaint_kind") or COMPLAINT]
    if level == URGENT and first == "utter_complaint_recorded":
        first = "utter_complaint_recorded_urgent"
    return [Line(SADLY.get(first, first) if is_sad(facts) else first), *map(Line, more)]


RECORDED: Mapping[str, tuple[str, ...]] = {
    COMPLAINT: ("utter_complaint_recorded", "utter_complaint_answer_comes"),
    TIP_OFF: ("utter_tip_off_recorded", "utter_tip_off_secret"),
    PRAISE: ("utter_praised",),
    SUGGESTION: ("utter_suggestion_recorded",),
}
"""Kind -> the words when it is written down (K-14, K-10, L-19, K-12), and how it goes on."""
