"""The desk's pages as plain forms and links: what is shown, found, done, and refused."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy import event

from claims.clock import moment
from claims.store import Store
from desk.pages import rights, words
from tests.desk.conftest import LATER, NOW, PASSWORD, RECORD, SignIn

PAGES = (
    "tasks",
    "reports",
    "complaints",
    "ledger",
    "live",
    "messages",
    "figures",
    "quality",
    "audit",
    "people",
    "cases/c-1",
)


@pytest.fixture
def number(desk: Store) -> str:
    return str(desk.reports(status="registered")[0]["report_number"])


@pytest.mark.parametrize(
    "words", ["6P72", "6p7", "冀A6", "1101", "刘建", "13900001101", "冀A·6P7 2Q", "建民 6P72"]
)
def test_a_report_is_found_by_half_of_anything(sign_in: SignIn, number: str, words: str) -> None:
    page = sign_in("王芳").get("reports", q=words)
    assert number in page.text
    assert "豫A8K23M" not in page.text


@pytest.mark.parametrize("words", ["6P73", "%", "_", "2Q刘"])
def test_what_is_in_no_report_finds_none(sign_in: SignIn, words: str) -> None:
    assert "没有找到" in sign_in("王芳").get("reports", q=words).text


def test_a_report_is_found_by_a_part_of_its_number(sign_in: SignIn, number: str) -> None:
    assert number in sign_in("王芳").get("reports", q=number[4:10]).text


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": "manual"}, False),
        ({"status": "registered"}, True),
        ({"case": "flood"}, False),
        ({"case": "collision_single", "channel": "voice"}, True),
        ({"channel": "web"}, False),
        ({"day": "2026-03-10"}, True),
        ({"day": "2026-03-11"}, False),
        ({"day": "2026-03-01", "to": "2026-03-09"}, False),
    ],
)
def test_reports_are_filtered(sign_in: SignIn, number: str, filters: dict[str, str], found: bool) -> None:
    assert (number in sign_in("王芳").get("reports", **filters).text) is found


def test_lists_begin_with_the_newest_and_go_on_over_pages(sign_in: SignIn, desk: Store) -> None:
    for nth in range(60):
        at = moment(NOW) + timedelta(minutes=nth)
        phone = f"1380000{nth:04}"
        desk.begin_call(f"m-{nth}", "voice", phone, at)
        told = {**RECORD, "plate": f"鲁B{nth:05}", "insured": None, "accident_time": at.isoformat()}
        told |= {"contact": {"phone": phone}, "reporter": {"phone": phone}}
        desk.register(f"m-{nth}", told, at)
        desk.add_task("complaint", f"m-{nth}", None, None, {"complaint_detail": f"第{nth}件"}, at)
    page = sign_in("孙立")
    for path, query, newest, oldest in (
        ("reports", {}, "鲁B00059", "鲁B00000"),
        ("ledger", {}, "鲁B00059", "鲁B00000"),
        ("messages", {"state": "queued"}, "138****0059", "138****0000"),
    ):
        first, rest = page.get(path, **query).text, page.get(path, **query, skip=50).text
        assert newest in first and newest not in rest, path
        assert oldest in rest and oldest not in first, path
    first, rest = page.get("complaints").text, page.get("complaints", skip=50).text
    assert first.index("第0件") < first.index("第1件") and "第59件" in rest, "what is due first first"
    for task in desk.tasks(kind="complaint"):
        desk.act_on_task(task["id"], "finish", "王芳", NOW, settled=True)
    first = page.get("tasks", kind="complaint", state="done").text
    assert first.index("第59件") < first.index("第58件") and "第0件" not in first


def test_the_ledger_has_every_call(sign_in: SignIn) -> None:
    page = sign_in("王芳").get("ledger")
    assert page.text.count('data-label="开始"') == 3
    assert "无声" in page.text
    assert page.get("ledger", caller="1103").text.count('data-label="开始"') == 1


def test_personal_data_are_masked_until_they_are_opened_with_a_reason(sign_in: SignIn, desk: Store) -> None:
    page = sign_in("王芳").get("cases/c-1")
    for hidden in ("刘建民", "13900001101", "幺三九零零", "骨折", "省二院"):
        assert hidden not in page.text
    assert "刘＊＊" in page.text and "139****1101" in page.text
    assert "请填写原因" in page.post("open", call_id="c-1", reason=" ").text
    page.post("open", call_id="c-1", reason="联系客户")
    for shown in ("刘建民", "13900001101", "骨折", "省二院"):
        assert shown in page.text
    assert "联系客户" in sign_in("周敏").get("audit").text
    assert "13900001101" not in sign_in("李敏").get("cases/c-1").text
    (opened,) = [it for it in desk.history(call_id="c-1") if it["action"] == "open"]
    assert (opened["by"], opened["at"]) == ("王芳", LATER)


def test_facts_stand_beside_the_words_they_came_from(sign_in: SignIn) -> None:
    page = sign_in("王芳").get("cases/c-1")

    def source(field: str) -> str:
        row = re.search(rf'id="fact-{re.escape(field)}".*?</dd>', page.text, re.S)
        assert row is not None
        found = re.search(r'class="source[^"]*"(?: href="#line-(\d+)")?>([^<]+)', row[0])
        return f"{found[2]} {said(found[1])}".strip() if found else ""

    def said(seq: str | None) -> str:
        line = re.search(rf'id="line-{seq}".*?<p>([^<]+)</p>', page.text, re.S) if seq else None
        return line[1] if line else ""

    assert source("plate") == "客户原话 冀A六P七二Q"
    assert source("place") == "客户原话 石家庄裕华路和体育大街路口"
    assert source("accident_time_said") == "客户原话 二十分钟前吧"
    assert source("accident_time") == "回答问题时说的 二十分钟前吧"
    assert source("own_damage") == "客户原话 后视镜那块儿"
    assert source("reporter.relation") == "没有对上原话"


def test_a_page_does_its_work_once(sign_in: SignIn, desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page, read = sign_in("王芳"), list[str]()
    event.listen(desk.engine, "before_cursor_execute", lambda *about: read.append(about[2]))
    answers = Mock(wraps=words.answers)
    monkeypatch.setattr(words, "answers", answers)
    assert page.get("cases/c-1").status == 200
    assert answers.call_count == 1
    repeated = [it for it in read if "FROM history" in it and "ORDER BY" in it]
    assert len(repeated) == 1, repeated


def test_what_was_not_enough_is_marked(sign_in: SignIn) -> None:
    page = sign_in("王芳").get("cases/c-1")
    marked = re.findall(r'id="fact-([\w.]+)" class="lacking"', page.text)
    assert marked == ["own_damage", "other_insurer.present"]


def test_a_task_goes_through_hands(sign_in: SignIn, desk: Store, number: str) -> None:
    clerk, other, leader = sign_in("王芳"), sign_in("李敏"), sign_in("孙立")
    survey = next(it for it in desk.tasks(report_number=number) if it["kind"] == "survey")["id"]
    for person in (clerk, other, leader):
        person.get("tasks")

    def task() -> tuple[str | None, str]:
        found = desk.task(survey) or {}
        return found["assignee"], found["status"]

    clerk.post(f"tasks/{survey}", action="take")
    assert "任务已领取" in clerk.text and task() == ("王芳", "open")
    assert "任务已由王芳领取" in other.post(f"tasks/{survey}", action="take").text
    assert (
        other.get("tasks").post(f"tasks/{survey}", action="reassign", to="李敏", reason="我来").status == 403
    )
    leader.post(f"tasks/{survey}", action="reassign", to="李敏", reason="王芳下班")
    assert task() == ("李敏", "open")
    other.get("tasks").post(f"tasks/{survey}", action="send_back", reason="不在我的片区")
    assert task() == (None, "open")
    leader.post(f"tasks/{survey}", action="assign", to="王芳")
    clerk.get("tasks").post(f"tasks/{survey}", action="finish", text="查勘员已出发")
    assert task() == ("王芳", "done")
    assert "查勘员已出发" in clerk.get("cases/c-1").text
    assert clerk.post(f"tasks/{survey}", action="delete", reason="不要了").status == 403


MINE, THEIRS, NOBODYS = "王芳", "李敏", None


@pytest.mark.parametrize(
    ("action", "clerk", "leader"),
    [
        ("take", {NOBODYS}, {NOBODYS}),
        ("assign", set(), {NOBODYS}),
        ("reassign", {MINE}, {MINE, THEIRS}),
        ("send_back", {MINE}, {MINE, THEIRS}),
        ("finish", {MINE, NOBODYS}, {MINE, THEIRS, NOBODYS}),
        ("note", {MINE, THEIRS, NOBODYS}, {MINE, THEIRS, NOBODYS}),
        ("delete", set(), {MINE, THEIRS, NOBODYS}),
        ("burn", set(), set()),
    ],
)
def test_whose_tasks_one_may_work_on(
    sign_in: SignIn, desk: Store, action: str, clerk: set[str | None], leader: set[str | None]
) -> None:
    for name, allowed in (("王芳", clerk), ("孙立", leader)):
        done = set()
        for has in (MINE, THEIRS, NOBODYS):
            task = desk.add_task("enquiry", "c-1", None, None, {"enquiry": f"{name}{has}"}, NOW)
            if has:
                desk.act_on_task(task, "take", has, NOW)
            before, page = desk.task(task), sign_in(name).get("cases/c-1")
            card = page.text.partition(f'id="task-{task}"')[2].partition('class="task"')[0]
            offered = f'value="{action}"' in card
            page.post(f"tasks/{task}", action=action, to="赵倩", reason="下班", text="打过电话")
            if desk.task(task) != before or (action == "note" and page.status == 200):
                done.add(has)
            assert offered == (has in done), (name, has)
        assert done == allowed, name


def test_a_finished_task_of_another_is_not_sent_back_by_a_clerk(sign_in: SignIn, desk: Store) -> None:
    task = desk.add_task("enquiry", "c-1", None, None, {}, NOW)
    desk.act_on_task(task, "finish", "李敏", NOW)
    assert (
        sign_in("王芳").get("cases/c-1").post(f"tasks/{task}", action="send_back", reason="没办好").status
        == 403
    )
    sign_in("李敏").get("cases/c-1").post(f"tasks/{task}", action="send_back", reason="没办好")
    assert (desk.task(task) or {})["status"] == "open"


def test_a_fact_is_put_right_with_old_value_and_reason(sign_in: SignIn, desk: Store) -> None:
    page = sign_in("王芳").get("cases/c-1")
    change = {
        "action": "correct",
        "field": "contact.phone",
        "was": '"13900001101"',
        "value": "13900001199",
        "reason": "客户换号",
    }
    assert page.post("cases/c-1", **change).status == 403, "the old value was never shown"
    page.get("cases/c-1").post("open", call_id="c-1", reason="核对")
    assert "请填写原因" in page.post("cases/c-1", **{**change, "reason": ""}).text
    page.post("cases/c-1", **change)
    assert "已更正" in page.text and "客户换号" in page.text
    assert "刚刚被别人改过" in page.post("cases/c-1", **change).text
    line = desk.history(call_id="c-1")[-1]
    assert (line["by"], line["detail"]["old"], line["detail"]["new"]) == (
        "王芳",
        "13900001101",
        "13900001199",
    )
    page.post(
        "cases/c-1",
        action="correct",
        field="own_damage",
        was='["后视镜"]',
        value="后保险杠、后备箱盖",
        reason="照片",
    )
    page.post("cases/c-1", action="correct", field="injuries.any", was="true", value="no", reason="没有受伤")
    report = (desk.call("c-1") or {})["report"]
    assert report["own_damage"] == ["后保险杠", "后备箱盖"]
    assert report["injuries"]["any"] is False
    assert (
        "新值格式不对"
        in page.post(
            "cases/c-1",
            action="correct",
            field="accident_time",
            was='"2026-03-10T09:45+08:00"',
            value="昨天",
            reason="错",
        ).text
    )


def test_another_partys_fact_is_put_right(sign_in: SignIn, desk: Store) -> None:
    page = sign_in("王芳").get("cases/c-1").post("open", call_id="c-1", reason="核对")
    parties = [
        {"kind": "机动车", "plate": "冀A11111"},
        {"kind": "机动车", "plate": "冀A22222", "owner": "张三"},
    ]
    desk.put_right("c-1", "third_parties", parties, "王芳", "补录", LATER)
    said = {"action": "correct", "field": "third_parties.1.plate", "value": "冀A33333", "reason": "对方来电"}
    page.get("cases/c-1").post("cases/c-1", was='"冀A22222"', **said)
    assert "已更正" in page.text
    report = (desk.call("c-1") or {})["report"]
    assert report["third_parties"] == [parties[0], {**parties[1], "plate": "冀A33333"}]
    assert "刚刚被别人改过" in page.post("cases/c-1", was='"冀A22222"', **said).text


def test_note_ring_back_add_and_withdraw(sign_in: SignIn, desk: Store, number: str) -> None:
    page = sign_in("孙立").get("cases/c-1")
    page.post("cases/c-1", action="note", text="客户在外地")
    page.post("cases/c-1", action="ring_back", reason="核实地点", to="")
    page.post("cases/c-1", action="add", kind="rescue", reason="车开不动了", due_at="")
    assert "请填写原因" in page.post("cases/c-1", action="add", kind="rescue", reason="", due_at="").text
    kinds = [it["kind"] for it in desk.tasks(report_number=number, status="open")]
    assert sorted(kinds) == ["callback", "callback", "rescue", "survey"]
    assert sign_in("王芳").get("cases/c-1").post("cases/c-1", action="withdraw", reason="撤").status == 403
    page.post("cases/c-1", action="withdraw", reason="客户自行协商")
    assert "报案已撤销" in page.text
    assert desk.tasks(report_number=number, status="open") == []
    assert "状态是“已撤案”" in page.post("cases/c-1", action="withdraw", reason="再撤").text


def test_a_dead_message_is_sent_again(sign_in: SignIn, desk: Store) -> None:
    (message,) = desk.messages()
    page = sign_in("王芳").get("messages", state="queued")
    assert "不用重发" in page.post(f"messages/{message['id']}").text
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE messages SET status = 'failed', error = 'gone'")
    page.get("messages")
    assert "139****1101" in page.text and "13900001101" not in page.text
    page.post(f"messages/{message['id']}", back="/desk/messages")
    assert "重新排队" in page.text
    assert desk.messages()[0]["status"] == "queued"


def test_lists_go_out_as_tables_masked_or_with_a_reason(sign_in: SignIn, number: str) -> None:
    leader = sign_in("孙立")
    rows = list(csv.DictReader(io.StringIO(leader.get("reports.csv").text.lstrip("\ufeff"))))
    assert [(it["报案号"], it["被保险人"], it["联系电话"]) for it in rows if it["报案号"]] == [
        (number, "刘＊＊", "139****1101")
    ]
    leader.get("reports").post("reports.csv", reason="年度审计", q="6P72")
    rows = list(csv.DictReader(io.StringIO(leader.text.lstrip("\ufeff"))))
    assert [(it["被保险人"], it["联系电话"]) for it in rows] == [("刘建民", "13900001101")]
    assert "年度审计" in sign_in("周敏").get("audit").text
    for blank in ("", "  "):
        assert leader.get("reports").post("reports.csv", reason=blank).status == 422
        assert "请填写原因" in leader.text
    assert "13700001103" not in leader.get("ledger.csv").text
    assert sign_in("王芳").get("reports.csv").status == 403


def test_what_would_be_a_formula_in_a_table_is_text(sign_in: SignIn, desk: Store) -> None:
    desk.put_right("c-1", "place", "=HYPERLINK(1)", "王芳", "试", LATER)
    assert "'=HYPERLINK(1)" in sign_in("孙立").get("reports.csv").text


def test_words_of_callers_are_words(sign_in: SignIn, desk: Store) -> None:
    desk.log_turn("c-1", None, LATER, "<script>alert(1)</script>", [])
    desk.put_right("c-1", "description", '"><img src=x onerror=alert(1)>', "王芳", "试", LATER)
    page = sign_in("王芳").get("cases/c-1").post("open", call_id="c-1", reason="看")
    assert "<script>alert" not in page.text and "<img src=x" not in page.text
    assert "&lt;script&gt;alert" in page.text


# Who may do what


def test_nobody_sees_a_page_without_signing_in(sign_in: SignIn) -> None:
    person = sign_in("吴刚")
    assert [person.get(it).status for it in PAGES] == [200] * len(PAGES)
    person.client.cookies.clear()
    assert all("<h1>登录</h1>" in person.get(it).text for it in (*PAGES, "photos/x", "reports.csv"))


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("王芳", {"figures", "quality", "audit", "people"}),
        ("孙立", {"audit", "people"}),
        ("周敏", {"people"}),
        ("吴刚", set()),
    ],
)
def test_each_role_has_its_pages(sign_in: SignIn, name: str, refused: set[str]) -> None:
    person = sign_in(name)
    assert {it for it in PAGES if person.get(it).status == 403} == refused


def test_an_auditor_changes_nothing(sign_in: SignIn, desk: Store) -> None:
    auditor = sign_in("周敏").get("cases/c-1")
    survey = desk.tasks(call_id="c-1")[0]["id"]
    assert "领取" not in re.sub("没人领取", "", auditor.text)
    for path, form in (
        (f"tasks/{survey}", {"action": "take"}),
        ("cases/c-1", {"action": "note", "text": "看过"}),
        ("messages/1", {}),
    ):
        assert auditor.get("cases/c-1").post(path, **form).status == 403


def test_a_form_without_the_sessions_token_does_nothing(sign_in: SignIn, desk: Store) -> None:
    clerk, other = sign_in("王芳").get("tasks"), sign_in("李敏").get("tasks")
    survey = desk.tasks(call_id="c-1")[0]["id"]
    for token in ("", "made up", other.token):
        assert clerk.post(f"tasks/{survey}", token=token, action="take").status == 403
    clerk.get("tasks")
    clerk.client.headers["Origin"] = "https://elsewhere.example"
    assert clerk.post(f"tasks/{survey}", action="take").status == 403
    assert (desk.task(survey) or {})["assignee"] is None


def test_five_wrong_passwords_lock_an_account_for_a_while(sign_in: SignIn, desk: Store) -> None:
    person = sign_in("周敏")
    person.client.cookies.clear()
    for _ in range(4):
        assert "账号或密码不对" in person.post("sign-in", name="王芳", password="guess").text
    assert "锁定" in person.post("sign-in", name="王芳", password="guess").text
    assert "锁定" in person.post("sign-in", name="王芳", password=PASSWORD).text
    assert "账号或密码不对" in person.post("sign-in", name="没有这个人", password="guess").text
    locked = desk.account("王芳") or {}
    assert (locked["locked_until"].isoformat(), locked["failures"]) == ("2026-03-10T10:21:00+08:00", 0)


def test_the_old_password_is_not_guessed_from_a_session_left_open(sign_in: SignIn, desk: Store) -> None:
    person = sign_in("王芳")
    change = {"new": "另一个够长的密码 2", "again": "另一个够长的密码 2"}
    for _ in range(4):
        assert "现在的密码不对" in person.get("password").post("password", old="guess", **change).text
    assert "锁定" in person.get("password").post("password", old="guess", **change).text
    assert "锁定" in person.get("password").post("password", old=PASSWORD, **change).text
    assert "锁定" in sign_in("李敏").post("sign-in", name="王芳", password=PASSWORD).text
    assert rights.fits(PASSWORD, (desk.account("王芳") or {})["password"])


def test_a_password_is_not_guessed_by_many_sessions_of_one_address(sign_in: SignIn) -> None:
    people = [sign_in(name) for name in ("王芳", "李敏", "孙立", "周敏", "吴刚")]
    change = {"old": "guess", "new": "另一个够长的密码 2", "again": "另一个够长的密码 2"}
    for person in people:
        for _ in range(6):
            person.get("password").post("password", **change)
    assert "试得太多" in people[0].get("password").post("password", **change).text


def test_one_address_does_not_try_for_ever(sign_in: SignIn) -> None:
    person = sign_in("周敏")
    for number in range(35):
        person.post("sign-in", name=f"某{number}", password="guess")
    assert "试得太多" in person.text


def test_a_session_ends_after_an_hour_unused_and_after_a_shift(desk: Store) -> None:
    desk.sign_in("digest", "王芳", "token", "2026-03-10T08:00+08:00", moment("2026-03-09T08:00+08:00"))

    def alive(at: str) -> bool:
        return desk.signed_in("digest", at, rights.IDLE, rights.LONGEST) is not None

    assert not alive("2026-03-10T09:00+08:00")
    assert alive("2026-03-10T08:59+08:00")
    for hour in range(9, 20):
        assert alive(f"2026-03-10T{hour:02}:10+08:00") and alive(f"2026-03-10T{hour:02}:50+08:00")
    assert not alive("2026-03-10T20:01+08:00")


def test_the_cookie_is_for_this_server_and_no_script(sign_in: SignIn) -> None:
    person = sign_in("周敏")
    answer = person.client.post(
        "https://desk.example.cn/desk/sign-in",
        data={"name": "王芳", "password": PASSWORD},
        follow_redirects=False,
    )
    cookie = answer.headers["set-cookie"]
    assert all(it in cookie for it in ("HttpOnly", "Secure", "SameSite=lax", "Path=/desk"))
    assert "default-src 'none'" in person.client.get("/desk/tasks").headers["content-security-policy"]


def test_one_sets_ones_own_password_and_is_signed_out(sign_in: SignIn, desk: Store) -> None:
    person = sign_in("王芳").get("password")
    good = {"old": PASSWORD, "new": "另一个真的足够长的新密码", "again": "另一个真的足够长的新密码"}
    assert "现在的密码不对" in person.post("password", **{**good, "old": "x"}).text
    assert "至少要有" in person.get("password").post("password", **{**good, "new": "短", "again": "短"}).text
    assert "不一样" in person.get("password").post("password", **{**good, "again": "别的"}).text
    assert "请重新登录" in person.get("password").post("password", **good).text
    assert "<h1>登录</h1>" in person.get("tasks").text
    assert person.post("sign-in", name="王芳", password=good["new"]).get("tasks").status == 200


def test_an_administrator_keeps_the_accounts(sign_in: SignIn, desk: Store) -> None:
    administrator = sign_in("吴刚").get("people")
    administrator.post("people", action="add", name="郑爽", role="clerk")
    shown = re.search(r"<code>([^<]+)</code>", administrator.text)
    assert shown is not None and rights.fits(shown[1], (desk.account("郑爽") or {})["password"])
    assert "已经有这个账号" in administrator.post("people", action="add", name="郑爽", role="clerk").text
    clerk = sign_in("王芳")
    administrator.get("people").post("people", action="close", name="王芳", role="clerk")
    assert "<h1>登录</h1>" in clerk.get("tasks").text
    assert (
        "另一位管理员"
        in administrator.get("people").post("people", action="close", name="吴刚", role="").text
    )
    for name in ("local", "bot", ""):
        assert (
            "不能用作账号"
            in administrator.get("people").post("people", action="add", name=name, role="clerk").text
        )


def test_the_local_account_is_of_a_local_run_alone(sign_in: SignIn, desk: Store) -> None:
    desk.add_account("local", "administrator", rights.hashed("known"), "command", LATER, over=True)
    person = sign_in("周敏")
    person.client.cookies.clear()
    assert "账号或密码不对" in person.post("sign-in", name="local", password="known").text


def test_metrics_tell_counts_and_nothing_of_anybody(sign_in: SignIn) -> None:
    client = sign_in("周敏").client
    assert client.get("/metrics").status_code == 401
    text = client.get("/metrics", headers={"Authorization": "Bearer secret"}).text
    assert 'claims_calls{channel="voice",outcome="registered"} 1' in text
    assert 'claims_messages{status="queued"} 1' in text
    assert "claims_tasks_overdue 0" in text
    assert not re.search(r"刘建民|6P72|1390000", text)


def test_a_tip_off_is_hidden_from_the_posts_it_may_accuse(desk: Store, sign_in: SignIn) -> None:
    told = {"complaint_kind": "举报", "complaint_detail": "定损员收红包"}
    task_id = desk.add_task("complaint", "c-1", None, None, told, "2026-03-10T09:00:00+08:00")
    for name, seen in (("王芳", False), ("孙立", True)):
        page = sign_in(name)
        for path in ("complaints", "tasks"):
            assert ("定损员收红包" in page.get(path).text) is seen
        assert (page.get("cases/c-1").status == 200) is seen
        page.get("tasks")
        page.post(f"tasks/{task_id}", form_token=page.token, action="take")
        assert (page.status < 400) is seen


HIDDEN = {"complaint_kind": "举报", "complaint_detail": "定损员收红包"}


@pytest.mark.parametrize("state", ["open", "done", "deleted", "draft"])
def test_a_hidden_tip_off_is_not_acted_on_by_its_address(desk: Store, sign_in: SignIn, state: str) -> None:
    if state == "draft":
        desk.begin_call("c-tip", "voice", "13900001108", LATER)
        desk.keep_wish("complaint", "c-tip", None, HIDDEN, LATER)
    else:
        desk.begin_call("c-tip", "voice", "13900001108", NOW)
        desk.save_draft("c-tip", RECORD)
        task = desk.add_task("complaint", "c-tip", None, None, HIDDEN, NOW)
        desk.end_call("c-tip", NOW)
        if state != "open":
            action = {"done": "finish", "deleted": "delete"}[state]
            desk.act_on_task(task, action, "孙立", NOW, reason="重复", settled=True)
    desk.log_turn("c-tip", None, LATER, "他要红包", [{"id": None, "text": "您举报的是收红包，对吗？"}])
    before = desk.history(call_id="c-tip"), desk.told_in(["c-tip"])
    clerk = sign_in("王芳")
    forms = (
        ("open", {"call_id": "c-tip", "reason": "好奇"}),
        ("cases/c-tip", {"action": "note", "text": "看过"}),
        ("cases/c-tip", {"action": "add", "kind": "enquiry", "reason": "问一下"}),
        ("cases/c-tip", {"action": "ring_back", "reason": "问一下"}),
        ("cases/c-tip", {"action": "register"}),
    )
    for path, form in forms:
        assert clerk.get("tasks").post(path, **form).status == 404, form
        assert "红包" not in clerk.text
    assert clerk.get("cases/c-tip").status == 404
    assert "红包" not in clerk.get("live").text
    assert (desk.history(call_id="c-tip"), desk.told_in(["c-tip"])) == before
    leader = sign_in("孙立").get("cases/c-tip")
    assert leader.post("open", call_id="c-tip", reason="核查").status == 200
    assert "他要红包" in leader.text
    assert ("红包" in leader.get("live").text) is (state == "draft")


def test_hidden_tip_offs_do_not_end_the_pages_of_tasks(desk: Store, sign_in: SignIn) -> None:
    for nth in range(60):
        told = {"complaint_detail": f"第{nth}件"}
        told |= {"complaint_kind": "举报", "complaint_want": "查定损员"} if nth % 2 else {}
        desk.add_task("complaint", None, None, None, told, moment(NOW) + timedelta(minutes=nth))
    clerk, leader = sign_in("王芳"), sign_in("孙立")
    for path in ("complaints", "tasks"):
        query = {} if path == "complaints" else {"kind": "complaint"}
        first = clerk.get(path, **query).text
        assert "下一页" in first and "第48件" in first and "查定损员" not in first
        assert "第58件" in clerk.get(path, **query, skip=50).text
        assert leader.get(path, **query).text.count("查定损员") == 25


def test_what_was_noted_on_a_hidden_tip_off_is_not_in_the_trail_of_the_report(
    desk: Store, sign_in: SignIn
) -> None:
    told = {"complaint_kind": "举报", "complaint_detail": "定损员收红包"}
    case = desk.call("c-1")
    assert case is not None
    task_id = desk.add_task("complaint", None, case["report_number"], None, told, "2026-03-10T09:00:00+08:00")
    desk.act_on_task(task_id, "note", "孙立", "2026-03-10T10:00:00+08:00", text="已找定损员谈话")
    for name, seen in (("王芳", False), ("孙立", True)):
        page = sign_in(name).get("cases/c-1")
        assert page.status == 200
        assert ("已找定损员谈话" in page.text) is seen


def test_what_a_call_back_came_to_is_shown_with_the_call(desk: Store, sign_in: SignIn) -> None:
    answers = {"survey_came": False, "remarks": {"survey_came": "还没来呢"}}
    desk.keep_callback("c-1", "dispatch_callback", None, "reached", answers, "2026-03-10T11:00:00+08:00")
    page = sign_in("王芳").get("cases/c-1").text
    assert "调度回访：已接通本人" in page and "查勘员是否到场：否" in page and "还没来呢" in page


STORY = (
    ("bot", "utter_question_description", "您能描述一下出险经过吗？"),
    ("caller", None, "我老婆倒车撞了柱子，没人受伤，已经报过交警，我们还在现场"),
    ("bot", "utter_question_plate", "请问您的车牌是多少？"),
    ("caller", None, "冀A6P72Q"),
)


@pytest.mark.parametrize(
    ("value", "question", "note"),
    [
        (True, "police", "顺带说到的"),
        (False, "injured", "顺带说到的"),
        (True, "at_scene", "顺带说到的"),
        ("配偶", "driver", "客户原话"),
        ("子女", "driver", "没有对上原话"),
        (True, "theft_receipt", "没有对上原话"),
    ],
)
def test_what_was_told_in_passing_is_found(value: Any, question: str, note: str) -> None:
    lines = [{"seq": seq, "who": who, "id": id_, "text": text} for seq, (who, id_, text) in enumerate(STORY)]
    found = words.source(value, [question], lines, words.answers(lines))
    assert (found.note, found.seq) == (note, None if note == "没有对上原话" else 1)
