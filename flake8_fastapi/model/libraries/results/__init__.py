"""What calls, attributes and items of libraries' objects give: of which class it is.

The tables are in files by subject, much as those of `model.blocking`; their lookups are here.
`machine` (files, processes, the event loop, pictures, sounds), `network` (FastAPI, Starlette,
HTTP, mail, sockets, tokens), `databases` (SQLAlchemy, drivers), `stores` (other stores, search
engines, brokers, task queues), `ai` (language models, vector stores), `cloud`, and `services`
(code, documents, messages, payments, search).

Add a line there, in the order of the alphabet. Most goes into `RESULTS`, what is chained into
`CHAINED`; what the others hold is said below.
"""

from __future__ import annotations

from flake8_fastapi.model.libraries import langchain
from flake8_fastapi.model.libraries.classes import ancestry, first, namespace
from flake8_fastapi.model.libraries.results import (
    ai,
    cloud,
    databases,
    machine,
    network,
    services,
    stores,
)
from flake8_fastapi.model.libraries.spellings import canonical

#: Function, or method of a class -> the class of what it gives (once awaited, if it is a
#: coroutine). Calling a class gives an instance of it: listed are only those that look like
#: functions or constants, "socket.socket" or "ftplib.FTP".
_RESULTS: dict[str, str] = {
    **machine.RESULTS,
    **network.RESULTS,
    **databases.RESULTS,
    **stores.RESULTS,
    **ai.RESULTS,
    **cloud.RESULTS,
    **services.RESULTS,
}

#: Class -> methods that give an instance of the same class (so that calls can be chained);
#: `*`: all of them.
_CHAINED: dict[str, str] = {
    **machine.CHAINED,
    **network.CHAINED,
    **databases.CHAINED,
    **stores.CHAINED,
    **cloud.CHAINED,
    **services.CHAINED,
}

#: Class -> the class of what calling an instance gives.
_CALLED: dict[str, str] = {**databases.CALLED, **stores.CALLED, **services.CALLED}

#: Class -> the argument of its constructor (name, position) that is called when an instance
#: is called: `sessionmaker(engine, class_=AsyncSession)` makes no plain Session.
_FACTORIES: dict[str, tuple[str, int | None]] = {**machine.FACTORIES, **databases.FACTORIES}

#: Class -> the class of `y` in `with x as y` (or `async with`), where that is not `x`.
_ENTERED: dict[str, str] = {**machine.ENTERED, **network.ENTERED}

#: Class -> the class of `x[...]`.
_ITEMS = stores.ITEMS

#: Attribute of a class -> the class of its value.
_ATTRIBUTES: dict[str, str] = {
    **machine.ATTRIBUTES,
    **network.ATTRIBUTES,
    **databases.ATTRIBUTES,
    **stores.ATTRIBUTES,
    **ai.ATTRIBUTES,
    **services.ATTRIBUTES,
}

#: Objects of the libraries themselves -> their class.
_OBJECTS: dict[str, str] = {**databases.OBJECTS, **stores.OBJECTS, **ai.OBJECTS}

#: Classes that answer to any attribute that is not one of their own.
_OPEN: dict[str, str] = {**stores.OPEN, **services.OPEN}
_OPEN_OWN = stores.OPEN_OWN

#: Function -> of which class what it gives is, by the class of its first argument.
_BY_ARGUMENT = databases.BY_ARGUMENT

#: Method of a client -> the class of what it gives with `stream=True`.
_STREAMED: dict[str, str] = {
    f"{cls}.{method}": given
    for cls, (methods, given) in ai.STREAMED.items()
    for method in methods.split()
}

#: Class, and method that is given an object of it -> the class that has that method.
_TAKING = network.TAKING


def result_of(function: str) -> str | None:
    """The class of what calling this function (or method of a class) gives."""
    function = canonical(function)
    if function in _RESULTS:
        return _RESULTS[function]
    if (found := langchain.function_result(function)) is not None:
        return found
    cls, _, method = function.rpartition(".")
    return method_result(cls, method) if cls else None


def result_by_argument(function: str, cls: str) -> str | None:
    """The class of what a function gives that is given an object of `cls`, where that decides."""
    return first(_BY_ARGUMENT.get(function, {}), cls)


def streamed_by(method: str) -> str | None:
    """The class of what a method of a client gives with `stream=True`."""
    cls = namespace(method) or ""
    names = (f"{one}{method[len(cls) :]}" for one in ancestry(cls))
    return next((_STREAMED[name] for name in names if name in _STREAMED), None)


def taken_by(cls: str, method: str) -> str | None:
    """The class of whatever has a method of that name and is given an object of `cls` there."""
    return _TAKING.get((cls, method))


def object_at(name: str) -> tuple[str, str] | None:
    """The class of the object of a library that a dotted name begins with; the attributes of it."""
    for each, cls in _OBJECTS.items():
        if name.startswith(each) and name[len(each) :][:1] in ("", "."):
            return cls, name[len(each) + 1 :]
    return None


def method_result(cls: str, method: str) -> str | None:
    """The class of what a method of an instance gives, once awaited if it is a coroutine."""
    for one in ancestry(cls):
        if (found := _RESULTS.get(f"{one}.{method}")) is not None:
            return canonical(cls) if found == one else found
        chained = _CHAINED.get(one, "").split()
        if method in chained or chained == ["*"]:
            return canonical(cls)
    return langchain.method_result(canonical(cls), ancestry(cls), method)


def call_result(cls: str) -> str | None:
    """The class of what calling an instance of this class gives; see `factory_argument`."""
    return first(_CALLED, cls)


def factory_argument(cls: str) -> tuple[str, int | None] | None:
    """
    The argument of the constructor that is called when an instance is called.

    Name and position (None: by keyword only). Where the argument is given, it says what a
    call of the instance gives, rather than `call_result`.
    """
    for one in ancestry(cls):
        if one in _FACTORIES:
            return _FACTORIES[one]
    return None


def entered(cls: str) -> str | None:
    """The class of `y` in `with x as y`, where that is not the class of `x`."""
    return first(_ENTERED, cls)


def item_of(cls: str) -> str | None:
    """The class of `x[...]`."""
    return first(_ITEMS, cls)


def attribute(cls: str, name: str) -> str | None:
    """The class of the value of an attribute of an instance."""
    for one in ancestry(cls):
        if (found := _ATTRIBUTES.get(f"{one}.{name}")) is not None:
            return found
    if name.startswith("_"):
        return None
    if namespace(canonical(cls)) is not None:
        return f"{canonical(cls)}.{name}"
    return None if name in _OPEN_OWN else first(_OPEN, cls)
