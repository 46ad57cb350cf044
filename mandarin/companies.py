"""Companies and makes of cars that are called after a town: 宁波远航贸易 and 北京现代 tell where nothing happened."""

from __future__ import annotations

import re

from mandarin.divisions import division_at
from mandarin.makes import CARS, OF_TOWNS

_BUSINESS = (
    "商贸|工贸|外贸|贸易|物流|货运|客运|运输|运业|速运|快递|快运|速递|公交|出租|租车|租赁|旅游|旅行社|搬家|搬场|建筑|建设|建工|建材|装饰|装修|工程|园林|环保|环卫|科技|电子|电器|信息"
    "|网络|软件|实业|工业|集团|投资|置业|地产|物业|传媒|广告|文化传播|机械|设备|仪器|食品|饮料|粮油|餐饮|酒业|啤酒|酒厂|医药|药业|化工|石化|能源|电力|燃气|水务|钢铁|钢构|金属|五金|水泥|混凝土"
    "|家具|服饰|服装|纺织|印刷|包装|塑料|橡胶|农业|养殖|渔业|保险|人寿|财险|银行|证券|劳务|人力|保安|保洁|家政|汽贸|汽车销售|4S店|代驾|运输队|车队|公司"
)
_NAMED = re.compile(
    rf"市?(?:(?!站|南站|北站|东站|西站)(?:(?![路街道在被把跟撞区县镇了的我你他是，,。\s])[\u4e00-\u9fff]){{0,8}}?(?:{_BUSINESS})(?:有限|责任|股份|集团|总?公司|第?[一二三四五六七八九十]*分公司|支公司|营业部|厂|店|车队)*|(?:{OF_TOWNS}|牌照?|户口)(?![区市县镇乡路街道桥村城广站公园小大]))"
)
_CARS = re.compile(
    rf"{CARS}"
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
