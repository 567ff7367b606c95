import hashlib

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/checksum")
async def checksum(file: UploadFile) -> str:
    digest = hashlib.sha256()
    while chunk := await file.read(65536):
        digest.update(chunk)
    return digest.hexdigest()
