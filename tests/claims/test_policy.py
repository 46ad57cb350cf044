from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import requests

from claims.policy import (
    Breaker,
    Policy,
    PolicySystem,
    PolicyUnavailable,
    any_expired,
    policy_for,
    verified,
)
from tests.sandbox.serving import TOKEN, sandbox_server

POLICY = Policy.from_json(
    {
        "policy_no": "P1",
        "plate": "冀A6P72Q",
        "vin": "LSVNV4180J2013725",
        "engine_no": "CSR083612",
        "model": "大众朗逸",
        "insured": {"name": "刘建民", "phone": "13900001101"},
        "clause": "2020",
        "covers": ["交强险", "车损险", "三者险"],
        "start": "2025-08-01",
        "end": "2026-07-31",
    }
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with sandbox_server(slow=3.0) as address:
        yield address


@pytest.fixture
def fault(url: str) -> Iterator[Callable[[str], None]]:
    def tell(mode: str) -> None:
        requests.post(f"{url}/faults", json={"mode": mode}, timeout=5).raise_for_status()

    yield tell
    tell("none")


@contextmanager
def odd_server(*answers: bytes, pause: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """Answer each connection with the next of the given bytes, byte by byte when ``pause`` is set.

    Yields the URL and the requests; the bytes that could not be sent, if any, are added after them.
    """
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in answers:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(65536))
                    pieces = [answer] if not pause else [bytes([byte]) for byte in answer]
                    try:
                        while pieces:
                            connection.sendall(pieces[0])
                            del pieces[0]
                            time.sleep(pause)
                    except OSError:
                        asked.append(b"".join(pieces))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked


def http(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def policies_json(**changes: Any) -> bytes:
    item = {
        "policy_no": "P1",
        "plate": "冀A6P72Q",
        "vin": "LSVNV4180J2013725",
        "engine_no": "CSR083612",
        "model": "大众朗逸",
        "insured": {"name": "刘建民", "phone": "13900001101"},
        "clause": "2020",
        "covers": ["交强险"],
        "start": "2025-08-01",
        "end": "2026-07-31",
        **changes,
    }
    return json.dumps({"policies": [item]}).encode()


def test_the_sandbox_finds_by_each_key_the_newest_first(url: str) -> None:
    system = PolicySystem(url, TOKEN)
    found = system.find(plate="冀A6P72Q")
    assert [p.start for p in found] == sorted((p.start for p in found), reverse=True)
    policy = policy_for(found, date(2026, 3, 10))
    assert policy is not None
    assert (policy.insured_name, policy.insured_phone) == ("刘建民", "13900001101")
    assert policy in system.find(vin=policy.vin)
    assert policy in system.find(engine_no=policy.engine_no)
    assert [policy] == system.find(policy_no=policy.policy_no)
    assert policy in system.find(insured="刘建民")
    assert system.find(plate="京Q00000") == []


def test_exactly_one_key_is_given(url: str) -> None:
    system = PolicySystem(url, TOKEN)
    with pytest.raises(ValueError, match="exactly one"):
        system.find()
    with pytest.raises(ValueError, match="exactly one"):
        system.find(plate="冀A6P72Q", vin="LSVNV4180J2013725")


def test_a_wrong_token_is_a_failure(url: str) -> None:
    with pytest.raises(PolicyUnavailable, match="401"):
        PolicySystem(url, "wrong").find(plate="冀A6P72Q")


@pytest.mark.parametrize("mode", ["error", "drop", "slow"])
def test_every_fault_is_unavailable_and_passes(url: str, fault: Callable[[str], None], mode: str) -> None:
    system = PolicySystem(url, TOKEN, time_limit=0.5)
    fault(mode)
    with pytest.raises(PolicyUnavailable) as failed:
        system.find(plate="冀A6P72Q")
    assert "冀" not in f"{failed.value!r} {failed.value.__context__!r}"
    fault("none")
    assert system.find(plate="冀A6P72Q")


def test_nobody_listening_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(PolicyUnavailable):
        PolicySystem(f"http://127.0.0.1:{port}", TOKEN).find(plate="冀A6P72Q")


def test_a_body_that_trickles_ends_at_the_limit() -> None:
    with odd_server(http(policies_json()), pause=0.005) as (url, asked):
        with pytest.raises(PolicyUnavailable, match="in time"):
            PolicySystem(url, TOKEN, time_limit=0.5).find(plate="冀A6P72Q")
        while len(asked) < 2:
            time.sleep(0.01)
        assert asked[1], "the answer was waited for to its end"


def test_an_answer_cut_short_is_unavailable() -> None:
    short = http(policies_json())[:-20]
    with odd_server(short, short) as (url, _), pytest.raises(PolicyUnavailable):
        PolicySystem(url, TOKEN).find(plate="冀A6P72Q")


def test_a_broken_connection_is_asked_once_more() -> None:
    with odd_server(b"", http(policies_json())) as (url, asked):
        assert len(PolicySystem(url, TOKEN).find(plate="冀A6P72Q")) == 1
    assert len(asked) == 2
    with odd_server(http(b"", "503 Busy"), http(policies_json())) as (url, asked):
        assert len(PolicySystem(url, TOKEN).find(plate="冀A6P72Q")) == 1


def test_an_error_is_not_asked_again() -> None:
    with (
        odd_server(http(b"", "500 Bad"), http(policies_json())) as (url, asked),
        pytest.raises(PolicyUnavailable, match="500"),
    ):
        PolicySystem(url, TOKEN).find(plate="冀A6P72Q")
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"{}",
        b'{"policies": null}',
        b'{"policies": {"a": 1}}',
        b'{"policies": [1]}',
        b"[" * 100_000,
        b"\xff\xfe",
        policies_json(covers="交强险"),
        policies_json(covers=[]),
        policies_json(clause=2020),
        policies_json(start="yesterday"),
        policies_json(start="2026-08-01"),
        policies_json(insured=None),
        policies_json(insured={"name": 7}),
        policies_json(policy_no=""),
        policies_json(model="x" * 300),
    ],
)
def test_an_answer_of_another_shape_is_unavailable(body: bytes) -> None:
    with odd_server(http(body)) as (url, _), pytest.raises(PolicyUnavailable, match="shape"):
        PolicySystem(url, TOKEN).find(plate="冀A6P72Q")


def test_a_redirect_is_not_followed_with_the_token() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with odd_server(moved) as (url, asked), pytest.raises(PolicyUnavailable, match="302"):
        PolicySystem(url, TOKEN).find(plate="冀A6P72Q")
    assert len(asked) == 1


def test_another_cars_policy_is_not_taken() -> None:
    with odd_server(http(policies_json(plate="冀A6P720"))) as (url, _):
        assert PolicySystem(url, TOKEN).find(plate="冀A6P72Q") == []


def test_nothing_personal_reaches_a_log_or_a_repr(
    url: str, fault: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    system = PolicySystem(url, TOKEN, time_limit=0.5)
    system.find(plate="冀A6P72Q")
    for mode in ("error", "drop", "slow"):
        fault(mode)
        with pytest.raises(PolicyUnavailable):
            system.find(plate="冀A6P72Q")
    for secret in ("冀", "%E5%86%80", "6P72Q", "刘建民", "13900001101", TOKEN):
        assert secret not in caplog.text
        assert secret not in repr(POLICY)


def test_after_slow_failures_it_answers_fast_and_recovers(url: str, fault: Callable[[str], None]) -> None:
    skew = Skewed()
    system = PolicySystem(url, TOKEN, time_limit=0.2, clock=skew)
    fault("slow")
    for _ in range(3):
        with pytest.raises(PolicyUnavailable, match="in time"):
            system.find(plate="冀A6P72Q")
    fault("none")
    with pytest.raises(PolicyUnavailable, match="not asked"):
        system.find(plate="冀A6P72Q")
    skew.ahead += 10
    assert system.find(plate="冀A6P72Q")


class Skewed:
    """A monotonic clock that can be put forward."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


def test_quick_failures_do_not_open_the_circuit(url: str, fault: Callable[[str], None]) -> None:
    system = PolicySystem(url, TOKEN)
    fault("error")
    for _ in range(5):
        with pytest.raises(PolicyUnavailable, match="500"):
            system.find(plate="冀A6P72Q")
    fault("none")
    assert system.find(plate="冀A6P72Q")


def test_an_open_circuit_lets_one_caller_try_after_each_rest() -> None:
    now = 0.0
    breaker = Breaker(lambda: now, failures=2, rest=3)
    for _ in range(2):
        assert breaker.may_pass()
        breaker.record(ok=False)
    assert not breaker.may_pass()
    now = 3.0
    assert [breaker.may_pass(), breaker.may_pass()] == [True, False]
    now = 6.0
    assert breaker.may_pass()
    breaker.record(ok=True)
    assert [breaker.may_pass(), breaker.may_pass()] == [True, True]


def test_many_callers_share_one_system(url: str) -> None:
    system = PolicySystem(url, TOKEN)
    plates = ["冀A6P72Q", "豫A8K23M", "粤BDA3058", "鲁G7S25挂"] * 10
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda plate: system.find(plate=plate), plates))
    assert [policies[0].plate for policies in found] == plates


def test_the_policy_in_force_on_the_day_counts() -> None:
    renewed = replace(POLICY, policy_no="P2", start=date(2026, 8, 1), end=date(2027, 7, 31))
    both = [renewed, POLICY]
    assert policy_for(both, date(2026, 7, 31)) == POLICY
    assert policy_for(both, date(2026, 8, 1)) == renewed
    assert policy_for(both, date(2025, 7, 31)) is None
    assert not any_expired(both, date(2025, 7, 31))
    assert not any_expired(both, date(2026, 7, 31))
    assert any_expired(both, date(2027, 8, 1))
    assert not any_expired([], date(2027, 8, 1))


def test_two_policies_of_one_car_give_their_covers_together() -> None:
    commercial = replace(POLICY, policy_no="P2", covers=("车损险", "三者险"), start=date(2025, 9, 1))
    compulsory = replace(POLICY, covers=("交强险",))
    together = policy_for([compulsory, commercial], date(2026, 3, 10))
    assert together is not None
    assert (together.policy_no, together.covers) == ("P2", ("车损险", "三者险", "交强险"))
    other_car = replace(compulsory, vin="LFV2A21K5E3102746", plate="冀A00000")
    alone = policy_for([other_car, commercial], date(2026, 3, 10))
    assert alone == commercial


COMMERCIAL = replace(
    POLICY, policy_no="P2", covers=("车损险", "三者险"), start=date(2025, 8, 20), end=date(2026, 8, 19)
)
COMPULSORY = replace(
    POLICY, policy_no="P3", covers=("交强险",), start=date(2025, 10, 10), end=date(2026, 10, 9)
)


@pytest.mark.parametrize("order", [[COMMERCIAL, COMPULSORY], [COMPULSORY, COMMERCIAL]])
def test_what_is_in_force_is_put_together_however_the_two_begin(order: list[Policy]) -> None:
    older = replace(COMPULSORY, start=date(2025, 5, 2), end=date(2026, 5, 1))
    for compulsory in (COMPULSORY, older):
        both = policy_for([COMMERCIAL, compulsory], date(2026, 3, 10))
        assert both is not None
        assert (both.policy_no, set(both.covers)) == ("P2", {"车损险", "三者险", "交强险"})
    assert policy_for(order, date(2025, 9, 1)) == COMMERCIAL
    assert policy_for(order, date(2026, 9, 1)) == COMPULSORY


def test_the_wording_is_that_of_the_commercial_policy() -> None:
    old = replace(COMMERCIAL, clause="2014", start=date(2020, 9, 1), end=date(2021, 8, 31))
    new = replace(COMPULSORY, clause="2020", start=date(2020, 10, 8), end=date(2021, 10, 7))
    both = policy_for([new, old], date(2021, 1, 5))
    assert both is not None
    assert (both.clause, set(both.covers)) == ("2014", {"车损险", "三者险", "交强险"})


def test_what_was_put_together_holds_on_the_days_on_which_all_of_it_does() -> None:
    # On another day the look-up is made again: there the covers are others.
    both = policy_for([COMMERCIAL, COMPULSORY], date(2026, 3, 10))
    assert both is not None
    assert not both.in_force(date(2025, 9, 1))
    assert both.in_force(date(2025, 10, 10))
    assert both.in_force(date(2026, 8, 19))


def test_a_policy_sold_before_the_car_had_its_plate_is_of_the_same_car() -> None:
    unplated = replace(COMPULSORY, plate="")
    assert policy_for([COMMERCIAL, unplated], date(2026, 3, 10)) == policy_for(
        [COMMERCIAL, COMPULSORY], date(2026, 3, 10)
    )
    without_vin = replace(COMPULSORY, vin="")
    assert set(policy_for([COMMERCIAL, without_vin], date(2026, 3, 10)).covers) > {"交强险"}  # type: ignore[union-attr]


def test_what_is_agreed_and_whether_it_is_paid_comes_with_the_policy() -> None:
    data = {
        "policy_no": "P4", "plate": "冀A6P72Q", "insured": {"name": "刘建民"}, "clause": "2020", "covers": ["交强险"],
        "start": "2025-08-01", "end": "2026-07-31",
    }  # fmt: skip
    assert (Policy.from_json(data).premium_paid, Policy.from_json(data).agreements) == (True, ())
    told = Policy.from_json({**data, "premium_paid": False, "agreements": ["指定驾驶人"]})
    assert (told.premium_paid, told.agreements) == (False, ("指定驾驶人",))


@pytest.mark.parametrize(
    ("insured", "phone", "caller", "said", "may_hear"),
    [
        ("刘建民", "13900001101", "13900001101", "", True),
        ("刘建民", "13900001101", "+86 139-0000-1101", "", True),
        ("刘建民", "13900001101", "13900001102", "", False),
        ("刘建民", "", "", "", False),
        ("刘建民", "13900001101", "13911111111", "刘建民", True),
        ("刘建民", "13900001101", "13911111111", "刘建明", False),
        ("刘建民", "13900001101", "13911111111", "刘健民", True),
        ("刘建民", "13900001101", "13911111111", "刘建民先生", True),
        ("刘建民", "13900001101", "13911111111", "刘先生", False),
        ("刘建民", "13900001101", "13911111111", "刘", False),
        ("刘建民", "13900001101", "13911111111", "王秀兰", False),
        ("单宏伟", "1", "2", "山红伟", True),
        ("曾慧", "1", "2", "增会", True),
        ("买买提·艾力", "1", "2", "买买提艾力", True),
        ("欧阳明", "1", "2", "欧阳", False),
        ("河北顺达物流有限公司", "1", "2", "河北顺达物流有限公司", True),
        ("河北顺达物流有限公司", "1", "2", "顺达物流", True),
        ("河北顺达物流有限公司", "1", "2", "顺大物流公司", True),
        ("河北顺达物流有限公司", "1", "2", "物流公司", False),
        ("河北顺达物流有限公司", "1", "2", "河北", False),
        ("河北顺达物流有限公司", "1", "2", "恒达物流", False),
        ("北京顺捷客运有限公司", "1", "2", "北京顺捷客运（集团）有限责任公司", True),
        ("刘建民", "1", "2", "😀", False),
    ],
)
def test_who_may_hear_the_policy(insured: str, phone: str, caller: str, said: str, may_hear: bool) -> None:
    assert verified(replace(POLICY, insured_name=insured, insured_phone=phone), caller, said) is may_hear
