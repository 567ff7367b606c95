from uuid import UUID

from fastapi import FastAPI

app = FastAPI()


@app.get("/users/{user_id:int}")
def read_user(user_id: int) -> dict[str, int]:
    return {"user": user_id}


@app.get("/users/me")
def read_own_user() -> dict[str, str]:
    return {"user": "me"}


@app.get("/orders/{order_id:uuid}")
def read_order(order_id: UUID) -> dict[str, UUID]:
    return {"order": order_id}


@app.get("/orders/latest")
def read_latest_order() -> dict[str, str]:
    return {"order": "latest"}
