"""The learnt reader: what an utterance says, by an encoder that has the open question in view.

It proposes, and the rules decide what they make of it (``mandarin.read``). README.md beside this file has where the weights
come from and what they are worth.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
WEIGHTS, ALPHABET = FOLDER / "reader.onnx", FOLDER / "alphabet.json"

SURE = 0.5
"""Probability that one character of a stretch must have."""
EDGE = {"place": 0.2}
"""Probability with which characters beside it belong to it too; chosen on the dev writers, and flat from 0.1 to 0.3."""


@dataclass(frozen=True)
class Proposed:
    """A stretch that the reader labels.

    Attributes:
        start: Index of the first character.
        end: Index after the last.
        kind: ``place`` (of the accident), ``own`` or ``other`` (a damaged part of our car, of another's).
        sure: Probability of its surest character, 0 to 1.
    """

    start: int
    end: int
    kind: str
    sure: float


@dataclass(frozen=True)
class Learnt:
    """What the reader makes of an utterance.

    Attributes:
        spans: What it labels, in order.
        answer: How likely it is to the open question a value, yes, no, unknown, none (no answer).
        case: How likely each case type is of what it tells; ``none``: it tells no story.
    """

    spans: tuple[Proposed, ...]
    answer: Mapping[str, float]
    case: Mapping[str, float]


class Reader:
    """The net and its alphabet, read from ``reader.onnx`` and ``alphabet.json``."""

    def __init__(self, weights: Path = WEIGHTS, alphabet: Path = ALPHABET) -> None:
        """Load both; raises ImportError without onnxruntime, OSError or ValueError without sound files."""
        import onnxruntime

        told = json.loads(alphabet.read_text("utf-8"))
        self._ids = {character: number for number, character in enumerate(told["characters"], start=2)}
        self._questions = {question: number for number, question in enumerate(told["questions"], start=1)}
        self._tags: Sequence[str] = told["tags"]
        self._answers: Sequence[str] = told["wholes"]["answer"]
        self._cases: Sequence[str] = told["wholes"]["case"]
        self._longest: int = told["longest"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._net = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def read(self, text: str, asked: str | None) -> Learnt:
        """Read an utterance; what is beyond its longest (160 characters) is not read."""
        shown = text[: self._longest]
        ids = [1, *(self._ids.get(c.upper() if c.isascii() else c, 0) for c in shown)]
        question = self._questions.get(asked or "", 0)
        tags: Any
        wholes: Any
        tags, wholes = self._net.run(None, {"ids": np.array([ids]), "asked": np.array([question])})
        cut = len(self._answers)
        return Learnt(
            self._spans(_softmax(tags)),
            dict(zip(self._answers, _softmax(wholes[:cut]).tolist(), strict=True)),
            dict(zip(self._cases, _softmax(wholes[cut:]).tolist(), strict=True)),
        )

    def _spans(self, sure: Any) -> tuple[Proposed, ...]:
        """Return the runs of characters that are likely of a kind, where one of them surely is."""
        found = []
        for kind in dict.fromkeys(tag[2:] for tag in self._tags if tag != "O"):
            columns = [column for column, tag in enumerate(self._tags) if tag.endswith(f"-{kind}")]
            likely = sure[:, columns].sum(-1).tolist()
            edge, start = EDGE.get(kind, SURE), None
            for at, one in enumerate([*likely, 0.0]):
                if one >= edge:
                    start = at if start is None else start
                elif start is not None:
                    if max(likely[start:at]) >= SURE:
                        found.append(Proposed(start, at, kind, max(likely[start:at])))
                    start = None
        return tuple(sorted(found, key=lambda one: one.start))


def _softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


@lru_cache(maxsize=1)
def _reader() -> Reader | None:
    """Load the reader once a process; None, and one warning, where it cannot be had."""
    try:
        return Reader()
    except Exception as error:
        logger.warning("No learnt reader (%s): the rules read alone, and hear less.", type(error).__name__)
        return None


@lru_cache(maxsize=8)
def read_through(text: str, asked: str | None) -> Learnt | None:
    """Read an utterance with the question that is open in view; None where there is no reader.

    Args:
        text: What was said (``mandarin.heard.as_heard``).
        asked: The open question, None at the beginning of a call.
    """
    reader = _reader()
    try:
        return reader.read(text, asked) if reader and text else None
    except Exception as error:  # what the rules read must not be lost; words stay out of the log
        logger.error("The reader failed with %s", type(error).__name__)
        return None
