"""What the chat page keeps beside the calls: sessions, limits, photos. Shared by all server processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.engine import Connection, Engine

from claims.clock import iso
from claims.store import models
from claims.store.cleaning import clean
from claims.store.engine import lock, transaction, upsert
from claims.store.rows import line_shape


class WebRecords:
    """The rows of the chat page. Every method is one transaction and raises ``StoreUnavailable`` as the store does."""

    def __init__(self, engine: Engine) -> None:
        """Keep them in the database of ``engine``, the store's own."""
        self.engine = engine

    # Sessions

    def seen(self, call_id: str, at: datetime) -> None:
        """Note that a session is alive; an unknown one begins."""
        with transaction(self.engine, writes=True) as connection:
            row = upsert(connection, models.web_sessions).values(call_id=call_id, seen_at=at)
            connection.execute(
                row.on_conflict_do_update(index_elements=["call_id"], set_={"seen_at": row.excluded.seen_at})
            )

    def session(self, call_id: str) -> tuple[int, datetime] | None:
        """Return the generation of the tokens that open a session, and its last sign of life; None when there is none."""
        columns = models.web_sessions.c
        wanted = select(columns.generation, columns.seen_at).where(columns.call_id == call_id)
        with transaction(self.engine) as connection:
            row = connection.execute(wanted).first()
            return (row.generation, row.seen_at) if row else None

    def revoke(self, call_id: str) -> None:
        """Let no token issued so far open the session any more."""
        columns = models.web_sessions.c
        mine = update(models.web_sessions).where(columns.call_id == call_id)
        with transaction(self.engine, writes=True) as connection:
            connection.execute(mine.values(generation=columns.generation + 1))

    def take(self, call_id: str, by: str, now: datetime, seconds: float) -> bool:
        """Take the session for one turn, in whichever server process; False while another turn has it.

        After ``seconds`` it is free again, whatever became of the process that took it.
        """
        columns = models.web_sessions.c
        free = or_(columns.busy_until.is_(None), columns.busy_until < now, columns.busy_by == by)
        change = update(models.web_sessions).where(and_(columns.call_id == call_id, free))
        with transaction(self.engine, writes=True) as connection:
            taken = change.values(busy_by=by, busy_until=now + timedelta(seconds=seconds), seen_at=now)
            return bool(connection.execute(taken).rowcount)

    def give_back(self, call_id: str, by: str) -> None:
        """Free the session that ``take`` took."""
        columns = models.web_sessions.c
        mine = and_(columns.call_id == call_id, columns.busy_by == by)
        with transaction(self.engine, writes=True) as connection:
            connection.execute(update(models.web_sessions).where(mine).values(busy_by=None, busy_until=None))

    def left_alone(self, before: datetime) -> list[tuple[str, datetime]]:
        """Return the sessions not seen since ``before`` whose call has not ended: call and last sign of life."""
        sessions, calls = models.web_sessions.c, models.calls.c
        wanted = (
            select(sessions.call_id, sessions.seen_at)
            .join(models.calls, calls.call_id == sessions.call_id)
            .where(sessions.seen_at < before, calls.ended_at.is_(None))
        )
        with transaction(self.engine) as connection:
            return [(row.call_id, row.seen_at) for row in connection.execute(wanted)]

    def lines(self, call_id: str, after: int = 0) -> list[dict[str, Any]]:
        """Return the transcript after line number ``after``: ``{"seq", "who", "text", "id", "at"}``, in order."""
        columns = models.transcript.c
        wanted = (
            select(models.transcript)
            .where(columns.call_id == call_id, columns.id > after)
            .order_by(columns.id)
        )
        with transaction(self.engine) as connection:
            return [line_shape(row) for row in connection.execute(wanted).mappings()]

    # Limits

    def hit(self, who: str, most: int, seconds: float, now: float) -> float:
        """Count one request of ``who`` in a sliding window; a refused one is not counted.

        Args:
            who: A session, or a digest of an address.
            most: Requests allowed in the window.
            seconds: Length of the window.
            now: Seconds since 1970.

        Returns:
            0 when it may pass, else the seconds to wait.
        """
        columns = models.web_hits.c
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [f"web_hits:{who}"])
            connection.execute(delete(models.web_hits).where(columns.who == who, columns.at <= now - seconds))
            count, oldest = connection.execute(
                select(func.count(), func.min(columns.at)).where(columns.who == who)
            ).one()
            if count >= most:
                return max(1.0, oldest + seconds - now)
            connection.execute(models.web_hits.insert().values(who=who, at=now))
            return 0.0

    def forget_hits(self, before: float) -> None:
        """Drop what is older than every window."""
        with transaction(self.engine, writes=True) as connection:
            connection.execute(delete(models.web_hits).where(models.web_hits.c.at < before))

    # Photos

    def add_photo(
        self, call_id: str, photo: Mapping[str, Any], at: datetime, most: int, upload_id: str | None = None
    ) -> int | None:
        """Add a photo (``{"name", "kind", "size"}``) to a call.

        Args:
            call_id: The call.
            photo: What is kept of it.
            at: When it was sent.
            most: Photos a call may have.
            upload_id: The page's own id of it; one that is there already is not added again.

        Returns:
            Its number in the conversation; None when the call already had ``most`` and nothing was added.
        """
        columns = models.photos.c
        with transaction(self.engine, writes=True, durable=True) as connection:
            lock(connection, [f"photos:{call_id}"])
            if len(_photos(connection, [call_id])) >= most:
                return None
            last = select(func.max(columns.number)).where(columns.call_id == call_id)
            number = int(connection.execute(last).scalar_one() or 0) + 1
            row = {**clean(photo), "call_id": call_id, "at": at, "number": number, "upload_id": upload_id}
            connection.execute(models.photos.insert().values(row))
            return number

    def photos(self, call_id: str) -> list[dict[str, Any]]:
        """Return the photos of a call: ``{"name", "kind", "size", "at", "number"}``, in order."""
        with transaction(self.engine) as connection:
            return [{**_photo_shape(row), "number": row["number"]} for row in _photos(connection, [call_id])]

    def is_uploaded(self, call_id: str, upload_id: str) -> bool:
        """Tell whether a photo has arrived before, also one that was taken back since."""
        columns = models.photos.c
        wanted = select(columns.name).where(columns.call_id == call_id, columns.upload_id == upload_id)
        with transaction(self.engine) as connection:
            return connection.execute(wanted).first() is not None

    def drop_photo(self, call_id: str, number: int, at: datetime) -> str | None:
        """Take a photo back; return the name of its file, None when the call has no such photo."""
        columns = models.photos.c
        mine = and_(columns.call_id == call_id, columns.number == number, columns.gone_at.is_(None))
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [f"photos:{call_id}"])
            name: str | None = connection.execute(select(columns.name).where(mine)).scalar_one_or_none()
            connection.execute(update(models.photos).where(mine).values(gone_at=at))
            return name

    def photo_kind(self, name: str) -> str | None:
        """Return the media type of a photo, or None when there is none of this name."""
        columns = models.photos.c
        wanted = select(columns.kind).where(columns.name == name, columns.gone_at.is_(None))
        with transaction(self.engine) as connection:
            kind: str | None = connection.execute(wanted).scalar_one_or_none()
            return kind


def photos_of(connection: Connection, call_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the photos of calls by call, as the desk reads them: ``{"name", "kind", "size", "at"}``."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _photos(connection, call_ids):
        found.setdefault(row["call_id"], []).append(_photo_shape(row))
    return found


def with_web(connection: Connection, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add to claim reports the photos that came over the chat page, where there are any."""
    whole = [dict(record) for record in records]
    calls = [record["call_id"] for record in whole if record.get("channel") == "web"]
    photos = photos_of(connection, calls) if calls else {}
    for record in whole:
        if record.get("call_id") in photos:
            record["photos"] = photos[record["call_id"]]
    return whole


def _photos(connection: Connection, call_ids: Iterable[str]) -> list[Mapping[str, Any]]:
    columns = models.photos.c
    wanted = (
        select(models.photos)
        .where(columns.call_id.in_(list(call_ids)), columns.gone_at.is_(None))
        .order_by(columns.at, columns.number, columns.name)
    )
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _photo_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("name", "kind", "size")} | {"at": iso(row["at"])}
