"""FRAUDAR (Hooi, Song, Beutel, Shah, Shin, Faloutsos: KDD 2016), written from the paper.

usage: fraudar.py LOG.csv SCORES.csv BLOCKS

Accounts and pages are the two sides of a graph. An edge to a page of d marks weighs 1/log(d + 5), so that marks on
popular pages, the natural camouflage, say little. The density of a set S of accounts and pages is the weight of the edges
inside it over |S|. Greedy peeling takes away the node that loses least, again and again, and keeps the densest set on the
way: at least half as dense as the densest there is (the paper's theorem).

Further blocks: the edges inside a block are taken away, pages are weighed anew, and the rest is peeled again, until BLOCKS
were found or the density falls below half of the first block's. An account's score is the density of the first block that
holds it. Time is not used.
"""
import heapq
import math
import sys

import marks

SMOOTHING = 5.0
FALLS_TO = 0.5


def densest(neighbours, weight):
    """Nodes of the densest set on the way of greedy peeling, and its density.

    neighbours: for each node those on the other side; weight: for each edge (account, page), by its page.
    """
    lost = [sum(weight(node, other) for other in others) for node, others in enumerate(neighbours)]
    alive = [bool(others) for others in neighbours]
    left, inside = sum(alive), sum(lost) / 2
    heap = [(w, node) for node, w in enumerate(lost) if alive[node]]
    heapq.heapify(heap)
    best, best_at, order = 0.0, 0, []
    while left:
        density = inside / left
        if density > best + 1e-12:
            best, best_at = density, len(order)
        while True:
            w, node = heapq.heappop(heap)
            # An entry that is no longer the node's own loss is an old one.
            if alive[node] and w == lost[node]:
                break
        alive[node] = False
        order.append(node)
        left -= 1
        inside -= w
        for other in neighbours[node]:
            if alive[other]:
                lost[other] -= weight(node, other)
                heapq.heappush(heap, (lost[other], other))
    return set(order[best_at:]), best


def blocks(account, page, accounts, pages, most):
    """Blocks as (set of accounts, density), from the first."""
    edges, found = list(zip(account, page)), []
    while edges and len(found) < most:
        neighbours = [[] for _ in range(accounts + pages)]
        for a, p in edges:
            neighbours[a].append(accounts + p)
            neighbours[accounts + p].append(a)
        # 1/log(d + 5), d the marks of the page that are still there.
        weigh = [1 / math.log(len(n) + SMOOTHING) for n in neighbours[accounts:]]
        block, density = densest(neighbours, lambda x, y: weigh[max(x, y) - accounts])
        if not block or (found and density < FALLS_TO * found[0][1]):
            break
        found.append(({node for node in block if node < accounts}, density))
        edges = [(a, p) for a, p in edges if not (a in block and accounts + p in block)]
    return found


def main():
    log, out, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
    account, page, _ = marks.read(log)
    (account, names), (page, pages) = marks.number(account), marks.number(page)
    scores = {}
    for inside, density in blocks(account, page, len(names), len(pages), most):
        for a in inside:
            scores.setdefault(names[a], density)
    marks.write(out, scores, set(scores))


if __name__ == "__main__":
    main()
