"""A place in words, as it is read back: what the caller said of it, without what is said around it, from the town down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.when_and_where import ORDER, holds

_AROUND = re.compile(
    r"^(?:嗯|呃|啊|哎|那个|这个|就是说?|就|是|叫|它|在(?!水)|有个|有一个|一个|反正|好像|应该|大概|对|然后|停(?!车)|的|呢|呀|么|嘛|吧|咯|撒)+(?=.{2})"
    r"|(?:的|吧|呢|啊|呀|嘛|么|哈|呗|噻|啦|呀|哦|噢|咯|撒|呐|咧|嘞|了|那个|这个|一个|那儿呢)+$"
)
_OURS = re.compile(
    r"(?:我|俺|咱|阿拉|我拉)们?(?:家|那个?|这个?|自己)*的?(?=[\u4e00-\u9fff]{0,4}?(?:小区|单位|公司|村|店|家|学校|楼|门口|部|厂|铺|屋|院)|[\d一二三四五六七八九十]+号)"
)
_NO_NAME = re.compile(
    r"(?:您|他们?)?(?:家|小区|单位|公司|村|店|学校|楼|门口|里|下|边|上|头|路|马|附近|旁边|这|那|块|地方|位置)*"
)
_STORY = re.compile(
    r"[我俺他她你]|对方|人家|(?<![停汽火机])车(?![库站位场间管道棚城])|撞|碰(?!头)|刮|蹭|追尾|掉|砸|开(?=车|得|到|过)|突然|结果|然后|没(?!多远|到|上)|不(?!远|多|到)|看|知道|叫|听|写|说|去买|接|因为"
)


_BEFORE_IT = r"(?:[就快刚要还都]|马上)*(?:没到|没上|没过|不到|要到|快到|离|过了?)(?:那个|这个)?"


def with_distance(place: Mapping[str, Any], part: str) -> str:
    """Return a part of a place with the words that put it before or behind it: 快到团泊湖大桥, 过了收费站."""
    name = str(place.get(part) or "")
    said = re.search(_BEFORE_IT + re.escape(name), re.sub(r"\s", "", str(place.get("text") or "")))
    return said[0] if name and said else name


def short_of_it(place: Mapping[str, Any], thing: str) -> dict[str, Any] | None:
    """Return a place told to be short of a thing that it names; None where it names none such."""
    part = next(
        (part for part in ("landmark", "crossing") if str(place.get(part) or "").endswith(thing)), None
    )
    if part is None:
        return None
    name = str(place[part])
    if with_distance(place, part) != name or name not in str(place["text"]):
        return dict(place)
    return {**place, "text": str(place["text"]).replace(name, f"没到{name}", 1)}


def _belonging_first(text: str, regions: list[str]) -> str:
    """Return the words of a place with what it belongs to said first: 正定 属石家庄."""
    for region in regions:
        if belongs := re.search(
            rf"[\s,，]*(?:属于?|归)(?:的是)?{re.escape(region)}(?:市|省|县|区)?(?:管|的|这边|那边)*", text
        ):
            text = f"{region}{text[: belongs.start()]} {text[belongs.end() :]}".strip()
    return text


def read_out(place: Mapping[str, Any]) -> list[str]:
    """Return the words of a place to be read, in the order of an address; none where a story is told around it.

    What the caller's own is becomes the listener's (我们门口, 您门口), what one piece says is not said by another, and a nameless
    one (我们小区呀) gives way to any other.
    """
    names = {str(place[part]) for part in ORDER if place.get(part)}
    pieces = []
    regions = [str(place[part]) for part in ORDER[:3] if place.get(part)]
    for said in re.split(r"[\s,，。、]+", _belonging_first(str(place.get("text") or ""), regions)):
        piece = _OURS.sub("您", _without_fillers(said))
        if len(piece) < 2 and piece not in names:
            continue
        if _STORY.search(piece.replace("他们", "")):
            if any(name in piece for name in names):
                return []
            continue
        pieces.append(piece)
    named = [piece for piece in pieces if not _NO_NAME.fullmatch(piece)] or pieces
    kept = [
        piece
        for at, piece in enumerate(named)
        if not any(
            (piece != other and (piece in other or holds(other, piece))) or (piece == other and before < at)
            for before, other in enumerate(named)
        )
    ]
    return sorted(kept, key=lambda piece: not any(region in piece for region in regions))


def _without_fillers(said: str) -> str:
    while (bare := _AROUND.sub("", said)) != said:
        said = bare
    return said
