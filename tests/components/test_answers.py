"""Yes, no and don't know are told from the whole answer, for each question by itself."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.answers import ANSWERS, AnswerClassifier, learn, told
from components.ranking import Ranking


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
