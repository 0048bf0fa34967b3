"""Audits of strange worlds: recipes of which every parameter is drawn at random, so that nothing was tuned to them.

    python xtask/strange.py CLAQUE FOLDER FROM TO

writes the recipes with the seeds FROM … TO − 1 into FOLDER, makes the worlds (`claque worlds make`), audits each bare with its tables
(`--decoys 0 --no-power`), and prints of each and of all together

- how many accounts of hired and fabricated crews are called, and how many of them there are;
- called: accounts with P(hired or fabricated) above one half, and how many of them are innocent;
- false crews: crews that are called hired or fabricated, of whose members fewer than half are so;
- missed: crews of the world of which less than half is called;
- in doubt: crews that are called with P(hired) + P(fabricated) below 0.95, how many of them are crews, and what these probabilities add up to.

People, pages, days, topics and activity are drawn over a factor of four to ten; sizes of crowds and suppliers within 0.35 to 2.2 times their
defaults; each sort of crowd is there in three worlds of five, and of crews there are none in a quarter of the worlds, else one to five. So
there are worlds in which crews outnumber people, and crowds that are larger than any crew.

Needs numpy and pyarrow."""

import os
import random
import subprocess
import sys
from collections import Counter

import numpy as np

from sure import doubt
from worlds import log_of, table

# Defaults that are scaled, by sort of crowd.
CROWDS = {
    "viral": {"times": (20, 20), "people": (200, 2000), "hours": (6, 46)},
    "news_wave": {"times": (7, 7), "people": (400, 1600), "pages": (5, 14), "hours": (8, 20)},
    "shared_list": {"times": (7, 7), "people": (100, 500), "pages": (8, 22), "days": (3, 8)},
    "starter_pack": {"times": (4, 4), "people": (50, 200), "pages": (50, 150), "days": (4, 12)},
    "fan_club": {"times": (4, 4), "people": (80, 400), "pages": (15, 60), "hours": (2, 6)},
    "local_ad": {"times": (5, 5), "people": (300, 1300), "days": (4, 15)},
    "recommender": {"times": (2, 2), "people": (600, 1500), "pages": (20, 45), "days": (18, 40)},
    "class": {"times": (4, 4), "people": (25, 35), "weeks": (10, 15), "pages": (3, 5)},
    "call": {"times": (2, 2), "people": (25, 400), "hours": (0.15, 8), "pages": (15, 60)},
    "page_order": {"times": (1, 1), "people": (500, 1100), "pages": (80, 130)},
    "import": {"times": (1, 1), "people": (350, 800), "marks": (20, 160)},
}
# Accounts, orders, share of the accounts that an order takes, cover (none: they have lives of their own).
SUPPLIERS = {
    "burst": (500, 50, 0.7, 55),
    "slow": (800, 30, 0.7, 25),
    "workers": (1000, 40, 0.3, None),
    "pool": (4000, 70, 0.08, 7),
    "bulk": (900, 5, 0.75, 1.2),
    "tiny": (16, 45, 0.9, 18),
    "directed": (600, 6, 0.55, None),
    "copies_curve": (400, 30, 0.6, 25),
    "one_topic": (400, 35, 0.5, 22),
    "shares_workers": (500, 30, 0.5, None),
    "rotates": (2000, 60, 0.12, 12),
    "frames_rival": (300, 25, 0.5, 25),
}


# Called crews below it are in doubt.
DOUBTFUL = 0.95


def crowd(r, sort, people, pages, days):
    """Parameters of a crowd that fits into the world."""
    # What it may not exceed, by parameter: for its lower and its upper bound.
    room = {
        "people": (0.2 * people, 0.3 * people),
        "pages": (0.15 * pages, 0.2 * pages),
        "days": (0.6 * days, 0.7 * days),
        "weeks": (0.1 * days, 0.11 * days),
    }
    out = {}
    for name, (low, high) in CROWDS[sort].items():
        factor = r.uniform(0.35, 2.2)
        least = 0.01 if name == "hours" else 1
        ends = [max(least, min(end * factor, at_most)) for end, at_most in zip((low, high), room.get(name, (1e9, 1e9)))]
        if (sort, name) == ("starter_pack", "pages"):
            ends = [min(end, 150) for end in ends]
        out[name] = [round(min(ends), 2), round(max(ends), 2)]
    if sort == "recommender":
        out |= {"comes": round(r.uniform(0.1, 0.35), 2), "takes": round(r.uniform(0.08, 0.25), 2)}
    return out


def supplier(r, sort, days):
    """Parameters of a crew."""
    accounts, orders, share, cover = SUPPLIERS[sort]
    out = {
        "accounts": int(r.uniform(9, 28)) if sort == "tiny" else int(accounts * r.uniform(0.3, 1.8)),
        "orders": max(2, int(orders * r.uniform(0.4, 1.6))),
        "share": round(min(0.95, share * r.uniform(0.5, 1.5)), 3),
    }
    if cover:
        out["cover"] = round(cover * r.uniform(0.3, 2), 1)
    if sort == "slow":
        out["days"] = round(min(15 * r.uniform(0.2, 2), 0.4 * days), 1)
    if sort in ("pool", "one_topic", "rotates"):
        out["hours"] = [round(6 * r.uniform(0.2, 1.5), 1), round(24 * r.uniform(0.5, 3), 1)]
    return out


def recipe(seed):
    """A recipe's text."""
    r = random.Random(seed)
    power = lambda low, high: 10 ** r.uniform(low, high)
    long = r.random() < 0.65
    days, people = int(power(1.5, 2.55) if long else power(1.3, 2)), int(power(3.6, 4.5))
    pages = int(power(2.6, 3.7) if long else power(3.4, 4.2))
    size = {"days": days, "people": people, "pages": pages, "topics": int(power(0.7, 1.7)), "marks": round(power(0.8, 1.5), 1)}
    lines = ['about = "every parameter drawn at random"', f'family = "{"long" if long else "posts"}"', f"seed = {seed}"]
    lines += [f"{name} = {value}" for name, value in size.items()]
    behaviours = [(sort, crowd(r, sort, people, pages, days)) for sort in CROWDS if r.random() < 0.6]
    crews = 0 if r.random() < 0.25 else r.randint(1, 5)
    behaviours += [(sort, supplier(r, sort, days)) for sort in r.sample(list(SUPPLIERS), crews)]
    for sort, parameters in behaviours:
        lines += ["", "[[behaviour]]", f'is = "{sort}"'] + [f"{name} = {value}" for name, value in parameters.items()]
    return "\n".join(lines) + "\n"


def one(claque, folder, seed):
    """(called, innocent, found, crew accounts, false crews, missed crews, all crews; in doubt, crews of these, stated) of one world."""
    world = os.path.join(folder, f"strange-{seed}")
    with open(world + ".toml", "w") as f:
        f.write(recipe(seed))
    if not os.path.isdir(world):
        subprocess.run([claque, "worlds", "make", world + ".toml", "--out", world], check=True, stdout=subprocess.DEVNULL)
    bare = ["--decoys", "0", "--no-power", "--quiet", "--force", "--out", world + ".bare"]
    subprocess.run([claque, "audit", *log_of(world), *bare], check=True, stdout=subprocess.DEVNULL)
    truth, members, crews = table(world, "truth_accounts"), table(world + ".bare", "members"), table(world + ".bare", "crews")
    row = {a: i for i, a in enumerate(truth["account"])}
    bad = np.array([role in ("hired", "fabricated") for role in truth["role"]], bool)
    called = doubt(world + ".bare", row, len(row)) > 0.5
    size, found = Counter(), Counter()
    for crew, ours, is_called in zip(truth["crew"], bad, called):
        if ours:
            size[crew] += 1
            found[crew] += int(is_called)
    listed = {c: [] for c, kind in zip(crews["crew"], crews["kind"]) if kind in ("hired", "fabricated")}
    for crew, account, p in zip(members["crew"], members["account"], members["posterior"]):
        if crew in listed and p > 0.5:
            listed[crew].append(bad[row[account]])
    false = sum(np.mean(of) < 0.5 for of in listed.values() if of)
    stated = {c: h + f for c, h, f in zip(crews["crew"], crews["p_kind_hired"], crews["p_kind_fabricated"])}
    doubtful = [(np.mean(of) >= 0.5, stated[c]) for c, of in listed.items() if of and 0.5 < stated[c] < DOUBTFUL]
    missed = [c for c in size if found[c] < size[c] / 2]
    got = (int(called.sum()), int((called & ~bad).sum()), sum(found.values()), sum(size.values()), int(false), len(missed), len(size),
           len(doubtful), sum(is_one for is_one, _ in doubtful), sum(p for _, p in doubtful))
    print(f"{seed}: {tell(got)}{'; missed: ' + ', '.join(missed) if missed else ''}", flush=True)
    return got


def tell(got):
    called, innocent, found, accounts, false, missed, crews = map(int, got[:7])
    return (f"called {called}, innocent {innocent}; found {found} of {accounts} crew accounts; false crews {false};"
            f" missed {missed} of {crews} crews")


def main():
    claque, folder, since, until = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    every = np.array([one(claque, folder, seed) for seed in range(int(since), int(until))])
    quiet = every[every[:, 6] == 0]
    print(f"all {len(every)}: {tell(every.sum(0))}")
    print(f"the {len(quiet)} without crews: called {int(quiet[:, 0].sum())}")
    doubtful, are, stated = every[:, 7:].sum(0)
    print(f"in doubt: {int(doubtful)} crews, of which {int(are)} are crews, {stated:.1f} stated")


if __name__ == "__main__":
    main()
