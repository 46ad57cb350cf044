"""What is said of a fact by its name: "地点是南京的，在地下车库负二层", "时间我记错了，不是三点，是三点四十".

Whatever question is open, such words answer the one that they name, and are read as if it had been asked. What the facts are
called is data (``words/naming.yml``), each with sentences it is for and sentences it must leave alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from mandarin.clauses import find_clauses
from mandarin.read import read
from mandarin.rules import WORDS, written
from mandarin.sides import side_of
from mandarin.span import Span

KIND, REST = "named", "rest"
NAMES = WORDS / "naming.yml"

_PAUSE = r"[，。,、；;！!？?：:\s]"
_LEAD = rf"(?:^|{_PAUSE}|不对|不是|对了|错了|还有|另外|然后|其实|那个|这个|就是|[对了吧呀啊哦噢嗯呃])(?:我说的?|我报的?|刚才说?的?|你们记的?|的)?"
"""What may stand before a name; within other words it is none (停车位置)."""
_WRONG = r"(?:(?:不太?对|有误|错了|(?:记|说|报|讲|弄|搞|听)(?:得|的)?(?:错|反|岔|混|不对)了?|要?改一?下|更正一?下))"
_IS = r"(?:应该|其实|确实|准确|就)*(?:是(?!不是)|(?<!我)叫|在|为|改[成为到]|换成|不是|不在)"
_SAID = rf"(?:我?(?:也|刚才|刚刚|好像|可能|确实)*)(?P<wrong>{_WRONG})?[了啊呀吧的，,。、\s]*"
_GOES_ON = re.compile(
    r"(?:应该|其实|哦|噢|嗯|那个|准确(?:地说)?|就|而)*(?:是|在|不是|不在|改[成为到]|换成|为)|(?:电话|手机|号码)*是?[\d零幺一二三四五六七八九]{3}"
)
_DENIED = (
    re.compile(
        r"(?:不是|不在|不叫)(?P<denied>[^，。,、\s]{1,16}?)[，,、。\s]*(?:而是|而在|应该是|应该在|就是|是|在|改[成为到]|换成)(?P<said>.+)$"
    ),
    re.compile(r"(?P<said>.+?)[，,、。\s]*(?:而)?不[是在](?P<denied>[^，。,、\s]{1,16})[啊呀吧的，,。\s]*$"),
)
_ONLY_DENIED = re.compile(
    r"(?:应该|其实|就)*不[是在](?!不是)(?P<denied>[^，。,、\s]{1,16})[啊呀吧的，,。\s]*"
)
"""What a fact is said not to be, with nothing said instead: 驾驶员不是何晓燕."""
_OPENING = re.compile(rf"^(?:{_IS})+")
_CLOSING = re.compile(r"[，。,、；;！!？?\s]+$")


@dataclass(frozen=True)
class Named:
    """What is said of one fact by its name.

    Attributes:
        fact: The fact, as its question is called.
        start: Where the words begin that speak of it.
        end: Where they end.
        said: What is said of it, without its name; empty when it is only called wrong.
        at: Where ``said`` begins.
        denied: What it is said not to be, in words; empty when nothing.
    """

    fact: str
    start: int
    end: int
    said: str
    at: int
    denied: str = ""


@cache
def _names() -> re.Pattern[str]:
    named = "|".join(f"(?P<{fact}>{row['words']})" for fact, row in written(NAMES).items())
    return re.compile(rf"(?P<lead>{_LEAD})(?P<name>{named}){_SAID}(?:(?P<is>{_IS})|(?={_PAUSE}|$))")


def find_named(text: str) -> list[Named]:
    """Return what an utterance says of facts by their names, in order; a question says nothing of them."""
    kinds = find_clauses(text)
    found: list[Named] = []
    at = 0
    while match := _names().search(text, at):
        begins = match.start("name")
        at = match.end("name")
        if not match["wrong"] and not match["is"]:
            continue
        nexts = [later.start("lead") for later in _names().finditer(text, match.end())]
        end = _extent(text, match, kinds, min(nexts, default=len(text)))
        if end is None:
            continue
        fact = next(name for name, words in match.groupdict().items() if words and name not in _GROUPS)
        if fact == "driver" and side_of(text[:begins]) == "other":
            continue  # 那车是个公司的 司机叫马强
        found.append(
            _named(text, fact, begins, match.start("is") if match["is"] else match.end(), end, match)
        )
        at = max(end, at)
    return found


_GROUPS = frozenset({"lead", "name", "wrong", "is"})


def _extent(text: str, match: re.Match[str], kinds: list[Span], limit: int) -> int | None:
    """Return where the words end that speak of the fact: with their clause, and with those that go on about it."""
    after = [clause for clause in kinds if clause.end > match.start("name") and clause.start < limit]
    end = None
    for clause in after:
        if clause.value in ("question", "request"):
            break
        empty = end is not None and not text[match.end() : end].strip("，。,、；;！!？?：:了啊呀吧的 ")
        if end is None or empty or _GOES_ON.match(text, clause.start):
            end = min(clause.end, limit)
            continue
        break
    return end


def _named(text: str, fact: str, start: int, at: int, end: int, match: re.Match[str]) -> Named:
    """Part what is said of a fact from what it is said not to be."""
    end = at + len(_CLOSING.sub("", text[at:end])) if end > at else end
    body = Named(fact, start, max(end, match.end("name")), "", at)
    for pattern in _DENIED:
        if denied := pattern.match(text, at, end):
            said = denied.span("said")
            return _trimmed(replace(body, denied=denied["denied"]), text, *said)
    if only := _ONLY_DENIED.match(text, at, end):
        return replace(body, denied=only["denied"], at=only.end())
    return _trimmed(body, text, at, end)


def _trimmed(body: Named, text: str, start: int, end: int) -> Named:
    opening = _OPENING.match(text[start:end])
    start += opening.end() if opening else 0
    return replace(body, said=text[start:end] if end > start else "", at=start)


def rest_of(text: str, named: list[Named]) -> tuple[str, list[list[int]]]:
    """Return what an utterance says beside the facts it names: the words, and where they stand."""
    ranges: list[list[int]] = []
    for clause in find_clauses(text):
        if clause.value == "filler":
            continue
        pieces = [[clause.start, clause.end]]
        for one in named:
            pieces = [
                piece
                for start, end in pieces
                for piece in ([start, min(end, one.start)], [max(start, one.end), end])
                if piece[0] < piece[1]
            ]
        ranges += pieces
    kept = [[start, end] for start, end in ranges if not _NOTHING.fullmatch(text[start:end])]
    return "，".join(text[start:end] for start, end in kept), kept


_NOTHING = re.compile(
    rf"(?:不对|不是|对了|错了|还有|另外|然后|其实|那个|这个|就是|[对了吧呀啊哦噢嗯呃的]|我说的?|我报的?|刚才说?的?|{_PAUSE})*"
)


def named_in(text: str, now: datetime) -> list[Span]:
    """Read what is said of facts by their names, each as if its question had been asked.

    Returns:
        A span ``named`` each, ``value`` {"fact", "text": what is said of it, "denied", "entities": the values of
        ``text``}; then, where something else is said, a span ``rest``, ``value`` {"text", "ranges"} as ``told`` of the clauses.
    """
    found = find_named(text)
    if not found:
        return []
    spans = [
        Span(
            KIND,
            one.start,
            one.end,
            {
                "fact": one.fact,
                "text": one.said,
                "denied": one.denied,
                "entities": [value.as_entity() for value in read(one.said, now, one.fact)],
            },
            text[one.start : one.end],
        )
        for one in found
    ]
    words, ranges = rest_of(text, found)
    rest = [Span(REST, 0, len(text), {"text": words, "ranges": ranges}, text)] if words else []
    return [*spans, *rest]
