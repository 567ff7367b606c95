"""What becomes of a coroutine that nothing awaits.

One that is awaited, returned, yielded, stored, put in a list or given to a call has a future. One
that is dropped, or taken for the result, has none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.concurrency.coroutine_functions import OWN, CoroutineFunctions
from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.names import Binding
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import TRY, ScopeNode, block_with, spelled_name
from flake8_fastapi.model.values.decorators import AWAITING_ONCE, registers
from flake8_fastapi.model.values.values import Values

#: What cannot work with a coroutine in the place of data.
_CONSUMERS = {
    f"builtins.{name}"
    for name in (
        "bytes", "dict", "enumerate", "float", "frozenset", "int", "iter", "len", "list", "max",
        "min", "next", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
    )
} | {
    "json.dumps", "json.loads", "base64.b64decode", "base64.b64encode",
    *(f"hashlib.{name}" for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")),
}  # fmt: skip
#: The same, as their second argument, which has this name: `hmac.new(key, body, "sha256")`.
_SIGNING = {"hmac.digest": "msg", "hmac.new": "msg"}

#: The ends of the names of calls that cannot work with a coroutine.
_TAKING = (*(name.rpartition(".")[2] for name in (*_CONSUMERS, *_SIGNING)), "Response")

#: Around what is expected to fail, the wrong call is the right one.
_EXPECTING = regex(r"raises|warns|deprecated|assertRaises|assertWarns|suppress|catch_warnings")

#: How the effects begin that are an error at once.
_FAILS = (
    "it has no ", "it cannot be indexed", "it cannot be iterated", "it cannot be unpacked",
    "it is no operand",
)  # fmt: skip
_TEXT = "its text is `<coroutine object ...>`"
_NO_RESPONSE = "it cannot be the response"
_DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.Tuple)

#: What is evaluated only under a condition, or later, or several times.
_PERHAPS = (ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_PASSING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
#: What evaluates an expression in any case, as the first of what it does.
_ASKING = (*_PASSING, ast.Return, ast.Assert, ast.If, ast.While)

#: Behind the end of a block of these the next statement runs.
_OF_TRY = ("body", "orelse", "finalbody")
_FALLING_THROUGH = (*TRY, ast.ExceptHandler, ast.If, ast.With, ast.AsyncWith)
#: Around a coroutine that somebody else has from there on.
_HANDED_ON = frozenset({ast.Await, ast.Yield, ast.YieldFrom, ast.Lambda, ast.NamedExpr})


class Effects:
    """What comes of the coroutines of one file."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        functions: CoroutineFunctions,
        is_test: bool,
    ) -> None:
        self._syntax = syntax
        self._tree = syntax.tree
        self._values = values
        self._routing = routing
        self._functions = functions
        self._is_test = is_test

    def may_be_any(self, node: ast.Call) -> bool:
        """Whether there is anything to find out: a quick look at what stands around a call."""
        around = self._tree.parent(node)
        if isinstance(around, ast.Call):  # most of them
            return spelled_name(around.func).endswith(_TAKING)
        match around:
            case ast.keyword(arg=name):
                return name in (None, "content", "msg")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                return False
            case ast.Assign() | ast.AnnAssign():
                return self._tree.function(node) is not None
            case ast.Return() as parent:
                function = self._tree.function(parent)
                return bool(getattr(function, "decorator_list", ())) or (
                    spelled_name(node.func) == "call_next"
                )
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.arguments():
                return False
            case parent:
                return parent.__class__ not in _HANDED_ON

    def of(self, node: ast.expr, entered: bool, follow: bool = True) -> str | None:
        """What comes of a coroutine where nothing awaits it; None where something may."""
        parent = self._tree.parent(node)
        match parent:
            case ast.Expr():
                return None if self._is_expected(parent) else "nothing happens"
            case ast.Attribute(attr=name):
                if name in OWN or name.startswith(("cr_", "__")) or self._is_expected(parent):
                    return None
                return f"it has no `{name}`"
            case ast.Subscript(value=value) if value is node:
                return "it cannot be indexed"
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                return "it cannot be iterated" if value is node else None
            case ast.withitem():
                return None if entered else "it is no context manager"
            case ast.Starred():
                return "it cannot be unpacked"
            case ast.Raise():
                return None if self._is_expected(parent) else "it is no exception"
            case ast.FormattedValue():
                return _TEXT
            case ast.UnaryOp(op=ast.Not()) | ast.Assert() | ast.If() | ast.While():
                return "it is always true"
            case ast.BinOp() | ast.AugAssign() | ast.UnaryOp():
                return "it is no operand"
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]) if right is node:
                return "it is no container"
            case ast.Compare() if not self._is_test:
                return "it equals nothing"
            case ast.BoolOp(values=values):
                if values[-1] is node:
                    return self.of(parent, entered, follow)
                return "it is always true"
            case ast.IfExp(test=test):
                if test is node:
                    return "it is always true"
                return self.of(parent, entered, follow)
            case ast.Return():
                return self._returned(parent)
            case ast.keyword():
                call = self._tree.parent(parent)
                if parent.arg is None:
                    return "it cannot be unpacked"
                return self._given(call, parent.arg) if isinstance(call, ast.Call) else None
            case ast.Call(func=ast.Attribute(value=ast.Name() as rows, attr="append")):
                return self._collected(rows)
            case ast.Call(args=[first, *_]) if first is node:
                return self._given(parent, "content")
            case ast.Call(args=[_, second, *_]) if second is node:
                return self._given(parent, "msg")
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                return self._bound(parent, target, entered) if follow else None
            case _ if isinstance(parent, _DISPLAYS):
                return self._displayed(parent)
        return None

    def _is_expected(self, node: ast.AST) -> bool:
        """Whether a test expects the error or the warning that comes of it."""
        for parent in self._tree.ancestors(node):
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                if any(_EXPECTING.search(ast.unparse(i.context_expr)) for i in parent.items):
                    return True
        return False

    def _returned(self, node: ast.AST) -> str | None:
        """What comes of a coroutine that a function returns, whose caller is known."""
        function = self._syntax.function_at(node)
        if function is None:
            return None
        if function.is_async and function in self._functions.middleware:
            return "it is no response"
        is_answer = self._functions.is_endpoint(function) or self._is_awaited_once(function)
        return _NO_RESPONSE if is_answer else None

    def _is_awaited_once(self, function: Function) -> bool:
        """Whether what stands around a route awaits it, and answers with what that gives."""
        return (
            function.is_async
            and any(endpoint.function is function for endpoint in self._routing.endpoints)
            and all(
                registers(each, self._values)
                or self._values.decorator_name(each.expression) in AWAITING_ONCE
                for each in function.decorators
            )
        )

    def _given(self, node: ast.Call, name: str) -> str | None:
        """What comes of a coroutine that is given to a call."""
        callee = self._values.qualname(self._syntax.expr(node.func)) or ""
        if callee == "builtins.str":
            return _TEXT
        if (callee in _CONSUMERS and name == "content") or _SIGNING.get(callee) == name:
            return f"`{callee.removeprefix('builtins.')}` cannot take it"
        if callee.startswith(("starlette.responses.", "fastapi.responses.")):
            return _NO_RESPONSE if name == "content" else None
        return None

    def _displayed(self, node: ast.expr) -> str | None:
        """What comes of a list or dict with a coroutine in it: only a response cannot be sent."""
        effect = self.of(node, False, follow=False)
        return effect if effect == _NO_RESPONSE else None

    def _collected(self, rows: ast.Name) -> str | None:
        """What comes of a coroutine in a list that a function fills: that it is the response.

        Nothing else has the list, but for what counts what is in it.
        """
        scope = self._tree.scope(rows)
        if self._tree.function(rows) is not scope:
            return None
        match self._syntax.names.bindings(scope).get(rows.id, ()):
            case [Binding(how="value" | "typed", node=ast.List(elts=[]))]:
                effects = {self._of_list(load) for load in self._loads_of(rows.id, scope)}
                return _NO_RESPONSE if effects - {""} == {_NO_RESPONSE} else None
        return None

    def _of_list(self, load: ast.Name) -> str | None:
        """What comes of a list with a coroutine in it, at a place; "" where nothing does."""
        match self._tree.parent(load):
            case ast.Attribute(attr="append") | ast.Call(func=ast.Name(id="len")):
                return ""
            case ast.UnaryOp(op=ast.Not()) | ast.If(test=ast.Name()):
                return ""
        return self.of(load, False, follow=False)

    # -- a variable holds it ---------------------------------------------------------------

    def _bound(self, statement: ast.AST, target: ast.expr, entered: bool) -> str | None:
        """What comes of a coroutine that a variable holds: of all places that read it."""
        if isinstance(target, (ast.Tuple, ast.List)):
            return "it cannot be unpacked"
        if not isinstance(target, ast.Name):
            return None
        scope = self._tree.scope(target)
        if self._tree.function(target) is not scope:
            return None  # of a module or class: anybody may read it
        names = self._syntax.names
        if len(names.bindings(scope).get(target.id, ())) != 1:
            return self._returned_later(statement, target.id)
        effects: list[str | None] = []
        for load in self._loads_of(target.id, scope):
            deleted = isinstance(load.ctx, ast.Del)
            effect = None if deleted else self.of(load, entered, follow=False)
            if effect is not None and effect.startswith(_FAILS) and self._is_next(load, statement):
                return effect  # whatever would be done with it later
            effects.append(effect)
        if effects:
            return None if None in effects else effects[0]
        return None if self._is_expected(statement) else "nothing happens"

    def _returned_later(self, statement: ast.AST, name: str) -> str | None:
        """What comes of a coroutine that a variable holds at times, if it is returned then.

        Nothing reads or binds the variable in between.
        """
        child = statement
        for parent in self._tree.ancestors(statement):
            for each in _going_on(child, parent):
                match each:
                    case ast.Return(value=ast.Name(id=returned)) if returned == name:
                        return self._returned(each)
                if always_leaves([each]) or _names(name, each):
                    return None
            if not isinstance(parent, _FALLING_THROUGH):
                return None
            child = parent
        return None

    def _is_next(self, load: ast.Name, statement: ast.AST) -> bool:
        """Whether what runs next in the same block, and says the name, needs the value."""
        for node in self._tree.ancestors(load):
            if isinstance(node, ast.BoolOp) and not _comes_to(load, node):
                return False
            if isinstance(node, _PERHAPS):
                return False
            if isinstance(node, ast.stmt):
                around = self._tree.parent(node)
                blocks = [value for _, value in ast.iter_fields(around)] if around else []
                return isinstance(node, _ASKING) and any(
                    isinstance(block, list) and _leads_to(node, block, statement, load.id)
                    for block in blocks
                )
        return False

    def _loads_of(self, name: str, scope: ScopeNode) -> Iterator[ast.Name]:
        """Where the variable of a scope is read."""
        for load in self._loads.get(name, ()):
            found = self._syntax.names.lookup(name, self._tree.scope(load))
            if found is not None and found[0] is scope:
                yield load

    @cached_property
    def _loads(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        for name in self._tree.nodes(ast.Name):
            if not isinstance(name.ctx, ast.Store):
                found.setdefault(name.id, []).append(name)
        return found


def _going_on(child: ast.AST, parent: ast.AST) -> Iterator[ast.stmt]:
    """The statements that run next inside of `parent`, after one in it that has not failed."""
    block = block_with(child, parent) if isinstance(child, ast.stmt) else []
    if isinstance(child, ast.stmt) and block:
        yield from block[block.index(child) + 1 :]
    if isinstance(parent, TRY):
        body, orelse, finalbody = (getattr(parent, name) for name in _OF_TRY)
        if block is body:
            yield from orelse
        if block is not finalbody:
            yield from finalbody


def _comes_to(load: ast.Name, around: ast.BoolOp) -> bool:
    """Whether a part of `and` or `or` is evaluated that has a name, which holds a coroutine.

    `item is None or item.owner != user`: nothing before it tells more than that there is one.
    """
    for each in around.values:
        if load in ast.walk(each):
            return True
        if _tells_absence(each, load.id) is not isinstance(around.op, ast.Or):
            return False
    return False


def _tells_absence(test: ast.expr, name: str) -> bool | None:
    """Whether a test holds where a variable has nothing, and only then; False: the other way."""
    match test:
        case ast.Name(id=found) if found == name:
            return False
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=found)) if found == name:
            return True
        case ast.Compare(
            left=ast.Name(id=found), ops=[operator], comparators=[ast.Constant(value=None)]
        ) if found == name:
            return {ast.Is: True, ast.IsNot: False}.get(operator.__class__)
    return None


def _leads_to(later: ast.stmt, block: list[ast.AST], statement: ast.AST, name: str) -> bool:
    """Whether a statement of a block is run behind another one, which gives a name a coroutine.

    Nothing between says the name, but to leave where it has nothing.
    """
    if statement not in block or later not in block:
        return False
    first, last = block.index(statement), block.index(later)
    return first < last and all(
        _tells_absence(each.test, name) is True and not each.orelse
        if isinstance(each, ast.If)
        else isinstance(each, _PASSING) and not _names(name, each)
        for each in block[first + 1 : last]
        if isinstance(each, ast.stmt)
    )


def _names(name: str, statement: ast.stmt) -> bool:
    """Whether a variable is read or bound in a statement, or may be: `except Error as name`."""
    return any(
        name in (getattr(each, "id", None), getattr(each, "name", None))
        for each in ast.walk(statement)
    )
