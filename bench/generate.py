#!/usr/bin/env python3
"""A log of MARKS marks, the same bytes every time: people with tastes and waking hours on pages of uneven fame,
among them one crew. usage: generate.py MARKS OUT.parquet

Ninety days; one account for every 25 marks, one page for every 250, a fifth as many owners. Every account has one of
40 topics, gives half of its marks there, and is awake for sixteen hours. One crew of 400 accounts fills
one order of 300, within an afternoon, for every 15,000 marks."""
import random
import sys

import pyarrow
from pyarrow import parquet

BEGAN, DAY, HOUR = 1_704_067_200, 86_400, 3_600


def main(marks, out):
    draw = random.Random(1)
    accounts, pages, topics = marks // 25, marks // 250, 40
    by_topic = [range(topic, pages, topics) for topic in range(topics)]
    seen, crew_seen = set(), set()
    rows = []
    while len(rows) < marks * 49 // 50:
        account = int(accounts * draw.random() ** 1.5)
        among = by_topic[account % topics] if draw.random() < 0.5 else range(pages)
        page = among[int(len(among) * draw.random() ** 2)]
        if (account, page) in seen:
            continue
        seen.add((account, page))
        wakes = account % 24 * HOUR
        time = BEGAN + draw.randrange(90) * DAY + (wakes + draw.randrange(16 * HOUR)) % DAY
        rows.append((f"u{account}", page, time))
    orders = marks // 50 // 300
    for order in range(orders):
        page, afternoon = draw.randrange(pages), BEGAN + draw.randrange(90) * DAY + 12 * HOUR
        for member in draw.sample(range(400), 300):
            if (member, page) not in crew_seen:
                crew_seen.add((member, page))
                rows.append((f"c{member}", page, afternoon + draw.randrange(6 * HOUR)))
    rows.sort(key=lambda row: (row[2], row[0], row[1]))
    owners = max(1, pages // 5)
    account, page, time = zip(*rows)
    columns = {
        "account": account,
        "page": [f"p{p}" for p in page],
        "owner": [f"o{p % owners}" for p in page],
        "time": time,
    }
    parquet.write_table(pyarrow.table(columns), out)
    print(f"{len(rows)} marks by at most {accounts + 400} accounts on {pages} pages in {out}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), sys.argv[2])
