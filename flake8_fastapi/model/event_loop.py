"""Which functions run on the event loop, and why; what blocks there, at any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from flake8_fastapi.model.arguments import arguments_given
from flake8_fastapi.model.blocking import (
    ABSENT,
    Blocking,
    Unless,
    blocking_constructor,
    blocking_function,
    blocking_method,
    in_memory,
)
from flake8_fastapi.model.callers import is_lifespan
from flake8_fastapi.model.conditions import left_out
from flake8_fastapi.model.decorators import CACHES
from flake8_fastapi.model.expressions import (
    AtCall,
    Attr,
    AttributeRead,
    Call,
    Const,
    Entering,
    Expr,
    Implicit,
    Items,
    Param,
    Ref,
    Text,
)
from flake8_fastapi.model.functions import Class, Function, Summary
from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.libraries import registers_callback
from flake8_fastapi.model.overriding import is_private
from flake8_fastapi.model.properties import getter
from flake8_fastapi.model.routing import Routing, last_name, receiver
from flake8_fastapi.model.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Partial,
    Pending,
    Value,
)
from flake8_fastapi.model.values import CONTEXT_MANAGERS, PROPERTIES, Values

#: Helpers followed one into the other, whatever decides if they run. Of what lies deeper, about
#: half turned out to run seldom, or only once: behind fallbacks, at the first use of something.
#: So there only calls count that are made in the usual course of a function.
DEEPEST = 3
#: Functions looked into for one call.
MOST = 200

#: Seconds of sleep that nobody notices.
MOMENT = 0.01

#: Files that the kernel makes up.
_NO_DISK = ("/proc/", "/sys/", "/dev/")

#: What iterates its first argument to the end.
_ITERATES = {
    f"builtins.{name}"
    for name in ("list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "max", "min")
}

#: Decorators that leave a function what it is: calling it runs its body at once.
_TRANSPARENT = {
    "builtins.staticmethod", "builtins.classmethod", "functools.wraps", "abc.abstractmethod",
    "typing.override", "typing.final", "typing.no_type_check", "tenacity.retry",
    "backoff.on_exception", "backoff.on_predicate", "typing_extensions.deprecated",
    "warnings.deprecated",
} | CONTEXT_MANAGERS | PROPERTIES  # fmt: skip


#: Runs once for each object.
_KEPT = "functools.cached_property"

#: The name of the machine itself, which it knows.
_OWN_NAME = {"platform.node", "socket.getfqdn", "socket.gethostname"}

#: Methods that ask whether there is anything left to wait for, so that nobody need wait.
_ASKS = {"done", "empty", "is_alive", "poll", "ready"}

_WITHOUT_SELF = {"builtins.staticmethod", "builtins.classmethod"}
_MIDDLEWARE = "starlette.middleware.base.BaseHTTPMiddleware"

#: Functions so called run when an application starts or stops, unless a caller is known.
_LIFECYCLE = regex(
    r"_*(?:(?:ainit|init|setup|set_up|startup|ensure|create_(?:index|table|collection))(?![a-z]).*"
    r"|initiali[sz]e|start|connect|open|close|aclose|stop|shutdown|disconnect|cleanup|teardown|main"
    r"|aenter__|aexit__)"
)

#: Programs that are over in milliseconds.
_BRIEF = {"chmod", "chown", "kill", "ln", "mkdir", "rm", "rmdir", "touch"}


class Reason(NamedTuple):
    """Why a function runs on the event loop."""

    kind: (
        #: "route", "dependency", "middleware", "handler", "task", "stream", "called", "async",
        #: "callback", "validator" (the only one that is not async)
        str
    )
    text: str  #: for the message: "`read` is an async route"


@dataclass(eq=False)
class BlockingCall(AtCall):
    """A call on the event loop that blocks it: the place where async code meets blocking code."""

    call: Call
    function: Function  #: the async function that makes the call
    reason: Reason
    kind: str  #: of what blocks: "sleep", "http", "database", ...
    name: str  #: of what blocks: `requests.get`
    through: tuple[str, ...]  #: the helpers in between, by qualified name
    remedy: str
    #: nothing before it in its function blocks so: where it is mended, the rest is too
    first: bool = True

    @property
    def via(self) -> str:
        """The helpers for the message: "through `app.mail.send`; ", or nothing."""
        if not self.through:
            return ""
        first, *further = (f"`{name}`" for name in self.through)
        if len(further) > 1:
            further = ["…", further[-1]]
        return f"through {' → '.join([first, *further])}; "


class Blocked(NamedTuple):
    """Something blocking that a helper leads to."""

    blocking: Blocking
    name: str
    through: tuple[str, ...]


class _Doubt(NamedTuple):
    """A method that derived classes may have another version of."""

    cls: Class
    name: str


class _Step(NamedTuple):
    """A function that a call runs."""

    function: Function
    absent: frozenset[str]  #: conditions that the call does not meet: see `conditions`
    cls: Class | None = None  #: of the object that it is a method of, where that is certain


class EventLoop:
    """What of one file runs on the event loop.

    `serves` tells whether the file is part of the served application as far as the project's
    imports show; only then does an async function count that no entry point of the file calls.
    """

    def __init__(
        self,
        summary: Summary,
        values: Values,
        routing: Routing,
        serves: Callable[[], bool | None],
        further: tuple[str, ...] = (),
        callers: Callable[[Function], bool | None] = lambda function: None,
        validators: Callable[[], Iterable[tuple[Function, Class]]] = tuple,
        properties: Callable[[], frozenset[str]] = frozenset,
        versions: Callable[[Class, str], list[Function | None]] = lambda cls, name: [],
    ) -> None:
        self._summary = summary
        self._values = values
        self._routing = routing
        self._serves = serves
        self._further = frozenset(further)
        self._callers = callers
        self._validators = validators
        self._property_names = properties
        self._versions = versions
        self._reached: dict[tuple[_Step, bool], list[Blocked]] = {}

    # -- who runs here ---------------------------------------------------------------------

    def why(self, function: Function | None) -> Reason | None:
        """Why a function of the file runs on the event loop while requests are served, or None."""
        return self.reasons.get(function) if function is not None else None

    def is_certain(self, function: Function) -> bool:
        """Whether it is known who calls a function while requests are served."""
        reason = self.reasons.get(function)
        return reason is not None and (reason.kind != "async" or self._callers(function) is True)

    @cached_property
    def entries(self) -> dict[Function, str]:
        """The functions, async or not, that FastAPI itself calls while it serves, and as what."""
        found: dict[Function, str] = {}
        for function, reason in self._entries:
            found.setdefault(function, reason.kind)
        return found

    @cached_property
    def reasons(self) -> dict[Function, Reason]:
        found: dict[Function, Reason] = {}
        queue = [pair for pair in self._entries if pair[0].is_async]
        for function, model in self._validators():
            text = f"`{function.plain_name}` validates `{model.name}`, for `def` routes too"
            found[function] = Reason("validator", text)
        for function, reason in queue:
            if function in found or function in self._outside:
                continue
            found[function] = reason
            if self._summary.functions.get(function.qualname) is not function:
                continue
            for call in function.calls:
                callee = self._own_async(call)
                if callee is not None and callee not in found:
                    text = f"`{callee.plain_name}` is called by `{function.plain_name}`"
                    queue.append((callee, Reason("called", text)))
        rest = [f for f in self._summary.functions.values() if f.is_async and f not in found]
        if rest and self._serves():
            for function in rest:
                if function not in self._outside:
                    found[function] = Reason("async", f"`{function.plain_name}` is async")
        return found

    def _own_async(self, call: Call) -> Function | None:
        """The async function of the file that a call runs; others are not even looked up."""
        callee, names = call.callee, self._async_names
        if isinstance(callee, (Ref, Attr)) and last_name(callee) not in names:
            is_own = isinstance(callee, Ref) and callee.name.startswith(f"{self._summary.name}.")
            if not is_own and "__call__" not in names:
                return None
        function = self._values.callee(self._values.of(callee))
        return function if function is not None and function.is_async else None

    @cached_property
    def _async_names(self) -> set[str]:
        return {each.name for each in self._summary.functions.values() if each.is_async}

    @cached_property
    def threaded(self) -> dict[Function, Reason]:
        """The `def` functions of the file that FastAPI hands to threads."""
        found: dict[Function, Reason] = {}
        routing = self._routing
        for endpoint in routing.endpoints:
            if endpoint.function is not None and not endpoint.websocket:
                reason = Reason("route", f"`{endpoint.name}` is a `def` route")
                found.setdefault(endpoint.function, reason)
        given = [dependency.function for dependency in routing.dependencies]
        for endpoint in routing.endpoints:  # `Depends()` has its class from the annotation
            for parameter in endpoint.parameters:
                given.append(self._values.callee(self._values.of(parameter.dependency)))
        for function in given:
            if function is not None:
                reason = _reason(function, "dependency", "a `def` dependency")
                found.setdefault(function, reason)
        for task in routing.background_tasks:
            if task.function is not None:
                reason = _reason(task.function, "task", "a `def` background task")
                found.setdefault(task.function, reason)
        for streamed in routing.streamed:
            reason = _reason(streamed.function, "stream", "a streamed `def` generator")
            found.setdefault(streamed.function, reason)
        return {function: reason for function, reason in found.items() if not function.is_async}

    @cached_property
    def _entries(self) -> list[tuple[Function, Reason]]:
        """The functions of the file that FastAPI itself calls while it serves."""
        return list(self._called_by_framework())

    def _called_by_framework(self) -> Iterator[tuple[Function, Reason]]:
        routing = self._routing
        for endpoint in routing.endpoints:
            if endpoint.function is not None:
                what = "a websocket route" if endpoint.websocket else "an async route"
                yield endpoint.function, Reason("route", f"`{endpoint.name}` is {what}")
        for dependency in routing.dependencies:
            if function := dependency.function:
                yield function, _reason(function, "dependency", "an async dependency")
        for middleware in routing.middleware:
            for function in self._middleware_code(middleware.known, middleware.function):
                yield function, _reason(function, "middleware", "middleware")
        for cls in self._summary.classes.values():
            if cls.bases and self._values.derives(cls.qualname, _MIDDLEWARE):
                for function in self._middleware_code(cls, None):
                    yield function, _reason(function, "middleware", "middleware")
        for handler in routing.exception_handlers:
            if handler.function is not None:
                yield (
                    handler.function,
                    _reason(handler.function, "handler", "an async exception handler"),
                )
        for task in routing.background_tasks:
            if task.function is not None:
                yield task.function, _reason(task.function, "task", "an async background task")
        for function in self._summary.functions.values():
            for decorator in function.decorators if function.is_async else ():
                name = self._values.decorator_name(decorator.expression)
                if name is not None and registers_callback(name):
                    yield function, _reason(function, "callback", "an async callback")
        for streamed in routing.streamed:
            yield streamed.function, _reason(streamed.function, "stream", "streamed to the client")

    def _middleware_code(self, cls: Class | None, function: Function | None) -> Iterator[Function]:
        if function is not None:
            yield function
        if cls is not None:
            for name in ("dispatch", "__call__"):
                method = self._values.method(cls, name)
                if method is not None:
                    yield method

    @cached_property
    def _outside(self) -> set[Function]:
        """Async functions that run before or beside serving: start-up, `asyncio.run(f())`, jobs."""
        roots: set[Function] = set(self._routing.lifespans)
        for handler in self._routing.event_handlers:
            roots.update(handler.functions)
        for function in self._summary.functions.values():
            if is_lifespan(function, self._values):
                roots.add(function)
        for call, _ in self._routing.calls_named("run", "run_until_complete"):
            for given in call.args[:1]:
                value = self._values.of(given)
                if isinstance(value, Pending):
                    roots.add(value.function)
                elif isinstance(value, Function):
                    roots.add(value)
        for call, _ in self._routing.calls_named("enqueue", "enqueue_at", "enqueue_in"):
            for given in call.args[:2]:
                value = self._values.of(given)
                if isinstance(value, Function):
                    roots.add(value)
        if not roots:
            return roots
        serving = {f for f, _ in self._entries}
        callers: dict[Function, set[Function]] = {}
        for function in self._summary.functions.values():
            for call in function.calls:
                callee = self._own_async(call)
                if callee is not None:
                    callers.setdefault(callee, set()).add(function)
        outside = roots - serving
        grown = True
        while grown:
            grown = False
            for callee, by in callers.items():
                if callee not in outside and callee not in serving and by <= outside:
                    outside.add(callee)
                    grown = True
        return outside

    # -- what blocks -----------------------------------------------------------------------

    @cached_property
    def blocking_calls(self) -> list[BlockingCall]:
        """Every place of the file where code on the event loop calls what blocks it."""
        found = []
        for function, reason in self.reasons.items():
            if self._summary.functions.get(function.qualname) is not function:
                continue
            awaited = self._awaited_receivers(function)
            polled = self._polled(function)
            certain = reason.kind != "async"
            served, asked = None, False  # by whom it is called: a search, and rarely needed
            for call in chain(self._made_by(function), function.enterings):
                if call.awaited or self._is_async(call, awaited):
                    continue
                if polled and _key(receiver(call.callee)) in polled:
                    continue
                for blocked in self.blocks(call, function):
                    if call.once:
                        break
                    if not certain and not asked:
                        served, asked = self._callers(function), True
                        if served:
                            reason = Reason("called", reason.text)
                    if not certain and not served:
                        if served is False or not _is_close(blocked, function):
                            continue
                    found.append(
                        BlockingCall(
                            call, function, reason, blocked.blocking.kind, blocked.name,
                            blocked.through, blocked.blocking.remedy,
                        )
                    )  # fmt: skip
        found.sort(key=lambda each: (each.lineno, each.col_offset))
        seen = set()
        for each in found:
            one = each.function, each.kind, each.remedy
            each.first = one not in seen
            seen.add(one)
        return found

    def _polled(self, function: Function) -> set[object]:
        """Processes, threads and results that a function asks, or awaits, before it waits."""
        polled: set[object] = set()
        for call in function.calls:
            name = last_name(call.callee)
            if name in _ASKS:
                polled.add(_key(receiver(call.callee)))
            elif name == "wrap_future" and call.awaited and call.args:
                polled.add(_key(call.args[0]))
        return polled

    def _is_async(self, call: Call, awaited: set[Expr | None]) -> bool:
        """Whether the object is one whose methods are awaited, of a library: it has no others."""
        if self._receiver(call) not in awaited or isinstance(call, Implicit):
            return False
        return not isinstance(self._values.of(call.callee), Bound)

    @staticmethod
    def _receiver(call: Call) -> Expr | None:
        return call.callee.of if isinstance(call.callee, Attr) else None

    def _awaited_receivers(self, function: Function) -> set[Expr | None]:
        """Objects whose methods the function awaits elsewhere: they are async."""
        return {self._receiver(call) for call in function.calls if call.awaited} - {None}

    @cached_property
    def _properties(self) -> frozenset[str]:
        return self._property_names()

    def _made_by(self, function: Function) -> Iterable[Call]:
        """The calls of a function, and what may be such without looking like it: properties."""
        names = self._properties
        if not names or names.isdisjoint(function.read_names):
            return function.calls
        reads = (read for read in function.reads if last_name(read.callee) in names)
        return [*function.calls, *reads]

    def _called(self, call: Call, by: _Step | None = None) -> Value | None:
        """What a call calls; of an object whose class is certain, what that makes of `self.x`."""
        if by is not None and by.cls is not None and _is_on_self(call, by.function):
            name = last_name(call.callee)
            if not is_private(name):
                return self._values.attribute(Instance(by.cls.qualname, by.cls), name)
        if isinstance(call, AttributeRead):
            return getter(call.callee, self._values)
        return self._values.of(call.callee)

    def blocks(self, call: Call, function: Function) -> list[Blocked]:
        """What a call blocks on: itself, or behind it the nearest of each kind."""
        if isinstance(call, Entering):
            return self._behind_entering(call.callee)
        value = self._called(call)
        direct = self._direct(value, call)
        if direct is not None:
            return [direct]
        helper = self._helper(value, call, function)
        found = []
        if helper is not None:
            step, doubt = self._step(_Step(function, frozenset()), helper, value, call)
            found = self._behind(step)
            if not call.usual:
                found = [each for each in found if len(each.through) <= DEEPEST]
            if doubt is not None:
                found = [each for each in found if self._is_sure([doubt], each)]
        if not found and any(entered is call for entered in function.entered):
            found = self._behind_entering(call)
        return found

    def _behind_entering(self, expression: Expr) -> list[Blocked]:
        steps = [_Step(method, frozenset()) for method in self._entering(expression)]
        found = [each for step in steps for each in self._behind(step)]
        return [each for each in found if len(each.through) <= DEEPEST]

    def _behind(self, first: _Step, whatever: bool = True) -> list[Blocked]:
        """What a sync function of the project blocks on, nearest first, one of each kind.

        `whatever`: also behind methods of which there are several versions, if all block.
        """
        known = self._reached.get((first, whatever))
        if known is not None:
            return known
        found: dict[str, Blocked] = {}
        queue: list[tuple[_Step, tuple[str, ...], tuple[_Doubt, ...], bool]]
        queue = [(first, (_shown(first.function),), (), True)]
        seen = {first}
        for step, through, doubts, usual in queue:
            is_near = len(through) < DEEPEST
            is_deep = len(through) > DEEPEST
            further: list[tuple[_Step, tuple[_Doubt, ...], bool]] = []
            for call in self._made_by(step.function):
                if call.awaited or (is_deep and not call.usual):
                    continue
                value = self._called(call, step)
                direct = self._direct(value, call)
                inner = None
                if direct is None and (is_near or usual):
                    inner = self._helper(value, call, step.function)
                if (direct is None and inner is None) or call.once or call.handling:
                    continue
                if step.absent and call.needs & step.absent:
                    continue
                if direct is not None:
                    if direct.blocking.kind not in found:
                        if self._is_sure(doubts, direct, whatever):
                            found[direct.blocking.kind] = direct._replace(through=through)
                elif inner is not None:
                    is_usual = usual and call.usual
                    if is_near or is_usual:
                        after, doubt = self._step(step, inner, value, call)
                        further.append((after, (*doubts, doubt) if doubt else doubts, is_usual))
            for expression in step.function.entered if is_near else ():
                entering = self._entering(expression)
                further += ((_Step(each, frozenset()), doubts, False) for each in entering)
            for after, doubts_there, is_usual in further:
                if after not in seen and len(seen) < MOST:
                    seen.add(after)
                    led = (*through, _shown(after.function))
                    queue.append((after, led, doubts_there, is_usual))
        blocked = self._reached[first, whatever] = list(found.values())
        return blocked

    def _is_sure(self, doubts: Iterable[_Doubt], blocked: Blocked, whatever: bool = True) -> bool:
        """Whether something blocks whichever version of some methods it is that runs."""
        for doubt in doubts:
            for version in self._versions(*doubt):
                if version is None or version.is_async or version.is_generator or not whatever:
                    return False
                if not self._runs_as_written(version):
                    return False
                behind = self._behind(_Step(version, frozenset()), whatever=False)
                if all(each.blocking.kind != blocked.blocking.kind for each in behind):
                    return False
        return True

    def _step(
        self, caller: _Step, helper: Function, value: Value | None, call: Call
    ) -> tuple[_Step, _Doubt | None]:
        """What a call of a helper runs, and whether it may be another version of it."""
        given = arguments_given(value, call, self._values)
        absent = left_out(helper, given, call.within, caller.absent)
        while isinstance(value, Partial):
            value = value.of
        cls: Class | None = None
        doubt: _Doubt | None = None
        of = call.callee.of if isinstance(call.callee, Attr) else None
        match value:
            case (
                Bound(of=Instance(known=Class() as known, made=made))
                | Instance(known=Class() as known, made=made)
            ):
                if made is not None and not isinstance(made.callee, Param):
                    cls = known
                elif self._is_super(of):
                    cls = caller.cls
                elif caller.cls is None or not _is_on_self(call, caller.function):
                    doubt = _Doubt(known, helper.name)
                else:
                    cls = caller.cls
            case Bound(of=Class() as known) if isinstance(of, Param):  # `cls.load()`
                doubt = _Doubt(known, helper.name)
            case Class() if not isinstance(call.callee, Param):
                cls = value
        if cls is not None and self._values.decorated_by(helper, _WITHOUT_SELF):
            cls = None
        return _Step(helper, absent, cls), doubt

    def _is_super(self, of: Expr | None) -> bool:
        return isinstance(of, Call) and self._values.qualname(of.callee) == "builtins.super"

    def _direct(self, value: Value | None, call: Call) -> Blocked | None:
        """What the call itself blocks on, by the table of what is known."""
        match value:
            case External(name=name):
                blocking = blocking_function(name) or blocking_constructor(name)
                blocking = self._configured(name, blocking)
                shown = name.removeprefix("builtins.")
            case Method(of=Instance(cls=cls, made=made), name=method):
                if made is not None and self._in_memory(made):
                    return None
                if self._values.derives(cls, "starlette.testclient.TestClient"):
                    return None  # where a test client is used, nothing is served
                blocking = self._configured(f"{cls}.{method}", blocking_method(cls, method))
                shown = f"{cls.rpartition('.')[2]}.{method}"
            case Instance(cls=name, known=None):  # `client.chat.completions.create`
                blocking = blocking_function(name)
                shown = name
            case Partial(of=inner):
                return self._direct(inner, call)
            case _:
                return None
        if blocking is None or self._harmless(blocking, call):
            return None
        if blocking.kind == "subprocess" and self._is_brief(call):
            return None
        if shown.rpartition(".")[2] == "open" and blocking.kind == "file":
            mode = call.argument("mode", 0 if isinstance(value, Method) else 1)
            if mode is None or "b" not in (self._values.text(mode) or ""):
                blocking = blocking._replace(kind="text")
        return Blocked(blocking, shown, ())

    def _configured(self, name: str, blocking: Blocking | None) -> Blocking | None:
        """What is known of a call, or that the option names it: for what the table can't tell."""
        if name in self._further and (blocking is None or blocking.kind == "heavy"):
            remedy = blocking.remedy if blocking else "await its async counterpart"
            return Blocking("configured", remedy)
        return blocking

    def _harmless(self, blocking: Blocking, call: Call) -> bool:
        """Whether an argument switches the waiting off: `blocking=False`, `timeout=0`."""
        first = call.args[0] if call.args else None
        if blocking.kind == "sleep":
            value = self._values.constant(first)
            if value is not None and isinstance(value.value, (int, float)):
                return value.value <= MOMENT
        if blocking.kind == "socket" and isinstance(first, Call):
            if self._values.qualname(first.callee) in _OWN_NAME:
                return True
        if blocking.kind == "file" and isinstance(first, (Const, Text)):
            start = first.parts[0] if isinstance(first, Text) and first.parts else first
            if isinstance(start, Const) and str(start.value).startswith(_NO_DISK):
                return True
        return self._switched_off(blocking.unless, call)

    def _switched_off(self, switches: tuple[Unless, ...], call: Call) -> bool:
        for unless in switches:
            given = call.argument(unless.argument, unless.position)
            if given is None:
                if ABSENT in unless.values and not call.spreads:
                    return True
                continue
            constant = self._values.constant(given)
            if constant is not None and constant.value in unless.values:
                return True
        return False

    def _is_brief(self, call: Call) -> bool:
        """Whether a command is one that is over at once: `rm ...`, `mkdir ...`."""
        command = call.argument("args", 0)
        first = command.parts[0] if isinstance(command, Text) else command
        if isinstance(first, Items) and first.items:
            first = first.items[0]
        words = (self._values.text(first) or "").split(maxsplit=1)
        return bool(words) and words[0] in _BRIEF

    def _in_memory(self, made: Call) -> bool:
        """Whether an object was made by a call that waits for nothing: `connect(":memory:")`."""
        name = self._values.qualname(made.callee)
        return name is not None and self._switched_off(in_memory(name), made)

    def _helper(self, value: Value | None, call: Call, caller: Function) -> Function | None:
        """The sync function of the project whose body the call runs, if it surely does."""
        function = self._values.callee(value)
        if function is None or function.is_async:
            return None
        if isinstance(value, Instance) and function.owner is None:
            return None
        if function.is_generator and not self._values.decorated_by(function, CONTEXT_MANAGERS):
            if not self._iterates(caller, call):
                return None  # its body runs when somebody else iterates
        is_new = isinstance(value, Bound) and self._is_made_by(caller, value.of)
        return function if self._runs_as_written(function, is_new) else None

    @staticmethod
    def _is_made_by(caller: Function, value: Value) -> bool:
        """Whether an object is one that the function itself makes."""
        made = value.made if isinstance(value, Instance) else None
        return made is not None and made.within == caller.qualname

    def _iterates(self, caller: Function, call: Call) -> bool:
        """Whether a function iterates over what one of its calls gives."""
        return any(each is call for each in caller.iterated) or any(
            each.args[0] is call and self._values.qualname(each.callee) in _ITERATES
            for each in caller.calls
            if each.args
        )

    def _runs_as_written(self, function: Function, is_new: bool = False) -> bool:
        """Whether a call runs the body; `is_new`: of an object that has kept nothing so far."""
        for decorator in function.decorators:
            name = self._values.decorator_name(decorator.expression)
            if name == _KEPT and is_new:
                continue
            if name in CACHES or name not in _TRANSPARENT:
                return False
        return True

    def _entering(self, expression: Expr) -> Iterator[Function]:
        """The methods of the project that entering and leaving an object by `with` runs."""
        value = self._values.of(expression)
        if isinstance(value, Instance) and value.known is not None:
            for name in ("__enter__", "__exit__"):
                method = self._values.method(value.known, name)
                if method is not None and self._runs_as_written(method):
                    yield method


def _is_close(blocked: Blocked, function: Function) -> bool:
    """Whether something is worth a word where callers are not known.

    Sessions and stores are what servers have. Everybody runs programs, reads files, waits and
    sleeps, stand-ins for a slow service above all; and starts and stops once.
    """
    if blocked.blocking.kind in ("file", "text", "sleep", "subprocess", "wait"):
        return False
    if _LIFECYCLE.fullmatch(function.name):
        return False
    return len(blocked.through) <= (1 if blocked.blocking.kind in ("database", "store") else 0)


def _is_on_self(call: Call, function: Function) -> bool:
    """Whether a call is one of a method of the same object: `self.load()`."""
    of = call.callee.of if isinstance(call.callee, Attr) else None
    return (
        not isinstance(call, Implicit)
        and isinstance(of, Param)
        and function.owner is not None
        and of.function == function.qualname
        and of.name == function.arguments[0].name
    )


def _key(expression: Expr | None) -> object:
    """Something that is equal for two mentions of one object: of a name, or of `self.name`."""
    match expression:
        case Attr(of=of, name=name):
            return _key(of), name
        case Param(function=function, name=name):
            return function, name
        case Ref(name=name):
            return name
    return expression


def _reason(function: Function, kind: str, what: str) -> Reason:
    return Reason(kind, f"`{function.plain_name}` is {what}")


def _shown(function: Function) -> str:
    return function.qualname.replace(".<locals>", "").replace("#2", "")
