"""The small finders of a story: insurers, hospitals, water, injuries, events, flags, the other side."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.events import find_events, find_flags
from mandarin.homophones import repair
from mandarin.hospitals import find_hospitals, find_wards
from mandarin.injury import find_injuries
from mandarin.insurers import find_insurers
from mandarin.parts import find_parts
from mandarin.people import find_people
from mandarin.place import find_places
from mandarin.property import find_property
from mandarin.read import read
from mandarin.span import ASSERTED
from mandarin.vehicles import find_vehicles
from mandarin.water import find_water_levels

FINDERS = [
    find_events, find_flags, find_hospitals, find_wards, find_injuries, find_insurers, find_parts, find_people,
    find_places, find_property, find_vehicles, find_water_levels,
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "insurer"),
    [
        ("平安保险", ["平安"]),
        ("PICC", ["人保"]),
        ("太保的人来了", ["太平洋"]),
        ("在阳光小区", []),
        ("他是中国人民财产保险的", ["人保"]),
        ("他上的是大地保险", ["大地"]),
        ("人保的人来了", ["人保"]),
        ("他买的比亚迪财险", ["比亚迪"]),
        ("他开的比亚迪 买的平安", ["平安"]),
        ("人保险还没来", []),
        ("他们人保险公司的还没到", []),
        ("那个人保证给修好 保险也报了", []),
        ("别人保的平安", ["平安"]),
        ("对方保险没来 他那黑色比亚迪秦还堵着", []),
        ("对方是辆比亚迪海豚 保险还没来", []),
    ],
)
def test_insurers(said: str, insurer: list[str]) -> None:
    assert [span.value for span in find_insurers(said)] == insurer


@pytest.mark.parametrize(
    ("said", "hospital"),
    [
        ("送到省二院了", ["省二院"]),
        ("在市第一人民医院抢救呢", ["市第一人民医院"]),
        ("县医院", ["县医院"]),
        ("拉到军区总院了", ["军区总院"]),
        ("还没去医院", []),
        ("送区中医院了", ["区中医院"]),
        ("拉去湘雅三医院了", ["湘雅三医院"]),
        ("开始在县医院，后来转到省二院", ["省二院"]),
        ("市幼保健院", ["市妇幼保健院"]),
        ("不知道哪个医院", []),
        # Misheard.
        ("城都华西医院", ["成都华西医院"]),
        ("就是说武汉统济医院", ["武汉同济医院"]),
        ("拉道县人民医远了", ["县人民医院"]),
        ("他再仁记医院拍片", ["仁济医院"]),
        ("地二附属医院", ["第二附属医院"]),
        ("西难医院", ["西南医院"]),
        ("在天津总医院", ["天津总医院"]),
        ("在省总医院", ["省总医院"]),
        ("市二远", ["市二院"]),
        ("市急救中心不对市中医院", ["市中医院"]),
        ("我们一员都在", []),
        ("他是队里一员", []),
        ("远远看见一个人", []),
        # As said: a city that sounds alike stands before a name, not for one.
        ("同仁医院", ["同仁医院"]),
        ("送到北京同仁医院了", ["北京同仁医院"]),
        ("在安定医院", ["安定医院"]),
    ],
)
def test_hospitals(said: str, hospital: list[str]) -> None:
    assert [span.value for span in find_hospitals(said)] == hospital


@pytest.mark.parametrize(
    ("said", "insurer"),
    [("好像是永按", "永安"), ("人寿", "国寿财"), ("大底财险吧", "大地"), ("众安车险", "众安")],
)
def test_insurers_asked_for(said: str, insurer: str) -> None:
    assert [span.value for span in find_insurers(said, asked=True)] == [insurer]


def test_a_hospital_asked_for_that_lost_its_end() -> None:
    assert [span.value for span in find_hospitals("送去长庚医了", asked=True)] == ["长庚医院"]


@pytest.mark.parametrize("said", ["还没分病房呢", "不清楚哪个病房"])
def test_no_ward(said: str) -> None:
    assert find_wards(said) == []


@pytest.mark.parametrize(
    ("said", "ward"),
    [
        ("骨科三病房", "骨科三病房"),
        ("住院部8楼12床", "住院部8楼12床"),
        ("在重症监护室", "重症监护室"),
        ("还在急诊室", "急诊室"),
    ],
)
def test_wards(said: str, ward: str) -> None:
    assert [span.value for span in find_wards(said)] == [ward]


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("水都到座椅了", "座椅"),
        ("淹到半个轱辘", "轮胎一半"),
        ("没过引擎盖了", "发动机盖"),
        ("到膝盖", "膝盖"),
        ("水到车门一半", "车门一半"),
    ],
)
def test_water_levels(said: str, level: str) -> None:
    assert [span.value for span in find_water_levels(said, asked=True)] == [level]


@pytest.mark.parametrize(
    ("said", "injury"),
    [
        ("没有人受伤", {"any": False}),
        ("人没事", {"any": False}),
        ("都没事 没人伤着", {"any": False}),
        ("脖子有点酸", {"any": True, "severity": "脖子有点酸"}),
        ("伤了两个人", {"any": True, "count": 2}),
        ("一个人当场死了", {"any": True, "deaths": 1}),
    ],
)
def test_injuries(said: str, injury: dict[str, Any]) -> None:
    assert [span.value for span in find_injuries(said)] == [injury]


@pytest.mark.parametrize(
    ("said", "asked", "told"),
    [
        ("我手烫了一下", None, {"any": True, "severity": "手烫了"}),
        ("咋个会伤到嘛，开得慢慢的", "injured", {"any": False}),
        ("空车，哪来的人受伤", "injured", {"any": False}),
        ("没有，就是心里受伤", "injured", {"any": False}),
        ("有，我对象，其他人没事", "injured", {"any": True, "kinds": ["车上人员"]}),
        ("我没事，我妈脚崴着了", "injured", {"any": True, "kinds": ["车上人员"]}),
        ("我跟三个同事都没事，骑车的摔伤了", None, {"any": True, "kinds": ["非机动车人员"]}),
        ("骑三轮的，不是我车上的人", "injured_kind", {"kinds": ["非机动车人员"]}),
        ("对方，骑电瓶车的那个", "injured_kind", {"kinds": ["非机动车人员"]}),
        ("本车两个，对方车里一个", "injured_kind", {"kinds": ["车上人员", "第三者车上人员"]}),
        ("有，对方车上一个老头", "injured", {"any": True, "kinds": ["第三者车上人员"]}),
        ("手背起泡了", None, {"any": True}),
        ("胳膊肘撞青了", None, {"any": True}),
        ("后面那辆车的司机头破了", None, {"any": True, "kinds": ["第三者车上人员"]}),
        ("我妈坐后排，眉骨磕了个口子", None, {"any": True, "kinds": ["车上人员"]}),
        ("骑共享单车的学生膝盖擦破皮了", None, {"any": True, "kinds": ["非机动车人员"]}),
        ("两个过马路的都摔倒了", None, {"any": True, "count": 2}),
        ("一个轻一个重，都送医院了", None, {"any": True, "count": 2, "sent_hospital": True}),
        ("幺二零拉走了一个", None, {"any": True, "sent_hospital": True}),
        ("人都挺好", None, {"any": False}),
        ("没得哪个受伤", None, {"any": False}),
        ("没有任受伤", None, {"any": False}),
        ("木友人受伤", None, {"any": False}),
        ("都没磕没碰", None, {"any": False}),
        ("人都没世", None, {"any": False}),
        ("三革人受商了", None, {"any": True, "count": 3}),
        ("脖字疼", None, {"any": True}),
        ("没有啊，车里头没坐人", "injured", {"any": False}),
        ("有，三个", "injured", {"any": True, "count": 3}),
        ("还能走路", "injury_severity", {"any": True}),
        ("电瓶车上的", "injured_kind", {"kinds": ["非机动车人员"]}),
        ("就我媳妇", "injured_kind", {"kinds": ["车上人员"]}),
        ("骑电动车的和后座的", "injured_kind", {"kinds": ["非机动车人员"]}),
        ("我后座的乘客", "injured_kind", {"kinds": ["车上人员"]}),
        # Nobody, said in a question or in pieces.
        ("没有 就蹭了一下 怎么会受伤呢", "injured", {"any": False}),
        ("没没没哪能会伤着人啦", "injured", {"any": False}),
        ("咋可能有人受伤", None, {"any": False}),
        ("么人受伤 好好的", "injured", {"any": False}),
        ("没 有 人 受伤", None, {"any": False}),
        ("车身擦伤 人没事", None, {"any": False}),
        # How badly, and whether taken to hospital.
        ("不严重 手背蹭破皮 他说不去医院", "injury_severity", {"any": True, "sent_hospital": False}),
        ("胸口 额头流血", "injury_severity", {"severity": "胸口 额头流血"}),
        ("左手跟右腿都擦破皮了", None, {"severity": "左手跟右腿都擦破皮"}),
        ("还没送到医院", "hospital", {"sent_hospital": True, "arrived": False}),
        ("120刚拉走 还在路上", "ward", {"sent_hospital": True, "arrived": False}),
        # How many, and who.
        ("就我一个啊 哎我不是说了嘛别人没有", "injured_count", {"any": True, "count": 1}),
        ("就司机一个人 其他人没事", "injured_count", {"any": True, "count": 1}),
        ("我们俩", "injured_count", {"any": True, "count": 2}),
        ("撞死一个伤了两个", None, {"deaths": 1, "count": 2}),
        ("车后面撞倒我妈", None, {"kinds": ["行人"]}),
        ("我哥撞了个过马路的大娘 胳膊骨折了", None, {"kinds": ["行人"]}),
        ("为了让一辆电瓶车撞树上了 我姐头磕破了", None, {"kinds": ["车上人员"]}),
        ("后车副驾一个老头磕破了头", None, {"kinds": ["第三者车上人员"]}),
        ("碰了个骑三轮的大爷 大爷腿断了", None, {"kinds": ["非机动车人员"]}),
        ("我妈坐后排 脖子扭了", None, {"kinds": ["车上人员"]}),
        ("倒车把我儿子撞倒了", None, {"kinds": ["行人"]}),
        ("我妈坐副驾头磕破了", None, {"kinds": ["车上人员"]}),
        ("撞死一个过马路的老头", None, {"deaths": 1, "kinds": ["行人"]}),
        ("骑小电驴的大姐胳膊折了 骨折", None, {"kinds": ["非机动车人员"]}),
        ("乘客开门把骑车的撞倒了", None, {"kinds": ["非机动车人员"]}),
        # Death.
        ("我撞了人 人没了", None, {"any": True, "deaths": 1}),
        ("当场死亡", None, {"any": True, "deaths": 1}),
        ("送到医院没救过来", None, {"any": True, "deaths": 1}),
        ("抢救了半天人还是走了", None, {"any": True, "deaths": 1}),
        ("不是受伤 是死了", None, {"any": True, "deaths": 1}),
        ("死了两个", None, {"any": True, "deaths": 2}),
    ],
)
def test_injuries_in_many_words(said: str, asked: str | None, told: dict[str, Any]) -> None:
    (span,) = find_injuries(said, asked)
    assert told.items() <= span.value.items()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("车动不了了", None),
        ("被人从头划到尾", None),
        ("还没抢险", None),
        ("不太清楚", "injury_severity"),
        ("没有看清楚", "injured_kind"),
        # The car is hurt, not a person.
        ("底盘受伤了", None),
        ("我的车伤得厉害", None),
        ("轮毂擦伤了一圈", None),
        ("伤了个大灯", None),
        ("把别个屁股撞到了", None),
        ("我撞到了", None),
        # Nobody died.
        ("方向打死了也没躲过去", None),
        ("刹车踩死了", None),
        ("路都堵死了动不了", None),
        ("车门焊死了打不开", None),
        ("手刹拉死了", None),
        ("手机没电死了", None),
        ("气死我了", None),
        ("撞死一条狗", None),
        ("把人家两只羊轧死了", None),
        ("一头牛被撞死了", None),
        ("撞死一棵树", None),
        ("撞完人没影了", None),
        ("后面滴滴滴按得我头疼", None),
        ("他睡得喊不醒", None),
        ("光顾着看手机了", None),
        ("他先走了", None),
        # At a hospital without being a patient.
        ("我人在医院车在现场", None),
        ("在医院照顾我爸呢", None),
        ("送老婆去医院的路上被追尾了", None),
        ("在医院门口蹭了一下", None),
        # Asked or feared.
        ("有没有人受伤我没看清", None),
        ("要是有人受伤怎么报", None),
        ("怕伤到人", None),
        ("差点撞死人", None),
        ("上次受伤的还没赔", None),
    ],
)
def test_no_injury(said: str, asked: str | None) -> None:
    assert find_injuries(said, asked) == []


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ("没喝酒", set()),
        ("我喝了点酒", {"drink"}),
        ("没驾照", {"no_licence"}),
        ("在高速上", {"highway"}),
        ("沪渝高速 枝江服务区", set()),
        ("枝江服务区呐 沪渝高速", set()),
        ("就在枝江服务区里头 沪渝高速边上那个", set()),
        ("京承高速收费站广场上", set()),
        ("高速出口下来的红绿灯那", set()),
        ("下高速的那条路上", set()),
        ("过了枝江服务区没多远 沪渝高速上", {"highway"}),
        ("沪渝高速枝江服务区往前两公里", {"highway"}),
        ("沪渝高速上石子崩的 我在枝江服务区", {"highway"}),
        ("绕城高速出口匝道上", {"highway"}),
        ("荣乌上么 往东胜去", {"highway"}),
        ("九点我还没上高速", set()),
        ("打了幺二幺二二 说在路上了", {"police_called"}),
        ("高速上拨了12122", {"highway", "police_called"}),
        ("交警还没来 我们早打过了", {"police_called"}),
        ("水箱漏了 往外直淌水", {"leaking", "not_drivable"}),
        ("机油漏了一地", {"leaking"}),
        ("天窗下雨漏水", set()),
        ("少了一个灯 漏了", set()),
        ("已经报警了", {"police_called"}),
        ("还没报警", set()),
        ("熄火以后我又打了两次火", {"second_start"}),
        ("车走不了了", {"not_drivable"}),
        ("在桥洞底下 动不了", {"not_drivable"}),
        ("得拖 行不得了", {"not_drivable"}),
        ("钥匙一拧没打着", {"not_drivable"}),
        ("轮子都掉了怎么开啊", {"not_drivable"}),
        ("我儿子才十岁开不了", set()),
        ("老人家走不动", set()),
        ("没挪地方 能走", {"drivable"}),
        ("车已经开回我们院里了", {"drivable"}),
        ("民警喊我们先开到辅路上", {"drivable", "police_called"}),
        ("我开到一半熄火了", set()),
        ("拖到城西的长安店", set()),
        ("你们给拉回去吧 拖去我们镇上", set()),
        ("拖去停车场了", {"towed"}),
        ("一口酒都没喝", set()),
        ("晌午整了半斤白的", {"drink"}),
        ("驾驶证让交警吊销了", {"no_licence"}),
        ("又拧了两回钥匙", {"second_start"}),
        ("找人钣金喷漆补好了", {"repaired_already"}),
        ("清障车刚给拖走", {"towed"}),
        ("给我派个清障车拖走", set()),
        ("火苗还在往上蹿", {"burning_now"}),
        ("车上拉着乘客", {"for_hire"}),
        ("商量好了假装追个尾", {"staged"}),
        ("他死活不认，硬说我变道", {"dispute"}),
        ("轮子锁死了，一步都挪不动", {"not_drivable"}),
        ("我喝多了", {"drink"}),
        ("就家门口那个路口", set()),
        ("车借给朋友开，他喝多了撞了人跑了", {"drink", "left_scene"}),
        ("我老公撞了人害怕就跑了", {"left_scene"}),
        ("我停在路边撞完就跑了", set()),
        ("我被撞了人跑了", set()),
        ("新换的发动机又坏了", set()),
        ("车被人开走了", set()),
        ("还在这儿呢 我不敢动", {"exposed"}),
        ("孩子在外头冷得很", {"exposed"}),
        ("我带着两个娃站在路边", {"exposed"}),
        ("没得路灯 黑漆漆的", {"exposed"}),
        ("后面大车开得飞快 吓人", {"exposed"}),
        ("车横在马路中间了", {"exposed"}),
        ("卡在隧道里了", {"exposed"}),
        ("我在救护车上陪着呢", {"ambulance"}),
        ("120的人已经到了", {"ambulance"}),
        ("要不要叫救护车", set()),
        ("路人已经打了120", {"ambulance"}),
        ("救护车也叫了 在路上", {"ambulance"}),
        ("我还没打120", set()),
        ("不用叫救护车", set()),
        ("水好深 不敢打火", set()),
        ("不敢走近看", set()),
        ("我在路口等红灯被追尾了", set()),
        ("昨天停在桥上被撞了", set()),
        ("天气热", set()),
    ],
)
def test_flags(said: str, flags: set[str]) -> None:
    assert {span.value for span in find_flags(said) if span.assertion == ASSERTED} == flags


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ("没着火", None),
        ("停在院子口被一台货车倒车撞了", "hit_by_vehicle"),
        ("我脚背起泡了", None),
        ("不好了车滑到水里了", "flood"),
        ("核桃大的雹子砸得机盖全是坑", "hail_storm"),
        ("不是被追尾是我追尾别人", "rear_end"),
        ("我被追尾了", "rear_ended"),
        ("对方跑了", "fled_other"),
        ("后车跑了", "fled_other"),
        ("一脚油门溜了", "fled_other"),
        ("前车撞了我以后开走了", "fled_other"),
        ("蹭完就走了", "fled_other"),
        ("人家早没影了", "fled_other"),
        ("撞的人早跑哒", "fled_other"),
        ("也没给我留个纸条", "fled_other"),
        ("没看见人行道上有人 就撞住了", None),
        ("他变道没看见 把我车门给蹭了", "hit_by_vehicle"),
        ("跟个客车会车我往边上躲 底盘叫石头磕了", "hit_fixed"),
        ("骆驼从沟里冲上来 我撞上了", "hit_animal"),
        ("底盘撞了一下", "hit_fixed"),
        ("油底壳被碰了", "hit_fixed"),
        ("水箱撞坏了", "hit_fixed"),
        ("翻到护栏外边了", "rollover"),
        ("下坡没刹住翻到渠里了", "rollover"),
        ("车滚到山下去了", "rollover"),
        ("雪天一滑就出溜到玉米地里去了", "ran_off"),
        ("右前轮掉进路边的排水沟了", "ran_off"),
        ("一把没打回来栽到人家稻田里", "ran_off"),
        ("躲三轮冲到护栏外边了", "ran_off"),
        ("我在田里干活", None),
        ("手机掉地上了", None),
        ("我把车开走了停在路边", "parked"),
        ("半夜车被人开走了", "theft"),
        ("有人把我车偷偷开走了", "theft"),
        ("骑三轮的大爷", None),
        ("撞我的小伙子", None),
        ("是撞我那个人在你们这保的", None),
        ("我撞了那个人", "hit_pedestrian"),
        ("水漫一地", None),
    ],
)
def test_events(said: str, event: str | None) -> None:
    labels = {span.value for span in find_events(said) if span.assertion == ASSERTED}
    assert event in labels if event else not labels
    assert not {"rear_end", "rear_ended"} <= labels


def test_other_road_users_are_counted_by_kind() -> None:
    assert [span.value for span in find_vehicles("我被两辆电动车和一个面包车撞了")] == [
        {"kind": "非机动车", "said": "电动车", "count": 2},
        {"kind": "机动车", "said": "面包车", "count": 1},
    ]
    assert find_vehicles("我的车坏了") == []


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("撞了个骑三轮的大爷", ["非机动车"]),
        ("送外卖的骑电动车把我撞了", ["非机动车"]),
        ("一个老太太骑自行车突然拐弯我撞上了", ["非机动车"]),
        ("撞了一个老头骑三轮车", ["非机动车"]),
        ("撞了一个过马路的老头", ["行人"]),
        ("撞了行人和一辆电动车", ["行人", "非机动车"]),
        ("把过马路的大娘碰倒了", ["行人"]),
        ("一下子把那老头带倒了", ["行人"]),
        ("老大爷从我左手边穿出来 左边车头碰着他", ["行人"]),
        ("老太从花坛边上出来过马路 前面车头撞上去了", ["行人"]),
        ("右边车尾蹭到墙上", []),
        ("我是带孩子的 接小孩去了", []),
        ("寻我弟弟 我弟弟在现场", []),
        ("撞我的小伙子没下车", []),
        ("没躲开对面的车", ["机动车"]),
        ("倒车的时候没看见有个大妈 一下子蹭倒了", ["行人"]),
        ("那儿有个大妈 我问她看见没有", []),
        ("一个尕娃追着皮球突然跑到路中间", ["行人"]),
        ("一头牦牛从坡上冲下来", ["动物"]),
        ("车在门口那个车位停着", []),
        ("俺舅嘞皮卡跟人家蹭了", []),
        ("我姓白 开的皮卡        让人追尾了", []),
        ("跟一个皮卡        蹭了", ["机动车"]),
        ("我记在手机上了 等我看看 皮卡是        面包车是", ["机动车", "机动车"]),
    ],
)
def test_who_rides_and_what_is_ridden_are_one_party(said: str, kinds: list[str]) -> None:
    assert [span.value["kind"] for span in find_vehicles(said)] == kinds


def test_property_is_what_was_hit_not_what_fell() -> None:
    assert [span.value for span in find_property("撞到护栏和路灯杆了")][:1] == ["护栏"]
    assert find_property("树倒了砸我车上了") == []
    assert find_property("石头崩的") == []


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("那儿新装了个道闸我没留神 咣就碰上了", ["道闸"]),
        ("左半边让护栏给磨了", ["护栏"]),
        ("又捎带着带倒了一根路灯杆", ["路灯"]),
        ("把人家花坛给碰塌了", ["花坛"]),
        ("右B柱也弯了", []),
        ("跟一个厢货刮了", []),
        ("树枝让风刮断了掉我车上", []),
        ("停在店门口被人刮了", []),
    ],
)
def test_property_that_was_run_into(said: str, things: list[str]) -> None:
    assert [span.value for span in find_property(said)] == things


def test_property_says_where_the_car_lies_without_being_hit() -> None:
    assert find_property("翻到护栏外边了") == []
    assert [span.value for span in find_property("撞开护栏翻到沟里")] == ["护栏"]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("前面追微了", "前面追尾了"),
        ("夜子板", "叶子板"),
        ("撞到户栏上", "撞到护栏上"),
        ("我告诉你", "我告诉你"),
        ("手上有点疼", "手上有点疼"),
    ],
)
def test_homophones_of_our_words_are_repaired_and_ordinary_words_kept(heard: str, meant: str) -> None:
    assert repair(heard) == meant


@given(st.text(max_size=60))
def test_no_text_breaks_a_finder_and_spans_keep_their_words(text: str) -> None:
    for find in FINDERS:
        for span in find(text):
            assert text[span.start : span.end] == span.text


def test_fillers_inside_words_are_heard_past_and_spans_keep_the_callers_words() -> None:
    said = "蹭到一辆电嗯动车"
    (span,) = find_vehicles(said)
    assert (span.start, span.end, span.text) == (2, len(said), "一辆电嗯动车")
    assert [event.value for event in find_events(said)] == ["hit_nonmotor"]


@pytest.mark.parametrize(
    ("said", "asked", "things"),
    [
        ("撞了护栏和花坛", False, ["护栏", "花坛"]),
        ("车尾甩到隔离墩上了", False, ["隔离墩"]),
        ("就护栏 还有一根路灯", True, ["护栏", "路灯"]),
        ("就在护栏旁边", False, []),
        ("我这货箱瘪了", False, []),
    ],
)
def test_things_hit(said: str, asked: bool, things: list[str]) -> None:
    assert [span.value for span in find_property(said, asked=asked)] == things


@pytest.mark.parametrize(
    ("said", "disputed"),
    [
        ("她讲是我们的责任", True),
        ("他喊我认全责", True),
        ("我被后车推到前面去了", False),
        ("他不认识路", False),
        ("地名我也说不清", False),
        ("责任说不清了", True),
        ("不赖我 我都停住了", False),
        ("还能站起来骂我呢", False),
    ],
)
def test_dispute(said: str, disputed: bool) -> None:
    assert ("dispute" in {span.value for span in find_flags(said)}) == disputed


@pytest.mark.parametrize("text", ["那个对着了", "找不着了", "睡不着了 急的"])
def test_no_fire_in_words_that_end_like_one(text: str) -> None:
    assert "fire" not in [event.value for event in find_events(text)]


@pytest.mark.parametrize("text", ["车着了", "后备箱里面着了"])
def test_and_a_fire_where_it_burns(text: str) -> None:
    assert "fire" in [event.value for event in find_events(text)]


@pytest.mark.parametrize("text", ["在阳山 交警中队", "交警吹过了没喝酒", "车子被交警拖走了"])
def test_where_the_traffic_police_acted_they_know(text: str) -> None:
    assert "police_called" in [flag.value for flag in find_flags(text)]


@pytest.mark.parametrize(
    "text", ["一下子冲到人家种菜的大棚里了", "撞到人家院墙上了", "路窄躲个三轮 冲到人家菜地的大棚里头了"]
)
def test_whose_a_thing_is_that_was_struck_is_no_party(text: str) -> None:
    found = {span.value for span in find_events(text) if span.assertion == ASSERTED}
    assert not found & {"hit_nonmotor", "hit_pedestrian", "hit_vehicle"}


def test_a_blow_that_hurt_somebody_is_no_collision() -> None:
    spans = read("我妈胳膊肘磕破皮了", datetime(2026, 3, 10, 8, 5, tzinfo=timezone.utc), "injured")
    assert [span.value for span in spans if span.kind == "event"] == []
