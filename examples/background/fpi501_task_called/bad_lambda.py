from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


async def send_welcome(address: str) -> None:
    print(f"Welcome, {address}")


@app.post("/members")
async def join(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: send_welcome(address))  # error: FPI501
