"""
What keeps a thread waiting, and so the event loop if it is called there.

One entry is one line: the module or class, and the names in it that block. Listed is what
waits for a network, a disk, another process or thread, or computes for a long time by
design; calls that only touch memory are not listed, nor are those that take a moment once.
`*` stands for every public method, `-name` takes one out. `~name` is made at run time, or
gone from the current release: it cannot be looked up there, and is as true as its author.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Literal, NamedTuple

from flake8_fastapi.model.libraries import ancestry, canonical

Kind = Literal[
    "sleep",  # does nothing, for a while
    "http",  # HTTP clients
    "database",  # SQL: connections, sessions, cursors
    "store",  # documents, keys and values, search engines, message brokers
    "subprocess",  # waits for another program
    "file",  # reads or writes the disk: content of any size, copies, trees, archives
    "text",  # reads or writes a text file: mostly a small one
    "sdk",  # clients of a vendor's service
    "cpu",  # slow by design: password hashing
    "heavy",  # computes long, depending on the data
    "socket",  # mail, SSH, FTP, LDAP, DNS, bare sockets
    "wait",  # waits for a thread, a process, a person
    "configured",  # named by the option `fpi-blocking-calls`
    "queue",  # hands a task to a worker, or waits for its result
]


class Unless(NamedTuple):
    """
    A call does not block if this argument is one of these constants.

    `position` counts from 0, without `self`; None: by keyword only. `ABSENT` among the
    values: nor does it if the argument is not given.
    """

    argument: str
    position: int | None
    values: Container[object]


class Blocking(NamedTuple):
    """Why a call blocks, what to do instead, and when it does not."""

    kind: Kind
    remedy: str
    unless: tuple[Unless, ...] = ()


class Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()  #: as a value in `Unless`: the argument is not given

_THREAD = "hand it to a thread with `await run_in_threadpool(...)`"

# --- Data ---------------------------------------------------------------------------------

#: (kind, what to do instead, {module or class: names in it}), by library
_LIBRARIES: tuple[tuple[Kind, str, dict[str, str]], ...] = (
    # sleeping
    ("sleep", "use `await asyncio.sleep(...)`", {"time": "sleep"}),
    # HTTP clients
    (
        "http",
        "use `httpx.AsyncClient`",
        {
            "requests": "delete get head options patch post put request",
            "requests.Session": "delete get head options patch post put request send",
            "requests_oauthlib.OAuth2Session": "fetch_token refresh_token",
            "authlib.integrations.requests_client.OAuth2Session": "fetch_token refresh_token",
            "urllib.request": "urlopen urlretrieve",
            "urllib.request.OpenerDirector": "open",
            "urllib3": "request",
            "urllib3.PoolManager": "request request_encode_body request_encode_url urlopen",
            "urllib3.HTTPConnectionPool": "request request_encode_body request_encode_url urlopen",
            "http.client.HTTPConnection": "connect getresponse request send",
            "httplib2.Http": "request",
            "pycurl.Curl": "perform",
            "curl_cffi.requests": "delete get head options patch post put request",
            "curl_cffi.requests.Session": "delete get head options patch post put request",
        },
    ),
    (
        "http",
        "use `httpx.AsyncClient`",
        {
            "httpx": "delete get head options patch post put request stream",
            "httpx.Client": "delete get head options patch post put request send stream",
            "authlib.integrations.httpx_client.OAuth2Client": "fetch_token refresh_token",
        },
    ),
    (
        "http",
        "use `httpx2.AsyncClient`",
        {
            "httpx2": "delete get head options patch post put request stream",
            "httpx2.Client": "delete get head options patch post put request send stream",
        },
    ),
    (
        "http",
        _THREAD,
        {
            "google.oauth2.id_token": "fetch_id_token verify_firebase_token verify_oauth2_token",
            "jwt.PyJWKClient": (
                "fetch_data get_jwk_set get_signing_key get_signing_key_from_jwt get_signing_keys"
            ),
            "pywebpush": "webpush",
            "trafilatura": "fetch_url",
            "websocket": "create_connection",
            "websocket.WebSocket": "connect recv send",
            "websocket.WebSocketApp": "run_forever",
        },
    ),
    (
        "http",
        "use `websockets.connect` of `websockets.asyncio.client`",
        {
            "websockets.sync.client": "connect",
            "websockets.sync.client.ClientConnection": "recv send",
        },
    ),
    # databases: SQLAlchemy, SQLModel
    (
        "database",
        "use `AsyncSession`",
        {
            "sqlalchemy.orm.Session": (
                "bulk_insert_mappings bulk_save_objects bulk_update_mappings commit execute flush "
                "get get_one merge refresh rollback scalar scalars"
            ),
            "sqlalchemy.orm.SessionTransaction": "commit rollback",
            "sqlalchemy.orm.Query": ("all count delete first get one one_or_none scalar update"),
            "sqlmodel.Session": "exec",
        },
    ),
    (
        "database",
        "use `create_async_engine`",
        {
            "sqlalchemy.Connection": "commit exec_driver_sql execute rollback scalar scalars",
            "sqlalchemy.Engine": "begin connect raw_connection",
            "sqlalchemy.MetaData": "create_all drop_all reflect",
        },
    ),
    # databases: drivers
    (
        "database",
        "use `psycopg.AsyncConnection`",
        {
            "psycopg": "connect",
            "psycopg.Connection": "commit connect execute rollback",
            "psycopg.Cursor": "copy execute executemany stream",
            "psycopg_pool.ConnectionPool": "connection getconn wait",
        },
    ),
    (
        "database",
        "use an async driver such as `asyncpg`",
        {
            "psycopg2": "connect",
            "psycopg2.extensions.connection": "commit rollback",
            "psycopg2.extensions.cursor": (
                "callproc copy_expert copy_from copy_to execute executemany"
            ),
            "psycopg2.extras": "execute_batch execute_values",
            "psycopg2.pool.SimpleConnectionPool": "getconn",
            "psycopg2.pool.ThreadedConnectionPool": "getconn",
        },
    ),
    (
        "database",
        "use an async driver such as `aiomysql`",
        {
            "pymysql": "connect",
            "pymysql.connections.Connection": "begin commit connect ping query rollback",
            "pymysql.cursors.Cursor": "callproc execute executemany",
            "MySQLdb": "connect",
            "MySQLdb.connections.Connection": "commit query rollback",
            "MySQLdb.cursors.BaseCursor": "callproc execute executemany",
        },
    ),
    (
        "database",
        "use `mysql.connector.aio`",
        {
            "mysql.connector": "connect",
            "mysql.connector.abstracts.MySQLConnectionAbstract": "commit rollback",
            "mysql.connector.abstracts.MySQLCursorAbstract": (
                "callproc execute executemany fetchall fetchmany fetchone"
            ),
            "mysql.connector.pooling.MySQLConnectionPool": "get_connection",
        },
    ),
    (
        "database",
        "use `aiosqlite`",
        {
            "sqlite3": "connect",
            "sqlite3.Connection": "backup commit execute executemany executescript rollback",
            "sqlite3.Cursor": "execute executemany executescript fetchall fetchmany fetchone",
        },
    ),
    (
        "database",
        "use `aioodbc`",
        {
            "pyodbc": "connect",
            "pyodbc.Connection": "commit execute rollback",
            "pyodbc.Cursor": "commit execute executemany fetchall fetchmany fetchone fetchval",
        },
    ),
    (
        "database",
        "use `oracledb.connect_async`",
        {
            "cx_Oracle": "connect",
            "cx_Oracle.Connection": "commit rollback",
            "cx_Oracle.Cursor": "callfunc callproc execute executemany fetchall fetchmany fetchone",
            "oracledb": "connect",
            "oracledb.Connection": "commit ping rollback",
            "oracledb.ConnectionPool": "acquire",
            "oracledb.Cursor": "callfunc callproc execute executemany fetchall fetchmany fetchone",
        },
    ),
    (
        "database",
        _THREAD,
        {
            "pymssql": "connect",
            "pymssql._pymssql.Connection": "commit rollback",
            "pymssql._pymssql.Cursor": "callproc execute executemany fetchall fetchmany fetchone",
            "duckdb": "execute",
            "duckdb.DuckDBPyConnection": "commit execute executemany",
            "clickhouse_driver.Client": "execute execute_iter insert_dataframe query_dataframe",
            "snowflake.connector": "connect",
            "snowflake.connector.SnowflakeConnection": "commit execute_string rollback",
            "snowflake.connector.cursor.SnowflakeCursor": "execute executemany",
            "databricks.sql": "connect",
            "databricks.sql.client.Cursor": "execute executemany fetchall fetchmany fetchone",
            "trino.dbapi.Cursor": "execute executemany fetchall fetchmany fetchone",
            "pandas": "read_sql read_sql_query read_sql_table",
            "pandas.DataFrame": "to_sql",
            "polars": "read_database read_database_uri",
        },
    ),
    (
        "database",
        "use `clickhouse_connect.get_async_client`",
        {
            "clickhouse_connect": "create_client get_client",
            "clickhouse_connect.driver.client.Client": (
                "command insert insert_df ping query query_df query_np raw_insert raw_query"
            ),
        },
    ),
    # databases: object mappers
    (
        "database",
        _THREAD,
        {
            "peewee.Database": "connect create_tables drop_tables execute execute_sql",
            "peewee.Model": (
                "bulk_create bulk_update create create_table delete_by_id delete_instance "
                "drop_table get get_by_id get_or_create get_or_none save set_by_id"
            ),
            "peewee.BaseQuery": "execute",
            "peewee.SelectBase": "count exists first get scalar",
            "pony.orm": "commit flush rollback",
        },
    ),
    (
        "store",
        "use an async ODM such as `beanie`",
        {
            "mongoengine": "connect",
            "mongoengine.Document": "delete modify reload save update",
            "mongoengine.QuerySet": (
                "aggregate average count create delete distinct first get in_bulk insert modify "
                "sum update update_one upsert_one"
            ),
        },
    ),
    (
        "store",
        "use `pymongo.AsyncMongoClient`",
        {
            "pymongo.MongoClient": "drop_database list_database_names list_databases server_info",
            "pymongo.database.Database": (
                "aggregate command create_collection drop_collection list_collection_names "
                "list_collections"
            ),
            "pymongo.collection.Collection": (
                "aggregate bulk_write count_documents create_index create_indexes delete_many "
                "delete_one distinct drop drop_index estimated_document_count find find_one "
                "find_one_and_delete find_one_and_replace find_one_and_update index_information "
                "insert_many insert_one list_indexes rename replace_one update_many update_one"
            ),
        },
    ),
    (
        "store",
        "use `neo4j.AsyncGraphDatabase`",
        {
            "neo4j.Driver": "execute_query verify_connectivity",
            "neo4j.Session": "execute_read execute_write run",
            "neo4j.Transaction": "commit rollback run",
        },
    ),
    # stores, search engines, brokers
    (
        "store",
        "use `redis.asyncio.Redis`",
        {
            "redis.Redis": (
                "* -bf -cf -client -close -cms -from_pool -from_url -ft -get_cache "
                "-get_connection_kwargs -get_encoder -get_retry -json -load_external_module -lock "
                "-parse_response -pipeline -pubsub -register_script -set_response_callback "
                "-set_retry -tdigest -topk -ts -vset"
            ),
            "redis.client.Pipeline": "execute unwatch watch",
            "redis.client.PubSub": "get_message listen psubscribe subscribe",
            "redis.lock.Lock": "acquire extend owned reacquire release",
        },
    ),
    (
        "store",
        "use `redis.asyncio.RedisCluster`",
        {"redis.RedisCluster": "delete exists expire get hget hset keys mget mset ping set"},
    ),
    (
        "store",
        "use `AsyncElasticsearch`",
        {
            "elasticsearch.Elasticsearch": (
                "bulk cluster.health count create delete delete_by_query exists get index "
                "indices.create indices.delete indices.exists indices.refresh info mget msearch "
                "ping reindex scroll search update update_by_query"
            ),
            "elasticsearch.helpers": "bulk reindex scan streaming_bulk",
        },
    ),
    (
        "store",
        "use `AsyncOpenSearch`",
        {
            "opensearchpy.OpenSearch": (
                "bulk cluster.health count create delete delete_by_query exists get index "
                "indices.create indices.delete indices.exists indices.refresh info mget msearch "
                "ping reindex scroll search update update_by_query"
            ),
            "opensearchpy.helpers": "bulk reindex scan streaming_bulk",
        },
    ),
    (
        "store",
        _THREAD,
        {
            "cassandra.cluster.Cluster": "connect",
            "cassandra.cluster.Session": "execute",
            "cassandra.cluster.ResponseFuture": "result",
            "influxdb_client.QueryApi": "query query_csv query_data_frame query_raw query_stream",
            "memcache.Client": "add decr delete get get_multi incr replace set set_multi",
            "pymemcache.client.base.Client": (
                "add decr delete delete_many get get_many gets incr replace set set_many touch"
            ),
        },
    ),
    (
        "store",
        "use `aiokafka`",
        {
            "kafka.KafkaConsumer": "commit poll",
            "kafka.KafkaProducer": "flush",
            "confluent_kafka.Consumer": "commit consume poll",
            "confluent_kafka.Producer": "flush",
        },
    ),
    (
        "store",
        "use `aio_pika`",
        {
            "pika.BlockingConnection": "channel process_data_events sleep",
            "pika.adapters.blocking_connection.BlockingChannel": (
                "basic_get basic_publish exchange_declare queue_bind queue_declare queue_delete "
                "queue_purge start_consuming"
            ),
        },
    ),
    # other programs
    (
        "subprocess",
        "use `await asyncio.create_subprocess_exec(...)`",
        {
            "subprocess": "call check_call check_output getoutput getstatusoutput run",
            "subprocess.Popen": "communicate wait",
            "os": "popen system",
        },
    ),
    # files
    (
        "file",
        "use `anyio.open_file`",
        {"builtins": "open", "pathlib.Path": "open"},
    ),
    (
        "file",
        "use `anyio.Path`",
        {"pathlib.Path": "read_bytes rglob write_bytes"},
    ),
    ("text", "use `anyio.Path`", {"pathlib.Path": "read_text write_text"}),
    (
        "file",
        _THREAD,
        {
            "shutil": ("copy copy2 copyfile copyfileobj copytree make_archive move unpack_archive"),
            "glob": "glob",
            "os": "fsync fwalk walk",
            "tarfile.TarFile": "add extract extractall",
            "zipfile.ZipFile": "extract extractall write",
        },
    ),
    # vendors' services
    (
        "sdk",
        "use `openai.AsyncOpenAI`",
        {
            "openai.OpenAI": (
                "audio.speech.create audio.transcriptions.create audio.translations.create "
                "batches.create batches.retrieve beta.chat.completions.parse beta.threads.create "
                "beta.threads.messages.create beta.threads.messages.list beta.threads.runs.create "
                "beta.threads.runs.create_and_poll beta.threads.runs.retrieve "
                "chat.completions.create chat.completions.parse completions.create "
                "embeddings.create files.content files.create files.delete files.list "
                "files.retrieve images.edit images.generate models.list models.retrieve "
                "moderations.create responses.create responses.parse responses.retrieve "
                "vector_stores.create vector_stores.retrieve vector_stores.search"
            ),
            "openai": (
                "audio.speech.create ~Audio.transcribe audio.transcriptions.create "
                "chat.completions.create chat.completions.parse ~ChatCompletion.create "
                "~Completion.create completions.create ~Embedding.create embeddings.create "
                "files.create ~Image.create images.generate models.list moderations.create "
                "responses.create responses.parse"
            ),
        },
    ),
    (
        "sdk",
        "use `anthropic.AsyncAnthropic`",
        {
            "anthropic.Anthropic": (
                "beta.messages.count_tokens beta.messages.create messages.batches.create "
                "messages.count_tokens messages.create messages.stream models.list"
            ),
            "anthropic.AnthropicBedrock": "messages.create messages.stream",
            "anthropic.AnthropicVertex": "messages.create messages.stream",
        },
    ),
    (
        "sdk",
        "use `groq.AsyncGroq`",
        {
            "groq.Groq": (
                "audio.speech.create audio.transcriptions.create audio.translations.create "
                "chat.completions.create embeddings.create models.list"
            )
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `chat.complete_async`",
        {
            "mistralai.client.Mistral": (
                "agents.complete chat.complete chat.stream embeddings.create files.upload "
                "fim.complete models.list ocr.process"
            )
        },
    ),
    (
        "sdk",
        "use `cohere.AsyncClient`",
        {"cohere.Client": "chat chat_stream classify embed generate rerank summarize"},
    ),
    (
        "sdk",
        "use `cohere.AsyncClientV2`",
        {"cohere.ClientV2": "chat chat_stream embed rerank"},
    ),
    (
        "sdk",
        "use `await client.aio...`",
        {
            "google.genai.Client": (
                "files.delete files.get files.list files.upload models.count_tokens "
                "models.embed_content models.generate_content models.generate_content_stream "
                "models.generate_images models.generate_videos models.list"
            )
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `generate_content_async`",
        {
            "google.generativeai": "embed_content upload_file",
            "google.generativeai.GenerativeModel": "count_tokens generate_content",
            "google.generativeai.ChatSession": "send_message",
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `generate_content_async`",
        {
            "vertexai.generative_models.ChatSession": "send_message",
            "vertexai.generative_models.GenerativeModel": "count_tokens generate_content",
        },
    ),
    (
        "sdk",
        "use `ollama.AsyncClient`",
        {
            "ollama": "chat embed embeddings generate list pull show",
            "ollama.Client": "chat embed embeddings generate list pull show",
        },
    ),
    (
        "sdk",
        "use `huggingface_hub.AsyncInferenceClient`",
        {
            "huggingface_hub.InferenceClient": (
                "automatic_speech_recognition chat_completion feature_extraction "
                "image_classification image_to_text summarization text_classification "
                "text_generation text_to_image text_to_speech translation"
            )
        },
    ),
    (
        "sdk",
        "use its async twin, such as `ainvoke`",
        {
            "langchain_core.embeddings.Embeddings": "embed_documents embed_query",
            "langchain_core.language_models.BaseChatModel": "batch generate invoke ~predict stream",
            "langchain_core.retrievers.BaseRetriever": "batch ~get_relevant_documents invoke",
            "langchain_core.vectorstores.VectorStore": (
                "add_documents add_texts from_documents from_texts max_marginal_relevance_search "
                "similarity_search similarity_search_with_relevance_scores "
                "similarity_search_with_score"
            ),
            "langgraph.graph.state.CompiledStateGraph": "batch invoke stream",
        },
    ),
    (
        "sdk",
        "use its async twin, such as `acompletion`",
        {
            "litellm": (
                "completion embedding image_generation moderation rerank responses speech "
                "text_completion transcription"
            )
        },
    ),
    (
        "sdk",
        "use `supabase.AsyncClient`",
        {
            "postgrest.SyncSelectRequestBuilder": "execute",
            "storage3._sync.file_api.SyncBucketProxy": (
                "copy create_signed_url create_signed_urls download exists list move remove update "
                "upload"
            ),
            "supabase.Client": (
                "auth.exchange_code_for_session auth.get_user auth.refresh_session "
                "auth.reset_password_for_email auth.sign_in_with_otp auth.sign_in_with_password "
                "auth.sign_out auth.sign_up auth.update_user auth.verify_otp storage.create_bucket "
                "storage.get_bucket storage.list_buckets"
            ),
        },
    ),
    (
        "sdk",
        "use `AsyncElevenLabs`",
        {
            "elevenlabs.ElevenLabs": (
                "text_to_speech.convert text_to_speech.stream voices.get_all voices.search"
            ),
        },
    ),
    (
        "sdk",
        "use `AsyncTavilyClient`",
        {"tavily.TavilyClient": "crawl extract get_search_context map qna_search search"},
    ),
    (
        "sdk",
        "use `together.AsyncTogether`",
        {
            "together.Together": (
                "chat.completions.create completions.create embeddings.create images.generate"
            ),
        },
    ),
    (
        "sdk",
        "use `replicate.async_run`",
        {"replicate": "run", "replicate.Client": "run"},
    ),
    (
        "sdk",
        "use `aioboto3`",
        {
            "botocore.client.BaseClient": (
                "* -can_paginate -close -generate_presigned_post -generate_presigned_url "
                "-get_paginator -get_waiter"
            ),
            "botocore.paginate.Paginator": "paginate",
            "botocore.waiter.Waiter": "wait",
            "boto3.resources.base.ServiceResource": (
                "batch_get_item batch_write_item create_bucket create_queue create_table "
                "create_topic get_queue_by_name"
            ),
            "boto3.dynamodb.Table": (
                "~delete ~delete_item ~get_item ~load ~put_item ~query ~reload ~scan ~update "
                "~update_item ~wait_until_exists"
            ),
            "boto3.s3.Bucket": (
                "~copy ~create ~delete ~delete_objects ~download_file ~download_fileobj ~load "
                "~put_object ~upload_file ~upload_fileobj"
            ),
            "boto3.s3.Object": (
                "~copy_from ~delete ~download_file ~download_fileobj ~get ~load ~put ~reload "
                "~upload_file ~upload_fileobj"
            ),
            "boto3.sqs.Queue": (
                "~delete_messages ~purge ~receive_messages ~send_message ~send_messages"
            ),
        },
    ),
    (
        "sdk",
        "use `StripeClient` with the `_async` methods",
        {
            "stripe.Account": "create delete list modify retrieve",
            "stripe.Charge": "capture create list modify retrieve search",
            "stripe.Customer": "create delete list modify retrieve search",
            "stripe.Event": "list retrieve",
            "stripe.Invoice": "create finalize_invoice list modify pay retrieve ~upcoming",
            "stripe.PaymentIntent": "cancel capture confirm create list modify retrieve",
            "stripe.PaymentMethod": "attach create detach list modify retrieve",
            "stripe.Price": "create list modify retrieve search",
            "stripe.Product": "create delete list modify retrieve search",
            "stripe.Refund": "create list modify retrieve",
            "stripe.SetupIntent": "confirm create list modify retrieve",
            "stripe.Subscription": "cancel create list modify retrieve search",
            "stripe.StripeClient": (
                "v1.checkout.sessions.create v1.checkout.sessions.retrieve v1.customers.create "
                "v1.customers.list v1.customers.retrieve v1.customers.update v1.invoices.list "
                "v1.invoices.retrieve v1.payment_intents.create v1.payment_intents.retrieve "
                "v1.prices.list v1.prices.retrieve v1.products.list v1.products.retrieve "
                "v1.refunds.create v1.subscriptions.cancel v1.subscriptions.create "
                "v1.subscriptions.list v1.subscriptions.retrieve v1.subscriptions.update"
            ),
            "stripe.Transfer": "create list modify retrieve",
            "stripe.billing_portal.Session": "create",
            "stripe.checkout.Session": "create expire list list_line_items retrieve",
        },
    ),
    (
        "sdk",
        "use `qdrant_client.AsyncQdrantClient`",
        {
            "qdrant_client.QdrantClient": (
                "collection_exists count create_collection create_payload_index "
                "delete delete_collection get_collection get_collections query_batch_points "
                "query_points recreate_collection retrieve scroll ~search set_payload "
                "update_collection "
                "upload_collection upload_points upsert"
            )
        },
    ),
    (
        "sdk",
        _THREAD,
        {"chromadb.Collection": "add delete get query update upsert"},
    ),
    (
        "sdk",
        "use `pymilvus.AsyncMilvusClient`",
        {
            "pymilvus.Collection": (
                "create_index delete drop flush hybrid_search insert load query release search "
                "upsert"
            ),
            "pymilvus.MilvusClient": (
                "create_collection delete drop_collection get has_collection hybrid_search insert "
                "list_collections load_collection query search upsert"
            ),
        },
    ),
    (
        "sdk",
        "use `weaviate.WeaviateAsyncClient`",
        {
            "weaviate": "connect_to_custom connect_to_local connect_to_weaviate_cloud",
            "weaviate.WeaviateClient": (
                "collections.create collections.delete collections.exists connect "
                "graphql_raw_query is_live is_ready"
            ),
            "weaviate.collections.Collection": (
                "data.delete_by_id data.delete_many data.insert data.insert_many data.replace "
                "data.update query.bm25 query.fetch_object_by_id query.fetch_objects query.hybrid "
                "query.near_object query.near_text query.near_vector"
            ),
        },
    ),
    (
        "sdk",
        "use `slack_sdk.web.async_client.AsyncWebClient`",
        {
            "slack_sdk.WebClient": "* -validate_slack_signature",
            "slack_sdk.webhook.WebhookClient": "send send_dict",
        },
    ),
    (
        "sdk",
        _THREAD,
        {
            "azure.cosmos.CosmosClient": (
                "create_database create_database_if_not_exists delete_database"
            ),
            "azure.cosmos.ContainerProxy": (
                "create_item delete_item patch_item query_items read_all_items read_item "
                "replace_item upsert_item"
            ),
            "azure.cosmos.DatabaseProxy": (
                "create_container create_container_if_not_exists delete_container"
            ),
            "azure.servicebus.ServiceBusSender": "send_messages",
            "azure.identity.DefaultAzureCredential": "get_token",
            "azure.keyvault.secrets.SecretClient": "get_secret set_secret",
            "azure.storage.blob.BlobClient": (
                "delete_blob download_blob exists get_blob_properties start_copy_from_url "
                "upload_blob"
            ),
            "azure.storage.blob.BlobServiceClient": "create_container delete_container",
            "azure.storage.blob.ContainerClient": (
                "create_container delete_blob delete_container download_blob exists upload_blob"
            ),
            "docker.DockerClient": (
                "containers.create containers.get containers.list containers.run df images.build "
                "images.get images.list images.pull images.push images.remove info networks.create "
                "networks.get networks.list ping version volumes.create volumes.get volumes.list"
            ),
            "docker.models.containers.Container": (
                "commit exec_run get_archive kill logs pause put_archive reload remove restart "
                "start stats stop top unpause wait"
            ),
            "firebase_admin.auth": (
                "create_session_cookie create_user delete_user get_user get_user_by_email "
                "list_users set_custom_user_claims update_user verify_id_token "
                "verify_session_cookie"
            ),
            "firebase_admin.db.Reference": "delete get push set transaction update",
            "firebase_admin.messaging": (
                "send send_each send_each_for_multicast subscribe_to_topic unsubscribe_from_topic"
            ),
            "ccxt.Exchange": (
                "cancel_order create_order fetch_balance fetch_ohlcv fetch_open_orders fetch_order "
                "fetch_order_book fetch_positions fetch_ticker fetch_tickers fetch_trades "
                "load_markets"
            ),
            "cloudinary.uploader": "destroy explicit rename upload upload_image upload_large",
            "ddgs.DDGS": "images news text videos",
            "emails.Message": "send",
            "geopy.geocoders.Nominatim": "geocode reverse",
            "geopy.geocoders.GoogleV3": "geocode reverse",
            "git.Repo": "clone clone_from",
            "github.Github": "get_organization get_repo get_user search_code search_repositories",
            "github.Repository.Repository": (
                "create_file create_issue create_pull get_branch get_branches get_commit "
                "get_contents get_issue get_pull update_file"
            ),
            "gitlab.Gitlab": "auth http_delete http_get http_post http_put",
            "google.cloud.bigquery.Client": (
                "create_table delete_table get_dataset get_table insert_rows insert_rows_json "
                "list_rows list_tables load_table_from_dataframe load_table_from_file "
                "load_table_from_json query query_and_wait"
            ),
            "google.cloud.bigquery.QueryJob": "result to_dataframe",
            "google.cloud.firestore.CollectionReference": "add get stream",
            "google.cloud.firestore.DocumentReference": "create delete get set update",
            "google.cloud.firestore.Query": "get stream",
            "google.cloud.firestore.WriteBatch": "commit",
            "google.cloud.secretmanager.SecretManagerServiceClient": (
                "access_secret_version add_secret_version create_secret get_secret"
            ),
            "google.cloud.storage.Blob": (
                "delete download_as_bytes download_as_text download_to_file download_to_filename "
                "exists open reload upload_from_file upload_from_filename upload_from_string"
            ),
            "google.cloud.storage.Bucket": "delete exists get_blob reload",
            "google.cloud.storage.Client": "create_bucket get_bucket list_blobs list_buckets",
            "googleapiclient.discovery.Resource": "~execute",
            "googleapiclient.http.HttpRequest": "execute",
            "googlemaps.Client": (
                "directions distance_matrix elevation find_place geocode place places "
                "places_autocomplete places_nearby reverse_geocode timezone"
            ),
            "gspread.Client": "create open open_by_key open_by_url openall",
            "gspread.Spreadsheet": "add_worksheet batch_update get_worksheet worksheet worksheets",
            "gspread.Worksheet": (
                "append_row append_rows batch_get batch_update cell clear col_values delete_rows "
                "find get get_all_records get_all_values insert_row row_values update update_cell"
            ),
            "hvac.Client": (
                "delete is_authenticated list read secrets.kv.v1.read_secret "
                "secrets.kv.v2.create_or_update_secret secrets.kv.v2.read_secret_version write"
            ),
            "huggingface_hub": (
                "hf_hub_download list_models login model_info snapshot_download upload_file "
                "upload_folder whoami"
            ),
            "keycloak.KeycloakOpenID": (
                "certs introspect logout public_key refresh_token token userinfo"
            ),
            "keycloak.KeycloakAdmin": (
                "create_user delete_user get_user get_user_id get_users set_user_password "
                "update_user"
            ),
            "meilisearch.Client": "create_index get_index get_indexes health multi_search",
            "meilisearch.index.Index": (
                "add_documents delete_document delete_documents get_document get_documents search "
                "update_documents"
            ),
            "msal.ConfidentialClientApplication": (
                "acquire_token_by_auth_code_flow acquire_token_by_authorization_code "
                "acquire_token_by_refresh_token acquire_token_for_client "
                "acquire_token_on_behalf_of"
            ),
            "minio.Minio": (
                "bucket_exists copy_object fget_object fput_object get_object list_buckets "
                "make_bucket put_object remove_bucket remove_object stat_object"
            ),
            "notion_client.Client": (
                "blocks.children.append blocks.children.list databases.create ~databases.query "
                "databases.retrieve pages.create pages.retrieve pages.update users.list"
            ),
            "pinecone.Index": (
                "delete describe_index_stats fetch list query search update upsert upsert_records"
            ),
            "pinecone.Pinecone": "create_index delete_index describe_index list_indexes",
            "playwright.sync_api": "sync_playwright",
            "razorpay.Client": (
                "customer.create order.create order.fetch payment.capture payment.fetch "
                "payment.refund subscription.create"
            ),
            "resend.Emails": "cancel get send update",
            "sendgrid.SendGridAPIClient": "send",
            "telebot.TeleBot": (
                "answer_callback_query delete_message edit_message_text get_file get_me "
                "send_document send_message send_photo set_webhook"
            ),
            "tweepy.Client": (
                "create_tweet delete_tweet get_me get_user get_users_tweets search_recent_tweets"
            ),
            "twilio.rest.Client": "calls.create calls.list messages.create messages.list",
            "yt_dlp.YoutubeDL": "download extract_info",
            "yfinance": "download",
            "yfinance.Ticker": "history",
        },
    ),
    (
        "sdk",
        "use `kubernetes_asyncio`",
        {
            "kubernetes.client.AppsV1Api": "*",
            "kubernetes.client.BatchV1Api": "*",
            "kubernetes.client.CoreV1Api": "*",
            "kubernetes.client.CustomObjectsApi": "*",
        },
    ),
    (
        "sdk",
        _THREAD,
        {
            "selenium.webdriver.remote.webdriver.WebDriver": (
                "execute execute_script find_element find_elements get quit save_screenshot"
            ),
            "pdfkit": "from_file from_string from_url",
        },
    ),
    # slow by design
    (
        "cpu",
        _THREAD,
        {
            "argon2.PasswordHasher": "hash verify",
            "bcrypt": "checkpw hashpw kdf",
            "hashlib": "pbkdf2_hmac scrypt",
            "passlib.context.CryptContext": "dummy_verify encrypt hash verify verify_and_update",
            "passlib.hash.argon2": "hash verify",
            "passlib.hash.bcrypt": "hash verify",
            "passlib.hash.pbkdf2_sha256": "hash verify",
            "passlib.hash.sha256_crypt": "hash verify",
            "passlib.hash.sha512_crypt": "hash verify",
            "pwdlib.PasswordHash": "hash verify verify_and_update",
            "werkzeug.security": "check_password_hash generate_password_hash",
        },
    ),
    # slow with much data
    (
        "heavy",
        _THREAD,
        {
            "PIL.Image.Image": "convert filter resize rotate save thumbnail transform",
            "cv2": "imread imwrite",
            "cv2.VideoCapture": "open read",
            "faster_whisper.WhisperModel": "~transcribe",
            "joblib": "dump load",
            "openpyxl": "load_workbook",
            "pandas": "read_csv read_excel read_json read_parquet",
            "pandas.DataFrame": "to_csv to_excel to_parquet",
            "polars": "read_csv read_excel read_parquet",
            "pytesseract": "image_to_data image_to_string",
            "sentence_transformers.SentenceTransformer": "~encode",
            "whisper": "~load_model ~transcribe",
            "weasyprint.HTML": "render write_pdf",
        },
    ),
    # sockets
    (
        "socket",
        "use `aiosmtplib`",
        {
            "smtplib.SMTP": (
                "connect data ehlo helo login mail noop quit rcpt send_message sendmail starttls "
                "verify"
            )
        },
    ),
    (
        "socket",
        "use `await loop.getaddrinfo(...)`",
        {"socket": "getaddrinfo gethostbyaddr gethostbyname gethostbyname_ex getnameinfo"},
    ),
    (
        "socket",
        "use `await asyncio.open_connection(...)`",
        {
            "socket": "create_connection",
            "socket.socket": "accept recv recv_into recvfrom sendall sendfile",
            "telnetlib.Telnet": "expect read_all read_some read_until write",
        },
    ),
    (
        "socket",
        "use `dns.asyncresolver.resolve`",
        {
            "dns.resolver": "query resolve resolve_address",
            "dns.resolver.Resolver": "query resolve resolve_address",
        },
    ),
    (
        "socket",
        _THREAD,
        {
            "ftplib.FTP": (
                "connect cwd delete dir login mkd nlst retrbinary retrlines sendcmd size "
                "storbinary storlines"
            ),
            "imaplib.IMAP4": (
                "append copy expunge fetch list login logout search select status store uid"
            ),
            "poplib.POP3": "dele list pass_ quit retr stat top uidl user",
            "ldap3.Connection": "add bind delete modify rebind search start_tls unbind",
            "pysftp.Connection": "execute get listdir put",
            "imap_tools.MailBox": "delete fetch flag login move numbers uids",
        },
    ),
    (
        "socket",
        "use `asyncssh`",
        {
            "paramiko.SSHClient": "connect exec_command invoke_shell open_sftp",
            "paramiko.SFTPClient": (
                "chdir file get getfo listdir listdir_attr mkdir open put putfo remove rename "
                "rmdir stat"
            ),
            "paramiko.Transport": "auth_password connect open_session",
        },
    ),
    # waiting for a thread, a process, a person
    (
        "wait",
        "use `asyncio.Lock`",
        {"threading.Lock": "acquire", "threading.RLock": "acquire"},
    ),
    (
        "wait",
        "use `asyncio.Semaphore`",
        {"threading.BoundedSemaphore": "acquire", "threading.Semaphore": "acquire"},
    ),
    ("wait", "use `asyncio.Event`", {"threading.Event": "wait"}),
    ("wait", "use `asyncio.Condition`", {"threading.Condition": "acquire wait wait_for"}),
    ("wait", "use `asyncio.Barrier`", {"threading.Barrier": "wait"}),
    ("wait", "use `asyncio.Queue`", {"queue.Queue": "get join", "queue.SimpleQueue": "get"}),
    (
        "wait",
        "await it with `asyncio.wrap_future(...)`",
        {
            "concurrent.futures": "as_completed wait",
            "concurrent.futures.Executor": "shutdown",
            "concurrent.futures.Future": "exception result",
        },
    ),
    (
        "wait",
        "use `await asyncio.to_thread(...)`",
        {"threading.Thread": "join"},
    ),
    (
        "wait",
        _THREAD,
        {
            "builtins": "input",
            "getpass": "getpass",
            "select": "select",
            "multiprocessing.Process": "join",
            "multiprocessing.pool.AsyncResult": "get wait",
            "multiprocessing.pool.Pool": "apply join map starmap",
            "multiprocessing.queues.Queue": "get",
        },
    ),
    (
        "wait",
        "take it out",
        {"builtins": "breakpoint", "pdb": "post_mortem set_trace"},
    ),
    # task queues
    (
        "queue",
        _THREAD,
        {
            "celery.Celery": "send_task",
            "celery.Task": "apply_async delay",
            "celery.canvas.Signature": "apply_async delay",
            "celery.result.AsyncResult": "get wait",
            "celery.result.GroupResult": "get join",
            "dramatiq.Actor": "send send_with_options",
            "rq.Queue": "enqueue enqueue_at enqueue_call enqueue_in fetch_job",
        },
    ),
)

#: What makes an object -> the constant arguments with which all of it is in memory.
IN_MEMORY: dict[str, tuple[Unless, ...]] = {
    "qdrant_client.QdrantClient": (Unless("location", 0, (":memory:",)),),
    "sqlite3.connect": (Unless("database", 0, (":memory:",)),),
}

#: Function or method -> the constant arguments with which it does not block.
_UNLESS: dict[str, tuple[Unless, ...]] = {
    "concurrent.futures.Executor.shutdown": (Unless("wait", 0, (False,)),),
    "concurrent.futures.Future.exception": (Unless("timeout", 0, (0, 0.0)),),
    "concurrent.futures.Future.result": (Unless("timeout", 0, (0, 0.0)),),
    "concurrent.futures.wait": (Unless("timeout", 1, (0, 0.0)),),
    "confluent_kafka.Consumer.commit": (Unless("asynchronous", None, (ABSENT, True)),),
    "confluent_kafka.Consumer.consume": (Unless("timeout", 1, (0, 0.0)),),
    "confluent_kafka.Consumer.poll": (Unless("timeout", 0, (0, 0.0)),),
    "confluent_kafka.Producer.flush": (Unless("timeout", 0, (0, 0.0)),),
    # some rounds of SHA-256 take a moment: it derives a key from what is no password
    "hashlib.pbkdf2_hmac": (Unless("iterations", 3, range(20_000)),),
    "glob.glob": (Unless("recursive", None, (ABSENT, False)),),
    "kafka.KafkaConsumer.poll": (Unless("timeout_ms", 0, (ABSENT, 0)),),
    "multiprocessing.Process.join": (Unless("timeout", 0, (0, 0.0)),),
    "multiprocessing.queues.Queue.get": (
        Unless("block", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "queue.Queue.get": (Unless("block", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "queue.SimpleQueue.get": (Unless("block", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "redis.client.PubSub.get_message": (Unless("timeout", 1, (ABSENT, 0, 0.0)),),
    "redis.lock.Lock.acquire": (Unless("blocking", 1, (False,)),),
    "select.select": (Unless("timeout", 3, (0, 0.0)),),
    "sqlite3.connect": IN_MEMORY["sqlite3.connect"],
    "subprocess.Popen.wait": (Unless("timeout", 0, (0, 0.0)),),
    "threading.BoundedSemaphore.acquire": (
        Unless("blocking", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "threading.Condition.acquire": (
        Unless("blocking", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "threading.Condition.wait": (Unless("timeout", 0, (0, 0.0)),),
    "threading.Condition.wait_for": (Unless("timeout", 1, (0, 0.0)),),
    "threading.Event.wait": (Unless("timeout", 0, (0, 0.0)),),
    "threading.Lock.acquire": (Unless("blocking", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "threading.RLock.acquire": (Unless("blocking", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "threading.Semaphore.acquire": (
        Unless("blocking", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "threading.Thread.join": (Unless("timeout", 0, (0, 0.0)),),
    "time.sleep": (Unless("secs", 0, (0, 0.0)),),
}

#: Classes that connect as soon as they are made.
_CONSTRUCTORS: dict[str, Blocking] = {
    "ftplib.FTP": Blocking("socket", _THREAD, (Unless("host", 0, (ABSENT, "")),)),
    "imap_tools.MailBox": Blocking("socket", _THREAD),
    "imaplib.IMAP4": Blocking("socket", _THREAD),
    "ldap3.Connection": Blocking(
        "socket", _THREAD, (Unless("auto_bind", 3, (ABSENT, False, "NONE", "DEFAULT")),)
    ),
    "pika.BlockingConnection": Blocking("store", "use `aio_pika`"),
    "poplib.POP3": Blocking("socket", _THREAD),
    "pymysql.connections.Connection": Blocking(
        "database",
        "use an async driver such as `aiomysql`",
        (Unless("defer_connect", None, (True,)),),
    ),
    "pysftp.Connection": Blocking("socket", _THREAD),
    "selenium.webdriver.remote.webdriver.WebDriver": Blocking("sdk", _THREAD),
    "smtplib.SMTP": Blocking("socket", "use `aiosmtplib`", (Unless("host", 0, (ABSENT, "")),)),
    "telnetlib.Telnet": Blocking("socket", _THREAD, (Unless("host", 0, (ABSENT, "")),)),
    "zeep.Client": Blocking("sdk", "use `zeep.AsyncClient`"),
}


# --- Lookups ------------------------------------------------------------------------------


def _tables() -> tuple[dict[str, Blocking], dict[str, tuple[Blocking, frozenset[str]]]]:
    single: dict[str, Blocking] = {}
    every: dict[str, tuple[Blocking, frozenset[str]]] = {}
    for kind, remedy, owners in _LIBRARIES:
        plain = Blocking(kind, remedy)
        for owner, names in owners.items():
            words = names.split()
            if "*" in words:
                every[owner] = plain, frozenset(w[1:] for w in words if w.startswith("-"))
            for name in words:
                if name[0] not in "*-":
                    path = f"{owner}.{name.lstrip('~')}"
                    single[path] = Blocking(kind, remedy, _UNLESS.get(path, ()))
    return single, every


_SINGLE, _EVERY = _tables()


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
        if one in _EVERY and not method.startswith("_"):
            every, excluded = _EVERY[one]
            return None if method in excluded else every
    return None


def blocking_constructor(cls: str) -> Blocking | None:
    """What is known of making an instance of this class, if that alone blocks."""
    return next((_CONSTRUCTORS[one] for one in ancestry(cls) if one in _CONSTRUCTORS), None)


def in_memory(name: str) -> tuple[Unless, ...]:
    """The arguments with which what this class or function makes is all in memory."""
    return IN_MEMORY.get(canonical(name), ())
