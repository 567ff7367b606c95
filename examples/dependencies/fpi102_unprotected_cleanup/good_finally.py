from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


def get_workspace() -> Iterator[Path]:
    workspace = Path(mkdtemp())
    try:
        yield workspace
    finally:
        rmtree(workspace)


@app.get("/workspace")
def read_workspace(workspace: Annotated[Path, Depends(get_workspace)]) -> str:
    return workspace.name
