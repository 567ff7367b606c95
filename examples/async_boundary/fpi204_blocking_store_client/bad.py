from typing import Annotated

import redis
from elasticsearch import Elasticsearch
from fastapi import Depends, FastAPI
from pymongo import MongoClient
from pymongo.collection import Collection

app = FastAPI()
cache = redis.Redis(host="cache", decode_responses=True)
search = Elasticsearch("http://search:9200")
mongo = MongoClient("mongodb://db")


@app.get("/sessions/{token}")
async def read_session(token: str) -> dict[str, str]:
    return cache.hgetall(f"session:{token}")  # error: FPI204


def get_carts() -> Collection:
    return mongo["shop"]["carts"]


@app.post("/carts")
async def add_cart(item: str, carts: Annotated[Collection, Depends(get_carts)]) -> str:
    return str(carts.insert_one({"item": item}).inserted_id)  # error: FPI204


@app.get("/products")
async def find_products(q: str) -> list[str]:
    found = search.search(index="products", query={"match": {"name": q}})  # error: FPI204
    return [hit["_id"] for hit in found["hits"]["hits"]]
