"""What is told when the report is closed: nobody hears that it was changed, and nothing of it is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from claims.conversation.turn import ASKING, NOISY, SURE, Line, Means, Move, Turn, go_on, tells
from claims.corrections import changes_in
from claims.heard import Heard
from claims.interview import Facts, in_danger, known, safety_wording
from claims.volunteered import volunteered
from mandarin.asking_back import asked_before


def take_addition(turn: Turn, means: Means) -> Move | None:
    """Pass on what is told of the accident after registration, or after A-07, to those who work on it.

    A question is answered and adds nothing, unless somebody hurt is told of in it: 我爸这会儿头晕 要不要紧啊.
    """
    asks = ASKING.search(turn.heard.text) and not _tells_of_the_hurt(turn.heard)
    if turn.form != "after_report" or not known(turn.facts, "registered") or asks:
        return None
    new = volunteered(turn.heard, turn.facts, None) | changes_in(turn.heard, turn.facts)
    new.pop("rescue", None)  # a wish of its own
    if not tells(new) or (turn.asked == "guidance" and _REPEATS.match(turn.heard.text)):
        return None
    facts = {**turn.facts, **new}
    hurt = _is_hurt(new) and in_danger(facts)
    safety = "_".join(filter(None, ("utter_safety", safety_wording(facts))))
    lines = (Line(safety),) * hurt + (Line("utter_addition_noted"),)
    return Move(
        dict(turn.facts), turn.progress, lines, ask=turn.asked, wording="short",
        task=(_kind(new, turn), {"addition": turn.heard.text}),
    )  # fmt: skip


def _tells_of_the_hurt(heard: Heard) -> bool:
    injury = heard.first("injury")
    return injury is not None and injury.value.get("any") is True and "severity" in injury.value


def _is_hurt(new: Facts) -> bool:
    """Tell whether what was told is an injury: of the first who is hurt, or another one: 我爸现在头晕得厉害."""
    return new.get("injured") is True or bool(new.get("injury_severity"))


_REPEATS = re.compile(
    r"[嗯啊哦噢好那个就是说，,\s]*(知道|明白?|晓得|清楚|懂|有数|妥|中|要得|行|好)(了|咧|啦|哈|啊|嘞|咯|的)*[\s，,]+(?!.*(还有|忘了|刚才|补充|其实|不对|对了|说错|伤|扭|疼|痛|死))"
)
"""Words of who has understood what to do and says it over, which adds nothing to the report: "晓得了 不打火了"."""


def _kind(new: dict[str, Any], turn: Turn) -> str:
    """Choose how soon somebody looks at it: ten minutes for a death, three for the injured, else within the day."""
    if new.get("deaths"):
        return "major_case"
    return "chaser" if _is_hurt(new) or known(turn.facts, "duplicate_of") else "enquiry"


CLOSED_BY: dict[str, tuple[Any, re.Pattern[str]]] = {
    "guidance": (
        True,
        re.compile(
            r"[嗯啊哦噢呃诶那就是说个都我，,\s]*(?:好(?!像)|行(?![驶车])|中(?!间|午)|嗯呢|妥|成|要[得德]|可以|[知晓认]得|[知支]?[道倒]了|知道|晓|明[白百]|懂|有数|清楚|了解|谢|没问题|听[到着明清懂]|记(?!不|录|得不)|[没美每](?:有|了|得|啥|什么))"
        ),
    ),
    "anything_else": (
        False,
        re.compile(
            r"[嗯啊哦噢呃诶那就是说个这都我，,\s]*(?:[没美每冇木](?:有|得|了|啥|什么|别|事)|不用|(?:[行好]吧?[啊，,\s]*)?[那就]*算了)"
        ),
    ),
}
"""Question at the end of a call -> the fact that closes it, and how an answer begins that closes it, whatever follows."""

_NOT_CLOSED = re.compile(
    r"[不没](太|大|怎么|很|听|能)?(明白|清楚?|懂|理解|记[下住全得])|没听|再(说|讲|念|重复)|什么意思|慢一?点|人工|投诉|(?<!会)再报"
)
"""Words of who did not understand, or wants something else."""


def take_closing(turn: Turn, means: Means) -> Move | None:
    """Let an answer that begins with having understood, or with nothing more, close its question; what is told with it is passed on."""
    settled = _settled(turn)
    if settled is None or turn.heard.asides or not CLOSED_BY[turn.asked or ""][1].match(turn.heard.text):
        return None
    made = take_addition(turn, means) or Move(dict(turn.facts), turn.progress)
    return replace(made, facts={**made.facts, **settled}, progress=go_on(turn, made.facts).progress, ask=None)


def take_going(turn: Turn, means: Means) -> Move | None:
    """Tell who says that they leave, to bring somebody to a doctor, what holds for that, and let them go: 我得带孩子走了."""
    settled = _settled(turn)
    if settled is None or turn.heard.asides or not _GOES.search(turn.heard.text):
        return None
    text = means.knowledge("", turn.facts, turn.heard.text)
    if not text:
        return None
    made = take_addition(turn, means) or Move(dict(turn.facts), turn.progress)
    lines = (*made.lines, Line("utter_answer", {"text": text}))
    closed = {**made.facts, **settled}
    return replace(made, facts=closed, progress=go_on(turn, made.facts).progress, lines=lines, ask=None)


_GOES = re.compile(
    r"(?:我|咱|俺)们?(?:自己)?[^，。,他她没]{0,4}(?:带|送|抱|陪|领|去|走|离开|回家)[^，。,没过]{0,8}?(?:走|离开|回家|回去|医院|急诊|看病)"
)
"""Words of the caller's own going."""


def with_closing(turn: Turn, move: Move) -> Move:
    """Close the question at the end of a call with any answer that asks nothing: who has not understood says so."""
    settled = _settled(turn)
    asks = turn.heard.asides or ASKING.search(turn.heard.text) or turn.heard.intent in ASKED_AGAIN
    told_nothing = turn.asked == "guidance" or move.progress.tries > turn.progress.tries
    if settled is None or asks or not told_nothing or move.ask != turn.asked or move.quiet or move.switch:
        return move
    if turn.heard.heard < NOISY or turn.heard.is_intent(("noise",), SURE):
        return move
    if move.task is None and _tells_more(turn):  # nothing that is said is lost: a person looks at it
        kept = {"addition": turn.heard.text}
        settled = settled if turn.asked == "guidance" else {}
        return Move(
            {**turn.facts, **settled}, replace(turn.progress, tries=0), (Line("utter_addition_noted"),),
            ask=None if settled else turn.asked, wording="" if settled else "short", task=("enquiry", kept),
        )  # fmt: skip
    lines = tuple(line for line in move.lines if line.response != "utter_say_again")
    progress = replace(move.progress, tries=0)
    return replace(
        move, facts={**move.facts, **settled}, progress=progress, lines=lines, ask=None, wording=""
    )


def _tells_more(turn: Turn) -> bool:
    """Tell whether words at the end of a call hold something for the report, though no rule could place it: 他叫陈国栋 我看到腕带了."""
    kinds = {value.kind for value in turn.heard.values}
    if asked_before(turn.heard.text) is not None:
        return False
    return len(turn.heard.text) >= LEAST_TOLD and bool(kinds & FOR_THE_REPORT)


LEAST_TOLD = 6
"""Characters from which words tell something."""

FOR_THE_REPORT = frozenset(
    {
        "plate",
        "person",
        "place",
        "time",
        "part",
        "third_part",
        "phone",
        "hospital",
        "ward",
        "money",
        "insurer",
        "injury",
    }
)
"""Kinds of values that belong in a report."""

ASKED_AGAIN = frozenset({"start_call", "silence", "keys", "repeat", "slower", "not_understood", "ask_number"})
"""Intents after which a question comes again."""


def _settled(turn: Turn) -> dict[str, Any] | None:
    """Return the fact that closes the open question; None where it is not one that any answer closes."""
    open_one = turn.form == "after_report" and known(turn.facts, "registered") and turn.asked in CLOSED_BY
    if not open_one or turn.progress.holding or _NOT_CLOSED.search(turn.heard.text):
        return None
    return {str(turn.asked): CLOSED_BY[turn.asked or ""][0]}
