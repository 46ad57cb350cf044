"""The cover rules as a claims manager reads them: ``python -m claims.cover_table``.

One line for each kind of accident, wording and combination of covers that makes a difference: the verdict, what the caller
hears, and the clause it rests on. Nobody is hurt unless the line says so. Covers a line does not name change nothing in it;
a rider of 车损险 is held only with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, get_args

from claims.coverage import Verdict, assess, spoken_covers
from claims.coverage.losses import OWN_LOSS, losses
from claims.coverage.names import COMPULSORY, NO_FLOODED_ENGINE, OWN_CAR, RIDERS
from claims.coverage.rules import RULE
from claims.policy import Policy, Wording

DAY, START, END = date(2026, 3, 10), date(2025, 8, 1), date(2026, 7, 31)

_TYPE = {
    "collision_single": "单方碰撞",
    "collision_multi": "与机动车相撞",
    "collision_nonmotor": "与非机动车相撞",
    "pedestrian": "撞伤行人",
    "parked_hit_unknown": "停放被撞，找不到对方",
    "parked_damage": "停放被撞，对方在",
    "scratch": "划痕",
    "flood": "涉水",
    "theft": "整车被盗",
    "fire": "起火",
    "glass": "玻璃单独破碎",
    "falling_object": "坠物",
}
_HURT = {"pedestrian": {"injured": True, "injured_kind": ["行人"]}}


def _told(case: str, **facts: Any) -> dict[str, Any]:
    return {"case_type": case, "injured": False, **_HURT.get(case, {}), **facts}


CASES: Mapping[str, Mapping[str, Any]] = {
    **{name: _told(case) for case, name in _TYPE.items()},
    "单方碰撞，撞坏护栏": _told("collision_single", property_damage=["护栏"]),
    "单方碰撞，撞坏自家车库门": _told("collision_single", property_damage=["门"], flags=["own_property"]),
    "单方碰撞，车上人员受伤": _told("collision_single", injured=True, injured_kind=["车上人员"]),
    "说只坏轮胎": _told("collision_single", events=["tyre_only"], own_damage=["轮胎"]),
    "停放，说只坏轮毂": _told("parked_hit_unknown", own_damage=["轮毂"]),
    "停放被撞，说只坏风挡": _told("parked_hit_unknown", own_damage=["前挡风玻璃"]),
    "冰雹，说只坏风挡": _told("falling_object", events=["hail_storm"], own_damage=["前挡风玻璃"]),
    "停放，冰雹砸坑": _told("parked_damage", events=["hail_storm"], own_damage=["车顶"]),
    "被不明车辆划伤": _told("scratch", events=["scratch", "hit_unknown"]),
    "涉水，说只坏发动机": _told("flood", own_damage=["发动机"]),
    "说是自燃": _told("fire", events=["fire", "self_ignition"]),
    "被旁边的火引燃": _told("fire", events=["fire", "fire_from_outside"]),
    "零部件被盗": _told("theft", events=["parts_theft"]),
    "砸窗盗物": _told("parked_damage", events=["parts_theft", "glass"]),
    "相识的人开走不还": _told("theft", flags=["withheld"]),
}
"""Kind of accident → the facts: every case type, then what callers tell beside it."""

_VERDICTS = {"covered": "有保障", "not_covered": "未承保", "excluded": "除外", "undetermined": "待核定"}


@dataclass(frozen=True)
class Row:
    """A line of the table; ``covers`` maps each cover that matters to whether it is held."""

    case: str
    wording: Wording
    covers: Mapping[str, bool]
    verdict: Verdict

    def __str__(self) -> str:
        held = " ".join(f"{'有' if there else '无'}{cover}" for cover, there in self.covers.items())
        cover = self.verdict.cover or ""
        verdict = f"{_VERDICTS[self.verdict.verdict]} {cover}".strip()
        return " | ".join(
            (self.case, self.wording, held or "不论", verdict, heard(self.verdict), str(self.verdict.clause))
        )


def heard(verdict: Verdict) -> str:
    """Return what the caller hears of a verdict."""
    told = {
        "not_covered": f"A-05 没有承保{spoken_covers(verdict.lacking)}险",
        "excluded": "A-06",
        "people_decide": "书面核定",
    }.get(verdict.said or "", "")
    also = f"{verdict.elsewhere}在别家的请同时报案" if verdict.elsewhere else ""
    return "；".join(filter(None, (told, also))) or "—"


def rows() -> Iterator[Row]:
    """Yield the table, case by case, 2014 before 2020."""
    for (case, facts), wording in product(CASES.items(), get_args(Wording)):
        yield from _split(case, facts, wording, _matter(facts, wording), {})


def judge(facts: Mapping[str, Any], wording: Wording, covers: Mapping[str, bool]) -> Verdict:
    """Assess a case under a policy that holds these covers and no others."""
    held = tuple(cover for cover, there in covers.items() if there)
    policy = Policy("P", "冀A6P72Q", "V", "", "", "某", "", wording, held, START, END)
    return assess(policy, facts, DAY, "found")


def _matter(facts: Mapping[str, Any], wording: Wording) -> list[str]:
    """Return the covers that can make a difference to a case, the main ones first."""
    kinds = [kind for loss in losses(facts) for kind in loss.possible]
    covers = [cover for kind in kinds for cover in RULE[kind, wording].covers]
    riders = [NO_FLOODED_ENGINE] if "flooded_engine" in kinds and wording == "2020" else []
    return list(dict.fromkeys([OWN_CAR, *covers, *riders, COMPULSORY]))


def _split(
    case: str, facts: Mapping[str, Any], wording: Wording, open_: list[str], given: Mapping[str, bool]
) -> Iterator[Row]:
    """Yield one row when the covers still open change nothing, else those with and those without the next that does."""

    def shown(way: Mapping[str, bool]) -> tuple[str | None, ...]:
        verdict = judge(facts, wording, {**given, **way})
        return verdict.verdict, verdict.cover, verdict.clause, heard(verdict)

    for cover in open_:
        rest = [other for other in open_ if other != cover]
        ways = [way for way in _ways(rest) if _sold({**given, **way, cover: True})]
        if any(shown({**way, cover: True}) != shown({**way, cover: False}) for way in ways):
            for there in (True, False):
                yield from _split(case, facts, wording, rest, {**given, cover: there})
            return
    yield Row(case, wording, given, judge(facts, wording, {**given, **dict.fromkeys(open_, False)}))


def _ways(covers: list[str]) -> Iterator[dict[str, bool]]:
    return (dict(zip(covers, held, strict=True)) for held in product((True, False), repeat=len(covers)))


def _sold(covers: Mapping[str, bool]) -> bool:
    """Tell whether these covers are sold together."""
    return covers.get(OWN_CAR, True) or not any(covers.get(rider) for rider in RIDERS)


def main() -> None:
    """Print the table."""
    print("案情 | 条款 | 险种 | 结论 | 客户听到 | 依据")
    for row in rows():
        print(row)


if __name__ == "__main__":
    main()


assert set(_TYPE) == set(OWN_LOSS)
