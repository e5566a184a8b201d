"""Where everything is kept: SQLite by default, PostgreSQL by URL. The only room that knows SQLAlchemy."""
