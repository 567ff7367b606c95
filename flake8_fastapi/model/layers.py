"""What is worked out of one file when it is first asked for, each layer from those before it.

A layer is imported where it is made: few files need all, and Flake8 is started for a single one.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.project.project import forget_old_ones, syntax_of
from flake8_fastapi.model.project.texts import properties_in, slow
from flake8_fastapi.model.project.users import MOST_IMPORTERS, Users
from flake8_fastapi.model.role import Role
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.source_file import SourceFile
from flake8_fastapi.model.syntax.expressions import Expr
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.values import Values

if TYPE_CHECKING:
    from flake8_fastapi.model.assembly.assembly import Assembly
    from flake8_fastapi.model.assembly.route_order import RouteTable
    from flake8_fastapi.model.background.celery import Celery
    from flake8_fastapi.model.background.lasting import Lastings
    from flake8_fastapi.model.calling.callers import Callers
    from flake8_fastapi.model.calling.handing import Handing
    from flake8_fastapi.model.calling.overriding import Overriding
    from flake8_fastapi.model.calling.serving import Serving
    from flake8_fastapi.model.calling.uses import Uses
    from flake8_fastapi.model.databases.text_origin import TextOrigins
    from flake8_fastapi.model.event_loop import EventLoop
    from flake8_fastapi.model.exceptions.raising import Raising
    from flake8_fastapi.model.middleware.cors_order import CorsOrder
    from flake8_fastapi.model.middleware.middleware import MiddlewareCode
    from flake8_fastapi.model.neighbours.elsewhere import Elsewhere
    from flake8_fastapi.model.never_runs.unused import Unused
    from flake8_fastapi.model.request import ClientData
    from flake8_fastapi.model.resources import Resources
    from flake8_fastapi.model.routing.kinds import Middleware, Router
    from flake8_fastapi.model.syntax.functions import Class, Summary
    from flake8_fastapi.model.syntax.syntax import Syntax
    from flake8_fastapi.model.uploads.upload_size import UploadSize

#: What is missing wherever the distribution `jwt` is installed, with PyJWT or without.
_OF_PYJWT = {"jwt.decode", "jwt.encode"}
#: Why functions run on the event loop with whose exceptions FastAPI does not answer.
_BEHIND = {"task", "called", "callback"}


class Layers(SourceFile):
    """A file, and what is known of it and of the project around it."""

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """Trees of other files: see `model.neighbours.elsewhere`."""

        from flake8_fastapi.model.neighbours.elsewhere import Elsewhere

        return Elsewhere(self.syntax, self.values, syntax_of)

    def close(self) -> None:
        """Let go of all that was read, which leads back to itself: nobody need search for it."""
        if "syntax" in vars(self):
            self.syntax.close()
        if "values" in vars(self):
            vars(self.values).clear()
        vars(self).clear()
        forget_old_ones()

    @cached_property
    def values(self) -> Values:
        """What expressions are: see `model.values.values`."""
        return Values(self._imported)

    @cached_property
    def routing(self) -> Routing:
        """What this file registers: see `model.routing`."""
        return Routing(self.syntax, self.values)

    @cached_property
    def assembly(self) -> Assembly:
        """How the application is put together, across files: see `model.assembly.assembly`."""

        from flake8_fastapi.model.assembly.assembly import Assembly

        return Assembly(self.syntax.summary, self.values, self.routing, self.project)

    @cached_property
    def route_tables(self) -> list[RouteTable]:
        """What this file registers, in the order in which it is tried."""

        from flake8_fastapi.model.assembly.route_order import route_tables

        return route_tables(self.syntax, self.values, self.routing)

    @cached_property
    def client(self) -> ClientData:
        """What the client controls: see `model.request`."""

        from flake8_fastapi.model.request import ClientData

        return ClientData(
            self.syntax, self.values, self.routing, self.is_dependency, self.overriding.runs
        )

    @cached_property
    def upload_size(self) -> UploadSize:
        """Who looks at how large an upload is: see `model.uploads.upload_size`."""

        from flake8_fastapi.model.uploads.upload_size import UploadSize

        return UploadSize(
            self.syntax,
            self.values,
            self.routing,
            self.elsewhere,
            self._is_size_asked,
            lambda it: self.callers.calls_of(it),
        )

    def _is_size_asked(self, function: Function) -> bool:
        """Whether another served file that names a function asks anything for its size."""
        project, usage = self.project, self.usage
        if project is None or usage is None:
            return False
        naming = usage.with_words(usage.served(), {function.called_as})
        return any(
            ".size" in text for text in self._texts(it for it in naming if it != project.path)
        )

    @cached_property
    def text_origins(self) -> TextOrigins:
        """Whose a text is that is put into SQL: see `model.databases.text_origin`."""

        from flake8_fastapi.model.databases.text_origin import TextOrigins

        return TextOrigins(
            self.routing, self.values, self.is_dependency, lambda it: self.callers.calls_of(it)
        )

    @cached_property
    def event_loop(self) -> EventLoop:
        """What of this file runs on the event loop: see `model.event_loop`."""

        from flake8_fastapi.model.event_loop import EventLoop

        return EventLoop(
            self.syntax.summary,
            self.values,
            self.routing,
            lambda: self.is_served and not self.is_shared,
            self.options.blocking_calls,
            self.serving.runs_meanwhile,
            self._validators,
            self._properties,
            self.overriding.versions,
            lambda it: self.callers.calls_of(it),
            self.lines,
            lambda: self.is_shared,
            lambda: self.target,
            lambda it: self.uses.calls_of(it),
        )

    @cached_property
    def overriding(self) -> Overriding:
        """What derived classes make of the methods they inherit: see `model.calling.overriding`."""

        from flake8_fastapi.model.calling.overriding import Overriding

        return Overriding(self.syntax.summary, self.values, self._deriving, self._defining)

    def may_be_plain(self, callee: Expr) -> bool:
        """Whether what runs in place of an async method may be no coroutine function."""
        return self.overriding.may_be_plain(callee)

    def _deriving(self, names: Collection[str]) -> list[Summary | None] | None:
        """The files with a class that has one of `names` among its bases; None: unknown."""
        project = self.project
        return project.deriving(names) if project and project.usage else []

    def _defining(self, names: Collection[str]) -> list[Summary | None] | None:
        """The files with functions of all of `names`; None: unknown."""
        project = self.project
        return project.defining(names) if project and project.usage else []

    @cached_property
    def callers(self) -> Callers:
        """Who calls a function: see `model.calling.callers`."""

        from flake8_fastapi.model.calling.callers import Callers

        return Callers(
            self.syntax.summary,
            self.values,
            self.users.calling,
            self.users.calling_from_afar,
            self.users.known_as,
        )

    @cached_property
    def uses(self) -> Uses:
        """All uses of a function or class in the project: see `model.calling.uses`."""

        from flake8_fastapi.model.calling.uses import Uses

        usage = self.usage
        return Uses(
            self.values,
            lambda name: usage.mentioning(name) if usage is not None else None,
            self.syntax_at,
        )

    def syntax_at(self, path: str) -> Syntax | None:
        """The tree of a file of the project, this one included."""
        project = self.project
        own = project is not None and path == project.path
        return self.syntax if own else self.elsewhere.at(path)

    @cached_property
    def handing(self) -> Handing:
        """What a function is handed to that calls it: see `model.calling.handing`."""

        from flake8_fastapi.model.calling.handing import Handing

        return Handing(self.values, self.callers)

    @cached_property
    def serving(self) -> Serving:
        """When a function runs: see `model.calling.serving`."""

        from flake8_fastapi.model.calling.serving import Serving

        summary = self.syntax.summary
        return Serving(
            summary, self.values, self.callers, self.handing, self._is_entry, self._is_unused_own
        )

    @cached_property
    def users(self) -> Users:
        """Who uses what the file defines: see `model.project.users`."""
        return Users(self.syntax.summary, self.values, self.project)

    @cached_property
    def resources(self) -> Resources:
        """The sessions and connections that this file opens: see `model.resources`."""

        from flake8_fastapi.model.resources import Resources

        return Resources(self.syntax, self.values, self.routing.calls)

    @cached_property
    def raising(self) -> Raising:
        """Which HTTPExceptions leave a function: see `model.exceptions.raising`."""

        from flake8_fastapi.model.exceptions.raising import Raising

        return Raising(self.values)

    @cached_property
    def middleware_code(self) -> MiddlewareCode:
        """What middleware runs, and what leaves it: see `model.middleware.middleware`."""

        from flake8_fastapi.model.middleware.middleware import MiddlewareCode

        return MiddlewareCode(
            self.syntax,
            self.values,
            self.routing,
            self.raising,
            self.elsewhere.definition,
            self.handing.is_added_as_middleware,
            lambda cls: self.usage is None or any(True for _ in self.users.importers(cls)),
            self._routings_around,
        )

    def _routings_around(self, function: Function) -> Iterator[Routing]:
        """What the other files register that import a function, or a list with it, and name it."""
        owner = self.values.known_class(function.owner) if function.owner else None
        named, users = owner or function, self.users
        for importer in (*users.importers(named), *users.importing_lists(named)):
            syntax = self.elsewhere.at(importer.path)
            if syntax is not None:
                yield Routing(syntax, self.values)

    @cached_property
    def cors_order(self) -> CorsOrder:
        """What lies outside of CORSMiddleware: see `model.middleware.cors_order`."""

        from flake8_fastapi.model.middleware.answering import Answering
        from flake8_fastapi.model.middleware.cors_order import CorsOrder

        answering = Answering(
            self.syntax,
            self.values,
            self.raising,
            self.middleware_code,
            self.elsewhere.at,
            self.elsewhere.definition,
        )
        return CorsOrder(
            self.syntax,
            self.values,
            self.routing,
            self.middleware_code,
            answering,
            self._layers_of,
        )

    def _layers_of(self, app: Router) -> list[Middleware]:
        """What an application is wrapped in, outermost first; nothing where that is not known."""
        if self.usage is None:  # other files may add some
            return []
        wrapping = self.assembly.middleware(app)
        return wrapping.layers if wrapping.complete else []

    @cached_property
    def lastings(self) -> Lastings:
        """How long functions take: see `model.background.lasting`."""

        from flake8_fastapi.model.background.lasting import Lastings

        return Lastings(self.syntax, self.values, lambda it: self.elsewhere.at(it.path))

    @cached_property
    def celery(self) -> Celery:
        """The tasks of Celery and how its application is configured: see `background.celery`."""

        from flake8_fastapi.model.background.celery import Celery

        return Celery(
            self.values,
            self.syntax.summary.functions.values(),
            self._naming_celery,
            self._texts_connected,
            self._texts_naming,
        )

    def _naming_celery(self) -> list[Summary | None] | None:
        project = self.project
        return project.naming(("celery", "Celery")) if project else [self.syntax.summary]

    def _texts_naming(self, names: tuple[str, ...]) -> Iterator[str] | None:
        """The texts of the files around this one whose imports name one of `names`."""
        project, usage = self.project, self.usage
        if project is None or usage is None:
            return iter((self.source,))
        paths = usage.naming(names)
        around = usage.around(project.path) if paths else ()
        if paths is None or around is None:
            return None
        return self._texts(path for path in paths if path in around)

    def _texts_connected(self, summary: Summary) -> Iterator[str] | None:
        """The texts of a file, of those that it imports, and of those that import it."""
        if self.project is None:
            return iter((self.source,))
        usage = self.usage
        paths = usage.connected(os.path.abspath(summary.path)) if usage else None
        if paths is None or len(paths) > MOST_IMPORTERS:
            return None
        return self._texts(paths)

    def _texts(self, paths: Iterable[str]) -> Iterator[str]:
        """What stands in files, for this one as it is now in the editor."""
        own = self.project.path if self.project else None
        return (self.source if path == own else read_text(path) for path in paths)

    def is_overridden(self, name: str) -> bool:
        """Whether the application may put something else in the place of a dependency so called."""
        texts = self.texts_around()
        return texts is None or any(
            name in text for text in chain((self.source,), texts) if "dependency_overrides" in text
        )

    def texts_around(self) -> Iterator[str] | None:
        """The texts of the other files of the application that this one is part of.

        None where the project is too large to look through; a file without project is alone.
        """
        project, usage = self.project, self.usage
        if project is None or usage is None:
            return iter(())
        own = os.path.abspath(self.filename)
        paths = usage.around(own)
        return None if paths is None else (read_text(path) for path in paths if path != own)

    def is_removed(self, name: str) -> bool:
        """Whether a function only raises when called, in the version that the project runs with."""
        from flake8_fastapi.model.blocking import removed

        if name in _OF_PYJWT:
            return self.target.uses("jwt") is True
        since = removed(name)
        return since is not None and self.target.has_reached(*since)

    def undefined_in(self, function: FunctionNode) -> Iterator[ast.Name]:
        """The places where a function itself reads a name that nothing binds."""
        for name in self.syntax.tree.inside(function, ast.Name):
            if name.id in self._undefined and not self.syntax.names.may_bind(name.id, function):
                yield name

    @cached_property
    def always_failing(self) -> dict[tuple[Function, int], bool]:
        """What is known of functions that always fail: see `model.never_runs.always_failing`."""
        return {}

    @cached_property
    def _undefined(self) -> frozenset[str]:
        from flake8_fastapi.model.fails_at_import.missing import undefined

        if self.usage is None:
            return frozenset()
        return undefined(self.syntax.tree, self.syntax.names, self.source, self.usage)

    def is_unused(self, line: int) -> bool:
        """Whether nobody in the project uses the code there, as far as can be seen."""
        if self._unused is None:
            return self.role in (Role.WORKER, Role.SCRIPT) and self._fails_at_import
        return self._fails_at_import or self._unused.has(line)

    def _is_unused_own(self, function: Function) -> bool:
        """The same of a function: one of another file may be used."""
        is_own = self.syntax.summary.functions.get(function.qualname) is function
        return is_own and self._unused is not None and self._unused.has(function.lineno)

    @cached_property
    def _fails_at_import(self) -> bool:
        from flake8_fastapi.model.fails_at_import.missing import fails_at_import
        from flake8_fastapi.model.fails_at_import.run_at_import import calls_at_import

        project, usage = self.project, self.usage
        if project is None or usage is None:
            return False
        return fails_at_import(project.path, self.syntax, self.source, usage) or any(
            map(self._is_refused, calls_at_import(self._root))
        )

    def _is_refused(self, node: ast.Call) -> bool:
        """Whether a call is a TypeError: it gives too little, or what nobody takes.

        Of `Depends(get_db())` a rule speaks, which is not to be silent for that.
        """
        from flake8_fastapi.model.values.arguments import is_refused

        around = self.syntax.tree.parent(node)
        if isinstance(around, ast.Call):
            if self.values.qualname(self.syntax.expr(around.func)) in DEPENDS:
                return False
        call = self.syntax.call(node)
        return is_refused(self.values.of(call.callee), call, self.values)

    @cached_property
    def _unused(self) -> Unused | None:
        project, usage = self.project, self.usage
        is_test = self.role is Role.TEST
        if project is None or usage is None or not (is_test or self.is_application):
            return None
        from flake8_fastapi.model.never_runs.unused import Unused, UnusedFixtures

        kind = UnusedFixtures if is_test else Unused
        return kind(project.path, self._root, self.source, usage, self.cut_off, self._is_own)

    def _is_own(self, cls: ast.ClassDef, method: str = "") -> bool:
        """Whether only the project calls a method of a class of the file, or knows the class."""
        return self.values.is_own(self.syntax.names.qualnames[cls], method)

    def serves(self, function: Function) -> bool | None:
        """Whether a function runs while requests are served; False: only at start-up."""
        return function in self.event_loop.entries or self.serving.serves(function)

    def is_dependency(self, function: Function) -> bool | None:
        """Whether `Depends` is given the function, here or in another file of the project."""
        if any(dependency.function is function for dependency in self.routing.dependencies):
            return True
        return self.users.is_dependency(function)

    def _validators(self) -> Iterable[tuple[Function, Class]]:
        if not self.vocabulary.has("*validator*"):
            return ()
        from flake8_fastapi.model.calling.validators import validators

        return validators(
            self.syntax.summary,
            self.values,
            self.event_loop.may_block,
            lambda: self.routing.endpoints,
            self.users.importers,
        )

    def _properties(self) -> frozenset[str]:
        """Names of the properties that may do something: of the project, as far as it is known."""
        usage = self.usage
        found = usage.slow_properties() if usage else None
        return slow(properties_in(self.source)) | (found or frozenset())

    def _is_entry(self, function: Function, answering: bool = False) -> bool:
        """Whether FastAPI itself calls a function, as far as its decorators don't tell.

        `answering`: for an answer, neither behind it nor because another function does.
        """
        from flake8_fastapi.model.event_loop.reasons import is_async_callback

        reason = self.event_loop.reasons.get(function)
        if reason is not None and not (answering and reason.kind in _BEHIND):
            return reason.kind != "async"
        if self.is_dependency(function) is True:
            return True
        return is_async_callback(function, self.values)
