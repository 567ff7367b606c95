from fastapi import BackgroundTasks, FastAPI, WebSocket

app = FastAPI()


def count_visitor() -> None:
    print("one more")


@app.websocket("/chat")
async def chat(websocket: WebSocket, tasks: BackgroundTasks) -> None:  # error: FPI504
    await websocket.accept()
    tasks.add_task(count_visitor)
    await websocket.send_text("Welcome")
