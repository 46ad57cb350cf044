"""How badly somebody is hurt, in the caller's words: what is only feared, what is denied, and what is told of one injury after another.

The words are data, ``words/severity.yml``. A severity is a row of injuries, "左手腕肿,额头缝了五针；怕是脑震荡", in the order told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from mandarin.body import BODY
from mandarin.rules import WORDS, patterns

RULES = WORDS / "severity.yml"
_BETWEEN = re.compile("[,，；]")


def injuries_in(severity: object) -> list[str]:
    """Return the injuries of a severity, one by one; none where it is not known."""
    return [one for one in _BETWEEN.split(severity) if one] if isinstance(severity, str) else []


def names_a_finding(severity: str) -> bool:
    """Tell whether words name what a doctor finds or does: 骨折, also 可能是骨折."""
    return bool(patterns(RULES)["heads"].search(severity))


def tells_of_one(severity: str) -> bool:
    """Tell whether words tell of an injury at all, by what a doctor calls it or where it is: not 不清楚."""
    return names_a_finding(severity) or bool(_PART.search(severity))


def tells_plain_care(severity: str) -> bool:
    """Tell whether words tell what was done for somebody, who needed no more: 缝了五针, 打了石膏."""
    return bool(patterns(RULES)["plain_care"].search(severity)) and not patterns(RULES)["in_danger"].search(
        severity
    )


def doubted(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and behind a finding by which it is in doubt, "" where there are none: 怕是|脑震荡, 脑震荡|没确诊."""
    if not names_a_finding(text[start:end]):
        return "", ""
    if before := patterns(RULES)["doubted_before"].search(text[max(0, start - _REACH) : start]):
        return before.group(), ""
    behind = patterns(RULES)["doubted_after"].search(text[end : end + _REACH])
    return "", re.sub(r"^(?:这个|[也都倒])|[，,\s]", "", behind.group().strip("，, ")) if behind else ""


_REACH = 16
"""Characters before and behind an injury within which is told how it stands."""


def denied(text: str, start: int, end: int) -> bool:
    """Tell whether what stands from ``start`` to ``end`` is said not to be so, or is to be struck out: 没骨折, 抢救倒没有, 抢救俩字去掉."""
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return bool(
        (patterns(RULES)["denies_before"].search(before) and not _INSISTS.match(behind))
        or patterns(RULES)["denies_after"].search(behind)
    )


_INSISTS = re.compile(r"[^,，。\s]{0,3}[吗嘛么]|过来")
"""不是骨折了吗 tells that it is, and 没抢救过来 that it was in vain."""


def _is_denied(injury: str, text: str) -> bool:
    """Tell whether words deny an injury, by what a doctor calls it, by the part of the body, or in its own words."""
    spots = [spot for spot in re.finditer(re.escape(injury), text)]
    spots += [
        spot
        for head in patterns(RULES)["heads"].findall(injury)
        for spot in re.finditer(f"{head}(?!费)", text)
    ]
    if any(denied(text, *spot.span()) for spot in spots):
        return not _told_anew(text, spots)
    part = re.search(rf"[左右]?{BODY}", injury)
    word = re.escape(part.group()) if part else ""
    return bool(part and re.search(_UNHURT_PART.format(part=word), text)) or _finding_denied(injury, text)


def _finding_denied(injury: str, text: str) -> bool:
    """Tell whether what is told of a part of the body is said not to have come about: 手没破 of 右手破了, but not of 左手 where 右手 is told."""
    part = _PART.search(injury)
    found = injury[part.end() :] if part else injury
    for said in _not_found().finditer(text):
        if said["stem"] not in found:
            continue
        if said["part"] is None:
            return True
        if part and _noun(_bare(said["part"])) in _noun(_bare(part.group("part"))):
            sides = {side for side in (said["side"] or _side(said["part"]), _side(part.group())) if side}
            if len(sides) < 2:
                return True
    return False


def _side(part: str) -> str:
    """Return the side with which a part of the body is told, "" where there is none."""
    return part[0] if part[:1] in ("左", "右") else ""


def _bare(part: str) -> str:
    """Return a part of the body without its side: 手 of 右手, which is a word of its own."""
    return part.lstrip("左右")


@cache
def _not_found() -> re.Pattern[str]:
    """Return the words that what is found of a part of the body, or of whoever is spoken of, is not so: 手没破, 没流血."""
    return re.compile(
        rf"(?:(?P<side>[左右])?(?P<part>{BODY})(?:那|这|倒|也|都|就|可|根本|压根|是|上|皮|里|现在)*"
        r"|(?<![^,，。\s])(?:他|她|人|人家|其实|那|倒|也|都|就|可|根本|压根|又)*)"
        r"(?:没有?|不是?|冇|未)(?:怎么|咋|给|被|真)*(?:擦|磕|碰|划|蹭|摔|撞|砸|夹|扭|流|出|起)?"
        rf"(?P<stem>{_findings()})(?![没不])(?!了?[^,，。\s]?[吗么嘛])"
    )


def _told_anew(text: str, spots: Sequence[re.Match[str]]) -> bool:
    """Tell whether what was denied is only in doubt: 没说骨折 可能是骨折."""
    return any(any(doubted(text, *spot.span())) for spot in spots)


_UNHURT_PART = (
    r"(?<![是可])不是(?:他|她|我)?(?:的|那)?{part}(?=$|[,，。\s])"
    r"|{part}(?:那|这|倒|也|都|就|现在)*(?:没事|没有事|没伤|没受伤|好好的|不[疼痛](?=$|[,，。\s了]))"
)
"""Words that a part of the body is not hurt: 不是腿 是胳膊, 脖子不疼了."""

SIDED = re.compile(
    rf"(?P<side>[左右])(?:手?边|侧|面|手)?(?:的|这个?|那个?|这?只)?(?P<part>{BODY})(?=$|[,，。；\s]|[也那呀啊哦嘛吧呢了](?=$|[,，。\s]))"
)
"""A part of the body with its side and nothing told of it: 我右手腕子."""
ON_THE_SIDE = re.compile(
    rf"(?P<part>{BODY})(?:应该|其实|那个?)*是(?P<side>[左右])(?:手?边|侧|面|手)?(?:的|那[条只个边]?)?(?=$|[,，。\s啊呀])"
)
"""The same, the side told of it: 小腿是左边那条."""
_PART = re.compile(rf"(?:(?P<side>[左右])(?:手?边|侧|面|手)?(?:的|这个?|那个?|这?只)?)?(?P<part>{BODY})")


def _noun(part: str) -> str:
    return part.removesuffix("子").removesuffix("儿")


def _of(part: str, other: str) -> bool:
    """Tell whether two words are for the same part of the body: 手腕, 手腕子."""
    return _noun(part) in _noun(other) or _noun(other) in _noun(part)


def after(before: object, told: Sequence[str], text: str, corrects: bool = False) -> str:
    """Return the severity after what is told now: one denied goes, one told more exactly takes the place of what was said of it, all others stay.

    Args:
        before: The severity so far.
        told: The injuries told now.
        text: The words they are told in.
        corrects: Whether they put right what was said: then what they put in its place is all of it (他是胳膊断了), unless the words say of what.
    """
    kept = injuries_in(before)
    told = told_once(told) or _of_the_same_part(kept, text)
    sided = [_with_side(one, told) for one in kept]
    left = [one for one in sided if not _is_denied(one, text)]
    named = left != kept or any(_same_finding(one, new) for one in kept for new in told)
    bare = all(SIDED.fullmatch(one) for one in told)
    if corrects and told and not (named or bare) and _INSTEAD.search(text[: max(0, text.find(told[0]))]):
        return ",".join(dict.fromkeys(told))
    added = []
    certain = bool(patterns(RULES)["confirmed"].search(text))
    for new in told:
        settles = certain and any(_is_doubt(one) and _same_finding(one, new) for one in left)
        if not settles and any(_says_again(new, one) for one in left):
            continue
        if SIDED.fullmatch(new) and any(_on_that_side(one, new) for one in left):
            continue
        at = next((n for n, one in enumerate(left) if _says_again(one, new) or _same_finding(one, new)), None)
        if at is None:
            added.append(new)
        else:
            left[at] = _of_the_part(left[at], new)
    so_far = str(before) if left == kept else "；".join(left)
    return "；".join(filter(None, (so_far if left else "", ",".join(added))))


_INSTEAD = re.compile(r"(?:[是就]|改成|改为)(?:我|他|她|那|个|有点?|轻微|的)*$")
"""Words right before an injury that put it in the place of what was told."""
_LITTLE = re.compile(
    "^(?:反正|主要|[就说])*是?|有点儿?|[也了都还很的点一被给\\s子儿]|(?:上|里|[磕碰撞摔]了?)(?=个)"
)


def _plain(injury: str) -> str:
    """Return an injury without the words that make no other of it: 手腕子有点疼, 手腕疼."""
    return _LITTLE.sub("", injury)


def _says_again(less: str, more: str) -> bool:
    """Tell whether one injury is told in the words of another, with no more than a character between them: 膝盖破皮, 膝盖擦破皮."""
    return bool(re.search(".?".join(map(re.escape, _plain(less))), _plain(more)))


def told_once(injuries: Sequence[str]) -> list[str]:
    """Return injuries without those that another of them tells as well: 头破了, 流血, 头破了流血 are one."""
    return [
        one
        for at, one in enumerate(injuries)
        if not any(
            n != at
            and _says_again(one, other)
            and (n < at or not _says_again(other, one))
            and not _is_doubt(other)
            for n, other in enumerate(injuries)
        )
    ]


def _same_finding(one: str, other: str) -> bool:
    """Tell whether two tell of the same finding, the second more or less exactly: 脑震荡 | 怕是脑震荡, 腿骨折 | 左小腿骨折."""
    heads = [set(patterns(RULES)["heads"].findall(each)) for each in (one, other)]
    if not heads[0] & heads[1] or _BESIDE.search(other):
        return False
    parts = [[found["part"] for found in _PART.finditer(each)] for each in (one, other)]
    if not all(parts):
        return parts[0] == parts[1] or _is_doubt(one) or _is_doubt(other)
    return all(any(_of(part, that) for that in parts[1]) for part in parts[0])


def _of_the_part(one: str, other: str) -> str:
    """Return a finding told anew, of the part of the body it was told of before: 右小腿骨折 | 骨折还没定 → 右小腿骨折还没定."""
    head = patterns(RULES)["heads"].search(one)
    if not _is_doubt(other) or _PART.search(other) or not head or not _PART.search(one):
        return other
    return one[: head.start()] + other


def _is_doubt(injury: str) -> bool:
    return any(any(doubted(injury, *head.span())) for head in patterns(RULES)["heads"].finditer(injury))


def _on_that_side(injury: str, bare: str) -> bool:
    """Tell whether an injury is of the part, on its side, that is named alone."""
    return any(
        part["side"] == named["side"] and _of(part["part"], named["part"])
        for named in _PART.finditer(bare)
        for part in _PART.finditer(injury)
    )


def _of_the_same_part(before: Sequence[str], text: str) -> list[str]:
    """Return what is found of a part of the body in the place of what is denied of it: 胳膊断了 | 胳膊没断 是扭了 → 胳膊扭了."""
    instead = _found_instead().search(text)
    denied_ones = [one for one in before if instead and _finding_denied(one, text)]
    parts = [part for one in denied_ones[:1] if (part := _PART.match(one))]
    return [part.group() + instead["found"] for part in parts if instead]


@cache
def _found_instead() -> re.Pattern[str]:
    """Return the words of what was found of a part of the body instead: 是扭了, 就是有点肿."""
    return re.compile(
        r"(?<!不)(?:就|只|才)?是(?:有点儿?|稍微|给|被|让|那个?|磕|碰|划|擦|崴|蹭)*"
        rf"(?P<found>(?:{_findings()})(?:了|着)?)(?=$|[,，。\s啊呀吧呢])"
    )


def _findings() -> str:
    return patterns(RULES)["findings"].pattern


def _sideless(injury: str) -> str:
    return re.sub("[左右]", "", injury)


def _with_side(injury: str, told: Sequence[str]) -> str:
    """Return an injury on the side that is told now of it, where it is not told beside the other: 左手腕疼 | 右手腕 → 右手腕疼.

    What else is found of that part, or of one beside it, gives no side to it: 手破了 | 右手腕肿.
    """
    again = [one for one in told if SIDED.fullmatch(one) or _says_again(_sideless(injury), _sideless(one))]
    of_parts = [
        part for one in again for part in _PART.finditer(one) if part["side"] and not _BESIDE.search(one)
    ]
    for part in _PART.finditer(injury):
        sides = {one["side"] for one in of_parts if _of(one["part"], part["part"])}
        if len(sides) == 1 and part["side"] not in sides:
            at = part.start() if part["side"] else part.start("part")
            return injury[:at] + sides.pop() + injury[at + bool(part["side"]) :]
    return injury


_BESIDE = re.compile("也|还(?![没未不])")
"""Words by which a part is hurt beside another: 右手腕也疼."""
