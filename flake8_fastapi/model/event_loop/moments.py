"""Which functions are over in a moment: they only compute a little from what they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.libraries.loggers import LOGGING
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    AttributeRead,
    Call,
    Const,
    Entering,
    Expr,
    Items,
    Pairs,
    Param,
    Ref,
    Typed,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.decorators import CACHES
from flake8_fastapi.model.values.properties import getter
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Partial,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Functions looked into for one that is handed to a thread.
MOST = 100

#: Packages that compute in memory, for as long as what they are given is.
_COMPUTING = frozenset(
    "abc base64 binascii builtins collections copy dataclasses datetime dateutil decimal enum "
    "fractions functools html inspect itertools json lark logging math operator pydantic re string "
    "textwrap types typing typing_extensions unicodedata uuid zoneinfo".split()
)
#: What in them runs other code, waits, or goes on for as long as a number says.
_LASTING = {
    *(f"builtins.{name}" for name in ("__import__", "eval", "exec", "input", "open", "range")),
    *(f"itertools.{name}" for name in ("combinations", "count", "cycle", "permutations")),
    *("itertools.product", "math.factorial", "functools.reduce"),
}
#: Methods that nothing but data has.
_OF_DATA = {
    *("add", "append", "capitalize", "casefold", "difference", "endswith", "extend", "format"),
    *("intersection", "isalnum", "isalpha", "isdigit", "isoformat", "insert", "items", "join"),
    *("keys", "lower", "lstrip", "model_dump", "partition", "removeprefix", "removesuffix"),
    *("replace", "rpartition", "rsplit", "rstrip", "sort", "split", "splitlines"),
    *("startswith", "strftime", "strip", "title", "union", "upper", "values", "zfill"),
}  # fmt: skip

#: Methods that others have too.
_OF_DICTS = {"get", "pop", "setdefault"}
_OF_MAPPINGS = {"items", "keys"}
_LOGGERS = {"log", "logger", "logging"}

#: What starts something in a thread, and the position of what that is.
_STARTING = {"map": 0, "submit": 0}
_EXECUTOR = "concurrent.futures.Executor"
_PROCESSES = "concurrent.futures.ProcessPoolExecutor"
#: Makes results to wait for of what runs elsewhere.
_ELSEWHERE = "run_coroutine_threadsafe"
_THREAD = "threading.Thread"
#: What has a loop call a function in its next turn: `loop.call_soon(ready.set)`.
_SOON = {"call_soon", "call_soon_threadsafe"}
#: Methods of a class that making an object of it may run.
_MAKING = {"__init__", "__new__", "__post_init__", "model_post_init", "__init_subclass__"}


class Moments:
    """Tells what is over at once.

    `blocks` tells of a call whether it is known to wait, `versions` what derived classes make of
    a method.
    """

    def __init__(
        self,
        values: Values,
        blocks: Callable[[Value | None, Call], object | None],
        versions: Callable[[Class, str], list[Function | None]],
    ) -> None:
        self._values = values
        self._blocks = blocks
        self._versions = versions
        self._brief: dict[Function, bool] = {}
        self._followed: set[Function] = set()

    def starts_only_brief(self, function: Function | None) -> bool:
        """Whether all that a function starts in other threads is over in a moment."""
        if function is None:
            return False
        started = [each for each in function.calls if last_name(each.callee) in _STARTING]
        started = [each for each in started if self._is_of_executor(each)]
        return (
            bool(started)
            and all(map(self._is_brief_start, started))
            and all(last_name(each.callee) != _ELSEWHERE for each in function.calls)
        )

    def is_for_start(self, wait: Call) -> bool:
        """Whether a call waits for an event that a thread sets as it begins.

        One that the same function starts: `Thread(target=run).start(); ready.wait()`. Starting a
        thread takes less than a millisecond.
        """
        starter = self._values.function(wait.within)
        event = receiver(wait.callee)
        if starter is None or event is None:
            return False
        for made in starter.calls:
            if made.lineno > wait.lineno or self._values.qualname(made.callee) != _THREAD:
                continue
            run = self._values.callee(self._values.of(made.argument("target", 1)))
            if run is not None and self._sets_at_once(run, self._names_in(run, made, event)):
                return True
        return False

    def _names_in(self, run: Function, made: Call, event: Expr) -> tuple[Expr, ...]:
        """What an event is called in the function of a thread: `Thread(target=run, args=(it,))`."""
        given = made.argument("args", 3)
        items = given.items if isinstance(given, Items) else ()
        names = run.by_position[run.owner is not None :]
        return event, *(
            Param(run.qualname, name)
            for name, item in zip(names, items, strict=False)
            if self._values.expand(item) is self._values.expand(event)
        )

    def _sets_at_once(self, function: Function, event: tuple[Expr, ...]) -> bool:
        """Whether a function sets an event before it does anything that may take long.

        What libraries do that are not known to wait is taken for short.
        """
        if function in self._followed:
            return False
        self._followed.add(function)
        try:
            return self._comes_to_set(function, event)
        finally:
            self._followed.discard(function)

    def _comes_to_set(self, function: Function, event: tuple[Expr, ...]) -> bool:
        for call in function.calls:
            if call.handling:
                continue
            soon = call.args[0] if call.args and last_name(call.callee) in _SOON else call.callee
            of = receiver(soon) if last_name(soon) == "set" else None
            if of is not None and any(self._is_same(of, function, each) for each in event):
                return True
            if call.awaited or call.repeated:
                return False
            value = self._values.of(call.callee)
            inner = self._values.callee(value)
            if inner is not None and self._sets_at_once(inner, event):
                return True
            if self._blocks(value, call) is not None:
                return False
            if inner is not None or isinstance(value, Class):
                further = self._behind(call)
                if further is None or not all(map(self._is_brief, further)):
                    return False
        return False

    def _is_same(self, one: Expr, function: Function, other: Expr) -> bool:
        """Whether two functions speak of one object: of a name around both, or of `self.name`."""
        if isinstance(one, Attr) and isinstance(other, Attr) and is_own_object(one.of, function):
            of = self._values.function(other.of.function) if isinstance(other.of, Param) else None
            return one.name == other.name and of is not None and is_own_object(other.of, of)
        if isinstance(one, Param):
            return isinstance(other, Param) and (one.function, one.name) == (
                other.function, other.name,
            )  # fmt: skip
        made = self._values.expand(one)
        return isinstance(made, Call) and made is self._values.expand(other)

    def _is_of_executor(self, call: Call) -> bool:
        pool = self._values.class_of(receiver(call.callee))
        return pool is not None and bool(self._values.derives(pool, _EXECUTOR))

    def _is_brief_start(self, call: Call) -> bool:
        pool = self._values.class_of(receiver(call.callee))
        if pool == _PROCESSES:
            return False  # which has to be started, for what takes long
        given = call.argument("fn", 0)
        value = self._values.of(given)
        if given is None or self._values.callee(value) is None:
            return False
        started = self._run_by(value, given, call)
        return started is not None and all(map(self._is_brief, started))

    def _is_brief(self, function: Function) -> bool:
        """Whether a function of the project, and all that it calls, is over in a moment."""
        known = self._brief.get(function)
        if known is None:
            known = self._brief[function] = self._all_brief(function)
        return known

    def _all_brief(self, function: Function) -> bool:
        queue = [function]
        for each in queue:
            if self._values.decorated_by(each, CACHES):
                continue  # its body runs once
            if each.is_async or each.is_endless or len(queue) > MOST:
                return False
            if self._values.is_left_open(each):
                return False
            for call in self._made_by(each):
                further = self._behind(call)
                if further is None:
                    return False
                queue += [inner for inner in further if inner not in queue]
        return True

    def _made_by(self, function: Function) -> Iterator[Call]:
        """What runs in a function: calls, properties, context managers."""
        yield from (call for call in function.calls if not (call.once or call.off))
        yield from function.enterings
        for read in function.reads:
            if getter(read.callee, self._values) is not None:
                yield read

    def _behind(self, call: Call) -> list[Function] | None:
        """The functions of the project that a call runs; None if it may take long."""
        if call.repeated or isinstance(call, Entering):
            return None
        if isinstance(call, AttributeRead):
            read = getter(call.callee, self._values)
            return [read.function] if read is not None else []
        found: list[Function] = []
        for callee in options_of(self._values.expand(call.callee) or call.callee):
            value = self._values.of(callee)
            inner = self._run_by(value, callee, call)
            if inner is None or self._blocks(value, call) is not None:
                return None
            found += inner
        return found

    def _run_by(self, value: Value | None, callee: Expr, call: Call) -> list[Function] | None:
        """The functions of the project that run; None for what is not known to be brief."""
        if value is None and isinstance(callee, Ref):  # one of several definitions
            value = self._values.function(callee.name)
        match value:
            case None:
                return [] if self._is_of_data(callee, call) else None
            case External(name=name) | Instance(cls=name, known=None):
                return [] if _computes(name) else None
            case Method(of=Instance(cls=cls), name=name):
                return [] if _computes(f"{cls}.{name}") else None
            case Partial(of=inner):
                return self._run_by(inner, callee, call)
            case Class():
                return self._run_by_making(value)
            case Bound(function=function, of=(Class() as cls) | Instance(known=Class() as cls)):
                versions = self._versions(cls, function.name)
                return None if None in versions else [function, *filter(None, versions)]
        runs = self._values.callee(value)
        return [runs] if runs is not None else None

    def _is_of_data(self, method: Expr, call: Call) -> bool:
        """Whether a method is one of data, or of a logger, as far as its name tells."""
        name, of = last_name(method), receiver(method)
        if of is None:
            return False
        if name in LOGGING:
            return last_name(of).strip("_").lower() in _LOGGERS
        return name in _OF_DATA or (name in _OF_DICTS and self._is_dict(of, call))

    def _is_dict(self, of: Expr, call: Call) -> bool:
        """Whether something is used as a dictionary: `x.keys()`, `x.get("name", "")`."""
        if len(call.args) == 2 and isinstance(call.args[1], Const):
            return True
        expanded = self._values.expand(of)
        if isinstance(expanded, Typed):
            expanded = expanded.value
        if isinstance(expanded, Pairs):
            return True
        if isinstance(of, Call):
            return _computes(self._values.qualname(of.callee) or "")
        function = self._values.function(call.within)
        return isinstance(of, Param) and any(
            isinstance(used := receiver(each.callee), Param)
            and (used.function, used.name) == (of.function, of.name)
            for each in (function.calls if function is not None else ())
            if last_name(each.callee) in _OF_MAPPINGS
        )

    def _run_by_making(self, cls: Class) -> list[Function] | None:
        """What making an object runs: of a model, its validators among it."""
        found: list[Function] = []
        for ancestor in self._values.ancestry(cls.qualname):
            known = self._values.known_class(ancestor) if ancestor is not None else None
            if known is None and (ancestor is None or not _computes(ancestor)):
                return None
            for name, qualname in known.methods.items() if known is not None else ():
                method = self._values.function(qualname)
                if method is None:
                    return None
                if name in _MAKING or method.decorators:
                    found.append(method)
        return found


def _computes(name: str) -> bool:
    """Whether what has that name in a library computes in memory, and not for long."""
    return name.partition(".")[0] in _COMPUTING and name not in _LASTING
