"""What a turn starts from, what it leads to, and what the moves share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from claims.heard import Heard
from claims.interview import CALLBACKS, Facts, told


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
        stuck: How many turns in a row told nothing of the open question.
        pieces: What was said so far of an identifier that comes over several turns.
        tapped: Whether the kind of accident was tapped, and its story asked for.
        changing: What of the recap is being told anew (``claims.conversation.ANEW``).
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
    stuck: int = 0
    pieces: tuple[str, ...] = ()
    tapped: bool = False
    changing: str | None = None
    taken: str | None = None

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Progress:
        """Read the progress from its slot; a missing slot is a fresh call."""
        values = dict(slot or {})
        for name in ("said", "fits", "pieces"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)

    def as_slot(self) -> dict[str, Any]:
        """Return the slot's value."""
        return {
            **self.__dict__,
            "said": list(self.said),
            "fits": list(self.fits),
            "pieces": list(self.pieces),
        }


@dataclass(frozen=True)
class Turn:
    """What a turn starts from; ``connects`` tells whether there is a line on which a caller can be put through."""

    form: str
    facts: Facts
    progress: Progress
    heard: Heard
    asked: str | None
    connects: bool = True


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
        standing: The question that was open; when it is the next again, it is asked in ``standing_wording``, by default the short one.
        quiet: Whether nothing is asked now (the caller waits or has hung up).
        switch: Another conversation to go on with.
        taken_back: Whether the complaint or message that was being told is not wanted any more.
        task: A task for the staff, (kind, detail).
        outcome: How the call will have ended.
        hangup: Whether the bot ends the call.
        transfer: Why the call goes to a person, when it does.
    seek: What of the files the answer needs, a key of ``claims.conversation.filed.FROM_FILE``; its line is put in there.
    """

    facts: dict[str, Any]
    progress: Progress
    lines: tuple[Line, ...] = ()
    ask: str | None = None
    wording: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    standing: str | None = None
    standing_wording: str = "short"
    quiet: bool = False
    switch: str | None = None
    taken_back: bool = False
    task: tuple[str, dict[str, Any]] | None = None
    outcome: str | None = None
    hangup: bool = False
    transfer: str | None = None
    seek: str | None = None


@dataclass(frozen=True)
class Reply:
    """What the bot says and asks."""

    facts: dict[str, Any]
    progress: Progress
    lines: tuple[Line, ...]
    ask: str | None
    done: bool


Knowledge = Callable[[str, Facts, str], "str | None"]


@dataclass(frozen=True)
class Means:
    """What a move may use besides its turn.

    Attributes:
        knowledge: Answers to callers' questions, by intent, facts and the words of the question; None where there is none.
        again: The whole understanding once more, for the same words in a changed turn.
    """

    knowledge: Knowledge
    again: Callable[[Turn], Move]


Making = Callable[[Turn, Means], "Move | None"]

SURE = 0.5

VERY_SURE = 0.65
"""Confidence from which an intent counts, and from which it counts where any words would be an answer."""

LIKELY = 0.3
"""Confidence from which the likeliest intent counts when nothing else could be made of the words."""

NOISY = 0.4
"""Recogniser's confidence below which words are noise."""

ASKING = re.compile(
    r"吗|呢|么|怎么|怎样|啥|什么|多久|多少|几|哪|谁|能不能|要不要|可不可以|是不是|会不会|该不该|用不用|赔不赔|管不管|咋|[能会行赔对题以]吧|保证|？|\?"
)
"""Words of a question; an answer that merely sounds like one (拖到修理厂了) is not answered with advice."""

BEGUN = (
    "report_wanted", "plate", "vin", "engine_no", "policy_no", "accident_time", "description", "case_type", "injured",
    "own_damage",
)  # fmt: skip
"""Facts only a report has; place and telephone belong to messages as well."""


def has_begun(facts: Facts) -> bool:
    """Tell whether the caller has told anything of a report."""
    return any(told(facts, name) for name in BEGUN)


def is_sad(facts: Facts) -> bool:
    """Tell whether thanks and good wishes would hurt."""
    return bool(
        facts.get("injured") is True or facts.get("deaths") or facts.get("case_type") in ("theft", "fire")
    )


def without_policy(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what was looked up for a vehicle, and the identifiers that came with it."""
    gone = (
        "lookup", "looked_up", "named_only", "plate_confirmed", "policy", "verified", "policy_confirm", "insured", "policy_no",
        "vin", "engine_no",
    )  # fmt: skip
    return {name: value for name, value in facts.items() if name not in gone}


def go_on(turn: Turn, facts: dict[str, Any]) -> Move:
    """Go on by the table."""
    previous = turn.asked or turn.progress.previous
    progress = replace(turn.progress, tries=0, stuck=0, pending=None, pieces=(), previous=previous)
    return Move(facts, progress)


def also_said(turn: Turn, facts: Facts) -> dict[str, Any]:
    """Keep what was told beside the question in the caller's words, after what was kept before."""
    return {"also_said": [*(facts.get("also_said") or ()), turn.heard.text]}


def ask_again(turn: Turn, wording: str) -> Move:
    """Ask the same again in another wording, one step up the ladder."""
    return Move(
        dict(turn.facts),
        replace(turn.progress, tries=turn.progress.tries + 1),
        ask=turn.asked,
        wording=wording,
    )


def recap_changed(facts: dict[str, Any], progress: Progress) -> Move:
    """Read back what was put right in the recap, and not all of it again."""
    return Move(facts, replace(progress, tries=0), standing="recap", standing_wording="changed")


def first_of(moves: Iterable[Making], turn: Turn, means: Means) -> Move | None:
    """Make the first of these moves that applies."""
    return next((made for move in moves if (made := move(turn, means)) is not None), None)


def no_answer(heard: Heard) -> bool:
    """Tell whether nothing was heard that could answer a question."""
    return all(value.kind in NO_ANSWER or value.text in TOWING for value in heard.values)


NO_ANSWER = frozenset({"answer", "part", "place", "person", "injury", "manner"})
"""Kinds of values that are heard in words which are no answer: "我找一下行驶证", "你们什么破公司", "烦死了"."""

TOWING = frozenset({"拖车", "救援车", "清障车"})
"""Vehicles that are called, and no party to the accident."""


def is_a_name(heard: Heard) -> bool:
    """Tell whether the words are a name or a part and little else: "王建国" is no abuse, whatever it sounds like."""
    if SURNAME.fullmatch(heard.text):
        return True
    if ASKING.search(heard.text):  # "哪家公司" names none
        return False
    named = [v for v in heard.all("person", "part", "insurer", "hospital") if v.end - v.start > 1]
    return 2 * sum(v.end - v.start for v in named) > len(heard.text)


SURNAME = re.compile(r"[嗯啊，,\s]*(我|俺|免贵|本人)*是?姓.{1,2}[，,。]?")
"""Words that are only a surname."""

STORIES = frozenset({"description", "fire_how", "late_reason", "complaint_detail", "complaint_want"})
"""Questions answered with a story, in which there may be questions."""


def go_to(form: str, **facts: Any) -> Callable[[Turn], Move]:
    """Make the move to another conversation with these facts; what is under way is gone on with after it."""

    def leave(turn: Turn) -> Move:
        if turn.form == form:
            return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short")
        back = turn.form if turn.form in UNDER_WAY else turn.progress.resume
        progress = replace(turn.progress, resume=back, tries=0, pending=None)
        said = {} if turn.heard.text in facts.values() else {"wish_said": turn.heard.text}
        return Move({**turn.facts, **said, **facts}, progress, switch=form)

    return leave


UNDER_WAY = frozenset({"claim_report", "after_report", *CALLBACKS})
"""Conversations that are gone on with after a wish was written down."""


def end_of_line(
    facts: dict[str, Any], progress: Progress, response: str, asked: str | None, outcome: str | None = None
) -> Move:
    """Say the last words and hang up; what a report holds by then becomes a call-back when the store ends the call."""
    return Move(facts, progress, (Line(response),), ask=asked, quiet=True, hangup=True, outcome=outcome)


def tells(facts: Mapping[str, Any]) -> bool:
    """Tell whether there is more in these facts than a mood, a word about the events, or who is speaking."""
    return bool(set(facts) - {"flags", "upset", "events", *WHO_SPEAKS})


WHO_SPEAKS = frozenset({"relation", "caller_said", "reporter_name"})
"""Facts about the caller, which are kept and answer no question."""
