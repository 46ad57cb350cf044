"""How many people, vehicles and other things."""

from __future__ import annotations

import re

from mandarin.corrections import chosen, corrected, instead
from mandarin.fillers import through_fillers
from mandarin.measure_sounds import mend_measures
from mandarin.numerals import Rough, neighbours, number, plain, stretched
from mandarin.span import Span

_FIGURE = r"(?:\d{1,3}|百十|[一二两三四五六七八九]百零[一二三四五六七八九]|[一二两三四五六七八九十百]{1,6})(?:来|多|好?几)?"
_PEOPLE = (
    r"(?:人|大人|小孩子?儿?|孩子|老人家?|老头儿?|老太太|老汉|老爷子|老奶奶|老婆婆|老爷爷|大爷|大妈|大娘|大姐|大哥|阿姨|阿婆|姑娘|小姑娘|小伙子?|妹子|妹妹|后生|妇女|孕妇"
    r"|乘客|旅客|伤者|伤员|伤号|病人|行人|路人|学生娃?|成人|成年人|工人|工友|民工|员工|同事|同学|朋友|兄弟|哥们儿?|男的|女的|男人|女人|男娃|女娃|女士|男士|先生|老师|师傅|司机"
    r"|娃儿?|娃娃|小朋友|宝宝|婴儿|细路|囡|亲戚|家里人|骑车的|骑手|快递员|外卖员|外卖小哥)"
)
_KINDS: tuple[tuple[str, str], ...] = (
    # what follows the number, and what is counted
    (rf"(?:个|位|名|口|口子)(?:多|来)?(?:受伤的|伤的)?{_PEOPLE}", "人"),
    (
        r"(?:学生娃?|工人|民工|同事|老头儿?|老太太|老人|大爷|大妈|大姐|女的|男的|行人|乘客|小孩儿?|大人|男|女)(?![子])",
        "人",
    ),
    (r"(?:来?号人)", "人"),
    (r"(?:位|名|口(?!子)|口人|口子)", "人"),
    (r"人(?!民|行|家|为)", "人"),
    (r"(?:死|亡|伤(?![势口情残了着到])|轻伤|重伤)", "人"),
    (r"(?:个头|家头)(?=$|[，,。吧])", "人"),
    (r"(?:连(?=撞|环))", "辆"),
    (r"(?:爷子|娘母|爷孙|娘儿|母子|父子|母女|父女|姊妹|姐妹|兄弟|夫妻|公婆|婆孙)", "人"),
    (r"(?:辆|台|部|架)(?:小?(?:轿|汽|货|面包|客|电动|摩托|三轮|大|自行|出租|卡)?车)?", "辆"),
    (
        r"(?:个|张)?(?:小轿车|轿车|汽车|货车|面包车|车(?![人一二两三四五六七八九十\d]|道|门|牌|险|位|窗|灯|主|头|尾|轮|里|上|损|间|库|速|祸|次))",
        "辆",
    ),
    (r"(?:只|条|头|匹)(?=狗|猫|羊|牛|猪|鸡|鹅|马|驴)", "只"),
    (r"(?:处|块|个地方|个部位)", "处"),
    (r"个", "个"),
)
_COUNTED = [(re.compile(rf"(?P<number>{_FIGURE})(?P<thing>{pattern})"), of) for pattern, of in _KINDS]
_OF_US = re.compile(
    rf"(?:[我咱俺他她你][们门]|坐[了着]|就|(?:一车|车[上里])(?!一))(?P<number>{_FIGURE})个(?=$|[\s，,。都全在没吧])"
)
_PAIRS = re.compile(
    rf"(?:我们|咱|他们|她们|咱们|伤了|就|一共|总共|有|车上|撞了|是)?(?P<pair>俩|仨)(?P<thing>{_PEOPLE}|车|口子)?"
)
_KIN = (
    r"(?:老婆|媳妇儿?|爱人|太太|老公|丈夫|妻子|爸爸?|妈妈?|爹|娘|父亲|母亲|老爸|老妈|公公|婆婆|岳父|岳母|丈母娘|老丈人|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|闺女|姑娘|孩子|小孩儿?|娃儿?|孙子|孙女"
    r"|弟弟?|哥哥?|姐姐?|妹妹?|舅妈|舅舅?|姨妈?|姑妈|姑姑?|叔叔?|婶婶?|嫂子|表[弟哥姐妹]|朋友|同事|同学|对象|男朋友|女朋友|司机|副驾驶?|乘客|家属)"
)
_PERSON = rf"(?:(?:我|俺|咱|他|她)(?:们)?家?的?(?:一个)?{_KIN}|{_KIN}|我自己|我|俺|他|她|对方)"
_JOIN = r"[，,]?(?:和|跟|与|同|加上?|带着?|还有|、)"
_COMPANY = re.compile(
    rf"{_PERSON}(?:{_JOIN}(?:一个|后[座排面]的?)?{_PERSON}|(?:(?<=[^我俺他她])|[，,])(?:我|俺)家?的?{_KIN})+(?!说|讲|打|联系|商量|吵|一样|要|没关)"
)
_ME_FIRST = re.compile(rf"[我俺]{_JOIN}")
_WITH_ME = re.compile(
    rf"(?:我|俺|司机)(?:自己)?(?:和|跟|加上?|还有)(?:我的?|后[面座排]的?|车上的?)?(?P<number>{_FIGURE})(?:个|位|名)(?:{_PEOPLE})?"
)
_KINDS_OF = re.compile(
    r"(?P<first>[一二两三四五六七八九俩仨])(?:个)?(?P<kind>[男老大])(?:的|人)?[，,和跟、]?(?P<second>[一二两三四五六七八九俩仨])(?:个)?(?P<other>[女少小])(?:的|孩儿?|娃儿?)?"
)
_ONE = re.compile(_PERSON)
_OF_A_KIND = re.compile(r"[个位名俩仨](?!人$)(?:\w+)$")
_MIXED = re.compile(r"[，,、]?(?:和|跟|还有|外加|加上?|带着?)?")
_ALONE = re.compile(
    r"(?:就|只有|只|光|仅|净|独)(?:是|有|伤了?)?(?:我|俺|咱|他|她|司机|驾驶员)(?:自己|自个儿?|自家|一个人?|一人|本人|个人)|(?:就|只有|光)[我俺](?=$|[，,。])"
)
_ONLY_ONE = re.compile(
    r"^\W*(?:嗯|呃|啊|就是?|是|那个)*(?:我|俺|司机|驾驶员)(?:自己|自个儿?|本人)?[吧啊呢的]?\W*$"
    r"|(?:就|只|只有|光|仅|单)(?:伤了?|是)?[^，,。一二两三四五六七八九十\d]{0,8}[那这][个位][^，,。一二两三四五六七八九十\d]{0,6}$"
)
_SOME_ONE = re.compile(
    rf"(?:有|就|撞了|伤了)(?P<one>个(?:\w{{0,6}}?的)?{_PEOPLE})(?![的报打说停保把])|^\W*(?P<that>[那这]个(?!\w*[问得要找让叫])\w{{0,8}}?{_PEOPLE})\W*$"
)
_NONE = re.compile(
    r"一个(?:人)?(?:都|也)?(?:没有?|[美每梅]有|冇|不)|没有?(?:别的|其他|其它)?人?(?:受伤|伤着|伤)?$|没有?人|[没冇]得?人"
    r"|没(?!有?[从出敢看数注通问法来顾记听搞弄见想下去查统仔细点])(?:有(?!多少|几))?|无(?![法从锡])|零|0个?|不存在|[冇莫木]得|冇(?!.?多|别)|木有"
)
_UNKNOWN = re.compile(
    r"不(?:知道|晓得|清楚|确定|记得|太清楚|大清楚)|(?:说|搞|弄|数|看|记|拿|闹|整|吃)不(?:清|准|好|明白|过来|到|了|着)|没(?:敢|细?看|数|注意|问|来得及|顾|记|留意|统计)|有没有"
)
_ORDINAL = re.compile(
    r"(?:第|[\d.:点一二三四五六七八九十百千万零〇年月号幺a-z]|星期|礼拜|周|每|另|那|这|上|下|哪)$"
)
_NOT_COUNTED = re.compile(
    r"(?:小时|钟头|月|星期|礼拜|钟|半|多小时|把(?=[月小钟星礼年天])|多月|路口|红绿灯|红灯|街|劲|事|电话|问题|问|意思|号|字|案|报案|样|弯|来小时|来钟头|保险|公司|坑)"
)
_BARE = re.compile(
    r"^[^\w]*(?:就|一共|总共|有|大概|应该|可能|也就|好像|受伤的?|伤了|是|共|嗯|呃|啊|那个)*(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}(?:来|多|好?几)?)[^\w]*(?:个|吧|啊|呢|了|的)*[^\w]*$"
)

_LOST = re.compile(r"(?:就(?:是|剩)?|[伤商]了)(?P<number>[二两三四五六七八九])$")  # 车上五个人伤了两
# Of a number asked for the measure word may be lost; 一 alone is in too many words to be one.
_LONE = re.compile(
    r"(?<![\d一二两三四五六七八九十百千万几第点号月年零幺:.a-z])(?P<number>\d{1,2}|[二两三四五六七八九十][一二三四五六七八九十]{0,2}(?:来|多)?)"
    r"(?=$|[，,。吧啊呢哦]|都|左右|好像|受|轻|重|送|伤)"
)


def find_counts(text: str, asked: bool = False) -> list[Span]:
    """Find how many people, vehicles or things there are.

    Accepts 一个人, 三位, 俩, 仨, 两辆车, 两车相撞, 一家三口 (3), 就我一个 (1), 我和我老婆 (2), 一死两伤 (1 and 2, both 人), 两三个人
    (count 2, near 3). Ordinals (第二辆) and hours (两个小时) are not counts.

    Args:
        text: What the caller said.
        asked: True when a number is the open question: bare numbers, 两个 and 没有 (0) then count.

    Returns:
        Spans of kind ``count``; value ``{"count": n, "of": "人" | "辆" | "只" | "处" | "个"}``.
    """
    return through_fillers(text, lambda said: _find(said, asked))


def _find(text: str, asked: bool) -> list[Span]:
    said = plain(text.replace("俩", "\0").replace("仨", "\1")).replace("\0", "俩").replace("\1", "仨")
    said = mend_measures(said)
    found: list[Span] = []

    def add(
        start: int, end: int, count: float, of: str, near: tuple[float, ...] = (), sure: float = 1.0
    ) -> None:
        if all(end <= span.start or start >= span.end for span in found):
            others = tuple({"count": int(other), "of": of} for other in near)
            found.append(
                Span("count", start, end, {"count": int(count), "of": of}, text[start:end], sure, others)
            )

    if (
        asked
        and not _UNKNOWN.search(said)
        and (match := _NONE.search(said))
        and not re.search(r"[二两三四五六七八九2-9](?:个|人|位)", said)
    ):
        add(match.start(), match.end(), 0, "人")
    for match in _ALONE.finditer(said):
        add(match.start(), match.end(), 1, "人")
    for match in _KINDS_OF.finditer(said):
        add(*match.span(), sum(_few(match[name]) for name in ("first", "second")), "人")
    for match in _WITH_ME.finditer(said) if asked else ():
        if value := _counted(match["number"]):
            add(*match.span(), value.low + 1, "人", sure=0.8)
    for pattern, of in _COUNTED:
        for match in pattern.finditer(said):
            before = said[max(0, match.start() - 4) : match.start()]
            if _ORDINAL.search(before) and not re.search(r"[死伤亡]$|(?:那|这|上|下)边?$", before):
                continue
            if match["thing"] in ("个", "人", "块") and _NOT_COUNTED.match(said, match.end()):
                continue
            if (of == "个" and not asked) or (of == "处" and match["thing"] == "块"):
                continue
            if (
                re.match(r"(?:都|也|说)?没(?:有|受|事|.?伤)", said[match.end() : match.end() + 5])
                and match["number"] == "一"
            ):
                continue
            said_number = match["number"]
            if match["thing"][0] == "口":  # 一家四口, the 家 lost
                said_number = re.sub("^一(?=[二三四五六七八九]$)", "", said_number)
            if value := _counted(said_number):
                add(
                    match.start(),
                    match.end(),
                    value.low,
                    of,
                    () if value.low == value.high else (value.high,),
                )
    for match in _OF_US.finditer(said):
        if value := _counted(match["number"]):
            add(match.start("number"), match.end(), value.low, "人")
    for match in _PAIRS.finditer(said):
        of = "辆" if match["thing"] == "车" else "人"
        add(match.start("pair"), match.end(), 2 if match["pair"] == "俩" else 3, of)
    for match in _COMPANY.finditer(said):
        if asked or _ME_FIRST.match(match[0]):
            add(*match.span(), len(_ONE.findall(match[0])), "人", sure=0.8)
    if asked and not found and (match := _ONLY_ONE.search(said) or _SOME_ONE.search(said)):
        add(*match.span(), 1, "人", sure=0.8)
    if asked and (match := _LOST.search(said)) and (value := _counted(match["number"])):
        add(*match.span("number"), value.low, "个", sure=0.8)
    bare = (_BARE.match(said) or _lone(said)) if asked and not found else None
    if bare and (value := _counted(bare["number"])):
        near = () if value.low == value.high else (value.high,)
        add(bare.start("number"), bare.end("number"), value.low, "个", near)
    spans = sorted(found, key=lambda span: span.start)
    if asked:
        spans = [span for span in spans if not _THOUGHT.search(said[: span.start])]
        spans = [span for span in spans if span.value["of"] in "人个"] or spans  # 来了一辆救护车，拉走三个人
        spans = chosen(said, _settled(said, spans))
        spans = _hurt_of(said, _sides(text, said, _mixed(text, said, spans)))
    return spans[-1:] if _in_all(said, spans, asked) else spans


def _lone(said: str) -> re.Match[str] | None:
    """Return the only number of an utterance that has lost its measure word: 救护车拉走了五."""
    found = list(_LONE.finditer(said))
    return found[0] if len(found) == 1 else None


def _mixed(text: str, said: str, spans: list[Span]) -> list[Span]:
    """Join people counted by kind into one number: 三个大人一个娃儿 is four."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and {last.value["of"], span.value["of"]} == {"人"}
            and _MIXED.fullmatch(said, last.end, span.start)
            and last.text[-2:] != span.text[-2:]
            and all(_OF_A_KIND.search(one.text) for one in (last, span))
        ):
            count = {"count": last.value["count"] + span.value["count"], "of": "人"}
            joined[-1] = Span("count", last.start, span.end, count, text[last.start : span.end], 0.8)
        else:
            joined.append(span)
    return joined


def _few(said: str) -> float:
    return {"俩": 2, "仨": 3}.get(said) or number(said) or 0


def _counted(said: str) -> Rough | None:
    """Return a number of things with its play: 十来 (10 to 15), 两三 (2 to 3), 十二, and 一二 from a written 12."""
    if re.fullmatch("九[一二两三四五六七八]", said):  # 就两个, by its sound
        said = said[1]
    if match := re.fullmatch(r"(.+?)(来|多|好?几)", said):
        return stretched(match[1], match[2])
    if rough := neighbours(said):
        return rough
    value = number(said)
    return None if value is None else Rough(value, value)


_TOTAL = re.compile(
    r"(?:(?<![没不打])[就那]*算(?:是|作)?|现在|一[共功工公供]|总[共功工公供]|加起来|加一起|加一块儿?|合起来|拢共|统共|满共|拢总|共|总的|那就是?|(?:加|算|连|带)上?[我俺咱](?:自己)?的?)[，,]?[^，,]{0,4}$"
)
_THOUGHT = re.compile(r"以为(?:是|有)?$")
_SIDE = re.compile(r"(?P<side>[前后对我他这那左右]|司机|乘客|大人|小孩|孩子|男|女|老人|行人)[^，,、。]{0,5}$")
_GRADE = re.compile(r"(?P<side>[轻重])")


def _sides(text: str, said: str, spans: list[Span]) -> list[Span]:
    """Add up people counted side by side, or by how badly: 前排两个后排一个 and 两个重伤一个轻伤 are three."""
    counts = [span.value["count"] for span in spans]
    if len(spans) < 2 or counts[0] == sum(counts[1:]) or counts[-1] == sum(counts[:-1]):
        return spans
    starts = [0, *(span.end for span in spans)]
    places = [_SIDE.search(said[start : span.start]) for start, span in zip(starts, spans, strict=False)]
    grades = [_GRADE.match(said, span.end) for span in spans]
    for marks in (places, grades):
        told = [mark["side"] for mark in marks if mark]
        if len(told) == len(spans) == len(set(told)):
            value = {"count": sum(counts), "of": spans[0].value["of"]}
            begin, end = spans[0].start, spans[-1].end
            return [Span("count", begin, end, value, text[begin:end], 0.8)]
    return spans


_HURT_BEFORE = re.compile(r"(?:[伤商上]了|伤|伤着|受伤的?是?|磕了|(?:就|只有)[^，,。]{0,4}?)(?:大概|其中)?$")
_ON_THEIR_SIDE = re.compile("(?:[对队兑]方|对面|[他那][们边])[^，,。]{0,4}$")
_OF_THESE = re.compile("受伤的?")  # 车上三个受伤的一个
_AMONG = re.compile(r"(?:[里当][头面边中])[，,]?(?:就|只|就只)?有?$")  # 四个人里头有一个
_HURT_AFTER = re.compile(r"人?(?:受了?伤|伤了|受伤)")


def _hurt_of(said: str, spans: list[Span]) -> list[Span]:
    """Keep the hurt where all who were there, or none, are counted first: 五个人伤了两个; 没死人，伤了仨."""
    if len(spans) == 2 and spans[0].value["count"] == 0 < spans[1].value["count"]:
        before = said[: spans[1].start]
        return spans[1:] if _HURT_BEFORE.search(before) or _ON_THEIR_SIDE.search(before) else spans
    if len(spans) != 2 or spans[1].value["count"] >= spans[0].value["count"]:
        return spans
    first, second = spans
    before = said[first.end : second.start]
    if "除了" in before:
        return [second]
    if _OF_THESE.fullmatch(before) and not re.match(r"\w", said[second.end :]):
        return [second]
    hurt = _HURT_BEFORE.search(before) or _HURT_AFTER.match(said, second.end) or _AMONG.match(before)
    of_first = (
        re.sub("伤了?$", "", before)[:4] if before[:1] not in tuple("，,、。 ") else ""
    )  # 三个受伤，一个重的
    return [second] if hurt and "其中" not in before and "伤" not in of_first else spans


_NOT_ONLY = re.compile(r"(?:不[止只]|何止)(?:是|有|伤了?)?$")
_ME_AND = re.compile(r"[我俺](?:带着?|和|跟|加上?|拉着?|载着?)$")
_SLIP = re.compile(r"[，,、\s]*不[，,、\s]*|[，,、]?(?:哎呀?|哦|噢|诶)[^，,]{0,2}[，,]?")


def _settled(said: str, spans: list[Span]) -> list[Span]:
    """Drop a count that the next one takes back: 一个，哦两个，后面还有一个; 不是三个，是四个."""
    kept = spans[:1]
    for span in spans[1:]:
        between = said[kept[-1].end : span.start]
        last = kept[-1]
        more = _NOT_ONLY.search(said[: last.start]) and last.value["count"] < span.value["count"]
        if (
            more
            or corrected(between)
            or _SLIP.fullmatch(between)
            or instead(said, last.start, last.end, span.start)
        ):
            kept.pop()
        kept.append(span)
    return kept


_ONE_MORE = re.compile(r"也|还有|另外|再加|加上|算上")
"""Words of one more person, told of between a number and the one that has all: 一个 司机也有点晕 两个."""


def _in_all(said: str, spans: list[Span], asked: bool) -> bool:
    """Tell whether the last count sums up, or takes back, those before it: 对方一个，我车上一个，两个."""
    if len(spans) < 2:
        return False
    *parts, last = spans
    of_cars = len(parts) > 1 and {span.value["of"] for span in spans} == {"辆"}
    people = {span.value["of"] for span in spans} == {"人"}
    me = of_cars or (people and bool(_ME_AND.search(said[: parts[0].start])))
    others = sum(part.value["count"] for part in parts)
    more = asked and bool(_ONE_MORE.search(said[parts[-1].end : last.start]))
    summed = (asked or of_cars or me) and last.value["count"] in (others, others + (me or more))
    company = (
        parts[-1].confidence < 1 and last.value["count"] > others and not re.search(r"\w", said[last.end :])
    )
    all_of_them = asked and re.match("[个人]?都", said[last.end :]) and last.value["count"] > others
    return bool(summed or company or all_of_them or _TOTAL.search(said[parts[-1].end : last.start]))
