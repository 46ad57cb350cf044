"""The part of the desk's API that changes something: tasks, reports, messages. Every change leaves a line in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel, Field

from claims.clock import moment
from claims.policy import PolicyUnavailable
from claims.store import NotFound, Refused, Store
from claims.store.desk import ANYTHING
from desk.entering import with_policy

Name = Annotated[str, Field(min_length=1, max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Id = Annotated[int, Path(ge=0, lt=2**31)]
"""A task's or message's: what the databases take for one."""


class _Body(BaseModel):
    """What every change says: who makes it."""

    by: Name

    class Config:
        """A misspelt field is an error, not silence."""

        extra = "forbid"


class TaskAction(_Body):
    """What is done with a task (``claims.store.tasks.NEEDS``)."""

    action: Literal["take", "assign", "reassign", "send_back", "finish", "note", "delete"]
    to: Name | None = None
    reason: Words | None = None
    text: Words | None = None
    settled: bool = False


class NewTask(_Body):
    """A task somebody at the desk adds."""

    kind: str
    report_number: str | None = None
    call_id: str | None = None
    due_at: str | None = None
    reason: Words


class ReportAction(_Body):
    """What is done with a report."""

    action: Literal["correct", "note", "withdraw", "ring_back", "register"]
    field: str | None = None
    value: Any = None
    was: Any = None
    reason: Words | None = None
    text: Words | None = None
    to: Name | None = None
    without_policy: bool = False
    purpose: Literal["callback", "closing_callback"] = "callback"


class MessageAction(_Body):
    """What is done with a message."""

    action: Literal["resend"]
    reason: Words | None = None


def store_of(request: Request) -> Store:
    """Return the store the application was made with."""
    store: Store = request.app.state.store
    return store


def now_of(request: Request) -> datetime:
    """Return the moment of the request."""
    clock: Callable[[], datetime] = request.app.state.clock
    return clock()


Records = Annotated[Store, Depends(store_of)]
Now = Annotated[datetime, Depends(now_of)]

router = APIRouter()


def refused(error: Exception) -> HTTPException:
    """Return the answer to what could not be done: 404 no such thing, 409 not as things stand, 422 not understood."""
    status = 404 if isinstance(error, NotFound) else 409 if isinstance(error, Refused) else 422
    return HTTPException(status, str(error))


@router.post("/tasks")
def add_task(new: NewTask, store: Records, now: Now) -> dict[str, Any]:
    """Add a task to a report or a call; one just like it that is open is returned instead."""
    try:
        call_id, number = _where(store, new)
        due_at = moment(new.due_at) if new.due_at else None
        detail = {"reason": new.reason}
        task_id = store.add_task(new.kind, call_id, number, due_at, detail, now, by=new.by)
    except (ValueError, OverflowError, NotFound, Refused) as error:
        raise refused(error) from None
    return store.task(task_id) or {}


@router.post("/tasks/{task_id}")
def act_on_task(task_id: Id, said: TaskAction, store: Records, now: Now) -> dict[str, Any]:
    """Take, assign, reassign, send back, finish, note or delete a task; return it as it then is."""
    try:
        return store.act_on_task(
            task_id,
            said.action,
            said.by,
            now,
            to=said.to,
            reason=said.reason,
            text=said.text,
            settled=said.settled,
        )
    except (ValueError, NotFound, Refused) as error:
        raise refused(error) from None


@router.post("/messages/{message_id}")
def act_on_message(message_id: Id, said: MessageAction, store: Records, now: Now) -> dict[str, Any]:
    """Send a message again; return it as it then is."""
    try:
        return store.resend(message_id, said.by, said.reason, now)
    except (NotFound, Refused) as error:
        raise refused(error) from None


@router.post("/reports/{report_number}")
def act_on_report(
    report_number: str, said: ReportAction, request: Request, store: Records, now: Now
) -> dict[str, Any]:
    """Put a fact of a report right, note, withdraw, or have somebody rung; return the report as it then is."""
    call_id = store.call_of(report_number)
    if call_id is None:
        raise HTTPException(404, "no such report")
    return _act(call_id, said, request, store, now)


@router.post("/calls/{call_id:path}")
def act_on_report_of_call(
    call_id: str, said: ReportAction, request: Request, store: Records, now: Now
) -> dict[str, Any]:
    """Do the same with a report that has no number yet, and give it one (``register``)."""
    return _act(call_id, said, request, store, now)


def _act(call_id: str, said: ReportAction, request: Request, store: Store, now: datetime) -> dict[str, Any]:
    try:
        if said.action == "correct":
            was = said.was if "was" in said.__fields_set__ else ANYTHING
            reason = said.reason or ""
            store.put_right(call_id, said.field or "", said.value, said.by, reason, now, was)
        elif said.action == "note":
            store.note_on_report(call_id, said.by, said.text or "", now)
        elif said.action == "withdraw":
            store.withdraw_report(call_id, said.by, said.reason or "", now)
        elif said.action == "ring_back":
            store.ring_back(call_id, said.by, now, said.to, said.reason, said.purpose)
        else:
            _register(call_id, said, request, store, now)
    except (ValueError, NotFound, Refused) as error:
        raise refused(error) from None
    found = (store.call(call_id) or {}).get("report")
    if found is None:
        raise HTTPException(404, "no such report")
    return dict(found)


def _register(call_id: str, said: ReportAction, request: Request, store: Store, now: datetime) -> None:
    """Number a report that was kept by hand; the policy system is asked first, for it answers again."""
    report = (store.call(call_id) or {}).get("report")
    if report is None:
        raise NotFound("no such report")
    if said.without_policy or request.app.state.policies is None:
        store.finish_manual(call_id, said.by, now)
        return
    try:
        known = with_policy(report, request.app.state.policies)
    except PolicyUnavailable:
        raise HTTPException(503, "the policy system does not answer: try again, or without_policy") from None
    added = {name: known[name] for name in known if known[name] != report.get(name)}
    store.finish_manual(call_id, said.by, now, lambda record: {**record, **added})


def _where(store: Store, new: NewTask) -> tuple[str | None, str | None]:
    """Return the call and the number a new task is about.

    Raises:
        NotFound: There is no such report or call.
        ValueError: Neither is given.
    """
    if new.report_number:
        call_id = store.call_of(new.report_number)
        if call_id is None:
            raise NotFound("no such report")
        return call_id, "".join(new.report_number.split())
    if not new.call_id:
        raise ValueError("report_number: it, or call_id, is needed")
    call = store.call(new.call_id)
    if call is None:
        raise NotFound("no such call")
    return new.call_id, call["report_number"]
