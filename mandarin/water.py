"""How high the water stood."""

from __future__ import annotations

import re

from mandarin.homophones import repair
from mandarin.lexicon import Lexicon, variants
from mandarin.span import Span

LEVELS = variants(
    {
        "轮胎一半": "半个轮胎 半个轱辘 半个车轮 轮胎的一半 轮胎中间 轱辘一半 车轮一半 车轱辘一半 半拉轱辘 半轮胎 轮子一半 半个轮子 车轮的一半 轮胎一半高 轮毂中间 轮毂",
        "轮胎": "整个轮胎 车轱辘 轱辘 车轮 轮子 轮胎顶 轮胎上沿",
        "车门一半": "半个车门 车门中间 车门的一半 半车门 门把手 车门把手",
        "车门": "门槛 车门槛 车门下沿 车门底下 门边",
        "底盘": "车底 车底盘",
        "座椅": "座子 座位 车座 坐垫 座垫 座儿 椅子 座椅垫",
        "仪表台": "仪表盘 中控台 中控 方向盘 仪表",
        "发动机盖": "引擎盖 机盖 机器盖 机器盖子 机盖子 前盖 发动机舱盖 车头盖 引擎 发动机",
        "车窗": "车玻璃 玻璃 窗户 车窗户",
        "车顶": "没顶 整个车 全车 车都没了 整车 顶棚",
        "大灯": "车灯 前大灯",
        "排气管": "排气筒",
        "保险杠": "前杠 前保险杠",
        "脚面": "脚背 鞋面",
        "脚踝": "脚脖子 脚腕 脚脖",
        "小腿": "腿肚子 小腿肚",
        "膝盖": "波棱盖 磕膝盖 膝盖骨 膝头",
        "大腿": "大腿根",
        "腰": "腰部 腰那儿 齐腰",
        "胸口": "胸部 胸",
        "脚垫": "地毯 脚垫子 地胶",
    }
)
_LEXICON = Lexicon(LEVELS)
_RISE = r"(?:淹到?了?|没过了?|漫过?到?了?|漫进|没到?了?|水到|水都到|水位到?|水深到?|泡到?了?|进到|灌到|涨到|齐|到|过了?|差不多|大概|也就|就)"
_TAIL = re.compile(r"(?:的?一半|的?中间|这儿|那儿|那块|这块|左右|以上|上面|下面|上沿|下沿|高)+")
_DEPTH = re.compile(
    r"(?:(?:大概|差不多|得有|有|水深|水位)?)((?:[一二两三四五六七八九十半几百\d]+(?:点[一二三四五六七八九\d])?(?:来|多)?(?:厘米|公分|米|尺|CM)(?:[一二三四五六七八九半\d])?(?:来?深|多深|深|多|左右|来高|高)?)"
    r"|半人(?:多)?(?:高|深)|一人(?:多)?高|半米(?:多)?(?:深|高)?)"
)
_WATER = re.compile(r"水|淹|泡|没过|漫|涝|雨")


def find_water_levels(text: str, asked: bool = False) -> list[Span]:
    """Find how high the water stood: against the car (座椅), the body (膝盖) or as a depth (三十公分).

    In a story the level needs a word of water before it; with ``asked`` the bare word counts.
    """
    repaired = repair(text)
    if not asked and not _WATER.search(repaired):
        return []
    spans = []
    for hit in _LEXICON.find(repaired):
        before = repaired[max(0, hit.start - 8) : hit.start]
        if not asked and not re.search(_RISE + r"[那个这我了的我的车]{0,4}$", before):
            continue
        tail = _TAIL.match(repaired, hit.end)
        end = tail.end() if tail else hit.end
        value = hit.value
        if tail and re.search("一半|中间", tail.group()) and not value.endswith("一半"):
            value += "一半"
        spans.append(Span("water_level", hit.start, end, value, text[hit.start : end]))
    for depth in _DEPTH.finditer(repaired):
        start, end = depth.span(1)
        if not any(span.start < end and start < span.end for span in spans):
            spans.append(Span("water_level", start, end, text[start:end], text[start:end]))
    return sorted(spans, key=lambda span: span.start)
