"""Hospitals and wards as callers say them."""

from __future__ import annotations

import re

from mandarin.homophones import repair
from mandarin.lexicon import past_fillers
from mandarin.span import Span

_BOUNDARY = re.compile(
    r"^.*(?:开始|先是|起先|送咗?去咗?|[喺响]|送到了?|送去了?|送往|送了|送进|送|拉到了?|拉去了?|抬到|转到了?|转去|去了|去到|去的是?|到了|现在在|人在|就在|住在|住进|就诊于|叫做?|那个|这个|在|是|的|了|去|到|我们|咱们|咱|嗯|呃|额|啊|,|。|\s)"
)
_HOSPITAL = re.compile(
    r"[\u4e00-\u9fffA-Z\d]{0,14}?(?:医院|卫生院|卫生所|卫生室|卫生服务中心|急救中心|中医院|妇幼保健院|妇幼|保健院|诊所|医大[一二三四]院|[省市县区]医?院|军区总院|总医?院"
    r"|[省市县区]?[一二三四五六七八九十\d]{1,3}院|[医附大协湘华]{1,2}[一二三四]院|附院|附属[一二三四]院|人民院|(?:协和|同济|积水潭|华西|湘雅|301|三零一)(?:[东西南北]|[一二三四](?=医))?(?:附[一二三])?(?:医院)?|(?:中山|[\u4e00-\u9fff]医大?|附属|[\u4e00-\u9fff]大)?[一二三四五六]院)"
    r"(?:[东西南北新老本总]院区?|[\u4e00-\u9fff]{1,3}院区|[东西南北]区)?"
)
_SHORTENED = (
    (re.compile(r"(?<![妇])幼保健院"), "妇幼保健院"),
    (re.compile(r"(?<![人市县省区民])民医院|人医院"), "人民医院"),
    (re.compile(r"人民院"), "人民医院"),
    (re.compile(r"(?<=[省市])立院"), "立医院"),
    (re.compile(r"中心院"), "中心医院"),
    (re.compile(r"骨科院"), "骨科医院"),
)
"""Names that lost a character."""
_BROKEN = re.compile(
    r"[\u4e00-\u9fff]{2,8}?医(?=$|[,，。\s]|陪|了|那|呢|吧|住|抢|看|躺|还|急)|[\u4e00-\u9fff]{2,6}?(?:人民|中心|中医|骨科|儿童|附属|[省市]立)院"
)
"""What is left of a hospital's name in answer to which one."""
_THEN = re.compile(r"后来|又转|转到|转去|转院|现在在|现在转|最后|不对|不是")
_NOT_A_NAME = re.compile(
    r"^(?:没|不|去|送|医院|[哪拿]个|哪家|什么|几|上|进|个|家|一家|一个|附近的?|最近的?)*(?:医院|诊所)$|[哪啥]|什么|(?:法|学|剧|影|戏|科|两|四合|养老|敬老)院$"
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


@past_fillers
def find_hospitals(text: str, asked: bool = False) -> list[Span]:
    """Find names of hospitals; the value is the name as said ("市第一人民医院", "省二院").

    Of a hospital and the one the injured went on to (后来转到省二院) only the last counts. With ``asked`` (which hospital)
    a name that lost its last character counts too.
    """
    repaired = repair(text)
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
        if spans and _THEN.search(repaired[spans[-1].end : start]):
            spans.clear()
        spans.append(Span("hospital", start, match.end(), name, text[start : match.end()]))
    # 骨科医院，就咱们市骨科医院: the fuller name stands.
    return [
        span
        for span in spans
        if not any(other.value != span.value and other.value.endswith(span.value) for other in spans)
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
        and len(match.group()) > 1
        and not _NOT_YET.search(repaired[: match.start()])
    ]
