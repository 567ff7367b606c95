"""What clients of clouds give, and of what is kept or runs there."""

from __future__ import annotations

from flake8_fastapi.model.libraries import azure

RESULTS: dict[str, str] = {
    **dict.fromkeys(azure.POLLED, "azure.core.polling.LROPoller"),
    "azure.ai.documentintelligence.DocumentIntelligenceClient.begin_analyze_document": (
        "azure.core.polling.LROPoller"
    ),
    **{
        f"b2sdk.B2Api.{name}": "b2sdk.Bucket"
        for name in ("create_bucket", "get_bucket_by_id", "get_bucket_by_name")
    },
    "azure.communication.email.EmailClient.from_connection_string": (
        "azure.communication.email.EmailClient"
    ),
    "azure.cosmos.CosmosClient.from_connection_string": "azure.cosmos.CosmosClient",
    "azure.cosmos.CosmosClient.get_database_client": "azure.cosmos.DatabaseProxy",
    "azure.cosmos.DatabaseProxy.get_container_client": "azure.cosmos.ContainerProxy",
    "azure.data.tables.TableClient.from_connection_string": "azure.data.tables.TableClient",
    "azure.data.tables.TableServiceClient.create_table": "azure.data.tables.TableClient",
    "azure.data.tables.TableServiceClient.create_table_if_not_exists": (
        "azure.data.tables.TableClient"
    ),
    "azure.data.tables.TableServiceClient.from_connection_string": (
        "azure.data.tables.TableServiceClient"
    ),
    "azure.data.tables.TableServiceClient.get_table_client": "azure.data.tables.TableClient",
    "azure.servicebus.ServiceBusClient.from_connection_string": (
        "azure.servicebus.ServiceBusClient"
    ),
    "azure.servicebus.ServiceBusClient.get_queue_sender": "azure.servicebus.ServiceBusSender",
    "azure.servicebus.ServiceBusClient.get_topic_sender": "azure.servicebus.ServiceBusSender",
    "azure.storage.blob.BlobClient.acquire_lease": "azure.storage.blob.BlobLeaseClient",
    "azure.storage.blob.BlobClient.from_blob_url": "azure.storage.blob.BlobClient",
    "azure.storage.blob.BlobClient.from_connection_string": "azure.storage.blob.BlobClient",
    "azure.storage.blob.BlobServiceClient.create_container": "azure.storage.blob.ContainerClient",
    "azure.storage.blob.BlobServiceClient.from_connection_string": (
        "azure.storage.blob.BlobServiceClient"
    ),
    "azure.storage.blob.BlobServiceClient.get_blob_client": "azure.storage.blob.BlobClient",
    "azure.storage.blob.BlobServiceClient.get_container_client": (
        "azure.storage.blob.ContainerClient"
    ),
    "azure.storage.blob.ContainerClient.acquire_lease": "azure.storage.blob.BlobLeaseClient",
    "azure.storage.blob.ContainerClient.from_connection_string": (
        "azure.storage.blob.ContainerClient"
    ),
    "azure.storage.blob.ContainerClient.from_container_url": "azure.storage.blob.ContainerClient",
    "azure.storage.blob.ContainerClient.get_blob_client": "azure.storage.blob.BlobClient",
    "azure.storage.queue.QueueClient.from_connection_string": "azure.storage.queue.QueueClient",
    "azure.storage.queue.QueueClient.from_queue_url": "azure.storage.queue.QueueClient",
    "azure.storage.queue.QueueServiceClient.create_queue": "azure.storage.queue.QueueClient",
    "azure.storage.queue.QueueServiceClient.from_connection_string": (
        "azure.storage.queue.QueueServiceClient"
    ),
    "azure.storage.queue.QueueServiceClient.get_queue_client": "azure.storage.queue.QueueClient",
    "boto3.client": "botocore.client.BaseClient",
    "boto3.resource": "boto3.resources.base.ServiceResource",
    "boto3.resources.base.ServiceResource.Bucket": "boto3.s3.Bucket",
    "boto3.resources.base.ServiceResource.Object": "boto3.s3.Object",
    "boto3.resources.base.ServiceResource.Queue": "boto3.sqs.Queue",
    "boto3.resources.base.ServiceResource.Table": "boto3.dynamodb.Table",
    "boto3.resources.base.ServiceResource.create_table": "boto3.dynamodb.Table",
    "boto3.resources.base.ServiceResource.get_queue_by_name": "boto3.sqs.Queue",
    "boto3.s3.Bucket.Object": "boto3.s3.Object",
    "boto3.session.Session.client": "botocore.client.BaseClient",
    "boto3.session.Session.resource": "boto3.resources.base.ServiceResource",
    "botocore.client.BaseClient.get_paginator": "botocore.paginate.Paginator",
    "botocore.client.BaseClient.get_waiter": "botocore.waiter.Waiter",
    "docker.DockerClient.containers.get": "docker.models.containers.Container",
    "docker.from_env": "docker.DockerClient",
    "firebase_admin.db.Reference.child": "firebase_admin.db.Reference",
    "firebase_admin.db.reference": "firebase_admin.db.Reference",
    "firebase_admin.firestore.client": "google.cloud.firestore.Client",
    "firebase_admin.storage.bucket": "google.cloud.storage.Bucket",
    "google.cloud.bigquery.Client.query": "google.cloud.bigquery.QueryJob",
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
    "google.cloud.storage.Bucket.blob": "google.cloud.storage.Blob",
    "google.cloud.storage.Bucket.get_blob": "google.cloud.storage.Blob",
    "google.cloud.storage.Client.bucket": "google.cloud.storage.Bucket",
    "google.cloud.storage.Client.get_bucket": "google.cloud.storage.Bucket",
    "googleapiclient.discovery.build": "googleapiclient.discovery.Resource",
    "modal.App.function": "modal.Function",
    "modal.Dict.from_name": "modal.Dict",
    "modal.Function.from_name": "modal.Function",
    "modal.Function.spawn": "modal.FunctionCall",
    "modal.FunctionCall.from_id": "modal.FunctionCall",
    "modal.Queue.from_name": "modal.Queue",
    "modal.Volume.from_name": "modal.Volume",
    **{
        f"{client}.{call}": f"postgrest.{builder}"
        for client in ("postgrest.SyncPostgrestClient", "supabase.Client.postgrest")
        for call, builder in (
            ("from_", "SyncRequestBuilder"),
            ("rpc", "SyncRPCFilterRequestBuilder"),
            ("schema", "SyncPostgrestClient"),
            ("table", "SyncRequestBuilder"),
        )
    },
    "postgrest.SyncRequestBuilder.delete": "postgrest.SyncQueryRequestBuilder",
    "postgrest.SyncRequestBuilder.insert": "postgrest.SyncQueryRequestBuilder",
    "postgrest.SyncRequestBuilder.select": "postgrest.SyncSelectRequestBuilder",
    "postgrest.SyncRequestBuilder.update": "postgrest.SyncQueryRequestBuilder",
    "postgrest.SyncRequestBuilder.upsert": "postgrest.SyncQueryRequestBuilder",
    "supabase.Client.from_": "postgrest.SyncRequestBuilder",
    "supabase.Client.rpc": "postgrest.SyncRPCFilterRequestBuilder",
    "supabase.Client.schema": "postgrest.SyncPostgrestClient",
    "supabase.Client.storage.from_": "storage3._sync.file_api.SyncBucketProxy",
    "supabase.Client.table": "postgrest.SyncRequestBuilder",
    "supabase.create_client": "supabase.Client",
}

_SAYING_WHICH_ROWS = (
    "contained_by contains eq filter fts gt gte ilike in_ is_ like limit lt lte match maybe_single "
    "neq offset or_ order overlaps range select single text_search"
)

CHAINED: dict[str, str] = {
    "google.cloud.firestore.Query": (
        "end_at end_before limit limit_to_last offset order_by select start_after start_at where"
    ),
    "googleapiclient.discovery.Resource": "*",
    # what changes rows gives builders of three classes, by version, which all have this base
    "postgrest.SyncQueryRequestBuilder": _SAYING_WHICH_ROWS,
    "postgrest.SyncRPCFilterRequestBuilder": _SAYING_WHICH_ROWS,
    "postgrest.SyncSelectRequestBuilder": _SAYING_WHICH_ROWS,
}
