"""A fact is told or put right by its name, whatever question is open: "地点是南京的", "时间我记错了，是三点四十"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from claims.answers import best_time, read_answer
from claims.conversation.answering import in_short
from claims.conversation.correcting import WHICH
from claims.conversation.turn import Line, Means, Move, Turn, also_said, recap_changed
from claims.corrections import NAMED, place_is_wrong, put_right, replaced_time, without_fact
from claims.heard import Named
from claims.interview import Facts, known
from claims.parties import FIELDS
from claims.time_range import ends_told
from claims.when_and_where import has_a_name, stands_alone, tells_all_of, united


def take_named(turn: Turn, means: Means) -> Move | None:
    """Take what is said of facts by their names; what is said beside them is taken as if it had been said alone."""
    theirs = {"driver"} if turn.asked in FIELDS else set()  # of theirs it is asked: 是顺达公司的 司机叫马强
    named = [one for one in turn.heard.named if one.fact not in theirs]
    wrong = next((one for one in named if not one.heard.text), None)
    if turn.form != "claim_report" or not named or known(turn.facts, "registered"):
        return None
    if any(one.fact == "accident_time" for one in named) and ends_told(turn.heard, turn.facts):
        return None  # 时间不对 不是两点砸的 两点是我看到的
    if wrong is not None:
        said = [value for value in turn.heard.all(*NAMED[wrong.fact][1]) if value.text not in wrong.denied]
        denied = wrong.denied and known(turn.facts, wrong.fact) and not said  # 时间不是三点半 撞是两点五十
        return _without(turn, wrong) if denied else None
    alone = turn.heard.rest is None
    if alone and [one.fact for one in named] == [turn.asked]:
        return None  # the open question, which those who read its answers take
    facts: dict[str, Any] = dict(turn.facts)
    lines: tuple[Line, ...] = ()
    anew = bool(_CHANGED_TO.search(turn.heard.text))
    for one in named:
        told = _told(one, facts, anew, place_is_wrong(turn.heard))
        if told is None:
            return None
        differs = {name: value for name, value in told.items() if value != facts.get(name)}
        if any(known(facts, name) for name in differs):
            added = one.fact == "place" and str(facts["place"]["text"]) in str(told["place"]["text"])
            lines = (Line("utter_added" if added else "utter_corrected"),)
        facts = put_right(differs, facts) if differs else facts
    return _made(turn, means, facts, lines)


def _without(turn: Turn, wrong: Named) -> Move:
    """Take out a fact that is said not to be so, and ask for it: "驾驶员不是何晓燕"."""
    progress = replace(turn.progress, tries=0, pending=None)
    return Move(without_fact(turn.facts, wrong.fact), progress, ask=wrong.fact, wording="short")


_CHANGED_TO = re.compile("[改换][成为]|更正[成为]")
"""Words that put one value in the place of another: 地点改成小寨十字."""


def _told(one: Named, facts: Facts, anew: bool, wrong: bool) -> dict[str, Any] | None:
    """Return the facts that words about one of them set; None when they say nothing of it.

    Args:
        one: What is said of the fact.
        facts: What is known.
        anew: Whether it takes the place of all that was told.
        wrong: Whether the place as such is said to be wrong: one that stands alone then does.
    """
    if one.fact == "place":
        places = [v.value for v in one.heard.all("place") if anew or has_a_name(v.value)]
        place = max(places, key=lambda value: len(str(value.get("text"))), default=None)
        if place is None:
            return None
        before = facts.get("place")
        anew = anew or (stands_alone(place, before) and (wrong or tells_all_of(place, before)))
        return {"place": united(before, place, True, one.denied, anew=anew)}
    if one.fact == "accident_time":
        value = best_time(one.heard)
        time = replaced_time(value, facts.get("accident_time")) if value else None
        return None if time is None else {"accident_time": time}
    answer = read_answer(one.fact, one.heard, {**facts, one.fact: None})
    return None if answer is None or answer.problem else dict(answer.facts)


def _made(turn: Turn, means: Means, facts: dict[str, Any], lines: tuple[Line, ...]) -> Move:
    """Go on with what is said beside the facts named; said nothing, the open question stands, or is answered by them."""
    progress = replace(turn.progress, pending=None)
    rest, changed = turn.heard.rest, facts != turn.facts
    noted: tuple[Line, ...] = ()
    if rest is not None:
        made = means.again(replace(turn, facts=facts, heard=rest, progress=progress))
        if made.progress.tries <= turn.progress.tries and not (turn.asked == "recap" and changed):
            return replace(made, lines=(*lines, *(line for line in made.lines if line not in lines)))
        if turn.asked == "recap" and not made.switch and not known(made.facts, "recap"):
            facts = made.facts
        if made.ask == "recap" and made.wording == WHICH:  # the rest objects to what no rule can find
            noted, facts = (Line("utter_noted_as_heard"),), {**facts, **also_said(turn, turn.facts)}
    if turn.asked == "recap":  # what was changed is read back, whatever is agreed to in the same breath
        if changed:
            return replace(recap_changed(facts, progress), lines=noted)
        return Move(facts, progress, ask="recap", wording="short")
    return in_short(turn, Move(facts, replace(progress, tries=0), lines))
