"""One file as rules see it. Everything is worked out when first asked for."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from flake8_fastapi.model.facts import FACTS
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.project.files import deployment_texts, text_at
from flake8_fastapi.model.project.project_files import module_part
from flake8_fastapi.model.project.texts import mentions
from flake8_fastapi.model.syntax.expressions import Param, receiver
from flake8_fastapi.model.values.value_kinds import Instance, Partial
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS

if TYPE_CHECKING:
    from flake8_fastapi.model.assembly.parameters import Signature
    from flake8_fastapi.model.calling.called import Called
    from flake8_fastapi.model.concurrency.remedies import Remedies
    from flake8_fastapi.model.event_loop import BlockingCall
    from flake8_fastapi.model.event_loop.belied import Belied
    from flake8_fastapi.model.event_loop.reasons import Reason
    from flake8_fastapi.model.never_runs.excluded import Excluded
    from flake8_fastapi.model.never_runs.refused_requests import RefusedRequests
    from flake8_fastapi.model.resources.following import Resource
    from flake8_fastapi.model.routing.kinds import Endpoint, EventHandler, Router
    from flake8_fastapi.model.syntax.expressions import Call, Expr
    from flake8_fastapi.model.syntax.functions import Argument, Function, Summary
    from flake8_fastapi.model.values.value_kinds import Value

Subject = TypeVar("Subject")


class Module(Layers):
    """A parsed file, in the words of FastAPI."""

    @cached_property
    def _facts(self) -> dict[type, tuple[Any, ...]]:
        return {}

    def never_runs(self, line: int) -> bool:
        """Whether the code at a line never runs: nobody uses it, or nothing gets that far."""
        if self.is_unused(line):
            return True

        from flake8_fastapi.model.never_runs.unreached import is_unreached

        return is_unreached(line, self) or (
            self.is_application
            and (
                self._is_retired
                or self._excluded.has(line)
                or self._refused.has(line)
                or not self._is_called(line)
            )
        )

    @property
    def _is_retired(self) -> bool:
        """Whether it is of an application that can be made no more, whatever is said to do so."""
        return self.usage is not None and self.usage.is_retired()

    def _is_called(self, line: int) -> bool:
        """Whether somebody surely calls the function that a line is in.

        What is in a library is for whoever wants it.
        """
        usage, unused = self.usage, self._unused
        if usage is None or unused is None or not usage.makes_application():
            return True
        if usage.importing(self.filename) or unused.makes_application:
            return self._called.has(line)
        return unused.may_be_started

    @cached_property
    def _called(self) -> Called:
        from flake8_fastapi.model.calling.called import Called

        return Called(self, lambda call: call in self._dropped)

    @cached_property
    def _dropped(self) -> set[Call]:
        from flake8_fastapi.model.concurrency.coroutines import Unawaited

        return {each.call for each in self.each(Unawaited)}

    @cached_property
    def _excluded(self) -> Excluded:
        from flake8_fastapi.model.never_runs.excluded import Excluded

        return Excluded(self)

    @cached_property
    def _refused(self) -> RefusedRequests:
        from flake8_fastapi.model.never_runs.refused_requests import RefusedRequests

        return RefusedRequests(self)

    def each(self, kind: type[Subject]) -> Iterable[Subject]:
        """Every `kind` in this module: facts of the model, or AST nodes of that type."""
        known = self._facts.get(kind)
        if known is None:
            if issubclass(kind, ast.AST):
                return self.syntax.tree.nodes(kind)
            found = (self,) if kind is Module else FACTS[kind.__name__](self)
            known = self._facts[kind] = tuple(found)
        return known

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
        """What a text certainly begins with: see `model.values.beginnings`."""

        from flake8_fastapi.model.values.beginnings import Beginnings

        return Beginnings(self.values).of(what)

    def is_column(self, what: Expr | ast.expr | None) -> bool:
        """Whether an expression or node is certainly a column of a mapped class: `User.email`."""

        from flake8_fastapi.model.databases.mapped import is_column

        expression = self.syntax.expr(what) if isinstance(what, ast.AST) else what
        return is_column(expression, self.values)

    def node(self, function: Function) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The definition of a function of this file."""
        return self.syntax.function_node(function)

    def closed_too_soon(self, call: Call) -> Function | None:
        """The dependency of `next(get_db())`, which cleans up before what it yields is used.

        Only where a request is served: elsewhere nobody minds.
        """
        from flake8_fastapi.model.databases.abandoned import abandoned, is_closed

        started = abandoned(call, self.syntax, self.values)
        if started is None or not self.is_dependency(started):
            return None
        node = self.syntax.call_node(call)
        function = self.syntax.function_at(node) if node is not None else None
        if node is None or function is None or is_closed(call, node, function, self.syntax):
            return None
        served = self.why_on_event_loop(function) or self.is_resolved(function)
        return started if served or self.serves(function) else None

    def is_resolved(self, function: Function) -> bool:
        """Whether FastAPI calls a function, as a route or a dependency, and fills it in."""
        return function in self.routing.answering or bool(self.is_dependency(function))

    def is_called_back(self, function: Function) -> bool:
        """Whether another library awaits a function on the event loop, as its decorator says."""
        from flake8_fastapi.model.event_loop.reasons import is_async_callback

        return is_async_callback(function, self.values)

    def is_reached(
        self,
        function: Function,
        passing: Callable[[Function, Call | None], bool],
        through_threads: bool = False,
    ) -> bool:
        """Whether FastAPI resolves a function, or one that calls it, and those between all pass.

        Or another library awaits it while the application serves.
        `passing` is given each with the call in it that leads on to the function, also one that
        hands it to a thread if it is to be followed `through_threads`.
        """
        from flake8_fastapi.model.calling.callers import MOST
        from flake8_fastapi.model.routing import is_route

        queue: list[tuple[Function, Call | None]] = [(function, None)]
        for each, on in queue:
            if not passing(each, on):
                continue
            if is_route(each) or self.is_resolved(each) or self.is_called_back(each):
                return True
            calls = self.callers.calls_of(each)
            if through_threads:
                calls = chain(calls, self.callers.handed_to_threads(each))
            for call, caller in calls:
                if caller is not None and len(queue) < MOST and (caller, call) not in queue:
                    queue.append((caller, call))
        return False

    def why_on_event_loop(self, function: Function | None) -> Reason | None:
        """Why `function` runs on the event loop while requests are served, or None."""
        return self.event_loop.why(function)

    def why_in_thread(self, function: Function) -> Reason | None:
        """Why FastAPI runs a `def` function of this file in a thread, or None."""

        from flake8_fastapi.model.event_loop.reasons import Reason
        from flake8_fastapi.model.values.decorators import stays_plain

        reason = self.event_loop.threaded.get(function)
        # a decorator may have made a coroutine function of it, or an object that does other things
        stays = all(stays_plain(each, self.values) for each in function.decorators)
        if reason is not None:
            return reason if stays else None
        if function.is_async:
            return None
        if stays and self.is_dependency(function):
            return Reason("dependency", f"`{function.plain_name}` is a dependency")
        if function.is_generator or function.decorators:
            return None
        if self.handing.is_background_task(function):
            return Reason("task", f"`{function.plain_name}` is a `def` background task")
        if self.handing.is_exception_handler(function):
            return Reason("handler", f"`{function.plain_name}` is a `def` exception handler")
        return None

    def is_given_otherwise(self, callee: Expr, function: Function) -> bool:
        """Whether what is declared as an async client, and asked for a method, is no such one.

        As far as it shows in what a function, or its class, is given.
        """
        return self._given_otherwise.covers(callee, function, None)

    def breaks_off(self, call: Call, function: Function) -> bool:
        """Whether a call ends the transaction in which a session is lent, and then used on."""
        from flake8_fastapi.model.databases.begun import breaks_off

        return breaks_off(call, function, self.values)

    @cached_property
    def _given_otherwise(self) -> Belied:
        from flake8_fastapi.model.event_loop.belied import Belied

        return Belied(self.values, self.callers.calls_of, is_declared_async=True)

    def is_imported(self, name: str) -> bool | None:
        """Whether this file or another one of the project imports a module of that name."""
        return self.vocabulary.has(name) or self.values.is_imported(name)

    def names_anywhere(self, name: str) -> bool:
        """Whether this file or another one of the project, no test, has a name in its code."""
        usage = self.usage
        return self.vocabulary.has(name) or bool(usage is not None and usage.mentioning(name))

    @cached_property
    def needs_pydantic_1(self) -> bool:
        """Whether a file of the project asks for what Pydantic 2 has no longer, as it is imported.

        Where nothing says which FastAPI a project has, that tells that it may be one from 2022.
        """
        from flake8_fastapi.model.fails_at_import.pydantic_refusals import NAMES, is_refused

        names = set().union(*NAMES.values())
        usage = self.usage
        others = usage.naming(sorted(names)) if usage is not None else None
        return is_refused(self.source, self.filename) or any(
            is_refused(text_at(path), path) for path in others or ()
        )

    def is_only_imported(self, name: str) -> bool:
        """Whether a name stands in one import and nowhere else, as far as others may want it."""
        if self.filename.endswith("__init__.py") or sum(1 for _ in mentions(self.source, name)) > 1:
            return False
        project, usage = self.project, self.usage
        if project is None or usage is None:
            return True
        return not any(True for _ in usage.with_words(usage.importers(project.path), {name}))

    def told(self, call: BlockingCall) -> dict[str, str]:
        """What a message tells of a blocking call: which one, why it blocks, what to do."""
        reason = call.via + call.reason.text
        return {"call": call.name, "reason": reason, "remedy": self.remedy(call)}

    def remedy(self, call: BlockingCall) -> str:
        """What to do about a blocking call: see `model.concurrency.remedies`."""
        return self._remedies.of(call)

    @cached_property
    def _remedies(self) -> Remedies:
        from flake8_fastapi.model.concurrency.remedies import Remedies

        return Remedies(self)

    def signature(self, endpoint: Endpoint) -> Signature | None:
        """The parameters of a route and of everything it depends on."""
        return self.routing.signature(endpoint)

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
        from flake8_fastapi.model.assembly.unresolved import is_itself

        if not is_itself(function, self.values) or function in self.routing.signed:
            return False
        for endpoint in self.routing.endpoints:
            if endpoint.function is function:  # a router of one's own may do it in another way
                return self.values.known_class(endpoint.router.cls) is None
        return self.is_dependency(function) is True and not any(
            use.function is function and isinstance(self.value(use.target), Partial)
            for use in self.routing.dependencies
        )

    def takes_whole(self, function: Function, argument: Argument) -> bool:
        """Whether a function calls what a parameter holds or hands it on, attributes aside."""
        node, tree = self.syntax.function_node(function), self.syntax.tree
        if node is None:
            return True
        loads = self.syntax.loads({argument.name}, node.body[0], inner=True)
        return any(not isinstance(tree.parent(load), ast.Attribute) for load in loads)

    def is_context_manager(self, function: Function) -> bool:
        """Whether the function is what `with` enters: decorated with `@contextmanager`."""
        return self.values.decorated_by(function, CONTEXT_MANAGERS)

    def is_plain_dependency(self, function: Function) -> bool | None:
        """Whether FastAPI calls the function anew for each request, as it stands there."""
        return self.values.is_plain(function) and self.is_dependency(function)

    def is_closed_by_users(self, function: Function) -> bool:
        """Whether something that depends on the function closes what it is given."""

        from flake8_fastapi.model.resources import closes_dependency

        return any(
            closes_dependency(user, function, self.values)
            for summary in (self.syntax.summary, *self.users.depending(function))
            for user in summary.functions.values()
        )

    def uses_of_dependency(self, function: Function) -> Iterator[Call]:
        """The calls of `Depends` that are given the function, as far as they can be seen."""
        for dependency in self.routing.dependencies:
            if dependency.function is function:
                yield dependency.call
        yield from self.users.uses_of_dependency(function) or ()

    def is_relied_on(self, dependency: Function) -> bool:
        """Whether a route certainly leaves it to a dependency to commit what it stores."""
        from flake8_fastapi.model.databases.relying import Relying

        def serves(path: str) -> bool | None:
            return self.usage.serves(path) if self.usage else None

        return Relying(self.syntax.summary, self.values, self.users, serves).on(dependency)

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
            and self.users.is_dependency(function) is False
        )

    def deployment_says(self, word: str) -> bool:
        """Whether a file that is no code, beside the project's or above it, has a word."""
        return self.project is not None and any(
            word in text for text in deployment_texts(self.project.path)
        )

    def shared_by(self, resource: Resource) -> Function | None:
        """A function through which requests share a session or connection of the module."""

        from flake8_fastapi.model.resources.sharing import passed_on, reads

        summary = self.syntax.summary
        users: Iterable[Function]
        if resource.is_global:
            names = self.resources.holders(resource)
            full = {f"{summary.name}.{name}" for name in names}
            users = self.resources.users(resource, names)
        else:
            kept = self.resources.kept(resource)
            if kept is None or not self._is_made_once(resource):
                return None
            names, full, users = set(kept.objects), kept.paths, kept.users()
        if self.resources.is_guarded(resource):
            return None
        if resource.kind == "connection" and "Lock(" in self.source:
            return None
        for user in users:
            if self._serves_requests(user):
                return user
        importers = list(self.users.naming(summary, names)) if names else []
        full |= passed_on(full, importers)
        for importer in importers:
            for user in importer.functions.values():
                if reads(user, full) and self._serves_requests(user):
                    return user
        for each in (summary, *importers) if resource.is_global else ():
            for user in self._taking(each, full):
                if self._serves_requests(user):
                    return user
        return None

    def _taking(self, summary: Summary, names: set[str]) -> Iterator[Function]:
        """Who has one of the global names from a file without naming it.

        Callers of a function one of whose parameters it is by default, and what puts it on `self`.
        """
        from flake8_fastapi.model.resources.sharing import keeps, takes_default, taking

        for function in taking(summary, names):
            for call, caller in self.callers.calls_of(function):
                if caller is not None and takes_default(function, call, names, self.values):
                    yield caller
        for cls in summary.classes.values():
            maker = self.values.method(cls, "__init__") if keeps(cls, names) else None
            if maker is not None:
                yield maker

    def _serves_requests(self, function: Function) -> bool:
        """Whether a function runs again for each request, and is no loop beside them.

        That of a WebSocket, `while True: await websocket.receive_text()`, is one for each client.
        """
        is_loop = function.is_endless and not function.decorators
        return not is_loop and bool(self.serves(function))

    def _is_made_once(self, resource: Resource) -> bool:
        """Whether what an attribute holds is opened with its object, at start-up, or if need be."""
        opener = resource.function
        if opener is None or opener.name == "__init__" or resource.call.once:
            return True
        return self.serves(opener) is False

    def fate_of(self, handler: EventHandler) -> Literal["ignored", "by hand", "twice"] | None:
        """What is special about when an event handler runs; None: nothing, or unknown."""

        from flake8_fastapi.model.lifespan.lifespan import is_ignored, runs_twice

        if is_ignored(handler, self.values) and not self.replaces_lifespan(handler.owner):
            return "by hand" if self._are_run_by_hand(handler.owner) else "ignored"
        node = self.syntax.call_node(handler.call)
        if node is None or self.syntax.function_at(node) is not None:
            return None
        others = self._including(handler.owner)
        twice = runs_twice(handler, self.syntax.summary, others, self.values)
        return "twice" if twice else None

    def replaces_lifespan(self, app: Router) -> bool:
        """Whether an application may have another lifespan than the one that it is made with."""
        from flake8_fastapi.model.lifespan.lifespan import replaces_lifespan

        return replaces_lifespan(app, self.syntax.summary, self.values)

    def is_of_others(self, handler: EventHandler) -> bool:
        """Whether the project does not make the application that an event handler is for.

        A library does, whose own start-up a `lifespan=` would put an end to; or whoever uses this.
        """
        from flake8_fastapi.model.lifespan.lifespan import OWN_CLASS, is_of_library

        if handler.owner.call is not None:
            return False
        app = receiver(handler.call.callee)
        if is_of_library(app, self.values, self.callers.calls_of):
            return True
        usage = self.usage
        return (
            isinstance(app, Param)
            and usage is not None
            and not usage.makes_application()
            and not usage.says(OWN_CLASS, "FastAPI")
        )

    def has_added_handlers(self, app: Router) -> bool:
        """Whether `add_event_handler` is called for an application: here, or by a helper.

        By one that the file hands it to: with a `lifespan=`, that is dropped in silence.
        """
        from flake8_fastapi.model.lifespan.lifespan import ADDING, adds_handlers
        from flake8_fastapi.model.routing.kinds import EventHandler

        summary = self.syntax.summary
        return any(
            each.owner is app and each.how.endswith(ADDING) for each in self.each(EventHandler)
        ) or any(
            any(self.routing.router(given) is app for given in call.given)
            and adds_handlers(self.values.callee(self.values.of(call.callee)), self.values)
            for maker in (None, *summary.functions.values())
            for call in (maker.calls if maker else summary.calls)
            if call.given
        )

    def lifespan_class(self, router: Router) -> str:
        """The class whose `lifespan=` runs what an app or router is to start and stop."""

        from flake8_fastapi.model.lifespan.lifespan import APP, MERGED_SINCE, ROUTER

        if self.values.derives(router.cls, ROUTER):
            if not self.target.always_has("fastapi", MERGED_SINCE):
                return APP.rpartition(".")[2]
        return router.cls.rpartition(".")[2]

    def _are_run_by_hand(self, app: Router) -> bool:
        """Whether a file that has an application, or may import it, runs its handlers itself."""

        from flake8_fastapi.model.lifespan.lifespan import BY_HAND, are_run_by_hand

        home = self.values.summary(app.call.within) if app.call is not None else None
        files = [self.syntax.summary]
        usage = self.usage
        if home is not None and usage is not None:
            users = usage.naming((module_part(home.path), app.name)) or ()
            files += self.users.read(usage.with_words((home.path, *users), BY_HAND))
        return are_run_by_hand(files, self.values)

    def startup_handlers(self, app: Router, before: Call | None = None) -> list[Function]:
        """The start-up handlers that an application is given by the file that makes it.

        `before` a call of this file: what comes behind it may be for another of the same name.
        """

        from flake8_fastapi.model.lifespan.lifespan import startup_handlers

        home = self.values.summary(app.call.within) if app.call is not None else None
        if home is None:
            return []
        last = before.lineno if before is not None and home is self.syntax.summary else math.inf
        found = startup_handlers(app, home, self.values, self.routing.router)
        return [handler for handler, line in found if line < last]

    def outer_apps(self, app: Router | None) -> Iterator[Router]:
        """The applications that the project mounts an application in: nobody else may serve it."""

        from flake8_fastapi.model.lifespan.lifespan import mounting

        home = self.values.summary(app.call.within) if app and app.call is not None else None
        usage = self.usage
        if app is not None and home is not None:
            for summary in (self.syntax.summary, home, *self.users.naming(home, {"mount"})):
                if usage is not None and usage.is_test(summary.path):
                    continue
                for outer in mounting(app, summary, self.values):
                    router = self.routing.router(outer)
                    if router is not None:
                        yield router

    def may_add_cors(self, app: Router) -> bool:
        """Whether an application may wrap all that it has in CORSMiddleware."""
        from flake8_fastapi.model.libraries import CORS

        wrapping = self.assembly.middleware(app)
        return not wrapping.complete or any(each.cls == CORS for each in wrapping.layers)

    def _including(self, router: Router) -> Iterator[Summary]:
        """The other files of the project, tests aside, that include what has the router's name."""
        usage = self.usage
        if usage is not None:
            paths = usage.users(("include_router",), router.name) or ()
            yield from self.users.read(path for path in paths if not usage.is_test(path))
