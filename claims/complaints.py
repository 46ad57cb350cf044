"""What a complaint is: its kind, what it is about, how grave it is, and the first words to it. Pure.

The words are data, ``complaints.yml``. Sources: kinds 004 (投诉服务话术) and 002 (基本服务用语); levels and times 003 (按严重程度分为一般、
重要、紧急三级；24小时内联系客户，3日内提出解决方案，7日内完成处理并回访；2小时内必须有负责人联系客户，24小时内提出初步解决方案).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("complaints.yml")

COMPLAINT, TIP_OFF, PRAISE, SUGGESTION = "投诉", "举报", "表扬", "建议"
ORDINARY, GRAVE, URGENT = "一般", "重要", "紧急"

WORDING: Mapping[str, str] = {TIP_OFF: "tip_off", PRAISE: "praise", SUGGESTION: "suggestion"}
"""Kind -> how it is asked for."""

NO_SURVEY, ABUSE, ATTITUDE, ERROR, DELAY, OTHER = "no_survey", "abuse", "attitude", "error", "delay", "other"
"""Topics; a complaint that nobody came to see the car urges the survey as well."""


@dataclass(frozen=True)
class Rule:
    """Words, those that unmake them, and what they stand for.

    Attributes:
        name: The kind, topic or level.
        words: Pattern of the words.
        unless: Pattern of the words beside which they stand for something else; None for none.
        because: Of a level, why it is.
        examples: What it is for, and what it must leave alone.
    """

    name: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    because: str
    examples: tuple[tuple[str, ...], tuple[str, ...]]

    def fits(self, text: str) -> bool:
        """Tell whether the words are these."""
        return bool(self.words.search(text)) and not (self.unless and self.unless.search(text))


@cache
def rules(of: str) -> tuple[Rule, ...]:
    """Return the rules of ``kinds``, ``topics`` or ``levels``, in the order in which they are tried."""
    return tuple(_rule(one, of.removesuffix("s")) for one in _data()[of])


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def _rule(one: Mapping[str, Any], name: str) -> Rule:
    unless = re.compile(one["unless"]) if one.get("unless") else None
    examples = tuple(map(str, one.get("for") or ())), tuple(map(str, one.get("not") or ()))
    return Rule(one[name], re.compile(one["words"]), unless, one.get("because", ""), examples)


@cache
def _pattern(of: str) -> re.Pattern[str]:
    found = _data()[of]
    return re.compile(found["words"] if isinstance(found, Mapping) else found)


def kind_of(text: str) -> str:
    """Return what is told: 投诉, 举报, 表扬 or 建议."""
    return next((rule.name for rule in rules("kinds") if rule.fits(text)), COMPLAINT)


def topic_of(text: str) -> str:
    """Return what is complained of, which the first words to it go by; ``OTHER`` for whatever has none of its own."""
    return next((rule.name for rule in rules("topics") if rule.fits(text)), OTHER)


def level_of(texts: Iterable[str], again: bool = False, overdue: bool = False) -> tuple[str, list[str]]:
    """Return how grave a complaint is, and why: 一般, 重要 or 紧急.

    Args:
        texts: What was said of it.
        again: Whether the same caller, or somebody about the same report, has complained before.
        overdue: Whether work on the report is late by more than its own time.
    """
    said = "，".join(texts)
    found = [(rule.name, rule.because) for rule in rules("levels") if rule.fits(said)]
    found += [(GRAVE, "再次投诉")] * again + [(GRAVE, "超过时限")] * overdue
    return gravest(*dict(found)), list(dict.fromkeys(because for _, because in found))


def asks_after(text: str) -> bool:
    """Tell whether the caller asks what became of a complaint: "我的投诉处理了没有"."""
    return bool(_pattern("asked_after").search(text))


def asks_whether_recorded(text: str) -> bool:
    """Tell whether the caller asks whether the complaint was taken down: "那个投诉的事你给我记上没"."""
    return bool(_pattern("asked_recorded").search(text))


def asks_when_answered(text: str) -> bool:
    """Tell whether the caller asks by when somebody rings or answers: "多久打过来"."""
    return bool(_pattern("when_answered").search(text))


def wants_to_stay_nameless(text: str) -> bool:
    """Tell whether the caller wants to stay unknown or to leave no number: "匿名行不行", "不留 我怕报复"."""
    return bool(_pattern("nameless").search(text))


def adds_to_it(text: str) -> bool:
    """Tell whether the words are of a complaint by themselves: what is complained of, how grave it is, or that it is one."""
    return is_explicit(text) or topic_of(text) not in (OTHER, ABUSE) or level_of([text])[0] != ORDINARY


def gravest(*levels: str | None) -> str:
    """Return the gravest of some levels."""
    return max((level for level in levels if level), key=list(TOLD).index, default=ORDINARY)


def hours_of(level: str | None) -> int:
    """Return within how many hours a complaint of this level is answered."""
    return int(STAGES_OF[level or ORDINARY][0][1].total_seconds() // 3600)


def is_explicit(text: str) -> bool:
    """Tell whether the words are a complaint about us, whatever else they sound like."""
    return bool(_pattern("explicit").search(text)) and not is_not_ours(text)


def is_not_ours(text: str) -> bool:
    """Tell whether somebody else complains, or nobody does: "对方说要投诉我", "我不是要投诉"."""
    return bool(_pattern("not_ours").search(text))


def want_in(text: str) -> str | None:
    """Return what the caller wants done, where it is told along with what is complained of."""
    found = _pattern("wants").search(text)
    return found.group() if found else None


ENOUGH = 3
"""Characters beyond "我要投诉你们查勘员" from which a complaint tells what it is about."""

ANNOUNCED = re.compile(
    r"投诉|举报|检举|表扬|建议|意见|反映|不满意?|生气|要|想|得|打算|准备|必须|就是|我们?|你们?|对|的|了|啊|呢|吧|很|非常|特别|这个|那个|一下|一个人?|个|有|提"
    r"|帮我|给我|登记|情况|问题|事情?|什么|破|垃圾|混蛋|骗子|王八蛋?|他妈的?|[气烦急]死|有病|是不是|保险|公司|客服|热线|电话|查勘|定损|理赔|业务|工作|人员|员|部门|师傅|修理厂|喂|您好|你好|\W"
)
"""Words that only announce a complaint, a praise or a suggestion, and of whom."""

THIN = 10
"""Characters up to which a complaint of somebody's manner is asked for in full (L-14): "态度太差了"."""


def told_beyond(text: str) -> int:
    """Count the characters that tell what is complained of, beyond that there is a complaint."""
    return len(re.findall(r"[\u4e00-\u9fff]", ANNOUNCED.sub("", text)))


def tells_complaint(text: str) -> bool:
    """Tell whether the words say what is complained of, and not only that there is a complaint."""
    return told_beyond(text) >= ENOUGH


Stages = tuple[tuple[str, timedelta], ...]

STAGES: Stages = (
    ("answer", timedelta(hours=24)),
    ("solution", timedelta(days=3)),
    ("closing", timedelta(days=7)),
)
"""What each stage of a complaint ends with, and when it is due, counted from when it arose."""

STAGES_OF: Mapping[str, Stages] = {
    ORDINARY: STAGES,
    GRAVE: STAGES,
    URGENT: (
        ("answer", timedelta(hours=2)),
        ("solution", timedelta(hours=24)),
        ("closing", timedelta(days=7)),
    ),
}
"""Level -> its stages; the caller is told of the first (K-14 of its 24 hours)."""

TOLD: Mapping[str, int] = {ORDINARY: 0, GRAVE: 1, URGENT: 2}
"""Level -> whose a complaint is from the first (``claims.escalation.LEVELS``): 坐席, 班长, 科长."""
