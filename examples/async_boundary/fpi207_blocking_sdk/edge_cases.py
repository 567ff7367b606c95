import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Annotated, Any

import aioboto3
import boto3
import docker
import openai
import stripe
import transmission_rpc
from anthropic import Anthropic, AnthropicBedrock, AsyncAnthropic
from azure.mgmt.compute import ComputeManagementClient
from azure.storage.blob import BlobServiceClient
from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import StreamingResponse
from feast import FeatureStore
from google import genai
from google.cloud import storage
from google.cloud.firestore_v1.async_client import AsyncClient
from google.cloud.firestore_v1.client import Client
from google.cloud.firestore_v1.transaction import transactional
from huggingface_hub import HfApi, hf_hub_download, snapshot_download
from jira import JIRA
from langchain_openai import ChatOpenAI
from mlflow import MlflowClient
from openai import AsyncOpenAI, OpenAI
from paystackapi.paystack import Paystack
from plaid.api import plaid_api
from qdrant_client import AsyncQdrantClient, QdrantClient
from qstash import AsyncQStash, QStash
from s3fs import S3FileSystem
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from unheard_of import Unheard
from web3 import AsyncWeb3, Web3

warm = OpenAI()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    warm.models.list()  # before the application serves
    yield


app = FastAPI(lifespan=lifespan)
router = APIRouter()
llm = OpenAI()
async_llm = AsyncOpenAI()
gemini = genai.Client()
chain = ChatOpenAI(model="m")
bucket = boto3.resource("s3").Bucket("files")
blobs = storage.Client().bucket("files")
vectors = QdrantClient("http://vectors")
async_vectors = AsyncQdrantClient("http://vectors")
in_memory = QdrantClient(":memory:")
slack = WebClient("token")


@router.post("/each-vendor")
async def each_vendor(question: str) -> None:
    openai.AzureOpenAI().chat.completions.create(model="m", messages=[])  # error: FPI207
    Anthropic().messages.create(model="m", messages=[], max_tokens=9)  # error: FPI207
    gemini.models.generate_content(model="m", contents=question)  # error: FPI207
    chain.invoke(question)  # error: FPI207
    bucket.upload_file("a", "a")  # error: FPI207
    blobs.blob("a").upload_from_string("a")  # error: FPI207
    vectors.query_points("a", query=[0.1])  # error: FPI207
    slack.chat_postMessage(channel="a", text="a")  # error: FPI207
    await asyncio.sleep(0)


@router.post("/once")
async def once_in_a_function(question: str) -> None:
    first = llm.embeddings.create(model="m", input=question)  # error: FPI207
    llm.embeddings.create(model="m", input=str(first))
    await asyncio.sleep(0)


@router.post("/stream")
async def stream(question: str) -> StreamingResponse:
    async def tokens() -> AsyncIterator[str]:
        answer = llm.chat.completions.create(model="m", messages=[], stream=True)  # error: FPI207
        for chunk in answer:
            yield chunk.choices[0].delta.content or ""

    return StreamingResponse(tokens())


class Assistant:
    def __init__(self) -> None:
        self.client = OpenAI()
        self.async_client = AsyncOpenAI()
        self.containers = docker.from_env()

    def ask(self, question: str) -> str:
        return self.client.responses.create(model="m", input=question).output_text

    async def ask_later(self, question: str) -> str:
        answer = await self.async_client.responses.create(model="m", input=question)
        return answer.output_text


@lru_cache
def get_assistant() -> Assistant:
    return Assistant()


AssistantDep = Annotated[Assistant, Depends(get_assistant)]


@router.post("/assistant")
async def assistant(question: str, helper: AssistantDep) -> str:
    helper.containers.containers.run("alpine")  # error: FPI207
    return helper.ask(question)  # error: FPI207


@router.get("/pages")
async def pages() -> list[Any]:
    await asyncio.sleep(0)
    listing = boto3.client("s3").get_paginator("list_objects_v2")
    return list(listing.paginate(Bucket="files"))  # error: FPI207


# ---- the innocent ---------------------------------------------------------------------------


@router.post("/assistant-later")
async def assistant_later(question: str, helper: AssistantDep) -> str:
    await asyncio.to_thread(helper.ask, question)
    return await helper.ask_later(question)


@router.post("/awaited")
async def awaited(question: str) -> None:
    await async_llm.responses.create(model="m", input=question)
    await AsyncAnthropic().messages.create(model="m", messages=[], max_tokens=9)
    await gemini.aio.models.generate_content(model="m", contents=question)
    await chain.ainvoke(question)
    await async_vectors.query_points("a", query=[0.1])
    await AsyncWebClient("token").chat_postMessage(channel="a", text="a")
    await stripe.PaymentIntent.create_async(amount=1, currency="eur")
    async with aioboto3.Session().client("s3") as client:
        await client.put_object(Bucket="files", Key="a", Body=b"")


@router.post("/made")
async def made(key: str) -> str:
    client = boto3.client("s3")
    OpenAI(), docker.from_env(), storage.Client(), genai.Client()
    blobs.blob(key)
    stripe.Webhook.construct_event(key, "signature", "secret")
    url: str = client.generate_presigned_url("get_object", {"Bucket": "files", "Key": key})
    return url


@router.post("/in-memory")
async def search_in_memory() -> object:
    return in_memory.query_points("a", query=[0.1])


async def get_async_llm() -> AsyncOpenAI:
    return async_llm


@router.post("/misleading")
async def misleading(client: Annotated[OpenAI, Depends(get_async_llm)]) -> Any:
    return await client.responses.create(model="m", input="a")


@router.post("/called-so")
async def called_so(openai: dict[str, Any], client: Any) -> object:
    return client.responses.create(model="m", input=openai["chat"])


@router.post("/handed-over")
async def handed_over(question: str) -> None:
    await asyncio.to_thread(llm.responses.create, model="m", input=question)
    await asyncio.to_thread(lambda: llm.responses.create(model="m", input=question))


@router.post("/threaded")
def threaded(question: str) -> str:
    return llm.responses.create(model="m", input=question).output_text


class Questions:
    def __init__(self, client=None, own=None) -> None:
        self.client = client or OpenAI()
        self.own = own

    def ask(self, question: str) -> str:
        return self.client.responses.create(model="m", input=question).output_text

    def ask_own(self, question: str) -> str:
        return self.own.responses.create(model="m", input=question).output_text


questions = Questions()


@router.post("/replaceable")
async def replaceable(question: str) -> str:
    questions.ask_own(question)
    return questions.ask(question)  # error: FPI207


# ---- a class whose name is written like that of a constant ----------------------------------


def get_tracker() -> JIRA:
    return JIRA("https://issues.internal", get_server_info=False)


@router.get("/issues/{key}")
async def read_issue(key: str, tracker: Annotated[JIRA, Depends(get_tracker)]) -> str:
    issue = JIRA("https://issues.internal", get_server_info=False).issue(key)  # error: FPI207
    await asyncio.to_thread(tracker.issue, key)
    return str(issue.fields.summary)


# ---- a query that is narrowed, of a class that has several homes ----------------------------


document_store = Client()


def documents(store: Client, owner: str | None) -> list[dict]:
    query = store.collection("documents")
    if owner:
        query = query.where("owner", "==", owner)
    return [each.to_dict() for each in query.limit(50).stream()]


async def documents_later(store: AsyncClient, owner: str) -> list[dict]:
    query = store.collection("documents").where("owner", "==", owner)
    return [each.to_dict() async for each in query.stream()]


@router.get("/documents")
async def read_documents(owner: str) -> list[dict]:
    found = await asyncio.to_thread(documents, document_store, owner)
    found += documents(document_store, owner)  # error: FPI207
    return found + await documents_later(AsyncClient(), owner)


# ---- arguments with which nobody waits ------------------------------------------------------


tracking_uri = input()
tracked, tracked_here = MlflowClient(tracking_uri), MlflowClient("sqlite:///runs.db")
tracked_somewhere = MlflowClient()
files, async_files = S3FileSystem(), S3FileSystem(asynchronous=True)


@router.get("/runs/{run}")
async def read_run(run: str) -> None:
    tracked_here.get_run(run)
    tracked_somewhere.get_run(run)
    tracked.get_run(run)  # error: FPI207


@router.get("/exists")
async def exists(path: str) -> bool:
    await async_files._exists(path)
    async_files.exists(path)
    return files.exists(path)  # error: FPI207


@router.post("/plaid")
async def of_plaid(bank: plaid_api.PlaidApi, request: dict) -> None:
    started = bank.item_get(request, async_req=True)
    bank.webhook_verification_key_get(request)  # error: FPI207
    await asyncio.to_thread(started.get)


# ---- one of several clients -----------------------------------------------------------------


ClaudeClient = Anthropic | AnthropicBedrock


def make_claude(key: str | None) -> ClaudeClient:
    return Anthropic(api_key=key) if key else AnthropicBedrock()


def make_either(key: str | None) -> Anthropic | AsyncAnthropic:
    return Anthropic(api_key=key) if key else AsyncAnthropic()


class Claude:
    def __init__(self, key: str | None) -> None:
        self.client: ClaudeClient = make_claude(key)
        self.other = make_claude(key)
        self.either = make_either(key)
        self.unheard_of: Anthropic | Unheard = Unheard(key)

    async def ask(self, question: list) -> None:
        self.client.messages.create(model="m", messages=question, max_tokens=9)  # error: FPI207
        await asyncio.to_thread(
            self.other.messages.create, model="m", messages=question, max_tokens=9
        )

    async def ask_another(self, question: list) -> None:
        self.other.messages.create(model="m", messages=question, max_tokens=9)  # error: FPI207
        self.other.messages.with_raw_response

    async def ask_either(self, question: list) -> None:
        self.either.messages.create(model="m", messages=question, max_tokens=9)
        self.unheard_of.messages.create(model="m", messages=question, max_tokens=9)


def ask_claude(client: ClaudeClient | None, question: list) -> None:
    client.messages.create(model="m", messages=question, max_tokens=9)


@router.post("/claude")
async def claude(question: list, client: ClaudeClient = Depends(make_claude)) -> None:
    ask_claude(client, question)  # error: FPI207
    await Claude(None).ask(question)
    await Claude(None).ask_another(question)
    await Claude(None).ask_either(question)


@router.get("/models/{name}")
async def model_folder(name: str) -> str:
    return snapshot_download(name)  # error: FPI207


@router.get("/models/{name}/there")
async def known_folder(name: str) -> list[str]:
    return [
        snapshot_download(name, local_files_only=True),  # only looks on disk
        hf_hub_download(name, "config.json", local_files_only=True),
        HfApi().snapshot_download(name, local_files_only=True),
    ]


# Azure: what asks the service, and what only makes another client or asks page by page


azure_blobs = BlobServiceClient.from_connection_string("UseDevelopmentStorage=true")


@router.get("/containers/{name}")
async def container_of(name: str) -> list[str]:
    container = azure_blobs.get_container_client(name)
    container.get_container_properties()  # error: FPI207
    return [name]


@router.get("/containers/{name}/blobs")
async def blobs_of(name: str) -> list[str]:
    container = azure_blobs.get_container_client(name)
    return [each.name for each in container.list_blobs()]  # error: FPI207


@router.get("/containers/{name}/url")
async def url_of(name: str) -> str:
    pages = azure_blobs.get_container_client(name).list_blobs()
    logging.info("nobody is asked for %s", pages)
    return azure_blobs.get_blob_client(name, "x").url


# Feast: some methods have an async twin; a job asks when it is told to


features = FeatureStore(repo_path="features")


@router.get("/features/{user}")
async def features_of(user: str) -> dict:
    found = features.get_online_features(["user:age"], [{"user": user}])  # error: FPI207
    return found.to_dict()


@router.get("/features/{user}/awaited")
async def features_awaited(user: str) -> dict:
    found = await features.get_online_features_async(["user:age"], [{"user": user}])
    return found.to_dict()


@router.get("/features/{user}/history")
async def history_of(user: str) -> int:
    job = features.get_historical_features("SELECT * FROM users", ["user:age"])
    return len(job.to_df())  # error: FPI207


# one name for several clients: what counts is which one it was given last


@router.post("/ask/{provider}")
async def ask_whom(provider: str) -> str:
    if provider == "anthropic":
        client = Anthropic()
        client.messages.create(model="m", max_tokens=9, messages=[])  # error: FPI207
    elif provider == "openai":
        client = OpenAI()
        client.chat.completions.create(model="m", messages=[])  # error: FPI207
    else:
        client = AsyncOpenAI()
        await client.chat.completions.create(model="m", messages=[])
    return provider


@router.post("/ask/{provider}/of/any")
async def ask_any(provider: str) -> str:
    client = AsyncOpenAI()
    if provider == "openai":
        client = OpenAI()
    client.chat.completions.create(model="m", messages=[])
    return provider


app.include_router(router)


# ----- payments, contracts, torrents, queues and machines of a cloud


stripe_client = stripe.StripeClient("key")
contract = Web3(Web3.HTTPProvider("https://example.com")).eth.contract(address="0x1", abi=[])
other_contract = AsyncWeb3(AsyncWeb3.AsyncHTTPProvider("https://example.com")).eth.contract("0x1")
paystack = Paystack(secret_key="key")
machines = ComputeManagementClient(key, "subscription")
jobs = QStash("key")
async_jobs = AsyncQStash("key")


@app.get("/payments/portal")
async def portal() -> None:
    stripe_client.billing_portal.sessions.create(params={"customer": "1"})  # error: FPI207


@app.get("/payments/portal/later")
async def portal_later() -> None:
    await stripe_client.billing_portal.sessions.create_async(params={"customer": "1"})
    stripe_client.construct_event(key, "signature", "secret")


@app.get("/payments/link")
async def account_link() -> None:
    stripe.AccountLink.create(account="1", type="account_onboarding")  # error: FPI207


@app.get("/payments/paystack")
async def with_paystack() -> None:
    paystack.transaction.verify("reference")  # error: FPI207


@app.get("/contract")
async def with_contract() -> None:
    contract.encode_abi("balanceOf", args=["0x2"])
    await other_contract.functions.balanceOf("0x2").call()
    contract.functions.balanceOf("0x2").call()  # error: FPI207


@app.get("/torrents")
async def with_torrents() -> None:
    transmission_rpc.Client(host="torrents")  # error: FPI207


@app.get("/torrents/added")
async def with_torrent(client: Annotated[transmission_rpc.Client, Depends()]) -> None:
    client.add_torrent("magnet:?xt=1")  # error: FPI207


@app.get("/jobs")
async def with_jobs() -> None:
    await async_jobs.message.publish_json(url="https://example.com", body={})
    jobs.message.publish_json(url="https://example.com", body={})  # error: FPI207


@app.get("/machines")
async def clear() -> None:
    poller = machines.disks.begin_delete("group", "disk")  # error: FPI207
    poller.result()  # error: FPI207


@app.get("/machines/all")
async def names() -> list[str]:
    machines.disks.list()  # asks when somebody iterates
    return [each.name for each in machines.disks.list()]  # error: FPI207


@app.get("/counted")
async def counted() -> dict[str, Any]:
    @transactional
    def count(transaction: Any) -> dict[str, Any]:
        return document_store.document("counts/all").get(transaction=transaction).to_dict()

    return count(document_store.transaction())  # error: FPI207


@app.get("/counted-later")
async def counted_later() -> dict[str, Any]:
    @transactional
    def count(transaction: Any) -> dict[str, Any]:
        return document_store.document("counts/all").get(transaction=transaction).to_dict()

    return await asyncio.to_thread(count, document_store.transaction())
