"""What is done from the desk's pages. Each form is one change by the store's own functions, with a line in the trail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from pydantic import ValidationError

from claims.store import NotFound, Refused, Store
from claims.store.tasks import NEEDS
from desk import training, work
from desk.pages import facts, masking, names, words
from desk.pages.reading import case_of, case_page
from desk.pages.rights import OPENED_FOR, Person
from desk.pages.session import (
    Form,
    NotAllowed,
    Now,
    Records,
    back_to,
    own_form,
    page,
    with_right,
)
from desk.work import Id, NewTask, ReportAction

router = APIRouter(prefix="/desk")
Worker = Annotated[Person, Depends(with_right("work"))]
Reader = Annotated[Person, Depends(with_right("read"))]
Leader = Annotated[Person, Depends(with_right("lead"))]


@router.post("/tasks/{task_id}")
def act_on_task(
    task_id: Id, request: Request, person: Worker, store: Records, now: Now, form: Form
) -> Response:
    """Take, pass on, finish, send back, note or delete a task."""
    own_form(request, form, person)
    action = form.get("action", "")
    task = store.task(task_id)
    if task is not None and not person.may_see(task):
        raise NotAllowed
    if task is not None and not person.may_on(task, action):
        return _not_yours(request, person, task, action, form)
    said = {name: form.get(name) or None for name in ("to", "reason", "text")}
    settled = form.get("settled") == "yes"
    return _done(
        lambda: store.act_on_task(task_id, action, person.name, now, settled=settled, **said),
        action,
        request,
        person,
        form,
        "tasks",
    )


@router.post("/messages/{message_id}")
def act_on_message(
    message_id: Id, request: Request, person: Worker, store: Records, now: Now, form: Form
) -> Response:
    """Send a message again."""
    own_form(request, form, person)
    reason = form.get("reason") or None
    return _done(
        lambda: store.resend(message_id, person.name, reason, now),
        "resend",
        request,
        person,
        form,
        "messages",
    )


@router.post("/training/{line_id}")
def label(line_id: Id, request: Request, person: Leader, store: Records, now: Now, form: Form) -> Response:
    """Say what a caller's line means. What holds anybody's data is not learnt from."""
    own_form(request, form, person)
    line = store.line(line_id)
    if line is None:
        raise HTTPException(404, "no such line")
    call, _ = case_of(line["call_id"], person, store)
    told = form.get("label", "")
    lines = store.web.lines(line["call_id"])
    asked = words.answers(lines).get(line_id)
    personal = masking.by_line(lines, facts.secrets_of(call["report"]))[line_id] != line["text"]

    def change() -> None:
        if told not in training.meanings(asked) or (personal and told != training.NOTHING):
            raise ValueError("label: none")
        store.label_line(line_id, told, person.name, now)

    return _done(change, "label", request, person, form, "training")


@router.post("/open")
def open_data(request: Request, person: Reader, store: Records, now: Now, form: Form) -> Response:
    """Open the personal data of a call and its report to whoever says why."""
    own_form(request, form, person)
    call_id = form.get("call_id", "")
    call, _ = case_of(call_id, person, store)
    what = "report" if call["report"] else "call"
    return _on_case(
        call_id,
        lambda: store.open_data(call_id, person.name, form.get("reason", ""), now, what),
        "open",
        request,
        person,
        store,
        now,
    )


@router.post("/cases/{call_id:path}")
def act_on_case(
    call_id: str, request: Request, person: Worker, store: Records, now: Now, form: Form
) -> Response:
    """Put a fact right, note, withdraw, have somebody rung, add a task, or number a report kept by hand."""
    own_form(request, form, person)
    case_of(call_id, person, store)
    action = form.get("action", "")
    if action == "withdraw" and not person.may("lead"):
        raise NotAllowed
    # The old value is on the form: only data that are open to the clerk are put right.
    if action == "correct" and not store.has_opened(call_id, person.name, now - OPENED_FOR):
        raise NotAllowed

    def change() -> None:
        if action == "add":
            wanted = NewTask(
                by=person.name,
                kind=form.get("kind", ""),
                call_id=call_id,
                due_at=form.get("due_at") or None,
                reason=form.get("reason", ""),
            )
            work.add_task(wanted, store, now)
        else:
            said = _said(action, form, person, call_id, store)
            work.act_on_report_of_call(call_id, said, request, store, now)

    return _on_case(call_id, change, action, request, person, store, now)


def _said(action: str, form: Mapping[str, str], person: Person, call_id: str, store: Store) -> ReportAction:
    """Return what a form asks for, as the API takes it."""
    told: dict[str, Any] = {name: form.get(name) or None for name in ("reason", "text", "to")}
    told["without_policy"] = form.get("without_policy") == "yes"
    if form.get("purpose"):
        told["purpose"] = form["purpose"]
    if action == "correct":
        told |= _put_right(form, call_id, store)
    return ReportAction.parse_obj({"by": person.name, "action": action, **told})


def _put_right(form: Mapping[str, str], call_id: str, store: Store) -> dict[str, Any]:
    """Return the field, what the clerk saw there and what is right; one of another party changes the whole list of them."""
    field, typed, was = form.get("field", ""), form.get("value", ""), json.loads(form.get("was") or "null")
    if not field.startswith("third_parties."):
        kind = facts.ROWS[field].kind if field in facts.ROWS else "text"
        return {"field": field, "value": read(kind, typed), "was": was}
    number, name = field.split(".")[1:]
    record = (store.call(call_id) or {}).get("report") or {}
    parties = [dict(it) for it in record.get("third_parties") or ()]
    row = next(it for it in facts.PARTY if it.field == name)
    if int(number) >= len(parties) or parties[int(number)].get(name) != was:
        raise Refused("third_parties has been changed meanwhile")
    changed = [dict(it) for it in parties]
    value = read(row.kind, typed)
    changed[int(number)] |= {name: value}
    changed[int(number)] = {key: it for key, it in changed[int(number)].items() if it is not None}
    return {"field": "third_parties", "value": changed, "was": parties}


def read(kind: str, text: str) -> Any:
    """Return the value a clerk typed, None for an empty one.

    Args:
        kind: Of the row (``facts.Row.kind``).
        text: As it came from the form.

    Raises:
        ValueError: It is no such value.
    """
    text = text.strip()
    if not text:
        return None
    if kind == "yes_no":
        return text == "yes"
    if kind == "number":
        number = float(text)
        return int(number) if number.is_integer() else number
    if kind in ("list", "flags"):
        return [it.strip() for it in re.split(r"[、，,；;\n]", text) if it.strip()]
    if kind == "range":
        ends = [float(it) for it in re.split(r"[—~～至到\-、,，\s]+", text) if it]
        return [ends[0], ends[-1]] if ends else None
    if kind == "span":
        return [it.strip() for it in text.split("至")]
    return text


def refusal(error: Exception) -> str:
    """Return what could not be done, for a clerk to read."""
    if isinstance(error, ValidationError):
        missing = [str(it["loc"][0]) for it in error.errors()]
        return "请填写原因。" if "reason" in missing else "填写的内容格式不对，没有保存。"
    if isinstance(error, HTTPException):
        return names.refusal(str(error.detail), facts.LABELS)
    if type(error) is ValueError and not re.match(r"[a-z_.]+: ", str(error)):
        return "填写的内容格式不对，没有保存。"
    return names.refusal(str(error), facts.LABELS)


def _on_case(
    call_id: str,
    change: Callable[[], Any],
    action: str,
    request: Request,
    person: Person,
    store: Store,
    now: datetime,
) -> Response:
    try:
        change()
    except (ValueError, NotFound, Refused) as error:
        return case_page(call_id, request, person, store, now, refusal(error), 409)
    except HTTPException as error:
        if error.status_code == 404:
            raise
        return case_page(call_id, request, person, store, now, refusal(error), error.status_code)
    return back_to(f"/desk/cases/{quote(call_id)}", "reports", done=action)


def _done(
    change: Callable[[], Any],
    action: str,
    request: Request,
    person: Person,
    form: Mapping[str, str],
    fallback: str,
) -> Response:
    back = form.get("back", "")
    try:
        change()
    except (ValueError, NotFound, Refused) as error:
        status = 404 if isinstance(error, NotFound) else 409
        return page(request, "refused.html", person, status, why=refusal(error), back=_own(back, fallback))
    return back_to(back, fallback, done=action)


def _not_yours(
    request: Request, person: Person, task: Mapping[str, Any], action: str, form: Mapping[str, str]
) -> Response:
    """Refuse what is somebody else's to do with a task, and say whose it is."""
    whose = f"任务已由{task['assignee']}领取，" if task["assignee"] else ""
    why = f"{whose}这一步只能由本人或班长办理。" if action in NEEDS else "没有这种办理方式。"
    return page(request, "refused.html", person, 403, why=why, back=_own(form.get("back", ""), "tasks"))


def _own(path: str, fallback: str) -> str:
    return str(back_to(path, fallback).headers["location"])
