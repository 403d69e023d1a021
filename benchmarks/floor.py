"""The floor: the least that an app on this stack can do, with nothing of ours in it. As `benchmarks.floor:app`."""

import os

import sqlalchemy as sa
from flask import Flask

app = Flask(__name__)
engine = sa.create_engine(os.environ["DATABASE_URL"], pool_size=6)


@app.get("/")
def page() -> str:
    """One query, one line of HTML."""
    with engine.connect() as connection:
        return f"<!doctype html><title>floor</title><p>{connection.scalar(sa.text('SELECT 1'))}"
