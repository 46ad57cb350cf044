"""Where a car is, or is to be towed, in the caller's words: the words for the place, without what is said around them."""

from __future__ import annotations

import re

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
