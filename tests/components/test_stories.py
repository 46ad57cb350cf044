"""What kind of case a story is, is told as a whole, kept in the model, and left alone where nothing is told."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from claims.case_type import case_type
from components.ranking import Ranking
from components.stories import READER, StoryClassifier, learn, told
from mandarin.read import read
from mandarin.reader import Learnt

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def stories(examples: TrainingData) -> Ranking | None:
    return learn(examples)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("到了红绿灯那儿后面那个司机光顾看手机一下子拱我后备箱上了", "collision_multi"),
        ("我往车库里头拐的时候没留神把右边整个蹭水泥柱上了", "collision_single"),
        ("有个送餐的骑得飞快从右边一头扎我车门上了", "collision_nonmotor"),
        ("一个大娘拎着菜从车缝里出来我没看着给她碰倒了", "pedestrian"),
        ("今早下楼一瞅车屁股让谁给怼瘪了也没个人认", "parked_hit_unknown"),
        ("夜里头不晓得哪个用钥匙在车门上划了老长一道", "scratch"),
        ("刮大风把楼上的花盆吹下来正好砸在车顶", "falling_object"),
        ("跑高速前头大车轮子甩了个石子风挡打出个星星", "glass"),
        ("正跑着呢前盖里头冒黑烟接着火苗子就上来了", "fire"),
        ("那天雨太大地库全灌满了车整个泡里头", "flood"),
        ("车搁小区门口一宿早起来连影子都没了", "theft"),
        ("开得好好的旁边一辆灰色商务擦了我的车就开走了", "collision_multi"),
        ("对面来车占道擦了我一下就走了我没记住牌子", "collision_multi"),
        ("昨晚有人发酒疯把我停着的车砸得到处是坑", "parked_damage"),
        ("雨下得跟瓢泼似的看不见路一头杵到隔离桩上", "collision_single"),
        ("隔壁饭馆失火把我停那儿的车烤得后盖都化了", "fire"),
        ("那个给我停再楼下得车叫人拿石子画了好几到子", "scratch"),
        ("啊倒车没看见后面有革老大夜给他碰导了", "pedestrian"),
        ("打雨天钻桥洞子水没过机该车就熄活了", "flood"),
    ],
)
def test_a_story_names_its_case(stories: Ranking | None, text: str, case: str) -> None:
    span = told(stories, text)
    heard = read(text, NOW, "description")
    events = [value.value for value in heard if value.kind == "event"]
    things = [value.value for value in heard if value.kind == "property"]
    assert case_type(events, property=things, ranked=span.value if span else None) == case


@pytest.mark.parametrize(
    "text", ["", "😀", "我要报案", "皖B七三K九二", "一三九零零零零幺幺零幺", "对是我的车"]
)
def test_what_tells_nothing_has_no_case(stories: Ranking | None, text: str) -> None:
    assert told(stories, text) is None


def test_the_ranking_and_the_reader_are_weighed(
    stories: Ranking | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "跑高速前头大车轮子甩了个石子风挡打出个星星"
    monkeypatch.setattr("components.stories.read_through", lambda text, asked: None)
    ranked = told(stories, text)
    read = Learnt((), {}, {"none": 0.0, "glass": 0.0, "collision_multi": 1.0})
    monkeypatch.setattr("components.stories.read_through", lambda text, asked: read)
    both = told(stories, text)
    assert ranked is not None
    assert both is not None
    assert both.value["glass"] == pytest.approx((1 - READER) * ranked.value["glass"], abs=0.01)
    assert both.value["collision_multi"] >= 0.5


def test_rules_and_the_whole_story_are_weighed() -> None:
    assert case_type(["hit_fixed"], ranked={"collision_single": 0.5, "flood": 0.3}) == "collision_single"
    assert case_type(["flood"], ranked={"collision_single": 0.35}) == "flood"
    assert case_type(["flood"], ranked={"collision_single": 0.9}) == "collision_single"
    assert case_type(["theft"], ranked={"collision_multi": 0.8, "theft": 0.1}) == "collision_multi"
    assert case_type([], ranked={"theft": 0.2}) is None


def test_a_stored_model_tells_the_same(examples: TrainingData, tmp_path) -> None:
    few = TrainingData([e for e in examples.intent_examples if e.get("metadata")][::4])
    storage, resource = LocalModelStorage(tmp_path), Resource("stories")
    context = ExecutionContext(GraphSchema({}))
    config = StoryClassifier.get_default_config()
    trained = StoryClassifier.create(config, storage, resource, context)
    trained.train(few)
    loaded = StoryClassifier.load(config, storage, resource, context)
    for text in ["车被偷了", "玻璃裂了", ""]:
        first, second = Message({"text": text}), Message({"text": text})
        trained.process([first])
        loaded.process([second])
        assert first.get("entities") == second.get("entities")
        assert all(len(e["value"]) <= config["ranking_length"] for e in second.get("entities") or [])


def test_without_stories_nothing_is_learnt() -> None:
    assert learn(TrainingData([Message({"text": "喂", "intent": "greet"})])) is None
