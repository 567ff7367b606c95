"""What a function gives that decides by a constant which of several objects it makes."""

from __future__ import annotations

import pytest

from tests.model.build import module, receiver_class

MAKE = """
import httpx, requests
def make(name, kind="http", **more):
    if kind == "http":
        return httpx.Client(**more)
    {rest}
class Factory:
    def make(self, kind):
        if kind == "http":
            return httpx.Client()
        return requests.Session()
"""
OTHERWISE = "return requests.Session()"


def read_as(made: str, rest: str = OTHERWISE) -> str | None:
    return receiver_class(module(MAKE.format(rest=rest) + f"x = {made}\nx.send()\n"), "send")


@pytest.mark.parametrize(
    "made",
    ["make('a')", "make('a', timeout=1)", "make('a', 'http')", "Factory().make('http')"],
)
def test_by_a_default_or_a_constant(made: str) -> None:
    assert read_as(made) == "httpx.Client"


@pytest.mark.parametrize("made", ["make('a', kind='old')", "Factory().make('old')"])
def test_the_other_one(made: str) -> None:
    assert read_as(made) == "requests.Session"


@pytest.mark.parametrize(
    "made", ["make('a', KIND)", "make('a', **OPTIONS)", "make(*GIVEN)", "Factory().make(KIND)"]
)
def test_who_knows_which(made: str) -> None:
    assert read_as(made) is None


def test_conditions_that_are_not_followed() -> None:
    rest = "if name.startswith('a'): return b\n    return requests.Session()"
    assert read_as("make('a', 'old')", rest) is None
