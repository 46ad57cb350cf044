"""After the report: what to do next, and whether there is anything else."""

from __future__ import annotations

from actions.dialogue import TakeTurn


class ValidateAfterReport(TakeTurn):
    """Take a turn after registration."""

    form = "after_report"
