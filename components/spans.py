"""The Rasa component that finds the values in an utterance: spaCy carries the tokens and the spans."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language
from spacy.tokens import Doc, Span

from mandarin.read import read, warm_up

__all__ = ["VALUES", "SpanExtractor", "pipeline", "read"]

VALUES = "values"
"""The span group of a ``Doc`` that holds the values; ``span._.heard`` is the ``mandarin.span.Span``."""

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # one offset all year since 1991

Doc.set_extension("now", default=None, force=True)
Span.set_extension("heard", default=None, force=True)


@Language.component("mandarin_values", assigns=["doc.spans"])
def mandarin_values(doc: Doc) -> Doc:
    """Write the values of a doc into ``doc.spans["values"]``; times are told against ``doc._.now``."""
    group = []
    for heard in read(doc.text, doc._.now or datetime.now(BEIJING)):
        span = doc.char_span(heard.start, heard.end, label=heard.kind, alignment_mode="expand")
        if span is not None:
            span._.heard = heard
            group.append(span)
    doc.spans[VALUES] = group
    return doc


def pipeline() -> Language:
    """Return the spaCy pipeline: one token a character, then the values."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("mandarin_values")
    return nlp


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpanExtractor(GraphComponent):
    """Adds every value of an utterance to its entities.

    "Now" is ``call_started_at`` of the message's metadata, else the clock in Asia/Shanghai.
    """

    def __init__(self) -> None:
        self._nlp = pipeline()
        self._nlp("")
        warm_up()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpanExtractor:
        """Return the component; it has neither settings nor anything to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the values to the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            doc = self._nlp.make_doc(text.encode(errors="replace").decode())  # spaCy refuses lone surrogates
            doc._.now = call_start(message.get(METADATA))
            spans = self._nlp(doc).spans[VALUES]
            entities = [{**span._.heard.as_entity(), "extractor": type(self).__name__} for span in spans]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages


def call_start(metadata: Any) -> datetime:
    """Return when the call started, as the channel says; the clock when it does not say, or not in ISO 8601."""
    try:
        started = datetime.fromisoformat(metadata["call_started_at"])
    except (KeyError, TypeError, ValueError):
        return datetime.now(BEIJING)
    return started if started.tzinfo else started.replace(tzinfo=BEIJING)
