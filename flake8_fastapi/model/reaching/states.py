"""What the names of a function may be at one place in it: by name, the ways they got there."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Literal

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.names import Names
from flake8_fastapi.model.syntax.tree import ScopeNode, Tree

#: A name that may have more values than this is not followed.
MOST = 24

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


class Places:
    """Finds the names of one file, and what is spelled with them."""

    def __init__(self, tree: Tree, names: Names) -> None:
        self._tree = tree
        self._names = names

    def place(self, name: str, node: ast.AST, text: str = "") -> Place:
        """Where a name is kept, or the part of it that `text` spells."""
        found = self._names.lookup(name, self._tree.scope(node))
        return (found[0] if found else self._tree.root, text or name)

    def spelled(self, node: ast.AST) -> Place | None:
        """Where a name, or a part of what it holds, is kept; None for anything else."""
        spelling = _spelling(node)
        return self.place(spelling[0], spelling[2], spelling[1]) if spelling else None


def merge(states: Sequence[State | None]) -> State | None:
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


def forget(state: State, place: Place) -> None:
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
