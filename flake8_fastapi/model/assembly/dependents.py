"""Through whom FastAPI runs what is no route: dependencies, and middleware added in functions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE
from flake8_fastapi.model.syntax.expressions import Call, Sub
from flake8_fastapi.model.syntax.functions import Class, Function


class Dependents:
    """Of the functions that one file, or one around it, has."""

    def __init__(self, file: Layers) -> None:
        self._file = file
        self._values = file.values

    def of(self, dependency: Function) -> Iterator[Function | None]:
        """The functions with a parameter that is one of it; None: it is used otherwise, as well.

        The name of an alias, `Annotated[Session, Depends(get_session)]`, stands for it.
        """
        users, values = self._file.users, self._values
        seen: list[Call] = []
        files = dict.fromkeys((self._file.syntax.summary, *users.depending(dependency)))
        for home in [*files]:
            for name, bound in home.names.items():
                found = values.metadata(bound) if isinstance(bound, Sub) else []
                if any(self._gives(marker, dependency) for marker in found):
                    seen += found
                    files |= dict.fromkeys(users.naming(home, {name}))
        for function in chain.from_iterable(each.functions.values() for each in files):
            for argument in function.arguments:
                for marker in values.markers(argument):
                    if self._gives(marker, dependency):
                        seen.append(marker)
                        yield function
        uses = [use.call for use in self._file.routing.dependencies if use.function is dependency]
        for use in chain(uses, users.uses_of_dependency(dependency) or ()):
            if not any(marker is use for marker in seen):
                yield None

    def _gives(self, marker: Call, dependency: Function) -> bool:
        given = marker.argument("dependency", 0)
        return given is None or self._values.callee(self._values.of(given)) is dependency

    def adding(self, method: Function) -> list[Function]:
        """The functions that add the middleware whose method it is, if they alone use its class."""
        own = self._file.syntax.summary
        cls = self._values.known_class(method.owner) if method.owner is not None else None
        if cls is None or cls.module != own.name:
            return []
        if not self._values.derives(cls.qualname, HTTP_MIDDLEWARE):
            return []
        adding = [maker for call, maker in own.calls_naming((cls.name,)) if self._adds(call, cls)]
        if None in adding or any(True for _ in self._file.users.importers(cls)):
            return []
        return [maker for maker in adding if maker is not None]

    def _adds(self, call: Call, cls: Class) -> bool:
        """Whether a call is given a class of middleware, or makes an object of it."""
        given = (*call.args, *(value for _, value in call.keywords))
        return any(self._values.of(each) is cls for each in (call.callee, *given))
