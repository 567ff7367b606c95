from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()


@app.post("/videos")
async def upload_video(video: UploadFile) -> int | None:
    if not (video.content_type or "").startswith("video/"):
        raise HTTPException(415)
    return video.size
