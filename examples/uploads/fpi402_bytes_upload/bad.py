from typing import Annotated

from fastapi import FastAPI, File

app = FastAPI()


@app.post("/pictures")
def upload_picture(picture: Annotated[bytes, File()]) -> int:  # error: FPI402
    return len(picture)
