"""How much memory our search needs: `python -m bench.memory INDEX` opens one, asks, says the peak.

A process of its own, so that nothing else is counted. Prints megabytes: the peak, and what the
process held before it opened the index.
"""

import resource
import subprocess
import sys
from pathlib import Path

from bench.notes import further_queries

_UNIT = 1_000_000 if sys.platform == "darwin" else 1_000  # ru_maxrss is bytes there, KiB here


def memory(index: Path) -> tuple[float, float]:
    """Megabytes at the peak, and before the index was opened."""
    command = [sys.executable, "-m", "bench.memory", str(index)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1])


def _peak() -> float:
    """Megabytes at the peak. Linux lets ru_maxrss begin with what the parent held, so ask /proc."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT


def main() -> None:
    from knowledge.search import Search

    before = _peak()
    search = Search.open(Path(sys.argv[1]))
    for query in further_queries()[:100]:
        search.ask(query.text)
    print(f"{_peak():.1f} {before:.1f}")


if __name__ == "__main__":
    main()
