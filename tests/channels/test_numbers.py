"""Caller ids as networks send them, and keys as callers press them."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from channels.numbers import caller_id, keyed
from channels.turns import read_turn


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("13900001107", "13900001107"),
        ("+8613900001107", "13900001107"),
        ("008613900001107", "13900001107"),
        ("8613900001107", "13900001107"),
        ("+86 139-0000-1107", "13900001107"),
        ("013900001107", "13900001107"),
        ("031160001128", "031160001128"),
        ("+8631160001128", "031160001128"),
        ("+862160001128", "02160001128"),
        ("+861060001128", "01060001128"),
        ("+864008001234", "4008001234"),
        ("+8695585", None),
        ("sip:13900001107@10.0.0.8:5060", "13900001107"),
        ("sip:+8613900001107@ims.mnc000.mcc460.3gppnetwork.org;user=phone", "13900001107"),
        ('"Zhang" <sip:13900001107@pbx.local>', "13900001107"),
        ("tel:+86-139-0000-1107", "13900001107"),
        ("+85291234567", "+85291234567"),
    ],
)
def test_a_number_is_written_as_it_is_dialled_here(sent: str, number: str | None) -> None:
    assert caller_id(sent) == number


@pytest.mark.parametrize(
    "sent",
    [None, "anonymous", "Anonymous", "Restricted", "unknown", "unavailable", "PRIVATE", "withheld", "未知", "sip:anonymous@anonymous.invalid", "sip:8001@pbx.local", "0000000000", "+", "-"],
)  # fmt: skip
def test_what_nobody_can_ring_back_is_hidden(sent: str | None) -> None:
    assert caller_id(sent) is None


@pytest.mark.parametrize(
    ("pressed", "number"),
    [
        ("13900001107", "13900001107"),
        ("13900001107#", "13900001107"),
        ("1#", "1"),
        ("*13900001107#", "13900001107"),
        ("138000*13900001107", "13900001107"),
        ("1#2#", "1"),
        ("#", ""),
        ("*", ""),
        ("12*", ""),
    ],
)
def test_the_hash_ends_and_the_star_begins_afresh(pressed: str, number: str) -> None:
    assert keyed(pressed) == number


def turn(**fields: str):
    return read_turn(json.dumps({"call_id": "c", **fields}).encode(), lambda: datetime.now(timezone.utc))


def test_a_turn_holds_them_so() -> None:
    said = turn(event="keys", digits="13900001107#", **{"from": "sip:+8613900001101@ims.example"})
    assert (said.event, said.digits, said.from_) == ("keys", "13900001107", "13900001101")


def test_a_star_alone_says_nothing() -> None:
    assert turn(event="keys", digits="*").event == "silence"
