"""How callers name the province and the city a plate is from: 冀, 河北的冀, 济 (by sound), 石家庄的, 济南A."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mandarin.authorities import CITIES, NAMES, PROVINCES
from mandarin.digits import LETTERS, syllable


@dataclass(frozen=True)
class Sound:
    """A province a character may have been said for, and the cost of believing it."""

    character: str
    cost: float


@dataclass(frozen=True)
class Head:
    """The beginning of a plate up to ``end``: its province, and its letter when a city said without it gives it away."""

    character: str
    end: int
    cost: float
    sound: bool = False
    explained: bool = False
    letter: str = ""


@dataclass(frozen=True)
class _Named:
    """A province or city named in full up to ``end``; ``letter`` is "" for a province."""

    character: str
    letter: str
    end: int


_SYLLABLES = {character: syllable(character) for character in PROVINCES}
_NAME_LENGTHS: dict[str, list[int]] = {
    first: sorted({len(name) for name in NAMES if name[0] == first}, reverse=True)
    for first in {name[0] for name in NAMES}
}
_ANY = "".join(PROVINCES)
_IS = re.compile(r"[，,、\s]{0,4}(?:就是|是)?(?:嗯|呃|那个|这个)?")
_LEVEL = re.compile(r"(?:省|市|自治区)?的?")
_OF = re.compile(r"(?:的那个|那个|这个|的|简称|牌照|牌子|车牌|牌|车|号|是|[嗯呃啊，,、\s]){0,6}")
_WORD = "[^\\W\\da-zA-Z_零〇一二两三四五六七八九幺洞拐勾学警挂港澳使领的]"
_WORD_OF = re.compile(rf"{_WORD}{{0,2}}?([{_ANY}]){_WORD}{{0,2}}?(?:的|那个){{1,2}}\1")
_SYMBOL = "[A-Z0-9零〇一二两三四五六七八九幺洞拐勾]"
_SIZE = r"[一二两三四五六1-6](?:个数字?|个字母|位数字?|位字母|位)"
_GROUP = re.compile(
    rf"(?:[前后][面边头]|中间|剩下|再后面)的?(?:{_SIZE})*(?:就?是)?|[前后](?:{_SIZE})+(?:就?是)?|(?:{_SIZE})+(?:就?是)?(?=[，,、\s]*{_SYMBOL})|[三四五]连号"
    rf"|(?:数字|字母)?({_SYMBOL})(?:打头|开头)的?(?:那个)?[，,、\s]*(?=\1)"
)
_BEHIND = re.compile(rf"({_SYMBOL})的?(?:后面|后边)(?:跟着|就)?是")  # 八，八后面是三
_BADGE = re.compile(r"(?:牌照|牌子|牌|字头)(?:的|是|号)?[，,、\s]*(?=[A-Z0-9零〇一二三四五六七八九幺])")
_OWNS = re.compile(r"(?:省|市|自治区)?(?:的|牌)")
_ENDS = re.compile(
    rf"(?:的[{_ANY}]|的|牌照|牌子|车牌|牌|车|号牌|省|市|那边|那个|[啊吧嗯呃]){{1,3}}(?:$|[，,。！!、\s])|$|[，,。！!、]"
)
_TO_ORIGIN = re.compile(r"[，,。、\s]*(?:就是|是)?(?:[嗯呃啊]|我?们?是)?")


def blur(sound: str) -> str:
    """Return a syllable without what southern speakers and recognisers do not tell apart (zh/z, ing/in, l/n)."""
    return (
        sound.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ing", "in").replace("l", "n")
    )


@lru_cache(maxsize=8192)
def sounds(character: str) -> tuple[Sound, ...]:
    """Return the provinces a character may have been said for, the nearest sound first."""
    sound, tone = syllable(character)
    if not sound or character in "临着":  # a temporary plate's own character, and what ends 来着
        return ()
    found = []
    for province, (other, other_tone) in _SYLLABLES.items():
        if province == character:
            continue
        if sound == other:
            found.append(Sound(province, 0.8 if tone == other_tone else 1.1))
        elif blur(sound) == blur(other):
            found.append(Sound(province, 1.5))
    return tuple(sorted(found, key=lambda s: s.cost))


def _is_or_sounds(heard: str, province: str) -> bool:
    return heard == province or any(s.character == province for s in sounds(heard))


def _name_at(text: str, at: int) -> str:
    lengths = _NAME_LENGTHS.get(text[at : at + 1], ())
    return next((text[at : at + n] for n in lengths if n > 1 and text[at : at + n] in NAMES), "")


def _named(text: str, at: int) -> _Named | None:
    """Return the province, the city or both (河北省石家庄市) named from a character on."""
    name = _name_at(text, at)
    if not name:
        return None
    character, letter, end = NAMES[name], CITIES.get(name, ("", ""))[1], at + len(name)
    level = _LEVEL.match(text, end)
    city = _name_at(text, level.end()) if level else ""
    if level and not letter and city in CITIES and CITIES[city][0] == character:
        return _Named(character, CITIES[city][1], level.end() + len(city))
    return _Named(character, letter, end)


def names_place(text: str, at: int) -> bool:
    """Tell whether a province or a city is named in full from a character on."""
    return bool(_name_at(text, at))


def heads(text: str, at: int) -> list[Head]:
    """Return the provinces a plate that begins at a character may be from."""
    here, found = text[at], []
    named = _named(text, at)
    if named and not (at and text[at - 1] in LETTERS and text[named.end + 1 : named.end + 2] == text[at - 1]):
        end = _after(text, named.end)
        if end < len(text) and _is_or_sounds(text[end], named.character):
            found.append(Head(named.character, _again(text, end + 1, named.character), 0.0, explained=True))
        found.append(Head(named.character, end, 0.3, explained=True))
        if named.letter and end > named.end:
            found.append(Head(named.character, end, 0.6, explained=True, letter=named.letter))
    if not ("\u4e00" <= here <= "\u9fff"):
        return found
    leads = _IS.match(text, at + 1)
    explained = _named(text, leads.end()) if leads else None
    if explained and _is_or_sounds(here, explained.character):
        end = _after(text, explained.end)
        if end < len(text) and _is_or_sounds(text[end], explained.character):
            end += 1
        found.append(Head(explained.character, end, 0.0, explained=True))
    if here in PROVINCES:
        if badge := _BADGE.match(text, at + 1):
            found.append(Head(here, badge.end(), 0.0))
        found.append(Head(here, at + 1, 0.0))
    doubt = 0.8 if here in "额呃嗯恩这就" else 0.2
    return found + [Head(s.character, at + 1, s.cost + doubt, sound=True) for s in sounds(here)]


def _again(text: str, at: int, province: str) -> int:
    """Return where a province said once more after a pause ends: 吉林省的吉，吉F…."""
    pause = _IS.match(text, at)
    end = pause.end() if pause else at
    return end + 1 if text[end : end + 1] == province else at


def _after(text: str, at: int) -> int:
    """Return where the words that lead from a place to its plate end: 省的那个, 市牌照."""
    level = _LEVEL.match(text, at)
    rest = _OF.match(text, level.end() if level else at)
    return rest.end() if rest else at


def aside(text: str, at: int) -> int | None:
    """Return the end of words that only explain a plate's beginning (冀A，河北的冀，…; 粤S，东莞，…), None when none start here."""
    named = _named(text, at)
    if named:
        end = _after(text, named.end)
        again = re.search("的|那个|牌照|简称", text[named.end : end]) and end < len(text)
        return end + 1 if again and _is_or_sounds(text[end], named.character) else end
    if group := _GROUP.match(text, at):
        return group.end()
    behind = _BEHIND.match(text, at)
    if behind and text[:at].rstrip(" ，,嗯呃")[-1:] == behind[1]:
        return behind.end()
    word = _WORD_OF.match(text, at) if "\u4e00" <= text[at] <= "\u9fff" else None
    return word.end() if word else None


def origins(text: str, start: int, end: int, loose: bool = False) -> list[str]:
    """Return the provinces named within a plate or right after it (…，石家庄的), ``loose`` whatever comes then."""
    places = [named for at in range(start, end) if (named := _named(text, at))]
    lead = _TO_ORIGIN.match(text, end)
    named = _named(text, lead.end()) if lead else None
    if named and (_ENDS.match(text, named.end) or (loose and _OWNS.match(text, named.end))):
        places.append(named)
    return [place.character for place in places]
