"""Which arguments a call gives to the parameters of the function that it runs."""

from __future__ import annotations

import ast
from collections.abc import Collection, Set

from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Call,
    Const,
    Expr,
    Pairs,
    Star,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.decorators import registers
from flake8_fastapi.model.values.evaluation import WITHOUT_SELF
from flake8_fastapi.model.values.switches import HIDDEN, SPREAD
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Partial, Value
from flake8_fastapi.model.values.values import Values

#: Decorators that hand on whatever they are called with, as it is called.
KEEPING_ARGUMENTS = WITHOUT_SELF | {
    "functools.cache", "functools.lru_cache", "contextlib.asynccontextmanager",
    "contextlib.contextmanager", "typing.final", "typing.override", "typing_extensions.override",
}  # fmt: skip
_HTTP_EXCEPTIONS = {"fastapi.HTTPException", "starlette.exceptions.HTTPException"}
#: Their parameters; the first one has no default.
_OF_HTTP_EXCEPTIONS = {"status_code", "detail", "headers"}

#: How many arguments functions of Python take at most that are often called, in every version.
_MOST = {
    "json.dumps": 1, "json.loads": 1, "logging.getLogger": 1, "os.getenv": 2, "time.sleep": 1,
    "time.time": 0, "uuid.uuid4": 0,
}  # fmt: skip


def arguments_given(
    value: Value | None, call: Call, values: Values, skipped: int = 0
) -> dict[str, Expr] | None:
    """What calling `value` gives to the parameters of the function; None where `*` hides it.

    Behind `**` there may be any parameter that is not given otherwise, but for a dict whose keys
    are known. The first `skipped` arguments are not for it: `add_task(value, x)`.
    """
    value, args, keywords, hidden = _unwrapped(value, call, skipped)
    function = values.callee(value)
    if function is None or any(isinstance(argument, Star) for argument in args):
        return None
    found: dict[str, Expr] = {}
    if hidden:
        known, unknown = _spread(keywords)
        if unknown:
            found = {it.name: HIDDEN for it in function.arguments if it.kind != "positional"}
            found[SPREAD] = unknown[0] if len(unknown) == 1 else UNKNOWN
        found.update(known)
    plain = function.by_position[_is_bound(value, function, values) :]
    found.update(zip(plain, args))
    found.update((keyword, given) for keyword, given in keywords if keyword is not None)
    return found


def _spread(
    keywords: tuple[tuple[str | None, Expr], ...],
) -> tuple[dict[str, Expr], list[Expr]]:
    """What dicts behind `**` give to parameters, and the expressions of which that is not known."""
    found: dict[str, Expr] = {}
    hidden: list[Expr] = []
    queue = [given for keyword, given in keywords if keyword is None]
    for given in queue:
        if not isinstance(given, Pairs):
            hidden.append(given)
            continue
        for key, value in given.pairs:
            if key is None:
                queue.append(value)
            elif isinstance(key, Const) and isinstance(key.value, str):
                found[key.value] = UNKNOWN if key.value in found else value
            else:
                hidden.append(UNKNOWN)
    return found, hidden


def is_refused(value: Value | None, call: Call, values: Values, but: Collection[str] = ()) -> bool:
    """Whether calling `value` is a TypeError: the function has not these parameters.

    Those of the names `but` are not missed. So it fails where the object of a method is made.
    """
    value, args, keywords, hidden = _unwrapped(value, call)
    function = values.callee(value)
    match value:
        case Bound(of=Instance(known=Class() as cls, made=Call() as made)):
            if values.of(made.callee) is cls and is_refused(cls, made, values):
                return True
    if hidden or (function is None and not isinstance(value, External)):
        return False
    given = {name for name, _ in keywords if name is not None}
    if function is None:
        most = _MOST.get(value.name, len(args)) if isinstance(value, External) else len(args)
        return len(args) > most or _is_refused_exception(value, bool(args), given)
    of_class = values.decorated_by(function, WITHOUT_SELF)
    if not all(
        registers(each, values) or values.decorator_name(each.expression) in KEEPING_ARGUMENTS
        for each in function.decorators
    ):
        return False
    match value:
        case Function(owner=None) | Bound(of=Instance()) | Class(decorators=()):
            pass
        case Function() | Bound(of=Class()) if of_class:
            pass
        case _:
            return False
    return takes_not(function, len(args), given, _is_bound(value, function, values), but)


def _is_refused_exception(value: Value | None, is_placed: bool, given: Set[str]) -> bool:
    """Whether FastAPI's or Starlette's HTTPException has not these parameters, or no status."""
    if not isinstance(value, External) or value.name not in _HTTP_EXCEPTIONS:
        return False
    return not given <= _OF_HTTP_EXCEPTIONS or not (is_placed or "status_code" in given)


def takes_not(
    function: Function, args: int, names: Set[str], bound: bool, but: Collection[str] = ()
) -> bool:
    """Whether a function has not the parameters for so many arguments, and for those `names`.

    `bound`: it gets the first one without a word. Those of the names `but` are not missed.
    """
    kinds: set[str] = set()
    known: set[str] = set()
    places = -1 if bound else 0
    is_missed = False
    for each in function.arguments:
        name, kind = each.name, each.kind
        kinds.add(kind)
        known.add(name)
        if kind in ("positional", "plain"):
            places += 1
            if places <= args:
                continue
        elif kind != "keyword":
            continue
        if each.default is None and name not in names and name not in but:
            is_missed = True
    return (
        is_missed
        or (args > max(places, 0) and "*" not in kinds)
        or ("**" not in kinds and not names <= known)
    )


def argument_given(name: str, function: Function, call: Call, values: Values) -> Expr | None:
    """What a call gives to one parameter: the object of a method to `self`, or the default."""
    if call.spreads:
        return None
    names = function.by_position
    bound = function.owner is not None and not values.decorated_by(
        function, {"builtins.staticmethod"}
    )
    if bound and names:
        if names[0] == name:
            return receiver(call.callee)
        names = names[1:]
    argument = next((a for a in function.arguments if a.name == name), None)
    if argument is None or argument.kind in ("*", "**"):
        return None
    given = call.argument(name, names.index(name) if name in names else None)
    return given if given is not None else argument.default


def is_super(expression: Expr | None, values: Values) -> bool:
    """Whether it is `super()`, whose methods are those of the base."""
    return isinstance(expression, Call) and values.qualname(expression.callee) == "builtins.super"


def parameter_of(function: Function, node: ast.Call, given: ast.expr, bound: bool) -> str | None:
    """The name of the parameter that takes an argument of a call."""
    for keyword in node.keywords:
        if keyword.value is given:
            return parameter_at(function, None, keyword.arg, bound)
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return None
    return parameter_at(function, node.args.index(given), "", bound) if given in node.args else None


def parameter_at(
    function: Function, position: int | None, keyword: str | None, bound: bool
) -> str | None:
    """The name of the parameter that takes what stands at a position, or under a keyword."""
    names = function.by_position
    if position is None:
        known = {a.name for a in function.arguments if a.kind in ("plain", "keyword")}
        return keyword if keyword in known else None
    position += bound
    return names[position] if position < len(names) else None


def _unwrapped(
    value: Value | None, call: Call, skipped: int = 0
) -> tuple[Value | None, tuple[Expr, ...], tuple[tuple[str | None, Expr], ...], bool]:
    """What a call calls in the end, with which arguments, and whether `*` hides some of them."""
    args, keywords, hidden = call.args[skipped:], call.keywords, call.spreads
    while isinstance(value, Partial):
        bound = value.call
        args, keywords = bound.args[1:] + args, bound.keywords + keywords
        hidden, value = hidden or bound.spreads, value.of
    return value, args, keywords, hidden


def _is_bound(value: Value | None, function: Function, values: Values) -> bool:
    """Whether a function gets its first argument without a word: not so `Class.method(it)`."""
    if function.owner is None or values.decorated_by(function, {"builtins.staticmethod"}):
        return False
    match value:
        case Function() | Bound(of=Class()):
            return values.decorated_by(function, {"builtins.classmethod"})
    return True
