"""Calls that are not for this line, and where they are served; the words are data, ``not_ours.yml``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("not_ours.yml")


@cache
def data() -> Mapping[str, Any]:
    """Return the file, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def _fits(rule: Mapping[str, Any], text: str) -> bool:
    return bool(re.search(rule["words"], text)) and not (
        rule.get("unless") and re.search(rule["unless"], text)
    )


def sells(text: str) -> bool:
    """Tell whether somebody rings to sell something."""
    return any(_fits(rule, text) for rule in data()["sales"])


def elsewhere(text: str) -> tuple[bool, str | None]:
    """Tell whether the words are for somebody else, and where to ring, as far as that is known."""
    rule = next((one for one in data()["elsewhere"] if _fits(one, text)), None)
    return rule is not None, rule.get("ring") if rule else None


def insurer_to_ring(names: Iterable[str]) -> str | None:
    """Return the first of the insurers named (``mandarin.insurers``) whose number is known, with it: 平安95511."""
    lines = data()["insurers"]
    return next((f"{name}{lines[name]}" for name in names if name in lines), None)
