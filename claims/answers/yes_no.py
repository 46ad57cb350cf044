"""Yes and no: by key, by the question's own words, or by the polarity of the answer."""

from __future__ import annotations

import re

from claims.answers.answer import Answer, Reader, gives_up, polarity_of
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from mandarin.objections import all_right, keeps_back
from mandarin.taken import is_hedged, without_left_open

YES_KEY, NO_KEY = "1", "2"

# Words that settle a yes/no question better than "是" and "没有" do: question -> (no, yes). "No" is looked for first.
_WORDS: dict[str, tuple[str, str]] = {
    "at_scene": (
        r"不在(现场)?|现场[^,，。\s]{0,5}[撤散清]了|(不|唔)(是|系|喺)现场|没在|(?<!没)(?<!没有)离开|走了|(已经|都|早)到(了)?(单位|公司|厂|店|家)|开走|开回|挪走|拖走|回[家来]|到家|已经走|(?<![还就])在(家|单位|修理厂|4s店)",
        r"还?在现场|还在(这|那|呢)|就在(这|现场)|在的|没有?(走|动|离开)|在呢|都在|在等|还在[啊呢吧]?$|在车.{0,3}(边|旁|里|上)",
    ),
    "flood_restarted": (
        r"(没|不)(有)?(再)?(敢)?(重新)?(打火|启动|点火|发动|动)|没打(?!着)|没敢|不敢|哪敢|没有?动过|一直没",
        r"(打|点|启动|发动)(过|了)|又(打|启动|发动|点)|试(着|了|过)|重新(启动|打|发动)了?",
    ),
    "theft_police": (
        r"(还)?没(有)?(去)?报|没来得及|私了|先(打|找|联系|问).{0,3}你们",
        r"报(过|了|警|案了)|已经报|去过?派出所|派出所(来|立案)|备案|立案",
    ),
    "theft_parking": (
        r"不是|^[嗯啊哦，,\s]*没有?[，,\s]|没有?停|没在|路边|街边|马路|楼下|门口|空地|胡同|巷子",
        r"停车场|存车|地库|车库|有人看|收费的|车位|小区里",
    ),
    "fire_brigade": (
        r"(还)?没(有)?(报|打|叫|通知)",
        r"报(过|了)|打(过|了)?(119|一一九|幺幺九|消防)|消防.{0,4}(来|到|灭)|叫了消防",
    ),
    "fire_put_out": (
        r"没(有)?(救|灭|来得及|办法|敢|采取)|烧光|烧没|没法|来不及|火(太|很)大",
        r"灭火器|浇|扑|泼|灭(了|掉|过|的)|救(了|过)|用(水|土|沙)|拿(水|灭)",
    ),
    "sent_hospital": (
        r"(还)?没(有)?(送|去|来|到)|没上医院|不用去|在等(救护车|120)|等着?救护车",
        r"送(过去|去|到|了|医)|拉走|在医院|去了?医院|救护车.{0,4}(拉|送|接)|120.{0,3}(拉|送|接)",
    ),
    "treated": (
        # Who was kept there was treated, however little of a rescue it was: 住下了 没抢救那么严重.
        r"^(?!.*(?<![没不有用要让肯给])住(?:下|上|着|进)?(?:院|了|下)).*?(?:没(有)?(抢救|做|处理|治)|抢救[^，。,]{0,3}(没|谈不上|算不上|说不上|不用)|不用抢救|没到(那|.{0,3}抢救)|不至于|[就只]是?(拍|打|缝|包|擦|照)|皮外伤|不严重|没那么)",
        r"抢救(了|过|着|中|呢)|[正还][在再](抢救|处理|治)|做(了|过|着)|在(做)?手术|进了?(抢救|手术|icu)|缝|包扎|处理(了|过|好|完|上)|(治|弄|看)(了|过|好|完|上|着)|(?<!没)住(下|上|着|进)?(院|了)"
        r"|(石膏|夹板|颈托|绷带).{0,3}(了|上|好|完)|(打|戴|上)(了|上|好)?(石膏|夹板|颈托)|上了?药|清(了?创|洗)|打了?(止痛|破伤风|针)",
    ),
    "fee_paid": (
        r"(还)?没(有)?(付|交|给(?![我你俺])|垫|支付)|没花|医院没要|(对方|[他她]们?|人家|家属|保险公司)(那边|自己|家里?人?|先)*.{0,2}(交|付|给|垫)的|没(垫|交|付)",
        r"(付|交|垫|给|花)(上)?(了|过|的)|垫付|支付了|已经(付|交|垫)",
    ),
    "other_insurer": (
        r"(还)?没(有)?(来|到|见|看见|其他)|没有?人来|就你们|^[嗯啊呃哦哎]*(没有|没得|没|冇)[啊呀的呢]*(?=[,，。\s])|冇[^,，。\s]{0,2}保险公司|没有?[^,，。\s]{0,4}保险公司[^,，。\s]{0,3}(来|到)",
        r"来(了|过)|到了|(平安|人保|太保|太平洋|大地|阳光|中华|国寿).{0,6}(来|到|在)",
    ),
    "injured": (
        r"没(有)?(人|受伤|伤)|都没事|人(都)?没事|没伤|没见|平安|安全",
        r"有人?(受伤|伤)|受伤了|伤了|伤着",
    ),
    "policy_confirm": (
        r"不对|(?<!可)不是|错了|没有?在你们",
        # A policy is looked up, and not remembered: a hedged yes is one.
        r"^系+|对(?![方面])|没错|^[嗯啊呃哦，,]*是(?![不否])|是的|是我的?车|^[嗯啊呃哦那，,\s]*(应该|大概|大约|可能|估计|差不多|好像|兴许|也许|八成)[都也就]?([是对有吧的呗嘞在没]|$)(?![不错])",
    ),
    "rescue": (
        r"(?<!要)不(用|要(?!紧)|需要|必)|算了|要不得|自己(叫|找|能|可以|开|走|弄)|能(开|走)(走|回|动)?|朋友.{0,3}(拖|来)|有拖车|(叫|联系|找)(了|过|好了?)(拖车|救援|人|朋友)",
        r"需要|要|派|拖|来(吧|一)|麻烦|可以|行|好|[开动走]不(?:了|成|动|得)|动弹不|趴窝|没法(?:开|走)|(赶紧|快点?|马上)(派|来|过来|拖|叫)",
    ),
    "withdraw": (
        r"(没(有)?(说|讲|想|要)|别|不)[^，。,]{0,4}(撤|取消|销|作废)|(?<!不)(?<!不想)(?<!不用)(?<!没)(要|想|得|继续|接着|还是)(给我)?报|接着|继续",
        r"撤|取消|销|作废|不(想|要|用)?报|私了|算了",
    ),
    "recap": (
        r"(?<!没)(?<!没有)有.{0,4}(错|不对)|(?<![没不])错了|不对|不是",
        r"没错|无误|没问题|差不[离多大](?:离|儿)?[了吧啊呢的就是这样些]*(?=$|[，,。\s])|[没冇]得?有?(错|问题|毛病|意见)(?!了)|是这样|^[嗯啊呃，,\s]*队[的呢啊]|算了[^没不]{0,6}(对|行|好|可以)",
    ),
}

_WORD_PATTERNS = {name: (re.compile(no), re.compile(yes)) for name, (no, yes) in _WORDS.items()}

YES_NO = frozenset(_WORDS)
"""Questions with words of their own for yes and no."""


def says(name: str, text: str) -> bool | None:
    """Read a yes/no question's own words out of a text that was no answer to it."""
    no, yes = _WORD_PATTERNS[name]
    if no.search(text):
        return False
    return True if _unnegated(yes, text) else None


def settle(name: str, heard: Heard) -> bool | str | None:
    """Read True, False or ``UNKNOWN`` out of the answer to a yes/no question; None when it settles nothing.

    By key (1 and 2), else by weighing what the words say by rule against how the whole answer was heard, which knows
    "派出所的回执都在我手上呢" for a yes where rules wait for 报了.
    """
    if heard.keys:
        return {YES_KEY: True, NO_KEY: False}.get(heard.keys)
    if _only_back(name, heard.text):
        return None
    known = without_left_open(heard.text)
    if (known != heard.text or name in OF_HEARSAY) and _is_open(name, known, known != heard.text):
        return UNKNOWN
    if heard.only_asks or (name == "recap" and (states(heard) or keeps_back(heard.text))):
        return None
    if name == "recap" and _BY_THE_WAY.match(heard.text):
        return None
    if name == "recap" and all_right(heard.text):
        return True
    if _LEADS.match(heard.text) or (name == "at_scene" and _HERE.match(heard.text)):
        return True
    if name == "at_scene" and _NOT_HERE.search(heard.text):
        return False
    by_rule = _by_rule(name, heard)
    likely = dict(heard.learnt.get("answers", {}).get(name) or {})
    if not likely or (by_rule is not None and len(heard.text) <= SHORT) or _only_spelled(heard):
        return by_rule
    if by_rule is False and _NO_AND_MORE.match(heard.text):
        return False
    rule = None if by_rule is None else _NAMES[by_rule]
    if rule is not None:
        likely[rule] = likely.get(rule, 0.0) + WEIGHT_OF_RULES
    best = max(likely, key=lambda answer: likely[answer])
    if best in _SETTLED and likely[best] >= SURE:
        return _SETTLED[best]
    return by_rule


OF_HEARSAY = frozenset({"sent_hospital", "treated", "fee_paid"})
"""Questions about what the caller may not have seen, to which a guess is no answer: 应该没抢救."""


def _is_open(name: str, known: str, left_open: bool) -> bool:
    """Tell whether words settle nothing: all that would is not known, or only supposed."""
    told = [
        clause
        for clause in re.split(r"[，,。\s]+", known)
        if name in _WORD_PATTERNS and says(name, clause) is not None
    ]
    return all(name in OF_HEARSAY and is_hedged(clause) for clause in told) if told else left_open


def states(heard: Heard) -> bool:
    """Tell whether what was read back is told anew, and not agreed to: "是路面结冰打滑 撞护栏上了"."""
    return bool(_IT_IS.match(heard.text) and heard.all(*_TELLING))


_IT_IS = re.compile(
    r"(?:[嗯啊哦噢呃诶，,\s]|那个|这个|就是说|不过|应该|其实|准确(?:地)?说)*[那这]?(?:就?是|系|时)(?!的|[啊呀呢嘛啦吧哦咧嘞哒滴]|[这那]样|[这那]么|对|没错|[，,。\s]|$)"
)
_TELLING = (
    "event", "manner", "time", "place", "part", "third_part", "vehicle", "property", "injury", "hospital", "plate", "phone",
    "water_level",
)  # fmt: skip
"""是 that goes on to what is so, and the kinds of values that tell something."""

_BY_THE_WAY = re.compile(r"[嗯啊哦呃，,\s]*对了[，,\s]+[^，,。\s]")
"""对了 before something more, which agrees to nothing: 对了 开车的还是汤志伟吧."""

_LEADS = re.compile(
    r"[嗯啊哦，,\s]*(在的?|对的?|是的?|有的?|嗯对|系|好的?|要的?)[呢啊呀嘛]?[，,\s]+(?![不没]|(是|系)?吧|(是|系)?不是)"
)
"""A yes of its own before whatever follows: of "在 他先走了" only 在 is the answer."""


_NO_AND_MORE = re.compile(r"[嗯呃啊，,\s]*(?:没有|没得|没|不是|不用)[了啊呢的]*[，,。\s]")
"""A no in a clause of its own, whatever the rest sounds like: 没有，他们自己先交的."""


_HERE = re.compile(
    r"[嗯啊哦，,\s]*(我|人|车|都|还|就|也)*(在|喺)(?!路上|家|单位|修理|公司|医院|来|往|4|交警)[^，。,\s不没]{1,8}(呢|哩|嘞|着)([，,\s]|$)"
    r"|[嗯啊哦，,\s]*(我|人)[跟和与]车都?还?(在|喺)(?!家|单位|修理|公司|医院|4|交警)"
)
_NOT_HERE = re.compile(
    r"(?<!没)(?<!没有)(不|唔|没)(在|喺|搁)了?(事故)?(现场|原地|路口|[呢嗰]?度(?=了|啊|[，,\s]|$)|那[儿里边点]?(?=了|[，,\s]|$))(?![吗么])"
    r"|(?:让|叫|都|早|已经)[^，。,\s没不]{0,3}(挪|撤)(走|开)|(?<![没不能要])(挪|撤)(走|开)了?(的|了)|(?<!没)(?<!没有)离开(了|那)"
    r"|(我|人)(现在)?(都|已经)?在(市|县|省)?[^，。,\s]{0,6}(医院|急诊)(?!门)"
)
"""Words that the caller is there, and that nobody is: no sound of the whole answer outweighs them."""


def _only_spelled(heard: Heard) -> bool:
    """Tell whether a number or plate is all that is said; how it sounds is no yes."""
    return any(2 * (v.end - v.start) > len(heard.text) for v in heard.all("phone", "plate", "vin"))


WEIGHT_OF_RULES, SURE = 0.6, 0.5
"""Chosen on answers that nobody had looked at while writing the rules, and flat around."""

SHORT = 4
"""Characters up to which a rule that holds is right: "没有抢救" is no story of an 抢救."""

_SETTLED: dict[str, bool | str] = {"yes": True, "no": False, "unknown": UNKNOWN}
_NAMES = {value: name for name, value in _SETTLED.items()}


def yes_or_no(name: str, heard: Heard) -> bool | None:
    """Read yes or no out of the answer to a question; None when it is neither."""
    said = settle(name, heard)
    return said if isinstance(said, bool) else None


def _by_rule(name: str, heard: Heard) -> bool | str | None:
    """Read an answer by the question's own words, else by its polarity."""
    said = _polar(name, heard)
    return UNKNOWN if said is None and gives_up(heard) else said


def _polar(name: str, heard: Heard) -> bool | None:
    patterns = _WORD_PATTERNS.get(name)
    denied = patterns[0].search(heard.text) if patterns else None
    if denied and not _part_of(heard, "yes", denied):
        return False
    if patterns and _affirmed(patterns[1], heard):
        return True
    if (_is_about_people(heard) and name not in ABOUT_PEOPLE) or _is_of_another_matter(heard, name):
        return None
    polarity = polarity_of(heard)
    if polarity == "no" or (polarity is None and heard.is_intent(("deny",), 0.6)):
        return False
    if polarity == "yes" or (polarity is None and heard.is_intent(("affirm",), 0.6)):
        return True
    return None


def _part_of(heard: Heard, polarity: str, words: re.Match[str]) -> bool:
    """Tell whether words are only part of a phrase that answers the other way: 没离开, 怎么没有呢, 可不是嘛."""
    value = heard.first("answer")
    return bool(
        value
        and value.value == polarity
        and value.start <= words.start()
        and words.end() <= value.end
        and len(words.group()) < value.end - value.start
    )


ABOUT_PEOPLE = frozenset({"injured", "sent_hospital", "treated"})
"""Questions to which "没人受伤" may be an answer; to "您还在现场吗？" its 没 is none."""


def _is_about_people(heard: Heard) -> bool:
    """Tell whether the yes or no that was heard is part of what is said about the injured, and stands there alone."""
    said = heard.all("answer")
    hurt = heard.all("injury")
    return bool(said and hurt) and all(
        any(person.start <= word.start and word.end <= person.end for person in hurt) for word in said
    )


_OF_SOMETHING = re.compile(
    r"没有?(?![没有了啊呢吧呀的哦嘛哈咧嘞诶呗得就都我应好可但不还谢])[\u4e00-\u9fff]{2,}"
)

# Deeds that are a yes or a no where they were asked for, and nowhere else: deed -> the questions that ask for it.
_DEEDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(rf"(早就|早|都|已经?|刚|还|又|也)*(没有?)?({deed})"), frozenset(questions.split()))
    for deed, questions in (
        ("报", "theft_police fire_brigade"),
        ("送|拉走|住院", "sent_hospital treated"),
        ("交[了过费钱]|付|垫", "fee_paid"),
        ("打", "flood_restarted fire_brigade theft_police"),
        ("启动|点[了过]", "flood_restarted"),
        ("灭|扑|救[了过火]|抢救", "fire_put_out fire_brigade treated"),
        ("来|到(?=$|[，,。\\s了呢啊])", "other_insurer fire_brigade"),
        ("停|车停", "theft_parking at_scene"),
        ("不?在(事故)?现场", "at_scene"),
        (
            "人(受?伤|管|看|救|来|在|开|送)?",
            "injured driver third_party theft_parking treated sent_hospital other_insurer fire_put_out",
        ),
        ("丢|全丢|一起丢", "theft_documents"),
        (
            "(需?要(?!得|是|不))+[，。,啊的呀]*(快|赶紧|马上|麻烦)?(派|叫|来|拖)",
            "rescue manual_record transfer",
        ),
        ("走了|开走|挪走|撤|离开|回来|回家|到家", "at_scene"),
        ("受?伤|撞着人", "injured"),
    )
)


_PUTS_RIGHT = re.compile(r"不是[^，。,]{2,10}[，,]?(而|应该)?是")
"""Words that put something right which was said before, and are no "no" to what is asked now."""

ABOUT_WHAT_WAS_SAID = frozenset({"policy_confirm", "confirm", "recap"})
"""Questions about what the bot has just read out."""


def _is_of_another_matter(heard: Heard, name: str) -> bool:
    """Tell whether the yes or no goes on to what this question does not ask for: "报了", "没有别的车"."""
    said = heard.first("answer")
    if said is None:
        return False
    words = heard.text[said.start :].lstrip()
    if _PUTS_RIGHT.match(words) and name not in ABOUT_WHAT_WAS_SAID:
        return True
    told = [questions for deed, questions in _DEEDS if deed.match(words)]
    if told:
        return not any(name in questions for questions in told)
    return name in _WORD_PATTERNS and said.value == "no" and _OF_SOMETHING.match(words) is not None


_BACK = r"我?回来了|我?好了|你说|您说|说吧"
BACK = re.compile(rf"[嗯啊哦，,。\s]*({_BACK}|行了|可以了|找到了|在的?|继续吧?|喂+)[，,。啊吧\s]*")
"""Words of a caller who is back after a pause."""

_ONLY_BACK = re.compile(rf"[嗯啊哦，,。\s]*(({_BACK})[，,。啊吧\s]*)+")
"""Those of them that answer no question either: 行了 and 在的 may."""


def _only_back(name: str, text: str) -> bool:
    """Tell whether "好了" and the like is all that is said; of the recap it means that all is well."""
    return name != "recap" and _ONLY_BACK.fullmatch(text) is not None


def _affirmed(pattern: re.Pattern[str], heard: Heard) -> bool:
    """Tell whether the words stand there and are no part of a no (毋要)."""
    return any(not _part_of(heard, "no", found) for found in _unnegated(pattern, heard.text))


def _unnegated(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return where the words stand without a negation just before them; 还 begins anew ("没有，还在现场")."""
    return [
        found
        for found in pattern.finditer(text)
        if found.group().startswith("还")
        or not re.search(r"[没不别未无][^，。,]{0,2}$", text[: found.start()])
    ]


def reads_yes_no(name: str) -> Reader:
    """Make the reader of a yes/no question."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        said = settle(name, heard)
        return None if said is None else Answer({name: said})

    return read
