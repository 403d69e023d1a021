"""What processes cost, read from /proc: CPU time and memory of one and all that it started."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and everything below it that is alive."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := _stat(int(folder.name)):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, all below it, and those of them that have ended."""
    return sum(sum(map(int, fields[11:15])) for one in tree(pid) if (fields := _stat(one))) / _TICKS


def own_memory_mb(pid: int) -> float:
    """Memory that would be free if this process ended: what it shares with others is left out."""
    return _smaps(pid, "Private_Clean", "Private_Dirty")


def memory_mb(pid: int) -> float:
    """Memory of a process, with its part of what it shares (PSS)."""
    return _smaps(pid, "Pss")


def _smaps(pid: int, *names: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.partition(":")[0] in names) / 1024


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; none when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
