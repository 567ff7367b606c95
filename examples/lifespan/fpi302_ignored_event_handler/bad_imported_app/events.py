from .main import app


@app.on_event("shutdown")  # error: FPI302
async def say_goodbye() -> None:
    print("stopped")
