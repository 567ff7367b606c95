from .main import app


@app.on_event("startup")  # error: FPI301
async def warm_up() -> None:
    print("ready")
