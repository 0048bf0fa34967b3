#!/usr/bin/env python3
"""Times `claque look` (reading, mapping, folding, counting) against DuckDB taking the same columns of the same file into
memory, both with two threads, taken alternately. The ratio of processor time is what should be watched where others use the
machine. DuckDB runs in a process of its own: what a system says of the memory of a child begins with that of its parent.
usage: read.py CLAQUE LOG [RUNS]"""
import json
import os
import resource
import statistics
import subprocess
import sys
import time

THREADS = 2


def columns(log):
    import duckdb

    names = [r[0] for r in duckdb.execute(f"DESCRIBE SELECT * FROM '{log}'").fetchall()]
    return ", ".join(n for n in names if n in ("account", "page", "time", "action", "verb", "owner", "country"))


def timed(log, wanted):
    import duckdb

    con = duckdb.connect(config={"threads": THREADS})
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    con.execute(f"CREATE TEMP TABLE log AS SELECT {wanted} FROM '{log}'")
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    con.close()
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def apart(*args):
    return json.loads(subprocess.check_output([sys.executable, __file__, *args]))


def query(log, wanted):
    return apart("--timed", log, wanted)


def look(claque, log):
    began = time.perf_counter()
    child = subprocess.Popen([claque, "look", log, "--threads", str(THREADS), "--quiet"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"claque ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(claque, log, runs=3):
    wanted = apart("--columns", log)
    query(log, wanted)  # both meet a warm disk cache
    both = [(query(log, wanted), look(claque, log)) for _ in range(int(runs))]
    for (wall, cpu), (w, c, peak) in both:
        print(f"DuckDB {wall:.2f} s ({cpu:.2f} s of processors), claque {w:.2f} s ({c:.2f} s), {peak:.0f} MB")
    for name, of in ("best", min), ("median", statistics.median):
        query_, look_ = ([of([b[who][i] for b in both]) for i in (0, 1)] for who in (0, 1))
        print(f"{wanted}, {name}: ratio {look_[0] / query_[0]:.2f} of time, {look_[1] / query_[1]:.2f} of processor time")


if __name__ == "__main__":
    part = {"--columns": columns, "--timed": timed}.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if part:
        print(json.dumps(part(*sys.argv[2:])))
        sys.exit()
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
