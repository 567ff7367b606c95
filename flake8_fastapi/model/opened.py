"""What a lifespan opens, and whether anything after its `yield` may close it.

A local variable that nobody was handed can be closed by the lifespan alone. What is kept in
`app.state` or a global, or was handed to somebody, may be closed by any call after the `yield`:
each of them has to be known to leave it alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from flake8_fastapi.model import libraries
from flake8_fastapi.model.callers import is_lifespan
from flake8_fastapi.model.expressions import Call, last_name
from flake8_fastapi.model.flow import Suspension, suspensions
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.loops import LOOP
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.startup import given_lifespans
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.teardown import CLOSING, Cleanup, dotted, skipped_cleanup
from flake8_fastapi.model.tree import FunctionNode
from flake8_fastapi.model.value_kinds import Bound, External, Instance, Method
from flake8_fastapi.model.values import Values

_Node = TypeVar("_Node", bound=ast.stmt)

#: Calls that say something, whoever they are made on.
_SAYING = {"critical", "debug", "error", "exception", "info", "log", "print", "success", "warning"}
#: Calls that close nothing, whoever they are made on.
_HARMLESS = {"append", "clear", "done", "get", "is_set", "items", "pop", "set", "values"}
#: More words for giving back, of those that are asked here.
_ENDING = CLOSING | {"cancel", "drain", "stop", "wait_closed", "__aexit__", "__exit__"}
#: What starts a task on the event loop.
_TELLING = {
    "sleep", "len", "print", "debug", "info", "warning", "error", "exception", "log", "time",
    "monotonic", "now",
}  # fmt: skip
_STARTING = {"asyncio.create_task", "asyncio.ensure_future"}
_TASK = "asyncio.Task"
_PLACES = (ast.Name, ast.Attribute, ast.Subscript)
#: Functions of the project that are followed, one inside the other.
_DEEPEST = 3


@dataclass(eq=False)
class Opened:
    """Something that a lifespan opens before its `yield`, and keeps under some names."""

    node: ast.expr
    cls: str
    closed_by: str  #: the method that closes it
    names: set[str]  #: as the source writes them: `client`, `app.state.client`, `found['client']`
    is_local: bool = True  #: none of them outlives the function

    @property
    def closing(self) -> str:
        """What to do to close it: "await `aclose()`"."""
        is_awaited = libraries.coroutine_method(self.cls, self.closed_by)
        return f"{'await' if is_awaited else 'call'} `{self.closed_by}()`"

    @property
    def lineno(self) -> int:
        return self.node.lineno

    @property
    def col_offset(self) -> int:
        return self.node.col_offset

    @property
    def name(self) -> str:
        return min(self.names, key=len)


class OpenedByLifespan:
    """What one lifespan function opens before it yields."""

    def __init__(
        self, function: Function, node: FunctionNode, syntax: Syntax, values: Values
    ) -> None:
        self._function = function
        self._node = node
        self._syntax = syntax
        self._values = values
        self.yields: list[Suspension] = list(suspensions(node))
        self.resources: list[Opened] = []
        self._assigned: list[str] = []
        self._aliases: list[tuple[str, set[str]]] = []  #: a place, and names it is given as well
        if self.yields:
            self._first = min(each.node.lineno for each in self.yields)
            self._find()

    def left_open(self) -> Iterator[Opened]:
        """What nothing closes, neither here nor in what is called after the `yield`."""
        for resource in self.resources:
            if resource.cls != _TASK and not self._is_closed(resource):
                yield resource

    def left_running(self) -> Iterator[tuple[Opened, Function]]:
        """The tasks that run for ever and that nothing cancels, and what they run."""
        names = {node.attr for statement in self._after() for node in _attributes(statement)}
        if "all_tasks" in names or "TaskGroup" in names:
            return
        for task in [*self.resources, *self._nameless()]:
            runs = self._runs_for_ever(task) if task.cls == _TASK else None
            if runs is not None and not self._is_closed(task):
                yield task, runs

    def unprotected(self) -> list[Cleanup]:
        """What is given back behind the `yield`, each thing once, outside of `try`."""
        found: list[Cleanup] = []
        for cleanup in sorted(skipped_cleanup(self._node), key=lambda each: each.lineno):
            if not any(cleanup.things & other.things for other in found):
                if not self._syntax.call(cleanup.call).caught:
                    found.append(cleanup)
        return found

    # -- what is opened --------------------------------------------------------------------

    def _find(self) -> None:
        outer = {name for node in self._own(ast.Global) for name in node.names}
        outer |= {name for node in self._own(ast.Nonlocal) for name in node.names}
        for value, names in self._assignments():
            self._assigned += names
            source = _place(value)
            if source is not None:
                self._aliases.append((source, set(names)))
            elif names and value.lineno < self._first:
                found = self._opening(value)
                if found is not None:
                    found.names = set(names)
                    self.resources.append(found)
        for resource in self.resources:
            for source, names_of_it in self._aliases:
                if source in resource.names:
                    resource.names |= names_of_it
            resource.is_local = not any("." in n or "[" in n or n in outer for n in resource.names)
        # what is bound again is not known
        self.resources = [
            resource
            for resource in self.resources
            if all(self._assigned.count(name) == 1 for name in resource.names)
        ]

    def _assignments(self) -> list[tuple[ast.expr, list[str]]]:
        """What is assigned, and the names it is given; none where some of them are no names."""
        found = []
        for statement in self._own(ast.Assign):
            names = [_place(target) for target in statement.targets]
            found.append((statement.value, [] if None in names else [n for n in names if n]))
        for annotated in self._own(ast.AnnAssign):
            name = _place(annotated.target)
            if annotated.value is not None and name is not None:
                found.append((annotated.value, [name]))
        return sorted(found, key=lambda each: each[0].lineno)

    def _opening(self, value: ast.expr) -> Opened | None:
        made = value.value if isinstance(value, ast.Await) else value
        if not isinstance(made, ast.Call):
            return None
        if self._is_task(value):
            return Opened(value, _TASK, "cancel", set())
        found = self._values.of(self._syntax.expr(value))
        if not isinstance(found, Instance) or found.known is not None or found.made is None:
            return None
        method = libraries.closed_by(found.cls)
        if method is None or found.made.once or found.made.argument("connection_pool") is not None:
            return None
        callee = self._values.callee(self._values.of(self._syntax.expr(made.func)))
        here = self._function.qualname if callee is None else callee.qualname
        if found.made.within != here or (callee is not None and callee.decorators):
            return None
        return Opened(value, found.cls, method, set())

    def _nameless(self) -> Iterator[Opened]:
        """Tasks that are started, and kept nowhere."""
        for statement in self._own(ast.Expr):
            if statement.lineno < self._first and self._is_task(statement.value):
                yield Opened(statement.value, _TASK, "cancel", set())

    def _is_task(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Call):
            return False
        callee = self._syntax.expr(value.func)
        match self._values.of(callee):
            case Method(of=Instance(cls=cls), name="create_task"):
                return cls == LOOP
        return self._values.qualname(callee) in _STARTING

    def _runs_for_ever(self, task: Opened) -> Function | None:
        """The function that a task runs, if it or one that it awaits has a loop without end."""
        assert isinstance(task.node, ast.Call)
        coroutine = task.node.args[0] if task.node.args else None
        if not isinstance(coroutine, ast.Call):
            return None
        function = self._values.callee(self._values.of(self._syntax.expr(coroutine.func)))
        if function is None or _only_tells(function):
            return None
        return function if self._is_endless(function, 0) else None

    def _is_endless(self, function: Function, depth: int) -> bool:
        if function.is_endless or depth >= _DEEPEST:
            return function.is_endless
        awaited = [call for call in function.calls if call.awaited and not call.branched]
        called = [self._values.callee(self._values.of(call.callee)) for call in awaited]
        return any(each is not None and self._is_endless(each, depth + 1) for each in called)

    def _own(self, kind: type[_Node]) -> list[_Node]:
        """The nodes of the function itself, without those of functions defined in it."""
        tree, node = self._syntax.tree, self._node
        return [
            each
            for each in tree.nodes(kind)
            if node.lineno <= each.lineno <= (node.end_lineno or 0) and tree.function(each) is node
        ]

    # -- whether it is closed --------------------------------------------------------------

    def _is_closed(self, resource: Opened) -> bool:
        """Whether something closes it, or may do so."""
        after = [node for statement in self._after() for node in ast.walk(statement)]
        if any(_read(node) in resource.names or _is_bind(node) for node in after):
            return True
        tree = self._syntax.tree
        holders = {name.partition("[")[0] for name in resource.names if "[" in name}
        holding = [node for node in ast.walk(self._node) if _place(node) in holders]
        escapes = any(not self._takes_one(node) for node in holding)
        if escapes and any(node in after for node in holding):
            return True
        for node in ast.walk(self._node):
            if isinstance(node, _PLACES) and _place(node) in resource.names:
                parent = tree.parent(node)
                if isinstance(parent, ast.withitem) or tree.function(node) is not self._node:
                    return True
                if isinstance(parent, ast.Attribute):
                    if not _ENDING.isdisjoint(self._asked(parent)):
                        return True
                elif not isinstance(parent, (ast.Assign, ast.AnnAssign)) and not (
                    isinstance(node.ctx, ast.Store)
                    or self._is_yielded(node)
                    or self._makes_sessions(parent)
                ):
                    escapes = True
        if resource.is_local and not escapes:
            return False
        around = [item for each in self.yields for guard in each.guards for item in guard.items]
        if any(not self._is_of_library(item.context_expr) for item in around):
            return True
        if escapes and around:
            return True
        owners = self._owners(resource)
        calls = [
            self._syntax.call(node)
            for node in after
            if isinstance(node, ast.Call) and not (self._ends_another(node, owners) and not escapes)
        ]
        return not all(self._leaves_alone(call, resource, escapes, 0) for call in calls)

    def _after(self) -> Iterator[ast.stmt]:
        """What may run when the application stops."""
        for suspension in self.yields:
            yield from suspension.skipped
            for guard in suspension.guards:
                yield from guard.final
                yield from guard.behind
                for handler in guard.handlers:
                    yield from handler.body

    def _is_yielded(self, node: ast.AST) -> bool:
        """Whether it is part of what the `yield` gives: state of the application."""
        for outer in self._syntax.tree.ancestors(node):
            if isinstance(outer, ast.Yield):
                return True
            if not isinstance(outer, ast.Dict):
                return False
        return False

    def _makes_sessions(self, node: ast.AST | None) -> bool:
        """Whether a call makes a factory of sessions, which closes no engine."""
        if isinstance(node, ast.keyword):
            node = self._syntax.tree.parent(node)
        made = self._values.of(self._syntax.expr(node)) if isinstance(node, ast.Call) else None
        return isinstance(made, Instance) and libraries.makes_sessions(made.cls)

    def _takes_one(self, holder: ast.AST) -> bool:
        """Whether a dict is asked for one thing by its name, emptied, or yielded as state."""
        outer = self._syntax.tree.parent(holder)
        match outer:
            case ast.Subscript(slice=ast.Constant()):
                return outer.value is holder
            case ast.Attribute(attr="clear"):
                return True
            case ast.Attribute(attr="get" | "pop"):
                call = self._syntax.tree.parent(outer)
                return isinstance(call, ast.Call) and _read(call) is not None
            case ast.Assign(targets=targets):
                return holder in targets
            case ast.AnnAssign(target=target):
                return holder is target
            case ast.Yield() | ast.Global() | ast.Nonlocal():
                return True
        return False

    def _is_of_library(self, node: ast.expr) -> bool:
        value = self._values.of(self._syntax.expr(node))
        return isinstance(value, Instance) and value.known is None

    def _leaves_alone(self, call: Call, resource: Opened, escapes: bool, depth: int) -> bool:
        name = last_name(call.callee)
        if name in _SAYING:
            return True
        value = self._values.of(call.callee)
        if name in _ENDING:
            return (
                not escapes
                and isinstance(value, Method)
                and "." not in value.name
                and value.of.known is None
                and value.of.cls != resource.cls
            )
        match value:
            case External(name=qualname) | Method(of=Instance(cls=qualname)):
                return not escapes or qualname.partition(".")[0] in _STANDARD
            case Function() as function:
                return self._all_leave_alone(function.calls, resource, escapes, depth)
            case Bound(function=function):
                return self._all_leave_alone(function.calls, resource, escapes, depth)
        return name in _HARMLESS

    def _all_leave_alone(
        self, calls: Iterable[Call], resource: Opened, escapes: bool, depth: int
    ) -> bool:
        return depth < _DEEPEST and all(
            self._leaves_alone(call, resource, escapes, depth + 1) for call in calls
        )

    def _asked(self, node: ast.AST | None) -> Iterator[str]:
        """The attributes that are read one of the other: `engine.sync_engine.dispose`."""
        while isinstance(node, ast.Attribute):
            yield node.attr
            node = self._syntax.tree.parent(node)

    def _owners(self, resource: Opened) -> set[str]:
        """The objects that it hangs on, and their other names: `state` of `state.client`."""
        found = {name.rpartition(".")[0] for name in resource.names}
        for source, names in self._aliases:
            if source in found:
                found |= names
        return found

    def _ends_another(self, call: ast.Call, owners: set[str]) -> bool:
        """Whether it gives back what the function has under another name."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _ENDING:
            return False
        place = _place(call.func.value)
        return place in self._assigned and place not in owners


def _attributes(statement: ast.stmt) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(statement) if isinstance(node, ast.Attribute))


_STANDARD = sys.stdlib_module_names | {"builtins"}


def opened_by_lifespans(
    syntax: Syntax, values: Values, routing: Routing
) -> Iterator[OpenedByLifespan]:
    """For each lifespan function of the file, what it opens."""
    given = {lifespan.function for lifespan in given_lifespans(syntax, values, routing)}
    for function in syntax.summary.functions.values():
        node = syntax.function_node(function)
        if node is not None and function.is_generator:
            if function in given or is_lifespan(function, values):
                yield OpenedByLifespan(function, node, syntax, values)


def _place(node: ast.AST) -> str | None:
    """Where something is kept, as the source writes it: `client`, `state.client`, `found['x']`."""
    match node:
        case ast.Subscript(value=holder, slice=ast.Constant(value=key)):
            name = dotted(holder)
            return f"{name}[{key!r}]" if name is not None else None
    return dotted(node)


def _read(node: ast.AST) -> str | None:
    """The place that is read, also by `getattr(app.state, "task", None)` or `found.get("task")`."""
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(name)), *_]):
            return f"{_place(owner)}.{name}"
        case ast.Call(
            func=ast.Attribute(value=holder, attr="get" | "pop"), args=[ast.Constant(value=key), *_]
        ):
            return f"{dotted(holder)}[{key!r}]"
    return _place(node)


def _is_bind(node: ast.AST) -> bool:
    """Whether a factory of sessions is asked for its engine: `maker.kw["bind"]`."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="kw"), slice=ast.Constant(value="bind")):
            return True
    return False


def _only_tells(function: Function) -> bool:
    """Whether a function uses nothing that a lifespan closes: it counts, writes a log, sleeps."""
    return all(last_name(call.callee) in _TELLING for call in function.calls)
