"""Which decorators put another function in the place of the one they are given."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest

from flake8_fastapi.model import Decorator, Module, wraps
from flake8_fastapi.model.values.decorators import hides_signature, runs_at_once, stays_plain

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


def decorated(wrapper: str, factory: bool) -> tuple[Decorator, Module]:
    """A decorator that makes such a wrapper, or has a factory make it, and the file around it."""
    made = f"  def decorator(function):\n{indent(wrapper, '    ')}\n    return wrapper"
    source = f"def factory(*names):\n{made}\n  return decorator" if factory else dedent(made)
    used = "@factory('x')" if factory else "@decorator"
    code = f"import functools\nseen = {{}}\n{source}\n\n{used}\ndef decorated(): ...\n"
    module = Module(ast.parse(code))
    (found,) = module.syntax.summary.functions["__main__.decorated"].decorators
    return found, module


@pytest.mark.parametrize(
    ("wrapper", "answer"),
    [
        ("def wrapper(*args): return function(*args)", True),
        ("def wrapper(*args):\n  try: return function(*args)\n  finally: log()", True),
        ("def wrapper(*args):\n  try: found = function(*args)\n  except E: return None\n"
         "  return found", True),
        ("def wrapper(*args):\n  for _ in range(3):\n    try: return function(*args)\n"
         "    except E: log()", True),
        ("def wrapper(*args):\n  if args in seen: return seen[args]\n"
         "  seen[args] = function(*args)\n  return seen[args]", False),
        ("def wrapper(*args):\n  found = cache.get(args)\n  if found: return found\n"
         "  return function(*args)", False),
        ("def wrapper(*args):\n  if args: function(*args)", True),
        ("def wrapper(*args):\n  found = function(*args)\n"
         "  if found.bad: return wrapper(*args)\n  return found", True),  # once more
        ("def wrapper(*args):\n  found = None\n  while not found: found = function(*args)\n"
         "  return found", True),
        ("def wrapper(*args): return function(*args).json()", True),
        ("def wrapper(*args):\n  found = cache.get(args)\n"
         "  if not found: found = function(*args)\n  return found", False),
        ("def wrapper(*args):\n  found = function(*args)\n  return seen.get(args).json()", False),
        ("def wrapper(*args): return pool.submit(function, *args)", False),
        ("def wrapper(*args): Thread(target=function).start()", False),
        ("def wrapper(*args): return lambda: function(*args)", False),
        ("def wrapper(*args): yield function(*args)", False),
        ("async def wrapper(*args): return function(*args)", False),
        ("@unknown\ndef wrapper(*args): return function(*args)", False),
        ("wrapper = unknown(function)", False),
        ("wrapper = function", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("factory", [False, True])
def test_what_runs_at_once(wrapper: str, answer: bool, factory: bool) -> None:
    found, module = decorated(wrapper, factory)
    assert runs_at_once(found, module.values) is answer


WRAPPER = "  def wrapper(*args): return function(*args)\n  return wrapper\n"
CACHING = WRAPPER.replace("function(*args)", "seen.get(args) or function(*args)")


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        (f"  if function is None: return functools.partial(timed, name=name)\n{WRAPPER}", True),
        (f"  if function is None: return functools.partial(other, name=name)\n{WRAPPER}", False),
        (f"  if function is None: return functools.partial(timed, name=name)\n{CACHING}", False),
        (f"  def decorate(function):\n{indent(WRAPPER, '  ')}"
         "  return decorate(function) if function else decorate\n", True),
        (f"  def decorate(function):\n{indent(CACHING, '  ')}"
         "  if function is None: return decorate\n  return decorate(function)\n", False),
        (f"  def decorate(function):\n{indent(WRAPPER, '  ')}"
         "  return decorate(function) if function else unknown\n", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("used", ["@timed", "@timed()", "@timed(name='x')"])
def test_a_decorator_that_may_be_called_first(before: str, answer: bool, used: str) -> None:
    source = f"def timed(function=None, name=''):\n{before}def other(): ...\n"
    module = Module(
        ast.parse(f"import functools\nseen = {{}}\n{source}\n{used}\ndef decorated(): ...\n")
    )
    (found,) = module.syntax.summary.functions["__main__.decorated"].decorators
    assert runs_at_once(found, module.values) is answer


@pytest.mark.parametrize(
    ("decorator", "answer"),
    [
        ("app.get('/')", True),
        ("functools.lru_cache", True),
        ("functools.lru_cache(maxsize=1)", True),
        ("plain", True),
        ("asynchronous", False),
        ("either", True),
        ("asyncio.coroutine", False),
        ("unknown", False),
    ],
)
def test_what_leaves_a_plain_function_plain(decorator: str, answer: bool) -> None:
    module = Module(
        ast.parse(
            dedent(f"""
        import asyncio, functools
        from fastapi import FastAPI
        app = FastAPI()
        def plain(function):
            def wrapper(*args): return function(*args)
            return wrapper
        def asynchronous(function):
            async def wrapper(*args): return function(*args)
            return wrapper
        def either(function):
            if asyncio.iscoroutinefunction(function):
                async def wrapper(*args): return await function(*args)
                return wrapper
            def plain(*args): return function(*args)
            return plain
        @{decorator}
        def decorated(): ...
    """)
        )
    )
    (found,) = module.syntax.summary.functions["__main__.decorated"].decorators
    assert stays_plain(found, module.values) is answer


@pytest.mark.parametrize(
    ("wrapper", "answer"),
    [
        ("def wrapper(*args, **kwargs): return function(*args, **kwargs)", True),
        ("async def wrapper(*args): return await function(*args)", True),
        ("@functools.wraps(function)\ndef wrapper(*args): return function(*args)", False),
        ("def wrapper(key): return function(key)", False),
        ("wrapper = function", False),
        ("wrapper = unknown(function)", False),
    ],
)
@pytest.mark.parametrize("factory", [False, True])
def test_what_hides_a_signature(wrapper: str, answer: bool, factory: bool) -> None:
    found, module = decorated(wrapper, factory)
    assert hides_signature(found, module.values) is answer
