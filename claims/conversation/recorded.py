"""Whether something that was told is on the record: answered from the record, and what is not there may be told now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from claims.conversation.turn import Line, Means, Move, Turn
from claims.interview import UNKNOWN, Facts, told
from claims.parties import listed
from mandarin.recorded import asked_of_the_record
from mandarin.sides import speaks_of_others

TITLED = re.compile(r"(?P<surname>[\u4e00-\u9fff])(?:女士|先生|师傅|小姐|[大小]?[姐哥])")
"""Somebody called by a surname and a title."""

NUMBER_READ = 4
"""Last digits by which a telephone number is read out."""


def recorded(question: str, facts: Facts) -> Line | None:
    """Return what is said to who asks whether something is on the record; None to other questions."""
    kind = asked_of_the_record(question)
    if not kind:
        return None
    what, values = _of(kind, question, facts)
    found = "、".join(dict.fromkeys(str(value) for value in values if value not in (None, "", UNKNOWN)))
    return (
        Line("utter_recorded", {"what": what, "value": found})
        if found
        else Line("utter_not_recorded", {"what": what})
    )


def _of(kind: str, question: str, facts: Facts) -> tuple[str, list[Any]]:
    """Return what is asked about in words, and its values on the record."""
    named = TITLED.search(question)
    theirs = bool(named) or speaks_of_others(question) or kind == "name"
    if theirs and kind in OF_PARTIES:
        parties = listed(facts)
        if named:
            parties = [one for one in parties if _is_called(one, named["surname"])]
        whose = named.group() if named else "对方"
        word, fields = OF_PARTIES[kind]
        values = [_read(kind, one.get(field)) for one in parties for field in fields]
        return f"{whose}的{word}", values
    word, value = OF_OURS.get(kind, OF_OURS["place"])
    return word, [value(facts)]


def _is_called(party: Mapping[str, Any], surname: str) -> bool:
    """Tell whether a party's owner or driver has this surname."""
    return any(
        str(party.get(field) or "").removeprefix("姓").startswith(surname) for field in ("owner", "driver")
    )


def _read(kind: str, value: Any) -> Any:
    return f"尾号{str(value)[-NUMBER_READ:]}" if kind == "phone" and value else value


OF_PARTIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "phone": ("电话", ("phone",)),
    "plate": ("车牌号", ("plate",)),
    "name": ("姓名", ("owner", "driver")),
}
"""What may be asked of the other parties -> its word and its fields."""


def _said(facts: Facts, name: str) -> Any:
    """Return a fact with several sides as it was said."""
    value = facts.get(name)
    return (value.get("said") or value.get("text")) if isinstance(value, Mapping) else value


def _hurt(facts: Facts) -> str:
    count = facts.get("injured_count")
    if facts.get("injured") is not True:
        return "无人受伤" if facts.get("injured") is False else ""
    return f"{count}人受伤" if isinstance(count, int) else "有人受伤"


def _hospital(facts: Facts) -> Any:
    return facts.get("hospital") if told(facts, "hospital") else facts.get("hospital_planned")


OF_OURS: Mapping[str, tuple[str, Callable[[Facts], Any]]] = {
    "phone": ("您的联系电话", lambda facts: _read("phone", facts.get("contact_phone"))),
    "plate": ("您的车牌号", lambda facts: facts.get("plate")),
    "place": ("事故地点", lambda facts: _said(facts, "place")),
    "time": ("事故时间", lambda facts: _said(facts, "accident_time")),
    "hospital": ("医院", _hospital),
    "injured": ("人员受伤的情况", _hurt),
}
"""What may be asked of our side -> its word, and its value on the record."""


def take_recorded(turn: Turn, means: Means) -> Move | None:
    """Answer from the record who only asks whether something is on it."""
    if not turn.heard.only_asks or turn.form not in ("claim_report", "after_report"):
        return None
    lines = [recorded(aside.text, turn.facts) for aside in turn.heard.asides]
    said = tuple(line for line in lines if line is not None)
    if not said:
        return None
    return Move(dict(turn.facts), turn.progress, said, ask=turn.asked, wording="short")
