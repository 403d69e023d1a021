"""Flask extensions that no single feature owns."""

from __future__ import annotations

from flask_migrate import Migrate

migrate = Migrate(directory="migrations", compare_type=True)
