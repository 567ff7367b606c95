"""Who calls a function? The calls are looked for in its file and in those that import it.

A call whose receiver is not known is not seen, so there may be others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from flake8_fastapi.model.calling.signs import drops, inmost_decorators
from flake8_fastapi.model.concurrency.threads import run_in_thread
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import THREADING
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Expr,
    Param,
    Ref,
    last_name,
    options_of,
)
from flake8_fastapi.model.syntax.functions import Class, Decorator, Function, Summary
from flake8_fastapi.model.values.alternatives import Alternatives
from flake8_fastapi.model.values.arguments import argument_given, is_refused
from flake8_fastapi.model.values.decorators import runs_itself
from flake8_fastapi.model.values.value_kinds import Instance, Value
from flake8_fastapi.model.values.values import Values

#: Functions looked at for one answer.
MOST = 30

#: Calls by the last name of what is called, and who makes them; None: they are made at import.
Made = dict[str, list[tuple[Call, Function | None]]]


def _by_name(calls: Iterable[tuple[Call, Function | None]]) -> Made:
    found: Made = {}
    for call, caller in calls:
        found.setdefault(last_name(call.callee), []).append((call, caller))
    return found


class Callers:
    """Looks for the callers of functions through the files of a project.

    `files` gives the summaries of other files that may call a function, `afar` of those that may
    where none of them does; `known_as` gives the names without which nobody comes to call one.
    """

    def __init__(
        self,
        own: Summary,
        values: Values,
        files: Callable[[Function | Class], Iterator[Summary]],
        afar: Callable[[Function | Class], Iterator[Summary]],
        known_as: Callable[[Function | Class], Collection[str]],
    ) -> None:
        self._own = own
        self._values = values
        self._files = files
        self._afar = afar
        self.known_as = known_as
        self._alternatives = Alternatives(values)
        self._given: dict[tuple[Function, str], list[Value]] = {}
        self._elsewhere: dict[Function | Class, Made] = {}
        self._far_away: dict[Function, list[tuple[Call, Function | None]]] = {}
        self._choices_in: dict[Summary, list[list[Class]]] = {}

    def calls_of(self, function: Function) -> Iterator[tuple[Call, Function | None]]:
        """The calls of a function, and who makes them; None: they are made at import."""
        found = False
        for call, caller in self._calls_among(self._own_calls, function):
            found = True
            yield call, caller
        # who knows only the abstract method that it stands for, is asked if nobody else calls it
        for target in chain((function,), self._completed_by(function)):
            if target is not function and found:
                break
            for call, caller in self._calls_among(self._made_elsewhere(target), function):
                found = True
                yield call, caller
        may_hang = function.name == "__call__" or not function.name.startswith("_")
        if not found and function.owner is not None and may_hang:
            yield from self._calls_from_afar(function)

    def handed_to_threads(self, function: Function) -> Iterator[tuple[Call, Function | None]]:
        """The calls that let a thread call a function: `await to_thread.run_sync(copy, path)`."""
        for made in self.made_near(function):
            for word in made.keys() & THREADING:
                for call, caller in made[word]:
                    given = run_in_thread(call, self._values)
                    if given is not None and self.stands_for(given, function):
                        yield call, caller

    def running(self, function: Function) -> dict[Function | None, list[Call]]:
        """The functions that call `function`, and how; None: beside serving, or in vain."""
        found: dict[Function | None, list[Call]] = {}
        for call, caller in self.calls_of(function):
            if caller is not None and (
                runs_itself(caller, call) or drops(call, function, self._values)
            ):
                caller = None
            found.setdefault(caller, []).append(call)
        return found

    def awaiting(self, function: Function) -> Iterator[tuple[Call, Function | None, Call]]:
        """The calls of async functions that are given a function and await it, and who makes them.

        With each, where it is awaited: `await retry(read)` does `await function()`, in a loop.
        """
        if not function.is_async or function.name == "__call__":
            return
        made = chain.from_iterable(each.values() for each in self.made_near(function))
        for call, caller in chain.from_iterable(made):
            if function.name not in map(last_name, call.given):
                continue
            runner = self._values.callee(self._values.of(call.callee))
            if runner is not None and not drops(call, runner, self._values):
                for awaiting in self._places_awaiting(function, runner, call):
                    yield call, caller, awaiting

    def decorated_by(self, wrapper: Function) -> Iterator[Function]:
        """The async functions in whose place a decorator of the project puts an async `wrapper`.

        Who calls them runs it: `def retry(f): async def wrapper(*args): ...; return wrapper`.
        """
        maker = self._values.function(wrapper.outer) if wrapper.outer is not None else None
        if maker is None or not wrapper.is_async:
            return
        if all(self._values.of(returned) is not wrapper for returned in maker.returned):
            return
        factory = self._values.function(maker.outer) if maker.outer is not None else None
        for each, made in self.decorated_with(maker, factory):
            if each.is_async and (
                factory is None or self._has_all_on(made.expression, factory, wrapper)
            ):
                yield each

    def decorated_with(
        self, maker: Function, factory: Function | None
    ) -> Iterator[tuple[Function, Decorator]]:
        """The functions that a decorator of the project is put around, below what registers them.

        It is `maker`, or what `factory(...)` gives, in which `maker` stands.
        """
        for summary in self.summaries_near(factory or maker):
            for each in summary.functions.values():
                for made in inmost_decorators(each):
                    if self._is_made_with(made.expression, maker, factory):
                        yield each, made

    def replaced_by(self, method: Function) -> Iterator[Function]:
        """The methods in whose place one runs where a factory gives an object of its class instead.

        `return RedisStore(url) if url else MemoryStore()`: whoever calls the one's may call the
        other's, though they are no kin.
        """
        cls = self._values.known_class(method.owner) if method.owner is not None else None
        near = (self.summaries_near(each) for each in (method, cls) if each is not None)
        for summary in dict.fromkeys(chain.from_iterable(near)) if cls is not None else ():
            for given in self._choices(summary):
                for other in given if cls in given else ():
                    found = self._values.method(other, method.name)
                    if found is not None and found is not method:
                        yield found

    def _choices(self, summary: Summary) -> list[list[Class]]:
        """The classes of the project of which functions of a file give an object, if several."""
        known = self._choices_in.get(summary)
        if known is None:
            found = (_classes_given(each, self._values) for each in summary.functions.values())
            known = self._choices_in[summary] = [each for each in found if len(each) > 1]
        return known

    def stands_for(self, given: Expr, target: Function | Class) -> bool:
        """Whether an expression is a function or class, or calling what it is runs it."""
        value = self._values.of(given)
        return value is target or (
            isinstance(target, Function) and self._values.callee(value) is target
        )

    def made_near(self, target: Function | Class) -> tuple[Made, Made]:
        """The calls of this file, and of others that may use `target`, by what they name."""
        return self._own_calls, self._made_elsewhere(target)

    def summaries_near(self, target: Function | Class) -> Iterator[Summary]:
        """This file, and those that may use `target`."""
        return chain((self._own,), self._files(target))

    # -- the calls that there are -------------------------------------------------------------

    @cached_property
    def _own_calls(self) -> Made:
        """The calls of this file."""
        return _by_name(self._own.calls_naming(()))

    def _made_elsewhere(self, target: Function | Class) -> Made:
        """The calls of other files that may use `target`."""
        made = self._elsewhere.get(target)
        if made is None:
            named = (each.calls_naming(self.known_as(target)) for each in self._files(target))
            made = self._elsewhere[target] = _by_name(chain.from_iterable(named))
        return made

    def _calls_among(
        self, made: Made, function: Function
    ) -> Iterator[tuple[Call, Function | None]]:
        """Those of some calls that surely call a function."""
        for call, caller in self._called_by(function, made):
            if self._calls(call, function):
                yield call, caller

    def _called_by(self, function: Function, made: Made) -> Iterator[tuple[Call, Function | None]]:
        """The calls of what has a name of the function; of objects, also those without a name."""
        for word in (*self.known_as(function), *([""] if function.name == "__call__" else [])):
            yield from made.get(word, ())

    def _calls_from_afar(self, method: Function) -> list[tuple[Call, Function | None]]:
        """The calls of a method that nobody calls nearby: it may hang on other objects."""
        found = self._far_away.get(method)
        if found is None:
            named = (each.calls_naming(self.known_as(method)) for each in self._afar(method))
            found = self._far_away[method] = [
                (call, caller)
                for call, caller in chain.from_iterable(named)
                if self._calls(call, method)
            ]
        return found

    # -- is it called by this call? -----------------------------------------------------------

    def _calls(self, call: Call, function: Function) -> bool:
        name = last_name(call.callee)
        if name not in self.known_as(function) and (name or function.name != "__call__"):
            return False
        callee = self._values.of(call.callee)
        if callee is None and isinstance(call.callee, (Attr, Ref)):
            return any(
                self._values.callee(each) is function and not is_refused(each, call, self._values)
                for each in (self._alternatives.of(call.callee) or self._handed(call.callee))
            )
        called = self._values.callee(callee)
        is_it = called is function or (called is not None and self._completes(function, called))
        is_it = is_it or (called is None and self._is_run_after_init(function, callee))
        return is_it and not is_refused(callee, call, self._values)

    def _handed(self, callee: Expr) -> Iterator[Value | None]:
        """The methods that an attribute is of what callers give to a parameter without a type."""
        match callee:
            case Attr(of=Param(function=name, name=parameter), name=method):
                helper = self._values.function(name)
                if helper is not None:
                    for given in self._given_to(helper, parameter):
                        yield self._values.attribute(given, method)

    def _given_to(self, helper: Function, parameter: str) -> list[Value]:
        """The objects of the project that are given to a parameter of which nothing is said."""
        known = self._given.get((helper, parameter))
        if known is None:
            known = self._given[helper, parameter] = []  # so that it does not ask for itself
            if any(
                each.name == parameter and each.kind not in ("*", "**")
                for each in helper.arguments
                if self._values.says_nothing(each.annotation)
            ):
                sites = (site for site, _ in self.calls_of(helper))
                given = (argument_given(parameter, helper, it, self._values) for it in sites)
                known += (
                    value
                    for value in map(self._values.of, given)
                    if isinstance(value, Instance) and value.known is not None
                )
        return known

    def _is_run_after_init(self, function: Function, made: Value | None) -> bool:
        """Whether it is the `__post_init__` of a dataclass that has no `__init__` of its own."""
        return (
            function.name == "__post_init__"
            and isinstance(made, Class)
            and self._values.decorated_by(made, {"dataclasses.dataclass"})
            and self._values.method(made, "__post_init__") is function
        )

    def _completed_by(self, method: Function) -> Iterator[Function]:
        """The abstract methods that one stands for: who calls those need not import its file."""
        return filter(self._values.is_left_open, self._values.overridden(method))

    def _completes(self, function: Function, abstract: Function) -> bool:
        """Whether a method is what an abstract one of a base stands for."""
        return (
            function.owner is not None
            and abstract.owner is not None
            and self._values.is_for_derived(abstract)
            and bool(self._values.derives(function.owner, abstract.owner))
        )

    # -- is it awaited by what it is given to, or run by what decorates? -------------------------

    def _places_awaiting(self, function: Function, runner: Function, call: Call) -> Iterator[Call]:
        """Where an async function awaits what a call gives to one of its parameters."""
        if not runner.is_async or runner.is_generator is not False:
            return
        for inner in runner.calls:
            match inner.callee:
                case Param(function=runner.qualname, name=name) if inner.awaited and not inner.off:
                    given = argument_given(name, runner, call, self._values)
                    if given is not None and self.stands_for(given, function):
                        yield inner

    def _is_made_with(self, decorator: Expr, maker: Function, factory: Function | None) -> bool:
        """Whether a decorator is `maker`, or what `factory(...)` gives, in which `maker` stands."""
        right = factory or maker
        named = decorator.callee if factory and isinstance(decorator, Call) else decorator
        return (
            last_name(named) == right.name and self._values.callee(self._values.of(named)) is right
        )

    def _has_all_on(self, decorator: Expr, factory: Function, wrapper: Function) -> bool:
        """Whether no option of a decorator is off: `retry(delay=0)` may do nothing of the kind.

        One that the wrapper has a parameter of the same name for, as `**kwargs`, is not seen there.
        """
        if not isinstance(decorator, Call):
            return False
        hidden = {argument.name for argument in wrapper.arguments}
        for argument in factory.arguments:
            if argument.name in hidden:
                continue
            if argument.kind == "*" and len(decorator.args) > len(factory.by_position):
                continue  # it is given some
            given = argument_given(argument.name, factory, decorator, self._values)
            constant = self._values.constant(given)
            if given is None or (constant is not None and not constant.value):
                return False
        return True


def _classes_given(function: Function, values: Values) -> list[Class]:
    """The classes of the project of which a function returns an object, where it has a choice."""
    options = [each for returned in function.returned for each in options_of(returned)]
    given = map(values.of, options if len(options) > 1 else ())
    return [each.known for each in given if isinstance(each, Instance) and each.known is not None]
