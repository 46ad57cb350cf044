"""How the Rasa server calls the action server: quickly, for a short time, and never without noticing a failure.

Upstream faults mended here (Rasa 3.6.21, ``rasa.core.actions.action.RemoteAction``), each held by a test in
``tests/runtime/test_upstream_faults.py`` that fails once Rasa has mended it:

* ``_validate_action_result`` checks and rebuilds a constant JSON schema for every answer (78 % of the server's time).
* ``run`` sends the whole list of events, and the whole domain, with every request.
* ``run`` waits 300 s, longer than the conversation's lock lives (60 s), so that a turn can run twice.
* ``EndpointConfig.request`` opens a new HTTP session, and so a new connection, for every request.
* An answer that cannot be used, or a response nobody wrote, is passed over in silence.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import rasa
from jsonschema import Draft7Validator
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

ACTION_LIMIT_S = 4.0
"""Longest a single action may take, in seconds; below the limit of a turn and far below the lock's life."""

CONNECT_LIMIT_S = 1.0

IDLE_CONNECTION_S = 3.0
"""How long a connection is kept open unused: shorter than the action server's own 5 s, so that it never
closes one that is just being used again."""


class ActionFault(Exception):
    """Raised when an action did not run, or nobody knows whether it did; the turn must not go on.

    Deliberately no ``RasaException``: ``ActionExtractSlots`` swallows those.
    """


_SHAPES = {
    shape["properties"]["event"]["const"]: Draft7Validator(shape)
    for shape in RemoteAction.action_response_format_spec()["properties"]["events"]["items"]["oneOf"]
}
"""Rasa's own schema of each kind of event, made ready once and looked up by kind instead of tried one by one."""

_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


async def run(
    self: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    """Run the action on the action server; take the place of ``RemoteAction.run``.

    Returns:
        The bot's utterances, then the action's events.

    Raises:
        ActionExecutionRejection: The action refused to run (status 400 of the SDK).
        ActionFault: Anything else went wrong: refused, slow, another status, not JSON, not the agreed shape.
    """
    if self.action_endpoint is None:
        raise ActionFault(f"{self.name()}: no action endpoint is configured")
    try:
        status, answer = await _post(self.action_endpoint, request_body(self.name(), tracker, domain))
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
        raise ActionFault(f"{self.name()}: {type(error).__name__}") from error
    if status == 400 and isinstance(answer, Mapping) and "action_name" in answer:
        raise ActionExecutionRejection(answer["action_name"], answer.get("error"))
    if status != 200:
        raise ActionFault(f"{self.name()}: status {status}")
    events, responses = checked(self.name(), answer)
    said = await self._utter_responses(responses, output_channel, nlg, tracker)
    if len(said) < len(responses):
        raise ActionFault(f"{self.name()}: utters a response that is not in the domain")
    return [*said, *events]


def request_body(name: str, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Build what the action server is sent: the state of the call, not its history.

    ``events`` carries only the slots set last, which ``rasa_sdk.Tracker.slots_to_validate`` reads. The domain goes
    along only for actions listed with ``send_domain: true``.
    """
    body: dict[str, Any] = {
        "next_action": name,
        "sender_id": tracker.sender_id,
        "version": rasa.__version__,
        "tracker": {
            "sender_id": tracker.sender_id,
            "slots": tracker.current_slot_values(),
            "latest_message": _latest_message(tracker),
            "latest_event_time": tracker.events[-1].timestamp if tracker.events else None,
            "followup_action": tracker.followup_action,
            "paused": tracker.is_paused(),
            "events": _slots_set_last(tracker),
            "active_loop": dataclasses.asdict(tracker.active_loop) if tracker.active_loop else {},
            "latest_action": tracker.latest_action,
            "latest_action_name": tracker.latest_action_name,
        },
    }
    if domain.does_custom_action_explicitly_need_domain(name):
        body["domain"] = domain.as_dict()
    return body


def checked(name: str, answer: Any) -> tuple[list[Event], list[dict[str, Any]]]:
    """Return the events and responses of an action server's answer.

    Raises:
        ActionFault: The answer is not of the agreed shape.
    """
    if not isinstance(answer, dict):
        raise ActionFault(f"{name}: the answer is not an object")
    events, responses = answer.get("events", []), answer.get("responses", [])
    if not _dictionaries(events) or not _dictionaries(responses):
        raise ActionFault(f"{name}: events and responses must be lists of objects")
    for event in events:
        if not _well_formed(event):
            raise ActionFault(f"{name}: an event is not of the agreed shape")
    return deserialise_events(events), responses


async def close_session() -> None:
    """Close this event loop's connections to the action server; call when the server stops."""
    session = _sessions.pop(asyncio.get_running_loop(), None)
    if session:
        await session.close()


async def _post(endpoint: EndpointConfig, body: Mapping[str, Any]) -> tuple[int, Any]:
    async with _session().post(
        str(endpoint.url),
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **endpoint.headers},
        params=endpoint.combine_parameters(),
    ) as response:
        raw = await response.read()
        if response.status not in (200, 400):
            return response.status, None
        return response.status, json.loads(raw)


def _session() -> aiohttp.ClientSession:
    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_CONNECTION_S),
            timeout=aiohttp.ClientTimeout(total=ACTION_LIMIT_S, sock_connect=CONNECT_LIMIT_S),
        )
        _sessions[loop] = session
    return session


def _latest_message(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the message with the channel it came by, which ``rasa_sdk.Tracker`` only finds in the events."""
    return {**(tracker._latest_message_data() or {}), "input_channel": tracker.get_latest_input_channel()}


def _slots_set_last(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    last: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if not isinstance(event, SlotSet):
            break
        last.append(event.as_dict())
    return last[::-1]


def _well_formed(event: Mapping[str, Any]) -> bool:
    if event.get("event") == "slot":  # nearly all events are; the schema asks for no more than this
        return isinstance(event.get("name"), str) and "value" in event
    shape = _SHAPES.get(str(event.get("event")))
    return shape is not None and bool(shape.is_valid(event))


def _dictionaries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
