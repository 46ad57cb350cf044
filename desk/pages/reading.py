"""The desk's pages, as far as they read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from claims.clock import BEIJING, moment_or_none
from claims.store import Store
from desk import api, quality, training
from desk.pages import facts, masking, names, words
from desk.pages.figures import figures
from desk.pages.rights import OPENED_FOR, Person
from desk.pages.session import Form, Now, Records, addressed, own_form, page, with_right

PAGE = 50
"""Rows of a page of a list."""

MOST_SKIPPED = 10_000_000
"""Rows before a page; a larger number no database takes."""

INSPECTED = 500
"""Most conversations the page of the quality check reads; the command reads all."""

EXPORTED = 20_000
"""Most rows of an export."""

LISTED_BY = ("case", "status", "channel", "day", "to")
"""Fields of the form reports are filtered by, beside the words they are found by."""

router = APIRouter(prefix="/desk")
Reader = Annotated[Person, Depends(with_right("read"))]
Lead = Annotated[Person, Depends(with_right("figures"))]
Auditor = Annotated[Person, Depends(with_right("audit"))]
Exporter = Annotated[Person, Depends(with_right("export"))]


@router.get("")
@router.get("/")
def home() -> RedirectResponse:
    """Begin with what is to be done."""
    return RedirectResponse("/desk/tasks", 303)


@router.get("/reports")
def reports(
    request: Request,
    person: Reader,
    store: Records,
    q: str = "",
    case: str = "",
    status: str = "",
    channel: str = "",
    day: str = "",
    to: str = "",
    skip: int = 0,
) -> Response:
    """List reports, found by whatever a clerk remembers of them."""
    found = store.find_reports(q, **_window(skip), **_filters(case, status, channel, day, to))
    return page(request, "reports.html", person, **_page_of("reports", found, skip))


@router.get("/reports/{report_number}")
def report(report_number: str, person: Reader, store: Records) -> RedirectResponse:
    """Go to a report by its number."""
    call_id = store.call_of(report_number)
    if call_id is None:
        raise HTTPException(404, "no such report")
    return RedirectResponse(f"/desk/cases/{quote(call_id)}", 303)


@router.get("/reports.csv")
def exported(
    person: Exporter,
    store: Records,
    q: str = "",
    case: str = "",
    status: str = "",
    channel: str = "",
    day: str = "",
    to: str = "",
) -> Response:
    """Give the list as a table, personal data masked."""
    found = store.find_reports(q, limit=EXPORTED, **_filters(case, status, channel, day, to))
    return table("reports.csv", REPORT_COLUMNS, (_report_row(it, opened=False) for it in found))


@router.post("/reports.csv")
def exported_whole(request: Request, person: Exporter, store: Records, now: Now, form: Form) -> Response:
    """Give the list as a table with personal data; the reason is logged."""
    own_form(request, form, person)
    if not form.get("reason", "").strip():
        back = addressed("reports", **{name: form.get(name) for name in ("q", *LISTED_BY)})
        return page(request, "refused.html", person, 422, why="请填写原因。", back=back)
    store.open_data(None, person.name, form["reason"], now, "list")
    wanted = [form.get(name, "") for name in LISTED_BY]
    found = store.find_reports(form.get("q", ""), limit=EXPORTED, **_filters(*wanted))
    return table("reports.csv", REPORT_COLUMNS, (_report_row(it, opened=True) for it in found))


@router.get("/cases/{call_id:path}")
def case(call_id: str, request: Request, person: Reader, store: Records, now: Now) -> Response:
    """Show one report on one screen, its conversation beside it."""
    return case_page(call_id, request, person, store, now)


def case_of(call_id: str, person: Person, store: Store) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a call that is this person's to see, and all its tasks; every page and form about a call asks here.

    Raises:
        HTTPException: 404: there is no such call, or it holds what is not this person's to see.
    """
    call, tasks = store.call(call_id), store.told_in([call_id])
    if call is None or not all(map(person.may_see, tasks)):
        raise HTTPException(404, "no such call")
    return call, tasks


def case_page(
    call_id: str,
    request: Request,
    person: Person,
    store: Store,
    now: datetime,
    wrong: str | None = None,
    status: int = 200,
) -> Response:
    """Draw the page of a call and its report."""
    call, own_tasks = case_of(call_id, person, store)
    record = call["report"]
    number = call["report_number"]
    opened = store.has_opened(call_id, person.name, now - OPENED_FOR)
    own = number if record and record["status"] != "duplicate" else None
    trail = store.history(report_number=own) if own else store.history(call_id=call_id)
    put_right = {it["detail"].get("field") for it in trail if it["action"] == "correct"}
    lines = store.web.lines(call_id)
    asked = words.answers(lines)

    def sourced(listed: Iterable[facts.Fact]) -> list[dict[str, Any]]:
        return [_sourced(fact, call, record, lines, asked, put_right) for fact in listed]

    tasks = {it["id"]: it for it in own_tasks if it["status"] in ("open", "done")}
    if number:
        tasks |= {it["id"]: it for it in store.tasks(report_number=number)}
    hidden = {it["id"] for it in tasks.values() if not person.may_see(it)}
    trail = [it for it in trail if it["task_id"] not in hidden]
    sections = [(title, sourced(listed)) for title, listed in facts.facts_of(record or {}, put_right)]
    parties = [sourced(party) for party in facts.parties_of(record or {})]
    used: dict[int, list[Any]] = {}
    for shown in [it for _, listed in sections for it in listed] + [it for party in parties for it in party]:
        if shown["source"].seq is not None and shown["fact"].text:
            used.setdefault(shown["source"].seq, []).append(shown["fact"])
    details = (it["detail"] for it in tasks.values())
    secrets = None if opened else facts.secrets_of(record, *details, trail=trail)
    return page(
        request,
        "case.html",
        person,
        status,
        wrong=wrong,
        call=call,
        record=record,
        number=number,
        opened=opened,
        secrets=secrets,
        sections=sections if record else [],
        parties=parties,
        lines=list(zip(lines, masking.talk(lines, secrets), strict=True)),
        used=used,
        tasks=sorted(
            filter(person.may_see, tasks.values()), key=lambda it: (it["status"] != "open", it["due_at"])
        ),
        messages=store.messages(report_number=number) if number else [],
        trail=trail,
        colleagues=colleagues(store),
    )


@router.get("/tasks")
def tasks(
    request: Request,
    person: Reader,
    store: Records,
    kind: str = "",
    whose: str = "",
    state: str = "open",
    skip: int = 0,
) -> Response:
    """List tasks: open ones, what is due first first; others, the newest first."""
    found = store.tasks(
        kind=kind or None,
        status=state or None,
        assignee=person.name if whose == "mine" else None,
        taken=False if whose == "nobody" else None,
        **_window(skip),
    )
    return _task_page("tasks.html", request, person, store, found, state, skip)


@router.get("/complaints")
def complaints(
    request: Request, person: Reader, store: Records, state: str = "open", skip: int = 0
) -> Response:
    """List complaints with the stage each is in."""
    found = store.tasks(kind="complaint", status=state or None, **_window(skip))
    return _task_page("complaints.html", request, person, store, found, state, skip)


@router.get("/ledger")
def ledger(
    request: Request,
    person: Reader,
    store: Records,
    outcome: str = "",
    channel: str = "",
    day: str = "",
    to: str = "",
    caller: str = "",
    skip: int = 0,
) -> Response:
    """List every call 台账, silent ones and wrong numbers too."""
    span = _days(day, to)
    found = store.ledger(*span, outcome, channel, caller, **_window(skip))
    return page(request, "ledger.html", person, **_page_of("calls", found, skip))


@router.get("/ledger.csv")
def ledger_exported(
    person: Exporter,
    store: Records,
    outcome: str = "",
    channel: str = "",
    day: str = "",
    to: str = "",
    caller: str = "",
) -> Response:
    """Give the ledger as a table, callers masked."""
    found = store.ledger(*_days(day, to), outcome, channel, caller, limit=EXPORTED)
    head = ("开始", "结束", "渠道", "来电", "结果", "报案号", "车牌号", "客户句数", "通话编号")
    return table("ledger.csv", head, map(_ledger_row, found))


@router.get("/live")
def live(request: Request, person: Reader, store: Records) -> Response:
    """Show the calls that go on; the page looks again by itself."""
    found = store.ledger(going_on=True, limit=200)
    told = store.told_in(it["call_id"] for it in found)
    hidden = {it["call_id"] for it in told if not person.may_see(it)}
    found = [it for it in found if it["call_id"] not in hidden]
    return page(request, "live.html", person, calls=found, secrets=_secrets(store, found))


@router.get("/messages")
def messages(
    request: Request, person: Reader, store: Records, state: str = "failed", skip: int = 0
) -> Response:
    """List messages by state, the newest first: to begin with those that were given up."""
    found = store.messages(status=state or None, **_window(skip))
    return page(request, "messages.html", person, **_page_of("messages", found, skip), state=state)


@router.get("/figures")
def statistics(
    request: Request, person: Lead, store: Records, now: Now, day: str = "", to: str = ""
) -> Response:
    """Show the figures of some days, by default of the last thirty."""
    since, until = _span_of_figures(day, to, now)
    found = figures(store.sums(since, until, now))
    return page(request, "figures.html", person, figures=found, since=since, last=until - timedelta(days=1))


@router.get("/figures.csv")
def statistics_exported(person: Lead, store: Records, now: Now, day: str = "", to: str = "") -> Response:
    """Give the figures as a table."""
    found = figures(store.sums(*_span_of_figures(day, to, now), now))
    rows: list[tuple[Any, ...]] = [("合计", label, text) for label, text in found["sums"]]
    for name, title in FIGURES.items():
        rows += [(title, label, many) for label, many in found[name]]
    rows += [("时限内完成", label, f"{met}/{judged}") for label, met, judged in found["deadlines"]]
    return table("figures.csv", ("项目", "分类", "数值"), rows)


@router.get("/quality")
def inspected(
    request: Request, person: Lead, store: Records, now: Now, day: str = "", to: str = ""
) -> Response:
    """Show which conversations of some days break a rule, by default of the last seven."""
    since, until = _span_of_figures(day, to, now, days=7)
    talks = store.conversations(since, until, INSPECTED + 1)
    shares, blamed = quality.summary(talks[:INSPECTED])
    return page(
        request,
        "quality.html",
        person,
        shares=shares,
        blamed=blamed[: 2 * PAGE],
        rules=quality.RULES,
        more=len(talks) > INSPECTED,
        most=INSPECTED,
        since=since,
        last=until - timedelta(days=1),
    )


@router.get("/training")
def taught(
    request: Request,
    person: Lead,
    store: Records,
    now: Now,
    day: str = "",
    to: str = "",
    state: str = "open",
) -> Response:
    """Show what callers of some days said that was not understood, by default of the last seven; a supervisor labels it."""
    since, until = _span_of_figures(day, to, now, days=7)
    talks = store.conversations(since, until, INSPECTED + 1)
    corrections = store.corrections_of(it["call_id"] for it in talks)
    found = [
        (talk, it)
        for talk in talks[:INSPECTED]
        for it in training.doubts(talk, corrections.get(talk["call_id"], ()))
    ]
    labels = store.labels_of(it.seq for _, it in found)
    found = [(talk, it) for talk, it in found if (it.seq in labels) is (state == "done")]
    shown = found[: 2 * PAGE]
    secrets = _secrets(store, [talk for talk, _ in shown])
    talked = {talk["call_id"]: talk for talk, _ in shown}
    masked = {call_id: masking.by_line(talk["lines"], secrets(talk)) for call_id, talk in talked.items()}
    return page(
        request,
        "training.html",
        person,
        doubts=[(talk, it, masked[talk["call_id"]][it.seq]) for talk, it in shown],
        labels=labels,
        many=len(found),
        training=training,
        state=state,
        more=len(talks) > INSPECTED,
        most=INSPECTED,
        since=since,
        last=until - timedelta(days=1),
    )


@router.get("/audit")
def audit(request: Request, person: Auditor, store: Records) -> Response:
    """Show who had personal data opened and what was done with accounts."""
    found = store.audit(500)
    return page(request, "audit.html", person, trail=found, secrets=_secrets(store, found))


@router.get("/photos/{name}")
def photo(name: str, request: Request, person: Reader, store: Records) -> Response:
    """Return a photo a customer sent."""
    return api.photo(name, request, store)


FIGURES: Mapping[str, str] = {
    "days": "每日来电",
    "hours": "来电时段",
    "cases": "立案按事故类型",
    "channels": "来电渠道",
    "outcomes": "通话结果",
    "seconds": "给出报案号用时",
    "drop_offs": "中断在哪个问题",
    "corrections": "人工更正的项目",
}
REPORT_COLUMNS = (
    "报案号",
    "状态",
    "报案时间",
    "渠道",
    "事故类型",
    "车牌号",
    "被保险人",
    "出险时间",
    "出险地点",
    "人伤",
    "联系人",
    "联系电话",
    "保险责任",
    "重大案件",
)


def colleagues(store: Store) -> list[str]:
    """Return whose a task can be made."""
    roles = ("clerk", "supervisor", "administrator")
    return [it["name"] for it in store.accounts() if it["role"] in roles and not it["closed_at"]]


def table(name: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Response:
    """Return a CSV file as spreadsheets open it; what would be a formula there is text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow(_harmless(it) for it in row)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=disposition)


def _harmless(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _report_row(record: Mapping[str, Any], opened: bool) -> tuple[Any, ...]:
    contact = record.get("contact") or {}
    injuries = record.get("injuries") or {}
    name, phone = (str, str) if opened else (masking.name, masking.phone)
    times = record.get("accident_time_range") or [record.get("accident_time")]
    return (
        record["report_number"] or record["duplicate_of"],
        names.STATUSES.get(record["status"], record["status"]),
        facts.clock(record["registered_at"] or record["started_at"]),
        names.CHANNELS.get(record.get("channel") or "", record.get("channel")),
        names.CASES.get(record.get("case_type") or "", record.get("case_type")),
        record.get("plate"),
        name(record.get("insured") or ""),
        " 至 ".join(facts.clock(it) for it in times if it) or record.get("accident_time_said"),
        record.get("place")
        if opened
        else masking.spoken(record.get("place") or "", facts.secrets_of(record)),
        {"True": "有", "False": "无"}.get(str(injuries.get("any")), ""),
        name(contact.get("name") or ""),
        phone(contact.get("phone") or "") if contact.get("phone") else "",
        names.VERDICTS.get((record.get("coverage") or {}).get("verdict") or "", ""),
        "是" if record.get("major_case") else "否",
    )


def _ledger_row(call: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        facts.clock(call["started_at"]),
        facts.clock(call["ended_at"]) if call["ended_at"] else "",
        names.CHANNELS.get(call["channel"] or "", call["channel"]),
        masking.phone(call["from"]) if call["from"] else "隐藏号码",
        names.OUTCOMES.get(call["outcome"] or "", "通话中"),
        call["report_number"],
        call["plate"],
        call["turns"],
        call["call_id"],
    )


def _task_page(
    template: str,
    request: Request,
    person: Person,
    store: Store,
    found: list[dict[str, Any]],
    state: str,
    skip: int,
) -> Response:
    shown = {**_page_of("tasks", found, skip), "secrets": _secrets(store, found)}
    shown["tasks"] = list(filter(person.may_see, shown["tasks"]))
    return page(request, template, person, **shown, state=state, colleagues=colleagues(store))


def _secrets(store: Store, rows: list[dict[str, Any]]) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """Return what must not be read in the words of one of these rows: calls, tasks or lines of the trail."""
    records = store.records_of(it["call_id"] for it in rows)
    return lambda row: facts.secrets_of(records.get(row["call_id"]), row.get("detail"))


def _window(skip: int) -> dict[str, Any]:
    """Return what of a list a page shows, and one row more, which tells whether there is a next page."""
    return {"skip": min(max(0, skip), MOST_SKIPPED), "limit": PAGE + 1}


def _page_of(name: str, found: list[dict[str, Any]], skip: int) -> dict[str, Any]:
    """Return the rows of a page under ``name``, and what its links to the pages around it need."""
    return {name: found[:PAGE], "more": len(found) > PAGE, "skip": max(0, skip), "step": PAGE}


def _days(day: str, to: str) -> tuple[datetime | None, datetime | None]:
    """Return the beginning of the first day and the end of the last; one day when only one is given."""
    first, last = moment_or_none(day or None), moment_or_none(to or None)
    if first is None and last is None:
        return None, None
    end = last or first
    assert end is not None
    return first and _midnight(first), _midnight(end) + timedelta(days=1)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(BEIJING).date(), time(), BEIJING)


def _span_of_figures(day: str, to: str, now: datetime, days: int = 30) -> tuple[datetime, datetime]:
    since, until = _days(day, to)
    if since is None or until is None:
        until = until or _midnight(now) + timedelta(days=1)
        since = until - timedelta(days=days)
    return since, until


def _filters(case: str, status: str, channel: str, day: str, to: str) -> dict[str, Any]:
    since, until = _days(day, to)
    known = {"case_type": case, "status": status, "channel": channel}
    return {**{name: value or None for name, value in known.items()}, "since": since, "until": until}


def _sourced(
    fact: facts.Fact,
    call: Mapping[str, Any],
    record: Mapping[str, Any],
    lines: list[dict[str, Any]],
    answered: Mapping[int, str],
    put_right: Iterable[str | None],
) -> dict[str, Any]:
    """Return a fact with where it came from."""
    field = fact.row.field
    if not fact.text:
        source = words.Source(None, "")
    elif field in put_right:
        source = words.Source(None, "人工更正")
    else:
        source = words.source(fact.value, fact.row.asked, lines, answered)
        if source.seq is None or (field in ("insured", "policy_no") and source.note != "客户原话"):
            source = _not_said(field, fact, call, record) or source
    return {"fact": fact, "source": source}


def _not_said(
    field: str, fact: facts.Fact, call: Mapping[str, Any], record: Mapping[str, Any]
) -> words.Source | None:
    """Return where a fact came from that nobody said."""
    if field.endswith("phone") and fact.value == call["from"]:
        return words.Source(None, "来电号码")
    if field in ("vin", "engine_no", "policy_no", "insured", "plate") and record.get("policy_no"):
        return words.Source(None, "来自保单")
    if field in ("case_type", "flags", "accident_time", "accident_time_range", "drivable"):
        return words.Source(None, "由经过和时间原话得出")
    return None
