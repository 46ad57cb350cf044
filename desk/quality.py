"""质检 of conversations by rules: ``python -m desk.quality --day 2026-03-01 --to 2026-03-31``. What callers say is not judged.

A rule says which conversations it judges, and what in one breaks it. The words are those of the seeds (``forbidden.json``, with
their sources); those a prescribed sentence has are that sentence's.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from claims.clock import BEIJING, moment
from claims.interview import CLAIM, Ask
from claims.settings import Settings
from claims.store import Store
from desk.pages.words import asks, responses_of

Talk = dict[str, Any]
"""``call_id``, ``outcome``, ``ended_at``, ``lines`` (``{"seq", "who", "text", "id"}`` each)."""

Broken = Iterator[tuple[str, int | None]]
"""What breaks a rule, and the line it stands in."""

WORDS: Mapping[str, Any] = json.loads((Path(__file__).parent / "forbidden.json").read_text("utf-8"))
MOST_ASKED = 2
"""A question is asked again once; a third time is too often."""

TOLD_TO_THE_END = frozenset({"registered", "duplicate", "manual", "complaint", "enquiry", "rescue"})
"""Outcomes after which the bot says goodbye; whoever hung up before, or was put through, is owed none."""


@dataclass(frozen=True)
class Finding:
    """What breaks a rule.

    Attributes:
        rule: Its name.
        what: In words, for a supervisor; nothing of anybody's.
        seq: The line it stands in; None when something is missing.
    """

    rule: str
    what: str
    seq: int | None = None


class Said:
    """What the bot said in a conversation, read once for all rules.

    Attributes:
        lines: Its lines.
        plain: The words of each.
        asked: The questions it asked, in order, each with its line.
        responses: The responses it said.
        ended_as: The outcome; None while the call goes on.
    """

    def __init__(self, talk: Talk) -> None:
        """Read a conversation."""
        self.lines = [line for line in talk["lines"] if line["who"] == "bot"]
        self.plain = [plain(line["text"]) for line in self.lines]
        self.asked = [(name, line["seq"]) for line in self.lines if (name := asks(line))]
        self.responses = {name for line in self.lines for name in responses_of(line["id"])}
        self.ended_as: str | None = talk["outcome"] if talk["ended_at"] else None

    def asks(self, question: str) -> bool:
        """Tell whether it asked a question."""
        return any(name == question for name, _ in self.asked)

    def says(self, what: str) -> bool:
        """Tell whether it said a response with this in its name."""
        return any(what in name for name in self.responses)


@dataclass(frozen=True)
class Rule:
    """A rule: what it is called, which conversations it judges, and what breaks it."""

    title: str
    judges: Callable[[Said], bool]
    broken: Callable[[Said], Broken]


def check(talk: Talk) -> list[Finding]:
    """Return all that breaks a rule in a conversation."""
    return judged(talk)[1]


def judged(talk: Talk) -> tuple[set[str], list[Finding]]:
    """Return the rules that judge a conversation, and what breaks them."""
    said = Said(talk)
    rules = [name for name, rule in RULES.items() if rule.judges(said)]
    return set(rules), [Finding(name, what, seq) for name in rules for what, seq in RULES[name].broken(said)]


def summary(talks: Iterable[Talk]) -> tuple[dict[str, tuple[int, int]], list[tuple[Talk, list[Finding]]]]:
    """Return for each rule how many conversations keep it of how many it judges, and those that break one."""
    kept, of = Counter[str](), Counter[str]()
    blamed = []
    for talk in talks:
        names, findings = judged(talk)
        of.update(names)
        kept.update(names - {it.rule for it in findings})
        blamed += [(talk, findings)] if findings else []
    return {name: (kept[name], of[name]) for name in RULES}, blamed


def plain(text: str) -> str:
    """Return words as they are compared: without blanks and marks."""
    return "".join(it for it in unicodedata.normalize("NFKC", text) if it.isalnum())


def _words(*kinds: str) -> Callable[[Said], Broken]:
    phrases = [(it["text"], plain(it["text"])) for kind in kinds for it in WORDS[kind]]

    def broken(said: Said) -> Broken:
        for line, words in zip(said.lines, said.plain, strict=True):
            may = WORDS["allowed"].get(line["id"], ())
            yield from (
                (shown, line["seq"]) for shown, phrase in phrases if phrase in words and shown not in may
            )

    return broken


def _repeated(said: Said) -> Broken:
    times = Counter[str]()
    for name, seq in said.asked:
        times[name] += 1
        if times[name] == MOST_ASKED + 1:
            yield name, seq


_QUESTIONS = [step.name for step in CLAIM if isinstance(step, Ask)]
_ORDER = {name: nth for nth, name in enumerate(_QUESTIONS) if _QUESTIONS.count(name) == 1}
"""Question -> where it comes in the interview; those with two places have none."""


def _out_of_order(said: Said) -> Broken:
    furthest, seen = -1, set[str]()
    for name, seq in said.asked:
        if name not in _ORDER or name in seen:
            continue
        seen.add(name)
        if _ORDER[name] < furthest:
            yield name, seq
        furthest = max(furthest, _ORDER[name])


def _uninformed(said: Said) -> Broken:
    if not said.says("utter_registered"):
        yield "没有告知报案号", None
    if not said.asks("guidance"):
        yield "没有告知索赔事项", None


def _unconfirmed(said: Said) -> Broken:
    if not said.asks("recap"):
        yield "立案前没有向客户核对", None


def _without_goodbye(said: Said) -> Broken:
    if not said.says("goodbye"):
        yield "没有结束语", None


def _every(said: Said) -> bool:
    return bool(said.lines)


def _over(*outcomes: str) -> Callable[[Said], bool]:
    return lambda said: _every(said) and said.ended_as in outcomes


RULES: Mapping[str, Rule] = {
    "harsh": Rule("服务禁语", _every, _words("harsh", "promise", "pronoun")),
    "vague": Rule("模糊用语", _every, _words("vague")),
    "repeated": Rule("同一问题问了三次", _every, _repeated),
    "order": Rule("提问顺序", _every, _out_of_order),
    "confirmed": Rule("立案前核对", _over("registered"), _unconfirmed),
    "informed": Rule("告知义务", _over("registered"), _uninformed),
    "goodbye": Rule("结束语", _over(*TOLD_TO_THE_END), _without_goodbye),
}


def main(arguments: list[str] | None = None) -> int:
    """Print for each rule how many conversations keep it, then what breaks one; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m desk.quality", description=__doc__)
    today = f"{datetime.now(BEIJING):%Y-%m-%d}"
    parser.add_argument("--day", default=today, help="the first day, today if not told")
    parser.add_argument("--to", help="the last day, the first if not told")
    said = parser.parse_args(arguments)
    settings = Settings.from_environment(os.environ)
    store = Store(settings.database_url, settings.company)
    try:
        since, until = moment(said.day), moment(said.to or said.day) + timedelta(days=1)
        shares, blamed = summary(store.conversations(since, until))
    except ValueError as error:
        print(f"!!! {error}", file=sys.stderr)
        return 2
    finally:
        store.close()
    for name, (kept, of) in shares.items():
        print(RULES[name].title, f"{kept}/{of}", sep="\t")
    for talk, findings in blamed:
        for it in findings:
            print(talk["call_id"], RULES[it.rule].title, it.what, it.seq or "", sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
