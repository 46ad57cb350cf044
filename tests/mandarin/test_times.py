from __future__ import annotations

import itertools
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.span import Span
from mandarin.times import find_times, half_of_day

ZONE = timezone(timedelta(hours=8))
MORNING = datetime(2026, 3, 10, 10, 5, tzinfo=ZONE)  # a Tuesday
EVENING = datetime(2026, 3, 10, 20, 0, tzinfo=ZONE)
CALL = datetime(2026, 3, 10, 8, 5, tzinfo=ZONE)


def only(text: str, now: datetime = MORNING) -> Span:
    spans = find_times(text, now)
    assert len(spans) == 1, spans
    return spans[0]


def start(text: str, now: datetime = MORNING) -> str:
    return only(text, now).value["start"][5:16]


POINTS = """
三月六号十四点三十分 03-06T14:30
三月六号时间是十六点二十 03-06T16:20
三月六日二一一五 03-06T21:15
今早六四零左右 03-10T06:40
昨天朝早七点四个字 03-09T07:20
三月初六号晚上九点 03-06T21:00
除夕晚上九点 02-16T21:00
妇女节那天上午十一点 03-08T11:00
国庆节下午两点 10-01T14:00
下午三点，哦不是五点，昨天下午五点 03-09T17:00
我七点出的门，走了二十分钟，那就是七点二十 03-10T07:20
周一晚上，也就是昨天，八点十分 03-09T20:10
前天吧，不是，大前天晚上七点 03-07T19:00
就刚才，七点四十多 03-10T07:40
刚才 03-10T10:05
就这会儿 03-10T10:05
刚被人追尾了 03-10T10:05
二十来分钟以前 03-10T09:45
二十分种以前 03-10T09:45
半个小时前 03-10T09:35
半小时之前 03-10T09:35
一个多小时前 03-10T09:05
个把小时前 03-10T09:05
一个半小时前 03-10T08:35
三刻钟以前 03-10T09:20
刚过十分钟 03-10T09:55
前十分钟 03-10T09:55
今早七点四十 03-10T07:40
今儿早上六点半 03-10T06:30
今天嗯早上七点四十 03-10T07:40
昨晚两点 03-10T02:00
昨天夜里十一点 03-09T23:00
昨天凌晨两点 03-09T02:00
昨晚十二点 03-10T00:00
昨儿个后半夜三点 03-10T03:00
半夜两点 03-10T02:00
昨儿下午三点一刻 03-09T15:15
差五分三点 03-10T02:55
昨天下午差五分三点 03-09T14:55
昨天下午三点差一刻 03-09T14:45
昨天下午三点三刻 03-09T15:45
昨天中午一点 03-09T13:00
昨天啊晚上大概九点多 03-09T21:00
昨天晚上我开车回家九点多 03-09T21:00
七点左右 03-10T07:00
七点多吧七点四十这样 03-10T07:40
8:05 03-10T08:05
20点 03-09T20:00
05:40 03-10T05:40
八点零五分 03-10T08:05
八点过五分 03-10T08:05
上午十点 03-10T10:00
下午三点 03-09T15:00
3月9日21时30分 03-09T21:30
2026-03-09 21:30 03-09T21:30
三月九晚上九点 03-09T21:00
去年12月30号晚上七点 12-30T19:00
周五晚上八点半左右 03-06T20:30
星期五半夜两点 03-07T02:00
前天夜里一点 03-09T01:00
夜儿个黑下八点 03-09T20:00
坐晚九店四石 03-09T21:40
早上期点四十 03-10T07:40
做天下午三点办 03-09T15:30
昨万九点 03-09T21:00
大年初二下午三点 02-18T15:00
年初二上午九点 02-18T09:00
昨日晚黑八点一刻 03-09T20:15
上前天中午十二点 03-07T12:00
夜儿黑十一点 03-09T23:00
夜个后晌五点 03-09T17:00
寻日晏昼三点搭两 03-09T15:10
琴晚九点七个字 03-09T21:35
前个下半晌四点 03-08T16:00
今早廿五分前 03-10T09:40
昨晚十点廿八 03-09T22:28
三月八日七时二十分 03-08T07:20
昨日十九时许 03-09T19:00
三个星期前的今天上午九点 02-17T09:00
我八点出的门，开到桥头八点二十 03-10T08:20
昨天晚上7点05 03-09T19:05
昨晚七点四零 03-09T19:40
昨天二一点三五 03-09T21:35
前天一七点零八 03-08T17:08
头先撞嘅 03-10T10:05
啱啱发生 03-10T10:05
而家 03-10T10:05
半个钟头之 03-10T09:35
上上革星期三下午五点 02-25T17:00
商上个礼拜三晚上八点 02-25T20:00
上期四早上九点 03-05T09:00
昨天下五两点 03-09T14:00
三月二号完商九点 03-02T21:00
做完十点半 03-09T22:30
钱儿晚上七点 03-08T19:00
三天以钱 03-07T00:00
大年处三早上十点 02-19T10:00
就刚没多久 03-10T10:05
九点零两分 03-10T09:02
前儿下黑七点一刻 03-08T19:15
昨天擦黑以后六点半 03-09T18:30
昨晚饭候八点 03-09T20:00
昨天半夜，准确讲是今天一点四十 03-10T01:40
礼拜一收工，晚上八点 03-09T20:00
我八点从厂里出来，骑了半个小时，八点半 03-10T08:30
九点十分，哎我翻下手机，九点二十 03-10T09:20
三分钟钱 03-10T10:02
夜二后半商四点 03-09T16:00
"""


@pytest.mark.parametrize("line", POINTS.strip().splitlines())
def test_a_point_in_time_is_found_whatever_it_is_called(line):
    text, expected = line.rsplit(" ", 1)
    assert start(text) == expected


STRETCHES = """
昨天 03-09T00:00 03-09T23:59 day
前儿 03-08T00:00 03-08T23:59 day
大前天上午 03-07T08:00 03-07T11:59 part
今天 03-10T00:00 03-10T10:05 day
上周五中午 03-06T11:00 03-06T12:59 part
这周一 03-09T00:00 03-09T23:59 day
星期天 03-08T00:00 03-08T23:59 day
礼拜三 03-04T00:00 03-04T23:59 day
上个礼拜六 03-07T00:00 03-07T23:59 day
上周星期三 03-04T00:00 03-04T23:59 day
上个月28号 02-28T00:00 02-28T23:59 day
28号 02-28T00:00 02-28T23:59 day
3月8号 03-08T00:00 03-08T23:59 day
三月八号下午 03-08T12:00 03-08T17:59 part
八号晚上 03-08T18:00 03-08T23:59 part
本月5号 03-05T00:00 03-05T23:59 day
2026年3月9日 03-09T00:00 03-09T23:59 day
三天前 03-07T00:00 03-07T23:59 day
上个月 02-01T00:00 02-28T23:59 month
昨天下午三四点 03-09T15:00 03-09T16:00 hour
昨天夜里两三点 03-10T02:00 03-10T03:00 hour
9~11点 03-09T09:00 03-09T11:00 hour
七点四五十分 03-10T07:40 03-10T07:50 quarter
从昨天下午三点到五点 03-09T15:00 03-09T17:00 hour
昨晚十点到今天早上六点之间 03-09T22:00 03-10T06:00 hour
晚上十点到早上七点 03-09T22:00 03-10T07:00 hour
昨天晚上六点二十倒六点四十 03-09T18:20 03-09T18:40 minute
早上七点四十道八点至间 03-10T07:40 03-10T08:00 minute
八点半停的今早九点来开车就没了 03-09T20:30 03-10T09:00 hour
昨晚八点半停的今早九点来开车就没了 03-09T20:30 03-10T09:00 hour
昨天晚上停的今天早上发现 03-09T18:00 03-10T08:59 part
前天晚上停的第二天早上发现被刮了 03-08T18:00 03-09T08:59 part
昨天下午六点停的车今天早上七点发现的 03-09T18:00 03-10T07:00 hour
"""


@pytest.mark.parametrize("line", STRETCHES.strip().splitlines())
def test_a_stretch_of_time_has_both_ends_and_none_after_the_call(line):
    text, begin, end, precision = line.rsplit(" ", 3)
    value = only(text).value
    assert (value["start"][5:16], value["end"][5:16], value["precision"]) == (begin, end, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不是昨天是前天", "03-08T00:00"),
        ("是前天不是昨天", "03-08T00:00"),
        ("昨天，不对，前天下午", "03-08T12:00"),
        ("昨天下午三点，哦不，四点", "03-09T16:00"),
        ("昨天下午三点不对是前天", "03-08T15:00"),
        ("不是上午，是下午", "03-09T12:00"),
        ("应该是八点，不不，八点半", "03-10T08:30"),
        ("我说错了是前天", "03-08T00:00"),
        ("昨晚六点不是七点昨晚上七点", "03-09T19:00"),
        ("昨天步对前天晚上六点", "03-08T18:00"),
        # Why it is so, behind what is so.
        ("昨晚八点一刻 不对不对 是九点一刻 八点一刻我还在吃饭", "03-09T21:15"),
        ("昨天下午两点半 哎错了 三点半 两点交警才给别人处理完", "03-09T15:30"),
        ("昨天晚上七点 不对 七点超市还没关门 是八点", "03-09T20:00"),
        ("昨天下午五点二十 不是 四点二十", "03-09T16:20"),
        ("八点半哦说了七点半今早上七点半", "03-10T07:30"),
        ("昨天晚上九点，记岔了，八点", "03-09T20:00"),
    ],
)
def test_what_the_caller_takes_back_is_left_out(text, expected):
    assert start(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "五一路",
        "三八路",
        "八一大街",
        "有点酸",
        "一点点",
        "有一点疼",
        "两点损失",
        "泡了半个小时",
        "一三八零五七零一二三四",
        "第一时间",
        "零点五公里",
        "开了三点五公里",
        "早上好",
        "裕华路28号",
        "8号线",
        "工号八零零一",
        "车牌冀A6P72Q",
        "作业",
        "商务车",
        "重物砸的",
        "刚才跟你说过了",
        "五号楼",
        "停车场停了两天",
        "15个工作日内",
        "前车",
        "以前",
        "交了五点六万",
        "有两点我要说",
        "六号院",
        "我姓周",
        "我在宜家停的车",
        "路上五六公里",
        "我记一下黑色的那辆",
        "唔啱",
        "半夜黑灯瞎火".removeprefix("半夜"),
        "二十分钟",
    ],
)
def test_what_only_sounds_like_a_time_is_none(text):
    assert find_times(text, MORNING) == []


@pytest.mark.parametrize(
    ("text", "now", "readings"),
    [
        ("昨天三点", MORNING, ["2026-03-09T03:00+08:00", "2026-03-09T15:00+08:00"]),
        ("三点", EVENING, ["2026-03-10T03:00+08:00", "2026-03-10T15:00+08:00"]),
        ("昨天十点半", MORNING, ["2026-03-09T10:30+08:00", "2026-03-09T22:30+08:00"]),
        ("今天早上三点", EVENING, []),
        ("三点", CALL, []),  # only one three o'clock of today is over
        ("七点半", EVENING, []),  # half an hour ago, not in the morning
        ("昨天二十点", MORNING, []),
    ],
)
def test_morning_or_evening_is_open_only_when_both_are_likely(text, now, readings):
    assert only(text, now).value["readings"] == readings


@pytest.mark.parametrize("text", ["明天", "明天下午三点", "今天晚上八点", "下个月9号"])
def test_a_time_to_come_is_a_problem(text):
    assert only(text).problem == "future"


def test_two_times_of_two_events_stay_apart():
    spans = find_times("昨天晚上下的雨，今早才熄的火", MORNING)
    assert [span.text for span in spans] == ["昨天晚上", "今早"]


def test_doubt_between_two_days_keeps_both_with_little_confidence():
    first, second = find_times("昨天还是前天我记不清了", MORNING)
    assert (first.text, second.text) == ("昨天", "前天")
    assert first.confidence <= 0.5


def test_the_call_start_of_eight_and_the_words_just_now():
    span = only("就刚才，七点四十多", CALL)
    assert span.value == {
        "start": "2026-03-10T07:40+08:00",
        "end": None,
        "precision": "quarter",
        "told": "clock",
        "said": "就刚才，七点四十多",
        "readings": [],
    }


FIGURES = "零一二三四五六七八九十"


def spoken(value: int) -> str:
    tens, ones = divmod(value, 10)
    if value <= 10:
        return FIGURES[value]
    return ("" if tens == 1 else FIGURES[tens]) + "十" + (FIGURES[ones] if ones else "")


PARTS = [
    ("凌晨", range(1, 6)),
    ("早上", range(6, 9)),
    ("上午", range(9, 12)),
    ("下午", range(13, 18)),
    ("晚上", range(19, 24)),
]
FORMS = [
    lambda hour, minute: f"{spoken(hour)}点{spoken(minute) if minute > 9 else '零' + spoken(minute)}",
    lambda hour, minute: f"{spoken(hour)}点{spoken(minute)}分",
    lambda hour, minute: f"{hour}点{minute:02d}",
    lambda hour, minute: f"{hour}:{minute:02d}",
    lambda hour, minute: f"{hour}点{minute}分",
]


@given(
    part=st.sampled_from(PARTS),
    pick=st.integers(0, 23),
    minute=st.integers(1, 59),
    form=st.sampled_from(FORMS),
    days=st.sampled_from([("昨天", 1), ("前天", 2), ("昨儿", 1), ("大前天", 3)]),
    filler=st.sampled_from(["", "嗯", "啊", "大概", " ", "，"]),
    tail=st.sampled_from(["", "吧", "的时候", "出的事", "左右"]),
)
def test_a_clock_rendered_in_speech_is_found_again(part, pick, minute, form, days, filler, tail):
    name, hours = part
    hour = hours[pick % len(hours)]
    day, back = days
    text = f"{day}{name}{filler}{form(hour if hour <= 12 else hour - 12, minute)}{tail}"
    expected = MORNING.replace(hour=hour, minute=minute) - timedelta(days=back)
    assert datetime.fromisoformat(only(text).value["start"]) == expected


@given(
    st.text(
        alphabet="零一二三十百半两点分时刻年月日号周星期上下午早晚昨今前天差到不是停的😀a19.:， 初节",
        max_size=60,
    )
    | st.text(max_size=60)
)
def test_any_string_is_read_without_an_error_and_spans_fit_the_text(text):
    spans = find_times(text, MORNING)
    for span in spans:
        assert text[span.start : span.end] == span.text == span.value["said"]
        assert span.problem == "future" or datetime.fromisoformat(span.value["start"]) <= MORNING
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("也就十五分钟", "03-10T09:50"),
        ("有个半小时了", "03-10T09:35"),
        ("五六分钟吧", "03-10T09:59"),
        ("零七二零", "03-10T07:20"),
        ("二一三五左右", "03-09T21:35"),
    ],
)
def test_what_went_by_and_bare_figures_are_times_when_one_is_asked_for(text, expected):
    (span,) = find_times(text, MORNING, asked=True)
    assert span.value["start"][5:16] == expected
    assert find_times(text, MORNING) == []


@pytest.mark.parametrize("text", ["昨天天刚亮", "昨天黎明", "昨天一大早天刚亮"])
def test_the_dawn_is_no_measure_word(text: str) -> None:
    (found,) = find_times(text, datetime.fromisoformat("2026-03-10T08:05:00+08:00"))
    assert (found.value["precision"], found.value["start"]) == ("part", "2026-03-09T05:00+08:00")


@pytest.mark.parametrize(
    ("text", "begin", "told"),
    [
        ("差不多半小时了", "03-10T19:30", "ago"),
        ("得有一个小时了", "03-10T19:00", "ago"),
        ("有一个礼拜了", "03-03T00:00", "ago"),
        ("差不多三天了", "03-07T00:00", "ago"),
        ("三两天了", "03-07T00:00", "ago"),
        ("有十来分钟了", "03-10T19:50", "ago"),
        ("三刻钟咯", "03-10T19:15", "ago"),
        ("就刚才呗 搁这儿吵吵二十来分钟了", "03-10T19:40", "ago"),
        ("刚撞完 也就五分钟", "03-10T19:55", "ago"),
        ("我都等了快一个小时了", "03-10T19:00", "ago"),
        ("三点多 有五个小时了", "03-10T15:00", "clock"),
        ("有一会儿了", "03-10T18:30", "part"),
        ("没多大会儿", "03-10T19:45", "part"),
        ("刚才", "03-10T20:00", "now"),
        ("今儿早上", "03-10T05:00", "part"),
        ("昨天", "03-09T00:00", "day"),
        ("打电话打了十分钟了才接 下午三点撞的", "03-10T15:00", "clock"),
        ("我驾龄十年了 就刚才", "03-10T20:00", "now"),
        ("国庆前一天 都过去好久了", "09-30T00:00", "day"),
    ],
)
def test_how_long_it_has_been_is_when_it_was_where_that_is_asked(text, begin, told):
    spans = find_times(text, EVENING, asked=True)
    assert [(span.value["start"][5:16], span.value["told"]) for span in spans] == [(begin, told)]


@pytest.mark.parametrize(
    "text", ["差不多半小时了", "有一个礼拜了", "有一会儿了", "我等了半小时了", "驾龄十年了", "我买这车三年了"]
)
def test_unasked_how_long_something_takes_is_no_time(text):
    assert find_times(text, EVENING) == []


@pytest.mark.parametrize("text", ["驾龄十年了", "我买这车三年了", "还有十分钟", "打电话打了十分钟了"])
def test_what_has_lasted_otherwise_is_no_time_of_an_accident(text):
    assert find_times(text, EVENING, asked=True) == []


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("端午节前一天晚上九点", "05-30T21:00"),
        ("五一前一天下午三点", "04-30T15:00"),
        ("中秋节第二天早上七点", "10-07T07:00"),
        ("元旦头天晚上", "12-31T18:00"),
        ("除夕前一天晚上八点", "02-15T20:00"),
        ("国庆前两天", "09-29T00:00"),
        ("大上周五", "02-27T00:00"),
        ("大上个礼拜三下午两点", "02-25T14:00"),
        ("上周五", "03-06T00:00"),
        ("三两天前", "03-07T00:00"),
        ("今朝八点缺五分", "03-10T07:55"),
    ],
)
def test_eves_of_feasts_and_weeks_before_last(text, begin):
    assert start(text) == begin


@pytest.mark.parametrize(
    "text",
    [
        "二号航站楼门口",
        "6号楼下面",
        "7号仓库门口",
        "我在2号出站口",
        "二十号检修站",
        "六号高炉旁边",
        "三号门那个岗亭",
        "12号桥墩",
        "9号泊位",
    ],
)
def test_what_bears_a_number_is_no_day(text):
    assert find_times(text, MORNING) == []


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("下昼", "pm"),
        ("晏昼", "pm"),
        ("后晌", "pm"),
        ("后半晌", "pm"),
        ("擦黑那会儿", "pm"),
        ("头晌", "am"),
        ("透早", "am"),
        ("后半夜", "am"),
        ("早的", "am"),
        ("夜里三点", "night"),
        ("晚上", "night"),
        ("大白天", "day"),
        ("不是早上", "pm"),
        ("唔系朝早系下昼", "pm"),
        ("上午不是下午", "am"),
        ("对", None),
        ("三点啊", None),
    ],
)
def test_which_half_of_the_day(text, half):
    assert half_of_day(text) == half


def test_a_ring_road_is_no_minute() -> None:
    (time,) = find_times(
        "昨天下午六点二十 三环线上", datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))
    )
    assert time.value["start"].startswith("2026-03-09T18:20")


@pytest.mark.parametrize(
    ("said", "told"),
    [("恁保的赵国庆那车", False), ("我叫王国庆", False), ("去年国庆", True), ("国庆节那天", True)],
)
def test_who_is_called_after_a_festival_tells_no_day(said: str, told: bool) -> None:
    assert bool(find_times(said, datetime.fromisoformat("2026-03-10T08:05:00+08:00"))) == told
