"""Reads functions and classes of a syntax tree into the plain facts of `functions`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.syntax.changes import sets
from flake8_fastapi.model.syntax.conditions import is_presumed, required
from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Call,
    Const,
    Entered,
    Expr,
    Iterated,
    OneOf,
    Ref,
    closed,
)
from flake8_fastapi.model.syntax.flow import Way, always_raises, plainly_ends, ways_out
from flake8_fastapi.model.syntax.functions import (
    Argument,
    Class,
    Decorator,
    Function,
    Raise,
    Summary,
)
from flake8_fastapi.model.syntax.implicit_calls import ImplicitReader
from flake8_fastapi.model.syntax.names import Names, every_argument
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    ScopeNode,
    Tree,
    is_docstring,
    names_within,
    spelled_name,
)

#: `path.is_relative_to(folder)`: what a constant text begins with is no folder to stay in.
_CONTAINED = {"is_relative_to", "startswith"}
#: Names of what keeps things for an application: its state, and itself.
HOLDERS = ("state", "app", "application")
#: What may be defined in a function.
_INNER = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
#: Comparisons that tell one text from another.
_COMPARING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


class DefinitionReader(ImplicitReader):
    """Turns the functions and classes of one file into facts, each read when it is asked for."""

    def __init__(self, tree: Tree, names: Names, around: dict[str, Ref] | None = None) -> None:
        super().__init__(tree, names, around)
        self.functions: dict[ast.AST, Function] = {}
        self.classes: dict[ast.ClassDef, Class] = {}

    def summary(self, path: str, is_package: bool) -> Summary:
        """What the file says: its functions and classes are read when something asks."""
        self._make_definitions()
        tree = self.tree
        root = tree.root
        return Summary(
            name=self.names.module,
            path=path,
            names={
                name: self.bound(root, name, bindings)
                for name, bindings in self.names.bindings(root).items()
            },
            stars=tuple(self.names.stars),
            functions={function.qualname: function for function in self.functions.values()},
            classes={found.qualname: found for found in self.classes.values()},
            read_calls=lambda: self._calls_at_import,
            changes=partial(self.changes, root),
            sets=partial(sets, tree, root),
            read_kept=partial(self._kept, root),
            is_package=is_package,
        )

    def close(self) -> None:
        for read in chain(self.functions.values(), self.classes.values()):
            read._node, read._read = None, closed
        super().close()

    def _make_definitions(self) -> None:
        tree, names = self.tree, self.names
        for node, qualname in names.qualnames.items():
            if isinstance(node, ast.ClassDef):
                cls = Class(qualname, node.name, names.module, node.lineno, node.col_offset)
                cls._node, cls._read = node, self._class_fact
                self.classes[node] = cls
                continue
            assert isinstance(node, (*FUNCTIONS, ast.Lambda))
            owner = outer = None
            if tree.parents[node] is not tree.root:
                scope, around = tree.scope(node), tree.function(node)
                owner = names.qualnames[scope] if isinstance(scope, ast.ClassDef) else None
                outer = names.qualnames[around] if around else None
            function = Function(
                qualname=qualname,
                name="<lambda>" if isinstance(node, ast.Lambda) else node.name,
                module=names.module,
                owner=owner,
                outer=outer,
                is_async=isinstance(node, ast.AsyncFunctionDef),
                is_lambda=isinstance(node, ast.Lambda),
                lineno=node.lineno,
                col_offset=node.col_offset,
            )
            function._node, function._read = node, self._function_fact
            self.functions[node] = function

    def fact(self, node: FunctionNode | ast.ClassDef, name: str) -> object:
        """The fact of that name about a definition, which need not be one of the tree."""
        if isinstance(node, ast.ClassDef):
            return self._class_fact(node, name)
        return self._function_fact(node, name)

    def _function_fact(self, node: FunctionNode | ast.Lambda, name: str) -> object:
        return _FUNCTION_FACTS[name](self, node)

    def within(self, node: ast.AST) -> str:
        around = self.function_at(node)
        return self.names.module if around is None else around.qualname

    def function_at(self, node: ast.AST) -> Function | None:
        """The function whose body `node` runs in; None for what runs at import."""
        around = self.tree.function(node)
        return None if around is None else self.functions.get(around)

    @cached_property
    def _calls_at_import(self) -> list[Call]:
        """What is called when the module is imported, class bodies included."""
        tree = self.tree
        outside = [
            tree.inside(unit, ast.Call)
            for unit in tree.units
            if unit is tree.root or (isinstance(unit, ast.ClassDef) and not tree.function(unit))
        ]
        nodes = sorted(chain.from_iterable(outside), key=attrgetter("lineno", "col_offset"))
        return [self.call(node) for node in nodes]

    def _decorators(self, node: FunctionNode | ast.ClassDef) -> tuple[Decorator, ...]:
        return tuple(
            Decorator(self.expr(decorator), decorator.lineno, decorator.col_offset)
            for decorator in node.decorator_list
        )

    def _arguments(self, arguments: ast.arguments, scope: ScopeNode) -> tuple[Argument, ...]:
        plain = [(arg, "positional") for arg in arguments.posonlyargs]
        plain += [(arg, "plain") for arg in arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        defaults += arguments.defaults
        if arguments.vararg:
            plain.append((arguments.vararg, "*"))
            defaults.append(None)
        plain += [(arg, "keyword") for arg in arguments.kwonlyargs]
        defaults += arguments.kw_defaults
        if arguments.kwarg:
            plain.append((arguments.kwarg, "**"))
            defaults.append(None)
        return tuple(
            Argument(
                arg.arg,
                self.annotation(arg.annotation, scope),
                None if default is None else self.expr(default),
                kind,
                arg.lineno,
                arg.col_offset,
            )
            for (arg, kind), default in zip(plain, defaults)
        )

    def _annotation(self, node: FunctionNode | ast.Lambda) -> Expr | None:
        if isinstance(node, ast.Lambda):
            return None
        return self.annotation(node.returns, self.tree.scope(node))

    def _calls_of(self, node: ast.AST) -> list[Call]:
        return [self.call(each) for each in self.tree.inside(node, ast.Call)]

    def _read_names(self, node: ast.AST) -> frozenset[str]:
        return frozenset([each.attr for each in self._attributes_read(node)])

    def _parameters_read(self, node: FunctionNode | ast.Lambda) -> dict[str, list[frozenset[str]]]:
        found: dict[str, list[frozenset[str]]] = {
            each.arg: [] for each in every_argument(node.args)
        }
        for unit in self._units_in(node):
            for each in self.tree.inside(unit, ast.Name):
                if each.id in found and each.ctx.__class__ is ast.Load:
                    # an inner function has conditions of its own
                    needs = self.sites.branches.needed_by(each) if unit is node else frozenset()
                    found[each.id].append(needs)
        return found

    def _parameters_asked(self, node: FunctionNode | ast.Lambda) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {each.arg: set() for each in every_argument(node.args)}
        for unit in self._units_in(node):
            for each in self.tree.inside(unit, ast.Name):
                if each.id in found:
                    around = self.tree.parent(each)
                    found[each.id].add(around.attr if isinstance(around, ast.Attribute) else "")
        return {name: frozenset(asked) for name, asked in found.items()}

    def _units_in(self, node: ast.AST) -> Iterator[ast.AST]:
        """A function or class, and what is defined in it."""
        yield node
        for kind in _INNER:
            for inner in self.tree.inside(node, kind):
                yield from self._units_in(inner)

    def _returned(self, node: FunctionNode | ast.Lambda) -> list[Expr]:
        if isinstance(node, ast.Lambda):
            return [self.expr(node.body)]
        return [self._given(each.value) for each in self.tree.inside(node, ast.Return)]

    def _yielded(self, node: ast.AST) -> list[Expr]:
        given = [self._given(each.value) for each in self.tree.inside(node, ast.Yield)]
        delegated = self.tree.inside(node, ast.YieldFrom)
        return [*given, *(Iterated(self.expr(each.value)) for each in delegated)]

    def _given(self, value: ast.expr | None) -> Expr:
        return Const(None) if value is None else self.expr(value)

    def _is_generator(self, node: ast.AST) -> bool:
        return bool(self.tree.inside(node, ast.Yield) or self.tree.inside(node, ast.YieldFrom))

    def _raised(self, node: ast.AST) -> list[Raise]:
        return [
            Raise(
                None if each.exc is None else self.expr(each.exc),
                self.sites.caught_around(each),
                self.sites.branches.needed_by(each),
                each.lineno,
                each.col_offset,
            )
            for each in self.tree.inside(node, ast.Raise)
        ]

    def _always_raises(self, node: FunctionNode | ast.Lambda) -> bool:
        if isinstance(node, ast.Lambda) or not self.tree.inside(node, ast.Raise):
            return False
        return not plainly_ends(node.body) and always_raises(node.body) is True

    def _is_endless(self, node: ast.AST) -> bool:
        return any(ways_out([each]) <= {Way.RAISE} for each in self.tree.inside(node, ast.While))

    def _is_empty(self, node: FunctionNode | ast.Lambda) -> bool:
        if isinstance(node, ast.Lambda):
            return False
        return all(isinstance(each, ast.Pass) or is_docstring(each) for each in node.body)

    def _compared(self, node: ast.AST) -> list[Expr]:
        sides = [
            side
            for each in self.tree.inside(node, ast.Compare)
            if isinstance(each.ops[0], _COMPARING) and not self._asks_for_dot(each)
            for side in (each.left, each.comparators[0])
        ]
        sides += [
            each.func.value
            for each in self.tree.inside(node, ast.Call)
            if isinstance(each.func, ast.Attribute)
            and each.func.attr in _CONTAINED
            and not any(isinstance(given, ast.Constant) for given in each.args[:1])
        ]
        return [self.expr(side) for side in sides if not isinstance(side, ast.Constant)]

    def _asks_for_dot(self, compare: ast.Compare) -> bool:
        """Whether it makes sure of a suffix: `"." in name and name.rsplit(".")[-1] in KINDS`."""
        match compare:
            case ast.Compare(left=ast.Constant(value="."), ops=[ast.In()]):
                outer = self.tree.parent(compare)
                return isinstance(outer, ast.BoolOp) and isinstance(outer.op, ast.And)
        return False

    def _entered(self, node: ast.AST) -> list[Expr]:
        statements = self.tree.inside(node, ast.With)
        return [self.expr(item.context_expr) for each in statements for item in each.items]

    def _sets(self, node: ast.AST) -> list[str]:
        targets = (each.targets[0] for each in self.tree.inside(node, ast.Assign))
        return [target.attr for target in targets if isinstance(target, ast.Attribute)]

    def _settings(self, node: ast.AST) -> list[tuple[Expr, str, Expr]]:
        return [
            (self.expr(target.value), target.attr, self.expr(each.value))
            for each in self.tree.inside(node, ast.Assign)
            if isinstance(target := each.targets[0], ast.Attribute)
        ]

    def _kept(self, node: ast.AST) -> dict[str, list[tuple[Expr, Expr]]]:
        found: dict[str, list[tuple[Expr, Expr]]] = {}
        for each in self.tree.inside(node, ast.Attribute):
            if each.ctx.__class__ is ast.Store and spelled_name(each.value) in HOLDERS:
                match self.tree.parent(each):
                    case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                        given = self.expr(value)
                    case ast.withitem(context_expr=value):
                        given = Entered(self.expr(value))
                    case _:
                        given = UNKNOWN
                found.setdefault(each.attr, []).append((self.expr(each.value), given))
        return found

    def _insists_on(self, node: FunctionNode | ast.Lambda) -> dict[str, Expr]:
        found: dict[str, Expr] = {}
        used: set[str] = set()
        for statement in () if isinstance(node, ast.Lambda) else node.body:
            test = _test_to_go_on(statement)
            for name, classes in _insisted_on(*test) if test is not None else ():
                several = classes.elts if isinstance(classes, ast.Tuple) else [classes]
                if name not in used and name not in found:
                    found[name] = OneOf(tuple(map(self.expr, several)))
            used |= names_within(statement)
        return found

    def _renewed(self, node: ast.AST) -> frozenset[str]:
        renewing: dict[str, int] = {}
        others: set[str] = set()
        for each in self.tree.inside(node, ast.BoolOp):
            match each, self.tree.parent(each):
                case (
                    ast.BoolOp(op=ast.Or(), values=[ast.Name(id=first), *_]),
                    ast.Assign(targets=[ast.Name(id=name)]),
                ) if name == first:
                    renewing[name] = renewing.get(name, 0) + 1
                case ast.BoolOp(values=[ast.Name(id=first), *_]), _:
                    others.add(first)
        if not renewing:
            return frozenset()
        for use in self.tree.inside(node, ast.Name):
            if use.id in renewing and isinstance(use.ctx, (ast.Store, ast.Del)):
                renewing[use.id] -= 1
        return frozenset(it for it, left in renewing.items() if not left and it not in others)

    def _tells(self, node: FunctionNode | ast.Lambda) -> tuple[str, str] | None:
        match node:
            case ast.FunctionDef(
                args=ast.arguments(posonlyargs=[], args=[_], vararg=None, kwonlyargs=[]),
                body=[*before, ast.Return(value=ast.expr() as test)],
            ) if all(map(is_docstring, before)) and not isinstance(test, ast.BoolOp):
                match [*required(test, True, self.expr)], [*required(test, False, self.expr)]:
                    case [holds], [fails] if not is_presumed(holds):
                        return holds, fails
        return None

    def _iterated(self, node: ast.AST) -> list[Expr]:
        return [self.expr(each) for each in self._iterated_nodes(node)]

    def _class_fact(self, node: ast.ClassDef, fact: str) -> object:
        match fact:
            case "bases":
                return tuple(map(self.expr, node.bases))
            case "decorators":
                return self._decorators(node)
            case "methods":
                return {name: method for name, method in self._methods(node) if method}
            case "fields":
                bindings = self.names.bindings(node)
                return {
                    name: self.bound(node, name, bindings[name])
                    for name, method in self._methods(node)
                    if not method
                }
            case "attributes":
                values = self._attribute_values(node)
                return {name: one_of(several) for name, several in values.items()}
        raise AttributeError(fact)

    def attribute_values(self, cls: str) -> dict[str, list[Expr]]:
        """What the methods of a class set, given its qualified name: all values of each name."""
        return next(
            self._attribute_values(node)
            for node, found in self.classes.items()
            if found.qualname == cls
        )

    def _methods(self, node: ast.ClassDef) -> Iterator[tuple[str, str | None]]:
        """The names that a class binds, with the qualified name of those that are methods."""
        for name, bindings in self.names.bindings(node).items():
            defined = [b.node for b in bindings if b.how == "define" and b.node is not None]
            function = next((d for d in defined if not _is_setter(d)), None)
            if len(defined) == len(bindings) and isinstance(function, FUNCTIONS):
                # of several with one name: a property's getter, else the last (overloads)
                chosen = function if any(map(_is_setter, defined)) else defined[-1]
                yield name, self.names.qualnames[chosen]
            else:
                yield name, None

    def _attribute_values(self, owner: ast.ClassDef) -> dict[str, list[Expr]]:
        return {
            name: [
                self._value(
                    binding,
                    owner if binding.annotation is None else self.tree.scope(binding.annotation),
                )
                for binding in bindings
            ]
            for name, bindings in self.names.attributes(owner).items()
        }


def one_of(options: Sequence[Expr]) -> Expr:
    """What has one of several values."""
    return options[0] if len(options) == 1 else OneOf(tuple(options))


#: How the facts of a function are read.
_FUNCTION_FACTS: dict[str, Callable[[DefinitionReader, Any], object]] = {
    "arguments": lambda reader, node: reader._arguments(node.args, reader.tree.scope(node)),
    "decorators": lambda reader, node: (
        () if isinstance(node, ast.Lambda) else reader._decorators(node)
    ),
    "annotation": DefinitionReader._annotation,
    "calls": DefinitionReader._calls_of,
    "reads": DefinitionReader._reads,
    "read_names": DefinitionReader._read_names,
    "parameters_read": DefinitionReader._parameters_read,
    "parameters_asked": DefinitionReader._parameters_asked,
    "returned": DefinitionReader._returned,
    "yielded": DefinitionReader._yielded,
    "raised": DefinitionReader._raised,
    "entered": DefinitionReader._entered,
    "enterings": DefinitionReader._enterings,
    "iterated": DefinitionReader._iterated,
    "iterations": DefinitionReader._iterations,
    "takings": DefinitionReader._takings,
    "compared": DefinitionReader._compared,
    "sets": DefinitionReader._sets,
    "settings": DefinitionReader._settings,
    "kept": DefinitionReader._kept,
    "insists_on": DefinitionReader._insists_on,
    "renewed": DefinitionReader._renewed,
    "tells": DefinitionReader._tells,
    "is_generator": DefinitionReader._is_generator,
    "always_raises": DefinitionReader._always_raises,
    "is_endless": DefinitionReader._is_endless,
    "is_empty": DefinitionReader._is_empty,
}


def _test_to_go_on(statement: ast.stmt) -> tuple[ast.expr, bool] | None:
    """What a statement asks for, and how that comes out where it does not leave."""
    match statement:
        case ast.Assert(test=test):
            return test, True
        case ast.If(test=test, body=[*_, ast.Return() | ast.Raise()], orelse=[]):
            return test, False
    return None


def _insisted_on(test: ast.expr, holds: bool) -> Iterator[tuple[str, ast.expr]]:
    """The names of which it is known, where a test comes out so, of which classes they are."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _insisted_on(operand, not holds)
        case ast.BoolOp(op=operator, values=values) if isinstance(operator, ast.And) is holds:
            for each in values:
                yield from _insisted_on(each, holds)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), classes]) if holds:
            yield name, classes


def _is_setter(node: ast.AST) -> bool:
    """`@x.setter` and `@x.deleter`: further halves of a property, not other functions."""
    return isinstance(node, FUNCTIONS) and any(
        isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter")
        for decorator in node.decorator_list
    )
