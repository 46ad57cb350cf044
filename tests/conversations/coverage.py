"""Which behaviours are proved at which step of the interview: ``python -m tests.conversations.coverage``.

A behaviour is a folder; a turn that names what the bot says (``bot``) is where it happens, and the question open
before that turn is its step. The table is made from the files alone, nothing is played.
"""

from __future__ import annotations

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
FIRST = "plate"
"""The question open after the greeting."""

Table = Mapping[str, Counter[str]]


def steps(table: Iterable[Step]) -> list[str]:
    """Return the contract's names of a table's questions, in order, each once."""
    return list(dict.fromkeys(step.asking or step.name for step in table if isinstance(step, Ask)))


def coverage(wanted: Iterable[Conversation]) -> Table:
    """Count the turns of each behaviour at each step."""
    table: dict[str, Counter[str]] = {}
    for conversation in wanted:
        counted = table.setdefault(conversation.path.parent.name, Counter())
        for call in conversation.calls:
            asked: str | None = FIRST
            for turn in call["turns"]:
                written = turn if isinstance(turn, dict) else {}
                if ("bot" in written or "hangup" in written or turn == "hangup") and asked:
                    counted[asked] += 1
                asked = written.get("asking", asked)
    return table


def as_text(table: Table) -> str:
    """Write the table with one row a step and one column a behaviour; a dot is an empty cell."""
    behaviours = sorted(table)
    wide = max(len(step) for rows in STEPS.values() for step in steps(rows)) + 2
    lines = [f"{'':{wide}}" + "".join(f"{index:>5}" for index, _ in enumerate(behaviours, start=1))]
    for name, rows in STEPS.items():
        lines.append(f"-- {name}")
        for step in steps(rows):
            cells = "".join(f"{table[behaviour][step] or '.':>5}" for behaviour in behaviours)
            lines.append(f"{step:{wide}}{cells}")
    lines += ["", *(f"{index:>5}  {behaviour}" for index, behaviour in enumerate(behaviours, start=1))]
    return "\n".join(lines)


def main() -> int:
    """Print the table."""
    print(as_text(coverage(conversations())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
