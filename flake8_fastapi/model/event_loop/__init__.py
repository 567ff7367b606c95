"""Which functions run on the event loop, and why; what blocks there, at any depth.

`reasons` says who runs there, `direct` what a call itself blocks on (`file_contents` and
`large_files` which files matter, `passwords` which hashes), `helpers` what blocks behind it; here
this becomes the blocking calls of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from flake8_fastapi.model.blocking import blocking_function
from flake8_fastapi.model.concurrency.threads import run_in_thread
from flake8_fastapi.model.event_loop.belied import Belied, CallsOf
from flake8_fastapi.model.event_loop.direct import Blocked, Direct
from flake8_fastapi.model.event_loop.helpers import PIPES, Helpers
from flake8_fastapi.model.event_loop.objects import AllCallsOf, nothing_known
from flake8_fastapi.model.event_loop.over_at_once import key_of
from flake8_fastapi.model.event_loop.passwords import is_for_first_row
from flake8_fastapi.model.event_loop.reasons import Reason, Reasons
from flake8_fastapi.model.lean import cached_property, dataclass, regex
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Attr,
    AttributeRead,
    Call,
    Entering,
    Expr,
    Implicit,
    Iterated,
    Ref,
    all_parts,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.values.value_kinds import Bound, External
from flake8_fastapi.model.values.values import Values

#: Methods that ask whether there is anything left to wait for, so that nobody need wait.
_ASKS = {"done", "empty", "is_alive", "poll", "ready"}
#: Methods that read what a process says until it ends.
_TO_THE_END = {"read", "readlines"}
#: Attributes that are None until a process has ended.
_ENDED = {"exitcode", "returncode"}

#: What starts other programs, without waiting for them on the event loop.
_STARTING_PROGRAMS = {
    "anyio.open_process", "anyio.run_process", "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell", "subprocess.Popen",
}  # fmt: skip

#: Functions so called run when an application starts or stops, unless a caller is known.
_LIFECYCLE = regex(
    r"_*(?:(?:ainit|init|setup|set_up|startup|ensure|create_(?:index|table|collection))(?![a-z]).*"
    r"|initiali[sz]e|start|connect|open|close|aclose|stop|shutdown|disconnect|cleanup|teardown|main"
    r"|aenter__|aexit__)"
)
#: Kinds of what everybody does, be it in a script or a stand-in.
_EVERYDAY = {"brief", "file", "sleep", "subprocess", "wait"}
#: Kinds of functions that are no coroutine functions in any version of their library.
_OF_ONE_KIND = {"http", "sleep", "subprocess"}
#: Files whose functions fill a database, by a script as a rule.
_FILLING = regex(r"init_(?:db|data|database)|initial_data|seed(?:s|er|_.*)?")
#: What makes the first account of a new installation: of all the calls, one has something to do.
_FIRST_ACCOUNT = regex(r"_*(?:bootstrap|seed)_(?:\w+_)?(?:admin|root|superuser)s?(?:_.*)?")


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
    def enters(self) -> bool:
        """Whether it is what a `with` statement enters."""
        return isinstance(self.call, Entering) or any(
            entered is self.call for entered in self.function.entered
        )

    @property
    def via(self) -> str:
        """The helpers for the message: "through `app.mail.send`; ", or nothing."""
        if not self.through:
            return ""
        first, *further = (f"`{name}`" for name in self.through)
        if len(further) > 1:
            further = ["…", further[-1]]
        return f"through {' → '.join([first, *further])}; "


class EventLoop(Reasons):
    """What of one file runs on the event loop, and what blocks it there."""

    def __init__(
        self,
        summary: Summary,
        values: Values,
        routing: Routing,
        serves: Callable[[], bool | None],
        further: tuple[str, ...] = (),
        callers: Callable[[Function, bool], bool | None] = lambda function, repeated: None,
        validators: Callable[[], Iterable[tuple[Function, Class]]] = tuple,
        properties: Callable[[], frozenset[str]] = frozenset,
        versions: Callable[[Class, str], list[Function | None]] = lambda cls, name: [],
        calls_of: CallsOf = lambda function: (),
        lines: Sequence[str] = (),
        shared: Callable[[], bool] = lambda: False,
        target: Callable[[], Target] = Target,
        uses: AllCallsOf = nothing_known,
    ) -> None:
        super().__init__(summary, values, routing, serves, validators, shared)
        self._callers = callers
        self._served: dict[tuple[Function, bool], bool | None] = {}
        self._calls_of = calls_of
        self._lines = lines
        self._belied = Belied(values, calls_of)
        self._direct = Direct(values, further, versions, target)
        self._helpers = Helpers(
            values, self._direct, self._belied, properties, versions, uses, calls_of
        )
        self.blocks = self._helpers.blocks

    def is_certain(self, function: Function) -> bool:
        """Whether it is known who calls a function while requests are served."""
        reason = self.reasons.get(function)
        return reason is not None and (
            reason.kind != "async" or self._is_served(function, True) is True
        )

    def runs_program(self, call: BlockingCall) -> bool:
        """Whether what makes a blocking call runs another program, too.

        The helper that it calls, or else its function, itself or in a thread.
        """
        if call.through:
            beside = self.blocking_calls
            return any(each.call is call.call and each.kind == "subprocess" for each in beside)
        function = call.function
        handed = (run_in_thread(each, self._values) for each in function.calls)
        threaded = (self._values.callee(self._values.of(each)) for each in handed)
        within = (function, *filter(None, threaded))
        return any(self._is_program(each) for part in within for each in part.calls)

    def _is_program(self, call: Call) -> bool:
        """Whether a call runs or starts another program."""
        value = self._values.of(call.callee)
        if isinstance(value, External) and value.name in _STARTING_PROGRAMS:
            return True
        blocked = self._direct.blocks(value, call)
        return blocked is not None and blocked.blocking.kind == "subprocess"

    def may_block(self, function: Function) -> bool:
        """Whether something in a function would block the event loop, if it ran there."""
        return any(self.blocks(call, function) for call in self._made_by(function))

    def _made_by(self, function: Function) -> Iterator[Call]:
        """What a function calls and enters without awaiting it, or in vain."""
        made = chain(self._helpers.made_by(function), function.enterings)
        return (call for call in made if not call.awaited or self._is_awaited_in_vain(call))

    def _is_awaited_in_vain(self, call: Call) -> bool:
        """Whether a call is awaited that gives nothing to await: `await requests.get(url)`.

        It has waited by then. Of methods it is not sure enough whose they are.
        """
        value = self._values.of(call.callee) if isinstance(call.callee, Ref) else None
        blocking = blocking_function(value.name) if isinstance(value, External) else None
        return blocking is not None and blocking.kind in _OF_ONE_KIND

    @cached_property
    def blocking_calls(self) -> list[BlockingCall]:
        """Every place of the file where code on the event loop calls what blocks it."""
        found = []
        for function in chain(self.reasons, self.perhaps):
            if self._summary.functions.get(function.qualname) is not function:
                continue
            for call in self._made_by(function):
                for blocked in self.blocks(call, function):
                    if call.once or call.off:
                        break
                    if self._is_waited_for(call, function, blocked.blocking.kind):
                        break
                    why = self._why(call, function, blocked)
                    if why is None:
                        continue
                    if not blocked.through and self._belied.covers(call.callee, function, None):
                        continue
                    if self._is_denied(call, blocked):
                        continue
                    if is_for_first_row(blocked.blocking, (call,)):
                        continue
                    if self._is_called_for_first_row(function, why, blocked):
                        continue
                    found.append(
                        BlockingCall(
                            call, function, why, blocked.blocking.kind, blocked.name,
                            blocked.through, blocked.blocking.remedy,
                        )
                    )  # fmt: skip
        found.sort(key=lambda each: (each.lineno, each.col_offset))
        seen = set()
        for each in found:
            one = each.function, each.kind, each.remedy
            each.first = one not in seen
            seen.add(one)
        return [each for each in found if each.first or not isinstance(each.call, AttributeRead)]

    def _is_called_for_first_row(self, function: Function, why: Reason, blocked: Blocked) -> bool:
        """The same of a hash in a function that the project calls, wherever it does so."""
        if blocked.blocking.kind != "cpu" or why.kind not in ("async", "called"):
            return False
        calls = [call for call, _ in self._calls_of(function)]
        return bool(calls) and all(is_for_first_row(blocked.blocking, (it,)) for it in calls)

    def _why(self, call: Call, function: Function, blocked: Blocked) -> Reason | None:
        """Why a call runs on the event loop beside requests; None where that is not certain."""
        reason = self.reasons.get(function) or self.perhaps[function]
        if reason.kind != "route" and _FIRST_ACCOUNT.fullmatch(function.name):
            return None
        if reason.kind not in ("async", "perhaps"):
            return reason
        giver, _ = self.called_back.get(function, (function, ""))
        served = self._is_served(giver, call.repeated)
        if served:
            return Reason("called", reason.text)
        may_serve = served is None and reason.kind == "async"
        return reason if may_serve and _is_close(blocked, function) else None

    def _is_served(self, function: Function, repeated: bool) -> bool | None:
        """Whether somebody calls a function, or a loop in it, while requests are served."""
        key = function, repeated
        if key not in self._served:  # a search, and rarely needed
            self._served[key] = self._callers(*key)
        return self._served[key]

    def _is_denied(self, call: Call, blocked: Blocked) -> bool:
        """Whether a helper is not given what it declares, as `# type: ignore` at its call admits.

        The session or collection that the helper would block on may be an async one then.
        """
        if not blocked.through or blocked.blocking.kind not in ("database", "store"):
            return False
        line = "".join(self._lines[call.lineno - 1 : call.lineno])
        return "# type: ignore" in line or "# pyright: ignore" in line

    def _is_waited_for(self, call: Call, function: Function, kind: str) -> bool:
        """Whether it is known before that a call need not wait, or it waits in another way."""
        return (
            self._is_async(call, function)
            or (
                last_name(call.callee) not in _ASKS
                and not _waits_for(call).isdisjoint(self._polled(function, call))
            )
            or self._has_ended(call, function)
            or self._is_awaited(call, function, kind)
        )

    def _polled(self, function: Function, before: Call) -> set[object]:
        """Processes, threads and results that a function asks, or awaits, before it waits.

        `x.join(timeout=9)` gives nothing: who asks then, asks whether that was long enough.
        """
        polled: set[object] = set()
        for call in function.calls:
            name = last_name(call.callee)
            if name in _ASKS:
                if last_name(before.callee) == "join" and call.lineno > before.lineno:
                    continue
                polled.add(key_of(receiver(call.callee)))
            elif name == "wrap_future" and call.awaited and call.args:
                polled.add(key_of(call.args[0]))
            elif name == "select":
                for given in call.args:
                    polled.update(key_of(each) for each in getattr(given, "items", ()))
        return polled

    def _is_awaited(self, call: Call, function: Function, kind: str) -> bool:
        """Whether the process, or the several objects, were handed to something awaited before."""
        of = receiver(call.callee)
        if isinstance(of, Iterated):
            held = {key_of(of.of)}
        elif kind == "subprocess" and of is not None and not self._is_helper(call):
            held = {key_of(of), key_of(receiver(of))}
        else:
            return False
        return any(
            each.awaited and each.lineno < call.lineno and _mentions(each, held - {None})
            for each in function.calls
        )

    def _has_ended(self, call: Call, function: Function) -> bool:
        """Whether a process was asked before for how it ended."""
        return not _ENDED.isdisjoint(function.read_names) and any(
            read.lineno < call.lineno and key_of(receiver(read.callee)) in _waits_for(call)
            for read in function.reads
            if last_name(read.callee) in _ENDED
        )

    def _is_async(self, call: Call, function: Function) -> bool:
        """Whether the object is of a library, and the function awaits other methods of it.

        It is an async one then: it has no others.
        """
        if not isinstance(call.callee, Attr) or isinstance(call, Implicit):
            return False
        of = call.callee.of
        return any(
            each.awaited and isinstance(each.callee, Attr) and each.callee.of == of
            for each in function.calls
        ) and not self._is_helper(call)

    def _is_helper(self, call: Call) -> bool:
        """Whether what is called is a method of the project, of an object that is no library's."""
        return isinstance(self._values.of(call.callee), Bound)


def _is_close(blocked: Blocked, function: Function) -> bool:
    """Whether something is worth a word where callers are not known.

    Sessions and stores are what servers have. Everybody runs programs, reads files, waits and
    sleeps, stand-ins for a slow service above all; and starts and stops once.
    """
    if blocked.blocking.kind in _EVERYDAY:
        return False
    if _LIFECYCLE.fullmatch(function.name):
        return False
    if _FILLING.fullmatch(function.module.rpartition(".")[2]):
        return False
    return len(blocked.through) <= (1 if blocked.blocking.kind in ("database", "store") else 0)


def _waits_for(call: Call) -> set[object]:
    """What has to end, or to have something, before a method returns.

    Of `process.stdout.read()` that is the process too; a line may come any time before.
    """
    of = receiver(call.callee)
    found = {key_of(of)}
    if of is not None and last_name(of) in PIPES and last_name(call.callee) in _TO_THE_END:
        found.add(key_of(receiver(of)))
    return found


def _mentions(expression: Expr, keys: set[object]) -> bool:
    """Whether an expression has one of some things among its parts."""
    return any(key_of(each) in keys for each in all_parts(expression))
