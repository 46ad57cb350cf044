"""Undoing what speech recognition does to the words of our field.

A recogniser that does not know 追尾 writes 追为 or 追微; one that does not know 叶子板 writes
夜子板. The repaired text has the same length, so indices into it are indices into the utterance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from mandarin.lexicon import fold

DATA = Path(__file__).parent / "data"
_Node = dict[Any, Any]
_MERGED = (("ZH", "Z"), ("SH", "S"), ("CH", "C"), ("ING", "IN"), ("ENG", "EN"), ("ANG", "AN"))


_SEVERAL_READINGS = frozenset(
    "行重长传藏调角车得地还都为会乐率朝曾弹当倒好喝给假间降结空论难少系应着中种转只校扎差"
)
"""Characters with more than one everyday reading; of the others' rare ones (灯 dīng, 大 tài) a recogniser knows nothing."""


@lru_cache(maxsize=8192)
def sounds(character: str) -> frozenset[str]:
    """Return the everyday toneless readings of a character; a Latin letter or digit has none."""
    from pypinyin import Style, pinyin  # costs 0.3 s, so only once a call needs it

    if not "\u4e00" <= character <= "\u9fff":
        return frozenset()
    several = character in _SEVERAL_READINGS
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=several)[0])


@lru_cache(maxsize=8192)
def _loose(sound: str) -> str:
    """Return a reading with retroflex and nasal endings merged, as southern speakers do."""
    sound = sound.upper()
    for clear, merged in _MERGED:
        sound = sound.replace(clear, merged)
    return sound


class Sounding:
    """Words found by their sound.

    Two-character words must sound alike exactly (tones aside), longer ones loosely (平翘舌, 前后鼻音). A step down the
    tree of sounds for each character costs the same for ten words and for ten thousand.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; the first of several that sound the same is found first."""
        self._tree: _Node = {}
        for word in words:
            node = self._tree
            for character in word:
                node = node.setdefault(_loose(common_sound(character)) or character, {})
            node.setdefault(None, []).append(word)

    def at(self, text: str, index: int) -> list[str]:
        """Return the words that sound like what begins at ``index``, shorter ones first."""
        nodes, found = [self._tree], []
        while nodes and index < len(text):
            steps = _steps(text[index])
            nodes = [node[step] for node in nodes for step in steps if step in node]
            index += 1
            found += [
                word
                for node in nodes
                for word in node.get(None, ())
                if len(word) >= 3 or _exactly(word, text[index - len(word) : index])
            ]
        return found


@lru_cache(maxsize=8192)
def common_sound(character: str) -> str:
    """Return the most frequent toneless reading of a character; the character itself when it has none."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]


@lru_cache(maxsize=8192)
def _steps(character: str) -> tuple[str, ...]:
    return tuple({_loose(sound) for sound in sounds(character)} | {_loose(character)})


def _exactly(word: str, heard: str) -> bool:
    return all(
        character == other or common_sound(character) in sounds(other)
        for character, other in zip(word, heard, strict=True)
    )


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[Sounding, frozenset[str], list[int]]:
    """Return the words of our field by sound, the words never touched, and the lengths."""
    words = (DATA / "field_words.txt").read_text("utf-8").split()
    kept = frozenset((DATA / "kept_words.txt").read_text("utf-8").split()) | frozenset(words)
    return Sounding(words), kept, sorted({len(word) for word in words}, reverse=True)


def kept_at(text: str, index: int) -> int:
    """Return the length of the ordinary word that begins at ``index``, 1 when none is known."""
    _, kept, lengths = _vocabulary()
    return next((n for n in lengths if text[index : index + n] in kept), 1)


_DIALECT = re.compile(
    r"冇|[莫木么毛]有(?=[人啥什事受伤没]|$|[，,。])|[莫木冇][得的](?=[人啥什事受伤没]|$|[，,。])"
)
"""没 and 没有 as southerners and Sichuanese say them."""


@lru_cache(maxsize=512)
def repair(text: str) -> str:
    """Return the folded text with words of our field put back where only their sound was kept, and 没有 for 莫得.

    Ordinary words that happen to sound like ours (手上 and 受伤) are left alone.
    """
    text = _DIALECT.sub(lambda said: "没有"[: len(said[0])], fold(text))
    words, kept, _ = _vocabulary()
    repaired = list(text)
    index = 0
    while index < len(text):
        common = kept_at(text, index)
        heard = words.at(text, index)
        word = max(heard, key=lambda word: (len(word), word == text[index : index + len(word)]), default="")
        straddles = {text[index - 1 : index + 1], text[index + len(word) - 1 : index + len(word) + 1]}
        untouched = common == 1 or word[:common] == text[index : index + common]  # 撞上了 is no 撞伤了
        if len(word) > common and untouched and kept.isdisjoint(straddles):
            repaired[index : index + len(word)] = word
            index += len(word)
        else:
            index += common
    return "".join(repaired)


def sounds_within(name: str, text: str) -> bool:
    """Tell whether a text holds a name as a recogniser may have written it: one character of four or more may differ or be lost."""
    wanted, heard = [frozenset(_steps(c)) for c in name], [frozenset(_steps(c)) for c in text]
    slack = len(name) >= LONG
    windows = (
        heard[at : at + size]
        for size in range(len(name), len(name) + slack + 1)
        for at in range(len(heard) - size + 1)
    )
    return any(_near(wanted, window, slack) for window in windows)


LONG = 4
"""Characters from which a name is still itself with one of them misheard."""


def _near(wanted: list[frozenset[str]], heard: list[frozenset[str]], slack: bool) -> bool:
    if len(wanted) == len(heard):
        return sum(one.isdisjoint(other) for one, other in zip(wanted, heard, strict=True)) <= slack
    return any(_near(wanted, heard[:at] + heard[at + 1 :], False) for at in range(len(heard)))
