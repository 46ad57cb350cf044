"""The parts of the body: ``data/body.yml`` as one regular expression, for whoever has to tell a head from a headlamp."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from mandarin.lexicon import one_of

_WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "body.yml").read_text("utf-8"))

BODY = rf"(?:{one_of(_WORDS['words'])}|{'|'.join(_WORDS['shared'])})"
"""Any part of the body, the longest word first."""

HUMAN = rf"(?:{one_of(_WORDS['words'])}|腿|膝|(?<!三)脚(?!垫|踏|蹬|手架|刹))"
"""Those that no car has."""

WORDS = frozenset(_WORDS["words"].split())
"""Those that are of no car."""
