"""What blocks in front of what pays: payments, banks, exchanges, chains of blocks, prices.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
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

#: What a client of Mollie has for each kind of thing.
_MOLLIE = " ".join(
    f"{of}.{call}"
    for of, calls in {
        "balances": "get list",
        "customers": "create delete get list update",
        "invoices": "get list",
        "methods": "all get list",
        "organizations": "get",
        "payment_links": "create get list",
        "payments": "create delete get list update",
        "profiles": "create delete get list update",
        "refunds": "list",
        "settlements": "get list",
        "subscriptions": "list",
        "terminals": "get list",
    }.items()
    for call in calls.split()
)

#: What a client of Stripe has for each kind of thing.
_STRIPE_SERVICES = {
    "account_links": "create",
    "account_sessions": "create",
    "accounts": "create delete list reject retrieve update",
    "accounts.login_links": "create",
    "balance": "retrieve",
    "billing.meter_events": "create",
    "billing.meters": "create deactivate list reactivate retrieve update",
    "billing_portal.configurations": "create list retrieve update",
    "billing_portal.sessions": "create",
    "charges": "capture create list retrieve search update",
    "checkout.sessions": "create expire list retrieve update",
    "checkout.sessions.line_items": "list",
    "coupons": "create delete list retrieve update",
    "customers": "create delete delete_discount list retrieve search update",
    "customers.payment_methods": "list retrieve",
    "disputes": "close list retrieve update",
    "events": "list retrieve",
    "identity.verification_sessions": "cancel create list redact retrieve update",
    "invoice_items": "create delete list retrieve update",
    "invoices": (
        "create create_preview delete finalize_invoice list mark_uncollectible pay retrieve search "
        "send_invoice update void_invoice"
    ),
    "payment_intents": (
        "cancel capture confirm create increment_authorization list retrieve search update "
        "verify_microdeposits"
    ),
    "payment_links": "create list retrieve update",
    "payment_methods": "attach create detach list retrieve update",
    "payouts": "cancel create list retrieve reverse update",
    "plans": "create delete list retrieve update",
    "prices": "create list retrieve search update",
    "products": "create delete list retrieve search update",
    "promotion_codes": "create list retrieve update",
    "refunds": "cancel create list retrieve update",
    "setup_intents": "cancel confirm create list retrieve update verify_microdeposits",
    "subscription_items": "create delete list retrieve update",
    "subscription_schedules": "cancel create list release retrieve update",
    "subscriptions": "cancel create delete_discount list resume retrieve search update",
    "tax_rates": "create list retrieve update",
    "transfers": "create list retrieve update",
    "webhook_endpoints": "create delete list retrieve update",
}

#: What a client of Paystack has for each kind of thing, and the classes of these.
_PAYSTACK = {
    "bulkcharge": (
        "bulkcharge.BulkCharge",
        "fetch_bulk_batch fetch_charges_batch initiate_bulk_charge list pause_bulk_batch "
        "resume_bulk_charge",
    ),
    "charge": (
        "charge.Charge",
        "check_pending start_charge submit_birthday submit_otp submit_phone submit_pin",
    ),
    "customer": ("customer.Customer", "create get list update"),
    "invoice": (
        "invoice.Invoice",
        "archive create dashboard_metrics finalize_draft list send_notification update verify view",
    ),
    "page": ("page.Page", "add_products create fetch is_slug_available list update"),
    "plan": ("plan.Plan", "create get list update"),
    "product": ("product.Product", "create fetch list update"),
    "settlement": ("settlement.Settlement", "fetch"),
    "subaccount": ("subaccount.SubAccount", "create fetch list update"),
    "subscription": (
        "subscription.Subscription",
        "create disable enable fetch generate_update_subscription_link list "
        "send_update_subscription_link",
    ),
    "transaction": (
        "transaction.Transaction",
        "charge charge_token get initialize list totals verify",
    ),
    "transfer": (
        "transfer.Transfer",
        "fetch finalize initiate initiate_bulk_transfer list verify",
    ),
    "transferControl": (
        "tcontrol.TransferControl",
        "check_balance disable_otp disable_otp_finalize enable_otp resend_otp",
    ),
    "transferRecipient": ("trecipient.TransferRecipient", "create list"),
    "verification": (
        "verification.Verification",
        "verify_account verify_bvn verify_bvn_match verify_card_bin verify_phone",
    ),
}

#: What yfinance asks for when it is read.
_OF_TICKERS = (
    "actions analyst_price_targets balance_sheet balancesheet calendar cash_flow cashflow "
    "dividends earnings_dates financials income_stmt info institutional_holders major_holders "
    "news options quarterly_balance_sheet quarterly_cashflow quarterly_financials "
    "quarterly_income_stmt recommendations splits sustainability"
)
_FAST_INFO = (
    "currency day_high day_low last_price last_volume market_cap previous_close year_high year_low"
)

LIBRARIES: Libraries = (
    (
        "sdk",
        "use the `_async` methods of stripe 9 and newer",
        {
            "stripe.Account": (
                "create create_external_account create_login_link create_person delete list "
                "list_capabilities list_external_accounts list_persons modify reject retrieve"
            ),
            "stripe.AccountLink": "create",
            "stripe.AccountSession": "create",
            "stripe.Balance": "retrieve",
            "stripe.BalanceTransaction": "list retrieve",
            "stripe.Charge": "capture create list modify retrieve search",
            "stripe.Coupon": "create delete list modify retrieve",
            "stripe.CreditNote": "create list modify preview retrieve void_credit_note",
            "stripe.Customer": (
                "create create_balance_transaction create_source create_tax_id delete "
                "delete_discount list list_balance_transactions list_payment_methods list_sources "
                "list_tax_ids modify retrieve retrieve_payment_method search"
            ),
            "stripe.CustomerSession": "create",
            "stripe.Dispute": "close list modify retrieve",
            "stripe.EphemeralKey": "create delete",
            "stripe.Event": "list retrieve",
            "stripe.File": "create list retrieve",
            "stripe.Invoice": (
                "create create_preview delete finalize_invoice list mark_uncollectible modify pay "
                "retrieve search send_invoice ~upcoming void_invoice"
            ),
            "stripe.InvoiceItem": "create delete list modify retrieve",
            "stripe.PaymentIntent": (
                "cancel capture confirm create increment_authorization list modify retrieve search "
                "verify_microdeposits"
            ),
            "stripe.PaymentLink": "create list list_line_items modify retrieve",
            "stripe.PaymentMethod": "attach create detach list modify retrieve",
            "stripe.Payout": "cancel create list modify retrieve reverse",
            "stripe.Plan": "create delete list modify retrieve",
            "stripe.Price": "create list modify retrieve search",
            "stripe.Product": "create delete list modify retrieve search",
            "stripe.PromotionCode": "create list modify retrieve",
            "stripe.Quote": "accept cancel create finalize_quote list modify retrieve",
            "stripe.Refund": "cancel create list modify retrieve",
            "stripe.SetupIntent": "cancel confirm create list modify retrieve verify_microdeposits",
            "stripe.ShippingRate": "create list modify retrieve",
            "stripe.StripeClient": " ".join(
                f"{version}{service}.{call}"
                for service, calls in _STRIPE_SERVICES.items()
                for call in calls.split()
                for version in ("", "v1.")
            ),
            "stripe.Subscription": (
                "cancel create delete_discount list modify resume retrieve search"
            ),
            "stripe.SubscriptionItem": "create delete list modify retrieve",
            "stripe.SubscriptionSchedule": "cancel create list modify release retrieve",
            "stripe.TaxRate": "create list modify retrieve",
            "stripe.Token": "create retrieve",
            "stripe.Topup": "cancel create list modify retrieve",
            "stripe.Transfer": "create create_reversal list list_reversals modify retrieve",
            "stripe.WebhookEndpoint": "create delete list modify retrieve",
            "stripe.billing.Meter": (
                "create deactivate list list_event_summaries modify reactivate retrieve"
            ),
            "stripe.billing.MeterEvent": "create",
            "stripe.billing_portal.Configuration": "create list modify retrieve",
            "stripe.billing_portal.Session": "create",
            "stripe.checkout.Session": "create expire list list_line_items modify retrieve",
            "stripe.identity.VerificationSession": "cancel create list modify redact retrieve",
            "stripe.tax.Calculation": "create list_line_items retrieve",
            "stripe.tax.Transaction": (
                "create_from_calculation create_reversal list_line_items retrieve"
            ),
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "ccxt.Exchange": (
                "cancel_order create_order fetch_balance fetch_ohlcv fetch_open_orders fetch_order "
                "fetch_order_book fetch_positions fetch_ticker fetch_tickers fetch_trades "
                "load_markets"
            ),
            "mercadopago.resources.Card": "create delete get list_all update",
            "mercadopago.resources.Customer": "create delete get search update",
            "mercadopago.resources.MerchantOrder": "create get search update",
            "mercadopago.resources.Order": "cancel capture create get process refund",
            "mercadopago.resources.Payment": "create get search update",
            "mercadopago.resources.PreApproval": "create get search update",
            "mercadopago.resources.Preference": "create get search update",
            "mercadopago.resources.Refund": "create list_all",
            "mollie.api.client.Client": _MOLLIE,
            **{f"paystackapi.{cls}": calls for cls, calls in _PAYSTACK.values()},
            "paystackapi.paystack.Paystack": " ".join(
                f"~{of}.{call}" for of, (_, calls) in _PAYSTACK.items() for call in calls.split()
            ),
            "plaid.api.plaid_api.PlaidApi": "*",
            "razorpay.Client": (
                "customer.create order.create order.fetch payment.capture payment.fetch "
                "payment.refund subscription.create"
            ),
            "woocommerce.API": "delete get options post put",
            "yfinance": "download screen",
            "yfinance.Ticker": (
                f"{_OF_TICKERS} get_balance_sheet get_calendar get_cash_flow get_dividends "
                "get_earnings_dates get_income_stmt get_info get_news get_recommendations "
                "get_splits history option_chain"
            ),
            "yfinance.Tickers": "download history news",
            "yfinance.scrapers.quote.FastInfo": _FAST_INFO,
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
        "use `tronpy.AsyncTron`",
        {
            "tronpy.Tron": (
                "broadcast get_account get_account_asset_balance get_account_asset_balances "
                "get_account_balance get_account_permission get_account_resource get_asset "
                "get_bandwidth get_block get_chain_parameters get_contract get_contract_info "
                "get_energy get_estimated_energy get_latest_block get_latest_block_id "
                "get_latest_block_number get_node_info get_sign_weight get_transaction "
                "get_transaction_info list_assets list_nodes list_witnesses "
                "trigger_constant_contract"
            ),
            "tronpy.tron.Transaction": "broadcast",
            "tronpy.tron.TransactionBuilder": "build",
        },
    ),
    (
        "sdk",
        THREAD,
        # a socket is opened for each call, to a node that may wait for others
        {
            "paypalrestsdk.Authorization": "capture find reauthorize void",
            "paypalrestsdk.BillingAgreement": (
                "bill_balance cancel create execute find reactivate replace search_transactions "
                "set_balance suspend"
            ),
            "paypalrestsdk.BillingPlan": "activate all create find inactivate replace",
            "paypalrestsdk.Capture": "find refund",
            "paypalrestsdk.Order": "authorize capture find void",
            "paypalrestsdk.Payment": "all create execute find replace",
            "paypalrestsdk.Payout": "create find",
            "paypalrestsdk.PayoutItem": "cancel find",
            "paypalrestsdk.Refund": "find",
            "paypalrestsdk.Sale": "find refund",
        },
    ),
    (
        "sdk",
        THREAD,
        {"pyln.client.LightningRpc": "* -get_json_id -notify -reply_filter"},
    ),
    (
        "sdk",
        "use `web3.AsyncWeb3`",
        {
            "web3.Web3": (
                "eth.accounts eth.blob_base_fee eth.block_number eth.call eth.chain_id "
                "eth.estimate_gas eth.gas_price eth.get_balance eth.get_block eth.get_code "
                "eth.get_logs eth.get_transaction eth.get_transaction_count "
                "eth.get_transaction_receipt eth.max_priority_fee eth.send_raw_transaction "
                "eth.send_transaction eth.syncing eth.wait_for_transaction_receipt "
                "is_connected"
            ),
            "web3.contract.ContractConstructor": "build_transaction estimate_gas transact",
            "web3.contract.ContractFunction": "build_transaction call estimate_gas transact",
        },
    ),
)

READ: dict[str, frozenset[str]] = {
    "yfinance.Ticker": frozenset(_OF_TICKERS.split()),
    "yfinance.scrapers.quote.FastInfo": frozenset(_FAST_INFO.split()),
    "web3.Web3.eth": frozenset(
        {
            *("accounts", "blob_base_fee", "block_number", "chain_id"),
            *("gas_price", "max_priority_fee", "syncing"),
        }
    ),
}

UNLESS: Conditions = {
    "tronpy.tron.TransactionBuilder.build": (Unless("offline", None, (True,)),),
    # what is made of a specification has this for every call: a thread waits
    "plaid.api.plaid_api.PlaidApi.*": (Unless("async_req", None, (True,)),),
}

CONSTRUCTORS: Constructors = {
    "binance.Client": Blocking("sdk", "use `binance.AsyncClient.create`"),
    "yfinance.Search": Blocking("sdk", THREAD),
}
