"""Paths of routes, read as Starlette reads them: `/users/{user_id:int}`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from flake8_fastapi.model.lean import regex

PARAMETER = regex("{([a-zA-Z_][a-zA-Z0-9_]*)(:[a-zA-Z_][a-zA-Z0-9_]*)?}")

#: One private character per converter stands for "anything this converter matches".
_ANY = {"str": "\ue000", "path": "\ue001", "int": "\ue002", "float": "\ue003", "uuid": "\ue004"}
_INT = f"[0-9{_ANY['int']}]+"
_HEX = "[0-9a-fA-F]"

#: What a converter matches: texts, and the stand-ins of converters that match no more than it.
_MATCHES = {
    "str": f"[^/{_ANY['path']}]+",
    "path": ".*",
    "int": _INT,
    "float": rf"(?:{_INT}(?:\.{_INT})?|{_ANY['float']})",
    "uuid": f"(?:{_HEX}{{8}}-?(?:{_HEX}{{4}}-?){{3}}{_HEX}{{12}}|{_ANY['uuid']})",
}


class PathParameter(NamedTuple):
    """A `{name}` or `{name:converter}` of a path."""

    name: str
    converter: str


def path_parameters(path: str) -> tuple[PathParameter, ...]:
    """The parameters of `path`, from left to right."""
    return tuple(
        PathParameter(name, converter[1:] or "str") for name, converter in PARAMETER.findall(path)
    )


def covers(first: str, second: str) -> bool | None:
    """Whether `first` matches everything that `second` matches; None with unknown converters.

    False can also mean that it takes more than one parameter of `first` to match one of `second`,
    which no one writes.
    """
    if "{" not in first:  # most paths: nothing but themselves
        return first == second
    if not (_is_known(first) and _is_known(second)):
        return None
    return _pattern(first).fullmatch(_shape(second)) is not None


@lru_cache(maxsize=4096)
def _is_known(path: str) -> bool:
    """Whether it is known what each converter of a path matches."""
    return all(parameter.converter in _ANY for parameter in path_parameters(path))


@lru_cache(maxsize=4096)
def _pattern(path: str) -> re.Pattern[str]:
    literals = [re.escape(literal) for literal in PARAMETER.split(path)[::3]]
    parameters = [_MATCHES[parameter.converter] for parameter in path_parameters(path)] + [""]
    return re.compile("".join(map("".join, zip(literals, parameters))), re.DOTALL)


@lru_cache(maxsize=4096)
def _shape(path: str) -> str:
    """`path` with the stand-in of its converter for each parameter."""
    return PARAMETER.sub(lambda match: _ANY.get((match[2] or ":str")[1:], match[0]), path)
