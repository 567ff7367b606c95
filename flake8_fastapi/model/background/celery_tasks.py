"""Functions that are tasks of Celery: to which application they belong, and what they take."""

from __future__ import annotations

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Items,
    Pairs,
    Star,
    callee_of,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Decorator, Function
from flake8_fastapi.model.values.arguments import takes_not
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

APP = "celery.Celery"
#: Whether the task that one makes is shared.
_DECORATORS = {"celery.Celery.task": False, "celery.shared_task": True}


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
        return only(self.apps)

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


def task_decorator(function: Function, values: Values) -> Decorator | None:
    """What makes a task of a function."""
    for decorator in function.decorators:
        if last_name(_decorating(decorator, values)) in ("task", "shared_task"):
            if values.decorator_name(decorator.expression) in _DECORATORS:
                return decorator
    return None


def owner_of(decorator: Decorator, values: Values) -> Expr | None:
    """The `app` of `@app.task`; None for a shared task."""
    if _DECORATORS[values.decorator_name(decorator.expression) or ""]:
        return None
    return receiver(_decorating(decorator, values))


def _decorating(decorator: Decorator, values: Values) -> Expr:
    """The `app.task` of `@app.task`, `@app.task(...)`, and of `@job` after `job = app.task`."""
    made = decorator.expression
    callee = callee_of(made)
    return values.expand(callee) or callee


def apps_at(expression: Expr | None, values: Values) -> list[CeleryApp]:
    """The application that an expression is, if it is one."""
    value = values.of(expression)
    if not isinstance(value, Instance) or value.made is None:
        return []
    return [CeleryApp(value.made, value.known is None)] if values.derives(value.cls, APP) else []


def only(apps: list[CeleryApp]) -> CeleryApp | None:
    """The application, if there is one and no other."""
    return apps[0] if len(apps) == 1 else None


def is_refused_by_task(call: Call, values: Values) -> bool:
    """Whether `task.delay(...)` is a TypeError: its function has not these parameters.

    So it is with `apply_async`, as far as it is given what stands there. Celery compares them
    before it sends anything, unless it is told not to.
    """
    function = values.of(receiver(call.callee))
    if not isinstance(function, Function) or function.owner is not None:
        return False
    decorator = task_decorator(function, values)
    given = _bound_by(call)
    if decorator is None or given is None or len(function.decorators) > 1:
        return False
    task = CeleryTask(function, decorator, apps_at(owner_of(decorator, values), values))
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
