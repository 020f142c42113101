"""Runs a command and says what it cost: `meter.py RESULT COMMAND...` writes JSON to the file RESULT.

Wall time is that of a monotonic clock around start and exit, in seconds; processor time (user and system, seconds) and the
peak of resident memory (bytes) are the operating system's own accounts of the finished process and what it waited for.
Python's standard library has them for a single child; Node has them not at all.
"""

import json
import os
import subprocess
import sys
import time

result, command = sys.argv[1], sys.argv[2:]
start = time.perf_counter()
child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
wall = time.perf_counter() - start
with open(result, "w", encoding="utf-8") as file:
    json.dump({
        "wall": wall,
        "user": usage.ru_utime,
        "system": usage.ru_stime,
        "cpu": usage.ru_utime + usage.ru_stime,
        # Kibibytes everywhere but on macOS.
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        "exit": os.waitstatus_to_exitcode(status),
    }, file)
