from collections.abc import AsyncIterator
from typing import Any, TypedDict

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from langchain.agents import create_agent
from langchain_classic.agents import AgentExecutor, create_tool_calling_agent
from langchain_classic.chains import LLMChain, RetrievalQA, create_retrieval_chain
from langchain_classic.chains.combine_documents import create_stuff_documents_chain
from langchain_community.vectorstores import FAISS
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnableParallel, RunnablePassthrough
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langgraph.graph import StateGraph
from langgraph.graph.state import CompiledStateGraph

router = APIRouter()
prompt = ChatPromptTemplate.from_template("{question}")
model = ChatOpenAI(model="m")
store = FAISS.load_local("index", OpenAIEmbeddings())
retriever = store.as_retriever()
answering = prompt | model | StrOutputParser()
looking_up = {"context": retriever, "question": RunnablePassthrough()} | prompt
filled_in = prompt | StrOutputParser()
counting = RunnableLambda(len)


class State(TypedDict):
    question: str


def make_graph() -> CompiledStateGraph:
    builder = StateGraph(State)
    builder.add_node("ask", answering)
    return builder.compile()


def get_model(is_local: bool) -> Any:
    if is_local:
        return ChatOllama(model="m")
    return ChatOpenAI(model="m")


class Agent:
    def __init__(self) -> None:
        self.chain = prompt | get_model(is_local=True).bind_tools([])
        self.graph = make_graph()
        self.parser = StrOutputParser()

    async def ask(self, question: str) -> Any:
        self.parser.invoke(question)
        await self.graph.ainvoke({"question": question})
        return self.chain.invoke({"question": question})  # error: FPI207


@router.post("/agent")
async def asked(question: str) -> object:
    return await Agent().ask(question)


@router.post("/chain")
async def chained(question: str) -> object:
    return answering.invoke({"question": question})  # error: FPI207


@router.post("/chain-of-this-request")
async def chain_of_this_request(question: str) -> object:
    found = create_retrieval_chain(retriever, create_stuff_documents_chain(model, prompt))
    return found.invoke({"input": question})  # error: FPI207


@router.post("/structured")
async def structured(question: str) -> object:
    return model.with_structured_output(State).invoke(question)  # error: FPI207


@router.post("/retriever")
async def retrieved(question: str) -> object:
    return retriever.invoke(question)  # error: FPI207


@router.post("/store")
async def looked_up(question: str) -> object:
    return store.similarity_search(question)  # error: FPI207


@router.post("/context")
async def context(question: str) -> object:
    return looking_up.invoke(question)  # error: FPI207


@router.post("/question-answering")
async def question_answering(question: str) -> object:
    qa = RetrievalQA.from_chain_type(llm=model, retriever=retriever)
    return qa({"query": question})  # error: FPI207


@router.post("/old-chain")
async def old_chain(question: str) -> str:
    return LLMChain(llm=model, prompt=prompt).run(question)  # error: FPI207


@router.post("/executor")
async def executor(question: str) -> object:
    tools: list[Any] = []
    agent = AgentExecutor(agent=create_tool_calling_agent(model, tools, prompt), tools=tools)
    return agent.invoke({"input": question})  # error: FPI207


@router.post("/agent")
async def agent(question: str) -> object:
    return create_agent(model, []).invoke({"messages": [question]})  # error: FPI207


@router.post("/graph")
async def graph(question: str) -> object:
    return make_graph().invoke({"question": question})  # error: FPI207


@router.post("/tokens")
async def tokens_of_a_chain(question: str) -> StreamingResponse:
    async def tokens() -> AsyncIterator[str]:
        for token in answering.stream({"question": question}):  # error: FPI207
            yield token

    return StreamingResponse(tokens())


@router.post("/in-parallel")
async def in_parallel(question: str) -> object:
    return RunnableParallel(answer=answering, size=counting).invoke(question)  # error: FPI207


# ---- the innocent ---------------------------------------------------------------------------


@router.post("/tokens-in-a-thread")
async def tokens_in_a_thread(question: str) -> StreamingResponse:
    return StreamingResponse(answering.stream({"question": question}))


@router.post("/nothing-is-asked")
async def nothing_is_asked(question: str) -> object:
    prompt.invoke({"question": question})
    counting.invoke(question)
    RunnableParallel(size=counting).invoke(question)
    answering.get_graph()
    return filled_in.invoke({"question": question})


@router.post("/chain-later")
async def chained_later(question: str) -> object:
    await retriever.ainvoke(question)
    await store.asimilarity_search(question)
    await run_in_threadpool(answering.invoke, {"question": question})
    await create_agent(model, []).ainvoke({"messages": [question]})
    async for _ in answering.astream({"question": question}):
        pass
    return await answering.ainvoke({"question": question})
