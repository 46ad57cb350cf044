"""Number plates (GA 36-2018) in spoken Mandarin."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from mandarin.amend import amended_after
from mandarin.authorities import LETTERS_OF, PROVINCES
from mandarin.corrections import CORRECTION, denies_what_follows, resaid, settle
from mandarin.dictation import assembled, pieces
from mandarin.digits import CONFUSED, LETTERS, Lattice, Reading, fold, syllable
from mandarin.grammar import SUFFIXES, plate_type
from mandarin.makes import NAMED
from mandarin.plate_names import aside, heads, names_place, origins, sounds
from mandarin.span import Span


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
_CUE = re.compile(r"车牌|牌照|车号|牌号|号牌|牌子|车是|牌是")
_SUFFIX_SOUNDS = {syllable(c)[0]: c for c in "学警挂港澳"}
_SUFFIX = f"[{''.join(suffix for suffix in SUFFIXES if len(suffix) == 1)}]"
_SUFFIX_OF = re.compile(
    rf"(?:{_SUFFIX}[，,、\s]*)?(?:[\u4e00-\u9fff]{{0,2}}?(?P<own>{_SUFFIX})[\u4e00-\u9fff]?|(?:教练|挂|警)车|领事馆)的(?:那个|嗯|呃|啊)*"
    rf"(?P<suffix>(?(own)(?P=own)|{_SUFFIX}))"
)
_LETTERS = tuple(LETTERS)
_PLACED_LAST = re.compile(
    rf"[，,、。\s]*(?:前面|开头|前头|打头|省份)?的?(?:就?是)?[嗯呃啊]*(?:那个)?([{''.join(PROVINCES)}])([A-Z])?(?![A-Z0-9零〇一二三四五六七八九幺])"
)
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
_EMERGENCY = "应急"
_DENIED = re.compile(r"(?<!是)(?<!是[嗯呃啊])不是(?:车牌|牌照|那个|这个|我的|什么|的|号|[，,、\s])*$")


def _suffix(lattice: Lattice, at: int) -> tuple[str, int, float]:
    """Return the plate suffix that follows (学 警 挂 …), its end and its cost, or ("", ``at``, 0)."""
    text, start = lattice.text, lattice.skip(at, 0.3)
    if start < len(text) and (word := _SUFFIX_OF.match(text, start)):
        return word["suffix"], word.end(), -0.3
    if text.startswith(_EMERGENCY, start):
        return _EMERGENCY, start + len(_EMERGENCY), -0.3
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
    for province in heads(text, at):
        if province.letter and limit < _WIDE:
            continue
        if province.sound and not _letter_next(lattice, province.end, 3 if limit >= _WIDE else 5):
            continue
        for reading in lattice.read(province.end, _ALPHABET, 8, limit - province.cost + 0.5):
            cost = province.cost + reading.cost
            sound = province.sound or reading.sound
            said, end = province.letter + reading.symbols, reading.end
            symbols = _written(said)
            cost += 0.2 * (symbols != said)
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
                if written[0] not in LETTERS_OF[province.character]:
                    extra += 0.8
                excess = lattice.solid_after(stop) if not suffix else 0
                if excess and province.letter:
                    continue
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
        and long.end > short.end
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


def _partial(lattice: Lattice, at: int, spoken_of: bool) -> _Candidate | None:
    """Return what was said of a plate that lacks characters (at least three of its serial) or has too many.

    A place begins one only where a plate is spoken of: 往厦门K2150, 朝阳街168号.
    """
    text = lattice.text
    if text[at] not in PROVINCES and not (spoken_of and names_place(text, at)):
        return None
    best: _Candidate | None = None
    for province in heads(text, at):
        if province.sound or province.letter:
            continue
        for reading in lattice.read(province.end, _ALPHABET, 9, 1.0):
            symbols = _written(reading.symbols)
            if len(symbols) < 2 or symbols[0] not in LETTERS or _NOT_PLATE.match(text, reading.end):
                continue
            if best is None or (not reading.sound, len(symbols)) > (not best.sound, len(best.plate) - 1):
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
        near += [s.character + rest for s in sounds(province) if rest[0] in LETTERS_OF[s.character]]
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


def _placed(text: str, best: _Candidate, others: list[_Candidate]) -> Span:
    """Return the span of a plate, its province the one named beside it when that sounds like the one heard: 吉A…，石家庄的."""
    heard = best.plate[0]
    named = origins(fold(text), best.start, best.end) if heard in PROVINCES else []
    alike = {s.character for s in sounds(heard)}
    other = next((province for province in named if province in alike), None)
    if not other or heard in named:
        return _span(text, best, others)
    return _span(text, replace(best, plate=other + best.plate[1:], explained=True), [], (best.plate,))


def _covers(text: str, outer: _Candidate, inner: _Candidate) -> bool:
    """Tell whether one reading takes in all of another and the province before it: 甘D，甘肃的甘，D…, not 甘D…."""
    return (
        outer.start < inner.start
        and outer.end == inner.end
        and outer.problem is None
        and (not outer.sound or outer.plate[0] in origins(text, outer.start, inner.start + 1))
        and outer.cost - inner.cost < 0.8 + outer.sound
    )


def _head_last(lattice: Lattice, at: int) -> _Candidate | None:
    """Return a plate whose beginning is said last: 尾号六P七二Q，冀A的; A六P七二Q，前面是冀."""
    if not lattice.solid(at) or lattice.solid(at - 1 if at else len(lattice.text)):
        return None
    for reading in lattice.read(at, _ALPHABET, 7, 1.0):
        head = _PLACED_LAST.match(lattice.text, reading.end)
        if head and not lattice.solid_after(reading.end):
            plate = head[1] + (head[2] or "") + reading.symbols
            if plate_type(plate):
                return _Candidate(at, head.end(), plate, reading.cost + 0.3, reading.sound)
        named = origins(lattice.text, reading.end, reading.end, loose=True)
        if named and plate_type(named[0] + reading.symbols):
            return _Candidate(at, reading.end, named[0] + reading.symbols, reading.cost + 0.3, reading.sound)
    return None


def _embassy(lattice: Lattice, at: int) -> _Candidate | None:
    """Return an embassy's plate whose 使 stands here, before or after its six digits."""
    text = lattice.text
    if text[at] != "使" or text[at + 1 : at + 2] in tuple(_AFTER_SUFFIX["使"]):
        return None
    for start in range(max(0, at - 24), at + 1):
        begin = at + 1 if start == at else start
        if start == at or not lattice.solid(start - 1 if start else len(text)):
            for reading in lattice.read(begin, "0123456789", 6, 1.0, stop=len(text) if start == at else at):
                done = (start == at and not lattice.solid_after(reading.end)) or lattice.skip(
                    reading.end, 0.3
                ) >= at
                if len(reading.symbols) == 6 and done and (start == at or reading.end <= at):
                    plate = "使" + reading.symbols if start == at else reading.symbols + "使"
                    return _Candidate(start, max(reading.end, at + 1), plate, reading.cost, False)
    return None


_SPECIAL_HEADS = (
    (re.compile(rf"WJ[\s·,，]*(?P<head>[{''.join(PROVINCES)}]?)"), "WJ{head}", (5,)),
    (
        re.compile(rf"(?P<head>[{''.join(PROVINCES)}]\s*[A-HJ-NP-Z])[\s·,，]*临时?(?:牌照?)?"),
        "{head}临",
        (6, 5, 4),
    ),
    (
        re.compile(
            rf"临(?:时)?(?:牌照?|号牌|车牌)?(?:号码?)?(?:就?是|[\s·,，:：])*(?P<head>[{''.join(PROVINCES)}]\s*[A-HJ-NP-Z])(?![\s·,，]*临)"
        ),
        "临{head}",
        (6, 5, 4),
    ),
    (
        re.compile(
            r"军(?:牌|车牌?|用牌照)(?:号码?)?(?:就?是|[\s·,，:：])*(?P<head>[A-HJ-NP-Z]\s*[A-HJ-NP-Z]|[军海空北沈兰济南广成]\s*[A-Z])"
        ),
        "{head}",
        (5,),
    ),
)
"""How plates outside the common order begin, how they are written, and how many characters follow: WJ京…, 苏A临…, 临苏A…, 军牌VA…."""


def _special(lattice: Lattice, at: int) -> _Candidate | None:
    """Return an armed force's or a temporary plate that begins at a character, as said."""
    for pattern, written, sizes in _SPECIAL_HEADS:
        head = pattern.match(lattice.text, at)
        readings = lattice.read(lattice.skip(head.end(), 0.3), _ALPHABET, max(sizes), 1.0) if head else []
        for size in sizes:
            for reading in readings:
                plate = written.format(head=re.sub(r"\s", "", head["head"])) + reading.symbols if head else ""
                if (
                    len(reading.symbols) == size
                    and plate_type(plate)
                    and not lattice.solid_after(reading.end)
                ):
                    return _Candidate(at, reading.end, plate, reading.cost - 1.0, False)
    return None


def _is_plate(written: str) -> bool:
    return plate_type(written) is not None


def _continued(lattice: Lattice, head: _Candidate) -> _Candidate | None:
    """Return a plate whose end is said again after a slip: 冀A6P七三，不对，七二Q; 冀A六七不对六八三二Q."""
    marker = CORRECTION.match(lattice.text, head.end)
    begin = lattice.skip(marker.end(), 0.3) if marker else 0
    if not marker or not lattice.solid(begin):
        return None
    if head.problem is None and denies_what_follows(marker.group()) and "是" not in lattice.text[begin:]:
        return None  # 苏B7K2M8 不是9
    tails = lattice.read(begin, _ALPHABET, 7, 1.0)
    for tail in sorted(tails, key=lambda r: (-len(r.symbols), r.cost)):
        suffix, after, _ = _suffix(lattice, tail.end)
        for said, end in ((tail.symbols + suffix, after), (tail.symbols, tail.end)):
            if plate := resaid(head.plate, said, _is_plate, whole=head.problem is None, first=1):
                cost = head.cost + tail.cost + 0.5
                return _Candidate(head.start, end, plate, cost, head.sound or tail.sound)
    return None


def _said_again(lattice: Lattice, first: _Candidate) -> _Candidate | None:
    """Return the plate that comes of what was read first and what is said again, put right or added after it."""
    amended = amended_after(lattice.text, first.end, first.plate) if first.problem is None else None
    put_right = replace(first, plate=amended[0], end=amended[1]) if amended else _continued(lattice, first)
    so_far = put_right or first
    if so_far.problem is None and not lattice.solid(lattice.skip(so_far.end, 0.3)):
        return put_right
    again = _dictated(lattice, first.start)  # it breaks off, or leaves symbols over
    return again if again and again.end >= so_far.end + (so_far.problem is None) else put_right


def _doubt(plate: str, suffix: str) -> float | None:
    """Return what speaks against a plate put together from pieces: few cars have other energy letters than D and F."""
    kind = plate_type(plate + suffix)
    if kind is None or (kind == "ordinary" and sum(c in LETTERS for c in plate[2:]) > 2):
        return None
    return 0.5 * (kind.startswith("new_energy") and not {"D", "F"} & {plate[2], plate[-1]})


def _dictated(lattice: Lattice, at: int) -> _Candidate | None:
    """Return a plate said in pieces, some of them again or put right: 苏G，七，七零，七零二，七零二B，B九; 冀A六P，嗯，六P七二Q."""
    for head in heads(lattice.text, at):
        if head.sound or head.letter:
            continue
        said = list(pieces(lattice, head.end, head.character))
        for count in range(len(said), 0, -1):
            suffix, after, _ = _suffix(lattice, said[count - 1].end)
            for last, end in ((suffix, after), ("", said[count - 1].end)):
                if whole := assembled(said[:count], partial(_doubt, suffix=last), 8, head.character):
                    plate, cost = whole
                    return _Candidate(at, end, plate + last, cost + head.cost, False, None, head.explained)
    return None


def find_plates(text: str, asked: bool = False) -> list[Span]:
    """Find number plates of every kind in GA 36-2018, said in any way.

    Accepted: 冀A六P七二Q, 冀 A 6 P 7 2 Q, 京A点12345, 浙a 8 8 拐 勾 零, 河北的冀A…, 冀，河北的冀，A…, E人E本的E,
    H是Hello的H, 两个八, 七十二 (72), letters by sound (诶 批 抠 艾姆), provinces by sound (济 = 冀), fillers between,
    new-energy plates of 8, 学 警 挂 港 澳 使 领 应急, WJ京…, 苏A临… and 临苏A…, 军牌 VA…, the city beside or instead of the beginning (粤S，东莞，…; 济南A…; 石家庄的六P…),
    explanations anywhere (冀A，河北的冀，…; 学，学习的学; P不是B), the beginning said last (六P七二Q，冀A的), and corrections: the last
    word counts (冀A6P，不对，冀A8P72Q; 六七不对六八…; …七二K，最后一位是Q). A place named beside it decides between provinces that
    sound alike (吉A…，石家庄的 is 冀A…).
    The value is ``{"plate", "type", "by_sound"}``; ``near`` holds other plates, best first.

    ``problem``: ``"length"`` when characters lack or are too many (``plate`` then holds what was heard and
    ``type`` is None unless a legal part was found), ``"province"`` when it is missing (only when ``asked`` or
    after 车牌), ``"authority"`` for the letter O, ``"letters"`` for more than two letters in a serial of five.
    A plate that is denied (不是冀A…) is left out.
    """
    lattice = Lattice(text, aside)
    folded = lattice.text
    cue = _CUE.search(folded)
    limit = _WIDE if asked or cue else _NARROW
    found: list[tuple[_Candidate, list[_Candidate]]] = []
    fragments: list[_Candidate] = []
    for at in range(len(folded)):
        options = _candidates(lattice, at, limit)
        first = options[0] if options else _partial(lattice, at, spoken_of=asked or bool(cue))
        fragments += [first] if first else []
        if first and (again := _said_again(lattice, first)):
            found.append((again, [first] if plate_type(first.plate) else []))
        elif options:
            found.append((options[0], options[1:]))
        elif first and len(first.plate) >= 5:
            found.append((first, []))
        elif (asked or cue) and folded[at] in PROVINCES and (whole := _dictated(lattice, at)):
            found.append((replace(whole, cost=whole.cost + 1.0), []))
        elif (asked or cue) and (bare := _head_last(lattice, at) or _bare(lattice, at, limit)):
            found.append((bare, []))
    for read_special in (_embassy, _special):
        found += [(one, []) for at in range(len(folded)) if (one := read_special(lattice, at))]
    found = [one for one in found if not any(_covers(folded, other[0], one[0]) for other in found)]
    spans: list[Span] = []
    for best, others in sorted(found, key=_rank):
        if not any(best.start < span.end and span.start < best.end for span in spans):
            spans.append(_placed(text, best, others))
    heard = [span for span in sorted(spans, key=lambda s: s.start) if not _denied(folded, span, fragments)]
    return _once([_ended_by_a_pause(span) for span in settle(heard, text)], folded)


def _ended_by_a_pause(span: Span) -> Span:
    """End a plate that is too long at a pause after which it would be whole: 渝B6H02Q 120来了 is no plate of ten."""
    for pause in re.finditer(r"\s+", span.text if span.problem == "length" else ""):
        whole = find_plates(span.text[: pause.start()], asked=True)
        if len(whole) == 1 and whole[0].problem is None:
            return replace(whole[0], start=span.start + whole[0].start, end=span.start + whole[0].end)
    return span


def _once(spans: list[Span], text: str) -> list[Span]:
    """Drop what repeats a plate of the same utterance, with or without its province, and what a later one says better."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.problem is not None, -s.start)):
        plate = span.value["plate"]
        if not any(other.value["plate"].endswith(plate) or _restates(text, other, span) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


_ASIDE = r"(?:[，,。、\s嗯呃啊呀哦哎诶]|那个|这个|就是|是)*"
_PAUSE = re.compile(rf"{_ASIDE}(?P<rest>[A-Z0-9零〇一二两三四五六七八九幺洞拐勾]{{1,6}})?{_ASIDE}")


_TWO_CARS = re.compile(rf"[和跟与撞追被另]|还有|第[二三]|对方|[前后那]车|{NAMED}")


def _restates(text: str, later: Span, span: Span) -> bool:
    """Tell whether a plate is another try at one said before: 闽C77710，闽C7770B; 浙A20398，等等，…浙D20398; 陕AK7936 哎 7K936 陕A7K936."""
    one, other = span.value["plate"], later.value["plate"]
    if span.problem == "length" and later.problem is None:
        return bool(one[:3] == other[:3])
    if not span.start < later.start or not plate_type(other):
        return False
    between = text[span.end : later.start]
    if _TWO_CARS.search(between):
        return False
    if one[:5] == other[:5] or one[2:] == other[2:]:
        return True
    if one[:4] == other[:4] and CORRECTION.search(text[span.start : span.end]):
        return True  # …七二X 念反了 是二七 …二七X: put right, and then said whole
    alike = sum(a == b for a, b in zip(one[2:], other[2:], strict=False))
    pause = _PAUSE.fullmatch(between)
    return one[:2] == other[:2] and bool(
        CORRECTION.search(between) or (pause and (alike > 2 or pause["rest"]))
    )


def _denied(text: str, span: Span, fragments: list[_Candidate]) -> bool:
    """Tell whether a plate is named only to be ruled out: 不是冀A…; "冀A…不是，冀B…" is a correction instead."""
    match = _DENIED.search(text[: span.start])
    if not match:
        return False
    before = [one for one in fragments if one.start < span.start and 0 <= match.start() - one.end <= 3]
    broken_off = any(one.problem for one in before)
    resaid = before or (re.match(r"不是[，,]", match[0]) and match.start())
    return not (broken_off or (resaid and re.search(r"[，,。、\s]", match[0])))


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
