"""The Rasa component that tells yes, no and don't know for each yes/no question, from the answer as a whole.

Callers answer "派出所的回执都在我手上呢" where a rule waits for 报了. The pass over the utterance does not know which
question is open, so it answers for all of them; ``claims.answers`` takes the one that was asked.
"""

from __future__ import annotations

from collections import defaultdict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.learnt import WholeUtterance
from components.ranking import Ranking
from mandarin.reader import read_through
from mandarin.span import Span

KIND = "answers"
ANSWERS = frozenset({"yes", "no", "unknown", "other"})
OTHER = "other"
"""What answers neither way."""

MAYBE_ANSWERS = frozenset(
    {"inform", "affirm", "deny", "dont_know", "correct", "nothing_else", "refuse", "report_accident"}
    | {"handover", "third_party_report", "rescue", "other_insurer", "not_understood", "repeat"}
)
"""Intents whose examples may answer one question or another."""

LEAST = 0.1
"""Confidence below which an answer is left out."""

READER = 0.4
"""Share of the learnt reader in the answer to the open question, the rest is the ranking's: neither settles one alone. Chosen on
the dev writers' tellings, noise and words beside the point; flat from 0.3 to 0.5, and above it noise is believed more often."""

EVERY = 8
"""Of what callers say that answers no question, one sentence in so many is learnt as ``other`` for all of them."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AnswerClassifier(WholeUtterance):
    """Adds an entity ``answers``: question -> {yes, no, unknown, other: confidence}, about 1 in all for each question."""

    kind = KIND

    def learn(self, training_data: TrainingData) -> Ranking | None:
        """Learn from the lookup tables ``<question>/<answer>`` of the training data."""
        return learn(training_data)

    def told(self, ranking: Ranking, text: str, asked: str | None) -> Span | None:
        """Return the answers to all questions."""
        return told(ranking, text, asked)


def learn(training_data: TrainingData) -> Ranking | None:
    """Learn the answers of the lookup tables; None when there are none.

    Lookup tables hold them because one text may answer several questions, which as examples of intents would contradict
    each other.
    """
    labels: dict[str, set[str]] = defaultdict(set)
    for table in training_data.lookup_tables:
        if table["name"].rpartition("/")[2] in ANSWERS:
            for text in table["elements"]:
                labels[text].add(table["name"])
    if not labels:
        return None
    nowhere = {f"{name.rpartition('/')[0]}/{OTHER}" for names in labels.values() for name in names}
    others = [e.get(TEXT) for e in training_data.intent_examples if e.get(INTENT) not in MAYBE_ANSWERS]
    for text in others[::EVERY]:
        labels[text] |= nowhere
    return Ranking.learn(list(labels), list(labels.values()))


def told(ranking: Ranking | None, text: str, asked: str | None = None) -> Span | None:
    """Return the answers to all questions as a span over the whole text, None when it holds no word.

    Those to the question ``asked`` are weighed with what the learnt reader says, which has it in view (``READER``).
    """
    ranked: dict[str, dict[str, float]] = defaultdict(dict)
    for label, sure in ranking.rank(text) if ranking else ():
        question, _, answer = label.rpartition("/")
        ranked[question][answer] = sure
    learnt = read_through(text, asked) if asked in ranked else None
    if asked and learnt:
        read = {answer: learnt.answer.get(answer, 0.0) for answer in ANSWERS - {OTHER}}
        read[OTHER] = 1 - sum(read.values())
        ranked[asked] = {
            answer: (1 - READER) * ranked[asked].get(answer, 0.0) + READER * sure
            for answer, sure in read.items()
        }
    answers = {
        question: {answer: round(sure, 2) for answer, sure in likely.items() if sure >= LEAST}
        for question, likely in ranked.items()
    }
    return Span(KIND, 0, len(text), answers, text) if answers else None
