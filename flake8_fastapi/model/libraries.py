"""
What is known of other people's libraries: names, classes, and what calls give.

Plain data first, a few lookups at the end. Nothing is imported from the libraries;
a test compares each entry with those that are installed.

A class, function or method is named by its dotted path, in the spelling that
`canonical` gives. A class that has no public name is given one that reads well and
cannot clash (`openai.OpenAI.chat` is what the attribute `chat` of a client holds).
"""

from __future__ import annotations

import builtins
from functools import cache
from typing import Literal

# --- Names --------------------------------------------------------------------------------

#: Other spelling -> the one used here. A module stands for everything in it; the longest
#: entry that fits wins, so an entry that maps to itself makes an exception.
_SPELLINGS: dict[str, str] = {
    # FastAPI's own
    "fastapi.applications.FastAPI": "fastapi.FastAPI",
    "fastapi.background.BackgroundTasks": "fastapi.BackgroundTasks",
    "fastapi.datastructures": "starlette.datastructures",
    "fastapi.datastructures.Default": "fastapi.datastructures.Default",
    "fastapi.datastructures.DefaultPlaceholder": "fastapi.datastructures.DefaultPlaceholder",
    "fastapi.datastructures.UploadFile": "fastapi.UploadFile",
    "fastapi.exceptions.HTTPException": "fastapi.HTTPException",
    "fastapi.exceptions.WebSocketException": "fastapi.WebSocketException",
    "fastapi.param_functions": "fastapi",
    "fastapi.params": "fastapi",
    "fastapi.routing.APIRouter": "fastapi.APIRouter",
    "fastapi.security.api_key": "fastapi.security",
    "fastapi.security.http": "fastapi.security",
    "fastapi.security.oauth2": "fastapi.security",
    "fastapi.security.open_id_connect_url": "fastapi.security",
    "fastapi.sse": "fastapi.responses",
    "fastapi.sse.ServerSentEvent": "fastapi.sse.ServerSentEvent",
    # what FastAPI hands on from Starlette
    "fastapi.Request": "starlette.requests.Request",
    "fastapi.Response": "starlette.responses.Response",
    "fastapi.WebSocket": "starlette.websockets.WebSocket",
    "fastapi.WebSocketDisconnect": "starlette.websockets.WebSocketDisconnect",
    "fastapi.concurrency.asynccontextmanager": "contextlib.asynccontextmanager",
    "fastapi.concurrency.iterate_in_threadpool": "starlette.concurrency.iterate_in_threadpool",
    "fastapi.concurrency.run_in_threadpool": "starlette.concurrency.run_in_threadpool",
    "fastapi.concurrency.run_until_first_complete": (
        "starlette.concurrency.run_until_first_complete"
    ),
    "fastapi.middleware": "starlette.middleware",
    "fastapi.middleware.asyncexitstack": "fastapi.middleware.asyncexitstack",
    "fastapi.requests": "starlette.requests",
    "fastapi.responses": "starlette.responses",
    "fastapi.responses.EventSourceResponse": "fastapi.responses.EventSourceResponse",
    "fastapi.responses.ORJSONResponse": "fastapi.responses.ORJSONResponse",
    "fastapi.responses.UJSONResponse": "fastapi.responses.UJSONResponse",
    "fastapi.routing.Mount": "starlette.routing.Mount",
    "fastapi.staticfiles": "starlette.staticfiles",
    "fastapi.status": "starlette.status",
    "fastapi.templating": "starlette.templating",
    "fastapi.testclient": "starlette.testclient",
    "fastapi.websockets": "starlette.websockets",
    # the standard library
    "asyncio.TimeoutError": "builtins.TimeoutError",
    "asyncio.events": "asyncio",
    "asyncio.exceptions": "asyncio",
    "asyncio.runners": "asyncio",
    "asyncio.threads": "asyncio",
    "collections.abc": "typing",
    "concurrent.futures._base": "concurrent.futures",
    "concurrent.futures.process": "concurrent.futures",
    "concurrent.futures.thread": "concurrent.futures",
    "io.open": "builtins.open",
    "multiprocessing.context.Process": "multiprocessing.Process",
    "multiprocessing.process.BaseProcess": "multiprocessing.Process",
    "pathlib.PosixPath": "pathlib.Path",
    "pathlib.WindowsPath": "pathlib.Path",
    "socket.timeout": "builtins.TimeoutError",
    "sqlite3.dbapi2": "sqlite3",
    "typing_extensions": "typing",
    # Pydantic
    "pydantic.fields.Field": "pydantic.Field",
    "pydantic.functional_serializers": "pydantic",
    "pydantic.functional_validators": "pydantic",
    "pydantic.main.BaseModel": "pydantic.BaseModel",
    "pydantic.networks": "pydantic",
    "pydantic.types": "pydantic",
    "pydantic_settings.main": "pydantic_settings",
    # SQLAlchemy, SQLModel
    "sqlalchemy.engine": "sqlalchemy",
    "sqlalchemy.engine.base": "sqlalchemy",
    "sqlalchemy.engine.create": "sqlalchemy",
    "sqlalchemy.engine.cursor": "sqlalchemy",
    "sqlalchemy.engine.reflection": "sqlalchemy",
    "sqlalchemy.engine.result": "sqlalchemy",
    "sqlalchemy.engine.row": "sqlalchemy",
    "sqlalchemy.engine.url": "sqlalchemy",
    "sqlalchemy.ext.asyncio.engine": "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.asyncio.result": "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.asyncio.scoping": "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.asyncio.session": "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.declarative": "sqlalchemy.orm",
    "sqlalchemy.future": "sqlalchemy",
    "sqlalchemy.orm.decl_api": "sqlalchemy.orm",
    "sqlalchemy.orm.query": "sqlalchemy.orm",
    "sqlalchemy.orm.scoping": "sqlalchemy.orm",
    "sqlalchemy.orm.session": "sqlalchemy.orm",
    "sqlalchemy.schema": "sqlalchemy",
    "sqlalchemy.sql": "sqlalchemy",
    "sqlalchemy.sql.expression": "sqlalchemy",
    "sqlalchemy.sql.schema": "sqlalchemy",
    "sqlmodel.MetaData": "sqlalchemy.MetaData",
    "sqlmodel.create_engine": "sqlalchemy.create_engine",
    "sqlmodel.engine_from_config": "sqlalchemy.engine_from_config",
    "sqlmodel.main": "sqlmodel",
    "sqlmodel.orm.session": "sqlmodel",
    "sqlmodel.text": "sqlalchemy.text",
    # HTTP clients
    "aiohttp.client.ClientSession": "aiohttp.ClientSession",
    "httpx._api": "httpx",
    "httpx._client": "httpx",
    "httpx2._api": "httpx2",
    "httpx2._client": "httpx2",
    "requests.api": "requests",
    "requests.models.Response": "requests.Response",
    "requests.sessions": "requests",
    "urllib3.connectionpool": "urllib3",
    "urllib3.poolmanager": "urllib3",
    # databases
    "aiosqlite.core": "aiosqlite",
    "aiosqlite.cursor": "aiosqlite",
    "asyncpg.connection": "asyncpg",
    "asyncpg.pool": "asyncpg",
    "MySQLdb.Connect": "MySQLdb.connect",
    "MySQLdb.Connection": "MySQLdb.connections.Connection",
    "clickhouse_driver.client": "clickhouse_driver",
    "mongoengine.document": "mongoengine",
    "mongoengine.queryset.queryset": "mongoengine",
    "motor.core": "motor.motor_asyncio",
    "mysql.connector.pooling.connect": "mysql.connector.connect",
    "neo4j._sync.driver": "neo4j",
    "neo4j._sync.work.session": "neo4j",
    "oracledb.connection": "oracledb",
    "oracledb.cursor": "oracledb",
    "pony.orm.core": "pony.orm",
    "psycopg.connection": "psycopg",
    "psycopg.connection_async": "psycopg",
    "psycopg.cursor": "psycopg",
    "psycopg_pool.pool": "psycopg_pool",
    "psycopg_pool.pool_async": "psycopg_pool",
    "pymongo.asynchronous.mongo_client": "pymongo",
    "pymongo.mongo_client": "pymongo",
    "pymongo.synchronous": "pymongo",
    "pymongo.synchronous.mongo_client": "pymongo",
    "pymysql.Connect": "pymysql.connect",
    "pymysql.Connection": "pymysql.connections.Connection",
    # stores and queues
    "aiokafka.consumer": "aiokafka",
    "aiokafka.producer": "aiokafka",
    "celery.app.base.Celery": "celery.Celery",
    "celery.app.task.Task": "celery.Task",
    "elasticsearch.client": "elasticsearch",
    "kafka.consumer": "kafka",
    "kafka.producer": "kafka",
    "opensearchpy.client.OpenSearch": "opensearchpy.OpenSearch",
    "pika.adapters.blocking_connection": "pika",
    "pika.adapters.blocking_connection.BlockingChannel": (
        "pika.adapters.blocking_connection.BlockingChannel"
    ),
    "pymemcache.Client": "pymemcache.client.base.Client",
    "pymemcache.client.Client": "pymemcache.client.base.Client",
    "redis.StrictRedis": "redis.Redis",
    "redis.asyncio.StrictRedis": "redis.asyncio.Redis",
    "redis.asyncio.client.Redis": "redis.asyncio.Redis",
    "redis.asyncio.client.StrictRedis": "redis.asyncio.Redis",
    "redis.asyncio.cluster.RedisCluster": "redis.asyncio.RedisCluster",
    "redis.asyncio.connection": "redis.asyncio",
    "redis.asyncio.utils.from_url": "redis.asyncio.from_url",
    "redis.client.Redis": "redis.Redis",
    "redis.client.StrictRedis": "redis.Redis",
    "redis.cluster.RedisCluster": "redis.RedisCluster",
    "redis.connection": "redis",
    "redis.sentinel.Sentinel": "redis.Sentinel",
    "redis.utils.from_url": "redis.from_url",
    "rq.queue.Queue": "rq.Queue",
    # SDKs
    "anthropic.Client": "anthropic.Anthropic",
    "anthropic._client": "anthropic",
    "boto3.Session": "boto3.session.Session",
    "cohere.client": "cohere",
    "cohere.client_v2": "cohere",
    "docker.client": "docker",
    "docker.DockerClient.from_env": "docker.from_env",
    "firebase_admin._auth_client": "firebase_admin.auth",
    "chromadb.api.models.Collection.Collection": "chromadb.Collection",
    "emails.message": "emails",
    "github.MainClass.Github": "github.Github",
    "gitlab.client": "gitlab",
    "google.cloud.bigquery.client": "google.cloud.bigquery",
    "google.cloud.firestore_v1": "google.cloud.firestore",
    "vertexai.preview.generative_models": "vertexai.generative_models",
    "google.cloud.storage.blob": "google.cloud.storage",
    "google.cloud.storage.bucket": "google.cloud.storage",
    "google.cloud.storage.client": "google.cloud.storage",
    "google.genai.client": "google.genai",
    "google.genai.client.AsyncClient": "google.genai.client.AsyncClient",
    "groq.Client": "groq.Groq",
    "groq._client": "groq",
    "celery.chain": "celery.canvas.chain",
    "celery.chord": "celery.canvas.chord",
    "celery.group": "celery.canvas.group",
    "celery.Signature": "celery.canvas.Signature",
    "duckduckgo_search.DDGS": "ddgs.DDGS",  # its former name
    "elevenlabs.client": "elevenlabs",
    "gspread.client": "gspread",
    "gspread.spreadsheet": "gspread",
    "gspread.worksheet": "gspread",
    "hvac.v1": "hvac",
    "huggingface_hub.inference._client": "huggingface_hub",
    "langchain_core.embeddings.embeddings": "langchain_core.embeddings",
    "langchain_core.language_models.chat_models": "langchain_core.language_models",
    "langchain_core.vectorstores.base": "langchain_core.vectorstores",
    "meilisearch.client": "meilisearch",
    "msal.application": "msal",
    "pinecone.index": "pinecone",
    "weaviate.collections.collection.Collection": "weaviate.collections.Collection",
    "yt_dlp.YoutubeDL.YoutubeDL": "yt_dlp.YoutubeDL",
    "jwt.jwks_client": "jwt",
    "langchain.chat_models.base": "langchain.chat_models",
    "minio.api": "minio",
    "mistralai.Mistral": "mistralai.client.Mistral",
    "mistralai.client.sdk": "mistralai.client",
    "mistralai.sdk": "mistralai.client",
    "ollama._client.Client": "ollama.Client",
    "openai.Client": "openai.OpenAI",
    "openai.AsyncClient": "openai.AsyncOpenAI",
    "openai._client.AsyncOpenAI": "openai.AsyncOpenAI",
    "openai._client.OpenAI": "openai.OpenAI",
    "openai.lib.azure": "openai",
    "qdrant_client.qdrant_client": "qdrant_client",
    "replicate.client": "replicate",
    "sendgrid.sendgrid": "sendgrid",
    "slack_sdk.web.client": "slack_sdk",
    "slack_sdk.web.WebClient": "slack_sdk.WebClient",
    "supabase.SyncClient": "supabase.Client",
    "supabase._sync.client": "supabase",
    # password hashing
    "argon2._password_hasher": "argon2",
    "bcrypt._bcrypt": "bcrypt",
    "pwdlib._hash": "pwdlib",
}

# --- Classes ------------------------------------------------------------------------------

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
    "slowapi.middleware.SlowAPIMiddleware": ("starlette.middleware.base.BaseHTTPMiddleware",),
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
    "requests_html.HTMLSession": ("requests.Session",),
    "requests_oauthlib.OAuth1Session": ("requests.Session",),
    "requests_oauthlib.OAuth2Session": ("requests.Session",),
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
    "ccxt.binance": ("ccxt.Exchange",),
    "ccxt.bybit": ("ccxt.Exchange",),
    "ccxt.coinbase": ("ccxt.Exchange",),
    "ccxt.kraken": ("ccxt.Exchange",),
    "ccxt.kucoin": ("ccxt.Exchange",),
    "ccxt.okx": ("ccxt.Exchange",),
    "langchain_anthropic.ChatAnthropic": ("langchain_core.language_models.BaseChatModel",),
    "langchain_core.retrievers.BaseRetriever": ("langchain_core.runnables.Runnable",),
    "langchain_core.language_models.BaseChatModel": ("langchain_core.runnables.Runnable",),
    "langchain_google_genai.ChatGoogleGenerativeAI": (
        "langchain_core.language_models.BaseChatModel",
    ),
    "langchain_ollama.ChatOllama": ("langchain_core.language_models.BaseChatModel",),
    "langchain_ollama.OllamaEmbeddings": ("langchain_core.embeddings.Embeddings",),
    "langchain_openai.OpenAIEmbeddings": ("langchain_core.embeddings.Embeddings",),
    "langchain_openai.AzureOpenAIEmbeddings": ("langchain_core.embeddings.Embeddings",),
    "langchain_openai.AzureChatOpenAI": ("langchain_core.language_models.BaseChatModel",),
    "langchain_openai.ChatOpenAI": ("langchain_core.language_models.BaseChatModel",),
    "langchain_chroma.Chroma": ("langchain_core.vectorstores.VectorStore",),
    "langchain_community.vectorstores.Chroma": ("langchain_core.vectorstores.VectorStore",),
    "langchain_community.vectorstores.FAISS": ("langchain_core.vectorstores.VectorStore",),
    "langchain_community.vectorstores.PGVector": ("langchain_core.vectorstores.VectorStore",),
    "langchain_qdrant.QdrantVectorStore": ("langchain_core.vectorstores.VectorStore",),
    "openai.AsyncAzureOpenAI": ("openai.AsyncOpenAI",),
    "openai.AzureOpenAI": ("openai.OpenAI",),
    "selenium.webdriver.Chrome": ("selenium.webdriver.remote.webdriver.WebDriver",),
    "selenium.webdriver.Edge": ("selenium.webdriver.remote.webdriver.WebDriver",),
    "selenium.webdriver.Firefox": ("selenium.webdriver.remote.webdriver.WebDriver",),
    "selenium.webdriver.Remote": ("selenium.webdriver.remote.webdriver.WebDriver",),
    # these hand every call on to a Session: the same methods, though not a subclass
    "sqlalchemy.orm.scoped_session": ("sqlalchemy.orm.Session",),
    "sqlalchemy.ext.asyncio.async_scoped_session": ("sqlalchemy.ext.asyncio.AsyncSession",),
}

#: Function, or method of a class -> the class of what it gives (once awaited, if it is a
#: coroutine). Classes are not listed: calling one gives an instance of it.
_RESULTS: dict[str, str] = {
    # FastAPI, Starlette
    "starlette.datastructures.FormData.get": "starlette.datastructures.UploadFile",
    "starlette.requests.Request.form": "starlette.datastructures.FormData",
    # the standard library
    "builtins.open": "typing.IO",
    "concurrent.futures.Executor.submit": "concurrent.futures.Future",
    "http.client.HTTPConnection.getresponse": "http.client.HTTPResponse",
    "multiprocessing.Manager": "multiprocessing.managers.SyncManager",
    "multiprocessing.Pool": "multiprocessing.pool.Pool",
    "multiprocessing.Queue": "multiprocessing.queues.Queue",
    "multiprocessing.pool.Pool.apply_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool.map_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool.starmap_async": "multiprocessing.pool.AsyncResult",
    "os.fdopen": "typing.IO",
    "pathlib.Path.open": "typing.IO",
    "socket.create_connection": "socket.socket",
    "sqlite3.Connection.cursor": "sqlite3.Cursor",
    "sqlite3.Connection.execute": "sqlite3.Cursor",
    "sqlite3.Connection.executemany": "sqlite3.Cursor",
    "sqlite3.Connection.executescript": "sqlite3.Cursor",
    "sqlite3.Cursor.execute": "sqlite3.Cursor",
    "sqlite3.connect": "sqlite3.Connection",
    "tarfile.open": "tarfile.TarFile",
    "telnetlib.Telnet": "telnetlib.Telnet",
    "urllib.request.build_opener": "urllib.request.OpenerDirector",
    "urllib.request.urlopen": "http.client.HTTPResponse",
    # models of speech
    "whisper.load_model": "whisper.Whisper",
    "whisperx.load_model": "whisperx.asr.FasterWhisperPipeline",
    # SQLAlchemy
    "sqlalchemy.Connection.execute": "sqlalchemy.CursorResult",
    "sqlalchemy.Connection.execution_options": "sqlalchemy.Connection",
    "sqlalchemy.Connection.exec_driver_sql": "sqlalchemy.CursorResult",
    "sqlalchemy.Engine.begin": "sqlalchemy.Connection",
    "sqlalchemy.Engine.connect": "sqlalchemy.Connection",
    "sqlalchemy.Engine.raw_connection": "sqlalchemy.pool.PoolProxiedConnection",
    "sqlalchemy.Engine.execution_options": "sqlalchemy.Engine",
    "sqlalchemy.Result.all": "builtins.list",
    "sqlalchemy.Result.mappings": "sqlalchemy.MappingResult",
    "sqlalchemy.Result.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.create_engine": "sqlalchemy.Engine",
    "sqlalchemy.engine_from_config": "sqlalchemy.Engine",
    "sqlalchemy.ext.asyncio.AsyncEngine.begin": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncEngine.connect": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncConnection.execute": "sqlalchemy.CursorResult",
    "sqlalchemy.ext.asyncio.AsyncConnection.stream": "sqlalchemy.ext.asyncio.AsyncResult",
    "sqlalchemy.ext.asyncio.AsyncSession.connection": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncSession.execute": "sqlalchemy.Result",
    "sqlalchemy.ext.asyncio.AsyncSession.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.ext.asyncio.AsyncSession.stream": "sqlalchemy.ext.asyncio.AsyncResult",
    "sqlalchemy.ext.asyncio.async_engine_from_config": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.ext.asyncio.async_sessionmaker.begin": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.create_async_engine": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.orm.Session.begin": "sqlalchemy.orm.SessionTransaction",
    "sqlalchemy.orm.Session.begin_nested": "sqlalchemy.orm.SessionTransaction",
    "sqlalchemy.orm.Session.connection": "sqlalchemy.Connection",
    "sqlalchemy.orm.Session.execute": "sqlalchemy.Result",
    "sqlalchemy.orm.Session.get_bind": "sqlalchemy.Engine",
    "sqlalchemy.orm.Session.query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.Session.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.orm.sessionmaker.begin": "sqlalchemy.orm.Session",
    "sqlmodel.Session.exec": "sqlalchemy.Result",
    "sqlmodel.ext.asyncio.session.AsyncSession.exec": "sqlalchemy.Result",
    # classes whose names look like those of constants
    "ddgs.DDGS": "ddgs.DDGS",
    "ftplib.FTP": "ftplib.FTP",
    "ftplib.FTP_TLS": "ftplib.FTP",
    "imaplib.IMAP4": "imaplib.IMAP4",
    "imaplib.IMAP4_SSL": "imaplib.IMAP4",
    "poplib.POP3": "poplib.POP3",
    "poplib.POP3_SSL": "poplib.POP3",
    "smtplib.LMTP": "smtplib.SMTP",
    "smtplib.SMTP": "smtplib.SMTP",
    "smtplib.SMTP_SSL": "smtplib.SMTP",
    # database drivers
    "MySQLdb.connect": "MySQLdb.connections.Connection",
    "MySQLdb.connections.Connection.cursor": "MySQLdb.cursors.BaseCursor",
    "aiomysql.connect": "aiomysql.Connection",
    "aiosqlite.Connection.cursor": "aiosqlite.Cursor",
    "aiosqlite.Connection.execute": "aiosqlite.Cursor",
    "aiosqlite.connect": "aiosqlite.Connection",
    "asyncpg.connect": "asyncpg.Connection",
    "aiomysql.create_pool": "aiomysql.Pool",
    "asyncpg.create_pool": "asyncpg.Pool",
    "asyncpg.Pool.acquire": "asyncpg.Connection",
    "clickhouse_connect.create_client": "clickhouse_connect.driver.client.Client",
    "clickhouse_connect.get_client": "clickhouse_connect.driver.client.Client",
    "cx_Oracle.connect": "cx_Oracle.Connection",
    "cx_Oracle.Connection.cursor": "cx_Oracle.Cursor",
    "databricks.sql.client.Connection.cursor": "databricks.sql.client.Cursor",
    "databricks.sql.connect": "databricks.sql.client.Connection",
    "duckdb.DuckDBPyConnection.cursor": "duckdb.DuckDBPyConnection",
    "duckdb.DuckDBPyConnection.execute": "duckdb.DuckDBPyConnection",
    "duckdb.DuckDBPyConnection.query": "duckdb.DuckDBPyRelation",
    "duckdb.DuckDBPyConnection.sql": "duckdb.DuckDBPyRelation",
    "duckdb.connect": "duckdb.DuckDBPyConnection",
    "duckdb.query": "duckdb.DuckDBPyRelation",
    "duckdb.sql": "duckdb.DuckDBPyRelation",
    "mysql.connector.abstracts.MySQLConnectionAbstract.cursor": (
        "mysql.connector.abstracts.MySQLCursorAbstract"
    ),
    "mysql.connector.connect": "mysql.connector.abstracts.MySQLConnectionAbstract",
    "mysql.connector.pooling.MySQLConnectionPool.get_connection": (
        "mysql.connector.abstracts.MySQLConnectionAbstract"
    ),
    "neo4j.Driver.session": "neo4j.Session",
    "neo4j.GraphDatabase.driver": "neo4j.Driver",
    "neo4j.AsyncGraphDatabase.driver": "neo4j.AsyncDriver",
    "neo4j.Session.begin_transaction": "neo4j.Transaction",
    "oracledb.Connection.cursor": "oracledb.Cursor",
    "oracledb.ConnectionPool.acquire": "oracledb.Connection",
    "oracledb.connect": "oracledb.Connection",
    "oracledb.create_pool": "oracledb.ConnectionPool",
    "psycopg.AsyncConnection.connect": "psycopg.AsyncConnection",
    "psycopg.AsyncConnection.cursor": "psycopg.AsyncCursor",
    "psycopg.AsyncConnection.execute": "psycopg.AsyncCursor",
    "psycopg.Connection.connect": "psycopg.Connection",
    "psycopg.Connection.cursor": "psycopg.Cursor",
    "psycopg.Connection.execute": "psycopg.Cursor",
    "psycopg.connect": "psycopg.Connection",
    "psycopg2.connect": "psycopg2.extensions.connection",
    "psycopg2.extensions.connection.cursor": "psycopg2.extensions.cursor",
    "psycopg2.pool.SimpleConnectionPool.getconn": "psycopg2.extensions.connection",
    "psycopg2.pool.ThreadedConnectionPool.getconn": "psycopg2.extensions.connection",
    "psycopg_pool.AsyncConnectionPool.connection": "psycopg.AsyncConnection",
    "psycopg_pool.AsyncConnectionPool.getconn": "psycopg.AsyncConnection",
    "psycopg_pool.ConnectionPool.connection": "psycopg.Connection",
    "psycopg_pool.ConnectionPool.getconn": "psycopg.Connection",
    "pymssql._pymssql.Connection.cursor": "pymssql._pymssql.Cursor",
    "pymssql.connect": "pymssql._pymssql.Connection",
    "pymysql.connect": "pymysql.connections.Connection",
    "pymysql.connections.Connection.cursor": "pymysql.cursors.Cursor",
    "pyodbc.Connection.cursor": "pyodbc.Cursor",
    "pyodbc.Connection.execute": "pyodbc.Cursor",
    "pyodbc.connect": "pyodbc.Connection",
    "snowflake.connector.connect": "snowflake.connector.SnowflakeConnection",
    "snowflake.connector.SnowflakeConnection.cursor": (
        "snowflake.connector.cursor.SnowflakeCursor"
    ),
    "trino.dbapi.connect": "trino.dbapi.Connection",
    "trino.dbapi.Connection.cursor": "trino.dbapi.Cursor",
    # stores and queues
    "cassandra.cluster.Cluster.connect": "cassandra.cluster.Session",
    "cassandra.cluster.Session.execute_async": "cassandra.cluster.ResponseFuture",
    "celery.Celery.AsyncResult": "celery.result.AsyncResult",
    "celery.Task.AsyncResult": "celery.result.AsyncResult",
    "celery.Celery.send_task": "celery.result.AsyncResult",
    "celery.Task.apply_async": "celery.result.AsyncResult",
    "celery.Task.delay": "celery.result.AsyncResult",
    "celery.shared_task": "celery.Task",
    "pika.BlockingConnection.channel": "pika.adapters.blocking_connection.BlockingChannel",
    "peewee.Model.delete": "peewee.ModelDelete",
    "peewee.Model.insert": "peewee.ModelInsert",
    "peewee.Model.select": "peewee.ModelSelect",
    "peewee.Model.update": "peewee.ModelUpdate",
    "pymongo.MongoClient.get_database": "pymongo.database.Database",
    "pymongo.MongoClient.get_default_database": "pymongo.database.Database",
    "pymongo.database.Database.get_collection": "pymongo.collection.Collection",
    "redis.Redis.from_url": "redis.Redis",
    "redis.Redis.lock": "redis.lock.Lock",
    "redis.Redis.pipeline": "redis.client.Pipeline",
    "redis.Redis.pubsub": "redis.client.PubSub",
    "redis.ConnectionPool.from_url": "redis.ConnectionPool",
    "redis.RedisCluster.from_url": "redis.RedisCluster",
    "redis.RedisCluster.pipeline": "redis.cluster.ClusterPipeline",
    "redis.Sentinel.master_for": "redis.Redis",
    "redis.Sentinel.slave_for": "redis.Redis",
    "redis.asyncio.ConnectionPool.from_url": "redis.asyncio.ConnectionPool",
    "redis.asyncio.Redis.from_url": "redis.asyncio.Redis",
    "redis.asyncio.Redis.pipeline": "redis.asyncio.client.Pipeline",
    "redis.asyncio.Redis.pubsub": "redis.asyncio.client.PubSub",
    "redis.asyncio.from_url": "redis.asyncio.Redis",
    "redis.from_url": "redis.Redis",
    "celery.Celery.signature": "celery.canvas.Signature",
    "celery.Celery.task": "celery.Task",
    "celery.Task.s": "celery.canvas.Signature",
    "celery.Task.si": "celery.canvas.Signature",
    "celery.Task.signature": "celery.canvas.Signature",
    "celery.canvas.chain": "celery.canvas.Signature",
    "celery.canvas.chord": "celery.canvas.Signature",
    "celery.canvas.group": "celery.canvas.Signature",
    "celery.signature": "celery.canvas.Signature",
    "dramatiq.actor": "dramatiq.Actor",
    "rq.Queue.enqueue": "rq.job.Job",
    # HTTP clients
    "cloudscraper.create_scraper": "cloudscraper.CloudScraper",
    "httpx.AsyncClient.get": "httpx.Response",
    "httpx.AsyncClient.post": "httpx.Response",
    "httpx.AsyncClient.request": "httpx.Response",
    "httpx.Client.delete": "httpx.Response",
    "httpx.Client.get": "httpx.Response",
    "httpx.Client.patch": "httpx.Response",
    "httpx.Client.post": "httpx.Response",
    "httpx.Client.put": "httpx.Response",
    "httpx.Client.request": "httpx.Response",
    "httpx.get": "httpx.Response",
    "httpx.post": "httpx.Response",
    "requests.Session.delete": "requests.Response",
    "requests.Session.get": "requests.Response",
    "requests.Session.patch": "requests.Response",
    "requests.Session.post": "requests.Response",
    "requests.Session.put": "requests.Response",
    "requests.Session.request": "requests.Response",
    "requests.delete": "requests.Response",
    "requests.get": "requests.Response",
    "requests.patch": "requests.Response",
    "requests.post": "requests.Response",
    "requests.put": "requests.Response",
    "requests.request": "requests.Response",
    "requests.session": "requests.Session",
    # SDKs
    "boto3.client": "botocore.client.BaseClient",
    "boto3.resource": "boto3.resources.base.ServiceResource",
    "asyncio.run_coroutine_threadsafe": "concurrent.futures.Future",
    "asyncio.get_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.get_running_loop": "asyncio.AbstractEventLoop",
    "asyncio.new_event_loop": "asyncio.AbstractEventLoop",
    "azure.cosmos.CosmosClient.from_connection_string": "azure.cosmos.CosmosClient",
    "azure.cosmos.CosmosClient.get_database_client": "azure.cosmos.DatabaseProxy",
    "azure.cosmos.DatabaseProxy.get_container_client": "azure.cosmos.ContainerProxy",
    "azure.servicebus.ServiceBusClient.from_connection_string": (
        "azure.servicebus.ServiceBusClient"
    ),
    "azure.servicebus.ServiceBusClient.get_queue_sender": "azure.servicebus.ServiceBusSender",
    "azure.servicebus.ServiceBusClient.get_topic_sender": "azure.servicebus.ServiceBusSender",
    "boto3.session.Session.client": "botocore.client.BaseClient",
    "botocore.client.BaseClient.get_paginator": "botocore.paginate.Paginator",
    "botocore.client.BaseClient.get_waiter": "botocore.waiter.Waiter",
    "chromadb.Client": "chromadb.api.ClientAPI",
    "chromadb.EphemeralClient": "chromadb.api.ClientAPI",
    "chromadb.HttpClient": "chromadb.api.ClientAPI",
    "chromadb.PersistentClient": "chromadb.api.ClientAPI",
    "chromadb.api.ClientAPI.create_collection": "chromadb.Collection",
    "chromadb.api.ClientAPI.get_collection": "chromadb.Collection",
    "chromadb.api.ClientAPI.get_or_create_collection": "chromadb.Collection",
    "emails.html": "emails.Message",
    "firebase_admin.db.Reference.child": "firebase_admin.db.Reference",
    "firebase_admin.db.reference": "firebase_admin.db.Reference",
    "firebase_admin.firestore.client": "google.cloud.firestore.Client",
    "firebase_admin.storage.bucket": "google.cloud.storage.Bucket",
    "google.cloud.firestore.Client.batch": "google.cloud.firestore.WriteBatch",
    "google.cloud.firestore.Client.collection": "google.cloud.firestore.CollectionReference",
    "google.cloud.firestore.Client.document": "google.cloud.firestore.DocumentReference",
    "google.cloud.firestore.CollectionReference.document": (
        "google.cloud.firestore.DocumentReference"
    ),
    "google.cloud.firestore.CollectionReference.limit": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.order_by": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.where": "google.cloud.firestore.Query",
    "google.cloud.firestore.DocumentReference.collection": (
        "google.cloud.firestore.CollectionReference"
    ),
    "boto3.session.Session.resource": "boto3.resources.base.ServiceResource",
    "boto3.resources.base.ServiceResource.Bucket": "boto3.s3.Bucket",
    "boto3.resources.base.ServiceResource.Object": "boto3.s3.Object",
    "boto3.resources.base.ServiceResource.Queue": "boto3.sqs.Queue",
    "boto3.resources.base.ServiceResource.Table": "boto3.dynamodb.Table",
    "boto3.resources.base.ServiceResource.create_table": "boto3.dynamodb.Table",
    "boto3.resources.base.ServiceResource.get_queue_by_name": "boto3.sqs.Queue",
    "boto3.s3.Bucket.Object": "boto3.s3.Object",
    "docker.DockerClient.containers.get": "docker.models.containers.Container",
    "docker.from_env": "docker.DockerClient",
    "googleapiclient.discovery.build": "googleapiclient.discovery.Resource",
    "gspread.Client.open": "gspread.Spreadsheet",
    "gspread.Client.open_by_key": "gspread.Spreadsheet",
    "gspread.Client.open_by_url": "gspread.Spreadsheet",
    "gspread.Spreadsheet.get_worksheet": "gspread.Worksheet",
    "gspread.Spreadsheet.worksheet": "gspread.Worksheet",
    "gspread.authorize": "gspread.Client",
    "gspread.service_account": "gspread.Client",
    "gspread.service_account_from_dict": "gspread.Client",
    "langgraph.graph.StateGraph.compile": "langgraph.graph.state.CompiledStateGraph",
    "langchain_core.vectorstores.VectorStore.as_retriever": (
        "langchain_core.retrievers.BaseRetriever"
    ),
    "meilisearch.Client.get_index": "meilisearch.index.Index",
    "meilisearch.Client.index": "meilisearch.index.Index",
    "playwright.sync_api.sync_playwright": "playwright.sync_api.PlaywrightContextManager",
    "pinecone.Pinecone.Index": "pinecone.Index",
    "google.cloud.bigquery.Client.query": "google.cloud.bigquery.QueryJob",
    "google.generativeai.GenerativeModel.start_chat": "google.generativeai.ChatSession",
    "PIL.Image.new": "PIL.Image.Image",
    "PIL.Image.open": "PIL.Image.Image",
    "vertexai.generative_models.GenerativeModel.start_chat": (
        "vertexai.generative_models.ChatSession"
    ),
    "google.cloud.storage.Client.bucket": "google.cloud.storage.Bucket",
    "google.cloud.storage.Client.get_bucket": "google.cloud.storage.Bucket",
    "google.cloud.storage.Bucket.blob": "google.cloud.storage.Blob",
    "google.cloud.storage.Bucket.get_blob": "google.cloud.storage.Blob",
    "azure.storage.blob.BlobServiceClient.from_connection_string": (
        "azure.storage.blob.BlobServiceClient"
    ),
    "azure.storage.blob.BlobServiceClient.get_blob_client": "azure.storage.blob.BlobClient",
    "azure.storage.blob.BlobServiceClient.get_container_client": (
        "azure.storage.blob.ContainerClient"
    ),
    "azure.storage.blob.ContainerClient.get_blob_client": "azure.storage.blob.BlobClient",
    "github.Github.get_repo": "github.Repository.Repository",
    "openai.OpenAI.with_options": "openai.OpenAI",
    "postgrest.SyncRequestBuilder.delete": "postgrest.SyncSelectRequestBuilder",
    "postgrest.SyncRequestBuilder.insert": "postgrest.SyncSelectRequestBuilder",
    "postgrest.SyncRequestBuilder.select": "postgrest.SyncSelectRequestBuilder",
    "postgrest.SyncRequestBuilder.update": "postgrest.SyncSelectRequestBuilder",
    "postgrest.SyncRequestBuilder.upsert": "postgrest.SyncSelectRequestBuilder",
    "supabase.Client.from_": "postgrest.SyncRequestBuilder",
    "supabase.Client.rpc": "postgrest.SyncSelectRequestBuilder",
    "supabase.Client.storage.from_": "storage3._sync.file_api.SyncBucketProxy",
    "supabase.Client.table": "postgrest.SyncRequestBuilder",
    "supabase.create_client": "supabase.Client",
    "weaviate.WeaviateClient.collections.get": "weaviate.collections.Collection",
    "weaviate.connect_to_custom": "weaviate.WeaviateClient",
    "weaviate.connect_to_local": "weaviate.WeaviateClient",
    "weaviate.connect_to_weaviate_cloud": "weaviate.WeaviateClient",
    # sockets
    "paramiko.SSHClient.open_sftp": "paramiko.SFTPClient",
    # password hashing
    "pwdlib.PasswordHash.recommended": "pwdlib.PasswordHash",
}

#: Class -> methods that give an instance of the same class (so that calls can be chained);
#: `*`: all of them.
_CHAINED: dict[str, str] = {
    "pathlib.Path": (
        "__truediv__ absolute cwd expanduser home joinpath relative_to resolve with_name with_stem "
        "with_suffix"
    ),
    "sqlalchemy.Result": "columns unique yield_per",
    "sqlalchemy.ScalarResult": "unique",
    "sqlalchemy.orm.Query": (
        "add_columns add_entity autoflush correlate distinct enable_eagerloads except_ "
        "execution_options filter filter_by from_statement group_by having intersect join limit "
        "offset options order_by outerjoin params populate_existing reset_joinpoint select_from "
        "slice union union_all where with_entities with_for_update with_hint yield_per"
    ),
    "PIL.Image.Image": "convert copy crop filter resize rotate",
    "google.cloud.firestore.Query": (
        "end_at end_before limit limit_to_last offset order_by select start_after start_at where"
    ),
    "googleapiclient.discovery.Resource": "*",
    "imap_tools.MailBox": "login",
    "peewee.ModelDelete": "where",
    "peewee.ModelInsert": "on_conflict on_conflict_ignore on_conflict_replace",
    "peewee.ModelUpdate": "where",
    "peewee.ModelSelect": (
        "dicts distinct filter from_ group_by having join join_from left_outer_join limit "
        "namedtuples objects offset order_by orwhere paginate select select_extend switch tuples "
        "where"
    ),
    "postgrest.SyncSelectRequestBuilder": (
        "contained_by contains eq filter fts gt gte ilike in_ is_ like limit lt lte match "
        "maybe_single neq offset or_ order overlaps range select single text_search"
    ),
    "mongoengine.QuerySet": (
        "all exclude fields filter hint limit no_cache no_dereference only order_by skip using"
    ),
    "prometheus_fastapi_instrumentator.Instrumentator": "add",
}

#: Class -> the class of what calling an instance gives.
_CALLED: dict[str, str] = {
    "mongoengine.QuerySet": "mongoengine.QuerySet",
    "sqlalchemy.ext.asyncio.async_scoped_session": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.async_sessionmaker": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.orm.scoped_session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.sessionmaker": "sqlalchemy.orm.Session",
}

#: Class -> the argument of its constructor (name, position) that is called when an instance
#: is called: `sessionmaker(engine, class_=AsyncSession)` makes no plain Session.
_FACTORIES: dict[str, tuple[str, int | None]] = {
    "functools.partial": ("func", 0),
    "sqlalchemy.ext.asyncio.async_scoped_session": ("session_factory", 0),
    "sqlalchemy.ext.asyncio.async_sessionmaker": ("class_", None),
    "sqlalchemy.orm.scoped_session": ("session_factory", 0),
    "sqlalchemy.orm.sessionmaker": ("class_", None),
}

#: Class -> the class of `y` in `with x as y` (or `async with`), where that is not `x`.
_ENTERED: dict[str, str] = {
    "playwright.sync_api.PlaywrightContextManager": "playwright.sync_api.Playwright",
    "tempfile.TemporaryDirectory": "builtins.str",
}

#: Class -> the class of `x[...]`.
_ITEMS: dict[str, str] = {
    "pymongo.MongoClient": "pymongo.database.Database",
    "pymongo.AsyncMongoClient": "pymongo.asynchronous.database.AsyncDatabase",
    "pymongo.asynchronous.database.AsyncDatabase": (
        "pymongo.asynchronous.collection.AsyncCollection"
    ),
    "pymongo.collection.Collection": "pymongo.collection.Collection",
    "pymongo.database.Database": "pymongo.collection.Collection",
}

#: Attribute of a class -> the class of its value.
_ATTRIBUTES: dict[str, str] = {
    "fastapi.FastAPI.router": "fastapi.APIRouter",
    "google.genai.Client.aio": "google.genai.client.AsyncClient",
    "mongoengine.Document.objects": "mongoengine.QuerySet",
    "pathlib.PurePath.parent": "pathlib.Path",
    "sqlalchemy.ext.asyncio.AsyncEngine.sync_engine": "sqlalchemy.Engine",
    "sqlalchemy.ext.asyncio.AsyncSession.sync_session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.DeclarativeBase.metadata": "sqlalchemy.MetaData",
    "sqlmodel.SQLModel.metadata": "sqlalchemy.MetaData",
    "starlette.applications.Starlette.state": "starlette.datastructures.State",
    "starlette.datastructures.UploadFile.file": "typing.BinaryIO",
    "starlette.requests.HTTPConnection.app": "fastapi.FastAPI",
    "starlette.requests.HTTPConnection.client": "starlette.datastructures.Address",
    "starlette.requests.HTTPConnection.headers": "starlette.datastructures.Headers",
    "starlette.requests.HTTPConnection.query_params": "starlette.datastructures.QueryParams",
    "starlette.requests.HTTPConnection.state": "starlette.datastructures.State",
    "starlette.requests.HTTPConnection.url": "starlette.datastructures.URL",
    "subprocess.Popen.stdout": "typing.IO",
}

#: Clients whose attributes, and the attributes of those, lead to the calls they offer:
#: `client.chat.completions` is an `openai.OpenAI.chat.completions`.
_NAMESPACES: frozenset[str] = frozenset(
    {
        "anthropic.Anthropic",
        "anthropic.AnthropicBedrock",
        "anthropic.AnthropicVertex",
        "anthropic.AsyncAnthropic",
        "docker.DockerClient",
        "google.genai.Client",
        "google.genai.client.AsyncClient",
        "groq.AsyncGroq",
        "elasticsearch.Elasticsearch",
        "elevenlabs.ElevenLabs",
        "groq.Groq",
        "hvac.Client",
        "mistralai.client.Mistral",
        "notion_client.Client",
        "openai.AsyncOpenAI",
        "openai.OpenAI",
        "opensearchpy.OpenSearch",
        "razorpay.Client",
        "stripe.StripeClient",
        "supabase.Client",
        "together.Together",
        "twilio.rest.Client",
        "weaviate.WeaviateClient",
        "weaviate.collections.Collection",
    }
)

#: Classes that answer to any attribute that is not one of their own.
_OPEN: dict[str, str] = {
    "pymongo.MongoClient": "pymongo.database.Database",
    "pymongo.collection.Collection": "pymongo.collection.Collection",
    "pymongo.database.Database": "pymongo.collection.Collection",
}

#: Those of their own: methods, not databases or collections.
_OPEN_OWN: frozenset[str] = frozenset(
    "address admin aggregate aggregate_raw_batches bulk_write client close codec_options command "
    "count_documents create_collection create_index create_indexes cursor_command database "
    "delete_many delete_one dereference distinct drop drop_collection drop_database drop_index "
    "drop_indexes estimated_document_count find find_one find_one_and_delete "
    "find_one_and_replace find_one_and_update find_raw_batches full_name get_collection "
    "get_database get_default_database index_information insert_many insert_one is_mongos "
    "is_primary list_collection_names list_collections list_database_names list_databases "
    "list_indexes name nodes options primary read_concern read_preference rename replace_one "
    "secondaries server_info start_session topology_description update_many update_one "
    "validate_collection watch with_options write_concern".split()
)

#: Module or class -> its coroutine functions and methods: calling one does nothing until it
#: is awaited. (For the clients of Redis: what gives an awaitable.)
_COROUTINES: dict[str, str] = {
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
    "asyncio.StreamReader": "read readexactly readline readuntil",
    "asyncio.StreamWriter": "drain wait_closed",
    "asyncpg": "connect",
    "asyncpg.Connection": "close copy_records_to_table execute executemany fetch fetchrow fetchval",
    "asyncpg.Pool": "close execute executemany fetch fetchrow fetchval release",
    "httpx.AsyncClient": "aclose delete get head options patch post put request send",
    "httpx.Response": "aclose aread",
    "httpx2.AsyncClient": "aclose delete get head options patch post put request send",
    "httpx2.Response": "aclose aread",
    "openai.AsyncOpenAI": (
        "audio.transcriptions.create chat.completions.create chat.completions.parse "
        "embeddings.create images.generate moderations.create responses.create responses.parse"
    ),
    "psycopg.AsyncConnection": "close commit connect execute rollback",
    "psycopg.AsyncCursor": "close execute executemany fetchall fetchmany fetchone",
    "pymongo.asynchronous.collection.AsyncCollection": (
        "aggregate bulk_write count_documents create_index delete_many delete_one distinct drop "
        "estimated_document_count find_one find_one_and_delete find_one_and_replace "
        "find_one_and_update insert_many insert_one replace_one update_many update_one"
    ),
    "redis.asyncio.Redis": (
        "aclose decr delete execute_command exists expire get getdel hdel hget hgetall hset incr "
        "keys llen lpop lpush lrange mget mset ping publish rpop rpush sadd set setex setnx "
        "smembers srem ttl zadd zrange zrem"
    ),
    "redis.asyncio.client.Pipeline": "execute reset watch",
    "redis.asyncio.client.PubSub": "aclose get_message psubscribe subscribe",
    "sqlalchemy.ext.asyncio.AsyncConnection": (
        "close commit exec_driver_sql execute rollback run_sync scalar scalars"
    ),
    "sqlalchemy.ext.asyncio.AsyncEngine": "dispose",
    "sqlalchemy.ext.asyncio.AsyncSession": (
        "aclose close commit connection delete execute flush get get_one invalidate merge refresh "
        "reset rollback run_sync scalar scalars stream stream_scalars"
    ),
    "sqlmodel.ext.asyncio.session.AsyncSession": "exec",
    "starlette.background.BackgroundTasks": "__call__",
    "starlette.concurrency": "run_in_threadpool run_until_first_complete",
    "starlette.datastructures.UploadFile": "close read seek write",
    "starlette.requests.Request": "body close is_disconnected json send_push_promise",
    "starlette.websockets.WebSocket": (
        "accept close receive receive_bytes receive_json receive_text send send_bytes "
        "send_denial_response send_json send_text"
    ),
}

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
        "aiomysql.connect aiosqlite.connect asyncpg.Pool.acquire asyncpg.connect "
        "psycopg.AsyncConnection.connect sqlalchemy.ext.asyncio.AsyncEngine.connect"
    ),
}

#: Classes whose objects, called, make a session; those that keep it for a thread or task do not.
_SESSION_FACTORIES = ("sqlalchemy.orm.sessionmaker", "sqlalchemy.ext.asyncio.async_sessionmaker")

#: Class of what keeps connections open -> the method that closes them.
_CLOSED_BY: dict[str, str] = {
    "aiohttp.ClientSession": "close",
    "aiokafka.AIOKafkaConsumer": "stop",
    "aiokafka.AIOKafkaProducer": "stop",
    "aiomysql.Pool": "close",
    "asyncpg.Connection": "close",
    "asyncpg.Pool": "close",
    "elasticsearch.AsyncElasticsearch": "close",
    "httpx.AsyncClient": "aclose",
    "httpx.Client": "close",
    "httpx2.AsyncClient": "aclose",
    "httpx2.Client": "close",
    "motor.motor_asyncio.AsyncIOMotorClient": "close",
    "psycopg.AsyncConnection": "close",
    "psycopg_pool.AsyncConnectionPool": "close",
    "psycopg_pool.ConnectionPool": "close",
    "pymongo.AsyncMongoClient": "close",
    "redis.asyncio.ConnectionPool": "aclose",
    "redis.asyncio.Redis": "aclose",
    "redis.asyncio.RedisCluster": "aclose",
    "sqlalchemy.ext.asyncio.AsyncEngine": "dispose",
}

#: What reads a trained model, a tokenizer or an index from disk; a name that begins with a dot
#: is a method of every class of the module before it.
_LOADS: dict[str, str] = {
    "diffusers": ".from_pretrained",
    "easyocr": "Reader",
    "faiss": "read_index",
    "fasttext": "load_model",
    "faster_whisper": "WhisperModel",
    "joblib": "load",
    "keras": "models.load_model saving.load_model",
    "llama_cpp": "Llama Llama.from_pretrained",
    "onnxruntime": "InferenceSession",
    "paddleocr": "PaddleOCR",
    "peft": ".from_pretrained",
    "sentence_transformers": "CrossEncoder SentenceTransformer",
    "spacy": "load",
    "tensorflow": "keras.models.load_model keras.saving.load_model saved_model.load",
    "tf_keras": "models.load_model",
    "torch": "jit.load load",
    "transformers": "pipeline .from_pretrained",
    "ultralytics": "RTDETR SAM YOLO YOLOWorld",
    "whisper": "load_model",
    "whisperx": "load_align_model load_model",
}

# --- Lookups ------------------------------------------------------------------------------


@cache
def canonical(name: str) -> str:
    """The one spelling of a dotted name, whichever module it was imported from."""
    for _ in range(5):  # one spelling may lead to another; more steps than any entry needs
        head, tail = name, ""
        while head not in _SPELLINGS and head:
            head, _dot, last = head.rpartition(".")
            tail = f".{last}{tail}"
        known = _SPELLINGS.get(head, head) + tail if head else name
        if known == name:
            break
        name = known
    if "." not in name and hasattr(builtins, name):
        return f"builtins.{name}"
    return name


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
    if cls.startswith(("mypy_boto3_", "types_boto3_")) and cls.endswith("Client"):
        return ("botocore.client.BaseClient",)  # the stubs name the clients made at run time
    root = _namespace(cls)
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


def result_of(function: str) -> str | None:
    """The class of what calling this function (or method of a class) gives."""
    function = canonical(function)
    if function in _RESULTS:
        return _RESULTS[function]
    cls, _, method = function.rpartition(".")
    return method_result(cls, method) if cls else None


def method_result(cls: str, method: str) -> str | None:
    """The class of what a method of an instance gives, once awaited if it is a coroutine."""
    for one in ancestry(cls):
        if (found := _RESULTS.get(f"{one}.{method}")) is not None:
            return canonical(cls) if found == one else found
        chained = _CHAINED.get(one, "").split()
        if method in chained or chained == ["*"]:
            return canonical(cls)
    return None


def call_result(cls: str) -> str | None:
    """The class of what calling an instance of this class gives; see `factory_argument`."""
    return _first(_CALLED, cls)


def factory_argument(cls: str) -> tuple[str, int | None] | None:
    """
    The argument of the constructor that is called when an instance is called.

    Name and position (None: by keyword only). Where the argument is given, it says what a
    call of the instance gives, rather than `call_result`.
    """
    for one in ancestry(cls):
        if one in _FACTORIES:
            return _FACTORIES[one]
    return None


def entered(cls: str) -> str | None:
    """The class of `y` in `with x as y`, where that is not the class of `x`."""
    return _first(_ENTERED, cls)


def item_of(cls: str) -> str | None:
    """The class of `x[...]`."""
    return _first(_ITEMS, cls)


def attribute(cls: str, name: str) -> str | None:
    """The class of the value of an attribute of an instance."""
    for one in ancestry(cls):
        if (found := _ATTRIBUTES.get(f"{one}.{name}")) is not None:
            return found
    if name.startswith("_"):
        return None
    if _namespace(canonical(cls)) is not None:
        return f"{canonical(cls)}.{name}"
    return None if name in _OPEN_OWN else _first(_OPEN, cls)


def is_coroutine(function: str) -> bool:
    """Whether calling this function (or method, by dotted name) only makes a coroutine."""
    cls, _, method = canonical(function).rpartition(".")
    return bool(cls) and coroutine_method(cls, method)


def coroutine_method(cls: str, method: str) -> bool:
    """Whether calling this method of an instance only makes a coroutine."""
    return any(f"{one}.{method}" in _AWAITED for one in ancestry(cls))


def registers_callback(decorator: str) -> bool:
    """Whether a decorator, by dotted name, registers what the event loop of the server calls."""
    owner, _, name = canonical(decorator).rpartition(".")
    return name in _CALLBACKS.get(owner, "").split()


def closed_by(cls: str) -> str | None:
    """The method that closes the connections of an instance, if it keeps any."""
    return _first(_CLOSED_BY, cls)


def loads_model(function: str) -> bool:
    """Whether calling it reads a model, a tokenizer or an index."""
    module, _, name = function.partition(".")
    known = _LOADS.get(module)
    if known is None:
        return False
    if name in known.split():
        return True
    cls, _, method = name.rpartition(".")
    if cls.endswith("Config"):  # a few lines of JSON
        return False
    return bool(cls) and f".{method}" in known.split()


def shared(function: str) -> Literal["engine", "client"] | None:
    """Whether what this function or class makes keeps connections, and so is to be shared."""
    for one in ancestry(function):
        if one in _POOLED:
            return _POOLED[one]
    return None


def shared_names(kind: Literal["engine", "client"]) -> list[str]:
    """The functions and classes that make something of that kind to be shared."""
    return _SHARED[kind].split()


@cache
def opening(function: str) -> Literal["called", "awaited"] | None:
    """When this function (or method, by dotted name) opens a connection of its own, if it does."""
    cls, _, method = canonical(function).rpartition(".")
    for one in ancestry(cls) if cls else ():
        if (found := _OPENED.get(f"{one}.{method}")) is not None:
            return found
    return None


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


def _first(table: dict[str, str], cls: str) -> str | None:
    return next((table[one] for one in ancestry(cls) if one in table), None)


@cache
def _namespace(cls: str) -> str | None:
    """The client whose attribute path this is, if any: `openai.OpenAI` for `openai.OpenAI.chat`."""
    root = cls
    while root and root not in _NAMESPACES and not _derived_namespace(root):
        root = root.rpartition(".")[0]
    return root or None


def _derived_namespace(cls: str) -> bool:
    return any(base in _NAMESPACES for base in _BASES.get(cls, ()))


_AWAITED = {f"{owner}.{name}" for owner, names in _COROUTINES.items() for name in names.split()}
_BORROWED = {name: kind for kind, names in _RESOURCES.items() for name in names.split()}
_OPENED = {name: when for when, names in _OPENING.items() for name in names.split()}
#: Plain names of the functions and methods that only make a coroutine.
COROUTINE_NAMES = frozenset(name.rpartition(".")[2] for name in _AWAITED)
_POOLED = {name: kind for kind, names in _SHARED.items() for name in names.split()}
