"""What blocks in front of a vendor's service, such as AWS, Stripe or Slack; AI is in `ai`.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import THREAD, Blocking, Constructors, Libraries

LIBRARIES: Libraries = (
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
        THREAD,
        {
            "selenium.webdriver.remote.webdriver.WebDriver": (
                "execute execute_script find_element find_elements get quit save_screenshot"
            ),
            "pdfkit": "from_file from_string from_url",
        },
    ),
)

CONSTRUCTORS: Constructors = {
    "selenium.webdriver.remote.webdriver.WebDriver": Blocking("sdk", THREAD),
    "zeep.Client": Blocking("sdk", "use `zeep.AsyncClient`"),
}
