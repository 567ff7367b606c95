"""What a function is handed to that calls it: FastAPI, Starlette or a scheduler."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from itertools import chain

from flake8_fastapi.model.calling.callers import Callers
from flake8_fastapi.model.calling.signs import ENTRIES, scheduled
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Expr,
    Items,
    Pairs,
    callee_of,
    last_name,
    options_of,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.decorators import METHODS
from flake8_fastapi.model.values.values import Values


class Calling(Enum):
    """When a function is called by what it is given to."""

    SERVING = "while requests are served, for one of them"
    STARTING = "when the application starts or stops"
    SCHEDULED = "now and then, on the same event loop"


#: Functions and methods of FastAPI and Starlette that call the function which they are given; the
#: argument, and its position.
_CALLING: dict[Calling, dict[str | None, tuple[tuple[str, int | None], ...]]] = {
    Calling.SERVING: {
        "Depends": (("dependency", 0),),
        "Security": (("dependency", 0),),
        "BackgroundTask": (("func", 0),),
        "add_task": (("func", 0),),
        "add_api_route": (("endpoint", 1),),
        "add_api_websocket_route": (("endpoint", 1),),
        "add_exception_handler": (("handler", 1),),
        "add_middleware": (("middleware_class", 0), ("dispatch", None)),
        "Middleware": (("cls", 0), ("dispatch", None)),
        "FastAPI": (("exception_handlers", None),),
    },
    Calling.STARTING: {
        "add_event_handler": (("func", 1),),
        "FastAPI": (("lifespan", None), ("on_startup", None), ("on_shutdown", None)),
        "APIRouter": (("lifespan", None), ("on_startup", None), ("on_shutdown", None)),
    },
}
#: What is given to calls of any other name is not called, as far as is known; "": of no name.
_HANDED_TO = {*chain.from_iterable(_CALLING.values()), "add_job", ""}
#: Those that call it when something raises an exception; of its own decorators it is not asked.
_HANDLING = {"add_exception_handler", "exception_handler", "FastAPI"}
#: Those that are given a class, and call its objects.
_WRAPPING = {"add_middleware", "Middleware"}
#: Those that call it when the response is sent.
_BACKGROUND = {"BackgroundTask", "add_task"}


class Handing:
    """Looks for what is given functions to call, through the files of a project."""

    def __init__(self, values: Values, callers: Callers) -> None:
        self._values = values
        self._callers = callers

    def is_background_task(self, function: Function) -> bool:
        """Whether a call here or in another file makes a background task of a function."""
        return any(self._scheduled(function))

    def _scheduled(self, function: Function) -> Iterator[bool]:
        """Whether a call makes a background task of a function, for each that may."""
        near = self._callers.summaries_near(function)
        named = (each.calls_naming((function.name,)) for each in near if each.says_any(_BACKGROUND))
        for call, _ in chain.from_iterable(named):
            if last_name(call.callee) in _BACKGROUND:
                given = call.argument("func", 0)
                for each in options_of(given) if given is not None else ():
                    if last_name(each) == function.name:
                        known = self._library_name(call.callee)
                        yield known is not None and self._callers.stands_for(each, function)

    def is_exception_handler(self, function: Function) -> bool:
        """Whether an application here or in another file is given a function for exceptions."""
        return any(
            when is Calling.SERVING and last_name(callee_of(call.callee)) in _HANDLING
            for call, when in self.calls(function)
        )

    def is_added_as_middleware(self, function: Function) -> bool:
        """Whether a call here or in another file puts a function around all of an application."""
        for call, _ in self.calls(function):
            callee = callee_of(call.callee)
            if last_name(callee) in ("add_middleware", "middleware"):
                return True
        return False

    def calls(self, function: Function) -> Iterator[tuple[Call, Calling]]:
        """The calls that are given a function to call, or the class that has it, and when.

        In no certain order.
        """
        owner = function.owner if function.name == "__call__" else None
        cls = self._values.known_class(owner) if owner is not None else None
        maker = self._values.function(function.outer) if function.outer is not None else None
        for named in (function, cls, maker):  # `make_handler(app)` gives what is in it
            if named is None:
                continue
            names = self._callers.known_as(named)
            for made in self._callers.made_near(named):
                for word in made.keys() & (_WRAPPING if named is cls else _HANDED_TO):
                    for call, _ in made[word]:
                        for given, when in self._given(call, names):
                            if self._callers.stands_for(given, cls if named is cls else function):
                                yield call, when

    def _given(self, call: Call, names: Collection[str]) -> Iterator[tuple[Expr, Calling]]:
        """Arguments of those names, or made by them, that FastAPI or a scheduler calls."""
        if isinstance(call.callee, Call):  # `app.middleware("http")(f)`
            word = last_name(call.callee.callee)
            if word in ENTRIES or word in METHODS or word == "on_event":
                for given in call.args[:1]:
                    if _named(given) in names and self._library_name(call.callee.callee):
                        yield given, Calling.STARTING if word == "on_event" else Calling.SERVING
            return
        word = last_name(call.callee)
        for when, table in _CALLING.items():
            for argument, position in table.get(word, ()):
                for given in _elements(call.argument(argument, position)):
                    if _named(given) in names and self._library_name(call.callee):
                        yield given, when
        job = scheduled(call, self._values)
        for each in options_of(job) if job is not None else ():
            if last_name(each) in names:
                yield each, Calling.SCHEDULED

    def _library_name(self, callee: Expr) -> str | None:
        """The name of a function, class or method of FastAPI or Starlette."""
        name = self._values.library_name(callee) or ""
        return name if name.startswith(("fastapi.", "starlette.")) else None


def _named(given: Expr) -> str:
    """The last name of an argument, or of what is called to make it."""
    return last_name(callee_of(given))


def _elements(given: Expr | None) -> tuple[Expr, ...]:
    """An argument itself, or what is in the list or dictionary that it is."""
    match given:
        case None:
            return ()
        case Items(items=items):
            return tuple(items)
        case Pairs(pairs=pairs):
            return tuple(value for _, value in pairs)
        case Call(args=[partial, *_]) if last_name(given.callee) == "partial":
            return (partial,)
    return (given,)
