"""Photos of the scene: looked at before they are kept, and kept where no page can fetch them."""

from __future__ import annotations

import io
import os
import secrets
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

SIZE_LIMIT = 10 * 1024 * 1024
"""Largest photo, in bytes."""

PIXEL_LIMIT = 60_000_000
"""Most pixels that are decoded; today's largest phone photos have 50 million."""

COUNT_LIMIT = 10
"""Most photos of one session."""

KINDS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
"""Formats taken -> media type, ending. A phone that takes HEIC hands over JPEG to a page that asks for these."""


class PhotoRefused(ValueError):
    """Raised for bytes that are not kept; the message is for the customer."""


@dataclass(frozen=True)
class Photo:
    """A photo that was looked at."""

    name: str
    kind: str
    size: int


def keep(content: bytes, folder: Path) -> Photo:
    """Decode a photo and write it under a random name, as it was sent: it is evidence.

    Blocks; callers in an event loop use a thread.

    Raises:
        PhotoRefused: Too large, no photo of a format in ``KINDS``, or damaged.
        OSError: It could not be written.
    """
    if len(content) > SIZE_LIMIT:
        raise PhotoRefused("照片太大，每张最大10MB")
    kind, ending = _look_at(content)
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(16) + ending
    partial = folder / f".{name}"
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / name)
    return Photo(name, kind, len(content))


def _look_at(content: bytes) -> tuple[str, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(KINDS)) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise PhotoRefused("照片的尺寸太大，请换一张")
                image.load()
                return KINDS[str(image.format)]
    except PhotoRefused:
        raise
    except Exception as error:  # whatever a decoder raises for bytes made to break it
        raise PhotoRefused("这个文件不是照片，请选择JPG、PNG或WebP格式的照片") from error
