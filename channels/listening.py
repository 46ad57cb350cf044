"""How the gateway should listen after each question: keys expected, patience, words to expect. Tables only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

YES_NO = frozenset(
    [
        "policy_confirm",
        "third_party",
        "injured",
        "sent_hospital",
        "treated",
        "fee_paid",
        "other_insurer",
        "at_scene",
        "police",
        "rescue",
        "flood_restarted",
        "theft_police",
        "theft_parking",
        "theft_documents",
        "fire_brigade",
        "fire_put_out",
        "recap",
        "guidance",
        "manual_record",
        "right_person",
        "survey_called",
        "survey_came",
        "survey_polite",
        "visit_consent",
        "outcome_explained",
        "transfer",
        "withdraw",
    ]
)

KEYS = dict.fromkeys(YES_NO, 1) | {
    "injured_count": 2,
    "satisfaction": 1,
    "fee_amount": 6,
    "other_insurer_estimate": 6,
    "contact_phone": 11,
    "callback_phone": 11,
}
"""Most digits that can be keyed instead of speaking, where a reader takes them (a test holds the two together); 0 elsewhere."""

GREETING_SILENCE_MS = 2000
"""Silence after the greeting: the script's two seconds (002/L-03a)."""

SILENCE_MS = 5000
SILENCE_OF = dict.fromkeys(
    ("vin", "engine_no", "policy_no", "complaint_report_number"), 15000
) | dict.fromkeys(
    (
        "plate",
        "third_plate",
        "complaint_plate",
        "contact_phone",
        "callback_phone",
        "car_location",
        "guidance",
    ),
    8000,
)
"""Longer where the caller has to look something up or read it out."""

WAITING_MS = 15000
"""Silence a caller who asked to wait is left in before the next word (002: 静音 > 15 s)."""

END_MS = 700
END_OF = dict.fromkeys(
    [
        "description",
        "fire_how",
        "fire_origin",
        "own_damage",
        "third_damage",
        "complaint_detail",
        "complaint_want",
        "still_needed",
        "not_good",
        "suggestion",
        "place",
        "driver",
        "injury_severity",
    ],
    1500,
) | dict.fromkeys(
    [
        "plate",
        "third_plate",
        "complaint_plate",
        "vin",
        "engine_no",
        "policy_no",
        "contact_phone",
        "callback_phone",
        "complaint_report_number",
    ],
    1200,
)
"""Pause that ends an answer: stories and read-out numbers have pauses inside."""

_PROVINCES = list("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")
_ANSWERS = ["是的", "对", "有", "不是", "没有", "不知道"]
_RELATIONS = ["本人", "配偶", "父母", "子女", "兄弟姐妹", "亲戚", "朋友", "同事", "司机"]
_PARTS = ["前保险杠", "后保险杠", "大灯", "翼子板", "车门", "引擎盖", "后视镜", "挡风玻璃", "轮胎", "底盘"]

HINTS: dict[str, list[str]] = dict.fromkeys([*YES_NO, "anything_else"], _ANSWERS) | {
    "plate": _PROVINCES,
    "third_plate": [*_PROVINCES, "不知道"],
    "complaint_plate": [*_PROVINCES, "不知道"],
    "accident_time": ["刚才", "今天", "昨天", "前天", "上午", "下午", "晚上", "点", "半", "刻"],
    "place": ["路", "街", "大道", "路口", "高速", "国道", "桥", "隧道", "停车场", "小区", "服务区"],
    "car_location": ["停车场", "修理厂", "小区", "路边", "交警队", "4S店"],
    "description": ["追尾", "剐蹭", "撞了", "护栏", "行人", "电动车", "水淹", "被盗", "着火", "玻璃"],
    "driver": _RELATIONS,
    "relation": _RELATIONS,
    "complaint_relation": _RELATIONS,
    "own_damage": _PARTS,
    "third_damage": _PARTS,
    "injured_kind": ["行人", "车上人员", "第三者车上人员", "非机动车人员"],
    "other_insurer_name": ["人保", "平安", "太平洋", "中华", "国寿", "大地", "阳光", "太平"],
    "flood_level": ["轮胎一半", "座椅", "发动机盖", "车顶", "脚踝", "膝盖"],
    "flood_duration": ["分钟", "小时", "半个小时"],
    "fire_origin": ["发动机", "驾驶室", "后备箱", "轮胎", "电瓶"],
    "theft_documents": ["行驶证", "登记证", "车钥匙", "购车发票", "保险单"],
}
"""Words to expect, for the recogniser."""


OF_THE_POLICY: dict[str, tuple[str, ...]] = dict.fromkeys(
    ["insured", "driver", "contact_name", "relation", "right_person"], ("name",)
) | {"plate": ("plate",), "policy_confirm": ("plate", "name"), "recap": ("plate", "name")}
"""What of the policy found may be said in an answer: a plate and a name are what recognisers hear worst."""


def listening(
    asking: str | None, event: str, waiting: bool = False, policy: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return how to listen after a turn.

    Args:
        asking: The question now open, or None.
        event: The turn's event; after ``start`` the greeting's short silence holds.
        waiting: Whether the caller asked to wait.
        policy: The policy found, as the policy system gives it; its plate and the insured's name are words to expect.

    Returns:
        ``{"speech", "keys", "silence_ms", "end_ms", "hints"}``; ``keys`` in digits, times in milliseconds.
    """
    asked = asking or ""
    patience = GREETING_SILENCE_MS if event == "start" else SILENCE_OF.get(asked, SILENCE_MS)
    return {
        "speech": True,
        "keys": KEYS.get(asked, 0),
        "silence_ms": WAITING_MS if waiting else patience,
        "end_ms": END_OF.get(asked, END_MS),
        "hints": [*_of_the_policy(asked, policy or {}), *HINTS.get(asked, [])],
    }


def _of_the_policy(asked: str, policy: Mapping[str, Any]) -> list[str]:
    known = {"plate": policy.get("plate"), "name": (policy.get("insured") or {}).get("name")}
    words = (known[name] for name in OF_THE_POLICY.get(asked, ()))
    return [word for word in words if word]
