"""What the gateway says by itself: about the call, never about the claim."""

from __future__ import annotations

import re

SENTENCES = {
    "please_wait": "请稍等。",
    "still_working": "还在为您处理，请稍等。",
    "sorry_for_waiting": "让您久等了，非常抱歉，还在为您处理。",
    "bot_lost": "抱歉，系统出现了故障，现在为您转接人工，请不要挂机。",
    "not_heard": "抱歉，语音识别出现了故障，现在为您转接人工，请不要挂机。",
    "time_is_up": "抱歉，本次通话时间已经到了上限，您可以再次来电继续报案。再见。",
    "lost": "抱歉，系统出现了故障，现在为您转接人工，请不要挂机。",
    "nobody": "抱歉，人工坐席现在都没有接听，请您稍后再次来电。",
}
"""By name; ``lost`` and ``nobody`` are said by the exchange, from files, when the gateway is gone or nobody answers."""

BY_EXCHANGE = ("lost", "nobody")

BACK_CHANNELS = frozenset(
    [
        "嗯",
        "嗯嗯",
        "恩",
        "哦",
        "噢",
        "喔",
        "啊",
        "对",
        "对对",
        "对对对",
        "好",
        "好的",
        "好好",
        "行",
        "是",
        "是的",
        "哎",
        "诶",
        "唉",
        "呃",
        "额",
        "嗯哼",
        "哦哦",
    ]
)
"""What a listener says while another speaks, and does not mean to interrupt with."""


def is_back_channel(text: str) -> bool:
    """Tell whether these words, said under a prompt, are no interruption."""
    return "".join(character for character in text if character.isalnum()) in BACK_CHANNELS


VOICEMAIL = re.compile(
    r"语音信箱|留言|[滴嘟哔]声|提示音|您(所)?拨打的(用户|号码|电话)|(暂时)?无法(接听|接通)|(秘书|助理|助手)(服务|为您)|机主(现在|暂时)"
)


def is_voicemail(text: str) -> bool:
    """Tell whether these are the words of a mailbox or of the network, and no person's."""
    return bool(VOICEMAIL.search(text))
