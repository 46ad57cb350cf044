"""The project's own intent ranking, learnt anew from data/nlu."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from components import answers, stories
from components.intents import NOTHING_HEARD, intent_examples
from components.ranking import Ranking
from mandarin.read import read
from mandarin.span import Span

IntentOf = Callable[[str], str]
RankOf = Callable[[str], tuple[str, float]]
AnswersOf = Callable[[str], dict[str, dict[str, float]]]
DATA = Path(__file__).parents[2] / "data" / "nlu"


def training_data() -> TrainingData:
    """Read data/nlu."""
    return training_data_from_paths([str(path) for path in sorted(DATA.rglob("*.yml"))], "zh")


def intent_ranking(data: TrainingData | None = None) -> tuple[RankOf, float]:
    """Learn the intents, of data/nlu unless other data are given; return what names the intent of a text with its confidence, and the seconds learning took."""
    examples = intent_examples(training_data() if data is None else data)
    begin = time.perf_counter()
    ranking = Ranking.learn(
        [example.get("text") for example in examples], [example.get("intent") for example in examples]
    )
    seconds = time.perf_counter() - begin

    def best_of(text: str) -> tuple[str, float]:
        ranked = ranking.rank(text)
        return ranked[0] if ranked else (NOTHING_HEARD, 1.0)

    return best_of, seconds


def story_reader() -> Callable[[str, datetime, str | None], list[Span]]:
    """Learn the case types; return what reads every value of an utterance, its case type among them."""
    ranking = stories.learn(training_data())

    def reader(text: str, now: datetime, asked: str | None) -> list[Span]:
        story = stories.told(ranking, text)
        return [*read(text, now, asked), *([story] if story else [])]

    return reader


def answer_reader(data: TrainingData | None = None) -> AnswersOf:
    """Learn the answers to yes/no questions, of data/nlu unless other data are given; return what tells the answers of a text to each of them."""
    ranking = answers.learn(training_data() if data is None else data)

    def reader(text: str) -> dict[str, dict[str, float]]:
        span = answers.told(ranking, text)
        return span.value if span else {}

    return reader
