"""Clients of key-value stores, document stores, search engines and brokers."""

import asyncio
from typing import Annotated

import pymemcache
import redis
import redis.asyncio as aioredis
from cassandra.cluster import Cluster
from elasticsearch import AsyncElasticsearch, Elasticsearch
from elasticsearch.dsl import AsyncDocument, Document, Search, async_connections, connections
from fastapi import Depends, FastAPI, Request
from kafka import KafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient
from pymemcache.client.base import PooledClient
from pymemcache.client.hash import HashClient
from pymongo import AsyncMongoClient, MongoClient
from redis import Redis

app = FastAPI()
cache = Redis(host="cache", decode_responses=True)
cache_from_url = redis.from_url("redis://cache")
async_cache = aioredis.Redis(host="cache")
mongo = MongoClient("mongodb://db")
carts = mongo["shop"]["carts"]
orders = mongo.shop.orders
async_mongo = AsyncMongoClient("mongodb://db")
motor = AsyncIOMotorClient("mongodb://db")
search = Elasticsearch("http://search")
async_search = AsyncElasticsearch("http://search")


@app.get("/get")
async def get(key: str) -> str | None:
    return cache.get(key)  # blocks: store


@app.get("/get-twin")
async def get_twin(key: str) -> str | None:
    return await async_cache.get(key)


@app.put("/set")
async def put(key: str, value: str) -> None:
    cache_from_url.set(key, value, ex=60)  # blocks: store


@app.put("/set-twin")
def put_twin(key: str, value: str) -> None:
    cache_from_url.set(key, value, ex=60)


@app.post("/pipeline")
async def pipeline() -> None:
    pipe = cache.pipeline()
    pipe.incr("a")
    pipe.execute()  # blocks: store


def get_redis() -> redis.Redis:
    return cache


def get_async_redis() -> aioredis.Redis:
    return async_cache


@app.get("/injected")
async def injected(
    client: Annotated[redis.Redis, Depends(get_redis)],
    twin: Annotated[aioredis.Redis, Depends(get_async_redis)],
) -> int:
    hits = client.incr("hits")  # blocks: store
    return hits + await twin.incr("hits")


async def limit(request: Request) -> None:
    assert request.client
    cache.expire(request.client.host, 60)  # blocks: store


async def limit_twin(request: Request) -> None:
    assert request.client
    await async_cache.expire(request.client.host, 60)


@app.get("/limited", dependencies=[Depends(limit), Depends(limit_twin)])
async def limited() -> None: ...


@app.get("/mongo")
async def find_one(cart: str) -> object:
    return carts.find_one({"_id": cart})  # blocks: store


@app.post("/mongo")
async def insert(order: dict[str, str]) -> None:
    orders.insert_one(order)  # blocks: store


@app.post("/mongo-twin")
async def insert_twin(order: dict[str, str]) -> None:
    await async_mongo.shop.orders.insert_one(order)
    await motor.shop.orders.insert_one(order)


@app.get("/mongo-list")
async def find() -> list[object]:
    return list(orders.find({"open": True}).limit(10))  # blocks: store


@app.get("/search")
async def find_text(q: str) -> object:
    return search.search(index="items", query={"match": {"name": q}})  # blocks: store


@app.get("/search-twin")
async def find_text_twin(q: str) -> object:
    return await async_search.search(index="items", query={"match": {"name": q}})


@app.get("/cassandra")
async def wide_rows() -> object:
    session = Cluster(["db"]).connect("shop")  # blocks: store
    return session


@app.post("/kafka")
async def publish() -> None:
    producer = KafkaProducer(bootstrap_servers="broker")  # blocks: store
    producer.send("orders", b"a")
    producer.flush()  # blocks: store


@app.get("/memcached")
async def remembered() -> object:
    client = pymemcache.Client("cache")
    return client.get("a")  # blocks: store


pooled = PooledClient("cache", max_pool_size=4)
shards = HashClient(["cache-1", "cache-2"])


@app.get("/memcached/shards")
async def remembered_by_several() -> object:
    shards.set_many({"a": 1, "b": 2})  # blocks: store
    return pooled.get(pooled.check_key("a"))  # blocks: store


def remember(key: str, value: str) -> None:
    cache.setex(key, 60, value)


def remember_all(values: dict[str, str]) -> None:
    for key, value in values.items():
        remember(key, value)


@app.post("/remember")
async def remembering() -> None:
    remember("a", "b")  # blocks: store
    remember_all({"a": "b"})  # blocks: store


@app.post("/remember-twin")
async def remembering_twin() -> None:
    await asyncio.to_thread(remember, "a", "b")
    await asyncio.to_thread(remember_all, {"a": "b"})


class Cache:
    def __init__(self) -> None:
        self.client = Redis()
        self.known: dict[str, str] = {}

    def load(self, key: str) -> str | None:
        return self.client.get(key)

    async def load_async(self, key: str) -> str | None:
        if key in self.known:
            return self.known.get(key)
        return self.load(key)  # blocks: store


@app.get("/class")
async def with_class(store: Annotated[Cache, Depends(Cache)]) -> str | None:
    return store.load("a")  # blocks: store


@app.get("/lock")
async def locked() -> None:
    with_key = cache.lock("a", timeout=5)
    with_key.acquire()  # blocks: store


@app.get("/lock-twin")
async def locked_twin() -> bool:
    return cache.lock("a").acquire(blocking=False)


@app.get("/documents")
async def documents() -> object:
    patient = Elasticsearch("u").options(request_timeout=30)
    return patient.cat.indices()  # blocks: store


@app.get("/documents-twin")
async def documents_twin() -> object:
    return await AsyncElasticsearch("u").options(request_timeout=30).cat.indices()


@app.get("/dsl")
async def dsl(word: str) -> list[str]:
    found = Firm.search().query("match", name=word)[0:10].execute()  # blocks: store
    return [each.name for each in found]


@app.get("/dsl-counted")
async def dsl_counted(word: str) -> int:
    return Search(index="firms").filter("term", name=word).count()  # blocks: store


@app.get("/dsl-connection")
async def dsl_connection() -> bool:
    return connections.get_connection().ping()  # blocks: store


@app.get("/dsl-twin")
async def dsl_twin(word: str) -> list[str]:
    found = await AsyncFirm.search().query("match", name=word)[0:10].execute()
    await async_connections.get_connection().ping()
    return [each.name for each in found]


class Firm(Document):
    name: str


class AsyncFirm(AsyncDocument):
    name: str
