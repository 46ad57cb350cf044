"""Companies and makes of cars that are called after a town: 宁波远航贸易 and 北京现代 tell where nothing happened."""

from __future__ import annotations

import re

from mandarin.divisions import division_at

_BUSINESS = (
    "商贸|工贸|外贸|贸易|物流|货运|客运|运输|运业|速运|快递|快运|速递|公交|出租|租车|租赁|旅游|旅行社|搬家|搬场|建筑|建设|建工|建材|装饰|装修|工程|园林|环保|环卫|科技|电子|电器|信息"
    "|网络|软件|实业|工业|集团|投资|置业|地产|物业|传媒|广告|文化传播|机械|设备|仪器|食品|饮料|粮油|餐饮|酒业|啤酒|酒厂|医药|药业|化工|石化|能源|电力|燃气|水务|钢铁|钢构|金属|五金|水泥|混凝土"
    "|家具|服饰|服装|纺织|印刷|包装|塑料|橡胶|农业|养殖|渔业|保险|人寿|财险|银行|证券|劳务|人力|保安|保洁|家政|汽贸|汽车销售|4S店|代驾|运输队|车队|公司"
)
_MAKES = "大众|现代|丰田|本田|日产|奔驰|宝马|通用|长安|金龙|吉利|华晨|五菱|三菱|东风|牌照?|户口"
_NAMED = re.compile(
    rf"市?(?:(?!站|南站|北站|东站|西站)(?:(?![路街道在被把跟撞区县镇了的我你他是，,。\s])[\u4e00-\u9fff]){{0,8}}?(?:{_BUSINESS})(?:有限|责任|股份|集团|总?公司|第?[一二三四五六七八九十]*分公司|支公司|营业部|厂|店|车队)*|(?:{_MAKES})(?![区市县镇乡路街道桥村城广站公园小大]))"
)
_CARS = re.compile(
    "(?:卡罗拉|雷凌|凯美瑞|雅阁|思域|飞度|缤智|轩逸|天籁|奇骏|逍客|帕萨特|途[观安昂岳胜]|迈腾|速腾|朗逸|桑塔纳|荣威|名爵|哈弗|五菱(?:宏光|荣光|之光)?|比亚迪|特斯拉|昂克赛拉"
    "|英朗|君[威越]|科鲁兹|迈锐宝|福克斯|蒙迪欧|汉兰达|普拉多|逸动|帝豪|[博缤]越|瑞虎|智跑|伊兰特|索纳塔|奥迪|保时捷|沃尔沃|别克|雪佛兰|斯柯达|明锐|标致|雪铁龙|起亚|马自达|斯巴鲁|凯迪拉克"
    "|林肯|蔚来|极氪|零跑|问界|依维柯|长城炮|捷达|宝马|奔驰|路虎|丰田|本田|日产)"
    r"(?![^,，。\s在被把]{0,6}(?:4S|四S|店|展厅|中心|大厦|广场|路|街|专修|维修|修理|公司|厂))"
)
"""Cars by their names, parts of which are towns (荣威, 帕萨特); 宝马四S店门口 is a place."""
_THERE = re.compile(
    r"(?:[一二三四五六七八九十]|[东西南北中])?(?:路|大?街|大?道|巷|桥)|[区园城村馆]|大学|学院|大厦|中心|广场|市场|开发区|小区"
    r"|的?(?:大?门|[东西南北正后侧]门|楼|院|停车|地库|车库|附近|旁边|边上|对面|对过|隔壁|门前|前面|后面|路|街|仓库|工地|厂区|里|那边|那儿|那里|宿舍|总部|大厦|园|基地|站)"
)
_IN = re.compile(r"(?:在|到|至|位于|靠近|路过|经过|快到)$")
_AT_WORK = re.compile(r"(?:那里|那儿)?(?:上班|工作|打工|跑车|跑货|跑运输|开车|当司机|做)")


def without_companies(text: str) -> str:
    """Return the text, of the same length, without cars and the companies called after a town; 宁波远航贸易门口 is a place."""
    text = _CARS.sub(lambda car: "，" * len(car[0]), text)
    at = 0
    while at < len(text):
        town = division_at(text, at)
        named = _NAMED.match(text, town.end) if town else None
        if town is None or named is None:
            at = town.end if town else at + 1
            continue
        end = named.end()
        place = _THERE.match(text, end) or (_IN.search(text[:at]) and not _AT_WORK.match(text, end))
        if not place:
            text = text[:at] + "，" * (end - at) + text[end:]
        at = end
    return text
