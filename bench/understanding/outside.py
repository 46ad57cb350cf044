"""JioNLP's own time, money and location cases, asked of it and of this project.

They are in the folder ``test`` of its repository (github.com/dongrixinyu/JioNLP, Apache 2.0), not in its wheel, and are
read from there (``--outside DIR``), never run or copied. Only what both can answer counts: of times points and spans
without "inf", of money the sums in yuan, of locations the levels that the text itself names, because nothing is
invented here.
"""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from claims.clock import BEIJING
from mandarin.money import find_money
from mandarin.place import find_places
from mandarin.times import find_times

SOME_MOMENT = 1623604000
NEAR = timedelta(minutes=1)
HOUR = timedelta(hours=1, seconds=1)
LEVELS = {"province": "province", "city": "city", "county": "district"}

Verdicts = Iterator[tuple[bool, bool]]
"""For each case, whether this project and whether JioNLP got it right."""


def cases_in(file: Path) -> list[Any]:
    """Read the list of cases, the largest list of lists in a test file, without running anything.

    Raises:
        ValueError: A case is no literal.
    """
    module = ast.parse(file.read_text(encoding="utf-8"))
    numbers = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    class Named(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return numbers.get(node.id, node)

        def visit_Call(self, node: ast.Call) -> ast.AST:
            # datetime(2021, 7, 1) as year, month, day; time() as one moment, the same on every day.
            return ast.List(node.args, ast.Load()) if node.args else ast.Constant(SOME_MOMENT)

    lists = [node for node in ast.walk(module) if isinstance(node, ast.List)]
    largest = max(lists, key=lambda node: len(node.elts))
    return [ast.literal_eval(Named().visit(case)) for case in largest.elts]


def times(directory: Path) -> Verdicts:
    """Compare points and spans of time, to the minute; what ends in the time to come may end now."""
    import jionlp

    for text, base, wanted in cases_in(directory / "test_time_parser.py"):
        if wanted["type"] not in ("time_point", "time_span") or any("inf" in t for t in wanted["time"]):
            continue
        now = _moment(base)
        start, end = (
            datetime.strptime(t, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING) for t in wanted["time"]
        )
        ours = any(_same(span.value, start, end, now) for span in find_times(text, now, past=False))
        yield ours, _asked(jionlp.parse_time, text, time_base=base).get("time") == wanted["time"]


def _moment(base: Any) -> datetime:
    if isinstance(base, int | float):
        return datetime.fromtimestamp(base, BEIJING)
    if isinstance(base, dict):
        base = [base.get(name, least) for name, least in _LEAST.items()]
    parts = [*base, *list(_LEAST.values())[len(base) :]][:5]
    return datetime(*parts).replace(tzinfo=BEIJING)


_LEAST = {"year": 2021, "month": 1, "day": 1, "hour": 0, "minute": 0}


def _same(value: dict[str, Any], start: datetime, end: datetime, now: datetime) -> bool:
    if abs(datetime.fromisoformat(value["start"]) - start) > NEAR:
        return False
    if end - start < HOUR:
        return True
    ends = datetime.fromisoformat(value["end"]) if value["end"] else None
    return ends is not None and (abs(ends - end) <= NEAR or (end > now and abs(ends - now) <= NEAR))


def money(directory: Path) -> Verdicts:
    """Compare exact sums in yuan, to the fen."""
    import jionlp

    for text, wanted in cases_in(directory / "test_money_parser.py"):
        if wanted["case"] != "元" or not isinstance(wanted["num"], str):
            continue
        sums = [span.value for span in find_money(text)]
        ours = any(abs(found - float(wanted["num"])) < 0.01 for found in sums)
        yield ours, _asked(jionlp.parse_money, text).get("num") == wanted["num"]


def places(directory: Path) -> Verdicts:
    """Compare the levels of a location that its text names."""
    import jionlp

    for text, _, _, wanted in cases_in(directory / "test_location_parser.py"):
        named = {
            level: wanted[level] for level in LEVELS if wanted.get(level) and _stem(wanted[level]) in text
        }
        if not named:
            continue
        found = [span.value for span in find_places(text)]
        ours = any(
            all(_stem(str(value.get(LEVELS[level]))) == _stem(name) for level, name in named.items())
            for value in found
        )
        theirs = _asked(jionlp.parse_location, text)
        yield ours, all(theirs.get(level) == name for level, name in named.items())


def _stem(division: str) -> str:
    return division.rstrip("省市区县") if len(division) > 2 else division


def _asked(parse: Callable[..., Any], text: str, **settings: Any) -> dict[str, Any]:
    """Return JioNLP's answer; what it raises on, it has not found."""
    try:
        return dict(parse(text, **settings) or {})
    except Exception:
        return {}


def measure(directory: Path) -> None:
    """Print how many of JioNLP's own cases each of the two gets right."""
    os.environ["TZ"] = "Asia/Shanghai"  # JioNLP reads a timestamp on the machine's clock
    time.tzset()
    print("\n" + "".join(word.rjust(8) for word in ("cases", "here", "jionlp")).rjust(48))
    for name, compare in (("time", times), ("money", money), ("place", places)):
        verdicts = list(compare(directory))
        ours, theirs = (sum(column) for column in zip(*verdicts, strict=True))
        print(f"{name:<24}{len(verdicts):>8}{ours:>8}{theirs:>8}")
