"""A line that breaks, a server that refuses, a browser that keeps nothing: no word of a customer's is lost or sent twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import FrameLocator, Page, Route, expect

from tests.web.chatting import answers, bubbles, hears, own, started, taps, types, words
from tests.web.conftest import PLATE, Site, Visit
from tests.web.pictures import photo, picture


async def test_reloading_in_the_middle_goes_on(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await answers(page, PLATE, "对吗")
    before = await bubbles(page).all_inner_texts()
    await page.reload()
    await started(page)
    assert await bubbles(page).all_inner_texts() == before
    assert await words(page) == [PLATE]
    await taps(page, "对", "什么时间")


async def test_a_draft_in_the_box_outlives_a_reload(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.locator("#text").fill("我倒车的时候")
    await page.reload()
    await started(page)
    await expect(page.locator("#text")).to_have_value("我倒车的时候")


async def test_offline_in_the_middle_loses_nothing_and_says_so(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.context.set_offline(True)
    await types(page, PLATE)
    await expect(page.locator("#notice")).to_contain_text("网络已断开")
    await expect(bubbles(page, "mine")).to_contain_text("等待网络")
    await picture(page, "phone-offline")
    await page.context.set_offline(False)
    await hears(page, "对吗")
    await expect(page.locator("#notice")).to_be_hidden()
    await expect(bubbles(page, "mine")).to_contain_text("已发送")
    await page.reload()
    await started(page)
    assert await words(page) == [PLATE]


async def test_a_message_not_sent_before_a_reload_is_sent_after_it(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.route("**/api/turn", lambda route: route.abort())
    await types(page, PLATE)
    await expect(page.locator("#notice")).to_contain_text("重新连接")
    await page.unroute("**/api/turn")
    await page.reload()
    await hears(page, "对吗")
    assert await words(page) == [PLATE]


async def test_an_answer_lost_on_the_way_is_not_taken_twice(visit: Visit) -> None:
    page = await visit()
    await started(page)
    lost: list[Any] = []

    async def lose(route: Route) -> None:
        if lost:
            await route.continue_()
        else:
            lost.append(await route.fetch())
            await route.abort()

    await page.route("**/api/turn", lose)
    await types(page, PLATE)
    await hears(page, "对吗")
    await page.reload()
    await started(page)
    assert await words(page) == [PLATE]


async def refusing(page: Page, status: int, times: int, headers: dict[str, str] | None = None) -> list[float]:
    """Refuse the next turns; return when each was tried, in milliseconds of the page's clock."""
    tried: list[float] = []

    async def refuse(route: Route) -> None:
        tried.append(await page.evaluate("performance.now()"))
        if len(tried) > times:
            return await route.continue_()
        body = (
            '{"error": "系统正在调整。", "code": "often"}' if status == 429 else '{"error": "系统正在调整。"}'
        )
        await route.fulfill(status=status, body=body, headers=headers or {}, content_type="application/json")

    await page.route("**/api/turn", refuse)
    return tried


async def test_what_the_server_refuses_is_marked_kept_over_a_reload_and_sent_by_a_tap(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await refusing(page, 400, 10)
    await types(page, PLATE)
    failed = bubbles(page, "mine")
    await expect(failed).to_contain_text("没有发出：系统正在调整。")
    await picture(page, "phone-failed")
    await page.reload()
    await expect(failed).to_contain_text("没有发出")
    await page.unroute("**/api/turn")
    await failed.get_by_role("button", name="重发").click()
    await hears(page, "对吗")
    await expect(failed).to_contain_text("已发送")
    assert await words(page) == [PLATE]


async def test_what_was_refused_can_be_written_again(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await refusing(page, 400, 1)
    await types(page, "冀A6P72")
    await bubbles(page, "mine").get_by_role("button", name="修改").click()
    await expect(page.locator("#text")).to_have_value("冀A6P72")
    await answers(page, PLATE, "对吗")
    await page.reload()
    await started(page)
    assert await words(page) == [PLATE]


async def test_a_fault_of_the_server_is_tried_again_by_itself(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await refusing(page, 500, 2)
    await types(page, PLATE)
    await hears(page, "对吗")
    assert await words(page) == [PLATE]


async def test_a_server_that_asks_for_time_is_given_it(visit: Visit) -> None:
    page = await visit()
    await started(page)
    tried = await refusing(page, 429, 1, {"Retry-After": "3"})
    await types(page, PLATE)
    await expect(page.locator("#notice")).to_contain_text("自动重发")
    await hears(page, "对吗")
    assert len(tried) == 2 and tried[1] - tried[0] >= 3000
    assert await words(page) == [PLATE]


async def test_two_tabs_show_one_conversation(visit: Visit) -> None:
    first = await visit()
    await started(first)
    second = await first.context.new_page()
    await second.goto(first.url)
    await started(second)
    await answers(first, PLATE, "对吗")
    await expect(own(second)).to_have_count(1)
    await taps(second, "对", "什么时间")
    await expect(own(first)).to_have_count(2)
    assert [await words(page) for page in (first, second)] == [[PLATE, "对"]] * 2
    await hears(first, "什么时间")


async def test_in_a_foreign_frame_whose_cookies_are_dropped_it_goes_on(visit: Visit, site: Site) -> None:
    page = await visit("/", base=site.foreign)
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    await answers(frame, PLATE, "对吗")
    await taps(frame, "对", "什么时间")
    assert await page.context.cookies(site.url) == []


async def test_in_a_foreign_frame_that_may_store_nothing_it_goes_on_and_moves_to_a_window_of_its_own(
    visit: Visit, site: Site
) -> None:
    page = await visit("/", base=site.foreign, without_cookies=True)
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    inside = next(it for it in page.frames if it.url.startswith(site.url))
    refused = "() => { try { return window.localStorage && 'kept' } catch (error) { return error.name } }"
    assert await inside.evaluate(refused) == "SecurityError"
    await answers(frame, PLATE, "对吗")
    await picture(page, "foreign-frame")
    await frame.locator("summary").click()
    async with page.context.expect_page() as opened:
        await frame.get_by_role("button", name="在新窗口打开").click()
    window = await opened.value
    await hears(window, "对吗")
    assert await words(window) == [PLATE] and "#" not in window.url
    await taps(window, "对", "什么时间")


async def test_a_reload_of_the_site_finds_the_report_of_a_frame_that_may_store_nothing(
    visit: Visit, site: Site
) -> None:
    page = await visit("/", base=site.foreign, without_cookies=True)
    page.on("dialog", lambda dialog: dialog.accept())

    async def opened(launcher: str = "继续报案") -> FrameLocator:
        await page.get_by_role("button", name=launcher, exact=True).click()
        frame = page.frame_locator("iframe")
        await started(frame)
        return frame

    frame = await opened("在线报案")
    await answers(frame, PLATE, "对吗")
    await frame.locator("#text").fill("我倒车的时候")
    held = "sessionStorage.getItem('claim-chat-kept')"
    await page.wait_for_function(f"{held} !== null")
    assert "我倒车" not in await page.evaluate(
        "JSON.stringify(sessionStorage)"
    )  # the site's page cannot read it
    await page.reload()
    await picture(page, "foreign-launcher-open-report")
    frame = await opened()
    await expect(frame.locator("#text")).to_have_value("我倒车的时候")
    assert await words(frame) == [PLATE]
    await taps(frame, "对", "什么时间")
    await page.goto(f"{site.foreign}/index.html?another")  # a click to another page of the site
    frame = await opened()
    assert await words(frame) == [PLATE, "对"]
    await hears(frame, "什么时间")
    await frame.locator("summary").click()
    await frame.get_by_role("button", name="结束并清除").click()
    await expect(own(frame)).to_have_count(0)
    assert await page.evaluate("Object.keys(sessionStorage).filter((it) => it !== 'claim-chat-held')") == []
    await page.reload()
    assert await words(await opened("在线报案")) == []


async def test_what_was_not_sent_in_a_frame_that_may_store_nothing_is_sent_after_a_reload(
    visit: Visit, site: Site
) -> None:
    page = await visit("/", base=site.foreign, without_cookies=True)
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    await page.route("**/api/turn", lambda route: route.abort())
    await types(frame, PLATE)
    await expect(bubbles(frame, "mine")).to_contain_text("等待网络")
    await page.wait_for_function("sessionStorage.getItem('claim-chat-kept') !== null")
    await page.unroute("**/api/turn")
    await page.reload()
    await page.get_by_role("button", name="在线报案").click()
    await hears(frame, "对吗")
    assert await words(frame) == [PLATE]


async def test_what_a_site_holds_is_nothing_to_whoever_has_not_the_conversation(
    visit: Visit, site: Site
) -> None:
    page = await visit("/", base=site.foreign, without_cookies=True)
    await page.evaluate("sessionStorage.setItem('claim-chat-kept', btoa('x'.repeat(80)))")
    await page.evaluate("sessionStorage.setItem('claim-chat-held', 'made up')")
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    assert await words(frame) == []
    await expect(frame.locator("#text")).to_have_value("")


async def test_a_slow_start_says_at_once_that_it_opens(visit: Visit, site: Site) -> None:
    page = await visit("/chat/icon.svg")
    going: list[Route] = []

    async def hold(route: Route) -> None:
        going.append(route)

    await page.context.route("**/api/session", hold)
    await page.goto(f"{site.url}/chat")
    await expect(page.locator("#working")).to_have_text("正在打开，请稍候片刻")
    await expect(page.locator("#working")).to_be_in_viewport()
    await picture(page, "phone-opening")
    for route in going:
        await route.continue_()
    await page.context.unroute("**/api/session")
    await started(page)
    await expect(page.locator("#working")).to_be_hidden()
    page.on("dialog", lambda dialog: dialog.accept())
    await page.context.route("**/api/session", hold)
    await page.locator("summary").click()
    await page.get_by_role("button", name="开始新的报案").click()
    await expect(page.locator("#working")).to_have_text("正在打开，请稍候片刻")
    await going[-1].continue_()
    await expect(page.locator("#working")).to_be_hidden()


async def test_photos_that_arrive_as_the_line_breaks_are_shown_when_it_is_back(
    visit: Visit, tmp_path: Path
) -> None:
    page = await visit()
    await started(page)
    await page.route("**/api/photo/*", lambda route: route.abort())
    await page.locator("#photos").set_input_files([photo(tmp_path, f"{n}.jpg") for n in range(2)])
    await expect(page.locator("#photo-count")).to_contain_text("已上传2张")
    await expect(page.locator("#log .message img")).to_have_count(2)
    await expect(page.get_by_role("button", name="删除照片2")).to_be_visible()
    await page.unroute("**/api/photo/*")
    for number in range(2):
        await expect(page.locator("#log .message img").nth(number)).not_to_have_js_property("naturalWidth", 0)


async def test_what_was_taken_before_a_reload_stands_once_after_it(visit: Visit) -> None:
    page = await visit()
    await started(page)
    taken: list[Any] = []

    async def lose(route: Route) -> None:
        if not taken:
            taken.append(await route.fetch())  # taken, and its answer does not come before the reload
        await route.abort()

    await page.route("**/api/turn", lose)
    await types(page, PLATE)
    await expect(page.locator("#notice")).to_contain_text("重新连接")
    await page.unroute("**/api/turn")
    await page.reload()
    await hears(page, "对吗")
    await taps(page, "对", "什么时间")
    assert await words(page) == [PLATE, "对"]
    assert await bubbles(page).filter(has_text="承保").count() == 1


async def test_where_nothing_goes_there_is_a_number_to_ring(visit: Visit) -> None:
    page = await visit()
    await started(page)
    closed = '{"error": "在线报案尚未开通，请拨打95585报案。", "code": "closed"}'
    await page.route("**/api/session", lambda route: route.fulfill(status=503, body=closed))
    await page.reload()
    stuck = page.get_by_role("alert")
    await expect(stuck).to_contain_text("尚未开通")
    await expect(stuck.get_by_role("link", name="拨打 95585 报案")).to_have_attribute("href", "tel:95585")
    await page.unroute("**/api/session")
    await stuck.get_by_role("button", name="重新连接").click()
    await started(page)
    await expect(stuck).to_be_hidden()


async def test_without_a_line_at_the_start_there_is_a_number_to_ring(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.route("**/api/session", lambda route: route.abort())
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("连接不上服务器")
    await page.unroute("**/api/session")
    await started(page)


async def test_an_expired_conversation_leaves_the_words_in_the_box(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.context.clear_cookies()
    await types(page, "我倒车撞到护栏了")
    await expect(page.get_by_role("alert")).to_contain_text("会话已过期")
    await page.get_by_role("button", name="重新连接").click()
    await started(page)
    await expect(page.locator("#text")).to_have_value("我倒车撞到护栏了")


async def test_a_crowd_behind_one_address_is_let_in_by_its_browsers_work(visit: Visit) -> None:
    page = await visit()
    await started(page)
    opened = await page.evaluate(
        """async () => { for (let n = 0; n < 80; n++) { const it = await fetch('/chat/api/session', {method: 'POST',
            headers: {'Content-Type': 'application/json'}, body: '{"fresh": true}'}); if (it.status !== 200) return n } return 80 }"""
    )
    assert opened < 80
    await page.context.clear_cookies()
    await page.reload()
    await started(page)
    await answers(page, PLATE, "对吗")


async def test_a_flood_is_told_to_slow_down(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await page.evaluate(
        """async () => { for (let n = 0; n < 31; n++) await fetch('/chat/api/turn', {method: 'POST',
            headers: {'Content-Type': 'application/json'}, body: JSON.stringify({turn_id: 'flood-' + (1000 + n), button: 'x'})}) }"""
    )
    await types(page, "在吗")
    await expect(page.locator("#notice")).to_contain_text("太频繁")
