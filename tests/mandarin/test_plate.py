from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mandarin.authorities import PROVINCES
from mandarin.grammar import plate_type
from mandarin.plate import find_plates
from mandarin.read import read

NOW = datetime.fromisoformat("2026-03-10T18:05:00+08:00")


def plates(text: str, asked: bool = False) -> list[str]:
    return [span.value["plate"] for span in find_plates(text, asked) if span.problem is None]


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("冀A六P七二Q", "冀A6P72Q"),
        ("冀a6p72q", "冀A6P72Q"),
        ("冀 A 6 P 7 2 Q", "冀A6P72Q"),
        ("冀Ａ６Ｐ７２Ｑ", "冀A6P72Q"),
        ("车牌是粤B幺二三四五", "粤B12345"),
        ("车牌是粤B一二三四五", "粤B12345"),
        ("京A点12345", "京A12345"),
        ("京A·12345", "京A12345"),
        ("我的车号浙a 8 8 拐 勾 零", "浙A88790"),
        ("冀A六嗯P七呃二Q", "冀A6P72Q"),
        ("冀A七十二P三三", "冀A72P33"),
        ("鲁B两个八三个六", "鲁B88666"),
        ("苏E双八七K九", "苏E887K9"),
        ("皖A三百五十六K二", "皖A356K2"),
        ("川A五H是Hello的H三三三", "川A5H333"),
        ("冀E人E本的E六P七二Q", "冀E6P72Q"),
        ("湘A大的D四零零一", "湘AD4001"),
        ("鄂A字母K八八数字零零", "鄂AK8800"),
        ("闽DO一二三I", "闽D01231"),
        ("赣C零零零零零", "赣C00000"),
        ("川A三个八一个P一个七", "川A888P7"),
        ("车牌冀A嗯我想想啊六P七二Q", "冀A6P72Q"),
        ("沪牌C12345", "沪C12345"),
        ("豫A是河南的A6P72Q", "豫A6P72Q"),
    ],
)
def test_a_plate_is_heard_however_it_is_spelled(said: str, plate: str) -> None:
    assert plates(said) == [plate]


@pytest.mark.parametrize(
    ("said", "plate", "kind"),
    [
        ("粤BAE三零五八", "粤BAE3058", "new_energy_small"),
        ("沪ADC1024", "沪ADC1024", "new_energy_small"),
        ("浙A，F，一，二，三，四，五", "浙AF12345", "new_energy_small"),
        ("京A一二三四五D", "京A12345D", "new_energy_large"),
        ("京B七零二幺学", "京B7021学", "coach"),
        ("京A一二三四警", "京A1234警", "police"),
        ("鲁G七S二五挂", "鲁G7S25挂", "trailer"),
        ("粤Z三A五六港", "粤Z3A56港", "hk_macau"),
        ("粤Z八八零幺 澳", "粤Z8801澳", "hk_macau"),
        ("一二三四五六使", "123456使", "embassy"),
        ("使幺二三四五六", "使123456", "embassy"),
        ("沪二二四五八领", "沪22458领", "consulate"),
        ("冀A6P72Q", "冀A6P72Q", "ordinary"),
    ],
)
def test_every_kind_of_plate_is_known(said: str, plate: str, kind: str) -> None:
    (span,) = find_plates(said)
    assert (span.value["plate"], span.value["type"], span.problem) == (plate, kind, None)


@pytest.mark.parametrize(
    "said",
    [
        "河北的冀A6P72Q",
        "冀，河北的冀，A，6、P、7、2、Q",
        "河北A六P七二Q",
        "冀就是河北的那个冀A六P七二Q",
        "我是河北的车牌冀A6P72Q",
        "省份是冀 A6P72Q",
        "河北省的牌照A6P72Q",
    ],
)
def test_the_province_may_be_explained(said: str) -> None:
    (span,) = find_plates(said)
    assert (span.value["plate"], span.value["by_sound"]) == ("冀A6P72Q", False)


@pytest.mark.parametrize(
    ("said", "plate", "near"),
    [
        ("济A6P72Q", "冀A6P72Q", "吉A6P72Q"),
        ("鱼B12345", "渝B12345", "豫B12345"),
        ("鱼K12345", "豫K12345", None),
        ("月B12345", "粤B12345", None),
        ("进A30K21", "晋A30K21", "津A30K21"),
        ("鬼A30K21", "桂A30K21", "贵A30K21"),
        ("万A30K21", "皖A30K21", None),
        ("冀诶六批七二抠", "冀A6P72Q", None),
        ("川艾姆六五九二三", "川M65923", None),
        ("苏达不溜三三四四五", "苏W33445", None),
        ("鲁B艾克斯二三歪八", "鲁BX23Y8", None),
        ("京A灵二三四五", "京A02345", None),
        ("车牌号是湘必灵八酒六六", "湘B08966", None),
    ],
)
def test_what_was_heard_by_sound_says_so(said: str, plate: str, near: str | None) -> None:
    (span,) = find_plates(said)
    assert span.value["plate"] == plate
    assert span.value["by_sound"] and span.confidence < 1
    assert near is None or near in span.near


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("粤T，中山，五，R，二，两个七", "粤T5R277"),
        ("皖C，蚌埠的，八八一零K", "皖C8810K"),
        ("洛阳C三一六零七", "豫C31607"),
        ("四川绵阳的B七七K三零", "川B77K30"),
        ("我车牌是大庆的，四五P六一", "黑E45P61"),
        ("车牌湘潭牌照九零八二F", "湘C9082F"),
        ("鲁F，山东的鲁，D三三六一二", "鲁FD33612"),
        ("浙D浙江的嗯浙F零一二九五", "浙DF01295"),
        ("寄B，河北的寄，四四零K一", "冀B440K1"),
        ("桂花的桂，B七一二零九", "桂B71209"),
        ("川A七三三零二四川的川", "川A73302"),
        ("辽A一二七六五天津的", "辽A12765"),
    ],
)
def test_the_place_may_be_named_beside_the_plate_or_for_its_beginning(said: str, plate: str) -> None:
    assert plates(said, asked=True) == [plate]


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("吉C三零八八一，秦皇岛的", "冀C30881"),
        ("干B七二零一六，金昌在哪儿你知道吧", "赣B72016"),
        ("鬼B七二零一六，遵义的", "贵B72016"),
        ("进B二二零K七，大同的", "晋B220K7"),
        ("吉C三零八八一，四平的", "吉C30881"),
        ("吉C三零八八一，我在秦皇岛的一个路口", "吉C30881"),
    ],
)
def test_a_place_beside_it_decides_between_provinces_that_sound_alike(said: str, plate: str) -> None:
    assert plates(said) == [plate]


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("豫C，K，K歌的K，八二二一", "豫CK8221"),
        ("豫C七叉那个X八二二", "豫C7X822"),
        ("沪KK歌的那个K七一二零九", "沪K71209"),
        ("鲁H，大H，三五零K一", "鲁H350K1"),
        ("苏BBOY的B六零一K七", "苏B601K7"),
        ("辽D，辽宁的，D二二零一八", "辽DD22018"),
        ("京B四四零二，警察的警", "京B4402警"),
        ("冀F九五三六教练车的学", "冀F9536学"),
        ("粤Z四零K一香港的那个港", "粤Z40K1港"),
        ("川B七P，P不是B，三零四", "川B7P304"),
        ("川B七六不是九三零四", "川B76304"),
        ("鲁B，L是老李的老那个L，三零八二", "鲁BL3082"),
        ("鄂E，梅花那个M，六零二八", "鄂EM6028"),
        ("鄂A，阿P的P，六零二八", "鄂AP6028"),
        ("湘A，卡拉OK的K，三幺零二", "湘AK3102"),
        ("渝B，雨伞的U，三零六二", "渝BU3062"),
        ("豫A五，M倒过来的W，三二一", "豫A5W321"),
        ("沪D，绿牌，F一二三零八", "沪DF12308"),
        ("粤C，CD零三八一二", "粤CD03812"),
        ("贵C，桂林那个桂，CK零三八一", "桂CK0381"),
        ("鲁K仨六，二一", "鲁K66621"),
        ("豫B幺八三六，后头带个学", "豫B1836学"),
        ("苏字头，三零六幺三，最后一个领字", "苏30613领"),
        ("粤Z，三K零二，尾字系澳", "粤Z3K02澳"),
        ("赣H，屁字母P，六零二三", "赣HP6023"),
        ("赣H，R是阿尔，六零二三", "赣HR6023"),
        ("渝D，数字零打头，零九三一M", "渝D0931M"),
        ("京C，后面五个数，七零五五二", "京C70552"),
        ("晋J，三个数字两个字母，五零九，N，K", "晋J509NK"),
        ("蒙F，前三位二零三，后两位八八", "蒙F20388"),
        ("津G，前面两个零，后面是三五一", "津G00351"),
        ("吉J，二，二后面是七，再后面零零，最后一个是P", "吉J2700P"),
        ("粤H，三条九，零五", "粤H99905"),
        ("豫E三连号二二二，再来个五K", "豫E2225K"),
        ("吉林省的吉，吉C，二零七七五", "吉C20775"),
        ("贵E三零五M八，桂林的桂", "桂E305M8"),
        ("石嘴山嘅，不是，吴忠的，宁C，八零七三K", "宁C8073K"),
    ],
)
def test_a_letter_or_a_last_character_may_be_explained(said: str, plate: str) -> None:
    assert plates(said) == [plate]


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("冀B六七不对六八三二Q", "冀B6832Q"),
        ("冀B六七三不对二五K", "冀B6725K"),
        ("粤Z七不对六G七零港", "粤Z6G70港"),
        ("黑C二零，二零几来着，哦二零六七N", "黑C2067N"),
        ("黑C二零六，嗯，二零六七N", "黑C2067N"),
        ("沪B三个九一零，沪B九九九一K", "沪B9991K"),
        ("冀C幺零九啊不是冀C幺洞勾六五", "冀C10965"),
        ("皖K二零六，不是，皖K二二六七五", "皖K22675"),
        ("皖K二零六七五，最后一位是三", "皖K20673"),
        ("皖K二零六七五是三不是七你查一下", "皖K20635"),
        ("皖K二零六七五，说反了，七六", "皖K20676"),
        ("皖K二零六，这边车太多了吵得很，二零六七五", "皖K20675"),
        ("皖K二零六，您稍微等一下我看看本子，七五", "皖K20675"),
        ("皖K二零G七五，不是七五是五七", "皖K20G57"),
        ("冀K，六，六六，六六三，六六三N，N四", "冀K663N4"),
        ("赣L二零三，二零五，零五七K", "赣L2057K"),
        ("粤什么来着，粤M，M，二七，二七九八一", "粤M27981"),
        ("贵D八八，记好没有，贵D，八八二，然后零五", "贵D88205"),
        ("湘H三五，不是三五，是五五，五五零九二", "湘H55092"),
        ("鄂K七零，七零二，不是零，是一，七一二E三", "鄂K712E3"),
        ("云D五零八八，零五八八九，嗯，云D零五八八九", "云D05889"),
        ("川E七三零四四，倒了，等等，川E还是川F来着，川F，川F七三零四四", "川F73044"),
        ("鄂C三零，呃，九九零九，不好意思我重新念，鄂C三九零九九", "鄂C39099"),
        ("浙H三零五K八，啊最后那个八不对，是六", "浙H305K6"),
        ("浙H三零五M八，那个M不是M，是N", "浙H305N8"),
        ("浙H三零五七八，七不对，九", "浙H30598"),
        ("浙H三零五七八，把那个三改成一", "浙H10578"),
        ("浙H三零五七K，我看下，不对，是三零五七P", "浙H3057P"),
        ("浙H三零五七八，啊是浙J，不是浙H", "浙J30578"),
        ("浙H三零五七八，前面那个三是二", "浙H20578"),
        ("浙H三零五七八，啊是浙J，不是那个浙H", "浙J30578"),
        ("皖G，两个G，就是皖G再一个G，三九二六", "皖GG3926"),
        ("鲁C六，等会啊，鲁C零三，零三M七五", "鲁C03M75"),
        ("是呃不是鲁C零三M七五", "鲁C03M75"),
        ("鲁B Q二零五八 哎呀 二Q零五八 鲁B二Q零五八", "鲁B2Q058"),
        ("川A M七三零五 诶 七M三零五 川A七M三零五", "川A7M305"),
    ],
)
def test_a_plate_begun_again_or_put_right_is_one(said: str, plate: str) -> None:
    assert plates(said) == [plate]


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("尾号六K七二一，鲁C的", "鲁C6K721"),
        ("B六K七二一，山东的", "鲁B6K721"),
        ("D六六七二一，前面是川A", "川AD66721"),
    ],
)
def test_the_beginning_may_come_last_when_a_plate_is_asked_for(said: str, plate: str) -> None:
    assert plates(said, asked=True) == [plate]
    assert plate not in plates(said.replace("尾号", ""))


@pytest.mark.parametrize(
    ("said", "plate"),
    [("湘J，恰好是五零二九八咯", "湘J50298"), ("闽E的，闽E挂的是三零七Z二", "闽E307Z2")],
)
def test_talk_may_part_the_office_from_the_serial_when_a_plate_is_asked_for(said: str, plate: str) -> None:
    assert plates(said, asked=True) == [plate]
    assert plates(said) == []


def test_a_province_that_sounds_like_another_has_it_near() -> None:
    (span,) = find_plates("吉A12345")
    assert (span.value["plate"], span.near[0]) == ("吉A12345", "冀A12345")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("冀A6P，不对，冀A8P72Q", ["冀A8P72Q"]),
        ("冀A6P72Q说错了冀A8P72Q", ["冀A8P72Q"]),
        ("冀A6P七三不对七二Q", ["冀A6P72Q"]),
        ("冀A6P72Q，不对，72K", ["冀A6P72K"]),
        ("冀A6P不对A8P72Q", ["冀A8P72Q"]),
        ("不是冀A6P72Q，是冀A6P72K", ["冀A6P72K"]),
        ("不是冀A6P72Q", []),
        ("是不是冀A6P72Q", ["冀A6P72Q"]),
        ("我的是冀A12345不是鲁B23456", ["冀A12345"]),
        ("冀A12345不是，鲁B23456", ["鲁B23456"]),
        ("苏E七K三幺二 还有一辆苏E七K三幺三", ["苏E7K312", "苏E7K313"]),
        ("第一辆川A M七三零五 第二辆川A七M三零五", ["川AM7305", "川A7M305"]),
        ("京A12345 京A54321", ["京A12345", "京A54321"]),
    ],
)
def test_the_last_word_counts(said: str, expected: list[str]) -> None:
    assert plates(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("我的车是冀A6P72Q，对方是鲁B一二三四五", ["冀A6P72Q", "鲁B12345"]),
        ("冀A6P72Q 13900001101", ["冀A6P72Q"]),
        ("浙A88790一辆面包车", ["浙A88790"]),
        ("冀A6P72Q三点多的时候被撞了", ["冀A6P72Q"]),
        ("冀A6P72Q吧", ["冀A6P72Q"]),
        ("冀A6P72Q，冀A6P72Q", ["冀A6P72Q"]),
        ("车牌是A6P72Q，冀A6P72Q", ["冀A6P72Q"]),
        ("京A12345警察来了", ["京A12345"]),
        ("冀A12345学校门口", ["冀A12345"]),
        ("冀A6P72Q挂了", ["冀A6P72Q"]),
        ("我在裕华路冀A6P72Q被京A12345D追尾了", ["冀A6P72Q", "京A12345D"]),
        ("冀A6P72Q和冀B6P72Q撞了", ["冀A6P72Q", "冀B6P72Q"]),
        ("冀A12345追尾冀A12346", ["冀A12345", "冀A12346"]),
        ("冀A12345，冀A67890，两辆", ["冀A12345", "冀A67890"]),
        ("冀A12345，是川A来的一个朋友开的", ["冀A12345"]),
        ("冀A12345，前面有个车，后面两个人", ["冀A12345"]),
        ("冀A12345，中间那辆，前三位都是我们的", ["冀A12345"]),
    ],
)
def test_what_follows_a_plate_is_left_out(said: str, expected: list[str]) -> None:
    assert plates(said) == expected


@pytest.mark.parametrize(
    ("said", "heard", "problem"),
    [
        ("冀A6P7", "冀A6P7", "length"),
        ("冀A123456", "冀A123456", "length"),
        ("冀A66P72Q", "冀A66P72Q", "length"),
        ("京O12345", "京O12345", "authority"),
        ("冀AKLM12", "冀AKLM12", "letters"),
        ("车牌A6P72Q", "A6P72Q", "province"),
    ],
)
def test_a_plate_that_breaks_the_grammar_says_how(said: str, heard: str, problem: str) -> None:
    (span,) = find_plates(said)
    assert (span.value["plate"], span.problem) == (heard, problem)


def test_a_stuttered_character_leaves_the_plate_near() -> None:
    (span,) = find_plates("冀A66P72Q")
    assert span.near[0] == "冀A6P72Q"


def test_a_plate_without_province_counts_when_asked_for() -> None:
    assert find_plates("A6P72Q") == []
    (span,) = find_plates("A6P72Q", asked=True)
    assert (span.value["plate"], span.problem) == ("A6P72Q", "province")


@pytest.mark.parametrize(
    "said",
    [
        "京沪高速",
        "G4京港澳高速K120加500米",
        "京A",
        "苏州",
        "云南昆明",
        "我在黑龙江",
        "一三九零零零零幺幺零幺",
        "我新一三九零零零零幺幺零幺",
        "这个一二三四五",
        "三月十号七点四十五",
        "这笔12345元",
        "近地铁A口12345",
        "青岛二号线",
        "保单号 4110100201812060000193",
        "贵公司",
        "宁可不修",
        "临A12345",
        "川A的车，前面三个人，后面两个人",
        "鲁B，二月三号晚上八点半",
        "湘A是长沙的，湘B是株洲的",
        "苏A那边过来，二零二五年买的车",
        "",
        "🚗",
    ],
)
def test_other_words_are_not_plates(said: str) -> None:
    assert find_plates(said) == []


WORDS = {
    "plain": {},
    "words": dict(zip("0123456789", "零一二三四五六七八九", strict=True)),
    "phone": dict(zip("0123456789", "零幺二三四五六七八九", strict=True)),
    "army": dict(zip("0123456789", "洞幺两三四五六拐八勾", strict=True)),
}
SERIAL = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ORDINARY = st.builds(
    "{}{}{}".format,
    st.sampled_from(sorted(PROVINCES)),
    st.sampled_from("ABCDE"),
    st.text(SERIAL, min_size=5, max_size=5),
)
NEW_ENERGY = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(sorted(PROVINCES)),
    st.sampled_from("ABCDE"),
    st.sampled_from("DF"),
    st.text("0123456789", min_size=5, max_size=5),
)
SUFFIXED = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(sorted(PROVINCES)),
    st.sampled_from("ABCDE"),
    st.text("0123456789", min_size=4, max_size=4),
    st.sampled_from("学警挂"),
)


@given(
    ORDINARY | NEW_ENERGY | SUFFIXED,
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(["", " ", "，", "、"]),
    st.booleans(),
    st.sampled_from(["", "车牌是", "嗯我的车号", "你好我要报案 "]),
    st.sampled_from(["", "。", "吧", "，在路边", "被人追尾了"]),
)
def test_any_legal_plate_is_found_however_it_is_said(
    plate: str, words: str, pause: str, lower: bool, before: str, after: str
) -> None:
    assume(sum(c.isalpha() and c.isascii() for c in plate[2:]) <= 2)
    said = pause.join(WORDS[words].get(c, c) for c in plate)
    assert plates(before + (said.lower() if lower else said) + after) == [plate]


@given(ORDINARY | NEW_ENERGY, st.data())
def test_near_readings_are_at_most_five_other_legal_plates(plate: str, data: st.DataObject) -> None:
    assume(sum(c.isalpha() and c.isascii() for c in plate[2:]) <= 2)
    (span,) = find_plates(plate)
    assert len(span.near) <= 5 and plate not in span.near
    assert all(plate_type(near) for near in span.near)


NOISE = st.text(max_size=60) | st.text("冀京鱼使学A的BDI是六七两个八嗯，不对0123点河北Q q诶", max_size=40)


@given(NOISE)
def test_nothing_said_raises_and_spans_lie_in_the_words(said: str) -> None:
    end = 0
    for span in find_plates(said):
        assert said[span.start : span.end] == span.text
        assert span.start >= end
        end = span.end


@pytest.mark.parametrize(
    "said", ["A" * 1000, "冀A" * 500, "一" * 1000, "嗯" * 1000, "冀" + " " * 998 + "A", "鱼嗯B1" * 250]
)
def test_a_thousand_characters_are_read(said: str) -> None:
    assert isinstance(find_plates(said), list)


@pytest.mark.parametrize(
    ("said", "plate", "kind"),
    [
        ("沪A0023领", "沪A0023领", "consulate"),
        ("沪A零零二三领", "沪A0023领", "consulate"),
        ("WJ京00001", "WJ京00001", "armed_police"),
        ("武警的 WJ苏 三二零幺八", "WJ苏32018", "armed_police"),
        ("京X1234应急", "京X1234应急", "emergency"),
        ("苏A临00123", "苏A临00123", "temporary"),
        ("临时牌照 浙B 临 一二三四五", "浙B临12345", "temporary"),
        ("临牌 苏A12345", "临苏A12345", "temporary"),
        ("军牌 VA 幺二三四五", "VA12345", "military"),
    ],
)
def test_plates_outside_the_common_order_are_kept_as_said(said, plate, kind):
    (span,) = find_plates(said, asked=True)
    assert (span.value["plate"], span.value["type"], span.problem) == (plate, kind, None)


@pytest.mark.parametrize(
    "said", ["黑龙江省安达市朝阳街168号", "沈海高速福州往厦门K2150", "京港澳郑州段K718", "临时停车 苏州路上"]
)
def test_a_place_with_a_number_is_no_plate(said):
    assert find_plates(said) == []


@pytest.mark.parametrize(
    "text", ["渝B6H02Q 120来了", "渝B六H零二Q 一百二十来了", "车牌渝B6H02Q Q是扑克那个Q"]
)
def test_a_plate_ends_where_the_caller_pauses_after_a_whole_one(text):
    assert [(span.value["plate"], span.problem) for span in find_plates(text, asked=True)] == [
        ("渝B6H02Q", None)
    ]


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("陕AT2755 哦你问他的车啊 那是我的 他的是豫R83N61", ["ours", "other"]),
        ("陕AT那是我的出租 他的车 保险车 是豫R83N61", ["other"]),
        ("苏A12345那是对方的车牌 我的是苏B23456", ["other", "ours"]),
        ("粤D90W2G 这个是我的 他那台是粤D4R681", ["ours", "other"]),
        ("苏A12345 他是我的老板", [""]),
        ("苏A12345 车是我爸的", [""]),
    ],
)
def test_whose_a_plate_is(said: str, owners: list[str]) -> None:
    found = [span for span in read(said, NOW, "plate") if span.kind == "plate" and span.problem is None]
    assert [span.owner for span in found] == owners
