"""One turn of a conversation: what the caller's words change, and what the bot says and asks next.

Pure: ``understand`` turns what was heard into a ``Move``, the dialogue then looks up what has become necessary
(policy, duplicate), and ``respond`` plans the words. The moves are tried in the order of ``MOVES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from claims.answers import Answer, gives_up, is_free, read_answer, yes_or_no
from claims.corrections import corrected, is_correction
from claims.heard import Heard
from claims.interview import QUESTIONS, TABLES, UNKNOWN, Ask, Facts, known, plan, question_named, told
from claims.volunteered import volunteered

GREETING_SILENCES = 2
"""How often a silent line hears the greeting again before L-03b (002: 重复招呼语两遍)."""

REPORT_SILENCES = 2
"""How often a silent caller in a report hears the question again before a call-back is offered."""

SURE = 0.5
VERY_SURE = 0.65
"""Confidence from which an intent counts, and from which it counts where any words would be an answer."""

ASKING = re.compile(r"吗|呢|么|怎么|怎样|啥|什么|多久|多少|几|哪|谁|能不能|要不要|可不可以|是不是|咋|？|\?")
"""Words of a question; an answer that merely sounds like one (拖到修理厂了) is not answered with advice."""

TELLING = 3
"""From this many new facts in one breath on, they are acknowledged with M-25."""


@dataclass(frozen=True)
class Line:
    """One response to say, and the values that fill it."""

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """What the dialogue remembers besides the facts; JSON-serialisable through ``as_slot``.

    Attributes:
        said: Statements already made.
        tries: How often the open question was not understood.
        silences: Silences in a row.
        spoken: Whether the caller has said anything yet.
        holding: Whether the caller asked to wait.
        pending: What a confirmation or a choice will settle.
        previous: The question answered last.
        resume: The form to go back to.
        fits: Feelings already answered.
        taken: Id of the message taken last; a form entered in the same turn does not hear it again.
    """

    said: tuple[str, ...] = ()
    tries: int = 0
    silences: int = 0
    spoken: bool = False
    holding: bool = False
    pending: Mapping[str, Any] | None = None
    previous: str | None = None
    resume: str | None = None
    fits: tuple[str, ...] = ()
    taken: str | None = None

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Progress:
        """Read the progress from its slot; a missing slot is a fresh call."""
        values = dict(slot or {})
        for name in ("said", "fits"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)

    def as_slot(self) -> dict[str, Any]:
        """Return the slot's value."""
        return {**self.__dict__, "said": list(self.said), "fits": list(self.fits)}


@dataclass(frozen=True)
class Turn:
    """What a turn starts from."""

    form: str
    facts: Facts
    progress: Progress
    heard: Heard
    asked: str | None


@dataclass(frozen=True)
class Move:
    """What the caller's words lead to.

    Attributes:
        facts: All facts afterwards.
        progress: The progress afterwards.
        lines: What is said before the next question.
        ask: The question to ask again, with ``wording``; None to go on by the table.
        wording: Which wording of that question: "", "short", "example", "confirm" …
        values: What fills that wording.
        quiet: Whether nothing is asked now (the caller waits or has hung up).
        switch: Another conversation to go on with.
        task: A task for the staff, (kind, detail).
        outcome: How the call will have ended.
        hangup: Whether the bot ends the call.
        transfer: Why the call goes to a person, when it does.
    """

    facts: dict[str, Any]
    progress: Progress
    lines: tuple[Line, ...] = ()
    ask: str | None = None
    wording: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    quiet: bool = False
    switch: str | None = None
    task: tuple[str, dict[str, Any]] | None = None
    outcome: str | None = None
    hangup: bool = False
    transfer: str | None = None


@dataclass(frozen=True)
class Reply:
    """What the bot says and asks."""

    facts: dict[str, Any]
    progress: Progress
    lines: tuple[Line, ...]
    ask: str | None
    done: bool


Knowledge = Callable[[str, Facts], str | None]

KEPT_QUESTIONS = frozenset({"transfer", "guidance", "anything_else"})
"""Questions that may be asked although the table has nothing left to ask."""


def understand(turn: Turn, knowledge: Knowledge) -> Move:
    """Decide what a turn of the caller means.

    Args:
        turn: What was heard, and where the conversation stands.
        knowledge: Answers to callers' questions, by intent; None where there is none.
    """
    if turn.heard.intent not in ("silence", "start_call"):
        turn = replace(turn, progress=replace(turn.progress, spoken=True, silences=0))
    for move in MOVES:
        made = move(turn, knowledge)
        if made is not None:
            return _with_feelings(turn, made)
    return _not_understood(turn)


def respond(form: str, move: Move) -> Reply:
    """Plan the words after a move, once its look-ups are done."""
    facts, progress = move.facts, move.progress
    if move.quiet:
        return Reply(facts, progress, move.lines, move.ask, done=False)
    statements, question = plan(TABLES[form], facts, progress.said)
    lines = _in_order(_acknowledged(move.lines, question), tuple(Line(f"utter_{s.name}") for s in statements))
    progress = replace(progress, said=(*progress.said, *(step.name for step in statements)))
    if move.ask is not None and (question is not None or move.ask in KEPT_QUESTIONS):
        asking, wording, values = move.ask, move.wording, move.values
    elif question is not None:
        asking, wording, values = question.name, question.wording(facts), {}
    else:
        return Reply(facts, progress, lines, None, done=True)
    return Reply(facts, progress, (*lines, question_line(form, asking, wording, values)), asking, done=False)


def _in_order(lines: tuple[Line, ...], statements: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put people first: the safety sentence precedes everything, and leaves out that what was told is noted."""
    safety = tuple(line for line in statements if line.response == "utter_safety")
    rest = tuple(line for line in statements if line.response != "utter_safety")
    if safety:
        lines = tuple(line for line in lines if line.response != "utter_noted")
    return (*safety, *lines, *rest)


def _acknowledged(lines: tuple[Line, ...], question: Ask | None) -> tuple[Line, ...]:
    """Fill M-25 with what was told and what comes next; without a next topic it is left out."""
    next_topic = question.topic if question else ""
    filled = []
    for line in lines:
        if line.response == "utter_noted":
            if not next_topic:
                continue
            topics = dict.fromkeys(QUESTIONS[name].topic for name in line.values["topics"])
            line = Line(line.response, {"topics": "、".join(list(topics)[:TELLING]), "next": next_topic})
        filled.append(line)
    return tuple(filled)


def question_line(form: str, name: str, wording: str = "", values: Mapping[str, Any] | None = None) -> Line:
    """Name the response of a question; the words module falls back to the plain wording."""
    return Line(
        "utter_question_" + name + (f"_{wording}" if wording else ""), {"form": form, **(values or {})}
    )


# --- moves -------------------------------------------------------------------------------------------------------


def _start(turn: Turn, knowledge: Knowledge) -> Move | None:
    if turn.heard.intent != "start_call":
        return None
    return Move(dict(turn.facts), turn.progress)


def _silence(turn: Turn, knowledge: Knowledge) -> Move | None:
    if turn.heard.intent != "silence":
        return None
    facts, progress = dict(turn.facts), turn.progress
    if progress.holding:
        return Move(facts, progress, (Line("utter_still_waiting"),), ask=turn.asked, quiet=True)
    if turn.asked is None:
        return Move(facts, progress, (Line("utter_goodbye"),), quiet=True, hangup=True)
    progress = replace(progress, silences=progress.silences + 1)
    if not progress.spoken:
        if progress.silences <= GREETING_SILENCES:
            return Move(facts, progress, (Line("utter_greeting_again"),), ask=turn.asked, quiet=True)
        return Move(facts, progress, (Line("utter_no_voice"),), quiet=True, hangup=True, outcome="silent")
    if progress.silences <= REPORT_SILENCES:
        wording = "short" if progress.silences == 1 else "example"
        return Move(
            facts,
            progress,
            (Line("utter_are_you_there"),) * (progress.silences > 1),
            ask=turn.asked,
            wording=wording,
        )
    if progress.silences == REPORT_SILENCES + 1:
        return Move(facts, progress, (Line("utter_offer_callback"),), ask=turn.asked, quiet=True)
    return Move(
        facts, progress, (Line("utter_silent_goodbye"),), quiet=True, hangup=True, outcome="callback",
        task=("callback", {"reason": "通话中断，来电无声"}),
    )  # fmt: skip


def _hold(turn: Turn, knowledge: Knowledge) -> Move | None:
    if not turn.progress.holding:
        return None
    progress = replace(turn.progress, holding=False)
    back = Line("utter_back_from_hold")
    rest = (
        understand(replace(turn, progress=progress), knowledge)
        if not turn.heard.is_intent(("returned", "greet"))
        else None
    )
    if rest is None or rest.progress.tries > progress.tries:
        return Move(dict(turn.facts), progress, (back,), ask=turn.asked, wording="short")
    return replace(rest, lines=(back, *rest.lines))


def _pending(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Settle a value that was read back, or a choice between two."""
    pending = turn.progress.pending
    if not pending:
        return None
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    facts = dict(turn.facts)
    if "readings" in pending:
        morning, afternoon = pending["readings"]
        half = _half_of_day(turn.heard.text)
        if half is not None:
            value = {**pending["value"], "start": afternoon if half == "pm" else morning}
            said = f"{value.get('said', '')}，{turn.heard.text}"
            facts["accident_time"] = {
                "start": value["start"],
                "end": None,
                "precision": value["precision"],
                "said": said,
            }
            return _go_on(turn, facts)
        return understand(turn, knowledge)
    same = any(v.value["plate"] == pending["value"] for v in turn.heard.all("plate") if v.problem is None)
    confirmed = yes_or_no("confirm", turn.heard)
    other = [v for v in turn.heard.all("plate") if v.problem is None and v.value["plate"] != pending["value"]]
    amended = turn.heard.amended.get(pending["fact"])
    if other or amended:
        plate = amended or other[0].value["plate"]
        return _go_on(turn, {**_without_policy(facts), pending["fact"]: plate})
    if confirmed or same:
        return _go_on(turn, facts | {pending["fact"]: pending["value"], "plate_confirmed": True})
    if confirmed is False:
        facts.pop(pending["fact"], None)
        return _again(replace(turn, facts=_without_policy(facts)), "again")
    return understand(turn, knowledge)


def _half_of_day(text: str) -> str | None:
    if re.search(r"下午|晚上|傍晚|夜里|中午|后半晌", text):
        return "pm"
    return "am" if re.search(r"上午|早上|早晨|凌晨|清早|半夜|今早", text) else None


def _without_policy(facts: Mapping[str, Any]) -> dict[str, Any]:
    gone = ("lookup", "policy", "verified", "policy_confirm", "insured", "policy_no", "vin", "engine_no")
    return {name: value for name, value in facts.items() if name not in gone}


def _intents_first(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Where any words would be an answer, what is clearly no answer goes first."""
    if not is_free(turn.asked) or turn.heard.sure < VERY_SURE or turn.heard.all("event"):
        return None
    for move in (_command, _leave, _question):
        made = move(turn, knowledge)
        if made is not None:
            return made
    return None


def _correction(turn: Turn, knowledge: Knowledge) -> Move | None:
    in_recap = turn.asked in ("recap", "policy_confirm")
    told_values = any(value.kind != "answer" for value in turn.heard.values)
    if not is_correction(turn.heard) and not (in_recap and told_values):
        return None
    if turn.form != "claim_report" and turn.asked != "anything_else":
        return None
    if turn.asked and not in_recap:
        answer = read_answer(turn.asked, turn.heard, turn.facts)
        if answer is not None and answer.facts and not turn.heard.amended and not _strong_cue(turn):
            return None
    previous = turn.progress.previous if is_correction(turn.heard) and not in_recap else None
    facts = corrected(turn.heard, turn.facts, previous)
    if facts is not None:
        return Move(facts, replace(turn.progress, tries=0), (Line("utter_corrected"),))
    if turn.asked == "recap" and yes_or_no("recap", turn.heard) is not True:
        return Move(dict(turn.facts), turn.progress, ask="recap", wording="which")
    return None


def _strong_cue(turn: Turn) -> bool:
    return bool(re.match(r"^[嗯啊哦等一下，,\s]*(不对|错了|说错|我说错|刚才|更正|哦不)", turn.heard.text))


def _answer(turn: Turn, knowledge: Knowledge) -> Move | None:
    facts = dict(turn.facts)
    answer = read_answer(turn.asked, turn.heard, facts) if turn.asked else None
    if answer is not None and answer.problem:
        return _problem(turn, answer)
    if answer is not None:
        facts |= answer.facts
    extra = volunteered(turn.heard, facts, turn.asked)
    if answer is None and (not extra or set(extra) <= {"upset"}):
        return None
    facts |= extra
    # Facts were told, but not the one asked for: they are kept and the question stands.
    told_little = not _tells(extra) and not turn.heard.is_intent(("inform", "report_accident"), 0.3)
    if answer is None and turn.asked and not _settles(turn.asked, facts) and told_little:
        return None
    move = _after_answer(turn, facts, extra)
    asks = turn.heard.is_intent(QUESTIONS_OF_CALLERS, VERY_SURE) and ASKING.search(turn.heard.text)
    spoken = knowledge(turn.heard.intent, facts) if asks else None
    return replace(move, lines=(*move.lines, Line("utter_answer", {"text": spoken}))) if spoken else move


def _settles(asked: str, facts: Facts) -> bool:
    question = question_named(asked)
    return question is not None and not question.open(facts)


def _tells(extra: Mapping[str, Any]) -> bool:
    return bool(set(extra) - {"flags", "upset", "events"})


def _after_answer(turn: Turn, facts: dict[str, Any], extra: Mapping[str, Any]) -> Move:
    """Apply what some answers mean for the rest of the call."""
    asked = turn.asked
    if asked == "policy_confirm" and facts.get("policy_confirm") is False:
        if told(extra, "plate") or facts.get("plate") != turn.facts.get("plate"):
            return _go_on(turn, _without_policy(facts))
        return _again(
            replace(
                turn, facts={n: v for n, v in _without_policy(facts).items() if n != "plate"}, asked="plate"
            ),
            "again",
        )
    if asked == "manual_record" and facts.get("manual_record") is False:
        return Move(facts, replace(turn.progress, resume=turn.form), switch="message", task=None)
    if asked == "guidance" and facts.get("guidance") is None:
        return Move(
            facts, replace(turn.progress, tries=turn.progress.tries + 1), ask="guidance", wording="again"
        )
    told_now = [name for name in extra if (q := question_named(name)) and q.topic and name != asked]
    lines: tuple[Line, ...] = ()
    if len(told_now) >= TELLING and turn.form == "claim_report":
        lines = (Line("utter_noted", {"topics": told_now}),)
    return replace(_go_on(turn, facts), lines=lines)


def _go_on(turn: Turn, facts: dict[str, Any]) -> Move:
    return Move(
        facts, replace(turn.progress, tries=0, pending=None, previous=turn.asked or turn.progress.previous)
    )


def _problem(turn: Turn, answer: Answer) -> Move:
    """Ask again with the reason, once; after that the value goes the way of a value that was not understood."""
    facts, progress = dict(turn.facts), turn.progress
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
        return _not_understood(turn)
    return Move(facts, replace(progress, tries=1), ask=turn.asked, wording=answer.problem or "")


def _again(turn: Turn, wording: str) -> Move:
    return Move(
        dict(turn.facts),
        replace(turn.progress, tries=turn.progress.tries + 1),
        ask=turn.asked,
        wording=wording,
    )


def _command(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Do what the caller tells the bot to do with the conversation itself."""
    facts, progress, heard = dict(turn.facts), turn.progress, turn.heard
    if heard.is_intent(("repeat", "slower")):
        lines: tuple[Line, ...] = (Line("utter_slower"),) if heard.intent == "slower" else ()
        if turn.asked == "anything_else" and known(facts, "report_number"):
            lines += (Line("utter_report_number"),)
        return Move(facts, progress, lines, ask=turn.asked)
    if heard.is_intent(("ask_number",)) and known(facts, "report_number"):
        return Move(facts, progress, (Line("utter_report_number"),), ask=turn.asked, wording="short")
    if heard.is_intent(("wait",)):
        return Move(facts, replace(progress, holding=True), (Line("utter_hold"),), ask=turn.asked, quiet=True)
    if heard.is_intent(("not_understood", "ask_why")) and turn.asked:
        return Move(facts, progress, ask=turn.asked, wording="example")
    return None


Leave = Callable[[Turn], Move]


def _leave(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Go to another conversation, or to a person."""
    leave = LEAVES.get(turn.heard.intent)
    return leave(turn) if leave and turn.heard.sure >= SURE else None


def _to_person(turn: Turn) -> Move:
    resume = turn.asked if turn.asked != "transfer" else None
    return Move(
        dict(turn.facts),
        replace(turn.progress, pending={"offer": "transfer", "resume": resume}),
        ask="transfer",
    )


def _to(form: str, **facts: Any) -> Leave:
    def leave(turn: Turn) -> Move:
        if turn.form == form:
            return Move(dict(turn.facts), turn.progress, ask=turn.asked)
        return Move({**turn.facts, **facts}, replace(turn.progress, resume=turn.form, tries=0), switch=form)

    return leave


def _rescue(turn: Turn) -> Move:
    begun = any(known(turn.facts, name) for name in ("accident_time", "description", "case_type"))
    if begun or turn.form != "claim_report":
        return replace(
            _go_on(turn, {**turn.facts, "rescue": True}), lines=(Line("utter_rescue_noted"),), ask=turn.asked
        )
    return _to("message", message_kind="rescue")(turn)


def _say_and_stay(response: str, outcome: str | None = None, kind: str | None = None) -> Leave:
    def leave(turn: Turn) -> Move:
        task = (kind, {"said": turn.heard.text}) if kind else None
        return Move(
            dict(turn.facts),
            turn.progress,
            (Line(response),),
            ask=turn.asked,
            wording="short",
            outcome=outcome,
            task=task,
        )

    return leave


def _wrong_number(turn: Turn) -> Move:
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_wrong_number"),), quiet=True, outcome="wrong_number"
    )


def _goodbye(turn: Turn) -> Move:
    """Let a caller go in mid-report: what was said is kept, and somebody rings back."""
    if turn.form == "after_report":
        return Move({**turn.facts, "anything_else": False, "guidance": True}, turn.progress)
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_kept_for_callback"), Line("utter_goodbye")), quiet=True,
        outcome="callback", task=("callback", {"reason": "客户中途结束通话"}),
    )  # fmt: skip


LEAVES: Mapping[str, Leave] = {
    "ask_human": _to_person,
    "complaint": _to("complaint"),
    "call_back": _to("message", message_kind="callback"),
    "quote": _to("message", message_kind="enquiry"),
    "rescue": _rescue,
    "wrong_number": _wrong_number,
    "other_insurer": _say_and_stay("utter_other_insurer"),
    "third_party_report": _say_and_stay("utter_anyone_may_report"),
    "handover": _say_and_stay("utter_handed_over"),
    "urge": _say_and_stay("utter_urged", kind="chaser"),
    "withdraw": _say_and_stay("utter_withdraw", kind="enquiry"),
    "goodbye": _goodbye,
}


def _transfer(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Settle the offer to be put through to a person."""
    if turn.asked != "transfer":
        return None
    resume = (turn.progress.pending or {}).get("resume")
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    said = yes_or_no("transfer", turn.heard)
    if said or turn.heard.is_intent(("ask_human", "affirm")):
        return Move(dict(turn.facts), turn.progress, quiet=True, transfer="客户要求人工服务")
    if said is False:
        return Move(dict(turn.facts), turn.progress, (Line("utter_go_on"),), ask=resume, wording="short")
    return understand(replace(turn, asked=resume), knowledge)


def _question(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Answer a question of the caller's, then ask the open one again in fewer words."""
    if turn.heard.sure < SURE:
        return None
    facts, progress = dict(turn.facts), turn.progress
    line = TALK.get(turn.heard.intent)
    if line:
        return Move(facts, progress, (Line(line),), ask=turn.asked, wording="short")
    if turn.heard.intent not in QUESTIONS_OF_CALLERS:
        return None
    text = knowledge(turn.heard.intent, facts)
    if text:
        return Move(facts, progress, (Line("utter_answer", {"text": text}),), ask=turn.asked, wording="short")
    return Move(
        facts, progress, (Line("utter_enquiry_noted"),), ask=turn.asked, wording="short",
        task=("enquiry", {"question": turn.heard.text}),
    )  # fmt: skip


QUESTIONS_OF_CALLERS = frozenset(
    {
        "ask_documents", "ask_cover", "ask_progress", "ask_duration", "ask_fees", "ask_what_to_do", "ask_repair",
        "ask_police", "ask_number", "ask_survey",
    }
)  # fmt: skip

TALK: Mapping[str, str] = {
    "ask_bot": "utter_i_am_a_bot",
    "ask_name": "utter_bot_number",
    "thanks": "utter_welcome",
    "praise": "utter_praised",
    "suggest": "utter_suggestion_noted",
    "criticise": "utter_criticised",
    "hurry_up": "utter_hurry",
}
"""What is answered in one sentence, by intent."""


def _greeting(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Take a greeting, or "我要报案", as what it is: the caller is there, and the question stands."""
    if not turn.heard.is_intent(("greet", "report_accident", "chitchat", "returned"), 0.4):
        return None
    lines = (Line("utter_welcome_report"),) if turn.heard.intent == "report_accident" else ()
    return Move(dict(turn.facts), turn.progress, lines, ask=turn.asked, wording="short")


MOVES: tuple[Callable[[Turn, Knowledge], Move | None], ...] = (
    _start, _silence, _hold, _transfer, _pending, _intents_first, _correction, _answer,
    _command, _leave, _question, _greeting,
)  # fmt: skip
"""Tried in this order; the first that applies is made."""


def _not_understood(turn: Turn) -> Move:
    """Climb the ladder: say it again, put another way, then go on and mark the fact for a person."""
    facts, progress, asked = dict(turn.facts), turn.progress, turn.asked
    if asked is None:
        return Move(facts, progress, (Line("utter_say_again"),), quiet=True)
    if progress.tries == 0:
        return Move(facts, replace(progress, tries=1), (Line("utter_say_again"),), ask=asked)
    if progress.tries == 1:
        return Move(facts, replace(progress, tries=2), ask=asked, wording="example")
    if asked in ("recap", "policy_confirm", "anything_else", "guidance", "manual_record"):
        return _settle_without_answer(turn)
    flags = [*(facts.get("flags") or ()), f"unclear:{asked}"]
    return Move(
        facts | _as_heard(asked, turn) | {"flags": flags},
        replace(progress, tries=0),
        (Line("utter_noted_as_heard"),),
    )


def _as_heard(asked: str, turn: Turn) -> dict[str, Any]:
    """Keep the caller's words for a fact that no rule could read; a person will."""
    said = turn.heard.text.strip()
    if asked == "accident_time":
        return {asked: {"start": None, "end": None, "precision": None, "said": said}}
    if asked == "place":
        return {asked: {"text": said}}
    if asked in ("third_plate", "third_owner", "third_damage"):
        return {asked: [*(turn.facts.get(asked) or ()), UNKNOWN]}
    if asked in ("contact_phone", "callback_phone") and turn.heard.caller_phone:
        return {asked: turn.heard.caller_phone}
    return {asked: said if is_free(asked) and said else UNKNOWN}


def _settle_without_answer(turn: Turn) -> Move:
    """Go on where a yes or no could not be had: the safe way is the one that keeps the report."""
    settled = {
        "recap": True,
        "policy_confirm": UNKNOWN,
        "manual_record": True,
        "guidance": True,
        "anything_else": False,
    }
    flags = [*(turn.facts.get("flags") or ()), f"unclear:{turn.asked}"]
    facts = {**turn.facts, turn.asked or "": settled[turn.asked or ""], "flags": flags}
    return Move(facts, replace(turn.progress, tries=0))


# --- feelings ----------------------------------------------------------------------------------------------------

FEELINGS: Mapping[str, tuple[str, bool]] = {
    "abuse": ("utter_abused", True),
    "angry": ("utter_angry", False),
}
"""Intent -> the words, and whether they are said each time; B-01 for fear and hurry is a statement of the interview."""


def _with_feelings(turn: Turn, move: Move) -> Move:
    feeling = FEELINGS.get(turn.heard.intent)
    if feeling is None or turn.heard.sure < SURE:
        return move
    response, each_time = feeling
    if not each_time and response in move.progress.fits:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, response))
    lines: Iterable[Line] = (line for line in move.lines if line.response != "utter_say_again")
    return replace(move, progress=progress, lines=(Line(response), *lines))


__all__ = ["Line", "Move", "Progress", "Reply", "Turn", "gives_up", "question_line", "respond", "understand"]
