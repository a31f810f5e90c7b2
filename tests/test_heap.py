"""One heap for all threads: what a process that hands things on holds does not grow with the time that it runs."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

THREADS = """
import ctypes, threading
from notecheck.workers.heap import share_one_heap
if {shares}:
    share_one_heap()
held, together = [], threading.Barrier(4)
def hold():
    together.wait()
    held.append(bytearray(100_000))
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this C library gives each thread a heap")
@pytest.mark.parametrize("shares", [True, False])
def test_heap_is_one_for_all_threads(shares: bool) -> None:
    program = THREADS.format(shares=shares)
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    assert "Arena 0:" in told
    assert ("Arena 1:" in told) is not shares
