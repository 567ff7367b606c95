"""One walk over a parsed file: what stands in which function, and the parent of every node."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from flake8_fastapi.model.lean import cached_property

Node = TypeVar("Node", bound=ast.AST)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
ScopeNode = (
    ast.Module
    | ast.ClassDef
    | ast.FunctionDef
    | ast.AsyncFunctionDef
    | ast.Lambda
    | ast.ListComp
    | ast.SetComp
    | ast.DictComp
    | ast.GeneratorExp
)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
TRY: tuple[type, ...] = (ast.Try, ast.TryStar) if hasattr(ast, "TryStar") else (ast.Try,)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
#: What has parts that are evaluated only under a condition, or later, or never.
PERHAPS = (ast.BoolOp, ast.IfExp, ast.Lambda, *COMPREHENSIONS)

#: Longer texts are documentation, and data.
LONGEST = 200

#: Fields that never hold a node worth visiting: contexts, operators, plain strings.
_SKIPPED = {
    "ctx", "op", "ops", "id", "attr", "arg", "name", "level", "module", "kind", "conversion",
    "type_comment", "type_ignores", "is_async", "simple", "asname", "rest", "kwd_attrs", "str",
}  # fmt: skip
#: The fields in which statements stand one behind the other.
_BLOCKS = ("body", "orelse", "finalbody")
_BLOCKS_OF: dict[type, tuple[str, ...]] = {
    kind: tuple(name for name in _BLOCKS if name in kind._fields)
    for kind in ast.stmt.__subclasses__()
}
#: Nodes whose fields hold no nodes, whatever they are called.
_LEAVES = (ast.Global, ast.Nonlocal, ast.MatchSingleton)


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of `kind` that may hold nodes, last first (the walk's stack turns them round)."""
    if kind in _LEAVES:
        return ()
    return tuple(name for name in reversed(kind._fields) if name not in _SKIPPED)


#: Where code runs: a function, the body of a class, the top level. Comprehensions run in these.
Unit = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Kinds = dict[type, list[ast.AST]]


def lists_exports(statement: ast.AST | None) -> bool:
    """Whether a statement sets `__all__`, or extends it."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id="__all__")])
            | ast.AnnAssign(target=ast.Name(id="__all__"))
            | ast.AugAssign(target=ast.Name(id="__all__"))
        ):
            return True
    return False


def spelled_name(node: ast.AST) -> str:
    """`Annotated` of `Annotated` and of `typing.Annotated`, as the source has it; else ""."""
    if node.__class__ is ast.Attribute:
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def spells_none(node: ast.AST | None) -> bool:
    """Whether the source has `None` there."""
    return isinstance(node, ast.Constant) and node.value is None


def names_within(node: ast.AST) -> set[str]:
    """The names that stand in a part of the source, whatever becomes of them."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def is_docstring(statement: ast.stmt) -> bool:
    """Whether it is a docstring, or `...`."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def evaluated_first(node: ast.AST) -> list[ast.expr]:
    """The parts of a node that are evaluated whenever it is, whatever becomes of the others."""
    match node:
        case ast.If(test=first) | ast.IfExp(test=first) | ast.While(test=first):
            return [first]
        case ast.For(iter=first) | ast.AsyncFor(iter=first) | ast.Match(subject=first):
            return [first]
        case ast.BoolOp(values=[first, *_]):
            return [first]
        case ast.Compare(left=left, comparators=[right, *_]):
            return [left, right]
    return []


def block_with(child: ast.AST, parent: ast.AST) -> list[ast.stmt]:
    """The statements of `parent` among which `child` is one; none if it is no statement."""
    for name in _BLOCKS:
        block = getattr(parent, name, None)
        if isinstance(block, list) and child in block:
            return block
    return []


def statements_before(child: ast.AST, block: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a block before one of them."""
    return block[: block.index(child)] if isinstance(child, ast.stmt) and child in block else []


class Tree:
    """A parsed file, indexed in one iterative walk, so deep code cannot exhaust the stack."""

    def __init__(self, root: ast.Module) -> None:
        self.root = root
        self.parents: dict[ast.AST, ast.AST] = {}
        #: what stands in each unit itself, by kind, outer nodes before inner ones; under `Store`
        #: the names that it binds or deletes
        self.units: dict[Unit, dict[type, list[ast.AST]]] = {}
        self.words: set[str] = set()  #: names, attributes and short texts
        self.called_methods: dict[str, list[ast.Call]] = {}  #: `x.name()`, by that name
        self.called_names: dict[str, list[ast.Call]] = {}  #: `name()`
        self.other_calls: list[ast.Call] = []
        self._merged: dict[type, list[ast.AST]] = {}
        self._outside: set[ast.AST] = set()  #: parts of a scope's own node that do not see it
        self._quoted: dict[ast.AST, ScopeNode] = {}
        opened: list[Unit] = [root]
        for unit in opened:
            self._walk(unit, opened)

    def _walk(self, unit: Unit, opened: list[Unit]) -> None:
        """Sort what stands in a unit; units within it are put on the list."""
        by_kind: dict[type, list[ast.AST]] = {}
        self.units[unit] = by_kind
        parents = self.parents
        stack: list[Any] = []
        push, pop = stack.append, stack.pop
        inside = unit.body
        for node in reversed(inside) if isinstance(inside, list) else (inside,):
            parents[node] = unit
            push(node)
        for node in getattr(unit, "type_params", ()):
            parents[node] = unit
            push(node)
        # a third of all nodes, written out: the rest of the loop is for any kind. To look at a node
        # again later takes longer than all that is done here
        words, Load = self.words.add, ast.Load
        methods, functions = self.called_methods, self.called_names
        others = self.other_calls.append
        names = by_kind.setdefault(ast.Name, []).append
        stored = by_kind.setdefault(ast.Store, []).append
        constants = by_kind.setdefault(ast.Constant, []).append
        attributes = by_kind.setdefault(ast.Attribute, []).append
        calls = by_kind.setdefault(ast.Call, []).append
        keywords = by_kind.setdefault(ast.keyword, []).append
        Name, Constant, Attribute, Call = ast.Name, ast.Constant, ast.Attribute, ast.Call
        known_fields = _FIELDS
        while stack:
            node = pop()
            kind = node.__class__
            if kind is Name:
                names(node)
                words(node.id)
                if node.ctx.__class__ is not Load:
                    stored(node)
                continue
            if kind is Constant:
                constants(node)
                value = node.value
                if value.__class__ is str and len(value) < LONGEST:
                    words(value)
                continue
            if kind is Call:
                calls(node)
                if node.keywords:
                    for word in node.keywords[::-1]:
                        parents[word] = node
                        keywords(word)
                        value = word.value
                        parents[value] = word
                        push(value)
                for value in node.args[::-1]:
                    parents[value] = node
                    push(value)
                value = node.func
                parents[value] = node
                kind = value.__class__  # it comes next
                if kind is Name:
                    functions.setdefault(value.id, []).append(node)
                    names(value)
                    words(value.id)
                    continue
                if kind is not Attribute:
                    others(node)
                    push(value)
                    continue
                methods.setdefault(value.attr, []).append(node)
                node = value
            if kind is Attribute:
                attributes(node)
                words(node.attr)
                value = node.value
                parents[value] = node
                if value.__class__ is Name:  # it comes next
                    names(value)
                    words(value.id)
                else:
                    push(value)
                continue
            collected = by_kind.get(kind)
            if collected is None:
                collected = by_kind[kind] = []
            collected.append(node)
            fields = known_fields.get(kind)
            if fields is None:
                fields = known_fields[kind] = _fields(kind)
            if kind in _OPENING:
                opened.append(node)
                if kind is not ast.ClassDef:
                    self._open_arguments(node, push)
                self._put_outside(node)
            for field in fields:
                value = getattr(node, field, None)
                if value is None:
                    continue
                if value.__class__ is not list:
                    parents[value] = node
                    push(value)
                elif value:
                    for item in value[::-1]:
                        if item is not None:  # the key of `**mapping`
                            parents[item] = node
                            push(item)

    def _open_arguments(self, node, push) -> None:  # type: ignore[no-untyped-def]
        """Defaults and annotations are evaluated where the function is defined."""
        arguments = node.args
        self.parents[arguments] = node
        self._outside.add(arguments)
        for value in reversed(_arguments(arguments)):
            if not value:
                continue
            for item in value[::-1] if value.__class__ is list else (value,):
                if item is not None:
                    self.parents[item] = arguments
                    push(item)

    def _put_outside(self, node: ast.AST) -> None:
        """Decorators, bases and the like are evaluated outside of what they stand at."""
        for field in _FIELDS[node.__class__]:
            value = getattr(node, field)
            if value:
                self._outside.update(value if value.__class__ is list else (value,))

    # -- questions -------------------------------------------------------------------------

    def each(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of exactly this class, unit by unit."""
        return chain.from_iterable(self._lists.get(kind, ()))  # type: ignore[arg-type]

    @property
    def kinds(self) -> Set[type]:
        """The classes of which there are nodes."""
        return self._lists.keys()

    @cached_property
    def _lists(self) -> dict[type, list[list[ast.AST]]]:
        """The nodes of each class, in one list for each unit that has some."""
        lists: dict[type, list[list[ast.AST]]] = {}
        for by_kind in self.units.values():
            for kind, nodes in by_kind.items():
                if nodes:
                    if kind in lists:
                        lists[kind].append(nodes)
                    else:
                        lists[kind] = [nodes]
        return lists

    def nodes(self, kind: type[Node]) -> list[Node]:
        """Every node of exactly this class, in the order of the source."""
        merged = self._merged.get(kind)
        if merged is None:
            place = POSITION if "lineno" in kind._attributes else _place
            merged = self._merged[kind] = sorted(self.each(kind), key=place)
        return merged  # type: ignore[return-value]

    def inside(self, unit: ast.AST, kind: type[Node]) -> list[Node]:
        """The nodes of that class in a unit itself; what classes do is done around them."""
        return self.units[unit].get(kind, [])  # type: ignore[index, return-value]

    def stored(self, unit: ast.AST) -> list[ast.Name]:
        """The names that a unit binds or deletes, comprehensions in it included."""
        return self.units[unit].get(ast.Store, [])  # type: ignore[index, return-value]

    def within(self, unit: Unit) -> Iterator[Kinds]:
        """What stands in a unit, and in each of those in it, by kind."""
        stack = [unit]
        while stack:
            kinds = self.units[stack.pop()]
            yield kinds
            inner = [each for kind in _OPENING for each in kinds.get(kind, ())]
            stack += reversed(inner)  # type: ignore[arg-type]

    def statement_at(self, line: int) -> ast.stmt | None:
        """The innermost statement that a line belongs to; lines of decorators belong to none."""
        found: ast.stmt | None = None
        blocks: Iterable[list[ast.stmt]] = [self.root.body]
        while True:
            inner = next(filter(None, (in_block(line, block) for block in blocks)), None)
            if inner is None:
                return found
            found, blocks = inner, blocks_in(inner)

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self.parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, innermost first."""
        parent = self.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def scope(self, node: ast.AST) -> ScopeNode:
        """The scope whose names `node` sees; decorators and defaults see the outer one."""
        parents, outside = self.parents, self._outside
        child, parent = node, parents.get(node)
        while parent is not None:
            if parent.__class__ in _SCOPES and child not in outside:
                return parent  # type: ignore[return-value]
            child, parent = parent, parents.get(parent)
        return self._quoted.get(child, self.root)

    def quote(self, node: ast.AST, scope: ScopeNode) -> None:
        """Take the names of an expression that stands in a text to be seen from a scope."""
        self._quoted[node] = scope
        self._set_parents(node)

    def graft(self, node: FunctionNode | ast.ClassDef) -> None:
        """Take a definition of the top level, whose body is elsewhere, to stand in this file."""
        self.parents[node] = self.root
        self._set_parents(node)
        self._put_outside(node)
        if not isinstance(node, ast.ClassDef):
            self._outside.add(node.args)

    def _set_parents(self, node: ast.AST) -> None:
        parents, stack = self.parents, [node]
        while stack:
            outer = stack.pop()
            for field in outer._fields:
                value = None if field in _SKIPPED else getattr(outer, field, None)
                for inner in value if value.__class__ is list else (value,):
                    if isinstance(inner, ast.AST):
                        parents[inner] = outer
                        stack.append(inner)

    def function(self, node: ast.AST) -> FunctionNode | ast.Lambda | None:
        """The function whose body `node` runs in; a comprehension runs where it stands."""
        scope = self.scope(node)
        while scope.__class__ in COMPREHENSIONS:
            scope = self.scope(scope)
        return scope if scope.__class__ in _CALLABLE else None  # type: ignore[return-value]


def in_block(line: int, block: list[ast.stmt]) -> ast.stmt | None:
    """The statement of a block that a line belongs to."""
    at = bisect_right(block, line, key=attrgetter("lineno")) - 1
    return block[at] if at >= 0 and line <= (block[at].end_lineno or 0) else None


def blocks_in(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement, but for those in the statements of these."""
    for name in _BLOCKS_OF.get(statement.__class__, ()):
        yield getattr(statement, name)
    for part in getattr(statement, "handlers", ()) or getattr(statement, "cases", ()):
        yield part.body


_arguments = attrgetter(*ast.arguments._fields)
#: Where a node or fact begins; a key to sort by.
POSITION = attrgetter("lineno", "col_offset")


def _place(node: ast.AST) -> tuple[int, int]:
    """Where a node begins; of one that has no place, its first part."""
    while not hasattr(node, "lineno"):
        inner = next(ast.iter_child_nodes(node), None)
        if inner is None:
            return 0, 0
        node = inner
    return node.lineno, getattr(node, "col_offset", 0)


#: The fields of each kind that may hold nodes, last first: the stack turns them round. Of what
#: opens a unit, those that are evaluated outside of it.
_FIELDS: dict[type, tuple[str, ...]] = {
    ast.FunctionDef: ("returns", "decorator_list"),
    ast.AsyncFunctionDef: ("returns", "decorator_list"),
    ast.ClassDef: ("decorator_list", "keywords", "bases"),
    ast.Lambda: (),
}
_OPENING = frozenset(_FIELDS)
_SCOPES = frozenset({*_OPENING, *COMPREHENSIONS, ast.Module})
_CALLABLE = frozenset({*FUNCTIONS, ast.Lambda})
