"""What the chat page keeps beside the calls: sessions, limits, photos and places. Shared by all server processes."""

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
            return [
                {
                    "seq": row["id"],
                    "who": row["who"],
                    "text": row["text"],
                    "id": row["response"],
                    "at": iso(row["at"]),
                }
                for row in connection.execute(wanted).mappings()
            ]

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

    # Photos and places

    def add_photo(self, call_id: str, photo: Mapping[str, Any], at: datetime, most: int) -> int | None:
        """Add a photo (``{"name", "kind", "size"}``) to a call.

        Returns:
            How many the call has now; None when it already had ``most`` and nothing was added.
        """
        with transaction(self.engine, writes=True, durable=True) as connection:
            lock(connection, [f"photos:{call_id}"])
            count = _count(connection, call_id)
            if count >= most:
                return None
            connection.execute(models.photos.insert().values({**clean(photo), "call_id": call_id, "at": at}))
            return count + 1

    def photo_count(self, call_id: str) -> int:
        """Return how many photos a call has."""
        with transaction(self.engine) as connection:
            return _count(connection, call_id)

    def photo_kind(self, name: str) -> str | None:
        """Return the media type of a photo, or None when there is none of this name."""
        wanted = select(models.photos.c.kind).where(models.photos.c.name == name)
        with transaction(self.engine) as connection:
            kind: str | None = connection.execute(wanted).scalar_one_or_none()
            return kind

    def set_coordinates(self, call_id: str, coordinates: Mapping[str, Any]) -> None:
        """Keep where the customer's device says it is, beside the place in their words."""
        mine = models.web_sessions.c.call_id == call_id
        with transaction(self.engine, writes=True) as connection:
            connection.execute(update(models.web_sessions).where(mine).values(coordinates=clean(coordinates)))


def with_web(connection: Connection, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add to claim reports what came over the chat page: ``photos`` and ``place_coordinates``, where there are any."""
    whole = [dict(record) for record in records]
    calls = [record.get("call_id") for record in whole if record.get("channel") == "web"]
    if not calls:
        return whole
    photos: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(
        select(models.photos)
        .where(models.photos.c.call_id.in_(calls))
        .order_by(models.photos.c.at, models.photos.c.name)
    ).mappings():
        photo = {name: row[name] for name in ("name", "kind", "size")} | {"at": iso(row["at"])}
        photos.setdefault(row["call_id"], []).append(photo)
    sessions = models.web_sessions.c
    places = {
        row.call_id: row.coordinates
        for row in connection.execute(
            select(sessions.call_id, sessions.coordinates).where(sessions.call_id.in_(calls))
        )
    }
    for record in whole:
        if photos.get(record.get("call_id") or ""):
            record["photos"] = photos[record["call_id"]]
        if places.get(record.get("call_id")):
            record["place_coordinates"] = places[record["call_id"]]
    return whole


def _count(connection: Connection, call_id: str) -> int:
    wanted = select(func.count()).select_from(models.photos).where(models.photos.c.call_id == call_id)
    return int(connection.execute(wanted).scalar_one())
