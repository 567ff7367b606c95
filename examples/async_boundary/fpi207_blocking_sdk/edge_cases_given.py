"""Clients that are given to something which does not say what they are."""

import asyncio
from typing import Any

import aioboto3
import boto3
import woocommerce
from fastapi import Depends, FastAPI
from woocommerce.api import API

app = FastAPI()
shop = woocommerce.API("https://shop.example", "key", "secret")


class Accounts:
    """All that make one give it a client of boto3."""

    def __init__(self, client: Any, pool: str) -> None:
        self._client = client
        self._pool = pool

    async def create(self, email: str) -> str:
        made = self._client.admin_create_user(  # error: FPI207
            UserPoolId=self._pool, Username=email
        )
        return str(made["User"]["Username"])

    async def find(self, email: str) -> Any:
        return await asyncio.to_thread(
            self._client.admin_get_user, UserPoolId=self._pool, Username=email
        )

    def remove(self, email: str) -> None:
        self._client.admin_delete_user(UserPoolId=self._pool, Username=email)


class Mailboxes:
    """Some give it a client of boto3, some another one."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def create(self, email: str) -> None:
        self._client.create_mailbox(Name=email)


class InMemory:
    def create_mailbox(self, Name: str) -> None: ...


class Topics:
    """What it is given is asynchronous."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def create(self, name: str) -> Any:
        return await self._client.create_topic(Name=name)


def get_accounts() -> Accounts:
    return Accounts(boto3.client("cognito-idp"), "pool")


def latest(client: Any) -> Any:
    return client.get("orders")


def described(orders: Any) -> str:
    return str(orders)


@app.post("/accounts")
async def add_account(email: str, accounts: Accounts = Depends(get_accounts)) -> str:
    found = await accounts.find(email)
    return str(found or await accounts.create(email))


@app.delete("/accounts")
async def remove_account(email: str, accounts: Accounts = Depends(get_accounts)) -> None:
    accounts.remove(email)  # error: FPI207


@app.post("/mailboxes")
async def add_mailbox(email: str, local: bool) -> None:
    if local:
        await Mailboxes(InMemory()).create(email)
    else:
        await Mailboxes(boto3.client("workmail")).create(email)


@app.post("/topics")
async def add_topic(name: str) -> Any:
    async with aioboto3.Session().client("sns") as client:
        return await Topics(client).create(name)


@app.get("/orders")
async def orders() -> Any:
    return shop.get("orders").json()  # error: FPI207


@app.get("/orders/latest")
async def latest_orders() -> Any:
    return latest(shop).json()  # error: FPI207


@app.get("/orders/described")
async def described_orders() -> str:
    return described(await asyncio.to_thread(shop.get, "orders"))


@app.put("/orders")
async def change(order: dict[str, str]) -> Any:
    other = API(url="https://shop.example", consumer_key="key", consumer_secret="secret")
    return other.put("orders/1", order).json()  # error: FPI207


@app.post("/orders")
def add(order: dict[str, str]) -> Any:
    return shop.post("orders", order).json()
