"""Car parts behind what a recogniser wrote for them: a side, a position and a noun that sound alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mandarin.homophones import Sounding, kept_at
from mandarin.lexicon import variants
from mandarin.part_words import FAMILIES, NEEDS_PLACE, ONLY_PLACED, PLAIN

_PLACES = (
    "左 右 前 后 左边 右边 左侧 右侧 左面 右面 前面 后面 前边 后边 左右 前后 左前 右前 左后 右后 两个 两边 两侧 四个 俩 两扇 两只"
    " 副驾驶 副驾 主驾驶 主驾 驾驶室 后排 前排 后座 前座 前头 后头"
)
_LINKS = "那个 那边 这边 的 边 侧 那 个"
_SINGLES = "门 灯 角 杠 轮 胎 挡"

# What shows that a part was meant: damage told right after, or the list going on.
_CONTEXT = re.compile(
    r"^(?:也|都|就|被|给|遭|让|叫|我|他|全|有点?|可能|好像|直接|稍微|让人|啊|呀)*"
    r"(?:坏|碎|裂|瘪|凹|变形|掉|刮|蹭|划|撞|烂|破|断|歪|擦|剐|崩|翘|脱|砸|坑|损|伤|毁|弯|塌|鼓|爆|漏|松|不亮|打不开|别了|进去|没了|泡|湿|扁|磕|碰|歪|翘|撅|加|连|和|跟|与|还有|以及|、)"
)
_POINTS_BACK = re.compile("的?[,，。\\s]*$|那个|那[边块只根]|的(?![车门灯])|从前|先是|全|整个|一溜|一排")
_BEFORE = re.compile(r"(?:^|[,，。、\s和跟与及的了把说是那就加他她])$")


_PAUSE = re.compile(r"[,，、\s]")
_LISTED_ALONE = frozenset({"叶子", "翼子", "大灯", "尾灯", "机盖", "前杠", "后杠", "水箱", "中网", "轮胎"})
"""Short nouns that a list of what is damaged is made of."""


_ALIKE = frozenset({"轮罩", "门把", "地垫", "车漆"})
"""Short nouns that sound like everyday words: 轮朝外 is no 轮罩, 地点 no 地垫, 车七 no 车漆."""


@lru_cache(maxsize=1)
def _words() -> tuple[Sounding, Sounding, Sounding]:
    rare = (variants(PLAIN).keys() & NEEDS_PLACE) | _ALIKE
    nouns = [
        word
        for table in FAMILIES.values()
        for word in variants(table)
        if len(word) > 1
        and (word not in ONLY_PLACED or word == "挡风")
        and not (word in rare and len(word) == 2)
        and "钣" not in word  # 叶子板镜子 is no 叶子钣金
    ]
    return (
        Sounding(_PLACES.split()),
        Sounding(_LINKS.split()),
        Sounding([*nouns, *_SINGLES.split()]),
    )


_EVERYDAY = (
    (
        re.compile(
            "(?<=[左右前后驾员][边侧面头驶])[得德](?=$|[,，。\\s]|[那左右前后大门车灯镜保引机雾倒轮尾挡])"
        ),
        "的",
    ),
    (re.compile("(?<=[边侧面头轮])(?:拿[个各革]|那[各革])"), "那个"),
    (re.compile("(?<=[边侧面头轮子])拿(?=[边块里])"), "那"),
)
"""Everyday words around a part that have their own characters for their sounds, each with what was said."""


def heard_by_sound(text: str, asked: bool = False) -> str:
    """Return the text, of the same length, with parts put back where only their sound was kept.

    "又侧两个们都瘪了" becomes "右侧两个门都瘪了". A noun of two characters keeps one of them; a noun of one needs its place
    before it; and where less than half is kept, damage or a list has to follow; where it was ``asked`` what is damaged, a
    pause does (左边嘛 大灯 叶字 再就是前杠).
    """
    for pattern, word in _EVERYDAY:
        text = pattern.sub(word, text)
    said = list(text)
    index = last = 0
    while index < len(text):
        best = max(
            _readings(text, index, index == last > 0, asked),
            key=lambda reading: (len(reading), -_changed(text, index, reading)),
            default="",
        )
        if best and _changed(text, index, best):
            said[index : index + len(best)] = best
        index += len(best) or kept_at(text, index)
        last = index if best else 0
    return "".join(said)


def _changed(text: str, index: int, word: str) -> int:
    return sum(one != other for one, other in zip(word, text[index : index + len(word)], strict=True))


def _readings(text: str, index: int, listed: bool, asked: bool) -> Iterator[str]:
    """Yield what may have been said from ``index`` on: a part, with or without its place, or the place pointed back to.

    ``listed`` is whether another part ends right before.
    """
    _, _, nouns = _words()
    for place in ("", *_places(text, index)):
        at = index + len(place)
        if len(place) == 2 and _changed(text, index, place) == 1 and _POINTS_BACK.match(text, at):
            yield place
        if at >= len(text):
            continue
        for noun in nouns.at(text, at):
            reading = place + noun
            changed = _changed(text, index, reading)
            if not changed or _believable(text, index, place, noun, listed, asked):
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


def _believable(text: str, index: int, place: str, noun: str, listed: bool, asked: bool) -> bool:
    at = index + len(place)
    end = at + len(noun)
    place_changed, noun_changed = _changed(text, index, place), _changed(text, at, noun)
    kept = end - index - place_changed - noun_changed
    if (
        kept < 1
        or noun_changed == len(noun) == 2
        or (len(noun) == 1 and not place)
        or (noun == "挡风" and place[-1:] not in ("前", "后"))
    ):
        return False
    if noun == "角" and text[at] == "叫" and re.match("[撞碰刮蹭砸人他她它车别树石一个]", text[end:]):
        return False  # 左边那个叫撞碎了
    follows = bool(_CONTEXT.match(text[end : end + 12])) or end >= len(text) - 1
    follows |= asked and not place and noun in _LISTED_ALONE and bool(_PAUSE.match(text, end))
    begins = listed or bool(_BEFORE.search(text[:index][-2:]))
    if place_changed and not begins and (noun_changed or end - index < 4):
        return False
    if place_changed and (
        text[index] == "咗" or text[index - 1 : index + 1] in ("还有", "没有", "都有", "也有", "还又", "再又")
    ):
        return False  # 还有后视镜
    if text[end - 1 : end + 1] == "定损":
        return False  # 他们车定损四千五
    if text[index] == "有" and text[index + 1] not in "边侧面前后":
        return False  # 有大灯
    if noun_changed and len(noun) == 1 and kept_at(text, at - 1) > 1:
        return False  # 后面那台 is no 后胎
    if noun_changed and kept_at(text, at) > 1 and not (place and follows and not place_changed):
        return False  # 打灯 is 大灯 only in 右打灯碎了
    if not noun_changed and kept >= 2 and (begins or end - index >= 4):
        return True
    if len(noun) == 1 or end - index == 2:
        return follows
    return kept >= place_changed + noun_changed or follows
