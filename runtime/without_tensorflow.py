"""Rasa without TensorFlow, for a pipeline that has nothing learnt by it.

Upstream fault (Rasa 3.6.21): ``rasa.core.agent`` imports every component it knows, and so TensorFlow, whether the
pipeline names one of them or not: 10 to 15 s of every start and about 300 MB of every server. Here the modules that
would import it are stand-ins, as long as the configuration names nothing out of them. ``tests/runtime/
test_without_tensorflow.py`` fails once Rasa no longer needs that.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

STAND_INS = {
    "rasa.nlu.classifiers.diet_classifier": ["DIETClassifier"],
    "rasa.nlu.selectors.response_selector": ["ResponseSelector"],
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ["ConveRTFeaturizer"],
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ["LanguageModelFeaturizer"],
    "rasa.core.policies.ted_policy": ["TEDPolicy"],
    "rasa.core.policies.unexpected_intent_policy": ["UnexpecTEDIntentPolicy"],
    "rasa.utils.tensorflow.callback": ["RasaTrainingLogger", "RasaModelCheckpoint"],
    "rasa.utils.tensorflow.data_generator": ["RasaBatchDataGenerator"],
}
"""The modules of Rasa that import TensorFlow and are imported by others, and what those take from them."""


class LeftOut(RuntimeError):
    """Raised when something is used that needs TensorFlow."""


class _Unusable(type):
    """The type of classes that can be named and compared, and nothing else."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):  # asked of any class by ``abc`` and ``typing``
            raise AttributeError(name)
        raise LeftOut(
            f"{cls.__name__} needs TensorFlow; start with `rasa` itself instead of `runtime.quietly`"
        )

    def __call__(cls, *_: Any, **__: Any) -> Any:
        return cls.create


class _Finder(MetaPathFinder, Loader):
    """Finds the stand-ins before Python finds Rasa's own modules."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in STAND_INS else None

    def exec_module(self, module: ModuleType) -> None:
        for name in STAND_INS[module.__name__]:
            setattr(module, name, _Unusable(name, (), {"__module__": module.__name__}))


def needs_tensorflow(config: str) -> bool:
    """Tell whether a configuration (the text of config.yml) names a component that TensorFlow computes."""
    return any(name in config for names in STAND_INS.values() for name in names)


def leave_out(config: Path = Path("config.yml")) -> None:
    """Leave TensorFlow out of this process, unless ``config`` needs it; call before anything of Rasa is imported.

    From then on ``import tensorflow`` is an ImportError, which libraries that could use it take for its absence.
    """
    if "tensorflow" in sys.modules or not config.exists() or needs_tensorflow(config.read_text("utf-8")):
        return
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    sys.meta_path.insert(0, _Finder())
