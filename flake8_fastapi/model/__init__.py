"""What a file says about FastAPI, apart from what rules think of it.

Whether a file need be read at all, `glance` tells. It is walked once (`tree`), function by
function; its names are bound (`names`), and its expressions, functions, classes and calls are read
into plain facts (`reader` and `definitions`, into `expressions` and `functions`), each when
something first asks for it; `call_sites` says where a call stands, `branches` behind which tests
and `first_times` whether it is made the first time only. These facts are *closed*: names are
resolved within the file, and what lies in other files stays a dotted reference. `values` follows
such references on demand, through what `project` finds on disk, in its `workspaces` too (a
`neighbour` is cut into `pieces`: of a definition its header is parsed when something asks, see
`headers`, then the rest, of a large class the `bodies` asked for), and answers what an expression
is: a constant, a function, an object of which class (`value_kinds`). It rests on `bindings` for
names across files, on `evaluation`, which follows them in no circles, on `inheritance`,
`annotations` and `attributes`, on the `rows` that queries give, and on what the state of an
application has `kept`; what is changed after it was made (`changes`) is no constant. `calls` is the
index of a file's calls by name. `switches` tells what a call leaves out, since it gives a constant
to a parameter, and `constructed` what an object does, since it was made with one. What is known of
libraries (names, classes, what calls give) is the data in `libraries`, by subject; what blocks is
the table in `blocking`, by what is waited for: to teach the model a new library, add a line there.
`parameters` and `routing` put it into FastAPI's words, `assembly` says how the application is put
together across files (`registering` notes what they register, in order, `starting` tells which
lifespans another leaves alone, `scopes` what a parameter stands for in a certain call), `tasks`
which tasks never end, `opened` what a lifespan opens, `closing` whether anything closes it,
`kept_open` what start-up code has others open, `settings` where settings classes are built,
`middleware` what runs around every request, `event_loop` what runs on the event loop and what
blocks it, `remedies` what helps against that (`in_threads` what does not go into a thread, `alone`
whether anybody waits at all, `one_at_a_time` whom blocking keeps apart), `callers` who calls a
function, up to an entry point or start-up code, `usage` finds the files of the project that use
something, by what their `texts` (`project_files`) say, or which `words` they may have, `users`
reads those that depend on a function or call it, `relying` tells which leave it to a dependency to
commit, `unused` what nobody uses, `called` what surely is (as far as `namesakes` and `dependents`
go), `missing` whether a file fails when it is imported (`run_at_import` tells what it runs then,
`imported_in_vain` what is not there, `lacking_settings` which settings are asked for and not
declared, `uncompiled` what is no Python, `pydantic_refusals` what Pydantic 2 refuses, `unmappable`
which classes SQLAlchemy does), `lost_routes`, `never_raised`, `unreached` and `excluded` what never
runs for other reasons (`giving` which tests of a result never hold, `all_paths` which ones every
request passes, `failing` what ends a function before a line (`failing_calls` tells which calls do,
`always_failing` which functions, `sqlalchemy_refusals` has some of it), `not_none` which branches
are for a name that cannot be None, `lacking` which attributes an object has not, `members` which
names its class has, `too_early` which names are read before they are bound, `refused_requests`
whose dependencies always fail), `removing` whether a function removes a file again, `read_back`
whether it reads one, `role` and `target` say what kind of file this is and for which versions.
`reaching` says what a local name may be where it is read, `request` what the client controls of it:
sources, types that do no harm and functions that clean are tables in its `sources`, `types` and
`functions`. What no fact of another file tells is read from its tree (`elsewhere`). `module` holds
it all under one roof; which names surely are modules of the project, `modules` tells. Every answer
may be None, "don't know", and a rule stays silent on None.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fastapi.model.archives import UploadedArchive as UploadedArchive
    from flake8_fastapi.model.arguments import is_refused as is_refused
    from flake8_fastapi.model.assembly import Assembly as Assembly
    from flake8_fastapi.model.assembly import FlatRoute as FlatRoute
    from flake8_fastapi.model.assembly import FlatTable as FlatTable
    from flake8_fastapi.model.assembly import Lifespan as Lifespan
    from flake8_fastapi.model.assembly import Place as Place
    from flake8_fastapi.model.assembly import Places as Places
    from flake8_fastapi.model.assembly import Wrapping as Wrapping
    from flake8_fastapi.model.callables import gives_callable as gives_callable
    from flake8_fastapi.model.callables import is_callable as is_callable
    from flake8_fastapi.model.callables import makes_coroutine as makes_coroutine
    from flake8_fastapi.model.callers import is_lifespan as is_lifespan
    from flake8_fastapi.model.celery import ASYNC_POOLS as ASYNC_POOLS
    from flake8_fastapi.model.celery import ASYNC_TASKS as ASYNC_TASKS
    from flake8_fastapi.model.celery import OTHER_SERIALIZER as OTHER_SERIALIZER
    from flake8_fastapi.model.celery import SOME_BACKEND as SOME_BACKEND
    from flake8_fastapi.model.celery import SOME_DEFAULT as SOME_DEFAULT
    from flake8_fastapi.model.celery import CeleryApp as CeleryApp
    from flake8_fastapi.model.celery import CeleryTask as CeleryTask
    from flake8_fastapi.model.celery import ResultRead as ResultRead
    from flake8_fastapi.model.celery import TaskCall as TaskCall
    from flake8_fastapi.model.celery import not_json as not_json
    from flake8_fastapi.model.clients import RequestClient as RequestClient
    from flake8_fastapi.model.closing import Opened as Opened
    from flake8_fastapi.model.coroutines import Unawaited as Unawaited
    from flake8_fastapi.model.cors_order import InnerCors as InnerCors
    from flake8_fastapi.model.decorators import decorator_text as decorator_text
    from flake8_fastapi.model.decorators import hides_signature as hides_signature
    from flake8_fastapi.model.decorators import is_plainly_decorated as is_plainly_decorated
    from flake8_fastapi.model.decorators import wraps as wraps
    from flake8_fastapi.model.engines import RequestEngine as RequestEngine
    from flake8_fastapi.model.engines import ServerEngine as ServerEngine
    from flake8_fastapi.model.event_loop import BlockingCall as BlockingCall
    from flake8_fastapi.model.event_loop.direct import Blocked as Blocked
    from flake8_fastapi.model.event_loop.reasons import Reason as Reason
    from flake8_fastapi.model.expired import ExpiredRead as ExpiredRead
    from flake8_fastapi.model.expressions import UNKNOWN as UNKNOWN
    from flake8_fastapi.model.expressions import Attr as Attr
    from flake8_fastapi.model.expressions import Awaited as Awaited
    from flake8_fastapi.model.expressions import Call as Call
    from flake8_fastapi.model.expressions import Const as Const
    from flake8_fastapi.model.expressions import Entered as Entered
    from flake8_fastapi.model.expressions import Expr as Expr
    from flake8_fastapi.model.expressions import Item as Item
    from flake8_fastapi.model.expressions import Items as Items
    from flake8_fastapi.model.expressions import Iterated as Iterated
    from flake8_fastapi.model.expressions import OneOf as OneOf
    from flake8_fastapi.model.expressions import Pairs as Pairs
    from flake8_fastapi.model.expressions import Param as Param
    from flake8_fastapi.model.expressions import Ref as Ref
    from flake8_fastapi.model.expressions import Star as Star
    from flake8_fastapi.model.expressions import Sub as Sub
    from flake8_fastapi.model.expressions import Text as Text
    from flake8_fastapi.model.expressions import Typed as Typed
    from flake8_fastapi.model.expressions import Unknown as Unknown
    from flake8_fastapi.model.expressions import last_name as last_name
    from flake8_fastapi.model.expressions import receiver as receiver
    from flake8_fastapi.model.file_access import OF_PATHS as OF_PATHS
    from flake8_fastapi.model.files import still as still
    from flake8_fastapi.model.functions import Argument as Argument
    from flake8_fastapi.model.functions import Class as Class
    from flake8_fastapi.model.functions import Decorator as Decorator
    from flake8_fastapi.model.functions import Function as Function
    from flake8_fastapi.model.functions import Raise as Raise
    from flake8_fastapi.model.functions import Summary as Summary
    from flake8_fastapi.model.handed import HandedResource as HandedResource
    from flake8_fastapi.model.held_locks import HeldLock as HeldLock
    from flake8_fastapi.model.lasting import Lasting as Lasting
    from flake8_fastapi.model.late import LateAssembly as LateAssembly
    from flake8_fastapi.model.libraries import HTTP_EXCEPTION as HTTP_EXCEPTION
    from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE as HTTP_MIDDLEWARE
    from flake8_fastapi.model.libraries.trained_models import MODEL_LIBRARIES as MODEL_LIBRARIES
    from flake8_fastapi.model.loaded import LoadedModel as LoadedModel
    from flake8_fastapi.model.loops import LoopCall as LoopCall
    from flake8_fastapi.model.module import Module as Module
    from flake8_fastapi.model.modules import module_given as module_given
    from flake8_fastapi.model.opened import OpenedByLifespan as OpenedByLifespan
    from flake8_fastapi.model.parameters import Parameter as Parameter
    from flake8_fastapi.model.parameters import Signature as Signature
    from flake8_fastapi.model.paths import path_parameters as path_parameters
    from flake8_fastapi.model.read_back import WRITERS as WRITERS
    from flake8_fastapi.model.read_back import is_read_back as is_read_back
    from flake8_fastapi.model.removing import may_remove as may_remove
    from flake8_fastapi.model.removing import passed_by as passed_by
    from flake8_fastapi.model.request import ClientData as ClientData
    from flake8_fastapi.model.request import Reached as Reached
    from flake8_fastapi.model.request.sources import Origin as Origin
    from flake8_fastapi.model.resources.following import Resource as Resource
    from flake8_fastapi.model.role import Role as Role
    from flake8_fastapi.model.route_order import Route as Route
    from flake8_fastapi.model.route_order import RouteTable as RouteTable
    from flake8_fastapi.model.routing import ROUTE_WORDS as ROUTE_WORDS
    from flake8_fastapi.model.routing import is_route as is_route
    from flake8_fastapi.model.routing.kinds import BackgroundTask as BackgroundTask
    from flake8_fastapi.model.routing.kinds import Dependency as Dependency
    from flake8_fastapi.model.routing.kinds import Endpoint as Endpoint
    from flake8_fastapi.model.routing.kinds import EventHandler as EventHandler
    from flake8_fastapi.model.routing.kinds import ExceptionHandler as ExceptionHandler
    from flake8_fastapi.model.routing.kinds import Include as Include
    from flake8_fastapi.model.routing.kinds import Middleware as Middleware
    from flake8_fastapi.model.routing.kinds import Router as Router
    from flake8_fastapi.model.routing.kinds import TestClient as TestClient
    from flake8_fastapi.model.settings import SettingsClass as SettingsClass
    from flake8_fastapi.model.sql import SqlPiece as SqlPiece
    from flake8_fastapi.model.starting import leaves_alone as leaves_alone
    from flake8_fastapi.model.starting import may_start as may_start
    from flake8_fastapi.model.startup import GivenLifespan as GivenLifespan
    from flake8_fastapi.model.startup import is_lifespan_function as is_lifespan_function
    from flake8_fastapi.model.startup import second_yield as second_yield
    from flake8_fastapi.model.startup import takes_one as takes_one
    from flake8_fastapi.model.swallowed import SwallowedExceptions as SwallowedExceptions
    from flake8_fastapi.model.teardown import Cleanup as Cleanup
    from flake8_fastapi.model.teardown import Exit as Exit
    from flake8_fastapi.model.teardown import Swallower as Swallower
    from flake8_fastapi.model.teardown import exit_of as exit_of
    from flake8_fastapi.model.teardown import returns_true as returns_true
    from flake8_fastapi.model.teardown import skipped_cleanup as skipped_cleanup
    from flake8_fastapi.model.teardown import swallowers as swallowers
    from flake8_fastapi.model.threads import ThreadCall as ThreadCall
    from flake8_fastapi.model.unattached import LostTasks as LostTasks
    from flake8_fastapi.model.unattached import UnattachedTasks as UnattachedTasks
    from flake8_fastapi.model.unresolved import Unresolved as Unresolved
    from flake8_fastapi.model.upload_size import UploadSize as UploadSize
    from flake8_fastapi.model.upload_writes import UploadWrite as UploadWrite
    from flake8_fastapi.model.uploads import ClientNamedFile as ClientNamedFile
    from flake8_fastapi.model.uploads import UploadCall as UploadCall
    from flake8_fastapi.model.uploads import is_at_its_end as is_at_its_end
    from flake8_fastapi.model.uploads import upload_text as upload_text
    from flake8_fastapi.model.value_kinds import Bound as Bound
    from flake8_fastapi.model.value_kinds import Constant as Constant
    from flake8_fastapi.model.value_kinds import Display as Display
    from flake8_fastapi.model.value_kinds import External as External
    from flake8_fastapi.model.value_kinds import Instance as Instance
    from flake8_fastapi.model.value_kinds import Method as Method
    from flake8_fastapi.model.value_kinds import ModuleValue as ModuleValue
    from flake8_fastapi.model.value_kinds import Partial as Partial
    from flake8_fastapi.model.value_kinds import Pending as Pending
    from flake8_fastapi.model.value_kinds import Value as Value

#: Where the names for rules come from: each is imported when it is first asked for.
_HOMES = {
    name: home
    for home, names in {
        "archives": "UploadedArchive",
        "arguments": "is_refused",
        "assembly": "Assembly FlatRoute FlatTable Lifespan Place Places Wrapping",
        "callables": "gives_callable is_callable makes_coroutine",
        "callers": "is_lifespan",
        "celery": (
            "ASYNC_POOLS ASYNC_TASKS OTHER_SERIALIZER SOME_BACKEND SOME_DEFAULT CeleryApp "
            "CeleryTask ResultRead TaskCall not_json"
        ),
        "clients": "RequestClient",
        "closing": "Opened",
        "coroutines": "Unawaited",
        "cors_order": "InnerCors",
        "decorators": "decorator_text hides_signature is_plainly_decorated wraps",
        "engines": "RequestEngine ServerEngine",
        "event_loop": "BlockingCall",
        "event_loop.direct": "Blocked",
        "event_loop.reasons": "Reason",
        "expired": "ExpiredRead",
        "expressions": (
            "UNKNOWN Attr Awaited Call Const Entered Expr Item Items Iterated OneOf Pairs Param "
            "Ref Star Sub Text Typed Unknown last_name receiver"
        ),
        "file_access": "OF_PATHS",
        "files": "still",
        "functions": "Argument Class Decorator Function Raise Summary",
        "handed": "HandedResource",
        "held_locks": "HeldLock",
        "lasting": "Lasting",
        "late": "LateAssembly",
        "libraries": "HTTP_EXCEPTION HTTP_MIDDLEWARE",
        "libraries.trained_models": "MODEL_LIBRARIES",
        "loaded": "LoadedModel",
        "loops": "LoopCall",
        "module": "Module",
        "modules": "module_given",
        "opened": "OpenedByLifespan",
        "parameters": "Parameter Signature",
        "paths": "path_parameters",
        "read_back": "WRITERS is_read_back",
        "removing": "may_remove passed_by",
        "request": "ClientData Reached",
        "request.sources": "Origin",
        "resources.following": "Resource",
        "role": "Role",
        "route_order": "Route RouteTable",
        "routing": "ROUTE_WORDS is_route",
        "routing.kinds": (
            "BackgroundTask Dependency Endpoint EventHandler ExceptionHandler Include "
            "Middleware Router TestClient"
        ),
        "settings": "SettingsClass",
        "sql": "SqlPiece",
        "starting": "leaves_alone may_start",
        "startup": "GivenLifespan is_lifespan_function second_yield takes_one",
        "swallowed": "SwallowedExceptions",
        "teardown": "Cleanup Exit Swallower exit_of returns_true skipped_cleanup swallowers",
        "threads": "ThreadCall",
        "unattached": "LostTasks UnattachedTasks",
        "unresolved": "Unresolved",
        "upload_size": "UploadSize",
        "upload_writes": "UploadWrite",
        "uploads": "ClientNamedFile UploadCall is_at_its_end upload_text",
        "value_kinds": (
            "Bound Constant Display External Instance Method ModuleValue Partial Pending Value"
        ),
    }.items()
    for name in names.split()
}


if not TYPE_CHECKING:  # else every name would seem to be there

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = found
        return found
