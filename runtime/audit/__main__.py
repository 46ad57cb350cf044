"""Audit every lock: ``python -m runtime.audit``; exit code 0 only when all of all of them was looked up and nothing is open."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import yaml

from runtime.audit import LOCKS, judge, pins

ACCEPTED = Path(__file__).with_name("accepted.yml")
PROGRAM = ".venv-audit/bin/pip-audit"
OPTIONS = [
    "--disable-pip",
    "--require-hashes",
    "--vulnerability-service",
    "osv",
    "--format",
    "json",
    "--progress-spinner",
    "off",
]


def main(program: str = PROGRAM) -> int:
    """Print what was found, lock by lock; return the exit code."""
    accepted: dict[str, str] = yaml.safe_load(ACCEPTED.read_text("utf-8")) or {}
    failed = False
    met: set[str] = set()
    for lock in LOCKS:
        wanted = pins(Path(lock).read_text("utf-8"))
        run = subprocess.run([program, "-r", lock, *OPTIONS], capture_output=True, text=True)
        try:
            answer = json.loads(run.stdout)
        except ValueError:
            last = (run.stderr.strip().splitlines() or ["it said nothing"])[-1]
            print(f"!!! {lock}: NOT audited, none of {len(wanted)} libraries was looked up: {last}")
            failed = True
            continue
        judged = judge(wanted, answer, accepted)
        met |= judged.accepted
        failed |= bool(judged.wrong)
        print(f"{lock}: {judged.looked_up} of {len(wanted)} libraries looked up, {len(judged.wrong)} open")
        for sentence in judged.wrong:
            print(f"!!! {lock}: {sentence}")
    for stale in () if failed else sorted(accepted.keys() - met):
        print(f"!!! {ACCEPTED.name}: {stale} is no longer met: take it out")
        failed = True
    print(
        "!!! The audit has failed."
        if failed
        else "Nothing is known against any library that is not accepted."
    )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
