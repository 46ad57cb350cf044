"""Plots as inline SVG: bars, upright and lying. No script, no library; the numbers stand in them as text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT, FOOT, HEAD = 640, 180, 24, 16


def columns(
    title: str, values: Sequence[tuple[str, float]], unit: str = "", late_from: int | None = None
) -> Markup:
    """Draw upright bars.

    Args:
        title: For those who do not see it.
        values: A label and a height each.
        unit: Of the heights.
        late_from: From which bar on they stand for what took too long.
    """
    top = max([value for _, value in values] + [1])
    room = WIDTH / max(len(values), 1)
    high = HEIGHT - FOOT - HEAD
    every = max(1, round(46 / room))
    drawn = []
    for number, (label, value) in enumerate(values):
        tall = high * value / top
        x, y = number * room + room * 0.15, HEIGHT - FOOT - tall
        tip = f"{label}：{value:g}{unit}"
        drawn.append(
            Markup(
                '<g><title>{}</title><rect class="bar {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>{}{}</g>'
            ).format(
                tip,
                "late" if late_from is not None and number >= late_from else "",
                x,
                y,
                room * 0.7,
                tall,
                _text(x + room * 0.35, y - 4, f"{value:g}") if value and room > 22 else "",
                _text(x + room * 0.35, HEIGHT - 7, label) if number % every == 0 else "",
            )
        )
    return _drawing(title, HEIGHT, drawn)


def bars(title: str, values: Sequence[tuple[str, float]], unit: str = "") -> Markup:
    """Draw lying bars, each with its label before and its number behind it."""
    top = max([value for _, value in values] + [1])
    drawn = []
    for number, (label, value) in enumerate(values):
        y = number * 28
        wide = (WIDTH - 250) * value / top
        drawn.append(
            Markup(
                '<text class="label" x="148" y="{}" text-anchor="end">{}</text>'
                '<rect class="bar" x="158" y="{}" width="{:.1f}" height="18"/><text class="label" x="{:.1f}" y="{}">{:g}{}</text>'
            ).format(y + 18, label, y + 4, max(wide, 1), 164 + wide, y + 18, value, unit)
        )
    return _drawing(title, max(28 * len(values), 28), drawn)


def _text(x: float, y: float, text: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(x, y, text)


def _drawing(title: str, height: int, drawn: Sequence[Markup]) -> Markup:
    return Markup('<svg class="plot" role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>').format(
        WIDTH, height, escape(title), Markup("").join(drawn)
    )
