"""Branches that never run: all callers exclude them, or they need a module that is not there.

Or they ask for a result that is never given. Where somebody unknown may call a function, or a name
may stand for something else, they may run.
"""

from __future__ import annotations

import ast
import os
import re

from flake8_fastapi.model.assembly.parameters import Parameter
from flake8_fastapi.model.assembly.paths import path_parameters
from flake8_fastapi.model.fails_at_import.imported_in_vain import (
    MAKES_NAMES,
    is_for_needed_libraries,
    is_in_vain,
    is_of_lacking_library,
)
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.failing import is_behind_failure
from flake8_fastapi.model.never_runs.giving import Giving, is_filled_in, is_session_of_request
from flake8_fastapi.model.never_runs.lost_routes import is_named
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.syntax.conditions import subject_of
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Items,
    Param,
    Ref,
    Sub,
)
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    TRY,
    Tree,
    block_with,
    statements_before,
)
from flake8_fastapi.model.values.arguments import (
    argument_given,
    arguments_given,
    is_refused,
)
from flake8_fastapi.model.values.switches import is_met, is_met_with, left_out

#: Calls that are followed from one function to the next, for what is handed on.
DEEPEST = 3


class Excluded:
    """Answers for the lines of one file."""

    def __init__(self, file: Layers) -> None:
        self._file = file
        self._values = file.values
        self._uses = file.uses
        self._unmet: dict[Function, frozenset[str]] = {}
        self._giving = Giving(
            file.values,
            file.elsewhere.located,
            lambda cls, name: bool(file.overriding.versions(cls, name)),
            self._is_for_requests,
            self._texts_of_requests,
        )

    def has(self, line: int) -> bool:
        """Whether a line lies in a branch that surely never runs."""
        syntax = self._file.syntax
        branches, tree = syntax.reader.sites.branches, syntax.tree
        node: ast.AST | None = tree.statement_at(line)
        while node is not None:
            around = next((it for it in tree.ancestors(node) if isinstance(it, FUNCTIONS)), None)
            asked = branches.asked_around(node)
            if asked and any(self._is_never(each) for each in asked):
                return True
            if around is not None:
                function = syntax.reader.functions[around]
                needs = branches.needed_by(node) if asked else frozenset()
                if (needs and self._nobody_meets(needs, function)) or self._is_skipped(function):
                    return True
            if self._asks_in_vain(node, around):
                return True
            node = around
        return False

    def _asks_in_vain(self, node: ast.AST, around: ast.AST | None) -> bool:
        """Whether a test around a node, in its function, asks for a result that is never given.

        Or one before it, so that the function always leaves.
        """
        child = node
        for parent in self._file.syntax.tree.ancestors(node):
            if isinstance(parent, ast.If) and child is not parent.test:
                if self._truth(parent) is (child in parent.orelse):
                    return True
            if any(map(self._leaves, statements_before(child, block_with(child, parent)))):
                return True
            if parent is around:
                break
            child = parent
        return False

    def _leaves(self, statement: ast.stmt) -> bool:
        """Whether the branch of an `if` leaves which is taken in any case."""
        if not isinstance(statement, ast.If) or not always_leaves(statement.body):
            return False
        return self._truth(statement) is True

    def _truth(self, statement: ast.If) -> bool | None:
        return self._giving.truth(statement.test, self._file.syntax)

    def _is_for_requests(self, function: Function) -> bool:
        """Whether a function is a route of the file that nobody but FastAPI calls."""
        return (
            (is_route(function) or function in self._file.routing.answering)
            and function.module == self._file.syntax.summary.name
            and not is_named(function, self._file)
        )

    def _texts_of_requests(self, function: Function) -> set[str]:
        """The parameters of a route that are texts with something in them, for every request.

        Out of its path, whichever way it is called, or of a form that has to have them: an empty
        field is a missing one, and so a 422.
        """
        found: set[str] = set()
        for endpoint in self._file.routing.endpoints:
            if endpoint.function is not function:
                continue
            taken = {each.name: each for each in path_parameters(endpoint.path or "")}
            texts = {
                each.name
                for each in filter(self._is_text, endpoint.parameters)
                if (each.kind == "form" and each.required)
                or (each.name in taken and taken[each.name].converter == "str")
            }
            found = found & texts if found else texts
            if not found:
                break
        return found

    def _is_text(self, parameter: Parameter) -> bool:
        declared = self._values.expand(parameter.annotation) if parameter.annotation else None
        if isinstance(declared, Sub) and self._values.qualname(declared.of) == "typing.Annotated":
            parts = declared.index.items if isinstance(declared.index, Items) else ()
            # what else is said there may make something else of it
            declared = parts[0] if parts and len(parts) <= 1 + bool(parameter.marker) else None
        return parameter.annotation is None or self._values.qualname(declared) == "builtins.str"

    # -- conditions on parameters --------------------------------------------------------------

    def _nobody_meets(self, needs: frozenset[str], function: Function) -> bool:
        """Whether a function is called, and no call of it meets some conditions."""
        calls = self._calls_of(function)
        return bool(calls) and not any(
            is_met(needs, self._unmet_in(call, function), self._values) for call in calls or ()
        )

    def _calls_of(self, function: Function) -> list[Call] | None:
        """The calls of a function; of a constructor, those of its class. None: others may call it.

        A class that another one is derived from is named, and not called.
        """
        owner = self._values.known_class(function.owner) if function.owner is not None else None
        if function.name == "__init__" and owner is not None and not function.decorators:
            return self._uses.calls_of(owner)
        return self._uses.calls_of(function)

    def _is_skipped(self, function: Function, depth: int = 0) -> bool:
        """Whether a function is called, but only where nobody gets to who calls those that do."""
        if depth == DEEPEST or not self._uses.has_to_be_called(function):
            return False
        for call, caller in self._file.callers.calls_of(function):
            if not call.needs and (caller is None or not self._uses.has_to_be_called(caller)):
                if not self._is_behind_failure(call):
                    return False  # most are called by a route, whatever happens
        calls = self._uses.calls_of(function)
        return bool(calls) and all(self._is_skipped_in(each, depth) for each in calls or ())

    def _is_skipped_in(self, call: Call, depth: int) -> bool:
        if is_refused(self._values.of(call.callee), call, self._values):
            return True
        caller = self._values.function(call.within)
        if caller is None:
            return False
        if self._is_behind_failure(call):
            return True
        if call.needs and self._nobody_meets(call.needs, caller):
            return True
        return self._is_skipped(caller, depth + 1)

    def _is_behind_failure(self, call: Call) -> bool:
        """Whether something before a call in this file is sure to fail, in its function."""
        tree, node = self._file.syntax.tree, self._file.syntax.call_node(call)
        function = tree.function(node) if node is not None else None
        return isinstance(function, FUNCTIONS) and is_behind_failure(
            call.lineno, function, self._file
        )

    def _unmet_in(self, call: Call, function: Function, depth: int = 0) -> frozenset[str]:
        """The conditions on the parameters of a function that a call of it does not meet."""
        values = self._values
        given = self._given_in(call, function)
        if given is None:
            return frozenset()
        found: set[str] = set()
        before = frozenset[str]()
        for name, value in given.items():
            if isinstance(value, Param) and value.function == call.within:
                caller = values.function(call.within)
                if self._is_filled_in(value, caller):
                    found |= {f"not {name}", f"{name} is None"}
                elif caller is not None:
                    before = self._unmet_by_all(caller, depth + 1)
        return left_out(function, given, call.within, values, before) | found

    def _given_in(self, call: Call, function: Function) -> dict[str, Expr] | None:
        """What a call of a function gives to its parameters; also if it may be one of another."""
        value = self._values.of(call.callee)
        if value is not None:
            return arguments_given(value, call, self._values)
        if call.spreads:
            return None
        found: dict[str, Expr] = {}
        for each in function.arguments:
            given = argument_given(each.name, function, call, self._values)
            if given is not None and given is not each.default:
                found[each.name] = given
        return found

    def _unmet_by_all(self, function: Function, depth: int) -> frozenset[str]:
        """The conditions on the parameters of a function that no call of it meets."""
        if depth > DEEPEST:
            return frozenset()
        if function not in self._unmet:
            self._unmet[function] = frozenset()  # it may call itself
            calls = self._calls_of(function) or ()
            unmet = [self._unmet_in(each, function, depth) for each in calls]
            self._unmet[function] = frozenset.intersection(*unmet) if unmet else frozenset()
        return self._unmet[function]

    def _is_filled_in(self, parameter: Param, function: Function | None) -> bool:
        """Whether a parameter without a default is always an object that FastAPI hands in.

        Or a session, out of a dependency.
        """
        if function is None:
            return False
        return any(
            is_session_of_request(each, self._values)
            or (each.default is None and is_filled_in(each, function, self._values))
            for each in function.arguments
            if each.name == parameter.name
        )

    # -- conditions on global names --------------------------------------------------------------

    def _is_never(self, condition: str) -> bool:
        """Whether a condition on a global name is never met: it is always None.

        Or it would need a module that is not there.
        """
        subject = subject_of(condition)
        if not subject.startswith("@"):
            return False
        asked, name = Ref(subject[1:]), subject.rpartition(".")[2]
        home = self._values.home(asked)
        constant = self._values.unchanged(asked)
        if constant is not None and constant.value is None:
            is_none = not is_met_with(condition, constant, self._values)
            return is_none and not self._is_set_by_name(name, home)
        constants = self._constants(name, home)
        return bool(constants) and not any(
            is_met_with(condition, Const(each), self._values) for each in constants
        )

    def _is_set_by_name(self, name: str, home: Summary | None) -> bool:
        """Whether something may set a global name in a way that does not spell it as one."""
        usage = self._file.usage
        if home is None or usage is None or MAKES_NAMES.search(read_text(home.path)):
            return True
        sets = re.compile(rf"(?<![\w.])setattr\([^\n]*[\"']{name}[\"']").search
        return any(sets(read_text(each)) for each in usage.mentioning("setattr") or ())

    def _constants(self, name: str, home: Summary | None) -> list[object]:
        """What a global name may be that is set behind an import which is sure to fail, or not to.

        None of those, where it may be something else.
        """
        usage = self._file.usage
        if home is None or usage is None or "except" not in read_text(home.path):
            return []
        syntax = self._file.syntax_at(os.path.abspath(home.path))
        if syntax is None or any(name in each.names for each in syntax.tree.each(ast.Global)):
            return []
        bindings = _bindings(name, syntax.tree)
        live = [it for it in bindings if not self._is_bound_in_vain(it, syntax, home.path)]
        constants = [_constant(each, syntax.tree) for each in live]
        is_known = len(live) < len(bindings) and None not in constants
        if not is_known or usage.says(rf"\.{name}[ \t]*=[^=]", name):
            return []
        return [each.value for each in constants if each is not None]

    def _is_bound_in_vain(self, node: ast.AST, syntax: Syntax, path: str) -> bool:
        """Whether a `try` around a node imports before what the project surely has not.

        Or the node stands in the handler of imports of what it surely has.
        """
        usage, child = self._file.usage, node
        for parent in syntax.tree.ancestors(node):
            if isinstance(parent, TRY) and usage is not None:
                assert isinstance(parent, ast.Try)
                body = parent.body
                before = body[: body.index(child) + 1] if child in body else []
                if child in parent.orelse:
                    before = body
                place = os.path.abspath(path)
                if isinstance(child, ast.ExceptHandler):
                    if is_for_needed_libraries(child, parent, place):
                        return True
                if any(
                    is_in_vain(each, place, usage) or is_of_lacking_library(each, place)
                    for each in before
                ):
                    return True
            child = parent
        return False


def _bindings(name: str, tree: Tree) -> list[ast.AST]:
    """The nodes that bind a name of a file, at its top level."""
    root = tree.root
    found: list[ast.AST] = [each for each in tree.stored(root) if each.id == name]
    found += [
        each
        for each in tree.inside(root, ast.alias)
        if (each.asname or each.name.partition(".")[0]) in (name, "*")
    ]
    named: list[ast.AST] = []
    for kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler):
        named += tree.inside(root, kind)
    return found + [each for each in named if getattr(each, "name", None) == name]


def _constant(binding: ast.AST, tree: Tree) -> ast.Constant | None:
    """The constant that a name is bound to."""
    match tree.parent(binding):
        case (
            ast.Assign(targets=[ast.Name()], value=ast.Constant() as constant)
            | ast.AnnAssign(value=ast.Constant() as constant)
        ):
            return constant
    return None
