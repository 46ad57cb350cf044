"""Other wishes than the open question: a person, a complaint, a message, rescue, the end of the call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from claims.answers import yes_or_no
from claims.complaints import asks_when_answered, hours_of, is_not_ours, level_of
from claims.conversation.complaining import begin_complaint
from claims.conversation.turn import (
    LIKELY,
    SURE,
    Line,
    Means,
    Move,
    Turn,
    end_of_line,
    go_on,
    go_to,
    has_begun,
)
from claims.heard import Heard
from claims.interview import OF_OTHERS, OFFERS, Facts, known, told
from claims.numbers import number_in
from claims.volunteered import volunteered
from claims.wishes import words_of
from mandarin.asking_back import asked_before
from mandarin.tow import is_seen_to, towed_to

TO_A_PERSON = "客户要求人工服务"

Leave = Callable[[Turn], Move]

BEHALF = re.compile(
    r"(替|帮|代)(?![我俺咱])[^，。,]{0,6}报(?!警)|路过|路人|(看见|看到)[^，。,]{0,6}(车祸|事故|撞|出事)"
)
"""Words of somebody who reports another's accident."""

LOCKED_IN = re.compile(r"(人|孩子|小孩|娃|宝宝|老人)[^，。,]{0,6}锁")
"""Words of somebody locked in a car that had no accident."""

IN_NEED = re.compile(r"(人|孩子|小孩|娃|老人|司机|他|她|我)[^，。,]{0,6}(卡|困|压|夹)|出不来")
"""Words of somebody who cannot get out."""

NAMING = frozenset({"driver", "contact_name", "insured", "third_owner", "relation"})
"""Questions to which a person is the answer: "换我老公" says who drove."""


RINGING = frozenset({"contact_name", "contact_phone", "callback_phone"})
"""Questions whose answers sound like a wish to be rung: "打我这个号就行"."""


def take_leave(turn: Turn, means: Means) -> Move | None:
    """Go to another conversation, or to a person."""
    if BEHALF.search(turn.heard.text) and turn.heard.is_intent(
        ("report_accident", "third_party_report"), LIKELY
    ):
        return _third_party_report(turn)
    if not in_so_many_words(turn.heard) or (turn.heard.intent == "withdraw" and KEPT.search(turn.heard.text)):
        return None
    if (
        turn.heard.intent == "wrong_number"
        and has_begun(turn.facts)
        and not MISDIALLED.search(turn.heard.text)
    ):
        return None
    wants_help = HELP_WANTED.search(turn.heard.text) or IN_NEED.search(turn.heard.text)
    if turn.heard.intent == "rescue" and has_begun(turn.facts) and not wants_help:
        return None  # 电动车没咋坏, asked for its damage; a car that cannot move is offered a tow
    if turn.heard.intent == "urge" and turn.form == "claim_report" and has_begun(turn.facts):
        return _hurried(turn, means)
    if turn.heard.intent == "call_back" and turn.asked in RINGING:
        return None
    if (
        turn.heard.intent in ("call_back", "quote")
        and not has_begun(turn.facts)
        and ACCIDENT.search(turn.heard.text)
    ):
        return None
    if turn.heard.intent == "third_party_report" and (
        turn.heard.all("plate") or turn.asked in OF_OTHERS or turn.asked == "other_insurer"
    ):
        return None  # an answer about the other side, and no news of who is calling
    # "她的车保的太平洋" is no customer of another's.
    if turn.heard.intent == "other_insurer" and turn.asked in OF_OTHERS:
        return None
    if turn.heard.intent == "complaint" and is_not_ours(turn.heard.text):
        return None  # "对方说要投诉我" complains of us to nobody
    leave = LEAVES.get(turn.heard.intent)
    return leave(turn) if leave and turn.heard.sure >= SURE else None


def take_leave_first(turn: Turn, means: Means) -> Move | None:
    """Leave before the words are tried as an answer: "我不想报了" is no driver."""
    person = turn.asked in NAMING and turn.heard.all("person") and not HANDING_OVER.search(turn.heard.text)
    if person or turn.heard.intent in ("goodbye", turn.asked):
        return None
    return take_leave(turn, means)


def _to_person(turn: Turn) -> Move:
    """Offer to put the caller through; where there is no line for it, see that somebody rings, on a number that is known."""
    if turn.connects:
        return _offer("transfer")(turn)
    number = _number_to_ring(turn.facts)
    if number is None:
        return go_to("message", message_kind="person")(turn)
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_nobody_there"),), ask=turn.asked, wording="short",
        task=("callback", {"reason": TO_A_PERSON, "phone": number}),
    )  # fmt: skip


def _offer(name: str) -> Leave:
    """Ask back, once, before a call is put through or a report withdrawn."""

    def leave(turn: Turn) -> Move:
        resume = turn.asked if turn.asked not in OFFERS else None
        pending = {"offer": name, "resume": resume, "said": turn.heard.text}
        return Move(dict(turn.facts), replace(turn.progress, pending=pending), ask=name)

    return leave


def _rescue(turn: Turn) -> Move:
    begun = any(known(turn.facts, name) for name in ("accident_time", "description", "case_type"))
    if IN_NEED.search(turn.heard.text):  # people come first: the safety sentence, then the report
        flags = list(dict.fromkeys([*(turn.facts.get("flags") or ()), "trapped"]))
        return replace(
            go_on(turn, {**turn.facts, "flags": flags, "rescue": True}), ask=turn.asked, wording="short"
        )
    if turn.form != "claim_report":  # nothing is going to be registered that could carry it
        if turn.form == "message" and turn.facts.get("message_kind") == "rescue":  # being taken down
            return Move(dict(turn.facts), turn.progress, ask=turn.asked)
        told_before = turn.facts.get("rescue") is True or turn.facts.get("message_kind") == "rescue"
        return replace(
            go_on(turn, {**turn.facts, "rescue": True}), lines=(Line("utter_rescue_recorded"),), ask=turn.asked,
            task=None if told_before else ("rescue", {"said": turn.heard.text}),
        )  # fmt: skip
    if begun:
        stands = turn.asked if turn.asked != "rescue" else None  # "要拖车" to that question answers it
        noted = replace(go_on(turn, {**turn.facts, "rescue": True}), lines=(Line("utter_rescue_noted"),))
        return replace(noted, ask=stands)
    place = volunteered(turn.heard, turn.facts, None).get("place")
    findable = place and any(place.get(key) for key in ("province", "city", "district", "stake"))
    told_where = {"place": place} if findable else {}
    move = go_to("message", message_kind="rescue", **told_where)(turn)
    return replace(move, lines=(Line("utter_safety_trapped"),)) if LOCKED_IN.search(turn.heard.text) else move


def take_tow_wish(turn: Turn, means: Means) -> Move | None:
    """Take a tow that is asked for as a question for the wish it is: "能不能给我拖到文景路的4S店"."""
    wished = any(aside.kind == "request" and HELP_WANTED.search(aside.text) for aside in turn.heard.asides)
    if not turn.heard.only_asks or not wished or turn.form != "claim_report":
        return None
    if turn.asked in ("rescue", "rescue_to") or turn.facts.get("case_type") == "theft":
        return None
    to = towed_to(turn.heard.text)
    where = {"rescue_to": to} if to and not known(turn.facts, "rescue_to") else {}
    return _rescue(replace(turn, facts={**turn.facts, **where}))


def _say_and_stay(response: str, wording: str = "short", **facts: Any) -> Leave:
    def leave(turn: Turn) -> Move:
        return Move(
            {**turn.facts, **facts}, turn.progress, (Line(response),), ask=turn.asked, wording=wording
        )

    return leave


HANDING_OVER = re.compile(
    r"(换|让|叫|给|由)[^，。,]{1,6}(跟|和|来|接|听|说|讲)|(我来|(?<!我)[跟和]你|来|接着)(说|讲)|接(个|一下)?电话"
)
"""Words with which the telephone is handed over; "有我老婆" names an injured passenger."""


STRANDED = re.compile(
    r"拖|托车|救援|旧援|吊|拉(一下|走|出来|一哈)|来(人|个人|车)?拉|搭.?电|换.?(备|轮|车)?胎|补胎|扎|爆胎|胎爆|没气|抛锚|趴窝|动不|走不|开不|出不来|下不来"
    r"|打不着|不着火|没电|亏电|没油|送.?油|开锁|锁.{0,3}里|熄火|开锅|死火|坏.{0,3}(路|道)[上边里]|坏(在)?半(路|道)|救[命我]|困|卡|陷|压"
)
"""Words of a car or its people that cannot go on by themselves; a car with a dent can."""

KEPT = re.compile(
    r"(没(有)?(说|讲|想|要|让你)|别|不(要|用|想|能|是)?|莫|唔好)(给我|帮我|你|我)*[^，。,]{0,3}(撤|取消|注?销|作废)"
    r"|(?<![不没别])(?<!不想)(?<!不用)(我|还是|还|就|是)(要|想|得)(给我|继续)?报案?(?![个点]?(警|交警|销))|(继续|接着)(给我|帮我)?(报|登记|办)"
)
"""Words of a caller who keeps to the report: "我没说撤销啊", "我要报案的"."""

UNWANTED = re.compile(
    r"(不|别|甭|莫|唔)(想|要|用|使|必|打算|准备)?(再|给我|麻烦)?(你们)?(报(?!警|交警|销|1|幺)|登记|理赔|索赔|走(你们)?保险|(麻烦|用)(你们)?保险)|不要(你们|保险公司|保险)?(理?赔|来)"
    r"|(撤|取消|注销|销|作废|放弃)[^，。,]{0,6}(案|报|理赔|索赔|登记)|(案子?|报案|登记|单子)[^，。,]{0,6}(撤|取消|销|作废|不要了)|^[嗯啊哎唉，,\s]*(撤|取消|作废|注?销)(了|掉|案)?[吧啊了]*$|(帮我|给我|那就?|还是)(取消|撤|销|作废)"
    r"|私了|自己(俩|两个)?(解决|修|掏钱|出钱|处理)|(谈|协商|商量)好了|不用(你们|查勘员?|人)(再)?来|(查勘员?|你们|人)[^，。,]{0,2}(别|不用|甭)(再)?来|算了[^，。,]{0,4}(不|别)|(赔|给)了[^，。,]{0,6}算了"
)
"""Words of not wanting the report; a bare 算了 is none: it is a sigh as often."""

RUNG_BACK = re.compile(
    r"(再|回头?|给我|过[一几]?[会哈]|[一待等]会|等下|等哈|晚[点些]|迟|有空|明[天早]|下午|上午|小时|分钟|然后)[^，。,]{0,8}([打拨讲说报]|联系|电话?|俾)|(打|拨|回)(过来|回来|来|[给俾]?我|另)|给你们?打|回你|联系我|回电|回拨|(不|唔)方便|没空|没(话费|信号|电)|(打|拨)(这个|我这)?号"
)
"""Words of being rung back; "处理了 等着做手术" is none, however it sounds."""

ELSEWHERE = re.compile(
    r"别家|别处|(别|其他|其它|另外?一?)(的|个|家)*公司|(不|没)(是)?(在|归)?(给)?(你们|您们|咱们|这(里|儿|家|边))"
)
"""Words of who is insured elsewhere; the name of another insurer is as good."""

TAKES_LEAVE = re.compile(
    r"再见|拜|挂(?:了|吧|断|电话|线)|先这样|就这样|(?:不|先不)(?:说|讲|聊|打|报|弄|搞)了|回头(?:再|说|聊|打)|忙(?:去|着)|有事|走了|没(?:别的)?事了|没了|没有了|没别的|谢|好了|行了|再会|88|晚点|回聊"
)
"""Words of who ends the call; 走道的, asked who was hurt, ends none."""

IN_SO_MANY_WORDS: Mapping[str, re.Pattern[str]] = {
    "other_insurer": ELSEWHERE,
    "call_back": RUNG_BACK,
    "goodbye": TAKES_LEAVE,
    "handover": HANDING_OVER,
    "rescue": STRANDED,
    "withdraw": UNWANTED,
}
"""Intent -> words without which it is something else that sounds like it."""


def in_so_many_words(heard: Heard) -> bool:
    """Tell whether the words hold what the intent needs; the intent alone is a sound."""
    words = IN_SO_MANY_WORDS.get(heard.intent)
    if heard.intent == "rescue" and is_seen_to(heard.text):
        return False
    named = heard.intent == "other_insurer" and heard.all("insurer")
    return words is None or bool(named or words.search(heard.text))


MISDIALLED = re.compile(r"[打拨按][错岔]|误[拨触打]|错号|(小孩|孩子)[^，。,]{0,4}(按|打|玩|碰)")
"""Words without which nobody who is reporting has rung the wrong number: 我租的车, 我自己打的120."""


def _hurried(turn: Turn, means: Means) -> Move | None:
    """Tell who urges before the report is registered what comes and when."""
    if turn.heard.sure < SURE:
        return None
    facts = turn.facts
    text = means.knowledge("", facts, turn.heard.text) or means.knowledge("ask_survey", facts, "")
    lines = (Line("utter_answer", {"text": text}),) if text else ()
    return Move(dict(facts), turn.progress, lines, ask=turn.asked, wording="short")


def _urge(turn: Turn) -> Move:
    """Pass a chaser on: at once for the report of this call, else with its number and who calls."""
    if known(turn.facts, "registered") or told(turn.facts, "about_report"):
        stay = _say_and_stay("utter_urged")(turn)
        return replace(stay, task=("chaser", {"said": turn.heard.text}))
    number = number_in(turn.heard.text)
    about = {"complaint_report_number": number} if number else {}
    return replace(go_to("message", message_kind="chaser", **about)(turn), seek="urged")


def with_urged(turn: Turn, move: Move, number: str) -> Move:
    """Urge the only report on whose file the calling number is, and ask nothing."""
    facts = {**turn.facts, "about_report": number}
    back = "after_report" if turn.form == "claim_report" else None
    return Move(
        facts, replace(move.progress, resume=None), (Line("utter_urged"),), ask=None if back else turn.asked, wording="short",
        switch=back, task=("chaser", {"said": turn.heard.text}), outcome="enquiry",
    )  # fmt: skip


def take_withdrawal(turn: Turn, means: Means) -> Move | None:
    """Settle whether the report is to be withdrawn; words that do not speak of it leave it where it was."""
    if turn.asked != "withdraw":
        return None
    pending = turn.progress.pending or {}
    resume = pending.get("resume")
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    kept = bool(KEPT.search(turn.heard.text))
    said = False if kept else yes_or_no("withdraw", turn.heard)
    if said:
        return _withdrawn(turn, pending.get("said") or turn.heard.text)
    if said is False:
        return Move(dict(turn.facts), turn.progress, (Line("utter_go_on"),), ask=resume, wording="short")
    return means.again(replace(turn, asked=resume))


def take_up_again(turn: Turn, means: Means) -> Move | None:
    """Give the report back to who withdrew it and denies it, and tell who asks for its number that there is none."""
    if turn.form != "after_report" or known(turn.facts, "registered") or not has_begun(turn.facts):
        return None
    if KEPT.search(turn.heard.text):
        progress = replace(turn.progress, resume=None, tries=0, pending=None)
        task = ("enquiry", {"reason": "客户不撤销报案，继续登记", "said": turn.heard.text})
        return Move(dict(turn.facts), progress, (Line("utter_go_on"),), switch="claim_report", task=task)
    if turn.heard.is_intent(("ask_number",)) or NUMBER_ASKED.search(turn.heard.text):
        line = Line("utter_not_registered")
        return Move(dict(turn.facts), turn.progress, (line,), ask=turn.asked, wording="short")
    return None


NUMBER_ASKED = re.compile(r"报案号|(案子|报案|登记)?(报|登记)(上|好|成)了?(没有?|吗|么|不)")
"""Words that ask for the number of the report, or whether it is registered."""


def _withdrawn(turn: Turn, said: str) -> Move:
    """Note that a report is not wanted any more; people settle it, because a record is never lost by a word."""
    task = ("enquiry", {"reason": "客户要求撤销报案", "said": said})
    move = Move(dict(turn.facts), turn.progress, (Line("utter_withdraw"),), task=task, outcome="enquiry")
    if turn.form == "after_report":
        return replace(move, ask="anything_else")
    return replace(move, switch="after_report")


def _third_party_report(turn: Turn) -> Move:
    """Let anybody report, and keep who it is and what is told with it."""
    told_now = volunteered(turn.heard, turn.facts, turn.asked) if turn.form == "claim_report" else {}
    flags = [*(turn.facts.get("flags") or ()), *(told_now.get("flags") or ()), "reported_by_other"]
    facts = told_now | {"flags": list(dict.fromkeys(flags))}
    return _say_and_stay("utter_anyone_may_report", "short", **facts)(turn)


HEARD = "utter_not_ours"
"""What is said of whose line this is, once; mark of a call that has heard it."""


def whose_line(turn: Turn, ring: str | None = None) -> Move:
    """Say whose line this is (L-06) to who has the wrong one, once, and where to ring; to a second such word goodbye."""
    outcome = None if has_begun(turn.facts) else "wrong_number"
    if HEARD in turn.progress.fits:
        return end_of_line(dict(turn.facts), turn.progress, "utter_goodbye", turn.asked, outcome=outcome)
    lines = (Line(HEARD), *((Line("utter_ring_there", {"line": ring}),) if ring else ()))
    progress = replace(turn.progress, fits=(*turn.progress.fits, HEARD))
    return Move(dict(turn.facts), progress, lines, ask=turn.asked, quiet=True, outcome=outcome)


def _goodbye(turn: Turn) -> Move:
    """Let a caller go; what was said of a report is kept, and somebody rings back."""
    if turn.form == "after_report":
        return Move({**turn.facts, "anything_else": False, "guidance": True}, turn.progress)
    if not has_begun(turn.facts):
        return Move(dict(turn.facts), turn.progress, (Line("utter_goodbye"),), ask=turn.asked, quiet=True)
    number = _number_to_ring(turn.facts)
    if number is None:
        lines = (Line("utter_kept"), Line("utter_goodbye"))
        return Move(dict(turn.facts), turn.progress, lines, ask=turn.asked, quiet=True)
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_kept_for_callback"), Line("utter_goodbye")),
        ask=turn.asked, quiet=True, outcome="callback", task=("callback", {"reason": "客户中途结束通话", "phone": number}),
    )  # fmt: skip


PERSON_WANTED = re.compile(
    r"人工|真人|客服|领导|经理|主管|(做得了主|能?做主|管事|说了算)的|(找|换|叫|转)个?人(来)?(跟我)?(说|讲|谈)?$"
)
"""Words of a wish to speak to a person."""

HELP_WANTED = re.compile(r"拖车|救援|吊车|清障|拖走|搭电|[拖拉吊运](到|去|回|往)")
"""Words of a wish for a tow truck."""


def wants_somebody(text: str) -> bool:
    """Tell whether a person or a tow truck is wished for."""
    return bool(PERSON_WANTED.search(text) or HELP_WANTED.search(text))


ACCIDENT = re.compile(r"出(了|过)?(个|点|一个|起)?(事(?!情)|事故|车祸|险)|撞|碰(?!头|见|运)|刮|追尾|剐|蹭")
"""Words of an accident: whoever says them reports, whatever else the words sound like ("撞住人了 咋办啊")."""


def enquiry_line(facts: Facts) -> Line:
    """Say that a question is noted, and, where nobody could be rung, no more than that."""
    return Line("utter_enquiry_noted" if reachable(facts) else "utter_question_written_down")


def reachable(facts: Facts) -> bool:
    """Tell whether there is a number the caller can be rung back on."""
    return _number_to_ring(facts) is not None


def _number_to_ring(facts: Facts) -> str | None:
    numbers = ("callback_phone", "contact_phone", "caller_phone")
    return next((str(facts[name]) for name in numbers if told(facts, name)), None)


def enquiry(turn: Turn) -> Move:
    """Write down a question nobody can answer now; L-16 asks for a number where none is known."""
    if asked_before(turn.heard.text) is not None:  # the question itself was noted when it was asked
        return Move(dict(turn.facts), turn.progress, (Line("utter_say_again"),), ask=turn.asked)
    accident = ACCIDENT.search(turn.heard.text) or turn.facts.get("injured") is True
    reporting = turn.form == "claim_report" and accident
    if not reachable(turn.facts) and not reporting:
        return go_to("message", message_kind="enquiry", enquiry=turn.heard.text)(turn)
    return Move(
        dict(turn.facts), turn.progress, (enquiry_line(turn.facts),), ask=turn.asked, wording="short",
        task=("enquiry", {"question": turn.heard.text}),
    )  # fmt: skip


LEAVES: Mapping[str, Leave] = {
    "ask_human": _to_person,
    "complaint": begin_complaint,
    "call_back": go_to("message", message_kind="callback"),
    "quote": go_to("message", message_kind="quote"),
    "rescue": _rescue,
    "wrong_number": whose_line,
    "other_insurer": _say_and_stay("utter_other_insurer"),
    "third_party_report": _third_party_report,
    "handover": _say_and_stay("utter_handed_over", wording=""),
    "urge": _urge,
    "withdraw": _offer("withdraw"),
    "goodbye": _goodbye,
}


DECLINED = re.compile(r"不(想|用|要|必)?(再)?(等|转)|(接着|继续)[^，。,]{0,2}(说|问|来|办|报)|你(接着)?问吧")
"""Words with which a caller stays with the bot."""


CONSENTED = re.compile(
    r"同意|(?<![不没别甭莫先])(快点?|赶紧|赶快|马上|立刻|倒是|给我|帮我|就|那|你|直接|都行|等)*转(?![向弯告账道眼身头发行圈])(吧|啊|呀|呗|接|过去|人工|给|快|一下|嘛|$|[，。,\s])|^[嗯啊哦那就，,\s]*(我)?(可以|愿意|能)?等"
)
"""Words of who is to be put through: "行 转 快点", "你倒是转啊"; "不转了" and 转弯 are none."""


def take_consent(turn: Turn, means: Means) -> Move | None:
    """Put through who agrees in so many words, and promise the call to who will not wait and asks when it comes."""
    text = turn.heard.text
    if turn.asked != "transfer":
        return None
    pending = turn.progress.pending or {}
    resume = pending.get("resume")
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    if not DECLINED.search(text) and CONSENTED.search(text):
        return _put_through(turn, resume)
    if not DECLINED.search(text) or not (asks_when_answered(text) or RUNG_INSTEAD.search(text)):
        return None
    facts, number = dict(turn.facts), _number_to_ring(turn.facts)
    if turn.form == "complaint":  # its answer is the call
        wanted = {} if known(facts, "complaint_want") else {"complaint_want": pending.get("said") or text}
        hours = hours_of(level_of([*words_of(facts), text])[0])
        line = Line("utter_leader_rings", {"hours": str(hours)})
        return Move({**facts, **wanted}, turn.progress, (line,), ask=resume, wording="short")
    if number is None:
        return go_to("message", message_kind="person")(replace(turn, asked=resume))
    return Move(
        facts, turn.progress, (Line("utter_person_rings"),), ask=resume, wording="short",
        task=("callback", {"reason": TO_A_PERSON, "said": text, "phone": number}),
    )  # fmt: skip


RUNG_INSTEAD = re.compile(r"(打|回)(个)?(电话|过来|给我)|回电|联系我|给我(打|回|来)")
"""Words of who would rather be rung."""


def _put_through(turn: Turn, resume: str | None) -> Move:
    return Move(dict(turn.facts), turn.progress, ask=resume, quiet=True, transfer=TO_A_PERSON)


def take_transfer(turn: Turn, means: Means) -> Move | None:
    """Settle the offer to be put through to a person."""
    if turn.asked != "transfer":
        return None
    resume = (turn.progress.pending or {}).get("resume")
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    said = False if DECLINED.search(turn.heard.text) else yes_or_no("transfer", turn.heard)
    if said or (said is None and turn.heard.is_intent(("ask_human", "affirm"))):
        return _put_through(turn, resume)
    if said is False:
        return Move(dict(turn.facts), turn.progress, (Line("utter_go_on"),), ask=resume, wording="short")
    return means.again(replace(turn, asked=resume))
