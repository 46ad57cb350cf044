"""Yes, no and don't know are told from the whole answer, for each question by itself."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.answers import ANSWERS, READER, AnswerClassifier, learn, told
from components.ranking import Ranking
from mandarin.reader import Learnt


@pytest.fixture(scope="module")
def answers(examples: TrainingData) -> Ranking | None:
    return learn(examples)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("theft_police", "片警刚给我开了立案的单子", "yes"),
        ("theft_police", "我先打的你们这儿派出所那头还没顾上", "no"),
        ("injured", "后座老太太磕得鼻子直淌血", "yes"),
        ("injured", "万幸啊大伙儿一根汗毛都没伤着", "no"),
        ("at_scene", "让拖车给弄到汽修厂院里了", "no"),
        ("at_scene", "我就守着车等你们的人呢", "yes"),
        ("fire_put_out", "几个保安抄起灭火罐一通喷", "yes"),
        ("sent_hospital", "急救车还堵在路上没到呢", "no"),
        ("flood_restarted", "我怕伤发动机钥匙碰都没碰", "no"),
        ("rescue", "车轱辘都转不动了赶紧给我派一辆来", "yes"),
        ("fee_paid", "我媳妇刷卡先交了押金", "yes"),
        ("other_insurer", "人保的查勘员拍完照刚走", "yes"),
        ("theft_police", "交警拿卷尺在这儿量呢", "yes"),
        ("theft_police", "家里老人去弄的报没报没跟我说", "unknown"),
        ("recap", "跟实际情况一模一样你交吧", "yes"),
        ("recap", "日子记差了往前推一天", "no"),
        ("at_scene", "车是外甥开的我人在外省他走没走我哪知道", "unknown"),
        ("rescue", "等当家的回来拿主意", "unknown"),
    ],
)
def test_an_indirect_answer_is_heard(answers: Ranking | None, question: str, text: str, answer: str) -> None:
    span = told(answers, text)
    assert span is not None
    assert max(span.value[question], key=span.value[question].__getitem__) == answer


def test_each_question_has_its_own_confidences(answers: Ranking | None) -> None:
    span = told(answers, "救护车拉到县医院去了")
    assert span is not None
    for question, sure in span.value.items():
        assert set(sure) <= ANSWERS, question
        assert 0.7 < sum(sure.values()) < 1.03, question
    assert span.value["sent_hospital"]["yes"] > 0.5


def test_the_reader_has_its_share_of_the_open_question_and_none_of_another(
    answers: Ranking | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "就在那儿等着呢"
    read = Learnt((), {"no": 1.0, "yes": 0.0, "unknown": 0.0, "none": 0.0, "value": 0.0}, {})
    monkeypatch.setattr("components.answers.read_through", lambda text, asked: read)
    alone, both = told(answers, text), told(answers, text, "at_scene")
    assert alone is not None
    assert both is not None
    before, now = alone.value["at_scene"], both.value["at_scene"]
    assert now["yes"] == pytest.approx((1 - READER) * before["yes"], abs=0.01)
    assert now["no"] == pytest.approx((1 - READER) * before.get("no", 0.0) + READER, abs=0.1)
    assert {**both.value, "at_scene": 0} == {**alone.value, "at_scene": 0}


YES_NO = (
    "injured",
    "at_scene",
    "sent_hospital",
    "fee_paid",
    "other_insurer",
    "rescue",
    "treated",
    "theft_police",
)


@pytest.mark.parametrize("question", [*YES_NO, "fire_put_out", "fire_brigade", "flood_restarted"])
@pytest.mark.parametrize(
    "text",
    [
        "咕噜咕噜", "嘶啦嘶啦", "谢谢收看本期节目", "左转进入匝道", "老板再来碗面", "师傅您往边上靠靠",  # noise
        "您好您好", "喂喂听得见吗", "急死我了", "你们公司在哪儿啊", "你声音大点儿",  # greetings, feelings, questions
        "浙B二三K九一", "我姓欧阳", "我儿子今年上小学", "这雨下得真大",  # answers to another question, and none
    ],
)  # fmt: skip
def test_noise_courtesies_and_words_out_of_place_answer_nothing(
    answers: Ranking | None, question: str, text: str
) -> None:
    span = told(answers, text, question)
    assert span is not None
    likely = span.value.get(question, {})
    assert max((likely.get(answer, 0.0) for answer in ("yes", "no", "unknown")), default=0.0) < 0.5, likely


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("injured", "都囫囵个儿的 没啥", "no"),
        ("injured", "菩萨保佑 一个都莫得啥子", "no"),
        ("at_scene", "呃 在嘛 我就蹲在路牙子上头的", "yes"),
        ("at_scene", "一直搁这儿守着 哪也没去", "yes"),
        ("sent_hospital", "他屋头人背起去卫生院了", "yes"),
        ("sent_hospital", "还躺路边呢 车没来", "no"),
        ("fee_paid", "呃 我婆娘微信转了两千给医生", "yes"),
        ("fee_paid", "钱的事 还一分没出", "no"),
        ("other_insurer", "穿太平洋工服的拍了半天照走的", "yes"),
        ("rescue", "不消 我哥老倌开皮卡来拉", "no"),
        ("theft_police", "一早就去所里头做了笔录", "yes"),
        ("treated", "大夫给缝了五针 打了破伤风", "yes"),
        ("sent_hospital", "我也不在跟前 哪个晓得他去没去", "unknown"),
        ("fee_paid", "那得问我男人 我不清楚这个", "unknown"),
    ],
)
def test_a_hesitant_answer_or_one_in_dialect_is_heard(
    answers: Ranking | None, question: str, text: str, answer: str
) -> None:
    span = told(answers, text, question)
    assert span is not None
    assert span.value[question].get(answer, 0.0) >= 0.5, span.value[question]


@pytest.mark.parametrize("text", ["", "😀", "……"])
def test_what_holds_no_word_answers_nothing(answers: Ranking | None, text: str) -> None:
    assert told(answers, text) is None


def test_a_stored_model_tells_the_same(tmp_path) -> None:
    few = TrainingData(
        lookup_tables=[
            {"name": "injured/yes", "elements": ["流血了", "胳膊断了"]},
            {"name": "injured/no", "elements": ["人都好好的", "没伤着"]},
        ]
    )
    storage, resource = LocalModelStorage(tmp_path), Resource("answers")
    context = ExecutionContext(GraphSchema({}))
    trained = AnswerClassifier.create({}, storage, resource, context)
    trained.train(few)
    loaded = AnswerClassifier.load({}, storage, resource, context)
    for text in ["头上流血了", "人没事", ""]:
        first, second = Message({"text": text}), Message({"text": text})
        trained.process([first])
        loaded.process([second])
        assert first.get("entities") == second.get("entities")


def test_without_answers_nothing_is_learnt() -> None:
    assert learn(TrainingData([Message({"text": "喂", "intent": "greet"})])) is None
