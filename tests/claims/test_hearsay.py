"""What the caller did not see is kept with its doubt: whether somebody was taken to hospital, to which, and what was done there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from actions.recap import recap
from claims.answers import read_answer
from claims.interview import UNKNOWN
from claims.volunteered import volunteered

NOW = datetime.fromisoformat("2026-03-10T18:05:00+08:00")
HURT: dict[str, Any] = {
    "injured": True, "injured_count": 1, "injury_severity": "腿骨折", "injured_kind": ["行人"], "case_type": "pedestrian",
}  # fmt: skip
THERE: dict[str, Any] = {**HURT, "sent_hospital": True, "hospital": "市二院"}


def told(asked: str, said: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what an answer gives, with what it tells besides."""
    heard = hear(said, "inform", 0.5, NOW, asked)
    answer = read_answer(asked, heard, facts)
    given = dict(answer.facts) if answer else {}
    return given | volunteered(heard, {**facts, **given}, asked)


@pytest.mark.parametrize(
    ("said", "sent", "hospital"),
    [
        ("听他家里说好像去县医院了", UNKNOWN, "好像是县医院"),
        ("估计送二院去了", UNKNOWN, "估计是二院"),
        ("应该送医院了吧", UNKNOWN, None),
        ("多半没去医院", UNKNOWN, None),
        ("哪个晓得去没去医院", UNKNOWN, None),
        ("120拉走了 好像是中医院", True, "好像是中医院"),
        ("送省人民医院了", True, "省人民医院"),
        ("没去医院", False, None),
    ],
)
def test_a_hospital_somebody_may_have_gone_to_is_no_certain_one(said: str, sent: Any, hospital: Any) -> None:
    facts = told("sent_hospital", said, HURT)
    assert (facts.get("sent_hospital"), facts.get("hospital")) == (sent, hospital)


@pytest.mark.parametrize(
    ("said", "treated"),
    [
        ("啷个晓得抢救没抢救哦", UNKNOWN),
        ("抢救了没有我也不清楚", UNKNOWN),
        ("大概没抢救吧", UNKNOWN),
        ("我又不在医院 上哪知道去", UNKNOWN),
        ("没抢救 别的我不清楚", False),
        ("正抢救着呢", True),
    ],
)
def test_who_cannot_know_whether_somebody_was_saved_says_neither_yes_nor_no(said: str, treated: Any) -> None:
    facts = told("treated", said, THERE)
    assert facts["treated"] == treated
    assert "sent_hospital" not in facts or facts["sent_hospital"] is True


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("不是没送 急救车正往这边赶", "还没送到医院"),
        ("等会儿他儿子带他去县医院", "准备送县医院"),
        ("他不肯去医院", "没送医院"),
        ("好像去县医院了", "医院好像是县医院"),
        ("送县医院了", "在县医院"),
    ],
)
def test_what_became_of_the_injured_is_read_back_as_certain_as_it_is(said: str, read: str) -> None:
    facts = {**HURT, **told("sent_hospital", said, HURT)}
    assert read in recap(facts, NOW) and ("没送医院" in recap(facts, NOW)) == (read == "没送医院")


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("就是胳膊蹭破了 胳膊蹭破了流血 反正就是胳膊蹭破了", "胳膊蹭破了流血"),
        ("膝盖肿了 膝盖肿了", "膝盖肿了"),
        ("左手腕疼 右手腕也疼", "左手腕疼 右手腕也疼"),
        ("腿断了 怕是脑震荡", "腿断了 怕是脑震荡"),
    ],
)
def test_how_badly_is_kept_once(said: str, severity: str) -> None:
    told_once = {name: value for name, value in HURT.items() if name != "injury_severity"}
    assert told("injury_severity", said, told_once)["injury_severity"] == severity


def test_a_forehead_is_no_hesitation() -> None:
    before = {name: value for name, value in HURT.items() if name != "injury_severity"}
    assert told("injury_severity", "额角磕破了 流血", before)["injury_severity"] == "额角磕破了 流血"
    assert told("injury_severity", "额 胳膊断了", before)["injury_severity"] == "胳膊断了"
