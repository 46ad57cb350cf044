"""The other parties of a story: pointed at twice, pushed onto another, or gone."""

from __future__ import annotations

import re
from typing import Any

from claims.interview import MOTOR, NON_MOTOR


def parties_of(vehicles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spread "两辆车" over two parties."""
    return [
        {"kind": vehicle["kind"], "said": vehicle.get("said", "")}
        for vehicle in vehicles
        if vehicle.get("kind") != "动物"
        for _ in range(min(int(vehicle.get("count") or 1), 5))
    ]


def distinct(vehicles: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Leave out vehicles that only point at one told before: "一辆奥迪，对方车牌…" is one car.

    Where the caller speaks of "另一辆", all stand.
    """
    vehicles = [v for v in vehicles if not _HELPERS.fullmatch(str(v.get("said") or ""))]
    named = [v for v in vehicles if not _POINTING.fullmatch(str(v.get("said") or ""))]
    bikes = [v for v in named if v.get("kind") == NON_MOTOR and not str(v.get("said")).startswith("骑")]
    named = bikes + [v for v in named if v.get("kind") != NON_MOTOR] if bikes else named
    motor = [v for v in named if v.get("kind") == MOTOR]
    if _ANOTHER.search(text):
        return vehicles
    once = {(v.get("kind"), v.get("said")): v for v in reversed(named if motor or bikes else vehicles)}
    return list(reversed(once.values()))


_HELPERS = re.compile(r"拖车|救护车|消防车|警车|救援车|吊车|清障车")
_ANOTHER = re.compile(r"(又|另|另外|还有|第二|第三)一?[辆台]")
_POINTING = re.compile(r"(对方|那辆?|这辆?|他们?|她|人家)的?(车子?|汽车)")


def pushed(parties: list[dict[str, Any]], events: list[str], text: str) -> list[dict[str, Any]]:
    """Count two other cars where one car was pushed onto the next."""
    motor = sum(party["kind"] == MOTOR for party in parties)
    both = {"rear_ended", "rear_end"} <= set(events) or ("rear_end" in events and bool(_ONTO.search(text)))
    return [*parties, *({"kind": MOTOR, "said": ""} for _ in range(2 - motor))] if both else parties


_ONTO = re.compile(r"(又|把(它|他|她|前车|那车))[^，。,]{0,4}(顶|撞|推|怼)[^，。,]{0,3}(到|上)")


def with_fate(vehicles: list[dict[str, Any]], flags: list[str]) -> list[dict[str, Any]]:
    """Mark the other parties as gone, when the caller tells so."""
    return [{**party, "fled": True} for party in vehicles] if "fled_other" in flags else vehicles
