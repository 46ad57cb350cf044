"""Whose a telephone number is that a caller tells. Pure."""

from __future__ import annotations

import re

from claims.heard import Heard, Value
from claims.parties import FIELDS, THIRD, UNKNOWN, Facts, listed
from mandarin.holders import INSURED, OTHER, OURS, OUTSIDE, POINTED, THEIR_KIN, reaches

CONTACT = frozenset({"contact_name", "contact_phone", "callback_phone"})
"""Questions to which a number is one to ring."""

NOT_TO_RING = (OTHER, OUTSIDE)
"""Whose number is none to ring: another party's, and that of whoever is no party."""


def holder_of(heard: Heard, facts: Facts, phone: Value, asked: str | None = None) -> str:
    """Return whose a number is (``mandarin.holders``); "" where nothing says it.

    It belongs to who is named right before it, by a word, a name, or a name known of the others. Asked for the other car, the owner
    is the other car's, and so is a number that is told with no word for ringing it. Who calls as the other party tells nobody else's.
    """
    words = heard.text[: phone.start]
    if any(_is_rung(words, one) for one in heard.who("contact")):
        return phone.owner if phone.owner in (OURS, THEIR_KIN) else ""  # 联系修理厂王师傅 139…
    others = [
        one
        for one in heard.who("driver", "owner")
        if one.owner == "other" and {"name", "surname"} & one.value.keys()
    ]
    named = any(one.end <= phone.start and reaches(words[one.end :]) for one in others)
    holder = OTHER if named or _known_before(words, facts) else phone.owner
    if holder == POINTED:  # of whom we are to ring, where that is asked; else of who was met
        holder = THEIR_KIN if asked in CONTACT else OTHER
    third = facts.get("relation") == THIRD
    if asked in FIELDS and not third and (holder == INSURED or (not holder and not _RUNG.search(heard.text))):
        return OTHER
    return OUTSIDE if third and holder == OTHER else holder


def _is_rung(words: str, contact: Value) -> bool:
    """Tell whether these words end with somebody of ours, or somebody else who is said to be rung."""
    cued = "relation" in contact.value or _RING.search(words[: contact.start])
    return contact.end <= len(words) and bool(cued) and reaches(words[contact.end :])


_RING = re.compile(r"(?:联系|找|打给?|拨给?|通知|喊|留)(?:一下|的)?[^,，。\s]{0,6}$")
_RUNG = re.compile(r"联系|找|打|拨|回|[我俺咱](?:的|自己|这边)*(?:电话|手机|号)")


def _known_before(words: str, facts: Facts) -> bool:
    """Tell whether who is named last is known as one of the others: 就是问你邓先生那个电话 135…."""
    before = words[-NAMED_BEFORE:]
    names = [
        str(party[field]).removeprefix("姓")
        for party in listed(facts)
        for field in ("owner", "driver")
        if party.get(field) not in (None, UNKNOWN)
    ]
    return any(name in before or re.search(rf"{name[0]}(?:先生|女士|师傅|姓)", before) for name in names)


NAMED_BEFORE = 14
"""Characters before a number in which stands whose it is."""


def to_ring(heard: Heard, facts: Facts, asked: str | None = None) -> list[Value]:
    """Return the numbers told at which somebody of ours may be rung, those that are whole first."""
    ours = [one for one in heard.all("phone") if holder_of(heard, facts, one, asked) not in NOT_TO_RING]
    return sorted(ours, key=lambda one: one.problem is not None)
