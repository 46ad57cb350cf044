"""Places behind what a recogniser wrote for them: divisions, names of roads and the words places end with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from mandarin.divisions import ORDINARY, Division, divisions, related
from mandarin.highways import HIGHWAYS
from mandarin.homophones import Sounding, common_sound, kept_at

# Names that roads, squares and estates bear all over the country.
_NAMES = (
    "解放 人民 中山 建设 和平 新华 胜利 长江 黄河 文化 学院 大学 工业 农业 科技 花园 中华 民主 团结 友谊 幸福 光明 迎宾 朝阳 东风 红旗 前进"
    " 振兴 滨河 滨江 环城 沿江 沿河 站前 体育 公园 商业 世纪 创业 创新 青年 共青团 劳动 民生 民族 复兴 中兴 兴华 振华 康复 健康 教育 学府"
    " 书院 师范 钢铁 铁路 机场 车站 码头 港口 海滨 湖滨 湖滨南 江滨 滨海 珠江 淮河 松花江 嘉陵江 泰山 黄山 华山 衡山 嵩山 昆仑 天山 长城"
    " 北京 上海 南京 天津 重庆 广州 杭州 成都 西安 沈阳 武汉 郑州 济南 青岛 大连 香港 深圳 五一 五四 八一 三八 七一 二七 健民 富民 惠民 安居"
    " 环岛 环湖 环市 中心 市府 府前 政府 文昌 文明 平安 太平 安康 永安 永兴 永丰 兴业 裕华 槐安 体育馆 展览 会展 博物院 图书馆 电视台"
    " 友好 芙蓉 岳阳 大庆 长虹 学府 湘江 赣江 汉江 闽江 钱江 滨湖 环湖 太湖 洪湖 东湖 南湖 西湖 北湖 玄武 金山 银山 宝山 香山 凤山 龙山 迎泽 未央 友爱 开发 高新 经济 物流 金融 国贸 开元 锦绣 金色 阳光 碧桂 万科 恒大 绿地 保利 龙湖 华润 凤凰 翡翠 紫荆 牡丹 玫瑰 樱花 桂花 梧桐 香樟 银杏 柳州"
)
# Ends of places, of two characters or more.
_ENDS = (
    "大道 大街 高速 高速公路 国道 省道 县道 快速路 高架 高架桥 立交桥 立交 胡同 路口 十字路口 丁字路口 三岔路口 交叉口 交汇处 交界处"
    " 红绿灯 收费站 服务区 停车场 地下停车场 地下车库 地库 加油站 充电站 小区 家园 花园 花苑 广场 大厦 商场 超市 购物中心 市场 医院"
    " 学校 小学 中学 大学 幼儿园 酒店 宾馆 饭店 火车站 高铁站 汽车站 客运站 地铁站 公交站 机场 大桥 天桥 桥洞 涵洞 隧道 匝道 出口 入口"
    " 工业园 科技园 产业园 开发区 高新区 物流园 派出所 门口 附近 旁边 对面 楼下 方向 应急车道 公里 村口 公园"
)
_AFTER_NAME = re.compile(
    r"[东西南北中]?(?:路|街|大街|大道|道|巷|高速|大桥|立交|广场|小区|家园|花园|花苑|公园|大厦|商城|商场|医院|小学|中学|学校|村|镇|桥|隧道|环)"
)
_BEFORE_NAME = re.compile(r"(?:^|[在到往从由和跟与及、,，。\s省市县区旗个是那这条叫说]|[路街道])$")
_BEFORE_LEADING = re.compile(r"(?:^|[在到从是个那说,，。\s])$")
_NEAR = re.compile(
    r"[路街巷桥]|大道|高速|国道|省道|小区|广场|收费站|服务区|停车场|路口|交叉口|医院|学校|大厦|隧道"
)
_CITY_END = "省市县区州旗盟"


@lru_cache(maxsize=1)
def _names() -> tuple[Sounding, Sounding, Sounding]:
    return Sounding(_NAMES.split()), Sounding(HIGHWAYS), Sounding(_ENDS.split())


@lru_cache(maxsize=1)
def _divisions() -> tuple[Sounding, dict[str, tuple[Division, ...]]]:
    full, short = divisions()
    known = {**short.words, **full.words}
    return Sounding(known), known


def heard_by_sound(text: str, asked: bool = False) -> str:
    """Return the text, of the same length, with words of places put back where only their sound was kept.

    A division is believed beside one it belongs to (绵样涪城区), with its 区, 市 or 县 (朝阳取), or as an answer before a road; a
    road's name before its end (解房西街); an end behind a name (市民大到). Every word keeps a character of its own.
    """
    if not _NEAR.search(text) and not asked:
        return text
    for pattern, said in _EVERYDAY:
        text = pattern.sub(said, text)
    for words in (_ends, _sided, _divided, _named):
        index = 0
        while index < len(text):
            heard = list(words(text, index, asked))
            word = max(heard, key=lambda word: (len(word), _kept(text, index, word)), default="")
            text = text[:index] + word + text[index + len(word) :]
            index += len(word) or 1
    return text


def _kept(text: str, index: int, word: str) -> int:
    """Return how many characters of a word stand as they are."""
    return sum(one == other for one, other in zip(word, text[index : index + len(word)], strict=True))


def _untouched(text: str, index: int, word: str) -> bool:
    return word == text[index : index + len(word)]


def _ends(text: str, index: int, asked: bool) -> Iterator[str]:
    """Yield the ends of places that sound like what stands here, behind a name."""
    for word in _names()[2].at(text, index):
        if _untouched(text, index, word):
            yield word
        elif _kept(text, index, word) >= (1 if asked or len(word) > 2 else 2) and kept_at(text, index) in (
            1,
            _whole(text, index, word),
        ):
            if word in ("大街", "大道") and text[index] not in "大打":
                continue  # 哈达街
            if word in _NUMBERED and not _NUMBER_BEFORE.search(text[:index]):
                continue  # 一群羊过道
            named = index >= 2 and re.search(r"[\u4e00-\u9fff]{2}$", text[:index])
            ends = asked or index + len(word) == len(text) or len(word) > 2 or _NEAR.search(text[:index])
            changed = [at for at, character in enumerate(word, index) if character != text[at]]
            if named and ends and not any(_begins_word(text, at) for at in changed):
                yield word


_NUMBERED = ("国道", "省道", "县道")
"""Roads that bear numbers, or the name of a town."""
_NUMBER_BEFORE = re.compile(r"[\d零〇一二两三四五六七八九幺洞拐勾GS]$")


def _whole(text: str, index: int, word: str) -> int:
    """Return how much of a word's beginning stands as it is: 停车 of 停车常."""
    return next((at for at, character in enumerate(word) if character != text[index + at]), len(word))


def _divided(text: str, index: int, asked: bool) -> Iterator[str]:
    """Yield the divisions that sound like what stands here and fit what stands beside them."""
    sounding, known = _divisions()
    for word in sounding.at(text, index):
        if _untouched(text, index, word):
            yield word
            continue
        kept, end = _kept(text, index, word), index + len(word)
        if not kept or (text[end - 1] != word[-1] and _begins_word(text, end - 1)):
            continue  # 包头石拐区 is no 包头市
        led = text[:index].rstrip(" ，,")
        before = any(related(led[-n:], word) for n in (2, 3, 4) if len(led) >= n)
        towards = bool(re.search("[往去到向朝]$", led) and text[end : end + 1] == "方")
        after = end < len(text) and any(
            related(word, next_word) and _kept(text, end, next_word) for next_word in sounding.at(text, end)
        )
        suffixed = len(word) >= 3 and word[-1] in _CITY_END and kept >= 2 and kept_at(text, index) == 1
        suffixed = suffixed and not (word[-1] == "市" and _untouched(text, index, word[:-1]))  # 云浮石化路
        suffixed = suffixed and common_sound(text[end - 1]) == common_sound(word[-1])
        suffixed = suffixed and (text[end - 1] == word[-1] or _untouched(text, index, word[:-1]))
        if text[end : end + 2] in ("高速", "大道", "大街") or text[end : end + 1] in ("路", "街"):
            continue  # 大丽高速 is no 大理
        suffixed = suffixed and (asked or bool(re.search(r"[在省市州]$", text[:index])))
        begins = _BEFORE_NAME.search(text[:index]) or _ends_division(text[:index])
        suffixed = suffixed and (text[end - 1] == word[-1] or bool(begins))  # 绿色通道先 is no 通道县
        levels = {division.level for division in known[word]}
        leads = (
            asked
            and index <= 8
            and kept_at(text, index) == 1
            and "district" not in levels
            and bool(_BEFORE_LEADING.search(text[:index]))
            and (word[-1] not in _CITY_END or text[end - 1] == word[-1])
            and bool(re.match(r"[\u4e00-\u9fff]{1,5}(?:路|街|大道|广场|小区)", text[end:]))
        )
        if before or after or towards or ((suffixed or leads) and word not in ORDINARY):
            yield word


def _begins_word(text: str, index: int) -> bool:
    """Return whether a name or an ordinary word stands here as it is."""
    sounding, _ = _divisions()
    names = (*_names()[0].at(text, index), *sounding.at(text, index))
    return kept_at(text, index) > 1 or any(_untouched(text, index, name) for name in names)


_SIDES = {
    **dict.fromkeys("被背倍备杯悲贝", "北"),
    **dict.fromkeys("喜息洗系吸席习戏", "西"),
    **dict.fromkeys("难男", "南"),
    **dict.fromkeys("懂动冬洞董", "东"),
    **dict.fromkeys("忠种重终众", "中"),
}
"""Everyday characters that sound like a side; 溪, 钟 and 栋, which names are made of, stay."""
_COMPASS = f"[东西南北{''.join(_SIDES)}]"
_SIDE_OF_A_ROAD = re.compile("路(?![灯人边过政面口])|[大打]?街(?![道上])|[大打]道")
_GATE = re.compile("门(?:口|$|[,，那这外里进出旁对])")
_JOINS = {"何": "和", "合": "和", "河": "和", "根": "跟", "雨": "与", "于": "与"}


def _sided(text: str, index: int, asked: bool) -> Iterator[str]:
    """Yield the side that a character sounds like between a name and 路 or before a gate."""
    side = _SIDES.get(text[index])
    named = re.search(r"[\u4e00-\u9fff]{2}$", text[:index])
    gate = asked and side != "中" and _GATE.match(text, index + 1)
    if side and named and (gate or _SIDE_OF_A_ROAD.match(text, index + 1)):
        yield side


def _turned(said: re.Match[str]) -> str:
    """Return words of direction with every side put back."""
    return "".join(_SIDES.get(character, character) for character in said[0])


# A name and its end, with no deed before them: 再催一下去医院 is no place.
_SOMEWHERE = r"[^,，。\s说讲念报催查问看打拨送去来到等给次遍]{1,14}?(?:[路街巷桥区县村]|大道|高速|国道|省道|广场|停车场|门口|附近|旁边)"
_DIGIT = r"[\d零一二两三四五六七八九十百千幺]"
_TOWARDS = "往王网忘望旺"
_EVERYDAY: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"(?:^|(?<=[我就现人车还]))再(?={_SOMEWHERE})"), "在"),
    (re.compile("^[究九]是|^就[实事]"), "就是"),
    (re.compile(f"(?<=由){_COMPASS}(?=[向往朝到]{_COMPASS})"), _turned),
    (re.compile("[友有](?=[东西南北][向往朝到][东西南北])"), "由"),
    (re.compile(f"(?<=[东西南北])[{_TOWARDS}](?=[东西南北])"), "往"),
    (re.compile("(?<=[东西南北])[象相像](?=[东西南北])"), "向"),
    (re.compile(f"(?<=[东西南北][向往朝到]){_COMPASS}"), _turned),
    (re.compile(f"[{_TOWARDS}](?=[东西南北](?:边|面)?(?:走|去|开|行|方|一点|$))"), "往"),
    (re.compile("(?<=往)[难男]"), "南"),
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})[界解结接](?=[和跟与][\u4e00-\u9fff]{1,6}(?:路|街|大道))"), "街"),
    (re.compile("(?<=[东西南北中])[界解结接](?=$|[,，。]|路?口|上|附近|旁边)"), "街"),
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})得(?!胜)(?=[\u4e00-\u9fff]{2,6}?(?:路|街|大道))"), "的"),
    (re.compile("(?<=[区市县][\u4e00-\u9fff]{2})达道(?!路)"), "大道"),
    (re.compile("(?<=[区市县][\u4e00-\u9fff]{2})大[到导倒](?!达)"), "大道"),
    (re.compile(rf"(?<={_DIGIT}{{2}})[国过][到导倒道]"), "国道"),
    (re.compile("(?<=[\u4e00-\u9fff]{2})[到倒导](?=交叉口|交口|路口)"), "道"),
    (re.compile(rf"(?<={_DIGIT})[公工功](?:里|理|力|离|立)"), "公里"),
    (re.compile(rf"(?<=公里)[家夹](?={_DIGIT})"), "加"),
    (re.compile(f"(?<=往){_COMPASS}(?=(?:边|面)?(?:走|去|开|行|方|一点|$))"), _turned),
    (re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:[放房防芳][向象像相]|方[象像相享])(?![盘灯机])"), "方向"),
    (re.compile(rf"[{_TOWARDS}](?=[\u4e00-\u9fff]{{2,6}}方向)"), "往"),
)
"""Everyday words of places that have their own characters for their sounds, each with what was said."""


def _named(text: str, index: int, asked: bool) -> Iterator[str]:
    """Yield the names of roads and places that sound like what stands before an end."""
    names, highways, _ = _names()
    for word in names.at(text, index):
        if (
            _untouched(text, index, word)
            or (
                _kept(text, index, word)
                and text[index : index + len(word)] not in _divisions()[1]  # 象山大道 is no 香山大道
                and _AFTER_NAME.match(text[index + len(word) :])
                and (_BEFORE_NAME.search(text[:index]) or _ends_division(text[:index]))
                and kept_at(text, index) == 1
            )
        ):
            yield word
    for word in highways.at(text, index):
        if _untouched(text, index, word) or (
            _kept(text, index, word) and text[index + len(word) :].startswith("高速")
        ):
            yield word
    joins = _JOINS.get(text[index])
    if (
        joins
        and text[index - 1 : index] in ("路", "街", "道")
        and re.match(r".{1,6}?(?:路|街|道)", text[index + 1 :])
    ):
        yield joins


def _ends_division(text: str) -> bool:
    return any(text[-n:] in _divisions()[1] for n in (2, 3, 4))
