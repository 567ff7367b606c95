"""Which binding a name has, seen from a scope."""

from __future__ import annotations

import ast
from textwrap import indent

import pytest

from flake8_fastapi.model import External, Function, Param, Ref
from flake8_fastapi.model.syntax.tree import Tree
from tests.model.build import module, value_of


def callee_names(source: str) -> list[str | None]:
    opened = module(source)
    calls = sorted(opened.syntax.reader.calls.values(), key=lambda c: (c.lineno, c.col_offset))
    return [opened.values.qualname(call.callee) for call in calls]


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.sleep()",
        "import time as t\nt.sleep()",
        "from time import sleep\nsleep()",
        "from time import sleep as s\ns()",
        "def f():\n    import time\n    time.sleep()",
        "import time\ndef f():\n    def g():\n        time.sleep()",
        "import time\nnap = time.sleep\nnap()",
        "import time\nclass A:\n    time = 1\n    def f(self):\n        time.sleep()",
        "import time\ndef f():\n    return [time.sleep() for time_ in x]",
        "import time\ndef f(x=time.sleep()):\n    time = 1",
        "import nap.later\nimport time\nnap = time\nnap.sleep()",
        "from nap import time\nimport time as t\ntime: object = t\ndef f():\n    time.sleep()",
        "import time as t\nimport time.later\ndef f():\n    global x\n    time.sleep()\ntime = t",
    ],
)
def test_names_that_are_the_import(source: str) -> None:
    assert callee_names(source) == ["time.sleep"]


@pytest.mark.parametrize(
    "source",
    [
        "time.sleep()",
        "import time\ndef f(time):\n    time.sleep()",
        "import time\ndef f():\n    time = x\n    time.sleep()",
        "import time\ntime = x\ntime.sleep()",
        "import time\n[time.sleep() for time in x]",
        "import time\nlambda time: time.sleep()",
        "import time\ndef f():\n    for time in x:\n        time.sleep()",
        "import time\ndef f():\n    with x as time:\n        time.sleep()",
        "import time\ndef f():\n    global time\n    time = x\ntime.sleep()",
        "from .... import time\ntime.sleep()",
        "import time\nmatch x:\n    case {'a': time}:\n        pass\ntime.sleep()",
        "import time\ntry: pass\nexcept E as time:\n    time.sleep()",
        "import nap.later\nimport time\nif x:\n    nap = time\nnap.sleep()",
        "import nap.later\nimport time\nnap.sleep()\nnap = time",
        "import nap.later\nimport time\nnap = nap or time\nnap.sleep()",
        "import time\nnap = time\nimport nap.later\nnap.sleep()",
        "import nap.later, time\ndef f():\n    global nap\n    nap = x\nnap = time\nnap.sleep()",
        "import nap.later\nimport time\nfor nap in x: pass\nnap = time\nnap.sleep()",
    ],
)
def test_names_that_may_be_something_else(source: str) -> None:
    assert callee_names(source) != ["time.sleep"]


def test_definitions_of_one_name_are_kept_apart() -> None:
    opened = module("def read(): ...\ndef read(): ...\nclass A:\n    def read(self): ...")
    assert sorted(opened.syntax.summary.functions) == [
        "__main__.A.read", "__main__.read", "__main__.read#2",
    ]  # fmt: skip
    assert value_of(opened, "read") is None


def test_methods_properties_and_overloads() -> None:
    opened = module(
        """
        from typing import overload
        class A:
            @property
            def x(self): return 1
            @x.setter
            def x(self, value): ...
            @overload
            def y(self): ...
            def y(self): return 1
            z = y
        """
    )
    cls = opened.syntax.summary.classes["__main__.A"]
    functions = opened.syntax.summary.functions
    assert functions[cls.methods["x"]].returned
    assert functions[cls.methods["y"]].returned
    assert "z" in cls.fields


def test_builtins_and_star_imports() -> None:
    assert isinstance(value_of(module("x = open"), "x"), External)
    assert value_of(module("from somewhere import *\nx = open"), "x") is None


def test_nested_functions_belong_to_their_function() -> None:
    opened = module("def outer():\n    def inner():\n        f()\n    return lambda: g()")
    functions = {f.name: f for f in opened.syntax.summary.functions.values()}
    assert functions["outer"].calls == []
    assert len(functions["inner"].calls) == len(functions["<lambda>"].calls) == 1
    assert functions["inner"].outer == functions["<lambda>"].outer == functions["outer"].qualname


def test_decorators_and_defaults_run_outside() -> None:
    opened = module("@f()\ndef g(x: h() = i()) -> j(): k()")
    (function,) = opened.syntax.summary.functions.values()
    assert [c.callee.name for c in function.calls if isinstance(c.callee, Ref)] == ["__main__.k"]
    assert isinstance(function, Function)
    assert len(opened.syntax.summary.calls) == 4


@pytest.mark.parametrize(
    "source",
    [
        "type X[T] = list[T]",
        "def f[T](x: T) -> T: ...",
        "class A[T]: ...",
        "try: pass\nexcept* ValueError: raise",
        "x = t'{y}'",
        "match x:\n    case [a, *b]: pass",
        "async def f():\n    async with a as b, c: yield await d\n    async for e in g: pass",
        "@a\n@b()\nclass C(D, metaclass=E): x: int = 1; y: 'F'",
        "del x\nglobal y\nx: list['int'] = []\nlambda *a, b=1, **c: (a, b, c)",
        "print(f'{x!r:>{width}}' % y @ z, *a, **b)",
    ],
)
def test_any_syntax_is_walked(source: str) -> None:
    try:
        ast.parse(source)
    except SyntaxError:
        pytest.skip("this Python does not parse it")
    opened = module(source)
    assert opened.syntax.summary.name == "__main__"


def test_every_node_has_a_parent_and_a_scope() -> None:
    source = "def f(a, b=1, *c, d: int = 2, **e):\n    return [g(x) for x in a if x.y]\n"
    tree = Tree(ast.parse(source))
    for node in ast.walk(tree.root):
        if isinstance(node, (ast.expr, ast.stmt)) and not isinstance(node, ast.Constant):
            assert tree.parent(node) is not None
            assert tree.scope(node) is not None


@pytest.mark.parametrize(
    ("body", "is_parameter"),
    [
        ("x.use()\nx = other()", True),
        ("x = x.use()", True),
        ("x = x.use() or other()\nx = other()", True),
        ("if a:\n    x.use()\nx, y = other()", True),
        ("for y in a:\n    x.use()\nx = other()", True),
        ("y = [x.use() for y in a]\nx = other()", True),
        ("x.use()\nwith other() as x: pass", True),
        ("x = other()\nx.use()", False),
        ("if a:\n    x = other()\nx.use()", False),
        ("for y in a:\n    x.use()\n    x = other()", False),
        ("while x.use():\n    x = other()", False),
        ("for x in x.use(): pass", False),
        ("def inner(): x.use()\nx = other()", False),
        ("y = lambda: x.use()\nx = other()", False),
        ("y = [x.use() for x in a]\nx = other()", False),
        ("def inner():\n    nonlocal x\n    x = other()\ninner()\nx.use()\nx = 1", False),
        ("import x\nx.use()\nx = other()", False),
    ],
)
def test_whether_a_parameter_is_one_until_it_is_bound_again(body: str, is_parameter: bool) -> None:
    opened = module("def f(x, a):\n" + indent(body, "    "))
    nodes = opened.syntax.tree.nodes(ast.Attribute)
    (node,) = (each for each in nodes if each.attr == "use")
    of = opened.syntax.expr(node.value)
    assert isinstance(of, Param) is is_parameter


@pytest.mark.parametrize(
    ("source", "is_import"),
    [
        ("from a import x\nx.use()\ndef x(): ...", True),
        ("from a import x\nif a:\n    x.use()\nclass x: ...", True),
        ("from a import x\n@x.use\ndef x(): ...", True),
        ("from a import x\ndef x(): ...\nx.use()", False),
        ("from a import x\ndef f(): x.use()\ndef x(): ...", False),
        ("from a import x\nfor a in b:\n    x.use()\n    def x(): ...", False),
        ("from a import x\nx.use()\nx = other()\ndef x(): ...", False),
        ("from a import x\nif a: from b import x\nx.use()\ndef x(): ...", False),
        ("from a import x\ndef f():\n    global x\n    x = 1\nx.use()\ndef x(): ...", False),
    ],
)
def test_whether_a_name_is_the_import_until_it_is_defined(source: str, is_import: bool) -> None:
    opened = module(source)
    nodes = opened.syntax.tree.nodes(ast.Attribute)
    (node,) = (each for each in nodes if each.attr == "use")
    of = opened.syntax.expr(node.value)
    assert (isinstance(of, Ref) and of.name == "a.x") is is_import
