"""The voice turn API, over HTTP, in front of a running bot."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest

from channels import taking, voice
from channels.turns import read_turn
from claims.settings import Settings, UnsafeSettings
from runtime import action_endpoint
from tests.channels.conftest import Gateway, serve

AT = "2026-03-10T08:05:00+08:00"


async def test_a_call_cannot_take_the_name_of_a_chat(gateway: Gateway) -> None:
    status, answer = await gateway.post(call_id="web-81f2", event="start")
    assert status == 400 and "call_id" in answer["error"]


async def test_a_call_from_greeting_to_hangup(gateway: Gateway) -> None:
    answer = await gateway.turn("start", at=AT, **{"from": "13900001101"}, to="95585")
    assert [line["id"] for line in answer["say"]] == ["A-01", "A-02"]
    assert [line["barge_in"] for line in answer["say"]] == [False, True]
    assert all(line["ssml"].startswith("<speak") for line in answer["say"])
    assert answer["asking"] == "plate"
    assert answer["listen"]["silence_ms"] == 2000 and "冀" in answer["listen"]["hints"]
    assert answer["transfer"] is None and answer["hangup"] is False
    answer = await gateway.turn("speech", text="冀A六P七二Q", at=AT)
    assert (answer["asking"], answer["say"][0]["id"]) == ("damage", "utter_ask_damage")
    answer = await gateway.turn("speech", text="大灯", at=AT)
    assert [line["text"] for line in answer["say"]] == ["报案号A1", "报案完成"]
    assert answer["asking"] is None
    answer = await gateway.turn("hangup", at="2026-03-10T08:07:00+08:00")
    assert (answer["say"], answer["listen"], answer["hangup"]) == ([], None, True)
    call = gateway.store.call("c-81f2")
    assert call and (call["from"], call["started_at"]) == ("13900001101", AT)
    assert call["ended_at"] == "2026-03-10T08:07:00+08:00"
    assert [line["text"] for line in call["transcript"]] == [
        "您好,很高兴为您服务!",
        "请问您的车牌号是多少?",
        "冀A六P七二Q",
        "请问您的车哪里受损?",
        "大灯",
        "报案号A1",
        "报案完成",
    ]


async def test_the_bot_is_told_when_and_how_it_was_said(gateway: Gateway) -> None:
    await gateway.turn("start", at=AT, **{"from": "13900001101"})
    later = "2026-03-10T08:06:00+08:00"
    said = [{"text": "冀A", "confidence": 0.91}, {"text": "记A"}]
    await gateway.turn("speech", text="冀A", at=later, confidence=0.91, alternatives=said, extra=1)
    metadata = gateway.actions.asked[-1]["tracker"]["latest_message"]["metadata"]
    assert metadata == {
        "event": "speech",
        "at": later,
        "call_started_at": AT,
        "from": "13900001101",
        "channel": "voice",
        "confidence": 0.91,
        "n_best": ["冀A", "记A"],
        "open_question": "plate",
    }
    await gateway.turn("keys", digits="1", at=later)
    message = gateway.actions.asked[-1]["tracker"]["latest_message"]
    assert (message["intent"]["name"], message["text"], message["metadata"]["digits"]) == ("keys", "1", "1")


async def test_words_without_a_start_begin_the_call(gateway: Gateway) -> None:
    answer = await gateway.turn("speech", text="报案", at=AT)
    assert answer["asking"] == "plate"
    call = gateway.store.call("c-81f2")
    assert call and call["started_at"] == AT


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("body", b"{"),
        ("body", b"\xff"),
        ("body", b"[" * 10_000),
        ("body", b"[]"),
        ("call_id", b'{"event": "start"}'),
        ("call_id", b'{"call_id": 7, "event": "start"}'),
        ("call_id", b'{"call_id": " ", "event": "start"}'),
        ("call_id", b'{"call_id": "a\\u0000b", "event": "start"}'),
        ("call_id", b'{"call_id": "\\ud800", "event": "start"}'),
        ("call_id", b'{"call_id": "' + b"x" * 129 + b'", "event": "start"}'),
        ("event", b'{"call_id": "c"}'),
        ("event", b'{"call_id": "c", "event": "dance"}'),
        ("event", b'{"call_id": "c", "event": ["start"]}'),
        ("text", b'{"call_id": "c", "event": "speech"}'),
        ("text", b'{"call_id": "c", "event": "speech", "text": 5}'),
        ("digits", b'{"call_id": "c", "event": "keys", "digits": "1a"}'),
        ("digits", b'{"call_id": "c", "event": "keys"}'),
        ("at", b'{"call_id": "c", "event": "start", "at": "yesterday"}'),
        ("at", b'{"call_id": "c", "event": "start", "at": 5}'),
        ("at", b'{"call_id": "c", "event": "start", "at": "2026-03-10T08:05:00"}'),
        ("at", b'{"call_id": "c", "event": "start", "at": "0001-01-01T00:00:00+08:00"}'),
        ("from", b'{"call_id": "c", "event": "start", "from": 139}'),
        ("turn_id", b'{"call_id": "c", "event": "start", "turn_id": 1}'),
        ("confidence", b'{"call_id": "c", "event": "speech", "text": "x", "confidence": "high"}'),
        ("confidence", b'{"call_id": "c", "event": "speech", "text": "x", "confidence": NaN}'),
        ("alternatives", b'{"call_id": "c", "event": "speech", "text": "x", "alternatives": [1]}'),
        ("alternatives", b'{"call_id": "c", "event": "speech", "text": "x", "alternatives": "x"}'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_malformed_turn_is_refused_naming_the_field(
    gateway: Gateway, field: str, body: bytes
) -> None:
    status, answer = await gateway.post(raw=body)
    assert status == 400
    assert answer["error"].startswith(field)
    assert gateway.store.call("c") is None


async def test_only_the_gateway_is_let_in(gateway: Gateway) -> None:
    for token in (None, "", "wrong", "secret ä"):
        status, _ = await gateway.post(token=token, call_id="c", event="start")
        assert status == 401
    assert gateway.store.call("c") is None


async def test_a_text_over_a_thousand_characters_is_too_long(gateway: Gateway) -> None:
    await gateway.turn("start")
    status, answer = await gateway.post(call_id="c-81f2", event="speech", text="啊" * 1001)
    assert (status, answer["error"].split()[0]) == (413, "text")
    assert (await gateway.turn("speech", text="啊" * 1000))["asking"] == "damage"


@pytest.mark.parametrize(
    "words", ["/restart", " ／/start_call{}", "\u00a0/back", "\u0000/session_start", "//restart"]
)
async def test_nothing_said_is_a_command(gateway: Gateway, words: str) -> None:
    await gateway.turn("start")
    await gateway.turn("speech", text=words)
    message = gateway.actions.asked[-1]["tracker"]["latest_message"]
    assert message["intent"]["name"] is None
    assert not message["text"].startswith("/")


async def test_words_that_hold_nothing_are_silence(gateway: Gateway) -> None:
    await gateway.turn("start")
    await gateway.turn("speech", text=" \u0000/ ")
    assert gateway.actions.asked[-1]["tracker"]["latest_message"]["intent"]["name"] == "silence"


async def test_a_repeated_delivery_changes_nothing(gateway: Gateway) -> None:
    await gateway.turn("start", turn_id="1")
    first = await gateway.turn("speech", text="冀A6P72Q", turn_id="2")
    asked = len(gateway.actions.asked)
    assert await gateway.turn("speech", text="冀A6P72Q", turn_id="2") == first
    gateway.forget()
    assert await gateway.turn("speech", text="冀A6P72Q", turn_id="2") == first
    assert len(gateway.actions.asked) == asked
    call = gateway.store.call("c-81f2")
    assert call and len(call["transcript"]) == 4


async def test_two_deliveries_at_once_are_answered_once(gateway: Gateway) -> None:
    await gateway.turn("start")
    asked = len(gateway.actions.asked)
    answers = await asyncio.gather(*(gateway.turn("speech", text="冀A6P72Q", turn_id="2") for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert len(gateway.actions.asked) == asked + 1


async def test_calls_do_not_wait_for_each_other(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    await gateway.turn("start", call_id="slow")
    await gateway.turn("start", call_id="quick")
    gateway.actions.faults["action_look_up"] = "stall"
    await gateway.turn("speech", call_id="quick", text="冀A")
    slow = asyncio.create_task(gateway.turn("speech", call_id="third", text="快点"))
    assert (await gateway.turn("speech", call_id="slow", text="冀A"))["asking"] == "damage"
    assert not slow.done()
    gateway.actions.over.set()
    await slow


async def test_a_call_goes_on_after_a_restart(gateway: Gateway) -> None:
    await gateway.turn("start", at=AT, **{"from": "13900001101"})
    gateway.forget()
    answer = await gateway.turn("speech", text="冀A6P72Q")
    assert answer["asking"] == "damage"
    metadata = gateway.actions.asked[-1]["tracker"]["latest_message"]["metadata"]
    assert (metadata["call_started_at"], metadata["from"]) == (AT, "13900001101")


async def test_a_call_that_has_ended_takes_nothing_more(gateway: Gateway) -> None:
    await gateway.turn("start")
    first = await gateway.turn("hangup", turn_id="9")
    assert await gateway.turn("hangup", turn_id="9") == first
    for restarted in (False, True):
        if restarted:
            gateway.forget()
        for event in ({"event": "speech", "text": "喂"}, {"event": "start"}, {"event": "hangup"}):
            status, answer = await gateway.post(call_id="c-81f2", raw=None, **event)
            assert (status, answer["error"].split()[0]) == (409, "call_id")


async def test_a_call_that_ended_at_another_server_takes_nothing_more(gateway: Gateway) -> None:
    await gateway.turn("start")
    gateway.store.end_call("c-81f2", AT)
    status, _ = await gateway.post(call_id="c-81f2", event="speech", text="喂")
    assert status == 409


async def test_what_the_balancer_delivers_again_is_taken_once(gateway: Gateway) -> None:
    await gateway.turn("start")
    turn = {"call_id": "c-81f2", "event": "speech", "text": "冀A6P72Q"}
    headers = {"Authorization": "Bearer secret", "X-Delivery-Id": "d-1"}
    answers = []
    for _ in range(2):
        async with gateway.http.post(gateway.url, headers=headers, json=turn) as answer:
            answers.append(await answer.json())
        gateway.forget()
    assert answers[0] == answers[1] and answers[0]["asking"] == "damage"


async def test_waiting_may_be_silent(gateway: Gateway) -> None:
    answer = await gateway.turn("speech", text="等一下")
    assert answer["say"] == [] and answer["listen"]["speech"]


async def test_a_fault_is_spoken_and_the_third_is_recorded_by_hand(gateway: Gateway) -> None:
    await gateway.turn("start", at=AT, **{"from": "13900001101"})
    gateway.actions.faults["validate_report_form"] = "error"
    for _ in range(2):
        answer = await gateway.turn("speech", text="冀A6P72Q撞了护栏", at=AT)
        assert ([line["id"] for line in answer["say"]], answer["asking"]) == (["utter_system_fault"], "plate")
        assert gateway.store.tasks(call_id="c-81f2") == []
    answer = await gateway.turn("speech", text="右前大灯坏了", at=AT)
    assert [line["id"] for line in answer["say"]] == ["L-10"]
    assert {task["kind"] for task in gateway.store.tasks(call_id="c-81f2")} == {"manual_entry", "callback"}
    call = gateway.store.call("c-81f2")
    assert call and call["report"]["status"] == "manual" and call["report_number"] is None
    assert "右前大灯坏了" in call["report"]["description"]
    gateway.actions.faults.clear()
    assert (await gateway.turn("speech", text="冀A6P72Q"))["asking"] == "damage"


async def test_with_the_action_server_down_the_greeting_is_still_true(gateway: Gateway) -> None:
    gateway.agent.processor.action_endpoint.url = "http://127.0.0.1:9/webhook"  # type: ignore[union-attr]
    answer = await gateway.turn("start")
    assert [line["id"] for line in answer["say"]] == ["utter_system_fault"]
    gateway.agent.processor.action_endpoint.url = gateway.actions.url  # type: ignore[union-attr]
    assert (await gateway.turn("speech", text="报案"))["asking"] == "plate"


async def test_with_the_record_down_the_call_goes_on(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("begin_call", "log_turn", "call", "standing"):
        monkeypatch.setattr(gateway.store, name, _broken)
    await gateway.turn("start", turn_id="1")
    first = await gateway.turn("speech", text="冀A6P72Q", turn_id="2")
    assert first["asking"] == "damage"
    assert await gateway.turn("speech", text="冀A6P72Q", turn_id="2") == first


async def test_past_the_hard_deadline_the_caller_hears_an_apology(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    await gateway.turn("start")
    monkeypatch.setattr(taking, "ANSWER_LIMIT_S", 0.2)
    gateway.actions.faults["validate_report_form"] = "stall"
    answer = await gateway.turn("speech", text="冀A6P72Q")
    assert ([line["id"] for line in answer["say"]], answer["asking"]) == (["utter_system_fault"], "plate")
    gateway.actions.faults.clear()
    assert (await gateway.turn("speech", text="冀A6P72Q"))["asking"] == "damage"


async def test_without_a_model_the_caller_still_hears_something_true(gateway: Gateway) -> None:
    gateway.agent.processor = None
    answer = await gateway.turn("start")
    assert answer["say"][0]["id"] == "utter_system_fault" and answer["say"][0]["text"]


async def test_default_secrets_keep_the_bot_at_home() -> None:
    channel = voice.VoiceChannel.from_credentials(None)
    channel.settings = Settings(voice_token="local", policy_token="x", desk_token="x")
    with pytest.raises(UnsafeSettings, match="VOICE_TOKEN"):
        async with serve(channel, host="0.0.0.0"):
            pass


async def test_nothing_a_caller_said_is_logged_in_clear(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await gateway.turn("start", **{"from": "13900001101"})
    gateway.actions.faults["validate_report_form"] = "garbage"
    for _ in range(3):
        await gateway.turn("speech", text="冀A6P72Q石磊")
    assert "failed" in caplog.text
    assert not any(secret in caplog.text for secret in ("13900001101", "A6P72Q", "石磊"))


def _broken(*_: object) -> None:
    raise OSError("disk full")


assert action_endpoint.ACTION_LIMIT_S < taking.ANSWER_LIMIT_S


async def test_a_call_the_bot_placed_and_nobody_took_is_kept_as_a_call_back(gateway: Gateway) -> None:
    order: dict[str, Any] = {
        "direction": "outbound",
        "purpose": "dispatch_callback",
        "person": {"name": "刘建民"},
    }
    answer = await gateway.turn("hangup", at=AT, reason="busy", **order, **{"from": "13900001101"})
    assert answer["hangup"] is True
    call = gateway.store.call("c-81f2")
    assert call and call["outcome"] == "callback" and call["from"] == "13900001101"
    assert call["started_at"] == call["ended_at"] == AT


def test_what_a_call_is_placed_for_goes_on_to_the_dialogue() -> None:
    sent = {
        "call_id": "c-1",
        "event": "start",
        "at": AT,
        "direction": "outbound",
        "purpose": "callback",
        "person": {"name": "刘建民"},
        "report_number": "2688",
        "accident_date": "2026-03-09",
    }
    turn = read_turn(json.dumps(sent).encode(), lambda: datetime.fromisoformat(AT))
    assert turn.metadata(AT, None)["order"] == {
        "purpose": "callback",
        "report_number": "2688",
        "name": "刘建民",
        "accident_date": "2026-03-09",
    }


@pytest.mark.parametrize(
    ("field", "turn"),
    [
        ("direction", {"event": "start", "direction": "sideways"}),
        ("purpose", {"event": "start", "direction": "outbound", "purpose": "sales"}),
        ("person", {"event": "start", "direction": "outbound", "person": "刘建民"}),
        ("name", {"event": "start", "direction": "outbound", "person": {"name": ""}}),
        ("reason", {"event": "hangup", "reason": "bored"}),
    ],
)
async def test_what_a_call_is_placed_for_is_checked(
    gateway: Gateway, field: str, turn: dict[str, Any]
) -> None:
    status, answer = await gateway.post(call_id="c-81f2", **turn)
    assert status == 400 and field in answer["error"]
