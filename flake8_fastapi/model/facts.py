"""The facts that rules subscribe to: for each kind, by its name, what tells all of them in a file.

The module that knows a kind is imported when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from flake8_fastapi.model import libraries
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.project.texts import mentions
from flake8_fastapi.model.role import Role

if TYPE_CHECKING:
    from flake8_fastapi.model.assembly.late import LateAssembly
    from flake8_fastapi.model.assembly.parameters import Parameter
    from flake8_fastapi.model.assembly.unresolved import Unresolved
    from flake8_fastapi.model.background.handed import HandedResource
    from flake8_fastapi.model.background.unattached import LostTasks, UnattachedTasks
    from flake8_fastapi.model.concurrency.coroutines import Unawaited
    from flake8_fastapi.model.concurrency.held_locks import HeldLock
    from flake8_fastapi.model.concurrency.loops import LoopCall
    from flake8_fastapi.model.concurrency.threads import ThreadCall
    from flake8_fastapi.model.databases.engines import RequestEngine, RequestEngines, ServerEngine
    from flake8_fastapi.model.databases.expired import ExpiredRead
    from flake8_fastapi.model.databases.sql import SqlPiece
    from flake8_fastapi.model.event_loop import BlockingCall
    from flake8_fastapi.model.exceptions.swallowed import SwallowedExceptions
    from flake8_fastapi.model.lifespan.opened import OpenedByLifespan
    from flake8_fastapi.model.lifespan.startup import GivenLifespan
    from flake8_fastapi.model.middleware.cors_order import InnerCors
    from flake8_fastapi.model.resources.clients import RequestClient
    from flake8_fastapi.model.resources.following import Resource
    from flake8_fastapi.model.resources.loaded import LoadedModel
    from flake8_fastapi.model.syntax.tree import FunctionNode
    from flake8_fastapi.model.uploads.archives import UploadedArchive
    from flake8_fastapi.model.uploads.upload_writes import UploadWrite
    from flake8_fastapi.model.uploads.uploads import ClientNamedFile, UploadCall

#: What stands in the names of a file with an entry point, where it calls no `get` or the like.
_ENTRY = ("*astapi*", "FastAPI", "*alidator*", "*tarlette*", "*epends*", "*oute*", "*iddleware*")

#: What leads to tasks, or to what an application keeps in its state, without their names.
_ALL_TASKS = r"\b(?:all_tasks|current_task|_state)\b"


def _may_be_entered(file: Layers) -> bool:
    """Whether there may be something in the file that FastAPI itself would call."""
    if any(map(file.vocabulary.has, _ENTRY)):
        return True
    return any(file.routing.calls_named("get", "post", "add_task"))


def _blocking_calls(file: Layers) -> list[BlockingCall]:
    # what is cheap to tell comes first: most files of a project end here
    if not file.vocabulary.has("async def") and not file.vocabulary.has("*validator*"):
        return []
    if not file.is_application:
        return []
    if file.is_served is False and not (file.has_other_loop or _may_be_entered(file)):
        return []
    found = [each for each in file.event_loop.blocking_calls if not file.is_removed(each.name)]
    if not found:
        return found

    from flake8_fastapi.model.concurrency.alone import is_alone
    from flake8_fastapi.model.concurrency.one_at_a_time import keeps_requests_apart
    from flake8_fastapi.model.databases.asking_nothing import asks_nothing

    if is_alone(file):
        return []
    return [
        each for each in found if not (asks_nothing(each, file) or keeps_requests_apart(each, file))
    ]


def _client_named_files(file: Layers) -> Iterable[ClientNamedFile]:
    from flake8_fastapi.model.uploads.uploads import Renaming, client_named_files

    renaming = Renaming(
        file.values, file.elsewhere.definition, file.callers.calls_of, file.client.helper
    )
    return client_named_files(file.syntax, file.values, file.client, renaming)


def _expired_reads(file: Layers) -> Iterable[ExpiredRead]:
    from flake8_fastapi.model.databases.expired import ExpiredReads

    return ExpiredReads(file.syntax, file.values, file.routing)


def _given_lifespans(file: Layers) -> Iterable[GivenLifespan]:
    from flake8_fastapi.model.lifespan.startup import given_lifespans

    return given_lifespans(file.syntax, file.values, file.routing)


def _handed_resources(file: Layers) -> Iterable[HandedResource]:
    from flake8_fastapi.model.background.handed import handed_resources

    return handed_resources(file.routing, file.values)


def _held_locks(file: Layers) -> Iterable[HeldLock]:
    if not file.is_application:
        return ()
    from flake8_fastapi.model.concurrency.held_locks import HeldLocks

    return HeldLocks(file.syntax, file.values, file.routing, file.event_loop)


def _inner_cors(file: Layers) -> Iterable[InnerCors]:
    return file.cors_order.inner_cors()


def _late_assemblies(file: Layers) -> Iterable[LateAssembly]:
    from flake8_fastapi.model.assembly.late import LateAssemblies

    return LateAssemblies(file.syntax, file.values, file.routing, file.target.at_least)


def _loaded_models(file: Layers) -> Iterable[LoadedModel]:
    from flake8_fastapi.model.resources.loaded import LoadedModels

    return LoadedModels(
        file.syntax,
        file.values,
        file.routing,
        file.callers,
        file.serving,
        file.is_dependency,
        file.elsewhere,
    )


def _loop_calls(file: Layers) -> Iterable[LoopCall]:
    from flake8_fastapi.model.concurrency.loops import loop_calls

    return loop_calls(file.syntax, file.values, file.routing)


def _lost_tasks(file: Layers) -> Iterable[LostTasks]:
    from flake8_fastapi.model.background.unattached import lost_tasks

    return lost_tasks(file.syntax, file.values, file.routing)


def _opened_by_lifespans(file: Layers) -> Iterable[OpenedByLifespan]:
    from flake8_fastapi.model.lifespan.opened import opened_by_lifespans

    def is_named(name: str, function: FunctionNode) -> bool:
        """Whether code beside a function says a name, or something goes through all tasks."""
        inside = range(function.lineno, (function.end_lineno or 0) + 1)
        lines = (file.source.count("\n", 0, it) + 1 for it in mentions(file.source, name))
        if any(line not in inside for line in lines):
            return True
        project, usage = file.project, file.usage
        if project is None or usage is None:
            return re.search(_ALL_TASKS, file.source) is not None
        return usage.speaks_of(name, project.path) is not False or usage.says(_ALL_TASKS)

    return opened_by_lifespans(
        file.syntax, file.values, file.routing, is_named, file.elsewhere.definition
    )


def _parameters(file: Layers) -> Iterable[Parameter]:
    return (each for endpoint in file.routing.endpoints for each in endpoint.parameters)


def _request_clients(file: Layers) -> Iterable[RequestClient]:
    from flake8_fastapi.model.calling.namesakes import Namesakes
    from flake8_fastapi.model.resources.clients import request_clients

    return request_clients(
        file.syntax,
        file.values,
        file.routing,
        file.is_dependency,
        _made_for_requests(file).entries_to,
        Namesakes(file).may_serve,
    )


def _request_engines(file: Layers) -> Iterable[RequestEngine]:
    return _made_for_requests(file) if file.is_application else ()


def _made_for_requests(file: Layers) -> RequestEngines:
    from flake8_fastapi.model.calling.namesakes import Namesakes
    from flake8_fastapi.model.databases.engines import RequestEngines

    return RequestEngines(
        file.syntax,
        file.values,
        file.routing,
        lambda: file.event_loop.entries,
        file.is_dependency,
        lambda it: file.callers.calls_of(it),
        file.elsewhere,
        Namesakes(file).may_serve,
    )


def _resources(file: Layers) -> Iterable[Resource]:
    if not file.is_application:
        return ()
    glance = file.glance
    if not glance.imports_project and not glance.imports_any(libraries.opening_libraries()):
        return ()
    return file.resources


def _server_engines(file: Layers) -> Iterable[ServerEngine]:
    from flake8_fastapi.model.databases.engines import server_engines

    return server_engines(file.routing, file.values, file.syntax, _made_for_requests(file))


def _sql_pieces(file: Layers) -> Iterable[SqlPiece]:
    """What is put into SQL by code that serves requests."""
    if not file.is_application:
        return ()
    from flake8_fastapi.model.databases.sql import SqlPieces
    from flake8_fastapi.model.never_runs.unreached import is_unreached

    return SqlPieces(
        file.syntax,
        file.values,
        file.routing,
        file.text_origins,
        partial(is_unreached, file=file),
    )


def _swallowed_exceptions(file: Layers) -> Iterable[SwallowedExceptions]:
    from flake8_fastapi.model.exceptions.decorating import Decorating
    from flake8_fastapi.model.exceptions.response_models import ResponseModels
    from flake8_fastapi.model.exceptions.swallowed import Swallowing
    from flake8_fastapi.model.never_runs.excluded import Excluded

    usage = file.usage
    is_test = usage.is_test if usage is not None else lambda path: False
    return Swallowing(
        file.syntax,
        file.values,
        file.routing,
        file.raising,
        file.callers,
        file.serving,
        Decorating(file.syntax, file.values, file.callers, is_test),
        Excluded(file).has,
        file.elsewhere.located,
        ResponseModels(file.values, file.target.at_least),
    )


def _thread_calls(file: Layers) -> Iterable[ThreadCall]:
    from flake8_fastapi.model.concurrency.threads import thread_calls

    return thread_calls(file.values, file.routing, file.may_be_plain)


def _unattached_tasks(file: Layers) -> Iterable[UnattachedTasks]:
    from flake8_fastapi.model.background.unattached import unattached_tasks

    return unattached_tasks(file.syntax, file.values, file.routing)


def _unawaited(file: Layers) -> Iterable[Unawaited]:
    if not file.glance.says_any(("async",)) and not file.glance.imports_project:
        return ()
    from flake8_fastapi.model.concurrency.coroutines import Coroutines

    def elsewhere() -> tuple[frozenset[str], ...] | None:
        usage = file.usage
        if usage is None:
            return (libraries.coroutine_names(file.packages),)
        own, packages = usage.coroutines(), usage.packages()
        if own is None or packages is None:
            return None
        return own, libraries.coroutine_names(packages)

    return Coroutines(
        file.syntax,
        file.values,
        file.routing,
        file.source,
        file.role is Role.TEST,
        elsewhere,
        file.may_be_plain,
    )


def _unresolved(file: Layers) -> Iterable[Unresolved]:
    from flake8_fastapi.model.assembly.unresolved import unresolved

    def dependents() -> frozenset[str] | None:
        usage = file.usage
        return usage.dependents() if usage else frozenset()

    tasks = (
        task.function
        for task in (file.celery.tasks if file.glance.says_any(("shared_task", "elery")) else ())
        if task.is_alone
    )
    return unresolved(file.syntax, file.routing, file.values, dependents, tasks)


def _upload_calls(file: Layers) -> Iterable[UploadCall]:
    from flake8_fastapi.model.uploads.uploads import upload_calls

    return upload_calls(file.routing, file.values)


def _upload_writes(file: Layers) -> Iterable[UploadWrite]:
    if not (file.vocabulary.has("async def") and file.vocabulary.has("*UploadFile*")):
        return ()
    if not file.is_application:
        return ()
    from flake8_fastapi.model.uploads.upload_writes import UploadWrites

    writes = UploadWrites(
        file.syntax, file.values, file.event_loop, file.upload_size, file.elsewhere
    )
    found = list(writes.of(_upload_calls(file), _blocking_calls(file)))
    return [] if found and file.limits_bodies else found


def _uploaded_archives(file: Layers) -> Iterable[UploadedArchive]:
    from flake8_fastapi.model.uploads.archives import uploaded_archives

    return uploaded_archives(file.routing, file.values, file.client)


FACTS: dict[str, Callable[[Layers], Iterable[Any]]] = {
    "BackgroundTask": lambda file: file.routing.background_tasks,
    "BlockingCall": _blocking_calls,
    "Call": lambda file: file.syntax.reader.calls.values(),
    "CeleryTask": lambda file: file.celery.tasks,
    "Class": lambda file: file.syntax.summary.classes.values(),
    "ClientNamedFile": _client_named_files,
    "Dependency": lambda file: file.routing.dependencies,
    "Endpoint": lambda file: file.routing.endpoints,
    "EventHandler": lambda file: file.routing.event_handlers,
    "ExceptionHandler": lambda file: file.routing.exception_handlers,
    "ExpiredRead": _expired_reads,
    "Function": lambda file: file.syntax.summary.functions.values(),
    "GivenLifespan": _given_lifespans,
    "HandedResource": _handed_resources,
    "HeldLock": _held_locks,
    "Include": lambda file: file.routing.includes,
    "InnerCors": _inner_cors,
    "LateAssembly": _late_assemblies,
    "LoadedModel": _loaded_models,
    "LoopCall": _loop_calls,
    "LostTasks": _lost_tasks,
    "Middleware": lambda file: file.routing.middleware,
    "OpenedByLifespan": _opened_by_lifespans,
    "Parameter": _parameters,
    "RequestClient": _request_clients,
    "RequestEngine": _request_engines,
    "Resource": _resources,
    "ResultRead": lambda file: file.celery.reads(file.syntax, file.routing.calls_named),
    "RouteTable": lambda file: file.route_tables,
    "Router": lambda file: file.routing.routers,
    "ServerEngine": _server_engines,
    "SqlPiece": _sql_pieces,
    "SwallowedExceptions": _swallowed_exceptions,
    "TaskCall": lambda file: file.celery.calls(file.routing.calls_named),
    "TestClient": lambda file: file.routing.test_clients,
    "ThreadCall": _thread_calls,
    "UnattachedTasks": _unattached_tasks,
    "Unawaited": _unawaited,
    "Unresolved": _unresolved,
    "UploadCall": _upload_calls,
    "UploadWrite": _upload_writes,
    "UploadedArchive": _uploaded_archives,
}
