"""Clients of vendors whose objects lead to each other, and what they ask only later."""

import asyncio
import io
from typing import Annotated

import gitlab
from algoliasearch.search_client import SearchClient as Algolia
from algoliasearch.search_index import SearchIndex
from azure.search.documents import SearchClient
from azure.search.documents.aio import SearchClient as AsyncSearchClient
from azure.search.documents.indexes import SearchIndexClient, SearchIndexerClient
from azure.search.documents.indexes.aio import SearchIndexClient as AsyncSearchIndexClient
from fastapi import Depends, FastAPI, UploadFile
from gitlab.v4.objects import Project
from pydub import AudioSegment
from pymongo.database import Collection, Database

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
