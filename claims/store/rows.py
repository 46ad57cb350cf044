"""What every part of the store uses: where it finds its database, and how rows look from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from claims.clock import iso, moment_or_none
from claims.store import models
from claims.store.cleaning import key
from claims.store.engine import transaction

Record = dict[str, Any]

LIST_LIMIT = 1000
"""Rows of a list, when nothing else is asked for."""


class NotFound(LookupError):
    """There is no such report, task or message; the message names it."""


class Refused(RuntimeError):
    """It cannot be done as things stand; the message says why."""


class Records:
    """One part of the store. Every public method is one transaction.

    Attributes:
        engine: Of the database.
        company: The insurer's spoken name, for text messages.
    """

    engine: Engine
    company: str

    def _listed(
        self,
        wanted: Any,
        filters: Mapping[Any, str | None],
        shape: Callable[[Mapping[str, Any]], dict[str, Any]],
    ) -> list[dict[str, Any]]:
        for column, value in filters.items():
            if value is not None:
                wanted = wanted.where(column == value)
        with transaction(self.engine) as connection:
            return [shape(row) for row in connection.execute(wanted).mappings()]


def report_of(connection: Connection, call_id: str) -> dict[str, Any] | None:
    """Return the row of the call's report, or None."""
    return first(connection, select(models.reports).where(models.reports.c.call_id == key(call_id)))


def first(connection: Connection, wanted: Any) -> dict[str, Any] | None:
    """Return the first row, or None."""
    row = connection.execute(wanted).mappings().first()
    return None if row is None else dict(row)


def call_lock(call_id: str) -> str:
    """Return the name of the lock that all changes of what belongs to a call hold."""
    return f"call:{key(call_id)}"


def digits(number: str | None) -> str | None:
    """Return a report number without the blanks between its groups."""
    return None if number is None else key("".join(number.split()))


def as_record(row: Mapping[str, Any]) -> Record:
    """Return the contract's claim report: the record, and on top what only the store decides."""
    decided = {name: row[name] for name in ("report_number", "status", "call_id", "duplicate_of")}
    registered = moment_or_none(row["registered_at"])
    return {**row["record"], **decided, "registered_at": registered and iso(registered)}


def line_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line of the transcript as the pages have it."""
    named = {"seq": row["id"], "who": row["who"], "text": row["text"], "id": row["response"]}
    return {**named, "at": iso(row["at"])}


def row_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its moments in ISO 8601."""
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in row.items()}
