"""How sure audits are, against worlds of which the truth is known: what docs/validation.md states of the default audit.

    python xtask/sure.py CLAQUE FOLDER RECIPE:SEED:SCALE [RECIPE:SEED:SCALE ...] [--no-quick] [--fresh] [--turned]

makes each world (`claque worlds make`), audits it by default, bare (`--decoys 0 --no-power`) and `--quick`, and prints, for each and
for all together:

- called: accounts with P(hired or fabricated) above one half, and how many of them are innocent;
- ece: calibration error over accounts with any mass (P >= 0.01), ten bins of equal numbers, and ten of equal width;
- middle: accounts between 0.05 and 0.95, and their calibration error in ten bins of equal width;
- loss: mean log-loss over accounts to which either audit gives mass, calibrated and not (the bare audit calibrates nothing);
- touched: pages with 20 hired or fabricated marks and at least the stated limit: share of them whose interval holds the truth,
  median width as a share of their marks; the same of those from which the audit takes anything (a missed crew is a miss of the
  search), of those on which a crew that it calls hired or fabricated did a job (of a crew called something else it takes a part in
  proportion to its doubt), and of pages with no such mark;
- wrong: crews that are called hired or fabricated, stand at q <= 0.05, and of which fewer than half of the members are so in truth;
- fresh (`--fresh`): campaigns planted by audits of four other seeds, which the power curve has not seen: mean power that it states of them,
  share that was found; the same of those that it gives 0.2 to 0.8;
- turned (`--turned`): an audit of the same rows in another order, in two files, on one thread: tables that are other bytes;
- cost: processor time (user and system) of the default and of --quick over that of the bare audit, measured one after another.

Needs numpy and pyarrow."""

import json
import os
import resource
import subprocess
import sys

import numpy as np
import pyarrow.parquet as pq

from worlds import made, table

MASS, MIDDLE, TOUCHED, STATED = 0.01, (0.05, 0.95), 20, 0.05
FRESH = ("2", "3", "4", "5")


def processor_time(command):
    """Seconds of all processors that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def number(values):
    return np.array([np.nan if v is None else v for v in values], float)


def off(p, y, bins):
    """Sum over bins of |stated - came true|."""
    return sum(abs(p[b].sum() - y[b].sum()) for b in bins)


def of_equal_numbers(p):
    return np.array_split(np.argsort(p, kind="stable"), 10)


def of_equal_width(p):
    place = np.clip((p * 10).astype(int), 0, 9)
    return [place == k for k in range(10)]


def error(p, y, bins):
    return off(p, y, bins(p)) / len(p) if len(p) else float("nan")


def loss(p, y):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return -np.where(y > 0, np.log(p), np.log(1 - p))


def doubt(audit, row, n):
    """P(hired or fabricated) by account of the world; who is not listed has 0."""
    listed = table(audit, "accounts")
    p = np.zeros(n)
    at = [row[a] for a in listed["account"]]
    p[at] = 1 - (1 - np.nan_to_num(number(listed["p_hired"]))) * (1 - np.nan_to_num(number(listed["p_fabricated"])))
    return p


def pages(world, audit):
    """By page: marks in jobs, marks taken off, whether its interval holds the truth, its width, whether a called crew served it."""
    truth, said = table(world, "truth_pages"), table(audit, "pages")
    row = {p: i for i, p in enumerate(said["page"])}
    at = [row[p] for p in truth["page"]]
    given = number(truth["hired"]) + number(truth["fabricated"])
    real = number(truth["authentic"]) + number(truth["directed"])
    low, high = number(said["authentic_lo"])[at], number(said["authentic_hi"])[at]
    taken = (number(said["hired"]) + number(said["fabricated"]))[at]
    crews, jobs = table(audit, "crews"), table(audit, "jobs")
    called = {c for c, kind in zip(crews["crew"], crews["kind"]) if kind in ("hired", "fabricated")}
    pages = {p for p, c in zip(jobs["page"], jobs["crew"]) if c in called}
    served = np.array([p in pages for p in truth["page"]])
    return given, taken, (low <= real) & (real <= high), (high - low) / number(truth["likes"]), served


def wrong_crews(audit, bad):
    """Crews that are stated, and how many of them are no such crew."""
    crews, members = table(audit, "crews"), table(audit, "members")
    stated = {
        c
        for c, kind, q in zip(crews["crew"], crews["kind"], crews["q"])
        if kind in ("hired", "fabricated") and q is not None and q <= STATED
    }
    ours = {c: [] for c in stated}
    for c, a, p in zip(members["crew"], members["account"], members["posterior"]):
        if c in stated and p > 0.5:
            ours[c].append(a in bad)
    return len(stated), sum(np.mean(of) < 0.5 if of else True for of in ours.values())


def stated_power(curve, c):
    """Power of a campaign by the formula of docs/method.md."""
    share = c["order"] / c["accounts"]
    hours = np.log(c["hours"] / 12) if c["hours"] > 0 else 0
    b = c["background"] - curve["background"]
    x = [1, np.log(c["order"] / 30), np.log(share / 0.7), min(0, np.log(share * c["orders"] / 6)), hours, c["camouflage"] - 0.5, b]
    return 1 / (1 + np.exp(-np.dot(curve["coefficients"], x)))


def fresh(claque, world, log):
    """Stated power and what was found, by campaign that other seeds planted. What is planted does not depend on shuffles."""
    with open(f"{world}.default/audit.json") as f:
        curve = json.load(f)["power"]["curve"]
    trials = []
    for seed in FRESH:
        run = [claque, "audit", *log, "--quiet", "--force", "--decoys", "1", "--seed", seed, "--out", f"{world}.fresh"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        with open(f"{world}.fresh/audit.json") as f:
            trials += json.load(f)["power"]["trials"]
    return np.array([(stated_power(curve, t), t["found"] >= 0.5) for t in trials], float)


def turned(claque, world, log):
    """Tables that differ where the rows come in another order, in two files, on one thread."""
    rows = pq.read_table(log[0])
    rows = rows.take(np.random.default_rng(1).permutation(rows.num_rows))
    half, files = rows.num_rows // 2, [f"{world}.turned.{i}.parquet" for i in (0, 1)]
    pq.write_table(rows.slice(0, half), files[0])
    pq.write_table(rows.slice(half), files[1])
    run = [claque, "audit", *files, *log[1:], "--quiet", "--force", "--threads", "1", "--out", f"{world}.turned"]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    # Only `marks` names rows of the input by their number.
    tables = ("pages", "crews", "members", "jobs", "accounts", "evidence")
    bytes_of = lambda way, name: open(f"{world}.{way}/{name}.parquet", "rb").read()
    return [name for name in tables if bytes_of("default", name) != bytes_of("turned", name)]


def say(name, r):
    show = lambda x: "-" if len(x) == 0 else f"{np.mean(x):.3f}"
    middle = (r["p"] > MIDDLE[0]) & (r["p"] < MIDDLE[1])
    mass = r["p"] >= MASS
    union = mass | (r["raw"] >= MASS)
    p, y = r["p"], r["y"]
    touched, taken, clean = r["given"] >= np.maximum(TOUCHED, r["limit"]), r["taken"] >= 1, r["given"] == 0
    median = lambda x: "-" if len(x) == 0 else f"{np.median(x):.4f}"
    print(f"{name}: called {int((p > 0.5).sum())}, innocent {int(((p > 0.5) & (y == 0)).sum())}; wrong crews {r['wrong']} of {r['stated']}")
    print(f"  ece {error(p[mass], y[mass], of_equal_numbers):.4f}, by width {error(p[mass], y[mass], of_equal_width):.4f} of {mass.sum()}"
          f"; middle {error(p[middle], y[middle], of_equal_width):.3f} of {middle.sum()}"
          f"; loss {np.mean(loss(p, y)[union]) if union.any() else 0:.4f}, bare {np.mean(loss(r['raw'], y)[union]) if union.any() else 0:.4f}")
    print(f"  touched {touched.sum()}: held {show(r['ok'][touched])}, width {median(r['width'][touched])}; found {(touched & taken).sum()}: held"
          f" {show(r['ok'][touched & taken])}; called {(touched & r['served']).sum()}: held {show(r['ok'][touched & r['served']])}; clean {clean.sum()}: held {show(r['ok'][clean])}, width {median(r['width'][clean])}")
    if "fresh" in r:
        told, seen = r["fresh"].T
        open_ = (told > 0.2) & (told < 0.8)
        print(f"  fresh {len(told)}: stated {told.mean():.3f}, found {seen.mean():.3f}; open {open_.sum()}: stated {told[open_].mean():.3f},"
              f" found {seen[open_].mean():.3f}")
    if "turned" in r:
        print(f"  turned: {'the same bytes' if not r['turned'] else ' '.join(r['turned'])}")
    print(f"  cost {r['default'] / r['bare']:.1f}, quick {r['quick'] / r['bare']:.1f} (bare {r['bare']:.2f} s)", flush=True)


def one(claque, folder, recipe, seed, scale, asked):
    world, log = made(claque, folder, recipe, seed, scale)
    name = os.path.basename(world)
    ways = {"bare": ["--decoys", "0", "--no-power"], "default": [], "quick": ["--quick"]}
    r = {"quick": float("nan")}
    for way, flags in ways.items():
        if way != "quick" or "--no-quick" not in asked:
            r[way] = processor_time([claque, "audit", *log, "--quiet", "--force", "--out", f"{world}.{way}", *flags])
    truth = table(world, "truth_accounts")
    row = {a: i for i, a in enumerate(truth["account"])}
    r["y"] = np.array([role in ("hired", "fabricated") for role in truth["role"]], float)
    r["p"], r["raw"] = (doubt(f"{world}.{way}", row, len(row)) for way in ("default", "bare"))
    r["given"], r["taken"], r["ok"], r["width"], r["served"] = pages(world, f"{world}.default")
    with open(f"{world}.default/audit.json") as f:
        curve = json.load(f)["power"]["curve"]
    # Of a log where nothing could be planted, or no campaign is surely seen, no page is above the limit.
    limit = curve and curve["limit"]
    r["limit"] = np.full(len(r["given"]), limit if limit is not None else np.inf)
    r["stated"], r["wrong"] = wrong_crews(f"{world}.default", {a for a, i in row.items() if r["y"][i]})
    if "--fresh" in asked:
        r["fresh"] = fresh(claque, world, log)
    if "--turned" in asked:
        r["turned"] = turned(claque, world, log)
    say(name, r)
    return r


def main():
    asked = {a for a in sys.argv[1:] if a.startswith("--")}
    claque, folder, *worlds = (a for a in sys.argv[1:] if a not in asked)
    os.makedirs(folder, exist_ok=True)
    every = [one(claque, folder, *w.split(":"), asked) for w in worlds]
    if len(every) > 1:
        whole = ("y", "p", "raw", "given", "taken", "ok", "width", "served", "limit", "fresh")
        join = lambda k: (np.concatenate if k in whole else sum)([r[k] for r in every])
        say("all", {k: join(k) for k in every[0] if k != "turned"})


if __name__ == "__main__":
    main()
