"""How the words stand to a value, and whose it is: ConText's rules (Harkema 2009, medSpaCy) for spoken Mandarin.

A cue in front of a value or behind it says that what the value tells did not happen, is only asked or feared, was dodged, or
was another time. A row of ``RULES`` is one such cue with its direction, its scope and what it is about; what is no cue
(没看见, 恐怕) stands in the cue itself, and a clause ends every scope. Without a row a value is asserted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from mandarin.homophones import repair
from mandarin.sides import CARS, HE, KIN, PEOPLE, I
from mandarin.span import ASSERTED, Span

HAPPENED = frozenset({"event", "flag", "injury", "part", "third_part", "vehicle", "property", "hospital"})
"""The kinds that are read in context."""

_C = r"[^,，。;；!！?？\s]"
"""A character of the same clause."""


@dataclass(frozen=True)
class Rule:
    """One cue.

    Attributes:
        assertion: What the cue makes of a value.
        cue: The words, as a regular expression; look-behinds in it are what is no cue.
        stands: Where the cue stands: ``before`` the value, ``after`` it, or ``within`` its words.
        scope: What may stand between the cue and the value.
        kinds: The kinds it is about.
        values: The values (labels of events and flags) it is about; empty for all.
        spares: The values it leaves alone.
    """

    assertion: str
    cue: str
    stands: Literal["before", "after", "within"] = "before"
    scope: str = ""
    kinds: frozenset[str] = HAPPENED
    values: frozenset[str] = frozenset()
    spares: frozenset[str] = frozenset()

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern that finds the cue from the value's edge."""
        if self.stands == "before":
            return re.compile(f"(?:{self.cue})(?:{self.scope})$")
        if self.stands == "after":
            return re.compile(f"(?:{self.scope})(?:{self.cue})")
        return re.compile(self.cue)


_TOLD = frozenset({"event", "flag"})
_CIRCUMSTANCE = frozenset({"flag"})
_PARTS = frozenset({"part", "third_part"})
_STRUCK = frozenset({"event", "vehicle", "property", "injury", "part", "third_part"})
_ROAD_USERS = frozenset({"event", "vehicle"})
_HOLD_A_DENIAL = frozenset(
    {"hit_unknown", "no_licence", "not_drivable", "trapped", "dispute", "burning_now", "fled_other"}
    | {"learner", "withheld", "inspection_expired"}
)
"""Labels whose own words deny something: 没驾照, 不知道被谁."""
_WITH_A_STRUCK_PARTY = frozenset(
    [
        "hit_nonmotor",
        "hit_pedestrian",
        "hit_animal",
        "hit_vehicle",
        "hit_by_vehicle",
        "rear_end",
        "rear_ended",
    ]
)
_ASKED_ABOUT = frozenset(
    [
        "fire",
        "flood",
        "drink",
        "drivable",
        "not_drivable",
        "leaking",
        "police_called",
        "repaired_already",
        "towed",
        "second_start",
    ]
)
"""Labels that callers ask about without telling them: 酒驾赔不赔."""

_WHO = r"(?:我|他|人家|对方|别人|什么|人|谁|被|会|让|把|是|给|直接|敢|再|又|去|试|想|来|着){0,3}"
_HITS = "(?:撞|碰|刮|剐|蹭|擦|怼|顶|追|压|轧|砸|伤)"
_BUT = "(?:就|才|还好|好在|幸好|只是|但是|不过|可是|结果|所以|于是|一打|方向|然后|后来|最后|反而|没想到)"
_WHICH = (
    r"(?:[一两几那这]|人家|别人|[个辆只条名位台群头部张]|前[面边]|对[面向]|旁边|后面|路边|路上|突然|忽然|横穿|横过|过马路|马路|窜出来|冲出来|跑出来|过来|出来"
    r"|逆行|变道|并线|加塞|急刹|停|骑|开|来|的|了|老|小|大|穿|跑|闯红灯|流浪|野)*"
)
_THING = "[^,，。]{0,4}?(?:树|墙|杆|栏|柱|墩|沟|牙子|路沿|路肩|花坛|花池|隔离|石|岛|牌|灯)"

RULES: tuple[Rule, ...] = (
    # 会不会着火: a question, and no denial.
    Rule(
        "asked",
        rf"(?:会不会|是不是|算不算|有没有|要不要|用不用|需不需要|该不该|是否|能不能|管不管|赔不赔|保不保){_C}{{0,4}}",
        kinds=HAPPENED,
    ),
    # 不是追尾，是他别的我. The B is left to itself.
    Rule(
        "put_right",
        r"(?<!是)(?<!这)(?<!可)(?<!要)不是(?:说|因为)?",
        scope=_WHO,
        kinds=_TOLD | {"vehicle", "property"},
    ),
    # 电动车倒是一点没挨到
    Rule(
        "denied",
        r"(?:倒是?|反而)?(?:一点|根本|压根|都|也|就)*没(?:有)?(?:挨|碰|撞|刮|蹭|擦)(?:到|着|上)",
        stands="after",
        kinds=frozenset({"vehicle"}),
    ),
    # 没碰到别的车, 没撞着护栏
    Rule(
        "denied",
        r"没(?:有)?(?:碰|撞|刮|剐|蹭|伤|挨)?(?:到|着|上|住|了)?|不是|不涉及",
        scope="(?:别的|其他|什么|任何|别人的?|人家的?|一?[个辆])?",
        kinds=frozenset({"vehicle", "property"}),
    ),
    # 没撞到人; not 没看见, 没刹住, where something did happen.
    Rule(
        "denied",
        r"没有?|不是|未|没有?被|不会|没怎么|(?<!特)别(?!人|克|的|个|家|处)|不算是?|不能算|没人|[谁哪]个?也没|都没|没能|没让|[没不]敢|不许|没法|不可能|从来?不|从没|滴酒不|不叫",
        scope=_WHO,
        kinds=_TOLD,
        spares=_HOLD_A_DENIAL,
    ),
    # 他没撞我: the subject belongs to the event's own words.
    Rule(
        "denied",
        r"没(?:有)?(?:被|让)?(?:撞|碰|刮|剐|蹭|追|伤|喝|着|砸|泡|淹|丢|报|修|挪|动|启|偷|拖)",
        stands="within",
        kinds=_TOLD,
        spares=_HOLD_A_DENIAL | {"left_scene"},
    ),
    # 我哪敢喝酒, 怎么可能酒驾
    Rule("denied", r"(?:怎么|咋|怎)可能|哪(?:里|儿)?(?:敢|能|会)", scope=_WHO, kinds=_TOLD),
    # 追尾一般怎么定责, 撞了护栏的话赔多少
    Rule(
        "asked",
        r"一?般(?=[怎如赔算谁都是])|通常|的话",
        stands="after",
        scope="(?:了|的|这种|上){0,2}",
        kinds=_STRUCK,
    ),
    # 报警了吗, 算追尾吗
    Rule(
        "asked", r"(?:吗|么(?!样)|没有?(?=$|[?？]))", stands="after", scope="(?:了|的|过){0,2}", kinds=_TOLD
    ),
    # 这还开得走不咯, 还能开不
    Rule(
        "asked",
        r"不(?=$|[,，。\s咯嘛啊呀哦]{1,2}(?:$|[,，。\s]|高速|我|要|你))|啵",
        stands="after",
        scope="(?:走|开|动|了|的|得){0,3}",
        kinds=frozenset({"flag"}),
    ),
    Rule(
        "asked",
        r"怎么办|咋办|咋整|会不会|算不算|赔不赔|能赔|管不管|赔吗|管吗",
        stands="after",
        scope=r"(?:了|的|这种|这个|情况|责任|险|，|,){0,3}",
        kinds=_TOLD,
        values=_ASKED_ABOUT,
    ),
    # 怕撞到人, 要是有人受伤; not 恐怕, 怕是, 害怕.
    Rule(
        "supposed",
        r"(?<![恐害不可])怕(?!是|不是)|担心|(?<![主只重需])要是|如果|万一|假如|假设|倘若|防止|以防|免得|省得|否则|不然|(?<!没)以为",
        scope=rf"(?:(?!{_BUT}|没{_C}){_C}){{0,8}}?",
        kinds=_STRUCK | _CIRCUMSTANCE,
        spares=frozenset({"highway"}),
    ),
    # 差点撞到人, 险些追尾
    Rule(
        "dodged",
        r"差(?:一)?点儿?(?:没)?|险些|好悬|避免了?",
        scope=rf"(?:(?!{_BUT}){_C}){{0,8}}?",
        kinds=_STRUCK,
    ),
    # 躲电动车, 避让一个过马路的; not 没躲开, 躲不开.
    Rule(
        "dodged",
        r"(?<!没)(?<!没有)(?<!没能)(?<!不及)(?:躲(?:避|闪|让|开|过|着|了|一下)*|避(?:让|开|过|着|了)+|闪(?:避|躲|开|了)+|礼让)",
        scope=_WHICH,
        kinds=_ROAD_USERS,
        values=_WITH_A_STRUCK_PARTY | frozenset({"机动车", "非机动车", "行人", "动物"}),
    ),
    # 那轮胎能崩 往后退
    Rule(
        "supposed",
        r"(?:会|能|万一|别|怕)(?:再|要|不会|给我?)*(?:爆|崩|炸|着火|起火|倒下|砸)(?!了|得)",
        stands="after",
        kinds=_PARTS,
    ),
    # 发动机进没进水我不懂, 大灯坏没坏不晓得
    Rule(
        "asked",
        r"([\u4e00-\u9fff])没\1|(?:有没有|是不是|会不会)[^,，。\s]{0,4}|(?:怎么样|咋样|啥样|什么情况)?(?:我|俺|也|都|还|就|倒)*(?:不知道|不清楚|不懂|不晓得|没看[清到见]?|看不[清到见])",
        stands="after",
        scope=f"{_C}{{0,3}}?",
        kinds=_PARTS,
    ),
    # 跟一个大巴会车 passes it
    Rule(
        "dodged",
        r"会(?:了个?|个|一下)?车|错(?:了个?|一下)?车",
        stands="after",
        scope="[,，\\s]?(?:在|正)?(?:这里|那里|那儿)?",
        kinds=_ROAD_USERS,
        values=_WITH_A_STRUCK_PARTY | frozenset({"机动车", "非机动车"}),
    ),
    # 我喝了二两没敢开: whoever drank did not drive.
    Rule(
        "denied",
        r"(?:就|所以|才|也|我|他|她)*(?:没|不)(?:敢|能|法|让[我他她])?(?:再|去)?开(?![门窗灯])",
        stands="after",
        scope=rf"{_C}{{0,4}}?[,，\s]?",
        kinds=frozenset({"flag"}),
        values=frozenset({"drink"}),
    ),
    # 上次撞的前杠, 去年那回追尾; not 三天以前.
    Rule(
        "other_time",
        r"上(?:一)?[次回]|(?:去年|前年|上个?月|上周|之前|前阵子|那年)那?一?[次回]|(?<![天年月时周期拜日钟])(?<!这)以前(?!面)|早先",
        scope=rf"(?:(?!这[次回]|今天|今早|现在|刚才|又|这边|跟|和|一样){_C}){{0,10}}?",
        kinds=HAPPENED,
        spares=frozenset({"parked"}),
    ),
    # 我原来老带学生上那儿比赛, 平时喝点酒 今天没喝
    Rule(
        "other_time",
        r"原来(?:老|总|常|经常|一直)|平时|平常|从前|(?<!不)经常|(?<![一])老(?=带|在|去|上)",
        scope=rf"(?:(?!这[次回]|今天|今早|现在|刚才){_C}){{0,10}}?",
        kinds=_CIRCUMSTANCE,
    ),
    # 石子崩了玻璃 我现在停在服务区: where the car is now, and no parked car that something happened to.
    Rule(
        "other_time",
        r"(?<!车)(?<!子)(?:现在|这会儿?|目前)(?!都好)",
        scope=r"(?:我|我们|俺|人|先|就|都|暂时|已经)*(?:开|挪|靠)?(?:下来|过来|到)?",
        kinds=frozenset({"event"}),
        values=frozenset({"parked"}),
    ),
    # 后门那个坑是以前就有的
    Rule(
        "other_time",
        r"(?:是|都是|就是)?(?:以前|之前|原来|本来|上[次回]|早先)(?:就|自己|的)?(?:有|撞|刮|剐|蹭|碰|坏|裂|划|掉|弄|的)|(?:老|旧)(?:伤|印|痕|毛病|疤)",
        stands="after",
        scope=rf"(?:(?!这[次回]){_C}){{0,6}}?",
        kinds=_PARTS,
    ),
    # 明天再拖走, 打算报警
    Rule(
        "other_time",
        r"明天|后天|下周|待会儿?|等会儿?|打算|准备",
        scope=rf"{_C}{{0,6}}?",
        kinds=_CIRCUMSTANCE,
        values=frozenset({"towed", "repaired_already", "police_called", "scene_moved"}),
    ),
)
_COMPILED = tuple((rule, rule.compiled()) for rule in RULES)

_REACH = 24
"""Characters before and behind a value within which cues are looked for."""
_PUT_RIGHT = re.compile(r"[^。]{0,10}?(?:[,，。\s]+|而)(?:而?是|应该是)(?!吧|的|$)|是(?:我|他|对方|人家|被)")
_INSISTS = re.compile(rf"{_C}{{0,6}}(?:吗|嘛|么)")
"""这不是追尾了吗 tells that it was."""
_DID_NOT_HELP = re.compile(
    rf"[^。]{{0,12}}?(?:没(?:有|能)?(?:躲|闪|避|错开)|还是{_HITS}|躲(?:闪)?不(?:及|开|过))(?![^。]{{0,12}}{_HITS}{_THING})"
)
"""躲电动车没躲开: it was struck; 躲电动车没躲过去撞树上了: the tree."""
_YIELDED = re.compile(rf"(?<![被不没])让(?:一下|了|着)?{_WHICH}$")
_INTO_A_THING = re.compile(
    rf"(?:(?!{_HITS})[^。]){{0,14}}?(?:撞|碰|刮|剐|蹭|冲|开|拐|骑)(?:到|了|上|进|在|着)*{_THING}"
)


_DODGED_BEHIND = re.compile(
    rf"[^。]{{0,24}}?(?:躲|避|让|闪)(?:开|避|让|一下|了|着)*(?:[他她它伊佢]|(?=[,，\s]))(?:(?!没躲|{_HITS})[^。]){{0,18}}?(?:{_HITS}|冲|杵)(?:到|了|上|在|着|的)*{_THING}"
)
"""一个电动车冲出来 我躲他 撞到护栏上了: who was dodged by a pronoun and by that a thing was struck."""


def standing(text: str, start: int, end: int, kind: str, value: object = None) -> str:
    """Return how the words stand to ``text[start:end]``, a value of this kind: ``asserted``, ``denied`` and so on.

    Args:
        text: The repaired text.
        start: Where the value's words begin.
        end: Where they end.
        kind: Its kind; one outside ``HAPPENED`` is asserted.
        value: Its label, or the kind of a road user.
    """
    before, within, after = text[max(0, start - _REACH) : start], text[start:end], text[end : end + _REACH]
    for rule, pattern in _COMPILED:
        if kind not in rule.kinds or value in rule.spares or (rule.values and value not in rule.values):
            continue
        found = (
            pattern.search(before)
            if rule.stands == "before"
            else pattern.match(after)
            if rule.stands == "after"
            else pattern.search(text[max(0, start - 2) : end])
        )
        if found is None:
            continue
        if rule.assertion == "put_right" and not _PUT_RIGHT.match(after):
            continue
        if rule.assertion == "denied" and "不是" in found.group() and _INSISTS.match(after):
            continue
        if rule.assertion == "dodged" and rule.kinds != _STRUCK and _DID_NOT_HELP.search(within + after):
            continue
        return rule.assertion
    struck = value in _WITH_A_STRUCK_PARTY or kind == "vehicle"
    if kind in _ROAD_USERS and struck and (_yielded(text, start, end) or _DODGED_BEHIND.match(text[end:])):
        return "dodged"
    return ASSERTED


def _yielded(text: str, start: int, end: int) -> bool:
    """Tell whether 让 yields here, and is not "by": 让一个电动车撞树上了."""
    begins = start + 1 if text[start] == "让" else start
    return bool(
        _YIELDED.search(text[max(0, begins - _REACH) : begins]) and _INTO_A_THING.match(text[begins:])
    )


# --- whose ---------------------------------------------------------------------------------------------------------

_OTHERS = (
    rf"对方(?:那个?)?{PEOPLE}?|对面(?:那个?)?{PEOPLE}?|人家|肇事(?:司机|者|的|车)?|{_HITS}(?:了|到|上)?{I}们?的?车?(?:尾巴?|屁股|后面)?的?那?个?{PEOPLE}?(?=的|那|喝|没|是|刚|酒|跑|逃|开|他|她|$)"
    rf"|那个?(?:司机|人|小伙子?|小伙儿|男的|女的|家伙|老头|车主|骑)|[前后]车(?:的)?{PEOPLE}?|[前后旁]面(?:的|那)?(?:个|辆|台)?车?(?:的)?{PEOPLE}?|骑{_C}{{0,3}}的|送外卖的|外卖小?哥|行人"
    rf"|{CARS}|那[辆个台]?车"
)
_MENTION = re.compile(
    rf"(?P<other>{_OTHERS})|(?P<kin>(?:{I}们?|他的?)?(?:的|家)?{KIN})|(?P<self>{I}们?|自己|本人|本车)|(?P<he>{HE}们?|它|代驾)"
)
_AN_OBJECT = re.compile(
    r"(?:[被让叫把给跟和与向对朝]|撞|碰|刮|剐|蹭|擦|怼|顶|追尾?|压|轧|砸|别|赖|骂|问|告诉)(?:到|了|上|着|倒|伤|死)*(?:个|一个|那个)?$"
)
_BY_THE_WAY = re.compile(r"(?:哪里?儿?|怎么|咋|也|都)*(?:会|能)?(?:不?知道|不?晓得|不清楚|觉得|看|估计|寻思)")
_LENT = re.compile(r"(?:借给?|让|叫|给|请|由)了?$")
_AT_THE_WHEEL = re.compile(rf"{_C}{{0,6}}?(?:开(?!门|着门)|驾驶|借)")
_STOPS = tuple(",，。;；!！?？ ")
_OF_A_DRIVER = frozenset({"drink", "drugs", "no_licence", "learner", "race", "left_scene"})
_OF_A_CAR = frozenset({"not_drivable", "drivable", "leaking", "towed"})
_BARE_CAR = re.compile(r"[,，。\s]*车")
_POSSESSOR = re.compile(r"[^,，。\s]$")
_OF_A_SIDE = (
    _OF_A_DRIVER | _OF_A_CAR | frozenset(["for_hire", "scene_moved", "repaired_already", "second_start"])
)
"""Circumstances of a driver, or of a car; the others (highway, dispute, police_called) are of the accident."""
_DROVE = re.compile(
    rf"(?:(?P<self>[我俺](?!{KIN})(?:[\s,，]?[\u4e00-\u9fff]{{2,3}}?[\s,，]?)?)|(?P<kin>(?:我|俺|咱)?{KIN}|他|她)|(?P<hired>代驾))"
    r"(?:来|在|自己|本人|司机|师傅|给我?|帮我?)*(?:开(?:[的德得嘞呢咧滴哒嘅噶]|车|着|$|[,，。\s啊呀])|驾驶)"
)
_DID_NOT_DRIVE = re.compile(rf"(?:{KIN}|他|她)[^,，。\s]{{0,3}}(?:没|不敢|不能|没让他|没有)开")
_HIRED = re.compile(
    r"(?:叫|找|喊|请|是|让|约)(?:了|的|个|一个)*代驾|代驾(?:来|司机|师傅)?(?:开|撞|把|来|倒|停)"
)
_DESCRIBES = re.compile(r"的?(?:就)?是(?:对方|他|她|人家|撞我的)")
_THE_ONE_WHO = re.compile(
    rf"(?:被|让|叫|遭|有|碰[上到见]|遇[上到见]|撞[上到了])(?:了)?(?:个|一个|那个|人|那|辆)?{_C}{{0,2}}$"
)


def owner_of(text: str, start: int, end: int, kind: str, value: object = None) -> str:
    """Return whose a value is: ``ours``, ``other`` (anybody's but our car's and its driver's), or "" when nothing says.

    A circumstance of a driver or a car is the last person's who was spoken of as doing something; what was told of somebody
    who did not drive our car (我老公喝酒了，我开的) is not our driver's.
    """
    if kind != "flag" or value not in _OF_A_SIDE:
        return ""
    if value in _OF_A_DRIVER and _DESCRIBES.match(text[end:]):
        return "other"
    if value in _OF_A_DRIVER and "的" in text[end - 1 : end + 1] and _THE_ONE_WHO.search(text[:start]):
        return "other"  # 被一个酒驾的撞了
    if value == "drink" and _HIRED.search(text):
        return "other"
    if value in _OF_A_CAR and _BARE_CAR.match(text, start) and not _POSSESSOR.search(text[:start]):
        return ""  # 他在现场等 车能开: the car is the one that the call is about
    who, whose = _subject(text, start, end)
    if whose == "ours" and value in _OF_A_DRIVER - {"left_scene"}:
        drivers = [match.lastgroup for match in _DROVE.finditer(text)]
        if who not in (drivers[-1:] or [who]) or (who == "kin" and _DID_NOT_DRIVE.search(text)):
            return "other"
    return whose


def _subject(text: str, start: int, end: int) -> tuple[str, str]:
    """Return who the words before ``start`` speak of (``self``, ``kin``, ``other``) and whose side that is."""
    who = whose = driver = ""
    for match in _MENTION.finditer(text[:end]):
        if match.start() > start:
            break
        before = text[: match.start()]
        group = str(match.lastgroup)
        lent = group == "kin" and _LENT.search(before)
        if _AN_OBJECT.search(before) and not lent and group != "other":
            continue
        if group == "other" and re.search(
            r"(?:[被让叫把跟和与向对]|撞|碰|刮|剐|蹭|怼|顶|追)(?:到|了|上|着|倒)*$", before
        ):
            continue
        if group == "self" and _BY_THE_WAY.match(text[match.end() :]):
            continue  # 我哪里知道 人都跑了
        if group == "he":
            group = "kin" if driver or (who == "kin" and not before.endswith(_STOPS)) else "other"
        elif group == "kin":
            driver = match.group() if lent or _AT_THE_WHEEL.match(text[match.end() :]) else ""
        elif group == "other":
            driver = ""
        who, whose = group, "other" if group == "other" else "ours"
    return who, whose


def in_context(text: str, spans: Iterable[Span]) -> list[Span]:
    """Mark the spans of an utterance with how the words stand to them and whose they are, as far as that is still open."""
    repaired = repair(text)
    return [_marked(repaired, span) if span.kind in HAPPENED else span for span in spans]


def _marked(repaired: str, span: Span) -> Span:
    value = span.value.get("kind") if span.kind == "vehicle" else span.value
    label = value if isinstance(value, str) else None
    assertion, owner = span.assertion, span.owner
    if assertion == ASSERTED and span.kind != "injury":
        assertion = standing(repaired, span.start, span.end, span.kind, label)
    return replace(
        span, assertion=assertion, owner=owner or owner_of(repaired, span.start, span.end, span.kind, label)
    )
