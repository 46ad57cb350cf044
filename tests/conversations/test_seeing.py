"""What an operator sees of calls: figures and events, and nothing of anybody in either."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from tests.conversations.calls import BEARER, Call, Line, conversations
from tests.conversations.conftest import Played

COMPLETE = next(it for it in conversations() if it.name.startswith("happy_path/"))
NAMES = re.compile(r"[A-Za-z0-9_./-]*")
KEYS = {
    "turn": {"at", "event", "call_id", "channel", "turn", "came_to", "said", "asking", "took_ms"},
    "action": {"at", "event", "call_id", "action", "status", "took_ms"},
}


@pytest.fixture(scope="module")
def call(line: Line, played: Played) -> Call:
    """A whole call: of the conversations where they are played in this run, for told again it would be no new report."""
    calls = played.get(COMPLETE.name)
    if isinstance(calls, list):
        return calls[0]
    line.set_policy_system("none")
    return line.play(COMPLETE)[0]


def events(line: Line) -> list[dict[str, Any]]:
    written = (row.partition("| ")[2] for row in line.log.read_text("utf-8").splitlines())
    return [json.loads(row) for row in written if row.startswith("{")]


@pytest.mark.parametrize(
    ("server", "figure"),
    [
        ("bot", r'claims_turn_seconds_count\{came_to="answered",channel="voice",event="speech"\} [1-9]'),
        ("bot", r'claims_turns_under_way\{channel="voice"\} 0'),
        ("actions", r'claims_action_seconds_count\{action="validate_claim_report",status="200"\} [1-9]'),
        ("actions", r'claims_policy_look_up_seconds_count\{came_to="found"\} [1-9]'),
        ("desk", r'claims_desk_seconds_count\{route="/api/calls/\{call_id:path\}",status="200"\} [1-9]'),
        ("desk", r'claims_calls\{channel="voice",outcome="registered"\} [1-9]'),
        ("desk", "claims_messages_late [0-9]"),
    ],
)
def test_each_server_has_figures(line: Line, call: Call, server: str, figure: str) -> None:
    text = requests.get(line.figures_urls[server], headers=BEARER, timeout=5).text
    assert re.search(figure, text), text[-4000:]
    assert not re.search(r"[一-龥]", text)
    assert call.wanted["from"] not in text


@pytest.mark.parametrize("server", ["bot", "actions", "desk"])
def test_the_figures_have_a_token(line: Line, call: Call, server: str) -> None:
    assert requests.get(line.figures_urls[server], timeout=5).status_code == 401
    wrong = {"Authorization": "Bearer wrong"}
    assert requests.get(line.figures_urls[server], headers=wrong, timeout=5).status_code == 401


def test_every_turn_and_action_of_a_call_is_an_event(line: Line, call: Call) -> None:
    mine = [event for event in events(line) if event["call_id"] == call.call_id]
    turns = [event for event in mine if event["event"] == "turn"]
    assert [event["turn"] for event in turns] == [
        exchange.event.replace("caller", "speech") for exchange in call.exchanges
    ]
    assert [event["said"] for event in turns if event["turn"] != "hangup"] == [
        exchange.ids for exchange in call.exchanges if exchange.event != "hangup"
    ]
    assert {event["action"] for event in mine if event["event"] == "action"} >= {
        "action_session_start",
        "validate_claim_report",
        "action_register_report",
    }


def test_events_hold_names_and_numbers_alone(line: Line, call: Call) -> None:
    for event in events(line):
        assert event.keys() == KEYS[event["event"]]
        told = [value for name, value in event.items() if name not in ("at", "call_id", "said")]
        for value in [*told, *(event.get("said") or ())]:
            assert isinstance(value, int) or value is None or NAMES.fullmatch(value), event


def test_nothing_of_anybody_is_in_the_logs(line: Line, call: Call) -> None:
    text = line.log.read_text("utf-8")
    record = call.record
    told = [record["plate"], record["insured"], record["contact"]["phone"], call.number]
    told += [
        record["place"],
        record["description"],
        *(exchange.said for exchange in call.exchanges if len(exchange.said) > 3),
    ]
    assert len(told) > 6
    assert [it for it in told if it and it in text] == []
