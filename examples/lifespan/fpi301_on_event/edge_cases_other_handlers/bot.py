from telethon import TelegramClient, events

client = TelegramClient("session", 1, "hash")


async def greet(event: events.NewMessage.Event) -> None:
    await event.respond("Hello")


def listen() -> None:
    client.add_event_handler(greet, events.NewMessage)
