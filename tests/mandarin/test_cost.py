"""What noise costs: the work of a finder grows with the length of the utterance, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from mandarin.answer import find_answer
from mandarin.counts import find_counts
from mandarin.duration import find_durations
from mandarin.identifiers import find_identifiers
from mandarin.money import find_money
from mandarin.phone import find_phones
from mandarin.plate import find_plates
from mandarin.times import find_times

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))
FINDERS: dict[str, Callable[[str], Any]] = {
    "plates": find_plates,
    "phones": find_phones,
    "identifiers": find_identifiers,
    "times": lambda text: find_times(text, NOW),
    "counts": find_counts,
    "durations": find_durations,
    "money": find_money,
    "answer": find_answer,
}
NOISE = ["1234567890", "一", "ABCDEFGHJK", "的", "嗯那个", "两个八", "不是八是七", "三点", "河北的冀"]


def seconds(find: Callable[[str], Any], text: str) -> float:
    """Return the least CPU time of five runs, so that a busy machine does not count."""
    spent = []
    for _ in range(5):
        begin = time.process_time()
        find(text)
        spent.append(time.process_time() - begin)
    return min(spent)


@pytest.mark.parametrize("name", FINDERS)
@pytest.mark.parametrize("noise", NOISE)
def test_four_times_the_noise_costs_no_sixteen_times_the_work(name: str, noise: str) -> None:
    short, long = ((noise * size)[:size] for size in (250, 1000))
    assert seconds(FINDERS[name], long) < 12 * max(seconds(FINDERS[name], short), 0.002)
