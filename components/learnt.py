"""Rasa components that hold a ranking they have learnt: how it is kept in the model, and what it tells of an utterance."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from components.ranking import Ranking
from mandarin.clauses import ASIDE, TOLD
from mandarin.naming import REST
from mandarin.span import Span

_FILE = "ranking.npz"


def store(ranking: Ranking, storage: ModelStorage, resource: Resource) -> None:
    """Write a ranking into the model."""
    with storage.write_to(resource) as directory:
        ranking.save(directory / _FILE)


def restore(storage: ModelStorage, resource: Resource) -> Ranking:
    """Read a ranking out of the model, and rank with it once: the encoder loads with its first sentence."""
    with storage.read_from(resource) as directory:
        ranking = Ranking.load(directory / _FILE)
    ranking.rank("你好")
    return ranking


def open_question(metadata: Any) -> str | None:
    """Return the question that was open when the words were said; None when none was."""
    asked = metadata.get("open_question") if isinstance(metadata, dict) else None
    return asked if isinstance(asked, str) else None


class LearntComponent(GraphComponent):
    """Keeps the ranking that ``learn`` makes of the training data in the model."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._ranking: Ranking | None = None

    def learn(self, training_data: TrainingData) -> Ranking | None:
        """Learn from the training data; None when they hold nothing of the kind."""
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
        component = cls.create(config, model_storage, resource, execution_context)
        component._ranking = restore(model_storage, resource)
        return component


def parts_of(message: Message, *kinds: str) -> list[dict[str, Any]]:
    """Return the values of what is told, what is asked beside it and what is said beside a fact named, to be filled in place."""
    return [
        entity["value"]
        for entity in message.get(ENTITIES, [])
        if entity["entity"] in (kinds or (TOLD, REST, ASIDE))
    ]


class WholeUtterance(LearntComponent):
    """Adds what ``told`` makes of the ranking to the entities of a message, and to what is told beside a question."""

    kind = ""
    """The entity it adds."""

    def told(self, ranking: Ranking, text: str, asked: str | None) -> Span | None:
        """Return what is told, with the question ``asked`` open, as a span over the whole text; None when it is nothing."""
        raise NotImplementedError

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is told to the entities of each message."""
        for message in messages:
            asked = open_question(message.get(METADATA))
            span = self.told(self._ranking, message.get(TEXT) or "", asked) if self._ranking else None
            if span is not None:
                entity = {**span.as_entity(), "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
            for part in parts_of(message, TOLD, REST):
                alone = self.told(self._ranking, part["text"], asked) if self._ranking else None
                part[self.kind] = alone.value if alone else None
        return messages
