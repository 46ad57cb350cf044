"""Names of people and what they are to the caller or the insured."""

from __future__ import annotations

import re
from typing import Any

from mandarin.lexicon import fold, one_of, past_fillers
from mandarin.span import Span

RELATIONS = {
    "本人": "我自个儿 我自个 我自己 我本人 本人 自个儿 自个 自己 我自家 俺自己 就我 找我 跟我联系 和我联系 联系我 打给我 打我 给我打 我来联系 我就行 我就是 我开的 是我 我在开 我驾驶 我驾驶的 我当时开 我开 车主本人 就是我 俺开的 咱自己 我的车我开",
    "配偶": "老公 爱人 媳妇 媳妇儿 老婆 丈夫 妻子 对象 我家那口子 那口子 先生 太太 孩子他爸 孩子他妈 孩子爸 孩子妈 孩儿他爸 孩他爸 孩他妈 内人 婆娘 堂客 屋里头的 俺当家的 当家的 掌柜的 老伴 老伴儿 老头子",
    "父母": "爸 爸爸 妈 妈妈 父亲 母亲 老爸 老妈 爹 娘 老爷子 老头儿 老太太 俺爹 俺娘 俺爸 俺妈 岳父 岳母 公公 婆婆 老丈人 丈母娘 我爸爸 我妈妈 老汉儿",
    "子女": "儿子 闺女 女儿 姑娘 孩子 小子 俺儿 我儿 俺闺女 女婿 儿媳妇 儿媳 大儿子 小儿子 大闺女 二闺女 娃 娃儿 崽",
    "兄弟姐妹": "弟弟 哥哥 姐姐 妹妹 弟 哥 姐 妹 兄弟 大哥 二哥 三哥 大姐 二姐 小妹 小弟 老弟 老妹 姐夫 妹夫 嫂子 弟妹 弟媳 亲哥 亲弟",
    "亲戚": "亲戚 表哥 表弟 表姐 表妹 堂哥 堂弟 堂姐 堂妹 舅舅 大舅 小舅 舅 姑姑 姑父 姨 姨夫 大姨 小姨 叔叔 叔 大爷 大伯 伯伯 婶 婶子 侄子 侄女 外甥 外甥女 小舅子 大舅哥 小姨子 连襟 爷爷 奶奶 姥姥 姥爷 外公 外婆 孙子 大舅子 舅子",
    "朋友": "朋友 哥们 哥们儿 同学 男朋友 女朋友 战友 发小 邻居 老乡 伙计 闺蜜 老同学 兄弟伙",
    "同事": "同事 单位同事 老板 领导 经理 公司同事 单位的人 单位的同事 我们经理 我们领导 我们老板",
    "司机": "司机 驾驶员 司机师傅 公司司机 单位司机 雇的司机 请的司机 司机师傅",
    "员工": "员工 职工 工人 伙计 店员 徒弟 手下 小工 公司员工 单位员工 公司的人",
    "借用人": "借车的 借去开 借走开 借车 借去 借我车 借给 借的 借走 借给别人 借给人家 借给人 别人借 人家借",
    "代驾": "代驾 代驾师傅 代驾司机 叫的代驾 找的代驾 请的代驾",
}
_RELATION_OF = {
    word: relation for relation, words in RELATIONS.items() for word in (relation, *words.split())
}
_OWN_BEFORE = one_of(
    "我 俺 咱 咱们 我们 我家 俺家 我们家 我的 是我 他 她 我们公司 我公司 我单位 我们单位 公司 单位 公司的 单位的 是 她 我一个 我一 一个"
)

# The hundred surnames heard most and the double ones; a name is believed only behind a cue.
_SINGLE = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇隋邝芦涂楚朴檀仵忻宛旷綦郇眭赫占泮尧雒矫鹿苌苻亓揣谯戢笪禚广覃岳牟迟晋佘麦栗苑邸谌粟冼鄢苟敬辜帅揭阳禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫肖付仝仉佟"
_DOUBLE = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 长孙 宇文 独孤 端木 南宫 西门 申屠 澹台 轩辕 百里 呼延 东郭 闻人 公冶 太史 钟离 濮阳 淳于 单于 拓跋"
# Surnames believable behind 老, 小 or 大 alone (老李); 小车 and 大家 are no people.
_COMMON = "文池浦隋邝涂卓温欧古赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗凤方俞任袁柳史唐费廉岑薛雷贺倪汤滕罗毕郝邬常于傅康伍余顾孟穆萧尹姚邵汪祁毛戴宋庞熊纪舒屈项祝董杜阮蓝季贾娄江郭梅林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪丁邓郁杭洪崔龚程邢裴陆荣翁甄曲靳段侯宁仇甘武刘景詹龙叶白赖乔谭申翟耿寇聂辛阚曾关肖付闫佟仝"
_SURNAME = f"(?:{one_of(_DOUBLE)}|[{_SINGLE}])"

# 弓长张: a surname told by its pieces.
_PIECES = {
    "弓长张": "张",
    "立早章": "章",
    "木子李": "李",
    "双木林": "林",
    "木木林": "林",
    "耳东陈": "陈",
    "口天吴": "吴",
    "草头黄": "黄",
    "言午许": "许",
    "古月胡": "胡",
    "三横王": "王",
    "三横一竖王": "王",
    "文武的武": "武",
    "文刀刘": "刘",
    "走肖赵": "赵",
    "禾呈程": "程",
    "干勾于": "于",
    "人未余": "余",
    "人禾余": "余",
    "双人徐": "徐",
    "言射谢": "谢",
    "草头蒋": "蒋",
    "马大骆": "骆",
    "三点水的江": "江",
    "三点水汪": "汪",
    "水工江": "江",
    "二马冯": "冯",
    "两点马冯": "冯",
    "木易杨": "杨",
    "十八子李": "李",
    "卯金刀刘": "刘",
    "西早覃": "覃",
    "田力男": "男",
    "禾火秋": "秋",
    "三石磊": "磊",
    "日立音": "音",
    "小月肖": "肖",
    "羊女姜": "姜",
    "美女姜": "姜",
    "草头萧": "萧",
    "单人旁付": "付",
    "人可何": "何",
    "单人何": "何",
    "女未妹": "妹",
    "禾口和": "和",
    "关耳郑": "郑",
    "关右耳郑": "郑",
    "口口吕": "吕",
    "双口吕": "吕",
    "四维罗": "罗",
    "四夕罗": "罗",
    "木土杜": "杜",
    "革斤靳": "靳",
    "土申坤": "坤",
    "余阝徐": "徐",
    "禾木子季": "季",
    "言皆谐": "谐",
    "西土垔甄": "甄",
    "草字头范": "范",
    "矢口知": "知",
    "门三闫": "闫",
    "三门闫": "闫",
    "门里三闫": "闫",
    "白水泉": "泉",
    "方块白": "白",
    "田共黄": "黄",
    "弓口强": "强",
}
_EXPLAINED = re.compile("|".join(sorted(map(re.escape, _PIECES), key=len, reverse=True)))
# 石头的石, 三个石的磊: a character told by a word it is in.
_BY_WORD = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}?|[一二三四两]个[\u4e00-\u9fff])(?:的那?个?|那个)(?P<character>[\u4e00-\u9fff])(?!车|人|路|手)"
)

_HAN = r"[\u4e00-\u9fff]"
_AFTER_NAME = r"(?=$|[,，。、!?！？\s]|的|是|电话|手机|他|她|我|开|吧|啊|呀|呢|嘛|了|这|那|在|号|就|车|人|联系|身份|男|女|当时|和|跟|先生|女士|师傅|一[三五八]|1[3-9]|幺|也|都|说|让|给|来|去|借|,|对|您|你|现在|负责)"
_NAME = rf"(?:{one_of(_DOUBLE)}{_HAN}{{1,2}}?|[{_SINGLE}]{_HAN}{{1,2}}?){_AFTER_NAME}"
_CUED = re.compile(
    rf"(?:名字叫做?|名字是|名字|姓名是?|全名叫?是?|大名叫?|叫做|名叫|叫|联系人是?|联系人叫|车主是|车主叫?|司机是|司机叫?|司机|驾驶员是?|驾驶员叫?|被保险人是?|被保人是?|投保人是?|他是|她是|我是|开车的是|登记的是|户主是?|写的是?|写着|联系|找|打给|法人是?)(?:一个)?(?P<name>{_NAME})"
)
_SURNAME_CUE = re.compile(rf"(?:免贵|贵)?姓(?:是)?(?P<surname>{_SURNAME})(?!名|啥|什么|甚)")
_TITLED = re.compile(
    rf"(?P<surname>{one_of(_DOUBLE)}|[{_COMMON}])(?P<given>{_HAN}{{0,2}}?)(?P<title>先生|女士|小姐|师傅|经理|总(?!共|是|之|的|归)|主任|队长|老板|老师|大夫|医生|姐(?!夫)|哥|警官|科长|局长|律师|同志)"
)
_OLD = re.compile(rf"(?:老(?!公)|小|大)(?P<surname>[{_COMMON}])(?={_AFTER_NAME[3:-1]})")
# As the whole answer to who it is, any surname will do behind 老 or 小 (老石).
_OLD_ALONE = re.compile(
    rf"^[嗯呃啊,，\s]*(?:是|叫|就是|找|那个)*(?:老(?!公)|小)(?P<surname>[{_SINGLE}])(?:吧|啊|呀|呗)?[,，。\s]*$"
)
_COMPANY = re.compile(
    r"[\u4e00-\u9fffA-Z\d()（）]{2,24}?(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|运输公司|物流公司|租赁公司|出租车公司|公交公司|运输队|车队|贸易公司|科技公司|建筑公司|汽贸公司|商贸公司|食品公司|合作社|研究所|运输有限公司|分公司|个体户|公司)"
)
_COMPANY_LEAD = re.compile(
    r"^.*(?:是|叫做?|在|的|属于|登记在|挂在|挂靠在?|挂靠|我们|咱们|那个|这个|就|嗯|呃|[,，。\s])(?=[\u4e00-\u9fffA-Z\d]{2})"
)
_NOT_COMPANY = re.compile(
    r"什么|破公司|^(?:保险|你们|我们|咱们|单位|租赁|运输|物流|出租车?|贵|什么|哪个|公|车|我|他们?|她|对方|一个|这个|那个|人家|开车|开|平安保险|人保|太平洋|拖车|救援|代驾)*(?:公司|集团|车队|运输公司|物流公司|出租车公司|租赁公司)$|保险|拖车|救援|公司的"
)
_NOBODY = re.compile(
    r"^(?:不认识|不知道|不清楚|不晓得|没看|没问|不知|没留|不太清楚|没看清|没记|不认得|忘了|记不|谁知道|没见|找不)"
)
_NOT_NAMES = frozenset(
    [
        "司机",
        "高速",
        "马路",
        "白色",
        "方向",
        "黄线",
        "石头",
        "路口",
        "路边",
        "车主",
        "车子",
        "车牌",
        "华北",
        "时候",
        "马上",
        "高架",
        "安全",
        "平时",
        "公里",
        "公司",
        "成都",
        "温州",
        "常州",
        "杭州",
        "苏州",
        "金华",
        "江苏",
        "江西",
        "山东",
        "山西",
        "广东",
        "广西",
        "国道",
        "东边",
        "东面",
        "方便",
        "关系",
        "应该",
        "明天",
        "全责",
        "全部",
        "向前",
        "向左",
        "向右",
        "边上",
        "景区",
        "农村",
        "白天",
        "黄色",
        "蓝色",
        "红色",
        "红绿灯",
        "毛病",
        "井盖",
        "万一",
        "万达",
        "云南",
        "宁夏",
        "水泥",
        "水箱",
        "花坛",
        "石墩",
        "树上",
        "别人",
        "别的",
        "家里",
        "家人",
        "家属",
        "和我",
        "和他",
        "相关",
        "相撞",
        "查勘",
        "查询",
        "解决",
        "师傅",
        "师父",
        "易损",
        "米左右",
        "于是",
        "任何",
        "单位",
        "单行",
        "干嘛",
        "干啥",
        "计程",
        "强行",
        "谈好",
        "金额",
        "米高",
        "步行",
        "时间",
        "支付",
        "明白",
        "通过",
        "通知",
        "通话",
        "那个",
        "那边",
        "那里",
        "那辆",
        "那种",
        "后面",
        "后来",
        "后车",
        "经过",
        "经常",
        "从北",
        "从南",
        "从东",
        "从西",
        "充电",
        "全车",
        "万元",
        "解释",
        "游客",
        "平安",
        "平台",
        "和对方",
        "江湖",
        "路过",
        "路上",
        "路政",
        "路人",
        "房东",
        "毕竟",
        "封路",
        "连环",
        "安排",
        "应急",
        "隔壁",
        "雷达",
        "柴油",
        "熊孩子",
        "左转",
        "左边",
        "右边",
        "双方",
        "双闪",
        "简单",
        "空调",
        "都是",
        "都行",
        "冷静",
        "过去",
        "成了",
        "成功",
        "幸好",
        "能开",
        "能行",
        "能走",
        "康师傅",
        "居然",
        "利用",
        "盛夏",
        "余额",
        "终于",
        "于公",
        "管理",
        "管用",
        "管他",
        "包括",
        "毛毛",
        "明显",
        "计算",
        "项目",
        "梁子",
        "席位",
        "强制",
        "娄子",
        "程度",
        "单方",
        "应付",
        "应当",
        "宗旨",
        "宣布",
        "郁闷",
        "洪水",
        "包围",
        "诸如",
        "左前",
        "左后",
        "石子",
        "石块",
        "崔",
        "吉利",
        "滑倒",
        "滑坡",
        "陆续",
        "荣幸",
        "曲线",
        "储物",
        "松手",
        "松动",
        "段路",
        "富康",
        "巴士",
        "山上",
        "山路",
        "谷歌",
        "全身",
        "班车",
        "秋天",
        "宫",
        "宁可",
        "厉害",
        "武警",
        "符合",
        "景观",
        "束手",
        "龙骨",
        "叶子",
        "幸亏",
        "白酒",
        "怀疑",
        "从后",
        "从前",
        "从来",
        "索赔",
        "赖账",
        "卓越",
        "蒙了",
        "乔木",
        "阴天",
        "能不能",
        "能够",
        "双黄线",
        "闻到",
        "党员",
        "贡献",
        "劳驾",
        "申请",
        "扶着",
        "堵车",
        "堵着",
        "堵塞",
        "桑塔纳",
        "牛",
        "通道",
        "通行",
        "边坡",
        "燕郊",
        "浦东",
        "尚未",
        "农民",
        "农用",
        "温度",
        "别克",
        "庄里",
        "柴",
        "连着",
        "连续",
        "习惯",
        "艾",
        "鱼",
        "容易",
        "向西",
        "向东",
        "向南",
        "向北",
        "古城",
        "慎重",
        "终点",
        "居民",
        "居住",
        "步道",
        "都没",
        "都坏",
        "满意",
        "国家",
        "文明",
        "广场",
        "东西",
        "东路",
        "欧",
        "沃尔沃",
        "利索",
        "越野",
        "越来",
        "隆",
        "那车",
        "简易",
        "饶了",
        "空车",
        "空地",
        "曾经",
        "沙子",
        "养护",
        "须知",
        "丰田",
        "关门",
        "关车门",
        "相当",
        "后备箱",
        "后保险",
        "后轮",
        "后视",
        "红灯",
        "红线",
        "游泳",
        "权利",
        "盖子",
        "益",
        "公交",
        "公园",
        "付了",
        "付过",
        "保险",
        "我本人",
        "司机师",
        "师傅开",
        "经理",
        "开的",
    ]
)
_ORDINARY_GIVEN = re.compile(r"[的了吗呢吧啊呀哦着过把被让给是在就也都没不很我你他她它们这那哪谁]")


_LEADS_TO_NAME = [
    (
        word,
        re.compile(
            re.escape(word)
            + r"(?:师傅)?(?:开的|开车|他|她|,|，|\s|名字|姓|叫|是|的|就|吧|那个|嗯|呃|来开|在开|小伙子|那个?人|一个|个|借去开的|借走的|借去的|开着)*$"
        ),
    )
    for word in sorted(_RELATION_OF, key=len, reverse=True)
]


def _relation_before(text: str, start: int) -> tuple[int, str] | None:
    """Return where a relation word ends right before ``start`` ("我老公叫", "司机"), and the relation."""
    lead = text[max(0, start - 12) : start]
    for word, leads in _LEADS_TO_NAME:
        if word in lead and leads.search(lead):
            return start - len(lead) + lead.rfind(word), _RELATION_OF[word]
    return None


def _relation_told(text: str, start: int) -> tuple[int, str] | None:
    """Return the relation told in the clause before "他叫" (我老公开的车他叫李建), with ``start``."""
    lead = re.search(r"(?:[他她](?:名字)?|名字)(?:叫|是|姓)(?:做)?$", text[:start])
    found = [m for m in _ALONE.finditer(text, 0, lead.start())] if lead else []
    told = [m for m in found if m.group("own") or m.group("word") not in _NEEDS_OWN]
    if not told:
        return None
    # 我朋友借我车开的: what he is to the caller says more than that he borrowed the car.
    own = [
        m
        for m in told
        if m.group("own") and m.group("own") != "一个" and _RELATION_OF[m.group("word")] != "借用人"
    ]
    return start, _RELATION_OF[(own or told)[-1].group("word")]


_TOLD_AFTER = re.compile(
    rf"[,，\s]*[他她]?(?:就)?是?(?:我|俺)(?:的|家)?(?P<word>{one_of(' '.join(_RELATION_OF))})(?=$|[,，。\s吧啊呀]|开)"
)


def _relation_after(text: str, end: int) -> str | None:
    """Return the relation told right behind a name (章子昂，我本人; 王磊，是我同事)."""
    after = _TOLD_AFTER.match(text, end)
    return _RELATION_OF[after["word"]] if after else None


_RELATION_WORDS = sorted((word for word in _RELATION_OF), key=len, reverse=True)
_ALONE = re.compile(
    rf"(?!(?:找|联系|打给|打|给我打|跟|和|就|是|就是)我{one_of(' '.join(word for word in _RELATION_OF if '我' not in word))})(?:(?P<own>{_OWN_BEFORE})(?:一?个|那个|的|那|家)?)?(?P<word>{one_of(' '.join(_RELATION_WORDS))})"
)
_NEEDS_OWN = frozenset(
    [
        "父母",
        "子女",
        "亲戚",
        "兄弟姐妹",
        "爸",
        "妈",
        "爹",
        "娘",
        "弟",
        "哥",
        "姐",
        "妹",
        "儿",
        "叔",
        "舅",
        "姨",
        "婶",
        "娃",
        "崽",
        "先生",
        "太太",
        "姑娘",
        "孩子",
        "小子",
        "老头子",
        "老头儿",
        "老太太",
        "对象",
        "经理",
        "老板",
        "领导",
        "兄弟",
        "伙计",
        "叔叔",
        "大爷",
        "小妹",
        "大姐",
        "大哥",
        "老弟",
        "妈妈",
        "爸爸",
        "爷爷",
        "奶奶",
        "工人",
        "婆婆",
        "公公",
        "朋友",
        "司机",
        "同学",
        "邻居",
        "借的",
        "借给",
        "借车",
        "借走",
        "借去",
        "借的",
        "大伯",
        "自己",
        "自个",
        "自个儿",
        "老板",
        "手下",
        "先生",
        "当家的",
        "掌柜的",
        "驾驶员",
        "员工",
        "职工",
        "徒弟",
        "小工",
        "姑姑",
        "哥哥",
        "姐姐",
        "弟弟",
        "妹妹",
        "女儿",
        "儿子",
        "店员",
    ]
)
_ROLE_CONTEXT = re.compile(r"开的?|驾驶|当司机|司机|车主|联系|找|打|名字|叫|姓|本人|借|是我")


@past_fillers
def find_people(text: str, asked: bool = False) -> list[Span]:
    """Find people: any of ``name``, ``surname`` and ``relation`` (本人, 配偶, … see the table).

    A name needs a cue (叫, 姓, 我是, 联系人, a relation before it) or ``asked``; surnames told by
    their pieces (弓长张) or a word (石头的石) are resolved. Names stay as heard. A company is a name.
    Not knowing ("不认识") is no person.
    """
    folded = fold(text)
    if _NOBODY.match(folded.lstrip("嗯呃啊,，这个那 ")):
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
        if _is_name(match.group("name")):
            found.append((match.start("name"), match.end("name"), _named(match.group("name"))))
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
    for match in _SURNAME_CUE.finditer(folded):
        if not any(start <= match.start("surname") < end for start, end, _ in found):
            found.append((match.start("surname"), match.end("surname"), {"surname": match.group("surname")}))
    found += _appositions(folded, asked)
    found = _merge(folded, _disjoint(found))
    if asked and len(found) == 1 and "relation" not in found[0][2]:
        found = [_related(folded, *found[0])]
    spans = [Span("person", start, end, value, text[start:end]) for start, end, value in found]
    if not spans and (asked or _ROLE_CONTEXT.search(folded)):
        relation = _relation_alone(folded, asked)
        if relation:
            start, end, value = relation
            spans = [Span("person", start, end, value, text[start:end])]
    return spans


def _related(folded: str, start: int, end: int, person: dict[str, Any]) -> tuple[int, int, dict[str, Any]]:
    """Give the only person named in an answer the relation told before (我儿子的车，保险也是他名字，常宇航)."""
    told = [
        m
        for m in _ALONE.finditer(folded, 0, start)
        if m["own"] and _RELATION_OF[m["word"]] not in ("借用人", "本人")
    ]
    relation = {_RELATION_OF[m["word"]] for m in told}
    return start, end, person | ({"relation": relation.pop()} if len(relation) == 1 else {})


def _is_name(name: str) -> bool:
    return (
        2 <= len(name) <= 4
        and name not in _PIECES
        and name not in _NOT_NAMES
        and name[:2] not in _NOT_NAMES
        and not _ORDINARY_GIVEN.search(name[1:])
        and not re.search(r"先生|女士|师傅|小姐|经理|公司|车", name)
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
            character in word[:-1] or re.fullmatch(r"[两二三四]个[\u4e00-\u9fff]的那?个?", word) is not None
        )
        if told and not any(s < match.end() and match.start() < e for s, e, _ in characters):
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
            elif surname in _SINGLE:
                people[index] = (start, end, {"surname": surname})
        elif surname_before := re.search(
            rf"(?<!{_HAN})[{_SINGLE}](?={re.escape(person['name'])})|(?<=[叫是])[{_SINGLE}](?={re.escape(person['name'])})",
            folded[: start + len(person["name"])],
        ):
            # 邵建平，建设的建，和平的平
            people[index] = (surname_before.start(), end, _named(surname_before[0] + person["name"]))
    return [person for person in people if "surname" in person[2] and (len(person[2].get("name", "")) != 1)]


def _name_before(folded: str, end: int, surname: str) -> tuple[int, str] | None:
    """Return where a name begins, and the name, whose surname is then told by a word (余文静，年年有余的余)."""
    said = re.search(
        rf"(?:^|[叫是姓我名,，\s])({re.escape(surname)}{_HAN}{{2}}|{re.escape(surname)}{_HAN}(?=[,，\s]))",
        folded[: end - 3],
    )
    return (said.start(1), said[1]) if said and _is_name(said[1]) else None


_APPOSED = re.compile(
    rf"(?:(?<!小){one_of(' '.join(word for word in _RELATION_OF if len(word) > 1))}|我[爸妈弟哥姐妹]|我是|姓[{_SINGLE}][,，\s]*)(?:[,，\s]|他|叫|是|名字)*(?P<name>{_NAME})"
)
_BARE_NAME = re.compile(rf"(?:^|[,，。\s]|嗯|呃|啊|就是|是|那个|找|联系|开的)(?P<name>{_NAME})")


def _appositions(folded: str, asked: bool) -> list[tuple[int, int, dict[str, Any]]]:
    """Return names right behind a relation (我儿子王小明) and, when asked, a bare name."""
    cued = [*_APPOSED.finditer(folded), *(_BARE_NAME.finditer(folded) if asked else ())]
    return [
        (match.start("name"), match.end("name"), _named(match.group("name")))
        for match in cued
        if _is_name(match.group("name"))
    ]


def _disjoint(found: list[tuple[int, int, dict[str, Any]]]) -> list[tuple[int, int, dict[str, Any]]]:
    """Keep the fuller of overlapping people."""
    kept: list[tuple[int, int, dict[str, Any]]] = []
    for person in sorted(found, key=lambda p: (-len(p[2].get("name", "")), -(p[1] - p[0]), p[0])):
        if not any(person[0] < end and start < person[1] for start, end, _ in kept):
            kept.append(person)
    return sorted(kept, key=lambda person: person[:2])


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
                and end - last_end <= 16
                and not ("name" in last and "name" in value and last["name"] != value["name"])
            ):
                merged[-1] = (last_start, end, {**last, **value})
                continue
        relation = _relation_before(folded, start)
        if relation is None or relation[1] == "借用人":
            relation = _relation_told(folded, start) or relation
        if relation:
            start, value = relation[0], {**value, "relation": relation[1]}
        elif re.search(r"我(?:就)?(?:是|叫|姓)(?:名字)?(?:叫)?$", folded[:start]):
            value = {**value, "relation": "本人"}
        elif after := _relation_after(folded, end):
            value = {**value, "relation": after}
        merged.append((start, end, value))
    return merged


_DROVE = re.compile(r"(?:来|在|帮我|替我)?(?:开的(?![门窗])|开我?的?车|开着|驾驶)")
_BORROWED = frozenset(word for word, relation in _RELATION_OF.items() if relation in ("借用人", "本人"))


def _relation_alone(folded: str, asked: bool) -> tuple[int, int, dict[str, Any]] | None:
    """Return who is meant by a relation without a name ("我老公开的", "找我就行")."""
    for match in _ALONE.finditer(folded):
        word, own = match.group("word"), match.group("own")
        behind = folded[match.end() :]
        short = asked and len(folded) <= len(word) + 8
        if word in _NEEDS_OWN and not own and not short and not _DROVE.match(behind):
            continue
        if (further := _ALONE.match(behind.removeprefix("的"))) and further.group("word") not in _BORROWED:
            continue  # 我爱人的父亲
        if re.search(r"不是|没有", folded[max(0, match.start() - 2) : match.start()]):
            continue
        return match.start(), match.end(), {"relation": _RELATION_OF[word]}
    if asked:
        me = re.match(
            r"(?:嗯|呃|啊|就|那就|是|对|那|哦|,|，|\s)*(?:还是|就是|就)?(?:我|俺|咱)(?:一个人|\s|吧|呗|啊|呀|了|嘛|啦|自己|本人|,|，|。|在|开|的|这个?号|电话|就行|就可以|就好|来|联系)*$",
            folded,
        )
        if me:
            return 0, len(folded), {"relation": "本人"}
    return None
