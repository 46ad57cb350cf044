"""A turn in which an action fails says one true sentence, and the call stands where it stood."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from rasa.core.agent import Agent
from rasa.shared.core.constants import REQUESTED_SLOT

from runtime import action_endpoint
from tests.runtime.small_bot import ActionServer, load, say

FAULT = ["对不起，系统正在调整，请您再说一遍。"]
FAULTS = ["stall", "error", "garbage", "list", "event", "unknown", "response", "drop", "refused"]

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def actions(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ActionServer]:
    monkeypatch.setattr(action_endpoint, "ACTION_LIMIT_S", 0.2)
    async with ActionServer().serve() as server:
        yield server
    await action_endpoint.close_session()


@pytest.fixture
def agent(small_model: Path, database_url: str, actions: ActionServer) -> Agent:
    return load(small_model, database_url, actions.url)


def fail(agent: Agent, actions: ActionServer, action: str, fault: str) -> None:
    assert agent.action_endpoint
    if fault == "refused":
        agent.action_endpoint.url = "http://127.0.0.1:9/webhook"
    else:
        actions.faults[action] = fault


def mend(agent: Agent, actions: ActionServer) -> None:
    assert agent.action_endpoint
    actions.faults.clear()
    agent.action_endpoint.url = actions.url


async def asking(agent: Agent) -> str | None:
    tracker = await agent.tracker_store.retrieve("c-1")
    return tracker.get_slot(REQUESTED_SLOT) if tracker else None


@pytest.mark.parametrize("fault", FAULTS)
async def test_inside_a_form_the_question_stays_open(agent: Agent, actions: ActionServer, fault: str) -> None:
    assert (await say(agent, "", intent="start_call"))[-1] == "请问您的车牌号是多少?"
    fail(agent, actions, "validate_report_form", fault)
    assert await say(agent, "冀A6P72Q", intent="inform") == FAULT
    assert await asking(agent) == "plate"
    assert await say(agent, "冀A6P72Q", intent="inform") == FAULT
    mend(agent, actions)
    assert await say(agent, "冀A6P72Q", intent="inform") == ["请问您的车哪里受损?"]
    assert await say(agent, "大灯", intent="inform") == ["报案号A1", "报案完成"]


@pytest.mark.parametrize("fault", FAULTS)
async def test_after_a_form_no_success_is_told(agent: Agent, actions: ActionServer, fault: str) -> None:
    await say(agent, "", intent="start_call")
    await say(agent, "冀A6P72Q", intent="inform")
    fail(agent, actions, "action_register", fault)
    assert await say(agent, "大灯", intent="inform") == FAULT
    assert await asking(agent) == "damage"
    mend(agent, actions)
    assert await say(agent, "大灯", intent="inform") == ["报案号A1", "报案完成"]
    assert await asking(agent) is None


@pytest.mark.parametrize("fault", FAULTS)
async def test_at_the_start_the_next_turn_begins_the_call(
    agent: Agent, actions: ActionServer, fault: str
) -> None:
    fail(agent, actions, "action_session_start", fault)
    assert await say(agent, "", intent="start_call") == FAULT
    mend(agent, actions)
    assert await say(agent, "报案") == ["请问您的车牌号是多少?"]
    assert [asked["next_action"] for asked in actions.asked].count("action_session_start") >= 1
    assert await say(agent, "冀A6P72Q", intent="inform") == ["请问您的车哪里受损?"]


async def test_in_a_chain_the_next_sentence_is_not_said(agent: Agent, actions: ActionServer) -> None:
    fail(agent, actions, "action_look_up", "error")
    assert await say(agent, "快点") == FAULT
    mend(agent, actions)
    assert await say(agent, "快点") == ["查到了"]


async def test_a_turn_over_its_deadline_is_given_up_and_changes_nothing(
    agent: Agent, actions: ActionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(agent, "", intent="start_call")
    monkeypatch.setattr(action_endpoint, "ACTION_LIMIT_S", 60)
    await action_endpoint.close_session()
    monkeypatch.setattr("runtime.processor.TURN_LIMIT_S", 0.2)
    actions.faults["validate_report_form"] = "stall"
    assert await say(agent, "冀A6P72Q", intent="inform") == FAULT
    assert await asking(agent) == "plate"


async def test_a_turn_that_cannot_be_saved_is_not_spoken(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(agent, "", intent="start_call")
    store = agent.processor.tracker_store  # type: ignore[union-attr]

    async def broken(_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "save", broken)
        assert await say(agent, "冀A6P72Q", intent="inform") == FAULT
    assert await asking(agent) == "plate"
    assert await say(agent, "冀A6P72Q", intent="inform") == ["请问您的车哪里受损?"]


async def test_silence_is_only_kept_on_purpose(agent: Agent) -> None:
    assert await say(agent, "等一下") == ['{"waiting": true}']
    assert await say(agent, "", intent="silence") == FAULT


async def test_a_talk_begun_anew_begins_with_the_first_question(agent: Agent) -> None:
    await say(agent, "", intent="start_call")
    await say(agent, "冀A6P72Q", intent="inform")
    assert await asking(agent) == "damage"
    assert (await say(agent, "/restart"))[-1] == "请问您的车牌号是多少?"
    assert await asking(agent) == "plate"
    assert await say(agent, "冀A6P72Q", intent="inform") == ["请问您的车哪里受损?"]
