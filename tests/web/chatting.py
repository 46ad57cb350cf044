"""What a person does on the chat page, and what they see."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

from tests.web.conftest import AXE

Where = Page | Frame


def bubbles(page: Where, who: str = "ai") -> Locator:
    return page.locator(f"deep-chat .message-bubble.{who}-message-text")


def hears(page: Where, text: str) -> None:
    """Wait until the bot's newest bubbles say ``text``."""
    expect(page.locator("deep-chat #messages")).to_contain_text(text)


def types(page: Where, text: str) -> None:
    page.locator("#text-input").fill(text)
    page.locator("#text-input").press("Enter")


def answers(page: Where, text: str, then: str) -> None:
    """Type ``text`` and wait for an answer that has ``then`` in it."""
    before = bubbles(page).count()
    types(page, text)
    expect(bubbles(page).filter(has_text=then).last).to_be_visible()
    expect(bubbles(page)).not_to_have_count(before)


def choice(page: Where, label: str) -> Locator:
    return page.locator("#choices").get_by_role("button", name=label, exact=True)


def taps(page: Where, label: str) -> None:
    choice(page, label).click()


def started(page: Where) -> None:
    hears(page, "车牌号")
    expect(page.locator("#tools")).to_be_visible()


def number(page: Where) -> str:
    return re.sub(r"\D", "", page.locator("deep-chat .card .number").inner_text())


def faults(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        {"rule": it["id"], "nodes": [node["html"][:200] for node in it["nodes"]]}
        for it in found["violations"]
        if it["impact"] in ("serious", "critical")
    ]
