"""What people see before they say why: nobody's name, number or health, wherever on the desk it stands."""

from __future__ import annotations

from typing import Any

import pytest

from claims.store import Store
from desk.pages import facts, masking
from tests.desk.conftest import LATER, SignIn

OPEN = {"call_id": "c-1", "reason": "联系客户"}
THEIRS = ("刘建民", "13900001101", "幺三九零零", "骨折", "省二院", "LSVAB2BR7DN012345", "张伟")


@pytest.fixture
def told(desk: Store) -> Store:
    """A desk whose clerks write what they should not: names, numbers and health, in every field there is."""
    said = "找刘建民13900001101，腿部骨折在省二院，车架号LSVAB2BR7DN012345，对方叫张伟"
    desk.put_right("c-1", "vin", "LSVAB2BR7DN012345", "李敏", said, LATER)
    desk.put_right("c-1", "description", said, "李敏", "客户来电", LATER)
    desk.put_right("c-1", "description", "倒车撞柱", "李敏", "改回", LATER)
    parties = [{"kind": "机动车", "driver": "张伟"}]
    desk.put_right("c-1", "third_parties", parties, "李敏", "补录", LATER)
    desk.put_right("c-1", "third_parties", None, "李敏", "没有对方", LATER)
    desk.note_on_report("c-1", "李敏", said, LATER)
    desk.ring_back("c-1", "李敏", LATER, reason=said)
    for kind, name in (("enquiry", "enquiry"), ("complaint", "complaint_detail")):
        desk.add_task(kind, "c-1", None, None, {name: said}, LATER, by="李敏")
    desk.open_data("c-1", "李敏", said, LATER, "report")
    desk.begin_call("c-live", "voice", "13900001101", LATER)
    desk.save_draft("c-live", {"plate": "冀A6P72Q", "insured": "刘建民", "contact": {"name": "张伟"}})
    desk.log_turn("c-live", None, LATER, "对", [{"id": None, "text": "联系刘建民，张伟开车，对吗？"}])
    return desk


@pytest.mark.parametrize("path", ["cases/c-1", "tasks", "complaints", "live", "audit", "ledger", "reports"])
def test_no_page_shows_anybody_in_clear(sign_in: SignIn, told: Store, path: str) -> None:
    page = sign_in("吴刚").get(path)
    assert page.status == 200
    assert [it for it in THEIRS if it in page.text] == []


def test_what_is_nobodys_is_read_at_once(sign_in: SignIn, desk: Store) -> None:
    desk.put_right("c-1", "accident_time", "2026-03-10T09:40+08:00", "李敏", "客户来电", LATER)
    page = sign_in("王芳").get("cases/c-1")
    for shown in (
        "冀A6P72Q",
        "原值：2026-03-10 09:45",
        "新值：2026-03-10 09:40",
        "裕华路和体育大街路口",
        "后视镜",
    ):
        assert shown in page.text


def test_a_name_that_was_put_right_stays_hidden(sign_in: SignIn, desk: Store) -> None:
    desk.put_right("c-1", "insured", "刘健民", "李敏", "同音字", LATER)
    desk.put_right("c-1", "contact.name", "刘健民", "李敏", "同音字", LATER)
    page = sign_in("王芳").get("cases/c-1")
    assert "刘建民" not in page.text and "刘健民" not in page.text


def test_opening_shows_all_of_it_and_is_logged(sign_in: SignIn, told: Store) -> None:
    page = sign_in("王芳").get("cases/c-1").post("open", **OPEN)
    assert [it for it in THEIRS if it not in page.text] == []
    assert [it["by"] for it in told.history(call_id="c-1") if it["action"] == "open"] == ["李敏", "王芳"]


RECORD: dict[str, Any] = {
    "insured": "欧阳明",
    "contact": {"name": "欧阳", "phone": "13900001101"},
    "injuries": {"any": True, "severity": "肋骨断了两根"},
    "third_parties": [{"owner": "赵四", "phone": "13800572961"}],
}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("欧阳明和欧阳都在", "欧＊＊和欧＊都在"),
        ("我叫孙婧，电话 158 0000 1234", "我叫孙＊，电话 ＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("找我老公王建国", "找我老公王＊＊"),
        ("赵四肋骨断了两根", "赵＊（已隐去）"),
        ("对方13800572961", "对方138****2961"),
        ("发动机号EA2123456", "发动机号****3456"),
        ("打壹叁玖零零零零壹壹零壹", "打＊＊＊＊＊＊＊＊＊＊＊"),
        ("幺五八，嗯，零零零零，然后一二三四", "＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("中间四位是零零零零", "中间四位是＊＊＊＊"),
        ("尾号1101的那个", None),
        ("打了110，三零二室，赔两千", None),
        ("冀A6P72Q在和平路被追尾，京AD12345跑了", None),
        ("查勘员已出发，三点一刻到", None),
        ("客户在外地，下周一再联系", None),
    ],
)
def test_what_is_said_without_who_is_meant(said: str, shown: str | None) -> None:
    assert masking.spoken(said, facts.secrets_of(RECORD)) == (shown or said)
    assert masking.spoken(said, None) == said


def told_in_pieces(*said: str) -> str:
    """Return how a talk is shown: what begins with > is the bot's."""
    lines = [{"who": "bot" if it[0] == ">" else "caller", "text": it.lstrip(">")} for it in said]
    return "|".join(masking.talk(lines, {}))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            ("幺五八", ">一五八，请您接着说。", "零零零零", "一二三四"),
            "＊＊＊|＊＊＊，请您接着说。|＊＊＊＊|＊＊＊＊",
        ),
        (("是壹伍捌", "零零 零零", ">嗯", "1234"), "是＊＊＊|＊＊＊＊＊|嗯|＊＊＊＊"),
        (("两千块", ">请问垫付了吗？", "五百"), None),
        (("打了110", ">好的", "120也打了"), None),
        (("幺五八", "我先看一下", "三零二室"), None),
        (("二零二六年", "三月十号", "九点四十五"), None),
        ((">请问是在什么时间发生的事故？", "2026年11月28日晚上9点35分"), None),
        (
            ("2026年11月28日晚上9点35分", "1580000", "1234"),
            "2026年11月28日晚上9点35分|＊＊＊＊＊＊＊|＊＊＊＊",
        ),
    ],
)
def test_a_number_told_over_several_lines(said: tuple[str, ...], shown: str | None) -> None:
    assert told_in_pieces(*said) == (shown or "|".join(it.lstrip(">") for it in said))


def test_a_number_told_in_pieces_is_not_on_the_page_until_it_is_opened(sign_in: SignIn, desk: Store) -> None:
    pieces = ("幺五捌", "叁叁肆肆", "五五六六")
    for piece in pieces:
        desk.log_turn("c-1", None, LATER, piece, [{"id": None, "text": f"{piece}，请您接着说。"}])
    page = sign_in("王芳").get("cases/c-1")
    assert [it for it in pieces if it in page.text] == []
    page.post("open", **OPEN)
    assert [it for it in pieces if it not in page.text] == []
