"""What a turn needs of the files: how a complaint stands, and the report that a complaint is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from actions.services import in_store, store
from actions.state import CallInfo
from claims.conversation import Move, Turn
from claims.conversation.complaining import with_complaint
from claims.conversation.complaints import with_number_checked
from claims.interview import Facts, told
from claims.progress import complaint_stands, is_overdue
from claims.store import StoreUnavailable
from claims.wishes import wish_of

Sought = Callable[[Turn, Move, CallInfo], Awaitable[Move]]


async def sought(turn: Turn, move: Move, call: CallInfo) -> Move:
    """Put what a move seeks in the files into its lines.

    Raises:
        StoreUnavailable: The files cannot be read, so that nothing true could be said.
    """
    return await SEEKING[move.seek](turn, move, call) if move.seek else move


async def _complaint(turn: Turn, move: Move, call: CallInfo) -> Move:
    """Say how the caller's newest complaint stands."""
    found = await in_store(store().complaints_of, call.caller_phone or None, move.facts.get("report_number"))
    if not found:
        return with_complaint(turn, move, None, None)
    newest = found[0]
    overdue = is_overdue(newest, call.at)
    late = wish_of("complaint", newest["detail"], again=True, overdue=True).detail if overdue else None
    return with_complaint(turn, move, complaint_stands(newest, call.at), late)


SEEKING: Mapping[str, Sought] = {"complaint": _complaint}
"""What is sought -> how."""


async def with_report(before: Facts, move: Move) -> Move:
    """Check the number of the report a complaint is about, and find the report of a car of which no number is at hand."""
    facts = move.facts
    number, plate = facts.get("complaint_report_number"), facts.get("complaint_plate")
    try:
        if told(facts, "complaint_report_number") and number != before.get("complaint_report_number"):
            return with_number_checked(before, move, await in_store(store().report, str(number)) is not None)
        if told(facts, "complaint_plate") and plate != before.get("complaint_plate"):
            found = await in_store(store().reports, plate=plate, status="registered", limit=1)
            return replace(
                move, facts={**facts, "complaint_about": found[0]["report_number"] if found else None}
            )
    except StoreUnavailable:
        return move  # it is taken as it was said
    return move
