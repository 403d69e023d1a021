"""Whether this worker has been told to stop: long jobs ask between two steps, and leave the rest to the next worker."""

import mmap

# Shared with the processes forked from this one, and without a lock that a killed one would keep for ever.
_told = mmap.mmap(-1, 1)


def tell() -> None:
    """Let every job of this worker know."""
    _told[0] = 1


def is_told() -> bool:
    """True once the worker has been told to stop."""
    return bool(_told[0])
