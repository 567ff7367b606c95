"""What an expression says, as plain values that need no syntax tree.

An expression of this module is *closed*: names are resolved to what they stand for in their
own file, so it means the same wherever it is read. What lies in other files stays a
reference (`Ref("app.db.get_db")`), to be followed when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

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
    #: of the object of a method: what that has just set it to, as others may set it to others
    given: Expr | None = None


class Read:
    """Facts that are read from the syntax tree when one of them is first asked for.

    Most calls of a file are never looked at: they need no more than a place in a list.
    """

    __slots__ = ("_node", "_read")

    _read: Callable[[Any, str], Any]  #: reads the fact of that name of what stands at `_node`
    _node: Any  #: `_read` knows what it is

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            """Fill in a slot that is still empty: of a full one, Python does not ask here."""
            if name[0] == "_":
                raise AttributeError(name)
            value = self._read(self._node, name)
            setattr(self, name, value)
            return value


def closed(node: object, name: str) -> Any:
    """Answer for what is no longer there; nobody should ask."""
    raise AttributeError(name)


@dataclass(slots=True, eq=False)
class Call(Read):
    """A call, and as an expression: what it gives."""

    lineno: int
    col_offset: int
    callee: Expr = field(init=False)
    args: tuple[Expr, ...] = field(init=False)
    keywords: tuple[tuple[str | None, Expr], ...] = field(init=False)  #: None: `**mapping`
    awaited: bool = field(init=False)  #: stands directly behind `await` or `async with`
    dropped: bool = field(init=False)  #: nobody has what it gives: it stands alone, or is tested
    #: what the `try` and `suppress` around it (in its function) keep from leaving: types of
    #: handlers that do not raise the same again; None for a bare `except`
    caught: tuple[Expr | None, ...] = field(init=False)
    once: bool = field(
        init=False
    )  #: behind `if x is None:` that sets `x`: made the first time only
    #: behind a query that finds no row of a table, and one is made: see `first_rows`
    for_first_row: bool = field(init=False)
    handling: bool = field(init=False)  #: in an `except` block: made when something went wrong
    #: the same, unless the `try` only tells two kinds of text apart: addresses from host names
    exceptional: bool = field(init=False)
    #: made in the usual course of its function: in no `else`, and not for want of what is kept
    usual: bool = field(init=False)
    #: where it is not: conditions on parameters, one of each of which is met where it is not made
    unusual_if: tuple[frozenset[str], ...] = field(init=False)
    off: bool = field(
        init=False
    )  #: behind a test that its function has decided against, or for what is cancelled
    repeated: bool = field(init=False)  #: in a `while` or `async for` of its function
    looped: bool = field(init=False)  #: in any loop of its function, or a comprehension
    #: conditions on parameters without which it is not made: see `conditions`
    needs: frozenset[str] = field(init=False)
    #: the same on attributes of the own object, and on global names
    presumes: frozenset[str] = field(init=False)
    within: str = field(init=False)  #: qualified name of the function that makes it, or the module
    #: of a decorator, a statement, and what registers: stands in a branch, may not be made
    branched: bool = field(init=False)

    @property
    def given(self) -> tuple[Expr, ...]:
        """All that it is given, by position or by keyword."""
        return (*self.args, *(value for _, value in self.keywords))

    def argument(self, name: str, position: int | None = None) -> Expr | None:
        """The argument given by keyword, else by position, else None."""
        for keyword, value in self.keywords:
            if keyword == name:
                return value
        if position is not None and position < len(self.args):
            if not any(isinstance(value, Star) for value in self.args[: position + 1]):
                return self.args[position]
        return None

    def handing(self, position: int, options: Container[str]) -> Call | None:
        """The call that it makes of the function it is given: `f(x)`, of `to_thread(f, x)`.

        Whatever is no argument, it has from this one; `options` are not for the function.
        """
        function = self.argument("func", position)
        if function is None:
            return None
        made = Call(self.lineno, self.col_offset)
        made._read, made._node = getattr, self
        made.callee, made.args = function, self.args[position + 1 :]
        made.keywords = tuple(each for each in self.keywords if each[0] not in options)
        return made

    @property
    def spreads(self) -> bool:
        """Whether `*` or `**` hide some of the arguments."""
        return any(isinstance(value, Star) for value in self.args) or any(
            keyword is None for keyword, _ in self.keywords
        )


class Implicit(Call):
    """A place where code runs that no call stands for; its callee is what stands there."""

    __slots__ = ()


class AttributeRead(Implicit):
    """`x.name` where it is read: runs a property, if one has that name."""

    __slots__ = ()


class Entering(Implicit):
    """`with x:`, of a name or an attribute: runs `__enter__` and `__exit__`."""

    __slots__ = ()


class Iterating(Implicit):
    """`for line in x.name:`, or `in iter(x.name, end)`: reads on until there is no more."""

    __slots__ = ()


class TakingAll(Implicit):
    """`for row in query:`, `list(query)`: runs its `__iter__`, which is the callee."""

    __slots__ = ()


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


def origin(declared: Expr) -> Expr:
    """What a generic is one of: of `Repository[Item]`, that is `Repository`."""
    return declared.of if isinstance(declared, Sub) else declared


@dataclass(slots=True, eq=False)
class Items:
    """A list, tuple or set display."""

    kind: str  #: "list", "tuple" or "set"
    items: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Several:
    """What has nobody knows how many elements, all alike: `[of for ...]`, `x.append(of)`."""

    of: Expr
    kind: str = "list"  #: or "set", "generator"


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
class Union(OneOf):
    """`A | B`: one of two types, or what an operator of their own makes of two objects."""


@dataclass(slots=True, eq=False)
class Typed:
    """A name with an annotation, and its value where it has one."""

    annotation: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Excepted:
    """A type that an `except` catches, but for those that one before it lets go on."""

    of: Expr
    but: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Unknown:
    """Whatever the model has no words for."""


UNKNOWN = Unknown()
#: What stands between the brackets of `items[1:]`.
SLICE = Unknown()

Expr = (
    Const | Ref | Param | Attr | Call | Star | Awaited | Entered | Iterated | Item | Sub | Items
    | Several | Pairs | Text | OneOf | Typed | Excepted | Unknown
)  # fmt: skip


def parts(expression: Expr) -> list[Expr]:
    """The expressions that an expression is directly made of.

    Code that leads back to itself (`x = f(x)`) gives expressions that do so too: whoever goes
    deeper remembers where he was.
    """
    match expression:
        case Call(callee=callee, args=args, keywords=keywords):
            return [callee, *args, *(value for _, value in keywords)]
        case Sub(of=of, index=index):
            return [of, index]
        case (
            Attr(of=of)
            | Star(of=of)
            | Awaited(of=of)
            | Entered(of=of)
            | Iterated(of=of)
            | Several(of=of)
        ):
            return [of]
        case Item(of=of):
            return [of]
        case Items(items=several) | Text(parts=several) | OneOf(options=several):
            return list(several)
        case Pairs(pairs=pairs):
            return [each for pair in pairs for each in pair if each is not None]
        case Typed(annotation=annotation, value=value):
            return [annotation, value]
    return []


def all_parts(expression: Expr, *, surely: bool = False) -> Iterator[Expr]:
    """An expression and all that it is made of, each once; `surely`: in no mere alternative."""
    queue, seen = [expression], {expression}
    for each in queue:
        yield each
        inner = _sure_parts(each) if surely else parts(each)
        further = [part for part in inner if part not in seen]
        seen.update(further)
        queue += further


def _sure_parts(expression: Expr) -> list[Expr]:
    """The parts without alternatives: those of `x or y`, the last of `getattr(x, "y", z)`."""
    match expression:
        case OneOf():
            return []
        case Call(callee=Ref(name="builtins.getattr"), args=(of, name, _)):
            return [of, name]
    return parts(expression)


def mentions(expression: Expr, function: str, name: str, *, surely: bool = False) -> bool:
    """Whether a parameter stands somewhere in an expression; `surely`: in no mere alternative."""
    return any(
        isinstance(each, Param) and each.name == name and each.function == function
        for each in all_parts(expression, surely=surely)
    )


def receiver(callee: Expr) -> Expr | None:
    """The `x` of `x.method`."""
    match callee:
        case Attr(of=of):
            return of
        case Ref(name=name) if "." in name:
            return Ref(name.rpartition(".")[0])
    return None


def last_name(callee: Expr) -> str:
    """The `method` of `x.method`, the `name` of `name`."""
    if callee.__class__ is Attr:  # asked of every call of a file, again and again
        return callee.name
    if callee.__class__ is Ref:
        return callee.name[callee.name.rfind(".") + 1 :]
    return ""


def callee_of(expression: Expr) -> Expr:
    """What a call calls; anything else as it is: `Item` of `Item()` and of `Item`."""
    return expression.callee if isinstance(expression, Call) else expression


def is_none(expression: Expr | None) -> bool:
    """Whether an expression is `None`."""
    return isinstance(expression, Const) and expression.value is None


def options_of(expression: Expr) -> Iterator[Expr]:
    """What an expression may be, one by one."""
    if isinstance(expression, OneOf):
        for option in expression.options:
            yield from options_of(option)
    elif isinstance(expression, Typed):
        yield from options_of(expression.value)
    else:
        yield expression
