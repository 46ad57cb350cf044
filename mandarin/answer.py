"""Whether an utterance says yes, no or don't know."""

from __future__ import annotations

import re

from mandarin.digits import syllable
from mandarin.homophones import repair
from mandarin.numerals import plain
from mandarin.span import Span

_FILLER = re.compile(
    r"^(?:[\s，,。、.!！~…]|嗯+(?=[^\s嗯])(?!呐|呢|哪)|呃+|额+|啊+|哦+|噢+|哎+(?!哟)|诶+|欸+|唉+|那个|这个|就是说|就是(?!$|[的啊呀他她它我这那，,。])|怎么说[呢吧啊]?|我想想|我看看|我看一下|你好|您好|喂|"
    r"应该是?(?=没|不)|我(?=不|没|记|也|忘)|他(?=没|不)|这(?=我|个|倒|事)|那(?=倒|没|不|是|肯定|当然)|反正|其实|"
    r"好像(?=没|不|是|有|对)|可能(?=没|不|是|有)|应该(?=是|有|对)|大概(?=是|有|没)|肯定(?=没|不|是|有)|当然(?=没|不|是|有)|已经(?=不))+"
)
# Words that soften what follows: the answer stands, less surely.
_SOFT = re.compile(r"好像|可能|应该|大概|也许|估计|似乎|差不多|算是吧|吧$|我觉得|我猜")
_QUESTION = re.compile(
    r"(?:是不是|(?<!没)有没有|(?<!不)能不能|可不可以|(?<!不)要不要|(?<!不)会不会|(?<!不)行不行|(?<!不)对不对|(?<!不)好不好|(?<!不)用不用|需不需要|是否)(?!知道|清楚)"
    r"|(?:吗|么)[?？]?$|(?<!什么)[?？]$"
    r"|(?<![没有管为])(?:什么|哪些|哪里|多少)(?:材料|手续|资料|东西|时候|费用|单据|证件)"
    r"|^(?:怎么(?!没|会没)|为什么|为啥|什么(?!都|也)|啥(?!都|也)|哪(?!有|里有|儿?能|敢|会|是的?[^谁]?$|知|晓|都|里知|里晓|个晓|个知)|谁(?!都|也|知|晓)|多少|多久|多长|要多|还要多|需要多|大概多|得多)"
)
# 没呢，用报吗: the answer, then a question back.
_ANSWERED_FIRST = re.compile(
    r"(?:还)?(?:没(?:有)?[呢啊呀]|(?:没有?|是的?|对的?|有的?|好的?|不是|不用)[，,。])"
)
# First match wins; each row: the answer, how sure, and the words. Traps stand before what they look like.
_TABLE: tuple[tuple[str | None, float, str], ...] = (
    # not an answer at all
    (
        None,
        0.0,
        r"^(?:不好意思|对不起|不客气|没关系|麻烦|对了|是这样|对方|对面|好像(?!是|对|有|没|不)|好几|好多|好大|好疼|好吓人|好好|好长|好在|好久|好心|好端端|有个|有(?:[辆台部只条头]|一|两|三|几|四|五|六)(?!下|点问题)|有点|有时|有些|有人说|行驶|行人|行车|中间|中午|中国|中华|中山|中年|中等|中心|可是|可怜|可算|可把|可能$|是个|是一|是在|是我(?!的车|本人|报|自己)|是他|是她|是从|是被|是往|是昨|是前|是今|是刚|是早|是晚|是上|是下|是左|是右|是和|是跟|是两|是辆|是那|是这|成都|不要紧吗)",
    ),
    # don't know
    (
        "unknown",
        1.0,
        r"^(?:也|真|还|都|这|那|的?确|实在|暂时|目前|现在|倒|可|是|就|具体|的|我|咱|们|谁|一下子|这个|那个|当时|有点|太)*"
        r"(?:不(?:太|大|怎么|是很|是特别|很|咋|是太)?(?:知道|清楚|晓得|确定|了解|记得|明白|好说|敢说|敢肯定|确切|肯定)|不知(?!道)|不造(?!成)|不晓得|弗晓得|[唔五](?:知|清楚|记得|晓得)|冇注意|不认识|不认得|(?:他|她|人家|对方)(?:也|都)?没(?:有)?(?:说|讲|提|告诉)|没(?:有)?告诉|"
        r"没(?:有)?(?:太|怎么|大|仔细|细|来得及)?(?:注意|看清|看清楚|看见(?!别)|看到(?!别)|看着|留意|在意|留神|印象|细看|看(?=$|[，,。呢啊])|问|打听|听说|数|看仔细|去看|记|想起来|了解|听清楚)(?!题|什么人)|"
        r"(?:记|说|看|想|搞|弄|讲|闹|认|判断|确定|吃)(?:得)?不(?:得|清|准|好|起来|出|明白|定|太清|清楚|上来|了)|想不起|记不住|难[说讲]|两说|谁知道|哪知道|哪晓得|哪里晓得|哪个晓得|天知道|鬼知道|忘了(?![报打交叫])|忘记(?![报打交叫])|不记得|记不大清|没底|吃不准|拿不准|还不一定|不一定|说不来|晓不得|知不道|知不到|没数|没谱|我哪知)",
    ),
    # double negation and phrases of no that mean yes
    (
        "yes",
        0.9,
        r"^(?:没问题|没错|没毛病|错不了|不错|没(?:有)?(?:啥|什么)?(?:要|需要|可|得)?(?:改|补充|纠正|更正)的|不用改|不需要改|不改了|不是没有|不可能没有|不会没有|没啥问题|没有问题|没有错|没意见|不能不|怎么不是|可不|可不是|那可不|不假|不得不|不报不行|不是不|怎么没|咋没|能不|怎么没有|咋没有|怎么会没|咋会没|要不咋)",
    ),
    (
        "no",
        1.0,
        r"^(?:不对(?!劲)|不是(?!不|没)|没有|木有|木得|冇|么有|哪有|哪里有|哪能|没得|莫得|毛有|没撞|不用|不要|不需要|不必|别了|不了|不行|不中|不成|不可以|不能|不可|不好(?!意思|说)|不同意|不想|不愿意|不肯|"
        r"不在|早不在|已经不在|不会|不该|不存在|不至于|不$|不[，,。\s嘞哦啊呀吧]|不不|没$|没[，,。\s啊呀呢嘞]|没没|都没(?!错|问题|毛病|意见|了$)|也没(?!错|问题)|还没|并没|从没|根本没|压根|没事|没啥|没什么|没大事|没(?!问题|错|走|离开|动地方|挪)|忘[了记][报打交叫]|不(?:太)?懂|听不懂|没听懂|未|无(?!误|疑|所谓|非)|非也|否|错$|错了|不算|不止|不曾|不方便|不去|不拖|不修|不叫|不报|不打|不走(?!不)|不敢|不动|不清醒|"
        r"才没|才不|绝对没|绝对不|绝没|肯定没|肯定不|当然没|当然不|一(?:个|点|分|次|下|毛)(?:人|儿|钱)?(?:都|也)?(?:没|不)|谁都没|谁也没|全没|啥都没|啥也没|什么都没|什么也没|哪都没|算了|免了|拉倒|甭|勿|唔系|唔使|毋要|毋|伐是|弗是|弗有|弗曾|弗要|呒没|呒不|莫有|莫报|莫来|莫要|要不得|不消|用不着|犯不[上着]|没必要|哪是(?!谁)|哪敢|哪会|哪儿能|未曾|尚未|暂时不|先不|先别|暂时没|目前没|现在没|现在不|早就走|早走|已经走|走了|我走了|离开了|已经离开|开走了|我离开|挪走|撤了|回家了|到家了|已经回|我已经回|回来了)",
    ),
    (
        "yes",
        1.0,
        r"^(?:是不|是没|对(?:的|呀|啊|对|头|哒|咯|喽|滴|嘞|了|哇)?(?![方面不]|撞)|是(?:的|啊|呀|滴|哒|嘞|呢|哦|哈|是|呐|嘛|咧|咯|得|诶|对|了)?$|是[，,。\s的啊呀滴哒嘞是]|是(?!不是|否|谁|哪|什么|啥)|系(?:的|啊)?$|嗯|恩|唔$|昂|噢?对|好(?:的|啊|呀|嘞|咧|吧|滴|哒|哦|好|了)?(?:[，,。\s谢吧叫派]|$)|好的|好嘞|好吧|好啊|好呀|好好|好,|行(?:啊|吧|的|了|嘞|呀|行)?(?:[，,。\s谢就那]|$)|行啊|行吧|行的|行行|好好|"
        r"中(?:啊|嘞|咧|的|不中)?(?:[，,。\s]|$)|要得|得行|要的|要得嘛|德行$|得(?:嘞|了)?$|妥(?:了|的|嘞)?$|啱|冇错|冇问题|(?:来|叫|派|给我[来叫派])一?[个辆台部]|成(?:啊|吧|的)?(?:[，,。\s]|$)|可以|可行|可$|同意|愿意|没错|正是|就是(?:的|啊|呀|他|她|它|我|这|那)|就是$|确实|的确|当然|肯定|必须|必然|明白|了解|清楚|知道|晓得|懂了|听懂|听明白|收到|没意见|ok|okay|yes|yeah|欧克|哦?克|嗯呐|嗯哪|嗯嗯|可不|那是|那当然|那肯定|没问题|"
        r"有(?:的|啊|呀|嘞|过|了)?(?:[，,。\s]|$)|有(?!没有|问题)|在(?:的|呢|啊|这|这儿|那|现场|原地|路边|事故)|在[，,。\s]|在$|还在|仍在|都在|就在|一直在|正在|我在(?:这|现场|原地|车|呢|的|那|事故|路边|[，,。\s]|$)|我还在|车还在|人还在|(?:我|人|车|我们|双方)?(?:都)?(?:还)?没(?:走|离开)|还没走|还在现场|需要|要(?!是|不)|用(?!不)|"
        r"已经?|早就|(?:交警|警察|民警|警官|110|幺幺零|消防车?|救护车|120|119|拖车|对方|他|人家|我(?:老公|老婆|家人|朋友)?)(?:们|已经|都|来|刚|也|就|自己|也都|刚刚|刚才|早就|早){0,3}(?:来(?:过)?了|来过|到了|报(?:了|过|的警?)|开(?:了|过)(?:单|责任|认定)|做(?:了|过|完)|处理(?:了|过|完)|在(?:呢|这|处理|现场)|正(?:往|在|赶)|看(?:了|过)|打(?:了|过|的)(?!车)|交(?:了|过|的)|拍(?:了|过|完))|早(?:报|打)|都(?:放车|搁车|报|送|交|打|拍|灭|来|到)|刚(?:刚|才)?(?:报|打|送|交|启|试|灭|拉走|拖走|来)|(?:又|再)?试着?(?:打|点|启)|(?:认定书|笔录)|[报打叫送交付垫]的(?!士|话)|报(?:了|过|啦|咯|嘞|警了|警|案了|完)|打(?:了|过|着|火了)|送(?:了|过|去|到|医院|走)|交(?:了|过|完|上|警来)|付(?:了|过)|垫(?:了|过|付)|动(?:了|过)|启动(?:了|过)|点(?:了|过)|试(?:了|过)|拍(?:了|过)|来了|到了|灭了|扑灭|救了|叫了|停了|停着|停在|车停(?:着|在|那|好|了|$)|丢了|全丢|一起丢|扶|住院了|伤了|受伤了|撞着人|"
        r"没走|没离开|没动地方|同时|说好|说定|确认|准确|正确|完全正确|(?:都|全)?无误|(?:都|全)没错|就按|就这样|就这么|这样可以|麻烦你|麻烦您|那(?:就)?(?:好|行|可以|麻烦)|那行|那好|记(?:住|下|得)了?|可以的)",
    ),
)
_ROWS = [(answer, sure, re.compile(words)) for answer, sure, words in _TABLE]
# Anywhere in the sentence, when its beginning answers nothing.
_INSIDE: tuple[tuple[str, float, str], ...] = (
    (
        "unknown",
        0.8,
        r"不(?:太|大|怎么|是很)?(?:知道|清楚|晓得|确定|记得)|(?:没|没有)(?:太|怎么)?(?:注意|看清|留意|看见|看到|看着)|记不(?:清|得|住|起)|说不(?:准|好|清)|不好说|忘了|想不起|搞不清|看不出来|看不清",
    ),
    (
        "no",
        0.8,
        r"没(?:有)?(?:人)?(?:受伤|伤着|伤到|事|报|送|交|垫|付|动|启动|打火|点火|来|到|停|丢|去|叫|灭|住院|走到|打|碰|重新)|(?:不在|离开)(?:现场|了)|(?<![拉送拖接抬])走了|开走了|不用|不需要|不要(?!紧)|都没|也没|还没|没有(?:$|[，,。啊呢吧的])|哪有|木有|冇|不是(?!我|不)|不行|不可以|不对(?!劲)",
    ),
    (
        "yes",
        0.7,
        r"(?:对方|他们?|她|人家|别人|路人|老公|老婆|家人|朋友|警察|交警)(?:先|自己|们|帮忙?)?[报打叫送交付垫]的|认定书|(?:做|录)(?:完|了)?笔录|[拉送拖接抬]走|(?:报|送|交|垫|付|打|动|启动|拍|丢|灭|叫|扑灭|受伤|启|救|住院|缴)(?:了|过|完了|警了|案了|到医院|医院了)|已经|(?:人|车|我|都)还在|还在(?:现场|这|那|原地|路|车|事故)|在现场|没错|是的|对的|可以|没问题",
    ),
)
_ANYWHERE = [(answer, sure, re.compile(words)) for answer, sure, words in _INSIDE]


# Words an answer begins with, put back where recognition kept the sound of one of their characters: 美有, 时的, 部用.
_OPENINGS = re.findall(
    r"\w+",
    "没有 没报 没送 没来 没动 没走 没事 没呢 没打 没交 没付 没给 没伤 没敢 没注意 还没 还在 不是 不用 不要 不对 不在 不敢 不知道 不清楚 不晓得 记不清 忘了 是的 对的 "
    "好的 可以 需要 已经 报了 报过 送了 送过 打了 打过 来了 来过 交了 交过 付了 垫了 灭了 动了 动过 试了 试过 走了 伤了 木有 不得行 没",
)
_KEPT_OPENINGS = frozenset(
    ["每人", "报乐", "队的", "号的", "由了", "带了", "松了", "到了", "大过", "做了", "坐了", "付过", "搞了"]
)


def _mended(said: str) -> str:
    """Return the text, same length, with words of our field put back, and the word the answer begins with."""
    said = plain(repair(said))
    head = _FILLER.match(said)
    start = head.end() if head else 0
    for word in _OPENINGS:
        heard = said[start : start + len(word)]
        same = sum(a == b for a, b in zip(heard, word, strict=False))
        if len(heard) != len(word) or same != len(word) - 1 or heard in _KEPT_OPENINGS:
            continue
        alone = len(word) > 1 or len(said) == start + 1  # 美 for 没, when nothing else is said
        if alone and all(syllable(a)[0] == syllable(b)[0] for a, b in zip(heard, word, strict=True)):
            return said[:start] + word + said[start + len(word) :]
    return said


def find_answer(text: str) -> Span | None:
    """Find the answer to a yes/no question.

    Accepts 对 是 嗯 好 行 中 要得 得行 可以 没错 对头 嗯呐 没问题 不错 还在 报了 已经送了 (yes), 不 没有 没 木有 冇 哪有 不用 还没报 没事 and
    not being there any more, 走了 (no), 不知道 不清楚 不晓得 没注意 记不清 不好说 忘了 (unknown). Softened answers (应该没有, 好像是)
    are less confident. A question of the caller's, 对不起, or a sentence whose content decides (对方没事就是我脖子疼) is no answer.

    Returns:
        One span of kind ``answer``, value ``"yes"``, ``"no"`` or ``"unknown"``, or None. What a no means (走了 to "still at the
        scene?") is for whoever knows the question.
    """
    said = plain(text)
    return _find(text, said) or _find(text, _mended(said))


def _find(text: str, said: str) -> Span | None:
    """Find the answer in the plain form of a text."""
    head = _FILLER.match(said)
    start = head.end() if head else 0
    core = re.sub(r"[，,。.！!~…\s]+$", "", said[start:])
    if not core:
        whole = said.strip(" ，,。.")
        if re.fullmatch(r"(?:嗯|恩|唔|哦|噢|啊|诶|哎){1,5}", whole):
            sure = 0.9 if "嗯" in whole or "恩" in whole else 0.5
            return Span("answer", 0, len(text), "yes", text, sure)
        return None
    unsure = 0.25 if _SOFT.search(said) else 0.0
    asks = bool(_QUESTION.search(core)) and not _ANSWERED_FIRST.match(core)
    for answer, sure, words in _ROWS:
        if (match := words.match(core)) is None:
            continue
        if answer is None or (asks and answer != "unknown"):
            break
        return Span(
            "answer", start, start + match.end(), answer, text[start : start + match.end()], sure - unsure
        )
    if len(core) > 40:
        return None
    if re.search(r"(?:就是|但是|不过|只是|但)\S{0,8}(?:疼|痛|酸|麻|晕|破|出血|肿|伤)", core):
        return None
    for answer, sure, words in _ANYWHERE:
        if asks and answer != "unknown":
            continue
        if match := words.search(core):
            begin = start + match.start()
            return Span(
                "answer",
                begin,
                start + match.end(),
                answer,
                text[begin : start + match.end()],
                round(sure - unsure, 2),
            )
    return None
