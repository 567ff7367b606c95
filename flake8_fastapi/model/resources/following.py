"""What becomes of something opened, through variables, objects and helpers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import field

from flake8_fastapi.model import libraries
from flake8_fastapi.model.exceptions.teardown import CLOSING, gives_back
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import ResourceKind
from flake8_fastapi.model.resources.opening import DEEPEST
from flake8_fastapi.model.syntax.expressions import AtCall, Attr, Call, Expr, mentions, options_of
from flake8_fastapi.model.syntax.functions import Class, Function, is_parameter
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import ScopeNode, spells_none
from flake8_fastapi.model.values.arguments import parameter_at, parameter_of
from flake8_fastapi.model.values.value_kinds import Bound, External
from flake8_fastapi.model.values.values import Values

#: What is called on something opened to use it; whatever else is called may lead anywhere.
_USING = {
    "add", "add_all", "commit", "cursor", "delete", "exec", "execute", "executemany", "fetch",
    "fetchrow", "fetchval", "flush", "get", "merge", "query", "refresh", "scalar", "scalars",
}  # fmt: skip
#: Methods that end what they begin when they are left: used so, nothing stays open.
_ENTERING = {"begin", "__enter__", "__aenter__"}
#: Methods of an exit stack.
STACKING = {
    "enter_context", "enter_async_context", "push", "push_async_exit", "callback",
    "push_async_callback",
}  # fmt: skip
#: Functions of libraries that use what they are given and let it go.
_HARMLESS = {
    "builtins.bool", "builtins.hasattr", "builtins.id", "builtins.isinstance", "builtins.print",
    "builtins.repr", "builtins.str", "builtins.type", "pandas.read_sql", "pandas.read_sql_query",
    "pandas.read_sql_table", "sqlalchemy.inspect",
}  # fmt: skip
_STATIC = {"builtins.staticmethod"}
_LOGICAL = (ast.BoolOp, ast.Compare, ast.UnaryOp)
_CONDITIONAL = (ast.If, ast.IfExp, ast.While)


@dataclass(eq=False)
class Resource(AtCall):
    """A session or connection that a call opens, and what the file does with it."""

    call: Call
    cls: str
    kind: ResourceKind
    function: Function | None  #: whose body opens it; None: the import of the file
    name: str | None = None  #: the variable that it, or an object that it is given to, is bound to
    is_global: bool = False  #: that variable is one of the module
    text: str = ""  #: its variable or attribute, else the call, as the source names it
    closings: list[ast.Call] = field(default_factory=list)
    used: list[ast.AST] = field(default_factory=list)
    entered: bool = False  #: is left by `with`, or given to an exit stack
    ends_transactions: bool = False  #: has a `with` that ends the transaction, and closes nothing
    returned: bool = False
    holder: str | None = None  #: the class of the object in which it is returned, to be used there
    yielded: bool = False
    escapes: bool = False
    borrows: bool = False  #: a session on a connection that something else opened


class Following:
    """Notes what the code of one file does with what was opened."""

    def __init__(self, syntax: Syntax, values: Values) -> None:
        self._syntax = syntax
        self._tree = syntax.tree
        self._values = values

    def follow(self, node: ast.expr, found: Resource, depth: int) -> None:
        """Note what happens to the value of an expression that is what was opened, or holds it."""
        tree = self._tree
        parent = tree.parent(node)
        while isinstance(parent, ast.Await):
            node, parent = parent, tree.parent(parent)
        match parent:
            case (
                ast.Assign(targets=[ast.Name() as target])
                | ast.AnnAssign(target=ast.Name() as target)
                | ast.NamedExpr(target=ast.Name() as target)
            ):
                if not isinstance(parent, ast.NamedExpr) or isinstance(tree.parent(parent), ast.If):
                    self._follow_name(target, node, found, depth)
                    return
                found.escapes = True
            case (
                ast.Assign(targets=[ast.Attribute() as target])
                | ast.AnnAssign(target=ast.Attribute() as target)
            ):
                found.escapes = True
                if depth == 0:
                    found.text = ast.unparse(target)
            case ast.Attribute(value=value) if value is node:
                self._follow_attribute(parent, found, depth)
            case ast.withitem(optional_vars=bound) if self._stays_open(found, bound, depth):
                found.ends_transactions = True
                if isinstance(bound, ast.Name):
                    self._follow_name(bound, node, found, depth)
            case ast.withitem(optional_vars=bound):
                found.entered = True
                if isinstance(bound, ast.Name) and depth == 0:
                    self._follow_entered(bound, found)
            case ast.Return() | ast.Lambda():
                found.returned = True
                if depth > 0:
                    held = self._values.class_of(self._syntax.expr(node))
                    found.holder = held and held.rpartition(".")[2]
                    found.escapes = found.escapes or held is None
            case ast.Yield():
                found.yielded = True
                found.escapes = found.escapes or depth > 0
            case ast.Call():
                self._follow_argument(parent, node, found, depth)
            case ast.keyword():
                call = tree.parent(parent)
                assert isinstance(call, (ast.Call, ast.ClassDef))
                if isinstance(call, ast.Call):
                    self._follow_argument(call, node, found, depth)
            case ast.FormattedValue() | ast.Expr():
                pass
            case _:
                found.escapes = found.escapes or not self._is_tested(node)

    def _follow_name(self, target: ast.Name, node: ast.expr, found: Resource, depth: int) -> None:
        """Follow what a variable is used for that is bound to what was opened."""
        scope = self._tree.scope(target)
        place = self._syntax.names.lookup(target.id, scope)
        assert place is not None  # it is bound right here
        if found.name is None:
            found.name = target.id
            found.is_global = place[0] is self._tree.root
        if depth == 0:
            found.text = target.id
        if place[0] is not scope:  # `global`, `nonlocal`
            found.escapes = True
            return
        bindings = place[1]
        others = [b.node for b in bindings if not (b.how in ("value", "typed") and b.node is node)]
        for other in others:
            inner = other.value if isinstance(other, ast.Await) else other
            if inner is not node and not spells_none(inner):
                found.escapes = True
                return
        for load in self.loads(target.id, scope):
            self._follow_load(load, scope, found, depth)

    def loads(self, name: str, scope: ScopeNode) -> Iterator[ast.Name]:
        """Where the variable of that name is read that `scope` binds, inner functions included."""
        for load in self._tree.nodes(ast.Name):
            if load.id == name and load.ctx.__class__ is ast.Load:
                place = self._syntax.names.lookup(name, self._tree.scope(load))
                if place is not None and place[0] is scope:
                    yield load

    def _follow_load(self, load: ast.Name, scope: ScopeNode, found: Resource, depth: int) -> None:
        if self._tree.function(load) is not scope and scope is not self._tree.root:
            found.escapes = True  # an inner function: who knows when it runs
            return
        found.used.append(load)
        self.follow(load, found, depth)

    def _follow_attribute(self, node: ast.Attribute, found: Resource, depth: int) -> None:
        parent = self._tree.parent(node)
        is_called = isinstance(parent, ast.Call) and parent.func is node
        if node.attr in CLOSING and is_called:
            found.closings.append(parent)  # type: ignore[arg-type]
        elif node.attr in CLOSING or node.attr in _ENTERING:
            found.escapes = True  # handed on, to be called later; or a transaction in a `with`
        elif found.name is None and depth == 0 and node.attr not in _USING:
            found.escapes = True  # leads anywhere

    def _stays_open(self, found: Resource, bound: ast.expr | None, depth: int) -> bool:
        """Whether a `with` block only ends the transaction of what was opened, and it is used."""
        is_used = isinstance(bound, ast.Name) or (bound is None and found.name is not None)
        return is_used and depth == 0 and libraries.stays_open_behind_with(found.cls)

    def _follow_entered(self, bound: ast.Name, found: Resource) -> None:
        """Note what leaves a `with` block that closes it."""
        for load in self.loads(bound.id, self._tree.scope(bound)):
            parent = self._tree.parent(load)
            found.returned = found.returned or isinstance(parent, ast.Return)
            found.yielded = found.yielded or isinstance(parent, ast.Yield)

    def _is_tested(self, node: ast.expr) -> bool:
        """Whether only the truth of an expression matters where it stands."""
        child: ast.AST = node
        parent = self._tree.parent(child)
        while isinstance(parent, _LOGICAL):
            child, parent = parent, self._tree.parent(parent)
        return isinstance(parent, _CONDITIONAL) and parent.test is child

    def _follow_argument(
        self, node: ast.Call, given: ast.expr, found: Resource, depth: int
    ) -> None:
        call = self._syntax.call(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in STACKING:
            found.entered = True
            return
        callee = self._values.of(call.callee)
        match callee:
            case External(name="contextlib.closing" | "contextlib.aclosing"):
                found.entered = True
                return
            case External(name=library) if library in _HARMLESS:
                return
            case Class() if depth == 0 and self._only_uses(callee):
                self.follow(node, found, depth + 1)
                return
            case Function() | Bound():
                function = callee.function if isinstance(callee, Bound) else callee
                parameter = parameter_of(function, node, given, self._skips_self(callee))
                how = self._treats(function, parameter, 0) if parameter else None
                if how == "closes":
                    found.closings.append(node)
                    return
                if how == "uses":
                    return
        if isinstance(given, ast.Name) and gives_back(node, given.id):
            found.closings.append(node)
        else:
            found.escapes = True

    def _only_uses(self, cls: Class) -> bool:
        """Whether the objects of a class never close anything, as far as all its code tells."""
        for name in self._values.ancestry(cls.qualname):
            known = self._values.known_class(name) if name else None
            if known is None:
                return name in ("builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol")
            if any(each in known.methods for each in ("__exit__", "__aexit__", "__del__")):
                return False
            for method in known.methods.values():
                function = self._values.function(method)
                if function is None or any(
                    called_name(call.callee) in CLOSING for call in function.calls
                ):
                    return False
        return True

    def _treats(self, function: Function, parameter: str, depth: int) -> str | None:
        """What a function does with an argument: "uses" it, "closes" it; None for unknown."""
        if function.is_generator or depth > DEEPEST or not self._values.is_plain(function):
            return None
        if self._is_kept(function, parameter):
            return None
        if any(is_parameter(entered, function, parameter) for entered in function.entered):
            return "closes"
        for returned in function.returned:
            if any(is_parameter(option, function, parameter) for option in options_of(returned)):
                return None
        for inner in self._values.inner(function):  # which somebody may call later
            if any(mentions(call, function.qualname, parameter) for call in inner.calls):
                return None
        for call in function.calls:
            if isinstance(call.callee, Attr) and is_parameter(call.callee.of, function, parameter):
                if call.callee.name in CLOSING:
                    return "closes"
                if call.callee.name in _ENTERING:
                    return None
            keyword = next(
                (k for k, v in call.keywords if is_parameter(v, function, parameter)), ""
            )
            position = next(
                (i for i, v in enumerate(call.args) if is_parameter(v, function, parameter)), None
            )
            if position is None and keyword == "":
                continue
            callee = self._values.of(call.callee)
            if isinstance(callee, External) and callee.name in _HARMLESS:
                continue
            if not isinstance(callee, (Function, Bound)):
                return None
            target = callee.function if isinstance(callee, Bound) else callee
            taken = parameter_at(target, position, keyword, self._skips_self(callee))
            how = self._treats(target, taken, depth + 1) if taken else None
            if how != "uses":
                return how
        return "uses"

    def _is_kept(self, function: Function, parameter: str) -> bool:
        """Whether a method puts its argument on its object."""
        owner = self._values.known_class(function.owner) if function.owner else None
        return owner is not None and any(
            is_parameter(option, function, parameter)
            for value in owner.set_by(function).values()
            for option in options_of(value)
        )

    def _skips_self(self, callee: Function | Bound) -> bool:
        """Whether the first parameter of what is called is not among the arguments."""
        if not isinstance(callee, Bound) or self._values.decorated_by(callee.function, _STATIC):
            return False
        return not isinstance(callee.of, Class) or bool(callee.function.decorators)


def called_name(callee: Expr) -> str:
    """The last part of what is called, be it a parameter."""
    return callee.name.rpartition(".")[2] if hasattr(callee, "name") else ""
