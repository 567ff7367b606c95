"""What other stores, search engines, brokers and task queues give."""

from __future__ import annotations

_MOTOR_DATABASE = "motor.motor_asyncio.AsyncIOMotorDatabase"
_MOTOR_COLLECTION = "motor.motor_asyncio.AsyncIOMotorCollection"

RESULTS: dict[str, str] = {
    "aio_pika.connect": "aio_pika.Connection",
    "aio_pika.connect_robust": "aio_pika.RobustConnection",
    "algoliasearch.search_client.SearchClient.create": "algoliasearch.search_client.SearchClient",
    "algoliasearch.search_client.SearchClient.create_with_config": (
        "algoliasearch.search_client.SearchClient"
    ),
    "algoliasearch.search_client.SearchClient.init_index": (
        "algoliasearch.search_index.SearchIndex"
    ),
    "azure.search.documents.indexes.SearchIndexClient.get_search_client": (
        "azure.search.documents.SearchClient"
    ),
    "cassandra.cluster.Cluster.connect": "cassandra.cluster.Session",
    "cassandra.cluster.Session.execute_async": "cassandra.cluster.ResponseFuture",
    "celery.Celery.AsyncResult": "celery.result.AsyncResult",
    "celery.Celery.GroupResult": "celery.result.GroupResult",
    "celery.Celery.ResultSet": "celery.result.ResultSet",
    "celery.Celery.connection": "kombu.Connection",
    "celery.Celery.connection_for_read": "kombu.Connection",
    "celery.Celery.connection_for_write": "kombu.Connection",
    "celery.Celery.connection_or_acquire": "kombu.Connection",
    "celery.Celery.send_task": "celery.result.AsyncResult",
    "celery.Celery.signature": "celery.canvas.Signature",
    "celery.Celery.task": "celery.Task",
    "celery.Task.AsyncResult": "celery.result.AsyncResult",
    "celery.Task.apply_async": "celery.result.AsyncResult",
    "celery.Task.delay": "celery.result.AsyncResult",
    "celery.Task.s": "celery.canvas.Signature",
    "celery.Task.si": "celery.canvas.Signature",
    "celery.Task.signature": "celery.canvas.Signature",
    "celery.app.control.Control.inspect": "celery.app.control.Inspect",
    "celery.result.GroupResult.restore": "celery.result.GroupResult",
    "celery.canvas.chain": "celery.canvas.Signature",
    "celery.canvas.chord": "celery.canvas.Signature",
    "celery.canvas.group": "celery.canvas.Signature",
    "celery.shared_task": "celery.Task",
    "celery.signature": "celery.canvas.Signature",
    "dramatiq.actor": "dramatiq.Actor",
    "elasticsearch.dsl.Document.search": "elasticsearch.dsl.Search",
    "elasticsearch.dsl.Index.search": "elasticsearch.dsl.Search",
    "elasticsearch.dsl.connections.Connections.create_connection": "elasticsearch.Elasticsearch",
    "elasticsearch.dsl.connections.Connections.get_connection": "elasticsearch.Elasticsearch",
    "elasticsearch.dsl.connections.create_connection": "elasticsearch.Elasticsearch",
    "elasticsearch.dsl.connections.get_connection": "elasticsearch.Elasticsearch",
    "influxdb_client.InfluxDBClient.query_api": "influxdb_client.QueryApi",
    "kafka.KafkaProducer.send": "kafka.producer.future.FutureRecordMetadata",
    "lancedb.connect": "lancedb.db.DBConnection",
    "lancedb.connect_async": "lancedb.db.AsyncConnection",
    "lancedb.db.AsyncConnection.create_table": "lancedb.table.AsyncTable",
    "lancedb.db.AsyncConnection.open_table": "lancedb.table.AsyncTable",
    "lancedb.db.DBConnection.create_table": "lancedb.table.Table",
    "lancedb.db.DBConnection.open_table": "lancedb.table.Table",
    "lancedb.table.AsyncTable.query": "lancedb.query.AsyncQuery",
    "lancedb.table.AsyncTable.search": "lancedb.query.AsyncQuery",
    "lancedb.table.AsyncTable.vector_search": "lancedb.query.AsyncQuery",
    "lancedb.table.Table.search": "lancedb.query.LanceQueryBuilder",
    "meilisearch.Client.get_index": "meilisearch.index.Index",
    "meilisearch.Client.index": "meilisearch.index.Index",
    "motor.motor_asyncio.AsyncIOMotorClient.get_database": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorClient.get_default_database": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorDatabase.get_collection": _MOTOR_COLLECTION,
    "nats.connect": "nats.aio.client.Client",
    "neo4j.AsyncDriver.session": "neo4j.AsyncSession",
    "neo4j.AsyncGraphDatabase.driver": "neo4j.AsyncDriver",
    "neo4j.Driver.session": "neo4j.Session",
    "neo4j.GraphDatabase.driver": "neo4j.Driver",
    "neo4j.Session.begin_transaction": "neo4j.Transaction",
    "pika.BlockingConnection.channel": "pika.adapters.blocking_connection.BlockingChannel",
    "pymongo.MongoClient.get_database": "pymongo.database.Database",
    "pymongo.MongoClient.get_default_database": "pymongo.database.Database",
    "pymongo.database.Database.get_collection": "pymongo.collection.Collection",
    "redis.ConnectionPool.from_url": "redis.ConnectionPool",
    "redis.Redis.from_url": "redis.Redis",
    "redis.Redis.lock": "redis.lock.Lock",
    "redis.Redis.pipeline": "redis.client.Pipeline",
    "redis.Redis.pubsub": "redis.client.PubSub",
    "redis.RedisCluster.from_url": "redis.RedisCluster",
    "redis.RedisCluster.pipeline": "redis.cluster.ClusterPipeline",
    "rediscluster.RedisCluster.from_url": "rediscluster.RedisCluster",
    "rediscluster.RedisCluster.pipeline": "rediscluster.ClusterPipeline",
    "redis.Sentinel.master_for": "redis.Redis",
    "redis.Sentinel.slave_for": "redis.Redis",
    "redis.asyncio.ConnectionPool.from_url": "redis.asyncio.ConnectionPool",
    "redis.asyncio.Redis.from_url": "redis.asyncio.Redis",
    "redis.asyncio.Redis.pipeline": "redis.asyncio.client.Pipeline",
    "redis.asyncio.Redis.pubsub": "redis.asyncio.client.PubSub",
    "redis.asyncio.from_url": "redis.asyncio.Redis",
    "redis.from_url": "redis.Redis",
    "rq.Queue.enqueue": "rq.job.Job",
    "rq.Queue.enqueue_at": "rq.job.Job",
    "rq.Queue.enqueue_call": "rq.job.Job",
    "rq.Queue.enqueue_in": "rq.job.Job",
    "rq.Queue.fetch_job": "rq.job.Job",
    "rq.job.Job.fetch": "rq.job.Job",
}

CHAINED: dict[str, str] = {
    "elasticsearch.Elasticsearch": "options",
    "elasticsearch.dsl.MultiSearch": "add doc_type extra index params using",
    "elasticsearch.dsl.Search": (
        "collapse doc_type exclude extra filter from_dict highlight highlight_options index knn "
        "params post_filter query rank response_class script_fields search_after sort source "
        "suggest update_from_dict using"
    ),
    "elasticsearch.dsl.UpdateByQuery": (
        "doc_type exclude extra filter from_dict index params query response_class script "
        "update_from_dict using"
    ),
    "lancedb.query.AsyncQuery": "fast_search limit nearest_to offset select where with_row_id",
    "lancedb.query.LanceQueryBuilder": "limit metric nprobes offset select where with_row_id",
    "mongoengine.QuerySet": (
        "all exclude fields filter hint limit no_cache no_dereference only order_by skip using"
    ),
    "pymongo.collection.Collection": "with_options",
    "pymongo.database.Database": "with_options",
}

CALLED: dict[str, str] = {
    "mongoengine.QuerySet": "mongoengine.QuerySet",
}

ITEMS: dict[str, str] = {
    "elasticsearch.dsl.Search": "elasticsearch.dsl.Search",
    "motor.motor_asyncio.AsyncIOMotorClient": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorCollection": _MOTOR_COLLECTION,
    "motor.motor_asyncio.AsyncIOMotorDatabase": _MOTOR_COLLECTION,
    "pymongo.AsyncMongoClient": "pymongo.asynchronous.database.AsyncDatabase",
    "pymongo.MongoClient": "pymongo.database.Database",
    "pymongo.asynchronous.database.AsyncDatabase": (
        "pymongo.asynchronous.collection.AsyncCollection"
    ),
    "pymongo.collection.Collection": "pymongo.collection.Collection",
    "pymongo.database.Database": "pymongo.collection.Collection",
}

ATTRIBUTES: dict[str, str] = {
    "celery.Celery.control": "celery.app.control.Control",
    "mongoengine.Document.objects": "mongoengine.QuerySet",
}

OBJECTS: dict[str, str] = {
    "celery.current_app": "celery.Celery",
    "elasticsearch.dsl.connections.connections": "elasticsearch.dsl.connections.Connections",
}

OPEN: dict[str, str] = {
    "motor.motor_asyncio.AsyncIOMotorClient": _MOTOR_DATABASE,
    "motor.motor_asyncio.AsyncIOMotorCollection": _MOTOR_COLLECTION,
    "motor.motor_asyncio.AsyncIOMotorDatabase": _MOTOR_COLLECTION,
    "pymongo.MongoClient": "pymongo.database.Database",
    "pymongo.collection.Collection": "pymongo.collection.Collection",
    "pymongo.database.Database": "pymongo.collection.Collection",
}

#: Those of their own: methods, not databases or collections.
OPEN_OWN: frozenset[str] = frozenset(
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
