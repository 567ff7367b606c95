from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/pictures")
def upload_picture(picture: UploadFile) -> int | None:
    return picture.size
