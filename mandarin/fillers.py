"""Reading through the sounds of hesitation, which stand between any two words: 伤了嗯两个."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from mandarin.span import Span

_FILLER = re.compile(r"(?<![，,、。\s])[嗯呃]+(?![，,、。\s])|(?<=[，,、。\s])[嗯呃]+(?![，,、。\s嗯呃])")
"""Alone between pauses they may take back what was said: 二十分钟，呃，三十分钟."""


def through_fillers(text: str, find: Callable[[str], list[Span]]) -> list[Span]:
    """Return what a finder finds in an utterance without its fillers, the spans laid on the utterance as it was said."""
    dropped = {i for match in _FILLER.finditer(text) for i in range(*match.span())}
    if not dropped:
        return find(text)
    kept = [i for i in range(len(text)) if i not in dropped]
    spans = find("".join(text[i] for i in kept))
    at = [(span, kept[span.start], kept[span.end - 1] + 1) for span in spans]
    return [replace(span, start=start, end=end, text=text[start:end]) for span, start, end in at]
