"""What of a wish is forgotten with it, and which report a call is about."""

from __future__ import annotations

from typing import Any

import pytest

from claims.interview import UNKNOWN
from claims.wishes import OF_WISH, report_of, without_wish


def test_a_wish_that_is_over_leaves_who_had_it_and_nothing_of_itself() -> None:
    told = {name: "说过" for name in OF_WISH}
    caller = {"complaint_surname": "纪", "callback_phone": "13900001101", "complaint_nameless": True}
    assert without_wish({**told, **caller, "plate": "苏A3R90D"}) == {**caller, "plate": "苏A3R90D"}


def test_what_was_not_known_of_one_wish_is_asked_of_the_next() -> None:
    unknown = {"complaint_surname": UNKNOWN, "callback_phone": UNKNOWN, "complaint_relation": UNKNOWN}
    assert without_wish({**unknown, "place": UNKNOWN}) == {"place": UNKNOWN}


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"report_number": "1", "complaint_report_number": "2"}, "2"),
        ({"report_number": "1", "complaint_report_number": UNKNOWN}, "1"),
        ({"complaint_report_number": UNKNOWN, "complaint_about": "3"}, "3"),
        ({"duplicate_of": "4"}, "4"),
        ({"about_report": "5"}, "5"),
        ({"order": {"report_number": "6"}}, "6"),
        ({"plate": "苏A3R90D"}, None),
    ],
)
def test_a_call_is_about_the_report_that_was_named_else_its_own(
    facts: dict[str, Any], number: str | None
) -> None:
    assert report_of(facts) == number
