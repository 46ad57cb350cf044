"""The rules of clauses against the sentences they are for, and those they must leave alone."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from mandarin.clauses import RULES, find_clauses, kind_of, rules

KINDS = {
    "particles": "particle",
    "fillers": "filler",
    "beside": "beside",
    "questions": "question",
    "requests": "request",
    "feelings": "feeling",
}


def written() -> list[tuple[str, dict[str, Any]]]:
    parts = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return [
        (name, rule) for name, part in parts.items() for rule in (part if isinstance(part, list) else [part])
    ]


def cut(text: str) -> str:
    return "|".join(clause.text for clause in find_clauses(text))


def sentences(which: str, *names: str) -> list[tuple[str, str]]:
    return [(name, text) for name, rule in written() if name in names for text in rule[which]]


def test_every_rule_has_sentences_for_and_against() -> None:
    assert all(rule["for"] and rule["not"] for _, rule in written())


@pytest.mark.parametrize(("name", "text"), sentences("for", *KINDS))
def test_a_clause_is_of_its_kind(name: str, text: str) -> None:
    assert KINDS[name] in [clause.value for clause in find_clauses(text)]


@pytest.mark.parametrize(("name", "text"), sentences("not", *KINDS))
def test_and_leaves_others_alone(name: str, text: str) -> None:
    assert KINDS[name] not in [clause.value for clause in find_clauses(text)]


@pytest.mark.parametrize(("name", "text"), sentences("for", "begins"))
def test_a_clause_begins(name: str, text: str) -> None:
    assert cut(text.replace("|", "")) == text


@pytest.mark.parametrize(("name", "text"), sentences("not", "begins"))
def test_and_no_clause_begins(name: str, text: str) -> None:
    assert cut(text) == text


@pytest.mark.parametrize(("name", "text"), sentences("for", "statements"))
def test_words_of_a_question_may_ask_nothing(name: str, text: str) -> None:
    assert kind_of(text) == "statement"


@pytest.mark.parametrize(("name", "text"), sentences("not", "statements"))
def test_and_others_ask(name: str, text: str) -> None:
    assert not rules().statements.search(text)


def test_a_question_mark_asks() -> None:
    assert [clause.value for clause in find_clauses("还在，现在能挪车？")] == ["particle", "question"]
