"""What a turn of the caller means: the moves in the order in which they are tried."""

from __future__ import annotations

from dataclasses import replace

from claims.answers import is_free, read_answer
from claims.complaints import tells_complaint
from claims.conversation.afterwards import take_addition, take_closing, take_going, with_closing
from claims.conversation.answering import take_answer, take_open_answer
from claims.conversation.asides import take_answer_with_asides, with_asides_served
from claims.conversation.callbacks import take_broken_off, take_callback
from claims.conversation.called import take_called
from claims.conversation.cases import take_case, with_tap
from claims.conversation.changing import take_change, told_anew
from claims.conversation.commands import take_asked_back, take_command, take_wait
from claims.conversation.complaining import take_complaint_wish
from claims.conversation.complaints import (
    take_back_wish,
    take_complaint,
    take_leave_of_complaint,
    take_question_of_complaint,
    take_wish_correction,
)
from claims.conversation.confirming import take_confirmation, with_pending
from claims.conversation.correcting import take_correction, take_objection, with_read_back
from claims.conversation.enquiring import take_given_up, take_progress
from claims.conversation.feelings import take_fear, take_outburst, with_feelings
from claims.conversation.leaving import (
    take_consent,
    take_leave,
    take_leave_first,
    take_tow_wish,
    take_transfer,
    take_up_again,
    take_withdrawal,
)
from claims.conversation.naming import take_named
from claims.conversation.not_ours import take_not_ours
from claims.conversation.openings import (
    take_another_report,
    take_foreign,
    take_greeting,
    take_report_first,
    take_resuming,
)
from claims.conversation.outbound import take_outbound
from claims.conversation.pieces import take_more_of_place, take_more_of_time
from claims.conversation.positions import take_position
from claims.conversation.questions import (
    TALK,
    take_beside,
    take_counter_question,
    take_known_question,
    take_prying,
    take_question,
    take_unanswered,
)
from claims.conversation.recorded import take_recorded
from claims.conversation.repair import not_understood, settle_as_heard
from claims.conversation.silence import take_return, take_silence, take_start
from claims.conversation.telling import (
    COMPLAINED,
    take_back_to_report,
    take_more_of_complaint,
    take_nameless,
    take_number_told,
    take_surname_told,
    take_when_answered,
    with_what_was_told,
)
from claims.conversation.told_before import take_told_before
from claims.conversation.turn import (
    ASKING,
    LIKELY,
    NOISY,
    SURE,
    VERY_SURE,
    Knowledge,
    Making,
    Means,
    Move,
    Turn,
    first_of,
    has_begun,
    is_a_name,
    no_answer,
)
from claims.enough import as_said, closed
from claims.interview import Facts, question_named
from claims.parties import FIELDS, listed, ours_asked_for, ours_told_again, seen_from_our_car
from claims.volunteered.injury import take_injuries
from claims.who import by_third_party

WISHES = frozenset({"rescue", "complaint", "urge", "quote", "call_back", "withdraw"})
"""Intents that, with no report begun, make whatever is told with them part of the wish."""


def take_clear_intent(turn: Turn, means: Means) -> Move | None:
    """Let what is clearly no answer go first: always where any words would be one, else where no value was told."""
    if turn.heard.sure < VERY_SURE or turn.heard.all("event") or is_a_name(turn.heard):
        return None
    if turn.heard.intent == "chitchat" and not turn.heard.all("plate", "phone", "part"):
        return take_greeting(turn, means)
    moves: tuple[Making, ...]
    asks = ASKING.search(turn.heard.text) or any(one.kind == "question" for one in turn.heard.asides)
    if turn.form == "complaint":
        told = turn.asked in COMPLAINED and tells_complaint(turn.heard.text)
        felt = () if told else (take_outburst, take_fear)
        moves = (take_command, take_leave_of_complaint, *felt, take_question_of_complaint)
    elif is_free(turn.asked):
        # 交警队, asked where the car is, sounds like a question after the police and asks nothing.
        asking = (take_question,) if asks or turn.heard.intent in TALK else ()
        moves = (take_outburst, take_fear, take_command, take_leave, *asking, take_greeting)
    elif not no_answer(turn.heard):
        wish = turn.heard.intent in WISHES and not has_begun(turn.facts)
        return take_leave_first(turn, means) if wish else None
    elif asks:
        moves = (take_outburst, take_command, take_leave_first, take_question)
    else:
        moves = (take_outburst, take_command, take_leave_first)
    return first_of(moves, turn, means)


def take_likeliest(turn: Turn, means: Means) -> Move | None:
    """Go by the likeliest intent, when the words were no answer and no intent is sure."""
    if not LIKELY <= turn.heard.sure < SURE or turn.heard.heard < NOISY:
        return None
    sure = replace(turn, heard=replace(turn.heard, sure=SURE))
    return first_of((take_command, take_wish, take_question, take_greeting), sure, means)


def take_wish(turn: Turn, means: Means) -> Move | None:
    """Leave for another wish; in a complaint it is part of what is complained of."""
    return (take_leave_of_complaint if turn.form == "complaint" else take_leave)(turn, means)


def take_felt(turn: Turn, means: Means) -> Move | None:
    """Take a sure outburst for no question, whatever it asks ("你们怎么这么啰嗦")."""
    return take_outburst(turn, means) if turn.heard.sure >= SURE and not is_a_name(turn.heard) else None


REPORTING = ("report_accident", "third_party_report")
"""Intents of a caller who wants to report; rung off right after, they are called back."""

MOVES: tuple[Making, ...] = (
    take_outbound, take_position, take_change, take_case,
    take_start, take_silence, take_return, take_consent, take_nameless, take_when_answered, take_back_to_report, take_surname_told, take_number_told, take_broken_off, take_given_up, take_more_of_place, take_more_of_time, take_recorded, take_wait, take_asked_back, take_called, take_answer_with_asides, take_beside, take_going, take_closing, take_transfer, take_withdrawal, take_back_wish, take_complaint_wish, take_more_of_complaint, take_callback, take_not_ours, take_progress, take_up_again, take_report_first, take_wish_correction, take_resuming, take_named, take_prying, take_foreign, take_confirmation, take_another_report, take_tow_wish, take_known_question, take_told_before, take_open_answer, take_clear_intent, take_counter_question, take_objection, take_correction, take_addition, take_answer,
    take_complaint, take_command, take_wish, take_question, take_greeting, take_likeliest, take_felt, take_fear,
    take_unanswered,
)  # fmt: skip
"""Tried in this order; the first that applies is made."""


def understand(turn: Turn, knowledge: Knowledge) -> Move:
    """Decide what a turn of the caller means.

    Args:
        turn: What was heard, and where the conversation stands.
        knowledge: Answers to callers' questions, by intent; None where there is none.
    """
    if turn.progress.changing:
        return told_anew(turn, lambda plain: understand(plain, knowledge))
    if turn.progress.tapped:
        turn = with_tap(turn)
    if by_third_party(turn.heard, turn.facts, turn.asked):
        turn = replace(turn, heard=seen_from_our_car(turn.heard, turn.asked))
    turn = replace(turn, heard=ours_told_again(turn.heard, turn.facts, turn.asked))
    turn = replace(turn, heard=ours_asked_for(turn.heard, turn.facts, turn.asked))
    if turn.heard.intent not in ("silence", "start_call"):
        turn = replace(turn, progress=replace(turn.progress, spoken=True, silences=0))
    if turn.form == "claim_report" and turn.heard.is_intent(REPORTING, SURE):
        turn = replace(turn, facts={**turn.facts, "report_wanted": True})
    turn = replace(turn, facts=_with_dangers(replace(turn, facts=_followed_up(turn))))
    means = Means(knowledge, lambda changed: understand(changed, knowledge))
    made = _moved(turn, means)
    hurt = _with_the_hurt(turn, made)
    return made if hurt is None else _moved(replace(turn, facts=hurt), means)


def _moved(turn: Turn, means: Means) -> Move:
    """Make the first move that applies."""
    for move in MOVES:
        made = move(turn, means)
        if made is not None:
            return with_feelings(turn, _settled(turn, with_asides_served(turn, made, means)))
    return _settled(turn, not_understood(turn))


def _settled(turn: Turn, made: Move) -> Move:
    """Return a move with what is kept, closed and settled whatever it was."""
    told = with_read_back(turn, with_what_was_told(turn, made))
    return with_closing(turn, _unstuck(turn, with_pending(turn, told)))


DANGERS = frozenset(
    {"exposed", "trapped", "burning_now", "rising_water", "highway", "ambulance", "child_hurt"}
)
"""Circumstances that are kept whatever the words are taken for: people come first."""


def _with_dangers(turn: Turn) -> Facts:
    """Return the facts with the dangers that are told."""
    known, told = (
        turn.facts.get("flags") or (),
        [f.value for f in turn.heard.all("flag") if f.owner != "other"],
    )
    new = [flag for flag in told if flag in DANGERS and flag not in known]
    if not new or turn.form not in ("claim_report", "message"):
        return turn.facts
    return {**turn.facts, "flags": [*known, *new]}


def _with_the_hurt(turn: Turn, made: Move) -> Facts | None:
    """Return the facts with somebody told of as hurt, where a move has passed over it: 你们快点来 我孩子头磕破了."""
    told = turn.form == "claim_report" and made.facts.get("injured") is None and not turn.heard.only_asks
    found = take_injuries(turn.heard, turn.facts, turn.asked) if told else {}
    return {**turn.facts, **found} if found.get("injured") is True else None


MOST_STUCK = 3
"""Turns in a row that may tell nothing of the open question; then it is settled with what was said."""


def _unstuck(turn: Turn, move: Move) -> Move:
    """Go on after some turns in which the caller tried and a question was not answered, whatever else was told in them.

    Who asks, waits, or is angry tries nothing: neither is anything told then, nor is the ladder climbed. Who puts the recap
    right answers it.
    """
    question = question_named(turn.asked or "", turn.form)
    stands = question is not None and question.open(move.facts) and move.ask in (None, turn.asked)
    if stands and (turn.asked == "recap" or not _tried(turn, move)):
        return move
    if move.switch or move.quiet or move.transfer:
        return move
    if not stands or _one_more_told(turn, move):
        return replace(move, progress=replace(move.progress, stuck=0))
    stuck = turn.progress.stuck + 1
    if stuck <= MOST_STUCK or move.progress.pending:
        return replace(move, progress=replace(move.progress, stuck=stuck))
    settled = settle_as_heard(replace(turn, facts=move.facts, progress=move.progress))
    return replace(settled, lines=(*move.lines, *settled.lines))


def _tried(turn: Turn, move: Move) -> bool:
    """Tell whether the caller told something, was not understood, or answered what was answered before."""
    told = move.facts != turn.facts or move.progress.tries > turn.progress.tries
    return told or read_answer(turn.asked or "", turn.heard, turn.facts) is not None


def _one_more_told(turn: Turn, move: Move) -> bool:
    """Tell whether a question asked of each other party was answered for one more of them."""
    field = FIELDS.get(turn.asked or "")
    if field is None:
        return False
    before, after = (sum(p.get(field) is not None for p in listed(f)) for f in (turn.facts, move.facts))
    return after > before


def _followed_up(turn: Turn) -> Facts:
    """Take a thin answer as said once its question was put more exactly: whatever comes now, it is not put a third time."""
    asked = turn.asked or ""
    if not turn.progress.tries or turn.facts.get(asked) is None or closed(turn.facts, asked):
        return turn.facts
    return as_said(turn.facts, asked)
