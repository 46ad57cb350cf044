"""培训: what callers said that was not understood, and what a supervisor may say that it means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from desk.pages.facts import ROWS
from desk.pages.words import answers, asks, responses_of

Talk = Mapping[str, Any]

LEARNT_FROM = Path(__file__).parents[1] / "data" / "nlu"

NOT_UNDERSTOOD = frozenset({"utter_say_again", "utter_noted_as_heard", "utter_also_noted"})
"""What the bot says to what it made nothing of."""

ANSWERED_AS: Mapping[str, str] = {"guidance": "understood"}
"""Question -> what its answers are learnt as, where that is another name."""

NOTHING = "-"
"""The label of a line from which nothing is to be learnt."""

WHYS: Mapping[str, str] = {
    "not_understood": "没听懂",
    "asked_again": "同一问题又问了一遍",
    "corrected": "后来由人工更正",
    "answered": "后来由人工补上",
    "transferred": "随后转人工",
}


@dataclass(frozen=True)
class Doubt:
    """A line of a caller's from which there may be something to learn.

    Attributes:
        seq: The line.
        text: Its words.
        question: The question that was open; None where none was.
        whys: Keys of ``WHYS``.
    """

    seq: int
    text: str
    question: str | None
    whys: tuple[str, ...]


def doubts(talk: Talk, corrections: Iterable[Mapping[str, Any]] = ()) -> list[Doubt]:
    """Return the lines of a conversation that were not understood, or not rightly, in order.

    Args:
        talk: ``outcome`` and ``lines`` of a call.
        corrections: What people put right in its report: ``field`` and ``old`` of each.
    """
    lines = [line for line in talk["lines"] if line["who"] == "bot" or line["text"]]
    answered = answers(lines)
    why: dict[int, set[str]] = {}
    for line, replies in _turns(lines):
        said = {name for it in replies for name in responses_of(it["id"])}
        if said & NOT_UNDERSTOOD:
            why.setdefault(line["seq"], set()).add("not_understood")
        elif line["seq"] in answered and answered[line["seq"]] in map(asks, replies):
            why.setdefault(line["seq"], set()).add("asked_again")
    for change in corrections:
        row = ROWS.get(change.get("field", ""))
        told = [seq for seq, question in answered.items() if row and question in row.asked]
        if told:
            how = "answered" if change.get("old") in (None, "", []) else "corrected"
            why.setdefault(told[-1], set()).add(how)
    callers = [line["seq"] for line in lines if line["who"] == "caller"]
    if talk["outcome"] == "transferred" and callers:
        why.setdefault(callers[-1], set()).add("transferred")
    return [
        Doubt(
            line["seq"],
            line["text"],
            answered.get(line["seq"]),
            tuple(name for name in WHYS if name in why[line["seq"]]),
        )
        for line in lines
        if line["seq"] in why
    ]


def _turns(lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Yield each line of the caller's with what the bot said to it."""
    caller: Mapping[str, Any] | None = None
    replies: list[Mapping[str, Any]] = []
    for line in lines:
        if line["who"] == "bot":
            replies.append(line)
            continue
        if caller is not None:
            yield caller, replies
        caller, replies = line, []
    if caller is not None:
        yield caller, replies


def meanings(question: str | None) -> dict[str, str]:
    """Return what a line may mean under a question: label and what a supervisor reads; the answers to the question first."""
    asked = ANSWERED_AS.get(question or "", question or "")
    known = _learnt_answers()
    own = {f"{asked}/{answer}": f"回答：{called}" for answer, called in ANSWERS.items()}
    return {
        **{label: called for label, called in own.items() if label in known},
        **MEANINGS,
        NOTHING: "不用学",
    }


@lru_cache(maxsize=1)
def _learnt_answers() -> frozenset[str]:
    """Return the answers that are learnt: ``<question>/<answer>``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted((LEARNT_FROM / "answers").glob("*.yml"))
    return frozenset(
        it["lookup"] for file in files for it in yaml.load(file.read_text("utf-8"), loader)["nlu"]
    )


ANSWERS: Mapping[str, str] = {"yes": "是", "no": "否", "unknown": "不清楚", "other": "没有回答这个问题"}
MEANINGS: Mapping[str, str] = {
    "report_accident": "要报案",
    "inform": "说明情况",
    "correct": "更正说过的话",
    "affirm": "肯定",
    "deny": "否定",
    "dont_know": "不知道",
    "not_understood": "没听懂我们的话",
    "nothing_else": "没有别的事",
    "third_party_report": "第三方来报案",
    "other_insurer": "对方保险公司的事",
    "rescue": "要救援、拖车",
    "urge": "催办",
    "ask_progress": "问进度",
    "ask_survey": "问查勘",
    "ask_documents": "问材料",
    "ask_fees": "问费用谁出",
    "ask_cover": "问赔不赔",
    "ask_repair": "问修车",
    "ask_police": "问报警",
    "ask_what_to_do": "问该怎么办",
    "ask_duration": "问要多久",
    "ask_number": "问报案号、电话",
    "ask_name": "问工号、姓名",
    "ask_why": "问为什么",
    "ask_bot": "问是不是机器人",
    "ask_human": "要人工",
    "call_back": "要回电",
    "complaint": "要投诉",
    "criticise": "批评",
    "suggest": "建议",
    "praise": "表扬",
    "quote": "要投保、询价",
    "withdraw": "要撤案",
    "wrong_number": "打错了",
    "repeat": "请再说一遍",
    "slower": "请慢一点",
    "hurry_up": "嫌慢",
    "wait": "请等一下",
    "returned": "回来了",
    "handover": "换人来说",
    "refuse": "不愿意说",
    "greet": "打招呼",
    "thanks": "道谢",
    "goodbye": "告别",
    "chitchat": "闲聊",
    "anxious": "着急、害怕",
    "angry": "生气",
    "grieving": "悲伤",
    "abuse": "骂人",
    "noise": "噪音，不是话",
}
"""What a line may mean whatever was asked: an intent of ``data/nlu``, as a supervisor reads it."""
