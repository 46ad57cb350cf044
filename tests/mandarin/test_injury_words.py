"""Words of dying that tell of no death, and what is not said of a hospital."""

from __future__ import annotations

import pytest

from mandarin.injury import find_injuries


def told(text: str, asked: str | None = None) -> dict[str, object]:
    found = find_injuries(text, asked)
    return found[0].value if found else {}


@pytest.mark.parametrize(
    "text", ["这儿冻死人了", "吓死人了", "热死人了 你们快点", "又不是快死了", "车多得挤死人了"]
)
def test_nobody_dies_of_cold_or_fright(text: str) -> None:
    assert not told(text).get("deaths")


@pytest.mark.parametrize("text", ["撞死人了", "出大事了 死人了", "当场就死了"])
def test_a_death_is_heard(text: str) -> None:
    assert told(text)["deaths"] == 1


def test_not_so_bad_as_to_be_rescued_says_nothing_of_the_hospital() -> None:
    assert "sent_hospital" not in told("没到抢救那份上 就是骨折", "treated")


def test_nobody_died_is_not_nobody_was_hurt() -> None:
    assert told("人没死 就是腿骨折") == {"any": True, "deaths": 0, "severity": "腿骨折"}
