"""What blocks in front of language models, of what is built on them, and of vector stores.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    THREAD,
    Blocking,
    Conditions,
    Constructors,
    Libraries,
    Unless,
)

#: Functions of openai that its versions before 1.0 had.
_BEFORE_1_0 = (
    "Audio.transcribe", "ChatCompletion.create", "Completion.create", "Embedding.create",
    "Image.create",
)  # fmt: skip

#: What both clients of Triton have.
_TRITON = (
    "get_inference_statistics get_model_config get_model_metadata get_model_repository_index "
    "get_server_metadata infer is_model_ready is_server_live is_server_ready load_model "
    "register_cuda_shared_memory register_system_shared_memory unload_model "
    "unregister_cuda_shared_memory unregister_system_shared_memory"
)

LIBRARIES: Libraries = (
    (
        "sdk",
        "use `openai.AsyncOpenAI`",
        {
            "openai.OpenAI": (
                "audio.speech.create audio.transcriptions.create audio.translations.create "
                "batches.cancel batches.create batches.list batches.retrieve "
                "beta.assistants.create beta.assistants.delete beta.assistants.list "
                "beta.assistants.retrieve beta.assistants.update beta.chat.completions.parse "
                "beta.threads.create beta.threads.create_and_run "
                "beta.threads.create_and_run_poll beta.threads.delete beta.threads.retrieve "
                "beta.threads.messages.create beta.threads.messages.list "
                "beta.threads.messages.retrieve beta.threads.runs.cancel "
                "beta.threads.runs.create beta.threads.runs.create_and_poll "
                "beta.threads.runs.list beta.threads.runs.poll beta.threads.runs.retrieve "
                "beta.threads.runs.submit_tool_outputs "
                "beta.threads.runs.submit_tool_outputs_and_poll beta.threads.update "
                "chat.completions.create chat.completions.parse completions.create "
                "conversations.create embeddings.create files.content files.create files.delete "
                "files.list files.retrieve files.wait_for_processing fine_tuning.jobs.cancel "
                "fine_tuning.jobs.create fine_tuning.jobs.list fine_tuning.jobs.retrieve "
                "images.create_variation images.edit images.generate models.list "
                "models.retrieve moderations.create responses.cancel responses.create "
                "responses.delete responses.parse responses.retrieve vector_stores.create "
                "vector_stores.delete vector_stores.file_batches.create_and_poll "
                "vector_stores.file_batches.upload_and_poll vector_stores.files.create "
                "vector_stores.files.create_and_poll vector_stores.files.delete "
                "vector_stores.files.list vector_stores.files.upload_and_poll "
                "vector_stores.list vector_stores.retrieve vector_stores.search "
                "vector_stores.update videos.create videos.create_and_poll "
                "videos.download_content videos.retrieve"
            ),
            "openai.Stream": "__iter__",
            "openai": (
                "audio.speech.create audio.transcriptions.create chat.completions.create "
                "chat.completions.parse completions.create embeddings.create files.create "
                "images.generate models.list moderations.create responses.create responses.parse"
            ),
        },
    ),
    (
        "sdk",
        "use its async twin, such as `acreate`",
        {"openai": " ".join(f"~{name}" for name in _BEFORE_1_0)},
    ),
    (
        "sdk",
        "use `anthropic.AsyncAnthropic`",
        {
            "anthropic.Anthropic": (
                "beta.messages.count_tokens beta.messages.create messages.batches.create "
                "messages.count_tokens messages.create messages.stream models.list"
            ),
            "anthropic.Stream": "__iter__",
            "anthropic.AnthropicBedrock": "messages.create messages.stream",
            "anthropic.AnthropicVertex": "messages.create messages.stream",
        },
    ),
    (
        "sdk",
        "use `groq.AsyncGroq`",
        {
            "groq.Groq": (
                "audio.speech.create audio.transcriptions.create audio.translations.create "
                "chat.completions.create embeddings.create models.list"
            ),
            "groq.Stream": "__iter__",
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `chat.complete_async`",
        {
            "mistralai.client.Mistral": (
                "agents.complete chat.complete chat.stream embeddings.create files.upload "
                "fim.complete models.list ocr.process"
            )
        },
    ),
    (
        "sdk",
        "use `cohere.AsyncClient`",
        {"cohere.Client": "chat chat_stream classify embed generate rerank summarize"},
    ),
    (
        "sdk",
        "use `cohere.AsyncClientV2`",
        {"cohere.ClientV2": "chat chat_stream embed rerank"},
    ),
    (
        "sdk",
        "use `await client.aio...`",
        {
            "google.genai.Client": (
                "files.delete files.get files.list files.upload models.count_tokens "
                "models.embed_content models.generate_content models.generate_content_stream "
                "models.generate_images models.generate_videos models.list"
            )
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `generate_content_async`",
        {
            "google.generativeai": "embed_content upload_file",
            "google.generativeai.GenerativeModel": "count_tokens generate_content",
            "google.generativeai.ChatSession": "send_message",
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `generate_content_async`",
        {
            "vertexai.generative_models.ChatSession": "send_message",
            "vertexai.generative_models.GenerativeModel": "count_tokens generate_content",
        },
    ),
    (
        "sdk",
        "use `ollama.AsyncClient`",
        {
            "ollama": "chat embed embeddings generate list pull show",
            "ollama.Client": "chat embed embeddings generate list pull show",
        },
    ),
    (
        "sdk",
        "use `huggingface_hub.AsyncInferenceClient`",
        {
            "huggingface_hub.InferenceClient": (
                "automatic_speech_recognition chat_completion feature_extraction "
                "image_classification image_to_text summarization text_classification "
                "text_generation text_to_image text_to_speech translation"
            )
        },
    ),
    (
        "sdk",
        "use its async twin, with `a` before the name",
        {
            "langchain_classic.chains.base.Chain": "~__call__ ~apply ~generate ~predict ~run",
            "langchain_core.embeddings.Embeddings": "embed_documents embed_query",
            "langchain_core.language_models.BaseLanguageModel": (
                "~__call__ generate_prompt ~predict ~predict_messages"
            ),
            "langchain_core.language_models.BaseChatModel": "generate",
            "langchain_core.language_models.BaseLLM": "generate",
            # whatever asks a model: see `libraries.langchain`
            "langchain_core.language_models.Runnable": "batch batch_as_completed invoke stream",
            "langchain_core.retrievers.BaseRetriever": "~get_relevant_documents",
            "langchain_core.vectorstores.VectorStore": (
                "add_documents add_texts from_documents from_texts max_marginal_relevance_search "
                "search similarity_search similarity_search_with_relevance_scores "
                "~similarity_search_with_score"
            ),
        },
    ),
    (
        "sdk",
        "use its async twin, such as `acompletion`",
        {
            "litellm": (
                "completion embedding image_generation moderation rerank responses speech "
                "text_completion transcription"
            )
        },
    ),
    (
        "sdk",
        "use `AsyncElevenLabs`",
        {
            "elevenlabs.ElevenLabs": (
                "text_to_speech.convert text_to_speech.stream voices.get_all voices.search"
            ),
        },
    ),
    (
        "sdk",
        "use its async twin, such as `dashscope.AioGeneration`",
        {
            "dashscope.Generation": "call",
            "dashscope.ImageSynthesis": "call",
            "dashscope.MultiModalConversation": "call",
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "assemblyai.Transcriber": "transcribe",
            "runpod.Endpoint": "health purge_queue run run_sync",
            "runpod.endpoint.runner.Job": "cancel output status",
            "tritonclient.grpc.InferenceServerClient": _TRITON,
            "tritonclient.http.InferenceServerClient": _TRITON,
            "dashscope.TextEmbedding": "call",
            "dashscope.TextReRank": "call",
            "langchain_nvidia_ai_endpoints.ChatNVIDIA": "get_available_models",
            "langfuse.Langfuse": "auth_check flush",
            "zhipuai.ZhipuAI": (
                "audio.speech audio.transcriptions.create chat.asyncCompletions.create "
                "chat.asyncCompletions.retrieve_completion_result chat.completions.create "
                "embeddings.create files.content files.create files.delete files.list "
                "images.generations moderations.create videos.generations "
                "videos.retrieve_videos_result web_search.web_search"
            ),
        },
    ),
    (
        "sdk",
        "use its async twin, with `a` before the name",
        {
            "llama_index.core.base.base_query_engine.BaseQueryEngine": "query retrieve",
            "llama_index.core.base.base_retriever.BaseRetriever": "retrieve",
            "llama_index.core.base.embeddings.base.BaseEmbedding": (
                "get_query_embedding get_text_embedding get_text_embedding_batch"
            ),
            "llama_index.core.chat_engine.types.BaseChatEngine": "chat stream_chat",
            "llama_index.core.llms.LLM": (
                "chat complete predict stream_chat stream_complete structured_predict"
            ),
        },
    ),
    (
        "sdk",
        "use its async twin, with `a` before the name",
        {
            "ibm_watsonx_ai.foundation_models.Embeddings": "embed_documents embed_query generate",
            "ibm_watsonx_ai.foundation_models.ModelInference": "chat generate",
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "ibm_watsonx_ai.foundation_models.ModelInference": (
                "generate_text get_details tokenize"
            ),
            "ibm_watsonx_ai.foundation_models.Rerank": "generate",
        },
    ),
    (
        "sdk",
        "use `mem0.AsyncMemory`",
        {"mem0.Memory": "add search update"},
    ),
    (
        "sdk",
        "use `mem0.AsyncMemoryClient`",
        {
            "mem0.MemoryClient": (
                "add batch_delete batch_update delete delete_all delete_users get get_all history "
                "reset search update users"
            )
        },
    ),
    (
        "sdk",
        "use `cerebras.cloud.sdk.AsyncCerebras`",
        {"cerebras.cloud.sdk.Cerebras": "chat.completions.create completions.create models.list"},
    ),
    (  # `ainsert` came with 0.12.42, `afrom_documents` never
        "sdk",
        THREAD,
        {"llama_index.core.indices.base.BaseIndex": "from_documents insert insert_nodes"},
    ),
    (
        "sdk",
        "use `e2b_code_interpreter.AsyncSandbox`",
        {"e2b_code_interpreter.Sandbox": "create kill run_code"},
    ),
    (
        "sdk",
        "use `exa_py.AsyncExa`",
        {
            "exa_py.Exa": (
                "answer find_similar find_similar_and_contents get_contents search "
                "search_and_contents"
            )
        },
    ),
    (
        "sdk",
        "use `firecrawl.AsyncFirecrawl`",
        {
            "firecrawl.Firecrawl": (
                "~crawl ~crawl_url ~extract ~map ~map_url ~scrape ~scrape_url ~search"
            )
        },
    ),
    (
        "sdk",
        "use `voyageai.AsyncClient`",
        {"voyageai.Client": "contextualized_embed embed multimodal_embed rerank"},
    ),
    (
        "sdk",
        "use `AsyncTavilyClient`",
        {"tavily.TavilyClient": "crawl extract get_search_context map qna_search search"},
    ),
    (
        "sdk",
        "use `together.AsyncTogether`",
        {
            "together.Together": (
                "chat.completions.create completions.create embeddings.create images.generate"
            ),
        },
    ),
    (
        "sdk",
        "use `replicate.async_run`",
        {"replicate": "run", "replicate.Client": "run"},
    ),
    (
        "sdk",
        "use `qdrant_client.AsyncQdrantClient`",
        {
            "qdrant_client.QdrantClient": (
                "collection_exists count create_collection create_payload_index "
                "delete delete_collection get_collection get_collections query_batch_points "
                "query_points recreate_collection retrieve scroll ~search set_payload "
                "update_collection "
                "upload_collection upload_points upsert"
            )
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "chromadb.Collection": "add count delete get peek query update upsert",
            "pinecone.Index": (
                "delete describe_index_stats fetch list query search update upsert upsert_records"
            ),
            "pinecone.Pinecone": "create_index delete_index describe_index list_indexes",
        },
    ),
    (
        "sdk",
        "use `pymilvus.AsyncMilvusClient`",
        {
            "pymilvus.Collection": (
                "create_index delete drop flush hybrid_search insert load query release search "
                "upsert"
            ),
            "pymilvus.MilvusClient": (
                "create_collection create_database create_index create_partition delete "
                "describe_collection drop_collection drop_index drop_partition flush get "
                "get_collection_stats get_load_state has_collection has_partition hybrid_search "
                "insert list_collections list_databases list_indexes list_partitions "
                "load_collection query release_collection rename_collection search upsert"
            ),
            "pymilvus.connections": "connect",
            "pymilvus.utility": (
                "do_bulk_insert drop_collection flush_all get_server_version has_collection "
                "has_partition index_building_progress list_collections load_state "
                "loading_progress rename_collection wait_for_index_building_complete "
                "wait_for_loading_complete"
            ),
        },
    ),
    (
        "sdk",
        "use `weaviate.WeaviateAsyncClient`",
        {
            "weaviate": "connect_to_custom connect_to_local connect_to_weaviate_cloud",
            "weaviate.WeaviateClient": (
                "collections.create collections.delete collections.exists connect "
                "graphql_raw_query is_live is_ready"
            ),
            "weaviate.collections.Collection": (
                "data.delete_by_id data.delete_many data.insert data.insert_many data.replace "
                "data.update query.bm25 query.fetch_object_by_id query.fetch_objects query.hybrid "
                "query.near_object query.near_text query.near_vector"
            ),
        },
    ),
)

CONSTRUCTORS: Constructors = {
    "ibm_watsonx_ai.foundation_models.ModelInference": Blocking(
        "sdk", THREAD, (Unless("validate", None, (False,)),)
    ),
    "mem0.MemoryClient": Blocking("sdk", THREAD),
}

IN_MEMORY: Conditions = {
    "qdrant_client.QdrantClient": (Unless("location", 0, (":memory:",)),),
}

#: What raises as soon as it is called, in which distribution and since which version of it. Methods
#: have the name here that messages have.
REMOVED: dict[str, tuple[str, str]] = {
    **{f"openai.{name}": ("openai", "1.0") for name in _BEFORE_1_0},
    "QdrantClient.search": ("qdrant-client", "1.16"),
}
