"""What is said against the recap in several clauses: each puts right what it is about, and none is passed over.

"医院错了 人还没送医院 时间也不对 是四点半" are two matters in one breath. Read as one, the words of the one hide those of
the other; read one by one, each is a correction as if it had been said alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from claims.corrections import CUE, changes_in, names_a_fact, put_right, without_company
from claims.heard import Heard, within
from claims.interview import Facts, known
from mandarin.objections import agrees_to_rest, confirms, objects, told_clauses
from mandarin.span import Span

WIDEST = 3
"""Clauses that one matter may take: 时间不对 | 不是五点半 | 是五点."""


_TOLD_TOGETHER = frozenset({"own_damage", "third_parties", "description"})
"""Facts of which a clause alone may say too little: whose the part is that it names."""


TELLS = ("phone", "person", "plate", "vehicle", "insurer", "hospital", "money", "property")
"""Kinds of values that tell something beside a yes: 行 那辆灰色哈弗也给我写进去."""
_OF_SOMEBODY = ("phone", "plate", "insurer", "money")
"""Kinds of values that tell something however little a clause says: 那个摊主叫刘永福 电话136…."""
_NAMED_ONLY_TOGETHER = frozenset({"third_parties", "contact_name", "contact_phone", "plate", "driver"})
"""Facts that all the words together tell, whichever clause names them."""

_WHOSE = frozenset({"contact_phone", "plate"})
"""Facts of which only all the words tell whose the number is."""

_OF_ANOTHER_CASE = frozenset({"case_type", "events", "third_parties", "property_damage"})
"""Facts that change with the kind of accident, which one matter must tell by itself."""


@dataclass(frozen=True)
class Objections:
    """What words against the recap come to.

    Attributes:
        changes: The facts that they put right, with their new values.
        unserved: Clauses that say something is not so, and changed nothing.
        untaken: Whether a clause tells something that changed nothing, with no objection in it.
    """

    changes: Mapping[str, Any]
    unserved: tuple[str, ...] = ()
    untaken: bool = False


def read_objections(heard: Heard, facts: Facts) -> Objections:
    """Read what is said against the recap, matter by matter, and as a whole where one clause speaks of the next."""
    heard = without_company(heard)
    told = told_clauses(heard.text)
    clauses = [one for one in told if not (agrees_to_rest(one.text) or confirms(one.text))]
    if told and not clauses:
        return Objections({})
    whole = changes_in(_without(heard, [one for one in told if one not in clauses]), facts, None, True)
    if len(clauses) < 2:
        unserved = tuple(one.text for one in clauses if objects(one.text) and not whole)
        return Objections(whole, unserved)
    singly: dict[str, Any] = {}
    passed: list[str] = []
    untaken = False
    at = 0
    while at < len(clauses):
        width, changes = _matter(heard, clauses[at:], {**facts, **singly})
        singly |= changes
        part = _part(heard, clauses[at : at + 1])
        changed = changes or changes_in(part, facts, None, True)
        unheard = not changed and objects(part.text) and not _gone(part, facts, {**facts, **singly, **whole})
        if unheard and (_has_matter(part) or not (singly or whole)):
            passed.append(clauses[at].text)
        taken = (changed.keys() - (_WHOSE - whole.keys())) | (whole.keys() & _NAMED_ONLY_TOGETHER)
        untaken = untaken or (not taken and bool(part.all(*_OF_SOMEBODY)))
        at += width
    if "case_type" in whole and "case_type" not in singly:  # 面包车 here and 撞 there make no other accident
        whole = {name: value for name, value in whole.items() if name not in _OF_ANOTHER_CASE}
    singly = {name: value for name, value in singly.items() if name not in _WHOSE}
    beyond = whole.keys() - singly.keys()  # what only the clauses together tell
    if whole:  # what the words tell together decides whose a part is, and what the story was
        singly = {name: value for name, value in singly.items() if name not in _TOLD_TOGETHER}
    return Objections({**singly, **whole}, () if beyond else tuple(passed), untaken)


_ONLY_WRONG = re.compile(r"[哎诶嗯啊哦呃]*(?:不对|不是|错了)[啊呀吧呢了]*")
"""Words that something is wrong, before what it is."""


def _without(heard: Heard, clauses: list[Span]) -> Heard:
    """Return what was heard without some clauses, which say that something is right."""
    values = tuple(
        value
        for value in heard.values
        if not any(one.start <= value.start and value.end <= one.end for one in clauses)
    )
    text = heard.text
    for one in clauses:
        text = text[: one.start] + "，" * (one.end - one.start) + text[one.end :]
    return replace(heard, values=values, text=text)


def _matter(heard: Heard, clauses: list[Span], facts: Facts) -> tuple[int, dict[str, Any]]:
    """Return the fewest clauses from the first on that put something right, and what; one that puts nothing right.

    Only what is said to be wrong goes on into the next clause: 时间不对 | 是四点半.
    """
    first = clauses[0].text
    if _ONLY_WRONG.fullmatch(first):
        return 1, {}
    goes_on = objects(first) or names_a_fact(first)
    for width in range(1, (min(WIDEST, len(clauses)) if goes_on else 1) + 1):
        if changes := changes_in(_part(heard, clauses[:width]), facts, None, True):
            return width, changes
    return 1, {}


def told_beside(heard: Heard, facts: Facts) -> Heard | None:
    """Return what is told beside a correction, as if said alone: 一个 | 对方车牌说错了 是苏B12346 leaves 一个; None where nothing is."""
    clauses, at, beside = told_clauses(heard.text), 0, list[Span]()
    while at < len(clauses):
        width, changes = _matter(heard, clauses[at:], facts)
        corrects = any(known(facts, name) for name in changes)
        if not corrects and not objects(clauses[at].text) and not CUE.search(clauses[at].text):
            beside.append(clauses[at])
        at += width
    return _part(heard, beside) if beside and len(beside) < len(clauses) else None


def _gone(part: Heard, before: Facts, after: Facts) -> bool:
    """Tell whether a clause denies what another has put right already: 是工人医院 | 不是大港医院."""
    denied = [value.value for value in part.values if value.assertion == "denied"]
    return any(value in before.values() and value not in after.values() for value in denied)


def _has_matter(part: Heard) -> bool:
    """Tell whether a clause says what it is about: 你删掉 belongs to what was said before."""
    return names_a_fact(part.text) or any(value.kind != "answer" for value in part.values)


def _part(heard: Heard, clauses: list[Span]) -> Heard:
    """Return what was heard of some clauses, as if they had been said alone."""
    words = "，".join(one.text for one in clauses)
    part = within(heard, [(one.start, one.end) for one in clauses], words)
    return replace(part, amended={}, no_damage=False)


def objected(heard: Heard, facts: Facts) -> tuple[dict[str, Any] | None, Objections]:
    """Return all facts after what is said against the recap, None where nothing is put right; and what it came to."""
    read = read_objections(heard, facts)
    return (put_right(read.changes, facts) if read.changes else None), read
