"""The picture of the flow in the README and its table of what is enough, both drawn: ``python -m claims.flow_chart``."""

from __future__ import annotations

from itertools import groupby

from claims.enough import table
from claims.interview import AFTER, CLAIM, Ask, Step, always

GREETING, NUMBER, GOODBYE = "1 greeting · A-01", "21 report number · own", "24 goodbye · L-22"


def flow_chart() -> str:
    """Return the flow as a Mermaid chart: a box a row of the flow, with what is asked or said, and when."""
    boxes = [GREETING, *_boxes(CLAIM), NUMBER, *_boxes(AFTER), GOODBYE]
    lines = ["flowchart TD"]
    lines += [f'    s{number}["{box}"]' for number, box in enumerate(boxes)]
    lines += ["    " + " --> ".join(f"s{number}" for number in range(len(boxes)))]
    return "\n".join(lines)


def _boxes(steps: tuple[Step, ...]) -> list[str]:
    return [_box(number, list(rows)) for number, rows in groupby(steps, key=lambda step: step.step)]


def _box(number: str, rows: list[Step]) -> str:
    scripts = ", ".join(dict.fromkeys(row.script for row in rows))
    return "<br/>".join([f"{number} · {scripts}", *(_line(row) for row in rows)])


def _line(row: Step) -> str:
    verb = "ask" if isinstance(row, Ask) else "say" if hasattr(row, "early") else "end"
    condition = "" if row.when is always else f" — {row.when.__name__.strip('_').replace('_', ' ')}"
    return f"{verb} {row.name}{condition}"


if __name__ == "__main__":
    print(flow_chart(), table(), sep="\n\n")
