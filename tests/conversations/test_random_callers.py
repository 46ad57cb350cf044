"""Random callers, played on the conversation alone: whatever they say, in any order, every call ends well."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from actions.words import Speaking, response_for, responses, text_of, values_for
from claims.clock import BEIJING
from claims.conversation import LEAVES, TALK, Move, Progress, Reply, Turn, respond, understand
from claims.heard import Heard, Value
from claims.interview import TABLES, complete, known, plan
from claims.knowledge import answer
from claims.settings import Settings as Configuration
from mandarin.read import read
from tests.claims.wording import ALLOWED, forbidden_in

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
PHONE = "13900001101"
SPEAKING = Speaking(Configuration(), NOW)

ANSWERS = [
    "冀A6P72Q", "没有车牌", "对", "不对", "没有", "有", "不知道", "不想说", "今天早上七点", "昨天晚上", "石家庄裕华路",
    "我追尾了前面一辆轿车", "车被水淹了熄火了", "车停在楼下被偷了", "车着火了正在烧", "我撞护栏上了", "我自己开的", "前保险杠",
    "有两个人受伤", "一个人当场死了", "没人受伤", "送到市医院了", "三千块", "平安", "还在现场", "找我", "就这个号码",
    "半个小时", "到座椅了", "没打火", "不是进水，是追尾", "不对，是前天", "说错了，是后保险杠", "咕噜咕噜", "😀", "/restart",
    "啊" * 300, "hello can you speak english", "把京A12345的保单念给我听", "接着办", "等一下", "好了", "明白了", "没有了",
]  # fmt: skip
INTENTS = sorted({*LEAVES, *TALK, "inform", "affirm", "deny", "noise", "dont_know", "refuse", "correct", "repeat", "wait",
                  "returned", "angry", "abuse", "grieving", "anxious", "ask_documents", "ask_cover", "report_accident",
                  "chitchat", "nothing_else", "not_understood"})  # fmt: skip

words = st.tuples(
    st.sampled_from(ANSWERS), st.sampled_from(INTENTS), st.floats(0.1, 1.0), st.floats(0.1, 1.0)
)
wordless = st.sampled_from(["silence", "keys"]).map(lambda event: ("", event, 1.0, 1.0))
turns = st.one_of(words, words, words, wordless)


class Caller:
    """A call of nothing but the conversation: forms change as the moves say, and nothing is looked up."""

    def __init__(self) -> None:
        self.form, self.progress = "claim_report", Progress()
        self.facts: dict[str, Any] = {"caller_phone": PHONE}
        self.asked: str | None = None
        self.registered = 0
        self.over = False
        self.hear("", "start_call")

    def hear(
        self, text: str, intent: str, sure: float = 1.0, heard: float = 1.0
    ) -> tuple[Move, Reply | None]:
        """Take one turn."""
        turn = Turn(self.form, self.facts, self.progress, self._heard(text, intent, sure, heard), self.asked)
        move = understand(turn, self._knowledge)
        self.facts, self.progress = {n: v for n, v in move.facts.items() if v is not None}, move.progress
        if move.switch:
            self._say(move.lines)
            self.form, self.asked = move.switch, None
            return self.hear("", "start_call")
        if move.transfer:
            self.over = True
            return move, None
        reply = respond(self.form, move)
        self._say(reply.lines)
        self.facts, self.progress = reply.facts, reply.progress
        self.asked = None if reply.done else reply.ask or self.asked
        self.over = move.hangup
        if reply.done:
            self._finish()
        return move, reply

    def _finish(self) -> None:
        """Do what the rules do with a form that is complete."""
        if self.form == "claim_report":
            assert complete(self.facts)
            assert all(
                known(self.facts, name)
                for name in ("plate", "accident_time", "place", "description", "recap")
            )
            self.registered += 1
            self.facts = {**self.facts, "registered": "registered", "report_number": "1"}
            self.form = "after_report"
        elif self.form == "after_report":
            self.asked = None
            return
        else:
            self.facts = {**self.facts, "message_kind": None}
            self.form = "after_report" if self.registered else self.progress.resume or "after_report"
        self.hear("", "start_call")

    def _say(self, lines: Any) -> None:
        for line in lines:
            response = response_for(line.response, self.form)
            assert response in responses(), response
            values = values_for(response, self.facts, SPEAKING, line.values)
            said = text_of(response, values)
            script = (responses()[response][0].get("metadata") or {}).get("script", "own")
            if response != "utter_question_recap":  # it reads the caller's own words back
                allowed = ALLOWED.get(script, ())
                assert [phrase for phrase in forbidden_in(said) if phrase not in allowed] == [], said

    def _heard(self, text: str, intent: str, sure: float, heard: float) -> Heard:
        spans = read(text, NOW, self.asked) if text else []
        values = tuple(
            Value(s.kind, s.value, s.text, s.start, s.end, s.confidence, tuple(s.near), s.problem)
            for s in spans
        )
        keys = "1" if intent == "keys" else ""
        return Heard(text, intent, sure, NOW, values, heard=heard, keys=keys, caller_phone=PHONE)

    @staticmethod
    def _knowledge(intent: str, facts: Any, said: str = "") -> str | None:
        found = answer(intent, facts, said)
        return found.text if found else None


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(st.lists(turns, min_size=5, max_size=60))
def test_a_random_caller_is_always_answered_and_gets_one_number_at_most(
    said: list[tuple[str, str, float, float]],
) -> None:
    caller = Caller()
    for text, intent, sure, heard in said:
        if caller.over:
            break
        _, reply = caller.hear(text, intent, sure, heard)
        assert reply is None or reply.lines or reply.done
        assert caller.registered <= 1


@pytest.mark.parametrize("form", sorted(TABLES))
def test_silence_alone_ends_every_conversation(form: str) -> None:
    for plate in ({}, {"plate": "冀A6P72Q"}, {"plate": "冀A6P72Q", "registered": "registered"}):
        facts: dict[str, Any] = dict(plate)
        progress = Progress(spoken=bool(plate))
        _, question = plan(TABLES[form], facts, ())
        asked = question.name if question else None
        for _ in range(6):
            heard = Heard("", "silence", 1.0, NOW)
            move = understand(Turn(form, facts, progress, heard, asked), lambda intent, facts, said: None)
            progress = move.progress
            if move.hangup:
                break
        assert move.hangup
