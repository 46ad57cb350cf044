"""Screenshots, for people to look at."""

from __future__ import annotations

from playwright.async_api import Page

from tests.web.conftest import PICTURES


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")
