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


@dataclass(frozen=True)
class Proposed:
    """A stretch that the reader labels.

    Attributes:
        start: Index of the first character.
        end: Index after the last.
        kind: ``place`` (of the accident), ``own`` or ``other`` (a damaged part of our car, of another's).
        sure: Mean probability of its characters, 0 to 1.
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
        hurt: How likely each kind of people is said to be hurt, each by itself.
    """

    spans: tuple[Proposed, ...]
    answer: Mapping[str, float]
    case: Mapping[str, float]
    hurt: Mapping[str, float]


class Reader:
    """The net and its alphabet, read from ``reader.onnx`` and ``alphabet.json``."""

    def __init__(self, weights: Path = WEIGHTS, alphabet: Path = ALPHABET) -> None:
        """Load both; raises ImportError without onnxruntime, OSError or ValueError without sound files."""
        import onnxruntime

        told = json.loads(alphabet.read_text("utf-8"))
        self._ids = {character: number for number, character in enumerate(told["characters"], start=2)}
        self._questions = {question: number for number, question in enumerate(told["questions"], start=1)}
        self._tags: Sequence[str] = told["tags"]
        self._wholes: Mapping[str, Sequence[str]] = told["wholes"]
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
        parts: dict[str, Mapping[str, float]] = {}
        at = 0
        for name, labels in self._wholes.items():
            scores = wholes[at : at + len(labels)]
            at += len(labels)
            sure = 1 / (1 + np.exp(-scores)) if name == "hurt" else _softmax(scores)
            parts[name] = dict(zip(labels, sure.tolist(), strict=True))
        return Learnt(self._spans(_softmax(tags)), parts["answer"], parts["case"], parts["hurt"])

    def _spans(self, sure: Any) -> tuple[Proposed, ...]:
        found: list[Proposed] = []
        start, kind = 0, ""
        best = sure.argmax(-1).tolist()
        for at, tag in enumerate([*best, 0]):
            edge, _, now = self._tags[tag].partition("-")
            if kind and (edge in "OB" or now != kind):
                columns = [column for column, name in enumerate(self._tags) if name.endswith(f"-{kind}")]
                found.append(Proposed(start, at, kind, float(sure[start:at, columns].sum(-1).mean())))
                kind = ""
            if edge != "O" and not kind:
                start, kind = at, now
        return tuple(found)


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
    return reader.read(text, asked) if reader and text else None
