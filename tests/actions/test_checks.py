from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from actions import checks
from actions.state import CallInfo
from claims.clock import BEIJING
from claims.policy import Policy

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
CALL = CallInfo("c-1", "voice", NOW, NOW, "13900001101")
COMMERCIAL = Policy(
    "P1", "冀A6P72Q", "LSVNV4180J2013725", "", "大众朗逸", "刘建民", "13900001101", "2020", ("车损险", "三者险"),
    date(2025, 8, 20), date(2026, 8, 19),
)  # fmt: skip
COMPULSORY = replace(
    COMMERCIAL, policy_no="P2", plate="", covers=("交强险",), start=date(2025, 10, 10), end=date(2026, 10, 9)
)


class Sold:
    """A policy system that finds by exactly one key, as the contract has it."""

    def __init__(self, *policies: Policy) -> None:
        self.policies = policies
        self.asked: list[str] = []

    def find(self, **key: str) -> list[Policy]:
        [(name, value)] = key.items()
        self.asked.append(name)
        return [policy for policy in self.policies if getattr(policy, name) == value]


@pytest.mark.parametrize(
    "key", [{"policy_no": "P1"}, {"policy_no": "P2"}, {"plate": "冀A6P72Q"}, {"vin": COMMERCIAL.vin}]
)
async def test_the_other_policy_of_the_car_is_found_whatever_the_caller_reads_out(
    key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(COMMERCIAL, COMPULSORY))
    facts = {
        **key,
        "case_type": "collision_single",
        "injured": False,
        "accident_time": {"start": NOW.isoformat()},
    }
    found = await checks.check(facts, CALL)
    assert set(found["policy"]["covers"]) == {"交强险", "车损险", "三者险"}
    assert found["coverage"]["verdict"] == "covered"
    assert "elsewhere" not in found


async def test_a_policy_with_both_kinds_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sold = Sold(replace(COMMERCIAL, covers=("交强险", "车损险")))
    monkeypatch.setattr(checks, "policy_system", lambda: sold)
    await checks.check({"plate": "冀A6P72Q"}, CALL)
    assert sold.asked == ["plate"]


async def test_on_another_day_it_is_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compulsory policy of today did not exist yet on the day of the accident."""
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(COMMERCIAL, COMPULSORY))
    known = await checks.check({"vin": COMMERCIAL.vin}, CALL)
    assert "交强险" in known["policy"]["covers"]
    earlier = {**known, "accident_time": {"start": "2025-09-01T09:00:00+08:00"}}
    assert (await checks.check(earlier, CALL))["policy"]["covers"] == ["车损险", "三者险"]
