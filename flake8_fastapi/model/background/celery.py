"""Celery: which application, which task, and how both are configured.

A task is a function under `@app.task` or `@shared_task`. Its application is found through the
decorator; a shared task belongs to every application of the project. Settings may come from
anywhere, so they are as by default only where no file that is connected with the application's by
imports says a word of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from flake8_fastapi.model.lean import cached_property, dataclass, regex
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Call,
    Const,
    Expr,
    Items,
    Iterated,
    Pairs,
    Several,
    Star,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Decorator, Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.arguments import takes_not
from flake8_fastapi.model.values.value_kinds import Display, Instance, Method
from flake8_fastapi.model.values.values import Values

APP = "celery.Celery"
RESULT = "celery.result.AsyncResult"
_DECORATORS = {"celery.Celery.task": False, "celery.shared_task": True}
#: Methods of a task that send its arguments away, or prepare that.
_SENDING = ("delay", "apply_async")
_SIGNING = ("s", "si")
_RESULTS = ("AsyncResult", "send_task")
#: Attributes of a result that ask the backend.
_READS = {
    "state", "status", "result", "info", "get", "wait", "ready", "successful", "failed",
}  # fmt: skip

#: Words that say that an application may not use JSON for the arguments of its tasks.
OTHER_SERIALIZER = regex(
    r"""config_from_object\(\s*['"]|config_from_envvar|config_source|(?i:task_serializer)['"\]]*\s*(?::[^=\n]+)?[=:](?!\s*['"]json['"])"""
)
#: Names that a file imports which teaches kombu's JSON more types, or kombu more serializers, and
#: what it then says. They hold for the whole process: whichever of its files says so.
TEACHERS = ("kombu", "register_type", "serialization")
TEACHES_JSON = regex(
    r"kombu\.(?:utils|serialization)|kombu\s+import[^\n]*(?:utils|serialization)|register_type"
)
#: Words that say that an application may have been given a result backend somewhere.
SOME_BACKEND = regex(
    r"(?i)result_?backend|\.backend\s*=|config_from_|config_source|setup_defaults|add_defaults"
    r"|conf\.update\((?!\s*\w+\s*=)|conf\.update\((?:[^()]|\([^()]*\))*\*\*|\.conf\s*="
    r"|always_eager|Task\.AsyncResult\s*="
)
#: Words that say that Celery's default application may have a result backend, or be another one.
SOME_DEFAULT = regex(
    r"(?i)CELERY_RESULT_BACKEND|CELERY_CONFIG_MODULE|CELERY_LOADER|celeryconfig"
    r"|default_app|current_app|set_default|set_current|config_from_envvar|always_eager|Task\.AsyncResult\s*="
)
#: Words that say that threads may have the application, too, or need none.
_FOR_ALL_THREADS = regex(r"set_default|default_app|always_eager")
#: Words that say that something may await the coroutines of `async def` tasks.
ASYNC_TASKS = regex(
    r"aio_pool|AsyncIOPool|pool_asyncio|aio_celery|celery_asyncio|task_cls|\.Task\s*=|iscoroutine"
)
#: Distributions that bring workers for such tasks.
ASYNC_POOLS = ("celery-aio-pool", "celery-pool-asyncio", "aio-celery", "celery-asyncio")


#: Gives the calls of a file by the last part of the callee's name.
Named = Callable[..., Iterable[tuple[Call, object]]]


@dataclass(eq=False)
class CeleryApp:
    """A `Celery(...)` of the project."""

    call: Call
    is_plain: bool  #: of Celery's own class

    def says(self, name: str, position: int | None = None) -> bool | None:
        """Whether it is given an argument, None aside; None: nobody knows."""
        if self.call.spreads:
            return None
        given = self.call.argument(name, position)
        return given is not None and not (isinstance(given, Const) and not given.value)


@dataclass(eq=False)
class CeleryTask:
    """A function that Celery runs in a worker."""

    function: Function
    decorator: Decorator
    apps: list[CeleryApp]  #: that it belongs to; empty where they are not known

    @property
    def app(self) -> CeleryApp | None:
        """The one that it belongs to; None where there are several, or nobody knows."""
        return _only(self.apps)

    @property
    def lineno(self) -> int:
        return self.function.lineno

    @property
    def col_offset(self) -> int:
        return self.function.col_offset

    @property
    def is_alone(self) -> bool:
        """Whether no other decorator may change what Celery gets."""
        return len(self.function.decorators) == 1

    def option(self, name: str) -> Expr | None:
        """An argument of the decorator: `bind=True`."""
        made = self.decorator.expression
        return made.argument(name) if isinstance(made, Call) else None

    @property
    def spreads(self) -> bool:
        """Whether some options of the decorator cannot be read."""
        made = self.decorator.expression
        return isinstance(made, Call) and made.spreads

    @property
    def compares_arguments(self) -> bool:
        """Whether it refuses what its function does not take, as it is by default."""
        app = self.app
        return (
            not self.spreads
            and all(self.option(name) is None for name in ("base", "pydantic", "typing"))
            and (
                app is None
                or (
                    (app.is_plain and not app.call.spreads)
                    and all(
                        app.call.argument(name) is None for name in ("strict_typing", "task_cls")
                    )
                )
            )
        )


@dataclass(eq=False)
class TaskCall(AtCall):
    """A call that sends arguments to a task: `send.delay(...)`, `app.send_task(...)`."""

    call: Call
    task: CeleryTask | None  #: None for a task that is called by name
    app: CeleryApp | None
    arguments: list[Expr]


@dataclass(eq=False)
class ResultRead:
    """The first place where the state or result of a task is read."""

    text: str
    app: CeleryApp | None  #: that is asked for it
    #: the function that makes an `AsyncResult(job)` without `app=` and reads it: asks the current
    #: application, which in a thread that imported none is Celery's default one
    asks_current: Function | None
    lineno: int
    col_offset: int


class Celery:
    """Answers for one file of a project.

    `neighbours` gives the files whose imports name Celery; `around` the texts of a file and of
    those that it is connected with by imports; `naming` those texts of the application that this
    file is part of whose imports name one of some names. All give None where nobody knows.
    """

    def __init__(
        self,
        values: Values,
        functions: Iterable[Function],
        neighbours: Callable[[], list[Summary | None] | None],
        around: Callable[[Summary], Iterator[str] | None],
        naming: Callable[[tuple[str, ...]], Iterator[str] | None],
    ) -> None:
        self._values = values
        self._functions = functions
        self._neighbours = neighbours
        self._around = around
        self._naming = naming
        self._tasks: dict[Function, CeleryTask | None] = {}

    @cached_property
    def tasks(self) -> list[CeleryTask]:
        """The tasks of this file."""
        return [task for each in self._functions if (task := self.task(each)) is not None]

    def task(self, function: Function) -> CeleryTask | None:
        """The task that a function is, if it is one."""
        if function not in self._tasks:
            self._tasks[function] = self._task(function)
        return self._tasks[function]

    def _task(self, function: Function) -> CeleryTask | None:
        decorator = _decorator(function, self._values)
        if decorator is None:
            return None
        own = _owner(decorator, self._values)
        apps = self.apps if own is None else _apps(own, self._values)
        return CeleryTask(function, decorator, apps)

    def app(self, expression: Expr | None) -> CeleryApp | None:
        """The application that an expression is."""
        return _only(_apps(expression, self._values))

    @property
    def only_app(self) -> CeleryApp | None:
        """The one application of the project; None if it has several, or nobody knows."""
        return _only(self.apps)

    @cached_property
    def apps(self) -> list[CeleryApp]:
        """The applications of the project; none where nobody knows."""
        summaries = self._neighbours()
        if summaries is None or None in summaries:
            return []
        found = []
        for summary in summaries:
            assert summary is not None
            calls = [*summary.calls, *(c for f in summary.functions.values() for c in f.calls)]
            found += [app for call in calls if (app := self._made(call)) is not None]
        return found

    def _made(self, call: Call) -> CeleryApp | None:
        if not last_name(call.callee).endswith("Celery"):
            return None
        value = self._values.of(call)
        return self.app(call) if isinstance(value, Instance) and value.made is call else None

    def may_set(self, app: CeleryApp | None, pattern: re.Pattern[str]) -> bool:
        """Whether a text near the application says one of these words, or nobody knows."""
        summary = self._values.summary(app.call.within) if app else None
        texts = self._around(summary) if summary else None
        return texts is None or any(map(pattern.search, texts))

    def may_send_more(self, app: CeleryApp | None) -> bool:
        """Whether arguments may be sent that plain JSON cannot hold, or nobody knows."""
        return (
            self.may_set(app, OTHER_SERIALIZER)
            or self.may_set(app, TEACHES_JSON)
            or self._is_taught
        )

    @cached_property
    def _is_taught(self) -> bool:
        texts = self._naming(TEACHERS)
        return texts is None or any(map(TEACHES_JSON.search, texts))

    # -- calls -----------------------------------------------------------------------------

    def calls(self, named: Named) -> Iterator[TaskCall]:
        """The calls of a file that send a task's arguments away."""
        for call, _ in named(*_SENDING):
            task = self.called(call)
            if task is not None:
                yield TaskCall(call, task, task.app, self._arguments(call))
            elif (signed := self._signed(call)) is not None:
                inner, task = signed
                yield TaskCall(inner, task, task.app, list(_given(inner)))
        for call, _ in named("send_task"):
            match self._values.of(call.callee):
                case Method(of=Instance(cls=cls), name="send_task") if cls == APP:
                    app = self.app(receiver(call.callee))
                    yield TaskCall(call, None, app, self._packed(call, 1))

    def called(self, call: Call) -> CeleryTask | None:
        """The task of whose methods this is a call: `send.delay()`."""
        value = self._values.of(receiver(call.callee))
        return self.task(value) if isinstance(value, Function) else None

    def _signed(self, call: Call) -> tuple[Call, CeleryTask] | None:
        """The inner call of `send.s(...).delay()`, and its task."""
        inner = receiver(call.callee)
        if not isinstance(inner, Call) or last_name(inner.callee) not in _SIGNING:
            return None
        task = self.called(inner)
        return (inner, task) if task is not None else None

    def _arguments(self, call: Call) -> list[Expr]:
        return list(_given(call)) if last_name(call.callee) == "delay" else self._packed(call, 0)

    def _packed(self, call: Call, position: int) -> list[Expr]:
        """What stands in `args=(...)` and `kwargs={...}`."""
        found: list[Expr] = []
        for name, place in (("args", position), ("kwargs", position + 1)):
            given = self._values.expand(call.argument(name, place))
            if isinstance(given, Items):
                found += given.items
            elif isinstance(given, Pairs):
                found += [value for _, value in given.pairs]
            elif isinstance(given, Call):
                if self._values.qualname(given.callee) == "builtins.dict":
                    found += _given(given)
        return found

    # -- results ---------------------------------------------------------------------------

    def reads(self, syntax: Syntax, named: Named) -> Iterator[ResultRead]:
        """Where the file reads what only a result backend knows, once for each result."""
        seen: set[Call] = set()
        if not any(
            self._values.class_of(call) == RESULT for call, _ in named(*_RESULTS, *_SENDING)
        ):
            return
        for node in syntax.tree.nodes(ast.Attribute):
            if node.attr in _READS and isinstance(node.ctx, ast.Load):
                value = self._values.of(syntax.expr(node.value))
                if not isinstance(value, Instance) or value.cls != RESULT or value.made is None:
                    continue
                if value.made not in seen:
                    seen.add(value.made)
                    text = ast.unparse(node)
                    if isinstance(node.value, ast.Call):
                        text = f"{ast.unparse(node.value.func)}(...).{node.attr}"
                    app = self.app_of_result(value.made)
                    function = syntax.function_at(node) if self.is_bare(value.made) else None
                    if function is not None and function.qualname != value.made.within:
                        function = None
                    yield ResultRead(text, app, function, node.lineno, node.col_offset)

    def asks_thread(self, call: Call) -> bool:
        """Whether a call sends a shared task: it asks the thread that it is in for an application.

        One that imported none has Celery's default one, which knows no broker of the project.
        """
        if last_name(call.callee) not in _SENDING:
            return False
        task = self.called(call)
        return (
            task is not None
            and task.app is not None
            and _owner(task.decorator, self._values) is None
            and not self.may_set(task.app, _FOR_ALL_THREADS)
        )

    def is_bare(self, made: Call) -> bool:
        """Whether `AsyncResult(job)` is not told its application: it asks the thread for one."""
        return (
            self._values.qualname(made.callee) == RESULT
            and not made.spreads
            and made.argument("app", 4) is None
        )

    def app_of_result(self, made: Call) -> CeleryApp | None:
        """The application that is asked for a result, by the call that gave the `AsyncResult`."""
        owner = receiver(made.callee)
        if last_name(made.callee) != "AsyncResult":
            task = self.called(made)
            return task.app if task else self.app(owner)
        if self._values.qualname(made.callee) == RESULT:
            given = made.argument("app", 4)
            return self.app(given) if given is not None else self.only_app
        value = self._values.of(owner)
        task = self.task(value) if isinstance(value, Function) else None
        return task.app if task else self.app(owner)


def _decorator(function: Function, values: Values) -> Decorator | None:
    """What makes a task of a function."""
    for decorator in function.decorators:
        if last_name(_decorating(decorator, values)) in ("task", "shared_task"):
            if values.decorator_name(decorator.expression) in _DECORATORS:
                return decorator
    return None


def _decorating(decorator: Decorator, values: Values) -> Expr:
    """The `app.task` of `@app.task`, `@app.task(...)`, and of `@job` after `job = app.task`."""
    made = decorator.expression
    callee = made.callee if isinstance(made, Call) else made
    return values.expand(callee) or callee


def _owner(decorator: Decorator, values: Values) -> Expr | None:
    """The `app` of `@app.task`; None for a shared task."""
    if _DECORATORS[values.decorator_name(decorator.expression) or ""]:
        return None
    return receiver(_decorating(decorator, values))


def _apps(expression: Expr | None, values: Values) -> list[CeleryApp]:
    """The application that an expression is, if it is one."""
    value = values.of(expression)
    if not isinstance(value, Instance) or value.made is None:
        return []
    return [CeleryApp(value.made, value.known is None)] if values.derives(value.cls, APP) else []


def _only(apps: list[CeleryApp]) -> CeleryApp | None:
    return apps[0] if len(apps) == 1 else None


def is_refused_by_task(call: Call, values: Values) -> bool:
    """Whether `task.delay(...)` is a TypeError: its function has not these parameters.

    So it is with `apply_async`, as far as it is given what stands there. Celery compares them
    before it sends anything, unless it is told not to.
    """
    function = values.of(receiver(call.callee))
    if not isinstance(function, Function) or function.owner is not None:
        return False
    decorator = _decorator(function, values)
    given = _bound_by(call)
    if decorator is None or given is None or len(function.decorators) > 1:
        return False
    task = CeleryTask(function, decorator, _apps(_owner(decorator, values), values))
    bind = values.constant(task.option("bind") or Const(False))
    if bind is None or not task.compares_arguments:
        return False
    return takes_not(function, *given, bool(bind.value))


def _bound_by(call: Call) -> tuple[int, set[str]] | None:
    """How many arguments, and of which names, a task is given; None where that is not certain."""
    if call.spreads:
        return None
    if last_name(call.callee) == "delay":
        return len(call.args), {name for name, _ in call.keywords if name is not None}
    args = call.argument("args", 0) or Items("tuple", ())
    kwargs = call.argument("kwargs", 1) or Pairs(())
    if not isinstance(args, Items) or not isinstance(kwargs, Pairs):
        return None
    names = [key.value for key, _ in kwargs.pairs if isinstance(key, Const)]
    if any(isinstance(each, Star) for each in args.items) or len(names) < len(kwargs.pairs):
        return None
    return len(args.items), {name for name in names if isinstance(name, str)}


def _given(call: Call) -> Iterator[Expr]:
    yield from (each for each in call.args if not isinstance(each, Star))
    yield from (value for name, value in call.keywords if name is not None)


#: What the JSON of kombu cannot hold: class, what it is, and what to pass instead.
_NOT_JSON = {
    "pydantic.BaseModel": ("a Pydantic model", "its `model_dump()`"),
    "starlette.datastructures.UploadFile": ("an upload", "the path of a saved file"),
    "sqlalchemy.orm.DeclarativeBase": ("a row of the database", "its id"),
    "sqlalchemy.orm.Session": ("a session", "ids, and open one in the task"),
    "sqlalchemy.ext.asyncio.AsyncSession": ("a session", "ids, and open one in the task"),
    "starlette.requests.HTTPConnection": ("the request", "what the task needs of it"),
    "starlette.background.BackgroundTasks": ("`BackgroundTasks`", "nothing of the request"),
    "pathlib.PurePath": ("a path object", "its `str()`"),
    "datetime.timedelta": ("a `timedelta`", "its `total_seconds()`"),
    "builtins.set": ("a set", "a list"),
    "builtins.frozenset": ("a set", "a list"),
}


def not_json(given: Expr, values: Values, depth: int = 0) -> tuple[str, str] | None:
    """What it is that JSON cannot hold, and what to pass instead; None: it can, or who knows."""
    if isinstance(given, Call) and (made := values.qualname(given.callee)) in _NOT_JSON:
        return _NOT_JSON[made or ""]
    if isinstance(given, Several) and given.kind != "list":
        return _NOT_JSON["builtins.set"] if given.kind == "set" else ("a generator", "a list")
    match values.of(given):
        case Display(expression=Items(kind="set")):
            return _NOT_JSON["builtins.set"]
        case Display(expression=Items(items=inner)) if depth < 3:
            return _first(not_json(each, values, depth + 1) for each in inner)
        case Display(expression=Pairs(pairs=pairs)) if depth < 3:
            return _first(not_json(each, values, depth + 1) for _, each in pairs)
        case Function(is_lambda=True):
            return "a function", "what it needs"
        case None if isinstance(given, Several) and depth < 3:  # [line for line in lines]
            return not_json(given.of, values, depth + 1)
        case None | Instance(cls="builtins.list") if depth == 0:
            return not_json(Iterated(given), values, depth=1)  # list[Item]
        case Instance(cls=cls, known=known):
            if known is not None and values.method(known, "__json__") is not None:
                return None
            if known is not None and values.decorated_by(known, {"dataclasses.dataclass"}):
                return "a dataclass", "its `asdict()`"
            return _first(said for base, said in _NOT_JSON.items() if values.derives(cls, base))
    return None


def _first(found: Iterable[tuple[str, str] | None]) -> tuple[str, str] | None:
    return next((each for each in found if each is not None), None)
