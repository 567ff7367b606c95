"""What a file says about FastAPI, apart from what rules think of it.

A file is walked once (`tree`), its names are bound (`names`), and its expressions, functions,
classes and calls are read into plain facts without syntax (`reader`, into `expressions` and
`functions`). These facts are *closed*: names are resolved within the file, and what lies in other
files stays a dotted reference. `values` follows such references on demand, through the summaries
that `project` reads from disk, and answers what an expression is: a constant, a function, an
object of which class. What is known of libraries (names, classes, what calls give) is the data in
`libraries`; what blocks is the table in `blocking`: to teach the model a new library, add a line
there. `parameters` and `routing` put it into FastAPI's words, `assembly` says how the application
is put together across files, `event_loop` what runs on the event loop and what blocks it,
`callers` who calls a function, up to an entry point or start-up code, `usage` finds who in the
project uses a function, `role` and `target` say what kind of file this is and for which versions.
`reaching` says what a local name may be where it is read, `request` what the client controls of
it: sources, types that do no harm and functions that clean are tables at its top. `module` holds
it all under one roof. Every answer may be None, "don't know", and a rule stays silent on None.
"""

from flake8_fastapi.model.archives import UploadedArchive
from flake8_fastapi.model.assembly import (
    Assembly,
    FlatRoute,
    FlatTable,
    Lifespan,
    Place,
    Places,
    SettingsClass,
    Wrapping,
)
from flake8_fastapi.model.callables import gives_callable, is_callable
from flake8_fastapi.model.celery import (
    ASYNC_POOLS,
    ASYNC_TASKS,
    OTHER_SERIALIZER,
    SOME_BACKEND,
    CeleryApp,
    CeleryTask,
    ResultRead,
    TaskCall,
    not_json,
)
from flake8_fastapi.model.clients import RequestClient
from flake8_fastapi.model.coroutines import Unawaited
from flake8_fastapi.model.decorators import decorator_text, is_plainly_decorated, wraps
from flake8_fastapi.model.engines import RequestEngine, ServerEngine
from flake8_fastapi.model.event_loop import Blocked, BlockingCall, Reason
from flake8_fastapi.model.expired import ExpiredRead
from flake8_fastapi.model.expressions import (
    UNKNOWN,
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Ref,
    Star,
    Sub,
    Text,
    Typed,
    Unknown,
)
from flake8_fastapi.model.functions import Argument, Class, Decorator, Function, Raise, Summary
from flake8_fastapi.model.handed import HandedResource
from flake8_fastapi.model.held_locks import HeldLock
from flake8_fastapi.model.lasting import Lasting
from flake8_fastapi.model.late import LateAssembly
from flake8_fastapi.model.loaded import LoadedModel
from flake8_fastapi.model.loops import LoopCall
from flake8_fastapi.model.middleware import InnerCors
from flake8_fastapi.model.module import Module
from flake8_fastapi.model.opened import Opened, OpenedByLifespan
from flake8_fastapi.model.parameters import Parameter, Signature
from flake8_fastapi.model.paths import covers, path_parameters
from flake8_fastapi.model.request import ClientData, Origin, Reached
from flake8_fastapi.model.resources import Resource
from flake8_fastapi.model.role import Role
from flake8_fastapi.model.route_order import Registration, Route, RouteTable
from flake8_fastapi.model.routing import (
    BackgroundTask,
    Dependency,
    Endpoint,
    EventHandler,
    ExceptionHandler,
    Include,
    Middleware,
    Router,
    TestClient,
    last_name,
    receiver,
)
from flake8_fastapi.model.sql import SqlPiece
from flake8_fastapi.model.startup import (
    GivenLifespan,
    is_lifespan_function,
    second_yield,
    takes_one,
)
from flake8_fastapi.model.swallowed import SwallowedExceptions
from flake8_fastapi.model.teardown import (
    Cleanup,
    Exit,
    Swallower,
    exit_of,
    skipped_cleanup,
    swallowers,
)
from flake8_fastapi.model.threads import ThreadCall
from flake8_fastapi.model.unattached import LostTasks, UnattachedTasks
from flake8_fastapi.model.unresolved import Unresolved
from flake8_fastapi.model.upload_size import UploadSize
from flake8_fastapi.model.upload_writes import UploadWrite
from flake8_fastapi.model.uploads import ClientNamedFile, UploadCall
from flake8_fastapi.model.values import (
    Bound,
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

__all__ = [
    "ASYNC_POOLS",
    "ASYNC_TASKS",
    "OTHER_SERIALIZER",
    "SOME_BACKEND",
    "UNKNOWN",
    "Argument",
    "Assembly",
    "Attr",
    "Awaited",
    "BackgroundTask",
    "Blocked",
    "BlockingCall",
    "Bound",
    "Call",
    "CeleryApp",
    "CeleryTask",
    "Class",
    "Cleanup",
    "ClientData",
    "ClientNamedFile",
    "Const",
    "Constant",
    "Decorator",
    "Dependency",
    "Display",
    "Endpoint",
    "Entered",
    "EventHandler",
    "ExceptionHandler",
    "Exit",
    "ExpiredRead",
    "Expr",
    "External",
    "FlatRoute",
    "FlatTable",
    "Function",
    "GivenLifespan",
    "HandedResource",
    "HeldLock",
    "Include",
    "InnerCors",
    "Instance",
    "Item",
    "Items",
    "Iterated",
    "Lasting",
    "LateAssembly",
    "Lifespan",
    "LoadedModel",
    "LoopCall",
    "LostTasks",
    "Method",
    "Middleware",
    "Module",
    "ModuleValue",
    "OneOf",
    "Opened",
    "OpenedByLifespan",
    "Origin",
    "Pairs",
    "Param",
    "Parameter",
    "Partial",
    "Pending",
    "Place",
    "Places",
    "Raise",
    "Reached",
    "Reason",
    "Ref",
    "Registration",
    "RequestClient",
    "RequestEngine",
    "Resource",
    "ResultRead",
    "Role",
    "Route",
    "RouteTable",
    "Router",
    "ServerEngine",
    "SettingsClass",
    "Signature",
    "SqlPiece",
    "Star",
    "Sub",
    "Summary",
    "SwallowedExceptions",
    "Swallower",
    "TaskCall",
    "TestClient",
    "Text",
    "ThreadCall",
    "Typed",
    "UnattachedTasks",
    "Unawaited",
    "Unknown",
    "Unresolved",
    "UploadCall",
    "UploadSize",
    "UploadWrite",
    "UploadedArchive",
    "Value",
    "Wrapping",
    "covers",
    "decorator_text",
    "exit_of",
    "gives_callable",
    "is_callable",
    "is_lifespan_function",
    "is_plainly_decorated",
    "last_name",
    "not_json",
    "path_parameters",
    "receiver",
    "second_yield",
    "skipped_cleanup",
    "swallowers",
    "takes_one",
    "wraps",
]  # fmt: skip
