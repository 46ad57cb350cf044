"""Where a car is, or is to be towed, in the caller's words: the words for the place, without what is said around them."""

from __future__ import annotations

import re

_TO = (
    re.compile(
        r"(?P<how>拖|拉|送|弄|运)(?:车)?(?:给我|帮我)?(?:到(?!底)|去|回|往)(?![的了过着])(?P<to>[^，。,\s]{2,24}?)(?P<end>(?:就行|就可以|吧|去|了|啊|呢|呀|哦|嘛)*)(?=$|[，。,\s])"
    ),
    re.compile(
        r"(?:拖车?|救援)(?:的)?(?:目的地|地方|地点|地址)[^，。,\s]{0,4}?(?:改成|改到|换成|换到|应该是|是)\s*(?P<to>[^，。,\s]{2,24}?)(?P<end>(?:吧|啊|呢|呀|哦|嘛)*)(?=$|[，。,\s])"
    ),
    re.compile(
        r"就拖(?P<to>[^，。,\s]{2,20}?(?:店|厂|站|场|家|单位|公司|队))(?P<end>(?:去|吧|啊|呢|呀|哦|嘛)*)(?=$|[，。,\s])"
    ),
)
_BY_OTHERS = re.compile(
    r"(?:交警|警察|他们|人家|已经|都|刚|早|被|让|叫|给)(?:把)?(?:我的?)?车?(?:给)?(?:人|他|交警)?[^，。,\s要]{0,2}$"
)
_ASKS = re.compile(r"时候|什么|哪|多久|几点|怎么|来$|得要|能不能")
"""Words of a question: 拖车到底嘛时候来 names no garage."""
_OF_PEOPLE = re.compile(r"医院|急诊|卫生[院所]|诊所|门诊|手术室|病房")
"""Where people are taken; a car only in so many words: 车拖到医院停车场."""
_WISHED = re.compile(r"(?:赶紧|快|给我|帮我|麻烦|要|想|能不能)[^，。,]{0,12}$")
_PARTICLES = re.compile(r"(?:[停放扣搁守等]着|停的)?[了啊呀哦噢嘛呢吧哈的撒嘞咧呐哩啦喽嗯呃\s]*$")
_ENDS_LIKE_A_PLACE = re.compile(
    r"(?:店|汽修|修理|厂|站|场|家里?|队|单位|公司|村|镇|小区|楼|院|部|门口|路|街|道|区|县|高速|号|库|桥|边上?|里面?|[路街道楼门场院库桥河]上|楼[下后前]|门[前后]|底下|旁边|对面|附近|位|园|城|苑|处|[这那][儿里边])"
    r"(?:[停放扣搁守等]着|停的)?[了啊呀哦噢嘛呢吧哈的撒嘞咧呐哩啦喽嗯呃]*$"
)
_PUT_THERE = re.compile(
    r"^(?:嗯|呃|啊|那个|这个|就是说?|就|是|他说|我说|说|我们?|俺们?|把|车子?|车辆|它|都|还|也|现在|这会儿?|目前|已经|被|让|叫|给|交警|警察|人家|先|一直|[,，\s])*"
    r"(?:(?:停放?|放|扣|搁|摆|存|撂)(?:着)?(?:在|到|至|进)(?:了)?|在|^再(?=[^,，。]*(?:[区市县镇村路街厂店场站院队]))|[了勒](?=现场|原))(?:那个|这个|那(?=[\u4e00-\u9fff]{3})|这(?=[\u4e00-\u9fff]{3}))?(?=[\u4e00-\u9fff])"
)
"""What is said before a place of the car that is there: 交警让都停到, 扣在, 还在, 在那个."""
_NOWHERE = re.compile("[这那][里儿边块点]?$|[呢啊了的等]|修(?!理)")


def towed_to(text: str) -> str | None:
    """Return where a car is to be towed, as the caller says it ("拖到解放路那个4S店"); None of a tow that is done, or by others."""
    for pattern in _TO:
        for found in pattern.finditer(text):
            before = text[: found.start()]
            people = found.groupdict().get("how") not in ("拖", None) and _OF_PEOPLE.search(found["to"])
            if _ASKS.search(found["to"]) or people:
                continue
            done = found["end"].endswith("了") or _BY_OTHERS.search(before)
            if not done or (_WISHED.search(before) and not found["end"].endswith("了")):
                return found["to"].strip()
    return None


def place_words(text: str) -> str:
    """Return an answer up to the last clause in a row that names a place, without what is said behind; all of it where none does.

    What stands before stays: 我们定点修车那个顺达汽修 武侯这边.
    """
    clauses = [clause for clause in re.split(r"[，。,；;\s]+", text) if clause]
    likely = [bool(_ENDS_LIKE_A_PLACE.search(clause)) for clause in clauses]
    if not any(likely):
        return _where_alone(text)
    first = likely.index(True)
    last = next((at for at in range(first, len(clauses)) if not likely[at]), len(clauses))
    words = " ".join([*clauses[:first], *(_PARTICLES.sub("", clause) for clause in clauses[first:last])])
    return _where_alone(words)


def _where_alone(words: str) -> str:
    """Return the words for a place without those that only put the car there."""
    bare = words[led.end() :] if (led := _PUT_THERE.match(words)) else words
    return bare if len(bare) > 1 and not _NOWHERE.match(bare) else words


def is_like_a_place(text: str) -> bool:
    """Tell whether some clause of an answer ends like the name of a place."""
    return any(_ENDS_LIKE_A_PLACE.search(clause) for clause in re.split(r"[，。,；;\s]+", text))
