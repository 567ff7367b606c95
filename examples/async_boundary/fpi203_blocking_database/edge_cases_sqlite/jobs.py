import sqlite3


class Jobs:
    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path)  # which no other thread may use

    def running(self) -> list[int]:
        return self.connection.execute("SELECT pid FROM jobs").fetchall()
