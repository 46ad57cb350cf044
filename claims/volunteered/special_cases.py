"""A flood, a fire, a theft."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import clean, station_in, yes_or_no
from claims.heard import Heard
from claims.interview import Facts, known
from claims.volunteered.story import STORY_LENGTH


def take_water(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what is told of a flooded car: how high, how long, started again or not."""
    if facts.get("case_type") != "flood":
        return {}
    found: dict[str, Any] = {}
    level, duration = heard.first("water_level"), heard.first("duration")
    if level is not None:
        found["flood_level"] = level.value
    if duration is not None and re.search(r"泡|淹|水里", heard.text):
        found["flood_duration"] = list(duration.value)
    if any(flag.value == "second_start" and flag.owner != "other" for flag in heard.all("flag")):
        found["flood_restarted"] = True
    elif _NOT_RESTARTED.search(heard.text):
        found["flood_restarted"] = False
    return found


_NOT_RESTARTED = re.compile(r"(没|不敢|没敢)(有)?(再)?(重新)?(打火|启动|点火|发动)|没(再)?动(过|它)")


def take_fire(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what is told of a fire: how, where it began, who put it out."""
    if facts.get("case_type") != "fire" or asked in ("fire_brigade", "fire_put_out"):
        return {}
    found: dict[str, Any] = {}
    how = _HOW_IT_BURNT.search(heard.text)
    is_story = asked == "description" or len(heard.text) >= STORY_LENGTH
    if how and is_story and asked not in ("fire_how", "fire_origin"):
        found["fire_how"] = clean(heard.text)
    origin = _FIRST_FLAMES.search(heard.text)
    if origin is not None and asked != "fire_origin":
        found["fire_origin"] = origin.group(1)
    if re.search(
        r"消防.{0,6}(来|到|灭|扑)|(打|报)(了|过)?(119|一一九|幺幺九|火警)|(119|一一九|幺幺九|火警)(已经|都|也|刚)?(打|报|叫)[了过]",
        heard.text,
    ):
        found["fire_brigade"] = True
    if re.search(r"灭火器|扑灭|浇灭|用水", heard.text):
        found["fire_put_out"] = True
    return found


_HOW_IT_BURNT = re.compile(r"冒烟|冒火|自燃|短路|线路|充电|烟头|引燃|烧过来|爆炸|打火.{0,6}着|漏油|电瓶|电池")
_FIRST_FLAMES = re.compile(
    r"(发动机舱?|机舱|机盖|引擎盖?|车头|后备箱|底盘|轮胎|座椅|仪表台|中控台?|电瓶|电池|排气管|线束|油箱|空调)"
    r"(里面?|里头|那儿|那里|那块儿?|下面|底下|处|位置|部位)?(先|就|开始|突然|直|给)*(冒|着火|起火|着了|烧起|引燃|点着)"
)


def take_theft(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what is told of a stolen car beyond the loss: police, where it stood, the receipt, its papers."""
    if facts.get("case_type") != "theft":
        return {}
    found: dict[str, Any] = {}
    reported = yes_or_no("theft_police", heard)
    untold = reported is True or not known(facts, "theft_police")
    if (
        asked != "theft_police"
        and untold
        and reported is not None
        and re.search(r"派出所|公安|警", heard.text)
    ):
        found["theft_police"] = reported
        station = station_in(heard.text) if reported else None
        if station:
            found["theft_station"] = station
    lot, street = _LOT.search(heard.text), _STREET.search(heard.text)
    if asked != "theft_parking" and (lot or street):
        found["theft_parking"] = bool(lot)
    receipt = _RECEIPT.search(heard.text)
    if asked != "theft_parking" and receipt:
        found["theft_receipt"] = receipt.group(1) is None
    if asked != "theft_documents" and _PAPERS_KEPT.search(heard.text):
        found["theft_documents"] = []
    return found


_LOT = re.compile(r"停(?:放|在|到)?[^，。,]{0,16}(?:停车场|存车场|停车库|地下车库|地库)")
_STREET = re.compile(r"停(?:放|在|到)?[^，。,]{0,4}(?:路边|街边|马路边|楼下|门口|胡同|巷子)")
_RECEIPT = re.compile(r"(没有?|没拿|没给)?(?:停车|存车|停车场的?)(?:票据?|小票)|(?:停车|存车)?票据?我?留着")
_PAPERS_KEPT = re.compile(r"(行驶证|行车证|证件|手续|本子)[^，。,]{0,8}(没丢|没在车|在我(身上|这|手)|在家)")
