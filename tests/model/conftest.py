"""What the tests of the model share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.build import STILL


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder with nothing beside it: what lies around a project may say how it is started."""
    inner = tmp_path / "alone"
    inner.mkdir()
    return inner


@pytest.fixture(autouse=True)
def _disk_changes_between_tests() -> Iterator[None]:
    yield
    STILL.close()
