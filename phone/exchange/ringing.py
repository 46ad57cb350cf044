"""Telling the exchange to ring somebody: Asterisk's REST interface (ARI), channels/originate.

The call is a pair of ``Local`` ends: one dials the carrier in the dialplan's context ``placed``, which tells the gateway when nobody
takes it; the other enters ``bot,placed`` as soon as somebody does, and from there the call is like any other.
"""

from __future__ import annotations

import asyncio

import aiohttp

from phone.outbound import ExchangeLost, Order
from phone.settings import PhoneSettings

ANSWERS_WITHIN_S = 5.0
MARGIN_S = 10
"""How much longer Asterisk waits for its own end than the person's telephone rings, in seconds."""


async def ring(http: aiohttp.ClientSession, settings: PhoneSettings, order: Order) -> None:
    """Have the exchange ring the order's number.

    Raises:
        ExchangeLost: It does not answer, or refuses.
    """
    call = {
        "endpoint": f"Local/{order.to}@placed/n",
        "context": "bot",
        "extension": "placed",
        "priority": 1,
        "callerId": settings.hotline,
        "timeout": settings.ring_s + MARGIN_S,
        "variables": {"__CALL_ID": order.call_id, "__NUMBER": order.to},
    }
    try:
        async with http.post(
            f"http://127.0.0.1:{settings.exchange_port}/ari/channels",
            json=call,
            auth=aiohttp.BasicAuth("gateway", settings.gateway_token),
            timeout=aiohttp.ClientTimeout(total=ANSWERS_WITHIN_S),
        ) as answer:
            if answer.status != 200:
                raise ExchangeLost(f"status {answer.status}")
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        raise ExchangeLost(type(error).__name__) from error
