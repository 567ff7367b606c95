"""Sessions and connections of databases: which calls open one, and what becomes of it.

What is opened is followed through the function that opens it: used, closed, entered by `with`,
returned, yielded. Handed to a function of the project, it is followed there; handed to anything
else, or kept anywhere, it *escapes*: nobody knows who closes it then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache

from flake8_fastapi.model import libraries
from flake8_fastapi.model.call_sites import TRY
from flake8_fastapi.model.calls import Calls
from flake8_fastapi.model.expressions import (
    AtCall,
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    OneOf,
    Param,
    Ref,
    Typed,
)
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.libraries import ResourceKind
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.teardown import CLOSING, gives_back
from flake8_fastapi.model.tree import FUNCTIONS, ScopeNode
from flake8_fastapi.model.value_kinds import Bound, External, Instance, Method, Pending
from flake8_fastapi.model.values import Values

#: Helpers followed one inside the other.
DEEPEST = 4

#: What is called on something opened to use it; whatever else is called may lead anywhere.
_USING = {
    "add", "add_all", "commit", "cursor", "delete", "exec", "execute", "executemany", "fetch",
    "fetchrow", "fetchval", "flush", "get", "merge", "query", "refresh", "scalar", "scalars",
}  # fmt: skip
#: Methods that end what they begin when they are left: used so, nothing stays open.
_ENTERING = {"begin", "__enter__", "__aenter__"}
#: Methods of an exit stack.
_STACKING = {
    "enter_context", "enter_async_context", "push", "push_async_exit", "callback",
    "push_async_callback",
}  # fmt: skip
#: Functions of libraries that use what they are given and let it go.
_HARMLESS = {
    "builtins.bool", "builtins.hasattr", "builtins.id", "builtins.isinstance", "builtins.print",
    "builtins.repr", "builtins.str", "builtins.type", "pandas.read_sql", "pandas.read_sql_query",
    "pandas.read_sql_table", "sqlalchemy.inspect",
}  # fmt: skip
#: Arguments, attributes and methods of a connection whose statements are not one transaction:
#: each is its own, or (`uri`) they only read.
_APART = {
    "autocommit", "isolation_level", "set_autocommit", "set_isolation_level", "set_session", "uri",
}  # fmt: skip
_STATIC = "builtins.staticmethod"
_PLAIN = {_STATIC, "builtins.classmethod"}
_LOGICAL = (ast.BoolOp, ast.Compare, ast.UnaryOp)
_CONDITIONAL = (ast.If, ast.IfExp, ast.While)


#: A sieve, not a reason: what neither bears such a name nor is bound to one is not looked up, for
#: to look up every call would be to read every file of the project.
_NAMES = regex(
    r"(?i).*(sess|conn|db|database|cursor|acquire|pool|mak(e|ing)|factory|cnx|open|transaction)"
    r"|next|new"
)
_VARIABLES = regex(r"(?i)(.*_)?(db|con|conn|connection|cnx|cxn|database|s|sess|session|store)")


@dataclass(eq=False)
class Resource(AtCall):
    """A session or connection that a call opens, and what the file does with it."""

    call: Call
    cls: str
    kind: ResourceKind
    function: Function | None  #: whose body opens it; None: the import of the file
    name: str | None = None  #: the variable that it, or an object that it is given to, is bound to
    is_global: bool = False  #: that variable is one of the module
    text: str = ""  #: its variable, else the call, as the source names it
    closings: list[ast.Call] = field(default_factory=list)
    used: list[ast.AST] = field(default_factory=list)
    entered: bool = False  #: is left by `with`, or given to an exit stack
    returned: bool = False
    yielded: bool = False
    escapes: bool = False
    borrows: bool = False  #: a session on a connection that something else opened


class Resources:
    """The sessions and connections that one file opens."""

    def __init__(self, syntax: Syntax, values: Values, calls: Calls) -> None:
        self._syntax = syntax
        self._calls = calls
        self._tree = syntax.tree
        self._values = values
        self._busy: set[Function] = set()

    def __iter__(self) -> Iterator[Resource]:
        for node in self._candidates():
            call = self._syntax.call(node)
            cls = self.opened_by(call)
            if cls is not None:
                kind = self._kind(cls)
                assert kind is not None
                found = Resource(call, cls, kind, self._syntax.function_at(node))
                found.text = ast.unparse(node) if len(node.args) < 3 else ""
                if not 0 < len(found.text) < 40:
                    found.text = f"{self._syntax.callee_text(call)}()"
                found.escapes = call.once  # made the first time only: it is kept
                found.borrows = kind == "session" and self._is_connection(call.argument("bind", 0))
                self._follow_value(node, found, 0)
                yield found

    def _candidates(self) -> list[ast.Call]:
        """The calls that are worth a look at what they call: their names say so."""
        tree = self._tree
        found = {node for node in self._calls.spelled(_sounds_so) if not self._is_dropped(node)}
        for assigned in tree.nodes(ast.Assign):
            found.update(_bound(assigned.targets[0], assigned.value))
        for typed in tree.nodes(ast.AnnAssign):
            found.update(_bound(typed.target, typed.value))
        for item in tree.nodes(ast.withitem):
            found.update(_bound(item.optional_vars, item.context_expr))
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    def _is_dropped(self, node: ast.AST) -> bool:
        """Whether nobody gets what a call gives."""
        top = self._tree.parent(node)
        while isinstance(top, (ast.Await, ast.NamedExpr)):
            top = self._tree.parent(top)
        return isinstance(top, ast.Expr)

    # -- what opens ------------------------------------------------------------------------

    def opened_by(self, call: Call, depth: int = 0) -> str | None:
        """The class of the session or connection that a call opens anew; None: it opens none."""
        if depth > DEEPEST or (call.once and depth):
            return None
        callee = self._values.of(call.callee)
        match callee:
            case External(name="builtins.next") if call.args and not depth:
                given = self._syntax.call_node(call)
                if given is None or not isinstance(given.args[0], ast.Call):
                    return None  # whoever has the generator may go on with it
                inner = self._values.of(call.args[0])
                if isinstance(inner, Pending) and inner.kind == "generator":
                    return self._handed_on(inner.function, inner.function.yielded, depth)
            case External(name=name):
                if libraries.opening(name):
                    return self._made(call, name)
                return name if self._kind(name) == "session" else None
            case Instance(cls=cls):
                if libraries.makes_sessions(cls):
                    return self._made(call)
            case Method(of=Instance(cls=cls), name=name):
                if libraries.opening(f"{cls}.{name}"):
                    return self._made(call, f"{cls}.{name}")
            case Class(qualname=name):
                return name if self._kind(name) == "session" else None
            case Function() as function:
                return self._opened_by_helper(function, call, depth)
            case Bound(function=function):
                return self._opened_by_helper(function, call, depth)
        return None

    def _made(self, call: Call, opener: str = "") -> str | None:
        if opener and libraries.opening(opener) == "awaited" and not call.awaited:
            return None  # opens when it is entered
        value = self._values.of(call)
        if isinstance(value, Instance) and self._kind(value.cls) is not None:
            return value.cls
        return None

    def _opened_by_helper(self, function: Function, call: Call, depth: int) -> str | None:
        if function.is_generator or function.is_async != call.awaited or not function.returned:
            return None
        return self._handed_on(function, function.returned, depth)

    def _handed_on(self, function: Function, given: list[Expr], depth: int) -> str | None:
        """The class of what a function opens each time it is called, and returns or yields."""
        if not self.is_plain(function) or function in self._busy:
            return None
        self._busy.add(function)
        try:
            classes: set[str | None] = set()
            for expression in given:
                for option in _options(expression):
                    if isinstance(option, Const) and option.value is None:
                        continue
                    inner = option.of if isinstance(option, (Awaited, Entered)) else option
                    if isinstance(option, Entered) and not function.is_generator:
                        return None  # closed before it is returned
                    if not isinstance(inner, Call) or inner.within != function.qualname:
                        return None
                    classes.add(self.opened_by(inner, depth + 1))
        finally:
            self._busy.discard(function)
        return classes.pop() if len(classes) == 1 else None

    def is_plain(self, function: Function) -> bool:
        """Whether no decorator makes another function of it, such as one that remembers."""
        names = {self._values.decorator_name(d.expression) for d in function.decorators}
        return names <= _PLAIN

    def _skips_self(self, callee: Function | Bound) -> bool:
        """Whether the first parameter of what is called is not among the arguments."""
        if not isinstance(callee, Bound) or self._values.decorated_by(callee.function, {_STATIC}):
            return False
        return not isinstance(callee.of, Class) or bool(callee.function.decorators)

    def _kind(self, cls: str) -> ResourceKind | None:
        if self._values.known_class(cls) is None:
            return libraries.resource_kind(cls)
        for base in self._values.ancestry(cls):
            if base is None:
                return None
            if (kind := libraries.resource_kind(base)) is not None:
                return kind
        return None

    def _is_connection(self, given: Expr | None) -> bool:
        value = self._values.of(given) if given is not None else None
        return isinstance(value, Instance) and self._kind(value.cls) == "connection"

    # -- what becomes of it ----------------------------------------------------------------

    def _follow_value(self, node: ast.expr, found: Resource, depth: int) -> None:
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
            case ast.Attribute(value=value) if value is node:
                self._follow_attribute(parent, found, depth)
            case ast.withitem(optional_vars=bound):
                found.entered = True
                if isinstance(bound, ast.Name) and depth == 0:
                    self._follow_entered(bound, found)
            case ast.Return() | ast.Lambda():
                found.returned = True
                found.escapes = found.escapes or depth > 0
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
            if inner is not node and not (isinstance(inner, ast.Constant) and inner.value is None):
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
        self._follow_value(load, found, depth)

    def _follow_attribute(self, node: ast.Attribute, found: Resource, depth: int) -> None:
        parent = self._tree.parent(node)
        is_called = isinstance(parent, ast.Call) and parent.func is node
        if node.attr in CLOSING and is_called:
            found.closings.append(parent)  # type: ignore[arg-type]
        elif node.attr in CLOSING or node.attr in _ENTERING:
            found.escapes = True  # handed on, to be called later; or a transaction in a `with`
        elif found.name is None and depth == 0 and node.attr not in _USING:
            found.escapes = True  # leads anywhere

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

    # -- handed to others ------------------------------------------------------------------

    def _follow_argument(
        self, node: ast.Call, given: ast.expr, found: Resource, depth: int
    ) -> None:
        call = self._syntax.call(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in _STACKING:
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
                self._follow_value(node, found, depth + 1)
                return
            case Function() | Bound():
                function = callee.function if isinstance(callee, Bound) else callee
                parameter = _parameter(function, node, given, self._skips_self(callee))
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
            if not {"__exit__", "__aexit__", "__del__"}.isdisjoint(known.methods):
                return False
            for method in known.methods.values():
                function = self._values.function(method)
                if function is None or any(
                    _last(call.callee) in CLOSING for call in function.calls
                ):
                    return False
        return True

    def _treats(self, function: Function, parameter: str, depth: int) -> str | None:
        """What a function does with an argument: "uses" it, "closes" it; None for unknown."""
        if function.is_generator or depth > DEEPEST or not self.is_plain(function):
            return None
        if self._is_kept(function, parameter):
            return None
        if any(_is_param(entered, function, parameter) for entered in function.entered):
            return "closes"
        for returned in function.returned:
            if any(_is_param(option, function, parameter) for option in _options(returned)):
                return None
        for call in function.calls:
            if isinstance(call.callee, Attr) and _is_param(call.callee.of, function, parameter):
                if call.callee.name in CLOSING:
                    return "closes"
                if call.callee.name in _ENTERING:
                    return None
            keyword = next((k for k, v in call.keywords if _is_param(v, function, parameter)), "")
            position = next(
                (i for i, v in enumerate(call.args) if _is_param(v, function, parameter)), None
            )
            if position is None and keyword == "":
                continue
            inner = self._values.of(call.callee)
            if isinstance(inner, External) and inner.name in _HARMLESS:
                continue
            if not isinstance(inner, (Function, Bound)):
                return None
            target = inner.function if isinstance(inner, Bound) else inner
            taken = _at(target, position, keyword, self._skips_self(inner))
            how = self._treats(target, taken, depth + 1) if taken else None
            if how != "uses":
                return how
        return "uses"

    def _is_kept(self, function: Function, parameter: str) -> bool:
        """Whether a method puts its argument on its object."""
        owner = self._values.known_class(function.owner) if function.owner else None
        return owner is not None and any(
            _is_param(option, function, parameter)
            for value in owner.attributes.values()
            for option in _options(value)
        )

    # -- shared ----------------------------------------------------------------------------

    def holders(self, found: Resource) -> set[str]:
        """The global names under which it is used: its own, its cursor's, that of an object."""
        names = {found.name} if found.name else set()
        tree = self._tree
        statements = [*tree.nodes(ast.Assign), *tree.nodes(ast.AnnAssign)]
        for statement in sorted(statements, key=lambda each: each.lineno):
            if tree.scope(statement) is not tree.root:
                continue
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as node):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as node):
                    pass
                case _:
                    continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            match node.func:
                case ast.Attribute(value=ast.Name(id=of), attr="cursor") if of in names:
                    names.add(name)
                case ast.Name() if any(
                    isinstance(each, ast.Name) and each.id in names for each in given
                ):
                    if isinstance(self._values.of(self._syntax.expr(node.func)), Class):
                        names.add(name)
        return names

    def is_guarded(self, found: Resource) -> bool:
        """Whether its sharing was thought of, or does no harm as far as it shows."""
        node = self._syntax.call_node(found.call)
        if node is None or any(isinstance(each, ast.If) for each in self._around(node)):
            return not found.call.once
        if self._is_apart(found.call):
            return True
        place = self._syntax.names.lookup(found.name or "", self._tree.root)
        bindings = [
            binding.node
            for binding in (place[1] if place else ())
            if not (isinstance(binding.node, ast.Constant) and binding.node.value is None)
        ]
        return len(bindings) != 1 or any(
            attribute.attr in _APART
            and isinstance(attribute.value, ast.Name)
            and attribute.value.id == found.name
            for attribute in self._tree.nodes(ast.Attribute)
        )

    def _is_apart(self, call: Call, depth: int = 0) -> bool:
        """Whether a call, or the helper that it calls, opens a connection in autocommit mode."""
        callee = self._values.of(call.callee)
        function = callee.function if isinstance(callee, Bound) else callee
        words = {word for word, _ in call.keywords}
        if isinstance(function, Function):
            words.update(function.sets)
            for inner in function.calls:
                words.update((_last(inner.callee), *(word for word, _ in inner.keywords)))
            for given in (*function.returned, *function.yielded):
                for option in _options(given):
                    opened = option.of if isinstance(option, (Awaited, Entered)) else option
                    if isinstance(opened, Call) and depth < DEEPEST:
                        if self._is_apart(opened, depth + 1):
                            return True
        return not words.isdisjoint(_APART)

    def _around(self, node: ast.AST) -> Iterator[ast.AST]:
        for parent in self._tree.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return
            yield parent

    def users(self, found: Resource, names: set[str]) -> Iterator[Function]:
        """The functions of this file that read one of its global names, or use such an object."""
        seen: set[Function] = set()
        for name in sorted(names):
            for load in self.loads(name, self._tree.root):
                if name != found.text and not isinstance(self._tree.parent(load), ast.Attribute):
                    continue
                function = self._syntax.function_at(load)
                if function is not None and function not in seen:
                    seen.add(function)
                    yield function

    # -- when it is closed -----------------------------------------------------------------

    def is_closed_for_sure(self, found: Resource) -> bool:
        """Whether an exception, too, leads to a call that closes it, as far as one may tell."""
        tree = self._tree
        first = min((use.lineno for use in found.used), default=0)  # type: ignore[attr-defined]
        for closing in found.closings:
            around: set[ast.AST] = set()
            child: ast.AST = closing
            for parent in tree.ancestors(closing):
                if isinstance(parent, (*FUNCTIONS, ast.Lambda)):
                    break
                if isinstance(parent, ast.ExceptHandler):
                    return True
                if isinstance(parent, TRY) and child in parent.finalbody:  # type: ignore[attr-defined]
                    return True
                around.add(parent)
                child = parent
            if first == closing.lineno:
                return True  # nothing stands in between
            for use in found.used:
                for parent in tree.ancestors(use):
                    if isinstance(parent, TRY) and parent.handlers and parent not in around:  # type: ignore[attr-defined]
                        return True  # what goes wrong is caught before
        return False


@lru_cache(maxsize=4096)
def _sounds_so(name: str) -> bool:
    return _NAMES.match(name) is not None


@lru_cache(maxsize=4096)
def _sounds_like_one(variable: str) -> bool:
    return _VARIABLES.fullmatch(variable) is not None


def _bound(target: ast.expr | None, value: ast.expr | None) -> tuple[ast.Call, ...]:
    """The call whose value a variable is bound to, if it is called like a session."""
    if target.__class__ is not ast.Name or not _sounds_like_one(target.id):
        return ()
    while isinstance(value, (ast.Await, ast.NamedExpr)):
        value = value.value
    return (value,) if isinstance(value, ast.Call) else ()


def reads(user: Function, names: set[str]) -> bool:
    """Whether calls of a function show that it reads one of the global names, written in full."""
    return any(
        isinstance(part, Ref) and any(f"{part.name}.".startswith(f"{name}.") for name in names)
        for call in user.calls
        for part in (_root(call.callee), *call.args, *(value for _, value in call.keywords))
    )


def _root(expression: Expr) -> Expr:
    """The `a` of `a.b().c`."""
    while isinstance(expression, (Attr, Call)):
        expression = expression.of if isinstance(expression, Attr) else expression.callee
    return expression


def closes_dependency(user: Function, dependency: Function, values: Values) -> bool:
    """Whether a function closes the argument that it gets from a dependency."""
    for argument in user.arguments:
        taken = values.dependency(argument)
        if taken is None or values.callee(values.of(taken)) is not dependency:
            continue
        if any(_is_param(entered, user, argument.name) for entered in user.entered):
            return True
        for call in user.calls:
            if isinstance(call.callee, Attr):
                of = call.callee.of
                if isinstance(of, Entered) and _is_param(of.of, user, argument.name):
                    return True
                if _is_param(of, user, argument.name) and call.callee.name in CLOSING:
                    return True
            if _last(call.callee) in ("closing", "aclosing", *_STACKING):
                if any(_is_param(given, user, argument.name) for given in call.args):
                    return True
    return False


def _options(expression: Expr) -> Iterator[Expr]:
    """What an expression may be, one by one."""
    if isinstance(expression, OneOf):
        for option in expression.options:
            yield from _options(option)
    elif isinstance(expression, Typed):
        yield from _options(expression.value)
    else:
        yield expression


def _is_param(expression: Expr, function: Function, name: str) -> bool:
    return (
        isinstance(expression, Param)
        and expression.function == function.qualname
        and expression.name == name
    )


def _parameter(function: Function, node: ast.Call, given: ast.expr, bound: bool) -> str | None:
    """The name of the parameter that takes an argument of a call."""
    for keyword in node.keywords:
        if keyword.value is given:
            return _at(function, None, keyword.arg, bound)
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return None
    return _at(function, node.args.index(given), "", bound) if given in node.args else None


def _at(function: Function, position: int | None, keyword: str | None, bound: bool) -> str | None:
    names = [a.name for a in function.arguments if a.kind in ("positional", "plain")]
    if position is None:
        known = {a.name for a in function.arguments if a.kind in ("plain", "keyword")}
        return keyword if keyword in known else None
    position += bound
    return names[position] if position < len(names) else None


def _last(callee: Expr) -> str:
    return callee.name.rpartition(".")[2] if hasattr(callee, "name") else ""
