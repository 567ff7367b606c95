"""What the tests of the model share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder with nothing beside it: what lies around a project may say how it is started."""
    inner = tmp_path / "alone"
    inner.mkdir()
    return inner
