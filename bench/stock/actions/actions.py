"""The stock bot's action server: takes whatever is said, after the manner of Rasa's form example."""

from __future__ import annotations

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict


class ValidateReport(FormValidationAction):
    """Accept a plate that is not empty; other slots need no validation."""

    def name(self) -> str:
        """Return the action's name."""
        return "validate_report"

    def validate_plate(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Keep the plate in capitals."""
        return {"plate": str(value).strip().upper() or None}
