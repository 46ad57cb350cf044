"""Call-backs: the voice gateway is asked for the call, and asked again what came of it (README, "Calls the bot places")."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

from claims.clock import iso, moment_or_none
from claims.store import Store
from claims.store.ringing import next_call
from claims.tasks import by_day
from worker.waiting import retry_after

TIME_LIMITS_S = (2.0, 5.0)
LONGEST_TRY = timedelta(seconds=sum(TIME_LIMITS_S))
"""What is begun later than this before its lease is over, another worker might begin too."""

AWAY_S = 10.0
"""After so many seconds a gateway that did not answer, or named no time, is asked again."""

LOOK_EVERY = timedelta(seconds=15)
"""How often a call that rings is looked at."""

LONGEST_CALL = timedelta(minutes=40)
"""Of a call the gateway knows nothing of any more, it is waited so long for what the desk has of it."""

PAUSE = timedelta(minutes=3)
"""Between two tries to reach somebody within the ten minutes of a call-back."""

PAUSES: Mapping[str, timedelta] = {"closing_callback": timedelta(hours=3)}
"""Purpose -> the pause between two tries where there are days for it."""

MOST_TRIES = 3

AGAIN = frozenset({"busy", "no_answer", "voicemail", "error"})
"""Results after which it is tried again; the wrong person, or one who has no time now, is not rung twice in ten minutes."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ordered:
    """What an order came to: the call is on its way; or when to ask again; or why it never will be."""

    placed: bool = False
    again_in: float | None = None
    why_not: str | None = None


class Gateway:
    """The voice gateway. Thread-safe."""

    def __init__(self, url: str, token: str, time_limits: tuple[float, float] = TIME_LIMITS_S) -> None:
        """Order calls at ``url``, without a trailing slash."""
        self._url, self._time_limits = f"{url.rstrip('/')}/calls", time_limits
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"

    def order(self, call: Mapping[str, Any]) -> Ordered:
        """Ask for a call. The same call asked for again rings nobody twice."""
        try:
            answer = self._session.post(self._url, json=call, timeout=self._time_limits)
        except requests.RequestException:
            return Ordered(again_in=AWAY_S)
        if answer.ok:
            return Ordered(placed=True)
        said = _json(answer)
        if answer.status_code == 400:
            return Ordered(why_not="the gateway does not take the order")
        if answer.status_code == 409 and said.get("reason") == "too_late":
            return Ordered(why_not="too_late")
        wait = retry_after(answer)
        return Ordered(again_in=AWAY_S if wait is None else wait)

    def look(self, call_id: str) -> str | None:
        """Return how a call stands: ``ringing``, ``talking``, or its result; None when the gateway does not know it.

        Raises:
            requests.RequestException: It does not answer.
        """
        answer = self._session.get(f"{self._url}/{call_id}", timeout=self._time_limits)
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        said = _json(answer)
        return str(said.get("result") or said.get("status") or "ringing")


def ring(store: Store, gateway: Gateway, clock: Callable[[], datetime], lease: timedelta) -> int:
    """See to the call-backs that are due, as many as the lease has time for; return how many."""
    if not store.rings_waiting(clock()):
        return 0
    done = 0
    for task in store.claim_rings(clock(), lease):
        now = clock()
        if done and now + LONGEST_TRY > task["ring_at"]:
            store.ring_later(task, now)  # anybody's again, at once
            continue
        (_look if task["ringing"] else _place)(store, gateway, task, now)
        done += 1
    return done


def order_of(task: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what is ordered of the gateway for a task, or None when there is no number to ring."""
    detail, record = task["detail"], task["record"]
    contact, reporter = (record.get(who) or {} for who in ("contact", "reporter"))
    numbers = (
        (detail.get("phone"), detail.get("name") or reporter.get("name") or contact.get("name")),
        (contact.get("phone"), contact.get("name")),
        (reporter.get("phone"), reporter.get("name")),
        (task["caller"], reporter.get("name")),
    )
    tidied = ((re.sub(r"[\s\-]", "", str(number or "")), name) for number, name in numbers)
    to, name = next(((it, name) for it, name in tidied if re.fullmatch(r"\+?\d{5,20}", it)), (None, None))
    if to is None:
        return None
    times = record.get("accident_time") or (record.get("accident_time_range") or [None])[0]
    at = moment_or_none(times)
    return {
        "call_id": next_call(dict(task)),
        "to": to,
        "purpose": detail.get("purpose") or "callback",
        "report_number": task["report_number"],
        "person": {"name": name} if name else None,
        "accident_date": at.date().isoformat() if at else None,
        "not_after": detail.get("not_after"),
    }


def _place(store: Store, gateway: Gateway, task: dict[str, Any], now: datetime) -> None:
    last = moment_or_none(task["detail"].get("not_after"))
    order = order_of(task)
    if order is None:
        store.leave_to_people(task, "no_number", now)
        return
    if last is not None and now >= last:
        store.leave_to_people(task, "too_late", now)
        return
    ordered = gateway.order(order)
    if ordered.placed:
        store.ring_placed(task, order["call_id"], now, now + LOOK_EVERY)
    elif ordered.why_not:
        logger.warning("Task %d is left to people: %s", task["id"], ordered.why_not)
        store.leave_to_people(task, ordered.why_not, now)
    else:
        again = now + timedelta(seconds=ordered.again_in or 0.0)
        logger.warning("The gateway places no call for task %d; again at %s", task["id"], iso(again))
        store.ring_later(task, again)


def _look(store: Store, gateway: Gateway, task: dict[str, Any], now: datetime) -> None:
    try:
        stands = gateway.look(task["ringing"])
    except requests.RequestException:
        store.ring_later(task, now + LOOK_EVERY)
        return
    result = _of_the_desk(store, task, now) if stands is None else stands
    if result in ("ringing", "talking"):
        store.ring_later(task, now + LOOK_EVERY)
        return
    last = moment_or_none(task["detail"].get("not_after"))
    pause = PAUSES.get(str(task["detail"].get("purpose")), PAUSE)
    again, _ = by_day(now + pause, now + pause)
    may = result in AGAIN and task["rung"] < MOST_TRIES and (last is None or again < last)
    may = may and task["assignee"] is None
    moved = result == "another_time" and bool(store.tasks(call_id=task["ringing"], kind="callback"))
    store.ring_ended(task, task["ringing"], result, now, again if may else None, done=moved)


def _of_the_desk(store: Store, task: Mapping[str, Any], now: datetime) -> str:
    """Tell what became of a call the gateway has forgotten, by what the desk has of it."""
    call = store.call(task["ringing"])
    if call is not None and call["ended_at"]:
        if call["outcome"] == "wrong_number":
            return "wrong_person"
        return "no_answer" if call["ended_at"] == call["started_at"] else "reached"
    asked = [it["at"] for it in store.history(task_id=task["id"]) if it["action"] == "ring"]
    since = moment_or_none(asked[-1]) if asked else None
    return "error" if since is None or now - since > LONGEST_CALL else "ringing"


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
