"""The terminal as a call: the bot greets first, as it does on the telephone.

Upstream fault (Rasa 3.6.21, ``rasa.core.channels.console``): a conversation in ``rasa shell`` begins with what the
person types, so that the greeting comes after it and answers nothing.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels import console

from runtime import action_endpoint

_upstream = console.record_messages


async def record_messages(
    sender_id: str,
    server_url: str = console.DEFAULT_SERVER_URL,
    auth_token: str = "",
    *arguments: Any,
    **more: Any,
) -> int:
    """Greet, then take what is typed until ``/stop``; take the place of ``console.record_messages``.

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
