from fastapi import FastAPI, UploadFile

from bad_upload.worker import encode

app = FastAPI()


@app.post("/videos")
def create_video(video: UploadFile) -> None:
    encode.apply_async(args=[video, ["webm"]])  # error: FPI508


@app.post("/clips/{clip}")
def create_clip(clip: str) -> None:
    encode.delay(clip, formats={"webm", "mp4"})  # error: FPI508
