"""Calls we place with questions of their own (004, 回访): their turns, and their end."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import TakeTurn, keep_transcript, utter
from actions.state import call_info, facts_of
from claims.conversation import Line
from claims.conversation.turn import is_sad
from claims.interview import Facts


class ValidateDispatchCallback(TakeTurn):
    """Take a turn of the call-back within the hour."""

    form = "dispatch_callback"


class ValidateClosingCallback(TakeTurn):
    """Take a turn of the call-back after the claim was closed."""

    form = "closing_callback"


class EndCallback(Action):
    """Say the last words of a call-back and stay on the line: whoever was called hangs up first (002)."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_end_callback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say J-03, or J-08 without good wishes after a death or a theft."""
        call, facts = call_info(tracker), facts_of(tracker)
        said = utter(dispatcher, [Line(farewell(facts))], "after_report", facts, call)
        await keep_transcript(call, "", said)
        return [ActiveLoop("after_report"), SlotSet("requested_slot", None), FollowupAction("action_listen")]


def farewell(facts: Facts) -> str:
    """Name the last words of a call we placed."""
    if (facts.get("order") or {}).get("purpose") != "closing_callback":
        return "utter_goodbye_of_ours"
    return "utter_closing_goodbye_sad" if is_sad(facts) else "utter_closing_goodbye"
