"""What no caller, browser or clerk would send, to every door: ``python -m bench.fuzz``, one table.

Against the servers as ``make run`` starts them, over a database of the measurement's own. Schemathesis makes requests that keep to
what a door says it takes, and requests that just do not; the rest is drawn from what has ever broken a parser. It ends with code
1 when a request was answered with 5xx, with an apology, or not at all, or a process fell.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import re
import socket
import struct
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from bench.servers import Project, running_project
from bench.turns import ANSWERS, AT, HEADERS, policy
from claims.clock import BEIJING
from claims.settings import Settings
from claims.store import Store
from desk.app import create_app
from desk.pages.rights import hashed
from desk.pages.session import COOKIE as DESK_COOKIE
from runtime.services import SERVICES

INPUTS = 10_000
PATIENCE_S, ANSWERED_S = 20.0, 0.3
PLATE = "冀A6P72Q"
ANSWER = "〔answer〕"
"""Stands for an answer to the question that is open, so that calls get on and their later turns are met too."""

FELL = re.compile(r"!!! .*(?:ended by itself|has fallen|could not start).*")
SCHEMAS = yaml.safe_load((Path(__file__).parent / "fuzz.yml").read_text("utf-8"))


@dataclass(frozen=True)
class Input:
    """A request, byte for byte."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def __str__(self) -> str:
        body = f"{self.body[:200]!r}{f' … {len(self.body)} bytes' if len(self.body) > 200 else ''}"
        return f"{self.method} {self.path[:200]} {dict(self.headers)} {body}"


@dataclass
class Found:
    """What became of the inputs of a door.

    Attributes:
        statuses: How many were answered how; ``-`` for a line that was closed, which only what is no HTTP may be.
        broken: Kind of fault -> the shortest request that showed it.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    broken: dict[str, str] = field(default_factory=dict)

    def note(self, status: int | str, sent: object, fault: str | None) -> None:
        """Count an answer, and keep a fault."""
        self.statuses[str(status)[0] + "xx" if isinstance(status, int) else status] += 1
        if fault and len(str(sent)) < len(self.broken.get(fault, " " * 10_000)):
            self.broken[fault] = str(sent)


# What is drawn

NASTY = [
    "", " ", "\0", "a\0b", "\ud800", "x\udfffy", "\ufeff", "\u202e", "\u2028", "\x1b[2J", "\r\n\r\nHTTP/1.1 200 OK", "\x7f", "é" * 300,
    "e" + "\u0301" * 500, "👩‍👩‍👧‍👦" * 50, "啊" * 999, "啊" * 1001, "9" * 400, "-1", "1e999", "NaN", "null", "/restart", "／restart", "/inform{\"a\": 1}",
    "\\restart", "{{7*7}}", "${jndi:ldap://x}", "%s%n%x", "{0.__class__}", "' OR 1=1 --", "\"; DROP TABLE calls; --", "../../etc/passwd",
    "<script>alert(1)</script>", "冀A" * 200, "零" * 500, "一百亿" * 100, "二〇二六年十三月四十五日", "昨天" * 200, "0" * 64, "１２３", "京Ａ・１２３４５", "١٢٣",
]  # fmt: skip
nasty_text = st.sampled_from(NASTY) | st.text(st.characters(), max_size=60)
numbers = st.sampled_from(
    [0, -1, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, float("inf"), float("nan"), 0.1]
)
scalars = st.none() | st.booleans() | numbers | nasty_text
nasty = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(nasty_text, inner, max_size=4),
    max_leaves=8,
)


def _deep(opening: bytes, closing: bytes) -> st.SearchStrategy[bytes]:
    return st.sampled_from([500, 2_000, 30_000]).map(lambda n: opening * n + closing * n)


no_json = st.one_of(
    st.binary(max_size=200),
    _deep(b"[", b"]"),
    _deep(b'{"a":', b"}"),
    st.sampled_from([b"", b"{", b'{"a":1}x', b"\xff\xfe{\0}\0", b"NaN", b"9" * 50_000, b'"' + b"\\u0000" * 9_000 + b'"', b"x" * 70_000]),
)  # fmt: skip


@st.composite
def bodies(draw: st.DrawFn, known: Mapping[str, st.SearchStrategy[Any]]) -> tuple[dict[str, str], bytes]:
    """Draw headers and a body: fields as they should be, or some of them not, or no JSON at all, in one encoding or another."""
    kind = draw(st.sampled_from(["good"] * 6 + ["one wrong"] * 4 + ["any", "no JSON", "no JSON"]))
    headers = {"Content-Type": "application/json"}
    if kind == "no JSON":
        body = draw(no_json)
    else:
        fields: Any = {name: draw(value) for name, value in known.items()}
        if kind == "one wrong":
            fields[draw(st.sampled_from(sorted(known)))] = draw(nasty)
        if kind == "any":
            fields = draw(nasty)
        written = json.dumps(fields, ensure_ascii=draw(st.booleans()))
        encoding = "utf-8" if kind == "good" else draw(st.sampled_from(["utf-8"] * 10 + ["utf-16", "gbk"]))
        body = written.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")
    if draw(st.integers(0, 19)) == 0:
        headers = draw(
            st.sampled_from([{}, {"Content-Type": "text/html"}, {"Content-Type": "application/json; charset=klingon"}])
        )  # fmt: skip
    squeezed = draw(st.integers(0, 19))
    if squeezed == 0:
        headers, body = {**headers, "Content-Encoding": "gzip"}, gzip.compress(body)
    return headers, body


def _path(*parts: str) -> str:
    return "/".join(quote(part.encode("utf-8", "surrogatepass"), safe="") for part in parts)


call_ids = st.integers(0, 400).map(lambda n: f"fuzz-{n}")
turns = {
    "call_id": call_ids,
    "event": st.sampled_from(["start"] + ["speech"] * 16 + ["keys", "silence", "hangup"]),
    "text": st.just(ANSWER) | st.just(ANSWER) | nasty_text.filter(bool),
    "digits": st.text("0123456789*#", min_size=1, max_size=32),
    "from": st.sampled_from(["13900001101", "anonymous", "sip:x@y", "+86 139"]),
    "confidence": st.floats(0, 1),
    "at": st.sampled_from([AT, "2199-12-31T23:59:59+14:00", "2000-01-01T00:00:00-12:00"]),
}


def _turn(drawn: tuple[dict[str, str], bytes]) -> Input:
    headers, body = drawn
    return Input("POST", "/webhooks/voice/turn", {**HEADERS, **headers}, body)


# Where it is sent


class Doors:
    """The running servers, with what opens each of them."""

    def __init__(self, project: Project, store: Store) -> None:
        self.ports, self.found = project.ports, {name: Found() for name in SHARES}
        self.asking: dict[str, str | None] = {}
        self.chats = [self._chat() for _ in range(40)]
        self.desk = self._signed_in(store)

    def url(self, variable: str) -> str:
        """Return a server's address."""
        return f"http://127.0.0.1:{self.ports[variable]}"

    def _chat(self) -> dict[str, str]:
        """Begin a conversation of the chat page, and return the headers that open it."""
        own = {"Origin": self.url("BOT_PORT")}
        begun = requests.post(
            f"{self.url('BOT_PORT')}/chat/api/session", json={}, headers=own, timeout=PATIENCE_S
        )
        return {**own, "Cookie": begun.headers["Set-Cookie"].partition(";")[0]}

    def _signed_in(self, store: Store) -> tuple[dict[str, str], str]:
        """Sign an administrator in at the desk, and return the headers and the token of the session's forms."""
        now, password = datetime.now(BEIJING), "a-password-of-the-fuzzer"
        store.add_account("fuzz", "administrator", hashed(password), "test", now)
        with requests.Session() as http:
            form = {"name": "fuzz", "password": password}
            text = http.post(f"{self.url('DESK_PORT')}/desk/sign-in", form, timeout=PATIENCE_S).text
            [token, *_] = re.findall(r'name="form_token" value="([^"]+)"', text)
            return {"Cookie": f"{DESK_COOKIE}={http.cookies[DESK_COOKIE]}"}, token

    def send(self, door: str, variable: str, sent: Input) -> bytes:
        """Send a request and note what came of it; return the answer's body."""
        body = sent.body
        if ANSWER.encode() in body or json.dumps(ANSWER).encode()[1:-1] in body:
            asked = re.search(rb"fuzz-\d+", body)
            asking = self.asking.get(asked[0].decode() if asked else "")
            words = PLATE if asking == "plate" else ANSWERS.get(asking or "", "对")
            body = body.replace(ANSWER.encode(), words.encode())
            body = body.replace(json.dumps(ANSWER).encode()[1:-1], json.dumps(words).encode()[1:-1])
        line = http.client.HTTPConnection("127.0.0.1", self.ports[variable], timeout=PATIENCE_S)
        answer = b""
        try:
            line.putrequest(sent.method, sent.path, skip_accept_encoding=True)
            for name, value in {"Content-Length": str(len(body)), **sent.headers}.items():
                line.putheader(name, value.encode("latin-1", "replace"))
            line.endheaders()
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was all read
                line.send(body)
            response = line.getresponse()
            answer = response.read()
            self.found[door].note(response.status, sent, _fault(response.status, answer))
        except (OSError, http.client.HTTPException) as error:
            self.found[door].note("-", sent, f"{type(error).__name__}")
        finally:
            line.close()
        self._hear(answer)
        return answer

    def _hear(self, answer: bytes) -> None:
        with suppress(ValueError, TypeError, RecursionError):
            told = json.loads(answer)
            if "asking" in told:
                self.asking[told["call_id"]] = told["asking"]

    def send_raw(self, door: str, variable: str, sent: bytes) -> None:
        """Send bytes that need not be HTTP; anything but 5xx and silence with a whole request is an answer."""
        with socket.create_connection(("127.0.0.1", self.ports[variable]), PATIENCE_S) as line:
            with suppress(OSError):
                line.sendall(sent)
            line.settimeout(ANSWERED_S)  # who was sent half a request goes on waiting, and that is right
            with suppress(OSError):
                first = line.recv(65_536)
                status = int(first[9:12]) if re.match(rb"HTTP/1\.[01] \d{3}", first) else "-"
                self.found[door].note(status, sent, _fault(status, b"") if isinstance(status, int) else None)
                return
        self.found[door].note("-", sent, None)

    def send_case(self, door: str, variable: str, case: Any, headers: Mapping[str, str]) -> None:
        """Send what schemathesis has made."""
        with suppress(requests.exceptions.InvalidHeader, UnicodeError):  # what no client can put on the line
            try:
                response = case.call(base_url=self.url(variable), headers=dict(headers), timeout=PATIENCE_S)
            except requests.exceptions.InvalidHeader:
                raise
            except requests.RequestException as error:
                self.found[door].note("-", case, type(error).__name__)
            else:
                shown = f"{case.method} {case.formatted_path} {case.query} {str(case.body)[:300]}"
                self.found[door].note(
                    response.status_code, shown, _fault(response.status_code, response.content)
                )


def _fault(status: int, answer: bytes) -> str | None:
    if status >= 500:
        return f"answered {status}"
    return "an apology" if b"utter_system_fault" in answer else None


# The doors


def turn_api(doors: Doors) -> Iterator[tuple[st.SearchStrategy[Any], Callable[[Any], object]]]:
    yield bodies(turns).map(_turn), lambda it: doors.send("turn API", "BOT_PORT", it)
    yield from _by_schema(doors, "turn API", "BOT_PORT", SCHEMAS["turn API"], lambda: HEADERS)


def web_channel(doors: Doors) -> Iterator[tuple[st.SearchStrategy[Any], Callable[[Any], object]]]:
    chats = st.sampled_from(doors.chats)
    ids = st.from_regex(r"\A[A-Za-z0-9-]{8,20}\Z")
    known: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
        "session": {"after": st.integers(0, 50)},
        "turn": {"turn_id": ids, "text": nasty_text | st.sampled_from([PLATE, *ANSWERS.values()])},
        "place": {"turn_id": ids, "of": st.sampled_from(["place", "car_location"]), "latitude": st.floats(-90, 90),
                  "longitude": st.floats(-180, 180), "accuracy_m": st.floats(0, 1000), "consent": st.just(True), "withdraw": st.booleans()},
        "change": {"turn_id": ids, "row": nasty_text},
        "photo/drop": {"number": st.integers(-1, 10)},
        "resume": {"link": nasty_text, "digits": st.text("0123456789", max_size=6)},
        "carry": {"after": st.integers(0, 50)},
    }  # fmt: skip

    @st.composite
    def posts(draw: st.DrawFn) -> Input:
        name = draw(st.sampled_from(sorted(known)))
        headers, body = draw(bodies(known[name]))
        opens = draw(chats)
        if draw(st.integers(0, 9)) == 0:
            opens = {**opens, "Cookie": f"claim_chat={draw(st.text(st.characters(max_codepoint=255, exclude_categories=['Cc']), max_size=80))}"}  # fmt: skip
        return Input("POST", f"/chat/api/{name}", {**opens, **headers}, body)

    @st.composite
    def photos(draw: st.DrawFn) -> Input:
        body = draw(
            st.binary(max_size=400)
            | st.builds(_picture, numbers_of_pixels, numbers_of_pixels, st.binary(max_size=200))
        )
        headers = {**draw(chats), "Content-Type": "image/png"}
        if draw(st.integers(0, 5)) == 0:
            headers["Content-Length"] = draw(
                st.sampled_from(["9" * 5000, "-1", "0", "１２", "4 4", "99999999999"])
            )
        return Input(
            "POST", f"/chat/api/photo?{urlencode({'id': draw(ids | st.just('../..'))})}", headers, body
        )

    yield posts(), lambda it: doors.send("web channel", "BOT_PORT", it)
    yield photos(), lambda it: doors.send("web channel", "BOT_PORT", it)
    yield from _by_schema(doors, "web channel", "BOT_PORT", SCHEMAS["web channel"], lambda: doors.chats[0])


numbers_of_pixels = st.sampled_from([0, 1, 7, 2_000, 65_535, 2**31 - 1])


def _picture(width: int, height: int, rest: bytes) -> bytes:
    """Return what begins as a PNG of this size does, and goes on otherwise."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rest)) + chunk(b"IEND", b"")


def desk(doors: Doors) -> Iterator[tuple[st.SearchStrategy[Any], Callable[[Any], object]]]:
    cookie, form_token = doors.desk
    settings_ = Settings()
    app = create_app(Store(f"sqlite:///{tempfile.mkdtemp()}/unused.db", settings_.company), "unused")
    schema = app.openapi()
    forms = [
        path
        for path, methods in schema["paths"].items()
        if path.startswith("/desk") and "post" in methods and "sign-" not in path and "password" not in path
    ]
    names = ["action", "text", "reason", "to", "field", "value", "was", "name", "role", "label", "call_id", "report_number", "kind", "back", "next",
             "settled", "due_at", "purpose"]  # fmt: skip
    actions = [
        "take",
        "assign",
        "finish",
        "note",
        "delete",
        "correct",
        "withdraw",
        "ring_back",
        "register",
        "resend",
        "add",
        "role",
        "close",
    ]

    @st.composite
    def sent_forms(draw: st.DrawFn) -> Input:
        path = re.sub(
            r"{[^}]*}",
            lambda _: _path(draw(nasty_text | st.integers(1, 40).map(str) | call_ids)),
            draw(st.sampled_from(forms)),
        )
        fields = draw(st.dictionaries(st.sampled_from(names), nasty_text, max_size=6))
        if draw(st.booleans()):
            fields["field"] = draw(
                st.sampled_from(
                    [
                        "place",
                        "contact.phone",
                        "accident_time",
                        "third_parties.0.plate",
                        "third_parties.x.plate",
                        "third_parties",
                        "injuries.count",
                    ]
                )
            )
        fields |= {"form_token": form_token, "action": draw(st.sampled_from(actions) | nasty_text)}
        body = urlencode(fields, errors="surrogatepass").encode()
        return Input("POST", path, {**cookie, "Content-Type": "application/x-www-form-urlencoded"}, body)

    @st.composite
    def changes(draw: st.DrawFn) -> Input:
        where = draw(
            st.sampled_from(
                [
                    "tasks",
                    "tasks/1",
                    f"tasks/{10**30}",
                    "calls/fuzz-1",
                    "calls/fuzz-2",
                    "reports/268898621781",
                    "messages/1",
                    "receipts",
                ]
            )
        )
        known = {"by": st.just("周"), "action": st.sampled_from(actions), "text": nasty_text, "reason": nasty_text, "to": nasty_text,
                 "field": st.sampled_from(["place", "contact.phone", "accident_time"]) | nasty_text, "value": nasty}  # fmt: skip
        wanted = draw(st.sets(st.sampled_from(sorted(known)), max_size=4)) | {"by", "action"}
        headers, body = draw(bodies({name: known[name] for name in sorted(wanted)}))
        return Input("POST", f"/api/{where}", {**HEADERS, **headers}, body)

    yield sent_forms(), lambda it: doors.send("desk", "DESK_PORT", it)
    yield changes(), lambda it: doors.send("desk", "DESK_PORT", it)
    yield from _by_schema(doors, "desk", "DESK_PORT", schema, lambda: {**HEADERS, **cookie})


def sandbox(doors: Doors) -> Iterator[tuple[st.SearchStrategy[Any], Callable[[Any], object]]]:
    paths = st.builds(
        lambda key, value: f"/policies?{quote(key, errors='replace')}={quote(value, errors='replace')}",
        st.sampled_from(["plate", "vin", "insured"]) | nasty_text,
        nasty_text,
    )
    known = {"mode": st.just("none"), "to": nasty_text, "text": nasty_text}
    yield (
        paths.map(lambda path: Input("GET", path, HEADERS)),
        lambda it: doors.send("sandbox", "SANDBOX_PORT", it),
    )
    yield (
        st.tuples(st.sampled_from(["/faults", "/messages", "/telephone"]), bodies(known)).map(
            lambda drawn: Input("POST", drawn[0], drawn[1][0], drawn[1][1])
        ),
        lambda it: doors.send("sandbox", "SANDBOX_PORT", it),
    )
    yield from _by_schema(doors, "sandbox", "SANDBOX_PORT", SCHEMAS["sandbox"], lambda: HEADERS)


def the_wire(doors: Doors) -> Iterator[tuple[st.SearchStrategy[Any], Callable[[Any], object]]]:
    whole = b"POST /webhooks/voice/turn HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer local\r\nContent-Length: 2\r\n\r\n{}"
    heads = [b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: x\r\n", b"Expect: 100-continue\r\n",
             b"X: " + b"a" * 70_000 + b"\r\n", b"X: \xff\xfe\r\n", b"\xff: x\r\n", b": x\r\n", b"Host: a\r\nHost: b\r\n", b"Upgrade: websocket\r\n",
             b"Authorization: \xff\r\n", b"Cookie: =;=;a=\"\\\r\n"]  # fmt: skip

    @st.composite
    def lines(draw: st.DrawFn) -> tuple[str, bytes]:
        sent = whole
        for _ in range(draw(st.integers(1, 3))):
            at = draw(st.integers(0, len(sent)))
            change = draw(st.sampled_from(["cut", "insert", "head", "path"]))
            if change == "cut":
                sent = sent[:at]
            elif change == "insert":
                sent = sent[:at] + draw(st.binary(min_size=1, max_size=8)) + sent[at:]
            elif change == "head":
                sent = sent.replace(b"Host: ", draw(st.sampled_from(heads)) + b"Host: ", 1)
            else:
                path = quote_from_bytes(draw(st.binary(max_size=20))).encode()
                sent = sent.replace(b"/webhooks/voice/turn", b"/" + path, 1)
        return draw(st.sampled_from([service.variable for service in SERVICES])), sent

    yield lines(), lambda it: doors.send_raw("the wire", *it)


def _by_schema(
    doors: Doors, door: str, variable: str, schema: dict[str, Any], headers: Callable[[], Mapping[str, str]]
) -> Iterator[tuple[st.SearchStrategy[Any], Callable[[Any], object]]]:
    """Yield what schemathesis makes of a description: as it says, and just not as it says."""
    cases = schemathesis.openapi.from_dict(schema)
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        yield (
            cases.as_strategy(generation_mode=mode),
            lambda it: doors.send_case(door, variable, it, headers()),
        )


SHARES: Mapping[str, tuple[float, Callable[[Doors], Iterator[Any]]]] = {
    "turn API": (0.35, turn_api),
    "web channel": (0.2, web_channel),
    "desk": (0.25, desk),
    "sandbox": (0.1, sandbox),
    "the wire": (0.1, the_wire),
}
"""Door -> its share of the inputs, and what is sent to it."""


def fuzz(doors: Doors, inputs: int, number: int) -> Iterator[str]:
    """Send so many inputs, drawn from a seed, and yield each door when it is done; what came of it is in ``doors.found``."""
    for name, (share, door) in SHARES.items():
        wanted = list(door(doors))
        for drawn, send in wanted:
            _send_all(drawn, send, round(inputs * share / len(wanted)) or 1, number)
        yield name


def _send_all(drawn: st.SearchStrategy[Any], send: Callable[[Any], object], inputs: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def one(it: Any) -> None:
        send(it)

    one()


@contextmanager
def doors_of(folder: Path) -> Iterator[Doors]:
    """Run the servers in a folder for as long as the block lasts; a process that fell meanwhile is a fault of the door ``the wire``."""
    policies = folder / "policies.jsonl"
    policies.write_text(json.dumps(policy(PLATE), ensure_ascii=False), "utf-8")
    with running_project(folder, policies) as project:
        store = Store(f"sqlite:///{folder}/claims.db")
        doors = Doors(project, store)
        yield doors
        for service in SERVICES:
            if not service.is_well(project.ports, PATIENCE_S):
                doors.found["the wire"].broken[f"{service.title} is not well"] = "all of it"
        for line in FELL.findall((folder / "log").read_text("utf-8", "replace")):
            doors.found["the wire"].broken[line] = "all of it"
        store.close()


def main() -> int:
    """Print the table; return 1 when something was broken."""
    options = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    options.add_argument("--inputs", type=int, default=INPUTS)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    print("| door | inputs | answered | broken |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder, doors_of(Path(folder)) as doors:
        for name in fuzz(doors, chosen.inputs, chosen.seed):
            statuses, broken = doors.found[name].statuses, doors.found[name].broken
            answered = ", ".join(f"{status} {count}" for status, count in sorted(statuses.items()))
            print(f"| {name} | {statuses.total()} | {answered} | {len(broken) or 'nothing'} |", flush=True)
    for name, found in doors.found.items():
        for fault, sent in found.broken.items():
            print(f"{name}: {fault}: {sent}")
    return any(found.broken for found in doors.found.values())


if __name__ == "__main__":
    raise SystemExit(main())
