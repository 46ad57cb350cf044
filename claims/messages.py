"""Text messages to callers: what they say, to whom they go, and when one that did not leave is tried again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from claims.facts import car_gone

SEND_WITHIN = timedelta(seconds=60)
"""A-07 says 稍后 and names no time; conflict X21 sets a minute."""

TEXTS = {
    "registered_stolen": "【{company}】您的车险报案已登记，报案号{number}。查勘人员会与您联系，公安机关的立案证明请保管好。",
    "duplicate_stolen": "【{company}】这起事故已登记，报案号{number}。我们已催促查勘人员与您联系，公安机关的立案证明请保管好。",
    "registered": "【{company}】您的车险报案已登记，报案号{number}。查勘人员会与您联系，定损前请先不要修车。",
    "duplicate": "【{company}】这起事故已登记，报案号{number}。我们已催促查勘人员与您联系，定损前请先不要修车。",
}
"""One message of at most 70 characters each, so that it is not cut in two; a stolen car is not repaired. No plate, no name: telephones are shared."""


MOST_ATTEMPTS = 12
"""After so many a message is given up, about an hour after it was queued: people tell the number by telephone."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=20)


def next_attempt(attempts: int, now: datetime, retry_after: float | None = None) -> datetime | None:
    """Return when a message that could not be handed over is tried again, or None when it is given up.

    The pauses double from two seconds to twenty minutes, so that five attempts fall into the minute that was promised.

    Args:
        attempts: How often it was tried.
        now: When the last attempt failed.
        retry_after: Seconds the receiver asks for, at most the longest pause.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    asked = timedelta(seconds=max(0.0, retry_after or 0.0))
    return now + min(max(FIRST_PAUSE * 2 ** (attempts - 1), asked), LONGEST_PAUSE)


@dataclass(frozen=True)
class Message:
    """A text message to be sent: number of the receiver, text, and the moment by which it should have left."""

    to: str
    text: str
    send_by: datetime


def number_message(
    state: str, number: str, company: str, record: Mapping[str, Any], caller: str | None, now: datetime
) -> Message | None:
    """Make the message that carries a report number, or None when no number is known that takes messages.

    It goes to whoever was told that it comes: to the reporter, by a mobile number where there is one; else to the contact. A
    landline (a number of China that is no mobile) takes none.

    Args:
        state: ``registered`` or ``duplicate``.
        number: The report number, put in whole, so that it can be copied.
        company: Spoken name of the insurer.
        record: The claim report.
        caller: The calling number.
        now: When the report was registered.
    """
    reporter, contact = ((record.get(who) or {}).get("phone") for who in ("reporter", "contact"))
    numbers = [re.sub(r"[\s\-]", "", str(phone or "")) for phone in (reporter, caller, contact)]
    to = next((number for kind in (_MOBILE, _ABROAD) for number in numbers if kind.fullmatch(number)), None)
    text = TEXTS[f"{state}_stolen" if car_gone(record) else state].format(company=company, number=number)
    return Message(to, text, now + SEND_WITHIN) if to else None


_MOBILE, _ABROAD = re.compile(r"(?:\+?86)?1[3-9]\d{9}"), re.compile(r"\+(?!86)\d{7,15}")
