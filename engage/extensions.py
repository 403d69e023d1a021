"""Flask extensions that no single feature owns."""

from __future__ import annotations

from pathlib import Path

from flask_migrate import Migrate

import engage

# beside the package, whatever folder a command is called from
migrate = Migrate(directory=str(Path(engage.__file__).parents[1] / "migrations"), compare_type=True)
