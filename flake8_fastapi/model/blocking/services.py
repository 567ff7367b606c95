"""What blocks in front of a vendor's service, such as AWS, Stripe or Slack; AI is in `ai`.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    GIVEN,
    GOOGLE,
    SUPABASE,
    THREAD,
    Blocking,
    Conditions,
    Constructors,
    Libraries,
    Unless,
)

#: What a client of PortOne has for payments.
_PORTONE_PAYMENTS = (
    "apply_escrow_logistics billing_key.delete_billing_key billing_key.get_billing_key_info "
    "billing_key.issue_billing_key cancel_payment capture_payment close_virtual_account "
    "confirm_payment get_payment get_payment_transactions pay_instantly pay_with_billing_key "
    "payment_schedule.create_payment_schedule payment_schedule.get_payment_schedule "
    "payment_schedule.revoke_payment_schedules pre_register_payment register_store_receipt "
    "resend_webhook"
)

#: What a file system of fsspec has that keeps its files at a vendor's.
_FILES = (
    "cat cat_file copy cp_file du exists find get get_file glob info isdir isfile ls makedirs "
    "mkdir modified mv pipe pipe_file put put_file rm rm_file rmdir size touch walk"
)

#: What a client of the Hugging Face hub asks; the functions of the module are its methods.
_HUB = (
    "add_collection_item add_space_secret add_space_variable "
    "comment_discussion create_branch create_collection create_commit "
    "create_discussion create_inference_endpoint create_pull_request "
    "create_repo create_tag dataset_info delete_branch delete_file "
    "delete_folder delete_inference_endpoint delete_repo "
    "delete_space_secret delete_space_variable delete_tag file_exists "
    "get_discussion_details get_full_repo_name get_inference_endpoint "
    "get_paths_info get_space_runtime get_space_variables hf_hub_download "
    "list_inference_endpoints list_repo_commits list_repo_files "
    "list_repo_refs merge_pull_request model_info move_repo "
    "parse_safetensors_file_metadata pause_inference_endpoint pause_space "
    "preupload_lfs_files repo_exists repo_info request_space_hardware "
    "restart_space resume_inference_endpoint revision_exists "
    "scale_to_zero_inference_endpoint set_space_sleep_time "
    "snapshot_download space_info unlike update_inference_endpoint "
    "update_repo_settings upload_file upload_folder whoami"
)

LIBRARIES: Libraries = (
    (
        "sdk",
        SUPABASE,
        {
            "postgrest.SyncSelectRequestBuilder": "execute",
            "storage3._sync.file_api.SyncBucketProxy": (
                "copy create_signed_url create_signed_urls download exists list move remove update "
                "upload"
            ),
            "supabase.Client": (
                "auth.admin.create_user auth.admin.delete_user auth.admin.generate_link "
                "auth.admin.get_user_by_id auth.admin.invite_user_by_email auth.admin.list_users "
                "auth.admin.sign_out auth.admin.update_user_by_id auth.exchange_code_for_session "
                "auth.get_user auth.reauthenticate auth.refresh_session auth.resend "
                "auth.reset_password_email auth.reset_password_for_email "
                "auth.sign_in_anonymously auth.sign_in_with_id_token auth.sign_in_with_otp "
                "auth.sign_in_with_password auth.sign_in_with_sso auth.sign_out auth.sign_up "
                "auth.update_user auth.verify_otp storage.create_bucket storage.get_bucket "
                "storage.list_buckets"
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
        "use the `_async` methods of stripe 9 and newer",
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
            "stripe.StripeClient": " ".join(
                f"{call} v1.{call}"
                for call in (
                    "checkout.sessions.create checkout.sessions.retrieve customers.create "
                    "customers.list customers.retrieve customers.update invoices.list "
                    "invoices.retrieve payment_intents.cancel payment_intents.capture "
                    "payment_intents.confirm payment_intents.create payment_intents.retrieve "
                    "prices.list prices.retrieve products.list products.retrieve refunds.create "
                    "subscriptions.cancel subscriptions.create subscriptions.list "
                    "subscriptions.retrieve subscriptions.update"
                ).split()
            ),
            "stripe.Transfer": "create list modify retrieve",
            "stripe.billing_portal.Session": "create",
            "stripe.checkout.Session": "create expire list list_line_items retrieve",
        },
    ),
    (
        "sdk",
        "use the `AsyncWebClient` of `slack_sdk`",
        {
            "slack_sdk.WebClient": "* -validate_slack_signature",
            "slack_sdk.webhook.WebhookClient": "send send_dict",
        },
    ),
    (
        "sdk",
        THREAD,
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
            "azure.keyvault.secrets.SecretClient": (
                "begin_delete_secret get_secret set_secret update_secret_properties"
            ),
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
            "atlassian.Confluence": (
                "~attach_file ~cql ~create_page ~get_all_pages_from_space ~get_all_spaces "
                "~get_page_by_id ~get_page_by_title ~update_page"
            ),
            "atlassian.Jira": (
                "create_issue issue issue_add_comment issue_create issue_transition jql projects "
                "update_issue_field"
            ),
            "adlfs.AzureBlobFileSystem": _FILES,
            "caldav.DAVClient": "principal",
            "caldav.Principal": "calendars make_calendar",
            "ccxt.Exchange": (
                "cancel_order create_order fetch_balance fetch_ohlcv fetch_open_orders fetch_order "
                "fetch_order_book fetch_positions fetch_ticker fetch_tickers fetch_trades "
                "load_markets"
            ),
            "cloudinary.api": (
                "create_folder delete_folder delete_resources delete_resources_by_prefix "
                "delete_resources_by_tag ping resource resource_by_asset_id resources "
                "resources_by_asset_folder resources_by_ids resources_by_tag root_folders "
                "subfolders tags update usage"
            ),
            "cloudinary.uploader": "destroy explicit rename upload upload_image upload_large",
            "ddgs.DDGS": "images news text videos",
            "deep_translator.GoogleTranslator": "translate translate_batch",
            "deep_translator.MyMemoryTranslator": "translate translate_batch",
            "dropbox.Dropbox": (
                "files_create_folder_v2 files_delete_v2 files_download files_get_metadata "
                "files_get_temporary_link files_list_folder files_upload "
                "sharing_create_shared_link_with_settings users_get_current_account"
            ),
            "emails.Message": "send",
            "exponent_server_sdk.PushClient": (
                "check_receipts check_receipts_multiple publish publish_multiple"
            ),
            "gcsfs.GCSFileSystem": _FILES,
            "geopy.geocoders.Nominatim": "geocode reverse",
            "geopy.geocoders.GoogleV3": "geocode reverse",
            "git.Repo": "clone clone_from",
            "github.Github": "get_organization get_repo get_user search_code search_repositories",
            "github.Issue.Issue": (
                "add_to_assignees add_to_labels create_comment edit get_comment remove_from_labels "
                "set_labels"
            ),
            "github.PullRequest.PullRequest": (
                "add_to_labels create_comment create_issue_comment create_review "
                "create_review_comment edit get_comment get_review is_merged merge set_labels "
                "update_branch"
            ),
            "github.Repository.Repository": (
                "compare create_file create_git_ref create_git_release create_hook create_issue "
                "create_pull delete_file edit get_branch get_commit get_contents get_git_ref "
                "get_git_tree get_issue get_latest_release get_pull get_readme get_workflow merge "
                "update_file"
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
                "access_secret_version add_secret_version create_secret delete_secret "
                "destroy_secret_version get_secret list_secret_versions list_secrets update_secret"
            ),
            "google.cloud.storage.Blob": (
                "delete download_as_bytes download_as_text download_to_file download_to_filename "
                "exists open reload upload_from_file upload_from_filename upload_from_string"
            ),
            "google.cloud.storage.Bucket": "delete exists get_blob reload",
            "google.cloud.storage.Client": "create_bucket get_bucket list_blobs list_buckets",
            "googlemaps.Client": (
                "directions distance_matrix elevation find_place geocode place places "
                "places_autocomplete places_nearby reverse_geocode timezone"
            ),
            "gradio_client.Client": "predict view_api",
            "gspread.Client": "create open open_by_key open_by_url openall",
            "gspread.Spreadsheet": "add_worksheet batch_update get_worksheet worksheet worksheets",
            "gspread.Worksheet": (
                "append_row append_rows batch_get batch_update cell clear col_values delete_rows "
                "find get get_all_records get_all_values insert_row row_values update update_cell"
            ),
            "gtts.gTTS": "save write_to_fp",
            "hvac.Client": (
                "delete is_authenticated list read secrets.kv.v1.read_secret "
                "secrets.kv.v2.create_or_update_secret secrets.kv.v2.read_secret_version write"
            ),
            "huggingface_hub.HfApi": _HUB,
            "huggingface_hub": f"{_HUB} list_models login",
            "jira.JIRA": (
                "add_attachment add_comment add_worklog assign_issue comments create_issue "
                "create_issue_link fields issue myself project projects search_issues "
                "search_users transition_issue transitions user"
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
            "mercadopago.resources.Card": "create delete get list_all update",
            "mercadopago.resources.Customer": "create delete get search update",
            "mercadopago.resources.MerchantOrder": "create get search update",
            "mercadopago.resources.Order": "cancel capture create get process refund",
            "mercadopago.resources.Payment": "create get search update",
            "mercadopago.resources.PreApproval": "create get search update",
            "mercadopago.resources.Preference": "create get search update",
            "mercadopago.resources.Refund": "create list_all",
            "mixpanel.Mixpanel": (
                "alias group_set group_update import_data merge people_append people_delete "
                "people_increment people_set people_set_once people_track_charge people_unset "
                "people_update track"
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
            "oss2.Bucket": (
                "batch_delete_objects copy_object delete_object get_object get_object_to_file "
                "head_object list_objects list_objects_v2 object_exists put_object "
                "put_object_from_file"
            ),
            "plaid.api.plaid_api.PlaidApi": "*",
            "plivo.RestClient": (
                "calls.create calls.delete calls.get calls.hangup calls.list calls.record "
                "calls.transfer calls.update messages.create messages.get messages.list "
                "numbers.buy numbers.list numbers.search recordings.get recordings.list"
            ),
            "pusher.Pusher": "trigger trigger_batch",
            "razorpay.Client": (
                "customer.create order.create order.fetch payment.capture payment.fetch "
                "payment.refund subscription.create"
            ),
            "pyairtable.Table": (
                "all batch_create batch_delete batch_update batch_upsert create delete first get "
                "update"
            ),
            "ray.job_submission.JobSubmissionClient": (
                "delete_job get_job_info get_job_logs get_job_status list_jobs stop_job submit_job"
            ),
            "resend.Emails": "cancel get send update",
            "s3fs.S3FileSystem": _FILES,
            "sendgrid.SendGridAPIClient": "send",
            "sib_api_v3_sdk.TransactionalEmailsApi": "send_transac_email",
            "simple_salesforce.Salesforce": (
                "apexecute describe query query_all query_more quick_search search"
            ),
            "speech_recognition.Recognizer": (
                "recognize_amazon recognize_azure recognize_google recognize_google_cloud "
                "recognize_houndify recognize_ibm recognize_lex recognize_wit"
            ),
            "spotipy.Spotify": "* -set_auth",
            "spotipy.SpotifyClientCredentials": "get_access_token",
            "spotipy.SpotifyOAuth": "get_access_token refresh_access_token",
            "telebot.TeleBot": (
                "answer_callback_query delete_message edit_message_text get_file get_me "
                "send_document send_message send_photo set_webhook"
            ),
            "tweepy.Client": (
                "create_tweet delete_tweet get_me get_user get_users_tweets search_recent_tweets"
            ),
            "wikipedia": "page search summary",
            "youtube_transcript_api.YouTubeTranscriptApi": (
                "fetch ~get_transcript ~get_transcripts list ~list_transcripts"
            ),
            "yt_dlp.YoutubeDL": "download extract_info",
            "yfinance": "download",
            "yfinance.Ticker": "history",
        },
    ),
    (
        "sdk",
        "use its `_async` twin, with `AsyncTwilioHttpClient`",
        {
            "twilio.rest.Client": (
                "calls.create calls.list incoming_phone_numbers.create incoming_phone_numbers.list "
                "messages.create messages.list"
            ),
            "twilio.rest.api.v2010.account.call.CallContext": "delete fetch update",
            "twilio.rest.api.v2010.account.message.MessageContext": "delete fetch update",
            "twilio.rest.verify.v2.service.ServiceContext": (
                "fetch verification_checks.create verifications.create"
            ),
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `users.get_async`",
        {
            "clerk_backend_api.Clerk": (
                "invitations.create invitations.list invitations.revoke "
                "organization_memberships.create organization_memberships.delete "
                "organization_memberships.list organizations.create organizations.delete "
                "organizations.get organizations.list organizations.update sessions.get "
                "sessions.list sessions.revoke users.ban users.count users.create users.delete "
                "users.get users.list users.unban users.update users.update_metadata"
            ),
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `get_payment_async`",
        {
            "portone_server_sdk.PaymentClient": _PORTONE_PAYMENTS,
            "portone_server_sdk.PortOneClient": " ".join(
                f"payment.{call}" for call in _PORTONE_PAYMENTS.split()
            ),
        },
    ),
    (
        "sdk",
        "use `tweepy.asynchronous.AsyncClient`",
        {
            "tweepy.Client": (
                "create_tweet delete_tweet follow_user get_me get_tweet get_tweets get_user "
                "get_users get_users_followers get_users_mentions get_users_tweets like "
                "search_recent_tweets"
            )
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `async_notify`",
        {"apprise.Apprise": "notify"},
    ),
    (
        "sdk",
        "use `binance.AsyncClient`",
        {
            "binance.Client": (
                "cancel_order create_order futures_account futures_account_balance "
                "futures_create_order futures_klines futures_position_information get_account "
                "get_all_orders get_all_tickers get_asset_balance get_exchange_info "
                "get_historical_klines get_klines get_open_orders get_order get_order_book "
                "get_symbol_info get_symbol_ticker get_ticker order_market_buy order_market_sell"
            )
        },
    ),
    (
        "sdk",
        "use `web3.AsyncWeb3`",
        {
            "web3.Web3": (
                "eth.call eth.estimate_gas eth.get_balance eth.get_block eth.get_code eth.get_logs "
                "eth.get_transaction eth.get_transaction_count eth.get_transaction_receipt "
                "eth.send_raw_transaction eth.send_transaction eth.wait_for_transaction_receipt "
                "is_connected"
            )
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
        THREAD,
        {"google.cloud.translate_v2.Client": "detect_language get_languages translate"},
    ),
    (
        "sdk",
        THREAD,
        {
            "langsmith.Client": (
                "add_runs_to_annotation_queue create_annotation_queue create_dataset "
                "create_example create_examples create_feedback create_project create_run "
                "delete_annotation_queue delete_dataset delete_example delete_feedback "
                "delete_project delete_run_from_annotation_queue get_run_stats has_dataset "
                "has_project read_annotation_queue read_dataset read_example read_feedback "
                "read_project read_run run_is_shared share_run unshare_run update_annotation_queue "
                "update_example update_feedback update_run"
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
                "create_entity delete_entity get_entity update_entity upsert_entity"
            ),
            "azure.eventhub.EventHubProducerClient": "create_batch send_batch",
            "azure.search.documents.SearchClient": (
                "delete_documents get_document get_document_count index_documents "
                "merge_or_upload_documents upload_documents"
            ),
            "azure.storage.queue.QueueClient": (
                "clear_messages create_queue delete_message peek_messages receive_message "
                "send_message update_message"
            ),
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
            "kubernetes.client.NetworkingV1Api": "*",
            "kubernetes.client.RbacAuthorizationV1Api": "*",
            "kubernetes.client.StorageV1Api": "*",
            "kubernetes.client.VersionApi": "*",
            "kubernetes.stream": "stream",
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "selenium.webdriver.remote.webdriver.WebDriver": (
                "execute execute_script find_element find_elements get quit save_screenshot"
            ),
            "pdfkit": "from_file from_string from_url",
        },
    ),
)

UNLESS: Conditions = {
    # what is made of a specification has this for every call: a thread waits
    **{
        f"{api}.*": (Unless("async_req", None, (True,)),)
        for _, _, owners in LIBRARIES
        for api in owners
        if api.startswith(("kubernetes.client.", "plaid."))
    },
    # with its trace, one is put into a queue that a thread empties
    "langsmith.Client.create_feedback": (Unless("trace_id", None, (GIVEN,)),),
    "langsmith.Client.create_run": (Unless("trace_id", None, (GIVEN,)),),
    "langsmith.Client.update_run": (Unless("trace_id", None, (GIVEN,)),),
    "github.Github.get_repo": (Unless("lazy", 1, (True,)),),
}

#: With `asynchronous=True`, an object of fsspec has only coroutines.
_COROUTINES = (Unless("asynchronous", None, (True,)),)
IN_MEMORY: Conditions = {
    "adlfs.AzureBlobFileSystem": _COROUTINES,
    "gcsfs.GCSFileSystem": _COROUTINES,
    "mixpanel.Mixpanel": (Unless("consumer", 1, (GIVEN,)),),  # which may keep it for later
    "s3fs.S3FileSystem": _COROUTINES,
}

CONSTRUCTORS: Constructors = {
    "binance.Client": Blocking("sdk", "use `binance.AsyncClient.create`"),
    "gradio_client.Client": Blocking("sdk", THREAD),
    "jira.JIRA": Blocking("sdk", THREAD, (Unless("get_server_info", None, (False,)),)),
    "ray.job_submission.JobSubmissionClient": Blocking("sdk", THREAD),
    "selenium.webdriver.remote.webdriver.WebDriver": Blocking("sdk", THREAD),
    "zeep.Client": Blocking("sdk", "use `zeep.AsyncClient`"),
}
