"""Car parts behind what a recogniser wrote for them: a side, a position and a noun that sound alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mandarin.homophones import Sounding, kept_at
from mandarin.lexicon import variants
from mandarin.part_words import FAMILIES, ONLY_PLACED

_PLACES = (
    "左 右 前 后 左边 右边 左侧 右侧 左面 右面 前面 后面 前边 后边 左右 前后 左前 右前 左后 右后 两个 两边 两侧 四个 俩 两扇 两只"
    " 副驾驶 副驾 主驾驶 主驾 驾驶室 后排 前排"
)
_LINKS = "那个 那边 这边 的 边 侧 那 个"
_SINGLES = "门 灯 角 杠 轮 胎"
_LONGEST_PLACE = 4

# What shows that a part was meant: damage told right after, or the list going on.
_CONTEXT = re.compile(
    r"^(?:也|都|就|被|给|全|有点?|可能|好像|直接|稍微|让人|啊|呀)*"
    r"(?:坏|碎|裂|瘪|凹|变形|掉|刮|蹭|划|撞|烂|破|断|歪|擦|剐|崩|翘|脱|砸|坑|损|伤|毁|弯|塌|鼓|爆|漏|松|不亮|打不开|别了|进去|没了|泡|湿|扁|磕|碰|和|跟|与|还有|以及|、)"
)
_BEFORE = re.compile(r"(?:^|[,，。、\s和跟与及的了把])$")


@lru_cache(maxsize=1)
def _words() -> tuple[Sounding, Sounding, Sounding]:
    nouns = [
        word
        for table in FAMILIES.values()
        for word in variants(table)
        if len(word) > 1 and word not in ONLY_PLACED
    ]
    return (
        Sounding(_PLACES.split()),
        Sounding(_LINKS.split()),
        Sounding([*nouns, *_SINGLES.split()]),
    )


def heard_by_sound(text: str) -> str:
    """Return the text, of the same length, with parts put back where only their sound was kept.

    "又侧两个们都瘪了" becomes "右侧两个门都瘪了". A noun of two characters keeps one of them; a noun of one needs its place
    before it; and where less than half is kept, damage or a list has to follow.
    """
    said = list(text)
    index = 0
    while index < len(text):
        best = max(
            _readings(text, index),
            key=lambda reading: (len(reading), -_changed(text, index, reading)),
            default="",
        )
        if best and _changed(text, index, best):
            said[index : index + len(best)] = best
        index += len(best) or kept_at(text, index)
    return "".join(said)


def _changed(text: str, index: int, word: str) -> int:
    return sum(one != other for one, other in zip(word, text[index : index + len(word)], strict=True))


def _readings(text: str, index: int) -> Iterator[str]:
    """Yield what may have been said from ``index`` on: a part, with or without its place."""
    _, _, nouns = _words()
    for place in ("", *_places(text, index)):
        at = index + len(place)
        if at >= len(text):
            continue
        for noun in nouns.at(text, at):
            reading = place + noun
            changed = _changed(text, index, reading)
            if not changed or _believable(text, index, place, noun, changed):
                yield reading


def _places(text: str, index: int) -> Iterator[str]:
    """Yield sides and positions that sound like what begins at ``index``, with 那个 and 的 behind them."""
    places, links, _ = _words()
    open_ends = list(places.at(text, index))
    for _ in range(3):
        yield from open_ends
        open_ends = [
            place + more
            for place in open_ends
            if index + len(place) < len(text)
            for more in (*places.at(text, index + len(place)), *links.at(text, index + len(place)))
            if len(more) > 1 or more == text[index + len(place)]
        ]


def _believable(text: str, index: int, place: str, noun: str, changed: int) -> bool:
    end = index + len(place) + len(noun)
    kept = len(place) + len(noun) - changed
    if kept < 1 or (len(noun) == 1 and not place):
        return False
    if place and _changed(text, index, place) and not _BEFORE.search(text[:index][-2:]):
        return False
    if noun != text[index + len(place) : end] and kept_at(text, index + len(place)) > 1:
        return False
    follows = bool(_CONTEXT.match(text[end : end + 12])) or end >= len(text) - 1
    if len(noun) == 1 or len(place) + len(noun) == 2:
        return follows
    return kept >= changed or follows
