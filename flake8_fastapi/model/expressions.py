"""What an expression says, as plain values that need no syntax tree.

An expression of this module is *closed*: names are resolved to what they stand for in their
own file, so it means the same wherever it is read. What lies in other files stays a
reference (`Ref("app.db.get_db")`), to be followed when somebody asks.
"""

from __future__ import annotations

from flake8_fastapi.model.lean import dataclass


@dataclass(slots=True, eq=False)
class Const:
    """A literal: text, bytes, number, True, False, None, ..."""

    value: object


@dataclass(slots=True, eq=False)
class Ref:
    """A global name, absolute and dotted: `sqlalchemy.orm.Session`, `app.db.get_db`."""

    name: str


@dataclass(slots=True, eq=False)
class Param:
    """A parameter of a function."""

    function: str  #: qualified name of the function
    name: str


@dataclass(slots=True, eq=False)
class Attr:
    of: Expr
    name: str


@dataclass(slots=True, eq=False)
class Call:
    """A call, and as an expression: what it gives."""

    callee: Expr
    args: tuple[Expr, ...]
    keywords: tuple[tuple[str | None, Expr], ...]  #: None stands for `**mapping`
    lineno: int
    col_offset: int
    awaited: bool  #: stands directly behind `await`
    #: what the `try` and `suppress` around it (in its function) keep from leaving: types of
    #: handlers that do not raise the same again; None for a bare `except`
    caught: tuple[Expr | None, ...] = ()
    once: bool = False  #: behind `if x is None:` that sets `x`: made the first time only
    handling: bool = False  #: in an `except` block: made when something went wrong
    within: str = ""  #: qualified name of the function that makes it, else of the module
    #: of a decorator, a statement, and what registers: stands in a branch, may not be made
    branched: bool = False

    def argument(self, name: str, position: int | None = None) -> Expr | None:
        """The argument given by keyword, else by position, else None."""
        for keyword, value in self.keywords:
            if keyword == name:
                return value
        if position is not None and position < len(self.args):
            if not any(isinstance(value, Star) for value in self.args[: position + 1]):
                return self.args[position]
        return None

    @property
    def spreads(self) -> bool:
        """Whether `*` or `**` hide some of the arguments."""
        return any(isinstance(value, Star) for value in self.args) or any(
            keyword is None for keyword, _ in self.keywords
        )


class AtCall:
    """What is a fact about a call stands where the call does."""

    call: Call

    @property
    def lineno(self) -> int:
        return self.call.lineno

    @property
    def col_offset(self) -> int:
        return self.call.col_offset


@dataclass(slots=True, eq=False)
class Star:
    """`*of` among arguments or elements."""

    of: Expr


@dataclass(slots=True, eq=False)
class Awaited:
    of: Expr


@dataclass(slots=True, eq=False)
class Entered:
    """What `with of as x` (or `async with`) binds."""

    of: Expr


@dataclass(slots=True, eq=False)
class Iterated:
    """What `for x in of` binds."""

    of: Expr


@dataclass(slots=True, eq=False)
class Item:
    """One element of an unpacked value."""

    of: Expr
    index: int


@dataclass(slots=True, eq=False)
class Sub:
    """`of[index]`: an element, or a generic such as `Annotated[...]`."""

    of: Expr
    index: Expr


@dataclass(slots=True, eq=False)
class Items:
    """A list, tuple or set display."""

    kind: str  #: "list", "tuple" or "set"
    items: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Pairs:
    """A dict display; the key None stands for `**mapping`."""

    pairs: tuple[tuple[Expr | None, Expr], ...]


@dataclass(slots=True, eq=False)
class Text:
    """An f-string, or parts put together by `+`, `%` or `.format()`."""

    how: str  #: "f-string", "+", "%"
    parts: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class OneOf:
    """One of several: branches, reassignments, `or`, `a if b else c`, `A | B`."""

    options: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Typed:
    """A name with an annotation, and its value where it has one."""

    annotation: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Unknown:
    """Whatever the model has no words for."""


UNKNOWN = Unknown()

Expr = (
    Const | Ref | Param | Attr | Call | Star | Awaited | Entered | Iterated | Item | Sub | Items
    | Pairs | Text | OneOf | Typed | Unknown
)  # fmt: skip
