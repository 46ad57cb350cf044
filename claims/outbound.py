"""Calls the bot places: what they are for, and what of the file they go on with. Pure.

Source: 004, 回访话术 (J-01 to J-08). What is talked of after the person is known, 回访内容, the script leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from claims.clock import moment
from mandarin.numerals import number
from mandarin.times import find_times

PURPOSES = ("callback", "dispatch_callback", "closing_callback", "complaint_reply")
"""What a call is placed for (contract, "Voice turns")."""

AWAY = "away"
"""Answer to J-01 of whoever takes the call for the person, or has no time."""

FORM_OF: Mapping[str, str] = {
    "dispatch_callback": "dispatch_callback",
    "closing_callback": "closing_callback",
}
"""Purpose -> the conversation that has its questions; the others go on with what is open."""

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "dispatch_callback": ("survey_called", "survey_came", "survey_polite", "still_needed"),
    "closing_callback": ("visit_consent", "satisfaction", "not_good", "outcome_explained", "suggestion"),
}
"""Purpose -> the questions whose answers are kept as the result of the call."""

DECLINED = "declined"
"""Result of a call the right person took and did not want; the others are the gateway's."""


def result_of(facts: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return what a call we placed came to so far, and what was answered; None while nobody is known to be on the line."""
    reached = facts.get("right_person")
    if reached is None and not facts.get("busy"):
        return None
    purpose = str((facts.get("order") or {}).get("purpose"))
    names = ("ring_when", "remarks", *ANSWERS.get(purpose, ()))
    answers = {name: facts[name] for name in names if facts.get(name) is not None}
    if reached is False:
        return "wrong_person", answers
    if reached == AWAY or facts.get("busy"):
        return "another_time", answers
    return DECLINED if facts.get("visit_consent") is False else "reached", answers


IN_A_WHILE = re.compile(
    r"(?P<half>半)个?(小时|钟头)|(?P<number>[一二两三四五六七八九十\d]+)个?(?P<plus>半)?(?P<unit>小时|钟头|分钟|刻钟)"
)
MINUTES = {"小时": 60, "钟头": 60, "刻钟": 15, "分钟": 1}


def wanted_at(text: str, now: datetime) -> datetime | None:
    """Return when somebody wants to be rung: "过半小时", "下午三点以后", "明天上午"; None when the words name no time to come."""
    found = IN_A_WHILE.search(text)
    if found and not re.search(r"点", text):
        if found["half"]:
            return now + timedelta(minutes=30)
        minutes = (number(found["number"]) or 0) * MINUTES[found["unit"]] + (30 if found["plus"] else 0)
        return now + timedelta(minutes=minutes) if minutes else None
    times = find_times(text, now, past=False, asked=True)
    start = next((span.value.get("start") for span in times if span.value.get("start")), None)
    if start is None:
        return None
    at = moment(start)
    if at <= now and at.hour < NOON and at + timedelta(hours=12) > now and at.date() == now.date():
        at += timedelta(hours=12)  # "两点半" said at ten in the morning
    while at <= now:
        at += timedelta(days=1)
    return at


NOON = 12

Order = Mapping[str, Any]
"""``{"purpose", "report_number", "name", "accident_date"}``: what a call is for; all but the purpose may be None."""


def with_file(order: Order, record: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the order with what is on file of the report, which goes before what was sent."""
    on_file = record or {}
    people = (on_file.get(role) or {} for role in ("contact", "reporter"))
    names = [person["name"] for person in people if person.get("name")]
    day = str(on_file.get("accident_time") or "")[:10]
    return {**order, **({"name": names[0]} if names else {}), **({"accident_date": day} if day else {})}


def person_of(order: Order) -> str:
    """Return whom J-01 asks for; the file does not tell 先生 from 女士, so that neither is said."""
    return str(order["name"])
