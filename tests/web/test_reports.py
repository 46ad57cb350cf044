"""Whole reports over the chat page, as drivers make them at the roadside: what they see, and what the claims desk holds of it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import Dialog, Geolocation, Page, Route, expect

from tests.web.chatting import (
    answers,
    bubbles,
    choice,
    hears,
    number,
    own,
    sends_position,
    started,
    taps,
    tells_time,
    to_the_injured,
    to_the_recap,
    touches,
)
from tests.web.conftest import PLATES, Site, Visit
from tests.web.pictures import photo, picture

HERE = {"latitude": 38.04, "longitude": 114.51, "accuracy": 12}
GARAGE: Geolocation = {"latitude": 38.1, "longitude": 114.6, "accuracy": 30}


async def test_by_typing(visit: Visit, site: Site) -> None:
    page = await visit()
    await started(page)
    await hears(page, "120")
    await picture(page, "phone-start")
    await to_the_recap(page, PLATES[0], "石家庄裕华路和体育大街路口")
    await picture(page, "phone-recap")
    await taps(page, "对", "不明白的地方")
    card = page.locator(".card:not(#recap)")
    await expect(card).to_contain_text("查勘人员会联系刘建民139****1101")
    await expect(card).to_contain_text("索赔时请带上交警证明、驾驶证、行驶证和修理发票")
    assert await page.get_by_text("索赔时请带上交警证明").count() == 1  # once, on the card
    await picture(page, "phone-number")
    report = site.desk_says(f"reports/{await number(page)}")
    assert (report["channel"], report["plate"], report["case_type"]) == ("web", PLATES[0], "collision_single")
    assert (report["status"], report["contact"]["phone"]) == ("registered", "13900001101")
    await answers(page, "都明白", "还有什么可以帮您")
    await answers(page, "没有了", "随时咨询")
    call = site.desk_says(f"calls/{report['call_id']}")
    assert (call["outcome"], call["report_number"]) == ("registered", report["report_number"])
    assert {"who": "caller", "text": "后保险杠受损"}.items() <= {
        **next(line for line in call["transcript"] if line["text"] == "后保险杠受损")
    }.items()


async def test_by_buttons_with_time_positions_and_photos_on_the_smallest_phone(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    page = await visit(
        viewport={"width": 320, "height": 568},
        permissions=["geolocation", "clipboard-read", "clipboard-write"],
        geolocation=HERE,
    )
    await started(page)
    scene = photo(tmp_path)
    (tmp_path / "fake.jpg").write_bytes(b"<script>alert(1)</script>")
    await page.locator("#photos").set_input_files([scene, tmp_path / "fake.jpg"])  # before the plate
    await expect(page.locator("#photo-count")).to_contain_text("已上传1张")
    await expect(page.locator("#uploads")).to_contain_text("这个文件不是照片")
    await page.get_by_role("button", name="取消上传fake.jpg").click()
    await answers(page, PLATES[1], "对吗")
    await taps(page, "对", "什么时间")
    await tells_time(page)
    await sends_position(page, "附近有什么道路")
    await answers(page, "石家庄裕华路体育大街路口", "出险经过")
    await taps(page, "撞到别的车", "具体经过")
    await answers(page, "变道的时候没有看见他", "谁在开车")
    await taps(page, "我本人", "有哪些损失")
    await picture(page, "small-car")
    await touches(page, "前保险杠", "左前大灯", then="对方车牌号")
    await taps(page, "不清楚", "对方车主")
    await taps(page, "不清楚", "对方车辆有什么损失")
    await touches(page, "右后车门", then="受伤")
    await taps(page, "没有人受伤", "其他保险公司")
    await taps(page, "没有", "现场")
    await taps(page, "不在现场", "什么地方")
    await page.context.set_geolocation(GARAGE)
    await sends_position(page, "修理厂")
    await answers(page, "在石家庄顺达修理厂", "和谁联系")
    await taps(page, "我本人", "电话号码")
    await answers(page, "13900001101", "什么关系")
    await taps(page, "本人", "核对")
    recap = page.locator("#recap")
    for line in (PLATES[1], "左前大灯、前保险杠", "右后车门", "顺达修理厂（已附手机定位）"):
        await expect(recap).to_contain_text(line)
    await picture(page, "small-recap")
    await taps(page, "对", "不明白的地方")
    await page.get_by_role("button", name="复制报案号").click()
    said = await number(page)
    assert await page.evaluate("navigator.clipboard.readText()") == said
    report = site.desk_says(f"reports/{said}")
    at_scene, at_garage = report["place_coordinates"], report["car_coordinates"]
    assert (at_scene["latitude"], at_scene["datum"]) == (38.04, "WGS-84")
    assert (at_garage["latitude"], at_garage["accuracy_m"]) == (38.1, 30)
    tasks = site.desk_says(f"tasks?report_number={said}")["tasks"]
    survey = next(task for task in tasks if task["kind"] == "survey")
    assert survey["detail"]["place_coordinates"] == at_scene
    assert survey["detail"]["car_coordinates"] == at_garage
    (kept,) = report["photos"]
    assert site.photo(kept["name"]).content == scene.read_bytes()
    assert site.photo(kept["name"], token="").status_code == 401
    assert site.photo("0.jpg").status_code == 404
    async with page.expect_download() as download:
        await page.locator(".card").get_by_role("button", name="保存对话记录").click()
    text = (await (await download.value).path()).read_text("utf-8")
    assert PLATES[1] in text and said in text


async def test_a_line_of_the_recap_is_put_right_by_its_own_button(visit: Visit, site: Site) -> None:
    page = await visit()
    await started(page)
    await to_the_recap(page, PLATES[2], "石家庄裕华路和体育大街路口")
    for label, right in (("电话", "13900002202"), ("财物", "花坛")):
        await change(page, label)
        await page.locator("#text").press("Enter")  # nothing was added yet
        await expect(page.locator("#notice")).to_contain_text("请接着写")
        await page.locator("#text").press("End")
        await page.locator("#text").press_sequentially(right)
        before = await bubbles(page).count()
        await page.locator("#text").press("Enter")
        await expect(bubbles(page).nth(before)).to_be_visible()
        await expect(page.locator("#recap")).to_contain_text(right)
    await taps(page, "对", "不明白的地方")
    report = site.desk_says(f"reports/{await number(page)}")
    assert report["contact"] == {"name": "刘建民", "phone": "13900002202"}
    assert report["property_damage"] == ["花坛"]


async def test_a_correction_in_words_shows_which_line_it_changed(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await to_the_recap(page, PLATES[20], "石家庄裕华路和体育大街路口")
    await expect(page.locator("#recap .changed")).to_have_count(0)
    await answers(page, "联系电话不对，是13900002202", "对吗")
    line = page.locator("#recap .changed")
    await expect(line).to_have_count(1)
    await expect(line).to_contain_text("13900002202已更正")
    await expect(page.locator("#recap .news")).to_have_text("已更正：电话")  # above, where the eyes are
    await expect(page.locator("#recap .news")).to_be_in_viewport()
    await expect(page.locator("#announce")).to_contain_text("已更正：电话：13900002202")
    await picture(page, "phone-recap-corrected")


async def test_all_that_was_told_stands_on_the_card_with_its_button(visit: Visit, site: Site) -> None:
    page = await visit()
    await started(page)
    await to_the_injured(page, PLATES[21], "出停车位的时候刮了旁边的白色大众")
    await taps(page, "有人受伤", "")
    for tap in ("1人", "轻伤", "还没有送", "车上人员"):
        await expect(choice(page, tap)).to_be_visible()
        await choice(page, tap).click()
    await hears(page, "其他保险公司")
    await taps(page, "没有", "现场")
    await taps(page, "还在现场", "和谁联系")
    await answers(page, "刘建民", "电话号码")
    await answers(page, "13900001101", "核对")
    rows = {}
    for row in await page.locator("#recap dl > div").all():
        name, text = [await row.locator(it).inner_text() for it in ("dt", "dd >> nth=0")]
        rows[name] = (text, await row.get_by_role("button").count())
    wanted = {"伤者": "车上人员", "伤情": "轻伤", "送医": "没有送医院", "其他保险公司": "没有到场"}
    assert {name: (text, 1) for name, text in wanted.items()}.items() <= rows.items(), rows
    assert "大众" in rows["对方"][0] and rows["对方"][1] == 1
    assert all(buttons for name, (_, buttons) in rows.items() if name != "另外记下")
    await picture(page, "phone-recap-all")
    await change(page, "其他保险公司")
    await taps(page, "已经到了", "哪家")
    await taps(page, "人保", "损失金额")
    await taps(page, "不清楚", "核对")
    await expect(page.locator("#recap .changed").last).to_have_text("其他保险公司人保已更正改其他保险公司")


async def change(page: Page, label: str) -> None:
    await page.locator("#recap").get_by_role("button", name=f"改 {label}", exact=True).click()


async def test_damage_time_and_place_are_put_right_with_the_tools_they_were_told_with(
    visit: Visit, site: Site
) -> None:
    page = await visit(permissions=["geolocation"], geolocation=GARAGE)
    await started(page)
    await to_the_recap(page, PLATES[15], "石家庄裕华路和体育大街路口")
    await change(page, "车损")
    await hears(page, "有哪些损失")
    part = page.locator("#car").get_by_role("button", name="后保险杠", exact=True)
    await expect(part).to_have_attribute("aria-pressed", "true")  # as it was told
    await picture(page, "phone-change-damage")
    await part.click()
    await touches(page, "左前大灯", "引擎盖", then="核对")
    await expect(page.locator("#recap")).to_contain_text("左前大灯、引擎盖")
    await change(page, "时间")
    shown = "[...document.querySelectorAll('#time select')].map((it) => it.value)"
    told = await page.evaluate(shown)
    assert told[1] != "" and told[0].endswith(str(date.today().day))  # as it was told
    await page.locator("#day").select_option(index=1)
    await page.locator("#hour").select_option("下午2点")
    await page.locator("#minute").select_option("左右")
    await page.get_by_role("button", name="发送时间").click()
    await expect(page.locator("#recap")).to_contain_text("昨天下午两点")
    await expect(page.locator("#recap .changed")).to_have_count(1)
    await change(page, "时间")
    yesterday = date.today() - timedelta(days=1)
    assert await page.evaluate(shown) == [f"{yesterday.year}-{yesterday.month}-{yesterday.day}", "14", ""]
    await taps(page, "不改了", "核对")
    await change(page, "地点")
    await sends_position(page, "附近有什么道路")
    await taps(page, "就用这个位置", "核对")
    await change(page, "车损")
    await taps(page, "不改了", "核对")
    await picture(page, "phone-recap-changed")
    await taps(page, "对", "不明白的地方")
    report = site.desk_says(f"reports/{await number(page)}")
    assert report["own_damage"] == ["左前大灯", "引擎盖"] and "裕华路" not in report["place"]
    assert report["place_coordinates"]["latitude"] == 38.1 and "T14:00" in report["accident_time"]


async def test_what_is_told_anew_of_the_other_car_leaves_the_rest_of_it(visit: Visit, site: Site) -> None:
    page = await visit()
    await started(page)
    await to_the_injured(page, PLATES[16], "出停车位的时候刮了旁边的车")
    await taps(page, "没有人受伤", "其他保险公司")
    await taps(page, "没有", "现场")
    await taps(page, "还在现场", "和谁联系")
    await answers(page, "刘建民", "电话号码")
    await answers(page, "13900001101", "核对")
    recap = page.locator("#recap")
    await change(page, "对方车牌")
    await answers(page, "冀B54321", "核对")
    await change(page, "对方车损")
    await taps(page, "不清楚", "核对")
    for line in ("冀B54321", "王磊", "右后车门"):
        await expect(recap).to_contain_text(line)
    await taps(page, "对", "不明白的地方")
    (party,) = site.desk_says(f"reports/{await number(page)}")["third_parties"]
    assert party == {"kind": "机动车", "plate": "冀B54321", "owner": "王磊", "damage": ["右后车门"]}


async def test_the_card_reopens_on_another_device_for_whoever_knows_the_number(
    visit: Visit, site: Site
) -> None:
    page = await visit(permissions=["clipboard-read", "clipboard-write"])
    await started(page)
    await to_the_recap(page, PLATES[3], "石家庄裕华路和体育大街路口")
    await taps(page, "对", "不明白的地方")
    said = await number(page)
    await page.locator(".card").get_by_role("button", name="复制继续办理的链接").click()
    link = await page.evaluate("navigator.clipboard.readText()")
    other = await visit(link.removeprefix(site.url))
    await other.locator("#digits").fill("0000")
    await other.get_by_role("button", name="继续办理").click()
    await expect(other.locator("#notice")).to_contain_text("号码不对")
    await picture(other, "phone-digits")
    await other.locator("#digits").fill("1101")
    await other.get_by_role("button", name="继续办理").click()
    await expect(other.locator(".card .number")).to_be_visible()
    await expect(other.locator("#notice")).to_be_hidden()
    assert await number(other) == said
    assert "#" not in other.url
    await answers(other, "都明白", "还有什么可以帮您")


async def test_after_a_reload_the_card_stands_where_its_number_was_said(visit: Visit) -> None:
    page = await visit()
    await started(page)
    await to_the_recap(page, PLATES[4], "石家庄裕华路和体育大街路口")
    await taps(page, "对", "不明白的地方")
    await page.reload()
    await expect(page.locator(".card .number")).to_be_visible()
    order = await page.locator("#log").inner_text()
    assert order.index("已登记") < order.index("您的报案号") < order.index("不明白的地方")


async def test_who_asks_for_a_person_is_asked_for_a_number_first(visit: Visit, site: Site) -> None:
    page = await visit()
    await started(page)
    await answers(page, PLATES[5], "对吗")
    await answers(page, "转人工", "联系电话")
    await answers(page, "13900003303", "对吗")
    await hears(page, "与您联系")
    await expect(bubbles(page).filter(has_text="等待约")).to_have_count(0)
    await taps(page, "对", "什么时间")
    tasks = site.desk_says("tasks")["tasks"]
    (task,) = [it for it in tasks if it["detail"].get("callback_phone") == "13900003303"]
    assert (task["kind"], task["detail"]["plate"], task["detail"]["insured"]) == (
        "callback",
        PLATES[5],
        "刘建民",
    )


async def test_who_leaves_without_a_number_is_told_that_nobody_can_ring(visit: Visit, site: Site) -> None:
    page = await visit()
    asked: list[str] = []

    async def accept(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    page.on("dialog", accept)
    await started(page)
    await answers(page, PLATES[17], "对吗")
    await taps(page, "对", "什么时间")
    before = {it["id"] for it in site.desk_says("tasks")["tasks"]}
    await page.locator("summary").click()
    await page.get_by_role("button", name="结束并清除").click()
    await expect(own(page)).to_have_count(0)
    await started(page)
    assert "没有留下联系电话" in asked[0]
    new = [it for it in site.desk_says("tasks")["tasks"] if it["id"] not in before]
    assert [it for it in new if it["detail"].get("plate") == PLATES[17]] == []


async def test_what_is_no_word_is_answered_in_words_of_writing_each_time(visit: Visit) -> None:
    page = await visit()
    await started(page)
    for _ in range(6):
        before = await bubbles(page).count()
        await page.locator("#text").fill("啊")
        await page.locator("#text").press("Enter")
        await expect(bubbles(page).nth(before)).to_be_visible()
    said = await page.locator("#log").inner_text()
    assert "电话听不清" not in said and "再见" not in said and "再说一遍" not in said
    await answers(page, PLATES[5], "对吗")


async def test_in_a_foreign_frame_that_may_store_nothing(visit: Visit, site: Site, tmp_path: Path) -> None:
    page = await visit("/", base=site.foreign, without_cookies=True)
    await page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe")
    await started(frame)
    await frame.locator("#photos").set_input_files(photo(tmp_path))
    await expect(frame.locator("#log .message img")).to_have_count(1)
    await to_the_recap(frame, PLATES[9], "石家庄裕华路和体育大街路口")
    await taps(frame, "对", "不明白的地方")
    report = site.desk_says(f"reports/{await number(frame)}")
    assert report["plate"] == PLATES[9] and len(report["photos"]) == 1


async def test_on_a_slow_and_breaking_line(visit: Visit, site: Site, tmp_path: Path) -> None:
    page = await visit()
    await started(page)
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 40_000, "uploadThroughput": 30_000}
    await network.send("Network.emulateNetworkConditions", slow)
    sent = itertools.count()

    async def break_down(route: Route) -> None:
        """Lose every third request on its way there, and every third answer on its way back."""
        turn = next(sent) % 3
        if turn == 1:
            return await route.abort()
        if turn == 2:
            await route.fetch()
            return await route.abort()
        await route.continue_()

    await page.route("**/api/*", break_down)
    await page.route("**/api/photo?*", break_down)
    await page.locator("#photos").set_input_files(photo(tmp_path))
    await to_the_recap(page, PLATES[8], "石家庄中山路和建设大街路口")
    await expect(page.locator("#log .message img")).to_have_count(1)
    await taps(page, "对", "不明白的地方")
    await page.unroute_all(behavior="wait")
    report = site.desk_says(f"reports/{await number(page)}")
    assert report["plate"] == PLATES[8] and len(report["photos"]) == 1
    call = site.desk_says(f"calls/{report['call_id']}")
    said = [line["text"] for line in call["transcript"] if line["who"] == "caller"]
    once = [text for text in said if text != "对"]  # to the policy and to the recap
    assert sorted(set(once)) == sorted(once) and said.count("对") == 2
