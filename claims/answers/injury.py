"""Who is hurt, how badly, and what became of them."""

from __future__ import annotations

import re
from typing import Any

from claims.answers.answer import Answer, clean
from claims.answers.yes_no import reads_yes_no, settle
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from claims.report import SECTIONS


def read_injured(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether somebody is hurt, and whatever comes with it."""
    value = heard.first("injury")
    # "没问他有没有哪里不舒服" holds a no, and answers nothing.
    if value is not None and (value.value.get("any") or settle("injured", heard) != UNKNOWN):
        return Answer(injury_facts(value.value))
    return reads_yes_no("injured")(heard, facts)


def injury_facts(value: dict[str, Any]) -> dict[str, Any]:
    """Spread an injury that was heard over the facts it settles."""
    facts = {SECTIONS["injuries"][name]: item for name, item in value.items() if item not in (None, [], "")}
    if facts.get("deaths"):
        facts["injured"] = True
    return facts


def read_injured_count(heard: Heard, facts: Facts) -> Answer | None:
    """Read how many are hurt: by key, by number, by the injuries told."""
    if heard.keys.isdigit():
        return Answer({"injured_count": int(heard.keys)})
    updates: dict[str, Any] = {}
    injury = heard.first("injury")
    if injury is not None and injury.value.get("any") is not False:
        updates = injury_facts(injury.value)
    value = next((v for v in heard.all("count") if not _OF_A_WOUND.match(heard.after(v, 4))), None)
    if "injured_count" not in updates and value is not None:
        updates["injured_count"] = value.value["count"]
    if updates.get("injured_count") == 0:
        return Answer({"injured": False}) if _NOBODY.search(heard.text) else None
    return Answer(updates) if "injured_count" in updates else None


_OF_A_WOUND = re.compile(r"个?[大小水血]?(泡|包|口子|伤口|道|处|块|针|颗|根)")
"""What makes "起了俩泡" no two people."""

_NOBODY = re.compile(r"没(有)?(人)?(受伤|伤)|^[嗯啊，, ]*没(有)?(人)?[了啊呢]?$|都没事|一个(人)?(都|也)没")


def read_severity(heard: Heard, facts: Facts) -> Answer | None:
    """Read how badly, in the caller's words."""
    value = heard.first("injury")
    updates = injury_facts(value.value) if value and value.value.get("any") is not False else {}
    updates.pop("injured_count", None) if facts.get("injured_count") else None
    updates.setdefault("injury_severity", clean(heard.text))
    return Answer(updates) if len(updates["injury_severity"]) >= 1 else None


def read_sent_hospital(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the injured were taken to hospital; naming one says yes."""
    hospital = heard.first("hospital")
    said = settle("sent_hospital", heard)
    if hospital is not None and said is not False:
        return Answer({"sent_hospital": True, "hospital": hospital.value})
    return None if said is None else Answer({"sent_hospital": said})


def read_injured_kind(heard: Heard, facts: Facts) -> Answer | None:
    """Read who the injured are (004/B-10); words about those who are well do not count."""
    about_the_hurt, kinds = _UNHURT.sub("", heard.text), []
    for kind, pattern in _KINDS:
        left = pattern.sub("，", about_the_hurt)
        if left != about_the_hurt:
            kinds.append(kind)
        about_the_hurt = left
    return Answer({"injured_kind": kinds}) if kinds else None


_UNHURT = re.compile(
    r"(我们?|自己|咱们?|本车)(这边|车上|自己|车里)?(的?人)?(倒是|都|也)?(没有?(事儿?|受?伤)|还好)"
)

_KINDS = (
    (
        "第三者车上人员",
        re.compile(
            r"第三者(的|方)?(车上?|车里)?的?(人员|司机|乘客|人)?|(对方|他们?|那个?|前|后|另)(一?辆)?(车)?(上|里|车)?的?(司机|乘客|人|车上)|对面"
        ),
    ),
    ("非机动车人员", re.compile(r"非机动车上?的?(人员|人)?|电动|骑车|自行车|三轮|电瓶|骑.{0,3}的")),
    ("行人", re.compile(r"行人|路人|走路|过马路|老(太|人|头|奶|爷)|步行|小孩")),
    (
        "车上人员",
        re.compile(
            r"(我|我们|自己|咱|本)(的)?(车)?(上|里|车上)?|车上|乘客|司机|副驾|家人|老婆|老公|媳妇|孩子"
        ),
    ),
)


def read_fee_paid(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the rescue fee was paid; a sum says yes."""
    money = heard.first("money")
    said = settle("fee_paid", heard)
    if money is not None and said is not False and money.value:
        return Answer({"fee_paid": True, "fee_amount": money.value})
    return None if said is None else Answer({"fee_paid": said})
