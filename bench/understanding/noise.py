"""What speech recognition does to an utterance, drawn from a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache

from pypinyin import lazy_pinyin, pinyin_dict

FILLERS = ("嗯", "呃", "那个", "就是", "就是说", "啊", "这个")
DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_MARKS = re.compile(r"[，。！？、；：,.!?;:“”\"'（）()…—]+")
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万两半幺洞拐勾点号月日年0123456789")
COMMON = (
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时要就可下得生会着去之过家学对她里后小么心多天而能好都然没"
    "日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二"
    "理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听"
    "世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应"
    "路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南"
    "度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办"
    "运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史"
    "商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坐集编"
)
"""Characters a recogniser prefers when it has only a sound to go by."""


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    groups: dict[str, str] = {}
    for character in COMMON:
        sound = lazy_pinyin(character)[0]
        groups[sound] = groups.get(sound, "") + character
    return groups


def _homophones(text: str, rng: random.Random) -> str:
    """Write about one character in twelve as another of the same sound."""

    def heard(character: str) -> str:
        if character in _NUMERALS or ord(character) not in pinyin_dict.pinyin_dict or rng.random() > 1 / 12:
            return character
        others = _by_sound().get(lazy_pinyin(character)[0], "").replace(character, "")
        return rng.choice(others) if others else character

    return "".join(map(heard, text))


def _dropped(text: str, rng: random.Random) -> str:
    """Lose about one character in thirty, never a numeral or a Latin letter, never of a text of under five."""
    if len(text) < 5:
        return text
    return "".join(c for c in text if c in _NUMERALS or c.isascii() or rng.random() > 1 / 30)


def _filled(text: str, rng: random.Random) -> str:
    """Begin with a filler in two of five, and put one between words now and then."""
    if rng.random() < 0.4:
        text = rng.choice(FILLERS) + text
    gaps = [match.start() for match in re.finditer(r"(?<=[了的在是我])(?=[^了的在是我吗呢吧啊])", text)]
    if gaps and rng.random() < 0.25:
        at = rng.choice(gaps)
        text = text[:at] + rng.choice(FILLERS[:3]) + text[at:]
    return text


def _as_words(text: str, rng: random.Random) -> str:
    """Write digits as words."""
    return "".join(DIGITS.get(character, character) for character in text)


def _unmarked(text: str, rng: random.Random) -> str:
    return _MARKS.sub("", text)


STEPS: tuple[Callable[[str, random.Random], str], ...] = (
    _unmarked,
    _as_words,
    _homophones,
    _dropped,
    _filled,
)
SPELLED: tuple[Callable[[str, random.Random], str], ...] = (_unmarked, _as_words, _filled)
"""For spelled identifiers and names, whose characters are the value."""


def noisy(text: str, spelled: bool = False, seed: int = 0) -> str:
    """Return ``text`` as a recogniser might write it; the same for the same text and seed."""
    rng = random.Random(f"{seed} {text}")
    for step in SPELLED if spelled else STEPS:
        text = step(text, rng)
    return text
