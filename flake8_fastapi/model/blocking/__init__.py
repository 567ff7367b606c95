"""
What keeps a thread waiting, and so the event loop if it is called there.

The table is in files by what is waited for, its lookups are here. Of this machine and what is
reached by a protocol: `machine` (sleep, programs, disk, processor, threads), `network` (HTTP,
sockets), `databases` (SQL), `stores` (other stores, search engines, brokers, task queues). Of
vendors: `ai` (language models, vector stores), `learning` (hubs, trackers and jobs of machine
learning), `cloud` (AWS, Azure, Google, ... and where files are kept), `operations` (containers,
secrets, identities), `payments` (and exchanges), `messaging` (mail, chats, telephones), `office`
(code, issues, documents, tables) and `web` (search, maps, media, browsers).

Add a line there. `LIBRARIES` holds the calls, `UNLESS` with which arguments they do not block,
`CONSTRUCTORS` the classes that block when they are made, `READ` what is no call, but an attribute.
What helps, but not with every version of a library, is in `_SINCE`.

One entry is one line: the module or class, and the names in it that block. Listed is what
waits for a network, a disk, another process or thread, or computes for a long time by
design; calls that only touch memory are not listed, nor are those that take a moment once.
`*` stands for every public method, `-name` takes one out. `~name` is made at run time, or
gone from the current release: it cannot be looked up there, and is as true as its author.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking import (
    ai,
    cloud,
    databases,
    learning,
    machine,
    messaging,
    network,
    office,
    operations,
    payments,
    stores,
    web,
)
from flake8_fastapi.model.blocking.entries import (
    ABSENT,
    GIVEN,
    Blocking,
    Conditions,
    Constructors,
    Kind,
    Libraries,
    Unless,
)
from flake8_fastapi.model.libraries import ancestry, canonical

__all__ = [
    "ABSENT",
    "GIVEN",
    "READ",
    "READ_NAMES",
    "Blocking",
    "Kind",
    "Unless",
    "blocking_constructor",
    "blocking_function",
    "blocking_method",
    "in_memory",
    "is_read",
    "removed",
    "since",
]

_LIBRARIES: Libraries = (
    *machine.LIBRARIES,
    *network.LIBRARIES,
    *databases.LIBRARIES,
    *stores.LIBRARIES,
    *ai.LIBRARIES,
    *learning.LIBRARIES,
    *cloud.LIBRARIES,
    *operations.LIBRARIES,
    *payments.LIBRARIES,
    *messaging.LIBRARIES,
    *office.LIBRARIES,
    *web.LIBRARIES,
)

_UNLESS: Conditions = {
    **machine.UNLESS,
    **network.UNLESS,
    **databases.UNLESS,
    **stores.UNLESS,
    **learning.UNLESS,
    **operations.UNLESS,
    **payments.UNLESS,
    **office.UNLESS,
}

_CONSTRUCTORS: Constructors = {
    **network.CONSTRUCTORS,
    **databases.CONSTRUCTORS,
    **stores.CONSTRUCTORS,
    **ai.CONSTRUCTORS,
    **learning.CONSTRUCTORS,
    **payments.CONSTRUCTORS,
    **office.CONSTRUCTORS,
    **web.CONSTRUCTORS,
}

#: Class -> attributes of it that ask another process when they are read.
READ = {**stores.READ, **payments.READ}
#: The names of all of these.
READ_NAMES = frozenset().union(*READ.values())

#: What to do instead -> the distribution and version that made it possible.
_SINCE = {
    "use `AsyncElasticsearch`": ("elasticsearch", "7.8"),
    "use `AsyncTextIteratorStreamer`": ("transformers", "4.48"),
    "use `AsyncSession`": ("sqlalchemy", "1.4"),
    "use `create_async_engine`": ("sqlalchemy", "1.4"),
    "use `mysql.connector.aio`": ("mysql-connector-python", "8.3"),
    "use `neo4j.AsyncGraphDatabase`": ("neo4j", "5.0"),
    "use `oracledb.connect_async`": ("oracledb", "2.0"),
    "use `curl_cffi.requests.AsyncSession`": ("curl-cffi", "0.5"),
    "use `gridfs.AsyncGridFS`": ("pymongo", "4.9"),
    "use `gridfs.AsyncGridFSBucket`": ("pymongo", "4.9"),
    "use `pymongo.AsyncMongoClient`": ("pymongo", "4.9"),
    "use `qdrant_client.AsyncQdrantClient`": ("qdrant-client", "1.6.1"),
    "use `redis.asyncio.Redis`": ("redis", "4.2"),
    "use `redis.asyncio.RedisCluster`": ("redis", "4.3"),
    "use `supabase.acreate_client`": ("supabase", "2.4.4"),
    "use `weaviate.WeaviateAsyncClient`": ("weaviate-client", "4.7"),
}

#: What makes an object -> the constant arguments with which all of it is in memory.
_IN_MEMORY: Conditions = {
    **machine.IN_MEMORY,
    **databases.IN_MEMORY,
    **ai.IN_MEMORY,
    **learning.IN_MEMORY,
    **cloud.IN_MEMORY,
    **messaging.IN_MEMORY,
}


def _tables() -> tuple[dict[str, Blocking], dict[str, tuple[Blocking, frozenset[str]]]]:
    single: dict[str, Blocking] = {}
    every: dict[str, tuple[Blocking, frozenset[str]]] = {}
    for kind, remedy, owners in _LIBRARIES:
        for owner, names in owners.items():
            words = names.split()
            if "*" in words:
                plain = Blocking(kind, remedy, _UNLESS.get(f"{owner}.*", ()))
                every[owner] = plain, frozenset(w[1:] for w in words if w.startswith("-"))
            for name in words:
                if name[0] not in "*-":
                    path = f"{owner}.{name.lstrip('~')}"
                    single[path] = Blocking(kind, remedy, _UNLESS.get(path, ()))
    return single, every


_SINGLE, _EVERY = _tables()
_CLASS_NAMES = {owner.rpartition(".")[2] for _, _, owners in _LIBRARIES for owner in owners}


def blocking_function(name: str) -> Blocking | None:
    """What is known of calling this dotted name (`requests.get`), if it blocks."""
    name = canonical(name)
    if name in _SINGLE:
        return _SINGLE[name]
    owner, _, last = name.rpartition(".")
    return blocking_method(owner, last) if owner else None


def blocking_method(cls: str, method: str) -> Blocking | None:
    """What is known of calling this method of an instance of a class, if it blocks."""
    for one in ancestry(cls):
        if (found := _SINGLE.get(f"{one}.{method}")) is not None:
            return found
        if one in _EVERY and not method.startswith("_") and "." not in method:
            every, excluded = _EVERY[one]
            return None if method in excluded else every
    return None


def is_known_method(cls: str, name: str) -> bool:
    """Whether a class is known to have a method of that name, which blocks."""
    return any(f"{one}.{name}" in _SINGLE for one in ancestry(cls))


def may_block(name: str) -> bool:
    """Whether a class of this last name, "Session" or "Redis", has methods that block."""
    return name in _CLASS_NAMES


def blocking_constructor(cls: str) -> Blocking | None:
    """What is known of making an instance of this class, if that alone blocks."""
    return next((_CONSTRUCTORS[one] for one in ancestry(cls) if one in _CONSTRUCTORS), None)


def in_memory(name: str) -> tuple[Unless, ...]:
    """The arguments with which what this class or function makes waits for nothing."""
    return _IN_MEMORY.get(canonical(name), ())


def is_read(cls: str, name: str) -> bool:
    """Whether what blocks under this name of a class is read, not called."""
    return any(name in READ.get(one, ()) for one in ancestry(cls))


def since(remedy: str) -> tuple[str, str] | None:
    """The distribution and version since which a remedy of the table is there; None: always."""
    return _SINCE.get(remedy)


def removed(name: str) -> tuple[str, str] | None:
    """The distribution and version since which a function of the table raises when it is called."""
    return ai.REMOVED.get(name)
