"""What there is without us: Rasa's stock Chinese pipeline, and the libraries as they come."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bench.understanding.learnt import DATA, IntentOf
from mandarin.span import Span

PIPELINE: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "zh",
    "pipeline": [
        {"name": "JiebaTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    ],
}
"""What ``rasa init`` writes, with the tokenizer its documentation names for Chinese."""

_NUMBER = re.compile(r"[零〇一二三四五六七八九十百千万亿两\d.]+")


def intent_classifier() -> tuple[IntentOf, float]:
    """Train the stock pipeline on data/nlu; return what names the intent of a text, and the seconds it took."""
    import asyncio

    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as directory:
        config = Path(directory) / "config.yml"
        config.write_text(yaml.safe_dump(PIPELINE), "utf-8")
        model = train_nlu(str(config), str(DATA), directory)
        seconds = time.perf_counter() - begin
        agent = Agent.load(str(model))

    def intent_of(text: str) -> str:
        return str(asyncio.run(agent.parse_message(text))["intent"]["name"])

    return intent_of, seconds


def _times(text: str, now: datetime) -> list[Span]:
    import jionlp

    base = {name: getattr(now, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    spans = []
    for found in jionlp.ner.extract_time(text, time_base=base, with_parsing=True) or []:
        parsed = found["detail"]["time"]
        if isinstance(parsed, list):
            start, end = (moment.replace(" ", "T")[:16] for moment in parsed)
            start_, end_ = found["offset"]
            spans.append(Span("time", start_, end_, {"start": start, "end": end}, found["text"]))
    return spans


def _places(text: str, now: datetime) -> list[Span]:
    import jionlp

    parsed = jionlp.parse_location(text)
    short = {"province": "省", "city": "市", "county": ""}
    value = {
        {"county": "district"}.get(level, level): parsed[level].removesuffix(suffix)
        for level, suffix in short.items()
        if parsed.get(level)
    }
    return [Span("place", 0, len(text), value, text)]


def _yuan(text: str) -> float:
    import jionlp

    return float(jionlp.parse_money(text)["num"])


def _money(text: str, now: datetime) -> list[Span]:
    import jionlp

    return [
        Span("money", found["offset"][0], found["offset"][1], _yuan(found["text"]), found["text"])
        for found in jionlp.ner.extract_money(text)
    ]


def _counts(text: str, now: datetime) -> list[Span]:
    import cn2an

    return [
        Span(
            "count",
            match.start(),
            match.end(),
            {"count": cn2an.cn2an(match.group(), "smart"), "of": None},
            match.group(),
        )
        for match in _NUMBER.finditer(text)
    ]


KINDS: dict[str, Callable[[str, datetime], list[Span]]] = {
    "time": _times,
    "place": _places,
    "money": _money,
    "count": _counts,
}


def read(text: str, now: datetime, asked: str | None = None) -> list[Span]:
    """Ask each library for its kind; what it raises on, it has not found."""
    spans = []
    for find in KINDS.values():
        try:
            spans += find(text, now)
        except Exception:
            continue
    return spans
