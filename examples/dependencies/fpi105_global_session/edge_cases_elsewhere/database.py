from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")
of_orders = AsyncSession(engine)  # error: FPI105
of_items = AsyncSession(engine)  # error: FPI105
of_scripts = AsyncSession(engine)
