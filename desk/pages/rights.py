"""Who may do what at the desk, passwords, and the times after which one signs in again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from claims.complaints import TIP_OFF

CONFIDENTIAL = frozenset({TIP_OFF})
"""Kinds of complaints that only whoever leads sees: clerks are the posts that a tip-off accuses."""

RIGHTS: Mapping[str, frozenset[str]] = {
    "clerk": frozenset({"read", "work"}),
    "supervisor": frozenset({"read", "work", "lead", "figures", "export"}),
    "auditor": frozenset({"read", "figures", "export", "audit"}),
    "administrator": frozenset({"read", "work", "lead", "figures", "export", "audit", "people"}),
}
"""Role -> rights. ``work``: facts, and tasks as ``ON_TASKS`` has it; ``lead``: withdraw reports; ``people``: accounts."""

MINE, THEIRS, NOBODYS = "mine", "theirs", "nobody's"
ANYBODYS = frozenset({MINE, THEIRS, NOBODYS})

ON_TASKS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "work": {
        "take": ANYBODYS,
        "finish": frozenset({MINE, NOBODYS}),
        "reassign": frozenset({MINE}),
        "send_back": frozenset({MINE}),
        "note": ANYBODYS,
    },
    "lead": {
        "assign": ANYBODYS,
        "finish": ANYBODYS,
        "reassign": ANYBODYS,
        "send_back": ANYBODYS,
        "delete": ANYBODYS,
    },
}
"""Right -> action on a task -> whose task it may be. What a task is in no state for, the store refuses."""

ROLES: Mapping[str, str] = {
    "clerk": "坐席",
    "supervisor": "班长",
    "auditor": "稽核",
    "administrator": "管理员",
}

IDLE, LONGEST = timedelta(minutes=60), timedelta(hours=12)
"""A session ends after so long unused, and after a shift."""

MOST_WRONG, LOCKED_FOR = 5, timedelta(minutes=15)
"""So many wrong passwords in a row lock an account for so long."""

OPENED_FOR = timedelta(minutes=30)
"""How long personal data of a report stay open to whoever gave a reason."""

SHORTEST = 12
"""Characters of a password people choose."""

LOCAL = "local"
"""The account of a local run; its password is made anew at each start, and it is refused in any other run."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's second choice: 19 MiB
_NOBODYS = _hasher.hash(secrets.token_hex())


@dataclass(frozen=True)
class Person:
    """Who is signed in."""

    name: str
    role: str
    form_token: str

    def may(self, right: str) -> bool:
        """Tell whether the person has a right."""
        return right in RIGHTS[self.role]

    def may_on(self, task: Mapping[str, Any], action: str) -> bool:
        """Tell whether the person may do something with a task, by whose it is."""
        has = task.get("assignee")
        whose = NOBODYS if has is None else MINE if has == self.name else THEIRS
        return any(whose in actions.get(action, ()) for right, actions in ON_TASKS.items() if self.may(right))

    def may_see(self, task: Mapping[str, Any]) -> bool:
        """Tell whether a task is this person's to see."""
        return (
            self.may("lead") or self.may("audit") or task["detail"].get("complaint_kind") not in CONFIDENTIAL
        )


def hashed(password: str) -> str:
    """Return what is kept of a password (Argon2id)."""
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that was kept; takes as long when there is none."""
    try:
        return _hasher.verify(kept or _NOBODYS, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def new_password() -> str:
    """Make a password that can be read out: 60 bits in groups of four, without what looks alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def too_weak(password: str, name: str) -> str | None:
    """Return what is wrong with a password somebody chose, for them to read; None when it will do."""
    if len(password) < SHORTEST:
        return f"密码至少要有 {SHORTEST} 个字符。"
    if len(set(password)) < 5 or name in password:
        return "密码太容易猜到，请换一个。"
    return None


def digest(cookie: str) -> str:
    """Return what is kept of a session's cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()
