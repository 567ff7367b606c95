from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
LIMIT = 5 * 1024 * 1024


@app.post("/portraits")
async def upload_portrait(portrait: UploadFile) -> int:
    if portrait.size is None or portrait.size > LIMIT:
        raise HTTPException(413, "at most 5 MiB")
    content = await portrait.read()
    return len(content)
