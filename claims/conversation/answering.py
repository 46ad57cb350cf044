"""The question asked is answered, and more is told with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims import parties
from claims.answers import YES_NO, Answer, described, gives_up, read_answer, states
from claims.conversation.leaving import BEHALF, PERSON_WANTED, in_so_many_words
from claims.conversation.questions import QUESTIONS_OF_CALLERS
from claims.conversation.repair import ask_for_sound_value
from claims.conversation.turn import (
    ASKING,
    VERY_SURE,
    Line,
    Means,
    Move,
    Turn,
    also_said,
    ask_again,
    go_on,
    tells,
    without_policy,
)
from claims.corrections import contradicts, is_correction
from claims.enough import AT_ONCE, as_said, closed, is_enough
from claims.heard import Value
from claims.interview import OF_OTHERS, UNKNOWN, Facts, question_named, told
from claims.volunteered import volunteered
from claims.when_and_where import has_a_name, lacking
from mandarin.objections import keeps_back


def take_answer(turn: Turn, means: Means) -> Move | None:
    """Take the answer and what was told with it."""
    facts = dict(turn.facts)
    answer = read_answer(turn.asked, turn.heard, facts) if turn.asked else None
    if answer is not None and answer.problem:
        return _with_what_was_told_beside(turn, answer)
    if answer is not None and _only_words(turn, answer.facts):
        return Move(facts, replace(turn.progress, tries=1), ask=turn.asked, wording="example")
    if answer is not None:
        facts |= answer.facts
        if turn.asked and answer.facts.get(turn.asked) is not None and not closed(facts, turn.asked):
            thin = _thin(turn, facts)
            if isinstance(thin, Move):
                return thin
            facts = thin
        if (unknown_told(answer.facts, turn.facts) and described(turn.heard)) or _tells_the_tow(
            turn, answer.facts
        ):
            facts |= also_said(turn, facts)
    extra = (
        volunteered(turn.heard, facts | _asked_of(turn, facts), turn.asked)
        if turn.form == "claim_report"
        else {}
    )
    if answer is None and set(extra) == {"upset"}:  # B-01 answers fear, and then the question stands
        return Move({**facts, **extra}, turn.progress, ask=turn.asked, wording="short")
    if answer is None and extra.keys() <= {"caller_said"}:  # "我的车" alone tells nothing yet
        return None
    facts |= extra
    # Facts were told, but not the one asked for: they are kept and the question stands.
    on_behalf = bool(
        BEHALF.search(turn.heard.text)
    )  # who may report is said to that, and what was told is kept there
    told_little = not tells(extra) and (
        on_behalf or not turn.heard.is_intent(("inform", "report_accident"), 0.3)
    )
    if answer is None and turn.asked and not _settles(turn.asked, facts) and told_little:
        return None
    move = in_short(turn, _after_answer(turn, facts, extra))
    asks = (
        turn.heard.is_intent(QUESTIONS_OF_CALLERS, VERY_SURE)
        and ASKING.search(turn.heard.text)
        and not gives_up(turn.heard)
    )
    spoken = means.knowledge(turn.heard.intent, facts, turn.heard.text) if asks else None
    return replace(move, lines=(*move.lines, Line("utter_answer", {"text": spoken}))) if spoken else move


def _tells_the_tow(turn: Turn, given: Facts) -> bool:
    """Tell whether more is said to the offer of a tow than yes and where to: 车库门口限高两米一 大拖车进不去. The driver reads it."""
    if turn.asked != "rescue":
        return False
    words = len(re.sub(r"\W", "", turn.heard.text)) - len(str(given.get("rescue_to") or ""))
    return words >= TOLD_BESIDE


TOLD_BESIDE = 10
"""Characters beside a yes, and where to, that tell the tow truck's driver something."""


def _asked_of(turn: Turn, facts: Facts) -> dict[str, Any]:
    """Note of which of the other parties it was asked, so that what is told beside the answer is of that one as well."""
    if (
        turn.asked is None
        or turn.asked not in parties.FIELDS
        or len(parties.listed(facts)) < len(parties.listed(turn.facts))
    ):
        return {}
    return {parties.ASKED_OF: parties.awaiting(turn.facts, turn.asked)}


def _with_what_was_told_beside(turn: Turn, answer: Answer) -> Move:
    """Ask for a sound value, and keep what was told beside it: the story that came with a plate that is read back first."""
    move = ask_for_sound_value(turn, answer)
    if turn.form != "claim_report" or answer.problem == "part":
        return move
    waiting = answer.pending or {}
    meant = {waiting["fact"]: waiting["value"]} if "fact" in waiting and "value" in waiting else {}
    extra = volunteered(turn.heard, {**turn.facts, **meant}, turn.asked)
    return replace(move, facts={**move.facts, **{name: extra[name] for name in extra if name not in meant}})


ANSWERED_BY: Mapping[str, tuple[str, ...]] = {
    "accident_time": ("time",),
    "place": ("place",),
    "own_damage": ("part",),
    "third_damage": ("part", "third_part"),
    "third_plate": ("plate",),
    "injured_count": ("count",),
    "hospital": ("hospital",),
    "fee_amount": ("money",),
    "other_insurer_estimate": ("money",),
    "other_insurer_name": ("insurer",),
    "contact_phone": ("phone",),
    "callback_phone": ("phone",),
    "flood_duration": ("duration",),
    "flood_level": ("water_level",),
}
"""Question -> the kinds of values that answer it, whatever else the words sound like."""


def take_open_answer(turn: Turn, means: Means) -> Move | None:
    """Let the open question go first: "差不多半小时了" to B-02 is a time and no complaint, "还没修呢，前杠坏了" is damage."""
    kinds = ANSWERED_BY.get(turn.asked or "", ())
    values = [v for v in turn.heard.all(*kinds) if v.problem is None and _answers_it(turn, v)]
    if not values and not _begins_with_yes_or_no(turn) and not _gives_words(turn):
        return None
    if is_correction(turn.heard) or PERSON_WANTED.search(turn.heard.text):
        return None
    return take_answer(turn, means)


def _gives_words(turn: Turn) -> bool:
    """Tell whether words were asked for and anything but a command is said: "打电话打不通" is the reason there, and no chaser."""
    commands = turn.heard.is_intent(NO_ANSWERS | {"goodbye"}, VERY_SURE)
    return turn.asked in ("late_reason", "rescue_to") and not commands and not turn.heard.only_asks


def _begins_with_yes_or_no(turn: Turn) -> bool:
    """Tell whether a yes or no to the open question comes first: "在，堵着路呢" is no complaint about the wait."""
    begun = turn.heard.first("answer")
    if turn.asked == "recap" and (
        keeps_back(turn.heard.text) or states(turn.heard) or contradicts(turn.heard, turn.facts, turn.asked)
    ):
        return False
    return turn.asked in YES_NO and begun is not None and begun.start == 0 and not _leaves(turn)


NO_ANSWERS = frozenset(
    {"withdraw", "repeat", "wait", "slower", "not_understood", "ask_human", "wrong_number"}
)
"""Intents of a caller who does not answer, though the words begin with a yes or a no: "不是，你再说一遍"."""


def _answers_it(turn: Turn, value: Value) -> bool:
    """Tell whether a value is more than a word by the way: "今天天气真好" is no time."""
    said_alone = 2 * (value.end - value.start) > len(turn.heard.text) and not _leaves(turn)
    return said_alone or is_enough(turn.asked or "", value.value)


def _leaves(turn: Turn) -> bool:
    """Tell whether the caller surely does something else than answer: "稍等一下" is no place."""
    return turn.heard.is_intent(NO_ANSWERS, VERY_SURE) and in_so_many_words(turn.heard)


ALL_OF_IT = re.compile(r"[全都](部|都|给)?(是?烂|坏|烧|碎|毁|泡|淹|瘪|花|变形)|报废|烧(光|没)|整个")
"""Words of a car that is damaged all over; there is no part to name."""

HOW_BADLY = re.compile(
    r"[重轻]|严重|厉害|要紧|大碍|没(什么|啥)?(大)?事|不好|还行|还好|危险|意识|清醒|[疼痛肿断裂破伤折缝晕昏血]|[手腿脚头腰胳颈脖膝骨]|死|走了|没了|不行"
)
"""Words that tell how badly somebody is hurt."""

DAMAGE = frozenset({"own_damage", "third_damage"})


def _only_words(turn: Turn, given: Facts) -> bool:
    """Tell whether damage is told in words that name no part: "我不敢走近看" is asked again before it is taken.

    So are words about somebody hurt that tell nothing of how badly: "那孩子才十九 怪可怜的".
    """
    if turn.asked == "injury_severity" and not turn.progress.tries and not unknown_told(given, turn.facts):
        if gives_up(turn.heard):
            return False
        injury = turn.heard.first("injury")
        return not (injury and "severity" in injury.value) and not HOW_BADLY.search(turn.heard.text)
    parts = turn.heard.all("part", "third_part") or turn.heard.no_damage or ALL_OF_IT.search(turn.heard.text)
    unknown = unknown_told(given, turn.facts) and not _LOOKING.search(turn.heard.text)
    none = parties.told(given, "damage") == [[]]  # 没别的车坏 names no part, and tells
    return turn.asked in DAMAGE and not turn.progress.tries and not parts and not unknown and not none


_LOOKING = re.compile(
    r"(手电|灯|照)[^。]{0,8}看不[清到见]|(我|让我|等我)(去|先|再)?(看看|瞧瞧|瞅瞅|看一[下眼])"
)
"""Words of a caller who is about to look, and only cannot see it yet."""


def _thin(turn: Turn, facts: dict[str, Any]) -> Move | dict[str, Any]:
    """Ask more exactly after a thin answer, once; then take what was said as it was said."""
    asked = turn.asked or ""
    if turn.progress.tries or asked in AT_ONCE:
        return as_said(facts, asked)
    if asked == "place" and not has_a_name(facts[asked]):  # "停车场收费贵得很" may be no place at all
        facts[asked] = turn.facts.get(asked)
    facts |= volunteered(turn.heard, facts, asked)
    wording = "_".join(filter(None, ("finer", lacking(facts[asked]) if asked == "place" else "")))
    return Move(facts, replace(turn.progress, tries=1), ask=asked, wording=wording)


def unknown_told(answer: Facts, before: Facts) -> bool:
    """Tell whether an answer comes to "I don't know", of another party as well."""
    more = "third_parties" in answer and parties.unknowns(answer) > parties.unknowns(before)
    return more or any(value == UNKNOWN for value in answer.values())


EXPLAINED_AGAIN = (("utter_explained_again", "short"), ("utter_explained_in_steps", "example"))
"""How what to do next is put to a caller who did not understand it, and the question after it; then a person explains."""


def _explained_again(turn: Turn, facts: dict[str, Any]) -> Move:
    """Put what to do next in other words, each time others."""
    tries = turn.progress.tries
    if tries >= len(EXPLAINED_AGAIN):
        noted = replace(go_on(turn, {**facts, "guidance": True}), lines=(Line("utter_enquiry_noted"),))
        return replace(noted, task=("enquiry", {"question": turn.heard.text, "about": "索赔办理内容"}))
    response, wording = EXPLAINED_AGAIN[tries]
    progress = replace(turn.progress, tries=tries + 1)
    return Move(facts, progress, (Line(response),), ask="guidance", wording=wording)


def in_short(turn: Turn, move: Move) -> Move:
    """Have the open question asked in fewer words, if after the look-ups it is still the next."""
    standing = turn.asked if turn.asked not in OF_OTHERS else None
    return replace(move, standing=standing) if move.ask is None and not move.switch else move


def _settles(asked: str, facts: Facts) -> bool:
    question = question_named(asked)
    return question is not None and not question.open(facts)


def _after_answer(turn: Turn, facts: dict[str, Any], extra: Mapping[str, Any]) -> Move:
    """Apply what some answers mean for the rest of the call."""
    asked = turn.asked
    if asked == "policy_confirm" and facts.get("policy_confirm") is False:
        if told(extra, "plate") or facts.get("plate") != turn.facts.get("plate"):
            return go_on(turn, without_policy(facts))
        return ask_again(
            replace(
                turn, facts={n: v for n, v in without_policy(facts).items() if n != "plate"}, asked="plate"
            ),
            "again",
        )
    if asked == "manual_record" and facts.get("manual_record") is False:
        return Move(facts, replace(turn.progress, resume=turn.form), switch="message", task=None)
    if asked == "guidance" and facts.get("guidance") is None:
        return _explained_again(turn, facts)
    lines = (Line("utter_rescue_noted"),) if extra.get("rescue") else ()
    if told(extra, "rescue_when"):
        lines = (Line("utter_rescue_later"),)
    return replace(go_on(turn, facts), lines=lines)
