"""`python -m benchmarks.run [NAME …]`: measure all figures or those named, a line of JSON each, then a table."""

import importlib
import json
import pkgutil
import sys

import benchmarks
from benchmarks.bench import Bench
from benchmarks.figures import FIGURES, table


def main(names: list[str]) -> int:
    """Print a line per result; 2 when a name is unknown."""
    for module in pkgutil.iter_modules(benchmarks.__path__, "benchmarks."):
        if module.name.startswith("benchmarks.measure_"):
            importlib.import_module(module.name)
    if unknown := [name for name in names if name not in FIGURES]:
        print(f"no such figure: {', '.join(unknown)}; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    lines = []
    with Bench() as bench:
        for name in names or list(FIGURES):
            for line in FIGURES[name].lines(bench):
                print(json.dumps(line, ensure_ascii=False), flush=True)
                lines.append(line)
    print(table(lines), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
