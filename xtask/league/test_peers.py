"""The peers that are restated here, on logs small enough to be judged by hand. `cargo test -p xtask` runs it."""
import itertools
import math
import random
import unittest

import fraudar

try:
    import numpy as np

    import coortweet
except ImportError:  # outside the league's own environment
    np = None


def density(account, page, inside):
    """The paper's g(S), computed from its definition."""
    degree = {p: page.count(p) for p in page}
    weight = sum(1 / math.log(degree[p] + 5) for a, p in zip(account, page) if ("a", a) in inside and ("p", p) in inside)
    return weight / len(inside) if inside else 0.0


class Fraudar(unittest.TestCase):
    def test_half_of_the_densest_set_at_least(self):
        draw = random.Random(5)
        for _ in range(30):
            edges = sorted({(draw.randrange(5), draw.randrange(4)) for _ in range(draw.randrange(4, 14))})
            account, page = [e[0] for e in edges], [e[1] for e in edges]
            nodes = [("a", a) for a in range(5)] + [("p", p) for p in range(4)]
            subsets = itertools.chain.from_iterable(itertools.combinations(nodes, n) for n in range(1, 10))
            best = max(density(account, page, set(s)) for s in subsets)
            found = fraudar.blocks(account, page, 5, 4, 1)[0][1]
            self.assertGreaterEqual(found, best / 2 - 1e-9)
            self.assertLessEqual(found, best + 1e-9)

    def test_planted_blocks_come_one_after_another(self):
        dense = [(a, p) for a in range(8) for p in range(6)]
        next_dense = [(a, p) for a in range(20, 26) for p in range(10, 14)]
        thin = [(a, 20 + a % 7) for a in range(60)]
        account, page = zip(*(dense + next_dense + thin))
        found = fraudar.blocks(list(account), list(page), 60, 30, 5)
        self.assertEqual(found[0][0], set(range(8)))
        self.assertEqual(found[1][0], set(range(20, 26)))
        self.assertGreater(found[0][1], found[1][1])


@unittest.skipIf(np is None, "no numpy outside the league's environment")
class CooRTweet(unittest.TestCase):
    def edges(self, rows, window, at_once=coortweet.AT_ONCE if np else 0):
        account, page, time = (np.array(column) for column in zip(*rows))
        coortweet.AT_ONCE = at_once
        a, b, weight = coortweet.edges(account, page, time, window, int(account.max()) + 1)
        return {(int(x), int(y)): int(w) for x, y, w in zip(a, b, weight)}

    def test_pairs_by_hand(self):
        # 0 and 1 meet on pages 0 and 1 within 10 s, 0 and 2 only on page 0; 3 has one mark and takes no part.
        rows = [(0, 0, 0), (1, 0, 10), (2, 0, 5), (3, 0, 1), (0, 1, 100), (1, 1, 105), (2, 1, 200)]
        self.assertEqual(self.edges(rows, 10), {(0, 1): 2, (0, 2): 1, (1, 2): 1})
        self.assertEqual(self.edges(rows, 4), {})

    def test_a_pair_stays_if_one_side_has_two_marks_in_pairs(self):
        # Account 1 has two marks, of which one lies in a pair; account 0 has two in pairs.
        rows = [(0, 0, 0), (1, 0, 1), (0, 1, 50), (2, 1, 51), (1, 2, 900), (2, 3, 900)]
        self.assertEqual(self.edges(rows, 10), {(0, 1): 1, (0, 2): 1})

    def test_pieces_do_not_change_the_result(self):
        draw = random.Random(3)
        rows = sorted({(draw.randrange(12), draw.randrange(4)): draw.randrange(60) for _ in range(60)}.items())
        rows = [(a, p, t) for (a, p), t in rows]
        several = {a for a, _, _ in rows if sum(r[0] == a for r in rows) >= 2}
        near = [(x, y) for x, y in itertools.combinations([r for r in rows if r[0] in several], 2)
                if x[1] == y[1] and abs(x[2] - y[2]) <= 20]
        paired = {mark for pair in near for mark in pair}
        takes_part = {a for a in several if sum(m[0] == a for m in paired) >= 2}
        plain = {}
        for x, y in near:
            pair = tuple(sorted((x[0], y[0])))
            if takes_part & set(pair):
                plain[pair] = plain.get(pair, 0) + 1
        self.assertEqual(self.edges(rows, 20, at_once=3), self.edges(rows, 20))
        self.assertEqual(self.edges(rows, 20), plain)


if __name__ == "__main__":
    unittest.main()
