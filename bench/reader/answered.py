"""Lines that teach what answers a yes/no question and, above all, what does not.

Whoever wrote for ``bench/calls`` answered the question that was asked, and a reader that has seen nothing else hears a yes in
any noise. So it also learns the answers of ``data/nlu/answers``, with their ``other``; what callers said to another question;
what they said beside the point; their questions, feelings and courtesies; and noise.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml
from rasa.shared.importers.utils import training_data_from_paths

from bench.reader.line import Line
from bench.understanding.noise import COMMON, FILLERS
from components.answers import MAYBE_ANSWERS, OTHER
from mandarin.answer import find_answer
from mandarin.heard import as_heard

DATA = Path(__file__).parents[2] / "data" / "nlu"

_INJURY = "injured injured_kind injured_count injury_severity sent_hospital hospital treated ward fee_paid fee_amount"
_STORY = "description third_party"
_MAY_ANSWER: Mapping[str, frozenset[str]] = {
    question: frozenset(others.split())
    for question, others in (
        ("at_scene", f"car_location place rescue rescue_to guidance {_STORY}"),
        ("injured", f"{_INJURY} {_STORY}"),
        ("sent_hospital", f"{_INJURY} {_STORY}"),
        ("treated", f"{_INJURY} {_STORY}"),
        ("fee_paid", _INJURY),
        ("other_insurer", "other_insurer_name other_insurer_estimate third_party third_owner third_plate"),
        ("rescue", f"rescue_to car_location at_scene own_damage {_STORY}"),
        ("theft_police", f"theft_parking theft_documents {_STORY}"),
        ("theft_parking", f"theft_police theft_documents place car_location {_STORY}"),
        ("theft_documents", f"theft_police theft_parking {_STORY}"),
        ("fire_brigade", f"fire_how fire_origin fire_put_out {_STORY}"),
        ("fire_put_out", f"fire_how fire_origin fire_brigade {_STORY}"),
        ("flood_restarted", f"flood_level flood_duration {_STORY}"),
    )
}
"""Yes/no question -> the questions whose answers may answer it too, and teach neither way. To a recap, and to a policy read
out, whatever is told may put something right: nothing is no answer there."""

EVERYWHERE = (*sorted(_MAY_ANSWER), "recap", "policy_confirm")
"""Questions under which noise and asides are put."""
EXAMPLES_A_LINE = 3
"""Yes/no questions under which a line that is said beside the point is put."""
SHARE_ELSEWHERE, NOISES = 0.4, 900
"""Share of the tellings that are put under a yes/no question, and how many lines of noise there are."""

_MEANINGLESS_IN_PART = frozenset(
    {"accident_time", "contact_name", "contact_phone", "driver", "insured", "third_owner"}
)
"""Questions a piece of whose answers, cut off by a recogniser, is noise to any yes/no question."""


def taught() -> Iterator[Line]:
    """Yield the answers of ``data/nlu/answers`` under their questions."""
    tables = training_data_from_paths([str(path) for path in sorted((DATA / "answers").glob("*.yml"))], "zh")
    for table in tables.lookup_tables:
        question, _, answer = table["name"].rpartition("/")
        for text in table["elements"]:
            yield _bare(text, question, "none" if answer == OTHER else answer, "taught")


def no_answers(told: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Yield lines that answer no yes/no question.

    Args:
        told: What the writers wrote, with the question it was said to.
        rng: Draws the questions and the noise.
    """
    asking = sorted(_MAY_ANSWER)
    for line in told:
        if find_answer(line.text) is not None:
            continue
        if line.how == "beside":
            yield from (
                replace(line, asked=asked, case="", how="beside yes/no")
                for asked in rng.sample(asking, EXAMPLES_A_LINE)
            )
        elif line.how == "tells" and line.answer == "value" and rng.random() < SHARE_ELSEWHERE:
            asked = rng.choice([name for name in asking if line.asked not in _MAY_ANSWER[name]])
            yield replace(line, asked=asked, answer="none", case="", how="elsewhere")
    pieces = [
        line.text
        for line in told
        if line.how == "tells" and line.asked in _MEANINGLESS_IN_PART and len(line.text) > 8
    ]
    for _ in range(NOISES):
        text = rng.choice(_NOISES)(rng, pieces)
        if text and find_answer(text) is None:
            yield _bare(text, rng.choice(EVERYWHERE), "none", "noise")


def asides(rng: random.Random) -> Iterator[Line]:
    """Yield what callers say that answers nothing: questions, feelings, courtesies, wishes."""
    examples = training_data_from_paths(
        [str(path) for path in sorted(DATA.glob("*.yml"))], "zh"
    ).intent_examples
    said = {example.get("text"): example.get("intent") for example in examples}
    for text, intent in said.items():
        if intent not in MAYBE_ANSWERS and find_answer(text) is None:
            yield _bare(text, rng.choice(EVERYWHERE), "none", "aside")


def _bare(text: str, asked: str, answer: str, how: str) -> Line:
    """Return a line that teaches the answer and nothing else."""
    text = as_heard(text).text
    return Line(text, asked, unsure=((0, len(text)),), answer=answer, how=how)


_HEARD: Mapping[str, Sequence[str]] = yaml.safe_load(
    Path(__file__).with_name("noises.yml").read_text("utf-8")
)


def _babble(rng: random.Random, pieces: Sequence[str]) -> str:
    return "".join(rng.choices(COMMON, k=rng.randint(2, 9)))


def _sound(rng: random.Random, pieces: Sequence[str]) -> str:
    return rng.choice(_HEARD["sounds"]) * rng.randint(1, 3)


def _overheard(rng: random.Random, pieces: Sequence[str]) -> str:
    return rng.choice(_HEARD["overheard"])


def _piece(rng: random.Random, pieces: Sequence[str]) -> str:
    text = rng.choice(pieces)
    start = rng.randrange(len(text) - 6)
    return text[start : start + rng.randint(3, 6)].strip()


def _fillers(rng: random.Random, pieces: Sequence[str]) -> str:
    return " ".join(rng.choices(FILLERS, k=rng.randint(1, 3)))


def _digits(rng: random.Random, pieces: Sequence[str]) -> str:
    return "".join(rng.choices("零一二三四五六七八九幺", k=rng.randint(2, 8)))


_NOISES: tuple[Callable[[random.Random, Sequence[str]], str], ...] = (
    _babble, _babble, _sound, _overheard, _overheard, _piece, _fillers, _digits,
)  # fmt: skip
