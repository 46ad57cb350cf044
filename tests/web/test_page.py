"""How the page looks, reads and behaves: for eyes, thumbs, keyboards, screen readers, and on other sites."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.web.chatting import (
    answers,
    bubbles,
    choice,
    faults,
    hears,
    own,
    sends_position,
    started,
    taps,
    tells_time,
    to_the_recap,
    types,
    words,
)
from tests.web.conftest import AXE, PLATE, PLATES, Site, Visit
from tests.web.pictures import photo, picture
from tests.web.test_lines import refusing
from tests.web.test_tools import HERE


async def test_the_first_message_comes_with_little(visit: Visit, site: Site) -> None:
    page = await visit("/chat/icon.svg")
    wire: list[int] = []
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: wire.append(int(event["encodedDataLength"])))
    await page.goto(f"{site.url}/chat")
    await started(page)
    assert sum(wire) <= 150_000
    at = await page.evaluate("performance.getEntriesByName('first-message')[0].startTime")
    print(f"first message after {at:.0f} ms, {sum(wire)} bytes")


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='hit'\">",
        "[看这里](javascript:document.title='hit')",
        "**粗** # 题 `码` <script>document.title='hit'</script>",
    ],
)
async def test_hostile_words_are_words(visit: Visit, text: str) -> None:
    page = await visit()
    await started(page)
    before = await bubbles(page).count()
    await types(page, text)
    await expect(bubbles(page).nth(before)).to_be_visible()
    await page.reload()
    await started(page)
    assert await words(page) == [text]
    assert await page.locator("#log :is(a, img, script, strong)").count() == 0
    assert "hit" not in await page.title()


async def test_keyboard_alone_is_enough(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.locator("#text").focus()
    await page.keyboard.type(PLATE)
    await page.keyboard.press("Enter")
    await expect(choice(page, "对")).to_be_visible()
    for _ in range(15):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "对":
            break
    await page.keyboard.press("Enter")
    await hears(page, "什么时间")
    await page.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="开始新的报案")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="开始新的报案")).to_be_hidden()
    await expect(page.locator("summary")).to_be_focused()


async def test_a_screen_reader_hears_who_said_what_and_when_in_order(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await answers(page, PLATE, "对吗")
    tree = await page.locator("body").aria_snapshot()
    names = [
        "民安保险在线报案",
        "120 急救",
        "报案进度",
        "助手：您好",
        "助手：请问您的车牌号",
        f"我：{PLATE}",
        "已发送",
    ]
    names += [
        "承保",
        "快捷回答",
        'button "对"',
        'button "不对"',
        'button "照片"',
        "请输入您的回答",
        'button "发送"',
    ]
    places = [tree.replace(" ", "").find(name.replace(" ", "")) for name in names]
    assert -1 not in places and places == sorted(places), list(zip(names, places, strict=True))
    log = page.get_by_role("log", name="对话")
    assert await log.get_attribute("aria-live") == "polite"
    stamps = await log.locator("time").evaluate_all("(all) => all.map((it) => it.dateTime)")
    assert len(stamps) == await log.locator(".message").count() and stamps == sorted(stamps)


async def test_a_screen_reader_hears_what_stands_beside_the_conversation(visit: Visit, tmp_path) -> None:
    page = await visit(permissions=["geolocation"], geolocation=HERE)
    await started(page)
    heard = page.locator("#announce")
    await expect(heard).to_have_attribute("role", "status")
    await answers(page, PLATES[19], "对吗")
    await expect(heard).to_have_text("可以选：对、不对。")
    assert await page.locator("#log .foot").first.get_attribute("aria-live") == "off"
    await page.locator("#photos").set_input_files([photo(tmp_path, f"{n}.jpg") for n in range(3)])
    await expect(page.locator("#photo-count")).to_contain_text("已上传3张")
    await page.get_by_role("button", name="删除照片1").click()
    await expect(page.locator("#log img")).to_have_count(2)
    names = await page.locator("#log img").evaluate_all("(all) => all.map((it) => it.alt)")
    assert names == ["照片1，共2张", "照片2，共2张"]
    await expect(own(page).last).to_contain_text("删除了一张照片")
    await page.evaluate(
        "window.told = []; for (const it of document.querySelectorAll('[role=status]')) new MutationObserver("
        "() => window.told.push(it.textContent)).observe(it, {childList: true, characterData: true, subtree: true})"
    )
    await taps(page, "对", "什么时间")
    await tells_time(page)
    told = await page.evaluate("window.told")
    assert not [it for it in told if "已上传" in it or "发送" in it], told
    assert await page.locator("#working > :not([aria-hidden=true])").count() == 0
    await expect(page.locator("#steps li").first).to_have_text("车辆（已完成）")
    await page.locator("#ask-place").click()
    agree = page.get_by_role("button", name="同意并发送")
    await expect(agree).to_be_focused()
    await expect(agree).to_have_accessible_description(re.compile("只用于这次报案"))


async def test_by_keyboard_what_is_read_back_and_the_quick_answers_are_near(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await to_the_recap(page, PLATES[19], "石家庄裕华路和体育大街路口")
    title = page.get_by_role("heading", name=re.compile(r"请核对这\d+项"))
    await expect(title).to_be_focused()
    await expect(page.locator("#announce")).to_contain_text("每项可以改")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="改 车牌")).to_be_focused()
    await title.focus()
    await page.keyboard.type("x")  # whoever types, types into the box
    await expect(page.locator("#text")).to_have_value("x")
    await page.locator("#text").fill("")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(choice(page, "对")).to_be_focused()  # one stop, whatever their number
    await page.keyboard.press("ArrowRight")
    await expect(choice(page, "不对")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(choice(page, "对")).to_be_focused()
    await page.keyboard.press("Enter")
    await hears(page, "不明白的地方")


async def through_its_states(
    page: Page, plate: str, scheme: str
) -> list[tuple[str, list[dict[str, object]]]]:
    """Look at the page with axe wherever it looks different."""
    found = []

    async def look(state: str) -> None:
        await picture(page, f"{scheme}-{state}")
        found.append((state, await faults(page)))

    await started(page)
    await look("start")
    await page.locator("summary").click()
    await look("menu")
    await page.keyboard.press("Escape")
    await answers(page, plate, "对吗")
    await taps(page, "对", "什么时间")
    await look("time")
    await tells_time(page)
    await page.locator("#ask-place").click()
    await look("consent")
    await page.get_by_role("button", name="不发送").click()
    await sends_position(page, "附近有什么道路")
    await look("position")
    await taps(page, "就用这个位置", "出险经过")
    await look("cases")
    await answers(page, "我倒车的时候撞到路边的护栏了", "谁在开车")
    await taps(page, "我本人", "有哪些损失")
    await page.locator("#car").get_by_role("button", name="后保险杠", exact=True).click()
    await look("car")
    await page.get_by_role("button", name="发送所选部位").click()
    await hears(page, "受伤")
    await taps(page, "没有人受伤", "还在事故现场")
    await taps(page, "还在现场", "和谁联系")
    await answers(page, "刘建民", "电话号码")
    await answers(page, "13900001101", "核对")
    await look("recap")
    await taps(page, "对", "不明白的地方")
    await look("card")
    await refusing(page, 400, 1)
    await types(page, "明白")
    await expect(bubbles(page, "mine").last).to_contain_text("没有发出")
    await look("failed")
    return found


@pytest.mark.parametrize(
    ("scheme", "plate", "size"),
    [("light", PLATES[6], (375, 720)), ("dark", PLATES[7], (375, 720)), ("dark", PLATES[18], (320, 568))],
)
async def test_axe_finds_nothing_that_matters(
    visit: Visit, tmp_path, scheme: str, plate: str, size: tuple[int, int]
) -> None:
    viewport = dict(zip(("width", "height"), size, strict=True))
    page = await visit(color_scheme=scheme, viewport=viewport, permissions=["geolocation"], geolocation=HERE)
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await expect(page.locator("#log .message img")).to_have_count(1)
    found = await through_its_states(page, plate, f"{scheme}-{size[0]}")
    assert [it for it in found if it[1]] == []


@pytest.mark.parametrize(
    ("width", "height"), [(188, 360), (320, 400), (320, 568), (375, 720), (720, 375), (1280, 800)]
)
async def test_the_question_and_the_box_are_on_the_screen_at_any_size_and_zoom(
    visit: Visit, width: int, height: int
) -> None:
    """188 by 360 is a telephone of 375 at 200 % zoom."""
    page = await visit(viewport={"width": width, "height": height})
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await picture(page, f"at-{width}x{height}-time")
    await on_the_screen(page, width, height, "什么时间")
    await answers(page, "半个小时前", "什么地点")
    await answers(page, "石家庄裕华路和体育大街路口", "出险经过")
    await picture(page, f"at-{width}x{height}-cases")
    await on_the_screen(page, width, height, "出险经过")


LARGE_LETTERS = [(320, 568, 32), (320, 568, 24), (375, 720, 32), (375, 720, 24), (320, 400, 16)]


@pytest.mark.parametrize(("width", "height", "font"), LARGE_LETTERS)
async def test_the_readers_own_size_of_letters_is_kept_and_everything_stays_in_reach(
    visit: Visit, width: int, height: int, font: int
) -> None:
    page = await visit(viewport={"width": width, "height": height}, default_font_size=font)
    await started(page)
    size = "(it) => parseFloat(getComputedStyle(it).fontSize)"
    assert await page.locator("#text").evaluate(size) == font
    assert await bubbles(page).first.locator(".bubble").evaluate(size) == font
    await picture(page, f"letters-{font}-{width}x{height}-start")
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await picture(page, f"letters-{font}-{width}x{height}-time")
    await on_the_screen(page, width, height, "什么时间")
    for part in ("h1", "header nav a >> nth=0", "header nav a >> nth=2", "summary"):
        box = await page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 0.5, part
        assert box["y"] >= 0 and box["y"] + box["height"] <= height * 0.3, part
    head, foot = [await page.locator(it).bounding_box() for it in ("header", "#composer")]
    assert (
        head and foot and foot["y"] - head["y"] - head["height"] >= 0.4 * height
    )  # left for the conversation
    await page.locator("summary").click()
    await page.get_by_role("button", name="结束并清除").scroll_into_view_if_needed()
    await expect(page.get_by_role("button", name="结束并清除")).to_be_in_viewport(ratio=0.9)
    box = await page.locator("#menu > div").bounding_box()
    assert box and box["y"] + box["height"] <= height
    await picture(page, f"letters-{font}-{width}x{height}-menu")
    await page.keyboard.press("Escape")
    send = page.get_by_role("button", name="发送时间")
    await page.locator("#hour").select_option("凌晨0点")
    await send.click()
    await hears(page, "什么地点")


async def test_another_size_of_the_screen_leaves_the_eyes_where_they_were(visit: Visit) -> None:
    page = await visit(viewport={"width": 375, "height": 500})
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    for _ in range(4):
        before = await bubbles(page).count()
        await types(page, "嗯")
        await expect(bubbles(page).nth(before)).to_be_visible()
    bottom = "document.documentElement.scrollHeight - innerHeight - scrollY"
    settled = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    for width in (720, 190, 375):
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await page.evaluate(settled)
        await page.set_viewport_size({"width": width, "height": 500})
        await page.evaluate(settled)
        assert abs(await page.evaluate(bottom)) < 2, width
    message = bubbles(page).filter(has_text="承保").first
    await message.evaluate("(it) => scrollTo(0, it.getBoundingClientRect().top + scrollY - 90)")
    await page.evaluate(settled)
    for width in (250, 700, 375):
        await page.set_viewport_size({"width": width, "height": 500})
        await page.evaluate(settled)
        box = await message.bounding_box()
        assert box and -box["height"] <= box["y"] <= 200, (width, box)


async def on_the_screen(page: Page, width: int, height: int, question: str) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    asked = await bubbles(page).filter(has_text=question).last.locator(".bubble").last.bounding_box()
    composer = await page.locator("#composer").bounding_box()
    assert asked and composer
    assert asked["y"] >= 0 and asked["y"] + asked["height"] <= composer["y"]
    for part in ("#text", "#submit", "#add-photos"):
        box = await page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 0.5
        assert box["y"] + box["height"] <= height + 0.5


async def test_every_target_is_large_enough_for_a_thumb(visit: Visit) -> None:
    page = await visit(viewport={"width": 320, "height": 568})
    await started(page)
    targets = page.locator("button:visible, summary, header nav a")
    boxes = [await it.bounding_box() for it in await targets.all()]
    assert all(box and box["height"] >= 44 and box["width"] >= 43.5 for box in boxes)


async def test_a_new_report_keeps_the_one_before_to_go_back_to(visit: Visit) -> None:
    page = await visit()
    page.on("dialog", lambda dialog: dialog.accept())
    await started(page)
    await answers(page, PLATE, "对吗")
    await page.locator("summary").click()
    await page.get_by_role("button", name="开始新的报案").click()
    await expect(own(page)).to_have_count(0)
    await started(page)
    await page.locator("summary").click()
    await page.get_by_role("button", name="回到上一份报案").click()
    await expect(own(page)).to_have_count(1)
    await taps(page, "对", "什么时间")


async def test_who_leaves_leaves_nothing_on_the_device(visit: Visit, tmp_path) -> None:
    page = await visit()
    page.on("dialog", lambda dialog: dialog.accept())
    await started(page)
    await answers(page, PLATE, "对吗")
    await page.locator("#text").fill("秘密")
    await page.route("**/api/photo?*", lambda route: route.abort())
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await expect(page.locator("#uploads li")).to_contain_text("网络恢复后会自动重传")
    assert await page.evaluate(PHOTOS_KEPT) == 1
    await page.locator("summary").click()
    await page.get_by_role("button", name="结束并清除").click()
    await expect(own(page)).to_have_count(0)
    await started(page)
    assert json.loads(await page.evaluate("JSON.stringify(Object.keys(localStorage))")) == []
    assert await page.evaluate(PHOTOS_KEPT) == 0


PHOTOS_KEPT = """() => new Promise((done) => { indexedDB.open('claim-chat').onsuccess = (event) => {
    event.target.result.transaction('photos').objectStore('photos').count().onsuccess = (it) => done(it.target.result) } })"""


async def test_one_script_tag_embeds_it_and_counts_what_is_unread(visit: Visit, site: Site) -> None:
    page = await visit("/", base=site.other, viewport={"width": 1280, "height": 800})
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    await picture(page, "embedded")
    await page.route("**/api/turn", close_first(page))
    await types(frame, PLATE)
    unread = page.get_by_role("button", name="继续报案，1条未读")
    await expect(unread).to_be_visible()
    await unread.click()
    await hears(frame, "对吗")
    await frame.locator("#text").press("Escape")
    await expect(page.locator("iframe")).to_be_hidden()
    launcher = page.get_by_role("button", name="继续报案", exact=True)
    await expect(launcher).to_be_focused()
    await expect(launcher.locator("span").last).to_be_visible()  # the dot of an open report
    await page.reload()
    await expect(launcher).to_be_visible()


def close_first(page: Page):
    async def close(route) -> None:
        await page.frame_locator("iframe").get_by_role("button", name="收起").click()
        await route.continue_()

    return close


async def test_on_a_phone_the_frame_is_the_whole_screen(visit: Visit, site: Site) -> None:
    page = await visit("/", base=site.other)
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    assert await page.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 720}
    await picture(page, "embedded-phone")
    await frame.get_by_role("button", name="收起").click()
    await expect(page.locator("iframe")).to_be_hidden()


async def test_a_site_that_is_not_on_the_list_opens_it_in_a_window_and_cannot_frame_it(
    visit: Visit, site: Site
) -> None:
    page = await visit("/", base=site.stranger)
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="在线报案").click()
    window = await opened.value
    await started(window)
    assert await page.locator("iframe").count() == 0
    answer = await page.request.get(f"{site.url}/chat")
    assert site.stranger not in answer.headers["content-security-policy"]


def test_what_others_wrote_is_what_they_released() -> None:
    digest = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == digest
