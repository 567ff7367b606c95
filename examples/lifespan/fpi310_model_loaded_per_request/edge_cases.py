import asyncio
import os
import pickle
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import joblib
import spacy
import torch
import whisper
from fastapi import Depends, FastAPI, HTTPException, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastembed import TextEmbedding
from langchain_community.embeddings.huggingface import HuggingFaceBgeEmbeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_huggingface import HuggingFaceEmbeddings, HuggingFaceEndpointEmbeddings
from pydantic_settings import BaseSettings
from sentence_transformers import SentenceTransformer
from somewhere import unknown
from transformers import AutoConfig, AutoModel, AutoTokenizer, pipeline
from unheard_of import Unheard

app = FastAPI()
MODELS = Path("models")
models: dict[str, Any] = {}
_model: Any = None


class Settings(BaseSettings):
    model: str = "all-MiniLM-L6-v2"


settings = Settings()

# Alarms


@app.post("/classify")
async def classify(text: str) -> Any:
    if not text:
        raise HTTPException(400)
    return pipeline("sentiment-analysis")(text)  # error: FPI310


@app.post("/tokens")
def count_tokens(text: str) -> int:
    tokenizer = AutoTokenizer.from_pretrained(settings.model)  # error: FPI310
    return len(tokenizer.encode(text))


def get_nlp() -> Any:
    return spacy.load("en_core_web_sm")  # error: FPI310


@app.post("/entities")
def find_entities(text: str, nlp: Annotated[Any, Depends(get_nlp)]) -> list[str]:
    return [entity.text for entity in nlp(text).ents]


def transcribe(path: str) -> str:
    try:
        model = whisper.load_model("base")  # error: FPI310
    except RuntimeError as error:
        raise HTTPException(503) from error
    return str(model.transcribe(path)["text"])


@app.post("/transcriptions")
def transcribe_upload(file: UploadFile) -> str:
    if file.filename is None:
        return ""
    return transcribe(file.filename)


def load(path: str = "net.pt") -> Any:
    model = torch.load(path)  # error: FPI310
    model.eval()
    return model


@app.post("/predictions")
def predict(values: list[float]) -> float:
    return run(load(), values)


def run(model: Any, values: list[float]) -> float:
    return float(model(values))


class Embedder:
    def __init__(self, name: str) -> None:
        self.model = SentenceTransformer(name)  # error: FPI310

    def embed(self, text: str) -> list[float]:
        return list(self.model.encode(text))


@app.post("/embeddings")
def embed(text: str) -> list[float]:
    embedder = Embedder(settings.model)
    return embedder.embed(text)


class Ranker:
    def __init__(self) -> None:
        self.model = joblib.load(MODELS / "ranker.joblib")  # error: FPI310


@app.post("/ranks")
def rank(ranker: Annotated[Ranker, Depends()]) -> str:
    return str(ranker.model)


@app.post("/churn")
def predict_churn(values: list[float]) -> float:
    with open("churn.pkl", "rb") as file:
        model = pickle.load(file)  # error: FPI310
    return float(model.predict([values])[0])


@app.post("/spam")
def is_spam(text: str) -> bool:
    vectors = pickle.load(open("vectorizer.pkl", "rb")).transform([text])  # error: FPI310
    with (MODELS / "spam.pkl").open("rb") as file:
        found = pickle.load(file)  # error: FPI310
    return bool(found.predict(vectors)[0])


# Innocent


@app.get("/queue")
def read_queue() -> str:
    """What others write while the application runs."""
    with open("queue.pkl", "rb") as file:
        queue = pickle.load(file)
    return str(queue)


@app.post("/churn/{customer}")
def predict_churn_of(customer: int, values: list[float]) -> float:
    with open(f"churn-{customer}.pkl", "rb") as file:
        model = pickle.load(file)
    return float(model.predict([values])[0])


at_import = joblib.load(MODELS / "prices.joblib")


@lru_cache
def cached() -> Any:
    return joblib.load(MODELS / "prices.joblib")


def get_cached() -> Any:
    return cached()


def get_once() -> Any:
    global _model
    if _model is None:
        _model = joblib.load(MODELS / "prices.joblib")
    return _model


def get_early() -> Any:
    global _model
    if _model is not None:
        return _model
    loaded = joblib.load(MODELS / "prices.joblib")
    _model = loaded
    return _model


def get_of_dict(name: str = "prices") -> Any:
    if name not in models:
        models[name] = joblib.load(MODELS / "prices.joblib")
    return models[name]


def get_by_exception() -> Any:
    try:
        return models["prices"]
    except KeyError:
        model = joblib.load(MODELS / "prices.joblib")
        models["prices"] = model
        return model


def get_suppressed() -> Any:
    with suppress(KeyError):
        return models["prices"]
    models["prices"] = joblib.load(MODELS / "prices.joblib")
    return models["prices"]


@app.get("/prices")
def read_prices(
    one: Annotated[Any, Depends(get_cached)],
    two: Annotated[Any, Depends(get_once)],
    three: Annotated[Any, Depends(get_early)],
    four: Annotated[Any, Depends(get_of_dict)],
    five: Annotated[Any, Depends(get_by_exception)],
    six: Annotated[Any, Depends(get_suppressed)],
) -> str:
    return str([one, two, three, four, five, six])


@app.post("/reload")
def reload() -> None:
    """Somebody asked for it."""
    global _model
    _model = joblib.load(MODELS / "prices.joblib")


@app.post("/reload/all")
def reload_all() -> None:
    app.state.model = joblib.load(MODELS / "prices.joblib")
    tagger = spacy.load("en_core_web_sm")
    models["tagger"] = tagger
    other = spacy.load("en_core_web_lg")
    register_model(other)


def register_model(model: Any) -> None:
    models["other"] = model


@app.post("/models/{name}")
def use_any(name: str, text: str) -> Any:
    return pipeline("text-classification", model=f"models/{name}")(text)


def open_any(name: str) -> Any:
    return AutoModel.from_pretrained(name)


@app.get("/models/{name}/size")
def read_size(name: str) -> int:
    return int(open_any(name).num_parameters())


@app.get("/models/{name}/config")
def read_config(name: str) -> Any:
    return AutoConfig.from_pretrained("bert-base-uncased").to_dict()


def load_in_thread() -> Any:
    return joblib.load(MODELS / "prices.joblib")


@app.get("/lazy")
async def read_lazy() -> str:
    global _model
    if _model is None:
        _model = await asyncio.to_thread(load_in_thread)
    return str(_model)


def make_default() -> Any:
    return torch.load(MODELS / "net.pt")


def get_default() -> Any:
    if "net" not in models:
        models["net"] = make_default()
    return models["net"]


@app.get("/default")
def read_default() -> str:
    return str(get_default())


class Registry:
    def __init__(self) -> None:
        self.model = joblib.load(MODELS / "prices.joblib")


registry = Registry()


@app.get("/registry")
def read_registry() -> str:
    return str(registry.model)


def train() -> None:
    """Called by a script."""
    joblib.load(MODELS / "prices.joblib").fit([])


class Index:
    def __init__(self) -> None:
        self.model = joblib.load(MODELS / "index.joblib")


def search(text: str) -> str:
    return str(Index().model.search(text))


@app.get("/search")
def read_search(text: str, limit: int) -> str:
    return search(text, limit)  # a TypeError: nothing is loaded


@app.post("/fit")
def fit(rows: list[float]) -> None:
    """What is trained changes, so it is loaded anew."""
    model = joblib.load(MODELS / "base.joblib")
    model.fit(rows)
    joblib.dump(model, MODELS / "prices.joblib")


def load_pair(name: str) -> Any:
    tokenizer = AutoTokenizer.from_pretrained(name)  # error: FPI310
    model = AutoModel.from_pretrained(name)  # error: FPI310
    return tokenizer, model


def load_kept_pair(name: str) -> Any:
    return AutoTokenizer.from_pretrained(name), AutoModel.from_pretrained(name)


@app.post("/pair")
def read_pair(text: str) -> str:
    tokenizer, model = load_pair("distilbert")
    return str(model(**tokenizer(text)))


@app.post("/kept-pair")
def keep_pair(text: str) -> str:
    tokenizer, model = load_kept_pair("distilbert")
    models["pair"] = (tokenizer, model)
    app.state.model, app.state.tokenizer = load_kept_pair("distilbert")
    return text


@app.post("/judge")
def judge(rows: list[float]) -> str:
    net = torch.load(MODELS / "net.pt")  # error: FPI310
    net.train()  # a mode, no training
    return str(net(rows))


def change_model(name: str) -> None:
    """Loads what is asked for, and keeps it."""
    global _model
    _model = AutoModel.from_config(AutoConfig.from_pretrained(MODELS / name))
    weights = torch.load(MODELS / name / "weights.pt")
    _model.load_state_dict(weights)


@app.post("/model")
def choose_model(name: str) -> None:
    change_model(name)


def count_loads() -> int:
    global loads
    loads += 1
    return len(torch.load(MODELS / "net.pt"))  # error: FPI310


loads = 0


@app.get("/loads")
def read_loads() -> int:
    return count_loads()


# In a thread it is loaded all the same


@app.post("/in-a-thread")
async def load_in_a_thread(rows: list[float]) -> list[float]:
    model = await run_in_threadpool(joblib.load, MODELS / "prices.joblib")  # error: FPI310
    other = await asyncio.to_thread(torch.load, MODELS / "net.pt")  # error: FPI310
    loop = asyncio.get_running_loop()
    last = await loop.run_in_executor(None, spacy.load, "en")  # error: FPI310
    return [*model.predict([rows]), *other(rows), *last(str(rows))]


@app.post("/in-a-thread-and-kept")
async def load_in_a_thread_and_keep(rows: list[float]) -> None:
    app.state.prices = await run_in_threadpool(joblib.load, MODELS / "prices.joblib")
    models["net"] = await asyncio.to_thread(torch.load, MODELS / "net.pt")
    models.update(spacy=await asyncio.to_thread(spacy.load, "en"))
    models.setdefault("kept", [rows]).append(await asyncio.to_thread(spacy.load, "en"))


@app.post("/in-a-thread-once")
async def load_in_a_thread_once(rows: list[float]) -> list[float]:
    if "prices" not in models:
        models["prices"] = await run_in_threadpool(joblib.load, MODELS / "prices.joblib")
    return list(models["prices"].predict([rows]))


@app.post("/in-a-thread-chosen")
async def load_in_a_thread_what_is_asked_for(name: str) -> list[float]:
    model = await run_in_threadpool(joblib.load, MODELS / name)
    return list(model.predict([[1.0]]))


@app.post("/in-a-thread-and-trained")
async def load_in_a_thread_and_train(rows: list[float]) -> None:
    model = await run_in_threadpool(joblib.load, MODELS / "prices.joblib")
    await run_in_threadpool(model.fit, rows)
    fresh = await run_in_threadpool(joblib.load, MODELS / "fresh.joblib")
    fresh.partial_fit(rows)


# A new object keeps it no longer than the request lasts


@dataclass
class Prices:
    currency: str = "EUR"

    def __post_init__(self) -> None:
        self.model = joblib.load(MODELS / "prices.joblib")  # error: FPI310


@dataclass
class LastingPrices:
    currency: str = "EUR"

    def __post_init__(self) -> None:
        self.model = joblib.load(MODELS / "prices.joblib")


class Speech:
    path = "speech.joblib"

    @classmethod
    def load(cls) -> "Speech":
        speech = cls()
        speech.model = joblib.load(cls.path)  # error: FPI310
        return speech


class OneSpeech:
    model: Any = None
    only: "OneSpeech"

    @classmethod
    def load(cls) -> "OneSpeech":
        speech = cls()
        speech.model = joblib.load(MODELS / "speech.joblib")
        cls.only = speech
        return speech


def shared_speech() -> OneSpeech:
    return OneSpeech.only


def fill_shared() -> OneSpeech:
    speech = shared_speech()
    speech.model = joblib.load(MODELS / "speech.joblib")
    return speech


lasting_prices = LastingPrices()


@app.post("/objects")
def make_objects(rows: list[float]) -> list[object]:
    loaded = [Prices("USD").model, Speech.load().model, OneSpeech.load().model]
    return [*loaded, fill_shared().model, lasting_prices.model.predict(rows)]


class Embedding:
    """Keeps a function that keeps the model."""

    def __init__(self) -> None:
        self.embedder: Any = None

    async def embed(self, texts: list[str]) -> Any:
        if self.embedder is None:
            self.embedder = self.make_embedder()
        return await self.embedder(texts)

    def make_embedder(self) -> Any:
        model = SentenceTransformer("all-MiniLM-L6-v2")

        async def embed(texts: list[str]) -> Any:
            return await run_in_threadpool(model.encode, texts)

        return embed


embedding = Embedding()


@app.post("/embeddings")
async def embed_all(texts: list[str]) -> Any:
    return await embedding.embed(texts)


def embeddings_of_icons() -> Any:
    embeddings = HuggingFaceEmbeddings(model_name="all-MiniLM-L6-v2")  # error: FPI310
    if Path("icons.json").exists():
        return InMemoryVectorStore.load("icons.json", embeddings)
    return InMemoryVectorStore(embeddings)


@app.get("/icons")
def icons(name: str) -> Any:
    return embeddings_of_icons().similarity_search(name)


@app.get("/bge")
def bge(text: str) -> Any:
    return HuggingFaceBgeEmbeddings().embed_query(text)  # error: FPI310


@app.get("/fast")
def fast(text: str) -> Any:
    return list(TextEmbedding("BAAI/bge-small-en-v1.5").embed(text))  # error: FPI310


@app.get("/remote")
def remote(text: str) -> Any:
    return HuggingFaceEndpointEmbeddings(model="all-MiniLM-L6-v2").embed_query(text)


@app.get("/lazy")
def lazy() -> Any:
    return TextEmbedding("BAAI/bge-small-en-v1.5", lazy_load=True).embedding_size


# What its only caller does the first time only


class Ranking:
    ranking = None

    def __new__(cls) -> "Ranking":
        if cls.ranking is None:
            cls.ranking = super().__new__(cls)
            cls.ranking.ready = False
        return cls.ranking

    def __init__(self) -> None:
        if not self.ready:
            self.ready = True
            self.weights = self.load_weights()
        self.load_others()

    def load_weights(self) -> Any:
        weights = Unheard()
        weights.load_state_dict(torch.load("weights.pt"))
        return weights

    def load_others(self) -> Any:
        others = Unheard()
        others.load_state_dict(torch.load("others.pt"))  # error: FPI310


@app.get("/ranking")
def ranking(text: str) -> Any:
    return Ranking().weights.rank(text)


# A method that fills its object loads for each request if the object is made for each


class Forecast:
    def __init__(self) -> None:
        self._load()

    def _load(self) -> None:
        self.model = joblib.load(MODELS / "forecast.joblib")  # error: FPI310


class Parts:
    def __init__(self) -> None:
        self.prepare()

    def prepare(self) -> None:
        self.load_parts("parts.joblib")

    def load_parts(self, path: str) -> None:
        parts = joblib.load(path)  # error: FPI310
        self.model = parts["model"]
        self.scaler, self.names = parts["scaler"], parts.get("names")


class Around:
    def __init__(self) -> None:
        self.inner = Inner()
        self.inner.load()


class Inner:
    model: Any = None

    def load(self) -> None:
        self.model: Any = joblib.load(MODELS / "inner.joblib")  # error: FPI310


class ByHand:
    model: Any = None

    def load(self) -> None:
        self.model = joblib.load(MODELS / "by_hand.joblib")  # error: FPI310


class Score:
    """What it keeps is no model."""

    score: float = 0

    def count(self) -> None:
        model = joblib.load(MODELS / "score.joblib")  # error: FPI310
        self.score = model.predict([[1.0]])[0]


score = Score()


@app.post("/filled")
def make_and_fill(rows: list[float]) -> list[object]:
    by_hand = ByHand()
    by_hand.load()
    score.count()
    return [Forecast().model, Parts().model, Around().inner.model, by_hand.model]


class Filled:
    model: Any = None

    def load(self) -> None:
        data = joblib.load(MODELS / "filled.joblib")
        self.model = data["model"]

    def predict(self, rows: list[float]) -> Any:
        if self.model is None:
            self.load()
        return self.model.predict(rows)


class FilledAtOnce:
    def __init__(self) -> None:
        self._load()

    def _load(self) -> None:
        self.model = joblib.load(MODELS / "at_once.joblib")


class Chosen:
    def __init__(self, name: str) -> None:
        self._load(name)

    def _load(self, name: str) -> None:
        self.model = joblib.load(MODELS / name)


class OfTheClass:
    def __init__(self) -> None:
        self._load()

    @classmethod
    def _load(cls) -> None:
        cls.model = joblib.load(MODELS / "class.joblib")


class FilledIfEmpty:
    model: Any = None

    def __init__(self) -> None:
        self._load()

    def _load(self) -> None:
        if FilledIfEmpty.model is not None:
            return
        self.model = FilledIfEmpty.model = joblib.load(MODELS / "empty.joblib")


class Kept:
    def load(self) -> None:
        self.model = joblib.load(MODELS / "kept.joblib")


def refill(kept: Kept) -> None:
    kept.load()


filled = Filled()
reloaded = Filled()
at_once = FilledAtOnce()


@app.post("/filled-once")
def fill_once(name: str) -> list[object]:
    if reloaded.model is None:
        reloaded.load()
    app.state.kept = Kept()
    app.state.kept.load()
    kept = Kept()
    models["kept"] = kept
    kept.load()
    refill(reloaded)
    OfTheClass()
    FilledIfEmpty()
    return [filled.predict([]), at_once.model, Chosen(name).model]


@app.post("/refilled")
def fill_again() -> None:
    """Somebody asked for it."""
    reloaded.load()


# Whether there is a file at all is no question of how often it is read


def load_if_there() -> Any:
    model = None
    if os.path.exists("there.joblib"):
        model = joblib.load("there.joblib")  # error: FPI310
    return model


class IfThere:
    def __init__(self) -> None:
        self.model = None
        if (MODELS / "there.joblib").is_file() and os.path.isfile("names.txt"):
            self.model = joblib.load(MODELS / "there.joblib")  # error: FPI310


class UnlessThere:
    def __init__(self) -> None:
        self.model = None
        if not os.path.exists("there.joblib") or self.model is not None:
            self.model = joblib.load(MODELS / "there.joblib")
        elif os.path.exists("other.joblib") and unknown():
            self.model = joblib.load(MODELS / "other.joblib")


@app.get("/there")
def read_there() -> str:
    return str(load_if_there()) + str(IfThere().model) + str(UnlessThere().model)
