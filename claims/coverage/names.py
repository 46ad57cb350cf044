"""Names of covers: what is printed on a policy, and what the rules call it.

A name the table does not know is never taken for a missing cover: ``Covers.unknown`` keeps it, and whoever asks whether
a cover is missing hears that it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

COMPULSORY, OWN_CAR, LIABILITY, OCCUPANTS = "交强险", "车损险", "三者险", "车上人员责任险"
GLASS, THEFT, SELF_IGNITION, FLOODED_ENGINE = "玻璃险", "盗抢险", "自燃险", "涉水险"
SCRATCH, WHEELS, NO_FLOODED_ENGINE = "划痕险", "车轮单独损失险", "发动机进水损坏除外特约"
ACCIDENT, NO_DEDUCTIBLE, UNTRACED = "驾乘意外险", "不计免赔", "无法找到第三方特约险"

RIDERS = frozenset({GLASS, SELF_IGNITION, FLOODED_ENGINE, SCRATCH, WHEELS, NO_FLOODED_ENGINE})
"""Sold only with the cover of the own car (车损险)."""

NO_PART = ""
"""A rider the clerk knows and no rule asks for."""

NAMES: tuple[tuple[str, str], ...] = (
    # Order matters: the first pattern found in the printed name wins.
    (r"发动机.*除外", NO_FLOODED_ENGINE),
    (r"涉水|发动机特别损失|发动机.*进水", FLOODED_ENGINE),
    (r"交强|强制保险|责任强制", COMPULSORY),
    (r"驾乘|驾意|意外", ACCIDENT),
    (r"不计免赔", NO_DEDUCTIBLE),
    (r"(?:无法找到|找不到)第三[方者]", UNTRACED),
    (
        r"医保外|医疗费用|节假日|精神|车上货物|新增|行李|代步|货物|油污|修理期间|停驶|绝对免赔|指定.*修|充电桩|外部电网",
        NO_PART,
    ),
    (
        r"增值|救援|代驾|送检|安全检测|起重|装卸|特种车|免税|^(?:附加|责任|损失)?(?:险|保险|条款|特约)$",
        NO_PART,
    ),
    (r"车上人员|座位|司机|乘客|驾驶人", OCCUPANTS),
    (r"第三者|三者|三责", LIABILITY),
    (r"玻璃", GLASS),
    (r"盗抢|盗窃", THEFT),
    (r"自燃", SELF_IGNITION),
    (r"划痕", SCRATCH),
    (r"车轮|轮胎", WHEELS),
    (r"车损|车辆损失|机动车损失|汽车损失", OWN_CAR),
)
"""What a printed name contains -> the name of the rules; new-energy covers (新能源汽车…) contain the same words."""

_BETWEEN = re.compile(r"[、，,；;+＋/和及与（）()\s]+")
_AMOUNT = re.compile(r"[\d.]*[\d.万元千百座%％×xX*]*")


@dataclass(frozen=True)
class Covers:
    """The covers of a policy.

    Attributes:
        held: Those the rules know, by their names.
        unknown: Printed names no rule knows (商业险, 全险, a product of its own), as printed.
    """

    held: frozenset[str]
    unknown: tuple[str, ...] = ()

    @property
    def commercial(self) -> bool:
        """Tell whether anything but the compulsory cover is there."""
        return bool(self.held - {COMPULSORY} or self.unknown)


def covers_of(printed: Iterable[str]) -> Covers:
    """Read the covers printed on a policy; a bundle ("车损+三者（100万）") is read piece by piece."""
    held: set[str] = set()
    unknown = []
    for name in printed:
        pieces = [_name(piece) for piece in _BETWEEN.split(name) if not _AMOUNT.fullmatch(piece)]
        held.update(piece for piece in pieces if piece)
        if None in pieces:
            unknown.append(name)
    return Covers(frozenset(held), tuple(unknown))


@lru_cache(maxsize=256)
def _name(printed: str) -> str | None:
    return next((name for pattern, name in NAMES if re.search(pattern, printed)), None)


def kinds_of(printed: Iterable[str]) -> tuple[str, ...]:
    """Return what A-03 names: 交强险, 商业保险, or both."""
    covers = covers_of(printed)
    kinds = ((COMPULSORY, COMPULSORY in covers.held), ("商业保险", covers.commercial))
    return tuple(kind for kind, there in kinds if there)


def spoken_covers(covers: Iterable[str]) -> str:
    """Return covers for the slot of A-05, which brings the last one's 险: ``车损险、自燃``."""
    return "、".join(covers).removesuffix("险")
