"""What the page shows of a conversation: short bubbles, the steps, the number at the end. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from claims.guidance import guidance
from claims.interview import QUESTIONS
from claims.numbers import groups

LINE = 15
"""Full-width characters that fit into one line of a bubble on a screen of 375 px."""

BUBBLE = 3 * LINE
"""Longest bubble: three lines of such a screen."""

STEPS = ("车辆", "经过", "损失", "人员", "联系", "确认", "完成")
"""The stages of a report, as the progress line names them."""

_STAGE_OF_STEP = {
    **dict.fromkeys(("2", "3", "3b"), 0),
    **dict.fromkeys(("5", "6", "7", "7b", "7c", "7d", "7f", "9a"), 1),
    **dict.fromkeys(("8", "9", "10", "11"), 2),
    **dict.fromkeys(("12", "13", "14"), 3),
    **dict.fromkeys(("15", "16", "17", "18"), 4),
    **dict.fromkeys(("20",), 5),
    **dict.fromkeys(("22", "23"), 6),
}

_SENTENCES = re.compile(r"[^。！？；!?]*[。！？；!?]+[”」）)]*|[^。！？；!?]+$")
_CLAUSES = re.compile(r"[^，、：,]*[，、：,]+|[^，、：,]+$")


def bubbles(text: str, width: int = BUBBLE) -> list[str]:
    """Cut a text into bubbles at most ``width`` full-width characters long, at the ends of sentences where it can.

    Joined together they are the text again.
    """
    made: list[str] = []
    for sentence in _SENTENCES.findall(text) or [text]:
        if made and _width(made[-1] + sentence) <= width:
            made[-1] += sentence
        elif _width(sentence) <= width:
            made.append(sentence)
        else:
            made += _cut(sentence, width)
    return made


def _cut(sentence: str, width: int) -> list[str]:
    made: list[str] = []
    for clause in _CLAUSES.findall(sentence):
        if made and _width(made[-1] + clause) <= width:
            made[-1] += clause
            continue
        while _width(clause) > width:
            head = clause[: int(width)]
            made.append(head)
            clause = clause[len(head) :]
        if clause:
            made.append(clause)
    return made


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.6 for character in text)


def stage(asking: str | None, slots: Mapping[str, Any], before: int = 0) -> int:
    """Return how far the report has come: an index of ``STEPS``; ``len(STEPS)`` when it is registered and all said."""
    if slots.get("registered"):
        return 6 if asking else 7
    question = QUESTIONS.get(asking or "")
    return _STAGE_OF_STEP.get(question.step, before) if question else before


def card(slots: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the report number and what to do next, once there is a number: ``{"number", "groups", "next"}``."""
    number = slots.get("report_number") or slots.get("duplicate_of")
    if not slots.get("registered") or not number:
        return None
    facts = {name: value for name, value in slots.items() if value is not None}
    points = [point.strip("；;。 ") for point in guidance(facts)] if slots.get("report_number") else []
    return {"number": str(number), "groups": groups(str(number)), "next": points}
