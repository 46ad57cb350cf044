"""What codes of the record are called in Chinese, and what the store's refusals come to for a clerk."""

from __future__ import annotations

import re
from collections.abc import Mapping

CASES: Mapping[str, str] = {
    "collision_single": "单方碰撞",
    "collision_multi": "多方碰撞",
    "collision_nonmotor": "与非机动车碰撞",
    "pedestrian": "撞行人",
    "parked_hit_unknown": "停放被撞，对方逃逸",
    "parked_damage": "停放受损",
    "scratch": "划痕",
    "flood": "水淹",
    "theft": "盗抢",
    "fire": "火灾",
    "glass": "玻璃单独破碎",
    "falling_object": "坠物砸车",
}
STATUSES: Mapping[str, str] = {
    "draft": "未报完",
    "registered": "已立案",
    "manual": "手工登记",
    "duplicate": "重复报案",
    "withdrawn": "已撤案",
}
CHANNELS: Mapping[str, str] = {"voice": "电话", "web": "网页", "shell": "终端", "rest": "接口"}
OUTCOMES: Mapping[str, str] = {
    "registered": "已报案",
    "duplicate": "重复报案",
    "manual": "手工登记",
    "rescue": "救援",
    "complaint": "投诉",
    "enquiry": "咨询",
    "callback": "待回拨",
    "transferred": "转人工",
    "wrong_number": "拨错",
    "silent": "无声",
    "noise": "噪音",
    "abandoned": "中途挂断",
}
CALLBACKS: Mapping[str, str] = {
    "callback": "回拨",
    "dispatch_callback": "调度回访",
    "closing_callback": "结案回访",
    "complaint_reply": "投诉答复",
}
CALLBACK_RESULTS: Mapping[str, str] = {
    "reached": "已接通本人",
    "wrong_person": "不是本人",
    "another_time": "改时间再打",
    "declined": "客户不愿接受回访",
}
TASKS: Mapping[str, str] = {
    "survey": "查勘调度",
    "rescue": "救援",
    "callback": "回访",
    "major_case": "重大案件上报",
    "complaint": "投诉",
    "manual_entry": "补录手工报案",
    "chaser": "催办",
    "enquiry": "咨询回复",
}
TASK_STATES: Mapping[str, str] = {"open": "未完成", "done": "已完成", "deleted": "已删除"}
STAGES: Mapping[str, str] = {"answer": "答复客户", "solution": "给出方案", "closing": "办结回访"}
LEVELS: Mapping[str, str] = {"supervisor": "班长", "head": "科长", "management": "上级领导"}
MESSAGES: Mapping[str, str] = {"queued": "待发送", "sent": "已发送", "failed": "发送失败"}
VERDICTS: Mapping[str, str] = {
    "covered": "属于保险责任",
    "not_covered": "未投保相应险种",
    "excluded": "条款除外",
    "expired": "出险时保单不在保险期内",
    "no_policy": "未查到保单",
    "undetermined": "待人工判断",
}
FLAGS: Mapping[str, str] = {
    "drink": "饮酒",
    "drugs": "毒驾",
    "no_licence": "无证",
    "left_scene": "离开现场",
    "race": "竞赛",
    "repaired_already": "已自行修理",
    "second_start": "二次启动",
    "learner": "学员驾驶",
    "staged": "疑似故意",
    "media": "媒体关注",
    "crowd": "群体聚集",
    "burnt_out": "全车烧毁",
    "highway": "高速公路",
    "towed": "已拖走",
    "parts_theft": "零部件被盗",
    "own_property": "自家财物",
    "ambulance": "救护车已叫",
    "burning_now": "正在起火",
    "charging": "充电时",
    "child_hurt": "有儿童受伤",
    "dispute": "责任有争议",
    "drivable": "车能开",
    "not_drivable": "车不能开",
    "leaking": "漏水漏油",
    "exposed": "天气恶劣中等候",
    "for_hire": "营运中",
    "inspection_expired": "未按期年检",
    "outside_territory": "境外出险",
    "police_called": "已报警",
    "premium_unpaid": "保费未付",
    "rising_water": "水位上涨",
    "scene_moved": "已挪车",
    "trapped": "有人被困",
    "withheld": "被熟人扣留",
    "late": "迟报",
}
ACTIONS: Mapping[tuple[str, str], str] = {
    ("report", "register"): "立案",
    ("report", "correct"): "更正",
    ("report", "note"): "备注",
    ("report", "withdraw"): "撤案",
    ("report", "open"): "查看完整资料",
    ("call", "open"): "查看完整资料",
    ("list", "open"): "导出完整资料",
    ("call", "erase"): "删除个人资料",
    ("call", "label"): "标注培训语料",
    ("task", "add"): "新增任务",
    ("task", "take"): "领取任务",
    ("task", "assign"): "分派任务",
    ("task", "reassign"): "改派任务",
    ("task", "send_back"): "退回任务",
    ("task", "finish"): "完成任务",
    ("task", "note"): "任务备注",
    ("task", "delete"): "删除任务",
    ("task", "escalate"): "超时升级",
    ("task", "ring"): "外呼",
    ("task", "rung"): "外呼结果",
    ("task", "left_to_people"): "改由人工回拨",
    ("message", "send"): "短信已发出",
    ("message", "deliver"): "短信已送达",
    ("message", "fail"): "短信发送失败",
    ("message", "resend"): "重发短信",
    ("account", "add"): "开通账号",
    ("account", "role"): "调整角色",
    ("account", "password"): "重设密码",
    ("account", "close"): "停用账号",
    ("account", "reopen"): "恢复账号",
    ("account", "lock"): "账号锁定",
    ("account", "sign_in"): "登录",
}
WHO: Mapping[str, str] = {"bot": "机器人", "worker": "系统", "command": "命令行"}
SAID: Mapping[str, str] = {
    "reason": "原因",
    "text": "内容",
    "to": "给",
    "old": "原值",
    "new": "新值",
    "was": "原状态",
    "error": "故障",
    "attempts": "次数",
    "stage": "阶段",
    "level": "级别",
    "due_at": "时限",
    "name": "账号",
    "role": "角色",
    "status": "状态",
    "kind": "任务",
    "field": "项目",
    "result": "结果",
}
RESULTS: Mapping[str, str] = {
    "reached": "已接通",
    "busy": "占线",
    "no_answer": "无人接听",
    "voicemail": "语音信箱",
    "error": "未能拨出",
}

DONE: Mapping[str, str] = {
    "take": "任务已领取。",
    "assign": "任务已分派。",
    "reassign": "任务已改派。",
    "send_back": "任务已退回。",
    "finish": "任务已完成。",
    "note": "备注已记下。",
    "delete": "任务已删除。",
    "add": "任务已新增。",
    "correct": "已更正。",
    "withdraw": "报案已撤销。",
    "ring_back": "已安排回拨。",
    "register": "已立案，报案号短信已排队发送。",
    "resend": "短信已重新排队发送。",
    "label": "已标注。",
    "open": "完整资料已打开，30 分钟内有效，已留痕。",
    "password": "密码已修改，请重新登录。",
    "account": "账号已更新。",
    "out": "已退出。",
}
"""What was done -> what the page says after it."""

_FIELD = "(?P<field>[a-z_.]+)"
REFUSALS: tuple[tuple[str, str], ...] = (
    (r"the report still lacks (?P<fields>.+)", "还不能立案，缺少：{fields}。请先更正这些内容。"),
    (r"the call goes on.*", "客户还在通话中，等通话结束再办理。"),
    (r"the report is (?P<status>\w+)", "报案的状态是“{status}”，不能这样办理。"),
    (r"the task is (?P<task>\w+)", "任务{task}，不能这样办理。"),
    (r"(?P<who>.+) has the task: reassign it", "任务已由{who}领取，请用“改派”。"),
    (r"nobody has the task.*", "任务还没有人领取。"),
    (r"the message is still queued", "短信还在待发送，不用重发。"),
    (rf"{_FIELD} has been changed meanwhile", "“{field}”刚刚被别人改过，请核对新值后再改。"),
    (rf"value: {_FIELD} is .*", "“{field}”的新值格式不对，没有保存。"),
    (r"reason: needed.*", "请填写原因。"),
    (r"text: needed.*", "请填写内容。"),
    (r"to: needed.*", "请填写给谁。"),
    (r"label: none", "这句话不能这样标注。"),
    (r"no such \w+", "没有找到，可能已经不在了。"),
    (r"there is an account .*", "已经有这个账号。"),
    (r"the policy system does not answer.*", "保单系统没有应答。请稍后再试，或选择“不等保单”。"),
)


def refusal(text: str, fields: Mapping[str, str]) -> str:
    """Return what the store's refusal comes to, for a clerk to read; ``fields`` names the facts."""
    for pattern, words in REFUSALS:
        match = re.fullmatch(pattern, text)
        if match is None:
            continue
        told = {name: value or "" for name, value in match.groupdict().items()}
        if "fields" in told:
            told["fields"] = "、".join(fields.get(it, it) for it in told["fields"].split(", "))
        if "field" in told:
            told["field"] = fields.get(told["field"], told["field"])
        told["status"] = STATUSES.get(told.get("status", ""), told.get("status", ""))
        told["task"] = TASK_STATES.get(told.get("task", ""), told.get("task", ""))
        return words.format(**told)
    return text
