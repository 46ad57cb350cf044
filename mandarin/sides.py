"""Whose car or whose cover the words are about: ours or another's."""

from __future__ import annotations

import re

_I = "(?:我|俺|额|咱|吾)"
_CARS = (
    r"(?P<other>对方|人家|[他她佢](?:的|那|架)?(?:个|辆|台)?(?:车|保单|行驶证)|[前后]车|[前后旁对](?:面|头|边)[^,，。\s]{0,6}车"
    r"|(?:那|另)(?:个|辆|台|部|一辆)车|那车|皮卡|货车|出租车|面包车|特斯拉)"
    rf"|(?P<ours>{_I}(?:们|家)?(?:的|这|那)?(?:个|辆|台)?车|{_I}(?:们|家)?(?:的(?!时候)|这边)|本车)"
)
_CAR = re.compile(_CARS)
_ANYBODY = re.compile(
    rf"{_CARS}|(?P<they>[他她佢](?:们|的|那|家)?|那边|[前后旁对](?:面|头|边)那?(?:个|辆|台))|(?P<we>{_I}(?:们|的)?)"
)


def side_of_car(text: str) -> str:
    """Return whose car was spoken of last: ``ours``, ``other``, "" before any word of one."""
    told = [match.lastgroup or "" for match in _CAR.finditer(text)]
    return told[-1] if told else ""


def side_of(text: str) -> str:
    """Return who was spoken of last, with or without a car: ``ours``, ``other`` or ""."""
    told = [match.lastgroup or "" for match in _ANYBODY.finditer(text)]
    return {"they": "other", "we": "ours"}.get(told[-1], told[-1]) if told else ""


_RIGHT_BEFORE = re.compile(
    rf"(?:(?<![追撞碰刮蹭顶怼别擦尾到了着])(?P<ours>{_I}(?:们|自己)?(?:的|这|那)?)|(?P<other>对方|人家|[他她佢](?:们|的|那)?))(?:的)?(?:个|辆|台)?(?:车子?)?(?:的)?(?:车?牌号?|牌照|号牌?)?(?:应该|就)?(?:是|叫)?[\s,，:：]*$"
)


def side_before(text: str) -> str:
    """Return whose the value is that follows these words: ``ours`` (我的车牌是), ``other`` (他的是), else ""."""
    found = _RIGHT_BEFORE.search(text)
    return (found.lastgroup or "") if found else ""
