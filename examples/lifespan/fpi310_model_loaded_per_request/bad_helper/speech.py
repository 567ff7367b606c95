import whisper


async def transcribe(path: str) -> str:
    model = whisper.load_model("base")  # error: FPI310
    return str(model.transcribe(path)["text"])
