"""Photos of the scene: looked at before they are kept, and kept where no page can fetch them."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from claims.photos import thumbnail

SIZE_LIMIT = 10 * 1024 * 1024
"""Largest photo, in bytes."""

PIXEL_LIMIT = 52_000_000
"""Most pixels that are decoded; today's largest phone photos have 50 million."""

COUNT_LIMIT = 10
"""Most photos of one session."""

KINDS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
"""Formats taken -> media type, ending. A phone that takes HEIC hands over JPEG to a page that asks for these."""

LOOKER = Path(__file__).with_name("looking.py")
LOOK_S = 20.0
"""Longest a photo may take to be looked at."""

NO_PHOTO = "这个文件不是照片，请选择JPG、PNG或WebP格式的照片"
TOO_WIDE = "照片的尺寸太大，请换一张"
TOO_LARGE = "照片太大，每张最大10MB"


class PhotoRefused(ValueError):
    """Raised for bytes that are not kept; the message is for the customer."""


@dataclass(frozen=True)
class Photo:
    """A photo that was looked at."""

    name: str
    kind: str
    size: int


async def keep(content: bytes, folder: Path) -> Photo:
    """Look at a photo and write it under a random name, as it was sent: it is evidence. Beside it lies its thumbnail.

    Raises:
        PhotoRefused: Too large, no photo of a format in ``KINDS``, or damaged.
        OSError: It could not be written.
    """
    if len(content) > SIZE_LIMIT:
        raise PhotoRefused(TOO_LARGE)
    kind, small = await _look_at(content)
    media_type, ending = KINDS[kind]
    name = secrets.token_hex(16) + ending
    await asyncio.to_thread(_write, folder, {thumbnail(name): small, name: content})
    return Photo(name, media_type, len(content))


async def _look_at(content: bytes) -> tuple[str, bytes]:
    """Have a process of its own decode a photo; return its format and its thumbnail."""
    pipe = asyncio.subprocess.PIPE
    looker = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(LOOKER), str(PIXEL_LIMIT), stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        small, kind = await asyncio.wait_for(looker.communicate(content), LOOK_S)
    except asyncio.TimeoutError:
        raise PhotoRefused(NO_PHOTO) from None
    finally:
        if looker.returncode is None:
            looker.kill()
            await looker.wait()
    if looker.returncode == 2:
        raise PhotoRefused(TOO_WIDE)
    if looker.returncode or kind.decode() not in KINDS:
        raise PhotoRefused(NO_PHOTO)
    return kind.decode(), small


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        partial = folder / f".{name}"
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(folder / name)
