from fastapi import FastAPI, UploadFile
from pydantic import BaseModel

app = FastAPI()


class Picture(BaseModel):
    title: str
    tags: list[str]


@app.post("/pictures")
def upload_picture(picture: Picture, file: UploadFile) -> str:  # error: FPI410
    return f"{picture.title} has {file.size} bytes"
