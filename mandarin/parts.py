"""Parts of a car, one vocabulary: side, position, part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mandarin.belongings import is_container
from mandarin.body import BODY, HUMAN
from mandarin.body import WORDS as OF_PEOPLE
from mandarin.corrections import MUDDLED
from mandarin.homophones import repair
from mandarin.lexicon import Hit, Lexicon, past_fillers, variants
from mandarin.makes import NAMED
from mandarin.part_sounds import heard_by_sound
from mandarin.part_words import (
    COARSE,
    FAMILIES,
    NEEDS_PLACE,
    NOT_PARTS,
    ONLY_PLACED,
    ORDINARY_HALVES,
    PAINT,
    SLIDING,
)
from mandarin.sides import CARS, HE, KIN, OTHERS, I
from mandarin.span import ASSERTED, Span


@dataclass(frozen=True)
class Part:
    """A part's canonical noun and which of side and position its name takes."""

    noun: str
    family: str


NOUNS: Lexicon[Part] = Lexicon(
    {word: Part(noun, family) for family, table in FAMILIES.items() for word, noun in variants(table).items()}
)
_NOT_PART = Lexicon(dict.fromkeys(NOT_PARTS, ""))


def _halves(word: str) -> set[str]:
    """Return what is left of a noun of three or more characters when one is lost, and is no word by itself."""
    halves = {word[:gap] + word[gap + 1 :] for gap in range(len(word))} if len(word) >= 3 else set()
    return {half for half in halves - ORDINARY_HALVES - NOUNS.words.keys() if not set(half) & set("车子儿")}


_HALVED: Lexicon[Part] = Lexicon(
    {
        half: part
        for word, part in reversed(NOUNS.words.items())
        if part.noun not in COARSE
        for half in _halves(word)
    }
    | {"大": Part("大灯", "front"), "尾": Part("尾灯", "rear"), "机子": Part("引擎盖", "plain")}
)
"""Nouns that lost a character; parts only where damage or a list shows that one was meant."""
_COUNTED = r"(?:两|2|俩|二|一|1|四|4|几|仨|三)(?:个|扇|块|只|条|盏|面|根)?"
_MODIFIER = re.compile(
    rf"(?P<count>{_COUNTED}(?=[左右前后]))?"
    r"(?P<side>[左右][前后][和跟、,，\s]?[左右][前后](?=的?(?:两[个扇]|俩)?车?(?:门|轮|胎|大灯|叶子|翼子|轮胎|轮毂|灯))|左右(?:两[侧边])?|副驾驶?(?:座|位|员)?(?:[那这]?一?[边侧])?|副(?=的?(?:那个)?(?:车?门|后视镜))"
    r"|[主正]驾驶?(?:座|位)?(?:[那这]?一?[边侧])?|驾驶员?(?:座|位)?[那这]?一?[边侧]|驾驶[位室座舱](?:[那这]?一?[边侧])?"
    r"|驾驶员?(?=的?(?:那个)?车?门)|正?司机(?:座|位)?[那这]?[一边侧]+|正?司机(?:位|座)?(?=的?(?:那个)?(?:车?门|后视镜)|后[面边头])"
    r"|副司机[那这]?[一边侧]*|乘客[那这]?一?[边侧]|(?:最)?[左右][手]?(?:[边侧面]|边儿|半边)?|两[边侧]|双侧)?"
    r"(?:靠|的|嘞|那个|这个|这边|那边|整个|那|这)?[\s,，]*"
    r"(?P<end>前后(?:两[个边])?|前[边面头](?=前)前|后[边面头](?=后)后|前[边面侧头方排座]?|后[边面侧头方排座]?|中间)?(?:的|嘞|那个|是)?(?P<side2>[左右](?:[边侧面方]|手边)?)?"
    r"(?P<of>(?:部位|方位|位置|那边|这边|那块|这块|边上|边|一块|整个|那一块|这一块|那头|外侧)?(?:的)?)?(?:那|这|那个|这个)?"
    rf"(?:{_COUNTED}|个|扇|块|只|条|根)?(?:(?<=[左右][前后])\s)?(?=.)"
)
_GAP = re.compile(
    r"^(?:还有|以及|和|何|跟|与|及|、|,|，|。|\s|连同|连着|带着|带|也|都|呃|嗯|啊|那个|就是|加上|外加|包括|的|再有|另外|同|连|加|一个|一块|然后|儿|再加上|甚至|并且|而且)*$"
)

_INTACT_AFTER = re.compile(
    r"^(?:也|都|倒|倒是|我?看(?:了|过|着)|好像|应该|是|还|啥的|什么的|那块|那边|就|那个|儿)*(?:没事|[没莫]得(?:啥子?|什么)?(?:事|坏)|没(?:时(?!间|候)|实|使|视)|[美每]事|没有事|没啥事|没什么事|没坏|没碎|没有坏|没碰|没挨|没蹭|没弹|没爆|没开|没打开|没有弹|没炸|没出来|没有爆|没受损|没损|没撞|没破|没裂|没变形|没问题|没毛病|没啥|没有问题|没掉|没瘪|没凹|没动|没刮|没有刮|没刮着|没伤|没影响|完好|好着|好好的|好的|无损|没有受损|没有损|没有碰|没湿|没进水|不要紧|不碍事|没有碎|能开|能用|还行|还亮)"
    r"(?![,，。\s]*(?:就是|只是|就|但是?|不过|可是?)?(?:有点|稍微|给|被|都|也|还)*(?:裂|破|碎|瘪|凹|刮|蹭|划|花|歪|变形|松|断)[了开])"
)
_INTACT_BEFORE = re.compile(
    r"(?:没说过?|没讲过?|没有?[碰撞伤蹭刮挨擦剐顶砸][到着]|(?<![哎哦噢啊唉])不是|没有伤到|除了|没动|没砸到|没砸着|不光|不光是|不止|不只是|没砸)(?:到|着)?(?:[我俺咱他]们?)?(?:车上?)?的?$"
)
_TO_CHECK = re.compile(
    r"(?:核实|核对|核查|确认|检查|留意|注意|盯着|看看|看一?下)(?:好|一?下)?(?:那个|这个|那块|这块|的|我的?)*[左右前后边]*$"
)
_AND_NO_MORE = re.compile(
    r"(?:就[好行成]|就可以|一下|吧|哈|啊|哦|了|的|这块|那块|的事|这一?处)*(?:$|[,，。\s])"
)
"""Words around a part that we are only to look at: 你们记着核实那个镜子就好."""
_NOT_ONLY = re.compile(r"(?:不光是?|不止|不只是?|除了)(?:我的?|他的?)?$")
_WATER_BEFORE = re.compile(
    r"(?:淹|没过|没到|漫|水到|水位|水都?到|水深|泡到|水.{0,4}[到过])[了到过]*[我车的]*$"
)
_PREMISES = re.compile(r"物业|小区|商场|门岗|保安|车库|地库|角落|路口|马路|监控|停车场")
"""Whose cameras are no part of a car: 物业说那个角落的摄像头坏了."""
_STRUCK_OUT_BEFORE = re.compile(
    r"(?:哪来的?|哪有|哪里有|没说|没讲|(?:怎么|咋|为啥)(?:又|就|还|给我?)?(?:变|写|记|说|改|弄|成)(?:成|了)?|(?:不要|别|莫)(?:写|记|登|算)|(?:去掉|删掉|划掉)(?:那个)?|(?:^|[,，。\s])(?:对方|[他她]们?|人家|我们?|[那这]个?车|我车)?(?:那边|的?车)?(?:也|根本|压根)?(?:没有|没得|冇))(?:什么|啥|那个|这个)?$"
)
_STRUCK_OUT_AFTER = re.compile(
    r"(?:那[一个条项]*)?[,，\s]?(?:给我|给|帮我|都|也|要|是|你们?)*(?:[去拿勾抹]掉|[去删勾抹]了(?=它|$|[,，。\s吧啊呀嘛])|删[掉了去除]|划掉|取消|不要(?:写|记|登|算)|别(?:写|记|登|算)|莫写|不算|不是我们?的?车?的?|不是我们?车上|是(?:物业|小区|别人|人家|商场|停车场|地库|车库)的)"
)
"""Words with which a part is struck out of what is read back: 哪来的引擎盖, 把引擎盖去掉, 摄像头是物业的."""
_DOING = re.compile(
    r"(?:看|打|踩|开|关|拉|推|锁|踹|按|擦|踢|检查|修|换过|靠着|骑着|拍|写|报|摇|抬|贴)(?:着|了|开|下|一下|完|一眼|的)?$"
)
_DAMAGED = re.compile(
    r"坏|碎|裂|瘪|凹|变形|掉|刮|蹭|划|撞|烂|破|断|歪|擦|挂|剐|蹦|崩|翘|脱|砸|坑|损|伤|报废|完了|毁|废|弯|塌|卷|鼓|爆|漏|松|开胶|开裂|印|痕|换|修|喷漆|进去|凸|没了|不亮|不灵|打(?=坏|碎|烂|瘪|裂|弯|断)|打不开|关不上|关不严|合不上|进水|泡|烧|湿|豁|错位|瘸|撅|扁|陷|窝|磕|碰|顶|怼|杵|炸|压|挤|拧|没得|没气|折[了断]|掰"
)


def no_damage(text: str) -> bool:
    """Return whether the caller says that the car is not damaged ("没什么损失", "车没事")."""
    repaired = repair(text)
    if re.search(
        r"^(?:嗯|呃|啊|这个|那个|目前|暂时)*(?:没有|没|没啥|没什么|无|没事|没坏|没有坏|没损失|没有损失)(?:了|的|吧|啊|呀|呢)?$",
        re.sub(r"[,。！!，\s]", "", repaired),
    ):
        return True
    denied = re.search(
        r"(?:没有?(?:什么|啥|任何|多大|太大)?(?:大|明显的?)?(?:损失|损坏|损伤|毛病|大碍|问题|痕迹|伤)|(?:车|啥|什么|哪儿|哪里|哪)(?:子|都|也|倒|是|上|身|我)*(?:没事|屁事(?:儿)?(?:都|也)?没|没坏|没损|没啥事|没什么事|好好的|没有事|没碰坏|没伤)|看不出(?:来)?(?:什么|啥)?(?:损|伤|坏|问题|毛病))",
        repaired,
    )
    return bool(denied) and all(part.assertion != ASSERTED for part in find_parts(text))


_WHOLE_WIDTH = frozenset({"保险杠", "防撞梁", "挡风玻璃", "牌照"})
"""Reach from side to side: 后杠左边掉了一块 is the rear bumper."""


@dataclass(frozen=True)
class _Name:
    """Side, position and noun of one part, before they are joined."""

    side: str
    end: str
    part: Part
    explicit: bool

    def canonical(self) -> str:
        """Return the name as the record has it: 左前车门, 右翼子板 as 右前翼子板, 左边车身 as 左侧面."""
        side, end, noun, family = self.side, self.end, self.part.noun, self.part.family
        if noun == "车灯" and end:
            return f"{side}{end}大灯" if end == "前" else f"{side}后尾灯"
        if noun in ("雷达", "摄像头"):
            return f"{end}{noun}"
        if noun == "车身" and side:
            return f"{side}侧面"
        if family == "plain":
            if noun == "玻璃" and side:
                return f"{side}{end}车窗"
            if noun == "玻璃" and end:
                return f"{end}挡风玻璃"
            return noun
        if family == "front" and end == "后":
            return f"{side}后尾灯" if side else "尾灯"
        if family == "front":
            return f"{side}前{noun}" if side else f"{end}{noun}"
        if family == "rear":
            return f"{side}后{noun}" if side else noun
        if family == "sided":
            return f"{side}{end}{noun}" if noun == "雾灯" else f"{side}{noun}"
        if family == "quarter" and side:
            return f"{side}{end or '前'}{noun}"  # the one over a rear wheel is always called so
        if noun in _WHOLE_WIDTH:
            return f"{end}{noun}"
        return f"{side}{end}{noun}"

    def refined(self, side: str, end: str) -> _Name:
        """Return the name with a side and a position where it has none."""
        return replace(self, side=self.side or side, end=self.end or end, explicit=True)


# Owner cues, last one before the part wins.
_OTHERS_CAR = (
    rf"(?:{OTHERS}|(?<!其)(?<!吉){HE}们?|它|那个人|那人|(?<![左右])[前后]车|三者|第三方"
    r"|(?:前|后|旁|对|隔)[面边头壁](?:的|那|那个|那辆|这|一)?(?:[辆个台]?车|家伙|那位)"
    rf"|(?:那|另外?一?|另外那|这)(?:[辆个台部]|一辆)?(?:(?!{I}|自己)[\u4e00-\u9fff]){{0,4}}?车"
    rf"|{CARS}|{NAMED}|邻居|车主"
    r"|(?:(?<![坐站])[前后旁对][面边头]|[前后]车|[那另][个辆台部])(?:的|那|嘞|呢|咧)?(?:一?[个辆台部])?[^,，。\s我俺咱额]{0,3}\s{6,}"
    r"|\s{6,}(?:就)?是(?:[前后旁对][面边头]|[前后]车))"
)
"""Words for another car; a plate, which was taken out before, has left blanks: 后头那个黑M8C405 …, 豫A6Y520是后头的."""
_POSSESSED = re.compile(
    r"^(?:那个|那辆|那边|那|这|家|家的|师傅)?(?:的?车子?|车辆)?(?:没有|没得|的|那个|那|他|就|是|呢|,|也|主要是?|可能|估计|大概|应该|一个|整个|那边的?|这边的?|有|那就|那|的话|好像|,|，|嘛|:)*$"
)
# 她头磕破了 and 我是他爸 tell of a person, not of whose the next part is.
_HER_BODY = re.compile(rf"的?(?:{BODY}|人|说|就?[坐站]|家?{KIN}(?!的?(?:那|这)?[个辆台]?(?:车|的|那)))")
_BY_US = re.compile(r"(?:[被让叫给遭]|挨)$")
"""Words before us that make us the one who struck: 后杠让我们顶了个坑."""
_MINE = re.compile(
    rf"{I}(?!看|说|觉|估|寻思|以为|听|问|想|怕|感觉|发现|瞅|跟你|告诉|讲|念|报给?|数)们?(?:的|嘞|家)?(?:自己的?|[这那]?[边辆个台部]?车子?|这[边辆个台部])?|自己的?车?|自家车?|本车|车主本人|标的车?"
)
_WE_DRIVE = re.compile(
    rf"{I}们?(?:家|公司|单位|老板)?(?:自己)?(?:[这那的]|开着?(?:的|个)?|驾驶的?|拉货的?)?(?:[一这那]?[个辆台部])?$"
)
"""Words before a lorry or a bike that make it ours: 我开货车, 我这半挂."""
_BREAKING_VERB = re.compile(r"(?:们)?(?:的车|车)?(?:给|又|也)?[撞碰刮剐蹭擦怼顶追杵磕挤压]")
_STRUCK = re.compile(
    r"(?:撞|追尾|追|碰|刮|剐|蹭|怼|挂|顶|推|甩|弹|被|让|叫|给|和|跟|与|把|向|躲|避让|躲避|避|超|超过|看见|看到|加塞|别)(?:到|上|了|着|坏|伤|过|一下|倒)*$"
)


def _owner(repaired: str, start: int, previous: str, since: int) -> tuple[str, int]:
    """Return "ours" or "other" for a part at ``start``, given the previous part's owner and its end; "" when nothing says.

    With it goes where the words that say it stand; ``since`` when it is the previous part's.
    """
    stretch = repaired[since:start]
    owner, at = previous, since
    for match in re.finditer(f"(?P<other>{_OTHERS_CAR})|(?P<mine>{_MINE.pattern})", stretch):
        rest = stretch[match.end() :]
        if match["mine"]:
            by_us = _BY_US.search(stretch[: match.start()]) and _BREAKING_VERB.match(rest)
            owner, at = ("other" if by_us and owner != "ours" else "ours"), since + match.start()
            continue
        if _HER_BODY.match(rest):
            continue
        if _WE_DRIVE.search(stretch[: match.start()]):
            owner, at = "ours", since + match.start()
            continue
        struck = _STRUCK.search(stretch[: match.start()])
        if _POSSESSED.match(rest):
            direct = "的" in rest or not rest
            if struck and not direct:
                owner = "ours" if re.search(r"[,，。]|就|也|主要", rest) else "other"
            else:
                owner = "other"
            at = since + match.start()
        elif not struck and not re.search(
            r"撞|追|碰|刮|剐|蹭|怼|挂|顶|停|开|走|说|讲|问|喊|跑|变道|并线|拐|超|刹|来|下来|从|把|倒|别|压|冲|过|全责|闯|没|加塞|逆行|超速",
            rest,
        ):
            owner, at = "other", since + match.start()
    return owner, at


_ELSES = rf"(?:(?!{I})[^,，。\s撞碰刮蹭擦顶怼砸追挂原])"
_STATE = "(?:坏|碎|裂|瘪|凹|掉|破|弯|烂|歪)"
_THEIRS_BEHIND = re.compile(
    rf"(?:那|这|可|就|才|都|其实)*是{_ELSES}{{0,8}}?(?:那[辆台]|车){_ELSES}{{0,4}}?(?:{_STATE}了?)?的(?=$|[,，。\s啊呀嘛])"
    rf"|(?:那|可|就|才|都|其实)*是(?:隔壁|邻居|人家|对方|别人|{HE}){_ELSES}{{0,4}}的(?=$|[,，。\s啊呀嘛])"
    rf"|[^,，。\s]{{0,3}}?{_STATE}了?的(?:那?[辆台]|那?一?个?车|那一辆)车?(?:才|就|也)?(?:不是|是(?!{I}|本))"
)
"""Words behind a part by which it is another car's: 左镜是老周那辆坏的, 大灯是人家的, 后杠裂的那辆是隔壁的."""
_OURS_BEHIND = re.compile(
    rf"(?:那个?|这个?|就|才|都|其实)*(?:不是(?:{HE}|对方|人家)[^,，。\s]{{0,3}}的?[,，\s]*)?(?:而)?是{I}(?:们|自己|家)*(?:的?车)?(?:上|这边)?的(?=$|[,，。\s啊呀嘛])"
)
"""Words behind a part by which it is ours: 镜子是我们的, 大灯那个不是他的 是我车上的."""


@dataclass(frozen=True)
class _Mention:
    """One part said in the utterance: where, what, whose, and whether it is said to be unhurt."""

    start: int
    end: int
    names: tuple[_Name, ...]
    owner: str
    intact: bool
    listed: bool
    word: str
    noun: int


@past_fillers
def find_parts(text: str, asked: bool = False, whose: str = "ours") -> list[Span]:
    """Find the parts spoken of; the value is the canonical name (右前大灯, 后保险杠, 左前车门).

    A part is of kind ``third_part`` when it is another car's (他的前杠, 对方后备箱), else ``part``; ``Span.owner`` is empty
    where no words say whose it is. One said to be unhurt (大灯没事, 我没说发动机坏) is denied; parts that only measure water
    or are handled (打开车门) are left out. A side said for a list (右前的大灯和翼子板) holds for its members, one said after
    (倒车镜碎了，右边那个) for the part before; "左边两个门" and "左右大灯" are two parts each, and "从前门划到后翼子板" is
    what lies between, too. Where no part is named, the side that is damaged is one (右侧全刮了).

    Args:
        text: The utterance.
        asked: Whether it was asked what is damaged: then words that are often no part are one by themselves (货箱, 左后尾灯).
        whose: Whose a part is of which no words say it: that of the car asked about, ``ours`` or ``other``.
    """
    repaired = heard_by_sound(repair(_GONE.sub("没了", text)), asked)
    settled = _joined(_placed_after(_mentions(repaired, asked), repaired), repaired)
    mentions, unhurt = _unhurt_apart(settled)
    spans = []
    for mention in [*(mentions or _sides(repaired)), *unhurt]:
        kind = "third_part" if (mention.owner or whose) == "other" else "part"
        sure = _sure(repaired, mention, settled)
        assertion = "denied" if mention in unhurt else ASSERTED
        for (start, end), name in zip(_shares(mention), mention.names, strict=True):
            if text[start:end] in OF_PEOPLE:
                continue  # 我儿子下巴磕了个口子 sounds like a bumper
            spans.append(
                Span(
                    kind, start, end, name.canonical(), text[start:end],
                    confidence=sure, assertion=assertion, owner=mention.owner,
                )
            )  # fmt: skip
    return sorted(spans, key=lambda span: span.start)


NAMED_ONLY, STRUCK = 0.5, 0.75
"""Confidence of a part named without a word of damage beside it: an answer to what is broken, and nothing in passing; and of
one of which only the blow is told (撞我右前门上)."""


def _sure(repaired: str, mention: _Mention, mentions: list[_Mention]) -> float:
    if _damage_told(repaired, mention, mentions):
        return 1.0
    verb = _struck(repaired, mention, mentions)
    return NAMED_ONLY if not verb else STRUCK if verb in _BLOWS else 1.0


_BROKEN = re.compile(
    r"坏|碎|裂|破|掉|凹|瘪|变形|锯|割|[拆卸撬]走|刮|剐|蹭|划|擦|磕|碰|花了|断|烂|脱|损|撞|砸|烧|泡|湿|进水|进去|掀|歪|弯|爆|扁|坑|伤|漆|错位|丢|没了|偷|口子|道子|印子|崩|翘|鼓|塌|漏|松|卷|豁|开了|毁|报废|完了|陷|窝|顶|怼|挤|瘸|打不开|关不上|不亮|全是|炸|折[了断坏]|掰|有坑|压|没得|没气|遭(?=$|[了咯惨凶,，。\\s])"
)
_BREAKING = re.compile(
    r"(?:坏|碎|裂|破|刮|剐|蹭|擦|划|伤|断|掉|瘪|撞|砸|碰|磕|顶|怼|追|杵|戳|捅|挂|压|轧|崩)(?:了|到|着|在|上|的是|我|咱|俺|他|她|它|人家|对方|的|车|那个|这个|整个|一下|左|右|前|后|边|面)*[^,，。]{0,2}$"
)


_CLAUSE_END = re.compile(
    r"[,，。\s]+(?:(?:车?门|灯|盖子?|杠|镜子?|玻璃|板子?)(?=都|也|全|[瘪凹碎裂掉翘坏弯歪]))?(?:都|也|全|就|那|是|被|给|让人|让|有点?|稍微|直接|整个|这|一?下|好像|可能|应该|现在|还|儿|块儿?|的|地方|得|到处)*"
)
_TOO_LATE = re.compile("(?:来不及|没顾上|没来得及|不敢|没法)[^,，。\\s]{0,2}")
"""Words after which a verb tells no damage: 雨刮器都来不及刮."""


def _damage_told(repaired: str, mention: _Mention, mentions: list[_Mention]) -> bool:
    """Tell whether the part is said to be damaged: "机盖冒烟" or "停在车头前面" names no damage.

    Told it is in the words up to the end of the clause, or right behind a pause (后杠 全碎了); in a list, behind the list.
    """
    stop = min((other.start for other in mentions if other.start >= mention.end), default=len(repaired))
    behind = _TOO_LATE.sub("", repaired[mention.end : stop][:24])
    pause = _CLAUSE_END.search(behind)
    if _BROKEN.search(behind[: pause.start()] if pause else behind):
        return True
    if pause and _BROKEN.match(behind, pause.end()):
        return True
    following = next((other for other in mentions if other.start == stop), None)
    return (
        following is not None
        and bool(_GAP.match(repaired[mention.end : stop]))
        and _damage_told(repaired, following, mentions)
    )


_BLOWS = frozenset("撞碰砸磕顶怼追杵戳捅压轧")
"""Verbs that tell where a blow fell, and not what came of it."""
_STATES = frozenset("坏碎裂破断掉瘪伤刮剐蹭擦划崩")


def _struck(repaired: str, mention: _Mention, mentions: list[_Mention]) -> str:
    """Return the verb that is told before the part, or before a list that it goes on (他蹭了我右后门和右后叶子板), "" if none."""
    which = all(name.side or name.end or name.part.family not in _OF_SEVERAL for name in mention.names)
    verb = _BREAKING.search(repaired[max(0, mention.start - 10) : mention.start]) if which else None
    if verb:
        return next((said for said in verb[0] if said in _STATES), verb[0][0])
    before = [other for other in mentions if other.end <= mention.start]
    listed = bool(before) and _JOINS.fullmatch(repaired, before[-1].end, mention.start)
    return _struck(repaired, before[-1], mentions) if listed else ""


_JOINS = re.compile("和|跟|还有|以及|连|带|、|[,，\\s]?(?=$)")


_OF_SEVERAL = frozenset({"corner", "quarter", "sided", "front", "rear"})
"""Of these a car has several: 撞我车门上了 does not tell which."""


_GONE = re.compile("没[咧啦嘞哩喽](?![大伤坏碎])")
"""没了 as northerners say it; the sound is that of 没裂."""


def _shares(mention: _Mention) -> list[tuple[int, int]]:
    """Split the words of a mention among its parts, so that spans do not overlap."""
    last = len(mention.names) - 1
    pieces = [(mention.start + i, mention.start + i + 1) for i in range(last)]
    return [*pieces, (mention.start + last, mention.end)]


def _mentions(repaired: str, asked: bool) -> list[_Mention]:
    found: list[_Mention] = []
    owner, since, topic, topic_at = "", 0, _NOWHERE, 0
    carried: tuple[str, str, bool] | None = None
    index = 0
    while index < len(repaired):
        if told_of := _TOPIC.match(repaired, index) or _CORNER_TOPIC.match(repaired, index):
            topic, topic_at = _Topic(told_of["side"], told_of.groupdict().get("end") or ""), index
        blocked = _NOT_PART.at(repaired, index)
        if found and found[-1].end == index and repaired.startswith("发动机线束", index):
            found.append(_named_outright("发动机", index, owner))  # 引擎盖发动机线束, told without a pause
            index += len("发动机")
            since = index
            continue
        candidate = _candidate(repaired, index) or (_alone(repaired, index) if asked else None)
        candidate = candidate or (_halved_alone(repaired, index) if asked else None)
        counted_from = blocked and blocked.word[0] == "从" and _COUNTED_FROM.match(repaired, blocked.end)
        if blocked and not counted_from and (candidate is None or blocked.end >= candidate.end):
            index = blocked.end
            continue
        if candidate is None:
            index += 1
            continue
        name, end = candidate.names[0], candidate.end
        gap = repaired[found[-1].end : index] if found else "."
        listed = bool(_GAP.match(gap))
        carried = carried if listed else None
        wheel = bool(found) and name.part.noun in _CARRIES.get(found[-1].names[-1].part.noun, ())
        named = listed or (asked and _named_alone(repaired, index, end))
        if (
            not name.explicit
            and not (asked and candidate.word in {*_ASKED_ALONE.words, *_HALVED.words})
            and not _stands_alone(candidate.word, named, repaired[end:], wheel)
        ):
            index = end
            continue
        if (
            candidate.word in PAINT
            and found
            and len(gap) <= 3
            and not name.explicit
            and not re.search("[,，和跟]", gap)
        ):
            index = end
            continue
        modifier = repaired[index : end - len(candidate.word)]
        if found and _ADJOINS.search(gap) and len(found[-1].names) == 1:
            candidate = replace(candidate, names=tuple(_next_to(each, found) for each in candidate.names))
        elif not listed and found and _SAME_SIDE.fullmatch(gap) and len(found[-1].names) == 1:
            candidate = replace(candidate, names=tuple(_beside(each, found[-1]) for each in candidate.names))
        if topic.side and not name.side and name.part.family == "corner" and re.search("[两俩2二]", modifier):
            noun_hit = Hit(end - len(candidate.word), end, candidate.word, name.part)
            candidate = _named(noun_hit, topic.side + modifier)  # 左边全刮了，两个门
        names = tuple(_of_topic(_carry(each, carried), topic) for each in candidate.names)
        before, after = repaired[max(0, index - 10) : index], repaired[end : end + 40]
        handled = (
            _is_elsewhere(candidate, before, after)
            or _WATER_BEFORE.search(before)
            or _STANDS_OPEN.match(after)
            or (_TO_CHECK.search(before) and _AND_NO_MORE.match(after))
            or (_AGENT.search(before) and _BREAKING_BY.match(after))
            or _LIMB_STRUCK.search(before)
            or (candidate.word == "摄像头" and _PREMISES.search(before))
            or (_DOING.search(before) and not _DAMAGED.search(after[:8]))
        )
        if not handled:
            told, (owner, said_at) = owner, _owner(repaired, index, owner, since)
            if owner != told and topic_at < said_at:
                topic, names = _NOWHERE, candidate.names
            if owner == told == "other" and _at_the_other_end(names[0], found):
                owner = "ours"
            owner = "other" if _THEIRS_BEHIND.match(after) else owner
            if _OURS_BEHIND.match(after):
                owner, found = "ours", _given_to_us(names, found)
            intact = not _NOT_ONLY.search(before) and bool(
                _INTACT_AFTER.match(after)
                or _INTACT_BEFORE.search(before)
                or _STRUCK_OUT_BEFORE.search(before)
                or _STRUCK_OUT_AFTER.match(after)
            )
            noun = end - len(candidate.word)
            # 右前门和右后门，后视镜没事: the pause ends the list, unless 都 takes it up again.
            alone = intact and re.search(r"[,，\s]", gap) and not re.match("也|都|全", after)
            found.append(
                _Mention(index, end, names, owner, intact, listed and not alone, candidate.word, noun)
            )
            since = end
        if name.explicit and (names[0].side or candidate.whole):
            carried = (names[0].side, names[0].end, candidate.whole)
        index = end
    return found


def _given_to_us(names: tuple[_Name, ...], found: list[_Mention]) -> list[_Mention]:
    """Return the mentions with those of a part that is said now to be ours, where no words said whose it was: 前杠跟左边镜子 镜子是我们的."""
    nouns = {name.part.noun for name in names}
    return [
        replace(one, owner="ours")
        if not one.owner and {name.part.noun for name in one.names} == nouns
        else one
        for one in found
    ]


def _named_outright(word: str, index: int, owner: str) -> _Mention:
    name = _Name("", "", NOUNS.words[word], False)
    return _Mention(index, index + len(word), (name,), owner, False, True, word, index)


def _at_the_other_end(name: _Name, found: list[_Mention]) -> bool:
    """Tell whether a part is at our end of a blow to another's: 撞到他屁股上了，前杠烂了."""
    struck = found[-1].names[0].part.noun if found else ""
    end = _end(name)
    return (struck, end) in (("车尾", "前"), ("车头", "后"))


def _end(name: _Name) -> str:
    """Return the end of the car that a part is at, "" where it may be at both."""
    noun = name.part.noun
    return "前" if noun in _FRONT else "后" if noun in _REAR else name.end


_COUNTED_FROM = re.compile("开始|起|一直|到")
"""右边从后视镜开始，一直到后叶子板."""
_ESTATE = re.compile(
    r"(?:小区|学校|幼儿园|校园|商场|商城|酒店|饭店|宾馆|医院|公司|单位|市场|超市|工厂|厂区|车站|火车站|机场|公园|园区|景区|大厦|大楼|写字楼|银行|法院|政府|食堂|库房|仓库|店|院子?|大院|家属院|花园|苑|府|城|馆|楼)的?(?:那个)?$"
)
_GATE = re.compile(r"^(?:口|那[里儿边]?(?:停|撞|碰|倒|出|进)|外[面边]?|附近|[进出](?:的|了|去|来|小区|院))")
_OTHER_CAR_BEFORE = re.compile(r"(?:来|货|客|大|轿|挂|公交|出租|面包|两|辆|台|个|对方|那|小|摩托|电动|三轮)$")
_PUSHES = re.compile(r"^上?(?:了(?!个|一|块|棵|根)|来|过来|到|住|在?一[起块]|我|咱|他|前|死)")
_SITS_THERE = re.compile(
    r"^上?(?:的|有|坐着?的?|那个?)*(?:一?[个位名]|两个|俩)?(?:人|乘客|老|小孩|孩|娃|女|男|我|大[爷妈娘姐哥叔])"
)
_TAKEN_OUT = re.compile(r"^(?:里面?|里头)?(?:拿|取|搬|翻|找|掏|装|放|塞|卸)(?!坏|烂|碎)")


def _is_elsewhere(candidate: _Candidate, before: str, after: str) -> bool:
    """Tell whether the words are no part of a car here: 小区后门, 从后备箱拿东西, 跟对面来车顶上了."""
    name = candidate.names[0]
    if name.part.noun == "车门" and not name.side and name.end and candidate.word == "门":
        return bool(_ESTATE.search(before) or _GATE.match(after))
    if candidate.word in ("车顶", "车顶上"):
        pushed = _OTHER_CAR_BEFORE.search(before) and _PUSHES.match(candidate.word[2:] + after)
        return bool(pushed) or before.endswith("倒")  # 倒车顶的他前门
    if name.part.noun == "车把":
        return bool(_TAKES_AN_OBJECT.match(after))
    if name.part.noun == "座椅":
        return bool(_SITS_THERE.match(after)) or is_container(after)
    return bool(name.part.noun == "后备箱盖" and (_TAKEN_OUT.match(after) or is_container(after)))


_TAKES_AN_OBJECT = re.compile(rf"(?:{I}|{HE}|[它人别前后左右那这对电护路柱墙门杆栏树行骑自公货三两一老小])")
"""What follows 把 in 我车把他刮了, 倒车把后杠碰了, where nobody tells of a handlebar."""
_LIMB_STRUCK = re.compile(
    rf"(?:{BODY}(?:上|都|也|就|直接|一下子?|给)*(?:撞|磕|碰|顶|砸|怼)(?:到|在|上|着)了?|{HUMAN}(?:也|都|还|又|就|给|被)*[撞磕碰顶])(?:那个?|车里的?|前面的?|车上的?)?$"
)
"""头撞到玻璃 tells of a head."""
_AGENT = re.compile(r"(?<!说)[被让](?:那个?|这个?|我的?|车上的?)?$")
_BREAKING_BY = re.compile(r"(?:碎?[渣碴片])?(?:给|都|也|把[^,，。\s]{1,4})?[划割扎夹崩弹打砸撞顶硌磕烫]")
"""让玻璃划了手 tells of a hand."""
_STANDS_OPEN = re.compile("(?:都|还|正|就)*(?:开着|敞着|没关|没锁|虚掩)")
_TOPIC = re.compile(
    r"(?<![往从向朝在靠由前后])(?P<side>[左右])(?:手?[边侧面]|半边|手边)(?:儿|这边|那边)?"
    r"(?:这|那|整个|一整|整)?(?:一?(?:侧|边|面|排|溜|块|片))?(?:的话|呢|啊|嘛|么|呀)?"
    r"(?:[,，。:：\s]+(?!过来|来|有[辆个]|突然)|先是|从(?![^,，。]{0,3}[来过])|依次|一溜|一排|全|都|整个|主要|就是(?!有)|(?:被|让|叫|给)|[刮蹭擦剐撞碰划挤](?=[了得的到着坏一]))"
)
"""A side that what follows is about: 右侧，从前到后，前叶子板，前门 …; 左边被蹭了，前后门都有."""


_SAME_SIDE = re.compile(
    "(?:全|都|也|被|给|有点)*(?:凹|瘪|刮|蹭|擦|划|花|裂|掉漆|变形|撞|坏|烂|破)(?:花|坏|凹|瘪|破)?(?:了|咗|啦|嘞|着|进去)?[,，。\\s]*(?:然后|还有|连)?"
)


def _beside(name: _Name, last: _Mention) -> _Name:
    """Give a door or a wing the side of the one just told: 右后门凹了后叶子板也花了."""
    cornered = {"corner", "quarter"}
    same = name.end and not name.side and {name.part.family, last.names[0].part.family} <= cornered
    return replace(name, side=last.names[0].side) if same else name


_ADJOINS = re.compile(
    "^[^左右]{0,12}(?:连着|连带着?|挨着|接着|一直连到?|带着?)(?:它|他)?(?:旁边|边上|后面|上面)?的?(?:那个?|那块)?$"
)
"""Words with which the next part is beside the last, whatever befell that: 左后门一道口子 连着后叶子板."""


def _next_to(name: _Name, found: list[_Mention]) -> _Name:
    """Give a part the side of the one it adjoins, and a wing the end of the one door that it adjoins, where it has none."""
    before = found[-1].names[0]
    if not before.side or name.side or name.part.family not in {"corner", "quarter", "sided"}:
        return name
    of_both = len(found) > 1 and found[-2].names[0].part == before.part  # 前门后门连着叶子板
    end = "" if of_both or name.part.family == "sided" else before.end
    return replace(name, side=before.side, end=name.end or end)


_CORNER_TOPIC = re.compile(
    r"(?<![往向从朝靠由])(?P<side>[左右])[边面]?(?:的)?(?P<end>[前后])(?:[面边头角]|那?一角)(?:[那这]?一?[块片])?"
    r"(?:(?:整个|都|全)*(?:没了|完了|毁了|烂了|坏了|碎了|瘪了))?[,，。\s]+"
)
"""A corner that what follows is about: 右前角整个没了，大灯，叶子板."""


@dataclass(frozen=True)
class _Topic:
    """The side, and the end if one was said, that the talk is about."""

    side: str
    end: str


_NOWHERE = _Topic("", "")
_ENDS_OF: dict[str, str] = {"front": "前", "rear": "后"}
"""Families whose parts are at one end of the car."""


def _of_topic(name: _Name, topic: _Topic) -> _Name:
    """Give a part that has a left and a right the side that the talk is about, and the end where it has one."""
    family = name.part.family
    sided = family in {"corner", "quarter", "sided", "front", "rear"}
    elsewhere = topic.end and (name.end or _ENDS_OF.get(family, topic.end)) != topic.end
    if not topic.side or not sided or name.side or elsewhere:
        return name
    cornered = family in {"corner", "quarter"}
    return replace(name, side=topic.side, end=name.end or (topic.end if cornered else ""))


def _stands_alone(word: str, listed: bool, after: str, beside: bool) -> bool:
    """Return whether a noun without side or position is a part here; ``beside`` after what it sits on (胎 after 轮毂)."""
    if word in ONLY_PLACED and not beside:
        return False
    goes_on = _GOES_ON.match(after)
    listed = listed or bool(goes_on and _candidate(after, goes_on.end()))
    if word not in NEEDS_PLACE or listed or _DAMAGED_NEXT.match(after):
        return True
    return NOUNS.words[word].noun != "牌照" and bool(
        _SAID_WHOLE.match(after) or _STRUCK_OUT_AFTER.match(after) or _ON_A_SIDE.match(after)
    )


_ON_A_SIDE = re.compile(r"(?:应该|才)*是[左右]手?[边侧面](?:的|那|$|[,，。\s])")
"""A side said behind what is no part without one: 镜子是右边的."""
_SAID_WHOLE = re.compile(
    r"(?:也|都|倒是?|那个|好像|应该)*(?:没有?(?:坏|碎|撞|碰|刮|蹭|歪|断|瘪|裂|变形|掉)|好好的|完好|好着|没事)"
)
"""Words that a part is whole, which no other thing of its name would be called: 车筐没坏."""


_BEGINS_ALONE = re.compile(
    r"(?:^|[,，。、\s的嘞咧个和跟与是就加到]|还有|以及|连同|[这那]边?|[坏碎烂裂瘪伤刮撞毁]了)$"
)
_ENDS_ALONE = re.compile(r"$|[,，。、\s]|[和跟与及加连还也都就左右]")


def _named_alone(repaired: str, start: int, end: int) -> bool:
    """Tell whether nothing but a list stands around the words."""
    ends = _ENDS_ALONE.match(repaired, end) or NOUNS.at(repaired, end)
    return bool(ends and _BEGINS_ALONE.search(repaired[:start]))


def _carry(name: _Name, carried: tuple[str, str, bool] | None) -> _Name:
    """Give a listed part the side said before: all of it after 右前的, the side only in 左前门和后门."""
    if carried is None or name.side:
        return name
    side, end, whole = carried
    if whole and not name.explicit and name.part.family != "plain":
        return replace(name, side=side, end=end)
    if name.explicit and name.end and name.part.family in {"corner", "quarter"}:
        return replace(name, side=side)
    return name


_AFTERTHOUGHT = re.compile(
    r"[^左右前后两俩四,，。]{0,10}?(?:[,，。\s]|是|就是|在)*"
    r"(?P<place>[左右](?:手?[边面侧头])?(?:的?[前后][边面头]?)?|[前后][边面头]?(?:的?[左右](?:手?[边面侧头])?)?)"
    r"(?:手边)?(?P<sure>的?[那嗰]?一?[个嗰边块支侧根条扇只盏片头](?![大小辆人])|的)?"
    r"(?P<stop>$|[,，。\s和跟]|还有|被|让|叫|给|也|都|全|有|碎|裂|坏|瘪|凹|掉|断|撞|刮|蹭|擦|磕|破|变形|烂|了)?"
)
_DRIVERS = re.compile(
    r"[,，\s]*(?:就是)?(?:(?P<other>副)驾驶?|[主正]?驾驶?员?|司机)(?:的|那边|那个|那一?侧|这边)(?=$|[,，。\s]|被|让|叫)"
)
"""车门，驾驶员的."""
_PLACE_TAKEN_BACK = re.compile(
    r"[^,，。左右前后]{0,4}[,，。\s]*(?:不对|说错了?|反了|[哎哦啊呃]?不是)[,，。\s是应该哦啊呃那]*(?P<place>[左右前后]{1,2})[边面侧]?(?:的|那个|$)"
)
_IS_NOT = re.compile(r"(?<![哎哦啊呃,，。\s])不是[左右前后]")
"""右边尾灯不是左边 denies the left; 左边大灯，不是，右边的 takes it back."""
_BOTH = re.compile(
    r"左右(?=都|全|碎|坏|两[边个])|(?:也|都|全)?(?:[两2四4](?:个|只|盏|块|支|根|边|扇|条)(?!坑|洞|口|印|眼|窟|包|地方|人|车|小|大坑)|俩|双双)"
)


def _placed_after(mentions: list[_Mention], repaired: str) -> list[_Mention]:
    """Give each part without a side or position what is said after it.

    保险杠掉了一半，前面的; 后杠右边裂了; 尾灯两个都碎了.
    """
    stops = [mention.start for mention in mentions[1:]] + [len(repaired)] * bool(mentions)
    return [_placed(mention, repaired[:stop]) for mention, stop in zip(mentions, stops, strict=True)]


def _placed(mention: _Mention, repaired: str) -> _Mention:
    name = mention.names[0]
    other = _PLACE_TAKEN_BACK.match(repaired, mention.end)
    if other and not (name.side and _IS_NOT.search(other.group())):
        side, end = _side_and_end(other["place"])
        return replace(mention, names=(replace(name, side=side or name.side, end=end or name.end),))
    if (name.part.family == "plain" and name.part.noun != "车身") or (name.side and name.end):
        return mention
    if driver := _DRIVERS.match(repaired, mention.end):
        return replace(
            mention,
            names=(
                name.refined("右" if driver["other"] else "左", "" if name.part.family == "sided" else "前"),
            ),
        )
    if both := _BOTH.match(repaired, mention.end):
        modifier = name.side + name.end + both[0]
        return replace(mention, names=_named(Hit(0, 0, mention.word, name.part), modifier).names)
    after = _AFTERTHOUGHT.match(repaired, mention.end)
    if after is None or (after["sure"] is None and after["stop"] is None):
        return mention
    side, end = _side_and_end(after["place"])
    if end == "后" and name.part.family == "front":
        return mention  # 大灯后头那块 is another part
    if len(mention.names) > 1:
        told = side and not name.side
        return (
            replace(mention, names=tuple(each.refined(side, "") for each in mention.names))
            if told
            else mention
        )
    # 前杠裂了，后面… goes on to something else, unless 那个 or 的 points back.
    right_after = name.part.family == "ended" and after.start("place") == mention.end
    near = after.start("place") - mention.end <= 6
    if (side and not name.side and (near or after["sure"])) or (
        end and not name.end and (after["sure"] or right_after)
    ):
        return replace(mention, names=(name.refined(side, end),))
    return mention


def _side_and_end(place: str) -> tuple[str, str]:
    """Return the side and the end that words for a place name: 前面右边 is 右 and 前."""
    side, end = ("".join(re.findall(f"[{pair}]", place)) for pair in ("左右", "前后"))
    return side[-1:], end[-1:]


_CARRIES = {
    "轮胎": frozenset({"轮毂", "轮眉", "刹车盘", "悬挂"}),
    "轮毂": frozenset({"轮胎", "刹车盘"}),
    "车门": frozenset({"门把手", "车窗", "玻璃", "门锁", "升降器"}),
    "保险杠": frozenset({"防撞梁"}),
}
"""What is where the other is: 左后轮胎爆了，轮毂也裂了 tells of one wheel."""
_ON = {
    **_CARRIES,
    "轮胎": _CARRIES["轮胎"] | {"翼子板"},
    "车门": _CARRIES["车门"] | {"饰条", "后视镜"},
    "车头": frozenset({"大灯", "车灯", "保险杠", "中网", "车标", "雾灯"}),
    "保险杠": frozenset({"雾灯", "雷达", "牌照", "防撞梁"}),
    "后视镜": frozenset({"转向灯"}),
}
"""What sits on what: 左后轮的轮毂 is one part, on the side and at the end of the first."""
_SITS = re.compile(r"的|上的?|里的?|那[里儿边块]的?|(?:上面|里面)?的?(?:那一?[个块根])?")
_LOCATES = re.compile(
    r"的?(?:底下?|下面|下边|下头|上面|上头|上边|旁边|边上|里面|里头|后面|后头|背后|中间的)的?(?:那一?[个块根]|这一?[个块根]|那)?"
)
_RESTATED = re.compile(r"(?:[,，。\s]|[那这][块快]|就是|是|对|嗯)*")
_TAKEN_BACK = re.compile(
    rf"(?:{MUDDLED}|(?:糊涂|昏了?头?|懵|晕|颠倒|[说讲记弄搞整看]岔)了?[,，\s]*(?=应?该?是[左右前后])|不对|不是不是|不是[左右前后]{{1,2}}[边面侧]?[,，\s]*(?=而?是)|(?<=[,，。\s])不是[左右前后][,，\s]|[说讲搞弄看记整念听站](?:错|反|混|串)|口误|反了|(?:[看瞧瞅][我俺咱额]?|[我俺咱额])这张?(?:破|臭|笨)?嘴|嘴[瓢笨]|(?:瞎|胡|乱)[说讲]|[哎哦噢啊呃唉]不(?:是|[,，\s])"
    r"|(?<=[,，。\s])不是(?=[,，。\s]+(?:应该|就|只|光|是|有|那个|我说|[,，\s])*[左右前后两俩]))(?P<only>(?:[,，。\s哦噢啊呃嗯唉哎了我是说的就只光]|不对|应该|不是|[说讲]?反)*$)?"
)
_DAMAGE_TOLD = re.compile(r"[^,，。]{0,4}了[,，。\s]+(?:就是|是)?")


def _joined(mentions: list[_Mention], repaired: str) -> list[_Mention]:
    """Settle neighbours: what sits on what, what is told twice or taken back; leave coarse words out beside finer."""
    joined: list[_Mention] = []
    for mention in _with_between(_after_taking_back(mentions, repaired), repaired):
        joined.append(mention)
        while len(joined) > 1:
            joined[-2:] = settled = _settled(joined[-2], joined[-1], repaired)
            if len(settled) == 2:
                break
    return _finest(joined)


_INSTEAD = re.compile(r"[,，。\s]*(?:而|应该|就)?是")


def _after_taking_back(mentions: list[_Mention], repaired: str) -> list[_Mention]:
    """Leave out what the caller takes back: the part told right before, and all that is told again behind.

    前杠，不对，后杠; 右前门 右后门 说反了 是左前门 左后门; 右前门 不是前门 是右后门. What stood before the part taken back was not
    taken back with it (叶子板和车门，不对，车门没事), unless all that is broken is told anew: 后风挡 后备箱 看我这嘴 砸的是前风挡.
    """
    kept = []
    for at, mention in enumerate(mentions):
        later = mentions[at + 1 :]
        backs = [
            back.end()
            for back in _TAKEN_BACK.finditer(repaired, mention.end)
            if any(back.end() <= other.start for other in later)
        ]
        retold = [other for other in later if backs and backs[0] <= other.start]
        again = {name.part for other in retold for name in other.names}
        anew = bool(retold) and bool(_ANEW.search(repaired[: retold[0].start]))
        parts = {name.part for name in mention.names}
        replaced = bool(later) and _replaced(mention, later[0], repaired)
        denied = [one for one in (mention, *later) if _put_right(one, repaired)]
        wrong = any(all(_fits(name, one.names[0]) for name in mention.names) for one in denied)
        if mention in denied and not replaced:
            kept.append(replace(mention, intact=True))
        elif not (replaced or anew or parts <= again or (wrong and later)):
            kept.append(mention)
    return kept


_ANEW = re.compile(r"[坏砸碰撞刮剐蹭擦磕烧碎裂伤泡损]了?的(?:地方|部位)?(?:才|就|应该|都)?是[^,，。\s]{0,2}$")
"""Words that tell anew all that is broken: 砸的是."""


def _replaced(mention: _Mention, following: _Mention, repaired: str) -> bool:
    """Tell whether nothing but a taking back stands between two parts: 前杠，不对，后杠."""
    gap = repaired[mention.end : following.start]
    back = _TAKEN_BACK.search(gap)
    return back is not None and len(gap) <= 16 and back["only"] is not None


def _put_right(mention: _Mention, repaired: str) -> bool:
    """Tell whether a part is only named to be replaced by the next: 不是前门 是后门."""
    return repaired[: mention.start].endswith("不是") and bool(_INSTEAD.match(repaired, mention.end))


def _fits(name: _Name, thin: _Name) -> bool:
    """Tell whether a name may be what a thinner one means: 右前门, by 前门."""
    return name.part == thin.part and thin.side in ("", name.side) and thin.end in ("", name.end)


_TO = re.compile(
    r"(?:这[里儿边]|开始|起|那[里儿边])?(?:就|都|给|被|又|再)?(?:一直|一路|全|直接)*(?:划|刮|蹭|擦|拉|剐|剌|拖|挤|撞)?(?:了|过)?(?:一[条道]|过去|下来)?到(?:了|头)?"
)
_ALONG = (("翼子板", "前"), ("车门", "前"), ("车门", "后"), ("翼子板", "后"))
"""The side of a car from front to rear."""


def _with_between(mentions: list[_Mention], repaired: str) -> list[_Mention]:
    """Put in what lies between two parts where the damage goes from one to the other: 从左前门一直划到左后翼子板."""
    found: list[_Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if (
            last
            and re.search(r"[从打由]$", repaired[: last.start])
            and _TO.fullmatch(repaired, last.end, mention.start)
        ):
            (first, *_), (name, *_) = last.names, mention.names
            ends = [(one.part.noun, one.end) for one in (first, name)]
            side = first.side or name.side
            if side and all(end in _ALONG for end in ends):
                low, high = sorted(_ALONG.index(end) for end in ends)
                between = tuple(
                    replace(first, side=side, end=end, part=_PART_OF[noun])
                    for noun, end in _ALONG[low + 1 : high]
                )
                last = found[-1] = replace(last, names=(first.refined(side, ""), *between))
                mention = replace(mention, names=(name.refined(side, ""),))
        found.append(mention)
    return found


_PART_OF = {"翼子板": Part("翼子板", "quarter"), "车门": Part("车门", "corner")}


def _settled(last: _Mention, mention: _Mention, repaired: str) -> tuple[_Mention, ...]:
    """Return what two neighbouring mentions come to: both, or one."""
    gap, before_noun = repaired[last.end : mention.start], repaired[last.end : mention.noun]
    on = mention.names[0].part.noun in _ON.get(last.names[0].part.noun, ())
    if (
        last.word != mention.word and _LOCATES.fullmatch(before_noun) and not (on and _SITS.fullmatch(gap))
    ):  # 左前门底下的裙边
        side = last.names[-1].side
        return (replace(mention, names=tuple(_of_topic(name, _Topic(side, "")) for name in mention.names)),)
    if len(last.names) != 1 or len(mention.names) != 1:
        return last, mention
    if (
        (last.names[0].part.noun, mention.names[0].part.noun) == ("后备箱盖", "尾门")
        and _SITS.fullmatch(gap)
        and gap
    ):
        return (replace(mention, start=last.start),)  # 后备箱那个尾门
    (before,), (name,) = last.names, mention.names
    if (
        _SITS.fullmatch(gap)
        and name.part.noun in _ON.get(before.part.noun, ())
        and gap + before.end + before.side
        and (
            gap or not (name.side or name.end or last.word.endswith("胎"))
        )  # 左前轮左前轮毂, 左前胎轮毂 are two
    ):
        return (replace(mention, start=last.start, names=(name.refined(before.side, before.end),)),)
    if name.part.noun == "车角" and before.part.noun == "保险杠" and gap in ("", "的", "那个"):
        return (replace(last, end=mention.end),)
    if not name.side and not name.end and name.part.noun in _CARRIES.get(before.part.noun, ()):
        return last, replace(mention, names=(name.refined(before.side, before.end),))
    if name.part.noun == "尾门" and before.part.noun == "车门" and gap.lstrip(" ，,").startswith("就是"):
        return (mention,)
    compatible = all(
        one == other or "" in (one, other)
        for one, other in ((before.side, name.side), (before.end, name.end))
    )
    vague = not before.side and not before.end and (name.side or name.end)
    again = _RESTATED.fullmatch(gap) or (vague and _DAMAGE_TOLD.fullmatch(gap))
    placed = (before.side or before.end) and not name.side and not name.end
    close = (placed and len(gap) <= 8) or (mention.intact and name == before)
    contrast = mention.intact and not last.intact and last.word != mention.word and gap.endswith("不是")
    if compatible and name.part == before.part and (again or close) and not contrast:  # 轱辘拧了 不是轮胎
        word = last.word if mention.word == "托底" else mention.word
        refined = (name.refined(before.side, before.end),)
        return (replace(mention, start=last.start, names=refined, word=word),)
    return last, mention


_REGION_OF = {
    region: frozenset(parts.split())
    for region, parts in {
        "车头": "保险杠 前保险杠 防撞梁 引擎盖 大灯 雾灯 日行灯 中网 车标 牌照 水箱 冷凝器 风扇 翼子板 挡风玻璃 前挡风玻璃 发动机",
        "车尾": "保险杠 后保险杠 防撞梁 后备箱盖 尾门 尾灯 后围 牌照 翼子板 挡风玻璃 后挡风玻璃 排气管",
        "侧面": "车门 翼子板 门槛 后视镜 轮胎 轮毂 车窗",
        "车身": "车门 翼子板 门槛 保险杠 引擎盖 后备箱盖 车顶",
    }.items()
}
"""The parts of which a coarse word is only the place: 车头撞烂了，前杠机盖大灯全碎."""


def _finest(mentions: list[_Mention]) -> list[_Mention]:
    """Leave out coarse words beside the finer parts they hold, and 托底 beside the part that it hit."""
    fine = {(mention.owner, name.part.noun) for mention in mentions for name in mention.names}
    owners = {m.owner for m in mentions if any(name.part.noun not in COARSE for name in m.names)}
    kept = []
    for mention in mentions:
        noun = mention.names[0].part.noun
        held = any((mention.owner, part) in fine for part in _REGION_OF.get(noun, ()))
        handy = mention.owner in owners and mention.word in _HANDY and not mention.names[0].side
        corner = (
            noun == "车角"
            and mention.word != "车角"
            and any(
                other is not mention and other.owner == mention.owner and name.end == mention.names[0].end
                for other in mentions
                for name in other.names
                if name.part.noun not in COARSE
            )
        )
        if not held and not handy and not corner:
            kept.append(mention)
    kept = [m for m in kept if not (m.word == "托底" and m.owner in owners and len(kept) > 1)]
    return [_at_one_end(mention, mentions) for mention in kept if not _told_finer(mention, kept)]


_LEADS: dict[str, int] = {"corner": 2, "quarter": 2, "front": 2, "rear": 2, "sided": 1, "ended": 1}
"""Family -> the characters of side and end without which a name leaves open which of several parts it is."""
_VAGUE = COARSE | {"玻璃", "车灯", "底盘"}
_OF_FAMILY = {
    noun: family for family in _LEADS for noun in FAMILIES[family] if noun not in ("雷达", "摄像头", "侧面")
}


def is_definite(name: str) -> bool:
    """Tell whether a canonical name says which part it is: 左后视镜, 水箱; not 后视镜, 车头, 玻璃, 左侧面."""
    noun = max((noun for noun in _OF_FAMILY if name.endswith(noun)), key=len, default=None)
    if noun is None or noun in _VAGUE:
        return not any(name.endswith(vague) for vague in _VAGUE if vague not in ("玻璃", "车灯")) and (
            name not in _VAGUE
        )
    return len(name) - len(noun) >= _LEADS[_OF_FAMILY[noun]]


def united(before: Iterable[str], now: Iterable[str]) -> list[str]:
    """Join parts told at different times: a finer name takes the place of the coarser one it holds.

    后视镜 and later 左后视镜 are one mirror, 车尾 and later 后保险杠 one damage.
    """
    names = list(dict.fromkeys([*before, *now]))
    return [name for name in names if not any(_holds(other, name) for other in names if other != name)]


def _holds(fine: str, coarse: str) -> bool:
    """Tell whether a canonical name is one of what a coarser one leaves open."""
    if fine.endswith(coarse):
        return True
    place = "".join(re.match("[左右]?[前后]?", coarse)[0])  # type: ignore[index]
    noun = coarse.removeprefix(place)
    if noun in _CORNERED:  # 左车门 and 左前车门
        return fine.startswith(place) and fine.endswith(noun) and len(fine) > len(coarse)
    if noun == "车角" and place:
        return fine.startswith(place) or (place[-1] + "保险杠" == fine)
    side = place[:1] if noun == "侧面" else ""
    parts = _REGION_OF.get(coarse.removeprefix(side), ())
    return fine.startswith(side) and any(fine.endswith(part) for part in parts)


_CORNERED = frozenset({*FAMILIES["corner"], *FAMILIES["quarter"]}) - COARSE


def same_noun(one: str, other: str) -> bool:
    """Tell whether two canonical names are of one kind of part, wherever it sits: 左前大灯 and 右前大灯, 前保险杠 and 后保险杠."""
    return _noun(one) == _noun(other)


def _noun(name: str) -> str:
    """Return what kind of part a canonical name is of; the wheel of a bike and its tyre are one."""
    return _PLACE.sub("", name).replace("轮胎", "轮")


_PLACE = re.compile("^[左右]?[前后]?")


def fits(name: str, thin: str) -> bool:
    """Tell whether a canonical name may be what a thinner one means: 右前大灯, by 大灯."""
    return name == thin or _holds(name, thin)


def _told_finer(mention: _Mention, mentions: list[_Mention]) -> bool:
    """Tell whether each part named is told with more of its place: 左前门凹了，车门打不开; 右边两个门瘪了，前门后门."""
    others = [
        name
        for other in mentions
        if other is not mention and other.owner == mention.owner
        for name in other.names
    ]
    return all(any(_finer(other, name) for other in others) for name in mention.names)


def _finer(name: _Name, thin: _Name) -> bool:
    """Tell whether a name has all that another has, and a side or an end beyond it."""
    fits = name.part == thin.part and thin.side in ("", name.side) and thin.end in ("", name.end)
    return fits and name.part.family != "plain" and (name.side, name.end) != (thin.side, thin.end)


_FRONT = frozenset({"大灯", "引擎盖", "水箱", "冷凝器", "中网", "车头"})
_REAR = frozenset({"尾灯", "后备箱盖", "尾门", "后围", "车尾"})


def _at_one_end(mention: _Mention, mentions: list[_Mention]) -> _Mention:
    """Put what lacks its end where the rest is: a lamp with everything else told, a bumper with the region.

    前杠烂了，左边灯也烂了; 就前脸这块，保险杠，大灯.
    """
    name = mention.names[0]
    bumper = name.part.noun == "保险杠"
    if name.end or not (bumper or (name.part.noun == "车灯" and name.side)):
        return mention
    ends = {
        _end(each)
        for other in mentions
        if other is not mention and other.owner == mention.owner
        for each in other.names
        if not bumper or each.part.noun in COARSE
    } - {""}
    return replace(mention, names=(name.refined("", ends.pop()),)) if len(ends) == 1 else mention


def end_of(name: str) -> str:
    """Return at which end of the car a part of this canonical name is, 前 or 后; "" where it may be at both, or at a side."""
    noun = next((noun for noun in ("保险杠", "防撞梁") if name.endswith(noun)), "")
    if noun:
        return name.removesuffix(noun)[-1:]
    return next(
        (end for end, nouns in (("前", _FRONT), ("后", _REAR)) if any(name.endswith(one) for one in nouns)),
        "",
    )


_HANDY = frozenset({"前头", "前面全", "车身都", "浑身", "通身", "前部", "后部", "尾部"})
"""Words for a region that point at the parts named beside them."""


def _unhurt_apart(mentions: list[_Mention]) -> tuple[list[_Mention], list[_Mention]]:
    """Return the parts that are damaged, and those said to be unhurt; what is said after a list holds for the whole list."""
    parted: tuple[list[_Mention], list[_Mention]] = ([], [])
    unhurt = following_listed = False
    for mention in reversed(mentions):
        unhurt = mention.intact or (unhurt and following_listed)
        following_listed = mention.listed
        parted[unhurt].insert(0, mention)
    return parted


_SIDE_DAMAGED = re.compile(
    r"(?<![往向朝从到在靠])(?P<place>[左右][前后]?|[前后])(?:[边面侧头方]|半边|手边|身|部)*(?:车身)?"
    r"(?:这|那|整)?(?:一|整)?(?:块儿?|片|边|侧|个|部位|位置)*(?:儿|都|全|全都|全部|也|就|被|给|让人|让|叫|他|有点|稍微|整个|基本)*"
    r"(?:撞|刮|蹭|擦|碰|剐|挤|压|砸|磕|怼|顶)?(?:得|的|到|着)?(?:都|全)?"
    r"(?:坏|碎|瘪|凹|变形|烂|破|裂|毁|掉漆|花了|进去|伤了|完了|(?<=[刮蹭擦剐])[了花伤]|(?<=撞)了(?=$|[,，。]|个大?坑|个洞|一下))"
)
_REGIONS = {
    "": Part("侧面", "sided"),
    "前": Part("车头", "plain"),
    "后": Part("车尾", "plain"),
}


def _sides(repaired: str) -> Iterator[_Mention]:
    """Yield the side or end that is said to be damaged where no part is named: 右侧全刮了, 后面瘪进去了."""
    for match in _SIDE_DAMAGED.finditer(repaired):
        place = match["place"]
        side, end = place.strip("前后"), place.strip("左右")
        if re.match(
            r"我|人家|他|她|对方|一?[个辆位](?!大?坑|洞)|前|护|电|行|路|树|墙", repaired[match.end() :]
        ):
            continue
        part = Part("车角", "corner") if side and end else _REGIONS[end]
        owner, _ = _owner(repaired, match.start(), "", 0)
        name = _Name(side, end if side else "", part, True)
        yield _Mention(match.start(), match.end(), (name,), owner, False, False, place, match.start())


@dataclass(frozen=True)
class _Candidate:
    """A noun with its modifier; ``whole`` when the modifier is a list's (右前的)."""

    end: int
    names: tuple[_Name, ...]
    whole: bool
    word: str


_POINTS_BACK = re.compile("[左右][手]?[边侧面]?那?一?[个只边盏支](?![门灯])")
"""尾灯碎了左边那个后杠也裂了: bumpers and lids have no left one, so the lamp before has it."""
_PUT_RIGHT_SIDE = re.compile(r"[左右前后]{1,2}[边面侧]?[,，\s]*是[左右前后]")
"""A side put right at once: 不是右边 是左后视镜."""
_BEGINS = "左右前后副主驾司正最两俩四双中2乘"


def _candidate(repaired: str, index: int) -> _Candidate | None:
    """Return the part that begins at ``index``, with its side and position, or None."""
    if index == len(repaired):
        return None
    hit = NOUNS.at(repaired, index)
    match = _MODIFIER.match(repaired, index) if repaired[index] in _BEGINS else None
    if match and _PUT_RIGHT_SIDE.match(match.group()):
        match = None
    position = match.end() if match else index
    best: Hit[Part] | None = None
    while position > index:
        noun = NOUNS.at(repaired, position) or _bare(repaired, position) or _halved(repaired, position)
        noun = None if noun and _within_another_word(repaired, index, noun) else noun
        if noun and not (hit and hit.end >= noun.end and hit.value.family == "plain"):
            blocked = _NOT_PART.at(repaired, position)
            if not (blocked and blocked.end > noun.end) and (best is None or noun.end > best.end):
                best = noun
        position -= 1
    if hit and hit.value.noun == "驾驶室" and best and best.value.family in ("plain", "ended"):
        best = None  # 驾驶室 导流罩: what has no side has no driver's side
    if best:
        if best.value.family in {"ended", "plain"} and (aside := _POINTS_BACK.match(repaired, index)):
            return None if aside.end() <= best.start else _named(best, repaired[index : best.start])
        return _named(best, repaired[index : best.start])
    if (
        hit
        and hit.word.startswith("车")
        and (ahead := _candidate(repaired, index + 1))
        and ahead.end > hit.end
    ):
        return ahead  # 车前头的灯
    if hit and hit.value.noun == "全车" and (inside := NOUNS.at(repaired, hit.end - 1)):
        hit = inside  # 整个车头
    if not hit and (halved := _halved(repaired, index)) and len(halved.word) > 1:
        hit = halved
    if hit:
        return _Candidate(hit.end, (_Name("", "", hit.value, False),), False, hit.word)
    return None


def _within_another_word(repaired: str, index: int, noun: Hit[Part]) -> bool:
    """Tell whether a noun and what counts it are another word together: the 三轮 of 后面的三轮车."""
    if noun.word == "车":  # 右后车 lost its 门
        return False
    blocked = (_NOT_PART.at(repaired, at) for at in range(max(index, noun.start - 2), noun.start))
    return any(one is not None and one.end >= noun.end for one in blocked)


_ASKED_ALONE: Lexicon[Part] = Lexicon(
    {
        "顶": Part("车顶", "plain"),
        "门": Part("车门", "corner"),
        "灯": Part("车灯", "sided"),
        "线": Part("线束", "plain"),
    }
)
"""Words that are parts by themselves where it was asked what is damaged, with nothing but a list or damage around them."""


def _alone(repaired: str, index: int) -> _Candidate | None:
    """Return the part that a single word names in an answer: 左后头 门 叶子板; 前叉弯了 灯碎了."""
    hit = _ASKED_ALONE.at(repaired, index)
    if hit is None or not _BEGINS_ALONE.search(repaired[:index]):
        return None
    if not (_ENDS_ALONE.match(repaired, hit.end) or _DAMAGED_NEXT.match(repaired[hit.end : hit.end + 16])):
        return None
    return _Candidate(hit.end, (_Name("", "", hit.value, False),), False, hit.word)


def _bare(repaired: str, index: int) -> Hit[Part] | None:
    """Return 门, 灯 and the like, which are parts only after a side or a position; 右前车 lost its 门."""
    if (
        repaired[index] == "车"
        and _AT_A_CORNER.search(repaired[:index])
        and _LIST_GOES_ON.match(repaired, index + 1)
    ):
        return Hit(index, index + 1, "车", Part("车门", "corner"))
    return _BARE.at(repaired, index)


_AT_A_CORNER = re.compile("[左右][前后]$")
_LIST_GOES_ON = re.compile("[,，、\\s和跟]+(?:还有)?[左右]")


_BARE: Lexicon[Part] = Lexicon(
    {
        "门": Part("车门", "corner"),
        "灯": Part("灯", "corner"),
        "镜": Part("后视镜", "sided"),
        "盖": Part("盖", "plain"),
        "盖子": Part("盖", "plain"),
    }
)


_DAMAGED_NEXT = re.compile(
    rf"^(?:也|都|就|被|给|遭|全|有点?|可能|肯定|估计|应该|怕是?|好像|直接|稍微|整个|让人|那边|那块)*(?:{_DAMAGED.pattern})"
)
_GOES_ON = re.compile(r"^(?:和|跟|还有|以及|、)")


def _halved(repaired: str, index: int) -> Hit[Part] | None:
    """Return a noun that lost a character (右前大碎了, 冷凝跟水箱都坏了) where damage or a list follows."""
    hit = _HALVED.at(repaired, index)
    after = repaired[hit.end : hit.end + 16] if hit else ""
    return hit if hit and (_DAMAGED_NEXT.match(after) or _GOES_ON.match(after)) else None


_TWO_CORNERS = re.compile(r"([左右][前后])[和跟、,，\s]?([左右][前后])")


def _halved_alone(repaired: str, index: int) -> _Candidate | None:
    """Return a noun that lost a character and stands in a list of what is damaged: 引盖 发动机 线束."""
    hit = _HALVED.at(repaired, index)
    if hit is None or len(hit.word) < 2 or hit.word in ORDINARY_HALVES:
        return None
    if not (
        re.search(r"(?:^|[,，、\s])(?:那个|就是|还有)?$", repaired[:index])
        and re.match(r"[,，、\s]", repaired[hit.end :])
    ):
        return None
    return _Candidate(hit.end, (_Name("", "", hit.value, False),), False, hit.word)


_BY_END = {"前": Part("大灯", "front"), "后": Part("尾灯", "rear"), "": Part("车灯", "sided")}


def _named(noun: Hit[Part], modifier: str) -> _Candidate:
    """Return the parts that a modifier and a noun name: one, or more for 左右大灯, 左边两个门 and 四个轮子."""
    part = noun.value
    ends = list(dict.fromkeys(re.findall("[前后]", modifier)))
    if re.search("驾|司机|副|乘客", modifier):
        sides = ["右" if re.search("副|乘客", modifier) else "左"]
        ends = ends or (["前"] if part.family in {"corner", "quarter"} else [])
    else:
        sides = list(dict.fromkeys(re.findall("[左右]", modifier)))
    both = bool(re.search("两侧|两边|双侧", modifier))
    pair = bool(re.search("[两俩2二](?:个|扇|块|只|条|盏|面)?", modifier)) and not both
    if part.noun == "灯":
        part = _BY_END[ends[0] if ends else ""]
    if part.noun == "盖":
        part = Part("后备箱盖" if "后" in ends else "引擎盖", "plain")
    cornered = part.family in {"corner", "quarter"}
    if corners := _TWO_CORNERS.match(modifier):  # 左前和右后门, 左前 左后门
        pairs = dict.fromkeys(corners.groups())
        names = [_Name(pair[0], pair[1], part, True) for pair in pairs if pair]
        return _Candidate(noun.end, tuple(names), "的" in modifier, noun.word)
    if noun.word in SLIDING and not ends:
        ends = ["后"]
    if both or (pair and not sides and part.family in {"front", "rear", "sided"}):
        sides = ["左", "右"]
    elif pair and len(sides) == 1 and not ends and part.family == "corner":
        ends = ["前", "后"]
    elif pair and len(ends) == 1 and not sides and cornered:
        sides = ["左", "右"]
    elif re.search("[四4]", modifier) and part.family == "corner":
        sides, ends = ["左", "右"], ["前", "后"]
    if part.noun == "后视镜":
        ends = []
    names = [_Name(side, end, part, True) for end in ends or [""] for side in sides or [""]]
    return _Candidate(noun.end, tuple(names), bool(re.search("的|那块|这块|那边|这边", modifier)), noun.word)
