from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_file: str = "items.db"

    @property
    def database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self.database_file}"


settings = Settings()
