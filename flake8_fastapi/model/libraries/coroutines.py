"""What only makes a coroutine, and what the event loop calls back."""

from __future__ import annotations

from functools import lru_cache

from flake8_fastapi.model.libraries.classes import ancestry
from flake8_fastapi.model.libraries.spellings import canonical

#: Module or class -> its coroutine functions and methods: calling one does nothing until it
#: is awaited. (For the clients of Redis: what gives an awaitable.)
_COROUTINES: dict[str, str] = {
    "aio_pika.Connection": "close connect",
    "aio_pika.RobustConnection": "close connect",
    "aiofiles.os": (
        "access listdir makedirs mkdir remove removedirs rename replace rmdir scandir stat unlink"
    ),
    "aiofiles.os.path": "exists getmtime getsize isdir isfile islink",
    "aiofiles.threadpool.text.AsyncTextIOWrapper": (
        "close flush read readline readlines seek tell truncate write writelines"
    ),
    "aiohttp.ClientResponse": "json read text",
    "aiohttp.ClientSession": "close",
    "aiokafka.AIOKafkaConsumer": "commit getmany getone start stop",
    "aiokafka.AIOKafkaProducer": "flush send send_and_wait start stop",
    "aiosmtplib": "send",
    "anthropic.AsyncAnthropic": "messages.count_tokens messages.create",
    "anyio": "connect_tcp create_tcp_listener open_file run_process sleep sleep_until",
    "anyio.to_process": "run_sync",
    "anyio.to_thread": "run_sync",
    "asyncio": (
        "create_subprocess_exec create_subprocess_shell open_connection sleep start_server "
        "to_thread wait wait_for"
    ),
    "asyncio.Condition": "acquire wait wait_for",
    "asyncio.Event": "wait",
    "asyncio.Lock": "acquire",
    "asyncio.Queue": "get join put",
    "asyncio.Semaphore": "acquire",
    "asyncio.subprocess.Process": "communicate wait",
    "asyncio.StreamReader": "read readexactly readline readuntil",
    "asyncio.StreamWriter": "drain wait_closed",
    "asyncpg": "connect",
    "asyncpg.Connection": "close copy_records_to_table execute executemany fetch fetchrow fetchval",
    "asyncpg.Pool": "close execute executemany fetch fetchrow fetchval release",
    "beanie.Document": (
        "create delete get insert insert_many insert_one replace save save_changes sync"
    ),
    "elasticsearch.AsyncElasticsearch": (
        "bulk close count delete exists get index info ping search update"
    ),
    "fastapi_mail.FastMail": "send_message",
    "httpx.AsyncClient": "aclose delete get head options patch post put request send",
    "httpx.Response": "aclose aread",
    "httpx2.AsyncClient": "aclose delete get head options patch post put request send",
    "httpx2.Response": "aclose aread",
    "nats.aio.client.Client": "close connect drain flush publish request subscribe",
    "neo4j.AsyncDriver": "close execute_query verify_connectivity",
    "neo4j.AsyncSession": "begin_transaction close execute_read execute_write run",
    "openai.AsyncOpenAI": (
        "audio.transcriptions.create chat.completions.create chat.completions.parse "
        "embeddings.create images.generate moderations.create responses.create responses.parse"
    ),
    "oracledb.AsyncConnection": (
        "callfunc callproc changepassword close commit createlob execute executemany fetchall "
        "fetchmany fetchone gettype ping rollback"
    ),
    "oracledb.AsyncConnectionPool": "close drop release",
    "oracledb.AsyncCursor": (
        "callfunc callproc execute executemany fetchall fetchmany fetchone parse"
    ),
    "psycopg.AsyncConnection": "close commit connect execute rollback",
    "psycopg.AsyncCursor": "close execute executemany fetchall fetchmany fetchone",
    "psycopg_pool.AsyncConnectionPool": "check close getconn open putconn wait",
    "pymongo.AsyncMongoClient": "close drop_database list_database_names server_info",
    "pymongo.asynchronous.collection.AsyncCollection": (
        "aggregate bulk_write count_documents create_index delete_many delete_one distinct drop "
        "estimated_document_count find_one find_one_and_delete find_one_and_replace "
        "find_one_and_update insert_many insert_one replace_one update_many update_one"
    ),
    "pymongo.asynchronous.database.AsyncDatabase": (
        "command create_collection drop_collection list_collection_names"
    ),
    "qdrant_client.AsyncQdrantClient": (
        "close count create_collection delete delete_collection get_collection get_collections "
        "query_points retrieve scroll set_payload upsert"
    ),
    "redis.asyncio.Redis": (
        "aclose close decr delete execute_command exists expire get getdel hdel hget hgetall hset "
        "incr keys llen lpop lpush lrange mget mset ping publish rpop rpush sadd set setex setnx "
        "smembers srem ttl zadd zrange zrem"
    ),
    "redis.asyncio.ConnectionPool": "aclose disconnect",
    "redis.asyncio.RedisCluster": "aclose close",
    "redis.asyncio.client.Pipeline": "execute reset watch",
    "redis.asyncio.client.PubSub": "aclose get_message psubscribe subscribe",
    "socketio.AsyncServer": "call disconnect emit get_session save_session send",
    "sqlalchemy.ext.asyncio.AsyncConnection": (
        "close commit exec_driver_sql execute rollback run_sync scalar scalars"
    ),
    "sqlalchemy.ext.asyncio.AsyncEngine": "dispose",
    "sqlalchemy.ext.asyncio.AsyncSession": (
        "aclose close commit connection delete execute flush get get_one invalidate merge refresh "
        "reset rollback run_sync scalar scalars stream stream_scalars"
    ),
    "sqlmodel.ext.asyncio.session.AsyncSession": "exec",
    "tortoise.models.Model": (
        "create delete fetch_related get_or_create refresh_from_db save update_or_create"
    ),
    "starlette.background.BackgroundTasks": "__call__",
    "starlette.concurrency": "run_in_threadpool run_until_first_complete",
    "starlette.datastructures.UploadFile": "close read seek write",
    "starlette.requests.Request": "body close is_disconnected json send_push_promise",
    "starlette.websockets.WebSocket": (
        "accept close receive receive_bytes receive_json receive_text send send_bytes "
        "send_denial_response send_json send_text"
    ),
}

#: Decorators that register a callback; an async one is called on the event loop that serves,
#: while it serves. By class, or module for functions.
_CALLBACKS: dict[str, str] = {
    "apscheduler.schedulers.asyncio.AsyncIOScheduler": "scheduled_job",
    "chainlit": "on_chat_end on_chat_start on_message on_stop password_auth_callback",
    "fastapi_mqtt.FastMQTT": "on_connect on_disconnect on_message on_subscribe subscribe",
    "fastapi_utils.tasks": "repeat_every",
    "mcp.server.fastmcp.FastMCP": "prompt resource tool",
    "fastmcp.FastMCP": "prompt resource tool",
    "slack_bolt.async_app.AsyncApp": "action command event message shortcut view",
    "socketio.AsyncServer": "event on",
    "strawberry": "field mutation subscription",
}

_ADMIN_VIEW = (
    "after_create after_delete after_edit before_create before_delete before_edit validate"
)
#: Class -> methods of classes derived from it that its library awaits on that loop.
_HOOKS: dict[str, str] = {
    "fastapi_users.BaseUserManager": (
        "authenticate create delete forgot_password get get_by_email get_by_oauth_account "
        "oauth_associate_callback oauth_callback on_after_delete on_after_forgot_password "
        "on_after_login on_after_register on_after_request_verify on_after_reset_password "
        "on_after_update on_after_verify on_before_delete request_verify reset_password update "
        "validate_password verify"
    ),
    "fastapi_users.db.BaseUserDatabase": (
        "add_oauth_account create delete get get_by_email get_by_oauth_account update "
        "update_oauth_account"
    ),
    "sqladmin.ModelView": (
        "after_model_change after_model_delete delete_model insert_model on_model_change "
        "on_model_delete update_model"
    ),
    "sqladmin.authentication.AuthenticationBackend": "authenticate login logout",
    "starlette.authentication.AuthenticationBackend": "authenticate",
    "starlette_admin.auth.AuthProvider": "authenticate login logout",
    "starlette_admin.contrib.sqla.ModelView": _ADMIN_VIEW,
    "starlette_admin.contrib.sqlmodel.ModelView": _ADMIN_VIEW,
}

#: Methods of schedulers that are given such a callback, and a `trigger`: else they run it once.
_SCHEDULING = {"apscheduler.schedulers.asyncio.AsyncIOScheduler.add_job"}

_AWAITING = {
    name: [cls for cls, hooks in _HOOKS.items() if name in hooks.split()]
    for name in " ".join(_HOOKS.values()).split()
}

#: What hands a function to a thread, and gives what it gives, once awaited -> its position.
_THREADS = {
    "starlette.concurrency.run_in_threadpool": 0,
    "asyncio.to_thread": 0,
    "anyio.to_thread.run_sync": 0,
    "asyncio.AbstractEventLoop.run_in_executor": 1,
}
#: How they are called.
THREADING = frozenset(name.rpartition(".")[2] for name in _THREADS)
#: What they may be told by name beside what the function is given.
THREAD_OPTIONS = frozenset({"abandon_on_cancel", "cancellable", "executor", "func", "limiter"})

#: Make a task of a coroutine, on the loop that runs in that thread.
STARTS_TASK = {"asyncio.create_task", "asyncio.ensure_future"}

_AWAITED = {f"{owner}.{name}" for owner, names in _COROUTINES.items() for name in names.split()}
#: Plain names of the functions and methods that only make a coroutine, by package.
_NAMES: dict[str, set[str]] = {}
for _name in _AWAITED:
    _NAMES.setdefault(_name.partition(".")[0], set()).add(_name.rpartition(".")[2])
#: Packages whose objects are handed out by others, which a project may import in their stead.
_HANDED_OUT = {"sqlalchemy", "starlette"}


@lru_cache(maxsize=64)
def coroutine_names(packages: frozenset[str]) -> frozenset[str]:
    """Plain names of what only makes a coroutine, in the packages that a project imports."""
    known = (packages | _HANDED_OUT) & _NAMES.keys()
    return frozenset().union(*(_NAMES[package] for package in known))


def is_coroutine(function: str) -> bool:
    """Whether calling this function (or method, by dotted name) only makes a coroutine."""
    cls, _, method = canonical(function).rpartition(".")
    return bool(cls) and coroutine_method(cls, method)


def coroutine_method(cls: str, method: str) -> bool:
    """Whether calling this method of an instance only makes a coroutine."""
    return any(f"{one}.{method}" in _AWAITED for one in ancestry(cls))


def thread_functions() -> tuple[str, ...]:
    """The functions and methods that hand another to a thread."""
    return tuple(_THREADS)


def handed_to_thread(function: str) -> int | None:
    """Which argument of a function or method, by dotted name, it hands to a thread."""
    return _THREADS.get(function)


def registers_callback(decorator: str) -> bool:
    """Whether a decorator, by dotted name, registers what the event loop of the server calls."""
    owner, _, name = canonical(decorator).rpartition(".")
    return name in _CALLBACKS.get(owner, "").split()


def awaiting(method: str) -> list[str]:
    """The classes whose library awaits a method of this name, of derived ones, while it serves."""
    return _AWAITING.get(method, [])


def is_scheduling(method: str) -> bool:
    """Whether a method runs its first argument, or `func`, on the event loop now and then."""
    return canonical(method) in _SCHEDULING
