"""What a lifespan opens, and whether anything after its `yield` may close it.

A local variable that nobody was handed can be closed by the lifespan alone. What is kept in
`app.state` or a global, or was handed to somebody, may be closed by any call after the `yield`:
each of them has to be known to leave it alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from flake8_fastapi.model import libraries
from flake8_fastapi.model.callers import is_lifespan
from flake8_fastapi.model.expressions import Call, last_name
from flake8_fastapi.model.flow import Suspension, suspensions
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.kept_open import connection_of, kept_open
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.startup import given_lifespans
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.tasks import GROUP_STARTS, GROUPS, endless, started
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
#: Methods of a collection that put something into it.
_KEEPING = {"add", "append"}
_TASK = "asyncio.Task"
_DISPLAYS = (ast.List, ast.Set, ast.Tuple)
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
    runs: Function | None = None  #: what a task runs for ever
    by_helper: bool = False  #: a function of the project has started the task, and may know it

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
    """What one lifespan function opens before it yields.

    `is_named` tells whether other code than that function may get to a task by some name.
    """

    def __init__(
        self,
        function: Function,
        node: FunctionNode,
        syntax: Syntax,
        values: Values,
        is_named: Callable[[str, FunctionNode], bool],
    ) -> None:
        self._function = function
        self._node = node
        self._syntax = syntax
        self._values = values
        self._is_named = is_named
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
            if task.runs is not None and not self._is_closed(task):
                yield task, task.runs

    def holding_up(self) -> Iterator[tuple[ast.Call, Function]]:
        """Where a group around the `yield` starts a task without end, and what that runs.

        The end of the group waits for it. Whatever else is done with the group may cancel it.
        """
        after = [node for statement in self._after() for node in ast.walk(statement)]
        if any(isinstance(node, ast.Raise) for node in after):
            return
        for name in self._groups():
            names = (node for node in ast.walk(self._node) if isinstance(node, ast.Name))
            uses = [node for node in names if node.id == name]
            starts = [call for node in uses if (call := self._started_by(node))]
            if len(uses) == len(starts) + 1:
                for call in starts:
                    runs = endless(self._syntax.expr(call.args[0]), self._values)
                    if runs is not None:
                        yield call, runs

    def _groups(self) -> Iterator[str]:
        """The names of groups of tasks around the `yield`, if nothing but closing is, besides."""
        around = {guard.node: guard for each in self.yields for guard in each.guards}
        items = [item for guard in around.values() for item in guard.items]
        if len(self.yields) == 1 and all(map(self._only_waits, items)):
            for item in items:
                if self._is_group(item) and isinstance(item.optional_vars, ast.Name):
                    yield item.optional_vars.id

    def _only_waits(self, item: ast.withitem) -> bool:
        """Whether the end of a block cancels nothing: that of a group, or of a connection."""
        value = self._values.of(self._syntax.expr(item.context_expr))
        is_connection = isinstance(value, Instance) and libraries.closed_by(value.cls) is not None
        return is_connection or self._is_group(item)

    def _is_group(self, item: ast.withitem) -> bool:
        made = item.context_expr
        return isinstance(made, ast.Call) and (
            self._values.qualname(self._syntax.expr(made.func)) in GROUPS
        )

    def _started_by(self, group: ast.Name) -> ast.Call | None:
        """The call that starts a task in a group before the `yield`, which nobody keeps."""
        tree = self._syntax.tree
        method = tree.parent(group)
        call = tree.parent(method) if isinstance(method, ast.Attribute) else None
        if isinstance(call, ast.Call) and call.args and isinstance(tree.parent(call), ast.Expr):
            if isinstance(method, ast.Attribute) and method.attr in GROUP_STARTS:
                if tree.function(call) is self._node and call.lineno < self._first:
                    return call
        return None

    def unprotected(self) -> list[Cleanup]:
        """What is given back behind the `yield`, each thing once, outside of `try`."""
        found: list[Cleanup] = []
        for cleanup in sorted(skipped_cleanup(self._node, self._stops), key=lambda it: it.lineno):
            if not any(cleanup.things & other.things for other in found):
                if not self._syntax.call(cleanup.call).caught:
                    found.append(cleanup)
        return found

    def _stops(self, call: ast.Call) -> bool:
        """Whether it closes a client of a library whose word for that others use as well."""
        return self._closes_connection(self._values.of(self._syntax.expr(call.func)))

    # -- what is opened --------------------------------------------------------------------

    def _find(self) -> None:
        outer = {name for node in self._own(ast.Global) for name in node.names}
        outer |= {name for node in self._own(ast.Nonlocal) for name in node.names}
        for value, names in self._assignments():
            if not _is_none(value):
                self._assigned += names
            source = _place(value)
            if source is not None:
                self._aliases.append((source, set(names)))
            elif names and value.lineno < self._first:
                found = self._opening(value)
                if found is not None:
                    found.names = set(names)
                    self.resources.append(found)
        self.resources += [*self._yielded(), *self._kept_open()]
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
        task = self._task(value)
        made = value.value if isinstance(value, ast.Await) else value
        if task is not None or not isinstance(made, ast.Call):
            return task
        callee = self._values.callee(self._values.of(self._syntax.expr(made.func)))
        if callee is not None and callee.decorators:
            return None
        here = self._function.qualname if callee is None else callee.qualname
        found = connection_of(self._values.of(self._syntax.expr(value)), here)
        return Opened(value, *found, set()) if found is not None else None

    def _kept_open(self) -> Iterator[Opened]:
        """What functions that are called before the `yield` put into the state."""
        for statement in self._own(ast.Expr):
            if statement.lineno < self._first:
                for name, found in kept_open(statement, self._syntax, self._values):
                    self._assigned.append(name)
                    yield Opened(statement.value, *found, {name})

    def _task(self, value: ast.expr) -> Opened | None:
        """The tasks without end that a value is, or has among its elements."""
        for made in value.elts if isinstance(value, _DISPLAYS) else [value]:
            if _place(made) is None:  # else it has been started, and named, before
                for task in started(self._syntax.expr(made), self._values):
                    return Opened(value, _TASK, "cancel", set(), True, task.runs, task.by_helper)
        return None

    def _yielded(self) -> Iterator[Opened]:
        """What is opened in the state that the `yield` gives, under the names it has there."""
        for each in self.yields:
            state = each.node.value
            for key, value in zip(state.keys, state.values) if isinstance(state, ast.Dict) else ():
                found = self._opening(value) if isinstance(key, ast.Constant) else None
                if found is not None and isinstance(key, ast.Constant):
                    found.names = {str(key.value)}
                    self._assigned += found.names
                    yield found

    def _nameless(self) -> Iterator[Opened]:
        """Tasks that are started, and kept nowhere, or among others."""
        for statement in self._own(ast.Expr):
            value, names = statement.value, set[str]()
            match value:
                case ast.Call(func=ast.Attribute(value=holder, attr=name), args=[only]) if (
                    name in _KEEPING and (place := _place(holder)) is not None
                ):
                    value, names = only, {place}
            found = self._task(value) if statement.lineno < self._first else None
            if found is not None:
                found.names = names
                found.is_local = names <= set(self._assigned) and not any("." in n for n in names)
                yield found

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
        forgotten = {target for node in after for target in _forgotten(node)}
        if any(
            (_read(node) in resource.names and node not in forgotten)
            or _may_read(node, resource.names)
            or _is_bind(node)
            for node in after
        ):
            return True
        tree = self._syntax.tree
        holders = {name.partition("[")[0] for name in resource.names if "[" in name}
        holding = [node for node in ast.walk(self._node) if _place(node) in holders]
        escapes = resource.by_helper or any(not self._takes_one(node) for node in holding)
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
        if not escapes and self._is_out_of_reach(resource, after):
            return False
        owners = self._owners(resource)
        calls = [
            self._syntax.call(node)
            for node in after
            if isinstance(node, ast.Call) and not (self._ends_another(node, owners) and not escapes)
        ]
        return not all(self._leaves_alone(call, resource, escapes, 0) for call in calls)

    def _is_out_of_reach(self, task: Opened, after: Sequence[ast.AST]) -> bool:
        """Whether a task hangs on some object, by a name that nobody says, nor what it works on."""
        kept = [name.rpartition(".")[2] for name in task.names if "." in name]
        match task.node:
            case ast.Call(args=[runs, *_]) if kept and task.cls == _TASK:
                works_on = {node.id for node in ast.walk(runs) if isinstance(node, ast.Name)}
                is_asked = any(isinstance(node, ast.Name) and node.id in works_on for node in after)
                return not is_asked and not any(self._is_named(it, self._node) for it in kept)
        return False

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
        if self._closes_connection(value, resource.cls):
            return True
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

    def _closes_connection(self, value: object, unlike: str = _TASK) -> bool:
        """Whether it closes a client or a pool of another library: none knows a task, or another.

        A client of Redis may have been given its pool.
        """
        match value:
            case Method(of=Instance(cls=cls, known=None), name=name):
                is_other = cls.partition(".")[0] != unlike.partition(".")[0]
                return is_other and libraries.closed_by(cls) == name
        return False

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
    syntax: Syntax,
    values: Values,
    routing: Routing,
    is_named: Callable[[str, FunctionNode], bool],
) -> Iterator[OpenedByLifespan]:
    """For each lifespan function of the file, what it opens."""
    given = {lifespan.function for lifespan in given_lifespans(syntax, values, routing)}
    for function in syntax.summary.functions.values():
        node = syntax.function_node(function)
        if node is not None and function.is_generator:
            if function in given or is_lifespan(function, values):
                yield OpenedByLifespan(function, node, syntax, values, is_named)


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


def _may_read(node: ast.AST, names: set[str]) -> bool:
    """Whether one of some places may be read, by whatever name: `getattr(app.state, name)`."""
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, key, *_]):
            held = f"{_place(owner)}."
            return not isinstance(key, ast.Constant) and any(it.startswith(held) for it in names)
    return False


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _forgotten(node: ast.AST) -> list[ast.expr]:
    """The places that a statement empties: `app.state.client = None`."""
    return node.targets if isinstance(node, ast.Assign) and _is_none(node.value) else []


def _is_bind(node: ast.AST) -> bool:
    """Whether a factory of sessions is asked for its engine: `maker.kw["bind"]`."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="kw"), slice=ast.Constant(value="bind")):
            return True
    return False
