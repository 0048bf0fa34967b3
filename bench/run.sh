#!/usr/bin/env bash
# A million marks: claque without decoys against one GROUP BY of DuckDB on the same file, in the same run.
# usage: bench/run.sh [MARKS]      needs python3 and the network once (DuckDB goes into target/bench/venv)
set -euo pipefail
cd "$(dirname "$0")/.."
marks=${1:-1000000}
work=target/bench
mkdir -p "$work"

[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/python" -c 'import duckdb' 2>/dev/null || "$work/venv/bin/pip" install --quiet 'duckdb>=1.2'
cargo build --release --quiet

log="$work/marks-$marks.csv"
[ -f "$log" ] || python3 bench/generate.py "$marks" "$log"
"$work/venv/bin/python" bench/compare.py "$log" target/release/claque "$work/audit"
