from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()


@app.post("/videos")
async def upload_video(video: UploadFile) -> int | None:
    if not video.content_type.startswith("video/"):  # error: FPI406
        raise HTTPException(415)
    return video.size
