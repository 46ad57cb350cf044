"""The Rasa component that reads an utterance, once and for all: its values and its clauses, under the question that is open or named.

spaCy carries the tokens and the spans. What stands here as an entity is what the dialogue knows of the words; nothing reads
them again.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from spacy.tokens import Doc, SpanGroup

from components.learnt import open_question
from mandarin.clauses import TOLD, find_asides
from mandarin.heard import as_heard
from mandarin.naming import named_in
from mandarin.read import read, warm_up
from mandarin.span import Span as Heard

__all__ = ["CLAUSES", "NAMED", "VALUES", "SpanExtractor", "pipeline", "read"]

VALUES, CLAUSES, NAMED = "values", "clauses", "named"
"""The span groups of a ``Doc``; ``attrs["heard"]`` of a group holds the ``mandarin.span.Span`` of each of its spans.

Not an extension of the spans: spaCy 3 keeps those by their characters alone, so that two values of the same words would share one.
"""

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # one offset all year since 1991

Doc.set_extension("now", default=None, force=True)
Doc.set_extension("asked", default=None, force=True)


@Language.component("mandarin_values", assigns=["doc.spans"])
def mandarin_values(doc: Doc) -> Doc:
    """Write the values of a doc into ``doc.spans["values"]``: against ``doc._.now``, with the question ``doc._.asked`` open."""
    doc.spans[VALUES] = _carried(doc, VALUES, read(doc.text, doc._.now or datetime.now(BEIJING), doc._.asked))
    return doc


@Language.component("mandarin_clauses", assigns=["doc.spans"])
def mandarin_clauses(doc: Doc) -> Doc:
    """Write what is told and what is asked or wished beside it into ``doc.spans["clauses"]``."""
    doc.spans[CLAUSES] = _carried(doc, CLAUSES, find_asides(doc.text))
    return doc


@Language.component("mandarin_named", assigns=["doc.spans"])
def mandarin_named(doc: Doc) -> Doc:
    """Write what is said of facts by their names, and what is said beside it, into ``doc.spans["named"]``."""
    told = next((heard for heard in doc.spans[CLAUSES].attrs["heard"] if heard.kind == TOLD), None)
    text = told.value["text"] if told else doc.text
    doc.spans[NAMED] = _carried(doc, NAMED, named_in(text, doc._.now or datetime.now(BEIJING)))
    return doc


def _carried(doc: Doc, name: str, found: Iterable[Heard]) -> SpanGroup:
    """Return spaCy's spans of what was found; what covers no token has no words to stand for."""
    pairs = [
        (span, heard)
        for heard in found
        if (span := doc.char_span(heard.start, heard.end, label=heard.kind, alignment_mode="expand"))
        is not None
    ]
    heard = [heard for _, heard in pairs]
    return SpanGroup(doc, name=name, attrs={"heard": heard}, spans=[span for span, _ in pairs])


def pipeline() -> Language:
    """Return the spaCy pipeline: one token a character, then the values, the clauses, and what is said by name."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("mandarin_values")
    nlp.add_pipe("mandarin_clauses")
    nlp.add_pipe("mandarin_named")
    return nlp


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpanExtractor(GraphComponent):
    """Puts the text to read in place of the recogniser's, and adds every value and the clauses of it to its entities.

    "Now" is ``call_started_at`` of the message's metadata, else the clock in Asia/Shanghai; the question under which a bare
    answer counts is its ``open_question`` (``runtime.processor`` puts it there).
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
            text = as_heard(
                (message.get(TEXT) or "").encode(errors="replace").decode()
            ).text  # spaCy refuses lone surrogates
            message.set(TEXT, text, add_to_output=True)
            doc = self._nlp.make_doc(text)
            doc._.now = call_start(message.get(METADATA))
            doc._.asked = open_question(message.get(METADATA))
            doc = self._nlp(doc)
            found = [heard for group in (VALUES, CLAUSES, NAMED) for heard in doc.spans[group].attrs["heard"]]
            entities = [{**heard.as_entity(), "extractor": type(self).__name__} for heard in found]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages


def call_start(metadata: Any) -> datetime:
    """Return when the call started, as the channel says; the clock when it does not say, or not in ISO 8601."""
    try:
        started = datetime.fromisoformat(metadata["call_started_at"])
    except (KeyError, TypeError, ValueError):
        return datetime.now(BEIJING)
    return started if started.tzinfo else started.replace(tzinfo=BEIJING)
