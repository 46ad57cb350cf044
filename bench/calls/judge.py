"""Judges a call: what its record holds before the recap and in the end, and how the interview went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.calls.caller import Answer, Event
from bench.calls.findings import INVENTED, RIGHT, WRONG, Finding, fact_of, findings
from bench.calls.questions import QUESTIONS, question
from bench.calls.scenario import Scenario
from bench.calls.switches import Switches
from bench.calls.told import covered, enough, sign

CHARACTERS_A_SECOND = 170 / 60
TURN_S = 2.0
"""Seconds between one who has spoken and the other."""

NUMBER = frozenset({"utter_registered", "utter_registered_unsent", "A-07"})
"""Sentences that give the report number."""

APOLOGIES = frozenset(
    {"K-08", "L-11", "L-04", "L-10", "utter_say_again", "utter_system_fault", "utter_not_saved"}
    | {"utter_noted_as_heard", "utter_mandarin_only", "utter_handed_over"}
)
"""Sentences that say the caller was not understood, or that something failed."""

FOLLOW_UPS = ("plate_confirm", "plate_unfound", "am_pm", "_which", "_future", "_expired", "_hidden", "_finer")
"""Wordings that ask for something else than the question did, so that they are no repetition of it: parts of their ids."""

DEPENDS = {
    "description": {"case_type", "third_parties", "flags"},
    "plate": {"driver", "contact", "reporter"},
    "driver": {"reporter"},
    "accident_time": {"flags"},
}
"""Fact -> facts that may rightly change with it."""


SHOWS = {
    "two": ("two",),
    "beside": ("beside",),
    "asks": ("asks",),
    "cuts": ("cut",),
    "silence": ("silence",),
    "again": ("again",),
    "corrects": ("once", "wrong"),
    "together": ("together",),
}
"""Switch -> what its turns are called; the others show in every turn."""


@dataclass(frozen=True)
class Turn:
    """What the caller did and what the bot answered; the first has no event."""

    event: Event | None
    answer: Answer


@dataclass(frozen=True)
class Corrected:
    """A turn in which the caller put something right, with the record before and after it."""

    facts: tuple[str, ...]
    why: str
    words: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Play:
    """A call as it went.

    Attributes:
        before_recap: The draft when the recap was read first; None when it never was, and the final record counts.
        final: The record in the end.
        fault: What broke the call off, where something did.
        tasks: Kinds of the tasks the call left.
        messages: Text messages of its report.
    """

    scenario: Scenario
    switches: Switches
    turns: tuple[Turn, ...]
    corrected: tuple[Corrected, ...] = ()
    before_recap: Mapping[str, Any] | None = None
    final: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    fault: str = ""
    report_number: str | None = None
    tasks: frozenset[str] = frozenset()
    messages: int = 0

    @property
    def said(self) -> list[str]:
        """Return all the caller said, as meant."""
        return [turn.event.meant for turn in self.turns if turn.event and turn.event.meant]


@dataclass
class Judgement:
    """What is said of one call; all of it goes into the JSON.

    Attributes:
        before, final: The findings before the recap and in the end.
        harmed: ``fact put right -> field it harmed``.
        taken: ``(why, fact, whether nothing of it was wrong afterwards)`` of every turn that put something right.
        skipped, needless, repeated: Questions.
        unkept: What was promised, or follows from what was told, and was not done.
        turns: Turns of the caller.
        to_number, seconds: Seconds until the number was said (None: never) and of the call.
        apologies: How often the bot said that it had not understood, or failed.
    """

    id: str
    writer: str
    case_type: str
    switches: list[str]
    outcome: str | None
    before: list[Finding]
    final: list[Finding]
    harmed: list[str]
    taken: list[tuple[str, str, bool]]
    skipped: list[str]
    needless: list[str]
    repeated: list[str]
    unkept: list[str]
    asked: int
    turns: int
    to_number: float | None
    seconds: float
    apologies: int
    fault: str

    @property
    def whole(self) -> bool:
        """Whether the whole call is right: registered, every fact right and none invented."""
        return self.outcome == "registered" and all(found.verdict == RIGHT for found in self.final)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it; of what is right, the names alone."""
        told = asdict(self) | {"whole": self.whole}
        for name in ("before", "final"):
            told[name] = [
                found["field"] if found["verdict"] == RIGHT else found | {"share": round(found["share"], 3)}
                for found in told[name]
            ]
        return told


def from_json(told: Mapping[str, Any]) -> Judgement:
    """Read a judgement back, for its figures; of what was right, only the fields are known."""

    def found(listed: Sequence[Any]) -> list[Finding]:
        return [
            Finding(one, fact_of(one), "", RIGHT, share=1.0) if isinstance(one, str) else Finding(**one)
            for one in listed
        ]

    known = {name: told[name] for name in Judgement.__dataclass_fields__ if name in told}
    return Judgement(**{**known, "before": found(told["before"]), "final": found(told["final"])})


def judge(play: Play) -> Judgement:
    """Judge one call."""
    scenario = play.scenario
    return Judgement(
        id=scenario.id,
        writer=scenario.writer,
        case_type=str(scenario.fact("case_type")),
        switches=[name for name in play.switches.names() if _showed(name, play)],
        outcome=play.outcome,
        before=_before_recap(play),
        final=findings(scenario, play.final, play.said),
        harmed=list(_harmed(play)),
        taken=[(c.why, fact, _is_taken(play, c, fact)) for c in play.corrected for fact in c.facts],
        skipped=list(_skipped(play)),
        needless=list(_needless(play)),
        repeated=list(_repeated(play)),
        unkept=list(_unkept(play)),
        asked=sum(turn.answer.question is not None for turn in play.turns),
        turns=sum(turn.event is not None for turn in play.turns),
        to_number=_seconds_to_number(play.turns),
        seconds=round(sum(map(_seconds, play.turns)), 1),
        apologies=sum(name in APOLOGIES for turn in play.turns for name, _ in turn.answer.say),
        fault=play.fault,
    )


def _showed(name: str, play: Play) -> bool:
    """Tell whether a switch shaped the call: one that is on finds no question to show itself at now and then."""
    shows = SHOWS.get(name.split()[0])
    return shows is None or any(turn.event and turn.event.why in shows for turn in play.turns)


# --- the record ---------------------------------------------------------------------------------------------------


def _before_recap(play: Play) -> list[Finding]:
    """Judge the draft before the recap, without the fact that the caller still held back the truth about."""
    correction = play.switches.corrects
    held_back = correction.fact if correction and correction.when == "recap" else ""
    if correction and correction.when == "later" and not _put_right_before_recap(play):
        held_back = correction.fact
    said = _said_before(play, "recap")
    record = play.final if play.before_recap is None else play.before_recap
    found = findings(play.scenario, record, said)
    return [one for one in found if one.fact != held_back and one.fact not in DEPENDS.get(held_back, ())]


def _put_right_before_recap(play: Play) -> bool:
    for turn in play.turns:
        if turn.event and turn.event.why == "right":
            return True
        if turn.answer.question == "recap":
            return False
    return False


def _said_before(play: Play, asked: str) -> list[str]:
    """Return what was said before a question came first; all of it when it never did."""
    said: list[str] = []
    for turn in play.turns:
        if turn.event and turn.event.meant:
            said.append(turn.event.meant)
        if turn.answer.question == asked:
            break
    return said


def _harmed(play: Play) -> Iterator[str]:
    """Name fields that were right before the caller put another fact right, and are not any more."""
    for corrected in play.corrected:
        apart = {*corrected.facts, *(name for fact in corrected.facts for name in DEPENDS.get(fact, ()))}
        was = _right(play.scenario, corrected.before, play.said)
        still = _right(play.scenario, corrected.after, play.said)
        for name, count in (was - still).items():
            if fact_of(name) not in apart:
                yield from [f"{'+'.join(corrected.facts)} -> {name}"] * count


def _right(scenario: Scenario, record: Mapping[str, Any], said: Sequence[str]) -> Counter[str]:
    return Counter(found.field for found in findings(scenario, record, said) if found.verdict == RIGHT)


def _is_taken(play: Play, corrected: Corrected, fact: str) -> bool:
    """Tell whether nothing of a fact is wrong any more; what has not been asked for yet may be missing."""
    found = findings(play.scenario, corrected.after, play.said)
    return not any(one.verdict in (WRONG, INVENTED) for one in found if one.fact == fact)


# --- the interview ------------------------------------------------------------------------------------------------


def _skipped(play: Play) -> Iterator[str]:
    """Name questions the flow asks that were neither asked nor answered by what was said, in a call that came to its recap."""
    scenario = play.scenario
    asked = {turn.answer.question for turn in play.turns}
    if "recap" not in asked:
        return
    said = _said_before(play, "recap")
    for name in scenario.tells:
        due = name in QUESTIONS and question(name).due(scenario) is True
        if due and name not in asked and not covered(name, said, scenario):
            yield name


def _needless(play: Play) -> Iterator[str]:
    """Name questions that the flow never asks here, or that were answered well enough before they were asked."""
    said: list[str] = []
    asked_before: set[str] = set()
    for turn in play.turns:
        if turn.event and turn.event.meant:
            said.append(turn.event.meant)
        name = turn.answer.question
        if name is None or name in asked_before or _is_follow_up(turn.answer):
            continue
        asked_before.add(name)
        if question(name).due(play.scenario) is False or enough(name, said, play.scenario):
            yield name


def _repeated(play: Play) -> Iterator[str]:
    """Name questions that came twice in a row although the caller had answered."""
    times: Counter[str] = Counter()
    before: str | None = None
    for turn in play.turns:
        name = turn.answer.question
        answered = turn.event is not None and not turn.event.excuses
        if name is not None and name == before and answered and not _is_follow_up(turn.answer):
            times[name] += 1
            if times[name] >= question(name).each(play.scenario):
                yield name
        before = name


def _is_follow_up(answer: Answer) -> bool:
    return any(answer.has(part) for part in FOLLOW_UPS)


# --- what comes of it ---------------------------------------------------------------------------------------------


def _unkept(play: Play) -> Iterator[str]:
    """Name what was promised and is not there, and what should come of what was told and does not."""
    says = [sentence for turn in play.turns for sentence in turn.answer.say]
    if any("短信会" in text for _, text in says) and not play.messages:
        yield "message"
    digits = re.sub(r"\D", "", play.report_number or "")
    for name, text in says:
        if name in NUMBER and (not digits or digits not in re.sub(r"\D", "", text)):
            yield "number"
    if play.outcome != "registered":
        return
    scenario = play.scenario
    wanted = {
        "survey": scenario.fact("case_type") != "theft",
        "rescue": bool(scenario.fact("rescue_requested")) and sign("rescue", play.said, scenario),
        "major_case": bool(scenario.fact("injuries.deaths")) or scenario.fact("case_type") == "theft",
    }
    yield from (f"{kind} task" for kind, due in wanted.items() if due and kind not in play.tasks)


# --- how long it took ---------------------------------------------------------------------------------------------


def seconds(text: str) -> float:
    """Return the seconds it takes to say a text."""
    return sum(character.isalnum() for character in text) / CHARACTERS_A_SECOND


def _seconds(turn: Turn) -> float:
    heard = seconds(turn.event.meant) if turn.event else 0.0
    return heard + seconds(turn.answer.text) + (TURN_S if turn.event else 0.0)


def _seconds_to_number(turns: Sequence[Turn]) -> float | None:
    so_far = 0.0
    for turn in turns:
        number = next((at for at, (name, _) in enumerate(turn.answer.say) if name in NUMBER), None)
        if number is not None:  # what follows in the same turn is heard after it
            before = "".join(text for _, text in turn.answer.say[: number + 1])
            return round(so_far + _seconds(turn) - seconds(turn.answer.text) + seconds(before), 1)
        so_far += _seconds(turn)
    return None
