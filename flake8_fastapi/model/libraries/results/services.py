"""What clients of vendors give: code, documents, tables, messages, payments, search."""

from __future__ import annotations

RESULTS: dict[str, str] = {
    **{
        f"paypalrestsdk.{name}.find": f"paypalrestsdk.{name}"
        for name in (
            *("Authorization", "BillingAgreement", "BillingPlan", "Capture", "Order", "Payment"),
            *("Payout", "PayoutItem", "Refund", "Sale"),
        )
    },
    "apify_client.ApifyClient.actor": "apify_client.ActorClient",
    "apify_client.ApifyClient.dataset": "apify_client.DatasetClient",
    "apify_client.ApifyClient.run": "apify_client.RunClient",
    "caldav.DAVClient.principal": "caldav.Principal",
    "copr.v3.Client.create_from_config_file": "copr.v3.Client",
    "ddgs.DDGS": "ddgs.DDGS",
    "emails.html": "emails.Message",
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
    "gitlab.Gitlab.from_config": "gitlab.Gitlab",
    "gitlab.Gitlab.groups.create": "gitlab.v4.objects.Group",
    "gitlab.Gitlab.groups.get": "gitlab.v4.objects.Group",
    "gitlab.Gitlab.projects.create": "gitlab.v4.objects.Project",
    "gitlab.Gitlab.projects.get": "gitlab.v4.objects.Project",
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
    "gspread.Client.open": "gspread.Spreadsheet",
    "gspread.Client.open_by_key": "gspread.Spreadsheet",
    "gspread.Client.open_by_url": "gspread.Spreadsheet",
    "gspread.Spreadsheet.get_worksheet": "gspread.Worksheet",
    "gspread.Spreadsheet.worksheet": "gspread.Worksheet",
    "gspread.authorize": "gspread.Client",
    "gspread.service_account": "gspread.Client",
    "gspread.service_account_from_dict": "gspread.Client",
    "gtts.gTTS": "gtts.gTTS",
    "jira.JIRA": "jira.JIRA",
    "mercadopago.SDK": "mercadopago.SDK",
    "mercadopago.SDK.card": "mercadopago.resources.Card",
    "mercadopago.SDK.customer": "mercadopago.resources.Customer",
    "mercadopago.SDK.merchant_order": "mercadopago.resources.MerchantOrder",
    "mercadopago.SDK.order": "mercadopago.resources.Order",
    "mercadopago.SDK.payment": "mercadopago.resources.Payment",
    "mercadopago.SDK.preapproval": "mercadopago.resources.PreApproval",
    "mercadopago.SDK.preference": "mercadopago.resources.Preference",
    "mercadopago.SDK.refund": "mercadopago.resources.Refund",
    "opentelemetry.trace.get_tracer": "opentelemetry.trace.Tracer",
    "propelauth_fastapi.init_auth": "propelauth_fastapi.FastAPIAuth",
    "pyairtable.Api.table": "pyairtable.Table",
    "pymsteams.connectorcard": "pymsteams.connectorcard",  # a class, in small letters
    "tronpy.tron.TransactionBuilder.build": "tronpy.tron.Transaction",
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
    "transmission_rpc.from_url": "transmission_rpc.Client",
    "woocommerce.API": "woocommerce.API",
    "woocommerce.api.API": "woocommerce.API",
    "web3.Web3.eth.contract": "web3.contract.Contract",
    "web3.contract.Contract.constructor": "web3.contract.ContractConstructor",
}

CHAINED: dict[str, str] = {
    "tronpy.tron.Transaction": "inspect sign",
    "tronpy.tron.TransactionBuilder": "expiration fee_limit memo permission_id with_owner",
}

#: What a contract has depends on the contract.
OPEN: dict[str, str] = {"web3.contract.ContractFunctions": "web3.contract.ContractFunction"}

CALLED: dict[str, str] = {
    "twilio.rest.Client.calls": "twilio.rest.api.v2010.account.call.CallContext",
    "twilio.rest.Client.messages": "twilio.rest.api.v2010.account.message.MessageContext",
    "twilio.rest.Client.verify.v2.services": "twilio.rest.verify.v2.service.ServiceContext",
    "web3.contract.ContractFunction": "web3.contract.ContractFunction",
}

ATTRIBUTES: dict[str, str] = {
    "git.Repo.git": "git.cmd.Git",
    "tronpy.Tron.trx": "tronpy.tron.Trx",
    "web3.contract.Contract.functions": "web3.contract.ContractFunctions",
    "yfinance.Ticker.fast_info": "yfinance.scrapers.quote.FastInfo",
}
