async def send(address: str, text: str) -> None:
    print(address, text)
