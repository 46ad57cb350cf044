"""The Rasa component that tells what a caller wants."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.learnt import LearntComponent, parts_of
from components.ranking import Ranking

NOTHING_HEARD = "noise"


def intent_examples(training_data: TrainingData) -> list[Message]:
    """Return the examples intents are learnt from: not the stories, whose kind ``components.stories`` learns.

    As examples they would draw half of what only informs (3 points of accuracy) to report_accident.
    """
    return [
        example
        for example in training_data.intent_examples
        if example.get(TEXT) and "case_type" not in ((example.get("metadata") or {}).get("intent") or {})
    ]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LearntComponent):
    """Ranks the intents of an utterance by characters, sounds and meaning; see ``components.ranking``.

    An utterance without any word (emoji, marks, nothing) is noise. What is told and what is asked beside it
    (``mandarin.clauses``) get an ``intent`` and how ``sure`` it is each of their own.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: ``ranking_length``, how many intents the output names."""
        return {"ranking_length": 5}

    def learn(self, training_data: TrainingData) -> Ranking | None:
        """Learn from the intent examples; None when there are none."""
        examples = intent_examples(training_data)
        if not examples:
            return None
        return Ranking.learn(
            [example.get(TEXT) for example in examples], [example.get(INTENT) for example in examples]
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are: policies learn from the intents themselves."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message."""
        for message in messages:
            ranked = self._ranking.rank(message.get(TEXT) or "") if self._ranking else []
            ranking = [
                {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
                for name, confidence in ranked or [(NOTHING_HEARD, 1.0)]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[: self._config["ranking_length"]], add_to_output=True)
            for part in parts_of(message):
                ranked = self._ranking.rank(part["text"]) if self._ranking else []
                part["intent"], part["sure"] = ranked[0] if ranked else (NOTHING_HEARD, 1.0)
        return messages
