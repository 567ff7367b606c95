"""Which values a local name may have where it is read, and what was checked before.

A function is gone through once, statement by statement, as it runs (`walk`): an assignment replaces
what a name was (`assignments`), branches that come together again add up (`states`), a branch that
leaves takes its values with it. A check is a new value (`checks`): behind
`if sort not in ALLOWED: raise`, `sort` is a checked `sort`.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.reaching.checks import Knowledge
from flake8_fastapi.model.reaching.states import Definition
from flake8_fastapi.model.reaching.walk import Walk
from flake8_fastapi.model.syntax.expressions import (
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
)
from flake8_fastapi.model.syntax.names import Names
from flake8_fastapi.model.syntax.reader import Reader, declared
from flake8_fastapi.model.syntax.tree import FunctionNode, Tree


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

    def expr(self, node: ast.AST | None) -> Expr:
        if node is None or isinstance(node, ast.Constant):
            return super().expr(node)
        known = self._nodes.get(node)
        if known is None:
            outermost = self._outermost(node)
            if outermost is not None and outermost not in self._walked:
                self._walked.add(outermost)
                walk = Walk(self.tree, self.names, self._knowledge)
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
                return declared(annotation or UNKNOWN, value, definition.scope)
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


Reaching.readers = {
    **Reader.readers,
    ast.Attribute: Reaching._attribute,
    ast.Subscript: Reaching._subscript,
    ast.Call: Reaching._call,
    ast.ListComp: lambda reader, node: Items("list", (reader.expr(node.elt),)),
    ast.SetComp: lambda reader, node: Items("set", (reader.expr(node.elt),)),
    ast.GeneratorExp: lambda reader, node: Items("list", (reader.expr(node.elt),)),
    ast.DictComp: lambda reader, node: Pairs(((reader.expr(node.key), reader.expr(node.value)),)),
}
