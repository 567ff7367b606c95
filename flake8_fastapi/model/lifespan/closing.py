"""Whether anything after the `yield` of a lifespan may close what it has opened.

A local variable that nobody was handed can be closed by the lifespan alone. What is kept in
`app.state` or a global, or was handed to somebody, may be closed by any call after the `yield`:
each of them has to be known to leave it alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from flake8_fastapi.model import libraries
from flake8_fastapi.model.exceptions.teardown import CLOSING, dotted
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries.loggers import LOGGING
from flake8_fastapi.model.syntax.expressions import Call, last_name
from flake8_fastapi.model.syntax.flow import Suspension
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, names_within, spells_none
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Method
from flake8_fastapi.model.values.values import Values

TASK = "asyncio.Task"
#: Calls that say something, whoever they are made on.
_SAYING = {*LOGGING, "print", "success"}
#: Calls that close nothing, whoever they are made on.
_HARMLESS = {"append", "clear", "done", "get", "is_set", "items", "pop", "set", "values"}
#: More words for giving back, of those that are asked here.
_ENDING = CLOSING | {"cancel", "drain", "stop", "wait_closed", "__aexit__", "__exit__"}
_PLACES = (ast.Name, ast.Attribute, ast.Subscript)
_STANDARD = sys.stdlib_module_names | {"builtins"}
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

    def closing(self, target: Target) -> str:
        """What to do to close it in the versions that a project admits: "await `aclose()`"."""
        call = f"{self.closed_by}()"
        if older := libraries.closed_before(self.cls):
            before, distribution, since = older
            call = call if target.always_has(distribution, since) else before
        is_awaited = libraries.coroutine_method(self.cls, call.partition("(")[0])
        return f"{'await' if is_awaited else 'call'} `{call}`"

    @property
    def lineno(self) -> int:
        return self.node.lineno

    @property
    def col_offset(self) -> int:
        return self.node.col_offset

    @property
    def name(self) -> str:
        return min(self.names, key=len)


class Closing:
    """Answers about what one lifespan function opens.

    `assigned` are the places that it gives values to, `aliases` those that it gives other names;
    `is_named` tells whether other code than the function may get to a task by some name.
    """

    def __init__(
        self,
        node: FunctionNode,
        yields: Sequence[Suspension],
        assigned: Sequence[str],
        aliases: Sequence[tuple[str, set[str]]],
        syntax: Syntax,
        values: Values,
        is_named: Callable[[str, FunctionNode], bool],
    ) -> None:
        self._node = node
        self._yields = yields
        self._assigned = assigned
        self._aliases = aliases
        self._syntax = syntax
        self._values = values
        self._is_named = is_named

    def may_close(self, resource: Opened) -> bool:
        """Whether something closes it, or may do so."""
        after = [node for statement in self.after() for node in ast.walk(statement)]
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
        holding = [node for node in ast.walk(self._node) if place_of(node) in holders]
        escapes = resource.by_helper or any(not self._takes_one(node) for node in holding)
        if escapes and any(node in after for node in holding):
            return True
        for node in ast.walk(self._node):
            if isinstance(node, _PLACES) and place_of(node) in resource.names:
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
        around = [item for each in self._yields for guard in each.guards for item in guard.items]
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
            case ast.Call(args=[runs, *_]) if kept and task.cls == TASK:
                works_on = names_within(runs)
                is_asked = any(isinstance(node, ast.Name) and node.id in works_on for node in after)
                return not is_asked and not any(self._is_named(it, self._node) for it in kept)
        return False

    def ends_all_tasks(self) -> bool:
        """Whether a function that is called behind the `yield` goes through all tasks there are."""
        after = [node for statement in self.after() for node in ast.walk(statement)]
        calls = [self._syntax.call(node) for node in after if isinstance(node, ast.Call)]
        for _ in range(_DEEPEST):
            called = (self._values.callee(self._values.of(call.callee)) for call in calls)
            calls = [call for function in called if function for call in function.calls]
            if any(last_name(call.callee) == "all_tasks" for call in calls):
                return True
        return False

    def after(self) -> Iterator[ast.stmt]:
        """What may run when the application stops."""
        for suspension in self._yields:
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
        if self.closes_connection(value, resource.cls):
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

    def closes_connection(self, value: object, unlike: str = TASK) -> bool:
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
        place = place_of(call.func.value)
        return place in self._assigned and place not in owners


def place_of(node: ast.AST) -> str | None:
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
            return f"{place_of(owner)}.{name}"
        case ast.Call(
            func=ast.Attribute(value=holder, attr="get" | "pop"), args=[ast.Constant(value=key), *_]
        ):
            return f"{dotted(holder)}[{key!r}]"
    return place_of(node)


def _may_read(node: ast.AST, names: set[str]) -> bool:
    """Whether one of some places may be read, by whatever name: `getattr(app.state, name)`."""
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, key, *_]):
            held = f"{place_of(owner)}."
            return not isinstance(key, ast.Constant) and any(it.startswith(held) for it in names)
    return False


def _forgotten(node: ast.AST) -> list[ast.expr]:
    """The places that a statement empties: `app.state.client = None`."""
    return node.targets if isinstance(node, ast.Assign) and spells_none(node.value) else []


def _is_bind(node: ast.AST) -> bool:
    """Whether a factory of sessions is asked for its engine: `maker.kw["bind"]`."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="kw"), slice=ast.Constant(value="bind")):
            return True
    return False
