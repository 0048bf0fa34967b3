"""What an audit says of pages that a crew serves to frame them: worlds of the recipe `framed`, audited by default.

    python xtask/framed.py CLAQUE FOLDER SEED:SCALE [SEED:SCALE ...]

prints, by world: pages of the rival, their marks, how many of these the crew gave, how many were taken off; the share of these pages whose
interval holds the truth; accounts that are called, and how many of them are innocent (the rival's fans stand in the same hours); and what
`claque why` tells of each of these pages: share given by the crew against the truth, owners of other pages that it served, marks
taken back, and pages whose text lacks the sentence that the log does not say whose wish it was.

Needs pyarrow."""

import json
import os
import subprocess
import sys
from collections import Counter

from worlds import made, table

SENTENCE = "Whose wish that was the log does not say"


def column(rows, key, value):
    return dict(zip(rows[key], rows[value]))


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def one(claque, folder, seed, scale):
    world, log = made(claque, folder, "framed", seed, scale)
    audit = world + ".default"
    run(claque, "audit", *log, "--quiet", "--force", "--out", audit)
    jobs, owner = table(world, "truth_jobs"), column(table(world, "pages"), "page", "owner")
    served = [p for p, c in zip(jobs["page"], jobs["crew"]) if c == "frames_rival"]
    rival = Counter(owner[p] for p in served if owner[p] is not None).most_common(1)[0][0]
    framed = [p for p in dict.fromkeys(served) if owner[p] == rival]
    truth, said = table(world, "truth_pages"), table(audit, "pages")
    likes, hired, own = (column(truth, "page", k) for k in ("likes", "hired", "authentic"))
    off, low, high = (column(said, "page", k) for k in ("hired", "authentic_lo", "authentic_hi"))
    told, silent = [], []
    for p in framed:
        why = json.loads(run(claque, "why", audit, "page:" + p, "--json"))
        told += [dict(c["framing"], true=hired[p] / likes[p]) for c in why["targets"][0]["crews"] if c["framing"]]
        if SENTENCE not in " ".join(run(claque, "why", audit, "page:" + p).split()):
            silent.append(p)
    score = json.loads(run(claque, "worlds", "score", world, audit, "--json"))
    total = lambda of: sum(of[p] for p in framed)
    print(f"{seed}:{scale}: {len(framed)} pages, {total(likes)} marks, given by the crew {total(hired)}, taken off {total(off):.0f};"
          f" held {sum(low[p] <= own[p] <= high[p] for p in framed)}; called {score['called']}, innocent {score['innocent_called']}")
    print(f"  told of {len(told)} pages: share off by {max(abs(t['share'] - t['true']) for t in told):.3f} at most, owners of others"
          f" {min(t['others'] for t in told)} to {max(t['others'] for t in told)}, taken back {sum(t['withdrawn'] for t in told)};"
          f" without the sentence {len(silent)}", flush=True)


if __name__ == "__main__":
    claque, folder, *worlds = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for w in worlds:
        one(claque, folder, *w.split(":"))
