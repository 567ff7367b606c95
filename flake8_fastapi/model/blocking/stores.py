"""What blocks in front of a store, a search engine, a message broker or a task queue.

Kinds: `store`, `queue`; `sdk` of those that a vendor keeps.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    ABSENT,
    GIVEN,
    THREAD,
    Blocking,
    Conditions,
    Constructors,
    Libraries,
    Unless,
)

#: What Elasticsearch has, and OpenSearch, which was once the same.
_SEARCH_ENGINE = (
    "bulk cat.count cat.health cat.indices clear_scroll cluster.health count create delete "
    "delete_by_query exists get get_source index indices.create indices.delete indices.exists "
    "indices.get indices.get_alias indices.get_mapping indices.put_alias indices.put_mapping "
    "indices.refresh indices.stats indices.update_aliases info mget msearch ping reindex scroll "
    "search update update_by_query"
)

#: What a client of pymemcache has, and what stands for several of them.
_MEMCACHED = (
    "add append cas decr delete delete_many delete_multi flush_all get get_many get_multi gets "
    "gets_many incr prepend replace set set_many set_multi touch"
)

LIBRARIES: Libraries = (
    # documents, graphs
    (
        "store",
        "use an async ODM such as `beanie`",
        {
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
        "use `gridfs.AsyncGridFS`",
        {
            "gridfs.GridFS": "delete exists find_one get get_last_version get_version list put",
        },
    ),
    (
        "store",
        "use `gridfs.AsyncGridFSBucket`",
        {
            "gridfs.GridFSBucket": (
                "delete download_to_stream download_to_stream_by_name open_download_stream "
                "open_download_stream_by_name rename upload_from_stream upload_from_stream_with_id"
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
    # keys and values, search engines, brokers
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
        {
            "redis.RedisCluster": "delete exists expire get hget hset keys mget mset ping set",
            # of redis-py-cluster, which redis 4.1 took in
            "rediscluster.RedisCluster": (
                "* -close -determine_node -from_url -lock -parse_response -pipeline "
                "-pubsub -register_script -set_response_callback -set_result_callback"
            ),
            "rediscluster.ClusterPipeline": "execute",
        },
    ),
    (
        "store",
        "use `AsyncElasticsearch`",
        {
            "elasticsearch.Elasticsearch": _SEARCH_ENGINE,
            "elasticsearch.helpers": "bulk reindex scan streaming_bulk",
        },
    ),
    (
        "store",
        THREAD,  # `AsyncSearch` and its like are in a package of their own before 8.18
        {
            "elasticsearch.dsl.Document": "bulk delete exists get init mget save update",
            "elasticsearch.dsl.Index": (
                "create delete exists exists_alias get get_alias get_mapping open put_alias "
                "put_mapping refresh save stats"
            ),
            "elasticsearch.dsl.MultiSearch": "execute",
            "elasticsearch.dsl.Search": "count delete execute",
            "elasticsearch.dsl.UpdateByQuery": "execute",
        },
    ),
    (
        "store",
        "use `AsyncOpenSearch`",
        {
            "opensearchpy.OpenSearch": _SEARCH_ENGINE,
            "opensearchpy.helpers": "bulk reindex scan streaming_bulk",
        },
    ),
    (
        "store",
        THREAD,
        {
            "cassandra.cluster.Cluster": "connect",
            "cassandra.cluster.Session": "execute",
            "cassandra.cluster.ResponseFuture": "result",
            "influxdb.InfluxDBClient": "create_database ping query write_points",
            "influxdb_client.QueryApi": "query query_csv query_data_frame query_raw query_stream",
            "memcache.Client": "add decr delete get get_multi incr replace set set_multi",
            "pymemcache.client.base.Client": _MEMCACHED,
            "pymemcache.client.base.PooledClient": _MEMCACHED,
            "pymemcache.client.hash.HashClient": _MEMCACHED,
        },
    ),
    # search engines of a vendor
    (
        "sdk",
        "use `algoliasearch.search.client.SearchClient`",
        {
            "algoliasearch.search.client.SearchClientSync": (
                "add_or_update_object batch browse browse_objects clear_objects delete_by "
                "delete_index delete_object delete_objects get_object get_objects get_settings "
                "index_exists list_indices multiple_batch partial_update_object "
                "partial_update_objects replace_all_objects save_object save_objects save_rules "
                "save_synonyms search search_for_facet_values search_single_index set_settings "
                "wait_for_task"
            ),
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `search_async`",
        {
            "algoliasearch.search_client.SearchClient": (
                "copy_index list_indices move_index multiple_batch multiple_get_objects "
                "multiple_queries wait_task"
            ),
            "algoliasearch.search_index.SearchIndex": (
                "batch browse_objects browse_rules browse_synonyms clear_objects copy_to delete "
                "delete_by delete_object delete_objects exists find_object get_object get_objects "
                "get_settings get_task move_to partial_update_object partial_update_objects "
                "replace_all_objects save_object save_objects save_rule save_rules save_synonym "
                "save_synonyms search search_for_facet_values set_settings wait_task"
            ),
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "meilisearch.Client": "create_index get_index get_indexes health multi_search",
            "meilisearch.index.Index": (
                "add_documents delete_document delete_documents get_document get_documents search "
                "update_documents"
            ),
        },
    ),
    (
        "store",
        "use `lancedb.connect_async`",
        {
            "lancedb.db.DBConnection": "create_table drop_table open_table",
            "lancedb.table.Table": "add count_rows create_index delete to_pandas update",
        },
    ),
    (
        "store",
        "use `aiokafka`",
        {
            "kafka.KafkaAdminClient": "* -close",
            "kafka.KafkaConsumer": (
                "beginning_offsets commit committed end_offsets offsets_for_times poll topics"
            ),
            "kafka.KafkaProducer": "flush",
            "kafka.producer.future.FutureRecordMetadata": "get",
            "confluent_kafka.Consumer": (
                "commit committed consume get_watermark_offsets list_topics offsets_for_times poll"
            ),
            "confluent_kafka.Producer": "flush list_topics",
            "confluent_kafka.admin.AdminClient": "list_topics",
        },
    ),
    (
        "store",
        "use `aio_pika`",
        {
            "pika.BlockingConnection": "channel process_data_events sleep",
            "pika.adapters.blocking_connection.BlockingChannel": (
                # `basic_publish` waits for nobody, unless confirms are asked for
                "basic_get exchange_declare queue_bind queue_declare queue_delete queue_purge "
                "start_consuming"
            ),
        },
    ),
    # task queues
    (
        "queue",
        THREAD,
        {
            "celery.Celery": "send_task",
            "celery.Task": "apply_async delay",
            "celery.app.control.Control": (
                "add_consumer autoscale broadcast cancel_consumer disable_events discard_all "
                "election enable_events heartbeat ping pool_grow pool_restart pool_shrink purge "
                "rate_limit revoke revoke_by_stamped_headers shutdown terminate time_limit"
            ),
            "celery.app.control.Inspect": (
                "active active_queues clock conf hello memdump memsample objgraph ping query_task "
                "registered registered_tasks report reserved revoked scheduled stats"
            ),
            "celery.canvas.Signature": "apply_async delay",
            "celery.result.AsyncResult": (
                "children date_done exists failed forget get get_leaf info maybe_reraise "
                "maybe_throw ready result revoke revoke_by_stamped_headers state status "
                "successful traceback wait"
            ),
            "celery.result.GroupResult": "delete restore save",
            "celery.result.ResultSet": (
                "completed_count failed forget get join join_native maybe_throw ready revoke "
                "successful waiting"
            ),
            "kombu.Connection": "channel connect ensure_connection",
            "kombu.Producer": "publish",
            "dramatiq.Actor": "send send_with_options",
            "rq.Queue": (
                "empty enqueue enqueue_at enqueue_call enqueue_in enqueue_many fetch_job "
                "get_job_ids get_jobs"
            ),
            "rq.job.Job": (
                "cancel delete fetch fetch_many get_meta get_position get_status latest_result "
                "refresh requeue return_value save save_meta"
            ),
        },
    ),
)

#: Class -> attributes of the table that are no methods: whoever reads them asks the other side.
READ: dict[str, frozenset[str]] = {
    "celery.result.AsyncResult": frozenset(
        {"children", "date_done", "info", "result", "state", "status", "traceback"}
    ),
}

UNLESS: Conditions = {
    "confluent_kafka.Consumer.get_watermark_offsets": (Unless("cached", None, (True,)),),
    "confluent_kafka.Consumer.commit": (Unless("asynchronous", None, (ABSENT, True)),),
    "confluent_kafka.Consumer.consume": (Unless("timeout", 1, (0, 0.0)),),
    "confluent_kafka.Consumer.poll": (Unless("timeout", 0, (0, 0.0)),),
    "confluent_kafka.Producer.flush": (Unless("timeout", 0, (0, 0.0)),),
    "kafka.KafkaConsumer.poll": (Unless("timeout_ms", 0, (ABSENT, 0)),),
    "kafka.producer.future.FutureRecordMetadata.get": (Unless("timeout", 0, (0,)),),
    "redis.client.PubSub.get_message": (Unless("timeout", 1, (ABSENT, 0, 0.0)),),
    "redis.lock.Lock.acquire": (Unless("blocking", 1, (False,)),),
    "rq.job.Job.get_status": (Unless("refresh", 0, (False,)),),
}

#: With it, there is no need to ask a broker for its version.
_VERSION = (Unless("api_version", None, (GIVEN,)),)
CONSTRUCTORS: Constructors = {
    "kafka.KafkaAdminClient": Blocking("store", "use `aiokafka`"),
    "kafka.KafkaConsumer": Blocking("store", "use `aiokafka`", _VERSION),
    "kafka.KafkaProducer": Blocking("store", "use `aiokafka`", _VERSION),
    "pika.BlockingConnection": Blocking("store", "use `aio_pika`"),
}
