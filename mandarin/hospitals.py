"""Hospitals and wards as callers say them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from mandarin.divisions import divisions
from mandarin.homophones import Sounding, repair
from mandarin.lexicon import fold, past_fillers
from mandarin.span import ASSERTED, SUPPOSED, Span
from mandarin.taken import is_planned

_BOUNDARY = re.compile(
    r"^.*(?:搁|撂|开始|写死|[别莫]写|不要写|写成|写的?是?|改成|还是|已经|从|先是|起先|往|不对|不是|说|拉(?=[\u4e00-\u9fff]{2,3}[一二三四]?医?院)|[送去][嗮晒]|送咗?去咗?|[喺响]|送到了?|送去了?|送往|送了|送进|送|拉到了?|拉去了?|抬到|转到了?|转去|去了|去到|去的是?|到了|现在在|人在|就在|住在|住进|就诊于|叫做?|那个|这个|在|是|的|了|去|到|(?<![成造])就|我们|咱们|咱|嗯|呃|额|啊|,|。|\s)"
)
_HOSPITAL = re.compile(
    r"[\u4e00-\u9fffA-Z\d]{0,14}?(?:医院|卫生院|卫生所|卫生室|卫生服务中心|急救中心|中医院|妇幼保健院|妇幼|保健院|诊所|医大[一二三四]院|[省市县区]医?院|军区总院|总医?院"
    r"|[省市县区]?[一二三四五六七八九十\d]{1,3}院|[医附大协湘华]{1,2}[一二三四]院|附院|附属[一二三四]院|人民院|(?:协和|同济|积水潭|华西|湘雅|301|三零一)(?:[东西南北]|[一二三四](?=医))?(?:附[一二三])?(?:医院)?|(?:中山|[\u4e00-\u9fff]医大?|附属|[\u4e00-\u9fff]大)?[一二三四五六]院)"
    r"(?:[东西南北新老本总]院区?|[\u4e00-\u9fff]{1,3}院区|[东西南北]区)?"
)
_SHORTENED = (
    (re.compile(r"(?<![妇])幼保健院"), "妇幼保健院"),
    (re.compile(r"(?<![人市县省区民])民医院|(?<![工军老疾妇商路])人医院"), "人民医院"),
    (re.compile(r"人民院"), "人民医院"),
    (re.compile(r"(?<=[省市])立院"), "立医院"),
    (re.compile(r"中心院"), "中心医院"),
    (re.compile(r"骨科院"), "骨科医院"),
    (re.compile(r"(?<=第[一二三四])(?:附|属)医院"), "附属医院"),
)
"""Names that lost a character."""
_KNOWN = (
    "中医院 总医院 人民医院 中心医院 妇幼保健院 第一附属 第二附属 第三附属 第一人民 第二人民 第三人民 第四人民 儿童医院 骨科医院 眼科医院 口腔医院 肿瘤医院 胸科医院 "
    "协和医院 同济医院 仁济医院 瑞金医院 华西医院 湘雅医院 西京医院 唐都医院 盛京医院 齐鲁医院 鼓楼医院 长庚医院 天坛医院 安贞医院 "
    "宣武医院 阜外医院 华山医院 中山医院 南方医院 珠江医院 西南医院 新桥医院 积水潭医院 "
    "省总医院 军区总医院 市人民医院 县人民医院 省人民医院 市中医院 县中医院 省中医院 市中心医院 急救中心 医科大学 附属医院 附院"
)
"""Names of hospitals that a recogniser keeps only the sound of; each must keep half of its characters."""
_BROKEN = re.compile(
    r"[\u4e00-\u9fff]{2,8}?医(?=$|[,，。\s]|陪|了|那|呢|吧|住|抢|看|躺|还|急)|[\u4e00-\u9fff]{2,6}?(?:人民|中心|中医|骨科|儿童|附属|[省市]立)院"
)
"""What is left of a hospital's name in answer to which one."""
_THEN = re.compile(r"后来|又转|转到|转去|转院|现在在|现在转|最后|不对|不是")
_NOT_THERE = re.compile(r"(?<![是可])(?:不是|不在|没[在去送])(?:去|到|在|送|什么|啥)*$")
"""Words before a hospital that they were not taken to: 是工人医院 不是大港医院."""
_NOT_A_NAME = re.compile(
    r"^(?:没|不|去|送|那|这|这边|那边|医院|[哪拿]个|哪家|什么|几|上|进|个|家|一家|一个|附近的?|最近的?)*(?:医院|诊所)$|[哪啥]|什么|(?:法|学|剧|影|戏|科|两|四合|养老|敬老)院$"
)
_WARD = re.compile(
    r"(?:住院[部楼])?(?:[一二三四五六七八九十\d]{1,3}(?:号楼|病区))?(?:[东西南北A-F]区)?(?:[一二三四五六七八九十百\d]{1,4}[楼层])?"
    r"(?:(?:重症监护[室病房]*|重症(?:病房|室|科)?|ICU(?:病房)?|急[诊症](?:[室科]|抢救室|大厅|楼|观察室|留观室?)?|抢救室|观察室|手术室|留观室|门诊"
    r"|(?:神经|创伤|普|心胸|心|胸|骨|脑|颌面|显微|手|泌尿|肝胆|关节|脊柱|儿|妇产|妇|产|眼|口腔|五官|烧伤|康复|呼吸|心血管)?(?:外|内|骨|脑外|神外|神内|儿|妇产|眼|口腔|烧伤|康复)?科(?!医院)))?"
    r"(?:第?[一二三四五六七八九十\d]{1,3}病[房区室])?(?:病房|病区)?(?:[一二三四五六七八九十零百\d]{1,5}(?:号?病?房间?|号?病床|号?床|室|病房|号))?"
    r"(?:[加一二三四五六七八九十零百\d]{1,4}号?(?:病)?床)?"
)
_WARD_CORE = re.compile(
    r"病房|病区|病室|病床|床|ICU|重症|急诊|急症|抢救室|观察室|手术室|留观|住院[部楼]|科|门诊|[楼层].*[室房号]"
)


@lru_cache(maxsize=1)
def _sounding() -> tuple[Sounding, Sounding]:
    """Return the known names, and the cities, by their sound."""
    cities = {
        word
        for word, found in divisions()[1].words.items()
        if len(word) == 2 and any(division.level != "district" for division in found)
    }
    return Sounding(_KNOWN.split()), Sounding(cities)


def _heard(text: str) -> str:
    """Return the text, of the same length, with hospitals put back where half of a name is kept (务汉协合医院)."""
    for pattern, word in _EVERYDAY:
        text = pattern.sub(word, text)
    names, cities = _sounding()
    index = 0
    while index < len(text):
        fitting = [name for name in names.at(text, index) if 2 * _kept(name, text[index:]) >= len(name)]
        if _HOSPITAL_SOON.match(text, index + 2):
            fitting += [city for city in cities.at(text, index) if _kept(city, text[index:])]
        name = max(fitting, key=lambda name: (len(name), _kept(name, text[index:])), default="")
        text = text[:index] + name + text[index + len(name) :]
        index += len(name) or 1
    return text


def _kept(name: str, text: str) -> int:
    return sum(one == other for one, other in zip(name, text, strict=False))


_IS_SO = re.compile("(?:该|像|能|计|概|许|准|就|说)是")
"""Words in which 是 is no 市 misheard: 应该是中医院."""
_HOSPITAL_SOON = re.compile("(?:市|[\u4e00-\u9fff]{2,6})医院")
"""What a misheard city stands before; 同仁医院 is no 铜仁医院."""
_EVERYDAY = (
    (re.compile("(?:医[远员原元源]|[意已议][远院员原元源])(?=$|[,，。\\s了的啊吧呢急陪]|门口)"), "医院"),
    (re.compile("(?<=[拉转送])[倒道导](?=[\u4e00-\u9fff]{2,10}[医保])"), "到"),
    (re.compile("(?<=送)取(?=[\u4e00-\u9fff]{2,10}医院)"), "去"),
    (re.compile("[地弟](?=[一二三四五六七八九十](?:附属|人民|医院))"), "第"),
    (re.compile("(?<=[他她我人就])再(?=[\u4e00-\u9fff]{2,8}医院)"), "在"),
    (
        re.compile("(?<=[医附市省县雅山大][一二三四五六]|一附)[远员原元源](?=$|[,，。\\s了的啊吧呢急做])"),
        "院",
    ),
    (re.compile("拿个(?=[\u4e00-\u9fff]{1,8}医院)"), "那个"),
)


@past_fillers
def find_hospitals(text: str, asked: bool = False) -> list[Span]:
    """Find names of hospitals; the value is the name as said ("市第一人民医院", "省二院").

    Of a hospital and the one the injured went on to (后来转到省二院) only the last counts. With ``asked`` (which hospital)
    a name that lost its last character counts too.
    """
    said = fold(text)
    repaired = repair(_heard(said))
    for so in _IS_SO.finditer(said):
        repaired = f"{repaired[: so.end() - 1]}是{repaired[so.end() :]}"
    matches = list(_HOSPITAL.finditer(repaired)) or (list(_BROKEN.finditer(repaired)) if asked else [])
    spans: list[Span] = []
    for match in matches:
        start, name = match.start(), match.group()
        suffix = re.search(
            r"医院|卫生|急救|妇幼|保健|诊所|院|协和|同济|积水潭|华西|湘雅|瑞金|仁济|齐鲁|301|三零一|医$", name
        )
        lead = _BOUNDARY.match(name[: suffix.start()] if suffix else name)
        if lead:
            start += lead.end()
            name = name[lead.end() :]
        if not name or _NOT_A_NAME.search(name) or re.fullmatch(r"住?院|[出转]院", name):
            continue
        for broken, whole in _SHORTENED:
            name = name if whole in name else broken.sub(whole, name)
        name += "院" if name.endswith("医") else ""
        denied = _NOT_THERE.search(repaired[:start])
        if not denied and spans and _THEN.search(repaired[spans[-1].end : start]):
            spans.clear()
        planned = is_planned(said, start, match.end())
        stands = "denied" if denied else SUPPOSED if planned else ASSERTED
        spans.append(Span("hospital", start, match.end(), name, text[start : match.end()], assertion=stands))
    # 骨科医院，就咱们市骨科医院: the fuller name stands.
    return [
        span
        for span in _either(spans, text)
        if not any(
            other.value != span.value
            and other.value.endswith(span.value)
            and other.assertion == span.assertion
            for other in spans
        )
    ]


_NOT_YET = re.compile(r"(?:没有?|未|还没|不用)(?:给|进|住|分|定|安排|转|出来)*$|(?:哪个?|什么|啥|几)$")


@past_fillers
def find_wards(text: str) -> list[Span]:
    """Find wards and departments; the value is as said ("骨科三病房", "住院部8楼12床", "ICU")."""
    repaired = repair(text)
    if not _WARD_CORE.search(repaired):
        return []
    return [
        Span("ward", match.start(), match.end(), match.group(), text[match.start() : match.end()])
        for match in _WARD.finditer(repaired)
        if match.group()
        and _WARD_CORE.search(match.group())
        and match.group() not in ("病房", "病区", "病室", "病床")
        and len(match.group()) > 1
        and not _NOT_YET.search(repaired[: match.start()])
    ]


def leaves_open(text: str) -> bool:
    """Tell whether it is said that nobody knows which hospital it is, or that none is to be written: 医院待定, 别写死延安医院."""
    return bool(_LEFT_OPEN.search(text))


_LEFT_OPEN = re.compile(
    r"(?:哪[家个]?医?院|医院)(?:名字)?[^，。,]{0,6}?(?:不(?:知道|清楚|晓得)|待定|没定|还没(?:问|定|打听)|先空着|去掉|删掉?)"
    r"|(?:别|莫|不要|先不)(?:给我)?写死?[^，。,\s]{0,8}(?:医院|院)|不(?:知道|清楚|晓得)[^，。,]{0,6}(?:哪[家个]|什么)医?院"
)
"""Words that leave a hospital open."""


def _either(spans: list[Span], text: str) -> list[Span]:
    """Mark what is left open between two as asked, and no hospital: 延安医院还是市一院 我不晓得."""
    open_ones = {
        at
        for first, second in pairwise(spans)
        if _OR.fullmatch(text, first.end, second.start)
        for at in (first.start, second.start)
    }
    return [replace(span, assertion="asked") if span.start in open_ones else span for span in spans]


_OR = re.compile(r"[,，\s]*(?:还是|或者?|要不就?)是?[,，\s]*")
