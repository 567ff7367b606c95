"""Which calls refuse what they are given: functions that raise, that convert, that check."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from flake8_fastapi.model.libraries.loggers import LOGGING
from flake8_fastapi.model.reaching.checks import looks_like_check
from flake8_fastapi.model.request.types import ClientTypes
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Item,
    Param,
    Ref,
    Sub,
    all_parts,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import External
from flake8_fastapi.model.values.values import Values

#: What takes names apart, or changes their case.
_PARTING = {"splitext", "Path", "PurePath", "str", "lower", "upper", "casefold", "lstrip",
            "split", "rsplit", "rpartition"}  # fmt: skip
_SAYING = {*LOGGING, "print"}


class Refusing:
    """What `model.reaching` needs to know of the calls of one file: it is its `Knowledge`.

    `runs` gives the functions of the project one of which a call runs; None: another.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        types: ClientTypes,
        runs: Callable[[Expr], Sequence[Function | None]],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._types = types
        self._runs = runs

    def leaves(self, call: ast.Call) -> bool:
        """Whether it always raises."""
        return all(
            function is not None and function.always_raises
            for function in self._runs(self._syntax.expr(call.func))
        )

    def converts(self, call: ast.Call) -> bool:
        """Whether it raises unless its argument does no harm: `UUID(text)`."""
        match self._values.of(self._syntax.expr(call.func)):
            case External(name=name) | Class(qualname=name):
                return self._types.is_clean(name)
        return False

    def checks(self, call: ast.Call, name: str | None, position: int) -> bool:
        """Whether it looks at an argument to accept or refuse it, whichever it is."""
        return self.may_refuse(self._syntax.call(call))

    def may_refuse(self, call: Call) -> bool:
        """Whether a call may refuse what it is given, for more than its suffix."""
        functions = self._runs(call.callee)
        if functions and all(each is not None and _asks_for_suffix(each) for each in functions):
            return False
        for function in functions:
            if function is not None and (_raises(function) or function.compared):
                return True
        return looks_like_check(last_name(call.callee))


def _asks_for_suffix(function: Function) -> bool:
    """Whether a function looks at nothing of a file's name but at how it ends.

    What it raises and logs may say the whole name.
    """
    said = {each.exception for each in function.raised}
    asked = [each for each in function.compared if _is_given(each, function)]
    for call in function.calls:
        name = last_name(call.callee)
        if name == "endswith":
            asked.append(call)
        elif not (name in _PARTING or name in _SAYING or call in said):
            if any(_is_given(each, function) for each in (call.callee, *call.given)):
                return False
    return bool(asked) and all(map(_is_end, asked))


def _is_given(expression: Expr, function: Function) -> bool:
    """Whether something that a function is given stands in an expression."""
    return any(
        isinstance(each, Param) and each.function == function.qualname
        for each in all_parts(expression)
    )


def _is_end(expression: Expr) -> bool:
    """Whether an expression is a suffix, or asks for one; or what an upload is said to contain."""
    match expression:
        case Attr(name="suffix" | "suffixes" | "content_type"):
            return True
        case Item(of=Call() as split, index=key) | Sub(of=Call() as split, index=Const(value=key)):
            return _is_suffix(split, key)
        case Call(callee=Attr(name="endswith")):
            return True
        case Call(callee=Attr(of=of, name="lower" | "upper" | "casefold" | "lstrip")):
            return _is_end(of)
    return False


def _is_suffix(split: Call, key: object) -> bool:
    """Whether an item of a name that is taken apart is what stands behind its last dot."""
    match split:
        case Call(callee=Ref(name="os.path.splitext")):
            return key in (1, -1)
        case Call(args=(Const(value="."), *_)):
            return is_behind_the_last(split, key)
    return False


def is_behind_the_last(split: Call, key: object) -> bool:
    """Whether an item of a split text is what stands behind the last separator."""
    match last_name(split.callee), key:
        case (("split" | "rsplit" | "partition" | "rpartition"), -1):
            return True
        case "rpartition", 2:
            return True
        case "rsplit", 1:
            most = split.argument("maxsplit", 1)
            return isinstance(most, Const) and most.value == 1
    return False


def _raises(function: Function) -> bool:
    """Whether a function raises something of its own.

    A context manager passes on what its block has raised: `except: path.unlink(); raise`.
    """
    passes_on = function.is_generator and not any(
        last_name(call.callee) == "relative_to" for call in function.calls
    )
    return any(not passes_on or each.exception is not None for each in function.raised)
