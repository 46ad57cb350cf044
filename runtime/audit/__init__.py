"""Checks the locks against known vulnerabilities: ``python -m runtime.audit``, behind ``make audit``.

pip-audit ends well when it has skipped every library, and with a traceback where there is no network. Here nothing passes that was
not looked up: every library of every lock has to be in the answer, and what is known of one has to be accepted with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LOCKS = (
    "requirements.lock",
    "phone/requirements.lock",
    "tests/phone/requirements.lock",
    "bench/reader/requirements.lock",
    "runtime/audit/requirements.lock",
)

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Judged:
    """What came of a lock.

    Attributes:
        looked_up: How many libraries the answer knows something or nothing of.
        wrong: Sentences on what keeps it from passing.
        accepted: Advisories that were met and are accepted.
    """

    looked_up: int
    wrong: Sequence[str]
    accepted: frozenset[str]


def pins(lock: str) -> dict[str, str]:
    """Return the libraries of a lock's text, by their canonical name, with their versions."""
    return {canonical(name): version for name, version in PIN.findall(lock)}


def canonical(name: str) -> str:
    """Return a library's name as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def judge(wanted: Mapping[str, str], answer: Mapping[str, Any], accepted: Mapping[str, str]) -> Judged:
    """Judge pip-audit's answer on a lock.

    Args:
        wanted: The lock's ``pins``.
        answer: pip-audit's JSON: ``{"dependencies": [{"name", "version", "vulns": [{"id", "aliases", …}]} | {"name", "skip_reason"}]}``.
        accepted: Advisories we live with, by id -> reason.
    """
    found = {canonical(it["name"]): it for it in answer.get("dependencies", ())}
    wrong, met = [], set()
    for name, version in wanted.items():
        it = found.get(name)
        if it is None or it.get("version", version) != version:
            wrong.append(f"{name} {version} was not looked up")
        elif "skip_reason" in it or "vulns" not in it:
            wrong.append(f"{name} {version} was skipped: {it.get('skip_reason', 'nothing is said of it')}")
        else:
            for known in it["vulns"]:
                ids = {known["id"], *known.get("aliases", ())}
                if reasons := ids & accepted.keys():
                    met |= reasons
                else:
                    better = ", ".join(known.get("fix_versions") or ()) or "none yet"
                    wrong.append(f"{name} {version} has {'/'.join(sorted(ids))}; mended in {better}")
    looked_up = sum("vulns" in found.get(name, {}) for name in wanted)
    return Judged(looked_up, wrong, frozenset(met))
