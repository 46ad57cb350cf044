"""A clerk's day in Debian's Chromium, from a clean database, wide and on a telephone."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from claims.clock import BEIJING, iso
from claims.policy import PolicySystem
from claims.store import Store
from desk.app import create_app
from tests.desk.conftest import HASHED, PASSWORD, PEOPLE, RECORD
from tests.sandbox.serving import TOKEN
from tests.web.conftest import ARGUMENTS, AXE, chromium

PICTURES = Path(__file__).parents[2] / "var" / "pictures"
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 375, "height": 740}


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{shutil.copy(migrated, tmp_path / 'claims.db')}")
    yield store
    store.close()


@pytest.fixture
def url(store: Store, policy_system: str) -> Iterator[str]:
    """The desk as it runs, on a free port."""
    app = create_app(store, "secret", policies=PolicySystem(policy_system, TOKEN))
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="off", log_level="critical"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


Visit = Callable[..., Page]


@pytest.fixture
def visit(chrome: Browser, url: str) -> Iterator[Visit]:
    """Open the desk in a new profile; no other host is asked for anything, and no page raises an error."""
    asked: list[str] = []
    wrong: list[str] = []
    contexts = []

    def opened(viewport: Any = WIDE, name: str | None = None, path: str = "") -> Page:
        context = chrome.new_context(
            viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=url
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on(
            "console",
            lambda it: (
                wrong.append(it.text)
                if it.type in ("error", "warning") and "status of 4" not in it.text
                else None
            ),
        )
        page = context.new_page()
        page.goto(f"{url}/")
        if name:
            page.get_by_label("账号").fill(name)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page.get_by_role("heading", name="任务")).to_be_visible()
        if path:
            page.goto(f"{url}/desk/{path}")
        return page

    expect.set_options(timeout=20_000)
    yield opened
    for context in contexts:
        context.close()
    assert {it for it in asked if not it.startswith(url)} == set()
    assert wrong == []


def a_morning(store: Store) -> None:
    """A report by telephone, one kept by hand while the policy system was out, a complaint, and who works on them."""
    for name, role in PEOPLE.items():
        store.add_account(name, role, HASHED, "command", now())
    store.begin_call("c-1", "voice", "13900001101", now())
    store.log_turn(
        "c-1", None, now(), "冀A六P七二Q", [{"id": "B-02", "text": "请问是在什么时间发生的事故？"}]
    )
    store.register("c-1", {**RECORD, "accident_time": now()}, now())
    store.end_call("c-1", now())
    store.begin_call("c-2", "voice", "13900001102", now())
    hers = {"name": "王秀兰", "phone": "13900001102"}
    by_hand = {**RECORD, "plate": "豫A8K23M", "insured": "王秀兰", "contact": hers, "reporter": hers}
    by_hand |= {"accident_time": "2026-03-09T09:45:00+08:00", "injuries": {"any": False}}
    by_hand = {name: it for name, it in by_hand.items() if name not in ("place", "place_keys")}
    store.save_manual("c-2", by_hand, "保单系统没有应答", now())
    store.end_call("c-2", now())
    store.begin_call("c-3", "voice", "13900001103", now())
    store.add_task("complaint", "c-3", None, None, {"complaint_detail": "查勘员没有来"}, now())
    store.end_call("c-3", now())


def now() -> str:
    return iso(datetime.now(BEIJING))


def test_a_stranger_finds_a_report_by_half_a_plate_and_finishes_one_kept_by_hand(
    visit: Visit, store: Store
) -> None:
    """Nothing is used but what stands on the pages."""
    a_morning(store)
    page = visit(name="王芳")
    page.get_by_role("link", name="报案", exact=True).click()
    page.get_by_label("查找").fill("8K23")
    page.get_by_label("查找").press("Enter")
    page.get_by_role("link", name="还没有报案号").click()
    expect(page.get_by_text("还没有报案号")).to_be_visible()
    page.get_by_role("button", name="立案并发报案号").click()
    expect(page.get_by_role("alert")).to_contain_text("缺少：出险地点")
    page.get_by_label("查看原因").fill("补录报案")
    page.get_by_role("button", name="查看完整资料").click()
    page.locator("#fact-place").get_by_text("改", exact=True).click()
    page.get_by_label("出险地点改为").fill("郑州金水路和花园路口")
    page.locator("#fact-place").get_by_label("原因").fill("电话问了客户")
    page.locator("#fact-place").get_by_role("button", name="更正").click()
    expect(page.get_by_role("status")).to_contain_text("已更正")
    page.get_by_role("button", name="立案并发报案号").click()
    expect(page.get_by_role("status")).to_contain_text("已立案")
    (report,) = store.reports(plate="豫A8K23M")
    expect(page.get_by_role("heading", level=1)).to_contain_text(report["report_number"])
    assert (report["status"], report["place"], report["policy_no"]) == (
        "registered",
        "郑州金水路和花园路口",
        "PDAA2025410100020422",
    )
    assert [it["status"] for it in store.messages(report_number=report["report_number"])] == ["queued"]
    assert [it["status"] for it in store.tasks(call_id="c-2", kind="manual_entry")] == ["done"]
    trail = store.history(call_id="c-2")
    assert {it["by"] for it in trail} == {"王芳"}
    assert (trail[0]["action"], trail[-1]["action"]) == ("open", "register")
    assert "郑州金水路和花园路口" in str(trail)


def test_a_clerks_day(visit: Visit, store: Store) -> None:
    a_morning(store)
    page = visit(name="王芳")
    survey = page.locator("li.card", has_text="查勘调度").filter(has_text="冀A6P72Q")
    expect(survey.locator("time.due")).to_have_text(re.compile("还剩|超时"))
    survey.get_by_role("button", name="领取").click()
    expect(page.get_by_role("status")).to_contain_text("任务已领取")
    survey.get_by_text("完成", exact=True).click()
    survey.get_by_label("办理结果").fill("查勘员李师傅已出发")
    survey.get_by_role("button", name="确认完成").click()
    expect(page.get_by_role("status")).to_contain_text("任务已完成")
    page.get_by_label("状态").select_option("done")
    page.get_by_role("button", name="查看").click()
    page.locator("li.card", has_text="查勘调度").get_by_role("link").click()
    expect(page.get_by_text("查勘员李师傅已出发")).to_be_visible()
    page.locator("#fact-plate").get_by_role("link", name="客户原话").click()
    expect(page.locator("li:target")).to_contain_text("冀A六P七二Q")
    page.locator("summary", has_text=re.compile("^备注$")).click()
    page.get_by_label("备注").last.fill("客户下午在家")
    page.get_by_role("button", name="记下备注").last.click()
    expect(page.get_by_text("内容：客户下午在家")).to_be_visible()
    page.get_by_role("link", name="投诉", exact=True).click()
    complaint = page.locator("li.card", has_text="查勘员没有来")
    complaint.get_by_role("button", name="领取").click()
    complaint.get_by_text("完成", exact=True).click()
    complaint.get_by_role("button", name="完成“答复客户”").click()
    expect(complaint).to_contain_text("给出方案")
    page.get_by_text("王芳").first.click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_calls_in_progress_are_seen_as_they_go_on(visit: Visit, store: Store) -> None:
    a_morning(store)
    store.begin_call("c-9", "voice", "13900001109", now())
    page = visit(name="王芳", path="live")
    expect(page.locator("li.card")).to_have_count(1)
    store.log_turn("c-9", None, now(), "我要报案", [{"id": "A-02", "text": "请问您的车牌号是多少？"}])
    expect(page.locator("li.card")).to_contain_text("车牌号是多少")
    store.end_call("c-9", now())
    expect(page.get_by_text("现在没有通话")).to_be_visible()


def test_a_supervisor_says_what_was_not_understood(visit: Visit, store: Store) -> None:
    a_morning(store)
    _not_understood(store)
    page = visit(name="孙立")
    page.get_by_role("link", name="培训").click()
    card = page.locator("li.card", has_text="没动窝")
    expect(card).to_contain_text("没听懂")
    card.get_by_role("button", name="标注").click()  # nothing chosen: the browser does not send it
    card.get_by_label("意思").select_option("回答：是")
    card.get_by_role("button", name="标注").click()
    expect(page.get_by_text("已标注。")).to_be_visible()
    expect(page.locator("li.card", has_text="没动窝")).to_have_count(0)
    assert [(it["text"], it["label"], it["by"]) for it in store.labelled()] == [
        ("没动窝", "at_scene/yes", "孙立")
    ]


def _not_understood(store: Store) -> None:
    store.begin_call("c-7", "voice", "13900001107", now())
    store.log_turn(
        "c-7", None, now(), None, [{"id": "utter_question_at_scene", "text": "您现在还在事故现场吗？"}]
    )
    again = {"id": "K-08", "text": "对不起，请您再说一遍好吗？"}
    for said in (
        "没动窝",
        "我叫孙婧，电话15800001234",
        "那什么，我跟你说，就是那个路口往东一点儿，有个修车铺子你知道吧，就那儿",
    ):
        store.log_turn("c-7", None, now(), said, [again])
    store.end_call("c-7", now())


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "375"])
def test_every_page_can_be_read_by_everybody_and_fits(visit: Visit, store: Store, viewport: Any) -> None:
    a_morning(store)
    _not_understood(store)
    page = visit(viewport, "吴刚")
    width = viewport["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    paths = (
        "tasks",
        "reports",
        "cases/c-1",
        "cases/c-2",
        "complaints",
        "ledger",
        "live",
        "messages?state=queued",
    )
    for path in (*paths, "figures", "quality", "training", "audit", "people", "password"):
        page.goto(f"{page.url.split('/desk')[0]}/desk/{path}")
        if path == "cases/c-2":
            page.get_by_label("查看原因").fill("看")
            page.get_by_role("button", name="查看完整资料").click()
            for summary in page.locator("summary").all():
                summary.click()
        page.screenshot(path=PICTURES / f"desk-{path.split('?')[0].replace('/', '-')}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert faults(page) == [], path


def faults(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        {"rule": it["id"], "nodes": [node["html"][:160] for node in it["nodes"]]}
        for it in found["violations"]
        if it["impact"] in ("serious", "critical")
    ]
