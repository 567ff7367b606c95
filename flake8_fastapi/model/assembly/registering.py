"""The registering calls of the files that put things together, in the order in which they run.

They are gone through once, and into the functions that they hand an application to (`setup(app)`)
or take one from (`create_app()`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from flake8_fastapi.model.assembly.scopes import DEEPEST, NOWHERE, Given, Made, Scope, Scopes
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.routing import ROUTE_CALLS, is_route
from flake8_fastapi.model.syntax.expressions import Call, Expr, Param, last_name, receiver
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.syntax.reader import REGISTERING
from flake8_fastapi.model.values.decorators import ROUTE_DECORATORS
from flake8_fastapi.model.values.value_kinds import Bound
from flake8_fastapi.model.values.values import Values

#: Files that put things together, of one project; with more of them nothing is known.
MOST_FILES = 80
#: Calls gone through for one file, helpers included, before the rest is unknown.
MOST_CALLS = 20_000

ROUTES = ROUTE_DECORATORS | ROUTE_CALLS
#: What includes, and the argument that says what is included.
INCLUDED = {"include_router": ("router", 0), "mount": ("app", 1)}
MIDDLEWARE = {"add_middleware", "middleware"}
VERBS = ROUTES | INCLUDED.keys() | MIDDLEWARE


class Around(Protocol):
    """The other files of the project, None for one that cannot be read.

    Instead of a list None where it is too long, or not known.
    """

    def registering(self) -> list[Summary | None] | None:
        """Those that put routers, routes or middleware where others may have made them."""

    def naming(self, names: Collection[str]) -> list[Summary | None] | None:
        """Those whose imports name one of `names`."""

    def may_lead(self, name: str, home: Summary) -> bool:
        """Whether a dotted name may lead into a file, wherever imports start from."""


class Step(NamedTuple):
    """A registering call as it runs."""

    verb: str
    owner: Made | None
    call: Call
    scope: Scope
    certain: bool
    body: str  #: the module whose import, or the function whose call, it is part of

    @property
    def included(self) -> Given:
        """What it includes or mounts."""
        return Given(self.call.argument(*INCLUDED[self.verb]), self.scope)

    @property
    def told(self) -> object:
        """What tells apart two runs of one call: what its function and loops are given."""
        given = [id(each.expression) for each in self.scope.given.values()]
        return (*given, *(id(each.expression) for each in self.scope.loops.values()))


class Walk:
    """Notes what the files around one file register, and what that file does."""

    def __init__(
        self, summary: Summary, values: Values, scopes: Scopes, around: Around | None
    ) -> None:
        self._summary = summary
        self._values = values
        self._scopes = scopes
        self._around = around
        self._steps: dict[str, list[Step]] = {}
        self._inlined: set[str] = set()
        self._open: set[str] = set()  #: functions that register on what they are handed
        self._walked: dict[str, Summary] = {}
        self._decorated: dict[str, Mapping[Expr, Function]] = {}  #: by the file's module
        self._left = MOST_CALLS
        self.cut = False  #: something was left out: what is noted is not all

    def look_around(self) -> bool:
        """Go through the files that put things together; False where they are not all known."""
        return self._sees_all

    @cached_property
    def _sees_all(self) -> bool:
        others = self._around.registering() if self._around else None
        if others is None or len(others) > MOST_FILES:
            self._walk(self._summary)
            return False
        for _ in range(DEEPEST):
            files = {summary.name: summary for summary in [*others, self._summary] if summary}
            self.cut = self.cut or None in others
            for name in sorted(files):
                self._walk(files[name])
            callers = self._callers_of(self._open - self._inlined)
            if callers is None or len(callers) > MOST_FILES:
                return False
            others = [each for each in callers if each and each.name not in self._walked]
            self.cut = self.cut or None in callers
            if not others:
                break
        return True

    def _callers_of(self, functions: set[str]) -> list[Summary | None] | None:
        """The files that may call functions which put together what they are handed."""
        names: set[str] = set()
        for qualname in functions:
            summary = self._values.summary(qualname)
            if summary is not None:  # the module, and the function or its class in it
                names.add(summary.name.rpartition(".")[2])
                names.add(qualname[len(summary.name) + 1 :].partition(".")[0])
        return self._around.naming(names) if self._around and names else []

    def _walk(self, summary: Summary) -> None:
        """Note what a file registers when it is imported, and what its functions register."""
        if summary.name in self._walked:
            return
        self._walked[summary.name] = summary
        decorated = self.decorated_in(summary)
        self._left = MOST_CALLS
        self._steps[summary.name] = list(
            self._run(summary.calls, NOWHERE, True, decorated, summary.name, ())
        )
        for function in summary.functions.values():
            # what a route calls, it calls for a request
            if function.qualname not in self._inlined and not is_route(function):
                scope = Scope(function.qualname, {}, None, None)
                self._steps[function.qualname] = list(
                    self._run(function.calls, scope, True, decorated, function.qualname, ())
                )

    def walk_home(
        self, made: Made, verbs: Collection[str], homes: Collection[str] | None = None
    ) -> None:
        """Go through the file that makes an object, if it says one of these verbs at all.

        Files that hand it to helpers which do are found from there. `homes`: no others but these.
        """
        home = self._values.summary(made.call.within)
        if home is None or not (homes is None or home is self._summary or home.path in homes):
            return
        if home.says_any(verbs):
            self._walk(home)

    def _run(
        self,
        calls: list[Call],
        scope: Scope,
        certain: bool,
        decorated: Mapping[Expr, Function],
        body: str,
        stack: tuple[Function, ...],
    ) -> Iterator[Step]:
        """What calls register, in the order in which they run."""
        for call in sorted(calls, key=lambda call: order_of(call, decorated)):
            self._left -= 1
            if self._left < 0:
                self.cut = True
                return
            verb = last_name(call.callee)
            sure = certain and not call.branched
            if verb in VERBS:
                owner = self._scopes.owner(Given(receiver(call.callee), scope))
                registered = call.argument(*INCLUDED[verb]) if verb in INCLUDED else None
                if owner is None and (verb in REGISTERING or call in decorated):
                    registered = receiver(call.callee)
                if isinstance(self._scopes.closed(Given(registered, scope)).expression, Param):
                    self._open.add(body)
                if owner is not None or verb in INCLUDED:
                    for inner in self._scopes.unrolled(call, scope):
                        yield Step(verb, owner, call, inner, sure, body)
                    continue
            if len(stack) < DEEPEST:
                for inner, function in self._entered(call, scope, stack):
                    self._inlined.add(function.qualname)
                    there = self.decorated_in(self._values.summary(function.qualname))
                    yield from self._run(
                        function.calls, inner, sure, there, body, (*stack, function)
                    )

    def decorated_in(self, summary: Summary | None) -> Mapping[Expr, Function]:
        """The functions of a file by their decorators, looked through once."""
        if summary is None:
            return {}
        if summary.name not in self._decorated:
            self._decorated[summary.name] = by_decorator(summary.functions.values())
        return self._decorated[summary.name]

    def _entered(
        self, call: Call, scope: Scope, stack: tuple[Function, ...]
    ) -> Iterator[tuple[Scope, Function]]:
        """The function of the project that a call runs, if it has to do with routers."""
        callee = self._values.of(self._scopes.closed(Given(call.callee, scope)).expression)
        if not isinstance(callee, (Function, Bound, Class)):
            return
        function = self._values.callee(callee)
        if function is None or function in stack:
            return
        for inner in self._scopes.unrolled(call, scope):
            if (
                any(self._scopes.may_be_router(Given(e, inner)) for e in call.args)
                or any(self._scopes.may_be_router(Given(e, inner)) for _, e in call.keywords)
                or self._scopes.router(Given(call, inner)) is not None
                or (isinstance(callee, Bound) and self._is_own(function, scope))
            ):
                if not function.calls or function.is_generator:
                    return
                bound = not isinstance(callee, Function)
                yield self._scopes.bind(function, call, inner, bound), function

    def _is_own(self, function: Function, scope: Scope) -> bool:
        """Whether a method is called by another one of the same class: `self.setup_routes()`."""
        caller = self._values.function(scope.function) if scope.function else None
        return caller is not None and caller.owner is not None and caller.owner == function.owner

    def all_steps(self) -> Iterator[Step]:
        """Every step; those of functions only as part of the calls that lead there, if any do."""
        for body, steps in sorted(self._steps.items()):
            if body not in self._inlined:
                yield from steps

    def steps_on(
        self, made: Made, verbs: Collection[str], homes: Collection[str] | None = None
    ) -> tuple[list[Step], bool]:
        """What is registered on an object, in order, and whether that order is known.

        `homes`: what another file registers on what it makes itself is left out but for these.
        """
        self.walk_home(made, verbs, homes)
        home = self._values.summary(made.call.within)
        first: list[Step] = []
        rest: list[Step] = []
        for step in _once(step for step in self.all_steps() if made.same(step.owner)):
            if step.verb in verbs:
                is_home = step.body == made.call.within or (home and step.body == home.name)
                (first if is_home else rest).append(step)
        if not first and len({step.body for step in rest}) == 1:
            first, rest = rest, []
        return first + [step._replace(certain=False) for step in rest], not rest


def _once(steps: Iterable[Step]) -> Iterator[Step]:
    """Each call of a factory that is called with the same things again and again, once."""
    first: dict[tuple[Call, object], tuple[Call, ...]] = {}
    for step in steps:
        sites = step.owner.scope.sites if step.owner else ()
        if first.setdefault((step.call, step.told), sites) == sites:
            yield step


def by_decorator(functions: Iterable[Function]) -> dict[Expr, Function]:
    """Functions by their decorators."""
    return {
        decorator.expression: function
        for function in functions
        for decorator in function.decorators
    }


def order_of(call: Call, decorated: Mapping[Expr, Function]) -> tuple[int, int]:
    """When a call runs: decorators when their function is defined, from the bottom up."""
    function = decorated.get(call)
    return (function.lineno, -call.lineno) if function else (call.lineno, call.col_offset)


def every_call(summary: Summary) -> Iterator[Call]:
    """What a file calls, when it is imported and in its functions."""
    yield from summary.calls
    for function in summary.functions.values():
        yield from function.calls
