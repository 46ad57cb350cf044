"""A complaint or a message on its way: whatever is said in it belongs to it, until it is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from claims.answers import read_answer
from claims.complaints import tells_complaint
from claims.conversation.leaving import PERSON_WANTED, take_leave
from claims.conversation.questions import TALK, take_question
from claims.conversation.telling import COMPLAINED
from claims.conversation.turn import ASKING, Line, Means, Move, Turn, has_begun
from claims.heard import Heard, after
from claims.interview import TABLES, UNKNOWN, Ask, Facts, known, told
from claims.when_and_where import united
from claims.wishes import FORMS, without_wish

WORDLESS_COMMANDS = ("repeat", "slower", "wait", "not_understood", "dont_know", "refuse")
"""Intents that tell nothing."""


def take_complaint(turn: Turn, means: Means) -> Move | None:
    """Keep what is complained of, whatever was asked."""
    if (
        turn.form != "complaint"
        or known(turn.facts, "complaint_detail")
        or not tells_complaint(turn.heard.text)
    ):
        return None
    if turn.heard.is_intent(("ask_human", "goodbye", *WORDLESS_COMMANDS)):
        return None
    facts = {**turn.facts, "complaint_detail": turn.heard.text}
    return Move(facts, turn.progress, ask=turn.asked, wording="short")


def take_question_of_complaint(turn: Turn, means: Means) -> Move | None:
    """Answer what is asked in a complaint: who is speaking, how long it takes; where a story is due, no more than that."""
    if turn.form != "complaint":
        return None
    if turn.heard.is_intent(("thanks",)):
        return Move(
            dict(turn.facts), turn.progress, (Line("utter_our_duty"),), ask=turn.asked, wording="short"
        )
    if not ASKING.search(turn.heard.text):
        return None
    if turn.asked == "complaint_report_number" and turn.heard.is_intent(("ask_number",)):
        return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="example")
    topic = means.knowledge("", turn.facts, turn.heard.text)
    if topic:
        return Move(
            dict(turn.facts),
            turn.progress,
            (Line("utter_answer", {"text": topic}),),
            ask=turn.asked,
            wording="short",
        )
    return take_question(turn, means) if turn.asked not in COMPLAINED or turn.heard.intent in TALK else None


def take_leave_of_complaint(turn: Turn, means: Means) -> Move | None:
    """Leave a complaint for a person or for good; any other feeling or wish in it is the complaint itself."""
    if (
        turn.asked == "complaint_want"
        and not PUT_THROUGH.search(turn.heard.text)
        and turn.heard.intent == "ask_human"
    ):
        return None  # "换个人来" is what is wanted of us, and no wish to be put through
    return take_leave(turn, means) if turn.heard.intent in ("ask_human", "goodbye") else None


PUT_THROUGH = re.compile(
    r"人工|真人|坐席|客服|领导|经理|主管|转(接|给|到)|接(线|通|电话)|跟我(说|讲|谈)|找[^，。]{0,3}人"
)
"""Words of who wants to speak to a person now."""

CORRECTING = re.compile(
    r"^[嗯啊哦噢等一下，,\s]*((不对|不是|错了|说错了?|我说错了?|更正(一下)?|改一下)[，,、\s]*)+"
)
"""Words in front of what is put right."""

PUT_RIGHT: tuple[tuple[str, Callable[[Heard], bool]], ...] = (
    ("callback_phone", lambda heard: bool(heard.all("phone"))),
    ("complaint_report_number", lambda heard: bool(heard.all("report_number"))),
    ("place", lambda heard: bool(heard.all("place"))),
    ("complaint_surname", lambda heard: "姓" in heard.text or bool(heard.all("person"))),
    ("contact_name", lambda heard: "姓" in heard.text or bool(heard.all("person"))),
)
"""Fact of a wish -> whether the words after "不对" are about it; else they are about the question answered last."""

RETOLD = frozenset({"complaint_detail", "complaint_want"})
"""Stories, of which both tellings are kept."""


def take_wish_correction(turn: Turn, means: Means) -> Move | None:
    """Put right what was told of a complaint or a message."""
    cue = CORRECTING.match(turn.heard.text) if turn.form in FORMS else None
    if cue is None or PERSON_WANTED.search(turn.heard.text):
        return None
    heard = after(turn.heard, cue.end())
    asked_here = [step.name for step in TABLES[turn.form] if isinstance(step, Ask)]
    told_here = [name for name in asked_here if known(turn.facts, name)]
    about = next(
        (name for name, fits in PUT_RIGHT if name in told_here and fits(heard)), turn.progress.previous
    )
    if about not in told_here:
        return None
    if about == "contact_name" and not heard.who("contact"):  # whoever is named is whom to ring
        named = [replace(person, kind="contact") for person in heard.all("person")]
        heard = replace(heard, roles=(*heard.roles, *named))
    answer = read_answer(about, heard, {**turn.facts, about: None})
    if answer is None or about not in answer.facts:
        return None
    new = answer.facts[about]
    if about in RETOLD:
        new = f"{turn.facts[about]}；更正：{new}"
    if about == "place":
        new = united(turn.facts[about], new, instead=True)
    facts = {**turn.facts, **answer.facts, about: new}
    return Move(
        facts, replace(turn.progress, tries=0), (Line("utter_corrected"),), ask=turn.asked, wording="short"
    )


TAKEN_BACK = re.compile(
    r"(不|别|甭|算了|取消)[^，。,]{0,4}(投诉|留言|回电|回拨|打回来|打给我|拖车|救援|报价|转告|登记)[^，。,]{0,2}了?$"
    r"|(投诉|拖车|救援|回电)[^，。,]{0,2}(取消|算了|不用了|不要了)"
)
"""Words that take back what was being written down; "算了" alone may be despair."""


def take_back_wish(turn: Turn, means: Means) -> Move | None:
    """Let a caller take a complaint or a message back that is not written down yet, and go on with the report."""
    if turn.form not in FORMS or not TAKEN_BACK.search(turn.heard.text.rstrip("，。,！! ")):
        return None
    facts = without_wish(turn.facts)
    back = (turn.progress.resume if has_begun(facts) else None) or "after_report"
    progress = replace(turn.progress, resume=None, tries=0, pending=None)
    return Move(facts, progress, (Line("utter_wish_dropped"),), switch=back, taken_back=True)


def with_number_checked(before: Facts, move: Move, on_file: bool) -> Move:
    """Ask once more for a number that no report has; then the car is asked for.

    Args:
        before: What was known before the turn.
        move: The move that took the number.
        on_file: Whether there is a report of this number.
    """
    if on_file:
        return move
    said = {"complaint_number_said": move.facts["complaint_report_number"]}
    if move.switch:  # told before it was asked for
        return replace(move, facts={**move.facts, **said, "complaint_report_number": None})
    if told(before, "complaint_number_said"):
        return replace(
            move, facts={**move.facts, **said, "complaint_report_number": UNKNOWN}, ask=None, wording=""
        )
    facts = {**move.facts, **said, "complaint_report_number": None}
    return replace(move, facts=facts, ask="complaint_report_number", wording="unfound")
