"""Outbursts: taken for what they are, answered, and never for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from claims.answers import YES_NO, says
from claims.conversation.callbacks import HOW_TO_VERIFY
from claims.conversation.turn import SURE, VERY_SURE, Line, Means, Move, Turn, is_a_name, no_answer
from claims.volunteered.circumstances import sounds_upset

FEELINGS: Mapping[str, tuple[str, bool]] = {
    "abuse": ("utter_abused", True),
    "angry": ("utter_angry", False),
}
"""Intent -> the words, and whether they are said each time; B-01 for fear and hurry is a statement of the interview."""


def take_outburst(turn: Turn, means: Means) -> Move | None:
    """Take an outburst for what it is, and for no answer; the words to it are ``FEELINGS``."""
    if turn.heard.intent not in FEELINGS or len(turn.heard.text) < 2 or _answers(turn):
        return None
    return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short")


def _answers(turn: Turn) -> bool:
    """Tell whether the words answer the question, whatever they sound like: "我哪敢打火啊"."""
    return turn.asked in YES_NO and says(turn.asked, turn.heard.text) is not None


AFRAID: Mapping[str, str] = {"anxious": "utter_calm", "grieving": "utter_calm_grief"}
"""Intent -> the words to it, once a call; in a report they are statements of the interview, which also follow a story."""


def take_fear(turn: Turn, means: Means) -> Move | None:
    """Take words of fear or grief for no answer and nothing that was not understood; the question stands."""
    if not sounds_upset(turn.heard) or not turn.asked or not no_answer(turn.heard):
        return None
    return Move({**turn.facts, "upset": True}, turn.progress, ask=turn.asked, wording="short")


def _calmed(turn: Turn, move: Move) -> Move:
    """Say the words to fear or grief outside a report, unless they were said before."""
    response = AFRAID.get(turn.heard.intent)
    if response is None or not sounds_upset(turn.heard):
        return move
    if turn.form == "claim_report" or move.switch or not move.ask:
        return move
    if response in move.progress.fits or response.removeprefix("utter_") in move.progress.said:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, response))
    return replace(move, progress=progress, lines=(Line(response), *move.lines))


VENTED = re.compile(
    r"气死|气人|生气|火大|投诉|破(公司|保险|服务|电话|玩意)|垃圾|骗|凭[什么啥]|(怎么|咋)(还|这么|老)|烦|过分|态度|妈的|他妈|啰嗦|磨叽|废话|没完|受够|不像话|混蛋|王八|滚|傻|有病|什么(玩意|公司|服务|东西)"
)
"""Words of anger that are heard beside an answer."""


def with_feelings(turn: Turn, move: Move) -> Move:
    """Put the words to a feeling before what the move says."""
    feeling = FEELINGS.get(turn.heard.intent)
    if feeling is None:
        return _calmed(turn, move)
    if move.switch == "complaint" or HOW_TO_VERIFY in move.lines:
        return move  # begun with the words that fit what is complained of
    # "着火了着火了" is no anger, however it sounds.
    if _answers(turn):
        return move
    enough = VERY_SURE if turn.heard.all("event", "injury") else SURE
    if turn.heard.sure < enough or len(turn.heard.text) < 2 or is_a_name(turn.heard):
        return move
    if turn.asked and move.ask != turn.asked and not VENTED.search(turn.heard.text):
        return move  # the open question comes first: its answer is no outburst, whatever it sounds like
    response, each_time = feeling
    if not each_time and response in move.progress.fits:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, response))
    lines: Iterable[Line] = (line for line in move.lines if line.response != "utter_say_again")
    return replace(move, progress=progress, lines=(Line(response), *lines))
