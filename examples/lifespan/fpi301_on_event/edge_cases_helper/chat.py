from fastapi import FastAPI

rooms: list[str] = []


def open_room() -> None:
    rooms.append("lobby")


def set_up_chat(app: FastAPI) -> None:
    app.add_event_handler("startup", open_room)
    app.add_event_handler("shutdown", rooms.clear)
