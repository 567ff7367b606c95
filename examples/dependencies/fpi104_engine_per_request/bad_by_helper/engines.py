from sqlalchemy import Engine, create_engine, text


def build_reports() -> Engine:
    return create_engine("postgresql://localhost/reports", pool_size=2)  # error: FPI104


def build_for_the_module() -> Engine:
    return create_engine("postgresql://localhost/items")


def build_for_the_lifespan() -> Engine:
    return create_engine("postgresql://localhost/items")


def build_once() -> Engine:
    return create_engine("postgresql://localhost/items")


def build_for_one_use() -> Engine:
    return create_engine("postgresql://localhost/items")


class Archive:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)  # error: FPI104

    def count(self) -> int:
        with self.engine.connect() as connection:
            return connection.scalar(text("SELECT count(*) FROM items")) or 0


class Tenant:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)


class Shared:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
