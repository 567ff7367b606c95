"""Which class of a library is derived from which, and clients that are namespaces of calls."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from flake8_fastapi.model.libraries import azure, langchain
from flake8_fastapi.model.libraries.spellings import canonical

Said = TypeVar("Said")

HTTP_EXCEPTION = "starlette.exceptions.HTTPException"  #: FastAPI's is derived from it
#: Its `dispatch` runs around every request.
HTTP_MIDDLEWARE = "starlette.middleware.base.BaseHTTPMiddleware"
CORS = "starlette.middleware.cors.CORSMiddleware"
CONNECTION = "starlette.requests.HTTPConnection"  #: what requests and WebSockets have in common
UPLOAD = "starlette.datastructures.UploadFile"  #: FastAPI's is derived from it
DEPENDS = {"fastapi.Depends", "fastapi.Security"}
#: What makes a method of a Pydantic model run wherever an object of it is made.
VALIDATORS = {
    "pydantic.field_validator", "pydantic.model_validator", "pydantic.validator",
    "pydantic.root_validator",
}  # fmt: skip

#: Class -> its bases, as far as a question about them matters. Builtin exceptions are known
#: from `builtins` itself.
_BASES: dict[str, tuple[str, ...]] = {
    # FastAPI, Starlette
    "fastapi.APIRouter": ("starlette.routing.Router",),
    "fastapi.BackgroundTasks": ("starlette.background.BackgroundTasks",),
    "fastapi.FastAPI": ("starlette.applications.Starlette",),
    "fastapi_restful.inferring_router.InferringRouter": ("fastapi.APIRouter",),
    "fastapi_utils.inferring_router.InferringRouter": ("fastapi.APIRouter",),
    "fastapi.HTTPException": ("starlette.exceptions.HTTPException",),
    "fastapi.UploadFile": ("starlette.datastructures.UploadFile",),
    "fastapi.WebSocketException": ("starlette.exceptions.WebSocketException",),
    "fastapi.exceptions.RequestValidationError": ("fastapi.exceptions.ValidationException",),
    "fastapi.exceptions.ResponseValidationError": ("fastapi.exceptions.ValidationException",),
    "fastapi.exceptions.ValidationException": ("builtins.Exception",),
    "fastapi.exceptions.WebSocketRequestValidationError": (
        "fastapi.exceptions.ValidationException",
    ),
    "fastapi.responses.EventSourceResponse": ("starlette.responses.StreamingResponse",),
    "fastapi.responses.ORJSONResponse": ("starlette.responses.JSONResponse",),
    "fastapi.responses.UJSONResponse": ("starlette.responses.JSONResponse",),
    "fastapi.routing.APIRoute": ("starlette.routing.Route",),
    "fastapi.routing.APIWebSocketRoute": ("starlette.routing.WebSocketRoute",),
    "fastapi.security.APIKeyCookie": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.APIKeyHeader": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.APIKeyQuery": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.HTTPBasic": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.HTTPBearer": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.HTTPDigest": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.OAuth2": ("fastapi.security.base.SecurityBase",),
    "fastapi.security.OAuth2AuthorizationCodeBearer": ("fastapi.security.OAuth2",),
    "fastapi.security.OAuth2PasswordBearer": ("fastapi.security.OAuth2",),
    "fastapi.security.OAuth2PasswordRequestFormStrict": (
        "fastapi.security.OAuth2PasswordRequestForm",
    ),
    "fastapi.security.OpenIdConnect": ("fastapi.security.base.SecurityBase",),
    "slowapi.errors.RateLimitExceeded": ("starlette.exceptions.HTTPException",),
    "slowapi.middleware.SlowAPIMiddleware": (HTTP_MIDDLEWARE,),
    "starlette.background.BackgroundTasks": ("starlette.background.BackgroundTask",),
    "starlette.exceptions.HTTPException": ("builtins.Exception",),
    "starlette.exceptions.WebSocketException": ("builtins.Exception",),
    "starlette.requests.Request": ("starlette.requests.HTTPConnection",),
    "starlette.responses.FileResponse": ("starlette.responses.Response",),
    "starlette.responses.HTMLResponse": ("starlette.responses.Response",),
    "starlette.responses.JSONResponse": ("starlette.responses.Response",),
    "starlette.responses.PlainTextResponse": ("starlette.responses.Response",),
    "starlette.responses.RedirectResponse": ("starlette.responses.Response",),
    "starlette.responses.StreamingResponse": ("starlette.responses.Response",),
    "starlette.routing.Mount": ("starlette.routing.BaseRoute",),
    "starlette.routing.Route": ("starlette.routing.BaseRoute",),
    "starlette.routing.WebSocketRoute": ("starlette.routing.BaseRoute",),
    "starlette.testclient.TestClient": ("httpx.Client", "httpx2.Client"),
    "starlette.websockets.WebSocket": ("starlette.requests.HTTPConnection",),
    "starlette.websockets.WebSocketDisconnect": ("builtins.Exception",),
    # the standard library
    "asyncio.CancelledError": ("builtins.BaseException",),
    "concurrent.futures.ProcessPoolExecutor": ("concurrent.futures.Executor",),
    "concurrent.futures.ThreadPoolExecutor": ("concurrent.futures.Executor",),
    "enum.IntEnum": ("builtins.int", "enum.Enum"),
    "enum.StrEnum": ("builtins.str", "enum.Enum"),
    "ftplib.FTP_TLS": ("ftplib.FTP",),
    "http.client.HTTPSConnection": ("http.client.HTTPConnection",),
    "imaplib.IMAP4_SSL": ("imaplib.IMAP4",),
    "ldap.ldapobject.ReconnectLDAPObject": ("ldap.ldapobject.LDAPObject",),
    "ldap.ldapobject.SimpleLDAPObject": ("ldap.ldapobject.LDAPObject",),  # the same
    "json.JSONDecodeError": ("builtins.ValueError",),
    "pathlib.Path": ("pathlib.PurePath",),
    "poplib.POP3_SSL": ("poplib.POP3",),
    "queue.LifoQueue": ("queue.Queue",),
    "queue.PriorityQueue": ("queue.Queue",),
    "smtplib.LMTP": ("smtplib.SMTP",),
    "smtplib.SMTP_SSL": ("smtplib.SMTP",),
    "subprocess.CalledProcessError": ("builtins.Exception",),
    "subprocess.TimeoutExpired": ("builtins.Exception",),
    "threading.Timer": ("threading.Thread",),
    "typing.BinaryIO": ("typing.IO",),
    "typing.TextIO": ("typing.IO",),
    # Pydantic, SQLModel
    "pydantic_settings.BaseSettings": ("pydantic.BaseModel",),
    "sqlmodel.SQLModel": ("pydantic.BaseModel",),
    # SQLAlchemy
    "sqlalchemy.CursorResult": ("sqlalchemy.Result",),
    "sqlalchemy.exc.DBAPIError": ("sqlalchemy.exc.SQLAlchemyError",),
    "sqlalchemy.exc.IntegrityError": ("sqlalchemy.exc.DBAPIError",),
    "sqlalchemy.exc.NoResultFound": ("sqlalchemy.exc.SQLAlchemyError",),
    "sqlalchemy.exc.OperationalError": ("sqlalchemy.exc.DBAPIError",),
    "sqlalchemy.exc.SQLAlchemyError": ("builtins.Exception",),
    "sqlmodel.Session": ("sqlalchemy.orm.Session",),
    "sqlmodel.ext.asyncio.session.AsyncSession": ("sqlalchemy.ext.asyncio.AsyncSession",),
    # HTTP clients
    "authlib.integrations.httpx_client.AsyncOAuth2Client": (
        "httpx.AsyncClient",
        "httpx2.AsyncClient",
    ),
    "authlib.integrations.httpx_client.OAuth2Client": ("httpx.Client", "httpx2.Client"),
    "authlib.integrations.requests_client.OAuth2Session": ("requests.Session",),
    "cloudscraper.CloudScraper": ("requests.Session",),
    "google.auth.transport.requests.AuthorizedSession": ("requests.Session",),
    "google_auth_oauthlib.flow.InstalledAppFlow": ("google_auth_oauthlib.flow.Flow",),
    "requests_html.HTMLSession": ("requests.Session",),
    "requests_oauthlib.OAuth1Session": ("requests.Session",),
    "requests_oauthlib.OAuth2Session": ("requests.Session",),
    "requests_toolbelt.sessions.BaseUrlSession": ("requests.Session",),
    "urllib3.HTTPSConnectionPool": ("urllib3.HTTPConnectionPool",),
    "urllib3.ProxyManager": ("urllib3.PoolManager",),
    # database drivers and stores
    "psycopg.ClientCursor": ("psycopg.Cursor",),
    "psycopg2.extras.DictCursor": ("psycopg2.extensions.cursor",),
    "psycopg2.extras.NamedTupleCursor": ("psycopg2.extensions.cursor",),
    "psycopg2.extras.RealDictCursor": ("psycopg2.extensions.cursor",),
    "psycopg2.pool.SimpleConnectionPool": ("psycopg2.pool.AbstractConnectionPool",),
    "psycopg2.pool.ThreadedConnectionPool": ("psycopg2.pool.AbstractConnectionPool",),
    "pymysql.cursors.DictCursor": ("pymysql.cursors.Cursor",),
    "peewee.ModelDelete": ("peewee.BaseQuery",),
    "peewee.ModelInsert": ("peewee.BaseQuery",),
    "peewee.ModelSelect": ("peewee.SelectBase",),
    "peewee.ModelUpdate": ("peewee.BaseQuery",),
    "peewee.MySQLDatabase": ("peewee.Database",),
    "peewee.PostgresqlDatabase": ("peewee.Database",),
    "peewee.SelectBase": ("peewee.BaseQuery",),
    "peewee.SqliteDatabase": ("peewee.Database",),
    "redis.BlockingConnectionPool": ("redis.ConnectionPool",),
    "mongoengine.DynamicDocument": ("mongoengine.Document",),
    # SDKs
    "celery.canvas.chain": ("celery.canvas.Signature",),
    "celery.canvas.chord": ("celery.canvas.Signature",),
    "celery.canvas.group": ("celery.canvas.Signature",),
    "celery.result.GroupResult": ("celery.result.ResultSet",),
    "ccxt.binance": ("ccxt.Exchange",),
    "ccxt.bybit": ("ccxt.Exchange",),
    "ccxt.coinbase": ("ccxt.Exchange",),
    "ccxt.kraken": ("ccxt.Exchange",),
    "ccxt.kucoin": ("ccxt.Exchange",),
    "ccxt.okx": ("ccxt.Exchange",),
    "llama_index.core.VectorStoreIndex": ("llama_index.core.indices.base.BaseIndex",),
    **{
        f"llama_index.embeddings.{name}": ("llama_index.core.base.embeddings.base.BaseEmbedding",)
        for name in (
            "azure_openai.AzureOpenAIEmbedding",
            "cohere.CohereEmbedding",
            "gemini.GeminiEmbedding",
            "google_genai.GoogleGenAIEmbedding",
            "huggingface.HuggingFaceEmbedding",
            "mistralai.MistralAIEmbedding",
            "ollama.OllamaEmbedding",
            "openai.OpenAIEmbedding",
            "voyageai.VoyageEmbedding",
        )
    },
    **{
        f"llama_index.llms.{name}": ("llama_index.core.llms.LLM",)
        for name in (
            "anthropic.Anthropic",
            "azure_openai.AzureOpenAI",
            "bedrock_converse.BedrockConverse",
            "cohere.Cohere",
            "dashscope.DashScope",
            "deepseek.DeepSeek",
            "fireworks.Fireworks",
            "gemini.Gemini",
            "google_genai.GoogleGenAI",
            "groq.Groq",
            "mistralai.MistralAI",
            "ollama.Ollama",
            "openai.OpenAI",
            "openai_like.OpenAILike",
            "openrouter.OpenRouter",
            "together.TogetherLLM",
        )
    },
    "openai.AsyncAzureOpenAI": ("openai.AsyncOpenAI",),
    "openai.AzureOpenAI": ("openai.OpenAI",),
    "selenium.webdriver.Chrome": ("selenium.webdriver.remote.webdriver.WebDriver",),
    "selenium.webdriver.Edge": ("selenium.webdriver.remote.webdriver.WebDriver",),
    "selenium.webdriver.Firefox": ("selenium.webdriver.remote.webdriver.WebDriver",),
    "selenium.webdriver.Remote": ("selenium.webdriver.remote.webdriver.WebDriver",),
    # these hand every call on to such a one: the same methods, though not a subclass
    "google.cloud.firestore.CollectionReference": ("google.cloud.firestore.Query",),
    "sqlalchemy.orm.scoped_session": ("sqlalchemy.orm.Session",),
    "sqlalchemy.ext.asyncio.async_scoped_session": ("sqlalchemy.ext.asyncio.AsyncSession",),
}

#: Class that stands before others of its library in a list of bases -> all that it adds to them.
_MIXED_IN: dict[str, str] = {
    "fastapi_users.IntegerIDMixin": "parse_id",
    "fastapi_users.UUIDIDMixin": "parse_id",
    "fastapi_users.db.ObjectIDIDMixin": "parse_id",
    "fastapi_users_db_beanie.ObjectIDIDMixin": "parse_id",
}

#: Clients whose attributes, and the attributes of those, lead to the calls they offer:
#: `client.chat.completions` is an `openai.OpenAI.chat.completions`.
_NAMESPACES: frozenset[str] = frozenset(
    {
        *azure.CLIENTS,
        "anthropic.Anthropic",
        "anthropic.AnthropicBedrock",
        "anthropic.AnthropicVertex",
        "anthropic.AsyncAnthropic",
        "cerebras.cloud.sdk.Cerebras",
        "clerk_backend_api.Clerk",
        "consul.Consul",
        "copr.v3.Client",
        "docker.DockerClient",
        "gitlab.Gitlab",
        "gitlab.v4.objects.Group",
        "gitlab.v4.objects.Project",
        "gitlab.v4.objects.ProjectIssue",
        "gitlab.v4.objects.ProjectIssueDiscussion",
        "gitlab.v4.objects.ProjectMergeRequest",
        "gitlab.v4.objects.ProjectMergeRequestDiscussion",
        "gitlab.v4.objects.ProjectPipeline",
        "google.genai.Client",
        "google.genai.client.AsyncClient",
        "groq.AsyncGroq",
        "elasticsearch.Elasticsearch",
        "elevenlabs.ElevenLabs",
        "groq.Groq",
        "hvac.Client",
        "mistralai.client.Mistral",
        "mollie.api.client.Client",
        "notion_client.Client",
        "openai.AsyncOpenAI",
        "openai.OpenAI",
        "opensearchpy.OpenSearch",
        "paystackapi.paystack.Paystack",
        "plivo.RestClient",
        "portone_server_sdk.PaymentClient",
        "portone_server_sdk.PortOneClient",
        "qstash.QStash",
        "razorpay.Client",
        "stripe.StripeClient",
        "supabase.Client",
        "svix.Svix",
        "together.Together",
        "twilio.rest.Client",
        "twilio.rest.verify.v2.service.ServiceContext",
        "web3.Web3",
        "weaviate.WeaviateClient",
        "weaviate.collections.Collection",
        "zhipuai.ZhipuAI",
    }
)


@cache
def bases(cls: str) -> tuple[str, ...]:
    """The known base classes of a library's class, canonical; empty if none is known."""
    cls = canonical(cls)
    if cls in _BASES:
        return _BASES[cls]
    if cls.startswith("builtins."):
        known = getattr(builtins, cls.removeprefix("builtins."), None)
        if isinstance(known, type) and issubclass(known, BaseException):
            return tuple(f"builtins.{base.__name__}" for base in known.__bases__)
    if cls.startswith("lang"):
        return langchain.bases(cls)
    if cls.startswith(("mypy_boto3_", "types_boto3_")) and cls.endswith("Client"):
        return ("botocore.client.BaseClient",)  # the stubs name the clients made at run time
    root = namespace(cls)
    if root is not None and root != cls:
        return tuple(base + cls.removeprefix(root) for base in bases(root))
    return ()


@cache
def ancestry(cls: str) -> tuple[str, ...]:
    """The class itself, then its bases, nearest first, each once."""
    found = [canonical(cls)]
    for one in found:
        found += [base for base in bases(one) if base not in found]
    return tuple(found)


def is_subclass(cls: str, base: str) -> bool:
    """Is a library's class known to be this class, or derived from it?"""
    return canonical(base) in ancestry(cls)


def lacks(cls: str, name: str) -> bool:
    """Whether a library's class is mixed into others and surely has no such attribute."""
    return cls in _MIXED_IN and name not in _MIXED_IN[cls].split()


def first(table: Mapping[str, Said], cls: str) -> Said | None:
    """What a table says of a class, or else of the nearest of its bases."""
    return next((table[one] for one in ancestry(cls) if one in table), None)


@cache
def namespace(cls: str) -> str | None:
    """The client whose attribute path this is, if any: `openai.OpenAI` for `openai.OpenAI.chat`."""
    root = cls
    while root and root not in _NAMESPACES and not _derived_namespace(root):
        root = root.rpartition(".")[0]
    return root or None


def _derived_namespace(cls: str) -> bool:
    return any(base in _NAMESPACES for base in _BASES.get(cls, ()))
