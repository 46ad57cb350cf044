"""Text as a recogniser writes it into text to read: once, before any finder, and every character knows where it stood.

Recognisers write traditional characters, blanks between words, tags and emoji, captions they learnt from films, and numbers
half in figures (10一点, 20 1点, 1万2千, 3:30p.m.). What is read is plain simplified text with none of that; what is found in it is
laid back on the words as they came.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path

import yaml

from mandarin.span import Span

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Heard:
    """A text to read; ``origins`` holds for each of its characters the index of the one it came from."""

    text: str
    origins: tuple[int, ...]

    def put(self, start: int, end: int, word: str) -> Heard:
        """Return the text with a word, which may be longer or shorter, in place of a stretch."""
        lost = len(word) - (end - start)
        made_of = tuple(
            self.origins[min(end - 1, max(start, start + at - max(lost, 0)))] for at in range(len(word))
        )
        if word and lost < 0:
            made_of = (*made_of[:-1], self.origins[end - 1])
        return Heard(
            self.text[:start] + word + self.text[end:],
            self.origins[:start] + made_of + self.origins[end:],
        )

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices that a stretch of the text has in what was said."""
        made_of = self.origins[start:end]
        return min(made_of), max(made_of) + 1

    def laid(self, span: Span, said: str) -> Span:
        """Return a span of the text as one of ``said``, what the text was made of; its value stays as it was read."""
        start, end = self.stretch(span.start, span.end) if span.start < span.end else (0, 0)
        return replace(span, start=start, end=end, text=said[start:end])


def as_heard(text: str) -> Heard:
    """Return the text to read, which read again stays as it is.

    >>> as_heard("沒有 人 受傷").text
    '没有人受伤'
    >>> as_heard("<|zh|>昨晚20 1点追尾了😡请不吝点赞 订阅").text
    '昨晚21点追尾了'
    """
    heard = Heard("".join(map(_common, text)), tuple(range(len(text))))
    if any(character in _traditional() for character in heard.text):
        table = _traditional() | _AMONG_TRADITIONAL
        heard = replace(heard, text="".join(table.get(character, character) for character in heard.text))
    for pattern, words in _RULES:
        heard = _replaced(heard, pattern(), words)
    heard = _joined(heard)
    for regional, common in _dialect():
        heard = _replaced(heard, regional, partial(_read_as, common))
    return heard


@lru_cache(maxsize=1)
def _dialect() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the words of the regions, and what each is read as, in order: ``words/dialect.yml``."""
    rules = yaml.safe_load(DIALECT.read_text("utf-8"))
    return tuple((re.compile(rule["words"]), rule["as"]) for rule in rules)


DIALECT = Path(__file__).parent / "words" / "dialect.yml"


def _read_as(common: str, match: re.Match[str]) -> str:
    return common


def _common(character: str) -> str:
    """Return a letter or digit in its common form: １ and Ａ in half width, ⼈ as the character it depicts."""
    if character.isascii():
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and folded.isalnum() else character


_BESIDES = {"後": "后", "於": "于", "麽": "么", "餘": "余", "鍾": "钟", "託": "托", "傢": "家", "囉": "啰"}
_DIALECT = frozenset("嘅噉搵屙瞭")
"""Words of Guangdong, and of Shanxi (瞭见), that the table of JioNLP takes for other characters."""
_AMONG_TRADITIONAL = {"著": "着", "乾": "干"}
"""Characters that simplified texts have too (乾县, 著名), and traditional ones for others."""


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    """Return traditional character → simplified, from JioNLP's tra2sim_char.txt (Apache-2.0); little when it is absent.

    What GB 2312 has is simplified text's own (幺, 著), but for a few.
    """
    spec = find_spec("jionlp")
    table: dict[str, str] = {}
    for root in (spec.submodule_search_locations or []) if spec else []:
        file = Path(root) / "dictionary" / "tra2sim_char.txt"
        if file.exists():
            pairs = (line.split("\t") for line in file.read_text("utf-8").splitlines() if "\t" in line)
            table = {
                old: new
                for old, new, *_ in pairs
                if old not in _DIALECT and not old.encode("gb2312", "ignore")
            }
    return table | _BESIDES


@lru_cache(maxsize=1)
def _captions() -> re.Pattern[str]:
    lines = (_DATA / "captions.txt").read_text("utf-8").splitlines()
    words = [re.escape(line) for line in lines if line and not line.startswith("#")]
    words = [
        re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Z])|(?<=[a-z])(?=[\u4e00-\u9fff])", r"\\s*", word)
        for word in words
    ]
    any_pause = [
        word.replace(r"\ ", r"[\s,，、。.!！]*").replace("…", r"[^,，。!！?？]{1,12}?") for word in words
    ]
    ends = [word + r"(?=$|[,，。!！?？\s])" if word.endswith("}?") else word for word in any_pause]
    return re.compile(rf"(?:(?:{'|'.join(ends)})[\s,，。.!！?？~～-]*)+", re.IGNORECASE)


_TAG = re.compile(
    r"<\|?/?[A-Za-z_ ]{1,24}\|?>|[\[【(（](?:音乐|笑声?|咳嗽声?|噪[音声]|掌声|哭声?|静音|铃声|杂音|背景音乐?|字幕|[A-Za-z_ ]{3,24})[\])】）]|♪+"
)


@lru_cache(maxsize=1)
def _emoji() -> re.Pattern[str]:
    return re.compile(
        "[\u2600-\u27bf\ufe0e\ufe0f\u200b-\u200f\u2060\ufeff\U0001f000-\U0001faff\U000e0000-\U000e007f]+"
    )


_EDGES = re.compile(r"^\s+|\s+$")
_FIGURE = "零一二三四五六七八九"
_COUNTED = r"(?=\s?[点时分号日月个块元度]|公里|千米)"
_TENS_APART = re.compile(
    rf"(?<![\dA-Za-z.:])(?<!\d\s)(?P<tens>[1-5])0\s?(?P<one>[{_FIGURE[1:]}]){_COUNTED}|(?<![\dA-Za-z.:])(?<!\d\s)(?P<tens2>[1-5])0\s(?P<one2>[1-9]){_COUNTED}"
)
_FIGURE_BEFORE_SCALE = re.compile(
    rf"(?<![\dA-Za-z.])(?P<figure>[1-9])(?=[十百千](?![米瓦克])|万[{_FIGURE}两\d])"
)
_FIGURE_BEHIND_SCALE = re.compile(r"(?<=[十百千万零])(?<!第)(?P<figure>[1-9])(?![\d.A-Za-z])")
_SCALE_WRITTEN_OUT = re.compile(
    r"(?<![\d.])(?:(?P<wan>\d{1,3})万)?(?:(?P<thousand>\d)千(?P<three>\d{3})|(?P<hundred>\d)百(?P<two>\d{2}))(?![\d十百千万.])"
    r"|(?<![\d.])(?P<ten_thousand>\d{1,3})万(?P<four>\d{3,4})(?![\d十百千万.])"
)
_HALF = re.compile(
    r"(?P<told>[午晨晚上])?(?P<clock>(?<![A-Za-z\d.:])(?:1[0-2]|0?\d)(?:[:：.]\d\d|点(?:\d{1,2}分?|半)?)?)\s?(?P<half>[ap])(?:\.\s?m\.?|m)(?![A-Za-z\d])",
    re.IGNORECASE,
)


def _tens(match: re.Match[str]) -> str:
    """Return 21 for 20 1 and 20一."""
    one = match["one"] or match["one2"]
    return (match["tens"] or match["tens2"]) + str(_FIGURE.find(one) if one in _FIGURE else one)


def _amount(match: re.Match[str]) -> str:
    """Return 2500 for 2千500, 12500 for 1万2千500."""
    if match["four"]:
        return str(int(match["ten_thousand"]) * 10_000 + int(match["four"]))
    rest = (
        int(match["thousand"] or 0) * 1000
        + int(match["hundred"] or 0) * 100
        + int(match["three"] or match["two"])
    )
    return str(int(match["wan"] or 0) * 10_000 + rest)


def _half_first(match: re.Match[str]) -> str:
    """Return 下午3:30 for 3:30 p.m., 早上8:05 for 早上8:05 a.m.; twelve a.m. is midnight."""
    if match["told"]:
        return match["told"] + match["clock"]
    twelve = match["clock"].startswith("12")
    half = "下午" if match["half"] in "pP" else "凌晨" if twelve else "上午"
    return half + match["clock"] + ("" if re.search(r"\D", match["clock"]) else "点")


_RULES: tuple[tuple[Callable[[], re.Pattern[str]], Callable[[re.Match[str]], str]], ...] = (
    (lambda: _TAG, lambda match: " "),
    (_emoji, lambda match: " "),
    (_captions, lambda match: ""),
    (lambda: _EDGES, lambda match: ""),
    (lambda: _HALF, _half_first),
    (lambda: _TENS_APART, _tens),
    (lambda: _SCALE_WRITTEN_OUT, _amount),
    (lambda: _FIGURE_BEFORE_SCALE, lambda match: _FIGURE[int(match["figure"])]),
    (lambda: _FIGURE_BEHIND_SCALE, lambda match: _FIGURE[int(match["figure"])]),
)


def _replaced(heard: Heard, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str]) -> Heard:
    for match in reversed(list(pattern.finditer(heard.text))):
        heard = heard.put(*match.span(), words(match))
    return heard


_WORD = re.compile(r"[^\s,，。.!！?？、]+")
_MOST = 2.0  # characters of a word on average; what callers say between two pauses is longer
_FEWEST = 3  # words
_YES = re.compile(r"^\s*(?:对|嗯|是|好|哎)\s+")
_BETWEEN_WORDS = re.compile(
    r"(?<=[\u4e00-\u9fffA-Za-z\d])[ \u3000]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[A-Za-z\d])"
)


def _joined(heard: Heard) -> Heard:
    """Return the text without the blanks a recogniser puts between words (没 人 受伤); those of pauses stay (好的 我在人民路)."""
    words = _WORD.findall(_YES.sub("", heard.text))  # 对 赵伟 我哥 pauses twice
    blanks = len(re.findall(r"(?<=\S)\s+(?=\S)", heard.text))
    paused = len(words) == _FEWEST and all(len(word) > 1 for word in words)  # 我呗 她哥 段鹏
    if paused or len(words) < _FEWEST or blanks < len(words) - 2 or sum(map(len, words)) > _MOST * len(words):
        return heard
    return _replaced(heard, _BETWEEN_WORDS, lambda match: "")
