"""The questions the bot may ask: when the flow calls for them, and what a caller without a telling of it answers.

The conditions are those of the flow over the scenario's truth, not over what the bot believes: a question about an
injury to a caller with nobody hurt is needless whatever the bot has heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bench.calls.scenario import Scenario
from claims.clock import moment
from claims.interview import (
    LATE_HOURS,
    MOTOR,
    NON_MOTOR,
    PARKED_CASES,
    ROAD_CASES,
    kept_at_hospital,
    may_have_been_in_danger,
)
from mandarin.severity import names_a_finding

Due = Callable[[Scenario], "bool | None"]
"""True: the flow asks it. False: it never does. None: it depends on what was told, and is no fault either way."""

Reply = Callable[[Scenario], str]


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        due: Whether the flow calls for it.
        otherwise: What the caller says when the scenario has no telling for it.
        each: Asked once for each of so many, so that it may come again in a row.
    """

    due: Due
    otherwise: Reply
    each: Callable[[Scenario], int] = lambda scenario: 1


def _always(scenario: Scenario) -> bool | None:
    return True


def _maybe(scenario: Scenario) -> bool | None:
    return None


def _number_unknown(scenario: Scenario) -> bool | None:
    """Tell whether the number to ring has to be asked: the one that calls is taken, and read back, where it is shown (flow, row 18)."""
    return None if scenario.from_ and scenario.fact("contact.phone") == scenario.from_ else True


def _is(*cases: str) -> Due:
    return lambda scenario: scenario.fact("case_type") in cases


def _only_if(path: str, wanted: object = True) -> Due:
    return lambda scenario: scenario.fact(path) == wanted


def _all(*conditions: Due) -> Due:
    """Join conditions: one False settles it, then one None."""

    def due(scenario: Scenario) -> bool | None:
        answers = [condition(scenario) for condition in conditions]
        return False if False in answers else None if None in answers else True

    return due


def _not_theft(scenario: Scenario) -> bool | None:
    return scenario.fact("case_type") != "theft"


def _driven(scenario: Scenario) -> bool | None:
    case = scenario.fact("case_type")
    if case == "theft" or case in PARKED_CASES:
        return False
    return True if case in ROAD_CASES else None if scenario.fact("driver") is None else True


def _could_hurt(scenario: Scenario) -> bool | None:
    if scenario.fact("injuries.any"):
        return True
    return _driven(scenario)


def _with(*kinds: str) -> Due:
    def due(scenario: Scenario) -> bool | None:
        if not scenario.parties(*kinds):
            return False
        return True if scenario.fact("case_type") in ROAD_CASES else None

    return due


def _count(*kinds: str) -> Callable[[Scenario], int]:
    return lambda scenario: max(1, len(scenario.parties(*kinds)))


def _alive(scenario: Scenario) -> bool | None:
    return not scenario.fact("injuries.deaths")


def _named_place(path: str) -> Due:
    """Ask only of a fact the truth has; without it nobody can say whether it makes sense."""
    return lambda scenario: None if scenario.fact(path) is None else True


def _unnamed(scenario: Scenario) -> bool | None:
    """VIN, engine number and the like: only of a car without a plate."""
    return None if not scenario.fact("plate") else False


def _policy_no(scenario: Scenario) -> bool | None:
    ended = [str(policy["end"]) < scenario.call_time.date().isoformat() for policy in scenario.policies]
    return None if (ended and all(ended)) or not scenario.fact("plate") else False


def _late(scenario: Scenario) -> bool | None:
    said = scenario.fact("accident_time") or scenario.fact("accident_time_range")[0]
    late = scenario.call_time - moment(said) > timedelta(hours=LATE_HOURS)
    return None if late else False


def _yes_no(path: str, yes: str, no: str, unknown: str) -> Reply:
    replies = {True: yes, False: no}
    return lambda scenario: replies.get(scenario.fact(path), unknown)


def _says(text: str) -> Reply:
    return lambda scenario: text


_DONT_KNOW = _says("不知道")
_NO = _says("没有")
_HURT = _only_if("injuries.any")
_SENT = _all(_HURT, _alive, _only_if("injuries.sent_hospital"))


def _told_of_the_hurt(scenario: Scenario) -> dict[str, object]:
    """Return what the interview goes by: how badly, as far as the truth gives words for it, and how many."""
    words = scenario.fact("injuries.severity_has") or scenario.fact("injuries.severity") or ""
    severity = words if isinstance(words, str) else "；".join(map(str, words))
    return {
        "injury_severity": severity,
        "injured_count": scenario.fact("injuries.count"),
        "sent_hospital": True,
    }


def _kept(scenario: Scenario) -> bool | None:
    """Tell whether somebody may have a ward and a bill; where the truth holds no more than a part of the body, it depends on what was told."""
    facts = _told_of_the_hurt(scenario)
    if not kept_at_hospital(facts):
        return False
    return True if names_a_finding(str(facts["injury_severity"])) else None


def _in_danger(scenario: Scenario) -> bool | None:
    """Tell whether it makes sense to ask for an attempt to save somebody."""
    return _kept(scenario) if may_have_been_in_danger(_told_of_the_hurt(scenario)) else False


_FEE = _all(
    _HURT,
    _only_if("injuries.sent_hospital"),
    lambda scenario: None if scenario.fact("injuries.deaths") else _kept(scenario),
)
_INSURER_CAME = _only_if("other_insurer.present")
_MOTOR = _with(MOTOR)

QUESTIONS: Mapping[str, Question] = {
    "plate": Question(_always, _DONT_KNOW),
    "vin": Question(_unnamed, _DONT_KNOW),
    "engine_no": Question(_unnamed, _DONT_KNOW),
    "policy_no": Question(_policy_no, _DONT_KNOW),
    "insured": Question(_unnamed, lambda s: s.policies[0]["insured"]["name"] if s.policies else "不知道"),
    "policy_confirm": Question(_maybe, _says("对的")),
    "accident_time": Question(_always, _DONT_KNOW),
    "place": Question(_always, _DONT_KNOW),
    "description": Question(_always, _DONT_KNOW),
    "driver": Question(_driven, _says("没人开 停着的")),
    "own_damage": Question(_not_theft, lambda s: "我的车没什么事" if _not_theft(s) else "车都叫人偷走了"),
    "third_party": Question(
        _maybe, lambda s: "有 跟别人碰的" if s.parties() else "没有 就我自己" if _driven(s) else "没有别的"
    ),
    "third_plate": Question(_MOTOR, _DONT_KNOW, _count(MOTOR)),
    "third_owner": Question(_MOTOR, _DONT_KNOW, _count(MOTOR)),
    "third_damage": Question(_with(MOTOR, NON_MOTOR), _DONT_KNOW, _count(MOTOR, NON_MOTOR)),
    "injured": Question(_could_hurt, _yes_no("injuries.any", "有人受伤", "没有人受伤", "没有人受伤")),
    "injured_count": Question(_HURT, _says("没人受伤")),
    "injury_severity": Question(_all(_HURT, _alive), _says("没什么伤")),
    "sent_hospital": Question(
        _all(_HURT, _alive), _yes_no("injuries.sent_hospital", "送医院了", "没去医院", "没去医院")
    ),
    "hospital": Question(_SENT, _says("没去医院")),
    "treated": Question(
        _all(_SENT, _in_danger, _named_place("injuries.treated")),
        _yes_no("injuries.treated", "处理了", "还没有", "不清楚"),
    ),
    "ward": Question(_all(_SENT, _kept, _named_place("injuries.ward")), _says("不清楚")),
    "injured_kind": Question(_HURT, _says("没人受伤")),
    "fee_paid": Question(_FEE, _yes_no("injuries.fee_paid", "垫了", "没有垫", "没有")),
    "fee_amount": Question(_all(_FEE, _only_if("injuries.fee_paid")), _says("没有垫钱")),
    "other_insurer": Question(_MOTOR, _yes_no("other_insurer.present", "来了", "没有来", "没有")),
    "other_insurer_name": Question(_INSURER_CAME, _DONT_KNOW),
    "other_insurer_estimate": Question(_INSURER_CAME, _DONT_KNOW),
    "at_scene": Question(_not_theft, _yes_no("at_scene", "还在现场", "不在现场了", "我在丢车的地方")),
    "car_location": Question(
        lambda s: True if s.fact("at_scene") is False and _not_theft(s) else None if _not_theft(s) else False,
        _says("就在现场"),
    ),
    "contact_name": Question(_always, _says("联系我就行")),
    "contact_phone": Question(_number_unknown, _says("就这个号码")),
    "callback_phone": Question(_maybe, lambda s: str(s.fact("contact.phone") or "就这个号码")),
    "relation": Question(_maybe, lambda s: str(s.fact("reporter.relation") or "本人")),
    "police": Question(_maybe, _yes_no("police.reported", "报了", "还没报", "还没报")),
    "rescue": Question(_maybe, _yes_no("rescue_requested", "要的", "不用了", "不用了")),
    "rescue_to": Question(_maybe, _says("听你们安排")),
    "flood_duration": Question(_is("flood"), _says("没有泡水")),
    "flood_level": Question(_is("flood"), _says("没有泡水")),
    "flood_restarted": Question(_is("flood"), _NO),
    "theft_police": Question(_is("theft"), _yes_no("police.reported", "报了", "没有", "车没丢")),
    "theft_parking": Question(_is("theft"), _NO),
    "theft_documents": Question(_is("theft"), _says("没丢")),
    "fire_how": Question(_is("fire"), _says("没有着火")),
    "fire_origin": Question(_is("fire"), _says("没有着火")),
    "fire_brigade": Question(_is("fire"), _NO),
    "fire_put_out": Question(_is("fire"), _NO),
    "late_reason": Question(_late, _says("一直没顾上")),
    "recap": Question(_maybe, _says("对")),
    "guidance": Question(_maybe, _says("明白了")),
    "anything_else": Question(_maybe, _says("没有了"), lambda scenario: 2),  # asked again after one remark
    "manual_record": Question(_maybe, _says("好的")),
    "transfer": Question(_maybe, _says("不用转了 先把案子报了")),
}
"""Questions by the contract's ``asking``; ``late_reason``, whose ``asking`` is ``description``, by its sentence."""

UNHEARD_OF = Question(lambda scenario: False, _says("我是来报案的"))
"""Any other question, a complaint's for example: nobody here rings for that."""


def question(name: str) -> Question:
    """Return a question by name."""
    return QUESTIONS.get(name, UNHEARD_OF)
