"""Photos on disk: the names of the files one photo has, and how it is deleted."""

from __future__ import annotations

from pathlib import Path


def thumbnail(name: str) -> str:
    """Return the name of a photo's thumbnail."""
    return f"{name}.small.jpg"


def files(name: str) -> tuple[str, str]:
    """Return the names of all files of a photo."""
    return name, thumbnail(name)


def drop(name: str, folder: Path) -> None:
    """Delete a photo and its thumbnail. Blocks."""
    for file in files(name):
        (folder / file).unlink(missing_ok=True)
