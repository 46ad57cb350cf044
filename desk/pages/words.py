"""Which words of the conversation a fact came from, found again by comparing: the record keeps values, not where they stood.

Four ways, the surest first: the value itself stands in what the caller said (numerals and plates compared as they are spoken, who
somebody is by any word for it); the fact answers a question, and the caller's next words are taken for the answer; it was told in
passing, in words that tell of nothing else; or none of these, and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from mandarin.digits import AS_FIGURES
from mandarin.kinship import RELATIONS

DOMAIN = Path(__file__).parents[2] / "domain.yml"

_BLANK = re.compile(r"[\s，。、,.!！?？·\-－]")
_QUESTION = re.compile(r"utter_question_(.+)")
SHORTEST_END = 7
"""Characters of a question that is known when something else was said before it."""
SHARE = 0.6
"""Of a longer text at least this share has to stand in one line in one piece."""


@dataclass(frozen=True)
class Source:
    """Where a fact comes from.

    Attributes:
        seq: Number of the line in the transcript; None when it is none.
        note: In words, for a clerk.
    """

    seq: int | None
    note: str


NOT_FOUND = Source(None, "没有对上原话")

IN_PASSING: Mapping[str, re.Pattern[str]] = {
    question: re.compile(words)
    for question, words in {
        "police": "交警|报了?警|122|幺二二",
        "theft_police": "报了?警|派出所|公安",
        "injured": "伤|死|没事儿?|人都好",
        "sent_hospital": "医院|120|幺二零|救护车|急救",
        "at_scene": "现场|离开|开走|走了|到家|回来",
        "rescue": "拖|救援|吊车",
        "flood_restarted": "打火|启动|着车|点火",
        "fire_brigade": "119|消防",
        "fire_put_out": "灭|扑|救火",
        "other_insurer": "保险公司",
    }.items()
}
"""Question of yes or no -> the words in which its fact is told before it is asked."""

OF_RELATIONS = frozenset({"driver", "relation"})
"""Questions whose facts are what somebody is to somebody, told in whatever word there is for it (我老婆: 配偶)."""


def plain(text: str) -> str:
    """Return text as it is compared: spoken numerals as figures, in capitals, without blanks and marks."""
    return _BLANK.sub("", text).translate(AS_FIGURES).upper()


def asks(line: Mapping[str, Any]) -> str | None:
    """Return the question a line of the bot's asks, or None."""
    by_name, by_text, lengths = _questions()
    named = [_QUESTION.fullmatch(it) for it in responses_of(line.get("id"))]
    meant = {by_name.get(it[1]) if it else None for it in named}
    if len(meant) == 1 and (found := meant.pop()):
        return found
    text = line["text"]
    ends = (text[-length:] for length in lengths if length < len(text))
    return by_text.get(text) or next((by_text[end] for end in ends if end in by_text), None)


@lru_cache(maxsize=1)
def domain() -> Mapping[str, Any]:
    """Return what the bot can say and ask (domain.yml)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Mapping[str, Any] = yaml.load(DOMAIN.read_text("utf-8"), loader)
    return found


def responses_of(id_: str | None) -> frozenset[str]:
    """Return the responses a line's id stands for: its own name, or all that say this sentence of the script."""
    return _by_script().get(id_ or "", frozenset({id_} if id_ else ()))


@lru_cache(maxsize=1)
def _by_script() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, wordings in domain()["responses"].items():
        for it in wordings:
            script = (it.get("metadata") or {}).get("script")
            if script and script != "own":
                found.setdefault(script, set()).add(name)
    return {script: frozenset(names) for script, names in found.items()}


@lru_cache(maxsize=1)
def _questions() -> tuple[dict[str, str], dict[str, str], list[int]]:
    """Return the questions by the name of a response without its prefix, by their words, and how long words are that end a line."""
    slots = (slot for form in domain()["forms"].values() for slot in form.get("required_slots") or ())
    asked = sorted(set(slots), key=len)
    by_name: dict[str, str] = {}
    by_text: dict[str, str] = {}
    for response, wordings in domain()["responses"].items():
        named = _QUESTION.fullmatch(response)
        if named is None:
            continue
        of = [name for name in asked if named[1] == name or named[1].startswith(f"{name}_")]
        name = of[-1] if of else named[1]
        by_name[named[1]] = name
        for it in wordings:
            if "{" not in it["text"]:
                by_text.setdefault(it["text"], name)
    lengths = {len(text) for text in by_text if len(text) >= SHORTEST_END}
    return by_name, by_text, sorted(lengths, reverse=True)


def answers(lines: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Return for each line of the caller's that follows a question which one it follows."""
    found: dict[int, str] = {}
    open_question: str | None = None
    for line in lines:
        if line["who"] == "bot":
            open_question = asks(line) or open_question
        elif open_question:
            found[line["seq"]] = open_question
    return found


def source(
    value: Any, asked: Iterable[str], lines: Sequence[Mapping[str, Any]], answered: Mapping[int, str]
) -> Source:
    """Return where a value came from.

    Args:
        value: A fact of the record.
        asked: The questions it answers.
        lines: The transcript, ``{"seq", "who", "text", "id", "at"}`` each, in order.
        answered: ``answers(lines)``.
    """
    questions = tuple(asked)
    told = [line for line in lines if line["who"] == "caller"]
    texts = [*_texts(value)]
    if OF_RELATIONS.intersection(questions):
        texts += [word for text in texts for word in RELATIONS.get(text, "").split()]
    holding = [line["seq"] for line in told if any(_stands_in(it, line["text"]) for it in texts)]
    for seq in reversed(holding):
        if answered.get(seq) in questions:
            return Source(seq, "客户原话")
    if holding:
        return Source(holding[-1], "客户原话")
    for seq, question in reversed(list(answered.items())):
        if question in questions:
            return Source(seq, "回答问题时说的")
    cues = [IN_PASSING[it] for it in questions if it in IN_PASSING] if isinstance(value, bool) else []
    for line in reversed(told):
        if any(cue.search(line["text"]) for cue in cues):
            return Source(line["seq"], "顺带说到的")
    return NOT_FOUND


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from filter(None, value.split("；"))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 2:
        yield f"{value:g}"


@lru_cache(maxsize=4096)
def _stands_in(value: str, line: str) -> bool:
    wanted, said = plain(value), plain(line)
    if not wanted:
        return False
    if wanted in said:
        return len(wanted) > 1
    if len(wanted) < 5:
        return False
    if re.fullmatch(
        r"[一-龥]?[A-Z0-9]{5,}", wanted
    ):  # a plate or number: its end, where the province was not said
        return wanted[1:] in said
    match = SequenceMatcher(None, wanted, said, autojunk=False).find_longest_match(
        0, len(wanted), 0, len(said)
    )
    return match.size >= max(4, SHARE * len(wanted))
