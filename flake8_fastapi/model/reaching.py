"""Which values a local name may have where it is read, and what was checked before.

A function is gone through once, statement by statement, as it runs: an assignment replaces what
a name was, branches that come together again add up, a branch that leaves takes its values with
it. A check is a new value: behind `if sort not in ALLOWED: raise`, `sort` is a checked `sort`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, Protocol

from flake8_fastapi.model.expressions import (
    UNKNOWN,
    Entered,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Text,
    Typed,
)
from flake8_fastapi.model.flow import is_try
from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.names import Names, every_argument
from flake8_fastapi.model.reader import Reader
from flake8_fastapi.model.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    FunctionNode,
    ScopeNode,
    Tree,
    spelled_name,
)

#: Statements and expressions nested deeper than this are not gone into.
DEEPEST = 60
#: A name that may have more values than this is not followed.
MOST = 24
#: Names of tests followed one to the other: `found = found or other` leads back to itself.
MOST_FOLLOWED = 3

How = Literal["argument", "value", "typed", "item", "iterate", "pair", "enter", "more", "key",
              "other", "clean", "doubtful"]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Definition:
    """One way in which a name, or a part of it such as `body.sort`, gets its value."""

    how: How
    node: ast.expr | None = None  #: the value, what is added, or what it is compared with
    previous: tuple[Definition, ...] | None = None  #: what it was, where that still matters
    original: ast.expr | None = None  #: of a check: what is checked, if it has no definition
    annotation: ast.expr | None = None
    key: ast.expr | None = None
    index: int = 0
    scope: ScopeNode | None = None
    argument: str = ""


Place = tuple[ScopeNode, str]
State = dict[Place, tuple[Definition, ...]]


class Knowledge(Protocol):
    """What the walk needs to know of calls."""

    def leaves(self, call: ast.Call) -> bool:
        """Whether it always raises."""

    def converts(self, call: ast.Call) -> bool:
        """Whether it raises unless its argument is a number, a UUID, an enumeration's value."""

    def checks(self, call: ast.Call, name: str | None, position: int) -> bool | None:
        """Whether it looks at an argument to accept or refuse it; None where it is not known."""


@dataclass(frozen=True, eq=False)
class Checked:
    """A checked value: `of`, found in `among` if that is not None."""

    of: Expr
    clean: bool  #: False: checked in a way that the model does not understand
    among: Expr | None = None


class Reaching(Reader):
    """Reads expressions as `Reader` does, with the names that functions bind as they are there.

    `checked` says which of the expressions that it makes are checked ones.
    """

    def __init__(self, tree: Tree, names: Names, knowledge: Knowledge) -> None:
        super().__init__(tree, names)
        self.checked: dict[OneOf, Checked] = {}
        self.made: set[OneOf] = set()  #: alternatives that really are such, here
        self._knowledge = knowledge
        self._reaching: dict[ast.AST, tuple[Definition, ...]] = {}
        self._walked: set[ast.AST] = set()
        self._expressions: dict[Definition, Expr] = {}
        self._nodes: dict[ast.AST, Expr] = {}
        self._read = {
            **self._read,
            ast.ListComp: lambda node: Items("list", (self.expr(node.elt),)),
            ast.SetComp: lambda node: Items("set", (self.expr(node.elt),)),
            ast.GeneratorExp: lambda node: Items("list", (self.expr(node.elt),)),
            ast.DictComp: lambda node: Pairs(((self.expr(node.key), self.expr(node.value)),)),
        }

    def expr(self, node: ast.AST | None) -> Expr:
        if node is None or isinstance(node, ast.Constant):
            return super().expr(node)
        known = self._nodes.get(node)
        if known is None:
            outermost = self._outermost(node)
            if outermost is not None and outermost not in self._walked:
                self._walked.add(outermost)
                walk = _Walk(self.tree, self.names, self._knowledge)
                walk.function(outermost, {})
                self._reaching.update(walk.reaching)
            known = super().expr(node)
            if self._depth == 0:  # inside of another, it may have been cut off as too deep
                self._nodes[node] = known
        return known

    def _outermost(self, node: ast.AST) -> FunctionNode | ast.Lambda | None:
        found = None
        around = self.tree.function(node)
        while around is not None:
            found = around
            around = self.tree.function(around)
        return found

    def _name(self, node: ast.Name) -> Expr:
        definitions = self._reaching.get(node)
        return super()._name(node) if definitions is None else self._defined(definitions)

    def _attribute(self, node: ast.Attribute) -> Expr:
        definitions = self._reaching.get(node)
        return super()._attribute(node) if definitions is None else self._defined(definitions)

    def _subscript(self, node: ast.Subscript) -> Expr:
        definitions = self._reaching.get(node)
        return super()._subscript(node) if definitions is None else self._defined(definitions)

    def _call(self, node: ast.Call) -> Expr:
        definitions = self._reaching.get(node)
        return super()._call(node) if definitions is None else self._defined(definitions)

    def _defined(self, definitions: tuple[Definition, ...]) -> Expr:
        found = [self._definition(definition) for definition in definitions]
        if len(found) == 1:
            return found[0]
        several = OneOf(tuple(found))
        self.made.add(several)
        return several

    def _definition(self, definition: Definition) -> Expr:
        known = self._expressions.get(definition)
        if known is None:
            self._expressions[definition] = UNKNOWN
            known = self._expressions[definition] = self._read_definition(definition)
        return known

    def _read_definition(self, definition: Definition) -> Expr:
        node, value = definition.node, self.expr(definition.node)
        match definition.how:
            case "argument":
                assert definition.scope is not None
                return Param(self.names.qualnames[definition.scope], definition.argument)
            case "value":
                return value
            case "typed":
                assert definition.scope is not None
                annotation = self.annotation(definition.annotation, definition.scope)
                return Typed(annotation or UNKNOWN, value)
            case "item":
                return Item(value, definition.index)
            case "iterate":
                return Iterated(value)
            case "pair":
                return Item(Iterated(value), definition.index)
            case "enter":
                return Entered(value)
            case "more":
                return Text("+", (self._previous(definition), Items("list", (value,))))
            case "key":
                return Pairs(
                    ((None, self._previous(definition)), (self.expr(definition.key), value))
                )
            case "clean" | "doubtful":
                of = self._previous(definition)
                checked = OneOf((of,))
                self.checked[checked] = Checked(
                    of, definition.how == "clean", None if node is None else value
                )
                return checked
        return UNKNOWN

    def _previous(self, definition: Definition) -> Expr:
        if definition.previous is not None:
            return self._defined(definition.previous)
        original = definition.original
        if isinstance(original, ast.Name):
            return super()._name(original)
        if isinstance(original, ast.Attribute):
            return super()._attribute(original)
        if isinstance(original, ast.Subscript):
            return super()._subscript(original)
        return super()._call(original) if isinstance(original, ast.Call) else UNKNOWN


class _Walk:
    """One pass over an outermost function and all that is nested in it."""

    def __init__(self, tree: Tree, names: Names, knowledge: Knowledge) -> None:
        self.tree = tree
        self.names = names
        self.knowledge = knowledge
        self.reaching: dict[ast.AST, tuple[Definition, ...]] = {}
        self._breaks: list[list[State]] = []
        self._depth = 0
        self._followed = 0

    def function(self, node: FunctionNode | ast.Lambda, state: State) -> None:
        """Go through a function that is defined where `state` holds."""
        inner = dict(state)
        for argument in every_argument(node.args):
            taken = Definition("argument", scope=node, argument=argument.arg)
            inner[node, argument.arg] = (taken,)
        outside, self._breaks = self._breaks, []
        if isinstance(node, ast.Lambda):
            self._visit(node.body, inner)
        else:
            self._block(node.body, inner)
        self._breaks = outside

    # -- statements ------------------------------------------------------------------------

    def _block(self, statements: Sequence[ast.stmt], state: State | None) -> State | None:
        """The state behind the statements; None if control never gets there."""
        for statement in statements:
            if state is None:
                return None
            state = self._nested(statement, state)
        return state

    def _nested(self, statement: ast.stmt, state: State) -> State | None:
        if self._depth > DEEPEST:
            return state
        self._depth += 1
        try:
            return self._statement(statement, state)
        finally:
            self._depth -= 1

    def _statement(self, statement: ast.stmt, state: State) -> State | None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                self._visit(value, state)
                for target in targets:
                    self._assign(target, value, state)
            case ast.AnnAssign(target=target, value=value, annotation=annotation):
                if value is not None:
                    self._visit(value, state)
                    scope = self.tree.scope(target)
                    typed = Definition("typed", value, annotation=annotation, scope=scope)
                    self._define(target, typed, state)
            case ast.AugAssign(target=target, value=value):
                self._visit(value, state)
                self._add(target, value, state)
            case ast.Expr(value=value):
                self._visit(value, state)
                call = value.value if isinstance(value, ast.Await) else value
                if isinstance(call, ast.Call):
                    if self.knowledge.leaves(call):
                        return None
                    return self._after_check(call, state)
            case ast.Return(value=value):
                self._visit(value, state)
                return None
            case ast.Raise():
                self._visit(statement.exc, state)
                self._visit(statement.cause, state)
                return None
            case ast.Break():
                if self._breaks:
                    self._breaks[-1].append(state)
                return None
            case ast.Continue():
                if self._breaks:
                    self._breaks[-1].append(state)
                return None
            case ast.Assert(test=test):
                self._visit(test, state)
                return self._refine(test, state, True)
            case ast.If(test=test, body=body, orelse=orelse):
                self._visit(test, state)
                chosen = self._block(body, dict(self._refine(test, state, True)))
                other = self._block(orelse, dict(self._refine(test, state, False)))
                return _merge([chosen, other])
            case ast.While(test=test, body=body, orelse=orelse):
                self._visit(test, state)
                self._breaks.append([])
                after = self._block(body, dict(self._refine(test, state, True)))
                broken = self._breaks.pop()
                endless = isinstance(test, ast.Constant) and bool(test.value)
                through = [
                    self._refine(test, each, False)
                    for each in (state, after)
                    if each is not None and not endless
                ]
                return _merge([self._block(orelse, _merge([*through])), *broken])
            case ast.For() | ast.AsyncFor():
                self._visit(statement.iter, state)
                inside = dict(state)
                self._assign(statement.target, statement.iter, inside, "iterate")
                self._breaks.append([])
                after = self._block(statement.body, inside)
                broken = self._breaks.pop()
                return _merge([self._block(statement.orelse, _merge([state, after])), *broken])
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    self._visit(item.context_expr, state)
                    if item.optional_vars is not None:
                        self._assign(item.optional_vars, item.context_expr, state, "enter")
                return self._block(body, state)
            case ast.Match():
                return self._match(statement, state)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for part in (*statement.decorator_list, *statement.args.defaults):
                    self._visit(part, state)
                self.function(statement, state)
            case ast.ClassDef(body=body):
                for member in body:
                    if isinstance(member, FUNCTIONS):
                        self.function(member, state)
            case ast.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        state.pop(self._place(target.id, target), None)
            case _:
                if is_try(statement):
                    return self._try(statement, state)
        return state

    def _try(self, statement: ast.Try, state: State) -> State | None:
        seen: list[State | None] = [dict(state)]
        current: State | None = dict(state)
        for each in statement.body:
            if current is None:
                break
            current = self._nested(each, current)
            seen.append(None if current is None else dict(current))
        raised = _merge(seen)
        ends = [self._block(statement.orelse, current)]
        for handler in statement.handlers:
            ends.append(self._block(handler.body, None if raised is None else dict(raised)))
        end = _merge(ends)
        if not statement.finalbody:
            return end
        final = self._block(statement.finalbody, end if end is not None else raised)
        return final if end is not None else None

    def _match(self, statement: ast.Match, state: State) -> State | None:
        self._visit(statement.subject, state)
        ends: list[State | None] = []
        complete = False
        for case in statement.cases:
            inside = dict(state)
            if _is_constant_pattern(case.pattern):
                self._check(statement.subject, "clean", None, inside)
            for pattern in ast.walk(case.pattern):
                if isinstance(pattern, (ast.MatchAs, ast.MatchStar)) and pattern.name:
                    place = self._place(pattern.name, pattern)
                    whole = isinstance(pattern, ast.MatchAs) and pattern.pattern is None
                    how: How = "value" if whole and pattern is case.pattern else "other"
                    inside[place] = (Definition(how, statement.subject),)
            if case.guard is not None:
                self._visit(case.guard, inside)
                inside = self._refine(case.guard, inside, True)
            elif isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                complete = True
            ends.append(self._block(case.body, inside))
        return _merge(ends if complete else [*ends, state])

    # -- names -----------------------------------------------------------------------------

    def _place(self, name: str, node: ast.AST, text: str = "") -> Place:
        found = self.names.lookup(name, self.tree.scope(node))
        return (found[0] if found else self.tree.root, text or name)

    def _spelled(self, node: ast.AST) -> Place | None:
        """Where a name, or a part of what it holds, is kept; None for anything else."""
        spelling = _spelling(node)
        return self._place(spelling[0], spelling[2], spelling[1]) if spelling else None

    def _define(self, target: ast.AST, definition: Definition, state: State) -> None:
        place = self._spelled(target)
        if place is None:
            return
        _forget(state, place)
        state[place] = (definition,)

    def _assign(self, target: ast.AST, value: ast.expr, state: State, how: How = "value") -> None:
        """What `target = value` does, or `for target in value`, `with value as target`."""
        match target:
            case ast.Name() | ast.Attribute():
                self._define(target, Definition(how, value), state)
            case ast.Subscript(value=of, slice=key):
                place = self._spelled(of)
                if place is not None and how == "value":
                    known = state.get(place)
                    _forget(state, place)
                    added = Definition("key", value, known, of, key=key)
                    state[place] = (added,)
            case ast.Starred(value=inner):
                self._assign(inner, value, state, how)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                pairs = isinstance(value, (ast.Tuple, ast.List)) and how == "value"
                values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
                starred = any(isinstance(each, ast.Starred) for each in (*targets, *values))
                if pairs and len(values) == len(targets) and not starred:
                    for each, given in zip(targets, values):
                        self._assign(each, given, state)
                    return
                counted = _enumerated(value) if how == "iterate" else None
                for index, each in enumerate(targets):
                    if counted is not None and index:
                        self._assign(each, counted, state, "iterate")
                    elif how == "value" and not starred and isinstance(each, ast.Name):
                        self._define(each, Definition("item", value, index=index), state)
                    elif how == "iterate" and not starred and _is_pairs(value):
                        self._define(each, Definition("pair", value, index=index), state)
                    else:
                        for name in ast.walk(each):
                            if isinstance(name, ast.Name):
                                self._define(name, Definition("other"), state)

    def _add(self, target: ast.AST, value: ast.expr, state: State) -> None:
        """What `target += value` and `target.append(value)` do."""
        place = self._spelled(target)
        if place is None or not isinstance(target, ast.expr):
            return
        known = state.get(place)
        _forget(state, place)
        state[place] = (Definition("more", value, known, None if known else target),)

    # -- expressions -----------------------------------------------------------------------

    def _visit(self, node: ast.AST | None, state: State) -> None:
        """Note what the names of an expression are in `state`, and what it does to them."""
        if node is None or isinstance(node, ast.Constant) or self._depth > DEEPEST:
            return
        self._depth += 1
        try:
            self._expression(node, state)
        finally:
            self._depth -= 1

    def _expression(self, node: ast.AST, state: State) -> None:
        match node:
            case ast.Name(id=name):
                self._note(node, self._place(name, node), state)
                return
            case ast.BoolOp(op=op, values=values):
                self._visit(values[0], state)
                for before, value in pairwise(values):
                    state = dict(self._refine(before, state, isinstance(op, ast.And)))
                    self._visit(value, state)
                return
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._visit(test, state)
                self._visit(body, dict(self._refine(test, state, True)))
                self._visit(orelse, dict(self._refine(test, state, False)))
                return
            case ast.NamedExpr(target=target, value=value):
                self._visit(value, state)
                self._define(target, Definition("value", value), state)
                return
            case ast.Lambda():
                self.function(node, state)
                return
        if isinstance(node, COMPREHENSIONS):
            self._comprehension(node, dict(state))
            return
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
            place = self._spelled(node)
            if place is not None:
                self._note(node, place, state)
        for child in ast.iter_child_nodes(node):
            self._visit(child, state)
        if isinstance(node, ast.Call):
            self._effects(node, state)

    def _note(self, node: ast.AST, place: Place, state: State) -> None:
        definitions = state.get(place)
        if definitions is not None:
            self.reaching[node] = definitions

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, state: State
    ) -> None:
        for part in node.generators:
            self._visit(part.iter, state)
            self._assign(part.target, part.iter, state, "iterate")
            for condition in part.ifs:
                self._visit(condition, state)
                state = self._refine(condition, state, True)
        for element in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self._visit(element, state)

    def _effects(self, call: ast.Call, state: State) -> None:
        """What a call does to what it is called on: it grows, or is known to be fine."""
        match call:
            case (
                ast.Call(
                    func=ast.Attribute(value=of, attr="append" | "add" | "appendleft"), args=[value]
                )
                | ast.Call(func=ast.Attribute(value=of, attr="insert"), args=[_, value])
            ):
                self._grow(of, value, state)
            case ast.Call(func=ast.Attribute(value=of, attr="extend" | "update"), args=[value]):
                self._grow(of, value, state)
            case ast.Call(func=ast.Attribute(value=of, attr="update"), args=[]):
                for word in call.keywords:
                    self._grow(of, word.value, state)
            case ast.Call(func=ast.Attribute(value=of, attr="relative_to")):
                self._check(of, "clean", None, state)
            case ast.Call(args=[value, *_]) if self.knowledge.converts(call):
                self._check(value, "clean", None, state)

    def _grow(self, of: ast.expr, value: ast.expr, state: State) -> None:
        """What `of.append(value)` does; `session.add(value)` makes nobody grow."""
        place = self._spelled(of)
        if place is not None and any(map(_is_container, state.get(place, ()))):
            self._add(of, value, state)

    def _after_check(self, call: ast.Call, state: State) -> State:
        """Behind `check(sort)`, which stands alone: it may have refused."""
        for name, position, given in _arguments(call):
            if self.knowledge.checks(call, name, position):
                self._check_all(given, "doubtful", state)
        return state

    # -- checks ----------------------------------------------------------------------------

    def _check(self, node: ast.expr, how: How, among: ast.expr | None, state: State) -> None:
        """Take what `node` spells for checked from here on."""
        node = _bare(node)
        place = self._spelled(node)
        if place is None:
            return
        known = state.get(place)
        _forget(state, place)
        state[place] = (Definition(how, among, known, None if known else node),)

    def _check_all(self, node: ast.AST, how: How, state: State) -> None:
        """Take every name in an expression for checked: `(BASE / name).resolve()`."""
        if isinstance(node, ast.expr) and self._spelled(_bare(node)):
            self._check(node, how, None, state)
            return
        for inner in ast.walk(node):
            if isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript)):
                if self._spelled(inner) and not self._is_part(inner):
                    self._check(inner, how, None, state)

    def _is_part(self, node: ast.expr) -> bool:
        """Whether it only names a method, or stands before an attribute that is no method."""
        return self._is_called(node) or (
            isinstance(outer := self.tree.parent(node), ast.Attribute)
            and not self._is_called(outer)
        )

    def _is_called(self, node: ast.expr) -> bool:
        outer = self.tree.parent(node)
        return isinstance(outer, ast.Call) and outer.func is node

    def _refine(self, test: ast.expr, state: State, truth: bool) -> State:
        """The state where `test` came out as `truth`."""
        if self._depth > DEEPEST:
            return state
        self._depth += 1
        try:
            return self._refined(test, state, truth)
        finally:
            self._depth -= 1

    def _refined(self, test: ast.expr, state: State, truth: bool) -> State:
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._refine(operand, state, not truth)
            case ast.BoolOp(op=op, values=values):
                if isinstance(op, ast.And) is truth:
                    for value in values:
                        state = self._refine(value, state, truth)
                    return state
                ways: list[State | None] = []
                for value in values:
                    ways.append(self._refine(value, state, truth))
                    state = self._refine(value, state, not truth)
                return _merge(ways) or state
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self._refine(value, state, truth)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                refined = dict(state)
                self._compare(left, op, right, truth, refined)
                return refined
            case ast.Call():
                refined = dict(state)
                self._called(test, truth, refined)
                return refined
            case ast.Name(id=name):  # `ok = sort in ALLOWED; if not ok: raise`
                match state.get(self._place(name, test)):
                    case (Definition(how="value", node=known),) if isinstance(
                        known, (ast.Compare, ast.Call, ast.BoolOp, ast.UnaryOp, ast.Await)
                    ):
                        if self._followed < MOST_FOLLOWED:
                            self._followed += 1
                            try:
                                return self._refine(known, state, truth)
                            finally:
                                self._followed -= 1
        return state

    def _compare(
        self, left: ast.expr, op: ast.cmpop, right: ast.expr, truth: bool, state: State
    ) -> None:
        match op:
            case ast.In() | ast.NotIn():
                inside = isinstance(op, ast.In) is truth
                if isinstance(right, ast.Attribute) and right.attr == "parents":
                    if inside:
                        self._check_all(right.value, "clean", state)
                elif _is_sign(left):
                    if not inside:  # `if ".." in name: raise`
                        self._check_all(right, "doubtful", state)
                elif inside:
                    self._check(left, "clean", right, state)
            case ast.Eq() | ast.NotEq():
                if isinstance(op, ast.Eq) is not truth:
                    return
                for one, other in ((left, right), (right, left)):
                    if isinstance(one, ast.Call):
                        if spelled_name(one.func) in _CONTAINMENT:
                            self._check_all(one, "clean", state)
                            continue
                        if spelled_name(one.func) in _REDUCING:  # `basename(name) != name: raise`
                            self._check_all(one, "doubtful", state)
                            continue
                    if not (isinstance(other, ast.Constant) and other.value in (None, "", b"")):
                        self._check(one, "clean", other, state)
            case ast.LtE() | ast.Lt():
                match left:  # `if not set(fields) <= ALLOWED: raise`
                    case ast.Call(func=ast.Name(id="set"), args=[fields]) if truth:
                        self._check(fields, "clean", right, state)
            case ast.Is() | ast.IsNot():
                if isinstance(right, ast.Constant) and right.value is None:
                    state.update(self._refine(left, state, isinstance(op, ast.IsNot) is truth))

    def _called(self, call: ast.Call, truth: bool, state: State) -> None:
        name = spelled_name(call.func)
        of = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name in _PREDICATES and of is not None:
            if truth:
                self._check(of, "clean", None, state)
        elif name in ("is_relative_to", "issubset") and of is not None:
            if truth:
                self._check_all(of, "clean", state)
        elif name in ("fullmatch", "match", "search"):
            subject = call.args[1] if len(call.args) > 1 else call.args[0] if call.args else None
            if subject is not None:
                how: How = "clean" if truth and name == "fullmatch" else "doubtful"
                self._check_all(subject, how, state)
        elif name in _HARMLESS:
            return
        elif name in ("any", "all", "startswith"):
            self._check_all(call, "doubtful", state)
        elif self.knowledge.converts(call):
            return
        else:
            for word, position, given in _arguments(call):
                if self.knowledge.checks(call, word, position):
                    self._check_all(given, "doubtful", state)
            if of is not None and _CHECKING.search(name):
                self._check_all(of, "doubtful", state)


#: Methods that are true only for texts that can do no harm.
_PREDICATES = {"isalnum", "isalpha", "isdigit", "isdecimal", "isnumeric", "isidentifier"}
_CONTAINMENT = {"commonpath", "commonprefix"}
_REDUCING = {"basename", "normpath", "realpath", "abspath", "resolve", "secure_filename"}
#: Tests that leave a text as free as it was.
_HARMLESS = {
    "len", "isinstance", "hasattr", "callable", "endswith", "exists", "is_file", "is_dir", "isfile",
    "isdir", "isspace", "bool", "get", "print",
}  # fmt: skip
#: What makes a container that is filled later.
_FILLED = {"list", "set", "dict", "defaultdict", "deque", "bytearray"}
#: Names of functions that look whether a value may be used.
_CHECKING = regex(
    r"valid|check|verif|ensure|assert|sanit|safe|allow|permit|trust|whitelist|guard|contain|"
    r"reject|forbid|require|accept|^is_|in_scope|within",
    re.I,
)


def looks_like_check(name: str) -> bool:
    """Whether a function of that name looks whether a value may be used."""
    return _CHECKING.search(name) is not None


def _merge(states: Sequence[State | None]) -> State | None:
    """What may be where control comes together; a part of a name only if all ways know it."""
    alive = [state for state in states if state is not None]
    if len(alive) < 2:
        return alive[0] if alive else None
    merged: State = {}
    for place in dict.fromkeys(place for state in alive for place in state):
        if not place[1].isidentifier() and not all(place in state for state in alive):
            continue
        found = dict.fromkeys(d for state in alive for d in state.get(place, ()))
        merged[place] = tuple(found) if len(found) <= MOST else (Definition("other"),)
    return merged


def _forget(state: State, place: Place) -> None:
    """Drop what is known of the parts of a name."""
    scope, text = place
    for other in [o for o in state if o[0] is scope and o[1].startswith((f"{text}.", f"{text}["))]:
        del state[other]


def _spelling(node: ast.AST) -> tuple[str, str, ast.AST] | None:
    """The first name of `a.b["c"].get("d")`, all of it as text, and the node of the name."""
    match node:
        case ast.Name(id=name):
            return name, name, node
        case ast.Attribute(value=of, attr=attr):
            suffix = f".{attr}"
        case ast.Subscript(value=of, slice=ast.Constant(value=key)):
            suffix = f"[{key!r}]"
        case ast.Call(func=ast.Attribute(value=of, attr="get"), args=[ast.Constant(value=key)]):
            suffix = f".get({key!r})"
        case _:
            return None
    inner = _spelling(of)
    return (inner[0], inner[1] + suffix, inner[2]) if inner else None


def _bare(node: ast.expr) -> ast.expr:
    """What is compared, without what only changes its case or its ends."""
    while True:
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=inner, attr="lower" | "upper" | "strip" | "casefold" | "title"
                )
            ):
                node = inner
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                node = inner
            case ast.NamedExpr(target=inner):
                node = inner
            case _:
                return node


def _is_sign(node: ast.expr) -> bool:
    """Whether this is a text such as `".."` or `"/"`, which nobody has for a key."""
    match node:
        case ast.Constant(value=str(text)):
            return not any(map(str.isalnum, text))
        case ast.Attribute(value=ast.Name(id="os"), attr="sep" | "altsep" | "pardir"):
            return True
    return False


def _is_constant_pattern(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchOr(patterns=patterns):
            return all(map(_is_constant_pattern, patterns))
        case ast.MatchValue() | ast.MatchSingleton():
            return True
    return False


def _is_container(definition: Definition) -> bool:
    match definition:
        case Definition(how="more" | "key"):
            return True
        case Definition(how="value" | "typed", node=ast.Call(func=func)):
            return spelled_name(func) in (
                "list",
                "set",
                "dict",
                "defaultdict",
                "deque",
                "bytearray",
            )
        case Definition(how="value" | "typed", node=node):
            return isinstance(node, (ast.List, ast.Set, ast.Dict, *COMPREHENSIONS))
    return False


def _enumerated(value: ast.expr) -> ast.expr | None:
    match value:
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
            return inner
    return None


def _is_pairs(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(attr="items" | "multi_items")):
            return True
    return False


def _arguments(call: ast.Call) -> Iterator[tuple[str | None, int, ast.expr]]:
    for position, given in enumerate(call.args):
        yield None, position, given
    for word in call.keywords:
        yield word.arg, -1, word.value


__all__ = ["Checked", "Definition", "Knowledge", "Reaching", "looks_like_check"]
