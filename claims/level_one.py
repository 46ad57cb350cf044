"""Level-one data (003, 一级: 身份证号、银行账户): found in whatever is kept, and sealed before it is.

A card number is replaced by a Fernet token (AES-128-CBC, HMAC-SHA256) between ``⟦`` and ``⟧``; the text around it stays as it is, so
that it can be searched and read without the key.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from mandarin.digits import AS_FIGURES, DIGITS

PUBLIC = frozenset({"policy_no", "vin", "engine_no", "report_number", "duplicate_of", "call_id"})
"""Facts that are numbers of their own, whatever they look like."""

SHORTEST = 15
"""Figures of the shortest number that is looked for."""

_FIGURE = "".join(DIGITS)
_RUN = re.compile(
    rf"(?<![0-9A-Za-z])[{_FIGURE}](?:[\s\-]?[{_FIGURE}]){{{SHORTEST - 1},21}}(?:[\s\-]?[xX])?(?![0-9A-Za-z{_FIGURE}])"
)
_OF_A_BANK = re.compile(r"(?:卡号|账号|帐号|账户|帐户|银行卡)\D{0,4}$")
_SEAL = re.compile(r"⟦(gAAAA[0-9A-Za-z_=-]+)⟧")


def find(text: str) -> list[tuple[int, int]]:
    """Return where the numbers of identity cards and bank cards stand, written or spoken, also those misheard by a figure."""
    return [run.span() for run in _RUN.finditer(text) if _is_card(text, run)]


def _is_card(text: str, run: re.Match[str]) -> bool:
    figures = re.sub(r"[\s\-]", "", run[0]).translate(AS_FIGURES).upper()
    if len(figures) == 18 and _is_date(figures[6:14]):
        return True
    if not figures.isdigit():
        return False
    said = _OF_A_BANK.search(text[: run.start()]) is not None
    return said or (16 <= len(figures) <= 19 and _luhn(figures))


def _is_date(figures: str) -> bool:
    try:
        return 1900 <= date(int(figures[:4]), int(figures[4:6]), int(figures[6:])).year < 2100
    except ValueError:
        return False


def _luhn(figures: str) -> bool:
    """Tell whether the check digit of a payment card is right (ISO/IEC 7812-1)."""
    doubled = (sum(divmod(2 * int(it), 10)) for it in figures[-2::-2])
    return (sum(doubled) + sum(map(int, figures[-1::-2]))) % 10 == 0


class Sealer:
    """Seals and opens text and JSON values. Thread-safe."""

    def __init__(self, keys: str) -> None:
        """Use ``keys``: texts apart by commas, of which the first seals and all open; none: what would be sealed is not kept."""
        named = [it.strip() for it in keys.split(",") if it.strip()]
        self._fernet = MultiFernet([Fernet(_key(it)) for it in named]) if named else None

    @property
    def has_key(self) -> bool:
        """Tell whether there is a key."""
        return self._fernet is not None

    def seal(self, value: Any) -> Any:
        """Return a value with its level-one data sealed; anything but text, lists and objects as it is."""
        return _each(value, self._seal)

    def open(self, value: Any) -> Any:
        """Return a value as it was before ``seal``; what another key has sealed stays hidden."""
        return _each(value, self._open)

    def _seal(self, text: str) -> str:
        return "".join(self._sealed(text)) if len(text) >= SHORTEST else text

    def _sealed(self, text: str) -> Iterator[str]:
        at = 0
        for start, end in find(text):
            yield text[at:start]
            yield (
                f"⟦{self._fernet.encrypt(text[start:end].encode()).decode()}⟧"
                if self._fernet
                else "＊" * (end - start)
            )
            at = end
        yield text[at:]

    def _open(self, text: str) -> str:
        return _SEAL.sub(self._opened, text) if self._fernet and "⟦" in text else text

    def _opened(self, seal: re.Match[str]) -> str:
        assert self._fernet is not None
        try:
            return self._fernet.decrypt(seal[1].encode()).decode()
        except (InvalidToken, UnicodeDecodeError):
            return seal[0]


def _each(value: Any, of: Any) -> Any:
    if isinstance(value, str):
        return of(value)
    if isinstance(value, dict):
        return {name: it if name in PUBLIC else _each(it, of) for name, it in value.items()}
    return [_each(it, of) for it in value] if isinstance(value, list) else value


def _key(text: str) -> bytes:
    """Return a Fernet key of any text; a long random one is as strong as it is."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"level one:" + text.encode()).digest())
