"""Synchronous vendor clients."""

import asyncio
import io
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Annotated

import anthropic
import boto3
import docker
import openai
import plivo
import spotipy
import stripe
import supabase
from anthropic import AsyncAnthropic
from clerk_backend_api import Clerk
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from github import Github
from github.PullRequest import PullRequest
from github.Repository import Repository
from google.cloud import bigquery, storage
from groq import AsyncGroq, Groq
from gtts import gTTS
from langchain_nvidia_ai_endpoints import ChatNVIDIA
from langsmith import Client as LangSmith
from llama_index.core import VectorStoreIndex
from openai import AsyncOpenAI, OpenAI
from pymilvus import connections
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from twilio.rest import Client as Twilio
from web3 import AsyncWeb3, Web3
from youtube_transcript_api import YouTubeTranscriptApi

app = FastAPI()
llm = OpenAI()
async_llm = AsyncOpenAI()
s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table("orders")
bucket = storage.Client().bucket("files")
slack = WebClient("token")
async_slack = AsyncWebClient("token")


@app.post("/chat")
async def chat(prompt: str) -> str:
    answer = llm.responses.create(model="m", input=prompt)  # blocks: sdk
    return answer.output_text


@app.post("/chat-twin")
async def chat_twin(prompt: str) -> str:
    answer = await async_llm.responses.create(model="m", input=prompt)
    return answer.output_text


@app.post("/completion")
async def completion(prompt: str) -> object:
    client = openai.AzureOpenAI()
    return client.chat.completions.create(model="m", messages=[])  # blocks: sdk


@app.post("/completion-twin")
def completion_twin(prompt: str) -> object:
    client = openai.AzureOpenAI()
    return client.chat.completions.create(model="m", messages=[])


@app.post("/claude")
async def claude() -> object:
    return anthropic.Anthropic().messages.create(model="m", messages=[])  # blocks: sdk


@app.post("/claude-twin")
async def claude_twin() -> object:
    return await AsyncAnthropic().messages.create(model="m", messages=[])


@app.post("/stream")
async def stream() -> StreamingResponse:
    async def tokens() -> AsyncIterator[str]:
        for chunk in llm.chat.completions.create(model="m", stream=True):  # blocks: sdk
            yield chunk.choices[0].delta.content

    return StreamingResponse(tokens())


@app.post("/stream-twin")
async def stream_twin() -> StreamingResponse:
    async def tokens() -> AsyncIterator[str]:
        async for chunk in await async_llm.chat.completions.create(model="m", stream=True):
            yield chunk.choices[0].delta.content

    return StreamingResponse(tokens())


@app.get("/groq")
async def with_groq() -> object:
    client = Groq()
    return client.chat.completions.create(model="m", messages=[])  # blocks: sdk


@app.get("/groq-twin")
async def with_groq_twin() -> object:
    client = AsyncGroq()
    return await client.chat.completions.create(model="m", messages=[])


@app.put("/s3")
async def put(key: str, body: bytes) -> None:
    s3.put_object(Bucket="files", Key=key, Body=body)  # blocks: sdk


@app.put("/s3-twin")
async def put_twin(key: str, body: bytes) -> str:
    await asyncio.to_thread(s3.put_object, Bucket="files", Key=key, Body=body)


@app.put("/files-of-a-client-made-in-a-thread/{key}")
async def upload_by_another_client(key: str, body: bytes) -> None:
    client = await asyncio.to_thread(boto3.client, "s3")
    client.put_object(Bucket="files", Key=key, Body=body)  # blocks: sdk
    await asyncio.to_thread(client.put_object, Bucket="files", Key=key, Body=body)
    return s3.generate_presigned_url("get_object", {"Bucket": "files", "Key": key})


@app.get("/dynamo")
async def item(key: str) -> object:
    return table.get_item(Key={"id": key})["Item"]  # blocks: sdk


@app.get("/gcs")
async def download(name: str) -> bytes:
    return bucket.blob(name).download_as_bytes()  # blocks: sdk


@app.get("/gcs-twin")
def download_twin(name: str) -> bytes:
    return bucket.blob(name).download_as_bytes()


@app.get("/bigquery")
async def rows() -> object:
    client = bigquery.Client()
    return client.query("SELECT 1").result()  # blocks: sdk


@app.post("/pay")
async def pay() -> object:
    return stripe.PaymentIntent.create(amount=100, currency="eur")  # blocks: sdk


@app.post("/pay-twin")
async def pay_twin() -> object:
    return await stripe.PaymentIntent.create_async(amount=100, currency="eur")


payments = stripe.StripeClient("sk_test_-")


@app.post("/pay-by-client")
async def pay_by_client() -> object:
    payments.customers.create({"email": "a@example.org"})  # blocks: sdk
    return payments.v1.payment_intents.create({"amount": 100})  # blocks: sdk


@app.post("/pay-by-client-twin")
async def pay_by_client_twin() -> object:
    return await payments.payment_intents.create_async({"amount": 100})


clerk = Clerk(bearer_auth="key")


@app.get("/account")
async def account(user_id: str) -> object:
    return clerk.users.get(user_id=user_id)  # blocks: sdk


@app.get("/account-twin")
async def account_twin(user_id: str) -> object:
    return await clerk.users.get_async(user_id=user_id)


@app.post("/containers")
async def containers() -> object:
    client = docker.from_env()
    return client.containers.run("alpine", "true")  # blocks: sdk


@app.get("/rows-of-supabase")
async def rows_of_supabase() -> object:
    client = supabase.create_client("https://a.example", "key")
    return client.table("items").select("*").execute()  # blocks: sdk


@app.get("/rows-of-supabase-twin")
async def rows_of_supabase_twin() -> object:
    client = supabase.create_client("https://a.example", "key")
    return client.table("items").select("*")


@app.post("/sms")
async def sms() -> None:
    Twilio("a", "b").messages.create(to="1", from_="2", body="a")  # blocks: sdk


@app.post("/slack")
async def post() -> None:
    slack.chat_postMessage(channel="c", text="a")  # blocks: sdk


@app.post("/slack-twin")
async def post_twin() -> None:
    await async_slack.chat_postMessage(channel="c", text="a")


@lru_cache
def get_llm() -> OpenAI:
    return OpenAI()


@app.post("/injected")
async def injected(client: Annotated[OpenAI, Depends(get_llm)]) -> object:
    return client.embeddings.create(model="m", input="a")  # blocks: sdk


def embed(text: str) -> list[float]:
    return llm.embeddings.create(model="m", input=text).data[0].embedding


def embed_all(texts: list[str]) -> list[list[float]]:
    return [embed(text) for text in texts]


class Embedder:
    def __init__(self) -> None:
        self.client = OpenAI()

    def __call__(self, text: str) -> object:
        return self.client.embeddings.create(model="m", input=text)


embedder = Embedder()


@app.post("/embed")
async def embedding() -> None:
    embed("a")  # blocks: sdk
    embed_all(["a"])  # blocks: sdk
    embedder("a")  # blocks: sdk


@app.post("/embed-twin")
async def embedding_twin() -> None:
    await asyncio.to_thread(embed_all, ["a"])
    await asyncio.to_thread(embedder, "a")


class Music(spotipy.Spotify):
    pass


@app.get("/songs")
async def songs(name: str) -> object:
    return Music(auth_manager=spotipy.SpotifyClientCredentials()).search(name)  # blocks: sdk


@app.get("/songs-twin")
async def songs_twin(name: str) -> object:
    return await asyncio.to_thread(Music().search, name)


@app.post("/speech")
async def speech(text: str) -> None:
    gTTS(text).write_to_fp(io.BytesIO())  # blocks: sdk


@app.post("/speech-twin")
def speech_twin(text: str) -> None:
    gTTS(text).write_to_fp(io.BytesIO())


@app.post("/call")
async def call() -> None:
    plivo.RestClient("a", "b").calls.create(from_="1", to_="2", answer_url="u")  # blocks: sdk


@app.post("/call/{sid}")
async def hang_up(sid: str) -> None:
    Twilio("a", "b").calls(sid).update(status="completed")  # blocks: sdk


@app.post("/call-twin/{sid}")
async def hang_up_twin(sid: str) -> None:
    await Twilio("a", "b").calls(sid).update_async(status="completed")


@app.post("/verify")
async def verify() -> None:
    service = Twilio("a", "b").verify.v2.services("s")
    service.verifications.create(to="1", channel="sms")  # blocks: sdk


def repository(name: str) -> Repository:
    return Github("token").get_repo(name)


@app.post("/merge")
async def merge(number: int, of: Annotated[Repository, Depends(repository)]) -> None:
    of.get_pull(number).merge()  # blocks: sdk


def first_pull() -> PullRequest:
    return repository("a/b").get_pull(1)


@app.post("/comment")
async def comment(pull: Annotated[PullRequest, Depends(first_pull)]) -> None:
    pull.create_comment("a")  # blocks: sdk


@app.post("/comment-twin")
async def comment_twin() -> object:
    return Github("token").get_repo("a/b", lazy=True)


@app.get("/balance")
async def balance() -> int:
    return Web3(Web3.HTTPProvider("u")).eth.get_balance("0x0")  # blocks: sdk


@app.get("/balance-twin")
async def balance_twin() -> int:
    chain = AsyncWeb3(AsyncWeb3.AsyncHTTPProvider("u"))
    return await chain.eth.get_balance("0x0")


@app.get("/vectors")
async def vectors() -> None:
    connections.connect("default")  # blocks: sdk


@app.get("/vectors-twin")
async def vectors_twin() -> bool:
    return connections.has_connection("default")


@app.get("/transcript")
async def transcript(video: str) -> object:
    return YouTubeTranscriptApi.get_transcript(video)  # blocks: sdk


@app.get("/models")
async def models() -> object:
    return ChatNVIDIA.get_available_models()  # blocks: sdk


@app.get("/index")
async def index(question: str) -> object:
    engine = VectorStoreIndex.from_vector_store(object()).as_query_engine()
    return engine.query(question)  # blocks: sdk


@app.get("/index-twin")
async def index_twin(question: str) -> object:
    engine = VectorStoreIndex.from_vector_store(object()).as_query_engine()
    return await engine.aquery(question)


@app.post("/traced-run")
async def traced_run(question: str) -> None:
    LangSmith().create_run("ask", {"question": question}, "chain")  # blocks: sdk


@app.post("/rated-run")
async def rated_run(run_id: str) -> None:
    LangSmith().create_feedback(run_id, key="rated", score=1, trace_id=None)  # blocks: sdk


@app.get("/known-run")
async def known_run(run_id: str) -> object:
    return LangSmith().read_run(run_id)  # blocks: sdk


@app.post("/traced-run-twin")
async def traced_run_twin(trace_id: str, more: dict[str, str]) -> object:
    LangSmith().create_run("ask", {}, "chain", trace_id=trace_id, dotted_order=trace_id)
    LangSmith().create_run("ask", {}, "chain", **more)
    LangSmith().create_feedback(trace_id, key="rated", trace_id=trace_id)
    return LangSmith().list_runs()  # asks when somebody goes over it
