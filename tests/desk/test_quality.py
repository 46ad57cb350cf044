"""质检 by rules: what a conversation is blamed for, and what it is not."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest

from claims.store import Store
from desk import quality
from desk.pages.words import asks
from tests.desk.conftest import NOW, SignIn

WELL = (
    ("utter_greeting", "您好，民安保险"),
    ("A-02", "请您说一下车牌号。"),
    ("utter_question_accident_time", "请问是在什么时间发生的事故？"),
    ("utter_question_place", "请问是在什么地点发生的事故？"),
    ("utter_question_recap", "让我确认：…对吗？"),
    ("utter_registered", "报案已登记，报案号是2688，9862，1781。"),
    ("B-17", "下面我给您详细介绍一下办理车险索赔方面的内容：…您有不明白的地方吗？"),
    ("L-22", "感谢来电，再见！"),
)


def talk(*bot: tuple[str | None, str], **call: Any) -> quality.Talk:
    lines = [{"seq": nth, "who": "bot", "id": id_, "text": text} for nth, (id_, text) in enumerate(bot)]
    return {"call_id": "c", "outcome": "registered", "ended_at": NOW, "lines": lines, **call}


def found(*bot: tuple[str | None, str], **call: Any) -> set[str]:
    return {it.rule for it in quality.check(talk(*bot, **call))}


def test_a_good_call_is_blamed_for_nothing() -> None:
    assert found(*WELL) == set()
    assert quality.judged(talk(*WELL))[0] == set(quality.RULES)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("这个我也不知道", {"vague", "harsh"}),
        ("这个说不准", {"vague"}),
        ("您 可 能 要等一下", {"vague"}),
        ("急什么，排队呢", {"harsh"}),
        ("查勘员会与您联系", set()),
        ("您记得大致的时间吗", set()),
    ],
)
def test_words_no_caller_should_hear(said: str, rules: set[str]) -> None:
    assert found(*WELL[:4], (None, said), *WELL[4:]) == rules


def test_words_a_prescribed_sentence_has_are_that_sentences() -> None:
    allowed = quality.WORDS["allowed"]
    assert allowed
    for script, phrases in allowed.items():
        for phrase in phrases:
            assert not {"vague", "harsh"} & found(*WELL[:4], (script, phrase), *WELL[4:])
            assert {"vague", "harsh"} & found(*WELL[:4], ("own", phrase), *WELL[4:])


def test_a_question_asked_a_third_time_is_too_often() -> None:
    place = WELL[3]
    assert found(*WELL[:4], place, *WELL[4:]) == set()
    assert found(*WELL[:4], place, place, *WELL[4:]) == {"repeated"}


def test_questions_have_an_order() -> None:
    assert found(WELL[0], WELL[3], WELL[2], WELL[1], *WELL[4:]) == {"order"}
    assert found(*WELL[:4], WELL[2], *WELL[4:]) == set(), "asked again is no other order"
    tow = ("utter_question_rescue", "需要帮您叫拖车吗？")
    for at in (4, 5):  # of a flooded car it comes early, of others late
        assert found(*WELL[:at], tow, *WELL[at:]) == set()


@pytest.mark.parametrize(
    ("left_out", "rule"), [(4, "confirmed"), (5, "informed"), (6, "informed"), (7, "goodbye")]
)
def test_what_a_report_needs(left_out: int, rule: str) -> None:
    assert found(*WELL[:left_out], *WELL[left_out + 1 :]) == {rule}


@pytest.mark.parametrize(
    "call", [{"outcome": "abandoned"}, {"outcome": "transferred"}, {"ended_at": None, "outcome": None}]
)
def test_who_hangs_up_early_is_owed_no_goodbye(call: dict[str, Any]) -> None:
    assert found(*WELL[:4], **call) == set()
    assert quality.judged(talk(*WELL[:4], **call))[0] == {"vague", "harsh", "repeated", "order"}


def test_a_caller_may_say_what_he_likes() -> None:
    said = talk(*WELL)
    said["lines"].insert(3, {"seq": 90, "who": "caller", "id": None, "text": "我不知道，大概吧"})
    assert quality.check(said) == []


def test_a_conversation_is_read_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    asks, plain = Mock(wraps=quality.asks), Mock(wraps=quality.plain)
    monkeypatch.setattr(quality, "asks", asks)
    monkeypatch.setattr(quality, "plain", plain)
    quality.summary([talk(*WELL)])
    assert (asks.call_count, plain.call_count) == (len(WELL), len(WELL))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("请问是在什么地点发生的事故？", "place"),
        ("好的。请问是在什么地点发生的事故？", "place"),
        ("请问是在什么地点发生的事故？我们记一下。", None),
    ],
)
def test_a_question_is_known_by_its_words_at_the_end_of_a_line(text: str, question: str | None) -> None:
    assert asks({"text": text, "id": None}) == question


def test_the_page_and_the_command_show_what_was_found(
    sign_in: SignIn, desk: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.log_turn("c-1", None, NOW, None, [{"id": None, "text": "刘建民先生，大概要等一会儿"}])
    page = sign_in("孙立").get("quality")
    assert page.status == 200
    assert "大概" in page.text and "/desk/cases/c-1#line-" in page.text
    assert "刘建民" not in page.text
    assert sign_in("王芳").get("quality").status == 403
    monkeypatch.setenv("DATABASE_URL", desk.database_url)
    assert quality.main(["--day", "2026-03-10"]) == 0
    told = capsys.readouterr().out
    assert "模糊用语\t0/1" in told and "c-1\t模糊用语\t大概" in told
