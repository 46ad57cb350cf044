"""The bot's sentences: which response stands for a wording, and the values that fill it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.recap import changed, recap
from claims.coverage import kinds_of
from claims.guidance import guidance, guidance_again, guidance_in_steps
from claims.interview import OFFERS, Facts, question_named, told
from claims.numbers import groups
from claims.outbound import person_of
from claims.progress import spoken
from claims.settings import Settings
from claims.tasks import callback_window

DOMAIN = Path(__file__).parent.parent / "domain.yml"
PLACEHOLDER = re.compile(r"{(\w+)}")


@lru_cache(maxsize=1)
def responses() -> Mapping[str, list[dict[str, Any]]]:
    """Return the responses of ``domain.yml``."""
    with DOMAIN.open(encoding="utf-8") as file:
        loaded: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(file)["responses"]
    return loaded


def response_for(name: str, form: str) -> str:
    """Find the response for a wording: the form's own first, then the shared one, then plainer wordings.

    Of "policy_confirm_first_sentence_short" these are tried in turn: all of it, what was added last ("short"), what
    the facts call for ("first_sentence"), the plain question.

    Args:
        name: ``utter_question_<question>[_<wording>]``, or any other response.
        form: The conversation it is asked in.
    """
    if not name.startswith("utter_question_"):
        return name
    rest = name.removeprefix("utter_question_")
    question = rest
    while question and question_named(question) is None and question not in OFFERS:
        question = question.rpartition("_")[0]
    words = rest.removeprefix(question)
    last = words.rpartition("_")[2]
    endings = dict.fromkeys([words, f"_{last}" if last else "", words.removesuffix(f"_{last}"), ""])
    for candidate in (f"{of}{question}{ending}" for ending in endings for of in (f"{form}_", "")):
        if f"utter_question_{candidate}" in responses():
            return f"utter_question_{candidate}"
    return name


@dataclass(frozen=True)
class Speaking:
    """Who speaks, and when."""

    settings: Settings
    now: datetime
    before: Facts = field(default_factory=dict)
    """What was known before this turn."""
    at: datetime | None = None
    """The moment of this turn; None for that of the call's start."""


def values_for(response: str, facts: Facts, about: Speaking, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a response's placeholders, and no more: what is not said stays out of the tracker."""
    wanted = {
        name
        for variation in responses().get(response, ())
        for name in PLACEHOLDER.findall(variation.get("text", ""))
    }
    return {name: given[name] if name in given else VALUES[name](facts, about) for name in wanted}


def _policy(facts: Facts, field: str) -> Any:
    return (facts.get("policy") or {}).get(field)


def _policy_kinds(facts: Facts, about: Speaking) -> str:
    return "、".join(kinds_of(_policy(facts, "covers") or ()))


def _report_number(facts: Facts, about: Speaking) -> str:
    return "，".join(groups(str(facts.get("report_number") or facts.get("duplicate_of") or "")))


def _accident_day(facts: Facts) -> tuple[int, int]:
    """Return month and day of the accident a call is about (``claims.outbound.Order``)."""
    _, month, day_of_month = str(facts["order"]["accident_date"]).split("-")
    return int(month), int(day_of_month)


VALUES: Mapping[str, Callable[[Facts, Speaking], Any]] = {
    "company": lambda facts, about: about.settings.company,
    "hotline": lambda facts, about: about.settings.hotline,
    "bot_number": lambda facts, about: about.settings.bot_number,
    "policy_kinds": _policy_kinds,
    "insured": lambda facts, about: _policy(facts, "insured_name"),
    "model": lambda facts, about: _policy(facts, "model"),
    "covers": lambda facts, about: "、".join(_policy(facts, "covers") or ()),
    "cover": lambda facts, about: facts.get("verdict_cover") or "",
    "elsewhere": lambda facts, about: facts.get("elsewhere") or "",
    "value": lambda facts, about: facts.get("plate") or "",
    "recap": lambda facts, about: recap(facts, about.now),
    "recap_changed": lambda facts, about: changed(about.before, facts, about.now),
    "report_number": lambda facts, about: facts.get("report_number") or facts.get("duplicate_of") or "",
    "report_number_spoken": _report_number,
    "reporter": lambda facts, about: "已有人" if not told(facts, "reporter") else str(facts["reporter"]),
    "guidance": lambda facts, about: "".join(guidance(facts)),
    "guidance_again": lambda facts, about: "".join(guidance_again(facts)),
    "guidance_in_steps": lambda facts, about: "".join(guidance_in_steps(facts)),
    "guidance_shown": lambda facts, about: "请看卡片里的“接下来请您”。",
    "person": lambda facts, about: (
        person_of(facts["order"]) if (facts.get("order") or {}).get("name") else ""
    ),
    "hours": lambda facts, about: "",
    "time": lambda facts, about: "",
    "line": lambda facts, about: "",
    "state": lambda facts, about: "",
    "ring_time": lambda facts, about: ring_time(about.at or about.now),
    "insurer": lambda facts, about: about.settings.company.removesuffix("公司"),
    "accident_month": lambda facts, about: _accident_day(facts)[0],
    "accident_day": lambda facts, about: _accident_day(facts)[1],
    "phone_tail": lambda facts, about: str(facts.get("caller_phone") or "")[-4:],
    "text": lambda facts, about: "",
    "party": lambda facts, about: "",
}
"""What fills each placeholder of the responses."""


def ring_time(now: datetime) -> str:
    """Return when a call-back asked for now rings, as it is said: 今天上午九点到九点零五分."""
    first, last = callback_window(now)
    return spoken(first, now, last)


def text_of(response: str, values: Mapping[str, Any]) -> str:
    """Return the words of a response, for the transcript of channels that keep none themselves."""
    variations = responses().get(response) or [{"text": ""}]
    return PLACEHOLDER.sub(lambda match: str(values.get(match.group(1), "")), variations[0].get("text", ""))
