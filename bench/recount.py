#!/usr/bin/env python3
"""Counts the rows, accounts, pages and marks of every file that docs/formats.md says is read, with pandas and Python's own
JSON, and compares them with what `claque look --json` says. A mark is a pair of account and page (and kind of mark) that
was given at least once. usage: recount.py CLAQUE DATA"""
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas

DOCS = Path(__file__).parent.parent / "docs/formats.md"
# Which columns name account and page; rows without one of them, or without a time, are no marks.
TABLES = {
    "coortweet/german_elections.csv.gz": ("account_id", "post_id", "timestamp"),
    "coortweet/russian_coord_tweets.csv.gz": ("account_id", "object_id", "timestamp_share"),
    "formats/sample_data.csv": ("user_id", "repost_id", None),
    "github_stars_campaign/stars.csv": ("account", "page", None),
    "github_stars_low_activity/stars.csv.gz": ("account", "page", None),
    "organic/amazon28k.csv.gz": ("user", "item", None),
    "organic/collegemsg.csv.gz": ("src", "dst", None),
    "organic/wikipedia_edits.csv.gz": ("user", "page", None),
}


def table(path, account, page, time):
    read = pandas.read_csv(path, dtype=str, keep_default_na=False, na_filter=False)
    needed = [c for c in (account, page, time) if c in read]
    marks = read[(read[needed] != "").all(axis=1)]
    return {
        "rows": len(read),
        "account": marks[account].nunique(),
        "page": marks[page].nunique(),
        "marks": len(marks[[account, page]].drop_duplicates()),
    }


def jetstream(event):
    commit = event.get("commit") or {}
    kinds = ("app.bsky.feed.like", "app.bsky.feed.repost", "app.bsky.graph.follow")
    if commit.get("collection") not in kinds or commit.get("operation") != "create":
        return None
    subject = commit["record"]["subject"]
    return event["did"], subject if isinstance(subject, str) else subject["uri"], commit["collection"]


def github(event):
    return (event["actor"]["login"], event["repo"]["name"], "star") if event["type"] == "WatchEvent" else None


def lines(path, mark):
    events = [json.loads(line) for line in path.read_text().splitlines()]
    marks = {m for m in map(mark, events) if m}
    return {
        "rows": len(events),
        "account": len({m[0] for m in marks}),
        "page": len({m[1] for m in marks}),
        "marks": len(marks),
    }


def recounted(file, path):
    if file in TABLES:
        return table(path, *TABLES[file])
    return lines(path, jetstream if file.startswith("bluesky") else github)


def told(claque, path):
    seen = json.loads(subprocess.run([claque, "look", path, "--json", "--quiet"], capture_output=True, check=True).stdout)
    columns = {c["role"]: c["distinct"] for c in seen["mapping"]["columns"]}
    ledger = seen["ledger"]
    return {"rows": ledger["lines_in"], "account": columns["account"], "page": columns["page"], "marks": ledger["marks"]}


def main(claque, data):
    files = re.findall(r"^\| `([^`]+)` \|[^|]*\| (\d+) \|", DOCS.read_text(), re.M)
    differ = 0
    for file, _ in files:
        path = Path(data) / file
        ours, theirs = told(claque, path), recounted(file, path)
        differ += ours != theirs
        print(f"{file}: {theirs}" + ("" if ours == theirs else f", but claque says {ours}"))
    print(f"{len(files)} files, {differ} differ")
    sys.exit(1 if differ or not files else 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
