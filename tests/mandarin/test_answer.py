from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.answer import find_answer

YES = """对 是的 嗯 好 行 中 要得 可以 没错 对头 得行 嗯呐 是 有 在 还在 报了 已经报警了 送了 交了 垫了 动过 打过火 收到 没问题 不错 好像是 对对对 嗯对 是啊 对呀 好的谢谢 已经送医院了 我还在现场呢 在现场 嗯我在 有的 ok 明白了 就是 确实是 行吧 好吧 对，就是这个 是，没错 哦对 需要 要 那好吧 可以可以 应该是吧 报过了 早就报了 都送去了 我报了 我已经报警了 交警来了 都交了 车停在停车场里 行行行 对没错 是本人 正确 可以，你说 打了120了 不是没有 怎么没有呢 可不是嘛 那可不 都没错 无误 报啦 他自己报的 交警正往这赶 认定书都开好了"""
NO = """不 不是 没有 没 木有 冇 哪有 不对 还没 没报 不在了 走了 不用 不要 不需要 没打火 没有没有 没事 不对不对 没啥大事 应该没有 不是，是前天 不用不用谢谢 没人受伤 人没事 都没受伤 我已经走了 已经离开了 没有啊 没有吧 还没有 还没报警 我没报 不行 不是我 没垫 一分没花 没有别的了 没了 没什么了 我没动 没敢动 不是的 好像没有 嗯没有 呃不是 暂时不用 没呢 不用了 哪有啊 一个都没有 车已经开走了 不在现场了 我不在现场 嗯不用 弗有 呒没 莫报 要不得 用不着 没必要 哪敢啊 毋要 甭了 犯不上"""
UNKNOWN = """不知道 不清楚 没注意 不晓得 记不清 不好说 没看见 说不准 不确定 我不知道 我也不清楚 忘了 不太清楚 这个不清楚 嗯不知道 没看清 记不得 记不清了 想不起来了 这我哪知道 不大清楚 还不知道 没留意 我没注意看 谁知道呢 是不知道 说不好 吃不准 难讲 没太看 还没看呢"""
NONE = """对不起 是不是要等交警 有没有人管 对方没事就是我脖子疼 要多久 有人吗 我的车牌是冀A6P72Q 你好 对方是辆面包车 怎么办 昨天晚上八点 请稍等 再说一遍 石家庄裕华路 在石家庄裕华路 行人 有辆车撞了我 中山路 可是我现在很急"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (text, value)
        for words, value in ((YES, "yes"), (NO, "no"), (UNKNOWN, "unknown"))
        for text in words.split()
    ],
)
def test_the_polarity_of_an_answer_is_heard(text, value):
    span = find_answer(text)
    assert span is not None
    assert span.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("美有", "no"),
        ("部用了", "no"),
        ("嗯时的", "yes"),
        ("目有", "no"),
        ("就是美呢", "no"),
        ("美", "no"),
        ("交经来过了", "yes"),
    ],
)
def test_an_answer_is_heard_by_the_sound_of_its_first_words(text, value):
    span = find_answer(text)
    assert span is not None
    assert span.value == value


@pytest.mark.parametrize("text", ["每人一份", "部队门口", "石家庄", "美食街"])
def test_words_that_only_sound_like_an_answer_are_none(text):
    assert find_answer(text) is None


@pytest.mark.parametrize("text", [*NONE.split(), "", "   ", "😀", "ABC"])
def test_a_sentence_that_answers_nothing_is_none(text):
    assert find_answer(text) is None


@pytest.mark.parametrize(("sure", "soft"), [("没有", "应该没有"), ("是的", "好像是"), ("没有", "好像没有")])
def test_a_softened_answer_is_less_confident(sure, soft):
    certain, softened = find_answer(sure), find_answer(soft)
    assert certain is not None and softened is not None
    assert softened.confidence < certain.confidence


@given(st.text(alphabet="不没有是对好行的吗呢了嗯啊我知道清楚报走在", max_size=30) | st.text(max_size=80))
def test_any_string_is_read_without_an_error(text):
    span = find_answer(text)
    assert span is None or (
        span.value in ("yes", "no", "unknown") and text[span.start : span.end] == span.text
    )
