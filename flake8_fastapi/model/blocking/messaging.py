"""What blocks in front of what reaches people: mail, chats, telephones, push, social networks.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import GIVEN, THREAD, Conditions, Libraries, Unless

LIBRARIES: Libraries = (
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
            "emails.Message": "send",
            "exponent_server_sdk.PushClient": (
                "check_receipts check_receipts_multiple publish publish_multiple"
            ),
            "mailjet_rest.Client": (
                "contact.create contact.get contact.update contactslist.create contactslist.get "
                "contactslist_managecontact.create message.get messagehistory.get send.create"
            ),
            "mixpanel.Mixpanel": (
                "alias group_set group_update import_data merge people_append people_delete "
                "people_increment people_set people_set_once people_track_charge people_unset "
                "people_update track"
            ),
            "plivo.RestClient": (
                "calls.create calls.delete calls.get calls.hangup calls.list calls.record "
                "calls.transfer calls.update messages.create messages.get messages.list "
                "numbers.buy numbers.list numbers.search recordings.get recordings.list"
            ),
            "pusher.Pusher": "trigger trigger_batch",
            "resend.Emails": "cancel get send update",
            "sendgrid.SendGridAPIClient": "send",
            "sib_api_v3_sdk.TransactionalEmailsApi": "send_transac_email",
            "telebot.TeleBot": (
                "answer_callback_query delete_message edit_message_text get_file get_me "
                "send_document send_message send_photo set_webhook"
            ),
        },
    ),
    (
        "sdk",
        "use `qstash.AsyncQStash`",
        {
            "qstash.QStash": " ".join(
                f"{of}.{call}"
                for of, calls in {
                    "dlq": "delete delete_many get list",
                    "log": "list",
                    "message": (
                        "batch batch_json cancel cancel_all cancel_many enqueue enqueue_json get "
                        "publish publish_json"
                    ),
                    "queue": "delete get list pause resume upsert",
                    "schedule": "create create_json delete get list pause resume",
                    "signing_key": "get rotate",
                    "url_group": "delete get list remove_endpoints upsert_endpoints",
                }.items()
                for call in calls.split()
            ),
        },
    ),
    (
        "sdk",
        "use `svix.SvixAsync`",
        {
            "svix.Svix": (
                "application.create application.delete application.get application.get_or_create "
                "application.list application.patch authentication.app_portal_access "
                "~authentication.dashboard_access endpoint.create endpoint.delete endpoint.get "
                "endpoint.get_secret endpoint.list endpoint.patch endpoint.recover "
                "endpoint.rotate_secret event_type.create event_type.delete event_type.get "
                "event_type.list message.create message.get message.list "
                "message_attempt.list_by_endpoint message_attempt.list_by_msg "
                "message_attempt.resend"
            ),
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
        "use `pymsteams.async_connectorcard`",
        {"pymsteams.connectorcard": "send"},
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
        {
            "apprise.Apprise": "notify",
        },
    ),
)

IN_MEMORY: Conditions = {
    "mixpanel.Mixpanel": (Unless("consumer", 1, (GIVEN,)),),  # which may keep it for later
}
