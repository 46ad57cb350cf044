"""The facts of a report as a clerk reads them: one table of rows, how each value looks, and what was not enough of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from claims.by_hand import FIELDS, value_of
from claims.clock import moment_or_none
from claims.enough import is_enough
from claims.report import facts_in
from desk.pages import masking
from desk.pages.names import CASES, FLAGS

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One fact.

    Attributes:
        field: Its way into the record; a key of ``claims.by_hand.FIELDS`` where it can be put right.
        label: What clerks call it.
        kind: text, yes_no, number, moment, span, list or case: how it is shown and put right.
        asked: The questions it answers.
        secret: What of it is masked until opened: name, phone, code or health.
    """

    field: str
    label: str
    kind: str = "text"
    asked: tuple[str, ...] = ()
    secret: str | None = None


def _row(field: str, label: str, kind: str = "text", *asked: str, secret: str | None = None) -> Row:
    return Row(field, label, kind, asked, secret)


SECTIONS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "车辆和保单",
        (
            _row("plate", "车牌号", "text", "plate"),
            _row("insured", "被保险人", "text", "insured", secret="name"),
            _row("policy_no", "保单号", "text", "policy_no", secret="code"),
            _row("vehicle", "车型", "text", "vehicle"),
            _row("vin", "车架号", "text", "vin", secret="code"),
            _row("engine_no", "发动机号", "text", "engine_no", secret="code"),
        ),
    ),
    (
        "出险情况",
        (
            _row("case_type", "事故类型", "case", "description"),
            _row("accident_time", "出险时间", "moment", "accident_time"),
            _row("accident_time_range", "出险时间段", "span", "accident_time"),
            _row("accident_time_said", "时间原话", "text", "accident_time"),
            _row("place", "出险地点", "text", "place"),
            _row("description", "出险经过", "text", "description"),
            _row("late_reason", "迟报原因", "text", "late_reason"),
            _row("flags", "特别情况", "flags"),
        ),
    ),
    (
        "驾驶人",
        (
            _row("driver.name", "驾驶人", "text", "driver", secret="name"),
            _row("driver.relation", "与被保险人关系", "text", "driver"),
        ),
    ),
    (
        "损失",
        (
            _row("own_damage", "本车损失", "list", "own_damage"),
            _row("drivable", "车能否开动", "yes_no", "own_damage", "rescue"),
            _row("property_damage", "其他财物损失", "list", "description"),
        ),
    ),
    (
        "人伤",
        (
            _row("injuries.any", "有无人伤", "yes_no", "injured"),
            _row("injuries.count", "受伤人数", "number", "injured_count", "injured"),
            _row("injuries.deaths", "死亡人数", "number", "injured", "injury_severity"),
            _row("injuries.severity", "伤情", "text", "injury_severity", "injured", secret="health"),
            _row("injuries.kinds", "伤者是谁", "list", "injured_kind"),
            _row("injuries.sent_hospital", "是否送医", "yes_no", "sent_hospital"),
            _row("injuries.hospital", "医院", "text", "hospital", secret="health"),
            _row("injuries.hospital_planned", "准备送往", "text", "hospital_planned", secret="health"),
            _row("injuries.treated", "是否已治疗", "yes_no", "treated", secret="health"),
            _row("injuries.ward", "病房", "text", "ward", secret="health"),
            _row("injuries.fee_paid", "是否垫付", "yes_no", "fee_paid"),
            _row("injuries.fee_yuan", "垫付金额（元）", "number", "fee_amount"),
        ),
    ),
    (
        "水淹",
        (
            _row("flood.duration_min", "浸水时间（分钟）", "range", "flood_duration"),
            _row("flood.level", "水位", "text", "flood_level"),
            _row("flood.restarted", "是否二次启动", "yes_no", "flood_restarted"),
        ),
    ),
    (
        "盗抢",
        (
            _row("theft.reported", "是否向公安报案", "yes_no", "theft_police"),
            _row("theft.station", "报案派出所", "text", "theft_police"),
            _row("theft.guarded_lot", "是否有人看管的停车场", "yes_no", "theft_parking"),
            _row("theft.receipt", "有无停车凭证", "yes_no", "theft_parking"),
            _row("theft.documents_lost", "丢失的证件", "list", "theft_documents"),
        ),
    ),
    (
        "火灾",
        (
            _row("fire.how", "如何起火", "text", "fire_how"),
            _row("fire.origin", "起火部位", "text", "fire_origin"),
            _row("fire.charging", "是否在充电", "yes_no", "fire_charging"),
            _row("fire.brigade", "消防是否到场", "yes_no", "fire_brigade"),
            _row("fire.put_out", "是否已扑灭", "yes_no", "fire_put_out"),
        ),
    ),
    (
        "他方保险公司",
        (
            _row("other_insurer.present", "是否已到场", "yes_no", "other_insurer"),
            _row("other_insurer.name", "公司", "text", "other_insurer_name", "other_insurer"),
            _row("other_insurer.estimate_yuan", "估损（元）", "number", "other_insurer_estimate"),
        ),
    ),
    (
        "现场和联系",
        (
            _row("at_scene", "是否在现场", "yes_no", "at_scene"),
            _row("car_location", "车辆现在位置", "text", "car_location"),
            _row("rescue_requested", "是否要救援", "yes_no", "rescue"),
            _row("rescue_to", "拖到哪里", "text", "rescue_to"),
            _row("rescue_when", "拖车何时来", "text", "rescue"),
            _row("rescue_not_before", "拖车最早何时来", "moment", "rescue"),
            _row("police.reported", "是否报交警", "yes_no", "police"),
            _row("contact.name", "联系人", "text", "contact_name", secret="name"),
            _row("contact.phone", "联系电话", "text", "contact_phone", secret="phone"),
            _row("reporter.name", "报案人", "text", "contact_name", secret="name"),
            _row("reporter.phone", "报案人电话", "text", secret="phone"),
            _row("reporter.relation", "报案人与被保险人关系", "text", "relation", "policy_confirm"),
        ),
    ),
)

PARTY: tuple[Row, ...] = (
    _row("kind", "对方", "text", "third_party"),
    _row("vehicle", "车型", "text", "third_party"),
    _row("plate", "车牌号", "text", "third_plate"),
    _row("plate_part", "只看到的车牌", "text", "third_plate"),
    _row("owner", "车主", "text", "third_owner", secret="name"),
    _row("driver", "驾驶人", "text", "third_owner", secret="name"),
    _row("phone", "电话", "text", "third_owner", secret="phone"),
    _row("insurer", "保险公司", "text", "other_insurer_name"),
    _row("damage", "损失", "list", "third_damage"),
    _row("fled", "是否逃逸", "yes_no", "third_party"),
)

ALWAYS = (
    "plate",
    "case_type",
    "place",
    "description",
    "own_damage",
    "injuries.any",
    "at_scene",
    "contact.name",
    "contact.phone",
)
"""Rows shown with a dash when nothing was told."""

LABELS: Mapping[str, str] = {row.field: row.label for _, rows in SECTIONS for row in rows} | {
    "third_parties": "对方车辆",
    "policy": "保单",
}
ROWS: Mapping[str, Row] = {row.field: row for _, rows in SECTIONS for row in rows}

QUESTIONS: Mapping[str, str] = {
    "plate": "车牌号",
    "vin": "车架号",
    "engine_no": "发动机号",
    "policy_no": "保单号",
    "insured": "被保险人",
    "vehicle": "车型",
    "policy_confirm": "核对保单",
    "accident_time": "出险时间",
    "place": "出险地点",
    "description": "出险经过",
    "driver": "驾驶人",
    "own_damage": "本车损失",
    "third_party": "有无对方",
    "third_plate": "对方车牌",
    "third_owner": "对方车主",
    "third_damage": "对方损失",
    "injured": "有无人伤",
    "injured_count": "受伤人数",
    "injury_severity": "伤情",
    "sent_hospital": "是否送医",
    "hospital": "医院",
    "hospital_planned": "准备送往的医院",
    "treated": "是否治疗",
    "ward": "病房",
    "injured_kind": "伤者身份",
    "fee_paid": "是否垫付",
    "fee_amount": "垫付金额",
    "other_insurer": "他方保险公司",
    "other_insurer_name": "他方公司名称",
    "other_insurer_estimate": "他方估损",
    "at_scene": "是否在现场",
    "car_location": "车辆位置",
    "rescue": "是否救援",
    "rescue_to": "拖到哪里",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "relation": "与被保险人关系",
    "police": "是否报警",
    "flood_duration": "浸水时间",
    "flood_level": "水位",
    "flood_restarted": "二次启动",
    "theft_police": "是否报案",
    "theft_parking": "停放地点",
    "theft_documents": "丢失证件",
    "fire_how": "如何起火",
    "fire_origin": "起火部位",
    "fire_charging": "是否充电",
    "fire_brigade": "消防到场",
    "fire_put_out": "是否扑灭",
    "late_reason": "迟报原因",
    "recap": "核对复述",
    "guidance": "索赔指引",
    "anything_else": "还有什么可以帮您",
    "manual_record": "手工登记",
    "callback_phone": "回拨电话",
    "complaint_surname": "投诉人",
    "complaint_report_number": "投诉的报案号",
    "complaint_plate": "投诉的车牌",
    "complaint_relation": "投诉人身份",
    "complaint_detail": "投诉内容",
    "complaint_want": "投诉诉求",
    "ring_when": "什么时候再打",
    "survey_called": "查勘员是否来电",
    "survey_came": "查勘员是否到场",
    "survey_polite": "态度是否满意",
    "still_needed": "还需要什么",
    "visit_consent": "是否接受回访",
    "satisfaction": "满意度（1—5）",
    "not_good": "哪里不够好",
    "outcome_explained": "结果是否解释清楚",
    "suggestion": "建议",
    "transfer": "转人工",
    "safety": "安全提示",
}
"""Name of a question -> what clerks call it."""


def shown(row: Row, value: Any) -> str:
    """Return a value as a clerk reads it; empty when there is none."""
    if value in (None, "", [], {}):
        return ""
    how: Mapping[str, Callable[[Any], str]] = {
        "yes_no": lambda it: "是" if it is True else "否" if it is False else str(it),
        "case": lambda it: CASES.get(str(it), str(it)),
        "flags": lambda it: "、".join(FLAGS.get(flag, flag) for flag in it),
        "list": lambda it: "、".join(map(str, it)) if isinstance(it, list) else str(it),
        "range": lambda it: "—".join(f"{one:g}" for one in it) if isinstance(it, list) else str(it),
        "moment": clock,
        "span": lambda it: " 至 ".join(map(clock, it)),
        "number": lambda it: f"{it:g}" if isinstance(it, (int, float)) else str(it),
    }
    return how.get(row.kind, str)(value)


def masked(row: Row, text: str, secrets: masking.Secrets) -> str:
    """Return what ``shown`` gave as it is shown before it is opened: masked if it is personal itself, else what it says of anybody."""
    if secrets is None:
        return text
    if row.secret:
        return masking.mask(row.secret, text)
    return masking.spoken(text, secrets) if row.kind in ("text", "list") else text


def clock(said: Any) -> str:
    """Return a moment as clerks write it, to the minute."""
    at = moment_or_none(said)
    return f"{at:%Y-%m-%d %H:%M}" if at else str(said or "")


def lasted(first: Any, last: Any) -> str:
    """Return how long a call was."""
    start, end = moment_or_none(first), moment_or_none(last)
    if start is None or end is None:
        return "通话中" if end is None else ""
    seconds = max(0, int((end - start).total_seconds()))
    return f"{seconds // 60} 分 {seconds % 60:02} 秒"


@dataclass(frozen=True)
class Fact:
    """A row with what a report holds of it.

    Attributes:
        row: The row.
        value: As the record has it.
        text: As a clerk reads it.
        lacking: What is still to be asked, in words; None when it is well enough.
        editable: Whether it can be put right here.
    """

    row: Row
    value: Any
    text: str
    lacking: str | None = None
    editable: bool = False


def facts_of(record: Record, put_right: Collection[str] = ()) -> Iterator[tuple[str, list[Fact]]]:
    """Yield each section that has something to show, with its facts; those a clerk has put right are enough."""
    thin = {field: why for field, why in not_enough(record).items() if field not in put_right}
    for title, rows in SECTIONS:
        facts = [
            Fact(row, value, shown(row, value), thin.get(row.field), row.field in FIELDS)
            for row in rows
            if (value := value_of(record, row.field)) not in (None, "", [], {})
            or row.field in ALWAYS
            or row.field in thin
        ]
        if facts:
            yield title, facts


def parties_of(record: Record) -> list[list[Fact]]:
    """Return what is known of each other party."""
    return [
        [
            Fact(replace(row, field=f"third_parties.{number}.{row.field}"), value, shown(row, value))
            for row in PARTY
            if (value := party.get(row.field)) not in (None, "", [])
        ]
        for number, party in enumerate(record.get("third_parties") or ())
    ]


def secrets_of(*records: Record | None, trail: Iterable[Mapping[str, Any]] = ()) -> dict[str, str]:
    """Return what is personal in records or parts of them, and what the trail says stood there before.

    Returns:
        For ``masking.spoken``: each value, the longest first, and what is shown instead.
    """
    found: dict[str, str] = {}

    def add(row: Row, value: Any) -> None:
        if row.secret and isinstance(value, str) and len(value) > 1:
            found[value] = masking.mask(row.secret, value)

    def add_parties(parties: Any) -> None:
        for party in parties or ():
            for row in PARTY:
                add(row, party.get(row.field))

    for record in records:
        for row in ROWS.values():
            add(row, value_of(record or {}, row.field))
        add_parties((record or {}).get("third_parties"))
    for line in trail:
        field = line["detail"].get("field")
        for was in (line["detail"].get("old"), line["detail"].get("new")):
            if field in ROWS:
                add(ROWS[field], was)
            elif field == "third_parties":
                add_parties(was)
    return dict(sorted(found.items(), key=lambda it: -len(it[0])))


def not_enough(record: Record) -> dict[str, str]:
    """Return what is still to be asked of which field, in words: what was told too thinly, and what the caller did not know."""
    thin: dict[str, str] = {}
    facts = facts_in(record)
    if not record.get("accident_time") and not record.get("accident_time_range"):
        said = record.get("accident_time_said")
        thin["accident_time"] = "只说了大概，没有具体时间" if said else "没有问到"
    if record.get("place") and not is_enough("place", facts.get("place")):
        thin["place"] = "说得不够具体"
    if record.get("own_damage") and not is_enough("own_damage", record["own_damage"]):
        thin["own_damage"] = "部位不够明确"
    for question in record.get("unanswered") or ():
        for row in ROWS.values():
            if question in row.asked[:1] and not shown(row, value_of(record, row.field)):
                thin.setdefault(row.field, "问过，客户不清楚")
    return thin
