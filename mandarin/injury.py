"""Who was hurt, and how badly."""

from __future__ import annotations

import re
from typing import Any

from mandarin.homophones import repair
from mandarin.lexicon import past_fillers
from mandarin.span import Span

_NUM = {
    "零": 0,
    "一": 1,
    "俩": 2,
    "两": 2,
    "二": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_N = r"([一俩两二三仨四五六七八九十]|\d{1,2})"
# 把手, 前脸, 车头 and 漆皮 are the car's.
_BODY = r"(?:(?<![车机灯轮])头|脑袋|脑壳|脖子|颈椎|(?<![前车])脸|额头|鼻子|(?<![油喷])嘴|牙|眼睛?|(?<!后视镜)耳朵|肩膀?|膀子|胳膊|手臂|手腕|手指|(?<![把扶拉])手|胸口?|肋骨?|后背|背|腰|肚子|(?<![车后])屁股|胯|大腿|小腿|腿|膝盖|波棱盖|磕膝盖|脚踝|脚脖子|脚腕|脚|骨头|身上|浑身|锁骨|骨盆|(?<![漆车轮])皮)"
_ACHE = r"(?:酸|疼|痛|麻|不舒服|难受|肿|骨折|断|破|流血|出血|淌血|擦伤|扭伤|扭了|磕了|磕破|划破|划伤|碰伤|拉伤|青|紫|裂|崴|受伤|伤|不得劲|晕|蹭破|刮破|脱臼|错位|起包|个包|闪了|戳了|动不了|不能动|抬不起|砸伤|压伤|夹)"
_COMPLAINT = re.compile(
    rf"{_BODY}(?:这儿|那儿|那块|这块|里|上|部|也|都|就|有点儿?|有些|感觉|觉得|可能|好像|被?|给|磕|碰|撞|摔|划|蹭|擦|砸|压|稍微|还|一直|特别|很|挺|得|到|了|是|的|不太|,|一点|点|出|肿|皮){{0,4}}{_ACHE}(?:了?皮|得厉害|了)?|(?:擦破|蹭破|磕破|划破|碰破|破)了?点?儿?(?:一点)?皮|流血|出血|骨折|昏迷|昏过去|晕过去|晕倒|休克|吐血|脑震荡|不省人事|没意识|起不来|爬不起来|站不起来|动不了了?|恶心|想吐|头晕|(?:擦|蹭|磕|碰|划)破(?:了)?(?:一)?(?:点|块|层)?(?!漆|大灯|车|轮|胎|保险|玻璃)(?=$|[,，。\s])|(?:碰|磕|撞|摔|划|割|崴|扭|压|夹|戳)(?:到|着|破|伤|了|断|肿)*(?:一下)?(?:了)?(?:头(?!灯)|脑袋|脖子|额头|鼻子|胳膊|手腕|手指|膝盖|脚踝|脚(?![手步蹬垫踏])|腿|腰|胸|肩膀)|皮外伤|擦伤|轻伤|重伤|血流|满脸血|都是血|全是血|一地血|见血|软组织|扭伤|挫伤"
)
_HURT = re.compile(
    r"受(?:了)?(?:点|些|轻|重|皮外)?(?:一点|一些|点儿)?(?:轻|重|皮外)?伤|伤着|伤到|伤了|撞伤|碰伤|砸伤|摔伤|压伤|烫伤|烧伤|轧伤|撞倒|撞飞|轧着|轧到(?=[人脚腿])|人伤|伤者|伤员|有人伤|伤得|伤的(?:不|挺|很|比较|严|有点|厉害)|摔倒|摔了|摔得|倒地|躺在?地|躺那|120(?:拉|接|送|来|到|也|都|已|说|的人)|救护车(?:来|拉|接|送|到|把|已|也|刚)|送(?:到|去|往|了|进)?[\u4e00-\u9fff]{0,8}(?:医院|急诊|急救|抢救|ICU)|在医院|住院|抢救|拉(?:到|去|走)?[\u4e00-\u9fff]{0,6}医院|去医院|骑车的倒了"
)
_DEAD = re.compile(
    r"[一二两三四五六\d]死(?=[一二两三四五六七八九\d]*伤|$|[,，。])|(?<![烦吓急气累忙热冷困笑疼痛丑恨难火撑])死了|死亡|去世|没气了?|人没了|没救过来|不行了|当场死|身亡|没命了|没了呼吸|没有呼吸|断气|抢救无效|走了人|撞死|轧死|压死|遇难"
)
_DEAD_COUNT = re.compile(
    rf"(?:死了?|死亡|没了)(?:了)?{_N}个?|{_N}(?:个人?|人|名|位)(?:都|当场|已经|也)*(?:死|没了|去世|身亡|不行了|死亡|遇难)|{_N}死"
)
_NOBODY = re.compile(
    r"没有?(?:人员?|谁|人|任何人|行人|乘客|人员)?(?:受(?:什么|啥)?伤|伤亡|伤着|伤到|人伤|伤|大碍)|没人(?:受)?伤|没(?:有)?人(?:员)?(?:受伤|伤亡|伤着|伤)|没人(?:有)?事|人(?:员|们)?(?:都|倒|是|也|呢|啊|家|目前|暂时|反正|,|还好|就)*(?:没事|没有事|没伤|没受伤|没啥事|没什么事|没大事|没有受伤|没有伤|平安|安全|好着|好好的|没问题|不要紧|无碍|没毛病|无恙|没碰着|还好)"
    r"|(?:大家|双方|两边|我们|咱们|两个人|车上人|车里人|他们|我们俩|司机|老人|小孩|孩子|老太太|我|他|她|对方|行人|骑车的|那人)(?:人|都|也|倒|是|的|就|没怎么|自己)*(?:没事(?!故)|没有事(?!故)|没受伤|没伤(?:着|到)?|没有受伤|没啥事|没什么事|没大事|好好的|没碰着)|都没事|都没伤|都好着|无人(?:员)?(?:受伤|伤亡)|没有?(?:人)?伤亡|没受伤|没伤着|没伤到人|没伤人|没有伤人|没有伤到|零伤亡|没碰着人|没撞着人|没死人|没有?人员?死|没出人命|没撞到人|(?<!车)(?<!车子)(?:啥|什么|屁|一点|半点)事(?:儿|都|也)*没有?(?:得)?|(?:人|都|大家|我|他|她|司机|乘客|我们|双方)(?:人|都|也|倒|是|些)*没得(?:啥|什么)?事|皮(?:都|也)没(?:有)?(?:破|擦|蹭|刮)"
)
_TRAILING_QUESTION = re.compile(r"^(?:[^,。]{0,6})(?:吗|怎么办|咋办|咋整|么(?!样))")
_CLAUSE = re.compile(r"[,。!?;，！？；\s]|但是|不过|可是|就是|只是|然后|而且")
_SUPPOSED = re.compile(
    r"(?:会不会|要是|如果|万一|怕|担心|是不是|假如|差点�?|险些|幸亏没|有没有|有没|生怕)[^,。]{0,8}$"
)
_HURT_COUNT = re.compile(
    rf"(?:伤了|受伤(?:了|的)?(?:有)?|撞(?:伤)?了|有|送(?:了|走)?|撞伤|伤者|一共|总共){_N}(?:个|名|位)?(?:人|名|位|个|伤者|乘客|老人|小孩|孩子|行人|轻伤|重伤|伤)|{_N}(?:个|名|位)?(?:人|乘客|伤者|孩子|老人)?(?:都|全|也|已经)?(?:受|撞|摔|轻|重)(?:了)?(?:点)?(?:轻|重)?伤|{_N}(?:个|名|位)(?:轻|重)?伤|伤{_N}个|{_N}(?:人)?伤|{_N}(?:个|名|位)(?:人|大人|小孩|老人|乘客)?(?:都|全|也)?(?:不重|不严重|不轻|挺重|很重|轻|重|骨折|昏迷|流血|擦伤|皮外伤|被送|送|在抢救|住院)|(?:拉|送|抬|接)(?:走|了|到|去)+(?:医院)?(?:了)?{_N}(?:个|人|名|位)"
)
_SEVERE = re.compile(
    r"(?:伤得?的?|情况|挺|很|比较|特别|非常|有点|不太|不|蛮|伤势)(?:挺|很|比较|特别|非常|不太|不|有点|不怎么|较)?(?:严重|厉害|重|要紧|轻|大)|昏迷|骨折|昏过去|晕过去|流血|出血|重伤|轻伤|擦伤|皮外伤|脑震荡|休克|不省人事|抢救|软组织(?:挫伤|损伤)|擦破(?:了)?点?皮|破了?点?皮|扭伤|挫伤|起不来|动不了"
)
_HOSPITAL = re.compile(
    r"送(?:到|去|往|进|过去|走|了)?[\u4e00-\u9fff]{0,8}(?:医院|急诊|急救|抢救|卫生院|[一二三四]院|ICU)|120(?:把|已经|刚)?[\u4e00-\u9fff]{0,4}(?:拉|接|送)(?!来)|救护车(?:把|已经|刚)?[\u4e00-\u9fff]{0,4}(?:拉|接|送)|在医院|住院|(?:拉|抬|去|上|到)(?:到|去|了|进)?[\u4e00-\u9fff]{0,6}医院|已经?送(?:走|医)|送医"
)
_NO_HOSPITAL = re.compile(
    r"(?:没有?|不用|还没|不想|不肯|没去|不去|未|先不)(?:被)?(?:送|去|上|用|到|住)[\u4e00-\u9fff]{0,4}(?:医院|医|院)?|没住院|没送"
)
_KINDS = (
    (
        "第三者车上人员",
        re.compile(
            r"(?:对方|前车|后车|他们?|那个车|那车|面包车|货车|轿车|出租车|三者|人家)(?:车)?(?:上|里|的|那边)*(?:车上|车里)?(?:的)?[^,。我]{0,4}(?:司机|乘客|驾驶员|车主|副驾|人员|[一两二三四]个?人|人(?!家)|老婆|媳妇|女的|男的|孩子)|第三者(?:的?车?上?(?:人员|的人)?)?|三者车?上(?:人员)?|(?:对方|他们?|人家|别人|那)的?车?(?:辆|个)?车?[上里](?:面)?(?:的|坐)"
        ),
    ),
    (
        "车上人员",
        re.compile(
            r"(?:我(?!的?车撞|撞|的?车把)|我们|自己|我车|车上|车里|本车)[^,。对他]{0,6}(?:脖|头|腰|腿|手|胳膊|胸|肩|乘客|受伤|伤|副驾|老婆|媳妇|孩子|爱人|妈|爸|人|朋友|脸|后背|膝)|副驾驶?(?:的|上|坐)|后排(?:的|坐)|乘客|坐我车|司机(?:受伤|伤)|驾驶员(?:受伤|伤)|车上人员|(?:我|我们|自己|咱|本)的?车[上里](?:面)?的?"
        ),
    ),
    (
        "非机动车人员",
        re.compile(
            r"非机动车|骑(?:电动|电瓶|自行|车|三轮|摩托|单车)|电动车|电瓶车|自行车|三轮|外卖|骑手|骑车|电驴"
        ),
    ),
    (
        "行人",
        re.compile(
            r"行人|路人|路过的|过马路|走路|步行|老太太|老大爷|老人|老头|大爷|大妈|大娘|老奶奶|小孩|小朋友|孩子|小男孩|小女孩|学生|环卫|孕妇|撞(?:到|了|着|倒)*(?:一?个)?人"
        ),
    ),
)


def _value(digit: str | None) -> int | None:
    if not digit:
        return None
    return int(digit) if digit.isdigit() else _NUM.get(digit)


def _first_count(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return _value(next((group for group in match.groups() if group), None)) if match else None


@past_fillers
def find_injuries(text: str, asked: bool = False) -> list[Span]:
    """Find whether and how people were hurt, at most one span.

    The value has ``any`` and, only where said, ``count``, ``deaths``, ``severity`` (as said),
    ``kinds`` (行人, 车上人员, 第三者车上人员, 非机动车人员) and ``sent_hospital``. "没人受伤" gives
    ``any`` false; an ache ("脖子有点酸") is an injury. With ``asked`` (which people were hurt) naming them is enough.
    """
    repaired = repair(text)
    masked = _NOBODY.sub(lambda match: "×" * len(match.group()), repaired)
    nobody = _NOBODY.search(repaired)
    evidence = [
        match
        for pattern in (_DEAD, _HURT, _COMPLAINT)
        for match in pattern.finditer(masked)
        if not _supposed(masked, match)
    ]
    if not evidence:
        if asked and (kinds := _kinds(masked)):
            return [Span("injury", 0, len(text), {"any": True, "kinds": kinds}, text)]
        if not nobody:
            return []
        start, end = nobody.span()
        return [Span("injury", start, end, {"any": False}, text[start:end])]
    start = min(match.start() for match in evidence)
    end = max(match.end() for match in evidence)
    value: dict[str, Any] = {"any": True}
    dead = [match for match in _DEAD.finditer(masked) if not _supposed(masked, match)]
    count = _first_count(_HURT_COUNT, masked)
    if dead:
        value["deaths"] = _first_count(_DEAD_COUNT, masked) or 1
    if count is not None:
        value["count"] = count
    complaints = [match.group() for match in _COMPLAINT.finditer(masked) if not _supposed(masked, match)]
    severe = [
        match.group()
        for match in _SEVERE.finditer(_COMPLAINT.sub(lambda found: "×" * len(found.group()), masked))
    ]
    if complaints or severe:
        value["severity"] = (
            ",".join(dict.fromkeys(complaints or severe)) if not severe else _joined(complaints, severe)
        )
    if kinds := _kinds(masked):
        value["kinds"] = kinds
    if _NO_HOSPITAL.search(masked):
        value["sent_hospital"] = False
    elif _HOSPITAL.search(masked):
        value["sent_hospital"] = True
    return [Span("injury", start, end, value, text[start:end])]


def _kinds(text: str) -> list[str]:
    """Return who the words tell of, in the order told.

    Those in the other car are not also in ours, riders are not on foot.
    """
    found = {}
    for kind, pattern in _KINDS:
        if match := pattern.search(text):
            found[kind] = match.start()
        if kind == "第三者车上人员":
            text = pattern.sub(lambda match: "×" * len(match.group()), text)
    kinds = sorted(found, key=found.__getitem__)
    return [kind for kind in kinds if kind != "行人" or "非机动车人员" not in kinds]


def _joined(complaints: list[str], severe: list[str]) -> str:
    """Join what was said, leaving out words contained in longer ones."""
    said = list(dict.fromkeys(complaints + severe))
    return ",".join(word for word in said if not any(word != other and word in other for other in said))


_THINGS_DIE = re.compile(r"(?:胎|轱辘|轮子?|刹车|电瓶|空调|发动机|气囊|车子?)[^,。人]{0,3}$")
_AS_THINGS_DIE = re.compile(r"没气|不行了")


def _supposed(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    after = text[match.end() :]
    if _AS_THINGS_DIE.match(match.group()) and _THINGS_DIE.search(before):
        return True
    if _SUPPOSED.search(before) or re.search(r"(?:没有?|不|未|没怎么|也没|没被|别)$", before):
        return True
    if match.group().startswith(("去医院", "120", "救护车")) and re.search(
        r"不用|没|要不要|需不需要|用不用", before
    ):
        return True
    return bool(re.match(r"(?:不严重)?(?:吗|么|没有)", after))
