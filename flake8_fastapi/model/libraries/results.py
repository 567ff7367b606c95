"""What calls, attributes and items of libraries' objects give: of which class it is."""

from __future__ import annotations

from flake8_fastapi.model.libraries import langchain
from flake8_fastapi.model.libraries.classes import ancestry, first, namespace
from flake8_fastapi.model.libraries.spellings import canonical

_MOTOR_DATABASE = "motor.motor_asyncio.AsyncIOMotorDatabase"
_MOTOR_COLLECTION = "motor.motor_asyncio.AsyncIOMotorCollection"

#: Function, or method of a class -> the class of what it gives (once awaited, if it is a
#: coroutine). Classes are not listed: calling one gives an instance of it.
_RESULTS: dict[str, str] = {
    # FastAPI, Starlette
    "starlette.datastructures.FormData.get": "starlette.datastructures.UploadFile",
    "starlette.datastructures.UploadFile.read": "builtins.bytes",
    "starlette.requests.Request.body": "builtins.bytes",
    "starlette.requests.Request.form": "starlette.datastructures.FormData",
    # the standard library
    "builtins.open": "typing.IO",
    "collections.defaultdict": "collections.defaultdict",  # a class, in small letters
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
    "pathlib.Path.read_bytes": "builtins.bytes",
    "pathlib.Path.read_text": "builtins.str",
    "socket.create_connection": "socket.socket",
    "socket.socket": "socket.socket",
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
    "ultralytics.YOLO": "ultralytics.YOLO",  # a class, in capitals
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
    "sqlalchemy.Inspector.from_engine": "sqlalchemy.Inspector",
    "sqlalchemy.Result.all": "builtins.list",
    "sqlalchemy.Result.fetchall": "builtins.list",
    "sqlalchemy.Result.mappings": "sqlalchemy.MappingResult",
    "sqlalchemy.Result.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.ScalarResult.all": "builtins.list",
    "sqlalchemy.ScalarResult.fetchall": "builtins.list",
    "sqlalchemy.create_engine": "sqlalchemy.Engine",
    "sqlalchemy.orm.declarative_base": "sqlalchemy.orm.DeclarativeBase",
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
    "sqlalchemy.orm.Query.all": "builtins.list",
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
    "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC": (
        "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC"
    ),
    "ftplib.FTP": "ftplib.FTP",
    "ftplib.FTP_TLS": "ftplib.FTP",
    "imaplib.IMAP4": "imaplib.IMAP4",
    "imaplib.IMAP4_SSL": "imaplib.IMAP4",
    "jira.JIRA": "jira.JIRA",
    "mercadopago.SDK": "mercadopago.SDK",
    "poplib.POP3": "poplib.POP3",
    "poplib.POP3_SSL": "poplib.POP3",
    "smtplib.LMTP": "smtplib.SMTP",
    "smtplib.SMTP": "smtplib.SMTP",
    "smtplib.SMTP_SSL": "smtplib.SMTP",
    "weasyprint.HTML": "weasyprint.HTML",
    # database drivers
    "MySQLdb.connect": "MySQLdb.connections.Connection",
    "MySQLdb.connections.Connection.cursor": "MySQLdb.cursors.BaseCursor",
    "aio_pika.connect": "aio_pika.Connection",
    "aio_pika.connect_robust": "aio_pika.RobustConnection",
    "aiomysql.Pool.acquire": "aiomysql.Connection",
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
    "nats.connect": "nats.aio.client.Client",
    "neo4j.Driver.session": "neo4j.Session",
    "neo4j.GraphDatabase.driver": "neo4j.Driver",
    "neo4j.AsyncDriver.session": "neo4j.AsyncSession",
    "neo4j.AsyncGraphDatabase.driver": "neo4j.AsyncDriver",
    "neo4j.Session.begin_transaction": "neo4j.Transaction",
    "oracledb.AsyncConnection.cursor": "oracledb.AsyncCursor",
    "oracledb.AsyncConnectionPool.acquire": "oracledb.AsyncConnection",
    "oracledb.Connection.cursor": "oracledb.Cursor",
    "oracledb.ConnectionPool.acquire": "oracledb.Connection",
    "oracledb.connect": "oracledb.Connection",
    "oracledb.connect_async": "oracledb.AsyncConnection",
    "oracledb.create_pool": "oracledb.ConnectionPool",
    "oracledb.create_pool_async": "oracledb.AsyncConnectionPool",
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
    "kafka.KafkaProducer.send": "kafka.producer.future.FutureRecordMetadata",
    "pika.BlockingConnection.channel": "pika.adapters.blocking_connection.BlockingChannel",
    "motor.motor_asyncio.AsyncIOMotorClient.get_database": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorClient.get_default_database": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorDatabase.get_collection": _MOTOR_COLLECTION,
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
    "celery.app.control.Control.inspect": "celery.app.control.Inspect",
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
    "rq.Queue.enqueue_at": "rq.job.Job",
    "rq.Queue.enqueue_call": "rq.job.Job",
    "rq.Queue.enqueue_in": "rq.job.Job",
    "rq.Queue.fetch_job": "rq.job.Job",
    "rq.job.Job.fetch": "rq.job.Job",
    # files
    "aiofiles.open": "aiofiles.threadpool.text.AsyncTextIOWrapper",
    # HTTP clients
    "aiohttp.ClientSession.delete": "aiohttp.ClientResponse",
    "aiohttp.ClientSession.get": "aiohttp.ClientResponse",
    "aiohttp.ClientSession.patch": "aiohttp.ClientResponse",
    "aiohttp.ClientSession.post": "aiohttp.ClientResponse",
    "aiohttp.ClientSession.put": "aiohttp.ClientResponse",
    "aiohttp.ClientSession.request": "aiohttp.ClientResponse",
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
    "asyncio.create_subprocess_exec": "asyncio.subprocess.Process",
    "asyncio.create_subprocess_shell": "asyncio.subprocess.Process",
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
    "google.cloud.firestore.CollectionReference.end_at": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.end_before": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.limit": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.limit_to_last": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.offset": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.order_by": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.select": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.start_after": "google.cloud.firestore.Query",
    "google.cloud.firestore.CollectionReference.start_at": "google.cloud.firestore.Query",
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
    "azure.ai.documentintelligence.DocumentIntelligenceClient.begin_analyze_document": (
        "azure.core.polling.LROPoller"
    ),
    "caldav.DAVClient.principal": "caldav.Principal",
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
    "mercadopago.SDK.card": "mercadopago.resources.Card",
    "mercadopago.SDK.customer": "mercadopago.resources.Customer",
    "mercadopago.SDK.merchant_order": "mercadopago.resources.MerchantOrder",
    "mercadopago.SDK.order": "mercadopago.resources.Order",
    "mercadopago.SDK.payment": "mercadopago.resources.Payment",
    "mercadopago.SDK.preapproval": "mercadopago.resources.PreApproval",
    "mercadopago.SDK.preference": "mercadopago.resources.Preference",
    "mercadopago.SDK.refund": "mercadopago.resources.Refund",
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
    "ffmpeg.input": "ffmpeg.nodes.FilterableStream",
    "ffmpeg.nodes.FilterableStream.output": "ffmpeg.nodes.OutputStream",
    "ffmpeg.output": "ffmpeg.nodes.OutputStream",
    "ffmpeg.overwrite_output": "ffmpeg.nodes.OutputStream",
    "git.Repo.clone_from": "git.Repo",
    "git.Repo.init": "git.Repo",
    "git.Repo.remote": "git.Remote",
    "github.Github.get_repo": "github.Repository.Repository",
    "github.Issue.Issue.as_pull_request": "github.PullRequest.PullRequest",
    "github.PullRequest.PullRequest.as_issue": "github.Issue.Issue",
    "github.Repository.Repository.create_issue": "github.Issue.Issue",
    "github.Repository.Repository.create_pull": "github.PullRequest.PullRequest",
    "github.Repository.Repository.get_issue": "github.Issue.Issue",
    "github.Repository.Repository.get_pull": "github.PullRequest.PullRequest",
    "google.oauth2.credentials.Credentials.from_authorized_user_file": (
        "google.oauth2.credentials.Credentials"
    ),
    "google.oauth2.credentials.Credentials.from_authorized_user_info": (
        "google.oauth2.credentials.Credentials"
    ),
    "google.oauth2.service_account.Credentials.from_service_account_file": (
        "google.oauth2.service_account.Credentials"
    ),
    "google.oauth2.service_account.Credentials.from_service_account_info": (
        "google.oauth2.service_account.Credentials"
    ),
    "google.oauth2.service_account.IDTokenCredentials.from_service_account_file": (
        "google.oauth2.service_account.IDTokenCredentials"
    ),
    "google.oauth2.service_account.IDTokenCredentials.from_service_account_info": (
        "google.oauth2.service_account.IDTokenCredentials"
    ),
    "google_auth_oauthlib.flow.Flow.from_client_config": "google_auth_oauthlib.flow.Flow",
    "google_auth_oauthlib.flow.Flow.from_client_secrets_file": "google_auth_oauthlib.flow.Flow",
    "gtts.gTTS": "gtts.gTTS",
    "influxdb_client.InfluxDBClient.query_api": "influxdb_client.QueryApi",
    "llama_index.core.VectorStoreIndex.from_vector_store": "llama_index.core.VectorStoreIndex",
    "llama_index.core.indices.base.BaseIndex.as_chat_engine": (
        "llama_index.core.chat_engine.types.BaseChatEngine"
    ),
    "llama_index.core.indices.base.BaseIndex.as_query_engine": (
        "llama_index.core.base.base_query_engine.BaseQueryEngine"
    ),
    "llama_index.core.indices.base.BaseIndex.as_retriever": (
        "llama_index.core.base.base_retriever.BaseRetriever"
    ),
    "llama_index.core.indices.base.BaseIndex.from_documents": (
        "llama_index.core.indices.base.BaseIndex"
    ),
    "llama_index.core.llms.LLM.as_structured_llm": "llama_index.core.llms.LLM",
    "llama_index.core.load_index_from_storage": "llama_index.core.indices.base.BaseIndex",
    "lancedb.connect": "lancedb.db.DBConnection",
    "lancedb.db.DBConnection.create_table": "lancedb.table.Table",
    "lancedb.db.DBConnection.open_table": "lancedb.table.Table",
    "netmiko.ConnectHandler": "netmiko.BaseConnection",
    "e2b_code_interpreter.Sandbox.create": "e2b_code_interpreter.Sandbox",
    "azure.data.tables.TableClient.from_connection_string": "azure.data.tables.TableClient",
    "azure.data.tables.TableServiceClient.get_table_client": "azure.data.tables.TableClient",
    "azure.data.tables.TableServiceClient.from_connection_string": (
        "azure.data.tables.TableServiceClient"
    ),
    "azure.communication.email.EmailClient.from_connection_string": (
        "azure.communication.email.EmailClient"
    ),
    "azure.storage.queue.QueueClient.from_connection_string": "azure.storage.queue.QueueClient",
    "mem0.Memory.from_config": "mem0.Memory",
    "pyairtable.Api.table": "pyairtable.Table",
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
    "routeros_api.RouterOsApiPool.get_api": "routeros_api.api.RouterOsApi",
    "routeros_api.api.RouterOsApi.get_binary_resource": "routeros_api.resource.RouterOsResource",
    "routeros_api.api.RouterOsApi.get_resource": "routeros_api.resource.RouterOsResource",
    "routeros_api.connect": "routeros_api.api.RouterOsApi",
    "gitlab.Gitlab.from_config": "gitlab.Gitlab",
    "gitlab.Gitlab.groups.get": "gitlab.v4.objects.Group",
    "gitlab.Gitlab.groups.create": "gitlab.v4.objects.Group",
    "gitlab.Gitlab.projects.get": "gitlab.v4.objects.Project",
    "gitlab.Gitlab.projects.create": "gitlab.v4.objects.Project",
    "gitlab.v4.objects.Project.issues.create": "gitlab.v4.objects.ProjectIssue",
    "gitlab.v4.objects.Project.issues.get": "gitlab.v4.objects.ProjectIssue",
    "gitlab.v4.objects.Project.jobs.get": "gitlab.v4.objects.ProjectJob",
    "gitlab.v4.objects.Project.mergerequests.create": "gitlab.v4.objects.ProjectMergeRequest",
    "gitlab.v4.objects.Project.mergerequests.get": "gitlab.v4.objects.ProjectMergeRequest",
    "gitlab.v4.objects.Project.pipelines.create": "gitlab.v4.objects.ProjectPipeline",
    "gitlab.v4.objects.Project.pipelines.get": "gitlab.v4.objects.ProjectPipeline",
    "gitlab.v4.objects.Project.trigger_pipeline": "gitlab.v4.objects.ProjectPipeline",
    "gitlab.v4.objects.ProjectIssue.discussions.create": (
        "gitlab.v4.objects.ProjectIssueDiscussion"
    ),
    "gitlab.v4.objects.ProjectIssue.discussions.get": "gitlab.v4.objects.ProjectIssueDiscussion",
    "gitlab.v4.objects.ProjectIssue.notes.create": "gitlab.v4.objects.ProjectIssueNote",
    "gitlab.v4.objects.ProjectIssue.notes.get": "gitlab.v4.objects.ProjectIssueNote",
    "gitlab.v4.objects.ProjectIssueDiscussion.notes.create": (
        "gitlab.v4.objects.ProjectIssueDiscussionNote"
    ),
    "gitlab.v4.objects.ProjectIssueDiscussion.notes.get": (
        "gitlab.v4.objects.ProjectIssueDiscussionNote"
    ),
    "gitlab.v4.objects.ProjectMergeRequest.discussions.create": (
        "gitlab.v4.objects.ProjectMergeRequestDiscussion"
    ),
    "gitlab.v4.objects.ProjectMergeRequest.discussions.get": (
        "gitlab.v4.objects.ProjectMergeRequestDiscussion"
    ),
    "gitlab.v4.objects.ProjectMergeRequest.notes.create": (
        "gitlab.v4.objects.ProjectMergeRequestNote"
    ),
    "gitlab.v4.objects.ProjectMergeRequest.notes.get": (
        "gitlab.v4.objects.ProjectMergeRequestNote"
    ),
    "gitlab.v4.objects.ProjectMergeRequestDiscussion.notes.create": (
        "gitlab.v4.objects.ProjectMergeRequestDiscussionNote"
    ),
    "gitlab.v4.objects.ProjectMergeRequestDiscussion.notes.get": (
        "gitlab.v4.objects.ProjectMergeRequestDiscussionNote"
    ),
    "algoliasearch.search_client.SearchClient.create": ("algoliasearch.search_client.SearchClient"),
    "algoliasearch.search_client.SearchClient.create_with_config": (
        "algoliasearch.search_client.SearchClient"
    ),
    "algoliasearch.search_client.SearchClient.init_index": (
        "algoliasearch.search_index.SearchIndex"
    ),
    "azure.search.documents.indexes.SearchIndexClient.get_search_client": (
        "azure.search.documents.SearchClient"
    ),
    "modal.App.function": "modal.Function",
    "modal.Dict.from_name": "modal.Dict",
    "modal.Function.from_name": "modal.Function",
    "modal.Function.spawn": "modal.FunctionCall",
    "modal.FunctionCall.from_id": "modal.FunctionCall",
    "modal.Queue.from_name": "modal.Queue",
    "modal.Volume.from_name": "modal.Volume",
    "pydub.AudioSegment.empty": "pydub.AudioSegment",
    "pydub.AudioSegment.from_file": "pydub.AudioSegment",
    "pydub.AudioSegment.from_flv": "pydub.AudioSegment",
    "pydub.AudioSegment.from_mp3": "pydub.AudioSegment",
    "pydub.AudioSegment.from_ogg": "pydub.AudioSegment",
    "pydub.AudioSegment.from_wav": "pydub.AudioSegment",
    "pydub.AudioSegment.silent": "pydub.AudioSegment",
    "propelauth_fastapi.init_auth": "propelauth_fastapi.FastAPIAuth",
    "pymsteams.connectorcard": "pymsteams.connectorcard",  # a class, in small letters
    "tronpy.tron.Trx.account_permission_update": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.account_update": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.asset_issue": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.asset_transfer": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.delegate_resource": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.freeze_balance": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.transfer": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.undelegate_resource": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.unfreeze_balance": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.vote_witness": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.Trx.withdraw_rewards": "tronpy.tron.TransactionBuilder",
    "tronpy.tron.TransactionBuilder.build": "tronpy.tron.Transaction",
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
    "pydub.AudioSegment": (
        "append apply_gain fade fade_in fade_out overlay remove_dc_offset reverse set_channels "
        "set_frame_rate set_sample_width"
    ),
    "PIL.Image.Image": "convert copy crop filter resize rotate",
    "elasticsearch.Elasticsearch": "options",
    "ffmpeg.nodes.FilterableStream": "filter",
    "ffmpeg.nodes.OutputStream": "global_args overwrite_output",
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
    "tronpy.tron.Transaction": "inspect sign",
    "tronpy.tron.TransactionBuilder": "expiration fee_limit memo permission_id with_owner",
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
    "twilio.rest.Client.calls": "twilio.rest.api.v2010.account.call.CallContext",
    "twilio.rest.Client.messages": "twilio.rest.api.v2010.account.message.MessageContext",
    "twilio.rest.Client.verify.v2.services": "twilio.rest.verify.v2.service.ServiceContext",
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
    "motor.motor_asyncio.AsyncIOMotorClient": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorCollection": _MOTOR_COLLECTION,
    "motor.motor_asyncio.AsyncIOMotorDatabase": _MOTOR_COLLECTION,
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
    "celery.Celery.control": "celery.app.control.Control",
    "fastapi.FastAPI.router": "fastapi.APIRouter",
    "git.Repo.git": "git.cmd.Git",
    "fastapi_users.BaseUserManager.password_helper": "fastapi_users.password.PasswordHelper",
    "google.genai.Client.aio": "google.genai.client.AsyncClient",
    "llama_index.core.settings._Settings.embed_model": (
        "llama_index.core.base.embeddings.base.BaseEmbedding"
    ),
    "llama_index.core.settings._Settings.llm": "llama_index.core.llms.LLM",
    "mongoengine.Document.objects": "mongoengine.QuerySet",
    "pathlib.PurePath.parent": "pathlib.Path",
    "sqlalchemy.ext.asyncio.AsyncEngine.sync_engine": "sqlalchemy.Engine",
    "tronpy.Tron.trx": "tronpy.tron.Trx",
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
}

#: Objects of the libraries themselves -> their class.
_OBJECTS: dict[str, str] = {
    "celery.current_app": "celery.Celery",
    "llama_index.core.Settings": "llama_index.core.settings._Settings",
}

#: Classes that answer to any attribute that is not one of their own.
_OPEN: dict[str, str] = {
    "motor.motor_asyncio.AsyncIOMotorClient": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorCollection": _MOTOR_COLLECTION,
    "motor.motor_asyncio.AsyncIOMotorDatabase": _MOTOR_COLLECTION,
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

#: Function -> of which class what it gives is, by the class of its first argument.
_BY_ARGUMENT: dict[str, dict[str, str]] = {
    "sqlalchemy.inspect": {
        "sqlalchemy.Connection": "sqlalchemy.Inspector",
        "sqlalchemy.Engine": "sqlalchemy.Inspector",
    },
}

#: Class, and method that is given an object of it -> the class that has that method.
_TAKING: dict[tuple[str, str], str] = {
    ("google.auth.transport.requests.Request", "refresh"): "google.auth.credentials.Credentials",
}


def result_of(function: str) -> str | None:
    """The class of what calling this function (or method of a class) gives."""
    function = canonical(function)
    if function in _RESULTS:
        return _RESULTS[function]
    if (found := langchain.function_result(function)) is not None:
        return found
    cls, _, method = function.rpartition(".")
    return method_result(cls, method) if cls else None


def result_by_argument(function: str, cls: str) -> str | None:
    """The class of what a function gives that is given an object of `cls`, where that decides."""
    return first(_BY_ARGUMENT.get(function, {}), cls)


def taken_by(cls: str, method: str) -> str | None:
    """The class of whatever has a method of that name and is given an object of `cls` there."""
    return _TAKING.get((cls, method))


def object_at(name: str) -> tuple[str, str] | None:
    """The class of the object of a library that a dotted name begins with; the attributes of it."""
    for each, cls in _OBJECTS.items():
        if name.startswith(each) and name[len(each) :][:1] in ("", "."):
            return cls, name[len(each) + 1 :]
    return None


def method_result(cls: str, method: str) -> str | None:
    """The class of what a method of an instance gives, once awaited if it is a coroutine."""
    for one in ancestry(cls):
        if (found := _RESULTS.get(f"{one}.{method}")) is not None:
            return canonical(cls) if found == one else found
        chained = _CHAINED.get(one, "").split()
        if method in chained or chained == ["*"]:
            return canonical(cls)
    return langchain.method_result(canonical(cls), ancestry(cls), method)


def call_result(cls: str) -> str | None:
    """The class of what calling an instance of this class gives; see `factory_argument`."""
    return first(_CALLED, cls)


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
    return first(_ENTERED, cls)


def item_of(cls: str) -> str | None:
    """The class of `x[...]`."""
    return first(_ITEMS, cls)


def attribute(cls: str, name: str) -> str | None:
    """The class of the value of an attribute of an instance."""
    for one in ancestry(cls):
        if (found := _ATTRIBUTES.get(f"{one}.{name}")) is not None:
            return found
    if name.startswith("_"):
        return None
    if namespace(canonical(cls)) is not None:
        return f"{canonical(cls)}.{name}"
    return None if name in _OPEN_OWN else first(_OPEN, cls)
