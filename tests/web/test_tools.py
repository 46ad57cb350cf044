"""The tools under a question: a day and a clock, positions, photos, case buttons."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Route, expect

from tests.web.chatting import (
    answers,
    bubbles,
    hears,
    number,
    own,
    sends_position,
    started,
    taps,
    tells_time,
    to_the_damage,
    to_the_recap,
    types,
    words,
)
from tests.web.conftest import PLATE, PLATES, Site, Visit
from tests.web.pictures import photo, picture
from tests.web.test_lines import refusing

HERE = {"latitude": 38.04, "longitude": 114.51, "accuracy": 12}


async def test_the_clock_speaks_chinese_at_full_width_and_keeps_what_was_chosen(
    visit: Visit, tmp_path: Path
) -> None:
    page = await visit(viewport={"width": 320, "height": 568}, locale="en-US")
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    send = page.get_by_role("button", name="发送时间")
    await expect(send).to_be_disabled()
    await page.locator("#chips").get_by_role("button", name="昨晚").click()
    await expect(page.locator("#time-hint")).to_have_text("昨晚大约几点？")
    await expect(page.locator("#hour")).to_be_focused()
    await expect(send).to_be_disabled()
    await page.locator("#hour").select_option("晚上9点")
    await page.locator("#minute").select_option("35分")
    shown = "[...document.querySelectorAll('#time select')].map((it) => it.selectedOptions[0].textContent)"
    chosen = await page.evaluate(shown)
    assert chosen[0].startswith("昨天 ") and chosen[1:] == ["晚上9点", "35分"]
    boxes = [await it.bounding_box() for it in await page.locator("#time select").all()]
    assert all(box and box["width"] >= 120 and box["x"] + box["width"] <= 320 for box in boxes)
    await picture(page, "small-time")
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # another tab, and back
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")
    assert await page.evaluate(shown) == chosen
    await send.click()
    await hears(page, "什么地点")
    assert (await words(page))[-1].endswith("日晚上9点35分")


async def test_the_picker_tells_the_half_of_the_day(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    assert await page.locator("#hour option").all_inner_texts() == [
        "几点",
        *(f"{part}{hour}点" for part, first, last in HOURS for hour in range(first, last)),
    ]
    await page.locator("#day").select_option(index=1)  # yesterday, when both halves of the day are over
    await page.locator("#hour").select_option("上午9点")
    await page.get_by_role("button", name="发送时间").click()
    await hears(page, "什么地点")


HOURS = (("凌晨", 0, 6), ("上午", 6, 12), ("中午", 12, 13), ("下午", 1, 6), ("晚上", 6, 12))


async def test_parts_that_were_refused_stay_touched_and_it_is_said_where_the_eyes_are(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await to_the_damage(page, PLATES[14])
    part = page.locator("#car").get_by_role("button", name="后保险杠", exact=True)
    await part.click()
    await refusing(page, 400, 1)
    await page.get_by_role("button", name="发送所选部位").click()
    await expect(page.locator("#notice")).to_contain_text("没有发出：系统正在调整。")
    await expect(page.locator("#notice")).to_be_in_viewport()
    await expect(part).to_have_attribute("aria-pressed", "true")
    await picture(page, "phone-car-refused")
    await page.get_by_role("button", name="发送所选部位").click()
    await hears(page, "受伤")
    assert (await words(page)).count("后保险杠受损") == 1


async def test_after_consent_the_keyboard_is_in_the_box(visit: Visit) -> None:
    page = await visit(permissions=["geolocation"], geolocation=HERE)
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await page.locator("#ask-place").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await hears(page, "附近有什么道路")
    await expect(page.locator("#text")).to_be_focused()


async def test_a_time_to_come_cannot_be_sent(visit: Visit) -> None:
    page = await visit(timezone_id="America/New_York")
    await page.clock.set_fixed_time("2026-03-10T08:05:00+08:00")
    await page.reload()
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await page.locator("#hour").select_option("上午9点")
    await expect(page.locator("#time-hint")).to_have_text("这个时间还没有到。")
    await expect(page.get_by_role("button", name="发送时间")).to_be_disabled()
    await page.locator("#hour").select_option("上午8点")
    await expect(page.get_by_role("button", name="发送时间")).to_be_enabled()


async def test_a_position_is_an_answer_that_can_be_taken_back(visit: Visit) -> None:
    page = await visit(permissions=["geolocation"], geolocation=HERE)
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await sends_position(page, "附近有什么道路")
    await expect(own(page).last).to_contain_text(
        "事故地点的手机定位：北纬38.04000，东经114.51000，误差约12米"
    )
    await picture(page, "phone-position")
    before = await bubbles(page).count()
    await page.get_by_role("button", name="不用这个位置").click()
    await expect(bubbles(page).nth(before)).to_be_visible()
    await hears(page, "这个位置不用了")
    await expect(page.get_by_role("button", name="不用这个位置")).to_have_count(0)
    await sends_position(page, "附近有什么道路")
    await taps(page, "就用这个位置", "出险经过")


async def test_without_consent_or_with_no_position_to_be_had_words_are_asked_for(visit: Visit) -> None:
    page = await visit()  # the permission is denied
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await page.locator("#ask-place").click()
    await page.get_by_role("button", name="不发送").click()
    await expect(page.locator("#ask-place")).to_be_focused()
    await page.locator("#ask-place").click()
    await page.get_by_role("button", name="同意并发送").click()
    await expect(page.locator("#notice")).to_contain_text("请用文字写明地点")
    await answers(page, "石家庄裕华路和体育大街路口", "出险经过")


async def test_a_position_too_inexact_says_so_and_asks_for_the_words(visit: Visit) -> None:
    page = await visit(permissions=["geolocation"], geolocation={**HERE, "accuracy": 2500})
    await started(page)
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await sends_position(page, "误差约2.5公里")
    await expect(page.locator("#choices button")).to_have_count(0)
    await picture(page, "phone-position-inexact")
    await answers(page, "石家庄裕华路和体育大街路口", "出险经过")


async def test_after_the_number_a_position_goes_to_whoever_works_on_the_report(
    visit: Visit, site: Site
) -> None:
    page = await visit(permissions=["geolocation"], geolocation=HERE)
    await started(page)
    await to_the_recap(page, PLATES[22], "石家庄裕华路和体育大街路口")
    await taps(page, "对", "不明白的地方")
    await page.locator("summary").click()
    await page.get_by_role("button", name="补充事故地点的位置").click()
    await page.get_by_role("button", name="同意并发送").click()
    await hears(page, "由工作人员核实后补进报案")
    tasks = site.desk_says(f"tasks?report_number={await number(page)}")["tasks"]
    assert any("北纬38.04000" in str(task["detail"].get("addition")) for task in tasks)


async def test_a_position_sent_before_the_plate_is_the_accidents(visit: Visit, site: Site) -> None:
    page = await visit(permissions=["geolocation"], geolocation={**HERE, "latitude": 38.0777})
    await started(page)
    await page.locator("summary").click()
    await page.get_by_role("button", name="补充事故地点的位置").click()
    await page.get_by_role("button", name="同意并发送").click()
    await hears(page, "已经记在报案里")
    await expect(bubbles(page).last).to_contain_text("车牌号")
    reports = site.desk_says("reports?status=draft")["reports"]
    assert 38.0777 in [(it.get("place_coordinates") or {}).get("latitude") for it in reports]


async def test_photos_show_themselves_come_several_at_once_and_can_be_taken_back(
    visit: Visit, tmp_path: Path
) -> None:
    page = await visit()
    await started(page)
    await page.locator("#photos").set_input_files([photo(tmp_path, f"{n}.jpg") for n in range(3)])
    shown = page.locator("#log .message img")
    await expect(shown).to_have_count(3)
    await expect(page.locator("#uploads li")).to_have_count(0)
    loaded = "(images) => images.every((it) => it.complete && it.naturalWidth > 0)"
    await page.wait_for_function(f"({loaded})([...document.querySelectorAll('#log .message img')])")
    await picture(page, "phone-photos")
    await page.reload()
    await expect(shown).to_have_count(3)
    await page.get_by_role("button", name="删除照片2").click()
    await expect(shown).to_have_count(2)
    await expect(page.locator("#photo-count")).to_contain_text("已上传2张")


async def test_a_large_photo_is_made_smaller_before_it_goes(visit: Visit, tmp_path: Path) -> None:
    page = await visit()
    await started(page)
    sizes: list[int] = []

    async def weigh(route: Route) -> None:
        sizes.append(len(route.request.post_data_buffer or b""))
        await route.continue_()

    await page.route("**/api/photo?*", weigh)
    large = photo(tmp_path, size=(5000, 4000))
    await page.locator("#photos").set_input_files(large)
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")
    assert sizes and sizes[0] < large.stat().st_size / 2


async def test_a_photo_whose_line_breaks_is_tried_again_and_kept_once(visit: Visit, tmp_path: Path) -> None:
    page = await visit()
    await started(page)
    lost: list[Any] = []

    async def lose(route: Route) -> None:
        if lost:
            return await route.continue_()
        lost.append(await route.fetch())  # it arrived, and its answer did not
        await route.abort()

    await page.route("**/api/photo?*", lose)
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")
    await expect(page.locator("#log .message img")).to_have_count(1)


async def test_an_upload_that_stalls_is_given_up_and_holds_up_no_other(visit: Visit, tmp_path: Path) -> None:
    page = await visit()
    await started(page)
    await page.clock.install()
    held: list[Route] = []

    async def hold(route: Route) -> None:
        if len(held) < 3:  # as often as it is tried by itself
            held.append(route)
        else:
            await route.continue_()

    await page.route("**/api/photo?*", hold)
    await page.locator("#photos").set_input_files(photo(tmp_path, "first.jpg"))
    row = page.locator("#uploads li").filter(has_text="first.jpg")
    for _ in range(3):
        await page.wait_for_timeout(300)
        await page.clock.run_for(25_000)
    await expect(row).to_contain_text("没有传上去，网络恢复后会自动重传")
    await row.get_by_role("button", name="重新上传first.jpg").click()
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")


async def test_a_stalled_upload_holds_up_no_other_and_goes_again_when_another_has_arrived(
    visit: Visit, tmp_path: Path
) -> None:
    page = await visit()
    await started(page)
    await page.clock.install()
    tried: list[str] = []

    async def hold(route: Route) -> None:
        tried.append(route.request.url.partition("id=")[2][:32])
        if tried[-1] != tried[0] or len(set(tried)) > 1:
            await route.continue_()

    await page.route("**/api/photo?*", hold)
    await page.locator("#photos").set_input_files(photo(tmp_path, "first.jpg"))
    for _ in range(3):
        await page.wait_for_timeout(300)
        await page.clock.run_for(25_000)
    await expect(page.locator("#uploads li")).to_contain_text("没有传上去")
    await page.locator("#photos").set_input_files(photo(tmp_path, "second.jpg"))
    await expect(page.locator("#photo-count")).to_contain_text("已上传2张")
    await expect(page.locator("#uploads li")).to_have_count(0)


async def test_photos_that_wait_outlive_a_reload_and_go_when_the_line_is_back(
    visit: Visit, tmp_path: Path
) -> None:
    page = await visit()
    await started(page)
    await page.route("**/api/photo?*", lambda route: route.abort())
    await page.locator("#photos").set_input_files([photo(tmp_path, f"{n}.jpg") for n in range(4)])
    await expect(page.locator("#uploads li")).to_have_count(4)
    await expect(page.locator("#uploads li").first).to_contain_text("网络恢复后会自动重传")
    await page.reload()
    await started(page)
    await expect(page.locator("#uploads li")).to_have_count(4)
    await expect(page.locator("#uploads li span")).to_have_text([f"{n}.jpg" for n in range(4)])
    await picture(page, "phone-photos-wait")
    await expect(page.locator("#uploads li").first).to_contain_text("网络恢复后会自动重传")
    await page.unroute("**/api/photo?*")
    await page.context.set_offline(True)
    await page.context.set_offline(False)
    await expect(page.locator("#photo-count")).to_contain_text("已上传4张")
    await expect(page.locator("#uploads li")).to_have_count(0)
    await page.reload()
    await expect(page.locator("#log .message img")).to_have_count(4)
    await expect(page.locator("#uploads li")).to_have_count(0)


async def test_photos_that_wait_are_of_their_own_report(visit: Visit, tmp_path: Path) -> None:
    page = await visit()
    page.on("dialog", lambda dialog: dialog.accept())
    await started(page)
    await answers(page, PLATE, "对吗")
    await page.route("**/api/photo?*", lambda route: route.abort())
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await expect(page.locator("#uploads li")).to_contain_text("网络恢复后会自动重传")
    await page.locator("summary").click()
    await page.get_by_role("button", name="开始新的报案").click()
    await expect(own(page)).to_have_count(0)
    await expect(page.locator("#uploads li")).to_have_count(0)
    await page.unroute("**/api/photo?*")
    await page.locator("summary").click()
    await page.get_by_role("button", name="回到上一份报案").click()
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")


async def test_a_photo_whose_conversation_has_expired_goes_to_the_next(visit: Visit, tmp_path: Path) -> None:
    page = await visit()
    await started(page)
    await page.context.clear_cookies()
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await expect(page.locator("#uploads li")).to_contain_text("会话已过期")
    await types(page, PLATE)
    await page.get_by_role("button", name="重新连接").click()
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")


async def test_where_the_browser_keeps_no_photo_it_is_said_at_once(visit: Visit, tmp_path: Path) -> None:
    page = await visit("/chat/icon.svg")
    await page.context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {get() { throw new Error() }})"
    )
    await page.goto(page.url.replace("/icon.svg", ""))
    await started(page)
    await page.route("**/api/photo?*", lambda route: route.abort())
    await page.locator("#photos").set_input_files(photo(tmp_path))
    row = page.locator("#uploads li")
    await expect(row).to_contain_text("传完之前请不要离开本页，否则要重新选择这张照片。")
    await page.unroute("**/api/photo?*")
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")


@pytest.mark.parametrize(
    "number, button, story, case_type, kinds, things",
    [
        (10, "撞到别的车", "前车突然停下，我撞上了前面那辆出租车", "collision_multi", ["机动车"], None),
        (11, "撞固定物", "倒车的时候没看后面，碰到了花坛", "collision_single", [], ["花坛"]),
        (12, "撞行人", "右转的时候带倒了一个过马路的大爷", "pedestrian", ["行人"], None),
        (13, "被别的车撞", "等红灯的时候后面一辆公交车没刹住", "collision_multi", ["机动车"], None),
    ],
)
async def test_after_a_case_button_the_story_is_asked_and_is_of_the_same_accident(
    visit: Visit,
    site: Site,
    number: int,
    button: str,
    story: str,
    case_type: str,
    kinds: list[str],
    things: Any,
) -> None:
    page = await visit()
    await started(page)
    await answers(page, PLATES[number], "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await answers(page, "石家庄裕华路和体育大街路口", "出险经过")
    await taps(page, button, "具体经过")
    await expect(page.locator("#choices button")).to_have_count(0)
    assert (await words(page))[-1] == button
    await answers(page, story, "谁在开车")
    drafts = site.desk_says(f"reports?plate={quote(PLATES[number])}&status=draft")["reports"]
    (record,) = [it for it in drafts if it.get("description") == story]
    assert record["case_type"] == case_type
    assert [party["kind"] for party in record.get("third_parties") or []] == kinds
    assert (record.get("property_damage") or None) == things


async def test_buttons_fit_the_question_as_it_was_put(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await answers(page, PLATE, "对吗")
    await expect(page.locator("#choices button")).to_have_text(["对", "不对"])
    await taps(page, "不对", "车牌号")
    await expect(page.locator("#choices button")).to_have_text(["没有车牌"])
    await answers(page, PLATE, "对吗")
    await taps(page, "对", "什么时间")
    await answers(page, "昨天三点", "上午还是下午")
    await expect(page.locator("#choices button")).to_have_text(["上午", "下午"])
