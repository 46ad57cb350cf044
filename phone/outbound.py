"""Calls the bot places: the order, the hours in which it may ring, and what came of each.

Source of the hours: 003, 避开20:00-9:00. One call at a time goes to a number, also where its owner is ringing us.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from phone.turns import BEIJING

PURPOSES = ("callback", "dispatch_callback", "closing_callback", "complaint_reply")
BEGINS, ENDS = time(9), time(20)
"""From when to when calls are placed, Beijing time."""

REMEMBERED = 1024
BUSY_RETRY_S = 120
LOST_RETRY_S = 30
"""After how many seconds an order that was refused may be tried again: the number is on the line, the exchange is lost."""

RESULTS: Mapping[str, str] = {"J-02": "wrong_person", "utter_another_time": "another_time"}
"""Sentence of the bot -> what came of a call in which it was said."""

_BY_STATUS = {"BUSY": "busy", "NOANSWER": "no_answer", "CANCEL": "no_answer"}
_BY_CAUSE = {"17": "busy", "18": "no_answer", "19": "no_answer", "20": "no_answer", "21": "busy"}
_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"\+?\d{5,20}")


class Refused(Exception):
    """Raised for an order that is not taken: an HTTP status, a sentence, a reason in one word, and when to try again."""

    def __init__(
        self, status: int, sentence: str, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Keep what is answered."""
        super().__init__(sentence)
        self.status, self.sentence, self.reason, self.retry_at = status, sentence, reason, retry_at


class ExchangeLost(Exception):
    """Raised when the exchange could not be told to ring."""


@dataclass(frozen=True)
class Order:
    """One call to be placed."""

    call_id: str
    to: str
    purpose: str
    report_number: str | None = None
    name: str | None = None
    accident_date: str | None = None
    not_after: datetime | None = None

    def fields(self) -> dict[str, Any]:
        """Return what the turn API is told of it."""
        return {
            "direction": "outbound",
            "purpose": self.purpose,
            "report_number": self.report_number,
            "person": {"name": self.name} if self.name else None,
            "accident_date": self.accident_date,
        }


def read_order(body: Any) -> Order:
    """Read and check an order.

    Raises:
        Refused: 400, naming the field.
    """
    if not isinstance(body, dict):
        raise Refused(400, "body must be a JSON object")
    call_id, to = body.get("call_id"), body.get("to")
    if not isinstance(call_id, str) or not _CALL_ID.fullmatch(call_id):
        raise Refused(400, "call_id must be 1 to 64 of A-Z, a-z, 0-9, _ and -")
    if not isinstance(to, str) or not _NUMBER.fullmatch(to):
        raise Refused(400, "to must be 5 to 20 digits, + before them or not")
    if body.get("purpose") not in PURPOSES:
        raise Refused(400, f"purpose must be one of {', '.join(PURPOSES)}")
    person = body.get("person")
    if person is not None and not isinstance(person, dict):
        raise Refused(400, "person must be an object with a name")
    return Order(
        call_id,
        to,
        body["purpose"],
        _text(body, "report_number", 64),
        _text(person or {}, "name", 64),
        _day(body),
        _moment(body),
    )


def _text(body: Mapping[str, Any], field: str, longest: int) -> str | None:
    value = body.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value.strip()) <= longest or not value.isprintable():
        raise Refused(400, f"{field} must be a text of 1 to {longest} characters")
    return value.strip()


def _day(body: Mapping[str, Any]) -> str | None:
    value = _text(body, "accident_date", 10)
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused(400, "accident_date must be a date as 2026-03-10") from None


def _moment(body: Mapping[str, Any]) -> datetime | None:
    value = _text(body, "not_after", 40)
    try:
        moment = datetime.fromisoformat(value) if value else None
    except ValueError:
        raise Refused(400, "not_after must be an ISO 8601 time") from None
    if moment is not None and moment.tzinfo is None:
        raise Refused(400, "not_after must be an ISO 8601 time with an offset")
    return moment


def opens_at(now: datetime) -> datetime | None:
    """Return when calls may be placed again; None when they may be now."""
    here = now.astimezone(BEIJING)
    if BEGINS <= here.time() < ENDS:
        return None
    morning = datetime.combine(here.date(), BEGINS, BEIJING)
    return morning if here < morning else morning + timedelta(days=1)


def result_of(status: str, cause: str) -> str:
    """Return what came of a call nobody took, by Asterisk's DIALSTATUS and the cause of its end (Q.850)."""
    return _BY_STATUS.get(status) or _BY_CAUSE.get(cause) or "error"


@dataclass
class Placed:
    """A call that was ordered, and how it stands; ``result`` is None until it has ended."""

    order: Order
    ordered_at: datetime
    status: str = "ringing"
    result: str | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    def shown(self) -> dict[str, Any]:
        """Return what whoever ordered it is told; no number and no name."""
        moments = {name: getattr(self, name) for name in ("ordered_at", "answered_at", "ended_at")}
        return {
            "call_id": self.order.call_id,
            "purpose": self.order.purpose,
            "status": self.status,
            "result": self.result,
            **{name: at and at.isoformat(timespec="seconds") for name, at in moments.items()},
        }


@dataclass
class Orders:
    """The calls that were ordered, and the numbers that are on the line."""

    now: Callable[[], datetime]
    place: Callable[[Order], Awaitable[None]]
    _placed: OrderedDict[str, Placed] = field(default_factory=OrderedDict)
    _lines: dict[str, str] = field(default_factory=dict)

    async def take(self, order: Order) -> tuple[Placed, bool]:
        """Place a call; return how it stands, and whether it is new.

        Raises:
            Refused: It is not placed; the exception says why, and when it might be.
        """
        known = self._placed.get(order.call_id)
        if known is not None:
            if known.order != order:
                raise Refused(409, "call_id is that of another order", "known")
            return known, False
        now = self.now()
        if order.not_after is not None and now >= order.not_after:
            raise Refused(409, "not_after is past", "too_late")
        if (again := opens_at(now)) is not None:
            raise Refused(409, "calls are placed from 9:00 to 20:00, Beijing time", "outside_window", again)
        if _line(order.to) in self._lines.values():
            retry = now + timedelta(seconds=BUSY_RETRY_S)
            raise Refused(409, "another call to this number goes on", "on_the_line", retry)
        placed = self._placed[order.call_id] = Placed(order, now)
        self.begin(order.call_id, order.to)
        try:
            await self.place(order)
        except ExchangeLost:
            del self._placed[order.call_id]
            self.end(order.call_id)
            retry = now + timedelta(seconds=LOST_RETRY_S)
            raise Refused(503, "the exchange does not answer", "exchange_lost", retry) from None
        while len(self._placed) > REMEMBERED:
            self._placed.popitem(last=False)
        return placed, True

    def get(self, call_id: str) -> Placed | None:
        """Return how an ordered call stands; None when nobody has ordered it."""
        return self._placed.get(call_id)

    def begin(self, call_id: str, number: str | None) -> None:
        """Note that a number is on the line."""
        if number:
            self._lines[call_id] = _line(number)

    def answered(self, call_id: str) -> Order | None:
        """Note that somebody has taken an ordered call; return the order, None of a call that does not ring."""
        placed = self._placed.get(call_id)
        if placed is None or placed.status != "ringing":
            return None
        placed.status, placed.answered_at = "talking", self.now()
        return placed.order

    def end(self, call_id: str, result: str = "error") -> Order | None:
        """Note that a call is over, and what came of it; return the order it was placed by, if it has only just ended."""
        self._lines.pop(call_id, None)
        placed = self._placed.get(call_id)
        if placed is None or placed.status == "ended":
            return None
        placed.status, placed.result, placed.ended_at = "ended", result, self.now()
        return placed.order


def _line(number: str) -> str:
    """Return what is the same of a number however it is written: with +86, a 0, or neither."""
    return "".join(filter(str.isdigit, number))[-11:].lstrip("0")
