"""The Rasa component that tells what kind of case a story is, from how it is told as a whole."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.learnt import WholeUtterance
from components.ranking import Ranking, Shares
from mandarin.reader import read_through
from mandarin.span import Span

NO_STORY = "none"
KIND = "case_type"
EVERY = 5
"""Of what callers say besides stories, one sentence in so many is learnt as none."""

SHARES = Shares(characters=1.0, sounds=1.0, meaning=1.0)
"""A recogniser that loses a character of a long story spoils its meaning more than its sound (2 points of noisy accuracy)."""

READER = 0.7
"""Share of the learnt reader in a case type, the rest is the ranking's; chosen on the calls of the dev writers, and flat up to all of it."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class StoryClassifier(WholeUtterance):
    """Adds an entity ``case_type`` to an utterance that tells what happened.

    Its value maps the likeliest case types to their confidence; ``claims.case_type`` weighs them against the events found
    by rule, which know a parked car but not every way to say that it was struck.
    """

    kind = KIND

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: ``ranking_length``, how many case types the value names."""
        return {"ranking_length": 3}

    def learn(self, training_data: TrainingData) -> Ranking | None:
        """Learn from the examples whose intent carries ``case_type`` as metadata."""
        return learn(training_data)

    def told(self, ranking: Ranking, text: str, asked: str | None) -> Span | None:
        """Return the case types of a story."""
        return told(ranking, text, self._config["ranking_length"], asked)


def learn(training_data: TrainingData) -> Ranking | None:
    """Learn the case types of the stories in the training data; None when there are none."""
    texts, cases, others = [], [], []
    for example in training_data.intent_examples:
        case = ((example.get("metadata") or {}).get("intent") or {}).get(KIND)
        if case:
            texts.append(example.get(TEXT))
            cases.append(case)
        elif example.get("intent") != "report_accident":
            others.append(example.get(TEXT))
    if not texts:
        return None
    others = others[::EVERY]
    return Ranking.learn([*texts, *others], [*cases, *[NO_STORY] * len(others)], SHARES)


def told(ranking: Ranking | None, text: str, length: int = 3, asked: str | None = None) -> Span | None:
    """Return the case types of a story as a span over all of it, or None when the utterance tells none.

    The learnt reader, which has the question ``asked`` in view, and the ranking, which knows kinds of accidents of which the
    reader has seen few, are weighed (``READER``).
    """
    ranked = dict(ranking.rank(text)) if ranking else {}
    learnt = read_through(text, asked) if ranked else None
    if learnt:
        ranked = {
            name: (1 - READER) * ranked.get(name, 0.0) + READER * sure for name, sure in learnt.case.items()
        }
    best = sorted(ranked, key=lambda name: -ranked[name])
    if not best or best[0] == NO_STORY:
        return None
    cases = {name: round(ranked[name], 3) for name in best if name != NO_STORY}
    cases = dict(list(cases.items())[:length])
    return Span(KIND, 0, len(text), cases, text, confidence=ranked[best[0]])
