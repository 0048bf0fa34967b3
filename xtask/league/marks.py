"""What every peer reads and writes: marks in, scores out."""
import csv


def read(path):
    """The marks of log.csv as three lists: account, page, seconds. A pair of account and page stands there once."""
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        accounts, pages, times = zip(*rows)
    return list(accounts), list(pages), [int(t) for t in times]


def number(names):
    """Names to numbers by sorted name, and the names in that order."""
    order = sorted(set(names))
    at = {name: i for i, name in enumerate(order)}
    return [at[name] for name in names], order


def write(path, scores, called):
    """scores.csv: account, score (higher is more suspect; who is not listed has 0), called (0 or 1)."""
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["account", "score", "called"])
        for account in sorted(scores):
            out.writerow([account, repr(float(scores[account])), int(account in called)])
