"""
The tables in `libraries` and `blocking` against the libraries themselves.

An entry whose library is not installed is skipped, so the more is installed the more is
checked: every name exists, every class is derived from what is said to be its base, what is
called blocking is no coroutine.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import warnings
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from flake8_fastapi.model import blocking, libraries
from flake8_fastapi.model.libraries import (
    classes,
    connections,
    coroutines,
    results,
    spellings,
    trained_models,
)


class NotInstalled(Exception):
    """The library an entry speaks of cannot be imported here."""


def _boto(kind: str, service: str) -> Any:
    make = getattr(importlib.import_module("boto3"), kind)
    return make(service, region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-")


def _boto_resources(_cls: Any) -> Any:
    """What the resources of all services offer, on one object."""
    names = {}
    for service in ("dynamodb", "s3", "sns", "sqs"):
        resource = _boto("resource", service)
        names.update({name: getattr(resource, name) for name in dir(resource) if name[0] != "_"})
    return SimpleNamespace(**names)


def _weaviate(_cls: Any) -> Any:
    weaviate = importlib.import_module("weaviate")
    where = weaviate.connect.ConnectionParams.from_url("http://localhost:1", 2)
    return weaviate.WeaviateClient(where, skip_init_checks=True)


def _of_gitlab(cls: Any) -> Any:
    """An object with its managers, as a manager makes one of an answer."""
    projects = importlib.import_module("gitlab").Gitlab("http://localhost:1").projects
    return cls(projects, {"id": 1, "iid": 1})


def _twilio() -> Any:
    return importlib.import_module("twilio.rest").Client("AC-", "-")


def _supabase(_cls: Any) -> Any:
    made = importlib.import_module("supabase").create_client("http://localhost", "a.b.c")
    return SimpleNamespace(
        **{name: getattr(made, name) for name in ("auth", "from_", "rpc", "storage", "table")}
    )


#: What a name leads to shows only on an instance, made here without any connection.
INSTANCES: dict[str, Callable[[Any], Any]] = {
    "anthropic.Anthropic": lambda cls: cls(api_key="-"),
    "anthropic.AsyncAnthropic": lambda cls: cls(api_key="-"),
    "anthropic.AnthropicBedrock": lambda cls: cls(aws_region="us-east-1"),
    "anthropic.AnthropicVertex": lambda cls: cls(region="-", project_id="-"),
    "asyncio.Condition": lambda cls: cls(),
    "boto3.dynamodb.Table": lambda _: _boto("resource", "dynamodb").Table("-"),
    "boto3.resources.base.ServiceResource": _boto_resources,
    "boto3.s3.Bucket": lambda _: _boto("resource", "s3").Bucket("-"),
    "boto3.s3.Object": lambda _: _boto("resource", "s3").Object("-", "-"),
    "boto3.sqs.Queue": lambda _: _boto("resource", "sqs").Queue("http://localhost"),
    "botocore.client.BaseClient": lambda _: _boto("client", "s3"),
    "clerk_backend_api.Clerk": lambda cls: cls(bearer_auth="-"),
    "consul.Consul": lambda cls: cls(),
    "docker.DockerClient": lambda cls: cls("tcp://localhost:1", version="1.41"),
    "elasticsearch.Elasticsearch": lambda cls: cls("http://localhost:1"),
    "elasticsearch.dsl.Search": lambda cls: cls(),
    "elasticsearch.dsl.UpdateByQuery": lambda cls: cls(),
    "elevenlabs.ElevenLabs": lambda cls: cls(api_key="-"),
    "cerebras.cloud.sdk.Cerebras": lambda cls: cls(api_key="-", warm_tcp_connection=False),
    "gitlab.Gitlab": lambda cls: cls("http://localhost:1"),
    "gitlab.v4.objects.Group": _of_gitlab,
    "gitlab.v4.objects.Project": _of_gitlab,
    "gitlab.v4.objects.ProjectIssue": _of_gitlab,
    "gitlab.v4.objects.ProjectIssueDiscussion": _of_gitlab,
    "gitlab.v4.objects.ProjectMergeRequest": _of_gitlab,
    "gitlab.v4.objects.ProjectMergeRequestDiscussion": _of_gitlab,
    "gitlab.v4.objects.ProjectPipeline": _of_gitlab,
    "google.genai.Client": lambda cls: cls(api_key="-"),
    "groq.Groq": lambda cls: cls(api_key="-"),
    "hvac.Client": lambda cls: cls(),
    "mistralai.client.Mistral": lambda cls: cls(api_key="-"),
    "mollie.api.client.Client": lambda cls: cls(),
    "notion_client.Client": lambda cls: cls(auth="-"),
    "openai.AsyncOpenAI": lambda cls: cls(api_key="-"),
    "openai.OpenAI": lambda cls: cls(api_key="-"),
    "opensearchpy.OpenSearch": lambda cls: cls("http://localhost:1"),
    "plivo.RestClient": lambda cls: cls("MA" + "-" * 18, "-"),
    "portone_server_sdk.PaymentClient": lambda cls: cls(secret="-"),
    "portone_server_sdk.PortOneClient": lambda cls: cls(secret="-"),
    "razorpay.Client": lambda cls: cls(auth=("-", "-")),
    "stripe.StripeClient": lambda cls: cls("sk_test_-"),
    "supabase.Client": _supabase,
    "threading.Condition": lambda cls: cls(),
    "threading.Lock": lambda make: make(),
    "threading.RLock": lambda make: make(),
    "together.Together": lambda cls: cls(api_key="-"),
    "twilio.rest.Client": lambda _: _twilio(),
    "twilio.rest.verify.v2.service.ServiceContext": lambda _: _twilio().verify.v2.services("-"),
    "weaviate.WeaviateClient": _weaviate,
    "web3.Web3": lambda cls: cls(),
    "zhipuai.ZhipuAI": lambda cls: cls(api_key="-.-"),
    "weaviate.collections.Collection": lambda _: _weaviate(None).collections.get("-"),
}

#: Functions that stand for the class of what they give.
PSEUDO = {
    "boto3.dynamodb.Table",
    "boto3.s3.Bucket",
    "boto3.s3.Object",
    "boto3.sqs.Queue",
    "threading.Lock",
    "threading.RLock",
}

#: Modules whose functions are those of a client made when they are first used.
CLIENTS = {"openai": "openai.OpenAI"}


@cache
def look_up(name: str) -> Any:
    """The object with this dotted name; NotInstalled if there is no such library here."""
    for module, client in CLIENTS.items():
        if name.startswith(f"{module}.") and name.split(".")[1] in blocking_words(client):
            name = client + name.removeprefix(module)
    parts = name.split(".")
    for taken in range(len(parts) - (name not in PSEUDO), 0, -1):
        if (start := ".".join(parts[:taken])) in INSTANCES:
            break
    else:
        taken = 0
    if not taken:
        return _plain(parts)
    try:
        importlib.import_module(parts[0])
    except ModuleNotFoundError as error:
        raise NotInstalled(str(error)) from error
    made_up = parts[0] in ("boto3", "botocore")
    found = INSTANCES[start](None if made_up else _plain(parts[:taken]))
    for part in parts[taken:]:
        found = getattr(found, part)
    return found


def _plain(parts: list[str]) -> Any:
    found, taken = _module(parts)
    for part in parts[taken:]:
        found = getattr(found, part)
    return found


def blocking_words(cls: str) -> set[str]:
    """The first word of each call of a client that is listed: `chat` for `chat.completions`."""
    return {
        path.removeprefix(f"{cls}.").split(".")[0]
        for path in blocking._SINGLE
        if path.startswith(f"{cls}.")
    }


def _module(parts: list[str]) -> tuple[Any, int]:
    """The innermost module on the path, and how many of the parts lead to it."""
    module = None
    for end in range(1, len(parts) + 1):
        if module is not None and not inspect.ismodule(getattr(module, parts[end - 1], module)):
            return module, end - 1  # hides a module of that name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError as error:
            if not ".".join(parts).startswith(error.name or "?"):
                raise NotInstalled(str(error)) from error
            if module is None or (
                getattr(module, "__file__", None) is None and not hasattr(module, parts[end - 1])
            ):
                raise NotInstalled(str(error)) from error
            return module, end - 1
        except ImportError as error:  # there, but does not work here
            raise NotInstalled(str(error)) from error
    return module, len(parts)


def installed(name: str) -> Any:
    """The object, or skip."""
    try:
        return look_up(name)
    except NotInstalled as error:
        pytest.skip(f"not installed: {error}")


@pytest.mark.parametrize(("other", "name"), sorted(spellings._SPELLINGS.items()))
def test_spellings_mean_the_same_thing(other: str, name: str) -> None:
    try:
        left, right = look_up(other), look_up(name)
    except NotInstalled as error:
        pytest.skip(f"not installed: {error}")
    except (AttributeError, ImportError) as error:
        pytest.skip(f"not in this version: {error}")
    if not inspect.ismodule(left):
        if other == "asyncio.TimeoutError" and sys.version_info < (3, 11):
            pytest.skip("a class of its own before Python 3.11")
        assert left is right or other in ROUGHLY
        return
    assert inspect.ismodule(right)
    for member, value in vars(left).items():
        spelled = libraries.canonical(f"{other}.{member}")
        if member.startswith("_") or not isinstance(value, type) or spelled != f"{name}.{member}":
            continue
        if value.__module__.split(".")[0] == other.split(".")[0] and other not in ROUGHLY:
            assert getattr(right, member, value) is value, member


#: Not the same object, though the same to us: the class of a function's result, a subclass,
#: an older interface.
ROUGHLY = {
    "collections.abc",
    "docker.DockerClient.from_env",
    "duckduckgo_search.DDGS",
    "fastapi.params",
    "multiprocessing.process.BaseProcess",
    "pathlib.PosixPath",
    "pathlib.WindowsPath",
    "pymongo_inmemory.MongoClient",
    "sqlalchemy.future",
    "typing_extensions",
    "vertexai.preview.generative_models",
}


def test_canonical_is_settled() -> None:
    for other in spellings._SPELLINGS:
        once = libraries.canonical(other)
        assert libraries.canonical(once) == once


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fastapi.applications.FastAPI", "fastapi.FastAPI"),
        ("fastapi.params.Depends", "fastapi.Depends"),
        ("fastapi.exceptions.HTTPException", "fastapi.HTTPException"),
        ("starlette.exceptions.HTTPException", "starlette.exceptions.HTTPException"),
        ("fastapi.responses.JSONResponse", "starlette.responses.JSONResponse"),
        ("fastapi.responses.ORJSONResponse", "fastapi.responses.ORJSONResponse"),
        ("fastapi.Request", "starlette.requests.Request"),
        ("fastapi.requests.Request", "starlette.requests.Request"),
        ("fastapi.middleware.cors.CORSMiddleware", "starlette.middleware.cors.CORSMiddleware"),
        ("fastapi.datastructures.UploadFile", "fastapi.UploadFile"),
        ("fastapi.datastructures.State", "starlette.datastructures.State"),
        ("sqlalchemy.orm.session.Session.execute", "sqlalchemy.orm.Session.execute"),
        ("typing_extensions.Annotated", "typing.Annotated"),
        ("collections.abc.AsyncIterator", "typing.AsyncIterator"),
        ("redis.client.StrictRedis", "redis.Redis"),
        ("ValueError", "builtins.ValueError"),
        ("open", "builtins.open"),
        ("requests", "requests"),
        ("myproject.fastapi.Request", "myproject.fastapi.Request"),
        ("", ""),
    ],
)
def test_canonical(name: str, expected: str) -> None:
    assert libraries.canonical(name) == expected


@pytest.mark.parametrize("cls", sorted(classes._BASES))
def test_bases(cls: str) -> None:
    if cls == "enum.StrEnum" and sys.version_info < (3, 11):
        pytest.skip("new in Python 3.11")
    derived = installed(cls)
    for base in libraries.bases(cls):
        try:
            parent = look_up(base)
        except NotInstalled:
            continue
        if cls in PROXIES:
            assert all(hasattr(derived, name) for name in _methods(base))
        else:
            assert issubclass(derived, parent) or base in ALTERNATIVES


#: Not derived from the class that stands as their base, but with its methods.
PROXIES = {
    "google.cloud.firestore.CollectionReference",
    "sqlalchemy.orm.scoped_session",
    "sqlalchemy.ext.asyncio.async_scoped_session",
}

#: The base is one or the other, by version.
ALTERNATIVES = {"httpx.AsyncClient", "httpx.Client", "httpx2.AsyncClient", "httpx2.Client"}


def _methods(cls: str) -> list[str]:
    return [
        path.rpartition(".")[2]
        for path in (*blocking._SINGLE, *results._RESULTS)
        if path.rpartition(".")[0] == cls
    ]


def test_subclasses() -> None:
    assert libraries.is_subclass("sqlmodel.Session", "sqlalchemy.orm.session.Session")
    assert libraries.is_subclass("fastapi.HTTPException", "Exception")
    assert libraries.is_subclass("KeyError", "LookupError")
    assert libraries.is_subclass("KeyError", "BaseException")
    assert not libraries.is_subclass("LookupError", "KeyError")
    assert not libraries.is_subclass(
        "sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.orm.Session"
    )
    assert libraries.bases("myproject.models.User") == ()


@pytest.mark.parametrize("table", ["_RESULTS", "_CALLED", "_ENTERED", "_ITEMS", "_ATTRIBUTES"])
def test_classes_named_exist(table: str) -> None:
    checked = 0
    for name, cls in getattr(results, table).items():
        assert libraries.canonical(name) == name
        assert libraries.canonical(cls) == cls
        try:
            assert cls in PSEUDO or inspect.isclass(look_up(cls)), cls
            if table != "_ATTRIBUTES":  # many are set in `__init__`
                found = look_up(name)
                assert callable(found) or hasattr(found, "__get__"), name
        except NotInstalled:
            continue
        checked += 1
    if not checked:
        pytest.skip("none of the libraries is installed")


@pytest.mark.parametrize(("name", "cls"), results._OBJECTS.items())
def test_objects(name: str, cls: str) -> None:
    assert libraries.canonical(name) == name
    assert isinstance(installed(name), installed(cls))
    assert libraries.object_at(f"{name}.one.two") == (cls, "one.two")
    assert libraries.object_at(f"{name}_of_another") is None


#: Marked with `~`: not in the current release, or made at run time.
UNSEEN = {
    f"{owner}.{name[1:]}"
    for _kind, _remedy, owners in blocking._LIBRARIES
    for owner, names in owners.items()
    for name in names.split()
    if name[0] == "~" and not owner.startswith("boto3.")
}


@pytest.mark.parametrize("cls", sorted(results._CHAINED))
def test_chained_methods_exist(cls: str) -> None:
    found = installed(cls)
    found = INSTANCES.get(cls, lambda it: it)(found)
    for method in results._CHAINED[cls].split():
        assert method == "*" or callable(getattr(found, method)), method


@pytest.mark.parametrize("cls", sorted(connections._CLOSED_BY))
def test_what_closes_exists(cls: str) -> None:
    assert callable(getattr(installed(cls), connections._CLOSED_BY[cls]))
    assert libraries.closed_by(cls) == connections._CLOSED_BY[cls]


LOADING = [f"{m}.{name}" for m, names in trained_models.LOADS.items() for name in names.split()]


@pytest.mark.parametrize("name", [name for name in LOADING if ".." not in name])
def test_what_loads_models_exists(name: str) -> None:
    assert callable(installed(name))


def test_what_loads_models() -> None:
    assert libraries.loads_model("joblib.load")
    assert libraries.loads_model("transformers.AutoModel.from_pretrained")
    assert not libraries.loads_model("transformers.AutoConfig.from_pretrained")
    assert not libraries.loads_model("transformers.from_pretrained")
    assert not libraries.loads_model("json.load")


OWNERS: dict[str, list[str]] = {}
for _kind, _remedy, _owners in blocking._LIBRARIES:
    for _owner, _names in _owners.items():
        OWNERS.setdefault(_owner, []).extend(
            f"{_owner}.{name.lstrip('~')}"
            for name in _names.split()
            if name[0] not in "*-" and f"{_owner}.{name.lstrip('~')}" not in UNSEEN
        )


@pytest.mark.parametrize("owner", sorted(OWNERS))
def test_blocking_calls_exist_and_are_no_coroutines(owner: str) -> None:
    assert libraries.canonical(owner) == owner
    if owner == libraries.ASKING:
        pytest.skip("no name of the library's own")
    installed(owner)
    for name in OWNERS[owner]:
        assert libraries.canonical(name) == name
        found = look_up(name)
        attribute = blocking.is_read(owner, name.removeprefix(f"{owner}."))
        assert callable(found) != attribute, name
        assert not inspect.iscoroutinefunction(found), name
        assert not inspect.isasyncgenfunction(found), name


@pytest.mark.parametrize("cls", sorted(blocking._EVERY))
def test_every_method_but(cls: str) -> None:
    found = installed(cls)
    assert inspect.isclass(found)
    for name in blocking._EVERY[cls][1]:
        assert callable(look_up(f"{cls}.{name}")), name
    for name, value in inspect.getmembers(found):
        if not name.startswith("_"):
            assert not inspect.iscoroutinefunction(value), name


@pytest.mark.parametrize("cls", sorted(blocking._CONSTRUCTORS))
def test_constructors_are_classes(cls: str) -> None:
    assert libraries.canonical(cls) == cls
    assert inspect.isclass(installed(cls))


@pytest.mark.parametrize("name", sorted({**blocking._UNLESS, **blocking._CONSTRUCTORS}))
def test_arguments_that_make_a_difference(name: str) -> None:
    conditions = blocking._UNLESS.get(name, ())
    if name.endswith(".*"):  # which is of every call that takes anything by name
        assert name.removesuffix(".*") in blocking._EVERY
        return
    if name in blocking._CONSTRUCTORS:
        conditions = blocking._CONSTRUCTORS[name].unless
    else:
        assert name in blocking._SINGLE
    found = installed(name)
    try:
        parameters = list(inspect.signature(found).parameters.values())
    except ValueError:
        pytest.skip("written in C, tells no signature")
    if parameters and parameters[0].name == "self":
        del parameters[0]
    for unless in conditions:
        assert unless.values
        if any(p.kind is p.VAR_KEYWORD and p.name != unless.argument for p in parameters):
            continue  # it takes anything by name
        if unless.position is None:
            assert unless.argument in {p.name for p in parameters}
        elif parameters[unless.position].kind is not inspect.Parameter.POSITIONAL_ONLY:
            assert parameters[unless.position].name == unless.argument


@pytest.mark.parametrize("owner", sorted(coroutines._HOOKS))
def test_what_libraries_await_of_derived_classes(owner: str) -> None:
    assert libraries.canonical(owner) == owner
    cls = installed(owner)
    for name in coroutines._HOOKS[owner].split():
        assert inspect.iscoroutinefunction(getattr(cls, name)), name


@pytest.mark.parametrize("owner", sorted(coroutines._COROUTINES))
def test_coroutines(owner: str) -> None:
    assert libraries.canonical(owner) == owner
    installed(owner)
    for name in coroutines._COROUTINES[owner].split():
        found = look_up(f"{owner}.{name}")
        assert callable(found), name
        if owner not in AWAITABLE:
            function = getattr(found, "__func__", found)
            ways = (function, inspect.unwrap(function))
            assert any(map(inspect.iscoroutinefunction, ways)), name


#: Plain functions, annotated for both kinds of client; what they give is awaited.
AWAITABLE = {"redis.asyncio.Redis", "redis.asyncio.client.Pipeline", "asyncpg", "asyncpg.Pool"}


@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_commands_of_redis_give_awaitables() -> None:
    redis = installed("redis.asyncio.Redis")()
    for name in coroutines._COROUTINES["redis.asyncio.Redis"].split():
        method = getattr(redis, name)
        required: list[Any] = [
            {"-": 1} if parameter.name == "mapping" else "-"
            for parameter in inspect.signature(method).parameters.values()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            and (parameter.default is parameter.empty or name == "hset")
        ][:3]
        given = method(*required)
        assert inspect.isawaitable(given), name
        if inspect.iscoroutine(given):
            given.close()


@pytest.mark.parametrize("kind", ["engine", "client"])
def test_what_is_to_be_shared_exists(kind: Any) -> None:
    for name in connections._SHARED[kind].split():
        assert libraries.canonical(name) == name
        try:
            assert callable(look_up(name)), name
        except NotInstalled:
            continue


@pytest.mark.parametrize("when", ["called", "awaited"])
def test_what_opens_exists(when: Any) -> None:
    for name in connections._OPENING[when].split():
        assert libraries.canonical(name) == name
        made = libraries.result_of(name)
        assert made is not None, name
        assert libraries.resource_kind(made) == "connection", name
        try:
            assert callable(look_up(name)), name
        except NotInstalled:
            continue


@pytest.mark.parametrize("kind", ["session", "connection"])
def test_resources_exist(kind: Any) -> None:
    for name in connections._RESOURCES[kind].split():
        assert libraries.canonical(name) == name
        try:
            assert hasattr(look_up(name), "close"), name
        except NotInstalled:
            continue


def test_opening() -> None:
    assert libraries.opening("sqlite3.dbapi2.connect") == "called"
    assert libraries.opening("asyncpg.pool.Pool.acquire") == "awaited"
    assert libraries.opening("sqlalchemy.engine.base.Engine.connect") == "called"
    assert libraries.opening("sqlalchemy.Engine.begin") is None
    assert libraries.opening("connect") is None


def test_resource_kind() -> None:
    assert libraries.resource_kind("sqlmodel.Session") == "session"
    assert libraries.resource_kind("sqlite3.Connection") == "connection"
    assert libraries.resource_kind("sqlalchemy.orm.scoped_session") is None
    assert libraries.resource_kind("requests.Session") is None


def test_makes_sessions() -> None:
    assert libraries.makes_sessions("sqlalchemy.orm.session.sessionmaker")
    assert not libraries.makes_sessions("sqlalchemy.orm.scoped_session")


def test_is_coroutine() -> None:
    assert libraries.is_coroutine("fastapi.concurrency.run_in_threadpool")
    assert libraries.is_coroutine("fastapi.Request.json")
    assert libraries.coroutine_method("fastapi.UploadFile", "read")
    assert libraries.coroutine_method("sqlmodel.ext.asyncio.session.AsyncSession", "commit")
    assert not libraries.coroutine_method("sqlalchemy.ext.asyncio.AsyncSession", "add")
    assert not libraries.is_coroutine("asyncio.create_task")


def test_results() -> None:
    assert libraries.result_of("sqlmodel.create_engine") == "sqlalchemy.Engine"
    assert libraries.result_of("redis.StrictRedis.from_url") == "redis.Redis"
    assert libraries.method_result("sqlmodel.Session", "query") == "sqlalchemy.orm.Query"
    assert libraries.method_result("sqlalchemy.orm.Query", "filter") == "sqlalchemy.orm.Query"
    assert libraries.method_result("sqlalchemy.orm.Query", "first") is None
    assert libraries.result_of("requests.Session") is None  # a class, not a function
    assert libraries.result_of("json.dumps") is None
    assert libraries.call_result("sqlalchemy.orm.session.sessionmaker") == "sqlalchemy.orm.Session"
    assert libraries.factory_argument("sqlalchemy.orm.sessionmaker") == ("class_", None)
    assert libraries.factory_argument("fastapi.FastAPI") is None


def test_attributes() -> None:
    assert libraries.attribute("fastapi.UploadFile", "file") == "typing.BinaryIO"
    assert libraries.attribute("fastapi.UploadFile", "filename") is None
    assert libraries.attribute("openai.OpenAI", "chat") == "openai.OpenAI.chat"
    assert (
        libraries.attribute("openai.OpenAI.chat", "completions") == "openai.OpenAI.chat.completions"
    )
    assert libraries.attribute("openai.OpenAI", "_private") is None
    assert libraries.attribute("google.genai.Client", "aio") == "google.genai.client.AsyncClient"
    assert libraries.attribute("pymongo.MongoClient", "shop") == "pymongo.database.Database"
    assert libraries.attribute("pymongo.MongoClient", "server_info") is None
    assert libraries.item_of("pymongo.database.Database") == "pymongo.collection.Collection"
    assert libraries.entered("tempfile.TemporaryDirectory") == "builtins.str"
    assert libraries.entered("sqlalchemy.orm.Session") is None
