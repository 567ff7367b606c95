"""
What is known of other people's libraries: names, classes, and what calls give.

In each module plain data first, a few lookups at the end. Nothing is imported from the
libraries; a test compares each entry with those that are installed.

A class, function or method is named by its dotted path, in the spelling that
`canonical` gives. A class that has no public name is given one that reads well and
cannot clash (`openai.OpenAI.chat` is what the attribute `chat` of a client holds).
"""

from __future__ import annotations

from flake8_fastapi.model.libraries.classes import (
    CONNECTION,
    CORS,
    DEPENDS,
    HTTP_EXCEPTION,
    HTTP_MIDDLEWARE,
    UPLOAD,
    VALIDATORS,
    ancestry,
    bases,
    is_subclass,
    lacks,
)
from flake8_fastapi.model.libraries.connections import (
    ResourceKind,
    closed_before,
    closed_by,
    closed_for_sure,
    closing_itself,
    makes_sessions,
    opening,
    opening_libraries,
    resource_kind,
    shared_names,
    stays_open_behind_with,
)
from flake8_fastapi.model.libraries.coroutines import (
    STARTS_TASK,
    THREAD_OPTIONS,
    THREADING,
    awaiting,
    coroutine_method,
    coroutine_names,
    handed_to_thread,
    is_coroutine,
    is_scheduling,
    registers_callback,
    thread_functions,
)
from flake8_fastapi.model.libraries.langchain import ASKING, FAMILIES, SEQUENCE
from flake8_fastapi.model.libraries.results import (
    attribute,
    call_result,
    entered,
    factory_argument,
    item_of,
    method_result,
    object_at,
    result_by_argument,
    result_of,
    streamed_by,
    taken_by,
)
from flake8_fastapi.model.libraries.spellings import canonical
from flake8_fastapi.model.libraries.trained_models import loads_model

__all__ = [
    "ASKING",
    "CONNECTION",
    "CORS",
    "DEPENDS",
    "FAMILIES",
    "HTTP_EXCEPTION",
    "HTTP_MIDDLEWARE",
    "SEQUENCE",
    "STARTS_TASK",
    "THREADING",
    "THREAD_OPTIONS",
    "UPLOAD",
    "VALIDATORS",
    "ResourceKind",
    "ancestry",
    "attribute",
    "awaiting",
    "bases",
    "call_result",
    "canonical",
    "closed_before",
    "closed_by",
    "closed_for_sure",
    "closing_itself",
    "coroutine_method",
    "coroutine_names",
    "entered",
    "factory_argument",
    "handed_to_thread",
    "is_coroutine",
    "is_scheduling",
    "is_subclass",
    "item_of",
    "lacks",
    "loads_model",
    "makes_sessions",
    "method_result",
    "object_at",
    "opening",
    "opening_libraries",
    "registers_callback",
    "resource_kind",
    "result_by_argument",
    "result_of",
    "shared_names",
    "stays_open_behind_with",
    "streamed_by",
    "taken_by",
    "thread_functions",
]
