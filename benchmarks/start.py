"""How long from `make run` to a page, the second time; and what all of it holds in memory at rest.

Makes a demo marketplace in a folder of its own, then starts it again, several times, as `make run` does. Prints the
seconds until the storefronts' page is answered, and the processor time of all processes until then; at the end, after a
while of rest, the memory of each process as PSS: what several share counts once in the sum. Linux alone tells that.
"""

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--rest", type=float, default=150, help="seconds of rest before memory is looked at")
    parser.add_argument("--port", type=int, default=8920)
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="anam-start-"))
    try:
        for number in range(1 + arguments.starts):
            with started(home, arguments.port) as (up, seconds):
                load = os.getloadavg()[0]
                spent = sum(cpu(one) for one in family(up, home))
                what = f"start {number}" if number else "the first, which makes the demo"
                print(f"{what}: {seconds:.1f} s to the first page, {spent:.1f} s of processor time; load {load:.1f}")
                if number == arguments.starts:
                    time.sleep(arguments.rest)
                    tell_memory(family(up, home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def started(home: Path, port: int) -> Iterator[tuple[psutil.Process, float]]:
    """`bin/serve`, and the seconds until it answered with a page."""
    environment = {**os.environ, "ANAM_HOME": str(home), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    begun = time.perf_counter()
    process = subprocess.Popen(["bin/serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not answers(port):
            if process.poll() is not None:
                raise SystemExit("It did not start.")
            time.sleep(0.02)
        yield psutil.Process(process.pid), time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def answers(port: int) -> bool:
    try:
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).status == 200)
    except OSError:
        return False


def family(up: psutil.Process, home: Path) -> list[psutil.Process]:
    """It, what it has started, and the database's processes."""
    pid = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
    return [one for first in (up, psutil.Process(pid)) for one in (first, *first.children(recursive=True))]


def cpu(one: psutil.Process) -> float:
    """Its own, and that of whatever it has started and has ended since."""
    times = one.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def tell_memory(processes: list[psutil.Process]) -> None:
    pss = [(one.memory_full_info().pss / 2**20, " ".join(one.cmdline())[-60:].strip()) for one in processes]
    for megabytes, name in pss:
        print(f"{megabytes:8.1f} MB  {name}")
    print(f"{sum(megabytes for megabytes, _ in pss):8.1f} MB  in all, at rest")


if __name__ == "__main__":
    main()
