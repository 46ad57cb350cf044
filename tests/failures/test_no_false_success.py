"""No false success: whatever fails in whichever action, the caller hears what is true, and the call goes on to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from tests.claims.wording import forbidden_in
from tests.failures.faults import FAULTS
from tests.failures.stack import Call, Stack
from tests.promises import broken, numbers_in


@dataclass(frozen=True)
class Row:
    """A turn in which an action runs: the caller's first words, and the question whose answer brings the action on."""

    action: str
    opening: str
    at: str
    ends: str
    words: str = ""
    """What is said there, if not the plain answer."""


FAULT = ["utter_system_fault"]

CLAIM, COMPLAINT, RESCUE = "我要报案", "我要投诉", "我要救援"

ROWS: Mapping[str, Row] = {
    "opening": Row("action_session_start", CLAIM, "", "report"),
    "interview": Row("validate_claim_report", CLAIM, "plate", "report"),
    "last answer": Row("validate_claim_report", CLAIM, "recap", "report"),
    "registration": Row("action_register_report", CLAIM, "recap", "report"),
    "question after the number": Row("validate_after_report", CLAIM, "recap", "report"),
    "guidance": Row("validate_after_report", CLAIM, "guidance", "report"),
    "urging": Row("validate_after_report", CLAIM, "anything_else", "report and chaser", "帮我催一下查勘员"),
    "correction": Row(
        "validate_after_report",
        CLAIM,
        "anything_else",
        "report and enquiry",
        "刚才说错了，是昨天早上八点出的事",
    ),
    "rescue": Row("validate_after_report", CLAIM, "anything_else", "report and rescue", "帮我叫一辆拖车"),
    "end": Row("action_end_report", CLAIM, "anything_else", "report"),
    "complaint": Row("validate_complaint", COMPLAINT, "complaint_detail", "complaint"),
    "complaint written": Row("action_register_complaint", COMPLAINT, "callback_phone", "complaint"),
    "message": Row("validate_message", RESCUE, "place", "rescue"),
    "message written": Row("action_leave_message", RESCUE, "callback_phone", "rescue"),
}

CELLS = [
    (fault, row)
    for fault in FAULTS
    for row in ROWS
    if ROWS[row].ends == "report" or not fault.startswith("policy")  # nothing else looks a policy up
]

ANSWERS: Mapping[str, str] = {
    "policy_confirm": "对",
    "manual_record": "好的",
    "accident_time": "今天早上七点四十五，车停在石家庄裕华路体育大街路口，左前门被人划了一道",
    "place": "石家庄裕华路体育大街路口",
    "description": "车停在路边，车门被人划了一道",
    "own_damage": "左前门",
    "at_scene": "还在现场",
    "contact_name": "周海",
    "contact_phone": "就这个号码",
    "callback_phone": "就这个号码",
    "recap": "对",
    "guidance": "明白了",
    "anything_else": "没有了",
    "complaint_surname": "我姓王",
    "plate": "不记得",
    "complaint_report_number": "不知道",
    "complaint_relation": "我是本人",
    "complaint_detail": "你们定损员少定了一个车门",
    "complaint_want": "给我个说法",
}


@dataclass
class Conversation:
    """A caller who answers what is asked, and checks all that is said against the database."""

    call: Call
    row: Row
    false: list[str] = field(default_factory=list)
    at_fault: Mapping[str, Any] = field(default_factory=dict)
    understood: bool = False

    @property
    def asking(self) -> str:
        return (self.call.heard[-1]["asking"] or "") if self.call.heard else ""

    def words(self) -> str:
        if not self.call.heard:
            return "<start>"
        if self.asking == "plate" and self.row.opening == CLAIM:
            return self.call.plate
        if self.row.words and self.asking == self.row.at and not self.understood:
            return self.row.words
        return ANSWERS.get(self.asking, self.row.opening)

    def take(self) -> Mapping[str, Any]:
        words = self.words()
        answer = self.call.turn(words)
        self.understood |= words == self.row.words and [line["id"] for line in answer["say"]] != FAULT
        self.false += broken(self.call.stack.store, self.call.call_id, answer)
        return answer

    def until_due(self) -> None:
        while self.asking != self.row.at:
            self.take()

    def meet(self) -> None:
        self.at_fault = self.take()

    def to_the_end(self) -> None:
        while "L-22" not in [line["id"] for line in self.call.heard[-1]["say"]]:
            self.take()
        self.call.turn("<hangup>")

    def numbers(self) -> set[str]:
        """Return every report number that was said."""
        said = (line["text"] for answer in self.call.heard for line in answer["say"])
        return {number for text in said for number in numbers_in(text)}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("failures")
    with Stack(folder, lines=len(FAULTS) * len(ROWS) + 2).serve() as running:
        yield running


@pytest.fixture(scope="module")
def played(stack: Stack) -> dict[str, dict[str, Conversation]]:
    """By fault and row; all calls of one fault at once, because most faults are waiting."""
    return {}


def play(stack: Stack, played: dict[str, dict[str, Conversation]], fault: str) -> dict[str, Conversation]:
    if fault not in played:
        played[fault] = {}  # a play that breaks off is not played again for every row
        first = list(FAULTS).index(fault) * len(ROWS)
        calls = {
            name: Conversation(Call(stack, line), row)
            for line, (name, row) in enumerate(ROWS.items(), first)
            if (fault, name) in CELLS
        }
        with ThreadPoolExecutor(len(calls)) as pool:
            list(pool.map(Conversation.until_due, calls.values()))
            turns = [(call.call.call_id, call.row.action) for call in calls.values()]
            with FAULTS[fault](stack, turns):
                list(pool.map(Conversation.meet, calls.values()))
            list(pool.map(Conversation.to_the_end, calls.values()))
        played[fault] = calls
    return played[fault]


@pytest.mark.parametrize(("fault", "row"), CELLS, ids=[", ".join(cell) for cell in CELLS])
def test_what_is_said_is_true_and_the_call_ends_as_it_should(
    stack: Stack, played: dict[str, dict[str, Conversation]], fault: str, row: str
) -> None:
    it = play(stack, played, fault)[row]
    said = it.at_fault["say"]
    assert said and all(line["text"] and line["ssml"] for line in said)
    assert it.at_fault["listen"] and not it.at_fault["hangup"] and not it.at_fault["transfer"]
    assert not [
        word for line in said if line["id"].startswith("utter_") for word in forbidden_in(line["text"])
    ]
    assert it.false == []
    by_hand = fault.startswith("policy") and row == "interview"
    ENDS["by hand" if by_hand else it.row.ends](stack, it)


def _report(more: str, stack: Stack, it: Conversation) -> None:
    """One report, one number, however often it was said."""
    [report] = stack.store.reports(plate=it.call.plate)
    assert report["status"] == "registered" and it.numbers() == {report["report_number"]}
    assert len(stack.store.messages(report_number=report["report_number"])) == 1
    tasks = [task["kind"] for task in stack.store.tasks(call_id=it.call.call_id)]
    assert sorted(tasks) == sorted(["callback", "survey", *more.split()])
    assert (stack.store.call(it.call.call_id) or {})["outcome"] == "registered"


def _by_hand(stack: Stack, it: Conversation) -> None:
    """No number, and a clerk who enters the report and rings back."""
    [report] = stack.store.reports(plate=it.call.plate)
    assert report["status"] == "manual" and report["report_number"] is None and not it.numbers()
    assert report["own_damage"] and report["contact"] and report["accident_time"]
    tasks = [task["kind"] for task in stack.store.tasks(call_id=it.call.call_id)]
    assert sorted(tasks) == ["callback", "manual_entry"]


def _one_task(kind: str, *details: str) -> Callable[[Stack, Conversation], None]:
    def check(stack: Stack, it: Conversation) -> None:
        [task] = stack.store.tasks(call_id=it.call.call_id)
        assert task["kind"] == kind and set(details) <= set(task["detail"])
        assert (stack.store.call(it.call.call_id) or {})["outcome"] == kind

    return check


ENDS: Mapping[str, Callable[[Stack, Conversation], None]] = {
    "report": partial(_report, ""),
    "report and chaser": partial(_report, "chaser"),
    "report and enquiry": partial(_report, "enquiry"),
    "report and rescue": partial(_report, "rescue"),
    "by hand": _by_hand,
    "complaint": _one_task(
        "complaint", "complaint_surname", "complaint_detail", "complaint_want", "callback_phone"
    ),
    "rescue": _one_task("rescue", "place", "contact_name", "callback_phone"),
}


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize(
    "fault", [name for name in FAULTS if name.startswith(("action server", "database locked"))]
)
def test_a_turn_that_failed_says_so(
    stack: Stack, played: dict[str, dict[str, Conversation]], fault: str, row: str
) -> None:
    assert [line["id"] for line in play(stack, played, fault)[row].at_fault["say"]] == FAULT


def test_a_report_that_was_not_committed_is_said_not_to_be(
    stack: Stack, played: dict[str, dict[str, Conversation]]
) -> None:
    answer = play(stack, played, "disk full")["registration"].at_fault
    assert ([line["id"] for line in answer["say"]], answer["asking"]) == (["utter_not_saved"], "recap")


@pytest.mark.parametrize("fault", [name for name in FAULTS if name.startswith("policy")])
def test_without_the_policy_system_the_report_is_taken_by_hand(
    stack: Stack, played: dict[str, dict[str, Conversation]], fault: str
) -> None:
    answer = play(stack, played, fault)["interview"].at_fault
    assert ([line["id"] for line in answer["say"]], answer["asking"]) == (["L-10"], "manual_record")


@pytest.mark.parametrize(
    ("full", "said"),
    [(False, [*FAULT * 2, "L-10", "utter_manual_noted"]), (True, [*FAULT * 4, "utter_manual_noted"])],
)
def test_after_three_faults_in_a_row_it_is_kept_by_hand_and_only_then_said(
    stack: Stack, full: bool, said: list[str]
) -> None:
    """With the bot's disk full as well nothing can be kept, and nothing of the kind is said until it can."""
    it = Conversation(Call(stack, len(FAULTS) * len(ROWS) + full), ROWS["interview"])
    it.until_due()
    stack.proxy.faults[it.call.call_id, "validate_claim_report"] = lambda forward: (500, b"no")
    with stack.disk_full("bot") if full else nullcontext():
        heard = [it.take()["say"][0]["id"] for _ in range(4)]
    heard += [it.take()["say"][0]["id"]] if full else []
    assert heard == said
    stack.proxy.faults.clear()
    it.to_the_end()
    assert it.false == []
    [report] = stack.store.reports(plate=it.call.plate)
    assert it.numbers() == {report["report_number"]}
