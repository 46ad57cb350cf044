"""A bot of two questions and an action server that can be told to fail, for trying the server's own parts for real."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.model_training import train
from rasa.utils.endpoints import EndpointConfig

from runtime.lock_store import CallLockStore
from runtime.tracker_store import CallTrackerStore

DOMAIN = """
version: "3.1"
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: false}
intents: [start_call, keys, silence, inform, report, hurry, wait]
slots:
  plate: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  damage: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  told: {type: any, mappings: [{type: custom}]}
forms:
  report_form: {required_slots: [plate, damage]}
actions: [action_session_start, validate_report_form, action_register, action_look_up, action_wait]
responses:
  utter_greet: [{text: "您好,很高兴为您服务!", metadata: {script: A-01, barge_in: false}}]
  utter_ask_plate: [{text: "请问您的车牌号是多少?", metadata: {script: A-02}}]
  utter_ask_damage: [{text: "请问您的车哪里受损?", metadata: {script: own}}]
  utter_done: [{text: "报案完成"}]
  utter_found: [{text: "查到了"}]
  utter_number: [{text: "报案号{number}"}]
  utter_system_fault: [{text: "对不起，系统正在调整，请您再说一遍。", metadata: {script: own}}]
  utter_manual_record: [{text: "对不起,系统正在调整,我帮您手工记录一下好吗?", metadata: {script: L-10}}]
"""

RULES = """
version: "3.1"
rules:
- rule: a call begins
  steps: [{intent: start_call}, {action: utter_greet}, {action: report_form}, {active_loop: report_form}]
- rule: a caller begins
  steps: [{intent: report}, {action: report_form}, {active_loop: report_form}]
- rule: the form is filled
  condition: [{active_loop: report_form}]
  steps:
  - {action: report_form}
  - active_loop: null
  - {slot_was_set: [{requested_slot: null}]}
  - {action: action_register}
  - {action: utter_done}
- rule: a question in between
  steps: [{intent: hurry}, {action: action_look_up}, {action: utter_found}]
- rule: the caller asks to wait
  steps: [{intent: wait}, {action: action_wait}]
"""

NLU = """
version: "3.1"
nlu:
- {intent: report, examples: "- 报案\\n- 出险"}
- {intent: hurry, examples: "- 快点\\n- 快一点"}
- {intent: wait, examples: "- 等一下\\n- 等等"}
"""

CONFIG = """
recipe: default.v1
language: zh
assistant_id: small
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy, enable_fallback_prediction: false}]
"""


def train_small_bot(folder: Path) -> Path:
    """Train the bot and return its model."""
    files = {"domain.yml": DOMAIN, "config.yml": CONFIG, "rules.yml": RULES, "nlu.yml": NLU}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    result = train(
        str(folder / "domain.yml"),
        str(folder / "config.yml"),
        [str(folder / "rules.yml"), str(folder / "nlu.yml")],
        output=str(folder),
        fixed_model_name="small",
    )
    assert result.model
    return Path(result.model)


Handler = Callable[[dict[str, Any]], Any]


class ActionServer:
    """An action server whose actions are functions of the request: a dict is the answer, bytes are sent raw.

    Attributes:
        asked: The requests so far.
        faults: By action, how to fail: "stall", "error", "garbage", "list", "event", "response", "drop".
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.faults: dict[str, str] = {}
        self.connections: set[Any] = set()
        self.url = ""
        self.over = asyncio.Event()

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        name, tracker = body["next_action"], body["tracker"]
        if name == "action_session_start":
            return {"events": [{"event": "session_started"}, {"event": "action", "name": "action_listen"}]}
        if name == "validate_report_form":
            words = (tracker["latest_message"] or {}).get("text") or ""
            asked = tracker["slots"].get("requested_slot")
            known = [{"event": "slot", "name": "told", "value": words}]
            if asked and words:
                known.append({"event": "slot", "name": asked, "value": words})
            return {"events": known}
        if name == "action_register":
            return {"events": [], "responses": [{"response": "utter_number", "number": "A1"}]}
        if name == "action_wait":
            return {"events": [], "responses": [{"custom": {"waiting": True}}]}
        return {"events": [], "responses": []}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        self.connections.add(request.transport)
        match_fault = self.faults.get(body["next_action"])
        if match_fault == "stall":
            await self.over.wait()
        if match_fault == "error":
            return web.Response(status=500, text="no")
        if match_fault == "drop":
            assert request.transport
            request.transport.close()
        raw = {
            "garbage": b"<html>",
            "list": b"[1]",
            "event": b'{"events": [{"event": "slot"}], "responses": []}',
            "unknown": b'{"events": [{"event": "no_such_event"}], "responses": []}',
            "response": b'{"events": [], "responses": [{"response": "utter_nobody_wrote"}]}',
        }.get(match_fault or "")
        return web.Response(
            body=raw or json.dumps(self.answer(body)).encode(), content_type="application/json"
        )

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[ActionServer]:
        app = web.Application()
        app.router.add_post("/webhook", self.handle)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self.url = f"http://127.0.0.1:{port}/webhook"
        try:
            yield self
        finally:
            self.over.set()
            await runner.cleanup()


def load(model: Path, database_url: str, actions_url: str) -> Agent:
    """Load the bot as ``rasa run`` does: stores first, then the model."""
    store = CallTrackerStore(host=database_url)
    agent = Agent(
        tracker_store=store, lock_store=CallLockStore(), action_endpoint=EndpointConfig(url=actions_url)
    )
    agent.load_model(model)
    return agent


async def say(agent: Agent, text: str, sender: str = "c-1", intent: str | None = None) -> list[str]:
    """Say something to the bot and return the texts of its answer."""
    parse_data = (
        {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": []} if intent else None
    )
    message = UserMessage(text, CollectingOutputChannel(), sender, metadata={"at": "x"})
    message.parse_data = parse_data  # type: ignore[assignment]
    answer = await agent.handle_message(message)
    return [item.get("text") or json.dumps(item["custom"]) for item in answer or []]
