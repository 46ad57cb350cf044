"""Something said before is taken back."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from claims.answers import ALL_RIGHT, is_free, read_answer, yes_or_no
from claims.conversation.answering import in_short
from claims.conversation.turn import Line, Means, Move, Turn, also_said, go_on, no_answer, recap_changed
from claims.corrections import (
    AGREES_BUT,
    changes_in,
    contradicts,
    corrected,
    is_correction,
    named_wrong,
    restates,
    without_fact,
)
from claims.interview import OF_OTHERS, Facts, known
from claims.objections import TELLS, objected, told_beside
from claims.volunteered import volunteered
from mandarin.objections import all_right, keeps_back, told_clauses, wants_it_read

CORRECTION_LENGTH = 6
"""Words longer than this after "不对" say what is wrong, even where no rule can read them."""


READ_BACK = frozenset(
    {
        "plate", "accident_time", "place", "case_type", "events", "property_damage", "flood_restarted", "driver", "own_damage",
        "third_parties", "injured", "injured_count", "injured_kind", "injury_severity", "deaths", "sent_hospital", "hospital", "hospital_planned",
        "ward", "fee_paid", "fee_amount", "rescue", "rescue_to", "rescue_when", "at_scene", "car_location", "contact_name", "contact_phone",
    }
)  # fmt: skip
"""Facts that the recap reads back; after a change of others it would come again word for word."""

WHICH = "which"
"""What is pending while the caller is asked which part of the recap is wrong."""


def take_objection(turn: Turn, means: Means) -> Move | None:
    """Put right what is said against the recap; what no rule could put in its place is kept for a person, and never agreed to."""
    if turn.asked != "recap" or turn.form != "claim_report":
        return None
    again = (turn.progress.pending or {}).get("offer") == WHICH
    if again:
        turn = replace(turn, progress=replace(turn.progress, pending=None))
        if not keeps_back(turn.heard.text):
            if ALL_RIGHT.search(turn.heard.text) and not _named(turn):
                return None
            if no_answer(turn.heard) and not turn.heard.amended and yes_or_no("recap", turn.heard):
                # A yes to "哪一项要改" agrees to nothing: the recap comes again.
                return Move(dict(turn.facts), turn.progress, ask="recap")
    first = turn.heard.first("answer")
    if first and first.value == "yes" and turn.heard.text in (turn.facts.get("also_said") or ()):
        # 对 别打我老公的, noted once, agrees when it is said again word for word.
        return go_on(turn, {**turn.facts, "recap": True})
    reread = wants_it_read(turn.heard.text)
    objects = is_correction(turn.heard) or contradicts(turn.heard, turn.facts, "recap")
    objects = objects or keeps_back(turn.heard.text)
    told = _named(turn) or bool(changes_in(turn.heard, turn.facts, None, not _agrees(turn)))
    if not objects and not reread and not (told and not _agrees(turn)):
        return None
    facts, read = objected(turn.heard, turn.facts)
    unserved = read.unserved
    wrong = named_wrong(turn.heard, turn.facts)
    if wrong and (facts is None or facts.get(wrong) == turn.facts.get(wrong)):
        progress = replace(turn.progress, tries=0, pending=None)
        return Move(without_fact(facts or turn.facts, wrong), progress, ask=wrong, wording="short")
    if facts is not None:
        kept = also_said(turn, facts) if unserved or read.untaken else {}
        noted = (Line("utter_noted_as_heard"),) if unserved else ()
        changed = _changed(turn.facts, facts)
        if _reads_otherwise(turn.facts, facts, changed):
            return replace(recap_changed({**facts, **kept}, turn.progress), lines=noted)
        progress = replace(turn.progress, tries=0)
        new = not any(known(turn.facts, name) for name in changed)
        done = "utter_added" if new else "utter_corrected"
        done = "utter_story_added" if "description" in changed else done
        return in_short(turn, Move({**facts, **kept}, progress, noted or (Line(done),)))
    tells = told and len(turn.heard.text) > CORRECTION_LENGTH
    kept = also_said(turn, turn.facts) if tells or unserved else {}
    if reread:
        return Move({**turn.facts, **kept}, replace(turn.progress, tries=0), ask="recap")
    if yes_or_no("recap", turn.heard) is True or (turn.heard.asides and not objects):
        return None  # agreed to after all, or asked something: 拖车好久到嘛 我们在快速路边上
    if kept and (again or not objects):  # asked which once, and told; or told more: a person reads it
        noted = (Line("utter_noted_as_heard"),)
        return Move({**turn.facts, **kept}, turn.progress, noted, ask="recap", wording="short")
    progress = replace(turn.progress, pending={"offer": WHICH})
    return Move({**turn.facts, **kept}, progress, ask="recap", wording="which")


def with_read_back(turn: Turn, move: Move) -> Move:
    """Read back what a yes to the recap has changed in the same breath, before anything is registered: 对 不过他膝盖也擦破了."""
    if turn.asked != "recap" or not known(move.facts, "recap") or move.switch:
        return move
    if told_clauses(turn.heard.text) and not all_right(turn.heard.text) and turn.heard.all(*TELLS):
        kept = move.facts.get("also_said") or ()  # 行 那灰哈弗也给我写进去: nothing that is told is lost
        if turn.heard.text not in kept:
            move = replace(move, facts={**move.facts, **also_said(turn, move.facts)})
    changed = {name for name in _changed(turn.facts, move.facts) if known(turn.facts, name)}
    if not _reads_otherwise(turn.facts, move.facts, changed):
        return move
    facts = {name: value for name, value in move.facts.items() if name != "recap"}
    return replace(move, facts=facts, ask=None, standing="recap", standing_wording="changed")


def _reads_otherwise(before: Facts, after: Facts, changed: Collection[str]) -> bool:
    """Tell whether the recap reads otherwise; what was paid is called a rescue fee only where there was a rescue."""
    fee = (
        "treated" in changed
        and before.get("fee_paid") is True
        and False in (before.get("treated"), after.get("treated"))
    )
    return fee or not READ_BACK.isdisjoint(changed)


def take_correction(turn: Turn, means: Means) -> Move | None:
    """Change what was told before; after registration a person does."""
    if turn.asked == "recap" or turn.form not in ("claim_report", "after_report"):
        return None
    read_back = turn.asked == "policy_confirm"
    told_values = _named(turn) or (read_back and bool(changes_in(turn.heard, turn.facts)))
    corrects = is_correction(turn.heard) or contradicts(turn.heard, turn.facts, turn.asked)
    if not corrects and not (read_back and told_values and not _agrees(turn)):
        return None
    if turn.asked and not read_back:
        answer = read_answer(turn.asked, turn.heard, turn.facts)
        changed = changes_in(turn.heard, turn.facts).keys() - {
            "description"
        }  # "不是，停在马路边上" answers, and retells nothing
        if turn.asked in OF_OTHERS and all(plate.owner != "ours" for plate in turn.heard.all("plate")):
            changed -= {"plate"}  # 粤B12345 不对 是粤B12346, said of theirs
        beyond = changed - (answer.facts if answer else {}).keys()
        # "我说错了，今天上午" after a refused answer puts that answer right, and nothing that was told before it.
        refused = turn.progress.tries > 0
        if answer is not None and answer.facts and not beyond and (refused or not _strong_cue(turn)):
            return None
    wrong = named_wrong(turn.heard, turn.facts)
    if wrong and not known(turn.facts, "registered"):
        progress = replace(turn.progress, tries=0, pending=None)
        return Move(without_fact(turn.facts, wrong), progress, ask=wrong, wording="short")
    previous = turn.progress.previous if is_correction(turn.heard) and not read_back else None
    facts = corrected(turn.heard, turn.facts, previous)
    unread = _strong_cue(turn) and len(turn.heard.text) > CORRECTION_LENGTH
    if known(turn.facts, "registered") and (facts is not None or unread):
        # The record is closed to the dialogue: saying that it was changed would be false, a person changes it.
        said = {"correction": turn.heard.text}
        line = Line("utter_correction_noted")
        return in_short(turn, Move(dict(turn.facts), turn.progress, (line,), task=("enquiry", said)))
    if facts is None:
        if told_values and is_free(turn.asked) and _strong_cue(turn):  # the value stood already
            return in_short(turn, Move(dict(turn.facts), turn.progress, (Line("utter_corrected"),)))
        return None
    if not read_back and not any(known(turn.facts, n) for n in _changed(turn.facts, facts)):
        return None  # told for the first time: 我不是你们客户 我的车是…
    facts = _with_what_is_beside(turn, facts)
    added = _grows(turn.facts, facts) and not is_correction(turn.heard)
    line = Line("utter_added" if added else "utter_corrected")
    move = Move(facts, replace(turn.progress, tries=0), (line,))
    return move if read_back else in_short(turn, move)


def _with_what_is_beside(turn: Turn, facts: dict[str, Any]) -> dict[str, Any]:
    """Take the answer to the open question, and what else is told, out of the same breath as a correction."""
    beside = told_beside(turn.heard, turn.facts) if turn.form == "claim_report" else None
    if beside is None:
        return facts
    asked = turn.asked if turn.asked != "policy_confirm" and not known(facts, turn.asked or "") else None
    answer = read_answer(asked, beside, facts) if asked else None
    if answer is not None and not answer.problem:
        facts = facts | {name: value for name, value in answer.facts.items() if facts.get(name) is None}
    return facts | volunteered(beside, facts, asked)


def _named(turn: Turn) -> bool:
    """Tell whether values are said that could put something right."""
    return bool(turn.heard.amended) or any(value.kind not in NO_FACT for value in turn.heard.values)


NO_FACT = frozenset({"answer", "manner"})
"""Kinds of values that put nothing right by themselves."""


def _agrees(turn: Turn) -> bool:
    """Tell whether the recap is agreed to first: what comes after "对" is read as any words, and rewrites nothing."""
    asked, heard = turn.asked or "", turn.heard
    if asked == "recap" and keeps_back(heard.text):
        return False
    agreed = yes_or_no(asked, heard) is True and not AGREES_BUT.search(heard.text)
    return agreed and not restates(heard) and not contradicts(heard, turn.facts, turn.asked)


def _changed(before: Facts, after: Facts) -> set[str]:
    return {name for name in {**before, **after} if before.get(name) != after.get(name)} - {"recap"}


def _grows(before: Facts, after: Facts) -> bool:
    """Tell whether a change only adds to what was told."""
    changed = [
        (before.get(name), after.get(name)) for name in _changed(before, after) - {"duplicate_checked"}
    ]
    return all(
        isinstance(old, list) and isinstance(new, list) and old == new[: len(old)] for old, new in changed
    )


def _strong_cue(turn: Turn) -> bool:
    return bool(re.match(r"^[嗯啊哦等一下，,\s]*(不对|错了|说错|我说错|刚才|更正|哦不)", turn.heard.text))
