#!/usr/bin/env bash
# tqdm 4.67.1: `tqdm(..., disable=True)` shows nothing, and still makes one named POSIX semaphore (a file under /dev/shm for a
# moment, with its resource tracker's bookkeeping), the first time in a process; tqdm.set_lock with a lock of threads before it
# makes none. sentence-transformers runs every encode() through such a bar. Seen 2026-11-30, Python 3.11, Linux.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "tqdm==4.67.1"
made() {
  "$work/venv/bin/python" -c '
import sys, threading, _multiprocessing

class Counted(_multiprocessing.SemLock):
    made = 0
    def __new__(cls, *arguments, **named):
        Counted.made += 1
        return super().__new__(cls, *arguments, **named)

_multiprocessing.SemLock = Counted
from tqdm import tqdm
if sys.argv[1] == "threads":
    tqdm.set_lock(threading.RLock())
list(tqdm(range(3), disable=True))
list(tqdm(range(3), disable=True))
print(Counted.made)' "$1"
}
plain=$(made plain); threads=$(made threads)
printf 'two disabled bars: %s semaphores\nthe same after set_lock(threading.RLock()): %s\n' "$plain" "$threads"
[[ $plain == 1 && $threads == 0 ]] || { echo "changed"; exit 1; }
