"""Files that are read piece by piece say the same as files that are read at once."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from flake8_fastapi.model import Const, Function, Summary
from flake8_fastapi.model.neighbours import bodies, neighbour
from flake8_fastapi.model.neighbours.neighbour import Neighbour
from flake8_fastapi.model.neighbours.pieces import Cut
from flake8_fastapi.model.syntax.syntax import Syntax

MODULE = '''
"""A module.

def not_a_function():
"""
import os
from typing import overload
from app.base import Base, trace as traced

LIMIT = 3
TEMPLATE = """
class NotAClass:
    pass
"""


@traced(
    "x",
)
async def load(path: str, limit: int = LIMIT) -> bytes:
    """Read it.

at the margin, all the same
    """
    with open(path) as file:
        return await file.read(limit)


# a comment at the margin
class Item(Base, metaclass=type):
    name: str = "x"

    def __init__(self, path):
        self.path = os.fspath(path)
        with self.lock:
            self.used = self.size + path.length

    @property
    def size(self):
        def inner():
            yield len(self.path)
        return sum(inner())


def plain(a, *, key=lambda x: x): return key(a)


if LIMIT:
    def conditional(): ...

@overload
def twice(a: int) -> int: ...
@overload
def twice(a: str) -> str: ...
def twice(a):
    raise ValueError(a)

app = load("x")
'''


@pytest.fixture(autouse=True, params=[0, 40])
def smallest_class_in_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Lines from which on a class is not read at once; returns them."""
    lines: int = request.param
    monkeypatch.setattr(bodies, "_LARGE", lines)
    return lines


def whole(text: str) -> Summary:
    """What the text says, read at once."""
    syntax = Syntax(ast.parse(text), "app.module", "module.py", False)
    return syntax.summary


def by_pieces(text: str) -> Neighbour:
    return Neighbour(text.encode(), "app.module", "module.py", False)


def told(value: object, depth: int = 0) -> object:
    """A fact as plain text, without what leads back to itself."""
    if depth > 6:
        return "..."
    if isinstance(value, (list, tuple)):
        return [told(each, depth + 1) for each in value]
    if isinstance(value, Mapping):
        return {key: told(each, depth + 1) for key, each in value.items()}
    if hasattr(value, "__slots__"):
        kind = type(value)
        slots = [name for each in kind.__mro__ for name in each.__dict__.get("__slots__", ())]
        names = [name for name in slots if not name.startswith("_")]
        return (kind.__name__, {name: told(getattr(value, name), depth + 1) for name in names})
    return value


def everything(summary: Summary) -> object:
    return (
        {name: told(each) for name, each in sorted(summary.names.items())},
        {name: told(each) for name, each in sorted(summary.functions.items())},
        {name: told(each) for name, each in sorted(summary.classes.items())},
        sorted((call.lineno, call.col_offset) for call in summary.calls),
    )


def test_the_pieces_are_the_definitions_of_the_top_level() -> None:
    found = Cut(MODULE).pieces
    assert [(each.kind, each.name) for each in found] == [
        ("async def", "load"),
        ("class", "Item"),
        ("def", "plain"),
        ("def", "twice"),
        ("def", "twice"),
        ("def", "twice"),
    ]
    assert Cut(MODULE).rest(True).count("\n") == MODULE.count("\n")


def test_pieces_say_what_the_whole_says() -> None:
    assert everything(by_pieces(MODULE)) == everything(whole(MODULE))


@pytest.mark.parametrize(
    "first", ["load", "Item.size", "Item.size.<locals>.inner", "twice#2", "conditional", "missing"]
)
def test_what_was_asked_for_first_does_not_matter(first: str) -> None:
    expected = by_pieces(MODULE)
    found = by_pieces(MODULE)
    found.functions.get(f"app.module.{first}")
    assert [*found.functions] == [*expected.functions]
    assert everything(found) == everything(expected)


def note_what_is_parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from now on."""
    texts: list[str] = []

    def parse(text: str, path: str) -> ast.Module:
        texts.append(text)
        return ast.parse(text, path)

    monkeypatch.setattr(neighbour, "parsed", parse)
    return texts


def test_little_is_read_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    found = by_pieces(MODULE)
    parsed = note_what_is_parsed(monkeypatch)
    load, item = found.functions["app.module.load"], found.classes["app.module.Item"]
    assert load.is_async
    assert not load.is_generator
    assert found.functions["app.module.plain"].decorators == ()
    assert not any("fspath" in text or "file.read" in text for text in parsed)
    assert [each.name for each in load.arguments] == ["path", "limit"]
    assert len(item.bases) == 1
    assert not any("fspath" in text or "file.read" in text for text in parsed)
    assert len(load.calls) == 2
    assert sum("file.read" in text for text in parsed) == 1


@pytest.mark.parametrize(
    "text",
    [
        "x = [\n1,\ndef_ := 2,\n]\ndef f(): ...\n",
        "def f():\n    return '''\nend of it\ndef g(): ...\n'''\ndef h(): ...\n",
        "def f():\n    return g(\n1, 2)\ndef g(a, b): ...\n",
        "def f():\n    global x\n    x = 1\ndef g(): return x\n",
        "def f(): ...\nf = 1\ndef g(): return f\n",
        "import f\ndef f(): ...\ndef g(): return f()\n",
        "def print(a): ...\nx = print(1)\ndef g(): return print(2)\n",
        "# '''\ndef f(): ...\n",
        "def f(a=lambda: 1): ...\nclass A:\n    b = lambda self: f()\n",
        "class A: pass\nclass B(A): x = A()\n",
        "from app.other import *\ndef f(): return g()\n",
        "def f():\n\tif 1:\n\t\treturn 1\n\x0cdef g(): ...\n",
        'Q = \'"""\'\ndef f(): return Q\nX = 1\n# \'"""\'\ndef g(): return X\n',
        'Q = \'a\', """\ndef f(): ...\n"""\ndef g(): return Q\n',
        "def f():\n    class A(B()):\n        x = C()\n    return A\n",
        "@a(b for b in [c()])\ndef f(x=[d(i) for i in e()]): ...\n",
        "def f(x: 'A[g(1)]' = g(2), *, y: g(3) = g(4), **z: g(5)) -> g(6): ...\n",
        "class A(B(1), metaclass=C(2)): x = D(3)\n",
        "def f[T](x: T) -> T: return x\n" if sys.version_info >= (3, 12) else "",
    ],
)
def test_odd_texts_say_what_they_say_as_a_whole(text: str) -> None:
    assert everything(by_pieces(text)) == everything(whole(text))


#: Bodies of classes: what can be cut off their methods, and what cannot.
CLASSES = [
    """
    def a(self):
        self.x = f(1)
    def b(self):
        self.x, self.y = g(2)
    """,
    """
    async def a(self):
        self.x = 1
    def b(self):
        self.x = 2
    """,
    """
    @property
    def a(self):
        return self.x
    @a.setter
    def a(self, value):
        self.x = value
    """,
    """
    @overload
    def a(self, x: int): ...
    @overload
    def a(
        self
    ): ...
    def a(self, x):
        return x.y
    """,
    """
    def a(self):
        return 1
    if f():
        def a(self):
            return 2
    """,
    """
    if f():
        def a(self):
            self.z = 2
    else:
        a = None
    """,
    """
    def a(self, x='#'):
        self.x = x
    def b(self):
        return self.x
    """,
    """
    def a(self, key=lambda self: f(1)):
        return lambda: g(2)
    """,
    """
    def a(self):
        class B(f(1)):
            y = g(2)
            def c(self):
                self.z = 1
        return B
    """,
    """
    class B:
        def c(self):
            self.x = 1
    def a(self):
        return 1
    """,
    """
    x = [
    f(1),
    ]
    def a(self):
        return g(
    1)
    """,
    """
    def a(self):
        with f(1) as self.x:
            for self.y in g(2):
                (self.z, w) = self.v = h(3)
        if w: self.u = 1; self.t += 2
    """,
    """
    def a(this):
        this.x: int = f(1)
        other.y = 2
        [
            this.z,
            w
        ] = g(3)
    """,
    """
    '''
    def no_method(self):
    '''
    def a(self):
        '''
    x = 1
        '''
    """,
    """
    def a(self): return f(1)
    def b(self):
        pass
    b = staticmethod(b)
    """,
]


@pytest.mark.parametrize("body", CLASSES)
@pytest.mark.parametrize("first", ["", "A.a", "A.a.<locals>.B", "A.b"])
def test_a_class_in_parts_says_what_it_says_as_a_whole(body: str, first: str) -> None:
    text = f"from m import f, g, h\n@f(0)\nclass A(h(0)):{body}\n    last = f(9)\n"
    found = by_pieces(text)
    if method := found.functions.get(f"app.module.{first}"):
        assert method.calls is not None
        assert method.arguments is not None
    assert everything(found) == everything(whole(text))


@pytest.mark.parametrize("body", CLASSES)
def test_what_is_asked_for_by_name_is_what_the_whole_says(body: str) -> None:
    text = f"from m import f, g, h\nclass A(h(0)):{body}\n    last = f(9)\n"
    expected = whole(text).classes["app.module.A"]
    for fact in ("attributes", "fields", "methods"):
        items: Mapping[str, object] = getattr(expected, fact)
        for name in [*items, "f", "g", "x", "elsewhere"]:
            asked: Mapping[str, object] = getattr(by_pieces(text).classes["app.module.A"], fact)
            assert (name in asked) is (name in items)
            assert told(asked.get(name)) == told(items.get(name))


def test_little_is_read_of_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    methods = [f"    def m{n}(self, x=f({n})):\n        self.x{n} = g({n})\n" for n in range(30)]
    found = by_pieces(f"class A(B):\n    y = 1\n{''.join(methods)}    def z(self):\n        z()\n")
    parsed = note_what_is_parsed(monkeypatch)
    cls = found.classes["app.module.A"]
    assert [*cls.fields] == ["y"]
    assert len(cls.methods) == 31
    assert found.functions["app.module.A.m3"].arguments
    assert not any("g(" in text for text in parsed)
    assert found.functions["app.module.A.m3"].calls
    assert [text.count("g(") for text in parsed if "g(" in text] == [1]
    assert "x4" in cls.attributes
    assert "z" not in cls.attributes
    assert [text.count("g(") for text in parsed if "g(" in text] == [1, 1]
    assert len(cls.attributes) == 30
    assert not any("z()" in text for text in parsed)  # sets none


def test_a_definition_that_is_no_python_is_unknown() -> None:
    found = by_pieces("@a\ndef f(:\n    return 1\nclass A(:\n    x = 1\ndef g(): return 2\n")
    function, cls = found.functions["app.module.f"], found.classes["app.module.A"]
    assert len(function.decorators) == len(cls.bases) == 1  # something, nobody knows what
    assert len(function.returned) == 1
    assert function.calls == []
    assert len(found.functions["app.module.g"].returned) == 1


@pytest.mark.parametrize("first", ["broken", "right", "load"])
def test_one_that_is_no_python_leaves_the_others_alone(first: str) -> None:
    text = "def broken():\n  load(1\n\ndef right():\n    load()\n\ndef load(): ...\n"
    read = Neighbour(text.encode(), "app.items", "app/items.py", False)
    list(read.calls_naming([first]))
    callers = [caller.name for _, caller in read.calls_naming(["load"]) if caller is not None]
    assert callers == ["right"]


def test_a_body_that_this_python_cannot_read_may_yield() -> None:
    found = by_pieces("def f():\n    x = (\n    yield x\ndef g():\n    x = ]\n")
    function, other = found.functions["app.module.f"], found.functions["app.module.g"]
    assert function.is_generator is None
    assert len(function.yielded) == 1
    assert other.is_generator is False
    assert not other.yielded


@pytest.mark.parametrize(
    "text", [b"# coding: latin-1\ndef f(): return '\xe9'\n", b"\xef\xbb\xbfdef f(): ..."]
)
def test_other_encodings(text: bytes) -> None:
    found = Neighbour(text, "app.module", "module.py", False)
    assert isinstance(found.functions["app.module.f"], Function)


ROUTES = """
from fastapi import APIRouter
router = APIRouter()

@router.get("/a")
def a():
    return read("inside")

class Views:
    @router.get("/b")
    def b(self): ...

@other("x")
def c(): ...

@router.get("/d", dependencies=[make(lambda: 1)])
def d(): ...
"""


@pytest.mark.parametrize("first", ["", "calls", "returned", "functions"])
def test_a_decorator_is_the_call_that_is_made_at_import(first: str) -> None:
    found = by_pieces(ROUTES)
    if first == "calls":
        assert found.calls
    elif first == "returned":
        assert found.functions["app.module.a"].returned
    elif first == "functions":
        assert len(found.functions) == 5
    for calls, functions in (
        (found.calls, found.functions.values()),
        *((it.calls, it.functions) for it in map(found.at_import, (("get",), ("get", "other")))),
    ):
        expressions = {each.expression: f.name for f in functions for each in f.decorators}
        names = [expressions[call] for call in calls if call in expressions]
        assert [name for name in names if name != "c"] == ["a", "b", "d"]


def test_at_import_only_what_has_one_of_the_words() -> None:
    found = by_pieces(ROUTES)
    imported = found.at_import(("get",))
    assert [function.name for function in imported.functions] == ["a", "b", "d"]
    assert [call.lineno for call in imported.calls] == [3, 5, 10, 16, 16]
    assert not by_pieces(ROUTES).at_import(("inside",)).functions


CALLS = """
from app.mail import send as dispatch, send_later
from app import mail

WHEN = later(send)

def first():
    return mail.send(1)

def second():
    def inner():
        dispatch(2)
    return inner

@scheduled(send)
def third():
    return 3

class Mailer(Base):
    template = render(4)

    def __init__(self, a=dispatch(5)):
        self.a = a

    def now(self):
        class Inner(Mailer):
            def send(self):
                return go(6)
        return send(7)

    def other(self):
        return nothing(8)

def fourth():
    return other(9)
"""


def numbers(found: Summary, *names: str) -> set[tuple[object, str]]:
    """The first arguments of calls that may be meant by some names, and who makes them."""
    return {
        (call.args[0].value, maker.name if maker else "")
        for call, maker in found.calls_naming(names)
        if call.args and isinstance(call.args[0], Const)
    }


@pytest.mark.parametrize("first", ["", "Mailer.now", "second"])
def test_calls_of_a_name_are_found_without_the_rest(first: str) -> None:
    found = by_pieces(CALLS)
    if function := found.functions.get(f"app.module.{first}"):
        assert function.calls is not None
    assert numbers(found, "send") >= {(1, "first"), (2, "inner"), (5, ""), (7, "now")}
    assert (9, "fourth") not in numbers(found, "send")
    assert numbers(found, "other") >= {(9, "fourth")}
    assert numbers(found, "nothing") >= {(8, "other")}
    assert numbers(found, "send", "nothing") <= numbers(whole(CALLS))


def test_little_is_read_for_the_calls_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_LARGE", 0)
    found = by_pieces(CALLS)
    assert (1, "first") in numbers(found, "send")
    assert "nothing" not in "".join(ast.unparse(part.tree.root) for part in found._parts)


def test_what_only_defines_a_name_does_not_call_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_LARGE", 0)
    found = by_pieces(CALLS)
    assert not [maker for _, maker in found.calls_naming(("now", "third")) if maker is not None]
    assert "return" not in "".join(ast.unparse(part.tree.root) for part in found._parts)


@pytest.mark.parametrize("first", ["", "Mailer.now"])
def test_classes_of_a_name_are_found_without_the_rest(first: str) -> None:
    found = by_pieces(CALLS)
    if function := found.functions.get(f"app.module.{first}"):
        assert function.calls is not None
    assert {each.name for each in found.classes_naming({"Base"})} == {"Mailer", "Inner"}
    assert {each.name for each in whole(CALLS).classes_naming({"Base"})} == {"Mailer", "Inner"}
    assert not [*found.classes_naming({"missing"})]


IMPORTS = [
    "import os\nimport os.path, sys as system\nimport a.b.c as c\n",
    "from a import b, c as d\nfrom .e import (\n    f,  # why\n    g as h,\n)\n",
    "from . import i\nfrom .. import j\nfrom ..k.l import m\n",
    "from ..... import out\nfrom a import b\n",
    "from a import *\nfrom a import b\n",
    "from a import b; c = 1\nimport d \\\n    as e\n",
    "from a import b\nfrom c import b\nfrom a import b\n",
    "from a import b\nif x:\n    from c import b\n",
    "from a import b\nb = b.c\n",
    "import important\nimports = 1\nfromage = 2\nfrom_a = 3\n",
    "from a import b\ndef b(): ...\n",
    "import a as b\nx = '''\nfrom c import d\n'''\n",
    "from a import (b)\nfrom c import d # (e)\n\n# f\nimport g # h\n",
    "from\ta\timport\tb\nfrom.a import b\nfrom .import c\nfrom .a import(d)\n",
    "from __future__ import annotations\nfrom a import (\n    b,\n    c\n)\n",
]


@pytest.mark.parametrize("text", IMPORTS)
@pytest.mark.parametrize("is_package", [False, True])
def test_imports_bind_what_they_bind_when_parsed(text: str, is_package: bool) -> None:
    text += "def last(x: b = c) -> d:\n    return a(b, c, d, f, h, i, j, m)\ny = b(c)\n"
    expected = Syntax(ast.parse(text), "app.inner.module", "module.py", is_package).summary
    found = Neighbour(text.encode(), "app.inner.module", "module.py", is_package)
    assert everything(found) == everything(expected)


def test_imports_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = note_what_is_parsed(monkeypatch)
    found = by_pieces("import os\nfrom a import (\n    b,\n)\nx = 1\n")
    assert [text.split() for text in parsed] == [["x", "=", "1"]]
    assert found.names.keys() == {"os", "b", "x"}


def test_a_file_of_the_library_cut_and_whole() -> None:
    for library in (ast, neighbour):
        text = Path(library.__file__ or "").read_text()
        assert everything(by_pieces(text)) == everything(whole(dedent(text)))
