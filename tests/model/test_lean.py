from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import field, fields, replace
from typing import Any

import pytest

from flake8_fastapi import model
from flake8_fastapi.model.facts import FACTS
from flake8_fastapi.model.lean import cached_property, dataclass, regex


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0


@dataclass(eq=False, slots=True)
class Node:
    name: str
    near: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class Leaf(Node):
    color: str = "green"


def test_equal_are_those_of_equal_values_and_one_class() -> None:
    @dataclass(frozen=True)
    class Place:
        x: int
        y: int = 0

    assert Point(1) == Point(1, 0)
    assert hash(Point(1)) == hash(Point(1, 0))
    assert Point(1) != Point(2)
    assert Point(1).__eq__(Place(1)) is NotImplemented
    assert len({Point(1), Point(1), Point(2)}) == 2


def test_without_eq_each_is_only_itself() -> None:
    assert Node("a") != Node("a")
    assert len({Node("a"), Node("a")}) == 2


def test_shows_what_it_holds() -> None:
    node = Node("a", [Leaf("b")])
    assert repr(Point(1)) == "Point(x=1, y=0)"
    assert repr(node) == "Node(name='a', near=[Leaf(name='b', near=[], color='green')])"
    node.near.append(node)
    assert repr(node).endswith("...])")


def test_is_a_data_class() -> None:
    assert [each.name for each in fields(Leaf("a"))] == ["name", "near", "color"]
    assert replace(Point(1, 2), x=3) == Point(3, 2)
    assert not hasattr(Node("a"), "__dict__")
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_pattern_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    original = re.compile

    def count(text: str, flags: int) -> re.Pattern[str]:
        compiled.append(text)
        return original(text, flags)

    monkeypatch.setattr(re, "compile", count)
    found = regex(r"A+", re.I)
    assert not compiled
    assert [bool(found.fullmatch(text)) for text in ("a", "aA", "b")] == [True, True, False]
    assert compiled == ["A+"]
    assert found.sub("x", "caab") == "cxb"


def test_names_for_rules_are_found_where_type_checkers_see_them() -> None:
    imported = {
        alias.name: node.module.removeprefix(f"{model.__name__}.")
        for node in ast.walk(ast.parse(inspect.getsource(model)))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("flake8_f")
        for alias in node.names
    }
    assert imported == model._HOMES
    for name in imported:
        assert getattr(model, name) is not None


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        model.Nonsense  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", FACTS)
def test_facts_go_by_the_name_of_their_kind(name: str) -> None:
    home = importlib.import_module(f"flake8_fastapi.model.{model._HOMES[name]}")
    kind: Any = getattr(home, name)
    assert kind.__name__ == name
    assert not issubclass(kind, ast.AST)


def test_cached_property_is_asked_once() -> None:
    class Answer:
        """Counts."""

        asked = 0

        @cached_property
        def value(self) -> int:
            """What is asked."""
            self.asked += 1
            return self.asked

    answer = Answer()
    assert [answer.value, answer.value] == [1, 1]
    assert vars(answer)["value"] == 1
    assert Answer().value == 1
    assert Answer.value.__doc__ == "What is asked."
