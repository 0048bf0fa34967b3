"""Lays a log out for all detectors. usage: prepare.py world WORLD OUT | prepare.py real SET OUT FILE... | prepare.py gap WORLD OUT GAP

OUT/log.csv     account, page, time: the first time that each account marked each page; what peers read
OUT/truth.csv   account, role: organic, hired, fabricated, directed or unknown
OUT/likes.csv   (real sets) what claque reads, every row of the source
OUT/pages.csv   (real sets with owners) page, owner
With a gap, likes.csv, pages.parquet and accounts.parquet are a world's, less what the gap takes away.
"""
import csv
import datetime
import gzip
import os
import random
import shutil
import sys

# Of a real campaign's accounts: on how many of its pages a busy one is. Those on fewer are left out of every score.
BUSY = 5


def rows(path, delimiter=","):
    """The rows of a table as dictionaries; .gz is unpacked, a column's name ends at its colon (RecBole's types)."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield {name.split(":")[0]: value for name, value in row.items()}


def seconds(text):
    """Seconds since 1970 of epoch seconds or of a time in RFC 3339."""
    try:
        return int(float(text))
    except ValueError:
        return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def taken(path, account, page, time, prefix, delimiter=","):
    """Marks of a table by the names of its three columns; the prefix keeps the ids of two logs apart."""
    return [(prefix + r[account], prefix + r[page], seconds(r[time])) for r in rows(path, delimiter) if r[page]]


def moved(marks, first, last):
    """The same marks with their times moved and stretched evenly onto first … last."""
    low, high = min(m[2] for m in marks), max(m[2] for m in marks)
    return [(a, p, first + (t - low) * (last - first) // (high - low)) for a, p, t in marks]


def wikipedia(path):
    # Its seconds count from 0: put at a date of its kind, a Monday.
    return moved(taken(path, "user", "page", "ts", "w"), *(1_711_929_600 + s for s in (0, 2_678_373)))


def college(path):
    return taken(path, "src", "dst", "ts", "s")


def movielens(path):
    if path.endswith(".inter"):
        return taken(path, "user_id", "item_id", "timestamp", "m", "\t")
    with open(path) as file:  # u.data: user, item, rating, seconds, without a header
        return [("m" + u, "m" + i, int(t)) for u, i, _, t in (line.split("\t") for line in file)]


def stars(path):
    """A real campaign's marks, owners of its pages, and roles of its accounts."""
    table = list(rows(path))
    pages = {}
    for r in table:
        pages.setdefault(r["account"], set()).add(r["page"])
    roles = {a: "hired" if len(p) >= BUSY else "unknown" for a, p in pages.items()}
    marks = [(r["account"], r["page"], seconds(r["time"])) for r in table]
    return marks, {r["page"]: r["owner"] for r in table}, roles


def organic(marks):
    return marks, {}, {m[0]: "organic" for m in marks}


def among(read):
    """A real campaign, at its own times, among the life of another log that is moved onto its span."""
    def both(campaign, life):
        marks, owners, roles = stars(campaign)
        life = moved(read(life), min(m[2] for m in marks), max(m[2] for m in marks))
        return marks + life, owners, {m[0]: "organic" for m in life} | roles
    return both


def unknown(marks, owners=None):
    return marks, owners or {}, {m[0]: "unknown" for m in marks}


def low_activity(path):
    return unknown(taken(path, "account", "page", "time", ""), {r["page"]: r["owner"] for r in rows(path)})


SETS = {
    "campaign-in-wikipedia": among(wikipedia),
    "campaign-in-messages": among(college),
    "campaign-alone": stars,
    "wikipedia": lambda path: organic(wikipedia(path)),
    "messages": lambda path: organic(college(path)),
    "shop-ratings": lambda path: organic(taken(path, "user", "item", "ts", "a")),
    "film-ratings": lambda path: organic(movielens(path)),
    "low-activity-stars": low_activity,
    "retweets": lambda path: unknown(taken(path, "account_id", "object_id", "timestamp_share", "")),
    "shared-links": lambda path: unknown(taken(path, "account_id", "url_id", "timestamp", "")),
}


def put(path, header, table):
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(table)


def lay_out(out, marks, roles):
    os.makedirs(out, exist_ok=True)
    first = {}
    for account, page, time in sorted(marks, key=lambda m: m[2]):
        first.setdefault((account, page), time)
    put(f"{out}/log.csv", ["account", "page", "time"], ((a, p, t) for (a, p), t in first.items()))
    put(f"{out}/truth.csv", ["account", "role"], sorted(roles.items()))


def world(path, out):
    import pyarrow.parquet as parquet
    likes = parquet.read_table(f"{path}/likes.parquet").to_pydict()
    given = zip(likes["account"], likes["page"], likes["time"], likes["action"])
    truth = parquet.read_table(f"{path}/truth_accounts.parquet").to_pydict()
    lay_out(out, [(a, p, t) for a, p, t, action in given if action == "like"],
            dict(zip(truth["account"], truth["role"])))


# What a log can lack, and which part of its rows it then still holds.
GAPS = {"whole": 1.0, "accounts": 1.0, "owners": 1.0, "times": 1.0, "half": 0.5, "fifth": 0.2}


def gap(path, out, which):
    import pyarrow.parquet as parquet
    world(path, out)
    likes = parquet.read_table(f"{path}/likes.parquet").to_pydict()
    columns = [name for name in ("account", "page", "time", "action") if (which, name) != ("times", "time")]
    draw = random.Random(1)
    put(f"{out}/likes.csv", columns,
        (row for row in zip(*(likes[name] for name in columns)) if draw.random() < GAPS[which]))
    for table, lacking in (("accounts", ("accounts",)), ("pages", ("owners",))):
        if which not in lacking:
            shutil.copy(f"{path}/{table}.parquet", out)


def real(name, out, *files):
    marks, owners, roles = SETS[name](*files)
    lay_out(out, marks, roles)
    put(f"{out}/likes.csv", ["account", "page", "time"], sorted(marks, key=lambda m: m[2]))
    if owners:
        # Every page: one without an owner of its own is its own.
        put(f"{out}/pages.csv", ["page", "owner"], sorted((p, owners.get(p, p)) for p in {m[1] for m in marks}))


if __name__ == "__main__":
    {"world": world, "real": real, "gap": gap}[sys.argv[1]](*sys.argv[2:])
