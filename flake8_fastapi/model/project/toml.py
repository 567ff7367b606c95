"""What files in TOML say, with tables that may be anything in place of what they should be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from flake8_fastapi.model.lean import regex

#: Lines of Jinja, in the files of a template: `{% if cookiecutter.database == "postgres" %}`.
_TEMPLATING = regex(r"(?m)^[ \t]*\{[%#].*$")


@lru_cache(maxsize=64)
def parse(text: str) -> Mapping[str, Any] | None:
    """What a text says; of a template, whatever its conditions are. None if it is no TOML."""
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        data: dict[str, Any] = toml.loads(text)
    except (ValueError, RecursionError):
        plain = _TEMPLATING.sub("", text)
        return parse(plain) if plain != text else None
    return data


def table(data: Any, *keys: str) -> Mapping[str, Any]:
    """A table in tables, by its keys from the outside in; an empty one where there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}
