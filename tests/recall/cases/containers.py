"""Functions that Modal runs in containers of their own, and what those share."""

import modal
from fastapi import FastAPI

app = FastAPI()
on_gpu = modal.App("models")
volume = modal.Volume.from_name("files")
states = modal.Dict.from_name("states")


@on_gpu.function(gpu="any")
def compute(prompt: str) -> str:
    volume.reload()
    return prompt


@on_gpu.function()
async def compute_alone(prompt: str) -> str:
    volume.reload()  # in a container of its own
    return prompt


@app.post("/compute")
async def computed(prompt: str) -> object:
    states.put("last", prompt)  # blocks: sdk
    volume.reload()  # blocks: sdk
    return compute.remote(prompt)  # blocks: sdk


@app.post("/compute-later")
async def computed_later(prompt: str) -> object:
    call = compute.spawn(prompt)  # blocks: sdk
    return call.get(timeout=1)  # blocks: sdk


@app.post("/compute-twin")
async def computed_twin(prompt: str) -> object:
    await volume.reload.aio()
    call = await compute.spawn.aio(prompt)
    return await compute.remote.aio(prompt), call.object_id
