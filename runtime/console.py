"""The terminal as a call: the bot greets first, as it does on the telephone.

Upstream fault (Rasa 3.6.21, ``rasa.core.channels.console``): a conversation in ``rasa shell`` begins with what the
person types, so that the greeting comes after it and answers nothing. It has no end either, and with it no outcome.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from datetime import datetime
from typing import Any

from rasa.core.channels import console

from claims.clock import BEIJING
from claims.settings import Settings
from claims.store import Store, StoreUnavailable
from runtime import action_endpoint

_upstream = console.record_messages


async def record_messages(
    sender_id: str,
    server_url: str = console.DEFAULT_SERVER_URL,
    auth_token: str = "",
    *arguments: Any,
    **more: Any,
) -> int:
    """Greet, take what is typed until ``/stop``, and end the call; take the place of ``console.record_messages``.

    Returns:
        The number of messages typed.
    """
    try:
        begun = await console.send_message_receive_block(server_url, auth_token, sender_id, "/start_call")
        for message in begun:
            console._print_bot_output(message)
        return await _upstream(sender_id, server_url, auth_token, *arguments, **more)
    finally:
        await action_endpoint.close_session()
        with suppress(StoreUnavailable):
            await asyncio.to_thread(_hang_up, sender_id)


def _hang_up(call_id: str) -> None:
    settings = Settings.from_environment(os.environ)
    Store(settings.database_url, settings.company).end_call(call_id, datetime.now(BEIJING))
