"""What a process never uses it never loads: see docs/performance/memory.md."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.program import ROOT

HEAVY = {"numpy", "openpyxl", "scipy", "sklearn"}


@pytest.mark.parametrize(
    ("process", "unused"), [("wsgi", HEAVY), ("worker.app", HEAVY), ("worker.schedule", {*HEAVY, "engage.app"})]
)
def test_heavy_libraries_are_loaded_by_what_uses_them(process: str, unused: set[str], tmp_path: Path) -> None:
    code = f"import sys, {process}; print(*sys.modules)"
    told = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True, check=True)
    assert unused.isdisjoint(done.stdout.split())
    assert "engage.core.jobs" in done.stdout.split()
