"""What keeps connections: made once and shared, borrowed for a request, opened and closed."""

from __future__ import annotations

from functools import cache
from typing import Literal

from flake8_fastapi.model.libraries.classes import ancestry, first
from flake8_fastapi.model.libraries.spellings import canonical, spelled_with

#: Functions and classes that make something meant to be made once and shared, for it keeps
#: connections: engines, pools, session factories ("engine"), clients of services ("client").
_SHARED: dict[Literal["engine", "client"], str] = {
    "engine": (
        "aiomysql.create_pool asyncpg.create_pool motor.motor_asyncio.AsyncIOMotorClient "
        "mysql.connector.pooling.MySQLConnectionPool oracledb.create_pool "
        "oracledb.create_pool_async psycopg2.pool.SimpleConnectionPool "
        "psycopg2.pool.ThreadedConnectionPool psycopg_pool.AsyncConnectionPool "
        "psycopg_pool.ConnectionPool pymongo.AsyncMongoClient pymongo.MongoClient "
        "redis.asyncio.BlockingConnectionPool redis.asyncio.ConnectionPool "
        "redis.asyncio.ConnectionPool.from_url redis.BlockingConnectionPool redis.ConnectionPool "
        "redis.ConnectionPool.from_url sqlalchemy.create_engine sqlalchemy.engine_from_config "
        "sqlalchemy.ext.asyncio.async_engine_from_config sqlalchemy.ext.asyncio.async_sessionmaker "
        "sqlalchemy.ext.asyncio.create_async_engine sqlalchemy.orm.sessionmaker"
    ),
    "client": (
        "aiohttp.ClientSession anthropic.Anthropic anthropic.AsyncAnthropic boto3.client "
        "boto3.resource elasticsearch.AsyncElasticsearch elasticsearch.Elasticsearch "
        "google.cloud.bigquery.Client google.cloud.firestore.Client google.cloud.storage.Client "
        "google.genai.Client groq.AsyncGroq groq.Groq httpx.AsyncClient httpx.Client "
        "httpx2.AsyncClient httpx2.Client mistralai.client.Mistral neo4j.AsyncGraphDatabase.driver "
        "neo4j.GraphDatabase.driver openai.AsyncOpenAI openai.OpenAI "
        "qdrant_client.AsyncQdrantClient qdrant_client.QdrantClient redis.asyncio.from_url "
        "redis.asyncio.Redis redis.asyncio.Redis.from_url redis.asyncio.RedisCluster "
        "redis.from_url redis.Redis redis.Redis.from_url redis.RedisCluster requests.session "
        "requests.Session urllib3.PoolManager"
    ),
}

ResourceKind = Literal["session", "connection"]

#: What one request borrows at a time, and gives back: its transaction is nobody else's.
_RESOURCES: dict[ResourceKind, str] = {
    "session": "sqlalchemy.ext.asyncio.AsyncSession sqlalchemy.orm.Session",
    "connection": (
        "MySQLdb.connections.Connection aiomysql.Connection aiosqlite.Connection "
        "asyncpg.Connection cx_Oracle.Connection mysql.connector.abstracts.MySQLConnectionAbstract "
        "oracledb.Connection psycopg.AsyncConnection psycopg.Connection "
        "psycopg2.extensions.connection pymssql._pymssql.Connection "
        "pymysql.connections.Connection pyodbc.Connection sqlalchemy.Connection "
        "sqlalchemy.pool.PoolProxiedConnection "
        "sqlalchemy.ext.asyncio.AsyncConnection sqlite3.Connection"
    ),
}

#: Functions and methods that open a connection, or take one out of a pool: when they are called,
#: or when what they give is awaited (or entered instead).
_OPENING: dict[Literal["called", "awaited"], str] = {
    "called": (
        "MySQLdb.connect cx_Oracle.connect mysql.connector.connect "
        "mysql.connector.pooling.MySQLConnectionPool.get_connection "
        "oracledb.ConnectionPool.acquire oracledb.connect psycopg.Connection.connect "
        "psycopg.connect psycopg2.connect psycopg2.pool.SimpleConnectionPool.getconn "
        "psycopg2.pool.ThreadedConnectionPool.getconn psycopg_pool.ConnectionPool.getconn "
        "pymssql.connect pymysql.connect pyodbc.connect sqlalchemy.Engine.connect "
        "sqlalchemy.Engine.raw_connection sqlite3.connect"
    ),
    "awaited": (
        "aiomysql.Pool.acquire aiomysql.connect aiosqlite.connect asyncpg.Pool.acquire "
        "asyncpg.connect psycopg.AsyncConnection.connect psycopg_pool.AsyncConnectionPool.getconn "
        "sqlalchemy.ext.asyncio.AsyncEngine.connect"
    ),
}

#: Functions that open a connection which closes itself with the last reference to it (by `__del__`
#: or when it is freed, and it does not refer to itself) -> before which Python; "" for any.
_CLOSING_ITSELF = {
    "MySQLdb.connect": "",
    "aiomysql.connect": "",
    "asyncpg.connect": "",
    "mysql.connector.connect": "",
    "oracledb.connect": "",
    "psycopg.Connection.connect": "",
    "psycopg.connect": "",
    "psycopg2.connect": "",
    "pymysql.connect": "",
    "pyodbc.connect": "",
    "sqlalchemy.Engine.raw_connection": "",  # the pool hears of it
    "sqlite3.connect": "3.11",
}

#: What closes a session or connection whatever happens, by its class or by what opens it, where
#: that is no plain `with`: the `with` of some ends the transaction only, and others have none.
_CLOSED_FOR_SURE: dict[str, str] = {
    "an `async with` block": (
        "aiomysql.Connection aiosqlite.Connection asyncpg.Pool.acquire psycopg.AsyncConnection "
        "sqlalchemy.ext.asyncio.AsyncConnection sqlalchemy.ext.asyncio.AsyncSession"
    ),
    "`with closing(...)`": (
        "psycopg2.extensions.connection pyodbc.Connection sqlalchemy.pool.PoolProxiedConnection "
        "sqlite3.Connection"
    ),
    "`putconn()` in `finally`": (
        "psycopg2.pool.SimpleConnectionPool.getconn psycopg2.pool.ThreadedConnectionPool.getconn "
        "psycopg_pool.AsyncConnectionPool.getconn psycopg_pool.ConnectionPool.getconn"
    ),
    "`close()` in `finally`": "asyncpg.Connection",
}

#: Connections whose `with` block ends the transaction, and closes nothing.
_OPEN_BEHIND_WITH = ("psycopg2.extensions.connection", "pyodbc.Connection", "sqlite3.Connection")

#: Classes whose objects, called, make a session; those that keep it for a thread or task do not.
_SESSION_FACTORIES = ("sqlalchemy.orm.sessionmaker", "sqlalchemy.ext.asyncio.async_sessionmaker")

#: Class of what keeps connections open -> the method that closes them.
_CLOSED_BY: dict[str, str] = {
    "aio_pika.Connection": "close",
    "aio_pika.RobustConnection": "close",
    "aiohttp.ClientSession": "close",
    "aiokafka.AIOKafkaConsumer": "stop",
    "aiokafka.AIOKafkaProducer": "stop",
    "aiomysql.Pool": "close",
    "aiosqlite.Connection": "close",
    "asyncpg.Connection": "close",
    "asyncpg.Pool": "close",
    "elasticsearch.AsyncElasticsearch": "close",
    "httpx.AsyncClient": "aclose",
    "httpx.Client": "close",
    "httpx2.AsyncClient": "aclose",
    "httpx2.Client": "close",
    "motor.motor_asyncio.AsyncIOMotorClient": "close",
    "nats.aio.client.Client": "close",
    "neo4j.AsyncDriver": "close",
    "psycopg.AsyncConnection": "close",
    "psycopg_pool.AsyncConnectionPool": "close",
    "psycopg_pool.ConnectionPool": "close",
    "pymongo.AsyncMongoClient": "close",
    "qdrant_client.AsyncQdrantClient": "close",
    "redis.asyncio.ConnectionPool": "aclose",
    "redis.asyncio.Redis": "aclose",
    "redis.asyncio.RedisCluster": "aclose",
    "sqlalchemy.ext.asyncio.AsyncEngine": "dispose",
}

#: How they were closed before that method was there, and since which version it is.
_CLOSED_BEFORE = {
    "redis.asyncio.ConnectionPool": ("disconnect()", "redis", "5.0.1"),
    "redis.asyncio.Redis": ("close(close_connection_pool=True)", "redis", "5.0.1"),
    "redis.asyncio.RedisCluster": ("close()", "redis", "5.0.1"),
}

_BORROWED = {name: kind for kind, names in _RESOURCES.items() for name in names.split()}
_OPENED = {name: when for when, names in _OPENING.items() for name in names.split()}
_SURE = {name: how for how, names in _CLOSED_FOR_SURE.items() for name in names.split()}


def closed_by(cls: str) -> str | None:
    """The method that closes the connections of an instance, if it keeps any."""
    return first(_CLOSED_BY, cls)


def closed_before(cls: str) -> tuple[str, str, str] | None:
    """The older way to do so, the distribution, and its version that has the newer one."""
    return first(_CLOSED_BEFORE, cls)


def shared_names(kind: Literal["engine", "client"]) -> list[str]:
    """The functions and classes that make something of that kind to be shared."""
    return _SHARED[kind].split()


@cache
def opening_libraries() -> frozenset[str]:
    """The top-level modules that sessions and connections come from."""
    return spelled_with({name.partition(".")[0] for name in (*_BORROWED, *_OPENED)})


@cache
def opening(function: str) -> Literal["called", "awaited"] | None:
    """When this function (or method, by dotted name) opens a connection of its own, if it does."""
    cls, _, method = canonical(function).rpartition(".")
    for one in ancestry(cls) if cls else ():
        if (found := _OPENED.get(f"{one}.{method}")) is not None:
            return found
    return None


def closing_itself(function: str) -> str | None:
    """Before which Python what this function opens closes itself ("" for any); None: it does not.

    What a pool lends is not closed, but lost to the pool; that of SQLAlchemy takes it back.
    """
    return _CLOSING_ITSELF.get(canonical(function))


def closed_for_sure(name: str) -> str | None:
    """How to close what this class is, or this function opens; None: in a `with` block."""
    return first(_SURE, name)


def stays_open_behind_with(cls: str) -> bool:
    """Whether the `with` block of such a connection ends the transaction only."""
    return any(one in _OPEN_BEHIND_WITH for one in ancestry(cls))


def makes_sessions(cls: str) -> bool:
    """Whether calling an instance of this class makes a session of its own."""
    return any(one in _SESSION_FACTORIES for one in ancestry(cls))


@cache
def resource_kind(cls: str) -> ResourceKind | None:
    """Whether an object of this class is a session or connection of a database."""
    if "scoped_session" in cls:  # hands calls on to the session of the thread or task
        return None
    for one in ancestry(cls):
        if one in _BORROWED:
            return _BORROWED[one]
    return None
