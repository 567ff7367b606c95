from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, UploadFile
from pydantic import BaseModel, ValidationError

app = FastAPI()


class Picture(BaseModel):
    title: str
    tags: list[str]


@app.post("/pictures")
def upload_picture(text: Annotated[str, Form(alias="picture")], file: UploadFile) -> str:
    try:
        picture = Picture.model_validate_json(text)
    except ValidationError as error:
        raise HTTPException(422, error.errors(include_url=False)) from error
    return f"{picture.title} has {file.size} bytes"
