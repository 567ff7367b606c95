from typing import Any

from fastapi import FastAPI

from . import models
from .models import Embedder, SharedEmbedder, cached, load_classifier, load_once

app = FastAPI()
encoder = models.for_the_start()
shared = SharedEmbedder()
_ranker: Any = None


@app.post("/class")
def classify(text: str) -> str:
    model = load_classifier()
    return str(model.predict([text])[0])


@app.post("/vector")
def embed(text: str) -> list[float]:
    return list(Embedder().model.encode(text))


@app.post("/shared")
def embed_by_one(text: str) -> list[float]:
    return list(shared.model.encode(cached().transform(text)))


@app.post("/rank")
def rank(text: str) -> float:
    global _ranker
    if _ranker is None:
        _ranker = load_once()
    return float(_ranker.predict([text])[0])
