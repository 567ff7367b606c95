"""Whether a value, or what a call gives, can itself be called."""

from __future__ import annotations

from flake8_fastapi.model import libraries
from flake8_fastapi.model.libraries import DEPENDS, STARTS_TASK
from flake8_fastapi.model.syntax.expressions import Awaited, Call, Expr
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.value_kinds import (
    Constant,
    Display,
    External,
    Instance,
    Method,
    ModuleValue,
    Partial,
    Pending,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Makers of dependencies that are followed one into the other.
DEEPEST = 3
#: Decorators that leave what a function gives as it is.
_PLAIN = {
    "builtins.staticmethod", "builtins.classmethod", "abc.abstractmethod", "typing.overload",
    "functools.wraps", "functools.lru_cache", "functools.cache",
}  # fmt: skip
_NOT_CALLABLE = {
    "builtins.str", "builtins.int", "builtins.float", "builtins.bool", "builtins.bytes",
    "builtins.list", "builtins.dict", "builtins.set", "builtins.tuple", "builtins.frozenset",
    "asyncio.Task", "asyncio.Future", "fastapi.Depends", "fastapi.Security",
}  # fmt: skip
#: Bases that do not make their objects callable.
_PLAIN_BASES = {
    "builtins.object", "builtins.Exception", "abc.ABC", "typing.Generic", "typing.NamedTuple",
    "pydantic.BaseModel", "pydantic_settings.BaseSettings", "sqlmodel.SQLModel",
    "sqlalchemy.orm.DeclarativeBase",
}  # fmt: skip
#: What gives a future, on the loop that runs.
FUTURES = {*STARTS_TASK, "asyncio.gather"}
#: Functions of the standard library that do their work when called, and give nothing to call.
_AT_ONCE = {
    "os.remove", "os.unlink", "os.rmdir", "os.removedirs", "os.rename", "os.replace",
    "shutil.rmtree", "shutil.move", "shutil.copy", "shutil.copyfile", "time.sleep",
    "builtins.print", "logging.debug", "logging.info", "logging.warning", "logging.error",
}  # fmt: skip


def is_callable(value: Value | None, values: Values) -> bool | None:
    """Whether an object can be called; None for "don't know"."""
    match value:
        case None:
            return None
        case Constant() | Display() | ModuleValue():
            return False
        case Pending(kind=kind):
            return None if kind == "context" else False  # a context manager decorates functions
        case Function() | Class() | Partial():
            return True
        case Instance(cls=cls, known=None):
            return False if cls in _NOT_CALLABLE else None
        case Instance(known=Class() as known):
            if values.method(known, "__call__") is not None or "__call__" in known.fields:
                return True
            if values.method(known, "__new__") is not None:
                return None
            plain = all(
                ancestor is not None
                and (ancestor in _PLAIN_BASES or values.known_class(ancestor) is not None)
                for ancestor in values.ancestry(known.qualname)
            )
            return False if plain else None
    return None


def gives_callable(call: Expr | None, values: Values) -> bool | None:
    """Whether a call (awaited or not) gives something that can be called; None: don't know."""
    match call:
        case Awaited(of=Call() as inner):
            function = values.callee(values.of(inner.callee))
            if function is None or not function.is_async or not is_plain(function, values):
                return None
            return _returns_callable(function, values)
        case Call():
            if values.qualname(call.callee) in FUTURES | _AT_ONCE or _is_awaitable(call, values):
                return False
            callee = values.of(call.callee)
            if isinstance(callee, Class):
                return is_callable(values.of(call), values)
            function = values.callee(callee)
            if function is None or not is_plain(function, values):
                return None
            if function.is_async or function.is_generator:
                return is_callable(values.of(call), values)
            return _returns_callable(function, values)
    return None


def runs_at_once(given: Expr | None, values: Values) -> bool:
    """Whether this runs what it names, instead of giving it to be run: `await send()`, `send()`."""
    gives = gives_callable(given, values)
    match given:
        case Awaited():
            return gives is not True
        case Call() if values.qualname(given.callee) in FUTURES:
            return True
        case Call():
            return gives is False and not makes_coroutine(given, values)
    return False


def makes_coroutine(call: Call, values: Values) -> bool:
    """Whether a call only makes a coroutine, or another thing that does not run by itself."""
    return isinstance(values.of(call), Pending) or _is_awaitable(call, values)


def _is_awaitable(call: Call, values: Values) -> bool:
    """Whether it calls a coroutine function of a library."""
    match values.of(call.callee):
        case External(name=name):
            return libraries.is_coroutine(name)
        case Method(of=Instance(cls=cls), name=name):
            return libraries.coroutine_method(cls, name)
    return False


def is_plain(function: Function, values: Values) -> bool:
    """Whether no unknown decorator changes what calling the function gives."""
    return values.only_decorated_by(function, _PLAIN)


def made_instead(function: Function, values: Values, depth: int = 0) -> str | None:
    """What a function gives that is made like a dependency, but makes one: `require("admin")`.

    "function", or "marker" for a `Depends(...)`, if it returns nothing else; None for the others.
    """
    if function.is_async or function.is_generator or not is_plain(function, values):
        return None
    made = {_dependency_kind(each, values, depth) for each in function.returned}
    return made.pop() if len(made) == 1 else None


def _dependency_kind(returned: Expr, values: Values, depth: int) -> str | None:
    returned = values.expand(returned) or returned
    made = values.of(returned)
    if isinstance(made, Function):
        return "function" if _is_like_a_dependency(made, values) else None
    if not isinstance(returned, Call):
        return None
    if values.qualname(returned.callee) in DEPENDS:
        return "marker"
    maker = values.of(returned.callee)
    if isinstance(maker, Function) and depth < DEEPEST:
        return made_instead(maker, values, depth + 1)
    return None


def _is_like_a_dependency(function: Function, values: Values) -> bool:
    """Whether a function is made for FastAPI to call: it depends on others, or refuses requests.

    Others are mostly given to those that ask for them: `sign(text)`, `open_session()`.
    """
    return any(values.dependency(each) is not None for each in function.arguments) or any(
        each.exception is not None and values.is_instance(each.exception, libraries.HTTP_EXCEPTION)
        for each in function.raised
    )


def _returns_callable(function: Function, values: Values) -> bool | None:
    """Whether what a function returns can be called. One that never returns gives no answer."""
    if function.is_generator:
        return False
    if function.always_raises or values.is_abstract(function):
        return None
    answers = {is_callable(values.of(returned), values) for returned in function.returned}
    if True in answers:  # whatever it declares: often it is what the function it gives, gives
        return True
    if function.annotation is not None:
        declared = is_callable(values.type_of(function.annotation), values)
        if declared is not None or not function.returned:
            return declared
    return None if None in answers else False
