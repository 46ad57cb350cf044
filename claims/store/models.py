"""The tables. A change here needs a migration in ``migrations/versions``; a test holds the two together."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from claims.clock import BEIJING, moment
from claims.level_one import Sealer
from claims.settings import Settings


class Moment(TypeDecorator):  # type: ignore[type-arg,misc,unused-ignore]
    """An aware datetime: stored in UTC, for SQLite keeps no offset, and read back on Beijing time."""

    impl = DateTime(timezone=True)
    cache_ok: Any = True

    def process_bind_param(self, value: Any, dialect: Any) -> datetime | None:
        """Turn a datetime or ISO string into UTC; without an offset it is Beijing time."""
        if value is None:
            return None
        at = moment(value).astimezone(timezone.utc)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """Turn the stored moment into Beijing time."""
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=timezone.utc)).astimezone(BEIJING)


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """Return what seals level-one data, with the key of the environment."""
    return Sealer(Settings.from_environment(os.environ).data_key)


class Sealed(TypeDecorator):  # type: ignore[type-arg,misc,unused-ignore]
    """Text whose level-one data are sealed in the database (``claims.level_one``)."""

    impl = Text
    cache_ok: Any = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        """Seal."""
        return sealer().seal(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        """Open."""
        return sealer().open(value)


class SealedJSON(Sealed):
    """JSON whose texts are sealed so."""

    impl = JSON

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Compare as JSON does."""
        return JSON().coerce_compared_value(op, value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

calls = Table(
    "calls",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("channel", String),
    Column("caller", String, index=True, comment="the calling number"),
    Column("started_at", Moment, index=True),
    Column("ended_at", Moment, index=True),
    Column("outcome", String, comment="shown once the call has ended"),
    Column("seen_at", Moment, comment="when the last turn came in, by the database's clock"),
    Column("erased_at", Moment, comment="when what it tells of people was erased"),
)


def _call(**options: Any) -> Any:
    return Column("call_id", String, ForeignKey("calls.call_id"), **options)


transcript = Table(
    "transcript",
    metadata,
    Column("id", Integer, primary_key=True),
    _call(nullable=False, index=True),
    Column("who", String, nullable=False, comment="bot or caller"),
    Column("text", Sealed, nullable=False),
    Column("response", String, comment="id of the bot's sentence"),
    Column("at", Moment, nullable=False),
)

labels = Table(
    "labels",
    metadata,
    Column("line_id", Integer, ForeignKey("transcript.id"), primary_key=True, autoincrement=False),
    Column("label", String, nullable=False, comment="what the line means"),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    _call(primary_key=True),
    Column("turn_id", String, primary_key=True),
    Column("answer", SealedJSON, comment="what was answered, for a repeated delivery"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    _call(nullable=False, unique=True),
    Column("report_number", String, unique=True, comment="null until registered"),
    Column("status", String, nullable=False, index=True),
    Column("duplicate_of", String, comment="number of the report on file"),
    Column("superseded_by", String, comment="the call that took this unfinished draft up again"),
    Column("plate", String, index=True),
    Column("vin", String, index=True),
    Column("engine_no", String, index=True),
    Column("policy_no", String, index=True),
    Column("accident_start", Moment),
    Column("accident_end", Moment),
    Column("registered_at", Moment, index=True),
    Column("case_type", String, index=True),
    Column("search", String, comment="what it is found by (claims.search)"),
    Column("record", SealedJSON, nullable=False),
    # Parts of words are looked for in the index alone, which is a tenth of the table.
    Index("ix_reports_search", "search", "id"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False, comment="the last one given out"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False, index=True),
    _call(index=True),
    Column("report_number", String, index=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("due_at", Moment, nullable=False, index=True),
    Column("status", String, nullable=False, comment="draft, open, done or deleted"),
    Column("detail", SealedJSON, nullable=False),
    Column("assignee", String, index=True, comment="who does it; null: nobody yet"),
    Column("stage", Integer, nullable=False, server_default="0", comment="of several, how many are done"),
    Column("level", Integer, nullable=False, server_default="0", comment="how far it has been escalated"),
    Column("escalate_at", Moment, index=True, comment="when it goes one level up; null: never"),
    Column("ring_at", Moment, index=True, comment="when the worker sees to the call next; null: people ring"),
    Column("ringing", String, comment="the call that was asked for and has not ended yet"),
    Column("rung", Integer, nullable=False, server_default="0", comment="calls placed for it"),
    Index("ix_tasks_status", "status", "due_at"),
)

callback_results = Table(
    "callback_results",
    metadata,
    _call(primary_key=True),
    Column("purpose", String, nullable=False),
    Column("report_number", String, index=True),
    Column("result", String, nullable=False, comment="reached, wrong_person, another_time or declined"),
    Column("answers", SealedJSON, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    _call(index=True),
    Column("report_number", String, index=True),
    Column("to", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String, nullable=False, index=True, comment="queued, sent or failed"),
    Column("queued_at", Moment, nullable=False, index=True),
    Column("send_by", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("key", String, nullable=False, unique=True, comment="by which its receiver knows it again"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment, comment="not tried again before; null: at once"),
    Column("claimed_by", String, comment="the worker that is sending it"),
    Column("claimed_until", Moment, comment="when another may take it over"),
    Column("error", Text, comment="what the last attempt came to"),
    Column("delivered_at", Moment, comment="when it reached the telephone, as far as the carrier says"),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String, nullable=False, comment="bot, worker, or who sat at the desk"),
    Column("about", String, nullable=False, comment="report, task, message, call, account or list"),
    Column("action", String, nullable=False),
    Column("call_id", String, index=True),
    Column("report_number", String, index=True),
    Column("task_id", Integer, index=True),
    Column("message_id", Integer),
    Column("detail", SealedJSON, nullable=False),
    Index("ix_history_action", "action", "at"),
    comment="only ever added to: triggers refuse UPDATE, DELETE and TRUNCATE",
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True, comment="by which one signs in, and who the trail says it was"),
    Column("role", String, nullable=False, comment="clerk, supervisor, auditor or administrator"),
    Column("password", String, nullable=False, comment="its hash"),
    Column("changed_at", Moment, nullable=False, comment="when the password was set"),
    Column("closed_at", Moment, comment="since when nobody signs in by it any more"),
    Column("failures", Integer, nullable=False, server_default="0", comment="wrong passwords in a row"),
    Column("locked_until", Moment),
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("digest", String, primary_key=True, comment="of the cookie, which only the browser has"),
    Column("name", String, ForeignKey("accounts.name"), nullable=False, index=True),
    Column("form_token", String, nullable=False, comment="without which no form of the session is taken"),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("seen_at", Moment, nullable=False, index=True),
    Column("busy_by", String, comment="the turn being taken, in whichever server process"),
    Column("busy_until", Moment),
    Column(
        "generation",
        Integer,
        nullable=False,
        server_default="0",
        comment="of the tokens that open it; raised, it revokes those before",
    ),
)

web_hits = Table(
    "web_hits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", String, nullable=False, comment="a session, or a digest of an address"),
    Column("at", Float, nullable=False, comment="seconds since 1970"),
    Index("ix_web_hits_who_at", "who", "at"),
)

photos = Table(
    "photos",
    metadata,
    Column("name", String, primary_key=True, comment="of the file, random"),
    Column("call_id", String, nullable=False, index=True),
    Column("kind", String, nullable=False, comment="media type, found by decoding"),
    Column("size", Integer, nullable=False, comment="bytes"),
    Column("at", Moment, nullable=False),
    Column(
        "number",
        Integer,
        nullable=False,
        server_default="0",
        comment="in the conversation, never given twice",
    ),
    Column("upload_id", String, comment="of the page, so that one sent again is kept once"),
    Column("gone_at", Moment, comment="when the customer took it back"),
    Index("ix_photos_call_id_upload_id", "call_id", "upload_id", unique=True),
)
