"""Everything that fuzzing found worth keeping, on every target; and random bytes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
CORPORA = HERE / "corpora"


def _targets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_targets", HERE / "targets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_targets"] = module
    spec.loader.exec_module(module)
    return module


TARGETS = _targets().TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_kept(name: str) -> None:
    files = sorted((CORPORA / name).iterdir())
    assert files
    for path in files:
        TARGETS[name](path.read_bytes())


def test_every_corpus_has_its_target() -> None:
    assert {path.name for path in CORPORA.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_random_bytes(name: str) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
    def run(data: bytes) -> None:
        TARGETS[name](data)

    run()
