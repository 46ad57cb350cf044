"""Makes and models of cars, by the words of ``words/makes.yml``."""

from __future__ import annotations

from pathlib import Path

import yaml

from mandarin.lexicon import one_of

_WORDS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "words" / "makes.yml").read_text("utf-8"))

SURE = one_of(_WORDS["makes"])
"""A regular expression of the makes that are nothing else."""
MAKES = frozenset(f"{_WORDS['makes']} {_WORDS['also_words']}".split())
"""All makes, as callers say them."""
MODELS = frozenset(_WORDS["models"].split())
"""All models, as callers say them; those that are words as well are left out."""
NAMED = one_of(f"{_WORDS['makes']} {_WORDS['models']}")
"""A regular expression of the makes and models that are nothing else."""
_PEOPLE_AT_LARGE = "大众"
CARS = one_of(
    f"{_WORDS['makes']} {_WORDS['models']} {_WORDS['models_also_words']}".replace(_PEOPLE_AT_LARGE, "")
)
"""A regular expression of what cars are called, wherever it stands."""
OF_TOWNS = one_of(_WORDS["of_towns"])
"""A regular expression of the makes that are called after their town."""
