import logging

from fastapi import FastAPI, HTTPException

app = FastAPI()
log = logging.getLogger(__name__)
items = {1: "apple"}


@app.get("/items/{item_id}")
def read_item(item_id: int) -> str:
    try:
        if item_id not in items:
            raise HTTPException(404, "no such item")
        return items[item_id]
    except HTTPException:
        raise
    except Exception as error:
        log.exception("could not read item %s", item_id)
        raise HTTPException(500, "something went wrong") from error


@app.delete("/items/{item_id}")
def delete_item(item_id: int) -> dict[str, str]:
    if item_id == 1:
        raise HTTPException(status_code=403, detail="not this one")
    return {"deleted": items.pop(item_id, "nothing")}
