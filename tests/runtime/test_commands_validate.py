"""Which of Rasa's warnings about the training data stop `make test`."""

from __future__ import annotations

import pytest

from runtime.validate import faults


@pytest.mark.parametrize(
    "message",
    [
        "The utterance 'utter_slower' is not used in any story or rule.",
        "The intent 'greet' is not used in any story or rule.",
        "The intent 'hangup' is listed in the domain file, but is not found in the NLU training data.",
    ],
)
def test_what_our_design_makes_rasa_say_passes(message: str) -> None:
    assert faults([message]) == []


@pytest.mark.parametrize(
    "message",
    [
        "The intent 'greet' is listed in the domain file, but is not found in the NLU training data.",
        "The example '你好' was found labeled with multiple different intents in the training data.",
        "The action 'utter_gone' is used in the stories, but is not a valid utterance action.",
    ],
)
def test_everything_else_fails_and_is_said_once(message: str) -> None:
    assert faults([message, message]) == [message]
