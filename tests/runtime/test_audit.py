"""The audit of the locks: nothing passes that was not looked up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runtime.audit import LOCKS, judge, pins
from runtime.audit import __main__ as audit

LOCK = "Flask_Login==1.0 \\\n    --hash=sha256:0\nuvicorn[standard]==0.5 ; sys_platform == 'linux' \\\n    --hash=sha256:1\n"
CLEAN = [
    {"name": "flask-login", "version": "1.0", "vulns": []},
    {"name": "uvicorn", "version": "0.5", "vulns": []},
]
KNOWN = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["1.1"]}


def wrong(dependencies: list[dict[str, Any]], accepted: dict[str, str] | None = None) -> list[str]:
    return list(judge(pins(LOCK), {"dependencies": dependencies}, accepted or {}).wrong)


def test_a_lock_of_which_nothing_is_known_passes() -> None:
    assert pins(LOCK) == {"flask-login": "1.0", "uvicorn": "0.5"}
    assert wrong(CLEAN) == []


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        ([], "flask-login 1.0 was not looked up"),
        ([{"name": "flask-login", "version": "0.9", "vulns": []}], "flask-login 1.0 was not looked up"),
        ([{"name": "flask-login", "skip_reason": "no network"}], "flask-login 1.0 was skipped: no network"),
        ([{"name": "flask-login", "version": "1.0"}], "flask-login 1.0 was skipped: nothing is said of it"),
        ([{**CLEAN[0], "vulns": [KNOWN]}], "flask-login 1.0 has CVE-1/PYSEC-1; mended in 1.1"),
    ],
)
def test_what_was_skipped_or_is_known_does_not(first: list[dict[str, Any]], sentence: str) -> None:
    assert wrong([*first, CLEAN[1]]) == [sentence]


def test_all_of_it_skipped_is_all_of_it_wrong() -> None:
    assert len(wrong([])) == 2
    assert judge(pins(LOCK), {}, {}).looked_up == 0


@pytest.mark.parametrize("name", ["CVE-1", "PYSEC-1"])
def test_what_is_accepted_with_a_reason_passes(name: str) -> None:
    assert wrong([{**CLEAN[0], "vulns": [KNOWN]}, CLEAN[1]], {name: "we call none of it"}) == []


def test_every_lock_of_the_repository_is_audited() -> None:
    root = Path(__file__).parents[2]
    hidden = {path for path in root.glob(".*") if path.is_dir()} | {root / "var"}
    found = {path for path in root.rglob("requirements.lock") if not hidden & {*path.parents}}
    assert {str(path.relative_to(root)) for path in found} == set(LOCKS)
    assert all(pins((root / lock).read_text("utf-8")) for lock in LOCKS)


def program(folder: Path, output: str, code: int = 0) -> str:
    """Make a pip-audit that says something else."""
    file = folder / "pip-audit"
    file.write_text(
        f"#!/bin/sh\ncat <<'END'\n{output}\nEND\necho ConnectionError: no network >&2\nexit {code}\n"
    )
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("code", [0, 1])
def test_without_a_network_it_says_so_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    assert audit.main(program(tmp_path, "", code)) == 1
    said = capsys.readouterr().out
    assert said.count("NOT audited") == len(LOCKS) and "ConnectionError: no network" in said


def test_when_all_was_skipped_it_fails_though_pip_audit_ends_well(tmp_path: Path) -> None:
    assert audit.main(program(tmp_path, json.dumps({"dependencies": []}))) == 1


def test_it_passes_when_all_of_all_locks_was_looked_up(tmp_path: Path) -> None:
    script = tmp_path / "pip-audit"
    answers = {
        lock: {
            "dependencies": [
                {"name": name, "version": version, "vulns": []}
                for name, version in pins(Path(lock).read_text("utf-8")).items()
            ]
        }
        for lock in LOCKS
    }
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    script.write_text(
        f"#!/usr/bin/env python3\nimport json, sys\nprint(json.dumps(json.load(open('{tmp_path}/answers.json'))[sys.argv[2]]))\n"
    )
    script.chmod(0o755)
    assert audit.main(str(script)) == 0
