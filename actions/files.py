"""What a turn needs of the files: how a complaint stands, and the report that a complaint is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.services import in_store, store
from actions.state import CallInfo
from claims.conversation import Move, Turn
from claims.conversation.complaining import with_complaint
from claims.conversation.complaints import with_number_checked
from claims.conversation.enquiring import on_file, verified_by
from claims.conversation.leaving import with_urged
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


async def _report(turn: Turn, move: Move, call: CallInfo) -> Move:
    """Find the report that is asked after: by what was told of it, else the only one on whose file the number is that calls."""
    move = await with_enquiry(turn.facts, replace(move, seek=None), call)
    asked_for = ("complaint_report_number", "complaint_plate")
    if not call.caller_phone or any(told(move.facts, name) for name in asked_for):
        return move
    mine = await _on_whose_file(call)
    if len(mine) != 1:
        return move
    return replace(
        move, facts={**move.facts, "enquiry_about": mine[0]["report_number"], "enquiry_verified": True}
    )


async def _urged(turn: Turn, move: Move, call: CallInfo) -> Move:
    """Find the report that is urged by the number that calls; where there is not just one, it is asked for."""
    move = replace(move, seek=None)
    mine: list[Mapping[str, Any]]
    if told(move.facts, "complaint_report_number"):
        record = await in_store(store().report, move.facts["complaint_report_number"])
        mine = [record] if record is not None and on_file(record, call.caller_phone) else []
    else:
        mine = await _on_whose_file(call)
    return with_urged(turn, move, mine[0]["report_number"]) if len(mine) == 1 else move


async def _on_whose_file(call: CallInfo) -> list[Mapping[str, Any]]:
    """Return the reports on whose file the number is that calls."""
    if not call.caller_phone:
        return []
    found = await in_store(store().find_reports, call.caller_phone, status="registered", limit=MOST_FOUND)
    return [record for record in found if on_file(record, call.caller_phone)]


MOST_FOUND = 10
"""Reports of one telephone number that are looked through."""

SEEKING: Mapping[str, Sought] = {"complaint": _complaint, "report": _report, "urged": _urged}
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


async def with_enquiry(before: Facts, move: Move, call: CallInfo) -> Move:
    """Find the report that is asked after, and tell whether it may be told to who asks.

    Raises:
        StoreUnavailable: The files cannot be read.
    """
    facts = move.facts
    if all(facts.get(name) == before.get(name) for name in ASKED_AFTER):
        return move  # the files were asked when it was told
    number, plate = facts.get("complaint_report_number"), facts.get("complaint_plate")
    record = None
    if told(facts, "enquiry_about"):
        record = await in_store(store().report, facts["enquiry_about"])
    elif told(facts, "complaint_report_number"):
        record = await in_store(store().report, str(number))
        if record is None:
            return with_number_checked(before, move, on_file=False)
    elif told(facts, "complaint_plate"):
        found = await in_store(store().reports, plate=plate, status="registered", limit=1)
        record = found[0] if found else None
    if record is None:
        return move
    verified = verified_by(record, facts, call.caller_phone)
    about = {"enquiry_about": record["report_number"]} | (
        {} if verified is None else {"enquiry_verified": verified}
    )
    return replace(move, facts={**facts, **about})


ASKED_AFTER = ("complaint_report_number", "complaint_plate", "enquirer_name")
"""What tells which report is asked after, and by whom."""
