"""Number plates (GA 36-2018) in spoken Mandarin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mandarin.corrections import CORRECTION, overlay, settle
from mandarin.digits import LETTERS, Lattice, Reading, syllable
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
SUFFIXES = {
    "学": "coach",
    "警": "police",
    "挂": "trailer",
    "港": "hk_macau",
    "澳": "hk_macau",
    "领": "consulate",
    "使": "embassy",
}

_SERIAL = r"[A-HJ-NP-Z0-9]"
PLATE = re.compile(
    rf"(?P<hk_macau>粤Z{_SERIAL}{{4}}[港澳])|(?P<embassy>\d{{6}}使|使\d{{6}})|(?P<consulate>[{''.join(PROVINCES)}]\d{{5}}领)"
    rf"|[{''.join(PROVINCES)}][A-HJ-NP-Z](?:(?P<coach>{_SERIAL}{{4}}学)|(?P<police>{_SERIAL}{{4}}警)|(?P<trailer>{_SERIAL}{{4}}挂)"
    rf"|(?P<new_energy_small>[{ENERGY}][A-HJ-NP-Z0-9]\d{{4}})|(?P<new_energy_large>\d{{5}}[{ENERGY}])|(?P<ordinary>{_SERIAL}{{5}}))"
)


def plate_type(plate: str) -> str | None:
    """Return the kind of a written plate (``"ordinary"``, ``"coach"`` …), None when no rule of GA 36 allows it."""
    match = PLATE.fullmatch(plate)
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
_BADGE = re.compile(r"(?:牌照|牌子|牌|字头)(?:的|是|号)?\s*(?=[A-Z])")
_CUE = re.compile(r"车牌|牌照|车号|牌号|号牌|牌子|车是|牌是")
_SUFFIX_SOUNDS = {syllable(c)[0]: c for c in "学警挂港澳"}
_LETTERS = tuple(LETTERS)
_NARROW, _WIDE = 3.6, 4.7  # what a plate may cost when nobody speaks of plates, and when they do
_AFTER_SUFFIX = {
    "学": "校生院员习会期区",
    "警": "察车官局方告示才过常",
    "挂": "了着碰擦倒住断蹭花坏",
    "港": "澳口湾",
    "澳": "门",
    "使": "用得劲馆",
    "领": "导着了走取回",
}
_NOT_PLATE = re.compile(r"\s*(?:高速|国道|省道|公路|路口|号线|元|块|万|公里|米)")
_DENIED = re.compile(r"(?<!是)不是(?:车牌|牌照|那个|这个|我的|什么|的|号|[，,、\s])*$")

# What a telephone line or a recogniser confuses most, likeliest first.
CONFUSED = {
    "B": "DP8", "D": "BTE", "P": "BT", "T": "DP", "E": "1DB", "G": "JD", "J": "G", "C": "XZ", "Z": "C", "V": "B", "A": "8H", "H": "A",
    "K": "JA", "M": "N", "N": "M", "F": "S", "S": "F4", "X": "S", "L": "R", "R": "2", "Q": "U9", "U": "Q", "W": "5", "Y": "V",
    "1": "7E", "7": "1", "2": "R", "6": "9", "9": "6", "4": "S", "5": "W", "8": "B", "0": "D", "3": "",
}  # fmt: skip


def _blur(sound: str) -> str:
    """Return a syllable without what southern speakers and recognisers do not tell apart (zh/z, ing/in, l/n)."""
    return (
        sound.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ing", "in").replace("l", "n")
    )


@dataclass(frozen=True)
class _Sound:
    character: str
    cost: float


@lru_cache(maxsize=8192)
def _sounds(character: str) -> tuple[_Sound, ...]:
    """Return the provinces a character may have been said for, the nearest sound first."""
    sound, tone = syllable(character)
    if not sound or character == "临":  # a temporary plate's own character
        return ()
    found = []
    for province, (other, other_tone) in _SYLLABLES.items():
        if province == character:
            continue
        if sound == other:
            found.append(_Sound(province, 0.8 if tone == other_tone else 1.1))
        elif _blur(sound) == _blur(other):
            found.append(_Sound(province, 1.5))
    return tuple(sorted(found, key=lambda s: s.cost))


def _provinces(text: str, at: int) -> list[_Province]:
    """Return the provinces that may be named from a character on."""
    found = []
    here = text[at]
    match = _NAMED.match(text, at)
    if match and not (at and text[at - 1] in LETTERS and text[match.end() : match.end() + 1] == text[at - 1]):
        character = _NAMES[match["name"]]
        end = match.end()
        if end < len(text) and (
            text[end] == character or any(s.character == character for s in _sounds(text[end]))
        ):
            found.append(_Province(character, end + 1, 0.0, False, True))
        if match["said"] in ("", character):
            found.append(_Province(character, end, 0.0 if match["said"] else 0.3, False, True))
    if here in PROVINCES and (badge := _BADGE.match(text, at + 1)):
        found.append(_Province(here, badge.end(), 0.0, False))
    if here in PROVINCES:
        found.append(_Province(here, at + 1, 0.0, False))
    if "\u4e00" <= here <= "\u9fff":
        doubt = 0.8 if here in "额呃嗯恩这就" else 0.2
        found += [_Province(s.character, at + 1, s.cost + doubt, True) for s in _sounds(here)]
    return found


def _suffix(lattice: Lattice, at: int) -> tuple[str, int, float]:
    """Return the plate suffix that follows (学 警 挂 …), its end and its cost, or ("", ``at``, 0)."""
    text, start = lattice.text, lattice.skip(at, 0.3)
    here, after = text[start : start + 1], text[start + 1 : start + 2]
    suffix, cost = (here, -0.3) if here in SUFFIXES else (_SUFFIX_SOUNDS.get(syllable(here)[0], ""), 1.0)
    if not here or not suffix or (after and after in _AFTER_SUFFIX[suffix]):
        return "", at, 0.0
    return suffix, start + 1, cost


def _written(symbols: str) -> str:
    """Return a serial without the letters plates do not have (O is 0, I is 1), the authority letter untouched."""
    return symbols[:1] + symbols[1:].replace("O", "0").replace("I", "1")


def _candidates(lattice: Lattice, at: int, limit: float) -> list[_Candidate]:
    """Return the plates that can be read from a character on, cheapest first."""
    text = lattice.text
    found: list[_Candidate] = []
    for province in _provinces(text, at):
        solid = province.cost <= 0.3
        if not solid and not _letter_next(lattice, province.end, 3 if limit >= _WIDE else 5):
            continue
        for reading in lattice.read(province.end, _ALPHABET, 8, limit - province.cost + 0.5):
            cost = province.cost + reading.cost
            sound = province.sound or reading.sound
            symbols, end = _written(reading.symbols), reading.end
            cost += 0.2 * (symbols != reading.symbols)
            if len(symbols) < 4:
                continue
            suffix, after, suffix_cost = _suffix(lattice, end) if len(symbols) in (5, 6) else ("", end, 0.0)
            options = [(symbols, end, 0.0)] + ([(symbols + suffix, after, suffix_cost)] if suffix else [])
            for written, stop, extra in options:
                plate = province.character + written
                kind = plate_type(plate)
                problem = None
                if kind is None and written[0] == "O" and plate_type(province.character + "A" + written[1:]):
                    problem = "authority"
                elif kind is None:
                    continue
                if kind in ("new_energy_small", "new_energy_large") and not set("DF") & {
                    written[1],
                    written[-1],
                }:
                    extra += 0.25
                if kind == "ordinary" and (letters := sum(c in LETTERS for c in written[1:])) > 2:
                    if sound or letters > 3:
                        continue
                    problem, extra = "letters", 0.7
                if written[0] not in _AUTHORITIES.get(province.character, LETTERS):
                    extra += 0.8
                excess = lattice.solid_after(stop) if not suffix else 0
                if 0 < excess <= 3:
                    whole = _longer(lattice, province.end, reading, excess)
                    plate, stop, problem, extra = (
                        province.character + whole.symbols,
                        whole.end,
                        "length",
                        extra + 1.5,
                    )
                if _NOT_PLATE.match(text, stop):
                    extra += 2.0
                found.append(_Candidate(at, stop, plate, cost + extra, sound, problem, province.explained))
    found = sorted((c for c in found if c.cost <= limit), key=lambda c: c.cost)
    ahead = next((c for c in found if found[0].problem is None and _goes_on(found[0], c)), None)
    return [ahead, *(c for c in found if c is not ahead)] if ahead else found


def _goes_on(short: _Candidate, long: _Candidate) -> bool:
    """Tell whether an ordinary plate is only the beginning of a new-energy one, a pause before its last character."""
    started = short.plate[2] in "DF" and short.plate[4:].isdigit()
    return (
        long.problem is None
        and long.plate.startswith(short.plate)
        and len(long.plate) == len(short.plate) + 1
        and long.cost - short.cost <= (1.3 if started else 0.6)
    )


def _letter_next(lattice: Lattice, at: int, certain: int) -> bool:
    """Tell whether a letter follows, or what sounds like one with at least ``certain`` certain symbols behind it.

    More than six of those are a phone number.
    """
    at = lattice.skip(at)
    return lattice.text[at : at + 1] in _LETTERS or any(
        e.sound
        and not e.inner
        and e.symbols in _LETTERS
        and certain <= lattice.solid_after(lattice.skip(e.end)) <= 6
        for e in lattice.edges(at)
    )


def _longer(lattice: Lattice, at: int, reading: Reading, excess: int) -> Reading:
    """Return the reading together with the certain symbols that follow it."""
    size = len(reading.symbols) + excess
    readings = lattice.read(at, _ALPHABET, size, reading.cost + 0.3)
    return next(
        (r for r in readings if len(r.symbols) == size and r.symbols.startswith(reading.symbols)), reading
    )


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
            if len(symbols) < 2 or symbols[0] not in LETTERS or _NOT_PLATE.match(text, reading.end):
                continue
            if best is None or len(symbols) > len(best.plate) - 1:
                best = _Candidate(
                    at,
                    reading.end,
                    province.character + symbols,
                    reading.cost,
                    reading.sound,
                    "length",
                    province.explained,
                )
    return best


def _near(best: _Candidate, others: list[_Candidate], first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return at most five other plates that may have been said: other readings, homophones, confusions."""
    near = [*first, *(c.plate for c in others if c.problem is None)]
    if best.problem == "length":
        shorter = {
            best.plate[:i] + best.plate[i + 1 :]: c == best.plate[i - 1]
            for i, c in enumerate(best.plate)
            if i > 1
        }
        near += [p for p in sorted(shorter, key=lambda p: not shorter[p]) if plate_type(p)]
    province, rest = best.plate[0], best.plate[1:]
    if province in PROVINCES and not best.explained:
        near += [
            s.character + rest for s in _sounds(province) if rest[0] in _AUTHORITIES.get(s.character, LETTERS)
        ]
    for depth in (0, 1):
        for i in range(len(best.plate) - 1, 1, -1):
            swap = CONFUSED.get(best.plate[i], "")[depth : depth + 1]
            other = best.plate[:i] + swap + best.plate[i + 1 :]
            if swap and plate_type(other):
                near.append(other)
    return tuple(dict.fromkeys(n for n in near if n != best.plate))[:5]


def _bare(lattice: Lattice, at: int, limit: float) -> _Candidate | None:
    """Return a plate said without its province (A六P七二Q)."""
    text = lattice.text
    if text[at] not in LETTERS or lattice.solid(at - 1 if at else len(text)):
        return None
    for reading in lattice.read(at, _ALPHABET, 7, limit):
        plate = _written(reading.symbols)
        if (
            plate_type("冀" + plate)
            and sum(c.isdigit() for c in plate) > 2
            and not lattice.solid_after(reading.end)
        ):
            return _Candidate(at, reading.end, plate, reading.cost, reading.sound, "province")
    return None


def _embassy(lattice: Lattice, at: int) -> _Candidate | None:
    """Return an embassy's plate whose 使 stands here, before or after its six digits."""
    text = lattice.text
    if text[at] != "使" or text[at + 1 : at + 2] in tuple(_AFTER_SUFFIX["使"]):
        return None
    for start in range(max(0, at - 12), at + 1):
        begin = at + 1 if start == at else start
        if start == at or not lattice.solid(start - 1 if start else len(text)):
            for reading in lattice.read(begin, "0123456789", 6, 1.0, stop=len(text) if start == at else at):
                done = (start == at and not lattice.solid_after(reading.end)) or not text[
                    reading.end : at
                ].strip(" ，,的")
                if len(reading.symbols) == 6 and done and (start == at or reading.end <= at):
                    plate = "使" + reading.symbols if start == at else reading.symbols + "使"
                    return _Candidate(start, max(reading.end, at + 1), plate, reading.cost, False)
    return None


def _continued(lattice: Lattice, head: _Candidate) -> _Candidate | None:
    """Return a plate whose end is said again after a slip: 冀A6P七三，不对，七二Q."""
    marker = CORRECTION.match(lattice.text, head.end)
    if not marker or not lattice.solid(marker.end()):
        return None
    province, rest = head.plate[0], head.plate[1:]
    tails = lattice.read(marker.end(), _ALPHABET, 7, 1.0)
    for tail in sorted(tails, key=lambda r: (-len(r.symbols), r.cost)):
        said = tail.symbols
        again = [province + said, province + rest[0] + said]
        sizes = (7, 8) if len(rest) < 7 else (8, 7)
        again += [
            overlay(head.plate, said, size, lambda p: plate_type(p) is not None) or "" for size in sizes
        ]
        for plate in again:
            if plate_type(plate):
                return _Candidate(
                    head.start, tail.end, plate, head.cost + tail.cost + 0.5, head.sound or tail.sound
                )
    return None


def find_plates(text: str, asked: bool = False) -> list[Span]:
    """Find number plates of every kind in GA 36-2018, said in any way.

    Accepted: 冀A六P七二Q, 冀 A 6 P 7 2 Q, 京A点12345, 浙a 8 8 拐 勾 零, 河北的冀A…, 冀，河北的冀，A…, E人E本的E,
    H是Hello的H, 两个八, 七十二 (72), letters by sound (诶 批 抠 艾姆), provinces by sound (济 = 冀), fillers between,
    new-energy plates of 8, 学 警 挂 港 澳 使 领, and corrections (冀A6P，不对，冀A8P72Q: the last counts).
    The value is ``{"plate", "type", "by_sound"}``; ``near`` holds other plates, best first.

    ``problem``: ``"length"`` when characters lack or are too many (``plate`` then holds what was heard and
    ``type`` is None unless a legal part was found), ``"province"`` when it is missing (only when ``asked`` or
    after 车牌), ``"authority"`` for the letter O, ``"letters"`` for more than two letters in a serial of five.
    A plate that is denied (不是冀A…) is left out.
    """
    lattice = Lattice(text)
    folded = lattice.text
    cue = _CUE.search(folded)
    limit = _WIDE if asked or cue else _NARROW
    found: list[tuple[_Candidate, list[_Candidate]]] = []
    for at in range(len(folded)):
        options = _candidates(lattice, at, limit)
        first = options[0] if options else _partial(lattice, at)
        if first and (again := _continued(lattice, first)):
            found.append((again, [first] if plate_type(first.plate) else []))
        elif options:
            found.append((options[0], options[1:]))
        elif first and len(first.plate) >= 5:
            found.append((first, []))
        elif (asked or cue) and (bare := _bare(lattice, at, limit)):
            found.append((bare, []))
    found += [(embassy, []) for at in range(len(folded)) if (embassy := _embassy(lattice, at))]
    spans: list[Span] = []
    for best, others in sorted(found, key=_rank):
        if not any(best.start < span.end and span.start < best.end for span in spans):
            spans.append(_span(text, best, others))
    heard = [span for span in sorted(spans, key=lambda s: s.start) if not _denied(folded, span, spans)]
    return _once(settle(heard, text))


def _once(spans: list[Span]) -> list[Span]:
    """Drop what repeats a plate of the same utterance, with or without its province."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.problem is not None, s.start)):
        if not any(other.value["plate"].endswith(span.value["plate"]) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def _denied(text: str, span: Span, spans: list[Span]) -> bool:
    """Tell whether a plate is named only to be ruled out: 不是冀A…; "冀A…不是，冀B…" is a correction instead."""
    match = _DENIED.search(text[: span.start])
    if not match:
        return False
    after_another = any(0 <= match.start() - other.end <= 3 for other in spans)
    return not (after_another and re.search(r"[，,。、\s]$", match[0]))


def _rank(found: tuple[_Candidate, list[_Candidate]]) -> tuple[int, float, int]:
    best = found[0]
    doubt = {"length": 2, "province": 1}.get(best.problem or "", 0)
    return doubt, round(best.cost, 2), best.start


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
