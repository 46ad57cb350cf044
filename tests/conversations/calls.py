"""Conversations as files, and the calls that play them over the voice turn API.

How a file is written: ``tests/conversations/README.md``.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import requests
import yaml

from claims.duplicates import identities, window
from tests.promises import AT_THE_END, PROMISES, broken

FOLDER = Path(__file__).parent
AT = "2026-03-10T08:05:00+08:00"
"""When a call is made that does not say so."""

BEARER = {"Authorization": "Bearer local"}
AT_ONCE = 6
"""Calls at the same time."""

WAIT_S = 20.0
EVENTS = ("caller", "keys", "silence", "hangup")
CALL_KEYS = frozenset(
    {"at", "from", "turns", "asking", "never_asks", "record", "absent", "tasks", "tasks_due", "task_details", "messages", "outcome",
     "same_number_as", "says", "not_says", "placed", "callback"}
)  # fmt: skip
FILE_KEYS = CALL_KEYS | {"about", "calls", "policy_system", "known_fault"}
TURN_KEYS = frozenset(
    {*EVENTS, "confidence", "bot", "says", "not_says", "asking", "repeats", "transfer", "ends", "at"}
)


@dataclass
class Exchange:
    """One thing that happened on the line, and the answer."""

    event: str
    said: str
    wanted: Mapping[str, Any]
    answer: dict[str, Any]
    seconds: float
    false: list[str] = field(default_factory=list)
    """Sentences that were not true of the records when they were said."""

    @property
    def ids(self) -> list[str]:
        return [sentence["id"] for sentence in self.answer.get("say", ())]

    @property
    def text(self) -> str:
        return "".join(sentence["text"] for sentence in self.answer.get("say", ()))


@dataclass
class Call:
    """A call as it went, and what the claims desk holds of it."""

    wanted: Mapping[str, Any]
    call_id: str
    exchanges: list[Exchange] = field(default_factory=list)
    desk: dict[str, Any] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def record(self) -> dict[str, Any]:
        return self.desk.get("report") or {}

    @property
    def number(self) -> str | None:
        return self.desk.get("report_number")

    def transcript(self) -> str:
        """Write the call down for a person to read."""
        lines = []
        for exchange in self.exchanges:
            lines.append(f"{exchange.event}: {exchange.said}")
            lines += [f"    [{s['id']}] {s['text']}" for s in exchange.answer.get("say", ())]
            lines.append(f"        asking: {exchange.answer.get('asking')}")
        shown = {name: value for name, value in self.desk.items() if name != "transcript"}
        lines.append(yaml.safe_dump(shown, allow_unicode=True, sort_keys=False))
        lines.append(f"tasks: {[(task['kind'], task['due_at']) for task in self.tasks]}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Conversation:
    """A file: one call or several that belong together."""

    path: Path
    about: str
    calls: tuple[Mapping[str, Any], ...]
    policy_system: str
    known_fault: str

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"


def read_conversation(path: Path) -> Conversation:
    """Read a file; a word nobody knows is refused, so that a misspelt expectation does not pass for a met one."""
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    _refuse_unknown(path, written, FILE_KEYS)
    calls = tuple(written.get("calls") or ({name: written[name] for name in CALL_KEYS & written.keys()},))
    for call in calls:
        _refuse_unknown(path, call, CALL_KEYS)
        for turn in call["turns"]:
            if isinstance(turn, dict):
                _refuse_unknown(path, turn, TURN_KEYS)
    return Conversation(
        path, written["about"], calls, written.get("policy_system", "none"), written.get("known_fault", "")
    )


def _refuse_unknown(path: Path, written: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = set(written) - known
    if unknown:
        raise ValueError(f"{path}: unknown {', '.join(sorted(map(str, unknown)))}")


def conversations(folder: Path = FOLDER) -> list[Conversation]:
    """Read all conversations, sorted by folder and name."""
    return [read_conversation(path) for path in sorted(folder.glob("*/*.yml"))]


class Desk:
    """The claims desk, asked for what the store would be asked for."""

    def __init__(self, http: requests.Session, url: str) -> None:
        self.http, self.url = http, url

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"{self.url}/{path}", params=query, timeout=WAIT_S).json()
        return found

    def call(self, call_id: str) -> dict[str, Any] | None:
        return self._get(f"calls/{call_id}")

    def tasks(self, *, call_id: str) -> list[dict[str, Any]]:
        return list(self._get("tasks", call_id=call_id)["tasks"])

    def messages(self, *, report_number: str) -> list[dict[str, Any]]:
        return list(self._get("messages", report_number=report_number)["messages"])


class Line:
    """A telephone gateway and a clerk's desk at one running stack."""

    def __init__(self, ports: Mapping[str, int], log: Path) -> None:
        self.log = log
        self.turn_url = f"http://127.0.0.1:{ports['BOT_PORT']}/webhooks/voice/turn"
        self.desk_url = f"http://127.0.0.1:{ports['DESK_PORT']}/api"
        self.figures_urls = {
            "bot": f"http://127.0.0.1:{ports['BOT_PORT']}/health/metrics",
            "actions": f"http://127.0.0.1:{ports['ACTIONS_PORT']}/health/metrics",
            "desk": f"http://127.0.0.1:{ports['DESK_PORT']}/metrics",
        }
        self.faults_url = f"http://127.0.0.1:{ports['SANDBOX_PORT']}/faults"

    def set_policy_system(self, mode: str) -> None:
        requests.post(self.faults_url, json={"mode": mode}, timeout=WAIT_S).raise_for_status()

    def play(self, conversation: Conversation) -> list[Call]:
        """Play the calls one after the other."""
        with requests.Session() as http:
            http.headers.update(BEARER)
            prefix = f"{conversation.name}-{time.time_ns()}"
            calls: list[Call] = []
            for number, wanted in enumerate(conversation.calls, start=1):
                calls.append(self._call(http, wanted, f"{prefix}-{number}", calls))
            return calls

    def _call(
        self, http: requests.Session, wanted: Mapping[str, Any], call_id: str, before: list[Call]
    ) -> Call:
        call = Call(wanted, call_id)
        placed = dict(wanted.get("placed") or {})
        if "report_of" in placed:
            placed["report_number"] = before[placed.pop("report_of") - 1].number
        order = {"direction": "outbound", **placed} if "placed" in wanted else {}
        at = str(wanted.get("at", AT))
        caller = {"from": str(wanted["from"])} if wanted.get("from") else {}
        self._turn(
            http, call, "start", "", {}, {"event": "start", "at": at, "to": "95585", **caller, **order}
        )
        for turn in wanted["turns"]:
            event, said, more, expected = _event(_with_numbers(turn, before))
            body = {"event": event, "at": str(expected.get("at", at)), **more}
            if not (event == "hangup" and call.exchanges[-1].answer.get("hangup")):
                self._turn(http, call, event, said, expected, body)
        if call.exchanges[-1].event != "hangup" and not call.exchanges[-1].answer.get("hangup"):
            self._turn(http, call, "hangup", "", {}, {"event": "hangup", "at": at})
        self._ask_the_desk(http, call)
        return call

    def _turn(
        self,
        http: requests.Session,
        call: Call,
        event: str,
        said: str,
        expected: Mapping[str, Any],
        body: Any,
    ) -> None:
        begun = time.monotonic()
        answer = http.post(self.turn_url, json={"call_id": call.call_id, **body}, timeout=WAIT_S)
        seconds = time.monotonic() - begun
        told = answer.json()
        if answer.status_code != 200:
            told = {"say": [], "asking": None, "refused": f"{answer.status_code} {told}"}
        desk = Desk(http, self.desk_url)
        false = _false(desk, call, told, PROMISES.keys() - AT_THE_END)
        call.exchanges.append(Exchange(event, said, expected, told, seconds, false))

    def _ask_the_desk(self, http: requests.Session, call: Call) -> None:
        desk = Desk(http, self.desk_url)
        for exchange in call.exchanges:
            exchange.false += _false(desk, call, exchange.answer, AT_THE_END)
        call.desk = desk.call(call.call_id) or {}
        call.tasks = desk.tasks(call_id=call.call_id)
        if call.number:
            call.messages = desk.messages(report_number=call.number)


def again_of_each_kind(played: Iterable[Sequence[Call]]) -> dict[str, tuple[Call, Conversation]]:
    """Return a registered call of each kind of report, and the conversation that tells it again ten minutes later in the same words.

    A kind is the case, how exactly the time is known, how long the place is, and what names the car.
    """
    kinds: dict[str, tuple[Call, Conversation]] = {}
    for calls in played:
        call, name = calls[0], _kind(calls[0].record)
        if len(calls) == 1 and call.desk.get("outcome") == "registered" and call.wanted.get("from"):
            at = datetime.fromisoformat(str(call.wanted.get("at", AT))) + timedelta(minutes=10)
            turns = [
                {**turn, "at": at.isoformat()} if isinstance(turn, dict) and "at" in turn else turn
                for turn in call.wanted["turns"]
            ]
            wanted = {**call.wanted, "at": at.isoformat(), "turns": turns}
            kinds.setdefault(
                name,
                (
                    call,
                    Conversation(FOLDER / "told_twice" / f"{len(kinds)}.yml", name, (wanted,), "none", ""),
                ),
            )
    return kinds


def _kind(record: Mapping[str, Any]) -> str:
    told = window(record)
    hours = "no" if told is None else str(round((told[1] - told[0]).total_seconds() / 3600))
    place = len(str(record.get("place") or ""))
    return f"{record.get('case_type')}, {hours} h, {min(place, 12) // 6} of a place, {'+'.join(sorted(identities(record)))}"


def _false(desk: Desk, call: Call, answer: Mapping[str, Any], names: Set[str]) -> list[str]:
    """Return which of these sentences of an answer are not true of the records as they stand."""
    say = [sentence for sentence in answer["say"] if sentence["id"] in names]
    return broken(desk, call.call_id, {**answer, "say": say}) if say else []


def _with_numbers(turn: str | Mapping[str, Any], before: list[Call]) -> str | Mapping[str, Any]:
    """Put the report numbers of the calls before into what is said, where ``{report_1}`` stands."""
    if isinstance(turn, str) or not isinstance(turn.get("caller"), str):
        return turn
    return {**turn, "caller": with_numbers(turn["caller"], before)}


def with_numbers(words: str, calls: Sequence[Call]) -> str:
    """Put the report numbers of calls into words, where ``{report_1}`` stands."""
    for index, call in enumerate(calls, start=1):
        words = words.replace(f"{{report_{index}}}", str(call.number))
    return words


def _event(turn: str | Mapping[str, Any]) -> tuple[str, str, dict[str, Any], Mapping[str, Any]]:
    """Return a written turn as event, what the log shows, what the gateway sends, and what is expected."""
    expected: Mapping[str, Any] = {turn: None} if isinstance(turn, str) else turn
    event = next(name for name in EVENTS if name in expected)
    said = str(expected[event] or "")
    if event == "caller":
        heard = {"confidence": expected["confidence"]} if "confidence" in expected else {}
        return "speech", said, {"text": said, **heard}, expected
    return event, said, {"digits": said} if event == "keys" else {}, expected


def play_all(line: Line, wanted: list[Conversation]) -> Iterator[tuple[Conversation, list[Call] | Exception]]:
    """Play conversations many at a time; those that break the policy system have it to themselves."""

    def one(conversation: Conversation) -> tuple[Conversation, list[Call] | Exception]:
        try:
            return conversation, line.play(conversation)
        except Exception as error:  # the test of this conversation raises it again
            return conversation, error

    by_mode = sorted(wanted, key=lambda conversation: conversation.policy_system)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for mode, group in groupby(by_mode, key=lambda conversation: conversation.policy_system):
            line.set_policy_system(mode)
            yield from list(pool.map(one, group))
            line.set_policy_system("none")
