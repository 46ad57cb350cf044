"""Numbers that stand in places: 解放路8号 and 二号航站楼 name no day of the month."""

from __future__ import annotations

import re

_NUMERAL = "(?:\\d{1,4}|[零〇一二两三四五六七八九十百]{1,6})"
_NO_DATE = r"(?!\s?(?:的|那天|当天)?(?:[早晚夜]|上午|下午|中午|凌晨|傍晚|半夜|清晨|[一二两三四五六七八九十\d]{1,3}点))"
THINGS = (
    "楼|院(?!子里发)|门(?!店)|航站楼|候机楼|候车室|出站口|进站口|出口|入口|检票口|收费[口亭站]|站台|站房|车站|线|地铁|路口|匝道|车道|隧道|桥"
    "|仓库?|库房?|厂房|车间|车位|停车[场位区]|地库|地下|车库|公寓|宿舍|教学楼|病房|住院|门诊|码头|泊位|机位|停机坪|登机口|平台"
    "|柱子?|墩|井|矿|坑|塔|高?炉|岗|岛|桩|闸|电梯|单元|房间?|厅|馆|棚|摊|店铺|铺|桌|柜|机|馆|球场|操场|坡|渡口|大桥|营地|地块|工地|检修|油站|加油|充电|换电|枪"
)
"""What bears a number: behind 号 they make it no date."""
THING = re.compile(THINGS)
BEFORE_THING = re.compile(rf"{_NUMERAL}号$")
HOUSE = (
    rf"\s?(?<!第){_NUMERAL}号(?:[附之]{_NUMERAL}号?)?{_NO_DATE}"
    rf"(?:大?院里?|楼|(?:[东西南北正大后侧]?门)口?|门前|楼下|院内|附近|旁边|对面|{_NUMERAL}(?:栋|幢|座|单元))*"
)
"""The number of a house, where it goes on from a road: 路8号, 街一百二十号门口; 建设路15号下午 is a date."""
_NUMBER = re.compile(rf"(?<!第)(?P<number>{_NUMERAL})号(?!楼|线|院门)")
_HOUSE = re.compile(rf"[\s,，的那个]*(?P<house>{HOUSE})")


def house_behind(road: str, text: str) -> str:
    """Return the number of the house that stands behind a road in a place, with its gate; "" for none."""
    at = text.find(road)
    found = _HOUSE.match(text, at + len(road)) if road and at >= 0 else None
    return found["house"].strip() if found else ""


_FLOOR = re.compile(r"(?P<number>(?:负|地下)?[一二三四五六七八九十\d]{1,3})(?=[楼层](?!下))")


def renumbered(place: str, said: str) -> str | None:
    """Return a place with the number of its house, or the floor, put right; None where nothing is.

    中山北路八十五号门口, 是五十八号 不是八十五号; 万家丽负一楼停车场, 是负二楼 不是负一楼.
    """
    for pattern in (_NUMBER, _FLOOR):
        stands = [found["number"] for found in pattern.finditer(place)]
        told = [found["number"] for found in pattern.finditer(said)]
        anew = list(dict.fromkeys(number for number in told if number not in stands))
        if len(stands) == len(anew) == 1:
            return pattern.sub(anew[0] + ("号" if pattern is _NUMBER else ""), place)
    return None
