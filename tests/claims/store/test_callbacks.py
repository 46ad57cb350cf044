"""Results of the calls we place."""

from __future__ import annotations

NOW = "2026-03-10T10:05:00+08:00"


def test_a_result_grows_with_the_call_and_is_shown_with_it(store):
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.keep_callback("c-1", "dispatch_callback", "2688 9862 1781", "reached", {"survey_called": True}, NOW)
    store.keep_callback(
        "c-1",
        "dispatch_callback",
        "268898621781",
        "reached",
        {"survey_called": True, "survey_came": False},
        NOW,
    )
    shown = store.call("c-1")["callback"]
    assert shown["answers"] == {"survey_called": True, "survey_came": False}
    assert (shown["purpose"], shown["result"], shown["report_number"]) == (
        "dispatch_callback",
        "reached",
        "268898621781",
    )


def test_a_call_that_was_not_placed_has_none(store):
    store.begin_call("c-1", "voice", "13900001101", NOW)
    assert "callback" not in store.call("c-1")
