"""`python -m benchmarks.run [NAME …]`: measure all figures or those named, one JSON object per line."""

import sys

import benchmarks.starting  # noqa: F401 - enters its figures
from benchmarks.bench import Bench
from benchmarks.figures import FIGURES


def main(names: list[str]) -> int:
    """Print a line per figure; 2 when a name is unknown."""
    if unknown := [name for name in names if name not in FIGURES]:
        print(f"no such figure: {', '.join(unknown)}; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    with Bench() as bench:
        for name in names or list(FIGURES):
            print(FIGURES[name].line(bench), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
