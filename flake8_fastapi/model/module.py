"""One file as rules see it. Everything is worked out when first asked for."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any, Literal, TypeVar

from flake8_fastapi.model.archives import UploadedArchive, uploaded_archives
from flake8_fastapi.model.assembly import Assembly
from flake8_fastapi.model.beginnings import Beginnings
from flake8_fastapi.model.callers import Callers
from flake8_fastapi.model.celery import Celery, CeleryTask, ResultRead, TaskCall
from flake8_fastapi.model.clients import RequestClient, request_clients
from flake8_fastapi.model.coroutines import Coroutines, Unawaited
from flake8_fastapi.model.engines import RequestEngine, RequestEngines, ServerEngine, server_engines
from flake8_fastapi.model.event_loop import BlockingCall, EventLoop, Reason
from flake8_fastapi.model.expired import ExpiredRead, ExpiredReads
from flake8_fastapi.model.expressions import Call, Expr
from flake8_fastapi.model.files import deployment_texts, read_text, still
from flake8_fastapi.model.functions import Class, Function, Summary
from flake8_fastapi.model.handed import HandedResource, handed_resources
from flake8_fastapi.model.held_locks import HeldLock, HeldLocks
from flake8_fastapi.model.imported import Alone, Imported
from flake8_fastapi.model.lasting import Lastings
from flake8_fastapi.model.late import LateAssemblies, LateAssembly
from flake8_fastapi.model.lifespan import is_ignored, runs_twice
from flake8_fastapi.model.loaded import LoadedModel, LoadedModels
from flake8_fastapi.model.loops import LoopCall, loop_calls
from flake8_fastapi.model.mapped import is_column
from flake8_fastapi.model.middleware import InnerCors, MiddlewareCode
from flake8_fastapi.model.opened import OpenedByLifespan, opened_by_lifespans
from flake8_fastapi.model.parameters import Parameter, Signature
from flake8_fastapi.model.project import Project, syntax_of
from flake8_fastapi.model.raising import Raising
from flake8_fastapi.model.request import ClientData
from flake8_fastapi.model.resources import Resource, Resources, closes_dependency, reads
from flake8_fastapi.model.role import Role, role_of
from flake8_fastapi.model.route_order import RouteTable, route_tables
from flake8_fastapi.model.routing import (
    BackgroundTask,
    Dependency,
    Endpoint,
    EventHandler,
    ExceptionHandler,
    Include,
    Middleware,
    Router,
    Routing,
    TestClient,
    last_name,
)
from flake8_fastapi.model.sql import SqlPiece, SqlPieces
from flake8_fastapi.model.startup import GivenLifespan, given_lifespans
from flake8_fastapi.model.swallowed import SwallowedExceptions, Swallowing
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.text_origin import TextOrigins
from flake8_fastapi.model.threads import ThreadCall, thread_calls
from flake8_fastapi.model.unattached import (
    LostTasks,
    UnattachedTasks,
    lost_tasks,
    unattached_tasks,
)
from flake8_fastapi.model.unresolved import Unresolved, is_itself, unresolved
from flake8_fastapi.model.upload_size import UploadSize
from flake8_fastapi.model.upload_writes import UploadWrite, UploadWrites
from flake8_fastapi.model.uploads import (
    ClientNamedFile,
    UploadCall,
    client_named_files,
    upload_calls,
)
from flake8_fastapi.model.usage import Usage, limits_bodies
from flake8_fastapi.model.validators import validators
from flake8_fastapi.model.values import CONTEXT_MANAGERS, DEPENDS, Instance, Partial, Value, Values
from flake8_fastapi.model.vocabulary import vocabulary
from flake8_fastapi.options import Options

Subject = TypeVar("Subject")

#: Reasons to run on the event loop that a plain `def` does away with: FastAPI uses a thread then.
THREADED = {"route", "dependency", "handler", "task", "stream"}

#: Names under which Flake8 passes standard input: there is no file.
NO_FILE = {"", "-", "stdin", "<stdin>", "<string>"}


class Module:
    """A parsed file, in the words of FastAPI.

    `tree` is what Flake8 parsed, `filename` the path as Flake8 knows it (other files are found
    from there; with a name of NO_FILE there are none), `lines` the text with line ends.
    """

    def __init__(
        self,
        tree: ast.Module,
        filename: str = "<string>",
        lines: Sequence[str] = (),
        options: Options | None = None,
    ) -> None:
        self.filename = filename
        self.lines = lines
        self.options = options or Options()
        self._root = tree
        self._facts: dict[type, tuple[Any, ...]] = {}

    # -- the layers ------------------------------------------------------------------------

    @cached_property
    def _project(self) -> Project | None:
        if self.filename in NO_FILE:
            return None
        return Project(self.filename, self.options.import_roots)

    @property
    def _usage(self) -> Usage | None:
        return self._project.usage if self._project else None

    @cached_property
    def syntax(self) -> Syntax:
        """The syntax tree and what was read from it; for what no fact of the model tells."""
        project = self._project
        name = project.name if project else "__main__"
        syntax = Syntax(self._root, name, self.filename, self.filename.endswith("__init__.py"))
        if project is not None:
            project.adopt(syntax.summary)
        return syntax

    @cached_property
    def _imported(self) -> Imported:
        syntax = self.syntax  # is adopted by the project
        return self._project or Alone(syntax.summary)

    @cached_property
    def values(self) -> Values:
        """What expressions are: see `model.values`."""
        return Values(self._imported)

    @cached_property
    def routing(self) -> Routing:
        """What this file registers: see `model.routing`."""
        return Routing(self.syntax, self.values)

    @cached_property
    def assembly(self) -> Assembly:
        """How the application is put together, across files: see `model.assembly`."""
        return Assembly(self.syntax.summary, self.values, self.routing, self._project)

    @cached_property
    def route_tables(self) -> list[RouteTable]:
        """What this file registers, in the order in which it is tried."""
        return route_tables(self.syntax, self.values, self.routing)

    @cached_property
    def client(self) -> ClientData:
        """What the client controls: see `model.request`."""
        return ClientData(self.syntax, self.values, self.routing, self.is_dependency)

    @cached_property
    def upload_size(self) -> UploadSize:
        """Who looks at how large an upload is: see `model.upload_size`."""
        return UploadSize(self.syntax, self.values, self.routing)

    @cached_property
    def text_origins(self) -> TextOrigins:
        """Whose a text is that is put into SQL: see `model.text_origin`."""
        return TextOrigins(self.routing, self.values, self.is_dependency)

    @cached_property
    def sql_pieces(self) -> list[SqlPiece]:
        """What is put into SQL by code that serves requests: see `model.sql`."""
        if not self.is_application:
            return []
        pieces = list(SqlPieces(self.syntax, self.values, self.routing, self.text_origins))
        if any(piece.origin == "caller" for piece in pieces):
            if not self.routing.routers and not self.is_served:
                return [piece for piece in pieces if piece.origin == "client"]
        return pieces

    @cached_property
    def event_loop(self) -> EventLoop:
        """What of this file runs on the event loop: see `model.event_loop`."""
        return EventLoop(
            self.syntax.summary,
            self.values,
            self.routing,
            lambda: self.is_served,
            self.options.blocking_calls,
            self._callers.serves,
            self._validators,
        )

    def _unawaited(self) -> Iterable[Unawaited]:
        is_test = self.role is Role.TEST
        return Coroutines(
            self.syntax, self.values, self.routing, self.source, is_test, self._coroutines
        )

    def _coroutines(self) -> frozenset[str] | None:
        usage = self._usage
        return usage.coroutines() if usage else frozenset()

    @cached_property
    def _callers(self) -> Callers:
        return Callers(self.syntax.summary, self.values, self._importers, self._is_entry)

    @cached_property
    def resources(self) -> Resources:
        """The sessions and connections that this file opens: see `model.resources`."""
        return Resources(self.syntax, self.values, self.routing.calls)

    @cached_property
    def raising(self) -> Raising:
        """Which HTTPExceptions leave a function: see `model.raising`."""
        return Raising(self.values)

    @cached_property
    def middleware_code(self) -> MiddlewareCode:
        """What middleware does by itself: see `model.middleware`."""
        return MiddlewareCode(self.syntax, self.values, self.routing, self.raising)

    @cached_property
    def lastings(self) -> Lastings:
        """How long functions take: see `model.lasting`."""
        return Lastings(self.syntax, self.values, lambda summary: syntax_of(summary.path))

    @cached_property
    def celery(self) -> Celery:
        """The tasks of Celery, and how its application is configured: see `model.celery`."""
        return Celery(
            self.values,
            self.syntax.summary.functions.values(),
            self._naming_celery,
            self._texts_connected,
        )

    def _naming_celery(self) -> list[Summary | None] | None:
        project = self._project
        return project.naming(("celery", "Celery")) if project else [self.syntax.summary]

    def _texts_connected(self, summary: Summary) -> Iterator[str] | None:
        """The texts of a file, of those that it imports, and of those that import it."""
        if self._project is None:
            return iter((self.source,))
        usage = self._usage
        paths = usage.connected(os.path.abspath(summary.path)) if usage else None
        if paths is None or len(paths) > MOST_IMPORTERS:
            return None
        return (self.source if path == self._project.path else read_text(path) for path in paths)

    @cached_property
    def target(self) -> Target:
        """The versions that the project is for."""
        path = "" if self.filename in NO_FILE else self.filename
        return Target.of(path, self.options.target_versions)

    @cached_property
    def role(self) -> Role:
        """What kind of file this is."""
        return role_of(self.filename, self.source, _imported_at_top(self._root))

    @cached_property
    def limits_bodies(self) -> bool:
        """Whether the project may refuse requests for their length, before they get to a route."""
        usage = self._usage
        return limits_bodies(self.source) or bool(usage and usage.limits_bodies() is not False)

    @cached_property
    def source(self) -> str:
        """The text of the file."""
        return "".join(self.lines)

    def _upload_writes(self) -> list[UploadWrite]:
        if not (self.has_word("async def") and self.has_word("UploadFile")):
            return []
        if not self.is_application:
            return []
        writes = UploadWrites(self.syntax, self.values, self.event_loop, self.upload_size)
        found = list(writes.of(upload_calls(self.routing, self.values), self._blocking_calls))
        return [] if found and self.limits_bodies else found

    # -- questions -------------------------------------------------------------------------

    def still(self) -> AbstractContextManager[None]:
        """While this lasts, the folders around the file are taken not to change."""
        return still()

    def words_among(self, words: Iterable[str]) -> set[str]:
        """Those of `words` that stand in the code of the file, alone or as parts of others."""
        text = self._vocabulary
        return {word for word in words if word in text}

    def has_word(self, word: str) -> bool:
        """Whether a word stands in the code of the file."""
        return word in self._vocabulary

    @cached_property
    def _vocabulary(self) -> str:
        return vocabulary(self.syntax.names)

    def each(self, kind: type[Subject]) -> Iterable[Subject]:
        """Every `kind` in this module: facts of the model, or AST nodes of that type."""
        known = self._facts.get(kind)
        if known is None:
            facts = FACTS.get(kind)
            if facts is None:
                return self.syntax.tree.nodes(kind)  # type: ignore[type-var]
            known = self._facts[kind] = tuple(facts(self))
        return known

    @property
    def is_application(self) -> bool:
        """Whether this is code that serves requests: no test, script, migration or worker."""
        return self.role is Role.APPLICATION

    def value(self, what: Expr | ast.expr | None) -> Value | None:
        """What an expression, or a node of the tree, is; None where that is not certain."""
        return self.values.of(self.syntax.expr(what) if isinstance(what, ast.AST) else what)

    def qualname(self, what: Expr | ast.expr | None) -> str | None:
        """The dotted name of what an expression or node stands for."""
        expression = self.syntax.expr(what) if isinstance(what, ast.AST) else what
        return self.values.qualname(expression)

    def is_instance(self, what: Expr | ast.expr | None, base: str) -> bool | None:
        """Whether an expression or node is an object of `base` or of a class derived from it."""
        expression = self.syntax.expr(what) if isinstance(what, ast.AST) else what
        return self.values.is_instance(expression, base)

    def beginning(self, what: Expr | None) -> str:
        """What a text certainly begins with: see `model.beginnings`."""
        return Beginnings(self.values).of(what)

    def is_column(self, what: Expr | ast.expr | None) -> bool:
        """Whether an expression or node is certainly a column of a mapped class: `User.email`."""
        expression = self.syntax.expr(what) if isinstance(what, ast.AST) else what
        return is_column(expression, self.values)

    def node(self, function: Function) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The definition of a function of this file."""
        return self.syntax.function_node(function)

    def why_on_event_loop(self, function: Function | None) -> Reason | None:
        """Why `function` runs on the event loop while requests are served, or None."""
        return self.event_loop.why(function)

    def why_in_thread(self, function: Function) -> Reason | None:
        """Why FastAPI runs a `def` function of this file in a thread, or None."""
        reason = self.event_loop.threaded.get(function)
        if reason is None and not function.is_async and self.is_dependency(function):
            return Reason("dependency", f"`{function.plain_name}` is a dependency")
        return reason

    def is_imported(self, name: str) -> bool | None:
        """Whether this file or another one of the project imports a module of that name."""
        if self.has_word(name):
            return True
        project = self._project
        if project is None:
            return False
        found = project.usage.naming((name,)) if project.usage else None
        return None if found is None else bool(found)

    def remedy(self, call: BlockingCall) -> str:
        """What to do about a blocking call: the least that mends it."""
        function = call.function
        if call.reason.kind == "validator":
            return "check it in a dependency declared with plain `def`"
        if call.reason.kind in THREADED and self._could_be_plain(function):
            return f"declare `{function.plain_name}` with plain `def`"
        if call.through:
            return "hand it to a thread with `await run_in_threadpool(...)`"
        return call.remedy

    def _could_be_plain(self, function: Function) -> bool:
        """Whether nothing in an async function needs the event loop."""
        node = self.node(function)
        if node is None or any(
            (self.values.qualname(call.callee) or "").startswith(("asyncio.", "anyio."))
            for call in function.calls
        ):
            return False
        tree = self.syntax.tree
        return not any(
            tree.function(each) is node
            for kind in (ast.Await, ast.AsyncFor, ast.AsyncWith)
            for each in tree.nodes(kind)
        ) and not any(
            loop.is_async and tree.function(loop) is node for loop in tree.nodes(ast.comprehension)
        )

    def signature(self, endpoint: Endpoint) -> Signature | None:
        """The parameters of a route and of everything it depends on."""
        return self.routing.signature(endpoint)

    def is_dependency(self, function: Function) -> bool | None:
        """Whether `Depends` is given the function, here or in another file of the project."""
        if any(dependency.function is function for dependency in self.routing.dependencies):
            return True
        return self.is_handed(function, ("Depends", "Security"), DEPENDS)

    def is_yield_dependency(self, function: Function) -> bool | None:
        """Whether FastAPI runs the function up to its `yield`, and on when the request is over."""
        if not function.is_generator or self.values.decorated_by(function, CONTEXT_MANAGERS):
            return False
        return self.is_dependency(function)

    @cached_property
    def filled_in(self) -> set[Function]:
        """The functions with parameters all of which FastAPI fills in: routes and dependencies."""
        return {
            function
            for function in self.syntax.summary.functions.values()
            if function.arguments and not function.is_lambda and self._is_filled_in(function)
        }

    def _is_filled_in(self, function: Function) -> bool:
        if not is_itself(function, self.values):
            return False
        for endpoint in self.routing.endpoints:
            if endpoint.function is function:  # a router of one's own may do it in another way
                return self.values.known_class(endpoint.router.cls) is None
        return self.is_dependency(function) is True and not any(
            use.function is function and isinstance(self.value(use.target), Partial)
            for use in self.routing.dependencies
        )

    def is_context_manager(self, function: Function) -> bool:
        """Whether the function is what `with` enters: decorated with `@contextmanager`."""
        return self.values.decorated_by(function, CONTEXT_MANAGERS)

    def is_plain_dependency(self, function: Function) -> bool | None:
        """Whether FastAPI calls the function anew for each request, as it stands there."""
        return self.resources.is_plain(function) and self.is_dependency(function)

    def is_closed_by_users(self, function: Function) -> bool:
        """Whether something that depends on the function closes what it is given."""
        return any(
            closes_dependency(user, function, self.values)
            for summary in self._users(function, ("Depends", "Security"))
            for user in summary.functions.values()
        )

    def uses_of_dependency(self, function: Function) -> Iterator[Call]:
        """The calls of `Depends` that are given the function, as far as they can be seen."""
        for dependency in self.routing.dependencies:
            if dependency.function is function:
                yield dependency.call
        yield from self._handing(function, ("Depends", "Security"), DEPENDS) or ()

    def texts_around(self) -> Iterator[str] | None:
        """The texts of the other files of the application that this one is part of.

        None where the project is too large to look through; a file without project is alone.
        """
        project, usage = self._project, self._usage
        if project is None or usage is None:
            return iter(())
        own = os.path.abspath(self.filename)
        paths = usage.around(own)
        return None if paths is None else (read_text(path) for path in paths if path != own)

    def is_only_for_websockets(self, function: Function) -> bool:
        """Whether a dependency is known to serve WebSocket endpoints, and no other."""
        for argument in function.arguments:
            taken = self.values.type_of(argument.annotation) if argument.annotation else None
            if isinstance(taken, Instance) and taken.cls == "starlette.websockets.WebSocket":
                return True
        users = [
            endpoint
            for endpoint in self.routing.endpoints
            for parameter in endpoint.parameters
            if parameter.dependency is not None
            if self.values.callee(self.value(parameter.dependency)) is function
        ]
        uses = [use for use in self.routing.dependencies if use.function is function]
        return (
            len(users) == len(uses) > 0
            and all(endpoint.websocket for endpoint in users)
            and self.is_handed(function, ("Depends", "Security"), DEPENDS) is False
        )

    def deployment_says(self, word: str) -> bool:
        """Whether a file that is no code, beside the project's or above it, has a word."""
        return self._project is not None and any(
            word in text for text in deployment_texts(self._project.path)
        )

    def shared_by(self, resource: Resource) -> Function | None:
        """A function through which requests share a session or connection of the module."""
        if not resource.is_global or self.resources.is_guarded(resource):
            return None
        if resource.kind == "connection" and "Lock(" in self.source:
            return None
        names = self.resources.holders(resource)
        for user in self.resources.users(resource, names):
            if self.serves(user):
                return user
        summary = self.syntax.summary
        full = {f"{summary.name}.{name}" for name in names}
        for importer in self._importing(summary, names):
            for user in importer.functions.values():
                if reads(user, full) and self.serves(user):
                    return user
        return None

    def fate_of(self, handler: EventHandler) -> Literal["ignored", "twice"] | None:
        """What is wrong with when an event handler runs; None: nothing, or unknown."""
        if is_ignored(handler, self.values):
            return "ignored"
        node = self.syntax.call_node(handler.call)
        if node is None or self.syntax.function_at(node) is not None:
            return None
        others = self._including(handler.owner)
        twice = runs_twice(handler, self.syntax.summary, others, self.values)
        return "twice" if twice else None

    def _including(self, router: Router) -> Iterator[Summary]:
        """The other files of the project that include something of the router's name."""
        project, usage = self._project, self._usage
        if project is None or usage is None:
            return
        for path in (usage.users(("include_router",), router.name) or ())[:20]:
            summary = project.at(path)
            if summary is not None and summary is not self.syntax.summary:
                yield summary

    def is_handed(
        self, function: Function, words: tuple[str, ...], callees: Iterable[str]
    ) -> bool | None:
        """Whether a file of the project hands `function` to a call of one of `callees`.

        `words` are the names under which such calls are looked for in the texts. None where
        the project is too large to look through, or is not known.
        """
        calls = self._handing(function, words, callees)
        return None if calls is None else next(calls, None) is not None

    def _handing(
        self, function: Function, words: tuple[str, ...], callees: Iterable[str]
    ) -> Iterator[Call] | None:
        """The calls in other files that hand `function` to one of `callees`; None as above."""
        project, usage = self._project, self._usage
        if project is None or usage is None:
            return None
        files = usage.users(words, function.name)
        if files is None:
            return None
        summaries = (project.at(path) for path in files[:20])
        others = (it for it in summaries if it and it is not self.syntax.summary)
        return self._handed_in(others, function, set(callees))

    def _handed_in(
        self, summaries: Iterable[Summary], function: Function, callees: set[str]
    ) -> Iterator[Call]:
        names = {name.rpartition(".")[2] for name in callees}
        for summary in summaries:
            calls = list(summary.calls)
            for user in summary.functions.values():
                calls += user.calls
            for call in calls:
                if last_name(call.callee) not in names:
                    continue
                if self.values.qualname(call.callee) in callees:
                    for given in (*call.args[:1], *(value for _, value in call.keywords)):
                        if self.values.callee(self.values.of(given)) is function:
                            yield call
                            break

    def _dependents(self) -> frozenset[str] | None:
        usage = self._usage
        return usage.dependents() if usage else frozenset()

    def _validators(self) -> Iterable[tuple[Function, Class]]:
        if not self.has_word("validator"):
            return ()
        return validators(
            self.syntax.summary, self.values, lambda: self.routing.endpoints, self._importers
        )

    def _users(self, function: Function, words: tuple[str, ...]) -> Iterator[Summary]:
        """This file, and the others that may hand `function` to a call of one of `words`."""
        yield self.syntax.summary
        project, usage = self._project, self._usage
        for path in (usage.users(words, function.name) or ())[:20] if project and usage else ():
            summary = project.at(path) if project else None
            if summary is not None and summary is not self.syntax.summary:
                yield summary

    def _importers(self, function: Function | Class) -> Iterator[Summary]:
        """The other files that import the file of a function or class, and name it."""
        project = self._project
        summary = project.summary(function.module) if project else None
        if summary is None:
            return
        if summary is not self.syntax.summary:
            yield summary
        yield from self._importing(summary, {function.name})

    def _importing(self, summary: Summary, names: set[str]) -> Iterator[Summary]:
        """The other files that import a file, and have one of the names in their text."""
        project, usage = self._project, self._usage
        if project is None or usage is None:
            return
        for path in usage.importers(summary.path)[:MOST_IMPORTERS]:
            text = read_text(path)
            if any(name in text for name in names):
                importer = project.at(path)
                if importer is not None and importer is not self.syntax.summary:
                    yield importer

    def _is_entry(self, function: Function) -> bool:
        """Whether FastAPI itself calls a function, as far as its decorators don't tell."""
        reason = self.event_loop.reasons.get(function)
        if reason is not None:
            return reason.kind != "async"
        return self.is_handed(function, ("Depends", "Security"), DEPENDS) is True

    def serves(self, function: Function) -> bool | None:
        """Whether a function runs while requests are served; False: only at start-up."""
        return function in self.event_loop.entries or self._callers.serves(function)

    @cached_property
    def is_served(self) -> bool | None:
        """Whether the file is part of an application that serves, as its project's imports show."""
        if not self.is_application:
            return False
        tops = {name.partition(".")[0] for name in _imported_at_top(self._root)}
        if not tops.isdisjoint(OTHER_LOOPS):
            return False
        project, usage = self._project, self._usage
        return usage.serves(project.path) if project and usage else None

    @property
    def _may_be_entered(self) -> bool:
        """Whether there may be something in the file that FastAPI itself would call."""
        words = self._vocabulary.lower()
        return any(word in words for word in _ENTRY) or any(
            self.routing.calls_named("get", "post", "add_task")
        )

    @cached_property
    def _blocking_calls(self) -> list[BlockingCall]:
        # what is cheap to tell comes first: most files of a project end here
        if not self.has_word("async def") and not self.has_word("validator"):
            return []
        if not self.is_application:
            return []
        if not self._may_be_entered and self.is_served is False:
            return []
        return self.event_loop.blocking_calls


#: Libraries that run the async functions of a file on an event loop of their own: bots, queues.
OTHER_LOOPS = frozenset(
    "aiogram arq celery discord disnake dramatiq gradio huey nextcord pyrogram rq streamlit "
    "taskiq telebot telegram telethon".split()
)

#: Files that are looked through for the callers of one function.
MOST_IMPORTERS = 40

#: What stands in the names of a file with an entry point, where it calls no `get` or the like.
_ENTRY = ("fastapi", "validator", "starlette", "depends", "router", "middleware")


def _imported_at_top(root: ast.Module) -> list[str]:
    """The dotted names that a file imports at its top level, `try` and `if` included."""
    names: list[str] = []
    statements: list[ast.stmt] = list(root.body)
    for statement in statements:
        match statement:
            case ast.Import():
                names += [alias.name for alias in statement.names]
            case ast.ImportFrom(module=module):
                names += [f"{module or ''}.{alias.name}" for alias in statement.names]
            case ast.If(body=body, orelse=rest):
                statements += [*body, *rest]
            case ast.Try(body=body, handlers=handlers):
                statements += [*body, *(inner for each in handlers for inner in each.body)]
    return names


FACTS: dict[type, Callable[[Module], Iterable[Any]]] = {
    BackgroundTask: lambda module: module.routing.background_tasks,
    BlockingCall: lambda module: module._blocking_calls,
    Call: lambda module: module.syntax.reader.calls.values(),
    CeleryTask: lambda module: module.celery.tasks,
    Class: lambda module: module.syntax.summary.classes.values(),
    ClientNamedFile: lambda module: client_named_files(module.syntax, module.values, module.client),
    Dependency: lambda module: module.routing.dependencies,
    Endpoint: lambda module: module.routing.endpoints,
    EventHandler: lambda module: module.routing.event_handlers,
    ExpiredRead: lambda module: ExpiredReads(module.syntax, module.values, module.routing),
    ExceptionHandler: lambda module: module.routing.exception_handlers,
    Function: lambda module: module.syntax.summary.functions.values(),
    HandedResource: lambda module: handed_resources(module.routing.background_tasks, module.values),
    HeldLock: lambda module: (
        HeldLocks(module.syntax, module.values, module.routing, module.event_loop)
        if module.is_application
        else ()
    ),
    GivenLifespan: lambda module: given_lifespans(module.syntax, module.values, module.routing),
    Include: lambda module: module.routing.includes,
    LostTasks: lambda module: lost_tasks(module.syntax, module.values, module.routing),
    Middleware: lambda module: module.routing.middleware,
    LateAssembly: lambda module: LateAssemblies(module.syntax, module.values, module.routing),
    LoadedModel: lambda module: LoadedModels(
        module.syntax, module.values, module.routing, module._callers, module.is_dependency
    ),
    OpenedByLifespan: lambda module: opened_by_lifespans(
        module.syntax, module.values, module.routing
    ),
    InnerCors: lambda module: module.middleware_code.inner_cors(),
    Module: lambda module: (module,),
    RequestEngine: lambda module: (
        RequestEngines(
            module.syntax,
            module.values,
            module.routing,
            lambda: module.event_loop.entries,
            module.is_dependency,
        )
        if module.is_application
        else ()
    ),
    Resource: lambda module: module.resources if module.is_application else (),
    RequestClient: lambda module: request_clients(
        module.syntax, module.values, module.routing, module.is_dependency
    ),
    LoopCall: lambda module: loop_calls(module.syntax, module.values, module.routing),
    SwallowedExceptions: lambda module: Swallowing(
        module.syntax, module.values, module.routing, module.raising
    ),
    Parameter: lambda module: (p for e in module.routing.endpoints for p in e.parameters),
    ResultRead: lambda module: module.celery.reads(module.syntax, module.routing.calls_named),
    Router: lambda module: module.routing.routers,
    RouteTable: lambda module: module.route_tables,
    ServerEngine: lambda module: server_engines(module.routing, module.values),
    SqlPiece: lambda module: module.sql_pieces,
    TaskCall: lambda module: module.celery.calls(module.routing.calls_named),
    TestClient: lambda module: module.routing.test_clients,
    UnattachedTasks: lambda module: unattached_tasks(module.syntax, module.values, module.routing),
    ThreadCall: lambda module: thread_calls(module.values, module.routing),
    Unawaited: Module._unawaited,
    Unresolved: lambda module: unresolved(
        module.syntax, module.routing, module.values, module._dependents
    ),
    UploadCall: lambda module: upload_calls(module.routing, module.values),
    UploadedArchive: lambda module: uploaded_archives(module.routing, module.values, module.client),
    UploadWrite: Module._upload_writes,
}
