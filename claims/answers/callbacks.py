"""What is asked of somebody we have called: has the adjuster rung and come, how good was it, what is still needed."""

from __future__ import annotations

import re

from claims.answers.answer import Answer, Reader, clean, gives_up, lacks, polarity_of
from claims.answers.yes_no import settle
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts

_SAID: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "survey_called": (
        re.compile(
            r"(没|没有|未|不)(人|有人)?(给我)?(打|联系|接到|收到|来(过)?电话)|(没|没有)(电话|人|谁)|(还|一直|都|压根|根本)没(有)?([，。啊呢]|$)|没(打|联系)"
        ),
        re.compile(
            r"(打|来|联系|通)(过|了)(一?个?电话|话|我|啦|的)?|(有|接到)(过)?电话|电话(打|来)了|联系(上|好)了|约(了|好)|来(过|了)|到(了|过)"
        ),
    ),
    "survey_came": (
        re.compile(
            r"(没|没有|未|不)(人|见)?(来|到|见|看到)|(没|没有)(人|谁)|(还|一直|都|压根|根本)没(有)?([，。啊呢]|$)|在路上|(说|约)[^，。]{0,8}(来|到|过来)$|等(着|他|她)"
        ),
        re.compile(
            r"来(过|了)|到(过|了)|看(过|完|了)|拍(了|过|完)|查(勘)?(过|完|了)|定(了|过|完)(损)?|走了|见(过|着|到)了"
        ),
    ),
    "survey_polite": (
        re.compile(
            r"不(太|是很|怎么|够)?(好|满意|行|耐烦|客气|礼貌|咋地|咋样)|差|恶劣|凶|冲|没(有)?礼貌|敷衍|爱答不理|糟|骂|吼|拽|横"
        ),
        re.compile(
            r"好|满意|不错|可以|行|客气|有礼貌|热情|耐心|没(啥|什么|得)?(问题|意见|毛病|说的)|还(行|成)|中|负责|专业|及时"
        ),
    ),
    "outcome_explained": (
        re.compile(
            r"没(有)?(人)?(说|讲|解释|告诉|跟我说)|没(怎么|太)?(说|讲|听)(清楚|明白|懂)|不(太|大|是很)?(清楚|明白|懂)|糊涂|稀里糊涂|一头雾水"
        ),
        re.compile(r"(说|讲|解释|告诉)(过|了|得|的)|清楚|明白|知道|懂"),
    ),
    "visit_consent": (
        re.compile(
            r"不(行|可以|方便|用|想|需要|要|了解|清楚|知道|是我(办|弄))|没(有)?(空|时间|兴趣)|(很|正|在)?忙|别(问|打)|算了|不是我(办|弄|的)"
        ),
        re.compile(r"可以|行|好|嗯|没问题|你(问|说|讲)|请(问|说|讲)|中|成|得|方便"),
    ),
}
"""Question -> words of a no, words of a yes; the no is looked for first."""


def reads_two_ways(name: str) -> Reader:
    """Make the reader of a yes/no question of a call-back: by key, by its own words, else by polarity."""
    no, yes = _SAID[name]

    def read(heard: Heard, facts: Facts) -> Answer | None:
        if heard.keys:
            keyed = settle(name, heard)
            return None if keyed is None else Answer({name: keyed})
        if name == "survey_polite" and _NOTHING.fullmatch(heard.text):
            return Answer({name: _SAID[name][1].search(heard.text) is not None or UNKNOWN})
        if no.search(heard.text):
            return Answer({name: False})
        if yes.search(heard.text):
            return Answer({name: True})
        polarity = polarity_of(heard)
        if polarity in ("yes", "no"):
            return Answer({name: polarity == "yes"})
        return Answer({name: UNKNOWN}) if gives_up(heard) else None

    return read


def read_survey_called(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the adjuster has rung; who has come was there, whether rung or not."""
    answer = reads_two_ways("survey_called")(heard, facts)
    if answer is None:
        return answer
    no, yes = _SAID["survey_came"]
    if answer.facts["survey_called"] is not True:
        absent = answer.facts["survey_called"] is False and NOBODY_CAME.search(heard.text)
        return Answer({**answer.facts, **({"survey_came": False} if absent else {})})
    came = {"survey_came": True} if yes.search(heard.text) and not no.search(heard.text) else {}
    return Answer({**answer.facts, **came})


NOBODY_CAME = re.compile(
    r"(怎么|咋|哪)(会|能|可能|里|儿)?(有人)?(来|看|到)|(没|没有|也没|都没|不)(人)?(来|到|见)(?!过?电话)|人影|(没|没有)(一个)?人(来|管|理)"
)
"""Words of who has seen nobody either: "电话都没打 怎么来看车"."""


def reason_beside_grade(text: str) -> str | None:
    """Return why the grade is what it is, told along with it: of "两分吧 查勘员三天没露面" the second clause; None for none."""
    clauses = [one for one in _CLAUSES.split(text) if one]
    told = [one for one in clauses if not any(words.search(one) for words, _ in GRADES) or len(one) > LONG]
    said = "，".join(told)
    return said if len(said) >= LEAST_REASON else None


_CLAUSES = re.compile(r"[，。,；;\s]+")
LONG, LEAST_REASON = 8, 4
"""Characters from which a clause is more than the grade, and a reason one."""

GRADES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?<!不)(非常|很|特别|十分|相当)满意|满分|[五5]分|^[五5](分)?[。吧]?$|太好了|没得说"), 5),
    (
        re.compile(
            r"(很|非常|特别|太|十分|极)不满意|[一1]分|^[一1](分)?[。吧]?$|太差|差劲|糟透|零分|[零0]分|负分"
        ),
        1,
    ),
    (re.compile(r"不(太|是很|怎么|大)?满意|[二两2]分|^[二两2](分)?[。吧]?$|不(好|行)|比较差|差"), 2),
    (re.compile(r"一般|马马虎虎|凑合|中等|[三3]分|^[三3](分)?[。吧]?$|过得去"), 3),
    (re.compile(r"满意|不错|挺好|还好|还行|还可以|可以|[四4]分|^[四4](分)?[。吧]?$|好"), 4),
)
"""Words of a grade -> 1 to 5, in the order in which they are tried."""


def read_satisfaction(heard: Heard, facts: Facts) -> Answer | None:
    """Read a grade of 1 to 5, in figures or in words."""
    if heard.keys:
        return Answer({"satisfaction": int(heard.keys)}) if heard.keys in tuple("12345") else None
    grade = next((grade for words, grade in GRADES if words.search(heard.text)), None)
    if grade is not None:
        return Answer({"satisfaction": grade})
    return Answer({"satisfaction": UNKNOWN}) if gives_up(heard) else None


def reads_or_nothing(name: str) -> Reader:
    """Make the reader of what is told in the caller's words, or False where there is nothing to tell."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        if _NOTHING.fullmatch(heard.text) or (gives_up(heard) and len(heard.text) <= SHORT):
            return Answer({name: False})
        if (polarity_of(heard) == "no" or lacks(heard)) and len(heard.text) <= SHORT:
            return Answer({name: False})
        said = clean(heard.text)
        return Answer({name: said}) if len(said) >= LEAST and not _ANNOUNCED.fullmatch(heard.text) else None

    return read


_NOTHING = re.compile(
    r"[嗯啊哦噢那就呃，,\s]*(都|也|暂时|目前|其他|别的)?(没有?(啥|什么|哪|别的|其他)?(了|的|不好|建议|意见|需要|要求|问题|事)*|不用|不需要|挺好|都好|都?满意|没说的|可以了?|行了?)[了的吧啊呢啦哈，,。\s]*((都)?(挺|很|蛮)?(好|满意|可以|不错)(的|了)?)?(谢谢(你|您)?)?[了的吧啊呢啦哈，,。\s]*"
)
_ANNOUNCED = re.compile(r"[嗯啊哦，,\s]*(我)?(有|有的|有一?个|有一?点)(建议|意见|事|问题)?[，,。啊吧\s]*")
SHORT, LEAST = 10, 2
"""Characters up to which a no is all that is said, and from which words tell something."""


def read_ring_when(heard: Heard, facts: Facts) -> Answer | None:
    """Keep when somebody wants to be rung, in their words; ``claims.outbound.wanted_at`` reads them."""
    said = clean(heard.text)
    if gives_up(heard) or re.search(r"别(再)?打|不(用|要|必)(再)?(打|联系|回访)|随便", heard.text):
        return Answer({"ring_when": UNKNOWN})
    return Answer({"ring_when": said}) if said else None
