"""培训: which lines are shown to a supervisor, what they may be said to mean, and what is not learnt from."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from claims.store import Store
from desk import training
from tests.desk.conftest import LATER, NOW, SignIn

PLACE = ("utter_question_place", "请问是在什么地点发生的事故？")
AT_SCENE = ("utter_question_at_scene", "您现在还在事故现场吗？")
AGAIN = ("K-08", "对不起，请您再说一遍好吗？")
THANKS = ("utter_thanks", "谢谢。")


def talk(*said: str | tuple[str, str], outcome: str = "registered") -> dict[str, Any]:
    """Return a conversation: the caller's words, and responses of the bot's."""
    lines = [
        {"seq": nth, "who": "caller", "text": it, "id": None}
        if isinstance(it, str)
        else {"seq": nth, "who": "bot", "text": it[1], "id": it[0]}
        for nth, it in enumerate(said)
    ]
    return {"call_id": "c", "outcome": outcome, "lines": lines}


def found(
    talked: dict[str, Any], *corrections: dict[str, Any]
) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(it.text, it.question, it.whys) for it in training.doubts(talked, corrections)]


def test_what_was_understood_is_not_shown() -> None:
    assert found(talk(PLACE, "裕华路口", AT_SCENE, "还在", THANKS)) == []


@pytest.mark.parametrize(
    "answer", [AGAIN, ("utter_noted_as_heard", "没关系"), ("utter_also_noted", "我记下了")]
)
def test_what_was_not_understood(answer: tuple[str, str]) -> None:
    talked = talk(PLACE, "就那疙瘩", answer, AT_SCENE, "还在", THANKS)
    assert found(talked) == [("就那疙瘩", "place", ("not_understood",))]


def test_what_was_asked_again() -> None:
    talked = talk(AT_SCENE, "没动窝", AT_SCENE, "在呢", THANKS)
    assert found(talked) == [("没动窝", "at_scene", ("asked_again",))]


def test_what_a_person_put_right_or_added() -> None:
    talked = talk(PLACE, "裕华路口", AT_SCENE, "没动窝", THANKS)
    assert found(talked, {"field": "place", "old": "裕华路", "new": "中山路"}) == [
        ("裕华路口", "place", ("corrected",))
    ]
    assert found(talked, {"field": "at_scene", "old": None, "new": True}) == [
        ("没动窝", "at_scene", ("answered",))
    ]
    assert found(talked, {"field": "contact.phone", "old": "1", "new": "2"}, {"field": "nowhere"}) == []


def test_what_was_said_before_a_person_took_over() -> None:
    assert found(talk(PLACE, "我跟你说不清", THANKS, outcome="transferred")) == [
        ("我跟你说不清", "place", ("transferred",))
    ]


def test_meanings_are_those_that_are_learnt() -> None:
    assert list(training.meanings("at_scene"))[:4] == [
        f"at_scene/{it}" for it in ("yes", "no", "unknown", "other")
    ]
    assert "understood/yes" in training.meanings("guidance")
    assert not any("/" in it for it in training.meanings("place"))
    assert "third_plate/yes" not in training.meanings("third_plate")
    data = [yaml.safe_load(it.read_text("utf-8"))["nlu"] for it in training.LEARNT_FROM.glob("*.yml")]
    intents = {it["intent"] for entries in data for it in entries if "intent" in it}
    assert set(training.MEANINGS) == {it.split("/")[0] for it in intents}


@pytest.fixture
def unclear(desk: Store) -> tuple[Store, int, int]:
    """A desk with a line that was not understood, and one in which somebody is named; returns their numbers."""
    desk.begin_call("c-7", "voice", "13900001107", NOW)
    desk.log_turn("c-7", None, NOW, None, [{"id": AT_SCENE[0], "text": AT_SCENE[1]}])
    for said in ("没动窝", "我叫孙婧，电话15800001234"):
        desk.log_turn("c-7", None, NOW, said, [{"id": AGAIN[0], "text": AGAIN[1]}])
    plain, personal = (it["seq"] for it in desk.web.lines("c-7") if it["who"] == "caller")
    return desk, plain, personal


def test_a_supervisor_labels_what_was_not_understood(
    unclear: tuple[Store, int, int], sign_in: SignIn
) -> None:
    desk, plain, _ = unclear
    leader = sign_in("孙立").get("training")
    card = re.search(rf'id="line-{plain}".*?</li>', leader.text, re.S)
    assert card and "没动窝" in card[0] and "是否在现场" in card[0] and "没听懂" in card[0]
    assert "已标注。" in leader.post(f"training/{plain}", label="at_scene/yes", back="/desk/training").text
    assert desk.labels_of([plain]) == {plain: "at_scene/yes"}
    assert "没动窝" not in leader.get("training").text
    assert "已标注：回答：是" in leader.get("training", state="done").text
    leader.post(f"training/{plain}", label="-")
    assert desk.labels_of([plain]) == {plain: "-"}


def test_what_names_anybody_is_not_learnt_from(unclear: tuple[Store, int, int], sign_in: SignIn) -> None:
    desk, _, personal = unclear
    leader = sign_in("孙立").get("training")
    assert "孙婧" not in leader.text and "15800001234" not in leader.text and "含个人资料" in leader.text
    assert "不能这样标注" in leader.post(f"training/{personal}", label="inform").text
    assert desk.labels_of([personal]) == {}
    leader.get("training").post(f"training/{personal}", label="-")
    assert desk.labels_of([personal]) == {personal: "-"}


def test_a_number_told_over_several_lines_is_not_learnt_from_either(desk: Store, sign_in: SignIn) -> None:
    desk.begin_call("c-8", "voice", "13900001107", NOW)
    desk.log_turn("c-8", None, NOW, None, [{"id": AT_SCENE[0], "text": AT_SCENE[1]}])
    for said in ("幺五八", "零零零零", "幺二三四"):
        desk.log_turn("c-8", None, NOW, said, [{"id": AGAIN[0], "text": AGAIN[1]}])
    leader = sign_in("孙立").get("training")
    assert "零零零零" not in leader.text and "幺二三四" not in leader.text
    told = [it["seq"] for it in desk.web.lines("c-8") if it["who"] == "caller"]
    assert "不能这样标注" in leader.post(f"training/{told[1]}", label="inform").text
    assert desk.labels_of(told) == {}


def test_no_other_meaning_is_taken_and_no_other_line(
    unclear: tuple[Store, int, int], sign_in: SignIn
) -> None:
    desk, plain, _ = unclear
    leader = sign_in("孙立").get("training")
    for label in ("", "nonsense", "fee_paid/yes"):
        assert leader.get("training").post(f"training/{plain}", label=label).status == 409
    bot = desk.web.lines("c-7")[0]["seq"]
    assert leader.get("training").post(f"training/{bot}", label="affirm").status == 404
    assert leader.get("training").post("training/999999", label="affirm").status == 404
    assert desk.labelled() == []


def test_who_only_reads_figures_labels_nothing(unclear: tuple[Store, int, int], sign_in: SignIn) -> None:
    desk, plain, _ = unclear
    auditor = sign_in("周敏").get("training")
    assert auditor.status == 200 and "没动窝" in auditor.text and "<button>标注" not in auditor.text
    assert auditor.get("cases/c-7").post(f"training/{plain}", label="affirm").status == 403
    clerk = sign_in("王芳")
    assert clerk.get("training").status == 403
    assert clerk.get("tasks").post(f"training/{plain}", label="affirm").status == 403
    assert desk.labelled() == []


def test_a_fact_put_right_shows_the_words_it_came_from(desk: Store, sign_in: SignIn) -> None:
    desk.put_right("c-1", "own_damage", ["后视镜", "车门"], "李敏", "照片", LATER)
    page = sign_in("孙立").get("training").text
    assert "后视镜那块儿" in page and "后来由人工更正" in page
