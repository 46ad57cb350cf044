"""Which behaviours are proved at which step of the interview: ``python -m tests.conversations.coverage``.

A behaviour is a folder. What callers do at any time happens in a turn that names what the bot says (``bot``); a kind of
call happens in every turn whose next question is written down. The question open before that turn is its step. The table is made from the files alone, nothing is played. A number counts the turns, a
dash is a cell that makes no sense (``NOWHERE_ELSE``, ``POINTLESS``), and a dot is a gap.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping

from claims.interview import AFTER, CLAIM, COMPLAINT, MESSAGE, Ask, Step
from tests.conversations.calls import Conversation, conversations

STEPS = {
    "report": (*CLAIM, *AFTER),
    "complaint": COMPLAINT,
    "message": MESSAGE,
}
FIRST = ("report", "plate")
"""The question open after the greeting."""

Cell = tuple[str, str]
"""A conversation of ``STEPS`` and one of its questions, by the contract's name."""

Table = Mapping[str, Counter[Cell]]


def steps(table: Iterable[Step]) -> list[str]:
    """Return the contract's names of a table's questions, in order, each once."""
    return list(dict.fromkeys(step.asking or step.name for step in table if isinstance(step, Ask)))


CELLS: tuple[Cell, ...] = tuple((form, step) for form, rows in STEPS.items() for step in steps(rows))

# --- cells that make no sense --------------------------------------------------------------------------------------

ANY_TIME = frozenset(
    {"broken_lines", "corrections", "digressions", "feelings", "hand_over", "repair", "silence_and_waiting"}
    | {"tricks"}
)
"""Behaviours of callers: they come at every step."""

IDENTIFIERS = ("plate", "vin", "engine_no", "policy_no", "insured", "policy_confirm")
TOLD_OF_EVERY_ACCIDENT = (
    "plate", "policy_confirm", "accident_time", "place", "description", "driver", "own_damage", "injured", "at_scene",
    "contact_name", "contact_phone", "recap", "guidance", "anything_else",
)  # fmt: skip


def _named(*starts: str) -> tuple[str, ...]:
    return tuple(name for name in steps(CLAIM) if name.startswith(starts))


FLOOD, THEFT, FIRE = _named("flood", "rescue"), _named("theft"), _named("fire")
INVOLVED = _named("third_", "other_insurer")
HURT = _named("injur", "sent_hospital", "hospital", "treated", "ward", "fee_")

NOWHERE_ELSE: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "called_back": ("report", (), "calls the bot places, whose own question is no row of these"),
    "complaints": ("complaint", tuple(steps(COMPLAINT)), "a complaint has its own questions"),
    "cover": ("report", ("description",), "the verdict falls with the story"),
    "duplicate": ("report", ("description", "anything_else"), "the story shows it, and ends the report"),
    "enquiries": ("report", (), "an enquiry after an earlier report, whose questions are no rows of these"),
    "not_ours": ("report", ("plate",), "calls that are not for this line, heard at the first words"),
    "fire": ("report", ("description", *FIRE), "a fire's own questions"),
    "flood": ("report", ("description", *FLOOD), "a flood's own questions"),
    "happy_path": (
        "report",
        (*TOLD_OF_EVERY_ACCIDENT, *FLOOD, *THEFT, *FIRE, *INVOLVED[1:], *HURT, "car_location"),
        "nothing goes wrong: the plate is known, the policy system answers, the story tells who was involved",
    ),
    "identity": ("report", IDENTIFIERS, "which vehicle, and whose"),
    "injuries": ("report", HURT, "who is hurt and how"),
    "late": (
        "report",
        ("accident_time", "description"),
        "the time shows it; the reason is asked as a description",
    ),
    "messages": ("message", tuple(steps(MESSAGE)), "a message has its own questions"),
    "night": ("report", ("accident_time",), "what is said of last night"),
    "policy_system_down": ("report", ("plate", "manual_record"), "the look-up follows the plate"),
    "speech_noise": ("report", TOLD_OF_EVERY_ACCIDENT, "recognition is measured by bench/understanding"),
    "theft": ("report", ("description", *THEFT), "a theft's own questions"),
    "third_parties": ("report", INVOLVED, "who else was involved"),
    "told_at_once": ("report", ("plate",), "the first breath answers the first question"),
}
"""Behaviour that is a kind of call -> the conversation and the steps it is about, and why no others."""

POINTLESS: Mapping[tuple[str, Cell], str] = {
    ("corrections", ("complaint", "complaint_detail")): "nothing of the complaint is told yet",
    ("corrections", ("message", "complaint_report_number")): "nothing of the chaser is told yet",
    ("corrections", ("message", "place")): "nothing of the tow is told yet",
}
"""Cells of the other behaviours that make no sense, and why."""


def makes_sense(behaviour: str, cell: Cell) -> bool:
    """Tell whether a behaviour can be shown at a step at all."""
    if behaviour in ANY_TIME:
        return (behaviour, cell) not in POINTLESS
    form, names, _ = NOWHERE_ELSE[behaviour]
    return cell[0] == form and cell[1] in names


# --- the table -----------------------------------------------------------------------------------------------------

ENTERED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"utter_question_message_|utter_question_callback_phone_(enquiry|rescue)|L-05b|L-16"),
        "message",
    ),
    (re.compile(r"K-0[29]|L-14|L-15b|utter_question_complaint_"), "complaint"),
    (re.compile(r"[ABCDE]-\d\d"), "report"),
)
"""Sentence -> the conversation it belongs to; several ask for a place, a name, a number."""


def _conversation(said: Iterable[str], asked: str, before: str) -> str:
    """Tell in which conversation a question is asked: by its sentence, else by who can ask it."""
    own = [form for words, form in ENTERED for name in said if words.match(name)]
    able = [form for form in ("report", "message", "complaint") if asked in steps(STEPS[form])]
    wanted = [form for form in (*own, before, *able) if form in able]
    return wanted[0] if wanted else before


def coverage(wanted: Iterable[Conversation]) -> Table:
    """Count the turns of each behaviour at each step."""
    table: dict[str, Counter[Cell]] = {}
    for conversation in wanted:
        behaviour = conversation.path.parent.name
        shown = {"bot", "hangup"} if behaviour in ANY_TIME else {"bot", "hangup", "asking"}
        counted = table.setdefault(behaviour, Counter())
        for call in conversation.calls:
            form, asked = FIRST
            for turn in call["turns"]:
                written = turn if isinstance(turn, dict) else {turn: None}
                if asked and shown & written.keys():
                    counted[form, asked] += 1
                asked = written.get("asking", asked) or ""
                form = _conversation(written.get("bot") or (), asked, form)
    return table


def gaps(table: Table) -> list[str]:
    """Name the empty cells that make sense."""
    return [
        f"{behaviour} at {step} ({form})"
        for behaviour in sorted(table)
        for form, step in CELLS
        if not table[behaviour][form, step] and makes_sense(behaviour, (form, step))
    ]


def as_text(table: Table) -> str:
    """Write the table with one row a step and one column a behaviour."""
    behaviours = sorted(table)
    wide = max(len(step) for _, step in CELLS) + 2
    lines = [f"{'':{wide}}" + "".join(f"{index:>5}" for index, _ in enumerate(behaviours, start=1))]
    form = ""
    for cell in CELLS:
        if cell[0] != form:
            form = cell[0]
            lines.append(f"-- {form}")
        shown = [table[name][cell] or (makes_sense(name, cell) and ".") or "-" for name in behaviours]
        lines.append(f"{cell[1]:{wide}}" + "".join(f"{value:>5}" for value in shown))
    lines.append("")
    for index, behaviour in enumerate(behaviours, start=1):
        reason = f" - elsewhere: {NOWHERE_ELSE[behaviour][2]}" if behaviour in NOWHERE_ELSE else ""
        lines.append(f"{index:>5}  {behaviour}{reason}")
    for (behaviour, (form, step)), reason in POINTLESS.items():
        lines.append(f"    -  {behaviour} at {step} ({form}): {reason}")
    return "\n".join(lines)


def main() -> int:
    """Print the table."""
    print(as_text(coverage(conversations())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
