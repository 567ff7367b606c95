async def lifespan() -> None:
    print("starting")
