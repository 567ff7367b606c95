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
            "plaid.api.plaid_api.PlaidApi": "*",
            "razorpay.Client": (
                "customer.create order.create order.fetch payment.capture payment.fetch "
                "payment.refund subscription.create"
            ),
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
            )
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
