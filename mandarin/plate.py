"""Number plates (GA 36-2018) in spoken Mandarin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from mandarin.digits import CORRECTIONS, LETTERS, Lattice, syllable
from mandarin.span import Span

PROVINCES = {
    "京": "北京",
    "津": "天津",
    "沪": "上海",
    "渝": "重庆",
    "冀": "河北",
    "豫": "河南",
    "云": "云南",
    "辽": "辽宁",
    "黑": "黑龙江",
    "湘": "湖南",
    "皖": "安徽",
    "鲁": "山东",
    "新": "新疆",
    "苏": "江苏",
    "浙": "浙江",
    "赣": "江西",
    "鄂": "湖北",
    "桂": "广西",
    "甘": "甘肃",
    "晋": "山西",
    "蒙": "内蒙古",
    "陕": "陕西",
    "吉": "吉林",
    "闽": "福建",
    "贵": "贵州",
    "粤": "广东",
    "青": "青海",
    "藏": "西藏",
    "川": "四川",
    "宁": "宁夏",
    "琼": "海南",
}
# Letters in use, only to weigh homophones against each other (吉T does not exist, 冀T does); never to refuse.
_AUTHORITIES = {
    "京": "ABCDEFGHJKLMNPQY",
    "津": "ABCDEFGHJKLMNPQR",
    "渝": "ABCDFGHN",
    "冀": "ABCDEFGHJRTX",
    "豫": "ABCDEFGHJKLMNPQRSTU",
    "桂": "ABCDEFGHJKLMNPR",
    "贵": "ABCDEFGHJ",
    "吉": "ABCDEFGHJK",
    "晋": "ABCDEFHJKLM",
    "甘": "ABCDEFGHJKLMNP",
    "赣": "ABCDEFGHJKLM",
    "云": "ACDEFGHJKLMNPQRS",
    "闽": "ABCDEFGHJK",
    "浙": "ABCDEFGHJKL",
    "琼": "ABCDEF",
    "宁": "ABCDE",
    "青": "ABCDEFGH",
    "藏": "ABCDEFGHJ",
}
ENERGY = "DABCEFGHJK"
SUFFIXES = {"学": "coach", "警": "police", "挂": "trailer", "港": "hk_macau", "澳": "hk_macau", "领": "consulate", "使": "embassy"}

_SERIAL = r"[A-HJ-NP-Z0-9]"
_PLATE = re.compile(
    rf"(?P<hk_macau>粤Z{_SERIAL}{{4}}[港澳])|(?P<embassy>\d{{6}}使|使\d{{6}})|(?P<consulate>[{''.join(PROVINCES)}]\d{{5}}领)"
    rf"|[{''.join(PROVINCES)}][A-HJ-NP-Z](?:(?P<coach>{_SERIAL}{{4}}学)|(?P<police>{_SERIAL}{{4}}警)|(?P<trailer>{_SERIAL}{{4}}挂)"
    rf"|(?P<new_energy_small>[{ENERGY}][A-HJ-NP-Z0-9]\d{{4}})|(?P<new_energy_large>\d{{5}}[{ENERGY}])|(?P<ordinary>{_SERIAL}{{5}}))"
)


def plate_type(plate: str) -> str | None:
    """Return the kind of a written plate (``"ordinary"``, ``"coach"`` …), None when no rule of GA 36 allows it."""
    match = _PLATE.fullmatch(plate)
    return match.lastgroup if match else None


@dataclass(frozen=True)
class _Province:
    character: str
    end: int
    cost: float
    sound: bool
    explained: bool = False


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    plate: str
    cost: float
    sound: bool
    problem: str | None = None
    explained: bool = False


_ALPHABET = LETTERS + "0123456789"
_SYLLABLES = {character: syllable(character) for character in PROVINCES}
_NAMES = {name: character for character, name in PROVINCES.items()} | {"内蒙": "蒙"}
_NAMED = re.compile(
    rf"(?P<said>[{''.join(PROVINCES)}]?)[，,、\s]*(?:就是|是)?(?P<name>{'|'.join(_NAMES)})(?:省|市|自治区)?"
    r"(?:的那个|那个|的|简称|牌照|牌子|牌|车牌|车|号|是|[，,、\s])*"
)
_CUE = re.compile(r"车牌|牌照|车号|牌号|号牌|牌子|车是|牌是")
_AFTER_SUFFIX = {"学": "校生院员习会期区", "警": "察车官局方告示", "挂": "了着碰擦倒住断", "港": "澳口湾", "澳": "门", "使": "用得劲馆", "领": "导着了走取回"}
_NOT_PLATE = re.compile(r"\s*(?:高速|国道|省道|公路|路口|号线)")
_BLURRED = (("j", "zh"), ("q", "c"), ("l", "n"), ("h", "f"), ("s", "sh"), ("z", "zh"), ("ing", "in"))

# What a telephone line or a recogniser confuses most, likeliest first.
CONFUSED = {
    "B": "DP8", "D": "BTE", "P": "BT", "T": "DP", "E": "1DB", "G": "JD", "J": "G", "C": "XZ", "Z": "C", "V": "B", "A": "8H", "H": "A",
    "K": "JA", "M": "N", "N": "M", "F": "S", "S": "F4", "X": "S", "L": "R", "R": "2", "Q": "U9", "U": "Q", "W": "5", "Y": "V",
    "1": "7E", "7": "1", "2": "R", "6": "9", "9": "6", "4": "S", "5": "W", "8": "B", "0": "D", "3": "",
}  # fmt: skip


def _blur(sound: str) -> str:
    return sound.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ing", "in").replace("l", "n")


@dataclass(frozen=True)
class _Sound:
    character: str
    cost: float


def _homophones(character: str) -> list[_Sound]:
    """Return the provinces a character may have been said for, the nearest sound first."""
    sound, tone = syllable(character)
    if not sound:
        return []
    found = []
    for province, (other, other_tone) in _SYLLABLES.items():
        if province == character:
            continue
        if sound == other:
            found.append(_Sound(province, 0.8 if tone == other_tone else 1.1))
        elif _blur(sound) == _blur(other):
            found.append(_Sound(province, 1.5))
    return sorted(found, key=lambda s: s.cost)


_HOMOPHONES: dict[str, list[_Sound]] = {}


def _sounds(character: str) -> list[_Sound]:
    if character not in _HOMOPHONES:
        if len(_HOMOPHONES) > 8192:
            _HOMOPHONES.clear()
        _HOMOPHONES[character] = _homophones(character)
    return _HOMOPHONES[character]


def _provinces(text: str, at: int) -> list[_Province]:
    """Return the provinces that may be named from a character on."""
    found = []
    here = text[at]
    if match := _NAMED.match(text, at):
        character = _NAMES[match["name"]]
        end = match.end()
        if end < len(text) and (text[end] == character or any(s.character == character for s in _sounds(text[end]))):
            found.append(_Province(character, end + 1, 0.0, False, True))
        if match["said"] in ("", character):
            found.append(_Province(character, end, 0.0 if match["said"] else 0.3, False, True))
    if here in PROVINCES:
        found.append(_Province(here, at + 1, 0.0, False))
    if "\u4e00" <= here <= "\u9fff":
        found += [_Province(s.character, at + 1, s.cost, True) for s in _sounds(here)]
    return found


def _suffix(text: str, at: int) -> tuple[str, int]:
    """Return the plate suffix that follows (学 警 挂 …) and its end, or "" and ``at``."""
    while at < len(text) and text[at] in " ，,、的":
        at += 1
    if at < len(text) and text[at] in SUFFIXES and not (text[at + 1 : at + 2] and text[at + 1] in _AFTER_SUFFIX[text[at]]):
        return text[at], at + 1
    return "", at


def _written(symbols: str) -> str:
    """Return a serial without the letters plates do not have (O is 0, I is 1), the authority letter untouched."""
    return symbols[:1] + symbols[1:].replace("O", "0").replace("I", "1")


def _candidates(lattice: Lattice, at: int, limit: float) -> list[_Candidate]:
    """Return the plates that can be read from a character on, cheapest first."""
    text = lattice.text
    found: list[_Candidate] = []
    for province in _provinces(text, at):
        solid = province.cost <= 0.3
        if not solid and not _letter_follows(text, province.end):
            continue
        for reading in lattice.read(province.end, _ALPHABET, 8, limit - province.cost + 0.5):
            cost = province.cost + reading.cost
            sound = province.sound or reading.sound
            symbols, end = _written(reading.symbols), reading.end
            cost += 0.2 * (symbols != reading.symbols)
            if len(symbols) < 4:
                continue
            suffix, after = _suffix(text, end)
            options = [(symbols, end, 0.0)] + ([(symbols + suffix, after, -0.3)] if suffix else [])
            for written, stop, extra in options:
                plate = province.character + written
                kind = plate_type(plate)
                problem = None
                if kind is None and written[0] == "O" and plate_type(province.character + "A" + written[1:]):
                    problem = "authority"
                elif kind is None:
                    continue
                if kind == "ordinary" and sum(c in LETTERS for c in written[1:]) > 2:
                    problem, extra = "letters", 0.7
                if written[0] not in _AUTHORITIES.get(province.character, LETTERS):
                    extra += 0.8
                excess = lattice.solid_after(stop) if not suffix else 0
                if 0 < excess <= 3:
                    problem, extra = "length", extra + 1.5
                if _NOT_PLATE.match(text, stop):
                    extra += 2.0
                found.append(_Candidate(at, stop, plate, cost + extra, sound, problem, province.explained))
    return sorted((c for c in found if c.cost <= limit), key=lambda c: c.cost)


def _letter_follows(text: str, at: int) -> bool:
    while at < len(text) and text[at] in " ，,、·-":
        at += 1
    return at < len(text) and text[at] in LETTERS


def _partial(lattice: Lattice, at: int) -> _Candidate | None:
    """Return what was said of a plate that lacks characters (at least three of its serial) or has too many."""
    text = lattice.text
    if text[at] not in PROVINCES and not _NAMED.match(text, at):
        return None
    best: _Candidate | None = None
    for province in _provinces(text, at):
        if province.cost > 0.3:
            continue
        for reading in lattice.read(province.end, _ALPHABET, 9, 1.0):
            symbols = _written(reading.symbols)
            if len(symbols) < 4 or symbols[0] not in LETTERS or _NOT_PLATE.match(text, reading.end):
                continue
            if best is None or len(symbols) > len(best.plate) - 1:
                best = _Candidate(
                    at, reading.end, province.character + symbols, reading.cost, reading.sound, "length", province.explained
                )
    return best


def _near(best: _Candidate, others: list[_Candidate], first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return at most five other plates that may have been said: other readings, homophones, confusions."""
    near = [*first, *(c.plate for c in others if c.problem is None)]
    province, rest = best.plate[0], best.plate[1:]
    if province in PROVINCES and not best.explained:
        near += [s.character + rest for s in _sounds(province) if rest[0] in _AUTHORITIES.get(s.character, LETTERS)]
    for depth in (0, 1):
        for i in range(len(best.plate) - 1, 1, -1):
            swap = CONFUSED.get(best.plate[i], "")[depth : depth + 1]
            other = best.plate[:i] + swap + best.plate[i + 1 :]
            if swap and plate_type(other):
                near.append(other)
    return tuple(dict.fromkeys(n for n in near if n != best.plate))[:5]


def find_plates(text: str, asked: bool = False) -> list[Span]:
    """Find number plates: 冀A六P七二Q, 车牌是粤B幺二三四五, 河北的冀A…, 浙a 8 8 拐 勾 零, E人E本的E, 两个八 …"""
    lattice = Lattice(text)
    folded = lattice.text
    limit = 4.5 if asked or _CUE.search(folded) else 3.2
    found: list[tuple[_Candidate, list[_Candidate]]] = []
    for at in range(len(folded)):
        if options := _candidates(lattice, at, limit):
            found.append((options[0], options[1:]))
        elif partial := _partial(lattice, at):
            found.append((partial, []))
    spans: list[Span] = []
    for best, others in sorted(found, key=lambda f: (f[0].problem == "length", round(f[0].cost, 2), f[0].start)):
        if any(best.start < span.end and span.start < best.end for span in spans):
            continue
        spans.append(_span(text, best, others))
    return sorted(spans, key=lambda s: s.start)


def _span(text: str, best: _Candidate, others: list[_Candidate], first: tuple[str, ...] = ()) -> Span:
    return Span(
        "plate",
        best.start,
        best.end,
        {"plate": best.plate, "type": plate_type(best.plate), "by_sound": best.sound},
        text[best.start : best.end],
        round(min(1.0, max(0.3, 1.0 - 0.15 * best.cost)), 2),
        _near(best, others, first),
        best.problem,
    )
