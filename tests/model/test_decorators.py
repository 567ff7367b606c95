"""Which decorators put another function in the place of the one they are given."""

from __future__ import annotations

import ast

import pytest

from flake8_fastapi.model import Module, wraps

SOURCE = """
import functools
from functools import lru_cache as memo
from slowapi import Limiter
from somewhere import unknown

limiter = Limiter()
seen = []

def wrapping(function):
    @functools.wraps(function)
    def wrapper(*args): return function(*args)
    return wrapper

def registering(function):
    seen.append(function)
    return function

def factory(name):
    def decorator(function):
        return lambda: function()
    return decorator

def registering_factory(name):
    def decorator(function): return function
    return decorator

def either_way(function=None):
    def decorator(inner):
        def wrapper(): return inner()
        return wrapper
    return decorator(function) if function else decorator

memo_by_name = memo(maxsize=1)
changed = factory("x")
changed = unknown("x")

def unclear(function): return unknown(function)

class Wrapper:
    def __init__(self, function): ...

class Made:
    def __init__(self, name): ...
    def __call__(self, function):
        def wrapper(): return function()
        return wrapper

class Marking:
    def __init__(self, name): self.name = name
    def __call__(self, function):
        function.name = self.name
        return function
"""


@pytest.mark.parametrize(
    ("decorator", "answer"),
    [
        ("wrapping", True),
        ("factory('x')", True),
        ("either_way", True),
        ("either_way()", True),
        ("Wrapper", True),
        ("Made('x')", True),
        ("Marking('x')", False),
        ("Wrapper('x')", None),
        ("memo", True),
        ("memo(maxsize=1)", True),
        ("memo_by_name", True),
        ("changed", None),
        ("limiter.limit('1/minute')", True),
        ("registering", False),
        ("registering_factory('x')", False),
        ("limiter.exempt", None),
        ("unclear", None),
        ("unknown", None),
        ("unknown.task()", None),
    ],
)
def test_what_wraps(decorator: str, answer: bool | None) -> None:
    module = Module(ast.parse(f"{SOURCE}\n@{decorator}\ndef decorated(): ...\n"))
    (found,) = module.syntax.summary.functions["__main__.decorated"].decorators
    assert wraps(found, module.values) is answer
