#!/usr/bin/env python3
"""Makes stars-among-retweets.csv.gz: a real star campaign among real, innocent marks.

usage: make.py STARS.csv RETWEETS.csv.gz [OUT.csv.gz]

STARS     account,page,owner,time        (RFC 3339)      one campaign's stars
RETWEETS  object_id,account_id,content_id,timestamp_share (epoch seconds)

Nothing is drawn at random: the same inputs give the same bytes. Only Python's standard library is used.
  * the retweets' times are moved and scaled linearly, so that their first and last fall on the campaign's;
  * the retweets' 32-digit ids are shortened to ten digits of their SHA-256 (the script stops if two meet);
  * a retweeted post is its own owner; the stars keep the owners that their source gives;
  * rows are sorted by time, account and page. No row is added or left out.
"""
import csv
import gzip
import hashlib
import io
import sys
from datetime import datetime, timezone


def shorten(prefix, ids):
    """Ten hexadecimal digits for each id, no two the same."""
    short = {i: prefix + hashlib.sha256(i.encode()).hexdigest()[:10] for i in ids}
    if len(set(short.values())) != len(short):
        sys.exit("two ids meet in ten digits: take more")
    return short


def seconds(text):
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp())


def rfc3339(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def main(stars_path, retweets_path, out_path):
    with open(stars_path, newline="") as f:
        stars = [(seconds(r["time"]), r["account"], r["page"], r["owner"]) for r in csv.DictReader(f)]
    with gzip.open(retweets_path, "rt", newline="") as f:
        retweets = [(float(r["timestamp_share"]), r["account_id"], r["object_id"]) for r in csv.DictReader(f)]

    first, last = min(s[0] for s in stars), max(s[0] for s in stars)
    began, ended = min(r[0] for r in retweets), max(r[0] for r in retweets)
    scale = (last - first) / (ended - began)
    accounts = shorten("u", {r[1] for r in retweets})
    posts = shorten("t", {r[2] for r in retweets})

    rows = list(stars)
    for time, account, post in retweets:
        page = posts[post]
        rows.append((round(first + (time - began) * scale), accounts[account], page, page))
    rows.sort()

    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["account", "page", "owner", "time"])
    out.writerows((account, page, owner, rfc3339(time)) for time, account, page, owner in rows)
    with open(out_path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as f:
        f.write(text.getvalue().encode())
    print(f"{len(stars)} stars and {len(retweets)} retweets, {rfc3339(first)} to {rfc3339(last)}, scale {scale:.4f}")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) == 4 else "stars-among-retweets.csv.gz")
