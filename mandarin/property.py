"""Things by the road that are not the caller's: public facilities and other people's property."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from mandarin.homophones import repair
from mandarin.lexicon import Lexicon, past_fillers, variants
from mandarin.span import Span

_WORDS = yaml.safe_load((Path(__file__).parent / "words" / "property.yml").read_text("utf-8"))
PROPERTY = variants(_WORDS["things"])
"""What callers say of a thing by the road -> what the record calls it."""
_LEXICON, _KEPT = Lexicon(PROPERTY), Lexicon(dict.fromkeys(_WORDS["kept"].split(), ""))
_HIT = re.compile(
    r"(?:撞|碰|刮|剐|挂|蹭|擦|顶|怼|杵|压|轧|骑|掉|翻|冲|扎|磕|倒(?=到)|砸|怼|栽|开|铲|拱|扫|钻|滑|甩|弹|贴|弄|毁|坏|拱|攮|攘|戳|卡|带)(?:到|倒|断|坏|塌|着|上|了|进|翻|歪|掉|下|去|在|过|折|碎|弯|一下|个|人家|别人|那|这|的|家|路边|路|边|旁边|一|根|棵|堵|块|停车场|小区|地库|地下|车库|里|门口|高速|中间|中央|后面|前面|我|们|右|左|侧|道|桥|公司|商场|单位|公共|市政)*[\u4e00-\u9fff]{0,4}?$"
)
_DAMAGED_AFTER = re.compile(
    r"^(?:也|都|被|给|让|全|一块|几|撞|,|就|我|车|上|那)*(?:撞|碰|刮|蹭|挂|带|压|轧|碾|毁|坏|烂|洒|撒|倒|歪|斜|断|折|垮|弯|塌|变形|碎|掉|裂|刮|蹭|怼|赔|损)"
)
# What falls on the car is a cause, not somebody's property that was hit.
_FALLEN = re.compile(
    r"^(?:枝|杈|头|头上[^,，。]{0,6})?(?:给)?(?:碎[片块渣]|吹断|刮断|吹折|刮折|断了?掉|倒了?下来|倒了砸|倒下|砸|掉下|落下|刮倒了?砸|倒了?,?把|断了?砸|滚下|飞|崩|打|掉落|吹倒|被风)"
)
_BEYOND = re.compile(r"^(?:的)?(?:外[边面头]?|那[边头]|对面|另一[边侧]|下[边面头]|底下|旁边?|边上)")
_FIELDS = ("地", "田", "园", "园子")
"""How a field is called, which a car may stand in and have spoilt nothing: 滑到麦田里."""
_ENDS_UP = re.compile(
    r"(?:翻|掉|滚|飞|甩|滑|停|摔|栽|开|躺|站|出溜|溜|冲)(?:到|在|下|出|去|了|进)*(?:那个|路边|马路|高速|人家|别人家?)?(?:的)?$"
)
"""翻到护栏外边 names where the car lies, and strikes nothing."""
_LISTED = re.compile(
    r"(?:也|都|全|给|让我)*(?:[压砸撞碰弄刮]?(?:烂|坏|碎|折|倒|断|翻|歪|洒|塌)[了咧嘞啦]?)?(?:[,，、。\s和跟与及]|还有|又|也|另外|一?[根个排截段棵块]|[路公]边的?|了)*$"
)
_BY = re.compile(r"(?:被|让|叫|给)(?:一?[个块棵根]|路边的?|旁边的?|楼上的?|大风刮倒的?|刮倒的?)*$")


_UNSEEN = re.compile(
    r"(?:子|杆)?[,，\s]*(?:我|俺|他|也)?(?:(?:没|不)(?:看|瞅|瞧|注意|留神|发现|见)|[^。]{0,8}来不及)[^。]{0,14}?(?:撞|蹭|刮|碰|卡|怼|顶|挂|杵)(?:上|了|到|着|住)(?!我|人|他|她|一?[辆个台])"
)
"""有个限高杆没看见 撞上了."""
_AGAINST = re.compile(r"(?:被|让|叫|给)(?:那个?|路边的?|旁边的?)?$")
_SCRAPED = re.compile(r"给?(?:拉|刮|蹭|划|挂|擦|剐|磨)")
"""右半拉又让护栏给拉了."""
_DID_IT = re.compile(r"(?:上|那边|边上)?(?:给)?(?:干|弄|刮|蹭|划|剐|擦|撞)的")


@past_fillers
def find_property(text: str, asked: bool = False) -> list[Span]:
    """Find public facilities and other people's property that were hit; the value is the canonical name.

    What is listed beside a thing that was hit was hit as well (撞了护栏和花坛); with ``asked`` (what else was in the accident)
    naming a thing is enough.
    """
    repaired = repair(text)
    spans: list[Span] = []
    index = 0
    while index < len(repaired):
        kept, hit = _KEPT.at(repaired, index), _LEXICON.at(repaired, index)
        if (kept and (not hit or kept.end > hit.end)) or not hit:
            index = kept.end if kept else index + 1
            continue
        index = hit.end
        before, after = repaired[max(0, hit.start - 16) : hit.start], repaired[hit.end :]
        if before.endswith("卖"):
            continue  # 卖苹果的
        if _FALLEN.match(after) or (_BY.search(before) and not _SCRAPED.match(after)):
            continue
        ends_up = _ENDS_UP.search(before)
        if ends_up and (_BEYOND.match(after) or hit.word.endswith(_FIELDS)):
            continue
        listed = spans and _LISTED.fullmatch(repaired, spans[-1].end, hit.start)
        struck = _HIT.search(before) or _DAMAGED_AFTER.match(after)
        ran_into = (
            _UNSEEN.match(after)
            or (_AGAINST.search(before) and _SCRAPED.match(after))
            or _DID_IT.match(after)
        )
        if asked or listed or struck or ran_into:
            spans.append(Span("property", hit.start, hit.end, hit.value, text[hit.start : hit.end]))
    return spans


def struck_out(text: str, thing: str) -> bool:
    """Tell whether something that was read back is said not to have been struck: 不是护栏, 护栏哪来的, 护栏没撞."""
    return bool(re.search(_STRUCK_OUT.format(thing=re.escape(thing)), text))


_STRUCK_OUT = (
    r"(?:(?<![是可])不是|哪来的?|哪有|哪里有|去掉|删掉|划掉|没(?:有)?(?:撞|碰|刮|蹭|挨)(?:到|着|上)?)(?:什么|啥|那个|撞的?|碰的?)*{thing}"
    r"|{thing}(?:那个|这个|是|也|都|根本|压根|我)*(?:哪来的|去掉|删掉|划掉|没(?:有)?(?:撞|碰|刮|蹭|挨))"
)
"""Words with which a thing is struck out of what is read back."""
