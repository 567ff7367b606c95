"""What of LangChain asks a model: by families of names, and by what it is put together of."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings

import pytest

from flake8_fastapi.model import Instance, libraries
from tests.model.build import value_of_last

CHAT = "langchain_core.language_models.BaseChatModel"
LLM = "langchain_core.language_models.BaseLLM"
EMBEDDINGS = "langchain_core.embeddings.Embeddings"
RETRIEVER = "langchain_core.retrievers.BaseRetriever"
STORE = "langchain_core.vectorstores.VectorStore"
CHAIN = "langchain_classic.chains.base.Chain"
GRAPH = "langgraph.graph.state.CompiledStateGraph"


@pytest.mark.parametrize(
    ("cls", "base"),
    [
        ("langchain_openai.ChatOpenAI", CHAT),
        ("langchain_openai.chat_models.base.ChatOpenAI", CHAT),
        ("langchain_community.chat_models.ChatTongyi", CHAT),
        ("langchain.chat_models.ChatOpenAI", CHAT),
        ("langchain.chat_models.base.BaseChatModel", CHAT),
        ("langchain_ollama.OllamaLLM", LLM),
        ("langchain_openai.OpenAI", LLM),
        ("langchain.llms.OpenAI", LLM),
        ("langchain.llms.base.LLM", LLM),
        ("langchain_huggingface.HuggingFaceEmbeddings", EMBEDDINGS),
        ("langchain.embeddings.openai.OpenAIEmbeddings", EMBEDDINGS),
        ("langchain_community.vectorstores.faiss.FAISS", STORE),
        ("langchain.vectorstores.Chroma", STORE),
        ("langchain_chroma.Chroma", STORE),
        ("langchain_pinecone.PineconeVectorStore", STORE),
        ("langchain_mongodb.MongoDBAtlasVectorSearch", STORE),
        ("langchain.retrievers.EnsembleRetriever", RETRIEVER),
        ("langchain_aws.retrievers.AmazonKnowledgeBasesRetriever", RETRIEVER),
        ("langchain.chains.RetrievalQA", CHAIN),
        ("langchain.LLMChain", CHAIN),
        ("langchain_classic.chains.llm.LLMChain", CHAIN),
        ("langchain_experimental.sql.SQLDatabaseChain", CHAIN),
        ("langchain.agents.AgentExecutor", CHAIN),
        ("langgraph.graph.graph.CompiledGraph", GRAPH),
    ],
)
def test_families(cls: str, base: str) -> None:
    assert libraries.is_subclass(cls, base)


@pytest.mark.parametrize(
    "cls",
    [
        "langchain_core.prompts.ChatPromptTemplate",
        "langchain_core.runnables.RunnableLambda",
        "langchain_core.runnables.RunnableSequence",
        "langchain_core.language_models.FakeListChatModel",
        "langchain_core.embeddings.DeterministicFakeEmbedding",
        "langchain_community.embeddings.FakeEmbeddings",
        "langchain_community.llms.FakeListLLM",
        "langchain_community.retrievers.BM25Retriever",
        "langchain_community.chat_message_histories.ChatMessageHistory",
        "langchain.prompts.ChatPromptTemplate",
        "langchain.chains.TransformChain",
        "langchain_text_splitters.RecursiveCharacterTextSplitter",
        "langserve.RemoteRunnable",
        "app.langchain_openai.ChatOpenAI",
    ],
)
def test_what_need_not_ask(cls: str) -> None:
    assert not {libraries.ASKING, EMBEDDINGS, STORE} & set(libraries.ancestry(cls))


@pytest.mark.parametrize("package", ["langchain_core", "langchain_openai", "langchain_classic"])
def test_families_are_what_they_are_named_after(package: str) -> None:
    """Over all modules of a package that is installed."""
    top = pytest.importorskip(package)
    checked = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for info in pkgutil.walk_packages(top.__path__, f"{package}."):
            try:
                module = importlib.import_module(info.name)
            except Exception:
                continue
            for name, found in vars(module).items():
                if inspect.isclass(found) and found.__module__ == info.name:
                    checked += 1
                    for base in libraries.bases(f"{info.name}.{name}"):
                        if base not in (libraries.ASKING, libraries.SEQUENCE):
                            owner, _, last = base.rpartition(".")
                            parent = getattr(importlib.import_module(owner), last)
                            assert issubclass(found, parent), f"{info.name}.{name}"
    assert checked


HEAD = """
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnableParallel, RunnablePassthrough
from langchain_core.runnables.history import RunnableWithMessageHistory
from langchain_core.language_models.llms import LLM
from langchain_openai import ChatOpenAI
from langchain_anthropic import ChatAnthropic
from langchain_chroma import Chroma
from langchain_huggingface import HuggingFacePipeline
from langchain.agents import create_agent
from langchain.chains import LLMChain, RetrievalQA, create_retrieval_chain
from langgraph.graph import StateGraph
prompt, llm, parser = ChatPromptTemplate.from_template("{a}"), ChatOpenAI(), StrOutputParser()
retriever = Chroma().as_retriever(search_kwargs={"k": 3})
def which(is_hosted):
    if is_hosted:
        return ChatAnthropic()
    return ChatOpenAI()
class Own(LLM): ...
def own(is_hosted: bool) -> "Own | ChatOpenAI": ...
def make() -> StateGraph:
    return StateGraph(dict).compile()
"""


@pytest.mark.parametrize(
    ("expression", "cls"),
    [
        ("prompt | llm | parser", libraries.SEQUENCE),
        ("prompt | (llm | parser)", libraries.SEQUENCE),
        ("unknown | llm.bind_tools([])", libraries.SEQUENCE),
        ("{'context': retriever, 'a': RunnablePassthrough()} | prompt", libraries.SEQUENCE),
        ("RunnableParallel(a=prompt | llm)", libraries.ASKING),
        ("RunnableParallel({'a': retriever})", libraries.ASKING),
        ("RunnablePassthrough.assign(a=llm)", libraries.ASKING),
        ("RunnableWithMessageHistory(prompt | llm, None)", libraries.ASKING),
        ("llm.with_structured_output(dict)", libraries.ASKING),
        ("(prompt | llm).with_retry()", libraries.ASKING),
        ("which(True)", CHAT),
        ("Own() if prompt else which(True)", "langchain_core.language_models.BaseLanguageModel"),
        ("own(True)", "langchain_core.language_models.BaseLanguageModel"),
        ("make()", GRAPH),
        ("retriever", RETRIEVER),
        ("Chroma.from_documents([], None)", "langchain_chroma.Chroma"),
        ("HuggingFacePipeline.from_model_id('m', 'text-generation')",
         "langchain_huggingface.HuggingFacePipeline"),
        ("prompt | HuggingFacePipeline.from_model_id('m', 'x') | parser", libraries.SEQUENCE),
        ("RetrievalQA.from_chain_type(llm)", "langchain.chains.RetrievalQA"),
        ("create_retrieval_chain(retriever, prompt | llm)", libraries.SEQUENCE),
        ("create_agent(llm, [])", GRAPH),
        ("StateGraph(dict).add_node('a', llm).add_edge('a', 'b').compile()", GRAPH),
    ],
)  # fmt: skip
def test_put_together(expression: str, cls: str) -> None:
    value = value_of_last(f"{HEAD}{expression}\n")
    assert isinstance(value, Instance)
    assert value.cls == cls


@pytest.mark.parametrize(
    "expression",
    [
        "prompt | parser",
        "unknown | parser",
        "{'a': RunnablePassthrough()} | prompt",
        "RunnableLambda(len) | parser",
        "RunnableWithMessageHistory(unknown, None)",
        "ChatOpenAI | ChatAnthropic",
        "llm or unknown",
    ],
)
def test_nothing_that_asks(expression: str) -> None:
    value = value_of_last(f"{HEAD}{expression}\n")
    cls = value.cls if isinstance(value, Instance) else ""
    assert libraries.ASKING not in libraries.ancestry(cls)
