from fastapi import BackgroundTasks, FastAPI

from bad_imported_task.videos import Shop, encode

app = FastAPI()
shop = Shop()


@app.post("/videos")
def create_video(path: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(encode, path)  # error: FPI502


@app.post("/films")
def create_film(path: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(shop.publish, path)  # error: FPI502
