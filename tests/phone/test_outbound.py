"""Calls the bot places: orders that are taken and refused, and whole calls over SIP to a person who is rung."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from phone.gateway import Gateway
from phone.outbound import ExchangeLost, Order, Orders, Refused, opens_at, read_order, result_of
from phone.recogniser.tones import TonesRecogniser
from phone.sentences import is_voicemail
from phone.settings import PhoneSettings
from phone.synthesiser.tones import TonesSynthesiser
from phone.voice import Voice
from tests.phone.line import Line, Scenario

NOON = "2026-03-10T12:00:00+08:00"
ORDER = {"call_id": "callback-1-1", "to": "13900001101", "purpose": "callback"}


def at(moment: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(moment)


async def taken(_: Order) -> None:
    """Ring nobody."""


# Orders


def test_an_order_is_read_as_it_is_written() -> None:
    order = read_order(
        {**ORDER, "person": {"name": "刘建民"}, "accident_date": "2026-03-09", "not_after": NOON}
    )
    assert order.fields() == {
        "direction": "outbound",
        "purpose": "callback",
        "report_number": None,
        "person": {"name": "刘建民"},
        "accident_date": "2026-03-09",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("call_id", ""),
        ("call_id", "a b"),
        ("call_id", None),
        ("to", "sip:x@y"),
        ("to", "110"),
        ("to", 13900001101),
        ("purpose", "sales"),
        ("purpose", None),
        ("person", "刘建民"),
        ("report_number", ""),
        ("accident_date", "yesterday"),
        ("not_after", "2026-03-10T12:00:00"),
        ("not_after", "soon"),
    ],
)
def test_an_order_that_is_none_is_refused_by_the_name_of_its_field(field: str, value: Any) -> None:
    with pytest.raises(Refused, match=field) as refused:
        read_order({**ORDER, field: value})
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("now", "again"),
    [
        ("2026-03-10T08:59:59+08:00", "2026-03-10T09:00:00+08:00"),
        ("2026-03-10T09:00:00+08:00", None),
        ("2026-03-10T19:59:59+08:00", None),
        ("2026-03-10T20:00:00+08:00", "2026-03-11T09:00:00+08:00"),
        ("2026-03-10T16:30:00+00:00", "2026-03-11T09:00:00+08:00"),
        ("2026-03-10T02:00:00+00:00", None),
    ],
)
def test_calls_are_placed_from_nine_to_eight_in_the_evening_beijing_time(now: str, again: str | None) -> None:
    opens = opens_at(datetime.fromisoformat(now))
    assert (opens and opens.isoformat()) == again


async def test_outside_the_hours_nobody_is_rung() -> None:
    orders = Orders(at("2026-03-10T20:30:00+08:00"), taken)
    with pytest.raises(Refused) as refused:
        await orders.take(read_order(ORDER))
    assert refused.value.reason == "outside_window" and refused.value.status == 409
    assert orders.get("callback-1-1") is None


async def test_a_number_is_rung_once_at_a_time_however_it_is_written() -> None:
    orders = Orders(at(NOON), taken)
    await orders.take(read_order(ORDER))
    for to in ("13900001101", "+8613900001101", "008613900001101", "013900001101"):
        with pytest.raises(Refused) as refused:
            await orders.take(read_order({**ORDER, "call_id": "callback-2-1", "to": to}))
        assert refused.value.reason == "on_the_line"
    await orders.take(read_order({**ORDER, "call_id": "callback-3-1", "to": "13900001102"}))
    orders.end("callback-1-1", "busy")
    _, new = await orders.take(read_order({**ORDER, "call_id": "callback-1-2"}))
    assert new


async def test_who_is_ringing_us_is_not_rung() -> None:
    orders = Orders(at(NOON), taken)
    orders.begin("c-1", "+8613900001101")
    with pytest.raises(Refused, match="number"):
        await orders.take(read_order(ORDER))
    orders.end("c-1")
    await orders.take(read_order(ORDER))


async def test_an_order_sent_again_rings_nobody_twice() -> None:
    rung: list[Order] = []

    async def ring(order: Order) -> None:
        rung.append(order)

    orders = Orders(at(NOON), ring)
    for wanted in (True, False, False):
        _, new = await orders.take(read_order(ORDER))
        assert new is wanted
    with pytest.raises(Refused, match="another order"):
        await orders.take(read_order({**ORDER, "to": "13900001102"}))
    assert len(rung) == 1


async def test_an_order_comes_too_late_and_one_the_exchange_does_not_take_may_be_sent_again() -> None:
    async def lost(_: Order) -> None:
        raise ExchangeLost("status 500")

    with pytest.raises(Refused) as refused:
        await Orders(at(NOON), taken).take(read_order({**ORDER, "not_after": NOON}))
    assert refused.value.reason == "too_late"
    orders = Orders(at(NOON), lost)
    for _ in range(2):  # nothing of the first is left that stands in the way
        with pytest.raises(Refused) as refused:
            await orders.take(read_order(ORDER))
        assert refused.value.status == 503


@pytest.mark.parametrize(
    ("status", "cause", "result"),
    [
        ("BUSY", "17", "busy"),
        ("NOANSWER", "0", "no_answer"),
        ("CHANUNAVAIL", "20", "no_answer"),
        ("CONGESTION", "21", "busy"),
        ("CHANUNAVAIL", "1", "error"),
        ("", "", "error"),
    ],
)
def test_what_the_exchange_says_of_a_call_nobody_took(status: str, cause: str, result: str) -> None:
    assert result_of(status, cause) == result


@pytest.mark.parametrize(
    "text", ["您拨打的用户暂时无法接听", "请在滴声后留言", "您好我是机主的语音助手为您服务"]
)
def test_a_mailbox_is_known_by_its_words(text: str) -> None:
    assert is_voicemail(text)


@pytest.mark.parametrize("text", ["喂你好", "我就是", "我在开车没法接电话", "谁呀"])
def test_and_a_person_by_theirs(text: str) -> None:
    assert not is_voicemail(text)


# The gateway, without an exchange


@asynccontextmanager
async def gateway(folder: Path, clock: str) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    settings = PhoneSettings(gateway_token="secret", clock=clock, exchange_port=1)
    serving = Gateway(settings, TonesRecogniser(), Voice(TonesSynthesiser(), folder, 170), lambda _: None)
    runner = web.AppRunner(serving.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with aiohttp.ClientSession(headers={"Authorization": "Bearer secret"}) as http:
            yield http, f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    finally:
        await runner.cleanup()


async def test_a_refusal_says_why_and_when_again(tmp_path: Path) -> None:
    async with gateway(tmp_path, "2026-03-10T08:30:00+08:00") as (http, url):
        async with http.post(f"{url}/calls", json=ORDER) as answer:
            told = await answer.json()
            assert answer.status == 409 and told["reason"] == "outside_window"
            assert told["retry_at"] == "2026-03-10T09:00:00+08:00"
            assert 1700 < int(answer.headers["Retry-After"]) <= 1800
        async with http.get(f"{url}/calls/callback-1-1") as answer:
            assert answer.status == 404


async def test_an_exchange_that_is_gone_rings_nobody(tmp_path: Path) -> None:
    async with gateway(tmp_path, NOON) as (http, url), http.post(f"{url}/calls", json=ORDER) as answer:
        assert answer.status == 503 and "Retry-After" in answer.headers


async def test_an_order_without_the_secret_or_that_is_no_json_is_refused(tmp_path: Path) -> None:
    async with gateway(tmp_path, NOON) as (http, url):
        async with http.post(f"{url}/calls", json=ORDER, headers={"Authorization": "Bearer x"}) as answer:
            assert answer.status == 401
        async with http.post(f"{url}/calls", data=b"{") as answer:
            assert answer.status == 400


# Whole calls over SIP


def test_the_right_person_is_told_who_rings_and_their_report_goes_on(line: Line) -> None:
    outcome = asyncio.run(both(line))
    first, placed = outcome
    assert first.desk["outcome"] == "abandoned", first.story()
    call = placed.call
    assert not call.failed, call.story()
    assert [status for status, _ in placed.answers] == [202, 409], "a second call to the number is refused"
    assert placed.answers[1][1]["reason"] == "on_the_line"
    asked, _, told = call.heard.partition("民安保险")
    assert "请问是周海吗" in asked and "报案" not in asked, "nothing is told before"
    assert "您之前来电报案没有说完" in told
    assert call.desk["report"]["case_type"] == "collision_single", "what was said in the first call is kept"
    assert call.desk["report"]["plate"] == call.plate and call.desk["from"] == call.phone
    assert placed.stands["result"] == "reached" and placed.stands["answered_at"]


async def both(line: Line) -> tuple[Any, Any]:
    """Let a caller break off, and be rung back."""
    tells = (
        {"hear": "车牌号是多少"},
        {"prompt_end": 0.5},
        {"say": "我要报案刚才倒车碰到柱子上了没人受伤"},
        {"hear": "车牌号"},
        {"hang_up": True},
    )
    first = await line.ring(Scenario(tells))
    answers = (
        {"hear": "请问是"},
        {"prompt_end": 0.5},
        {"say": "是我"},
        {"hear": "车牌号"},
        {"prompt_end": 0.5},
        {"say": first.plate},
        {"hear": "我们的资料显示"},
        {"hang_up": True},
    )
    placed = await line.rung({"to": first.phone, "purpose": "callback", "person": {"name": "周海"}}, answers)
    placed.call.plate = first.plate
    return first, placed


def test_the_wrong_person_hears_nothing_of_the_matter(line: Line) -> None:
    steps = (
        {"hear": "请问是"},
        {"prompt_end": 0.5},
        {"say": "你打错了"},
        {"hear": "再见"},
        {"ended": 20},
    )
    placed = asyncio.run(line.rung({"purpose": "callback", "person": {"name": "周海"}}, steps))
    assert not placed.call.failed, placed.call.story()
    assert "不好意思打扰了再见" in placed.call.heard and "报案" not in placed.call.heard
    assert placed.stands["result"] == "wrong_person" and placed.call.desk["outcome"] == "wrong_number"


@pytest.mark.parametrize(
    ("how", "result"),
    [
        ({"busy": "486 Busy Here"}, "busy"),
        ({"rings_s": 0}, "no_answer"),
        ({"busy": "404 Not Found"}, "error"),
    ],
    ids=["busy", "no answer", "no such number"],
)
def test_a_call_nobody_takes_is_in_the_record_with_its_reason(line: Line, how: Any, result: str) -> None:
    placed = asyncio.run(line.rung({"purpose": "dispatch_callback"}, (), **how))
    assert not placed.call.failed and placed.stands["result"] == result
    assert placed.call.desk["outcome"] == "callback" and placed.call.desk["from"] == placed.call.phone
    assert placed.call.desk["transcript"] == []
    if how.get("rings_s") == 0:
        assert placed.answers[1][1]["reason"] == "on_the_line"


@pytest.mark.long
def test_a_mailbox_is_let_go_of(line: Line) -> None:
    steps = ({"say": "您拨打的用户暂时无法接听请在提示音后留言"}, {"ended": 30})
    placed = asyncio.run(line.rung({"purpose": "callback"}, steps))
    assert placed.stands["result"] == "voicemail" and placed.call.desk["outcome"] == "callback"
