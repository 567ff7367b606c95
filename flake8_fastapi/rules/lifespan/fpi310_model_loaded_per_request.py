"""
A trained model takes from a tenth of a second to a minute to read, and gigabytes of memory. Loaded
in a route, in a dependency or in a helper that they call, that is the price of every single
request; requests at the same time each hold a copy of their own, and in an `async def` the whole
application waits meanwhile.

Load it once, in the lifespan, keep it in `app.state` (or yield it as state), and hand it to routes
by a dependency. A function with `@lru_cache` that loads at the first request does as well.

Reported are models, tokenizers and indexes of joblib, PyTorch, Keras, transformers, sentence
transformers, spaCy, Whisper, ONNX Runtime, Ultralytics, FAISS and a few others, embeddings of
LangChain, LlamaIndex and fastembed that load such a model, and what `pickle` reads where a name
says that it is a model, or it is asked to predict or transform. So it is where a method puts the
model into its object (`self.model = ...`), if a new object is made for each request. What is loaded
under a condition (`if model is None`, but not `if os.path.exists(path)`), kept in a global or a
dict, cached by a decorator, or chosen by the request is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import MODEL_LIBRARIES, LoadedModel, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI310",
    name="model-loaded-per-request",
    title="Model that is loaded for every request",
    message="`{load}` runs for every request{of}; load the model once, in the lifespan",
    skill=("3.4",),
    follows_imports=True,
    words=(*MODEL_LIBRARIES, "pickle"),
)


@rule.on(LoadedModel)
def check(model: LoadedModel, module: Module) -> Iterator[Finding]:
    of = f" of `{model.entry.name}`" if model.entry else ""
    yield rule.at(model, load=model.name, of=of)
