"""What is said against something that was read back: which clauses object, and a yes that keeps something back.

The rules are data (``words/objections.yml``), each with sentences it is for and sentences it must leave alone.
"""

from __future__ import annotations

import re

from mandarin.clauses import ASIDES, find_clauses
from mandarin.rules import WORDS, patterns
from mandarin.span import Span

RULES = WORDS / "objections.yml"


def objects(clause: str) -> bool:
    """Tell whether a clause says that something is not so, or is to be changed."""
    return bool(patterns(RULES)["objects"].search(clause))


def agrees_to_rest(clause: str) -> bool:
    """Tell whether a clause agrees to the rest, as of something that is not so: 其他都对."""
    return bool(patterns(RULES)["rest_agreed"].search(clause))


def confirms(clause: str) -> bool:
    """Tell whether a clause says of one thing that it is right: 五点半对, 车牌没错."""
    return bool(patterns(RULES)["confirms"].search(clause))


def forbids(clause: str) -> bool:
    """Tell whether a clause says that something is not to be so: 联系人莫打我老公的."""
    return bool(patterns(RULES)["forbids"].search(clause))


def takes_back(clause: str) -> bool:
    """Tell whether a clause begins as one that takes back a part of a yes: 就是医院没去."""
    return bool(patterns(RULES)["but"].search(clause))


def wants_it_read(text: str) -> bool:
    """Tell whether what was read back is to be read once more: 改成啥了 你再念一遍."""
    return bool(patterns(RULES)["read_again"].search(text))


def told_clauses(text: str) -> list[Span]:
    """Return the clauses that tell something: neither asked nor wished, nor a word of yes, no or hesitation alone."""
    return [one for one in find_clauses(text) if one.value not in (*ASIDES, "filler", "particle", "feeling")]


def all_right(text: str) -> bool:
    """Tell whether each thing told is said to be right: 五点半对 地方对."""
    clauses = told_clauses(text)
    return bool(clauses) and all(confirms(one.text) or agrees_to_rest(one.text) for one in clauses)


def keeps_back(text: str) -> bool:
    """Tell whether words that agree keep something back: 其他都对 就是医院没去, 对是对 可是他没住院, 对 除了医院那块."""
    clauses = told_clauses(text)
    others = [one.text for one in clauses if not agrees_to_rest(one.text)]
    if len(others) < len(clauses):
        return any(objects(words) or takes_back(words) or _DENIES.search(words) for words in others)
    return any(map(forbids, others)) or any(
        takes_back(words) and bool(objects(words) or _DENIES.search(words) or _EXCEPT.search(words))
        for words in others
    )


_DENIES = re.compile(r"没(?![错事关问])|冇|不(?![过好知晓清懂明])|(?<![多不])少(?!管)")
_EXCEPT = re.compile(r"^(嗯|呃|那个|啊)*(除|唯独)")
