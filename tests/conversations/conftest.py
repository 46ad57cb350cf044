"""One stack a test run; the conversations wanted are played at the start, several at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversations.calls import Call, Conversation, Line, play_all
from tests.conversations.stack import running_stack

Played = dict[str, "list[Call] | Exception"]


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The calls of every conversation that is being tested, by name."""
    wanted: dict[str, Conversation] = {}
    for item in request.session.items:
        conversation = getattr(item, "callspec", None) and item.callspec.params.get("conversation")  # type: ignore[attr-defined]
        if isinstance(conversation, Conversation):
            wanted[conversation.name] = conversation
    with running_stack(tmp_path_factory.mktemp("stack")) as ports:
        yield {
            conversation.name: calls for conversation, calls in play_all(Line(ports), list(wanted.values()))
        }
