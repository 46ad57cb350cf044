"""Who rode in our car besides who drove it. The rules are data, ``words/aboard.yml``."""

from __future__ import annotations

import re
from itertools import zip_longest

from mandarin.rules import WORDS, patterns

RULES = WORDS / "aboard.yml"


def told_aboard(text: str) -> str:
    """Return the clauses that tell who rode along, each with the next where that speaks of them (后排坐了我妹子，她没事); "" for none."""
    clauses = [clause for clause in re.split(r"[，,。；;\s]+", text) if clause]
    kept = []
    for clause, following in zip_longest(clauses, clauses[1:], fillvalue=""):
        if patterns(RULES)["aboard"].search(clause):
            kept += [clause, *([following] if _OF_THEM.match(following) else [])]
    return "，".join(kept)


_OF_THEM = re.compile(r"(?:[他她]|人|都|两个|也)(?:们|都|也|倒|人)*(?:没|好|也|是|受|伤|不)")
