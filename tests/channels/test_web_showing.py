"""What the page shows: bubbles, stages, and buttons whose words the interview understands."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.hearing import hear
from channels.web.choices import CHOICES, TOOLS
from channels.web.showing import BUBBLE, STEPS, bubbles, card, stage
from claims.answers import read_answer, yes_or_no
from claims.clock import BEIJING
from claims.heard import Heard
from claims.interview import OFFERS, QUESTIONS
from mandarin.events import find_flags

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
SETTLED_BY_YES_OR_NO = {
    ("recap", "不对"): False,
    ("transfer", "愿意"): True,
    ("transfer", "不愿意"): False,
    ("withdraw", "是，撤销"): True,
    ("withdraw", "不撤销"): False,
}


def heard(question: str, words: str) -> Heard:
    """Return what is heard of a button's words under its question."""
    return hear(words, "inform", 0.4, NOW, question)


@pytest.mark.parametrize("question, says", [(name, it.says) for name, all_ in CHOICES.items() for it in all_])
def test_the_interview_understands_every_button(question: str, says: str) -> None:
    told = heard(question, says)
    if (question, says) in SETTLED_BY_YES_OR_NO:
        assert yes_or_no(question, told) is SETTLED_BY_YES_OR_NO[question, says]
    else:
        answer = read_answer(question, told, {"case_type": "collision_multi"})
        assert answer is not None and not answer.problem


@pytest.mark.parametrize("says", [it.says for it in CHOICES["at_scene"]])
def test_no_button_accuses_whoever_taps_it(says: str) -> None:
    assert not find_flags(says)


def test_every_question_with_buttons_or_a_tool_exists() -> None:
    assert set(CHOICES) | set(TOOLS) <= {*QUESTIONS, *OFFERS}


@given(st.text(max_size=300))
def test_bubbles_lose_nothing(text: str) -> None:
    assert "".join(bubbles(text)) == text


@given(st.text(alphabet="报案，。、！？号A1", min_size=1, max_size=400))
def test_bubbles_are_short(text: str) -> None:
    assert all(len(bubble) <= BUBBLE / 0.6 for bubble in bubbles(text))


def test_bubbles_end_where_sentences_end() -> None:
    text = (
        "请先拍照，再把车移到不妨碍交通的地方；定损之前请先不要修车。请记下对方的姓名、电话、车牌和保险公司。"
    )
    assert bubbles(text) == [text[:30], text[30:]]


@pytest.mark.parametrize(
    ("asking", "slots", "at"),
    [
        ("plate", {}, 0),
        ("description", {}, 1),
        ("own_damage", {}, 2),
        ("injured", {}, 3),
        ("contact_phone", {}, 4),
        ("recap", {}, 5),
        ("guidance", {"registered": "registered"}, 6),
        (None, {"registered": "registered"}, len(STEPS)),
    ],
)
def test_the_stage_follows_the_question(asking: str | None, slots: dict[str, str], at: int) -> None:
    assert stage(asking, slots) == at


def test_the_card_shows_only_a_number_that_was_given() -> None:
    assert card({"report_number": "268898621781"}) is None
    assert card({"registered": "manual"}) is None
    shown = card({"registered": "duplicate", "duplicate_of": "268898621781"})
    assert shown and (shown["groups"], shown["next"]) == (["2688", "9862", "1781"], [])
