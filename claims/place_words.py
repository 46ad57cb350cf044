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


def read_out(place: Mapping[str, Any]) -> list[str]:
    """Return the words of a place to be read, in the order of an address; none where a story is told around it.

    What the caller's own is becomes the listener's (我们门口, 您门口), what one piece says is not said by another, and a nameless
    one (我们小区呀) gives way to any other.
    """
    names = {str(place[part]) for part in ORDER if place.get(part)}
    pieces = []
    for said in re.split(r"[\s,，。、]+", str(place.get("text") or "")):
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
    regions = [str(place[part]) for part in ORDER[:3] if place.get(part)]
    return sorted(kept, key=lambda piece: not any(region in piece for region in regions))


def _without_fillers(said: str) -> str:
    while (bare := _AROUND.sub("", said)) != said:
        said = bare
    return said
