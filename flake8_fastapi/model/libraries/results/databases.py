"""What SQLAlchemy gives, and what the drivers of SQL databases do."""

from __future__ import annotations

#: A session for each request, that its middleware makes and closes.
OBJECTS: dict[str, str] = {"fastapi_sqlalchemy.db.session": "sqlalchemy.orm.Session"}

RESULTS: dict[str, str] = {
    "MySQLdb.connect": "MySQLdb.connections.Connection",
    "MySQLdb.connections.Connection.cursor": "MySQLdb.cursors.BaseCursor",
    "aiomysql.Pool.acquire": "aiomysql.Connection",
    "aiomysql.connect": "aiomysql.Connection",
    "aiomysql.create_pool": "aiomysql.Pool",
    "aiosqlite.Connection.cursor": "aiosqlite.Cursor",
    "aiosqlite.Connection.execute": "aiosqlite.Cursor",
    "aiosqlite.connect": "aiosqlite.Connection",
    "asyncpg.Pool.acquire": "asyncpg.Connection",
    "asyncpg.connect": "asyncpg.Connection",
    "asyncpg.create_pool": "asyncpg.Pool",
    "clickhouse_connect.create_client": "clickhouse_connect.driver.client.Client",
    "clickhouse_connect.get_client": "clickhouse_connect.driver.client.Client",
    "cx_Oracle.Connection.cursor": "cx_Oracle.Cursor",
    "cx_Oracle.connect": "cx_Oracle.Connection",
    "databricks.sql.client.Connection.cursor": "databricks.sql.client.Cursor",
    "databricks.sql.connect": "databricks.sql.client.Connection",
    "duckdb.DuckDBPyConnection.cursor": "duckdb.DuckDBPyConnection",
    "duckdb.DuckDBPyConnection.execute": "duckdb.DuckDBPyConnection",
    "duckdb.DuckDBPyConnection.query": "duckdb.DuckDBPyRelation",
    "duckdb.DuckDBPyConnection.sql": "duckdb.DuckDBPyRelation",
    "duckdb.connect": "duckdb.DuckDBPyConnection",
    "duckdb.query": "duckdb.DuckDBPyRelation",
    "duckdb.sql": "duckdb.DuckDBPyRelation",
    "mysql.connector.abstracts.MySQLConnectionAbstract.cursor": (
        "mysql.connector.abstracts.MySQLCursorAbstract"
    ),
    "mysql.connector.connect": "mysql.connector.abstracts.MySQLConnectionAbstract",
    "mysql.connector.pooling.MySQLConnectionPool.get_connection": (
        "mysql.connector.abstracts.MySQLConnectionAbstract"
    ),
    "oracledb.AsyncConnection.cursor": "oracledb.AsyncCursor",
    "oracledb.AsyncConnectionPool.acquire": "oracledb.AsyncConnection",
    "oracledb.Connection.cursor": "oracledb.Cursor",
    "oracledb.ConnectionPool.acquire": "oracledb.Connection",
    "oracledb.connect": "oracledb.Connection",
    "oracledb.connect_async": "oracledb.AsyncConnection",
    "oracledb.create_pool": "oracledb.ConnectionPool",
    "oracledb.create_pool_async": "oracledb.AsyncConnectionPool",
    "peewee.Model.delete": "peewee.ModelDelete",
    "peewee.Model.insert": "peewee.ModelInsert",
    "peewee.Model.select": "peewee.ModelSelect",
    "peewee.Model.update": "peewee.ModelUpdate",
    "psycopg.AsyncConnection.connect": "psycopg.AsyncConnection",
    "psycopg.AsyncConnection.cursor": "psycopg.AsyncCursor",
    "psycopg.AsyncConnection.execute": "psycopg.AsyncCursor",
    "psycopg.Connection.connect": "psycopg.Connection",
    "psycopg.Connection.cursor": "psycopg.Cursor",
    "psycopg.Connection.execute": "psycopg.Cursor",
    "psycopg.connect": "psycopg.Connection",
    "psycopg2.connect": "psycopg2.extensions.connection",
    "psycopg2.extensions.connection.cursor": "psycopg2.extensions.cursor",
    "psycopg2.pool.SimpleConnectionPool.getconn": "psycopg2.extensions.connection",
    "psycopg2.pool.ThreadedConnectionPool.getconn": "psycopg2.extensions.connection",
    "psycopg_pool.AsyncConnectionPool.connection": "psycopg.AsyncConnection",
    "psycopg_pool.AsyncConnectionPool.getconn": "psycopg.AsyncConnection",
    "psycopg_pool.ConnectionPool.connection": "psycopg.Connection",
    "psycopg_pool.ConnectionPool.getconn": "psycopg.Connection",
    "pymssql._pymssql.Connection.cursor": "pymssql._pymssql.Cursor",
    "pymssql.connect": "pymssql._pymssql.Connection",
    "pymysql.connect": "pymysql.connections.Connection",
    "pymysql.connections.Connection.cursor": "pymysql.cursors.Cursor",
    "pyodbc.Connection.cursor": "pyodbc.Cursor",
    "pyodbc.Connection.execute": "pyodbc.Cursor",
    "pyodbc.connect": "pyodbc.Connection",
    "snowflake.connector.SnowflakeConnection.cursor": (
        "snowflake.connector.cursor.SnowflakeCursor"
    ),
    "snowflake.connector.connect": "snowflake.connector.SnowflakeConnection",
    "sqlalchemy.Connection.exec_driver_sql": "sqlalchemy.CursorResult",
    "sqlalchemy.Connection.execute": "sqlalchemy.CursorResult",
    "sqlalchemy.Connection.execution_options": "sqlalchemy.Connection",
    "sqlalchemy.Engine.begin": "sqlalchemy.Connection",
    "sqlalchemy.Engine.connect": "sqlalchemy.Connection",
    "sqlalchemy.Engine.execution_options": "sqlalchemy.Engine",
    "sqlalchemy.Engine.raw_connection": "sqlalchemy.pool.PoolProxiedConnection",
    "sqlalchemy.Inspector.from_engine": "sqlalchemy.Inspector",
    "sqlalchemy.Result.all": "builtins.list",
    "sqlalchemy.Result.fetchall": "builtins.list",
    "sqlalchemy.Result.mappings": "sqlalchemy.MappingResult",
    "sqlalchemy.Result.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.ScalarResult.all": "builtins.list",
    "sqlalchemy.ScalarResult.fetchall": "builtins.list",
    "sqlalchemy.create_engine": "sqlalchemy.Engine",
    "sqlalchemy.engine_from_config": "sqlalchemy.Engine",
    "sqlalchemy.ext.asyncio.AsyncConnection.execute": "sqlalchemy.CursorResult",
    "sqlalchemy.ext.asyncio.AsyncConnection.stream": "sqlalchemy.ext.asyncio.AsyncResult",
    "sqlalchemy.ext.asyncio.AsyncEngine.begin": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncEngine.connect": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncSession.connection": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncSession.execute": "sqlalchemy.Result",
    "sqlalchemy.ext.asyncio.AsyncSession.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.ext.asyncio.AsyncSession.stream": "sqlalchemy.ext.asyncio.AsyncResult",
    "sqlalchemy.ext.asyncio.async_engine_from_config": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.ext.asyncio.async_sessionmaker.begin": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.create_async_engine": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.orm.Query.all": "builtins.list",
    "sqlalchemy.orm.Session.begin": "sqlalchemy.orm.SessionTransaction",
    "sqlalchemy.orm.Session.begin_nested": "sqlalchemy.orm.SessionTransaction",
    "sqlalchemy.orm.Session.connection": "sqlalchemy.Connection",
    "sqlalchemy.orm.Session.execute": "sqlalchemy.Result",
    "sqlalchemy.orm.Session.get_bind": "sqlalchemy.Engine",
    "sqlalchemy.orm.Session.query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.Session.scalars": "sqlalchemy.ScalarResult",
    "sqlalchemy.orm.declarative_base": "sqlalchemy.orm.DeclarativeBase",
    "sqlalchemy.orm.sessionmaker.begin": "sqlalchemy.orm.Session",
    "sqlite3.Connection.cursor": "sqlite3.Cursor",
    "sqlite3.Connection.execute": "sqlite3.Cursor",
    "sqlite3.Connection.executemany": "sqlite3.Cursor",
    "sqlite3.Connection.executescript": "sqlite3.Cursor",
    "sqlite3.Cursor.execute": "sqlite3.Cursor",
    "sqlite3.connect": "sqlite3.Connection",
    "sqlmodel.Session.exec": "sqlalchemy.Result",
    "sqlmodel.ext.asyncio.session.AsyncSession.exec": "sqlalchemy.Result",
    "trino.dbapi.Connection.cursor": "trino.dbapi.Cursor",
    "trino.dbapi.connect": "trino.dbapi.Connection",
}

CHAINED: dict[str, str] = {
    "peewee.ModelDelete": "where",
    "peewee.ModelInsert": "on_conflict on_conflict_ignore on_conflict_replace",
    "peewee.ModelSelect": (
        "dicts distinct filter from_ group_by having join join_from left_outer_join limit "
        "namedtuples objects offset order_by orwhere paginate select select_extend switch tuples "
        "where"
    ),
    "peewee.ModelUpdate": "where",
    "sqlalchemy.Result": "columns unique yield_per",
    "sqlalchemy.ScalarResult": "unique",
    "sqlalchemy.orm.Query": (
        "add_columns add_entity autoflush correlate distinct enable_eagerloads except_ "
        "execution_options filter filter_by from_statement group_by having intersect join limit "
        "offset options order_by outerjoin params populate_existing reset_joinpoint select_from "
        "slice union union_all where with_entities with_for_update with_hint yield_per"
    ),
}

CALLED: dict[str, str] = {
    "sqlalchemy.ext.asyncio.async_scoped_session": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.async_sessionmaker": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.orm.scoped_session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.sessionmaker": "sqlalchemy.orm.Session",
}

FACTORIES: dict[str, tuple[str, int | None]] = {
    "sqlalchemy.ext.asyncio.async_scoped_session": ("session_factory", 0),
    "sqlalchemy.ext.asyncio.async_sessionmaker": ("class_", None),
    "sqlalchemy.orm.scoped_session": ("session_factory", 0),
    "sqlalchemy.orm.sessionmaker": ("class_", None),
}

ATTRIBUTES: dict[str, str] = {
    "sqlalchemy.ext.asyncio.AsyncEngine.sync_engine": "sqlalchemy.Engine",
    "sqlalchemy.ext.asyncio.AsyncSession.sync_session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.DeclarativeBase.metadata": "sqlalchemy.MetaData",
    "sqlmodel.SQLModel.metadata": "sqlalchemy.MetaData",
}

BY_ARGUMENT: dict[str, dict[str, str]] = {
    "sqlalchemy.inspect": {
        "sqlalchemy.Connection": "sqlalchemy.Inspector",
        "sqlalchemy.Engine": "sqlalchemy.Inspector",
    },
}
