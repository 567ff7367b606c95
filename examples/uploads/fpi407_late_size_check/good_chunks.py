from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
LIMIT = 5 * 1024 * 1024


@app.post("/portraits")
async def upload_portrait(portrait: UploadFile) -> int:
    content = await portrait.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise HTTPException(413, "at most 5 MiB")
    return len(content)
