"""The insurer's policy system: look-ups, which policy counts, and who may hear what is on it.

The interface is ``GET {POLICY_URL}/policies``. Nothing here writes a plate, a name or a number to a log
or into an exception.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from http.cookiejar import DefaultCookiePolicy
from itertools import chain
from typing import Any, Literal

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from claims import telemetry

Wording = Literal["2014", "2020"]
KEYS = ("plate", "vin", "engine_no", "policy_no", "insured")
"""What a policy can be looked up by; exactly one at a time."""

TIME_LIMIT = 2.0
"""Seconds one look-up may take, retry included; the caller is on the line."""
CONNECT_LIMIT = 0.6
RETRY_BACKOFF = 0.05
MAX_ANSWER = 1_000_000
"""Bytes; a longer answer is a fault of the other side, not a list of policies."""


class PolicyUnavailable(Exception):
    """The policy system gave no usable answer; the message names the kind of failure and no value."""


@dataclass(frozen=True)
class Policy:
    """One policy as the insurer's system tells it.

    Attributes:
        clause: The wording it was sold under, ``"2014"`` or ``"2020"`` (from 2020-09-19).
        covers: Names of covers as printed on the policy (``"交强险"``, ``"车损险"`` …), in its order.
        start: First day in force.
        end: Last day in force.
        premium_paid: Whether the premium is paid in full; taken for paid where the system does not tell.
        agreements: What was agreed beside the wording (特别约定), for the clerk.

    The other fields are the contract's, flattened (``insured.name`` is ``insured_name``); ``plate``,
    ``engine_no``, ``model`` and ``insured_phone`` may be empty. Personal fields stay out of ``repr``.
    """

    policy_no: str = field(repr=False)
    plate: str = field(repr=False)
    vin: str = field(repr=False)
    engine_no: str = field(repr=False)
    model: str
    insured_name: str = field(repr=False)
    insured_phone: str = field(repr=False)
    clause: Wording
    covers: tuple[str, ...]
    start: date
    end: date
    premium_paid: bool = True
    agreements: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Any) -> Policy:
        """Read a policy object of the contract.

        Raises:
            ValueError: The object does not have the contract's shape; names the field, not its value.
        """
        if not isinstance(data, Mapping):
            raise ValueError("a policy must be an object")
        insured = data.get("insured")
        if not isinstance(insured, Mapping):
            raise ValueError("insured must be an object")
        clause, covers = data.get("clause"), data.get("covers")
        if clause not in ("2014", "2020"):
            raise ValueError("clause must be 2014 or 2020")
        if not isinstance(covers, list) or not covers or not all(isinstance(c, str) and c for c in covers):
            raise ValueError("covers must be a list of names")
        start, end = _day(data, "start"), _day(data, "end")
        if end < start:
            raise ValueError("end must not be before start")
        policy = cls(
            policy_no=_text(data, "policy_no"),
            plate=_text(data, "plate", optional=True),
            vin=_text(data, "vin", optional=True),
            engine_no=_text(data, "engine_no", optional=True),
            model=_text(data, "model", optional=True),
            insured_name=_text(insured, "name"),
            insured_phone=_text(insured, "phone", optional=True),
            clause=clause,
            covers=tuple(covers),
            start=start,
            end=end,
            premium_paid=data.get("premium_paid") is not False,
            agreements=tuple(map(str, data.get("agreements") or ())),
        )
        if not (policy.plate or policy.vin):
            raise ValueError("plate or vin must be given")
        return policy

    def in_force(self, on: date) -> bool:
        """Tell whether ``on`` is a day of the policy; start and end both are."""
        return self.start <= on <= self.end

    @property
    def commercial(self) -> bool:
        """Tell whether it holds more than the compulsory cover, which has no wording of its own."""
        return any("交强" not in cover and "责任强制" not in cover for cover in self.covers)

    def same_car(self, other: Policy) -> bool:
        """Tell whether both are of one car: one VIN; where one of them has none, one plate."""
        if self.vin and other.vin:
            return canonical(self.vin) == canonical(other.vin)
        return bool(self.plate) and canonical(self.plate) == canonical(other.plate)


def policy_for(policies: Iterable[Policy], on: date) -> Policy | None:
    """Put together what is in force on a day for one car, or None.

    Compulsory and commercial cover are often sold as two policies that begin on different days. The newest commercial
    policy gives number, wording and what else is asked of a policy; the covers are those of all that are in force, so that
    none is called missing that another policy gives; the days are those on which all of them are.
    """
    current = sorted(
        (p for p in policies if p.in_force(on)), key=lambda p: (p.commercial, p.start), reverse=True
    )
    if not current:
        return None
    first = current[0]
    together = [policy for policy in current if policy.same_car(first)]
    return replace(
        first,
        covers=tuple(dict.fromkeys(chain.from_iterable(policy.covers for policy in together))),
        start=max(policy.start for policy in together),
        end=min(policy.end for policy in together),
        premium_paid=all(policy.premium_paid for policy in together),
        agreements=tuple(dict.fromkeys(chain.from_iterable(policy.agreements for policy in together))),
    )


def any_expired(policies: Iterable[Policy], on: date) -> bool:
    """Tell whether none is in force on a day although one ended before it (A-04)."""
    policies = tuple(policies)
    return policy_for(policies, on) is None and any(p.end < on for p in policies)


def canonical(value: str) -> str:
    """Return an identifier in one spelling: half width, capitals, without spaces, dots and dashes."""
    return re.sub(r"[\s·•.\-—_]", "", unicodedata.normalize("NFKC", value)).upper()


class PolicySystem:
    """Look up policies over HTTP: pooled, two seconds at most, never hammering a system that is down.

    Thread-safe and synchronous; asyncio callers use ``asyncio.to_thread``. Nothing is cached, policies change.

    Args:
        url: The system's address without ``/policies``.
        token: Bearer token.
        time_limit: Seconds for one look-up, retry included (name resolution is the operating system's).
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        time_limit: float = TIME_LIMIT,
        clock: Callable[[], float] = time.monotonic,
        breaker: Breaker | None = None,
    ) -> None:
        self._url = f"{url.rstrip('/')}/policies"
        self._time_limit = time_limit
        self._clock = clock
        self._breaker = breaker or Breaker(clock)
        self._session = requests.Session()
        # A .netrc entry would replace our token; proxies belong to the outside world.
        self._session.trust_env = False
        self._session.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/json"})
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=32, max_retries=0)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        # At DEBUG urllib3 writes every request line, and with it the plate.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

    def find(
        self,
        *,
        plate: str | None = None,
        vin: str | None = None,
        engine_no: str | None = None,
        policy_no: str | None = None,
        insured: str | None = None,
    ) -> list[Policy]:
        """Return the policies found by exactly one key, the newest first; empty when there are none.

        Raises:
            PolicyUnavailable: No answer in time, an error, or an answer not of the contract's shape.
            ValueError: Not exactly one key was given.
        """
        given = {k: v for k, v in zip(KEYS, (plate, vin, engine_no, policy_no, insured), strict=True) if v}
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(KEYS)}")
        [(key, value)] = given.items()
        began, came_to = self._clock(), "unavailable"
        try:
            found = self._find(key, value)
            came_to = "found" if found else "none"
            return found
        finally:
            telemetry.LOOK_UPS.labels(came_to).observe(self._clock() - began)

    def _find(self, key: str, value: str) -> list[Policy]:
        if not self._breaker.may_pass():
            raise PolicyUnavailable("not asked: the policy system has just been too slow repeatedly")
        asked_at, answered = self._clock(), False
        try:
            status, body = self._get(key, value)
            answered = True
        finally:
            # A failure that comes at once keeps no caller waiting; only a slow system is spared.
            self._breaker.record(ok=answered or self._clock() - asked_at < self._time_limit / 2)
        if status != 200:
            raise PolicyUnavailable(f"answered with status {status}")
        return _read(body, key, value)

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()

    def _get(self, key: str, value: str) -> tuple[int, bytes]:
        """Ask, at most twice, within the time limit.

        Only what cannot have been answered is asked again: a refused or broken connection and 502/503/504. A
        read that timed out has used the time up. urllib3's Retry bounds each attempt but not their sum, hence this loop.
        """
        deadline = self._clock() + self._time_limit
        failure = "no time left"
        for attempt in range(2):
            left = deadline - self._clock()
            if left <= RETRY_BACKOFF:
                break
            try:
                status, body = self._attempt(key, value, deadline, left)
            except (requests.Timeout, ReadTimeoutError, TimeoutError):
                failure = "no answer in time"
                break
            except (requests.RequestException, HTTPError) as error:
                failure = f"connection failed ({type(error).__name__})"
            else:
                if status not in (502, 503, 504) or attempt:
                    return status, body
            time.sleep(RETRY_BACKOFF)
        raise PolicyUnavailable(failure)

    def _attempt(self, key: str, value: str, deadline: float, left: float) -> tuple[int, bytes]:
        with self._session.get(
            self._url,
            params={key: value},
            timeout=(min(CONNECT_LIMIT, left), left),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = bytearray()
            # The read timeout holds for each read; a body that trickles must not outlive the limit.
            # requests' own iterators wait for a whole chunk, so urllib3 is asked for what has arrived.
            while chunk := response.raw.read1(65536, decode_content=True):
                body += chunk
                if self._clock() > deadline:
                    raise TimeoutError
                if len(body) > MAX_ANSWER:
                    raise requests.exceptions.ContentDecodingError
            return response.status_code, bytes(body)


class Breaker:
    """Answer fast while a system is slow: after some failures in a row nobody asks for a few seconds.

    Then one caller tries; success closes the circuit, failure opens it again. Thread-safe.

    Args:
        clock: Monotonic seconds.
        failures: Failures in a row that open the circuit.
        rest: Seconds it stays open.
    """

    def __init__(self, clock: Callable[[], float], failures: int = 3, rest: float = 3.0) -> None:
        self._clock, self._limit, self._rest = clock, failures, rest
        self._lock = threading.Lock()
        self._failed = 0
        self._next_try = 0.0

    def may_pass(self) -> bool:
        """Tell whether the system may be asked now; with the circuit open, one caller each rest is let through."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._clock() < self._next_try:
                return False
            self._next_try = self._clock() + self._rest
            return True

    def record(self, *, ok: bool) -> None:
        """Record how asking went."""
        with self._lock:
            self._failed = 0 if ok else self._failed + 1
            if self._failed >= self._limit:
                self._next_try = self._clock() + self._rest


def verified(policy: Policy, caller_phone: str, said_name: str) -> bool:
    """Tell whether the caller may hear the policy: calls from its number, or names the insured.

    A name counts when it is as long as the insured's and sounds the same, tones aside: speech recognition writes
    homophones (刘健民 for 刘建民). A surname alone or with a title is not enough. A company may be named without
    its legal form and leading region (顺达物流 for 河北顺达物流有限公司).
    """
    number = _phone(policy.insured_phone)
    if len(number) >= 7 and number == _phone(caller_phone):
        return True
    return same_name(policy.insured_name, said_name)


_LEGAL_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团)$")
_REGION = re.compile(
    r"^(?:[一-龥]{2,7}?[省市]|北京|天津|上海|重庆|河北|河南|云南|辽宁|黑龙江|湖南|安徽|山东|新疆|江苏|浙江|江西|湖北|广西|甘肃|山西"
    r"|内蒙古|陕西|吉林|福建|贵州|广东|青海|西藏|四川|宁夏|海南)+"
)
_TITLE = re.compile(r"(先生|女士|小姐|师傅|老师|同志)$")
_SHORTEST_COMPANY = 4


def same_name(insured: str, said: str) -> bool:
    """Tell whether a name said is the insured's, as a recogniser writes it; see ``verified``."""
    ours, theirs = _bare(insured), _TITLE.sub("", _bare(said))
    if len(theirs) < 2:
        return False
    if _sounds_like(ours, theirs):
        return True
    if not _is_company(ours):
        return False
    return any(
        len(theirs) >= _SHORTEST_COMPANY and _sounds_like(a, b)
        for a in _shortened(ours)
        for b in _shortened(theirs)
    )


def _bare(name: str) -> str:
    name = re.sub(r"[（(].*?[）)]", "", unicodedata.normalize("NFKC", name))
    return "".join(ch for ch in name if ch.isalnum()).upper()


def _is_company(name: str) -> bool:
    return bool(_LEGAL_FORM.search(name)) or len(name) > 6


def _shortened(company: str) -> set[str]:
    core = _LEGAL_FORM.sub("", company)
    return {short for short in (company, core, _REGION.sub("", core)) if len(short) >= _SHORTEST_COMPANY}


def _sounds_like(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    return all(x == y or not _readings(x).isdisjoint(_readings(y)) for x, y in zip(a, b, strict=True))


def _readings(character: str) -> frozenset[str]:
    """Return the syllables a character can be read as, without tone; the character itself when not Chinese."""
    import pypinyin  # costs 0.3 s and 40 MB, which the sandbox does without

    return frozenset(pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0])


def _phone(number: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", number or ""))[-11:]


def _text(data: Mapping[str, Any], name: str, *, optional: bool = False) -> str:
    value = data.get(name)
    if optional and value in (None, ""):
        return ""
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise ValueError(f"{name} must be a text")
    return value.strip()


def _day(data: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_text(data, name))
    except ValueError:
        raise ValueError(f"{name} must be a date like 2025-08-01") from None


def _read(body: bytes, key: str, value: str) -> list[Policy]:
    try:
        policies = [Policy.from_json(item) for item in json.loads(body)["policies"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        policies = None
    if policies is None:
        # Raised outside the handler: the parser's own exception carries the answer's text.
        raise PolicyUnavailable("answered in a shape that is not the contract's")
    if key != "insured":
        # A system that searches loosely must not show us another car's policy.
        policies = [p for p in policies if canonical(getattr(p, key)) == canonical(value)]
    return sorted(policies, key=lambda p: p.start, reverse=True)
