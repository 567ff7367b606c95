"""What a lifespan opens before its `yield`: connections, files, tasks without end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeVar

from flake8_fastapi.model import libraries
from flake8_fastapi.model.background.tasks import GROUP_STARTS, GROUPS, endless, let_go, started
from flake8_fastapi.model.calling.signs import is_lifespan
from flake8_fastapi.model.exceptions.teardown import Cleanup, skipped_cleanup
from flake8_fastapi.model.lifespan.closing import TASK, Closing, Opened, place_of
from flake8_fastapi.model.lifespan.kept_open import connection_of, kept_open
from flake8_fastapi.model.lifespan.startup import given_lifespans
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.flow import Suspension, suspensions
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, spells_none
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

_Node = TypeVar("_Node", bound=ast.stmt)

#: Methods of a collection that put something into it.
_KEEPING = {"add", "append"}
_DISPLAYS = (ast.List, ast.Set, ast.Tuple)


class OpenedByLifespan:
    """What one lifespan function opens before it yields.

    `is_named` tells whether other code than that function may get to a task by some name,
    `definition` gives the syntax of functions.
    """

    def __init__(
        self,
        function: Function,
        node: FunctionNode,
        syntax: Syntax,
        values: Values,
        is_named: Callable[[str, FunctionNode], bool],
        definition: Callable[[Function], FunctionNode | None],
    ) -> None:
        self._definition = definition
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
        self._closing = Closing(
            node, self.yields, self._assigned, self._aliases, syntax, values, is_named
        )

    def left_open(self) -> Iterator[Opened]:
        """What nothing closes, neither here nor in what is called after the `yield`."""
        for resource in self.resources:
            if resource.cls != TASK and not self._closing.may_close(resource):
                yield resource

    def left_running(self) -> Iterator[tuple[Opened, Function]]:
        """The tasks that run for ever and that nothing cancels, and what they run."""
        names = {
            node.attr for statement in self._closing.after() for node in _attributes(statement)
        }
        if "all_tasks" in names or "TaskGroup" in names or self._closing.ends_all_tasks():
            return
        places = set()  # what starts several is one place
        for task in [*self.resources, *self._nameless(), *self._let_go()]:
            if task.runs is not None and task.node not in places:
                if not self._closing.may_close(task):
                    places.add(task.node)
                    yield task, task.runs

    def holding_up(self) -> Iterator[tuple[ast.Call, Function]]:
        """Where a group around the `yield` starts a task without end, and what that runs.

        The end of the group waits for it. Whatever else is done with the group may cancel it.
        """
        after = [node for statement in self._closing.after() for node in ast.walk(statement)]
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
        return self._closing.closes_connection(self._values.of(self._syntax.expr(call.func)))

    # -- what is opened --------------------------------------------------------------------

    def _find(self) -> None:
        outer = {name for node in self._own(ast.Global) for name in node.names}
        outer |= {name for node in self._own(ast.Nonlocal) for name in node.names}
        for value, names in self._assignments():
            if not spells_none(value):
                self._assigned += names
            source = place_of(value)
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
            names = [place_of(target) for target in statement.targets]
            found.append((statement.value, [] if None in names else [n for n in names if n]))
        for annotated in self._own(ast.AnnAssign):
            name = place_of(annotated.target)
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
            if place_of(made) is None:  # else it has been started, and named, before
                for task in started(self._syntax.expr(made), self._values):
                    return Opened(value, TASK, "cancel", set(), True, task.runs, task.by_helper)
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
                    name in _KEEPING and (place := place_of(holder)) is not None
                ):
                    value, names = only, {place}
            found = self._task(value) if statement.lineno < self._first else None
            if found is not None:
                found.names = names
                found.is_local = names <= set(self._assigned) and not any("." in n for n in names)
                yield found

    def _let_go(self) -> Iterator[Opened]:
        """Tasks that are started by functions which are called, and which keep them nowhere."""
        dropped = [statement.value for statement in self._own(ast.Expr)]
        for made in (*dropped, *(statement.value for statement in self._own(ast.Assign))):
            if made.lineno < self._first:
                expression, is_dropped = self._syntax.expr(made), made in dropped
                for task in let_go(expression, is_dropped, self._values, self._definition):
                    yield Opened(made, TASK, "cancel", set(), True, task.runs, task.by_helper)

    def _own(self, kind: type[_Node]) -> list[_Node]:
        """The nodes of the function itself, without those of functions defined in it."""
        tree, node = self._syntax.tree, self._node
        return [
            each
            for each in tree.nodes(kind)
            if node.lineno <= each.lineno <= (node.end_lineno or 0) and tree.function(each) is node
        ]


def opened_by_lifespans(
    syntax: Syntax,
    values: Values,
    routing: Routing,
    is_named: Callable[[str, FunctionNode], bool],
    definition: Callable[[Function], FunctionNode | None],
) -> Iterator[OpenedByLifespan]:
    """For each lifespan function of the file, what it opens."""
    given = {lifespan.function for lifespan in given_lifespans(syntax, values, routing)}
    for function in syntax.summary.functions.values():
        node = syntax.function_node(function)
        if node is not None and function.is_generator:
            if function in given or is_lifespan(function, values):
                yield OpenedByLifespan(function, node, syntax, values, is_named, definition)


def _attributes(statement: ast.stmt) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(statement) if isinstance(node, ast.Attribute))
