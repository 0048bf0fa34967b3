#!/usr/bin/env python3
"""Times `claque audit --decoys 0` beside one GROUP BY of DuckDB on the same Parquet file, both with two threads, both
reading from the disk cache, in turn, PAIRS times each; prints medians, a row for the table of docs/performance.md and
what the last audit cost by stage. usage: compare.py NAME LOG.parquet CLAQUE OUT [--pages PAGES] [--pairs N]"""
import argparse
import os
import resource
import statistics
import subprocess
import sys
import time

THREADS = 2
QUERY = "SELECT page, time//3600, count(*), count(DISTINCT account) FROM '{}' GROUP BY ALL"
# The query in a process of its own, so that its processor time and its memory are its own; the time is that of the
# query alone, from the open connection to the last row of the result.
CHILD = """
import duckdb, resource, sys, time
con = duckdb.connect(config=dict(threads=int(sys.argv[2])))
con.execute("SET enable_progress_bar = false")
began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
rows = con.execute(sys.argv[1]).to_arrow_table().num_rows
seconds, now = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
print(seconds, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, rows)
"""


def query(log):
    args = [sys.executable, "-W", "ignore", "-c", CHILD, QUERY.format(log), str(THREADS)]
    seconds, cpu, rows = subprocess.run(args, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(cpu), int(rows)


def audit(claque, log, pages, out):
    args = [claque, "audit", log, "--decoys", "0", "--threads", str(THREADS), "--out", out, "--force", "--quiet", "--timings"]
    args += ["--pages", pages] if pages else []
    began = time.perf_counter()
    child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    stages = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"claque ended with {os.waitstatus_to_exitcode(status)}: {stages}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, stages


def main():
    parse = argparse.ArgumentParser(description=__doc__)
    for word in ("name", "log", "claque", "out"):
        parse.add_argument(word)
    parse.add_argument("--pages")
    parse.add_argument("--pairs", type=int, default=5)
    asked = parse.parse_args()
    with open(asked.log, "rb") as f:  # both meet a warm disk cache
        while f.read(1 << 24):
            pass
    queries, audits = [], []
    for pair in range(asked.pairs):
        queries.append(query(asked.log))
        audits.append(audit(asked.claque, asked.log, asked.pages, asked.out))
        print(f"  {pair + 1}: DuckDB {queries[-1][0]:.2f} s, claque {audits[-1][0]:.2f} s, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    middle = lambda rows, column: statistics.median(r[column] for r in rows)
    import duckdb

    marks = duckdb.execute(f"SELECT count(*) FROM '{asked.log}'").fetchall()[0][0]
    # Without a finding the time would be that of half of the work.
    crews = duckdb.execute(f"SELECT count(*) FROM read_parquet('{asked.out}/crews.parquet')").fetchall()[0][0]
    (dw, dc), (aw, ac) = [[middle(rows, c) for c in (0, 1)] for rows in (queries, audits)]
    peak = max(a[2] for a in audits)
    print(audits[-1][3])
    print(f"DuckDB {duckdb.__version__}, {queries[0][2]} groups; {crews} crews; medians of {asked.pairs} pairs")
    print("| log | rows | DuckDB s (cpu) | claque s (cpu) | ratio | ratio of cpu | peak MB |")
    print("|---|---|---|---|---|---|---|")
    print(f"| {asked.name} | {marks:,} | {dw:.2f} ({dc:.2f}) | {aw:.2f} ({ac:.2f}) | {aw / dw:.1f} | {ac / dc:.1f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
