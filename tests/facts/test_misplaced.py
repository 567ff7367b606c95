"""Names that are not where one might look for them (`model.fails_at_import.misplaced`)."""

from __future__ import annotations

from importlib import import_module

import pytest

from flake8_fastapi.model.fails_at_import.misplaced import MISPLACED


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module, names in MISPLACED.items() for name in sorted(names)],
)
def test_a_module_has_no_such_name(module: str, name: str) -> None:
    assert not hasattr(import_module(module), name)
