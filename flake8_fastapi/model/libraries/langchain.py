"""The families of LangChain and LangGraph: what asks a model, by where a class lies and its name.

There are hundreds of models, vector stores and retrievers, in packages of their own
(`langchain_openai`) and under several spellings of older releases, all named after what they are.
What is put together of others (`prompt | llm | parser`) is said by `model.values.runnables`.
"""

from __future__ import annotations

from flake8_fastapi.model.lean import regex

#: A `Runnable` that asks a model, or looks something up for one: others do nothing but fill in a
#: prompt. It is no name of LangChain's own, so nothing is declared as one.
ASKING = "langchain_core.language_models.Runnable"
#: What `prompt | llm` gives.
SEQUENCE = "langchain_core.language_models.RunnableSequence"

_MODEL = "langchain_core.language_models.BaseLanguageModel"
_CHAT_MODEL = "langchain_core.language_models.BaseChatModel"
_LLM = "langchain_core.language_models.BaseLLM"
_EMBEDDINGS = "langchain_core.embeddings.Embeddings"
_RETRIEVER = "langchain_core.retrievers.BaseRetriever"
_STORE = "langchain_core.vectorstores.VectorStore"
_CHAIN = "langchain_classic.chains.base.Chain"
_EXECUTOR = "langchain_classic.agents.AgentExecutor"
_GRAPH = "langgraph.graph.state.CompiledStateGraph"
_BUILDER = "langgraph.graph.StateGraph"

_BASES: dict[str, tuple[str, ...]] = {
    ASKING: ("langchain_core.runnables.Runnable",),
    SEQUENCE: (
        ASKING,
        "langchain_core.runnables.RunnableSequence",
        "langchain_core.runnables.RunnableSerializable",
    ),
    _MODEL: (ASKING,),
    _CHAT_MODEL: (_MODEL,),
    _LLM: (_MODEL,),
    "langchain_core.language_models.LLM": (_LLM,),
    _RETRIEVER: (ASKING,),
    "langchain_core.vectorstores.VectorStoreRetriever": (_RETRIEVER,),
    "langchain_core.vectorstores.InMemoryVectorStore": (_STORE,),
    _CHAIN: (ASKING,),
    _EXECUTOR: (_CHAIN,),
    _GRAPH: (ASKING, _BUILDER),  # which it is often declared as, and has no such methods
}
#: What two objects have in common, if it is to matter: `ChatOpenAI() if hosted else ChatOllama()`.
FAMILIES = frozenset({*_BASES, _EMBEDDINGS, _STORE})

#: A package, and perhaps a module of it -> (names of classes in it, what they are), the first
#: that fits. Those of `langchain_core` are abstract, or fakes for tests: they are named above.
#: Settings and errors that lie beside them have no methods of such names.
_OWN = r"langchain_(?!core\.|community\.|classic\.|experimental\.|text_splitters\.|tests\.)\w+\."
_OLD = r"langchain(?:_classic|_community)?\."
_NAMED = tuple(
    (regex(pattern), base)
    for pattern, base in (
        (rf"(?:{_OWN}|{_OLD}chat_models\.)(?:\w+\.)*Chat(?!Prompt|Message)[A-Z]\w*", _CHAT_MODEL),
        (
            rf"(?:{_OWN}|{_OLD}llms\.)(?:\w+\.)*(?!Fake|Base)\w+LLM"
            rf"|{_OLD}llms\.(?:\w+\.)*(?!Fake|Base)[A-Z]\w*"
            rf"|{_OWN}(?:llms\.)?(?:Azure)?OpenAI|{_OWN}(?:llms\.)?(?:GoogleGenerativeAI|VertexAI)"
            rf"|{_OWN}(?:llms\.)?HuggingFace(?:Endpoint|Pipeline)|langchain\.(?:Azure)?OpenAI",
            _LLM,
        ),
        (rf"(?:{_OWN}|{_OLD}embeddings\.)(?:\w+\.)*(?!Fake|Cache)\w+Embeddings", _EMBEDDINGS),
        # BM25 and its like look in what they have in memory
        (
            rf"(?:{_OWN}|{_OLD}(?:retrievers|vectorstores)\.)(?:\w+\.)*(?!BM25|KNN|SVM|TFIDF)"
            r"\w+Retriever",
            _RETRIEVER,
        ),
        (rf"{_OLD}vectorstores\.(?:\w+\.)*[A-Z]\w*", _STORE),
        (
            rf"{_OWN}(?:\w+\.)*(?:Chroma|Qdrant|Pinecone|PGVector|Milvus|Zilliz|ElasticsearchStore"
            rf"|\w+VectorSearch|\w+VectorStore)",
            _STORE,
        ),
        (
            rf"(?:{_OLD}|langchain_experimental\.)(?:\w+\.)*(?!Transform)\w*(?:Chain|RetrievalQA)",
            _CHAIN,
        ),
        (rf"{_OLD}agents\.(?:\w+\.)*AgentExecutor", _EXECUTOR),
    )
)

#: Function -> what it gives.
_RESULTS: dict[str, str] = {
    "deepagents.create_deep_agent": _GRAPH,
    "langchain.agents.create_agent": _GRAPH,
    "langchain.chat_models.init_chat_model": _CHAT_MODEL,
    "langchain.embeddings.init_embeddings": _EMBEDDINGS,
    "langgraph.prebuilt.create_react_agent": _GRAPH,
    "langgraph_supervisor.create_supervisor": _BUILDER,
    "langgraph_swarm.create_swarm": _BUILDER,
}
_FACTORIES = tuple(
    (regex(pattern), made)
    for pattern, made in (
        (
            rf"(?:{_OLD}|langchain_experimental\.)agents\.(?:\w+\.)*"
            r"(?:initialize|create_(?:csv|json|openapi|pandas_dataframe|spark_sql|sql|vectorstore))"
            r"_agent",
            _EXECUTOR,
        ),
        (rf"{_OLD}agents\.(?:\w+\.)*create_\w+_agent", SEQUENCE),
        (rf"{_OLD}chains\.(?:\w+\.)*create_\w+_(?:chain|retriever)", SEQUENCE),
        (rf"{_OLD}chains\.(?:\w+\.)*load_\w+_chain", _CHAIN),
    )
)

#: Methods that give a runnable around the one they are called on.
_AROUND = frozenset(
    "as_tool assign bind bind_functions bind_tools configurable_alternatives configurable_fields "
    "map pick pipe with_alisteners with_config with_fallbacks with_listeners with_retry "
    "with_structured_output with_types".split()
)
#: Methods of the graph that is being built that give it back.
_BUILDING = frozenset(
    "add_conditional_edges add_edge add_node add_sequence set_conditional_entry_point "
    "set_entry_point set_finish_point".split()
)
#: Methods of classes that make one, besides `from_...`.
_MAKING = frozenset({"afrom_documents", "afrom_texts", "create", "load_local"})


def bases(cls: str) -> tuple[str, ...]:
    """The base of a class of LangChain, canonical; empty if none is known."""
    known = _BASES.get(cls)
    if known is not None:
        return known
    return next(((base,) for pattern, base in _NAMED if pattern.fullmatch(cls)), ())


def function_result(function: str) -> str | None:
    """The class of what a function of LangChain gives."""
    known = _RESULTS.get(function)
    if known is not None or not function.startswith("lang"):
        return known
    return next((made for pattern, made in _FACTORIES if pattern.fullmatch(function)), None)


def method_result(cls: str, lineage: tuple[str, ...], method: str) -> str | None:
    """The class of what a method of a class gives, or of an object of it."""
    if not cls.startswith("lang"):
        return None
    if ASKING in lineage and method in _AROUND:
        return ASKING
    if _STORE in lineage and method == "as_retriever":
        return _RETRIEVER
    if cls == _BUILDER:
        if method == "compile":
            return _GRAPH
        return cls if method in _BUILDING else None
    if method.startswith("from_") or method in _MAKING:
        if not {_CHAIN, _EMBEDDINGS, _MODEL, _RETRIEVER, _STORE}.isdisjoint(lineage):
            return cls
    return None
