from functools import cache

import joblib
from sentence_transformers import SentenceTransformer


def load_classifier():
    return joblib.load("classifier.joblib")  # error: FPI310


def load_once():
    return joblib.load("ranker.joblib")


@cache
def cached():
    return joblib.load("scaler.joblib")


def for_the_start():
    return joblib.load("encoder.joblib")


class Embedder:
    def __init__(self, name: str = "all-MiniLM-L6-v2") -> None:
        self.model = SentenceTransformer(name)  # error: FPI310


class SharedEmbedder:
    def __init__(self) -> None:
        self.model = SentenceTransformer("all-MiniLM-L6-v2")
