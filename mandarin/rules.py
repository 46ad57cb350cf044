"""Rules kept as data, read and compiled once.

A file of ``words/`` has rules by kind: each its ``words`` (a regular expression), sentences it is ``for``, and sentences it must leave
alone (``not``).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "words"
"""The folder of the files."""


@cache
def written(file: Path) -> Any:
    """Return what a file says, as it stands there."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def pattern_of(rules: Any) -> re.Pattern[str]:
    """Compile a rule, or several of one kind as alternatives."""
    return re.compile(
        "|".join(f"(?:{rule['words']})" for rule in (rules if isinstance(rules, list) else [rules]))
    )


@cache
def patterns(file: Path) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a file by kind, in its order."""
    return {kind: pattern_of(rules) for kind, rules in written(file).items()}
