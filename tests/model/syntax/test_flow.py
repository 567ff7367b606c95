"""Which way control leaves a block, and what a `yield` is guarded by."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_fastapi.model.syntax import flow
from flake8_fastapi.model.syntax.flow import Way
from tests.model.build import function_node


def block(source: str) -> list[ast.stmt]:
    """The statements of `source`; wrapped, so that `return` and `break` are at home."""
    body = textwrap.indent(textwrap.dedent(source), " " * 8)
    function = ast.parse(f"async def f():\n    while x:\n{body}").body[0]
    assert isinstance(function, ast.AsyncFunctionDef)
    loop = function.body[0]
    assert isinstance(loop, ast.While)
    return loop.body


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        ("pass", {Way.FALL}),
        ("raise", {Way.RAISE}),
        ("return 1", {Way.RETURN}),
        ("break", {Way.BREAK}),
        ("continue", {Way.CONTINUE}),
        ("raise\nreturn", {Way.RAISE}),
        ("assert False", {Way.RAISE}),
        ("assert x", {Way.FALL}),
        ("if x:\n    raise", {Way.RAISE, Way.FALL}),
        ("if x:\n    raise\nelse:\n    return", {Way.RAISE, Way.RETURN}),
        ("if x:\n    raise\nelif y:\n    raise\nelse:\n    raise", {Way.RAISE}),
        ("if x:\n    raise\nelif y:\n    raise", {Way.RAISE, Way.FALL}),
        ("for y in x:\n    raise", {Way.RAISE, Way.FALL}),
        ("for y in x:\n    break", {Way.FALL}),
        ("for y in x:\n    pass\nelse:\n    raise", {Way.RAISE}),
        ("for y in x:\n    break\nelse:\n    raise", {Way.RAISE, Way.FALL}),
        ("while True:\n    pass", set()),
        ("while True:\n    break", {Way.FALL}),
        ("while True:\n    raise", {Way.RAISE}),
        ("while x:\n    raise", {Way.RAISE, Way.FALL}),
        ("with x:\n    raise", {Way.RAISE}),
        ("async with x:\n    return", {Way.RETURN}),
        ("with suppress(KeyError):\n    raise", {Way.RAISE, Way.FALL}),
        ("with contextlib.suppress(KeyError):\n    return", {Way.RETURN, Way.FALL}),
        ("match x:\n    case 1:\n        raise", {Way.RAISE, Way.FALL}),
        (
            "match x:\n    case 1:\n        raise\n    case _:\n        return",
            {Way.RAISE, Way.RETURN},
        ),
        ("match x:\n    case _ if y:\n        raise", {Way.RAISE, Way.FALL}),
        ("try:\n    raise\nexcept KeyError:\n    return", {Way.RAISE, Way.RETURN}),
        ("try:\n    raise\nexcept Exception:\n    return", {Way.RETURN}),
        ("try:\n    raise\nexcept:\n    pass", {Way.FALL}),
        ("try:\n    x()\nexcept (KeyError, Exception):\n    raise", {Way.RAISE, Way.FALL}),
        ("try:\n    x()\nexcept KeyError:\n    pass\nelse:\n    raise", {Way.RAISE, Way.FALL}),
        ("try:\n    x()\nfinally:\n    raise", {Way.RAISE}),
        ("try:\n    raise\nfinally:\n    x()", {Way.RAISE}),
        ("try:\n    raise\nfinally:\n    return", {Way.RETURN}),
        ("def g():\n    raise", {Way.FALL}),
    ],
)
def test_ways_out(source: str, ways: set[Way]) -> None:
    assert flow.ways_out(block(source)) == ways


def known(call: ast.Call) -> bool | None:
    return {"fails()": True, "works()": False}.get(ast.unparse(call))


@pytest.mark.parametrize(
    ("source", "raises"),
    [
        ("fails()", True),
        ("await fails()", True),
        ("works()", False),
        ("perhaps()", None),
        ("perhaps()\nraise", True),
        ("works()\nfails()\nreturn", True),
        ("if x:\n    perhaps()\nelse:\n    raise", None),
        ("if x:\n    fails()\nelse:\n    raise", True),
        ("y = perhaps()", False),
        ("while True:\n    pass", False),
    ],
)
def test_always_raises(source: str, raises: bool | None) -> None:
    assert flow.always_raises(block(source), known) is raises


def test_a_handler_reraises_or_not() -> None:
    (statement,) = block(
        "try:\n    x()\nexcept KeyError:\n    y()\n    raise\nexcept ValueError:\n    y()"
    )
    assert isinstance(statement, ast.Try)
    assert [flow.handler_reraises(handler) for handler in statement.handlers] == [True, False]


@pytest.mark.parametrize(("source", "leaves"), [("return", True), ("raise", True), ("x()", False)])
def test_always_leaves(source: str, leaves: bool) -> None:
    assert flow.always_leaves(block(source)) is leaves


def skipped(source: str) -> list[list[str]]:
    """What each `yield` skips when it raises, as text."""
    return [
        [ast.unparse(statement) for statement in suspension.skipped]
        for suspension in flow.suspensions(function_node(source))
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("yield db", [[]]),
        ("yield db\ndb.close()", [["db.close()"]]),
        ("x = yield db\ndb.close()", [["db.close()"]]),
        ("yield from other()\ndb.close()", [["db.close()"]]),
        ("try:\n    yield db\nfinally:\n    db.close()", [[]]),
        ("try:\n    yield db\n    a()\nfinally:\n    b()\nc()", [["a()", "c()"]]),
        ("try:\n    yield db\nexcept E:\n    raise\nelse:\n    a()\nb()", [["a()", "b()"]]),
        ("try:\n    yield db\nexcept E:\n    pass\nelse:\n    a()\nb()", [["a()"]]),
        ("try:\n    yield db\nfinally:\n    return\nb()", [[]]),
        ("try:\n    a()\nexcept E:\n    yield db\n    b()\nc()", [["b()", "c()"]]),
        ("try:\n    a()\nexcept E:\n    pass\nelse:\n    yield db\nc()", [["c()"]]),
        ("try:\n    a()\nfinally:\n    yield db\nc()", [["c()"]]),
        ("with a() as db:\n    yield db\nc()", [["c()"]]),
        ("with suppress(E):\n    yield db\n    b()\nc()", [["b()"]]),
        (
            "if x:\n    yield 1\nelif y:\n    yield 2\n    b()\nelse:\n    yield 3\nc()",
            [["c()"], ["b()", "c()"], ["c()"]],
        ),
        ("for x in y:\n    yield x\n    b()\nc()", [["b()", "c()"]]),
        ("match x:\n    case 1:\n        yield x\nc()", [["c()"]]),
        (
            "def inner():\n    yield 1\nyield 2\nf = lambda x: (yield 3)",
            [["f = lambda x: (yield 3)"]],
        ),
        ("g((yield 1), (yield 2))\na()", [["a()"], ["a()"]]),
    ],
)
def test_what_a_raising_yield_skips(source: str, expected: list[list[str]]) -> None:
    assert skipped(source) == expected


def test_guards_are_innermost_first() -> None:
    source = """
        with a() as db:
            try:
                try:
                    yield db
                except KeyError:
                    raise
            finally:
                b()
    """
    (suspension,) = flow.suspensions(function_node(source))
    inner, outer, manager = suspension.guards
    assert [ast.unparse(handler.type) for handler in inner.handlers if handler.type] == ["KeyError"]
    assert [ast.unparse(statement) for statement in outer.final] == ["b()"]
    assert [ast.unparse(item) for item in manager.items] == ["a() as db"]


def test_a_yield_in_a_handler_is_not_guarded_by_the_other_handlers() -> None:
    (suspension,) = flow.suspensions(
        function_node("try:\n    a()\nexcept A:\n    yield\nexcept B:\n    pass\nfinally:\n    c()")
    )
    (guard,) = suspension.guards
    assert guard.handlers == ()
    assert len(guard.final) == 1


def test_a_chain_of_a_thousand_elifs() -> None:
    chain = "if x == 0:\n    raise\n" + "".join(
        f"elif x == {i}:\n    raise\n" for i in range(1, 900)
    )
    nodes = block(chain)
    assert flow.ways_out(nodes) == {Way.RAISE, Way.FALL}


@pytest.mark.parametrize(
    ("source", "plainly"),
    [
        ("x = 1\nreturn x", True),
        ("if x:\n    raise A\nreturn 1", True),
        ("for x in y:\n    raise A", True),
        ("for x in y:\n    pass\nelse:\n    raise A", False),
        ("raise A\nreturn 1", False),
        ("if x:\n    raise A\nelse:\n    raise B", False),
        ("while True:\n    raise A", False),
        ("with x:\n    raise A\nreturn 1", False),
    ],
)
def test_plainly_ends_is_sure(source: str, plainly: bool) -> None:
    body = function_node(source).body
    assert flow.plainly_ends(body) is plainly
    if plainly:
        assert flow.always_raises(body) is False


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("return\na()\nb()", [2, 3]),
        ("return; a()\nb()", [2]),
        ("raise A\na()", [2]),
        ("if x:\n    return\n    a()\nb()", [3]),
        ("if x:\n    return\nelse:\n    raise A\na()", [5]),
        ("if x:\n    return\na()", []),
        ("while True:\n    a()\nb()", [3]),
        ("while True:\n    if x: break\nb()", []),
        ("for x in y:\n    continue\n    a()\nb()", [3]),
        ("try:\n    return\nfinally:\n    a()\nb()", [5]),
        ("try:\n    raise A\nexcept A:\n    a()\nb()", []),
        ("try:\n    return\nexcept A:\n    return\n    a()", [5]),
        ("with x:\n    return\na()", [3]),
        ("with x:\n    raise A\na()", []),  # which it may swallow
        ("async with x:\n    while True: a()\nb()", []),  # which it may end
        ("def g():\n    return\n    a()\nb()", [3]),
        ("match x:\n    case 1:\n        return\n        a()", [4]),
        ("if False:\n    a()\nb()", [2]),
        ("if 1:\n    a()\nelse:\n    b()", [4]),
        ("if False and x:\n    a()\nelse:\n    b()", [2]),
        ("if True or x:\n    a()\nelse:\n    b()", [4]),
        ("if True and x:\n    a()\nelse:\n    b()", []),
        ("if DEBUG:\n    a()", []),
        ("if TYPE_CHECKING:\n    a()\nelse:\n    b()", [2]),
    ],
)
def test_lines_that_control_never_gets_to(source: str, lines: list[int]) -> None:
    tree = ast.Module(block(source), [])
    found = [line for each in flow.cut_off(tree) for line in each]
    above = 2  # lines of `block` itself
    assert sorted({line - above for line in found}) == lines
