"""Places of which a recogniser lost a character, put right before they are looked for.

绵涪城区 is 绵阳涪城区 and 承德桥区 is 承德双桥区, since only one division of the right family fits; what stands beside no
kin of its own is left as it came. So are the names of roads, which no register here holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandarin.divisions import Division, children, division_at, divisions
from mandarin.heard import Heard
from mandarin.highways import HIGHWAYS, NATIONAL, OF_EVERY_TOWN
from mandarin.homophones import common_sound, sounds

_PAUSES = frozenset("嗯呃")
# Words of their own that end like a district: 德州城区 is the town, not 德城区.
_ORDINARY_ENDS = frozenset(
    "".join(pair)
    for end, firsts in {
        "区": "市城郊新山湖矿林校景厂园库港镇小社东西南北老灾地片辖县",
        "县": "全本各邻外",
        "市": "全本城都超门夜集早菜",
    }.items()
    for pair in zip(firsts, end * len(firsts), strict=True)
)
_ROAD = re.compile(r"[东西南北中一二三四五六七八九]*(?:路|街|大道|大街|道|巷|高速|大桥|[一二三四五]?环)|方向")
_ROAD_SOON = re.compile("[\u4e00-\u9fff]{1,5}(?:路|街|大道)")
BEGINS = re.compile(r"(?:^|[在再到从是说个这那我俺咱人于喺搁啊嗯,，。、\s])$")
"""What a division's name begins after."""


def without_pauses(text: str) -> Heard:
    """Return the text without the fillers that are no part of any name."""
    kept = [(at, character) for at, character in enumerate(text) if character not in _PAUSES]
    return Heard("".join(character for _, character in kept), tuple(at for at, _ in kept))


def beside_kin(heard: Heard, asked: bool = False) -> Heard:
    """Put damaged divisions back: the parents before a division, then the children behind one.

    A name keeps its sound, with at most one character lost, and fits one division of the family only. With ``asked`` a
    district may have lost a character and be misheard besides.
    """
    at = 0
    while at < len(heard.text):
        hit = division_at(heard.text, at)
        if hit and not _ROAD.match(heard.text, hit.end):
            heard, at = _parents_before(heard, at, hit.word, hit.value, asked)
            if _begins(heard.text[:at], hit.word):  # 牡单江西安区 holds no 江西
                heard = _child_behind(heard, at + len(hit.word), hit.value, asked)
        at += len(hit.word) if hit else 1
    return heard


def whole_ends(heard: Heard, asked: bool = False) -> Heard:
    """Put back the character that the end of a place or a highway has lost: 停场, 沪昆高K30, G15沈高速.

    What an answer ends with (家乐福门) is mended only when ``asked``.
    """
    for pattern, whole in (*_WORN_ENDS, *(_WORN_ANSWERS if asked else ())):
        if match := pattern.search(heard.text):
            heard = heard.put(match.start(), match.end(), whole)
    if (match := _WORN_HIGHWAY.search(heard.text)) and match["name"] not in OF_EVERY_TOWN:
        heard = heard.put(match.end("name"), match.end(), "高速")
    for match in _NAMED_HIGHWAY.finditer(heard.text):
        number, name = digits(match["number"] or ""), match["name"]
        known = [NATIONAL[number]] if number in NATIONAL else [long for long in HIGHWAYS if len(long) == 3]
        fitting = [long for long in known if len(long) == len(name) + 1 and _worn(long, name) is not None]
        if len(fitting) == 1 and name not in HIGHWAYS:
            return heard.put(match.start("name"), match.end("name"), fitting[0])
    return heard


def digits(said: str) -> str:
    """Return spoken digits in figures: 一五 is 15."""
    return said.translate(str.maketrans("零〇一幺二两三四五六七八九", "0011223456789"))


_WORN_ENDS = (
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})停场"), "停车场"),
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})(?<![地楼坡桥底山脚以树在我])下(?=车库|停车场)"), "地下"),
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})小(?=[一二三四五六七八九十\d]{1,3}(?:号楼|栋))"), "小区"),
)
_WORN_ANSWERS = (
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})加油$"), "加油站"),
    (re.compile(r"(?<=[\u4e00-\u9fff]{3})附$"), "附近"),
    (
        re.compile(
            r"(?<=校|学|园|店|行|院|福|宫|站|局|城|府)(?<!公园|校园|大学)门$|(?<=广场|市场|商场|超市|大厦|小学|中学|公园)门$"
        ),
        "门口",
    ),
)
_WORN_HIGHWAY = re.compile(
    f"(?P<name>{'|'.join(sorted(HIGHWAYS, key=len, reverse=True))})(?:告速|[高告](?![速铁架路])|速)"
    r"(?=[K\d一二三四五六七八九]|往|隧道|服务|收费|出口|入口|匝道|上|里|$)"
)
_NAMED_HIGHWAY = re.compile(
    r"(?:G(?P<number>[\d零一二三四五六七八九幺]{1,2}))?(?P<name>[\u4e00-\u9fff]{1,3})(?=高速)"
)


def _parents_before(
    heard: Heard, at: int, word: str, family: tuple[Division, ...], asked: bool
) -> tuple[Heard, int]:
    """Return the text with what is left of parents' names before a division put right, and where the division is now."""
    if len(word) < 3 and not (asked and any(division.level == "city" for division in family)):
        return heard, at
    best = _damaged_before(heard.text[:at], {name for d in family for name in d.parents})
    if best:
        name, length = best
        start, grown = at - length, len(name) - length
        above = tuple(_divisions_named(name))
        heard, moved = _parents_before(heard.put(start, at, name), start, name, above, True)
        at += grown + moved - start
    return heard, at


def _damaged_before(text: str, parents: set[str]) -> tuple[str, int] | None:
    """Return the parent that ends here damaged, with the length of what is left of it."""
    if any(text.endswith(name) for name in parents):
        return None
    fitting: dict[str, tuple[float, int]] = {}
    for name in parents:
        for length in (len(name), len(name) - 1):
            piece = text[-length:] if length else ""
            cost = _worn(name, piece) if piece and len(text) >= length else None
            whole = piece in name and not BEGINS.search(piece)
            if cost is not None and (length > 1 or whole) and _begins(text[:-length], name):
                fitting[name] = length - cost, length
    best = max(fitting, key=lambda name: fitting[name], default=None)
    if best is None or [fit for fit in fitting.values()].count(fitting[best]) > 1:
        return None
    return best, fitting[best][1]


def _divisions_named(name: str) -> Iterator[Division]:
    for names in divisions():
        yield from names.words.get(name, ())


def _begins(led: str, name: str) -> bool:
    """Return whether a name may begin after these words: at the start, after a lead-in or after its own province."""
    return bool(BEGINS.search(led)) or any(
        led.endswith(parent) for division in _divisions_named(name) for parent in division.parents
    )


def _child_behind(heard: Heard, at: int, family: tuple[Division, ...], asked: bool) -> Heard:
    """Return the text with the district or city behind a division put right when one of its own fits what stands there."""
    text = heard.text
    own = [name for division in family for child in children(division.name) for name in child]
    if at >= len(text) or any(text.startswith(name, at) for name in own):
        return heard
    fitting: dict[str, tuple[float, int]] = {}
    for name in own:
        if len(name) < 3:
            continue
        for length in (len(name), len(name) - 1):
            piece = text[at : at + length]
            cost = _worn(name, piece) if len(piece) == length and piece not in _ORDINARY_ENDS else None
            if cost is None or common_sound(piece[-1]) != common_sound(name[-1]):
                continue
            if cost <= 1 or (asked and (piece[-1] == name[-1] or _ROAD_SOON.match(text, at + length))):
                fitting[name] = cost, length
    best = min(fitting.values(), default=None)
    named = [name for name, fit in fitting.items() if fit == best]
    if best is None or len(named) != 1:
        return heard
    return heard.put(at, at + best[1], named[0])


def _worn(name: str, piece: str) -> float | None:
    """Return what a name must have suffered to be heard as a piece: ½ a misheard character, 1 a lost one; None if too much."""
    if len(piece) == len(name):
        return _misheard(name, piece)
    costs = [_misheard(name[:lost] + name[lost + 1 :], piece) for lost in range(len(name))]
    least = min((cost for cost in costs if cost is not None), default=None)
    return None if least is None or least > 0.5 else 1 + least


def _misheard(name: str, piece: str) -> float | None:
    if not all(
        one == other or common_sound(one) in sounds(other) for one, other in zip(name, piece, strict=True)
    ):
        return None
    return sum(one != other for one, other in zip(name, piece, strict=True)) / 2
