"""Undoing what speech recognition does to the words of our field.

A recogniser that does not know 追尾 writes 追为 or 追微; one that does not know 叶子板 writes
夜子板. The repaired text has the same length, so indices into it are indices into the utterance.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mandarin.lexicon import fold

DATA = Path(__file__).parent / "data"
_MERGED = (("ZH", "Z"), ("SH", "S"), ("CH", "C"), ("ING", "IN"), ("ENG", "EN"), ("ANG", "AN"))


@lru_cache(maxsize=8192)
def _sounds(character: str) -> frozenset[str]:
    """Return the toneless readings of a character; a Latin letter or digit has none."""
    from pypinyin import Style, pinyin  # costs 0.3 s, so only once a call needs it

    if not "\u4e00" <= character <= "\u9fff":
        return frozenset()
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@lru_cache(maxsize=8192)
def _loose(sound: str) -> str:
    """Return a reading with retroflex and nasal endings merged, as southern speakers do."""
    sound = sound.upper()
    for clear, merged in _MERGED:
        sound = sound.replace(clear, merged)
    return sound


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, dict[tuple[str, ...], str]], frozenset[str], list[int]]:
    """Return the words of our field by first sound, the words never touched, and the lengths."""
    words = (DATA / "field_words.txt").read_text("utf-8").split()
    kept = frozenset((DATA / "kept_words.txt").read_text("utf-8").split()) | frozenset(words)
    by_sound: dict[str, dict[tuple[str, ...], str]] = {}
    from pypinyin import Style, lazy_pinyin

    for word in words:
        sounds = tuple(lazy_pinyin(word, style=Style.NORMAL))
        by_sound.setdefault(_loose(sounds[0]), {}).setdefault(sounds, word)
    return by_sound, kept, sorted({len(word) for word in words}, reverse=True)


def _same_sound(word: str, sounds: tuple[str, ...], piece: str) -> bool:
    if len(piece) != len(word):
        return False
    loose = len(word) >= 3
    for character, sound, heard in zip(word, sounds, piece, strict=True):
        if character == heard:
            continue
        readings = _sounds(heard)
        if sound in readings:
            continue
        if not (loose and _loose(sound) in map(_loose, readings)):
            return False
    return True


@lru_cache(maxsize=512)
def repair(text: str) -> str:
    """Return the folded text with words of our field put back where only their sound was kept.

    Two-character words must sound alike exactly (tones aside), longer ones loosely (平翘舌,
    前后鼻音). Ordinary words that happen to sound like ours (手上 and 受伤) are left alone.
    """
    text = fold(text)
    by_sound, kept, lengths = _vocabulary()
    repaired = list(text)
    index = 0
    while index < len(text):
        common = next((n for n in lengths if text[index : index + n] in kept), 1)
        word = _sounding(text, index, by_sound)
        straddles = {text[index - 1 : index + 1], text[index + len(word) - 1 : index + len(word) + 1]}
        untouched = common == 1 or word[:common] == text[index : index + common]  # 撞上了 is no 撞伤了
        if len(word) > common and untouched and kept.isdisjoint(straddles):
            repaired[index : index + len(word)] = word
            index += len(word)
        else:
            index += common
    return "".join(repaired)


def _sounding(text: str, index: int, by_sound: dict[str, dict[tuple[str, ...], str]]) -> str:
    """Return the longest word of our field that sounds like what stands at ``index``, or ""."""
    found = ""
    for reading in {_loose(sound) for sound in _sounds(text[index])}:
        for sounds, word in by_sound.get(reading, {}).items():
            if len(word) > len(found) and _same_sound(word, sounds, text[index : index + len(word)]):
                found = word
    return found
