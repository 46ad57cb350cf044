"""The chat page as its customers use it, in a real browser in front of the whole project."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.web.chatting import answers, bubbles, choice, faults, hears, number, started, taps, types
from tests.web.conftest import AXE, PICTURES, PLATE, ROOT, Site, Visit, elsewhere


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def test_a_whole_report_by_typing_on_a_phone(visit: Visit, site: Site) -> None:
    page = visit()
    started(page)
    hears(page, "120")
    picture(page, "phone-start")
    answers(page, PLATE, "对吗")
    answers(page, "对", "什么时间")
    answers(page, "半个小时前", "什么地点")
    answers(page, "石家庄裕华路和体育大街路口", "出险经过")
    answers(page, "我倒车的时候撞到路边的护栏了", "谁在开车")
    answers(page, "我自己开的", "有哪些损失")
    answers(page, "后保险杠", "受伤")
    answers(page, "没有人受伤", "还在事故现场")
    answers(page, "在现场", "和谁联系")
    answers(page, "刘建民", "电话号码")
    answers(page, "13900001101", "让我确认")
    picture(page, "phone-recap")
    answers(page, "对", "不明白的地方")
    expect(page.locator("deep-chat .card")).to_be_visible()
    picture(page, "phone-number")
    lines = page.evaluate(
        """() => [...document.querySelector('deep-chat').shadowRoot.querySelectorAll('.ai-message-text')]
            .filter((it) => !it.querySelector('.card'))
            .map((it) => [it.textContent, Math.round((it.clientHeight - parseFloat(getComputedStyle(it).paddingTop) * 2)
                / parseFloat(getComputedStyle(it).lineHeight))])"""
    )
    assert not [line for line in lines if line[1] > 3]
    report = site.desk_says(f"reports/{number(page)}")
    assert (report["channel"], report["plate"], report["case_type"]) == ("web", PLATE, "collision_single")
    assert (report["status"], report["contact"]["phone"]) == ("registered", "13900001101")
    answers(page, "都明白", "还有什么可以帮您")
    answers(page, "没有了", "随时咨询")
    call = site.desk_says(f"calls/{report['call_id']}")
    assert (call["outcome"], call["report_number"]) == ("registered", report["report_number"])
    assert {"who": "caller", "text": "后保险杠"}.items() <= {
        **next(line for line in call["transcript"] if line["text"] == "后保险杠")
    }.items()


def test_a_whole_report_by_buttons_with_time_place_and_photos(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    page = visit(
        viewport={"width": 1280, "height": 800},
        permissions=["geolocation", "clipboard-read", "clipboard-write"],
        geolocation={"latitude": 38.04, "longitude": 114.51, "accuracy": 12},
    )
    started(page)
    answers(page, PLATE, "对吗")
    taps(page, "对")
    expect(page.locator("#time")).to_be_visible()
    picture(page, "wide-time")
    page.get_by_role("button", name="发送时间").click()
    expect(page.locator("#locate")).to_be_visible()
    page.get_by_role("button", name="发送我的位置").click()
    page.get_by_role("button", name="同意并发送").click()
    hears(page, "北纬38.04")
    answers(page, "石家庄裕华路体育大街路口", "出险经过")
    photo = tmp_path / "scene.jpg"
    Image.effect_noise((1200, 900), 90).convert("RGB").save(photo, quality=90)
    (tmp_path / "fake.jpg").write_bytes(b"<script>alert(1)</script>")
    page.locator("#photos").set_input_files([photo, tmp_path / "fake.jpg"])
    expect(page.locator("#photo-count")).to_contain_text("已上传1张")
    expect(page.locator("#uploads")).to_contain_text("这个文件不是照片")
    for label in ("撞到别的车", "本人"):
        taps(page, label)
        expect(choice(page, label)).to_have_count(0)
    answers(page, "前保险杠", "对方车牌号")
    for _ in range(3):
        asked = bubbles(page).count()
        taps(page, "不清楚")
        expect(bubbles(page)).not_to_have_count(asked)
    for label in ("没有人受伤", "没有", "还在现场"):
        taps(page, label)
    hears(page, "和谁联系")
    answers(page, "刘建民", "电话号码")
    answers(page, "13900001101", "让我确认")
    taps(page, "对")
    card = page.locator("deep-chat .card")
    expect(card).to_contain_text("接下来")
    page.get_by_role("button", name="复制报案号").click()
    assert page.evaluate("navigator.clipboard.readText()") == number(page)
    taps(page, "没有，都明白")
    taps(page, "没有了")
    hears(page, "随时咨询")
    picture(page, "wide-number")
    report = site.desk_says(f"reports/{number(page)}")
    assert report["place_coordinates"]["latitude"] == 38.04
    (kept,) = report["photos"]
    assert site.photo(kept["name"]).content == photo.read_bytes()
    assert site.photo(kept["name"], token="").status_code == 401
    assert site.photo("0.jpg").status_code == 404
    with page.expect_download() as download:
        card.get_by_role("link", name="保存对话记录").click()
    text = download.value.path().read_text("utf-8")
    assert PLATE in text and number(page) in text


def test_reloading_in_the_middle_goes_on(visit: Visit) -> None:
    page = visit()
    started(page)
    answers(page, PLATE, "对吗")
    before = bubbles(page).all_inner_texts()
    page.reload()
    started(page)
    assert bubbles(page).all_inner_texts() == before
    expect(bubbles(page, "user")).to_have_text([PLATE])
    taps(page, "对")
    hears(page, "什么时间")


def test_offline_in_the_middle_loses_nothing_and_says_so(visit: Visit) -> None:
    page = visit()
    started(page)
    page.context.set_offline(True)
    types(page, PLATE)
    expect(page.locator("#notice")).to_contain_text("网络已断开")
    expect(bubbles(page, "user")).to_have_text([PLATE])
    picture(page, "phone-offline")
    page.context.set_offline(False)
    hears(page, "对吗")
    expect(page.locator("#notice")).to_be_hidden()
    page.reload()
    started(page)
    expect(bubbles(page, "user")).to_have_text([PLATE])


def test_a_message_not_sent_before_a_reload_is_sent_after_it(visit: Visit) -> None:
    page = visit()
    started(page)
    page.route("**/api/turn", lambda route: route.abort())
    types(page, PLATE)
    expect(page.locator("#notice")).to_contain_text("重新连接")
    page.unroute("**/api/turn")
    page.reload()
    hears(page, "对吗")
    expect(bubbles(page, "user")).to_have_text([PLATE])


def test_an_answer_lost_on_the_way_is_not_taken_twice(visit: Visit) -> None:
    page = visit()
    started(page)
    lost: list[Any] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    page.route("**/api/turn", lose)
    types(page, PLATE)
    hears(page, "对吗")
    page.reload()
    started(page)
    expect(bubbles(page, "user")).to_have_text([PLATE])


def test_two_tabs_show_one_conversation(visit: Visit) -> None:
    first = visit()
    started(first)
    second = first.context.new_page()
    second.goto(first.url)
    started(second)
    answers(first, PLATE, "对吗")
    expect(bubbles(second, "user")).to_have_text([PLATE])
    taps(second, "对")
    expect(bubbles(first, "user")).to_have_text([PLATE, "对"])
    hears(first, "什么时间")


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='hit'\">",
        "[看这里](javascript:document.title='hit')",
        "**粗** # 题 `码` <script>document.title='hit'</script>",
    ],
)
def test_hostile_words_are_words(visit: Visit, text: str) -> None:
    page = visit()
    started(page)
    types(page, text)
    expect(bubbles(page, "user")).to_have_text([text])
    expect(bubbles(page)).not_to_have_count(5)
    page.reload()
    started(page)
    expect(bubbles(page, "user")).to_have_text([text])
    assert page.locator("deep-chat .user-message-text :is(a, img, script, strong)").count() == 0
    assert "hit" not in page.title()


def test_a_flood_is_told_to_slow_down(visit: Visit) -> None:
    page = visit()
    started(page)
    page.evaluate(
        """async () => { for (let n = 0; n < 31; n++) await fetch('/chat/api/turn', {method: 'POST',
            headers: {'Content-Type': 'application/json'}, body: JSON.stringify({turn_id: 'flood-' + (1000 + n), button: 'x'})}) }"""
    )
    types(page, "在吗")
    expect(page.locator("#notice")).to_contain_text("太频繁")


def test_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit()
    started(page)
    expect(page.locator("#text-input")).to_be_focused()
    page.keyboard.type(PLATE)
    page.keyboard.press("Enter")
    expect(choice(page, "对")).to_be_visible()
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "对":
            break
    page.keyboard.press("Enter")
    hears(page, "什么时间")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    started(page)
    assert faults(page) == []
    page.locator("summary").click()
    answers(page, PLATE, "对吗")
    taps(page, "对")
    expect(page.locator("#time")).to_be_visible()
    assert faults(page) == []
    picture(page, f"phone-{scheme}")


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_is_cut_off_at_any_width_or_zoom(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 560})
    started(page)
    answers(page, PLATE, "对吗")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#text-input", ".submit-button", "#add-photos"):
        box = page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 560


def test_every_target_is_large_enough_for_a_thumb(visit: Visit) -> None:
    page = visit()
    started(page)
    boxes = [
        it.bounding_box()
        for it in page.locator("button:visible, summary, header nav a, .submit-button").all()
    ]
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)


def test_one_script_tag_embeds_it_and_counts_what_is_unread(visit: Visit, site: Site) -> None:
    page = visit("/", base=site.other, viewport={"width": 1280, "height": 800})
    page.get_by_role("button", name="在线报案").click()
    frame = page.frame_locator("iframe").owner.element_handle().content_frame()
    assert frame
    started(frame)
    picture(page, "embedded")

    def close_first(route: Route) -> None:
        page.get_by_role("button", name="收起").click()
        route.continue_()

    page.route("**/api/turn", close_first)
    types(frame, PLATE)
    expect(page.get_by_role("button", name="在线报案，1条未读")).to_be_visible()
    page.get_by_role("button", name="在线报案，1条未读").click()
    hears(frame, "对吗")
    page.set_viewport_size({"width": 375, "height": 720})
    picture(page, "embedded-phone")
    page.keyboard.press("Escape")


def test_a_site_that_is_not_on_the_list_cannot_frame_it(visit: Visit, site: Site) -> None:
    page = visit("/", base=elsewhere(site))
    page.get_by_role("button", name="在线报案").click()
    page.wait_for_timeout(500)
    frame = page.frame_locator("iframe").owner.element_handle().content_frame()
    assert frame and "chat" not in frame.url


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        (
            ROOT / "web/vendor/deep-chat-2.4.2.js",
            "4be8e65b12c0678ccc06fd157a402be4dc7c01f910056166518781f1de2d6ad7",
        ),
        (AXE, "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"),
    ],
)
def test_what_others_wrote_is_what_they_released(file: Path, digest: str) -> None:
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
