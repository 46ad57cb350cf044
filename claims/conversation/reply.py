"""The words after a move: what is said, and which question is asked next in which wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.conversation.turn import Line, Move, Reply
from claims.interview import OFFERS, TABLES, Facts, Say, plan, question_named
from claims.parties import called

KEPT_QUESTIONS = frozenset({*OFFERS, "guidance", "anything_else"})
"""Questions that may be asked although the table has nothing left to ask."""


def respond(form: str, move: Move) -> Reply:
    """Plan the words after a move, once its look-ups are done."""
    facts, progress = move.facts, move.progress
    if move.quiet:
        return Reply(facts, progress, move.lines, move.ask, done=False)
    statements, question = plan(TABLES[form], facts, progress.said)
    lines = _in_order(move.lines, tuple(_statement_line(say, facts) for say in statements))
    progress = replace(progress, said=(*progress.said, *(step.name for step in statements)))
    if move.ask is not None and (question is not None or move.ask in KEPT_QUESTIONS):
        asking, wording, values = move.ask, move.wording, move.values
    elif question is not None:
        asking, wording, values = (
            question.name,
            move.standing_wording if question.name == move.standing else "",
            {},
        )
    else:
        return Reply(facts, progress, lines, None, done=True)
    asked = question_line(form, asking, facts, wording, values)
    return Reply(facts, progress, (*lines, *_about_party(asking, facts, wording), asked), asking, done=False)


def _about_party(asking: str, facts: Facts, wording: str) -> tuple[Line, ...]:
    """Say which of several other cars a question is about, before it is asked in its prescribed words."""
    party = called(facts, asking) if asking in ABOUT_PARTY and not wording else ""
    return (Line("utter_about_party", {"party": party}),) if party else ()


ABOUT_PARTY = frozenset({"third_plate", "third_damage"})
"""Questions that go to the next other car; whose car it is, is asked right behind its plate."""


def _statement_line(say: Say, facts: Facts) -> Line:
    """Name the response of a statement in the wording the facts call for."""
    return Line("_".join(filter(None, (f"utter_{say.name}", say.wording(facts)))))


def _in_order(lines: tuple[Line, ...], statements: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put people first: the safety sentence precedes everything."""
    safety = tuple(line for line in statements if line.response.startswith("utter_safety"))
    rest = tuple(line for line in statements if not line.response.startswith("utter_safety"))
    return (*safety, *lines, *rest)


def question_line(
    form: str, name: str, facts: Facts, wording: str = "", values: Mapping[str, Any] | None = None
) -> Line:
    """Name the response of a question; the words module falls back to plainer wordings.

    The wording the facts call for (how much of a policy this caller may hear) always stays, whatever is added to it.
    """
    question = question_named(name, form)
    words = [name, question.wording(facts) if question else "", wording]
    response = "utter_question_" + "_".join(filter(None, words))
    return Line(response, {"form": form, **(values or {})})
