from ..pacing import pause


class Mailer:
    def send(self) -> None:
        self._connect()

    def _connect(self) -> None:
        pause()

    def prepare(self) -> None:
        self.ready = True


async def send_later() -> None:
    pause()  # error: FPI201
