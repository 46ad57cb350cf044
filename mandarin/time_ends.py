"""What a time is told of, where nobody saw it happen: when the car was left there, or when somebody found it. The rules are data, ``words/time_ends.yml``."""

from __future__ import annotations

import re

from mandarin.rules import WORDS, patterns

RULES = WORDS / "time_ends.yml"
LEFT, FOUND = "left", "found"


_PAUSE = re.compile(r"[,，。;；、\s]")


def end_told(text: str, start: int, end: int) -> str | None:
    """Return what the time at ``text[start:end]`` is told of: ``left``, ``found``, or None of anything else.

    What stands behind the time in its clause tells it (十点半是他停车的时候); where nothing does, what stands before (停车是八点).
    """
    pause = _PAUSE.search(text, end)
    behind = text[end : pause.start() if pause else len(text)]
    before = _PAUSE.split(_RATHER.sub("", text[:start]))[-1]
    for words in (behind, before):
        cues = [
            (found.start(), kind) for kind, cue in patterns(RULES).items() if (found := cue.search(words))
        ]
        if cues:
            return min(cues)[1]
        if _HAPPENED.search(words):
            return None
    return None


_RATHER = re.compile(r"(?:不是|不对)[^,，。\s是]{0,8}[,，\s]+(?:而|应该)?是?$")
"""What is denied before a time: 停车时间不是八点 是|八点半."""
_HAPPENED = re.compile(r"[撞碰刮蹭砸划擦追掉淹烧]|出的?事|发生")
"""What befell the car."""
