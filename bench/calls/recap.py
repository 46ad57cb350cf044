"""What a recap reads back, and which of it is wrong: all that a caller who listens can put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions.recap import SHORTER
from bench.calls.findings import Finding, findings
from bench.calls.scenario import CAN_BE_PUT_RIGHT, Scenario
from bench.calls.told import contains, plain

BEGINNING = 8
"""Characters of a stored text by which it is found in what is read back."""

_SAID_OF = {
    "accident_time": r"\d点|\d:\d|时间|分钟?前|刚才",
    "case_type": r"事故|相撞|追尾|撞到|被撞|车撞|受损|被划|涉水|被盗|起火|破损|砸|翻车|撞到",
    "driver.relation": r"开(，|$)",
    "injuries.any": r"伤|死|身亡|去世",
    "injuries.count": r"\d+(人|名)",
    "injuries.kinds": r"受?伤|死",
    "injuries.deaths": r"死|身亡|去世",
    "third_parties": r"对方|前车|后车|那辆|第.辆",
    "contact.phone": r"电话|尾号|本机|\d{11}",
    "at_scene": r"现场|车在",
    "rescue_requested": r"拖车",
}
"""Field -> words by which a recap speaks of it; of the others the stored words themselves must be heard."""


def wrong_in_recap(
    scenario: Scenario, record: Mapping[str, Any], said: Sequence[str], recap: str
) -> list[str]:
    """Name the facts that the recap reads back wrong, in the order of the record's table.

    Args:
        scenario: The truth.
        record: What is stored while the recap is read.
        said: What the caller has said, for what was told at all.
        recap: The words of the recap.

    Returns:
        Keys of ``scenario.fixes``: ``["accident_time", "injuries"]``. The kind of accident is put right with its story.
    """
    wrong = [f for f in findings(scenario, record, said) if f.verdict in ("wrong", "invented")]
    heard = [f for f in wrong if _is_heard(f, recap)]
    facts = ["description" if f.fact == "case_type" else f.fact for f in heard]
    return [fact for fact in dict.fromkeys(facts) if fact in CAN_BE_PUT_RIGHT]


def _short(text: str) -> str:
    """Put parts in the words in which a recap may read them."""
    for name, short in SHORTER:
        text = text.replace(name, short)
    return text


def _is_heard(found: Finding, recap: str) -> bool:
    if found.field in _SAID_OF:
        return bool(re.search(_SAID_OF[found.field], plain(recap)))
    texts = found.stored if isinstance(found.stored, list) else [found.stored]
    words = [_short(text)[:BEGINNING] for text in texts if isinstance(text, str) and text]
    return any(contains(_short(recap), word) for word in words)
