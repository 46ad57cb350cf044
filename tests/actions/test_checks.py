from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from actions import checks
from actions.recap import recap
from actions.state import CallInfo
from channels.web.showing import recap_rows
from claims.clock import BEIJING
from claims.interview import CLAIM, plan
from claims.policy import Policy
from claims.report import record_of

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


NAMED = {
    "plate": "unknown",
    "vin": "unknown",
    "engine_no": "unknown",
    "policy_no": "unknown",
    "insured": "刘建民",
}
STRANGER = replace(CALL, channel="web", caller_phone="")


async def test_a_name_alone_finds_the_policy_for_the_clerk_and_tells_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(replace(COMMERCIAL, insured_name="刘建民")))
    monkeypatch.setattr(Sold, "find", lambda self, **key: list(self.policies) if "insured" in key else [])
    found = await checks.check({**NAMED, "case_type": "theft", "reporter_name": "刘建民"}, STRANGER)
    assert (found["lookup"], found["named_only"]) == ("found", True)
    assert "verified" not in found and found["plate"] == "unknown"
    assert not {"verdict", "elsewhere", "verdict_cover"} & set(found)
    assert plan(CLAIM, found, ())[1].name == "vehicle"  # type: ignore[union-attr]
    assert "冀A6P72Q" not in recap(found, NOW) and "冀A6P72Q" not in str(recap_rows(found, NOW))
    record = record_of(found, "web-1", "web")
    assert (record["plate"], record["policy_no"]) == ("冀A6P72Q", "P1")
    assert (await checks.check(found, STRANGER)) == found


async def test_of_an_owner_with_two_cars_none_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    second = replace(COMMERCIAL, policy_no="P3", plate="冀A6P72R", vin="LSVNV4180J2013726")
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(COMMERCIAL, second))
    monkeypatch.setattr(Sold, "find", lambda self, **key: list(self.policies) if "insured" in key else [])
    found = await checks.check(dict(NAMED), STRANGER)
    assert found["lookup"] == "several" and "policy" not in found
    assert plan(CLAIM, found, ())[1].name == "vehicle"  # type: ignore[union-attr]


async def test_the_number_on_the_policy_and_its_name_are_two_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(COMMERCIAL))
    monkeypatch.setattr(Sold, "find", lambda self, **key: list(self.policies) if "insured" in key else [])
    found = await checks.check(dict(NAMED), CALL)
    assert found["verified"] is True and found["plate"] == "冀A6P72Q" and "named_only" not in found


async def test_who_puts_the_time_right_is_no_longer_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(COMMERCIAL))
    told = {
        "plate": "冀A6P72Q",
        "accident_time": {"start": "2026-03-07T17:00:00+08:00"},
        "flags": ["highway"],
    }
    late = await checks.check(told, CALL)
    assert late["flags"] == ["highway", "late"]
    right = {
        **late, "late_reason": "一直在外地", "accident_time": {"start": "2026-03-08T17:00:00+08:00"},
    }  # fmt: skip
    after = await checks.check(right, CALL)
    assert after["flags"] == ["highway"] and "late_reason" not in after
    assert after["hours_since"] == pytest.approx(39.1)
    assert (await checks.check({**after, "accident_time": told["accident_time"]}, CALL))["flags"] == late[
        "flags"
    ]


async def test_a_policy_that_had_expired_is_looked_up_for_the_day_put_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sold = Sold(replace(COMMERCIAL, end=date(2026, 3, 1)))
    monkeypatch.setattr(checks, "policy_system", lambda: sold)
    told = {"plate": "冀A6P72Q", "accident_time": {"start": "2026-03-09T17:00:00+08:00"}}
    expired = await checks.check(told, CALL)
    assert expired["lookup"] == "expired"
    assert (await checks.check(expired, CALL))["lookup"] == "expired" and sold.asked == ["plate"]
    right = {**expired, "accident_time": {"start": "2026-02-27T17:00:00+08:00"}}
    assert (await checks.check(right, CALL))["lookup"] == "found"


async def test_without_its_time_no_report_is_another_of_an_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "policy_system", lambda: Sold(COMMERCIAL))
    facts = {"plate": "冀A6P72Q", "duplicate_of": "2688986217810", "case_type": "collision_single"}
    assert "duplicate_of" not in await checks.check(facts, CALL)
