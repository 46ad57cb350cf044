"""Labels follow from the telling and the facts beside it, and go with their characters through noise."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from bench.calls.scenario import Scenario, split
from bench.reader.labels import Line, corpus, lines_of, through_noise


def told(scenario: Scenario, asked: str, how: str = "tells") -> list[Line]:
    return [line for line in lines_of(scenario) if (line.asked, line.how) == (asked, how)]


def words(line: Line, kind: str) -> list[str]:
    return [line.text[start:end] for start, end, label in line.spans if label == kind]


def test_the_words_of_the_place_are_labelled_with_what_belongs_to_them(scraped: Scenario) -> None:
    for line in told(scraped, "place"):
        assert words(line, "place"), line.text


def test_damage_has_the_owner_whom_the_facts_name(scraped: Scenario) -> None:
    assert any(words(line, "own") for line in told(scraped, "own_damage"))
    assert not any(words(line, "other") for line in told(scraped, "own_damage"))
    assert any(words(line, "other") for line in told(scraped, "third_damage"))


def test_yes_and_no_are_the_facts_and_what_is_said_beside_is_no_answer(scraped: Scenario) -> None:
    assert {line.answer for line in told(scraped, "at_scene")} == {"yes"}
    assert {line.answer for line in told(scraped, "injured")} == {"no"}
    assert {line.answer for line in lines_of(scraped) if line.how == "beside"} == {"none"}


def test_labels_go_with_their_characters_through_noise(scraped: Scenario) -> None:
    line = Line("就在成都二环高架永丰立交那儿", "place", ((2, 12, "place"),), how="tells")
    for seed in range(30):
        noisy = through_noise(line, random.Random(seed))
        ((start, end, kind),) = noisy.spans
        assert kind == "place"
        assert abs((end - start) - 10) <= 3
        assert 0 <= start < end <= len(noisy.text)
        kept = sum(c in noisy.text[start:end] for c in "成都二环高架永丰立交")
        assert kept >= 6


def test_only_the_writers_to_learn_from_are_learnt_from() -> None:
    parts = split()
    assert {parts[line.writer] for line in corpus("learn") if line.writer} == {"learn"}


def test_the_unseen_writers_cannot_be_labelled() -> None:
    command = [sys.executable, "-m", "bench.reader.labels", "--part", "unseen", "--out", "/dev/null"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "invalid choice: 'unseen'" in done.stderr


@pytest.mark.parametrize("how", ["beside", "much", "little", "two", "fixes place"])
def test_every_kind_of_telling_is_labelled(scraped: Scenario, how: str) -> None:
    assert any(line.how == how for line in lines_of(scraped))
