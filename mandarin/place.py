"""Where it happened: the stretch of the story that is a place, as said, and what it is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from mandarin.companies import without_companies
from mandarin.divisions import ORDINARY, Division, division_at, divisions, related
from mandarin.highways import BY_NAME, HIGHWAYS
from mandarin.house_numbers import BEFORE_THING, HOUSE, THING
from mandarin.lexicon import NUMERAL, fold, one_of
from mandarin.place_repair import BEGINS, beside_kin, whole_ends, without_pauses
from mandarin.place_sounds import heard_by_sound
from mandarin.span import Span
from mandarin.vehicles import KINDS

_ROAD_END = rf"(?:(?<={'|'.join(name for name in HIGHWAYS if len(name) == 2)})高速(?=收费|服务)|高速公路|大道[东西南北中](?![边侧向往行段口门路街方面环二三])|高速(?!收费|路口|服务)|快速路|快速通道|快速(?=[往去到上东西南北×,，。\s]|$)|绕城高速|环城路|大街|大道|公路|(?:国道|省道|县道|乡道)(?![零〇一二三四五六七八九幺两洞\d])|村道|辅路|环路|[一二三四五六七八九]环高速(?:公路)?|[一二三四五六七八九]环线|[一二三四五六七八九]环(?:路)?(?:高架路?)?(?:[东西南北中]路|[东西南北内外主辅]+(?![一二三四五六七八九]环)[线路侧]?)?|高架(?:路|桥)?|滨河路|[东西南北中一二三四五六七八九十](?:路|街|道(?!街|大?口|划|印|痕|缝|坑|伤)|巷)|胡同|街(?!道)|道(?=[和与跟]|交叉|交口|路口)|(?<![行车隧通过匝轨街河便辅国省县乡村知难报味频渠引弯铁栈直快慢急主左右超一改掉大变几道并换借让占窜两三四五六七八九十好第这那条])道(?=由|往|×|附近|边上|[东西南北]口|口(?!子)|一个|的|[,，。\s]|$)|路(?!人(?!民))(?![口边灯上过况由线牙沿基滑窄宽程标怒段面障费牌]|中[间央]|虎(?:车|的|$))|(?<=[\u4e00-\u9fff])路(?=口|边|上|中段|段|由|过)|巷(?!子)|(?<=[\d零一二三四五六七八九十百])弄)"
_NUMBERED = r"(?:[GS国省县]道?\s?\d{1,4}(?:国道|省道|县道|高速|线)?|(?:国道|省道|县道)[零〇一二三四五六七八九幺两洞拐勾\d]{2,4}(?:线)?|[零〇一二三四五六七八九幺两\d]{2,4}(?:国道|省道|县道|县道)|[GS][一二三四五六七八九零幺两\d]{1,4}(?:高速)?)"
_NUMBERED += rf"|{BY_NAME}"
_ROAD = re.compile(f"(?P<numbered>{_NUMBERED})|(?P<named>[\u4e00-\u9fff]{{1,9}}?{_ROAD_END})")
# What cannot be inside a road's name: the name begins after the last of these.
_LEAD = re.compile(
    r".*(?:在(?!水)|搁|反正|刚下|靠(?!山|海|江|河|近)|(?<![\u4e00-\u9fff])就(?!业)|从|沿着|沿(?![河江海湖滨山])|顺着|走到|开到|快到|到了|来到|刚到|到(?!达)|经过|路过|靠近|挨着|往|朝(?!阳|晖|霞)|上了|上到|过了|刚过|下了|出了|进了|拐进|拐上|拐到|转到|驶入|行驶至|行至|行驶到|至|就是|叫做?|那个|这个|那条|这条|的|了|呢|啊|呃|嗯|额|说(?!书)|取|(?<=[\u4e00-\u9fff])[区去](?=[\u4e00-\u9fff]{2})(?!政府|中心|公所)|是|跟|与|(?<![丰仁永泰祥颐中])和(?!平|谐|顺|睦|义|兴|泰|美|气|县|田|硕|政|静|布)|及|由(?!北|南|西|东|义)|我|咱|俺|你|他|您|走(?!马)|距离?|离|条|个|段|附近|旁边|对面|交叉口|交口|路口|口|街道|步行街|[省市县区镇乡](?!政|委|府|场|桥|街|前|庄|南|北|东|西|中|口)|[,，。、\s]|高速|向(?!阳|前|荣|东|西|南|北)|给|把|被|让|开车|(?<![金新双])开(?!元|发|平|封|远|创|拓|心|泰|福|原|州|达|运|明)|还是|好像|大概|应该|估计|可能|(?:下着?|大|暴|小)+[雨雪](?:天|了)?|停|今天|昨天|刚才|刚刚|早上|晚上|上午|下午|中午|点|分|号|(?<=[东南西北])向|边|那)"
)
_CROSS_END = r"(?:交叉路口|交叉口|交汇处|交汇口|交汇|交口|交界处?|相交|十字路口|十字口|丁字路口|丁字口|三岔路口|岔路口|岔口|路口|拐角处?|拐弯处?|红绿灯|路口红绿灯|转盘|环岛(?!路|大道))(?:红绿灯)?"
_STAKE = re.compile(
    rf"(?:(?<![0-9零〇一二两三四五六七八九幺A-Z])[K开]\s?{NUMERAL}(?:\s?(?:\+|加)\s?{NUMERAL})?(?:公里(?:{NUMERAL}米?(?=$|[,，\s]))?)?|{NUMERAL}公里(?:\s?(?:\+|加|零)?\s?{NUMERAL}米)?(?:处|的?地方|桩|那|左右|附近|路段|里程碑)|(?:(?<=[速道线段])|(?<=[速道线段][ ,，])){NUMERAL}公里(?=[往向去朝×多,，\s])|{NUMERAL}公里(?:\+|加|零){NUMERAL}(?:米)?|{NUMERAL}公里(?:{NUMERAL}米|{NUMERAL}(?=$|[,，\s]))|(?<=[速道线段]){NUMERAL}里(?:处|$)|(?<![时车]速)(?<=[速道线段块里向那×]){NUMERAL}公里(?:多一?点儿?|多)?(?![每小])|(?:桩号|里程碑|公里桩|百米桩)\s?{NUMERAL}(?:(?:\+|加){NUMERAL})?|{NUMERAL}(?:\+|加){NUMERAL}米?处|{NUMERAL}公里$)"
)
# 离出口还有两公里 and 服务区大概两公里 tell how far it is, 开到一百二十公里 how fast, not the stake.
_DISTANCE = re.compile(
    r"(?:还有|还差|剩|不到|(?:离|距|[刚才]过|过[了去])[^,，。]{0,12}|(?:服务区|[收费车]站|[出入路]口|枢纽|互通|立交|隧道|桥)[过再往向朝东南西北前后走开去了有]*|[时车]速|速度|开到?|跑到?|每小时)(?:大?[概约]|差不多|也就)?$"
)
_COMPASS = "(?:东南|西南|东北|西北|[东西南北])"
_DIRECTION = re.compile(
    rf"往[\u4e00-\u9fff]{{2,6}}?(?:(?<![东西南北中下上地])方|(?<!方)向)(?=$|[,，。\s])|(?:往|向|朝|去|到|回)(?!{_COMPASS}方向)[\u4e00-\u9fff]{{2,6}}?(?<![东南西北])方向|(?:由|从|自){_COMPASS}(?:边|面|侧)?(?:向|往|朝|到){_COMPASS}(?:方向)?|{_COMPASS}(?:向|往){_COMPASS}(?:方向)?"
    rf"|(?:往|向|朝){_COMPASS}(?:边|面)?(?:的)?(?:方向|走|去|行驶|开)?(?!边那|阳|京|宁|海|昌|安|港|城区|路|街)|(?:往|向|朝|去|到|回)[\u4e00-\u9fff]{{1,6}}?(?:方向|那个方向|的方向|那边走|方面)|[往朝](?![东南西北前后左右里外上下回])[\u4e00-\u9fff]{{2,5}}?(?=去|走|开)|{_COMPASS}(?:行|向)?方向|(?:上行(?!驶)|下行(?!驶)|进城|出城|进京|出京|进市区|出市区|回城|[内外]环(?!快速|高速|路|线|高架)|上山|下山)(?:方向)?|(?:(?![速路街道段在往])[\u4e00-\u9fff]){{2,3}}方向(?!盘|灯|机)"
)
_NO_DIRECTION = re.compile("打死|打错|打了?|转|错|反")
"""What is done with the wheel: 打死方向 is no direction of a road."""
_LANDMARK_END = r"(?:步行街|(?<=[\u4e00-\u9fff]{2})十字(?![路口街架绣头花交])|小区|花园|家园|花苑|嘉园|佳苑|新村|公馆|别墅|社区|家属院|家属楼|宿舍|公寓|单元楼|大院|大厦|写字楼|办公楼|中心|停车场|停车楼|停车位|车位|地下车库|地库|车库|地下停车场|加油站|充电站|收费站|服务区|停车区|检查站|商场|超市|购物中心|广场|市场|菜市场|集市|大集|学校|小学|中学|一中|二中|三中|四中|大学|学院|幼儿园|医院|酒店|宾馆|饭店|宾馆|旅馆|餐厅|火锅店|银行|派出所|交警队|公安局|法院|政府|村委会|公园|景区|体育场|体育馆|火车站|高铁站|汽车站|客运站|地铁站|公交站|站台|机场|航站楼|码头|港口|大桥|立交桥|立交|跨线桥|高架桥|天桥|铁路桥|桥洞|涵洞|桥(?!东|西)|隧道|匝道|出口|入口|高速口|下道口|环岛|转盘|村(?!民)|镇|乡|屯|庄(?=村|里|头|口|那|$)|工业园|科技园|软件园|地下通道|产业园|园区|开发区|高新区|新区|物流园|工业区|厂(?:区|里|门口)?|工地|4S店|修理厂|洗车店|单位|公司|楼下|院里|院子里?|门口|楼后|楼前|家里|家门口|应急车道|超车道|快车道|慢车道|辅道|主路|非机动车道|地铁口|胡同口|巷口|村口|路边|桥上|桥下|坡上|弯道|[急大陡]弯(?!刀|了|路|的时候)|弯(?=上|那[里儿]?|处|子)|出站口|进站口|急诊楼|门诊楼|住院部|地下[一二三四负]+层|负[一二三四]层|电梯[口间]|桥头(?!堡)|[宫寺庙塔楼坊苑湾府城馆](?=对面|旁边|附近|隔壁|边上|门口|门前|斜对面|[东西南北正后]门)|银泰|万达|万象城|大悦城|[京沪]?东商城|店|景点|影城|花市|粮库|水库|河边|河堤|海边|山上|田边|工厂|矿区|驾校|车管所|检测站|殡仪馆|网吧|棋牌室|城)"
_LANDMARK = re.compile(
    rf"[\u4e00-\u9fffA-Z\d]{{0,10}}?{_LANDMARK_END}(?:[^,，。\s在被让跟把我了到路]{{0,3}}?{_LANDMARK_END})*(?:[东西南北正大后侧]?门(?!卫|把)(?:口)?|门前|门口|出口|入口|里面?|内|外面?|旁边?|对面|附近|边上|前面|后面|底下|楼下|地下车库|地库|停车场|停车位|[\d一二三四五六七八九十]{{1,3}}号[楼院门]|负[一二三四]层?|B\d|[东西南北]侧|[东西南北]边|那儿|那里|上面?|下(?:面|(?![着大暴小]*[雪雨雾雹]))|口|路边|拐角)*"
)
_INSIDE = r"[,，\s]?的?(?:地下(?:[一二三四]层)?的?(?:车库|停车场)?|地库|负[一二三四]层?|B\d层?|[一二三四五六七八九十\d]{1,3}(?:号楼|单元|栋|层))"
"""Where in an estate or a building it was, a pause before it: 数码科技中心 地下二层车库."""
_TAIL = re.compile(
    rf"(?:{HOUSE}|{_INSIDE}|(?:的|那个|那|这个|这)?(?:(?:十字|丁字|三岔)?路口|交叉口|交口|红绿灯|口(?!子)|附近|旁边|对面|边上|路边|门口|那儿|那里|这儿|这里|这块|那块|一带|位置|处|段|路段|里面|里|上|边|上面|下面|桥上|桥下|[东西南北](?:侧|边)|[东西南北]口|中间|辅路|主路|拐弯|拐角|出口|入口|匝道|快车道|应急车道|左转道|[最]?[左右]?[内外]?侧?车道|前面|前方|后面|不远|不到|过去|过来|再?往前(?:走|开)?|大概|左右|(?:{NUMERAL}|[两几])多?(?:公里|里地)多?|\d{{1,4}}米|[一二三四五六七八九十百几]{{1,4}}米))*"
)
_BETWEEN = re.compile(
    rf"^(?:{HOUSE}|的|就|和|与|跟|及|往|向|朝|在|那个|这个|那|这|快到|快要到|快|到|刚过|过了|过|刚到|靠近|挨着|靠|临近|接近|附近|旁边|边上|对面|前面|前方|后面|不到|离|距离|走|开|交叉|,|，|、|\s|就是|呃|嗯|啊|呢|也就是|上|下|里|口|处|段|有个|有一个|路段|高速|路口|方向|去|行驶|行|的时候|进|出|大概|差不多|左右|么|呀|撒|嘞|咧|哒|还有|没到|马上到|马上|中间|之间|那块|那儿|地方|一个|那边|这边|区|市|县|省|镇|那条|\d+米|[一二三四五六七八九十百几]+米|转|拐|由|从|沿着?|下来|上来|主路|辅路|嘛)*$"
)
_FILLER_HEAD = re.compile(
    r"^(?:(?:嗯+|呃+|额+(?![尔济敏])|啊+|哦|喂|哎?呀|那个|这个|就是说?|就|[、,，。\s]+|(?:就是|[那这]个)说|好像是?|(?:应该)?算是?|应该是?|大概是?|可能是?|我想想|我看看|我看一下|你等会儿|等一下|地点是?|位置是?|地址是?|地方是?|事故地点是?|出事地点是?|出险地点是?|发生地点是?|我们?(?:现在|目前|人|当时|的车|车)?(?:就|还|正|也)?(?:在|是在|停在|位于|到了)|咱们?(?:现在)?在|我(?:现在)?(?:这儿|这边|这里)是?|现在(?:就)?在|人在|车在|停在|是在|就在|在(?!水)|是|位于|它?叫|哎|诶|对|你好|您好|当时在|当时是在|发生在|出在|应该叫|说的是|从|具体在|具体是|具体位置是?|不是|这是|这里是|这边是|这儿是|那边是|俺在|[我咱俺]?(?:而家)?喺|[我咱俺]?搁)[,，。、\s]*)+"
)
_FILLER_TAIL = re.compile(
    r"(?:[,，。、!?！？\s]|吧|呢|啊|呀|嘛|哈|哦|噢|喽|咯|了|的|那儿呢|嗯|呃|就是|那个|这块儿?|这儿|这里|那里(?=$)|发生的(?:事故)?|出的事(?:故)?|出的事儿|撞的|出事(?:的|了)?|你知道吗|知道吧|你知道吧|对|没错|的地方|的位置|的样子|好像|应该是)+$"
)
_VERB = re.compile(
    r"(?:被|让(?!胡)|给|把|追尾|撞|碰(?!头)|刮|剐|蹭|怼|发生|出(?:了)?(?:事|车祸)|等红灯|等着?红绿灯|等灯|正常行驶|行驶|直行|左转|右转|掉头|调头|变道|并线|停车(?!场|位|楼|区)|停着|停那|倒车|开车|拐弯(?!处)|熄火|抛锚|翻|有(?:个|辆|人)|(?<!还)有一|[坐站蹲躺等](?:着|在)|我(?!家|们单位|们公司|单位|公司|们小区|们[\u4e00-\u9fff]{0,4}村)|他|她|它|对方|前车|后车|然后|结果|因为|由于(?!$)|的时候|时候|突然|一个|一辆|不小心|没注意|没看|起火|着火|冒烟|淹|泡|趟|涉水|熄|堵车|跟(?!前)(?!(?!过)[\u4e00-\u9fff]{1,6}(?:路|街|大道))|前面(?=那?[辆个]?车|有)|后面(?=那?[辆个]?车|来|有))"
)
_NO_PLACE = re.compile(
    r"^(?:不知道|不清楚|说不清|说不上来|不认识|不认得|记不得|记不清|没看|不晓得|忘了|什么|啥|哪|喂|你好|您好|等|好|行|是|对|嗯|没有?|怎么|谁|不是|可以|我要|我想|你们|什么|麻烦|请|谢谢|听不|再说|你说)"
)
# Said to somebody or of a feeling: nothing that a place without any component is called.
_CALLED = re.compile(
    r"(?P<kind>[\u4e00-\u9fff]{2,4})(?:的名字|名字|名)?(?:就是|是|叫作?)(?=[\u4e00-\u9fff]{1,8}(?P=kind))"
)
"""A kind before the name that ends in it: 服务区是|横山桥服务区."""
_TALK = re.compile(
    r"[你您吗咋谁啥]|什么|怎么|多久|多少|几时|能不能|是不是|会不会|要不要|行不行|好不好|快[点些一]|赶紧|马上|急|烦|吵|死|倒霉|累|冷|痛|疼|怕|哭"
    r"|赔|保证|保险|责任|理赔|投诉|处理|解决|经理|领导|派[人个]|来人|救命|谢谢|麻烦|破(?!庙|山)|骗|骂|垃圾|物业费|得很|看[见到]|发现|算了|再[说讲]|叫不[上出]|听|说话|不[想要会能行好是]|可以|应该|必须"
)
_COLLOQUIAL = re.compile(
    r"(?:我|我们|咱|俺)?(?:家|单位|公司|小区|村|学校|老家|店)(?:的)?(?:楼下|门口|院里|院子里?|停车场|地库|地下车库|车库|门前|里|附近|旁边|后面|前面|路口|大门口|地下停车场|村口|小区|楼后|对面|那条路|旁边那条路)+"
)


def _divide(text: str, asked: bool) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """Return province, city and district with their stretches, leaving out names inside road names."""
    full, short = divisions()
    components: dict[str, str] = {}
    stretches: list[tuple[int, int]] = []
    chosen: list[Division] = []
    index = 0
    while index < len(text):
        hit = division_at(text, index)
        brief = hit is not None and hit.word not in full.words
        if hit is None or not _is_division(
            text, hit.start, hit.end, hit.value, brief, chosen, stretches, asked
        ):
            index += 1
            continue
        kin = division_at(text, hit.end) if brief and hit.end < len(text) else None
        parents = {parent for division in kin.value for parent in division.parents} if kin else set()
        within = (
            [d for d in hit.value if any(c.name in d.parents for c in chosen)]
            or [d for d in hit.value if d.name in parents]  # 西安雁塔区 is no 西安区
            or sorted(hit.value, key=lambda division: division.level == "district")  # 西安 is the city
        )
        level = next((d.level for d in within if d.level not in components), None)
        if level is None or (brief and level == "district" and len(within) > 1):
            index = hit.end
            continue
        components[level] = hit.word
        city = re.match(r"[\u4e00-\u9fff]{2}(?=工业园区|高新区|经济)", hit.word)
        if level == "district" and city and "city" not in components and city.group() in short.words:
            components["city"] = city.group()  # 苏州工业园区
        chosen.append(next(d for d in within if d.level == level))
        stretches.append((hit.start, hit.end))
        index = hit.end
    return components, stretches


def _is_division(
    text: str,
    start: int,
    end: int,
    found: tuple[Division, ...],
    brief: bool,
    chosen: list[Division],
    stretches: list[tuple[int, int]],
    asked: bool,
) -> bool:
    after = text[end : end + 4]
    adjacent = bool(stretches) and stretches[-1][1] == start
    if text[start:end] in _QUARTERS and not (adjacent or BEGINS.search(text[:start])):
        return False  # 上城区 holds no 城区
    if not brief and text[end - 1] in "省市县区" and not after.startswith(("方向", "的方向")):
        return True
    following = division_at(text, end) if end < len(text) else None  # 台州路桥区
    begins_next = following and (
        following.word in divisions()[0].words or related(text[start:end], following.word)
    )
    if not begins_next and re.match(
        r"(?:[东西南北中一二三四五六七八九十]?(?:路(?!过)|街(?!道)|大街|大道|道(?!路)|胡同|巷)|湾?(?:高速|大桥|隧道)|大厦|酒店|饭店|宾馆|银行|方向|牌|话|人(?!民)|车(?![管站库城务])|保险|那边|烤|菜|面馆|的方向)",
        after,
    ):
        return False
    if re.search(r"(?:往|去|到|向|朝|回|来自|京|沪)$", text[max(0, start - 1) : start]) and (
        "方向" in after + text[end : end + 6] or re.search(r"[往去向朝回]$", text[:start])
    ):
        return False
    if not brief:
        return True
    if _TOWNSHIP_END.match(after) and not begins_next:
        return False  # 如东的长沙镇
    if after.startswith("时间"):
        return False  # 北京时间
    if text[start:end] in ORDINARY and not all(division.level == "province" for division in found):
        kin = [text[end : end + n] for n in (2, 3, 4)]
        within = adjacent and related(text[slice(*stretches[-1])], text[start:end])
        quartered = any(division.level == "city" for division in found) and _QUARTER.match(after)
        return within or bool(quartered) or any(related(text[start:end], name) for name in kin)
    if re.search("[与和跟及、]$", text[:start]) and re.match("[湖山江河](?:路|街|大道)", after):
        return False  # 通城大道与青海湖路
    if chosen and not any(_kin(division, other) for division in found for other in chosen):
        return False  # 宿城区发展大道与青海湖路
    if all(division.level == "district" for division in found):
        if _NAMED_FOR.match(after) or not (adjacent or BEGINS.search(text[:start])):
            return False
        belongs = adjacent and any(c.name in d.parents for d in found for c in chosen)
        alone = start <= 4 or _ITS_OWN_CLAUSE.match(text, end)
        ends_a_clause = bool(alone) and (asked or after.startswith("的"))  # 水泥路上 莱州的
        follows = _TOWNSHIP_OF.match(text, end) or _ROAD_OF.match(text, end)
        known = len(found) == 1 and bool(ends_a_clause or follows)
        return belongs or known
    return True


_ITS_OWN_CLAUSE = re.compile(r"(?:的|这边|那边|那里|境内)?(?:啊|呀|嘛|咯|呢)?(?=$|[,，。\s])")
"""What may stand behind a county that is told after the rest: 菜市场门口 如东的."""
_ROAD_OF = re.compile(
    r"[,，\s]?[\u4e00-\u9fff]{2,4}?(?:路(?!口?[边上过])|大街|大道|街(?!道|上|口))(?<![东西南北中]路)(?<![东西南北中]街)|[\u4e00-\u9fff]{2,3}[东西南北中](?:路|大?街)"
)
"""What a county called by its short name is believed before as well: 青州|驼山路, 静海| 团泊大道."""
_TOWNSHIP_OF = re.compile(
    r"[,，\s]?[\u4e00-\u9fff]{1,3}[镇乡](?!政)|[\u4e00-\u9fff]{1,3}村(?=[小委口头里边东西南北]|$|[,，\s])"
)
"""What a county called by its short name is believed before: 藁城|梅花镇."""
_TOWNSHIP_END = re.compile(r"[镇乡](?![政中小卫医文江海远])")
"""What makes a short name one of a township, which may be called like a city elsewhere."""
_QUARTERS = ("城区", "郊区", "矿区", "市区", "东区", "西区", "南区")
# 锦江小区 and 凤凰山隧道 are called after places.
_NAMED_FOR = re.compile(
    "[山河湖江岭]?(?:服务区|停车区|收费站|出口|入口|互通|枢纽|隧道|大桥|立交|高架|公园|水库|景区|风景|桥|村|小区|小[一二三四五六七八九十\\d]|花园|家园|花苑|公寓|新村|广场|大厦|酒店|宾馆|学校|小学|中学|医院)"
)
# 中山 has no districts, only quarters: 中山西区, 中山石岐区.
_QUARTER = re.compile(
    r"(?:[东西南北]|(?!小|社|新|园|[\u4e00-\u9fff][小社园校景厂])[\u4e00-\u9fff]{2})(?:区|镇)"
)


def _kin(one: Division, other: Division) -> bool:
    return one.name in other.parents or other.name in one.parents


_NO_TOWN = {"从化": "工学肥妆纤验", "从江": "南北东西边滨宁苏阴都浦汉湾心岸"}
"""Towns that begin with a word that leads to a place, and what makes it one: 从化工厂出来, 从江边."""


def _begun(text: str, start: int, end: int) -> int:
    """Return where a place begins when words that lead to it end there: within them where a town does (从化, 从江县)."""
    for at in range(start, end):
        hit = division_at(text, at)
        if hit and hit.end > end and text[hit.end : hit.end + 1] not in tuple(_NO_TOWN.get(hit.word, "")):
            return at
    return end


_NUMBER_ONLY = re.compile(r"[GS].*|[国省县]道?\s?\d+")
# Roads that need no name before: 成都二环路 is 二环路 in 成都, 北京路 is no road in 北京.
_OWN_HEAD = re.compile("[市区县镇][民府政场前门中东西南北桥心委]")
_OWN_NAME = re.compile(r"[东西南北中]?[一二三四五六七八九]环.*|绕城高速|环城路|滨河路|机场高速")

_RING_OF_A_TOWN = re.compile(r"[镇乡](?=[东西南北]环[东西南北中]?[路线])")
"""The end of a township, before the road round it: 郑口镇|南环路."""

# Words that end like a road and are none.
_NO_ROAD = re.compile(
    r"(?:马|十字|丁字|公|大|小|一|半|道|铁|线|出|让|问|掉|堵|过|这|那|哪|有|修|左|右|主|辅|迷|网|思|赶|带|认|认得|认识|同|熟|老|新|土|山|水|油|柏|泥|条|上|下|前|后|走|抄近|回|单行|当|沿|顺|盘山)(?:路|街|道)|盘山公路|[上下走]高速|大马路|[上下]班路|回家路|没有?路|(?:水泥|柏油|石子|砂石|沙石|泥巴|泥|土|村|乡村|乡|机耕|田埂|山|岔|小岔|弹石|石头|草地)路|小路|马路|一路|路上|公路|街|胡同|巷"
)


_NO_NAME_OF_A_ROAD = re.compile(
    r"步行街$|长一道$|[回出过进][来去]路$|认[得识]|不|什么|[哪啥]|(?:看|站|坐|蹲|躺|拦|挡|占|抢|绕|赶|飞快|乱开)[路道]$|过[大小]?(?:马路|公路|街|道|路)$"
)
"""What is done on a road, and is none's name: 开得飞快不看路, 都站路边, 羊群过马路."""
_NAMED_FOR_A_TOWN = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff][县区市]$")
"""What a road is called that is named for a town: 鄞县大道."""


def _roads(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of road names."""
    found = []
    index = 0
    while match := _ROAD.search(text, index):
        start, end = match.span()
        if match.group("named"):
            for division_start, division_end in taken:
                named_for_it = re.fullmatch(_ROAD_END, text[division_end:end]) and not _OWN_NAME.fullmatch(
                    text[division_end:end]
                )
                if division_end < end and division_start < end and not named_for_it:
                    start = max(start, division_end)
            overlapping = next((stop for begin, stop in taken if begin < end < stop), None)
            if overlapping or end <= start:
                index = overlapping or match.end()  # 台州路桥区
                continue
            name = text[start:end]
            suffix = re.search(f"{_ROAD_END}$", name + "")
            stem = name[: suffix.start()] if suffix else name[:-1]
            after_division = any(stop == start for _, stop in taken)
            lead = _LEAD.match(stem, 1 if after_division and _OWN_HEAD.match(stem) else 0)  # 上虞区市民大道
            if lead and not (lead.end() == len(stem) and _NAMED_FOR_A_TOWN.search(stem)):
                start = _begun(text, start, start + lead.end())
            if ring := _RING_OF_A_TOWN.search(text, start, end):
                start = ring.end()
            if (
                end - start < 2
                or _NO_ROAD.fullmatch(text[start:end])
                or _NO_NAME_OF_A_ROAD.search(text[start:end])
            ):
                index = end
                continue
        found.append((start, end))
        index = end
    return found


def _components(text: str, asked: bool) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """Return the components of a place and the stretches they were found in."""
    masked = text
    stretches: list[tuple[int, int]] = []
    components: dict[str, str] = {}

    directions = [
        match
        for match in _DIRECTION.finditer(masked)
        if not re.search(r"盘|方向灯", masked[match.end() : match.end() + 1])
        and not _NO_DIRECTION.match(match.group())
    ]
    if directions:
        ends = [_towards_a_town(masked, match) for match in directions]
        said = [text[one.start() : end] for one, end in zip(directions, ends, strict=True)]
        towards = (words for words in said if _TOWARDS.match(words))
        components["direction"] = _trim_direction(next(towards, said[0]))
        for match, end in zip(directions, ends, strict=True):
            stretches.append((match.start(), end))
            masked = masked[: match.start()] + "×" * (end - match.start()) + masked[end:]
    if not directions and (between := _from_to(masked)):
        components["direction"] = masked[slice(*between)]
        stretches.append(between)
        masked = masked[: between[0]] + "×" * (between[1] - between[0]) + masked[between[1] :]
    if (stake := _STAKE.search(masked)) and not _DISTANCE.search(masked[: stake.start()]):
        components["stake"] = _stake(stake.group())
        stretches.append(stake.span())
        masked = masked[: stake.start()] + "×" * len(stake.group()) + masked[stake.end() :]
    divided, division_stretches = _divide(masked, asked)
    components.update(divided)
    stretches += division_stretches
    roads = _roads(masked, division_stretches)
    stretches += roads
    if roads:
        components["road"] = text[slice(*_main_road(text, roads))]
    elif asked and (
        short := _SHORT_ROAD.fullmatch(masked, max((end for _, end in division_stretches), default=len(text)))
    ):
        components["road"] = short["name"] + ("道" if short["name"].endswith("大") else "路")  # 越秀区解放南
        stretches.append(short.span())
    crossing = _crossing(text, roads)
    if crossing:
        components["crossing"] = text[slice(*crossing)]
        stretches.append(crossing)
    landmark = _landmark(masked, roads, division_stretches)
    if landmark:
        components["landmark"] = text[slice(*landmark)]
        stretches.append(landmark)
    return components, sorted(stretches)


_TOWARDS = re.compile("[往向朝].{3}")
"""A direction that names where to, which tells more than a side does: 内环 … 往石门大桥方向."""
_SIDE_AHEAD = re.compile(f"[往向朝]{_COMPASS}")


def _towards_a_town(text: str, direction: re.Match[str]) -> int:
    """Return where a direction ends, with the whole of a town that begins like a side: 往东胜, 往南通."""
    if _SIDE_AHEAD.match(direction.group()):
        town = division_at(text, direction.start() + 1)
        if town and town.end > direction.end():
            return town.end - (town.word[-1] == "区" and town.word[:-1] in divisions()[1].words)  # 往东胜去
    return direction.end()


_TO = re.compile("[开驶]?[往去到至回]")
_AFTER_TOWN = re.compile(
    r"(?:市|的)?(?:方向|那个方向|这边|那边)?(?=$|[,，。\sK开桩第\d一二三四五六七八九]|的高速|走|开)"
)


def _from_to(text: str) -> tuple[int, int] | None:
    """Return the stretch of a direction told by the towns a road joins: 福州往厦门."""
    for at in range(len(text)):
        town = division_at(text, at)
        to = _TO.match(text, town.end) if town else None
        other = division_at(text, to.end()) if to and to.end() < len(text) else None
        if other and (end := _AFTER_TOWN.match(text, other.end)):
            return at, end.end()
    return None


_SHORT_ROAD = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,3}[东西南北中大])[,，。啊吧呢\s]*")


def _main_road(text: str, roads: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the first road, or the highway's name where its number comes first (G42沪蓉高速)."""
    if (
        len(roads) > 1
        and not text[roads[0][1] : roads[1][0]].strip()
        and _NUMBER_ONLY.fullmatch(text[slice(*roads[0])])
    ):
        return roads[1]
    return roads[0]


def _trim_direction(said: str) -> str:
    said = re.sub(r"(?<=[东西南北])(?:走|去|行驶|开)$", "", said)
    return re.sub(r"(?<=往)([\u4e00-\u9fff]{2,6})(?:方|(?<![东西南北方])向)$", r"\1方向", said)  # 往雅安方


def _stake(said: str) -> str:
    """Return a stake number as K1234+500 where its digits can be read, else as said."""
    numbers = [_number(found) for found in re.findall(NUMERAL, re.sub("多.*$", "", said))]
    if not numbers or None in numbers:
        return said
    return f"K{numbers[0]}" + (f"+{numbers[1]:03d}" if len(numbers) > 1 and numbers[1] is not None else "")


def _number(said: str) -> int | None:
    """Return the value of digits in any script, read as a numeral or digit by digit."""
    if said.isascii() and said.isdigit():
        return int(said)
    spoken = said.translate(str.maketrans("幺两〇", "一二零"))
    if not re.search("[十百千万]", spoken):
        digits = [
            "零一二三四五六七八九".find(c) if not c.isascii() else int(c) if c.isdigit() else -1
            for c in spoken
        ]
        return None if -1 in digits else int("".join(map(str, digits)))
    import cn2an

    try:
        return int(cn2an.cn2an(spoken, "smart"))
    except (ValueError, TypeError, KeyError):
        return None


def _crossing(text: str, roads: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the stretch of a crossing: the roads that meet and the word for it."""
    match = re.search(_CROSS_END, text)
    if not match:
        return None
    start = match.start()
    for road_start, road_end in reversed([road for road in roads if road[1] <= match.end()]):
        if (
            re.fullmatch(
                r"(?:和|与|跟|同|及|、|交|口|的|那个|那|这个|这|还有|,|，|\s|西口|东口|南口|北口|快到|到)*",
                text[road_end:start],
            )
            or road_end >= start
        ):
            joined = text[road_end:start]
            if re.search("快到|到", joined):
                break
            start = road_start
        else:
            break
    if start == match.start() and match.group().startswith("拐"):
        return None  # 出口拐弯那里
    return start, match.end()


def _landmark(
    text: str, roads: list[tuple[int, int]], divided: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the stretch of the landmark that names most."""
    best: tuple[int, int] | None = None
    edge = max([end for _, end in roads + divided], default=0)
    index = 0
    while match := _LANDMARK.search(text, index):
        index = max(match.end(), index + 1)
        start, end = match.span()
        if any(begin <= start and end <= stop for begin, stop in roads + divided):
            continue
        if any(start < begin and stop == end for begin, stop in divided):
            continue  # 属石家庄
        inside = [stop for begin, stop in roads + divided if begin < end and stop > start]
        start = max([start, *[stop for stop in inside if stop < end]])
        head = re.search(_LANDMARK_END, text[start:end])
        if not head:
            continue
        lead = _LEAD_LANDMARK.match(text[start : start + head.start()])
        if lead and not (
            lead[0].endswith("号") and lead.end() == head.start() and head[0] in _NUMBERED_ESTATE
        ):
            start = _begun(text, start, start + lead.end())
        numbered = BEFORE_THING.search(text[:start]) if THING.match(text, start) else None
        if numbered and not any(begin < start and numbered.start() <= stop for begin, stop in roads):
            start = numbered.start()  # 二号航站楼
        said = text[start:end]
        if any(begin <= start and end <= stop for begin, stop in roads + divided):
            continue
        if len(said) < 2 or _NOT_LANDMARK.search(said):
            continue
        if best and _COLLOQUIAL.fullmatch(text[slice(*best)]) and not _COLLOQUIAL.search(said):
            best = None  # 我家楼下，丽景小区五号楼
        if best and _WIDE.fullmatch(text[slice(*best)]):
            best = None  # 开发区黄河路，富士康北门
        if best is None or (best[1] - best[0] <= 2 < end - start and start - edge < 40):
            best = (start, end)
    return best


_NUMBERED_ESTATE = ("小区", "公馆", "公寓", "花园", "家园", "公园")
"""What a number is part of the name of: 湖滨一号小区."""
_WIDE = re.compile(r"(?:经济|技术|产业)*(?:开发区|高新区|新区)|[\u4e00-\u9fff]{1,4}[镇乡]")
_LEAD_LANDMARK = re.compile(
    r".*(?:在(?!水)|从|沿着?|走到|开到|快到|到了|刚到|到|经过|路过|靠近|往|朝|过了|刚过|下了|出了|进了|驶入|就是|叫做?|那个|这个|的|了|呢|啊|呃|嗯|是|跟|与|和(?!平|谐|顺|泰)|由|离|旁边|对面|附近|路口|交叉口|[,，。、\s×]|给|把|被|让|停|我(?!家|们)|倒车|开车|边上|那|有个|高速|撞|追尾|右转|左转|拐|进(?!站)|出(?!站)|上(?!海|城|东)|下(?!沙|[\u4e00-\u9fff]{1,2}[村庄屯])|往|就(?!业)|[\d零一二三四五六七八九十百]号|(?:下着?|大|暴|小)+[雨雪雾]天?)"
)
_NOT_LANDMARK = re.compile(
    r"什么|[站坐蹲停靠躺]路边$|^(?:大[雨雪雾]|下雨)桥$|^桥底下$|^[这那哪]个?(?:公司|单位|店)|^对?(?:公司|单位)$|^(?:保险公司|你们公司|我们?公司的|公司|单位|中心|店|村|镇|乡|城|桥|厂|车位|路边|银行|城|家里|医院|送.*医院|学校|派出所.*报|交警队|店|报.*派出所|4S店|修理厂|[修洗]车店|拖.*|.*保险公司|政府|法院|公安局|派出所)$"
)


def roads_in(text: str) -> list[str]:
    """Return the names of the roads that the words of a place name, in order."""
    folded = fold(text)
    return [folded[slice(*road)] for road in _roads(folded, _divide(folded, True)[1])]


_SHORT_OF = re.compile(
    r"(?:没|不)(?:有)?(?:到|上|过)|(?:快|要|马上)+到|离(?=[\u4e00-\u9fff]{1,8}?还?(?:有|差|剩|不远|一))"
)
_SOME_THING = re.compile(
    r"(?:那个|这个)?(?P<name>[\u4e00-\u9fff]{0,6}?(?:大桥|桥|路口|路|红绿灯|收费站|服务区|隧道|出口|入口|匝道|立交|高架|小区|门口|站|村|镇|口))"
)


def short_of(text: str) -> str | None:
    """Return what it was short of, as said: 还没到|大桥, 离|收费站还有一段; None where nothing is told so."""
    for cue in _SHORT_OF.finditer(text):
        if thing := _SOME_THING.match(text, cue.end()):
            return thing["name"]
    return None


def place_stretches(text: str) -> list[tuple[int, int]]:
    """Return the stretches of an utterance that name a part of a place, joined or not, in their order."""
    return _components(without_companies(fold(text)), False)[1]


PLACE_BETWEEN, PLACE_TAIL = _BETWEEN, _TAIL
"""What may stand between two parts of a place, and behind the last."""


def _stretch(text: str, stretches: list[tuple[int, int]], asked: bool) -> tuple[int, int] | None:
    """Join neighbouring stretches that only place words stand between, and return the richest run with what is said of it.

    Where the car is now (现在停在…, 挪到…) gives way to any other place. Asked where it was, all that is said of places is.
    """
    runs: list[tuple[int, int, int]] = []
    for start, end in stretches:
        end = _goes_on(text, end)
        if runs:
            run_start, run_end, size = runs[-1]
            gap = text[run_end:start]
            if start <= run_end or (len(gap) <= 14 and _BETWEEN.match(gap)):
                runs[-1] = (run_start, max(run_end, end), size + (start >= run_end))
                continue
        runs.append((start, end, 1))
    if not runs:
        return None
    runs = [run for run in runs if asked or not _ELSEWHERE.search(text[: run[0]])]
    if not runs:
        return None
    scenes = [run for run in runs if may_be_scene(text, run[0], run[1])] if asked else []
    if scenes:
        told = max(_told_together(text, scenes), key=len)
        return _begun_before(text, told[0][0]), _with_tail(text, told[-1][1])
    start, end, _ = max(
        runs,
        key=lambda run: (
            may_be_scene(text, run[0], run[1]),
            bool(_roads(text[run[0] : run[1]], [])) - bool(_A_FIRM.search(text, run[0], run[1])),
            run[2],
            run[1] - run[0],
        ),
    )
    return _begun_before(text, start), _with_tail(text, end)


def _told_together(text: str, scenes: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Part the stretches of an answer where somebody is spoken of between them: 仙岳路 我人在医院 她家里人来了."""
    chains = [scenes[:1]]
    for scene in scenes[1:]:
        behind = chains[-1][-1][1]
        if any(somebody.start() <= scene[0] for somebody in _SOMEBODY.finditer(text, behind)):
            chains.append([])
        chains[-1].append(scene)
    return chains


_A_FIRM = re.compile("公司|集团")
_SOMEBODY = re.compile(
    r"[我俺咱](?!们?(?:那个?|这个?|家|自己)?的?[^,，。\s]{0,5}(?:店|部|厂|铺|摊|单位|公司|小区|楼|院|村|屋|家|庄|门口))|[他她你您](?!们?家?门口)|人家|对方"
)


def _with_tail(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


def may_be_scene(text: str, start: int, end: int) -> bool:
    """Tell whether it may have happened there: it is neither where the car is now, nor where somebody was taken."""
    return not (_BY_NOW.search(text[:start]) or _NO_SCENE.search(text[start:end]))


def _everywhere(text: str) -> list[tuple[int, int]]:
    """Return the stretches of components in a story: in all of it, and in each piece between pauses, for it may tell of two places."""
    found = set(_components(text, False)[1])
    for piece in re.finditer(r"[^,，。\s]+", text):
        found |= {
            (piece.start() + start, piece.start() + end)
            for start, end in _components(piece.group(), False)[1]
        }
    return sorted(stretch for stretch in found if not _ITS_CAR.match(text, stretch[1]))


_ITS_CAR = re.compile(
    r"(?:里|那边)?的(?:那个?|这个?)?[个辆台部张]?(?:车|司机|师傅|员工|同事|老板|人[,，。\s]|货|保险|业务)"
)
"""Words behind a name that make it whose somebody or something is: 租车公司的车."""


def _led(text: str) -> list[tuple[int, int]]:
    """Return the stretches that words lead to as to a place, and that end like one: 停在|丽景苑3号楼底下."""
    found = [match.span("place") for match in _led_to().finditer(text)]
    return [
        (start, end)
        for start, end in found
        if not _GENERIC.fullmatch(text[start:end]) and not _POINTS_ON.match(text, end - 1)
    ]


_POINTS_ON = re.compile("[那这][个条座家栋]")
"""What goes on to a name, and ends none: 佳木斯那个 长安路."""
_ELSEWHERE = re.compile(
    r"(?:(?:拖|挪)(?:车|走)?(?:给我|帮我)?(?:到|去|回|至|往)了?|(?:现在|目前|这会儿?)(?:人|车|都|就|还|正|停)*(?:在|停在)|拖车?的?(?:目的地|地方|地点)[^,，。\s]{0,5})[^,，。\s在到]{0,6}$"
)
"""Words before a place that never was the accident's: 拖到…, 车现在停在…"""
_BY_NOW = re.compile(
    r"(?:现在|目前|这会儿?)(?:人|车|都|就|还|正|停)*(?:在|停在)?$|(?:(?:现在|目前|这会儿?|已经|后来|然后|先)[^,，。\s]{0,8}(?:在|到|回|去)|(?:挪|拖|移|送|开回|开到|推|拉)(?:车|走)?(?:到|回|去|至)?了?)[^,，。\s在到]{0,6}$"
)
"""Words before a place where the car, or somebody, has come to since."""
_DEED = (
    r"被|把|让|给|叫|[追撞碰刮剐蹭擦怼顶轧压砸崩](?!头)|发生|出[了的]?(?:事|车祸|险)|(?<!消防)出[发来去]|[着起]火|冒烟|淹|泡|熄火|抛锚|翻|打?滑|[雪雨雾]天|停(?!车[场位楼区])|靠边|等|正(?!门)"
    r"|走(?!廊)|开(?!发)|行驶|倒车|[左右][转拐]|拐|掉头|变道|并线|超车|刹|起[大雾]|下[着大暴雨雪]|[刮吹]|突然|忽然|结果|因为|然后|没|不|就|也|都|来|要|去|看"
)
_WHO = r"[我俺咱他她它你您]|人家|对方|前[面头]那?[辆个台]|[前后]车|[一那这两几][辆台](?!阶)|一个|有[个一人]|跟[^,，。\s]{0,6}[车人]|[左右][前后侧边]|[前后](?:杠|挡|保)|人(?:没|都)|(?:报|打)[了过]?[警案1一]|[今昨前当][天早晚儿日]|[早晚][上晨]|[上下中]午|凌晨|半夜|[\d一二三四五六七八九十两半]点|刚才|现在|[\d一二三四五六七八九十]{1,3}[号日](?:[上下中]午|早|晚|凌)"
_GO_ON = re.compile(rf"(?:(?!{_DEED}|{_WHO}|[吗呢吧啊呀嘛了嘞咧撒么]|[,，。、\s])[\w+×-]){{1,14}}")


def _goes_on(text: str, end: int) -> int:
    """Return where the words of a place end that go on behind its components: 中山路|自由路口, 文景街|唐道门口."""
    more = _GO_ON.match(text, end)
    if more and (_PLACE_LIKE.search(more.group()) or _components(more.group(), False)[0]):
        end = more.end()
    if near := _NEAR.match(text, end):
        return near.end("said")
    beyond = _NEXT_PIECE.match(text, end)
    if beyond and _PLACE_LIKE.search(beyond["said"]) and not _GENERIC.fullmatch(beyond["said"]):
        return beyond.end()
    return end


_SOME_WAY = r"(?:一?点点?儿?|没多远|不远|几百米|[几两一二三四五六七八九十百\d]+(?:多)?(?:公里|里地?|米))"
_NEAR = re.compile(
    rf"[,，、\s]{{1,2}}(?P<said>(?:就?快要?到|刚过|还没到|没到|马上到|离)(?:(?!{_DEED}|{_WHO}|[了,，。、\s])[\u4e00-\u9fff]){{2,6}}?(?=了|{_SOME_WAY}|[,，。、\s]|$){_SOME_WAY}?"
    rf"|(?:(?!{_DEED}|{_WHO}|[了,，。、\s])[\u4e00-\u9fff]){{2,5}}(?:过来|过去|出来|往前){_SOME_WAY})(?=了|[,，。、\s]|$)"
)
"""What place on no map here it was near: 快到萨拉齐了, 高家堰过来几公里."""
_ENDS = rf"(?:路口|口|桥|洞|高架|[里外上下内前后旁边头底]|门|处|段|那[里儿边块]?|这[里儿边块]?|跟前|附近|对面|隔壁|中间|楼|幢|栋|区|苑|园|场|站|公里|号|层|库|厂|店|村|镇|屯|庄|岗|弯|坡|K{NUMERAL})"
_PLACE_LIKE = re.compile(f"{_ENDS}$")
_NEXT_PIECE = re.compile(
    rf"[,，、\s]{{1,2}}(?P<said>(?:(?!{_DEED}|{_WHO}|[了,，。、\s])[\w+×-]){{2,14}})(?=[,，。、\s]|$)"
)


@cache
def _led_to() -> re.Pattern[str]:
    """Return the pattern of what words lead to as to a place, up to where a deed or somebody begins."""
    inside = rf"(?:(?!{_DEED}|{_WHO}|[了的呢啊吧吗,，。、\s])\w)"
    return re.compile(
        r"(?:(?:停|放|搁|摆|丢|扔|泊|锁)(?:在|到|了)?|(?<![现好正实就])在|走到|开到|骑到|行驶到|行驶至|行至|经过|路过)"
        rf"(?P<place>{inside}{{2,15}}{_ENDS})"
    )


def _begun_before(text: str, start: int) -> int:
    """Return where a place begins whose first words are no component: 大关东六苑|17幢底下, after 在 or 停在."""
    led = _LED.search(text[:start])
    return led.end() if led else start


_GENERIC = re.compile(
    r"(?:那|这|哪|一|个|条|里|外|上|下|前|后|左|右|中|间|旁|边|头|面|侧|路|街|车|手机|电话|屋|家|楼|院|门|口|现场|地方|半|底|处|段|位|道|方|附近|对面|隔壁|跟前|马|公|大|小|水|雨|雪|红绿灯|十字|丁字|国|省|高速|快|慢|应急|拐|弯|高架|桥|库|地|停|场|对|医院|派出所|单位|公司|服务区|收费站|[\d一二三四五六七八九十]|号|层|公里|米|修理厂?|4S|店|厂)*"
)
"""What names nothing: 路边, 车里, 十字路口那边."""
_LED = re.compile(
    rf"(?:在|停在|停到|搁到?|放在|走到|开到|到)(?=(?:(?!{_DEED}|{_WHO}|[了的,，。、\s])[\u4e00-\u9fff]){{1,8}}$)"
)


_HERD = re.compile(
    rf"(?:(?:一|几|两|三|好[几多]|有|来了)+[群头只匹条帮个]|成群的)(?:{one_of(' '.join([KINDS['动物'], KINDS['行人'], '人']))})[^,，。\s]*(?:过|走|跑|窜|蹿|横|冲|出来)[^,，。]*$"
)
"""Who came along, told behind a place: 村头|一群羊过道."""
_CAR_BY_NOW = re.compile(
    r"(?<=[\u4e00-\u9fff]{3})[,，\s]+(?:那?车子?|人)?(?:现在|目前|这会儿?|已经|后来|早就?|都|先)+(?:人|车子?|都|就|还|被|让|给|叫|交警)*(?:拖|开|挪|送|弄|吊|拽|停|放|搁|在)[^,，。\s]*[,，。\s]*$"
)
"""Where the car, or somebody, has come to since, told behind the place: 赵楼村口 |车现在拖到县里修理厂."""
_OVER_A_ROAD = re.compile(
    r"(横|竖|斜)?(穿|过|越)着?(了)?(一?条)?(马路|公路|大街|街(?![道心边口]|天桥|通道)|斑马线|人行道|红绿灯|路口(?!往|向|那|左|右|东|西|南|北))"
)
"""What people on foot do ("过马路的行人"): no place, whatever follows from it."""


def find_places(text: str, asked: bool = False) -> list[Span]:
    """Find the place, at most one span.

    The value is ``{"text": as said}`` plus province, city, district, road, crossing, stake
    ("K1234+500"), direction and landmark, each only where it was said; nothing is filled in.

    With ``asked`` the whole utterance is the place once lead-ins and fillers are off ("就在我家楼下"),
    unless it tells what happened or says that the caller does not know. A direction (往上海方向) is
    no city, a city in a road's name (北京路) neither, and 朝阳区 alone is a district of no city.
    """
    shift = taken_back(text, asked)
    if shift:
        before = find_places(_BACK.split(text, maxsplit=1)[0], asked) if asked else []
        return [
            replace(
                span,
                start=span.start + shift,
                end=span.end + shift,
                value=_within_what_stands(before[0].value if before else {}, span.value),
            )
            for span in find_places(text[shift:], asked)
        ]
    heard = beside_kin(whole_ends(without_pauses(fold(text)), asked), asked)
    folded = without_companies(heard_by_sound(heard.text, asked))
    folded = _NOT_THAT.sub(lambda denied: "，" * len(denied.group()), folded)
    folded = _NOT_YET.sub(lambda denied: "，" * len(denied.group()), folded)
    folded = _CALLED.sub(lambda kind: "，" * len(kind.group()), folded)
    folded = _HERD.sub(lambda herd: "，" * len(herd.group()), folded)
    if asked:
        folded = _CAR_BY_NOW.sub(lambda now: "，" * len(now.group()), folded)
    if not asked:  # asked where, "过了红绿灯那里" is where
        folded = _OVER_A_ROAD.sub(lambda deed: "，" * len(deed.group()), folded)
    stretch = _asked(folded) if asked else None
    if stretch is None:
        stretches = _everywhere(folded)
        if not asked:
            colloquial = _COLLOQUIAL.search(folded)
            named = [colloquial.span()] if colloquial else []
            stretches = sorted([*stretches, *named, *_led(folded)])
        stretches = [
            s
            for s in stretches
            if not re.fullmatch(
                r"[\u4e00-\u9fff]{1,3}方向|(?:进|出)城|上山|下山|内环|外环|[往向朝][东西南北]?(?:走|开|去)?",
                folded[slice(*s)],
            )
            or len(stretches) > 1
        ]
        stretch = _stretch(folded, stretches, asked)
    if stretch is None or (not asked and _NO_SCENE.search(folded[slice(*stretch)])):
        return []
    start, end = stretch
    if asked and _NO_PLACE.match(folded[start:end]) and not _components(folded[start:end], True)[0]:
        return []
    start = _behind_a_clock(folded, start)
    start, end = _without_story(folded, start, end, asked)
    components, parts = _components(folded[start:end], asked)
    if asked and components and (rest := _named_last(folded[start:end], components, parts)):
        components["landmark"] = rest
    start, end = heard.stretch(start, end)
    value: dict[str, Any] = {"text": _PARTICLE_INSIDE.sub("", text[start:end]), **components}
    return [Span("place", start, end, value, text[start:end], confidence=1.0 if components else 0.7)]


_PARTICLE_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff]{3})[啊呀嘛呢哈哦]+(?=[,，\s])")
"""What hesitates between two pieces of a place, and is none: 往上海方向|啊 过了横林服务区."""

_AROUND = re.compile(r"(?:就是说?|就|那个|这个|在|是|对|的|吧|呢|么|嘛|呀|啊|哎|哦|嗯|呃|了|[,，。、\s])*")


def place_alone(text: str) -> Span | None:
    """Return the place that an utterance is from end to end (菜市场门口, 六十八公里五百); None where it is anything else."""
    found = next(iter(find_places(text, asked=True)), None)
    if found is None or found.confidence < 1 or _VERB.search(fold(text)) or _TALK.search(text):
        return None
    around = text[: found.start], text[found.end :]
    return found if all(_AROUND.fullmatch(words) for words in around) else None


_MINUTES = re.compile(
    r"(?P<hour>[零〇一二两三四五六七八九十\d]{1,3}点)?(?:[零〇一二三四五六七八九十\d]{1,3}分?|半|[一三]刻)(?:左右|的时候)?[在再搁从到,，\s]*"
)


def _behind_a_clock(text: str, start: int) -> int:
    """Return where a place begins that a clock runs into: 早上七点|五十南滨河路, 八点|半搁万达广场."""
    minutes = _MINUTES.match(text, start)
    return minutes.end() if minutes and (minutes["hour"] or text[:start].rstrip().endswith("点")) else start


def _within_what_stands(wrong: Mapping[str, str], right: dict[str, Any]) -> dict[str, Any]:
    """Give a place told in the stead of another the town of that, where it names none itself."""
    regions = {part: wrong[part] for part in ("province", "city", "district") if wrong.get(part)}
    if not regions or regions.keys() & right.keys():
        return right
    named = [name for name in regions.values() if name in str(wrong.get("text"))]
    return {**regions, **right, "text": "".join([*dict.fromkeys(named), str(right["text"])])}


def crosses_a_road(text: str) -> bool:
    """Tell whether words are what people on foot do, and no place: 羊过马路."""
    return bool(_OVER_A_ROAD.search(text))


def taken_back(text: str, asked: bool = False) -> int:
    """Return where a place begins that is told in the stead of another (不是三环，是二环); 0 where nothing is taken back."""
    denied = _NOT_BUT.match(text) or (_TAKEN_BACK.match(text) if asked else None)
    return denied.end() if denied and _components(fold(text[denied.end() :]), asked)[0] else 0


def goes_on_like_a_place(text: str) -> bool:
    """Tell whether words behind a place are more of it: 旁边的洗车场, 江宁这边; not 雪天打."""
    return bool(_PLACE_LIKE.search(text) or _TAIL.fullmatch(text) or _components(fold(text), False)[0])


def place_within(text: str, start: int, end: int, asked: bool = False) -> Span:
    """Return the place that ``text[start:end]`` tells, which somebody else found: its words and what they are made of."""
    start = min(_LEADS_TO.match(text, _behind_a_clock(text, start)).end(), end)  # type: ignore[union-attr]
    start, end = _without_story(text, start, end, asked)
    if kind := _CALLED.match(text, start, end):
        start = kind.end()
    tail = _PARTICLES.search(text, start, end)
    end = tail.start() if tail and tail.start() > start else end
    said = text[start:end]
    heard = beside_kin(whole_ends(without_pauses(fold(said)), asked), asked)
    components, parts = _components(without_companies(heard_by_sound(heard.text, asked)), asked)
    if components and (rest := _named_last(heard.text, components, parts)):
        components["landmark"] = rest
    return Span(
        "place",
        start,
        end,
        {"text": _PARTICLE_INSIDE.sub("", said), **components},
        said,
        confidence=1.0 if components else 0.7,
    )


_COMES_TO = re.compile(r".*(?:(?<![正实好])在(?!水|建)|[,，\s])(?=[^,，\s]|$)")
_SOMEBODY_COMES = re.compile(
    r"[,，\s]+(?:突然|忽然)?(?:有|来|窜出|冲出|跑出)(?:了)?(?:一?[个位条辆群只头]|人)(?![^,，。\s]{0,5}(?:弯|坡|口|桥|洞|站|店|灯|牌|场|厂|门|墙|沟|路))"
)
_SIDEWAYS = "[往向朝][左右][边侧]?"
_TO_A_SIDE = re.compile(f"{_SIDEWAYS}$")
_TURNING = re.compile(rf"(?:[左右]转(?:弯)?|{_SIDEWAYS}|转弯|倒车|[掉调]头|(?<=那[儿里])下)$")
_OUR_OWN = re.compile(
    r"(?:我|俺|咱)(?:们)?(?:家|自己)?(?:那个?|这个?)?的?(?:小区|单位|公司|村|家|店|学校|楼)?(?:里|门口|楼下|边上)?(?:呀|啊|么|嘛|呢|的)?[,，\s]+"
)


def _without_story(text: str, start: int, end: int, asked: bool) -> tuple[int, int]:
    """Return a place without what is told around it: 接小孩 在|星湖街小区地下车库|转弯, 三岔镇石咀头村口| 有个老太太赶着羊.

    Whose it is goes where it is named behind: 我们小区呀 |春申路的名都新城.
    """
    said = without_companies(text[start:end])
    if not asked:
        said = _OVER_A_ROAD.sub(lambda deed: "，" * len(deed.group()), said)
    parts = _components(said, asked)[1]
    if not parts:
        return start, end
    ours = _OUR_OWN.match(said)
    if ours and ON_A_MAP & _components(said[ours.end() :], asked)[0].keys():
        return _without_story(text, start + ours.end(), end, asked)
    led = _COMES_TO.match(said[: parts[0][0]])
    if led and not asked and not _PLACE_LIKE.search(said[: led.end()].rstrip(" ，,在")):
        start, said = start + led.end(), said[led.end() :]
    comes = None if asked else _SOMEBODY_COMES.search(said)
    end = start + comes.start() if comes else end
    turning = (_TO_A_SIDE if asked else _TURNING).search(text, start, end)
    return start, (turning.start() if turning and turning.start() > start + 1 else end)


ON_A_MAP = frozenset({"province", "city", "district", "road", "crossing", "stake"})
_LEADS_TO = re.compile("(?:停?(?:搁|在(?!水))|(?<=靠)近|挨着)?")
_BACK = re.compile(
    r"[，,\s噢哦哎啊呃我]*(?:路名|牌子)?[，,\s噢哦哎啊呃我]*(?:不是|不对|[说讲搞弄记看认报念][错反])"
)
_PARTICLES = re.compile(r"[吧呢啊呀嘛哈哦噢喽咯了的,，。\s]+$")
_NOT_BUT = re.compile(
    r"^(?:[嗯啊呃哦]|那个|这个|就是说?)*不是[^,，是]{2,12}[,，\s]*(?:而|应该|就)?是(?=.{2})"
)
_TAKEN_BACK = re.compile(
    r".{2,24}?[,，\s](?:[噢哦哎啊呃]|我)*不是[^,，\s是不对]{2,12}[,，\s]+(?:而|应该|就)?是(?:在)?(?=.{2})|.{2,28}?(?:不是不是|不对|[噢哦哎啊]不是|(?:路名|牌子)?我?[说讲搞弄记看认报念][错反]了?(?:路牌|牌子)?)(?:不是|不对|我?[说讲搞弄记看认报念][错反](?:路牌|牌子)?|我?昏头了?|[,，。\s是应该哦噢啊呃了])*"
)
# Where somebody was taken or belongs is not where it happened.
_NO_SCENE = re.compile(
    r"^(?:没|不|先|已经?)?(?:去|送|上|到|回|拉)?(?:了|到)?[^路街道速]{0,12}(?:医院|急诊|有限公司|修理厂|4S店|派出所|交警队|保险公司)$"
)


_LAST = re.compile(
    r"[,，的那个这上\s]*(?P<name>[\u4e00-\u9fff]{2,7}?(?:附近|旁边|对面|门口)?)(?:那[儿里边块]|这[儿里边块]|那)?[,，。\s]*"
)
_NO_NAME = re.compile(
    r"[路街道我你他了吗呢吧就是在有不没到过撞车去来往向]|附近$(?<=^附近)|方向|公里|位置|地方|哪|什么|不远|大概"
)


def _named_last(text: str, components: dict[str, str], stretches: list[tuple[int, int]]) -> str | None:
    """Return what is named after the last component and told by nothing else (渝中区解放碑那儿)."""
    if {"landmark", "crossing", "stake", "direction"} & components.keys() or not stretches:
        return None
    last = _LAST.fullmatch(text, stretches[-1][1])
    name = last["name"] if last else ""
    return (
        name
        if name and not _NO_NAME.search(name) and not _BETWEEN.match(name) and not _TAIL.fullmatch(name)
        else None
    )


_NOT_THAT = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})[,，\s]*(?<![是就])(?:可|并)?不是(?!.*方向)[^,，。\s是]{2,12}$"
)
"""What is denied after the place: 会展中心 不是会展中; 是不是 asks."""
_NOT_YET = re.compile(
    r"(?:还|都)?没(?:有)?(?:上|进|下|出)(?:的)?(?:到)?(?:高速|高架|国道|隧道|小区|车库|地库|城)(?:公路|路|口)?"
)
"""Where somebody was not yet: 九点我还没上高速."""
_OUT_THERE = re.compile(r"(?:在|再)?(?:[大小]?马路|[大半公]?路|街|外)[上面边头里]")


def _asked(text: str) -> tuple[int, int] | None:
    """Return the utterance without lead-ins and fillers, or None when it is a story or no place."""
    head = _FILLER_HEAD.match(text)
    start = head.end() if head else 0
    start = _begun(text, 0, start)
    tail = _FILLER_TAIL.search(text, start)
    end = tail.start() if tail else len(text)
    body = text[start:end]
    if re.fullmatch(r"(.{1,2})\1+|(.)\2(.)\3", body) or len(body) < 2 or _VERB.search(body) or len(body) > 60:
        return None
    if _OUT_THERE.fullmatch(body):
        return None
    if (_NO_PLACE.match(body) or _TALK.search(body)) and not _components(body, True)[0]:
        return None
    return start, end
