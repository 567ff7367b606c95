from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def send_welcome(address: str) -> None:
    print(f"Welcome, {address}")


@app.post("/members")
async def join(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(send_welcome, address)
