"""The floor, `benchmarks.floor:app`: the least that a bare Flask app does for a list and a form."""

import json
import os

import sqlalchemy as sa
from flask import Flask, redirect, render_template_string, request
from werkzeug.wrappers import Response

app = Flask(__name__)
engine = sa.create_engine(os.environ["DATABASE_URL"], pool_size=6)
_LIST = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Floor</title></head><body>
<h1>Floor</h1><ul>{% for row in rows %}<li><a href="/{{ row.id }}">{{ row.title }}</a> {{ row.body }}</li>{% endfor %}
</ul></body></html>"""


@app.get("/")
def page() -> str:
    """One SELECT of 20 rows in a small template."""
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT id, title, body FROM floor_rows ORDER BY id LIMIT 20")).all()
    return render_template_string(_LIST, rows=rows)


@app.post("/")
def answer() -> Response:
    """One INSERT of eight answers as JSON."""
    answers = {key: request.form.get(key, "") for key in (f"q{number}" for number in range(8))}
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO floor_answers (answers) VALUES (:answers)"), {"answers": json.dumps(answers)}
        )
    return redirect("/")
