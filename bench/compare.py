#!/usr/bin/env python3
"""Times `claque audit --decoys 0` against one GROUP BY of DuckDB on the same CSV file, both with two threads, both
reading from the disk cache. usage: compare.py LOG.csv CLAQUE OUT"""
import os
import resource
import subprocess
import sys
import time

import duckdb

THREADS = 2
QUERY = "SELECT page, time//3600 AS hour, count(*) AS marks, count(DISTINCT account) AS accounts FROM read_csv('{}') GROUP BY ALL"


def group_by(log):
    con = duckdb.connect()
    con.execute(f"SET threads = {THREADS}")
    began = time.perf_counter()
    con.execute(f"CREATE TEMP TABLE cells AS {QUERY.format(log)}")  # nothing is handed to Python
    seconds = time.perf_counter() - began
    return seconds, con.execute("SELECT count(*) FROM cells").fetchall()[0][0]


def audit(claque, log, out):
    args = [claque, "audit", log, "--decoys", "0", "--threads", str(THREADS), "--out", out, "--force", "--quiet"]
    began = time.perf_counter()
    child = subprocess.Popen(args, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"claque ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main(log, claque, out):
    with open(log, "rb") as f:  # both meet a warm disk cache
        while f.read(1 << 24):
            pass
    query = [group_by(log) for _ in range(3)]
    seconds, peak = audit(claque, log, out)
    query += [group_by(log) for _ in range(3)]
    best = min(q[0] for q in query)
    print(f"{os.path.getsize(log) / 1e6:.0f} MB, {THREADS} threads")
    print(f"DuckDB {duckdb.__version__}, GROUP BY page, hour: {best:.2f} s (best of {len(query)}), {query[0][1]} groups")
    # Without a finding the time would be that of half of the work.
    crews = duckdb.execute(f"SELECT count(*), max(accounts) FROM read_parquet('{out}/crews.parquet')").fetchall()[0]
    print(f"claque audit --decoys 0: {crews[0]} crews, the largest of {crews[1]} accounts")
    print(f"claque audit --decoys 0: {seconds:.1f} s, peak memory {peak:.0f} MB")
    print(f"ratio: {seconds / best:.1f}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
