"""What a person does on the chat page, and what they see."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Frame, FrameLocator, Locator, Page, expect

from tests.web.conftest import AXE

Where = Page | Frame | FrameLocator


def bubbles(page: Where, who: str = "theirs") -> Locator:
    return page.locator(f"#log .message.{who}")


def own(page: Where) -> Locator:
    """Return the words in the customer's own bubbles."""
    return page.locator("#log .message.mine .bubble")


async def words(page: Where) -> list[str]:
    """Return what the customer has said, without who said it."""
    return [text.removeprefix("我：").strip() for text in await own(page).all_text_contents()]


async def hears(page: Where, text: str) -> None:
    """Wait until the bot has said ``text``."""
    await expect(bubbles(page).filter(has_text=text).last).to_be_visible()


async def types(page: Where, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def answers(page: Where, text: str, then: str) -> None:
    """Type ``text`` and wait for an answer that has ``then`` in it."""
    before = await bubbles(page).count()
    await types(page, text)
    await _answered(page, before, then)


async def _answered(page: Where, before: int, then: str) -> None:
    await expect(bubbles(page).nth(before)).to_be_visible()
    await expect(bubbles(page).last).to_contain_text(then)


def choice(page: Where, label: str) -> Locator:
    return page.locator("#choices").get_by_role("button", name=label, exact=True)


async def taps(page: Where, label: str, then: str = "") -> None:
    before = await bubbles(page).count()
    await choice(page, label).click()
    await _answered(page, before, then)


async def started(page: Where) -> None:
    await hears(page, "车牌号")
    await expect(page.locator("#tools")).to_be_visible()


async def tells_time(page: Where, chip: str = "刚才") -> None:
    before = await bubbles(page).count()
    await page.locator("#chips").get_by_role("button", name=chip).click()
    await page.get_by_role("button", name="发送时间").click()
    await _answered(page, before, "什么地点")


async def sends_position(page: Where, then: str) -> None:
    before = await bubbles(page).count()
    await page.locator("#ask-place").click()
    await page.get_by_role("button", name="同意并发送").click()
    await _answered(page, before, then)


async def touches(page: Where, *parts: str, then: str) -> None:
    before = await bubbles(page).count()
    for part in parts:
        await page.locator("#car").get_by_role("button", name=part, exact=True).click()
    await page.get_by_role("button", name="发送所选部位").click()
    await _answered(page, before, then)


async def number(page: Where) -> str:
    return re.sub(r"\D", "", await page.locator(".card .number").inner_text())


PLACE = "石家庄裕华路和体育大街路口"


async def to_the_story(page: Where, plate: str, place: str = PLACE) -> None:
    """Tell a report up to the question how it came about."""
    await answers(page, plate, "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await answers(page, place, "出险经过")


async def to_the_damage(page: Where, plate: str, place: str = PLACE) -> None:
    """Tell of a guard rail up to the question what is damaged."""
    await to_the_story(page, plate, place)
    await answers(page, "我倒车的时候撞到路边的护栏了", "谁在开车")
    await taps(page, "我本人", "有哪些损失")


async def to_the_injured(page: Where, plate: str, story: str) -> None:
    """Tell of another car, both damaged, up to the question who is hurt."""
    await to_the_story(page, plate)
    await taps(page, "撞到别的车", "具体经过")
    await answers(page, story, "谁在开车")
    await taps(page, "我本人", "有哪些损失")
    await touches(page, "前保险杠", then="对方车牌号")
    await answers(page, "冀B12345", "对方车主")
    await answers(page, "王磊", "对方车辆有什么损失")
    await touches(page, "右后车门", then="受伤")


async def to_the_recap(page: Where, plate: str, place: str) -> None:
    """Tell a short report up to its recap."""
    await to_the_damage(page, plate, place)
    await touches(page, "后保险杠", then="受伤")
    await taps(page, "没有人受伤", "还在事故现场")
    await taps(page, "还在现场", "和谁联系")
    await answers(page, "刘建民", "电话号码")
    await answers(page, "13900001101", "核对")
    await expect(page.locator("#recap")).to_be_visible()


async def faults(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds, but for what is minor."""
    await page.evaluate(AXE.read_text("utf-8"))
    rules = "{'label-content-name-mismatch': {enabled: true}}"  # a rule of the standard that axe tries out
    found = await page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], rules: {rules}}})")
    return [
        {"rule": it["id"], "nodes": [node["html"][:200] for node in it["nodes"]]}
        for it in found["violations"]
        if it["impact"] != "minor"
    ]
