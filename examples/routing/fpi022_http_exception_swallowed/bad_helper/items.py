from fastapi import HTTPException

items = {1: "apple"}


def item_or_404(item_id: int) -> str:
    if item_id not in items:
        raise HTTPException(404, "no such item")
    return items[item_id]


def item_or_none(item_id: int) -> str | None:
    try:
        return item_or_404(item_id)
    except HTTPException:
        return None


class Shop:
    async def sell(self, item_id: int) -> str:
        return self.take(item_id)

    def take(self, item_id: int) -> str:
        if item_id not in items:
            raise HTTPException(410, "sold out")
        return items.pop(item_id)
