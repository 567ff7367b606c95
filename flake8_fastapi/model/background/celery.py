"""Celery: which application, which task, and how both are configured.

A task is a function under `@app.task` or `@shared_task`. Its application is found through the
decorator (`celery_tasks`); a shared task belongs to every application of the project. Settings
may come from anywhere, so they are as by default only where no file that is connected with the
application's by imports says a word of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from flake8_fastapi.model.background.celery_json import OTHER_SERIALIZER, TEACHERS, TEACHES_JSON
from flake8_fastapi.model.background.celery_tasks import (
    APP,
    CeleryApp,
    CeleryTask,
    apps_at,
    only,
    owner_of,
    task_decorator,
)
from flake8_fastapi.model.lean import cached_property, dataclass, regex
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Call,
    Expr,
    Items,
    Pairs,
    Star,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

RESULT = "celery.result.AsyncResult"
#: Methods of a task that send its arguments away, or prepare that.
_SENDING = ("delay", "apply_async")
_SIGNING = ("s", "si")
_RESULTS = ("AsyncResult", "send_task")
#: Attributes of a result that ask the backend.
_READS = {
    "state", "status", "result", "info", "get", "wait", "ready", "successful", "failed",
}  # fmt: skip

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
#: Words that say that threads may have the application, too. (That it is eager, they don't know.)
_FOR_ALL_THREADS = regex(r"\.set_default\(|default_app")
#: Words that say that something may await the coroutines of `async def` tasks.
ASYNC_TASKS = regex(
    r"aio_pool|AsyncIOPool|pool_asyncio|aio_celery|celery_asyncio|task_cls|\.Task\s*=|iscoroutine"
)
#: Distributions that bring workers for such tasks.
ASYNC_POOLS = ("celery-aio-pool", "celery-pool-asyncio", "aio-celery", "celery-asyncio")


#: Gives the calls of a file by the last part of the callee's name.
Named = Callable[..., Iterable[tuple[Call, object]]]


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
        decorator = task_decorator(function, self._values)
        if decorator is None:
            return None
        own = owner_of(decorator, self._values)
        apps = self.apps if own is None else apps_at(own, self._values)
        return CeleryTask(function, decorator, apps)

    def app(self, expression: Expr | None) -> CeleryApp | None:
        """The application that an expression is."""
        return only(apps_at(expression, self._values))

    @property
    def only_app(self) -> CeleryApp | None:
        """The one application of the project; None if it has several, or nobody knows."""
        return only(self.apps)

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
        Where the applications are not known, that holds all the more.
        """
        if last_name(call.callee) not in _SENDING:
            return False
        task = self.called(call)
        return (
            task is not None
            and owner_of(task.decorator, self._values) is None
            and not any(self.may_set(app, _FOR_ALL_THREADS) for app in task.apps)
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


def _given(call: Call) -> Iterator[Expr]:
    yield from (each for each in call.args if not isinstance(each, Star))
    yield from (value for name, value in call.keywords if name is not None)
