from .outbox import send


async def greet(address: str) -> None:
    send(address, "Welcome")  # error: FPI214


async def part(address: str) -> None:
    """Nobody says goodbye so far."""
    send(address, "Goodbye")
