"""How a complaint begins: who complains is soothed first, tells it to the end, and is asked for nothing that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.answers import read_answer
from claims.complaints import (
    ABUSE,
    ATTITUDE,
    COMPLAINT,
    DELAY,
    ERROR,
    NO_SURVEY,
    PRAISE,
    SUGGESTION,
    THIN,
    TIP_OFF,
    asks_after,
    is_explicit,
    kind_of,
    tells_complaint,
    told_beyond,
    topic_of,
    want_in,
    wants_to_stay_nameless,
)
from claims.conversation.telling import NAMELESS, more_of_it, nameless
from claims.conversation.turn import Line, Means, Move, Turn, go_on, go_to, has_begun
from claims.interview import UNKNOWN, Facts, told
from claims.numbers import number_in
from claims.who import SELF, insured_person, name_of_caller, relation_of_caller
from claims.wishes import report_of
from mandarin.people import COMPOUND_SURNAMES

SOOTHING: Mapping[str, str] = {
    ABUSE: "utter_abused",
    NO_SURVEY: "utter_soothe_hurry",
    DELAY: "utter_soothe_hurry",
    ERROR: "utter_soothe_error",
}
"""What is complained of -> the first words to it (L-11, K-06, L-15a); to all else K-05."""


def soothing(text: str, detail: str | None) -> str | None:
    """Return the first words to a complaint; where the story is still to be asked for, L-14 says them, and only abuse has its own."""
    topic = topic_of(text)
    return SOOTHING.get(topic, "utter_angry") if detail or topic == ABUSE else None


def begin_complaint(turn: Turn) -> Move:
    """Go to the complaint with the first words to it, and with all that is known of it."""
    text = turn.heard.text
    if turn.form == "complaint":
        return go_to("complaint")(turn)
    kind = kind_of(text)
    added = more_of_it(turn, kind)
    if added:
        return added
    thin = kind == COMPLAINT and topic_of(text) == ATTITUDE and told_beyond(text) <= THIN
    detail = text if tells_complaint(text) and not thin else None
    facts = known_of_it(turn) | ({"complaint_detail": detail} if detail else {})
    if kind == TIP_OFF and wants_to_stay_nameless(text):
        move = go_to("complaint", complaint_kind=kind, **facts)(turn)
        return replace(move, facts=nameless(move.facts), lines=(NAMELESS,))
    if kind != COMPLAINT:
        return go_to("complaint", complaint_kind=kind, **facts)(turn)
    if detail and (want := want_in(text)):
        facts["complaint_want"] = want
    move, response = go_to("complaint", **facts)(turn), soothing(text, detail)
    if response is None:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, response))
    return replace(move, lines=(Line(response),), progress=progress)


def known_of_it(turn: Turn) -> dict[str, Any]:
    """Return what a complaint need not ask: who calls, about which report and car, and on which number."""
    facts, heard = turn.facts, turn.heard
    known: dict[str, Any] = {}
    relation = relation_of_caller(facts)
    name = name_of_caller(facts) or (insured_person(facts) if relation == SELF else None)
    if name:
        known["complaint_surname"] = surname_of(name)
    said = read_answer("complaint_surname", heard, facts) if OWN_SURNAME.search(heard.text) else None
    number = heard.first("report_number")
    spelled = number_in(heard.text)
    if said and len(said.facts.get("complaint_surname") or "") <= LONGEST_SURNAME:
        known["complaint_surname"] = said.facts["complaint_surname"]
    if spelled or number is not None:
        known["complaint_report_number"] = spelled or (number.value if number else None)
    elif about := report_of(facts):
        known["complaint_report_number"] = about
    elif turn.form == "claim_report" and has_begun(facts):
        known |= {"complaint_report_number": UNKNOWN, "complaint_plate": UNKNOWN}  # it has no number yet
    plate = heard.first("plate")
    if plate is not None and plate.problem is None:
        known["complaint_plate"] = plate.value["plate"]
    elif told(facts, "plate"):
        known["complaint_plate"] = facts["plate"]
    if relation:
        known["complaint_relation"] = relation
    if told(facts, "contact_phone") and facts["contact_phone"] == heard.caller_phone:
        known["callback_phone"] = facts["contact_phone"]
    return {name: value for name, value in known.items() if not told(facts, name)}


OWN_SURNAME = re.compile(r"(我|俺|本人|免贵)(是|就)?姓")
"""Words that give the caller's own surname; "你们那个姓李的查勘员" gives another's."""


def surname_of(name: str) -> str:
    """Return the surname of a name: of 欧阳建国 both characters, of 姓纪 the second."""
    bare = name.removeprefix("姓")
    return bare[:2] if bare[:2] in COMPOUND_SURNAMES else bare[:1]


LONGEST_SURNAME = 2
"""Characters of the longest surname."""


def take_complaint_wish(turn: Turn, means: Means) -> Move | None:
    """Hear a complaint in so many words whatever question is open; who asks after one is told how it stands."""
    if turn.form in ("complaint", "outbound"):
        return None
    text = turn.heard.text
    if asks_after(text):
        return replace(go_on(turn, dict(turn.facts)), ask=turn.asked, wording="short", seek="complaint")
    if _comes_to_praise_or_suggest(text):
        return begin_complaint(turn)
    if not is_explicit(text) or (turn.heard.only_asks and means.knowledge("", turn.facts, text)):
        return None
    return begin_complaint(turn)


def _comes_to_praise_or_suggest(text: str) -> bool:
    """Tell whether somebody is praised in so many words, or a suggestion is announced and not made yet: one that is made is noted at once."""
    kind = kind_of(text)
    return kind == PRAISE or (kind == SUGGESTION and not tells_complaint(text))


def with_complaint(turn: Turn, move: Move, state: str | None, late: Facts | None) -> Move:
    """Say how an earlier complaint stands, by ``state`` in words; where none is on file, take it down now.

    Args:
        turn: The turn in which it was asked after.
        move: The move that seeks it.
        state: How it stands (``claims.progress.complaint_stands``); None where there is none.
        late: What was told of it, where its answer is overdue: it is passed on again, higher up.
    """
    move = replace(move, seek=None)
    if state is None:
        begun = begin_complaint(turn)
        return replace(begun, lines=(Line("utter_complaint_not_found"), *begun.lines))
    lines: tuple[Line, ...] = (Line("utter_complaint_stands", {"state": state}),)
    if late is not None:
        lines = (Line("utter_complaint_late"), Line("utter_complaint_recorded"))
        move = replace(move, task=("complaint", {**late, "said_again": turn.heard.text}))
    if turn.form == "claim_report" and not has_begun(turn.facts):
        return replace(
            move,
            lines=lines,
            ask=None,
            switch="after_report",
            outcome="enquiry" if late is None else "complaint",
        )
    return replace(move, lines=lines)
