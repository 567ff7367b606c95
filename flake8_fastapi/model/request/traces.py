"""Traces an expression back to its sources, through strings, containers and helpers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from flake8_fastapi.model.reaching import Reaching
from flake8_fastapi.model.reaching.checks import looks_like_check
from flake8_fastapi.model.request.functions import (
    CLEANING,
    DUMPS,
    HARMLESS,
    ITEMS,
    PASSING,
    SAME,
)
from flake8_fastapi.model.request.refusing import Refusing, is_behind_the_last
from flake8_fastapi.model.request.sources import (
    CLEAN,
    DARK,
    Source,
    Step,
    Traces,
    join,
    of_attribute,
    of_method,
)
from flake8_fastapi.model.request.types import ClientTypes
from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Ref,
    Star,
    Sub,
    Text,
    Typed,
    callee_of,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance
from flake8_fastapi.model.values.values import Values

#: Expressions followed one inside the other.
DEEPEST = 60
#: Expressions looked at for one question.
MOST = 3000


class Tracing:
    """Traces the expressions of one file to their sources.

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
        self._refusing = Refusing(syntax, values, types, runs)
        self._reader = Reaching(syntax.tree, syntax.names, self._refusing)
        self._known: dict[Expr, Traces] = {}
        self._busy: set[object] = set()
        self._summaries: dict[tuple[Function, str, tuple[Step, ...]], Traces] = {}
        self._depth = 0
        self._steps = 0
        self._cuts = 0

    def helper(self, call: Call) -> Function | None:
        """The function of the project that a call runs; None: one of several, or unknown."""
        functions = self._runs(call.callee)
        return functions[0] if len(functions) == 1 else None

    def restart(self) -> None:
        """Begin with another question."""
        self._steps = 0

    def precise(self, call: Call) -> Expr:
        """A call of the file, read where it stands."""
        node = self._syntax.call_node(call)
        return self._reader.expr(node) if node is not None else call

    def traces_of(self, what: Expr | ast.expr) -> Traces:
        """The traces of an expression, or of a node where it stands, as a question of its own."""
        self._steps = 0
        return self.of(self._reader.expr(what) if isinstance(what, ast.AST) else what)

    def of(self, expression: Expr) -> Traces:
        """The traces of an expression, as a part of the present question."""
        known = self._known.get(expression)
        if known is not None:
            return known
        if self._depth == 0:
            self._cuts = 0
        self._steps += 1
        if expression in self._busy:
            self._cuts += 1
            return CLEAN  # what leads back to itself adds nothing
        if self._depth > DEEPEST or self._steps > MOST:
            self._cuts += 1
            return DARK
        self._busy.add(expression)
        self._depth += 1
        cuts = self._cuts
        try:
            found = self._trace(expression)
        finally:
            self._depth -= 1
            self._busy.discard(expression)
        if cuts == self._cuts:
            self._known[expression] = found
        return found

    def _trace(self, expression: Expr) -> Traces:
        match expression:
            case Const():
                return CLEAN
            case Ref():
                return CLEAN if self._values.of(expression) is not None else DARK
            case Param(function=function, name=name):
                return Traces((Source((function, name)),), False)
            case Awaited(of=of) | Star(of=of):
                return self.of(of)
            case Entered(of=of):
                return self._step(of, None) if isinstance(of, Call) else DARK
            case Iterated(of=of):
                return self._step(of, ("[]", None))
            case Item(of=Iterated(of=Call(callee=Attr(of=of))), index=index):
                return self._step(of, ("keys", None) if index == 0 else ("[]", None))
            case Item(of=of, index=index):
                return self._step(of, ("[]", index))
            case Sub(of=of, index=index):
                return self._step(of, ("[]", index.value if isinstance(index, Const) else None))
            case Attr(of=of, name=name):
                return self._step(of, (".", name))
            case Text(parts=parts) | Items(items=parts):
                return join(map(self.of, parts))
            case Pairs(pairs=pairs):
                return join(self.of(value) for _, value in pairs)
            case Typed(annotation=annotation, value=value):
                if self._types.controls(annotation, ()) is False:
                    return CLEAN
                return DARK if value is UNKNOWN else self.of(value)
            case OneOf():
                return self._alternatives(expression)
            case Call():
                return self._call(expression)
        return DARK

    def _alternatives(self, expression: OneOf) -> Traces:
        checked = self._reader.checked.get(expression)
        if checked is not None:
            if checked.among is not None and self.of(checked.among).sources:
                return self.of(checked.of)  # compared with what the client sent, too
            return CLEAN if checked.clean else DARK
        return self._any_of(expression, self.of)

    def _any_of(self, expression: OneOf, traced: Callable[[Expr], Traces]) -> Traces:
        """The traces of what any of the options may give."""
        found = [traced(option) for option in expression.options]
        if expression not in self._reader.made:
            # assignments in no known order: a parameter may have become something else
            if any(isinstance(option, Param) for option in expression.options):
                for option, traces in zip(expression.options, found):
                    if not isinstance(option, Const) and not traces.sources:
                        return DARK
        return join(found)

    def _step(self, of: Expr, step: Step | None) -> Traces:
        """What an attribute or an item of `of` is made of."""
        if step is None:
            return self.of(of)
        kind, key = step
        if kind == "." and isinstance(key, str):
            special = self._attribute(of, key)
            if special is not None:
                return special
        match of:
            case Awaited(of=inner):
                return self._step(inner, step)
            case OneOf() if of not in self._reader.checked:
                return self._any_of(of, lambda option: self._step(option, step))
            case Pairs(pairs=pairs) if key is not None:
                found: list[Traces] = []
                for name, value in reversed(pairs):
                    if name is None:
                        return join([*found, self._step(value, step)])
                    if isinstance(name, Const):
                        if name.value == key:
                            return join([*found, self.of(value)])
                    else:
                        found.append(self.of(value))
                return join(found)
            case Items(items=items) if isinstance(key, int) and -len(items) <= key < len(items):
                if not any(isinstance(item, Star) for item in items):
                    return self.of(items[key])
            case Call(callee=Attr(of=inner, name=method)) if kind == "keys" and method in DUMPS:
                return self._step(inner, step)
            case Pairs(pairs=pairs) if kind == "keys":
                return join(self.of(UNKNOWN if name is None else name) for name, _ in pairs)
            case Call(callee=callee, keywords=keywords):
                name_of = self._values.qualname(callee)
                if name_of in ("os.path.splitext", "posixpath.splitext") and key in (1, -1):
                    return CLEAN
                if is_behind_the_last(of, key) and any(
                    isinstance(each, Const) and each.value in (".", "/", "\\") for each in of.args
                ):
                    return DARK  # an extension, or a name without its folders
                made = self._values.of(callee)
                if kind == "." and isinstance(made, Class):
                    for word, value in keywords:
                        if word == key:
                            return self.of(value)
                    return self._made_attribute(made, str(key), of)
                if isinstance(made, (Function, Bound)):
                    return self._returned(of, self.helper(of), (step,))
        traces = self.of(of)
        if isinstance(of, (Text, Items)) or (isinstance(of, Pairs) and key is None):
            return traces
        return Traces(
            tuple(replace(s, path=(*s.path, step)) for s in traces.sources), traces.unknown
        )

    def _attribute(self, of: Expr, name: str) -> Traces | None:
        """Attributes that say by themselves whether they are the client's."""
        value = self._values.of(of)
        if not isinstance(value, Instance):
            return None
        found = of_attribute(value, name, of, self._values)
        if found is not None:
            return found
        if self._values.derives(value.cls, "pathlib.PurePath") is True:
            if name in ("name", "suffix", "suffixes", "stem"):
                return CLEAN
        return CLEAN if self._types.is_clean(value.cls) else None

    def _made_attribute(self, cls: Class, name: str, call: Call) -> Traces:
        """An attribute of an object of the project that `call` makes."""
        maker = self._values.method(cls, "__init__")
        value = cls.attributes.get(name)
        if maker is None or value is None:
            return DARK
        return self._substituted(self.of(value), maker, call)

    def _call(self, call: Call) -> Traces:
        value = self._values.of(call.callee)
        match value:
            case External(name=name):
                return self._external(name, call)
            case Class(qualname=name):
                if self._types.is_clean(name):
                    return CLEAN
                return join(map(self.of, call.given))
            case Function() | Bound():
                return self._returned(call, self.helper(call), ())
        method = last_name(call.callee)
        of = receiver(call.callee)
        return DARK if of is None else self._method(of, method, call)

    def _external(self, name: str, call: Call) -> Traces:
        if name in CLEANING or self._types.is_clean(name):
            return CLEAN
        if name in PASSING:
            given = list(call.args)
            if name == "builtins.dict":
                given += [value for _, value in call.keywords]
            return join(map(self.of, given)) if given else CLEAN
        if name == "typing.cast" and len(call.args) > 1:
            return self.of(call.args[1])
        if name == "builtins.getattr" and len(call.args) > 1:
            if isinstance(call.args[1], Const) and isinstance(call.args[1].value, str):
                return self._step(call.args[0], (".", call.args[1].value))
        if name.startswith(("datetime.", "hashlib.", "secrets.", "time.", "math.")):
            return CLEAN
        return DARK

    def _method(self, of: Expr, method: str, call: Call) -> Traces:
        held = self._values.of(of)
        if isinstance(held, Instance):
            found = of_method(held, method, of, self._values)
            if found is not None:
                return found
        if method in HARMLESS:
            return CLEAN
        if method not in SAME:
            return DARK
        if method == "replace" and _is_mending(call):
            return DARK
        if method in ("format", "join"):
            parts = (of, *call.given)
            return join(map(self.of, parts))
        if method in ITEMS:
            key = call.args[0] if call.args else UNKNOWN
            found = self._step(of, ("[]", key.value if isinstance(key, Const) else None))
            return join([found, *map(self.of, call.args[1:])])
        traces = self.of(of)
        if method in ("values", "items", "multi_items"):
            return self._step(of, ("[]", None))
        if isinstance(held, Instance) and held.known is not None and method not in DUMPS:
            return DARK if not traces.sources else traces
        if method in ("joinpath", "with_name", "removeprefix"):
            return join([traces, *map(self.of, call.args)])
        if method in ("read", "getvalue", "json") and not traces.sources:
            return DARK
        return traces

    def _returned(self, call: Call, function: Function | None, path: tuple[Step, ...]) -> Traces:
        """What a call of a function of the project gives, or a part of that."""
        if function is None:
            return DARK
        declared = function.annotation
        if declared is not None and self._types.controls(declared, path) is False:
            return CLEAN
        if any(looks_like_check(last_name(callee_of(d.expression))) for d in function.decorators):
            return DARK
        return self._substituted(self.summary(function, "return", path), function, call)

    def _substituted(self, traces: Traces, function: Function, call: Call) -> Traces:
        """The traces of a helper in terms of the call that runs it."""
        found = [Traces((), traces.unknown)]
        for source in traces.sources:
            if isinstance(source.start, tuple) and source.start[0] == function.qualname:
                handed = self.handed(source, function, call)
                found.append(Traces(
                    tuple(
                        replace(s, through=(*s.through, function.qualname, *source.through))
                        for s in handed.sources
                    ),
                    handed.unknown,
                ))  # fmt: skip
            else:
                found.append(Traces((source,), False))
        return join(found)

    def handed(self, source: Source, function: Function, call: Call) -> Traces:
        """What the call hands to the parameter that a source inside of the function is."""
        if not isinstance(source.start, tuple) or source.start[0] != function.qualname:
            return Traces((source,), False)
        given = argument_given(source.start[1], function, call, self._values)
        if given is None:
            return DARK
        for kind, key in source.path:
            given = Attr(given, str(key)) if kind == "." else Sub(given, _key(key))
        return self.of(given)

    def summary(self, function: Function, how: str, path: tuple[Step, ...] = ()) -> Traces:
        """What a function returns, or yields, or a part of that, in terms of its parameters."""
        key = (function, how, path)
        known = self._summaries.get(key)
        if known is not None:
            return known
        if key in self._busy:
            self._cuts += 1
            return CLEAN
        self._busy.add(key)
        cuts = self._cuts
        try:
            given = self._yields(function) if how == "yield" else self._returns(function)
            step = path[0] if path else None
            traces = join(self._step(each, step) for each in given)
            found = self.without_compared(function, traces)
        finally:
            self._busy.discard(key)
        if cuts == self._cuts:
            self._summaries[key] = found
        return found

    def _returns(self, function: Function) -> list[Expr]:
        node = self._syntax.function_node(function)
        if node is None:
            return function.returned
        return [
            self._reader.expr(each.value)
            for each in self._syntax.tree.nodes(ast.Return)
            if each.value is not None and self._syntax.tree.function(each) is node
        ]

    def _yields(self, function: Function) -> list[Expr]:
        node = self._syntax.function_node(function)
        if node is None:
            return function.yielded
        return [
            self._reader.expr(each.value)
            for each in self._syntax.tree.nodes(ast.Yield)
            if each.value is not None and self._syntax.tree.function(each) is node
        ]

    def without_compared(self, function: Function, traces: Traces) -> Traces:
        """Leave out parameters that a function of another file looks at: it may refuse them."""
        if self._syntax.function_node(function) is not None or not traces.sources:
            return traces
        looked_at = {n for expression in function.compared for n in _parameters_in(expression)}
        for call in function.calls:
            if self._refusing.may_refuse(call):
                looked_at |= {n for given in call.args for n in _parameters_in(given)}
        left = tuple(
            s for s in traces.sources
            if not (isinstance(s.start, tuple) and s.start in looked_at)
        )  # fmt: skip
        return Traces(left, traces.unknown or len(left) < len(traces.sources))


def _is_mending(call: Call) -> bool:
    """Whether `replace` takes out what would do harm: quotes, dots, slashes."""
    first = call.args[0] if call.args else UNKNOWN
    return not (isinstance(first, Const) and str(first.value).replace(" ", "a").isalnum())


def _key(key: object) -> Expr:
    return UNKNOWN if key is None else Const(key)


def _parameters_in(expression: Expr, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The parameters that an expression is made of, plainly."""
    if depth > 6:
        return
    parts: tuple[Expr, ...] = ()
    match expression:
        case Param(function=function, name=name):
            yield function, name
        case Attr(of=of) | Sub(of=of) | Awaited(of=of) | Iterated(of=of) | Item(of=of):
            parts = (of,)
        case Call(callee=callee, args=args):
            parts = (callee, *args)
        case Text(parts=inner) | Items(items=inner) | OneOf(options=inner):
            parts = inner
        case Typed(value=value):
            parts = (value,)
    for part in parts:
        yield from _parameters_in(part, depth + 1)
