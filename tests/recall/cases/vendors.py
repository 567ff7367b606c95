"""Clients of vendors whose objects lead to each other, and what they ask only later."""

import asyncio
import functools
import io
import xmlrpc.client
from typing import Annotated

import consul
import copr.v3
import gitlab
import koji
import nmap
import pymsteams
import routeros_api
import supabase
from algoliasearch.search_client import SearchClient as Algolia
from algoliasearch.search_index import SearchIndex
from apify_client import ApifyClient, ApifyClientAsync
from azure.search.documents import SearchClient
from azure.search.documents.aio import SearchClient as AsyncSearchClient
from azure.search.documents.indexes import SearchIndexClient, SearchIndexerClient
from azure.search.documents.indexes.aio import SearchIndexClient as AsyncSearchIndexClient
from dapr.aio.clients import DaprClient as AsyncDaprClient
from dapr.clients import DaprClient
from email_validator import validate_email
from fastapi import Depends, FastAPI, UploadFile
from gitlab.v4.objects import Project
from pdf2image import convert_from_bytes
from propelauth_fastapi import init_auth, init_auth_async
from pydub import AudioSegment
from pyln.client import LightningRpc
from pymongo.database import Collection, Database
from sqlalchemy_utils import create_database, database_exists
from tronpy import AsyncTron, Tron

app = FastAPI()


class Orders:
    def __init__(self, database: Database) -> None:
        self.orders: Collection = database["orders"]

    async def number(self) -> int:
        return self.orders.count_documents({})  # blocks: store

    async def number_twin(self) -> int:
        return await asyncio.to_thread(self.orders.count_documents, {})


@app.get("/indexes/{name}")
async def index(name: str) -> object:
    SearchIndexerClient("u", "k").run_indexer(name)  # blocks: sdk
    return SearchIndexClient("u", "k").get_index(name)  # blocks: sdk


@app.get("/indexes")
async def indexes() -> list[str]:
    found = SearchIndexClient("u", "k").list_index_names()  # blocks: sdk
    return [name for name in found]


@app.get("/indexes-twin")
async def indexes_twin(name: str) -> object:
    client = AsyncSearchIndexClient("u", "k")
    SearchIndexClient("u", "k").get_search_client(name)
    return await client.get_index(name)


@app.get("/search")
async def search(text: str) -> object:
    client = SearchClient("u", "i", "k")
    client.suggest(text, "s")  # blocks: sdk
    results = client.search(text)  # blocks: sdk
    return [result["id"] for result in results]


@app.get("/search-twin")
async def search_twin(text: str) -> object:
    async_results = await AsyncSearchClient("u", "i", "k").search(text)
    results = SearchClient("u", "i", "k").search(text)
    return [result["id"] async for result in async_results], await asyncio.to_thread(list, results)


def forge() -> gitlab.Gitlab:
    return gitlab.Gitlab("https://example.org")


@app.post("/discussions/{number}")
async def answer(number: int, of: Annotated[gitlab.Gitlab, Depends(forge)]) -> None:
    project = of.projects.get(number)  # blocks: sdk
    request = project.mergerequests.get(number)  # blocks: sdk
    discussion = request.discussions.create({"body": "a"})  # blocks: sdk
    note = discussion.notes.get(number)  # blocks: sdk
    note.body = "b"
    note.save()  # blocks: sdk


async def closed(project: Project) -> list[object]:
    return project.issues.list(state="closed", get_all=True)  # blocks: sdk


@app.post("/discussions-twin/{number}")
async def answer_twin(number: int, of: Annotated[gitlab.Gitlab, Depends(forge)]) -> object:
    project = of.projects.get(number, lazy=True)
    request = await asyncio.to_thread(project.mergerequests.get, number)
    return request.attributes.get("title"), project.issues


documents = Algolia.create("a", "k").init_index("documents")


@app.get("/documents")
async def found(text: str) -> object:
    return documents.search(text)  # blocks: sdk


async def every_one(index: SearchIndex) -> list[object]:
    return list(index.browse_objects({}))  # blocks: sdk


@app.get("/documents-twin")
async def found_twin(text: str) -> object:
    every_document = documents.browse_objects()
    return await documents.search_async(text), await asyncio.to_thread(list, every_document)


@app.post("/sound")
async def sound(file: UploadFile) -> bytes:
    given = AudioSegment.from_file(io.BytesIO(await file.read()))  # blocks: subprocess
    other = AudioSegment.from_file(file.file, format="webm")  # blocks: subprocess
    buffer = io.BytesIO()
    given.set_channels(1).export(buffer, format="mp3")  # blocks: subprocess
    other.export(buffer)  # blocks: subprocess
    return buffer.getvalue()


@app.get("/jingle")
async def jingle() -> float:
    return AudioSegment.from_file("sounds/jingle.mp3").duration_seconds  # blocks: subprocess


@app.post("/sound-twin")
async def sound_twin(file: UploadFile, path: str, kind: str) -> bytes:
    given = AudioSegment.from_file(io.BytesIO(await file.read()), format="wav")
    AudioSegment.from_file(path)  # which may be a WAV
    AudioSegment.from_file("sounds/jingle.wav")
    AudioSegment.from_file(file.file, format=kind)
    buffer = io.BytesIO()
    given.export(buffer, format="wav")
    given.export(buffer, format=kind)
    return buffer.getvalue()


@app.post("/pages")
async def pages(file: UploadFile) -> int:
    return len(convert_from_bytes(await file.read()))  # blocks: subprocess


@app.post("/pages-twin")
async def pages_twin(file: UploadFile) -> int:
    return len(await asyncio.to_thread(convert_from_bytes, await file.read()))


@app.post("/hosts")
async def hosts(network: str) -> object:
    scanner = nmap.PortScanner()
    return scanner.scan(network, "22-443")  # blocks: subprocess


@app.post("/hosts-twin")
async def hosts_twin(network: str) -> object:
    scanner = nmap.PortScannerAsync()
    scanner.scan(network, "22-443")
    return scanner.still_scanning()


@app.post("/addresses")
async def address(text: str) -> str:
    return validate_email(text).normalized  # blocks: socket


@app.post("/addresses-twin")
async def address_twin(text: str, known: bool) -> str:
    validate_email(text, check_deliverability=known)
    validate_email(text, test_environment=True)
    return validate_email(text, check_deliverability=False).normalized


@app.post("/team")
async def to_team(text: str) -> None:
    card = pymsteams.connectorcard("https://example.org")
    card.text(text)
    card.send()  # blocks: sdk


@app.post("/team-twin")
async def to_team_twin(text: str) -> None:
    card = pymsteams.async_connectorcard("https://example.org")
    card.text(text)
    await card.send()


@app.get("/services")
async def services() -> object:
    registry = consul.Consul()
    registry.agent.service.register("shop")  # blocks: sdk
    return registry.kv.get("shop")  # blocks: sdk


@app.get("/services-twin")
async def services_twin() -> object:
    registry = consul.Consul()
    check = consul.Check.tcp("localhost", 1, "1s")
    return await asyncio.to_thread(registry.agent.service.register, "shop", check=check)


@app.post("/events")
async def event(text: str) -> None:
    with DaprClient() as client:
        client.publish_event("queue", "events", text)  # blocks: sdk


@app.post("/events-twin")
async def event_twin(text: str) -> None:
    async with AsyncDaprClient() as client:
        await client.publish_event("queue", "events", text)


accounts, async_accounts = init_auth("u", "k"), init_auth_async("u", "k")


@app.get("/members")
async def members(organization: str) -> object:
    return accounts.fetch_users_in_org(organization)  # blocks: sdk


@app.get("/members-twin")
async def members_twin(user: Annotated[object, Depends(accounts.require_user)]) -> object:
    accounts.require_org_member(user, "o")
    return await async_accounts.fetch_users_in_org("o")


class Node:
    def __init__(self) -> None:
        self.node = LightningRpc("/run/lightning-rpc")

    async def funds(self) -> object:
        return self.node.listfunds()  # blocks: sdk

    async def funds_twin(self) -> object:
        self.node.reply_filter({})
        return await asyncio.to_thread(self.node.listfunds)


@app.post("/coins")
async def coins(to: str, key: object) -> object:
    chain = Tron()
    chain.get_account(to)  # blocks: sdk
    builder = chain.trx.transfer("a", to, 1).memo("m")
    transaction = builder.build()  # blocks: sdk
    return transaction.sign(key).broadcast()  # blocks: sdk


@app.post("/coins-twin")
async def coins_twin(to: str) -> object:
    chain = AsyncTron()
    Tron().trx.transfer("a", to, 1).build(offline=True, ref_block_id="b")
    return await chain.get_account(to)


@app.post("/databases")
async def make_database(url: str) -> None:
    if not database_exists(url):  # blocks: database
        create_database(url)  # blocks: database


@app.post("/databases-twin")
async def make_database_twin(url: str) -> None:
    if not await asyncio.to_thread(database_exists, url):
        await asyncio.to_thread(create_database, url)


@app.get("/leases")
async def leases(host: str) -> list[dict[str, str]]:
    pool = routeros_api.RouterOsApiPool(host)
    api = pool.get_api()  # blocks: socket
    of_clients = api.get_resource("/ip/dhcp-server/lease")
    return of_clients.get()  # blocks: socket


@app.get("/leases-twin")
async def leases_twin(host: str) -> object:
    pool = routeros_api.RouterOsApiPool(host)
    api = await asyncio.to_thread(pool.get_api)
    return await asyncio.to_thread(api.get_resource("/ip/dhcp-server/lease").get)


by_dns = functools.partial(validate_email, allow_smtputf8=False)
by_syntax = functools.partial(validate_email, check_deliverability=False)


@app.get("/mail-address")
async def address(mail: str) -> object:
    return by_dns(mail)  # blocks: socket


@app.get("/mail-address-twin")
async def address_twin(mail: str) -> object:
    return by_syntax(mail)


class Builds:
    def __init__(self, number: int) -> None:
        self.number = number
        self.copr = copr.v3.Client({"copr_url": "https://copr.example"})
        self.koji = koji.ClientSession("https://koji.example")

    async def of_copr(self) -> object:
        return self.copr.build_proxy.get(self.number)  # blocks: sdk

    async def of_koji(self) -> object:
        return self.koji.getBuild(self.number)  # blocks: sdk

    async def of_koji_twin(self) -> object:
        with self.koji.multicall() as calls:
            calls.getBuild(self.number)
        return await asyncio.to_thread(self.koji.getBuild, self.number)


@functools.lru_cache(maxsize=1)
def odoo() -> tuple[int, xmlrpc.client.ServerProxy]:
    return 7, xmlrpc.client.ServerProxy("https://odoo.example/object")


@app.get("/products")
async def products() -> object:
    uid, models = odoo()
    return models.execute_kw("db", uid, "secret", "product", "read", [1])  # blocks: http


@app.get("/products-twin")
async def products_twin() -> object:
    _uid, models = odoo()
    return await asyncio.to_thread(models.execute_kw, "db", 7, "secret", "product", "read", [1])


rows = supabase.create_client("https://a.example", "key")


@app.get("/rows")
async def procedure(name: str) -> object:
    rows.rpc(name, {"n": 1}).execute()  # blocks: sdk
    rows.schema("other").from_("t").select("*").eq("n", 1).execute()  # blocks: sdk
    rows.postgrest.table("t").delete().eq("n", 1).execute()  # blocks: sdk
    return rows.functions.invoke(name)  # blocks: sdk


@app.get("/rows-twin")
async def procedure_twin(name: str) -> object:
    client = await supabase.acreate_client("https://a.example", "key")
    query = rows.schema("other").rpc(name, {"n": 1})
    await asyncio.to_thread(query.execute)
    await client.schema("other").rpc(name, {"n": 1}).execute()
    return await client.functions.invoke(name)


@app.get("/actors")
async def actors(name: str) -> object:
    client = ApifyClient("token")
    run = client.actor(name).call()  # blocks: sdk
    return client.dataset(run["defaultDatasetId"]).list_items()  # blocks: sdk


@app.get("/actors-twin")
async def actors_twin(name: str) -> object:
    client = ApifyClientAsync("token")
    run = await client.actor(name).call()
    return await client.dataset(run["defaultDatasetId"]).list_items()
