"""Who may sign in at the desk, what they are signed in by, and what they had opened to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from claims.clock import moment
from claims.store import models
from claims.store.cleaning import clean, key
from claims.store.engine import transaction, upsert
from claims.store.history import note
from claims.store.rows import LIST_LIMIT, NotFound, Records, Refused, first, row_shape

Row = dict[str, Any]

_OF_NOBODY = {"call_id": None, "report_number": None}


class People(Records):
    """Accounts and sessions. Passwords come hashed and go hashed; a session is known by a digest of its cookie."""

    def account(self, name: str) -> Row | None:
        """Return an account with its hash, moments as datetimes, or None."""
        with transaction(self.engine) as connection:
            return first(connection, select(models.accounts).where(models.accounts.c.name == key(name)))

    def accounts(self) -> list[Row]:
        """Return all accounts by name, without their hashes."""
        columns = [column for column in models.accounts.c if column.name != "password"]
        with transaction(self.engine) as connection:
            rows = connection.execute(select(*columns).order_by(models.accounts.c.name)).mappings()
            return [row_shape(row) for row in rows]

    def add_account(
        self, name: str, role: str, password: str, by: str, now: datetime | str, over: bool = False
    ) -> None:
        """Add an account.

        Args:
            name: By which one signs in.
            role: clerk, supervisor, auditor or administrator.
            password: Its hash.
            by: Who adds it.
            now: When.
            over: One of that name that is there gets the role and password instead, and is open again.

        Raises:
            Refused: There is one of that name.
        """
        when = moment(now)
        row = {"role": role, "password": password, "changed_at": when}
        fresh = {**row, "closed_at": None, "failures": 0, "locked_until": None}
        with transaction(self.engine, writes=True, durable=True) as connection:
            insert = upsert(connection, models.accounts).values(name=key(name), **fresh)
            if not over:
                insert = insert.on_conflict_do_nothing()
            else:
                insert = insert.on_conflict_do_update(index_elements=["name"], set_=fresh)
            if not connection.execute(insert).rowcount:
                raise Refused(f"there is an account {name}")
            connection.execute(delete(models.desk_sessions).where(models.desk_sessions.c.name == key(name)))
            note(connection, by, "account", "add", when, _OF_NOBODY, name=name, role=role)

    def change_account(self, name: str, by: str, action: str, now: datetime | str, **values: Any) -> None:
        """Change an account and end its sessions.

        Args:
            name: The account.
            by: Who changes it.
            action: What the trail says was done: role, password, close, reopen.
            now: When.
            values: Columns and what they hold from now on.

        Raises:
            NotFound: There is no such account.
        """
        when = moment(now)
        columns = models.accounts.c
        with transaction(self.engine, writes=True, durable=True) as connection:
            change = update(models.accounts).where(columns.name == key(name)).values(values)
            if not connection.execute(change).rowcount:
                raise NotFound("no such account")
            connection.execute(delete(models.desk_sessions).where(models.desk_sessions.c.name == key(name)))
            told = {"role": values["role"]} if "role" in values else {}
            note(connection, by, "account", action, when, _OF_NOBODY, name=name, **told)

    def wrong_password(self, name: str, now: datetime | str, most: int, locked_for: timedelta) -> bool:
        """Count a wrong password; at the ``most``-th in a row lock the account. Returns whether it is locked by this."""
        when, columns = moment(now), models.accounts.c
        with transaction(self.engine, writes=True) as connection:
            row = first(
                connection, select(models.accounts).where(columns.name == key(name)).with_for_update()
            )
            if row is None:
                return False
            locks = row["failures"] + 1 >= most
            new = {"failures": 0 if locks else row["failures"] + 1}
            if locks:
                new["locked_until"] = when + locked_for
                note(connection, name, "account", "lock", when, _OF_NOBODY, name=name)
            connection.execute(update(models.accounts).where(columns.name == key(name)).values(new))
            return locks

    def sign_in(
        self, digest: str, name: str, form_token: str, now: datetime | str, began_before: datetime
    ) -> None:
        """Begin a session; sessions that began before are dropped."""
        when, columns = moment(now), models.desk_sessions.c
        with transaction(self.engine, writes=True) as connection:
            row = {"digest": digest, "name": key(name), "form_token": form_token}
            connection.execute(delete(models.desk_sessions).where(columns.began_at < began_before))
            connection.execute(models.desk_sessions.insert().values(began_at=when, seen_at=when, **row))
            mine = update(models.accounts).where(models.accounts.c.name == key(name))
            connection.execute(mine.values(failures=0, locked_until=None))
            note(connection, name, "account", "sign_in", when, _OF_NOBODY, name=name)

    def signed_in(self, digest: str, now: datetime | str, idle: timedelta, longest: timedelta) -> Row | None:
        """Return who has a session, ``{"name", "role", "form_token"}``, and note that it is alive; None when it is over.

        Args:
            digest: Of its cookie.
            now: When.
            idle: How long it lives unused.
            longest: How long it lives in all.
        """
        when = moment(now)
        sessions, accounts = models.desk_sessions.c, models.accounts.c
        wanted = (
            select(sessions.name, sessions.form_token, sessions.seen_at, accounts.role)
            .join(models.accounts, accounts.name == sessions.name)
            .where(
                sessions.digest == digest,
                sessions.seen_at > when - idle,
                sessions.began_at > when - longest,
                accounts.closed_at.is_(None),
            )
        )
        with transaction(self.engine) as connection:
            row = first(connection, wanted)
        if row is not None and row["seen_at"] < when - idle / 20:  # not a write for every page
            with transaction(self.engine, writes=True) as connection:
                seen = update(models.desk_sessions).where(sessions.digest == digest)
                connection.execute(seen.values(seen_at=when))
        return row

    def sign_out(self, digest: str) -> None:
        """End a session."""
        with transaction(self.engine, writes=True) as connection:
            connection.execute(delete(models.desk_sessions).where(models.desk_sessions.c.digest == digest))

    def open_data(self, call_id: str | None, by: str, reason: str, now: datetime | str, what: str) -> None:
        """Leave a line in the trail that personal data were opened: of a call and its report, or of a list.

        Raises:
            NotFound: There is no such call.
            ValueError: No reason is given.
        """
        if not reason.strip():
            raise ValueError("reason: needed")
        when, reports = moment(now), models.reports.c
        with transaction(self.engine, writes=True, durable=True) as connection:
            of: Row = dict(_OF_NOBODY)
            if call_id is not None:
                call = select(models.calls.c.call_id).where(models.calls.c.call_id == key(call_id))
                if first(connection, call) is None:
                    raise NotFound("no such call")
                number = select(reports.report_number).where(reports.call_id == key(call_id))
                of = {
                    "call_id": key(call_id),
                    "report_number": connection.execute(number).scalar_one_or_none(),
                }
            note(connection, by, what, "open", when, of, reason=clean(reason))

    def has_opened(self, call_id: str, by: str, since: datetime) -> bool:
        """Tell whether somebody has had the personal data of a call opened since."""
        columns = models.history.c
        wanted = select(columns.id).where(
            columns.call_id == key(call_id),
            columns.action == "open",
            columns.by == key(by),
            columns.at >= since,
        )
        with transaction(self.engine) as connection:
            return connection.execute(wanted.limit(1)).first() is not None

    def audit(self, limit: int = LIST_LIMIT) -> list[Row]:
        """Return what was opened and what was done with accounts, the newest first."""
        columns = models.history.c
        wanted = (
            select(models.history)
            .where(or_(columns.action == "open", columns.about == "account"))
            .order_by(columns.id.desc())
            .limit(limit)
        )
        with transaction(self.engine) as connection:
            return [row_shape(row) for row in connection.execute(wanted).mappings()]
