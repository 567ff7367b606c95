from collections.abc import Callable


class Mailer:
    async def send(self, address: str) -> None:
        print(f"Welcome, {address}")


def receipt_for(address: str) -> Callable[[], None]:
    def send() -> None:
        print(f"Thank you, {address}")

    return send
