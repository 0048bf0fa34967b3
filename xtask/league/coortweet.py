"""The published rule of CooRTweet 2 (Righetti and Balluff; an R package), restated here from its manual.

usage: coortweet.py LOG.csv SCORES.csv WINDOW_SECONDS

1. Accounts with at least two marks take part. Two marks of one page that lie at most WINDOW apart are a pair.
2. A pair stays if one of its accounts has at least two marks that lie in pairs (min_participation = 2).
3. Two accounts are joined by an edge that weighs as many pairs as they have. Edges above the median weight
   (edge_weight = 0.5) are coordination; their accounts are called.

The package's own defaults are 10 seconds, 2 and 0.5. An account's score is its heaviest edge, which is the highest
threshold at which it would still be called.
"""
import sys

import numpy as np

import marks

MIN_PARTICIPATION = 2
PERCENTILE = 0.5
AT_ONCE = 4_000_000


def pairs(page, time, window):
    """Pairs of marks (first, second) in order of page and time, in pieces that fit into memory."""
    span = int(time.max() - time.min()) + window + 2
    key = page * span + (time - time.min())
    # The last mark of the same page that lies within the window.
    last = np.searchsorted(key, key + window, side="right") - 1
    count = last - np.arange(len(key))
    ends = np.cumsum(count)
    begin = 0
    while begin < len(key):
        before = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + AT_ONCE, side="right")))
        n = count[begin:end]
        first = np.repeat(np.arange(begin, end), n)
        step = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n) + 1
        yield first, first + step
        begin = end


def edges(account, page, time, window, accounts):
    """Edges as (account, account, weight)."""
    keep = np.bincount(account, minlength=accounts)[account] >= MIN_PARTICIPATION
    account, page, time = account[keep], page[keep], time[keep]
    order = np.lexsort((account, time, page))
    account, page, time = account[order], page[order], time[order]
    near = (page[1:] == page[:-1]) & (time[1:] - time[:-1] <= window)
    paired = np.zeros(len(page), bool)
    paired[1:] |= near
    paired[:-1] |= near
    takes_part = np.bincount(account[paired], minlength=accounts) >= MIN_PARTICIPATION
    keys, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    for first, second in pairs(page, time, window):
        a, b = account[first], account[second]
        stays = takes_part[a] | takes_part[b]
        a, b = np.minimum(a, b)[stays], np.maximum(a, b)[stays]
        new, n = np.unique(a * accounts + b, return_counts=True)
        keys, at = np.unique(np.concatenate([keys, new]), return_inverse=True)
        counts = np.bincount(at, np.concatenate([counts, n]), len(keys)).astype(np.int64)
    return keys // accounts, keys % accounts, counts


def main():
    log, out, window = sys.argv[1], sys.argv[2], int(sys.argv[3])
    account, page, time = marks.read(log)
    (account, names), (page, _) = marks.number(account), marks.number(page)
    a, b, weight = edges(np.array(account), np.array(page), np.array(time), window, len(names))
    heaviest = np.zeros(len(names), np.int64)
    np.maximum.at(heaviest, a, weight)
    np.maximum.at(heaviest, b, weight)
    threshold = np.quantile(weight, PERCENTILE) if len(weight) else np.inf
    scores = {names[i]: heaviest[i] for i in np.flatnonzero(heaviest)}
    marks.write(out, scores, {name for name, score in scores.items() if score > threshold})


if __name__ == "__main__":
    main()
