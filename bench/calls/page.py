"""The run as one HTML page: plots, and the worst calls in full with every wrong fact beside the words it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bench.calls.failures import placed, said_of, shown
from bench.calls.figures import LABELS, TARGETS
from bench.calls.findings import RIGHT
from bench.calls.judge import Judgement, Play

WORST = 40
"""Calls shown in full."""

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;color:#1c2430;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}h3{font-size:1rem;margin:1.6rem 0 .3rem}
table{border-collapse:collapse}td,th{padding:.15rem .7rem;text-align:right;border-bottom:1px solid #e3e7ec}
td:first-child,th:first-child{text-align:left}
.call{border:1px solid #d6dce4;border-radius:8px;padding:.2rem 1rem 1rem;margin:1rem 0}
.turn{display:grid;grid-template-columns:5rem 1fr 24rem;gap:.6rem;padding:.12rem 0}
.bot{color:#66707d}.who{color:#8a94a1;font-size:.85em}.wrong{color:#b3261e;font-size:.88em}
.why{color:#8a94a1;font-size:.82em}svg text{font:12px system-ui,sans-serif;fill:#1c2430}
"""


def page(told: Mapping[str, Any], judged: Sequence[tuple[Play, Judgement]], title: str) -> str:
    """Return the page; without calls it has the plots alone.

    Args:
        told: The figures (``figures.summary``).
        judged: The calls that may be shown.
        title: What was measured.
    """
    worst = sorted(judged, key=lambda pair: -_badness(pair[1]))[:WORST]
    body = [
        f"<h1>{escape(title)}</h1>",
        _overall(told),
        *(
            f"<h2>{escape(heading)}</h2>{bars(rows)}"
            for heading, rows in (
                (
                    "Facts right before the recap (light) and in the end (dark), by fact",
                    _rows(told["by fact"]),
                ),
                *((f"… by {name}", _rows(groups)) for name, groups in told["by"].items()),
            )
        ),
    ]
    if worst:
        body.append(f"<h2>The {len(worst)} worst calls</h2>")
        body += [_call(play, judgement) for play, judgement in worst if _badness(judgement)]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><body>{''.join(body)}</body></html>\n"
    )


def _badness(judgement: Judgement) -> float:
    wrong = sum(found.verdict != RIGHT for found in judgement.final)
    early = sum(found.verdict != RIGHT for found in judgement.before)
    asked = len(judgement.skipped) + len(judgement.needless) + len(judgement.repeated)
    return 3 * wrong + early + 3 * len(judgement.harmed) + asked + 5 * (judgement.outcome != "registered")


def _overall(told: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(label)}</td>"
        + "".join(f"<td>{shown(told[side][key])}</td>" for side in ("all", "clean", "noisy"))
        + f"<td>{escape(TARGETS.get(key, ''))}</td></tr>"
        for key, label in LABELS.items()
    )
    return f"<table><tr><th></th><th>all</th><th>clean</th><th>noisy</th><th>target</th></tr>{rows}</table>"


# --- plots --------------------------------------------------------------------------------------------------------

Row = tuple[str, int, "float | None", "float | None"]
"""Name, how many, percent before the recap, percent in the end."""

_LEFT, _WIDTH, _HEIGHT = 190, 520, 22


def bars(rows: Sequence[Row]) -> str:
    """Draw one pair of bars a row, in percent."""
    lines = []
    for number, (name, count, before, final) in enumerate(rows):
        y = number * _HEIGHT
        lines.append(f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
        for value, top, height, colour in ((before, 3, 7, "#b9c7d8"), (final, 10, 8, "#3f6fa8")):
            length = _WIDTH * (value or 0) / 100
            lines.append(
                f'<rect x="{_LEFT}" y="{y + top}" width="{length:.1f}" height="{height}" fill="{colour}"/>'
            )
        told = f"{shown(before)} → {shown(final)} ({count})"
        lines.append(f'<text x="{_LEFT + _WIDTH + 8}" y="{y + 14}">{escape(told)}</text>')
    width, height = _LEFT + _WIDTH + 170, len(rows) * _HEIGHT + 4
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">{"".join(lines)}</svg>'


def _rows(groups: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    return [
        (name, some.get("facts") or some.get("calls") or 0, some["before"], some["final"])
        for name, some in groups.items()
        if some["final"] is not None
    ]


# --- calls --------------------------------------------------------------------------------------------------------


def _call(play: Play, judgement: Judgement) -> str:
    scenario = play.scenario
    head = f"{scenario.id} · {scenario.about} · {', '.join(judgement.switches)} · {judgement.outcome}"
    marks = placed(play, [found for found in judgement.final if found.verdict != RIGHT])
    faults = [
        f"{name}: {', '.join(listed)}"
        for name in ("skipped", "needless", "repeated", "harmed", "unkept")
        if (listed := getattr(judgement, name))
    ]
    lines = [f"<h3>{escape(head)}</h3>"]
    lines += [f'<div class="wrong">{escape(fault)}</div>' for fault in [*faults, play.fault] if fault]
    lines += [f'<div class="wrong">{escape(said_of(found))}</div>' for found in marks.get(-1, ())]
    for number, turn in enumerate(play.turns):
        if turn.event:
            words = turn.event.meant or turn.event.event
            noise = f" [{turn.event.text}]" if turn.event.text not in ("", turn.event.meant) else ""
            wrong = "<br>".join(escape(said_of(found)) for found in marks.get(number, ()))
            lines.append(
                f'<div class="turn"><span class="who">客户</span><span>{escape(words + noise)} '
                f'<span class="why">{escape(turn.event.why)}</span></span><span class="wrong">{wrong}</span></div>'
            )
        says = " ".join(text for _, text in turn.answer.say)
        asks = turn.answer.asking or ""
        lines.append(
            f'<div class="turn bot"><span class="who">{escape(asks)}</span><span>{escape(says)}</span><span></span></div>'
        )
    return f'<div class="call">{"".join(lines)}</div>'
