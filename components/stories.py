"""The Rasa component that tells what kind of case a story is, from how it is told as a whole."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.intents import restore, store
from components.ranking import Ranking
from mandarin.span import Span

NO_STORY = "none"
KIND = "case_type"
EVERY = 5
"""Of what callers say besides stories, one sentence in so many is learnt as none."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class StoryClassifier(GraphComponent):
    """Adds an entity ``case_type`` to an utterance that tells what happened.

    Its value maps the likeliest case types to their confidence; ``claims.case_type`` weighs them against the events found
    by rule, which know a parked car but not every way to say that it was struck.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: ``ranking_length``, how many case types the value names."""
        return {"ranking_length": 3}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        ranking: Ranking | None = None,
    ) -> None:
        self._length = config["ranking_length"]
        self._storage = storage
        self._resource = resource
        self._ranking = ranking

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StoryClassifier:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples whose intent carries ``case_type`` as metadata, and store what was learnt."""
        self._ranking = learn(training_data)
        if self._ranking is not None:
            store(self._ranking, self._storage, self._resource)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> StoryClassifier:
        """Return the component as it was stored."""
        return cls(config, model_storage, resource, restore(model_storage, resource))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the case type to the entities of each message that tells a story."""
        for message in messages:
            span = told(self._ranking, message.get(TEXT) or "", self._length)
            if span is not None:
                entity = {**span.as_entity(), "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


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
    return Ranking.learn([*texts, *others], [*cases, *[NO_STORY] * len(others)])


def told(ranking: Ranking | None, text: str, length: int = 3) -> Span | None:
    """Return the case types of a story as a span over all of it, or None when the utterance tells none."""
    ranked = ranking.rank(text) if ranking else []
    if not ranked or ranked[0][0] == NO_STORY:
        return None
    cases = {name: round(sure, 3) for name, sure in ranked[: length + 1] if name != NO_STORY}
    return Span(KIND, 0, len(text), cases, text, confidence=ranked[0][1])
