"""What was not understood: said again, put another way, then marked for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims import parties
from claims.answers import Answer, gives_up, is_free, read_answer
from claims.conversation.turn import (
    LIKELY,
    NOISY,
    SURE,
    Line,
    Move,
    Progress,
    Turn,
    also_said,
    end_of_line,
    has_begun,
)
from claims.enough import AS_SAID
from claims.interview import OF_OTHERS, UNKNOWN

NOISES = 2
"""How often a caller of whom nothing was ever understood is asked to say it again before L-04 (002)."""

SETTLED_WITHOUT: Mapping[str, Any] = {
    "recap": True,
    "policy_confirm": UNKNOWN,
    "manual_record": True,
    "guidance": True,
    "anything_else": False,
}
"""Where a yes or no could not be had: the safe way is the one that keeps the report."""


def not_understood(turn: Turn) -> Move:
    """Climb the ladder: say it again, put another way, then go on and mark the fact for a person.

    Who says "不知道" was heard well: the question is put another way at once. Noise and nothing else ends in L-04.
    """
    facts, progress, asked = dict(turn.facts), _kept_piece(turn), turn.asked
    again = (Line("utter_say_again"),)
    if asked is None and read_answer("anything_else", turn.heard, facts):  # the goodbye, answered: once more
        return Move(facts, progress)
    if asked is None:
        return Move(facts, progress, again, ask="anything_else")
    noise = turn.heard.is_intent(("noise",), LIKELY) or turn.heard.heard < NOISY
    if noise and not has_begun(facts):
        if progress.tries < NOISES:
            return Move(facts, replace(progress, tries=progress.tries + 1), again, ask=asked)
        return end_of_line(facts, progress, "utter_too_noisy", asked, outcome="noise")
    if progress.tries <= 1 and _tells_something_else(turn):
        progress = replace(progress, tries=progress.tries + 1)
        return Move(
            facts | also_said(turn, facts), progress, (Line("utter_also_noted"),), ask=asked, wording="short"
        )
    if progress.tries == 0 and not gives_up(turn.heard):
        return Move(facts, replace(progress, tries=1), again, ask=asked)
    if progress.tries <= 1:
        return Move(facts, replace(progress, tries=2), ask=asked, wording="example")
    return settle_as_heard(turn)


def settle_as_heard(turn: Turn) -> Move:
    """Go on without an answer: what was said is kept as it was said, and marked for a person."""
    facts, progress, asked = dict(turn.facts), turn.progress, turn.asked or ""
    if asked in SETTLED_WITHOUT:
        return _settle_without_answer(turn)
    flags = [*(facts.get("flags") or ()), f"unclear:{asked}"]
    return Move(
        facts | _as_heard(asked, turn) | {"flags": flags, AS_SAID: [*(facts.get(AS_SAID) or ()), asked]},
        replace(progress, tries=0, stuck=0),
        (Line("utter_noted_as_heard"),) * (turn.form == "claim_report"),  # the words speak of a report
    )


PIECED = frozenset({"plate", "third_plate", "contact_phone", "callback_phone"})
"""Questions whose answers come in pieces."""

LONGEST_PIECE = 12
"""Characters of the longest piece."""


def _kept_piece(turn: Turn) -> Progress:
    """Keep what may be the first piece of an identifier: "就是呃浙B" alone is none yet."""
    if turn.asked not in PIECED or not 0 < len(turn.heard.text) <= LONGEST_PIECE:
        return turn.progress
    return replace(turn.progress, pieces=(*turn.progress.pieces, turn.heard.text)[-MOST_PIECES:])


IDENTIFIERS = frozenset({"plate", "vin", "engine_no", "policy_no", "insured"})
"""Questions whose answers are spelled; a sentence without a digit or a letter is about something else."""

_SPELLED = re.compile(r"[0-9A-Za-z零一二三四五六七八九十幺两]|车牌|牌照|牌子|号")
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{4,}")


def _tells_something_else(turn: Turn) -> bool:
    """Tell whether a caller who was asked for an identifier tells of the accident: "人都下来了" is no plate misheard."""
    telling = turn.heard.is_intent(("inform", "report_accident"), SURE)
    words = turn.heard.text
    spelled = _SPELLED.search(words) and not turn.heard.all("time")
    about_it = _SENTENCE.search(words) and not spelled and not gives_up(turn.heard)
    return turn.asked in IDENTIFIERS and telling and bool(about_it)


def _as_heard(asked: str, turn: Turn) -> dict[str, Any]:
    """Keep the caller's words for a fact that no rule could read; a person will."""
    said = turn.heard.text.strip()
    if asked == "accident_time":
        return {asked: {"start": None, "end": None, "precision": None, "said": said}}
    if asked == "place":
        return {asked: {"text": said}}
    if asked in OF_OTHERS:
        return parties.answered(turn.facts, asked, UNKNOWN)
    if asked in ("contact_phone", "callback_phone") and turn.heard.caller_phone:
        return {asked: turn.heard.caller_phone}
    return {asked: said if is_free(asked) and said and asked not in NAMES else UNKNOWN}


NAMES = frozenset({"complaint_surname", "complaint_relation"})
"""Questions of who somebody is: whatever else was said is no answer to them."""


def _settle_without_answer(turn: Turn) -> Move:
    asked = turn.asked or ""
    flags = [*(turn.facts.get("flags") or ()), f"unclear:{asked}"]
    kept = (
        also_said(turn, turn.facts) if asked == "recap" else {}
    )  # what was said against it goes to a person
    facts = {**turn.facts, **kept, asked: SETTLED_WITHOUT[asked], "flags": flags}
    return Move(facts, replace(turn.progress, tries=0))


MOST_PIECES = 5
"""Turns over which an identifier may come before it counts as not understood."""


def ask_for_sound_value(turn: Turn, answer: Answer) -> Move:
    """Ask again with the reason, once; after that the value goes the way of a value that was not understood."""
    facts, progress = dict(turn.facts), turn.progress
    if answer.problem == "part" and len(progress.pieces) < MOST_PIECES:
        progress = replace(progress, pieces=(*progress.pieces, turn.heard.text))
        return Move(facts, progress, ask=turn.asked, wording="part", values=answer.pending or {})
    if answer.problem == "confirm" and answer.pending:
        return Move(
            facts, replace(progress, pending=answer.pending), ask=turn.asked, wording="confirm",
            values={"value": answer.pending["value"]},
        )  # fmt: skip
    if answer.pending:
        return Move(
            facts, replace(progress, pending=answer.pending), ask=turn.asked, wording=answer.problem or ""
        )
    if progress.tries:
        return not_understood(turn)
    return Move(facts, replace(progress, tries=1), ask=turn.asked, wording=answer.problem or "")
