"""Rasa is imported, trained and served without TensorFlow, unless the configuration needs it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.without_tensorflow import STAND_INS, needs_tensorflow

IMPORT_ALL = """
import sys
from pathlib import Path
from runtime.without_tensorflow import LeftOut, leave_out
leave_out(Path("config.yml"))
import rasa.core.agent, rasa.model_training, rasa.cli.data, rasa.cli.shell, rasa.core.train, rasa.nlu.test
from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
assert not [name for name in sys.modules if name.split(".")[0] in ("keras", "tensorflow_addons", "jax")]
assert sys.modules["tensorflow"] is None
[diet] = [component for component in DEFAULT_COMPONENTS if component.__name__ == "DIETClassifier"]
for use in (lambda: diet.load({}), lambda: diet({})):
    try:
        use()
    except LeftOut as error:
        assert "DIETClassifier" in str(error)
    else:
        raise AssertionError("a component without TensorFlow was used")
"""


def test_everything_of_rasa_is_imported_without_tensorflow_and_its_components_refuse_to_work(
    tmp_path: Path,
) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", IMPORT_ALL], check=True)


@pytest.mark.parametrize("module", sorted(STAND_INS))
def test_rasa_imports_tensorflow_whether_it_is_used_or_not(module: str) -> None:
    spec = importlib.util.find_spec(module)
    assert spec and spec.origin
    source = Path(spec.origin).read_text("utf-8")
    assert "\nimport tensorflow" in source or "\nfrom tensorflow" in source, (
        f"upstream mended; delete {module} in runtime/without_tensorflow.py"
    )


def test_a_configuration_that_names_one_of_its_components_gets_tensorflow() -> None:
    assert not needs_tensorflow(Path("config.yml").read_text("utf-8"))
    assert needs_tensorflow("pipeline:\n- name: DIETClassifier\n")
    assert needs_tensorflow("policies:\n- name: rasa.core.policies.ted_policy.TEDPolicy\n")
