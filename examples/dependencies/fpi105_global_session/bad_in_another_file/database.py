import psycopg

connection = psycopg.connect("postgresql://localhost/items")  # error: FPI105
cursor = connection.cursor()


class Orders:
    def __init__(self) -> None:
        self.connection = psycopg.connect("postgresql://localhost/orders")  # error: FPI105

    def count(self) -> int:
        row = self.connection.execute("SELECT count(*) FROM orders").fetchone()
        return row[0] if row else 0


orders = Orders()
