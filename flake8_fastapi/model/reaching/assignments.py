"""What assignments make of names: `a = b`, `a, b = c`, `for a in b`, `a.append(b)`."""

from __future__ import annotations

import ast

from flake8_fastapi.model.reaching.states import Definition, How, Places, State, forget
from flake8_fastapi.model.syntax.tree import COMPREHENSIONS, spelled_name

#: What makes a container that is filled later.
_FILLED = {"list", "set", "dict", "defaultdict", "deque", "bytearray"}


class Assignments:
    """Puts new definitions into a state."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def define(self, target: ast.AST, definition: Definition, state: State) -> None:
        """Give a name, or a part of what it holds, its only definition."""
        place = self._places.spelled(target)
        if place is None:
            return
        forget(state, place)
        state[place] = (definition,)

    def assign(self, target: ast.AST, value: ast.expr, state: State, how: How = "value") -> None:
        """What `target = value` does, or `for target in value`, `with value as target`."""
        match target:
            case ast.Name() | ast.Attribute():
                self.define(target, Definition(how, value), state)
            case ast.Subscript(value=of, slice=key):
                place = self._places.spelled(of)
                if place is not None and how == "value":
                    known = state.get(place)
                    forget(state, place)
                    added = Definition("key", value, known, of, key=key)
                    state[place] = (added,)
            case ast.Starred(value=inner):
                self.assign(inner, value, state, how)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                pairs = isinstance(value, (ast.Tuple, ast.List)) and how == "value"
                values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
                starred = any(isinstance(each, ast.Starred) for each in (*targets, *values))
                if pairs and len(values) == len(targets) and not starred:
                    for each, given in zip(targets, values):
                        self.assign(each, given, state)
                    return
                counted = _enumerated(value) if how == "iterate" else None
                for index, each in enumerate(targets):
                    if counted is not None and index:
                        self.assign(each, counted, state, "iterate")
                    elif how == "value" and not starred and isinstance(each, ast.Name):
                        self.define(each, Definition("item", value, index=index), state)
                    elif how == "iterate" and not starred and _is_pairs(value):
                        self.define(each, Definition("pair", value, index=index), state)
                    else:
                        for name in ast.walk(each):
                            if isinstance(name, ast.Name):
                                self.define(name, Definition("other"), state)

    def add(self, target: ast.AST, value: ast.expr, state: State) -> None:
        """What `target += value` and `target.append(value)` do."""
        place = self._places.spelled(target)
        if place is None or not isinstance(target, ast.expr):
            return
        known = state.get(place)
        forget(state, place)
        state[place] = (Definition("more", value, known, None if known else target),)

    def grow(self, of: ast.expr, value: ast.expr, state: State) -> None:
        """What `of.append(value)` does; `session.add(value)` makes nobody grow."""
        place = self._places.spelled(of)
        if place is not None and any(map(_is_container, state.get(place, ()))):
            self.add(of, value, state)


def _is_container(definition: Definition) -> bool:
    match definition:
        case Definition(how="more" | "key"):
            return True
        case Definition(how="value" | "typed", node=ast.Call(func=func)):
            return spelled_name(func) in _FILLED
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
