"""What blocks behind a call: in the helpers of the project that it runs, at any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flake8_fastapi.model.blocking import READ, READ_NAMES, is_read
from flake8_fastapi.model.blocking.entries import THREAD
from flake8_fastapi.model.calling.overriding import completing, is_private
from flake8_fastapi.model.event_loop.belied import Belied, CallsOf
from flake8_fastapi.model.event_loop.bodies import Bodies
from flake8_fastapi.model.event_loop.direct import (
    Blocked,
    Direct,
)
from flake8_fastapi.model.event_loop.file_contents import asks_once, found_later
from flake8_fastapi.model.event_loop.given_by_all import GivenByAll
from flake8_fastapi.model.event_loop.objects import AllCallsOf, Objects, nothing_known
from flake8_fastapi.model.event_loop.over_at_once import OVER_AT_ONCE, is_told_to_end
from flake8_fastapi.model.event_loop.passwords import is_for_first_row
from flake8_fastapi.model.event_loop.undeclared import Given, Undeclared, tells_nothing
from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.libraries import taken_by
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    AttributeRead,
    Call,
    Const,
    Entering,
    Expr,
    Implicit,
    Item,
    Items,
    Iterated,
    Iterating,
    Param,
    TakingAll,
    Typed,
    is_none,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.alternatives import Alternatives
from flake8_fastapi.model.values.arguments import (
    arguments_given,
    is_refused,
    is_super,
)
from flake8_fastapi.model.values.constructed import Constructed, Made
from flake8_fastapi.model.values.decorators import as_wrapped
from flake8_fastapi.model.values.evaluation import WITHOUT_SELF
from flake8_fastapi.model.values.members import asks_settings_in_vain
from flake8_fastapi.model.values.properties import getter
from flake8_fastapi.model.values.switches import (
    about_globals,
    excluded_by,
    is_met,
    is_met_by_globals,
    left_out,
)
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Method, Partial, Value
from flake8_fastapi.model.values.values import Values

#: Helpers followed one into the other, whatever decides if they run. Of what lies deeper, about
#: half turned out to run seldom, or only once: behind fallbacks, at the first use of something.
#: So there only calls count that are made in the usual course of a function.
DEEPEST = 3
#: Functions looked into for one call.
MOST = 200

#: What only the model writes into a name: `load.<locals>.read`, `load#3` of the third `def load`.
_OF_MODEL = regex(r"\.<locals>|#\d+")

#: What a process says, read line by line.
PIPES = {"stdout", "stderr"}

#: Libraries with objects that ask or wait when somebody iterates over them: queries, streams.
_ITERATED = ("anthropic", "groq", "openai", "peewee", "sqlalchemy", "transformers")

#: What waits for others only at times: whoever calls a helper that does mostly goes on at once.
_AT_TIMES = {"Condition.wait", "Condition.wait_for"}


#: What waits for a server: of two versions of a method, one may ask a database, the other a vendor.
_ASKING = {"http", "database", "store", "sdk", "socket"}


class _Doubt(NamedTuple):
    """A method that derived classes may have another version of."""

    cls: Class
    name: str


class _Step(NamedTuple):
    """A function that a call runs."""

    function: Function
    absent: frozenset[str]  #: conditions that the call does not meet: see `conditions`
    cls: Class | None = None  #: of the object that it is a method of, where that is certain
    #: parameters that are not what they declare; None: ask the callers
    belied: frozenset[str] | None = frozenset()
    given: Given = ()  #: what parameters that declare nothing are given
    made: Made | None = None  #: the object that it is a method of, where it is seen being made


class Helpers:
    """Follows calls into the functions of the project.

    `properties` names those whose code blocks, perhaps; `versions` gives what derived classes make
    of a method, `uses` all calls of a function or class, `calls_of` those that are seen.
    """

    def __init__(
        self,
        values: Values,
        direct: Direct,
        belied: Belied,
        properties: Callable[[], frozenset[str]],
        versions: Callable[[Class, str], list[Function | None]],
        uses: AllCallsOf = nothing_known,
        calls_of: CallsOf = lambda function: (),
    ) -> None:
        self._values = values
        self._direct = direct.blocks
        self._is_switched_off = direct.is_switched_off
        self._belied = belied
        self._property_names = properties
        self._versions = versions
        self._undeclared = Undeclared(values)
        self._given_by_all = GivenByAll(values, self._undeclared, calls_of, uses)
        self._alternatives = Alternatives(values)
        self._bodies = Bodies(values)
        self._constructed = Constructed(values)
        self._objects = Objects(values, self._constructed, uses)
        self._calls_of = calls_of
        self._reached: dict[tuple[_Step, bool], list[Blocked]] = {}

    def blocks(self, call: Call, function: Function) -> list[Blocked]:
        """What a call blocks on: itself, or behind it the nearest of each kind."""
        given: Given = ()
        found = self._blocks(call, _Step(function, frozenset(), belied=None))
        if not found and (given := self._given_by_all.to(call, function)):
            found = self._blocks(call, _Step(function, frozenset(), belied=None, given=given))
            if found and not self._given_by_all.is_certain(function, given):
                return []
        if found and function.owner is not None:
            helper = self._values.callee(self._called(call))
            made = self._objects.asked_by(call, function, helper)
            if made and not any(self._blocks_on(each, call, function, given) for each in made):
                return []
        return found

    def _blocks_on(self, made: Made, call: Call, method: Function, given: Given) -> bool:
        """Whether a call in a method blocks where the object is one that was made so."""
        start = _Step(method, frozenset(), made.cls, None, given, made)
        return self._constructed.meets(made, call.presumes, method) and bool(
            self._blocks(call, start)
        )

    def _blocks(self, call: Call, start: _Step) -> list[Blocked]:
        """The same, in a function of which something may be known."""
        function = start.function
        if isinstance(call, Entering):
            return self._behind_entering(call.callee)
        value = self._called(call, start if start.given else None)
        direct = self._direct(value, call)
        if direct is not None:
            if not self._is_met_by_globals(call):
                return []
            return [] if is_told_to_end(call, function) else [direct]
        helper = self._bodies.run_by(value, call, function)
        found = []
        if helper is not None:
            step, doubt = self._step(start, helper, value, call)
            found = self._behind(step)
            if found and (excluded := excluded_by(call.presumes)):
                found = self._behind(step._replace(absent=step.absent | excluded))
            if found and is_refused(value, call, self._values):
                return []  # it fails before the helper runs
            if found and not self._is_met_by_globals(call):
                return []
            if found and not call.usual:
                found = [each for each in found if len(each.through) <= DEEPEST]
            if doubt is not None:
                found = self._surest(doubt, found)
        if value is None:
            found = self._behind_each(call, function)
        if tells_nothing(value) and isinstance(call.callee, Param):
            found = self._behind_all_given(call, call.callee.name, function)
        if not found and any(entered is call for entered in function.entered):
            found = self._behind_entering(call)
        return found

    def _behind_all_given(self, call: Call, parameter: str, function: Function) -> list[Blocked]:
        """What the first of the functions blocks on that are given to a parameter, if all do.

        `await self.retry(client.search)` has `retry` do `function()`.
        """
        found: list[list[Blocked]] = []
        is_own = isinstance(call.callee, Param) and call.callee.function == function.qualname
        for site, _ in self._calls_of(function) if is_own else ():
            handed = arguments_given(self._values.of(site.callee), site, self._values) or {}
            given = handed.get(parameter, _default(function, parameter))
            if is_none(given):
                continue  # it is asked for before
            value = self._values.of(given)
            direct = self._direct(value, call)
            helper = self._bodies.run_by(value, call, function) if direct is None else None
            if direct is None and helper is None:
                return []
            behind = [direct] if direct is not None else []
            if helper is not None and given is not None:
                start = _Step(function, frozenset(), belied=None)
                step, doubt = self._step(start, helper, value, call)
                behind = [] if doubt is not None else self._behind(step)
            found.append(behind)
        return _of_all(found)

    def _behind_each(self, call: Call, function: Function) -> list[Blocked]:
        """What the first of several methods of the project blocks on, if all others do likewise.

        `PROVIDERS[name].log_in()`
        """
        found: list[list[Blocked]] = []
        for method in self._alternatives.of(call.callee) if isinstance(call.callee, Attr) else ():
            helper = self._bodies.run_by(method, call, function)
            if helper is None or is_refused(method, call, self._values):
                return []
            start = _Step(function, frozenset(), belied=None)
            step, doubt = self._step(start, helper, method, call)
            behind = self._behind(step) if call.usual else []
            found.append(self._surest(doubt, behind) if doubt is not None else behind)
        return _of_all(found)

    def _behind_entering(self, expression: Expr) -> list[Blocked]:
        found = [each for step in self._entering(expression) for each in self._behind(step)]
        return [each for each in found if len(each.through) <= DEEPEST]

    def _behind(self, first: _Step, whatever: bool = True) -> list[Blocked]:
        """What a sync function of the project blocks on, nearest first, one of each kind.

        `whatever`: also behind methods of which there are several versions, if all block.
        """
        known = self._reached.get((first, whatever))
        if known is not None:
            return known
        found: dict[str, Blocked] = {}
        queue: list[tuple[_Step, tuple[str, ...], tuple[_Doubt, ...], bool, tuple[Call, ...]]]
        queue = [(first, (_shown(first.function),), (), True, ())]
        seen = {first}
        for step, through, doubts, usual, way in queue:
            is_near = len(through) < DEEPEST
            is_deep = len(through) > DEEPEST
            further: list[tuple[_Step, tuple[_Doubt, ...], bool, tuple[Call, ...]]] = []
            for call in self.made_by(step.function):
                if call.awaited or (is_deep and not self._is_usual(call, step)):
                    continue
                value = self._called(call, step)
                direct = self._direct(value, call)
                inner = None
                if direct is None and (is_near or usual):
                    inner = self._bodies.run_by(value, call, step.function)
                if (direct is None and inner is None) or call.once or call.off:
                    continue
                if call.exceptional:
                    continue
                if not self._may_run(call, step):
                    continue
                if direct is not None:
                    if direct.blocking.kind not in found and direct.name not in _AT_TIMES:
                        if self._belied.covers(call.callee, step.function, step.belied):
                            continue
                        if any(each(call, step.function) for each in OVER_AT_ONCE):
                            continue
                        if self._is_switched_off(direct.blocking, call, step.absent):
                            continue
                        if is_for_first_row(direct.blocking, (*way, call)):
                            continue
                        if self._agreed(doubts, direct, whatever) is direct:
                            found[direct.blocking.kind] = direct._replace(through=through)
                elif inner is not None:
                    is_usual = usual and self._is_usual(call, step)
                    if (is_near or is_usual) and not is_refused(value, call, self._values):
                        after, doubt = self._step(step, inner, value, call)
                        doubts_there = (*doubts, doubt) if doubt else doubts
                        further.append((after, doubts_there, is_usual, (*way, call)))
            for expression in step.function.entered if is_near else ():
                further += ((each, doubts, False, way) for each in self._entering(expression))
            for after, doubts_there, is_usual, calls in further:
                if after not in seen and len(seen) < MOST:
                    seen.add(after)
                    led = (*through, _shown(after.function))
                    queue.append((after, led, doubts_there, is_usual, calls))
        blocked = self._reached[first, whatever] = list(found.values())
        return blocked

    def _may_run(self, call: Call, step: _Step) -> bool:
        """Whether a function may come to a call of its own, with what a step gives it."""
        return (
            is_met(call.needs, step.absent, self._values)
            and self._is_met_by_globals(call)
            and is_met(call.presumes, step.absent, self._values)
            and (
                step.made is None
                or self._constructed.meets(step.made, call.presumes, step.function)
            )
        )

    def _is_usual(self, call: Call, step: _Step) -> bool:
        """Whether a call is no fallback, or one for what a step does not give its function."""
        return call.usual or (
            bool(call.unusual_if)
            and bool(step.absent)
            and not any(is_met(each, step.absent, self._values) for each in call.unusual_if)
        )

    def _is_met_by_globals(self, call: Call) -> bool:
        """Whether what modules hold lets a function come to a call of its own."""
        return is_met_by_globals(call.presumes, self._values) and not any(
            asks_settings_in_vain(each, self._values) or asks_once(each, self._values)
            for each in call.presumes
        )

    def _surest(self, doubt: _Doubt, found: list[Blocked]) -> list[Blocked]:
        """What every version of a method blocks on, or else the first that one of them does."""
        agreed = [(each, self._agreed([doubt], each)) for each in found]
        known = [it for _, it in agreed if it is not None]
        return [each for each, it in agreed if it is each] or known[:1]

    def _agreed(
        self, doubts: Iterable[_Doubt], blocked: Blocked, whatever: bool = True
    ) -> Blocked | None:
        """The same, if something blocks whichever version of some methods it is that runs.

        Where others wait for another kind of server, what helps against one alone is no remedy.
        """
        for doubt in doubts:
            for version in self._versions(*doubt):
                if version is not None and self._values.is_left_open(version):
                    continue  # nobody makes an object that has it
                if version is None or version.is_async or not whatever:
                    return None
                if version.is_generator is not False:
                    return None
                if not self._bodies.is_run_as_written(version):
                    return None
                behind = self._behind(_Step(version, frozenset()), whatever=False)
                kinds = {each.blocking.kind for each in behind}
                if blocked.blocking.kind in kinds:
                    continue
                if blocked.blocking.kind not in _ASKING or kinds.isdisjoint(_ASKING):
                    return None
                blocked = blocked._replace(blocking=blocked.blocking._replace(remedy=THREAD))
        return blocked

    def _step(
        self, caller: _Step, helper: Function, value: Value | None, call: Call
    ) -> tuple[_Step, _Doubt | None]:
        """What a call of a helper runs, and whether it may be another version of it."""
        if helper.decorators:
            call = as_wrapped(call, helper, self._values)
        given = arguments_given(value, call, self._values)
        absent = left_out(helper, given, call.within, self._values, caller.absent)
        while isinstance(value, Partial):
            value = value.of
        cls: Class | None = None
        seen: Made | None = None
        doubt: _Doubt | None = None
        of = call.callee.of if isinstance(call.callee, Attr) else None
        match value:
            case (
                Bound(of=Instance(known=Class() as known, made=made))
                | Instance(known=Class() as known, made=made)
            ):
                if made is not None and not isinstance(made.callee, Param):
                    cls = known
                    seen = self._constructed.seen(of, made, known, call.within, caller.absent)
                    if seen is not None and of is made:
                        seen = self._constructed.as_new(seen, made, call, caller.function)
                elif is_super(of, self._values):
                    cls = caller.cls
                    seen = caller.made
                    if seen is not None and helper.name == "__init__":
                        seen = seen._replace(maker=helper, unmet=absent)
                elif caller.cls is None or not _is_on_self(call, caller.function):
                    doubt = _Doubt(known, helper.name)
                else:
                    cls = caller.cls
                    if caller.made is not None:
                        seen = self._constructed.handed_by(caller.made, call, caller.function)
            case Bound(of=Class() as known) if isinstance(of, Param):  # `cls.load()`
                doubt = _Doubt(known, helper.name)
            case Class() if not isinstance(call.callee, Param):
                cls = value
                seen = self._constructed.by(call, value, call.within, caller.absent)
        if doubt is not None and self._values.is_for_derived(helper):
            versions = completing(self._versions(*doubt), self._values)
            helper = next(filter(None, versions), helper)
            absent = left_out(helper, given, call.within, self._values, caller.absent)
        absent |= found_later(helper, given, self._values)
        if caller.made is not None:
            absent |= self._constructed.handed_on(caller.made, given, caller.function)
        if caller.absent:
            absent |= about_globals(caller.absent)
        belied = self._belied.at(helper, given, caller.function, caller.belied)
        if cls is not None and self._values.decorated_by(helper, WITHOUT_SELF):
            cls, seen = None, None
        undeclared = self._undeclared.given(value, call, caller.function, caller.given)
        return _Step(helper, absent, cls, belied, undeclared, seen), doubt

    @cached_property
    def _properties(self) -> frozenset[str]:
        return self._property_names()

    @cached_property
    def _may_read(self) -> bool:
        """Whether the project may have objects of libraries whose attributes block."""
        libraries = {cls.partition(".")[0] for cls in READ}
        return any(self._values.is_imported(each) is not False for each in libraries)

    @cached_property
    def _may_iterate(self) -> bool:
        """Whether the project may have objects that ask or wait when they are iterated over."""
        return any(self._values.is_imported(each) is not False for each in _ITERATED)

    def made_by(self, function: Function) -> Iterable[Call]:
        """The calls of a function, and what may be such without looking like it: attributes."""
        calls, names = function.calls, self._properties
        if not READ_NAMES.isdisjoint(function.read_names) and self._may_read:
            names |= READ_NAMES
        if names and not names.isdisjoint(function.read_names):
            calls = [*calls, *(each for each in function.reads if last_name(each.callee) in names)]
        if not PIPES.isdisjoint(function.read_names):
            calls = [*calls, *function.iterations]
        if self._may_iterate:
            calls = [*calls, *function.takings]
        return calls

    def _called(self, call: Call, by: _Step | None = None) -> Value | None:
        """What a call calls; of an object whose class is certain, what that makes of `self.x`."""
        if by is not None and by.cls is not None and _is_on_self(call, by.function):
            name = last_name(call.callee)
            if not is_private(name):
                return self._values.attribute(Instance(by.cls.qualname, by.cls), name)
        if isinstance(call, (Iterating, TakingAll)):
            return self._values.of(call.callee)
        if isinstance(call, AttributeRead):
            return getter(call.callee, self._values) or self._read(call.callee)
        value = self._values.of(call.callee)
        if by is not None and by.given and tells_nothing(value):
            value = self._values.of(self._undeclared.seen(call.callee, by.given))
        if value is None and isinstance(call.callee, Attr):
            return self._taking(call, call.callee.name) or self._alike(call)
        if isinstance(call.callee, (Item, Iterated)) and tells_nothing(value):
            return self._first_listed(call.callee) or value
        return value

    def _first_listed(self, callee: Item | Iterated) -> Value | None:
        """The first of the functions that a loop calls: `for name, check in CHECKS: check()`."""
        loop = callee.of if isinstance(callee, Item) else callee
        listed = self._values.expand(loop.of) if isinstance(loop, Iterated) else None
        listed = listed.value if isinstance(listed, Typed) else listed
        first = listed.items[0] if isinstance(listed, Items) and listed.items else None
        if isinstance(callee, Item):
            first = self._values.expand(first)
            is_there = isinstance(first, Items) and callee.index < len(first.items)
            first = first.items[callee.index] if isinstance(first, Items) and is_there else None
        value = self._values.of(first)
        return value if isinstance(value, (Function, Bound)) else None

    def _taking(self, call: Call, name: str) -> Value | None:
        """A method of whatever has one that is given such an object: `x.refresh(Request())`."""
        given = self._values.of(call.args[0]) if call.args else None
        cls = taken_by(given.cls, name) if isinstance(given, Instance) else None
        return Method(Instance(cls), name) if cls is not None else None

    def _alike(self, call: Call) -> Value | None:
        """A method of one of several objects, if each of them has one that blocks."""
        methods = self._alternatives.of(call.callee)
        return methods[0] if methods and all(self._direct(m, call) for m in methods) else None

    def _read(self, expression: Expr) -> Value | None:
        """An attribute of an object of a library that asks another process when it is read."""
        match value := self._values.of(expression):
            case Method(of=Instance(cls=cls), name=name) if is_read(cls, name):
                return value
            case Instance(cls=path, known=None) if is_read(*path.rpartition(".")[::2]):
                return value
        return None

    def _entering(self, expression: Expr) -> Iterator[_Step]:
        """The methods of the project that entering and leaving an object by `with` runs.

        Nothing is raised in between.
        """
        value = self._values.of(expression)
        if isinstance(value, Instance) and value.known is not None:
            for name in ("__enter__", "__exit__"):
                method = self._values.method(value.known, name)
                if method is not None and self._bodies.is_run_as_written(method):
                    nothing = {each.name: Const(None) for each in method.arguments[1:]}
                    yield _Step(method, left_out(method, nothing, "", self._values))


def _default(function: Function, parameter: str) -> Expr | None:
    """What a parameter is where a call leaves it out."""
    return next((each.default for each in function.arguments if each.name == parameter), None)


def _of_all(found: list[list[Blocked]]) -> list[Blocked]:
    """Of the first, what is of a kind that all others block on, too."""
    return [
        each
        for each in (found[0] if found else ())
        if all(any(it.blocking.kind == each.blocking.kind for it in other) for other in found)
    ]


def _is_on_self(call: Call, function: Function) -> bool:
    """Whether a call is one of a method of the same object: `self.load()`."""
    return not isinstance(call, Implicit) and is_own_object(receiver(call.callee), function)


def _shown(function: Function) -> str:
    return _OF_MODEL.sub("", function.qualname)
