#!/usr/bin/env bash
# Whole audits without decoys beside one GROUP BY of DuckDB on the same file, in turn, in the same run: a simple log and
# a realistic one, of a million marks and, where asked, of ten.
# usage: bench/run.sh [1] [10]      millions of marks, either or both; 1 where nothing is said. PAIRS=5 says how often each is timed.
# Needs python3 and the network once (DuckDB and PyArrow go into target/bench/venv).
set -euo pipefail
cd "$(dirname "$0")/.."
work=target/bench
mkdir -p "$work"

python=$work/venv/bin/python
[ -x "$python" ] || python3 -m venv "$work/venv"
"$python" -c 'import duckdb, pyarrow' 2>/dev/null || "$work/venv/bin/pip" install --quiet 'duckdb>=1.2' pyarrow
cargo build --release --quiet
claque=$(cargo metadata --format-version 1 --no-deps | "$python" -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/release/claque

declare -A scale=([1]=2.8 [10]=31)
for millions in "${@:-1}"; do
    marks=$((millions * 1000000))
    log=$work/simple-$millions.parquet
    [ -f "$log" ] || "$python" bench/generate.py "$marks" "$log"
    "$python" bench/compare.py "simple, $millions M" "$log" "$claque" "$work/audit" --pairs "${PAIRS:-5}"

    # At scale 1 this world holds 0.43 M marks. Its crews stay what they are, its people, pages and crowds do not.
    world=$work/world-$millions
    [ -d "$world" ] || "$claque" worlds make long-mixed --scale "${scale[$millions]}" --out "$world"
    "$python" bench/compare.py "world, $millions M" "$world/likes.parquet" "$claque" "$work/audit" \
        --pages "$world/pages.parquet" --pairs "${PAIRS:-5}"
done
