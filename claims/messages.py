"""Text messages to callers: what they say and to whom they go. Sending is somebody else's work."""

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


@dataclass(frozen=True)
class Message:
    """A text message to be sent: number of the receiver, text, and the moment by which it should have left."""

    to: str
    text: str
    send_by: datetime


def number_message(
    state: str, number: str, company: str, record: Mapping[str, Any], caller: str | None, now: datetime
) -> Message | None:
    """Make the message that carries a report number, or None when no telephone number is known.

    It goes to whoever was told that it comes: to the reporter, by a mobile number where there is one; else to the contact.

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
    to = next(
        (number for kind in (_MOBILE, _TELEPHONE) for number in numbers if kind.fullmatch(number)), None
    )
    text = TEXTS[f"{state}_stolen" if car_gone(record) else state].format(company=company, number=number)
    return Message(to, text, now + SEND_WITHIN) if to else None


_MOBILE, _TELEPHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}"), re.compile(r"\+?\d{7,15}")
