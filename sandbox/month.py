"""A month of made-up calls for ``make demo``: two hundred reports and what stands beside them, the same ones each time.

Nobody in it exists. The conversations are the prescribed questions and plain answers; the record is written from the same facts,
by the store's own functions, each at the moment it would have happened.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw

from claims.clock import iso
from claims.coverage import assess
from claims.policy import Policy
from claims.report import facts_in
from claims.store import Store

REPORTS = 200
SEED = 15
STAFF = ("王芳", "李敏", "陈晓东", "赵倩")

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = (
    "伟",
    "秀英",
    "建国",
    "丽",
    "海涛",
    "雪梅",
    "志强",
    "婷",
    "晓东",
    "桂兰",
    "明",
    "丹丹",
    "国庆",
    "玉华",
    "鹏",
    "静",
    "子轩",
    "春燕",
)
MODELS = (
    "大众朗逸",
    "丰田卡罗拉",
    "哈弗H6",
    "比亚迪秦PLUS",
    "别克英朗",
    "日产轩逸",
    "五菱宏光",
    "本田雅阁",
    "吉利帝豪",
    "长安CS75",
)
CITIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "冀A": ("石家庄", ("裕华路和体育大街路口", "中山西路地铁站旁", "槐安路高架桥下", "和平路人民商场门口")),
    "豫A": ("郑州", ("金水路和花园路口", "农业路沙口路口", "中原路万达停车场", "航海路中州大道口")),
    "鲁B": ("青岛", ("香港中路和山东路口", "重庆南路宜家门口", "黑龙江路加油站旁", "市南区燕儿岛路")),
    "苏E": ("苏州", ("干将东路和人民路口", "工业园区星湖街", "狮山路地铁口", "吴中区东吴北路")),
    "川A": ("成都", ("天府大道和锦城大道口", "人民南路四段", "建设路伊藤停车场", "二环路北二段")),
    "粤B": ("深圳", ("深南大道科技园路口", "宝安区创业一路", "龙岗大道布吉段", "福田区彩田路")),
}
COVERS = (
    ["交强险", "车损险", "三者险"],
    ["交强险", "车损险", "三者险", "车上人员责任险"],
    ["交强险", "三者险"],
    ["交强险"],
)
RELATIONS = (("本人", 12), ("配偶", 4), ("子女", 2), ("朋友", 2), ("同事", 1))


@dataclass(frozen=True)
class Kind:
    """A way an accident comes about.

    Attributes:
        case: The contract's case type.
        weight: How often.
        stories: What the caller says of it.
        parts: What may be damaged of the own car.
        party: What is told of another party: kind and damage.
        facts: What the record has beside it.
        asked: Further questions, with an answer each.
    """

    case: str
    weight: int
    stories: tuple[str, ...]
    parts: tuple[str, ...] = ()
    party: tuple[str, tuple[str, ...]] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[tuple[str, str], ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind("collision_multi", 46, ("等红灯的时候被后面的车追尾了", "我变道的时候和旁边的车刮上了", "前车急刹，我没刹住追尾了"),
         ("前保险杠", "后保险杠", "右前翼子板", "左前大灯"), ("机动车", ("后保险杠", "左后门"))),
    Kind("collision_single", 30, ("倒车的时候撞到柱子上了", "雨天路滑，我打方向撞了路边护栏", "转弯没看见石墩，蹭上去了"),
         ("后保险杠", "前保险杠", "右后门"), None, {"property_damage": ["护栏"]}),
    Kind("collision_nonmotor", 16, ("右转的时候和直行的电动车碰上了", "开车门碰到了骑自行车的"), ("左前门", "右前大灯"), ("非机动车", ("前轮",))),
    Kind("pedestrian", 8, ("行人突然横穿马路，我没刹住碰到了", "出小区的时候碰倒了一位走路的老人"), ("前保险杠",), ("行人", ())),
    Kind("parked_hit_unknown", 18, ("车停在路边，回来发现被撞了，人跑了", "停车场里让人蹭了，没留电话"), ("左后门", "后保险杠")),
    Kind("scratch", 14, ("车停在小区里，早上起来发现被人划了", "停在商场门口被钥匙划了一道"), ("左前门", "引擎盖")),
    Kind("flood", 14, ("昨天下大雨，车停在地下车库被淹了", "过涵洞的时候熄火了，水进来了"), ("发动机",), None,
         {"flood": {"duration_min": [30, 60], "level": "座椅", "restarted": False}},
         (("flood_duration", "大概半小时到一个小时"), ("flood_level", "淹到座椅了"), ("flood_restarted", "没有，没敢打火"))),
    Kind("theft", 8, ("车停在楼下，早上起来不见了", "停在饭店门口，吃完饭出来车没了"), (), None,
         {"theft": {"reported": True, "station": "辖区派出所", "guarded_lot": False, "documents_lost": ["行驶证"]}},
         (("theft_police", "报了，辖区派出所"), ("theft_parking", "不是，就路边，没人看"), ("theft_documents", "行驶证在车上"))),
    Kind("fire", 6, ("开着开着引擎盖冒烟，后来着火了", "停着充电的时候突然起火了"), ("发动机", "引擎盖"), None,
         {"fire": {"how": "线路冒烟", "origin": "发动机舱", "brigade": True, "put_out": True}},
         (("fire_how", "线路冒烟，后来着的"), ("fire_origin", "发动机舱"), ("fire_brigade", "消防来了"), ("fire_put_out", "灭了"))),
    Kind("glass", 14, ("高速上前面货车掉的石子把前挡风玻璃崩了", "早上看前挡玻璃裂了一道"), ("前挡风玻璃",)),
    Kind("falling_object", 10, ("停在楼下，楼上掉东西把车顶砸了", "大风把树枝吹断了砸在车上"), ("车顶", "前挡风玻璃")),
)  # fmt: skip

ENDINGS = (("registered", 150), ("manual", 10), ("draft", 26), ("duplicate", 8), ("withdrawn", 6))
"""What becomes of the reports."""

OTHERS = (
    ("silent", 14, "", ""),
    ("wrong_number", 12, "我想订个外卖", "utter_goodbye"),
    ("noise", 6, "（听不清）", ""),
    ("enquiry", 14, "我的案子到哪一步了", "utter_goodbye"),
    ("complaint", 12, "我要投诉，查勘员两天了还没联系我", "utter_goodbye"),
    ("transferred", 12, "转人工", "utter_goodbye"),
    ("rescue", 10, "车抛锚了，帮我叫个拖车", "utter_goodbye"),
)
"""Calls that are no report: outcome, how many, what the caller says, what the bot answers last."""

COMPLAINTS = (
    "查勘员约好了没有来，也没有打电话",
    "定损价格太低，修理厂说不够",
    "打了三次电话每次说的都不一样",
)
WANTS = ("尽快安排人来", "重新定损", "给个明确的答复")


class Month:
    """Writes the month into an empty store."""

    def __init__(self, store: Store, now: datetime, photos: Path) -> None:
        """End the month at ``now``; pictures go to the folder ``photos``."""
        self.store, self.now, self.photos = store, now, photos
        self.draw = random.Random(SEED)
        domain = yaml.load(
            (Path(__file__).parents[1] / "domain.yml").read_text("utf-8"),
            getattr(yaml, "CSafeLoader", yaml.SafeLoader),
        )
        self.responses = domain["responses"]
        self.policies: list[dict[str, Any]] = []

    def write(self) -> None:
        """Write everything, in the order in which it happened."""
        draw = self.draw
        planned: list[tuple[datetime, str, Any]] = []
        endings = [ending for ending, many in ENDINGS for _ in range(many)]
        draw.shuffle(endings)
        for number, ending in enumerate(endings):
            planned.append((self._moment(), ending, number))
        for outcome, many, said, answer in OTHERS:
            planned += [(self._moment(), "other", (outcome, said, answer)) for _ in range(many)]
        for minutes in (2, 5, 9):  # the last ones go on, or are to be worked on just now
            planned.append((self.now - timedelta(minutes=minutes), "live", minutes))
        before: list[tuple[str, dict[str, Any], datetime]] = []
        for order, (at, what, more) in enumerate(sorted(planned, key=lambda it: it[0])):
            if what == "other":
                self._other(f"d-{order:04}", at, *more)
            else:
                self._report(f"d-{order:04}", at, what, before)
        self._messages()
        self._work()

    # Calls

    def _moment(self) -> datetime:
        """Draw a moment of the month: more by day, and more in the last days."""
        draw = self.draw
        days = int(draw.triangular(0, 29, 3))
        hour = draw.choices(
            range(24), (1, 1, 1, 1, 1, 2, 4, 8, 10, 9, 8, 7, 7, 7, 8, 8, 9, 11, 10, 7, 5, 4, 3, 2)
        )[0]
        day = (self.now - timedelta(days=days)).date()
        at = datetime.combine(day, time(hour, draw.randrange(60), draw.randrange(60)), self.now.tzinfo)
        return at if at < self.now - timedelta(minutes=20) else at - timedelta(days=1)

    def _report(
        self, call_id: str, at: datetime, ending: str, before: list[tuple[str, dict[str, Any], datetime]]
    ) -> None:
        """Tell a report in a call, up to where it comes."""
        draw, store = self.draw, self.store
        channel = draw.choices(("voice", "web", "shell"), (80, 18, 2))[0] if ending != "live" else "voice"
        kind = draw.choices(KINDS, [it.weight for it in KINDS])[0]
        record, phone, turns = self._accident(kind, at)
        if ending == "duplicate" and before:
            _, other, _ = draw.choice(before[-20:])
            record = {name: other[name] for name in other if name not in ("reporter", "registered_at")}
            turns = [
                ("plate", record["plate"]),
                ("accident_time", "跟前面说的一样"),
                ("place", record["place"]),
            ]
            turns.append(("description", record["description"]))
        record |= {"channel": channel, "call_id": call_id}
        if channel == "web":
            call_id = f"web-{call_id}"
            record["call_id"] = call_id
        store.begin_call(call_id, channel, None if draw.random() < 0.03 else phone, at)
        asked = self._turns(turns, ending)
        clock = self._talk(call_id, at, asked)
        if ending in ("draft", "live"):
            record = self._so_far(record, {name for name, _ in asked})
        if ending == "draft" and draw.random() < 0.3:
            record["accident_time_said"] = "就刚才那会儿"
            record.pop("accident_time", None)
        store.save_draft(call_id, record)
        if channel == "web" and draw.random() < 0.6:
            self._photos(call_id, clock)
        if ending == "live":
            return
        if ending == "manual":
            store.save_manual(
                call_id, {**record, "coverage": {"verdict": "undetermined"}}, "保单系统没有应答", clock
            )
        elif ending != "draft":
            done = store.register(call_id, record, clock)
            if ending == "registered" and done.created:
                before.append((call_id, record, clock))
            self._say(call_id, clock, None, "utter_registered", report_number=done.report_number)
        if ending == "withdrawn":
            store.withdraw_report(
                call_id, draw.choice(STAFF), "客户自行协商解决，不再索赔", clock + timedelta(hours=3)
            )
        store.end_call(call_id, clock + timedelta(seconds=draw.randrange(5, 30)))

    def _other(self, call_id: str, at: datetime, outcome: str, said: str, answer: str) -> None:
        """Make a call that is no report."""
        draw, store = self.draw, self.store
        phone = self._phone()
        store.begin_call(call_id, "voice", phone, at)
        self._say(call_id, at, None, "utter_greeting")
        clock = at + timedelta(seconds=draw.randrange(8, 40))
        if said:
            self._say(call_id, clock, said, answer)
        if outcome == "complaint":
            number = draw.choice(
                self.store.reports(status="registered", limit=50) or [{"report_number": None}]
            )
            detail = {
                "complaint_surname": draw.choice(SURNAMES),
                "complaint_detail": draw.choice(COMPLAINTS),
                "complaint_want": draw.choice(WANTS),
                "phone": phone,
            }
            store.add_task("complaint", call_id, number["report_number"], None, detail, clock)
        elif outcome == "enquiry":
            store.add_task("enquiry", call_id, None, None, {"enquiry": said, "phone": phone}, clock)
        elif outcome == "rescue":
            city, places = draw.choice(tuple(CITIES.values()))
            store.add_task(
                "rescue",
                call_id,
                None,
                None,
                {"place": f"{city}{draw.choice(places)}", "phone": phone},
                clock,
            )
        store.set_outcome(call_id, outcome)
        store.end_call(call_id, clock + timedelta(seconds=draw.randrange(4, 60)))

    # Facts

    def _accident(self, kind: Kind, at: datetime) -> tuple[dict[str, Any], str, list[tuple[str, str]]]:
        """Return a whole record, the caller's number, and question and answer of each turn."""
        draw = self.draw
        head = draw.choice(tuple(CITIES))
        city, places = CITIES[head]
        policy = self._policy(head, at)
        name, phone = policy["insured"]["name"], policy["insured"]["phone"]
        relation = draw.choices([it for it, _ in RELATIONS], [it for _, it in RELATIONS])[0]
        driver = name if relation == "本人" else self._name()
        ago = draw.choice((8, 15, 20, 30, 45, 60, 120, 180, 600, 1500, 3000))
        happened = (at - timedelta(minutes=ago)).replace(second=0)
        place, story = f"{city}{draw.choice(places)}", draw.choice(kind.stories)
        parts = draw.sample(kind.parts, k=min(len(kind.parts), draw.choice((1, 1, 2)))) if kind.parts else []
        record: dict[str, Any] = {
            "case_type": kind.case,
            **{key: policy[key] for key in ("plate", "vin", "engine_no", "policy_no")},
            "insured": name,
            "accident_time": iso(happened),
            "accident_time_said": f"{ago // 60}小时前" if ago >= 60 and ago % 60 == 0 else f"{ago}分钟前",
            "place": place,
            "place_keys": {"city": city, "road": place[len(city) :]},
            "description": story,
            "contact": {"name": driver, "phone": phone},
            "reporter": {"name": driver, "phone": phone, "relation": relation},
            "flags": [],
            **json.loads(json.dumps(kind.facts)),
        }
        turns = [
            ("plate", policy["plate"]),
            ("policy_confirm", "对"),
            ("accident_time", record["accident_time_said"]),
        ]
        turns += [("place", place), ("description", story), *kind.asked]
        if kind.case not in ("theft", "scratch", "parked_hit_unknown", "falling_object", "glass"):
            record["driver"] = {"name": driver, "relation": relation}
            turns.append(
                ("driver", "我自己开的" if relation == "本人" else f"{driver}，是{name}的{relation}")
            )
        if parts:
            record["own_damage"] = parts
            record["drivable"] = draw.random() < 0.8
            turns.append(
                ("own_damage", "、".join(parts) + ("，还能开" if record["drivable"] else "，开不了了"))
            )
        if kind.party:
            record["third_parties"] = [self._party(kind.party, turns)]
        self._hurt(kind, record, turns, city)
        if kind.case != "theft":
            record["at_scene"] = ago <= 60
            turns.append(("at_scene", "还在" if ago <= 60 else "不在了"))
            if ago > 60:
                record["car_location"] = f"{city}自家小区"
                turns.append(("car_location", record["car_location"]))
        if not record.get("drivable", True):
            record["rescue_requested"] = True
            turns.append(("rescue", "要，麻烦叫个拖车"))
        turns += [("contact_name", driver), ("contact_phone", phone), ("recap", "对")]
        verdict = assess(Policy.from_json(policy), facts_in(record), happened.date(), "found")
        return {**record, "coverage": verdict.as_record()}, phone, turns

    def _party(self, told: tuple[str, tuple[str, ...]], turns: list[tuple[str, str]]) -> dict[str, Any]:
        kind, damage = told
        party: dict[str, Any] = {"kind": kind}
        if damage:
            party["damage"] = list(damage)
        if kind == "机动车":
            party |= {"plate": self._plate(self.draw.choice(tuple(CITIES))), "owner": self._name()}
            turns += [("third_plate", party["plate"]), ("third_owner", party["owner"])]
            turns.append(("third_damage", "、".join(damage)))
        return party

    def _hurt(self, kind: Kind, record: dict[str, Any], turns: list[tuple[str, str]], city: str) -> None:
        draw = self.draw
        often = {"pedestrian": 0.9, "collision_nonmotor": 0.6, "collision_multi": 0.1}.get(kind.case, 0.02)
        if kind.case == "theft":
            return
        if draw.random() >= often:
            record["injuries"] = {"any": False}
            turns.append(("injured", "没有人受伤"))
            return
        dead = draw.random() < 0.06
        record["injuries"] = {
            "any": True,
            "count": 1,
            "severity": "轻伤",
            "kinds": ["行人"] if kind.case == "pedestrian" else ["骑车人"],
            "sent_hospital": True,
            "hospital": f"{city}市第一医院",
            "treated": True,
        }
        turns += [("injured", "有，一个人"), ("injury_severity", "轻伤，腿擦破了")]
        turns += [("sent_hospital", "送了"), ("hospital", f"{city}市第一医院")]
        if dead:
            record["injuries"] |= {"deaths": 1, "severity": "死亡"}

    def _policy(self, head: str, at: datetime) -> dict[str, Any]:
        draw, number = self.draw, len(self.policies)
        start = (at - timedelta(days=draw.randrange(10, 350))).date()
        policy = {
            "policy_no": f"PDAA2026{number:011}",
            "plate": self._plate(head),
            "vin": f"LSV{draw.choice('ABCD')}{draw.choice('NP')}4180{draw.randrange(10**8):08}",
            "engine_no": f"{draw.choice(('CSR', 'CLR', 'EA2'))}{draw.randrange(10**6):06}",
            "model": draw.choice(MODELS),
            "insured": {"name": self._name(), "phone": self._phone()},
            "clause": "2020",
            "covers": draw.choices(COVERS, (12, 4, 3, 2))[0],
            "start": str(start),
            "end": str(start + timedelta(days=364)),
        }
        self.policies.append(policy)
        return policy

    def _plate(self, head: str) -> str:
        tail = "".join(self.draw.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))
        return f"{head}{self.draw.randrange(1, 10)}{tail}"

    def _name(self) -> str:
        return self.draw.choice(SURNAMES) + self.draw.choice(GIVEN)

    def _phone(self) -> str:
        return f"1{self.draw.choice(('38', '39', '36', '58', '86'))}0000{self.draw.randrange(10_000):04}"

    # Conversations

    def _turns(self, turns: list[tuple[str, str]], ending: str) -> list[tuple[str, str]]:
        if ending == "draft":
            return turns[: self.draw.randrange(1, len(turns) - 2)]
        return turns[:4] if ending == "live" else turns

    def _talk(self, call_id: str, at: datetime, turns: list[tuple[str, str]]) -> datetime:
        """Say and answer everything; return when the last of it was said."""
        self._say(call_id, at, "我要报案", "utter_greeting")
        clock, pace = at + timedelta(seconds=9), self.draw.uniform(0.6, 1.5)
        for number, (name, answer) in enumerate(turns):
            if number == 0:
                self._say(call_id, clock, None, f"utter_question_{name}")
            following = turns[number + 1][0] if number + 1 < len(turns) else None
            clock += timedelta(seconds=int(pace * (5 + len(answer) / 3 + 4)))
            self._say(call_id, clock, answer, f"utter_question_{following}" if following else None)
        return clock + timedelta(seconds=2)

    def _say(
        self, call_id: str, at: datetime, caller: str | None, response: str | None, **values: str
    ) -> None:
        bot = []
        if response in self.responses:
            text = self.responses[response][0]["text"]
            for name, value in {
                "company": "民安保险",
                "hotline": "95585",
                "bot_number": "8001",
                **values,
            }.items():
                text = text.replace(f"{{{name}}}", value)
            if "{" not in text:
                bot = [{"id": response, "text": text}]
        self.store.log_turn(call_id, None, at, caller, bot)

    def _so_far(self, record: dict[str, Any], asked: set[str]) -> dict[str, Any]:
        """Return of a record what was told by then."""
        of: dict[str, tuple[str, ...]] = {
            "place": ("place", "place_keys"),
            "accident_time": ("accident_time", "accident_time_said"),
        }
        of |= {"description": ("description", "case_type"), "own_damage": ("own_damage", "drivable")}
        of |= {"injured": ("injuries",), "driver": ("driver",), "contact_phone": ("contact",)}
        of |= {"policy_confirm": ("vin", "engine_no", "policy_no", "insured"), "plate": ("plate",)}
        kept = {name for question in asked for name in of.get(question, (question,))}
        always = {"channel", "call_id", "reporter", "flags"}
        return {name: value for name, value in record.items() if name in kept | always}

    def _photos(self, call_id: str, at: datetime) -> None:
        """Keep some drawn pictures of a car."""
        self.photos.mkdir(parents=True, exist_ok=True)
        for number in range(self.draw.randrange(1, 4)):
            name = f"demo-{call_id}-{number}.png"
            picture = Image.new("RGB", (480, 360), (150 + 20 * number, 170, 185))
            pen = ImageDraw.Draw(picture)
            pen.rectangle((0, 260, 480, 360), fill=(90, 95, 100))
            pen.rounded_rectangle((60, 170, 420, 270), 30, fill=(40, 90, 160))
            pen.polygon(((130, 175), (180, 110), (310, 110), (365, 175)), fill=(60, 110, 180))
            for x in (130, 350):
                pen.ellipse((x - 32, 240, x + 32, 304), fill=(25, 25, 25))
            pen.line((70, 200, 110, 240, 80, 250), fill=(220, 40, 30), width=5)
            picture.save(self.photos / name, optimize=True)
            kept = {"name": name, "kind": "image/png", "size": (self.photos / name).stat().st_size}
            self.store.web.add_photo(call_id, kept, at, 10)

    # What people and the worker did with it

    def _messages(self) -> None:
        """Send the messages of the month, as the worker would have; a few never arrived."""
        lease = timedelta(seconds=30)
        while found := self.store.claim_messages("demo", self.now, lease, 100):
            for message in found:
                queued = message["queued_at"]
                luck = self.draw.random()
                if luck < 0.04:
                    self.store.message_failed(
                        message["id"], "demo", queued + timedelta(hours=1), "号码停机", None
                    )
                elif luck < 0.06:
                    later = self.now + timedelta(hours=2)
                    self.store.message_failed(message["id"], "demo", queued, "短信平台忙", later)
                else:
                    sent = queued + timedelta(seconds=self.draw.randrange(2, 70))
                    self.store.message_sent(message["id"], "demo", sent)
                    if luck < 0.9:
                        self.store.message_arrived(message["key"], None, sent + timedelta(seconds=6))

    def _work(self) -> None:
        """Work off most tasks, most of them in time; what is recent is open still."""
        draw, store = self.draw, self.store
        for task in list(self._old_tasks()):
            by, due = draw.choice(STAFF), datetime.fromisoformat(task["due_at"])
            begun = datetime.fromisoformat(task["created_at"])
            left = (
                0.75
                if begun > self.now - timedelta(hours=20)
                else 0.2
                if begun > self.now - timedelta(days=3)
                else 0
            )
            if draw.random() < left:
                if draw.random() < 0.4:
                    store.act_on_task(task["id"], "take", by, begun + timedelta(minutes=1))
                if draw.random() < 0.15:
                    store.act_on_task(
                        task["id"], "note", by, begun + timedelta(minutes=3), text="打过一次，没有人接"
                    )
                continue
            late = draw.random() < 0.12
            done = (
                due + timedelta(minutes=draw.randrange(3, 90))
                if late
                else begun + (due - begun) * draw.uniform(0.2, 0.95)
            )
            if done >= self.now:
                continue
            store.act_on_task(task["id"], "take", by, begun + (done - begun) / 2)
            settled = task["kind"] == "complaint" and draw.random() < 0.6
            store.act_on_task(task["id"], "finish", by, done, text="已办理", settled=settled)
        for report in store.reports(status="registered", limit=30)[::3]:
            at = datetime.fromisoformat(report["registered_at"]) + timedelta(minutes=40)
            if at < self.now:
                place = f"{report.get('place', '')}（东侧）"
                store.put_right(report["call_id"], "place", place, draw.choice(STAFF), "查勘员现场核实", at)
        for _ in range(3):
            store.escalate(self.now)

    def _old_tasks(self) -> Iterator[dict[str, Any]]:
        yield from self.store.tasks(status="open", limit=2000)
