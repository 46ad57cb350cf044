"""Parts of a car, one vocabulary: side, position, part."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mandarin.homophones import repair
from mandarin.lexicon import Hit, Lexicon, past_fillers, variants
from mandarin.span import Span

# Parts that exist at four corners: 左前车门. A side and a position belong to their name.
CORNER = {
    "车门": "门子 车门子 门板 车门板 车门子 边门",
    "轮胎": "轮子 轱辘 车胎 车轱辘 车轮 胎 车轮胎 车轮子 轮",
    "轮毂": "钢圈 轮圈 轮辋 毂 铝圈 轮毂罩 钢圈儿",
    "车窗": "车窗玻璃 车门玻璃 门玻璃 窗玻璃 窗户 窗户玻璃 边窗 侧窗 车窗户 侧窗玻璃",
    "车角": "角 大角 角儿 拐角 脚上",
    "轮眉": "轮眉 轮拱",
    "悬挂": "悬架 减震 减震器 避震 避震器 摆臂 下摆臂 羊角 半轴 三角臂 底盘悬挂",
    "地毯": "地胶 地板革 地垫",
    "门把手": "车门把手 把手 门拉手 门把",
    "刹车盘": "刹车片 刹车卡钳",
}
# Parts at the front only, left and right: 右大灯 is 右前大灯.
FRONT_PAIR = {
    "大灯": "车大灯 大灯总成 头灯 大灯罩 前照灯 近光灯 远光灯 大灯子",
}
REAR_PAIR = {"尾灯": "刹车灯 后灯 车尾灯 尾灯罩 后尾灯 尾灯总成"}
# Parts with a side but no position in their name.
SIDED = {
    "后视镜": "倒车镜 反光镜 倒视镜 倒后镜 观后镜 后望镜 耳朵 倒车镜子 后视镜壳 镜子",
    "门槛": "裙边 下裙 门槛梁 侧裙 裙板 底大边 大边 车裙 下边梁",
    "A柱": "诶柱",
    "B柱": "必柱",
    "C柱": "西柱",
    "雾灯": "前雾灯 雾灯罩",
    "转向灯": "转弯灯 方向灯 拐弯灯",
    "日行灯": "日间行车灯",
    "侧面": "车身侧面 车侧面 整个侧面 侧边",
}
QUARTER = {"翼子板": "叶子板 叶子 翼子 夜子板 页子板 挡泥板"}
# Parts with front and rear: 前杠 is 前保险杠.
ENDED = {
    "保险杠": "杠 杠子 保险杆 杠皮 保险杠皮 防撞杠 保险扛 大杠 杠儿 保险杠子 保险 包围 保险杠蒙皮",
    "挡风玻璃": "风挡 风挡玻璃 挡风 大玻璃 风档 风档玻璃 档风玻璃 挡风玻璃儿 挡玻璃 档玻璃",
    "牌照": "车牌 牌照框 车牌架 牌照架 车牌子 车牌框",
    "雷达": "倒车雷达 雷达探头 探头 雷达眼",
    "摄像头": "倒车影像 影像头",
    "防撞梁": "大梁头",
}
PLAIN = {
    "引擎盖": "发动机盖 发动机舱盖 机盖 机盖子 机器盖 机器盖子 前机盖 前机盖子 前盖 前盖子 引擎盖子 发动机盖子 前引擎盖 前舱盖 机仓盖 机舱盖 前机器盖 车前盖 头盖",
    "后备箱盖": "后备箱 后备厢 后备箱子 后备箱门 后备厢盖 行李箱 行李箱盖 行李厢 尾箱 尾箱盖 后盖 后备盖 后尾箱 后背箱 后箱盖 后箱 尾盖 后盖子 行李舱",
    "尾门": "后尾门 后背门 背门 后门板子 后备门 掀背门",
    "天窗": "天窗玻璃 全景天窗 天窗儿 全景天幕 天幕",
    "中网": "格栅 进气格栅 中网格栅 前格栅 车脸 前中网 鬼脸 中网子",
    "车标": "前车标 标 后车标 车标志",
    "水箱": "散热器 水箱框架 前水箱 散热水箱 水箱子 水箱架",
    "冷凝器": "空调泵 空调冷凝器 空调散热器",
    "底盘": "车底盘 车底 车底下 托底 底盘护板 底护板",
    "油底壳": "油底 机油底壳 油底盘",
    "发动机": "引擎 发动机总成",
    "变速箱": "变速器 波箱 变速箱壳",
    "车顶": "顶棚 车顶棚 顶子 车棚 车顶盖 顶盖 车顶子 车顶上 车顶皮",
    "内饰": "车内饰 内饰板 车里的内饰 中控台 仪表台 仪表盘",
    "座椅": "座子 车座 车座子 坐椅 座套",
    "电瓶": "蓄电池 电瓶盒",
    "电池包": "动力电池 电池组 电池 电池壳 电池底壳",
    "安全气囊": "气囊 安全气垫 主气囊 副气囊 气帘",
    "排气管": "排气 排气筒 排气尾管",
    "方向机": "转向机 方向系统 方向盘机",
    "车身": "车漆 漆面 漆 油漆 车皮 车身漆 车壳 整个车身 车衣",
    "车头": "前脸 车前脸 前脸儿 车脑袋 整个前脸 前面全 车前头 前头",
    "车尾": "屁股 车屁股 后屁股 车尾巴 尾部 车后头 车后屁股",
    "全车": "整车 整个车 全损 车全毁 整台车 车报废 全报废 车身都 全车身 通身 浑身",
    "大梁": "纵梁 车架 车大梁 龙骨",
    "行李架": "车顶架",
    "雨刮器": "雨刷 雨刷器 雨刮 雨刷子 刮雨器",
    "脚踏板": "踏板 侧踏板",
    "油箱": "油箱盖 加油盖 油箱门 加油口盖",
    "油管": "机油管 水管",
    "线束": "电路 线路 电线 线路板",
    "大灯支架": "",
    "后窗玻璃": "后窗",
    "玻璃": "车玻璃",
    "扰流板": "尾翼 定风翼",
    "天线": "鲨鱼鳍",
    "喇叭": "",
    "车灯": "车灯",
    "传动轴": "",
    "三元催化": "三元催化器",
    "充电口": "充电口盖",
}
_FAMILIES: dict[str, dict[str, str]] = {
    "corner": CORNER,
    "front": FRONT_PAIR,
    "rear": REAR_PAIR,
    "sided": SIDED,
    "quarter": QUARTER,
    "ended": ENDED,
    "plain": PLAIN,
}


@dataclass(frozen=True)
class Part:
    """A part's canonical noun and which of side and position its name takes."""

    noun: str
    family: str


NOUNS: Lexicon[Part] = Lexicon(
    {
        word: Part(noun, family)
        for family, table in _FAMILIES.items()
        for word, noun in variants(table).items()
    }
)
# These nouns are parts only with a side or a position before them, or when a list goes on.
_NEEDS_PLACE = frozenset(
    [
        "门",
        "灯",
        "杠",
        "标",
        "角",
        "胎",
        "轮",
        "漆",
        "毂",
        "大角",
        "镜子",
        "耳朵",
        "探头",
        "把手",
        "保险",
        "挡风",
        "窗户",
        "拐角",
        "角儿",
        "叶子",
        "翼子",
        "牌照",
        "车牌",
        "头盖",
        "边门",
        "侧面",
        "侧边",
        "踏板",
        "电线",
        "电路",
        "线路",
        "水管",
        "前头",
        "脚上",
        "保险杠子",
        "排气",
        "包围",
        "大边",
        "浑身",
        "托底",
        "座子",
        "车皮",
        "电池",
        "挡玻璃",
        "档玻璃",
    ]
)
_MODIFIER = re.compile(
    r"(?P<side>左右(?:两[侧边])?|副驾驶那?[一边侧]*|副驾那?[一边侧]*|主驾驶?那?[一边侧]*|驾驶员那?[一边侧]+|驾驶[侧边位室]|司机那?[一边侧]+|副司机那?[一边侧]*|[左右][手]?(?:[边侧面]|边儿|半边)?|两[边侧]|双侧)?"
    r"(?:靠|的|那个|这个|这边|那边|整个|那|这)?"
    r"(?P<end>前后|前[边面侧头]?|后[边面侧头排座]?|中间)?(?P<side2>[左右](?:[边侧面]|手边)?)?"
    r"(?P<of>(?:部位|方位|位置|那边|这边|那块|这块|边上|边|一块|整个|那一块|这一块|那头)?(?:的)?)?(?:那|这)?(?:两|2|俩|二|一|1|四|几|仨|三)?(?:个|扇|块|只|条|盏|面|根)?(?=.)"
)
_GAP = re.compile(
    r"^(?:还有|以及|和|跟|与|及|、|,|，|。|\s|连同|连着|带着|带|也|都|呃|嗯|啊|那个|就是|加上|外加|包括|的|再有|另外|同|连|加|一个|一块|然后|儿)*$"
)
# Too ordinary to be a part by themselves, even with damage told.
_ONLY_PLACED = frozenset(
    [
        "门",
        "灯",
        "杠",
        "标",
        "角",
        "胎",
        "轮",
        "毂",
        "保险",
        "挡风",
        "角儿",
        "脚上",
        "头盖",
        "浑身",
        "侧面",
        "侧边",
        "前头",
        "排气",
        "拐角",
        "包围",
        "大边",
    ]
)
_NOT_PART = Lexicon(
    dict.fromkeys(
        [
            "红绿灯",
            "路灯",
            "灯杆",
            "门口",
            "大门",
            "店门",
            "门卫",
            "门诊",
            "前门大街",
            "后门口",
            "车门口",
            "部门",
            "专门",
            "澳门",
            "厦门",
            "入门",
            "出门",
            "开门",
            "关门",
            "玻璃门",
            "铁门",
            "卷帘门",
            "门店",
            "门面",
            "门柱",
            "门垛",
            "校门",
            "院门",
            "门脸",
            "灯箱",
            "灯柱",
            "信号灯",
            "车库门",
            "伸缩门",
            "保险公司",
            "交强险",
            "保险单",
            "保险费",
            "保险杆子费",
            "保险到期",
            "前头车",
            "前头的车",
            "前头那",
            "后车",
            "上保险",
            "买保险",
            "交保险",
            "保险期",
            "车险",
            "报保险",
            "走保险",
            "出保险",
            "保险理赔",
            "保险员",
            "保险业",
            "有保险",
            "投保险",
            "车牌号",
            "车牌照",
            "打开车门",
            "开车门",
            "拉车门",
            "关车门",
            "锁车门",
            "开左车门",
            "下车门",
            "推车门",
            "打方向盘",
            "踩刹车",
            "打转向灯",
            "打了转向灯",
            "开转向灯",
            "打转向",
            "大灯晃",
            "开大灯",
            "开着大灯",
            "远光灯晃",
            "开远光灯",
            "双闪灯",
            "警示灯",
            "黄灯",
            "绿灯",
            "红灯",
            "路线路",
            "电线杆",
            "水管爆",
            "天窗忘",
            "停车标",
            "标志",
            "标的",
            "标致",
            "标准",
            "角度",
            "角落",
            "拐角处",
            "墙角",
            "直角",
            "路拐角",
            "对角",
            "角上",
            "拖车杠",
            "机动车",
            "轮流",
            "漆黑",
            "油漆桶",
            "玻璃渣",
            "玻璃碴",
            "玻璃碎片",
            "玻璃杯",
            "玻璃瓶",
            "玻璃厂",
            "玻璃店",
            "排气阀",
            "发动机号",
            "发动机进水",
            "发动机没",
            "胎压",
            "左拐角",
            "右拐角",
            "车头朝",
            "车头向",
            "掉头",
            "调头",
            "后视镜一看",
            "看后视镜",
            "从后视镜",
            "看了后视镜",
            "看了眼后视镜",
            "看倒车镜",
            "看了一下后视镜",
            "倒车影像看",
            "高压电线",
            "停电线路",
            "座椅上",
            "车顶上面的树",
            "一条龙骨",
            "手机电池",
            "电池没电",
            "电瓶车",
            "电瓶没电",
            "三轮",
            "四轮",
            "两轮",
            "独轮",
            "轮到",
            "轮渡",
            "车轮碾",
            "车轮压",
            "行李箱子拿",
            "前后车门",
            "车牌子是",
            "车牌是",
            "车牌呢",
            "对方车牌",
            "他车牌",
            "我车牌",
            "前车牌号",
            "车牌尾号",
            "双黄线",
            "路面前",
            "门市",
            "大众",
            "面前",
            "前门站",
            "后门桥",
            "防盗门",
            "小区门",
            "自动门",
            "电动门",
            "卷闸门",
            "热门",
            "邪门",
            "车漆厂",
            "尾灯亮",
            "刹车灯亮",
            "刹车灯没亮",
            "大门柱",
            "木门",
            "房门",
            "家门",
            "前台",
            "后台",
            "前天",
            "后天",
            "两轮车",
            "路边电线",
            "线路公交",
            "探头拍",
            "监控探头",
            "摄像头拍",
            "摄像头也",
            "有摄像头",
            "没摄像头",
            "没有摄像头",
            "监控摄像头",
            "没探头",
            "有探头",
            "摄像头没",
            "车里座椅",
            "保险起见",
            "买了保险",
            "入的保险",
            "哪家保险",
            "保险的",
            "保险呢",
            "保险吗",
            "保险怎么",
            "保险能",
            "保险赔",
            "保险给",
            "保险上",
            "座椅那",
            "窗户外",
            "窗户掉",
            "楼上窗户",
            "邻居窗户",
            "家窗户",
            "窗户上",
            "窗户里",
        ],
        "",
    )
)
_INTACT_AFTER = re.compile(
    r"^(?:也|都|倒|倒是|看着|好像|应该|是|还|啥的|什么的|那块|那边|就|那个|儿)*(?:没事|没有事|没啥事|没什么事|没坏|没碎|没有坏|没碰|没蹭|没弹|没爆|没开|没打开|没有弹|没炸|没出来|没有爆|没受损|没损|没撞|没破|没裂|没变形|没问题|没毛病|没啥|没有问题|没掉|没瘪|没凹|没动|没刮|没有刮|没刮着|没伤|没影响|完好|好着|好好的|好的|无损|没有受损|没有损|没有碰|没湿|没进水|不要紧|不碍事|没有碎|能开|能用|还行|还亮)"
)
_INTACT_BEFORE = re.compile(
    r"(?:没碰着|没碰到|没撞到|没撞着|没伤到|没伤着|没蹭到|没刮到|不是|没有伤到|除了|没动|没砸到|没砸着|不光|不光是|不止|不只是|没砸)(?:到|着)?(?:我的?|他的?)?$"
)
_NOT_ONLY = re.compile(r"(?:不光是?|不止|不只是?|除了)(?:我的?|他的?)?$")
_WATER_BEFORE = re.compile(
    r"(?:淹|没过|没到|漫|水到|水位|水都?到|水深|泡到|水.{0,4}[到过])[了到过]*[我车的]*$"
)
_DOING = re.compile(
    r"(?:看|打|踩|开|关|拉|推|锁|踹|按|擦|踢|检查|修|换过|靠着|骑着|拍|写|报|摇|抬|贴)(?:着|了|开|下|一下|完|一眼|的)?$"
)
_DAMAGED = re.compile(
    r"坏|碎|裂|瘪|凹|变形|掉|刮|蹭|划|撞|烂|破|断|歪|擦|挂|剐|蹦|崩|翘|脱|砸|坑|损|伤|报废|完了|毁|废|弯|塌|卷|鼓|爆|漏|松|开胶|开裂|印|痕|换|修|喷漆|进去|凸|没了|不亮|不灵|打不开|关不上|关不严|合不上|进水|泡|烧|湿|豁|错位|瘸|撅|扁|陷|窝|磕|碰|顶|怼|杵"
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
        r"(?:没有?(?:什么|啥|任何|多大|太大)?(?:大|明显的?)?(?:损失|损坏|损伤|毛病|大碍|问题|痕迹|伤)|(?:车|啥|什么|哪儿|哪里|哪)(?:子|都|也|倒|是|上|身|我)*(?:没事|没坏|没损|没啥事|没什么事|好好的|没有事|没碰坏|没伤)|看不出(?:来)?(?:什么|啥)?(?:损|伤|坏|问题|毛病))",
        repaired,
    )
    return bool(denied) and not find_parts(text)


@dataclass(frozen=True)
class _Name:
    """Side, position and noun of one part, before they are joined."""

    side: str
    end: str
    part: Part
    explicit: bool

    def canonical(self) -> str:
        side, end, noun, family = self.side, self.end, self.part.noun, self.part.family
        if family == "plain":
            if noun == "玻璃" and side:
                return f"{side}{end}车窗"
            if noun == "玻璃" and end:
                return f"{end}挡风玻璃"
            return noun
        if family == "front":
            return f"{side}前{noun}" if side else f"{end}{noun}"
        if family == "rear":
            return f"{side}后{noun}" if side else noun
        if family == "sided":
            return f"{side}{end}{noun}" if noun == "雾灯" else f"{side}{noun}"
        if family == "ended":
            return f"{side}{end}{noun}" if noun in ("雷达", "保险杠") else f"{end}{noun}"
        return f"{side}{end}{noun}"


# Owner cues, last one before the part wins.
_OTHERS_CAR = (
    r"(?:对方|他们?|她|它|人家|别人|那个人|那人|前车|后车|三者|第三方"
    r"|(?:前|后|旁|对|隔)[面边头壁](?:的|那|那个|那辆|这|一)?(?:[辆个台]?车|家伙|那位)"
    r"|(?:那|另外?一?|另外那|这)(?:[辆个台部]|一辆)?(?:[\u4e00-\u9fff]{0,4}?)车"
    r"|(?:大|小)?货车|面包车?|出租车?|公交车?|轿车|电动车|电瓶车|三轮车?|摩托车?|大巴|客车|卡车|皮卡|宝马|奔驰|奥迪|特斯拉|丰田|大众|本田|别克|邻居|车主)"
)
_OTHER = re.compile(_OTHERS_CAR)
_POSSESSED = re.compile(
    r"^(?:那个|那辆|那边|那|这|家|家的|师傅)?(?:的?车子?|车辆)?(?:的|那个|那|他|就|是|呢|,|也|主要是?|可能|估计|大概|应该|一个|整个|那边的?|这边的?|有|那就|那|的话|好像|,|，|嘛|:)*$"
)
# 她头磕破了 tells of a person, not of whose the next part is.
_HER_BODY = re.compile(r"的?(?:头(?!灯|盖)|脸|手|脚|腿|腰|脖|胳膊|膝|胸|肩|人|说)")
_MINE = re.compile(
    r"我们?的?(?:车子?|这?[边辆个台]车?|那?[辆个]车|自己的?)?|咱的?车?|咱们|自己的?车?|自家车?|本车|俺的?|车主本人|标的车?"
)
_STRUCK = re.compile(
    r"(?:撞|追尾|追|碰|刮|剐|蹭|怼|挂|顶|被|让|叫|给|和|跟|与|把|向|躲|避让|躲避|避|超|超过|看见|看到|加塞|别)(?:到|上|了|着|坏|伤|过|一下|倒)*$"
)


def _owner(repaired: str, start: int, previous: str, since: int) -> str:
    """Return "mine" or "third" for a part at ``start``, given the previous part's owner and its end."""
    stretch = repaired[since:start]
    owner = previous
    for match in re.finditer(f"(?P<other>{_OTHERS_CAR})|(?P<mine>{_MINE.pattern})", stretch):
        rest = stretch[match.end() :]
        if match.lastgroup == "mine" or match.group("mine"):
            owner = "mine"
            continue
        if _HER_BODY.match(rest):
            continue
        struck = _STRUCK.search(stretch[: match.start()])
        if _POSSESSED.match(rest):
            direct = "的" in rest or not rest
            if struck and not direct:
                owner = "mine" if re.search(r"[,，。]|就|也|主要", rest) else "third"
            else:
                owner = "third"
        elif not struck and not re.search(
            r"撞|追|碰|刮|剐|蹭|怼|挂|顶|停|开|走|说|跑|变道|并线|拐|超|刹|来|下来|从|把|倒|别|压|冲|过|全责|闯|没|加塞|逆行|超速",
            rest,
        ):
            owner = "third"
    return owner


@dataclass(frozen=True)
class _Mention:
    """One part said in the utterance: where, what, whose, and whether it is said to be unhurt."""

    start: int
    end: int
    names: tuple[_Name, ...]
    owner: str
    intact: bool
    listed: bool


@past_fillers
def find_parts(text: str) -> list[Span]:
    """Find damaged parts; the value is the canonical name (右前大灯, 后保险杠, 左前车门).

    A part is of kind ``third_part`` when the caller gives it to somebody else's car (他的前杠,
    对方后备箱), else ``part``. Parts said to be unhurt (大灯没事, 气囊没弹) and parts that only
    measure water or are handled (打开车门) are left out. A side said for a list (右前的大灯和翼子板)
    holds for its members; "左边两个门" and "左右大灯" are two parts each.
    """
    spans = []
    for mention in _unhurt_left_out(_mentions(repair(text))):
        kind = "third_part" if mention.owner == "third" else "part"
        for (start, end), name in zip(_shares(mention), mention.names, strict=True):
            spans.append(Span(kind, start, end, name.canonical(), text[start:end]))
    return spans


def _shares(mention: _Mention) -> list[tuple[int, int]]:
    """Split the words of a mention among its parts, so that spans do not overlap."""
    last = len(mention.names) - 1
    pieces = [(mention.start + i, mention.start + i + 1) for i in range(last)]
    return [*pieces, (mention.start + last, mention.end)]


def _mentions(repaired: str) -> list[_Mention]:
    found: list[_Mention] = []
    owner, since = "mine", 0
    carried: tuple[str, str, bool] | None = None
    index = 0
    while index < len(repaired):
        blocked = _NOT_PART.at(repaired, index)
        candidate = _candidate(repaired, index)
        if blocked and (candidate is None or blocked.end >= candidate.end):
            index = blocked.end
            continue
        if candidate is None:
            index += 1
            continue
        name, end = candidate.names[0], candidate.end
        listed = bool(found) and bool(_GAP.match(repaired[found[-1].end : index]))
        carried = carried if listed else None
        if not name.explicit and not _stands_alone(candidate.word, listed, repaired[end:]):
            index = end
            continue
        names = tuple(_carry(each, carried) for each in candidate.names)
        before, after = repaired[max(0, index - 10) : index], repaired[end:]
        handled = _WATER_BEFORE.search(before) or (_DOING.search(before) and not _DAMAGED.search(after[:8]))
        if not handled:
            owner = _owner(repaired, index, owner, since)
            intact = not _NOT_ONLY.search(before) and bool(
                _INTACT_AFTER.match(after) or _INTACT_BEFORE.search(before)
            )
            found.append(_Mention(index, end, names, owner, intact, listed))
            since = end
        if name.explicit and (names[0].side or candidate.whole):
            carried = (names[0].side, names[0].end, candidate.whole)
        index = end
    return found


def _stands_alone(word: str, listed: bool, after: str) -> bool:
    """Return whether a noun without side or position is a part here."""
    if word in _ONLY_PLACED:
        return False
    return word not in _NEEDS_PLACE or listed or bool(_DAMAGED.match(after.lstrip("也都就被给全有")))


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


def _unhurt_left_out(mentions: list[_Mention]) -> list[_Mention]:
    """Leave out parts said to be unhurt; what is said after a list holds for the whole list."""
    kept: list[_Mention] = []
    unhurt = following_listed = False
    for mention in reversed(mentions):
        unhurt = mention.intact or (unhurt and following_listed)
        following_listed = mention.listed
        if not unhurt:
            kept.append(mention)
    return kept[::-1]


@dataclass(frozen=True)
class _Candidate:
    """A noun with its modifier; ``whole`` when the modifier is a list's (右前的)."""

    end: int
    names: tuple[_Name, ...]
    whole: bool
    word: str


def _candidate(repaired: str, index: int) -> _Candidate | None:
    """Return the part that begins at ``index``, with its side and position, or None."""
    hit = NOUNS.at(repaired, index)
    match = _MODIFIER.match(repaired, index) if repaired[index] in "左右前后副主驾司两俩双中" else None
    position = match.end() if match else index
    while position > index:
        noun = NOUNS.at(repaired, position) or _bare(repaired, position)
        if noun and not (hit and hit.end >= noun.end and hit.value.family == "plain"):
            blocked = _NOT_PART.at(repaired, position)
            if not (blocked and blocked.end > noun.end):
                return _named(noun, repaired[index:position])
        position -= 1
    if hit:
        return _Candidate(hit.end, (_Name("", "", hit.value, False),), False, hit.word)
    return None


def _bare(repaired: str, index: int) -> Hit[Part] | None:
    """Return 门 and 灯, which are parts only after a side or a position."""
    bare = {"门": Part("车门", "corner"), "灯": Part("灯", "corner")}.get(repaired[index : index + 1])
    return Hit(index, index + 1, repaired[index], bare) if bare else None


_BY_END = {"前": Part("大灯", "front"), "后": Part("尾灯", "rear"), "": Part("车灯", "sided")}


def _named(noun: Hit[Part], modifier: str) -> _Candidate:
    """Return the parts that a modifier and a noun name: one, or two for 左右大灯 and 左边两个门."""
    part = noun.value
    ends = list(dict.fromkeys(re.findall("[前后]", modifier)))
    if "驾" in modifier or "司机" in modifier:
        sides = ["右" if "副" in modifier else "左"]
        ends = ends or (["前"] if part.family in {"corner", "quarter"} else [])
    else:
        sides = list(dict.fromkeys(re.findall("[左右]", modifier)))
    both = bool(re.search("两侧|两边|双侧", modifier))
    pair = bool(re.search("[两俩2](?:个|扇|块|只|条|盏|面)", modifier))
    if part.noun == "灯":
        part = _BY_END[ends[0] if ends else ""]
    if both or (pair and not sides and part.family in {"front", "rear", "sided"}):
        sides = ["左", "右"]
    elif pair and len(sides) == 1 and not ends and part.family == "corner":
        ends = ["前", "后"]
    elif pair and len(ends) == 1 and not sides and part.family in {"corner", "quarter"}:
        sides = ["左", "右"]
    if part.noun == "后视镜":
        ends = []
    names = [_Name(side, end, part, True) for end in ends or [""] for side in sides or [""]]
    return _Candidate(noun.end, tuple(names), bool(re.search("的|那块|这块|那边|这边", modifier)), noun.word)
