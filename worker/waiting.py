"""When whoever was asked wants to be asked again."""

from __future__ import annotations

from requests import Response


def retry_after(answer: Response) -> float | None:
    """Return the seconds an answer's ``Retry-After`` names; None without one, or when it names a date."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else None
