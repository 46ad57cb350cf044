from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests

from claims.coverage.names import covers_of
from claims.policy import Policy, PolicySystem, PolicyUnavailable
from sandbox.app import NONSENSE, BadPolicies, load_policies
from tests.sandbox.serving import SAMPLES, TOKEN, sandbox_server

AUTH = {"Authorization": f"Bearer {TOKEN}"}
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
LETTERS = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with sandbox_server(slow=0.2) as address:
        yield address


@pytest.fixture(autouse=True)
def healthy(url: str) -> Iterator[None]:
    yield
    requests.post(f"{url}/faults", json={"mode": "none"}, timeout=5)


def find(url: str, **query: str) -> requests.Response:
    return requests.get(f"{url}/policies", params=query, headers=AUTH, timeout=5)


def test_the_contracts_own_example_is_found_by_every_key(url: str) -> None:
    [found] = [p for p in find(url, plate="冀A6P72Q").json()["policies"] if p["start"] == "2025-08-01"]
    assert found["insured"] == {"name": "刘建民", "phone": "13900001101"}
    assert (found["model"], found["clause"], found["end"]) == ("大众朗逸", "2020", "2026-07-31")
    assert found["covers"] == ["交强险", "车损险", "三者险"]
    assert set(found) == {
        "policy_no",
        "plate",
        "vin",
        "engine_no",
        "model",
        "insured",
        "clause",
        "covers",
        "start",
        "end",
    }
    for key in ("vin", "engine_no", "policy_no"):
        assert found in find(url, **{key: found[key]}).json()["policies"]
    assert found in find(url, insured="刘建民").json()["policies"]


def test_the_newest_comes_first_and_nothing_found_is_an_empty_list(url: str) -> None:
    starts = [p["start"] for p in find(url, plate="陕A6U18R").json()["policies"]]
    assert len(starts) == 2
    assert starts == sorted(starts, reverse=True)
    assert find(url, plate="京Q00000").json() == {"policies": []}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
def test_without_the_token_nothing_is_told(url: str, headers: dict[str, str]) -> None:
    answer = requests.get(f"{url}/policies", params={"plate": "冀A6P72Q"}, headers=headers, timeout=5)
    assert answer.status_code == 401
    assert "policies" not in answer.json()


@pytest.mark.parametrize("query", ["", "?plate=", "?plate=a&vin=b", "?colour=red", "?plate=a&plate=b"])
def test_exactly_one_key_is_asked_for(url: str, query: str) -> None:
    assert requests.get(f"{url}/policies{query}", headers=AUTH, timeout=5).status_code == 400


def test_it_fails_as_told_and_recovers(url: str) -> None:
    def told(mode: str) -> None:
        assert requests.post(f"{url}/faults", json={"mode": mode}, timeout=5).json() == {"mode": mode}

    told("error")
    assert find(url, plate="冀A6P72Q").status_code == 500
    told("drop")
    with pytest.raises(requests.ConnectionError, match="closed connection without response"):
        find(url, plate="冀A6P72Q")
    assert requests.get(f"{url}/health", timeout=5).json()["mode"] == "drop"
    told("nonsense")
    for _ in NONSENSE:
        with pytest.raises(PolicyUnavailable, match="shape"):
            PolicySystem(url, TOKEN).find(plate="冀A6P72Q")
    told("slow")
    assert find(url, plate="冀A6P72Q").elapsed.total_seconds() >= 0.2
    told("none")
    assert find(url, plate="冀A6P72Q").status_code == 200


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"mode": "explode"}', b'{"mode": ["none"]}', b"\xff"])
def test_an_unknown_fault_is_refused(url: str, body: bytes) -> None:
    assert requests.post(f"{url}/faults", data=body, timeout=5).status_code == 400


def test_the_samples_are_varied_and_sound() -> None:
    samples = load_policies(SAMPLES)
    policies = [Policy.from_json(sample) for sample in samples]
    assert len(policies) >= 40
    for sample, policy in zip(samples, policies, strict=True):
        assert policy.end < policy.start.replace(year=policy.start.year + 1), policy.plate
        # The 2014 wording was sold until 18 September 2020; a case that shows it later says why.
        assert (policy.clause == "2014") == (policy.start < date(2020, 9, 19) or bool(sample.get("why"))), (
            policy.plate
        )
        assert len(policy.vin) == 17
        total = sum(
            (int(c) if c.isdigit() else LETTERS[c]) * w for c, w in zip(policy.vin, WEIGHTS, strict=True)
        )
        assert policy.vin[8] == "0123456789X"[total % 11], policy.vin
    for day in (date(2026, 3, 10), date(2026, 11, 22)):
        current = [p for p in policies if p.in_force(day)]
        assert {p.clause for p in current} == {"2014", "2020"}
        for cover in ("车损险", "三者险"):
            assert {cover in p.covers for p in current} == {True, False}
        assert any(p.covers == ("交强险",) for p in current)
        assert any("公司" in p.insured_name for p in current)
        for mark in ("挂", "港", "澳", "警"):
            assert any(p.plate.endswith(mark) for p in current) or mark == "港"
        assert any(len(p.plate) == 8 for p in current)
    cars: dict[str, list[Policy]] = {}
    for policy in policies:
        cars.setdefault(policy.vin, []).append(policy)
    assert any({p.clause for p in car} == {"2014", "2020"} for car in cars.values())
    apart = [car for car in cars.values() if len({(p.commercial, p.start) for p in car}) > 1]
    assert any({p.commercial for p in car} == {True, False} for car in apart)
    assert any("新能源汽车损失保险" in p.covers for p in policies)
    assert any(not p.premium_paid for p in policies)
    assert any(p.agreements for p in policies)
    assert any(covers_of(p.covers).unknown for p in policies)
    assert any(p.plate.endswith("港") for p in policies)
    assert any(not p.plate for p in policies)


def good(**changes: object) -> str:
    return json.dumps({**load_policies(SAMPLES)[0], **changes}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "object"),
        (good(clause="2007"), "clause"),
        (good(covers=[]), "covers"),
        (good(start="2025/08/01"), "start"),
        (good(end="2001-01-01"), "end"),
        (good(insured={"phone": "1"}), "name"),
        (good(insured="刘建民"), "insured"),
        (good(plate="", vin=""), "plate or vin"),
        (good(), "already used"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "policies.jsonl"
    file.write_text(f"{good()}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadPolicies, match=rf"policies\.jsonl, line 3: .*{reason}"):
        load_policies(file)


def test_it_does_not_start_on_a_bad_file(tmp_path: Path) -> None:
    file = tmp_path / "policies.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    environment = {**os.environ, "SANDBOX_POLICIES": str(file)}
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "line 1: insured must be an object" in ended.stderr
    assert "Traceback" not in ended.stderr
