"""The other road users in a story."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from mandarin.homophones import repair
from mandarin.kinship import RELATION_OF
from mandarin.lexicon import Hit, Lexicon, past_fillers
from mandarin.makes import MAKES, MODELS
from mandarin.sides import KIN
from mandarin.span import Span

SORTS: dict[str, list[str]] = {}
"""Word for a sort of vehicle -> the sorts it may mean: 大车 is a lorry or a coach."""
for _sort, _words in yaml.safe_load((Path(__file__).parent / "data" / "parties.yml").read_text("utf-8"))[
    "sorts"
].items():
    for _word in _words.split():
        SORTS.setdefault(_word, []).append(_sort)

KINDS = {
    "机动车": (
        "面包车 大货车 小货车 货车 卡车 大卡车 大车 半挂 半挂车 大挂车 挂车 拖挂车 大巴 大巴车 客车 中巴 中巴车 公交车 公交 公共汽车 班车 校车 出租车 出租 的士 计程车"
        " 网约车 滴滴 滴滴车 私家车 小轿车 轿车 小车 小汽车 汽车 越野车 SUV 皮卡 皮卡车 商务车 渣土车 水泥罐车 罐车 油罐车 搅拌车 洒水车 垃圾车 吊车 铲车 叉车 挖掘机 拖拉机"
        " 农用车 救护车 警车 消防车 摩托车 摩托 机车 三轮摩托 教练车 快递车 啤酒车 水果车 送货车 送水车 送奶车 冷藏车 冷链车 搬家车 收废品的车 拉沙车 拉煤车 拉菜的车 厢货 箱货 泥头车 工程车 房车 跑车 新能源车 电车 清障车 拖车"
        f" {' '.join(MAKES | MODELS)}"
        " 前车 前面车 前面的车 前面那车 前面那个车 前面那辆车 前面一辆车 前面一个车 前头车 前头的车 前头那车 前边的车 前边那车 前边车 前面一车"
        " 后车 后面车 后面的车 后面那车 后面那个车 后面那辆车 后面一辆车 后面一个车 后头车 后头的车 后头那车 后边的车 后边车 后边那车 后面来车 后面来的车"
        " 旁边车 旁边的车 旁边那车 旁边那辆车 旁边一辆车 对面车 对面的车 对面来车 对面来的车 对向车 隔壁车 隔壁的车 左边车 右边车 左边的车 右边的车"
        " 对方车 对方的车 对方车辆 对方那车 他的车 他车 他那车 他那个车 她的车 她车 人家车 人家的车 别人车 别人的车 别人家车 别人家的车 那车 那辆车 那个车 那台车 另一辆车 另外一辆车 另一个车 另一台车 其他车 别的车"
        " 大货 小货 大卡 白面包 白车 黑车 红车 蓝车 灰车 银车 黄车 绿车 白色车 黑色车 红色车 蓝色车 灰色车 银色车 白色的车 黑色的车 红色的车 蓝色的车 灰色的车 银色的车 白色那车"
        " 小面包 拉货车 拉土车 水泥车 混凝土车 平板拖车 电动汽车 旅游大巴"
        " 一辆车 一个车 一台车 一车 三者车 社会车辆 邻居车 邻居的车 邻居家车 邻居家的车"
    ),
    "非机动车": (
        "电动车 电瓶车 电动自行车 电驴 电驴子 小电驴 电摩 电动三轮车 电动三轮 三轮车 三轮 自行车 单车 共享单车 脚踏车 外卖车 骑车的 骑电动车的 送外卖的 外卖小哥 外卖员 骑手 人力车 板车 平板车"
        " 手推车 滑板车 平衡车 残疾车 老年代步车 老头乐 代步车 马车 驴车 电单车 电动两轮车 两轮车 快递三轮 快递小哥 踏板车"
    ),
    "行人": (
        "行人 路人 老太太 老大爷 老大娘 老人 老头 老头儿 老头子 大爷 大妈 大娘 老奶奶 老爷爷 老太婆 小孩 小孩儿 孩子 小朋友 小男孩 小女孩 小姑娘 小伙子 学生 小学生 过马路的 走路的 环卫工 环卫工人 清洁工 女的 男的 路边的人 人行道上的人"
        " 一个人 个人 的人 孕妇 妇女 阿姨 大叔 老汉 老婆婆 婆婆 阿婆 阿公 老爹爹 老太 老伯伯 小伢儿 老伯 老头老太太 细娃儿 娃儿 娃娃 崽儿 巴郎子 巴郎 尕娃 伢子 细伢子 小伢儿 小娃娃"
    ),
    "动物": "骆驼 牦牛 水牛 奶牛 狍子 獾子 猴子 藏獒 野鸡 鹅 大鹅 狗 小狗 大狗 流浪狗 土狗 猫 小猫 野猫 羊 山羊 牛 黄牛 野猪 猪 鹿 马匹 鸡 鸭子 鸟 兔子 野兔 狐狸 黄鼠狼 驴 动物",
}
# People count as pedestrians only when something happened to them; these always do.
_ALWAYS = frozenset(["行人", "路人", "过马路的", "走路的"])
# Called to the accident, no party to it, unless struck or striking.
_COMING_TO_HELP = frozenset(["拖车", "清障车", "吊车", "救护车", "消防车", "警车"])
# Who is only counted (两个人受伤) may sit in either car.
_ANYBODY = frozenset(["一个人", "个人", "的人", "女的", "男的"])
_LEXICON = Lexicon({word: kind for kind, words in KINDS.items() for word in words.split()})
_OTHERS = Lexicon(
    {
        word: ""
        for word in [
            "车牌",
            "叫车撞",
            "白车漆",
            "黄车道",
            "拉大货",
            "大货场",
            "绿车牌",
            "蓝车牌",
            "黄车牌",
            "狗日",
            "马路",
            "牛奶",
            "羊角",
            "路人甲",
            "猫腻",
            "马虎",
            "老人家",
            "鸡蛋",
            "拖车费",
            "大众点评",
            "现代化",
            "理想",
            "本田路",
            "长安区",
            "长安街",
            "长安路",
            "长安大",
            "吉利区",
            "自行车道",
            "自行车棚",
            "自行车库",
            "公交车站",
            "公交站",
            "公交站牌",
            "汽车站",
            "汽车城",
            "客车站",
            "电动车道",
            "行人道",
            "人行道",
            "孩子爸",
            "孩子妈",
            "孩子他",
            "我家孩子",
            "我孩子",
            "学生证",
            "出租房",
            "羊路",
            "牛路",
            "鸡蛋",
            "马上",
            "鸟粪",
            "牛街",
            "我婆婆",
            "带孩子",
            "带小孩",
            "带娃娃",
            "接孩子",
            "接小孩",
            "送孩子",
            "叫拖车",
            "拖车公司",
            "拖车拖",
            "拖车来",
            "拖车拉",
            "拖车救",
            "一个人也没",
            "汽车南站",
            "汽车北站",
            "汽车东站",
            "汽车西站",
            "公交专用道",
            "公交车道",
            "非机动车",
            "个人全责",
            "三轮路",
            "车牌号",
            "大车道",
            "小车道",
            "货车道",
            "客车道",
            "校车站",
        ]
    }
)
_HURT = re.compile(
    r"(?:撞|碰|刮|剐|挂|蹭|擦|轧|压|顶|带|怼|杵|倒|追|拱|磕)(?:到|倒|着|上|了|伤|死|飞|翻|住|过去)*(?:[一个名位辆两三俩几条只头]*|那个|这个|了)*(?:[^,。]{0,6}?的)?$"
)
_NUMBER = {
    "一": 1,
    "俩": 2,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "仨": 3,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
}
_COUNT = re.compile(r"([一俩两二三四五六仨1-6])(?:辆|个|台|部|位|名|条|只|头|架)?$")
_PEDESTRIAN_SUBJECT = re.compile(
    r"^[^,。车]{0,14}(?:跑到|冲出|冲到|窜出|穿出|钻出|出来过|横穿|走到|走过|过马路|躺|摔倒|被我|让我)|"
    r"^(?:突然|忽然|横穿|过马路|窜|闯|跑|走|冲|被|让|从|在|受伤|摔|倒|躺|给我?撞)"
)


@past_fillers
def find_vehicles(text: str) -> list[Span]:
    """Find other road users: ``{"kind": 机动车｜非机动车｜行人｜动物, "said": word, "count": n}``, with ``also`` a second word for the same one.

    A person counts as 行人 when hit, or when crossing or falling is told of them. The caller's
    own car (我的车) is not an other.
    """
    repaired = repair(text)
    spans: list[Span] = []
    index = 0
    while index < len(repaired):
        other = _OTHERS.at(repaired, index)
        hit = _LEXICON.at(repaired, index)
        if other and (not hit or other.end >= hit.end):
            index = other.end
            continue
        if not hit:
            index += 1
            continue
        index = hit.end
        if hit.word != (said := text[hit.start : hit.end]) and said in RELATION_OF:
            continue  # 弟弟, which sounds like 滴滴
        before, after = repaired[: hit.start], repaired[hit.end :]
        if not _counts_as_other(hit.word, hit.value, before, after):
            continue
        if spans and (one := _one_party(spans[-1], hit, repaired)) is not None:
            spans[-1] = replace(spans[-1], value={**spans[-1].value, **one})
            continue
        count = _COUNT.search(before)
        start = count.start() if count else hit.start
        value: dict[str, Any] = {
            "kind": "机动车"
            if hit.word in {"三轮", "三轮车"} and re.search("摩托|农用|柴油", before[-3:])
            else hit.value,
            "said": text[hit.start : hit.end],
            "count": _NUMBER[count.group(1)] if count else 1,
        }
        spans.append(Span("vehicle", start, hit.end, value, text[start : hit.end]))
    return spans


_ENDS = re.compile(r"的?(?:$|[,，。\s])")


_NO_CARS = frozenset(word for word, sorts in SORTS.items() if not {"轿车", "面包车", "皮卡"} & {*sorts})
"""Words for vehicles that are no cars, and have no make or model beside them: 货车 速腾 are two."""


def _how_called(word: str) -> str:
    """Return by what a word calls a car: its make, its model or its sort; "" where it only points at one."""
    if word in MAKES or word in MODELS:
        return "make" if word in MAKES else "model"
    return "sort" if word in SORTS else ""


_RIDES = re.compile(r"[^,，。]{0,2}?(?:骑|蹬|踩|推|开)(?:着|了|的是|的)?(?:一?[个辆台])?")
_WHO_RIDES = re.compile(r"(?:车)?的(?:那?一?[个位])?(?:老|小|男|女)?")


def _one_party(last: Span, hit: Hit[str], repaired: str) -> dict[str, Any] | None:
    """Return what a word adds to the party told right before when both are one: 骑三轮的大爷, 大爷骑三轮; else None."""
    gap, kinds = repaired[last.end : hit.start], (last.value["kind"], hit.value)
    if hit.value in ("行人", kinds[0]) and last.text.endswith("的") and not gap:
        return {}  # 过马路的老头, 送外卖的骑手
    if kinds == ("机动车", "机动车") and not gap:
        return {"also": hit.word}  # 比亚迪网约车
    if kinds == ("机动车", "机动车") and gap.isspace() and _ENDS.match(repaired, hit.end):
        sorts = [_how_called(str(last.value["said"])), _how_called(hit.word)]
        two = "" in sorts or sorts[0] == sorts[1] or _NO_CARS & {last.value["said"], hit.word}
        return None if two else {"also": hit.word}  # 网约车 埃安
    if kinds == ("非机动车", "行人") and _WHO_RIDES.fullmatch(gap):
        return {}
    if kinds[0] in ("行人", "非机动车") and hit.value == "非机动车" and _RIDES.fullmatch(gap):
        return {"kind": hit.value}
    return None


_OWN = re.compile(
    r"(?:我的?|我们(?:家|家的|的)?(?:那|这)?|我家的?(?:那|这)?|我那|咱的?|咱家的?|自己的?|我这|我开的?|(?<![躲避撞推让闪])[开跑]着?|开的是|驾驶的?|(?:我(?:们|家)?的?[那这]?[辆个台]?|(?<![那辆个台前后方他她家]))车是|买的|新买的|这辆|我这辆|我这个|我那个)(?:一?辆|一?台|个|是)?$"
)
_OF_OUR_PEOPLE = re.compile(
    rf"(?:开|借)了?(?:我|俺|咱)?(?:们|家)?(?:{KIN}|公司|单位|[他她])(?:[\u4e00-\u9fff]{{2,3}})?(?:[的嘞]|(?=[那这]))(?:那|这)?(?:一?[辆台个张部])?$"
    rf"|(?:我们?|俺|咱)(?:家|的)?(?:{KIN}|公司|单位)(?:[\u4e00-\u9fff]{{2,3}})?(?:[的嘞]|(?=[那这]))(?:那|这)?(?:一?[辆台个张部])?$"
    rf"|(?:^|[,，。\s])(?:公司|单位)的$"
)
"""Words before a car that is ours by whom it belongs to: 开我爸罗国富的长安, 我姐的奥迪; not 撞了我同事的捷达."""
_NOT_OURS = re.compile(r"(?:[跟和与把被让给对躲避]|(?:撞|碰|刮|剐|蹭|追|怼|顶)(?:了|到|上|着)*)(?:一下)?$")
_IS_OURS = re.compile(
    r"[A-Z\d零一二三四五六七八九]{0,5}(?:那|这)?(?:一?[辆台个])?(?:车)?(?:就|才|那)*(?:是|系)(?:我|俺|咱)(?:们|家|自己|自个)*(?:的|个)(?=$|[,，。\s]|车|那?辆|[啊呀哈撒嘛噻哦呢])"
)
"""Words behind a car that is ours by them: 长安是我自己的车, 长安那是我的."""
_ELSE_OWN = re.compile(r"^(?:的?(?:保险|4S|维修|方向|站|路|大街|街|大厦|小区|厂|城|修理|里|上(?!来|了)|牌))")


_PART_OF_IT = re.compile(r"[灯筐篮窗盖胎轱轮位牌]|门(?!口)")
_BESIDE_US = frozenset(["左边车", "右边车", "前面车", "后面车", "前头车", "后头车", "前边车", "后边车"])
_END_OF_IT = re.compile(r"[头尾身角屁]")
"""Words for where something is, which with an end of a car tell where on our own it is."""
_WITH_ITS_PLATE = re.compile(r"[\s,，]{6,}")
"""A plate that was read before leaves blanks."""
_BEHIND_OUR_PLATE = re.compile(
    r"(?:我|俺|咱)(?:们|家)?的?(?:是|车是|车牌是?)?[\s,，]{6,}(?:那个?|这个?|的|是)?(?:一?[辆台])?$"
)
"""Our own plate, which leaves blanks, before the car it is on."""
_INTRODUCES = re.compile(
    r"^[^,，。撞碰刮蹭追]{0,14}(?:我|俺)(?:叫|姓|是|系)[^撞碰刮蹭追跟和与被让]{0,16}(?:[,，\s]|开的?|的)$"
)
"""Words in which callers say who they are, and with which car."""
_AGO = re.compile(
    r"(?:[\d零一二两三四五六七八九十百半几多好]个?半?多?(?:分钟|小时|钟头|刻钟|[天年月周点分]|月|星期|礼拜)左?右?|[之以])$"
)


def _counts_as_other(word: str, kind: str, before: str, after: str) -> bool:
    """Return whether a word for a road user means somebody else involved."""
    if word in _COMING_TO_HELP:
        return bool(_HURT.search(before[-14:]) or re.match(r"[^,。]{0,4}(?:撞|刮|碰|蹭|追|剐)", after))
    if kind == "机动车":
        if before.endswith("第"):
            return False  # 第一辆车 is one of those told of
        if _DRAGS_US_OUT.match(after):
            return False  # 找了个皮卡给拽出来了
        if word in {"前车", "后车"} and (_AGO.search(before) or before.endswith(("左", "右"))):  # 左后车角
            return False  # 十分钟前，车爆胎了
        if word.endswith("车") and _PART_OF_IT.match(after):
            return False  # 前头车灯也碎了, 那个车位上
        if word in _BESIDE_US and _END_OF_IT.match(after):
            return False  # 右边车头碰到她
        if _WITH_ITS_PLATE.match(after) and _INTRODUCES.search(before):
            return False  # 我叫安志刚 皮卡 冀F…
        if _BEHIND_OUR_PLATE.search(before):
            return False  # 我沪C… 那个别克
        ours = _OF_OUR_PEOPLE.search(before)
        if ours and not _NOT_OURS.search(before[: ours.start()]):
            return False
        return not _OWN.search(before[-6:]) and not _ELSE_OWN.match(after) and not _IS_OURS.match(after)
    if kind == "非机动车":
        return not _ELSE_OWN.match(after)
    if kind == "动物":
        return bool(
            _HURT.search(before[-14:])
            or re.match(
                r"(?:突然|忽然)?(?:窜|跑|冲|蹿|横穿|跳|过|飞|撞|给|被|从)|[^,。]{0,6}(?:窜|跑|冲|蹿)", after
            )
        )
    if word in _ALWAYS:
        return True
    if _STRUCK_US.search(before[-8:]) or (word in _ANYBODY and _RAN.match(after)):
        return False  # 撞我的那个小伙子 is at the wheel, and so is 撞的人 who ran
    if _HURT.search(before[-14:]) or (_BEFORE_STRUCK.search(before) and _STRUCK.match(after)):
        return True
    if word not in _ANYBODY and _THERE_WAS.search(before[-8:]) and _SEEN_AND_STRUCK.match(after):
        return True
    subject = _PEDESTRIAN_SUBJECT.match(after)
    return subject is not None and not (word in _ANYBODY and re.match(r"受伤|在|从|都|摔伤", after))


_DRAGS_US_OUT = re.compile(r"[^,，。\s]{0,4}?(?:拖|拽|拉|吊|弄|背|驮)(?:车)?(?:回[来去家]|出来|上来|走)")
"""Words behind a car that came to help."""
_SEEN_AND_STRUCK = re.compile(
    r"[^,，。]{0,8}[,，。\s]+(?:就|一下子?|给|把|还是|也|又|直接|我|他|她|人|给)*(?:撞|碰|刮|蹭|带|顶|轧)(?:住|着|倒|上|到|了|翻|伤)"
)
"""没看见后面有个老太太 把她碰倒了: who was there is who was struck, in the next clause."""
_THERE_WAS = re.compile(
    r"(?:看见|看到|瞅见|瞧见|有|是|上的?|上嘞|边上?的?)(?:个|一个|位|一位|俩|两个|那个)?$"
)
_BEFORE_STRUCK = re.compile(r"(?:把|将|给)[^,，。]{0,8}$")
_STRUCK = re.compile(r"[^,，。]{0,2}(?:撞|碰|刮|剐|带|蹭|顶|轧|压)(?:倒|伤|翻|飞|着|到|了|住)")
"""把过路的老太碰倒了."""
_RAN = re.compile("(?:早|都|也|就|已经|直接|又|当场)*(?:跑|溜|逃|没影|开车|走了|不见)")
_STRUCK_US = re.compile(r"(?:撞|追|刮|剐|蹭|碰|怼)(?:了|到|上)?(?:我|咱|俺)的?(?:那?个|那位)?$")
