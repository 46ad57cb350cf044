"""Names of people and what they are to the caller or the insured."""

from __future__ import annotations

import re
from typing import Any

from mandarin.kinship import RELATION_OF, in_one_word
from mandarin.kinship import WORDS as _WORDS
from mandarin.lexicon import fold, one_of, past_fillers, variants
from mandarin.part_words import FAMILIES
from mandarin.span import Span

BOSSES = frozenset(_WORDS["bosses"].split())
MET_AS_WELL = frozenset(_WORDS["met_as_well"].split())
"""Words for strangers that are a relation only right behind whose it is: 我男人, 他家阿姨."""
SOMEBODY = "他她佢伊爸妈爹娘公婆哥弟姐妹儿女友事主板机员叔舅伯爷奶姑姨嫂傅生士头太东家夫子汉徒人"
"""Characters that words for people end with: 自己 behind one is somebody else's (老伯伯自己开的)."""
_OWN_BEFORE = one_of(
    "我 俺 额 阿拉 我拉 咱 咱们 我们 我家 俺家 我们家 我的 是我 他 她 我们公司 我公司 我单位 我们单位 公司 单位 公司的 单位的 是 她 我一个 我一 一个"
)

_SINGLE = "".join(_WORDS["surnames"].split())
_DOUBLE = _WORDS["double_surnames"]
COMPOUND_SURNAMES = frozenset(_DOUBLE.split())
"""Surnames of two characters."""
_COMMON = "".join(_WORDS["common_surnames"].split())
SURNAME = f"(?:{one_of(_DOUBLE)}|[{_SINGLE}])"
"""Pattern of a surname."""
COMMON_SURNAME = f"(?:{one_of(_DOUBLE)}|[{_COMMON}])"
"""Pattern of a surname that is hardly anything else."""

_PIECES = {told: character for character, words in _WORDS["pieces"].items() for told in words.split()}
_EXPLAINED = re.compile("|".join(sorted(map(re.escape, _PIECES), key=len, reverse=True)))
# 石头的石, 三个石的磊: a character told by a word it is in.
_BY_WORD = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}?|[一二三四两]个[\u4e00-\u9fff])(?:的那?个?|那个)(?P<character>(?!车)[\u4e00-\u9fff])(?!车|人|路|手)"
)

_HAN = r"[\u4e00-\u9fff]"
_AFTER_NAME = r"(?=$|[,，。、!?！？\s]|的|是|电话|手机|他|她|我|开|吧|啊|呀|呢|嘛|嘞|咧|咯|呗|了|这(?![边里儿块])|那(?![边里儿块])|在|号|就|车|人|联系|身份|男|女|当时|和|跟|先生|女士|师傅|今[天早晚儿]|昨[天晚儿]|前天|早[上起]|上午|中午|下午|晚上|夜里|凌晨|半夜|刚[才刚]|一[三五八]|1[3-9]|幺|也|都|说|让|给|来|去|借|,|对|您|你|现在|负责|好了|就好|本人|自己|自个|自家)"
_AT_PAUSE = r"(?=$|[,，。、!！?？\s])"
_BARE = rf"(?:{one_of(_DOUBLE)}{_HAN}{{1,2}}?|[{_SINGLE}]{_HAN}{{1,2}}?)"
_NAME = rf"{_BARE}{_AFTER_NAME}"
_ALONE_NAME = rf"(?:[{_SINGLE}]{_HAN}来{_AT_PAUSE}|{_NAME})"
_CUED = re.compile(
    rf"(?:名字叫做?|名字是|名字|姓名是?|全名叫?是?|大名叫?|叫做|名叫|叫|联系人(?:是|叫|就|还是)?(?:(?:换|改|写)成?|填|留)?(?:[我俺咱][,，\s]*)?|(?:写|留|填|找|联系|打给)[我俺咱][,，\s]*|车主是|车主叫?|司机是|司机叫?|司机|驾驶员是?|驾驶员叫?|行政|会计|文员|主管|内勤|车管|车队长|站长|班长|调度|同事|被保险人是?|被保人是?|投保人是?|他是|她是|我是|开车[的嘞呢咧哩]是?|登记的是|户主是?|写的是?|写着|联系|找|打给|法人是?)(?:一个)?(?P<name>{_NAME})"
)
_SURNAME_CUE = re.compile(rf"(?:免贵|贵)?姓(?:是)?(?P<surname>{SURNAME})(?!名|啥|什么|甚|哪)")
_SURNAME_AND_NAME = re.compile(rf"姓(?P<name>[{_SINGLE}](?!名){_HAN}{{2}})(?=$|[,，。、!！?？\s])")
"""姓马超凡, where the pause is lost."""
_GIVEN_ALONE = re.compile(
    rf"姓(?P<surname>[{_SINGLE}])[,，\s]*(?:名字?|单名)(?:就)?(?:是|叫)?(?:单|一)?(?:一?个)?(?P<given>{_HAN})(?={_AFTER_NAME[3:-1]})"
)
"""姓高 单名一个磊."""
_TITLED = re.compile(
    rf"(?P<surname>{one_of(_DOUBLE)}|[{_COMMON}])(?P<given>{_HAN}{{0,2}}?)(?P<title>先生|女士|小姐|大[姐哥爷妈叔娘]|阿姨|师傅|经理|总(?!共|是|之|的|归)|主任|[队站店厂村班校院所科局部]长|老板|老师|大夫|医生|姐(?!夫)|哥|警官|律师|同志)"
)
_OLD = re.compile(rf"(?:老(?!公)|小|大)(?P<surname>[{_COMMON}])(?={_AFTER_NAME[3:-1]})")
# As the whole answer to who it is, any surname will do behind 老 or 小 (老石).
_OLD_ALONE = re.compile(
    rf"^[嗯呃啊,，\s]*(?:是|叫|就是|找|那个)*(?:老(?!公)|小)(?P<surname>[{_SINGLE}])(?:吧|啊|呀|呗)?[,，。\s]*$"
)
_COMPANY = re.compile(
    r"[\u4e00-\u9fffA-Z\d()（）]{2,24}?(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|运输公司|物流公司|租赁公司|出租车公司|公交公司|运输队|车队(?!长)|贸易公司|科技公司|建筑公司|汽贸公司|商贸公司|食品公司|合作社|研究所|运输有限公司|分公司|个体户|公司)"
)
_COMPANY_LEAD = re.compile(
    r"^.*(?:是|叫做?|在|的|给|帮|替|跟|和|找|联系|俺们|去|到|从|属于|登记在|挂在|挂靠在?|挂靠|我们|咱们|那个|这个|就|嗯|呃|[,，。\s])(?=[\u4e00-\u9fffA-Z\d]{2})"
)
_NOT_COMPANY = re.compile(
    r"什么|破公司|^(?:保险|你们|我们|俺们?|咱们|单位|租赁|运输|物流|出租车?|贵|什么|哪个|公|车|我|他们?|她|对方|一个|这个|那个|人家|开车|开|平安保险|人保|太平洋|拖车|救援|代驾)*(?:公司|集团|车队|运输公司|物流公司|出租车公司|租赁公司)$|保险|拖车|救援|公司的"
)
_NOBODY = re.compile(
    r"^(?:不认识|不知道|不清楚|不晓得|没看|没问|不知|没留|不太清楚|没看清|没记|不认得|忘了|记不|谁知道|没见|找不)"
)
_PARTS = {word for table in FAMILIES.values() for word in variants(table)}
_NOT_NAMES = (
    frozenset(_WORDS["not_names"].split())
    | {word for word in _PARTS if len(word) > 1}
    | {f"{place}{word}" for place in "左右前后" for word in _PARTS}
)
"""Words that begin like a surname and name nobody; parts of cars among them: 后杠, 左前门."""
_ORDINARY_GIVEN = re.compile(
    r"[俩仨的嘞咧咯呗了吗呢吧啊呀哦着过把被让给是在就也都没不很我你他她它们这那哪谁]"
)


def _told_after_not_knowing(folded: str) -> str:
    """Blank out the clauses at the start that tell nobody: 没看清 车主是个孙女士, 不知道叫啥 就知道姓孙."""
    start = 0
    while _NOBODY.match(folded[start:].lstrip("嗯呃啊,，这个那 ")):
        said = re.match(r"[,，。\s]*[^,，。\s]*", folded[start:])
        start += said.end() if said and said.end() else len(folded)
    return "，" * start + folded[start:]


_LEADS_TO_NAME = [
    (
        word,
        re.compile(
            re.escape(word)
            + r"(?:师傅)?(?:开的|开车|他|她|,|，|\s|名字|姓|叫|是|的|就|吧|那个|嗯|呃|来开|在开|小伙子|那个?人|一个|个|借去开的|借走的|借去的|开着)*$"
        ),
    )
    for word in sorted(RELATION_OF, key=len, reverse=True)
]


def _relation_before(text: str, start: int) -> tuple[int, str] | None:
    """Return where a relation word ends right before ``start`` ("我老公叫", "司机"), and the relation."""
    begin, strange = max(0, start - 12), [(0, 0)]
    for word, leads in _LEADS_TO_NAME:
        at = text.rfind(word, begin, start)
        within = any(first <= at and at + len(word) <= last for first, last in strange)
        if at < 0 or within or not leads.search(text, begin, start):
            continue
        if (len(word) == 1 or word in MET_AS_WELL) and not _WHOSE_KIN.search(text[:at]):
            strange.append((at, at + len(word)))  # 外卖小哥姓蒋, 有个老汉叫, the 太太 of 老太太叫
            continue
        if RELATION_OF[word] == "本人" and text[:at].endswith((*SOMEBODY, "对方")):
            continue  # 车是他自个儿的 叫贾树林
        if RELATION_OF[word] == "雇员" and _THEIR_DRIVER.search(text[:at]):
            continue  # 对方司机姓张
        if _THAT_ONE.search(text[:at]):
            continue  # 那老爷子叫冯二根
        return at, RELATION_OF[word]
    return None


_THAT_ONE = re.compile(r"(?<![我俺咱家])(?:那|这)(?:一?[个位])?$")
_WHOSE_KIN = re.compile(r"[我俺咱额他她家亲二三老表堂的]$|[我俺咱额他她家的]大$")
_THEIR_DRIVER = re.compile(
    r"(?:对方|人家|那个?|那位|[他她]的?|[前后][^,，。\s]{0,4}|出租车?|货车|皮卡|公交车?|客车|大巴|撞我)的?$"
)


def _relation_told(text: str, start: int) -> tuple[int, str] | None:
    """Return the relation told in the clause before "他叫" (我老公开的车他叫李建), with ``start``."""
    lead = re.search(r"(?:[他她](?:名字)?|名字)(?:叫|是|姓)(?:做)?$", text[:start])
    found = [m for m in _ALONE.finditer(text, 0, lead.start())] if lead else []
    told = [
        m
        for m in found
        if (m.group("own") or m.group("word") not in NEEDS_OWN) and RELATION_OF[m.group("word")] != "本人"
    ]
    if not told:
        return None
    # 我朋友借我车开的: what he is to the caller says more than that he borrowed the car.
    own = [
        m
        for m in told
        if m.group("own") and m.group("own") != "一个" and RELATION_OF[m.group("word")] != "借用人"
    ]
    last = (own or told)[-1]
    if lead and _A_STRANGER.search(text[last.end() : lead.start()]):
        return None  # 我爸喝了酒我开的 一个骑手逆行 他叫刘洋
    return start, RELATION_OF[last.group("word")]


_A_STRANGER = re.compile(
    r"骑|小哥|外卖|快递员|对方|人家|行人|[前后]车|老(?:头|太|人|汉|伯)|大[爷妈娘]|阿[婆公姨]|小伙|(?:撞|碰|刮|蹭)(?:了|到|上|倒|着)*一?个"
)
"""Somebody met on the road, of whom 他叫 then tells."""


_TOLD_AFTER = re.compile(
    rf"[,，\s]*[他她]?(?:就)?是?(?:我|俺|咱)(?:们|的|家)*(?P<word>{one_of(' '.join(RELATION_OF))})(?=$|[,，。\s吧啊呀]|开)"
)


def _relation_after(text: str, end: int) -> str | None:
    """Return the relation told right behind a name (章子昂，我本人; 王磊，是我同事)."""
    after = _TOLD_AFTER.match(text, end)
    return RELATION_OF[after["word"]] if after else None


_RELATION_WORDS = sorted((word for word in RELATION_OF), key=len, reverse=True)
_ALONE = re.compile(
    rf"(?!(?:找|联系|打给|打|给我打|跟|和|就|是|就是)我{one_of(' '.join(word for word in RELATION_OF if '我' not in word))})(?:(?P<own>{_OWN_BEFORE})(?:一?个|那个|的|那|家)?)?(?P<word>{one_of(' '.join(_RELATION_WORDS))})(?<![这那哪]儿)"
)
NEEDS_OWN = frozenset(_WORDS["needs_own"].split())
_ROLE_CONTEXT = re.compile(r"开的?|驾驶|当司机|司机|车主|联系|找|打|名字|叫|姓|本人|借|是我")


@past_fillers
def find_people(text: str, asked: bool = False) -> list[Span]:
    """Find people: any of ``name``, ``surname`` and ``relation`` (本人, 配偶, … see the table).

    A name needs a cue (叫, 姓, 我是, 联系人, a relation before it) or ``asked``; surnames told by
    their pieces (弓长张) or a word (石头的石) are resolved. Names stay as heard. A company is a name.
    Not knowing ("不认识") is no person.
    """
    folded = in_one_word(fold(text))
    folded = _told_after_not_knowing(folded)
    if not folded.strip("，"):
        return []
    found: list[tuple[int, int, dict[str, Any]]] = []

    for match in _COMPANY.finditer(folded):
        start = match.start()
        lead = _COMPANY_LEAD.match(match.group())
        start += lead.end() if lead else 0
        name = folded[start : match.end()]
        if len(name) > 3 and not _NOT_COMPANY.search(name):
            found.append((start, match.end(), {"name": text[start : match.end()]}))
    for match in _CUED.finditer(folded):
        if _is_name(match.group("name")) and not _spells(folded, match):
            found.append((match.start("name"), match.end("name"), _named(match.group("name"))))
    for match in _GIVEN_ALONE.finditer(folded):
        name = match["surname"] + match["given"]
        found.append((match.start("surname"), match.end(), _named(name)))
    for match in _TITLED.finditer(folded):
        given = match.group("given")
        if match.group("surname") + given in _NOT_NAMES or _ORDINARY_GIVEN.search(given):
            continue
        person = {"surname": match.group("surname")}
        if given:
            person["name"] = match.group("surname") + given
        found.append((match.start(), match.end(), person))
    for match in _OLD.finditer(folded):
        if asked or re.search(r"(?:司机|叫|找|联系|同事|朋友|是|我们)$", folded[: match.start()]):
            found.append((match.start(), match.end(), {"surname": match.group("surname")}))
    if asked and not found and (alone := _OLD_ALONE.match(folded)):
        found.append((alone.start("surname") - 1, alone.end("surname"), {"surname": alone.group("surname")}))
    found += _explained(folded)
    for match in _SURNAME_AND_NAME.finditer(folded):
        if _is_name(match["name"]):
            found.append((match.start("name"), match.end("name"), _named(match["name"])))
    for match in _SURNAME_CUE.finditer(folded):
        if not any(start <= match.start("surname") < end for start, end, _ in found):
            found.append((match.start("surname"), match.end("surname"), {"surname": match.group("surname")}))
    for match in _OF_A_FIRM.finditer(folded):
        if _is_name(match["name"]) and not _A_JOB.search(match["name"]):
            found.append(
                (match.start("name"), match.end("name"), _named(match["name"]) | {"relation": "本人"})
            )
    for match in _NAME_AND_NUMBER.finditer(folded):
        if _is_name(match["name"]):
            found.append((match.start("name"), match.end("name"), _named(match["name"])))
    for match in _BESIDE_PLATE.finditer(folded):
        if _is_name(match["name"]):
            found.append((match.start("name"), match.end("name"), _named(match["name"])))
    if asked:
        for match in _DROVE_THEMSELVES.finditer(folded):
            if not _NO_SUBJECT.search(match["name"]):
                found.append((match.start("name"), match.end("name"), _named(match["name"])))
    found += _appositions(folded, asked)
    found = _whole(_merge(folded, _disjoint(found)))
    if asked and len(found) == 1 and "relation" not in found[0][2]:
        found = [_related(folded, *found[0])]
    spans = _put_right(
        folded, [Span("person", start, end, value, text[start:end]) for start, end, value in found]
    )
    if not spans and (asked or _ROLE_CONTEXT.search(folded)):
        relation = _relation_alone(folded, asked)
        if relation:
            start, end, value = relation
            spans = [Span("person", start, end, value, text[start:end])]
    return spans


_INSTEAD_OF = re.compile(
    rf"不(?:是|叫|姓|系)(?P<old>{_BARE})[,，。\s]*(?:[我他她]|名字|应该|而|就|姓)*(?:是|叫|系)(?P<new>{_NAME})"
)
_NAME_WRONG = re.compile(
    rf"(?:名字|姓名|联系人|车主|司机|驾驶员|姓)[^,，。\s]{{0,4}}(?:不对|错了?|有误|弄错|写错|记错)[,，。\s]*(?:[我他她]|名字|应该|就|那个)*(?:是|叫)(?P<new>{_NAME})"
)


def _put_right(folded: str, people: list[Span]) -> list[Span]:
    """Mark the name that is only named to be replaced, and take the right one: 联系人不是孙浩，是孙皓."""
    right = next((m for m in (_INSTEAD_OF.search(folded), _NAME_WRONG.search(folded)) if m), None)
    if right is None or not _is_name(right["new"]):
        return people
    told = next((one for one in people if one.value.get("name") == right["new"]), None)
    start, end = right.span("new")
    instead = told or Span("person", start, end, _named(right["new"]), folded[start:end])
    rest = [
        one for one in people if one is not told and not (one.start < right.end() and right.start() < one.end)
    ]
    if "old" in right.re.groupindex:
        start, end = right.span("old")
        old = Span("person", start, end, _named(right["old"]), folded[start:end], assertion="put_right")
        rest.append(old)
    return sorted([*rest, instead], key=lambda one: one.start)


_MYSELF = re.compile(r"[嗯呃啊那就还是找联系打给,，\s]*(?:我|俺)(?:[吧呗啊呀嘛]|本人|自己|就[行好])*[,，\s]")
"""联系我 我老公喝多了 找熊丽: the name is the caller's own."""


def _related(folded: str, start: int, end: int, person: dict[str, Any]) -> tuple[int, int, dict[str, Any]]:
    """Give the only person named in an answer the relation told before (我儿子的车，保险也是他名字，常宇航)."""
    if _MYSELF.match(folded):
        return start, end, person
    told = [
        m
        for m in _ALONE.finditer(folded, 0, start)
        if m["own"] and RELATION_OF[m["word"]] not in ("借用人", "本人")
    ]
    relation = {RELATION_OF[m["word"]] for m in told}
    return start, end, person | ({"relation": relation.pop()} if len(relation) == 1 else {})


def _is_name(name: str) -> bool:
    return (
        2 <= len(name) <= 4
        and name not in _PIECES
        and name not in _NOT_NAMES
        and name not in RELATION_OF
        and name[:2] not in _NOT_NAMES
        and not _ORDINARY_GIVEN.search(name[1:])
        and not re.search(
            r"先生|女士|师傅|小姐|经理|老师|[站队店厂村班校院所科局部]长|公司|车|字[头旁底边]$|[姐哥总叔姨爷]$",
            name,
        )
    )


_DOUBLE_SURNAME = re.compile(one_of(_DOUBLE))


def _named(name: str) -> dict[str, Any]:
    double = _DOUBLE_SURNAME.match(name)
    return {"name": name, "surname": double.group() if double and len(name) > 2 else name[0]}


def _explained(folded: str) -> list[tuple[int, int, dict[str, Any]]]:
    """Return people whose characters are told one by one."""
    characters = [(m.start(), m.end(), _PIECES[m.group()]) for m in _EXPLAINED.finditer(folded)]
    for match in _BY_WORD.finditer(folded):
        character = match.group("character")
        word = match.group()[: -len(character)]
        told = (
            character in word[:-1]
            or re.fullmatch(
                r"[两二三四]个[\u4e00-\u9fff]的那?个?|(?![前后里外上下那这左右]).[字耳刀人手水言心]?[旁头底边]的?那?个?",
                word,
            )
            is not None
        )
        if (
            told
            and not re.search("[我你他她了]", word)
            and not any(s < match.end() and match.start() < e for s, e, _ in characters)
        ):
            begin = match.start() + max(0, word.find(character) - 2) if character in word else match.start()
            characters.append((begin, match.end(), character))
    characters.sort()
    people: list[tuple[int, int, dict[str, Any]]] = []
    for start, end, character in characters:
        if people and start - people[-1][1] <= 2 and len(people[-1][2]["name"]) < 4:
            previous_start, _, person = people[-1]
            people[-1] = (
                previous_start,
                end,
                {"name": person["name"] + character, "surname": person["surname"]},
            )
        else:
            people.append((start, end, {"name": character, "surname": character}))
    for index, (start, end, person) in enumerate(people):
        if len(person["name"]) == 1:
            surname = person["surname"]
            following = re.match(
                rf"[,，\s]*(?:叫)?({re.escape(surname)}{_HAN}{{1,2}}?){_AFTER_NAME}", folded[end:]
            )
            if following and _is_name(following.group(1)):
                people[index] = (start, end + following.end(), _named(following.group(1)))
            elif named := _name_before(folded, end, surname):
                people[index] = (named[0], end, _named(named[1]))
            elif (whole := _spelt_after(folded, end, surname)) and _is_name(whole["name"]):
                people[index] = (start, whole.end(), _named(whole["name"]))
            elif re.search(rf"[{_SINGLE}]{_HAN}?{re.escape(surname)}[,，\s]*$", folded[:start]):
                continue  # 李生梅 梅花的梅
            elif surname in _SINGLE:
                people[index] = (start, end, {"surname": surname})
        elif whole := _spelt_after(folded, end, person["name"]):
            people[index] = (start, whole.end(), _named(whole["name"]))
        elif surname_before := re.search(
            rf"(?<!{_HAN})[{_SINGLE}](?={re.escape(person['name'])})|(?<=[叫是])[{_SINGLE}](?={re.escape(person['name'])})",
            folded[: start + len(person["name"])],
        ):
            # 邵建平，建设的建，和平的平
            people[index] = (surname_before.start(), end, _named(surname_before[0] + person["name"]))
    return [person for person in people if "surname" in person[2] and (len(person[2].get("name", "")) != 1)]


def _spelt_after(folded: str, end: int, characters: str) -> re.Match[str] | None:
    """Return the name said after some of its characters were told: 古代的古 美丽的丽 古丽娜尔, 志气的志 刚强的刚 安志刚."""
    whole = re.compile(rf"[,，\s]*(?:我?叫|就是|是)?(?P<name>{_HAN}{{2,4}}){_AT_PAUSE}").match(folded, end)
    return whole if whole and characters in whole["name"] and whole["name"] != characters else None


def _name_before(folded: str, end: int, surname: str) -> tuple[int, str] | None:
    """Return where a name begins, and the name, whose surname is then told by a word (余文静，年年有余的余)."""
    said = re.search(
        rf"(?:^|[叫是姓我名,，\s])({re.escape(surname)}{_HAN}{{2}}|{re.escape(surname)}{_HAN}(?=[,，\s]))",
        folded[: end - 3],
    )
    return (said.start(1), said[1]) if said and _is_name(said[1]) else None


_APPOSED = re.compile(
    rf"(?:(?<!小){one_of(' '.join(word for word in RELATION_OF if len(word) > 1 and word not in MET_AS_WELL))}|(?<=[我俺咱额他她家]){one_of(' '.join(MET_AS_WELL))}|[我俺咱]{one_of(' '.join(word for word in RELATION_OF if len(word) == 1))}|我是|姓[{_SINGLE}][,，\s]*)(?:[,，\s]|他|叫|是|名字)*(?P<name>{_NAME})"
)
_BARE_NAME = re.compile(
    rf"(?:^|[,，。\s]|嗯|呃|啊|就是|是|那个|[前后]车|[前后][面边头]的|找|联系|喊|留|写|填|开[的嘞呢咧]?)(?P<name>{_ALONE_NAME})"
)
_OF_A_FIRM = re.compile(
    rf"[我俺咱](?:就)?[是系][^,，。\s我俺咱他她]{{2,18}}?的[^,，。\s的]{{0,3}}?(?P<name>[{_SINGLE}]{_HAN}{{1,2}}){_AT_PAUSE}"
)
"""我是海达商贸管车队的苏静."""
_A_JOB = re.compile("^.[员工师管长手主户人家客友亲属机]$")
_NAME_AND_NUMBER = re.compile(
    rf"(?:^|[,，。\s找写打给系我俺])(?P<name>[{_SINGLE}]{_HAN}{{1,2}})(?=[,，\s]?(?:的?(?:电话|手机|号码)是?)?\s{{11}})"
)
"""崔红梅 13900001111: a name right before a number, which was taken out before and has left blanks."""
_BESIDE_PLATE = re.compile(
    rf"\s{{6}}[,，\s]*(?:(?:就)?是|车主)?(?:[前后旁对][面边头](?:的|那个)?)?(?P<name>(?:{one_of(_DOUBLE)}|[{_SINGLE}]){_HAN}{{1,2}}?)(?=[的嘞咧呢家]|开|坏|[前后左右](?![进来去门])|{_AT_PAUSE[3:-1]})"
)
"""后车京Q7M581宋伟前杠: a name right behind a plate, which was taken out before and has left blanks."""
_DROVE_THEMSELVES = re.compile(
    rf"(?:^|[,，。\s])(?:是|就是)?(?P<name>{_HAN}{{2,3}})(?=(?:自己|自个儿?|本人)(?:一个人)?(?:在|来)?开)"
)
"""志远自己开的: told without a surname."""
_WHO_DROVE = re.compile(
    rf"(?:^|[,，。\s])(?:是|就是)?(?P<name>(?:{one_of(_DOUBLE)}|[{_COMMON}]){_HAN}{{1,2}})(?=(?:自己|自个儿?|本人)?开的(?![门窗口]))"
)
"""钱勇开的: named in a story as who drove."""
_NO_SUBJECT = re.compile(
    f"{one_of(' '.join(RELATION_OF))}|[我俺咱你您他她它谁这那哪是就都也还不没有在时候的了呢车人]|当时|今天|昨天"
)
_OF_A_PLACE = re.compile("的(?=$|[,，。\\s])")
"""谢庄的, behind a name, tells where somebody is from."""
_OF_A_CAR = re.compile("[车面边头辆台个]是$")
"""后车是孙建国的 tells whose it is."""
_MY_NAME = re.compile(
    rf"(?:^|[,，。\s嗯呃啊])(?:我|俺|咱|本人|我系|系我)(?P<name>(?![从向和跟都没]){_BARE}(?=$|[,，。\s]|本人|自己|在?开|揸|这个|就这|电话|手机|[啊呀吧呗嘛呢]))"
)
"""我陈洪 这个电话, 我陈洪开的: a name right behind 我, where a person was asked for."""
_OPENS_WITH_ME = re.compile(
    rf"^(?:喂|您好|你好|嗯|呃|啊|哎|唉|那个|我[跟给]你说|你听我说|[,，\s])*(?:我|俺)(?P<name>{_BARE})(?=\s{{6}}|[,，\s]+(?:我|俺|车|{_HAN}\s?[A-Z]|今|昨|刚|早|晚|上午|中午|下午|$))"
)
"""您好我乌兰 蒙A…: how a call may begin."""


def _appositions(folded: str, asked: bool) -> list[tuple[int, int, dict[str, Any]]]:
    """Return names right behind a relation (我儿子王小明) and, when asked, a bare name."""
    bare = (
        [*_BARE_NAME.finditer(folded), *_MY_NAME.finditer(folded)]
        if asked
        else [*_OPENS_WITH_ME.finditer(folded), *_WHO_DROVE.finditer(folded)]
    )
    told = [*_APPOSED.finditer(folded), *_CUED.finditer(folded)]
    bare = [match for match in bare if _is_name(match["name"])]
    bare = [
        match
        for match in bare
        if _OF_A_CAR.search(folded[: match.start("name")])
        or not (
            _OF_A_PLACE.match(folded, match.end("name"))
            and any(name.start("name") < match.start("name") for name in [*told, *bare])
        )
    ]
    return [
        (match.start("name"), match.end("name"), _named(match.group("name")))
        for match in [*_APPOSED.finditer(folded), *bare]
        if _is_name(match.group("name")) and not _spells(folded, match)
    ]


def _spells(folded: str, name: re.Match[str]) -> bool:
    """Tell whether what looks like a name is the word that tells a character: 孟子的孟."""
    word = _BY_WORD.match(folded, name.start("name"))
    return word is not None and word["character"] in name["name"] and name.end("name") < word.end()


def _disjoint(found: list[tuple[int, int, dict[str, Any]]]) -> list[tuple[int, int, dict[str, Any]]]:
    """Keep the fuller of overlapping people."""
    kept: list[tuple[int, int, dict[str, Any]]] = []
    for person in sorted(found, key=lambda p: (-len(p[2].get("name", "")), -(p[1] - p[0]), p[0])):
        if not any(person[0] < end and start < person[1] for start, end, _ in kept):
            kept.append(person)
    return sorted(kept, key=lambda person: person[:2])


def _whole(found: list[tuple[int, int, dict[str, Any]]]) -> list[tuple[int, int, dict[str, Any]]]:
    """Leave out a name that is part of one told before: 白乌云 乌云就是天上那乌云."""
    names = [value.get("name", "") for _, _, value in found]
    return [
        one
        for at, one in enumerate(found)
        if not names[at] or not any(names[at] != name and names[at] in name for name in names[:at])
    ]


_INTRODUCES = re.compile(
    r"[我俺咱](?:就)?(?:是|叫|姓|系)(?:名字)?(?:叫)?$|(?:^|[,，。\s嗯啊])(?:我|俺|咱|本人)(?:系)?$"
)


def _merge(
    folded: str, found: list[tuple[int, int, dict[str, Any]]]
) -> list[tuple[int, int, dict[str, Any]]]:
    """Join a surname with the full name after it, and give each person the relation said before it."""
    merged: list[tuple[int, int, dict[str, Any]]] = []
    for start, end, value in found:
        if merged:
            last_start, last_end, last = merged[-1]
            same = last.get("surname") == value.get("surname")
            if (
                same
                and (end - last_end <= 16 or start - last_end <= 6)
                and not ("name" in last and "name" in value and last["name"] != value["name"])
            ):
                if (
                    not value.items() <= last.items()
                ):  # 车主是孙女士 孙女士的电话: named again, and no more of the name
                    merged[-1] = (last_start, end, {**last, **value})
                continue
        relation, after = _relation_before(folded, start), _relation_after(folded, end)
        if relation and relation[1] == "本人" and after:
            relation = None  # 我开的 黄志强是我亲哥
        if relation is None or relation[1] == "借用人":
            relation = _relation_told(folded, start) or relation
        if relation and relation[1] == "本人" and "surname" not in value:
            relation = None  # 我开的租车公司的车
        if relation:
            start, value = relation[0], {**value, "relation": relation[1]}
        elif _INTRODUCES.search(folded[:start]) and not is_whose(folded, end):
            value = {**value, "relation": "本人"}
        elif after:
            value = {**value, "relation": after}
        merged.append((start, end, value))
    return merged


_WHOSE = re.compile("[的他她]|家的?")


def is_whose(text: str, end: int) -> bool:
    """Tell whether a name that ends there only says whose somebody is: 我是丁国强的老婆, 我是丁国强他姐."""
    return _WHOSE.match(text, end) is not None


_DROVE = re.compile(r"(?:来|在|帮我|替我)?(?:开的(?![门窗])|开我?的?车|开着|驾驶)")
_BORROWED = frozenset(word for word, relation in RELATION_OF.items() if relation in ("借用人", "本人"))


def _relation_alone(folded: str, asked: bool) -> tuple[int, int, dict[str, Any]] | None:
    """Return who is meant by a relation without a name ("我老公开的", "找我就行")."""
    for match in _ALONE.finditer(folded):
        word, own = match.group("word"), match.group("own")
        behind = folded[match.end() :]
        short = asked and len(folded) <= len(word) + 8
        if word in NEEDS_OWN and not own and not short and not _DROVE.match(behind):
            continue
        if (further := _ALONE.match(behind.removeprefix("的"))) and further.group("word") not in _BORROWED:
            continue  # 我爱人的父亲
        if word in MET_AS_WELL and not _WHOSE_KIN.search(folded[: match.start("word")]):
            continue
        if re.search(r"不是|没有", folded[max(0, match.start() - 2) : match.start()]):
            continue
        return match.start(), match.end(), {"relation": RELATION_OF[word]}
    if asked:
        me = re.match(
            r"(?:嗯|呃|啊|就|那就|是|对|那|哦|,|，|\s)*(?:还是|就是|就)?(?:我|俺|咱)(?:一个人|\s|吧|呗|啊|呀|了|嘛|啦|自己|本人|,|，|。|在|开|的|这个?号|电话|就行|就可以|就好|来|联系)*$",
            folded,
        )
        if me:
            return 0, len(folded), {"relation": "本人"}
    return None
