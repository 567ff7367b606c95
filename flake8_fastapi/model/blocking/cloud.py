"""What blocks in front of a cloud (AWS, Azure, Google, Supabase), and where files are kept.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    GOOGLE,
    SUPABASE,
    THREAD,
    Conditions,
    Libraries,
    Unless,
)
from flake8_fastapi.model.libraries import azure

#: What a file system of fsspec has that keeps its files at a vendor's.
_FILES = (
    "cat cat_file copy cp_file du exists find get get_file glob info isdir isfile ls makedirs "
    "mkdir modified mv pipe pipe_file put put_file rm rm_file rmdir size touch walk"
)

LIBRARIES: Libraries = (
    (
        "sdk",
        SUPABASE,
        {
            "postgrest.SyncQueryRequestBuilder": "execute",
            "postgrest.SyncRPCFilterRequestBuilder": "execute",
            "postgrest.SyncSelectRequestBuilder": "execute",
            "storage3._sync.file_api.SyncBucketProxy": (
                "copy create_signed_upload_url create_signed_url create_signed_urls download "
                "exists info list list_v2 move remove update upload upload_to_signed_url"
            ),
            "supabase.Client": (
                "auth.admin.create_user auth.admin.delete_user auth.admin.generate_link "
                "auth.admin.get_user_by_id auth.admin.invite_user_by_email auth.admin.list_users "
                "auth.admin.sign_out auth.admin.update_user_by_id auth.exchange_code_for_session "
                "auth.get_user auth.get_user_identities auth.link_identity auth.mfa.challenge "
                "auth.mfa.challenge_and_verify auth.mfa.enroll auth.mfa.list_factors "
                "auth.mfa.unenroll auth.mfa.verify auth.reauthenticate auth.refresh_session "
                "auth.resend "
                "auth.reset_password_email auth.reset_password_for_email "
                "auth.sign_in_anonymously auth.sign_in_with_id_token auth.sign_in_with_otp "
                "auth.set_session auth.sign_in_with_password auth.sign_in_with_sso auth.sign_out "
                "auth.sign_up auth.unlink_identity auth.update_user auth.verify_otp "
                "functions.invoke storage.create_bucket storage.delete_bucket "
                "storage.empty_bucket storage.get_bucket storage.list_buckets "
                "storage.update_bucket"
            ),
        },
    ),
    (
        "sdk",
        GOOGLE,
        {
            "googleapiclient.discovery.Resource": "~execute",
            "googleapiclient.http.HttpRequest": "execute next_chunk",
            "googleapiclient.http.MediaIoBaseDownload": "next_chunk",
        },
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
        THREAD,
        {
            "qiniu": "put_data put_file put_file_v2 put_stream put_stream_v2",
            "qiniu.BucketManager": (
                "batch bucket_domain bucket_info buckets change_mime change_type copy delete "
                "delete_after_days fetch list list_bucket list_domains move prefetch rename stat"
            ),
            **{client: " ".join(azure.operations(client)) for client in azure.CLIENTS},
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
            "azure.keyvault.secrets.SecretClient": (
                "begin_delete_secret get_secret set_secret update_secret_properties"
            ),
            "azure.storage.blob.BlobClient": (
                "abort_copy acquire_lease append_block append_block_from_url clear_page "
                "commit_block_list create_append_blob create_page_blob create_snapshot "
                "delete_blob delete_immutability_policy download_blob exists "
                "get_account_information get_blob_properties get_blob_tags get_block_list "
                "get_page_ranges query_blob resize_blob seal_append_blob set_blob_metadata "
                "set_blob_tags set_http_headers set_immutability_policy set_legal_hold "
                "set_premium_page_blob_tier set_sequence_number set_standard_blob_tier "
                "stage_block stage_block_from_url start_copy_from_url undelete_blob upload_blob "
                "upload_blob_from_url upload_page upload_pages_from_url"
            ),
            "azure.storage.blob.BlobLeaseClient": "acquire break_lease change release renew",
            "azure.storage.blob.BlobServiceClient": (
                "create_container delete_container get_account_information "
                "get_service_properties get_service_stats get_user_delegation_key "
                "list_containers set_service_properties undelete_container"
            ),
            "azure.storage.blob.ContainerClient": (
                "acquire_lease create_container delete_blob delete_blobs delete_container "
                "download_blob exists get_account_information get_container_access_policy "
                "get_container_properties list_blob_names list_blobs "
                "set_container_access_policy set_container_metadata "
                "set_premium_page_blob_tier_blobs set_standard_blob_tier_blobs upload_blob "
                "walk_blobs"
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
            "adlfs.AzureBlobFileSystem": _FILES,
            "cloudinary.api": (
                "create_folder delete_folder delete_resources delete_resources_by_prefix "
                "delete_resources_by_tag ping resource resource_by_asset_id resources "
                "resources_by_asset_folder resources_by_ids resources_by_tag root_folders "
                "subfolders tags update usage"
            ),
            "cloudinary.uploader": "destroy explicit rename upload upload_image upload_large",
            "gcsfs.GCSFileSystem": _FILES,
            "google.cloud.bigquery.Client": (
                "cancel_job copy_table create_dataset create_routine create_table "
                "delete_dataset delete_job_metadata delete_model delete_routine delete_table "
                "extract_table get_dataset get_iam_policy get_job get_model get_routine "
                "get_service_account_email get_table insert_rows insert_rows_from_dataframe "
                "insert_rows_json list_datasets list_jobs list_models list_partitions "
                "list_projects list_routines list_rows list_tables load_table_from_dataframe "
                "load_table_from_file load_table_from_json load_table_from_uri query "
                "query_and_wait set_iam_policy test_iam_permissions update_dataset update_model "
                "update_routine update_table"
            ),
            "google.cloud.bigquery.QueryJob": "result to_dataframe",
            "google.cloud.firestore.CollectionReference": "add get stream",
            "google.cloud.firestore.DocumentReference": "create delete get set update",
            "google.cloud.firestore.Query": "get stream",
            "google.cloud.firestore.WriteBatch": "commit",
            "google.cloud.secretmanager.SecretManagerServiceClient": (
                "access_secret_version add_secret_version create_secret delete_secret "
                "destroy_secret_version get_secret list_secret_versions list_secrets update_secret"
            ),
            "b2sdk.B2Api": (
                "authorize_account cancel_large_file create_bucket create_key delete_bucket "
                "delete_file_version delete_key delete_key_by_id get_file_info "
                "get_file_info_by_name get_key list_buckets update_file_legal_hold "
                "update_file_retention"
            ),
            "b2sdk.Bucket": (
                "concatenate copy create_file delete_file_version get_download_authorization "
                "get_file_info_by_id get_file_info_by_name get_fresh_state hide_file set_info "
                "set_type unhide_file update upload upload_bytes upload_local_file "
                "upload_unbound_stream"
            ),
            "google.cloud.storage.Blob": (
                "delete download_as_bytes download_as_text download_to_file download_to_filename "
                "exists open reload upload_from_file upload_from_filename upload_from_string"
            ),
            "google.cloud.storage.Bucket": "delete exists get_blob reload",
            "google.cloud.storage.Client": "create_bucket get_bucket list_blobs list_buckets",
            "minio.Minio": (
                "bucket_exists copy_object fget_object fput_object get_object list_buckets "
                "make_bucket put_object remove_bucket remove_object stat_object"
            ),
            "oss2.Bucket": (
                "batch_delete_objects copy_object delete_object get_object get_object_to_file "
                "head_object list_objects list_objects_v2 object_exists put_object "
                "put_object_from_file"
            ),
            "s3fs.S3FileSystem": _FILES,
            "google.cloud.translate_v2.Client": "detect_language get_languages translate",
        },
    ),
    (
        "sdk",
        "use its async twin, such as `TextToSpeechAsyncClient`",
        {
            "google.cloud.speech.SpeechClient": "recognize",
            "google.cloud.tasks.CloudTasksClient": "create_task delete_task get_task",
            "google.cloud.texttospeech.TextToSpeechClient": "list_voices synthesize_speech",
            "google.cloud.vision.ImageAnnotatorClient": (
                "annotate_image batch_annotate_images ~document_text_detection ~face_detection "
                "~label_detection ~safe_search_detection ~text_detection ~web_detection"
            ),
        },
    ),
    (
        "sdk",
        "use its twin in `.aio`",
        {
            "azure.ai.documentintelligence.DocumentIntelligenceClient": "begin_analyze_document",
            "azure.communication.email.EmailClient": "begin_send",
            "azure.core.polling.LROPoller": "result wait",
            "azure.data.tables.TableClient": (
                "create_entity create_table delete_entity delete_table get_entity "
                "get_table_access_policy list_entities query_entities set_table_access_policy "
                "submit_transaction update_entity upsert_entity"
            ),
            "azure.data.tables.TableServiceClient": (
                "create_table create_table_if_not_exists delete_table get_service_properties "
                "get_service_stats set_service_properties"
            ),
            "azure.eventhub.EventHubProducerClient": "create_batch send_batch",
            "azure.search.documents.SearchClient": (
                "autocomplete delete_documents get_document get_document_count index_documents "
                "merge_documents merge_or_upload_documents search suggest upload_documents"
            ),
            "azure.search.documents.indexes.SearchIndexClient": (
                "analyze_text create_alias create_index create_knowledge_base "
                "create_knowledge_source create_or_update_alias create_or_update_index "
                "create_or_update_knowledge_base create_or_update_knowledge_source "
                "create_or_update_synonym_map create_synonym_map delete_alias delete_index "
                "delete_knowledge_base delete_knowledge_source delete_synonym_map get_alias "
                "get_index get_index_statistics get_knowledge_base get_knowledge_source "
                "get_service_statistics get_synonym_map get_synonym_maps list_alias_names "
                "list_index_names list_indexes"
            ),
            "azure.search.documents.indexes.SearchIndexerClient": (
                "create_data_source_connection create_indexer "
                "create_or_update_data_source_connection create_or_update_indexer "
                "create_or_update_skillset create_skillset delete_data_source_connection "
                "delete_indexer delete_skillset get_data_source_connection "
                "get_data_source_connections get_indexer get_indexer_status get_indexers "
                "get_skillset get_skillsets reset_indexer run_indexer"
            ),
            "azure.storage.queue.QueueClient": (
                "clear_messages create_queue delete_message delete_queue "
                "get_queue_access_policy get_queue_properties peek_messages receive_message "
                "send_message set_queue_access_policy set_queue_metadata update_message"
            ),
            "azure.storage.queue.QueueServiceClient": (
                "create_queue delete_queue get_service_properties get_service_stats "
                "set_service_properties"
            ),
        },
    ),
)

#: With `asynchronous=True`, an object of fsspec has only coroutines.
_COROUTINES = (Unless("asynchronous", None, (True,)),)
IN_MEMORY: Conditions = {
    "adlfs.AzureBlobFileSystem": _COROUTINES,
    "gcsfs.GCSFileSystem": _COROUTINES,
    "s3fs.S3FileSystem": _COROUTINES,
}
