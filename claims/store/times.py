"""Reckoning with moments in the database: SQLite keeps them as text, PostgreSQL does not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from claims.store.models import Moment


class seconds_between(FunctionElement):  # type: ignore[type-arg,misc,unused-ignore]
    """Seconds from the first to the second moment, to the thousandth."""

    type = Float()
    inherit_cache: Any = True


class as_moment(FunctionElement):  # type: ignore[type-arg,misc,unused-ignore]
    """The moment that ISO 8601 with an offset names, as the column of one holds it."""

    type = Moment()
    inherit_cache: Any = True


@compiles(seconds_between, "postgresql")
def _seconds_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(it, **options) for it in element.clauses)
    return f"round(extract(epoch FROM {last} - {first})::numeric, 3)"


@compiles(seconds_between, "sqlite")
def _seconds_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(it, **options) for it in element.clauses)
    return f"round((julianday({last}) - julianday({first})) * 86400.0, 3)"


@compiles(as_moment, "postgresql")
def _moment_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS timestamptz)"


@compiles(as_moment, "sqlite")
def _moment_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%f000', {compiler.process(element.clauses, **options)})"
