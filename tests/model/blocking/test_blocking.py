"""What the table of blocking calls answers. `model/libraries` holds it against the libraries."""

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
        ("pyarrow.parquet.read_table", "heavy"),
        ("pyarrow.parquet.read_schema", None),
        ("soundfile.read", "heavy"),
        ("soundfile.info", None),
        ("librosa.load", "heavy"),
        ("torchaudio.load", "heavy"),
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
        ("rediscluster.client.RedisCluster", "get", "store"),
        ("rediscluster.RedisCluster", "pipeline", None),
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
        ("b2sdk.v2.B2Api", "authorize_account", "sdk"),
        ("b2sdk.v2.B2Api", "get_download_url_for_fileid", None),
        ("b2sdk.v3.Bucket", "upload_bytes", "sdk"),
        ("garminconnect.Garmin", "get_stats", "sdk"),
        ("garminconnect.Garmin", "get_full_name", None),
        ("stravalib.client.Client", "get_athlete", "sdk"),
        ("stravalib.Client", "get_activities", None),
        ("paypalrestsdk.Payment", "execute", "sdk"),
        ("paypalrestsdk.Payment", "success", None),
        ("web3.Web3.eth", "gas_price", "sdk"),
        ("web3.AsyncWeb3.eth", "gas_price", None),
        ("botocore.client.BaseClient", "_make_api_call", None),
        ("pathlib.PosixPath", "read_text", "text"),
        ("pathlib.PosixPath", "read_bytes", "file"),
        ("pathlib.Path", "exists", None),
        ("anyio.Path", "read_text", None),
        ("postgrest.SyncRPCFilterRequestBuilder", "execute", "sdk"),
        ("supabase.Client.functions", "invoke", "sdk"),
        ("supabase.AsyncClient.functions", "invoke", None),
        ("supabase.Client.auth", "on_auth_state_change", None),
        ("storage3._sync.file_api.SyncBucketProxy", "info", "sdk"),
        ("storage3._sync.file_api.SyncBucketProxy", "get_public_url", None),
        ("notion_client.Client", "search", "sdk"),
        ("notion_client.client.Client.users", "me", "sdk"),
        ("notion_client.AsyncClient.users", "me", None),
        ("koji.ClientSession", "getBuild", "sdk"),
        ("koji.ClientSession", "multicall", None),
        ("copr.v3.client.Client.build_proxy", "get", "sdk"),
        ("copr.v3.Client", "config", None),
        ("xmlrpc.client.ServerProxy", "execute_kw", "http"),
        ("xmlrpc.client.ServerProxy", "__call__", None),
        ("auth_lib.AuthLib", "check_token", "sdk"),
        ("auth_lib.aiomethods.AsyncAuthLib", "check_token", None),
        ("svix.Svix.message", "create", "sdk"),
        ("svix.SvixAsync.message", "create", None),
        ("apify_client.ActorClient", "call", "sdk"),
        ("apify_client.DatasetClient", "iterate_items", None),
        ("markitdown.MarkItDown", "convert", "heavy"),
        ("markitdown.MarkItDown", "register_converter", None),
        ("cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC", "derive", "cpu"),
        ("threading.Lock", "acquire", "wait"),
        ("asyncio.Lock", "acquire", None),
        ("asyncio.Queue", "get", None),
        ("queue.PriorityQueue", "get", "wait"),
        ("queue.Queue", "get_nowait", None),
        ("queue.Queue", "put", None),
        ("celery.Task", "delay", "queue"),
        ("kafka.admin.client.KafkaAdminClient", "describe_topics", "store"),
        ("kafka.KafkaAdminClient", "close", None),
        ("kafka.KafkaConsumer", "end_offsets", "store"),
        ("kafka.KafkaConsumer", "assignment", None),
        ("confluent_kafka.admin.AdminClient", "list_topics", "store"),
        ("confluent_kafka.admin.AdminClient", "create_topics", None),  # gives futures
        ("sqlalchemy.engine.reflection.Inspector", "has_table", "database"),
        ("sqlalchemy.Inspector", "clear_cache", None),
        ("google.oauth2.service_account.IDTokenCredentials", "refresh", "http"),
        ("google.auth.credentials.Credentials", "apply", None),
        ("plaid.api.plaid_api.PlaidApi", "webhook_verification_key_get", "sdk"),
        ("plaid.api.plaid_api.PlaidApi", "__init__", None),
        ("mollie.api.client.Client.customers", "create", "sdk"),
        ("mollie.api.client.Client", "set_api_key", None),
        ("zhipuai.ZhipuAI.moderations", "create", "sdk"),
        ("portone_server_sdk.payment.PaymentClient", "get_payment", "sdk"),
        ("portone_server_sdk.PaymentClient", "get_payment_async", None),
        ("portone_server_sdk.PortOneClient.payment", "cancel_payment", "sdk"),
        ("ibm_watsonx_ai.foundation_models.ModelInference", "chat", "sdk"),
        ("ibm_watsonx_ai.foundation_models.ModelInference", "achat", None),
        ("ibm_watsonx_ai.foundation_models.embeddings.Embeddings", "embed_query", "sdk"),
        ("mlflow.tracking.MlflowClient", "get_experiment", "sdk"),
        ("mlflow.tracking.MlflowClient", "tracking_uri", None),
        ("ray.job_submission.JobSubmissionClient", "get_job_status", "sdk"),
        ("ray.job_submission.JobSubmissionClient", "tail_job_logs", None),  # a coroutine
        ("s3fs.core.S3FileSystem", "exists", "sdk"),
        ("s3fs.S3FileSystem", "_exists", None),
        ("s3fs.S3FileSystem", "invalidate_cache", None),
        ("gcsfs.GCSFileSystem", "ls", "sdk"),
        ("llama_index.llms.openai_like.OpenAILike", "complete", "sdk"),
        ("llama_index.llms.openai_like.OpenAILike", "acomplete", None),
        ("llama_index.embeddings.huggingface.HuggingFaceEmbedding", "get_text_embedding", "sdk"),
        ("mem0.Memory", "search", "sdk"),
        ("mem0.AsyncMemory", "search", None),
        ("cerebras.cloud.sdk.Cerebras.chat.completions", "create", "sdk"),
        ("mercadopago.resources.Payment", "create", "sdk"),
        ("mailjet_rest.client.Client", "send.create", "sdk"),
        ("mixpanel.Mixpanel", "track", "sdk"),
        ("exponent_server_sdk.PushClient", "publish", "sdk"),
        ("exponent_server_sdk.PushClient", "is_exponent_push_token", None),
        ("pyairtable.Table", "all", "sdk"),
        ("tweepy.Client", "create_tweet", "sdk"),
        ("tweepy.asynchronous.AsyncClient", "create_tweet", None),
        ("azure.core.polling.LROPoller", "result", "sdk"),
        ("azure.core.polling.LROPoller", "done", None),
        ("azure.storage.blob.ContainerClient", "get_container_properties", "sdk"),
        ("azure.storage.blob.ContainerClient", "get_blob_client", None),
        ("azure.storage.blob.BlobLeaseClient", "break_lease", "sdk"),
        ("azure.storage.blob.aio.BlobClient", "set_blob_metadata", None),
        ("azure.storage.queue.QueueServiceClient", "create_queue", "sdk"),
        ("azure.storage.queue.QueueServiceClient", "get_queue_client", None),
        ("azure.data.tables.TableClient", "submit_transaction", "sdk"),
        ("azure.data.tables.TableServiceClient", "create_table_if_not_exists", "sdk"),
        ("feast.FeatureStore", "get_online_features", "sdk"),
        ("feast.FeatureStore", "get_online_features_async", None),
        ("feast.FeatureStore", "get_historical_features", None),  # the job asks
        ("feast.infra.offline_stores.offline_store.RetrievalJob", "to_df", "sdk"),
        ("pymongo_inmemory.MongoClient", "server_info", "store"),
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
        ("kafka.admin.KafkaAdminClient", "store"),
        ("kafka.KafkaConsumer", "store"),
        ("ray.job_submission.JobSubmissionClient", "sdk"),
        ("ibm_watsonx_ai.foundation_models.ModelInference", "sdk"),
        ("ibm_watsonx_ai.foundation_models.Embeddings", None),
        ("mem0.MemoryClient", "sdk"),
        ("mem0.Memory", None),
        ("portone_server_sdk.PaymentClient", None),
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
    assert set(_UNLESS) <= {*_SINGLE, *(f"{owner}.*" for owner in _EVERY)}


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
