"""What Rasa, the gateway and the interview know of a question is the same: its slot, its place in the form, its keys."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml

from channels.listening import KEYS, YES_NO
from claims.answers import READERS, read_answer
from claims.heard import Heard
from claims.interview import TABLES, Ask

DOMAIN = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))
NOW = datetime(2026, 3, 10, tzinfo=timezone.utc)


@pytest.mark.parametrize("form", TABLES)
def test_a_form_requires_the_questions_of_its_table_in_their_order(form: str) -> None:
    asked = list(dict.fromkeys(step.name for step in TABLES[form] if isinstance(step, Ask)))
    assert DOMAIN["forms"][form]["required_slots"] == asked


@pytest.mark.parametrize("form", TABLES)
def test_every_question_has_a_slot_a_reader_and_words(form: str) -> None:
    for step in TABLES[form]:
        if isinstance(step, Ask):
            assert step.name in DOMAIN["slots"]
            assert step.name in READERS
            assert any(
                name.startswith(("utter_question_", f"utter_question_{form}_")) and step.name in name
                for name in DOMAIN["responses"]
            )


@pytest.mark.parametrize("question", READERS)
def test_keys_are_offered_exactly_where_they_are_read(question: str) -> None:
    digits = "13900001107" if KEYS.get(question) == 11 else "1"
    answer = read_answer(question, Heard("", "keys", 1.0, NOW, keys=digits), {})
    read = answer is not None and answer.problem is None
    assert read == (question in KEYS)


@pytest.mark.parametrize("question", sorted(name for name in YES_NO if name in READERS))
def test_one_is_yes_and_two_is_no(question: str) -> None:
    said = [read_answer(question, Heard("", "keys", 1.0, NOW, keys=key), {}) for key in "12"]
    assert said[0] is not None and said[0].facts[question]
    assert question == "recap" or (said[1] is not None and not said[1].facts[question])
