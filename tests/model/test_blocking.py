"""What the table of blocking calls answers. `test_libraries` holds it against the libraries."""

from __future__ import annotations

from typing import get_args

import pytest

from flake8_fastapi.model.blocking import (
    _CONSTRUCTORS,
    _EVERY,
    _LIBRARIES,
    _SINCE,
    _SINGLE,
    _UNLESS,
    ABSENT,
    READ,
    Blocking,
    Kind,
    Unless,
    blocking_constructor,
    blocking_function,
    blocking_method,
)


def kind(found: Blocking | None) -> str | None:
    return found.kind if found is not None else None


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("time.sleep", "sleep"),
        ("requests.get", "http"),
        ("requests.api.get", "http"),
        ("urllib.request.urlopen", "http"),
        ("httpx.get", "http"),
        ("sqlite3.connect", "database"),
        ("psycopg.Connection.connect", "database"),
        ("subprocess.run", "subprocess"),
        ("os.system", "subprocess"),
        ("open", "file"),
        ("io.open", "file"),
        ("shutil.copytree", "file"),
        ("openai.chat.completions.create", "sdk"),
        ("stripe.checkout.Session.create", "sdk"),
        ("bcrypt.hashpw", "cpu"),
        ("pandas.read_csv", "heavy"),
        ("socket.getaddrinfo", "socket"),
        ("input", "wait"),
        # an unbound method
        ("sqlalchemy.orm.Session.execute", "database"),
        # only memory, or quick
        ("time.time", None),
        ("os.path.exists", None),
        ("os.listdir", None),
        ("os.remove", None),
        ("json.load", None),
        ("logging.info", None),
        ("bcrypt.gensalt", None),
        ("hashlib.sha256", None),
        ("stripe.Webhook.construct_event", None),
        ("tempfile.NamedTemporaryFile", None),
        ("boto3.client", None),
        # not of a library
        ("myproject.requests.get", None),
        ("get", None),
        ("", None),
    ],
)
def test_functions(function: str, expected: str | None) -> None:
    assert kind(blocking_function(function)) == expected


@pytest.mark.parametrize(
    ("cls", "method", "expected"),
    [
        ("sqlalchemy.orm.session.Session", "execute", "database"),
        ("sqlmodel.Session", "exec", "database"),
        ("sqlmodel.Session", "commit", "database"),
        ("sqlalchemy.orm.scoped_session", "commit", "database"),
        ("sqlalchemy.orm.Query", "all", "database"),
        ("sqlalchemy.orm.Query", "filter", None),
        ("sqlalchemy.orm.Session", "add", None),
        ("sqlalchemy.orm.Session", "close", None),
        ("sqlalchemy.orm.Session", "expunge", None),
        ("sqlalchemy.ext.asyncio.AsyncSession", "execute", None),
        ("sqlalchemy.Result", "scalars", None),
        ("redis.client.StrictRedis", "get", "store"),
        ("redis.Redis", "pipeline", None),
        ("redis.client.Pipeline", "get", None),
        ("redis.client.Pipeline", "execute", "store"),
        ("redis.asyncio.Redis", "get", None),
        ("requests_oauthlib.OAuth2Session", "get", "http"),
        ("httpx.AsyncClient", "get", None),
        ("pymongo.MongoClient", "close", None),
        ("gridfs.GridFS", "find_one", "store"),
        ("gridfs.GridFS", "find", None),
        ("gridfs.synchronous.GridFSBucket", "delete", "store"),
        ("gridfs.AsyncGridFS", "get", None),
        ("openai.AzureOpenAI.chat.completions", "create", "sdk"),
        ("openai.AsyncOpenAI.chat.completions", "create", None),
        ("google.genai.Client.models", "generate_content", "sdk"),
        ("google.genai.client.AsyncClient.models", "generate_content", None),
        ("botocore.client.BaseClient", "put_object", "sdk"),
        ("botocore.client.BaseClient", "generate_presigned_url", None),
        ("mypy_boto3_s3.S3Client", "put_object", "sdk"),
        ("botocore.client.BaseClient", "_make_api_call", None),
        ("pathlib.PosixPath", "read_text", "text"),
        ("pathlib.PosixPath", "read_bytes", "file"),
        ("pathlib.Path", "exists", None),
        ("anyio.Path", "read_text", None),
        ("cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC", "derive", "cpu"),
        ("threading.Lock", "acquire", "wait"),
        ("asyncio.Lock", "acquire", None),
        ("asyncio.Queue", "get", None),
        ("queue.PriorityQueue", "get", "wait"),
        ("queue.Queue", "get_nowait", None),
        ("queue.Queue", "put", None),
        ("celery.Task", "delay", "queue"),
        ("dict", "get", None),
        ("redis.Redis", "connection_pool.connection_kwargs.get", None),
    ],
)
def test_methods(cls: str, method: str, expected: str | None) -> None:
    assert kind(blocking_method(cls, method)) == expected


@pytest.mark.parametrize(
    ("cls", "expected"),
    [
        ("smtplib.SMTP_SSL", "socket"),
        ("pika.BlockingConnection", "store"),
        ("selenium.webdriver.Chrome", "sdk"),
        ("pymongo.MongoClient", None),
        ("redis.Redis", None),
        ("requests.Session", None),
        ("openai.OpenAI", None),
    ],
)
def test_constructors(cls: str, expected: str | None) -> None:
    assert kind(blocking_constructor(cls)) == expected


def test_arguments_that_make_a_difference() -> None:
    acquire = blocking_method("threading.Lock", "acquire")
    assert acquire is not None
    assert Unless("blocking", 0, (False,)) in acquire.unless
    smtp = blocking_constructor("smtplib.SMTP_SSL")
    assert smtp is not None
    assert smtp.unless == (Unless("host", 0, (ABSENT, "")),)


def test_every_condition_belongs_to_an_entry() -> None:
    assert set(_UNLESS) <= set(_SINGLE)


def test_versions_belong_to_remedies_and_attributes_to_entries() -> None:
    assert set(_SINCE) <= {remedy for _, remedy, _ in _LIBRARIES}
    assert all(blocking_method(cls, name) for cls, names in READ.items() for name in names)


def test_kinds_and_remedies_are_ready_for_a_message() -> None:
    entries = [*_SINGLE.values(), *(one for one, _ in _EVERY.values()), *_CONSTRUCTORS.values()]
    assert {entry.kind for entry in entries} <= set(get_args(Kind))
    for remedy in {entry.remedy for entry in entries}:
        assert remedy[0].islower(), remedy
        assert remedy[-1] not in ".;", remedy
        assert remedy.count("`") % 2 == 0, remedy
        assert len(remedy) <= 60, remedy


def test_no_owner_is_listed_twice_in_a_group() -> None:
    """One kind and one remedy for each call."""
    seen: dict[str, str] = {}
    for group, _remedy, owners in _LIBRARIES:
        for owner, names in owners.items():
            words = names.split()
            assert len(words) == len(set(words)), owner
            for name in words:
                path = f"{owner}.{name.lstrip('~')}"
                assert seen.setdefault(path, group) == group, path


def test_the_name_of_an_address_is_asked_for_in_another_way() -> None:
    names = blocking_function("socket.gethostbyaddr")
    assert names is not None
    assert "getnameinfo" in names.remedy
    addresses = blocking_function("socket.gethostbyname")
    assert addresses is not None
    assert "getaddrinfo" in addresses.remedy
