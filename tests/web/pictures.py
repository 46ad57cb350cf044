"""Photos to send, and screenshots for people to look at."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.async_api import Page

from tests.web.conftest import PICTURES


def photo(folder: Path, name: str = "scene.jpg", size: tuple[int, int] = (1200, 900)) -> Path:
    """Write a photo of a scene, as heavy as one, and return its file."""
    file = folder / name
    Image.effect_noise(size, 90).convert("RGB").save(file, quality=92)
    return file


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")
