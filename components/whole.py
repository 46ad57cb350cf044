"""A Rasa component that tells something of an utterance as a whole, from a ranking it has learnt."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from components.intents import restore, store
from components.ranking import Ranking
from mandarin.span import Span


class WholeUtterance(GraphComponent):
    """Adds what ``told`` makes of the ranking that ``learn`` makes of the training data to the entities of a message."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        ranking: Ranking | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._ranking = ranking

    def learn(self, training_data: TrainingData) -> Ranking | None:
        """Learn from the training data; None when they hold nothing of the kind."""
        raise NotImplementedError

    def told(self, ranking: Ranking, text: str) -> Span | None:
        """Return what is told as a span over the whole text, None when it is nothing."""
        raise NotImplementedError

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and store what was learnt."""
        self._ranking = self.learn(training_data)
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
    ) -> Self:
        """Return the component as it was stored."""
        return cls(config, model_storage, resource, restore(model_storage, resource))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is told to the entities of each message."""
        for message in messages:
            span = self.told(self._ranking, message.get(TEXT) or "") if self._ranking else None
            if span is not None:
                entity = {**span.as_entity(), "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
