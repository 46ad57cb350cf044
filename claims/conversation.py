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
from claims.corrections import changes_in, contradicts, corrected, is_correction
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

CORRECTION_LENGTH = 6
"""Words longer than this after "不对" say what is wrong, even where no rule can read them."""

LIKELY = 0.3
"""Confidence from which the likeliest intent counts when nothing else could be made of the words."""

NOISY = 0.4
"""Recogniser's confidence below which words are noise."""

NOISES = 2
"""How often a caller of whom nothing was ever understood is asked to say it again before L-04 (002)."""

WAITS_BEFORE_APOLOGY = 4
"""After so many words to a waiting caller, one every 15 seconds, comes the apology L-09: a minute."""

OFFERED = "offered"
"""Value of the fact ``resumed`` while the caller may still take up the report of an earlier call."""

RESUME = re.compile(r"接着|继续(上次|上回|之前|昨天|刚才|办|报)|(上次|上回|之前)的?(那个)?(继续|接)")
"""Words that take up an earlier report; "不" before them takes it back."""

PRYING = re.compile(
    r"(查|念|读|说|告诉|看|报)(一?下|给|我|出来|听听|一)*.{0,10}(的)?(保单|保险(信息|资料|情况)|车主(信息|是谁|电话|名字)|被保险人)"
    r"|(保单|保险信息|车主信息|被保险人信息).{0,8}(念|读|告诉|查|给我)"
)
"""Words that ask for policy data, which only the policy holder hears (000/O-09)."""

ANOTHER = re.compile(
    r"(还有|另外|另).{0,6}(辆|台|个|起|次).{0,8}(报案|事故|报一下|要报|出险)|再报.{0,3}(一|个)|(还|再)(想|要)报"
)
"""Words that announce a second accident in a call whose report is done."""

COMPLAINT_LENGTH = 8
"""Characters from which a complaint tells what it is about: "我要投诉" does not."""

WAITING = re.compile(r"等|稍|一下|会儿|找找|翻|看看|别急|先别")
"""Words that ask to wait; "找我" to the question whom to contact does not."""

BACK = re.compile(
    r"[嗯啊哦，,。\s]*(好了|行了|可以了|我?回来了|好了我?回来了|我?好了|在的?|说吧|继续吧?|喂+)[，,。啊吧\s]*"
)
"""Words of a caller who is back and says no more; "好了" answers nothing."""

UNANSWERED = 6
"""Characters from which words of a question that nobody taught the bot are written down as an enquiry."""

ASKING = re.compile(
    r"吗|呢|么|怎么|怎样|啥|什么|多久|多少|几|哪|谁|能不能|要不要|可不可以|是不是|咋|吧|保证|？|\?"
)
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
        holding: Turns the caller has been waited for, 0 when not waiting.
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
    holding: int = 0
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
Making = Callable[[Turn, Knowledge], "Move | None"]

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
        asking, wording, values = question.name, "", {}
    else:
        return Reply(facts, progress, lines, None, done=True)
    asked = question_line(form, asking, facts, wording, values)
    return Reply(facts, progress, (*lines, asked), asking, done=False)


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


def question_line(
    form: str, name: str, facts: Facts, wording: str = "", values: Mapping[str, Any] | None = None
) -> Line:
    """Name the response of a question; the words module falls back to plainer wordings.

    The wording the facts call for (how much of a policy this caller may hear) always stays, whatever is added to it.
    """
    question = question_named(name, form)
    words = [name, question.wording(facts) if question else "", wording]
    response = "utter_question_" + "_".join(filter(None, words))
    return Line(response, {"form": form, **(values or {})})


# --- moves -------------------------------------------------------------------------------------------------------


def _start(turn: Turn, knowledge: Knowledge) -> Move | None:
    if turn.heard.intent != "start_call":
        return None
    return Move(dict(turn.facts), turn.progress)


def _silence(turn: Turn, knowledge: Knowledge) -> Move | None:
    if turn.heard.intent != "silence":
        return None
    facts, progress, asked = dict(turn.facts), turn.progress, turn.asked
    if progress.holding:
        progress = replace(progress, holding=progress.holding + 1)
        minute = progress.holding % WAITS_BEFORE_APOLOGY == 1
        waiting = Line("utter_waited_long" if minute else "utter_still_waiting")
        return Move(facts, progress, (waiting,), ask=asked, quiet=True)
    progress = replace(progress, silences=progress.silences + 1)
    if known(facts, "registered") or asked is None:
        if asked and progress.silences <= REPORT_SILENCES:
            return Move(facts, progress, ask=asked, wording="short")
        return _end_of_line(facts, progress, "utter_goodbye", asked)
    if not progress.spoken:
        if progress.silences <= GREETING_SILENCES:
            return Move(facts, progress, (Line("utter_greeting_again"),), ask=asked, quiet=True)
        return _end_of_line(facts, progress, "utter_no_voice", asked, outcome="silent")
    if progress.silences <= REPORT_SILENCES:
        there = (Line("utter_are_you_there"),) * (progress.silences > 1)
        return Move(
            facts, progress, there, ask=asked, wording="short" if progress.silences == 1 else "example"
        )
    if not has_begun(facts):
        return _end_of_line(facts, progress, "utter_no_voice", asked, outcome="silent")
    if progress.silences == REPORT_SILENCES + 1:
        return Move(facts, progress, (Line("utter_offer_callback"),), ask=asked, quiet=True)
    return _end_of_line(facts, progress, "utter_silent_goodbye", asked)


def _end_of_line(
    facts: dict[str, Any], progress: Progress, response: str, asked: str | None, outcome: str | None = None
) -> Move:
    """Say the last words and hang up; what a report holds by then becomes a call-back when the store ends the call."""
    return Move(facts, progress, (Line(response),), ask=asked, quiet=True, hangup=True, outcome=outcome)


BEGUN = ("plate", "vin", "engine_no", "policy_no", "accident_time", "description", "case_type")
"""Facts only a report has; place and telephone belong to messages as well."""


def has_begun(facts: Facts) -> bool:
    """Tell whether the caller has told anything of a report."""
    return any(told(facts, name) for name in BEGUN)


def _hold(turn: Turn, knowledge: Knowledge) -> Move | None:
    if not turn.progress.holding:
        return None
    progress = replace(turn.progress, holding=0)
    back = Line("utter_back_from_hold")
    here = turn.heard.is_intent(("returned", "greet")) or BACK.fullmatch(turn.heard.text)
    rest = None if here else understand(replace(turn, progress=progress), knowledge)
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


def _resume(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Take up the report of an earlier call, because the caller says so; there may be an answer in it as well."""
    found = RESUME.search(turn.heard.text)
    if turn.facts.get("resumed") != OFFERED or not found:
        return None
    wanted = not re.search(r"[不别甭]", turn.heard.text[: found.start()][-3:])
    turn = replace(turn, facts={**turn.facts, "resumed": wanted})
    made = understand(turn, knowledge)
    if made.progress.tries <= turn.progress.tries and not made.switch:
        return made
    return Move(dict(turn.facts), turn.progress, (Line("utter_go_on"),), ask=turn.asked, wording="short")


def _prying(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Keep policy data from whoever asks for them without being the policy holder."""
    others = [v for v in turn.heard.all("plate") if v.value["plate"] != turn.facts.get("plate")]
    if not PRYING.search(turn.heard.text) or (turn.facts.get("verified") and not others):
        return None
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_confidential"),), ask=turn.asked, wording="short"
    )


def _intents_first(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Let what is clearly no answer go first: always where any words would be one, else where no value was told."""
    if turn.heard.sure < VERY_SURE or turn.heard.all("event") or _is_a_name(turn.heard):
        return None
    if turn.heard.intent == "chitchat" and not turn.heard.all("plate", "phone", "part"):
        return _greeting(turn, knowledge)
    moves: tuple[Making, ...]
    if turn.form == "complaint":
        outburst = () if turn.asked in COMPLAINED else (_felt,)
        moves = (_command, _out_of_complaint, *outburst)
    elif is_free(turn.asked):
        moves = (_felt, _command, _leave, _question, _greeting)
    elif not _no_answer(turn.heard):
        return None
    elif ASKING.search(turn.heard.text):
        moves = (_felt, _command, _leave_first, _question)
    else:
        moves = (_felt, _command, _leave_first)
    return _first_of(moves, turn, knowledge)


NO_ANSWER = frozenset({"answer", "part", "place", "person", "injury"})
"""Kinds of values that are heard in words which are no answer: "我找一下行驶证", "你们什么破公司", "烦死了"."""


def _no_answer(heard: Heard) -> bool:
    return all(value.kind in NO_ANSWER or value.text in TOWING for value in heard.values)


TOWING = frozenset({"拖车", "救援车", "清障车"})
"""Vehicles that are called, and no party to the accident."""

COMPLAINED = frozenset({"complaint_detail", "complaint_want"})
"""Questions of a complaint to which an outburst is an answer."""

NAMING = frozenset({"driver", "contact_name", "insured", "third_owner", "relation"})
"""Questions to which a person is the answer: "换我老公" says who drove."""


def _leave_first(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Leave before the words are tried as an answer: "我不想报了" is no driver."""
    person = turn.asked in NAMING and turn.heard.all("person")
    if person or turn.heard.intent in ("goodbye", turn.asked):
        return None
    return _leave(turn, knowledge)


def _asked_back(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Take a question for a question, also where any words would be an answer, unless a story goes with it."""
    if not is_free(turn.asked):
        return None
    told_something = (
        any(value.kind not in ("answer", "place", "person") for value in turn.heard.values)
        or turn.heard.intent in ("inform", "dont_know")
        or gives_up(turn.heard)
    )
    return None if told_something or turn.asked in STORIES else _unanswered(turn, knowledge)


STORIES = frozenset({"description", "fire_how", "late_reason", "complaint_detail", "complaint_want"})
"""Questions answered with a story, in which there may be questions."""


def _felt(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Take an outburst for what it is, and for no answer; the words to it are ``FEELINGS``."""
    if turn.heard.intent not in FEELINGS or len(turn.heard.text) < 2:
        return None
    return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short")


def _out_of_complaint(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Leave a complaint for a person or for good; any other feeling or wish in it is the complaint itself."""
    return _leave(turn, knowledge) if turn.heard.intent in ("ask_human", "goodbye") else None


def _complained(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Keep what is complained of, whatever was asked."""
    if (
        turn.form != "complaint"
        or known(turn.facts, "complaint_detail")
        or len(turn.heard.text) < COMPLAINT_LENGTH
    ):
        return None
    if turn.heard.is_intent(("ask_human", "goodbye", *WORDLESS_COMMANDS)):
        return None
    facts = {**turn.facts, "complaint_detail": turn.heard.text}
    return Move(facts, turn.progress, ask=turn.asked, wording="short")


WORDLESS_COMMANDS = ("repeat", "slower", "wait", "not_understood", "dont_know", "refuse")
"""Intents that tell nothing."""


def _first_of(moves: Iterable[Making], turn: Turn, knowledge: Knowledge) -> Move | None:
    return next((made for move in moves if (made := move(turn, knowledge)) is not None), None)


def _likeliest(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Go by the likeliest intent, when the words were no answer and no intent is sure."""
    if not LIKELY <= turn.heard.sure < SURE or turn.heard.heard < NOISY:
        return None
    sure = replace(turn, heard=replace(turn.heard, sure=SURE))
    return _first_of((_command, _leave, _question, _greeting), sure, knowledge)


def _foreign(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Say in which language this line is served, to a caller who speaks another."""
    words = FOREIGN.findall(turn.heard.text)
    if len(words) < 2 or not _no_answer(turn.heard) or re.search(r"[\u4e00-\u9fff]", turn.heard.text):
        return None
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_mandarin_only"),), ask=turn.asked, wording="short"
    )


FOREIGN = re.compile(r"[^\W\d_]{2,}")


def _unanswered(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Write a question down that the bot has no answer to, instead of guessing or asking to hear it again."""
    text = turn.heard.text
    question = len(text) >= UNANSWERED and ASKING.search(text) and turn.heard.intent != "noise"
    return _enquiry(turn) if question and turn.heard.heard >= NOISY else None


def _correction(turn: Turn, knowledge: Knowledge) -> Move | None:
    in_recap = turn.asked in ("recap", "policy_confirm")
    told_values = any(value.kind != "answer" for value in turn.heard.values)
    corrects = is_correction(turn.heard) or contradicts(turn.heard, turn.facts)
    if not corrects and not (in_recap and told_values):
        return None
    if turn.form != "claim_report" and turn.asked != "anything_else":
        return None
    if turn.asked and not in_recap:
        answer = read_answer(turn.asked, turn.heard, turn.facts)
        beyond = changes_in(turn.heard, turn.facts).keys() - (answer.facts if answer else {}).keys()
        if answer is not None and answer.facts and not beyond and not _strong_cue(turn):
            return None
    previous = turn.progress.previous if is_correction(turn.heard) and not in_recap else None
    facts = corrected(turn.heard, turn.facts, previous)
    unread = _strong_cue(turn) and len(turn.heard.text) > CORRECTION_LENGTH
    if known(turn.facts, "registered") and (facts is not None or unread):
        # The record is closed to the dialogue: saying that it was changed would be false, a person changes it.
        said = {"correction": turn.heard.text}
        return Move(
            dict(turn.facts), turn.progress, (Line("utter_correction_noted"),), task=("enquiry", said)
        )
    if facts is not None:
        move = Move(facts, replace(turn.progress, tries=0), (Line("utter_corrected"),))
        return move if in_recap else _in_short(turn, move)
    if told_values and is_free(turn.asked) and _strong_cue(turn):  # the value stood already
        return _in_short(turn, Move(dict(turn.facts), turn.progress, (Line("utter_corrected"),)))
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
    extra = volunteered(turn.heard, facts, turn.asked) if turn.form == "claim_report" else {}
    if answer is None and (not extra or set(extra) <= {"upset"}):
        return None
    facts |= extra
    # Facts were told, but not the one asked for: they are kept and the question stands.
    told_little = not _tells(extra) and not turn.heard.is_intent(("inform", "report_accident"), 0.3)
    if answer is None and turn.asked and not _settles(turn.asked, facts) and told_little:
        return None
    move = _in_short(turn, _after_answer(turn, facts, extra))
    asks = (
        turn.heard.is_intent(QUESTIONS_OF_CALLERS, VERY_SURE)
        and ASKING.search(turn.heard.text)
        and not gives_up(turn.heard)
    )
    spoken = knowledge(turn.heard.intent, facts) if asks else None
    return replace(move, lines=(*move.lines, Line("utter_answer", {"text": spoken}))) if spoken else move


def _in_short(turn: Turn, move: Move) -> Move:
    """Ask a question that still stands in fewer words, when it comes straight after itself."""
    if move.ask is not None or turn.asked is None or move.switch:
        return move
    _, question = plan(TABLES[turn.form], move.facts, ())
    again = question is not None and question.name == turn.asked and question.name not in ONE_EACH
    return replace(move, ask=turn.asked, wording="short") if again else move


ONE_EACH = frozenset({"third_plate", "third_owner", "third_damage"})
"""Questions asked once for each other party, so that the same words come twice."""


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
        progress = replace(turn.progress, tries=turn.progress.tries + 1)
        return Move(facts, progress, (Line("utter_explained_again"),), ask="guidance", wording="short")
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
    if heard.is_intent(("wait",)) and WAITING.search(heard.text):
        return Move(facts, replace(progress, holding=1), (Line("utter_hold"),), ask=turn.asked, quiet=True)
    if heard.is_intent(("not_understood", "ask_why")) and turn.asked and turn.asked != "guidance":
        return Move(facts, progress, ask=turn.asked, wording="example")
    return None


Leave = Callable[[Turn], Move]


def _leave(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Go to another conversation, or to a person."""
    if BEHALF.search(turn.heard.text) and turn.heard.is_intent(
        ("report_accident", "third_party_report"), LIKELY
    ):
        return _third_party_report(turn)
    leave = LEAVES.get(turn.heard.intent)
    return leave(turn) if leave and turn.heard.sure >= SURE else None


BEHALF = re.compile(r"(替|帮|代)[^，。,]{0,6}报|路过|路人|(看见|看到)[^，。,]{0,6}(车祸|事故|撞|出事)")
"""Words of somebody who reports another's accident."""


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
            return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short")
        back = turn.form if turn.form in ("claim_report", "after_report") else turn.progress.resume
        progress = replace(turn.progress, resume=back, tries=0, pending=None)
        return Move({**turn.facts, **facts}, progress, switch=form)

    return leave


def _rescue(turn: Turn) -> Move:
    begun = any(known(turn.facts, name) for name in ("accident_time", "description", "case_type"))
    if IN_NEED.search(turn.heard.text):  # people come first: the safety sentence, then the report
        flags = list(dict.fromkeys([*(turn.facts.get("flags") or ()), "trapped"]))
        return replace(
            _go_on(turn, {**turn.facts, "flags": flags, "rescue": True}), ask=turn.asked, wording="short"
        )
    if turn.form != "claim_report":  # nothing is going to be registered that could carry it
        if turn.form == "message" and turn.facts.get("message_kind") == "rescue":  # being taken down
            return Move(dict(turn.facts), turn.progress, ask=turn.asked)
        told_before = turn.facts.get("rescue") is True or turn.facts.get("message_kind") == "rescue"
        return replace(
            _go_on(turn, {**turn.facts, "rescue": True}), lines=(Line("utter_rescue_recorded"),), ask=turn.asked,
            task=None if told_before else ("rescue", {"said": turn.heard.text}),
        )  # fmt: skip
    if begun:
        return replace(
            _go_on(turn, {**turn.facts, "rescue": True}), lines=(Line("utter_rescue_noted"),), ask=turn.asked
        )
    return _to("message", message_kind="rescue")(turn)


IN_NEED = re.compile(r"(人|孩子|小孩|娃|老人|司机|他|她|我)[^，。,]{0,6}(卡|困|压|夹)|出不来")
"""Words of somebody who cannot get out."""


def _say_and_stay(response: str, wording: str = "short", **facts: Any) -> Leave:
    def leave(turn: Turn) -> Move:
        return Move(
            {**turn.facts, **facts}, turn.progress, (Line(response),), ask=turn.asked, wording=wording
        )

    return leave


def _urge(turn: Turn) -> Move:
    """Pass a chaser on: at once for the report of this call, else with its number and who calls."""
    if known(turn.facts, "registered"):
        stay = _say_and_stay("utter_urged")(turn)
        return replace(stay, task=("chaser", {"said": turn.heard.text}))
    return _to("message", message_kind="chaser")(turn)


def _withdraw(turn: Turn) -> Move:
    """Note that a report is not wanted any more; people settle it, because a record is never lost by a word."""
    task = ("enquiry", {"reason": "客户要求撤销报案", "said": turn.heard.text})
    move = Move(dict(turn.facts), turn.progress, (Line("utter_withdraw"),), task=task, outcome="enquiry")
    if turn.form == "after_report":
        return replace(move, ask="anything_else")
    return replace(move, switch="after_report")


def _third_party_report(turn: Turn) -> Move:
    """Let anybody report, and keep who it is."""
    person = turn.heard.first("person")
    relation = (person.value.get("relation") if person else None) or turn.facts.get("relation") or "其他"
    flags = [*(turn.facts.get("flags") or ()), "reported_by_other"]
    facts = {"relation": relation, "flags": list(dict.fromkeys(flags))}
    return _say_and_stay("utter_anyone_may_report", "short", **facts)(turn)


def _wrong_number(turn: Turn) -> Move:
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_wrong_number"),), ask=turn.asked, quiet=True,
        outcome=None if has_begun(turn.facts) else "wrong_number",
    )  # fmt: skip


def _goodbye(turn: Turn) -> Move:
    """Let a caller go; what was said of a report is kept, and somebody rings back."""
    if turn.form == "after_report":
        return Move({**turn.facts, "anything_else": False, "guidance": True}, turn.progress)
    if not has_begun(turn.facts):
        return Move(dict(turn.facts), turn.progress, (Line("utter_goodbye"),), ask=turn.asked, quiet=True)
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_kept_for_callback"), Line("utter_goodbye")),
        ask=turn.asked, quiet=True, outcome="callback", task=("callback", {"reason": "客户中途结束通话"}),
    )  # fmt: skip


def _enquiry(turn: Turn) -> Move:
    """Write down a question nobody can answer now; L-16 asks for a number where none is known."""
    if not any(told(turn.facts, name) for name in ("caller_phone", "contact_phone", "callback_phone")):
        return _to("message", message_kind="enquiry", enquiry=turn.heard.text)(turn)
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_enquiry_noted"),), ask=turn.asked, wording="short",
        task=("enquiry", {"question": turn.heard.text}),
    )  # fmt: skip


def _complaint(turn: Turn) -> Move:
    told_what = {"complaint_detail": turn.heard.text} if len(turn.heard.text) >= COMPLAINT_LENGTH else {}
    return _to("complaint", **told_what)(turn)


LEAVES: Mapping[str, Leave] = {
    "ask_human": _to_person,
    "complaint": _complaint,
    "call_back": _to("message", message_kind="callback"),
    "quote": _to("message", message_kind="quote"),
    "rescue": _rescue,
    "wrong_number": _wrong_number,
    "other_insurer": _say_and_stay("utter_other_insurer"),
    "third_party_report": _third_party_report,
    "handover": _say_and_stay("utter_handed_over", wording=""),
    "urge": _urge,
    "withdraw": _withdraw,
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
        return Move(dict(turn.facts), turn.progress, ask=resume, quiet=True, transfer="客户要求人工服务")
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
        line = SADLY.get(line, line) if is_sad(facts) else line
        return Move(facts, progress, (Line(line),), ask=turn.asked, wording="short")
    if turn.heard.intent not in QUESTIONS_OF_CALLERS:
        return None
    text = knowledge(turn.heard.intent, facts)
    if text:
        return Move(facts, progress, (Line("utter_answer", {"text": text}),), ask=turn.asked, wording="short")
    return _enquiry(turn)


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

SADLY: Mapping[str, str] = {"utter_praised": "utter_welcome"}
"""What is said instead over an injury, a death or a theft: nobody is invited to call again."""


def is_sad(facts: Facts) -> bool:
    """Tell whether thanks and good wishes would hurt."""
    return bool(
        facts.get("injured") is True or facts.get("deaths") or facts.get("case_type") in ("theft", "fire")
    )


def _greeting(turn: Turn, knowledge: Knowledge) -> Move | None:
    """Take a greeting, or "我要报案", as what it is: the caller is there, and the question stands."""
    if not turn.heard.is_intent(("greet", "report_accident", "chitchat", "returned"), 0.4):
        return None
    if turn.heard.intent == "report_accident" and turn.form == "after_report":
        return _another_report(turn)
    lines = (Line("utter_welcome_report"),) if turn.heard.intent == "report_accident" else ()
    return Move(dict(turn.facts), turn.progress, lines, ask=turn.asked, wording="short")


def _another(turn: Turn, knowledge: Knowledge) -> Move | None:
    return _another_report(turn) if turn.form == "after_report" and ANOTHER.search(turn.heard.text) else None


def _another_report(turn: Turn) -> Move:
    """Begin the report that a message or a complaint went before; a second one needs a call of its own."""
    if not known(turn.facts, "registered"):
        return Move(dict(turn.facts), turn.progress, (Line("utter_welcome_report"),), switch="claim_report")
    return Move(
        {**turn.facts, "guidance": True}, turn.progress, (Line("utter_one_report_a_call"),), ask="anything_else",
        task=("callback", {"reason": "客户还有另一起事故要报案", "said": turn.heard.text}),
    )  # fmt: skip


MOVES: tuple[Callable[[Turn, Knowledge], Move | None], ...] = (
    _start, _silence, _hold, _transfer, _resume, _prying, _foreign, _pending, _another, _intents_first, _asked_back, _correction, _answer,
    _complained, _command, _leave, _question, _greeting, _likeliest, _unanswered,
)  # fmt: skip
"""Tried in this order; the first that applies is made."""


def _not_understood(turn: Turn) -> Move:
    """Climb the ladder: say it again, put another way, then go on and mark the fact for a person.

    Who says "不知道" was heard well: the question is put another way at once. Noise and nothing else ends in L-04.
    """
    facts, progress, asked = dict(turn.facts), turn.progress, turn.asked
    again = (Line("utter_say_again"),)
    if asked is None:
        return Move(facts, progress, again, ask="anything_else")
    noise = turn.heard.is_intent(("noise",), LIKELY) or turn.heard.heard < NOISY
    if noise and not has_begun(facts):
        if progress.tries < NOISES:
            return Move(facts, replace(progress, tries=progress.tries + 1), again, ask=asked)
        return _end_of_line(facts, progress, "utter_too_noisy", asked, outcome="noise")
    if progress.tries == 0 and not gives_up(turn.heard):
        return Move(facts, replace(progress, tries=1), again, ask=asked)
    if progress.tries <= 1:
        return Move(facts, replace(progress, tries=2), ask=asked, wording="example")
    if asked in SETTLED_WITHOUT:
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


SETTLED_WITHOUT: Mapping[str, Any] = {
    "recap": True,
    "policy_confirm": UNKNOWN,
    "manual_record": True,
    "guidance": True,
    "anything_else": False,
}
"""Where a yes or no could not be had: the safe way is the one that keeps the report."""


def _settle_without_answer(turn: Turn) -> Move:
    asked = turn.asked or ""
    flags = [*(turn.facts.get("flags") or ()), f"unclear:{asked}"]
    facts = {**turn.facts, asked: SETTLED_WITHOUT[asked], "flags": flags}
    return Move(facts, replace(turn.progress, tries=0))


# --- feelings ----------------------------------------------------------------------------------------------------

FEELINGS: Mapping[str, tuple[str, bool]] = {
    "abuse": ("utter_abused", True),
    "angry": ("utter_angry", False),
}
"""Intent -> the words, and whether they are said each time; B-01 for fear and hurry is a statement of the interview."""


def _is_a_name(heard: Heard) -> bool:
    """Tell whether the words are a name or a part and little else: "王建国" is no abuse, whatever it sounds like."""
    named = [v for v in heard.all("person", "part", "insurer", "hospital") if v.end - v.start > 1]
    return 2 * sum(v.end - v.start for v in named) > len(heard.text)


def _with_feelings(turn: Turn, move: Move) -> Move:
    feeling = FEELINGS.get(turn.heard.intent)
    if feeling is None or turn.heard.sure < SURE or len(turn.heard.text) < 2 or _is_a_name(turn.heard):
        return move
    response, each_time = feeling
    if not each_time and response in move.progress.fits:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, response))
    lines: Iterable[Line] = (line for line in move.lines if line.response != "utter_say_again")
    return replace(move, progress=progress, lines=(Line(response), *lines))


__all__ = ["Line", "Move", "Progress", "Reply", "Turn", "gives_up", "question_line", "respond", "understand"]
