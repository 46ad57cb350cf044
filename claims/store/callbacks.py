"""What came of the calls we place: who was reached, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.clock import moment
from claims.store import models
from claims.store.calls import know_call
from claims.store.cleaning import clean, key
from claims.store.engine import transaction, upsert
from claims.store.rows import Records, digits


class Callbacks(Records):
    """Results of call-backs, a row a call."""

    def keep_callback(
        self,
        call_id: str,
        purpose: str,
        report_number: str | None,
        result: str,
        answers: Mapping[str, Any],
        now: datetime | str,
    ) -> None:
        """Keep how a call we placed stands; what is told later in it takes its place.

        Args:
            call_id: The call.
            purpose: What it was placed for (``claims.outbound.PURPOSES``).
            report_number: The report it is about, None when it is about none.
            result: reached, wrong_person, another_time or declined.
            answers: Answer by question; ``remarks`` has the words said beside them.
            now: When.
        """
        row = {
            "call_id": key(call_id),
            "purpose": key(purpose),
            "report_number": digits(report_number),
            "result": result,
            "answers": clean(answers),
            "at": moment(now),
        }
        with transaction(self.engine, writes=True) as connection:
            know_call(connection, call_id, started_at=moment(now))
            insert = upsert(connection, models.callback_results).values(row)
            connection.execute(insert.on_conflict_do_update(index_elements=["call_id"], set_=row))
