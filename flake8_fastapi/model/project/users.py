"""Who uses what a file defines: what depends on a function, and who imports it or may call it.

The texts of the project's files tell where to look (`usage`); the facts of those files tell the
rest. Where the project is too large to look through, or not known, the answer is None, or nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.project.project import Project
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.expressions import Call, Expr, Items, Ref, Sub, last_name
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.values.value_kinds import Instance, Value
from flake8_fastapi.model.values.values import Values

#: Files that are looked through for the callers of one function.
MOST_IMPORTERS = 40
#: Files that are looked through for what depends on one function.
MOST_DEPENDING = 20
#: The names under which `Depends` is looked for in the texts.
_WORDS = tuple(sorted(name.rpartition(".")[2] for name in DEPENDS))


class Users:
    """The files of a project that use what stands in the file of `summary`."""

    def __init__(self, summary: Summary, values: Values, project: Project | None) -> None:
        self._summary = summary
        self._values = values
        self._project = project
        self._known_as: dict[Function, list[str]] = {}

    @property
    def _usage(self) -> Usage | None:
        return self._project.usage if self._project is not None else None

    # -- dependencies --------------------------------------------------------------------------

    def is_dependency(self, function: Function) -> bool | None:
        """Whether another file gives a function to `Depends`."""
        uses = self.uses_of_dependency(function)
        return None if uses is None else next(uses, None) is not None

    def uses_of_dependency(self, function: Function) -> Iterator[Call] | None:
        """The calls of `Depends` in other files that are given a function."""
        usage = self._usage
        if usage is None:
            return None
        files: list[str] = []
        for name in self._handed_as(function):
            found = self._giving(name, usage)
            if found is None:
                return None
            files += found
        return self._uses_in(self.read(files, MOST_DEPENDING), function)

    def depending(self, function: Function) -> Iterator[Summary]:
        """The other files that may give a function to `Depends`."""
        usage = self._usage
        files = self._giving(function.name, usage) if usage is not None else None
        return self.read(files or (), MOST_DEPENDING)

    def _giving(self, name: str, usage: Usage) -> list[str] | None:
        """The files that give a name to `Depends`.

        Where there is an application, what only its tests give is no dependency of it.
        """
        found = usage.users(_WORDS, name)
        if not found or not any(map(usage.is_test, found)) or usage.is_test(self._summary.path):
            return found
        if not usage.makes_application():
            return found
        return [path for path in found if not usage.is_test(path)]

    def _handed_as(self, function: Function) -> Iterator[str]:
        """The names under which others may hand the function on: of objects, for a `__call__`.

        What a function defines and returns, others get from that: `Depends(require("admin"))`.
        """
        if function.outer is not None:
            maker = self._values.function(function.outer)
            if (
                maker is not None
                and self._values.callee(self._values.result(maker, None)) is function
            ):
                yield maker.called_as
            return
        yield from self.known_as(function)

    def known_as(self, function: Function | Class) -> Collection[str]:
        """The names without which others don't come to call something: its own, most often.

        Of a `__call__`, those of its class, and of what is or gives an object of it.
        """
        if isinstance(function, Class) or function.name != "__call__" or function.owner is None:
            return (function.called_as,)
        known = self._known_as.get(function)
        if known is None:
            known = self._known_as[function] = sorted({*self._names_of_objects(function)})
        return known

    def _names_of_objects(self, method: Function) -> Iterator[str]:
        """The names of what has a method, with `Limit` for `Depends(Limit(10))`.

        They stand where its class is named, or one derived from that.
        """
        cls = self._values.known_class(method.owner or "")
        queue = [cls] if cls is not None else []
        for each in queue:
            yield each.called_as
            for summary in (self._summary, *self.importers(each)):
                for name, bound in summary.names.items():
                    value = self._values.of(bound) if _is_made_in(summary, bound) else None
                    if isinstance(value, Class) and value not in queue and self._has(value, method):
                        queue.append(value)
                    if self._gives(value, method) or self._declares(bound, method):
                        yield name
                for holder in summary.classes_naming({each.called_as}):
                    holding = Instance(holder.qualname, holder)
                    for name in {*holder.fields, *holder.attributes}:
                        if self._gives(self._values.attribute(holding, name), method):
                            yield name

    def _has(self, cls: Class, method: Function) -> bool:
        return self._values.method(cls, method.name) is method

    def _gives(self, value: Value | None, method: Function) -> bool:
        """Whether it is an object that has a method, or a function that returns one."""
        given = self._values.provided(value) if isinstance(value, Function) else value
        return (
            isinstance(given, Instance)
            and given.known is not None
            and self._has(given.known, method)
        )

    def _declares(self, bound: Expr, method: Function) -> bool:
        """Whether it is a type of such objects: `Annotated[Limit, Depends(...)]`."""
        return isinstance(bound, Sub) and self._gives(self._values.type_of(bound), method)

    def _uses_in(self, summaries: Iterable[Summary], function: Function) -> Iterator[Call]:
        values = self._values
        for summary in summaries:
            for call, _ in summary.calls_naming(set(_WORDS)):
                if last_name(call.callee) in _WORDS and values.qualname(call.callee) in DEPENDS:
                    given = (*call.args[:1], *(value for _, value in call.keywords))
                    if any(values.callee(values.of(each)) is function for each in given):
                        yield call
            if function.name == "__init__":
                yield from self._declared_in(summary, function)

    def _declared_in(self, summary: Summary, function: Function) -> Iterator[Call]:
        """The calls without an argument, `Depends()`, that stand with the class of `function`."""
        values = self._values
        declared = [
            (argument.annotation, values.markers(argument))
            for user in summary.functions.values()
            for argument in user.arguments
        ]
        named = [bound for bound in summary.names.values() if isinstance(bound, Sub)]
        declared += [(bound, values.metadata(bound)) for bound in named]
        for annotation, markers in declared:
            for marker in markers:
                if marker.args or marker.argument("dependency") is not None:
                    continue
                if values.qualname(marker.callee) in DEPENDS:
                    cls = values.of(values.bare_type(annotation))
                    if values.callee(cls) is function:
                        yield marker

    # -- imports -------------------------------------------------------------------------------

    def importers(self, function: Function | Class) -> Iterator[Summary]:
        """The other files that import the file of a function or class, and name it."""
        home = self._project.summary(function.module) if self._project is not None else None
        if home is not None:
            if home is not self._summary:
                yield home
            found = [*self.naming(home, self.known_as(function))]
            for each in found:
                if isinstance(function, Function) and _passes_on(each, function):
                    found += (it for it in self.naming(each, (function.name,)) if it not in found)
            yield from found

    def importing_lists(self, of: Function | Class) -> Iterator[Summary]:
        """The other files that import a list in which a file names a function or class.

        `FastAPI(middleware=middleware)`, whose `[Middleware(Guard)]` stands elsewhere.
        """
        for summary in (self._summary, *self.importers(of)):
            listed = [name for name, bound in summary.names.items() if self._lists(bound, of)]
            if listed:
                yield from self.naming(summary, listed)

    def _lists(self, bound: Expr, wanted: Function | Class) -> bool:
        return isinstance(bound, Items) and any(
            self._values.of(given) is wanted
            for each in bound.items
            for given in (each, *(each.given if isinstance(each, Call) else ()))
        )

    def calling(self, function: Function | Class) -> Iterator[Summary]:
        """The other files that may call a function.

        Of a method, also those that import one which names its class: `Annotated[Items,
        Depends(...)]` gives them an object of the class, which they need not import.
        """
        yield from self.importers(function)
        yield from self._given_on(function, again=False)

    def calling_from_afar(self, function: Function | Class) -> Iterator[Summary]:
        """The files that import one of those: `container.items.find()` names no class at all."""
        yield from self._given_on(function, again=True)

    def _given_on(self, function: Function | Class, again: bool) -> Iterator[Summary]:
        """The files that get an object from files which import another, and have the method."""
        project, usage = self._project, self._usage
        if isinstance(function, Class) or function.owner is None:
            return
        home = project.summary(function.module) if project is not None else None
        if home is not None and usage is not None:
            given = usage.given_on(home.path, function.owner.rpartition(".")[2], again)
            is_call = function.name == "__call__"
            names = self.known_as(function) if is_call else [function.name]
            yield from self.read(usage.with_words(given, names))

    def naming(self, summary: Summary, names: Collection[str]) -> Iterator[Summary]:
        """The other files that import a file, and have one of the names in their text."""
        usage = self._usage
        if usage is not None:
            yield from self.read(usage.with_words(usage.importers(summary.path), names))

    def read(self, paths: Iterable[str], most: int = MOST_IMPORTERS) -> Iterator[Summary]:
        """What stands in files but this one, of so many at most."""
        for path in islice(paths, most):
            summary = self._project.at(path) if self._project is not None else None
            if summary is not None and summary is not self._summary:
                yield summary


def _passes_on(summary: Summary, function: Function) -> bool:
    """Whether a file has a function of another, and calls it nowhere: others may, from there."""
    bound = summary.names.get(function.name)
    if not isinstance(bound, Ref) or bound.name.startswith(f"{summary.name}."):
        return False
    calls = summary.calls_naming({function.name})
    return all(last_name(call.callee) != function.name for call, _ in calls)


def _is_made_in(summary: Summary, bound: Expr) -> bool:
    """Whether what a name of a file is bound to stands there, and is not imported."""
    return not isinstance(bound, Ref) or bound.name.startswith(f"{summary.name}.")
