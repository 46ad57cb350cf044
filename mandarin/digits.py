"""The tables and the reader every spoken identifier shares: digits, letters and what stands between them.

An utterance is read as a lattice. At each character some *edges* start: a digit word is a digit (幺 = 1), a letter
may be named (诶 = A), explained (E人E本的E) or heard as its homophone, and fillers or separators stand for nothing.
Each edge has a cost, 0 for what is certain and about 1 for a guess by sound; the finders keep the cheapest reading
that their grammar accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import cn2an
from pypinyin import Style, pinyin

from mandarin.authorities import PROVINCES

DIGITS = {
    **{str(n): str(n) for n in range(10)},
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    **dict(zip("幺两洞拐勾", "12079", strict=True)),
}
AS_FIGURES = str.maketrans(DIGITS)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = frozenset(LETTERS)
_BEGIN_NUMBERS = _LETTERS | DIGITS.keys() | frozenset("十俩仨")

# Syllables (no tone) that are heard where a digit or a letter was said; the second cost marks blurred sounds.
SYLLABLES: dict[str, tuple[tuple[str, float], ...]] = {
    "ling": (("0", 1.0),),
    "dong": (("0", 1.1),),
    "yao": (("1", 1.0),),
    "yi": (("1", 1.0), ("E", 1.1)),
    "er": (("2", 1.0), ("R", 1.2)),
    "liang": (("2", 1.0),),
    "san": (("3", 1.0),),
    "shan": (("3", 1.3),),
    "si": (("4", 1.0), ("S", 1.4)),
    "shi": (("4", 1.3),),
    "wu": (("5", 1.0),),
    "liu": (("6", 1.0),),
    "niu": (("6", 1.4),),
    "qi": (("7", 1.0),),
    "guai": (("7", 1.0),),
    "ba": (("8", 1.0),),
    "jiu": (("9", 1.0),),
    "gou": (("9", 1.1),),
    "ei": (("A", 0.3),),
    "ai": (("A", 1.3),),
    "bi": (("B", 0.8),),
    "xi": (("C", 0.9),),
    "sai": (("C", 1.1),),
    "sei": (("C", 0.8),),
    "di": (("D", 0.8),),
    "ji": (("G", 1.0),),
    "zhi": (("G", 1.4),),
    "jie": (("J", 0.9),),
    "zhei": (("J", 1.0),),
    "kai": (("K", 0.8),),
    "kei": (("K", 0.8),),
    "en": (("N", 1.2),),
    "ou": (("O", 1.0),),
    "pi": (("P", 0.8),),
    "kou": (("Q", 0.9),),
    "qiu": (("Q", 0.9),),
    "a": (("R", 1.6), ("A", 1.7)),
    "ti": (("T", 0.8),),
    "you": (("U", 0.9),),
    "wei": (("V", 0.9),),
    "cha": (("X", 0.9),),
    "wai": (("Y", 0.8),),
    "zei": (("Z", 0.8),),
}
# Characters recognisers write for a letter's name, surer than their syllable alone.
NAMED_SO: dict[str, tuple[tuple[str, float], ...]] = {
    **dict.fromkeys("衣伊", (("E", 0.7), ("1", 1.2))),
    **dict.fromkeys("幼优", (("U", 0.7),)),
    "阿": (("R", 1.0), ("A", 1.2)),
    "叉": (("X", 0.6),),
}
PHRASES: dict[tuple[str, ...], str] = {
    ("ai", "fu"): "F",
    ("ai", "fo"): "F",
    ("ai", "qu"): "H",
    ("ai", "qi"): "H",
    ("ai", "chi"): "H",
    ("ai", "chu"): "H",
    ("ai", "lu"): "L",
    ("ai", "lou"): "L",
    ("ai", "le"): "L",
    ("ai", "lei"): "L",
    ("ai", "er"): "L",
    ("ai", "ou"): "L",
    ("ai", "mu"): "M",
    ("ai", "mo"): "M",
    ("ai", "men"): "M",
    ("en", "en"): "N",
    ("ai", "si"): "S",
    ("ai", "shi"): "S",
    ("ai", "ke", "si"): "X",
    ("ai", "ke", "shi"): "X",
    ("ai", "ke"): "X",
    ("a", "er"): "R",
    ("da", "bu", "liu"): "W",
    ("da", "bu", "lu"): "W",
    ("da", "bu", "you"): "W",
    ("zei", "de"): "Z",
    ("wai", "de"): "Y",
}
STARTS_OF_PHRASES = {syllables[0] for syllables in PHRASES}

# What may stand between two symbols without meaning anything.
SKIPS: dict[str, float] = {
    **dict.fromkeys(" \t\n\r\u3000-–—－_·.．/~", 0.0),
    **dict.fromkeys("，,、；;：:“”\"'()（）「」", 0.05),
    **dict.fromkeys("。！？!?…", 0.2),
    **dict.fromkeys(["杠", "横杠", "中杠", "短杠", "横线", "减号", "空格", "点"], 0.05),
    **dict.fromkeys(
        [
            "打头",
            "打头的",
            "开头",
            "开头的",
            "字头",
            "字头的",
            "外牌",
            "后头",
            "后头是",
            "跟着",
            "跟着是",
            "带个",
            "后面带个",
            "后头带个",
            "尾字系",
            "尾字是",
            "最后一个",
            "最后是个",
            "末尾是个",
        ],
        0.2,
    ),
    **dict.fromkeys(["新能源", "新能源的", "绿牌", "绿牌的", "蓝牌", "黄牌", "电车", "混动", "电动的"], 0.1),
    **dict.fromkeys(["字母", "英文", "英文字母", "数字", "大写", "小写", "大写的", "小写的"], 0.05),
    **dict.fromkeys("嗯呃额啊哦噢喔唔呢呀嘛哈吧恩", 0.1),
    **dict.fromkeys("哎诶欸", 0.4),
    **dict.fromkeys(
        ["那个", "这个", "就是", "然后", "后面", "后边", "后面是", "接着", "再来", "还有", "完了"], 0.2
    ),
    **dict.fromkeys(
        ["我想想", "让我想想", "我看看", "我看一下", "看一下", "等一下", "稍等", "怎么说呢", "对", "对对"],
        0.3,
    ),
    **dict.fromkeys(["的", "是", "再", "就", "个", "号", "一个", "然后是", "尾号", "尾号是"], 0.3),
}
_SKIP_LENGTHS: dict[str, list[int]] = {
    first: sorted({len(words) for words in SKIPS if words[0] == first}, reverse=True)
    for first in {words[0] for words in SKIPS}
}
PARTICLES = frozenset("嗯呃额啊哦噢喔唔呢呀嘛哈哎吧恩是的就个号再以已也有又")  # symbols only between symbols

# What a telephone line or a recogniser confuses most, likeliest first.
CONFUSED = {
    "B": "DP8", "D": "BTE", "P": "BT", "T": "DP", "E": "1DB", "G": "JD", "J": "G", "C": "XZ", "Z": "C", "V": "B", "A": "8H", "H": "A",
    "K": "JA", "M": "N", "N": "M", "F": "S", "S": "F4", "X": "S", "L": "R", "R": "2", "Q": "U9", "U": "Q", "W": "5", "Y": "V",
    "1": "7E", "7": "1", "2": "R", "6": "9", "9": "6", "4": "S", "5": "W", "8": "B", "0": "D", "3": "",
}  # fmt: skip

COUNTERS = "辆台部位名年月层楼块元岁米座度天家条份分秒下直共起样定边般些旦会"
_ANY_DIGIT = "0-9零〇一二三四五六七八九幺两洞拐勾"
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_LARGE = re.compile(r"[一二两三四五六七八九][百千][零一二三四五六七八九十百]*")
_TIMES = re.compile(rf"([一两二三四五六七八1-8俩仨])[个条]\s*([{_ANY_DIGIT}A-Z])")
_DOUBLE = re.compile(rf"(?:双|俩|仨)([{_ANY_DIGIT}A-Z])")
_OF = r"(?:的|那个|这个|字母|英文|[嗯呃啊，,、\s]){0,4}"
_EXPLAINED = re.compile(
    rf"([A-Z])(?!\1[^A-Z])[^0-9零〇幺一二三五六七八九两]{{0,14}}?(?:的{_OF}\1|[那这]个{_OF}\1(?![A-Z]|[\u4e00-\u9fff]{{1,4}}?的))"
)
_WORD_LETTER = re.compile(rf"([A-Z])[A-Z]{{2,9}}\s*的{_OF}\1(?![A-Z])")
_HANZI_LETTER = re.compile(rf"([\u4e00-\u9fff])[\u4e00-\u9fff]{{0,2}}?的{_OF}\1?([A-Z])")
_SOUND_LETTER = re.compile(r"[\u4e00-\u9fff](?:字母|那个字母|那个)([A-Z])(?![A-Z])")  # 屁字母P
_NO_DIGIT = "(?![零幺一二三四五六七八九两洞拐勾])[\u4e00-\u9fff]"
_AROUND = re.compile(
    rf"(?:{_NO_DIGIT}){{1,3}}?(?<![{''.join(PROVINCES)}])[A-Z]{{0,2}}?([A-Z])(?:{_NO_DIGIT}){{0,2}}?(?:的|[那这]个){_OF}\1"
)  # 维C的C
_THAT_ONE = re.compile(rf"(?:{_NO_DIGIT}){{2,4}}?(?:的|的?那个)[嗯呃啊]?([A-Z])(?![A-Z])")  # 胜利那个V
_TURNED = re.compile(r"([MW69六九])(?:[倒反翻颠]过来)(?:写)?(?:的|那个)*([MW69六九])?")
_TURNED_INTO = {"M": "W", "W": "M", **dict.fromkeys("6六", "9"), **dict.fromkeys("9九", "6")}
_NICKNAME = re.compile(rf"(?:叉|圈|勾){_OF}(?P<letter>[XOQJ])|(?:大|小)(?P<size>[A-Z])")
_PAUSE = re.compile(r"(?:[，,、\s嗯呃啊]|就是|是|那个|这个){0,4}")
_CONTRAST = re.compile(
    rf"(?P<one>[{_ANY_DIGIT}A-Z])(?:[，,、\s]*(?:就?是)?(?P=one))?[，,、\s]*(?:可)?不是(?:那个)?(?P<other>[{_ANY_DIGIT}A-Z])(?:的(?P=other))?"
)
_COUNTED = re.compile(
    rf"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|(?<![0-9A-Z])[0-9]{{1,2}})"
    rf"(?:[{COUNTERS}]|小时|个(?!\s*[{_ANY_DIGIT}A-Z])|点(?:多|半|钟|左|来|差|以?[前后]|再|才|[一二三四五]十))"
)
_WORDS = re.compile(
    r"(?<![A-Z0-9])(?:VIN|OK|SUV|MPV|APP|ETC|GPS|VIP|HELLO|4S)(?![A-Z0-9])|[五三]菱|五十铃|一汽|三轮"
)

_FOLDED = {
    **{ord(c): c.upper() for c in "abcdefghijklmnopqrstuvwxyz"},
    **{0xFF01 + i: chr(0x21 + i).upper() for i in range(94)},
}


@dataclass(frozen=True)
class Edge:
    """A stretch ending at ``end`` that stands for ``symbols`` ("" = nothing) at a cost; ``sound`` = guessed."""

    end: int
    symbols: str
    cost: float
    sound: bool = False
    inner: bool = False  # counts only between two other symbols, never as the last one


@dataclass(frozen=True)
class Reading:
    """A string of symbols read from an utterance up to ``end``; the lower the cost, the surer."""

    symbols: str
    end: int
    cost: float
    sound: bool


def fold(text: str) -> str:
    """Return the text in half width and capitals, every character at its own index."""
    return text.translate(_FOLDED)


@lru_cache(maxsize=8192)
def syllable(character: str) -> tuple[str, int]:
    """Return a character's commonest syllable without tone, and the tone 1–5 ("" and 0 for non-hanzi)."""
    if not "\u4e00" <= character <= "\u9fff":
        return "", 0
    heard = {"诶": "ei4", "欸": "ei4", "艾": "ai4", "贼": "zei2"}.get(character) or pinyin(
        character, style=Style.TONE3
    )[0][0]
    return (heard[:-1], int(heard[-1])) if heard[-1:].isdigit() else (heard, 5)


class Lattice:
    """All readings of one utterance, computed where they are looked at."""

    def __init__(self, text: str, aside: Callable[[str, int], int | None] | None = None) -> None:
        """Take an utterance; ``aside`` gives the end of words that explain and add nothing, None where none start."""
        self.text = fold(text)
        self._aside = aside
        self._edges: dict[int, list[Edge]] = {}
        self._blocked = {i for m in _WORDS.finditer(self.text) for i in range(*m.span())}
        self._has_letters = not _LETTERS.isdisjoint(self.text)

    def edges(self, at: int) -> list[Edge]:
        """Return the edges that start at a character, the surest reading of each stretch included."""
        if at not in self._edges:
            self._edges[at] = [] if at >= len(self.text) else list(self._find(at))
        return self._edges[at]

    def _find(self, at: int) -> Iterable[Edge]:
        text, here = self.text, self.text[at]
        number = here in _BEGIN_NUMBERS
        example = self._example(at)
        if example:
            yield example
            if _WORD_LETTER.match(text, at):
                return
        if at in self._blocked:
            return
        if here in DIGITS:
            counted = _COUNTED.match(text, at) and not self._explains(at + 1)  # 五天津 is no five days
            doubt = 1.6 if counted else 0.8 if _TIMES.match(text, at) or self._explains(at) else 0.0
            yield Edge(at + 1, DIGITS[here], doubt)
        elif here in LETTERS:
            pause = _PAUSE.match(text, at + 1)
            again = self._example(pause.end()) if pause and pause.end() < len(text) else None
            again = again if again and again.symbols == here else None
            if again:  # B，B超的B is one
                yield Edge(again.end, here, 0.0)
            yield Edge(at + 1, here, 0.6 if example or again else 0.0)
            resumed = self._pause_end(at + 1)
            if text[resumed : resumed + 1] == here:  # 豫G，GD零八八二五: the letter taken up again
                yield Edge(resumed + 1, here, 0.3 if resumed > at + 3 else 0.5 if resumed > at + 1 else 0.9)
        if (
            number
            and (match := _CONTRAST.match(text, at))
            and _symbol(match["other"]) in CONFUSED.get(one := _symbol(match["one"]), "")
        ):  # P不是B
            yield Edge(match.end(), one, 0.0)
        if end := self._explains(at):
            yield Edge(end, "", 0.1)
        if number and (match := _TIMES.match(text, at)):
            count = {"俩": 2, "仨": 3}.get(match[1]) or int(DIGITS[match[1]])
            yield Edge(match.end(), DIGITS.get(match[2], match[2]) * count, 0.0)
        if here in "双俩仨" and (match := _DOUBLE.match(text, at)):
            yield Edge(match.end(), DIGITS.get(match[1], match[1]) * (3 if here == "仨" else 2), 0.2)
        if number and (match := _TENS.match(text, at)):
            doubt = 1.6 if _COUNTED.match(text, at) else 0.15
            ten, one = (DIGITS.get(part, "") for part in match.groups())
            yield Edge(match.end(), (ten or "1") + (one or "0"), doubt)
            if ten and one:
                yield Edge(match.end(), ten + one, doubt)
        if number and (match := _LARGE.match(text, at)) and (amount := _large(match[0])):
            yield Edge(match.end(), amount, 0.3)
        for length in _SKIP_LENGTHS.get(here, ()):
            if (cost := SKIPS.get(text[at : at + length])) is not None and at + length <= len(text):
                yield Edge(at + length, "", cost)
        if "\u4e00" <= here <= "\u9fff" and here not in DIGITS:
            yield from self._by_sound(at)

    def _pause_end(self, at: int) -> int:
        """Return where a pause ends, with an explanation in it: the comma of 豫G，G…; 贵A，广西那个桂，A…."""
        for _ in range(2):
            pause = _PAUSE.match(self.text, at)
            at = pause.end() if pause else at
            at = self._explains(at) or at
        return at

    def _explains(self, at: int) -> int | None:
        return self._aside(self.text, at) if self._aside and at < len(self.text) else None

    def _example(self, at: int) -> Edge | None:
        """Return the letter that an example from here on stands for: E人E本的E, BOY的B, 鹏程的P, 叉那个X, 大D."""
        text, here = self.text, self.text[at]
        if here in _TURNED_INTO and (match := _TURNED.match(text, at)):
            return Edge(match.end(), _TURNED_INTO[match[1]], 0.1)
        if here in LETTERS:
            for edge in (
                self._by_sound(at + 2) if text[at + 1 : at + 2] == "是" and at + 2 < len(text) else ()
            ):
                if edge.symbols == here and edge.end > at + 3:  # R是阿尔
                    return Edge(edge.end, here, 0.1)
            match = _EXPLAINED.match(text, at) or _WORD_LETTER.match(text, at)
            if match and any(self._explains(i) for i in range(at + 1, match.end() - 1)):
                return None  # D，辽宁的，D is two of them
            return Edge(match.end(), match[1], 0.0) if match else None
        if not self._has_letters:
            return None  # every other example ends in its letter
        if match := _NICKNAME.match(text, at):
            return Edge(match.end(), match["letter"] or match["size"], 0.1)
        if not "\u4e00" <= here <= "\u9fff" or here in DIGITS:
            return None
        match = _SOUND_LETTER.match(text, at)
        if match and any(symbol == match[1] for symbol, _ in SYLLABLES.get(syllable(here)[0], ())):
            return Edge(match.end(), match[1], 0.1)
        match = _HANZI_LETTER.match(text, at)
        if match and syllable(here)[0][:1].upper() == match[2]:
            return Edge(match.end(), match[2], 0.1)
        if match := _AROUND.match(text, at):
            return Edge(match.end(), match[1], 0.1)
        match = _THAT_ONE.match(text, at)
        return Edge(match.end(), match[1], 0.4) if match else None

    def _by_sound(self, at: int) -> Iterable[Edge]:
        text, here = self.text, self.text[at]
        sound = syllable(here)[0]
        if sound in STARTS_OF_PHRASES:
            for length in (3, 2):
                letter = PHRASES.get(tuple(syllable(c)[0] for c in text[at : at + length]))
                if letter:
                    yield Edge(at + length, letter, 0.5, True)
        for symbol, cost in NAMED_SO.get(here) or SYLLABLES.get(sound, ()):
            yield Edge(at + 1, symbol, cost, True, here in PARTICLES)

    def solid(self, at: int) -> bool:
        """Tell whether a certain symbol starts here."""
        return any(edge.symbols and edge.cost < 0.3 for edge in self.edges(at))

    def skip(self, at: int, limit: float = 0.2) -> int:
        """Return the first index from ``at`` on that no blank, dash or short filler covers."""
        while step := next((e for e in self.edges(at) if not e.symbols and e.cost <= limit), None):
            at = step.end
        return at

    def solid_after(self, at: int) -> int:
        """Count the certain symbols that follow, only blanks and dashes between."""
        count = 0
        while at < len(self.text) and count < 20:
            step = next((e for e in self.edges(at) if e.symbols and e.cost < 0.3), None) or next(
                (e for e in self.edges(at) if not e.symbols and e.cost == 0), None
            )
            if step is None:
                break
            count += len(step.symbols)
            at = step.end
        return count

    def read(
        self,
        start: int,
        alphabet: str,
        most: int,
        limit: float = 4.5,
        beam: int = 24,
        stop: int | None = None,
    ) -> list[Reading]:
        """Return the readings of 1 to ``most`` symbols of ``alphabet`` that begin at ``start``, cheapest first.

        ``limit`` bounds the cost of a reading, ``beam`` the readings kept at a character. A reading ends with
        its last symbol, so trailing fillers are not part of it.
        """
        allowed = frozenset(alphabet)
        stop = len(self.text) if stop is None else stop
        frontier: dict[int, dict[str, tuple[float, bool]]] = {start: {"": (0.0, False)}}
        found: dict[tuple[str, int], Reading] = {}
        while frontier:
            at = min(frontier)
            states = sorted(frontier.pop(at).items(), key=lambda item: item[1][0])[:beam]
            for symbols, (cost, sound) in states:
                for edge in self.edges(at):
                    total, text = cost + edge.cost, symbols + edge.symbols
                    if (
                        total > limit
                        or len(text) > most
                        or edge.end > stop
                        or not allowed.issuperset(edge.symbols)
                    ):
                        continue
                    if edge.symbols and not edge.inner:
                        known = found.get((text, edge.end))
                        if known is None or known.cost > total:
                            found[text, edge.end] = Reading(text, edge.end, total, sound or edge.sound)
                    later = frontier.setdefault(edge.end, {})
                    if text not in later or later[text][0] > total:
                        later[text] = (total, sound or edge.sound)
        return sorted(found.values(), key=lambda r: r.cost)


def _symbol(character: str) -> str:
    return DIGITS.get(character, character)


@lru_cache(maxsize=1024)
def _large(words: str) -> str:
    """Return the digits of a number said with 百 or 千 (三百五 = 350), or "" when it is none."""
    try:
        return str(cn2an.cn2an(words.replace("两", "二"), "smart"))
    except (ValueError, KeyError):
        return ""


def spell(text: str, alphabet: str, most: int = 24) -> Reading | None:
    """Return the surest reading of a text that is nothing but symbols and fillers (八吧, P鹏的P), else None."""
    lattice = Lattice(text)
    rest = {len(text)}
    for at in range(len(text) - 1, -1, -1):
        if any(not edge.symbols and edge.end in rest for edge in lattice.edges(at)):
            rest.add(at)
    return next((r for r in lattice.read(0, alphabet, most) if r.end in rest), None)
