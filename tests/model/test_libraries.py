"""
The tables in `libraries` and `blocking` against the libraries themselves.

An entry whose library is not installed is skipped, so the more is installed the more is
checked: every name exists, every class is derived from what is said to be its base, what is
called blocking is no coroutine.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from flake8_fastapi.model import blocking, libraries


class NotInstalled(Exception):
    """The library an entry speaks of cannot be imported here."""


#: What a name leads to shows only on an instance, made without any connection.
INSTANCES: dict[str, Callable[[Any], Any]] = {
    "anthropic.Anthropic": lambda cls: cls(api_key="-"),
    "anthropic.AsyncAnthropic": lambda cls: cls(api_key="-"),
    "fastapi.FastAPI": lambda cls: cls(),
    "google.genai.Client": lambda cls: cls(api_key="-"),
    "groq.AsyncGroq": lambda cls: cls(api_key="-"),
    "groq.Groq": lambda cls: cls(api_key="-"),
    "mistralai.Mistral": lambda cls: cls(api_key="-"),
    "openai": lambda module: module.OpenAI(api_key="-"),
    "openai.AsyncOpenAI": lambda cls: cls(api_key="-"),
    "openai.OpenAI": lambda cls: cls(api_key="-"),
    "stripe.StripeClient": lambda cls: cls("sk_test_-"),
    "supabase.Client": lambda cls: cls("http://localhost", "-"),
    "threading.Lock": lambda make: make(),
    "threading.RLock": lambda make: make(),
    "together.Together": lambda cls: cls(api_key="-"),
    "twilio.rest.Client": lambda cls: cls("AC-", "-"),
    "docker.DockerClient": lambda cls: cls("tcp://localhost:1", version="1.41"),
}


def look_up(name: str) -> Any:
    """The object with this dotted name; NotInstalled if there is no such library here."""
    parts = name.split(".")
    found, taken = _module(parts)
    if taken == len(parts):
        return found
    for position in range(taken, len(parts)):
        prefix = ".".join(parts[:position])
        if prefix in INSTANCES and not (prefix == "openai" and parts[position][0].isupper()):
            found = INSTANCES[prefix](found)
        found = getattr(found, parts[position])
    return found


def _module(parts: list[str]) -> tuple[Any, int]:
    module, taken = None, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for end in range(1, len(parts) + 1):
            try:
                module = importlib.import_module(".".join(parts[:end]))
            except ModuleNotFoundError as error:
                if error.name is None or not ".".join(parts).startswith(error.name):
                    raise NotInstalled(str(error)) from error
                break
            except ImportError as error:  # there, but does not work here
                raise NotInstalled(str(error)) from error
            taken = end
    namespace_only = module is not None and getattr(module, "__file__", None) is None
    if module is None or (
        namespace_only and taken < len(parts) and not hasattr(module, parts[taken])
    ):
        raise NotInstalled(".".join(parts))
    return module, taken


def installed(name: str) -> Any:
    """The object, or skip."""
    try:
        return look_up(name)
    except NotInstalled as error:
        pytest.skip(f"not installed: {error}")


@pytest.mark.parametrize(("other", "name"), sorted(libraries._SPELLINGS.items()))
def test_spellings_mean_the_same_thing(other: str, name: str) -> None:
    try:
        left, right = look_up(other), look_up(name)
    except NotInstalled as error:
        pytest.skip(f"not installed: {error}")
    except AttributeError as error:
        pytest.skip(f"not in this version: {error}")
    if not inspect.ismodule(left):
        assert left is right or left == right
        return
    assert inspect.ismodule(right)
    for member, value in vars(left).items():
        spelled = libraries.canonical(f"{other}.{member}")
        if member.startswith("_") or not isinstance(value, type) or spelled != f"{name}.{member}":
            continue
        if other != "fastapi.params":  # classes there, functions of the same name in `fastapi`
            assert getattr(right, member, value) is value, member


@pytest.mark.parametrize("other", sorted(libraries._SPELLINGS))
def test_canonical_is_settled(other: str) -> None:
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


@pytest.mark.parametrize("cls", sorted(libraries._BASES))
def test_bases(cls: str) -> None:
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
PROXIES = {"sqlalchemy.orm.scoped_session", "sqlalchemy.ext.asyncio.async_scoped_session"}

#: The base is one or the other, by version.
ALTERNATIVES = {"httpx.Client", "httpx2.Client"}


def _methods(cls: str) -> list[str]:
    return [
        path.rpartition(".")[2]
        for path in (*blocking._SINGLE, *libraries._RESULTS)
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
    for name, cls in getattr(libraries, table).items():
        assert libraries.canonical(name) == name
        assert libraries.canonical(cls) == cls
        try:
            assert inspect.isclass(look_up(cls)) or cls in PSEUDO, cls
            if table != "_ATTRIBUTES":  # many are set in `__init__`
                assert callable(look_up(name)), name
        except NotInstalled:
            continue
        checked += 1
    assert checked


#: Functions that stand for the class of what they give.
PSEUDO = {"threading.Lock", "threading.RLock"}


@pytest.mark.parametrize("cls", sorted(libraries._CHAINED))
def test_chained_methods_exist(cls: str) -> None:
    found = installed(cls)
    for method in libraries._CHAINED[cls].split():
        assert callable(getattr(found, method)), method


@pytest.mark.parametrize("name", sorted(blocking._SINGLE))
def test_blocking_call_exists_and_is_no_coroutine(name: str) -> None:
    assert libraries.canonical(name) == name
    found = installed(name)
    assert callable(found)
    assert not inspect.iscoroutinefunction(found)
    assert not inspect.isasyncgenfunction(found)


@pytest.mark.parametrize("cls", sorted(blocking._EVERY))
def test_every_method_but(cls: str) -> None:
    found = installed(cls)
    assert inspect.isclass(found)
    for name in blocking._EVERY[cls][1]:
        assert callable(getattr(found, name)) or isinstance(getattr(found, name), property), name
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
