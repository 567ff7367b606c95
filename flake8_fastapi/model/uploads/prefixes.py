"""Names of clients behind a prefix: `f"{uuid4()}_{file.filename}"`.

`uploads/a1_../../x` is no file, for there is no folder `a1_..` (but on Windows, which does not look
for it): whoever opens it gets a `FileNotFoundError`. Not so where that folder is made first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    OneOf,
    Param,
    Text,
    Typed,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.uploads.file_access import OF_PATHS
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.values import Values

_MAKES_FOLDERS = {"makedirs", "mkdir"}
#: Expressions that are followed one inside the other, and in all.
_DEEPEST = 12
_MOST = 200

#: What a helper is given, by its parameters.
_Given = Mapping[str, Expr | None]


class Prefixes:
    """Looks at paths; `helper` gives the function of the project that a call runs."""

    def __init__(self, values: Values, helper: Callable[[Call], Function | None]) -> None:
        self._values = values
        self._helper = helper

    def stand_before_names(self, path: Expr, function: Function) -> bool:
        """Whether the names of clients in a path are all behind a prefix, and it ends there."""
        looked_at = [*islice(self._names(path, False, {}, 0), _MOST)]
        found = [each for each in looked_at if each is not None]
        if not found or not all(found) or len(looked_at) == _MOST:
            return False
        return not any(map(self._makes_parent, function.calls))

    def _names(self, part: Expr, behind: bool, given: _Given, depth: int) -> Iterator[bool | None]:
        """For each name of a client in an expression, whether something is right before it.

        None for what is no such name.
        """
        yield None
        if depth > _DEEPEST:
            return
        inner: list[tuple[Expr | None, bool]] = []
        match self._values.expand(part):
            case Attr(name="filename"):
                yield behind
            case Attr(of=of):
                inner = [(of, behind)]
            case OneOf() | Typed() as one:
                inner = [(each, behind) for each in options_of(one)]
            case Param(name=name):
                inner = [(given.get(name), behind)]
            case Text(how="f-string" | "+", parts=parts):
                before = (None, *parts)
                inner = [(each, _goes_on(last, behind)) for last, each in zip(before, parts)]
            case Text(parts=parts):
                inner = [(each, False) for each in parts]
            case Call() as call:
                yield from self._names_in_call(call, behind, given, depth)
        for each, is_behind in inner:
            if each is not None:
                yield from self._names(each, is_behind, given, depth + 1)

    def _names_in_call(
        self, call: Call, behind: bool, given: _Given, depth: int
    ) -> Iterator[bool | None]:
        helper = self._helper(call)
        if helper is not None:
            handed = {
                each.name: argument_given(each.name, helper, call, self._values)
                for each in helper.arguments
            }
            for result in helper.returned:
                yield from self._names(result, behind, handed, depth + 1)
            return
        of = receiver(call.callee)
        is_path = last_name(call.callee) in OF_PATHS
        for each in (of, *call.args) if of is not None else call.args:
            yield from self._names(each, behind and not is_path, given, depth + 1)

    def _makes_parent(self, call: Call) -> bool:
        """Whether a call makes the folder that a path is in: `path.parent.mkdir(parents=True)`."""
        if last_name(call.callee) not in _MAKES_FOLDERS:
            return False
        made = (receiver(call.callee), *call.args[:1])
        return any(
            (isinstance(each, Attr) and each.name == "parent")
            or (isinstance(each, Call) and last_name(each.callee) == "dirname")
            for each in map(self._values.expand, made)
        )


def _goes_on(before: Expr | None, behind: bool) -> bool:
    """Whether a part of a text is in the same part of a path as what is before it."""
    if before is None:
        return behind
    return isinstance(before, Const) and str(before.value)[-1:] not in ("", "/", "\\")
