"""Putting back the measure words after a number where recognition kept only their sound: 三各人, 两量车, 一刻种."""

from __future__ import annotations

import re
from functools import lru_cache

from mandarin.homophones import sounds

_NUMBER = "一二两三四五六七八九十百千万几半俩仨0-9"
_AFTER = re.compile(rf"(?<=[{_NUMBER}])[多来几]?")
# What may follow a number, longer words first; each character counts by its sound.
_WORDS = ("小时", "分钟", "刻钟", "钟头", "星期", "礼拜", "块钱")
# Single characters sound like too much else: only those no number stands before, and where a clause or the thing goes on.
_END = r"(?=$|[，,。.！!？?、\s吧啊呢呀哦嘛哈左多来了的得都好])"
_THING = r"[人车伤男女老小孩大乘工司学同朋行骑轻重受轿货客面公三电摩]"
_SINGLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<=[{_NUMBER}个多])(?:{pattern})"), measure)
    for pattern, measure in (
        (r"[各革葛格隔歌戈割阁](?![自位式]|种(?!头))", "个"),
        (r"[命明鸣铭](?=[乘工司学同朋行伤女男老小孩客路民群员])|(?<!一)[命明](?=$|[，,。])", "名"),
        (r"[为未味微卫畏委](?=[乘工司学同朋行伤女男老小孩受重轻]|$|[，,。])", "位"),
        (
            r"(?:[量亮凉谅]|(?<!个)两)(?=[车轿货客面公三电摩大]|小(?!时))|[量亮凉谅](?=$|[，,。吧啊呢都])",
            "辆",
        ),
        (r"[太抬泰态](?=车|轿|货|面|小车|大车|$|[，,。吧啊呢])", "台"),
        (r"[不步布](?=车)", "部"),
        (r"[快筷会](?=零?[一二三四五六七八九](?:毛|角|钱|$|[，,。]))", "块"),
        (r"[任仁认](?=$|[，,。吧啊呢都没受伤全一])", "人"),
        (rf"[田添填甜]{_END}", "天"),
        (r"(?<=个)[班办般板伴](?=[小钟种多]|$)", "半"),
        (r"(?<=个)[种中众终](?=$|[，,。吧啊左])", "钟"),
    )
) + tuple(
    (re.compile(rf"(?<=[百千万十零0-9])(?:{pattern})"), unit)
    for pattern, unit in (
        (rf"[快筷会]{_END}", "块"),
        (rf"[员圆园原源远院愿]{_END}", "元"),
    )
)
_MONEY = re.compile(r"(?<=[块毛元])[前签欠牵](?=$|[，,。吧了啊])")
_OWN_WORD = re.compile(r"小(?:石[头子墩块]|事|市[场区]|师[傅妹弟]|十字|食|狮)|中巴|中医")
_PERSON = re.compile(r"(?<=个)[任仁认忍](?!命|证|证书|识|为|务|职|错|定)")


def mend_measures(said: str) -> str:
    """Return the plain text, same length, with measure words put back after numbers: 六革种头 becomes 六个钟头."""
    for pattern, measure in _SINGLE:
        said = pattern.sub(measure, said)
    heard = list(_MONEY.sub("钱", _PERSON.sub("人", said)))
    for match in _AFTER.finditer(said):
        begin = match.end()
        if begin < len(heard) and heard[begin] == "个":
            begin += 1
            begin += heard[begin : begin + 1] == ["半"] or heard[begin : begin + 1] == ["多"]
        if _OWN_WORD.match(said, begin):
            continue
        pair = "".join(heard[begin : begin + 2])
        if word := _word_of(pair):
            heard[begin : begin + 2] = word
    return "".join(heard)


@lru_cache(maxsize=4096)
def _word_of(pair: str) -> str | None:
    """Return the measure word two characters sound like."""
    if len(pair) < 2 or not sounds(pair[0]):
        return None
    return next((word for word in _WORDS if all(map(_sounds_like, word, pair))), None)


def _sounds_like(character: str, heard: str) -> bool:
    return character == heard or bool(sounds(character) & sounds(heard))
