"""Where hosts are kept: in PostgreSQL (``sql.py``) and, for tests, in memory (``memory.py``)."""
