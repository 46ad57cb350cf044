"""What the dialogue and the desk ask of the record. Synchronous; callers in an event loop use a thread."""

from __future__ import annotations

from sqlalchemy import select

from claims.store import models
from claims.store.asking import Asking
from claims.store.callbacks import Callbacks
from claims.store.calls import Calls
from claims.store.desk import Desk
from claims.store.endings import Endings
from claims.store.engine import open_engine, transaction
from claims.store.erasing import Erasing
from claims.store.figures import Figures
from claims.store.history import History
from claims.store.looking import Looking
from claims.store.messages import Messages
from claims.store.people import People
from claims.store.reports import Reports
from claims.store.ringing import Ringing
from claims.store.tasks import Tasks
from claims.store.teaching import Teaching
from claims.store.web import WebRecords


class Store(
    Calls,
    Reports,
    Tasks,
    Messages,
    Ringing,
    History,
    Desk,
    Looking,
    Figures,
    Asking,
    Callbacks,
    People,
    Teaching,
    Endings,
    Erasing,
):
    """The record of calls and claims in one database, one concept a class.

    Every method is one transaction. What a call asks may be repeated with the same arguments; what a clerk does twice is
    ``Refused`` where it would count twice. All raise ``StoreUnavailable`` when the database
    is locked for more than two seconds, missing, corrupt or out of reach. Moments are aware datetimes
    or ISO 8601 strings; JSON that comes back carries them as ISO 8601 with +08:00.
    """

    def __init__(self, database_url: str, company: str = "民安保险") -> None:
        """Open the store; connects at the first use.

        Args:
            database_url: ``sqlite:///var/claims.db`` or ``postgresql://user:password@host/database``.
            company: The insurer's spoken name, for text messages.
        """
        self.database_url = database_url
        self.company = company
        self.engine = open_engine(database_url)
        self.web = WebRecords(self.engine)

    def migrate(self) -> None:
        """Bring the tables to the newest version; safe to run from several processes at once."""
        from claims.store import (
            migrate,
        )  # alembic costs 0.5 s and 10 MB, which only one process of four needs

        migrate.migrate(self.database_url)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def ping(self) -> None:
        """Read one row, or raise ``StoreUnavailable``."""
        with transaction(self.engine) as connection:
            connection.execute(select(models.counters).limit(1)).first()
