import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import pymongo
import redis
import redis.asyncio as aioredis
from aiokafka import AIOKafkaProducer
from confluent_kafka import Consumer
from elasticsearch import AsyncElasticsearch
from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient
from neo4j import AsyncGraphDatabase, GraphDatabase
from pymongo import AsyncMongoClient, MongoClient
from pymongo.collection import Collection
from pymongo.database import Database
from redis import Redis
from rq import Queue

cache = Redis(host="cache")
pool = redis.ConnectionPool.from_url("redis://cache")
pooled = redis.Redis(connection_pool=pool)
jobs = Queue(connection=cache)
async_cache = aioredis.from_url("redis://cache")
mongo = MongoClient("mongodb://db")
orders = mongo.shop.orders
motor = AsyncIOMotorClient("mongodb://db")
async_mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient("mongodb://db")
graph = GraphDatabase.driver("neo4j://graph")
async_graph = AsyncGraphDatabase.driver("neo4j://graph")
consumer = Consumer({"bootstrap.servers": "broker"})


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    cache.ping()  # before the application serves
    orders.create_index("number")
    app.state.cache = cache
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/redis")
async def with_redis(key: str) -> None:
    cache.get(key)  # error: FPI204
    pooled.set(key, "a")
    await asyncio.sleep(0)


@app.get("/pipeline")
async def with_pipeline() -> None:
    with cache.pipeline() as pipe:
        pipe.incr("a")
        pipe.expire("a", 60)
        pipe.execute()  # error: FPI204


@app.get("/lock")
async def with_lock() -> None:
    lock = cache.lock("a")
    lock.acquire()  # error: FPI204


@app.get("/keys")
async def with_keys() -> list[Any]:
    await asyncio.sleep(0)
    return [key for key in cache.scan_iter("order:*")]  # error: FPI204


@app.get("/consumer")
async def with_consumer() -> Any:
    consumer = Consumer({})
    while (message := consumer.poll(1.0)) is None:  # error: FPI204
        await asyncio.sleep(0)
    return message.value()


@app.get("/mongo")
async def with_mongo() -> list[Any]:
    return list(orders.find({}))  # error: FPI204


@app.get("/neo4j")
async def with_neo4j() -> None:
    with graph.session() as session:
        session.run("RETURN 1")  # error: FPI204


async def limit(request: Request) -> None:
    assert request.client
    if int(cache.incr(request.client.host)) > 9:  # error: FPI204
        cache.expire(request.client.host, 60)


@app.get("/limited", dependencies=[Depends(limit)])
async def limited() -> None: ...


class Carts:
    def __init__(self) -> None:
        self.client = Redis(host="cache")
        self.known: dict[str, bytes] = {}

    def load(self, key: str) -> object:
        return self.client.get(key)

    async def read(self, key: str) -> object:
        if key in self.known:
            return self.known.get(key)
        return await asyncio.to_thread(self.load, key)

    async def add(self, key: str) -> None:
        self.client.sadd("keys", key)  # error: FPI204

    async def close(self) -> None:
        self.client.flushdb()  # nobody knows who closes


carts = Carts()


@app.get("/carts")
async def read_carts(key: str) -> None:
    carts.load(key)  # error: FPI204
    await carts.read(key)
    await carts.add(key)


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/awaited")
async def awaited(key: str) -> None:
    await async_cache.get(key)
    await motor.shop.orders.find_one({})
    await async_mongo.shop.orders.find_one({})
    await AsyncElasticsearch("http://search").search(index="a")
    async with async_graph.session() as session:
        await session.run("RETURN 1")
    async with AIOKafkaProducer() as producer:
        await producer.send_and_wait("a", b"a")
    async with aioredis.Redis() as client, client.pipeline() as pipe:
        pipe.incr(key)
        await pipe.execute()


@app.get("/made")
async def made() -> None:
    client = redis.Redis(host="cache")
    client.pipeline().incr("a")
    client.register_script("return 1")
    client.close()
    other = pymongo.MongoClient("mongodb://db")
    other["shop"]["orders"].with_options()
    other.close()


@app.get("/with-options")
async def with_options() -> None:
    orders = pymongo.MongoClient("mongodb://db")["shop"]["orders"]
    orders.with_options().find_one({})  # error: FPI204


@app.get("/polled")
async def polled() -> object:
    return consumer.poll(0)


async def scan(name: str) -> None:  # a worker of the queue runs it
    cache.set("scanning", name)
    await asyncio.sleep(0)


@app.post("/scan")
def start_scan(name: str) -> None:
    jobs.enqueue(scan, name)


def get_motor() -> Any:
    return motor.shop


async def get_async_cache() -> AsyncIterator[aioredis.Redis]:
    yield async_cache


@app.get("/misleading")
async def misleading(
    db: Annotated[Database, Depends(get_motor)],
    client: Annotated[redis.Redis, Depends(get_async_cache)],
) -> None:
    await db.orders.find_one({})
    await client.get("a")
    [each async for each in db.orders.find({})]


# Declared as pymongo's, made by motor
declared_so: Database = motor["shop"]
parcels = declared_so.get_collection("carts")
invoices: Collection = motor.shop.invoices
really_blocking: Database = MongoClient("mongodb://db")["shop"]


@app.get("/motor-declared-as-pymongo")
async def motor_declared_as_pymongo() -> None:
    await parcels.find({}).to_list(None)
    [each async for each in invoices.find({})]
    really_blocking.get_collection("carts").find_one({})  # error: FPI204


def get_shop() -> Database:
    return motor["shop"]


@app.get("/motor-given-as-pymongo")
async def motor_given_as_pymongo(db: Annotated[Database, Depends(get_shop)]) -> None:
    await db.parcels.find({}).to_list(None)
    [each async for each in get_shop()["parcels"].find({})]


@app.get("/called-so")
async def called_so(redis: dict[str, str], collection: dict[str, str]) -> str | None:
    return redis.get("a") or collection.get("b")


@app.get("/handed-over")
async def handed_over(key: str) -> None:
    await run_in_threadpool(cache.get, key)
    await asyncio.to_thread(lambda: orders.find_one({}))


@app.get("/threaded")
def threaded(key: str) -> object:
    return cache.get(key)


def report(event: str, once_for: str | None = None) -> None:
    if once_for is not None and not cache.set(once_for, 1, nx=True):
        return
    print(event)


def forget(key: str, everywhere: bool = False) -> None:
    if everywhere:
        cache.delete(key)


def forget_soon(key: str) -> None:
    forget(key)


@app.get("/parameters/left-out")
async def left_out() -> None:
    report("seen")  # the store is asked only for what is not given here
    forget("a")
    forget_soon("a")


@app.get("/parameters/given")
async def given() -> None:
    report("seen", "a")  # error: FPI204


@app.get("/parameters/named")
async def named() -> None:
    report("seen", once_for="a")  # error: FPI204


@app.get("/parameters/true")
async def true(everywhere: bool) -> None:
    forget("a", everywhere)  # error: FPI204


@app.get("/parameters/hidden")
async def hidden() -> None:
    forget(*["a", True])  # error: FPI204


def of_the_state(request: Request) -> redis.Redis:
    return request.app.state.cache


def async_of_the_state(request: Request) -> redis.asyncio.Redis:
    return request.app.state.async_cache


@app.get("/state")
async def state(cache: Annotated[object, Depends(of_the_state)]) -> None:
    cache.get("a")  # error: FPI204


@app.get("/state/variable")
async def state_by_variable(request: Request) -> None:
    cache: redis.Redis = request.app.state.cache
    cache.get("a")  # error: FPI204
    unknown = request.app.state.cache
    unknown.get("a")


@app.get("/state/async")
async def async_state(cache: Annotated[object, Depends(async_of_the_state)]) -> None:
    await cache.get("a")


# ---- what Kafka answers ---------------------------------------------------------------------


@app.post("/events")
async def send_event(producer: Annotated[KafkaProducer, Depends()]) -> int:
    producer.send("events", b"sent")  # goes out in a thread of the producer
    sent = producer.send("events", b"kept")
    sent.get(timeout=0)
    sent.add_callback(print)
    return int(sent.get(timeout=10).offset)  # error: FPI204


@app.post("/async-events")
async def send_async_event(producer: Annotated[AIOKafkaProducer, Depends()]) -> int:
    sent = await producer.send("events", b"sent")
    return int((await sent).offset)


# ---- who asks a broker as soon as it is made ------------------------------------------------


@app.post("/topics/{name}")
async def create_topic(name: str) -> None:
    KafkaAdminClient(bootstrap_servers="kafka").close()  # error: FPI204


@app.get("/topics")
async def list_topics(admin: KafkaAdminClient) -> list[str]:
    admin.close()
    KafkaConsumer(bootstrap_servers="kafka", api_version=(3, 9)).close()
    return admin.list_topics()  # error: FPI204


@app.get("/offsets")
async def read_offsets(consumer: KafkaConsumer) -> dict:
    consumer.assignment()
    return consumer.end_offsets([])  # error: FPI204
