"""How things stand, in plain words, from the tasks and the trail alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from claims.clock import BEIJING, moment, moment_or_none
from mandarin.speech import read_day, read_time

Row = Mapping[str, Any]


def spoken(at: datetime | str, now: datetime, until: datetime | str | None = None) -> str:
    """Return a moment as it is said, or from when to when: 明天上午九点零五分."""
    end = None if until is None else moment(until).astimezone(BEIJING)
    return read_time(moment(at).astimezone(BEIJING), end, "minute", now.astimezone(BEIJING))


def _day(at: datetime | str, now: datetime) -> str:
    return read_day(moment(at).astimezone(BEIJING), now.astimezone(BEIJING))


STAGES: Mapping[str, str] = {
    "answer": "正在处理，{due}之前给您答复",
    "solution": "已经答复过您，{due}之前给出处理方案",
    "closing": "处理方案已经给出，{due}之前办结并回访",
}
"""Stage a complaint is in -> how it stands."""


def complaint_stands(task: Row, now: datetime) -> str:
    """Return how a complaint stands: 您三月八号的投诉正在处理，明天上午九点之前给您答复."""
    of = f"您{_day(task['created_at'], now)}的{task['detail'].get('complaint_kind') or '投诉'}"
    if task["status"] == "done":
        return f"{of}已经办结"
    return of + STAGES[task["stage_name"]].format(due=spoken(task["due_at"], now))


def is_overdue(task: Row, now: datetime) -> bool:
    """Tell whether an open task is past its time."""
    return task["status"] == "open" and moment(task["due_at"]) < now


def is_long_overdue(task: Row, now: datetime) -> bool:
    """Tell whether an open task is late by more than the time it was given."""
    due, made = moment(task["due_at"]), moment(task["created_at"])
    return task["status"] == "open" and now - due > due - made


def report_stands(record: Row, tasks: Iterable[Row], now: datetime, complaints: Iterable[Row] = ()) -> str:
    """Return how a report stands, in one sentence; nothing of it is guessed.

    Args:
        record: The report.
        tasks: Its tasks.
        now: When it is told.
        complaints: The caller's own complaints, of which the newest that is open is named.
    """
    if record.get("status") == "withdrawn":
        return "这个报案已经撤销"
    registered = record.get("registered_at")
    said = [f"您{_day(registered, now)}的报案已经登记" if registered else "您的报案已经登记"]
    of_kind = {task["kind"]: task for task in tasks}
    survey = of_kind.get("survey")
    if survey is not None:
        said.append(_survey_stands(survey))
    callback = of_kind.get("callback")
    if callback is not None and callback["status"] == "open":
        rings = moment_or_none(callback["detail"].get("not_before"))
        if rings is not None and rings > now:
            said.append(f"{spoken(rings, now)}我们会给您打回访电话")
    told = next((one for one in complaints if one["status"] == "open"), None)
    if told is not None:
        said.append(complaint_stands(told, now))
    return "，".join(said)


def survey_is_done(tasks: Iterable[Row]) -> bool:
    """Tell whether the car has been surveyed, so that there may be an outcome which the files of this line do not hold."""
    return any(task["kind"] == "survey" and task["status"] == "done" for task in tasks)


def _survey_stands(task: Row) -> str:
    if task["status"] == "done":
        return "查勘已经完成，接下来是定损和核赔"
    if task["assignee"]:
        return "查勘已经有人接手，由查勘员和您约时间"
    return "正在安排查勘员"
