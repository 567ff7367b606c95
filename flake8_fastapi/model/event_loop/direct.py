"""What a call itself blocks on, by the table of `model.blocking` and by its arguments."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from flake8_fastapi.model.background.celery_tasks import is_refused_by_task
from flake8_fastapi.model.blocking import (
    ABSENT,
    GIVEN,
    Blocking,
    Unless,
    blocking_constructor,
    blocking_function,
    blocking_method,
    in_memory,
    is_known_method,
)
from flake8_fastapi.model.blocking.entries import LATER, THREAD
from flake8_fastapi.model.concurrency.threads import run_in_thread
from flake8_fastapi.model.event_loop.file_contents import as_it_costs
from flake8_fastapi.model.event_loop.moments import Moments
from flake8_fastapi.model.event_loop.passwords import (
    is_left_alone,
    is_made_at_once,
    leaves_alone,
)
from flake8_fastapi.model.event_loop.sounds import knows_itself
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import ASKING
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Items,
    Param,
    Ref,
    Text,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Partial,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Seconds of sleep that nobody notices.
MOMENT = 0.01

#: Files that the kernel makes up.
_NO_DISK = ("/proc/", "/sys/", "/dev/")

#: The name of the machine itself, which it knows.
_OWN_NAME = {"platform.node", "socket.getfqdn", "socket.gethostname"}

#: The machine itself as an address: it answers, or refuses, at once.
_HERE = {"localhost", "127.0.0.1", "::1"}

#: Methods of sockets that connect, and what makes one that is connected without a word.
_CONNECTING = {"connect", "connect_ex"}
_AT_ONCE = {"socket.SOCK_DGRAM", "socket.AF_UNIX"}
#: Of sockets, and of `os` for pipes.
_UNBLOCKING = {"setblocking", "set_blocking"}
#: Of sockets, with the arguments after which nothing waits.
_UNBLOCKING_WITH = {"setblocking": (False,), "settimeout": (0,)}

#: What makes clients of MongoDB that wait for nothing, and what makes one that does.
_ASYNC_MONGO = ("motor_asyncio", "AsyncMongoClient")
_MONGO = "MongoClient"

#: Programs that are over in milliseconds.
_BRIEF = {"chmod", "chown", "kill", "ln", "mkdir", "rm", "rmdir", "touch"}

#: What only starts a program, for who reads or closes what it gives to wait for.
_WAITS_WHEN_READ = {"os.popen"}

#: What makes them go through all files below a folder. Nobody waits much for `rm -r`.
_WHOLE_TREES = {"-R", "--recursive"}

#: What waits for functions that were handed to threads.
_OF_THREADS = ("Future.", "ThreadPoolExecutor.", "Executor.", "concurrent.futures.")

#: Gives what a thread puts into it.
_STREAMER = "TextIteratorStreamer.__iter__"
#: Methods that begin something in a thread, and whose they are.
_BEGINNING = {"start": "threading.Thread", "submit": "concurrent.futures.Executor"}

#: What iterates its first argument.
_ITERATES = {
    f"builtins.{name}"
    for name in (
        "all", "any", "dict", "enumerate", "filter", "frozenset", "list", "map", "max", "min",
        "set", "sorted", "sum", "tuple", "zip",
    )
}  # fmt: skip
#: Methods that only say more of what is to be asked for, or end it.
_SAYING_MORE = {
    "allow_disk_use", "batch_size", "close", "hint", "limit", "max_time_ms", "search", "skip",
    "sort",
}  # fmt: skip


#: What enters and leaves its first argument in threads.
_ENTERS_IN_THREADS = {"fastapi.concurrency.contextmanager_in_threadpool"}


def goes_over(function: Function | None, call: Call, values: Values) -> bool:
    """Whether a function iterates over what one of its calls gives."""
    return function is not None and (
        any(_may_be(each, call) for each in function.iterated)
        or any(_takes_all_of(call, each, values) for each in function.calls)
    )


def asks_anybody(function: Function | None, call: Call, values: Values) -> bool:
    """Whether somebody is seen to iterate over what a call gives: its function, or who calls that.

    What is handed on to another call may be iterated over in a thread: `StreamingResponse(pages)`.
    """
    return goes_over(function, call, values) or (
        function is not None and any(_is_made_of(each, call) for each in function.returned)
    )


def _takes_all_of(call: Call, by: Call, values: Values) -> bool:
    """Whether a call iterates over what another one gives, or has that do so."""
    if by.args and _may_be(by.args[0], call):
        return last_name(by.callee) == "join" or values.qualname(by.callee) in _ITERATES
    asked = by.callee
    return (
        isinstance(asked, Attr) and asked.name not in _SAYING_MORE and _is_made_of(asked.of, call)
    )


def _may_be(expression: Expr, call: Call) -> bool:
    return any(_is_made_of(each, call) for each in options_of(expression))


def _is_made_of(expression: Expr, call: Call) -> bool:
    """Whether an expression is what a call gives, or the same with more said of it: `.limit(9)`."""
    while isinstance(expression, Call) and isinstance(of := expression.callee, Attr):
        if expression is call or of.name not in _SAYING_MORE:
            break
        expression = of.of
    return expression is call


def enters_in_thread(function: Function, call: Call, values: Values) -> bool:
    """Whether a function has a context manager, which one of its calls gives, run in threads."""
    return _gives_to(_ENTERS_IN_THREADS, function, call, values)


def _gives_to(names: Collection[str], function: Function, call: Call, values: Values) -> bool:
    """Whether what a call gives is the first argument of another one of the function."""
    return any(
        each.args[0] is call and values.qualname(each.callee) in names
        for each in function.calls
        if each.args
    )


class Blocked(NamedTuple):
    """Something blocking that a helper leads to."""

    blocking: Blocking
    name: str
    through: tuple[str, ...]


class Direct:
    """Looks calls up; `further` are the names that the option adds to the table.

    `versions` gives what derived classes make of a method.
    """

    def __init__(
        self,
        values: Values,
        further: tuple[str, ...] = (),
        versions: Callable[[Class, str], list[Function | None]] = lambda cls, name: [],
        target: Callable[[], Target] = Target,
    ) -> None:
        self._values = values
        self._target = target
        self._further = frozenset(further)
        self._moments = Moments(values, self.blocks, versions)

    def blocks(self, value: Value | None, call: Call) -> Blocked | None:
        """What the call itself blocks on, by the table of what is known."""
        match value:
            case External(name=name):
                if is_left_alone(name, call, self._values, self._target):
                    return None
                blocking = blocking_function(name) or blocking_constructor(name)
                blocking = self._configured(name, blocking)
                shown = name.removeprefix("builtins.")
            case Method(of=Instance(cls=cls, made=made), name=method):
                if made is not None and self._in_memory(made):
                    return None
                if leaves_alone(cls, made, self._values, self._target):
                    return None
                if self._values.derives(cls, "starlette.testclient.TestClient"):
                    return None  # where a test client is used, nothing is served
                if cls.startswith("pymongo.") and self._is_only_declared:
                    return None
                blocking = self._configured(f"{cls}.{method}", blocking_method(cls, method))
                if blocking is not None and self._is_remade(cls, call, made):
                    return None
                shown = f"{cls.rpartition('.')[2]}.{method}"
                if method == "stream" and self._values.derives(cls, ASKING):
                    if not goes_over(self._values.function(call.within), call, self._values):
                        return None  # it asks when somebody iterates
                if cls == "celery.Task" and is_refused_by_task(call, self._values):
                    return None  # it fails before there is anything to send
                if cls == "socket.socket":
                    if method in _CONNECTING and not self._connects(made):
                        return None
                    if made is not None and self._is_unblocked(call, made):
                        return None
                    if blocking is not None and not self._connects(made):
                        blocking = blocking._replace(remedy=THREAD)  # `open_connection` has no such
            case Instance(cls=name, known=None):  # `client.chat.completions.create`
                blocking = blocking_function(name)
                shown = name
                if blocking is None and (blocking := blocking_method(name, "__call__")):
                    shown = f"{name.rpartition('.')[2]}.__call__"
            case Partial(of=inner, call=made):
                blocked = self.blocks(inner, call)
                given = self._given_before(blocked.blocking, made) if blocked else ()
                return None if self._switched_off(given, made) else blocked
            case Function() | Bound() | Class() if self._further:
                return self._named(value)
            case _:
                return None
        if blocking is None or self._harmless(blocking, call):
            return None
        if LATER.fullmatch(shown) is not None:
            if not asks_anybody(self._values.function(call.within), call, self._values):
                return None
        if shown == "urllib.request.urlopen" and any(map(_names_data, call.needs)):
            return None
        if shown == _STREAMER and not self._is_filled_meanwhile(value, call):
            return None
        if blocking.kind == "wait" and shown.startswith(_OF_THREADS):
            if self._moments.starts_only_brief(self._values.function(call.within)):
                return None
        if shown == "Event.wait" and self._moments.is_for_start(call):
            return None
        if blocking.kind == "subprocess":
            if self._is_brief(call) or knows_itself(shown, call, self._values):
                return None
            if shown in _WAITS_WHEN_READ and call.dropped:
                return None
        if blocking.kind in ("socket", "subprocess") and self._does_not_wait(call):
            return None
        if blocking.kind in ("file", "text"):
            blocking = as_it_costs(blocking, value, call, self._values)
        return Blocked(blocking, shown, ())

    def _is_filled_meanwhile(self, value: Value | None, call: Call) -> bool:
        """Whether a thread begins where an object is made or gone over: else all is there."""
        of = value.of if isinstance(value, Method) else None
        made = of.made if isinstance(of, Instance) else None
        places = {call.within, made.within if made is not None else call.within}
        around = filter(None, map(self._values.function, places))
        return any(self._begins_thread(each) for function in around for each in function.calls)

    def _begins_thread(self, call: Call) -> bool:
        """Whether a call begins something in a thread, and does not wait for its end."""
        base = _BEGINNING.get(last_name(call.callee))
        cls = self._values.class_of(receiver(call.callee)) if base is not None else None
        if base is not None and cls is not None and self._values.derives(cls, base):
            return True
        return not call.awaited and run_in_thread(call, self._values) is not None

    def _is_remade(self, cls: str, call: Call, made: Call | None) -> bool:
        """Whether an object gets another method in place of its own: `client.fetch_data = fetch`.

        Where it is asked, or made. The others may wait for nothing then, which rely on that.
        """
        places = {call.within, made.within if made is not None else call.within}
        around = [each for each in map(self._values.function, places) if each is not None]
        return any(
            is_known_method(cls, name) and not self._is_data(given) and self._may_be_one(of, cls)
            for function in around
            if function.sets  # most set nothing
            for of, name, given in function.settings
        )

    def _is_data(self, given: Expr) -> bool:
        """Whether what an attribute is set to is no function: a constant, what a library gives.

        `user.hash = hasher.hash(password)`.
        """
        if isinstance(given, Call):
            return isinstance(self._values.of(given.callee), Method)
        return isinstance(given, Const)

    def _may_be_one(self, thing: Expr, cls: str) -> bool:
        """Whether something is an object of a class, or not known to be none."""
        value = self._values.of(thing)
        if not isinstance(value, Instance):
            return True
        derives = self._values.derives
        return derives(value.cls, cls) is not False or derives(cls, value.cls) is not False

    @cached_property
    def _is_only_declared(self) -> bool:
        """Whether what is declared as one of pymongo is one of motor: nobody makes another one.

        `db: Database = None` is set by other files, often to what `AsyncIOMotorClient` has.
        """
        is_imported = self._values.is_imported
        return any(map(is_imported, _ASYNC_MONGO)) and is_imported(_MONGO) is False

    def _connects(self, made: Call | None) -> bool:
        """Whether a socket waits for the other side as it connects: not for datagrams."""
        return made is not None and _AT_ONCE.isdisjoint(map(self._values.qualname, made.args))

    def _is_unblocked(self, call: Call, made: Call) -> bool:
        """Whether a socket is told not to wait where it is made, or by another method of a class.

        `self.sock.setblocking(False)` in `__init__`.
        """
        maker, user = self._values.function(made.within), self._values.function(call.within)
        if maker is not None and any(map(self._unblocks, maker.calls)):
            return True
        name = receiver(call.callee)
        cls = self._values.known_class(user.owner) if user is not None and user.owner else None
        if cls is None or not isinstance(name, Attr):
            return False
        methods = map(self._values.function, cls.methods.values())
        return any(
            isinstance(of := receiver(each.callee), Attr)
            and of.name == name.name
            and self._unblocks(each)
            for method in methods
            if method is not None
            for each in method.calls
            if last_name(each.callee) in _UNBLOCKING_WITH
        )

    def _unblocks(self, call: Call) -> bool:
        """Whether it is `setblocking(False)` or `settimeout(0)`."""
        off = _UNBLOCKING_WITH.get(last_name(call.callee))
        given = self._values.constant(call.args[0]) if off and len(call.args) == 1 else None
        return off is not None and given is not None and given.value in off

    def _does_not_wait(self, call: Call) -> bool:
        """Whether nobody waits for data that is not there: `sock.setblocking(False)`."""
        if any(self._values.qualname(each) == "builtins.BlockingIOError" for each in call.caught):
            return True
        function = self._values.function(call.within)
        return function is not None and any(
            last_name(each.callee) in _UNBLOCKING for each in function.calls
        )

    def _configured(self, name: str, blocking: Blocking | None) -> Blocking | None:
        """What is known of a call, or that the option names it: for what the table can't tell."""
        if name in self._further and (blocking is None or blocking.kind == "heavy"):
            return Blocking("configured", blocking.remedy if blocking else THREAD)
        return blocking

    def _named(self, value: Function | Bound | Class) -> Blocked | None:
        """What of the project blocks because the option names it."""
        called = value.function if isinstance(value, Bound) else value
        if called not in self._own or (isinstance(called, Function) and not _runs_at_once(called)):
            return None
        return Blocked(Blocking("configured", THREAD), called.qualname, ())

    @cached_property
    def _own(self) -> set[Function | Class]:
        """The functions and classes of the project that the option names."""
        named = [self._values.of(Ref(name)) for name in self._further]
        called = [each.function if isinstance(each, Bound) else each for each in named]
        return {each for each in called if isinstance(each, (Function, Class))}

    def _harmless(self, blocking: Blocking, call: Call) -> bool:
        """Whether an argument switches the waiting off: `blocking=False`, `timeout=0`."""
        first = call.args[0] if call.args else None
        if blocking.kind == "sleep":
            value = self._values.constant(first)
            if value is not None and isinstance(value.value, (int, float)):
                return value.value <= MOMENT and not self._is_all_it_waits_for(call)
        if blocking.kind == "cpu" and is_made_at_once(call.argument("salt", 1), self._values):
            return True
        if blocking.kind == "socket" and isinstance(first, Items) and first.items:
            if self._values.text(first.items[0]) in _HERE:
                return True
        if blocking.kind == "socket" and isinstance(first, Call):
            if self._values.qualname(first.callee) in _OWN_NAME:
                return True
        if blocking.kind == "file" and isinstance(first, (Const, Text)):
            start = first.parts[0] if isinstance(first, Text) and first.parts else first
            if isinstance(start, Const) and str(start.value).startswith(_NO_DISK):
                return True
        return self._switched_off(blocking.unless, call)

    def _is_all_it_waits_for(self, call: Call) -> bool:
        """Whether an async function that awaits nothing sleeps in a `while`: that is no moment."""
        function = self._values.function(call.within) if call.repeated else None
        if function is None or not function.is_async:  # others wait for the next millisecond
            return False
        if function.iterated:  # `async for` leaves the loop to others
            return False
        return not any(each.awaited for each in function.calls)

    def _switched_off(self, switches: tuple[Unless, ...], call: Call) -> bool:
        for unless in switches:
            given = call.argument(unless.argument, unless.position)
            if given is None:
                if (GIVEN if call.spreads else ABSENT) in unless.values:
                    return True
                continue
            constant = self._values.constant(given)
            if constant is None or constant.value is not None:
                if GIVEN in unless.values:
                    return True
            if constant is not None and constant.value in unless.values:
                return True
        return False

    def is_switched_off(self, blocking: Blocking, call: Call, unmet: frozenset[str]) -> bool:
        """Whether a parameter switches it off, which is 0 or False: `def stop(timeout=0): ...`.

        As the conditions tell that the call of its function does not meet.
        """
        for unless in blocking.unless if unmet else ():
            given = call.argument(unless.argument, unless.position)
            if isinstance(given, Param) and given.function == call.within and 0 in unless.values:
                if {given.name, f"{given.name} is None"} <= unmet:
                    return True
        return False

    def _given_before(self, blocking: Blocking, made: Call) -> tuple[Unless, ...]:
        """The switches that `partial` sets: it takes the function first, so all else moves on."""
        moved = [
            each if each.position is None else each._replace(position=each.position + 1)
            for each in blocking.unless
        ]
        return tuple(each for each in moved if made.argument(each.argument, each.position))

    def _is_brief(self, call: Call) -> bool:
        """Whether a command is one that is over at once: `rm ...`, `mkdir ...`."""
        command = call.argument("args", 0)
        parts = command.parts if isinstance(command, Text) else (command,)
        if isinstance(parts[0], Items):
            parts = parts[0].items
        words = " ".join(self._values.text(each) or "?" for each in parts).split()
        return bool(words) and words[0] in _BRIEF and _WHOLE_TREES.isdisjoint(words)

    def _in_memory(self, made: Call) -> bool:
        """Whether an object was made by a call that waits for nothing: `connect(":memory:")`."""
        name = self._values.qualname(made.callee)
        return name is not None and self._switched_off(in_memory(name), made)


def _runs_at_once(function: Function) -> bool:
    """Whether calling a function runs its body, and makes nothing that runs it later."""
    return not (function.is_async or function.is_generator)


def _names_data(condition: str) -> bool:
    """Whether an address has its content in itself: `if url.startswith("data:"):`."""
    return " startswith 'data:" in condition
