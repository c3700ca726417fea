"""Tests of the desk, on SQLite and, with ``--postgres``, on a real PostgreSQL."""
