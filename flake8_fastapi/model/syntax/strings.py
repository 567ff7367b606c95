"""What a string is made of: the pieces that f-strings, `+`, `%`, `format` and `join` put together.

Follows the local names of a function from assignment to assignment, in the order of the source:
`query = "..."`, `query += f"..."`, `conditions.append("...")`. Where branches give a name several
values, there are several ways in which the string can be made.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.syntax.names import Names
from flake8_fastapi.model.syntax.tree import COMPREHENSIONS, ScopeNode, Tree

#: More ways than this to make one string are not told apart: the last ones are kept.
MOST_WAYS = 6
#: Names and operators followed one inside the other.
DEEPEST = 25
#: A name that changes more often is not followed.
MOST_EVENTS = 80
#: Longer strings are cut: nobody puts these together by hand.
MOST_PIECES = 200

_PERCENT = regex(r"%(?:\((\w+)\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?([a-zA-Z%])")
#: Methods that give back the text they are called on, or part of it.
_SAME_TEXT = {"strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold"}
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match)


@dataclass(frozen=True, eq=False)
class Piece:
    """One piece of a string: constant text, or an expression."""

    text: str | None
    node: ast.expr | None = None  #: what is put in, where it is not constant
    place: ast.expr | None = None  #: where it is put in: an f-string, or the operand itself
    names: frozenset[str] = frozenset()  #: local names that the value went through
    parameter: ast.arg | None = None  #: the parameter whose value, unchanged, this is


Pieces = tuple[Piece, ...]


class _Event(NamedTuple):
    """Something happens to a local name."""

    node: ast.AST
    how: str  #: "=", "+=" or "other"
    value: ast.expr | None


class Strings:
    """Answers for the strings of one file.

    `text` gives the constant text of an expression, and `hands_on` tells whether a function, by
    the expression that names it, gives back the text that is its last argument: `str`, `dedent`.
    """

    def __init__(
        self,
        tree: Tree,
        names: Names,
        text: Callable[[ast.expr], str | None],
        hands_on: Callable[[ast.expr], bool],
    ) -> None:
        self.tree = tree
        self.names = names
        self._text = text
        self._hands_on = hands_on
        self._events: dict[tuple[ScopeNode, str], list[_Event]] | None = None
        self._known: dict[tuple[ScopeNode, str, ast.AST], list[Pieces]] = {}

    def ways(self, node: ast.expr) -> list[Pieces]:
        """Every way in which the string that `node` is can be made."""
        return [_cut(way) for way in self._ways(node, node, node, frozenset(), 0)]

    # -- expressions -----------------------------------------------------------------------

    def _ways(
        self, node: ast.expr, at: ast.AST, place: ast.expr | None, names: frozenset[str], depth: int
    ) -> list[Pieces]:
        """The ways of `node`, which stands at `at` and is put into the string at `place`."""
        if depth > DEEPEST:
            return [(Piece(None, node, place, names),)]

        def inner(other: ast.expr, where: ast.expr | None = None) -> list[Pieces]:
            return self._ways(other, at, where or place, names, depth + 1)

        match node:
            case ast.Constant(value=str(constant)):
                return [(Piece(constant),)]
            case ast.Constant(value=int() | float() | None as value):
                return [(Piece(str(value)),)]
            case ast.JoinedStr(values=values):
                return _product([self._formatted(value, inner, node) for value in values])
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return _product([inner(left, left), inner(right, right)])
            case ast.BinOp(op=ast.Mod(), left=left, right=right) if self._is_text(left):
                return [
                    way
                    for template in inner(left, left)
                    for way in _product(list(_percent(template, right, inner)))
                ]
            case ast.BinOp(op=ast.Mult(), left=left):
                return inner(left)
            case ast.IfExp(body=body, orelse=orelse):
                return _some([*inner(body), *inner(orelse)])
            case ast.BoolOp(values=values):
                return _some([way for value in values for way in inner(value)])
            case ast.NamedExpr(value=value):
                return inner(value)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return _product([inner(element, element) for element in elements])
            case ast.Starred(value=value) | ast.Subscript(value=value, slice=ast.Slice()):
                return inner(value)
            case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
                return inner(element, element)
            case ast.Call(func=ast.Attribute(value=template, attr="format")) if self._is_text(
                template
            ):
                return [
                    way
                    for pieces in inner(template, template)
                    for way in _product(list(_format(pieces, node, inner)))
                ]
            case ast.Call(func=ast.Attribute(attr="join"), args=[parts]):
                return inner(parts, parts)
            case ast.Call(func=ast.Attribute(value=same, attr=attr)) if attr in _SAME_TEXT:
                return inner(same)
            case ast.Call(func=func, args=[*_, last]) if self._hands_on(func):
                return inner(last)
            case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="str"), parts]):
                return inner(parts, parts)
            case ast.Name():
                return self._name(node, at, place, names, depth)
        text = self._text(node)
        return [(Piece(text),) if text is not None else (Piece(None, node, place, names),)]

    def _formatted(
        self, value: ast.expr, inner: Callable[..., list[Pieces]], string: ast.JoinedStr
    ) -> list[Pieces]:
        if not isinstance(value, ast.FormattedValue):
            return inner(value)
        match value.format_spec:
            case ast.JoinedStr(values=[ast.Constant(value=str(spec))]) if spec[-1:] in "dfeg":
                return [(Piece("0"),)]
        return inner(value.value, string)

    def _is_text(self, node: ast.expr) -> bool:
        """Whether this may be a text to format; `%` of numbers is none."""
        match node:
            case ast.Constant(value=value):
                return isinstance(value, str)
            case ast.Name() | ast.Attribute() | ast.JoinedStr() | ast.BinOp() | ast.Call():
                return True
        return False

    # -- names -----------------------------------------------------------------------------

    def _name(
        self, node: ast.Name, at: ast.AST, place: ast.expr | None, names: frozenset[str], depth: int
    ) -> list[Pieces]:
        through = names | {node.id}
        found = self.names.lookup(node.id, self.tree.scope(node))
        if found is None or found[0] is self.tree.root or isinstance(found[0], ast.ClassDef):
            text = self._text(node)
            return [(Piece(text) if text is not None else Piece(None, node, place, through),)]
        scope = found[0]
        key = (scope, node.id, at)
        ways = self._known.get(key)
        if ways is None:
            ways = self._known[key] = self._local(node, scope, at, depth)
        return [
            tuple(
                piece
                if piece.text is not None
                else replace(piece, place=piece.place or place, names=piece.names | through)
                for piece in way
            )
            for way in ways
        ]

    def _local(self, node: ast.Name, scope: ScopeNode, at: ast.AST, depth: int) -> list[Pieces]:
        """The ways of a local name; pieces that were only handed on have no place yet."""
        itself = Piece(None, node)
        events = self._events_of(scope, node.id)
        if isinstance(scope, COMPREHENSIONS) or len(events) > MOST_EVENTS:
            return [(itself,)]
        ways: list[Pieces] = []
        binding = self.names.bindings(scope)[node.id][0]
        if isinstance(binding.node, ast.arg):
            ways = [(replace(itself, parameter=binding.node),)]
        for event in events:
            if not _before(event.node, at) or self._exclude_each_other(event.node, at):
                continue
            if event.value is None:
                ways = [(itself,)]
            elif event.how == "+=":
                added = self._ways(event.value, event.node, event.value, frozenset(), depth + 1)
                ways = _product([ways or [()], added])
            else:
                new = self._ways(event.value, event.node, None, frozenset(), depth + 1)
                ways = new if self._is_certain(event.node, at) else _some([*ways, *new])
        return ways or [(itself,)]

    def _events_of(self, scope: ScopeNode, name: str) -> list[_Event]:
        """What happens to a local name, in the order of the source."""
        if self._events is None:
            self._events = {}
            for where, target, event in self._all_events():
                self._events.setdefault((where, target), []).append(event)
            for events in self._events.values():
                events.sort(key=lambda event: (event.node.lineno, event.node.col_offset))  # type: ignore[attr-defined]
        return self._events.get((scope, name), [])

    def _all_events(self) -> Iterator[tuple[ScopeNode, str, _Event]]:
        tree = self.tree
        for name in chain.from_iterable(map(tree.stored, tree.units)):
            if isinstance(name.ctx, ast.Del):
                continue
            scope = tree.scope(name)
            match tree.parent(name):
                case ast.Assign(value=value) | ast.NamedExpr(value=value) as node:
                    yield scope, name.id, _Event(node, "=", value)
                case ast.AnnAssign(value=value) as node:
                    if value is not None:
                        yield scope, name.id, _Event(node, "=", value)
                case ast.Tuple() as targets if pair := _paired(tree.parent(targets), name):
                    yield scope, name.id, pair
                case ast.AugAssign(value=value, op=ast.Add()) as node:
                    yield scope, name.id, _Event(node, "+=", value)
                case _:
                    yield scope, name.id, _Event(name, "other", None)
        for method in ("append", "extend"):
            for call in tree.called_methods.get(method, ()):
                match call:
                    case ast.Call(func=ast.Attribute(value=ast.Name() as target), args=[added]):
                        found = self.names.lookup(target.id, tree.scope(target))
                        if found is not None:
                            yield found[0], target.id, _Event(call, "+=", added)

    # -- order -----------------------------------------------------------------------------

    def _branches(self, node: ast.AST) -> dict[ast.AST, str]:
        """The compound statements around `node`, in its function, and in which part it stands."""
        around: dict[ast.AST, str] = {}
        child = node
        for parent in self.tree.ancestors(node):
            if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                break
            if isinstance(parent, _COMPOUND):
                around[parent] = _part_of(parent, child)
            child = parent
        return around

    def _exclude_each_other(self, one: ast.AST, other: ast.AST) -> bool:
        """Whether the two stand in different branches of one `if` or `match`."""
        mine, theirs = self._branches(one), self._branches(other)
        return any(
            isinstance(parent, (ast.If, ast.Match))
            and parent in theirs
            and "test" not in (part, theirs[parent])
            and theirs[parent] != part
            for parent, part in mine.items()
        )

    def _is_certain(self, one: ast.AST, other: ast.AST) -> bool:
        """Whether `one` has run whenever `other` runs after it."""
        theirs = self._branches(other)
        return all(
            parent in theirs or (isinstance(parent, ast.Try) and part in ("body", "finalbody"))
            for parent, part in self._branches(one).items()
            if part != "test"
        )


def _part_of(parent: ast.AST, child: ast.AST) -> str:
    for field in ("body", "orelse", "handlers", "finalbody", "cases"):
        children = getattr(parent, field, ())
        for index, each in enumerate(children):
            if each is child:
                return f"{field}{index}" if field in ("handlers", "cases") else field
    return "test"


def _paired(node: ast.AST | None, name: ast.Name) -> _Event | None:
    """What `a, b = x, y` does to one of its names."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            starred = any(isinstance(each, ast.Starred) for each in (*targets, *values))
            if len(targets) == len(values) and not starred:
                return _Event(node, "=", values[targets.index(name)])
    return None


def _before(one: ast.AST, other: ast.AST) -> bool:
    here = (one.lineno, one.col_offset)  # type: ignore[attr-defined]
    there = (other.lineno, other.col_offset)  # type: ignore[attr-defined]
    return bool(here < there)


def _some(ways: Sequence[Pieces]) -> list[Pieces]:
    return list(ways[-MOST_WAYS:])


def _product(parts: Sequence[Sequence[Pieces]]) -> list[Pieces]:
    """Each way of each part after each way of the parts before it, up to a limit."""
    ways: list[Pieces] = [()]
    for part in parts:
        ways = _some([_cut(before + after) for before in ways for after in part])
    return ways


def _cut(way: Pieces) -> Pieces:
    return way[:MOST_PIECES]


def _percent(
    template: Pieces, values: ast.expr, inner: Callable[..., list[Pieces]]
) -> Iterator[list[Pieces]]:
    """The parts of `template % values`."""
    given = iter(values.elts if isinstance(values, ast.Tuple) else [values])
    named = dict(_items(values))
    for piece in template:
        if piece.text is None:
            yield [(piece,)]
            continue
        end = 0
        for found in _PERCENT.finditer(piece.text):
            yield [(Piece(piece.text[end : found.start()]),)]
            end = found.end()
            if found[2] == "%":
                yield [(Piece("%"),)]
                continue
            value = named.get(found[1]) if found[1] else next(given, None)
            if found[2] not in "sra" or value is None:
                yield [(Piece("0"),)]
            else:
                yield inner(value, value)
        yield [(Piece(piece.text[end:]),)]


def _items(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value


def _format(
    template: Pieces, call: ast.Call, inner: Callable[..., list[Pieces]]
) -> Iterator[list[Pieces]]:
    """The parts of `template.format(...)`."""
    named = {word.arg: word.value for word in call.keywords if word.arg}
    position = 0
    for piece in template:
        if piece.text is None:
            yield [(piece,)]
            continue
        try:
            fields = list(string.Formatter().parse(piece.text))
        except ValueError:
            yield [(piece,)]
            continue
        for text, field, spec, _conversion in fields:
            yield [(Piece(text),)]
            if field is None:
                continue
            key = re.split(r"[.\[]", field)[0]
            if not key:
                key, position = str(position), position + 1
            if key.isdigit():
                value = call.args[int(key)] if int(key) < len(call.args) else None
            else:
                value = named.get(key)
            if value is None or (spec and spec[-1] in "dfeg"):
                yield [(Piece("0"),)]
            else:
                yield inner(value, value)


__all__ = ["Piece", "Pieces", "Strings"]
