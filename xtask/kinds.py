"""How sure audits are of what kind a crew is, crew by crew, against worlds of which the truth is known.

    python xtask/kinds.py CLAQUE FOLDER RECIPE:SEED:SCALE [RECIPE:SEED:SCALE ...]

makes each world (`claque worlds make`), audits it bare (`--decoys 0 --no-power`) and prints, for crews gathered by their
P(hired or fabricated): how many there are, of how many most jobs lie on a page and in the hours of an order of a hired or
fabricated crew of the world, and how many the stated probabilities expect; then each crew that was stated above one half and is
none, and the innocent crew stated highest.

Needs pyarrow."""

import os
import subprocess
import sys
from collections import Counter

from worlds import made, table

EDGES = (0, 0.001, 0.01, 0.05, 0.5, 0.8, 0.95, 0.99, 1)
# Orders and jobs may miss each other by so many seconds.
SLACK = 3600


def crews(world, audit):
    """(P, whether it is hired or fabricated in truth, name) of each crew of an audit."""
    accounts, orders = table(world, "truth_accounts"), table(world, "truth_jobs")
    bad = {c for c, role in zip(accounts["crew"], accounts["role"]) if role in ("hired", "fabricated")}
    on = {}
    for crew, page, start, end in zip(*(orders[k] for k in ("crew", "page", "start", "end"))):
        on.setdefault(page, []).append((start - SLACK, end + SLACK, crew in bad))
    said, jobs = table(audit, "crews"), table(audit, "jobs")
    all_jobs, of_order = Counter(jobs["crew"]), Counter()
    for crew, page, start, end in zip(*(jobs[k] for k in ("crew", "page", "start", "end"))):
        # What a follower marked without an order has no hours.
        if start is None:
            continue
        start, end = start.timestamp(), end.timestamp()
        of_order[crew] += any(yes and start <= to and end >= since for since, to, yes in on.get(page, ()))
    for crew, hired, fabricated in zip(said["crew"], said["p_kind_hired"], said["p_kind_fabricated"]):
        yield hired + fabricated, of_order[crew] > all_jobs[crew] / 2, f"{os.path.basename(world)} {crew}"


def one(claque, folder, recipe, seed, scale):
    world, log = made(claque, folder, recipe, seed, scale)
    bare = ["--decoys", "0", "--no-power", "--quiet", "--force", "--out", world + ".kinds"]
    subprocess.run([claque, "audit", *log, *bare], check=True, stdout=subprocess.DEVNULL)
    return list(crews(world, world + ".kinds"))


def main():
    claque, folder, *worlds = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    found = [c for w in worlds for c in one(claque, folder, *w.split(":"))]
    print(f"{'stated':>16} {'crews':>6} {'true':>6} {'expected':>9}")
    for low, high in zip(EDGES, EDGES[1:]):
        within = [c for c in found if low < c[0] <= high]
        print(f"{low:>7} to {high:>5} {len(within):>6} {sum(c[1] for c in within):>6} {sum(c[0] for c in within):>9.2f}")
    for p, _, name in sorted(c for c in found if c[0] > 0.5 and not c[1]):
        print(f"stated {p:.3f} and none: {name}")
    p, _, name = max((c for c in found if not c[1]), default=(0, False, "-"))
    print(f"innocent, stated highest: {p:.3f} ({name})")


if __name__ == "__main__":
    main()
