"""Versions, ranges of versions, and which of them are current."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_fastapi.model.lean import regex

if TYPE_CHECKING:
    from packaging.version import Version

# What an unknown target is taken to be, where a rule ends at some version.
CURRENT = {
    "fastapi": "0.165.0",
    "starlette": "1.10.0",
    "pydantic": "2.14.3",
    "pydantic-settings": "2.16.3",
    "httpx": "0.28.1",
    "httpx2": "2.16.2",
    "uvicorn": "0.54.0",
    "gunicorn": "27.0.1",
    "uvicorn-worker": "0.4.0",
    "sqlalchemy": "2.1.9",
    "pyjwt": "2.15.1",
    "python-jose": "3.5.0",
    "python-multipart": "0.0.34",
    "aiofiles": "25.1.0",
    "anyio": "4.16.0",
    "pytest": "9.2.0",
    "pytest-asyncio": "1.5.0",
    "celery": "5.7.0",
    "redis": "8.1.0",
    "python": "3.14",
}

# What an old FastAPI demands of its own dependencies: up to this FastAPI, below that version.
IMPLIED_BY_FASTAPI = {
    "starlette": (
        ("0.90.1", "0.24"),
        ("0.106.0", "0.28"),
        ("0.108.0", "0.33"),
        ("0.111.0", "0.38"),
        ("0.115.14", "0.47"),
        ("0.118.3", "0.49"),
        ("0.125.0", "0.51"),
    ),
    "pydantic": (("0.99.1", "2"),),
}

_MANY = 999_999  # the last part of "the newest version below", such as 0.115.999999


class Range(NamedTuple):
    """Which versions of a distribution a project admits; None is an open end."""

    lower: str | None = None
    newest: str | None = None
    pinned: bool = False


def normal(name: str) -> str:
    """The one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def widest(ranges: Iterable[Range]) -> Range:
    """Several that disagree: the newest, and the oldest that any of them names."""
    ranges = list(ranges)
    top = max(ranges, key=lambda it: (it.newest is None, release_of(it.newest or "")))
    lowers = [it.lower for it in ranges if it.lower is not None]
    return Range(min(lowers, key=release_of) if lowers else None, top.newest, top.pinned)


def release_of(version: str) -> tuple[int, ...]:
    """Release numbers to compare by, without trailing zeros; other parts don't matter here."""
    match = re.match(r"\s*v?(?:\d+!)?(\d+(?:\.\d+)*)", version)
    numbers = [int(it) for it in match[1].split(".")] if match else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def newest_below(version: str) -> str:
    """The newest imaginable version below one: 0.115.999999 for 0.116 and 0.999999 for 1."""
    numbers = list(release_of(version))
    if not numbers:
        return "0"
    numbers[-1] -= 1
    return ".".join(map(str, [*numbers, _MANY]))


def _next(version: str, place: int) -> str:
    """The version with one part raised and what follows cut off."""
    numbers = [int(it) for it in re.findall(r"\d+", version)]
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


_CLAUSE = regex(r"\s*(===|==|~=|!=|<=|>=|<|>|\^|~|=|)\s*v?([\w.*+!-]+)\s*")


@lru_cache(maxsize=512)
def parsed(specifier: str) -> Range:
    """The range of a version specifier: PEP 440's, or Poetry's with `^`, `~`, `||`."""
    if "||" in specifier or " | " in specifier:
        return widest(map(parsed, re.split(r"\s*\|\|?\s*", specifier)))
    lowers: list[str] = []
    ends: list[str] = []
    pinned = False
    for clause in re.split(r",|(?<=[\w*])\s+(?=[<>=!~^])", specifier):
        match = _CLAUSE.fullmatch(clause)
        if not match or not re.match(r"\d", match[2]):
            continue
        sign, version = match.groups()
        parts = re.match(r"\d+(?:\.\d+)*", version)
        assert parts is not None
        plain, count = parts[0], parts[0].count(".") + 1
        if sign == "!=":
            continue
        if sign in (">=", ">"):
            lowers.append(plain)
        elif sign == "<":
            ends.append(newest_below(plain))
        elif sign == "<=":
            ends.append(plain)
        elif sign == "^":
            numbers = [int(it) for it in plain.split(".")]
            place = next((i for i, it in enumerate(numbers) if it), count - 1)
            lowers.append(plain)
            ends.append(newest_below(_next(plain, place)))
        elif sign == "~":
            lowers.append(plain)
            ends.append(newest_below(_next(plain, min(1, count - 1))))
        elif sign == "~=":
            lowers.append(plain)
            ends.append(newest_below(_next(plain, max(count - 2, 0))))
        elif version.endswith("*"):
            lowers.append(plain)
            ends.append(newest_below(_next(plain, count - 1)))
        else:
            lowers.append(plain)
            ends.append(plain)
            pinned = sign in ("==", "===")
    lower = max(lowers, key=release_of) if lowers else None
    return Range(lower, min(ends, key=release_of) if ends else None, pinned)


def contains(specifier: str, version: str) -> bool:
    """Is a version in a specifier? The common forms without `packaging`, which costs 20 ms."""
    key = release_of(version)
    for clause in specifier.split(","):
        if not clause.strip():
            continue
        match = re.fullmatch(r"\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)*)\s*", clause)
        if match is None:
            from packaging.specifiers import InvalidSpecifier, SpecifierSet

            try:
                held = SpecifierSet(clause).contains(version, prereleases=True)
            except InvalidSpecifier:
                held = True
        else:
            sign, bound = match[1], release_of(match[2])
            held = (
                (sign[0] == "<" and key < bound)
                or (sign[0] == ">" and key > bound)
                or (sign[-1] == "=" and key == bound)
            )
        if not held:
            return False
    return True


def version_of(text: str | None) -> Version | None:
    """A version as `packaging` has it."""
    if text is None:
        return None
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except InvalidVersion:
        return None
