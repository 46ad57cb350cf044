"""Quick replies: what is offered to tap under each question, and what a tap says. Tables only.

A tap says what the customer could have typed, so that buttons and words go the same way through the interview.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims import parties


@dataclass(frozen=True)
class Choice:
    """A button: its label, and the words it says."""

    label: str
    says: str
    case: str = ""
    """The kind of accident it tells instead of words, a key of ``claims.conversation.CASES``; its story is asked for next."""


def _yes_no(yes: str, no: str, unsure: str = "") -> tuple[Choice, ...]:
    choices = (Choice(yes, yes), Choice(no, no))
    return (*choices, Choice(unsure, unsure)) if unsure else choices


UNSURE = "不清楚"

_CHARGERS = (Choice("自家充电桩", "自家的充电桩"), Choice("公共充电桩", "公共充电桩"))

CHOICES: Mapping[str, tuple[Choice, ...]] = {
    "plate": (Choice("没有车牌", "没有车牌"),),
    "vin": (Choice("没有", "没有"),),
    "engine_no": (Choice("没有", "没有"),),
    "policy_no": (Choice("没有", "没有"),),
    "policy_confirm": _yes_no("对", "不对"),
    "manual_record": _yes_no("好的", "不用了"),
    "description": tuple(
        Choice(label, label, case)
        for label, case in (
            ("撞到别的车", "hit_vehicle"),
            ("被别的车撞", "hit_by_vehicle"),
            ("撞固定物", "hit_fixed"),
            ("撞电动车", "hit_nonmotor"),
            ("撞行人", "hit_pedestrian"),
            ("停放被撞，对方已离开", "hit_while_parked"),
            ("被划", "scratch"),
            ("玻璃破损", "glass"),
            ("被砸", "falling_object"),
            ("涉水", "flood"),
            ("被盗", "theft"),
            ("起火", "fire"),
        )
    ),
    "flood_duration": tuple(
        Choice(it, it) for it in ("十分钟", "半个小时", "一个小时", "三个小时", "一整夜")
    ),
    "flood_level": (
        Choice("轮胎一半", "轮胎一半"),
        Choice("座椅", "到座椅了"),
        Choice("发动机盖", "到发动机盖了"),
        Choice("车顶", "没过车顶了"),
    ),
    "flood_restarted": _yes_no("启动过", "没有启动过"),
    "rescue": _yes_no("需要", "不需要"),
    "theft_police": _yes_no("已经报了", "还没有报"),
    "theft_parking": _yes_no("停在存车场", "没有停在存车场"),
    "theft_documents": (
        Choice("行驶证一起丢了", "行驶证一起丢了"),
        Choice("登记证一起丢了", "登记证一起丢了"),
        Choice("都没有丢", "都没有丢"),
    ),
    "fire_origin": (
        Choice("发动机", "发动机"),
        Choice("驾驶室", "驾驶室"),
        Choice("后备箱", "后备箱"),
        Choice("轮胎", "轮胎"),
        Choice(UNSURE, UNSURE),
    ),
    "fire_brigade": _yes_no("已经报了", "还没有报"),
    "fire_put_out": (Choice("采取了", "采取了救火措施，救了"), Choice("没有采取", "没有采取")),
    "third_party": _yes_no("有", "没有"),
    "rescue_to": (Choice("还没想好", "还没想好"), Choice("最近的修理厂", "拖到最近的修理厂")),
    "fire_charging": (Choice("没在充电", "没在充电"), *_CHARGERS),
    "contact_name": (Choice("我本人", "找我本人"),),
    "driver": (
        Choice("我本人", "我本人"),
        Choice("配偶", "我爱人"),
        Choice("子女", "我孩子"),
        Choice("朋友", "我朋友"),
    ),
    "third_plate": (Choice(UNSURE, UNSURE),),
    "third_owner": (Choice(UNSURE, UNSURE),),
    "third_damage": (Choice(UNSURE, UNSURE),),
    "injured": (*_yes_no("有人受伤", "没有人受伤"), Choice("有人死亡", "有一个人死亡")),
    "injured_count": (Choice("1人", "一个人"), Choice("2人", "两个人"), Choice("3人", "三个人")),
    "injury_severity": (
        Choice("轻伤", "轻伤"),
        Choice("重伤", "重伤"),
        Choice("有人死亡", "有一个人死亡"),
        Choice(UNSURE, UNSURE),
    ),
    "sent_hospital": _yes_no("已经送医院", "还没有送", UNSURE),
    "hospital": (Choice(UNSURE, UNSURE),),
    "treated": _yes_no("抢救了", "没有抢救", UNSURE),
    "ward": (Choice(UNSURE, UNSURE),),
    "injured_kind": (
        Choice("车上人员", "车上人员"),
        Choice("行人", "行人"),
        Choice("第三者车上人员", "第三者车上人员"),
        Choice("非机动车人员", "骑车的人"),
    ),
    "fee_paid": _yes_no("已经支付", "还没有支付", UNSURE),
    "fee_amount": (Choice(UNSURE, UNSURE),),
    "other_insurer": _yes_no("已经到了", "没有", UNSURE),
    "other_insurer_name": (
        Choice("人保", "人保"),
        Choice("平安", "平安"),
        Choice("太平洋", "太平洋"),
        Choice(UNSURE, UNSURE),
    ),
    "other_insurer_estimate": (Choice(UNSURE, UNSURE),),
    "at_scene": (Choice("还在现场", "还在现场"), Choice("不在现场", "不在了")),
    "recap": _yes_no("对", "不对"),
    "guidance": (Choice("没有，都明白", "没有，都明白"), Choice("有，请再解释", "有，不明白")),
    "anything_else": (Choice("没有了", "没有了"),),
    "complaint_report_number": (Choice("没有报案号", "没有"),),
    "relation": tuple(Choice(it, it) for it in ("本人", "配偶", "子女", "父母", "朋友", "同事", "员工")),
    "complaint_relation": tuple(Choice(it, it) for it in ("本人", "配偶", "子女", "父母", "朋友")),
    "withdraw": _yes_no("是，撤销", "不撤销"),
}
"""The buttons of each question; questions that are not here are answered in words."""

_RIGHT = _yes_no("对", "不对")
_THIS_POSITION = (Choice("就用这个位置", "就用我发的位置"),)

WORDED: Mapping[str, tuple[Choice, ...]] = {
    "utter_question_plate_confirm": _RIGHT,
    "utter_question_plate_confirm_short": _RIGHT,
    "utter_question_plate_unfound": _RIGHT,
    "utter_question_plate_unfound_short": _RIGHT,
    "utter_question_plate_part": (),
    "utter_question_policy_confirm_which": (),
    "utter_question_policy_no_expired": (Choice("没有", "没有"),),
    "utter_question_accident_time_am_pm": (Choice("上午", "上午"), Choice("下午", "下午")),
    "utter_question_accident_time_am_pm_short": (Choice("上午", "上午"), Choice("下午", "下午")),
    "utter_question_place_located": _THIS_POSITION,
    "utter_question_car_location_located": _THIS_POSITION,
    "utter_question_place_inexact": (),
    "utter_question_car_location_inexact": (),
    "utter_question_description_case": (),
    "utter_question_fire_charging_charging": _CHARGERS,
    "utter_question_recap_which": (Choice("都对，不用改", "都对"),),
    "utter_question_guidance_short": (Choice("明白", "都明白"), Choice("不明白", "不明白")),
    "utter_question_guidance_example": (Choice("明白", "都明白"), Choice("再解释一次", "不明白，再解释一次")),
    "utter_question_message_contact_name": (),
    "utter_question_message_contact_name_short": (),
    "utter_question_message_contact_name_example": (),
    "utter_resume_offer": (Choice("接着办", "接着上次的办"), Choice("重新报案", "不用，重新报")),
}
"""The buttons of a question in a wording that asks something else of the customer than its plain one."""

TOOLS: Mapping[str, str] = {
    "accident_time": "time",
    "place": "place",
    "car_location": "place",
    "own_damage": "car",
    "third_damage": "car",
}
"""The page's own tool offered for a question: a date and a clock, the device's location, a picture of a car to touch."""


def tool_for(question: str | None, facts: Mapping[str, Any]) -> str | None:
    """Return the tool under a question; the picture of a car is none for what happened to a bike."""
    tool = TOOLS.get(question or "")
    if question != "third_damage":
        return tool
    changing = str((facts.get("progress") or {}).get("changing") or "")
    told_anew = int(changing.partition(":")[2]) if changing.startswith("third_damage:") else None
    index = parties.awaiting(facts, question) if told_anew is None else told_anew
    listed = parties.listed(facts)
    party = listed[index] if index is not None and index < len(listed) else {}
    return None if party.get("kind") == parties.NON_MOTOR else tool


CAR = (
    "左前大灯", "前保险杠", "右前大灯",
    "左前翼子板", "引擎盖", "右前翼子板",
    "左后视镜", "前挡风玻璃", "右后视镜",
    "左前车门", "车顶", "右前车门",
    "左后车门", "后挡风玻璃", "右后车门",
    "左后翼子板", "后备箱盖", "右后翼子板",
    "左后尾灯", "后保险杠", "右后尾灯",
)  # fmt: skip
"""The picture of the car to touch, from above, three parts a row; a touch says the part."""


LEFT = Choice("不改了", "不改了")
"""The button of who would rather leave what was told before, under a question that is asked anew."""


def choices_for(question: str | None, response: str | None, changing: bool = False) -> tuple[Choice, ...]:
    """Return the buttons under a question, as it was last worded (``response``, the name of a response of the domain).

    ``changing`` is whether it is asked anew, of what was read back.
    """
    if question is None:
        return ()
    return (*WORDED.get(response or "", CHOICES.get(question, ())), *((LEFT,) if changing else ()))
