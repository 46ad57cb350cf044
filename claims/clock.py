"""Moments as the insurer writes them: aware datetimes on Beijing time. No clock is read here."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Asia/Shanghai. A fixed offset, for China has kept no summer time since 1991 and claims reach back days."""


def moment(said: datetime | str) -> datetime:
    """Return an aware datetime on Beijing time for a datetime or an ISO 8601 string.

    A moment without an offset is taken as Beijing time, the insurer's own.

    Raises:
        ValueError: The string is not ISO 8601.
    """
    at = said if isinstance(said, datetime) else datetime.fromisoformat(said.strip().replace("Z", "+00:00"))
    return at.replace(tzinfo=BEIJING) if at.tzinfo is None else at.astimezone(BEIJING)


def moment_or_none(said: object) -> datetime | None:
    """Return ``moment(said)``, or None for anything that is not a moment."""
    if not isinstance(said, (datetime, str)):
        return None
    try:
        return moment(said)
    except (ValueError, OverflowError):
        return None


def iso(at: datetime) -> str:
    """Return ISO 8601 to the second with the +08:00 offset, as the contract asks."""
    return moment(at).isoformat(timespec="seconds")
