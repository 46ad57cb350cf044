from pathlib import Path

import pytest
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.intents import intent_examples
from components.ranking import Ranking

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def examples() -> TrainingData:
    return training_data_from_paths([str(path) for path in (ROOT / "data" / "nlu").rglob("*.yml")], "zh")


@pytest.fixture(scope="session")
def held_out() -> list[tuple[str, str]]:
    data = training_data_from_paths([str(Path(__file__).with_name("held_out.yml"))], "zh")
    return [(example.get("text"), example.get("intent")) for example in data.intent_examples]


@pytest.fixture(scope="session")
def ranking(examples: TrainingData) -> Ranking:
    return Ranking.learn(
        [example.get("text") for example in intent_examples(examples)],
        [example.get("intent") for example in intent_examples(examples)],
    )
