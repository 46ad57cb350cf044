"""One stack a test run; the conversations wanted are played at the start, several at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversations.calls import Call, Conversation, Line, again_of_each_kind, play_all
from tests.conversations.stack import running_stack

Played = dict[str, "list[Call] | Exception"]


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A telephone at one running stack."""
    folder = tmp_path_factory.mktemp("stack")
    with running_stack(folder) as ports:
        yield Line(ports, folder / "stack.log")


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, line: Line) -> Played:
    """The calls of every conversation that is being tested, by name."""
    wanted: dict[str, Conversation] = {}
    for item in request.session.items:
        conversation = getattr(item, "callspec", None) and item.callspec.params.get("conversation")  # type: ignore[attr-defined]
        if isinstance(conversation, Conversation):
            wanted[conversation.name] = conversation
    return {conversation.name: calls for conversation, calls in play_all(line, list(wanted.values()))}


@pytest.fixture(scope="session")
def told_twice(line: Line, played: Played) -> dict[str, tuple[Call, list[Call] | Exception]]:
    """By kind of report, a call and what came of making it again ten minutes later."""
    kinds = again_of_each_kind(calls for calls in played.values() if not isinstance(calls, Exception))
    again = {it.name: calls for it, calls in play_all(line, [it for _, it in kinds.values()])}
    return {kind: (first, again[it.name]) for kind, (first, it) in kinds.items()}
