"""Which parameters a test asks for, and which ones a call leaves out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_fastapi.model import Module, last_name
from flake8_fastapi.model.syntax.conditions import required
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.switches import is_met, is_met_by_globals, left_out
from tests.model.build import project

FORCE, ON = {"force", "force is None"}, {"not on", "on is None"}


@pytest.mark.parametrize(
    ("test", "names"),
    [
        ("key", {"key"}),
        ("key is not None", {"key is not None"}),
        ("key is None", {"key is None"}),
        ("not key", {"not key"}),
        ("not key is None", {"key is not None"}),
        ("key and other is not None", {"key", "other is not None"}),
        ("key and (other or third)", {"key", "other\nthird"}),
        ("key or other", {"key\nother"}),
        ("key or other is not None or third == 'a'", {"key\nother is not None\nthird == 'a'"}),
        ("key or unknown()", set()),
        ("key or KEY", set()),
        ("key or other and third", set()),
        ("not (key or other)", {"not key", "not other"}),
        ("not (key and other)", {"not key\nnot other"}),
        ("key and one or key and two", {"key"}),
        ("key != 1", {"key != 1"}),
        ("key == True", {"key == True"}),
        ("key is True", {"key is True"}),
        ("not key is False", {"key is not False"}),
        ("key is other", set()),
        ("key == 1.5", set()),
        ("key < 1", {"key < 1"}),
        ("not key > 1.5", {"key <= 1.5"}),
        ("key >= other", set()),
        ("1 < key", set()),
        ("key == 'a'", {"key == 'a'"}),
        ("key != 'a'", {"key != 'a'"}),
        ("not key == 'a'", {"key != 'a'"}),
        ("key == KIND", {"key == __main__.KIND"}),
        ("key != kinds.FIRST", {"key != __main__.kinds.FIRST"}),
        ("key == kinds[0]", set()),
        ("'a' == key", set()),
        ("key == 'a' == other", set()),
        ("key.name", {"key.name"}),
        ("key.name is True", {"key.name is True"}),
        ("key.name.first", set()),
        ("KEY", {"@__main__.KEY"}),
        ("not kinds.KEY", {"not @__main__.kinds.KEY"}),
        ("not key.exists()", {"key is missing"}),
        ("key.exists()", set()),
        ("not KEY.is_file()", {"@__main__.KEY is missing"}),
        ("not key.exists(other)", set()),
        ("not key.exists() or other()", set()),
        ("bool(key)", {"key"}),
        ("found(key.name)", {"key.name passes __main__.found"}),
        ("not found(key)", {"key fails __main__.found"}),
        ("found(key, 1)", set()),
        ("len(key)", set()),
        ("given.get('x')", {"given['x']"}),
        ("given.get('x', False)", {"given['x']"}),
        ("given.get('x', True)", set()),
        ("given.get('x', False) is True", {"given['x'] is True"}),
        ("given.get('x', False) is False", set()),
        ("given.get('x', False) is None", set()),
        ("given.get('x') is None", {"given['x'] is None"}),
        ("given.get('x', 0) == other", set()),
        ("given.get(key)", set()),
        ("'x' in given", {"given['x'] is given"}),
        ("'x' not in given", {"given['x'] is not given"}),
        ("key in ('a', 'b')", {"key == 'a'\nkey == 'b'"}),
        ("key not in ['a', 'b']", {"key != 'a'", "key != 'b'"}),
        ("not key in {'a'}", {"key != 'a'"}),
        ("key in ('a', KEY)", set()),
        ("key in ('a', None)", set()),
        ("key in other", set()),
        ("key in ()", set()),
        ("isinstance(key, Kind)", {"key is not None", "key isa __main__.Kind"}),
        (
            "isinstance(key, (Kind, kinds.Other))",
            {"key is not None", "key isa __main__.Kind\nkey isa __main__.kinds.Other"},
        ),
        ("isinstance(key, other)", {"key is not None"}),
        ("isinstance(key(), Kind)", set()),
        ("not isinstance(key, Kind)", {"key isnota __main__.Kind"}),
        (
            "not isinstance(key, (Kind, other, bytes))",
            {"key isnota __main__.Kind", "key isnota builtins.bytes"},
        ),
        ("key.startswith(('a', 'b'))", {"key startswith 'a'\nkey startswith 'b'"}),
        ("not key.startswith(('a', 'b'))", {"key startsnot 'a'", "key startsnot 'b'"}),
        ("key.startswith(('a', other))", set()),
        ("key.endswith('a')", {"key endswith 'a'"}),
        ("not key.endswith(('a', 'b'))", {"key endsnot 'a'", "key endsnot 'b'"}),
    ],
)
def test_conditions_that_are_met_where_a_test_holds(test: str, names: set[str]) -> None:
    module = Module(ast.parse(f"def f(key, other, third, one, two, given): {test}"))
    (statement,) = module.each(ast.Expr)
    assert required(statement.value, True, module.syntax.expr) == names


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("f(x)", {"key", "key is not None", "force", "force is None", "not on", "on is None"}),
        ("f(x, 2)", {"not key", "key is None", *FORCE, *ON}),
        ("f(x, None)", {"key", "key is not None", *FORCE, *ON}),
        ("f(x, '')", {"key", "key is None", *FORCE, *ON}),
        ("f(x, y)", {*FORCE, *ON}),
        ("f(x, y, force=True)", {"not force", "force is None", *ON}),
        ("f(x, y, force=y, on=0)", {"on", "on is None"}),
        ("f(x, y, force=y, on=y)", set()),
        ("f(*given)", set()),
        ("f(**given)", set()),
        ("C().m()", {"key", "key is not None"}),
        ("C().m(x)", set()),
        ("C().m(False)", {"key", "key is None"}),
        ("C.s(x)", set()),
        ("C.s(False)", {"key", "key is None"}),
        ("C.s()", {"key", "key is not None"}),
        ("C(False)", {"key", "key is None"}),
        ("C.m(c, False)", {"key", "key is None"}),
        ("C.m(c, x)", set()),
        ("C.m(c)", {"key", "key is not None"}),
        ("c.m(False)", {"key", "key is None"}),
        ("C.k(False)", {"key", "key is None"}),
        ("c.k(False)", {"key", "key is None"}),
        ("c.s(False)", {"key", "key is None"}),
        ("c(False)", {"key", "key is None"}),
        ("p()", {"not key", "key is None", *FORCE, *ON}),
        ("p(force=1)", {"not key", "key is None", "not force", "force is None", *ON}),
        ("r()", {"key", "key is None", "not force", "force is None", *ON}),
        ("r(force=x)", {"key", "key is None", *ON}),
        ("h()", set()),
        ("n(0)", {"key", "key is None"}),
        ("q(c, 0)", {"key", "key is None"}),
        ("w()", {"tasks", "tasks is not None"}),
        ("w(None)", {"tasks", "tasks is not None"}),
        ("w(x)", {"not tasks", "tasks is None"}),
    ],
)
def test_conditions_that_a_call_does_not_meet(call: str, names: set[str]) -> None:
    source = (
        "import functools\n"
        "from fastapi import BackgroundTasks\n"
        "def w(tasks: BackgroundTasks | None = None): ...\n"
        "x = y = given = unknown()\n"
        "def f(item, key=None, *, force=False, on=True): ...\n"
        "class C:\n"
        "    def __init__(self, key=None): ...\n"
        "    def m(self, key=None): ...\n"
        "    @staticmethod\n"
        "    def s(key=None): ...\n"
        "    @classmethod\n"
        "    def k(cls, key=None): ...\n"
        "    def __call__(self, key=None): ...\n"
        "c = C()\n"
        "p = functools.partial(f, x, 2)\n"
        "r = functools.partial(functools.partial(f, x, ''), force=True)\n"
        "h = functools.partial(f, *given)\n"
        "n, q = functools.partial(c.m), functools.partial(C.m)\n"
        f"{call}\n"
    )
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    last = source.count("\n")
    made = next(each for each in module.syntax.summary.calls if each.lineno == last)
    callee = module.values.of(made.callee)
    function = module.values.callee(callee)
    assert function is not None
    unmet = left_out(
        function, arguments_given(callee, made, module.values), made.within, module.values
    )
    assert {each for each in unmet if " != " not in each} == names


@pytest.mark.parametrize("given", ["'mail'", "MAIL", "ALSO_MAIL", "Kinds.MAIL", "Kind.MAIL"])
@pytest.mark.parametrize(
    ("needs", "met"),
    [
        (set(), True),
        ({"kind == 'mail'"}, True),
        ({"kind == 'push'"}, False),
        ({"kind == 'to push'"}, False),
        ({"kind != 'mail'"}, False),
        ({"kind != 'push'"}, True),
        ({"kind == it.MAIL"}, True),
        ({"kind == it.PUSH"}, False),
        ({"kind == it.Kind.PUSH"}, False),
        ({"kind != it.MAIL"}, False),
        ({"kind != it.Kinds.MAIL"}, False),
        ({"kind != it.Kinds.PUSH"}, True),
        ({"kind == it.CHOSEN"}, True),
        ({"kind == it.unknown"}, True),
        ({"kind == it.ONE"}, True),
        ({"kind == it.settings.kind"}, True),
        ({"kind"}, True),
        ({"not kind"}, False),
        ({"not kind\nkind == 'push'"}, False),
        ({"not kind\nkind == 'mail'"}, True),
        ({"not kind\nother"}, True),
        ({"other == 'push'"}, True),
        ({"kinds == 'push'"}, True),
    ],
)
def test_conditions_on_a_text_that_is_known(given: str, needs: set[str], met: bool) -> None:
    unmet, module = unmet_by(f"f({given}, unknown())")
    assert is_met(frozenset(needs), unmet, module.values) is met
    assert is_met(frozenset(needs), frozenset(), module.values)


@pytest.mark.parametrize("given", ["CHOSEN", "settings.kind", "unknown()", "unknown.KIND", "ONE"])
def test_what_may_be_another_text_leaves_nothing_out(given: str) -> None:
    unmet, _ = unmet_by(f"f({given}, unknown())")
    assert not unmet


def unmet_by(call: str) -> tuple[frozenset[str], Module]:
    """What the call of `f` that ends the file does not meet."""
    source = (
        "import enum, os\n"
        "from pydantic_settings import BaseSettings\n"
        "MAIL: str = 'mail'\n"
        "PUSH = 'push'\n"
        "ONE = 1\n"
        "ALSO_MAIL = MAIL\n"
        "CHOSEN = os.getenv('KIND', 'push')\n"
        "class Kinds:\n"
        "    MAIL, PUSH = 'mail', 'push'\n"
        "class Kind(enum.StrEnum):\n"
        "    MAIL = 'mail'\n"
        "    PUSH = 'push'\n"
        "class Settings(BaseSettings):\n"
        "    kind: str = 'push'\n"
        "settings = Settings()\n"
        "def f(kind, other): ...\n"
        f"{call}\n"
    )
    module = Module(ast.parse(source), "it.py", source.splitlines(keepends=True))
    made = next(each for each in module.syntax.summary.calls if last_name(each.callee) == "f")
    callee = module.values.of(made.callee)
    function = module.values.callee(callee)
    assert function is not None
    given = arguments_given(callee, made, module.values)
    return left_out(function, given, made.within, module.values), module


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("f(y)", {"a", "given["}),
        ("f(y, x=0)", {"a", "given[ x", "given['x']", "given['x'] is None"}),
        ("f(y, x=y, b=2)", {"a", "given[ b x", "not given['b']", "given['b'] is None"}),
        ("f(**{'x': 0})", {"a", "given[ x", "given['x']", "given['x'] is None"}),
        ("f(**{'a': 1})", {"not a", "given["}),
        ("f(**y)", set()),
        ("f(y, **{'z': y})", {"a", "given[ z"}),
        ("f({})", {"a", "given[", "item["}),
        ("f({'b': y})", {"a", "given[", "item[ b"}),
        (
            "f({'b': None, 'c': y})",
            {"a", "given[", "item[ b c", "item['b']", "item['b'] is not None"},
        ),
        ("f({y: 1})", {"a", "given["}),
        ("f({**y, 'b': 1})", {"a", "given["}),
    ],
)
def test_what_the_keywords_of_a_call_leave_out(call: str, names: set[str]) -> None:
    source = f"y = unknown()\ndef f(item=y, a=False, **given): ...\n{call}\n"
    module = Module(ast.parse(source), "it.py", source.splitlines(keepends=True))
    made = next(each for each in module.syntax.summary.calls if last_name(each.callee) == "f")
    callee = module.values.of(made.callee)
    function = module.values.callee(callee)
    assert function is not None
    given = arguments_given(callee, made, module.values)
    unmet = left_out(function, given, made.within, module.values)
    assert {it for it in unmet if " != " not in it and not it.startswith("a is ")} == names


@pytest.mark.parametrize(
    ("needs", "met"),
    [
        ("given['x']", False),
        ("not given['x']", True),
        ("given['x'] is True", False),
        ("given['x'] is not None", False),
        ("given['x'] is None", True),
        ("given['x'] == 'a'", False),
        ("given['x'] != 'a'", True),
        ("given['x'] is given", False),
        ("given['x'] is not given", True),
        ("given['y']", True),
        ("given['y'] is given", True),
        ("given['y'] is not given", False),
        ("other['x']", True),
    ],
)
def test_conditions_on_keywords_that_are_known(needs: str, met: bool) -> None:
    _, module = unmet_by("f('mail', 1)")
    assert is_met(frozenset({needs}), frozenset({"given[ y"}), module.values) is met


@pytest.mark.parametrize(
    ("needs", "met"),
    [
        ("on is True", False),
        ("on is False", True),
        ("on is not False", False),
        ("on == True", False),
        ("on == 0", True),
        ("on != 0", False),
        ("on == 'a'", False),
        ("on > 0", False),
        ("on <= 0", True),
        ("on < 0.5", True),
        ("on < 'a'", True),
        ("on == it.unknown", True),
        ("on passes it.exists", True),
        ("on fails it.exists", False),
        ("on passes it.holds", False),
        ("on fails it.holds", True),
        ("on passes it.several", True),
        ("on passes it.does", True),
        ("on passes it.unknown", True),
    ],
)
def test_conditions_on_a_constant_that_is_known(needs: str, met: bool) -> None:
    source = (
        "def f(on): ...\n"
        "def exists(it):\n    'Say.'\n    return it is not None\n"
        "def holds(it): return bool(it)\n"
        "def several(it): return it and it.x\n"
        "def does(it):\n    it.do()\n    return it\n"
        "f(False)\n"
    )
    module = Module(ast.parse(source), "it.py", source.splitlines(keepends=True))
    (made,) = module.syntax.summary.calls
    callee = module.values.of(made.callee)
    function = module.values.callee(callee)
    assert function is not None
    given = arguments_given(callee, made, module.values)
    unmet = left_out(function, given, made.within, module.values)
    assert is_met(frozenset({needs}), unmet, module.values) is met


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ("if key: found()", {"key"}),
        ("if key and found(): ...", {"key"}),
        ("if key:\n        if other: found()", {"key", "other"}),
        ("if key is not None: found()", {"key is not None"}),
        ("if key: ...\n    else: found()", {"not key"}),
        ("if key: ...\n    elif other: found()", {"not key", "other"}),
        ("if not key: return\n    found()", {"key"}),
        ("if not key: return\n    with other: found()", {"key"}),
        ("if key is None: raise KeyError\n    found()", {"key is not None"}),
        ("if not key: pass\n    found()", set()),
        ("if not key: return\n    else: ...\n    found()", set()),
        ("found()\n    if not key: return", set()),
        ("key = 1\n    if not key: return\n    found()", set()),
        ("x = found() if key else None", {"key"}),
        ("if key == 'a': ...\n    elif key == 'b': found()", {"key != 'a'", "key == 'b'"}),
        ("if key == 'a': return\n    found()", {"key != 'a'"}),
        ("if key or other: found()", {"key\nother"}),
        ("if key and other: return\n    found()", {"not key\nnot other"}),
        ("other = 1\n    if key or other: found()", set()),
        ("x = None if key else found()", {"not key"}),
        ("key or found()", {"not key"}),
        ("if found(): ...", set()),
        ("key = key or 1\n    if key: found()", set()),
        ("if glob: found()", set()),
        ("if key:\n        def inner(): found()", set()),
        ("on = key and glob\n    if on: found()", {"key"}),
        ("on = key\n    key = 1\n    if on: found()", set()),
        ("on = key\n    on = glob\n    if on: found()", set()),
        ("if given.get('x'): found()", {"given['x']"}),
        ("if 'x' not in given: return\n    found()", {"given['x'] is given"}),
        ("given['x'] = 1\n    if given.get('x'): found()", set()),
        ("given.update(x=1)\n    if given.get('x'): found()", set()),
        ("glob(given)\n    if given.get('x'): found()", set()),
        ("glob(**given)\n    if given.get('x'): found()", {"given['x']"}),
        ("if key.get('x'): found()", {"key['x']"}),
        ("if key['x']: found()", {"key['x']"}),
        ("if 'x' in key: found()", {"key['x'] is given"}),
        ("data = key\n    if 'x' in data: found()", {"key['x'] is given"}),
        ("data = key.dict()\n    if data.get('x'): found()", {"key['x']"}),
        (
            "data = key if isinstance(key, dict) else key.model_dump()\n"
            "    if 'x' in data: found()",
            {"key['x'] is given"},
        ),
        (
            "if isinstance(key, dict): data = key\n    else: data = key.model_dump()\n"
            "    if 'x' in data:\n        found()\n        del data['x']",
            {"key['x'] is given"},
        ),
        ("data = key if other else glob\n    if 'x' in data: found()", set()),
        ("data = key\n    data['x'] = 1\n    if 'x' in data: found()", set()),
        ("key['x'] = 1\n    if 'x' in key: found()", set()),
        ("glob(key)\n    if 'x' in key: found()", set()),
    ],
)
def test_calls_behind_parameters(body: str, needs: set[str]) -> None:
    source = f"def found(): ...\ndef f(key=None, other=None, **given):\n    {body}\n"
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    calls = [call for each in module.syntax.summary.functions.values() for call in each.calls]
    found = [call.needs for call in calls if last_name(call.callee) == "found"]
    assert found == [needs]


@pytest.mark.parametrize(
    ("body", "presumes"),
    [
        ("if self.key: found()", {"self.key"}),
        ("if not self.key: return\n        found()", {"self.key"}),
        ("if self.key is True and other.key: found()", {"self.key is True"}),
        ("self = other\n        if self.key: found()", set()),
        ("if KEY and not settings.KEY: found()", {"@__main__.KEY", "not @__main__.settings.KEY"}),
        ("KEY = other\n        if KEY: found()", set()),
        ("def inner():\n            if self.key: found()", set()),
    ],
)
def test_calls_behind_attributes_and_global_names(body: str, presumes: set[str]) -> None:
    source = f"class C:\n    def f(self, other):\n        {body}\n"
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    (call,) = [call for each in module.syntax.summary.functions.values() for call in each.calls]
    assert call.presumes == presumes
    assert not {each for each in call.needs if each.startswith(("self", "@"))}


@pytest.mark.parametrize(
    ("body", "off"),
    [
        ("found()", False),
        ("if False: found()", True),
        ("if 0: ...\n    else: found()", False),
        ("if 1: ...\n    else: found()", True),
        ("on = False\n    if on: found()", True),
        ("on = False\n    if not on: found()", False),
        ("on = False\n    if on: ...\n    elif key: found()", False),
        ("on = False\n    if key:\n        if on: found()", True),
        ("on = False\n    if found(): ...", False),
        ("on = 0\n    if on == 1: found()", True),
        ("on = 0\n    if on != 1: found()", False),
        ("on = 0\n    if on == key: found()", False),
        ("on = 0\n    if on or key: found()", False),
        ("on = 0\n    if key and on: found()", True),
        ("if not key and False: found()", True),
        ("if key or True: ...\n    else: found()", True),
        ("if key and True: found()", False),
        ("on = 0\n    while on: found()", False),
        ("on = False\n    on = key\n    if on: found()", False),
        ("on = False\n    for on in key: ...\n    if on: found()", False),
        ("if key: on = False\n    if on: found()", False),
        ("global on\n    on = False\n    if on: found()", False),
        ("on = False\n    def inner():\n        if on: found()\n    inner()", False),
        ("if key: found()", False),
        ("if OFF: found()", False),
        ("return\n    found()", True),
        ("if key:\n        raise KeyError\n        found()", True),
        ("if key: return\n    found()", False),
    ],
)
def test_what_a_function_has_switched_off(body: str, off: bool) -> None:
    source = f"OFF = False\ndef f(key):\n    {body}\n"
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    (call,) = [
        call
        for function in module.syntax.summary.functions.values()
        for call in function.calls
        if last_name(call.callee) == "found"
    ]
    assert call.off is off


CLASSES = """
class Order: ...
class Refund(Order): ...
class Other: ...
def f(key): ...
"""


@pytest.mark.parametrize(
    ("case", "given", "met"),
    [
        ("case Order()", "Order()", True),
        ("case Order(id=1)", "Refund()", True),
        ("case Order() as order", "Other()", False),
        ("case Refund()", "Order()", False),
        ("case Other() | Refund()", "Refund()", True),
        ("case Other() | Refund()", "Order()", False),
        ("case Unknown()", "Order()", True),
        ("case Refund()", "order", True),
        ("case Refund()", "unknown()", True),
        ("case {'a': 1}", "Order()", True),
        ("case 1 | Refund()", "Order()", True),
        ("case _", "Order()", True),
    ],
)
def test_cases_of_classes(case: str, given: str, met: bool) -> None:
    source = f"{CLASSES}def g(key, order: Order):\n    match key:\n        {case}: found()\n"
    module = Module(ast.parse(f"{source}\ndef h(order: Order): f({given})"))
    calls = {
        last_name(call.callee): call
        for function in module.syntax.summary.functions.values()
        for call in function.calls
    }
    function = module.values.function("__main__.f")
    assert function is not None
    unmet = left_out(
        function, arguments_given(function, calls["f"], module.values), "", module.values
    )
    assert is_met(calls["found"].needs, unmet, module.values) is met


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ("@app.settings.DEBUG", False),
        ("@app.settings.is_dev", False),
        ("@app.STATE.DEVELOPMENT_MODE", False),
        ("self.debug_mode is True", False),
        ("@app.settings.ENV == 'development'", False),
        ("@app.settings.APP_ENV == 'dev'\n@app.settings.APP_ENV == 'local'", False),
        ("@app.settings.environment != 'production'", False),
        ("@app.settings.ENV == 'dev'\n@app.settings.ENV == 'staging'", True),
        ("@app.settings.STAGE == 'test'", False),
        ("@app.settings.TESTING", False),
        ("@app.settings.IS_TEST", False),
        ("@app.settings.TEST_URL", True),
        ("@app.settings._is_dev_env", False),
        ("not @app.in_production_environment", False),
        ("@app.settings.dev_envelope", True),
        ("@app.settings.ENV == 'production'", True),
        ("@app.settings.ENV != 'dev'", True),
        ("@app.settings.MODE == 'dev'", True),
        ("not @app.settings.DEBUG", True),
        ("not @app.PRODUCTION", False),
        ("not self.is_prod", False),
        ("@app.PRODUCTION", True),
        ("not @app.PRODUCTS", True),
        ("@app.settings.DEBUG is not None", True),
        ("@app.settings.device", True),
        ("@app.settings.dev_host", True),
        ("self.mode", True),
    ],
)
def test_what_is_for_development_is_off(condition: str, met: bool) -> None:
    values = Module(ast.parse("import app")).values
    assert is_met_by_globals(frozenset({condition}), values) is met


KIND_OF_SEVERAL = """
import os, time
from fastapi import FastAPI
KIND = os.environ.get("KIND", "node")
app = FastAPI()
def start() -> None: time.sleep(1)
@app.get("/")
async def read() -> None:
    if KIND in ("node", "admin"):
        start()
"""


def test_one_of_several_texts_excludes_none(tmp_path: Path) -> None:
    """That it is one of two says of neither that it is the other one."""
    opened = project(tmp_path, {"app/main.py": KIND_OF_SEVERAL}, "app/main.py")
    (found,) = opened.event_loop.blocking_calls
    assert found.name == "time.sleep"


ASKED_BY_CALL = """
import os, time
from fastapi import FastAPI, HTTPException
app = FastAPI()
class Settings:
    name = os.environ["NAME"]
    def is_production(self): return self.name == "production"
settings = Settings()
def _is_dev_env(): return settings.name == "dev"
def is_ready(): return settings.name == "ready"
@app.get("/")
async def read():
    {}
    time.sleep(1)
"""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("if not _is_dev_env(): raise HTTPException(404)", False),
        ("if settings.is_production(): raise HTTPException(404)", False),
        ("if not settings.is_production(): raise HTTPException(404)", True),
        ("if _is_dev_env(): raise HTTPException(404)", True),
        ("if not _is_dev_env(): print(1)", True),
        ("if not is_ready(): raise HTTPException(404)", True),
    ],
)
def test_a_call_may_ask_where_it_runs(test: str, expected: bool) -> None:
    text = ASKED_BY_CALL.format(test)
    opened = Module(ast.parse(text), lines=text.splitlines(keepends=True))
    assert bool(opened.event_loop.blocking_calls) is expected
