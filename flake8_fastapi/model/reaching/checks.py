"""What is known of a value behind a check: `if sort not in ALLOWED: raise`, `validate(sort)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Protocol

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.reaching.states import Definition, How, Places, State, forget, merge
from flake8_fastapi.model.syntax.tree import Tree, spelled_name, spells_none

#: Statements and expressions nested deeper than this are not gone into.
DEEPEST = 60
#: Names of tests followed one to the other: `found = found or other` leads back to itself.
MOST_FOLLOWED = 3

#: Methods that are true only for texts that can do no harm.
_PREDICATES = {"isalnum", "isalpha", "isdigit", "isdecimal", "isnumeric", "isidentifier"}
_CONTAINMENT = {"commonpath", "commonprefix"}
_REDUCING = {"basename", "normpath", "realpath", "abspath", "resolve", "secure_filename"}
#: Calls that make a path of others, or of a path itself: whoever knows the result, knows those.
_OF_PATHS = {*_REDUCING, "Path", "PurePath", "expanduser", "join", "joinpath", "str"} - {"basename"}
#: Tests that leave a text as free as it was.
_HARMLESS = {
    "len", "isinstance", "hasattr", "callable", "endswith", "exists", "is_file", "is_dir", "isfile",
    "isdir", "isspace", "bool", "get", "print",
}  # fmt: skip
#: Names of functions that look whether a value may be used.
_CHECKING = regex(
    r"valid|check|verif|ensure|assert|sanit|safe|allow|permit|trust|whitelist|guard|contain|"
    r"reject|forbid|require|accept|^is_|in_scope|within",
    re.I,
)


class Knowledge(Protocol):
    """What the walk needs to know of calls."""

    def leaves(self, call: ast.Call) -> bool:
        """Whether it always raises."""

    def converts(self, call: ast.Call) -> bool:
        """Whether it raises unless its argument is a number, a UUID, an enumeration's value."""

    def checks(self, call: ast.Call, name: str | None, position: int) -> bool | None:
        """Whether it looks at an argument to accept or refuse it; None where it is not known."""


class Checks:
    """Takes what was checked for a new value, from there on."""

    def __init__(self, tree: Tree, places: Places, knowledge: Knowledge) -> None:
        self._tree = tree
        self._places = places
        self._knowledge = knowledge
        self._followed = 0

    def after(self, call: ast.Call, state: State) -> State:
        """Behind `check(sort)`, which stands alone: it may have refused."""
        for name, position, given in _arguments(call):
            if self._knowledge.checks(call, name, position):
                self.check_all(given, "doubtful", state)
        return state

    def check(self, node: ast.expr, how: How, among: ast.expr | None, state: State) -> None:
        """Take what `node` spells for checked from here on."""
        node = _bare(node)
        place = self._places.spelled(node)
        if place is None:
            return
        known = state.get(place)
        forget(state, place)
        state[place] = (Definition(how, among, known, None if known else node),)

    def check_all(self, node: ast.AST, how: How, state: State) -> None:
        """Take every name in an expression for checked: `(BASE / name).resolve()`."""
        if isinstance(node, ast.expr) and self._places.spelled(_bare(node)):
            self.check(node, how, None, state)
            return
        for inner in ast.walk(node):
            if isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript)):
                if self._places.spelled(inner) and not self._is_part(inner):
                    self.check(inner, how, None, state)

    def check_path(self, node: ast.expr, how: How, state: State, depth: int = 0) -> None:
        """Take a path for checked, and those of which it was made: `path = realpath(given)`."""
        self.check_all(node, how, state)
        for inner in ast.walk(node) if depth < MOST_FOLLOWED else ():
            match isinstance(inner, ast.Name) and self._made_of(inner, state):
                case ast.expr() as made if _is_path_of_others(made):
                    self.check_path(made, how, state, depth + 1)

    def _made_of(self, name: ast.Name, state: State) -> ast.expr | None:
        """The one value that a name has, checked or not."""
        definitions = state.get(self._places.place(name.id, name))
        while definitions is not None and len(definitions) == 1:
            (definition,) = definitions
            if definition.how == "value":
                return definition.node
            definitions = definition.previous
        return None

    def _is_part(self, node: ast.expr) -> bool:
        """Whether it only names a method, or stands before an attribute that is no method."""
        return self._is_called(node) or (
            isinstance(outer := self._tree.parent(node), ast.Attribute)
            and not self._is_called(outer)
        )

    def _is_called(self, node: ast.expr) -> bool:
        outer = self._tree.parent(node)
        return isinstance(outer, ast.Call) and outer.func is node

    def refine(self, test: ast.expr, state: State, truth: bool, depth: int) -> State:
        """The state where `test` came out as `truth`."""
        if depth > DEEPEST:
            return state
        depth += 1
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.refine(operand, state, not truth, depth)
            case ast.BoolOp(op=op, values=values):
                if isinstance(op, ast.And) is truth:
                    for value in values:
                        state = self.refine(value, state, truth, depth)
                    return state
                ways: list[State | None] = []
                for value in values:
                    ways.append(self.refine(value, state, truth, depth))
                    state = self.refine(value, state, not truth, depth)
                return merge(ways) or state
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self.refine(value, state, truth, depth)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                refined = dict(state)
                self._compare(left, op, right, truth, refined, depth)
                return refined
            case ast.Call():
                refined = dict(state)
                self._called(test, truth, refined)
                return refined
            case ast.Name(id=name):  # `ok = sort in ALLOWED; if not ok: raise`
                match state.get(self._places.place(name, test)):
                    case (Definition(how="value", node=known),) if isinstance(
                        known, (ast.Compare, ast.Call, ast.BoolOp, ast.UnaryOp, ast.Await)
                    ):
                        if self._followed < MOST_FOLLOWED:
                            self._followed += 1
                            try:
                                return self.refine(known, state, truth, depth)
                            finally:
                                self._followed -= 1
        return state

    def _compare(
        self,
        left: ast.expr,
        op: ast.cmpop,
        right: ast.expr,
        truth: bool,
        state: State,
        depth: int,
    ) -> None:
        match op:
            case ast.In() | ast.NotIn():
                inside = isinstance(op, ast.In) is truth
                if isinstance(right, ast.Attribute) and right.attr == "parents":
                    if inside:
                        self.check_path(right.value, "clean", state)
                elif _is_sign(left):
                    if not inside:  # `if ".." in name: raise`
                        self.check_all(right, "doubtful", state)
                elif inside:
                    self.check(left, "clean", right, state)
            case ast.Eq() | ast.NotEq():
                if isinstance(op, ast.Eq) is not truth:
                    return
                for one, other in ((left, right), (right, left)):
                    if isinstance(one, ast.Call):
                        if spelled_name(one.func) in _CONTAINMENT:
                            self.check_path(one, "clean", state)
                            continue
                        if spelled_name(one.func) in _REDUCING:  # `basename(name) != name: raise`
                            self.check_all(one, "doubtful", state)
                            continue
                    if not (isinstance(other, ast.Constant) and other.value in (None, "", b"")):
                        self.check(one, "clean", other, state)
            case ast.LtE() | ast.Lt():
                match left:  # `if not set(fields) <= ALLOWED: raise`
                    case ast.Call(func=ast.Name(id="set"), args=[fields]) if truth:
                        self.check(fields, "clean", right, state)
            case ast.Is() | ast.IsNot():
                if spells_none(right):
                    is_set = isinstance(op, ast.IsNot) is truth
                    state.update(self.refine(left, state, is_set, depth))

    def _called(self, call: ast.Call, truth: bool, state: State) -> None:
        name = spelled_name(call.func)
        of = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name in _PREDICATES and of is not None:
            if truth:
                self.check(of, "clean", None, state)
        elif name in ("is_relative_to", "issubset") and of is not None:
            if truth:
                self.check_path(of, "clean", state)
        elif name in ("fullmatch", "match", "search"):
            subject = call.args[1] if len(call.args) > 1 else call.args[0] if call.args else None
            if subject is not None:
                how: How = "clean" if truth and name == "fullmatch" else "doubtful"
                self.check_all(subject, how, state)
        elif name == "dirname":
            if not truth:  # `if os.path.dirname(name): raise`
                self.check_all(call, "doubtful", state)
        elif name in _HARMLESS:
            return
        elif name in ("any", "all", "startswith"):
            self.check_all(call, "doubtful", state)
            if name == "startswith" and of is not None and truth:
                self.check_path(of, "doubtful", state)
        elif self._knowledge.converts(call):
            return
        else:
            for word, position, given in _arguments(call):
                if self._knowledge.checks(call, word, position):
                    self.check_all(given, "doubtful", state)
            if of is not None and _CHECKING.search(name):
                self.check_all(of, "doubtful", state)


def looks_like_check(name: str) -> bool:
    """Whether a function of that name looks whether a value may be used."""
    return _CHECKING.search(name) is not None


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


def _is_path_of_others(node: ast.expr) -> bool:
    """Whether a value is a path made of others: `realpath(path)`, `(folder / name).resolve()`."""
    match node:
        case ast.Call(func=func):
            return spelled_name(func) in _OF_PATHS
        case ast.BinOp(op=ast.Div()):
            return True
    return False


def _is_sign(node: ast.expr) -> bool:
    """Whether this is a text such as `".."` or `"/"`, which nobody has for a key."""
    match node:
        case ast.Constant(value=str(text)):
            return not any(map(str.isalnum, text))
        case ast.Attribute(value=ast.Name(id="os"), attr="sep" | "altsep" | "pardir"):
            return True
    return False


def _arguments(call: ast.Call) -> Iterator[tuple[str | None, int, ast.expr]]:
    for position, given in enumerate(call.args):
        yield None, position, given
    for word in call.keywords:
        yield word.arg, -1, word.value
