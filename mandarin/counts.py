"""How many people, vehicles and other things."""

from __future__ import annotations

import re

from mandarin.numerals import Rough, neighbours, number, plain, stretched
from mandarin.span import Span

_FIGURE = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,6})(?:来|多|几)?"
_PEOPLE = r"(?:人|大人|小孩儿?|孩子|老人|老头|老太太|乘客|伤者|伤员|行人|学生|成人|成年人|工人|同事|朋友|男的|女的|女士|男士|先生|老师|娃|娃娃|小朋友|亲戚|家里人|民工|路人)"
_KINDS: tuple[tuple[str, str], ...] = (
    # what follows the number, and what is counted
    (rf"(?:个|位|名|口|口子)(?:多|来)?(?:受伤的|伤的)?{_PEOPLE}", "人"),
    (r"(?:位|名|口(?!子)|口人|口子)", "人"),
    (r"人(?!民|行|家|为)", "人"),
    (r"(?:死|亡|伤(?!势|口|情|残)|轻伤|重伤)", "人"),
    (r"(?:辆|台|部)(?:小?(?:轿|汽|货|面包|客|电动|摩托|三轮|大|自行|出租|卡)?车)?", "辆"),
    (
        r"(?:个|张)?(?:小轿车|轿车|汽车|货车|面包车|车(?!道|门|牌|险|位|窗|灯|主|头|尾|轮|里|上|损|间|库|速|祸|次))",
        "辆",
    ),
    (r"(?:只|条|头|匹)(?=狗|猫|羊|牛|猪|鸡|鹅|马|驴)", "只"),
    (r"(?:处|块|个地方|个部位)", "处"),
    (r"个", "个"),
)
_COUNTED = [(re.compile(rf"(?P<number>{_FIGURE})(?P<thing>{pattern})"), of) for pattern, of in _KINDS]
_PAIRS = re.compile(
    r"(?:我们|咱|他们|她们|咱们|伤了|就|一共|总共|有|车上|撞了|是)?(?P<pair>俩|仨)(?P<thing>人|孩子|大人|老人|车|口子)?"
)
_COMPANY = re.compile(
    r"我(?:和|跟|与|带着|还有|带)(?:我)?(?:的)?(?P<others>(?:一个)?(?:老婆|媳妇儿?|爱人|老公|丈夫|妻子|爸|妈|父亲|母亲|儿子|女儿|孩子|闺女|朋友|同事|对象|男朋友|女朋友|弟弟?|哥哥?|姐姐?|妹妹?|司机|小孩儿?|娃|家属|他|她|对方))"
)
_ALONE = re.compile(
    r"(?:就|只有|只|光|仅)(?:是)?(?:我|他|她)(?:自己|一个人|一个|一人|本人|自个儿?)|(?:就|只有)我(?![们的])$"
)
_NONE = re.compile(
    r"一个(?:人)?(?:都|也)?(?:没有?|不)|没有?(?:别的|其他|其它)?人?(?:受伤|伤着|伤)?$|没有?人|没有|没|无|零|0个?|不存在|都没有|都没"
)
_ORDINAL = re.compile(
    r"(?:第|[\d.:点一二三四五六七八九十百千万零〇年月号幺a-z]|星期|礼拜|周|每|另|那|这|上|下|哪)$"
)
_NOT_COUNTED = re.compile(
    r"(?:小时|钟头|月|星期|礼拜|钟|半|多小时|把|多月|路口|红绿灯|红灯|街|劲|事|电话|问题|问|意思|号|字|案|报案|样|弯|来小时|来钟头|保险|公司|坑)"
)
_BARE = re.compile(
    r"^[^\w]*(?:就|一共|总共|有|大概|应该|可能|也就|好像|受伤的?|伤了|是|共|嗯|呃|啊|那个)*(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})[^\w]*(?:个|吧|啊|呢|了|的)*[^\w]*$"
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
    said = plain(text.replace("俩", "\0").replace("仨", "\1")).replace("\0", "俩").replace("\1", "仨")
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
        and (match := _NONE.search(said))
        and not re.search(r"[二两三四五六七八九2-9](?:个|人|位)", said)
    ):
        add(match.start(), match.end(), 0, "人")
    for match in _ALONE.finditer(said):
        add(match.start(), match.end(), 1, "人")
    for pattern, of in _COUNTED:
        for match in pattern.finditer(said):
            before = said[: match.start()]
            if _ORDINAL.search(before) and not re.search(r"[死伤亡]$|(?:那|这|上|下)边?$", before):
                continue
            if match["thing"] in ("个", "人", "块") and _NOT_COUNTED.match(said, match.end()):
                continue
            if (of == "个" and not asked) or (of == "处" and match["thing"] == "块"):
                continue
            if re.match(r"(?:都|也)?没(?:有|受|伤)", said[match.end() :]) and match["number"] == "一":
                continue
            if value := _counted(match["number"]):
                add(
                    match.start(),
                    match.end(),
                    value.low,
                    of,
                    () if value.low == value.high else (value.high,),
                )
    for match in _PAIRS.finditer(said):
        of = "辆" if match["thing"] == "车" else "人"
        add(match.start("pair"), match.end(), 2 if match["pair"] == "俩" else 3, of)
    for match in _COMPANY.finditer(said):
        add(match.start(), match.end(), 2, "人", sure=0.8)
    if asked and not found and (match := _BARE.match(said)) and (value := _counted(match["number"])):
        near = () if value.low == value.high else (value.high,)
        add(match.start("number"), match.end("number"), value.low, "个", near)
    spans = sorted(found, key=lambda span: span.start)
    return spans[-1:] if _in_all(said, spans, asked) else spans


def _counted(said: str) -> Rough | None:
    """Return a number of things with its play: 十来 (10 to 15), 两三 (2 to 3), 十二, and 一二 from a written 12."""
    if match := re.fullmatch(r"(.+)(来|多|几)", said):
        return stretched(match[1], match[2])
    if rough := neighbours(said):
        return rough
    value = number(said)
    return None if value is None else Rough(value, value)


_TOTAL = re.compile(r"(?:一共|总共|加起来|加一起|合起来|共|总的|不对|不是|说错)[，,]?[^，,]{0,4}$")


def _in_all(said: str, spans: list[Span], asked: bool) -> bool:
    """Tell whether the last count sums up, or takes back, those before it: 对方一个，我车上一个，两个."""
    if len(spans) < 2:
        return False
    *parts, last = spans
    summed = asked and sum(part.value["count"] for part in parts) == last.value["count"]
    return summed or bool(_TOTAL.search(said[parts[-1].end : last.start]))
