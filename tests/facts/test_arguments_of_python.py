"""Functions of Python's library take no more arguments than we hold them to take."""

from __future__ import annotations

from importlib import import_module

import pytest

from flake8_fastapi.model.values.arguments import _MOST


@pytest.mark.parametrize(("name", "most"), _MOST.items())
def test_one_more_argument_is_a_type_error(name: str, most: int) -> None:
    module, _, function = name.rpartition(".")
    with pytest.raises(TypeError, match="argument"):
        getattr(import_module(module), function)(*["1"] * (most + 1))
