from fastapi import FastAPI

app = FastAPI()
alone = FastAPI()
here = FastAPI()


# nobody starts what is mounted in another application: no lifespan of it would run, either
@app.on_event("shutdown")
async def stop_reports() -> None:
    print("stopped")


@here.on_event("startup")
async def start_here() -> None:
    print("started")


@alone.on_event("startup")  # error: FPI301
async def start_alone() -> None:
    print("started")


alone.mount("/here", here)
