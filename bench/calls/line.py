"""A telephone line and a clerk's desk at a running system: plays a caller's call and keeps what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import requests

from bench.calls.caller import Answer, Caller, Event
from bench.calls.judge import TURN_S, Corrected, Play, Turn, seconds
from bench.calls.scenario import Scenario
from bench.calls.switches import Switches
from bench.servers import Project

BEARER = {"Authorization": "Bearer local"}
WAIT_S = 60.0


class Refused(RuntimeError):
    """The turn API did not take a turn; the message has its status and words."""


class Line:
    """The turn API and the desk of one running project."""

    def __init__(self, project: Project) -> None:
        self.turn_url = f"{project.url('BOT_PORT')}/webhooks/voice/turn"
        self.desk_url = f"{project.url('DESK_PORT')}/api"

    def play(self, scenario: Scenario, switches: Switches) -> Play:
        """Play one call to its end, whatever happens in it."""
        with requests.Session() as http:
            http.headers.update(BEARER)
            return _Call(self, http, scenario, switches).play()


class _Call:
    def __init__(self, line: Line, http: requests.Session, scenario: Scenario, switches: Switches) -> None:
        self.line, self.http, self.scenario, self.switches = line, http, scenario, switches
        self.call_id = f"{scenario.id}-{switches.seed}"
        self.now = scenario.call_time
        self.caller = Caller(scenario, switches)
        self.turns: list[Turn] = []
        self.corrected: list[Corrected] = []
        self.before_recap: Mapping[str, Any] | None = None

    def play(self) -> Play:
        fault = ""
        try:
            self._talk()
        except (requests.RequestException, Refused, ValueError) as error:
            fault = f"{type(error).__name__}: {error}"
        desk = self._desk()
        number = desk.get("report_number")
        messages = self._asks("messages", report_number=number).get("messages") if number else ()
        tasks = self._asks("tasks", call_id=self.call_id).get("tasks")
        return Play(
            self.scenario,
            self.switches,
            tuple(self.turns),
            tuple(self.corrected),
            self.before_recap,
            desk.get("report") or {},
            desk.get("outcome"),
            fault,
            number,
            frozenset(task["kind"] for task in tasks or ()),
            len(messages or ()),
        )

    def _talk(self) -> None:
        start = {"from": self.scenario.from_} if self.scenario.from_ else {}
        answer = self._turn(None, {"event": "start", "to": "95585", **start})
        while True:
            record = self._draft() if answer.question == "recap" else None
            if record is not None and self.before_recap is None:
                self.before_recap = record
            event = self.caller.next(answer, record)
            if event is None:
                return
            answer = self._do(event, record)
            if event.event == "hangup":
                return

    def _do(self, event: Event, record: Mapping[str, Any] | None) -> Answer:
        body = {"event": event.event} | ({"text": event.text} if event.event == "speech" else {})
        if not event.facts:
            return self._turn(event, body)
        before = record if record is not None else self._draft()
        answer = self._turn(event, body)
        self.corrected.append(Corrected(event.facts, event.why, event.meant, before, self._draft()))
        return answer

    def _turn(self, event: Event | None, body: Mapping[str, Any]) -> Answer:
        self.now += timedelta(seconds=seconds(event.meant) if event else 0)
        sent = {"call_id": self.call_id, "at": self.now.isoformat(timespec="seconds"), **body}
        response = self.http.post(self.line.turn_url, json=sent, timeout=WAIT_S)
        if response.status_code != 200:
            raise Refused(f"{response.status_code} {response.text[:200]}")
        told = response.json()
        say = tuple((line["id"], line["text"]) for line in told.get("say") or ())
        answer = Answer(say, told.get("asking"), bool(told.get("hangup") or told.get("transfer")))
        self.turns.append(Turn(event, answer))
        self.now += timedelta(seconds=seconds(answer.text) + TURN_S)
        return answer

    def _desk(self) -> dict[str, Any]:
        return self._asks(f"calls/{self.call_id}")

    def _asks(self, path: str, **query: str) -> dict[str, Any]:
        """Ask the desk; nothing where it has nothing."""
        response = self.http.get(f"{self.line.desk_url}/{path}", params=query, timeout=WAIT_S)
        found: dict[str, Any] = response.json() if response.status_code == 200 else {}
        return found

    def _draft(self) -> dict[str, Any]:
        return self._desk().get("report") or {}
