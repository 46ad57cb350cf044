"""Which label an utterance has: one kernel regression over its characters, its sounds and its meaning.

Labels are intents, case types, or the answers to many questions at once: of labels with a slash (``injured/yes``) those with
the same words before it are ranked among themselves.

Kernel ridge regression is solved in closed form, and so are its leave-one-out predictions: the temperature that turns
scores into confidences is fitted on those, so a confidence of 0.7 is right about seven times in ten on sentences
that were not learnt. Figures of the choice are printed by ``python -m bench.understanding``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from pypinyin import lazy_pinyin
from scipy.linalg import cho_solve
from scipy.linalg.lapack import dpotrf, dpotri  # type: ignore[attr-defined]
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer

from components.encoder import embed
from mandarin.heard import as_heard


@dataclass(frozen=True)
class Shares:
    """How much characters, sounds and meaning count in the kernel."""

    characters: float = 1.0
    sounds: float = 0.5
    meaning: float = 2.0


SHARES, RIDGE = Shares(), 0.3
"""Chosen by leave-one-out accuracy; it is flat (±0.3 points) for shares from half to double and ridges 0.1 to 1."""

LONGEST = 400
_MARKS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return ``text`` without marks, case and width: half-width lower-case words with single spaces."""
    text = (
        as_heard(text[:LONGEST]).text.encode(errors="replace").decode()
    )  # the encoder refuses lone surrogates
    return _MARKS.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


@lru_cache(maxsize=1)
def sounds(text: str) -> str:
    """Return the toneless pinyin of plain text, a space between syllables: what homophones share."""
    return " ".join(lazy_pinyin(text.replace(" ", "")))


def _nearness(vectors: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the Gaussian kernel exp(-|a - b|²) of rows of length 1."""
    return np.exp(2.0 * (vectors @ others.T) - 2.0)


def _centred(vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Take away what all sentences share, and bring rows to length 1."""
    vectors = vectors - mean
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


@dataclass(frozen=True)
class Weights:
    """A solved regression.

    Attributes:
        characters: (character n-grams, labels).
        sounds: (pinyin n-grams, labels).
        meaning: (examples, labels); None when learnt without the encoder.
        bias: (labels,).
        temperature: What scores are multiplied by before the softmax.
    """

    characters: np.ndarray
    sounds: np.ndarray
    meaning: np.ndarray | None
    bias: np.ndarray
    temperature: float


@dataclass(frozen=True)
class Ranking:
    """A learnt ranking of labels.

    ``with_meaning`` is None when it was learnt without the encoder; ``by_words`` always stands in when the encoder
    is missing later. ``vectors`` (examples, 512) are the centred examples, ``mean`` (512,) what they have in common.
    """

    labels: list[str]
    characters: TfidfVectorizer
    sounds: TfidfVectorizer
    by_words: Weights
    with_meaning: Weights | None
    vectors: np.ndarray
    mean: np.ndarray

    @classmethod
    def learn(
        cls, texts: Sequence[str], labels: Sequence[str | Collection[str]], shares: Shares = SHARES
    ) -> Ranking:
        """Learn from example ``texts`` and the label, or the labels, of each."""
        texts = [plain(text) for text in texts]
        named = [{label} if isinstance(label, str) else set(label) for label in labels]
        known = sorted(set().union(*named))
        targets = np.array([[float(label in mine) for label in known] for mine in named])
        groups = _groups(known)
        characters, spoken = _by_characters(), _by_sounds()
        grams = characters.fit_transform(texts)
        syllables = spoken.fit_transform([sounds(text) for text in texts])
        words = shares.characters * (grams @ grams.T) + shares.sounds * (syllables @ syllables.T)
        words = words.toarray()

        def solved(kernel: np.ndarray, by_meaning: bool) -> Weights:
            duals, temperature = _solve(kernel, targets, groups)
            return Weights(
                characters=(shares.characters * (grams.T @ duals)).astype(np.float32),
                sounds=(shares.sounds * (syllables.T @ duals)).astype(np.float32),
                meaning=(shares.meaning * duals).astype(np.float32) if by_meaning else None,
                bias=duals.sum(axis=0).astype(np.float32),
                temperature=temperature,
            )

        by_words = solved(words, False)
        vectors = embed(texts)
        if vectors is None:
            nothing = np.zeros((0, 0), dtype=np.float32)
            return cls(known, characters, spoken, by_words, None, nothing, nothing)
        mean = vectors.mean(axis=0)
        vectors = _centred(vectors, mean)
        with_meaning = solved(words + shares.meaning * _nearness(vectors, vectors), True)
        return cls(known, characters, spoken, by_words, with_meaning, vectors, mean)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return (label, confidence) of an utterance, best first; empty when it has no letter, digit or character.

        The confidences of the labels of one question add up to 1.
        """
        text = plain(text)
        if not text:
            return []
        vector = embed([text]) if self.with_meaning is not None else None
        weights = self.by_words if vector is None or self.with_meaning is None else self.with_meaning
        scores = weights.bias.copy()
        scores += _weighed(self.characters, text, weights.characters)
        scores += _weighed(self.sounds, sounds(text), weights.sounds)
        if vector is not None and weights.meaning is not None:
            scores += (_nearness(_centred(vector, self.mean), self.vectors) @ weights.meaning)[0]
        confidences = _softmax(weights.temperature * scores, self._firsts)
        return [(self.labels[index], float(confidences[index])) for index in np.argsort(-confidences)]

    @cached_property
    def _firsts(self) -> np.ndarray:
        return np.array([group.start for group in _groups(self.labels)])

    def save(self, file: Path) -> None:
        """Write what was learnt to ``file`` (.npz): arrays and text, nothing that could run when it is read."""
        arrays: dict[str, np.ndarray] = {
            "labels": np.array(self.labels),
            "vectors": self.vectors,
            "mean": self.mean,
            "characters.terms": _terms(self.characters),
            "characters.idf": self.characters.idf_,
            "sounds.terms": _terms(self.sounds),
            "sounds.idf": self.sounds.idf_,
        }
        for name, weights in (("by_words", self.by_words), ("with_meaning", self.with_meaning)):
            solved = asdict(weights) if weights else {}
            arrays |= {f"{name}.{part}": value for part, value in solved.items() if value is not None}
        np.savez(file, **arrays)

    @classmethod
    def load(cls, file: Path) -> Ranking:
        """Read what ``save`` wrote."""
        with np.load(file) as arrays:
            return cls(
                labels=[str(name) for name in arrays["labels"]],
                characters=_vectorizer(
                    _by_characters(), arrays["characters.terms"], arrays["characters.idf"]
                ),
                sounds=_vectorizer(_by_sounds(), arrays["sounds.terms"], arrays["sounds.idf"]),
                vectors=arrays["vectors"],
                mean=arrays["mean"],
                by_words=_weights(arrays, "by_words"),
                with_meaning=_weights(arrays, "with_meaning") if "with_meaning.bias" in arrays else None,
            )


def _by_characters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True, dtype=np.float32)


def _by_sounds() -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="word", token_pattern=r"\S+", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32
    )


@lru_cache(maxsize=1)
def _grams(text: str) -> list[str]:
    """Take an utterance apart once: several components rank it."""
    grams: list[str] = _by_characters().build_analyzer()(text)
    return grams


@lru_cache(maxsize=1)
def _syllables(text: str) -> list[str]:
    syllables: list[str] = _by_sounds().build_analyzer()(text)
    return syllables


def _weighed(vectorizer: TfidfVectorizer, text: str, weights: np.ndarray) -> np.ndarray:
    """Return ``vectorizer.transform([text]) @ weights`` without a sparse matrix, which for one text costs ten times as much."""
    known = vectorizer.vocabulary_
    terms_of = _grams if vectorizer.analyzer == "char" else _syllables
    counts = Counter(known[term] for term in terms_of(text) if term in known)
    terms = list(counts)
    if not terms:
        return np.zeros(weights.shape[1])
    shares = (1.0 + np.log([counts[term] for term in terms])) * _idf(vectorizer)[terms]
    weighed: np.ndarray = shares @ weights[terms] / np.sqrt(shares @ shares)
    return weighed


def _idf(vectorizer: TfidfVectorizer) -> np.ndarray:
    """Return the inverse document frequencies off the diagonal they are kept on; ``idf_`` sums a sparse matrix each time."""
    frequencies: np.ndarray = vectorizer._tfidf._idf_diag.data
    return frequencies


def _terms(vectorizer: TfidfVectorizer) -> np.ndarray:
    """Return the vocabulary in order, as one text: a term holds no line break, and may end in a blank."""
    return np.array("\n".join(sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)))


def _vectorizer(vectorizer: TfidfVectorizer, terms: np.ndarray, idf: np.ndarray) -> TfidfVectorizer:
    vectorizer.vocabulary_ = {term: index for index, term in enumerate(str(terms).split("\n"))}
    vectorizer.idf_ = idf
    return vectorizer


def _weights(arrays: Mapping[str, np.ndarray], name: str) -> Weights:
    return Weights(
        characters=arrays[f"{name}.characters"],
        sounds=arrays[f"{name}.sounds"],
        meaning=arrays.get(f"{name}.meaning"),
        bias=arrays[f"{name}.bias"],
        temperature=float(arrays[f"{name}.temperature"]),
    )


def _groups(labels: Sequence[str]) -> list[slice]:
    """Return where the labels that exclude each other stand in sorted ``labels``: those of one question, or all."""
    questions = [label.rpartition("/")[0] for label in labels]
    firsts = [index for index, name in enumerate(questions) if index == 0 or name != questions[index - 1]]
    return [slice(*ends) for ends in pairwise([*firsts, len(labels)])]


def _softmax(scores: np.ndarray, firsts: np.ndarray) -> np.ndarray:
    """Return the softmax of each group of scores, which begin at ``firsts``."""
    sizes = np.diff(firsts, append=len(scores))
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, firsts), sizes))
    confidences: np.ndarray = powers / np.repeat(np.add.reduceat(powers, firsts), sizes)
    return confidences


def _solve(kernel: np.ndarray, targets: np.ndarray, groups: Sequence[slice]) -> tuple[np.ndarray, float]:
    """Solve a kernel ridge regression.

    Args:
        kernel: (n, n) similarities of the examples.
        targets: (n, labels) ones and zeros.
        groups: Where the labels that exclude each other stand.

    Returns:
        The dual coefficients (n, labels), and the temperature that makes the confidences of the leave-one-out
        predictions most likely.
    """
    regular = kernel + 1.0 + RIDGE * np.eye(len(kernel))  # + 1.0 is the bias
    factor, _ = dpotrf(regular, lower=True)  # symmetric and positive: half the work of a general inverse
    duals = cho_solve((factor, True), targets)
    inverse, _ = dpotri(factor, lower=True)
    unseen = targets - duals / np.diag(inverse)[:, None]

    def surprise(temperature: float) -> float:
        likely = [
            (log_softmax(temperature * unseen[:, group], axis=1), targets[:, group]) for group in groups
        ]
        return -sum(float((logs * truth).sum()) for logs, truth in likely) / float(targets.sum())

    return duals, float(minimize_scalar(surprise, bounds=(1.0, 60.0), method="bounded").x)
