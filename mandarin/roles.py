"""Who is who in an utterance: who calls, who drove, whose car it is.

A name or a relation alone says nothing about the accident; the words around it do. Spans of three kinds:

* ``caller``: what callers say of themselves: ``name`` (我叫刘建民), and ``relation``, what they are to the insured (本人, 配偶,
  雇员 … 第三者, 目击者); ``of`` names whose relation they are, where only the policy tells whether that is the insured
  (马一鸣是我亲哥). A confidence below 1 marks words that others say as well (我的车, 我是被撞的).
* ``driver``: who drove, in the shape of ``mandarin.people``; ``relation`` 本人 is the caller, with ``of`` "insured" the insured;
  ``word`` is the word for the relation (哥), in ``caller`` that for whose car it is.
* ``owner``: whose car it is, in the same shape.

``Span.owner`` tells whether driver and owner are those of our car or of another's; "" is the driver of the car asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from mandarin.corrections import CORRECTION
from mandarin.fillers import through_fillers
from mandarin.kinship import RELATION_OF, in_one_word
from mandarin.lexicon import FILLERS, fold, one_of
from mandarin.makes import MAKES
from mandarin.parties import find_mentions
from mandarin.people import BOSSES, MET_AS_WELL, NEEDS_OWN, SOMEBODY, find_people, is_whose
from mandarin.sides import I as _I
from mandarin.sides import side_of, side_of_car
from mandarin.span import ASSERTED, Span

INVERSE = {
    "配偶": "配偶", "父母": "子女", "子女": "父母", "兄弟姐妹": "兄弟姐妹", "亲属": "亲属", "朋友": "朋友", "同事": "同事",
}  # fmt: skip
"""What somebody is to the caller -> what the caller is to them."""


def _inverse(word: str) -> str:
    """Return what the caller is to the person a word names: the 雇员 of 老板."""
    return "雇员" if word in BOSSES else INVERSE[RELATION_OF[word]]


_SON = "儿"
"""My son in the north, where it follows 我 or 俺; else the end of 这儿 and 一会儿."""
_KIN = "(?:{}|(?<=[我俺咱额家]){}(?![子女媳童])|(?<=[我俺咱额家]){})".format(
    one_of(
        " ".join(
            word
            for word, relation in RELATION_OF.items()
            if relation in INVERSE and word != _SON and word not in MET_AS_WELL
        )
    ),
    _SON,
    one_of(" ".join(MET_AS_WELL - {"阿姨"})),
)
_KNOWN_ALONE = one_of(
    " ".join(
        word
        for word, relation in RELATION_OF.items()
        if relation not in ("本人", "借用人", "租车人") and word not in NEEDS_OWN
    )
)
_ANY_KIN = one_of(" ".join(w for w, r in RELATION_OF.items() if (r in INVERSE or r == "雇员") and w != _SON))
_MINE = rf"(?:阿拉|{_I})(?:们|拉|家|的|那个?|这个?|一个|亲|大|小)*"
_END = r"(?=$|[,，。、\s啊呀嘛吧呢噻哦喔嘞咧么了])"

# --- who is spoken of ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mention:
    """Somebody spoken of: ``who`` is me, ours (a relation or a name), he, other."""

    start: int
    end: int
    who: str
    value: dict[str, Any]


# Recognisers put a space into a word: 我老 婆.
_SPACED = "(?:{})".format(
    "|".join(
        r"\s?".join(word)
        for word in sorted(RELATION_OF, key=len, reverse=True)
        if "我" not in word and word != _SON and RELATION_OF[word] not in ("本人", "借用人")
    )
)
_SPOKEN_OF = re.compile(
    rf"""(?P<ours>{_MINE}(?:公司|单位)?(?:的)?(?P<own>{_SPACED})
    |(?<![小快递卖])(?P<known>{_KNOWN_ALONE}(?![,，\s]*[你您侬])|(?:公司|单位|厂里|车队)的?(?:司机|驾驶员|师傅)))
    |(?:(?<=借给)|(?<=[让叫请由]))(?P<lent>{_SPACED})
    |(?P<insured>(?<!对方)(?:车主|被保险?人|户主)(?:本人|自己)?(?!也|就|是|叫|姓|系|的|他|她|不))
    |(?P<other>对方(?:的?(?:司机|驾驶员|车主|师傅|人))?|人家|[前后]车的?(?:司机|师傅|车主)?|撞{_I}的(?:那?个?人|司机)?
      |(?:出租|货|公交|客|大|快|面包)车?(?:司机|师傅)|(?:外卖|快递|骑车)?小哥|骑手|(?:那|这)(?:个|位|边)?(?:的)?(?:司机|师傅|小伙子?|女的|男的|女人|男人|老头|大哥|大姐))
    |(?P<me>(?<![借帮替把让被对用撞追碰刮蹭着])(?<!(?<!打)给){_I}(?:自己|自个儿?|自家|本人|个人|一个人)?(?!们|家|[这那]?[个辆台]?的?车|的|爱|媳)|(?<![{SOMEBODY}])(?:自己|自个儿?|自家|本人)(?=开|驾|揸|$|[,，。\s啊呀]))
    |(?P<he>(?<![替帮给让跟和把被对])(?:他|她|佢|伊)(?!们|的|那|家|妈))""",
    re.VERBOSE,
)
_OTHER_BEFORE = re.compile(
    r"(?:对方|人家|那边|那个|那辆|他的|她的|[前后]车|[前后](?:面|头|边)|皮卡|货车|出租|小哥|骑手|骑车|电动车|三轮)[^,，。\s我俺咱]{0,6}$"
)


def _name_at(text: str, person: Span) -> int:
    """Return where the name of a person begins within their words; the words themselves where it is only spelt (弓长张)."""
    at = text.find(person.value.get("name") or person.value["surname"], person.start, person.end)
    return at if at >= 0 else person.start


def _mentions(text: str, people: list[Span], said: str) -> list[_Mention]:
    """Return who is spoken of, in order; a person named counts for the relation in their name, and who is told through others (``said``) is called so."""
    named = [
        _Mention(
            person.start,
            person.end,
            "me"
            if person.value.get("relation") == "本人" and not _is_company(person.value)
            else "other"
            if not text.startswith(("我", "俺", "咱"), person.start)
            and (
                _OTHER_BEFORE.search(text[: person.start])
                or _OTHER_BEFORE.search(text[: _name_at(text, person)])
            )
            else "ours",
            dict(person.value),
        )
        for person in people
        if person.assertion == ASSERTED and ("name" in person.value or "surname" in person.value)
    ]
    found = list(named)
    for match in _SPOKEN_OF.finditer(text):
        if any(one.start < match.end() and match.start() < one.end for one in named):
            continue
        if match["me"] in _THEMSELVES and any(one.end == match.start() for one in named):
            continue  # 志远自己开的
        who = next(
            name
            for name in ("ours", "known", "lent", "insured", "other", "me", "he")
            if match[name] is not None
        )
        word = re.sub(r"\s", "", match["own"] or match["known"] or match["lent"] or "")
        value: dict[str, Any] = {}
        if word:
            relation, told = RELATION_OF.get(word, "雇员"), said[match.start() : match.end()]
            word = word if told == match[0] else _OF_OURS.sub("", told)
            value = {"relation": relation, "word": word}
        elif who in ("me", "insured"):
            value = {"relation": "本人"} | ({"of": "insured"} if who == "insured" else {})
        who = "ours" if who in ("known", "lent", "insured") else who
        found.append(_Mention(match.start(), match.end(), who, value))
    return _introduced(text, sorted(found, key=lambda mention: mention.start))


_OF_OURS = re.compile(rf"^{_I}(?:们|家|的)*")
_THEMSELVES = ("自己", "自个", "自个儿", "自家", "本人")


def _is_company(person: dict[str, Any]) -> bool:
    return bool(person.get("name", "").endswith(_COMPANIES))


_ME_THEN_NAME = re.compile(
    r"(?:本人|自己|自家|个人)?(?:的(?=[\s,，]))?(?:来|在)?(?:开(?:的|车|嘞|呢|咧|嘅|滴|哩|噶)?车?)?(?:就(?:行|好|可以|是|成))?[吧呗啊呀嘛呢咯哈哦嘞咧么]*[\s,，]*(?:我?(?:的)?名字)?就?(?:叫|是|姓.)?[\s,，]*"
)
_NAME_THEN_ME = re.compile(r"[\s,，]*(?:就是|是|就)?(?:找|联系|打给?)?")
_NAME_ENDS = re.compile(r"$|[\s,，。]|本人|开|电话|手机|这个|[啊呀吧呗嘛呢嘞]")
_ME_ENDS = re.compile(r"$|[\s,，。]|就[行好]|就是(?=$|[\s,，。])|[啊呀吧呗嘛呢嘞]|自己|本人|(?:在|来)?开")
_OPENS = re.compile(r"(?:^|[\s,，。]|是|就|姓.|嗯|呃|那个)$")


_THEIR_KIN = re.compile(r"(?:开[的嘞呢咧]?)?[吧呗啊呀嘛呢咯哈哦]*[\s,，]*[他她](?:的|家)?$")
"""我呗 她哥 段鹏: the name is told with what the caller is to somebody else."""
_APART = re.compile(r"(?P<beside>[^。；;？?]{0,16}[\s,，]+|[^。；;？?]{0,16}[\s,，]+找)(?:姓.[\s,，]*)?")
_NOT_ME = re.compile(r"或|[和跟]|还有|车主|对方|旁边|副驾|坐|换|不是|不行|不对|算了|还是")
_ME_ALONE = re.compile(r"$|[\s,，。]|就|[啊呀吧呗嘛呢嘞咧么]|自己|本人|(?:在|来)?开|一个|电话|手机|这个")
_NAME_ALONE = re.compile(r"(?:[啊呀吧呗嘛呢])?(?:$|[\s,，。])")


def _named_apart(text: str, me: _Mention, other: _Mention) -> re.Match[str] | None:
    """Return the words between an answer that begins with 我 and a name in a clause of its own: 我吧 他还没醒 曲丽娜."""
    opens = not re.search(r"[\u4e00-\u9fff]", _LEADING.sub("", text[: me.start]))
    apart = _APART.fullmatch(text, me.end, other.start)
    if not (
        opens and apart and _ME_ALONE.match(text, me.end) and _NAME_ALONE.match(text, other.end)
    ) or _NOT_ME.search(apart["beside"]):
        return None
    return None if _NO_SELF.match(text, me.start) else apart


_LEADING = re.compile(r"[嗯呃啊哦那就是系可对当然还都找联系打给喊留写填,，。\s]")


def _introduced(text: str, mentions: list[_Mention]) -> list[_Mention]:
    """Give the caller the name told right beside 我: 我开的 罗敏; 马连成 就我; 我 钮国平."""
    told = [one for one in mentions if one.who != "he"]
    for at, me in enumerate(told):
        if me.who != "me" or "name" in me.value:
            continue
        later = takewhile(lambda one: one.who != "me" or "name" in one.value, told[at + 1 :])
        for other in [*told[max(0, at - 1) : at], *later]:
            if (
                other.who in ("ours", "me")
                and "name" in other.value
                and not _is_company(other.value)
                and _is_called(text, me, other)
            ):
                return [
                    replace(one, who="me", value={**other.value, "relation": "本人"})
                    if one in (me, other)
                    else one
                    for one in mentions
                ]
    return mentions


def _is_called(text: str, me: _Mention, other: _Mention) -> bool:
    """Tell whether a name is that of the 我 it stands by."""
    plain = other.value.get("relation") in (None, "本人")
    if other.end <= me.start:
        before = _NAME_THEN_ME.fullmatch(text, other.end, me.start) and _OPENS.search(text[: other.start])
        return plain and bool(before and _ME_ENDS.match(text, me.end))
    if not _NAME_ENDS.match(text, other.end):
        return False
    beside = _THEIR_KIN.match(text, me.end, other.start)
    right_behind = plain and _ME_THEN_NAME.fullmatch(text, me.end, other.start)
    job = other.value.get("relation") in (None, "本人", "雇员")
    return bool(beside or right_behind or (job and _named_apart(text, me, other)))


def _up_to_name(text: str, one: _Mention) -> str:
    """Return the words before the name, or the surname, of somebody: 车主 of 车主姓白."""
    name, surname = one.value.get("name") or one.value.get("surname") or "", one.value.get("surname") or ""
    at = text.find(name, one.start, one.end) if name else -1
    if surname and text.startswith(surname, one.start):  # 姓彭 彭国庆
        at = one.start
    lead = text[: at if at >= 0 else one.start].removesuffix("姓")
    return lead if "name" in one.value else lead.rstrip("老小大")


# --- who drove ----------------------------------------------------------------------------------------------------

_DROVE = re.compile(
    r"(?<![能离打推拉让躲分散拐避掰撬翘裂炸张展召传走放叉岔错])(?<!(?<!老)公)开(?:的(?!门|窗|口)|(?:我|俺|咱)?的?车(?!门|窗|灯|锁|的(?!$|[,，。\s啊呀嘛吧呢]))|嘅|噶|嘞|咧|哩|滴|德|哒"
    r"|(?!始|车|心|[门灯窗锁]|[到过去走出进上下回来会店了口票]|双闪|空调|导航|远光)[\u4e00-\u9fffA-Z\d]{1,6}?(?=在|[去从到回接送])"
    rf"|着(?!双闪|门|窗|灯|远光|空调|导航|走)|起(?:在|的|走)|(?:来|过来|出来|去)(?:的(?=$|[,，。\s])|上班|上学|充电|办事|送货|买菜|拉货)|{_END})|揸|驾驶(?!证|员|本|室|位|座)|驾车"
)
_DRIVER_IS = re.compile(
    r"(?:开车[的嘞呢咧哩]|开车那|驾车的|司机|驾驶员|驾驶人|开的)(?:那|这|是)?(?:一?个|位)?(?:人|师傅|[男女]的|小伙子?|老头|大[哥姐叔])?(?:当时)?(?:(?:说|讲)?(?:他|她)(?:自己)?(?=叫|姓|是))?(?:(?<!开的)[\s,，]*)?(?:就)?(?:是|系|叫|姓)?(?:的)?(?:(?:我|俺|咱)们?)?(?:公司|单位|厂里|车队)?的?[\s,，]*$"
)
_OTHER_NAMED = re.compile(
    r"(?:小哥|骑手|骑车的|骑电动车的|小伙子?|女的|男的|那个?人|对方|(?<![我俺他她])(?:阿婆|阿公|老人家?|老太太?|老爷子|老头子?|老汉|老伯伯?|大[爷妈娘姐哥叔])|(?:^|[,，。\s])(?:那个?)?人家?(?=叫|姓))"
    r"(?:自己)?(?:说|讲)?[\s,，]*(?:他|她|伊)?(?:就)?(?:是|叫|姓)?[\s,，]*$"
)
_HE_IS_CALLED = re.compile("(?<![和跟替帮给])(?:他|她|伊)(?:自己)?(?:名字)?(?:就)?(?:叫|姓)[\\s,，]*$")
_NOT_HE = re.compile(r"(?<!可)(?<!还)(?:不是|不系|唔系|没让|哪是)$")
_NOT_DRIVING = re.compile(r"不|没|未|冇|别|坐(?:在|的|了)?(?:副驾|后|旁|边)")
_AT_OTHER_TIMES = re.compile(r"平时|平常|一般|通常|以前|本来|往常|下次|上次|经常")
_WHO_ELSE = re.compile(r"[^,，。]{0,3}还(?:能|会)?(?:是|有)?谁")
_COMPANIES = ("公司", "集团", "车队")
_DRIVEN_FOR = re.compile(r"(?:给|帮|替)(?:我们?|俺们?|咱们?)?$")
_A_JOB = re.compile(
    r"(?:给|帮|替)[^,，。\s]{1,10}?开(?:大|货|公|客|小)?车的|(?:是|系)[^,，。\s]{0,6}(?:公司|单位|厂|厂里|车队|老板|店里?)(?:里)?的?开(?:大|货|公|客|小)?车的"
)
"""What somebody does for a living: 我是她公司开车的 tells of no driver of this accident."""
_REACH = 14
"""Characters between who drove and the driving: 我老公那会儿喝了点酒我开的."""


def _drivers(text: str, mentions: list[_Mention], asked: str | None) -> Iterator[Span]:
    """Yield who is said to have driven, before the word (我老公开的) or after it (开车的是我老公)."""
    text = _A_JOB.sub(lambda job: "×" * len(job[0]), text)
    for verb in _DROVE.finditer(text):
        within = next((one for one in mentions if one.start <= verb.start() < one.end), None)
        if within is not None and within.who == "me":  # 我开的 罗婷
            yield _driver(text, within, mentions, verb.end(), ASSERTED)
            continue
        if within is not None and within.who == "ours" and verb.start() > within.start:  # 我老公开的 他叫李建
            yield _driver(text, within, mentions, verb.end(), ASSERTED)
            continue
        before = [one for one in mentions if one.end <= verb.start()]
        subject = before[-1] if before else None
        if subject is None or _is_company(subject.value):
            continue
        if _DRIVEN_FOR.search(text[: subject.start]):
            continue  # 我给老板马国庆开车的
        between = text[subject.end : verb.start()]
        if re.match(r"的(?:那辆|这辆)?车", between):  # 我借我哥的车开 tells whose it is
            continue
        if len(between) > _REACH or "给" in between:  # 我给公司开车的 is what I am
            continue
        if re.search(r"[。；;？?]", between) or (re.search(r"[,，\s]", between) and len(between) > 8):
            continue
        denied = _NOT_HE.search(text[: subject.start]) or _NOT_DRIVING.search(between)
        clause = re.split(r"[,，。\s]", text[: subject.start])[-1] + between
        assertion = ASSERTED
        if denied and not _WHO_ELSE.match(text, verb.end()):
            assertion = "denied"
        elif _AT_OTHER_TIMES.search(clause):
            assertion = "other_time"
        yield _driver(text, subject, mentions, verb.end(), assertion)
    apart = asked == "third_owner" and _owner_is_another(text, asked)
    for one in mentions:
        if apart and _is_bare(text, one):  # 车是他老板的 师傅姓李
            yield _driver(text, replace(one, who="other"), mentions, one.end, ASSERTED)
            continue
        if asked != "third_owner" and _is_another(text, one, mentions):
            yield _driver(text, replace(one, who="other"), mentions, one.end, ASSERTED)
            continue
        lead = _DRIVER_IS.search(_up_to_name(text, one)) or _DRIVER_IS.search(text[: one.start])
        if lead and one.value and one.who in ("ours", "me", "other"):
            words = text[: lead.start()]
            words += "那个" if words.endswith(("那", "那位")) else ""
            other = one.who == "other" or (
                one.who != "me"
                and (
                    bool(_OTHER_BEFORE.search(words))
                    or _side(words, asked) == "other"
                    or (asked != "driver" and _of_a_party(words))
                )
            )
            yield _driver(text, replace(one, who="other") if other else one, mentions, one.end, ASSERTED)


def _is_bare(text: str, one: _Mention) -> bool:
    """Tell whether somebody is named, and said to be nothing that owns a car."""
    named = {"name", "surname"} & one.value.keys() and not _is_company(one.value)
    return bool(named) and one.who != "me" and not _OWNER_IS.search(_up_to_name(text, one))


_WE = re.compile(_I)


def _of_a_party(words: str) -> bool:
    """Tell whether words speak last of a car that is told apart from others: 第二辆是比亚迪 开车的姓苏."""
    told = [one for one in find_mentions(words) if one.value]
    return bool(told) and not _WE.search(words, told[-1].end)


def _is_another(text: str, one: _Mention, mentions: list[_Mention]) -> bool:
    """Tell whether somebody is named who was met on the road: 骑手叫…, 阿婆叫…, 有个骑车的撞我 他叫…."""
    words = _up_to_name(text, one)
    if not {"name", "surname"} & one.value.keys() or text.startswith(("我", "俺", "咱"), one.start):
        return False
    strange = one.who == "other" or one.value.get("relation") in (None, "亲属", "父母")
    if strange and _OTHER_NAMED.search(words):
        return True
    if one.who != "ours" or "relation" in one.value or not _HE_IS_CALLED.search(words):
        return False
    before = [other.who for other in mentions if other.start < one.start and other.who in ("ours", "other")]
    return bool(before) and before[-1] == "other"


def _after_taking_back(text: str, drivers: list[Span]) -> list[Span]:
    """Leave out who was named before the caller took it back: 我爸开的 哎我说岔了 是我开的."""
    back = max((found.start() for found in CORRECTION.finditer(text)), default=0)
    later = [one for one in drivers if one.start >= back and one.assertion == ASSERTED]
    return later or drivers


def _but_those_denied_of_others(drivers: list[Span], text: str, said: str) -> list[Span]:
    """Leave out that who drove did not, where it is denied of somebody else who is only pointed at.

    That is who stands between in a chain (我老婆她弟 不是她本人开), and nobody who is said to have driven (是我侄子开的 不是他本人开).
    """
    drove = [_who_it_is(one) for one in drivers if one.assertion == ASSERTED]
    return [
        one
        for one in drivers
        if not (
            one.assertion == "denied"
            and _POINTED_AT.match(one.text)
            and (_who_it_is(one) in drove or text[: one.start] != said[: one.start])
        )
    ]


def _who_it_is(person: Span) -> list[Any]:
    return [person.value.get(told) for told in ("name", "surname", "relation")]


_POINTED_AT = re.compile(r"[他她佢伊]")
_RIGHT_BEHIND = re.compile(
    r"车?的?[了呢呀啊吧嘛呗咧嘞么额]*[\s,，]*(?:他|她)?(?:名字)?(?:就)?(?:是|叫|姓.)?[\s,，]*"
)


def _named_behind(text: str, end: int, one: _Mention) -> bool:
    """Tell whether a bare name stands right behind the driving and tells who drove: 他开的呀 沈金根."""
    bare = "name" in one.value and "relation" not in one.value and not _is_company(one.value)
    return bool(bare and _RIGHT_BEHIND.fullmatch(text, end, one.start) and _NAME_ALONE.match(text, one.end))


def _driver(text: str, subject: _Mention, mentions: list[_Mention], end: int, assertion: str) -> Span:
    he = subject.who == "he"
    if he:  # the one told of last: 帮我老婆报个案 她开车…
        told = [one for one in mentions if one.start < subject.start and one.who in ("ours", "other")]
        subject = (
            replace(told[-1], start=subject.start, end=subject.end) if told else replace(subject, who="other")
        )
    named = next((one for one in mentions if one.who != "me" and _named_behind(text, end, one)), None)
    if he and named and "name" not in subject.value:  # 他开的呀 沈金根
        ours = subject.value if subject.who == "ours" else {}
        subject = replace(subject, who=named.who, value={**ours, **named.value})
    value = {
        name: told
        for name, told in subject.value.items()
        if name in ("name", "surname", "relation", "of", "word")
    }
    if "name" not in value and subject.who != "other":
        same = [m.value for m in mentions if m.value.get("relation") == value.get("relation")]
        called = [
            m.value
            for m in mentions
            if m.who == "ours"
            and subject.who != "me"
            and m.start >= subject.end
            and "relation" not in m.value
            and (_up_to_name(text, m).endswith(("叫", "名字", "叫做")) or _named_behind(text, end, m))
        ]
        later = next((other for other in [*same, *called] if other.get("name") or other.get("surname")), {})
        value = {**later, **value} if value.get("relation") and "of" not in value else value
    whose = "other" if subject.who == "other" else "ours"
    end = max(end, subject.end)
    return Span(
        "driver", subject.start, end, value, text[subject.start : end], assertion=assertion, owner=whose
    )


_BESIDE = re.compile(
    r"(?:就是|也|又|刚|刚才|晚上)*(?:喝|醉)|(?:也|都|被|人)?(?:受|擦|碰|摔)?伤|坐|在副驾|在后排|在旁|跟|说|知道|报|问|接|的话"
)
_NO_SELF = re.compile(
    rf"{_I}(?:们|都|已经|刚|先|不|没|要|想|的?车|说|跟|问|怎|觉得|记得|急|等|上哪|哪|看|找|给|讲|这|把|叫|姓|是(?!我))"
)


def _answers_driver(text: str, mentions: list[_Mention]) -> Span | None:
    """Return who is named in answer to who drove, without a word of driving."""
    for one in mentions:
        if one.who not in ("me", "ours") or _BESIDE.match(text, one.end):
            continue
        if _NOT_HE.search(text[: one.start]):
            continue
        if one.who == "me" and "name" not in one.value:
            opens = not re.search(
                r"[\u4e00-\u9fff]", re.sub(r"[嗯呃啊哦那就是系可不对当然还都,，。\s]", "", text[: one.start])
            )
            if not opens or _NO_SELF.match(text, one.start):
                continue
        return replace(_driver(text, one, mentions, one.end, ASSERTED), owner="")
    return None


# --- whose car ----------------------------------------------------------------------------------------------------

_OWNER_IS = re.compile(
    r"(?:车主|户主|登记|行驶证上?|本子上?|保单上?|名下|被保险?人|被保人|投保人)(?:的?名字|本人|那边)?(?:写|登记|只?知道|只?晓得)*(?:的|了)?(?:不)?(?:就)?(?:是|叫|系|姓|为)*(?:[我俺额咱](?:自己|本人)?)?[\s,，那个一位嗯呃]*(?:[男女]的[\s,，]*)?(?:(?:她|他)?姓)?$"
)


def _side(text: str, asked: str | None) -> str:
    """Return whose car was spoken of last: ours, other; before any word of it, the car the question is about."""
    return side_of_car(text) or ("other" if (asked or "").startswith("third_") else "ours")


_HAS_THE_CAR = re.compile(r"的车(?=$|[,，。\s吧啊呀呢])")
"""Words behind a name with which a car is theirs: 孙女士的车."""
_EITHER = re.compile(r"的?车?[,，\s]*还是")
_OR = re.compile(r"还是(?:他|她|人家)?的?$")
_OWNER_UNTOLD = re.compile(
    r"(?:是不是|是谁|是哪个|算谁|到底是)[^,，。\s]{0,6}?的?(?:车|名字|名下|本人)?[^,，。]{0,4}?(?:不(?:知道|晓得|清楚|好说)|没(?:有)?(?:问|说))"
    r"|(?:不(?:知道|晓得|清楚)|没(?:有)?问)[^,，。\s]{0,4}?(?:是不是|是谁|是哪个)[^,，。\s]{0,6}?的"
    r"|车主(?:是谁|是哪个|叫啥|叫什么|的?名字|那边|这个|我|真|也|都|倒|就|还){0,3}(?:不(?:知道|晓得|清楚|认识)|没(?:有)?(?:问|说|见))|的还是[^,，。\s]{1,10}"
)
"""Words that whose car it is remains unknown: who is named beside them is somebody else, at the wheel."""


_FIRM = "公司|单位|厂|店|车队|集团|学校|政府|合作社|顺丰|京东|美团|滴滴|邮政|公家|老板|别人"
_THEIRS = rf"(?:(?:他|她|佢|伊|人家|司机|驾驶员)们?的?(?:(?:{_FIRM})里?|{_ANY_KIN})|(?:一?[个家])?[^,，。\s的我俺你他她是谁啥哪不]{{0,8}}(?:{_FIRM})里?)"
_OWNED_BY_WHOM = re.compile(
    rf"(?<![我俺咱])(?:车子?|车辆)(?:也|就|都|倒|其实|应该|说|呢|他|它|那|讲|好像|不是他的)*(?:是|属于|挂在?|登记在?|写的?是?)(?:的)?(?P<is>{_THEIRS})(?:的|名下|名字)"
    rf"|车主(?:也|就|都|倒|其实|应该|说|呢|写的?)*是(?P<owner>{_THEIRS})(?=$|[,，。\s吧啊呀呢])|(?<![开是])(?P<own>{_THEIRS})的车(?=$|[,，。\s吧啊呀呢])"
)
"""Words of whose another's car is, who has no name: 车是他老板的, 车主是他爸, 顺丰公司的车."""


def _owner_called(text: str, asked: str | None) -> Span | None:
    """Return who owns another's car, where only what they are to its driver is told."""
    told = _OWNED_BY_WHOM.search(text)
    if told is None or not told.lastgroup or _side(text[: told.start()], asked) != "other":
        return None
    again = rf"[,，\s]*(?:名字|{re.escape(told[told.lastgroup])})?(?:叫|姓)"
    if re.compile(again).match(text, told.end()):
        return None  # 车主是他老婆 叫顾小英
    start, end = told.span(told.lastgroup)
    return Span("owner", start, end, {"called": told[told.lastgroup]}, text[start:end], owner="other")


def _owner_is_another(text: str, asked: str | None) -> bool:
    """Tell whether whose car it is is told without a name, or not known: who is named beside it drove."""
    return bool(_OWNER_UNTOLD.search(text)) or _owner_called(text, asked) is not None


def _owners(text: str, mentions: list[_Mention], asked: str | None) -> Iterator[Span]:
    """Yield who is said to own a car; of an alternative left open (公司的还是他个人的) each is only asked about."""
    bare = not _owner_is_another(text, asked)
    if called := _owner_called(text, asked):
        yield called
    for one in mentions:
        before = _up_to_name(text, one)
        if not {"name", "surname"} & one.value.keys() or _DRIVER_IS.search(before):
            continue
        either = _EITHER.match(text, one.end) or _OR.search(text[: one.start])
        theirs = one.who != "me" and "relation" not in one.value and _HAS_THE_CAR.match(text, one.end)
        owns = _OWNER_IS.search(before) or (theirs and _side(before, asked) == "other")
        if owns or ((bare or either) and asked == "third_owner" and one.who != "me"):
            whose = _side(before, asked)
            said, assertion = text[one.start : one.end], "asked" if either else ASSERTED
            yield Span("owner", one.start, one.end, one.value, said, assertion=assertion, owner=whose)


# --- whom to ring -------------------------------------------------------------------------------------------------

_RING = re.compile(
    rf"(?:联系人(?:是|叫|填|写|改成|换成)?|联系|找|打给|打|寻|揾|搵|问|喊|留|写|填)(?:一下|的)?(?:{_I}(?:们|家)?(?:(?:公司|单位)的?)?)?[\s]*$"
)
_WITH = re.compile(r"[^,，。\s]{0,6}(?:联系|沟通|对接)")
_SAME_PERSON = re.compile(r"[\s,，本人自己吧呗啊呀嘛好了就行]*")
_NOT_RUNG = re.compile(r"(?:不要|不用|不能|别|莫|甭|勿)[^,，。\s]{0,4}$")
_NUMBER_AFTER = re.compile(r"[,，\s]?(?:的?(?:电话|手机|号码)是?)?\s{11}")
_BY_PHONE = re.compile(r"联系|电话|手机|号|\s{11}")
"""What makes 找我 and 写我兄弟 words of whom to ring where that was not asked: a number, taken out before, leaves blanks."""
_RING_INSTEAD = re.compile(r"(?:还是|就|换成?|改成?|那)(?:联系|找|打给?)$")
_TAKEN_BACK = re.compile(r"不对|不是|算了|还是|不行|那就(?=打|找|联系|喊)")
CONTACT = ("contact_name", "contact_phone")
"""Questions that are answered by whom to ring."""
_RUNG = re.compile(
    r"(?:他|她)?(?:自己|自个儿?|自家|本人)?(?:就|也|都)?(?:行|好|可以|成|中|是|吧|呗|[啊呀嘛呢哦咯么嘞了噻哈哩的]|来|接|的?(?:电话|手机|号)|这个|这边|联系|负责|管|开|说|讲)|(?:自己|自个儿?|自家|本人)?(?=$|[\s,，。:：]|叫|姓)"
)


def _is_rung(text: str, one: _Mention) -> bool:
    """Tell whether somebody named without a word for ringing is the answer, and no subject of a remark: 我婆婆还不知道呢."""
    return bool({"name", "surname"} & one.value.keys() or _RUNG.match(text, one.end))


def _contacts(text: str, mentions: list[_Mention], asked: str | None) -> Iterator[Span]:
    """Yield whom to ring; of 找我老婆，不对她在医院，找我 the last, told in answer without a cue the first."""
    ours = [
        one
        for one in mentions
        if one.who in ("me", "ours")
        and not _NOT_HE.search(text[: one.start])
        and not _NOT_RUNG.search(text[: one.start])
        and not (one.who == "me" and _OF_MINE.match(text, one.end))
    ]
    cued = [
        one
        for one in ours
        if ((ring := _RING.search(text[: one.start])) and not _NOT_RUNG.search(text[: ring.start()]))
        or text[one.start] in "找联打"
        or ("name" in one.value and _NUMBER_AFTER.match(text, one.end))
        or (text[: one.start].endswith(("跟", "和")) and _WITH.match(text, one.end))
        or (text[one.start] in "跟和" and "联系" in text[one.start : one.end + 4])
    ]
    if asked not in CONTACT:
        cued = [
            one
            for one in cued
            if _BY_PHONE.search(text, max(0, one.start - 8), one.end + 16)
            or _RING_INSTEAD.search(text[: one.start])
        ]
    back = max((found.end() for found in _TAKEN_BACK.finditer(text)), default=0)
    told = cued or ([one for one in ours if _is_rung(text, one)] if asked in CONTACT else [])
    told = [one for one in told if one.start >= back] or told
    if not told:
        return
    one = told[0]
    value = one.value | {"said": text[one.start : one.end]}
    # 跟俺儿联系吧 牛磊: the name follows the relation.
    relations = (None, value.get("relation"))
    named = [
        m for m in ours if m.start >= one.end and "name" in m.value and m.value.get("relation") in relations
    ]
    same = named and (one.who != "me" or _SAME_PERSON.fullmatch(text, one.end, named[0].start))
    if "name" not in value and same:
        value = named[0].value | value
    yield Span("contact", one.start, one.end, value, text[one.start : one.end])


_OF_MINE = re.compile(r"(?:的|要|讨|拿)*(?:行[驶车]证|驾驶?[证照本]|身份证|证件|保单|钥匙|车(?!主|队)|钱)")
"""What makes 我 no person to ring: 他问我要|身份证, 他要我|行驶证."""


# --- who calls ----------------------------------------------------------------------------------------------------

_HIT = "(?:撞|追尾?|刮|蹭|碰|剐|顶|擦|怼|轧|别)"
_YOURS = "你们(?:家|公司|这边|那边|这儿|那儿|这里|那里)?"
_OWNS = r"(?:家)?的?(?:那|这)?(?:辆|台|部|个)?(?:小|大|破|新|旧|私家)?(?:车(?![上里外前后旁道位主库祸门窗间牌架])|名下|名字|名儿|保单|保险)"
_OWNS_MAKE = rf"(?:家)?的(?:那|这)?(?:辆|台|部|个)?{one_of(' '.join(MAKES))}"
_WORK = r"(?:公司|单位|厂里?|车队|老板|领导|学校|工地)"

OURS_SAID: tuple[tuple[str, float, str], ...] = (
    # relation, confidence, words
    ("第三者", 1.0, rf"{_YOURS}(?:的)?(?:客户|保户|投保人|车主|被保险?人|承?保的)[^,，。]{{0,14}}?(?:{_HIT}[^,，。]{{0,4}}{_I}|(?:把|给|将){_I}[^,，。]{{0,6}}{_HIT})"),
    ("第三者", 1.0, rf"(?:把|让|给|叫){_I}[^,，。]{{0,6}}{_HIT}[^,，。]{{0,10}}(?:是|在){_YOURS}(?:承?保|投保|买|上的|的)"),
    ("第三者", 1.0, rf"{_HIT}(?:了|到|上|坏)*{_I}[^。]{{0,14}}?(?:是|在|保在|保的是?)[^。]{{0,3}}{_YOURS}(?:承?保|投保|买|上的|的)"),
    ("第三者", 1.0, rf"{_I}(?:就)?(?:是|系)(?:第?三者|三者方|对方(?!的)|对方的?(?:车主|司机|车)|受害(?:人|者|方))"),
    ("第三者", 1.0, rf"{_I}(?:的|的车|那车|车)?(?:又?不|没)(?:是)?在?{_YOURS}[^,，。]{{0,2}}(?:承?保|投保|买|上)[^。]*?(?:他|她|对方)"),
    ("第三者", 1.0, rf"(?:对方|人家|肇事的?车?|撞{_I}(?:的|那)[^,，。也]{{0,4}})(?:的?车)?(?:是|就)?在{_YOURS}(?:[这那](?:儿|里|边)?)?(?:上)?(?:承?保|投保?|买|上|入)的"),
    ("第三者", 1.0, rf"{_I}(?:就)?(?:不是|不系|唔系|又不是)(?:在)?{_YOURS}(?:的)?(?:客户|保户|投保人|车主|被保险?人)"),
    ("第三者", 1.0, rf"{_HIT}(?:了|到|上|坏)*{_I}尾?的[^。我俺]{{0,12}}?(?:在{_YOURS}(?![^,，。]{{0,3}}(?:上班|工作|门口))|是{_YOURS}的?(?:保险(?!公司)|客户|保户|承?保的))"),
    ("第三者", 1.0, rf"{_HIT}(?:了|到|上|坏)*{_I}[^。]{{0,10}}?(?:他|她|对方|人家)[^,，。\s也]{{0,3}}(?:买|上|入|投)的?(?:是|了)?{_YOURS}[^,，。]{{0,3}}保险"),
    ("第三者", 1.0, rf"{_YOURS}(?:承?保|保险)的(?:就|只)?是(?:他|她|对方|人家)"),
    ("第三者", 1.0, rf"你们?问(?:的是|的)?(?:他|她|对方|人家)的?(?:那[个辆台])?车[啊呀吗么]?[,，\s]*(?:[那这]个?)?(?:才|就)?是{_I}的"),
    ("第三者", 1.0, rf"(?:让|叫|喊){_I}(?:来)?(?:报|走|找|打)(?:他|她|对方|人家)(?:自己)?(?:的|家的?)?(?:保险|保司)"),
    ("第三者", 0.5, rf"(?:他|她)的?(?:那)?[辆台个]?车?(?:是|就)?在{_YOURS}(?:[这那](?:儿|里|边)?)?(?:上)?(?:承?保|投保?|买|上|入)的"),
    ("第三者", 0.5, rf"(?:他|她|人家|对方)(?:让|叫|喊){_I}(?:来)?(?:给你们)?(?:打|报|拨)"),
    ("第三者", 1.0, rf"(?:替|帮|代)(?:对方|人家|撞{_I}的|碰{_I}的)[^,，。\s]{{0,8}}?(?:报|打|说|办|问)"),
    ("第三者", 0.5, r"(?:替|帮|代)(?:[前后]车|[前后](?:面|头|边)?(?:的)?[这那](?:位|个|辆))[^,，。\s]{0,8}?(?:报|打|说|办|问)"),
    ("第三者", 0.5, rf"(?:他|她|对方|人家)[^,，。\s]{{0,4}}(?:一直|又|也|就是)?(?:不|没|不肯|不愿意?|不给)报(?:案|保险)[,，。\s]*{_I}[^,，。\s]{{0,4}}(?:自己|来|只好|替)"),
    ("第三者", 0.5, rf"{_I}(?:就)?(?:是|系)(?:让|叫)?被[^,，。]{{0,6}}?{_HIT}[^,，。]{{0,3}}的(?:那?一?[个方]|人|车)?"),
    ("目击者", 1.0, rf"{_I}(?:就|只|也|只是)?(?:是|系)?个?(?:路过|过路|路人)(?:的|而已|群众|$|[,，。\s]|看|帮)"),
    ("目击者", 1.0, rf"{_I}[^,，。]{{0,4}}(?:路过|经过)[^。]{{0,10}}(?:看[见到]|瞅见|见到|发现)"),
    ("目击者", 1.0, rf"{_I}(?:就)?(?:是|系)(?:现场)?(?:的)?(?:目击|证人)"),
    ("目击者", 1.0, r"(?:替|帮)(?:一?[个位])?(?:业主|住户|租户)(?:来)?(?:报|打|说|问)"),
    ("目击者", 1.0, rf"{_I}(?:就)?(?:是|系)[^,，。\s他她车]{{0,10}}?(?:物业|保安|门卫)(?:(?:公司)?的|队长|经理|师傅|[,，。\s]|$)"),
    ("代办人", 1.0, rf"{_I}(?:就)?(?:是|系)[^,，。\s他她车]{{0,10}}?(?:4[Ss]店|四[Ss]店|修理厂|汽修厂|修车厂|中介|代理|业务员)(?:的|[,，。\s]|$)"),
    ("租车人", 1.0, rf"(?<![他她方家]){_I}?(?:们)?(?:租来?的(?:这|那|一)?(?:辆|台)?车|租[^,，。\s我他她]{{2,10}}的车|(?:租车|租赁)公司的?车)|车(?:子)?(?:是|系){_I}?(?:们)?(?:在.{{1,6}})?(?:租的|租来的)|{_I}(?:们)?(?:是)?(?:在|从|跟)[^,，。]{{1,8}}租(?:的|了|来)|{_I}租(?:了)?(?:他|她|人家)(?:们|家)?的"),
    ("雇员", 1.0, rf"{_I}?(?:们)?(?:是)?(?:给|帮){_WORK}(?:里)?(?:的)?[^,，。\s]{{0,4}}?开车|{_I}(?:们)?(?:是|系){_WORK}(?:里)?的?(?:司机|驾驶员|员工|职工|行政|会计|文员|车管)|{_I}(?:是|系)(?:他们?|这家|人家)(?:公司|单位)的?(?:司机|驾驶员|员工|职工|行政|会计|文员)"),
    ("雇员", 1.0, rf"{_I}(?:就)?(?:是|系)?(?:(?:给|帮|替)(?:他|她|佢|伊|人家|东家|雇主)们?(?:家|单位|公司|店里)?[^,，。\s]{{0,2}}?(?:打工|开车(?:的|有)|干活|做事|做饭|帮工|带(?:孩子|小孩|娃)|送货的|看店)|(?:他|她|佢|伊|人家)们?家?(?:雇|请)(?:来)?的)"),
    ("雇员", 1.0, rf"{_I}(?:就)?(?:是|系)(?!对方|[他她撞前后那追])[^,，。\s]{{2,16}}的(?:司机|驾驶员|员工|职工)|{_I}(?:就)?(?:是|系)?(?:给|帮|替)[^,，。\s]{{2,10}}开车的|{_I}(?:就)?(?:是|系)[^,，。\s]{{0,6}}(?:公司|单位|厂|厂里|车队|店里?)(?:里)?的?开车的|{_I}们?老板的(?:公司|车|保险)"),
    ("雇员", 1.0, rf"(?<![赁流输租交险方递拖援])(?:{_I}(?:们)?)?(?<![他她]){_WORK}的?(?:公)?车(?![上里外前后旁道位主库祸门窗间队])"),
    ("雇员", 1.0, r"(?:我|俺|咱)们(?:公司|单位|厂里?|车队)的?(?:有|这|那)?一?[台辆部]"),
    ("雇员", 1.0, rf"(?:是|系){_I}们{_WORK}(?:的(?!车[上里])|{_END})"),
    ("本人", 1.0, rf"(?<!不)(?<!唔)(?<!是不)(?:是|系){_I}(?:自己|自个儿?|本人|个人)?家?[的嘅](?:架|小)?车{_END}"),
    ("本人", 1.0, rf"车(?:子)?(?:就)?(?:是|系){_I}(?:自己|本人|个人)?的{_END}|{_I}自己的车(?![上里外前后旁道位])|{_I}(?:本人|自己)?名下"),
    ("本人", 1.0, rf"{_I}(?:就|本人|自己)*(?:是|系)(?:车主|户主|被保险?人|被保人|投保人)(?:本人)?{_END}"),
    ("本人", 1.0, rf"(?<!对方)(?<!对方的)(?:车主|户主|被保险?人|被保人|投保人)(?:就)?(?:是|系){_I}(?:本人|自己)?{_END}"),
    ("借用人", 1.0, rf"车(?:子)?(?:就)?(?:是|系){_I}?(?:们)?(?:在外面)?借(?:来)?的{_END}|(?<![他她方]){_I}?(?:们)?借(?:的|来的)(?:这|那)?(?:辆|台)?车|{_I}(?:们)?(?:是)?借(?:了)?(?:人家|别人|他|她)(?:家)?的?(?:那辆|这辆)?(?:车|{_END})"),
    ("本人", 0.5, rf"{_I}(?:的|这|这个|这辆|这台|那|那个|那辆)?(?:小|破|新)?车(?![上里外前后旁道位主库祸门窗间牌队])"),
)  # fmt: skip
"""What callers are to the insured -> the words that say so; under 1 where others say them too."""

_SAID = [(relation, sure, re.compile(words)) for relation, sure, words in OURS_SAID]
_NOT_MINE = re.compile(
    rf"(?:不是|不系|唔系){_I}(?:自己|本人)?[的嘅](?:车|架车)|{_I}(?:又)?(?:不是|不系|唔系)(?:车主|户主|被保险?人)|车(?:子)?(?:不是|不系|唔系){_I}的"
)
_ITS_ME = re.compile(rf"(?<!不)(?<!唔)(?:就)?(?:是|系){_I}(?:本人|自己|自个儿)?{_END}|{_I}本人{_END}")
_ITS_MINE = re.compile(
    rf"(?<!不)(?:都|就|全)?(?:是|系|在){_I}(?:自己|本人)?(?:的|名下){_END}|(?:^|[对是嗯,，。\s]){_I}名下{_END}"
)
"""What confirms a policy as the caller's own: 两个都是我的."""
_BOUGHT = rf"(?:给{_I})?(?:买|上|投)(?:了)?[的嘞咧哩](?:车|保险|保|{_END})"
"""俺孩儿买的保险."""
_THEIR_NAME = r"(?:(?![开借用坐骑拿])[^\W\da-zA-Z_我俺咱额他她]{2,3}(?=的))?"
"""A name told with the relation, 我侄子覃海的车; what 我侄子开我的车 tells is who drove."""
_INVERTED = (
    rf"(?:^|[,，。\s])(?:{_MINE})?(?P<kin>{_KIN}|{_KNOWN_ALONE}|儿子|女儿|闺女|丫头|老板){_THEIR_NAME}(?:的(?:那|这)?(?:辆|台|部|个)?(?:小|大|破|新|旧)?车(?![上里外前后旁道位主库祸门窗间牌架])|{_BOUGHT})",
    rf"(?:是|系){_MINE}(?P<kin>{_KIN}){_BOUGHT}",
    rf"(?<![撞碰刮蹭追尾顶擦了到上跟和与]){_MINE}(?P<kin>{_KIN}){_THEIR_NAME}(?:{_OWNS}|{_OWNS_MAKE})",
    rf"(?<!对方)(?:车主|被保险?人|被保人|投保人|户主|登记的?|本子上|行驶证上?|保单上?)(?:的?名字)?(?:写的?|登记的?)?(?:就)?(?:是|系|在)?{_MINE}(?P<kin>{_KIN})",
    rf"(?<!对方的)(?<!对方)(?:这|那)?(?:个|辆|台)?车(?:子)?(?:其实)?(?:就)?(?:是|系){_MINE}(?P<kin>{_KIN})[的嘅]",
    rf"(?:帮|替|代)(?:{_MINE})?(?P<kin>{_KIN})(?:来)?(?:报|打|问|说|办|申报)",
    rf"给(?:{_MINE})?(?P<kin>{_KIN})(?:来)?(?:报|问|办|申报)",
    rf"(?:借|开)[了着来]?(?:{_MINE})?(?P<kin>{_KIN})的?车",
    rf"(?:借|开)[了着来的嘞]?(?:{_MINE})?(?P<kin>{_KIN})(?:[\u4e00-\u9fff]{{2,3}})?[的嘞](?!玩笑|[店会公厂门窗])",
    rf"(?:帮|替)(?:{_MINE})?(?P<kin>{_KIN})(?:把车)?开(?![门窗车])[^,，。\s]",
)
_OWNED_BY = [re.compile(words) for words in _INVERTED]
_SPARED = re.compile(
    rf"{_MINE}(?P<kin>{_KIN})(?:[\s,，]?(?:他|她|今天|晚上|昨晚|刚才|本来|就是)*)(?:[^,，。\s]{{0,3}}(?:喝|醉)|没开|不敢开|不能开|开[\s,，]+(?:他|她)[^,，。\s]{{0,3}}(?:喝|醉))"
)
"""Who would have driven had they not been drinking is likely whose car it is: 我老公喝了酒我开的."""
_REPORTS_FOR = re.compile(
    rf"(?:替|帮|给|代)(?:他|她|佢|伊)(?:们)?(?:来)?(?:报|打(?:个|这个|一)|问|说一)|(?:让|叫|喊){_I}(?:来|帮忙?|替|给)?(?:他|她)?(?:报|打(?:个|这个|一?下|的|电话))"
)
"""Words of who rings for the one told of before: 我同事 … 我替他报, 我弟 … 让我给报."""
_FOR_BOSS = re.compile(
    rf"(?:帮|替|给|代)(?:{_MINE})?(?:老板|领导|公司|单位)(?:来)?(?:报|打|问|办)|(?:老板|领导|东家|单位|公司)(?:让|叫|喊|派){_I}(?:来|给)?(?:他|她)?(?:报|打|问)|(?:车主|被保险?人)(?:是|系){_MINE}(?:老板|公司|单位)"
)
_KIN_OF = re.compile(
    rf"(?:{_I}(?:(?:就)?(?:是|系)|[呗嘛吧啊呀]*[,，\s]+(?:是)?)|{_I}(?:叫|姓|是)[\u4e00-\u9fff]{{1,4}}[^\u4e00-\u9fff]+(?:就)?(?:是|系))(?:他|她|佢|车主|被保险?人|户主|驾驶员|司机|[^,，。\s我俺你]{{2,3}}?)(?:们|家|的|他|她|本人的|那个)*(?P<kin>{one_of(' '.join(w for w, r in RELATION_OF.items() if r in (*INVERSE, '雇员') and '我' not in w))})(?![的家])"
)
_NAMED_KIN = re.compile(rf"[\s,，]*(?:就)?(?:是|系){_MINE}(?P<kin>{_KIN})(?!的车|开)")
_IS_KIN = re.compile(rf"(?<!不)(?:是|系){_MINE}(?P<kin>{_KIN})(?!的?车|开|[上里])")
_READ_BACK_KIN = re.compile(rf"[\s,，]*(?:就)?(?:是|系)?{_MINE}(?P<kin>{_KIN})(?!的车|开)")
_READ_BACK_SELF = re.compile(
    rf"(?![\s,，]*(?:就)?(?:是|系){_MINE}[^\s,，。车么嘛啊呀呗吧])(?:[\s,，]*(?:就)?(?:是|系)?{_I}(?:本人|自己|的)?|本人|[啊呀嘛呢])?{_END}"
)
_INTRODUCED = re.compile(
    rf"(?:^|[^他她您你撞追碰]){_I}(?:的)?(?:名字)?(?:就)?(?:(?:是|系)[^,，。\s我他她]{{1,6}}(?=叫)|(?:是|系)[^,，。\s我他她]{{0,18}}(?:司机|驾驶员|员工|职工)|是|叫|系|姓)?(?:名)?(?:叫)?(?:车主|被保险?人|投保人)?[\s,，]*$|(?:^|[^他她您你撞追碰]){_I}(?:就)?(?:是|系)[^,，。\s我他她]{{2,18}}的[^,，。\s的]{{0,3}}(?:叫)?[\s,，]*$|本人(?:是|叫|姓)?[\s,，]*$|免贵$"
)


_CONFIRMS = re.compile(r"[对是嗯系没错的嘞呀啊呐,，。\s]*")


def _callers(text: str, people: list[Span], mentions: list[_Mention], asked: str | None) -> Iterator[Span]:
    def said(start: int, end: int, sure: float = 1.0, assertion: str = ASSERTED, **value: Any) -> Span:
        return Span("caller", start, end, value, text[start:end], sure, assertion=assertion)

    for person in people:
        if "name" not in person.value or person.assertion != ASSERTED or _is_company(person.value):
            continue
        read_back = asked == "policy_confirm" and _CONFIRMS.fullmatch(text[: person.start])
        at = text.find(person.value["name"], person.start)
        relation = person.value.get("relation")
        leads = (text[: person.start], text[:at]) if relation == "本人" else (text[: person.start],)
        own = relation in (None, "本人") and any(_INTRODUCED.search(lead) for lead in leads)
        own |= relation not in INVERSE and bool(_INTRODUCED.search(text[:at]))  # 我是司机叫何强
        if own and not is_whose(text, person.end):
            yield said(person.start, person.end, name=person.value["name"])
        elif kin := (_READ_BACK_KIN if asked == "policy_confirm" else _NAMED_KIN).match(text, person.end):
            yield said(
                person.start,
                kin.end(),
                relation=_inverse(kin["kin"]),
                of=person.value["name"],
                word=kin["kin"],
            )
        elif read_back and _READ_BACK_SELF.match(text, person.end):
            yield said(person.start, person.end, 0.5, name=person.value["name"])
    if asked == "policy_confirm" and (kin := _IS_KIN.search(text)):
        yield said(kin.start(), kin.end(), relation=_inverse(kin["kin"]), word=kin["kin"])
    for one in mentions:
        if one.who == "me" and "name" in one.value:
            yield said(one.start, one.end, name=one.value["name"])
    for pattern in _OWNED_BY:
        for match in pattern.finditer(text):
            if not _NOT_HE.search(text[: match.start()]):  # 不是我老公的车
                yield said(match.start(), match.end(), relation=_inverse(match["kin"]), word=match["kin"])
    for match in _says_kin_of(text, people):
        yield said(match.start(), match.end(), relation=RELATION_OF[match["kin"]])
    for found in _REPORTS_FOR.finditer(text):
        told = [one for one in mentions if one.end <= found.start() and one.who in ("ours", "other")]
        if told and told[-1].who == "ours" and told[-1].value.get("relation") in INVERSE:
            word = told[-1].value.get("word") or told[-1].value["relation"]
            yield said(found.start(), found.end(), relation=_inverse(word), word=word)
    for match in _SPARED.finditer(text):
        yield said(match.start(), match.end(), 0.5, relation=_inverse(match["kin"]), word=match["kin"])
    for match in _FOR_BOSS.finditer(text):
        yield said(match.start(), match.end(), relation="雇员")
    for match in _NOT_MINE.finditer(text):
        yield said(match.start(), match.end(), assertion="denied", relation="本人")
    for relation, sure, pattern in _SAID:
        for match in pattern.finditer(text):
            mine = re.search(f"{_I}|{_YOURS}", match.group())
            of_theirs = "other" if (asked or "").startswith("third_") else ""
            if (
                not mine
                and (side_of(re.split(r"[,，。\s]", text[: match.start()])[-1]) or of_theirs) == "other"
            ):
                continue  # 对方是租赁公司的车
            yield said(match.start(), match.end(), sure, relation=relation)
    if asked in ASKS_RELATION:
        yield from (said(*span, relation=relation) for span, relation in _answers_relation(text, people))
        yield from (said(start, end, name=name) for start, end, name in _introduced_beside(text, people))
    if asked == "policy_confirm" and (me := _ITS_ME.search(text) or _ITS_MINE.search(text)):
        yield said(me.start(), me.end(), relation="本人")


ASKS_RELATION = frozenset({"relation", "complaint_relation"})
"""Questions what the caller is to the insured (K-04), of a report and of a complaint."""

_WORKS = "公司|单位|厂里?|店里?|车队|集团|工地"
_BETWEEN = (
    ("配偶", r"夫妻|两口子|俩口子|两公[婆母]|小两口"),
    ("兄弟姐妹", r"[兄姐]弟俩?|哥俩|姐妹|兄妹|哥们俩"),
    ("亲属", r"[父母][子女]|爷俩|娘俩|婆媳|翁婿|一家(?:人|子)|亲家"),
    ("朋友", r"[朋战]友关系|好友|老友|熟人|室友"),
    ("同事", rf"(?:一个|同一个|一搭|一起|一块儿?)(?:里)?[^,，。\s]{{0,3}}?(?:{_WORKS}|学校|科室|部门|班组|办公室|站|矿|上班)"),
    ("租车人", r"(?<![出招])租"),
    ("雇员", rf"(?:给|帮|替|跟)(?:他|她|人家|公司|单位|老板)[^,，。\s]{{0,4}}(?:打工|干活|开车|上班|做事|帮工)|打工|帮工|(?:{_WORKS})(?:里)?的?(?:[^,，。\s]{{0,3}}(?:员工|职工|司机|调度|行政|会计|文员|上班|做事|干活)|管车|跑)|上班的|(?:是|系)(?:我们|他们|这家)?(?:公司|单位|厂里?)的|员工|职工|雇|管车的?|跑(?:销售|业务|工地)"),
    ("目击者", r"路过|过路|看见的|看到的|物业|保安|门卫"),
    ("代办人", r"4[Ss]店|修理厂|汽修|修车的|中介|代理|律师"),
    ("第三者", r"对方(?!没|不)|三者|受害[人者]|伤者|被撞的"),
    ("借用人", rf"借|{_I}开(?:的)?(?:他|她|人家)的?车"),
    ("本人", r"同一个人|一个人"),
)  # fmt: skip
"""What the caller and the insured are to each other -> the words that say so to the question of it, and to no other."""
_RELATED = [(relation, re.compile(words)) for relation, words in _BETWEEN]
_SELF_END = r"(?:的|呢|呀|嘞|咯|么|嘛|噻|啊|吧|呗|哦)*(?=$|[\s,，。])"
_OWN_SELF = rf"{_I}(?:自己|自个儿?|自家|本人)?"
_SELF_SAID = re.compile(
    rf"(?<![他她])(?<!车主)(?<!不是)本人(?![来去签])|(?:^|[\s,，。])(?:就|都|是)*车主(?:本人)?{_SELF_END}"
    rf"|(?<!不)(?:是|写)(?:的)?{_OWN_SELF}(?:的?(?:名字?儿?|名下))?{_SELF_END}"
    rf"|(?<!给){_OWN_SELF}(?:上|买|投保?|交|保)(?:的|嘞|得){_SELF_END}|{_OWN_SELF}(?:就)?是(?:车主|被保险?(?:的|那个)*人|投保人)(?![的他她])"
    rf"|(?:^|[\s,，。])(?:就|那|嗯)*{_I}?\s*{_I}?(?:自己|自个儿?|自家|本人)(?:的?(?:车子?|保险)|名下)?{_SELF_END}"
)
"""Words of the insured, to the question what they are to the insured: 车主本人, 就是我自己咯, 保险是我自己买的."""
_KIN_TOLD = re.compile(
    rf"(?P<mine>{_MINE})?(?P<their>(?:他|她|佢|伊|人家)?(?:的|家)?)(?P<kin>{_ANY_KIN})(?!家|[,，\s]*[你您])"
)
_NOT_KIN = re.compile(
    r"(?:不是|没有?|不算)(?:什么|啥)?$|(?:联系|找|打给|通知|(?:电话|打)[^,，。\s]{0,2}给)(?:一下)?$"
)
"""Words before a relation that is not the caller's to the insured: none, or whom to ring."""


def _says_kin_of(text: str, people: list[Span]) -> Iterator[re.Match[str]]:
    """Yield where callers say whose relative they are; the end of a name is no word for one: 我是钱红妹."""
    for match in _KIN_OF.finditer(text):
        ends = [_name_at(text, one) + len(one.value["name"]) for one in people if "name" in one.value]
        if len(match["kin"]) > 1 or match.end("kin") not in ends:
            yield match


def _answers_relation(text: str, people: list[Span]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield what the caller is to the insured, in answer to it: 夫妻, 他是我老公, 他儿子, 朋友, 给他开车的; of a word alone (儿子) the caller is it.

    What the caller says to be (我是他儿子) is told whatever was asked, and goes before anything else.
    """
    if any(_says_kin_of(text, people)):
        return
    if match := _SELF_SAID.search(text):
        yield match.span(), "本人"
        return
    for match in _KIN_TOLD.finditer(text):
        kin, bare = match["kin"], not (match["mine"] or match["their"])
        inside = bare and len(kin) == 1 and re.search(r"[\u4e00-\u9fff]$", text[: match.start()])
        if inside or (bare and kin in MET_AS_WELL) or _NOT_KIN.search(text[: match.start()]):
            continue  # 我就是钱红妹, 不是亲戚
        yield match.span(), _inverse(kin) if match["mine"] or kin in BOSSES else RELATION_OF[kin]
        return
    for relation, words in _RELATED:
        if found := words.search(text):
            yield found.span(), relation
            return


_OF_THE_INSURED = re.compile(
    rf"{_MINE}{_KIN}的?车?[\s,，]*(?:叫|是)?$|(?:他|她)(?:名字)?(?:叫|姓|是)[\s,，]*$|(?:车主|被保险?人|户主|保单|老板|领导|公司|给|跟|和)[^,，。\s]{{0,2}}$"
)
_SAID_OF = re.compile(rf"[\s,，]*(?:就)?(?:是|系){_I}(?!{_SELF_END}|本人|自己)|(?:他|她|的|家)")


def _introduced_beside(text: str, people: list[Span]) -> Iterator[tuple[int, int, str]]:
    """Yield the caller's name told with what they are to the insured: 我是他爱人 何美芳, 两口子 申玉芬; 何美芳是我爱人 names the insured."""
    for person in people:
        if "name" not in person.value or person.assertion != ASSERTED or _is_company(person.value):
            continue
        start = _name_at(text, person)
        end = (
            start + len(person.value["name"]) if text.startswith(person.value["name"], start) else person.end
        )
        if not (_OF_THE_INSURED.search(text[:start]) or _SAID_OF.match(text, end)):
            yield start, end, person.value["name"]


NAMING = frozenset(
    {"driver", "insured", "third_owner", "contact_name", "contact_phone", "relation", "policy_confirm"}
)
"""Questions under which a bare name is one."""


def find_roles(text: str, asked: str | None = None, people: list[Span] | None = None) -> list[Span]:
    """Find who calls, who drove and whose car it is; see the module.

    Args:
        text: The utterance.
        asked: The open question: ``driver``, ``third_owner`` and ``policy_confirm`` read bare answers.
        people: The people found in it, if they are known.
    """
    if people is None or not FILLERS.isdisjoint(text):
        return through_fillers(text, lambda words: _roles(words, asked, find_people(words, asked in NAMING)))
    return _roles(text, asked, people)


def _as_told(span: Span, words: str) -> Span:
    """Return a span with the caller's own words, also where they are part of its value."""
    return replace(
        span, text=words, value={**span.value, "said": words} if "said" in span.value else span.value
    )


def _roles(text: str, asked: str | None, people: list[Span]) -> list[Span]:
    said = fold(text)
    folded = in_one_word(said)
    mentions = _mentions(folded, people, said)
    drivers = _after_taking_back(folded, list(_drivers(folded, mentions, asked)))
    drivers = _but_those_denied_of_others(drivers, folded, said)
    if asked == "driver" and not any(one.assertion == ASSERTED and one.owner == "ours" for one in drivers):
        denied = [one.value.get("relation") for one in drivers if one.assertion == "denied"]
        answered = _answers_driver(
            folded,
            [
                one
                for one in mentions
                if one.value.get("relation") not in denied or "relation" not in one.value
            ],
        )
        drivers += [answered] if answered else []
    found = [*_callers(folded, people, mentions, asked), *drivers, *_owners(folded, mentions, asked)]
    found += _contacts(folded, mentions, asked)
    return sorted(
        (_as_told(span, text[span.start : span.end]) for span in found),
        key=lambda span: (span.start, span.end),
    )
