"""The statements of the FastAPI skill that the rules derive from, numbered.

The number before the dot is the section, as the first digit of a code is: 1 dependency injection
and databases, 2 async and sync, 3 lifespan, 4 uploads, 5 background tasks, 6 security, 7
middleware, 8 testing, 9 production and performance. Rules cite these numbers. Where what FastAPI
and its neighbours do contradicts the skill, `but` says what holds instead: the runtime wins.
"""

from __future__ import annotations

from typing import NamedTuple


class Statement(NamedTuple):
    """One thing that the skill asks for, in a clause."""

    text: str
    but: str | None = None  #: what holds instead, where the skill is wrong or outdated


STATEMENTS: dict[str, Statement] = {
    "1.1": Statement("create the engine and its pool once, at import"),
    "1.2": Statement("verify pooled connections before use and renew old ones"),
    "1.3": Statement("no connection or session at module level: each request gets its own"),
    "1.4": Statement("a dependency yields the session and closes it in `finally`"),
    "1.5": Statement("the endpoint declares the session with `Depends(get_db)`"),
    "1.6": Statement("a session factory has `expire_on_commit=False`"),
    "1.7": Statement(
        "annotate the dependency that yields a session with `-> Session`",
        but="it is a generator: `Iterator[Session]`, as type checkers say",
    ),
    "1.8": Statement("query through the session of the request, filtering by columns"),
    "1.9": Statement("a synchronous engine for synchronous sessions, by the URL of its driver"),
    "2.1": Statement("nothing that blocks in async code"),
    "2.2": Statement("in async code, await asynchronous libraries"),
    "2.3": Statement("hand blocking work to a thread with `run_in_threadpool`"),
    "2.4": Statement("a synchronous driver goes with plain `def` endpoints"),
    "2.5": Statement("call external services with `httpx.AsyncClient`"),
    "2.6": Statement("CPU-intensive work belongs in a thread or a queue"),
    "2.7": Statement(
        "`databases` is the asynchronous library for SQL",
        but="it is archived; SQLAlchemy's own asyncio extension took its place",
    ),
    "3.1": Statement("a `lifespan` replaces `@app.on_event`"),
    "3.2": Statement(
        "the lifespan is an async context manager that takes the app, yields once, and is given "
        "to the application"
    ),
    "3.3": Statement("close after the `yield` what was opened before it"),
    "3.4": Statement("load models once, at start-up"),
    "3.5": Statement(
        "open Redis with `aioredis`",
        but="it is part of `redis` as `redis.asyncio`, and does not import on Python 3.11",
    ),
    "4.1": Statement("stream large uploads in chunks, never load them into memory"),
    "4.2": Statement(
        "check the content type of an upload",
        but="it may be None, and the client chooses it",
    ),
    "4.3": Statement("count the bytes while they arrive, and refuse what is too large"),
    "4.4": Statement(
        "store an upload under a name with a random part and the client's name",
        but="the client's name may hold a path; take a name of one's own",
    ),
    "4.5": Statement("remove the part that was written when an upload fails"),
    "4.6": Statement("write uploads with `aiofiles`, not with blocking writes"),
    "4.7": Statement("let clients upload very large files straight to S3, with a presigned post"),
    "5.1": Statement("short tasks run in BackgroundTasks, which `add_task` is given"),
    "5.2": Statement("what takes longer belongs in a queue"),
    "5.3": Statement("what has to be retried belongs in a queue"),
    "5.4": Statement("ask the result backend for the state of a task"),
    "5.5": Statement("a Celery task retries with `self.retry`, bound"),
    "5.6": Statement("a queue is handed what can be serialised: a path, not an upload"),
    "6.1": Statement("parameters, never strings put together, in SQL"),
    "6.2": Statement(
        "pass parameters in the style of the driver",
        but="the skill shows `%s` and `:email` on one cursor; each driver knows one of them",
    ),
    "6.3": Statement("name the origins that CORS admits, above all with credentials"),
    "6.4": Statement(
        "decode the token, and answer 401 on `jwt.JWTError`",
        but="PyJWT has no such name: it is `jwt.PyJWTError`",
    ),
    "7.1": Statement(
        "CORS is the outermost middleware",
        but="the middleware added last is outermost: CORS is added last",
    ),
    "7.2": Statement("errors of inner middleware are answered by an outer one"),
    "8.1": Statement("override dependencies in tests, and clear the overrides"),
    "8.2": Statement(
        "asynchronous tests use `AsyncClient(app=app)`",
        but="httpx 0.28 took it away: `AsyncClient(transport=ASGITransport(app=app))`",
    ),
    "9.1": Statement("create pools and clients once, not for each request"),
    "9.2": Statement("cache expensive responses"),
    "9.3": Statement("limit the size of a response: paginate"),
    "9.4": Statement("use async for input and output"),
    "9.5": Statement(
        "measure with `starlette-prometheus`",
        but="it is unmaintained; `prometheus-fastapi-instrumentator` is not",
    ),
    "9.6": Statement("compress large responses with GZipMiddleware"),
    "9.7": Statement(
        "gunicorn with `uvicorn.workers.UvicornWorker`",
        but="that module is deprecated; the worker is in `uvicorn-worker`",
    ),
    "9.8": Statement("settings come from the environment, through `BaseSettings`"),
}
