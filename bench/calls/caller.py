"""The simulated caller: from the bot's answer to what the caller does next. Talks to nobody, reads no clock.

The caller answers what is asked from the scenario's tellings, in the manner of the switches, and volunteers nothing
else; puts each fact that is read back wrong right once, and hangs up at the end.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.calls.questions import question
from bench.calls.recap import wrong_in_recap
from bench.calls.scenario import Scenario
from bench.calls.switches import STYLES, Switches
from bench.calls.told import enough, plain
from bench.understanding.noise import noisy
from claims.clock import moment

MOST_TURNS = 70
MOST_IN_A_ROW = 7
"""Turns in all, and times one question comes in a row, after which a caller gives up."""

SPELLED = frozenset(
    {"plate", "vin", "engine_no", "policy_no", "insured", "contact_name", "contact_phone", "callback_phone"}
    | {"third_plate", "third_owner", "driver"}
)
"""Questions answered by identifiers and names, in which a recogniser does not take one character for another."""

AGAIN = ("再说一遍", "没听清 你再说一遍", "啊 什么 再说一遍")
ANOTHER = ("", "还有 ", "然后呢 ", "另外 ")
REST = ("", "", "其他都对", "别的没问题")
"""Words before one more thing that is put right, and of what is not."""
FEW_QUESTIONS = 3
"""Questions between what is said wrong and its correction "a few questions on"."""

GOODBYE = "L-22"

_BY_SENTENCE = (
    ("late_reason", "late_reason"),
    ("policy_confirm_which", "plate"),
    ("question_rescue_to", "rescue_to"),
)
"""Sentences that ask for something else than their ``asking`` says: part of the id -> question."""

_READ_BACK = re.compile(r"plate_(confirm|unfound)")
_WHICH = "recap_which"
_HALF_OF_DAY = "am_pm"

_SAID_WRONG_TO = {
    "contact": ((r"\d{4}", "contact_phone"), ("", "contact_name")),
    "third_parties": (
        (r"[A-Z][A-Z0-9]{4}", "third_plate"),
        (r"杠|门|灯|翼子|玻璃|盖|尾|漆|胎|镜", "third_damage"),
        ("", "third_owner"),
    ),
    "injuries": ((r"医院", "hospital"), ("", "injured")),
    "flood": ((r"分钟|小时|钟头", "flood_duration"), (r"水", "flood_level"), ("", "flood_restarted")),
    "theft": ((r"票|停车场|看管", "theft_parking"), (r"证", "theft_documents"), ("", "theft_police")),
    "fire": ((r"消防|119", "fire_brigade"), (r"灭", "fire_put_out"), ("", "fire_origin")),
    "other_insurer": (("", "other_insurer"),),
}
"""Fact -> the question to which something wrong of it is said, by the words; other facts are called as their question."""


@dataclass(frozen=True)
class Answer:
    """What the bot said.

    Attributes:
        say: ``(id, text)`` of every sentence.
        asking: The contract's name of the open question.
        over: Whether the bot hangs up or puts the call through.
    """

    say: tuple[tuple[str, str], ...] = ()
    asking: str | None = None
    over: bool = False

    @property
    def text(self) -> str:
        """Return all that is said."""
        return "".join(text for _, text in self.say)

    def has(self, part: str) -> bool:
        """Tell whether a sentence's id has this in it."""
        return any(part in name for name, _ in self.say)

    @property
    def question(self) -> str | None:
        """Return the question really asked, where the sentence tells more than ``asking``."""
        return next((name for part, name in _BY_SENTENCE if self.has(part)), self.asking)


@dataclass(frozen=True)
class Event:
    """What the caller does.

    Attributes:
        event: speech, silence or hangup.
        meant: What is said; ``text`` is what the recogniser makes of it.
        why: What shaped it: little, much, plain, chatty, dialect, two, beside, asks, cut, wrong, once, right, fix,
            together, silence, again, no telling, read back, or short for the sake of talk.
        facts: The facts that are put right.
        excuses: Whether the question may come again after this without being at fault.
    """

    event: str
    meant: str = ""
    text: str = ""
    why: str = ""
    facts: tuple[str, ...] = ()
    excuses: bool = False


def question_of(fact: str, words: str) -> str:
    """Return the question to which a caller would say these wrong words about a fact."""
    rows = _SAID_WRONG_TO.get(fact, (("", fact),))
    return next(name for pattern, name in rows if re.search(pattern, plain(words)))


@dataclass
class Caller:
    """One caller in one call. ``next`` is all there is to it; what it depends on is in these fields.

    Attributes:
        said: What was said so far, as meant.
    """

    scenario: Scenario
    switches: Switches
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = random.Random(f"{self.scenario.id} {self.switches.seed} words")
        numbers = self._rng.sample(range(3, 10), 2)
        self._silent_at = numbers[0] if self.switches.silence else -1
        self._again_at = numbers[1] if self.switches.again else -1
        self._turns = 0
        self._asked: Counter[str] = Counter()
        self._used: set[tuple[str, str]] = set()
        self._pieces: list[str] = []
        self._wrong_at: int | None = None  # after how many questions something wrong was said
        self._put_right: set[str] = set()
        self._idle = 0
        self._last: str | None = None
        self._in_a_row = 0

    @property
    def still_wrong(self) -> bool:
        """Whether the caller has said something wrong and not put it right yet."""
        return self._wrong_at is not None

    def next(self, answer: Answer, record: Mapping[str, Any] | None = None) -> Event | None:
        """Decide what comes next; None when the bot has ended the call.

        Args:
            answer: What the bot said last.
            record: What is stored at the desk; needed only while the recap is open.
        """
        self._turns += 1
        if answer.over:
            return None
        asked = answer.question
        self._in_a_row = self._in_a_row + 1 if asked and asked == self._last else 1
        self._last = asked
        if self._turns > MOST_TURNS or self._in_a_row > MOST_IN_A_ROW:
            return Event("hangup", why="gave up")
        if not self.said:
            return self._opening()
        if asked is None:
            return self._small_talk(answer)
        self._idle = 0
        if self._pieces:
            return self._piece(asked)
        self._asked[asked] += 1
        number = sum(self._asked.values())
        if number == self._silent_at:
            return Event("silence", why="silence", excuses=True)
        if number == self._again_at:
            return self._speak(asked, self._rng.choice(AGAIN), "again", excuses=True)
        return self._special(answer, asked, record) or self._answer(asked)

    # Openings, ends, and talk that asks nothing

    def _opening(self) -> Event:
        much = self.switches.opening == "much"
        words = self._rng.choice(self.scenario.much if much else self.scenario.little)
        return self._speak("", words, self.switches.opening, excuses=True)

    def _small_talk(self, answer: Answer) -> Event:
        self._idle += 1
        if answer.has(GOODBYE) or self._idle > 2:
            return Event("hangup")
        return self._speak("", "好的", "short")

    # What comes before the plain answer

    def _special(self, answer: Answer, asked: str, record: Mapping[str, Any] | None) -> Event | None:
        if (
            asked == "plate"
            and answer.has("plate_")
            and _READ_BACK.search(" ".join(n for n, _ in answer.say))
        ):
            return self._hears_plate(answer)
        if asked == "accident_time" and answer.has(_HALF_OF_DAY):
            return self._speak(asked, self._half_of_day(), "read back")
        if asked == "recap":
            return self._at_recap(answer, record or {})
        if self._correction_is_due():
            return self._corrects()
        return None

    def _hears_plate(self, answer: Answer) -> Event:
        correction = self.switches.corrects
        if self.still_wrong and correction and correction.fact == "plate":
            return self._corrects()
        if plain(str(self.scenario.fact("plate") or "?")) in plain(answer.text):
            return self._speak("plate", "对 没错", "read back")
        words = self.scenario.fixes.get("plate") or self.scenario.tells["plate"][0]
        return self._speak("plate", words, "fix", facts=["plate"], excuses=True)

    def _half_of_day(self) -> str:
        said = self.scenario.fact("accident_time") or self.scenario.fact("accident_time_range")[0]
        hour = moment(said).hour
        return "凌晨" if hour < 6 else "上午" if hour < 12 else "下午" if hour < 18 else "晚上"

    def _at_recap(self, answer: Answer, record: Mapping[str, Any]) -> Event | None:
        if self.still_wrong and not self.switches.together:
            return self._corrects()
        wrong = wrong_in_recap(self.scenario, record, self.said, answer.text)
        due = [fact for fact in wrong if fact in self.scenario.fixes and fact not in self._put_right]
        if self.switches.together and (self.still_wrong or len(due) > 1):
            return self._corrects_together(due)
        if due:
            self._put_right.add(due[0])
            return self._speak(due[0], self.scenario.fixes[due[0]], "fix", facts=due[:1], excuses=True)
        return self._speak("recap", "没有要改的 都对", "read back") if answer.has(_WHICH) else None

    def _corrects_together(self, due: list[str]) -> Event:
        """Put right all that is wrong in one breath, in any order, with something beside it between."""
        words = {fact: self.scenario.fixes[fact] for fact in due}
        correction = self.switches.corrects
        if self.still_wrong and correction is not None:
            self._wrong_at = None
            words[correction.fact] = correction.right
        self._put_right |= words.keys()
        facts = self._rng.sample(sorted(words), len(words))
        said = [words[fact] for fact in facts]
        if self.scenario.beside:
            said.insert(1, self._rng.choice(sorted(self.scenario.beside.values())))
        said = [said[0], *(f"{self._rng.choice(ANOTHER)}{one}" for one in said[1:]), self._rng.choice(REST)]
        return self._speak(facts[0], " ".join(filter(None, said)), "together", facts=facts, excuses=True)

    # Corrections the caller means to make

    def _correction_is_due(self) -> bool:
        correction = self.switches.corrects
        if self._wrong_at is None or correction is None or correction.when != "later":
            return False
        return sum(self._asked.values()) - self._wrong_at >= FEW_QUESTIONS

    def _corrects(self) -> Event:
        correction = self.switches.corrects
        assert correction is not None
        self._wrong_at = None
        self._put_right.add(correction.fact)
        return self._speak(correction.fact, correction.right, "right", facts=[correction.fact], excuses=True)

    def _says_wrong(self, asked: str) -> Event | None:
        correction = self.switches.corrects
        if correction is None or asked != question_of(correction.fact, correction.wrong):
            return None
        if enough(asked, self.said, self.scenario) or not self._first("corrects", asked):
            return None
        if correction.when == "once":
            self._put_right.add(correction.fact)
            words = f"{correction.wrong} {correction.right}"
            return self._speak(asked, words, "once", facts=[correction.fact])
        self._wrong_at = sum(self._asked.values())
        return self._speak(asked, correction.wrong, "wrong")

    # Answers

    def _answer(self, asked: str) -> Event:
        if (
            self.switches.beside
            and (words := self.scenario.beside.get(asked))
            and self._first("beside", asked)
        ):
            return self._speak(asked, words, "beside", excuses=True)
        if wrong := self._says_wrong(asked):
            return wrong
        if self.switches.cuts and asked in self.scenario.cuts and self._first("cuts", asked):
            self._pieces = list(self.scenario.cuts[asked])
            return self._piece(asked)
        for name, on, told in self._mixed():
            if on and asked in told and self._first(name, asked):
                return self._speak(asked, told[asked], name)
        return self._tells(asked)

    def _mixed(self) -> Iterable[tuple[str, bool, Mapping[str, str]]]:
        yield "two", self.switches.two, self.scenario.two
        yield "asks", self.switches.asks, self.scenario.asks

    def _tells(self, asked: str) -> Event:
        """Tell it in the manner of this caller, and in other words each time it is asked again."""
        tellings = self.scenario.tells.get(asked)
        if not tellings:
            return self._speak(asked, question(asked).otherwise(self.scenario), "no telling")
        first = STYLES.index(self.switches.style)
        order = [first, *(number for number in range(len(tellings)) if number != first)]
        number = order[self._told(asked) % len(order)]
        return self._speak(asked, tellings[number], STYLES[number])

    def _told(self, asked: str) -> int:
        times = sum(1 for name, of in self._used if name.startswith("told") and of == asked)
        self._used.add((f"told {times}", asked))
        return times

    def _piece(self, asked: str) -> Event:
        piece = self._pieces.pop(0)
        return self._speak(asked, piece, "cut", excuses=bool(self._pieces))

    def _first(self, name: str, asked: str) -> bool:
        """Tell whether a switch has not shaped an answer to this question yet, and note that it has now."""
        new = (name, asked) not in self._used
        self._used.add((name, asked))
        return new

    def _speak(
        self, asked: str, words: str, why: str, facts: Iterable[str] = (), excuses: bool = False
    ) -> Event:
        self.said.append(words)
        heard = noisy(words, asked in SPELLED, self.switches.seed) if self.switches.noise else words
        return Event("speech", words, heard or words, why, tuple(facts), excuses)
