"""Answers to callers' questions, from ``knowledge.yml``; what is not there is never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from claims.facts import car_gone
from claims.interview import slightly_hurt
from claims.police import police_required
from mandarin.asking_back import asked_before

MOST_POINTS = 3
FILE = Path(__file__).with_name("knowledge.yml")


class BadKnowledge(ValueError):
    """The knowledge file cannot be used; the message names the entry and the fault."""


@dataclass(frozen=True)
class Answer:
    """What is said to a question: the sentences in one text, and the ids of their sources."""

    text: str
    source: str


@dataclass(frozen=True)
class Said:
    """One of the answers of an entry.

    Attributes:
        when: Facts that must hold.
        unless: A fact that must be unknown or empty.
        points: Sentences, three at most.
        source: Where they come from.
    """

    when: Mapping[str, Any]
    unless: str | None
    points: tuple[str, ...]
    source: str

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether this answer is the one for these facts."""
        return all(_holds(facts.get(k), v) for k, v in self.when.items()) and not facts.get(self.unless or "")


@dataclass(frozen=True)
class Entry:
    """What is answered to questions about one thing.

    Attributes:
        name: Its topic or intent.
        intent: Intent it answers, or None for a topic known by its words alone.
        words: Pattern of the words the question must have; None where an intent needs none.
        answers: Its answers, the first that fits is said.
        examples: Questions it is for, and words it must leave alone.
    """

    name: str
    intent: str | None
    words: re.Pattern[str] | None
    answers: tuple[Said, ...]
    examples: tuple[tuple[str, ...], tuple[str, ...]]

    def asked(self, intent: str, said: str) -> bool:
        """Tell whether a question is about it; words that are not given are not asked for."""
        about = self.words is None or bool(self.words.search(said))
        return about if self.intent is None else self.intent == intent and (about or not said)


def answer(intent: str, facts: Mapping[str, Any], said: str = "") -> Answer | None:
    """Return the answer to a caller's question, or None when the file has none (then an enquiry is due, L-16).

    Args:
        intent: What is asked, an NLU label (``ask_documents`` …); "" to go by the words alone.
        facts: What is known, flat, as for ``police_required``; ``report_number`` once there is one.
        said: The caller's words; a topic named in them (代位, 录音 …) goes before the intent.
    """
    said = asked_before(said) or said
    police = police_required(facts)
    known = {
        **facts,
        "authority": police.to or "none",
        "keep_scene": police.keep_scene,
        "car_gone": car_gone(facts),
        "help_called": facts.get("sent_hospital") is True or "ambulance" in (facts.get("flags") or ()),
        "somebody_dead": bool(facts.get("deaths")),
        "our_people_hurt": _ours_are_hurt(facts),
        "slightly_hurt": facts.get("injured") is True and slightly_hurt(facts),
    }
    for entry in entries():
        found = next((one for one in entry.answers if one.fits(known)), None)
        if found is not None and entry.asked(intent, said):
            return Answer("".join(found.points), found.source)
    return None


def _ours_are_hurt(facts: Mapping[str, Any]) -> bool:
    """Tell whether somebody of ours is hurt, whom to take to hospital is more than to stay for."""
    kinds = facts.get("injured_kind")
    return facts.get("injured") is True and isinstance(kinds, (list, tuple)) and "车上人员" in kinds


@cache
def entries() -> tuple[Entry, ...]:
    """Return the project's own entries, read once.

    Raises:
        BadKnowledge: The file breaks its own rules.
    """
    return load(FILE.read_text(encoding="utf-8"))


def load(text: str) -> tuple[Entry, ...]:
    """Read entries from YAML, the topics before the intents.

    Raises:
        BadKnowledge: Not a list, a field is missing or unknown, or an answer has more than three points.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadKnowledge(f"not YAML: {error}") from error
    if not isinstance(data, list):
        raise BadKnowledge("must be a list of entries")
    found = [_entry(number, item) for number, item in enumerate(data, start=1)]
    return tuple(sorted(found, key=lambda entry: entry.intent is not None))


_FIELDS = {"topic", "intent", "words", "for", "not", "answers"}
_OF_AN_ANSWER = {"when", "unless", "points", "source"}


def _entry(number: int, item: Any) -> Entry:
    if not isinstance(item, dict) or set(item) - _FIELDS:
        raise BadKnowledge(
            f"entry {number}: must be a mapping with no other fields than {', '.join(sorted(_FIELDS))}"
        )
    name = item.get("topic") or item.get("intent")
    where = f"entry {number} ({name})"
    if not name or ("topic" in item) == ("intent" in item) or ("topic" in item and not item.get("words")):
        raise BadKnowledge(f"{where}: needs an intent, or a topic with words")
    if not isinstance(item.get("answers"), list) or not item["answers"]:
        raise BadKnowledge(f"{where}: needs answers")
    words = re.compile(item["words"]) if item.get("words") else None
    answers = tuple(_said(where, one) for one in item["answers"])
    examples = tuple(map(str, item.get("for") or ())), tuple(map(str, item.get("not") or ()))
    return Entry(name, item.get("intent"), words, answers, examples)


def _said(where: str, item: Any) -> Said:
    if not isinstance(item, dict) or set(item) - _OF_AN_ANSWER:
        raise BadKnowledge(f"{where}: an answer has no other fields than {', '.join(sorted(_OF_AN_ANSWER))}")
    points = _sentences(item.get("points"))
    if not 0 < len(points) <= MOST_POINTS:
        raise BadKnowledge(f"{where}: needs one to {MOST_POINTS} points, each a sentence")
    if not item.get("source"):
        raise BadKnowledge(f"{where}: needs a source")
    return Said(item.get("when") or {}, item.get("unless"), points, item["source"])


def _sentences(points: Any) -> tuple[str, ...]:
    """Return the points when they are a list of whole sentences, else nothing."""
    whole = isinstance(points, list) and all(
        isinstance(point, str) and point[-1:] in "。？" for point in points
    )
    return tuple(points) if whole else ()


def _holds(known: Any, wanted: Any) -> bool:
    return wanted in known if isinstance(known, (list, tuple, set, frozenset)) else known == wanted
