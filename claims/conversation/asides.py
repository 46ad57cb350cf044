"""What is asked or wished in the same breath as an answer: the answer is taken, and the rest is served with it.

"还在，那我现在能不能挪车？" is an answer and a question; "没去医院 找人工" an answer and a wish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from claims.answers import YES_NO, read_answer, says
from claims.conversation.leaving import HELP_WANTED, PERSON_WANTED, enquiry_line
from claims.conversation.questions import MOST, PASSED_ON, TALK, of_substance
from claims.conversation.recorded import recorded
from claims.conversation.told_before import TOLD_BEFORE
from claims.conversation.turn import LIKELY, SURE, Line, Means, Move, Turn, tells
from claims.heard import Aside
from claims.interview import known
from claims.objections import read_objections
from claims.volunteered import volunteered
from claims.volunteered.circumstances import tow_later


def take_answer_with_asides(turn: Turn, means: Means) -> Move | None:
    """Take what is told as if it had been said alone, where it is an answer or tells something, and serve the rest."""
    turn = _wish_told(turn)
    told = turn.heard.told
    if told is None or not (_is_protest(turn) or _is_something(turn)):
        return None
    stays = Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short")
    made = stays if _is_protest(turn) else means.again(replace(turn, heard=told))
    thin = made.wording.startswith("finer")  # an answer all the same, asked more exactly
    unheard = made.progress.tries > turn.progress.tries and not thin
    if unheard or made.hangup or made.quiet or made.switch:
        return None
    made, of_the_tow = _with_tow_later(turn, made)
    asides = [one for one in turn.heard.asides if one.kind in SERVED and one not in of_the_tow]
    for aside in asides[:MOST]:
        made = SERVED[aside.kind](turn, made, aside, means)
    return _without_noting_beside_an_answer(made)


def _with_tow_later(turn: Turn, made: Move) -> tuple[Move, list[Aside]]:
    """Take when the tow truck is to come where it is put as a question, and return the asides that ask it: 等下午水抽完再来行不行."""
    later = tow_later(turn.heard, made.facts)
    if not later or turn.form != "claim_report" or made.facts.get("rescue") is False:
        return made, []
    when = turn.heard.spoken_of("tow_when")[-1]
    asking = [one for one in turn.heard.asides if one.text in when.text or when.text in one.text]
    if not asking or made.facts.get("rescue_when") == later["rescue_when"]:
        return made, asking
    lines = (*made.lines, Line("utter_rescue_later" if later["rescue_when"] else "utter_rescue_noted"))
    return replace(made, facts={**made.facts, **later}, lines=lines), asking


def _wish_told(turn: Turn) -> Turn:
    """Take a wish for what is told where it answers the open question: "要拖车 大概多久能到" to whether a tow truck is wanted."""
    heard = turn.heard
    if heard.told is not None or turn.asked not in YES_NO:
        return turn
    wish = next(
        (a for a in heard.asides if a.kind == "request" and says(turn.asked, a.text) is not None), None
    )
    if wish is None:
        return turn
    rest = tuple(aside for aside in heard.asides if aside is not wish)
    return replace(turn, heard=replace(heard, told=replace(heard, text=wish.text, asides=()), asides=rest))


def _without_noting_beside_an_answer(made: Move) -> Move:
    """Say of what is left for a person that it is noted only where nothing was answered."""
    if all(line.response != "utter_answer" for line in made.lines):
        return made
    return replace(made, lines=tuple(line for line in made.lines if line.response not in NOTING))


def with_asides_served(turn: Turn, made: Move, means: Means) -> Move:
    """Serve what is asked beside words that were taken whole, as a story or a correction, and left it unanswered."""
    passed_on = any(line.response in PASSED_ON_WHOLE for line in made.lines)
    quiet = made.switch or made.hangup or made.transfer or made.quiet
    quiet = quiet or (made.task is not None and not passed_on)
    if turn.form not in ("claim_report", "after_report") or turn.heard.told is None or quiet:
        return made
    if any(line.response not in OF_WHAT_IS_TOLD for line in made.lines):
        return made
    for aside in [one for one in turn.heard.asides if one.kind == "question"][:MOST]:
        made = _answered(turn, made, aside, means)
    return _without_noting_beside_an_answer(made)


PASSED_ON_WHOLE = frozenset({"utter_addition_noted", "utter_correction_noted"})
"""Sentences after the number that all that was said is with a person now."""

OF_WHAT_IS_TOLD = PASSED_ON_WHOLE | {
    "utter_corrected", "utter_added", "utter_story_added", "utter_noted_as_heard", "utter_safety", "utter_safety_slight",
}  # fmt: skip
"""Sentences about what is told, which answer no question."""

NOTING = frozenset({"utter_enquiry_noted", "utter_question_written_down", "utter_message_recorded"})
"""Sentences that say that a question or a wish is written down."""


def _is_something(turn: Turn) -> bool:
    """Tell whether what is told beside a question answers the open one, or tells a fact."""
    told = turn.heard.told
    assert told is not None
    if told.named:
        return True
    if turn.asked == "recap" and read_objections(told, turn.facts).changes:
        return True
    answer = read_answer(turn.asked, told, turn.facts) if turn.asked else None
    return answer is not None or (
        turn.form == "claim_report" and tells(volunteered(told, turn.facts, turn.asked))
    )


def _is_protest(turn: Turn) -> bool:
    """Tell whether the words before a wish refuse the bot and answer nothing: "不行，你现在就给我找你们领导"."""
    wished = any(aside.kind == "request" for aside in turn.heard.asides)
    return wished and turn.heard.told is not None and bool(_PROTEST.fullmatch(turn.heard.told.text))


_PROTEST = re.compile(r"[那我就哎呀，]*(不行|不要|不|别|得了|算了|不可能|不管)[啊呀吧了，]*")


def _answered(turn: Turn, made: Move, aside: Aside, means: Means) -> Move:
    """Answer a question to the point, or note it for a person."""
    if TOLD_BEFORE.search(aside.text):
        return replace(made, lines=(Line("utter_sorry"), *made.lines))
    if (of_the_record := recorded(aside.text, made.facts)) is not None:
        return replace(made, lines=(*made.lines, of_the_record))
    text = means.knowledge(aside.intent if aside.sure >= LIKELY else "", made.facts, aside.text)
    if text:
        answer = Line("utter_answer", {"text": text})
        return made if answer in made.lines else replace(made, lines=(*made.lines, answer))
    if aside.intent in TALK and aside.sure >= SURE and aside.intent not in PASSED_ON:
        return replace(made, lines=(*made.lines, Line(TALK[aside.intent])))
    if made.task is not None or not of_substance(aside):
        return made
    noted = ("enquiry", {"question": aside.text})
    line = enquiry_line(made.facts) if aside.kind == "question" else Line("utter_message_recorded")
    return replace(made, lines=(*made.lines, line), task=noted)


def _done(turn: Turn, made: Move, aside: Aside, means: Means) -> Move:
    """Do what is wished: a person, a tow truck; "赶紧来人" is answered with when they come."""
    if PERSON_WANTED.search(aside.text):
        offer = {"offer": "transfer", "resume": None}
        return replace(made, ask="transfer", wording="", progress=replace(made.progress, pending=offer))
    if HELP_WANTED.search(aside.text) and turn.form == "claim_report":
        if known(made.facts, "rescue") and (made.facts["rescue"] is True or turn.asked == "rescue"):
            return made  # asked for already, or just answered
        asked = turn.asked in ("rescue", "rescue_to")  # an answer is not noted besides
        lines = made.lines if asked else (*made.lines, Line("utter_rescue_noted"))
        return replace(made, facts={**made.facts, "rescue": True}, lines=lines)
    return _answered(turn, made, aside, means)


SERVED: Mapping[str, Callable[[Turn, Move, Aside, Means], Move]] = {"question": _answered, "request": _done}
"""What is done about each kind of aside."""
