"""A report is withdrawn by words of not wanting it, asked back once; whoever denies it has it where it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Move, Progress, Turn, understand

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
FACTS: dict[str, Any] = {
    "plate": "苏A3R90D", "lookup": "found", "policy_confirm": True, "caller_phone": "13900001101",
    "accident_time": {"start": "2026-03-10T07:55+08:00", "end": None, "precision": "minute", "told": "clock", "said": "七点五十五"},
    "description": "倒车撞到柱子", "case_type": "collision_single",
}  # fmt: skip


def meant(
    said: str,
    asked: str,
    intent: str = "withdraw",
    progress: Progress | None = None,
    form: str = "claim_report",
    keys: str = "",
) -> Move:
    heard = hear(said, intent, 0.95, NOW, asked)
    if keys:
        heard = heard.__class__(**{**heard.__dict__, "keys": keys, "intent": "keys"})
    return understand(
        Turn(form, FACTS, progress or Progress(spoken=True), heard, asked), lambda intent, facts, said: None
    )


def lines(move: Move) -> list[str]:
    return [line.response for line in move.lines]


ASKED_BACK = Progress(spoken=True, pending={"offer": "withdraw", "resume": "at_scene", "said": "我不想报了"})


@pytest.mark.parametrize("asked", ["place", "driver", "at_scene", "contact_name", "recap"])
@pytest.mark.parametrize(
    "said",
    ["这个案子给我撤了", "我们私了了", "不走你们保险了", "把报案取消掉", "不麻烦你们理赔了", "别给我登记了"],
)
def test_who_does_not_want_the_report_is_asked_back_and_nothing_is_done(said: str, asked: str) -> None:
    move = meant(said, asked)
    assert move.ask == "withdraw"
    assert move.task is None and move.outcome is None and move.switch is None
    assert move.progress.pending is not None and move.progress.pending["resume"] == asked


@pytest.mark.parametrize("said", ["算了算了", "唉算了", "算了吧就这样", "哎呀烦死了算了"])
@pytest.mark.parametrize("asked", ["driver", "at_scene", "recap"])
def test_a_sigh_withdraws_nothing(said: str, asked: str) -> None:
    move = meant(said, asked)
    assert move.ask != "withdraw" and move.outcome is None


@pytest.mark.parametrize("said", ["唉算了算了行吧对", "算了，对的", "行吧算了没问题", "对对对算了就这样报吧"])
def test_at_the_recap_a_sigh_with_a_yes_confirms(said: str) -> None:
    assert meant(said, "recap").facts.get("recap") is True


@pytest.mark.parametrize("said", ["对", "是的 撤了吧", "嗯 不报了", "撤销"])
def test_a_yes_withdraws_and_people_settle_it(said: str) -> None:
    move = meant(said, "withdraw", "affirm", ASKED_BACK)
    assert lines(move) == ["utter_withdraw"] and move.outcome == "enquiry"
    assert move.task == ("enquiry", {"reason": "客户要求撤销报案", "said": "我不想报了"})


@pytest.mark.parametrize(("keys", "withdrawn"), [("1", True), ("2", False)])
def test_it_can_be_keyed(keys: str, withdrawn: bool) -> None:
    assert (meant("", "withdraw", "keys", ASKED_BACK, keys=keys).outcome == "enquiry") is withdrawn


@pytest.mark.parametrize("intent", ["withdraw", "deny", "report_accident"])
@pytest.mark.parametrize(
    "said",
    [
        "没有 我不撤",
        "谁说要撤了 别取消啊",
        "我没讲要撤销",
        "不是不是 我还要报的",
        "继续登记",
        "我是要报案的呀",
    ],
)
def test_a_no_goes_on_where_it_was(said: str, intent: str) -> None:
    move = meant(said, "withdraw", intent, ASKED_BACK)
    assert move.ask == "at_scene" and move.outcome is None and move.task is None


def test_words_about_something_else_answer_the_question_that_was_open() -> None:
    move = meant("还在现场呢", "withdraw", "inform", ASKED_BACK)
    assert move.facts["at_scene"] is True and move.outcome is None


@pytest.mark.parametrize("said", ["我没说撤销啊我要报案的", "你别给我取消", "不要撤", "我还要报案呢"])
@pytest.mark.parametrize("intent", ["withdraw", "inform", "report_accident"])
def test_who_denies_it_afterwards_gets_the_report_back(said: str, intent: str) -> None:
    move = meant(said, "anything_else", intent, form="after_report")
    assert move.switch == "claim_report" and move.facts == FACTS
    assert move.task is not None and move.task[1]["reason"] == "客户不撤销报案，继续登记"


@pytest.mark.parametrize("said", ["那报案号呢", "到底报上了没有", "我这个登记好了吗"])
def test_who_asks_for_the_number_of_a_withdrawn_report_hears_that_there_is_none(said: str) -> None:
    assert lines(meant(said, "anything_else", "ask_number", form="after_report")) == ["utter_not_registered"]
