"""Who the injured are (004/B-10): the script's own words, and what callers say instead."""

from __future__ import annotations

import pytest

from tests.claims.test_answers import answered


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("非机动车人员", ["非机动车人员"]),
        ("是非机动车上的人", ["非机动车人员"]),
        ("第三者车上人员", ["第三者车上人员"]),
        ("第三者的车上人员", ["第三者车上人员"]),
        ("车上人员", ["车上人员"]),
        ("行人", ["行人"]),
        ("对方车上的司机", ["第三者车上人员"]),
        ("对方那个骑电动车的", ["非机动车人员"]),
        ("我车上的乘客和一个过马路的", ["车上人员", "行人"]),
        ("副驾上我家人还有对方司机", ["车上人员", "第三者车上人员"]),
        ("第三者车上人员和本车的乘客", ["第三者车上人员", "车上人员"]),
    ],
)
def test_the_injured_are_told_apart(said, kinds):
    assert answered("injured_kind", said, injured=True)["injured_kind"] == kinds
