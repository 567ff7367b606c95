"""What the client controls: what comes out of a request, and where it flows.

An expression is traced back to its sources (`traces`): parameters of functions, each with the
attributes and items that were taken out of it (`body.name`), and what is read from the request by
itself (`sources`). Sources go through assignments, strings, containers and the helpers of the
project; `functions` says what cleans them. What is left is asked of FastAPI's signatures, here and
in `types`: a `str` of a route is the client's, an `int` does no harm.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from flake8_fastapi.model.assembly.parameters import Parameter, parameters
from flake8_fastapi.model.assembly.paths import path_parameters
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.request.sources import KINDS, Origin, Source, Traces, in_words, named
from flake8_fastapi.model.request.traces import Tracing
from flake8_fastapi.model.request.types import ClientTypes, restricts
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import Attr, Call, Expr
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Helpers followed one into the other.
DEEPEST = 8


@dataclass(frozen=True)
class Reached:
    """Client data that a call hands to a helper, which hands it on to a sink."""

    origin: Origin
    function: Function  #: in which the sink stands
    through: tuple[str, ...]  #: helpers in between, outermost first, by qualified name


Sinks = Callable[[Call], Iterable[Expr]]
Sink = tuple[Source, Function, tuple[str, ...]]


class ClientData:
    """Answers for the expressions of one file.

    `runs` gives the functions of the project one of which runs when something is called.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        is_dependency: Callable[[Function], bool | None],
        runs: Callable[[Expr], Sequence[Function | None]],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._is_dependency = is_dependency
        self._types = ClientTypes(values)
        self._tracing = Tracing(syntax, values, self._types, runs)
        self._busy: set[object] = set()
        self._sinks: dict[tuple[Function, Sinks], list[Sink]] = {}

    def origin(self, what: Expr | ast.expr) -> Origin | None:
        """Where the data of the client comes from that is in `what`; None if there is none known.

        A node is read where it stands: with what was assigned and checked before. An expression
        is what its names may be anywhere in their function.
        """
        return next(self._origins(self._tracing.traces_of(what)), None)

    def is_from_client(self, what: Expr | ast.expr) -> bool | None:
        """Whether the client controls `what`, or a part of it; None where that is not certain.

        What was converted, quoted or looked up in what the program allows is False.
        """
        traces = self._tracing.traces_of(what)
        verdicts = [self._resolved(source) for source in traces.sources]
        if any(isinstance(verdict, Origin) for verdict in verdicts):
            return True
        return None if traces.unknown or None in verdicts else False

    def given(self, call: Call, arguments: Iterable[Expr]) -> Iterator[Origin]:
        """What data of the client is in some arguments of a call, or in what it is called on."""
        precise = self._tracing.precise(call)
        if isinstance(precise, Call):
            self._tracing.restart()
            for argument in arguments:
                yield from self._origins(self._tracing.of(_same_argument(call, argument, precise)))

    def helper(self, call: Call) -> Function | None:
        """The function of the project that a call runs, also behind an abstract method."""
        return self._tracing.helper(call)

    def reaches(self, what: Call | ast.Call, is_sink: Sinks) -> Iterator[Reached]:
        """The sinks inside of a helper, at any depth, that the call hands data of the client to.

        `is_sink` gives those of a call's arguments that matter, or nothing.
        """
        call = self._syntax.call(what) if isinstance(what, ast.Call) else what
        precise = self._tracing.precise(call)
        helper = self.helper(call)
        if helper is None or not isinstance(precise, Call):
            return
        self._tracing.restart()
        for source, function, through in self._sinks_of(helper, is_sink, 0):
            for origin in self._origins(self._tracing.handed(source, helper, precise)):
                yield Reached(origin, function, (helper.qualname, *through))

    def _sinks_of(self, function: Function, is_sink: Sinks, depth: int) -> list[Sink]:
        """The sinks inside of a function that its parameters reach."""
        key = (function, is_sink)
        known = self._sinks.get(key)
        if known is not None:
            return known
        if depth > DEEPEST or ("sinks", key) in self._busy:
            return []
        self._busy.add(("sinks", key))
        found: list[Sink] = []
        try:
            for call in function.calls:
                precise = self._tracing.precise(call)
                if not isinstance(precise, Call):
                    continue
                for argument in is_sink(call):
                    traces = self._tracing.of(_same_argument(call, argument, precise))
                    for source in self._tracing.without_compared(function, traces).sources:
                        if isinstance(source.start, tuple) and source.start[0] == function.qualname:
                            found.append((source, function, ()))
                helper = self.helper(call)
                if helper is None or helper is function:
                    continue
                for inner, where, through in self._sinks_of(helper, is_sink, depth + 1):
                    traces = self._tracing.handed(inner, helper, precise)
                    for source in self._tracing.without_compared(function, traces).sources:
                        if isinstance(source.start, tuple) and source.start[0] == function.qualname:
                            chain = (helper.qualname, *through)
                            found.append((source, where, chain))
        finally:
            self._busy.discard(("sinks", key))
        if depth == 0:  # further in, a cycle may have cut it short
            self._sinks[key] = found
        return found

    def _origins(self, traces: Traces) -> Iterator[Origin]:
        for source in traces.sources:
            resolved = self._resolved(source)
            if isinstance(resolved, Origin):
                yield resolved

    def _resolved(self, source: Source) -> Origin | bool | None:
        """The origin of a source; False for what does no harm, None for the unknown."""
        if isinstance(source.start, Origin):
            return named(source.start, source)
        function = self._values.function(source.start[0])
        if function is None:
            return None
        parameter, converter = self._parameter(function, source.start[1])
        return None if parameter is None else self._filled(parameter, source, converter)

    def _parameter(self, function: Function, name: str) -> tuple[Parameter | None, str]:
        """The parameter that FastAPI fills, and the converter of its place in the path."""
        for endpoint in self._routing.endpoints:
            if endpoint.function is function:
                found = next((p for p in endpoint.parameters if p.name == name), None)
                for each in path_parameters(endpoint.path or ""):
                    if found is not None and each.name == (found.alias or name):
                        return found, each.converter
                return found, "path" if endpoint.path is None else ""
        if function.is_lambda or not self._is_dependency(function):
            return None, ""
        return _find(parameters(function, self._values), name), ""

    def _filled(
        self, parameter: Parameter, source: Source, converter: str = ""
    ) -> Origin | bool | None:
        """What the client may put into a part of a parameter."""
        if parameter.kind == "dependency":
            return self._provided(parameter, source)
        kind = KINDS.get(parameter.kind or "")
        if kind is None:
            return None
        if parameter.kind == "path" and converter in ("int", "float", "uuid"):
            return False
        if parameter.marker is not None and restricts(parameter.marker):
            return None
        verdict = self._types.controls(parameter.annotation, source.path)
        if not verdict:
            return verdict
        origin = Origin(
            kind, parameter.alias or parameter.name, "", parameter.lineno,
            parameter.function.qualname,
        )  # fmt: skip
        return named(replace(origin, words=in_words(kind, origin.name)), source)

    def _provided(self, parameter: Parameter, source: Source) -> Origin | bool | None:
        """What comes from the client of what a dependency gives."""
        value = self._values.of(parameter.dependency)
        if isinstance(value, Class) and not (maker := self._values.method(value, "__init__")):
            verdict = self._types.field(value, source.path, 0)
            if verdict is not True:
                return verdict
            name = str(source.path[0][1]) if source.path else parameter.name
            origin = Origin(
                "query parameter", name, in_words("query parameter", name), parameter.lineno,
                parameter.function.qualname,
            )  # fmt: skip
            return replace(origin, through=source.through)
        if isinstance(value, Class):
            if not source.path or source.path[0][0] != "." or maker is None:
                return None
            given = value.attributes.get(str(source.path[0][1]))
            if given is None:
                return None
            return self._first(self._tracing.of(given), maker, source, 1)
        if isinstance(value, Instance) and value.known is None:
            if self._values.derives(value.cls, "fastapi.security.base.SecurityBase") is True:
                return Origin(
                    "credentials", parameter.name, f"credentials `{parameter.name}`",
                    parameter.lineno, parameter.function.qualname, source.through,
                )  # fmt: skip
            return None
        function = self._values.callee(value)
        if function is None or ("provided", function) in self._busy:
            return None
        declared = function.annotation
        if declared is not None and self._types.controls(declared, ()) is False:
            return False
        self._busy.add(("provided", function))
        try:
            traces = self._tracing.summary(function, "yield" if function.is_generator else "return")
            return self._first(traces, function, source, 0)
        finally:
            self._busy.discard(("provided", function))

    def _first(
        self, traces: Traces, function: Function, source: Source, used: int
    ) -> Origin | bool | None:
        """The first origin among what a dependency gives."""
        certain = not traces.unknown
        for inner in traces.sources:
            further = replace(
                inner,
                path=(*inner.path, *source.path[used:]),
                through=(*source.through, function.qualname, *inner.through),
            )
            verdict: Origin | bool | None = None
            if isinstance(inner.start, Origin):
                verdict = named(inner.start, further)
            elif inner.start[0] == function.qualname:
                parameter = _find(parameters(function, self._values), inner.start[1])
                verdict = self._filled(parameter, further) if parameter is not None else None
            if isinstance(verdict, Origin):
                return verdict
            certain = certain and verdict is False
        return False if certain else None


def _find(among: list[Parameter], name: str) -> Parameter | None:
    return next((parameter for parameter in among if parameter.name == name), None)


def _same_argument(call: Call, argument: Expr, precise: Call) -> Expr:
    """The argument of the precise reading of a call that stands where `argument` stands."""
    for given, better in zip(call.args, precise.args):
        if given is argument:
            return better
    for (_, given), (_, better) in zip(call.keywords, precise.keywords):
        if given is argument:
            return better
    match call.callee, precise.callee:
        case Attr(of=given), Attr(of=better) if given is argument:
            return better
    return argument
