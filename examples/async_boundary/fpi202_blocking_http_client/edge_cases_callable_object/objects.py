from .auth import PrintReceipt, SendReceipt, TokenCheck, TokenCheckLater

check_token = TokenCheck("https://auth.example")
check_token_later = TokenCheckLater("https://auth.example")
print_receipt = PrintReceipt()


class Shop:
    def __init__(self, send_receipt: SendReceipt) -> None:
        self.send_receipt = send_receipt

    async def buy(self, user: str) -> None:
        await self.send_receipt(user)


shop = Shop(SendReceipt())
