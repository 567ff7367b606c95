"""What a file says about FastAPI, apart from what rules think of it.

A rule asks `module`, the one roof: whatever it asks is worked out when first asked for (`layers`),
as one of the `facts` that rules subscribe to, or as an answer to a question. Whether a file need be
read at all, `project.glance` tells by its text. `syntax` reads one file into plain facts, which
know no syntax tree and nothing of other files: a name from elsewhere stays a dotted reference.
`neighbours` reads other files, a piece at a time; `project` finds them, and who uses what they
define; `target` tells for which versions. `values` follows references and answers what an
expression is, by what `libraries` knows of other people's code; `reaching` says what a local name
may be where it is read, `request` what the client controls of it. `routing` and `assembly` put that
into FastAPI's words: parameters, dependencies, and which route ends up where. The rest are
subjects, each with a folder: `middleware`, `lifespan`, `databases`, `resources` (what is opened,
and by whom it is closed), `exceptions`, `uploads`, `background`; `event_loop` says what runs on the
loop and blocks it, through `calling` (who calls a function) and by the table in `blocking`;
`concurrency` what helps, and whether it does. What can't come true is left out: `fails_at_import`
knows what keeps an application from starting, `never_runs` which lines nobody gets to. **To teach
the model a library**, add a line to the table in `libraries` (what it is) or `blocking` (what waits
in it); to teach it a kind of expression, go to `values`; a source, type or function that makes what
clients send harmless, to `request`. Every answer may be None, "don't know", and a rule stays silent
on None. No module imports one that comes after it in `tests/test_layers.py`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fastapi.model.assembly.late import LateAssembly as LateAssembly
    from flake8_fastapi.model.assembly.parameters import MARKERS as MARKERS
    from flake8_fastapi.model.assembly.parameters import Parameter as Parameter
    from flake8_fastapi.model.assembly.parameters import is_injected as is_injected
    from flake8_fastapi.model.assembly.paths import path_parameters as path_parameters
    from flake8_fastapi.model.assembly.places import Place as Place
    from flake8_fastapi.model.assembly.route_order import RouteTable as RouteTable
    from flake8_fastapi.model.assembly.unresolved import Unresolved as Unresolved
    from flake8_fastapi.model.background.celery import ASYNC_POOLS as ASYNC_POOLS
    from flake8_fastapi.model.background.celery import ASYNC_TASKS as ASYNC_TASKS
    from flake8_fastapi.model.background.celery import SOME_BACKEND as SOME_BACKEND
    from flake8_fastapi.model.background.celery import SOME_DEFAULT as SOME_DEFAULT
    from flake8_fastapi.model.background.celery import ResultRead as ResultRead
    from flake8_fastapi.model.background.celery import TaskCall as TaskCall
    from flake8_fastapi.model.background.celery_json import OTHER_SERIALIZER as OTHER_SERIALIZER
    from flake8_fastapi.model.background.celery_json import not_json as not_json
    from flake8_fastapi.model.background.celery_tasks import CeleryApp as CeleryApp
    from flake8_fastapi.model.background.celery_tasks import CeleryTask as CeleryTask
    from flake8_fastapi.model.background.handed import HandedResource as HandedResource
    from flake8_fastapi.model.background.lasting import Lasting as Lasting
    from flake8_fastapi.model.background.unattached import LostTasks as LostTasks
    from flake8_fastapi.model.background.unattached import UnattachedTasks as UnattachedTasks
    from flake8_fastapi.model.calling.signs import is_lifespan as is_lifespan
    from flake8_fastapi.model.concurrency.coroutines import Unawaited as Unawaited
    from flake8_fastapi.model.concurrency.held_locks import HeldLock as HeldLock
    from flake8_fastapi.model.concurrency.loops import LoopCall as LoopCall
    from flake8_fastapi.model.concurrency.threads import ThreadCall as ThreadCall
    from flake8_fastapi.model.databases.engines import RequestEngine as RequestEngine
    from flake8_fastapi.model.databases.engines import ServerEngine as ServerEngine
    from flake8_fastapi.model.databases.expired import ExpiredRead as ExpiredRead
    from flake8_fastapi.model.databases.sql import SqlPiece as SqlPiece
    from flake8_fastapi.model.event_loop import BlockingCall as BlockingCall
    from flake8_fastapi.model.exceptions.response_models import ANNOTATED_MODELS as ANNOTATED_MODELS
    from flake8_fastapi.model.exceptions.swallowed import SwallowedExceptions as SwallowedExceptions
    from flake8_fastapi.model.exceptions.teardown import Exit as Exit
    from flake8_fastapi.model.exceptions.teardown import exit_of as exit_of
    from flake8_fastapi.model.exceptions.teardown import returns_true as returns_true
    from flake8_fastapi.model.exceptions.teardown import skipped_cleanup as skipped_cleanup
    from flake8_fastapi.model.exceptions.teardown import swallowers as swallowers
    from flake8_fastapi.model.libraries import CORS as CORS
    from flake8_fastapi.model.libraries import DEPENDS as DEPENDS
    from flake8_fastapi.model.libraries import HTTP_EXCEPTION as HTTP_EXCEPTION
    from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE as HTTP_MIDDLEWARE
    from flake8_fastapi.model.libraries import STARTS_TASK as STARTS_TASK
    from flake8_fastapi.model.libraries import UPLOAD as UPLOAD
    from flake8_fastapi.model.libraries.trained_models import MODEL_LIBRARIES as MODEL_LIBRARIES
    from flake8_fastapi.model.lifespan.opened import OpenedByLifespan as OpenedByLifespan
    from flake8_fastapi.model.lifespan.starting import leaves_alone as leaves_alone
    from flake8_fastapi.model.lifespan.starting import may_start as may_start
    from flake8_fastapi.model.lifespan.startup import GivenLifespan as GivenLifespan
    from flake8_fastapi.model.lifespan.startup import is_lifespan_function as is_lifespan_function
    from flake8_fastapi.model.lifespan.startup import second_yield as second_yield
    from flake8_fastapi.model.lifespan.startup import takes_one as takes_one
    from flake8_fastapi.model.middleware.cors_order import InnerCors as InnerCors
    from flake8_fastapi.model.module import Module as Module
    from flake8_fastapi.model.project.files import still as still
    from flake8_fastapi.model.resources.clients import RequestClient as RequestClient
    from flake8_fastapi.model.resources.following import Resource as Resource
    from flake8_fastapi.model.resources.loaded import LoadedModel as LoadedModel
    from flake8_fastapi.model.role import Role as Role
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
    from flake8_fastapi.model.syntax.expressions import Attr as Attr
    from flake8_fastapi.model.syntax.expressions import Awaited as Awaited
    from flake8_fastapi.model.syntax.expressions import Call as Call
    from flake8_fastapi.model.syntax.expressions import Const as Const
    from flake8_fastapi.model.syntax.expressions import Expr as Expr
    from flake8_fastapi.model.syntax.expressions import Items as Items
    from flake8_fastapi.model.syntax.expressions import OneOf as OneOf
    from flake8_fastapi.model.syntax.expressions import Pairs as Pairs
    from flake8_fastapi.model.syntax.expressions import Param as Param
    from flake8_fastapi.model.syntax.expressions import Ref as Ref
    from flake8_fastapi.model.syntax.expressions import Star as Star
    from flake8_fastapi.model.syntax.expressions import Sub as Sub
    from flake8_fastapi.model.syntax.expressions import Text as Text
    from flake8_fastapi.model.syntax.expressions import Typed as Typed
    from flake8_fastapi.model.syntax.expressions import Unknown as Unknown
    from flake8_fastapi.model.syntax.expressions import callee_of as callee_of
    from flake8_fastapi.model.syntax.expressions import is_none as is_none
    from flake8_fastapi.model.syntax.expressions import last_name as last_name
    from flake8_fastapi.model.syntax.expressions import options_of as options_of
    from flake8_fastapi.model.syntax.expressions import receiver as receiver
    from flake8_fastapi.model.syntax.functions import Argument as Argument
    from flake8_fastapi.model.syntax.functions import Class as Class
    from flake8_fastapi.model.syntax.functions import Decorator as Decorator
    from flake8_fastapi.model.syntax.functions import Function as Function
    from flake8_fastapi.model.syntax.functions import Summary as Summary
    from flake8_fastapi.model.syntax.tree import names_within as names_within
    from flake8_fastapi.model.syntax.tree import spells_none as spells_none
    from flake8_fastapi.model.uploads.archives import UploadedArchive as UploadedArchive
    from flake8_fastapi.model.uploads.read_back import WRITERS as WRITERS
    from flake8_fastapi.model.uploads.read_back import is_read_back as is_read_back
    from flake8_fastapi.model.uploads.removing import may_remove as may_remove
    from flake8_fastapi.model.uploads.removing import passed_by as passed_by
    from flake8_fastapi.model.uploads.upload_writes import UploadWrite as UploadWrite
    from flake8_fastapi.model.uploads.uploads import ClientNamedFile as ClientNamedFile
    from flake8_fastapi.model.uploads.uploads import UploadCall as UploadCall
    from flake8_fastapi.model.uploads.uploads import is_at_its_end as is_at_its_end
    from flake8_fastapi.model.uploads.uploads import upload_text as upload_text
    from flake8_fastapi.model.values.arguments import is_refused as is_refused
    from flake8_fastapi.model.values.callables import gives_callable as gives_callable
    from flake8_fastapi.model.values.callables import is_callable as is_callable
    from flake8_fastapi.model.values.callables import made_instead as made_instead
    from flake8_fastapi.model.values.callables import makes_coroutine as makes_coroutine
    from flake8_fastapi.model.values.decorators import decorator_text as decorator_text
    from flake8_fastapi.model.values.decorators import hides_signature as hides_signature
    from flake8_fastapi.model.values.decorators import is_plainly_decorated as is_plainly_decorated
    from flake8_fastapi.model.values.decorators import spoils_answers as spoils_answers
    from flake8_fastapi.model.values.decorators import wraps as wraps
    from flake8_fastapi.model.values.modules import module_given as module_given
    from flake8_fastapi.model.values.noting import notes as notes
    from flake8_fastapi.model.values.value_kinds import Bound as Bound
    from flake8_fastapi.model.values.value_kinds import Constant as Constant
    from flake8_fastapi.model.values.value_kinds import Display as Display
    from flake8_fastapi.model.values.value_kinds import External as External
    from flake8_fastapi.model.values.value_kinds import Instance as Instance
    from flake8_fastapi.model.values.value_kinds import Method as Method
    from flake8_fastapi.model.values.value_kinds import Partial as Partial
    from flake8_fastapi.model.values.value_kinds import Pending as Pending
    from flake8_fastapi.model.values.value_kinds import Value as Value

#: Where the names for rules come from: each is imported when it is first asked for.
_HOMES = {
    name: home
    for home, names in {
        "assembly.late": "LateAssembly",
        "assembly.parameters": "MARKERS Parameter is_injected",
        "assembly.paths": "path_parameters",
        "assembly.places": "Place",
        "assembly.route_order": "RouteTable",
        "assembly.unresolved": "Unresolved",
        "background.celery": (
            "ASYNC_POOLS ASYNC_TASKS SOME_BACKEND SOME_DEFAULT ResultRead TaskCall"
        ),
        "background.celery_json": "OTHER_SERIALIZER not_json",
        "background.celery_tasks": "CeleryApp CeleryTask",
        "background.handed": "HandedResource",
        "background.lasting": "Lasting",
        "background.unattached": "LostTasks UnattachedTasks",
        "calling.signs": "is_lifespan",
        "concurrency.coroutines": "Unawaited",
        "concurrency.held_locks": "HeldLock",
        "concurrency.loops": "LoopCall",
        "concurrency.threads": "ThreadCall",
        "databases.engines": "RequestEngine ServerEngine",
        "databases.expired": "ExpiredRead",
        "databases.sql": "SqlPiece",
        "event_loop": "BlockingCall",
        "exceptions.response_models": "ANNOTATED_MODELS",
        "exceptions.swallowed": "SwallowedExceptions",
        "exceptions.teardown": "Exit exit_of returns_true skipped_cleanup swallowers",
        "libraries": "CORS DEPENDS HTTP_EXCEPTION HTTP_MIDDLEWARE STARTS_TASK UPLOAD",
        "libraries.trained_models": "MODEL_LIBRARIES",
        "lifespan.opened": "OpenedByLifespan",
        "lifespan.starting": "leaves_alone may_start",
        "lifespan.startup": "GivenLifespan is_lifespan_function second_yield takes_one",
        "middleware.cors_order": "InnerCors",
        "module": "Module",
        "project.files": "still",
        "resources.clients": "RequestClient",
        "resources.following": "Resource",
        "resources.loaded": "LoadedModel",
        "role": "Role",
        "routing": "ROUTE_WORDS is_route",
        "routing.kinds": (
            "BackgroundTask Dependency Endpoint EventHandler ExceptionHandler Include "
            "Middleware Router TestClient"
        ),
        "syntax.expressions": (
            "Attr Awaited Call Const Expr Items OneOf Pairs Param Ref Star Sub Text Typed Unknown "
            "callee_of is_none last_name options_of receiver"
        ),
        "syntax.functions": "Argument Class Decorator Function Summary",
        "syntax.tree": "names_within spells_none",
        "uploads.archives": "UploadedArchive",
        "uploads.read_back": "WRITERS is_read_back",
        "uploads.removing": "may_remove passed_by",
        "uploads.upload_writes": "UploadWrite",
        "uploads.uploads": "ClientNamedFile UploadCall is_at_its_end upload_text",
        "values.arguments": "is_refused",
        "values.callables": "gives_callable is_callable made_instead makes_coroutine",
        "values.decorators": (
            "decorator_text hides_signature is_plainly_decorated spoils_answers wraps"
        ),
        "values.modules": "module_given",
        "values.noting": "notes",
        "values.value_kinds": (
            "Bound Constant Display External Instance Method Partial Pending Value"
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
