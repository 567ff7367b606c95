from typing import Annotated

from fastapi import FastAPI, Form, UploadFile

app = FastAPI()


@app.post("/pictures")
def upload_picture(
    title: Annotated[str, Form()], tags: Annotated[list[str], Form()], file: UploadFile
) -> str:
    return f"{title} has {len(tags)} tags and {file.size} bytes"
