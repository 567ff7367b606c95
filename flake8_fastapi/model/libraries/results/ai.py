"""What clients of language models give, and of stores for vectors."""

from __future__ import annotations

RESULTS: dict[str, str] = {
    "chromadb.Client": "chromadb.api.ClientAPI",
    "chromadb.EphemeralClient": "chromadb.api.ClientAPI",
    "chromadb.HttpClient": "chromadb.api.ClientAPI",
    "chromadb.PersistentClient": "chromadb.api.ClientAPI",
    "chromadb.api.ClientAPI.create_collection": "chromadb.Collection",
    "chromadb.api.ClientAPI.get_collection": "chromadb.Collection",
    "chromadb.api.ClientAPI.get_or_create_collection": "chromadb.Collection",
    "e2b_code_interpreter.Sandbox.create": "e2b_code_interpreter.Sandbox",
    "feast.FeatureStore.get_historical_features": (
        "feast.infra.offline_stores.offline_store.RetrievalJob"
    ),
    "google.generativeai.GenerativeModel.start_chat": "google.generativeai.ChatSession",
    "llama_index.core.VectorStoreIndex.from_vector_store": "llama_index.core.VectorStoreIndex",
    "llama_index.core.indices.base.BaseIndex.as_chat_engine": (
        "llama_index.core.chat_engine.types.BaseChatEngine"
    ),
    "llama_index.core.indices.base.BaseIndex.as_query_engine": (
        "llama_index.core.base.base_query_engine.BaseQueryEngine"
    ),
    "llama_index.core.indices.base.BaseIndex.as_retriever": (
        "llama_index.core.base.base_retriever.BaseRetriever"
    ),
    "llama_index.core.indices.base.BaseIndex.from_documents": (
        "llama_index.core.indices.base.BaseIndex"
    ),
    "llama_index.core.llms.LLM.as_structured_llm": "llama_index.core.llms.LLM",
    "llama_index.core.load_index_from_storage": "llama_index.core.indices.base.BaseIndex",
    "mem0.Memory.from_config": "mem0.Memory",
    "openai.OpenAI.with_options": "openai.OpenAI",
    "pinecone.Pinecone.Index": "pinecone.Index",
    "runpod.Endpoint.run": "runpod.endpoint.runner.Job",
    "vertexai.generative_models.GenerativeModel.start_chat": (
        "vertexai.generative_models.ChatSession"
    ),
    "weaviate.WeaviateClient.collections.get": "weaviate.collections.Collection",
    "weaviate.connect_to_custom": "weaviate.WeaviateClient",
    "weaviate.connect_to_local": "weaviate.WeaviateClient",
    "weaviate.connect_to_weaviate_cloud": "weaviate.WeaviateClient",
}

ATTRIBUTES: dict[str, str] = {
    "google.genai.Client.aio": "google.genai.client.AsyncClient",
    "llama_index.core.settings._Settings.embed_model": (
        "llama_index.core.base.embeddings.base.BaseEmbedding"
    ),
    "llama_index.core.settings._Settings.llm": "llama_index.core.llms.LLM",
}

#: Class -> methods that give an answer bit by bit with `stream=True`, and of which class it is.
STREAMED: dict[str, tuple[str, str]] = {
    "anthropic.Anthropic": ("beta.messages.create messages.create", "anthropic.Stream"),
    "groq.Groq": ("chat.completions.create", "groq.Stream"),
    "openai.OpenAI": (
        "beta.threads.create_and_run beta.threads.runs.create chat.completions.create "
        "completions.create responses.create",
        "openai.Stream",
    ),
}

OBJECTS: dict[str, str] = {
    "llama_index.core.Settings": "llama_index.core.settings._Settings",
}
